"""The walk of the guide "Soạn kế hoạch", and its pictures: taken again with `PICTURES=1`, else held against the stored ones."""

import os
import struct
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from campaign.models import DefinitionVersion
from campaign.plan.actions.drafts import begin_from
from tests import cast
from tests.browser.axe import fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GUIDES = Path(__file__).resolve().parents[2] / "docs" / "huong-dan"
FOLDER = GUIDES / "hinh"
NAMES = ("soan-mo", "soan-tong-quan", "soan-tieu-chi", "soan-cho-sua", "soan-hai-nguoi", "soan-ban-hanh")
WIDE, HIGH = 1280, 800  # the two columns of a criterion side by side
CB2 = "muc/doi-tuong/2/tieu-chi/2/"


def _reduced(shot: bytes) -> bytes:
    """The picture as the script of the other guides keeps it: sixteen colours."""
    spec = spec_from_file_location("chup_anh", GUIDES / "chup_anh.py")
    assert spec is not None and spec.loader is not None
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    return bytes(script._small(shot))


class Camera:
    """Takes the pictures of the guide, each once, in its order."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def take(self, page: Any, name: str) -> None:
        fits(page)
        shot = page.screenshot()
        self.taken.append(name)
        path = FOLDER / f"{name}.png"
        if os.environ.get("PICTURES") == "1":
            path.write_bytes(_reduced(shot))
        assert struct.unpack(">II", path.read_bytes()[16:24]) == struct.unpack(">II", shot[16:24]) == (WIDE, HIGH)


def _down_to(page: Any, words: str) -> None:
    page.locator(words).first.evaluate("part => part.scrollIntoView({behavior: 'instant'})")


def test_the_guide_is_walked_and_its_pictures_are_taken(portal: cast.Province, person: Callable[..., Any]) -> None:
    portal.approve(2021, "584", 1000, 100)
    portal.approve(2022, "584", 1000, 65)
    for user, name in ((portal.home, "Nguyễn Thị Hoa"), (portal.home_leader, "Trần Văn Bình")):
        user.full_name = name
        user.save(update_fields=["full_name"])
    camera = Camera()
    other = begin_from(DefinitionVersion.objects.get(), by=portal.home_leader)
    with (
        person(portal.home, width=WIDE, height=HIGH) as page,
        person(portal.home_leader, width=WIDE, height=HIGH) as second,
    ):
        page.goto("/the-le/")
        page.click("a:has-text('Soạn kế hoạch')")
        page.wait_for_selector("text=Người khác đang soạn")
        camera.take(page, "soan-mo")
        page.click("button:has-text('Mở bản soạn')")
        page.wait_for_selector("text=Các phần của kế hoạch")
        draft = page.url
        camera.take(page, "soan-tong-quan")
        page.goto(draft + CB2)
        page.wait_for_selector(".plan-tally")
        _down_to(page, "form.plan-form")
        camera.take(page, "soan-tieu-chi")
        page.fill("#id_at_least", "bốn")
        page.click("button:has-text('Lưu vào bản soạn')")
        page.wait_for_selector("text=«bốn» không phải là số.")
        camera.take(page, "soan-cho-sua")
        second.goto(page.url)
        second.fill("#id_at_least", "3,5")
        second.click("button:has-text('Lưu vào bản soạn')")
        second.wait_for_selector("text=Kế hoạch không còn chỗ nào cần sửa.")
        page.fill("#id_at_least", "3,8")
        page.click("button:has-text('Lưu vào bản soạn')")
        page.wait_for_selector(f"text={portal.home_leader.full_name} đã sửa bản soạn")
        camera.take(page, "soan-hai-nguoi")
        page.click("main form button[type=submit]")
        page.wait_for_selector("text=Kế hoạch không còn chỗ nào cần sửa.")
        page.goto(draft)
        page.click("a:has-text('Xem lại và ban hành')")
        page.wait_for_selector("text=Khi ban hành")
        camera.take(page, "soan-ban-hanh")
        # the other's draft is taken over only by who has none of the plan
        page.goto(f"/the-le/soan/{other.pk}/")
        page.click("button:has-text('Nhận bản soạn')")
        page.wait_for_selector("text=Bạn đang có bản soạn riêng của kế hoạch này")
    assert tuple(camera.taken) == NAMES
