"""The lives of units as a load meets them: read once, kept up to date while new ones are founded."""

from datetime import date

from core.text import folded, tidy
from core.workflow import Refused
from units.map.domain import naming
from units.map.domain.levels import Level
from units.models import Placement, Unit, UnitName
from units.unit_lists.domain.unit_files import UnitRow

VILLAGE_DIGITS = 3  # that the portal adds to the code of the unit above


class Lives:
    """Every life by its code, the names it bore, what stood above it and its villages."""

    def __init__(self) -> None:
        self._by_code: dict[str, list[Unit]] = {}
        self._by_key: dict[int, Unit] = {}
        for unit in Unit.objects.order_by("code", "valid_from"):
            self._by_code.setdefault(unit.code, []).append(unit)
            self._by_key[unit.pk] = unit
        self._names: dict[int, set[str]] = {}
        for key, name in UnitName.objects.values_list("unit_id", "name"):
            self._names.setdefault(key, set()).add(name)
        self._above: dict[int, list[int]] = {}  # the last one first
        self._villages: dict[tuple[int, str], Unit] = {}
        self._below: dict[tuple[int, str], list[Unit]] = {}  # whatever their level
        self._nearly: dict[tuple[int, str], list[Unit]] = {}  # by their names without marks and kinds
        for key, parent in Placement.objects.order_by("-valid_from").values_list("unit_id", "parent_id"):
            self._above.setdefault(key, []).append(parent)
            self._add_below(self._by_key[key], parent)
        self.fresh: set[int] = set()  # founded by this load

    def _add_below(self, unit: Unit, parent_id: int) -> None:
        self._below.setdefault((parent_id, naming.exact(unit.name)), []).append(unit)
        self._nearly.setdefault((parent_id, folded(naming.bare(unit.name))), []).append(unit)
        if unit.level == Level.VILLAGE:
            self._villages.setdefault((parent_id, naming.exact(unit.name)), unit)

    def add(self, unit: Unit, parent: Unit | None) -> None:
        """A unit that was just founded."""
        self._by_code.setdefault(unit.code, []).append(unit)
        self._by_key[unit.pk] = unit
        self._names[unit.pk] = {unit.name}
        self.fresh.add(unit.pk)
        if parent is not None:
            self._above[unit.pk] = [parent.pk]
            self._add_below(unit, parent.pk)

    def of(self, code: str) -> list[Unit]:
        return self._by_code.get(code, [])

    def get(self, key: int) -> Unit:
        return self._by_key[key]

    def bearing(self, code: str, on: date) -> Unit | None:
        """The unit that bore a code on a day."""
        return next((unit for unit in self.of(code) if unit.valid_from <= on < unit.valid_to), None)

    def latest(self, code: str) -> Unit | None:
        """The last unit that bore a code."""
        return max(self.of(code), key=lambda unit: unit.valid_from, default=None)

    def has_borne(self, unit: Unit, name: str) -> bool:
        return tidy(name) in self.names(unit)

    def names(self, unit: Unit) -> set[str]:
        """Every name that a unit bore."""
        return self._names.get(unit.pk, {unit.name})

    def above(self, unit: Unit) -> list[Unit]:
        """All that a unit ever stood directly under, the last one first."""
        return [self._by_key[key] for key in self._above.get(unit.pk, ())]

    def place(self, unit: Unit, parent: Unit) -> None:
        """A unit stands under another now."""
        self._above.setdefault(unit.pk, []).insert(0, parent.pk)
        self._add_below(unit, parent.pk)

    def village(self, parent: Unit, name: str) -> Unit | None:
        """The village of a name under a unit."""
        return self._villages.get((parent.pk, naming.exact(name)))

    def sisters(self, parent: Unit, name: str) -> list[Unit]:
        """The units of a name whose last place is directly under a unit."""
        found = self._below.get((parent.pk, naming.exact(name)), ())
        return [unit for unit in found if self._above[unit.pk][0] == parent.pk]

    def nearly_sisters(self, unit: Unit, parent: Unit) -> list[str]:
        """The names of units beside one, at some time of its life, that differ by marks or the word for the kind alone."""
        found = self._nearly.get((parent.pk, folded(naming.bare(unit.name))), ())
        beside = [one for one in found if one.valid_from < unit.valid_to and unit.valid_from < one.valid_to]
        return naming.alike(unit.name, [one.name for one in beside if self._above[one.pk][0] == parent.pk])

    def named(self, row: UnitRow) -> Unit | None:
        """The unit that a row of a list names, by its code and name; a village without code by the unit above."""
        if not row.code:
            parent = self.latest(row.parent)
            return self.village(parent, row.name) if parent is not None else None
        found = [unit for unit in self.of(row.code) if self.has_borne(unit, row.name)]
        return next((unit for unit in found if row.valid_from in (None, unit.valid_from)), None)

    def next_code(self, parent: Unit | None) -> str:
        """The portal's own code of a village: that of the unit above and the first number that nobody ever bore."""
        if parent is None:
            raise Refused("thôn chưa có nơi trực thuộc nên cổng chưa đặt mã được.")
        for number in range(1, 10**VILLAGE_DIGITS):
            code = f"{parent.code}{number:0{VILLAGE_DIGITS}d}"
            if code not in self._by_code:
                return code
        raise Refused(f"{parent.name} đã dùng hết mã thôn của cổng; ghi mã trong tệp.")


def next_village_code(parent: Unit) -> str:
    """The same of one village that a page founds."""
    taken = set(Unit.objects.filter(code__startswith=parent.code).values_list("code", flat=True))
    for number in range(1, 10**VILLAGE_DIGITS):
        code = f"{parent.code}{number:0{VILLAGE_DIGITS}d}"
        if code not in taken:
            return code
    raise Refused(f"{parent.name} đã dùng hết mã thôn của cổng; vui lòng ghi mã.")
