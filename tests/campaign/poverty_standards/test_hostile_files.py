"""Files that no office should send, handed to the upload page: never a failure, nothing stored, every cause placed."""

import io
import logging
import random
import re
import resource
import time
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import Workbook, load_workbook

from accounts.models import User
from campaign.models import Cell, FigureEdit, FigureSet, FigureTransition
from campaign.poverty_standards.domain.standard import load
from office.models import StoredFile
from reports.exports.excel import Frame, write
from reports.layouts.forms import UnitCells, form_lines
from tests import cast, proofs

SignIn = Callable[[User], Client]
FILES = proofs.size(full=10_000 if connection.vendor == "sqlite" else 1_000, sample=105)
PAGE = "/ket-qua/2022/nhap-tu-tep/"
STANDARD = load("mdp-2022-2025")
CSV = b"unit_code,households,poor,near_poor\n584,8.140,3.186,1.156\n22801,1946,88,113\n"
PARTS = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/sharedStrings.xml")
ODD = (
    None, -1, 0, 10**12, 3.14159, float(10**300), "1.050", "5,93", "12 hộ", "=1+1", "\u200b88", "8\u00a08", "８８", "−3",
    "A" * 500, "Đ", "Ð", "Xã Phước Đại ", unicodedata.normalize("NFD", "Xã Phước Đại"), "X· Ph­íc §¹i", "TRUE", True,
    "2565-12-31", "1e9", "0x10", "NaN", "Inf", "<b>", "'; DROP TABLE", "\t", "\n", "%s", "{{ x }}", "../../x",
)  # fmt: skip


def _upload(client: Client, content: bytes, name: str) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content), "status": "official"})


def _stored() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (FigureSet, Cell, FigureEdit, FigureTransition))


def _saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _form(code: str) -> bytes:
    form, values, buffer = STANDARD.form(code), dict.fromkeys(STANDARD.asked, 3), io.BytesIO()
    units = [UnitCells("Xã Phước Đại", values), UnitCells("Xã Phước Thắng", values)]
    write(form.layout, form_lines(STANDARD, form, units, "Tổng cộng"), Frame("UBND", "Sở", "Năm 2022"), buffer)
    return buffer.getvalue()


# ---- ways to spoil a file ----


def _bytes_changed(good: bytes, chance: random.Random) -> bytes:
    spoiled = bytearray(good)
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(spoiled))
        way = chance.random()
        if way < 0.6:
            spoiled[at] = chance.randrange(256)
        elif way < 0.8:
            del spoiled[at : at + chance.randint(1, 50)]
        else:
            spoiled[at:at] = chance.randbytes(chance.randint(1, 50))
    return bytes(spoiled)


def _cut(good: bytes, chance: random.Random) -> bytes:
    return good[: chance.randrange(len(good))]


def _parts_changed(good: bytes, chance: random.Random) -> bytes:
    """The container stays sound; a part is lost, doubled, swapped or spoiled inside."""
    parts, buffer = {}, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    name = chance.choice([part for part in PARTS if part in parts])
    way = chance.randrange(6)
    if way == 0:
        del parts[name]
    elif way == 1:
        parts[name] = chance.choice(list(parts.values()))
    elif way == 2:
        parts[name] = b""
    elif way == 3:
        parts[name] = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + parts[name]
    else:
        parts[name] = _bytes_changed(parts[name], chance) if way == 4 else _tags_changed(parts[name], chance)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return buffer.getvalue()


def _tags_changed(part: bytes, chance: random.Random) -> bytes:
    """Attributes and values of the XML take others of the same kind."""
    texts = re.findall(rb'"[^"]{1,20}"|>[^<]{1,20}<', part)
    for _ in range(chance.randint(1, 5)):
        old, new = chance.choice(texts), chance.choice([*texts, b'"-1"', b'"99999999999"', b'"XFD1048576"', b">1E400<"])
        part = part.replace(old, new, 1)
    return part


def _cells_changed(good: bytes, chance: random.Random) -> bytes:
    book = load_workbook(io.BytesIO(good))
    for _ in range(chance.randint(1, 10)):
        sheet = chance.choice(book.worksheets)
        where = sheet.cell(chance.randint(1, 14), chance.randint(1, 24))
        if type(where).__name__ == "MergedCell":
            continue
        where.value = chance.choice(ODD)
    way = chance.randrange(8)
    sheet = chance.choice(book.worksheets)
    if way == 0:
        sheet.insert_rows(chance.randint(1, 10))
    elif way == 1:
        sheet.delete_rows(chance.randint(1, 10))
    elif way == 2:
        sheet.delete_cols(chance.randint(1, 5))
    elif way == 3:
        sheet.insert_cols(chance.randint(1, 5))
    elif way == 4:
        sheet.row_dimensions[chance.randint(1, 12)].hidden = True
    elif way == 5:
        sheet.title = chance.choice(["A", "Biểu\u200b", "X" * 31])
    elif way == 6:
        book.move_sheet(sheet, chance.randint(-2, 2))
    return _saved(book)


def _text_changed(good: bytes, chance: random.Random) -> bytes:
    """A table of text with odd cells; sometimes in another encoding."""
    lines = [line.split(",") for line in CSV.decode().splitlines()]
    for _ in range(chance.randint(1, 6)):
        line = chance.choice(lines)
        line[chance.randrange(len(line))] = str(chance.choice(ODD))
    text = "\n".join(chance.choice((",", ";")).join(line) for line in lines)
    return text.encode(chance.choice(("utf-8", "utf-8-sig", "utf-16")), errors="replace")


WAYS = (_bytes_changed, _cut, _parts_changed, _parts_changed, _cells_changed, _cells_changed, _text_changed)


