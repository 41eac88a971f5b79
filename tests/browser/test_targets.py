"""The sheet of targets in a browser: a block pasted, one undo, what the rate may be at most."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from campaign.models import Target
from core import clock
from tests import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """([cell, text]) => {
  const field = document.querySelector(cell);
  field.focus();
  const data = new DataTransfer();
  data.setData("text/plain", text);
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
    """Bác Ái's targets, opened by its officer; Phước Đại had 40,20 % at the end of 2021."""
    clock.set_working_date(cast.EVENING.date())
    province = cast.make_province()
    province.approve(2021, "22801", 1000, 402, 10)
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    cookie = sign_in(province.bac_ai).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    opened = context.new_page()
    opened.faults = []
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    opened.on("console", lambda m: opened.faults.append(m.text) if m.type == "error" else None)
    opened.goto(f"{live_server.url}/chi-tieu/2022/584/")
    yield opened
    clock.set_working_date(None)
    context.close()
    assert opened.faults == []


def _paste(page: Any, cell: str, text: str) -> list[str]:
    page.evaluate(PASTE, [f"#o-{cell}", text])
    note = page.locator("[data-pasted]")
    return [note.locator("b").inner_text(), *note.locator("li").all_inner_texts()]


def _row(page: Any, code: str) -> list[str]:
    return [page.input_value(f"#o-{code}-{name}") for name in ("at_least", "up_to")]


def test_what_the_rate_may_be_at_most_follows(page: Any) -> None:
    aim = page.locator('[data-row="22801"] [data-aim]')
    page.fill("#o-22801-at_least", "4,5")
    assert aim.inner_text() == "35,70"
    page.fill("#o-22801-at_least", "nhiều")
    assert aim.inner_text() == ""
    page.fill("#o-22801-at_least", "50")
    assert aim.inner_text() == "0,00"


def test_a_column_pasted_goes_down_and_not_into_one_box(page: Any) -> None:
    said = _paste(page, "22783-at_least", "1,50\n0,20\n4.5")
    assert said[0] == "Đã dán 3 ô vào 3 đơn vị, theo vị trí, từ Xã Phước Bình đến Xã Phước Tân. Chưa lưu."
    assert [_row(page, code)[0] for code in ("22783", "22786", "22789")] == ["1,50", "0,20", "4.5"]


def test_a_block_with_names_goes_by_names_and_heads(page: Any) -> None:
    block = "\n".join(
        [
            "Mã đơn vị\tĐơn vị\tĐến (điểm %)\tGiảm ít nhất (điểm %)\tSố quyết định",
            "22801\tXã Phước Đại\t5\t4,50 %\t3/QĐ-UBND",
            "22783\tPhước Bình\t\t2,00%\t",
            "\tXã Ở Nơi Khác\t9\t9\t",
            "\tTổng cộng\t5\t6,50\t",
        ]
    )
    said = _paste(page, "22783-at_least", block)
    assert said[0] == "Đã dán 3 ô vào 2 đơn vị, theo tên đơn vị và tiêu đề cột. Chưa lưu."
    assert (_row(page, "22801"), _row(page, "22783")) == (["4,50 %", "5"], ["2,00%", ""])
    assert any("Không có trong bảng này, không dán: «Xã Ở Nơi Khác»" in line for line in said)
    assert any("Dòng cộng không dán" in line for line in said)
    assert "Cột không có trong bảng này, không dán: «Số quyết định» (1 ô)." in said


def test_a_code_of_another_unit_beside_a_name_is_not_passed_over(page: Any) -> None:
    said = _paste(page, "22783-at_least", "22804\tXã Phước Đại\t4,0\t5,0\n22783\tXã Phước Bình\t2,0\t")
    assert (_row(page, "22801"), _row(page, "22783")) == (["", ""], ["2,0", ""])
    assert "Mã và tên không phải của cùng một đơn vị, không dán: «Xã Phước Đại» cạnh «22804»." in said


def test_what_is_no_number_stays_out_and_is_named(page: Any) -> None:
    """A fraction, a day that a spreadsheet made of one, words: on this sheet nothing marks them before it is saved."""
    said = _paste(page, "22783-at_least", "1/2\t2\n1,5\t01/02/2022\n½\ttừ 2 trở lên\n0,5\t1")
    assert said[1] == (
        "Không phải là số, không dán: «1/2» (Giảm ít nhất, Xã Phước Bình); «01/02/2022» (Đến, Xã Phước Hòa); "
        "«½» (Giảm ít nhất, Xã Phước Tân); «từ 2 trở lên» (Đến, Xã Phước Tân)."
    )
    codes = ("22783", "22786", "22789", "22792")
    assert [_row(page, code) for code in codes] == [["", "2"], ["1,5", ""], ["", ""], ["0,5", "1"]]


def test_what_runs_over_the_foot_is_told(page: Any) -> None:
    said = _paste(page, "22807-at_least", "1\n2\n3")
    assert _row(page, "22807")[0] == "1"
    assert "2 dòng nằm ngoài bảng, không dán: 2; 3." in said


def test_one_undo_takes_the_block_back(page: Any) -> None:
    page.fill("#o-22783-at_least", "9")
    page.press("#o-22783-at_least", "Tab")
    _paste(page, "22783-at_least", "1\n2\n3")
    page.press("#o-22783-at_least", "Control+z")
    assert [_row(page, code)[0] for code in ("22783", "22786", "22789")] == ["9", "", ""]
    assert page.locator("[data-pasted]").is_hidden()
    page.press("#o-22783-at_least", "Control+z")
    assert _row(page, "22783")[0] == ""


def test_what_was_pasted_is_assigned(page: Any) -> None:
    _paste(page, "22783-at_least", "Xã Phước Đại\t4,5 %\nXã Phước Bình\t1.25")
    page.fill("#id_decision_number", "3/QĐ-UBND")
    page.fill("#id_decision_date", "05/01/2022")
    page.click("text=Lưu chỉ tiêu >> nth=0")
    page.wait_for_selector(".notice")
    found = {row.unit.code: str(row.at_least) for row in Target.objects.select_related("unit")}
    assert found == {"22801": "4.50", "22783": "1.25"}


def test_a_target_typed_while_a_block_is_judged_is_kept(page: Any) -> None:
    page.evaluate("""() => {
      const fetch = window.fetch;
      window.fetch = (...all) => new Promise((go) => { window.answer = () => go(fetch(...all)); });
    }""")
    page.evaluate(PASTE, ["#o-22783-at_least", "NĂM 2022\nXã Phước Đại\t4,5\nXã Phước Bình\t1,25"])
    page.fill("#o-22801-at_least", "3")
    page.evaluate("window.answer()")
    note = page.locator("[data-pasted]")
    assert note.locator("b").inner_text().startswith("Đã dán 1 ô")
    assert "Vừa được nhập trong lúc kiểm tra nên giữ, không dán:" in note.inner_text()
    assert (_row(page, "22801")[0], _row(page, "22783")[0]) == ("3", "1,25")


def test_a_block_of_another_indicator_is_not_pasted(page: Any) -> None:
    block = "GIẢM TỶ LỆ HỘ CẬN NGHÈO NĂM 2022\nXã Phước Đại\t4,5"
    assert _paste(page, "22783-at_least", block)[1] == (
        "Tiêu đề ghi «Tỷ lệ hộ cận nghèo», khối dán đang được nhập là chỉ tiêu «Tỷ lệ hộ nghèo»."
    )
    page.goto(f"{page.url}?chi-so=ho-can-ngheo")
    assert _paste(page, "22783-at_least", block)[0].startswith("Đã dán 1 ô")
