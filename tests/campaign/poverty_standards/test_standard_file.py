"""A small standard of our own: how its columns, formulas and checks are read, and what is refused with its place."""

from collections.abc import Mapping
from typing import Any

import pytest

from campaign.figures.domain.counts import COUNTS
from campaign.figures.domain.form_sheets import (
    EVERY,
    HEADLINE_COLUMNS,
    MAIN,
    SheetColumn,
    View,
    fields_by_key,
    find,
    views,
)
from campaign.poverty_standards.domain.standard import (
    KINDS,
    WEIGHTS,
    Check,
    Field,
    Form,
    Formula,
    Split,
    Standard,
    StandardRefused,
    Sum,
    load,
    parse,
)
from core.sheets import Column, Group, Head

TEXT = """
code = "mdp"
title = "Chuẩn thử"
act = "Nghị định thử"
first_year = 2022
last_year = 2025
deprivations = ["B"]

[lines]
rural = 1500000
urban = 2000000

[[forms]]
code = "A"
title = "Biểu A"
columns = [
    ["poor", "1", "Hộ nghèo"],
    ["a_in", "2.1", "Biến động | Tăng | Mới"],
    ["a_again", "2.2", "Biến động | Tăng | Tái nghèo"],
    ["a_out", "3", "Biến động | Giảm"],
    ["a_end", "4=1+2.1+...+2.2-3", "Cuối kỳ"],
    ["a_rate", "5=4/1*100", "Tỷ lệ | (%)"],
]

[[forms]]
code = "B"
title = "Biểu B"
splits = [{ title = "Hộ", suffix = "", word = "ho" }, { title = "Nhân Khẩu", suffix = "_people", word = "khau" }]
columns = [
    ["b_one{}", "1", "Một"],
    ["b_two{}", "2", "Hai"],
    ["b_all{}", "3=1-2", "Cả"],
    ["b_part{}", "4=1/3*100", "Phần (%)"],
    ["a_end", "5", "Cuối kỳ", "poor+a_in-a_out"],
]

[[forms]]
code = "C"
title = "Biểu C"
columns = [["a_end", "1", "Cuối kỳ", "poor"]]

[[checks]]
id = "K1"
text = "Bằng nhau."
weight = "refuse"
left = "poor - 2*a_in + 3"
right = "before.poor"

[[checks]]
id = "K2"
text = "Không nhiều hơn {word}."
weight = "explain"
relation = "<="
left = "{part}"
right = "below.poor"
each = [{ part = "a_in", word = "một" }, { part = "a_out", word = "hai" }]

[[checks]]
id = "K3"
kind = "jump"
text = "Nhảy."
weight = "remark"
key = "poor"
percent = 40
least = 10
"""
STANDARD = parse(TEXT)
PEOPLE = Split("Nhân Khẩu", "_people", "khau")


def _terms(*terms: tuple[int, str]) -> Formula:
    return Formula(terms)


# ---- columns and formulas ----


def test_the_head_of_the_file() -> None:
    assert (STANDARD.code, STANDARD.title, STANDARD.act, STANDARD.first_year, STANDARD.last_year) == (
        "mdp",
        "Chuẩn thử",
        "Nghị định thử",
        2022,
        2025,
    )
    assert STANDARD.lines == {"rural": 1_500_000, "urban": 2_000_000}
    assert [form.code for form in STANDARD.deprivation_forms] == ["B"]
    assert (WEIGHTS, KINDS) == (("refuse", "explain", "remark"), ("compare", "jump", "base_moved", "one_denominator"))


