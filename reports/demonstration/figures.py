"""Figures and targets of the demonstration: of districts as published, of communes so that they add up to those."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.steps import advance
from campaign.figures.actions.storing import year_end
from campaign.models import Campaign, FigureSet
from campaign.poverty_standards.in_force import standard_for
from campaign.targets.actions import Assignment, assign
from core.numbers import half_up, rate
from reports.demonstration.days import DATA, moment, unit_on
from reports.demonstration.periods import sample_cells
from units.models import Unit

SOURCE = "số liệu minh họa, khôi phục từ số đã công bố"
MADE_UP = "số liệu minh họa"

# district → households, poor, near-poor at the end of 2023; they add up to the published 7.874 (4,21 %) and 8.620 (4,61 %)
RESULTS_2023 = {
    "582": (49300, 400, 740), "584": (8250, 2690, 1000), "585": (26700, 1950, 1800), "586": (31100, 754, 1100),
    "587": (40580, 700, 2000), "588": (12600, 780, 980), "589": (18470, 600, 1000),
}  # fmt: skip
TARGETS_2023 = {
    "58": "1.50", "582": "0.25", "584": "4.00", "585": "2.00", "586": "1.00", "587": "1.40", "588": "3.50", "589": "2.20",
}  # fmt: skip
MINORITY_SHARE = {"582": 4, "584": 92, "585": 28, "586": 14, "587": 42, "588": 64, "589": 38}  # %, made up


def share(total: int, weights: Sequence[int]) -> list[int]:
    """A total split by weights into whole numbers that add up to it (largest remainder)."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    rest = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in rest[: total - sum(parts)]:
        parts[at] += 1
    return parts


@dataclass(frozen=True)
class Split:
    """A district's counts and those of its communes, which add up to them."""

    district: dict[str, int]
    communes: list[tuple[Unit, dict[str, int]]]


