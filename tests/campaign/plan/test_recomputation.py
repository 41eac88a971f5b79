"""Findings against a slow, obvious computation from the raw rows, written apart: random provinces of a few communes."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from itertools import product
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from accounts import audit
from accounts.models import User
from campaign.models import Campaign, FigureSet, Target
from campaign.plan.actions.definitions import store_definition
from core import clock
from core.findings import Finding, all_of, any_of
from tests import cast
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Ancestry, Classification, Placement, Unit, UnitName

YEARS = (2021, 2022, 2023)
OURS, OLD = "mdp-2022-2025", "mdp-2016-2021"
CENT = Decimal("0.01")

counts = st.sampled_from([0, 1, 3, 5, 8, 13, 21, 30, 44, 59, 60])
wholes = st.sampled_from([60, 64, 75, 80, 96, 120, 200])
sets = st.fixed_dictionaries(
    {
        "households": wholes, "poor": counts, "state": st.sampled_from(["approved"] * 6 + ["submitted"]),
        "status": st.sampled_from(["official"] * 8 + ["preliminary"]), "replaced": st.sampled_from([False] * 9 + [True]),
        "as_of": st.sampled_from(["31/12"] * 9 + ["30/06"]), "standard": st.sampled_from([OURS] * 6 + [OLD]),
        "rate_only": st.sampled_from([None] * 4 + ["4.50", "6.00", "7.50", "9.00"]),
    }
)  # fmt: skip
targets = st.fixed_dictionaries(
    {
        "at_least": st.sampled_from(["0.00", "1.25", "1.67", "5.00", "as it fell", "as it fell", "a hundredth more"]),
        "replaced": st.booleans(), "is_own": st.sampled_from([False] * 4 + [True]),
        "decision": st.sampled_from(["", "12/QĐ-UBND"]),
    }
)  # fmt: skip
days = st.sampled_from([date(2021, 1, 1), date(2022, 1, 1), date(2022, 1, 2), date(2022, 7, 1), date(2023, 1, 1), date(2023, 12, 31)])  # fmt: skip
coastal = st.tuples(st.just(date(2021, 1, 1)) | days, days).filter(lambda pair: pair[0] < pair[1])
communes = st.fixed_dictionaries(
    {
        "begins": st.sampled_from([date(2021, 1, 1)] * 6 + [date(2022, 6, 1), date(2023, 2, 1)]),
        "ends": st.sampled_from([date.max] * 6 + [date(2022, 7, 1), date(2022, 12, 31), date(2023, 1, 1)]),
        "class": st.one_of(st.none(), coastal, coastal),
        "sets": st.fixed_dictionaries({year: st.lists(sets, max_size=2) for year in YEARS}),
        "targets": st.fixed_dictionaries({year: st.lists(targets, max_size=2) for year in YEARS}),
    }
)  # fmt: skip


@pytest.fixture
def campaign(db: None, on_deadline_evening: None) -> Campaign:
    with audit.change(User.objects.command_line()) as trail:
        found_unit("58", "Tỉnh Thử", Kind.PROVINCE, parent=None, trail=trail)
        derive_ancestry()
    version, _ = store_definition(cast.DEFINITION.read_text(encoding="utf-8"), by=User.objects.command_line())
    return version.campaign


def _store(campaign: Campaign, drawn: list[dict[str, Any]]) -> list[Unit]:
    """The raw rows, written without any action: constraints of one current row an engine keeps are kept here too."""
    by, now, units = User.objects.command_line(), clock.now(), []
    for at, row in enumerate(drawn):
        if row["begins"] >= row["ends"]:
            row["ends"] = date.max
        unit = Unit.objects.create(
            code=f"9{at}", level=3, kind="xa", name=f"Xã {at}", valid_from=row["begins"], valid_to=row["ends"]
        )
        UnitName.objects.create(unit=unit, name=unit.name, valid_from=row["begins"], valid_to=row["ends"])
        Placement.objects.create(unit=unit, parent=campaign.province, valid_from=row["begins"], valid_to=row["ends"])
        if row["class"] is not None:
            start, end = row["class"]
            Classification.objects.create(unit=unit, value="coastal_special", valid_from=start, valid_to=end)
        for year in YEARS:
            seen: set[tuple[Any, ...]] = set()
            for number, item in enumerate(row["sets"][year], 1):
                as_of = date(year, 12, 31) if item["as_of"] == "31/12" else date(year, 6, 30)
                key = (item["standard"], item["status"], as_of, item["state"] == "approved")
                item["replaced"] = item["replaced"] or key in seen
                seen.add(key)
                bare = item["rate_only"] is not None
                FigureSet.objects.create(
                    unit=unit,
                    year=year,
                    standard=item["standard"],
                    status=item["status"],
                    as_of=as_of,
                    number=number,
                    state=item["state"],
                    recorded_by=by,
                    households=None if bare else item["households"],
                    poor=None if bare else item["poor"],
                    near_poor=None if bare else 0,
                    poor_rate=Decimal(item["rate_only"]) if bare else None,
                    replaced_at=now if item["replaced"] else None,
                    approved_at=now,
                )
            own_seen: set[bool] = set()
            for item in row["targets"][year]:
                item["at_least"] = _drawn_target(row, year, item["at_least"])
                item["replaced"] = item["replaced"] or item["is_own"] in own_seen
                if not item["replaced"]:
                    own_seen.add(item["is_own"])
                Target.objects.create(
                    campaign=campaign,
                    unit=unit,
                    year=year,
                    at_least=Decimal(item["at_least"]),
                    is_own=item["is_own"],
                    decision_number=item["decision"],
                    replaced_at=now if item["replaced"] else None,
                    recorded_by=by,
                )
        units.append(unit)
    derive_ancestry()
    return units


def _drawn_target(row: dict[str, Any], year: int, words: str) -> str:
    """A target at the edge: exactly what the rate fell by, or a hundredth of a point more."""
    if words[0].isdigit():
        return words
    this, before = _pair(row, year)
    fell = _rate(before) - _rate(this) if this is not None and before is not None else Decimal(1)
    return f"{max(fell, Decimal(0)) + (0 if words == 'as it fell' else CENT):.2f}"


def _wipe() -> None:
    for model in (FigureSet, Target, Classification, Ancestry, Placement, UnitName, Unit):
        rows = model.objects.all()
        if model is Unit:
            rows = rows.exclude(code="58")
        elif model in (Placement, UnitName):
            rows = rows.exclude(unit__code="58")
        rows.delete()


# ---- the slow, obvious way: only the drawn data, no code of the portal ----


def _rate(item: dict[str, Any]) -> Decimal:
    if item["rate_only"] is not None:
        return Decimal(item["rate_only"])
    return (Decimal(item["poor"]) * 100 / Decimal(item["households"])).quantize(CENT, rounding=ROUND_HALF_UP)


def _judging(row: dict[str, Any], year: int) -> list[dict[str, Any]]:
    return [
        item
        for item in row["sets"].get(year, [])
        if item["state"] == "approved"
        and item["status"] == "official"
        and item["as_of"] == "31/12"
        and not item["replaced"]
    ]


def _pair(row: dict[str, Any], year: int) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """This year's set of the plan's standard before another; last year's of the same standard before another."""
    now = sorted(_judging(row, year), key=lambda item: item["standard"] != OURS)
    this = now[0] if now else None
    before = sorted(_judging(row, year - 1), key=lambda item: item["standard"] != OURS)
    if this is not None:
        before.sort(key=lambda item: item["standard"] != this["standard"])
    return this, before[0] if before else None


