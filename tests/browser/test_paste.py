"""Blocks as Excel, LibreOffice and Google Sheets really put them on the clipboard: everything lands where it belongs or is told."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from campaign.models import FigureSet
from core import clock
from core.numbers import NumberRefused, parse_count
from tests import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# 22783 Phước Bình · 22786 Phước Hòa · 22789 Phước Tân · 22792 Phước Tiến · 22795 Phước Thắng · 22798 Phước Thành
# 22801 Phước Đại · 22804 Phước Chính · 22807 Phước Trung
PASTE = """([cell, text, html]) => {
  const field = document.querySelector(cell);
  field.focus();
  document.querySelector("[data-pasted]").replaceChildren();
  const data = new DataTransfer();
  data.setData("text/plain", text);
  if (html) data.setData("text/html", html);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page(
    transactional_db: None,
    on_deadline_evening: None,
    live_server: Any,
    chromium: Any,
    sign_in: Callable[[User], Client],
) -> Iterator[Any]:
    """Bác Ái's sheet, opened by its officer; Phước Tân is approved and locked."""
    clock.set_working_date(cast.EVENING.date())
    province = cast.make_province()
    province.approve(2022, "22789", 1000, 300, 100)
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    cookie = sign_in(province.bac_ai).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    opened = context.new_page()
    opened.faults = []
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    opened.on("console", lambda m: opened.faults.append(m.text) if m.type == "error" else None)
    opened.goto(f"{live_server.url}/ket-qua/2022/584/")
    yield opened
    clock.set_working_date(None)
    context.close()
    assert opened.faults == []


def _paste(page: Any, cell: str, text: str, html: str = "") -> list[str]:
    """Paste at a cell; what the page says of it: the sentence, then each thing that did not go in."""
    page.evaluate(PASTE, [f"#o-{cell}", text, html])
    note = page.locator("[data-pasted]")
    return [note.locator("b").inner_text(), *note.locator("li").all_inner_texts()]


def _row(page: Any, code: str) -> list[str]:
    return [page.input_value(f"#o-{code}-{column}") for column in ("households", "poor", "near_poor")]


def _shown(page: Any) -> dict[str, list[str]]:
    codes = ("22783", "22786", "22792", "22795", "22798", "22801", "22804", "22807", "584")
    return {code: row for code in codes if any(row := _row(page, code))}


def excel(rows: list[list[str]], *, hidden: int | None = None) -> str:
    """As Excel writes it: its own head with styles, one row an element, hidden rows kept with a style."""
    lines = "".join(
        f"<tr height=20 style='{'display:none;' if at == hidden else ''}height:15.0pt'>"
        + "".join(f"<td class=xl65 style='width:48pt'>{cell}</td>" for cell in row)
        + "</tr>\r\n"
        for at, row in enumerate(rows)
    )
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml"\r\nxmlns:x="urn:schemas-microsoft-com:office:excel">\r\n<head>'
        "<meta http-equiv=Content-Type content='text/html; charset=utf-8'>"
        "<style>\r\n<!--table\r\n\t{mso-displayed-decimal-separator:'\\,';}\r\n.xl65\r\n\t{text-align:right;}\r\n-->\r\n</style></head>"
        "<body link='#0563C1'>\r\n<table border=0 cellpadding=0 cellspacing=0 width=192 style='border-collapse:collapse'>"
        f"\r\n<!--StartFragment-->\r\n<col width=64 style='width:48pt'>\r\n{lines}<!--EndFragment-->\r\n</table></body></html>"
    )


def _value(cell: str) -> str:
    """The number that LibreOffice writes beside a cell that shows one."""
    digits = cell.replace(".", "").replace(" ", "")
    return f' sdval="{digits}"' if digits.isdigit() else ""


def libreoffice(rows: list[list[str]]) -> str:
    """As LibreOffice Calc writes it: values beside what is shown."""
    lines = "".join(
        "<tr>\n"
        + "".join(
            f'<td height="17" align="right"{_value(cell)} sdnum="1066;0;#.##0"><font face="Liberation Sans">{cell}</font></td>\n'
            for cell in row
        )
        + "</tr>\n"
        for row in rows
    )
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv="content-type" content="text/html; charset=utf-8"/>\n'
        '<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>\n<style type="text/css">\nbody,td { font-size:x-small }\n'
        f'</style>\n</head>\n<body>\n<table cellspacing="0" border="0">\n<colgroup span="3" width="85"></colgroup>\n{lines}</table>\n</body>\n</html>'
    )


def google_sheets(rows: list[list[str]]) -> str:
    """As Google Sheets writes it: one line, values as JSON in an attribute."""
    lines = "".join(
        '<tr style="height:21px;">'
        + "".join(
            f'<td style="overflow:hidden;padding:2px 3px" data-sheets-value="{{&quot;1&quot;:3}}">{cell}</td>'
            for cell in row
        )
        + "</tr>"
        for row in rows
    )
    return (
        "<meta charset='utf-8'><google-sheets-html-origin><style type=\"text/css\"><!--td {border: 1px solid #cccccc;}--></style>"
        '<table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" dir="ltr" data-sheets-root="1"><colgroup><col width="100"/>'
        f"</colgroup><tbody>{lines}</tbody></table>"
    )


def _tabs(rows: list[list[str]]) -> str:
    return "".join("\t".join(row) + "\r\n" for row in rows)


