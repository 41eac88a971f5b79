"""A version of the plan that opens rounds or ceilings, or judges free rounds otherwise, wants an act and a second person."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import audit
from accounts.models import User
from awards.controls.actions import controls
from awards.models import Cap, Round, RuleChange
from awards.rounds.actions.plans import WANTS_TWO, publish, put_in_force
from awards.rounds.plan_effects import bends
from campaign.models import Campaign, DefinitionVersion, PlanDraft
from campaign.plan.actions import drafts as plan_drafts
from core.workflow import Refused, Stale
from tests import cast
from tests.awards import bent
from tests.awards.walking import pdf, propose
from tests.papers import PDF

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
MORE = {
    "code": "annual-2022-them", "name": "Đợt bổ sung năm 2022", "year": 2022, "kind": "annual", "window": [2022],
    "clause": "III.3.a", "award_form": "bang_khen_province",
    "cap": [{"id": "them", "group": "collective", "at_most": 50, "clause": "III.3.a"}],
}  # fmt: skip


def _with_a_round(root: dict[str, Any]) -> dict[str, Any]:
    like = next(item for item in root["round"] if item["code"] == "annual-2022")
    return {**root, "round": [*root["round"], {**like, **MORE}]}


def _with_other_days(root: dict[str, Any]) -> dict[str, Any]:
    rounds = [{**item, "working_days": 9} if item["code"] == "annual-2022" else item for item in root["round"]]
    return {**root, "round": rounds}


def _draft(province: cast.Province, alter: Callable[[dict[str, Any]], dict[str, Any]]) -> PlanDraft:
    made = plan_drafts.begin_from(DefinitionVersion.objects.current().get(), by=province.home)
    return plan_drafts.change(made.pk, 1, alter, what="sửa", by=province.home)


def _ask(draft: PlanDraft, by: User, reason: str = "Theo văn bản.") -> RuleChange:
    said = {"act": bent.act(), "file": pdf("9.pdf"), "reason": reason}
    return controls.propose_plan(draft.pk, draft.edition, **said, by=by)


@pytest.mark.parametrize(
    ("alter", "line"),
    [
        (_with_a_round, "Mở Đợt bổ sung năm 2022: số lượng: tập thể không quá 50."),
        (_with_other_days, "sẽ 09."),
    ],
)  # fmt: skip
def test_one_person_opens_no_place_and_turns_no_rule(
    province: cast.Province, alter: Callable[[dict[str, Any]], dict[str, Any]], line: str
) -> None:
    draft, before = _draft(province, alter), Cap.objects.count()
    with pytest.raises(Refused) as refused:
        publish(draft.pk, draft.edition, by=province.home)
    assert refused.value.reasons[0] == WANTS_TWO
    assert any(line in text for text in refused.value.reasons), refused.value.reasons
    assert (DefinitionVersion.objects.count(), Cap.objects.count()) == (1, before)
    change = _ask(draft, province.home)
    with pytest.raises(Refused, match="cần một người khác xác nhận"):
        controls.confirm(change.pk, by=province.home)
    assert Campaign.objects.get().active_version.number == 1
    bent.confirmed(change)
    assert Campaign.objects.get().active_version.number == 2
    assert not PlanDraft.objects.exists()
    assert audit.first_fault() is None


def test_the_places_of_a_round_are_opened_by_two_and_stand_on_the_list(
    province: cast.Province, sign_in: SignIn
) -> None:
    """From the page of publishing to the desk of the second person, and to the inspector's list."""
    draft = _draft(province, _with_a_round)
    officer, page = sign_in(province.home), f"/the-le/soan/{draft.pk}/ban-hanh/"
    shown = officer.get(page)
    assert "Gửi người thứ hai xác nhận" in shown.content.decode()
    form = next(one for one in lxml.html.fromstring(shown.content).forms if "consent" in one.get("class", ""))
    said = {**dict(form.form_values()), "number": "9/UBND-NC", "issued_on": "15/12/2022", "issuer": "UBND tỉnh"}
    assert officer.post(page, {**said, "reason": "Theo văn bản."}).status_code == 422  # no file
    assert not RuleChange.objects.exists()
    file = SimpleUploadedFile("9.pdf", PDF, "application/pdf")
    answer = officer.post(page, {**said, "reason": "Theo văn bản.", "file": file})
    change = RuleChange.objects.get()
    assert answer["Location"] == f"/thay-doi-quy-dinh/{change.pk}/"
    assert not Round.objects.filter(code=MORE["code"]).exists()
    second = sign_in(province.home_leader)
    assert "Xác nhận thay đổi: ban hành phiên bản kế hoạch" in second.get("/").content.decode()
    read = second.get(answer["Location"]).content.decode()
    assert "tập thể không quá 50" in read
    assert "Đợt bổ sung năm 2022" in read
    settle = next(
        one for one in lxml.html.fromstring(second.get(answer["Location"]).content).forms if "reason" in one.fields
    )
    done = second.post(answer["Location"], {**dict(settle.form_values()), "viec": "xac-nhan"})
    assert done.status_code == 302
    assert list(Cap.objects.filter(round__code=MORE["code"]).values_list("at_most", flat=True)) == [50]
    listed = sign_in(province.auditor).get("/thay-doi-quy-dinh/").content.decode()
    assert "Ban hành phiên bản kế hoạch" in listed


