"""Rights of a place, function by function: the own seat, above it, below it, over a province; what a page remembers."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoAssertNumQueries

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission as P
from accounts.permissions import Role
from core import clock
from core.once import page
from tests import cast
from units import access
from units.map.actions.map import derive_ancestry, found_unit, place_unit
from units.map.domain.levels import Kind
from units.models import Membership, Unit

DAY, LATER = date(2022, 12, 15), date(2025, 7, 1)


def _codes(province: cast.Province, user: User, permission: P, *codes: str) -> list[str]:
    units = {province.unit(code).pk: code for code in codes}
    with clock.at(DAY):
        return sorted(units[pk] for pk in access.from_above(user, permission, list(units), model=Unit))


@pytest.mark.django_db
def test_who_has_no_account_reaches_nothing() -> None:
    visitor = AnonymousUser()
    assert [access.reach(visitor, permission, DAY) for permission in P] == [frozenset()] * len(P)
    assert not access.over_a_province(visitor, P)


def test_a_right_is_needed_over_the_whole_of_the_unit(province: cast.Province) -> None:
    access.needs(province.bac_ai, P.ENTER_FIGURES, province.unit("22801"))
    for code in ("58", "585"):
        with pytest.raises(PermissionDenied):
            access.needs(province.bac_ai, P.ENTER_FIGURES, province.unit(code))
    assert access.may_any(province.bac_ai, [P.DECIDE, P.ENTER_FIGURES], province.unit("584"))
    assert not access.may_any(province.bac_ai, [P.DECIDE, P.APPRAISE], province.unit("584"))


def test_what_hangs_on_no_unit_is_for_who_sits_over_a_province(province: cast.Province) -> None:
    found = {
        name: access.over_a_province(province.people[name], [P.EXPORT, P.NOMINATE])
        for name in ("home", "bac_ai", "phuoc_dai", "health", "administrator")
    }
    # Sở Y tế nominates for its own body alone
    assert found == {"home": True, "bac_ai": False, "phuoc_dai": False, "health": False, "administrator": False}
    builtin = User.objects.command_line()
    assert (access.over_a_province(builtin, [P.DECIDE, P.EXPORT]), access.over_a_province(builtin, [P.DECIDE])) == (
        True,
        False,
    )


def test_nobody_rules_on_the_unit_that_they_sit_in(province: cast.Province) -> None:
    codes = ("58", "584", "22801", "585")
    assert _codes(province, province.bac_ai, P.ENTER_FIGURES, *codes) == ["22801"]
    assert _codes(province, province.phuoc_dai, P.ENTER_FIGURES, *codes) == []
    assert _codes(province, province.administrator, P.ADMINISTER, *codes) == sorted(
        codes
    )  # nothing is above a province
    assert _codes(province, province.bac_ai, P.ADMINISTER, *codes) == []
    assert _codes(province, User.objects.command_line(), P.ADMINISTER, *codes) == sorted(codes)
    assert _codes(province, User.objects.command_line(), P.DECIDE, *codes) == []


def test_of_two_seats_each_rules_below_itself(province: cast.Province) -> None:
    Membership.objects.create(
        user=province.bac_ai, role=Role.DISTRICT_OFFICER, unit=province.unit("585"), valid_from=cast.START
    )
    assert _codes(province, province.bac_ai, P.ENTER_FIGURES, "584", "585", "22801", "22813") == ["22801", "22813"]


def test_what_a_unit_came_from_is_the_unit_itself(province: cast.Province) -> None:
    """Bảo An of 2025 came from Phước Mỹ: its officer rules on neither."""
    heir, gone = Unit.objects.bearing("22741", LATER), Unit.objects.bearing("22741", date(2025, 6, 30))
    officer = User.objects.create_user("bao-an", full_name="Cán bộ Bảo An")
    Membership.objects.create(user=officer, role=Role.COMMUNE_OFFICER, unit=heir, valid_from=LATER)
    with clock.at(LATER):
        assert access.reached(officer, P.ENTER_FIGURES, [heir.pk, gone.pk], model=Unit) == {heir.pk, gone.pk}
        assert access.from_above(officer, P.ENTER_FIGURES, [heir.pk, gone.pk], model=Unit) == set()


# ---- what is remembered ----


def test_another_day_is_asked_anew(province: cast.Province) -> None:
    """The reach of a person is kept by permission, day and seats: what ended meanwhile is reached on the later day."""
    commune = province.unit("22801", date(2025, 6, 30))
    user, ids = province.auditor, [commune.pk]
    with page():
        assert access.reached(user, P.VIEW_FIGURES, ids, DAY, model=Unit) == {commune.pk}
        assert access.reached(user, P.VIEW_FIGURES, ids, date(2020, 12, 31), model=Unit) == set()
        assert access.reached(user, P.VIEW_FIGURES, ids, DAY, model=Unit) == {commune.pk}
    # by the end of 2024 wards below the province had ended
    before, after = (access.reach(user, P.VIEW_FIGURES, on) for on in (DAY, date(2024, 12, 31)))
    assert before is not None
    assert after is not None
    assert before < after


def test_what_went_to_another_commune_is_reached_until_that_day(province: cast.Province) -> None:
    with audit.change(User.objects.command_line()) as trail:
        village = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        place_unit(village, province.unit("22804"), on=DAY, act="12/NQ-HĐND", trail=trail)
        derive_ancestry()
    with page():
        found = [
            access.reached(province.phuoc_dai, P.ENTER_FIGURES, [village.pk], on, model=Unit)
            for on in (DAY - timedelta(days=1), DAY)
        ]
    assert found == [{village.pk}, set()]


def test_a_seat_of_another_day_is_asked_of_that_day(province: cast.Province) -> None:
    unit = province.unit("584").pk
    assert access.sits_at(province.bac_ai, P.ENTER_FIGURES, unit)
    assert not access.sits_at(province.bac_ai, P.ENTER_FIGURES, unit, LATER)


def test_another_permission_and_another_person_are_asked_anew(province: cast.Province) -> None:
    ids = [province.unit(code).pk for code in ("22801", "22813")]
    with page():
        assert access.reached(province.bac_ai, P.ENTER_FIGURES, ids, DAY, model=Unit) == {ids[0]}
        assert access.reached(province.ninh_son, P.ENTER_FIGURES, ids, DAY, model=Unit) == {ids[1]}
        assert access.reached(province.bac_ai, P.DECIDE, ids, DAY, model=Unit) == set()
        assert access.reached(province.labour, P.ENTER_FIGURES, ids, DAY, model=Unit) == set(ids)


def test_seats_that_changed_are_read_again_when_told(province: cast.Province) -> None:
    unit = province.unit("22813")
    assert not access.may(province.bac_ai, P.ENTER_FIGURES, unit, DAY)
    Membership.objects.filter(user=province.bac_ai).update(unit=province.unit("585"))
    access.forget(province.bac_ai)
    assert access.may(province.bac_ai, P.ENTER_FIGURES, unit, DAY)


def test_today_counts_when_no_day_is_given(province: cast.Province) -> None:
    unit = province.unit("584")
    with clock.at(date(2025, 6, 30)):
        assert access.reach(province.bac_ai, P.ENTER_FIGURES) == {unit.pk}
        assert access.reached(province.bac_ai, P.ENTER_FIGURES, [unit.pk], model=Unit) == {unit.pk}
    with clock.at(LATER):
        assert access.reach(province.bac_ai, P.ENTER_FIGURES) == frozenset()
        assert access.reached(province.bac_ai, P.ENTER_FIGURES, [unit.pk], model=Unit) == set()


def test_a_page_asks_about_each_unit_once(
    province: cast.Province, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Seats and reach are read once a user; which units are within is kept for one page that only reads."""
    user, ids = province.bac_ai, [province.unit(code).pk for code in ("22801", "22813")]

    def asked(units: list[int], questions: int) -> set[int]:
        with django_assert_num_queries(questions):
            return access.reached(user, P.ENTER_FIGURES, units, DAY, model=Unit)

    access.forget(user)
    access.reach(user, P.ENTER_FIGURES, DAY)
    with django_assert_num_queries(0):
        assert access.reach(user, P.VIEW_FIGURES, DAY) == access.reach(user, P.ENTER_FIGURES, DAY)
    with page():
        assert [asked(ids[:1], 1), asked(ids[:1], 0), asked(ids, 1), asked(ids, 0)] == [{ids[0]}] * 4
    assert [asked(ids, 1), asked(ids, 1)] == [{ids[0]}] * 2


