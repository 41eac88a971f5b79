"""From the public page one signs in, takes its table along, and reads where who was awarded stands."""

import io

import pytest
from django.test import Client
from lxml import html
from openpyxl import load_workbook

from awards import actions
from tests import cast
from tests.awards.decisions.test_decisions import given  # noqa: F401  # a fixture

PAGE = "/cong-khai/2022/"


@pytest.mark.django_db
def test_the_table_goes_along_as_it_is_printed(province: cast.Province) -> None:
    for code in ("584", "585"):
        province.approve(2021, code, 1000, 200)
        province.approve(2022, code, 1000, 150 if code == "584" else 3)
    page = html.fromstring(Client().get(PAGE).content)
    assert page.xpath("//header//a[@href='/dang-nhap/']/text()") == ["Đăng nhập"]
    (link,) = page.xpath("//a[contains(., 'Excel')]/@href")
    answer = Client().get(PAGE + str(link))
    sheet = load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content)).worksheets[0]
    rows = {str(row[0].value): [str(cell.value or "") for cell in row[1:6]] for row in sheet.iter_rows()}
    for row in page.xpath("//table[contains(@class, 'pairs')]//tbody/tr"):
        cells = [" ".join(cell.text_content().split()) for cell in row.xpath("./*")]
        assert rows[cells[0]] == cells[1:6]
    assert "3" not in rows["Huyện Ninh Sơn"]  # kept back there, kept back here


def test_a_commune_stands_with_its_district_and_nobody_twice(
    province: cast.Province,
    given: object,  # noqa: F811
) -> None:
    actions.release([given], unsigned_reason="Bản ký gửi sau.", by=province.chairman)  # type: ignore[list-item]
    page = html.fromstring(Client().get(PAGE).content)
    names = [" ".join(item.text_content().split()) for item in page.xpath("//div[contains(@class, 'awards')]//li")]
    assert len(names) == 2
    assert all(name.count("huyện ") == 1 for name in names)
