"""Organisations and duties by day: rights follow the duty, and what is unfinished follows it too."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.permissions import Duty, Permission
from awards import actions as awards
from awards.models import Nomination
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from tests import cast
from units import access
from units.models import DutyHolding, Membership, Organisation, OrganisationSuccession
from units.organisations.actions import HandOver, carry_unfinished, end_organisation, found_organisation, hand_over

ON = date(2025, 3, 1)
BEFORE, AFTER = (datetime(2025, *day, tzinfo=VIETNAM) for day in ((2, 28, 23, 59, 59), (3, 1, 0, 0, 0)))
ACT = "NQ 07/NQ-HĐND ngày 20/02/2025"


@pytest.fixture
def farming(province: cast.Province) -> Organisation:
    """Sở Nông nghiệp và Môi trường."""
    return found_organisation(
        "so-nn-mt",
        province.unit("58"),
        valid_from=date(2022, 1, 1),
        values={"name": "Sở Nông nghiệp và Môi trường", "kind": "department"},
        by=province.administrator,
    )


def _wish(province: cast.Province, farming: Organisation, **more: object) -> HandOver:
    row = province.labour.memberships.earliest("pk")
    said: dict = {
        "duties": frozenset({Duty.STANDING_AGENCY}),
        "old": province.bodies["so-ldtbxh"],
        "new": farming,
        "on": ON,
        "act": ACT,
        "function": "giảm nghèo",
        "moving": frozenset({row.pk}),
        **more,
    }
    return HandOver(**said)


def test_rights_follow_the_duty_on_the_day(province: cast.Province, farming: Organisation) -> None:
    """One officer moves with the duty, one stays: no code changes when a department is merged."""
    with clock.at(datetime(2025, 2, 20, 9, tzinfo=VIETNAM)):
        hand_over(_wish(province, farming), by=province.administrator)
    seen = {}
    for moment in (BEFORE, AFTER):
        with clock.at(moment):
            moved, stayed = (User.objects.get(pk=u.pk) for u in (province.labour, province.labour_leader))
            place = province.unit("58", clock.today())
            seen[moment] = [access.may(user, Permission.APPROVE_FIGURES, place) for user in (moved, stayed)]
            assert all(access.may(user, Permission.VIEW_FIGURES, place) for user in (moved, stayed))
    assert seen == {BEFORE: [True, True], AFTER: [True, False]}
    with clock.at(AFTER):
        assert Organisation.objects.holding(Duty.STANDING_AGENCY, ON).get() == farming


def test_what_waited_is_approved_by_the_new_body(province: cast.Province, farming: Organisation) -> None:
    commune = province.unit("22801")
    with clock.at(BEFORE):
        values = {"households": 900, "poor": 300, "near_poor": 90}
        item = save_sheet(province.campaign, 2024, {commune.pk: values}, {}, by=province.phuoc_dai)[0]
        advance([item.pk], "submit", by=province.phuoc_dai)
        advance([item.pk], "check", by=province.bac_ai)
        hand_over(_wish(province, farming), by=province.administrator)
    with clock.at(AFTER):
        stayed = User.objects.get(pk=province.labour_leader.pk)
        with pytest.raises(Refused, match="không có quyền"):
            advance([item.pk], "approve", by=stayed)
        advance([item.pk], "approve", by=User.objects.get(pk=province.labour.pk))


def test_open_dossiers_of_an_organisation_go_to_its_successor(province: cast.Province, farming: Organisation) -> None:
    health = province.bodies["so-y-te"]
    proposal = awards.Proposal("agency", "Sở Y tế", organisation=health, achievements="Thành tích.")
    nomination = awards.nominate(province.annual_2022, proposal, holder_organisation=health, by=province.health)
    wish = _wish(province, farming, duties=frozenset(), old=health, moving=frozenset(), on=date(2022, 12, 1))
    wish = replace(wish, act="NQ 17/NQ-HĐND ngày 25/11/2022")
    assert hand_over(wish, by=province.administrator) == 1
    assert Nomination.objects.get(pk=nomination.pk).holder_organisation == farming
    assert AuditEvent.objects.filter(verb="carry_over").count() == 2  # the record, and the whole
    assert carry_unfinished(OrganisationSuccession.objects.get(), by=province.administrator) == 0


def test_before_the_day_nothing_moves(province: cast.Province, farming: Organisation) -> None:
    hand_over(_wish(province, farming), by=province.administrator)
    with pytest.raises(Refused, match="01/03/2025"):
        carry_unfinished(OrganisationSuccession.objects.get(), by=province.administrator)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"act": ""}, "văn bản"),
        ({"act": "NQ 07/NQ-HĐND ngày 02/03/2025"}, "Văn bản ngày 02/03/2025 có sau ngày 01/03/2025"),
        ({"duties": frozenset({Duty.AWARD_AGENCY})}, "không giữ nhiệm vụ"),
        ({"on": date(2020, 1, 1)}, "không tồn tại"),
        ({"function": " "}, "chức năng"),
        ({"moving": frozenset({999_999})}, "không còn ở cơ quan"),
    ],
)
def test_a_hand_over_that_cannot_be(province: cast.Province, farming: Organisation, change: dict, says: str) -> None:
    before = list(DutyHolding.objects.order_by("pk").values())
    with pytest.raises(Refused, match=says):
        hand_over(_wish(province, farming, **change), by=province.administrator)
    assert list(DutyHolding.objects.order_by("pk").values()) == before


def test_a_duty_is_handed_over_once(province: cast.Province, farming: Organisation) -> None:
    hand_over(_wish(province, farming), by=province.administrator)
    with pytest.raises(Refused, match=r"không giữ nhiệm vụ|đã được giao"):
        hand_over(_wish(province, farming, moving=frozenset()), by=province.administrator)


def test_an_organisation_with_a_duty_does_not_end(province: cast.Province) -> None:
    with pytest.raises(Refused, match="bàn giao trước khi kết thúc"):
        end_organisation(province.bodies["so-ldtbxh"], on=ON, act=ACT, by=province.administrator)
    end_organisation(province.bodies["so-y-te"], on=ON, act=ACT, by=province.administrator)
    assert Membership.objects.get(user=province.health).valid_to == ON


def test_others_change_nothing(province: cast.Province, farming: Organisation) -> None:
    with pytest.raises(Refused, match="ngoài phạm vi"):
        hand_over(_wish(province, farming), by=province.bac_ai)
    with pytest.raises(Refused, match="ngoài phạm vi"):
        end_organisation(farming, on=ON, act=ACT, by=province.bac_ai)


def test_the_pages(province: cast.Province, farming: Organisation, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.administrator)
    assert "Sở Nông nghiệp" in client.get("/co-quan/?q=nong nghiep so").content.decode()
    assert "Sở Nông nghiệp" not in client.get("/co-quan/?ngay=31/12/2021").content.decode()
    form = {
        "duties": ["standing_agency"],
        "old": province.bodies["so-ldtbxh"].pk,
        "new": farming.pk,
        "function": "giảm nghèo",
        "on": "01/03/2025",
        "act": ACT,
        "buoc": "xem",
    }
    page = client.post("/nhiem-vu/ban-giao/", form)
    assert "Chưa lưu gì" in page.content.decode()
    assert DutyHolding.objects.count() == 2
    row = province.labour.memberships.get()
    done = client.post("/nhiem-vu/ban-giao/", {**form, "buoc": "ghi", "can-bo": [row.pk]}, follow=True)
    assert "Đã ghi bàn giao" in done.content.decode()
    assert DutyHolding.objects.count() == 3
    edited = client.post("/co-quan/so-nn-mt/sua/", {"name": "Sở NN và MT", "kind": "department"})
    assert edited.status_code == 302
    assert client.get("/co-quan/so-nn-mt/").status_code == 200
    again = client.post(
        "/co-quan/moi/",
        {
            "code": "so-nn-mt",
            "name": "Khác",
            "kind": "party",
            "seat": province.unit("58").pk,
            "valid_from": "01/01/2022",
        },
    )
    assert "đã có cơ quan dùng" in again.content.decode()
