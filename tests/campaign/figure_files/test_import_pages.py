"""Figures from a file in the browser and on the command line: preview, consent, every error with its place."""

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook, load_workbook

from accounts.models import AuditEvent, User
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.models import FigureSet, Target
from core import clock
from office.lists import staging
from office.models import StoredFile
from tests import cast
from tests.consent import agree

SignIn = Callable[[User], Client]
PAGE = "/ket-qua/2022/nhap-tu-tep/"
GOOD = "unit_code,households,poor,near_poor\n584,8.140,3.186,1.156\n22801,1946,88,113\n"


def _upload(client: Client, content: bytes | str, name: str = "so-lieu.csv", status: str = "official") -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(PAGE, {"file": SimpleUploadedFile(name, raw), "status": status})


def _reasons(response: Any) -> list[str]:
    return list(response.context["refusals"])


def _workbook(rows: list[list[object]]) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


# ---- preview and consent ----


def test_nothing_is_stored_before_consent_and_all_of_it_after(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    response = _upload(client, GOOD)
    assert response.status_code == 200
    assert response.context["done"] == {"new": 2, "changed": 0, "unchanged": 0}
    assert [(row.unit.code, row.kind, row.what) for row in response.context["preview"]] == [
        ("584", "mới", "tổng số hộ 8.140; hộ nghèo 3.186; hộ cận nghèo 1.156"),
        ("22801", "mới", "tổng số hộ 1.946; hộ nghèo 88; hộ cận nghèo 113"),
    ]
    assert FigureSet.objects.count() == 0
    after = client.post(PAGE, agree(response), follow=True)
    assert after.redirect_chain == [("/ket-qua/2022/", 302)]
    assert sorted(FigureSet.objects.values_list("unit__code", "poor", "state")) == [
        ("22801", 88, "draft"),
        ("584", 3186, "draft"),
    ]
    assert re.fullmatch(r"tệp so-lieu\.csv, sha256 [0-9a-f]{64}", FigureSet.objects.first().source)
    assert StoredFile.objects.count() == 0


def test_the_same_file_again_changes_nothing(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    for _ in range(2):
        client.post(PAGE, agree(_upload(client, GOOD)))
    response = _upload(client, GOOD.replace("3.186", "3.180"))
    assert response.context["done"] == {"new": 0, "changed": 1, "unchanged": 1}
    assert [(row.kind, row.what) for row in response.context["preview"]] == [
        ("thay đổi", "hộ nghèo 3.186 → 3.180"),
        ("giữ nguyên", "tổng số hộ 1.946; hộ nghèo 88; hộ cận nghèo 113"),
    ]
    assert FigureSet.objects.count() == 2


def test_consent_without_a_preview(province: cast.Province, sign_in: SignIn) -> None:
    response = sign_in(province.bac_ai).post(PAGE, {"dong-y": "1"}, follow=True)
    assert (list(response.context["refusals"]), response.status_code) == ([staging.GONE], 409)


def test_what_was_sent_meanwhile_is_not_overwritten(province: cast.Province, sign_in: SignIn) -> None:
    unit = province.unit("22801")
    counts = {"households": 1946, "poor": 90, "near_poor": 113}
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: counts}, {}, by=province.phuoc_dai)
    client = sign_in(province.bac_ai)
    preview = _upload(client, GOOD)
    assert preview.status_code == 200
    advance([item.pk], "submit", by=province.phuoc_dai)
    response = client.post(PAGE, agree(preview), follow=True)
    assert list(response.context["refusals"]) == [
        "Xã Phước Đại: số liệu năm 2022 đang ở trạng thái «Đã gửi, chờ kiểm tra», không nhập đè được."
    ]
    assert FigureSet.objects.get().poor == 90


