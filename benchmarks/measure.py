"""One engine: makes the country, then measures each goal as a ratio of medians, in turn."""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from benchmarks import national
from campaign.figures.rollup import roll_up
from core.clock import FOREVER
from core.text import folded, name_key
from office.bulk import insert_rows, reserve_ids
from office.tables.workbooks import SheetData, Workbook
from units.households.actions.household_import import import_households
from units.households.files import read_households
from units.map.actions.map import derive_ancestry
from units.models import Household, HouseholdHead, HouseholdYear, Membership, Placement, Unit
from units.unit_lists.registers import register_of

COUNT = 200_000


def median(work: Callable[[], Any], times: int = 7) -> float:
    """Milliseconds."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took)


def once(work: Callable[[], Any]) -> float:
    """Seconds."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def line(goal: str, what: str, value: float, limit: str, is_met: bool) -> None:
    """One line of the table."""
    print(f"| {goal} | {what} | {value:.2f} | {limit} | {'đạt' if is_met else '**không đạt**'} |")


def p8(nation: national.Nation) -> None:
    """200,000 households into three tables, against the engine's own fastest way into the same tables."""
    villages = nation.villages[: COUNT // 100]  # one province and a half: 2,000 villages of 100 households
    codes = dict(Unit.objects.filter(pk__in=villages).values_list("code", "pk"))
    by_pk = {pk: code for code, pk in codes.items()}
    register = register_of(Unit.objects.filter(pk__in=villages), date(2024, 1, 1))
    heads = national.names(COUNT)
    header = (
        "Mã hộ",
        "Mã thôn",
        "Chủ hộ",
        "Dân tộc chủ hộ",
        "Số nhân khẩu",
        "Kết quả rà soát",
        "Chỉ số thiếu hụt",
        "Nguyên nhân",
    )
    rows = [
        (
            f"H{at:06d}",
            by_pk[villages[at // 100]],
            heads[at],
            "Kinh",
            1 + at % 7,
            ("Hộ nghèo", "Hộ cận nghèo", "Hộ thoát nghèo")[at % 3],
            "1;4;9",
            "1",
        )
        for at in range(COUNT)
    ]
    book = Workbook((SheetData("Hộ", (header, *rows)),))
    by = User.objects.command_line()
    unit = Unit.objects.get(pk=nation.provinces[0])

    def prepared() -> None:
        """The bare way: the same rows, ready as tuples."""
        with transaction.atomic():
            keys = reserve_ids(Household, COUNT)
            insert_rows(Household, FIELDS, ((key, *row) for key, row in zip(keys, bare, strict=True)))
            insert_rows(
                HouseholdHead,
                ("household", "name", "valid_from", "valid_to", "act"),
                ((key, row[2], row[7], FOREVER, "") for key, row in zip(keys, bare, strict=True)),
            )
            insert_rows(
                HouseholdYear,
                ("household", "year", "status", "people", "deprivations", "causes", "groups", "edition"),
                ((key, 2024, "poor", 3, 5, 1, 0, 1) for key in keys),
            )

    fields = (
        "code",
        "village",
        "head",
        "address",
        "ethnicity",
        "spouse_ethnicity",
        "people",
        "valid_from",
        "valid_to",
        "is_minority",
        "is_illustrative",
        "edition",
        "sort_key",
        "search_key",
    )
    global FIELDS
    FIELDS = ("id", *fields)
    bare = [
        (
            row[0],
            codes[row[1]],
            row[2],
            "",
            "Kinh",
            "",
            row[4],
            date(2024, 1, 1),
            FOREVER,
            False,
            True,
            1,
            name_key(row[2])[:200],
            folded(row[2]),
        )
        for row in rows
    ]
    empty()
    base = once(prepared)
    empty()
    del bare[:]
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # the highest water from here on
    before = _water()

    def whole() -> dict[str, int]:
        parsed = read_households(book, codes, register)
        return import_households(unit, parsed, year=2024, source="đo", by=by)

    province_villages = {v.pk: v for v in Unit.objects.filter(pk__in=villages)}
    import units.households.actions.household_import as module

    module.villages_of = lambda *_, **__: province_villages.values()
    first = once(whole)
    again = once(whole)
    peak = (_water() - before) / 1024
    orm_rows = list(Household.objects.all()[:2000])
    orm = (
        once(
            lambda: [
                Household.objects.update_or_create(
                    code=row.code, valid_to=FOREVER, defaults={"people": 4, "head": row.head}
                )
                for row in orm_rows
            ]
        )
        / 2000
        * COUNT
    )
    share = base / first
    line(
        "P8",
        f"nhập {COUNT} hộ, có kiểm tra: phần của cách nhanh nhất của máy (nền {base:.1f} s, nhập {first:.1f} s)",
        share,
        "≥ 0,40",
        share >= 0.4,
    )
    line("P8", "nhanh hơn update_or_create (ngoại suy từ 2.000 hộ)", orm / first, "≥ 10", orm / first >= 10)
    line("P8", "nhập lại tệp không đổi, so với lần đầu", again / first, "≤ 0,50", again / first <= 0.5)
    line("P8", "bộ nhớ tăng thêm khi nhập (MiB)", peak, "≤ 400", peak <= 400)


def _water() -> int:
    """The most memory that was held, in KiB."""
    with open("/proc/self/status") as file:
        return next(int(row.split()[1]) for row in file if row.startswith("VmHWM"))


def empty() -> None:
    """No households."""
    with connection.cursor() as cursor:
        for model in (HouseholdYear, HouseholdHead, Household):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')


def p5(nation: national.Nation) -> None:
    """Any page of the list and any search against the first page, as somebody who sees 200,000 households."""
    user = User.objects.create_user("do", "mot-cau-ngan-de-nho", full_name="Đo")
    unit = Unit.objects.get(pk=nation.provinces[0])
    some = nation.districts[: len(nation.districts) * COUNT // 100 // len(nation.villages) + 1]
    Placement.objects.filter(unit__in=some).update(parent=unit)  # the 2,000 villages with households in one subtree
    derive_ancestry()
    Membership.objects.create(user=user, role=Role.DISTRICT_OFFICER, unit=unit, valid_from=national.START)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/don-vi/{unit.slug}/ho/"
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    first = median(lambda: client.get(address))
    print(f"<!-- trang đầu {first:.1f} ms -->")
    pages = {"trang 2.000 của danh sách hộ": f"{address}?trang=2000", "trang cuối": f"{address}?trang=4000"}
    for what, url in pages.items():
        took = median(lambda url=url: client.get(url)) / first
        line("P5", what, took, "≤ 3", took <= 3)
    for words in ("lan", "nguyen thi lan", "lan nguyen", "Hoà", "xuyen kator", "zzz", "mang ut quoc", "an"):
        took = median(lambda words=words: client.get("/tim/", {"q": words})) / first
        line("P5", f"tìm «{words}»", took, "≤ 3", took <= 3)


SQL = """
SELECT c.id, SUM(f.households), SUM(f.poor), SUM(f.near_poor)
FROM units_unit c
JOIN units_ancestry a ON a.ancestor_id = c.id AND a.valid_from <= %s AND a.valid_to > %s
JOIN units_unit u ON u.id = a.descendant_id AND u.level = 3
JOIN campaign_figureset f ON f.unit_id = u.id AND f.year = %s AND f.state = 'approved' AND f.status = 'official'
 AND f.replaced_at IS NULL
WHERE c.id IN (SELECT descendant_id FROM units_ancestry WHERE ancestor_id = %s AND depth <= 1 AND valid_from <= %s AND valid_to > %s)
GROUP BY c.id
"""


def p10(nation: national.Nation) -> None:
    """Roll-up of a district and a province against one hand-written statement."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    on = date(2023, 12, 31)
    for what, pk in (("huyện", nation.districts[5]), ("tỉnh", nation.provinces[5])):
        unit = Unit.objects.get(pk=pk)

        def by_hand(pk: int = pk) -> list[Any]:
            with connection.cursor() as cursor:
                cursor.execute(SQL, [on, on, 2023, pk, on, on])
                return cursor.fetchall()

        sums = {row[0]: row[2] for row in by_hand()}
        lines = roll_up(nation.campaign, 2023, unit)
        for item in lines:
            if item.summed is not None:
                assert item.summed.counts["poor"] == sums[item.unit.pk]
        base, took = median(by_hand), median(lambda unit=unit: roll_up(nation.campaign, 2023, unit))
        line(
            "P10",
            f"cộng dồn một {what} ({took:.1f} ms, câu lệnh tay {base:.1f} ms)",
            took / base,
            "≤ 2",
            took / base <= 2,
        )


def main() -> None:
    """Everything on one engine."""
    call_command("migrate", verbosity=0)
    took = once(lambda: globals().update(nation=national.make(range(2021, 2026))))
    nation = globals()["nation"]
    print(
        f"### {sys.argv[1]}\n\nCả nước dựng trong {took:.0f} s: 63 tỉnh, 700 huyện, 10.600 xã, 90.000 thôn, 53.000 bộ số liệu.\n"
    )
    print("| mục tiêu | đo | tỷ lệ | cần | kết quả |\n|---|---|---|---|---|")
    p10(nation)
    p8(nation)
    p5(nation)
    print()


if __name__ == "__main__":
    main()