def test_a_column_has_its_heads_its_number_and_its_formula() -> None:
    assert STANDARD.form("A").fields == (
        Field("poor", "1", ("Hộ nghèo",)),
        Field("a_in", "2.1", ("Biến động", "Tăng", "Mới")),
        Field("a_again", "2.2", ("Biến động", "Tăng", "Tái nghèo")),
        Field("a_out", "3", ("Biến động", "Giảm")),
        Field(
            "a_end", "4=1+2.1+...+2.2-3", ("Cuối kỳ",), _terms((1, "poor"), (1, "a_in"), (1, "a_again"), (-1, "a_out"))
        ),
        Field("a_rate", "5=4/1*100", ("Tỷ lệ", "(%)"), Formula(part="a_end", base="poor")),
    )
    assert STANDARD.form("b").fields[-1].formula == _terms((1, "poor"), (1, "a_in"), (-1, "a_out"))
    assert STANDARD.form("A").fields[1].title == "Biến động, Tăng, Mới"
    with pytest.raises(KeyError):
        STANDARD.form("X")


def test_a_split_has_keys_of_its_own() -> None:
    form = STANDARD.form("B")
    assert form.splits == (Split("Hộ", "", "ho"), PEOPLE)
    assert form.of(PEOPLE) == (
        Field("b_one_people", "1", ("Một",)),
        Field("b_two_people", "2", ("Hai",)),
        Field("b_all_people", "3=1-2", ("Cả",), _terms((1, "b_one_people"), (-1, "b_two_people"))),
        Field("b_part_people", "4=1/3*100", ("Phần (%)",), Formula(part="b_one_people", base="b_all_people")),
        Field("a_end", "5", ("Cuối kỳ",), _terms((1, "poor"), (1, "a_in"), (-1, "a_out"))),
    )
    assert form.of(None) == form.fields
    assert [item.key for item in form.every] == [
        "b_one",
        "b_two",
        "b_all",
        "b_part",
        "a_end",
        "b_one_people",
        "b_two_people",
        "b_all_people",
        "b_part_people",
        "a_end",
    ]
    assert STANDARD.form("A").every == STANDARD.form("A").fields


@pytest.mark.parametrize(
    ("formula", "words", "keys", "is_rate"),
    [
        (_terms((1, "a"), (-1, "b")), "+a-b", ("a", "b"), False), (Formula(part="a", base="b"), "a/b", ("a", "b"), True),
        (_terms((-1, "a")), "-a", ("a",), False),
    ],
)  # fmt: skip
def test_a_formula_as_the_browser_reads_it(formula: Formula, words: str, keys: tuple[str, ...], is_rate: bool) -> None:
    assert (formula.words, formula.keys, formula.is_rate) == (words, keys, is_rate)


@pytest.mark.parametrize(
    ("formula", "values", "value"),
    [
        (_terms((1, "a"), (-1, "b")), {"a": 5, "b": 3}, 2), (_terms((1, "a"), (-1, "b")), {"a": 5}, None),
        (_terms((1, "a"), (-1, "b")), {"a": None, "b": 3}, None), (_terms(), {"a": 5}, None),
        (_terms((1, "a")), {"a": 0}, 0), (Formula(part="a", base="b"), {"a": 1, "b": 3}, "33.33"),
        (Formula(part="a", base="b"), {"a": 1, "b": 0}, None), (Formula(part="a", base="b"), {"b": 3}, None),
        (Formula(part="a", base="b"), {"a": 3, "b": None}, None),
    ],
)  # fmt: skip
def test_what_follows_waits_for_all_its_parts(formula: Formula, values: Mapping[str, Any], value: Any) -> None:
    found = formula.value(values)
    assert (None if found is None else str(found)) == (None if value is None else str(value))


def test_a_key_is_asked_where_it_has_no_formula() -> None:
    """Of two formulas the later place counts, and a place that asks before any."""
    assert STANDARD.asked == frozenset(COUNTS) | {
        "poor",
        "a_in",
        "a_again",
        "a_out",
        "b_one",
        "b_two",
        "b_one_people",
        "b_two_people",
    }
    assert STANDARD.fields["a_end"].formula == _terms((1, "poor"))
    asks_first = parse(TEXT.replace('["a_end", "5", "Cuối kỳ", "poor+a_in-a_out"]', '["a_end", "5", "Cuối năm"]'))
    assert asks_first.fields["a_end"] == Field("a_end", "5", ("Cuối năm",))
    assert "a_end" in asks_first.asked
    assert [STANDARD.is_asked(item) for item in STANDARD.form("A").fields] == [True] * 4 + [False] * 2


