"""Who is eligible: those who meet everything first, then those one step short with what is missing."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from awards.eligibility import MET, MORE, ONE_SHORT
from campaign import judging
from tests import cast

SignIn = Callable[[User], Client]


@pytest.fixture
def figures(province: cast.Province) -> None:
    """Four communes of Bác Ái: one meets, two miss by 1,00 and 0,25 points, one has no target and figures of one year."""
    for code, before, now, target in (
        ("22801", 400, 300, "10.00"),
        ("22783", 400, 310, "10.00"),
        ("22786", 4000, 3025, "10.00"),
    ):
        whole = 10_000 if before == 4000 else 1000
        province.approve(2021, code, whole, before)
        province.approve(2022, code, whole, now)
        province.target(2022, code, target)


def test_the_order_and_what_is_missing(province: cast.Province, figures: None, sign_in: SignIn) -> None:
    page = sign_in(province.bac_ai).get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune")
    rows = {row.unit.code: row for row in page.context["page"].paginator.object_list}
    assert [row.unit.code for row in page.context["page"].object_list[:3]] == ["22801", "22786", "22783"]
    assert rows["22801"].place == MET
    assert (rows["22786"].place, rows["22786"].lacks) == (ONE_SHORT, ("năm 2022: còn thiếu 0,25 điểm %",))
    assert rows["22783"].lacks == ("năm 2022: còn thiếu 1,00 điểm %",)
    assert all(row.unit.code.startswith("22") for row in rows.values())
    words = page.content.decode()
    assert "Đạt mọi tiêu chí đo được" in words
    assert "Còn thiếu một điểm" in words


def test_a_district_sees_its_own_and_excel_has_it_all(province: cast.Province, figures: None, sign_in: SignIn) -> None:
    own = sign_in(province.ninh_son).get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune")
    assert "Phước Đại" not in own.content.decode()
    client = sign_in(province.home)
    assert client.get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune&tai=excel").status_code == 200
    assert client.get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=agency").status_code == 302
    assert client.get("/khen-thuong/annual-2022/du-dieu-kien/").url.endswith("?nhom=district")


def test_two_years_short_is_more_than_one_step(province: cast.Province, figures: None, sign_in: SignIn) -> None:
    page = sign_in(province.home).get("/khen-thuong/interim-2023/du-dieu-kien/?nhom=commune")
    rows = {row.unit.code: row for row in page.context["page"].paginator.object_list}
    assert rows["22801"].place == ONE_SHORT  # 2023 alone is not known
    assert rows["22783"].place == MORE


def test_a_unit_is_not_judged_for_a_year_before_its_birth(province: cast.Province) -> None:
    """Phủ Hà of 2024 took in two wards whose figures of 2021 and 2022 are known."""
    for year in (2021, 2022):
        province.approve(year, "22750", 1000, 40)
        province.approve(year, "22747", 1000, 40)
    born = province.unit("22750", date(2024, 12, 31))
    row = judging.gather(province.campaign, province.campaign.definition, [born], [2022])[born.pk, 2022]
    assert (row.exists, row.this, row.before) == (False, None, None)