FOUR = [["100", "30", "3"], ["200", "60", "6"], ["300", "90", "9"], ["400", "120", "12"]]


@pytest.mark.parametrize("write", [None, excel, libreoffice, google_sheets])
def test_a_locked_row_is_passed_over_where_it_stands(page: Any, write: Callable[..., str] | None) -> None:
    told = _paste(page, "22783-households", _tabs(FOUR), write(FOUR) if write else "")
    assert _shown(page) == {"22783": FOUR[0], "22786": FOUR[1], "22792": FOUR[3]}
    assert told == [
        "Đã dán 9 ô vào 3 đơn vị, theo vị trí, từ Xã Phước Bình đến Xã Phước Tiến, "
        "các cột từ «Tổng số hộ» đến «Hộ cận nghèo». Chưa lưu.",
        "Đã khóa, không dán: Xã Phước Tân (3 số).",
    ]


@pytest.mark.parametrize("write", [excel, libreoffice, google_sheets])
def test_rows_in_another_order_go_by_name(page: Any, write: Callable[..., str]) -> None:
    """The order of an office's own list; names with and without "Xã", in two spellings, with a number before them."""
    rows = [
        ["1", "Xã Phước Chính", "1.063", "301", "12"],
        ["2", "Phước Đại", "990", "317", "118"],
        ["3", "X. Phước Bình", "1 200", "400", "50"],
        ["4", "xã phước hoà", "500", "100", "10"],
        ["", "Tổng cộng", "3.753", "1.118", "190"],
        ["5", "Xã Lạ", "7", "1", "1"],
    ]
    told = _paste(page, "22783-households", _tabs(rows), write(rows))
    assert _shown(page) == {
        "22804": ["1.063", "301", "12"],
        "22801": ["990", "317", "118"],
        "22783": ["1.200", "400", "50"],
        "22786": ["500", "100", "10"],
    }
    assert told == [
        "Đã dán 12 ô vào 4 đơn vị, theo tên đơn vị, các cột từ «Tổng số hộ» đến «Hộ cận nghèo». Chưa lưu.",
        "Không có trong bảng này, không dán: «Xã Lạ» (5; 7; 1; 1).",
        "Dòng cộng không dán, cổng tự cộng: Tổng cộng.",
    ]


def test_heads_say_which_column_is_which(page: Any) -> None:
    rows = [["Đơn vị", "Hộ nghèo", "Tổng số hộ", "Ghi chú"], ["Xã Phước Đại", "317", "990", "đã rà soát"]]
    told = _paste(page, "22783-households", _tabs(rows), excel(rows))
    assert _shown(page) == {"22801": ["990", "317", ""]}
    assert told == [
        "Đã dán 2 ô vào 1 đơn vị, theo tên đơn vị và tiêu đề cột. Chưa lưu.",
        "Cột không có trong bảng này, không dán: «Ghi chú» (1 ô).",
        "Dòng chỉ có chữ không dán: Đơn vị.",
    ]


def test_a_line_break_in_a_cell_is_no_new_row(page: Any) -> None:
    text = '"Xã Phước\r\nĐại"\t990\t317\r\nXã Phước Chính\t1063\t301\r\n'
    told = _paste(page, "22783-households", text)
    assert _shown(page) == {"22801": ["990", "317", ""], "22804": ["1.063", "301", ""]}
    assert told == ["Đã dán 4 ô vào 2 đơn vị, theo tên đơn vị, các cột từ «Tổng số hộ» đến «Hộ nghèo». Chưa lưu."]


@pytest.mark.parametrize("write", [None, excel])
def test_a_stray_quote_is_told_and_joins_no_cells(page: Any, write: Callable[..., str] | None) -> None:
    rows = [
        ["Xã Phước Bình", '"100', "30", "3"],
        ["Xã Phước Hòa", "200", '60"', "6"],
        ["Xã Phước Tiến", "300", "90", "9"],
    ]
    told = _paste(page, "22783-households", _tabs(rows), write(rows) if write else "")
    shown = {"22783": ["", "30", "3"], "22786": ["200", "", "6"], "22792": ["300", "90", "9"]}
    assert {code: _row(page, code) for code in shown} == shown
    assert told[1] == (
        'Chưa chắc là số nào, không dán: Xã Phước Bình, Tổng số hộ: «"100» có dấu ngoặc kép thừa; '
        'Xã Phước Hòa, Hộ nghèo: «60"» có dấu ngoặc kép thừa.'
    )


def test_what_is_beyond_the_sheet_is_told(page: Any) -> None:
    rows = [["1", "2", "3", "4", "5", "6"], ["7", "8"], ["9"]]
    assert _paste(page, "22807-households", _tabs(rows)) == [
        "Đã dán 5 ô vào 1 đơn vị, theo vị trí, từ Xã Phước Trung đến Xã Phước Trung, "
        "các cột từ «Tổng số hộ» đến «Hộ nghèo DTTS». Chưa lưu.",
        "2 dòng nằm ngoài bảng, không dán: 7; 8; 9.",
        "1 số nằm ngoài các cột của bảng, không dán: Xã Phước Trung: 6.",
    ]


