"""Corrections as the people concerned walk them from the menu, and what they type on the way."""

from collections.abc import Callable
from typing import Any

import pytest

from campaign.figures.actions.entering import save_sheet
from campaign.figures.words import State
from campaign.models import Explanation, FigureSet
from tests import cast
from tests.browser.axe import excess

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Person = Callable[..., Any]
COMMUNES = ("22783", "22786", "22789", "22792", "22795", "22798", "22801", "22804", "22807")


def test_explanations_of_two_communes_survive_a_walk_and_are_stored_with_one_press(
    portal: cast.Province, person: Person
) -> None:
    for code in ("22801", "22783"):
        portal.approve(2021, code, 1000, 200, 113)
        values = {"households": 1000, "poor": 70, "near_poor": 100}
        save_sheet(portal.campaign, 2022, {portal.unit(code).pk: values}, {}, by=portal.bac_ai)
    with person(portal.bac_ai) as page:
        page.goto("/ket-qua/2022/can-xem-lai/")
        areas = page.locator("textarea")
        assert areas.count() == 2
        areas.nth(0).fill("Chương trình nhà ở")
        areas.nth(1).fill("Tách hộ trẻ")
        page.goto("/ket-qua/2022/can-xem-lai/?don-vi=22801")  # the page of one commune has its own memory
        page.locator("textarea").fill("Nháp khác")
        page.goto("/ket-qua/2022/584/")
        page.goto("/ket-qua/2022/can-xem-lai/")
        assert [area.input_value() for area in page.locator("textarea").all()] == ["Chương trình nhà ở", "Tách hộ trẻ"]
        page.click("button:has-text('Lưu giải trình')")
        page.wait_for_selector(".notice")
        assert page.url.endswith("/ket-qua/2022/can-xem-lai/")
        page.set_viewport_size({"width": 390, "height": 844})
        assert excess(page) <= 0
    assert set(Explanation.objects.values_list("text", flat=True)) == {"Chương trình nhà ở", "Tách hộ trẻ"}


def test_asked_opened_corrected_and_summed(portal: cast.Province, person: Person) -> None:
    """The commune's officer asks, the agency opens, the district takes over the new sum: each from the start page."""
    for code in COMMUNES:
        portal.approve(2022, code, 100, 10, 5)
    portal.approve(2022, "584", 900, 87, 45)
    district = FigureSet.objects.get(unit=portal.unit("584"))
    with person(portal.bac_ai) as page:
        page.goto("/")
        page.click(".side-nav >> text=Kết quả giảm nghèo")
        page.select_option("#cap", "huyen")
        page.click("button:has-text('Lọc')")
        page.locator("tr", has_text="Huyện Bác Ái").locator("td a").first.click()
        page.click("a.btn:has-text('Đề nghị mở lại')")
        page.fill("#id_reason", "Cộng sót ba hộ")
        page.set_viewport_size({"width": 390, "height": 844})
        assert excess(page) <= 0
        page.click("form button:has-text('Đề nghị mở lại')")
        page.wait_for_selector(".notice")
    with person(portal.labour) as page:
        page.goto("/")
        page.click("text=/Trả lời đề nghị mở lại số liệu năm 2022: Huyện Bác Ái/")
        assert "Cộng sót ba hộ" in page.inner_text("main")
        page.click("a.btn:has-text('Mở lại để điều chỉnh')")
        page.fill("#id_reason", "Theo đề nghị")
        page.fill("#id_until", "20/12/2022")
        page.click("form button:has-text('Mở lại để điều chỉnh')")
        page.wait_for_selector(".notice")
    with person(portal.bac_ai, width=390, height=844) as page:
        page.goto("/")
        assert excess(page) <= 0
        page.click("text=/Sửa số liệu được mở lại để sửa: Huyện Bác Ái/")
        assert "được sửa đến hết ngày 20/12/2022" in page.inner_text("main")
        page.click("text=Lấy tổng các đơn vị trực thuộc cho mọi biểu")
        assert excess(page) <= 0
        page.click("form button:has-text('Lấy tổng')")
        page.wait_for_selector(".notice")
    draft = FigureSet.objects.get(unit=district.unit, number=2)
    assert (draft.state, draft.poor) == (State.REOPENED, 90)
    assert draft.source == "cộng từ số đã gửi của 9 đơn vị trực thuộc"
