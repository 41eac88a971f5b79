"""A paper is not a judgement: what the portal says is there, what a reviewer says of it, and what of both stands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from awards import actions
from awards.appraisal.actions.judging import Word, judge_sheet
from awards.appraisal.checks import Severity, checks
from awards.appraisal.lines import PartView
from awards.decisions.flips import flipped
from awards.documents.domain.facts import Signed
from awards.documents.domain.kinds import KINDS
from awards.documents.round_data import Room
from awards.documents.subjects import of_nomination
from awards.documents.telling import content_of
from awards.models import Award, Decision, EvidenceLink, Judgement, Nomination, Recognition
from awards.nominations.actions.evidence import keep_paper, link, unlink
from awards.nominations.dossiers import Dossier, dossiers
from awards.ranking.balance_facts import balance
from awards.workflow.states import State
from campaign.models import Plan, Record
from core import clock
from core.findings import Outcome, Source
from core.numbers import two_digits
from core.workflow import Refused
from tests import cast
from tests.awards.walking import (
    accepted,
    appraised,
    complete,
    for_decision,
    judged,
    pdf,
    propose,
    read,
    recommended,
    spoken,
)
from tests.remembered import remembered
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import ExitRegistration, Household, HouseholdYear, Membership, Organisation

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
SHEEP = Source("paper", "", "Ảnh chụp con cừu")
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def dossier(item: Nomination) -> Dossier:
    return dossiers([read(item.pk)])[item.pk]


def part(item: Nomination, key: str) -> PartView:
    return next(view for view in dossier(item).parts if view.key == key)


def objections(item: Nomination, check: str) -> list[str]:
    return [row.message for row in checks([read(item.pk)], {item.pk: dossier(item)})[item.pk] if row.id == check]


def recommend(province: cast.Province, item: Nomination, reason: str = "Đã xem xét.") -> Nomination:
    return actions.advance([item.pk], "recommend", by=province.home, override_reason=reason)[0]


# ---- a paper and a word ----


def test_the_holder_s_own_file_makes_nothing_met(province: cast.Province) -> None:
    """F1: any file called anything made the line "Đạt", and the award agency could not say otherwise."""
    item = propose(province, "22801")
    link(item.pk, "Cc1.c", SHEEP, file=pdf("cuu.pdf"), by=province.bac_ai)
    view = part(item, "Cc1.c")
    assert (view.has_paper, view.outcome, view.asks_reviewer) == (True, None, True)
    assert [paper.words for paper in view.papers] == [f"Ảnh chụp con cừu ({province.bac_ai.full_name} gắn)"]
    accepted(province, item)
    judged(province, item)
    actions.judge(item.pk, "Cc1.c", "not_met", "Ảnh không phải là mô hình", by=province.home)
    assert (part(item, "Cc1.c").has_paper, part(item, "Cc1.c").outcome) == (True, NOT_MET)
    assert objections(item, "R05") == [
        "Tiêu chí 1, ý c: có giấy tờ, người thẩm định nhận xét «Không đạt»: Ảnh không phải là mô hình. Cần có giấy tờ và nhận xét «Đạt»."
    ]


def test_a_good_word_needs_a_paper(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    with pytest.raises(Refused, match="Tiêu chí 1, ý c: chưa có mô hình điển hình: chưa thể nhận xét «Đạt»"):
        actions.judge(item.pk, "Cc1.c", "met", "Tốt đã xem lại", by=province.home)
    assert not Judgement.objects.exists()
    actions.judge(item.pk, "Cc1.c", "unknown", "Chưa thấy mô hình", by=province.home)
    actions.judge(
        item.pk, "Cc1.c", "met", "Đã xem", seen="Báo cáo 12/BC-UBND ngày 05/12/2022 của UBND xã", by=province.home
    )
    assert (part(item, "Cc1.c").has_paper, part(item, "Cc1.c").outcome) == (True, MET)
    row = EvidenceLink.objects.get()
    assert (row.kind, row.label) == ("seen", "Báo cáo 12/BC-UBND ngày 05/12/2022 của UBND xã")


@pytest.mark.parametrize(
    ("seen", "lacks"),
    [("có rồi", "số, ký hiệu, ngày, nơi ban hành"), ("Báo cáo 12/BC-UBND ngày 05/12/2022", "nơi ban hành"),
     ("12/BC-UBND của UBND xã", "ngày")],
)  # fmt: skip
def test_a_paper_in_the_hand_has_number_day_and_issuer(
    province: cast.Province, sign_in: SignIn, seen: str, lacks: str
) -> None:
    """The objection stands at its field, with what was typed."""
    item = accepted(province, propose(province, "22801"))
    said = {"o-Cc1.c": "met", "r-Cc1.c": "Đã xem", "g-Cc1.c": seen}
    answer = sign_in(province.home).post(f"/ho-so/{item.pk}/nhan-xet/", said)
    text = answer.content.decode()
    assert answer.status_code == 422
    field = text[text.index('id="bg-Cc1.c"') :][:700]
    assert f'value="{seen}"' in field and f"Vui lòng ghi {lacks} của bản giấy đã xem, ví dụ" in field
    assert not EvidenceLink.objects.exists() and not Judgement.objects.exists()


def test_a_refused_sheet_keeps_no_note_of_a_paper(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    with pytest.raises(Refused, match="ghi lý do"):
        judge_sheet(
            item.pk,
            {
                "Cc1.c": Word("met", "", seen="Báo cáo 12/BC-UBND ngày 05/12/2022 của UBND xã"),
                "Cc1.b": Word("met", "Tốt đã xem lại"),
            },
            by=province.home,
        )
    assert not EvidenceLink.objects.exists() and not Judgement.objects.exists()


def test_a_word_falls_with_its_paper(province: cast.Province) -> None:
    item = appraised(province, propose(province, "22801"))
    assert objections(item, "R05") == []
    EvidenceLink.objects.filter(part="Cc1.c").update(removed_at=clock.now())
    assert part(item, "Cc1.c").outcome is UNKNOWN
    assert "tiêu chí 1, ý c không đạt" not in dossier(item).misses
    with pytest.raises(Refused, match="Tiêu chí 1, ý c: chưa có mô hình điển hình"):
        recommend(province, item)


def test_a_finished_sheet_takes_the_words_that_it_lacks_and_no_other(province: cast.Province, sign_in: SignIn) -> None:
    """Appraised when a record alone made a line "Đạt": the missing word is said without going back."""
    item = appraised(province, propose(province, "22801"))
    with pytest.raises(Refused, match="Đã thẩm định»"):
        actions.judge(item.pk, "Cc1.c", "not_met", "Nghĩ lại", by=province.home)
    Judgement.objects.filter(part="Cc1.c").delete()
    with pytest.raises(Refused, match="Tiêu chí 1, ý c: có giấy tờ, chưa có nhận xét"):
        recommend(province, item)
    page = sign_in(province.home).get(f"/ho-so/{item.pk}/").content.decode()
    assert 'name="o-Cc1.c"' in page and 'name="o-Cc1.a"' not in page
    with pytest.raises(Refused, match="không cần người thẩm định"):
        actions.judge(item.pk, "Cc1.a", "not_met", "Nghĩ lại", by=province.home)
    actions.judge(item.pk, "Cc1.c", "met", "Đã xem", by=province.home)
    recommend(province, item)


def test_a_paper_that_somebody_puts_there_later_is_judged_again(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    judged(province, item)
    actions.advance([item.pk], "return", by=province.home, reason="Thiếu xác nhận.")
    with clock.at(clock.now() + timedelta(minutes=1)):
        link(item.pk, "Cc1.c", SHEEP, file=pdf("cuu.pdf"), by=province.bac_ai)
    assert (part(item, "Cc1.c").judgement, part(item, "Cc1.c").is_outdated) == (None, True)
    assert part(item, "Cc1.a").judgement is not None
    accepted(province, item)
    with pytest.raises(Refused, match="Còn 1 ý chưa có nhận xét: tiêu chí 1, ý c"):
        actions.advance([item.pk], "appraise", by=province.home)
    with clock.at(clock.now() + timedelta(minutes=2)):  # the same words, said again
        actions.judge(item.pk, "Cc1.c", "met", "Có tài liệu.", by=province.home)
    assert part(item, "Cc1.c").outcome is MET


def _sent_again(province: cast.Province, item: Nomination, *, rewritten: bool) -> None:
    """Returned, and sent on again an hour later: with other achievements, or as it was."""
    actions.advance([item.pk], "return", by=province.home, reason="Nêu rõ kết quả.")
    with clock.at(clock.now() + timedelta(hours=1)):
        if rewritten:
            edition = read(item.pk).edition
            actions.edit(item.pk, {"achievements": "Thành tích khác hẳn."}, edition=edition, by=province.bac_ai)
        accepted(province, item)


def test_words_about_a_dossier_that_was_rewritten_are_asked_again(province: cast.Province, sign_in: SignIn) -> None:
    item = accepted(province, propose(province, "22801"))
    judged(province, item)
    _sent_again(province, item, rewritten=True)
    asked = [view for view in dossier(item).parts if view.asks_reviewer]
    assert [view.judgement for view in asked] == [None] * len(asked)
    assert {view.why_outdated for view in asked} == {
        "Hồ sơ đã được sửa và gửi lại sau nhận xét trên: cần nhận xét lại."
    }
    assert dossier(item).unjudged == tuple(view.label for view in asked)
    spoken(province, item)
    with pytest.raises(Refused, match=f"Còn {len(asked)} ý chưa có nhận xét"):
        actions.advance([item.pk], "appraise", by=province.home)
    client = sign_in(province.home)
    with clock.at(clock.now() + timedelta(hours=2)):
        page = " ".join(client.get(f"/ho-so/{item.pk}/").content.decode().split())
        assert page.count("Hồ sơ đã được sửa và gửi lại sau nhận xét trên") == len(asked)
        assert f"Giữ nguyên {two_digits(len(asked))} nhận xét cũ" in page and f"/ho-so/{item.pk}/cac-lan-gui/" in page
        assert 'name="o-Cc1.a" value="met" checked' not in page  # never preset
        first = {"giu": asked[0].key}
        assert client.post(f"/ho-so/{item.pk}/nhan-xet/", first).status_code == 302
        assert len(dossier(item).unjudged) == len(asked) - 1
        assert client.post(f"/ho-so/{item.pk}/nhan-xet/", {"giu": "tat-ca"}).status_code == 302
        assert dossier(item).unjudged == ()
        assert "Giữ nguyên" not in client.get(f"/ho-so/{item.pk}/").content.decode()
    rows = Judgement.objects.filter(nomination=item.pk)
    assert (rows.filter(replaced_at=None).count(), rows.count()) == (len(asked), 2 * len(asked))
    actions.advance([item.pk], "appraise", by=province.home)


def test_a_click_keeps_and_what_is_typed_beside_it_counts(province: cast.Province, sign_in: SignIn) -> None:
    item = accepted(province, propose(province, "22801"))
    judged(province, item)
    _sent_again(province, item, rewritten=True)
    with clock.at(clock.now() + timedelta(hours=2)):
        sent = {"giu": "tat-ca", "o-Cc1.a": "not_met", "r-Cc1.a": "Báo cáo mới nêu chưa có kế hoạch."}
        assert sign_in(province.home).post(f"/ho-so/{item.pk}/nhan-xet/", sent).status_code == 302
    assert part(item, "Cc1.a").judgement.outcome == "not_met"
    assert (part(item, "Cc1.b").judgement.outcome, part(item, "Cc1.b").judgement.reason) == ("met", "Có tài liệu.")


def test_what_was_sent_again_as_it_was_is_not_read_again(province: cast.Province, sign_in: SignIn) -> None:
    item = accepted(province, propose(province, "22801"))
    judged(province, item)
    _sent_again(province, item, rewritten=False)
    assert dossier(item).unjudged == ()
    assert "đã được sửa và gửi lại" not in sign_in(province.home).get(f"/ho-so/{item.pk}/").content.decode()


def test_another_report_asks_the_words_again_and_no_click_keeps_what_the_sheet_does_not_ask(
    province: cast.Province, sign_in: SignIn
) -> None:
    item = accepted(province, propose(province, "22801"))
    judged(province, item)
    actions.advance([item.pk], "return", by=province.home, reason="Thiếu chữ ký.")
    with clock.at(clock.now() + timedelta(hours=1)):
        keep_paper(item.pk, "bao-cao-thanh-tich", file=pdf("moi.pdf"), by=province.bac_ai)
        client = sign_in(province.home)
        assert client.post(f"/ho-so/{item.pk}/nhan-xet/", {"giu": "tat-ca"}).status_code == 422  # not on the desk
        accepted(province, item)
        assert part(item, "Cc1.a").is_outdated


def test_what_has_left_the_desk_is_not_asked_again(province: cast.Province) -> None:
    item = recommended(province, "22801")
    last = item.versions.first()
    later = clock.now() + timedelta(hours=1)
    item.versions.create(number=last.number + 1, content={**last.content, "achievements": "Khác"}, by=last.by, at=later)
    assert dossier(item).unjudged == ()
    Nomination.objects.filter(pk=item.pk).update(state=State.APPRAISED)  # the control: on the desk it would be
    assert len(dossier(item).unjudged) > 0


def test_only_a_reviewer_takes_away_what_a_reviewer_saw(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    judged(province, item)
    actions.advance([item.pk], "return", by=province.home, reason="Thiếu xác nhận.")
    row = EvidenceLink.objects.filter(part="Cc1.c").get()
    with pytest.raises(Refused, match="chỉ người thẩm định bỏ được"):
        unlink(item.pk, row.pk, by=province.bac_ai)
    assert part(item, "Cc1.c").has_paper


def test_the_holder_never_says_that_it_is_met(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    link(item.pk, "Cc1.c", SHEEP, file=pdf("cuu.pdf"), by=province.home)
    for by in (province.bac_ai, province.bac_ai_leader):
        with pytest.raises(Refused, match="không có quyền thẩm định"):
            actions.judge(item.pk, "Cc1.c", "met", "Tốt đã xem lại", seen="Giấy của tôi", by=by)
    assert EvidenceLink.objects.filter(kind="seen").count() == 0


# ---- what proves nothing says so ----


def _plan(province: cast.Province, year: int, **more: Any) -> Plan:
    return Plan.objects.create(
        campaign=province.campaign,
        kind="poverty_plan",
        unit=province.unit("22801"),
        year=year,
        title="Kế hoạch giảm nghèo",
        number="5/KH",
        issued_on=date(year, 2, 1),
        first_received_at=clock.now(),
        received_at=clock.now(),
        recorded_by=province.bac_ai,
        **more,
    )


@pytest.mark.parametrize(
    ("year", "state", "why_not"),
    [
        (2022, "filed", "chưa cơ quan nào tiếp nhận"), (2022, "acknowledged", ""), (2021, "filed", "kế hoạch năm 2021, không phải năm xét"),
        (2022, "returned", "đã bị trả lại để bổ sung"),
    ],
)  # fmt: skip
def test_a_plan_of_another_year_proves_nothing(province: cast.Province, year: int, state: str, why_not: str) -> None:
    item = propose(province, "22801")
    _plan(province, year, state=state, acknowledged_by_award_agency=clock.now() if state == "acknowledged" else None)
    view = part(item, "Cc1.a")
    assert ([paper.why_not for paper in view.papers], view.has_paper) == ([why_not], not why_not)
    if why_not:
        assert why_not in view.paper.reason


def test_something_else_of_the_portal_proves_nothing(province: cast.Province) -> None:
    """The launch plan neither proves nor fails the poverty plan, though the holder may put it beside."""
    item = propose(province, "22801")
    launch = _plan(province, 2022)
    Plan.objects.update(kind="launch_plan")
    link(item.pk, "Cc1.a", Source("plan", str(launch.pk), ""), by=province.bac_ai)
    assert [paper.why_not for paper in part(item, "Cc1.a").papers] == ["không phải chương trình, kế hoạch giảm nghèo"]


def _help(province: cast.Province, state: str, on: date = date(2022, 6, 1)) -> Record:
    return Record.objects.create(
        campaign=province.campaign,
        kind="tro-giup",
        state=state,
        title="Giúp hộ nghèo",
        on=on,
        year=on.year,
        organisation=province.bodies["htx"],
        about=province.unit("22801"),
        recorded_by=province.enterprise,
    )


@remembered
def _firm(province: cast.Province) -> Nomination:
    body = province.bodies["htx"]
    proposal = actions.Proposal("enterprise", body.name, organisation=body, achievements="Thành tích.")
    return complete(actions.nominate(province.annual_2022, proposal, holder_organisation=body, by=province.enterprise))


@pytest.mark.parametrize(
    ("state", "on", "why_not"),
    [
        ("confirmed", date(2022, 6, 1), ""), ("recorded", date(2022, 6, 1), "chưa được nơi nhận xác nhận"),
        ("disputed", date(2022, 6, 1), "nơi nhận không xác nhận"),
        ("confirmed", date(2021, 6, 1), "việc của năm 2021, không phải năm xét"), ("draft", date(2022, 6, 1), None),
    ],
)  # fmt: skip
def test_help_counts_once_who_got_it_says_so(
    province: cast.Province, state: str, on: date, why_not: str | None
) -> None:
    item = _firm(province)
    record = _help(province, state, on)
    view = part(item, "Cg1.a")
    assert [paper.why_not for paper in view.papers] == ([] if why_not is None else [why_not])
    assert (view.has_paper, view.outcome) == (why_not == "", None)
    if state == "recorded":  # put beside by the holder it proves no more
        link(item.pk, "Cg1.a", Source("record", str(record.pk), ""), by=province.enterprise)
        assert not part(item, "Cg1.a").has_paper


# ---- one criterion of several is enough ----


def _judged(province: cast.Province, item: Nomination, *keys: str, outcome: str = "met") -> None:
    for key in keys:
        view = part(item, key)
        seen = "" if view.paper is None or view.has_paper else "Giấy 7/UBND ngày 05/01/2022 của UBND xã"
        actions.judge(item.pk, key, outcome, "Đã xem", seen=seen, by=province.home)


def test_a_group_closes_as_soon_as_one_is_met(province: cast.Province) -> None:
    item = _firm(province)
    actions.advance([item.pk], "submit", by=province.enterprise)
    actions.advance([item.pk], "accept", by=province.home)
    assert objections(item, "R05") == [
        "Chưa đủ tiêu chí 1 hoặc tiêu chí 2 (tiêu chí 1, ý a: chưa có kết quả giúp đỡ hộ nghèo, hộ cận nghèo; tiêu chí 2, ý a: chưa có mô hình điển hình). "
        "Cần có giấy tờ và nhận xét «Đạt»."
    ]
    link(item.pk, "Cg1.a", SHEEP, file=pdf("giup.pdf"), by=province.home)
    assert objections(item, "R05") == []  # one may still be met: only the reviewer's word is awaited
    with pytest.raises(Refused, match="Còn 4 ý chưa có nhận xét"):
        actions.advance([item.pk], "appraise", by=province.home)
    _judged(province, item, "Cg1.a", "Cg1.b")
    assert {view.criterion.id: view.spared_by for view in dossier(item).criteria} == {
        "Cg1": "",
        "Cg2": "Tiêu chí 1",
        "Cg3": "",
    }
    assert (dossier(item).unjudged, objections(item, "R05"), dossier(item).misses) == ((), [], ())
    actions.advance([item.pk], "appraise", by=province.home)
    recommend(province, item, "")


def test_a_group_of_which_none_is_met_stops_the_dossier(province: cast.Province) -> None:
    item = _firm(province)
    actions.advance([item.pk], "submit", by=province.enterprise)
    actions.advance([item.pk], "accept", by=province.home)
    _judged(province, item, "Cg1.a", "Cg1.b", "Cg2.a", "Cg2.b")
    actions.judge(item.pk, "Cg1.a", "not_met", "Không thiết thực", by=province.home)
    actions.judge(item.pk, "Cg2.a", "unknown", "Chưa rõ", by=province.home)
    actions.advance([item.pk], "appraise", by=province.home)
    with pytest.raises(Refused, match="Chưa đủ tiêu chí 1 hoặc tiêu chí 2"):
        recommend(province, item)


# ---- households ----


@pytest.fixture
def household(province: cast.Province) -> Household:
    with audit.change(User.objects.command_line()) as trail:
        village = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    return Household.objects.create(code="H1", village=village, head="Katơr Liên", valid_from=cast.START)


@remembered
def _house(province: cast.Province, household: Household, **more: Any) -> Nomination:
    proposal = actions.Proposal(
        "household", "Hộ gia đình ông Katơr Liên", household=household, achievements="Thành tích.", **more
    )
    made = actions.nominate(province.annual_2022, proposal, holder_unit=province.unit("22801"), by=province.phuoc_dai)
    return complete(made)


@remembered
def _on_the_desk(item: Nomination) -> Nomination:
    """The road below the desk is another test's work."""
    Nomination.objects.filter(pk=item.pk).update(state=State.UNDER_APPRAISAL)
    return read(item.pk)


