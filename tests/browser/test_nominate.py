"""A commune draws up dossiers with their papers, its leader confirms, the district sends, the desk returns, words are compared."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts import audit
from accounts.models import User
from awards.models import Nomination
from tests import cast
from tests.awards.walking import PDF
from tests.browser.axe import fits
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Household

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def _household(province: cast.Province) -> Household:
    with audit.change(User.objects.command_line()) as trail:
        village = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    return Household.objects.create(code="H1", village=village, head="Katơr Liên", valid_from=cast.START)


def _step(page: Any, address: str, label: str, reason: str = "") -> None:
    page.goto(address)
    page.click(f"a:has-text('{label}')")
    if reason:
        page.fill("[name=reason]", reason)
    page.click("main form button[type=submit]")
    page.wait_for_selector(".notice")


def _papers(page: Any, address: str, folder: Path) -> None:
    """The report as a file, the rest noted as received on paper."""
    file = folder / "bao-cao.pdf"
    file.write_bytes(PDF)
    for part in ("bao-cao-thanh-tich", "bien-ban-xet", "to-trinh"):
        page.goto(f"{address}thanh-phan/{part}/")
        fits(page)
        if part == "bao-cao-thanh-tich":
            page.set_input_files("#id_file", str(file))
        else:
            page.fill("#id_on_paper", f"số 9/{part}")
        page.click("main form button[type=submit]")
        page.wait_for_selector("h1:has-text('Hồ sơ')")


def test_a_household_and_a_commune_are_nominated_returned_compared_and_sent_again(
    portal: cast.Province, person: Callable[..., Any], tmp_path: Path
) -> None:
    _household(portal)
    with person(portal.phuoc_dai, **PHONE) as page:
        page.goto("/khen-thuong/annual-2022/lap-ho-so/")
        fits(page)
        page.click("a:has-text('Hộ')")
        page.fill("#tim", "kator lien")
        page.press("#tim", "Enter")
        page.click("main a:has-text('Katơr Liên')")
        fits(page)
        page.fill("#id_achievements", "Nuôi 12 con bò, thoát nghèo.")
        assert page.locator("[name=name_as]:checked").count() == 0  # ông or bà is never guessed
        page.get_by_label("Hộ gia đình ông Katơr Liên").check()
        page.check("#id_has_consent")
        page.fill("#id_da-nhan-0-form", "Giấy khen của Chủ tịch UBND xã")
        page.click("main form button[type=submit]")
        page.wait_for_selector("h1:has-text('Hồ sơ: Hộ gia đình ông Katơr Liên')")
        address = page.url
        assert "còn thiếu 3" in page.inner_text("#thanh-phan")
        assert "Giấy khen của Chủ tịch UBND xã" in page.inner_text("main")
        fits(page)
        _papers(page, address, tmp_path)
        assert "đủ thành phần bắt buộc" in page.inner_text("#thanh-phan")
        page.goto("/khen-thuong/annual-2022/lap-ho-so/?nhom=commune")
        page.click("main a:has-text('Xã Phước Đại')")
        page.click("main form button[type=submit]")
        page.wait_for_selector("h1:has-text('xã Phước Đại')")
    assert Nomination.objects.count() == 2
    with person(portal.phuoc_dai_leader) as page:
        _step(page, address, "Xác nhận hồ sơ")
    with person(portal.phuoc_dai) as page:
        _step(page, address, "Gửi UBND cấp huyện")
    with person(portal.bac_ai_leader) as page:
        _step(page, address, "Trình cơ quan thi đua, khen thưởng")
    with person(portal.home) as page:
        _step(page, address, "Trả lại để bổ sung", "Số bò chưa khớp biên bản.")
    with person(portal.phuoc_dai) as page:
        page.goto(address)
        page.click("a:has-text('Sửa hồ sơ')")
        page.fill("#id_achievements", "Nuôi 10 con bò, thoát nghèo.")
        page.click("main form button[type=submit]")
        page.wait_for_selector(".notice")
        page.click("a:has-text('Các lần gửi và thay đổi')")
        assert "Số bò chưa khớp biên bản." in page.inner_text("main")
        assert page.locator(".compared del").all_inner_texts() == ["12"]
        assert page.locator(".compared ins").all_inner_texts() == ["10"]
        fits(page)
    with person(portal.phuoc_dai_leader) as page:
        _step(page, address, "Xác nhận hồ sơ")
    with person(portal.phuoc_dai) as page:
        _step(page, address, "Gửi UBND cấp huyện")
    with person(portal.bac_ai_leader) as page:
        _step(page, address, "Trình cơ quan thi đua, khen thưởng")
    with person(portal.home) as page:
        page.goto(f"{address}cac-lan-gui/")
        assert "lần gửi thứ 4" in page.inner_text("main").lower()
    assert Nomination.objects.get(household__isnull=False).state == "submitted"
