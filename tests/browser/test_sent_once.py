"""Back and send again, two quick clicks, other content after Back: one record, told, and nothing lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from campaign.figures.actions.entering import save_sheet
from campaign.models import Comment, Record
from tests import cast
from tests.browser.axe import fits
from tests.office.pictures import png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = "/phong-trao/ghi/tuyen-truyen/"


def _fill(page: Any, title: str = "Họp thôn") -> None:
    page.fill("#id_title", title)
    page.fill("#id_on", "14/12/2022")
    page.select_option("#id_q_how", "Truyền thanh")


def test_back_and_send_again_leads_to_the_record(portal: cast.Province, person: Callable[..., Any]) -> None:
    with person(portal.phuoc_dai) as page:
        page.goto(FORM)
        _fill(page)
        page.click("text=Lưu nháp")
        page.wait_for_url("**/phong-trao/*/")
        made = page.url
        page.go_back()
        page.wait_for_selector("#id_title")
        _fill(page)
        page.click("text=Lưu nháp")
        page.wait_for_selector("text=Đã ghi nhận trước đó")
        assert (page.url, Record.objects.count()) == (made, 1)


def test_other_content_after_back_is_asked_about(portal: cast.Province, person: Callable[..., Any]) -> None:
    with person(portal.phuoc_dai, width=390, height=844) as page:
        page.goto(FORM)
        _fill(page)
        page.click("text=Lưu nháp")
        page.wait_for_url("**/phong-trao/*/")
        page.go_back()
        page.wait_for_selector("#id_title")
        _fill(page, "Họp thôn lần hai")
        page.click("text=Lưu nháp")
        page.wait_for_selector("text=Mẫu này đã được ghi nhận")
        fits(page)
        assert Record.objects.count() == 1
        page.click("button:has-text('Ghi thêm một bản')")
        page.wait_for_url("**/phong-trao/*/")
        assert Record.objects.count() == 2


def test_a_form_with_a_file_is_opened_anew_with_what_was_typed(
    portal: cast.Province, person: Callable[..., Any], tmp_path: Path
) -> None:
    photo = tmp_path / "anh.png"
    photo.write_bytes(png())
    with person(portal.phuoc_dai) as page:
        page.goto(FORM)
        for title in ("Họp thôn", "Họp thôn lần hai"):
            _fill(page, title)
            page.set_input_files("#id_files", str(photo))
            page.click("text=Lưu nháp")
            page.wait_for_selector("h1")
            if title == "Họp thôn":
                page.wait_for_url("**/phong-trao/*/")
                page.go_back()
                page.wait_for_selector("#id_title")
        page.click("a.btn:has-text('Mở mẫu mới')")
        page.wait_for_selector("#id_title")
        assert page.input_value("#id_title") == "Họp thôn lần hai"
        page.set_input_files("#id_files", str(photo))
        page.click("text=Lưu nháp")
        page.wait_for_url("**/phong-trao/*/")
    assert set(Record.objects.values_list("title", flat=True)) == {"Họp thôn", "Họp thôn lần hai"}


def test_two_quick_clicks_are_one(portal: cast.Province, person: Callable[..., Any]) -> None:
    with person(portal.phuoc_dai) as page:
        page.goto(FORM)
        _fill(page)
        page.dblclick("text=Lưu nháp")
        page.wait_for_url("**/phong-trao/*/")
    assert Record.objects.count() == 1


def test_a_page_that_leads_to_itself_has_a_new_key(portal: cast.Province, person: Callable[..., Any]) -> None:
    unit = portal.unit("22801")
    (figures,) = save_sheet(
        portal.campaign, 2022, {unit.pk: {"households": 1000, "poor": 88, "near_poor": 113}}, {}, by=portal.phuoc_dai
    )
    with person(portal.phuoc_dai) as page:
        for title in ("Họp một", "Họp hai"):
            page.goto(FORM)
            _fill(page, title)
            page.click("text=Lưu nháp")
            page.wait_for_url("**/phong-trao/*/")
        page.goto(f"/so-lieu/{figures.pk}/y-kien/")
        for text in ("Ý một", "Ý hai"):
            page.fill("textarea[name=text]", text)
            page.click("form:has(textarea[name=text]) button[type=submit]")
            page.wait_for_selector(f"main >> text={text}")
        page.reload()
        page.fill("textarea[name=text]", "Ý ba")
        page.click("form:has(textarea[name=text]) button[type=submit]")
        page.wait_for_selector("main >> text=Ý ba")
    assert (Record.objects.count(), Comment.objects.count()) == (2, 3)
