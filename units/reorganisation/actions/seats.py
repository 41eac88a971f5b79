"""Roles that end with their unit or organisation go on in the successors: many at once, by one act."""

from collections.abc import Mapping, Sequence
from datetime import date

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from core import clock
from core.clock import FOREVER
from core.numbers import read_id
from core.text import tidy
from core.workflow import Refused
from units import access
from units.map.actions.log import Log
from units.map.actions.map import why_no_act
from units.models import Membership, Organisation, Reorganisation, Unit
from units.reorganisation.actions.going_on import late_end
from units.reorganisation.ending_seats import Places, Target, ending_rows, lost_on

GONE = "Có vai trò đã được chuyển, đã đổi hoặc ngoài phạm vi của bạn; vui lòng xem lại danh sách."


def carry_seats(wishes: Mapping[int, str], *, act: str, by: User) -> int:
    """Carry roles (by key) to the places that were chosen (`Target.key`), from the day that each ends, or today.

    All or nothing; returns how many. Raises `Refused` with every objection.
    """
    with audit.change(by) as trail:
        refusals = why_no_act(act)
        if not wishes:
            refusals.append("Vui lòng chọn ít nhất một vai trò để chuyển.")
        changes = _lock_changes(wishes)
        _lock_bodies(wishes)
        locked = Membership.objects.select_for_update(of=("self",)).filter(pk__in=wishes).order_by("pk")
        rows = list(locked.select_related("user", "unit", "organisation__seat"))
        open_rows = set(ending_rows(by).filter(pk__in=wishes).values_list("pk", flat=True))
        if {row.pk for row in rows} != set(wishes) or open_rows != set(wishes):
            refusals.append(GONE)
        places = Places()
        chosen: list[tuple[Membership, Target, date]] = []
        for row in rows:
            target = next((item for item in places.of(row)[0] if item.key == wishes[row.pk]), None)
            on = max(lost_on(row), clock.today())
            objections = _why_not(row, target, on, by)
            refusals += [f"{row.user.full_name}: {text}" for text in objections]
            if target is not None:
                chosen.append((row, target, on))
        if refusals:
            raise Refused(*refusals)
        noted: dict[int, Log] = {}
        seats: dict[int, tuple[Unit, Log]] = {}
        for row, target, on in chosen:
            change = _change_of(row, target, changes)
            log = noted.setdefault(change.pk, Log()) if change is not None else Log()
            _carry(row, target, on, act, log, trail)
            if target.organisation is not None:
                seats[target.organisation.pk] = (target.unit, log)
        _resettle(seats, act, trail)
        for change in changes:
            if change.pk in noted:
                change.log = [*change.log, *noted[change.pk].entries]
                change.save(update_fields=["log"])
        return len(chosen)


def _lock_changes(wishes: Mapping[int, str]) -> list[Reorganisation]:
    """The recorded changes of the map that these roles end by or go on after, so that an undoing takes them along.

    First of all locks, as an undoing takes them.
    """
    chosen = {key for text in wishes.values() if (key := read_id(text.partition(".")[0])) is not None}
    units = chosen | set(Membership.objects.filter(pk__in=wishes).values_list("unit_id", flat=True))
    touched = Reorganisation.units.through.objects.filter(unit__in=units).values("reorganisation_id")
    rows = Reorganisation.objects.select_for_update().filter(pk__in=touched, undone_at=None)
    return [row for row in rows.order_by("on", "pk") if row.log]  # what a list loaded is not undone


def _change_of(row: Membership, target: Target, changes: Sequence[Reorganisation]) -> Reorganisation | None:
    """The change that made the unit where a role goes on; else the one by which its unit ended."""
    for unit, on in ((target.unit, target.unit.valid_from), (row.unit, row.unit.valid_to)):
        for change in changes:
            if change.on == on and change.units.filter(pk=unit.pk).exists():
                return change
    return None


def _lock_bodies(wishes: Mapping[int, str]) -> None:
    """Organisations before the roles in them, as their own ending locks them."""
    chosen = {key for text in wishes.values() if (key := read_id(text.rpartition(".")[2])) is not None}
    list(Organisation.objects.select_for_update(of=("self",)).filter(pk__in=chosen).order_by("pk"))


def _why_not(row: Membership, target: Target | None, on: date, by: User) -> list[str]:
    if target is None:
        return ["nơi đã chọn không kế tục nơi này."]
    found = []
    if row.user_id == by.pk:
        found.append("bạn không tự giao hoặc thay đổi vai trò của mình.")
    if not by.is_builtin and not access.reached(by, Permission.ADMINISTER, [target.unit.pk], on, model=Unit):
        found.append(f"{target.unit.name} nằm ngoài phạm vi quản trị của bạn vào ngày chuyển.")
    same = row.user.memberships.filter(role=target.role, unit=target.unit, organisation=target.organisation)
    if same.filter(valid_to__gt=on).exists():
        found.append(f"đã có vai trò này ở {target.label}.")
    return found


def _carry(row: Membership, target: Target, on: date, act: str, log: Log, trail: audit.Trail) -> None:
    if row.valid_to > late_end(row, on):  # given when its place had ended
        log.alter(row, valid_to=late_end(row, on))
    end = target.unit.valid_to
    if target.organisation is not None:
        end = min(end, target.organisation.valid_to)
    made = Membership(
        user=row.user,
        role=target.role,
        unit=target.unit,
        organisation=target.organisation,
        valid_from=on,
        valid_to=end,
        act=tidy(act),
    )
    log.make(made)
    access.forget(row.user)
    trail.add(
        "carry_seat",
        made,
        label=f"{row.user.full_name}: {made}"[:300],
        old=str(row),
        summary=act,
        new={"from": on, "to": end if end != FOREVER else ""},
    )


def _resettle(seats: Mapping[int, tuple[Unit, Log]], act: str, trail: audit.Trail) -> None:
    """An organisation whose seat has ended is seated in what that became, once the day has come."""
    rows = (
        Organisation.objects.select_for_update(of=("self",)).filter(pk__in=seats).select_related("seat").order_by("pk")
    )
    for body in rows:
        unit, log = seats[body.pk]
        if body.seat.valid_to > clock.today() or unit.valid_from > clock.today():
            continue
        old = body.seat
        log.alter(body, seat=unit)
        trail.add("edit_organisation", body, old={"seat": old.code}, new={"seat": unit.code}, summary=act)
