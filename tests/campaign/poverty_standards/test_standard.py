"""The standard's file: forms, formulas, checks; another standard is another file and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.figures.domain.form_sheets import find, views
from campaign.figures.domain.review import Remark, review
from campaign.poverty_standards.domain.standard import Formula, StandardRefused, load, parse

STANDARD = load("mdp-2022-2025")
FILE = Path(__file__).resolve().parents[3] / "campaign" / "standards" / "mdp-2022-2025.toml"
FLOWS = ("poor_opening", "poor_to_near", "poor_out", "poor_other_less", "near_to_poor", "poor_again", "poor_new",
         "poor_other_more")  # fmt: skip


def found(values: dict[str, int], **more: dict[str, int]) -> list[tuple[str, str]]:
    return [(remark.check, remark.weight) for remark in review(STANDARD, values, **more)]


def test_the_forms_have_the_columns_of_the_official_ones() -> None:
    assert {form.code: len(form.layout.flat) for form in STANDARD.forms} == {
        "F1": 16,
        "F2": 12,
        "F3": 12,
        "F4": 16,
        "F5": 15,
        "F6": 16,
        "F7": 15,
        "F8": 13,
        "F9": 18,
        "F10": 10,
        "F11": 10,
        "F12": 24,
        "F13": 24,
    }


def test_a_formula_is_read_from_the_number_under_the_head() -> None:
    flows = STANDARD.form("F2").of(STANDARD.form("F2").splits[1])[-1]
    assert flows.formula is not None
    assert flows.formula.words.startswith("+poor_opening_people-poor_to_near_people")
    assert STANDARD.form("F4").fields[1].formula == Formula(
        tuple((1, item.key) for item in STANDARD.form("F4").fields[2:])
    )
    assert STANDARD.form("F1").fields[3].formula == Formula(part="poor", base="households")


def test_the_next_standard_is_a_file_with_other_lines() -> None:
    text = FILE.read_text(encoding="utf-8")
    text = text.replace('code = "mdp-2022-2025"', 'code = "mdp-2027-2030"').replace(
        "rural = 1500000", "rural = 2200000"
    )
    text = text.replace("urban = 2000000", "urban = 2800000")
    text += '[[forms]]\ncode = "F16"\ntitle = "Biểu mới"\ncolumns = [\n  ["poor", "1", "Hộ nghèo"],\n  ["poor_solar", "2", "Điện mặt trời"],\n  ["poor_solar_rate", "3=2/1*100", "Tỷ lệ (%)"],\n]\n'
    new = parse(text)
    assert (new.code, new.lines) == ("mdp-2027-2030", {"rural": 2_200_000, "urban": 2_800_000})
    assert new.income_lines == (("khu vực nông thôn", 2_200_000), ("khu vực thành thị", 2_800_000))
    assert [view.word for view in views(new)][-1] == "f16"
    assert find(new, "f16").typed == ("poor", "poor_solar")
    assert new.complete({"poor": 40, "poor_solar": 10})["poor_solar_rate"] == 25
    assert [form.code for form in STANDARD.forms][-1] == "F13"


def test_a_new_standard_file_is_used_by_its_code_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = FILE.read_text(encoding="utf-8").replace('code = "mdp-2022-2025"', 'code = "mdp-2027-2030"')
    (tmp_path / "mdp-2027-2030.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("campaign.poverty_standards.domain.standard.FOLDER", tmp_path)
    load.cache_clear()
    try:
        assert load("mdp-2027-2030").code == "mdp-2027-2030"
        with pytest.raises(KeyError):
            load("mdp-2022-2025")
    finally:
        load.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('["poor_rate", "4=3/1*100"', '["poor_rate", "4=3/99*100"', "F1, cột 4"),
        ('weight = "refuse"', 'weight = "loud"', "weight"),
        ('left = "poor_to_near"', 'left = "poor_to_nowhere"', "poor_to_nowhere"),
        ("[lines]", "[lines", "cú pháp TOML"),
        ('deprivations = ["F4", "F6"]', 'deprivations = ["F4", "F99"]', "F99"),
        ('"poor_out{}", "3"', '"poor_out{}", "2"', "cùng số"),
    ],
)
def test_a_broken_file_names_the_place(old: str, new: str, place: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(StandardRefused, match=place):
        parse(text.replace(old, new, 1))


def test_flows_close_the_year_and_the_two_forms_agree() -> None:
    base = {
        "households": 1000,
        "poor": 90,
        "poor_opening": 100,
        "poor_to_near": 8,
        "poor_out": 5,
        "poor_other_less": 1,
        "near_to_poor": 2,
        "poor_again": 1,
        "poor_new": 1,
        "poor_other_more": 0,
    }
    assert found(base) == []
    assert found({**base, "poor_new": 3}) == [("C4.1", "refuse")]
    assert found({**base, "poor_to_near_in_near": 9}) == [("C4.2", "refuse")]
    (remark,) = review(STANDARD, {**base, "poor_new": 3})
    assert "hộ nghèo 90" in remark.text
    assert "lệch 2" in remark.text


@given(st.lists(st.integers(0, 1000), min_size=8, max_size=8))
def test_what_the_formula_gives_never_breaks_the_check(numbers: list[int]) -> None:
    values = dict(zip(FLOWS, numbers, strict=True))
    formula = STANDARD.form("F2").fields[-1].formula
    assert formula is not None
    end = STANDARD.form("F2").of(STANDARD.form("F2").splits[0])[-1].formula.value(values)  # type: ignore[union-attr]
    if end >= 0:  # type: ignore[operator]
        assert ("C4.1", "refuse") not in found({**values, "poor": end})  # type: ignore[dict-item]
        assert ("C4.1", "refuse") in found({**values, "poor": end + 1})  # type: ignore[dict-item,operator]


def test_three_lacks_a_poor_household_must_be_explained() -> None:
    lacks = {item.key: 10 for item in STANDARD.form("F4").fields[2:]}
    assert found({"poor": 40, **lacks}) == []
    assert found({"poor": 41, **lacks}) == [("C4.6", "explain")]
    assert found({"poor": 9, **lacks}) == [("C4.7", "refuse")] * 12


def test_the_base_that_moved_is_remarked() -> None:
    before = {"households": 1000, "poor": 100}
    assert found({"households": 1100, "poor": 100}, before=before) == [("C4.14", "remark")]
    assert found({"households": 1100, "poor": 99}, before=before) == []


def test_a_change_that_the_size_makes_unlikely() -> None:
    before = {"households": 1000, "poor": 100, "near_poor": 50}
    assert found({"households": 1000, "poor": 59, "near_poor": 50}, before=before) == [("C4.13", "explain")]
    assert found({"households": 1000, "poor": 60, "near_poor": 50}, before=before) == []
    assert found({"households": 20, "poor": 5}, before={"households": 20, "poor": 15}) == []  # few households


def test_the_parts_and_the_opening() -> None:
    assert found({"households": 100, "poor": 9}, below={"households": 100, "poor": 8}) == [("C4.4", "explain")]
    assert found({"households": 100, "poor": 9, "poor_opening": 7}, before={"poor": 8}) == [("C4.3", "explain")]


def test_two_printed_rates_have_one_denominator() -> None:
    printed = {"poor_rate": "7.28", "near_poor_rate": "7.09"}
    (remark,) = review(STANDARD, {"poor": 14208, "near_poor": 12887}, printed=printed)
    assert (remark.check, remark.weight) == ("C4.5", "refuse")
    assert review(STANDARD, {"poor": 14208, "near_poor": 12887}, printed={**printed, "poor_rate": "7.82"}) == []


def test_an_explanation_belongs_to_the_figures_it_was_written_for() -> None:
    seals = [r.seal for p in (9, 10) for r in review(STANDARD, {"poor": p}, below={"poor": 8})]
    assert len(set(seals)) == 2
    assert all(isinstance(r, Remark) and len(r.seal) <= 200 for r in review(STANDARD, {"poor": 9}, below={"poor": 8}))
