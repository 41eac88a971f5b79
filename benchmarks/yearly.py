"""P1, P6, P7 and P9 on one engine: `python -m benchmarks.yearly ENGINE` with DATABASE_URL of an empty database."""

import io
import statistics
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import django

django.setup()

import xlsxwriter
from django.core.management import call_command
from django.db import connection, transaction
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path
from openpyxl import Workbook, load_workbook

from accounts.models import User
from accounts.permissions import Duty, Permission, Role
from benchmarks import national
from benchmarks.measure import line, median, once
from campaign.figures.words import Status
from campaign.models import Campaign, FigureSet, Period
from office.lists.list_files import ListColumn, list_file
from office.tables.workbooks import read_workbook
from reports.exports.excel import Frame, write
from reports.layouts.official_results import F1, UnitFigures, lines
from units.map.actions.map import derive_ancestry
from units.models import DutyHolding, Membership, Organisation, Placement, Unit

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def officer(name: str, role: Role, units: list[int], body: Organisation | None = None) -> User:
    user = User.objects.create_user(name, "mot-cau-ngan-de-nho", full_name=name)
    for pk in units:
        Membership.objects.create(user=user, role=role, unit_id=pk, organisation=body, valid_from=national.START)
    return user


def prepare(nation: national.Nation) -> tuple[User, User, Unit]:
    """An approver of the whole country, one of a small part, and a district of 65 communes whose sets are drafts."""
    body = Organisation.objects.create(
        code="so", name="Sở", kind="department", seat_id=nation.provinces[0], valid_from=national.START
    )
    DutyHolding.objects.create(duty=Duty.STANDING_AGENCY, organisation=body, valid_from=national.START)
    everywhere = officer("ca-nuoc", Role.LABOUR_LEADER, nation.provinces, body)
    small = officer("mot-tinh", Role.LABOUR_LEADER, nation.provinces[:1], body)
    district = Unit.objects.get(pk=nation.districts[0])
    Placement.objects.filter(unit__in=nation.communes[:65]).update(parent=district)
    derive_ancestry()
    for status in Status:
        Period.objects.create(
            campaign=nation.campaign,
            year=2024,
            status=status,
            standard="mdp-2022-2025",
            due=date(2024, 12, 20),
            opened_by=everywhere,
        )
    FigureSet.objects.filter(year=2024, unit__in=[*nation.communes[:1000], district.pk]).update(state="draft")
    return everywhere, small, district


def p1(everywhere: User, small: User) -> None:
    """The same number of questions for one province and for all 10,600 communes."""
    numbers = []
    for user in (small, everywhere):
        client = _client(user)
        client.get("/phe-duyet/2024/?cap=xa")
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/phe-duyet/2024/?cap=xa")
        assert answer.status_code == 200
        units = Unit.objects.reached_by(user, Permission.APPROVE_FIGURES).filter(level=3).count()
        numbers.append((len(asked), units))
        took = median(lambda client=client: client.get("/phe-duyet/2024/?cap=xa"), 3)
        print(f"<!-- {units} xã: {took:.0f} ms -->")
    sizes = []
    for size in (10, 50, 250):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/phe-duyet/2024/?cap=xa&sodong={size}")
        assert answer.content.count(b'<th scope="row">') >= size
        sizes.append(len(asked))
    line("P1", "số câu hỏi khi hiện 10, 50, 250 dòng, chênh", max(sizes) - min(sizes), "0", max(sizes) == min(sizes))
    few, many = numbers
    line("P1", f"số câu hỏi: {few[1]} xã và {many[1]} xã, chênh", many[0] - few[0], "0", many[0] == few[0])
    line("P1", "số câu hỏi của danh sách phê duyệt", many[0], "≤ 10", many[0] <= 10)


def p6(district: Unit) -> None:
    """A sheet of 65 communes × 22 columns; one cell saved."""
    user = officer("huyen", Role.DISTRICT_OFFICER, [district.pk])
    client = _client(user)
    empty = median(lambda: client.get("/thong-bao/"))
    address = f"/ket-qua/2024/{district.code}/"
    for word, columns in (("", 5), ("?cot=tat-ca", 12), ("?bieu=f12", 22)):
        answer = client.get(address + word)
        rows = answer.content.count(b"<tr data-row=")
        assert rows == 66, rows
        took = median(lambda word=word: client.get(address + word), 5)
        what = f"bảng 65 xã × {columns} cột ({took:.0f} ms; trang thông báo trống, có khung {empty:.1f} ms)"
        line("P6", what, took / empty, "≤ 12", took / empty <= 12)
    save = _plain_view(user)
    with override_settings(ROOT_URLCONF="plain"):
        plain = median(save)
    code = Unit.objects.filter(pk=FigureSet.objects.filter(year=2024, state="draft", unit__level=3).first().unit_id)
    item = FigureSet.objects.filter(year=2024, unit__in=code).latest("pk")
    at = [item.poor or 0]

    def one_cell() -> None:
        item.refresh_from_db()
        at[0] = (at[0] + 1) % 5
        sent = {
            f"{item.unit.code}-edition": str(item.edition),
            f"{item.unit.code}-opened": ";;;;",
            f"{item.unit.code}-poor": str(at[0]),
        }
        assert client.post(f"/ket-qua/2024/{item.unit.code}/", sent).status_code == 302

    took = median(one_cell)
    what = f"lưu một ô, có kiểm tra, lịch sử và nhật ký ({took:.1f} ms; trang Django lưu một dòng bằng ModelForm, không nhật ký {plain:.1f} ms)"
    line("P6", what, took / plain, "≤ 2", took / plain <= 2)


