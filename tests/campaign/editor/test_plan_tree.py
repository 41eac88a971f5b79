"""A plan as a tree that a form fills in: every key of the schema has its field, nothing is lost on the way, all is said in words."""

import re
from collections.abc import Iterator
from dataclasses import fields as parts_of
from pathlib import Path as File

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.definition import canonical, digest, examine, parse, parse_stored, schema
from campaign.editor import tree
from campaign.editor.choices import OPTIONS, RULE_WORDS
from campaign.editor.comparison import differences
from campaign.editor.fields import KINDS, PARAMETERS, fields_of, fields_of_rule, lists_of
from campaign.editor.sections import LISTS, SECTIONS
from campaign.editor.told import OTHERWISE, in_words, locate, problems
from campaign.editor.tree import NoSuchEntry, Path
from campaign.editor.typed import fields_for, filled, shown, strays, typed
from campaign.rules import RULES
from core import old_fonts
from core.text import nfc, seen
from reports.guides.definition_docs import errors
from tests.campaign.definition.test_definition import OTHER
from tests.campaign.definition.test_other_plans import PLANS

ROOT = File(__file__).resolve().parents[3]
FILES = [
    ROOT / "campaign" / "definitions" / "ninh-thuan-2021-2025.toml",
    ROOT / "tests" / "journeys" / "tinh-mau.toml",
    ROOT / "tests" / "campaign" / "files" / "ke-tiep-2026-2030.toml",
]
TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in FILES}
NINH_THUAN = TEXTS["ninh-thuan-2021-2025"]


def _other_plans() -> Iterator[tuple[str, str]]:
    for name, changes in PLANS.items():
        text = OTHER
        for old, new in changes:
            text = text.replace(old, new, 1)
        yield name, text


TEXTS |= dict(_other_plans())


def paths(root: tree.Root, path: Path = ()) -> Iterator[Path]:
    """The path of every entry of a plan, the whole first."""
    yield path
    there = tree.at(root, path)
    for key in lists_of(tree.kind_of(path)):
        for number in range(len(there.get(key, []))):
            yield from paths(root, (*path, (key, number)))


# ---- the table of fields ----


def test_every_key_of_the_schema_is_filled_in_on_some_page() -> None:
    on_pages = {key for section in SECTIONS for key in (*section.keys, *section.lists)}
    assert on_pages == {item.name.rstrip("_") for item in parts_of(schema.Definition)}
    for kind in (schema.Definition, *KINDS.values()):
        own = {item.key for item in fields_of(kind)} | set(lists_of(kind))
        assert own == {item.name.rstrip("_") for item in parts_of(kind)} - {"rule", "params"}, kind
    assert set(LISTS) == set(KINDS)


def test_every_rule_and_what_it_asks_has_words() -> None:
    assert set(RULE_WORDS) == set(RULES)
    assert set(PARAMETERS) == {key for rule in RULES.values() for key in rule.parameters}
    for name in RULES:
        assert {item.key for item in fields_of_rule(name)} == set(RULES[name].parameters)


def test_choices_are_found_where_a_field_names_them() -> None:
    root, _ = tree.read(NINH_THUAN)
    asked = {item.options for kind in (schema.Definition, *KINDS.values()) for item in fields_of(kind) if item.options}
    assert asked - set(OPTIONS) == {"standards"}  # the portal knows them
    for name in OPTIONS:
        assert OPTIONS[name](root or {}) or name == "days", name


# ---- nothing is lost ----


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_a_plan_read_and_written_is_the_same_plan(text: str) -> None:
    root, faults = tree.read(text)
    assert root is not None and not faults
    again = tree.write(root)
    assert tree.read(again)[0] == root
    assert tree.write(tree.read(again)[0] or {}) == again
    assert digest(parse_stored(again)) == digest(parse_stored(text))


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_every_page_saved_as_it_was_opened_changes_nothing(text: str) -> None:
    root, _ = tree.read(text)
    assert root is not None
    before = canonical(parse_stored(text))
    for path in list(paths(root)):
        kind, there = tree.kind_of(path), tree.at(root, path)
        given = {field.key: shown(field, there.get(field.key)) for field in fields_for(kind, there)}
        assert filled(kind, there, given) == there, path
        root = tree.with_entry(root, path, filled(kind, there, given))
    assert canonical(parse_stored(tree.write(root))) == before


