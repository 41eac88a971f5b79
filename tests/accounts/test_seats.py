"""Seats day by day: the membership, the unit and the duty each have their first day and their day after the last."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import GRANTS, Permission, Role
from accounts.seats import holds, seat_of, seats
from core import clock
from tests import cast
from units import access
from units.models import DutyHolding, Membership, Unit

DAY = date(2022, 12, 15)
ONE = timedelta(days=1)


def _roles(user: User, on: date) -> list[str]:
    access.forget(user)
    return [str(seat.role) for seat in seats(user, on) if not seat.is_past]


def test_a_seat_is_there_from_its_first_day_until_the_day_before_its_end(province: cast.Province) -> None:
    Membership.objects.filter(user=province.bac_ai).update(valid_from=DAY, valid_to=DAY + ONE)
    found = {day.day: _roles(province.bac_ai, day) for day in (DAY - ONE, DAY, DAY + ONE)}
    assert found == {14: [], 15: ["district_officer"], 16: []}


def test_a_seat_ends_with_its_unit_though_the_membership_goes_on(province: cast.Province) -> None:
    Membership.objects.filter(user=province.phuoc_dai).update(valid_to=date.max)
    Unit.objects.filter(pk=province.unit("22801").pk).update(valid_from=DAY, valid_to=DAY + ONE)
    found = {day.day: _roles(province.phuoc_dai, day) for day in (DAY - ONE, DAY, DAY + ONE)}
    assert found == {14: [], 15: ["commune_officer"], 16: []}


def test_who_is_closed_or_unknown_has_no_seat(province: cast.Province) -> None:
    user = province.bac_ai
    assert len(seats(user, DAY)) == 1
    user.is_active = False
    assert seats(user, DAY) == ()  # though they were read before
    assert (seats(None), seats(AnonymousUser())) == ((), ())
    assert not holds(user, Permission.ENTER_FIGURES)
    assert not any(holds(AnonymousUser(), permission) for permission in Permission)


def test_today_is_asked_when_no_day_is_given(province: cast.Province) -> None:
    with clock.at(DAY):
        assert seats(province.bac_ai) == seats(province.bac_ai, DAY)
        assert holds(province.bac_ai, Permission.ENTER_FIGURES)
        assert access.sits_at(province.bac_ai, Permission.ENTER_FIGURES, province.unit("584").pk)
    with clock.at(date(2025, 7, 1)):
        assert [seat.is_past for seat in seats(province.bac_ai)] == [True]
        assert not holds(province.bac_ai, Permission.ENTER_FIGURES)


@pytest.mark.parametrize("on", [DAY - ONE, DAY, DAY + ONE], ids=["before", "the day", "after"])
def test_a_duty_is_held_day_by_day(province: cast.Province, on: date) -> None:
    DutyHolding.objects.filter(duty="standing_agency").update(valid_from=DAY, valid_to=DAY + ONE)
    access.forget(province.labour)
    row = province.labour.memberships.select_related("organisation", "unit").get()
    for (seat,) in (seats(province.labour, on), (seat_of(row, on),)):
        assert (Permission.APPROVE_FIGURES in seat.permissions) is (on == DAY)
        assert Permission.VIEW_FIGURES in seat.permissions


def test_two_duties_of_one_body_are_one_seat(province: cast.Province) -> None:
    DutyHolding.objects.create(
        duty="award_agency", organisation=province.bodies["so-ldtbxh"], valid_from=cast.START, valid_to=date.max
    )
    (seat,) = seats(province.labour, DAY)
    assert seat.permissions == GRANTS[Role.LABOUR_OFFICER]


def test_a_body_s_other_duty_gives_nothing(province: cast.Province) -> None:
    DutyHolding.objects.filter(duty="standing_agency").update(organisation=province.bodies["so-noi-vu"])
    DutyHolding.objects.filter(duty="award_agency").update(organisation=province.bodies["so-ldtbxh"])
    (seat,) = seats(province.labour, DAY)
    assert Permission.APPROVE_FIGURES not in seat.permissions
    row = province.labour.memberships.select_related("organisation", "unit").get()
    assert seat_of(row, DAY).permissions == seat.permissions


def test_a_seat_of_a_unit_holds_no_duty(province: cast.Province) -> None:
    row = province.bac_ai.memberships.select_related("organisation", "unit").get()
    assert seat_of(row, DAY).permissions == GRANTS[Role.DISTRICT_OFFICER]


def test_a_seat_names_its_place_once(province: cast.Province) -> None:
    assert [seats(user, DAY)[0].label for user in (province.home, province.bac_ai, province.health)] == [
        "Chuyên viên cơ quan thi đua, khen thưởng (Sở Nội vụ)",
        "Cán bộ cấp huyện, Huyện Bác Ái",
        "Cán bộ đầu mối cơ quan, đơn vị, Sở Y tế",
    ]


def test_the_command_line_holds_all_but_a_person_s_own_word(province: cast.Province) -> None:
    builtin = User.objects.command_line()
    held = {permission for permission in Permission if holds(builtin, permission)}
    assert held == set(Permission) - {Permission.VOTE, Permission.DECIDE, Permission.HOLD_SESSION}
    assert access.reach(builtin, Permission.APPRAISE) is None
    assert access.reach(builtin, Permission.VOTE) == frozenset()
    assert access.reached(builtin, Permission.APPRAISE, [1, 2], model=Unit) == {1, 2}
    assert access.reached(builtin, Permission.VOTE, [1, 2], model=Unit) == set()


# ---- places ----


def test_own_organisations_and_units_are_those_of_the_seats(province: cast.Province) -> None:
    body, commune = province.bodies["so-y-te"].pk, province.unit("22801").pk
    assert access.own_organisations(province.health, on=DAY) == {body}
    assert access.own_organisations(province.health, Permission.NOMINATE, DAY) == {body}
    assert access.own_organisations(province.health, Permission.APPRAISE, DAY) == set()
    assert access.own_organisations(province.phuoc_dai, on=DAY) == set()
    assert access.own_units(province.phuoc_dai, Permission.NOMINATE, DAY) == {commune}
    assert access.own_units(province.phuoc_dai, Permission.DECIDE, DAY) == set()
    assert access.own_units(province.health, Permission.NOMINATE, DAY) == set()


def test_where_somebody_sits_is_that_very_unit(province: cast.Province) -> None:
    def sits(user: User, permission: Permission, code: str) -> bool:
        return access.sits_at(user, permission, province.unit(code).pk, DAY)

    assert sits(province.bac_ai, Permission.ENTER_FIGURES, "584")
    assert not sits(province.bac_ai, Permission.ENTER_FIGURES, "22801")
    assert not sits(province.bac_ai, Permission.ENTER_FIGURES, "58")
    assert not sits(province.bac_ai, Permission.DECIDE, "584")
    assert not sits(province.health, Permission.NOMINATE, "58")  # sees the own body alone


def test_a_right_is_of_the_own_subtree(province: cast.Province) -> None:
    def may(user: User, permission: Permission, code: str) -> bool:
        return access.may(user, permission, province.unit(code), DAY)

    found = {
        code: may(province.bac_ai, Permission.ENTER_FIGURES, code) for code in ("58", "584", "22801", "585", "22813")
    }
    assert found == {"58": False, "584": True, "22801": True, "585": False, "22813": False}
    assert not may(province.bac_ai, Permission.APPROVE_FIGURES, "22801")
    assert not may(province.health, Permission.VIEW_UNITS, "58")


def test_what_is_reached_with_predecessors_by_their_last_day(province: cast.Province) -> None:
    """Phước Mỹ ended in Bảo An on 01/07/2025; on the eve both stood."""
    eve, on = date(2025, 6, 30), date(2025, 7, 1)
    heir, gone = Unit.objects.bearing("22741", on), Unit.objects.bearing("22741", eve)
    assert gone.valid_to == on
    assert gone.pk in access.with_predecessors([heir])
    assert heir.pk not in access.with_predecessors([gone])
    assert access.with_predecessors([]) == set()
    district = Unit.objects.bearing("582", eve)
    below = set(Unit.objects.within(district, eve).values_list("pk", flat=True))
    ended = access.with_predecessors([district], ended_on=on)
    assert below <= ended
    assert access.with_predecessors([district], ended_on=eve) < ended
    assert access.with_predecessors([district]) == {district.pk}
