"""The entry sheet as a desk: above the fold, two Tab stops to the first cell, stored as one types, one unit on a phone."""

from collections.abc import Callable
from typing import Any

import pytest

from campaign.figures.actions.entering import save_sheet
from campaign.models import FigureSet
from tests import cast
from tests.browser.axe import fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHEET = "/ket-qua/2022/584/"
FIRST = "#o-584-households"
SAVED = "[data-saved]"


def _draft(portal: cast.Province, code: str, **counts: int) -> FigureSet:
    (item,) = save_sheet(portal.campaign, 2022, {portal.unit(code).pk: counts}, {}, by=portal.bac_ai)
    return item


def _typed(page: Any, cell: str, words: str) -> None:
    page.locator(cell).select_text()
    page.keyboard.type(words)


def _is_stored(response: Any) -> bool:
    return bool(response.request.method == "POST" and response.status == 200)


# ---- above the fold ----


def test_the_sheet_stands_above_the_fold(portal: cast.Province, person: Callable[..., Any]) -> None:
    _draft(portal, "22801", households=990, poor=317, near_poor=118)
    with person(portal.bac_ai) as page:
        page.goto(SHEET)
        assert page.locator(FIRST).bounding_box()["y"] <= 260
        heights = page.locator("tr[data-row]").evaluate_all("rows => rows.map(row => row.offsetHeight)")
        assert set(heights) == {40}
        for locator in (page.locator("button:has-text('Lưu nháp')"), page.locator(".sheet-bar a[href^='#']")):
            box = locator.bounding_box()
            assert box["y"] > 0 and box["y"] + box["height"] <= 768
        assert "đến Xã Phước Bình" in page.locator(".sheet-bar").inner_text()
        fits(page)


def test_the_sheet_begins_in_its_first_empty_cell_and_two_tab_stops_lead_there(
    portal: cast.Province, person: Callable[..., Any]
) -> None:
    with person(portal.bac_ai) as page:
        page.goto(SHEET)
        assert page.evaluate("'#' + document.activeElement.id") == FIRST
        page.evaluate("document.activeElement.blur(); document.querySelector('.skip').focus()")  # the first stop
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Đến ô nhập đầu tiên"
        page.keyboard.press("Enter")
        assert page.evaluate("'#' + document.activeElement.id") == FIRST


def test_a_mark_never_stands_on_a_number(portal: cast.Province, person: Callable[..., Any]) -> None:
    with person(portal.bac_ai) as page:
        page.goto(SHEET)
        page.fill(FIRST, "101.063")
        room = page.locator(FIRST).evaluate(
            """field => {
              const style = getComputedStyle(field), pen = document.createElement("canvas").getContext("2d");
              pen.font = style.font;
              return [field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
                      pen.measureText(field.value).width, parseFloat(style.paddingLeft)];
            }"""
        )
        assert page.locator(".is-waiting").count() == 1
        assert room[0] >= room[1] and room[2] >= 18


def test_forms_are_one_list_with_what_is_filled(portal: cast.Province, person: Callable[..., Any]) -> None:
    _draft(portal, "22801", households=990, poor=317, near_poor=118, minority_households=910, minority_poor=310)
    with person(portal.bac_ai) as page:
        page.goto(SHEET)
        page.click(".form-menu summary")
        lines = page.locator(".form-menu li").all_inner_texts()
        assert " ".join(lines[0].split()) == "Số chính 1/9 đơn vị"
        assert " ".join(lines[1].split()).startswith("Biểu 1 · ") and lines[1].endswith("0/9 đơn vị")
        fits(page)
        page.locator(".form-menu a").nth(1).click()
        assert page.locator(".form-menu summary b").inner_text().startswith("Biểu 1 · ")


# ---- stored as one types ----


def test_what_is_typed_is_stored_by_itself(portal: cast.Province, person: Callable[..., Any]) -> None:
    with person(portal.bac_ai) as page:
        page.goto(SHEET)
        _typed(page, "#o-22801-households", "990")
        page.keyboard.press("Tab")
        page.wait_for_selector(f"{SAVED}:has-text('Đã lưu ')")
        item = FigureSet.objects.get()
        assert (item.unit.code, item.households, item.edition) == ("22801", 990, 1)
        assert page.locator(".is-waiting").count() == 0
        _typed(page, "#o-22801-households", "980")  # under the edition that the answer gave
        with page.expect_response(_is_stored):
            page.keyboard.press("Tab")
        assert FigureSet.objects.get().households == 980
        with page.expect_response(_is_stored):
            page.click("[data-undo]")
        assert FigureSet.objects.get().households == 990
        page.wait_for_function("!document.querySelector('.is-waiting')")
        page.reload()  # nothing is kept that is stored
        assert page.locator(".kept:visible").count() == 0
        assert page.input_value("#o-22801-households") == "990"


def test_what_somebody_else_changed_is_said_and_nothing_is_lost(
    portal: cast.Province, person: Callable[..., Any]
) -> None:
    item = _draft(portal, "22801", households=990, poor=317, near_poor=118)
    with person(portal.bac_ai) as page:
        page.goto(SHEET)
        save_sheet(portal.campaign, 2022, {item.unit_id: {"poor": 300}}, {item.unit_id: 1}, by=portal.phuoc_dai)
        _typed(page, "#o-22801-poor", "310")
        page.keyboard.press("Tab")
        page.wait_for_selector(f"{SAVED}:has-text('người khác sửa')")
        assert page.input_value("#o-22801-poor") == "310"
        assert FigureSet.objects.get().poor == 300
        page.click("button:has-text('Lưu nháp')")
        page.wait_for_selector("h1:has-text('người khác sửa')")


def test_a_refused_cell_waits_and_the_other_rows_are_stored(portal: cast.Province, person: Callable[..., Any]) -> None:
    with person(portal.bac_ai) as page:
        page.goto(SHEET)
        _typed(page, "#o-22801-households", "mười")
        page.keyboard.press("Tab")
        _typed(page, "#o-22783-households", "100")
        page.keyboard.press("Tab")
        page.wait_for_selector(f"{SAVED}:has-text('Đã lưu ')")
        assert list(FigureSet.objects.values_list("unit__code", flat=True)) == ["22783"]
        assert page.input_value("#o-22801-households") == "mười"
        assert "còn 1 ô chưa nhận" in page.locator(".sheet-bar").inner_text()


# ---- on a phone ----


def test_a_phone_shows_one_unit_at_a_time(portal: cast.Province, person: Callable[..., Any]) -> None:
    _draft(portal, "22789", households=990, poor=317)
    with person(portal.bac_ai, width=390, height=844) as page:
        page.goto(SHEET)
        assert page.locator(FIRST).bounding_box()["y"] + 40 < 844
        assert page.locator("tr[data-row]:visible").count() == 1
        assert page.locator("tr[data-row]:visible td").first.evaluate("cell => cell.dataset.label") == "Tổng số hộ"
        fits(page)
        page.click("button[aria-label='Đơn vị sau']")
        assert page.locator("#o-22783-households").is_visible()
        page.select_option("#don-vi-nhap", label="Xã Phước Đại")
        page.fill("#o-22801-households", "990")
        page.locator(".sheet-bar a[href^='#o-']").click()
        assert page.locator("tr[data-row]:visible").get_attribute("data-row") == "22783"


def test_a_form_fits_a_phone(portal: cast.Province, person: Callable[..., Any]) -> None:
    with person(portal.bac_ai, width=320, height=700) as page:
        page.goto(SHEET + "?bieu=f2-ho")
        assert page.locator("tr[data-row]:visible").count() == 1
        fits(page)
