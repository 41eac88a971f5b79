"""What is asked of many records: the list with its sums, funds by owner and year, who helps whom, a report's first words."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.permissions import Permission
from campaign.activities.domain import records
from campaign.activities.domain.records import KINDS, Question, Type
from campaign.activities.domain.roads import COUNTED, HIDDEN
from campaign.evaluation import unit_facts
from campaign.evaluation.domain.documents import Paper, not_of
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.unit_figures import UnitFigure, figures_of
from campaign.models import Campaign, FigureSet, Record, RecordTransition
from campaign.open_remarks import Place, concerning, remarks_on
from campaign.plan.provinces import belonging
from campaign.poverty_standards.in_force import standard_years
from core.findings import Source
from core.numbers import format_count, format_date, format_rate
from core.text import folded, lower_first
from units.map.domain.known_classes import class_label
from units.map.domain.levels import Level
from units.map.own_kinds import is_difficult
from units.models import Classification, Organisation, Unit


def supervision(user: Any, subject: str, pk: int, place: Place) -> QuerySet[Record]:
    """The supervision remarks that concern one thing, as far as the current user may see them, newest first."""
    rows = Record.objects.visible_to(user).filter(concerning(subject, pk, place)).exclude(state="removed")
    return rows.select_related("unit", "organisation")


def told_remarks(kind: str, places: Mapping[int, Place], rows: QuerySet[Record]) -> dict[int, list[tuple[Record, str]]]:
    """The supervision remarks that concern each thing, in whatever state, each with what was answered last."""
    standing = rows.exclude(state__in=HIDDEN).select_related("unit", "organisation")
    found = remarks_on(kind, places, standing)
    ids = {row.pk for remarks in found.values() for row in remarks}
    said = RecordTransition.objects.filter(record__in=ids, step__in=("answer", "overrule")).order_by("pk")
    answers = dict(said.values_list("record_id", "reason")) if ids else {}
    return {pk: [(row, answers.get(row.pk, "")) for row in remarks] for pk, remarks in found.items()}


def carrying_on(user: Any, record: Record) -> list[Record]:
    """The records that carry one on and count, in somebody's reach, oldest first."""
    rows = Record.objects.visible_to(user).filter(subject_type="record", subject_id=record.pk, state__in=COUNTED)
    return list(rows.select_related("unit", "organisation").order_by("on", "pk"))


def beside(record: Record, rows: Sequence[Record]) -> list[tuple[str, Question, int, int]]:
    """Every number that a record and those that carry it on both answer, by their kind: kind, question, its own, their sum."""
    found = []
    for kind in records.followers_of(record.kind):
        for item in record.kind_of.questions:
            if item.type in {Type.COUNT, Type.MONEY} and kind.question(item.key):
                told = [value for row in rows if row.kind == kind.code and (value := row.answer(item.key)) is not None]
                if told:
                    found.append((kind.label, item, record.answer(item.key) or 0, sum(told)))
    return found


@dataclass(frozen=True)
class Wish:
    """How the list is narrowed."""

    group: str
    kind: str = ""
    year: int | None = None
    state: str = ""
    words: str = ""
    owner: str = ""  # "u-12", "o-3": who recorded it
    about: str = ""  # the same: what it is about


def narrowed(rows: QuerySet[Record], wish: Wish) -> QuerySet[Record]:
    """The rows of a tab that the filters leave."""
    kinds = [kind.code for kind in records.of_group(wish.group)]
    rows = rows.filter(kind__in=[wish.kind] if wish.kind in kinds else kinds).exclude(state="removed")
    if wish.year:
        rows = rows.filter(year=wish.year)
    if wish.state:
        rows = rows.filter(state=wish.state)
    if wish.owner:
        kind, _, pk = wish.owner.partition("-")
        rows = rows.filter(organisation=pk) if kind == "o" else rows.filter(unit=pk)
    if wish.about:
        rows = rows.filter(about=wish.about.partition("-")[2])
    for word in folded(wish.words).split():
        units = Unit.objects.filter(search_key__contains=word).values("pk")
        bodies = Organisation.objects.filter(search_key__contains=word).values("pk")
        names = Q(unit__in=units) | Q(about__in=units) | Q(organisation__in=bodies)
        rows = rows.filter(names | Q(search_key__contains=word))
    return rows


