"""The province's draft report, merged from the reports of units and what the portal holds (A10, D8): ready to be edited."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from awards.decisions.told import WITH_CHANGES, award_told
from awards.models import Award
from campaign import owners
from campaign.activities.domain.records import CLASSES, KINDS, PERIODS, years_of, years_words
from campaign.activities.domain.roads import COUNTED
from campaign.activities.funds import books
from campaign.activities.record_lists import within
from campaign.evaluation import province_units, unit_facts
from campaign.evaluation.domain.year_days import last_day
from campaign.figures.rollup import roll_up
from campaign.models import Campaign, FigureSet, Record
from campaign.poverty_standards.domain.year_standards import NOT_COMPARABLE
from core import clock
from core.numbers import format_count, format_date, format_rate
from core.text import lower_first
from office.documents.charts import Bars
from office.documents.word import Grid, Paper, Section
from units.map.domain.heads import signing_lines
from units.map.domain.province_words import province_words
from units.models import Organisation, Unit


def reports_of(campaign: Campaign, year: int, period: str) -> QuerySet[Record]:
    """The reports that units have sent for a period, in the order of their units."""
    rows = Record.objects.filter(campaign=campaign, kind="bao-cao", year=year, state__in=("filed", "accepted"))
    return (
        rows.filter(details__period=PERIODS[period]).select_related("unit", "organisation").order_by("unit__code", "pk")
    )


def merge(campaign: Campaign, year: int, period: str, *, issuer: Organisation | Unit) -> Paper:
    """The draft: figures with a chart, what was done, the units' own words with their names, awards, recipients."""
    told = list(reports_of(campaign, year, period))
    years = years_of(period, year, campaign.definition.rounds)
    told_of = within(Record.objects.all(), campaign, year, period)
    when = f"{PERIODS[period].lower()} {year}" if len(years) == 1 else f"{PERIODS[period].lower()} {years_words(years)}"
    sections = (
        _figures(campaign, years),
        _done(told_of, years),
        _fund(campaign, told_of, years),
        _results(told),
        _words("V. Cách làm hay, mô hình", told, "ways"),
        _words("VI. Tồn tại, nguyên nhân", told, "limits"),
        _words("VII. Phương hướng, kiến nghị", told, "next"),
        _awarded(campaign, years),
    )
    province = province_units.province_on(
        campaign, clock.today()
    )  # whose draft it is; the figures are of that year's map
    return Paper(
        above=province.committee,
        issuer=str(issuer),
        number="Số:        /BC-",
        place=province.bare_name,
        day=clock.today(),
        kind="BÁO CÁO",
        subject=f"Kết quả {lower_first(campaign.definition.short_name)}, {when}",
        addressees=(province_words(province.kind).committee,),
        sections=sections,
        recipients=campaign.definition.recipients,
        signing=signing_lines(str(issuer), getattr(issuer, "kind", "")),
    )


def _figures(campaign: Campaign, years: Sequence[int]) -> Section:
    """What is approved at the end of each year, with the year before the first beside it, and a chart of the rates."""
    year, shown = years[-1], [years[0] - 1, *years]
    own, *parts = roll_up(campaign, year, province_units.province_on(campaign, last_day(year)))
    facts = unit_facts.gather(campaign, campaign.definition, [line.unit for line in parts], years)
    rows, rates = [], []
    for line in parts:
        pk = line.unit.pk
        states = [facts[pk, years[0]].before, *(facts[pk, one].this for one in years)]
        told = [state.rates.get("poverty_rate") if state else None for state in states]
        before, now, last = told[0], told[-1], states[-1]
        of_one = len({state.standard for state in (states[0], last) if state is not None}) < 2
        rates.append(told)
        rows.append(
            [
                line.unit.name,
                format_count(last.counts.get("poor")) if last else "chưa duyệt",
                *(format_rate(value) for value in told),
                _fell(before, now, is_comparable=of_one),
            ]
        )
    width = 8.1 / (len(shown) + 1)
    heads = [
        ("Đơn vị", 5.7),
        ("Hộ nghèo", 2.4),
        *((f"Năm {one} (%)", width) for one in shown),
        ("Giảm (điểm %)", width),
    ]
    bars = Bars(
        "Tỷ lệ hộ nghèo (%)",
        [line.unit.name for line in parts],
        [(f"Năm {one}", [told[at] for told in rates]) for at, one in enumerate(shown)],
    )
    whole = own.figure.values
    share = own.figure.rate_of("poverty_rate")
    of = f" của {own.covers}" if own.covers else ""
    if share is None:
        lead = f"Kết quả chính thức năm {year}{of}: {own.shortage or 'chưa có số liệu được duyệt'}."
    elif "poor" in whole:
        apart = f" {own.figure.apart[:1].upper()}{own.figure.apart[1:]}." if own.figure.apart else ""
        lead = (
            f"Tổng cộng{of} {format_count(whole['poor'])} hộ nghèo trên {format_count(whole.get('households'))} hộ, "
            f"tỷ lệ {format_rate(share)} % (kết quả chính thức đã duyệt).{apart}"
        )
    else:
        lead = f"Tỷ lệ hộ nghèo {format_rate(share)} % (chỉ có tỷ lệ đã công bố)."
    notes = (lead,)
    if FigureSet.objects.judging().of(campaign).filter(year__in=shown, is_illustrative=True).exists():
        notes = (lead, "Trong bảng có số liệu minh họa, khôi phục từ số đã công bố.")
    return Section(
        "I. Kết quả giảm nghèo",
        notes,
        Grid(heads, rows, frozenset(range(1, len(heads)))),
        bars if any(told[-1] is not None for told in rates) else None,
    )


