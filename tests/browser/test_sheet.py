"""The entry sheet in Chromium: what is recomputed as one types is what the server computes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from campaign.models import Campaign, FigureSet
from core import clock
from core.numbers import format_rate, rate
from tests import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(
    transactional_db: None,
    on_deadline_evening: None,
    live_server: Any,
    chromium: Any,
    sign_in: Callable[[User], Client],
) -> Iterator[Any]:
    """Bác Ái's sheet, opened by its officer; last year and the target are there."""
    clock.set_working_date(cast.EVENING.date())  # the server answers in threads of its own
    province = cast.make_province()
    province.approve(2021, "584", 7960, 3367, 1379)
    province.target(2022, "584", "3.16")
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    cookie = sign_in(province.bac_ai).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    opened = context.new_page()
    opened.faults = []
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    opened.goto(f"{live_server.url}/ket-qua/2022/584/")
    yield opened
    clock.set_working_date(None)
    context.close()
    assert opened.faults == []


def _row(page: Any, code: str) -> dict[str, str]:
    row = page.locator(f'[data-row="{code}"]')
    return {name: row.locator(f"[data-{name}]").inner_text() for name in ("rate", "reduction", "verdict")}


def test_rate_reduction_and_verdict_follow_the_typing(page: Any) -> None:
    page.fill("#o-584-households", "8.140")
    page.fill("#o-584-poor", "3186")
    assert _row(page, "584") == {"rate": "39,14", "reduction": "3,16", "verdict": "Đạt"}
    page.fill("#o-584-poor", "3187")
    assert _row(page, "584") == {"rate": "39,15", "reduction": "3,15", "verdict": "Không đạt"}
    page.fill("#o-584-poor", "")
    assert _row(page, "584") == {"rate": "", "reduction": "", "verdict": "Chưa đủ căn cứ"}


def test_rates_are_rounded_as_the_server_rounds(page: Any) -> None:
    """Halves that binary fractions would round the other way are among them."""
    pairs = [(1, 800), (3, 800), (201, 20000), (1005, 100000), (1, 3), (2, 3), (7, 7), (0, 9), (185759, 185760)]
    shown = []
    for poor, households in pairs:
        page.fill("#o-22801-households", str(households))
        page.fill("#o-22801-poor", str(poor))
        shown.append(_row(page, "22801")["rate"])
    assert shown == [format_rate(rate(poor, households)) for poor, households in pairs]