def test_keys_are_read_as_people_do() -> None:
    assert [STANDARD.label(key) for key in ("poor", "a_in", "x")] == [COUNTS["poor"], "Biến động, Tăng, Mới", "x"]


def test_everything_that_follows_is_completed_and_what_is_given_stays() -> None:
    given = {"poor": 100, "a_in": 7, "a_again": 3, "a_out": 10, "b_one": 4, "b_two": None}
    assert STANDARD.complete(given) == {
        **given,
        "a_end": 100,
        "a_rate": 100,
        "b_all": None,
        "b_part": None,
        "b_all_people": None,
        "b_part_people": None,
    }
    assert STANDARD.complete({**given, "a_end": 50})["a_rate"] == 50
    asks = parse(TEXT.replace('["a_end", "5", "Cuối kỳ", "poor+a_in-a_out"]', '["a_end", "5", "Cuối năm"]'))
    assert asks.complete(given).get("a_end") is None  # somebody has to type it


# ---- the official table ----


def test_the_official_table_of_a_form() -> None:
    standard = parse(TEXT)
    sheet = standard.form("A").layout
    assert (sheet.code, sheet.title, sheet.depth) == ("A", "Biểu A", 3)
    assert sheet.columns == (
        Column("STT", "order", "A", width=6, kind="order"),
        Column("Phường/Xã", "name", "B", width=32, kind="text"),
        Column("Hộ nghèo", "poor", "1", width=12, kind="count"),
        Group(
            "Biến động",
            (
                Group(
                    "Tăng", (Column("Mới", "a_in", "2.1", width=12), Column("Tái nghèo", "a_again", "2.2", width=12))
                ),
                Column("Giảm", "a_out", "3", width=12),
            ),
        ),
        Column("Cuối kỳ", "a_end", "4=1+2.1+...+2.2-3", width=12),
        Group("Tỷ lệ", (Column("(%)", "a_rate", "5=4/1*100", width=12, kind="rate"),)),
    )
    assert standard.form("B").layout.columns[2] == Column("Phân tổ", "split", "C", width=12, kind="text")
    assert len(standard.form("B").layout.columns) == 3 + 5


def test_a_file_is_read_the_same_again() -> None:
    again = parse(TEXT)
    assert again == STANDARD
    assert again.checks[0].percent == again.checks[0].least == 0  # only a jump has them
    assert again.form("A").fields[4].formula == _terms((1, "poor"), (1, "a_in"), (1, "a_again"), (-1, "a_out"))
    assert _terms((0, "poor")).words == "-poor"  # only more than nothing is added


def test_heads_alike_that_do_not_touch_are_two() -> None:
    form = Form(
        "X", "X", tuple(Field(key, "1", (head, "x")) for key, head in (("a", "Một"), ("b", "Hai"), ("c", "Một")))
    )
    assert [column.title for column in form.layout.columns[2:]] == ["Một", "Hai", "Một"]


# ---- checks ----


