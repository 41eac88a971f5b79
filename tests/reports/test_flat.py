"""The long table of a year: one line a unit and indicator, only of what one may see."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from reports.exports.flat import HEADS
from tests import cast

pytestmark = pytest.mark.django_db


def _rows(user: User) -> list[dict[str, str]]:
    client = Client()
    client.force_login(user)
    answer: Any = client.get("/bao-cao/du-lieu-phang/2022/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_count_is_a_line_with_its_status_and_version(province: cast.Province) -> None:
    province.approve(2022, "584", 8140, 3186, 1200)
    rows = _rows(province.labour)
    assert list(rows[0]) == list(HEADS)
    told = {row["chi_tieu"]: row["gia_tri"] for row in rows if row["ma_don_vi"] == "584"}
    assert told == {"households": "8140", "poor": "3186", "near_poor": "1200"}
    (poor,) = [row for row in rows if row["chi_tieu"] == "poor"]
    assert (poor["trang_thai"], poor["phien_ban"], poor["minh_hoa"]) == ("Đã duyệt, khóa số liệu", "1", "false")


def test_nobody_takes_lines_of_a_place_that_they_do_not_see(province: cast.Province) -> None:
    for code in ("584", "585"):
        province.approve(2022, code, 8140, 3186)
    assert {row["ma_don_vi"] for row in _rows(province.bac_ai)} == {"584"}
    assert {row["ma_don_vi"] for row in _rows(province.labour)} == {"584", "585"}
