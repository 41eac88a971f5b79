"""What bent the rules, how the Council voted, who was not chosen and who was left out is read where somebody decides."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from accounts.models import User
from awards import actions
from awards.appraisal.last_words import last_words
from awards.controls.actions import controls
from awards.council.actions.results import settle
from awards.council.round_briefs import round_brief
from awards.models import Cap, Nomination
from awards.workflow.states import State
from core import clock
from office.models import Notice
from tests import cast
from tests.awards import bent
from tests.awards.choosing import candidates, minutes, voted
from tests.awards.documents.test_paper_office import say
from tests.awards.walking import pdf, read
from tests.remembered import remembered

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
DECIDE, RETURN = "/khen-thuong/annual-2022/quyet-dinh/", "/khen-thuong/annual-2022/tra-lai-danh-sach/"
FIGURES = {code: (400, 250 + 5 * at) for at, code in enumerate(("22783", "22786", "22801", "22792", "22795"))}
LEFT_OUT = "Chưa có mô hình."


@pytest.fixture
@remembered
def before_the_chairman(province: cast.Province) -> dict[str, Nomination]:
    """Two places by an act; of five one is left out, of four three are agreed to, one loses the choice, one the vote."""
    found = candidates(province, FIGURES)
    first, second, third, declined, out = (found[code] for code in FIGURES)
    bent.set_cap(province.annual_2022, "collective", 2, by=province.home, number="700/UBND-NC")
    actions.advance([out.pk], "take_back", by=province.home, reason=LEFT_OUT)
    session = voted(province, {first.pk: 9, second.pk: 7, third.pk: 7, declined.pk: 2})
    settle(session.pk, "collective", [first.pk, second.pk], reason="Khó hơn.", minutes=minutes(), by=province.home)
    actions.advance([first.pk, second.pk], "to_decision", by=province.home)
    return found


def _page(sign_in: SignIn, province: cast.Province, address: str) -> str:
    response = sign_in(province.chairman).get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("address", [DECIDE, RETURN], ids=["decide", "return"])
def test_the_chairman_reads_the_whole_before_deciding(
    province: cast.Province, before_the_chairman: dict[str, Nomination], sign_in: SignIn, address: str
) -> None:
    page = _page(sign_in, province, address)
    first, second, third, declined, out = (before_the_chairman[code].printed_name for code in FIGURES)
    act = page.index("700/UBND-NC")
    behind = page[page.index("Hội đồng không chọn, không thông qua") :]
    assert act < page.index(behind)
    for votes in ("09/09", "07/09"):
        assert votes in page[:act]  # of those in the list
    for name in (third, declined):
        assert name in behind
    assert "Hội đồng không chọn (biểu quyết: 07/09" in behind
    assert "Lý do: Khó hơn." in behind
    assert "Hội đồng không thông qua (biểu quyết: 02/09" in behind
    assert out in behind[behind.index("không ở trong danh sách này") :]
    assert f"Lý do: {LEFT_OUT}" in behind
    assert first not in behind
    assert second not in behind


def test_what_was_done_after_the_page_was_opened_is_told_first(
    province: cast.Province, before_the_chairman: dict[str, Nomination], sign_in: SignIn
) -> None:
    client = sign_in(province.chairman)
    page = client.get(DECIDE)
    sent = {
        "ho-so": [item.pk for item, *_ in page.context["lines"]],
        "da-xem": page.context["seen_mark"],
        "number": "1/QĐ-UBND",
        "signed_on": cast.EVENING.date().isoformat(),
        "signer": "Chủ tịch",
    }
    controls.propose_cap(
        province.annual_2022,
        "collective",
        3,
        act=bent.act("701/UBND-NC"),
        file=pdf("cv.pdf"),
        reason="Thêm. Đã xem lại.",
        by=province.home,
    )
    again = client.post(DECIDE, sent)
    assert again.status_code == 409
    assert "701/UBND-NC" in again.content.decode()


def test_the_pages_ask_as_much_for_many_as_for_few(
    province: cast.Province, before_the_chairman: dict[str, Nomination], sign_in: SignIn
) -> None:
    client = sign_in(province.chairman)
    client.get(DECIDE)
    found = []
    for states in ({}, dict.fromkeys(FIGURES, State.FOR_DECISION)):
        for code, state in states.items():
            Nomination.objects.filter(pk=before_the_chairman[code].pk).update(state=state)
        with CaptureQueriesContext(connection) as few:
            client.get(DECIDE)
        found.append(len(few))
    assert found[1] <= found[0]
    whole = [round_brief(province.annual_2022, [row]) for row in Nomination.objects.filter(state=State.FOR_DECISION)]
    assert all(len(item.acts) == 1 for item in whole)


def test_the_minutes_tell_the_places_and_who_was_left_out(
    province: cast.Province, before_the_chairman: dict[str, Nomination]
) -> None:
    session = province.annual_2022.sessions.get()
    bent.set_cap(province.annual_2022, "collective", 4, by=province.home)
    later = clock.now() + timedelta(hours=1)  # the minutes stay what they were
    Cap.objects.filter(at_most=2).update(replaced_at=later)
    Cap.objects.filter(at_most=4).update(recorded_at=later)
    said = say(province, "bien-ban-hop", str(session.pk))["y_kien"]
    assert said[0].startswith("- Số lượng khen thưởng của đợt khi họp: ")
    assert "không quá 02 tập thể" in said[0]
    out = before_the_chairman["22795"].printed_name
    assert [line for line in said if "không đưa ra Hội đồng" in line] == [
        f"- Đã thẩm định, không đưa ra Hội đồng: {out}: Chưa có mô hình;"
    ]


# ---- the words of the step, not of the vote ----


def test_who_is_not_chosen_reads_that_and_not_the_vote(
    province: cast.Province, before_the_chairman: dict[str, Nomination], sign_in: SignIn
) -> None:
    third = before_the_chairman["22801"]
    for address in ("/khen-thuong/annual-2022/", f"/ho-so/{third.pk}/"):
        for user in (province.home, province.bac_ai):
            page = strip_tags(sign_in(user).get(address).content.decode())
            assert "Hội đồng không chọn" in " ".join(page.split())
    own = " ".join(sign_in(province.home).get(f"/ho-so/{third.pk}/").content.decode().split())
    assert "Hội đồng không chọn (biểu quyết: 07/09" in own
    assert "Hội đồng thông qua" not in own


def test_the_last_step_speaks_even_after_the_chairman_returned_a_chosen_one(
    province: cast.Province, before_the_chairman: dict[str, Nomination]
) -> None:
    first, third = (before_the_chairman[code] for code in ("22783", "22801"))
    actions.advance([first.pk], "return_to_list", by=province.chairman, reason="Xem lại.")
    found = last_words([read(row.pk) for row in before_the_chairman.values()])
    assert found[first.pk].words == "Chủ tịch UBND tỉnh trả lại"
    assert found[third.pk].words == "Hội đồng không chọn"


def test_nominators_are_told_that_it_was_not_chosen(
    province: cast.Province, before_the_chairman: dict[str, Nomination]
) -> None:
    third = before_the_chairman["22801"]
    told = Notice.objects.filter(about=f"result:{third.pk}").order_by("-pk").first()
    assert told is not None
    assert told.subject.startswith("Hội đồng không chọn: ")
    assert "Khó hơn. Hồ sơ trở lại" in told.body
