"""The list of units: taken, equal to what stands, or named with its place; nothing of a file is stored beside an error."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from accounts import audit
from accounts.models import AuditEvent, User
from accounts.permissions import Role
from core import clock
from units import access
from units.map.actions.map import classify_unit, rename_unit
from units.map.domain.levels import FLAG_CLASSES, PARENTS_OF, Kind, Level
from units.models import Classification, Placement, Succession, Unit
from units.unit_lists.domain.file_reading import FileErrors
from units.unit_lists.domain.succession_files import read_successions, scan_successions
from units.unit_lists.domain.unit_files import HELP, read_units

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


def test_a_text_longer_than_the_portal_keeps_it_is_an_error_of_its_row() -> None:
    act, name, code = "v" * 200, "t" * 120, "9" * 20
    (row,) = read_units(lines(f"{code},{name},tinh,,,{act},"), "a.csv", own_codes=True)
    assert (row.code, row.name, row.act) == (code, name, act)
    with pytest.raises(FileErrors) as refused:
        read_units(
            lines(f"9{code},{name}t,tinh,,,{act}v,", f"98001,Xã A,xa,9{code},,,kv3={act}v"), "a.csv", own_codes=True
        )
    assert refused.value.errors == [
        "a.csv, dòng 2: mã dài 21 ký tự, nhiều nhất 20.",
        "a.csv, dòng 2: tên dài 121 ký tự, nhiều nhất 120.",
        "a.csv, dòng 2: văn bản dài 201 ký tự, nhiều nhất 200.",
        "a.csv, dòng 3: văn bản của «Xã khu vực III» dài 201 ký tự, nhiều nhất 200.",
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            "99003,Phường Đô Vinh,xa,990,,,",
            "tên «Phường Đô Vinh» không phải của loại «Xã»; vui lòng sửa tên hoặc loại.",
        ),
        ("991,Thị xã Ga,huyen,99,,,", "tên «Thị xã Ga» không phải của loại «Huyện»; vui lòng sửa tên hoặc loại."),
        ("9900101,Xã Nhầm,thon,99001,,,", "tên «Xã Nhầm» không phải của loại «Thôn»; vui lòng sửa tên hoặc loại."),
        ("99003,Xã A,xa,990,,,", "«Xã A» của mã 990 đã có ở dòng 4, mang mã 99001."),
        ("99003,Tổng cộng,xa,990,,,", "«Tổng cộng» là dòng cộng, không phải tên đơn vị; vui lòng bỏ dòng này."),
        (
            '99003,"Xã B, Xã C",xa,990,,,',
            "«Xã B, Xã C» giống tên của hơn một đơn vị; vui lòng ghi mỗi đơn vị một dòng.",
        ),
    ],
)
def test_name_and_kind_agree_and_a_name_stands_once_under_a_parent(row: str, says: str) -> None:
    with pytest.raises(FileErrors) as refused:
        read_units(lines(*BASE, row), "a.csv")
    assert refused.value.errors == [f"a.csv, dòng 6: {says}"]


def test_a_list_that_calls_itself_a_draft_is_refused() -> None:
    with pytest.raises(FileErrors) as refused:
        read_units(b"DANH MUC DU KIEN 2026,,,,,,\n" + lines(*BASE), "du-thao.csv")
    assert refused.value.errors == [
        "du-thao.csv: tiêu đề ghi «DU KIEN»; chỉ nhập bản đã ban hành, nếu đúng là bản ấy thì xóa chữ này."
    ]


def test_rows_without_a_name_are_told_that_alone() -> None:
    with pytest.raises(FileErrors) as refused:
        read_units(lines(*BASE, "99003,,xa,990,,,", "99004,,xa,990,,,"), "a.csv")
    assert refused.value.errors == [f"a.csv, dòng {row}: thiếu tên đơn vị." for row in (6, 7)]


def test_names_that_may_be() -> None:
    rows = (
        "99003,Bản Lầu,xa,990,,,",
        "99004,Xã Thanh Hải,xa,990,,,",
        "99005,Xã Thành Hải,xa,990,,,",
        "99006,Thị trấn A,thi_tran,990,,,",
        "99008,Tổng Cọt,xa,990,,,",
        "99009,Cộng Hòa,xa,990,,,",
        "9900101,Xóm Bằng,thon,99001,,,",
        "9900102,Thôn 1,thon,99001,,,",
        "9900103,Thôn 1,thon,99001,,,",
        "991,Thành phố Ga,thanh_pho,99,,,",
        "99103,Xã A,xa,991,,,",
        "99007,Xã A,xa,990,01/07/2025,NQ 1,",
        "98,Thành phố Biển,thanh_pho_tw,,,,",
    )
    assert len(read_units(lines(*BASE, *rows), "a.csv")) == len(BASE) + len(rows)


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
            "ở dòng 2 toàn bộ vào 99009",
        ),
        (("01/07/2025,99001,99009,Xã Mới,xa,toan_bo,NQ",) * 2, "đã có ở dòng 2"),
        (
            ("01/07/2025,99001,99009,Xã Mới,phuong,toan_bo,NQ",),
            "^sap-nhap.csv, dòng 2, cột Loại mới: tên «Xã Mới» không phải của loại «Phường»; vui lòng sửa tên hoặc loại.$",
        ),
    ],
)
def test_a_table_of_succession_that_cannot_be(rows: tuple[str, ...], says: str) -> None:
    with pytest.raises(FileErrors, match=says):
        read_successions(lines(*rows, head=REFORM), "sap-nhap.csv")


def test_two_new_units_of_one_name_under_one_parent() -> None:
    head = f"{REFORM},new_parent_code"
    rows = ("01/07/2025,99001,99008,Xã Mới,xa,toan_bo,NQ,99", "01/07/2025,99002,99009,Xã Mới,xa,toan_bo,NQ,99")
    with pytest.raises(FileErrors) as refused:
        read_successions(lines(*rows, head=head), "a.csv")
    assert refused.value.errors == ["a.csv, dòng 3, cột Tên mới: «Xã Mới» của mã 99 đã có ở dòng 2, mang mã mới 99008."]
    for other in ("01/07/2025,99002,99009,Xã Mới,xa,toan_bo,NQ,98", "01/07/2025,99002,99009,Xã Mời,xa,toan_bo,NQ,99"):
        assert len(read_successions(lines(rows[0], other, head=head), "a.csv")) == 2


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


def test_a_sister_of_the_name_that_stands_already_is_named(load: Callable[..., None]) -> None:
    load(*BASE)
    with pytest.raises(CommandError, match="dòng 2: Huyện Một đã có Xã A mang mã 99001, tệp ghi mã 99009"):
        load("99009,Xã A,xa,990,,,")
    load("99009,Xã Ạ,xa,990,,,")  # other marks: another name
    assert Unit.objects.filter(code="99009").get().name == "Xã Ạ"


def test_sisters_that_differ_by_their_marks_alone_are_both_taken_and_told(
    load: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    sisters = (
        "99003,Xã Phước Thành,xa,990,,,",
        "99004,Xã Phước Thạnh,xa,990,,,",
        "99005,Thị trấn Phước Thành,thi_tran,990,,,",
    )
    load(*BASE[:2], *sisters)
    assert [unit.name for unit in Unit.objects.filter(level=Level.COMMUNE).order_by("code")] == [
        "Xã Phước Thành",
        "Xã Phước Thạnh",
        "Thị trấn Phước Thành",
    ]
    told = [line for line in capsys.readouterr().out.splitlines() if "chỉ khác nhau" in line]
    says = "của Huyện Một chỉ khác nhau ở dấu hoặc ở chữ chỉ loại đơn vị; xem có phải một đơn vị ghi hai lần không."
    assert [line.partition("dòng ")[2] for line in told] == [
        f"5: Xã Phước Thạnh và Xã Phước Thành {says}",
        f"6: Thị trấn Phước Thành, Xã Phước Thành và Xã Phước Thạnh {says}",
    ]
    load(*BASE[:2], *sisters)
    assert "chỉ khác nhau" not in capsys.readouterr().out  # nothing new


def test_a_sister_that_is_gone_by_then_is_in_nobody_s_way(load: Callable[..., None]) -> None:
    load(*BASE[:2], "99001,Xã A,xa,990,,,het_hieu_luc=2024-07-01")
    load("99009,Xã A,xa,990,2024-07-01,,")
    assert Unit.objects.filter(name="Xã A").count() == 2


def test_a_parent_s_code_of_two_lives_wants_a_day(load: Callable[..., None]) -> None:
    on = clock.today().replace(year=clock.today().year + 1, month=7, day=1)
    day = on.isoformat()
    load(*BASE[:2], f"99001,Xã A,xa,990,,,het_hieu_luc={day}", f"99001,Xã Mới,xa,990,{day},NQ 1,")
    with pytest.raises(CommandError, match=r"mã cấp trên 99001 là của 2 đơn vị nối tiếp nhau .*valid_from"):
        load("9900101,Thôn 1,thon,99001,,,")
    load(f"9900101,Thôn 1,thon,99001,{day},,")
    village = Unit.objects.get(code="9900101")
    assert Placement.objects.get(unit=village).parent.name == "Xã Mới"
    load("9900101,Thôn 1,thon,99001,,,")  # it stands: the same again changes nothing
    assert Unit.objects.filter(code="9900101").count() == 1


def test_a_unit_begins_when_it_says_or_with_the_one_above(load: Callable[..., None]) -> None:
    load("99,Tỉnh Thử,tinh,,01/07/2025,NQ 202,", "99001,Xã A,xa,99,,,", "99002,Xã B,xa,99,01/03/2026,NQ 1,")
    starts = dict(Unit.objects.values_list("code", "valid_from"))
    assert starts == {"99": date(2025, 7, 1), "99001": date(2025, 7, 1), "99002": date(2026, 3, 1)}


def test_what_differs_is_named_and_nothing_is_stored(load: Callable[..., None]) -> None:
    load(*BASE)
    with pytest.raises(CommandError) as refused:
        load("99001,Xã Á,xa,990,02/03/2021,,", "99002,Phường B,phuong,990,,,", "99003,Xã C,xa,990,,,")
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
    load("99001,Phường Á,phuong,991,01/05/2021,,", options=("--correct", "gõ nhầm khi nạp"))
    unit = Unit.objects.get(code="99001")
    assert (unit.name, unit.kind, unit.valid_from) == ("Phường Á", "phuong", date(2021, 5, 1))
    assert [row.name for row in unit.names.all()] == ["Phường Á"]
    row = AuditEvent.objects.get(verb="correct_unit")
    assert row.summary == "gõ nhầm khi nạp"


def _classes() -> list[tuple[str, str]]:
    rows = Classification.objects.order_by("value")
    return [(row.unit.code, row.value) for row in rows.select_related("unit")]


def test_a_class_loaded_by_mistake_is_named_and_put_right(load: Callable[..., None]) -> None:
    """Another region, none at all: the portal says what differs, and takes it for the correction that has a reason."""
    load(*BASE[:2], "99001,Xã A,xa,990,,,kv3;bai_ngang", "99002,Xã B,xa,990,,,kv1")
    right = ("99001,Xã A,xa,990,,,kv2", "99002,Xã B,xa,990,,,")
    with pytest.raises(CommandError) as refused:
        load(*BASE[:2], *right)
    said = str(refused.value)
    assert "phân loại «Xã khu vực III», tệp ghi «Xã khu vực II»" in said
    assert "phân loại «Xã đặc biệt khó khăn vùng bãi ngang», tệp không ghi" in said
    assert "Xã B (mã 99002) trên cổng khác với tệp: phân loại «Xã khu vực I», tệp không ghi" in said
    assert _classes() == [("99001", "coastal_special"), ("99002", "region_1"), ("99001", "region_3")]
    load(*BASE[:2], *right, options=("--correct", "gõ nhầm khu vực"))
    assert _classes() == [("99001", "region_2")]
    told = AuditEvent.objects.filter(verb="remove_class").order_by("seq")
    assert [row.summary for row in told] == ["gõ nhầm khu vực"] * 3
    load(*BASE[:2], *right)  # and is the same now


def test_a_list_without_the_column_says_nothing_of_classes(
    load: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(*BASE[:2], "99001,Xã A,xa,990,,,kv3")
    file = tmp_path / "it-cot.csv"
    file.write_bytes(b"code,name_vi,kind,parent_code\n99001,X\xc3\xa3 A,xa,990\n")
    capsys.readouterr()
    call_command("load_units", str(file))
    assert "không có gì thay đổi" in capsys.readouterr().out


def test_a_class_that_an_act_gave_stays_and_is_told(
    load: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    load(*BASE[:2], "99001,Xã A,xa,990,,,bai_ngang=QĐ 353/QĐ-TTg", "99002,Xã B,xa,990,,,")
    later = Unit.objects.get(code="99002")
    with audit.change(User.objects.command_line()) as trail:
        classify_unit(later, "border_commune", valid_from=date(2022, 1, 1), act="QĐ 5/QĐ-TTg", trail=trail)
    capsys.readouterr()
    load(*BASE)
    said = capsys.readouterr().out
    assert "Xã A giữ phân loại «Xã đặc biệt khó khăn vùng bãi ngang» theo QĐ 353/QĐ-TTg, tệp không ghi" in said
    assert "Xã biên giới" not in said  # it came later, by an act
    assert len(_classes()) == 2


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
    with pytest.raises(
        CommandError, match=r"sap-nhap.csv, dòng 2, cột Mã cũ: không có đơn vị mang mã 98765 vào ngày 30/06/2025"
    ):
        load(*BASE, steps=("01/07/2025,98765,99009,Xã Mới,xa,toan_bo,NQ 9",))
    assert not Unit.objects.exists()


PASTS = {
    "58": (
        "58,Tỉnh Ninh Thuận,tinh,,,,het_hieu_luc=2025-07-01;nhap_vao=56", "22001,Xã Một,xa,58,,,",
        "01/07/2025,22001,22009,Xã Chín,xa,toan_bo,NQ 1667",
    ),
    "56": (
        "56,Tỉnh Khánh Hòa,tinh,,,,het_hieu_luc=2025-07-01;nhap_vao=56", "22101,Xã Hai,xa,56,,,",
        "01/07/2025,22101,22109,Xã Mười,xa,toan_bo,NQ 1667",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("first", "name", "second"), [("58", "Tỉnh Ninh Thuận", "56"), ("56", "Tỉnh Khánh Hòa", "58")])
def test_two_provinces_become_one_and_each_commune_stays_in_its_own(
    first: str, name: str, second: str, load: Callable[..., None]
) -> None:
    """The merged province has both pasts, whichever file comes first; its name is that of the official list."""
    for _ in range(2):  # the same file again changes nothing
        load(*PASTS[first][:2], steps=PASTS[first][2:])
        merged = Unit.objects.get(code="56", valid_from=date(2025, 7, 1))
        assert (merged.name, merged.not_loaded) == ("Tỉnh Khánh Hòa", f"các đơn vị ngoài {name} cũ")
    load(*PASTS[second][:2], steps=PASTS[second][2:])
    merged.refresh_from_db()
    assert (merged.not_loaded, merged.predecessions.count()) == ("", 2)
    for code in ("22009", "22109"):
        row = Placement.objects.get(unit__code=code)
        assert row.parent == merged


def test_an_unknown_province_is_asked_for(load: Callable[..., None]) -> None:
    with pytest.raises(
        CommandError, match="chưa biết tên tỉnh, thành phố mang mã 98 từ ngày 01/07/2025: thêm một dòng"
    ):
        load("99,Tỉnh Thử,tinh,,,,het_hieu_luc=2025-07-01;nhap_vao=98")
    load("99,Tỉnh Thử,tinh,,,,het_hieu_luc=2025-07-01;nhap_vao=98", "98,Tỉnh Lớn,tinh,,01/07/2025,NQ,")
    assert Unit.objects.get(code="98").predecessions.get().from_unit.code == "99"


def test_a_province_becomes_a_city_and_whoever_was_made_administrator_since_goes_on(
    load: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Loaded months after its day; the list has the new name, and nothing stands outside the old province."""
    start = ("setup", "--province", "75", "--levels", "2", "--admin", "Nguyễn Văn Quản")
    with clock.at(date(2026, 11, 30)):
        call_command(*start)
        assert "Từ 30/04/2026 là Thành phố Đồng Nai (Nghị quyết số 30/2026/QH16)" in capsys.readouterr().out
        load("75,Tỉnh Đồng Nai,tinh,,01/07/2025,,", "26001,Xã Đồng,xa,75,,,")
        load("75,Tỉnh Đồng Nai,tinh,,01/07/2025,,het_hieu_luc=30/04/2026;nhap_vao=75")
        city = Unit.objects.in_force(clock.today()).get(code="75")
        assert (city.name, city.kind, city.not_loaded) == ("Thành phố Đồng Nai", Kind.CENTRAL_CITY, "")
        row = Placement.objects.in_force(clock.today()).get(unit__code="26001")
        assert (row.parent, row.valid_from, row.act) == (city, date(2026, 4, 30), "Nghị quyết số 30/2026/QH16")
        user = User.objects.get(full_name="Nguyễn Văn Quản")
        assert {(seat.role, seat.unit) for seat in access.seats(user)} == {(Role.ADMINISTRATOR, city)}
        call_command(*start)
        assert Unit.objects.filter(code="75").count() == 2


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


