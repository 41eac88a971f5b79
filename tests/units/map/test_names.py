"""The name of a unit beside its sisters': entered, corrected and reorganised by hand."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from core.workflow import Refused
from tests import cast
from units.map.actions.corrections import Correction, correct_unit
from units.map.actions.founding import Founding, add_unit
from units.map.domain.fitting import why_not_kind
from units.map.domain.levels import Kind
from units.map.domain.naming import alike, namesake
from units.models import Reorganisation, Unit
from units.reorganisation.actions.reorganise import preview
from units.reorganisation.actions.wishes import NewUnit, Wish

SignIn = Callable[[User], Client]
DAY = date(2022, 3, 1)


@pytest.mark.parametrize(
    ("name", "same", "near"),
    [
        ("Xã Thanh Hải", "Xã Thanh Hải", []), ("XÃ THANH HẢI", "Xã Thanh Hải", []), ("Xã Thành Hải", "", ["Xã Thanh Hải"]),
        ("Phường Thanh Hải", "", ["Xã Thanh Hải"]), ("Thanh Hải", "", ["Xã Thanh Hải"]), ("Xã Thanh", "", []), ("Xã Hoà An", "Xã Hòa An", []),
    ],
)  # fmt: skip
def test_names_that_are_one_and_names_that_are_nearly_one(name: str, same: str, near: list[str]) -> None:
    others = ["Xã Thanh Hải", "Xã Hòa An"]
    assert (namesake(name, others), alike(name, others)) == (same, near)


@pytest.mark.parametrize(
    ("name", "kind", "fits"),
    [
        ("Phường Một", Kind.RURAL_COMMUNE, False), ("Xã Một", Kind.RURAL_COMMUNE, True), ("Một", Kind.RURAL_COMMUNE, True),
        ("Xóm Một", Kind.VILLAGE, True), ("Xã Một", Kind.VILLAGE, False),
    ],
)  # fmt: skip
def test_a_name_says_its_kind(name: str, kind: Kind, fits: bool) -> None:
    assert (why_not_kind(name, kind) == "") is fits


def _form(**more: object) -> dict[str, object]:
    said = {
        "name": "Xã Phước Đài",
        "kind": "xa",
        "code": "22999",
        "valid_from": "01/03/2022",
        "act": "NQ 1/NQ-UBTVQH15",
    }
    return said | more


@pytest.mark.django_db
def test_a_new_commune_on_the_page_is_held_against_its_sisters(province: cast.Province, sign_in: SignIn) -> None:
    district = province.unit("584")
    client = sign_in(province.administrator)
    assert "Thêm đơn vị" in client.get(f"/don-vi/{district.slug}/").content.decode()
    url = f"/don-vi/{district.slug}/them/"

    def post(**more: object) -> str:
        answer = client.post(url, _form(**more))
        assert answer.status_code == 422
        return answer.content.decode()

    page = post(name="Xã PHƯỚC ĐẠI")
    assert "Tên đầy đủ: Huyện Bác Ái đã có Xã Phước Đại." in page
    page = post(kind="phuong", name="Xã Mới")
    assert "Loại: Tên «Xã Mới» không phải của loại «Phường»; vui lòng sửa tên hoặc loại." in page
    page = post()
    assert "Xã Phước Đại là đơn vị khác, không phải đơn vị đang thêm" in page
    assert "Đã có Xã Phước Đại. Vui lòng sửa tên, hoặc xác nhận là đơn vị khác." in page
    assert "Tên gần giống đã khác với lần xem trước" in post(apart_from="Xã Khác")
    assert not Unit.objects.filter(code="22999").exists()
    assert client.post(url, _form(apart_from="Xã Phước Đại")).status_code == 302
    assert Unit.objects.get(code="22999").name == "Xã Phước Đài"


@pytest.mark.django_db
def test_the_action_itself_wants_to_be_told(province: cast.Province) -> None:
    district = province.unit("584")
    wish = Founding("Xã Phước Đài", Kind.RURAL_COMMUNE, DAY, "22999", "NQ 1")
    with pytest.raises(Refused, match="đã có Xã Phước Đại; vui lòng xác nhận «Xã Phước Đài» là đơn vị khác"):
        add_unit(district, wish, by=province.administrator)
    with pytest.raises(Refused, match="không phải của loại"):
        add_unit(district, Founding("Phường Mới", Kind.RURAL_COMMUNE, DAY, "22999", "NQ 1"), by=province.administrator)


@pytest.mark.django_db
def test_a_correction_gives_no_sister_s_name_and_no_other_kind(province: cast.Province) -> None:
    unit = province.unit("22807")
    for wish, says in (
        (Correction(name="Xã Phước Đại"), "đã có Xã Phước Đại"),
        (Correction(name="Phường Phước Tiến"), "không phải của loại"),
        (Correction(kind=Kind.WARD), "không phải của loại"),
    ):
        with pytest.raises(Refused, match=says):
            correct_unit(unit, wish, reason="gõ nhầm", by=province.administrator)
    assert (
        correct_unit(unit, Correction(name="Xã Phước Tiên"), reason="gõ nhầm", by=province.administrator).name
        == "Xã Phước Tiên"
    )


@pytest.mark.django_db
def test_an_act_names_no_sister_twice_and_its_preview_tells_what_is_nearly_alike(province: cast.Province) -> None:
    unit, district = province.unit("22807"), province.unit("584")

    def rename(name: str) -> str:
        wish = Wish(Reorganisation.Kind.RENAME, DAY, "NQ 1/NQ-HĐND", (unit,), name=name)
        return " ".join(str(item) for item in preview(wish, by=province.administrator).touched)

    with pytest.raises(Refused, match="đã có Xã Phước Đại"):
        rename("Xã Phước Đại")
    with pytest.raises(Refused, match="không phải của loại"):
        rename("Phường Phước Tiến A")
    assert "gần giống Xã Phước Đại cùng thuộc Huyện Bác Ái" in rename("Xã Phước Đài")
    assert "gần giống" not in rename("Xã Phước Khác")
    twins = tuple(NewUnit(code, "Xã Phước Mới", Kind.RURAL_COMMUNE) for code in ("22998", "22999"))
    with pytest.raises(Refused, match="«Xã Phước Mới» được dùng cho hai đơn vị mới"):
        preview(
            Wish(Reorganisation.Kind.SPLIT, DAY, "NQ 1/NQ-HĐND", (unit,), new=twins, parent=district),
            by=province.administrator,
        )
