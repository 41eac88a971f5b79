"""The child process that opens a workbook: no Django, little memory, plain JSON out.

Exit codes: 0 read, 2 not readable, 3 too large.
"""

import json
import posixpath
import re
import sys
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]


CHUNK = 500
PIECE = 1024 * 1024
MARK = "(công thức chưa được tính)"
# a cell that holds a formula and no result: a program wrote the file and nothing has computed it yet
NOT_COMPUTED = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f(?:\s[^>]*)?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Each sheet's name and the part that holds it."""
    targets = {
        item.get("Id"): item.get("Target", "")
        for item in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    found = []
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        found.append((sheet.get("name", ""), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")))
    return found


def _has_formula(archive: zipfile.ZipFile, part: str) -> bool:
    """Read in pieces: a long sheet of plain figures costs no memory."""
    with archive.open(part) as file:
        last = b""
        while piece := file.read(PIECE):
            if b"<f>" in last + piece or b"<f " in last + piece:
                return True
            last = piece[-3:]
    return False


def not_computed(path: str) -> dict[str, list[tuple[int, int]]]:
    """By sheet, the places (row and column from 0) of formulas that have no value."""
    found: dict[str, list[tuple[int, int]]] = {}
    with zipfile.ZipFile(path) as archive:
        held = set(archive.namelist())
        for name, part in _parts(archive):
            if part in held and _has_formula(archive, part):
                found[name] = [_place(cell[1].decode()) for cell in NOT_COMPUTED.finditer(archive.read(part))]
    return found


def _place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]) - 1, column - 1


def _mark(rows: list[list[object]], places: list[tuple[int, int]]) -> None:
    """An empty cell and one that nobody has computed are not the same."""
    for row, column in places:
        if row < len(rows):
            rows[row].extend([None] * (column + 1 - len(rows[row])))
            if rows[row][column] in {None, ""}:
                rows[row][column] = MARK


def _plain(value: object) -> object:
    if type(value) is float:
        whole = int(value) if abs(value) < 1e15 else None
        return whole if whole == value else ["n", repr(value)]
    if type(value) is str:
        return value or None
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value == int(value) and abs(value) < 1e15 else ["n", repr(value)]
    if isinstance(value, datetime):
        return ["d", value.date().isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    return str(value)


def main(path: str, memory: int, most_rows: int, most_columns: int) -> int:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(path)
        empty = not_computed(path)
        sheets = []
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if len(rows) > most_rows or any(len(row) > most_columns for row in rows[:100]):
                return 3
            _mark(rows, empty.get(name, []))
            sheets.append((name, rows))
        for name, rows in sheets:  # a line is a sheet's name or a bundle of rows
            print(json.dumps(name))  # noqa: T201
            for at in range(0, len(rows), CHUNK):
                chunk = [[_plain(cell) for cell in row] for row in rows[at : at + CHUNK]]
                print(json.dumps(chunk, ensure_ascii=False, separators=(",", ":")))  # noqa: T201
    except MemoryError:
        return 3
    except BaseException:  # a damaged file may fail in any way, the library's panics included
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