def _surveyed(household: Household, **years: str) -> None:
    for year, status in years.items():
        HouseholdYear.objects.create(household=household, year=int(year[1:]), status=status)


@pytest.mark.parametrize(
    ("years", "has_paper", "is_refuted", "words"),
    [
        (
            {"y2021": "poor", "y2022": "escaped"},
            False,
            False,
            "kết quả rà soát, chưa phải quyết định công nhận thoát nghèo",
        ),
        ({"y2021": "poor", "y2022": "near_poor"}, False, False, "kết quả rà soát, chưa phải"),
        ({"y2021": "poor", "y2022": "poor"}, False, True, "Cuối năm 2022 còn là hộ nghèo."),
        ({"y2021": "poor"}, False, False, "Chưa có quyết định công nhận thoát nghèo."),
    ],
    ids=["a survey is no act", "near-poor is shown", "still poor", "not yet surveyed"],
)
def test_an_escape_is_recognised_by_an_act(
    province: cast.Province, household: Household, years: dict[str, str], has_paper: bool, is_refuted: bool, words: str
) -> None:
    item = _house(province, household)
    _surveyed(household, **years)
    view = part(item, "Cđ1.c")
    assert (view.has_paper, view.is_refuted) == (has_paper, is_refuted)
    assert words in view.paper.reason


