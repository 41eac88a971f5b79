"""Figures that somebody typed into a sheet are stored: all units of it or none."""

from collections.abc import Collection, Mapping
from typing import Any

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.actions.storing import (
    Conflict,
    changes_of,
    first_row_wins,
    refuse_early,
    refuse_unusable,
    write_changes,
    year_end,
)
from campaign.figures.domain.checks import faults
from campaign.figures.reviewing import cells_of
from campaign.figures.words import EDITABLE, Status
from campaign.models import Campaign, FigureSet
from campaign.periods.windows import read_entry
from campaign.plan.provinces import why_outside
from campaign.poverty_standards.in_force import standard_for
from core.numbers import format_date
from core.workflow import Refused
from units import access
from units.models import Unit

TYPED = "nhập tại cổng"  # where figures came from that somebody typed


def _open_sets(units: Collection[Unit], year: int, status: str, standard: str) -> Any:
    return FigureSet.objects.current().filter(
        unit__in=units, year=year, status=status, standard=standard, as_of=year_end(year)
    )


def save_sheet(
    campaign: Campaign,
    year: int,
    entries: Mapping[int, Mapping[str, int | None]],
    editions: Mapping[int, int],
    *,
    by: User,
    status: str = Status.OFFICIAL,
    source: str = TYPED,
    standard: str = "",
) -> list[FigureSet]:
    """Store the counts typed for many units (by unit pk): all or nothing; on the year's standard unless one is named.

    `editions` says which edition of each set the form was opened on (0: none yet). What was typed names `source` as
    where it comes from. Raises `Conflict` when
    somebody else saved one of them meanwhile, `Refused` when a set is locked, broken or out of reach.
    """
    standard = standard or standard_for(campaign, year)
    refuse_unusable(campaign, year, standard)
    refuse_early(year, status, year_end(year))
    with first_row_wins(), audit.change(by) as trail:
        units = {unit.pk: unit for unit in Unit.objects.in_force(map_day(year)).filter(pk__in=entries)}
        within = access.reached(by, Permission.ENTER_FIGURES, entries.keys(), model=Unit)
        if not units.keys() >= entries.keys():
            raise Refused(
                f"Có đơn vị không tồn tại vào ngày {format_date(map_day(year))}, thường vì mới được sắp xếp. "
                "Số đã nhập được giữ ở đơn vị mới; vui lòng tải lại trang."
            )
        refusals = [
            f"{unit.name}: bạn không có quyền nhập số liệu của đơn vị này."
            for pk, unit in units.items()
            if pk not in within
        ]
        refusals += why_outside(campaign, units.values(), map_day(year))
        if refusals:
            raise Refused(*refusals)
        entry = read_entry(campaign, units.keys(), year, status, standard)
        rows = _open_sets(units.values(), year, status, standard).select_for_update().order_by("pk")
        newest: dict[int, FigureSet] = {}
        for row in rows:
            kept = newest.get(row.unit_id)
            if kept is None or row.number > kept.number:
                newest[row.unit_id] = row
        entries = {pk: _without_printed_rates(values, newest.get(pk)) for pk, values in entries.items()}
        cells = cells_of(newest.values())
        changes = {pk: changes_of(newest.get(pk), values, cells) for pk, values in entries.items()}
        stale = []
        for pk, values in entries.items():
            item = newest.get(pk)
            if not changes[pk]:
                continue
            if (item.edition if item else 0) != editions.get(pk, 0):
                stale.append(item)
                continue
            if item is not None and item.state not in EDITABLE:
                refusals.append(
                    f"{units[pk].name}: số liệu đang ở trạng thái «{item.get_state_display()}», đã khóa nhập."
                )
                continue
            if not by.is_builtin:
                closed = entry.why_closed(pk, reopened_until=item.open_until if item else None)
                if closed:
                    refusals.append(f"{units[pk].name}: {closed}")
                    continue
            broken = faults({**(item.counts if item else {}), **values})
            refusals.extend(f"{units[pk].name}: {fault.message}" for fault in broken)
        if stale:
            raise Conflict([item for item in stale if item])
        if refusals:
            raise Refused(*refusals)
        saved = []
        for pk, changed in changes.items():
            item = newest.get(pk)
            if not changed:
                continue
            if item is None:
                item = FigureSet(
                    unit=units[pk],
                    year=year,
                    standard=standard,
                    status=status,
                    as_of=year_end(year),
                    recorded_by=by,
                    edition=0,
                )
            late = entry.late_entry_of(pk)
            if late is not None:
                item.late_entry = late
            item.source = source
            write_changes(item, changed, by)
            trail.add(
                "enter_figures",
                item,
                unit=units[pk],
                summary="" if source == TYPED else source,
                old={name: old for name, (old, _) in changed.items()},
                new={name: new for name, (_, new) in changed.items()},
            )
            saved.append(item)
        return saved


def _without_printed_rates(values: Mapping[str, Any], item: FigureSet | None) -> dict[str, Any]:
    """Counts typed into a set that held a printed rate alone take its place."""
    dropped = {
        printed: None
        for count, printed in (("poor", "poor_rate"), ("near_poor", "near_poor_rate"))
        if item is not None and values.get(count) is not None
    }
    return {**values, **dropped}
