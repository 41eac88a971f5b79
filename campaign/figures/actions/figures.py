"""Figures: opened, typed, sent, checked, approved, returned, corrected, imported."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figures import telling
from campaign.figures.domain.checks import faults
from campaign.figures.domain.counts import COUNTS, RATES
from campaign.figures.facts import figure_facts
from campaign.figures.reviewing import cells_of
from campaign.figures.words import EDITABLE, State, Status, why_not_yet
from campaign.figures.workflow import FIGURES
from campaign.models import Campaign, Cell, FigureEdit, FigureSet, FigureTransition
from campaign.periods.windows import Entry, read_entry
from campaign.plan.provinces import why_outside
from campaign.poverty_standards.in_force import standard_for, standard_years
from core import clock
from core.numbers import format_date
from core.workflow import Refused, Stale
from office.notices import outbox
from units import access
from units.models import Ancestry, Unit
from units.replaced import tell_replaced

VALUES = (*COUNTS, *RATES)
USUAL_DAYS = 7  # that a correction stays open when nobody says otherwise
TYPED = "nhập tại cổng"  # where figures came from that somebody typed


class Conflict(Stale):
    """Somebody else changed these sets since they were opened; `sets` are as they stand now."""

    def __init__(self, sets: Sequence[FigureSet]) -> None:
        super().__init__("Số liệu đã được người khác thay đổi.")
        self.sets = list(sets)


@contextmanager
def _first_row_wins() -> Iterator[None]:
    """Two people who open the same set at once: the constraint keeps one row, the other is told."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict([]) from error


def year_end(year: int) -> date:
    return date(year, 12, 31)


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
    _refuse_unusable(campaign, year, standard)
    _refuse_early(year, status, year_end(year))
    with _first_row_wins(), audit.change(by) as trail:
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
        changes = {pk: _changes(newest.get(pk), values, cells) for pk, values in entries.items()}
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
            _write(item, changed, by)
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


def _refuse_early(year: int, status: str, as_of: date) -> None:
    """Nobody stores figures of a day that cannot be known: neither a person nor the command line."""
    if why := why_not_yet(year, status, as_of, today=clock.today()):
        raise Refused(why)


def _refuse_unusable(campaign: Campaign, year: int, standard: str) -> None:
    """No figures on a standard that nobody knows, or that has no file for the year."""
    if why := standard_years(campaign.definition).why_unusable(year, standard):
        raise Refused(why)


def _without_printed_rates(values: Mapping[str, Any], item: FigureSet | None) -> dict[str, Any]:
    """Counts typed into a set that held a printed rate alone take its place."""
    dropped = {
        printed: None
        for count, printed in (("poor", "poor_rate"), ("near_poor", "near_poor_rate"))
        if item is not None and values.get(count) is not None
    }
    return {**values, **dropped}


def _write(item: FigureSet, changed: Mapping[str, tuple[Any, Any]], by: User) -> None:
    """Headline columns and cells, with what stood there before."""
    for name, (_, new) in changed.items():
        if name in VALUES:
            setattr(item, name, new)
    item.edition += 1
    item.changed_at = clock.now()
    item.save()
    cells = {name: new for name, (_, new) in changed.items() if name not in VALUES}
    if cells:
        Cell.objects.filter(figure_set=item, indicator__in=cells).delete()
        Cell.objects.bulk_create(
            Cell(figure_set=item, indicator=name, value=new) for name, new in cells.items() if new is not None
        )
    FigureEdit.objects.bulk_create(
        FigureEdit(figure_set=item, field=name, old=_plain(old), new=_plain(new), by=by)
        for name, (old, new) in changed.items()
    )


