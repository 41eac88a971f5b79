"""Organisations begin, change and end; duties go from one to another by an act, with what is unfinished."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Permission
from core import clock
from core.acts import why_act_later, why_act_not_yet
from core.clock import FOREVER
from core.days import why_not_yet
from core.numbers import format_date
from core.own_words import in_own_words
from core.text import tidy
from core.workflow import Refused
from units import access
from units.impacts import Impact, unfinished_of
from units.map.actions.log import Log, follow
from units.map.actions.map import why_no_act
from units.map.actions.own_kinds import why_not_kind
from units.map.domain.levels import Level
from units.models import DutyHolding, Membership, Organisation, OrganisationSuccession, Unit
from units.reorganisation.actions.going_on import late_end

EDITED = ("name", "short_name", "kind", "is_requested", "is_managed_outside", "must_file_plan")

ACT_DAY = "Ngày của văn bản giao nhiệm vụ"


def _may(by: User, seat: Unit) -> None:
    if not by.is_builtin and not access.may(by, Permission.ADMINISTER, seat):
        raise Refused(f"{seat.name} nằm ngoài phạm vi quản trị của bạn.")


def found_organisation(code: str, seat: Unit, *, valid_from: date, values: Mapping[str, Any], by: User) -> Organisation:
    """Enter an organisation. Raises `Refused`."""
    with audit.change(by) as trail:
        _may(by, seat)
        refusals = []
        if Organisation.objects.filter(code=code).exists():
            refusals.append(f"Mã «{code}» đã có cơ quan dùng.")
        if not seat.valid_from <= valid_from < seat.valid_to:
            refusals.append(f"{seat.name} không tồn tại vào ngày {format_date(valid_from)}.")
        refusals += why_not_kind(values["kind"], max(valid_from, clock.today()))
        if refusals:
            raise Refused(*refusals)
        row = Organisation.objects.create(code=code, seat=seat, valid_from=valid_from, **values)
        trail.add("found_organisation", row)
        return row


def edit_organisation(row: Organisation, values: Mapping[str, Any], *, by: User) -> Organisation:
    """Another name or kind; the trail keeps the old one. Raises `Refused`."""
    with audit.change(by) as trail:
        row = Organisation.objects.select_for_update(of=("self",)).select_related("seat").get(pk=row.pk)
        _may(by, row.seat)
        old = {name: getattr(row, name) for name in EDITED}
        kind = values.get("kind", row.kind)
        if kind != row.kind and (refusals := why_not_kind(kind, max(row.valid_from, clock.today()))):
            raise Refused(*refusals)
        for name in EDITED:
            setattr(row, name, values.get(name, getattr(row, name)))
        row.save()
        new = {name: getattr(row, name) for name in EDITED}
        trail.add("edit_organisation", row, old=old, new=new)
        return row


def end_organisation(row: Organisation, *, on: date, act: str, by: User) -> None:
    """It is no more from a day. Raises `Refused` while it still holds a duty then."""
    with audit.change(by) as trail:
        row = Organisation.objects.select_for_update(of=("self",)).select_related("seat").get(pk=row.pk)
        _may(by, row.seat)
        refusals = why_no_act(act, on)
        held = row.duties.filter(valid_to__gt=on)
        refusals += [f"{row} còn giữ nhiệm vụ «{d.get_duty_display()}»: bàn giao trước khi kết thúc." for d in held]
        if not row.valid_from < on < row.valid_to:
            refusals.append(f"Ngày {format_date(on)} phải sau ngày thành lập và trước ngày đã ghi kết thúc.")
        if refusals:
            raise Refused(*refusals)
        row.valid_to = on
        row.save()
        for seat in row.memberships.filter(valid_to__gt=on, valid_from__lt=on).select_related("user"):
            seat.valid_to = on
            seat.save()
            access.forget(seat.user)
        trail.add("end_organisation", row, new=on, summary=act)


def why_duty_not_yet(on: date, act: str) -> list[str]:
    """Why a duty is not first given so: from a day or by an act that has not come nobody could hold or correct it;
    an act of a later day gives nothing yet."""
    today = clock.today()
    start = why_not_yet(on, today=today, what="Ngày bắt đầu giữ nhiệm vụ")
    found = [*([start] if start else []), *why_act_not_yet(act, today=today, what=ACT_DAY)]
    return found or why_act_later(act, on)


def give_duty(duty: Duty, body: Organisation, *, on: date, act: str, by: User) -> DutyHolding:
    """A duty that nobody holds from a day on goes to an organisation, by an act. Raises `Refused`.

    Once somebody holds it, it goes on by `hand_over` alone, with the officers and what is unfinished.
    """
    with audit.change(by) as trail:
        body = Organisation.objects.select_for_update(of=("self",)).select_related("seat").get(pk=body.pk)
        _may(by, body.seat)
        if not by.is_builtin and not access.over_a_province(by, [Permission.ADMINISTER]):
            raise Refused(in_own_words("Nhiệm vụ của tỉnh do quản trị của tỉnh giao."))
        # of two who give it at once the second finds it given: all bodies of the seat are one lock
        list(Unit.objects.select_for_update().filter(level=Level.PROVINCE).order_by("pk"))
        refusals = [*why_no_act(act), *why_duty_not_yet(on, act)]
        if not body.valid_from <= on < body.valid_to:
            refusals.append(f"{body} không tồn tại vào ngày {format_date(on)}.")
        rows = DutyHolding.objects.filter(duty=duty, valid_to__gt=on).select_related("organisation")
        for row in rows.order_by("valid_from"):
            since = f"từ {format_date(row.valid_from)}"
            refusals.append(
                f"Nhiệm vụ «{duty.label}» đã giao cho {row.organisation} {since}: dùng «Bàn giao nhiệm vụ» để chuyển."
            )
        if refusals:
            raise Refused(*refusals)
        made = DutyHolding.objects.create(
            duty=duty, organisation=body, valid_from=on, valid_to=body.valid_to, act=tidy(act)
        )
        trail.add("give_duty", made, label=f"{duty.label}: {body}", new={"from": on, "to": body.code}, summary=act)
        return made


@dataclass(frozen=True)
class HandOver:
    """What an act says: which duties, from whom to whom, on which day, as which function, with which officers."""

    duties: frozenset[Duty]
    old: Organisation
    new: Organisation
    on: date
    act: str
    function: str
    moving: frozenset[int] = frozenset()  # memberships of the old organisation that go along


def why_not_hand_over(wish: HandOver, *, by: User) -> list[str]:
    """Every objection, in sentences."""
    found = why_no_act(wish.act, wish.on)
    for body in (wish.old, wish.new):
        if not by.is_builtin and not access.may(by, Permission.ADMINISTER, body.seat):
            found.append(f"{body} nằm ngoài phạm vi quản trị của bạn.")
    if wish.old.pk == wish.new.pk:
        found.append("Nơi nhận phải là cơ quan khác.")
    if not wish.new.valid_from <= wish.on < wish.new.valid_to:
        found.append(f"{wish.new} không tồn tại vào ngày {format_date(wish.on)}.")
    if not wish.function.strip():
        found.append("Vui lòng ghi chức năng được bàn giao.")
    last = date.fromordinal(wish.on.toordinal() - 1)
    for duty in sorted(wish.duties):
        if not wish.old.duties.in_force(last).filter(duty=duty).exists():
            found.append(f"{wish.old} không giữ nhiệm vụ «{duty.label}» ngay trước ngày {format_date(wish.on)}.")
        elif DutyHolding.objects.filter(duty=duty, valid_from__gte=wish.on).exists():
            found.append(f"Nhiệm vụ «{duty.label}» đã được giao từ ngày {format_date(wish.on)} hoặc sau ngày đó.")
    return found


def hand_over(wish: HandOver, *, by: User) -> int:
    """Duties go over on a day, officers with them; what is unfinished moves at once, or by `carry_unfinished` then.

    One transaction; returns how many records moved. Raises `Refused` with every objection.
    """
    with audit.change(by) as trail:
        list(
            Organisation.objects.select_for_update(of=("self",))
            .filter(pk__in=(wish.old.pk, wish.new.pk))
            .order_by("pk")
        )
        refusals = why_not_hand_over(wish, by=by)
        rows = list(_movable(wish.old, wish.on).filter(pk__in=wish.moving).select_for_update(of=("self",)))
        if len(rows) != len(wish.moving):
            refusals.append("Có cán bộ được chọn không còn ở cơ quan bàn giao; vui lòng xem lại.")
        if refusals:
            raise Refused(*refusals)
        for duty in sorted(wish.duties):
            _move_duty(wish, duty, trail)
        OrganisationSuccession.objects.get_or_create(
            from_organisation=wish.old,
            to_organisation=wish.new,
            on=wish.on,
            function=tidy(wish.function),
            defaults={"act": tidy(wish.act)},
        )
        for row in rows:
            _move_officer(row, wish, trail)
        if wish.on > clock.today():
            return 0
        return _carry(unfinished_of(wish.old, wish.new, wish.duties, wish.on), wish.new, trail)


def _movable(old: Organisation, on: date) -> Any:
    """Seats of the day before and those given since: an act is often recorded after its day."""
    return Membership.objects.filter(organisation=old, valid_to__gt=on)


def officers(old: Organisation, on: date) -> list[Membership]:
    """Who sits in an organisation just before a day or since."""
    return list(_movable(old, on).select_related("user", "unit", "organisation").order_by("user__sort_key", "pk"))


def _move_duty(wish: HandOver, duty: Duty, trail: audit.Trail) -> None:
    current = wish.old.duties.filter(duty=duty, valid_from__lt=wish.on, valid_to__gte=wish.on).latest("valid_from")
    until = current.valid_to if current.valid_to > wish.on else FOREVER
    current.valid_to = wish.on
    current.save()
    new = DutyHolding.objects.create(
        duty=duty, organisation=wish.new, valid_from=wish.on, valid_to=until, act=tidy(wish.act)
    )
    trail.add(
        "hand_over_duty",
        new,
        label=f"{duty.label}: {wish.new}",
        old=wish.old.code,
        new=wish.new.code,
        summary=wish.act,
    )


def _move_officer(row: Membership, wish: HandOver, trail: audit.Trail) -> None:
    end, on = row.valid_to, max(wish.on, row.valid_from)
    row.valid_to = late_end(row, on)
    row.save()
    seat = wish.new.seat
    moved = Membership.objects.create(
        user=row.user,
        role=row.role,
        unit=seat,
        organisation=wish.new,
        valid_from=on,
        act=tidy(wish.act),
        valid_to=min(end if row.unit_id == seat.pk else FOREVER, seat.valid_to),
    )
    access.forget(row.user)
    trail.add("set_role", moved, label=f"{row.user.full_name}: {moved}"[:300], summary=wish.act)


def carry_unfinished(step: OrganisationSuccession, *, by: User) -> int:
    """Move what is still unfinished to the successor, on or after the day. Raises `Refused`."""
    with audit.change(by) as trail:
        new = step.to_organisation
        for body in (step.from_organisation, new):
            _may(by, body.seat)
        if step.on > clock.today():
            raise Refused(f"Việc dở dang chuyển được từ ngày {format_date(step.on)}.")
        return _carry(unfinished_of(step.from_organisation, new, frozenset(), step.on), new, trail)


def _carry(impacts: Collection[Impact], new: Organisation, trail: audit.Trail) -> int:
    log, moved = Log(), 0
    for impact in impacts:
        if impact.moves:
            follow(impact, log)
            trail.add("carry_over", impact.record, label=impact.label, summary=impact.becomes)
            moved += 1
    trail.add("carry_over", new, summary=f"{moved} bản ghi dở dang được chuyển sang {new}")
    return moved
