"""The 24 units of today and the 62 communes they came from."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.permissions import Role
from campaign.evaluation import judging
from campaign.evaluation.unit_facts import gather
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.storing import year_end
from campaign.figures.series import lineage_of, on_units_of
from campaign.figures.unit_figures import figures_of
from campaign.poverty_standards.domain.year_standards import only
from core import clock
from core.findings import Outcome
from core.workflow import Refused
from tests import cast
from units.map.actions.shares import enter_shares
from units.map.domain.levels import Level
from units.models import Membership, Unit

STANDARD = "mdp-2022-2025"

TODAY = date(2025, 7, 2)
LATER = clock.moment_on(TODAY, clock.now().time())


def _file_communes(province: cast.Province, year: int) -> dict[str, dict[str, int]]:
    """Different counts for every commune that stood at the end of a year."""
    end = year_end(year)
    communes = Unit.objects.in_force(end).at_level(Level.COMMUNE).order_by("code")
    counts = {
        unit.code: {"households": 1000 + 7 * at, "poor": 101 + 3 * at, "near_poor": 53 + at}
        for at, unit in enumerate(communes)
    }
    import_rows(
        province.campaign,
        [(unit, counts[unit.code]) for unit in communes],
        year=year,
        status="official",
        as_of=end,
        standard=province.campaign.definition.standard,
        by=User.objects.command_line(),
        approve_act="phê duyệt",
        source="thử",
    )
    return counts


def _series(province: cast.Province, years: list[int]) -> tuple[dict, list[Unit]]:
    units = list(Unit.objects.in_force(TODAY).at_level(Level.COMMUNE).order_by("code"))
    lineage = lineage_of(units)
    return on_units_of(
        units, lineage, figures_of(list(lineage.units.values()), years, only(STANDARD)), years, on=TODAY
    ), units


def _dong_hai() -> Unit:
    return Unit.objects.bearing("22768", date(2024, 12, 31))


def test_without_shares_two_units_are_not_comparable(province: cast.Province) -> None:
    with clock.at(LATER):
        counts = _file_communes(province, 2024)
        found, units = _series(province, [2024])
    assert (len(units), len(counts)) == (24, 62)
    apart = [unit for unit in units if not found[unit.pk][0].is_comparable]
    assert sorted(unit.name for unit in apart) == ["Phường Đông Hải", "Xã Phước Dinh"]
    assert all("Đông Hải bị chia" in found[unit.pk][0].why for unit in apart)
    lineage = lineage_of(units)
    old = {unit.pk for unit in lineage.standing(date(2024, 12, 31)) if unit.level == Level.COMMUNE}
    came_to: dict[int, set[int]] = {}
    for way in lineage.ways:
        if way.on == date(2025, 7, 1):
            came_to.setdefault(way.new, set()).add(way.old)
    whole = set().union(*(came_to[unit.pk] for unit in units if unit not in apart))
    parted = set().union(*(came_to[unit.pk] for unit in apart))
    assert whole | parted == old
    assert not whole & parted
    assert len(old) == 62
    summed = sum(found[unit.pk][0].counts["poor"] for unit in units if unit not in apart)
    assert summed == sum(counts[unit.code]["poor"] for unit in Unit.objects.filter(pk__in=whole))


def test_with_shares_every_sum_is_exact(province: cast.Province) -> None:
    with clock.at(LATER):
        old_counts = {year: _file_communes(province, year) for year in (2023, 2024)}
        steps = list(_dong_hai().successions.order_by("pk"))
        enter_shares(
            _dong_hai(),
            {steps[0].pk: Decimal("0.137"), steps[1].pk: Decimal("0.863")},
            act="BC 12/BC-UBND",
            by=User.objects.command_line(),
        )
        found, units = _series(province, [2023, 2024])
    assert len(old_counts[2023]) == 65
    for at, year in enumerate((2023, 2024)):
        for name in ("households", "poor", "near_poor"):
            total = sum(found[unit.pk][at].counts[name] for unit in units)
            assert total == sum(row[name] for row in old_counts[year].values())


def test_a_reused_code_never_inherits(province: cast.Province) -> None:
    """22750 was phường Thanh Sơn and is phường Phủ Hà since 01/11/2024: its own past is both, not the code's."""
    with clock.at(clock.moment_on(date(2024, 12, 31), clock.now().time())):
        _file_communes(province, 2023)
        phu_ha = Unit.objects.bearing("22750", date(2024, 12, 31))
        lineage = lineage_of([phu_ha])
        figures = figures_of(list(lineage.units.values()), [2023], only(STANDARD))
        line = on_units_of([phu_ha], lineage, figures, [2023], on=date(2024, 12, 31))[phu_ha.pk][0]
    assert line.origins == ("Phường Phủ Hà", "Phường Thanh Sơn")
    rows = [figures[pk, 2023].values["poor"] for pk in lineage.units if (pk, 2023) in figures]
    assert line.counts["poor"] == sum(rows)
    assert len(rows) == 2


