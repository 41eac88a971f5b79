"""The official forms as Excel files, from the province down to a commune that is its own only line."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from campaign.standard import load
from core import clock
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("layout", [form.code for form in load("mdp-2022-2025").forms])
def test_a_commune_downloads_each_form_of_its_own(layout: str, province: cast.Province, client: Client) -> None:
    province.approve(2022, "22801", 1000, 300, 100)
    client.force_login(province.phuoc_dai)
    response = client.get(f"/bao-cao/{layout}/2022/")
    assert response.status_code == 200
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).worksheets[0]
    words = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert "Xã Phước Đại" in words


def test_only_years_whose_units_stand_are_offered(province: cast.Province, client: Client) -> None:
    client.force_login(province.phuoc_dai)
    with clock.at(date(2024, 4, 12)):
        content = client.get("/bao-cao/").content.decode()
    assert [year for year in range(2021, 2026) if f"/bao-cao/F1/{year}/" in content] == [2021, 2022, 2023, 2024]


def test_targets_of_the_next_year_are_given_to_the_units_that_stand_when_it_begins(
    province: cast.Province, client: Client
) -> None:
    """The province of 2025 ends in July; in 2024 its targets of 2025 are typed all the same."""
    client.force_login(province.labour)
    with clock.at(date(2024, 12, 20)):
        assert client.get("/chi-tieu/2025/").status_code == 200