@pytest.mark.parametrize(
    ("today", "signed_on", "outcome"),
    [
        (date(2024, 2, 20), None, NOT_MET), (date(2022, 12, 31), None, MET), (date(2024, 2, 20), date(2023, 5, 19), MET),
        (date(2024, 2, 20), date(2023, 12, 30), MET), (date(2024, 2, 20), date(2023, 12, 31), NOT_MET),
        (date(2024, 2, 20), date(2024, 1, 5), NOT_MET),
    ],
    ids=["poor again before any decision", "not yet known", "decided before", "a day before the year ended",
         "on the day", "after"],
)  # fmt: skip
def test_who_is_poor_again_before_the_decision_has_not_escaped(
    province: cast.Province, household: Household, today: date, signed_on: date | None, outcome: Outcome
) -> None:
    """The portal's own reading: not poor again before the day of the decision, whatever the window."""
    item = _on_the_desk(_house(province, household))
    _surveyed(household, y2021="poor", y2022="escaped", y2023="poor")
    with clock.at(clock.now().replace(year=2022, month=12, day=20)):
        _judged(province, item, "Cđ1.c")
    if signed_on is not None:
        decision = Decision.objects.create(
            round=item.round, number="1/QĐ", signed_on=signed_on, signer="Lê Văn An", recorded_by=province.chairman
        )
        Award.objects.create(
            decision=decision,
            nomination=item,
            form=item.form,
            printed_name="X",
            public_name="X",
            group="individual",
            category="household",
        )
    with clock.at(clock.now().replace(year=today.year, month=today.month, day=today.day)):
        view = part(item, "Cđ1.c")
        assert view.outcome is outcome
        if outcome is NOT_MET:
            assert view.paper.reason == "Tái nghèo năm 2023, trước ngày quyết định: không phải thoát nghèo bền vững."
            assert not view.asks_reviewer


