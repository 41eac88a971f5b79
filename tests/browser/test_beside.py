"""The paper stands beside the criterion that is judged, and what is typed stays while papers are changed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from awards.models import EvidenceLink
from office.models import StoredFile
from tests import cast
from tests.awards.walking import accepted, propose
from tests.browser.axe import fits
from tests.office.pictures import png
from tests.papers import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_paper_is_read_beside_its_criterion_while_one_types(
    portal: cast.Province, person: Callable[..., Any]
) -> None:
    item = accepted(portal, propose(portal, "22801"))
    for key, name, content in (("Cc1.b", "anh-mo-hinh.png", png(40, 60)), ("Cc1.c", "ke-hoach.pdf", pdf())):
        file = StoredFile.keep(SimpleUploadedFile(name, content), by=item.author)
        EvidenceLink.objects.create(
            nomination=item, part=key, kind="paper", key="", label=name, year=2022, file=file, by=item.author
        )
    with person(portal.home) as page:
        page.goto(f"/ho-so/{item.pk}/")
        line, pane = page.locator("[id='Cc1.b']"), page.locator("[data-paper-pane]")
        reason = line.locator("textarea")
        assert not pane.is_visible()
        reason.click()
        page.keyboard.type("Đã xem ")
        line.locator("[data-beside]").click()
        picture = pane.locator("img")
        picture.wait_for()
        assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") == 40
        place, words = pane.bounding_box(), line.bounding_box()
        assert place["x"] >= words["x"] + words["width"]  # to its right
        assert place["y"] < words["y"] + words["height"] and place["y"] + place["height"] <= 768
        assert reason.evaluate("field => field === document.activeElement")
        page.keyboard.type("ảnh")
        assert reason.input_value() == "Đã xem ảnh"
        fits(page)
        page.keyboard.press("Escape")  # out of the field: now keys are keys
        page.keyboard.press("n")
        frame = pane.locator("iframe")
        frame.wait_for()
        assert pane.locator("[data-paper-name]").inner_text() == "ke-hoach.pdf"
        assert (picture.count(), reason.input_value()) == (0, "Đã xem ảnh")
        page.keyboard.press("b")
        assert not pane.is_visible()
        page.keyboard.press("b")  # the first of this very line again
        assert pane.locator("[data-paper-name]").inner_text() == "anh-mo-hinh.png"
        reason.press("End")
        page.keyboard.type("bn")  # letters in a field, keys elsewhere
        assert reason.input_value() == "Đã xem ảnhbn" and pane.is_visible()
        page.emulate_media(media="print")
        assert not pane.is_visible()
