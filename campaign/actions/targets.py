"""Targets are assigned by decision; a change is a new row, the old one stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.models import Campaign, Target
from core import clock
from core.numbers import format_rate
from core.workflow import Refused
from units import access
from units.levels import Level
from units.models import Unit


@dataclass(frozen=True)
class Assignment:
    """What a unit is asked to reach in a year, in percentage points."""

    unit: Unit
    at_least: Decimal
    up_to: Decimal | None = None
    indicator: str = "poverty_rate"
    decision_number: str = ""
    decision_date: date | None = None


def assign(campaign: Campaign, year: int, assignments: Sequence[Assignment], *, by: User) -> dict[str, int]:
    """Assign targets to many units: all or nothing. The same again changes nothing.

    Raises `Refused` for a unit out of reach or an impossible figure. Returns counts of new, changed, unchanged.
    """
    done = {"new": 0, "changed": 0, "unchanged": 0}
    with audit.change(by) as trail:
        refusals = []
        allowed = _assignable([item.unit for item in assignments], by)
        for item in assignments:
            if item.unit.pk not in allowed:
                refusals.append(f"{item.unit.name}: bạn không có quyền giao chỉ tiêu cho đơn vị này.")
            if item.at_least < 0:
                refusals.append(f"{item.unit.name}: chỉ tiêu giảm không được âm.")
            if item.up_to is not None and item.up_to < item.at_least:
                refusals.append(f"{item.unit.name}: mức trên nhỏ hơn mức dưới.")
        if refusals:
            raise Refused(*refusals)
        current = {
            (row.unit_id, row.indicator): row
            for row in Target.objects.current()
            .filter(campaign=campaign, year=year, unit__in=[item.unit.pk for item in assignments])
            .select_for_update()
        }
        for item in assignments:
            old = current.get((item.unit.pk, item.indicator))
            new = (item.at_least, item.up_to, item.decision_number, item.decision_date)
            if old is not None and (old.at_least, old.up_to, old.decision_number, old.decision_date) == new:
                done["unchanged"] += 1
                continue
            if old is not None:
                Target.objects.filter(pk=old.pk).update(replaced_at=clock.now())
            row = Target.objects.create(
                campaign=campaign, unit=item.unit, year=year, indicator=item.indicator, at_least=item.at_least,
                up_to=item.up_to, decision_number=item.decision_number, decision_date=item.decision_date,
                recorded_by=by,
            )  # fmt: skip
            trail.add(
                "assign_target",
                row,
                label=f"{item.unit.name}, năm {year}",
                unit_code=item.unit.code,
                old=format_rate(old.at_least) if old else None,
                new=format_rate(item.at_least),
                summary=item.decision_number,
            )
            done["changed" if old else "new"] += 1
    return done


def _assignable(units: Sequence[Unit], by: User) -> set[int]:
    ids = [unit.pk for unit in units]
    allowed = access.reached(by, Permission.ASSIGN_TARGETS, ids, model=Unit)
    lower = access.reached(by, Permission.ASSIGN_LOWER_TARGETS, ids, model=Unit)
    return allowed | {unit.pk for unit in units if unit.pk in lower and unit.level > Level.DISTRICT}