def test_a_loan_that_the_portal_knows_is_shown_and_not_denied(province: cast.Province, household: Household) -> None:
    item = _on_the_desk(_house(province, household))
    actions.judge(item.pk, "Cđ1.d", "not_applicable", "Hộ không vay", by=province.home)
    assert part(item, "Cđ1.d").outcome is Outcome.NOT_APPLICABLE
    ExitRegistration.objects.create(
        household=household,
        year=2022,
        registered_on=date(2022, 3, 1),
        commitments="Nuôi bò",
        has_loan=True,
        loan=50_000_000,
        lender="Ngân hàng Chính sách xã hội",
        recorded_by=province.phuoc_dai,
    )
    view = part(item, "Cđ1.d")
    assert view.outcome is UNKNOWN  # what was said before the loan was known stands no more
    assert [paper.source.label for paper in view.contrary] == [
        "Vay 50.000.000 đồng, Ngân hàng Chính sách xã hội, ghi khi đăng ký ngày 01/03/2022"
    ]
    with pytest.raises(Refused, match=r"không thể ghi «Hộ không vay vốn»: Vay 50.000.000 đồng"):
        actions.judge(item.pk, "Cđ1.d", "not_applicable", "Hộ không vay vốn", by=province.home)
    assert any("tiêu chí 1, ý d: cổng có ghi nhận" in text for text in objections(item, "R05"))
    actions.judge(item.pk, "Cđ1.d", "met", "Trả nợ đúng hạn", by=province.home)


