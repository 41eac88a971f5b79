"""The switch between campaigns: seen, opened and used with keys and fingers, wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import cast
from tests.browser.axe import fits, serious
from tests.campaigns import NEXT_CODE, load_next

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_somebody_goes_over_to_the_next_campaign_and_back(
    portal: cast.Province, person: Callable[..., Any], width: int, height: int
) -> None:
    load_next()
    with person(portal.home, width=width, height=height) as page:
        page.goto("/khen-thuong/")
        switch = page.locator(".campaign-menu summary")
        assert "2021–2025, Ninh Thuận" in switch.inner_text()
        fits(page)
        switch.focus()
        page.keyboard.press("Enter")
        assert (
            page.locator(".campaign-menu a[aria-current=true]").inner_text()
            == "Phong trào 2021–2025, Ninh Thuận (đang diễn ra)"
        )
        fits(page)
        assert serious(page) == []
        page.click("text=Phong trào 2026–2030, Khánh Hòa (từ năm 2026)")
        page.wait_for_selector("text=Đợt hằng năm 2026")
        page.goto("/ke-hoach/")
        assert "2026–2030" in page.locator(".campaign-menu summary").inner_text()
        page.goto("/khen-thuong/annual-2022/")  # its own campaign, for this page
        assert "2021–2025" in page.locator(".campaign-menu summary").inner_text()
        page.goto("/the-le/")
        assert "2026–2030" in page.locator(".campaign-menu summary").inner_text()
        fits(page)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_anyone_chooses_on_the_public_page(
    portal: cast.Province, person: Callable[..., Any], width: int, height: int
) -> None:
    load_next()
    with person(None, width=width, height=height) as page:
        page.goto("/cong-khai/2022/")
        fits(page)
        assert serious(page) == []
        page.click("nav[aria-label='Phong trào'] a:has-text('2026–2030')")
        page.wait_for_selector("h1:text-is('Kết quả năm 2026')")
        page.click("nav[aria-label='Năm'] a:has-text('Năm 2028')")
        assert page.url.endswith(f"/cong-khai/2028/?phong-trao={NEXT_CODE}")
        fits(page)
