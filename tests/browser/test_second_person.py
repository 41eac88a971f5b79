"""A ceiling is changed by two: the specialist proposes, a second person reads before and after and confirms."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from awards.rounds import caps
from tests import cast
from tests.browser.axe import excess
from tests.papers import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Person = Callable[..., Any]
BOARD = "/khen-thuong/annual-2022/bang-so-luong/"


def _ceiling(portal: cast.Province) -> int | None:
    return caps.boards([portal.annual_2022])[portal.annual_2022.pk, "collective", None].at_most


def test_six_places_are_proposed_by_one_and_confirmed_by_another(
    portal: cast.Province, person: Person, tmp_path: Path
) -> None:
    paper = tmp_path / "cong-van-9.pdf"
    paper.write_bytes(PDF)
    with person(portal.home) as page:
        page.goto(BOARD)
        block = page.locator("details", has_text="Thay đổi số lượng theo văn bản").first
        block.locator("summary").click()
        block.get_by_label("Số lượng mới").fill("6")
        block.get_by_label("Số, ký hiệu văn bản").fill("abc")
        block.get_by_label("Ngày văn bản").fill("15/12/2022")
        block.get_by_label("Cơ quan ban hành").fill("Ủy ban nhân dân tỉnh")
        block.get_by_label("Tệp văn bản").set_input_files(str(paper))
        block.get_by_label("Lý do").fill("Thêm một tập thể.")
        block.get_by_role("button", name="Gửi người thứ hai xác nhận").click()
        page.wait_for_selector(".error-summary")
        assert "Văn bản phải có số, ký hiệu" in page.inner_text("main")
        block = page.locator("details[open]", has_text="Thay đổi số lượng theo văn bản")
        block.get_by_label("Số, ký hiệu văn bản").fill("9/UBND-NC")
        block.get_by_label("Tệp văn bản").set_input_files(str(paper))
        block.get_by_role("button", name="Gửi người thứ hai xác nhận").click()
        page.wait_for_selector(".notice")
        assert "nay 00/05, sẽ 00/06" in page.inner_text("main")
        assert page.get_by_role("button", name="Xác nhận, áp dụng ngay").count() == 0
        assert "không tự xác nhận được" in page.inner_text("main")
        page.set_viewport_size({"width": 390, "height": 844})
        assert excess(page) <= 0
    assert _ceiling(portal) == 5
    with person(portal.chairman) as page:
        page.goto("/")
        page.click("text=/Xác nhận thay đổi: thay đổi số lượng/")
        assert "nay 00/05, sẽ 00/06" in page.inner_text("main")
        assert "9/UBND-NC ngày 15/12/2022" in page.inner_text("main")
        page.get_by_role("button", name="Xác nhận, áp dụng ngay").click()
        page.wait_for_selector(".notice")
        assert "Đã xác nhận" in page.inner_text("main")
        page.goto("/khen-thuong/annual-2022/")
        assert "Thay đổi cần người thứ hai" in page.inner_text("main")
    assert _ceiling(portal) == 6
    with person(portal.auditor) as page:
        page.goto("/khen-thuong/")
        page.click("a.btn:has-text('Thay đổi cần người thứ hai')")
        assert "9/UBND-NC" in page.inner_text("main")
        page.set_viewport_size({"width": 390, "height": 844})
        assert excess(page) <= 0