@pytest.mark.parametrize(("ended_on", "is_refused"), [(date(2022, 12, 15), True), (date(2022, 12, 16), False)])
def test_a_household_that_is_no_more_is_not_nominated(
    province: cast.Province, household: Household, ended_on: date, is_refused: bool
) -> None:
    Household.objects.update(valid_to=ended_on)
    household.refresh_from_db()
    with clock.at(clock.now().replace(year=2022, month=12, day=15)):
        if not is_refused:
            _house(province, household)
            return
        with pytest.raises(Refused, match="không còn từ 15/12/2022"):
            _house(province, household)


def test_a_body_that_is_no_more_is_not_nominated(province: cast.Province) -> None:
    body = province.bodies["so-y-te"]
    Organisation.objects.filter(pk=body.pk).update(valid_to=clock.today())
    body.refresh_from_db()
    proposal = actions.Proposal("agency", body.name, organisation=body, achievements="Tốt.")
    with pytest.raises(Refused, match="Sở Y tế không còn từ"):
        actions.nominate(province.annual_2022, proposal, holder_organisation=body, by=User.objects.command_line())


def test_a_household_that_ends_on_the_way_is_not_recommended(province: cast.Province, household: Household) -> None:
    item = _house(province, household)
    assert objections(item, "R27") == []
    Household.objects.update(valid_to=clock.today())
    assert objections(item, "R27") == [
        f"Hộ gia đình ông Katơr Liên không còn từ {clock.today():%d/%m/%Y}; đợt này không tặng cho hộ đã kết thúc."
    ]