def _split(district: Unit, counts: tuple[int, int, int], year: int) -> Split:
    on = year_end(year)
    communes = list(Unit.objects.in_force(on).children_of(district, on).order_by("code"))
    codes = [int(unit.code) for unit in communes]
    size = [80 + code * 37 % 60 for code in codes]
    depth = [s * (80 + code * 53 % 45) for s, code in zip(size, codes, strict=True)]
    columns = {
        "households": share(counts[0], size),
        "poor": share(counts[1], depth),
        "near_poor": share(counts[2], [d + s * 20 for d, s in zip(depth, size, strict=True)]),
    }
    portion = MINORITY_SHARE[district.code]
    rows = []
    for at, unit in enumerate(communes):
        households, poor, near = (columns[name][at] for name in ("households", "poor", "near_poor"))
        minority = households * portion // 100
        rows.append(
            (
                unit,
                {
                    "households": households,
                    "people": households * 39 // 10,
                    "poor": poor,
                    "near_poor": near,
                    "average_households": households // 9,
                    "poor_people": poor * 44 // 10,
                    "near_poor_people": near * 43 // 10,
                    "average_people": households * 41 // 90,
                    "minority_households": minority,
                    "minority_poor": min(poor, minority, poor * (portion + 6) // 100),
                },
            )
        )
    whole = {name: sum(row[name] for _, row in rows) for name in rows[0][1]}
    return Split(whole, rows)


def _counts() -> dict[int, dict[str, tuple[int, int, int]]]:
    found: dict[int, dict[str, tuple[int, int, int]]] = {2023: dict(RESULTS_2023)}
    with (DATA / "reconstructed-results.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            counts = tuple(int(row[name]) for name in ("households", "poor", "near_poor"))
            found.setdefault(int(row["year"]), {})[row["unit_code"]] = counts  # type: ignore[assignment]  # counts out of a CSV file
    return found


def sample_figures(campaign: Campaign, people: Mapping[str, User], by: User) -> None:
    """The figures of 2021 to 2023, those of two districts still open, and the targets that they are held against."""
    counts = _counts()
    splits = {
        year: {code: _split(unit_on(code, year_end(year)), row, year) for code, row in counts[year].items()}
        for year in (2021, 2022, 2023)
    }
    for year, when in ((2021, (2022, 7, 5)), (2022, (2022, 12, 19)), (2023, (2023, 12, 19))):
        with moment(*when):
            open_codes = {"584", "586"} if year == 2023 else set()
            rows: list[tuple[Unit, Mapping[str, int | Decimal]]] = []
            for code, split in splits[year].items():
                if code in open_codes:
                    continue
                rows.append((unit_on(code, year_end(year)), split.district))
                rows.extend(split.communes)
            import_rows(
                campaign,
                rows,
                year=year,
                status="official",
                as_of=year_end(year),
                standard=standard_for(campaign, year),
                by=by,
                approve_act="phê duyệt theo văn bản (minh họa)",
                source=SOURCE,
                is_illustrative=True,
            )
    _assign_targets(campaign, splits, by)
    _published_2023(campaign, by)
    with moment(2023, 12, 15, 15, 20):
        _enter(campaign, 2023, splits[2023]["586"], "586", people["ninh-hai"], complete=True)
        sample_cells(campaign, 2023, [unit for unit, _ in splits[2023]["586"].communes], people["ninh-hai"])
        _enter(campaign, 2023, splits[2023]["584"], "584", people["bac-ai"], complete=False)
    with moment(2023, 12, 15, 16, 40):
        pks = FigureSet.objects.current().filter(year=2023, state="draft", recorded_by=people["ninh-hai"])
        advance(list(pks.values_list("pk", flat=True)), "check", by=people["ninh-hai"])


def _enter(campaign: Campaign, year: int, split: Split, code: str, by: User, *, complete: bool) -> None:
    """A district types its sheet; the last commune is still to come when it is not complete."""
    names = ("households", "poor", "near_poor", "minority_households", "minority_poor")
    communes = split.communes if complete else split.communes[:-2]
    entries = {unit.pk: {name: row[name] for name in names} for unit, row in communes}
    if complete:
        entries[unit_on(code, year_end(year)).pk] = {name: split.district[name] for name in names}
    save_sheet(campaign, year, entries, {}, by=by)
    FigureSet.objects.filter(recorded_by=by, year=year).update(is_illustrative=True, source=MADE_UP)


def _published_2023(campaign: Campaign, by: User) -> None:
    """The province's printed rates of 2023: real, without a number of all households."""
    with moment(2024, 1, 8), (DATA / "published-figures.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == "2023" and row["unit_code"] == "58"]
        printed = {row["indicator"]: row for row in rows}
        values = {
            "poor_rate": Decimal(printed["ty_le_ngheo.c2022"]["value"]),
            "near_poor_rate": Decimal(printed["ty_le_can_ngheo.c2022"]["value"]),
        }
        import_rows(
            campaign,
            [(unit_on("58", year_end(2023)), values)],
            year=2023,
            status="official",
            as_of=year_end(2023),
            standard=standard_for(campaign, 2023),
            by=by,
            approve_act="số đã công bố",
            source=printed["ty_le_ngheo.c2022"]["source"],
        )


def _assign_targets(campaign: Campaign, splits: Mapping[int, Mapping[str, Split]], by: User) -> None:
    with (DATA / "reconstructed-targets-2022.csv").open(encoding="utf-8") as file:
        first = [
            Assignment(unit_on(row["unit_code"], year_end(2022)), Decimal(row["at_least"]))
            for row in csv.DictReader(file)
        ]
    second = [
        Assignment(
            unit_on(code, year_end(2023)),
            Decimal(value),
            decision_number="MH-01/QĐ-UBND",
            decision_date=date(2023, 1, 10),
        )
        for code, value in TARGETS_2023.items()
    ]
    with moment(2022, 8, 2):
        assign(campaign, 2022, first + list(_commune_targets(splits, 2022)), by=by)
    with moment(2023, 1, 30):
        assign(campaign, 2023, second + list(_commune_targets(splits, 2023)), by=by)


def _commune_targets(splits: Mapping[int, Mapping[str, Split]], year: int) -> Iterator[Assignment]:
    """Made-up targets of communes: most are reached, every fifth is missed, every seventh met exactly."""
    for code, split in splits[year].items():
        before = {unit.code: row for unit, row in splits[year - 1][code].communes}
        for unit, row in split.communes:
            old = before[unit.code]
            then, now = rate(old["poor"], old["households"]), rate(row["poor"], row["households"])
            fell = (then or Decimal(0)) - (now or Decimal(0))
            number = int(unit.code)
            aim = fell + Decimal("0.20") if number % 5 == 0 else fell if number % 7 == 0 else fell * 9 / 10
            yield Assignment(
                unit,
                max(half_up(aim), Decimal("0.00")),
                decision_number=f"MH-{code}/QĐ-UBND",
                decision_date=date(year, 1, 20) if year > 2022 else date(2022, 8, 1),
            )
