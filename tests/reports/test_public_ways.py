"""On the public page who was awarded stands with the district."""

from django.test import Client
from lxml import html

from awards import actions
from awards.models import Decision
from tests import cast
from tests.awards.decisions.test_decisions import given  # noqa: F401  # a fixture

PAGE = "/cong-khai/2022/"


def test_a_commune_stands_with_its_district_and_nobody_twice(
    province: cast.Province,
    given: Decision,  # noqa: F811
) -> None:
    actions.release([given], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    page = html.fromstring(Client().get(PAGE).content)
    names = [" ".join(item.text_content().split()) for item in page.xpath("//div[contains(@class, 'awards')]//li")]
    assert len(names) == 2
    assert all(name.count("huyện ") == 1 for name in names)