def test_preliminary_figures_by_file(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    client.post(PAGE, agree(_upload(client, GOOD, status="preliminary")))
    assert set(FigureSet.objects.values_list("status", flat=True)) == {"preliminary"}


# ---- errors ----


@pytest.mark.parametrize(
    ("row", "column", "cause"),
    [
        ("22801,1946,mười,113", "C", "«mười» không phải là số."),
        ("22801,1946,-8,113", "C", "«-8» là số âm."),
        ('22801,1946,"8,5",113', "C", "«8,5» không phải là số nguyên."),
        ("22801,100,60,50", "D", "Hộ nghèo và hộ cận nghèo cộng lại (110) nhiều hơn tổng số hộ (100)."),
        ("22801,100,160,5", "C", "Hộ nghèo (160) nhiều hơn tổng số hộ (100)."),
        ("22801,,88,113", "B", "có số hộ nghèo nhưng thiếu tổng số hộ."),
    ],
    ids=["text", "negative", "fraction", "poor and near-poor above all", "poor above all", "no households"],
)
def test_one_bad_cell_refuses_the_file(
    province: cast.Province, sign_in: SignIn, row: str, column: str, cause: str
) -> None:
    response = _upload(sign_in(province.bac_ai), f"unit_code,households,poor,near_poor\n584,8140,3186,1156\n{row}\n")
    assert response.status_code == 422
    assert [(error.row, error.column, error.message) for error in response.context["errors"]] == [(3, column, cause)]
    assert (FigureSet.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_unit_out_of_scope_is_an_error_row(province: cast.Province, sign_in: SignIn) -> None:
    response = _upload(sign_in(province.bac_ai), GOOD + "22810,100,10,1\n585,100,10,1\n")
    assert [(error.row, error.message) for error in response.context["errors"]] == [
        (4, "Thị trấn Tân Sơn (mã 22810) nằm ngoài phạm vi của bạn."),
        (5, "Huyện Ninh Sơn (mã 585) nằm ngoài phạm vi của bạn."),
    ]
    assert FigureSet.objects.count() == 0


def test_errors_can_be_downloaded(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    assert client.get(PAGE + "?tai=loi").status_code == 404
    _upload(client, "unit_code,households,poor\n584,x,=1+1\n999,1,1\n")
    sheet = load_workbook(io.BytesIO(client.get(PAGE + "?tai=loi").content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[:3] for row in rows] == [
        ["so-lieu.csv", 2, "B"],
        ["so-lieu.csv", 2, "C"],
        ["so-lieu.csv", 3, "A"],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}


def test_an_older_preview_does_not_survive_a_bad_file(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    preview = _upload(client, GOOD)
    assert _upload(client, "unit_code,poor\n584,x\n").status_code == 422
    client.post(PAGE, agree(preview))
    assert (FigureSet.objects.count(), StoredFile.objects.count()) == (0, 0)


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rong.csv", b""),
        ("cat.xlsx", _workbook([["unit_code", "households"], ["584", 1]])[:600]),
        ("trang.xlsx", b"<html><body>xin chao</body></html>"),
        ("mat-khau.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("bom.xlsx", _bomb()),
        ("anh.csv", b"\x89PNG\r\n\x1a\n\xff\xfe"),
        ("ma-la.csv", "xã;hộ\n".encode("latin-1", "replace") + b"\xe3\xff"),
    ],
    ids=["empty", "cut off", "a web page renamed", "with password", "bomb", "a picture renamed", "another encoding"],
)
def test_every_trick_of_a_file_gives_one_sentence(
    province: cast.Province, sign_in: SignIn, name: str, content: bytes
) -> None:
    client = sign_in(province.bac_ai)
    response = _upload(client, content, name)
    assert response.status_code == 422
    told = response.context["form"].errors.get("file") or _reasons(response)
    assert len(told) == 1
    assert (FigureSet.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_in_either_spelling_of_unicode(province: cast.Province, sign_in: SignIn, form: str) -> None:
    heads = ["STT", "Phường/Xã", "Tổng số hộ dân cư", "Tổng số nhân khẩu", "Hộ nghèo", "Tỷ lệ hộ nghèo", "Hộ cận nghèo"]
    rows = [heads, ["1", "Xã Phước Đại", "1.946", "7.800", "88", "4,52", "113"]]
    content = _workbook([[unicodedata.normalize(form, cell) for cell in row] for row in rows])
    client = sign_in(province.bac_ai)
    response = _upload(client, content, "bieu.xlsx")
    assert response.context.get("refusals") is None, response.context["refusals"]
    client.post(PAGE, agree(response))
    item = FigureSet.objects.get()
    assert (item.unit.code, item.households, item.people, item.poor, item.near_poor) == ("22801", 1946, 7800, 88, 113)


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("press", 403), ("phuoc_dai", 200), ("labour", 200)])
def test_who_may_bring_a_file(province: cast.Province, sign_in: SignIn, who: str, status: int) -> None:
    assert sign_in(getattr(province, who)).get(PAGE).status_code == status


# ---- the command line ----


def _run(name: str, path: Path, *words: str) -> str:
    out = io.StringIO()
    call_command(name, str(path), "--campaign", cast.CODE, "--year", "2022", *words, stdout=out)
    return out.getvalue()


def _file(tmp_path: Path, text: str, name: str = "tep.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


BAD_RESULTS = {
    "wrong header": ("loai,muc\n584,1\n", ["dòng 1"]),
    "unknown code": ("unit_code,households,poor\n999,10,1\n", ["dòng 2, cột A"]),
    "text in a number": ("unit_code,households,poor\n584,nhiều,1\n", ["dòng 2, cột B"]),
    "poor and near-poor above all": ("unit_code,households,poor,near_poor\n584,10,6,5\n", ["dòng 2, cột D"]),
    "a unit twice": ("unit_code,households,poor\n584,10,1\n584,10,1\n", ["dòng 3, cột A"]),
    "a rate that does not fit": ("unit_code,households,poor,poor_rate\n584,100,10,\"11,00\"\n", ["dòng 2, cột D"]),
    "three decimals": ("unit_code,poor_rate\n584,\"5,933\"\n", ["dòng 2, cột B"]),
    "all of them": (
        "unit_code,households,poor\n584,x,y\n999,1,1\n585,10,11\n",
        ["dòng 2, cột B", "dòng 2, cột C", "dòng 3, cột A", "dòng 4, cột C"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_RESULTS)
def test_a_bad_file_on_the_command_line(province: cast.Province, tmp_path: Path, name: str) -> None:
    text, places = BAD_RESULTS[name]
    before = AuditEvent.objects.count()
    with pytest.raises(CommandError) as refused:
        _run("import_results", _file(tmp_path, text), "--status", "official", "--approve")
    lines = str(refused.value).splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == [f"tep.csv, {place}" for place in places]
    assert lines[-1] == f"Có {len(places)} lỗi. Chưa lưu gì."
    assert (refused.value.returncode, FigureSet.objects.count(), AuditEvent.objects.count()) == (1, 0, before)


def test_vietnamese_numbers_and_the_record_of_an_approval(province: cast.Province, tmp_path: Path) -> None:
    path = _file(tmp_path, 'unit_code,unit_name,households,poor,poor_rate\n58,Ninh Thuận,185.760,11.015,"5,93"\n')
    _run("import_results", path, "--status", "official", "--approve")
    item = FigureSet.objects.judging().get()
    assert (item.households, item.poor, item.poor_rate, str(item.poverty_rate)) == (185760, 11015, None, "5.93")
    assert item.approval_act == "phê duyệt theo văn bản"
    assert re.fullmatch(r"tệp tep\.csv, sha256 [0-9a-f]{64}", item.source)
    assert item.recorded_by.username == "dong-lenh"


def test_a_printed_rate_alone_is_kept_as_such(province: cast.Province, tmp_path: Path) -> None:
    path = _file(tmp_path, "unit_code,poor_rate,near_poor_rate\n58,4.21,4.61\n")
    _run("import_results", path, "--status", "official", "--approve")
    item = FigureSet.objects.judging().get()
    assert (item.poor, str(item.poverty_rate), str(item.near_poverty_rate)) == (None, "4.21", "4.61")


def test_the_year_column_selects(province: cast.Province, tmp_path: Path) -> None:
    path = _file(
        tmp_path, "year,unit_code,households,poor,near_poor\n2021,584,7960,3367,1379\n2022,584,8140,3186,1156\n"
    )
    assert "1 mới" in _run("import_results", path, "--status", "official")
    assert FigureSet.objects.get().poor == 3186


def test_the_code_is_that_of_the_as_of_day(province: cast.Province, tmp_path: Path) -> None:
    """22747 was a ward until 31/10/2024; no unit bears the code at the end of that year."""
    path = _file(tmp_path, "unit_code,households,poor,near_poor\n22747,1000,10,5\n")
    out = io.StringIO()
    words = [str(path), "--campaign", cast.CODE, "--year", "2024", "--status", "official"]
    with clock.at(date(2024, 12, 20)), pytest.raises(CommandError, match="«22747»"):
        call_command("import_results", *words, stdout=out)
    with clock.at(date(2024, 10, 16)):
        call_command("import_results", *words, "--as-of", "15/10/2024", stdout=out)
    item = FigureSet.objects.get()
    assert (item.unit.name, item.as_of.isoformat(), FigureSet.objects.judging().count()) == (
        "Phường Phủ Hà",
        "2024-10-15",
        0,
    )


@pytest.mark.parametrize("as_of", ["2021-12-31", "31/02/2022", "hôm qua"], ids=["another year", "no such day", "text"])
def test_a_day_that_cannot_be(province: cast.Province, tmp_path: Path, as_of: str) -> None:
    with pytest.raises(CommandError, match="--as-of"):
        _run("import_results", _file(tmp_path, GOOD), "--status", "official", "--as-of", as_of)


def test_another_standard_of_the_year_is_another_set(province: cast.Province, tmp_path: Path) -> None:
    """The end of 2021 is counted under the standard that ends and, as an opening, under the one that begins."""
    path = _file(tmp_path, GOOD)
    for standard in ("mdp-2016-2020", "mdp-2022-2025"):
        words = ("--campaign", cast.CODE, "--year", "2021", "--status", "official", "--standard", standard)
        call_command("import_results", str(path), *words, stdout=io.StringIO())
    assert sorted(set(FigureSet.objects.values_list("standard", flat=True))) == ["mdp-2016-2020", "mdp-2022-2025"]
    with pytest.raises(CommandError, match="không dùng cho năm 2022"):
        _run("import_results", path, "--status", "official", "--standard", "mdp-2016-2020")


def test_a_file_that_is_not_there(province: cast.Province, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        _run("import_results", tmp_path / "khong-co.csv", "--status", "official")


BAD_TARGETS = {
    "wrong header": ("unit,at\n584,1\n", 1),
    "unknown code": ("unit_code,indicator,at_least\n999,poverty_rate,1\n", 1),
    "unknown indicator": ("unit_code,indicator,at_least\n584,rate,1\n", 1),
    "text": ("unit_code,indicator,at_least\n584,poverty_rate,nhiều\n", 1),
    "no bound": ("unit_code,indicator,at_least\n584,poverty_rate,\n", 1),
    "reversed": ("unit_code,indicator,at_least,up_to\n584,poverty_rate,4,3\n", 1),
    "twice": ("unit_code,indicator,at_least\n584,poverty_rate,4\n584,poverty_rate,4\n", 1),
}


@pytest.mark.parametrize("name", BAD_TARGETS)
def test_bad_targets_on_the_command_line(province: cast.Province, tmp_path: Path, name: str) -> None:
    text, number = BAD_TARGETS[name]
    with pytest.raises(CommandError) as refused:
        _run("import_targets", _file(tmp_path, text))
    assert str(refused.value).splitlines()[-1] == f"Có {number} lỗi. Chưa lưu gì."
    assert Target.objects.count() == 0


def test_targets_with_and_without_a_decision(province: cast.Province, tmp_path: Path) -> None:
    text = (
        "unit_code,indicator,at_least,up_to,decision_number,decision_date\n"
        '584,poverty_rate,"4,00",5.00,12/QĐ-UBND,2022-01-10\n585,poverty_rate,1.80,,,\n'
    )
    out = _run("import_targets", _file(tmp_path, text))
    assert "2 mới, 0 thay đổi, 0 giữ nguyên" in out
    assert "1 chỉ tiêu chưa có số quyết định." in out
    assert [row.decision for row in Target.objects.order_by("unit__code")] == [
        "12/QĐ-UBND ngày 10/01/2022",
        "chưa có số quyết định",
    ]


def test_the_roll_up_of_the_reconstructed_years(province: cast.Province) -> None:
    for year in ("2021", "2022"):
        call_command(
            "import_results",
            str(cast.RESULTS),
            "--campaign",
            cast.CODE,
            "--year",
            year,
            "--status",
            "official",
            "--approve",
            stdout=io.StringIO(),
        )
    totals = {}
    for year in ("2021", "2022"):
        out = io.StringIO()
        call_command("rollup", "--campaign", cast.CODE, "--year", year, "--format", "json", stdout=out)
        totals[year] = json.loads(out.getvalue())[0]["summed"]
    assert (totals["2021"]["poor"], totals["2021"]["poor_rate"], totals["2021"]["near_poor_rate"]) == (
        14208,
        "7.82",
        "7.09",
    )
    assert (totals["2022"]["households"], totals["2022"]["poor"], totals["2022"]["poor_rate"]) == (
        185760,
        11015,
        "5.93",
    )
    table = io.StringIO()
    call_command("rollup", "--campaign", cast.CODE, "--year", "2022", "--unit", "584", stdout=table)
    assert "Huyện Bác Ái: nhập 3.186 hộ nghèo, 39,14 %; cộng chưa đủ (0/9)" in table.getvalue()