def test_hidden_rows_and_empty_cells_change_nothing(page: Any) -> None:
    page.fill("#o-22786-poor", "55")
    rows = [["100", "30", "3"], ["999", "999", "999"], ["200", "", "6"]]
    told = _paste(page, "22783-households", _tabs(rows), excel(rows, hidden=1))
    assert _shown(page) == {"22783": ["100", "30", "3"], "22786": ["200", "55", "6"]}
    assert told == [
        "Đã dán 5 ô vào 2 đơn vị, theo vị trí, từ Xã Phước Bình đến Xã Phước Hòa, "
        "các cột từ «Tổng số hộ» đến «Hộ cận nghèo». Chưa lưu.",
        "1 dòng bị ẩn trong bảng tính không được dán.",
        "1 ô trống trong khối dán: giữ số đang có.",
    ]


@pytest.mark.parametrize("told_by", ["column", "cell"])
def test_hidden_columns_are_not_pasted_as_visible_ones(page: Any, told_by: str) -> None:
    """Excel says it in its list of columns and at each cell; either is enough."""
    rows = [["Xã Phước Đại", "990", "7", "317"], ["Xã Phước Chính", "1.063", "8", "301"]]
    html = excel(rows)
    shown, hidden = "<col width=64 style='width:48pt'>", "<col width=0 style='display:none;width:48pt'>"
    html = html.replace(shown, f"{shown}<col width=64 span=1>{hidden if told_by == 'column' else shown}{shown}")
    if told_by == "cell":
        for value in ("7", "8"):
            html = html.replace(f"<td class=xl65 style='width:48pt'>{value}<", f"<td style='display:none'>{value}<")
    told = _paste(page, "22783-households", _tabs(rows), html)
    assert _shown(page) == {"22801": ["990", "317", ""], "22804": ["1.063", "301", ""]}
    assert told == [
        "Đã dán 4 ô vào 2 đơn vị, theo tên đơn vị, các cột từ «Tổng số hộ» đến «Hộ nghèo». Chưa lưu.",
        "1 cột bị ẩn trong bảng tính không được dán.",
    ]


@pytest.mark.parametrize("order", ["code first", "name first"])
def test_code_and_name_beside_each_other_must_agree(page: Any, order: str) -> None:
    rows = [
        ["22801", "Xã Phước Đại", "990", "317"],
        ["22807", "Xã Phước Chính", "1.063", "301"],  # the code of Phước Trung
        ["22899", "Xã Phước Bình", "5", "1"],  # of no unit here
    ]
    if order == "name first":
        rows = [[name, code, *figures] for code, name, *figures in rows[:2]]
    told = _paste(page, "22783-households", _tabs(rows))
    assert _shown(page) == {"22801": ["990", "317", ""]}
    beside = "«Xã Phước Chính» cạnh «22807»" + ("; «Xã Phước Bình» cạnh «22899»" if order == "code first" else "")
    assert told == [
        "Đã dán 2 ô vào 1 đơn vị, theo tên đơn vị, các cột từ «Tổng số hộ» đến «Hộ nghèo». Chưa lưu.",
        f"Mã và tên không phải của cùng một đơn vị, không dán: {beside}.",
    ]


def test_one_undo_takes_the_whole_block_back(page: Any) -> None:
    page.fill("#o-22801-households", "50")
    page.keyboard.press("Tab")
    rows = [["Xã Phước Đại", "990", "317"], ["Xã Phước Chính", "1.063", "301"]]
    assert "1 số đang có được thay bằng số dán." in _paste(page, "22783-households", _tabs(rows))
    page.click("[data-undo]")
    assert _shown(page) == {"22801": ["50", "", ""]}
    assert page.locator("[data-pasted]").is_hidden()


@pytest.mark.parametrize("with_rates", [True, False])
def test_computed_columns_of_a_form_are_passed_over(page: Any, with_rates: bool) -> None:
    """The block of the real F1 holds its % columns; one typed elsewhere may not."""
    page.goto(page.url + "?bieu=f1")
    fields = page.locator('[data-row="22801"] input[data-column]').evaluate_all(
        "all => all.map(one => one.dataset.column)"
    )
    kinds = page.locator('[data-row="22801"] [data-column], [data-row="22801"] [data-key]').evaluate_all(
        "all => all.map(one => one.dataset.column ? 'typed' : 'computed')"
    )
    values = iter(str(number) for number in (1000, 250, 125, 60, 30, 20, 10, 5, 4, 3, 2, 1))
    typed: list[str] = []
    line = ["Xã Phước Đại"]
    for kind in kinds:
        if kind == "typed":
            typed.append(next(values))
            line.append(typed[-1])
        elif with_rates:
            line.append("29,29")
    _paste(page, f"22783-{fields[0]}", _tabs([line]), excel([line]))
    assert [page.input_value(f"#o-22801-{column}").replace(".", "") for column in fields] == typed


def test_heads_without_names_say_which_column_is_which(page: Any) -> None:
    """A block beginning at the figures: last year's column is no column here, whatever stands beside it."""
    rows = [["Hộ nghèo năm trước", "Hộ nghèo", "Tổng số hộ"], ["276", "210", "700"]]
    told = _paste(page, "22804-households", _tabs(rows), excel(rows))
    assert _shown(page) == {"22804": ["700", "210", ""]}
    assert "Cột không có trong bảng này, không dán: «Hộ nghèo năm trước» (1 ô)." in told


def test_the_row_that_numbers_columns_is_no_figure(page: Any) -> None:
    rows = [
        ["Đơn vị", "Tổng số hộ", "Hộ nghèo", "Hộ cận nghèo"],
        ["C", "1", "2", "3"],
        ["Xã Phước Đại", "990", "317", "118"],
    ]
    _paste(page, "22783-households", _tabs(rows), excel(rows))
    assert _shown(page) == {"22801": ["990", "317", "118"]}
    told = _paste(page, "22804-households", _tabs([row[1:] for row in rows]))
    assert _shown(page) == {"22801": ["990", "317", "118"], "22804": ["990", "317", "118"]}
    assert "Dòng đánh số cột không dán." in told