def _plain_view(user: User) -> Callable[[], None]:
    """Saving one row as a plain Django view does: fetch, validate with a ModelForm, save in a transaction, redirect."""
    item = FigureSet.objects.filter(year=2024, state="draft").latest("pk")
    shape = modelform_factory(FigureSet, fields=["poor"])

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            form = shape(request.POST, instance=get_object_or_404(FigureSet.objects.select_for_update(), pk=pk))
            assert form.is_valid()
            form.save()
        return redirect("/thong-bao/")

    patterns = ModuleType("plain")
    patterns.urlpatterns = [path("mot-dong/<id:pk>/", view), path("", include("config.urls"))]  # type: ignore[attr-defined]
    sys.modules["plain"] = patterns
    client, at = _client(user), [0]

    def save() -> None:
        at[0] = (at[0] + 1) % 5
        assert client.post(f"/mot-dong/{item.pk}/", {"poor": str(at[0])}).status_code == 302

    return save


def p7(folder: Path) -> None:
    """200,000 × 12 read into Python rows."""
    path = folder / "lon.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(200_000):
            sheet.write_string(row, 0, f"H{row:06d}")
            for column in range(1, 12):
                sheet.write_number(row, column, row % 97 + column)
    content = path.read_bytes()

    def ours() -> None:
        assert len(read_workbook(content, "lon.xlsx").sheets[0].rows) == 200_000

    def theirs() -> None:
        sheet = load_workbook(path, read_only=True).active
        assert sum(1 for _ in sheet.iter_rows(values_only=True)) == 200_000

    mine, other = statistics.median(once(ours) for _ in range(3)), once(theirs)
    what = f"đọc 200.000 × 12 ({mine:.1f} s; openpyxl read_only {other:.1f} s): nhanh gấp"
    line("P7", what, other / mine, "≥ 12", other / mine >= 12)


def p9(folder: Path) -> None:
    """200,000 rows written; F1 of a nation."""
    columns = [ListColumn(f"Cột {at}") for at in range(12)]
    rows = [[f"H{row:06d}", *[row % 97 + at for at in range(11)]] for row in range(200_000)]

    def bare() -> None:
        with xlsxwriter.Workbook(str(folder / "bare.xlsx"), {"constant_memory": True}) as book:
            looks = [book.add_format({"border": 1, "font_name": "Times New Roman"}) for _ in range(2)]
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                sheet.write_string(at, 0, row[0], looks[0])
                for column in range(1, 12):
                    sheet.write_number(at, column, row[column], looks[1])

    base, took = once(bare), once(lambda: list_file("Danh sách", columns, rows, name="x"))
    line("P9", f"xuất 200.000 dòng ({took:.1f} s; trần {base:.1f} s)", took / base, "≤ 1,3", took / base <= 1.3)
    tracemalloc.start()
    list_file("Danh sách", columns, rows[:50_000], name="x")
    peak = tracemalloc.get_traced_memory()[1] / 1024 / 1024 * 4
    tracemalloc.stop()
    line("P9", "bộ nhớ khi xuất 200.000 dòng (MiB, suy từ 50.000)", peak, "≤ 100", peak <= 100)
    names = (
        "households",
        "people",
        "poor",
        "near_poor",
        "average_households",
        "poor_people",
        "near_poor_people",
        "average_people",
    )
    parts = [UnitFigures(f"Xã {at}", dict.fromkeys(names, 100 + at % 50)) for at in range(10_600)]
    units = [UnitFigures(f"Huyện {at}", parts[at].counts, parts[at * 15 : at * 15 + 15]) for at in range(700)]

    def cells_only() -> None:
        book = Workbook()
        for row in lines(units, "Tổng")[0]:
            book.active.append(list(row.values.values()))
        book.save(io.BytesIO())

    frame = Frame("UBND", "Sở", "Năm 2024")
    base = once(cells_only)
    took = once(lambda: write(F1, lines(units, "Tổng")[0], frame, io.BytesIO()))
    what = f"F1 của 10.600 xã ({took:.1f} s; ghi ô trần bằng openpyxl {base:.1f} s)"
    line("P9", what, took / base, "≤ 2", took / base <= 2)


def main() -> None:
    call_command("migrate", verbosity=0)
    nation = national.make(range(2023, 2025))
    everywhere, small, district = prepare(nation)
    Campaign.objects.update(name="Đo hiệu năng")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"### {sys.argv[1]}, năm số liệu\n\n| mục tiêu | đo | trị số | cần | kết quả |\n|---|---|---|---|---|")
    p1(everywhere, small)
    p6(district)
    with tempfile.TemporaryDirectory() as folder:
        p7(Path(folder))
        p9(Path(folder))
    print()


if __name__ == "__main__":
    main()
