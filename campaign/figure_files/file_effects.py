"""What a file of results would do to the figures that stand: each unit's row of the preview, what is erased, who is missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from campaign.evaluation import unit_facts
from campaign.figure_files.domain.file_rows import Held
from campaign.figure_files.figures_told import describe
from campaign.figures.actions.importing import merged
from campaign.figures.domain.counts import COUNTS, RATES
from campaign.figures.labels import field_label, shown
from campaign.figures.reviewing import cells_of
from campaign.models import FigureSet
from campaign.poverty_standards.domain.standard import Standard
from campaign.poverty_standards.domain.year_standards import only
from campaign.poverty_standards.in_force import standard_of
from core.numbers import rate
from core.text import listed, lower_first
from office.tables.notes import Note
from units.models import Unit

LABELS = {**COUNTS, **RATES}
Rows = Sequence[tuple[Unit, Mapping[str, Any]]]
_NAMED = 12  # units named in one sentence


@dataclass(frozen=True)
class Effect:
    """One unit of the file: what becomes of it, its figures and last year's; rates in per cent."""

    unit: Unit
    kind: str
    what: str
    is_same: bool
    households: int | None
    poor: int | None
    rate: Decimal | None
    last_poor: int | None
    last_rate: Decimal | None


def effects(rows: Rows, year: int, status: str, *, standard: str, lock: bool = False) -> list[Effect]:
    """What each row would do on a standard: new, changed (which cells, from what to what), or nothing.

    With `lock` what stands cannot change until the caller's transaction ends.
    """
    current = _current(rows, year, status, standard, lock=lock)
    cells, file = cells_of(current.values()), standard_of(standard)
    known = unit_facts.facts_of({unit for unit, _ in rows}, [year], only(standard))
    found = []
    for unit, values in rows:
        before = known[unit.pk, year].before if (unit.pk, year) in known else None
        last = before.counts if before is not None else {}
        item = current.get(unit.pk)
        kind, what, is_same = _change(values, item, cells, file)
        after = merged(values, [item] if item is not None else [])
        printed = after.get("poor_rate")
        found.append(
            Effect(
                unit,
                kind,
                what,
                is_same,
                after.get("households"),
                after.get("poor"),
                printed if printed is not None else rate(after.get("poor"), after.get("households")),
                last.get("poor"),
                before.rates.get("poverty_rate") if before is not None else None,
            )
        )
    return found


def _current(rows: Rows, year: int, status: str, standard: str, *, lock: bool = False) -> dict[int, FigureSet]:
    standing = (
        FigureSet.objects.current()
        .year_end()
        .filter(
            year=year,
            status=status,
            standard=standard,
            unit__in=[unit.pk for unit, _ in rows],
        )
    )
    found = standing.select_for_update().order_by("pk") if lock else standing
    return {item.unit_id: item for item in sorted(found, key=lambda item: item.number)}


def _change(
    values: Mapping[str, Any],
    item: FigureSet | None,
    others: Mapping[int, Mapping[str, int]],
    standard: Standard | None,
) -> tuple[str, str, bool]:
    if item is None:
        is_new = any(value is not None for value in values.values())
        return ("mới" if is_new else "giữ nguyên"), describe(values, standard), not is_new
    standing = _standing(values, item, others)
    cells = [
        f"{_label(name, item)} {shown(standing[name])} → {shown(value)}"
        for name, value in values.items()
        if standing[name] != value
    ]
    cells += [f"{_label(name, item)} {shown(getattr(item, name))} → để trống" for name in _erased(values, item)]
    same = describe(values or {**item.counts, **others.get(item.pk, {})}, standard)
    return ("thay đổi" if cells else "giữ nguyên"), "; ".join(cells) or same, not cells


def _standing(names: Iterable[str], item: FigureSet | None, others: Mapping[int, Mapping[str, int]]) -> dict[str, Any]:
    """What a set holds of some figures, in a column or a cell."""
    if item is None:
        return dict.fromkeys(names)
    return {name: getattr(item, name) if name in LABELS else others.get(item.pk, {}).get(name) for name in names}


def _label(name: str, item: FigureSet) -> str:
    return lower_first(field_label(name, item.standard))


def _erased(values: Mapping[str, Any], item: FigureSet) -> list[str]:
    """What stands and goes without the file saying so: a count and its printed rate never stand together."""
    after = merged(values, [item])
    return [
        name for name in LABELS if name not in values and getattr(item, name) is not None and after.get(name) is None
    ]