def test_a_block_from_excel_fills_cells_and_sums(page: Any) -> None:
    lines = "\n".join("100\t30\t3" for _ in range(9))
    page.evaluate(
        """(text) => {
          const field = document.querySelector("#o-22783-households");
          const data = new DataTransfer();
          data.setData("text/plain", text);
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        lines,
    )
    assert page.input_value("#o-22807-near_poor") == "3"
    assert page.locator("[data-sum]").all_inner_texts() == ["900", "270", "27", "chưa đủ (0/9)", "chưa đủ (0/9)"]
    assert page.locator("[data-sum-rate]").inner_text() == "30,00"
    page.locator("button:has-text('Lưu nháp')").click()
    page.wait_for_selector(".notice")
    assert FigureSet.objects.filter(households=100, poor=30, near_poor=3).count() == 9


def test_a_broken_cell_says_so_and_can_be_reached(page: Any) -> None:
    page.fill("#o-22801-households", "100")
    page.fill("#o-22801-poor", "101")
    page.keyboard.press("Tab")
    assert page.locator("tr.msg").all_inner_texts() == [
        "Hộ nghèo (101) nhiều hơn tổng số hộ (100). Số đã nhập vẫn được giữ."
    ]
    assert page.locator("[data-live]").inner_text().startswith("Chưa lưu được: còn 1 ô chưa nhận.")
    page.locator("[data-live] a").click()
    page.keyboard.type("10")
    page.keyboard.press("Tab")
    assert page.locator("tr.msg").count() == 0
    assert page.locator("[data-live]").is_hidden()


def test_arrows_and_enter_move_through_the_grid(page: Any) -> None:
    page.focus("#o-22783-households")
    for key, cell in (
        ("ArrowDown", "22786-households"),
        ("Enter", "22789-households"),
        ("ArrowRight", "22789-poor"),
        ("ArrowUp", "22786-poor"),
        ("ArrowLeft", "22786-households"),
        ("Shift+Enter", "22783-households"),
    ):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == f"o-{cell}"


def test_what_was_typed_survives_a_reload(page: Any) -> None:
    page.fill("#o-22801-households", "1.946")
    page.reload()
    assert page.input_value("#o-22801-households") == "1.946"
    assert "Đã đưa lại những gì bạn nhập" in page.locator(".kept").first.inner_text()


PASTE = """([cell, text]) => {
  const field = document.querySelector(cell);
  field.focus();
  const data = new DataTransfer();
  data.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_pasted_block_is_taken_back_in_one_step(page: Any) -> None:
    page.fill("#o-22783-households", "50")
    page.keyboard.press("Tab")
    page.evaluate(PASTE, ["#o-22783-households", "100\t30\n200\t60"])
    assert page.input_value("#o-22786-poor") == "60"
    page.keyboard.press("Control+z")
    assert [page.input_value(f"#o-{cell}") for cell in ("22783-households", "22783-poor", "22786-poor")] == [
        "50",
        "",
        "",
    ]
    page.click("[data-undo]")
    assert page.input_value("#o-22783-households") == ""
    assert page.locator("[data-undo]").is_hidden()


def test_cells_not_yet_saved_are_marked(page: Any) -> None:
    page.fill("#o-22801-households", "100")
    assert page.locator(".cell.is-waiting").count() == 1
    page.fill("#o-22801-households", "")
    assert page.locator(".cell.is-waiting").count() == 0


def test_a_form_is_computed_as_one_types(page: Any) -> None:
    page.goto(page.url + "?bieu=f2-ho")
    for key, number in (
        ("poor_opening", 100),
        ("poor_to_near", 8),
        ("poor_out", 5),
        ("poor_other_less", 1),
        ("near_to_poor", 2),
        ("poor_again", 0),
        ("poor_new", 0),
        ("poor_other_more", 0),
    ):
        page.fill(f"#o-22801-{key}", str(number))
    assert page.locator('[data-row="22801"] [data-key="poor"]').inner_text() == "88"
    page.locator("button:has-text('Lưu nháp')").click()
    page.wait_for_selector(".notice")
    assert FigureSet.objects.get(unit__code="22801").cells.count() == 8
    assert page.locator('[data-row="22801"] [data-key="poor"]').inner_text() == "88"


def test_a_locked_cell_says_why(page: Any) -> None:
    province = cast.Province(Campaign.objects.get())
    province.approve(2022, "22801", 1000, 88, 113)
    page.reload()
    assert "Cơ quan thường trực mở lại được" in page.locator('[data-row="22801"] .is-locked').first.get_attribute(
        "title"
    )
    page.locator('[data-panel="22801"] summary').click()
    assert "Vì sao khóa" in page.locator('[data-panel="22801"] .locked-why').inner_text()


def test_what_was_just_stored_is_marked(page: Any) -> None:
    page.fill("#o-22801-households", "100")
    page.locator("button:has-text('Lưu nháp')").click()
    page.wait_for_selector(".notice")
    assert page.locator(".cell.is-saved input").evaluate_all("fields => fields.map(field => field.name)") == [
        "22801-households"
    ]
    page.fill("#o-22801-households", "101")
    assert page.locator(".cell.is-saved").count() == 0


def test_typed_figures_wait_while_another_form_is_open(page: Any) -> None:
    address = page.url
    page.fill("#o-22801-minority_households", "700")
    page.fill("#o-22801-households", "990")
    page.fill("#o-22801-poor", "317")
    page.goto(address + "?bieu=f2-ho")
    page.fill("#o-22801-poor_opening", "360")
    page.goto(address + "?bieu=f10")
    page.goto(address)
    assert [page.input_value(f"#o-22801-{name}") for name in ("minority_households", "households", "poor")] == [
        "700",
        "990",
        "317",
    ]
    assert _row(page, "22801")["rate"] == "32,02"
    assert page.locator(".cell.is-waiting").count() == 3
    page.goto(address + "?bieu=f2-ho")
    assert page.input_value("#o-22801-poor_opening") == "360"
