"""A lower unit's list: heads by text, names matched against the register, every error at its place, all or nothing."""

import io
import unicodedata
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook as Book

from accounts import audit
from accounts.models import User
from awards.models import Nomination
from awards.nominations.actions.list_import import import_list
from awards.nominations.domain.list_file import Known, ListRow, bare, match, read_list
from awards.nominations.register import purpose_of
from awards.rounds import caps
from core.workflow import Refused
from office.tables.workbooks import Area, SheetData, Workbook
from tests import cast
from tests.consent import agree
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.map.domain.naming import Register
from units.models import Household
from units.unit_lists.domain.file_titles import Purpose

SignIn = Callable[[User], Client]
HEAD = ("STT", "Nhóm", "Tên tập thể, cá nhân", "Mã", "Chức vụ, đơn vị công tác", "Tóm tắt thành tích")
KNOWN = [
    Known("u-1", "Xã Phước Đại", "22801", "Huyện Bác Ái"),
    Known("u-2", "Xã Phước Tiến", "22807", "Huyện Bác Ái"),
    Known("u-3", "Xã Phước Hà", "22909", "Huyện Thuận Nam"),
    Known("u-4", "Thôn 1", "01", "Xã A"),
    Known("u-5", "Thôn 1", "02", "Xã B"),
]
PERSON = Known("p-u-9", "Huyện Bác Ái", "584", is_person=True)
CLASSES = {"c": "commune", "e": "official", "cap xa": "commune"}


def _read(*rows: tuple[object, ...], head: tuple[object, ...] = HEAD) -> tuple[list[ListRow], list[str]]:
    sheet = SheetData("Danh sách", (("UBND HUYỆN",), (), head, *rows))
    done = read_list(Workbook((sheet,)), CLASSES, lambda code: KNOWN if code == "commune" else [PERSON])
    return done.rows, [str(error) for error in done.errors]


def test_a_class_merged_over_rows_is_each_one_s_and_a_name_is_not() -> None:
    rows = (HEAD, (1, "c", "Xã Phước Đại"), (2, None, "Xã Phước Tiến", "22807"))
    sheet = SheetData("Danh sách", rows, merged=(Area(2, 2, 3, 2),))
    done = read_list(Workbook((sheet,)), CLASSES, lambda code: KNOWN)
    assert ([row.category for row in done.rows], done.errors) == (["commune", "commune"], [])
    assert [note.text for note in done.notes if note.asks] == ["ô gộp B2:B3 «c» được hiểu là của từng dòng 2 đến 3."]
    (error,) = read_list(
        Workbook((SheetData("A", (*rows[:2], (2, "c", None, "22807")), merged=(Area(2, 3, 3, 3),)),)),
        CLASSES,
        lambda code: KNOWN,
    ).errors
    assert error.message.startswith("ô gộp C2:C3")


@pytest.mark.parametrize(
    ("said", "consent"),
    [("có", True), ("CÓ", True), ("x", True), ("X", True), (1, True), ("✓", True), ("✔", True), ("√", True), ("☑", True),
     ("☒", True), ("v", True), ("Đồng ý", True), ("Đã đồng ý.", True), ("TRUE", True), (None, False), (" ", False),
     ("không", False), ("Không đồng ý", False), (0, False), ("FALSE", False), ("☐", False), ("-", False)],
)  # fmt: skip
def test_consent_is_a_word_or_a_tick(said: object, consent: bool) -> None:
    rows, errors = _read(("c", "Xã Phước Đại", said), head=("Nhóm", "Tên tập thể", "Đồng ý công khai tên"))
    assert ([row.has_consent for row in rows], errors) == ([consent], [])


@pytest.mark.parametrize("said", ["Có (đã ký)", "có, chưa ký", "hỏi lại", "✗", "?", "15/11/2022", 2])
def test_what_is_neither_yes_nor_no_is_asked_for(said: object) -> None:
    rows, errors = _read(("c", "Xã Phước Đại", said), head=("Nhóm", "Tên tập thể", "Đồng ý công khai tên"))
    assert (rows, errors) == (
        [],
        [
            f"Danh sách, dòng 4, cột C: không rõ «{said}» là đồng ý hay không; ghi «có», hoặc «không», hoặc để trống.",
        ],
    )


