"""The page of targets: villages of a commune, the year that is open, a file with preview and consent."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts import audit
from accounts.models import AuditEvent, User
from campaign.models import Target
from campaign.targets.actions import Assignment, assign, assignable
from core import clock
from core.workflow import Refused
from office.models import StagedFile
from tests import cast
from tests.consent import agree
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Unit

SignIn = Callable[[User], Client]
APRIL = date(2024, 4, 12)
HEAD = "unit_code,indicator,at_least,up_to,decision_number,decision_date\n"


@pytest.fixture
def villages(province: cast.Province) -> list[Unit]:
    """Two villages of Phước Đại."""
    with audit.change(User.objects.command_line()) as trail:
        found = [
            found_unit(f"22801{at:02d}", name, Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
            for at, name in enumerate(("Thôn Tà Lú 1", "Thôn Tà Lú 2"), 1)
        ]
        derive_ancestry(found)
    return found


# ---- villages (T3) ----


def test_a_commune_assigns_its_villages_on_its_page(
    province: cast.Province, sign_in: SignIn, villages: list[Unit]
) -> None:
    client = sign_in(province.phuoc_dai)
    page = client.get("/chi-tieu/2022/22801/").content.decode()
    assert ("Thôn Tà Lú 1" in page, "Thôn Tà Lú 2" in page) == (True, True)
    assert 'name="22801-at_least"' not in page  # nobody assigns to themselves
    typed = {
        "2280101-edition": "0",
        "2280101-at_least": "1,5",
        "2280101-up_to": "",
        "decision_number": "3/QĐ-UBND",
        "decision_date": "05/01/2022",
    }
    assert client.post("/chi-tieu/2022/22801/", typed).status_code == 302
    row = Target.objects.get()
    assert (row.unit.code, row.at_least, row.decision_number) == ("2280101", Decimal("1.50"), "3/QĐ-UBND")
    event = AuditEvent.objects.filter(verb="assign_target").latest("seq")
    assert event.unit_code == "2280101"


@pytest.mark.parametrize(
    ("who", "may"),
    [("phuoc_dai", True), ("bac_ai", True), ("labour", False), ("ninh_son", False), ("phuoc_dai_leader", False)],
    ids=["its commune", "the district above", "the province", "another district", "who only looks"],
)
def test_who_assigns_a_village(province: cast.Province, villages: list[Unit], who: str, may: bool) -> None:
    rows = [Assignment(villages[0], Decimal(1))]
    by = getattr(province, who)
    if may:
        assert assign(province.campaign, 2022, rows, by=by)["new"] == 1
    else:
        with pytest.raises(Refused, match="bạn không có quyền giao chỉ tiêu"):
            assign(province.campaign, 2022, rows, by=by)


def test_a_commune_assigns_nothing_to_itself_or_its_sister(province: cast.Province, villages: list[Unit]) -> None:
    for code in ("22801", "22783"):
        with pytest.raises(Refused):
            assign(province.campaign, 2022, [Assignment(province.unit(code), Decimal(1))], by=province.phuoc_dai)


def test_the_district_leads_on_to_communes_with_villages(
    province: cast.Province, sign_in: SignIn, villages: list[Unit]
) -> None:
    page = sign_in(province.bac_ai).get("/chi-tieu/2022/584/").content.decode()
    assert 'href="/chi-tieu/2022/22801/"' in page
    assert 'href="/chi-tieu/2022/22783/"' not in page


def test_a_ward_that_ends_later_in_the_year_is_still_the_district_s(province: cast.Province) -> None:
    with clock.at(APRIL):
        ward = Unit.objects.in_force(APRIL).get(name="Phường Mỹ Hương")
        assert ward.valid_to == date(2024, 11, 1)
        assert assignable([ward], 2024, by=province.labour) == set()


# ---- the year ----


def test_the_menu_opens_the_year_that_is_being_assigned(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.labour)
    assert client.get("/chi-tieu/")["Location"] == "/chi-tieu/2022/"
    with clock.at(APRIL):
        assert client.get("/chi-tieu/")["Location"] == "/chi-tieu/2024/"
        cards = [card.what for card in client.get("/").context["cards"] if card.area == "targets"]
    assert cards == ["Giao chỉ tiêu năm 2024: còn 7 đơn vị"]


def test_a_past_year_is_read_until_it_is_opened_on_purpose(province: cast.Province, sign_in: SignIn) -> None:
    with clock.at(APRIL):
        client = sign_in(province.labour)
        page = client.get("/chi-tieu/2023/").content.decode()
        assert "Năm 2023 đã qua, chỉ tiêu mở để xem." in page
        assert ('name="584-at_least"' in page, 'name="584-own"' in page) == (False, False)
        assert 'href="/chi-tieu/2023/58/?sua=1"' in page
        typed = {"584-edition": "0", "584-at_least": "4"}
        refused = client.post("/chi-tieu/2023/58/", typed)
        assert (refused.status_code, Target.objects.count()) == (422, 0)
        assert "Bấm «Sửa chỉ tiêu năm 2023» rồi sửa" in refused.content.decode()
        opened = client.get("/chi-tieu/2023/58/?sua=1").content.decode()
        assert 'name="584-at_least"' in opened
        assert "Bạn đang sửa chỉ tiêu của năm 2023 đã qua." in " ".join(opened.split())
        assert client.post("/chi-tieu/2023/58/", {**typed, "sua": "1"}).status_code == 302
    assert Target.objects.get().at_least == Decimal("4.00")


def test_who_only_looks_is_offered_no_opening(province: cast.Province, sign_in: SignIn) -> None:
    with clock.at(APRIL):
        client = sign_in(province.auditor)
        assert "sua=1" not in client.get("/chi-tieu/2023/58/").content.decode()
        assert client.post("/chi-tieu/2023/58/", {"584-edition": "0", "584-at_least": "4"}).status_code == 403


# ---- files ----


def test_the_template_holds_the_rows_that_one_assigns(province: cast.Province, sign_in: SignIn) -> None:
    assign(
        province.campaign,
        2022,
        [
            Assignment(
                province.unit("22801"),
                Decimal("1.50"),
                Decimal(2),
                decision_number="1/QĐ",
                decision_date=date(2022, 1, 5),
            )
        ],
        by=province.bac_ai,
    )
    answer = sign_in(province.bac_ai).get("/chi-tieu/2022/584/mau/")
    assert answer["Content-Disposition"] == 'attachment; filename="mau-chi-tieu_584_2022.xlsx"'
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.content)).active.iter_rows()]
    head = next(at for at, row in enumerate(rows) if row[0] == "Mã đơn vị")
    assert rows[head] == [
        "Mã đơn vị",
        "Đơn vị",
        "Chỉ số",
        "Giảm ít nhất (điểm %)",
        "Đến (điểm %)",
        "Số quyết định",
        "Ngày quyết định",
    ]
    lines = {row[0]: row[1:] for row in rows[head + 1 :]}
    assert (len(lines), "584" in lines) == (9, False)
    assert lines["22801"][:5] == ["Xã Phước Đại", "Tỷ lệ hộ nghèo", 1.5, 2, "1/QĐ"]
    assert lines["22801"][5].date() == date(2022, 1, 5)


def _send(client: Client, text: str) -> Any:
    return client.post("/chi-tieu/2022/nhap-tu-tep/", {"file": SimpleUploadedFile("chi-tieu.csv", text.encode())})


def test_a_file_is_previewed_then_assigned(province: cast.Province, sign_in: SignIn) -> None:
    assign(province.campaign, 2022, [Assignment(province.unit("22801"), Decimal("1.50"))], by=province.bac_ai)
    client = sign_in(province.bac_ai)
    text = HEAD + '22801,poverty_rate,"2,00",3.00,5/QĐ-UBND,05/01/2022\n22783,minority_poverty_rate,1,,,\n'
    answer = _send(client, text)
    assert answer.status_code == 200
    told = {row["unit"].code: (row["label"], row["kind"], row["what"]) for row in answer.context["preview"]}
    assert told == {
        "22801": (
            "Tỷ lệ hộ nghèo",
            "thay đổi",
            "1,50 điểm %, chưa có số quyết định → 2,00 - 3,00 điểm %, 5/QĐ-UBND ngày 05/01/2022",
        ),
        "22783": ("Tỷ lệ hộ nghèo DTTS", "giao mới", "1,00 điểm %, chưa có số quyết định"),
    }
    assert Target.objects.count() == 1
    done = client.post("/chi-tieu/2022/nhap-tu-tep/", agree(answer))
    assert (done.status_code, done["Location"]) == (302, "/chi-tieu/2022/")
    rows = Target.objects.current().order_by("unit__code").values_list("unit__code", "indicator", "at_least")
    assert list(rows) == [
        ("22783", "minority_poverty_rate", Decimal("1.00")),
        ("22801", "poverty_rate", Decimal("2.00")),
    ]
    assert not StagedFile.objects.exists()


def test_the_template_comes_back_filled_in(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    book = load_workbook(BytesIO(client.get("/chi-tieu/2022/584/mau/?chi-so=dtts").content))
    sheet = book.active
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Mã đơn vị")
    at = next(row[0].row for row in sheet.iter_rows(min_row=head + 1) if row[0].value == "22801")
    for column, value in zip("DEFG", (1.5, "2,00", "7/QĐ-UBND", date(2022, 1, 6)), strict=True):
        sheet[f"{column}{at}"] = value
    buffer = BytesIO()
    book.save(buffer)
    upload = SimpleUploadedFile("mau.xlsx", buffer.getvalue())
    answer = client.post("/chi-tieu/2022/nhap-tu-tep/", {"file": upload})
    assert [(row["unit"].code, row["kind"]) for row in answer.context["preview"]] == [("22801", "giao mới")]
    assert any("không ghi mức giảm, không giao chỉ tiêu" in str(note) for note in answer.context["notes"])
    assert client.post("/chi-tieu/2022/nhap-tu-tep/", agree(answer)).status_code == 302
    row = Target.objects.get()
    assert (row.unit.code, row.indicator, row.at_least, row.up_to, row.decision_number, row.decision_date) == (
        "22801",
        "minority_poverty_rate",
        Decimal("1.50"),
        Decimal("2.00"),
        "7/QĐ-UBND",
        date(2022, 1, 6),
    )


def _template(client: Client, rows: dict[str, tuple[Any, ...]]) -> SimpleUploadedFile:
    """The template of Bác Ái as it is given out now, with the bounds of some rows typed over."""
    book = load_workbook(BytesIO(client.get("/chi-tieu/2022/584/mau/").content))
    lines = {row[0].value: row for row in book.active.iter_rows()}
    for code, values in rows.items():
        for cell, value in zip(lines[code][3:], values, strict=False):
            cell.value = value
    buffer = BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("mau.xlsx", buffer.getvalue())


def _given(province: cast.Province, **levels: str) -> None:
    rows = [Assignment(province.unit(code[1:]), Decimal(level)) for code, level in levels.items()]
    assign(province.campaign, 2022, rows, by=province.bac_ai)


def test_a_template_of_yesterday_brings_no_target_back(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    _given(province, x22801="1.50", x22783="1.00", x22786="2.00")
    upload = _template(client, {"22804": (3,), "22783": (4,), "22786": (None,)})
    _given(province, x22801="9.00", x22783="5.00")  # a colleague, meanwhile
    answer = client.post("/chi-tieu/2022/nhap-tu-tep/", {"file": upload})
    assert {row["unit"].code: row["kind"] for row in answer.context["preview"]} == {
        "22783": "thay đổi",
        "22804": "giao mới",
    }
    told = {
        str(note): note.asks
        for note in answer.context["notes"]
        if "lúc tải mẫu" in str(note) or "bỏ trống" in str(note)
    }
    assert told == {
        "Xã Phước Đại: lúc tải mẫu 1,50 điểm %, chưa có số quyết định, trên cổng nay là 9,00 điểm %, chưa có số quyết định; "
        "dòng này không sửa nên giữ như trên cổng.": False,
        "Xã Phước Bình: lúc tải mẫu 1,00 điểm %, chưa có số quyết định, trên cổng nay là 5,00 điểm %, chưa có số quyết định, "
        "tệp ghi 4,00 điểm %, chưa có số quyết định; đồng ý là thay mức trên cổng bằng mức của tệp.": True,
        next(one for one in map(str, answer.context["notes"]) if "bỏ trống" in one): True,
    }
    knows = [note.key for note in answer.context["notes"] if note.asks]
    assert client.post("/chi-tieu/2022/nhap-tu-tep/", agree(answer) | {"da-biet": knows}).status_code == 302
    now = dict(Target.objects.current().values_list("unit__code", "at_least"))
    assert now == {
        "22801": Decimal("9.00"),
        "22783": Decimal("4.00"),
        "22786": Decimal("2.00"),
        "22804": Decimal("3.00"),
    }


def test_a_template_that_nobody_changed_assigns_nothing_and_says_so(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    _given(province, x22801="1.50")
    answer = client.post("/chi-tieu/2022/nhap-tu-tep/", {"file": _template(client, {})})
    assert (answer.status_code, answer.context["refusals"][0]) == (
        422,
        "Tệp mau.xlsx không đổi mức nào so với lúc tải mẫu, không có gì để giao.",
    )


def test_only_emptying_a_level_says_that_no_file_erases(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    _given(province, x22801="1.50", x22804="2.00")
    answer = client.post("/chi-tieu/2022/nhap-tu-tep/", {"file": _template(client, {"22801": (None,)})})
    assert answer.status_code == 422
    assert any("chỉ tiêu đã giao không xóa bằng tệp" in one for one in answer.context["refusals"])
    assert Target.objects.current().get(unit__code="22801").at_least == Decimal("1.50")


def test_what_a_template_remembers_may_not_be_another_year_s(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    answer = client.post("/chi-tieu/2023/nhap-tu-tep/", {"file": _template(client, {"22801": (2,)})})
    assert answer.status_code == 422
    assert "đã bị sửa hoặc là của năm khác; vui lòng tải mẫu mới." in answer.content.decode()
    assert not Target.objects.exists()


def test_loose_words_and_another_year_of_a_target_are_asked_about(province: cast.Province, sign_in: SignIn) -> None:
    answer = _send(
        sign_in(province.bac_ai),
        "CHỈ TIÊU NĂM 2021,,\nMã đơn vị,Chỉ số,Giảm ít nhất\n22801,Tỷ lệ nghèo,2\n22804,,2\n22807,Tỷ lệ hộ nghèo,2\n",
    )
    assert [note.text for note in answer.context["notes"] if note.asks] == [
        "tiêu đề ghi năm 2021, tệp đang được nhập vào năm 2022.",
        "dòng 4: không ghi chỉ số, được hiểu là tỷ lệ hộ nghèo.",
        "dòng 3: chỉ số «Tỷ lệ nghèo» được hiểu là «Tỷ lệ hộ nghèo».",
    ]


def test_what_a_file_holds_and_is_not_taken_is_asked_for(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    answer = _send(client, "Mã đơn vị,Chỉ số,Giảm ít nhất,Vốn đối ứng\n22801,Tỷ lệ hộ nghèo,2,500\n")
    assert [note.asks for note in answer.context["notes"]] == [True]
    refused = client.post("/chi-tieu/2022/nhap-tu-tep/", agree(answer), follow=True)
    assert "Chưa xác nhận:" in refused.content.decode()
    assert not Target.objects.exists()
    said = {**agree(answer), "da-biet": [note.key for note in answer.context["notes"]]}
    client.post("/chi-tieu/2022/nhap-tu-tep/", said)
    assert Target.objects.count() == 1


def test_a_file_may_be_let_go(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    _send(client, HEAD + "22801,poverty_rate,2,,,\n")
    assert StagedFile.objects.count() == 1
    client.post("/chi-tieu/2022/nhap-tu-tep/", {"bo": "1"})
    assert (StagedFile.objects.count(), Target.objects.count()) == (0, 0)


def test_consent_is_for_the_targets_that_were_shown(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    answer = _send(client, HEAD + "22801,poverty_rate,2,,,\n")
    assign(province.campaign, 2022, [Assignment(province.unit("22801"), Decimal(5))], by=province.bac_ai)
    done = client.post("/chi-tieu/2022/nhap-tu-tep/", agree(answer))
    assert done.status_code == 409
    (moved,) = done.context["moved"]
    assert (moved.then[:18], moved.now[:19]) == ("giao mới: 2,00 điể", "thay đổi: 5,00 điểm")
    assert Target.objects.current().get().at_least == Decimal("5.00")
    client.post("/chi-tieu/2022/nhap-tu-tep/", agree(done))
    assert Target.objects.current().get().at_least == Decimal("2.00")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("22810,poverty_rate,2,,,", "Thị trấn Tân Sơn (mã 22810) nằm ngoài phạm vi của bạn."),
        ("22801,poverty_rate,nhiều,,,", "«nhiều» không phải là số"),
        ("22801,poverty_rate,2,,5/QĐ,16/12/2022", "Ngày quyết định 16/12/2022 chưa đến"),
    ],
    ids=["another district's", "no number", "a decision of tomorrow"],
)
def test_what_a_file_may_not_hold(province: cast.Province, sign_in: SignIn, row: str, words: str) -> None:
    answer = _send(sign_in(province.bac_ai), f"{HEAD}{row}\n")
    assert (answer.status_code, Target.objects.count()) == (422, 0)
    assert words in answer.content.decode()


def test_the_page_asks_the_same_for_few_and_many_villages(
    province: cast.Province, sign_in: SignIn, villages: list[Unit]
) -> None:
    client, asked = sign_in(province.phuoc_dai), []
    client.get("/chi-tieu/2022/22801/")  # what is read once a process
    for more in (0, 20):
        with audit.change(User.objects.command_line()) as trail:
            found = [
                found_unit(f"22801{at}", f"Thôn {at}", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
                for at in range(10, 10 + more)
            ]
            derive_ancestry(found)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/chi-tieu/2022/22801/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
