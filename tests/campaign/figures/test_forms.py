"""Sheets by form, remarks with explanations, comments, files both ways, sums beside what was entered."""

import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from accounts import audit
from accounts.models import AuditEvent, User
from campaign.figure_files.form_places import locate
from campaign.figure_files.forms_file import read_forms
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.steps import advance
from campaign.figures.actions.storing import year_end
from campaign.figures.reviewing import cells_of, values_of
from campaign.figures.words import State
from campaign.models import Cell, Comment, Explanation, FigureSet
from campaign.poverty_standards.domain.standard import load
from core.workflow import Refused
from office.tables.workbooks import SheetData, read_workbook
from office.tables.workbooks import Workbook as Book
from reports.exports.excel import Frame, write
from reports.exports.official_results import export
from reports.layouts.forms import UnitCells, form_lines
from tests import cast
from tests.consent import agree
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.map.domain.naming import Register
from units.models import Unit

SignIn = Callable[[User], Client]
STANDARD = load("mdp-2022-2025")
FLOWS = {
    "poor_opening": 100, "poor_to_near": 8, "poor_out": 5, "poor_other_less": 1, "near_to_poor": 2, "poor_again": 0,
    "poor_new": 0, "poor_other_more": 0,
}  # fmt: skip


def _values(item: FigureSet) -> dict[str, Any]:
    return {
        key: value for key, value in values_of(item, cells_of([item]).get(item.pk, {})).items() if value is not None
    }


def _commune(province: cast.Province, **cells: int) -> FigureSet:
    unit = province.unit("22801")
    values = {"households": 1000, "people": 3900, "poor": 88, "near_poor": 113, **cells}
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: values}, {}, by=province.phuoc_dai)
    return item


# ---- the sheet of a form ----


