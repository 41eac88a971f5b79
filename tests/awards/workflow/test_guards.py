"""Who may not judge, whose dossier is next, what a corrected figure touches: guards with their edges."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from awards import actions
from awards.decisions.touched import touched
from awards.models import Nomination
from awards.workflow.facts import nomination_facts, why_not_mine
from awards.workflow.states import State
from campaign.plan.actions.definitions import store_definition
from core import clock
from core.workflow import Refused
from tests import cast
from tests.awards.walking import accepted, decided, propose, read, recommended
from units.models import Membership

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


# ---- who may not judge ----


def _held(province: cast.Province, *, unit: str = "", body: str = "", nominee: str = "", name: str = "") -> Nomination:
    """A submitted dossier of a person, or of a commune, that a unit or a body holds."""
    return Nomination.objects.create(
        round=province.annual_2022,
        category="commune" if nominee else "official",
        group="individual",
        state=State.SUBMITTED,
        unit=province.unit(nominee) if nominee else None,
        person="" if nominee else name or "Chamaléa Bình",
        printed_name="Người được đề nghị",
        achievements="Tốt.",
        holder_unit=province.unit(unit) if unit else None,
        holder_organisation=province.bodies[body] if body else None,
        author=province.enterprise,
    )


OF_HOLDER = "nơi lập hồ sơ, nên không được thẩm định hồ sơ này."


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"unit": "584"}, ""),
        ({"body": "so-y-te"}, ""),
        ({"body": "so-noi-vu"}, f"Bạn thuộc Sở Nội vụ, {OF_HOLDER}"),
        ({"unit": "58"}, f"Bạn thuộc Tỉnh Ninh Thuận, {OF_HOLDER}"),
        ({"unit": "584", "nominee": "22801"}, ""),
        ({"unit": "584", "name": "HOME"}, "Bạn trùng họ tên với người được đề nghị nên không được thẩm định hồ sơ này."),
        ({"unit": "584", "name": "Bà Home"}, "Bạn trùng họ tên với người được đề nghị nên không được thẩm định hồ sơ này."),
        ({"unit": "584", "name": "Home An"}, ""),
    ],
    ids=["another unit holds it", "another body holds it", "the own body holds it", "the own unit holds it",
         "a commune of another unit", "the own name", "the own name, addressed", "another name"],
)  # fmt: skip
def test_a_reviewer_of_the_holder_is_in_conflict(province: cast.Province, given: dict[str, str], why: str) -> None:
    item = _held(province, **given)
    assert why_not_mine([item], province.home) == {item.pk: why}
    facts = nomination_facts([read(item.pk)], by=province.home)[item.pk]
    assert facts.conflict == why


@pytest.mark.parametrize("nominee", [{"nominee": "22801"}, {"body": "so-y-te"}], ids=["of the unit", "of the body"])
def test_a_reviewer_is_in_conflict_with_the_nominee(province: cast.Province, nominee: dict[str, str]) -> None:
    """A person of the award agency who sits at the nominee as well."""
    Membership.objects.create(
        user=province.home,
        role=Role.COMMUNE_OFFICER if "nominee" in nominee else Role.AGENCY_OFFICER,
        unit=province.unit("22801") if "nominee" in nominee else province.unit("58"),
        organisation=province.bodies.get(nominee.get("body", "")),
        valid_from=cast.START,
    )
    item = _held(province, unit="585", nominee="22801")
    if "body" in nominee:
        Nomination.objects.filter(pk=item.pk).update(unit=None, organisation=province.bodies["so-y-te"])
    found = why_not_mine([read(item.pk)], province.home)[item.pk]
    assert found == "Bạn thuộc Người được đề nghị nên không được thẩm định hồ sơ này."


def test_a_reviewer_of_the_holder_takes_nothing_in(province: cast.Province) -> None:
    item = _held(province, body="so-noi-vu")
    with pytest.raises(Refused, match=OF_HOLDER):
        actions.advance([item.pk], "return", by=province.home, reason="Thiếu giấy tờ")
    item.refresh_from_db()
    assert item.state == State.SUBMITTED


def test_the_author_does_not_judge(province: cast.Province) -> None:
    item = _held(province, unit="584")
    Nomination.objects.filter(pk=item.pk).update(author=province.home)
    assert why_not_mine([read(item.pk)], province.home) == {item.pk: "Bạn lập hồ sơ này."}
    assert why_not_mine([read(item.pk)], province.home_leader) == {item.pk: ""}


# ---- the next of the queue ----


def test_the_next_of_the_queue_is_past_all_of_one_s_own(province: cast.Province, sign_in: SignIn) -> None:
    """However many of one's own stand between, the queue is not said to be at its end."""
    here, last = (accepted(province, propose(province, code)) for code in ("22801", "22804"))
    Nomination.objects.bulk_create(
        Nomination(
            round=here.round,
            category="official",
            group="individual",
            state=State.UNDER_APPRAISAL,
            person=f"Người {at}",
            printed_name=f"Người {at}",
            sort_key="",
            search_key="",
            due_on=here.due_on,
            holder_unit=province.unit("584"),
            author=province.home,
            changed_at=here.changed_at,
        )
        for at in range(25)
    )
    Nomination.objects.filter(pk=last.pk).update(due_on=date(2030, 1, 1))
    client = sign_in(province.home)
    assert client.get(f"/ho-so/{here.pk}/").context["next"] == last
    assert client.get(f"/ho-so/{last.pk}/").context["next"] is None
    Nomination.objects.filter(pk=last.pk).update(author=province.home)
    assert client.get(f"/ho-so/{here.pk}/").context["next"] is None


