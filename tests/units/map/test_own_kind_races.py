"""Many at once, in processes: one class of a name, and none is taken out while somebody uses it."""

import sys
from collections.abc import Callable

import pytest

from accounts import audit
from core import clock
from tests import cast
from tests.units.reorganisation.test_races import _race
from units.map.actions.map import classify_unit
from units.map.actions.own_kinds import Adding, add_own_kind, remove_own_kind
from units.map.domain.levels import Level
from units.models import Classification, OwnKind

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]
SAID = Adding(OwnKind.For.UNITS, "Xã an toàn khu", "7/2022/NQ-HĐND", cast.START, level=Level.COMMUNE)


@pytest.fixture
def quiet(db: None) -> cast.Province:
    """The province before any reform is known."""
    with clock.at(cast.EVENING):
        return cast.make_province(reforms=False)


def test_one_class_of_a_name(quiet: cast.Province) -> None:
    def add() -> str:
        add_own_kind(SAID, by=quiet.administrator)
        return "done"

    assert _race([add] * 4) == {"done": 1, "refused": 3}
    assert OwnKind.objects.count() == 1


def test_what_is_used_meanwhile_is_not_taken_out(quiet: cast.Province) -> None:
    """Either the class goes and nobody bears it, or somebody bears it and it stays."""
    row, by = add_own_kind(SAID, by=quiet.administrator), quiet.administrator

    def remove() -> str:
        remove_own_kind(row, by=by)
        return "gone"

    def classify(code: str) -> Callable[[], str]:
        unit = quiet.unit(code)

        def work() -> str:
            with audit.change(by) as trail:
                classify_unit(unit, row.name, valid_from=cast.START, act="NQ 7", trail=trail)
            return "used"

        return work

    found = _race([remove, *(classify(code) for code in ("22801", "22804", "22807"))])
    gone = not OwnKind.objects.exists()
    assert Classification.objects.filter(value=row.name).count() == found["used"]
    assert found == ({"gone": 1, "refused": 3} if gone else {"used": 3, "refused": 1})
