"""What a plan answers about itself, and what is meant where its file says nothing."""

from datetime import date
from decimal import Decimal

import pytest

from campaign.definition import parse
from campaign.definition.schema import (
    BOUNDS,
    DEFAULT_GROUPS,
    DUTIES,
    LEVELS,
    MEMBER,
    NOMINEES,
    Cap,
    Category,
    Criterion,
    Deadline,
    Definition,
    Group,
    Part,
    Participant,
    Reading,
    Round,
    Route,
    Use,
)
from tests.campaign.definition.test_definition import OTHER


def _category(code: str = "xa", **more: object) -> Category:
    return Category(code=code, letter="a", clause="2", title="Xã", group="collective", **more)  # type: ignore[arg-type]


def _round(code: str = "2027", **more: object) -> Round:
    return Round(
        code=code,
        name="Đợt",
        kind="annual",
        year=2027,
        window=(2026, 2027),
        award_form="co",
        clause="3",
        **more,  # type: ignore[arg-type]
    )


def _criterion(id: str = "X1", **more: object) -> Criterion:
    return Criterion(id=id, clause="2", text="Tiêu chí", **more)  # type: ignore[arg-type]


def _plan(**more: object) -> Definition:
    return Definition(
        code="a",
        name="Phong trào",
        short_name="PT",
        province="99",
        first_year=2026,
        last_year=2030,
        standard="s",
        issuer="UBND",
        **more,  # type: ignore[arg-type]
    )


def test_the_words_that_a_file_may_use() -> None:
    assert LEVELS == ("province", "district", "commune", "village", "")
    assert (MEMBER, BOUNDS, DUTIES) == ("member", ("before", "on_or_before"), ("standing_agency", "award_agency"))
    assert NOMINEES == ("unit", "organisation", "enterprise", "household", "person")


def test_what_is_meant_where_the_file_says_nothing() -> None:
    found, deadline = _round(), Deadline(id="H", clause="4", label="H", text="", on=date.min, bound="before", hard=True)
    assert (found.windows, found.caps, found.other_forms) == ({}, (), ())
    assert (found.working_days, found.reviewers, found.comment_days) == (17, 1, 0)
    assert (found.council, found.state_level, found.ended_units) == (True, False, False)
    cap = Cap(id="S", group="collective", clause="3")
    assert (cap.at_most, cap.percent, cap.of, cap.per_bloc) == (None, None, "", False)
    route = Route(classes=("xa",))
    assert (route.stops, route.bloc_head, route.through_bloc_head) == ((), False, False)
    assert (deadline.plan_kind, deadline.round_, deadline.to, deadline.zone) == ("", "", (), "Asia/Ho_Chi_Minh")
    who = Participant(name="Sở", clause="5")
    assert (who.requested, who.files_plan, Group(code="a", label="A").is_person) == (False, False, False)
    assert (_plan().person_group, _plan().peak_month, _plan().peak) == ("individual", (), ())
    assert Use() == Use(rule="judged", params={})


def test_lines_that_name_another_rule_or_other_keys_are_others() -> None:
    assert Use("target_met", {"indicator": "poverty_rate"}) != Use("target_met", {"indicator": "near_poverty_rate"})
    assert Use("target_met", {"indicator": "poverty_rate"}) == Use("target_met", {"indicator": "poverty_rate"})


def test_groups_are_collective_and_individual_unless_the_plan_names_its_own() -> None:
    assert (
        Group(code="collective", label="Tập thể", is_person=False),
        Group(code="individual", label="Cá nhân", is_person=True),
    ) == DEFAULT_GROUPS
    assert _plan().groups == DEFAULT_GROUPS
    own = (Group(code="a", label="Nhóm A"), Group(code="b", label="Nhóm B"))
    assert _plan(group=own).groups == own
    assert [_plan(group=own).group_label(code) for code in ("a", "b", "collective")] == [
        "Nhóm A",
        "Nhóm B",
        "collective",
    ]


def test_a_line_says_how_it_is_judged() -> None:
    line = Use("target_met", {"indicator": "poverty_rate"})
    assert (line.kind, line.explanation[:19], Use().kind) == ("measured", "Tính từ kết quả chí", "judged")


def test_a_criterion_without_parts_is_its_own_only_part() -> None:
    alone = _criterion(rule="documented", params={"record": "paper"}, may_not_apply="khi", shows=("help", "fund"))
    assert alone.parts == (
        Part(
            id="", text="", may_not_apply="khi", shows=("help", "fund"), rule="documented", params={"record": "paper"}
        ),
    )
    assert alone.parts[0].shows_words == "trợ giúp đã làm, đã được nhận; thu, chi Quỹ Vì người nghèo"
    parts = (Part(id="a", text="Ý a"), Part(id="b", text="Ý b"))
    assert _criterion(part=parts).parts == parts
    assert parts[0].shows_words == ""


