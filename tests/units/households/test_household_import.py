"""Lists of households: read with every error and its place, stored whole, and twice is once."""

import io
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts import audit
from accounts.models import AuditEvent, User
from core.workflow import Refused
from office.models import LongWork
from office.tables.workbooks import Area, SheetData, Workbook
from tests import cast
from tests.consent import agree
from units.households.actions.household_import import import_households
from units.households.files import read_households
from units.households.states import YearStatus, bits, numbers
from units.households.work import read_list
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.map.domain.naming import Register
from units.models import Household, HouseholdHead, HouseholdYear, Unit

SignIn = Callable[[User], Client]
HEAD = "Mã hộ,Mã thôn,Họ và tên chủ hộ,Dân tộc chủ hộ,Số nhân khẩu,Kết quả rà soát,Chỉ số thiếu hụt,Nguyên nhân"


@pytest.fixture
def commune(province: cast.Province) -> Unit:
    """Phước Đại with two villages, and a village of another commune."""
    with audit.change(User.objects.command_line()) as trail:
        for code, name, above in (
            ("2280101", "Thôn Tà Lú 1", "22801"),
            ("2280102", "Thôn Ma Hoa", "22801"),
            ("2279801", "Thôn Xa", "22798"),
        ):
            found_unit(code, name, Kind.VILLAGE, parent=province.unit(above), trail=trail)
        derive_ancestry()
    return province.unit("22801")