@pytest.mark.parametrize(
    "head", [["Đơn vị", "Hộ nghèo năm trước", "Ít nhất"], ["Đơn vị", "Số hộ đầu kỳ", "Số hộ cuối kỳ"]]
)
def test_heads_that_the_table_does_not_have_are_asked_about(page: Any, head: list[str]) -> None:
    told = _paste(page, "22783-households", _tabs([head, ["Xã Phước Đại", "276", "210"]]))
    assert _shown(page) == {}
    assert told[0] == "Chưa dán ô nào."
    assert told[1].startswith("Không tiêu đề nào của khối dán có trong bảng này") and "chưa dán gì" in told[1]


def test_rows_of_the_own_workbook_are_not_shifted_by_last_years_column(page: Any) -> None:
    """Its rows are code, name, last year's poor households, figures; the year before was approved of Phước Tân's neighbour."""
    page.evaluate("document.querySelector('[data-row=\"22801\"]').dataset.last = '276;118'")
    told = _paste(page, "22783-households", _tabs([["22801", "Xã Phước Đại", "276", "990", "210"]]))
    assert _shown(page) == {"22801": ["990", "210", ""]}
    assert "Cột số của năm trước không dán." in told


def test_a_block_wider_than_the_table_is_asked_about(page: Any) -> None:
    told = _paste(page, "22783-households", _tabs([["Xã Phước Đại", *map(str, range(101, 115))]]))
    assert _shown(page) == {}
    assert told[1].startswith("Khối dán có 14 cột số, bảng từ ô đang chọn chỉ có 5 cột; chưa dán gì.")
    told = _paste(page, "22783-households", _tabs([["22801", "Xã Phước Đại", "", "990", "210"]]))
    assert _shown(page) == {}
    assert told[1].startswith("Cột đầu sau tên đơn vị để trống")


DOUBTS = {
    "part struck": ("<s>7</s>700", "còn «700», gạch bỏ «7»"),
    "part struck by style": ("<span style='text-decoration:line-through'>700</span> 710", "còn «710», gạch bỏ «700»"),
    "struck": ("<s>700</s>", "«700» bị gạch ngang"),
}  # fmt: skip


@pytest.mark.parametrize("case", DOUBTS)
def test_a_struck_figure_is_told_and_not_joined(page: Any, case: str) -> None:
    inside, words = DOUBTS[case]
    told = _paste(page, "22801-households", "700\t210\n", excel([[inside, "210"]]))
    assert _shown(page) == {"22801": ["", "210", ""]}
    assert f"Chưa chắc là số nào, không dán: Xã Phước Đại, Tổng số hộ: {words}." in told


@pytest.mark.parametrize("told_by", ['sdval="1063"', 'data-sheets-value=\'{"1":3,"3":1063}\'', 'x:num="1063"'])
def test_a_figure_shown_shortened_is_told(page: Any, told_by: str) -> None:
    html = f"<table><tr><td {told_by}>1</td><td>210</td></tr></table>"
    told = _paste(page, "22801-households", "1\t210\n", html)
    assert _shown(page) == {"22801": ["", "210", ""]}
    assert "Chưa chắc là số nào, không dán: Xã Phước Đại, Tổng số hộ: hiển thị «1» nhưng giá trị là 1063." in told


@pytest.mark.parametrize(
    ("shown", "value"), [("1.063", "1063"), ("1,063", "1063"), ("30%", "0.3"), ("29,29", "29.2857")]
)
def test_a_figure_shown_in_full_is_taken(page: Any, shown: str, value: str) -> None:
    html = f'<table><tr><td>5</td><td sdval="{value}">{shown}</td></tr></table>'
    assert not any("Chưa chắc" in words for words in _paste(page, "22801-households", f"5\t{shown}", html))


def test_whole_percents_of_a_form_are_not_taken_for_counts(page: Any) -> None:
    """F1 with its % columns shown without decimals: 210 of 700 is 30, 90 of 700 is 13."""
    page.goto(page.url + "?bieu=f1")
    cells = page.locator('[data-row="22801"] [data-column], [data-row="22801"] [data-key]')
    keys = cells.evaluate_all("all => all.map(one => one.dataset.column || one.dataset.key)")
    typed = {"households": 700, "poor": 210, "near_poor": 90, "people": 2500}
    line = [str(typed.get(key, "")) for key in keys]
    for key, words in (("poverty_rate", "30"), ("near_poverty_rate", "13")):
        for at, name in enumerate(keys):
            if name in {key, f"{key.split('_rate')[0]}_share"}:
                line[at] = words
    rates = cells.evaluate_all("all => all.map(one => one.dataset.formula || '')")
    line = [
        str({"poor/households": 30, "near_poor/households": 13}.get(f, v)) for f, v in zip(rates, line, strict=True)
    ]
    assert {"30", "13"} <= {*line}
    _paste(page, f"22801-{next(key for key in keys if key in typed)}", _tabs([line]), excel([line]))
    assert [page.input_value(f"#o-22801-{key}") for key in ("households", "poor", "near_poor")] == ["700", "210", "90"]


