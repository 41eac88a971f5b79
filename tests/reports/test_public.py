"""The public page: what it says of districts and communes, and what it keeps back with small counts."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from campaign.models import FigureSet
from campaign.periods.actions import record_act
from core.numbers import format_rate, rate
from reports.public.domain.lines import KEPT_BACK
from reports.public.table import public_table
from tests.cast import Province
from tests.publishing import public_page
from tests.remembered import remembered
from units.map.domain.levels import Level
from units.models import Ancestry, Succession, Unit

DISTRICTS = ("582", "584", "585", "586", "587", "588", "589")
POOR_2021 = (644, 3367, 3397, 1481, 512, 1564, 1600)
POOR_2022 = (3, 2676, 2600, 1100, 420, 1300, 1250)
HOUSEHOLDS = 20_000
END_2024, END_2025 = date(2024, 12, 31), date(2025, 12, 31)


@pytest.fixture
def one_small(province: Province) -> Province:
    return _one_small(province)


@remembered
def _one_small(province: Province) -> Province:
    """Every district approved for two years; the city has three poor households left in 2022."""
    for year, counts in ((2021, POOR_2021), (2022, POOR_2022)):
        for code, poor in zip(DISTRICTS, counts, strict=True):
            province.approve(year, code, HOUSEHOLDS, poor)
    for code in DISTRICTS:
        province.target(2022, code, "1.00")
    return province


def table(year: int) -> list[list[str]]:
    """The words of the rows of a page, the province last."""
    html = public_page(year)
    rows = re.findall(r"<tr[^>]*>(<th scope=\"row\".*?)</tr>", html, re.S)
    return [
        [_words(cell) for cell in re.findall(r"<t[hd](?! class=\"rank-bar)[^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in rows
    ]


def _words(cell: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())


def test_a_small_count_takes_rate_reduction_verdict_and_a_second_row_with_it(one_small: Province) -> None:
    rows = {row[0]: row[1:] for row in table(2022)}
    assert len(rows) == 8
    assert rows["Thành phố Phan Rang-Tháp Chàm"] == [KEPT_BACK, "3,22", KEPT_BACK, KEPT_BACK, "1,00", KEPT_BACK]
    hidden = [name for name, row in rows.items() if row[0] == KEPT_BACK]
    second = one_small.unit(DISTRICTS[POOR_2022.index(420)]).name
    assert sorted(hidden) == sorted(["Thành phố Phan Rang-Tháp Chàm", second])
    assert rows["Huyện Bác Ái"] == ["2.676", "16,84", "13,38", "3,46", "1,00", "Không đạt"]
    assert rows["Tỉnh Ninh Thuận"][:4] == ["9.349", "8,98", "6,68", "2,30"]


def test_the_next_year_does_not_open_with_what_was_kept_back(one_small: Province) -> None:
    for code, poor in zip(DISTRICTS, POOR_2022, strict=True):
        one_small.approve(2023, code, HOUSEHOLDS, poor + 50)
    rows = {row[0]: row[1:] for row in table(2023)}
    kept = [rate(3, HOUSEHOLDS), rate(420, HOUSEHOLDS)]
    page = public_page(2023)
    assert not [one for one in kept if f">{format_rate(one)}<" in page]
    assert rows["Thành phố Phan Rang-Tháp Chàm"] == ["53", KEPT_BACK, "0,27", KEPT_BACK, "", KEPT_BACK]
    assert rows["Huyện Bác Ái"][:4] == ["2.726", "13,38", "13,63", "-0,25"]


def test_the_page_says_that_cells_are_kept_back(one_small: Province) -> None:
    page = public_page(2022)
    words = " ".join(page.split())
    assert "Số từ 1 đến 4 hộ không được công bố; một số ô khác cũng không công bố để không suy ra được." in words
    assert "còn <b>9.349 hộ nghèo</b>" in words


def test_the_threshold_of_the_setting_decides(one_small: Province, settings: Any) -> None:
    settings.SMALL_COUNT_BELOW = 3
    assert not public_table(one_small.campaign, 2022).keeps_back
    settings.SMALL_COUNT_BELOW = 4
    assert public_table(one_small.campaign, 2022).keeps_back


@pytest.mark.parametrize(("poor", "kept"), [(0, 0), (1, 2), (4, 2), (5, 0)])
def test_1_to_4_are_kept_back_0_and_5_are_said(province: Province, poor: int, kept: int) -> None:
    for code, count in zip(DISTRICTS, (poor, *POOR_2022[1:]), strict=True):
        province.approve(2022, code, HOUSEHOLDS, count)
    assert [row[1] for row in table(2022)].count(KEPT_BACK) == kept


def test_a_province_with_one_poor_district_keeps_its_own_figure_back(province: Province) -> None:
    for code in DISTRICTS:
        province.approve(2022, code, HOUSEHOLDS, 4 if code in ("584", "585") else 0)
    page = public_page(2022)
    assert [row[1] for row in table(2022)] == ["0", KEPT_BACK, KEPT_BACK, "0", "0", "0", "0", KEPT_BACK]
    assert "Số hộ nghèo năm 2022 của Tỉnh Ninh Thuận không công bố" in page


def test_while_a_district_is_missing_the_same_rows_are_kept_back(province: Province) -> None:
    """The second row is kept back before the total is there: pages of two days give nothing away."""
    for code, poor in list(zip(DISTRICTS, POOR_2022, strict=True))[:-1]:
        province.approve(2022, code, HOUSEHOLDS, poor)
    early = [row for row in table(2022) if row[1] == KEPT_BACK]
    province.approve(2022, DISTRICTS[-1], HOUSEHOLDS, POOR_2022[-1])
    assert len(early) == 2
    assert [row[:2] for row in table(2022) if row[1] == KEPT_BACK] == [row[:2] for row in early]


# ---- communes directly below the province ----


SOUTH = {"Huyện Ninh Phước", "Huyện Thuận Nam"}  # between them and the other districts nothing went over


@pytest.fixture
def reformed(province: Province) -> Province:
    return _reformed(province)


@remembered
def _reformed(province: Province) -> Province:
    """2024 by communes and districts, 2025 by the communes that they became; of Xã Phước Hậu one household was poor."""
    parts = Succession.objects.filter(from_unit__name="Phường Đông Hải", is_part=True)
    parts.filter(to_unit__name="Xã Phước Dinh").delete()  # as if its one village had not gone to the south
    parts.update(is_part=False)
    few = Succession.objects.filter(to_unit__name="Xã Phước Hậu").order_by("pk").values_list("from_unit_id", flat=True)
    for code in DISTRICTS:
        below = list(
            Unit.objects.in_force(END_2024).children_of(province.unit(code, END_2024), END_2024).order_by("code")
        )
        counts = [int(unit.pk == few[0]) if unit.pk in few else 40 + 7 * at for at, unit in enumerate(below)]
        for unit, poor in zip(below, counts, strict=True):
            province.approve(2024, unit.code, 900, poor)
        province.approve(2024, code, 900 * len(below), sum(counts))
    for at, unit in enumerate(communes()):
        province.approve(2025, unit.code, 3000, {0: 60, 5: 4, 9: 4}.get(at, 70 + at))
    return province


def communes() -> list[Unit]:
    """The units directly below the province at the end of 2025."""
    top = Unit.objects.in_force(END_2025).get(code="56")
    return list(Unit.objects.in_force(END_2025).children_of(top, END_2025).order_by("code"))


def test_communes_of_2025_have_small_counts_kept_back(reformed: Province) -> None:
    rows = [row for row in table(2025) if row[0].startswith(("Xã", "Phường"))]
    assert len(rows) == 24
    assert [at for at, row in enumerate(rows) if row[1] == KEPT_BACK] == [0, 5, 9]  # 8 of two alone is 4 and 4


def test_communes_open_with_no_more_than_their_districts_said(reformed: Province) -> None:
    """Districts of 2024 and the openings of the communes that they became say the same households twice."""
    opening = [row[0] for row in table(2025) if row[2] == KEPT_BACK and row[0] != "Tỉnh Khánh Hòa"]
    came_from = [_districts_of(name) for name in opening]
    assert "Xã Phước Hậu" in opening
    assert len(opening) == 2 and all(districts <= SOUTH for districts in came_from)
    assert not [row for row in table(2024) if KEPT_BACK in row]  # of the districts themselves nothing


def _districts_of(commune: str) -> set[str]:
    """The districts from which a commune's households came."""
    old = Succession.objects.filter(to_unit__name=commune, on__year=2025).values("from_unit_id")
    above = Ancestry.objects.in_force(END_2024).filter(descendant__in=old, ancestor__level=Level.DISTRICT)
    return set(above.values_list("ancestor__name", flat=True))


