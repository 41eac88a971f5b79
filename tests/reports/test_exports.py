"""The official forms as Excel files, from the province down to a commune that is its own only line."""

from dataclasses import fields
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from campaign.poverty_standards.domain.standard import load
from core import clock
from core.sheets import Column, Group, Sheet
from reports.exports.excel import Frame, write
from reports.layouts.official_results import F1, Line
from tests import cast

pytestmark = pytest.mark.django_db
TWO_HEADS = Sheet(
    "T", "Bảng thử",
    (Column("=A1", "name", "=B", kind="text"), Group("=Nhóm", (Column("=C", "households", "=1+1"), Column("D", "d")))),
)  # fmt: skip


@pytest.mark.parametrize("layout", [form.code for form in load("mdp-2022-2025").forms])
def test_a_commune_downloads_each_form_of_its_own(layout: str, province: cast.Province, client: Client) -> None:
    province.approve(2022, "22801", 1000, 300, 100)
    client.force_login(province.phuoc_dai)
    response = client.get(f"/bao-cao/{layout}/2022/")
    assert response.status_code == 200
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).worksheets[0]
    words = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert "Xã Phước Đại" in words


FORMULA = '=HYPERLINK("http://x","y")'


@pytest.mark.parametrize("layout", [F1, TWO_HEADS], ids=["form F1", "two heads"])
def test_a_text_of_an_official_table_is_never_a_formula(layout: Sheet) -> None:
    """In the rows as around them: what an office has typed stands there as it was typed."""
    rows = [
        Line({column.key: FORMULA for column in layout.flat}),
        Line({"name": "+1", "households": 5}, is_strong=True),
    ]
    texts = {field.name: FORMULA for field in fields(Frame) if field.name not in ("notes", "on")}
    target = BytesIO()
    write(layout, rows, Frame(**{**texts, "notes": [FORMULA]}), target)
    sheet = load_workbook(target).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells if not isinstance(cell.value, int)} == {"s"}
    assert sum(cell.value == FORMULA for cell in cells) >= len(layout.flat) + 2
    households = [cell for cell in cells if cell.value == 5]
    assert [cell.data_type for cell in households] == ["n"] * len(households)


def test_only_years_with_approved_figures_whose_units_stand_are_offered(
    province: cast.Province, client: Client
) -> None:
    """An official form of a year whose review is still to come would be an empty paper with an official title."""
    client.force_login(province.phuoc_dai)
    for year, code in ((2022, "22801"), (2023, "22801"), (2025, "22741")):
        province.approve(year, code, 100, 10)
    with clock.at(date(2024, 4, 12)):
        content = client.get("/bao-cao/").content.decode()
    assert [year for year in range(2021, 2026) if f"/bao-cao/F1/{year}/" in content] == [2022, 2023]


def test_before_the_first_approval_no_form_is_offered(province: cast.Province, client: Client) -> None:
    client.force_login(province.labour)
    content = client.get("/bao-cao/").content.decode()
    assert "Chưa có kết quả chính thức nào được duyệt." in content
    assert "/bao-cao/F1/" not in content


def test_a_short_form_with_its_signatures_stands_on_one_page() -> None:
    for number, pages in ((10, 1), (60, 0)):
        target = BytesIO()
        write(F1, [Line({"name": "Xã", "households": 5})] * number, Frame("UBND", "Sở", "Năm 2022"), target)
        assert load_workbook(target).worksheets[0].page_setup.fitToHeight == pages


def test_targets_of_the_next_year_are_given_to_the_units_that_stand_when_it_begins(
    province: cast.Province, client: Client
) -> None:
    """The province of 2025 ends in July; in 2024 its targets of 2025 are typed all the same."""
    client.force_login(province.labour)
    with clock.at(date(2024, 12, 20)):
        assert client.get("/chi-tieu/2025/").status_code == 200
