"""Workbooks from offices, read in a child process with limits; every refusal is one clear sentence."""

import csv
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

Cell = str | int | Decimal | date | None
ROWS, COLUMNS = 250_000, 200
BYTES_UNPACKED = 400 * 1024 * 1024
RATIO = 200  # how many times a part may grow when unpacked
SECONDS = 20
MEMORY = 512 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class WorkbookRefused(ValueError):
    """The file is not read; the message says why and what to do, in Vietnamese."""


@dataclass(frozen=True)
class SheetData:
    """One sheet: rows of cells; row and column numbers begin at 1 as in Excel."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Workbook:
    """What was read of a file."""

    sheets: tuple[SheetData, ...]


def column_name(number: int) -> str:
    """1 as "A", 28 as "AB"."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_file(content: bytes, name: str) -> Workbook:
    """A workbook or a CSV file, told apart by content. Raises `WorkbookRefused`."""
    if not content.strip():
        raise WorkbookRefused(f"Tệp {name} rỗng. Vui lòng kiểm tra lại tệp.")
    if content.startswith((b"PK\x03\x04", _OLE)) or name.lower().endswith((".xlsx", ".xlsm", ".xls")):
        return read_workbook(content, name)
    return read_csv(content, name)


def read_csv(content: bytes, name: str) -> Workbook:
    """UTF-8, comma or semicolon. Raises `WorkbookRefused`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WorkbookRefused(f"Tệp {name} phải là Excel (.xlsx) hoặc CSV ở bảng mã UTF-8.") from None
    if "\x00" in text or text.lstrip()[:1] == "<":
        raise WorkbookRefused(f"Tệp {name} không phải là Excel (.xlsx) hoặc CSV.")
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = [
            tuple(cell if cell.strip() else None for cell in row)
            for row in csv.reader(io.StringIO(text), delimiter=delimiter)
        ]
    except csv.Error:
        raise WorkbookRefused(f"Tệp {name} không đọc được theo dạng CSV.") from None
    _limit(len(rows), max((len(row) for row in rows), default=0), name)
    return Workbook((SheetData(Path(name).name, tuple(rows)),))


def _limit(rows: int, columns: int, name: str) -> None:
    if rows > ROWS or columns > COLUMNS:
        raise WorkbookRefused(
            f"Tệp {name} có quá nhiều dòng hoặc cột (nhiều nhất {ROWS:,} dòng, {COLUMNS} cột).".replace(",", ".")
        )


def read_workbook(content: bytes, name: str) -> Workbook:
    """An .xlsx file. Raises `WorkbookRefused`."""
    _check_container(content, name)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file, tempfile.TemporaryFile() as lines:
        file.write(content)
        file.flush()
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(Path(__file__).with_name("workbook_reader.py")), file.name,
                 str(MEMORY), str(ROWS), str(COLUMNS)],
                stdout=lines, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise WorkbookRefused(
                f"Tệp {name} quá phức tạp, đọc quá {SECONDS} giây. Vui lòng lưu lại tệp gọn hơn."
            ) from None
        if done.returncode == 3 or done.returncode < 0:  # stopped at the limit of memory
            raise WorkbookRefused(f"Tệp {name} có quá nhiều dòng hoặc cột. Vui lòng bỏ các dòng, cột trống ở cuối.")
        if done.returncode != 0:
            raise WorkbookRefused(
                f"Tệp {name} bị hỏng hoặc không phải là Excel (.xlsx). Vui lòng mở bằng Excel, lưu lại rồi gửi."
            )
        lines.seek(0)
        sheets: list[tuple[str, list[tuple[Cell, ...]]]] = []
        for line in lines:
            found = json.loads(line)
            if isinstance(found, str):
                sheets.append((found, []))
            else:
                sheets[-1][1].extend(tuple(map(_cell, row)) if list in map(type, row) else tuple(row) for row in found)
    return Workbook(tuple(SheetData(sheet, tuple(rows)) for sheet, rows in sheets))


def _check_container(content: bytes, name: str) -> None:
    if content.startswith(_OLE):
        raise WorkbookRefused(
            f"Tệp {name} có mật khẩu hoặc ở định dạng .xls cũ. Vui lòng bỏ mật khẩu, lưu thành .xlsx rồi gửi lại."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except Exception:  # a damaged container may fail in any way
        raise WorkbookRefused(f"Tệp {name} bị hỏng, bị cắt cụt hoặc không phải là Excel (.xlsx).") from None
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise WorkbookRefused(f"Tệp {name} không phải là Excel (.xlsx), dù tên tệp ghi như vậy.")
    if len(names) != len(set(names)) or len(names) > 2000:
        raise WorkbookRefused(f"Tệp {name} có cấu trúc bất thường nên không được nhận.")
    if sum(part.file_size for part in parts) > BYTES_UNPACKED or any(
        part.file_size > 10_000_000 and part.file_size > RATIO * max(part.compress_size, 1) for part in parts
    ):
        raise WorkbookRefused(f"Tệp {name} bung ra quá lớn nên không được nhận.")
    if any(part.flag_bits & 1 for part in parts):
        raise WorkbookRefused(f"Tệp {name} có mật khẩu. Vui lòng bỏ mật khẩu rồi gửi lại.")


def _cell(value: object) -> Cell:
    if isinstance(value, list):
        kind, text = value
        return Decimal(text) if kind == "n" else date.fromisoformat(text)
    return value  # type: ignore[return-value]
