"""Seven candidates for five places: put before the Council, voted on, equals chosen by minutes, decided, one returned."""

from collections.abc import Callable
from typing import Any

import pytest

from awards.models import Choice, CouncilSession, Nomination
from awards.workflow.states import State
from tests import cast
from tests.awards.choosing import chooses, minutes
from tests.awards.walking import at_the_door
from tests.browser.axe import fits, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIGURES = {code: (400, 250 + 5 * at) for at, code in enumerate(
    ("22783", "22786", "22789", "22792", "22795", "22798", "22801"))}  # fmt: skip
VOTES = (9, 9, 9, 8, 7, 7, 4)  # of nine: the fifth and the sixth are equal for the last place


def _names(state: State) -> set[str]:
    return set(Nomination.objects.filter(state=state).values_list("printed_name", flat=True))


def test_the_council_chooses_the_chairman_decides_and_returns_one(
    portal: cast.Province, person: Callable[..., Any], tmp_path: Any
) -> None:
    found = at_the_door(portal, FIGURES)
    chooses(portal)
    scan = tmp_path / "bien-ban.pdf"
    scan.write_bytes(minutes().read())
    with person(portal.home) as desk:
        desk.goto("/khen-thuong/annual-2022/bang-so-luong/")
        desk.click("text=Đưa ra Hội đồng chọn (07)")
        assert serious(desk) == []
        last = found["22801"].pk
        if desk.locator(f"#gt-{last}").count():
            desk.fill(f"#gt-{last}", "Xã mới.")
        desk.click("button:has-text('Đưa ra Hội đồng')")
        desk.wait_for_selector("text=Đã đưa 07 hồ sơ ra Hội đồng chọn")
        assert "07 hồ sơ chờ Hội đồng chọn" in desk.inner_text("main")
    with person(portal.council_secretary) as secretary:
        secretary.goto("/khen-thuong/annual-2022/hoi-dong/")
        secretary.click("text=Chuẩn bị phiên họp")
        secretary.fill("#id_name", "Phiên chọn")
        secretary.fill("#id_chair", "Phó Chủ tịch UBND tỉnh")
        secretary.check("input[name=method][value=paper]")
        for at in range(2, 7):  # beside the accounts of the Council
            secretary.fill(f"#id_form-{at}-name", f"Ủy viên {at}")
        secretary.click("button:has-text('Thêm')")
        for at in range(7, 9):
            secretary.fill(f"#id_form-{at}-name", f"Ủy viên {at}")
        secretary.click("button:has-text('Ghi phiên họp')")
        secretary.click("text=Mở phiên họp")
        secretary.click("main button[type=submit]")
        secretary.wait_for_selector("text=Đang họp")
        session = CouncilSession.objects.get()
        assert (session.members.count(), session.items.count()) == (9, 7)
        by_pk = {found[code].pk: number for code, number in zip(FIGURES, VOTES, strict=True)}
        for item in session.items.order_by("position"):
            secretary.goto(f"/phien-hop/{session.pk}/ho-so/{item.position}/")
            secretary.fill("#id_agree", str(by_pk[item.nomination_id]))
            secretary.fill("#id_disagree", str(9 - by_pk[item.nomination_id]))
            secretary.click("button:has-text('Ghi kết quả')")
            secretary.wait_for_selector("text=Đã ghi kết quả kiểm phiếu")
        secretary.goto(f"/phien-hop/{session.pk}/buoc/ket-thuc/")
        secretary.click("main button[type=submit]")
        secretary.goto("/")
        secretary.click("text=Ghi kết quả chọn của Hội đồng: Phiên chọn")
        secretary.wait_for_selector("text=Bằng phiếu nhau")
        assert secretary.locator("input[name=lay]:checked").count() == 4  # equals are ticked by nobody but the Council
        assert serious(secretary) == []
        secretary.click("button:has-text('Ghi lựa chọn của Hội đồng')")
        secretary.wait_for_selector("text=Cần chọn đúng 05 hồ sơ, đang chọn 04.")
        secretary.check(f"input[name=lay][value='{found['22798'].pk}']")
        secretary.fill("#id_collective_reason", "Xã khó khăn hơn.")
        secretary.set_input_files("#id_collective_minutes", str(scan))
        secretary.click("button:has-text('Ghi lựa chọn của Hội đồng')")
        secretary.wait_for_selector("text=Được Hội đồng chọn (05)")
        assert "Lựa chọn của Hội đồng: lấy" in secretary.inner_text("main").replace("\n", " ")
    assert Choice.objects.get().reason == "Xã khó khăn hơn."
    assert len(_names(State.COUNCIL)) == 5
    with person(portal.home) as desk:
        desk.goto("/khen-thuong/annual-2022/bang-so-luong/")
        desk.click("text=Trình Chủ tịch UBND tỉnh (05)")
        desk.click("main button[type=submit]")
        desk.wait_for_selector("text=Trình Chủ tịch UBND tỉnh: 05 hồ sơ")
    with person(portal.chairman, width=390, height=844) as chair:
        chair.goto("/khen-thuong/annual-2022/quyet-dinh/")
        fits(chair)
        chair.click("text=Trả lại một số hoặc cả danh sách")
        fits(chair)
        chair.check(f"input[name=chon][value='{found['22792'].pk}']")
        chair.fill("#id_reason", "Xem lại số liệu.")
        chair.click("text=Trả lại hồ sơ đã chọn")
        chair.wait_for_selector("text=Đã trả lại 01 hồ sơ, kèm lý do.")
        chair.fill("#id_number", "512/QĐ-UBND")
        chair.fill("#id_signed_on", "15/12/2022")
        chair.fill("#id_signer", "Trần Quốc Nam")
        chair.click("main button:has-text('Ban hành quyết định')")
        chair.wait_for_selector("text=04 tập thể, cá nhân được khen thưởng")
    assert len(_names(State.AWARDED)) == 4
    assert found["22792"].printed_name in _names(State.APPRAISED)


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["office", "phone"])
def test_the_new_pages_fit(portal: cast.Province, person: Callable[..., Any], size: tuple[int, int]) -> None:
    at_the_door(portal, FIGURES)
    chooses(portal)
    with person(portal.home, width=size[0], height=size[1]) as page:
        for address in (
            "/khen-thuong/annual-2022/dua-ra-hoi-dong/",
            "/khen-thuong/annual-2022/bang-so-luong/?thu=1&so-collective=3",
        ):
            assert page.goto(address).status == 200, address
            fits(page)
            page.screenshot(path=f"/tmp/council-{size[0]}-{address.strip('/').split('/')[2]}.png", full_page=True)