def _csv(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def _store(province: cast.Province, commune: Unit, content: bytes, year: int = 2022) -> dict[str, int]:
    parsed = read_list(content, "ds.csv", commune, by=province.phuoc_dai)
    return import_households(commune, parsed, year=year, source="ds.csv", by=province.phuoc_dai)


ONE = 'H1,2280101,Katơr Thị Liên,Raglai,4,Hộ nghèo,"1;4;9;11","1;2"'
TWO = "H2,Thôn Ma Hoa,Nguyễn Văn Thành,Kinh,3,Hộ cận nghèo,1;4,"


def test_a_list_of_half_a_year_is_asked_about(province: cast.Province, commune: Unit) -> None:
    parsed = read_list(
        f"DANH SÁCH 6 THÁNG NĂM: 2021\n{HEAD}\n{ONE}\n".encode(), "ds.csv", commune, year=2022, by=province.phuoc_dai
    )
    assert [note.text for note in parsed.notes if note.asks] == [
        "tiêu đề ghi năm 2021, tệp đang được nhập vào năm 2022.",
        "tiêu đề ghi 6 THÁNG, tệp đang được nhập là kết quả cuối năm 2022.",
    ]


def test_words_over_households_that_are_no_longer_there_ask(province: cast.Province, commune: Unit) -> None:
    rows = f'{HEAD}\n{ONE}\n,,"Hộ chuyển đi, không còn ở địa phương"\n{TWO}\n'
    parsed = read_list(rows.encode(), "ds.csv", commune, year=2022, by=province.phuoc_dai)
    assert [note.text for note in parsed.notes if note.asks] == [
        "dòng 3 ghi «Hộ chuyển đi, không còn ở địa phương», các dòng dưới đó vẫn được đọc là số liệu đang nhập."
    ]


def test_a_list_is_stored_whole(province: cast.Province, commune: Unit) -> None:
    assert _store(province, commune, _csv(ONE, TWO)) == {"new": 2, "changed": 0, "unchanged": 0}
    one, two = Household.objects.order_by("code")
    assert (one.village.code, one.is_minority, one.people, one.search_key) == ("2280101", True, 4, "kator thi lien")
    assert (two.village.code, two.is_minority, two.valid_from) == ("2280102", False, date(2022, 1, 1))
    year = HouseholdYear.objects.get(household=one)
    assert (year.year, year.status, numbers(year.deprivations), numbers(year.causes)) == (
        2022,
        "poor",
        (1, 4, 9, 11),
        (1, 2),
    )
    assert HouseholdHead.objects.count() == 2


def test_the_same_list_again_changes_nothing(province: cast.Province, commune: Unit) -> None:
    _store(province, commune, _csv(ONE, TWO))
    before = [list(model.objects.order_by("pk").values()) for model in (Household, HouseholdHead, HouseholdYear)]
    assert _store(province, commune, _csv(ONE, TWO)) == {"new": 0, "changed": 0, "unchanged": 2}
    after = [list(model.objects.order_by("pk").values()) for model in (Household, HouseholdHead, HouseholdYear)]
    assert after == before


def test_a_later_list_changes_what_differs(province: cast.Province, commune: Unit) -> None:
    _store(province, commune, _csv(ONE, TWO), year=2021)
    changed = ONE.replace("Hộ nghèo", "Hộ thoát nghèo").replace("Katơr Thị Liên", "Katơr Minh")
    assert _store(province, commune, _csv(changed, TWO)) == {"new": 0, "changed": 2, "unchanged": 0}
    one = Household.objects.get(code="H1")
    assert [(row.year, row.status) for row in one.years.order_by("year")] == [(2021, "poor"), (2022, "escaped")]
    assert [(row.name, row.valid_to) for row in one.heads.order_by("valid_from")] == [
        ("Katơr Thị Liên", date(2022, 1, 1)),
        ("Katơr Minh", date.max),
    ]
    assert one.head == "Katơr Minh"
    assert one.search_key == "kator minh"


def test_a_column_that_is_not_there_keeps_what_stands(province: cast.Province, commune: Unit) -> None:
    _store(province, commune, _csv(ONE))
    short = "Mã hộ,Mã thôn,Chủ hộ\nH1,2280101,Katơr Thị Liên".encode()
    assert _store(province, commune, short) == {"new": 0, "changed": 0, "unchanged": 1}
    assert Household.objects.get().people == 4


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",2280101,Tên,Kinh,4,Hộ nghèo,,", "dòng 2, cột A: thiếu mã hộ"),
        ("H1,2280101,,Kinh,4,Hộ nghèo,,", "cột C: thiếu họ và tên chủ hộ"),
        ("H1,,Tên,Kinh,4,Hộ nghèo,,", "cột B: thiếu thôn"),
        ("H1,2279801,Tên,Kinh,4,Hộ nghèo,,", "Thôn Xa (mã 2279801) không phải thôn, khu phố trong phạm vi của bạn"),
        ("H1,Thôn Không Có,Tên,Kinh,4,Hộ nghèo,,", "không có thôn, khu phố «Thôn Không Có»"),
        ("H1,2280101,Tên,4.5,4,Hộ nghèo,,", "cột D: «4.5» không phải tên dân tộc"),
        (",2280101,,,,Hộ nghèo,,", "dòng 2, cột A: thiếu mã hộ"),
        ("H1,2280101,Tên,Kinh,0,Hộ nghèo,,", "phải từ 1 đến 60"),
        ("H1,2280101,Tên,Kinh,nhiều,Hộ nghèo,,", "cột E: số nhân khẩu"),
        ("H1,2280101,Tên,Kinh,4,Hộ giàu,,", "không biết kết quả rà soát «Hộ giàu»"),
        ("H1,2280101,Tên,Kinh,4,Hộ nghèo,13,", "cột G: «13» phải là số thứ tự từ 1 đến 12"),
        ("H1,2280101,Tên,Kinh,4,Hộ nghèo,,x", "cột H: «x» phải là số thứ tự từ 1 đến 8"),
    ],
)
def test_bad_rows_are_named_and_nothing_is_stored(province: cast.Province, commune: Unit, row: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        _store(province, commune, _csv(row, TWO))
    assert says in str(refused.value)
    assert not Household.objects.exists()


def test_all_errors_at_once(province: cast.Province, commune: Unit) -> None:
    parsed = read_list(_csv(",2280101,,Kinh,0,x,,", "H1,9,T,,,,,"), "ds.csv", commune, by=province.phuoc_dai)
    assert parsed.error_count == 5
    assert parsed.rows == []


def test_one_code_twice_in_a_list(province: cast.Province, commune: Unit) -> None:
    with pytest.raises(Refused, match="mã hộ H1 đã có ở dòng 2"):
        _store(province, commune, _csv(ONE, ONE))


def test_a_household_in_two_villages(province: cast.Province, commune: Unit) -> None:
    _store(province, commune, _csv(ONE))
    with pytest.raises(Refused, match="một hộ không thể ở hai thôn"):
        _store(province, commune, _csv(ONE.replace("2280101", "2280102")))
    elsewhere = Unit.objects.bearing("2279801", date(2022, 12, 1))
    Household.objects.create(code="H9", village=elsewhere, head="Ai Đó", valid_from=cast.START)
    with pytest.raises(Refused) as refused:
        _store(province, commune, _csv(ONE.replace("H1", "H9")))
    assert "ngoài phạm vi này" in str(refused.value)
    assert "Thôn Xa" not in str(refused.value)  # whose it is is not told


def test_a_list_of_another_s_villages_is_refused(province: cast.Province, commune: Unit) -> None:
    parsed = read_list(_csv(ONE), "ds.csv", commune, by=province.phuoc_dai)
    with pytest.raises(Refused, match="ngoài phạm vi"):
        import_households(commune, parsed, year=2022, source="x", by=province.ninh_son)
    with pytest.raises(Refused, match="không có quyền"):
        import_households(commune, parsed, year=2022, source="x", by=province.labour)


def test_a_year_to_come(province: cast.Province, commune: Unit) -> None:
    with pytest.raises(Refused, match="chưa đến"):
        _store(province, commune, _csv(ONE), year=2023)


def test_the_trail_says_how_many_and_no_name(province: cast.Province, commune: Unit) -> None:
    _store(province, commune, _csv(ONE, TWO))
    event = AuditEvent.objects.get(verb="import_households")
    assert event.unit_code == "22801"
    assert "Katơr" not in event.summary + event.subject_label


def test_the_number_of_questions_does_not_grow(province: cast.Province, commune: Unit) -> None:
    counts = []
    for size in (4, 5, 60):
        rows = [f"S{size}-{at},2280101,Tên Số {at},Kinh,3,Hộ nghèo,1,1" for at in range(size)]
        with CaptureQueriesContext(connection) as seen:
            _store(province, commune, _csv(*rows))
        counts.append(len(seen))
    assert counts[1] == counts[2]  # the first one reads the rights


def _xlsx(*rows: list[object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Hộ")
        sheet.write(0, 0, "DANH SÁCH HỘ")
        for at, row in enumerate([HEAD.split(","), *rows], 2):
            sheet.write_row(at, 0, row)
    return buffer.getvalue()


def test_a_workbook_with_a_title_above(province: cast.Province, commune: Unit) -> None:
    content = _xlsx(["H1", 2280101, "Katơr Thị Liên", "Raglai", 4, "hộ nghèo", "1;4", 1], ["", "", "Cộng", "", 1])
    parsed = read_list(content, "ds.xlsx", commune, by=province.phuoc_dai)
    assert [(row.code, row.people, row.deprivations, row.causes) for row in parsed.rows] == [("H1", 4, bits([1, 4]), 1)]


def test_the_page_previews_then_stores(
    province: cast.Province, commune: Unit, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(province.phuoc_dai)
    address = f"/don-vi/{commune.slug}/ho/nhap-tu-tep/"
    assert client.get(address).status_code == 200
    page = client.post(address, {"file": SimpleUploadedFile("ds.csv", _csv(ONE, TWO)), "year": "2022"})
    assert "2 hộ mới" in page.content.decode()
    assert not Household.objects.exists()
    assert client.post(address, agree(page)).status_code == 302
    assert Household.objects.count() == 2
    assert client.post(address, agree(page), follow=True).content.decode().count("không còn") == 1
    bad = client.post(address, {"file": SimpleUploadedFile("ds.csv", _csv("H1,,,,,,,")), "year": "2022"})
    assert bad.status_code == 422
    assert client.get(f"{address}mau/").status_code == 200
    assert sign_in(province.ninh_son).get(address).status_code == 404
    assert sign_in(province.labour).get(address).status_code == 404


def test_a_long_list_is_long_work(
    province: cast.Province,
    commune: Unit,
    sign_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    monkeypatch.setattr("units.households.views.household_import.LONG", 10)
    client = sign_in(province.phuoc_dai)
    address = f"/don-vi/{commune.slug}/ho/nhap-tu-tep/"
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {"file": SimpleUploadedFile("ds.csv", _csv(ONE, TWO)), "year": "2022"})
    check = LongWork.objects.get()
    assert answer["Location"] == f"/viec-dai/{check.pk}/"
    page = client.get(answer["Location"])
    assert "2 hộ mới" in page.content.decode()
    assert not Household.objects.exists()
    assert sign_in(province.bac_ai).get(answer["Location"]).status_code == 404
    elsewhere = sign_in(province.phuoc_dai)  # the same person at another machine sees it and does not consent
    assert "phiên làm việc trước" in elsewhere.get(answer["Location"]).content.decode()
    elsewhere.post(answer["Location"], agree(page))
    assert LongWork.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(answer["Location"], agree(page))
        client.post(answer["Location"], agree(page))  # a second click starts nothing
    assert LongWork.objects.count() == 2
    assert Household.objects.count() == 2
    assert LongWork.objects.order_by("pk").last().state == "done"
    assert "Cổng không còn giữ" not in client.get(answer["Location"]).content.decode()


def test_a_long_list_with_errors_stores_nothing(
    province: cast.Province,
    commune: Unit,
    sign_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    monkeypatch.setattr("units.households.views.household_import.LONG", 10)
    client = sign_in(province.phuoc_dai)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            f"/don-vi/{commune.slug}/ho/nhap-tu-tep/",
            {"file": SimpleUploadedFile("ds.csv", _csv("H1,,,,,,,")), "year": "2022"},
        )
    work = LongWork.objects.get()
    assert (work.state, len(work.errors)) == ("refused", 2)
    assert "cột B" in client.get(f"/viec-dai/{work.pk}/").content.decode()


@given(st.sets(st.integers(1, 12)))
def test_bits_and_numbers_are_each_other(chosen: set[int]) -> None:
    assert set(numbers(bits(chosen))) == chosen


# ---- taken or named ----


def test_a_blank_cell_says_nothing_and_nought_says_none(province: cast.Province, commune: Unit) -> None:
    _store(province, commune, _csv('H1,2280101,Katơr Thị Liên,Raglai,4,Hộ nghèo,"1;4","2"'))
    assert _store(province, commune, _csv("H1,2280101,Katơr Thị Liên,,4,Hộ nghèo,,")) == {
        "new": 0,
        "changed": 0,
        "unchanged": 1,
    }
    _store(province, commune, _csv("H1,2280101,Katơr Thị Liên,Raglai,4,Hộ nghèo,0,"))
    year = HouseholdYear.objects.get()
    assert (numbers(year.deprivations), numbers(year.causes), year.household.ethnicity) == ((), (2,), "Raglai")


def test_codes_of_one_household_in_other_spellings(province: cast.Province, commune: Unit) -> None:
    _store(province, commune, _csv("H-921,2280101,Katơr Thị Liên,Raglai,4,Hộ nghèo,,"))
    again = _csv("h–921,2280101,Katơr Thị Liên,Raglai,4,Hộ nghèo,,")
    assert _store(province, commune, again) == {"new": 0, "changed": 0, "unchanged": 1}
    both = _csv("H-5,2280101,Tên,Kinh,4,,,", "h -5,2280101,Tên,Kinh,4,,,")
    with pytest.raises(Refused, match="mã hộ H-5 đã có ở dòng 2"):
        _store(province, commune, both)


@pytest.mark.parametrize("code", ["H 921", "H.921", "H/921", "H_921", "H-921.", "'H-921"])
def test_whatever_parts_a_code_it_is_one_household(province: cast.Province, commune: Unit, code: str) -> None:
    row = "2280101,Katơr Thị Liên,Raglai,4,Hộ nghèo,,"
    _store(province, commune, _csv(f"H-921,{row}"))
    assert _store(province, commune, _csv(f"{code},{row}")) == {"new": 0, "changed": 0, "unchanged": 1}


@pytest.mark.parametrize(("standing", "given"), [("H-921", "H921"), ("2280101002", "2280101 002")])
def test_a_code_that_leaves_out_a_sign_is_no_further_household(
    province: cast.Province, commune: Unit, standing: str, given: str
) -> None:
    row = "2280101,Katơr Thị Liên,Raglai,4,Hộ nghèo,,"
    with pytest.raises(Refused, match=rf"dòng 3, cột A: mã hộ .* chỉ khác mã {standing} \(dòng 2\) đã có ở dấu ngăn"):
        _store(province, commune, _csv(f"{standing},{row}", f"{given},{row}"))
    _store(province, commune, _csv(f"{standing},{row}"))
    with pytest.raises(Refused, match=f"Dòng 2: mã hộ .* chỉ khác mã {standing} đã có ở dấu ngăn"):
        _store(province, commune, _csv(f"{given},{row}"))
    assert [household.code for household in Household.objects.all()] == [standing]


@pytest.mark.parametrize("code", ["2023-01-02", "TRUE", '"12,5"', "0"])
def test_what_is_no_code_is_refused_in_a_list(province: cast.Province, commune: Unit, code: str) -> None:
    with pytest.raises(Refused, match=r"dòng 2, cột A: «.*» là .*, không phải mã"):
        _store(province, commune, _csv(f"{code},2280101,Katơr Thị Liên,Raglai,4,Hộ nghèo,,"))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("5.84E+16,2280101,Tên,Kinh,4,,,", "cột A: «5.84E+16» là số dài đã bị Excel làm tròn"),
        ("H1,2280101,#N/A,Kinh,4,,,", "cột C: ô báo lỗi #N/A"),
        ("H1,2280101,Tên,Kinh,4,,1;4,", "cột G: có chỉ số thiếu hụt, nguyên nhân hoặc nhóm thì phải ghi kết quả"),
    ],
    ids=["rounded", "an error", "deprivations without a result"],
)
def test_what_cannot_be_taken_is_named(province: cast.Province, commune: Unit, row: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        _store(province, commune, _csv(row))
    assert says in str(refused.value)


def test_numbers_of_a_set_are_whole(province: cast.Province, commune: Unit) -> None:
    row = ["H1", 2280101, "An", "Raglai", 4, "hộ nghèo"]
    taken = read_list(_xlsx([*row, "1.0; 4", 2.0]), "ds.xlsx", commune, by=province.phuoc_dai)
    assert [(item.deprivations, item.causes) for item in taken.rows] == [(bits([1, 4]), bits([2]))]
    wrong = read_list(_xlsx([*row, "1.02", 1]), "ds.xlsx", commune, by=province.phuoc_dai)
    assert (wrong.rows, wrong.errors) == ([], ["Hộ, dòng 4, cột G: «1.02» phải là số thứ tự từ 1 đến 12."])


def test_a_village_by_code_and_name_must_agree(province: cast.Province, commune: Unit) -> None:
    head = "Mã hộ,Mã thôn,Tên thôn,Chủ hộ\n"
    good = read_list(f"{head}H1,2280101,Tà Lú 1,An\n".encode(), "a.csv", commune, by=province.phuoc_dai)
    assert (good.errors, [row.code for row in good.rows]) == ([], ["H1"])
    bad = read_list(f"{head}H1,2280101,Thôn Ma Hoa,An\n".encode(), "a.csv", commune, by=province.phuoc_dai)
    assert bad.errors == [
        "a.csv, dòng 2, cột B: mã 2280101 là của Thôn Tà Lú 1, tên ghi bên cạnh là «Thôn Ma Hoa»; mã và tên phải khớp nhau."
    ]


def test_figures_of_columns_nobody_asked_for_are_named(
    province: cast.Province, commune: Unit, sign_in: Callable[[User], Client]
) -> None:
    client, page = sign_in(province.phuoc_dai), f"/don-vi/{commune.slug}/ho/nhap-tu-tep/"
    text = "Mã hộ,Mã thôn,Chủ hộ,Thu nhập,Ghi chú\nH1,2280101,An,1500000,x\n"
    answer = client.post(page, {"file": SimpleUploadedFile("a.csv", text.encode()), "year": "2022"})
    asked, told = answer.context["notes"]
    assert (asked.text, asked.asks) == ("cột D «Thu nhập» không được nhập (1 số).", True)
    assert (told.text, told.asks) == ("cột E «Ghi chú» không được nhập (1 ô chữ).", False)
    client.post(page, agree(answer))
    assert not Household.objects.exists()
    client.post(page, agree(answer) | {"da-biet": asked.key})
    assert Household.objects.get().head == "An"


def test_the_preview_says_what_changes(
    province: cast.Province, commune: Unit, sign_in: Callable[[User], Client]
) -> None:
    _store(province, commune, _csv('H1,2280101,Katơr Thị Liên,Raglai,4,Hộ nghèo,"1;4",'))
    rows = _csv('H1,2280101,Katơr Thị Liên,Raglai,5,Hộ cận nghèo,"1",')
    page = f"/don-vi/{commune.slug}/ho/nhap-tu-tep/"
    answer = sign_in(province.phuoc_dai).post(page, {"file": SimpleUploadedFile("a.csv", rows), "year": "2022"})
    ((_, _, what),) = answer.context["changed"]
    assert what == ("nhân khẩu 4 → 5; kết quả hộ nghèo → hộ cận nghèo; nhân khẩu của năm 4 → 5; thiếu hụt 1;4 → 1")


def test_the_preview_says_all_of_a_new_household(
    province: cast.Province, commune: Unit, sign_in: Callable[[User], Client]
) -> None:
    page = f"/don-vi/{commune.slug}/ho/nhap-tu-tep/"
    answer = sign_in(province.phuoc_dai).post(
        page, {"file": SimpleUploadedFile("a.csv", _csv(ONE, "H3,2280102,Kadá Ba,,,,,")), "year": "2022"}
    )
    one, three = (what for _, _, what in answer.context["new"])
    assert (
        one == "Katơr Thị Liên; 4 nhân khẩu; dân tộc chủ hộ Raglai; hộ nghèo; thiếu hụt 1, 4, 9, 11; nguyên nhân 1, 2"
    )
    assert three == "Kadá Ba"
    assert one in answer.content.decode()


def test_a_known_household_s_first_year_is_told_whole(
    province: cast.Province, commune: Unit, sign_in: Callable[[User], Client]
) -> None:
    _store(province, commune, _csv(ONE), year=2021)
    page = f"/don-vi/{commune.slug}/ho/nhap-tu-tep/"
    answer = sign_in(province.phuoc_dai).post(page, {"file": SimpleUploadedFile("a.csv", _csv(ONE)), "year": "2022"})
    ((_, _, what),) = answer.context["changed"]
    assert what == "năm 2022: hộ nghèo; thiếu hụt 1, 4, 9, 11; nguyên nhân 1, 2; 4 nhân khẩu"


def test_a_village_merged_over_households_is_each_one_s_and_asks(province: cast.Province, commune: Unit) -> None:
    rows = (tuple(HEAD.split(",")), ("H1", "2280101", "Ka A", "Kinh", 4), ("H2", None, "Ka B", "Kinh", 3))
    sheet = SheetData("A", rows, merged=(Area(2, 2, 3, 2),))
    parsed = read_households(Workbook((sheet,)), {"2280101": 7}, Register({"2280101": "Thôn Tà Lú 1"}))
    assert ([row.village for row in parsed.rows], parsed.errors) == ([7, 7], [])
    assert [note.text for note in parsed.notes if note.asks] == [
        "ô gộp B2:B3 «2280101» được hiểu là của từng dòng 2 đến 3."
    ]
    covering = (rows[0], rows[1], (*rows[2][:4], None))
    merged = SheetData("A", covering, merged=(Area(2, 5, 3, 5),))
    assert "ô gộp E2:E3 ghi «4»" in read_households(Workbook((merged,)), {}, Register({})).errors[0]


def test_a_list_of_another_year_and_commune_is_asked_about(province: cast.Province, commune: Unit) -> None:
    content = f"DANH SÁCH HỘ NGHÈO NĂM 2021 - XÃ VĨNH HẢI,,,,,,,\n{HEAD},Năm\n{ONE},2021\n".encode()
    notes = read_list(content, "ds.csv", commune, by=province.phuoc_dai, year=2022).notes
    assert [note.text for note in notes if note.asks] == [
        "cột I «Năm» không được nhập (1 số).",
        "tiêu đề ghi năm 2021, tệp đang được nhập vào năm 2022.",
        "tiêu đề ghi Xã Vĩnh Hải, các dòng được nhập là của Xã Phước Đại.",
        "cột I «Năm» ghi năm 2021, tệp đang được nhập vào năm 2022.",
    ]


def test_marks_under_a_head_that_is_not_understood_ask(province: cast.Province, commune: Unit) -> None:
    content = "Mã hộ,Mã thôn,Họ và tên chủ hộ,Hộ nghèo\nH1,2280101,Ka A,x\n".encode()
    notes = read_list(content, "ds.csv", commune, by=province.phuoc_dai, year=2022).notes
    assert [note.text for note in notes if note.asks] == ["cột D «Hộ nghèo» không được nhập (1 ô đánh dấu)."]


CELL = st.sampled_from(["", "x", "4", "1;4", "H9", "2280101", "Hộ nghèo", "#REF!", "Kinh", "5.8E+16"])


@given(st.lists(st.lists(CELL, min_size=10, max_size=10), min_size=1, max_size=4))
def test_every_cell_of_a_list_is_stored_or_named(rows: list[list[str]]) -> None:
    """A list with ten columns, two of which nobody asks for: nothing falls away in silence."""
    head = [
        "Mã hộ",
        "Thôn",
        "Chủ hộ",
        "Dân tộc chủ hộ",
        "Số nhân khẩu",
        "Kết quả",
        "Thiếu hụt",
        "Nguyên nhân",
        "Thu nhập",
        "Ghi chú",
    ]
    book = Workbook((SheetData("A", (tuple(head), *(tuple(cell or None for cell in row) for row in rows))),))
    parsed = read_households(book, {"2280101": 7}, Register({"2280101": "Thôn Tà Lú 1"}))
    if parsed.errors:
        return
    told = " ".join(note.text for note in parsed.notes)
    taken = {row.line: row for row in parsed.rows}
    for line, row in enumerate(rows, 2):
        if line not in taken:
            assert not any(row[:2] + row[4:7]), (line, row)
            assert not any(row[:8]) or f"dòng {line}" in told or "dòng" in told
            continue
        stored = taken[line]
        kept = [
            stored.code,
            "2280101",
            stored.head,
            stored.ethnicity or "",
            str(stored.people or ""),
            "Hộ nghèo" if stored.status == "poor" else "",
            *(";".join(map(str, numbers(mask or 0))) for mask in (stored.deprivations, stored.causes)),
        ]
        assert row[:8] == kept
        assert all(not cell or f"cột {letter} " in told for cell, letter in zip(row[8:], "IJ", strict=True))


@pytest.mark.parametrize("examples", ["", "Kinh"], ids=["as given out now", "as given out before"])
def test_rows_of_the_template_that_nobody_filled_say_nothing(
    province: cast.Province, commune: Unit, sign_in: SignIn, examples: str
) -> None:
    client = sign_in(province.phuoc_dai)
    book = load_workbook(io.BytesIO(client.get(f"/don-vi/{commune.slug}/ho/nhap-tu-tep/mau/").content))
    sheet = book.active
    heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    rows = [
        row[0].row for row in sheet.iter_rows() if str(row[heads["Thôn, khu phố"] - 1].value) in ("2280101", "2280102")
    ]
    assert len(rows) == 2
    assert [
        sheet.cell(rows[0], at).value for name, at in heads.items() if name in ("Dân tộc chủ hộ", "Kết quả rà soát")
    ] == [
        None,
        None,
    ]
    sheet.cell(rows[0], heads["Mã hộ"], "H-1")
    sheet.cell(rows[0], heads["Họ và tên chủ hộ"], "Katơr Thị Liên")
    if examples:
        sheet.cell(rows[1], heads["Dân tộc chủ hộ"], "Kinh")
        sheet.cell(rows[1], heads["Kết quả rà soát"], YearStatus.NOT_POOR.label)
    book.save(buffer := io.BytesIO())
    parsed = read_list(buffer.getvalue(), "ds.xlsx", commune, by=province.phuoc_dai)
    assert parsed.errors == []
    assert [(row.code, row.ethnicity, row.status) for row in parsed.rows] == [("H-1", None, None)]
    text = f"dòng {rows[1]}: là dòng mẫu chưa điền (không có mã hộ, họ tên), không đọc."
    assert [note.text for note in parsed.notes if "chưa điền" in note.text] == [text]


def test_letters_struck_through_in_part_are_refused(province: cast.Province, commune: Unit) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet, struck, plain = (
            book.add_worksheet("A"),
            book.add_format({"font_strikeout": True}),
            book.add_format({"italic": True}),
        )
        sheet.write_row(0, 0, HEAD.split(","))
        sheet.write_row(1, 0, ["H1", "2280101"])
        sheet.write_rich_string(1, 2, struck, "Katơr Thị X", plain, " Katơr Thị A")
    parsed = read_list(buffer.getvalue(), "ds.xlsx", commune, by=province.phuoc_dai)
    (error,) = parsed.errors
    assert (
        "cột C: ô có chữ bị gạch một phần, đọc cả là «Katơr Thị X Katơr Thị A», bỏ phần gạch là «Katơr Thị A»" in error
    )
