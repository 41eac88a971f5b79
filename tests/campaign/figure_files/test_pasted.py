"""The words of a pasted block are judged as those of a file: year, part of it, place, units of measure, status."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from campaign.figure_files import results_file
from campaign.figure_files.pasted import (
    Block,
    objections,
    of_other_column,
    of_other_figure,
    of_other_form,
    of_other_rate,
    read_block,
)
from campaign.poverty_standards.domain.standard import load
from campaign.targets import targets_file
from tests import cast
from units.map.domain.naming import Register

CHAINS = {"1": ["8"], "2": ["8"]}
REGISTER = Register(
    {"1": "Xã Một", "2": "Xã Hai", "8": "Huyện Tám"}, {"7": "Huyện Bảy"},
    above=lambda codes: {code: CHAINS[code] for code in codes if code in CHAINS},
)  # fmt: skip
FIGURES = results_file.purpose_of(2022, "official", REGISTER, ("households", "poor"))
TARGETS = targets_file.purpose_of(2022, REGISTER)
HEADS = ["Đơn vị", "Tổng số hộ", "Hộ nghèo"]
ONE, TWO = ["Xã Một", "990", "317"], ["Xã Hai", "800", "80"]
KEYS = {"1": "households", "2": "poor"}


def _block(*rows: list[str], heads: tuple[int, ...] = (), units: dict[str, str] | None = None) -> Block:
    found = {str(at): REGISTER.find("", row[0]).code for at, row in enumerate(rows)}
    own = {at: code for at, code in found.items() if code in ("1", "2")}
    return read_block(json.dumps({"rows": rows, "heads": heads, "units": units or own, "columns": KEYS}))


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("KẾT QUẢ RÀ SOÁT NĂM 2022", []), ("NĂM 2021", ["ghi năm 2021, khối dán đang được nhập vào năm 2022."]),
        ("ĐẦU NĂM", ["ghi ĐẦU NĂM, khối dán đang được nhập là kết quả cuối năm 2022."]),
        ("6 tháng đầu năm 2022", ["ghi 6 tháng đầu năm, khối dán đang được nhập là kết quả cuối năm 2022."]),
        ("Đơn vị tính: nghìn hộ", ["ghi đơn vị tính «nghìn hộ»; cổng đọc số đúng như ghi trong ô."]),
        ("Đơn vị tính: hộ", []), ("HUYỆN TÁM", []),
        ("HUYỆN BẢY", ["ghi Huyện Bảy, các dòng được nhập là của Xã Một và Xã Hai."]),
        ("Kết quả sơ bộ", ["ghi kết quả sơ bộ, khối dán đang được nhập là kết quả chính thức."]),
    ],
)  # fmt: skip
def test_what_a_title_says(title: str, said: list[str]) -> None:
    for rows, heads in (((ONE, TWO), ()), ((HEADS, ONE, TWO), (1,))):
        assert objections(_block([title], *rows, heads=heads), FIGURES) == [f"Tiêu đề {text}" for text in said]


def test_a_block_of_heads_and_figures_alone_is_taken() -> None:
    assert objections(_block(HEADS, ONE, TWO, heads=(0,)), FIGURES) == []


def test_a_head_of_a_part_of_the_year_stands_in_the_way() -> None:
    heads = [["", "6 tháng năm 2022", ""], ["Đơn vị", "Tổng số hộ", "Hộ nghèo"]]
    assert objections(_block(*heads, ONE, heads=(0, 1)), FIGURES) == [
        "Cột B «6 tháng năm 2022, Tổng số hộ» ghi 6 tháng, khối dán đang được nhập là kết quả cuối năm 2022.",
        "Cột C «6 tháng năm 2022, Hộ nghèo» ghi 6 tháng, khối dán đang được nhập là kết quả cuối năm 2022.",
    ]


def test_rows_between_and_words_below_are_judged_too() -> None:
    assert objections(_block(ONE, ["NĂM 2021"], TWO), FIGURES) == [
        "Dòng 2 ghi «NĂM 2021», các dòng dưới đó vẫn được đọc là số liệu đang nhập."
    ]
    assert objections(_block(ONE, ["Số liệu năm 2021"]), FIGURES) == [
        "Dòng dưới bảng ghi năm 2021, khối dán đang được nhập vào năm 2022."
    ]


def test_targets_are_of_the_whole_year() -> None:
    assert objections(_block(["CHỈ TIÊU QUÝ III"], ONE), TARGETS) == [
        "Tiêu đề ghi QUÝ III, khối dán đang được nhập là chỉ tiêu cả năm 2022."
    ]


@pytest.mark.parametrize(
    "above", ["Số hộ thoát nghèo trong năm", "Ước thực hiện", "Kế hoạch giao", "Hộ dân tộc thiểu số"]
)
def test_a_head_above_makes_another_figure(above: str) -> None:
    heads = [["Đơn vị", "Tổng số hộ", above], ["", "", "Hộ nghèo"]]
    assert of_other_figure(_block(*heads, ONE, heads=(0, 1)), 2022) == [
        f"Cột C «{above}, Hộ nghèo» không được hiểu là «Hộ nghèo»."
    ]


@pytest.mark.parametrize(
    "heads",
    [
        (HEADS,), (["", "Năm 2022", ""], HEADS), (["", "Kết quả rà soát năm 2022", ""], HEADS), (["", "", ""],),
        (["Đơn vị", "Tổng số hộ dân cư", "Trong đó"], ["", "", "Hộ nghèo"]), (["Đơn vị", "Số hộ dân cư", "Số hộ nghèo (hộ)"],),
        (["Đơn vị", "", "Năm 2022"], ["", "Tổng số hộ", "Hộ nghèo"]),  # one with no head below reaches over none
    ],
)  # fmt: skip
def test_heads_of_the_figures_themselves_are_taken(heads: tuple[list[str], ...]) -> None:
    assert of_other_figure(_block(*heads, ONE, heads=tuple(range(len(heads)))), 2022) == []


def test_a_column_of_another_year_stands_in_the_way() -> None:
    rows = [["Đơn vị", "Tổng số hộ", "Hộ nghèo", "Năm"], [*ONE, "2021"], [*TWO, "2022"]]
    assert objections(_block(*rows, heads=(0,)), FIGURES) == [
        "Cột D «Năm» ghi năm 2021, khối dán đang được nhập vào năm 2022."
    ]
    assert objections(_block(rows[0], rows[2], heads=(0,)), FIGURES) == []


STANDARD = load("mdp-2022-2025")
FORMS = [form.code for form in STANDARD.forms if form.code != "F1"]


def _form(code: str, *above: list[str], title: bool = False) -> Block:
    """A row under the head of a form as the portal prints it, and under what stands above."""
    form = STANDARD.form(code)
    lead = len(form.layout.flat) - len(form.fields) - 1
    heads = [[""] * (len(form.fields) + 1) for _ in range(form.layout.depth)]
    for head in form.layout.heads:
        if head.column > lead:
            heads[head.row][head.column - lead] = head.title
    rows = [*([[form.title]] if title else []), *above, *heads, ["Xã Một", *["5"] * len(form.fields)]]
    block = {"rows": rows, "heads": list(range(int(title), len(rows) - 1)), "units": {str(len(rows) - 1): "1"},
             "columns": {str(at): field.key for at, field in enumerate(form.fields, 1)}}  # fmt: skip
    return read_block(json.dumps(block))


def _told(block: Block, code: str) -> list[str]:
    form = STANDARD.form(code)
    titles = {field.key: field.titles for field in form.fields}
    return of_other_form(block, form, STANDARD.forms) or of_other_column(block, titles, 2022)


@pytest.mark.parametrize("code", FORMS)
def test_the_head_of_each_form_is_its_own(code: str) -> None:
    for block in (_form(code), _form(code, title=True), _form(code, ["", "Kết quả rà soát năm 2022"])):
        assert _told(block, code) == []


@pytest.mark.parametrize("above", ["Kế hoạch giao", "Năm 2021", "Đầu năm", "Trong đó: hộ có trẻ em"])
def test_words_over_the_head_of_a_form_make_other_figures(above: str) -> None:
    told = _told(_form("F10", ["", above]), "F10")
    assert len(told) == len(STANDARD.form("F10").fields)
    assert told[0] == f"Cột B «{above}, Thiếu đất sản xuất» không được hiểu là «Thiếu đất sản xuất»."


@pytest.mark.parametrize(("given", "asked"), [("F4", "F6"), ("F6", "F4"), ("F2", "F3"), ("F12", "F13")])
def test_a_form_is_not_taken_for_one_with_many_heads_in_common(given: str, asked: str) -> None:
    assert _told(_form(given), asked) == [
        f"Các cột là của biểu {given[1:]}, khối dán đang được nhập là biểu {asked[1:]}."
    ]


def test_a_title_of_another_form_stands_in_the_way_of_equal_heads() -> None:
    title = [STANDARD.form("F7").title]
    block = _form("F6", title)
    assert _told(replace(block, heads=block.heads[1:]), "F6") == [
        "Tiêu đề là của biểu 7, khối dán đang được nhập là biểu 6."
    ]


def test_heads_of_a_form_may_stand_in_one_cell_and_bear_their_number() -> None:
    block = _block(["Đơn vị", "Hộ nghèo, Kinh (2)", "Năm 2021"], ["", "", "Hộ nghèo, Chăm"], ONE, heads=(0, 1))
    titles = {"households": ("Hộ nghèo", "Kinh"), "poor": ("Hộ nghèo", "Chăm")}
    assert of_other_column(block, titles, 2022) == [
        "Cột C «Năm 2021, Hộ nghèo, Chăm» không được hiểu là «Hộ nghèo, Chăm»."
    ]


POOR, NEAR, MINORITY = "poverty_rate", "near_poverty_rate", "minority_poverty_rate"
AIMS = ["Đơn vị", "Giảm ít nhất", "Đến"]


@pytest.mark.parametrize(
    ("rows", "heads", "indicator", "said"),
    [
        ((["GIẢM TỶ LỆ HỘ CẬN NGHÈO"], ONE), (), POOR, "Tiêu đề ghi «Tỷ lệ hộ cận nghèo»"),
        ((["GIẢM TỶ LỆ HỘ NGHÈO DÂN TỘC THIỂU SỐ"], ONE), (), POOR, "Tiêu đề ghi «Tỷ lệ hộ nghèo DTTS»"),
        ((["GIẢM TỶ LỆ HỘ CẬN NGHÈO"], AIMS, ["Hộ nghèo"], ONE), (1,), NEAR, "Dòng 3 ghi «Tỷ lệ hộ nghèo»"),
        ((["", "Tỷ lệ hộ cận nghèo", ""], AIMS, ONE), (0, 1), POOR,
         "Cột «Tỷ lệ hộ cận nghèo, Giảm ít nhất» ghi «Tỷ lệ hộ cận nghèo»"),
        ((["NĂM 2022"], [*ONE, "Hộ cận nghèo"]), (), POOR, "Dòng 2 ghi «Tỷ lệ hộ cận nghèo»"),
        ((["GIẢM TỶ LỆ HỘ CẬN NGHÈO"], ONE), (), NEAR, ""), ((["CHỈ TIÊU NĂM 2022"], ONE), (), NEAR, ""),
        ((["GIẢM TỶ LỆ HỘ NGHÈO"], ONE), (), MINORITY, ""),  # as a row of a file may say it below such a title
        ((["CẬN NGHÈO"], AIMS, ["Hộ nghèo"], ONE), (1,), POOR, ""),
    ],
)  # fmt: skip
def test_targets_of_another_rate(
    rows: tuple[list[str], ...], heads: tuple[int, ...], indicator: str, said: str
) -> None:
    own = {POOR: "Tỷ lệ hộ nghèo", NEAR: "Tỷ lệ hộ cận nghèo"}.get(indicator)
    ends = f", khối dán đang được nhập là chỉ tiêu «{own}»."
    told = of_other_rate(_block(*rows, heads=heads), indicator)
    assert [text.removesuffix(ends) for text in told][:1] == ([said] if said else [])
    assert all(text.endswith(ends) for text in told)


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", '{"rows": 1}'])
def test_what_is_no_block_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_block(text)


def test_places_that_are_not_there_are_left_out() -> None:
    text = json.dumps(
        {
            "rows": [["a", 1, None], "b"],
            "heads": [0, 5, "1", True],
            "units": {"0": "1", "9": "2", "x": "3"},
            "columns": [],
        }
    )
    assert read_block(text) == Block((("a", None, None),), (0,), {0: "1"}, {})


# ---- the page ----


def _asked(client: Client, address: str, *rows: list[str]) -> Any:
    block = {"rows": rows, "heads": [], "units": {str(len(rows) - 1): "22801"}, "columns": {"1": "households"}}
    return client.post(address, {"khoi": json.dumps(block)})


def test_the_sheet_asks_and_nothing_is_stored(province: cast.Province, sign_in: Any) -> None:
    client, row = sign_in(province.bac_ai), ["Xã Phước Đại", "990"]
    address = "/ket-qua/2022/584/khoi-dan/"
    assert _asked(client, address, ["Huyện Bác Ái, năm 2022"], row).json() == {"told": []}
    assert _asked(client, address, ["Huyện Ninh Hải, năm 2021"], row).json() == {
        "told": [
            "Tiêu đề ghi năm 2021, khối dán đang được nhập vào năm 2022.",
            "Tiêu đề ghi Huyện Ninh Hải, các dòng được nhập là của Xã Phước Đại.",
        ]
    }
    assert _asked(client, f"{address}?loai=so-bo", ["Kết quả sơ bộ"], row).json() == {"told": []}
    assert _asked(client, f"{address}?bang=chi-tieu", ["Quý I"], row).json() == {
        "told": ["Tiêu đề ghi Quý I, khối dán đang được nhập là chỉ tiêu cả năm 2022."]
    }
    block = {"rows": [["Đơn vị", "Kế hoạch giao"], ["", "Tổng số hộ"], row], "heads": [0, 1], "units": {"2": "22801"},
             "columns": {"1": "households"}}  # fmt: skip
    for view in ("", "?bieu=tat-ca"):
        told = client.post(f"{address}{view}", {"khoi": json.dumps(block)}).json()["told"]
        assert told == ["Cột B «Kế hoạch giao, Tổng số hộ» không được hiểu là «Tổng số hộ»."]
    causes = {**block, "rows": [["Đơn vị", "Kế hoạch giao"], ["", "Thiếu đất sản xuất"], row],
              "columns": {"1": "cause_land"}}  # fmt: skip
    assert client.post(f"{address}?bieu=f10", {"khoi": json.dumps(causes)}).json()["told"] == [
        "Cột B «Kế hoạch giao, Thiếu đất sản xuất» không được hiểu là «Thiếu đất sản xuất»."
    ]
    assert client.post(f"{address}?bieu=f1", {"khoi": json.dumps(block)}).json()["told"] == [
        "Cột B «Kế hoạch giao, Tổng số hộ» không được hiểu là «Tổng số hộ»."
    ]
    near = ["GIẢM TỶ LỆ HỘ CẬN NGHÈO"]
    assert _asked(client, f"{address}?bang=chi-tieu", near, row).json() == {
        "told": ["Tiêu đề ghi «Tỷ lệ hộ cận nghèo», khối dán đang được nhập là chỉ tiêu «Tỷ lệ hộ nghèo»."]
    }
    assert _asked(client, f"{address}?bang=chi-tieu&chi-so=ho-can-ngheo", near, row).json() == {"told": []}
    assert client.post(address, {"khoi": "{}"}).status_code == 400


def test_who_does_not_see_the_sheet_is_told_nothing_of_it(province: cast.Province, sign_in: Any) -> None:
    assert _asked(sign_in(province.ninh_son), "/ket-qua/2022/584/khoi-dan/", ["x"]).status_code == 404
    assert _asked(sign_in(province.press), "/ket-qua/2022/584/khoi-dan/", ["x"]).status_code == 403
