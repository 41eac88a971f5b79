"""A page begins where one types; keys go on from there; a reason is taken over from the point above, never unasked."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import cast
from tests.awards.walking import accepted, propose
from tests.browser.axe import fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _focus(page: Any) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.tagName"))


def test_targets_go_down_their_column(portal: cast.Province, person: Callable[..., Any]) -> None:
    with person(portal.labour) as page:
        page.goto("/chi-tieu/2023/58/")
        fields = page.locator("[data-targets] input[data-column=at_least]")
        names = [field.get_attribute("name") for field in fields.all()]
        empty = next(at for at, field in enumerate(fields.all()) if not field.input_value())
        assert _focus(page) == names[empty]
        page.keyboard.type("1,5")
        page.keyboard.press("Enter")
        assert _focus(page) == names[empty + 1]
        page.keyboard.press("ArrowUp")
        assert _focus(page) == names[empty]
        fields.last.press("Enter")  # sends nothing
        assert _focus(page) == names[-1] and page.url.endswith("/chi-tieu/2023/58/")
        assert fields.nth(empty).input_value() == "1,5"
    with person(portal.labour, width=390, height=844) as page:
        page.goto("/chi-tieu/2023/58/")
        assert _focus(page) == "BODY"  # no keyboard of a phone over the page that has just come


def test_a_reason_is_taken_over_where_one_asks_for_it(portal: cast.Province, person: Callable[..., Any]) -> None:
    item = accepted(portal, propose(portal, "22801"))
    with person(portal.home) as page:
        page.goto(f"/ho-so/{item.pk}/")
        forms = page.locator("#phieu .judge-form")
        offers = page.locator("[data-as-above]")
        assert [offer.is_visible() for offer in offers.all()] == [False] * offers.count()
        forms.first.locator("textarea").fill("Đã xem đủ giấy tờ")
        assert not offers.first.is_visible() and offers.nth(1).is_visible()
        assert forms.nth(1).locator("textarea").input_value() == ""
        fits(page)
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        page.keyboard.press("2")
        page.keyboard.press("t")
        page.keyboard.type(", thiếu biên bản")
        assert forms.nth(1).locator("textarea").input_value() == "Đã xem đủ giấy tờ, thiếu biên bản"
        assert not offers.nth(1).is_visible()  # what is written is never written over