# ---- who else reads ----


@pytest.mark.parametrize("page", ["/", "/tim/?q=phan+rang", "/don-vi/", "/cong-khai/lay-y-kien/"])
def test_press_and_public_read_no_count_elsewhere(one_small: Province, sign_in: Any, page: str) -> None:
    for client in (sign_in(one_small.press), Client()):
        words = _words(client.get(page, follow=True).content.decode())
        assert not [count for count in (2676, 1300, 9349) if f"{count:,}".replace(",", ".") in words]


# ---- the three ways out: next year's opening, the foot, a rate; of sums and of a province's own figure too ----


def _communes_of(province: Province, code: str) -> list[str]:
    on = date(2022, 12, 31)
    return list(
        Unit.objects.in_force(on).children_of(province.unit(code), on).order_by("code").values_list("code", flat=True)
    )


@pytest.fixture
def small_sum(province: Province) -> Province:
    return _small_sum(province)


@remembered
def _small_sum(province: Province) -> Province:
    """The city has no figures of its own: its wards add up to three poor households; the province has its own set."""
    wards = _communes_of(province, "582")
    for year, counts in ((2022, POOR_2022), (2023, tuple(poor + 50 for poor in POOR_2022))):
        for at, code in enumerate(wards):
            province.approve(year, code, 1000, int(at < 3) if year == 2022 else 5)
        for code, poor in zip(DISTRICTS[1:], counts[1:], strict=True):
            province.approve(year, code, HOUSEHOLDS, poor)
    province.approve(2022, "58", HOUSEHOLDS * 6 + 1000 * len(wards), sum(POOR_2022[1:]) + 3)
    return province