def test_words_of_a_scope_name_what_a_cut_list_covers(province: cast.Province) -> None:
    def words(user: User, permission: P) -> str:
        return access.scope_words(user, permission, DAY)

    assert words(User.objects.command_line(), P.VIEW_FIGURES) == ""
    assert words(province.people["home"], P.VIEW_NOMINATIONS) == ""  # a whole province is not cut
    assert words(province.bac_ai, P.ENTER_FIGURES) == "huyện Bác Ái"
    assert words(province.bac_ai, P.DECIDE) == ""  # holds it nowhere
    body = next(iter(access.seats(province.people["health"]))).organisation
    assert words(province.people["health"], P.NOMINATE) == str(body)
    several = User.objects.create_user("nhieu-ghe", "mot-cau-ngan-de-nho")
    for role, code in (
        (Role.COMMUNE_LEADER, "22846"),
        (Role.DISTRICT_OFFICER, "585"),
        (Role.DISTRICT_OFFICER, "584"),
        (Role.DISTRICT_LEADER, "584"),
        (Role.VILLAGE_HEAD, "22801"),
    ):
        Membership.objects.create(user=several, role=role, unit=province.unit(code), valid_from=cast.START)
    # seats without the right are passed over wherever they stand among the others, and nothing is said twice
    named = words(several, P.VIEW_FIGURES)
    assert [named.count(name) for name in ("huyện Bác Ái", "huyện Ninh Sơn")] == [1, 1]
    entered = words(several, P.ENTER_FIGURES)
    assert sorted(entered.split(" và ")) == ["huyện Bác Ái", "huyện Ninh Sơn"]
