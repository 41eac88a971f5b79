"""Labels of roles, states, steps and turns in a province that is a city."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import User
from core import clock
from tests import cast
from tests.awards import walking
from units.models import Unit

TINH, CITY = "Chủ tịch UBND tỉnh", "Chủ tịch UBND thành phố"


@pytest.fixture(params=["tinh", "thanh_pho_tw"])
def words(request: pytest.FixtureRequest, province: cast.Province) -> tuple[str, str]:
    """What the head of the province is called, and what of no such province."""
    Unit.objects.filter(code="58").update(kind=request.param)
    return (TINH, CITY) if request.param == "tinh" else (CITY, TINH)


def test_labels_follow_the_province(
    province: cast.Province, words: tuple[str, str], sign_in: Callable[[User], Client]
) -> None:
    own, other = words
    row = walking.recommended(province, "22801")
    for user, address, said in (
        (province.administrator, "/nguoi-dung/moi/", f">{own}</option>"),  # roles
        (province.home, "/khen-thuong/annual-2022/?trang-thai=tat-ca", f"Đã trình {own}"),  # states of the filter
        (province.home, f"/ho-so/{row.pk}/", f"Trình {own}"),  # steps
        (province.home, "/nhat-ky/", ""),
        (province.home_leader, "/khen-thuong/annual-2022/bang/", ""),
    ):
        page = sign_in(user).get(address, follow=True).content.decode()
        assert escape(said) in page or said in page, address
        assert other not in page, address


def test_nothing_speaks_of_districts_once_they_have_ended(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    for day, said in ((date(2025, 6, 30), True), (date(2025, 7, 1), False)):
        with clock.at(day):
            for user, address, words in (
                (province.administrator, "/sap-xep/moi/hop-nhat/?cap=xa", ">Cấp huyện</a>"),
                (province.home, "/tim/?q=khong-co-gi", "theo tên huyện, xã"),
                (province.home, "/khen-thuong/annual-2022/tham-dinh/", ">Huyện, xã, cơ quan</label>"),
            ):
                page = sign_in(user).get(address, follow=True).content.decode()
                assert (words in page) is said, (day, address)
