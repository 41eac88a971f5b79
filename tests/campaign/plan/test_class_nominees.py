"""A class of a plan beside the units and bodies of its province: what nobody can be is refused, what nobody is is told."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from campaign.definition import Definition, parse
from campaign.models import Campaign, DefinitionVersion
from campaign.plan.class_nominees import absent, impossible
from campaign.poverty_standards.in_force import standard_years
from tests import cast
from tests.people import unit
from units.map.domain.levels import Kind, Level
from units.models import Unit

TEXT = cast.DEFINITION.read_text(encoding="utf-8")
VILLAGES = "category[4].level"


def _plan(*changes: tuple[str, str]) -> Definition:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse(text, standards=standard_years().known)


def _places(province: cast.Province, *changes: tuple[str, str]) -> dict[str, str]:
    return {one.place: one.message for one in absent(_plan(*changes), province.campaign.province)}


def test_levels_that_end_and_levels_that_never_stood(province: cast.Province) -> None:
    found = _places(province)
    districts = next(place for place in found if "đợt" in found[place])
    assert "tỉnh không có đơn vị cấp huyện nào vào cuối năm của" in found[districts]
    assert "năm 2025" in found[districts]
    assert "năm 2024" not in found[districts]
    assert found[VILLAGES].startswith(
        "tỉnh không có đơn vị thôn, khu phố nào vào cuối năm nào của giai đoạn 2021 - 2025"
    )
    unit("2280101", "Thôn Tà Lú 1", Kind.VILLAGE, province.unit("22801"), valid_from=date(2021, 1, 1))
    assert "cuối năm nào của giai đoạn" not in _places(province).get(VILLAGES, "")


def test_ceilings_stops_and_participants_of_a_level_that_nobody_is_of_are_told(province: cast.Province) -> None:
    before = _places(province)
    assert not [place for place in before if ".cap" in place or place.startswith(("route", "participant"))], before
    Unit.objects.filter(level=Level.DISTRICT).update(valid_to=date(2021, 7, 1))
    found = _places(
        province,
        ("at_most = 5", 'percent = "10.00", of = "district"'),
    )
    assert (
        found["round[1].cap[1].of"]
        == "tỉnh không có đơn vị cấp huyện nào vào cuối năm 2022: tính ra không có số lượng nào để khen."
    )
    assert found["route[1].stops"].startswith("tỉnh không có đơn vị cấp huyện nào vào cuối năm 2022")
    assert "route[2].stops" not in found
    assert found["participant[7].level"].endswith("không nơi nào tham gia."), found


def test_units_of_another_province_are_no_nominees(province: cast.Province) -> None:
    other = unit("68", "Tỉnh Lâm Đồng", Kind.PROVINCE)
    commune = unit("68001", "Xã Bên Kia", Kind.RURAL_COMMUNE, other)
    unit("6800101", "Thôn Một", Kind.VILLAGE, commune)
    assert VILLAGES in _places(province)


def test_bodies_of_a_kind_that_nobody_has_opened(province: cast.Province) -> None:
    assert "category[3].bodies" not in _places(province)
    one = ('bodies = ["department", "party", "front", "armed_forces", "press", "committee"]', 'bodies = ["party"]')
    (told,) = [words for place, words in _places(province, one).items() if place.endswith(".bodies")]
    assert "nào đặt trụ sở ở tỉnh trên cổng. Mở ở trang Cơ quan, đơn vị." in told


BUSINESS = ('bodies = ["enterprise", "cooperative", "credit"]', 'bodies = ["department"]')
BODIES = ('bodies = ["department", "party", "front", "armed_forces", "press", "committee"]', 'bodies = ["credit"]')


@pytest.mark.parametrize(("change", "words"), [(BUSINESS, "không loại nào"), (BODIES, "đều làm kinh doanh")])
@pytest.mark.django_db
def test_kinds_that_no_nominee_can_be_of(change: tuple[str, str], words: str) -> None:
    (error,) = impossible(_plan(change))
    assert error.place.endswith(".bodies")
    assert words in error.message
    assert impossible(_plan()) == []


def test_the_command_refuses_the_one_and_tells_the_other(province: cast.Province, tmp_path: Path) -> None:
    out, path = io.StringIO(), tmp_path / "ke-hoach.toml"
    path.write_text(TEXT.replace(*BUSINESS), encoding="utf-8")
    with pytest.raises(CommandError, match="không loại nào ghi ở đây làm kinh doanh"):
        call_command("load_campaign", str(path))
    assert DefinitionVersion.objects.count() == 1
    path.write_text(TEXT.replace('nominees = ["organisation"]\n', "", 1), encoding="utf-8")
    with pytest.raises(CommandError, match="đơn vị được đề nghị là cấp huyện, xã hoặc thôn"):
        call_command("load_campaign", str(path))
    call_command("load_campaign", str(cast.DEFINITION), stdout=out)
    assert f"Lưu ý: {cast.DEFINITION.name}, {VILLAGES}: tỉnh không có đơn vị thôn, khu phố nào" in out.getvalue()
    assert Campaign.objects.count() == 1


def test_the_editor_tells_it_before_publishing(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.home)
    version = DefinitionVersion.objects.get()
    begun = client.post("/the-le/soan/", {"start": str(version.pk)}, follow=True)
    page = begun.content.decode()
    assert "Không còn chỗ nào cần sửa" in page
    assert "Vẫn ban hành được; xem có đúng ý không." in page
    assert "không có đơn vị thôn, khu phố nào" in page
    publish = client.get(f"{begun.redirect_chain[-1][0]}ban-hanh/").content.decode()
    assert "Chú ý:" in publish
    assert "không có đơn vị thôn, khu phố nào" in publish
    assert Unit.objects.filter(level=4).count() == 0