@pytest.mark.race
def test_of_thousands_of_spoiled_files_none_fails_and_none_is_stored(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    seeds = [_form("F1"), _form("F2"), client.get("/ket-qua/2022/584/mau/").content]
    chance, found = random.Random(7), Counter[str]()
    before, memory, slowest = _stored(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0.0
    logging.disable(logging.CRITICAL)  # the run's own log would keep every request
    try:
        for number in range(FILES):
            way = WAYS[number % len(WAYS)]
            content = way(chance.choice(seeds), chance)
            begin = time.monotonic()
            answer = _upload(client, content, "so-lieu.csv" if way is _text_changed else "so-lieu.xlsx")
            slowest = max(slowest, time.monotonic() - begin)
            assert answer.status_code in {200, 422}, (number, way.__name__)
            for error in answer.context.get("errors") or ():
                assert error.sheet, (number, error)
                assert error.row >= 1, (number, error)
                assert error.message.endswith("."), (number, error)
            if answer.status_code == 422:
                assert answer.context.get("errors") or answer.context.get("refusals") or answer.context["form"].errors
            found["xem trước" if answer.status_code == 200 else "từ chối"] += 1
            if number % 500 == 0:
                assert _stored() == before
    finally:  # the tests behind it log again
        logging.disable(logging.NOTSET)
    assert _stored() == before
    assert StoredFile.objects.count() <= 1  # the last preview, no other
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) // 1024
    proofs.report(
        f"R7: {FILES} tệp hỏng: {dict(found)}, 0 trang lỗi, 0 dòng được lưu, lâu nhất {slowest:.1f} giây, "
        f"máy chủ tăng {grown} MiB"
    )
    assert slowest <= 25
    if proofs.FULL:
        assert grown <= 50


# ---- the named ones ----


def _rows(*rows: list[Any]) -> Any:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


HEAD = ["unit_code", "households", "poor", "near_poor"]
GOOD = ["22801", 1946, 88, 113]


def _far() -> bytes:
    book = _rows(HEAD, GOOD)
    book.active["XFD1048576"] = 1
    return _saved(book)


def _long() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(300_000):
        sheet.append([1])
    return _saved(book)


def _with_part(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(_saved(_rows(HEAD, GOOD)))
    with zipfile.ZipFile(buffer, "a") as archive:
        with warnings.catch_warnings(action="ignore"):  # of a doubled name
            archive.writestr(name, content)
    return buffer.getvalue()


def _formula() -> bytes:
    return _saved(_rows(HEAD, ["22801", 1946, "=80+8", 113]))  # openpyxl stores no value beside it


def _entities() -> bytes:
    lol = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{lol}]><worksheet>&a8;</worksheet>'
    parts, buffer = {}, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_saved(_rows(HEAD, GOOD)))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = bomb.encode()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_far, "quá nhiều dòng hoặc cột"),
        (_long, "quá nhiều dòng"),
        (lambda: _with_part("xl/worksheets/sheet1.xml", b"<x/>"), "cấu trúc bất thường"),
        (_entities, "bị hỏng|không có|dòng"),
        (_formula, "Sheet, dòng 2, cột C: Xã Phước Đại: công thức chưa được tính"),
        (lambda: _saved(_rows(GOOD, HEAD)), "tiêu đề|cột"),
        (lambda: _saved(_rows(HEAD, ["22801", 1946, 88, 113], ["22801", 1946, 88, 113])), "dòng"),
        (lambda: _saved(_rows(["unit_code", "households", "poor", "poor"], GOOD)), "cột"),
        (lambda: _saved(_rows(HEAD, ["X· Ph­íc §¹i", 1946, 88, 113])), "ô A2 .* phông TCVN3"),
        (lambda: _saved(_rows(HEAD, ["22801", 1946.5, 88, 113])), "cột B"),
    ],
    ids=[
        "a cell at the end of the world", "300,000 rows", "a doubled part", "entities", "a formula without value",
        "moved header", "a unit twice", "a column twice", "old font", "half a household",
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_its_cause(
    province: cast.Province, sign_in: SignIn, make: Callable[[], bytes], words: str
) -> None:
    answer = _upload(sign_in(province.bac_ai), make(), "so-lieu.xlsx")
    assert answer.status_code == 422
    said = [*(answer.context.get("refusals") or ()), *(str(error) for error in answer.context.get("errors") or ())]
    said += [text for texts in answer.context["form"].errors.values() for text in texts]
    assert any(re.search(words, text) for text in said), said
    assert _stored() == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "make",
    [
        lambda: _with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        lambda: _saved(_rows([*HEAD], ["22801", "1\u00a0946", "88", "113"])),
        lambda: _saved(_rows([unicodedata.normalize("NFD", word) for word in HEAD], GOOD)),
        lambda: _saved(_rows(HEAD, [22801, 1946, 88, 113], [None] * 4, [None] * 4)),
    ],
    ids=["external link", "non-breaking spaces", "decomposed", "blank rows below"],
)
def test_a_harmless_oddity_is_read(province: cast.Province, sign_in: SignIn, make: Callable[[], bytes]) -> None:
    answer = _upload(sign_in(province.bac_ai), make(), "so-lieu.xlsx")
    assert answer.context.get("errors") is None
    assert answer.context["done"] == {"new": 1, "changed": 0, "unchanged": 0}


@pytest.mark.parametrize("text", ["1\u200b946", "\ufeff1946", "1\u202f946", "1\u2009946", "1\u00a0946", "1.946"])
def test_what_nobody_sees_in_a_number_does_not_count(province: cast.Province, sign_in: SignIn, text: str) -> None:
    answer = _upload(sign_in(province.bac_ai), _saved(_rows(HEAD, ["22801", text, 88, 113])), "so-lieu.xlsx")
    assert answer.status_code == 200
    assert "1.946" in answer.content.decode()
