"""Years before a unit's birth: on each predecessor by its own class, target and figures, and told which they are."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.permissions import Role
from campaign.evaluation import judging, province_units
from campaign.evaluation.domain.predecessors import ALL, ANY, SHOWN, Lineage, Predecessor, judge_lineage
from campaign.models import Campaign
from campaign.plan.actions.definitions import store_definition
from campaign.rules import TargetFact, UnitYear, YearFigures
from core import clock
from core.findings import Outcome, Source, combine_years
from tests import cast
from units.map.domain.levels import Level
from units.models import Membership, Succession, SuccessionShare, Unit

MET, NOT_MET, UNKNOWN, NA = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
ON, ACT = date(2025, 7, 1), "NQ 1/NQ"


@dataclass
class Line:
    rule: str
    params: dict[str, Any] = field(default_factory=dict)
    applies_to: str = ""
    except_for: str = ""


OTHERS = Line("target_met", {"indicator": "poverty_rate"}, except_for="coastal_special")
COASTAL = Line("reduction_at_least", {"indicator": "poverty_rate", "at_least": Decimal("1.50")}, "coastal_special")
IS_COASTAL = {"coastal_special": Source("classification", "1", "Xã bãi ngang")}


def figures(year: int, rate: str | None, key: str) -> YearFigures | None:
    if rate is None:
        return None
    return YearFigures(year, "mdp", {"poverty_rate": Decimal(rate)}, Source("figure_set", key, f"số {year} {key}"))


def member(
    name: str, before: str | None, after: str | None, target: str = "1.00", *, coastal: bool = False
) -> Predecessor:
    facts = UnitYear(
        name,
        f"Xã {name}",
        2023,
        figures(2023, after, name),
        figures(2022, before, name),
        {"poverty_rate": TargetFact(Decimal(target), None, Source("target", name, "QĐ 1"), True)},
        IS_COASTAL if coastal else {},
    )
    return Predecessor(f"Xã {name}", facts, ON, ACT)


def lineage(*members: Predecessor) -> Lineage:
    return Lineage("Xã Mới", 2023, members)


GOOD, BETTER, BAD, OPEN = (
    member("A", "7.00", "5.50"), member("B", "9.00", "6.00"), member("C", "6.00", "5.50"), member("D", "6.00", None),
)  # fmt: skip


@pytest.mark.parametrize(
    ("members", "way", "outcome", "actual"),
    [
        ((GOOD, BETTER), ALL, MET, "1.50"),  # the weakest stands for all
        ((GOOD, BAD), ALL, NOT_MET, "0.50"),
        ((GOOD, OPEN), ALL, UNKNOWN, None),
        ((BAD, OPEN), ALL, NOT_MET, "0.50"),
        ((GOOD, BAD, OPEN), ANY, MET, "1.50"),
        ((GOOD, BETTER), ANY, MET, "3.00"),
        ((BAD, OPEN), ANY, UNKNOWN, None),
        ((BAD,), ANY, NOT_MET, "0.50"),
        ((BAD,), SHOWN, NA, None),
        ((replace(GOOD, lacks_share=True), BETTER), ALL, UNKNOWN, None),
        ((replace(GOOD, lacks_share=True), BETTER), SHOWN, NA, None),
    ],
)
def test_how_predecessors_count(
    members: tuple[Predecessor, ...], way: str, outcome: Outcome, actual: str | None
) -> None:
    found = judge_lineage(OTHERS, lineage(*members), way)
    assert (found.outcome, found.actual) == (outcome, Decimal(actual) if actual else None)
    assert not found.is_about_others


def test_a_finding_names_the_units_the_act_and_what_each_came_to() -> None:
    found = judge_lineage(OTHERS, lineage(GOOD, BAD))
    assert found.notes == (
        "Năm 2023 xét trên Xã A và Xã C (sắp xếp từ 01/07/2025, NQ 1/NQ).",
        "Xã A: vượt, 1,50 điểm % > 1,00 điểm %.",
        "Hoàn thành 150,00 % chỉ tiêu.",
        "Xã C: không đạt, 0,50 điểm % < 1,00 điểm %.",
        "Hoàn thành 50,00 % chỉ tiêu.",
    )
    assert {source.key for source in found.sources} == {"A", "C"}


def test_a_part_without_a_share_says_whose() -> None:
    found = judge_lineage(OTHERS, lineage(replace(GOOD, lacks_share=True), BETTER))
    assert found.reason == "Xã Mới nhận một phần của Xã A: năm 2023 không so sánh được khi chưa có tỷ lệ chia."


def test_each_by_its_own_class() -> None:
    """One was coastal: its line speaks of it alone, the other line of the other; a line about none of them is about others."""
    coastal = member("E", "7.00", "5.50", coastal=True)
    both = lineage(coastal, BAD)
    assert judge_lineage(COASTAL, both).outcome is MET
    assert judge_lineage(OTHERS, both).outcome is NOT_MET
    found = judge_lineage(OTHERS, lineage(coastal))
    assert (found.outcome, found.is_about_others) == (NA, True)
    assert found.reason == "Năm 2023 xét trên Xã E: tiêu chí này không dành cho các đơn vị ấy."


members_drawn = st.lists(st.sampled_from([GOOD, BETTER, BAD, OPEN]), min_size=1, max_size=4)


@given(members_drawn)
def test_all_is_never_kinder_than_any(members: list[Predecessor]) -> None:
    order = (NOT_MET, UNKNOWN, MET)
    strict, kind = (judge_lineage(OTHERS, lineage(*members), way).outcome for way in (ALL, ANY))
    assert order.index(strict) <= order.index(kind)
    assert (strict is MET) == all(item in (GOOD, BETTER) for item in members)
    assert (kind is MET) == any(item in (GOOD, BETTER) for item in members)


# ---- in the real province: Phường Bảo An is born of two wards and a commune on 01/07/2025 ----

NEW, LAST = "22741", date(2026, 1, 20)
OLD = {"22741": "Phường Phước Mỹ", "22744": "Phường Bảo An", "22774": "Xã Thành Hải"}


@pytest.fixture
def born(province: cast.Province) -> Unit:
    """Each fell from 4,00 to 3,00 in 2024 and was asked for 1,00."""
    with clock.at(LAST):
        for code in OLD:
            province.approve(2023, code, 1000, 40)
            province.approve(2024, code, 1000, 30)
            province.target(2024, code, "1.00")
    return Unit.objects.bearing(NEW, date(2025, 12, 31))


def judged(province: cast.Province, unit: Unit, *years: int) -> dict[tuple[str, int], Any]:
    plan = province.campaign.definition
    category = plan.find_category("commune")
    with clock.at(LAST):
        rows = judging.judge_units(province.campaign, plan, category, plan.measured("commune"), [unit], years)
    return {(row.criterion, row.year): row.finding for row in rows}


def test_a_new_ward_is_judged_on_what_it_came_from(province: cast.Province, born: Unit) -> None:
    found = judged(province, born, 2023, 2024, 2025)
    assert (found["Cc3", 2024].outcome, found["Cc3", 2024].actual) == (MET, Decimal("1.00"))
    assert found["Cc3", 2024].notes[0] == (
        "Năm 2024 xét trên Phường Phước Mỹ, Phường Bảo An và Xã Thành Hải (sắp xếp từ 01/07/2025, NQ 1667/NQ-UBTVQH15)."
    )
    assert "Cộng số hộ của 3 đơn vị: 4,00 − 3,00 = 1,00 điểm %." in found["Cc3", 2024].notes
    assert found["Cc3", 2023].outcome is UNKNOWN  # of 2022 there are no figures
    assert found["Cc2", 2024].is_about_others


def test_one_ward_that_missed_decides_the_year_and_the_window(province: cast.Province, born: Unit) -> None:
    with clock.at(LAST):
        province.target(2024, "22744", "2.00")
    found = judged(province, born, 2024, 2025)
    assert found["Cc3", 2024].outcome is NOT_MET
    assert "Phường Bảo An: không đạt, 1,00 điểm % < 2,00 điểm %." in found["Cc3", 2024].notes
    assert combine_years([found["Cc3", year] for year in (2024, 2025)]).outcome is NOT_MET


def test_the_final_round_speaks_of_them_on_its_page(
    province: cast.Province, born: Unit, sign_in: Callable[[User], Client]
) -> None:
    heir = Unit.objects.bearing("56", date(2026, 1, 1))
    seat = {"role": Role.HOME_AFFAIRS_OFFICER, "unit": heir, "organisation": province.bodies["so-noi-vu"]}
    Membership.objects.create(user=province.home, valid_from=date(2025, 7, 1), **seat)
    with clock.at(LAST):
        page = sign_in(province.home).get("/khen-thuong/final-2025/du-dieu-kien/?nhom=commune&sodong=250")
    line = next(row for row in page.context["page"].paginator.object_list if row.unit == born)
    assert [year for year, _ in line.measured[0].years] == [2022, 2023, 2024, 2025]
    assert dict(line.measured[0].years)[2024].outcome is MET
    assert "Năm 2024 xét trên Phường Phước Mỹ, Phường Bảo An và Xã Thành Hải" in page.content.decode()


def test_a_part_waits_for_its_share(province: cast.Province) -> None:
    """Phường Đông Hải takes a part of the old one; a share with its act opens the year."""
    unit = Unit.objects.bearing("22780", date(2025, 12, 31))
    found = judged(province, unit, 2024)["Cc3", 2024]
    assert found.outcome is UNKNOWN
    assert found.reason == (
        "Phường Đông Hải nhận một phần của Phường Đông Hải: năm 2024 không so sánh được khi chưa có tỷ lệ chia."
    )
    for row in Succession.objects.filter(from_unit__code="22768", is_part=True):
        SuccessionShare.objects.create(succession=row, share=Decimal("0.5"), act="QĐ 1", recorded_by=province.home)
    assert "tỷ lệ chia" not in judged(province, unit, 2024)["Cc3", 2024].reason


def test_the_plan_may_tell_them_alone(province: cast.Province, born: Unit) -> None:
    text = cast.DEFINITION.read_text(encoding="utf-8").replace("[campaign]\n", '[campaign]\npredecessors = "shown"\n')
    store_definition(text, by=User.objects.command_line())
    province.campaign = Campaign.objects.get(pk=province.campaign.pk)
    found = judged(province, born, 2024)["Cc3", 2024]
    assert (found.outcome, found.notes[0][:8]) == (NA, "Năm 2024")


def test_the_questions_do_not_follow_the_units(province: cast.Province, born: Unit) -> None:
    plan = province.campaign.definition
    units = province_units.units_of_class(province.campaign, Level.COMMUNE, (2024, 2025))
    category, asked = plan.find_category("commune"), []
    for some in ([born], units):
        with CaptureQueriesContext(connection) as queries:
            judging.judge_units(province.campaign, plan, category, plan.measured("commune"), some, (2024, 2025))
        asked.append(len(queries))
    assert asked[1] <= asked[0] + 2  # villages and districts are asked for only where they count