def _is_seen(text: str) -> bool:
    """Nothing hidden stands in it, and no letter of an old font: such a file is refused."""
    return seen(text) == " ".join(text.split()) and not old_fonts.of(text)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20).map(nfc).filter(_is_seen)
VALUES = st.one_of(
    WORDS, st.integers(-5, 5000), st.booleans(), st.dates(), st.lists(WORDS, max_size=3), st.lists(st.integers(0, 3000), max_size=3),
    st.dictionaries(st.from_regex(r"[a-z-]{1,8}", fullmatch=True), st.integers(0, 50), max_size=2),
)  # fmt: skip
KEYS = st.sampled_from(
    [
        "id",
        "code",
        "text",
        "at_least",
        "window",
        "windows",
        "cap",
        "part",
        "rule",
        "group",
        "on",
        "zz",
        "hard",
        "standard",
    ]
)
ENTRIES = st.recursive(
    st.dictionaries(KEYS, VALUES, max_size=4),
    lambda inner: st.dictionaries(
        st.sampled_from(["category", "criterion", "part", "round", "cap", "deadline"]),
        st.lists(inner, max_size=3),
        max_size=3,
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(ENTRIES)
def test_whatever_was_typed_comes_back_from_the_file(root: tree.Root) -> None:
    found, faults = tree.read(tree.write(root))
    assert not faults
    assert found == _without_empty_lists(root)


@settings(max_examples=60, deadline=None)
@given(ENTRIES)
def test_whatever_was_typed_is_checked_and_told_without_a_fault(root: tree.Root) -> None:
    text = tree.write(root)
    _, found = examine(text)
    told = problems(tree.read(text)[0] or {}, found)
    assert len(told) == len(found)
    assert all(item.where and item.message for item in told)
    assert len(differences(root, root)) == 0


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            "windows = { district = [2022, 2023, 2024] }",
            'windows = { district = "hai năm" }',
            "round[6].windows.district",
        ),
        ("comment_days = 10", 'step_days = { accept = "x" }', "round[7].step_days.accept"),
        (
            "on = 2022-07-30",
            'days_before = 2000000000\nof = "N"\n[[event]]\nid = "N"\nlabel = "x"\non = 2022-07-30',
            "",
        ),
        ('code = "annual-2022"', 'code = "đợt một"', "round[1].code"),
        ('code = "ninh-thuan-2021-2025"', f'code = "{"a" * 61}"', "code"),
        ("first_year = 2021", "first_year = 3", "first_year"),
        ('id = "Ca1"', 'id = "Ca 1"', "category[1].criterion[1].id"),
    ],
)
def test_what_the_portal_could_not_hold_is_told_at_its_place(old: str, new: str, place: str) -> None:
    assert old in NINH_THUAN
    _, found = examine(NINH_THUAN.replace(old, new, 1))
    assert place in [error.place for error in found] or (not place and found)


def _without_empty_lists(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_empty_lists(item) for key, item in value.items() if not (key in LISTS and item == [])}
    return [_without_empty_lists(item) for item in value] if isinstance(value, list) else value


# ---- what is typed ----


@pytest.mark.parametrize(
    ("kind", "key", "given", "stored"),
    [
        ("criterion", "points", "60", "60.00"),
        ("criterion", "points", "4,5 %", "4.50"),
        ("criterion", "points", "bốn", "bốn"),
        ("round", "year", "2026", 2026),
        ("round", "year", "hai nghìn", "hai nghìn"),
        ("round", "window", "2026-2028, 2030", [2026, 2027, 2028, 2030]),
        ("round", "window", "năm nay", "năm nay"),
        ("round", "windows", {"xa": "2026", "ho": " "}, {"xa": [2026]}),
        ("round", "step_days", {"accept": "2", "decide": "x"}, {"accept": 2, "decide": "x"}),
        ("round", "council", True, None),
        ("round", "council", False, False),
        ("deadline", "hard", False, False),
        ("deadline", "bound", "", None),
        ("participant", "name", "  Sở Y tế\r\n", "Sở Y tế"),
    ],
)
def test_what_is_typed_becomes_a_value_or_stays_as_it_was_typed(
    kind: str, key: str, given: object, stored: object
) -> None:
    field = next(item for item in fields_of(KINDS[kind]) if item.key == key)
    assert typed(field, given) == stored