def test_a_small_sum_is_kept_back_like_a_small_figure(small_sum: Province) -> None:
    now, later = ({row[0]: row[1:] for row in table(year)} for year in (2022, 2023))
    city, second = "Thành phố Phan Rang-Tháp Chàm", small_sum.unit(DISTRICTS[POOR_2022.index(420)]).name
    assert [name for name, row in now.items() if row[0] == KEPT_BACK] == [city, second]
    assert (now[city][2], now[second][2]) == (KEPT_BACK, KEPT_BACK)  # the rates of the year
    assert (later[city][1], later[second][1]) == (KEPT_BACK, KEPT_BACK)  # "Năm trước" of the next
    assert (later[city][3], later[second][3]) == (KEPT_BACK, KEPT_BACK)  # a fall would say the opening
    page = public_page(2023)
    for poor, households in ((3, 1000 * len(_communes_of(small_sum, "582"))), (420, HOUSEHOLDS)):
        assert f">{format_rate(rate(poor, households))}<" not in page


def test_the_foot_gives_a_single_row_kept_back_never_away(province: Province) -> None:
    """All other rows are said: the total less them is the one kept back, so another is kept back or the total is."""
    for code, poor in zip(DISTRICTS, (3, 50, 50, 50, 50, 50, 50), strict=True):
        province.approve(2022, code, HOUSEHOLDS, poor)
    rows = {row[0]: row[1] for row in table(2022)}
    total = rows.pop("Tỉnh Ninh Thuận")
    hidden = [name for name, poor in rows.items() if poor == KEPT_BACK]
    assert len(hidden) >= 2 or total == KEPT_BACK
    assert "Thành phố Phan Rang-Tháp Chàm" in hidden


def test_the_province_s_own_figure_gives_no_more_away_than_the_sum(province: Province) -> None:
    """Two small rows and zeros: their sum tells both, whether the province says it as a sum or as its own set."""
    for code in DISTRICTS:
        province.approve(2022, code, HOUSEHOLDS, 4 if code in ("584", "585") else 0)
    province.approve(2022, "58", HOUSEHOLDS * 7, 8)
    assert table(2022)[-1][:4] == ["Tỉnh Ninh Thuận", KEPT_BACK, "", KEPT_BACK]


