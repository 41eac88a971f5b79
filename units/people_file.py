"""A list of people to be given accounts, read with every error and its place. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.permissions import ROLE_LABELS, Role
from core.numbers import NumberRefused, parse_date
from core.text import folded, tidy
from office.workbooks import MARK, NOT_COMPUTED, Workbook, column_name

HEADERS = {
    "full_name": "ho va ten", "job_title": "chuc vu", "role": "vai tro", "unit": "ma don vi",
    "organisation": "ma co quan", "username": "ten dang nhap", "valid_from": "tu ngay",
}  # fmt: skip
LABELS = ("Họ và tên", "Chức vụ", "Vai trò", "Mã đơn vị", "Mã cơ quan", "Tên đăng nhập", "Từ ngày")
NEEDED = ("full_name", "role", "unit")
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


def read_people(
    book: Workbook, units: Mapping[str, Any], organisations: Callable[[str], Any]
) -> tuple[list[PersonRow], list[str]]:
    """Rows, or all errors. `units`: code → unit in one's reach; `organisations` finds one by its code, or None."""
    sheet = book.sheets[0]
    header, columns = 0, dict[str, int]()
    for header, cells in enumerate(sheet.rows[:15], 1):  # noqa: B007 (used below)
        texts = [folded(str(cell)) if cell is not None else "" for cell in cells]
        columns = {
            name: at for name, start in HEADERS.items() for at, text in enumerate(texts) if text.startswith(start)
        }
        if all(name in columns for name in NEEDED):
            break
    else:
        return [], [f"{sheet.name}: không thấy dòng tiêu đề có Họ và tên, Vai trò, Mã đơn vị."]
    rows, errors = [], []
    for line, cells in enumerate(sheet.rows[header:], header + 1):
        said = {
            name: tidy(str(cells[at])) if at < len(cells) and cells[at] is not None else ""
            for name, at in columns.items()
        }
        if not said["full_name"] and not said["unit"]:
            continue
        blank = [column_name(at + 1) for at in columns.values() if at < len(cells) and cells[at] == MARK]
        if blank:
            errors.append(f"{sheet.name}, dòng {line}, cột {', '.join(sorted(blank))}: {NOT_COMPUTED}")
            continue
        row, wrong = _row(line, said, units, organisations)
        errors.extend(f"{sheet.name}, dòng {line}: {text}" for text in wrong)
        if row is not None:
            rows.append(row)
    if not rows and not errors:
        errors.append(f"{sheet.name}: không có người nào dưới dòng tiêu đề.")
    return rows, errors


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
