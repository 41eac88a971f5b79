"""An entry workbook comes back to figures that somebody changed on the page since: nothing of theirs is lost unsaid."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from campaign.figure_files.domain import entry_record
from campaign.figures.actions.entering import save_sheet
from campaign.figures.reviewing import cells_of
from campaign.models import FigureEdit, FigureSet
from tests import cast
from tests.campaign.figure_files.test_entry_states import _changed, _put
from tests.consent import agree

SignIn = Callable[[User], Client]
PAGE = "/ket-qua/2022/nhap-tu-tep/"
START = {"households": 1000, "people": 4200, "poor": 88, "near_poor": 113, "cause_land": 7}


def _type(province: cast.Province, code: str = "22801", **values: int | None) -> None:
    """What somebody enters on the page."""
    unit = province.unit(code)
    item = FigureSet.objects.filter(unit=unit).first()
    editions = {unit.pk: item.edition if item else 0}
    save_sheet(province.campaign, 2022, {unit.pk: values}, editions, by=province.bac_ai)


def _standing(code: str = "22801") -> dict[str, int]:
    item = FigureSet.objects.get(unit__code=code)
    found = {**item.counts, **cells_of([item]).get(item.pk, {})}
    return {key: value for key, value in found.items() if value is not None}


def _send(client: Client, content: bytes) -> Any:
    return client.post(PAGE, {"status": "official", "file": SimpleUploadedFile("phieu.xlsx", content)})


def _notes(page: Any) -> list[tuple[str, bool]]:
    return [(str(note), note.asks) for note in page.context["notes"] if note.sheet != "Cả tệp"]


def _press(client: Client, page: Any) -> Any:
    ticks = [note.key for note in page.context["notes"] if note.asks]
    return client.post(PAGE, agree(page) | {"da-biet": ticks})


@pytest.fixture
def client(province: cast.Province, sign_in: SignIn) -> Client:
    _type(province, **START)
    return sign_in(province.bac_ai)


@pytest.fixture
def yesterday(client: Client) -> bytes:
    """The workbook as it was given out."""
    content: bytes = client.get("/ket-qua/2022/584/mau/").content
    return content


def test_what_was_entered_since_stays_and_is_named(province: cast.Province, client: Client, yesterday: bytes) -> None:
    _type(province, cause_land=12, cause_labour=3)
    page = _send(client, _changed(lambda book: _put(book, "F1", "22801", "people", 4300), yesterday))
    assert [row.what for row in page.context["preview"]] == ["nhân khẩu 4.200 → 4.300"]
    assert _notes(page) == [
        (
            "Xã Phước Đại: được sửa trên cổng sau khi tải mẫu, tệp không sửa các ô này nên giữ số trên cổng: "
            "thiếu đất sản xuất 12; thiếu lao động 3.",
            False,
        )
    ]
    _press(client, page)
    assert _standing() == {**START, "people": 4300, "cause_land": 12, "cause_labour": 3}


def test_an_emptied_cell_of_any_form_is_named_and_ticked(client: Client, yesterday: bytes) -> None:
    def empty(book: Any) -> None:
        _put(book, "F10", "22801", "cause_land", None)
        for sheet in ("F1", "F12", "F13"):
            _put(book, sheet, "22801", "people", None)

    page = _send(client, _changed(empty, yesterday))
    said = "số đã có sẽ bị xóa, vì ô trong tệp bị xóa: nhân khẩu 4.200; thiếu đất sản xuất 7."
    assert _notes(page) == [(f"Xã Phước Đại: {said}", True)]
    refused = client.post(PAGE, agree(page), follow=True)
    assert "Chưa xác nhận" in refused.content.decode()
    assert _standing() == START
    page = _send(client, _changed(empty, yesterday))
    _press(client, page)
    assert _standing() == {key: START[key] for key in ("households", "poor", "near_poor")}


@pytest.mark.parametrize(("in_file", "words"), [(90, "90"), (None, "trống")])
def test_a_figure_changed_in_both_is_a_conflict(
    province: cast.Province, client: Client, yesterday: bytes, in_file: int | None, words: str
) -> None:
    _type(province, near_poor=114)
    page = _send(client, _changed(lambda book: _put(book, "F1", "22801", "near_poor", in_file), yesterday))
    said = f"hộ cận nghèo: lúc tải mẫu là 113, nay trên cổng là 114, tệp ghi {words}; nhập thì lấy số của tệp."
    assert _notes(page) == [(f"Xã Phước Đại: {said}", True)]
    client.post(PAGE, agree(page))
    assert _standing()["near_poor"] == 114
    page = _send(client, _changed(lambda book: _put(book, "F1", "22801", "near_poor", in_file), yesterday))
    _press(client, page)
    assert _standing().get("near_poor") == in_file


def test_the_same_change_on_both_sides_is_none(province: cast.Province, client: Client, yesterday: bytes) -> None:
    _type(province, near_poor=114)
    page = _send(client, _changed(lambda book: _put(book, "F1", "22801", "near_poor", 114), yesterday))
    assert ([row.kind for row in page.context["preview"]], _notes(page)) == (["giữ nguyên"], [])


def test_figures_erased_on_the_page_do_not_come_back(province: cast.Province, client: Client, yesterday: bytes) -> None:
    _type(province, near_poor=None, cause_land=None)
    page = _send(client, _changed(lambda book: None, yesterday))
    assert page.context["done"] == {"new": 0, "changed": 0, "unchanged": 1}
    _press(client, page)
    assert not {"near_poor", "cause_land"} & _standing().keys()


def test_a_set_that_is_gone_is_not_made_anew_by_an_untouched_workbook(client: Client, yesterday: bytes) -> None:
    FigureEdit.objects.all().delete()
    FigureSet.objects.all().delete()
    page = _send(client, yesterday)
    assert page.context["done"] == {"new": 0, "changed": 0, "unchanged": 1}
    _press(client, page)
    assert FigureSet.objects.count() == 0


def test_somebody_who_writes_between_preview_and_consent_is_seen(
    province: cast.Province, client: Client, yesterday: bytes
) -> None:
    page = _send(client, _changed(lambda book: _put(book, "F1", "22801", "people", 4300), yesterday))
    _type(province, people=4250)
    answer = _press(client, page)
    assert answer.status_code == 409
    assert _standing()["people"] == 4250


# ---- workbooks that were given out before the portal wrote down what they held ----


def _older(content: bytes, change: Callable[[Any], Any]) -> bytes:
    def make(book: Any) -> None:
        del book[entry_record.NAME]
        change(book)

    return _changed(make, content)


def test_an_older_workbook_erases_nothing(province: cast.Province, client: Client, yesterday: bytes) -> None:
    _type(province, cause_labour=3)
    page = _send(client, _older(yesterday, lambda book: _put(book, "F10", "22801", "cause_land", None)))
    kept = "ô để trống trong tệp mẫu tải trước đây không xóa số đã có (muốn xóa, vui lòng tải mẫu mới): "
    assert _notes(page) == [
        (f"Xã Phước Đại: {kept}thiếu đất sản xuất 7; thiếu lao động 3.", False),
    ]
    _press(client, page)
    assert _standing() == {**START, "cause_labour": 3}


def test_an_older_workbook_asks_before_it_replaces(province: cast.Province, client: Client, yesterday: bytes) -> None:
    _type(province, people=4250)
    page = _send(client, _older(yesterday, lambda book: None))
    said = "tệp mẫu tải trước đây không cho biết ô nào bạn đã sửa; số trên cổng sẽ bị thay: nhân khẩu 4.250 → 4.200."
    assert _notes(page) == [(f"Xã Phước Đại: {said}", True)]


# ---- elsewhere ----


def test_the_command_line_asks_the_same(
    province: cast.Province, client: Client, yesterday: bytes, tmp_path: Any
) -> None:
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(_changed(lambda book: _put(book, "F10", "22801", "cause_land", None), yesterday))
    words = ["import_results", str(path), "--campaign", cast.CODE, "--year", "2022", "--status", "official"]
    with pytest.raises(CommandError, match="thiếu đất sản xuất 7"):
        call_command(*words)
    assert _standing() == START
    call_command(*words, "--accept-left", stdout=io.StringIO())
    assert "cause_land" not in _standing()


def test_the_sheet_of_what_it_held_is_hidden(yesterday: bytes) -> None:
    book = load_workbook(io.BytesIO(yesterday))
    assert book[entry_record.NAME].sheet_state == "veryHidden"
