"""Every paper of a decision has its number, day and signer; what waits beside it ends with it; nothing shows through."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts import audit
from accounts.models import User
from awards import actions
from awards.controls.actions import controls
from awards.council.actions.results import settle
from awards.decisions.actions.submissions import Letter, send
from awards.decisions.domain.renames import Recipient, why_unusual
from awards.models import Award, Decision, Nomination, RuleChange
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from office.models import StoredFile
from tests import cast
from tests.awards import bent
from tests.awards.choosing import candidates, voted
from tests.awards.council.test_council_choice import FIGURES
from tests.awards.walking import decided, for_decision, pdf, recommended

SignIn = Callable[[User], Client]
DAY = date(2022, 12, 15)
NUMBER = "Quyết định phải có số, ký hiệu, ví dụ 512/QĐ-UBND."
SIGNER = "Vui lòng ghi họ tên hoặc chức vụ đầy đủ của người ký."
WRONG = {"number": "abc", "signed_on": DAY, "signer": "x"}


@pytest.mark.django_db
def test_a_decision_a_revocation_and_a_letter_are_no_acts_without_number_and_signer(province: cast.Province) -> None:
    item = recommended(province, "22801")
    for_decision(province, [item])
    with pytest.raises(Refused) as refused:
        actions.decide(item.round, **WRONG, pks=[item.pk], by=province.chairman)
    assert refused.value.reasons == (NUMBER, SIGNER)
    with pytest.raises(Refused) as refused:
        send(item.round, "prime_minister", Letter("abc", DAY, "x"), [item.pk], by=province.chairman)
    assert refused.value.reasons == ("Tờ trình phải có số, ký hiệu, ví dụ 512/QĐ-UBND.", SIGNER)
    right = {"number": "512/QĐ-UBND", "signed_on": DAY, "signer": "Chủ tịch UBND tỉnh"}
    made = actions.decide(item.round, **right, pks=[item.pk], by=province.chairman)
    award = made.awards.get()
    with pytest.raises(Refused) as refused:
        actions.revoke(made, [award.pk], **WRONG, reason="Khai sai", by=province.chairman)
    assert refused.value.reasons == (NUMBER, SIGNER)
    said = {"act": bent.act("600/QĐ-UBND"), "signer": "x", "file": pdf("600.pdf"), "reason": "In sai."}
    with pytest.raises(Refused, match=SIGNER):
        controls.propose_names(made, {award.pk: "Xã Phước Đại"}, **said, by=province.chairman)
    assert not RuleChange.objects.exists()
    assert Decision.objects.count() == 1


# ---- what waits ends with what it is about ----


def _asked(province: cast.Province, made: Decision, award: Award, name: str, number: str) -> RuleChange:
    said = {"act": bent.act(number), "signer": "Chủ tịch", "file": pdf("600.pdf"), "reason": "In sai."}
    return controls.propose_names(made, {award.pk: name}, **said, by=province.chairman)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["recalled", "revoked"])
def test_a_correction_of_what_is_gone_waits_no_more(province: cast.Province, sign_in: SignIn, way: str) -> None:
    made = decided(province, [recommended(province, code) for code in ("22801", "22783")])
    first, second = made.awards.order_by("pk")
    change = _asked(province, made, first, "Nhân dân xã Phước Đại", "600/QĐ-UBND")
    other = _asked(province, made, second, "Nhân dân xã Phước Bình", "601/QĐ-UBND")
    if way == "recalled":
        actions.recall(made, "Sai ngày.", by=province.chairman)
    else:
        said = {"number": "9/QĐ-UBND", "signed_on": DAY, "signer": "Chủ tịch", "reason": "Khai sai"}
        actions.revoke(made, [first.pk], **said, by=province.chairman)
    change.refresh_from_db()
    other.refresh_from_db()
    assert (change.state, change.settled_by) == ("lapsed", province.chairman)
    assert other.state == ("lapsed" if way == "recalled" else "waiting")
    assert audit.first_fault() is None
    page = sign_in(province.home).get(f"/thay-doi-quy-dinh/{change.pk}/").content.decode()
    assert "Không còn khen thưởng để thay đổi" in page
    assert "Vì sao không còn chờ" in page


@pytest.mark.django_db
def test_withdrawn_is_not_answered_and_a_late_confirmation_reads_it(province: cast.Province, sign_in: SignIn) -> None:
    said = {"act": bent.act(), "file": pdf("cv.pdf"), "reason": "Thêm một tập thể."}
    change = controls.propose_cap(province.annual_2022, "collective", 6, **said, by=province.home)
    client, address = sign_in(province.home_leader), f"/thay-doi-quy-dinh/{change.pk}/"
    controls.withdraw(change.pk, "Nhầm số.", by=province.home)
    answer = client.post(address, {"viec": "xac-nhan", "reason": "Tôi đã đọc"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Người đề nghị đã rút: Nhầm số." in page
    assert "Tôi đã đọc" in page
    shown = client.get(address).content.decode()
    assert "Home rút đề nghị," in shown
    assert "Lý do rút" in shown
    assert "trả lời," not in shown


# ---- another name, another list, another moment ----


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("Bà Trần Thị Nga", "đổi họ"), ("Bà Huỳnh Thị Lan", "đổi tên gọi"), ("Bà Huỳnh Thanh Nga", "đổi tên đệm"), ("Bà Huỳnh Thị Ngà", "đổi tên gọi"),
        ("Bà Hùynh Thị Nga", ""), ("Bà Huỳnh Thị Nga, xã Phước Đại", ""),
    ],
)  # fmt: skip
def test_another_family_or_given_name_is_asked_about(new: str, words: str) -> None:
    old, nga = "Bà Huỳnh Thị Nga", Recipient(("Huỳnh Thị Nga",), ("Xã Phước Đại",), is_person=True)
    assert why_unusual(old, new, nga) == (
        [f"«{old}» thành «{new}» là {words}; cần kiểm tra đúng là một người."] if words else []
    )
    assert why_unusual(old, new, Recipient(("Xã Phước Đại",))) == []


@pytest.mark.django_db
def test_the_second_person_gives_a_reason_for_another_family_name(province: cast.Province) -> None:
    made = decided(province, [recommended(province, "22801")])
    award = made.awards.get()
    Nomination.objects.filter(pk=award.nomination_id).update(unit=None, person="Huỳnh Thị Nga", person_title="nông dân")
    Award.objects.filter(pk=award.pk).update(printed_name="Bà Huỳnh Thị Nga")
    change = _asked(province, made, award, "Bà Trần Thị Nga", "600/QĐ-UBND")
    with pytest.raises(Refused, match="là đổi họ; cần kiểm tra"):
        controls.confirm(change.pk, by=province.home)
    controls.confirm(change.pk, reason="Đã xem căn cước.", by=province.home)
    assert Award.objects.get(pk=award.pk).printed_name == "Bà Trần Thị Nga"


@pytest.mark.django_db
@pytest.mark.parametrize("with_mark", [True, False])
def test_a_list_that_changed_is_told_with_what_changed(
    province: cast.Province, sign_in: SignIn, with_mark: bool
) -> None:
    items = [recommended(province, code) for code in ("22801", "22783")]
    for_decision(province, items)
    client, address = sign_in(province.chairman), "/khen-thuong/annual-2022/quyet-dinh/"
    mark = client.get(address).context["seen_mark"]
    actions.advance([items[0].pk], "return_to_list", by=province.chairman, reason="Xem lại.")
    sent: dict[str, Any] = {
        "number": "512/QĐ-UBND",
        "signed_on": "15/12/2022",
        "signer": "Chủ tịch UBND tỉnh",
        "ho-so": [str(item.pk) for item in items],
    }
    answer = client.post(address, sent | ({"da-xem": mark} if with_mark else {}))
    assert answer.status_code == 409
    assert [row.place for row in answer.context["moved"]] == [items[0].printed_name]
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_the_minute_of_a_decision_that_is_not_released_does_not_show(province: cast.Province, sign_in: SignIn) -> None:
    item = recommended(province, "22801")
    for_decision(province, [item])
    submitted = Nomination.objects.get(pk=item.pk).changed_at
    with clock.at(datetime(2022, 12, 15, 21, 47, tzinfo=VIETNAM)):
        right = {"number": "512/QĐ-UBND", "signed_on": DAY, "signer": "Chủ tịch UBND tỉnh"}
        actions.decide(item.round, **right, pks=[item.pk], by=province.chairman)
        page = sign_in(province.bac_ai).get(f"/ho-so/{item.pk}/")
        assert page.context["turn_since"] == submitted
        assert "21:47" not in page.content.decode()
        assert "21:47" in sign_in(province.home).get(f"/ho-so/{item.pk}/").content.decode()


# ---- a file that is refused, at a field of another name ----


@pytest.mark.django_db
def test_bad_minutes_are_refused_at_their_field(province: cast.Province, sign_in: SignIn) -> None:
    found = candidates(province, FIGURES)
    keys = [row.pk for row in found.values()]
    session = voted(province, dict(zip(keys, (9, 9, 9, 8, 7, 7, 3), strict=True)))
    before = StoredFile.objects.count()
    for file in (bent.pdf("bien-ban.doc"), _damaged("bien-ban.pdf")):
        sent = {"nhom": "collective", "lay": [*keys[:4], keys[5]], "reason": "Xã khó hơn", "minutes": file}
        answer = sign_in(province.home).post(f"/phien-hop/{session.pk}/ket-qua/", sent)
        assert answer.status_code == 422
        form = answer.context["blocks"][0]["form"]
        assert list(form.errors) == ["minutes"]
        assert form["reason"].value() == "Xã khó hơn"
    assert StoredFile.objects.count() == before
    chosen = settle(
        session.pk, "collective", [*keys[:4], keys[5]], reason="Xã khó hơn", minutes=pdf("bb.pdf"), by=province.home
    )
    assert len(chosen) == 5


def _damaged(name: str) -> Any:
    file = pdf(name)
    file.file.seek(0)
    return type(file)(name, file.read()[:40], "application/pdf")
