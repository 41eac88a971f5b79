"""A sign or one word explains nothing: wherever the award road asks why, and wherever it asks for an act."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from awards import actions
from awards.appraisal.actions import matters
from awards.controls.actions import controls
from awards.models import Judgement, Matter, RuleChange
from awards.workflow.states import State
from core import clock
from core.workflow import Refused
from tests import cast
from tests.awards import bent
from tests.awards.walking import accepted, appraised, pdf, propose, read

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
WHY = "chưa nói được vì sao: ghi ít nhất hai từ"


@pytest.mark.parametrize("reason", [".", "x", "Thiếu"])
def test_a_return_and_a_list_want_a_reason_that_says_why(province: cast.Province, reason: str) -> None:
    item = accepted(province, propose(province, "22801"))
    with pytest.raises(Refused, match=WHY):
        actions.advance([item.pk], "return", reason=reason, by=province.home)
    assert read(item.pk).state == State.UNDER_APPRAISAL
    actions.advance([item.pk], "return", reason="Thiếu báo cáo.", by=province.home)
    assert read(item.pk).state == State.RETURNED


def test_a_word_of_a_reviewer_says_why(province: cast.Province, sign_in: SignIn) -> None:
    item = accepted(province, propose(province, "22801"))
    client, address = sign_in(province.home), f"/ho-so/{item.pk}/nhan-xet/"
    page = client.post(address, {"o-Cc1.b": "not_met", "r-Cc1.b": "."}, follow=True).content.decode()
    assert WHY in page
    assert not Judgement.objects.exists()


def test_a_matter_has_a_document_and_says_what_it_is(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    said = {"opened_on": clock.today(), "by": province.home}
    with pytest.raises(Refused) as refused:
        matters.note(item.pk, "complaint", ".", document="abc", **said)
    assert refused.value.reasons == (
        f"Vui lòng ghi nội dung vụ việc. «.» {WHY}.",
        "Vui lòng ghi số, ký hiệu và ngày của văn bản về vụ việc.",
    )
    assert not Matter.objects.exists()
    matters.note(item.pk, "complaint", "Đơn tố cáo.", document="Đơn số 3 ngày 12/12/2022", **said)


def test_a_change_of_a_ceiling_has_an_act_that_can_be(province: cast.Province) -> None:
    said = {"act": bent.act("1/a", issuer="abc"), "file": pdf("cv.pdf"), "reason": "."}
    with pytest.raises(Refused) as refused:
        controls.propose_cap(province.annual_2022, "collective", 6, **said, by=province.home)
    assert refused.value.reasons == (
        "Văn bản phải có số, ký hiệu, ví dụ 512/QĐ-UBND.",
        "Vui lòng ghi cơ quan ban hành văn bản.",
        f"Vui lòng ghi lý do đề nghị. «.» {WHY}.",
    )
    assert not RuleChange.objects.exists()


def test_what_is_missed_is_passed_over_with_a_reason_that_says_why(province: cast.Province) -> None:
    item = appraised(province, propose(province, "22801"), "not_met")
    for reason in (".", "Thử"):
        with pytest.raises(Refused, match="ít nhất hai từ"):
            actions.advance([item.pk], "recommend", override_reason=reason, by=province.home)
    assert read(item.pk).state == State.APPRAISED