def test_a_text_longer_than_a_dossier_keeps_it_is_an_error_at_its_cell() -> None:
    head = ("Nhóm", "Tên", "Mã", "Chức vụ", "Tên ghi trong quyết định", "Mã cán bộ", "Khen thưởng đã nhận")
    rows, errors = _read(("e", "b" * 120, "584", "c" * 200, "d" * 300, "e" * 40, "f" * 3000), head=head)
    assert ([len(row.title) for row in rows], errors) == ([200], [])
    rows, errors = _read(("e", "b" * 121, "584", "c" * 201, "d" * 301, "e" * 41, "f" * 3001), head=head)
    assert (rows, errors) == (
        [],
        [
            "Danh sách, dòng 4, cột D: dài 201 ký tự, nhiều nhất 200.",
            "Danh sách, dòng 4, cột E: dài 301 ký tự, nhiều nhất 300.",
            "Danh sách, dòng 4, cột F: dài 41 ký tự, nhiều nhất 40.",
            "Danh sách, dòng 4, cột G: dài 3001 ký tự, nhiều nhất 3000.",
            "Danh sách, dòng 4, cột B: dài 121 ký tự, nhiều nhất 120.",
        ],
    )


def test_a_list_of_another_year_and_round_is_asked_about() -> None:
    rows = (("ĐỀ NGHỊ KHEN THƯỞNG TỔNG KẾT NĂM 2022",), (*HEAD, "Năm"), (1, "c", "Xã Phước Đại", None, None, "x", 2022))
    done = read_list(
        Workbook((SheetData("A", rows),)), CLASSES, lambda code: KNOWN, purpose=Purpose(2023, round="hằng năm")
    )
    assert [note.text for note in done.notes if note.asks] == [
        "cột G «Năm» không được nhập (1 số).",
        "tiêu đề ghi năm 2022, tệp đang được nhập vào năm 2023.",
        "tiêu đề ghi đợt tổng kết, tệp đang được nhập vào đợt hằng năm.",
        "cột G «Năm» ghi năm 2022, tệp đang được nhập vào năm 2023.",
    ]


@pytest.mark.parametrize("head", ["Tên cha", "Thành tích năm 2021", "Nhóm tuổi", "Mã cấp trên", "Đồng ý (dự kiến)"])
def test_a_head_that_only_begins_as_a_known_one_asks(head: str) -> None:
    rows = ((*HEAD, head), (1, "c", "Xã Phước Đại", None, None, "x", "y"))
    done = read_list(Workbook((SheetData("A", rows),)), CLASSES, lambda code: KNOWN, purpose=Purpose(2022))
    assert ([(row.name, row.achievements) for row in done.rows], done.errors) == ([("Xã Phước Đại", "x")], [])
    assert [(str(note), note.asks) for note in done.notes] == [
        (f"A: cột G «{head}» không được nhập, không rõ là cột nào của danh sách.", True)
    ]


def test_a_list_of_a_part_of_the_year_and_rows_of_words_in_it_ask() -> None:
    rows = (
        ("DANH SÁCH DỰ KIẾN 6 THÁNG ĐẦU NĂM 2022",),
        HEAD,
        (1, "c", "Xã Phước Đại", None, None, "x"),
        ("Sơ bộ, chưa họp xét",),
        (2, "c", "Xã Phước Tiến", None, None, "x"),
    )
    purpose = Purpose(2022, whole="đề nghị khen thưởng năm")
    done = read_list(Workbook((SheetData("A", rows),)), CLASSES, lambda code: KNOWN, purpose=purpose)
    assert [note.text for note in done.notes if note.asks] == [
        "dòng 4 ghi «Sơ bộ, chưa họp xét», các dòng dưới đó vẫn được đọc là số liệu đang nhập.",
        "tiêu đề ghi 6 THÁNG ĐẦU NĂM, tệp đang được nhập là đề nghị khen thưởng năm 2022.",
        "tiêu đề ghi «DỰ KIẾN», tệp đang được nhập là đề nghị khen thưởng năm 2022.",
    ]


@pytest.mark.parametrize(
    "name", ["TẬP THỂ", "I. Tập thể", "Hộ gia đình, cá nhân", "Tổng cộng: 01 tập thể", "Cộng: 01 tập thể"]
)
def test_headings_of_parts_and_sums_are_passed_over_and_named(name: str) -> None:
    rows = (HEAD, ("I", None, name), (1, "c", "Xã Phước Đại", None, None, "x"))
    done = read_list(Workbook((SheetData("A", rows),)), CLASSES, lambda code: KNOWN)
    assert ([row.name for row in done.rows], done.errors) == (["Xã Phước Đại"], [])
    text = "A: dòng 2: là dòng đề mục hoặc dòng cộng, không đọc là đối tượng được đề nghị."
    assert [(str(note), note.asks) for note in done.notes] == [(text, False)]
    assert len(_read((1, None, "Tập thể nhân dân Xã Phước Đại"))[1]) == 1
    assert len(_read((1, None, "Hộ ông Chamaléa Tâm"))[1]) == 1


