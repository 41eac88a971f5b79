"""Rights are role × subtree × time, and follow duties."""

from datetime import date

import pytest

from accounts.models import User
from accounts.permissions import Permission as P
from core import clock
from tests import cast
from units import access
from units.models import DutyHolding, Membership, Organisation, Unit


def _codes(user: User, permission: P, on: date) -> set[str]:
    with clock.at(on):
        access.forget(user)
        return set(Unit.objects.reached_by(user, permission).values_list("code", flat=True))


DAY = date(2022, 12, 15)


def test_a_district_officer_reaches_the_own_communes_and_no_sister_s(province: cast.Province) -> None:
    codes = _codes(province.bac_ai, P.ENTER_FIGURES, DAY)
    assert {"584", "22801"} <= codes
    assert not {"58", "585", "22813"} & codes
    assert len(codes) == 10


def test_a_commune_officer_reaches_the_own_commune(province: cast.Province) -> None:
    assert _codes(province.phuoc_dai, P.ENTER_FIGURES, DAY) == {"22801"}


def test_rights_end_with_the_unit(province: cast.Province) -> None:
    assert _codes(province.bac_ai, P.CHECK_FIGURES, date(2025, 6, 30))
    assert _codes(province.bac_ai, P.CHECK_FIGURES, date(2025, 7, 1)) == set()


def test_rights_end_with_the_membership(province: cast.Province) -> None:
    Membership.objects.filter(user=province.bac_ai).update(valid_to=date(2022, 12, 15))
    assert _codes(province.bac_ai, P.VIEW_FIGURES, date(2022, 12, 14))
    assert _codes(province.bac_ai, P.VIEW_FIGURES, DAY) == set()


def test_the_successor_s_officer_sees_the_history(province: cast.Province) -> None:
    on = date(2025, 8, 1)
    officer = User.objects.create_user("bao-an", full_name="Cán bộ Bảo An")
    Membership.objects.create(
        user=officer, role="commune_officer", unit=Unit.objects.bearing("22741", on), valid_from=on
    )
    with clock.at(on):
        names = set(Unit.objects.reached_by(officer, P.VIEW_FIGURES).values_list("name", flat=True))
    assert names == {"Phường Bảo An", "Phường Phước Mỹ", "Xã Thành Hải"}
    assert Unit.objects.filter(name="Phường Bảo An").count() == 2


def test_the_new_province_reaches_all_of_the_old(province: cast.Province) -> None:
    on = date(2025, 8, 1)
    officer = User.objects.create_user("khanh-hoa", full_name="Cán bộ Khánh Hòa")
    Membership.objects.create(user=officer, role="auditor", unit=Unit.objects.bearing("56", on), valid_from=on)
    with clock.at(on):
        reached = Unit.objects.reached_by(officer, P.VIEW_FIGURES)
        assert reached.count() == Unit.objects.count()


def test_a_duty_takes_its_permissions_along(province: cast.Province) -> None:
    on = date(2023, 1, 1)
    assert _codes(province.labour, P.APPROVE_FIGURES, DAY)
    DutyHolding.objects.filter(duty="standing_agency").update(valid_to=on)
    DutyHolding.objects.create(duty="standing_agency", organisation=province.bodies["so-y-te"], valid_from=on)
    assert _codes(province.labour, P.APPROVE_FIGURES, date(2022, 12, 31))
    assert _codes(province.labour, P.APPROVE_FIGURES, on) == set()
    assert _codes(province.labour, P.VIEW_FIGURES, on)


def test_an_organisation_s_officer_reaches_no_unit_s_records(province: cast.Province) -> None:
    assert _codes(province.health, P.VIEW_PLANS, DAY) == set()
    with clock.at(DAY):
        assert access.own_organisations(province.health, P.FILE_PLAN) == {province.bodies["so-y-te"].pk}


@pytest.mark.parametrize("permission", list(P))
def test_nobody_without_a_seat_has_anything(province: cast.Province, permission: P) -> None:
    stranger = User.objects.create_user("la", full_name="Người lạ")
    assert _codes(stranger, permission, DAY) == set()
    assert not access.holds(stranger, permission, DAY)


def test_the_command_line_cannot_sign_in_or_vote(province: cast.Province) -> None:
    builtin = User.objects.command_line()
    assert (builtin.is_active, builtin.has_usable_password()) == (False, False)
    assert not access.holds(builtin, P.DECIDE)


def test_organisations_are_found_by_duty(province: cast.Province) -> None:
    assert [o.code for o in Organisation.objects.holding("award_agency", DAY)] == ["so-noi-vu"]
