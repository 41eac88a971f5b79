"""Many at once, in processes: one start, one load, one carrying, and no code of a village twice."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from accounts.models import User
from accounts.permissions import Duty
from core import clock
from tests import cast
from tests.units.reorganisation.test_races import _race
from units.beginning.actions import Start, begin, print_code
from units.map.actions.founding import Founding, add_unit
from units.map.domain.levels import Kind
from units.models import Beginning, Membership, Unit
from units.organisations.actions import HandOver, end_organisation, found_organisation, hand_over
from units.reorganisation.actions.seats import carry_seats
from units.reorganisation.ending_seats import endings
from units.unit_lists import loading
from units.unit_lists.domain.unit_files import read_units

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]


def test_one_start_by_one_code(db: None) -> None:
    code = print_code()

    def start(number: int) -> Callable[[], str]:
        def work() -> str:
            wish = Start("56", "Tỉnh Khánh Hòa", Kind.PROVINCE, date(2021, 1, 1), 3, f"Người Thứ {number}")
            begin(wish, by=User.objects.command_line(), code=code)
            return "done"

        return work

    assert _race([start(number) for number in range(4)]) == {"done": 1, "refused": 3}
    assert User.objects.filter(is_builtin=False).count() == 1
    assert Beginning.objects.get().code_digest == ""


def test_one_list_loaded_at_once_in_an_empty_portal(db: None) -> None:
    content = Path(cast.UNITS).read_bytes()
    User.objects.command_line()

    def work() -> str:
        done = loading.load(read_units(content, "a.csv"), [], by=User.objects.command_line())
        return f"{done.units} units"

    number = len(read_units(content, "a.csv")) + 1  # and the province that it enters
    assert _race([work] * 3) == {f"{number} units": 1, "0 units": 2}
    assert Unit.objects.count() == number


@pytest.fixture
def quiet(db: None) -> cast.Province:
    """The province before any reform is known."""
    with clock.at(cast.EVENING):
        return cast.make_province(reforms=False)


def test_villages_at_once_have_codes_of_their_own(quiet: cast.Province) -> None:
    commune, by = quiet.unit("22801"), quiet.administrator

    def add(number: int) -> Callable[[], str]:
        def work() -> str:
            add_unit(commune, Founding(f"Thôn {number}", Kind.VILLAGE, date(2022, 1, 1)), by=by)
            return "done"

        return work

    assert _race([add(number) for number in range(6)]) == {"done": 6}
    codes = Unit.objects.filter(level=4).values_list("code", flat=True)
    assert sorted(codes) == [f"22801{number:03d}" for number in range(1, 7)]


def test_one_carrying_of_the_same_seat(quiet: cast.Province) -> None:
    by, old, on = quiet.administrator, quiet.bodies["so-ldtbxh"], cast.EVENING.date()
    with clock.at(cast.EVENING):
        values = {"name": "Sở Nông nghiệp", "kind": "department"}
        new = found_organisation("so-nn", quiet.unit("58"), valid_from=cast.START, values=values, by=by)
        hand_over(HandOver(frozenset({Duty.STANDING_AGENCY}), old, new, on, "NQ 7", "giảm nghèo"), by=by)
        end_organisation(old, on=on, act="NQ 7", by=by)
        item = next(item for item in endings(by) if item.row.user == quiet.labour)
    assert item.proposed is not None
    wishes = {item.row.pk: item.proposed.key}

    def work() -> str:
        carry_seats(wishes, act="NQ 7", by=by)
        return "done"

    assert _race([work] * 4) == {"done": 1, "refused": 3}
    assert Membership.objects.filter(user=quiet.labour, organisation=new).count() == 1