def test_a_day_is_typed_as_people_write_it() -> None:
    field = next(item for item in fields_of(schema.Event) if item.key == "on")
    assert shown(field, typed(field, "1.3.2027")) == "01/03/2027"
    assert typed(field, "31/2/2027") == "31/2/2027"


def test_choices_keep_their_order_and_new_ones_follow() -> None:
    about = next(item for item in fields_of(schema.Reading) if item.key == "about")
    assert typed(about, ["A", "B", "C"], ["C", "A"]) == ["C", "A", "B"]
    stops = next(item for item in fields_of(schema.Route) if item.key == "stops")
    assert typed(stops, ["commune", "district"], ["district"]) == ["commune", "district"]  # from below


def test_another_rule_drops_what_only_the_first_asked() -> None:
    there = {
        "id": "A",
        "text": "x",
        "rule": "reduction_at_least",
        "indicator": "poverty_rate",
        "at_least": "1.50",
        "zz": 1,
    }
    given = {"id": "A", "clause": "1", "text": "x", "rule": "target_met", "indicator": "poverty_rate"}
    found = filled(schema.Criterion, there, given)
    assert found == {"id": "A", "clause": "1", "text": "x", "rule": "target_met", "indicator": "poverty_rate", "zz": 1}
    assert strays(schema.Criterion, found) == ["zz"]
    assert strays(schema.Criterion, filled(schema.Criterion, found, given, ["zz"])) == []


# ---- lists ----


def test_entries_are_added_moved_and_taken_out() -> None:
    root, _ = tree.read(NINH_THUAN)
    assert root is not None
    whole, new = tree.with_new(root, (("round", 0),), "cap")
    assert tree.at(whole, new) == {"id": "S1", "clause": "III.3.b"}
    assert tree.without(whole, new) == root
    down = tree.moved(root, (("category", 0),), 1)
    assert [item["code"] for item in down["category"]][:2] == ["district", "agency"]
    assert tree.moved(down, (("category", 1),), -1) == root
    assert tree.moved(root, (("category", 0),), -1) == root


@pytest.mark.parametrize("key", [key for key in KINDS if key not in ("criterion", "part", "cap")])
def test_a_new_entry_bears_a_code_that_no_other_has(key: str) -> None:
    root, _ = tree.read(NINH_THUAN)
    changed, _ = tree.with_new(*tree.with_new(root or {}, (), key)[:1], (), key)
    _, found = examine(tree.write(changed))
    assert not [error for error in found if "hơn một lần" in error.message]


@pytest.mark.parametrize("address", ["dot/0", "dot/99", "dot", "so-luong/1", "dot/1/y/1", "dot/x", "dot/1/so-luong/²"])
def test_an_address_that_leads_nowhere_is_refused(address: str) -> None:
    root, _ = tree.read(NINH_THUAN)
    with pytest.raises(NoSuchEntry):
        tree.at(root, tree.path_of(address))


def test_addresses_and_places_name_the_same_entry() -> None:
    path = tree.path_of("doi-tuong/2/tieu-chi/3")
    assert tree.place_of(path) == "category[2].criterion[3]"
    assert tree.address_of(path) == "doi-tuong/2/tieu-chi/3"
    assert locate("category[2].criterion[3].at_least") == (path, "at_least")
    assert locate("round[1].windows.district") == ((("round", 0),), "windows")


def test_the_mark_of_an_entry_is_of_what_it_says_itself() -> None:
    root = {
        "name": "A",
        "clause": "1",
        "goal": [{"id": "G1", "text": "Một"}, {"id": "G2", "text": "Hai"}],
        "category": [{"code": "a", "criterion": [{"id": "Ca"}]}],
    }
    one, two, group = (("goal", 0),), (("goal", 1),), (("category", 0),)
    marks = {
        tree.mark_of(root, one),
        tree.mark_of(root, two),
        tree.mark_of(root, group),
        tree.mark_of(root, (), ["name"]),
    }
    assert len(marks) == 4 and all(len(mark) == tree.MARK for mark in marks)
    other = {**root, "clause": "2", "goal": [root["goal"][0], {"id": "G2", "text": "Khác"}]}
    other["category"] = [{"code": "a", "criterion": [{"id": "Ca", "text": "Thêm"}, {"id": "Cb"}]}]
    assert tree.mark_of(other, one) == tree.mark_of(root, one)
    assert tree.mark_of(other, two) != tree.mark_of(root, two)
    assert tree.mark_of(other, group) == tree.mark_of(root, group)  # its list of entries has pages of its own
    assert tree.mark_of(other, (), ["name"]) == tree.mark_of(root, (), ["name"])
    assert tree.mark_of(other, (), ["name", "clause"]) != tree.mark_of(root, (), ["name", "clause"])
    assert tree.mark_of(root, (("goal", 2),)) == ""


