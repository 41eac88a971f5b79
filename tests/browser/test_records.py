"""What units do, on a phone: an activity with a photo, the Fund, help that is confirmed; every page clean and fitting."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from campaign.models import Record
from tests import cast
from tests.browser.axe import fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def _photo(folder: Path) -> Path:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    path = folder / "anh.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))
    return path


def test_an_activity_with_its_photo_is_written_and_recorded(
    portal: cast.Province, person: Callable[..., Any], tmp_path: Path
) -> None:
    with person(portal.phuoc_dai, **PHONE) as page:
        page.goto("/phong-trao/")
        page.click("text=Tuyên truyền, vận động >> nth=0")
        fits(page)
        page.fill("#id_title", "Họp thôn về chính sách vay vốn")
        page.fill("#id_on", "14/12/2022")
        page.select_option("#id_q_how", "Truyền thanh")
        page.set_input_files("#id_files", str(_photo(tmp_path)))
        page.click("text=Lưu nháp")
        page.wait_for_selector("text=anh.png")
        fits(page)
        page.click("text=Ghi nhận >> nth=0")
        page.click("main form button[type=submit]")
        page.wait_for_selector("text=Đã ghi nhận")
    assert Record.objects.get().state == "recorded"


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    portal: cast.Province, person: Callable[..., Any]
) -> None:
    with person(portal.phuoc_dai, **PHONE) as page:
        page.goto("/phong-trao/ghi/thu-quy/")
        page.fill("#id_title", "Thu đợt một")
        page.fill("#id_q_amount", "năm triệu")
        page.click("text=Lưu nháp")
        page.wait_for_selector(".error-summary")
        assert page.input_value("#id_title") == "Thu đợt một"
        assert page.input_value("#id_q_amount") == "năm triệu"
        fits(page)


def test_the_fund_refuses_what_it_has_not(portal: cast.Province, person: Callable[..., Any]) -> None:
    with person(portal.phuoc_dai, **PHONE) as page:
        for kind, amount, label in (("thu-quy", "5.000.000", "Ghi sổ"), ("chi-quy", "6.000.000", "")):
            page.goto(f"/phong-trao/ghi/{kind}/")
            page.fill("#id_title", "Bút toán")
            page.fill("#id_q_amount", amount)
            if kind == "thu-quy":
                page.fill("#id_q_giver", "Chi bộ")
            else:
                page.select_option("#id_about", label="Xã Phước Đại")
            page.click("text=Lưu nháp")
            if label:
                page.click(f"a:has-text('{label}')")
                page.click("main form button[type=submit]")
                page.wait_for_selector("text=Đã ghi sổ")
        page.wait_for_selector("text=Quỹ của Xã Phước Đại còn 5.000.000 đồng")
        assert page.locator("button:has-text('Ghi sổ')").get_attribute("aria-disabled") == "true"
        fits(page)
        page.goto("/phong-trao/so-quy/")
        fits(page)


def test_help_is_given_and_confirmed_where_it_came(portal: cast.Province, person: Callable[..., Any]) -> None:
    with person(portal.health, **PHONE) as page:
        page.goto("/phong-trao/ghi/tro-giup/")
        page.fill("#id_title", "Khám bệnh, cấp thuốc")
        page.select_option("#id_about", label="Xã Phước Đại")
        page.select_option("#id_q_helper_kind", "Cơ quan, đơn vị")
        page.click("text=Lưu nháp")
        page.click("a:has-text('Ghi nhận, gửi nơi nhận xác nhận')")
        page.click("main form button[type=submit]")
        page.wait_for_selector("text=Chờ nơi nhận xác nhận")
    with person(portal.phuoc_dai, **PHONE) as page:
        page.goto("/")
        page.click("text=Xác nhận được trợ giúp: Khám bệnh, cấp thuốc")
        page.click("a:has-text('Xác nhận đã nhận')")
        page.click("main form button[type=submit]")
        page.wait_for_selector("text=Nơi nhận đã xác nhận")
        page.goto("/phong-trao/don-vi-giup-xa/")
        fits(page)


def test_supervision_is_sent_answered_and_agreed_to(portal: cast.Province, person: Callable[..., Any]) -> None:
    def take(page: Any, step: str, done: str, said: str = "") -> None:
        page.click(f"a:has-text('{step}')")
        if said:
            page.fill("#id_reason", said)
        fits(page)
        page.click("main form button[type=submit]")
        page.wait_for_selector(f".state >> text={done}")
        fits(page)

    with person(portal.front, **PHONE) as page:
        page.goto("/phong-trao/?nhom=giam-sat")
        page.click("a:has-text('Ý kiến giám sát')")
        page.fill("#id_title", "Niêm yết kết quả rà soát chậm")
        page.select_option("#id_about", label="Xã Phước Đại")
        page.select_option("#id_q_what", "Rà soát hộ nghèo")
        fits(page)
        page.click("text=Lưu nháp")
        take(page, "Gửi ý kiến", "Chờ trả lời")
        address = page.url
    with person(portal.phuoc_dai, **PHONE) as page:
        page.goto("/phong-trao/?nhom=giam-sat")
        page.click("text=Niêm yết kết quả rà soát chậm")
        take(page, "Trả lời", "Đã trả lời", "Đã niêm yết đủ bảy ngày.")
    with person(portal.front, **PHONE) as page:
        page.goto(address)
        page.wait_for_selector("text=Đã niêm yết đủ bảy ngày.")
        take(page, "Đồng ý với trả lời", "Đã đồng ý")
    assert Record.objects.get().state == "closed"


def test_a_wrong_photo_comes_off_the_draft(portal: cast.Province, person: Callable[..., Any], tmp_path: Path) -> None:
    with person(portal.phuoc_dai, **PHONE) as page:
        page.goto("/phong-trao/ghi/tuyen-truyen/")
        page.fill("#id_title", "Họp thôn")
        page.select_option("#id_q_how", "Truyền thanh")
        page.set_input_files("#id_files", str(_photo(tmp_path)))
        page.click("text=Lưu nháp")
        page.click("a:has-text('Bỏ tệp')")
        fits(page)
        page.click("main form button:has-text('Bỏ tệp')")
        page.wait_for_selector("text=Đã bỏ tệp «anh.png» khỏi bản nháp.")
        assert page.locator("a:has-text('anh.png')").count() == 0
    assert Record.objects.get().files.count() == 0


PAGES = ("/phong-trao/", "/phong-trao/?nhom=quy", "/phong-trao/?nhom=giam-sat", "/phong-trao/?nhom=dien-hinh",
         "/phong-trao/?nhom=bao-cao", "/phong-trao/ghi/bao-cao/", "/phong-trao/han-bao-cao/", "/phong-trao/ghi/kiem-tra/", "/ke-hoach/",
         "/ke-hoach/theo-doi/", "/ke-hoach/theo-doi/nhac/", "/ke-hoach/phai-gui/", "/ke-hoach/ban-giay/", "/bao-cao/")  # fmt: skip


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["office", "phone"])
def test_the_pages_of_the_movement_are_clean_and_fit(
    portal: cast.Province, person: Callable[..., Any], size: tuple[int, int]
) -> None:
    with person(portal.labour, width=size[0], height=size[1]) as page:
        for address in PAGES:
            assert page.goto(address).status == 200, address
            fits(page)