@pytest.fixture
def without_the_city(province: Province) -> Province:
    return _without_the_city(province)


@remembered
def _without_the_city(province: Province) -> Province:
    """The province has its own figure; six districts are approved, the city with its three poor households is not."""
    for code, poor in list(zip(DISTRICTS, POOR_2022, strict=True))[1:]:
        province.approve(2022, code, HOUSEHOLDS, poor)
    province.approve(2022, "58", HOUSEHOLDS * 7, sum(POOR_2022))
    return province


def test_the_total_less_the_rows_does_not_tell_the_row_that_is_missing(without_the_city: Province) -> None:
    rows = {row[0]: row[1:] for row in table(2022)}
    second = without_the_city.unit(DISTRICTS[POOR_2022.index(420)]).name
    assert [name for name, row in rows.items() if row[0] == KEPT_BACK] == [second]
    assert rows["Tỉnh Ninh Thuận"][0] == "9.349"
    assert "một số ô khác cũng không công bố" in public_page(2022)


def test_nor_does_the_page_that_opens_with_it(without_the_city: Province) -> None:
    for code, poor in zip(DISTRICTS, POOR_2022, strict=True):
        without_the_city.approve(2023, code, HOUSEHOLDS, poor + 50)
    rows = {row[0]: row[1:] for row in table(2023)}
    second = without_the_city.unit(DISTRICTS[POOR_2022.index(420)]).name
    assert rows["Thành phố Phan Rang-Tháp Chàm"][1] == ""
    assert rows[second][:2] == ["470", KEPT_BACK]
    assert rows["Tỉnh Ninh Thuận"][1] == format_rate(rate(sum(POOR_2022), HOUSEHOLDS * 7))


# ---- what is partial, what is no act yet ----


def test_a_part_never_passes_for_the_whole(province: Province) -> None:
    for code in DISTRICTS[:5]:
        province.approve(2022, code, HOUSEHOLDS, 500)
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", public_page(2022))).split())
    assert "Chưa có kết quả chung của cả địa bàn năm 2022. Mới có 5/7 đơn vị được duyệt kết quả chính thức" in words
    assert "Tỉnh Ninh Thuận còn" not in words
    province.approve(2022, "58", HOUSEHOLDS * 7, 3700)
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", public_page(2022))).split())
    assert "Tỉnh Ninh Thuận còn 3.700 hộ nghèo" in words
    assert "Bảng dưới mới có 5/7 đơn vị." in words


def test_the_page_says_by_which_act_the_figures_are_official_or_that_there_is_none(province: Province) -> None:
    for code in DISTRICTS:
        province.approve(2022, code, HOUSEHOLDS, 500)
    words = " ".join(public_page(2022).split())
    assert "chưa có văn bản công bố của Ủy ban nhân dân tỉnh" in words
    record_act(province.campaign, 2022, "official", number="320/BC-UBND", on=date(2022, 12, 10), by=province.labour)
    words = " ".join(public_page(2022).split())
    assert "Theo văn bản 320/BC-UBND ngày 10/12/2022 của Ủy ban nhân dân tỉnh." in words
    Unit.objects.filter(code="58").update(kind="thanh_pho_tw", name="Thành phố Ninh Thuận")
    words = " ".join(public_page(2022).split())
    assert "Theo văn bản 320/BC-UBND ngày 10/12/2022 của Ủy ban nhân dân thành phố." in words


def test_a_year_without_figures_says_that_nothing_is_published(province: Province) -> None:
    words = public_page(2023)
    assert "Kết quả năm 2023 chưa được công bố." in words
    assert "chưa có văn bản công bố" not in words


def test_a_rate_that_alone_was_published_stands_on_the_page(province: Province) -> None:
    FigureSet.objects.create(
        unit=province.unit("58"),
        year=2022,
        standard=province.campaign.definition.standard,
        status="official",
        as_of=date(2022, 12, 31),
        state="approved",
        poor_rate="4.21",
        recorded_by=province.labour,
    )
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", public_page(2022))).split())
    assert "Tỉnh Ninh Thuận còn 4,21 % hộ nghèo" in words
