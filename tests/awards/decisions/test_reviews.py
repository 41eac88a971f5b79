"""An award whose figures were corrected is somebody's work: kept with a reason, or revoked; the next correction asks again."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from awards import actions
from awards.models import Assessment, Decision, Nomination
from awards.todo import cards
from awards.workflow.states import State
from campaign.activities.actions import records
from core import clock
from core.workflow import Refused
from office.todo import Card
from tests import cast
from tests.awards.walking import decided, recommended
from units import access

SignIn = Callable[[User], Client]
START = "Xem lại khen thưởng"


def _cards(user: User) -> list[Card]:
    access.forget(user)
    return [card for card in cards(user) if card.what.startswith(START)]


@pytest.fixture
def awarded(province: cast.Province) -> Nomination:
    """Phước Đại fell from 41,67 to 32,02 % against a target of 5 points, and was awarded."""
    province.approve(2021, "22801", 960, 400)
    province.approve(2022, "22801", 990, 317)
    province.target(2022, "22801", "5.00")
    nomination = recommended(province, "22801")
    decided(province, [nomination])
    return Nomination.objects.get(pk=nomination.pk)


def _corrected(province: cast.Province, poor: int, *, year: int = 2022, hours: int = 1) -> None:
    with clock.at(clock.now() + timedelta(hours=hours)):
        province.approve(year, "22801", 990 if year == 2022 else 960, poor)


def test_nothing_waits_while_the_figures_stand(province: cast.Province, awarded: Nomination) -> None:
    assert _cards(province.chairman) == []
    with pytest.raises(Refused, match="không thay đổi"):
        actions.advance([awarded.pk], "keep_award", by=province.chairman, reason="Vẫn xứng đáng")


def test_a_correction_is_work_for_who_may_revoke(province: cast.Province, awarded: Nomination, sign_in: SignIn) -> None:
    _corrected(province, 390)
    (card,) = _cards(province.chairman)
    assert card.what == f"{START} sau khi số liệu được điều chỉnh: {awarded.printed_name}"
    assert "Tiêu chí 3: lúc thẩm định là Vượt" in card.whose and "nay là Không đạt" in card.whose
    for other in (province.home_leader, province.labour_leader, province.bac_ai, province.council):
        assert _cards(other) == []
    page = sign_in(province.chairman).get(card.url).content.decode()
    assert f"/ho-so/{awarded.pk}/buoc/keep_award/" in page
    assert f"/quyet-dinh/{awarded.award.decision_id}/huy-bo/" in page
    page = sign_in(province.home).get(card.url).content.decode()
    assert "Chờ người có thẩm quyền giữ nguyên, có lý do, hoặc hủy bỏ." in page and "keep_award" not in page


def test_kept_with_a_reason_it_waits_no_more(province: cast.Province, awarded: Nomination, sign_in: SignIn) -> None:
    _corrected(province, 390)
    client = sign_in(province.chairman)
    address = f"/ho-so/{awarded.pk}/buoc/keep_award/"
    assert client.post(address, {"reason": "", "edition": awarded.edition}).status_code == 422
    with clock.at(clock.now() + timedelta(hours=2)):
        client.post(address, {"reason": "Vẫn vượt xa mặt bằng chung", "edition": awarded.edition})
        awarded.refresh_from_db()
        assert (awarded.state, awarded.award.revoked_by) == (State.AWARDED, None)
        assert _cards(province.chairman) == []
        assert AuditEvent.objects.get(verb="nomination_keep_award").summary == "Vẫn vượt xa mặt bằng chung"
        for reader in (province.chairman, province.home):
            page = sign_in(reader).get(f"/ho-so/{awarded.pk}/").content.decode()
            assert "“Vẫn vượt xa mặt bằng chung”" in page
    _corrected(province, 395, hours=3)  # another correction: the same question again
    assert len(_cards(province.chairman)) == 1


def _kept(province: cast.Province, awarded: Nomination, *, hours: int = 2) -> None:
    with clock.at(clock.now() + timedelta(hours=hours)):
        actions.advance([awarded.pk], "keep_award", by=province.chairman, reason="Vẫn xứng đáng")


def _news(client: Client) -> bool:
    return any("Giữ nguyên khen thưởng" in row.words for row in client.get("/").context["changes"])


def test_that_an_award_is_kept_is_told_with_the_award(
    province: cast.Province, awarded: Nomination, sign_in: SignIn
) -> None:
    """Before the release it would say that there is one: on the page, in the timeline, on the start page."""
    _corrected(province, 390)
    _kept(province, awarded)
    holder, far, desk = sign_in(province.bac_ai), sign_in(province.labour), sign_in(province.home)

    def told(client: Client) -> tuple[bool, bool]:
        page = client.get(f"/ho-so/{awarded.pk}/")
        steps = [row.step for row in page.context["transitions"]]
        return "keep_award" in steps, "Vẫn xứng đáng" in page.content.decode()

    assert (told(holder), told(desk)) == ((False, False), (True, True))
    assert (_news(holder), _news(far), _news(desk)) == (False, False, True)
    decision = Decision.objects.get(pk=awarded.award.decision_id)
    actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    assert told(holder) == (True, True)
    _corrected(province, 391, hours=3)
    _kept(province, awarded, hours=4)
    assert AuditEvent.objects.filter(verb="nomination_keep_award").order_by("seq").last().unit_code == "584"
    assert (_news(holder), _news(far)) == (True, True)


def test_only_who_decides_keeps(province: cast.Province, awarded: Nomination) -> None:
    _corrected(province, 390)
    for by in (province.home_leader, province.labour_leader, province.bac_ai):
        with pytest.raises(Refused, match="không có quyền"):
            actions.advance([awarded.pk], "keep_award", by=by, reason="Giữ nguyên")


def test_revoked_it_waits_no_more(province: cast.Province, awarded: Nomination) -> None:
    _corrected(province, 390)
    decision = Decision.objects.get(pk=awarded.award.decision_id)
    actions.revoke(
        decision,
        [awarded.award.pk],
        number="9/QĐ-UBND",
        signed_on=date(2022, 12, 15),
        signer="Chủ tịch",
        reason="Số liệu điều chỉnh không còn đạt",
        by=province.chairman,
    )
    assert _cards(province.chairman) == []


def test_the_opening_year_counts_and_other_cells_do_not(province: cast.Province, awarded: Nomination) -> None:
    draft = records.Draft(date(2022, 12, 10), "Tổ nuôi bò", answers={"households": 5})
    model = records.write(province.campaign, "mo-hinh", draft, unit=awarded.unit, by=province.phuoc_dai)
    records.advance(model.pk, "record", by=province.phuoc_dai, edition=1)  # now a paper is there: no correction
    with clock.at(clock.now() + timedelta(hours=1)):
        province.approve(2022, "22801", 990, 317, 20)  # near-poor households: nothing that the award rests on
    assert _cards(province.chairman) == []
    _corrected(province, 330, year=2021, hours=2)
    assert len(_cards(province.chairman)) == 1


def test_a_correction_elsewhere_is_no_work(province: cast.Province, awarded: Nomination) -> None:
    province.approve(2022, "22810", 500, 40)
    with clock.at(clock.now() + timedelta(hours=1)):
        province.approve(2022, "22810", 500, 45)
    assert _cards(province.chairman) == []
    assert Assessment.objects.filter(nomination=awarded, step="award").count() == 1
