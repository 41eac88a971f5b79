"""What stands around every page on a phone: one line, a thin strip, and a menu that shows that it opens."""

from collections.abc import Callable
from typing import Any

import pytest

from campaign.models import FigureSet
from tests import cast
from tests.browser.axe import fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("/", "/don-vi/", "/ket-qua/2022/", "/chi-tieu/2022/", "/khen-thuong/", "/phong-trao/", "/co-quan/", "/the-le/")


@pytest.fixture
def made_up(portal: cast.Province) -> cast.Province:
    """The province with made-up figures, so that the strip says all that it can."""
    portal.approve(2022, "584", 8140, 3186, 1156)
    FigureSet.objects.update(is_illustrative=True)
    return portal


def test_on_a_phone_the_page_begins_at_the_top(made_up: cast.Province, person: Callable[..., Any]) -> None:
    with person(made_up.people["home"], width=390, height=844) as page:
        for path in PAGES:
            page.goto(path)
            assert page.evaluate("document.querySelector('main').getBoundingClientRect().top") <= 120, path
            fits(page)


def test_every_page_fits_a_window_of_320(made_up: cast.Province, person: Callable[..., Any]) -> None:
    with person(made_up.people["home"], width=320, height=700) as page:
        for path in PAGES:
            page.goto(path)
            fits(page)


def test_the_menu_opens_by_keyboard_and_leads_everywhere(made_up: cast.Province, person: Callable[..., Any]) -> None:
    with person(made_up.people["home"], width=390, height=844) as page:
        page.goto("/")
        page.focus(".nav-menu summary")
        page.keyboard.press("Enter")
        fits(page)
        assert page.locator(".nav-menu a[aria-current=page]:visible").all_text_contents() == ["Bàn làm việc"]
        page.click(".nav-menu a:has-text('Đơn vị')")
        assert page.url.endswith("/don-vi/")
        page.click(".whoami summary")
        page.click(".whoami button:has-text('Đăng xuất')")
        page.wait_for_selector("#id_username")


def test_beside_a_wide_page_the_rest_opens_by_keyboard(made_up: cast.Province, person: Callable[..., Any]) -> None:
    with person(made_up.people["home"]) as page:
        page.goto("/")
        assert not page.is_visible(".side-nav a:has-text('Công khai')")
        page.focus(".nav-rest summary")
        page.keyboard.press("Enter")
        page.click(".side-nav a:has-text('Đơn vị')")
        assert page.is_visible(".side-nav a[aria-current=page]:has-text('Đơn vị')")
