"""The child process that opens a workbook: no Django, little memory, plain JSON out.

Exit codes: 0 read, 2 not readable, 3 too large.
"""

import json
import sys
from datetime import date, datetime

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]


CHUNK = 500


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
        sheets = []
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if len(rows) > most_rows or any(len(row) > most_columns for row in rows[:100]):
                return 3
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