def _expected(row: dict[str, Any], year: int) -> dict[str, tuple[str, str | None, str | None]]:
    """Cc2 and Cc3 of a commune in a year: outcome, measured, required."""
    na = ("not_applicable", None, None)
    if not row["begins"] <= date(year, 12, 31) < row["ends"]:
        return {"Cc2": na, "Cc3": na}
    day = max(date(year, 1, 1), row["begins"])
    coastal = row["class"] is not None and row["class"][0] <= day < row["class"][1]
    this, before = _pair(row, year)
    if this is not None and before is not None and this["standard"] != before["standard"]:
        fell, broken = None, True
    elif this is None or before is None:
        fell, broken = None, False
    else:
        fell, broken = _rate(before) - _rate(this), False

    def compared(required: Decimal) -> tuple[str, str | None, str | None]:
        if broken:
            return na
        if fell is None:
            return ("unknown", None, None)
        return ("met" if fell >= required else "not_met", f"{fell:.2f}", f"{required:.2f}")

    if coastal:
        return {"Cc2": compared(Decimal("1.50")), "Cc3": na}
    asked = [item for item in row["targets"][year] if not item["replaced"] and not item["is_own"]]
    if not asked:
        return {"Cc2": na, "Cc3": ("unknown", None if fell is None else f"{fell:.2f}", None)}
    required = Decimal(asked[0]["at_least"])
    if required == 0 and this is not None and _rate(this) == 0:
        return {"Cc2": na, "Cc3": ("met", None, None)}
    return {"Cc2": na, "Cc3": compared(required)}