def test_a_form_is_typed_in_the_same_grid(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    page = client.get("/ket-qua/2022/584/?bieu=f2-ho").content.decode()
    assert "Vượt chuẩn cận nghèo" in page
    sent = {"22801-edition": "0", "22801-opened": ";" * 7} | {f"22801-{key}": str(n) for key, n in FLOWS.items()}
    assert client.post("/ket-qua/2022/584/?bieu=f2-ho", sent).status_code == 302
    item = FigureSet.objects.get(unit__code="22801")
    assert {cell.indicator: int(cell.value) for cell in item.cells.all()} == FLOWS
    sheet = client.get("/ket-qua/2022/584/?bieu=f2-ho").context
    row = next(line for line in sheet["table"] if line["row"].unit.code == "22801")
    assert row["cells"][-1]["text"] == "88"  # 100 - 8 - 5 - 1 + 2, computed
    assert item.edits.count() == 8
    assert (
        client.post("/ket-qua/2022/584/?bieu=f2-ho", {**sent, "22801-edition": "1", "22801-poor_out": "x"}).status_code
        == 422
    )
    assert Cell.objects.get(figure_set=item, indicator="poor_out").value == 5
    cleared = {"22801-edition": "1", "22801-opened": ";" * 7, "22801-poor_out": ""}
    assert client.post("/ket-qua/2022/584/?bieu=f2-ho", cleared).status_code == 302
    assert not item.cells.filter(indicator="poor_out").exists()


def test_the_second_editor_of_a_form_loses_nothing(province: cast.Province, sign_in: SignIn) -> None:
    item = _commune(province, **FLOWS)
    sent = {"22801-edition": "1", "22801-opened": "100;8;5;1;2;0;0;0", "22801-poor_out": "6"}
    assert sign_in(province.bac_ai).post("/ket-qua/2022/584/?bieu=f2-ho", sent).status_code == 302
    late = sign_in(province.phuoc_dai).post("/ket-qua/2022/22801/?bieu=f2-ho", {**sent, "22801-poor_out": "7"})
    assert late.status_code == 409
    assert "7" in late.content.decode()
    assert item.cells.get(indicator="poor_out").value == 6


def test_villages_stand_on_the_sheet_of_their_commune(province: cast.Province, sign_in: SignIn) -> None:
    with audit.change(User.objects.command_line()) as trail:
        village = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    client = sign_in(province.phuoc_dai)
    assert "Thôn Tà Lú" in client.get("/ket-qua/2022/22801/").content.decode()
    sent = {
        "2280101-edition": "0",
        "2280101-opened": ";;;;",
        "2280101-households": "100",
        "2280101-poor": "9",
        "2280101-near_poor": "3",
    }
    assert client.post("/ket-qua/2022/22801/", sent).status_code == 302
    _commune(province)
    found = FigureSet.objects.get(unit=village)
    page = client.get("/ket-qua/2022/can-xem-lai/").content.decode()
    assert "Hộ nghèo phải bằng tổng các đơn vị trực thuộc" in page
    assert found.poor == 9


def test_a_locked_row_says_why_and_who_opens_it(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2022, "22801", 1000, 88, 113)
    page = sign_in(province.phuoc_dai).get("/ket-qua/2022/22801/").content.decode()
    assert "Đã duyệt và khóa. Cơ quan thường trực mở lại được" in page


# ---- checks, explanations, comments ----


def test_a_remark_holds_the_set_until_it_is_explained(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2021, "22801", 1000, 200, 113)
    item = _commune(province)
    with pytest.raises(Refused, match="Cần giải trình trước"):
        advance([item.pk], "submit", by=province.phuoc_dai)
    client = sign_in(province.phuoc_dai)
    page = client.get("/ket-qua/2022/can-xem-lai/")
    (point,) = page.context["groups"][0]["points"]
    assert point.remark.check == "C4.13"
    client.post("/ket-qua/2022/can-xem-lai/", {f"gt-{item.pk}:{point.remark.seal}": "Chương trình nhà ở."})
    advance([item.pk], "submit", by=province.phuoc_dai)
    assert Explanation.objects.get().text == "Chương trình nhà ở."
    kept = sign_in(province.labour).get("/ket-qua/2022/can-xem-lai/?muc=tat-ca").content.decode()
    assert "Chương trình nhà ở." in kept


def test_changed_figures_want_a_new_explanation(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2021, "22801", 1000, 200, 113)
    item = _commune(province)
    client = sign_in(province.phuoc_dai)
    (point,) = client.get("/ket-qua/2022/can-xem-lai/").context["groups"][0]["points"]
    client.post("/ket-qua/2022/can-xem-lai/", {f"gt-{item.pk}:{point.remark.seal}": "Lý do"})
    save_sheet(province.campaign, 2022, {item.unit_id: {"poor": 80}}, {item.unit_id: 1}, by=province.phuoc_dai)
    with pytest.raises(Refused, match="Cần giải trình"):
        advance([item.pk], "submit", by=province.phuoc_dai)
    old = client.post("/ket-qua/2022/can-xem-lai/", {f"gt-{item.pk}:{point.remark.seal}": "Tách hộ trẻ"})
    assert old.status_code == 422
    assert "đã thay đổi sau khi trang được mở" in old.content.decode()
    assert old.context["unplaced"] == [("Xã Phước Đại", "Tách hộ trẻ")]


def test_explanations_of_several_units_are_stored_together(province: cast.Province, sign_in: SignIn) -> None:
    """One press for all that was typed; the page stays as wide as it was."""
    sister = province.unit("22783")
    for code in ("22801", "22783"):
        province.approve(2021, code, 1000, 200, 113)
    first = _commune(province)
    values = {"households": 1000, "poor": 70, "near_poor": 100}
    (second,) = save_sheet(province.campaign, 2022, {sister.pk: values}, {}, by=province.bac_ai)
    client = sign_in(province.bac_ai)
    address = "/ket-qua/2022/can-xem-lai/?muc=giai-trinh"
    groups = client.get(address).context["groups"]
    assert {group["item"].pk for group in groups} == {first.pk, second.pk}
    sent = {
        f"gt-{group['item'].pk}:{point.remark.seal}": f"Vì {group['item'].unit.name}"
        for group in groups
        for point in group["points"]
    }
    response = client.post(address, sent, follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert set(Explanation.objects.values_list("figure_set", "text")) == {
        (first.pk, "Vì Xã Phước Đại"),
        (second.pk, "Vì Xã Phước Bình"),
    }
    (words,) = [str(message) for message in response.context["messages"]]
    assert "Xã Phước Bình" in words and "Xã Phước Đại" in words


def test_what_one_unit_refuses_does_not_lose_another_s(province: cast.Province, sign_in: SignIn) -> None:
    for code in ("22801", "22783"):
        province.approve(2021, code, 1000, 200, 113)
    sister = province.unit("22783")
    first = _commune(province)
    values = {"households": 1000, "poor": 70, "near_poor": 100}
    (second,) = save_sheet(province.campaign, 2022, {sister.pk: values}, {}, by=province.bac_ai)
    client = sign_in(province.bac_ai)
    groups = client.get("/ket-qua/2022/can-xem-lai/").context["groups"]
    sent = {f"gt-{g['item'].pk}:{g['points'][0].remark.seal}": "Tách hộ trẻ" for g in groups}
    save_sheet(province.campaign, 2022, {sister.pk: {"poor": 71}}, {sister.pk: 1}, by=province.bac_ai)
    response = client.post("/ket-qua/2022/can-xem-lai/", sent)
    assert response.status_code == 422
    assert list(Explanation.objects.values_list("figure_set", "text")) == [(first.pk, "Tách hộ trẻ")]
    assert response.context["unplaced"] == [("Xã Phước Bình", "Tách hộ trẻ")]
    assert second.pk in {group["item"].pk for group in response.context["groups"]}


def test_nobody_explains_what_is_not_theirs(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2021, "22801", 1000, 200, 113)
    item = _commune(province)
    (point,) = sign_in(province.phuoc_dai).get("/ket-qua/2022/can-xem-lai/").context["groups"][0]["points"]
    sent = {f"gt-{item.pk}:{point.remark.seal}": "Tách hộ trẻ", "gt-x": "y", "gt-99999999999999999999:a": "z"}
    foreign = sign_in(province.ninh_son).post("/ket-qua/2022/can-xem-lai/", sent)
    assert foreign.status_code == 422
    assert ("Ngoài danh sách", "Tách hộ trẻ") in foreign.context["unplaced"]
    assert sign_in(province.auditor).post("/ket-qua/2022/can-xem-lai/", sent).status_code == 422
    assert not Explanation.objects.exists()


def test_what_must_be_corrected_cannot_be_explained_away(province: cast.Province) -> None:
    item = _commune(province, **{**FLOWS, "poor_new": 5})
    with pytest.raises(Refused, match="Biểu 2, hộ"):
        advance([item.pk], "submit", by=province.phuoc_dai)


def test_the_remarks_of_one_s_area_are_a_list_to_hand_on(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2021, "22801", 1000, 200, 113)
    _commune(province)
    response = sign_in(province.bac_ai).get("/ket-qua/2022/can-xem-lai/?tai=excel")
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert [row[:4] for row in rows if row[0] == "22801"] == [("22801", "Xã Phước Đại", "Đang nhập", "Phải giải trình")]
    assert sign_in(province.ninh_son).get("/ket-qua/2022/can-xem-lai/").context["count"] == 0


def test_a_comment_marks_its_cell_until_it_is_dealt_with(province: cast.Province, sign_in: SignIn) -> None:
    item = _commune(province)
    front = sign_in(province.front)
    assert front.post(f"/so-lieu/{item.pk}/y-kien/", {"o": "poor", "text": "Sót hộ ông Liên"}).status_code == 302
    assert sign_in(province.auditor).post(f"/so-lieu/{item.pk}/y-kien/", {"o": "poor", "text": "x"}).status_code == 422
    client = sign_in(province.phuoc_dai)
    page = client.get("/ket-qua/2022/22801/").content.decode()
    assert "has-comment" in page
    assert "Sót hộ ông Liên" in page
    client.post(f"/so-lieu/{item.pk}/y-kien/", {"dong": Comment.objects.get().pk})
    assert "has-comment" not in client.get("/ket-qua/2022/22801/").content.decode()
    assert AuditEvent.objects.filter(verb__in=("comment_figures", "settle_comment")).count() == 2


# ---- files ----


def _upload(client: Client, content: bytes, name: str = "phieu.xlsx") -> Any:
    return client.post("/ket-qua/2022/nhap-tu-tep/", {"status": "official", "file": SimpleUploadedFile(name, content)})


def test_the_entry_file_goes_out_and_comes_back_unchanged(province: cast.Province, sign_in: SignIn) -> None:
    _commune(province, **FLOWS)
    client = sign_in(province.bac_ai)
    content = client.get("/ket-qua/2022/584/mau/").content
    preview = _upload(client, content).context
    assert preview["done"] == {"new": 0, "changed": 0, "unchanged": 1}
    book = load_workbook(io.BytesIO(content))
    assert book["F2, hộ"].protection.sheet
    assert book["F1"].data_validations.dataValidation
    assert [row.hidden for row in (book["F1"].row_dimensions[1], book["F1"].row_dimensions[2])] == [True, True]


def test_what_was_typed_offline_is_previewed_cell_by_cell(province: cast.Province, sign_in: SignIn) -> None:
    _commune(province, **FLOWS)
    client = sign_in(province.bac_ai)
    book = load_workbook(io.BytesIO(client.get("/ket-qua/2022/584/mau/").content))
    sheet = book["F2, hộ"]
    keys = [cell.value for cell in sheet[2]]
    (line,) = [row for row in sheet.iter_rows(min_row=6) if row[0].value == "22801"]
    line[keys.index("poor_out")].value = 4
    other = next(row for row in book["F10"].iter_rows(min_row=6) if row[0].value == "22783")
    other[3].value = 12
    buffer = io.BytesIO()
    book.save(buffer)
    response = _upload(client, buffer.getvalue())
    assert response.context["done"] == {"new": 1, "changed": 1, "unchanged": 0}
    assert "Vượt chuẩn cận nghèo 5 → 4" in response.content.decode()
    assert client.post("/ket-qua/2022/nhap-tu-tep/", agree(response)).status_code == 302
    assert Cell.objects.get(figure_set__unit__code="22801", indicator="poor_out").value == 4
    line[keys.index("poor_out")].value = "bốn"
    book.save(buffer := io.BytesIO())
    refused = _upload(client, buffer.getvalue())
    assert (refused.status_code, [(e.sheet, e.row) for e in refused.context["errors"]]) == (
        422,
        [("F2, hộ", line[0].row)],
    )


def test_an_entry_file_of_another_year_is_refused(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    content = client.get("/ket-qua/2021/584/mau/").content
    response = _upload(client, content)
    assert response.status_code == 422
    assert "tải mẫu mới" in response.content.decode()


def _approved(province: cast.Province, code: str, cells: dict[str, int]) -> None:
    unit = province.unit(code)
    values: dict[str, Any] = {"households": 1000, "people": 3900, "poor": 88, "near_poor": 113, **cells}
    import_rows(
        province.campaign,
        [(unit, values)],
        year=2022,
        status="official",
        as_of=year_end(2022),
        standard=province.campaign.definition.standard,
        by=User.objects.command_line(),
        approve_act="x",
    )


@pytest.mark.parametrize("code", [form.code for form in STANDARD.forms])
def test_an_official_layout_written_by_the_portal_is_read_back_unchanged(province: cast.Province, code: str) -> None:
    form = STANDARD.form(code)
    keys = [item.key for item in form.every if item.key in STANDARD.asked]
    cells = {key: (900 if "households" in key else 3) + at for at, key in enumerate(keys)}
    classes = {"average_households": 200, "poor_people": 300, "near_poor_people": 400, "average_people": 700}
    cells |= {key: value for key, value in classes.items() if key in cells}  # which are together within the whole
    for unit_code in ("22801", "22783"):
        _approved(province, unit_code, cells | {"households": 1000, "people": 3900, "poor": 88, "near_poor": 113})
    buffer = io.BytesIO()
    export(code, province.campaign, 2022, province.unit("584"), buffer)
    names = {"22801": "Xã Phước Đại", "22783": "Xã Phước Bình"}
    book = read_workbook(buffer.getvalue(), f"{code}.xlsx")
    place = locate(book.sheets[0], STANDARD)
    assert place is not None
    assert place.form.code == code
    assert {field.number for field in place.columns.values()} == {field.number for field in form.fields}
    found, _, faults = _forms(book, _names(province, book))
    stored = {item.unit.code: _values(item) for item in FigureSet.objects.judging().select_related("unit")}
    for unit_code in names:
        got = found[unit_code]
        assert {key: got[key] for key in got} == {key: stored[unit_code][key] for key in got}
        assert set(got) == set(keys)
    assert [fault.message for fault in faults if "không khớp công thức" not in fault.message] == []


@pytest.mark.parametrize("code", ["F1", "F2", "F13"])
def test_a_form_saved_by_libreoffice_is_read(code: str) -> None:
    """Written by the portal with made-up counts, opened and saved by LibreOffice 7.4."""
    content = ((Path(__file__).parent.parent / "files") / f"{code.lower()}-libreoffice.xlsx").read_bytes()
    values = {key: (900 if "households" in key else 3) + at % 9 for at, key in enumerate(sorted(STANDARD.asked))}
    values.update(households=1000, people=3900, poor=88, near_poor=113)
    book = read_workbook(content, f"{code}.xlsx")
    found, _, faults = _forms(book, {"22801": "Xã Phước Đại", "22783": "Xã Phước Thắng"})
    assert [fault.message for fault in faults if "không khớp công thức" not in fault.message] == []
    keys = {item.key for item in STANDARD.form(code).every if item.key in STANDARD.asked}
    assert found == {unit: {key: values[key] for key in keys} for unit in ("22801", "22783")}


def _forms(book: Any, names: dict[str, str]) -> tuple[Any, Any, Any]:
    found = read_forms(book, STANDARD, Register(names))
    return found.values, found.rows, found.errors


def _names(province: cast.Province, book: Any) -> dict[str, str]:
    return dict(Unit.objects.in_force(year_end(2022)).filter(level=3).values_list("code", "name")) | {
        "584": "Huyện Bác Ái"
    }


def test_a_file_of_an_office_is_read_by_its_heads(province: cast.Province, sign_in: SignIn) -> None:
    """Columns in another order, merged heads, a formula row, a blank and a footer with names."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Bieu 10"
    sheet["A1"] = "UBND HUYỆN BÁC ÁI"
    sheet["A3"] = "TỔNG HỢP HỘ NGHÈO THEO CÁC NGUYÊN NHÂN NGHÈO"
    heads = [
        "STT",
        "Xã/Phường",
        "Thiếu vốn sản xuất, kinh doanh",
        "Thiếu đất sản xuất",
        "Thiếu lao động",
        "Thiếu công cụ, phương tiện sản xuất",
        "Thiếu kiến thức về sản xuất",
        "Thiếu kỹ năng lao động, sản xuất",
        "Có người ốm đau, bệnh nặng, tai nạn",
        "Nguyên nhân khác",
    ]
    sheet.append([])
    sheet.append(heads)
    sheet.append(["A", "B", "1", "2", "3", "4", "5", "6", "7", "8"])
    sheet.append([1, "Xã Phước Đại", "1.050", 40, 3, 2, 1, 1, 5, 0])
    sheet.append([2, "Xã Phước Bình", 60, 20, 0, 0, 0, 0, 0, "12 hộ"])
    sheet.append(["", "Tổng cộng", 1110, 60, 3, 2, 1, 1, 5, 0])
    sheet.append([])
    sheet.append(["", "Người lập biểu", "", "", "", "Thủ trưởng đơn vị"])
    sheet.row_dimensions[8].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    response = _upload(sign_in(province.bac_ai), buffer.getvalue())
    (error,) = response.context["errors"]
    assert (error.row, error.column) == (8, "J")
    sheet["J8"] = 12
    book.save(buffer := io.BytesIO())
    client = sign_in(province.bac_ai)
    preview = _upload(client, buffer.getvalue())
    assert preview.context["done"]["new"] == 2
    asked = [note for note in preview.context["notes"] if note.asks]
    assert [note.text for note in asked] == [
        "dòng 8: đang ẩn hoặc bị lọc trong tệp, vẫn được đọc.",
        "dòng 9 «Tổng cộng» là dòng cộng, không nhập; cột J ghi 0, các dòng cộng lại là 12.",
    ]
    client.post("/ket-qua/2022/nhap-tu-tep/", agree(preview) | {"da-biet": [note.key for note in asked]})
    item = FigureSet.objects.get(unit__code="22801")
    assert {cell.indicator: int(cell.value) for cell in item.cells.all()}["cause_capital"] == 1050
    assert {cell.indicator: int(cell.value) for cell in item.cells.all()}["cause_land"] == 40


def test_a_computed_column_that_does_not_follow_is_an_error() -> None:
    form = STANDARD.form("F4")
    values = {"poor": 10} | {item.key: 3 for item in form.fields[2:]}
    lines = form_lines(STANDARD, form, [UnitCells("Xã Một", values)], "Tổng cộng")
    buffer = io.BytesIO()
    write(form.layout, lines, Frame("UBND tỉnh", "Sở", "Năm 2022"), buffer)
    book = load_workbook(buffer)
    sheet = book.active
    line = next(row for row in sheet.iter_rows() if row[1].value == "Xã Một")
    assert (line[2].value, line[3].value) == (10, 36)
    line[3].value = 35
    book.save(buffer := io.BytesIO())
    _, _, faults = _forms(read_workbook(buffer.getvalue(), "f4.xlsx"), {"1": "Xã Một"})
    assert [fault.message for fault in faults] == ["không khớp công thức 2=3+...+14, tính ra 36."]


def test_the_printed_sheet_has_a_code_for_each_cell(province: cast.Province, sign_in: SignIn) -> None:
    page = sign_in(province.phuoc_dai).get("/ket-qua/2022/22801/phieu/?bieu=f10").content.decode()
    assert "22801-1" in page
    assert "22801-8" in page


def test_the_printed_sheet_numbers_its_columns_as_the_official_form(province: cast.Province, sign_in: SignIn) -> None:
    page = sign_in(province.phuoc_dai).get("/ket-qua/2022/22801/phieu/?bieu=f1")
    assert [number for number, _ in page.context["columns"]] == ["1", "2", "3", "5", "7", "9", "11", "13"]
    assert "22801-13" in page.content.decode()


@pytest.mark.parametrize(
    ("form", "head", "value"),
    [("F1", "Hộ nghèo năm trước", 120), ("F3, hộ", "Hộ cận nghèo năm trước", 99), ("F6", "Hộ cận nghèo năm trước", 99)],
)
def test_the_entry_file_shows_last_year_of_what_it_asks(
    province: cast.Province, sign_in: SignIn, form: str, head: str, value: int
) -> None:
    province.approve(2021, "584", 1000, 120, 99)
    book = load_workbook(io.BytesIO(sign_in(province.bac_ai).get("/ket-qua/2022/584/mau/").content))
    assert (book[form]["C4"].value, book[form]["C6"].value) == (head, value)


# ---- sums ----


def test_sums_stand_beside_what_was_entered(province: cast.Province, sign_in: SignIn) -> None:
    for unit_code in ("22801", "22783"):
        _approved(province, unit_code, FLOWS)
    _approved(province, "584", {"poor": 90})
    client = sign_in(province.bac_ai)
    page = client.get("/ket-qua/2022/584/tong-hop/?bieu=f1")
    _, cells = page.context["lines"][0]
    poor = next(cell for cell in cells if cell["column"].key == "poor")
    assert (poor["entered"], poor["summed"], poor["short"]) == (90, None, "chưa đủ (2/9)")
    for unit_code in ("22786", "22789", "22792", "22795", "22798", "22804", "22807"):
        _approved(province, unit_code, {})
    _, cells = client.get("/ket-qua/2022/584/tong-hop/?bieu=f1").context["lines"][0]
    poor = next(cell for cell in cells if cell["column"].key == "poor")
    assert (poor["entered"], poor["summed"], poor["apart"]) == (90, 792, -702)
    share = next(cell for cell in cells if cell["column"].key == "poor_rate")
    assert f"{share['summed']:.2f}" == "8.80"
    (label, _, parts), *_ = client.get("/ket-qua/2022/584/tong-hop/").context["areas"]
    assert (label, parts) == ("II. Khu vực nông thôn", 9)
    assert client.get("/ket-qua/2022/584/tong-hop/?tai=excel").status_code == 200


# ---- approval ----


def test_the_list_counts_edits_and_the_preview_takes_all_that_wait(province: cast.Province, sign_in: SignIn) -> None:
    item = _commune(province)
    advance([item.pk], "check", by=province.bac_ai)
    client = sign_in(province.labour)
    page = client.get("/phe-duyet/2022/?cap=xa")
    line = next(line for line in page.context["lines"] if line["row"].unit.code == "22801")
    assert (line["edits"], page.context["waiting"], page.context["page"].paginator.count) == (4, 1, 65)
    preview = client.get(page.context["every_url"])
    assert [line["item"].pk for line in preview.context["lines"]] == [item.pk]
    client.post(
        "/phe-duyet/2022/approve/", {"bo": item.pk, f"phien-{item.pk}": FigureSet.objects.get(pk=item.pk).edition}
    )
    assert FigureSet.objects.get(pk=item.pk).state == State.APPROVED


# ---- damaged and unusual files (a seeded sample) ----


def _nfd(content: bytes) -> bytes:
    """The same workbook as another system writes Vietnamese: letters and their marks apart."""
    book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    cell.value = unicodedata.normalize("NFD", cell.value)
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def test_letters_with_marks_apart_change_nothing(province: cast.Province, sign_in: SignIn) -> None:
    _commune(province, **FLOWS)
    client = sign_in(province.bac_ai)
    content = _nfd(client.get("/ket-qua/2022/584/mau/").content)
    assert _upload(client, content).context["done"] == {"new": 0, "changed": 0, "unchanged": 1}
    _approved(province, "22783", FLOWS)
    buffer = io.BytesIO()
    export("F2", province.campaign, 2022, province.unit("584"), buffer)
    found, _, faults = _forms(
        read_workbook(_nfd(buffer.getvalue()), "f2.xlsx"), {"22783": "Xã Phước Bình"} | _others(province)
    )
    assert (found["22783"]["poor_opening"], faults) == (100, [])


def _others(province: cast.Province) -> dict[str, str]:
    return {
        code: name
        for code, name in Unit.objects.in_force(year_end(2022)).values_list("code", "name")
        if code != "22783"
    }


ODD = st.one_of(
    st.none(), st.integers(-5, 3_000_000_000), st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.text(max_size=12), st.sampled_from(["1.050", "5,93", "12 hộ", "=1+1", "\u200b", "A", "B", "1", "Tổng cộng", "−3"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from([form.code for form in STANDARD.forms]),
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 24), ODD), max_size=12),
)
def test_no_cell_makes_the_reader_fail(code: str, changes: list[tuple[int, int, Any]]) -> None:
    """Whatever stands in a cell, it is figures or an error that names its place."""
    form = STANDARD.form(code)
    values = dict.fromkeys(STANDARD.asked, 3)
    buffer = io.BytesIO()
    lines = form_lines(STANDARD, form, [UnitCells("Xã Một", values), UnitCells("Xã Hai", values)], "Tổng cộng")
    write(form.layout, lines, Frame("UBND", "Sở", "Năm 2022"), buffer)
    rows = [list(row) for row in load_workbook(buffer).active.iter_rows(values_only=True)]
    for row, column, value in changes:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = value
    book = Book((SheetData("Biểu", tuple(tuple(row) for row in rows)),))
    found, places, faults = _forms(book, {"1": "Xã Một", "2": "Xã Hai"})
    assert set(found) <= {"1", "2"}
    assert set(places) == set(found)
    assert all(value is None or 0 <= value <= 2_000_000_000 for given in found.values() for value in given.values())
    assert all(fault.sheet == "Biểu" and fault.row >= 1 and fault.message for fault in faults)
