"""The list of units: taken, equal to what stands, or named with its place; nothing of a file is stored beside an error."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from accounts import audit
from accounts.models import AuditEvent, User
from accounts.permissions import Role
from core import clock
from units import access
from units.actions.map import rename_unit
from units.levels import FLAG_CLASSES, PARENTS_OF, Kind, Level
from units.models import Placement, Succession, Unit
from units.unit_files import HELP, FileErrors, read_successions, read_units

HEAD = "code,name_vi,kind,parent_code,valid_from,act,flags"
BASE = ("99,Tỉnh Thử,tinh,,,,", "990,Huyện Một,huyen,99,,,", "99001,Xã A,xa,990,,,", "99002,Xã B,xa,990,,,")
REFORM = "effective_date,old_code,new_code,new_name,new_kind,part,resolution"


def lines(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


@pytest.fixture
def load(tmp_path: Path, db: None) -> Callable[..., None]:
    """`load_units` on files with these rows."""

    def act(*rows: str, steps: tuple[str, ...] = (), options: tuple[str, ...] = ()) -> None:
        units = tmp_path / "don-vi.csv"
        units.write_bytes(lines(*rows))
        more: list[str] = []
        if steps:
            table = tmp_path / "sap-nhap.csv"
            table.write_bytes(lines(*steps, head=REFORM))
            more = ["--successors", str(table)]
        call_command("load_units", str(units), *more, *options)

    return act


# ---- what a file may say ----


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_read_by_its_code_and_by_its_word(kind: Kind) -> None:
    above = {Level.DISTRICT: "99", Level.COMMUNE: "990", Level.VILLAGE: "99001"}.get(kind.level, "")
    standing = {"99": {Level.PROVINCE}, "990": {Level.DISTRICT}, "99001": {Level.COMMUNE}}
    for word in (kind.value, kind.label, kind.label.upper()):
        row = f"98765,Đơn vị Nào,{word},{above},,,"
        assert [item.kind for item in read_units(lines(row), "a.csv", standing=standing)] == [kind], word


def test_the_help_and_the_guide_name_every_kind_flag_and_column() -> None:
    guide = Path("docs/danh-muc-don-vi.md").read_text(encoding="utf-8")
    for text in (HELP, guide):
        for word in (
            *(kind.value for kind in Kind),
            *FLAG_CLASSES,
            "het_hieu_luc",
            "nhap_vao",
            "parent_code",
            "valid_from",
        ):
            assert word in text, word


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (("9,Tỉnh Thử,tinh,,,,",), "dòng 2: mã «9» thiếu số 0 ở đầu?"),
        (("99,Tỉnh Thử,tinh,,,,", "691,Xã A,xa,99,,,"), "có thể là 00691"),
        (("99,Tỉnh Thử,tinh,,,,", "990,Huyện,huyen,99001,,,", "99001,Xã,xa,990,,,"), "không thể trực thuộc mã 99001"),
        (("99,Tỉnh Thử,tinh,,,,", "99001,Xã A,xa,,,,"), "dòng 3: Xã A thiếu mã cấp trên"),
        (("99,Tỉnh Thử,tinh,98,,,",), "là cấp tỉnh, để trống mã cấp trên"),
        (("99,Tỉnh Thử,tinh,,,,", "9900101,Thôn A,thon,99,,,"), "nơi trực thuộc phải là cấp huyện hoặc cấp xã"),
        (("99,Tỉnh Thử,tinh,,,,", "99001,Xã A,xa,99001,,,"), "không thể trực thuộc mã 99001"),
        (("99,Tỉnh Thử,tinh,,,,", "99001,Xã A,xa,99,31/02/2022,,"), "không có ngày 31"),
        (("99,Tỉnh Thử,tinh,,,,", "99001,Xã A,xa,99,02/01/2025,,het_hieu_luc=2025-01-01"), "ngày hết hiệu lực phải sau"),
        (("99,Tỉnh Thử,tinh,,,,", "99001,Xã A,xa,99,,,huyen_ngheo"), "«Huyện nghèo» không dùng cho xã"),
        (("99,Tỉnh Thử,tinh,,,,", "99001,Xã A,xa,99,,,kv9"), "không biết ghi chú «kv9». Các ghi chú:"),
        (("99,Tỉnh Thử,tinh,,,,", "99001,Xã A,lãnh địa,99,,,"), "Các loại: Tỉnh: tinh (Tỉnh)"),
        (("99,Tỉnh Thử,tinh,,,,", ",Xã A,xa,99,,,"), "dòng 3: thiếu mã đơn vị"),
        ((*BASE, ",Thôn A,thon,99001,,,", ",thôn a,thon,99001,,,"), "có hơn một lần (đã có ở dòng 6)"),
        (("99,Tỉnh Thử,tinh,,,,nhap_vao=56",), "nhap_vao cần het_hieu_luc"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be(rows: tuple[str, ...], says: str) -> None:
    with pytest.raises(FileErrors) as refused:
        read_units(lines(*rows), "don-vi.csv")
    assert says in str(refused.value)
    assert all(text.startswith("don-vi.csv, dòng") for text in refused.value.errors)


def test_all_errors_come_at_once() -> None:
    with pytest.raises(FileErrors) as refused:
        read_units(lines("9,Tỉnh,tinh,,,,", "691,Xã A,xa,98,,,kv9", ",,huyen,99,x,,"), "a.csv")
    assert len(refused.value.errors) >= 6


def test_lives_of_one_code_that_do_not_meet_stand_in_one_file() -> None:
    old = "56,Tỉnh Cũ,tinh,,,,het_hieu_luc=2025-07-01;nhap_vao=56"
    rows = read_units(lines(old, "56,Tỉnh Mới,tinh,,01/07/2025,,"), "a.csv")
    assert [(row.name, row.valid_from) for row in rows] == [("Tỉnh Cũ", None), ("Tỉnh Mới", date(2025, 7, 1))]
    with pytest.raises(FileErrors, match="mã 56 có hơn một lần"):
        read_units(lines(old, "56,Tỉnh Mới,tinh,,30/06/2025,,"), "a.csv")


@given(st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=6), st.randoms())
def test_no_ring_is_ever_read(kinds: list[Kind], chance: object) -> None:
    """Whatever stands under whatever: what is read has its parents above it, so that no way leads back."""
    codes = [str(99000 + at) for at in range(len(kinds))]
    rows = [
        f"{code},Đơn vị {code},{kind.value},{chance.choice([*codes, ''])},,,"  # type: ignore[attr-defined]
        for code, kind in zip(codes, kinds, strict=True)
    ]
    try:
        found = read_units(lines(*rows), "a.csv")
    except FileErrors:
        return
    levels = {row.code: row.kind.level for row in found}
    assert all(not row.parent or levels[row.parent] in PARENTS_OF[row.kind.level] for row in found)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (("01/07/2025,99001,99009,Xã Mới,xa,toan_bo,",), "thiếu văn bản"),
        (("01/07/2025,99001,99009,Xã Mới,xa,nua,NQ",), "toan_bo hoặc mot_phan"),
        (("01/07/2025,99001,99009,Xã Mới,xa,toan_bo,NQ", "01/07/2025,99002,99009,Xã Khác,xa,toan_bo,NQ"), "«Xã Khác»"),
        (
            ("01/07/2025,99001,99009,Xã Mới,xa,toan_bo,NQ", "01/07/2025,99001,99008,Xã Hai,xa,toan_bo,NQ"),
            "vào cả 99009",
        ),
        (("01/07/2025,99001,99009,Xã Mới,xa,toan_bo,NQ",) * 2, "đã có ở dòng trước"),
    ],
)
def test_a_table_of_succession_that_cannot_be(rows: tuple[str, ...], says: str) -> None:
    with pytest.raises(FileErrors, match=says):
        read_successions(lines(*rows, head=REFORM), "sap-nhap.csv")


# ---- what is stored ----


def test_villages_without_codes_get_one_and_keep_it(
    load: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (*BASE, ",Thôn Một,thon,99001,,,", ",Bản Hai,ban,99001,,,", ",Thôn Một,thon,99002,,,")
    load(*rows)
    codes = {"99001001": "Thôn Một", "99001002": "Bản Hai", "99002001": "Thôn Một"}
    assert dict(Unit.objects.filter(level=Level.VILLAGE).values_list("code", "name")) == codes
    capsys.readouterr()
    load(*reversed(rows))
    assert "không có gì thay đổi" in capsys.readouterr().out
    load(",Ấp Ba,ap,99001,,,")
    assert Unit.objects.get(name="Ấp Ba").code == "99001003"


def test_a_unit_begins_when_it_says_or_with_the_one_above(load: Callable[..., None]) -> None:
    load("99,Tỉnh Thử,tinh,,01/07/2025,NQ 202,", "99001,Xã A,xa,99,,,", "99002,Xã B,xa,99,01/03/2026,NQ 1,")
    starts = dict(Unit.objects.values_list("code", "valid_from"))
    assert starts == {"99": date(2025, 7, 1), "99001": date(2025, 7, 1), "99002": date(2026, 3, 1)}


def test_what_differs_is_named_and_nothing_is_stored(load: Callable[..., None]) -> None:
    load(*BASE)
    with pytest.raises(CommandError) as refused:
        load("99001,Xã Á,xa,990,02/03/2021,,", "99002,Xã B,phuong,990,,,", "99003,Xã C,xa,990,,,")
    text = str(refused.value)
    for piece in (
        "tên «Xã A», tệp ghi «Xã Á»",
        "ngày thành lập 01/01/2021",
        "loại «Xã», tệp ghi «Phường»",
        '--correct "lý do"',
    ):
        assert piece in text
    assert not Unit.objects.filter(code="99003").exists()


def test_a_correction_has_a_reason_and_leaves_no_false_history(load: Callable[..., None]) -> None:
    load(*BASE[:2], "99001,Xã A,xa,990,02/03/2022,,", "991,Huyện Hai,huyen,99,,,")
    load("99001,Xã Á,phuong,991,01/05/2021,,", options=("--correct", "gõ nhầm khi nạp"))
    unit = Unit.objects.get(code="99001")
    assert (unit.name, unit.kind, unit.valid_from) == ("Xã Á", "phuong", date(2021, 5, 1))
    assert [row.name for row in unit.names.all()] == ["Xã Á"]
    row = AuditEvent.objects.get(verb="correct_unit")
    assert row.summary == "gõ nhầm khi nạp"


def test_the_earlier_first_day_needs_the_parent_to_stand(load: Callable[..., None]) -> None:
    load(*BASE)
    with pytest.raises(CommandError, match="Huyện Một không tồn tại vào ngày 01/05/2020"):
        load("99001,Xã A,xa,990,01/05/2020,,", options=("--correct", "theo nghị quyết"))


def test_a_dated_rename_is_no_difference(load: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    load(*BASE)
    with audit.change(User.objects.command_line()) as trail:
        rename_unit(Unit.objects.get(code="99001"), "Xã Mới", on=date(2023, 1, 1), act="NQ 1", trail=trail)
    capsys.readouterr()
    load(*BASE)
    assert "không có gì thay đổi" in capsys.readouterr().out


def test_what_was_loaded_wrongly_is_taken_out(load: Callable[..., None]) -> None:
    load(*BASE, ",Thôn Một,thon,99001,,,")
    with pytest.raises(CommandError, match=r"Xã A .*còn 1 đơn vị trực thuộc"):
        load("99001,Xã A,xa,990,,,", options=("--remove", "nạp nhầm"))
    load("99001,Xã A,xa,990,,,", ",Thôn Một,thon,99001,,,", options=("--remove", "nạp nhầm"))
    assert sorted(Unit.objects.values_list("code", flat=True)) == ["99", "990", "99002"]
    assert AuditEvent.objects.filter(verb="remove_unit").count() == 2


def test_a_trial_stores_nothing(load: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    load(*BASE, options=("--dry-run",))
    assert "dòng 4: lập Xã A (mã 99001), thuộc Huyện Một" in capsys.readouterr().out
    assert not Unit.objects.exists()
    assert not AuditEvent.objects.exists()


# ---- a reform by the table ----

MERGED = ("01/07/2025,99001,99001,Xã Gộp,xa,toan_bo,NQ 9", "01/07/2025,99002,99001,Xã Gộp,xa,toan_bo,NQ 9")


def test_a_reform_in_a_running_portal(load: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    """Communes merge under an old code, the district ends: the new one and the villages stand under the province."""
    load(*BASE, ",Thôn Một,thon,99001,,,", ",Thôn Hai,thon,99002,,,")
    ended = [row.removesuffix(",") + ",het_hieu_luc=2025-07-01" for row in BASE[1:]]
    load(BASE[0], *ended, steps=MERGED)
    new = Unit.objects.get(code="99001", valid_from=date(2025, 7, 1))
    on = date(2025, 7, 1)
    assert [unit.code for unit in Unit.objects.ancestors_of(new, on)] == ["99"]
    assert {unit.name for unit in Unit.objects.children_of(new, on)} == {"Thôn Một", "Thôn Hai"}
    assert Unit.objects.get(code="990").valid_to == on
    assert Succession.objects.count() == 2
    capsys.readouterr()
    load(BASE[0], *ended, steps=MERGED)
    assert "không có gì thay đổi" in capsys.readouterr().out


def test_a_reform_that_would_orphan_villages_is_refused_whole(load: Callable[..., None]) -> None:
    load(*BASE, ",Thôn Một,thon,99001,,,")
    parts = ("01/07/2025,99001,99008,Xã Đông,xa,mot_phan,NQ 9", "01/07/2025,99001,99009,Xã Tây,xa,mot_phan,NQ 9")
    with pytest.raises(CommandError, match="chưa biết Thôn Một về đâu"):
        load(*BASE, steps=parts)
    assert not Unit.objects.filter(code__in=("99008", "99009")).exists()
    assert Unit.objects.get(code="99001").valid_to == date.max


def test_a_step_of_a_unit_that_is_not_there(load: Callable[..., None]) -> None:
    with pytest.raises(CommandError, match=r"sap-nhap.csv, dòng 2: không có đơn vị mang mã 98765 vào ngày 30/06/2025"):
        load(*BASE, steps=("01/07/2025,98765,99009,Xã Mới,xa,toan_bo,NQ 9",))
    assert not Unit.objects.exists()


def test_two_provinces_become_one_and_each_commune_stays_in_its_own(load: Callable[..., None]) -> None:
    """The merged province has both pasts, whichever file comes first; its name is that of the official list."""
    entering = "58,Tỉnh Ninh Thuận,tinh,,,,het_hieu_luc=2025-07-01;nhap_vao=56"
    load(entering, "22001,Xã Một,xa,58,,,", steps=("01/07/2025,22001,22009,Xã Chín,xa,toan_bo,NQ 1667",))
    merged = Unit.objects.get(code="56")
    assert (merged.name, merged.not_loaded) == ("Tỉnh Khánh Hòa", "các đơn vị ngoài Tỉnh Ninh Thuận cũ")
    old = "56,Tỉnh Khánh Hòa,tinh,,,,het_hieu_luc=2025-07-01;nhap_vao=56"
    load(old, "22101,Xã Hai,xa,56,,,", steps=("01/07/2025,22101,22109,Xã Mười,xa,toan_bo,NQ 1667",))
    merged.refresh_from_db()
    assert (merged.not_loaded, merged.predecessions.count()) == ("", 2)
    for code in ("22009", "22109"):
        row = Placement.objects.get(unit__code=code)
        assert row.parent == merged


def test_an_unknown_province_is_asked_for(load: Callable[..., None]) -> None:
    with pytest.raises(CommandError, match="chưa biết tên tỉnh mang mã 98 từ ngày 01/07/2025: thêm một dòng"):
        load("99,Tỉnh Thử,tinh,,,,het_hieu_luc=2025-07-01;nhap_vao=98")
    load("99,Tỉnh Thử,tinh,,,,het_hieu_luc=2025-07-01;nhap_vao=98", "98,Tỉnh Lớn,tinh,,01/07/2025,NQ,")
    assert Unit.objects.get(code="98").predecessions.get().from_unit.code == "99"


def test_the_administrator_goes_on_when_the_end_of_the_province_is_loaded(load: Callable[..., None]) -> None:
    with clock.at(date(2025, 6, 1)):
        call_command("setup", "--province", "99", "--name", "Tỉnh Thử", "--levels", "3", "--admin", "Nguyễn Văn Quản")
        steps = ("99,Tỉnh Thử,tinh,,,,het_hieu_luc=2025-07-01;nhap_vao=98", "98,Tỉnh Lớn,tinh,,01/07/2025,NQ,")
        load(*steps)
        load(*steps)
    user = User.objects.get(full_name="Nguyễn Văn Quản")
    for day, code in ((date(2025, 6, 30), "99"), (date(2025, 7, 1), "98")):
        with clock.at(day):
            access.forget(user)
            assert [(seat.unit.code, seat.role) for seat in access.seats(user)] == [(code, Role.ADMINISTRATOR)]
