"""A list of people to be given accounts, read with every error and its place. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.permissions import ROLE_LABELS, Role
from core.numbers import NumberRefused, parse_date
from core.text import folded, tidy
from office.tables import Note, Table, by_words, find, hidden_but_read, left_columns
from office.workbooks import Workbook, broken, column_name

HEADERS = {
    "full_name": ("ho va ten", "ho ten"), "job_title": ("chuc vu", "chuc danh"), "role": ("vai tro",),
    "unit": ("ma don vi",), "organisation": ("ma co quan",), "username": ("ten dang nhap",), "valid_from": ("tu ngay",),
}  # fmt: skip
LABELS = ("Họ và tên", "Chức vụ", "Vai trò", "Mã đơn vị", "Mã cơ quan", "Tên đăng nhập", "Từ ngày")
NEEDED = (("full_name",), ("role",), ("unit",))
ROLES = {**{folded(label): role for role, label in ROLE_LABELS.items()}, **{folded(role.value): role for role in Role}}


@dataclass(frozen=True)
class PersonRow:
    """One person of the list."""

    line: int
    full_name: str
    job_title: str
    role: Role
    unit: Any
    organisation: Any
    username: str
    valid_from: date | None


@dataclass
class ReadPeople:
    """Rows, or all errors, and what of the file is not taken."""

    rows: list[PersonRow] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_people(book: Workbook, units: Mapping[str, Any], organisations: Callable[[str], Any]) -> ReadPeople:
    """Rows, or all errors. `units`: code → unit in one's reach; `organisations` finds one by its code, or None."""
    done = ReadPeople()
    found = find(book, by_words(HEADERS), NEEDED, asked="Họ và tên, Vai trò, Mã đơn vị")
    done.errors, done.notes = [str(error) for error in found.errors], list(found.notes)
    for table in [] if found.errors else found.tables:
        _read_table(table, units, organisations, done)
    if not done.rows and not done.errors:
        table = found.tables[0]
        done.errors.append(f"{table.sheet.name}: không có người nào dưới dòng tiêu đề.")
    return done


def _read_table(table: Table, units: Mapping[str, Any], organisations: Callable[[str], Any], done: ReadPeople) -> None:
    columns, sheet = table.columns, table.sheet.name
    read = []
    for line, cells in table.rows():
        said = {
            name: tidy(str(cells[at])) if at < len(cells) and cells[at] is not None else ""
            for name, at in columns.items()
        }
        if not any(said.values()):
            continue
        read.append((line, cells))
        wrong = [
            f"{sheet}, dòng {line}, cột {column_name(at + 1)}: {problem}"
            for at in sorted(columns.values())
            if at < len(cells) and (problem := broken(cells[at]))
        ]
        if wrong:
            done.errors += wrong
            continue
        row, wrong = _row(line, said, units, organisations)
        done.errors += [f"{sheet}, dòng {line}: {text}" for text in wrong]
        done.rows += [row] if row is not None else []
    done.notes += [*left_columns(table, read), *hidden_but_read(table, [line for line, _ in read])]


def _row(
    line: int, said: Mapping[str, str], units: Mapping[str, Any], organisations: Callable[[str], Any]
) -> tuple[PersonRow | None, list[str]]:
    wrong = []
    role, unit = ROLES.get(folded(said["role"])), units.get(said["unit"])
    code = said.get("organisation", "")
    organisation = organisations(code) if code else None
    if not said["full_name"]:
        wrong.append("thiếu họ và tên.")
    if role is None:
        wrong.append(f"không biết vai trò «{said['role']}».")
    if unit is None:
        wrong.append(f"không có đơn vị mã «{said['unit']}» trong phạm vi quản trị của bạn.")
    if code and organisation is None:
        wrong.append(f"không có cơ quan mã «{code}».")
    valid_from = None
    if said.get("valid_from"):
        try:
            valid_from = parse_date(said["valid_from"])
        except NumberRefused as error:
            wrong.append(f"{error}.")
    if wrong or role is None:
        return None, wrong
    return PersonRow(
        line, said["full_name"], said.get("job_title", ""), role, unit, organisation, said.get("username", ""), valid_from
    ), []  # fmt: skip