def sums(rows: QuerySet[Record]) -> Mapping[str, int]:
    """How many of the rows count, and their money and households."""
    found: dict[str, int] = (
        rows.order_by()
        .filter(state__in=COUNTED)
        .aggregate(number=Count("pk"), amount=Sum("amount"), households=Sum("households"))
    )
    return found


# ---- who helps whom ----


@dataclass
class Ties:
    """One unit with all who help it."""

    unit: Unit
    classes: tuple[str, ...] = ()
    helpers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    amount: int = 0
    households: int = 0
    confirmed: int = 0
    number: int = 0

    @property
    def parties(self) -> str:
        return "; ".join(f"{name} ({number})" if number > 1 else name for name, number in self.helpers.items())


def ties(rows: QuerySet[Record], units: Sequence[Unit], on: date) -> list[Ties]:
    """For every unit who helps it: two questions. Units in special difficulty that nobody helps come first."""
    found = {unit.pk: Ties(unit) for unit in units}
    classes: dict[int, list[str]] = defaultdict(list)
    special = Classification.objects.in_force(on).filter(is_difficult(), unit__in=found)
    for pk, value in special.values_list("unit_id", "value"):
        classes[pk].append(class_label(value))
    helped = rows.filter(kind="tro-giup", state__in=COUNTED, about__in=found).select_related("unit", "organisation")
    for row in helped:
        tie = found[row.about_id]
        tie.helpers[row.helper] += 1
        tie.number += 1
        tie.amount += row.amount or 0
        tie.households += row.households or 0
        tie.confirmed += row.state == "confirmed"
    for pk, tie in found.items():
        tie.classes = tuple(classes.get(pk, ()))
    return sorted(found.values(), key=lambda tie: (bool(tie.number), not tie.classes, tie.unit.level, tie.unit.code))


# ---- what criteria point to ----

# what the plan's criteria call a record → kinds that prove it, in states that stand
PROVES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "exemplary_model": {"mo-hinh": frozenset({"recorded"}), "dien-hinh": frozenset({"approved", "published"})},
    "assistance": {"tro-giup": frozenset({"confirmed"})},
}
# why a record of a kind proves nothing in a state
NOT_YET: Mapping[tuple[str, str], str] = {
    ("tro-giup", "recorded"): "chưa được nơi nhận xác nhận",
    ("tro-giup", "disputed"): "nơi nhận không xác nhận",
    ("dien-hinh", "fostering"): "đang bồi dưỡng, chưa được công nhận",
    ("dien-hinh", "proposed"): "mới đề nghị, chưa được công nhận",
}
CONFIRMED_BY = {"confirm": "xác nhận", "approve": "công nhận"}  # the step of somebody else, and its word
Owner = tuple[int | None, int | None]  # keys of unit and organisation


