"""Decided is not released: holders learn of an award, and of its decision, when it is made public, wherever they look."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from docx import Document
from docx.oxml.ns import qn

from accounts import audit
from accounts.models import AuditEvent, User
from accounts.permissions import Role
from awards import actions
from awards.appraisal.checks.facts import _state_of
from awards.decisions.told import award_told, told
from awards.decisions.touched import touched
from awards.models import Award, Decision, Nomination
from awards.workflow.actions.reminding import DESK_REMINDS, remind
from awards.workflow.states import State
from core.workflow import Refused
from tests import cast
from tests.awards import bent
from tests.awards.walking import decided, for_decision, propose, recommended
from tests.remembered import remembered
from units.models import Membership

SignIn = Callable[[User], Client]
NUMBER, GIVEN, WAITS = "512/QĐ-UBND", State.AWARDED.label, State.FOR_DECISION.label
ROUND = "/khen-thuong/annual-2022/"
STEPS_OF_A_DECISION = {"Khen thưởng", "Hủy bỏ quyết định tặng", "Công bố khen thưởng"}


@pytest.fixture
@remembered
def made(province: cast.Province) -> Decision:
    return decided(province, [recommended(province, "22801")])


def _places(nomination: Nomination, province: cast.Province) -> tuple[str, ...]:
    unit = province.unit("22801")
    return (
        f"/ho-so/{nomination.pk}/",
        ROUND,
        f"{ROUND}?tim=phuoc dai",
        "/tim/?q=phuoc dai",
        f"/lich-su-khen-thuong/don-vi/{unit.slug}/",
        f"{ROUND}du-dieu-kien/?nhom=commune",
    )


@pytest.mark.parametrize("who", ["bac_ai", "bac_ai_leader", "phuoc_dai", "labour"])
def test_who_does_not_see_the_places_is_told_once_it_is_released(
    who: str, province: cast.Province, made: Decision, sign_in: SignIn
) -> None:
    nomination, client = Nomination.objects.get(), sign_in(getattr(province, who))
    for place in _places(nomination, province):
        answer = client.get(place)
        if answer.status_code == 200:
            text = answer.content.decode()
            assert (NUMBER in text, 'pill-ok">Được khen' in text) == (False, False), place
    dossier = client.get(f"/ho-so/{nomination.pk}/")
    assert dossier.context["item"].get_state_display() == WAITS
    assert [row.step for row in dossier.context["transitions"]][0] == "to_decision"
    listed = {
        state: len(client.get(f"{ROUND}?tt={state}").context["lines"]) for state in (State.AWARDED, State.FOR_DECISION)
    }
    assert listed == {State.AWARDED: 0, State.FOR_DECISION: 1}
    actions.release([made], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    dossier = client.get(f"/ho-so/{nomination.pk}/")
    assert NUMBER in dossier.content.decode()
    assert dossier.context["item"].get_state_display() == GIVEN
    assert [row.step for row in dossier.context["transitions"]][0] == "award"
    listed = {
        state: len(client.get(f"{ROUND}?tt={state}").context["lines"]) for state in (State.AWARDED, State.FOR_DECISION)
    }
    assert listed == {State.AWARDED: 1, State.FOR_DECISION: 0}


@pytest.mark.parametrize("who", ["home", "chairman", "council", "auditor"])
def test_who_sees_the_places_reads_it_at_once(
    who: str, province: cast.Province, made: Decision, sign_in: SignIn
) -> None:
    dossier = sign_in(getattr(province, who)).get(f"/ho-so/{Nomination.objects.get().pk}/")
    assert dossier.context["item"].get_state_display() == GIVEN
    assert NUMBER in dossier.content.decode()


def test_what_was_taken_back_unreleased_was_never_told(
    province: cast.Province, made: Decision, sign_in: SignIn
) -> None:
    actions.recall(made, "Sai ngày ký.", by=province.chairman)
    address = f"/ho-so/{Nomination.objects.get().pk}/"
    text = sign_in(province.bac_ai).get(address).content.decode()
    assert (NUMBER in text, "Sai ngày ký" in text) == (False, False)
    assert "Sai ngày ký" in sign_in(province.home).get(address).content.decode()
    again = actions.decide(
        made.round,
        number="600/QĐ-UBND",
        signed_on=made.signed_on,
        signer="Chủ tịch",
        by=province.chairman,
        pks=[Nomination.objects.get().pk],
    )
    actions.release([again], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    text = sign_in(province.bac_ai).get(address).content.decode()
    assert (NUMBER in text, "600/QĐ-UBND" in text, "Sai ngày ký" in text) == (False, True, False)


def test_checks_of_another_dossier_and_corrections_do_not_tell(province: cast.Province, made: Decision) -> None:
    nomination = Nomination.objects.select_related("award__decision").get()
    assert _state_of(nomination, nomination.award) == WAITS
    figures = province.approve(2022, "22801", 1946, 88, 113)
    assert [row.kind for row in touched(figures)] == ["Hồ sơ khen thưởng"]
    actions.release([made], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    nomination = Nomination.objects.select_related("award__decision").get()
    assert _state_of(nomination, nomination.award) == f"Được khen thưởng theo {made}"
    assert [row.kind for row in touched(figures)] == ["Khen thưởng đã tặng"]


def test_the_trail_of_the_place_says_it_at_the_release(province: cast.Province, made: Decision) -> None:
    inspector = User.objects.create_user("thanh-tra-bac-ai", "mot-cau-ngan-de-nho", full_name="Thanh Tra")
    unit = province.unit("584")
    Membership.objects.create(
        user=inspector, role=Role.AUDITOR, unit=unit, valid_from=cast.START, valid_to=unit.valid_to
    )

    def read() -> set[str]:
        rows = AuditEvent.objects.visible_to(User.objects.get(pk=inspector.pk))
        return set(rows.values_list("verb", flat=True))

    assert {"nomination_award", "release_award"} & read() == set()
    actions.release([made], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    assert {"nomination_award", "release_award"} & read() == {"release_award"}
    assert audit.first_fault() is None


def _news(client: Client) -> set[str]:
    """What the start page says has happened to the dossier."""
    return {row.words for row in client.get("/").context["changes"] if row.words in STEPS_OF_A_DECISION}


@pytest.mark.parametrize("who", ["labour", "front"])
def test_the_start_page_says_it_at_the_release(
    who: str, province: cast.Province, made: Decision, sign_in: SignIn
) -> None:
    """Reaching over the whole province is not reading its decisions: neither an award nor its end is told before."""
    client, desk = sign_in(getattr(province, who)), sign_in(province.home)
    assert (_news(client), _news(desk)) == (set(), {"Khen thưởng"})
    actions.release([made], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    assert _news(client) == {"Công bố khen thưởng"}
    paper = {"signed_on": made.signed_on, "signer": "Chủ tịch", "reason": "Sai. Đã xem lại."}
    award = made.awards.get()
    revoked = actions.revoke(made, [award.pk], **paper, number="601/QĐ-UBND", by=province.chairman)
    assert (_news(client), "Hủy bỏ quyết định tặng" in _news(desk)) == ({"Công bố khen thưởng"}, True)
    actions.release([revoked], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    assert _news(client) == {"Công bố khen thưởng"}


def test_the_holder_s_letter_keeps_what_is_decided_and_not_released(
    province: cast.Province, made: Decision, sign_in: SignIn
) -> None:
    """Who is not told of the award finds the name where it was; the letter loses it with the release."""
    decided_one, other = Nomination.objects.get(), recommended(province, "22804")
    client, address = sign_in(province.bac_ai), f"/ho-so/{other.pk}/mau-to-trinh/"

    def names() -> bool:
        words = Document(io.BytesIO(client.get(address).content)).element.body.iter(qn("w:t"))
        return decided_one.printed_name in "".join(row.text or "" for row in words)

    assert names()
    actions.release([made], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    assert not names()


def test_a_dossier_as_it_is_told_is_never_stored(province: cast.Province, made: Decision) -> None:
    (row,) = told(Nomination.objects.all(), province.bac_ai)
    assert (row.state, getattr(row, "award", None)) == (State.FOR_DECISION, None)
    with pytest.raises(AssertionError):
        row.save()
    assert Nomination.objects.get().state == State.AWARDED


def test_no_question_more_for_many(
    province: cast.Province, made: Decision, django_assert_num_queries: Callable[..., object]
) -> None:
    propose(province, "22798")
    rows = list(Nomination.objects.select_related("round__campaign__province", "round__version"))
    told(rows, province.bac_ai)
    rows = list(Nomination.objects.select_related("round__campaign__province", "round__version"))
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        told(rows, province.bac_ai)


def test_whether_an_award_stands_is_asked_of_one_function(province: cast.Province, made: Decision) -> None:
    """On which day, and as told to whom."""
    award, before = made.awards.get(), made.signed_on - timedelta(days=1)

    def said(*, sees: bool, on: date | None = None) -> tuple[str, bool] | None:
        row = Award.objects.select_related("decision", "revoked_by").get(pk=award.pk)
        found = award_told(row, sees=sees, on=on)
        return None if found is None else (found.name, found.stands)

    old, new = award.printed_name, "Tập thể xã Phước Đại"
    assert (said(sees=True), said(sees=False), said(sees=True, on=before)) == ((old, True), None, None)
    actions.release([made], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    assert said(sees=False) == (old, True)
    paper = {"signed_on": made.signed_on, "signer": "Chủ tịch", "reason": "Sai. Đã xem lại."}
    revised = bent.revise(made, {award.pk: new}, **paper, number="600/QĐ-UBND", by=province.chairman)
    assert (said(sees=True), said(sees=False)) == ((new, True), (old, True))
    revoked = actions.revoke(made, [award.pk], **paper, number="601/QĐ-UBND", by=province.chairman)
    assert (said(sees=True), said(sees=False)) == ((new, False), (old, True))
    actions.release([revised], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    assert said(sees=False) == (new, True)
    actions.release([revoked], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    assert said(sees=False) == (new, False)
    row = award_told(Award.objects.get(pk=award.pk), sees=False)
    assert row is not None
    with pytest.raises(AssertionError):
        row.as_row().save()


def test_whether_somebody_may_be_reminded_tells_nothing(province: cast.Province, made: Decision) -> None:
    """Awarded and not released, or still with the chairman: the holder's officer is answered the same."""
    decided_one = Nomination.objects.get()
    waiting = recommended(province, "22804")
    for_decision(province, [waiting])
    answers = set()
    for item in (decided_one, waiting):
        with pytest.raises(Refused) as refused:
            remind([item.pk], by=province.bac_ai)
        answers.add(refused.value.reasons[0].partition(": ")[2])
    assert answers == {DESK_REMINDS}
