"""Of a unit that was split, an heir has what came to it: its villages' households, no word on the whole."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest
from django.test import Client

from accounts import audit
from accounts.models import AuditEvent, User
from accounts.permissions import Permission, Role
from core import clock
from tests import cast
from units import access
from units.households.actions import households as actions
from units.map.actions.map import derive_ancestry, found_unit, place_unit
from units.map.domain.levels import Kind
from units.models import Household, Membership, Succession, Unit

P = Permission
REFORM, TODAY = date(2025, 7, 1), date(2025, 9, 2)
OLD = "22768-2021-01-01"  # Phường Đông Hải, which went in parts to Phường Đông Hải and Xã Phước Dinh


class Split(NamedTuple):
    """The ward that was split, its two heirs, a household that came to each, and one of a village that ended with it."""

    old: Unit
    ward: Unit
    commune: Unit
    of_ward: Household
    of_commune: Household
    left: Household


@pytest.fixture
def split(province: cast.Province) -> Split:
    old = Unit.objects.get(code="22768", valid_from=cast.START)
    heirs = {step.to_unit.name: step.to_unit for step in old.successions.select_related("to_unit")}
    ward, commune = heirs["Phường Đông Hải"], heirs["Xã Phước Dinh"]
    villages = []
    with audit.change(User.objects.command_line()) as change:
        for number, until in (("01", date.max), ("02", date.max), ("03", REFORM)):
            place = {"parent": old, "valid_to": until, "trail": change}
            villages.append(found_unit(f"22768{number}", f"Khu phố {number}", Kind.QUARTER, **place))
        derive_ancestry()
    found = []
    for village, head in zip(villages, ("Trần Thị Một", "Lê Văn Hai", "Phạm Thị Ba"), strict=True):
        said = {"valid_from": cast.START, "by": User.objects.command_line()}
        found.append(actions.found_household(village, head=head, **said))
    with clock.at(TODAY), audit.change(User.objects.command_line()) as change:
        for village, heir in zip(villages, (ward, commune), strict=False):
            place_unit(village, heir, on=REFORM, act="NQ 1", trail=change)
    return Split(old, ward, commune, *found)


def seat(unit: Unit, role: Role = Role.COMMUNE_OFFICER) -> User:
    user = User.objects.create_user(f"{role}-{unit.pk}", "mot-cau-ngan-de-nho", full_name="Người Giữ Việc")
    Membership.objects.create(user=user, role=role, unit=unit, valid_from=REFORM)
    return user


def test_the_list_of_the_split_unit_is_cut_to_what_came(split: Split, sign_in: Callable[[User], Client]) -> None:
    with clock.at(TODAY):
        client = sign_in(seat(split.commune))
        story = client.get(f"/don-vi/{OLD}/").content.decode()
        assert f"/don-vi/{OLD}/ho/" in story
        page = client.get(f"/don-vi/{OLD}/ho/?nam=2022")
        assert [row.head for row, _, _ in page.context["rows"]] == ["Lê Văn Hai"]
        assert [line["village"].name for line in page.context["summary"]] == ["Khu phố 02"]
        words = page.content.decode()
        assert "Trần Thị Một" not in words
        assert "Phạm Thị Ba" not in words
        assert "Nhập từ tệp" not in words
        assert client.get(f"/ho/{split.of_commune.pk}/").status_code == 200
        for other in (split.of_ward, split.left):
            assert client.get(f"/ho/{other.pk}/").status_code == 404
        assert client.get(f"/don-vi/{OLD}/ho/?tai=excel").status_code == 200
        told = AuditEvent.objects.get(verb="export_households")
        assert told.summary.startswith("1 hộ")


@pytest.mark.parametrize("address", ["ho/moi/", "ho/nhap-tu-tep/"])
def test_nothing_is_written_for_the_whole(split: Split, sign_in: Callable[[User], Client], address: str) -> None:
    with clock.at(TODAY):
        client = sign_in(seat(split.commune))
        assert client.get(f"/don-vi/{OLD}/{address}").status_code == 404
        assert client.get(f"/don-vi/{split.commune.slug}/{address}").status_code == 200


def test_a_part_reads_the_past_and_rules_on_nothing(split: Split) -> None:
    with clock.at(TODAY):
        officer = seat(split.commune)
        asked = (P.VIEW_FIGURES, P.VIEW_NOMINATIONS, P.ENTER_FIGURES, P.NOMINATE, P.KEEP_HOUSEHOLDS, P.VIEW_HOUSEHOLDS)
        assert [access.may(officer, item, split.old) for item in asked] == [True, True, False, False, False, False]
        keeper = seat(split.commune, Role.ADMINISTRATOR)
        assert not access.may_any(keeper, (P.ADMINISTER, P.VIEW_AUDIT), split.old)
        assert access.may(keeper, P.ADMINISTER, split.of_commune.village)
        rows = AuditEvent.objects.filter(unit_code="22768", unit_from=cast.START)
        assert rows.exists()
        assert not rows.visible_to(keeper).exists()
        assert access.from_above(keeper, P.ADMINISTER, [split.old.pk], model=Unit) == set()


def test_a_village_that_ended_in_one_of_ours_came_to_us(split: Split) -> None:
    Succession.objects.create(from_unit=split.left.village, to_unit=split.of_commune.village, on=REFORM)
    with clock.at(TODAY):
        ours, others = seat(split.commune), seat(split.ward)
        assert [access.may(user, P.VIEW_HOUSEHOLDS, split.left.village) for user in (ours, others)] == [True, False]
        assert not access.may(ours, P.VIEW_HOUSEHOLDS, split.old)


def test_who_has_every_part_has_the_whole(split: Split) -> None:
    with clock.at(TODAY):
        assert split.old.pk not in access.with_predecessors([split.ward])
        assert split.old.pk in access.with_predecessors([split.ward], in_part=True)
        assert split.old.pk in access.with_predecessors([split.ward, split.commune])
        last = Succession.objects.create(from_unit=split.ward, to_unit=split.commune, on=TODAY)
        assert split.old.pk in access.with_predecessors([split.commune])  # the other part came as well
        last.delete()
        assert access.may(seat(Unit.objects.bearing("56", TODAY), Role.ADMINISTRATOR), P.ADMINISTER, split.old)


def test_who_lives_on_after_a_part_left_is_no_predecessor(split: Split) -> None:
    Unit.objects.filter(pk=split.old.pk).update(valid_to=date.max)
    with clock.at(TODAY):
        assert split.old.pk not in access.with_predecessors([split.ward, split.commune])
        split.old.refresh_from_db()
        assert not access.may_of_a_part(seat(split.commune), P.VIEW_HOUSEHOLDS, split.old)