def test_a_district_over_a_commune_of_another_one_asks() -> None:
    places = Register(
        {"u": "Xã Phước Đại", "22801": "Xã Phước Đại", "584": "Huyện Bác Ái", "585": "Huyện Ninh Sơn"},
        above=lambda codes: {code: ["584"] for code in codes if code == "22801"},
    )

    def asked(over: str) -> list[str]:
        rows = (HEAD, (over,), (1, "c", "Xã Phước Đại", None, None, "x"))
        book = Workbook((SheetData("A", rows),))
        done = read_list(book, CLASSES, lambda code: KNOWN, purpose=Purpose(places=places))
        return [note.text for note in done.notes if note.asks]

    assert asked("Huyện Ninh Sơn") == ["dòng 2 ghi Huyện Ninh Sơn, các dòng được nhập là của Xã Phước Đại."]
    assert asked("Huyện Bác Ái") == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Trưởng phòng", "giống chức vụ"),
        ("Nguyễn Văn A, Trần Thị B", "hơn một người"),
        ("Nguyễn Văn A 0912345678", "có số"),
    ],
)
def test_a_person_s_name_that_is_none_is_refused(name: str, says: str) -> None:
    rows, errors = _read((1, "e", name, "584", "Chuyên viên", "x"))
    assert (rows, [says in error for error in errors]) == ([], [True])


@pytest.mark.django_db
def test_a_list_of_those_who_are_not_proposed_asks(province: cast.Province) -> None:
    rows = (("DANH SÁCH KHÔNG ĐỦ ĐIỀU KIỆN",), HEAD, (1, "c", "Xã Phước Đại", None, None, "x"))
    done = read_list(
        Workbook((SheetData("A", rows),)), CLASSES, lambda code: KNOWN, purpose=purpose_of(province.annual_2022)
    )
    assert [note.text for note in done.notes if note.asks] == [
        "tiêu đề ghi «KHÔNG ĐỦ ĐIỀU KIỆN», không phải nội dung đang được nhập ở đây."
    ]


def test_all_that_a_dossier_takes_from_a_row_is_told() -> None:
    row = ListRow(2, "official", "p-u-9", "A", "phó phòng", "", "Giảm 3,2 điểm", "BK 2020", True)
    assert row.told == "chức vụ: phó phòng; thành tích: Giảm 3,2 điểm; đã khen: BK 2020; đồng ý công khai tên"


@pytest.mark.parametrize(
    ("name", "code", "key"),
    [
        ("Xã Phước Đại", "", "u-1"),
        ("xa phuoc dai", "", "u-1"),
        (unicodedata.normalize("NFD", "Xã Phước Đại"), "", "u-1"),
        ("Phước Đại", "", "u-1"),
        ("Nhân dân và cán bộ xã Phước Đại", "", "u-1"),
        ("", "22909", "u-3"),
        ("phuoc ha", "22909", "u-3"),
        ("Thôn 1 Xã B", "", "u-5"),
    ],
    ids=[
        "as printed",
        "no accents",
        "decomposed",
        "without its kind",
        "as decisions print it",
        "by code",
        "by code and name",
        "with its place",
    ],
)
def test_a_name_finds_its_unit(name: str, code: str, key: str) -> None:
    found, why = match(name, code, KNOWN)
    assert (found and found.key, why) == (key, "")


@pytest.mark.parametrize(
    ("name", "code", "why"),
    [
        ("Xã Đại Phước", "", "không có «Xã Đại Phước»; có phải là «Xã Phước Đại» (mã 22801)?"),
        ("tên khác", "22909", "mã 22909 là của Xã Phước Hà, tên ghi là «tên khác»; mã và tên phải khớp nhau."),
        ("Xã Phước Hạ", "", "không có «Xã Phước Hạ»; có phải là «Xã Phước Hà» (mã 22909)?"),
        ("Xã Phước Tiên", "99", "không có mã «99» trong phạm vi của bạn."),
        ("Thôn 1", "", "«Thôn 1» có 2 nơi trùng tên: Thôn 1, Xã A (mã 01); Thôn 1, Xã B (mã 02). Ghi thêm mã."),
        ("Cà Ná", "", "không có «Cà Ná» trong phạm vi của bạn."),
    ],
    ids=[
        "another order is suggested, never taken",
        "a code and a name that disagree",
        "other marks are another name",
        "an unknown code",
        "two of one name",
        "nothing alike",
    ],
)
def test_what_is_not_exact_is_never_guessed(name: str, code: str, why: str) -> None:
    assert match(name, code, KNOWN) == (None, why)


def test_every_error_has_sheet_row_column_and_cause() -> None:
    rows, errors = _read(
        (1, "c", "Xã Phước Đại", None, None, "Tốt"),
        (2, "h", "Xã Phước Hà", None, None, None),
        (3, "c", "Cà Ná", None, None, None),
        (4, "e", "Bà Lan", None, None, None),
        (5, "C)", "phuoc dai", None, None, None),
        (None, None, None, None, None, None),
    )
    assert [row.key for row in rows] == ["u-1"]
    assert errors == [
        "Danh sách, dòng 5, cột B: không biết nhóm «h».",
        "Danh sách, dòng 6, cột C: không có «Cà Ná» trong phạm vi của bạn.",
        "Danh sách, dòng 7, cột E: thiếu chức vụ, nơi công tác.",
        "Danh sách, dòng 8, cột C: «phuoc dai» đã có ở dòng 4.",
    ]


