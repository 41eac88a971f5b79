"""Units are merged, split, renamed, moved or ended by one act on one day; what hangs on them follows.

Everything written is noted row by row in the reorganisation's log, so that a preview is the change itself, rolled
back, and an undoing is its exact reverse. Nothing is deleted but what an undone change had made.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts import audit
from accounts.models import User
from core import clock
from core.numbers import format_date
from core.text import tidy
from core.workflow import Refused
from units.impacts import Ending, Impact, impacts_of
from units.map.actions.log import Log, Touched, follow
from units.map.domain.levels import Level
from units.models import Reorganisation, Succession, Unit
from units.reorganisation.actions.map_changes import end, move, rename
from units.reorganisation.actions.wishes import K, Wish, objections, places_of
from units.reorganisation.endings import endings_of
from units.reorganisation.reach import may_reorganise
from units.replaced import tell_replaced


@dataclass(frozen=True)
class Preview:
    """What a change would do, record by record."""

    title: str
    touched: Sequence[Touched]
    impacts: Sequence[Impact]
    waits: bool  # the day is still to come: unfinished work moves then


class _OnlyTried(Exception):
    """Ends a transaction whose work was only to be seen."""


def preview(wish: Wish, *, by: User) -> Preview:
    """The change itself, rolled back: what would become of every record. Raises `Refused` as the change would."""
    seen: Preview | None = None
    try:
        with transaction.atomic():
            log, title, endings = _apply(wish, by, audit.Trail(by))
            impacts = impacts_of(endings, wish.on)
            if wish.on <= clock.today():
                for impact in impacts:
                    follow(impact, Log())
            seen = Preview(title, log.touched, impacts, wish.on > clock.today())
            raise _OnlyTried
    except _OnlyTried:
        pass
    assert seen is not None
    return seen


def reorganise(wish: Wish, *, by: User) -> Reorganisation:
    """Change the map; unfinished work follows at once, or on the day when that is still to come.

    Raises `Refused` with every objection; then nothing is stored.
    """
    with audit.change(by) as trail:
        log, title, endings = _apply(wish, by, trail)
        row = Reorganisation.objects.create(
            kind=wish.kind, on=wish.on, act=tidy(wish.act), title=title[:500], log=log.entries, recorded_by=by
        )
        made = [entry["pk"] for entry in log.entries if entry["op"] == "made" and entry["model"] == "units.unit"]
        row.units.set([*(unit.pk for unit in wish.old), *made])
        Succession.objects.filter(from_unit__in=wish.old, on=wish.on).update(reorganisation=row)
        trail.add("reorganise", row, summary=row.act, new={"kind": wish.kind, "on": wish.on})
        if wish.on <= clock.today():
            carry(row, endings, trail)
        tell_replaced(set(row.units.values_list("pk", flat=True)), "Đơn vị được sắp xếp", by=by)
        return row


def carry_over(pk: int, *, by: User) -> int:
    """Move what is unfinished to the successors, on or after the day; returns how many records moved.

    Raises `Refused` before the day, or for an undone change. Work that comes to light later may be moved again.
    """
    with audit.change(by) as trail:
        row = Reorganisation.objects.select_for_update().get(pk=pk)
        may_reorganise(by, list(row.units.all()))
        if row.undone_at is not None:
            raise Refused("Lần sắp xếp này đã được hoàn tác.")
        if row.on > clock.today():
            raise Refused(f"Việc dở dang chuyển được từ ngày {format_date(row.on)}.")
        return carry(row, endings_of(row), trail)


def carry(row: Reorganisation, endings: Sequence[Ending], trail: audit.Trail) -> int:
    """Move what is unfinished inside the caller's change, noted in the row's log; returns how many records moved."""
    log = Log()
    moved = 0
    for impact in impacts_of(endings, row.on):
        if impact.moves:
            follow(impact, log)
            trail.add("carry_over", impact.record, label=impact.label, summary=impact.becomes)
            moved += 1
    row.log = [*row.log, *log.entries]
    row.carried_at = clock.now()
    row.save()
    trail.add("carry_over", row, summary=f"{moved} bản ghi dở dang được chuyển sang đơn vị mới")
    return moved


def _apply(wish: Wish, by: User, trail: audit.Trail) -> tuple[Log, str, list[Ending]]:
    # one change of the map at a time: the rows of the provinces are the lock, so that no code is given out twice
    list(Unit.objects.select_for_update().filter(level=Level.PROVINCE).order_by("pk"))
    locked = {unit.pk: unit for unit in Unit.objects.select_for_update().filter(pk__in=[u.pk for u in wish.old])}
    old = [locked[unit.pk] for unit in wish.old if unit.pk in locked]
    may_reorganise(by, old, places=places_of(wish))
    refusals = objections(wish, old)
    if refusals:
        raise Refused(*refusals)
    log = Log()
    if wish.kind == K.RENAME:
        return log, rename(wish, old[0], log, trail), []
    if wish.kind == K.MOVE:
        return log, move(wish, old, log, trail), []
    return end(wish, old, log, trail)
