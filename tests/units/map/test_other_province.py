"""A province of other kinds: a city, wards and a special zone directly below it, no district, an ended parent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Permission, Role
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.figures.rollup import roll_up
from campaign.models import Campaign, FigureSet
from campaign.plan.actions.definitions import store_definition
from core import clock
from tests import cast
from units import access
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import DutyHolding, Household, Membership, Organisation, Unit
from units.reorganisation.actions.reorganise import reorganise
from units.reorganisation.actions.wishes import Wish

ENDED = date(2022, 7, 1)


@dataclass
class Small:
    """What a test finds."""

    campaign: Campaign
    units: dict[str, Unit]
    officer: User
    approver: User
    administrator: User


@pytest.fixture
def small(db: None, on_deadline_evening: None) -> Small:
    """Tỉnh Mẫu: one ward that ended while villages stood below it, one ward, one special zone."""
    by = User.objects.command_line()
    units: dict[str, Unit] = {}
    with audit.change(by) as trail:
        units["91"] = found_unit("91", "Tỉnh Mẫu", Kind.PROVINCE, parent=None, trail=trail)
        for code, name, kind in (
            ("9101", "Phường Bến", Kind.WARD),
            ("9102", "Đặc khu Đảo", Kind.SPECIAL_ZONE),
            ("9103", "Phường Cũ", Kind.WARD),
        ):
            units[code] = found_unit(code, name, kind, parent=units["91"], trail=trail)
        for code, above in (("910101", "9101"), ("910301", "9103"), ("910302", "9103")):
            units[code] = found_unit(code, f"Khu phố {code}", Kind.QUARTER, parent=units[above], trail=trail)
        derive_ancestry()
    text = cast.DEFINITION.read_text(encoding="utf-8")
    text = text.replace('province = "58"', 'province = "91"').replace(
        'code = "ninh-thuan-2021-2025"', 'code = "tinh-mau"'
    )
    version, _ = store_definition(text, by=by)
    cast.open_every_period(version.campaign)
    body = Organisation.objects.create(
        code="so", name="Sở Y tế và Xã hội", kind="department", seat=units["91"], valid_from=cast.START
    )
    DutyHolding.objects.create(duty=Duty.STANDING_AGENCY, organisation=body, valid_from=cast.START)
    people = {}
    for name, role, code, organisation in (
        ("officer", Role.COMMUNE_OFFICER, "9101", None),
        ("approver", Role.LABOUR_OFFICER, "91", body),
        ("administrator", Role.ADMINISTRATOR, "91", None),
    ):
        people[name] = User.objects.create_user(f"mau-{name}", "mot-cau-ngan-de-nho", full_name=name)
        Membership.objects.create(
            user=people[name], role=role, unit=units[code], organisation=organisation, valid_from=cast.START
        )
    return Small(version.campaign, units, **people)


def test_entry_and_approval_without_a_district(small: Small, sign_in: Callable[[User], Client]) -> None:
    ward = small.units["9101"]
    values = {"households": 800, "poor": 40, "near_poor": 20}
    item = save_sheet(small.campaign, 2022, {ward.pk: values}, {}, by=small.officer)[0]
    advance([item.pk], "submit", by=small.officer)
    advance([item.pk], "approve", by=small.approver)
    assert FigureSet.objects.judging().get(unit=ward).poor == 40
    for address in ("/ket-qua/2022/9101/", "/ket-qua/2022/", "/"):
        assert sign_in(small.officer).get(address).status_code == 200, address
    for address in ("/phe-duyet/2022/", "/ket-qua/2022/91/", "/chi-tieu/2022/", "/khen-thuong/", "/bao-cao/"):
        assert sign_in(small.approver).get(address).status_code == 200, address


def test_sums_without_a_district(small: Small) -> None:
    for code, poor in (("9101", 40), ("9102", 10), ("9103", 5)):
        values = {"households": 500, "poor": poor, "near_poor": 1}
        item = save_sheet(small.campaign, 2022, {small.units[code].pk: values}, {}, by=small.approver)[0]
        advance([item.pk], "submit", by=small.approver)
        advance([item.pk], "approve", by=_somebody_else(small))
    lines = roll_up(small.campaign, 2022, small.units["91"])
    assert (lines[0].summed.counts["poor"], len(lines)) == (55, 4)
    call_command("rollup", "--campaign", "tinh-mau", "--year", "2022", "--unit", "9102", "--format", "json")


def _somebody_else(small: Small) -> User:
    user, made = User.objects.get_or_create(username="mau-2", defaults={"full_name": "Hai"})
    if made:
        body = Organisation.objects.get(code="so")
        Membership.objects.create(
            user=user, role=Role.LABOUR_LEADER, unit=small.units["91"], organisation=body, valid_from=cast.START
        )
    return user


def test_an_ended_unit_that_is_a_parent(small: Small, sign_in: Callable[[User], Client]) -> None:
    """A ward ends while quarters stand below it: they go to the province, its past stays where it was."""
    old = small.units["9103"]
    wish = Wish("end", ENDED, "NQ 5/NQ-HĐND", (old,), parent=small.units["91"])
    reorganise(wish, by=small.administrator)
    quarters = [small.units["910301"], small.units["910302"]]
    assert list(Unit.objects.children_of(old, date(2022, 6, 30)).order_by("code")) == quarters
    assert not Unit.objects.children_of(old, ENDED).exists()
    assert set(quarters) <= set(Unit.objects.children_of(small.units["91"], ENDED))
    assert access.may(small.approver, Permission.VIEW_FIGURES, old)
    client = sign_in(small.administrator)
    for address in ("/don-vi/", "/don-vi/?ngay=30/06/2022", f"/don-vi/{old.slug}/", f"/don-vi/{quarters[0].slug}/"):
        assert client.get(address).status_code == 200, address
    assert "Phường Cũ" in client.get("/tim/?q=cu phuong").content.decode()


def test_a_parent_that_ended_without_anything_said_of_its_children(small: Small) -> None:
    """Loaded data may leave units below an ended one: they are still reached by who reached them last."""
    old = small.units["9103"]
    Unit.objects.filter(pk=old.pk).update(valid_to=ENDED)
    old.placements.update(valid_to=ENDED)
    derive_ancestry()
    quarter = small.units["910301"]
    assert quarter in Unit.objects.in_force(clock.today())
    assert not Unit.objects.ancestors_of(quarter, clock.today()).exists()
    assert access.may(small.approver, Permission.VIEW_FIGURES, quarter)


def test_households_of_a_quarter(small: Small, sign_in: Callable[[User], Client]) -> None:
    Household.objects.create(code="K1", village=small.units["910101"], head="Trần Hoà", valid_from=cast.START)
    client = sign_in(small.officer)
    assert "Trần Hoà" in client.get(f"/don-vi/{small.units['9101'].slug}/ho/").content.decode()
    for words in ("hòa tran", "TRAN HOÀ", "hoa"):
        assert "Trần Hoà" in client.get("/tim/", {"q": words}).content.decode(), words
    assert "Trần Hoà" not in sign_in(small.approver).get("/tim/", {"q": "hoa"}).content.decode()


def test_evaluating_without_districts(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("evaluate", "--campaign", "tinh-mau", "--round", "annual-2022", "--format", "json")
    assert "9101" in capsys.readouterr().out