def test_the_opening_of_a_merged_unit_says_so_and_no_target_is_inherited(province: cast.Province) -> None:
    with clock.at(clock.moment_on(date(2024, 12, 31), clock.now().time())):
        _file_communes(province, 2023)
        phu_ha = Unit.objects.bearing("22750", date(2024, 12, 31))
        facts = gather(province.campaign, province.campaign.definition, [phu_ha], [2024])[phu_ha.pk, 2024]
    assert "cộng số hộ của 2 đơn vị trước sắp xếp" in facts.before.source.label
    assert facts.targets == {}


def test_a_share_opens_the_opening(province: cast.Province) -> None:
    plan = province.campaign.definition
    with clock.at(LATER):
        _file_communes(province, 2024)
        new = Unit.objects.bearing("22780", TODAY)
        facts = gather(province.campaign, plan, [new], [2025])[new.pk, 2025]
        assert facts.before is None
        assert "không so sánh được" in facts.why_no_opening
        steps = list(_dong_hai().successions.order_by("pk"))
        by = User.objects.command_line()
        enter_shares(_dong_hai(), {s.pk: Decimal("0.5") for s in steps}, act="BC 12/BC-UBND", by=by)
        facts = gather(province.campaign, plan, [new], [2025])[new.pk, 2025]
    assert facts.before is not None
    assert "một phần Phường Đông Hải" in facts.before.source.label


def test_shares_are_versions(province: cast.Province) -> None:
    with clock.at(LATER):
        steps = list(_dong_hai().successions.order_by("pk"))
        by = User.objects.command_line()
        for first in ("0.2", "0.3"):
            enter_shares(_dong_hai(), {steps[0].pk: Decimal(first), steps[1].pk: 1 - Decimal(first)}, act="BC 1", by=by)
    assert [(row.share, row.replaced_at is None) for row in steps[0].shares.order_by("pk")] == [
        (Decimal("0.2"), False),
        (Decimal("0.3"), True),
    ]


@pytest.mark.parametrize("wrong", [("0.6", "0.6"), ("0.5", "0.4"), ("1", "0")])
def test_shares_above_or_below_the_whole_are_refused(province: cast.Province, wrong: tuple[str, str]) -> None:
    with clock.at(LATER):
        steps = list(_dong_hai().successions.order_by("pk"))
        typed = {step.pk: Decimal(text) for step, text in zip(steps, wrong, strict=True)}
        with pytest.raises(Refused):
            enter_shares(_dong_hai(), typed, act="BC 12", by=User.objects.command_line())
    assert not steps[0].shares.exists()


def test_the_page_speaks_of_both_and_asks_a_fixed_number_of_questions(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    with clock.at(LATER):
        _file_communes(province, 2023)
        _file_communes(province, 2024)
        renewed = Unit.objects.bearing("56", TODAY)
        Membership.objects.create(user=province.auditor, role=Role.AUDITOR, unit=renewed, valid_from=TODAY)
        client = sign_in(province.auditor)
        client.get("/dien-bien/22780-2025-07-01/")
        counts = []
        for slug in ("22780-2025-07-01", "22741-2025-07-01"):
            with CaptureQueriesContext(
                connection,
            ) as seen:
                page = client.get(f"/dien-bien/{slug}/")
            counts.append(len(seen))
        text = client.get("/dien-bien/22780-2025-07-01/").content.decode()
    assert page.status_code == 200
    assert "Không so sánh được" in text
    assert "Như đã báo cáo" in text
    assert counts[0] == counts[1]


def test_findings_of_2025_without_a_target_say_so(province: cast.Province) -> None:
    with clock.at(LATER):
        _file_communes(province, 2024)
        new = Unit.objects.bearing("22741", TODAY)
        plan = province.campaign.definition
        category = plan.find_category("commune")
        rows = judging.judge_units(province.campaign, plan, category, plan.measured("commune"), [new], [2025])
    assert {row.finding.outcome for row in rows} <= {Outcome.UNKNOWN, Outcome.NOT_APPLICABLE}


def test_a_province_without_a_set_of_its_own_is_the_sum_of_its_parts(province: cast.Province, client: Client) -> None:
    """F1, goals and public page print this sum: the series of the province does too."""
    for code in ("582", "584", "585", "586", "587", "588", "589"):
        province.approve(2021, code, 1000, 80, 10)
        province.approve(2022, code, 1000, 60, 10)
    client.force_login(province.labour)
    page = client.get(f"/dien-bien/{province.unit('58').slug}/")
    lines = {
        line.year: (line.counts["poor"], line.poor_rate, line.reduction)
        for line in page.context["lines"]
        if line.counts
    }
    assert lines == {2021: (560, Decimal("8.00"), None), 2022: (420, Decimal("6.00"), Decimal("2.00"))}
    assert "cộng 7 đơn vị trực thuộc đã duyệt" in page.content.decode()
