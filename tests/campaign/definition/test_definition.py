"""A plan is data: read with every error at once, written back unchanged, another plan without code."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from campaign.definition import DefinitionErrors, canonical, digest, parse
from campaign.rules import UnitYear, YearFigures, judge_year
from core.findings import Outcome, Source

SHIPPED = Path(__file__).resolve().parents[3] / "campaign" / "definitions" / "ninh-thuan-2021-2025.toml"
TEXT = SHIPPED.read_text(encoding="utf-8")

OTHER = """
[campaign]
code = "tinh-a-2026-2030"
name = "Phong trào của một tỉnh khác"
short_name = "Phong trào"
province = "99"
first_year = 2026
last_year = 2030
standard = "mdp-2027-2030"
issuer = "UBND tỉnh A"

[[goal]]
id = "M1"
clause = "1"
text = "Tỷ lệ nghèo đa chiều giảm 2,5 điểm % mỗi năm"
rule = "reduction_at_least"
indicator = "combined_poverty_rate"
at_least = "2.50"

[[category]]
code = "xa"
letter = "a"
clause = "2.a"
title = "Xã"
group = "collective"
level = "commune"

[[category.criterion]]
id = "X1"
clause = "2.a"
text = "Giảm trên 3 điểm %"
rule = "reduction_more_than"
indicator = "poverty_rate"
more_than = "3.00"

[[award_form]]
code = "co"
name = "Cờ thi đua"
authority = "UBND tỉnh"
clause = "3"

[[round]]
code = "2027"
name = "Đợt 2027"
kind = "annual"
year = 2027
window = [2026, 2027]
award_form = "co"
clause = "3"
cap = [{ id = "S1", group = "collective", at_most = 3, clause = "3" }]