# ---- the seed's own words ----


def test_class_a_is_of_the_province(province: cast.Province, sign_in: SignIn) -> None:
    front = Organisation.objects.create(
        code="mttq-xa", name="MTTQ xã Phước Đại", kind="front", seat=province.unit("22801"), valid_from=cast.START
    )
    officer = User.objects.create_user("mttq-xa", "mot-cau-ngan-de-nho", full_name="Người Mặt trận xã")
    Membership.objects.create(
        user=officer, role=Role.AGENCY_OFFICER, unit=front.seat, organisation=front, valid_from=cast.START
    )
    proposal = actions.Proposal("agency", front.name, organisation=front, achievements="Tốt.")
    with pytest.raises(Refused, match="không thuộc nhóm «Các cơ quan, đơn vị cấp tỉnh và tương đương»"):
        actions.nominate(province.annual_2022, proposal, holder_organisation=front, by=officer)
    page = sign_in(officer).get(f"/khen-thuong/annual-2022/lap-ho-so/?nhom=agency&ai=o-{front.pk}")
    assert "MTTQ xã" not in [choice.label for choice, _ in page.context["rows"]]
    agencies = Organisation.objects.exclude(kind__in=("enterprise", "cooperative", "credit")).exclude(pk=front.pk)
    row = next(row for row in balance(province.annual_2022, []).classes if row.code == "agency")
    assert row.population == agencies.count()
    item = propose(province, "22801")  # one that was taken before is told apart by the check
    Nomination.objects.filter(pk=item.pk).update(unit=None, organisation=front, category="agency")
    assert objections(item, "R04") == [
        "MTTQ xã Phước Đại (cơ quan, đơn vị cấp xã) không thuộc nhóm a. Rút hồ sơ này và lập lại đúng nhóm."
    ]


