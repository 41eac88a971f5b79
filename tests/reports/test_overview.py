"""The pictures of the movement: ranks, the finding in words, the tile map, who may see which place."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.permissions import Role
from campaign.evaluation.rate_trends import series_of, trend_of, way_words
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.models import FigureSet
from reports.seeing.domain.ranking import Standing
from reports.seeing.domain.tile_map import Shown
from reports.seeing.layouts import layouts, maps_of
from reports.seeing.overview import communes_map, read_overview
from tests import cast
from tests.people import person
from units.models import Unit

db = pytest.mark.django_db


# ---- tiles ----


@db
@pytest.mark.parametrize(
    ("on", "units", "tiles"), [(date(2022, 12, 31), 65, 65), (date(2024, 12, 31), 62, 65), (date(2025, 12, 31), 24, 24)]
)
def test_every_commune_of_every_time_has_its_tile(province: cast.Province, on: date, units: int, tiles: int) -> None:
    """On 01/11/2024 tiles melt together; since 01/07/2025 there is a layout of the new communes."""
    communes = list(Unit.objects.in_force(on).filter(level=3, code__in=_known_communes()).order_by("code"))
    assert len(communes) == units
    found = maps_of([Shown(unit.code, unit.name, unit.bare_name, None) for unit in communes], on)
    assert found is not None
    assert found.lacking == []
    assert len(found.wide.tiles) == tiles
    assert sum(tile.is_named for tile in found.wide.tiles) == units


def _known_communes() -> set[str]:
    return {code for layout in layouts() for code in layout if len(code) == 5}


# ---- what is read ----


@pytest.fixture
def judged(province: cast.Province) -> cast.Province:
    """Bác Ái missed its target by 0,84; Ninh Sơn met it; the others have nothing."""
    for code, before, now, target in (("584", 423, 391, "4.00"), ("585", 131, 101, "1.80")):
        province.approve(2021, code, 1000, before)
        province.approve(2022, code, 1000, now)
        province.target(2022, code, target)
    return province


@db
def test_a_place_is_read_with_its_parts(judged: cast.Province) -> None:
    found = read_overview(judged.campaign, judged.unit("58"), 2022, judged.chairman)
    names = [(row.rank, row.of.name, row.of.share) for row in found.rows if row.rank]
    assert names == [(1, "Huyện Ninh Sơn", Decimal("166.67")), (2, "Huyện Bác Ái", Decimal("80.00"))]
    assert found.finding.startswith("1 trong 7 huyện, thành phố đạt hoặc vượt chỉ tiêu; huyện Bác Ái còn thiếu 0,80")
    assert found.maps is not None
    assert [tile.of.code for tile in found.maps.wide.tiles if tile.of.is_missed] == ["584"]


@db
def test_the_number_of_questions_does_not_grow_with_the_parts(judged: cast.Province) -> None:
    def asked(code: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            read_overview(judged.campaign, judged.unit(code), 2022, judged.chairman)
        return len(found)

    first, *others = Unit.objects.in_force(date(2022, 12, 31)).children_of(judged.unit("585"), date(2022, 12, 31))
    judged.approve(2022, first.code, 500, 50)
    few = asked("585")
    for unit in others:
        judged.approve(2022, unit.code, 500, 50)
    assert asked("585") <= few


@db
def test_what_is_typed_is_no_result_and_what_was_sent_is_preliminary(judged: cast.Province) -> None:
    judged.approve(2021, "22801", 1000, 200)
    unit = judged.unit("22801")
    save_sheet(
        judged.campaign, 2022, {unit.pk: {"households": 1000, "poor": 150, "near_poor": 10}}, {}, by=judged.bac_ai
    )

    def read() -> Standing:
        found = read_overview(judged.campaign, judged.unit("584"), 2022, judged.bac_ai)
        return next(row.of for row in found.rows if row.of.code == "22801")

    assert (read().now, read().is_open, read().why) == (None, False, "Đang nhập")
    advance([FigureSet.objects.get(unit=unit, year=2022).pk], "submit", by=judged.bac_ai)
    assert (read().now, read().reduction, read().is_open) == (Decimal("15.00"), Decimal("5.00"), True)


@db
def test_a_year_without_figures_says_so(province: cast.Province, client: Client) -> None:
    client.force_login(province.chairman)
    page = client.get("/tong-quan/2023/").content.decode()
    assert "Chưa huyện, thành phố nào có đủ số liệu và chỉ tiêu để kết luận." in page
    assert "tilemap" not in page  # a board of empty tiles says nothing
    assert "<b></b>" not in page  # nor does a label without a number on a phone


@db
def test_communes_are_on_the_map_of_a_province_that_has_districts(judged: cast.Province) -> None:
    assert communes_map(judged.campaign, judged.unit("58"), 2022, judged.chairman) is None  # no number yet
    judged.approve(2022, "22801", 1000, 150)
    found = communes_map(judged.campaign, judged.unit("58"), 2022, judged.chairman)
    assert found is not None
    assert (found.size, len(found.wide.tiles)) == ("large", 65)
    assert communes_map(judged.campaign, judged.unit("584"), 2022, judged.chairman) is None
    own = communes_map(judged.campaign, judged.unit("58"), 2022, judged.bac_ai)
    assert own is not None
    assert len(own.wide.tiles) == 9  # of one's own district alone


@db
def test_the_line_of_a_unit_has_what_was_asked_of_it(judged: cast.Province) -> None:
    lines = series_of(judged.campaign, judged.unit("584"), range(2021, 2026))
    assert way_words(lines) == "Từ 42,30 % năm 2021 xuống 39,10 % năm 2022"
    found = trend_of(judged.campaign, judged.unit("584"), lines)
    assert found is not None
    assert [point.label for point in found.points] == ["42,30", "39,10"]
    assert len(found.bands) == 1
    assert way_words(lines[:1]) == ""


# ---- who sees which place ----


@db
def test_a_district_sees_itself_and_nobody_else(judged: cast.Province, client: Client) -> None:
    client.force_login(judged.bac_ai)
    own = client.get("/tong-quan/2022/")
    assert own.status_code == 200
    assert "Huyện Bác Ái" in own.content.decode()
    assert "Ninh Sơn" not in own.content.decode()
    assert client.get("/tong-quan/2022/585/").status_code == 404
    assert client.get("/tong-quan/2022/585/chieu/1/").status_code == 404


@db
def test_a_commune_has_the_page_of_its_years(judged: cast.Province, client: Client) -> None:
    officer = person("xa", Role.COMMUNE_OFFICER, judged.unit("22801"))
    client.force_login(officer)
    answer = client.get("/tong-quan/2022/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/dien-bien/22801-")


@db
def test_figures_are_shown_one_at_a_time_in_a_meeting(judged: cast.Province, client: Client) -> None:
    client.force_login(judged.chairman)
    first = client.get("/tong-quan/2022/58/chieu/1/").content.decode()
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    number = 1
    while client.get(f"/tong-quan/2022/58/chieu/{number + 1}/").status_code == 200:
        number += 1
    last = client.get(f"/tong-quan/2022/58/chieu/{number}/").content.decode()
    assert number >= 3
    assert 'rel="next"' not in last
    assert client.get("/tong-quan/2022/58/chieu/0/").status_code == 404


@db
def test_the_start_page_of_a_leader_has_the_pictures(judged: cast.Province, client: Client) -> None:
    client.force_login(judged.chairman)
    page = client.get("/").content.decode()
    assert "huyện Bác Ái còn thiếu 0,80 điểm %" in page
    assert 'class="tilemap' in page
    client.force_login(judged.bac_ai)
    assert "tilemap" not in client.get("/").content.decode()
