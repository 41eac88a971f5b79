"""A district takes over the sums of its communes, every form at once: what it sees is what is stored."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.figures.actions.sums import take_sums
from campaign.figures.reviewing import cells_of
from campaign.figures.sums import read_sums
from campaign.figures.words import State
from campaign.models import FigureEdit, FigureSet
from core.workflow import Refused, Stale
from tests import cast

SignIn = Callable[[User], Client]
COMMUNES = ("22783", "22786", "22789", "22792", "22795", "22798", "22801", "22804", "22807")
ADDRESS = "/ket-qua/2022/584/lay-tong/"
GIVEN = {"households": 100, "people": 400, "poor": 10, "near_poor": 5, "poor_lack_job": 4, "cause_capital": 3}


def _sent(province: cast.Province, codes: tuple[str, ...] = COMMUNES, **more: int | None) -> None:
    units = {province.unit(code).pk: {**GIVEN, **more} for code in codes}
    sets = save_sheet(province.campaign, 2022, units, {}, by=province.bac_ai)
    FigureSet.objects.filter(pk__in=[item.pk for item in sets]).update(state=State.CHECKED)


def _sums(province: cast.Province):
    return read_sums(province.campaign, province.unit("584"), 2022, status="official")


def _take(province: cast.Province, by: User, seen: str = "") -> FigureSet:
    seen = seen or _sums(province).fingerprint
    return take_sums(province.campaign, province.unit("584"), 2022, seen=seen, by=by, status="official")


def test_every_form_is_taken_with_one_press(province: cast.Province, sign_in: SignIn) -> None:
    _sent(province)
    client = sign_in(province.bac_ai)
    assert ADDRESS in client.get("/ket-qua/2022/584/").content.decode()
    page = client.get(ADDRESS)
    assert [
        (form.title, [(c.label, c.before, c.after) for c in form.changes]) for form in page.context["sums"].forms
    ] == [
        (
            "Số chính",
            [("Tổng số hộ", None, 900), ("Nhân khẩu", None, 3600), ("Hộ nghèo", None, 90), ("Hộ cận nghèo", None, 45)],
        ),
        ("Biểu 4", [("Việc làm, Việc làm", None, 36)]),
        ("Biểu 10", [(page.context["sums"].forms[2].changes[0].label, None, 27)]),
    ]
    response = client.post(ADDRESS, {"da-xem": page.context["sums"].fingerprint}, follow=True)
    assert response.redirect_chain == [("/ket-qua/2022/584/", 302)]
    item = FigureSet.objects.get(unit=province.unit("584"))
    assert (item.households, item.people, item.poor, item.near_poor) == (900, 3600, 90, 45)
    assert cells_of([item])[item.pk] == {"poor_lack_job": 36, "cause_capital": 27}
    assert (item.state, item.source) == (State.DRAFT, "cộng từ số đã gửi của 9 đơn vị trực thuộc")
    event = AuditEvent.objects.get(verb="enter_figures", unit_code="584")
    assert event.summary == "cộng từ số đã gửi của 9 đơn vị trực thuộc"
    assert set(FigureEdit.objects.filter(figure_set=item).values_list("by__username", flat=True)) == {"bac-ai"}
    assert "cộng từ số đã gửi của 9 đơn vị trực thuộc" in client.get(f"/so-lieu/{item.pk}/").content.decode()


def test_typing_over_a_sum_is_typing(province: cast.Province) -> None:
    _sent(province)
    item = _take(province, province.bac_ai)
    save_sheet(province.campaign, 2022, {item.unit_id: {"poor": 91}}, {item.unit_id: 1}, by=province.bac_ai)
    item.refresh_from_db()
    assert (item.poor, item.source) == (91, "nhập tại cổng")


def test_who_has_not_sent_is_named_and_nothing_is_added(province: cast.Province, sign_in: SignIn) -> None:
    _sent(province, COMMUNES[1:])
    unit = province.unit(COMMUNES[0])
    save_sheet(province.campaign, 2022, {unit.pk: GIVEN}, {}, by=province.bac_ai)  # typed, not sent
    page = sign_in(province.bac_ai).get(ADDRESS)
    assert page.context["sums"].unsent == ("Xã Phước Bình: đang nhập",)
    assert "Xã Phước Bình: đang nhập" in page.content.decode()
    with pytest.raises(Refused) as refused:
        _take(province, province.bac_ai)
    assert refused.value.reasons == ("Chưa cộng được, còn đơn vị chưa gửi số liệu. Xã Phước Bình: đang nhập.",)
    assert not FigureSet.objects.filter(unit=province.unit("584")).exists()


def test_a_cell_that_one_unit_lacks_stays_and_the_unit_is_named(province: cast.Province) -> None:
    _sent(province, COMMUNES[1:])
    _sent(province, COMMUNES[:1], cause_capital=None)
    own = province.unit("584")
    save_sheet(province.campaign, 2022, {own.pk: {"cause_capital": 7}}, {}, by=province.bac_ai)
    sums = _sums(province)
    assert {form.title: form.lacking for form in sums.forms if form.lacking} == {"Biểu 10": ("Xã Phước Bình (1 ô)",)}
    item = _take(province, province.bac_ai)
    assert cells_of([item])[item.pk] == {"poor_lack_job": 36, "cause_capital": 7}
    assert item.poor == 90


def test_consent_is_for_what_was_shown(province: cast.Province, sign_in: SignIn) -> None:
    _sent(province)
    seen = _sums(province).fingerprint
    commune = FigureSet.objects.get(unit=province.unit("22801"))
    advance([commune.pk], "return", by=province.labour, reason="Xem lại")
    save_sheet(province.campaign, 2022, {commune.unit_id: {"poor": 11}}, {commune.unit_id: 2}, by=province.phuoc_dai)
    advance([commune.pk], "check", by=province.bac_ai)
    with pytest.raises(Stale):
        _take(province, province.bac_ai, seen)
    response = sign_in(province.bac_ai).post(ADDRESS, {"da-xem": seen})
    assert response.status_code == 409
    assert response.context["sums"].values["poor"] == 91
    assert not FigureSet.objects.filter(unit=province.unit("584")).exists()


def test_what_is_locked_or_out_of_reach_is_not_taken(province: cast.Province, sign_in: SignIn) -> None:
    _sent(province)
    assert sign_in(province.ninh_son).get(ADDRESS).status_code == 404
    assert sign_in(province.bac_ai_leader).get(ADDRESS).status_code == 403
    assert sign_in(province.phuoc_dai).get("/ket-qua/2022/22801/lay-tong/").status_code == 404
    _take(province, province.bac_ai)
    own = FigureSet.objects.get(unit=province.unit("584"))
    with pytest.raises(Refused, match="Không có ô nào thay đổi"):
        _take(province, province.bac_ai)
    FigureSet.objects.filter(pk=own.pk).update(state=State.APPROVED, poor=80, approved_at=own.changed_at)
    page = sign_in(province.bac_ai).get(ADDRESS).content.decode()
    assert "đang khóa" in page and "Lấy tổng cho" not in page
    with pytest.raises(Refused, match="đã khóa nhập"):
        _take(province, province.bac_ai)
