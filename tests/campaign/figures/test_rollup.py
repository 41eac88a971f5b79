"""Sums: of counts, only when whole; a child's own approved set before its own sum."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.storing import year_end
from campaign.figures.rollup import Line, roll_up
from campaign.models import FigureSet
from tests import cast

COMMUNES = ("22783", "22786", "22789", "22792", "22795", "22798", "22801", "22804", "22807")  # of Bác Ái
DISTRICTS = ("582", "584", "585", "586", "587", "588", "589")


@pytest.fixture
def whole(province: cast.Province) -> cast.Province:
    """Every district approved, 1.000 households each, 10, 20, 30 … poor."""
    for number, code in enumerate(DISTRICTS, 1):
        province.approve(2022, code, 1000, 10 * number, number)
    return province


def _province_line(province: cast.Province) -> Line:
    return roll_up(province.campaign, 2022, province.unit("58"))[0]


def test_the_sum_is_of_counts_and_the_rate_follows(whole: cast.Province) -> None:
    line = _province_line(whole)
    assert line.to_json() == {
        "unit": "58",
        "name": "Tỉnh Ninh Thuận",
        "level": "province",
        "entered": None,
        "summed": {"households": 7000, "poor": 280, "near_poor": 28, "poor_rate": "4.00", "near_poor_rate": "0.40"},
        "children": 7,
        "children_approved": 7,
    }
    assert line.shortage == ""


def test_a_complete_sum_stands_in_for_a_district_without_its_own_set(province: cast.Province) -> None:
    for code in DISTRICTS:
        if code != "584":
            province.approve(2022, code, 1000, 50, 5)
    for code in COMMUNES:
        province.approve(2022, code, 100, 30, 3)
    line, *districts = roll_up(province.campaign, 2022, province.unit("58"))
    bac_ai = next(row for row in districts if row.unit.code == "584")
    assert (bac_ai.entered, bac_ai.summed.counts) == (None, {"households": 900, "poor": 270, "near_poor": 27})
    assert line.summed.counts == {"households": 6900, "poor": 570, "near_poor": 57}
    assert (line.children, line.children_approved) == (7, 6)


def test_one_missing_child_gives_no_total(province: cast.Province) -> None:
    for code in DISTRICTS[:5]:
        province.approve(2022, code, 1000, 50, 5)
    line = _province_line(province)
    assert (line.summed, line.shortage) == (None, "chưa đủ (5/7)")


def test_a_printed_rate_alone_adds_nothing(whole: cast.Province) -> None:
    unit = whole.unit("584")
    FigureSet.objects.filter(unit=unit).update(poor=None, near_poor=None, poor_rate=Decimal("39.14"))
    line = _province_line(whole)
    assert (line.summed, line.children_approved, line.shortage) == (None, 7, "chưa đủ (6/7)")
    assert line.to_json()["summed"] is None


def test_a_rate_only_set_is_not_replaced_by_its_own_sum(whole: cast.Province) -> None:
    for code in COMMUNES:
        whole.approve(2022, code, 100, 30, 3)
    FigureSet.objects.filter(unit=whole.unit("584")).update(poor=None, near_poor=None, poor_rate=Decimal("30.00"))
    assert _province_line(whole).summed is None


def test_what_is_not_approved_official_year_end_is_not_added(whole: cast.Province) -> None:
    unit = whole.unit("584")
    FigureSet.objects.filter(unit=unit).update(status="preliminary")
    assert _province_line(whole).shortage == "chưa đủ (6/7)"
    save_sheet(whole.campaign, 2022, {unit.pk: {"households": 1000, "poor": 1, "near_poor": 1}}, {}, by=whole.bac_ai)
    assert _province_line(whole).shortage == "chưa đủ (6/7)"


def test_another_standard_is_not_added(whole: cast.Province) -> None:
    FigureSet.objects.filter(unit=whole.unit("584")).update(standard="mdp-2016-2020")
    assert _province_line(whole).shortage == "chưa đủ (6/7)"


def test_the_own_set_is_compared_with_its_sum(whole: cast.Province) -> None:
    import_rows(
        whole.campaign,
        [(whole.unit("58"), {"households": 7000, "poor": 281, "near_poor": 28})],
        year=2022,
        status="official",
        as_of=year_end(2022),
        standard=whole.campaign.definition.standard,
        by=User.objects.command_line(),
        approve_act="phê duyệt theo văn bản",
    )
    line = _province_line(whole)
    assert (line.entered.poor, line.difference) == (281, {"poor": 1})


def test_the_number_of_questions_does_not_follow_the_number_of_units(whole: cast.Province) -> None:
    asked = []
    for code in ("22801", "584", "58"):
        unit = whole.unit(code)
        whole.campaign.definition  # read once  # noqa: B018
        with CaptureQueriesContext(connection) as queries:
            roll_up(whole.campaign, 2022, unit)
        asked.append(len(queries))
    assert max(asked) <= 7  # villages are asked for only where they count
