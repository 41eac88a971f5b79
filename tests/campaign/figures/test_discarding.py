"""Drafts of a wrong file are taken out: only what has gone nowhere, only one's own, and the trail keeps the figures."""

import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent, AuditPayload, User
from campaign.figures.actions.discarding import discard, discardable
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.figures.actions.storing import Conflict
from campaign.models import Cell, FigureEdit, FigureSet
from core.workflow import Refused
from tests import cast
from tests.consent import agree

SignIn = Callable[[User], Client]
FILE = "Phường/Xã,Tổng số hộ dân cư,Hộ nghèo,Hộ cận nghèo\nPhước Đại,1946,88,113\nPhước Bình,939,75,90\n"
PAGE = "/ket-qua/2022/bo-so-dang-nhap/"


def _brought(client: Client) -> list[FigureSet]:
    address = "/ket-qua/2022/nhap-tu-tep/"
    page = client.post(address, {"file": SimpleUploadedFile("nham.csv", FILE.encode()), "status": "official"})
    client.post(address, agree(page))
    return list(FigureSet.objects.order_by("unit__code"))


def test_the_drafts_of_a_wrong_file_go_again(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    sets = _brought(client)
    assert PAGE in client.get("/ket-qua/2022/?cap=xa").content.decode()
    assert "nham.csv" in client.get(PAGE).content.decode()
    chosen = [f"{item.pk}.{item.edition}" for item in sets]
    preview = client.post(PAGE, {"chon": chosen})
    assert "Sẽ bỏ 2 bộ số liệu sau" in preview.content.decode()
    assert FigureSet.objects.count() == 2
    done = client.post(PAGE, {"chon": chosen, "dong-y": "1"}, follow=True)
    assert "Đã bỏ 2 bộ số liệu đang nhập." in done.content.decode()
    assert (FigureSet.objects.count(), FigureEdit.objects.count(), Cell.objects.count()) == (0, 0, 0)
    kept = AuditPayload.objects.filter(event_seq__in=AuditEvent.objects.filter(verb="discard_figures").values("seq"))
    assert sorted(json.loads(row.content)["old"]["poor"] for row in kept) == [75, 88]
    assert len(_brought(client)) == 2  # the right file finds its place


def test_all_that_goes_is_shown_cells_of_forms_too(province: cast.Province, sign_in: SignIn) -> None:
    unit = province.unit("22801")
    save_sheet(province.campaign, 2022, {unit.pk: {"cause_land": 4, "poor_to_near": 1}}, {}, by=province.bac_ai)
    text = sign_in(province.bac_ai).get(PAGE).content.decode()
    assert "biểu 2: 1 ô; biểu 10: 1 ô" in text
    _brought(sign_in(province.bac_ai))
    assert "tổng số hộ 1.946; hộ nghèo 88; hộ cận nghèo 113" in sign_in(province.bac_ai).get(PAGE).content.decode()


def test_nothing_chosen_is_said(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    _brought(client)
    answer = client.post(PAGE, {})
    assert answer.status_code == 422
    assert "Chưa chọn bộ số liệu nào." in answer.content.decode()


def test_what_was_changed_meanwhile_stays(province: cast.Province) -> None:
    item = _draft(province)
    seen = item.edition
    save_sheet(province.campaign, 2022, {item.unit_id: {"poor": 90}}, {item.unit_id: seen}, by=province.bac_ai)
    with pytest.raises(Conflict):
        discard(province.campaign, 2022, {item.pk: seen}, by=province.bac_ai)
    assert FigureSet.objects.get().poor == 90


def _draft(province: cast.Province) -> FigureSet:
    counts = {"households": 1946, "poor": 88, "near_poor": 113}
    unit = province.unit("22801").pk
    save_sheet(province.campaign, 2022, {unit: counts}, {unit: 0}, by=province.phuoc_dai)
    return FigureSet.objects.get()


def test_what_was_sent_or_is_another_s_stays(province: cast.Province) -> None:
    item = _draft(province)
    assert list(discardable(province.campaign, 2022, by=province.ninh_son)) == []
    with pytest.raises(Refused, match="đã gửi đi"):
        discard(province.campaign, 2022, {item.pk: item.edition}, by=province.ninh_son)
    advance([item.pk], "submit", by=province.phuoc_dai)
    item.refresh_from_db()
    assert list(discardable(province.campaign, 2022, by=province.bac_ai)) == []
    with pytest.raises(Refused, match="Xã Phước Đại: số liệu đã gửi đi"):
        discard(province.campaign, 2022, {item.pk: item.edition}, by=province.bac_ai)
    assert FigureSet.objects.count() == 1


def test_what_is_gone_already_is_said(province: cast.Province) -> None:
    item = _draft(province)
    discard(province.campaign, 2022, {item.pk: item.edition}, by=province.bac_ai)
    with pytest.raises(Refused, match="đã được bỏ trước đó"):
        discard(province.campaign, 2022, {item.pk: item.edition}, by=province.bac_ai)