def test_checks_as_they_are_written() -> None:
    assert STANDARD.checks == (
        Check(
            "K1",
            "Bằng nhau.",
            "refuse",
            "compare",
            Sum(((1, "poor"), (-2, "a_in"), (3, ""))),
            "=",
            Sum(((1, "before.poor"),)),
        ),
        Check("K2", "Không nhiều hơn một.", "explain", "compare", Sum(((1, "a_in"),)), "<=", Sum(((1, "below.poor"),))),
        Check(
            "K2", "Không nhiều hơn hai.", "explain", "compare", Sum(((1, "a_out"),)), "<=", Sum(((1, "below.poor"),))
        ),
        Check("K3", "Nhảy.", "remark", "jump", Sum(()), "=", Sum(()), "poor", 40, 10),
    )
    bare = Check("K", "", "remark")
    assert (bare.kind, bare.relation, bare.percent, bare.least, bare.left) == ("compare", "=", 0, 0, Sum(()))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("poor", ((1, "poor"),)), ("-poor", ((-1, "poor"),)), ("3*poor - 2 * before.poor", ((3, "poor"), (-2, "before.poor"))),
        ("poor + 5 - 2", ((1, "poor"), (5, ""), (-2, ""))), ("below.poor+a_in", ((1, "below.poor"), (1, "a_in"))),
    ],
)  # fmt: skip
def test_a_sum_has_factors_and_numbers(text: str, terms: tuple[tuple[int, str], ...]) -> None:
    standard = parse(TEXT.replace('left = "poor - 2*a_in + 3"', f'left = "{text}"'))
    assert standard.checks[0].left == Sum(terms)


def test_a_sum_waits_for_all_its_parts() -> None:
    found = Sum(((2, "a"), (-3, "b"), (4, "")))
    assert [found.value(values) for values in ({"a": 5, "b": 1}, {"a": 5}, {"a": 5, "b": None}, {"a": 0, "b": 0})] == [
        11,
        None,
        None,
        4,
    ]
    assert Sum(()).value({}) == 0