def test_a_draft_or_plan_that_moved_on_is_not_confirmed(province: cast.Province) -> None:
    draft = _draft(province, _with_a_round)
    with pytest.raises(Stale):
        controls.propose_plan(draft.pk, 1, act=bent.act(), file=pdf("9.pdf"), reason="Theo văn bản.", by=province.home)
    change = _ask(draft, province.home)
    plan_drafts.change(draft.pk, draft.edition, _with_other_days, what="sửa", by=province.home_leader)
    with pytest.raises(Refused, match="Bản soạn đã được sửa, bỏ hoặc chuyển"):
        bent.confirmed(change)
    controls.withdraw(change.pk, "Gửi lại bản mới.", by=province.home)
    again = PlanDraft.objects.get()
    change = _ask(again, province.home)
    text = cast.DEFINITION.read_text(encoding="utf-8").replace('at_least = "4.00"', 'at_least = "3.90"', 1)
    _, is_new = put_in_force(text, by=User.objects.command_line())
    assert is_new
    with pytest.raises(Refused, match="vừa có phiên bản khác"):
        bent.confirmed(change)
    assert not Round.objects.filter(code=MORE["code"]).exists()


def test_what_turns_no_round_is_published_by_one(province: cast.Province) -> None:
    """Words alone; and a new campaign."""
    draft = _draft(province, lambda root: {**root, "refusal_reasons": ["Hồ sơ chưa đủ căn cứ."]})
    version, is_new = publish(draft.pk, draft.edition, by=province.home)
    assert (version.number, is_new) == (2, True)
    with pytest.raises(Refused, match="ban hành ngay, không cần người thứ hai"):
        _ask(_draft(province, lambda root: {**root, "refusal_reasons": ["Hồ sơ chưa rõ."]}), province.home)
    plan = Campaign.objects.get().definition
    assert bends(replace(plan, code="khac"), None) == []


def test_a_round_with_dossiers_keeps_its_version_and_is_no_reason(province: cast.Province) -> None:
    propose(province, "22801")
    draft = _draft(province, _with_other_days)
    version, _ = publish(draft.pk, draft.edition, by=province.home)
    assert (version.number, Round.objects.get(code="annual-2022").version.number) == (2, 1)


def test_who_may_only_administer_asks_the_award_agency(province: cast.Province) -> None:
    draft = plan_drafts.begin_from(DefinitionVersion.objects.get(), by=province.administrator)
    draft = plan_drafts.change(draft.pk, 1, _with_a_round, what="sửa", by=province.administrator)
    with pytest.raises(Refused, match="Chỉ cơ quan thi đua, khen thưởng đề nghị phiên bản"):
        _ask(draft, province.administrator)
