"""Part III of the plan as data: every criterion with its lettered parts, what kind each is, and its rule."""

import hashlib
from pathlib import Path

import pytest

from campaign.definition import DefinitionErrors, parse
from campaign.rules import BODY_WORDS, CLASS_WORDS
from units.map.domain.levels import Class
from units.models import Organisation

SHIPPED = Path(__file__).resolve().parents[3] / "campaign" / "definitions" / "ninh-thuan-2021-2025.toml"
PLAN = parse(SHIPPED.read_text(encoding="utf-8"))
RATE = {"indicator": "poverty_rate"}
J, D = "judged", "documented"

COMPARED = "12c692da0ca08b15a4bd7161421f5de9b6520248d3ed52eb919d2e0d7ee1e75a"

# part: (kind, rule, what the rule is given)
TABLE = {
    "Ca1.a": (D, D, {"record": "poverty_plan"}), "Ca1.b": (J, J, {}), "Ca1.c": (J, J, {}), "Ca1.d": (J, J, {}),
    "Ca2.a": (J, J, {}), "Ca2.b": (J, J, {}), "Ca2.c": (J, J, {}),
    "Ca3.a": (J, J, {}), "Ca3.b": (J, J, {}), "Ca3.c": (J, J, {}), "Ca3.d": (J, J, {}),
    "Cb1.a": (D, D, {"record": "poverty_plan"}), "Cb1.b": (J, J, {}), "Cb1.c": (J, J, {}),
    "Cb2": ("measured", "reduction_at_least", RATE | {"at_least": "4.00", "band_to": "5.00"}),
    "Cb3": ("measured", "target_met", RATE),
    "Cc1.a": (D, D, {"record": "poverty_plan"}), "Cc1.b": (J, J, {}), "Cc1.c": (D, D, {"record": "exemplary_model"}),
    "Cc2": ("measured", "reduction_at_least", RATE | {"at_least": "1.50"}),
    "Cc3": ("measured", "target_met", RATE),
    "Cd1": (J, J, {}), "Cd2": (J, J, {}), "Cd3": ("measured", "target_met", RATE),
    "Cđ1.a": (D, D, {"record": "exit_registration"}), "Cđ1.b": (J, J, {}),
    "Cđ1.c": (D, D, {"record": "escape_recognition"}), "Cđ1.d": (J, J, {}),
    "Cđ2.a": (D, D, {"record": "assistance"}), "Cđ2.b": (J, J, {}),
    "Ce1.a": (J, J, {}), "Ce1.b": (J, J, {}), "Ce1.c": (D, D, {"record": "grade_excellent", "every_year": True}),
    "Cg1.a": (D, D, {"record": "assistance"}), "Cg1.b": (J, J, {}),
    "Cg2.a": (D, D, {"record": "exemplary_model"}), "Cg2.b": (J, J, {}), "Cg3": (J, J, {}),
}  # fmt: skip
BUSINESS = ("enterprise", "cooperative", "credit")
# class: (letter, group, level, who may be proposed, kinds of organisations, never beside, one of these is enough)
CLASSES = {
    "agency": (
        "a",
        "collective",
        "province",
        ("organisation",),
        tuple(BODY_WORDS.keys() - {*BUSINESS, "school", "hospital"}),
        ("enterprise",),
        (),
    ),
    "district": ("b", "collective", "district", ("unit",), (), (), ()),
    "commune": ("c", "collective", "commune", ("unit",), (), (), ()),
    "village": ("d", "collective", "village", ("unit",), (), (), ()),
    "household": ("đ", "individual", "", ("household",), (), (), ("Cđ1", "Cđ2")),
    "official": ("e", "individual", "", ("person",), (), (), ()),
    "enterprise": ("g", "collective", "", ("enterprise", "person"), BUSINESS, ("agency",), ("Cg1", "Cg2", "Cg3")),
}


def test_every_part_has_its_kind_and_rule() -> None:
    found = {}
    for category in PLAN.categories:
        for criterion in category.criteria:
            for part in criterion.parts:
                params = {key: f"{v:.2f}" if key in {"at_least", "band_to"} else v for key, v in part.params.items()}
                found[f"{criterion.id}.{part.id}" if part.id else criterion.id] = (part.kind, part.rule, params)
    assert found == TABLE


def test_every_class_takes_whom_the_plan_means() -> None:
    found = {
        item.code: (item.letter, item.group, item.level, item.takes, item.bodies, item.never_with, item.any_of)
        for item in PLAN.categories
    }
    assert {**found, "agency": (*found["agency"][:4], set(found["agency"][4]), *found["agency"][5:])} == {
        **CLASSES,
        "agency": (*CLASSES["agency"][:4], set(CLASSES["agency"][4]), *CLASSES["agency"][5:]),
    }


