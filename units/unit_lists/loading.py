"""The official list and the succession, stored: the same files again change nothing, and what differs is named.

A row is taken, equal to what stands, or an error with its place; an error keeps the whole file out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from core.acts import in_one_line
from core.clock import FOREVER
from core.numbers import format_count
from office.recount import recount_tables
from units.map.actions import map as actions
from units.map.domain.levels import Level
from units.models import Beginning, Classification, Reorganisation, Succession, Unit
from units.unit_lists.domain.file_reading import FileErrors, in_order
from units.unit_lists.domain.succession_files import Scanned, SuccessionRow
from units.unit_lists.domain.unit_files import ScannedUnits, UnitRow
from units.unit_lists.succession_days import Day, Told
from units.unit_lists.succession_loading import succeed
from units.unit_lists.unit_loading import Loaded, UnitLoading


class _OnlyTried(Exception):
    """Ends a transaction whose work was only to be seen."""


@dataclass(frozen=True)
class Faults:
    """What is wrong in the files themselves: told with what the portal says against their sound rows."""

    errors: Sequence[str] = ()
    broken: frozenset[str] = frozenset()  # codes that a faulty row of the list bears
    passed: Sequence[str] = ()  # what of the files is not read

    @classmethod
    def of(cls, units: ScannedUnits, table: Scanned) -> "Faults":
        return cls([*units.errors, *table.errors], units.broken, [*units.passed, *table.passed])


NO_FAULTS = Faults()


def preview(
    units: Sequence[UnitRow],
    successions: Sequence[SuccessionRow],
    *,
    by: User,
    reason: str = "",
    faults: Faults = NO_FAULTS,
) -> Loaded:
    """What a load would do, rolled back. Raises `FileErrors` as the load would."""
    done: Loaded | None = None
    try:
        with transaction.atomic():
            with audit.change(by):
                done = load(units, successions, by=by, reason=reason, faults=faults)
            raise _OnlyTried
    except _OnlyTried:
        pass
    assert done is not None
    return done


def load(
    units: Sequence[UnitRow],
    successions: Sequence[SuccessionRow],
    *,
    by: User,
    reason: str = "",
    faults: Faults = NO_FAULTS,
) -> Loaded:
    """Store the lives of units, their classes and what they became: all or nothing.

    With a `reason`, what the list says otherwise is taken as the correction of a mistake. Raises `FileErrors` with
    everything that is wrong, in the files or beside what the portal holds.
    """
    with audit.change(by) as trail:
        Beginning.objects.locked()  # one load at a time, of an empty portal too
        list(Unit.objects.select_for_update().filter(level=Level.PROVINCE).order_by("pk"))
        work = UnitLoading(by, trail, reason.strip(), _ends(units, successions), faults.broken)
        work.closing = _closing(units, successions)
        before = _sizes()
        for row in units:
            work.take(row)
        _succeed(work, units, successions)
        if errors := [*work.errors, *faults.errors]:
            raise FileErrors(in_order(errors))
        actions.derive_ancestry()
        recount_tables()
        _note_reorganisations(by)
        done = work.done
        done.notes[:0] = faults.passed
        after = _sizes()
        done.units, done.classifications, done.successions = (new - old for new, old in zip(after, before, strict=True))
        return done


def _sizes() -> tuple[int, int, int]:
    return Unit.objects.count(), Classification.objects.count(), Succession.objects.count()


def _ends(units: Sequence[UnitRow], successions: Sequence[SuccessionRow]) -> dict[str, date]:
    """The day on which each row's life ends, by the row's place: its succession overrides a later date of the list."""
    ends = {}
    for row in units:
        start, end = row.valid_from or date.min, row.ends_on or FOREVER
        ends[row.place] = min(
            [end, *(step.on for step in successions if step.old == row.code and start < step.on <= end)]
        )
    return ends


def _closing(units: Sequence[UnitRow], successions: Sequence[SuccessionRow]) -> dict[str, set[date]]:
    """Code → the days on which a life of it ends by these files."""
    found: dict[str, set[date]] = {}
    for step in successions:
        found.setdefault(step.old, set()).add(step.on)
    for row in units:
        if row.ends_on is not None:
            found.setdefault(row.code, set()).add(row.ends_on)
    return found


def _succeed(work: UnitLoading, units: Sequence[UnitRow], successions: Sequence[SuccessionRow]) -> None:
    """Day by day: old lives end, new ones begin, those below find their place."""
    days: dict[date, Day] = {}
    for step in successions:
        days.setdefault(step.on, Day(step.on)).steps.append(step)
    told = {(step.on, step.old) for step in successions}
    for row in units:
        end, life = work.ends[row.place], work.of_row.get(row.place)
        if end == FOREVER or life is None:
            continue
        day = days.setdefault(end, Day(end))
        day.ending.append(life)
        day.ends_at[life.pk] = row.place
        if row.enters and row.kind.level is Level.PROVINCE:
            day.entering.append((life, row))
        elif row.enters and (end, row.code) not in told:
            work.done.notes.append(
                f"{row.place}: {row.name} nhập vào mã {row.enters} chưa được ghi; cần bảng sáp nhập (--successors)."
            )
    past, seats = Told(broken=work.broken), 0
    for on in sorted(days):
        day = days[on]
        day.to_end = [life for life, _ in work.to_end.get(on, ())]
        done = succeed(day, work.lives, later=days, by=work.by, trail=work.trail, told=past)
        work.errors += done.errors
        work.done.lines += [(line.place, line.words) for line in done.lines]
        work.done.ended += done.ended
        work.done.moved += done.moved
        seats += done.seats
    if seats:
        work.done.notes.append(
            f"{format_count(seats)} vai trò của cán bộ ở các đơn vị kết thúc chưa sang nơi kế tục: quản trị chuyển ở trang "
            "«Tài khoản», «Vai trò sắp kết thúc»."
        )


def _note_reorganisations(by: User) -> None:
    """The changes that the table of successions made, one a day, so that unfinished work can follow them."""
    days = Succession.objects.filter(reorganisation=None).order_by("on").values_list("on", flat=True).distinct()
    for on in list(days):
        rows = Succession.objects.filter(on=on, reorganisation=None)
        act = in_one_line(row.act for row in rows.order_by("pk")) or "danh mục đã nạp"
        ended = Unit.objects.filter(valid_to=on)
        begun = Unit.objects.filter(valid_from=on)
        change = Reorganisation.objects.create(
            kind=Reorganisation.Kind.MERGE,
            on=on,
            act=act,
            recorded_by=by,
            title=f"Sắp xếp theo danh mục đã nạp: {ended.count()} đơn vị kết thúc, {begun.count()} đơn vị thành lập",
        )
        change.units.set([*ended, *begun])
        rows.update(reorganisation=change)
