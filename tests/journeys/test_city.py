"""Thành phố Lâm Hải (there is none): the road of the two levels in a city of the rank of a tỉnh, with its own words.

What the road types and reads of a tỉnh, it types and reads of a thành phố; nothing that is shown calls the city a tỉnh.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core import clock
from core.own_words import in_words
from tests.journeys import steps
from tests.journeys import test_two_levels as road
from tests.journeys.walker import Portal, Walker

# asked before the portal knows what it is
KEPT = ("Mã tỉnh", "Tên tỉnh", "hai cấp: tỉnh, xã")
OF_A_TINH = re.compile(r".{0,40}(?<![Cc]ấp )\b[Tt]ỉnh\b(?!, (thành phố|xã|huyện)| hoặc thành phố).{0,30}")
# pages that speak of any province: the kinds of units there are, a province that joins another
OF_EVERYWHERE = (
    "/nap-don-vi/",
    *(f"/sap-xep/moi/{word}/?cap=tinh" for word in ("doi-ten", "hop-nhat", "ket-thuc")),
)


def of_a_city(said: Any) -> Any:
    """The same of a city: of what is typed, read or pressed."""
    if isinstance(said, dict):
        return {of_a_city(label): of_a_city(value) for label, value in said.items()}
    return in_words(said, "thành phố") if isinstance(said, str) and said not in KEPT else said


class CityWalker(Walker):
    """Walks the road in a city's words."""

    def follow(self, label: str, *more: Any, **options: Any) -> Any:
        return super().follow(of_a_city(label), *more, **options)

    def send(self, button: str, fields: Any = None, **options: Any) -> Any:
        return super().send(of_a_city(button), of_a_city(fields or {}), **options)

    def reads(self, *said: str) -> Any:
        return super().reads(*map(of_a_city, said))

    def lacks(self, *said: str) -> Any:
        return super().lacks(*map(of_a_city, said))


class CityPortal(Portal):
    def visitor(self) -> Walker:
        self.walkers.append(CityWalker())
        return self.walkers[-1]


@pytest.mark.long
@pytest.mark.django_db
def test_the_road_of_two_levels_in_a_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = tmp_path / "thanh-pho.toml"
    plan.write_text(of_a_city(road.PLAN.read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.setattr(road, "PLAN", plan)
    portal = CityPortal()
    with clock.at(date(2026, 1, 5)):
        road.begun(portal)
    with clock.at(date(2026, 1, 20)):
        road.prepared(portal, tmp_path)
    with clock.at(date(2026, 1, 21)):
        road.plan_is_filed(portal)
    with clock.at(date(2026, 11, 20)):
        road.two_periods_are_opened(portal)
    with clock.at(date(2026, 12, 16)):
        road.a_commune_enters_under_both_standards(portal)
        road.the_agency_enters_the_others(portal)
    with clock.at(date(2026, 12, 17)):
        road.approved_by_somebody_else(portal)
    with clock.at(date(2027, 12, 18)):
        road.the_first_year_of_the_new_standard(portal, tmp_path)
    with clock.at(date(2028, 2, 10)):
        road.nominated(portal, "Một", "Xã Lâm 1", "12,00 − 11,00")
        road.nominated(portal, "Đảo", "Đặc khu Hòn Nhạn", "8,80 − 7,00")
    with clock.at(date(2028, 2, 16)):
        road.appraised(portal)
    with clock.at(date(2028, 2, 20)):
        road.voted(portal)
    with clock.at(date(2028, 2, 26)):
        road.decided(portal)
        people = ("Trần Chủ Tịch", "Vũ Văn Chánh", "Lê Thị Giám", "Phan Thị Quản", "Bùi Thị Một")
        found = steps.foreign_words(portal, people, OF_A_TINH)
        assert [hit for hit in found if not hit.startswith(OF_EVERYWHERE)] == []
