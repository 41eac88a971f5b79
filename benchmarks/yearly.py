"""P1, P6, P7, P9 and P12 on one engine: `python -m benchmarks.yearly ENGINE` with DATABASE_URL of an empty database."""

import io
import random
import statistics
import sys
import tempfile
import threading
import time
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

import xlsxwriter
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from accounts.models import User
from accounts.permissions import Duty, Permission, Role
from benchmarks import national
from benchmarks.measure import line, median, once
from campaign.figures import Status
from campaign.models import Campaign, FigureSet, Period
from office.list_files import ListColumn, list_file
from office.workbooks import read_workbook
from reports.excel import Frame, write
from reports.layouts.official_results import F1, UnitFigures, lines
from units.actions.map import derive_ancestry
from units.models import DutyHolding, Membership, Organisation, Placement, Unit

BACKEND = "django.contrib.auth.backends.ModelBackend"
MINUTES = 1.0


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def _officer(name: str, role: Role, units: list[int], body: Organisation | None = None) -> User:
    user = User.objects.create_user(name, "mot-cau-ngan-de-nho", full_name=name)
    for pk in units:
        Membership.objects.create(user=user, role=role, unit_id=pk, organisation=body, valid_from=national.START)
    return user


def _prepare(nation: national.Nation) -> tuple[User, User, Unit]:
    """An approver of the whole country, one of a small part, and a district of 65 communes whose sets are drafts."""
    body = Organisation.objects.create(code="so", name="Sở", kind="department", seat_id=nation.provinces[0],
                                       valid_from=national.START)  # fmt: skip
    DutyHolding.objects.create(duty=Duty.STANDING_AGENCY, organisation=body, valid_from=national.START)
    everywhere = _officer("ca-nuoc", Role.LABOUR_LEADER, nation.provinces, body)
    small = _officer("mot-tinh", Role.LABOUR_LEADER, nation.provinces[:1], body)
    district = Unit.objects.get(pk=nation.districts[0])
    Placement.objects.filter(unit__in=nation.communes[:65]).update(parent=district)
    derive_ancestry()
    for status in Status:
        Period.objects.create(campaign=nation.campaign, year=2024, status=status, due=date(2024, 12, 20),
                              opened_by=everywhere)  # fmt: skip
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
    few, many = numbers
    line("P1", f"số câu hỏi: {few[1]} xã và {many[1]} xã, chênh", many[0] - few[0], "0", many[0] == few[0])
    line("P1", "số câu hỏi của danh sách phê duyệt", many[0], "≤ 10", many[0] <= 10)


def p6(district: Unit) -> None:
    """A sheet of 65 communes × 22 columns; one cell saved."""
    user = _officer("huyen", Role.DISTRICT_OFFICER, [district.pk])
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
    plain = median(lambda: client.post("/thong-bao/"))
    code = Unit.objects.filter(pk=FigureSet.objects.filter(year=2024, state="draft", unit__level=3).first().unit_id)
    item = FigureSet.objects.filter(year=2024, unit__in=code).latest("pk")
    at = [item.poor or 0]

    def one_cell() -> None:
        item.refresh_from_db()
        at[0] = (at[0] + 1) % 5
        sent = {f"{item.unit.code}-edition": str(item.edition), f"{item.unit.code}-opened": ";;;;",
                f"{item.unit.code}-poor": str(at[0])}  # fmt: skip
        assert client.post(f"/ket-qua/2024/{item.unit.code}/", sent).status_code == 302

    took = median(one_cell)
    what = f"lưu một ô, có kiểm tra, lịch sử và nhật ký ({took:.1f} ms; UPDATE một dòng, không nhật ký {plain:.1f} ms)"
    line("P6", what, took / plain, "≤ 2", took / plain <= 2)


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


def p12(nation: national.Nation, officers: int) -> None:
    """Officers saving their own commune again and again: no error, nothing lost."""
    units = Unit.objects.filter(pk__in=nation.communes[100 : 100 + officers]).order_by("pk")
    sets = {row.unit_id: row for row in FigureSet.objects.filter(year=2024, unit__in=units, state="draft")}
    people = [(_officer(f"xa-{unit.pk}", Role.COMMUNE_OFFICER, [unit.pk]), unit) for unit in units]
    ends = time.monotonic() + MINUTES * 60
    took: list[float] = []
    wrong: list[Any] = []
    typed: dict[int, int] = {}

    def work(mine: list[tuple[User, Unit]]) -> None:
        clients = [(_client(user), unit) for user, unit in mine]
        edition = {unit.pk: sets[unit.pk].edition for _, unit in clients}
        while time.monotonic() < ends:
            client, unit = random.choice(clients)
            number = random.randint(0, 50)
            if typed.get(unit.pk) == number:
                continue
            sent = {
                f"{unit.code}-edition": str(edition[unit.pk]),
                f"{unit.code}-opened": ";;;;",
                f"{unit.code}-poor": str(number),
            }
            begin = time.perf_counter()
            try:
                answer = client.post(f"/ket-qua/2024/{unit.code}/", sent)
            except Exception as error:  # every failure is a result here
                wrong.append(repr(error))
                continue
            took.append((time.perf_counter() - begin) * 1000)
            if answer.status_code != 302:
                wrong.append(answer.status_code)
                continue
            if not (unit.pk not in typed and sets[unit.pk].poor == number):
                edition[unit.pk] += 1
            typed[unit.pk] = number
        connection.close()

    threads = [threading.Thread(target=work, args=(people[at::10],)) for at in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lost = sum(FigureSet.objects.get(pk=sets[pk].pk).poor != number for pk, number in typed.items())
    quantile = statistics.quantiles(took, n=20)[-1] if len(took) > 20 else 0
    print(
        f"<!-- {len(took)} lần lưu, {wrong[:3]}, nửa số lần ≤ {statistics.median(took):.0f} ms, 95 % ≤ {quantile:.0f} ms -->"
    )
    line("P12", f"{officers} cán bộ lưu trong {MINUTES:g} phút, {len(took)} lần: lỗi", len(wrong), "0", not wrong)
    line("P12", "số đã nhận mà mất", lost, "0", lost == 0)


def main() -> None:
    call_command("migrate", verbosity=0)
    nation = national.make(range(2023, 2025))
    everywhere, small, district = _prepare(nation)
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
    p12(nation, 300 if connection.vendor == "postgresql" else 50)
    print()


if __name__ == "__main__":
    main()
