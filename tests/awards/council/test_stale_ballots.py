"""A page of a ballot that somebody else has changed since: what stands there now is read before it is written over."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from awards.council.actions import ballots
from awards.models import CouncilSession
from tests import cast
from tests.awards.council.test_council import item_of, opened, paper, voted
from tests.sent_forms import Sent, forms_of

SignIn = Callable[[User], Client]
CODES = ("22801",)


def _act_form(client: Client, session: CouncilSession, act: str) -> Sent:
    page = f"/phien-hop/{session.pk}/ho-so/1/"
    return next(form for form in forms_of(client, page) if form.address.endswith(f"/{act}/"))


def test_counts_that_somebody_wrote_meanwhile_are_read_before_they_are_written_over(
    province: cast.Province, sign_in: SignIn
) -> None:
    session = paper(province, CODES)
    first, second = sign_in(province.council_secretary), sign_in(province.home)

    def typed(form: Sent, agree: int, disagree: int, **more: str) -> Sent:
        said = {"agree": [str(agree)], "disagree": [str(disagree)], "blank": ["0"]}
        return replace(form, data={**form.data, **said, **{name: [value] for name, value in more.items()}})

    opened_both = [_act_form(client, session, "kiem-phieu") for client in (first, second)]
    assert typed(opened_both[0], 8, 1).send(first).status_code == 302
    answer = typed(opened_both[1], 7, 2).send(second)
    assert answer.status_code == 409
    told = answer.content.decode()
    assert "08 đồng ý, 01 không đồng ý, 00 trắng" in told and "07 đồng ý, 02 không đồng ý, 00 trắng" in told
    opened_both = [_act_form(client, session, "kiem-phieu") for client in (first, second)]
    assert typed(opened_both[0], 6, 3, reason="Đếm lại phiếu").send(first).status_code == 302
    assert typed(opened_both[1], 7, 2, reason="Nhập nhầm số").send(second).status_code == 409
    item = item_of(session)
    assert (item.agree, item.disagree, item.blank) == (6, 3, 0)
    again = typed(_act_form(second, session, "kiem-phieu"), 7, 2, reason="Nhập nhầm số")
    assert again.send(second).status_code == 302  # who has read them corrects them


@pytest.mark.parametrize("act", ["bieu-quyet-lai", "ket-thuc"])
def test_a_page_of_the_ballot_before_ends_no_vote_that_was_cast_since(
    province: cast.Province, sign_in: SignIn, act: str
) -> None:
    session = opened(province, CODES)
    voted(session, "aa")
    client = sign_in(province.home)
    stale = _act_form(client, session, act)
    stale = replace(stale, data={**stale.data, "ly-do": ["Bấm nhầm nút"], "van-ket-thuc": ["on"]})
    ballots.vote_again(item_of(session).pk, "Thảo luận lại.", by=province.council_secretary)
    voted(session, "d")
    answer = stale.send(client)
    assert "đã được cho biểu quyết lại; phiếu bỏ từ đó còn nguyên" in client.get(answer["Location"]).content.decode()
    item = item_of(session)
    assert (item.ended_at, item.votes.count()) == (None, 1)