def test_measured_is_a_criterion_of_a_measured_rule_without_parts() -> None:
    measured = _criterion("X1", rule="target_met", params={"indicator": "poverty_rate"})
    in_parts = _criterion("X2", rule="target_met", part=(Part(id="a", text="Ý"),))
    judged = _criterion("X3")
    plan = _plan(category=(_category(criterion=(measured, in_parts, judged)), _category("ho", criterion=(judged,))))
    assert [item.is_measured for item in (measured, in_parts, judged)] == [True, False, False]
    assert (plan.measured("xa"), plan.measured("ho")) == ((measured,), ())
    assert plan.find_category("xa").criteria == (measured, in_parts, judged)


@pytest.mark.parametrize(
    ("more", "takes"),
    [
        ({}, ("organisation",)),
        ({"level": "commune"}, ("unit",)),
        ({"nominees": ("person", "household")}, ("person", "household")),
        ({"level": "commune", "nominees": ("person",)}, ("person",)),
    ],
)
def test_whom_a_class_takes(more: dict[str, object], takes: tuple[str, ...]) -> None:
    assert _category(**more).takes == takes


SINCE, UNTIL = date(2026, 7, 1), date(2026, 8, 1)


@pytest.mark.parametrize(
    ("since", "until", "day", "covers"),
    [
        (None, None, date.min, True), (SINCE, None, date(2026, 6, 30), False), (SINCE, None, SINCE, True),
        (None, UNTIL, date(2026, 7, 31), True), (None, UNTIL, UNTIL, False), (SINCE, UNTIL, SINCE, True),
    ],
)  # fmt: skip
def test_a_road_covers_its_classes_between_its_days(
    since: date | None, until: date | None, day: date, covers: bool
) -> None:
    route = Route(classes=("xa", "ho"), since=since, until=until)
    assert [route.covers(code, day) for code in ("xa", "ho", "to")] == [covers, covers, False]


def test_the_road_of_a_class_on_a_day() -> None:
    plan = _plan(
        route=(
            Route(classes=("xa",), stops=("commune", "district"), until=SINCE),
            Route(classes=("xa",), stops=("district",), since=SINCE, bloc_head=True),
            Route(classes=("ho",), through_bloc_head=True),
        )
    )
    before = date(2026, 6, 30)
    assert [plan.stops(code, day) for code in ("xa", "ho", "to") for day in (before, SINCE)] == [
        ("commune", "district"),
        ("district",),
        (),
        (),
        (),
        (),
    ]
    assert [plan.is_proposed_by_bloc_heads(code, day) for code in ("xa", "ho", "to") for day in (before, SINCE)] == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    assert [plan.goes_through_bloc_head(code, SINCE) for code in ("xa", "ho", "to")] == [False, True, False]


def test_things_are_found_by_their_codes() -> None:
    plan = parse(OTHER)
    assert (plan.form_name("co"), plan.form_name("x")) == ("Cờ thi đua", "x")
    assert plan.round("2027") is plan.rounds[0]
    assert plan.find_category("xa") is plan.categories[0]
    assert [item.id for item in (*plan.goals, *plan.deadlines)] == ["M1", "H1"]
    for find in (plan.round, plan.find_category):
        with pytest.raises(KeyError):
            find("x")


def test_the_window_of_a_class_is_that_of_the_round_unless_it_has_its_own() -> None:
    found = _round(windows={"ho": (2027,)})
    plan = _plan()
    assert (plan.window(found, _category("xa")), plan.window(found, _category("ho"))) == ((2026, 2027), (2027,))


def test_readings_are_found_by_what_they_are_about() -> None:
    one, two = (Reading(id=id, about=about, text="") for id, about in (("Đ1", ("M1", "X1")), ("Đ2", ("X1",))))
    plan = _plan(reading=(one, two))
    assert [plan.readings_of(*ids) for ids in (("M1",), ("X1",), ("M1", "X1"), ("X9",), ())] == [
        (one,),
        (one, two),
        (one, two),
        (),
        (),
    ]


def test_the_peak_month_as_months_and_days() -> None:
    assert _plan(peak_month=("17/10", "18/11")).peak == ((10, 17), (11, 18))


def test_indicators_are_named_once_goals_first() -> None:
    assert parse(OTHER).indicators == ("combined_poverty_rate", "poverty_rate")
    twice = _criterion(rule="target_met", params={"indicator": "poverty_rate"})
    plan = _plan(category=(_category(criterion=(twice, _criterion("X2"), twice)),))
    assert plan.indicators == ("poverty_rate",)


def test_a_ceiling_of_the_file() -> None:
    text = OTHER.replace("at_most = 3", 'percent = "40.00", of = "member", per_bloc = true')
    assert parse(text).rounds[0].caps == (
        Cap(id="S1", group="collective", clause="3", percent=Decimal("40.00"), of="member", per_bloc=True),
    )