def test_a_file_without_its_head_is_told_which_columns_it_needs() -> None:
    assert _read(("1", "c", "Xã Phước Đại"), head=("A", "B"))[1] == [
        "Danh sách, dòng 1: không thấy dòng tiêu đề có các cột: Nhóm đối tượng (chữ cái), Tên tập thể, hộ, cá nhân."
    ]


def test_bare_names() -> None:
    assert bare("Hộ ông (bà) Katơr Liên") == "kator lien"


# ---- the page ----


@pytest.fixture
def household(province: cast.Province) -> Household:
    with audit.change(User.objects.command_line()) as trail:
        village = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    return Household.objects.create(code="H1", village=village, head="Katơr Liên", valid_from=cast.START)


def _file(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book, buffer = Book(), io.BytesIO()
    for row in (("Danh sách",), HEAD, *rows):
        book.active.append(row)
    for cell in (cell for line in book.active.iter_rows() for cell in line if cell.data_type == "f"):
        cell.data_type = "s"  # a text that begins as a formula does, as Excel keeps it behind an apostrophe
    book.save(buffer)
    return SimpleUploadedFile("danh-sach.xlsx", buffer.getvalue())


PAGE = "/khen-thuong/annual-2022/nhap-danh-sach/"


@pytest.mark.django_db
def test_a_list_is_previewed_then_becomes_drafts(
    province: cast.Province, household: Household, sign_in: SignIn
) -> None:
    client = sign_in(province.bac_ai)
    rows = (
        (1, "c", unicodedata.normalize("NFD", "Xã Phước Đại"), None, None, "Giảm nghèo nhanh"),
        (2, "đ", "Hộ ông Katơr Liên", None, None, "Thoát nghèo"),
        (3, "e", "Pi Năng Thị Hương", None, "Phòng LĐTBXH", "=1+1"),
    )
    page = client.post(PAGE, {"file": _file(*rows)})
    assert page.status_code == 200
    assert not Nomination.objects.exists()
    assert "Lập 3 hồ sơ nháp" in page.content.decode()
    assert client.post(PAGE, agree(page)).status_code == 302
    found = list(Nomination.objects.order_by("pk").values_list("category", "printed_name", "state"))
    assert found == [
        ("commune", "Nhân dân và cán bộ xã Phước Đại", "draft"),
        ("household", "Hộ gia đình ông Katơr Liên, thôn Tà Lú, xã Phước Đại", "draft"),
        ("official", "Pi Năng Thị Hương", "draft"),
    ]
    assert all(board.used == 0 for board in caps.boards([province.annual_2022]).values())
    again = client.post(PAGE, {"file": _file(*rows)})
    assert "Dòng 3: Nhân dân và cán bộ xã Phước Đại đã có hồ sơ" in again.content.decode()
    assert client.post(PAGE, agree(page)).status_code == 409
    assert Nomination.objects.count() == 3


@pytest.mark.django_db
def test_one_error_and_nothing_is_stored(province: cast.Province, household: Household, sign_in: SignIn) -> None:
    client = sign_in(province.ninh_son)
    page = client.post(
        PAGE, {"file": _file((1, "c", "Xã Phước Đại", None, None, ""), (2, "đ", "Katơr Liên", None, None, ""))}
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert "Xã Phước Đại nằm ngoài phạm vi của bạn." in text
    assert "Katơr Liên» trong phạm vi của bạn" in text
    assert client.get(f"{PAGE}?tai=loi").status_code == 200
    assert client.get(f"{PAGE}?tai=mau").status_code == 200
    broken = SimpleUploadedFile("a.xlsx", b"PK\x03\x04 hong")
    assert client.post(PAGE, {"file": broken}).status_code == 422
    assert not Nomination.objects.exists()


@pytest.mark.django_db
def test_all_or_nothing_under_the_lock_too(province: cast.Province) -> None:
    commune = province.unit("22801")
    rows = [ListRow(3, "commune", f"u-{commune.pk}", "Xã Phước Đại"), ListRow(4, "commune", "u-999999", "Xã Lạ")]
    with pytest.raises(Refused) as refused:
        import_list(province.annual_2022, rows, source="a.xlsx", by=province.bac_ai)
    assert refused.value.reasons == ("Dòng 4: «Xã Lạ» không còn trong phạm vi của bạn.",)
    assert not Nomination.objects.exists()
