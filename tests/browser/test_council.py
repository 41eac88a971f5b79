"""A session from beginning to end in the windows of those who hold it: prepared, opened, voted, on the wall, closed."""

from collections.abc import Callable
from typing import Any

import pytest

from awards.council.actions import ballots
from awards.models import AgendaItem, CouncilSession, Vote
from tests import cast
from tests.awards.council.test_council import for_council, opened, people, seats, voted
from tests.browser.axe import fits, serious
from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_session_from_preparing_to_closing(portal: cast.Province, person: Callable[..., Any]) -> None:
    for_council(portal, "22801", "22783")
    users = people(portal)
    with person(portal.council_secretary) as desk:
        desk.goto("/khen-thuong/annual-2022/hoi-dong/")
        desk.click("text=Chuẩn bị phiên họp")
        desk.fill("#id_name", "Phiên họp tháng Mười hai")
        desk.fill("#id_chair", "Phó Chủ tịch UBND tỉnh")
        desk.get_by_label("Bỏ thành viên 2").check()  # the secretary's own account does not vote here
        assert serious(desk) == []
        desk.click("button:has-text('Ghi phiên họp')")
        desk.click("text=Mở phiên họp")
        desk.click("main button[type=submit]")
        desk.wait_for_selector("text=Đang họp")
        session = CouncilSession.objects.get()
        assert session.members.count() == 3
        base = f"/phien-hop/{session.pk}"

        with person(portal.council_secretary, width=1920, height=1080) as wall:
            wall.goto(f"{base}/trinh-chieu/1/")
            assert serious(wall) == []
            assert wall.evaluate("document.documentElement.scrollHeight") <= 1080
            wall.keyboard.press("ArrowRight")
            wall.wait_for_url(f"**{base}/trinh-chieu/2/")
            wall.keyboard.press("PageUp")
            wall.wait_for_url(f"**{base}/trinh-chieu/1/")

            for at, user in enumerate(users):
                with person(user, width=390 if at == 0 else 1366, height=844 if at == 0 else 768) as seat:
                    seat.goto("/")
                    seat.click("text=Biểu quyết: Phiên họp tháng Mười hai")
                    assert seat.url.endswith(f"{base}/ho-so/1/")  # the card opens the first ballot
                    for _ in range(2):
                        fits(seat)
                        here = seat.url
                        seat.click(f"label[for=phieu-{'disagree' if at == 2 and '/1/' in here else 'agree'}]")
                        seat.click("text=Gửi phiếu")
                        seat.wait_for_url(lambda url, here=here: url != here)
                    assert seat.url.endswith(f"{base}/")

            wall.wait_for_selector("#tien-do >> text=03/03", timeout=10_000)  # without a reload
            desk.goto(f"{base}/ho-so/1/")
            desk.click("text=Kết thúc biểu quyết hồ sơ này")
            desk.wait_for_selector(".result-agreed")
            wall.wait_for_selector(".result-agreed", timeout=10_000)
            assert "02/03 thành viên, 66,67 %" in wall.inner_text("main")

        desk.goto(f"{base}/ho-so/2/")
        desk.click("text=Kết thúc biểu quyết hồ sơ này")
        desk.wait_for_selector(".result-agreed")
        desk.goto(f"{base}/")
        desk.click("text=Kết thúc phiên họp")
        desk.click("main button[type=submit]")
        desk.wait_for_selector("text=Hội đồng đã kết luận")
        assert "02 hồ sơ thông qua" in desk.inner_text("main")
    assert set(AgendaItem.objects.values_list("result", flat=True)) == {"agreed"}


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["office", "phone"])
def test_the_pages_of_the_council_are_clean_and_fit(
    portal: cast.Province, person: Callable[..., Any], size: tuple[int, int]
) -> None:
    for_council(portal, "22786")
    session = opened(portal, ("22801", "22783"), seats(people(portal)))
    voted(session, "aad")
    first = session.items.first()
    ballots.end_vote(first.pk, by=portal.home)
    base = f"/phien-hop/{session.pk}"
    with person(portal.council_secretary, width=size[0], height=size[1]) as page:
        for address in (
            "/khen-thuong/annual-2022/hoi-dong/",
            "/khen-thuong/annual-2022/hoi-dong/chuan-bi/",
            f"{base}/",
            f"{base}/ho-so/1/",
            f"{base}/ho-so/2/",
            f"{base}/trinh-chieu/1/",
            f"{base}/trinh-chieu/2/",
            f"{base}/buoc/ket-thuc/",
        ):
            assert page.goto(address).status == 200, address
            fits(page)


def test_a_ballot_is_cast_without_script(portal: cast.Province, chromium: Any, live_server: Any) -> None:
    session = opened(portal)
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/dang-nhap/")
    page.fill("#id_username", portal.council.username)
    page.fill("#id_password", PASSWORD)
    page.click("main form button[type=submit]")
    page.goto(f"/phien-hop/{session.pk}/ho-so/1/")
    page.click("label[for=phieu-agree]")
    page.click("text=Gửi phiếu")
    assert "Đã ghi phiếu của bạn." in page.inner_text("main")
    context.close()
    assert Vote.objects.get().word == "agree"