def test_branches_and_what_may_not_apply() -> None:
    criteria = {item.id: item for category in PLAN.categories for item in category.criteria}
    assert {key: (item.applies_to, item.except_for) for key, item in criteria.items() if item.is_measured} == {
        "Cb2": ("poor_district", ""),
        "Cb3": ("", "poor_district"),
        "Cc2": ("coastal_special", ""),
        "Cc3": ("", "coastal_special"),
        "Cd3": ("", ""),
    }
    assert {
        f"{item.id}.{part.id}": part.may_not_apply
        for item in criteria.values()
        for part in item.parts
        if part.may_not_apply
    } == {"Ca2.a": "Cơ quan không được giao kinh phí của chương trình", "Cđ1.d": "Hộ không vay vốn"}
    assert {
        f"{item.id}.{part.id}": part.unless for item in criteria.values() for part in item.parts if part.unless
    } == {"Cđ1.d": "loan"}
    assert {key: item.only_for for key, item in criteria.items() if item.only_for} == {"Cg3": ("credit",)}


def test_the_clauses_are_word_for_word() -> None:
    """The eighteen clauses were compared with the printed plan word for word; whoever changes one compares again."""
    texts = [item.text for category in PLAN.categories for item in category.criteria]
    assert hashlib.sha256("\n".join(texts).encode()).hexdigest() == COMPARED


def test_windows() -> None:
    assert {item.code: (item.window, dict(item.windows)) for item in PLAN.rounds if not item.state_level} == {
        "annual-2022": ((2022,), {}),
        "annual-2023": ((2023,), {}),
        "annual-2024": ((2024,), {}),
        "annual-2025": ((2025,), {}),
        "interim-2023": ((2022, 2023), {}),
        "final-2025": ((2022, 2023, 2024, 2025), {"district": (2022, 2023, 2024)}),
    }


def test_both_forms_of_the_state_stand_at_both_reviews() -> None:
    """III.3.a: Huân chương Lao động and Bằng khen của Thủ tướng at the interim and at the final review."""
    forms = {item.code: {item.award_form, *item.other_forms} for item in PLAN.rounds if item.state_level}
    both = {"bang_khen_prime_minister", "huan_chuong_lao_dong"}
    assert forms == {"state-interim-2023": both, "state-final-2025": both}


def test_words_of_a_definition_are_those_of_the_portal() -> None:
    """Kinds of organisations and classes of units are named in definitions as the models name them."""
    assert set(BODY_WORDS) == set(Organisation.Kind.values)
    assert set(CLASS_WORDS) == set(Class)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ('nominees = ["household"]', 'nominees = ["ho"]', "category[5].nominees: không có loại đối tượng «ho»"),
        ('nominees = ["household"]', 'nominees = ["unit"]', "category[5].level: nhóm nhận đơn vị hành chính"),
        ('never_with = ["agency"]', 'never_with = ["la"]', "category[7].never_with: không có nhóm đối tượng «la»"),
        ('only_for = ["credit"]', 'only_for = ["la"]', "category[7].criterion[3].only_for: không có loại tổ chức «la»"),
        ('unless = "loan"', 'unless = "la"', "category[5].criterion[1].part[4].unless: không có loại bản ghi «la»"),
        (
            'may_not_apply = "Hộ không vay vốn"\n',
            "",
            "category[5].criterion[1].part[4].unless: chỉ ghi cùng may_not_apply.",
        ),
        ("every_year = true", 'every_year = "co"', "category[6].criterion[1].part[3].every_year: phải là true"),
        (
            'except_for = "poor_district"',
            'except_for = "poor_district"\napplies_to = "poor_district"',
            "category[2].criterion[3].except_for: chỉ ghi applies_to hoặc except_for.",
        ),
        ('plan_kind = "launch_plan"\n', "", "deadline[1]: ghi plan_kind"),
        ('plan_kind = "launch_plan"', 'round = "la"', "deadline[1].round: không có đợt «la»."),
        (
            'only_for = ["credit"]\ntext',
            'only_for = ["credit"]\nmay_not_apply = "Không phải ngân hàng"\ntext',
            "",
        ),
    ],
)
def test_errors_name_their_place(old: str, new: str, error: str) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    if not error:
        assert parse(text.replace(old, new)).find_category("enterprise").criteria[2].parts[0].may_not_apply
        return
    with pytest.raises(DefinitionErrors) as found:
        parse(text.replace(old, new, 1))
    assert any(str(item).startswith(error) for item in found.value.errors), found.value