def test_a_figure_is_read_as_the_server_reads_it(page: Any) -> None:
    texts = [
        "1.063",
        "1,063",
        "1 063",
        "1\u00a0063",
        "1\u2009063",
        "1\u202f063",
        "\u200b200",
        "\ufeff200",
        "3,44",
        "33%",
        "29,29%",
        "-5",
        "60 hộ",
        "1.06",
        "12.34.567",
        "0",
        "  7 ",
        "2000000001",
        "1.234.567",
        "0.100",
        "0,100",
        "012.345",
    ]
    seen = page.evaluate("texts => texts.map(text => window.portal.count(text) ?? null)", texts)

    def server(text: str) -> int | None:
        try:
            return parse_count(text)
        except NumberRefused:
            return None

    assert seen == [server(text) for text in texts]


def test_what_was_pasted_is_stored(page: Any) -> None:
    rows = [["Xã Phước Đại", "990", "317", "118"], ["Xã Phước Tân", "1", "1", "1"]]
    _paste(page, "22783-households", _tabs(rows), google_sheets(rows))
    page.locator("button:has-text('Lưu nháp')").click()
    page.wait_for_selector(".notice")
    found = {
        row.unit.code: (row.households, row.poor, row.near_poor)
        for row in FigureSet.objects.current().filter(year=2022)
    }
    assert found == {"22801": (990, 317, 118), "22789": (1000, 300, 100)}


def test_a_comma_is_read_as_thousands_and_told(page: Any) -> None:
    told = _paste(page, "22783-households", "1,234\t88\t113\n2,345,678\t1,234\t1")
    assert _row(page, "22783") == ["1.234", "88", "113"]
    assert (
        "Dấu phẩy được đọc là dấu ngăn cách hàng nghìn: «1,234» là 1.234; «2,345,678» là 2.345.678; «1,234» là 1.234. "
        "Nếu đó là số thập phân thì sửa lại trước khi lưu."
    ) in told
    page.fill("#o-22801-poor", "1,234")
    page.press("#o-22801-poor", "Tab")
    assert page.input_value("#o-22801-poor") == "1.234"
    assert page.inner_text("[data-pasted]").startswith(
        "Dấu phẩy được đọc là dấu ngăn cách hàng nghìn: «1,234» là 1.234."
    )


def test_what_did_not_fit_is_told_in_a_short_sentence(page: Any) -> None:
    lines = "\n".join(f"{number}\t{number}\t{number}\t{'chữ dài ' * 30}\t9\t9" for number in range(1, 41))
    told = _paste(page, "22801-households", lines)
    assert all(len(words) < 400 for words in told)
    assert any("… và" in words and words.endswith(("dòng nữa.", "ô nữa.")) for words in told)


def _leaves(page: Any, act: Callable[[], Any]) -> list[str]:
    """The questions that a browser asks when somebody leaves a page."""
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    act()
    page.remove_listener("dialog", answer)
    return asked


def test_closing_a_tab_with_typed_cells_asks_and_going_to_another_page_does_not(page: Any) -> None:
    page.click("#o-22801-poor")
    assert _leaves(page, lambda: page.reload()) == []
    page.fill("#o-22801-poor", "88")
    assert _leaves(page, lambda: page.click(".side-nav a >> nth=0")) == []
    page.go_back()
    page.wait_for_selector("text=Đã đưa lại những gì bạn nhập")
    assert page.input_value("#o-22801-poor") == "88"
    page.click("#o-22801-near_poor")
    page.wait_for_timeout(100)

    def close() -> None:
        with page.expect_event("dialog"):
            page.close(run_before_unload=True)
        page.wait_for_event("close")

    assert _leaves(page, close) == ["beforeunload"]


# ---- whose name, which year ----


def test_another_unit_s_name_is_not_one_s_own(page: Any) -> None:
    rows = [
        ["Xã Phước Thành", "800", "80", "40"],
        ["Xã Phước Thạnh", "1", "1", "0"],
        ["Thị trấn Phước Bình", "2", "1", "0"],
        ["P. Phước Hòa", "3", "1", "0"],
        ["x. Phuoc Dai", "900", "90", "45"],
        ["Phước Hoà", "700", "70", "35"],
    ]
    said = _paste(page, "22783-households", _tabs(rows), excel(rows))
    assert _shown(page) == {
        "22786": ["700", "70", "35"],
        "22798": ["800", "80", "40"],
        "22801": ["900", "90", "45"],
    }
    assert said[1:] == [
        "Không có trong bảng này, không dán: «Xã Phước Thạnh» (1; 1; 0); «Thị trấn Phước Bình» (2; 1; 0); «P. Phước Hòa» (3; 1; 0)."
    ]


def test_a_block_of_strangers_is_not_pasted_by_place(page: Any) -> None:
    rows = [["Xã Phước Thạnh", "800", "80", "40"]]
    assert _paste(page, "22783-households", _tabs(rows), excel(rows)) == [
        "Chưa dán ô nào.",
        "Không có trong bảng này, không dán: «Xã Phước Thạnh».",
    ]
    assert _shown(page) == {}


