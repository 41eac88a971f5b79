"""What a corrected figure touches above the figures: findings here, nominations and awards by whoever lists them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from campaign.evaluation import province_units, unit_facts
from campaign.evaluation.domain.year_days import last_day
from campaign.figures.unit_figures import figures_of
from campaign.models import Campaign, FigureSet
from campaign.plan.provinces import is_within
from campaign.poverty_standards.domain.year_standards import only
from campaign.poverty_standards.in_force import standard_years
from campaign.rules import judge_year
from core.findings import Finding
from core.numbers import format_count
from units.models import Unit


@dataclass(frozen=True)
class Touched:
    """Something that used an earlier version: what kind, its name, what stands now, where it is."""

    kind: str
    label: str
    note: str
    url: str = ""


# other apps add what they hold (read only)
TOUCHED: list[Callable[[FigureSet], Sequence[Touched]]] = []


def touched(item: FigureSet) -> list[Touched]:
    """Everything that would see this version instead of the one approved before."""
    return [*_findings(item), *_sums(item), *(found for ask in TOUCHED for found in ask(item))]


def _sums(item: FigureSet) -> Iterator[Touched]:
    """The units above: a complete sum moves with the figure, a set of its own stays and parts from the sum."""
    if item.as_of != last_day(item.year):
        return
    above = list(Unit.objects.ancestors_of(item.unit, item.as_of).order_by("-level"))
    figures = figures_of([item.unit, *above], [item.year], only(item.standard))
    before = figures.get((item.unit_id, item.year))
    by = (item.poor or 0) - (before.values.get("poor", 0) if before is not None else 0)
    for unit in above if item.poor is not None and by else ():
        figure = figures.get((unit.pk, item.year))
        if figure is None or "poor" not in figure.summed:
            return
        then, now = format_count(figure.summed["poor"]), format_count(figure.summed["poor"] + by)
        label = f"{unit.name}, năm {item.year}"
        if figure.item is not None:
            own = format_count(figure.own.get("poor"))
            note = f"hộ nghèo cộng các đơn vị dưới {then} → {now}; số riêng đã duyệt {own or 'chỉ có tỷ lệ'} giữ nguyên, cần mở lại để sửa nếu phải khớp"
            yield Touched("Số của cấp trên", label, note)
            return  # what stands further above adds up this unit's own figure
        yield Touched("Số của cấp trên", label, f"là tổng các đơn vị dưới, hộ nghèo {then} → {now}")


def _findings(item: FigureSet) -> list[Touched]:
    """Measured criteria of the unit in the year, and of the year after, whose opening it is, in every campaign."""
    if item.as_of != last_day(item.year):
        return []
    running = Campaign.objects.filter(
        versions__number__gte=1, versions__replaced_at=None, first_year__lte=item.year + 1, last_year__gte=item.year
    ).order_by("first_year")
    return [
        found for campaign in running if is_within(campaign, item.unit_id) for found in _findings_in(campaign, item)
    ]


def _findings_in(campaign: Campaign, item: FigureSet) -> list[Touched]:
    plan, new = campaign.definition, unit_facts.year_figures(item)
    standards = standard_years(plan)
    found = []
    for year in (item.year, item.year + 1):
        if item.standard != standards.of(year) or not campaign.first_year <= year <= campaign.last_year:
            continue  # the opening count of a standard is read by the year after alone
        facts = unit_facts.gather(campaign, plan, [item.unit], [year])[item.unit_id, year]
        if not facts.exists or (year > item.year and facts.this is None):
            continue
        after = replace(facts, this=new) if year == item.year else replace(facts, before=new)
        for category in plan.categories:
            if province_units.level_of(category) != item.unit.level:
                continue
            for criterion in plan.measured(category.code):
                if not criterion.is_yearly:
                    continue
                then, now = judge_year(criterion, facts), judge_year(criterion, after)
                if (then.outcome, _value(then)) != (now.outcome, _value(now)):
                    flip = "" if then.outcome == now.outcome else "đổi kết luận: "
                    note = f"{flip}{then.label.lower()} → {now.label.lower()}"
                    found.append(Touched("Nhận định", f"{criterion.clause}, {item.unit.name}, năm {year}", note))
    return found


def _value(finding: Finding) -> object:
    return getattr(finding, "actual", None)