def test_who_would_have_no_place_is_told_at_the_row_that_ends_its_parent(load: Callable[..., None]) -> None:
    load(*BASE, ",Thôn Một,thon,99001,,,")
    ended = [row.removesuffix(",") + ",het_hieu_luc=2025-07-01" for row in BASE[1:3]]
    with pytest.raises(CommandError, match=r"dòng 4: Thôn Một \(Xã A\): "):
        load(BASE[0], *ended)


def test_numbers_of_rows_sums_and_hidden_sheets_are_passed_over_and_named(
    tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["STT", "Mã", "Tên", "Loại", "Mã cấp trên"])
    for row in ((1, "99", "Tỉnh Thử", "Tỉnh", ""), (2, "99001", "Xã A", "Xã", "99"), (None, "Tổng cộng", "", "", "")):
        sheet.append(row)
    sheet.append([None, "", "Tổng cộng: 02 đơn vị", "", ""])
    hidden = book.create_sheet("Bản cũ")
    hidden.append(["Mã", "Tên", "Loại", "Mã cấp trên"])
    hidden.append(["99009", "Xã Ẩn", "Xã", "99"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "dv.xlsx")
    call_command("load_units", str(tmp_path / "dv.xlsx"))
    said = capsys.readouterr().out
    for words in (
        "dòng 4: dòng cộng «Tổng cộng», không đọc.",
        "dòng 5: dòng cộng «Tổng cộng: 02 đơn vị», không đọc.",
        "Bản cũ: trang đang ẩn, không đọc.",
        "Đã nạp 2 đơn vị",
    ):
        assert words in said, said
    assert sorted(Unit.objects.values_list("code", flat=True)) == ["99", "99001"]


def test_a_table_of_successions_with_a_sum_is_read() -> None:
    head = f"Số TT,{REFORM}"
    found = scan_successions(lines(*(f"1,{row}" for row in MERGED), ",,Tổng số,,,,,", head=head), "b.csv")
    assert (len(found.rows), list(found.errors)) == (2, [])
    assert list(found.passed) == ["b.csv, dòng 4: dòng cộng «Tổng số», không đọc."]


def test_villages_whose_names_differ_by_marks_are_two(load: Callable[..., None]) -> None:
    load(*BASE, ",Thôn Đá,thon,99001,,,", ",Thôn Da,thon,99001,,,")
    assert sorted(Unit.objects.filter(level=Level.VILLAGE).values_list("name", flat=True)) == ["Thôn Da", "Thôn Đá"]
    with pytest.raises(FileErrors) as refused:
        read_units(lines(*BASE, ",Thôn Đá,thon,99001,,,", ",Thon Đá,thon,99001,,,"), "a.csv")
    assert refused.value.errors == ["a.csv, dòng 7: «Thon Đá» của mã 99001 có hơn một lần (đã có ở dòng 6)."]


def test_a_reform_does_not_begin_before_its_act(load: Callable[..., None]) -> None:
    step = "01/07/2025,99001,99003,Xã C,xa,toan_bo,NQ 3/NQ-UBTVQH15 ngày 16/07/2025"
    with pytest.raises(CommandError, match="dòng 2, cột Văn bản: Văn bản ngày 16/07/2025 có sau ngày 01/07/2025"):
        load(*BASE, steps=(step,))