def notes(
    rows: Rows,
    year: int,
    status: str,
    *,
    standard: str,
    scope: Sequence[Unit] = (),
    held: Mapping[int, Held] = MappingProxyType({}),
) -> list[Note]:
    """Figures that the file would erase or that somebody changed meanwhile, each to be agreed to, and missing sisters.

    `held`: by unit what the cells of the portal's own workbook held when it was given out.
    """
    current = _current(rows, year, status, standard)
    cells = cells_of(current.values())
    found = []
    for unit, values in rows:
        item = current.get(unit.pk)
        if item is not None:
            found += _swept(unit, values, item)
        if unit.pk in held:
            names = {**dict.fromkeys(held[unit.pk].values), **values}
            told = _Told(unit, standard, values, held[unit.pk], _standing(names, item, cells))
            found += told.notes()
    given = {unit.pk for unit, _ in rows}
    levels = {unit.level for unit, _ in rows}
    missing = [unit.name for unit in scope if unit.pk not in given and unit.level in levels]
    if missing and len(given) > 1:
        more = f" và {len(missing) - _NAMED} đơn vị khác" if len(missing) > _NAMED else ""
        found.append(Note("Cả tệp", f"không có số liệu của {', '.join(missing[:_NAMED])}{more}."))
    return found


def _swept(unit: Unit, values: Mapping[str, Any], item: FigureSet) -> list[Note]:
    """The counts that give way to a printed rate, and the printed rates that give way to counts."""
    erased = _erased(values, item)
    found = []
    for names, why in ((COUNTS, "vì tệp chỉ ghi tỷ lệ"), (RATES, "vì tệp ghi số hộ, tỷ lệ được tính từ đó")):
        gone = [_label(name, item) for name in erased if name in names]
        if gone:
            found.append(Note(unit.name, f"{listed(gone)} đã có sẽ bị xóa, {why}.", asks=True))
    return found


@dataclass(frozen=True)
class _Told:
    """What is told of one unit of the portal's own workbook: the file, what it held, and what stands now."""

    unit: Unit
    standard: str
    values: Mapping[str, Any]
    held: Held
    standing: Mapping[str, Any]

    def notes(self) -> list[Note]:
        found = [*self._older()] if not self.held.is_known else [*self._conflicts(), *self._erased(), *self._kept()]
        return [Note(self.unit.name, text, asks=asks) for text, asks in found]

    def _label(self, name: str) -> str:
        return lower_first(field_label(name, self.standard))

    def _moved(self, name: str) -> bool:
        """Somebody changed it on the portal since the workbook was given out."""
        return bool(self.standing[name] != self.held.values.get(name))

    def _conflicts(self) -> Iterator[tuple[str, bool]]:
        for name, value in self.values.items():
            if self._moved(name) and self.standing[name] != value:
                yield (
                    f"{self._label(name)}: lúc tải mẫu là {shown(self.held.values.get(name))}, nay trên cổng là "
                    f"{shown(self.standing[name])}, tệp ghi {shown(value)}; nhập thì lấy số của tệp.",
                    True,
                )

    def _erased(self) -> Iterator[tuple[str, bool]]:
        gone = [
            name
            for name, value in self.values.items()
            if value is None and self.standing[name] is not None and not self._moved(name)
        ]
        if gone:
            yield f"số đã có sẽ bị xóa, vì ô trong tệp bị xóa: {self._list(gone)}.", True

    def _kept(self) -> Iterator[tuple[str, bool]]:
        kept = [name for name in self.held.values if name not in self.values and self._moved(name)]
        if kept:
            text = "được sửa trên cổng sau khi tải mẫu, tệp không sửa các ô này nên giữ số trên cổng"
            yield f"{text}: {self._list(kept)}.", False

    def _older(self) -> Iterator[tuple[str, bool]]:
        """Of a workbook that does not say what it held nobody knows which figures were changed in it."""
        kept = [
            name
            for name, value in self.held.values.items()
            if name not in self.values and value is None and self.standing[name] is not None
        ]
        if kept:
            text = "ô để trống trong tệp mẫu tải trước đây không xóa số đã có (muốn xóa, vui lòng tải mẫu mới)"
            yield f"{text}: {self._list(kept)}.", False
        new = [
            f"{self._label(name)} {shown(self.standing[name])} → {shown(value)}"
            for name, value in self.values.items()
            if self.standing[name] is not None and self.standing[name] != value
        ]
        if new:
            text = "tệp mẫu tải trước đây không cho biết ô nào bạn đã sửa; số trên cổng sẽ bị thay"
            yield f"{text}: {'; '.join(new)}.", True

    def _list(self, names: Sequence[str]) -> str:
        """Every figure with what stands: none is left to guess."""
        return "; ".join(f"{self._label(name)} {shown(self.standing[name])}" for name in names)
