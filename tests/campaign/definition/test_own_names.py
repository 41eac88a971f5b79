"""A plan names classes of units and kinds of bodies that a province added: only those that there are, each at its place."""

from pathlib import Path

import pytest

from campaign.definition import NO_OWN, DefinitionErrors, OwnNames, canonical, examine, named_in, parse, parse_stored
from campaign.rules import BODY_WORDS, CLASS_WORDS, body_words, class_words, explain
from tests.campaign.definition.test_definition import OTHER

SAFE, CORE, SPECIAL = "Xã an toàn khu", "Thôn vùng lõi", "Hội đặc thù"
OWN = OwnNames((SAFE, CORE), (SPECIAL,))
CRITERION = 'more_than = "3.00"'
BODIES = f'''
[[category]]
code = "hoi"
letter = "b"
clause = "2.b"
title = "Hội"
group = "collective"
bodies = ["{SPECIAL}"]

[[category.criterion]]
id = "H1"
clause = "2.b"
text = "Có đóng góp."
only_for = ["front", "{SPECIAL}"]
'''


def _with(line: str, text: str = OTHER) -> str:
    assert CRITERION in text
    return text.replace(CRITERION, f"{CRITERION}\n{line}", 1)


def _told(text: str, own: OwnNames = NO_OWN) -> list[str]:
    return [str(error) for error in examine(text, own=own)[1]]


NO_CLASS = f"không có phân loại «{SAFE}». Có: {', '.join(CLASS_WORDS)}"
NO_BODY = f"không có loại tổ chức «{SPECIAL}». Có: {', '.join(BODY_WORDS)}"


@pytest.mark.parametrize("key", ["applies_to", "except_for"])
def test_a_criterion_is_about_an_own_class(key: str) -> None:
    text = _with(f'{key} = "{SAFE}"')
    assert _told(text, OWN) == []
    assert _told(text) == [f"category[1].criterion[1].{key}: {NO_CLASS}."]
    assert _told(text, OwnNames((CORE,))) == [f"category[1].criterion[1].{key}: {NO_CLASS}, {CORE}."]


def test_a_name_is_written_as_it_was_added() -> None:
    """Another case would be another value: the rows of units say what was added."""
    assert _told(_with('applies_to = "xã an toàn khu"'), OWN) == [
        f"category[1].criterion[1].applies_to: không có phân loại «xã an toàn khu». "
        f"Có: {', '.join(CLASS_WORDS)}, {SAFE}, {CORE}."
    ]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('rule = "every_unit_left_class"\nclassification = "Xã an toàn khu"\nby_year = 2027', "classification"),
        ('rule = "share_left_class"\nclassifications = ["region_3", "Xã an toàn khu"]\nat_least = "50.00"\nby_year = 2027',
         "classifications"),
    ],
)  # fmt: skip
def test_a_rule_asks_of_an_own_class(line: str, key: str) -> None:
    old = OTHER[OTHER.index('rule = "reduction_at_least"') : OTHER.index("[[category]]")]
    text = OTHER.replace(old, f"{line}\n\n", 1)
    assert _told(text, OWN) == []
    assert _told(text) == [f"goal[1].{key}: {NO_CLASS}."]
    plan = parse(text, own=OWN)
    assert "xã an toàn khu" in explain(plan.goals[0])
    assert named_in(plan) == OwnNames((SAFE,), ())


def test_bodies_are_named_wherever_a_plan_names_bodies() -> None:
    text = OTHER + BODIES + f'\n[[participant]]\nname = "Các hội"\nclause = "5"\nbodies = ["{SPECIAL}"]\n'
    assert _told(text, OWN) == []
    assert _told(text) == [
        f"category[2].bodies: {NO_BODY}.",
        f"category[2].criterion[1].only_for: {NO_BODY}.",
        f"participant[1].bodies: {NO_BODY}.",
    ]
    assert named_in(parse(text, own=OWN)) == OwnNames((), (SPECIAL,))


def test_a_stored_plan_is_read_whatever_is_known_now() -> None:
    plan = parse(_with(f'applies_to = "{SAFE}"') + BODIES, own=OWN)
    assert parse_stored(canonical(plan)) == plan
    with pytest.raises(DefinitionErrors):
        parse(canonical(plan))


def test_what_is_no_name_is_told_once_where_it_stands() -> None:
    text = OTHER.replace(
        'rule = "reduction_at_least"\nindicator = "combined_poverty_rate"\nat_least = "2.50"',
        'rule = "every_unit_left_class"\nclassification = 7\nby_year = 2027',
        1,
    )
    assert _told(text, OWN) == ["goal[1].classification: phải là tên một phân loại."]


def test_criteria_and_classes_say_whom_they_are_about() -> None:
    plan = parse(_with(f'applies_to = "{SAFE}"') + BODIES, own=OWN)
    [first], [second] = (item.criteria for item in plan.categories)
    assert first.about_words == "Chỉ áp dụng cho xã an toàn khu."
    assert second.about_words == "Chỉ áp dụng cho loại tổ chức: Mặt trận Tổ quốc, đoàn thể; hội đặc thù."
    assert [item.bodies_words for item in plan.categories] == ["", "hội đặc thù"]
    assert parse(OTHER).categories[0].criteria[0].about_words == ""
    spared = parse(_with('except_for = "poor_commune"')).categories[0].criteria[0]
    assert spared.about_words == "Không áp dụng cho xã nghèo."


def test_words_of_the_portal_s_own_are_not_named_by_a_plan() -> None:
    plan = parse(Path("campaign/definitions/ninh-thuan-2021-2025.toml").read_text(encoding="utf-8"))
    assert named_in(plan) == NO_OWN


def test_words_within_a_sentence() -> None:
    assert (class_words("region_3"), class_words(SAFE)) == ("xã khu vực III", "xã an toàn khu")
    assert (body_words("press"), body_words(SPECIAL)) == ("báo chí, phát thanh - truyền hình", "hội đặc thù")
    assert OWN.class_choices[SAFE] == SAFE and OWN.class_choices["region_3"] == "xã khu vực III"
    assert list(OWN.body_choices) == [*BODY_WORDS, SPECIAL] == list(OWN.known_bodies)