def _edge(*rates: str, coastal: bool, first: str = OURS) -> dict[str, Any]:
    """A commune with printed rates of three year-ends, whose targets are exactly what they fell by."""
    plain = {
        "households": 60,
        "poor": 1,
        "state": "approved",
        "status": "official",
        "replaced": False,
        "as_of": "31/12",
        "standard": OURS,
    }
    target = {"at_least": "as it fell", "replaced": False, "is_own": False, "decision": ""}
    return {
        "begins": date(2021, 1, 1),
        "ends": date.max,
        "class": (date(2021, 1, 1), date.max) if coastal else None,
        "sets": {
            year: [plain | {"rate_only": rate, "standard": first if year == YEARS[0] else OURS}]
            for year, rate in zip(YEARS, rates, strict=True)
        },
        "targets": {year: [dict(target)] for year in YEARS},
    }


@example(drawn=[_edge("9.00", "7.50", "6.01", coastal=True), _edge("9.00", "7.50", "6.01", coastal=False)])
@example(drawn=[_edge("9.00", "7.50", "6.01", coastal=coast, first=OLD) for coast in (True, False)])
@settings(
    max_examples=100,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=st.lists(communes, min_size=1, max_size=4))
def test_findings_agree_with_the_obvious_computation(campaign: Campaign, drawn: list[dict[str, Any]]) -> None:
    _wipe()
    units = _store(campaign, drawn)
    out = StringIO()
    call_command("evaluate", "--campaign", campaign.code, "--round", "interim-2023", "--format", "json", stdout=out)
    found = {
        (row["unit"], row["criterion"], row["year"]): (row["outcome"], row["actual"], row["required"])
        for row in json.loads(out.getvalue())
        if row["category"] == "commune"
    }
    window = (2022, 2023)
    wanted = {
        (unit.code, criterion, year): finding
        for unit, row in zip(units, drawn, strict=True)
        if any(row["begins"] <= date(year, 12, 31) < row["ends"] for year in window)
        for year in window
        for criterion, finding in _expected(row, year).items()
    }
    assert found == wanted


# ---- AND, OR ----

OUTCOMES = ("met", "not_met", "unknown", "not_applicable")


def _every(outcomes: tuple[str, ...]) -> str:
    """Written from the words of the plan: leave out what does not apply; a miss decides, then what is not known."""
    left = [item for item in outcomes if item != "not_applicable"]
    if left == []:
        return "not_applicable"
    if left.count("not_met") > 0:
        return "not_met"
    return "unknown" if left.count("unknown") > 0 else "met"


def _one(outcomes: tuple[str, ...]) -> str:
    left = [item for item in outcomes if item != "not_applicable"]
    if left == []:
        return "not_applicable"
    if left.count("met") > 0:
        return "met"
    return "unknown" if left.count("unknown") > 0 else "not_met"


def _all_lists() -> Iterator[tuple[str, ...]]:
    for size in range(5):
        yield from product(OUTCOMES, repeat=size)


def test_and_or_over_every_list_of_outcomes() -> None:
    for outcomes in _all_lists():
        kinds = [Finding.unknown("").outcome.__class__(item) for item in outcomes]
        assert (all_of(kinds).value, any_of(kinds).value) == (_every(outcomes), _one(outcomes)), outcomes