def evidence(
    campaign: Campaign, owners: Collection[Owner], years: Collection[int]
) -> dict[Owner, dict[str, list[Paper]]]:
    """The records of owners that criteria may rest on, and those that prove nothing with why: two questions."""
    kinds = {kind for proofs in PROVES.values() for kind in proofs}
    rows = list(
        Record.objects.filter(campaign=campaign, kind__in=kinds)
        .exclude(state__in=HIDDEN)
        .filter(
            Q(unit__in=[unit for unit, _ in owners if unit]) | Q(organisation__in=[body for _, body in owners if body])
        )
        .select_related("unit", "organisation")
        .order_by("on", "pk")
    )
    steps = RecordTransition.objects.filter(record__in=rows, step__in=CONFIRMED_BY).select_related("by").order_by("pk")
    confirmed = {row.record_id: f"{row.role or row.by.full_name} {CONFIRMED_BY[row.step]}" for row in steps}
    found: dict[Owner, dict[str, list[Paper]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for name, proofs in PROVES.items():
            if row.kind in proofs:
                is_standing = row.state in proofs[row.kind]
                paper = Paper(
                    _named(row),
                    f"của {row.organisation or lower_first(str(row.unit))}",
                    row.year,
                    confirmed.get(row.pk, "") if is_standing else "",
                    NOT_YET.get((row.kind, row.state), row.state_label.lower())
                    if not is_standing
                    else not_of(years, "việc của", row.year) or _UNASKED.get(row.kind, ""),
                    money=row.amount,
                    households=row.households,
                )
                found[row.unit_id, row.organisation_id][name].append(paper)
    return found


# kinds that nobody but their owner says anything of: they prove nothing until a reviewer saw a paper
_UNASKED = {"mo-hinh": "nơi ghi tự ghi, chưa ai xác nhận"}


def _named(row: Record) -> Source:
    note = " (số liệu minh họa)" if row.is_illustrative else ""
    return Source("record", str(row.pk), f"{row.kind_of.label}: {row.title}, {format_date(row.on)}{note}")


# ---- models that the figures point at ----

SUGGESTED = 5


def suggestions(user: Any, campaign: Campaign) -> list[tuple[Unit, int, Decimal]]:
    """Communes in reach whose rate fell most in the newest approved year and that no model names yet."""
    approved = FigureSet.objects.judging().of(campaign).filter(year__lte=campaign.last_year)
    newest = approved.filter(unit__level=Level.COMMUNE).order_by("-year").first()
    if newest is None:
        return []
    on = map_day(newest.year)
    reached = Unit.objects.reached_by(user, Permission.VIEW_FIGURES).in_force(on).at_level(Level.COMMUNE)
    units = list(belonging(campaign, reached).order_by("code"))
    facts = unit_facts.gather(campaign, campaign.definition, units, [newest.year])
    named = set(
        Record.objects.filter(campaign=campaign, kind="dien-hinh")
        .exclude(state="removed")
        .values_list("unit_id", flat=True)
    )
    found = []
    for unit in units:
        fell = facts[unit.pk, newest.year].reduction("poverty_rate")
        if fell is not None and fell > 0 and unit.pk not in named:
            found.append((unit, newest.year, fell))
    return sorted(found, key=lambda row: (-row[2], row[0].code))[:SUGGESTED]


# ---- a report's first words ----


def within(rows: QuerySet[Record], campaign: Campaign, year: int, period: str) -> QuerySet[Record]:
    """What counts for a report: the records of its years; of the first half in the six-month report."""
    rows = rows.filter(campaign=campaign, year__in=records.years_of(period, year, campaign.definition.rounds))
    return rows.filter(on__lte=date(year, 6, 30)) if period == "6-thang" else rows


def first_words(
    campaign: Campaign, unit: Unit | None, organisation: Organisation | None, year: int, period: str = "nam"
) -> str:
    """What the portal knows of an owner's years: approved figures and what was recorded, one line each."""
    lines = []
    years = records.years_of(period, year, campaign.definition.rounds)
    if unit is not None and unit.level <= Level.COMMUNE:
        figures = figures_of([unit], years, standard_years(campaign.definition))
        told = [(year, figures[unit.pk, year]) for year in years if (unit.pk, year) in figures]
        lines += [_year_words(figure, year) for year, figure in told if figure.rate_of("poverty_rate") is not None]
    own = within(Record.objects.filter(unit=unit, organisation=organisation, state__in=COUNTED), campaign, year, period)
    groups = (
        own.exclude(kind="bao-cao")
        .order_by("kind")
        .values("kind")
        .annotate(number=Count("pk"), amount=Sum("amount"), households=Sum("households"))
    )
    if len(years) > 1 and groups:
        lines.append(f"Trong {records.years_words(years)}:")
    for row in groups:
        text = f"{KINDS[row['kind']].label}: {format_count(row['number'])} việc"
        if row["amount"]:
            text += f", {format_count(row['amount'])} đồng"
        if row["households"]:
            text += f", {format_count(row['households'])} lượt hộ"
        lines.append(f"{text}.")
    return "\n".join(lines)


def _year_words(figure: UnitFigure, year: int) -> str:
    """A year's end in a line, with how the figure came about."""
    values = figure.values
    counted = (
        f"{format_count(values['poor'])} hộ nghèo trên {format_count(values.get('households'))} hộ, "
        if "poor" in values
        else ""
    )
    way = f"cộng {figure.parts} đơn vị trực thuộc đã duyệt" if figure.is_summed("poor") else "số liệu đã duyệt"
    return f"Cuối năm {year}: {counted}tỷ lệ {format_rate(figure.rate_of('poverty_rate'))} % ({way})."