# ---- what a correction touches ----


def _labels(province: cast.Province, year: int, code: str = "22801") -> list[tuple[str, str]]:
    with clock.at(date(year + 1, 1, 5)):
        item = province.approve(year, code, 1000, 300)
    return [(row.kind, row.url) for row in touched(item)]


def test_a_correction_touches_the_dossiers_of_its_year_and_of_the_year_after(province: cast.Province) -> None:
    """The figures of a year are also the opening of the next; a dossier of a later round stands before it."""
    later = _held(province, unit="584", nominee="22801")
    Nomination.objects.filter(pk=later.pk).update(round=province.campaign.rounds.get(code="annual-2025"))
    item = propose(province, "22801")
    line = [("Hồ sơ khen thưởng", f"/ho-so/{item.pk}/")]
    assert {year: _labels(province, year) for year in (2021, 2022, 2023)} == {2021: line, 2022: line, 2023: []}
    assert _labels(province, 2022, "22804") == []  # another commune
    assert _labels(province, 2022, "584") == line  # the holder's own figures


def test_a_correction_says_what_becomes_of_a_dossier_and_of_an_award(province: cast.Province) -> None:
    item = propose(province, "22801")
    figures = province.approve(2022, "22801", 1000, 300)
    (line,) = touched(figures)
    assert line.note == "Đang lập: nhận định được tính lại khi bản mới được duyệt"
    actions.advance([item.pk], "withdraw", by=province.bac_ai, reason="Trùng đã xem lại")
    (line,) = touched(figures)
    assert line.note == "Đã rút hồ sơ"


def test_an_award_stands_until_another_decision(province: cast.Province) -> None:
    """Until its decision is released the dossier is named, as it was told before: it still rests on the figures."""
    item = recommended(province, "22801")
    decision = decided(province, [item])
    figures = province.approve(2022, "22801", 1000, 300)
    (line,) = touched(figures)
    note = "Đã trình Chủ tịch UBND tỉnh: nhận định được tính lại khi bản mới được duyệt"
    assert (line.kind, line.note, line.url) == ("Hồ sơ khen thưởng", note, f"/ho-so/{item.pk}/")
    actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    (line,) = touched(figures)
    note = "Quyết định 512/QĐ-UBND: còn hiệu lực; nhận định đổi thì phải giữ nguyên có lý do, hoặc hủy bỏ"
    assert (line.kind, line.note) == ("Khen thưởng đã tặng", note)


def test_an_award_that_was_revoked_stands_no_more_once_that_is_released(province: cast.Province) -> None:
    decision = decided(province, [recommended(province, "22801")])
    actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    figures = province.approve(2022, "22801", 1000, 300)
    said = {"number": "601/QĐ-UBND", "signed_on": date(2022, 12, 15), "signer": "Chủ tịch", "reason": "Khai sai."}
    revoked = actions.revoke(decision, [decision.awards.get().pk], **said, by=province.chairman)
    (line,) = touched(figures)
    assert line.note.startswith("Quyết định 512/QĐ-UBND: còn hiệu lực")  # anyone is told at the release
    actions.release([revoked], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    (line,) = touched(figures)
    note = "Quyết định 512/QĐ-UBND: đã hủy bỏ theo Quyết định 601/QĐ-UBND ngày 15/12/2022"
    assert (line.kind, line.note) == ("Khen thưởng đã tặng", note)


def test_a_plan_that_has_the_round_no_more_changes_nothing_for_its_dossiers(province: cast.Province) -> None:
    """A round stays with its version of the plan; the years it looks at are read there."""
    item = propose(province, "22801")
    text = cast.DEFINITION.read_text(encoding="utf-8")
    store_definition(
        text.replace('code = "annual-2022"', 'code = "khac"').replace('"annual-2022", ', ""),
        by=User.objects.command_line(),
    )
    assert _labels(province, 2022) == [("Hồ sơ khen thưởng", f"/ho-so/{item.pk}/")]