@pytest.mark.parametrize(
    ("post", "warns"),
    [
        ("Trưởng thôn Tà Lú", True), ("phó  trưởng thôn, xã Phước Đại", True), ("Trưởng khu phố 2", True),
        ("Trưởng bản", True), ("Thôn trưởng", True), ("T.thôn", True), ("Trưởng KP 3", True), ("Trưởng Ban CTMT thôn", True),
        ("Trưởng ban nhân dân thôn", True), ("Tổ trưởng tổ dân phố 3", True), ("Phó Bí thư thôn", True),
        ("Công an viên", True), ("Già làng", True), ("Công chức văn phòng, quản lý văn bản", False),
        ("Công chức xã Phước Đại, phụ trách thôn Tà Lú", False), ("Chuyên viên bản đồ", False),
        ("Công chức Văn hóa - xã hội", False), ("Trưởng phòng LĐTBXH", False), ("Chủ tịch UBND xã", False),
    ],
)  # fmt: skip
def test_a_village_head_is_no_official(province: cast.Province, post: str, warns: bool) -> None:
    proposal = actions.Proposal("official", "Pi Năng A", person="Pi Năng A", person_title=post, achievements="Tốt.")
    item = complete(
        actions.nominate(province.annual_2022, proposal, holder_unit=province.unit("584"), by=province.bac_ai)
    )
    assert bool(objections(item, "R04e")) is warns


def test_who_a_business_proposes_is_no_official_unasked(province: cast.Province) -> None:
    said = {"person": "Pi Năng A", "person_title": "Giám đốc", "achievements": "Tốt."}
    firm = province.bodies["htx"]
    item = complete(
        actions.nominate(
            province.annual_2022,
            actions.Proposal("official", "Pi Năng A", **said),
            holder_organisation=firm,
            by=province.enterprise,
        )
    )
    assert objections(item, "R04e") == [
        f"Pi Năng A do {firm.name} đề nghị: người của đơn vị sản xuất, kinh doanh không là cán bộ, công chức, viên chức của "
        "nhóm e. Xem lại nhóm; vẫn trình thì ghi lý do."
    ]
    said["person"] = "Pi Năng B"
    own = complete(
        actions.nominate(
            province.annual_2022,
            actions.Proposal("enterprise", "Pi Năng B", **said),
            holder_organisation=firm,
            by=province.enterprise,
        )
    )
    assert objections(own, "R04e") == []


def test_an_earlier_award_is_passed_over_only_with_a_reason(province: cast.Province, sign_in: SignIn) -> None:
    """R11 warns; who recommends all the same writes why, and the chairman reads it."""
    province.approve(2021, "22801", 960, 360)
    province.approve(2022, "22801", 990, 117)
    item = appraised(province, propose(province, "22801"))
    Recognition.objects.create(
        campaign=province.campaign,
        form="Giấy khen",
        level="Chủ tịch UBND huyện Bác Ái",
        number="7/QĐ-UBND",
        signed_on=date(2022, 11, 1),
        unit=province.unit("22801"),
        name="Xã Phước Đại",
        group="collective",
        merit="Tốt",
        years=[2022],
        place=province.unit("584"),
        recorded_by=province.bac_ai,
    )
    raised = [row for row in checks([read(item.pk)], {item.pk: dossier(item)})[item.pk] if row.id == "R11"]
    assert [(row.severity, row.asks_reason) for row in raised] == [(Severity.WARN, True)]
    with pytest.raises(Refused, match="Điểm phải giải trình: Xã Phước Đại: giấy khen"):
        recommend(province, item, "")
    page = sign_in(province.home).get(f"/ho-so/{item.pk}/buoc/recommend/").content.decode()
    assert "Phải giải trình:" in page and "giấy khen" in page
    recommend(province, item, "Thành tích khác: mô hình mới.")
    assert "lý do trình: Thành tích khác" in Room(province.annual_2022).explained[item.pk]


def test_a_warning_of_a_mild_rule_asks_no_reason(province: cast.Province) -> None:
    item = propose(province, "22801")
    rows = checks([read(item.pk)], {item.pk: dossier(item)})[item.pk]
    assert [row.id for row in rows if row.asks_reason] == []


def test_the_clock_of_a_returned_dossier_begins_again(province: cast.Province) -> None:
    """R19: the term runs from the complete dossier, not from the one that lacked something."""
    with clock.at(clock.now().replace(year=2022, month=11, day=1)):
        item = accepted(province, propose(province, "22801"))
    first = read(item.pk).due_on
    with clock.at(clock.now().replace(year=2022, month=11, day=10)):
        actions.advance([item.pk], "return", by=province.home, reason="Thiếu xác nhận.")
    assert (read(item.pk).due_on, read(item.pk).accepted_at) == (None, None)
    with clock.at(clock.now().replace(year=2022, month=12, day=14)):
        accepted(province, item)
        assert read(item.pk).due_on > first
        assert objections(item, "R20") == []
        assert read(item.pk).accepted_at.date() == date(2022, 12, 14)


