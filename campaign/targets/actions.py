"""Targets are assigned by decision; a change is a new row, the old one stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.evaluation.unit_facts import gather
from campaign.figures.domain.counts import INDICATORS
from campaign.models import Campaign, Target
from campaign.plan.provinces import why_outside
from campaign.poverty_standards.in_force import standard_for
from core import clock
from core.acts import why_no_number
from core.days import why_not_yet, why_too_early
from core.numbers import format_rate
from core.workflow import Refused, Stale
from office.models import StoredFile
from units import access
from units.map.domain.levels import Level
from units.models import Ancestry, Unit
from units.replaced import tell_replaced


@dataclass(frozen=True)
class Assignment:
    """What a unit is asked to reach in a year, in percentage points."""

    unit: Unit
    at_least: Decimal
    up_to: Decimal | None = None
    indicator: str = "poverty_rate"
    decision_number: str = ""
    decision_date: date | None = None
    is_own: bool = False


class TargetConflict(Stale):
    """Somebody else assigned these units a target since the page was opened."""

    def __init__(self, units: Sequence[Unit]) -> None:
        super().__init__("Chỉ tiêu đã được người khác thay đổi.")
        self.units = list(units)


def assign(
    campaign: Campaign,
    year: int,
    assignments: Sequence[Assignment],
    *,
    by: User,
    seen: Mapping[int, int] | None = None,
    scan: UploadedFile | None = None,
    only_try: bool = False,
) -> dict[str, int]:
    """Assign targets to many units: all or nothing. The same again changes nothing; `only_try` stores nothing.

    `seen` says, by unit pk, which current row the form was opened on (0: none). Raises `TargetConflict` when another
    stands now, `Refused` for a unit out of reach, an impossible figure or half a decision. Returns counts of new,
    changed, unchanged. Raises `FileRefused` for a scan that may not be kept.
    """
    try:
        return _assign(campaign, year, assignments, by=by, seen=seen, scan=scan, only_try=only_try)
    except IntegrityError as error:  # two first assignments at once: the constraint keeps one
        raise TargetConflict([item.unit for item in assignments]) from error


def _assign(
    campaign: Campaign,
    year: int,
    assignments: Sequence[Assignment],
    *,
    by: User,
    seen: Mapping[int, int] | None,
    scan: UploadedFile | None,
    only_try: bool,
) -> dict[str, int]:
    done = {"new": 0, "changed": 0, "unchanged": 0}
    with audit.change(by) as trail:
        refusals = []
        allowed = assignable([item.unit for item in assignments if not item.is_own], year, by=by)
        own = [item.unit.pk for item in assignments if item.is_own]
        allowed |= access.reached(by, Permission.ENTER_FIGURES, own, model=Unit) if own else set()
        for item in assignments:
            if item.unit.pk not in allowed:
                refusals.append(f"{item.unit.name}: bạn không có quyền giao chỉ tiêu cho đơn vị này.")
            if item.at_least < 0:
                refusals.append(f"{item.unit.name}: chỉ tiêu giảm không được âm.")
            if item.up_to is not None and item.up_to < item.at_least:
                refusals.append(f"{item.unit.name}: mức trên nhỏ hơn mức dưới.")
            if item.decision_date is not None and not item.decision_number:
                refusals.append(f"{item.unit.name}: có ngày quyết định nhưng thiếu số quyết định.")
        refusals += why_outside(campaign, [item.unit for item in assignments], map_day(year))
        numbers = dict.fromkeys(item.decision_number for item in assignments if item.decision_number)
        refusals += [text for number in numbers for text in why_no_number(number, what="Quyết định giao chỉ tiêu")]
        refusals += _impossible_days(assignments, year)
        if refusals:
            raise Refused(*refusals)
        current = {
            (row.unit_id, row.indicator, row.is_own): row
            for row in Target.objects.current()
            .filter(campaign=campaign, year=year, unit__in=[item.unit.pk for item in assignments])
            .select_for_update()
        }
        stale = [
            item.unit
            for item in assignments
            if seen is not None
            and seen.get(item.unit.pk, 0) != _key(current.get((item.unit.pk, item.indicator, item.is_own)))
        ]
        if stale:
            raise TargetConflict(stale)
        changed = [
            item
            for item in assignments
            if (old := current.get((item.unit.pk, item.indicator, item.is_own))) is None
            or old.at_least != item.at_least
        ]
        if too_much := _more_than_there_is(campaign, year, changed):
            raise Refused(*too_much)
        kept = None
        replaced: set[int] = set()
        for item in assignments:
            old = current.get((item.unit.pk, item.indicator, item.is_own))
            new = (item.at_least, item.up_to, item.decision_number, item.decision_date)
            if old is not None and (old.at_least, old.up_to, old.decision_number, old.decision_date) == new:
                done["unchanged"] += 1
                continue
            if scan is not None and kept is None:  # the first that changes: a paper that nothing refers to is not kept
                kept = StoredFile.keep(scan, by=by)
            if old is not None:
                Target.objects.filter(pk=old.pk).update(replaced_at=clock.now())
            row = Target.objects.create(
                campaign=campaign,
                unit=item.unit,
                year=year,
                indicator=item.indicator,
                at_least=item.at_least,
                up_to=item.up_to,
                decision_number=item.decision_number,
                decision_date=item.decision_date,
                recorded_by=by,
                is_own=item.is_own,
                scan=kept,
            )
            words = {
                "label": f"{item.unit.name}, năm {year}",
                "unit": item.unit,
                "old": format_rate(old.at_least) if old else None,
                "new": format_rate(item.at_least),
                "summary": item.decision_number,
            }
            if item.is_own:
                trail.add("set_own_target", row, **words)
            else:
                trail.add("assign_target", row, **words)
            done["changed" if old else "new"] += 1
            if not item.is_own:
                replaced.add(item.unit.pk)
        if only_try:
            trail.rows.clear()
            transaction.set_rollback(True)
        else:
            tell_replaced(replaced, "Chỉ tiêu được giao", by=by)
    return done


def _more_than_there_is(campaign: Campaign, year: int, assignments: Sequence[Assignment]) -> list[str]:
    """A rate cannot fall by more than it is: a level above the approved rate of last year's end on the year's standard."""
    if not assignments:
        return []
    facts = gather(campaign, campaign.definition, [item.unit for item in assignments], [year], targets=())
    standard = standard_for(campaign, year)
    found = []
    for item in assignments:
        before = facts[item.unit.pk, year].before
        last = before.rates.get(item.indicator) if before is not None and before.standard == standard else None
        if last is not None and item.at_least > last:
            found.append(
                f"{item.unit.name}: giảm ít nhất {format_rate(item.at_least)} điểm % là nhiều hơn {INDICATORS[item.indicator][2].lower()} "
                f"cuối năm {year - 1} ({format_rate(last)} %). Ghi mức giảm trong năm, không ghi tỷ lệ còn lại."
            )
    return found


def _impossible_days(assignments: Sequence[Assignment], year: int) -> list[str]:
    """Each day of a decision that cannot be, once."""
    found = []
    for day in dict.fromkeys(item.decision_date for item in assignments):
        found += [
            why_not_yet(day, today=clock.today(), what="Ngày quyết định"),
            why_too_early(
                day,
                since=date(year - 1, 1, 1),
                what="Ngày quyết định",
                because=f"sớm hơn năm trước của chỉ tiêu năm {year}",
            ),
        ]
    return [text for text in found if text]


def _key(row: Target | None) -> int:
    return row.pk if row is not None else 0


def assignable(units: Sequence[Unit], year: int, *, by: User) -> set[int]:
    """The units (by pk) that somebody may assign targets for in a year.

    The province assigns to districts, and to communes that stand under no district; a district and a commune to what
    stands below them (T2, T3), never to themselves.
    """
    ids = [unit.pk for unit in units]
    province = access.reached(by, Permission.ASSIGN_TARGETS, ids, model=Unit)
    lower = access.from_above(by, Permission.ASSIGN_LOWER_TARGETS, ids, model=Unit)
    below_district = set(
        Ancestry.objects.in_force(map_day(year))
        .filter(descendant__in=ids, ancestor__level=Level.DISTRICT, depth__gt=0)
        .values_list("descendant_id", flat=True)
    )
    return {
        unit.pk
        for unit in units
        if (unit.pk in province and unit.pk not in below_district and unit.level <= Level.COMMUNE)
        or (unit.pk in lower and unit.level > Level.DISTRICT)
    }