[[deadline]]
id = "H1"
clause = "4"
label = "Gửi kế hoạch"
text = "Chậm nhất ngày 15/3/2026"
on = 2026-03-15
bound = "on_or_before"
hard = true
plan_kind = "launch_plan"
to = ["award_agency"]
"""


def test_the_shipped_plan_holds_every_class_goal_and_round() -> None:
    plan = parse(TEXT)
    assert [(item.letter, item.code) for item in plan.categories] == [
        ("a", "agency"),
        ("b", "district"),
        ("c", "commune"),
        ("d", "village"),
        ("đ", "household"),
        ("e", "official"),
        ("g", "enterprise"),
    ]
    assert [item.id for item in plan.goals] == ["G1", "G2", "G3", "G4", "G5", "G6"]
    assert [c.id for k in plan.categories for c in k.criteria] == [
        "Ca1",
        "Ca2",
        "Ca3",
        "Cb1",
        "Cb2",
        "Cb3",
        "Cc1",
        "Cc2",
        "Cc3",
        "Cd1",
        "Cd2",
        "Cd3",
        "Cđ1",
        "Cđ2",
        "Ce1",
        "Cg1",
        "Cg2",
        "Cg3",
    ]
    caps = {item.code: [cap.at_most for cap in item.caps] for item in plan.rounds}
    assert caps == {
        "annual-2022": [5, 5],
        "annual-2023": [5, 5],
        "annual-2024": [5, 5],
        "annual-2025": [5, 5],
        "interim-2023": [5, 7],
        "final-2025": [10, 10],
        "state-interim-2023": [None, None],
        "state-final-2025": [None, None],
    }


def test_windows_differ_by_class() -> None:
    plan = parse(TEXT)
    final = plan.round("final-2025")
    assert plan.window(final, plan.find_category("district")) == (2022, 2023, 2024)
    assert plan.window(final, plan.find_category("commune")) == (2022, 2023, 2024, 2025)


def test_writing_and_reading_change_nothing() -> None:
    plan = parse(TEXT)
    assert parse(canonical(plan)) == plan
    assert canonical(parse(canonical(plan))) == canonical(plan)
    assert digest(parse(canonical(plan))) == digest(plan)


def test_every_error_is_told_at_once_with_its_place() -> None:
    broken = (
        OTHER.replace('rule = "reduction_more_than"', 'rule = "giam_nhieu"')
        .replace('at_least = "2.50"', "at_least = 2.5")
        .replace('level = "commune"', 'level = "to"')
        .replace("window = [2026, 2027]", "window = []")
        .replace('bound = "on_or_before"', 'bound = "luc_nao_do"\nlạ = 1')
        .replace('issuer = "UBND tỉnh A"', "")
        .replace("at_most = 3", "at_most = -3")
    )
    broken = broken.replace("\nlạ = 1", "\nla = 1")
    with pytest.raises(DefinitionErrors) as found:
        parse(broken)
    places = {error.place for error in found.value.errors}
    assert {"issuer", "goal[1].at_least", "category[1].criterion[1].rule", "deadline[1].la"} <= places


def test_errors_that_only_the_whole_shows() -> None:
    broken = (
        OTHER.replace('level = "commune"', 'level = "to"')
        .replace("window = [2026, 2027]", "window = [2027, 2035]")
        .replace('award_form = "co"', 'award_form = "la"')
        .replace("at_most = 3", "at_most = -3")
        .replace('bound = "on_or_before"', 'bound = "luc_nao_do"')
    )
    with pytest.raises(DefinitionErrors) as found:
        parse(broken)
    assert {error.place for error in found.value.errors} == {
        "category[1].level",
        "round[1].window",
        "round[1].award_form",
        "round[1].cap[1].at_most",
        "deadline[1].bound",
    }


@pytest.mark.parametrize(
    ("cap", "place"),
    [
        ('percent = "40.00", of = "member", per_bloc = true', None),
        ('percent = "40.00", of = "commune", per_bloc = true', None),
        ('percent = "40.00", of = "commune"', None),
        ('percent = "40.00", of = "member"', "round[1].cap[1].of"),
        ('percent = "40.00"', "round[1].cap[1].of"),
        ('of = "member", per_bloc = true', "round[1].cap[1].of"),
        ('percent = "40.00", of = "to", per_bloc = true', "round[1].cap[1].of"),
        ('percent = "40.00", at_most = 3, of = "commune"', "round[1].cap[1]"),
    ],
)
def test_a_percentage_says_of_whom_it_is(cap: str, place: str | None) -> None:
    text = OTHER.replace("at_most = 3", cap)
    if place is None:
        plan = parse(text)
        assert parse(canonical(plan)) == plan
        return
    with pytest.raises(DefinitionErrors) as found:
        parse(text)
    assert [error.place for error in found.value.errors] == [place]


def test_a_road_through_the_head_is_one_that_the_head_may_take() -> None:
    routes = '[[route]]\nclasses = ["xa"]\nuntil = 2026-07-01\nbloc_head = true\n[[route]]\nclasses = ["xa"]\nsince = 2026-07-01\nthrough_bloc_head = true\n'
    plan = parse(f"{OTHER}\n{routes}")
    days = (date(2026, 6, 30), date(2026, 7, 1))
    assert [(plan.is_proposed_by_bloc_heads("xa", day), plan.goes_through_bloc_head("xa", day)) for day in days] == [
        (True, False),
        (True, True),
    ]


def test_broken_toml_names_line_and_column() -> None:
    with pytest.raises(DefinitionErrors) as found:
        parse('[campaign]\ncode = "a\n')
    assert [error.place for error in found.value.errors] == ["dòng 2, cột 10"]


def test_another_plan_needs_no_code() -> None:
    plan = parse(OTHER)
    figures = [
        YearFigures(year, plan.standard, {"poverty_rate": Decimal(value)}, Source("figure_set", str(year), ""))
        for year, value in ((2026, "9.00"), (2027, "5.99"))
    ]
    facts = UnitYear("001", "Xã A", 2027, figures[1], figures[0])
    (criterion,) = plan.measured("xa")
    assert judge_year(criterion, facts).outcome is Outcome.MET
    assert plan.round("2027").caps[0].at_most == 3


def test_every_reading_is_about_something() -> None:
    plan = parse(TEXT)
    assert len(plan.reading) == 22
    assert [item.id for item in plan.readings_of("Cb3")] == [
        "R-indicator",
        "R-meets-and-exceeds",
        "R-class-day",
        "R-strive",
    ]


def test_what_stands_beside_a_part_is_a_word_of_the_portal_once_and_at_the_part() -> None:
    part = '\n[[category.criterion.part]]\nid = "a"\ntext = "Báo cáo"\nshows = ["bao-cao", "help", "help"]\n'
    judged = '[[category.criterion]]\nid = "X2"\nclause = "2.a"\ntext = "Chế độ báo cáo"\nshows = ["reports"]\n'
    with pytest.raises(DefinitionErrors) as caught:
        parse(OTHER.replace("[[award_form]]", f"{judged}{part}\n[[award_form]]"))
    found = {error.place: error.message for error in caught.value.errors}
    assert found["category[1].criterion[2].shows"] == "tiêu chí có các ý thì ghi ở từng ý."
    messages = [error.message for error in caught.value.errors if error.place.endswith("part[1].shows")]
    assert messages[0].startswith("không có loại ghi nhận «bao-cao». Có: reports, plans, ")
    assert messages[1:] == ["mã «help» có hơn một lần."]
    plan = parse(OTHER.replace("[[award_form]]", f"{judged}\n[[award_form]]"))
    assert plan.categories[0].criteria[1].parts[0].shows == ("reports",)
    assert parse(canonical(plan)) == plan


def test_the_shipped_plan_shows_what_its_domain_notes_ask_for() -> None:
    shown = {
        f"{criterion.id}{part.id and '.'}{part.id}": part.shows
        for category in parse(TEXT).categories
        for criterion in category.criteria
        for part in criterion.parts
        if part.shows
    }
    assert shown == {
        "Ca2.b": ("initiatives", "models"),
        "Ca2.c": ("reports",),
        "Ca3.a": ("drives", "fund", "help"),
        "Ca3.b": ("movements",),
        "Ca3.c": ("plans", "activities"),
        "Ca3.d": ("drives",),
        "Cb1.a": ("targets",),
        "Cd1": ("help", "fund", "drives", "activities", "models"),
        "Cd2": ("deprivations",),
        "Cg1.b": ("help", "drives", "fund"),
        "Cg2.b": ("models",),
    }


def test_the_exact_text_has_values_before_tables_and_nothing_that_is_empty() -> None:
    text = canonical(parse(OTHER))
    tables = dict(part.partition("\n")[::2] for part in text.split("\n\n"))
    assert list(tables)[1:] == [
        "[[goal]]",
        "[[category]]",
        "[[category.criterion]]",
        "[[award_form]]",
        "[[round]]",
        "[[round.cap]]",
        "[[deadline]]",
    ]
    assert tables["[[goal]]"].splitlines() == [
        'rule = "reduction_at_least"',
        'at_least = "2.50"',
        'indicator = "combined_poverty_rate"',
        'id = "M1"',
        'clause = "1"',
        'text = "Tỷ lệ nghèo đa chiều giảm 2,5 điểm % mỗi năm"',
    ]
    assert tables["[[round.cap]]"].splitlines() == [
        'id = "S1"',
        'group = "collective"',
        'clause = "3"',
        "at_most = 3",
        "per_bloc = false",
    ]
    assert [line.partition(" = ")[0] for line in tables["[[round]]"].splitlines()] == [
        "code",
        "name",
        "kind",
        "year",
        "window",
        "award_form",
        "clause",
        "working_days",
        "reviewers",
        "council",
        "comment_days",
        "state_level",
        "ended_units",
    ]


def test_windows_of_classes_and_classes_of_a_rule_are_written_as_lists() -> None:
    rule = 'rule = "share_left_class"\nclassifications = ["region_3", "region_2"]\nat_least = "50"\nby_year = 2030'
    text = OTHER.replace("window = [2026, 2027]", "window = [2026]\nwindows = { xa = [2026, 2027] }")
    text = text.replace('rule = "reduction_at_least"\nindicator = "combined_poverty_rate"\nat_least = "2.50"', rule)
    written = canonical(parse(text))
    assert "xa = [2026, 2027]" in written
    assert 'by_year = 2030\nclassifications = ["region_3", "region_2"]' in written
    assert parse(written) == parse(text)
