"""Inspectors below the province read the rows of their own subtree, and no others."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.apps import apps
from django.test import Client

from accounts import audit
from accounts.models import AuditEvent, AuditHead, AuditPayload, User
from campaign.figures.actions.entering import save_sheet
from core import clock
from core.clock import VIETNAM
from tests import access_people, cast
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Membership
from units.people.actions.people import reset_password


@pytest.fixture
def people(province: cast.Province) -> cast.Province:
    access_people.add_people(province)
    AuditEvent.objects.all().delete()
    AuditPayload.objects.all().delete()
    AuditHead.objects.all().delete()
    return province


# models with a way to a place that name none: parts, told of in rows about their whole; the province's own
PARTS = {
    "units.unitname", "units.placement", "units.ancestry", "units.classification", "units.succession",
    "units.householdhead", "units.blocmember", "campaign.campaign", "campaign.expectation", "campaign.cell",
    "campaign.planfile", "campaign.planreceipt", "campaign.plantransition", "campaign.recordtransition",
    "campaign.recordfile", "campaign.figureedit", "campaign.explanation", "campaign.comment", "campaign.figuretransition",
    "awards.nominationtransition", "awards.nominationversion", "awards.dossierpaper", "awards.evidencelink",
    "awards.judgement", "awards.assessment", "awards.commentperiod", "awards.matter", "awards.councilmember",
    "awards.agendaitem", "awards.award", "awards.struckaward", "awards.cap", "awards.goldenentry", "awards.goldenyear", "awards.paper", "awards.submissionitem",
}  # fmt: skip
PLACES = {"units.unit", "units.organisation", "units.household", "campaign.figureset", "campaign.plan", "campaign.record",
          "awards.nomination"}  # fmt: skip


def test_a_model_that_leads_to_a_place_says_where_its_records_stand() -> None:
    silent = set()
    for app in ("units", "campaign", "awards"):
        for model in apps.get_app_config(app).get_models():
            ways = {item.related_model._meta.label_lower for item in model._meta.fields if item.is_relation}
            if ways & PLACES and not getattr(model, "stands_at", ()):
                silent.add(model._meta.label_lower)
    assert silent == PARTS


def _verbs(user: User) -> set[tuple[str, str]]:
    """What somebody reads: verb and unit of each row."""
    rows = AuditEvent.objects.visible_to(User.objects.get(pk=user.pk))
    return set(rows.values_list("verb", "unit_code"))


def test_a_row_takes_the_unit_from_its_subject(people: cast.Province) -> None:
    unit = people.unit("584")
    save_sheet(people.campaign, 2022, {unit.pk: {"households": 8140, "poor": 3186}}, {}, by=people.bac_ai)
    row = AuditEvent.objects.get(verb="enter_figures")
    assert (row.unit_code, row.unit_from) == ("584", unit.valid_from)


def test_inspectors_below_the_province_read_their_subtree_alone(people: cast.Province) -> None:
    for code, by in (("584", people.bac_ai), ("22801", people.phuoc_dai), ("585", people.ninh_son)):
        unit = people.unit(code)
        save_sheet(people.campaign, 2022, {unit.pk: {"households": 900, "poor": 300}}, {}, by=by)
    with audit.change(people.labour) as trail:
        trail.add("set_cap", people.campaign)  # the whole province's: it stands in no unit
    entered = {("enter_figures", code) for code in ("584", "22801", "585")}
    everything = {*entered, ("set_cap", "")}
    assert _verbs(people.auditor) == _verbs(people.administrator) == everything
    assert (
        _verbs(people.auditor_bac_ai)
        == _verbs(people.admin_bac_ai)
        == {("enter_figures", "584"), ("enter_figures", "22801")}
    )
    assert _verbs(people.auditor_ninh_son) == _verbs(people.admin_ninh_son) == {("enter_figures", "585")}
    assert _verbs(people.auditor_phuoc_dai) == _verbs(people.admin_phuoc_dai) == {("enter_figures", "22801")}
    assert _verbs(people.bac_ai) == _verbs(people.chairman) == _verbs(people.ended) == set()


def test_what_is_about_no_record_is_of_the_place_of_its_actor(people: cast.Province) -> None:
    audit.note(people.bac_ai, "export", label="Kế hoạch, 3 dòng")
    audit.note(people.home, "export", label="Bảng số lượng")
    assert _verbs(people.auditor_bac_ai) == {("export", "584")}
    assert _verbs(people.auditor_ninh_son) == set()
    assert _verbs(people.auditor) == {("export", "584"), ("export", "58")}


def test_sign_ins_show_where_the_person_sits_on_the_day(people: cast.Province) -> None:
    audit.note(people.phuoc_dai, "sign_in", people.phuoc_dai)
    audit.note(User(), "sign_in_failed", label="phuoc-dai")
    audit.note(User(), "sign_in_failed", label="Tên đăng nhập không có trong cổng")
    reset_password(people.phuoc_dai, by=people.admin_bac_ai)
    seen = [("reset_password", "phuoc-dai"), ("sign_in", "phuoc-dai"), ("sign_in_failed", "phuoc-dai")]

    def doors(user: User) -> list[tuple[str, str]]:
        keys = {str(people.phuoc_dai.pk): "phuoc-dai", "": "phuoc-dai"}
        rows = AuditEvent.objects.visible_to(User.objects.get(pk=user.pk))
        return sorted((row.verb, keys[row.subject_id]) for row in rows)

    assert doors(people.auditor_bac_ai) == doors(people.auditor_phuoc_dai) == seen
    assert doors(people.auditor_ninh_son) == []
    Membership.objects.filter(user=people.phuoc_dai).update(valid_to=cast.EVENING.date())  # had left before that day
    assert doors(people.auditor_bac_ai) == []


def test_a_code_that_is_used_again_gives_nothing_of_the_earlier_unit_away(people: cast.Province) -> None:
    """A unit of another district bears the code 5840 again, and somebody inspects it."""
    old = Membership.objects.get(user=people.ended).unit
    with audit.change(User.objects.command_line()) as trail:
        trail.add("approve", old)
        new = found_unit(
            "5840",
            "Xã Mang Lại Mã",
            Kind.RURAL_COMMUNE,
            parent=people.unit("585"),
            valid_from=date(2022, 6, 1),
            trail=trail,
        )
        derive_ancestry([new])
        trail.add("return", new)
    assert ("return", "5840") in _verbs(people.auditor_ninh_son)
    assert ("approve", "5840") not in _verbs(people.auditor_ninh_son)
    assert {("return", "5840"), ("approve", "5840")} <= _verbs(people.auditor)


def test_the_successor_s_inspector_reads_what_was_done_in_what_it_came_from(people: cast.Province) -> None:
    with audit.change(User.objects.command_line()) as trail:
        trail.add("approve", people.unit("22801"))
        trail.add("approve", people.unit("22813"))
    on = datetime(2025, 8, 1, 9, tzinfo=VIETNAM)
    heir = people.unit("22801").successions.get().to_unit
    user = User.objects.create_user("thanh-tra-moi", full_name="Thanh tra mới")
    Membership.objects.create(user=user, role="auditor", unit=heir, valid_from=on.date())
    with clock.at(on):
        assert _verbs(user) == {("approve", "22801")}


def test_the_page_its_search_and_its_pages_obey(people: cast.Province, sign_in: Callable[[User], Client]) -> None:
    for code, by in (("584", people.bac_ai), ("585", people.ninh_son)):
        audit.note(by, "export", people.unit(code), summary="Biểu thử")
    for who, own, foreign in (("auditor_bac_ai", "Bác Ái", "Ninh Sơn"), ("admin_ninh_son", "Ninh Sơn", "Bác Ái")):
        client = sign_in(people.people[who])
        for address in ("/nhat-ky/", "/nhat-ky/?q=Biểu+thử", f"/nhat-ky/?q={foreign}", "/nhat-ky/?trang=9"):
            page = client.get(address).content.decode()
            assert f"Huyện {foreign}" not in page, address
        assert f"Huyện {own}" in client.get("/nhat-ky/?q=Biểu+thử").content.decode()


def test_the_seal_of_a_row_covers_the_life_of_its_unit(people: cast.Province) -> None:
    with audit.change(User.objects.command_line()) as trail:
        trail.add("approve", people.unit("584"))
    assert audit.first_fault() is None
    AuditEvent.objects.update(unit_from=date(2022, 1, 1))
    assert audit.first_fault() == "Dòng nhật ký số 1 đã bị sửa."
    AuditEvent.objects.update(unit_from=None)
    assert audit.first_fault() == "Dòng nhật ký số 1 đã bị sửa."
