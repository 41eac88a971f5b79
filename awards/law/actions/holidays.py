"""Days off change only here; the open terms they touch are counted again in the same transaction."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.law.domain.holiday_files import Day, why_not
from awards.models import Holiday, Nomination, NominationTransition, Opinion
from awards.workflow.clocks import Calendar, calendar, dossier_due, step_due
from awards.workflow.states import FINAL
from awards.workflow.table import TAKEN_UP
from campaign.plan.leading import leads_portal
from core.clock import VIETNAM
from core.numbers import format_date
from core.own_words import in_own_words
from core.workflow import Refused


def put_days(days: Sequence[Day], *, by: User) -> int:
    """Note days off, or weekend days worked instead; says how many open terms moved. Raises `Refused`."""
    with audit.change(by) as trail:
        _may(by)
        refusals = [text for day in days if (text := why_not(day))]
        if refusals:
            raise Refused(*dict.fromkeys(refusals))
        standing = {row.on: row for row in Holiday.objects.select_for_update().filter(on__in=[day.on for day in days])}
        before = calendar()
        changed = []
        for day in days:
            row = standing.get(day.on) or Holiday(on=day.on)
            if row.pk and (row.name, row.is_working) == (day.name, day.is_working):
                continue
            old = row.name if row.pk else None
            row.name, row.is_working = day.name, day.is_working
            row.save()
            changed.append(day.on)
            trail.add("set_holiday", row, label=format_date(day.on), old=old, new=_words(day))
        return _count_again(before, changed, trail)


def remove_day(on: date, *, by: User) -> int:
    """Take a day out of the table; says how many open terms moved. Raises `Refused`."""
    with audit.change(by) as trail:
        _may(by)
        row = Holiday.objects.select_for_update().filter(on=on).first()
        if row is None:
            raise Refused(f"Ngày {format_date(on)} không có trong bảng.")
        before = calendar()
        trail.add("set_holiday", row, label=format_date(on), old=row.name, new=None, summary="Bỏ khỏi bảng ngày nghỉ")
        row.delete()
        return _count_again(before, [on], trail)


def may_keep_days(by: Any) -> bool:
    """The award agency of the province: every term counts by this table."""
    return leads_portal(by, Permission.RECOMMEND)


def _may(by: User) -> None:
    if not may_keep_days(by):
        raise Refused(in_own_words("Chỉ cơ quan thi đua, khen thưởng của tỉnh sửa bảng ngày nghỉ."))


def _words(day: Day) -> str:
    return f"{day.name} (làm bù)" if day.is_working else day.name


def _by_calendar(row: Nomination | Opinion, start: date) -> date | None:
    """The last day of a term that counts every day; nothing of one that counts working days."""
    shape = (row if isinstance(row, Nomination) else row.nomination).round.shape
    if isinstance(row, Nomination):
        return dossier_due(shape, start) if "working_days" in shape.calendar_days else None
    return step_due(shape, "opinion", start) if "step_days" in shape.calendar_days else None


def _begun_anew(open_ones: QuerySet[Nomination]) -> dict[int, datetime]:
    """The moment since which the term runs of each that was taken up again: received long before, it got one of its own."""
    steps = NominationTransition.objects.filter(nomination__in=open_ones, step__in=TAKEN_UP).order_by()
    return dict(steps.values_list("nomination").annotate(Max("at")))


def _count_again(before: Calendar, changed: Collection[date], trail: audit.Trail) -> int:
    """Open terms that run over a changed day keep their number of working days and get a new last day."""
    if not changed:
        return 0
    after, last = calendar(), min(changed)
    open_ones = Nomination.objects.exclude(state__in=FINAL).filter(due_on__isnull=False, due_on__gte=last)
    open_ones = open_ones.select_related("round__campaign", "round__version")
    asked = Opinion.objects.filter(answered_at=None, due_on__gte=last).select_related(
        "nomination__holder_unit", "nomination__round__campaign", "nomination__round__version"
    )
    begun = _begun_anew(open_ones)
    terms: Iterable[tuple[Any, date]] = (
        *(
            (row, max(filter(None, (row.accepted_at, begun.get(row.pk)))).astimezone(VIETNAM).date())
            for row in open_ones.filter(accepted_at__isnull=False).select_for_update(of=("self",)).order_by("pk")
        ),
        *((row, row.asked_on) for row in asked.select_for_update(of=("self",)).order_by("pk")),
    )
    moved = 0
    for row, start in terms:
        due = _by_calendar(row, start) or after.due_day(start, before.days_left(start, row.due_on))
        if due != row.due_on:
            trail.add(
                "set_holiday", row, label=str(row), old=row.due_on, new=due, summary="Tính lại hạn theo bảng ngày nghỉ"
            )
            row.due_on = due
            row.save(update_fields=["due_on"])
            moved += 1
    return moved