def _fell(before: Decimal | None, now: Decimal | None, *, is_comparable: bool) -> str:
    if before is None or now is None:
        return ""
    return format_rate(before - now) if is_comparable else NOT_COMPARABLE


def _done(told: QuerySet[Record], years: Sequence[int]) -> Section:
    rows = told.filter(state__in=COUNTED).exclude(kind__in=("bao-cao", "thu-quy", "chi-quy"))
    found = (
        rows.order_by("kind")
        .values("kind")
        .annotate(number=Count("pk"), amount=Sum("amount"), households=Sum("households"))
    )
    lines = [
        [
            KINDS[row["kind"]].label,
            format_count(row["number"]),
            format_count(row["amount"]),
            format_count(row["households"]),
        ]
        for row in found
    ]
    heads = [("Việc", 7.5), ("Số việc", 2.2), ("Số tiền (đồng)", 4.0), ("Lượt hộ", 2.5)]
    lead = (
        f"Các cơ quan, đơn vị, địa phương đã ghi nhận trong {years_words(years)}:"
        if lines
        else "Chưa có việc nào được ghi nhận."
    )
    return Section(
        "II. Việc đã làm trong phong trào", (lead,), Grid(heads, lines, frozenset({1, 2, 3})) if lines else None
    )


def _fund(campaign: Campaign, rows: QuerySet[Record], years: Sequence[int]) -> Section:
    _, by_year = books(rows, years, campaign.definition.peak)
    words = ("thu-quy", "trong tháng cao điểm", "chi-quy")
    sums = {word: sum(by_year[year][word] for year in years) for word in words}
    text = (
        f"Trong kỳ thu {format_count(sums['thu-quy'])} đồng (tháng cao điểm {format_count(sums['trong tháng cao điểm'])} đồng), "
        f"chi {format_count(sums['chi-quy'])} đồng."
    )
    return Section("III. Quỹ Vì người nghèo", (text,))


# what each class of units alone is asked, in the order of the report
OWN = tuple(item.key for item in KINDS["bao-cao"].questions if item.asked_of)


def _results(told: Sequence[Record]) -> Section:
    """What each did, by class: places, departments, the Front and organisations, the press, enterprises."""
    lines = []
    for group, label in CLASSES.items():
        rows = [row for row in told if owners.class_of(row.organisation) == group]
        if rows:
            lines.append(f"{label}:")
        for row in rows:
            said = [text for key in ("done", *OWN) if (text := row.details.get(key))]
            lines.append(f"{row.owner}: {' '.join(said)}")
    heading = "IV. Kết quả theo báo cáo của các cơ quan, đơn vị, địa phương"
    return Section(heading, lines or ("Chưa có báo cáo nêu nội dung này.",))


def _words(heading: str, told: Sequence[Record], key: str) -> Section:
    """The units' own words, each under its name."""
    lines = [f"{row.owner}: {row.details[key]}" for row in told if row.details.get(key)]
    return Section(heading, lines or ("Chưa có báo cáo nêu nội dung này.",))


def _awarded(campaign: Campaign, years: Sequence[int]) -> Section:
    rows = (
        Award.objects.public()
        .filter(decision__round__campaign=campaign, decision__round__year__in=years)
        .select_related("decision", "revoked_by")
        .prefetch_related(*WITH_CHANGES)
    )
    told = filter(None, (award_told(row, sees=False) for row in rows.order_by("pk")))
    lines = [
        f"{row.public_name} ({row.award.decision} ngày {format_date(row.award.decision.signed_on)})" for row in told
    ]
    return Section("VIII. Khen thưởng", lines or ("Chưa có quyết định khen thưởng.",))
