"""The targets of a unit and of those directly below it in one year, as the page draws them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.permissions import Permission
from campaign.evaluation import unit_facts
from campaign.evaluation.domain.year_days import first_day, map_day
from campaign.figures.domain.counts import INDICATORS
from campaign.figures.unit_figures import figures_of
from campaign.models import Campaign, Target
from campaign.plan.provinces import belonging, own_area
from campaign.poverty_standards.domain.year_standards import only
from campaign.poverty_standards.in_force import standard_for
from campaign.targets.actions import assignable
from campaign.targets.domain.target_shares import Adding, Part, adding, share
from core.numbers import format_rate
from units import access
from units.map.domain.levels import Level
from units.models import Ancestry, Succession, Unit


@dataclass(frozen=True)
class TargetLine:
    """One unit: what it starts from, what is asked of it, what it asks of itself."""

    unit: Unit
    target: Target | None
    own: Target | None
    last: Decimal | None  # the approved rate of last year's end, %
    apart: str  # where last year's own counts and the sum below them part; else nothing
    part: Part
    share: Decimal | None  # of what is asked of the unit above, in % of the households
    old: str  # of a unit born within the year: what its predecessors were assigned
    is_field: bool
    may_own: bool
    leads_on: bool

    @property
    def name(self) -> str:
        """The name that the unit bore on the day of the map."""
        return getattr(self.unit, "shown_name", None) or self.unit.name

    @property
    def name_in_text(self) -> str:
        return self.name[:1].lower() + self.name[1:]

    @property
    def aim(self) -> Decimal | None:
        """What the rate may be at most at the end of the year."""
        if self.last is None or self.target is None:
            return None
        return max(self.last - self.target.at_least, Decimal(0))


@dataclass
class TargetSheet:
    """The unit above first, then those directly below it, on one indicator."""

    campaign: Campaign
    year: int
    indicator: str
    units: Sequence[Unit]
    lines: Sequence[TargetLine]

    @property
    def own(self) -> TargetLine:
        return self.lines[0]

    @property
    def below(self) -> Sequence[TargetLine]:
        return self.lines[1:]

    @property
    def given(self) -> list[TargetLine]:
        """Those below that have been assigned a target."""
        return [line for line in self.below if line.target is not None]

    @property
    def undecided(self) -> int:
        """How many of them without the number of a decision."""
        return sum(line.target is not None and not line.target.decision_number for line in self.below)

    @property
    def adding(self) -> Adding:
        """What the targets below give together, against what is asked of the unit above."""
        target = self.own.target
        return adding([line.part for line in self.below], target.at_least if target else None)

    @property
    def current(self) -> dict[int, Target]:
        return {line.unit.pk: line.target for line in self.lines if line.target is not None}


def units_of(user: Any, campaign: Campaign, above: Unit, on: date) -> list[Unit]:
    """The unit above and the campaign's units directly below it in somebody's reach: of a commune its villages."""
    reached = Unit.objects.reached_by(user, Permission.VIEW_TARGETS).in_force(on).children_of(above, on)
    return [above, *belonging(campaign, reached).named(on).order_by("code")]


def may_change(units: Sequence[Unit], year: int, *, by: Any) -> bool:
    """Whether somebody may assign a target to one of the units or set an own one."""
    enters = access.reached(by, Permission.ENTER_FIGURES, [unit.pk for unit in units], model=Unit)
    return bool(assignable(units, year, by=by)) or any(_may_set(unit, enters) for unit in units)


def _may_set(unit: Unit, enters: Collection[int]) -> bool:
    """A district and a commune set targets of their own (T4)."""
    return unit.pk in enters and unit.level < Level.VILLAGE


def read_targets_of(
    campaign: Campaign, year: int, units: Sequence[Unit], indicator: str, *, by: Any, opens: bool = True
) -> TargetSheet:
    """The sheet: a fixed number of questions, whatever the number of units. Nothing is a field unless it `opens`."""
    ids = [unit.pk for unit in units]
    may = assignable(units, year, by=by) if opens else set()
    enters = access.reached(by, Permission.ENTER_FIGURES, ids, model=Unit) if opens else set()
    current, own = (_current(campaign, year, units, indicator, is_own=is_own) for is_own in (False, True))
    parts, lasts = _parts(campaign, year, units, indicator, current)
    asked = current[units[0].pk].at_least if units[0].pk in current else None
    old = _old_targets(campaign, year, units, indicator)
    leading = _with_parts(units, year)
    below = [parts[unit.pk] for unit in units[1:]]
    standard = standard_for(campaign, year)  # what the year will be measured by: of last year its opening count
    apart = {key: figure.apart for key, figure in figures_of(units, [year - 1], only(standard)).items()}
    lines = [
        TargetLine(
            unit=unit,
            target=current.get(unit.pk),
            own=own.get(unit.pk),
            last=lasts[unit.pk],
            apart=apart.get((unit.pk, year - 1), ""),
            part=parts[unit.pk],
            share=share(parts[unit.pk], below, asked) if at else None,
            old=old.get(unit.pk, ""),
            is_field=unit.pk in may,
            may_own=_may_set(unit, enters),
            leads_on=at > 0 and unit.pk in leading,
        )
        for at, unit in enumerate(units)
    ]
    return TargetSheet(campaign, year, indicator, units, lines)


def _current(
    campaign: Campaign, year: int, units: Sequence[Unit], indicator: str, *, is_own: bool
) -> dict[int, Target]:
    rows = Target.objects.current().filter(
        is_own=is_own, campaign=campaign, year=year, unit__in=units, indicator=indicator
    )
    return {row.unit_id: row for row in rows}


def _parts(
    campaign: Campaign, year: int, units: Sequence[Unit], indicator: str, current: dict[int, Target]
) -> tuple[dict[int, Part], dict[int, Decimal | None]]:
    """Households and poor of last year's end on the standard of the year, and the rate, by unit."""
    plan, standard = campaign.definition, standard_for(campaign, year)
    counted, whole, _ = INDICATORS[indicator]
    facts = unit_facts.gather(campaign, plan, units, [year], targets=())
    parts: dict[int, Part] = {}
    lasts: dict[int, Decimal | None] = {}
    for unit in units:
        before = facts[unit.pk, year].before
        known = before is not None and before.standard == standard and indicator in before.rates
        counts = before.counts if before is not None and known else {}
        lasts[unit.pk] = before.rates[indicator] if before is not None and known else None
        target = current.get(unit.pk)
        poor = sum(counts[of] for of in counted) if whole in counts and all(of in counts for of in counted) else None
        parts[unit.pk] = Part(counts.get(whole), poor, target.at_least if target else None)
    return parts, lasts


