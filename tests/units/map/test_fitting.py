"""What no unit can be is refused by every door: the page, the wizard, the correction, the list and the table."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from core import clock
from core.workflow import Refused
from tests import people
from units.map.actions.corrections import Correction, correct_unit
from units.map.actions.founding import Founding, add_unit
from units.map.actions.map import rename_unit
from units.map.domain.fitting import why_no_district, why_no_township, why_not_kind, why_short, why_too_long
from units.map.domain.levels import Kind, Level
from units.models import Unit
from units.reorganisation.actions import reorganise, table
from units.reorganisation.actions.wishes import NewUnit, Wish
from units.unit_lists import loading
from units.unit_lists.domain.file_reading import FileErrors
from units.unit_lists.domain.succession_files import scan_successions
from units.unit_lists.domain.unit_files import read_units

TODAY = date(2026, 11, 30)
ACT = "NQ 9/NQ-HĐND ngày 1/10/2026"
ON = date(2026, 10, 1)
WARD, COMMUNE = Kind.WARD, Kind.RURAL_COMMUNE


@pytest.fixture
def by(db: None) -> Iterator[User]:
    """A province of two levels: Xã An Hòa, Phường An Phú, Xã Bình."""
    with clock.at(TODAY):
        top = people.unit("92", "Thành phố Cần Thơ", Kind.CENTRAL_CITY)
        people.unit("31001", "Xã An Hòa", COMMUNE, top)
        people.unit("31002", "Phường An Phú", WARD, top)
        people.unit("31003", "Xã Bình", COMMUNE, top)
        yield people.person("quan-tri", Role.ADMINISTRATOR, top)


def _at(code: str) -> Unit:
    return Unit.objects.bearing(code, TODAY)


def _add(by: User, code: str, name: str, kind: Kind, valid_from: date = ON) -> None:
    act = ACT if valid_from >= ON else "NQ 9/NQ-HĐND ngày 20/5/2025"
    wish = Founding(name, kind, valid_from, code, act, apart_from=("Xã An Hòa",))  # nearly alike, and another
    add_unit(_at("92"), wish, by=by)


def _merge(by: User, code: str, name: str, kind: Kind) -> None:
    old = (_at("31002"), _at("31003"))
    reorganise.reorganise(Wish("merge", ON, ACT, old, (NewUnit(code, name, kind),), _at("92")), by=by)


def _list(by: User, code: str, name: str, kind: Kind, **more: str) -> None:
    row = f"code,name_vi,kind,parent_code\n{code},{name},{kind.value},92"
    loading.load(
        read_units(row.encode(), "a.csv", standing={"92": {Level.PROVINCE}}, own_codes=True), (), by=by, **more
    )


def _table(by: User, code: str, name: str, kind: Kind, old: str = "31003") -> None:
    head = "Ngày;Mã cũ;Mã mới;Tên mới;Loại mới;Phần;Văn bản"
    content = f"{head}\n01/10/2026;{old};{code};{name};{kind.label};toàn bộ;{ACT}".encode()
    file = table.Table(scan_successions(content, "b.csv"), content, "b.csv")
    table.apply(file, by=by, agreed=lambda lines: None)


Door = Callable[[User, str, str, Kind], None]
DOORS = pytest.mark.parametrize("door", [_add, _merge, _list, _table], ids=["page", "wizard", "list", "table"])


def _refusal(door: Callable[..., None], *said: object, **more: object) -> str:
    before = list(Unit.objects.order_by("pk").values())
    with pytest.raises((Refused, FileErrors)) as refused:
        door(*said, **more)
    assert list(Unit.objects.order_by("pk").values()) == before
    return str(refused.value)


@DOORS
def test_a_name_of_another_kind(by: User, door: Door) -> None:
    assert "ên «Xã Lạ» không phải của loại «Phường»" in _refusal(door, by, "31009", "Xã Lạ", WARD)


@DOORS
def test_a_namesake_that_stands_beside_it(by: User, door: Door) -> None:
    assert "Thành phố Cần Thơ đã có Xã An Hòa" in _refusal(door, by, "31009", "Xã An Hoà", COMMUNE)
    door(by, "31009", "Xã An Hóa", COMMUNE)  # another mark is another name


@pytest.mark.parametrize("door", [_add, _merge, _table], ids=["page", "wizard", "table"])
def test_a_code_that_lost_its_zeros(by: User, door: Door) -> None:
    assert "ã «691» thiếu số 0 ở đầu? Mã danh mục nhà nước của cấp này có 5 chữ số, có thể là 00691" in _refusal(
        door, by, "691", "Xã Lạ", COMMUNE
    )


@pytest.mark.parametrize("door", [_add, _merge, _table], ids=["page", "wizard", "table"])
def test_codes_of_the_province_s_own_may_be_short(by: User, door: Door) -> None:
    people.unit("77", "Xã Riêng", COMMUNE, _at("92"))
    door(by, "78", "Xã Lạ", COMMUNE)
    assert _at("78").name == "Xã Lạ"


def test_an_old_code_that_lost_its_zeros_is_told_as_that(by: User) -> None:
    people.unit("00691", "Xã Không", COMMUNE, _at("92"))
    said = _refusal(_table, by, "31009", "Xã Lạ", COMMUNE, old="691")
    assert "không có đơn vị mang mã 691 vào ngày 30/09/2026; mã «691» thiếu số 0 ở đầu?" in said
    assert "có thể là 00691." in said


def _rename(by: User, code: str, name: str) -> None:
    reorganise.reorganise(Wish("rename", ON, ACT, (_at(code),), name=name), by=by)


def _correct(by: User, code: str, name: str) -> None:
    correct_unit(_at(code), Correction(name=name), reason="gõ nhầm", by=by)


def _correct_list(by: User, code: str, name: str) -> None:
    _list(by, code, name, Kind(_at(code).kind), reason="gõ nhầm")


RENAMES = pytest.mark.parametrize("door", [_rename, _correct, _correct_list], ids=["wizard", "page", "list"])


@RENAMES
def test_another_name_fits_kind_and_neighbours(by: User, door: Callable[[User, str, str], None]) -> None:
    assert "ên «Xã An Phú» không phải của loại «Phường»" in _refusal(door, by, "31002", "Xã An Phú")
    assert "đã có Xã An Hòa" in _refusal(door, by, "31003", "Xã An Hòa")
    door(by, "31003", "Xã Bình Hòa")
    assert _at("31003").name == "Xã Bình Hòa"


def test_the_province_s_own_name_fits_too(by: User) -> None:
    by = User.objects.command_line()
    assert "không phải của loại" in _refusal(_rename, by, "92", "Xã Cần Thơ")


def test_a_kind_that_does_not_fit_the_name_is_no_correction(by: User) -> None:
    said = _refusal(correct_unit, _at("31001"), Correction(kind=WARD), reason="ghi nhầm tên", by=by)
    assert "ên «Xã An Hòa» không phải của loại «Phường»" in said
    correct_unit(_at("31001"), Correction(name="Phường An Hòa", kind=WARD), reason="ghi nhầm tên", by=by)
    assert (_at("31001").name, _at("31001").kind) == ("Phường An Hòa", WARD)


def test_what_stood_before_does_not_keep_other_corrections(by: User) -> None:
    """An old portal may hold a name that would be refused today: its founding act is put right all the same."""
    Unit.objects.filter(code="31001").update(kind=WARD)
    correct_unit(_at("31001"), Correction(act="QĐ 5/QĐ"), reason="thiếu văn bản", by=by)


def test_a_commune_becomes_a_ward_by_a_merger_of_one(by: User) -> None:
    """The refusal of the rename says where; one commune of the same kind is still no merger."""
    assert "«Hợp nhất», chọn một đơn vị" in _refusal(_rename, by, "31003", "Phường Bình")
    one = Wish("merge", ON, ACT, (_at("31003"),), (NewUnit("31003", "Phường Bình", WARD),), _at("92"))
    row = reorganise.reorganise(one, by=by)
    assert (_at("31003").name, _at("31003").kind, _at("31003").valid_from) == ("Phường Bình", WARD, ON)
    assert row.title == "Xã Bình thành Phường Bình"
    same = Wish("merge", TODAY, ACT, (_at("31001"),), (NewUnit("31001", "Xã Mới", COMMUNE),), _at("92"))
    assert "Hợp nhất cần ít nhất hai đơn vị" in _refusal(reorganise.reorganise, same, by=by)


def test_no_district_begins_since_the_law(by: User) -> None:
    words = "Từ 01/07/2025 không còn cấp huyện"
    assert words in _refusal(_add, by, "920", "Huyện Lạ", Kind.RURAL_DISTRICT)
    assert words in _refusal(_add, by, "920", "Huyện Lạ", Kind.RURAL_DISTRICT, valid_from=date(2025, 7, 1))
    _add(by, "920", "Huyện Lạ", Kind.RURAL_DISTRICT, valid_from=date(2025, 6, 30))
    row = "code,name_vi,kind,parent_code,valid_from\n921,Huyện Hai,huyen,92,01/10/2026"
    with pytest.raises(FileErrors, match=rf"a\.csv, dòng 2: {words}"):
        loading.load(read_units(row.encode(), "a.csv", standing={"92": {Level.PROVINCE}}), (), by=by)


def test_what_the_columns_do_not_hold(by: User) -> None:
    long = "Xã " + "x" * 118
    assert "ên dài 121 ký tự, nhiều nhất 120." in _refusal(_rename, by, "31003", long)
    assert "tên dài 121 ký tự" in _refusal(_merge, by, "31009", long, COMMUNE)
    assert "mã dài 21 ký tự, nhiều nhất 20." in _refusal(_merge, by, "3" * 21, "Xã Lạ", COMMUNE)
    assert "Tên dài 121 ký tự" in _refusal(_correct, by, "31003", long)
    assert "Tên dài 121 ký tự" in _refusal(_add, by, "31009", long, COMMUNE)
    wish = Wish("rename", ON, "NQ 9/" + "x" * 196, (_at("31003"),), name="Xã Bình Hòa")
    assert "dài 201 ký tự, nhiều nhất 200." in _refusal(reorganise.reorganise, wish, by=by)


# ---- the sentences ----


@pytest.mark.parametrize(
    ("name", "kind", "fits"),
    [
        ("Xã An", COMMUNE, True), ("xã an", COMMUNE, True), ("An", COMMUNE, True), ("Xã An", WARD, False),
        ("Thành phố Huế", Kind.CENTRAL_CITY, True), ("Thành phố Huế", Kind.CITY, True), ("Tỉnh Huế", Kind.CENTRAL_CITY, False),
        ("Xóm Bằng", Kind.VILLAGE, True), ("Xã Bằng", Kind.VILLAGE, False), ("Quản Bạ", Kind.RURAL_DISTRICT, True),
    ],
)  # fmt: skip
def test_a_name_says_its_kind(name: str, kind: Kind, fits: bool) -> None:
    assert (why_not_kind(name, kind) == "") is fits


def test_the_digits_of_a_level() -> None:
    assert [why_short(code, Level.COMMUNE) == "" for code in ("", "0069", "00691", "006911", "a")] == [
        True,
        False,
        True,
        True,
        True,
    ]
    assert [why_short("1", level) == "" for level in (Level.PROVINCE, Level.DISTRICT, Level.VILLAGE, None)] == [
        False,
        False,
        True,
        False,
    ]


def test_districts_of_before_the_law() -> None:
    first = date(2025, 7, 1)
    assert why_no_district(Level.COMMUNE, first) == []
    assert why_no_district(Level.DISTRICT, date(2025, 6, 30)) == []
    assert len(why_no_district(Level.DISTRICT, first)) == 1


def test_townships_of_before_the_law() -> None:
    first = date(2025, 7, 1)
    assert why_no_township(Kind.WARD, first) == []
    assert why_no_township(Kind.TOWNSHIP, date(2025, 6, 30)) == []
    assert why_no_township(Kind.TOWNSHIP, first, first) == []
    assert len(why_no_township(Kind.TOWNSHIP, first)) == 1


def test_lengths() -> None:
    assert why_too_long(code="1" * 20, name="x" * 120, act="x" * 200) == []
    assert why_too_long(code="1" * 21, name="x" * 121, act="x" * 201) == [
        "Mã dài 21 ký tự, nhiều nhất 20.",
        "Tên dài 121 ký tự, nhiều nhất 120.",
        "Văn bản dài 201 ký tự, nhiều nhất 200.",
    ]


def test_no_change_of_the_map_begins_before_its_act(by: User) -> None:
    before = date(2026, 9, 30)
    words = "Văn bản ngày 01/10/2026 có sau ngày 30/09/2026"
    old = (_at("31002"), _at("31003"))
    merging = Wish("merge", before, ACT, old, (NewUnit("31009", "Xã Lạ", COMMUNE),), _at("92"))
    assert words in _refusal(reorganise.reorganise, merging, by=by)
    assert words in _refusal(add_unit, _at("92"), Founding("Xã Lạ", COMMUNE, before, "31009", ACT), by=by)
    with audit.change(by) as trail:
        assert words in _refusal(rename_unit, _at("31003"), "Xã Lạ", on=before, act=ACT, trail=trail)