# ---- what is refused ----


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('act = "Nghị định thử"', "", "thiếu mục 'act'"), ('code = "A"', "", "thiếu mục 'code'"),
        ('deprivations = ["B"]', 'deprivations = ["B", "Z"]', "deprivations: không có biểu «Z»"),
        ('"poor+a_in-a_out"', '"poor+zzz"', "biểu B, cột 5: không có chỉ số «zzz»"),
        ('left = "{part}"', 'left = "before.zzz"', "phép kiểm tra K2: không có chỉ số «zzz»"),
        ('right = "below.poor"', 'right = "below.zzz"', "phép kiểm tra K2: không có chỉ số «zzz»"),
        ('["poor", "1", "Hộ nghèo"]', '["poor", "1"]', "biểu A: cột ['poor', '1'] cần mã, số cột, tên (và công thức)"),
        ('["poor", "1", "Hộ nghèo"]', '["poor", "1", "a", "b", "c"]',
         "biểu A: cột ['poor', '1', 'a', 'b', 'c'] cần mã, số cột, tên (và công thức)"),
        ('["a_out", "3"', '["a_out", "1"', "biểu A: có hai cột cùng số"),
        ('"4=1+2.1+...+2.2-3"', '"4=1+2.1+...+2.9-3"', "biểu A, cột 4=1+2.1+...+2.9-3: không có cột 2.1 hoặc 2.9"),
        ('"5=4/1*100"', '"5=4/9*100"', "biểu A, cột 5=4/9*100: không có cột '9'"),
        ('"poor+a_in-a_out"', '"poor*a_in"', "công thức «poor*a_in» không đọc được"),
        ('weight = "remark"', 'weight = "nhẹ"', "phép kiểm tra K3: weight phải là một trong refuse, explain, remark"),
        ('kind = "jump"', 'kind = "x"',
         "phép kiểm tra K3: kind phải là một trong compare, jump, base_moved, one_denominator"),
        ('relation = "<="', 'relation = "<"', "phép kiểm tra K2: relation phải là =, <= hoặc >="),
        ('left = "poor - 2*a_in + 3"', 'left = "poor / 2"', "phép kiểm tra K1: «poor / 2» không đọc được"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_place(old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(StandardRefused) as refused:
        parse(TEXT.replace(old, new, 1))
    assert str(refused.value) == message


@pytest.mark.parametrize("relation", ["=", "<=", ">="])
@pytest.mark.parametrize("weight", ["refuse", "explain", "remark"])
def test_each_relation_and_weight_is_known(relation: str, weight: str) -> None:
    text = TEXT.replace('relation = "<="', f'relation = "{relation}"').replace(
        'weight = "explain"', f'weight = "{weight}"'
    )
    assert {(check.relation, check.weight) for check in parse(text).checks[1:3]} == {(relation, weight)}


@pytest.mark.parametrize("kind", ["compare", "jump", "base_moved", "one_denominator"])
def test_each_kind_is_known(kind: str) -> None:
    assert parse(TEXT.replace('kind = "jump"', f'kind = "{kind}"')).checks[3].kind == kind


def test_a_standard_may_have_no_forms_of_deprivation() -> None:
    assert parse(TEXT.replace('deprivations = ["B"]', "")).deprivations == ()


def test_a_standard_is_found_by_its_code_among_others() -> None:
    assert load("mdp-2022-2025").code == "mdp-2022-2025"
    with pytest.raises(KeyError):
        load("mdp")


# ---- sheets ----


def _standard(*forms: Form) -> Standard:
    return Standard("s", "S", "", 2022, 2025, {}, forms, ())


def test_the_headline_and_every_form_that_asks_are_sheets() -> None:
    assert [(view.word, view.label, view.form) for view in views(STANDARD)] == [
        ("", "Số chính", ""),
        ("a", "Biểu A", "A"),
        ("b-ho", "Biểu B, hộ", "B"),
        ("b-khau", "Biểu B, nhân khẩu", "B"),
    ]
    assert views(_standard(STANDARD.form("C"))) == [MAIN]
    assert [view.is_main for view in (*views(STANDARD), EVERY)] == [True, False, False, False, True]
    assert View("x", "X", "X", ()).is_main is False


def test_the_headline_and_all_columns() -> None:
    assert HEADLINE_COLUMNS == ("households", "poor", "near_poor", "minority_households", "minority_poor")
    assert MAIN.columns == tuple(SheetColumn(key, COUNTS[key]) for key in HEADLINE_COLUMNS)
    assert EVERY.keys == EVERY.typed == tuple(COUNTS)


def test_computed_columns_are_not_typed() -> None:
    view = find(STANDARD, "a")
    assert view.keys == ("poor", "a_in", "a_again", "a_out", "a_end", "a_rate")
    assert view.typed == view.keys[:4]
    assert [column.is_rate for column in view.columns] == [False] * 5 + [True]
    assert view.columns[5] == SheetColumn("a_rate", "Tỷ lệ, (%)", "5=4/1*100", Formula(part="a_end", base="poor"))


def test_the_head_of_a_sheet_is_that_of_the_form_without_the_unit() -> None:
    assert find(STANDARD, "a").heads == (
        (
            Head("Hộ nghèo", 0, 2, 3, 1),
            Head("Biến động", 0, 3, 1, 3),
            Head("Cuối kỳ", 0, 6, 3, 1),
            Head("Tỷ lệ", 0, 7, 1, 1),
        ),
        (Head("Tăng", 1, 3, 1, 2), Head("Giảm", 1, 5, 2, 1), Head("(%)", 1, 7, 2, 1)),
        (Head("Mới", 2, 3, 1, 1), Head("Tái nghèo", 2, 4, 1, 1)),
    )
    assert [head.title for head in find(STANDARD, "b-khau").heads[0]] == ["Một", "Hai", "Cả", "Phần (%)", "Cuối kỳ"]


def test_a_sheet_is_found_by_its_word_and_any_other_word_is_the_headline() -> None:
    words = ("", "tat-ca", "b-khau", "x")
    assert [find(STANDARD, word).word for word in words] == ["", "tat-ca", "b-khau", ""]
    assert set(fields_by_key(STANDARD.form("A").fields)) == {"poor", "a_in", "a_again", "a_out", "a_end", "a_rate"}
