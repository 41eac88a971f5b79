"""What a file of results would do to the figures that stand: each unit's row of the preview, what is erased, who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from campaign import judging
from campaign.actions.figures import merged
from campaign.figures import COUNTS, RATES
from campaign.figures_told import describe
from campaign.models import Campaign, FigureSet
from campaign.reviewing import cells_of, standard_of
from campaign.sheets import field_label, shown
from campaign.standard import Standard
from core.numbers import rate
from core.text import listed, lower_first
from office.tables import Note
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


def effects(campaign: Campaign, rows: Rows, year: int, status: str, *, lock: bool = False) -> list[Effect]:
    """What each row would do: new, changed (which cells, from what to what), or nothing.

    With `lock` what stands cannot change until the caller's transaction ends.
    """
    current = _current(campaign, rows, year, status, lock=lock)
    cells, standard = cells_of(current.values()), standard_of(campaign.definition.standard)
    known = judging.gather(campaign, campaign.definition, {unit for unit, _ in rows}, [year])
    found = []
    for unit, values in rows:
        before = known[unit.pk, year].before if (unit.pk, year) in known else None
        last = before.counts if before is not None else {}
        kind, what, is_same = _change(values, current.get(unit.pk), cells, standard)
        printed = values.get("poor_rate")
        found.append(
            Effect(
                unit, kind, what, is_same, values.get("households"), values.get("poor"),
                printed if printed is not None else rate(values.get("poor"), values.get("households")),
                last.get("poor"), before.rates.get("poverty_rate") if before is not None else None,
            )
        )  # fmt: skip
    return found


def _current(campaign: Campaign, rows: Rows, year: int, status: str, *, lock: bool = False) -> dict[int, FigureSet]:
    standing = (
        FigureSet.objects.current()
        .year_end()
        .filter(
            campaign=campaign, year=year, status=status, standard=campaign.definition.standard,
            unit__in=[unit.pk for unit, _ in rows],
        )
    )  # fmt: skip
    found = standing.select_for_update().order_by("pk") if lock else standing
    return {item.unit_id: item for item in sorted(found, key=lambda item: item.number)}


def _change(
    values: Mapping[str, Any],
    item: FigureSet | None,
    others: Mapping[int, Mapping[str, int]],
    standard: Standard | None,
) -> tuple[str, str, bool]:
    if item is None:
        return "mới", describe(values, standard), False
    standing = {name: getattr(item, name) if name in LABELS else others.get(item.pk, {}).get(name) for name in values}
    cells = [
        f"{lower_first(field_label(name, item.standard))} {shown(standing[name])} → {shown(value)}"
        for name, value in values.items()
        if standing[name] != value
    ]
    cells += [f"{lower_first(LABELS[name])} {shown(getattr(item, name))} → để trống" for name in _erased(values, item)]
    return ("thay đổi" if cells else "giữ nguyên"), "; ".join(cells) or describe(values, standard), not cells


def _erased(values: Mapping[str, Any], item: FigureSet) -> list[str]:
    """What stands and goes: a count and its printed rate never stand together."""
    after = merged(values, [item])
    return [name for name in LABELS if getattr(item, name) is not None and after.get(name) is None]


def notes(campaign: Campaign, rows: Rows, year: int, status: str, *, scope: Sequence[Unit] = ()) -> list[Note]:
    """Figures that the file would erase, each to be agreed to, and the sisters of its units that it does not have."""
    current = _current(campaign, rows, year, status)
    found = []
    for unit, values in rows:
        item = current.get(unit.pk)
        erased = [lower_first(LABELS[name]) for name in (_erased(values, item) if item is not None else [])]
        if erased:
            found.append(Note(unit.name, f"{listed(erased)} đã có sẽ bị xóa, vì tệp chỉ ghi tỷ lệ.", asks=True))
    given = {unit.pk for unit, _ in rows}
    levels = {unit.level for unit, _ in rows}
    missing = [unit.name for unit in scope if unit.pk not in given and unit.level in levels]
    if missing and len(given) > 1:
        more = f" và {len(missing) - _NAMED} đơn vị khác" if len(missing) > _NAMED else ""
        found.append(Note("Cả tệp", f"không có số liệu của {', '.join(missing[:_NAMED])}{more}."))
    return found