@pytest.mark.parametrize("level", ["commune", "district"])
def test_the_smallest_plan_is_a_plan(level: str) -> None:
    root = tree.smallest(province="91", name="tỉnh Mẫu", first_year=2026, last_year=2030, level=level)
    assert parse(tree.write(root)).province == "91"


# ---- what is wrong, in words ----


def test_no_sentence_names_a_key_or_a_code() -> None:
    root, _ = tree.read(NINH_THUAN)
    for message in errors(ROOT):
        for kind in KINDS.values():
            told = OTHERWISE.get(message) or in_words(message, kind, root or {})
            assert not re.search(r"[a-z]+_[a-z]+|\btrue\b|\bfalse\b|\[\d", told), told


BROKEN = [
    ('at_least = "4.00"', 'at_least = "abc"', "Chỉ tiêu G4: Ít nhất", "«abc» không phải là số."),
    ('group = "collective", at_most = 5', 'group = "x", at_most = 5', "Đợt hằng năm 2022, số lượng Q1: Nhóm số lượng",
     "Phải là một trong: Tập thể, Cá nhân."),
    ("year = 2023", "year = 2022", "Đợt hằng năm 2023", "Trùng với «Đợt hằng năm 2022» («Đợt hằng năm 2022»): cùng loại hằng năm, năm 2022, "
     "hình thức và điều khoản. Sửa «Năm của đợt», «Mục của kế hoạch», hoặc bỏ một đợt."),
    ("\nclause = \"V.1\"", "", "Hạn D1: Mục của kế hoạch", "Chưa ghi, mục này bắt buộc."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "message"), BROKEN)
def test_a_fault_is_told_at_its_field_in_the_words_of_the_form(old: str, new: str, where: str, message: str) -> None:
    text = NINH_THUAN.replace(old, new, 1)
    root, _ = tree.read(text)
    _, found = examine(text)
    told = problems(root or {}, found)
    assert (where, message) in [(item.where, item.message) for item in told]
    assert all(item.section for item in told)


# ---- what differs ----


def test_a_plan_does_not_differ_from_itself() -> None:
    root, _ = tree.read(NINH_THUAN)
    assert differences(root or {}, root or {}) == []


def test_a_comparison_names_the_field_and_both_values() -> None:
    old, _ = tree.read(NINH_THUAN)
    new, _ = tree.read(
        NINH_THUAN.replace('at_least = "4.00"', 'at_least = "3.50"', 1).replace("state_level = true", "", 1)
    )
    assert [(item.place, item.was, item.will) for item in differences(old or {}, new or {})] == [
        ("Chỉ tiêu G4: Ít nhất (điểm %)", "4,00", "3,50"),
        ("Khen thưởng cấp Nhà nước, sơ kết: Trình khen thưởng cấp Nhà nước", "có", "không"),
    ]


def test_a_comparison_tells_of_entries_that_come_go_and_change_places() -> None:
    old, _ = tree.read(NINH_THUAN)
    assert old is not None
    fewer = tree.without(old, (("award_form", 0),))
    assert [(item.place, item.will) for item in differences(old, fewer)] == [("Hình thức Giấy khen", "bỏ")]
    assert [(item.place, item.was, item.will) for item in differences(fewer, old)] == [
        ("Hình thức Giấy khen", "không có", "thêm: Giấy khen")
    ]
    turned = tree.moved(old, (("event", 0),), 1) if old.get("event") else tree.moved(old, (("goal", 0),), 1)
    assert [item.label for item in differences(old, turned)] == ["Thứ tự"]