def test_heads_of_another_time_stay_out(page: Any) -> None:
    heads = ["Đơn vị", "Tổng số hộ (hộ)", "Hộ nghèo (đầu năm)", "Hộ cận nghèo"]
    row = ["Xã Phước Đại", "900", "90", "45"]
    assert "Cột không có trong bảng này, không dán: «Hộ nghèo (đầu năm)» (1 ô)." in _paste(
        page, "22783-households", _tabs([heads, row])
    )
    assert _shown(page) == {"22801": ["900", "", "45"]}
    upper, lower = ["", "Năm 2022", "", "Năm 2021"], ["Đơn vị", "Tổng số hộ", "Hộ nghèo", "Hộ cận nghèo"]
    row = ["Xã Phước Chính", "900", "90", "45"]
    assert "Cột không có trong bảng này, không dán: «Năm 2021, Hộ cận nghèo» (1 ô)." in _paste(
        page, "22783-households", _tabs([upper, lower, row])
    )
    assert _row(page, "22804") == ["900", "90", ""]


# ---- merged cells, rows and cells alone ----


def test_a_merged_figure_is_nobody_s(page: Any) -> None:
    html = (
        "<table><tr><td>Xã Phước Đại</td><td>990</td><td rowspan=2>301</td></tr>"
        "<tr><td>Xã Phước Chính</td><td colspan=2>1.063</td></tr></table>"
    )
    told = _paste(page, "22783-households", "Xã Phước Đại\t990\t301\nXã Phước Chính\t1.063\t", html)
    assert _shown(page) == {"22801": ["990", "", ""]}
    assert (
        "Chưa chắc là số nào, không dán: Xã Phước Đại, Hộ nghèo: ô gộp ghi «301» cho 2 dòng; "
        "Xã Phước Chính, Tổng số hộ: ô gộp ghi «1.063» cho 2 cột."
    ) in told


def test_a_figure_merged_with_hidden_rows_is_its_own(page: Any) -> None:
    html = (
        "<table><tr><td>Xã Phước Đại</td><td rowspan=2>990</td></tr><tr style='display:none'><td>Thôn</td></tr>"
        "<tr><td>Xã Phước Chính</td><td>1.063</td></tr></table>"
    )
    _paste(page, "22783-households", "Xã Phước Đại\t990\nXã Phước Chính\t1.063", html)
    assert _shown(page) == {"22801": ["990", "", ""], "22804": ["1.063", "", ""]}


def test_an_unknown_unit_above_the_first_known_one_is_named(page: Any) -> None:
    rows = [
        ["Đơn vị", "Tổng số hộ", "Hộ nghèo", "Hộ cận nghèo"],
        ["B", "1", "2", "3"],
        ["Huyện Bác Ái cũ", "5.000", "900", "400"],
        ["Toàn huyện", "8.000", "950", "500"],
        ["Xã Phước Thạnh", "800", "80", "40"],
        ["Xã Phước Đại", "990", "317", "118"],
    ]
    told = _paste(page, "22783-households", _tabs(rows), excel(rows))
    assert _shown(page) == {"22801": ["990", "317", "118"]}
    assert told[1:] == [
        "Không có trong bảng này, không dán: «Huyện Bác Ái cũ» (5.000; 900; 400); «Xã Phước Thạnh» (800; 80; 40).",
        "Dòng cộng không dán, cổng tự cộng: Toàn huyện.",
        "Dòng chỉ có chữ không dán: Đơn vị.",
        "Dòng đánh số cột không dán.",
    ]


ALONE = {
    "a decimal shown as thousands": (
        "1.063", '<table><tr><td sdval="1.063">1.063</td></tr></table>', "hiển thị «1.063» nhưng giá trị là 1,063",
    ),
    "merged": ("301", "<table><tr><td rowspan=2>301</td></tr><tr></tr></table>", "ô gộp ghi «301» cho 2 dòng"),
    "merged across": ("301", "<table><tr><td colspan=2>301</td></tr></table>", "ô gộp ghi «301» cho 2 cột"),
    "part of a year": ("6 tháng", "", "«6 tháng» không phải là số"),
    "a percentage": ("30%", "<table><tr><td>30%</td></tr></table>", "«30%» không phải là số"),
    "a day": ("31/12/2022", "", "«31/12/2022» không phải là số"),
    "struck": ("700", "<table><tr><td><s>700</s></td></tr></table>", "«700» bị gạch ngang"),
}  # fmt: skip


@pytest.mark.parametrize("case", ALONE)
def test_a_cell_alone_is_doubted_like_one_of_a_block(page: Any, case: str) -> None:
    text, html, words = ALONE[case]
    assert _paste(page, "22801-poor", text, html) == ["Chưa dán ô nào.", f"Chưa chắc là số nào, không dán: {words}."]
    assert _shown(page) == {}


# ---- what the words of a block say ----


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("NĂM 2021", "Tiêu đề ghi năm 2021, khối dán đang được nhập vào năm 2022."),
        ("Đơn vị tính: nghìn hộ", "Tiêu đề ghi đơn vị tính «nghìn hộ»; cổng đọc số đúng như ghi trong ô."),
    ],
)
def test_a_title_that_contradicts_the_page_stops_the_block(page: Any, title: str, said: str) -> None:
    rows = [[title], ["Đơn vị", "Tổng số hộ", "Hộ nghèo"], ["Xã Phước Đại", "990", "317"]]
    assert _paste(page, "22783-households", _tabs(rows), excel(rows)) == [
        "Chưa dán ô nào.",
        said,
        "Sửa chỗ đó rồi dán lại; nếu số đúng là của bảng này thì chỉ chép các dòng số liệu.",
    ]
    assert _shown(page) == {}
    rows[0] = ["KẾT QUẢ NĂM 2022, HUYỆN BÁC ÁI"]
    _paste(page, "22783-households", _tabs(rows), excel(rows))
    assert _shown(page) == {"22801": ["990", "317", ""]}


