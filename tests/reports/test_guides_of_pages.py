"""Each main page leads to its part of a guide, and every guide is led to by a page; strangers read none of them."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.models import User
from reports.guides import reading as guides
from reports.guides.guide_of_page import PARTS, guide_of
from tests import cast

SignIn = Callable[[User], Client]
_OWN = re.compile(r'(?:href|src)="(/huong-dan/[^"]*)"')


def _pages() -> set[str]:
    """The names of all pages of the portal."""
    found = set()
    for part in get_resolver().url_patterns:
        if hasattr(part, "url_patterns"):
            found |= {f"{part.namespace}:{one.name}" for one in part.url_patterns if getattr(one, "name", None)}
    return found


@pytest.mark.parametrize("part", PARTS, ids=lambda part: "#".join(part))
def test_a_page_leads_to_a_heading_that_stands(part: tuple[str, str]) -> None:
    name, heading = part
    guide = guides.read(name)
    assert guide is not None
    assert heading in {"", *guide.headings}
    assert [page for page in PARTS[part] if page not in _pages()] == []


def test_every_guide_is_led_to_and_a_page_leads_to_one() -> None:
    assert {name for name, _ in PARTS} == set(guides.names())
    pages = [page for several in PARTS.values() for page in several]
    assert len(pages) == len(set(pages))


@pytest.mark.django_db
def test_every_link_and_picture_of_a_guide_opens(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    headings = {name: guides.read(name).headings for name in guides.names()}  # type: ignore[union-attr]
    asked: set[str] = set()
    for name in (guides.LIST, *guides.names()):
        page = client.get(guides.address_of(name))
        assert page.status_code == 200, name
        text = page.content.decode()
        assert "<!--" not in text
        for link in map(unescape, _OWN.findall(text)):
            address, _, heading = unquote(link).partition("#")
            if heading:
                assert heading in headings[address.split("/")[2]], link
            asked.add(address)
        assert re.findall(r'href="[^"]*\.md', text) == []
    assert {
        address: client.get(address).status_code for address in asked if client.get(address).status_code != 200
    } == {}
    assert {guides.address_of(name) for name in guides.names()} <= asked  # the list has them all


@pytest.mark.parametrize(
    ("who", "address", "part"),
    [
        ("bac_ai", "/ket-qua/2022/584/", ("nhap-so-lieu", "")),
        ("bac_ai", "/ket-qua/2022/nhap-tu-tep/", ("nhap-tu-tep", "cột-của-tệp-kết-quả")),
        ("labour", "/phe-duyet/2022/", ("phe-duyet-so-lieu", "cơ-quan-thường-trực-phê-duyệt")),
        ("labour", "/chi-tieu/2022/", ("giao-chi-tieu", "")),
        ("health", "/ke-hoach/gui/", ("nop-ke-hoach", "gửi-kế-hoạch")),
        ("bac_ai", "/khen-thuong/annual-2022/lap-ho-so/", ("de-nghi-khen-thuong", "lập-hồ-sơ")),
        ("home", "/khen-thuong/annual-2022/tham-dinh/", ("tham-dinh-va-trinh", "thẩm-định")),
        ("home", "/khen-thuong/annual-2022/hoi-dong/", ("tham-dinh-va-trinh", "phiên-họp-hội-đồng")),
        ("home", "/the-le/soan/", ("soan-ke-hoach", "mở-bản-soạn")),
        ("administrator", "/thiet-lap/", ("cai-dat", "3-trang-thiết-lập")),
        ("administrator", "/don-vi/", ("danh-muc-don-vi", "tệp")),
    ],
)
@pytest.mark.django_db
def test_the_link_stands_on_the_page(
    province: cast.Province, sign_in: SignIn, who: str, address: str, part: tuple[str, str]
) -> None:
    page = sign_in(getattr(province, who)).get(address)
    assert page.status_code == 200
    assert f'<a class="guide-link" href="{guides.address_of(*part)}">Hướng dẫn</a>' in page.content.decode()


@pytest.mark.django_db
def test_strangers_are_led_nowhere_and_read_none(province: cast.Province) -> None:
    assert "guide-link" not in Client().get("/the-le/").content.decode()
    for address in ("/huong-dan/", "/huong-dan/nhap-so-lieu/", "/huong-dan/anh/nhap-so-lieu.png"):
        assert Client().get(address).headers["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize("name", ["khong-co", "readme", "van-hanh", "performance", "chup_anh"])
@pytest.mark.django_db
def test_no_other_file_is_shown(province: cast.Province, sign_in: SignIn, name: str) -> None:
    client = sign_in(province.bac_ai)
    assert client.get(f"/huong-dan/{name}/").status_code == 404
    assert client.get(f"/huong-dan/anh/{name}.png").status_code == 404
    assert client.get(f"/huong-dan/{name}/nhap-so-lieu.png").status_code == 404


def test_what_has_no_guide_leads_to_none() -> None:
    assert guide_of("accounts:change_password") == ""
