"""Figures of many units are imported, each as a new version where it differs from what stands."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.actions.steps import seen_in, take_step
from campaign.figures.actions.storing import (
    VALUES,
    changes_of,
    first_row_wins,
    refuse_early,
    refuse_unusable,
    write_changes,
)
from campaign.figures.domain.checks import faults
from campaign.figures.reviewing import cells_of
from campaign.figures.words import EDITABLE, State
from campaign.models import Campaign, Cell, FigureSet
from campaign.periods.windows import Entry, read_entry
from campaign.plan.provinces import why_outside
from core.workflow import Refused
from units import access
from units.models import Unit
from units.replaced import tell_replaced


def import_rows(
    campaign: Campaign,
    rows: Sequence[tuple[Unit, Mapping[str, int | Decimal]]],
    *,
    year: int,
    status: str,
    as_of: date,
    standard: str,
    by: User,
    approve_act: str = "",
    source: str = "",
    is_illustrative: bool = False,
    only_try: bool = False,
) -> dict[str, int]:
    """Store figures of many units at once, each as a new version where it differs from what stands.

    What a file does not give stays as it is. With `approve_act` they are approved "theo văn bản". Returns how many
    were new, changed and unchanged; `only_try` stores nothing of it. Raises `Refused` for a unit out of reach, a set on
    its way to approval, a locked one, or figures that no longer fit together; `Conflict` when somebody opened one of
    them at the same moment.
    """
    if approve_act and not by.is_builtin:
        raise Refused(
            "Người nhập số liệu không tự phê duyệt được: phê duyệt theo văn bản ngay khi nhập chỉ dành cho dòng lệnh."
        )
    refuse_unusable(campaign, year, standard)
    refuse_early(year, status, as_of)
    done = {"new": 0, "changed": 0, "unchanged": 0}
    with first_row_wins(), audit.change(by) as trail:
        existing = FigureSet.objects.current().filter(
            unit__in=[unit.pk for unit, _ in rows],
            year=year,
            status=status,
            as_of=as_of,
            standard=standard,
        )
        standing: dict[int, list[FigureSet]] = {}
        for item in existing.select_for_update().order_by("pk"):
            standing.setdefault(item.unit_id, []).append(item)
        approvable = _approvable(rows, by)
        cells = cells_of([item for items in standing.values() for item in items])
        entry = read_entry(campaign, [unit.pk for unit, _ in rows], year, status, standard)
        changes = [
            _Import(
                unit,
                merged(values, standing.get(unit.pk, [])),
                standing.get(unit.pk, []),
                cells,
                None if by.is_builtin else entry,
            )
            for unit, values in rows
        ]
        refusals = [
            *_out_of_reach(rows, by, approvable, approve_act),
            *why_outside(campaign, [unit for unit, _ in rows], min(as_of, map_day(year))),
            *(f"{change.unit.name}: {text}" for change in changes for text in change.objections(approvable)),
        ]
        if refusals:
            raise Refused(*dict.fromkeys(refusals))
        for change in changes:
            base = change.open or change.approved
            differs = bool(changes_of(base, change.values, cells))
            approves = bool(approve_act) and (differs or change.open is not None)
            if not differs and not approves:
                done["unchanged"] += 1
                continue
            item = change.open or FigureSet(
                unit=change.unit,
                year=year,
                status=status,
                as_of=as_of,
                standard=standard,
                recorded_by=by,
                number=(base.number + 1 if base else 1),
                edition=0,
            )
            if differs:
                late = entry.late_entry_of(change.unit.pk)
                if late is not None:
                    item.late_entry = late
                is_next = item.pk is None and base is not None
                _store(item, change.values, cells, by=by, source=source, is_illustrative=is_illustrative, trail=trail)
                if is_next:
                    _copy_missing_cells(base, item)
            if approves:
                take_step(item, "approve", by=by, reason="", act=approve_act, trail=trail)
            done["changed" if base is not None else "new"] += 1
        if approve_act and not only_try:
            tell_replaced(seen_in([change.unit.pk for change in changes]), "Số liệu được duyệt", by=by)
        if only_try:
            trail.rows.clear()
            transaction.set_rollback(True)
    return done


@dataclass(frozen=True)
class _Import:
    """The figures that a unit shall have, and the versions that stand."""

    unit: Unit
    values: dict[str, Any]
    standing: list[FigureSet]
    cells: Mapping[int, Mapping[str, int]]
    entry: Entry | None  # of a person; the command line is not held by periods

    @property
    def open(self) -> FigureSet | None:
        return next((item for item in self.standing if item.state != State.APPROVED), None)

    @property
    def approved(self) -> FigureSet | None:
        return next((item for item in self.standing if item.state == State.APPROVED), None)

    def objections(self, approvable: Collection[int]) -> Iterator[str]:
        """Why these figures may not be stored."""
        item = self.open or self.approved
        if self.entry is not None and changes_of(item, self.values, self.cells):
            until = self.open.open_until if self.open is not None else None
            closed = self.entry.why_closed(self.unit.pk, reopened_until=until)
            if closed:
                yield closed
        if item is not None and changes_of(item, self.values, self.cells):
            if item.state == State.APPROVED and self.unit.pk not in approvable:
                yield f"số liệu năm {item.year} đã duyệt và khóa. Đề nghị cơ quan phê duyệt mở lại rồi nhập."
            elif item.state not in EDITABLE | {State.APPROVED}:
                yield f"số liệu năm {item.year} đang ở trạng thái «{item.get_state_display()}», không nhập đè được."
        yield from (fault.message for fault in faults(self.values))


def _approvable(rows: Sequence[tuple[Unit, Any]], by: User) -> set[int]:
    return access.reached(by, Permission.APPROVE_FIGURES, [unit.pk for unit, _ in rows], model=Unit)


def _out_of_reach(
    rows: Sequence[tuple[Unit, Any]], by: User, approvable: Collection[int], approve_act: str
) -> Iterator[str]:
    enterable = access.reached(by, Permission.ENTER_FIGURES, [unit.pk for unit, _ in rows], model=Unit)
    for unit, _ in rows:
        if unit.pk not in enterable:
            yield f"{unit.name}: bạn không có quyền nhập số liệu của đơn vị này."
        elif approve_act and unit.pk not in approvable:
            yield f"{unit.name}: bạn không có quyền phê duyệt số liệu của đơn vị này."


def merged(values: Mapping[str, int | Decimal], standing: Sequence[FigureSet]) -> dict[str, Any]:
    """The values given over those that stand; counts and printed rates never stand together."""
    base = max(standing, key=lambda item: item.number, default=None)
    merged = {name: values.get(name, getattr(base, name) if base else None) for name in VALUES}
    for count, printed in (("poor", "poor_rate"), ("near_poor", "near_poor_rate")):
        if merged[count] is not None and merged[printed] is not None:
            merged[count if printed in values else printed] = None
    return merged | {name: value for name, value in values.items() if name not in VALUES}


def _copy_missing_cells(old: FigureSet, new: FigureSet) -> None:
    """What a file does not give stays as it stood in the version before."""
    given = set(new.cells.values_list("indicator", flat=True))
    Cell.objects.bulk_create(
        Cell(figure_set=new, indicator=cell.indicator, value=cell.value)
        for cell in old.cells.all()
        if cell.indicator not in given
    )


def _store(
    item: FigureSet,
    values: Mapping[str, Any],
    cells: Mapping[int, Mapping[str, int]],
    *,
    by: User,
    source: str,
    is_illustrative: bool,
    trail: audit.Trail,
) -> None:
    """Write the values into an open set with what stood there before."""
    changed = changes_of(item if item.pk else None, values, cells)
    item.source, item.is_illustrative = source or item.source, is_illustrative
    write_changes(item, changed, by)
    trail.add(
        "import_figures",
        item,
        summary=source,
        old={name: old for name, (old, _) in changed.items()},
        new={name: new for name, (_, new) in changed.items()},
    )