def test_words_that_cannot_be_judged_stop_the_block(page: Any) -> None:
    page.evaluate("void (window.fetch = () => Promise.reject(new Error('cut off')))")
    told = _paste(page, "22783-households", "NĂM 2022\nXã Phước Đại\t990")
    assert told[:2] == ["Chưa dán ô nào.", "Chưa kiểm tra được chữ trong khối dán vì mất kết nối."]
    assert _shown(page) == {}


# ---- what happens while the words of a block are judged ----

HELD = """() => {
  const fetch = window.fetch;
  const asked = [];
  window.fetch = (...all) => new Promise((go) => asked.push(() => go(fetch(...all))));
  window.answer = () => asked.shift()();
}"""
JUDGING = "Đang kiểm tra khối vừa dán…"
SAVE = "button:has-text('Lưu nháp')"


def _begin(page: Any, text: str) -> None:
    """Paste at the first cell, the answer of the judge still to come."""
    page.evaluate(PASTE, ["#o-22783-households", text, ""])


def _told(page: Any) -> list[str]:
    note = page.locator("[data-pasted]")
    return [note.locator("b").inner_text(), *note.locator("li").all_inner_texts()]


def test_a_cell_typed_while_a_block_is_judged_is_kept_and_named(page: Any) -> None:
    page.evaluate(HELD)
    page.fill("#o-22804-poor", "50")
    _begin(page, "NĂM 2022\nXã Phước Đại\t990\t80\nXã Phước Chính\t800\t60")
    assert page.inner_text("[data-pasted]") == JUDGING
    page.fill("#o-22801-poor", "77")
    page.evaluate("window.answer()")
    told = _told(page)
    assert _shown(page) == {"22801": ["990", "77", ""], "22804": ["800", "60", ""]}
    assert told[0].startswith("Đã dán 3 ô vào 2 đơn vị")
    assert told[1:3] == [
        "Vừa được nhập trong lúc kiểm tra nên giữ, không dán: Hộ nghèo, Xã Phước Đại.",
        "1 số đang có được thay bằng số dán.",
    ]


@pytest.mark.parametrize("title", ["NĂM 2022\n", ""], ids=["judged as well", "without words"])
def test_a_later_block_takes_the_place_of_one_still_judged(page: Any, title: str) -> None:
    page.evaluate(HELD)
    _begin(page, "NĂM 2022\nXã Phước Đại\t111\t11")
    _begin(page, f"{title}Xã Phước Đại\t555\t55")
    if title:
        page.evaluate("(window.answer(), void 0)")
        page.wait_for_timeout(300)
        assert page.inner_text("[data-pasted]") == JUDGING
    page.evaluate("(window.answer(), void 0)")
    told = _told(page)
    page.wait_for_timeout(300)
    assert _shown(page) == {"22801": ["555", "55", ""]}
    assert told[1] == "Khối dán trước chưa kiểm tra xong thì có khối dán sau: không dán khối trước."
    assert _told(page) == told


def test_nothing_is_saved_until_a_block_is_judged(page: Any) -> None:
    page.evaluate(HELD)
    _begin(page, "NĂM 2022\nXã Phước Đại\t990\t317")
    page.locator(SAVE).click()
    page.wait_for_timeout(300)
    assert page.inner_text("[data-pasted]") == JUDGING
    page.evaluate("window.answer()")
    assert _told(page)[1] == "Chưa lưu vì khối dán chưa kiểm tra xong; xem lại rồi lưu lần nữa."
    page.locator(SAVE).click()
    page.wait_for_selector(".notice")
    found = FigureSet.objects.current().get(year=2022, unit__code="22801")
    assert (found.households, found.poor) == (990, 317)


# ---- heads above, years, the words of offices ----


def test_heads_above_that_make_another_figure_stop_the_block(page: Any) -> None:
    rows = [["Đơn vị", "Tổng số hộ", "Số hộ thoát nghèo trong năm", ""], ["", "", "Hộ nghèo", "Hộ cận nghèo"]]
    told = _paste(page, "22783-households", _tabs([*rows, ["Xã Phước Đại", "990", "30", "12"]]))
    assert _shown(page) == {}
    assert told[1].startswith("Cột C «Số hộ thoát nghèo trong năm, Hộ nghèo» không được hiểu là «Hộ nghèo».")


def test_the_official_head_of_all_households_is_known(page: Any) -> None:
    _paste(page, "22783-households", _tabs([["Đơn vị", "Tổng số hộ dân cư"], ["Xã Phước Đại", "990"]]))
    assert _shown(page) == {"22801": ["990", "", ""]}


def test_a_column_of_years_is_no_figure(page: Any) -> None:
    rows = [["Đơn vị", "Năm", "Tổng số hộ"], ["Xã Phước Đại", "2021", "990"], ["Xã Phước Chính", "2021", "1.063"]]
    assert "ghi năm 2021" in _paste(page, "22783-households", _tabs(rows))[1]
    told = _paste(page, "22783-households", _tabs(rows[1:]))
    assert told[1].startswith("Cột đầu của khối dán ghi 2021 ở mọi dòng")
    assert _shown(page) == {}


# ---- the heads that the portal itself prints ----

