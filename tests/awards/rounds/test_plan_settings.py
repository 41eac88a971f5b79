"""A move to another version names everything that the version sets otherwise."""

from dataclasses import replace

import pytest

from awards.rounds.domain.plan_settings import CLASS, CRITERION, ROUND, changed_settings, untold
from campaign.definition import Category, Criterion, Part, Round, parse
from tests import cast

TEXT = cast.DEFINITION.read_text(encoding="utf-8")
PLAN = parse(TEXT)
CODE = 'code = "annual-2022"\n'


@pytest.mark.parametrize(
    ("kind", "table"), [(Round, ROUND), (Category, CLASS), (Criterion, CRITERION), (Part, CRITERION)]
)  # fmt: skip
def test_every_setting_has_its_words(kind: type, table: dict[str, object]) -> None:
    assert untold(kind, table) == []


def test_the_same_plan_changes_nothing() -> None:
    assert changed_settings(PLAN, parse(TEXT), "annual-2022") == ()


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("places_taken", "council",
         ("Chỗ trong số lượng", "nay giữ khi đưa vào danh sách trình, sẽ giữ khi Hội đồng chọn")),
        ("reviewers", 2, ("Số người thẩm định độc lập", "nay 01, sẽ 02")),
        ("comment_days", 10, ("Số ngày làm việc lấy ý kiến công khai", "nay 00, sẽ 10")),
        ("window", (2021, 2022), ("Các năm xét thành tích", "nay 2022, sẽ 2021, 2022")),
        ("council", False, ("Qua Hội đồng", "nay có, sẽ không")),
    ],
)  # fmt: skip
def test_a_setting_of_the_round_is_named(name: str, value: object, line: tuple[str, str]) -> None:
    rounds = tuple(replace(item, **{name: value}) if item.code == "annual-2022" else item for item in PLAN.round_)
    assert changed_settings(PLAN, replace(PLAN, round_=rounds), "annual-2022") == (line,)


def test_a_setting_of_another_round_is_not() -> None:
    rounds = tuple(replace(item, reviewers=2) if item.code == "annual-2023" else item for item in PLAN.round_)
    assert changed_settings(PLAN, replace(PLAN, round_=rounds), "annual-2022") == ()


def test_every_round_setting_changes_a_line() -> None:
    """Whatever field of a round becomes another value, a line says so."""
    was = PLAN.round("annual-2022")
    others = {
        "name": "Đợt khác",
        "printed": "đợt khác",
        "kind": "interim",
        "year": 2030,
        "clause": "IX",
        "award_form": "khac",
        "other_forms": ("khac",),
        "windows": {"commune": (2020,)},
        "working_days": 99,
        "state_level": True,
        "ended_units": True,
        "cap": (),
    }
    for name, value in others.items():
        rounds = tuple(replace(item, **{name: value}) if item is was else item for item in PLAN.round_)
        assert changed_settings(PLAN, replace(PLAN, round_=rounds), "annual-2022"), name


def test_criteria_classes_and_roads_are_named() -> None:
    first = PLAN.category[2]
    criterion = first.criterion[-1]
    changed = replace(first, criterion=(*first.criterion[:-1], replace(criterion, text="Khác.")), title="Xã khác")
    categories = tuple(changed if item is first else item for item in PLAN.category)
    places = [place for place, _ in changed_settings(PLAN, replace(PLAN, category=categories), "annual-2022")]
    assert places == [
        f"Nhóm {first.letter}) Xã khác, tên",
        f"Nhóm {first.letter}) Xã khác, tiêu chí {criterion.id}, nội dung",
    ]
    fewer = replace(PLAN, category=PLAN.category[1:])
    gone = PLAN.category[0]
    assert (f"Nhóm {gone.letter}) {gone.title}", "không còn") in changed_settings(PLAN, fewer, "annual-2022")
    assert (f"Nhóm {gone.letter}) {gone.title}", "nhóm mới") in changed_settings(fewer, PLAN, "annual-2022")
    assert any(
        "đường đi của hồ sơ" in place for place, _ in changed_settings(PLAN, replace(PLAN, route=()), "annual-2022")
    )