def _with_parts(units: Sequence[Unit], year: int) -> set[int]:
    """Which of the units below have units below of their own."""
    on = map_day(year)
    ids = [unit.pk for unit in units[1:] if unit.level < Level.VILLAGE]
    if not ids:
        return set()
    return set(
        Ancestry.objects.in_force(on).filter(ancestor__in=ids, depth=1).values_list("ancestor_id", flat=True).distinct()
    )


def _old_targets(campaign: Campaign, year: int, units: Sequence[Unit], indicator: str) -> dict[int, str]:
    """Of units born within the year: what the campaign's units before them had been assigned, to be assigned again."""
    born = [unit.pk for unit in units if unit.valid_from > first_day(year)]
    steps = list(Succession.objects.filter(to_unit__in=born).select_related("from_unit")) if born else []
    if steps and (own := own_area(campaign)) is not None:
        steps = [step for step in steps if step.from_unit_id in own]
    rows = (
        Target.objects.current()
        .assigned()
        .filter(campaign=campaign, year=year, indicator=indicator, unit__in=[step.from_unit_id for step in steps])
    )
    given = {row.unit_id: row for row in rows} if steps else {}
    found: dict[int, list[str]] = {}
    for step in steps:
        row = given.get(step.from_unit_id)
        words = f"{format_rate(row.at_least)}, {row.decision}" if row else "chưa giao"
        found.setdefault(step.to_unit_id, []).append(f"{step.from_unit.name}: {words}")
    return {pk: "; ".join(words) for pk, words in found.items()}
