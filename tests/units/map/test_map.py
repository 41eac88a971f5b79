"""The real map through two reforms: units, names, successions, search."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import audit
from accounts.models import User
from core import clock
from core.workflow import Refused
from tests import cast
from units.map.actions import map as actions
from units.map.domain.levels import Class, Kind, Level
from units.models import Ancestry, Succession, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def the_map() -> None:
    cast.put_map()


@pytest.mark.parametrize(
    ("day", "communes", "districts"),
    [("2022-12-31", 65, 7), ("2024-10-31", 65, 7), ("2024-11-01", 62, 7), ("2025-06-30", 62, 7), ("2025-07-01", 24, 0)],
)
def test_the_map_of_a_day(the_map: None, day: str, communes: int, districts: int) -> None:
    on = date.fromisoformat(day)
    units = Unit.objects.in_force(on)
    province = units.get(level=Level.PROVINCE)
    within = units.within(province, on)
    assert (within.at_level(Level.COMMUNE).count(), within.at_level(Level.DISTRICT).count()) == (communes, districts)


def test_the_table_of_succession_is_whole(the_map: None) -> None:
    assert Succession.objects.filter(from_unit__level=Level.COMMUNE).count() == 68
    parts = Succession.objects.filter(is_part=True).values_list("from_unit__code", "to_unit__name")
    assert sorted(parts) == [("22768", "Phường Đông Hải"), ("22768", "Xã Phước Dinh")]


def test_loading_again_changes_nothing(the_map: None) -> None:
    before = (Unit.objects.count(), Ancestry.objects.count(), Succession.objects.count())
    cast.load_map()
    assert (Unit.objects.count(), Ancestry.objects.count(), Succession.objects.count()) == before


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("22750", "2024-10-31", "Phường Thanh Sơn"),
        ("22750", "2024-11-01", "Phường Phủ Hà"),
        ("22741", "2025-06-30", "Phường Phước Mỹ"),
        ("22741", "2025-07-01", "Phường Bảo An"),
        ("22780", "2025-07-01", "Phường Đông Hải"),
    ],
)
def test_a_reused_code_is_another_unit(the_map: None, code: str, day: str, name: str) -> None:
    assert Unit.objects.bearing(code, date.fromisoformat(day)).name == name


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("bac ai", {"Huyện Bác Ái", "Xã Bác Ái", "Xã Bác Ái Tây", "Xã Bác Ái Đông"}),
        ("dong hai", {"Phường Đông Hải"}),
        ("HAI đông", {"Phường Đông Hải"}),
        ("22801", {"Xã Phước Đại", "Xã Bác Ái Đông"}),
        ("không có", set()),
    ],
    ids=["without accents", "đ", "any order", "by code", "nothing"],
)
def test_search(the_map: None, words: str, names: set[str]) -> None:
    assert set(Unit.objects.found(words).values_list("name", flat=True)) == names


def test_a_rename_and_a_move_are_no_new_life(the_map: None) -> None:
    on = date(2023, 5, 1)
    unit, new_parent = (Unit.objects.bearing(code, on) for code in ("22801", "585"))
    with audit.change(User.objects.command_line()) as trail:
        actions.rename_unit(unit, "Xã Phước Đại Mới", on=on, act="NQ 3", trail=trail)
        actions.place_unit(unit, new_parent, on=on, act="NQ 3", trail=trail)
    named = {day: Unit.objects.named(day).get(pk=unit.pk).shown_name for day in (date(2023, 4, 30), on)}
    assert named == {date(2023, 4, 30): "Xã Phước Đại", on: "Xã Phước Đại Mới"}
    parents = [Unit.objects.ancestors_of(unit, day).last().code for day in (date(2023, 4, 30), on)]
    assert parents == ["584", "585"]


def test_classes_are_dated(the_map: None) -> None:
    district = Unit.objects.bearing("584", cast.START)
    with audit.change(User.objects.command_line()) as trail:
        actions.declassify_unit(district, Class.POOR_DISTRICT, on=date(2024, 1, 1), act="QĐ 3", trail=trail)
    assert [district.classifications.in_force(day).count() for day in (date(2023, 12, 31), date(2024, 1, 1))] == [1, 0]


def test_a_parent_stands_higher(the_map: None) -> None:
    commune = Unit.objects.bearing("22801", cast.START)
    with pytest.raises(Refused, match="cấp cao hơn"), audit.change(User.objects.command_line()) as trail:
        actions.found_unit("9", "Huyện Lạ", Kind.RURAL_DISTRICT, parent=commune, trail=trail)


def test_bad_files_are_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(
        "code,name_vi,kind,parent_code,flags\n58,Tỉnh A,tinh,,\n1x,Xã B,xa,77,la_gi\n58,Xã C,phum,58,\n", "utf-8"
    )
    with pytest.raises(CommandError) as refused:
        call_command("load_units", path)
    text = str(refused.value)
    for piece in (
        "dòng 3: mã «1x» phải là số",
        "không biết ghi chú «la_gi»",
        "dòng 4: không biết loại đơn vị «phum»",
        "dòng 4: mã 58 có hơn một lần",
    ):
        assert piece in text
    assert Unit.objects.count() == 0


def test_the_tree_asks_the_same_for_one_and_for_seven_districts(province: cast.Province, sign_in) -> None:
    client = sign_in(province.home)
    client.get("/don-vi/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/don-vi/?ngay=31/12/2022")
    with CaptureQueriesContext(connection) as other:
        client.get("/don-vi/?ngay=01/07/2025")
    assert len(one) == len(other)


def test_the_tree_of_three_days(province: cast.Province, sign_in) -> None:
    client = sign_in(province.press)
    for day, words in (("31/12/2022", "65 xã, phường, thị trấn"), ("31/12/2024", "62 xã"), ("01/07/2025", "24 xã")):
        assert words in client.get(f"/don-vi/?ngay={day}").content.decode()


def test_a_unit_tells_its_story(province: cast.Province, sign_in) -> None:
    with clock.at(date(2025, 8, 1)):
        unit = Unit.objects.bearing("22741", date(2025, 7, 1))
        page = sign_in(province.press).get(f"/don-vi/{unit.slug}/").content.decode()
    for name in ("Phường Bảo An", "Phường Phước Mỹ", "Xã Thành Hải", "NQ 1667/NQ-UBTVQH15"):
        assert name in page
    assert sign_in(province.press).get("/don-vi/22741-1999-01-01/").status_code == 404


@pytest.mark.parametrize("page", ["/don-vi/", "/co-quan/"])
def test_a_day_that_no_calendar_has_is_told_as_such(page: str, province: cast.Province, client: Client) -> None:
    client.force_login(province.bac_ai)
    text = client.get(page, {"ngay": "31/02/2024"}).content.decode()
    assert "«31/02/2024»: không có ngày 31, tháng 2 năm 2024 có 29 ngày. Đang xem ngày hôm nay." in text