OWN_HEAD = """() => {
  const cells = [...document.querySelectorAll('[data-row="22801"] [data-column], [data-row="22801"] [data-key]')];
  const values = cells.map((_, at) => String(101 + at));
  const row = `<tr><td>Xã Phước Đại</td>${values.map((value) => `<td>${value}</td>`).join("")}</tr>`;
  const typed = cells.flatMap((cell, at) => (cell.dataset.column ? [[cell.id, values[at]]] : []));
  return [`<table>${document.querySelector("[data-sheet] thead").outerHTML}<tbody>${row}</tbody></table>`, typed];
}"""


def test_the_head_of_each_page_of_a_form_is_known(page: Any) -> None:
    address = page.url
    links = page.locator("a[href*='bieu=']").evaluate_all(
        "all => all.map(a => new URL(a.href).searchParams.get('bieu'))"
    )
    words = [*dict.fromkeys(filter(None, links))]
    assert len(words) == 16
    for view in (*(f"bieu={word}" for word in words), "cot=tat-ca"):
        page.goto(f"{address}?{view}")
        html, typed = page.evaluate(OWN_HEAD)
        told = _paste(page, typed[0][0].removeprefix("o-"), "x\ty", html)
        seen = [[at, page.input_value(f"#{at}")] for at, _ in typed]
        assert (view, seen) == (view, typed)
        assert told[0].endswith("theo tên đơn vị và tiêu đề cột. Chưa lưu."), view


F2 = [
    ["STT", "Phường/Xã", "Phân tổ", "Hộ nghèo đầu kỳ", "Hộ thoát nghèo", ""],
    ["", "", "", "", "Trở thành hộ cận nghèo", "Vượt chuẩn cận nghèo"],
    ["A", "B", "C", "1", "2", "3"],
    ["1", "Xã Phước Đại", "Hộ", "50", "10", "5"],
    ["", "", "Nhân khẩu", "210", "41", "22"],
]


@pytest.mark.parametrize("first", [0, 3], ids=["with its head", "without"])
def test_rows_of_the_other_part_of_a_form_stay_out(page: Any, first: int) -> None:
    """The official form has two rows a unit, its name at the first of them; each has a page of its own."""
    address = page.url
    for word, row, other in (("ho", F2[3], "Xã Phước Đại Nhân khẩu"), ("khau", F2[4], "Xã Phước Đại Hộ")):
        page.goto(f"{address}?bieu=f2-{word}")
        fields = page.locator('[data-row="22801"] input[data-column]').evaluate_all("all => all.map(one => one.id)")[:3]
        told = _paste(page, fields[0].replace("o-22801", "22783"), _tabs(F2[first:]))
        assert [page.input_value(f"#{at}") for at in fields] == row[3:]
        assert f"Dòng của biểu khác không dán: {other}." in told


def test_a_common_head_over_some_columns_is_one(page: Any) -> None:
    rows = [["Đơn vị", "Hộ là người cao tuổi", ""], ["", "Hộ nghèo", "Hộ cận nghèo"], ["Xã Phước Đại", "30", "12"]]
    assert _paste(page, "22783-households", _tabs(rows))[1].startswith(
        "Cột B «Hộ là người cao tuổi, Hộ nghèo» không được hiểu"
    )
    assert _shown(page) == {}
    rows[0] = ["Đơn vị", "", "Đơn vị tính: hộ"]
    _paste(page, "22783-households", _tabs(rows))
    assert _shown(page) == {"22801": ["", "30", "12"]}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["2021", "900", "90"]], "Cột đầu của khối dán ghi 2021, chưa biết"),
        ([["Xã Phước Đại", "2021", "90"]], "Cột đầu của khối dán ghi 2021, chưa biết"),
        ([["2021", "900"], ["2022", "950"]], "Cột đầu của khối dán ghi các năm 2021, 2022 ở mọi dòng, chưa biết"),
        ([["2020", "2021", "2022"], ["5", "6", "7"]], "Dòng đầu của khối dán ghi 2020 đến 2022, chưa biết"),
    ],
)
def test_years_without_a_head_are_asked_about(page: Any, rows: list[list[str]], said: str) -> None:
    told = _paste(page, "22801-households", _tabs(rows))
    assert told[1].startswith(said) and "Chép kèm dòng tiêu đề cột" in told[1]
    assert _shown(page) == {}
    for line in rows[0][-1:], ["2.021", "90"]:
        _paste(page, "22801-households", _tabs([["Xã Phước Đại", *line]]))
    assert _row(page, "22801")[:2] == ["2.021", "90"]


@pytest.mark.parametrize("counted", ["Số lượng", "Số hộ"])
@pytest.mark.parametrize("view", ["", "?bieu=f1", "?cot=tat-ca"])
def test_the_official_head_of_two_rows_is_known_wherever_its_figures_are_asked(
    page: Any, view: str, counted: str
) -> None:
    page.goto(f"{page.url}{view}")
    rows = [
        ["TT", "Phường/Xã", "Tổng số hộ", "Hộ nghèo", "", "Hộ cận nghèo", ""],
        ["", "", "", counted, "Tỷ lệ (%)", counted, "Tỷ lệ (%)"],
        ["1", "Xã Phước Đại", "900", "90", "10", "45", "5"],
    ]
    told = _paste(page, "22783-households", _tabs(rows), excel(rows))
    assert _row(page, "22801") == ["900", "90", "45"]
    assert told[0].startswith("Đã dán 3 ô vào 1 đơn vị, theo tên đơn vị và tiêu đề cột")