@pytest.mark.parametrize("code", ["state-interim-2023", "state-final-2025"])
def test_either_form_of_the_state_is_proposed_at_either_review(
    province: cast.Province, sign_in: SignIn, code: str
) -> None:
    award_round = province.campaign.rounds.get(code=code)
    for at, form in (("22801", "bang_khen_prime_minister"), ("22798", "huan_chuong_lao_dong")):
        unit = province.unit(at)
        proposal = actions.Proposal("commune", f"Nhân dân {unit.name}", unit=unit, form=form)
        item = actions.nominate(award_round, proposal, holder_unit=province.unit("584"), by=province.bac_ai)
        assert item.form == form
    page = sign_in(province.bac_ai).get(f"/khen-thuong/{code}/lap-ho-so/?nhom=commune&ai=u-{province.unit('22795').pk}")
    text = page.content.decode()
    assert "Huân chương Lao động" in text and "Bằng khen của Thủ tướng Chính phủ" in text


def test_the_form_of_a_round_with_one_is_named(province: cast.Province, sign_in: SignIn) -> None:
    unit = province.unit("22801")
    page = sign_in(province.bac_ai).get(f"/khen-thuong/annual-2022/lap-ho-so/?nhom=commune&ai=u-{unit.pk}")
    assert "Hình thức đề nghị: <b>Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh</b>" in page.content.decode()


# ---- both are shown ----


def test_sheet_paper_council_and_chairman_read_both(province: cast.Province, sign_in: SignIn) -> None:
    item = accepted(province, propose(province, "22801"))
    link(item.pk, "Cc1.c", SHEEP, file=pdf("cuu.pdf"), by=province.home)
    _plan(province, 2021)
    client = sign_in(province.home)
    page = client.get(f"/ho-so/{item.pk}/").content.decode()
    assert "Không tính: kế hoạch năm 2021, không phải năm xét." in page
    assert 'name="g-Cc1.a"' in page and 'name="g-Cc1.c"' not in page  # asked where no paper is
    assert "checked" not in page[page.index('name="o-Cc1.a"') : page.index('name="r-Cc1.c"')]  # never preset
    wrong = client.post(f"/ho-so/{item.pk}/nhan-xet/", {"o-Cc1.a": "met", "r-Cc1.a": "Đúng hướng"})
    assert wrong.status_code == 422 and "chưa thể nhận xét «Đạt»" in wrong.content.decode()
    assert "Đúng hướng" in wrong.content.decode()
    sent = {
        "o-Cc1.a": "met",
        "r-Cc1.a": "Đúng hướng",
        "g-Cc1.a": "KH 9/KH-UBND ngày 01/02/2022 của UBND xã",
        "o-Cc1.b": "met",
        "r-Cc1.b": "Tốt đã xem lại",
        "o-Cc1.c": "met",
        "r-Cc1.c": "Mô hình nuôi cừu có lãi",
    }
    assert client.post(f"/ho-so/{item.pk}/nhan-xet/", sent).status_code == 302
    content = content_of(Room(province.annual_2022), of_nomination(KINDS["phieu-tham-dinh"], read(item.pk)), Signed())
    rows = {row.values["ma"]: row.values for row in content.lists["y"]}
    assert (rows["1, ý c"]["nhan_xet"], rows["1, ý c"]["ly_do"]) == ("Đạt", "Mô hình nuôi cừu có lãi")
    assert rows["1, ý c"]["so_lieu"].startswith("Có giấy tờ: Ảnh chụp con cừu")
    assert "Không tính: Kế hoạch giảm nghèo" in rows["1, ý a"]["so_lieu"]
    item = read(item.pk)
    spoken(province, item)
    actions.advance([item.pk], "appraise", by=province.home)
    recommend(province, item)
    for_decision(province, [item])
    page = sign_in(province.chairman).get("/khen-thuong/annual-2022/quyet-dinh/").content.decode()
    assert "Mô hình nuôi cừu có lãi" in page and "Có giấy tờ: Ảnh chụp con cừu" in page


def test_what_was_frozen_before_the_two_were_told_apart_turns_nothing_over(province: cast.Province) -> None:
    item = appraised(province, propose(province, "22801"))
    row = item.assessments.order_by("pk").last()
    for line in row.findings:
        if line.get("paper"):
            line["finding"] = line.pop("paper")
    type(row).objects.filter(pk=row.pk).update(findings=row.findings)
    assert flipped([read(item.pk)]) == {}
    EvidenceLink.objects.filter(part="Cc1.c").update(removed_at=clock.now())
    assert flipped([read(item.pk)]) == {
        item.pk: ["Tiêu chí 1, ý c: lúc thẩm định là có giấy tờ, nay là chưa có giấy tờ."]
    }


def test_two_reviewers_each_speak_of_the_paper(province: cast.Province) -> None:
    view = part(propose(province, "22801"), "Cc1.c")
    said = Judgement(outcome="met", reason="Tốt đã xem lại", at=clock.now(), by=province.home)
    other = Judgement(outcome="not_met", reason="Xấu đã xem lại", at=clock.now(), by=province.chairman)
    link_ = EvidenceLink(kind="paper", label="x", at=said.at, by=province.bac_ai)
    both = replace(view, reviewers=2, judgements=(said, other), links=(link_,))
    assert (both.judgement, both.differs) == (None, True)
    one = replace(both, reviewers=1, judgements=(said,))
    assert one.judgement is said