def _changes(
    item: FigureSet | None, values: Mapping[str, Any], cells: Mapping[int, Mapping[str, int]] | None = None
) -> dict[str, tuple[Any, Any]]:
    others = (cells or {}).get(item.pk, {}) if item else {}
    old = {name: (getattr(item, name) if name in VALUES else others.get(name)) if item else None for name in values}
    return {name: (old[name], new) for name, new in values.items() if old[name] != new}


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def advance(
    pks: Collection[int],
    step: str,
    *,
    by: User,
    editions: Mapping[int, int] | None = None,
    reason: str = "",
    act: str = "",
) -> list[FigureSet]:
    """Take one step with many sets: all or nothing.

    Raises `Refused` with every objection, each naming its unit, and `Conflict` when an edition is not the one seen.
    """
    with audit.change(by) as trail:
        sets = list(
            FigureSet.objects.filter(pk__in=pks).select_for_update(of=("self",)).select_related("unit").order_by("pk")
        )
        stale = [item for item in sets if editions is not None and item.edition != editions.get(item.pk, item.edition)]
        if stale:
            raise Conflict(stale)
        gathered = figure_facts(sets, by=by)
        refusals: list[str] = []
        for item in sets:
            try:
                FIGURES.check(step, gathered[item.pk], reason=reason)
            except Refused as refused:
                refusals.extend(f"{item.unit.name}: {text}" for text in refused.reasons)
        if refusals:
            raise Refused(*refusals)
        for item in sets:
            _take(item, step, by=by, reason=reason, act=act, trail=trail)
        if step == "approve":
            tell_replaced(_seen_in([item.unit_id for item in sets]), "Số liệu được duyệt", by=by)
        outbox.post(telling.drafts(step, sets, reason), by=by)
        return sets


def _seen_in(units: Collection[int]) -> set[int]:
    """The units and all above them: what stands above without figures of its own is their sum."""
    above = Ancestry.objects.filter(descendant__in=list(units), depth__gt=0)
    return {*units, *above.values_list("ancestor_id", flat=True)}


def _take(item: FigureSet, step: str, *, by: User, reason: str, act: str, trail: audit.Trail) -> None:
    move = FIGURES[step]
    source = item.state
    if source != move.target:  # else it is a word about the set, of which nothing changes
        item.state, item.edition, item.changed_at = move.target, item.edition + 1, clock.now()
        if step == "approve":
            item.approved_at = clock.now()
            item.approval_act = act or item.approval_act
            sets_of(item).filter(state=State.APPROVED).exclude(pk=item.pk).update(replaced_at=clock.now())
        if step == "return" and item.open_until is not None:  # sent back, it can be corrected, whatever time was left
            item.open_until = max(item.open_until, clock.today() + timedelta(days=USUAL_DAYS))
        item.save()
    FigureTransition.objects.create(
        figure_set=item, step=step, source=source, target=move.target, reason=reason, by=by, role=seat_words(by)
    )
    trail.add(step, item, old=source, new=move.target, summary=reason)


def sets_of(item: FigureSet) -> Any:
    """The versions in force of the same unit, year, standard, kind and day."""
    return FigureSet.objects.current().filter(
        unit=item.unit_id,
        year=item.year,
        standard=item.standard,
        status=item.status,
        as_of=item.as_of,
    )


def seat_words(by: User) -> str:
    """In which seat somebody acts."""
    return access.seats(by)[0].label[:200] if access.seats(by) else by.full_name


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
    _refuse_unusable(campaign, year, standard)
    _refuse_early(year, status, as_of)
    done = {"new": 0, "changed": 0, "unchanged": 0}
    with _first_row_wins(), audit.change(by) as trail:
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
            differs = bool(_changes(base, change.values, cells))
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
                _take(item, "approve", by=by, reason="", act=approve_act, trail=trail)
            done["changed" if base is not None else "new"] += 1
        if approve_act and not only_try:
            tell_replaced(_seen_in([change.unit.pk for change in changes]), "Số liệu được duyệt", by=by)
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
        if self.entry is not None and _changes(item, self.values, self.cells):
            until = self.open.open_until if self.open is not None else None
            closed = self.entry.why_closed(self.unit.pk, reopened_until=until)
            if closed:
                yield closed
        if item is not None and _changes(item, self.values, self.cells):
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
    changed = _changes(item if item.pk else None, values, cells)
    item.source, item.is_illustrative = source or item.source, is_illustrative
    _write(item, changed, by)
    trail.add(
        "import_figures",
        item,
        summary=source,
        old={name: old for name, (old, _) in changed.items()},
        new={name: new for name, (_, new) in changed.items()},
    )
