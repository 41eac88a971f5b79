"""A list of people to be given accounts, read with every error and its place. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.permissions import OF_A_CITY, ROLE_LABELS, Role
from core.numbers import NumberRefused, parse_date
from core.person_names import why_no_person, why_no_username
from core.text import folded, tidy, too_long
from office.tables.grid import column_name
from office.tables.heads import Table
from office.tables.left_over import beside_values, left_columns, left_rows
from office.tables.notes import Note
from office.tables.reading import find
from office.tables.whole_heads import by_whole_heads, unsure
from office.tables.workbooks import Workbook, broken
from units.map.domain.naming import Register, same_name, toned
from units.unit_lists.domain.file_titles import ANY_PURPOSE, Purpose, sections, told

HEADERS = {
    "full_name": ("ho va ten", "ho ten"), "job_title": ("chuc vu", "chuc danh"), "role": ("vai tro",),
    "unit": ("ma don vi",), "organisation": ("ma co quan",), "username": ("ten dang nhap",), "valid_from": ("tu ngay",),
}  # fmt: skip
_WHOLE = {  # further heads, word for word; those above may be how a head begins that is then asked about
    "full_name": ("ho va ten can bo", "ho va ten nguoi dung", "ho va ten nguoi su dung"),
    "job_title": ("chuc vu chuc danh", "chuc danh chuc vu", "chuc vu cong tac"),
    "role": ("vai tro tren cong", "vai tro tren he thong"), "unit": ("ma don vi hanh chinh", "ma xa", "ma huyen"),
    "username": ("ten dang nhap tren cong",),
    "unit_name": ("don vi", "ten don vi", "phuong xa", "xa phuong", "xa phuong thi tran", "dia phuong", "ten xa"),
}  # fmt: skip
LABELS = ("Họ và tên", "Chức vụ", "Vai trò", "Mã đơn vị", "Mã cơ quan", "Tên đăng nhập", "Từ ngày")
NEEDED = (("full_name",), ("role",), ("unit",))
_EARLIER = {  # how lists named roles before they were named by function
    "chuyen vien so noi vu thi dua khen thuong": Role.HOME_AFFAIRS_OFFICER, "lanh dao so noi vu": Role.HOME_AFFAIRS_LEADER,
    "chuyen vien so lao dong thuong binh va xa hoi": Role.LABOUR_OFFICER,
    "lanh dao so lao dong thuong binh va xa hoi": Role.LABOUR_LEADER,
    "can bo cap huyen phong ldtbxh phong noi vu": Role.DISTRICT_OFFICER, "lanh dao ubnd huyen thanh pho": Role.DISTRICT_LEADER,
    "chu tich ubnd xa phuong thi tran": Role.COMMUNE_LEADER,
}  # fmt: skip
ROLES = {
    **_EARLIER,
    **{folded(label): role for role, label in (*ROLE_LABELS.items(), *OF_A_CITY.items())},
    **{folded(role.value): role for role in Role},
}


NOT_OPENED = (  # what a title says of people who are to have no account, folded
    "thoi viec", "nghi huu", "da nghi", "nghi viec", "khoa tai khoan", "dong tai khoan", "thu hoi", "chuyen cong tac", "mien nhiem",
)  # fmt: skip
LONGEST = {"full_name": 120, "job_title": 120, "username": 60}  # letters, as an account keeps them
_DESCRIBING = ("job_title", "role", "unit", "unit_name", "organisation", "valid_from")  # may stand merged over rows


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
    sheet: str = ""


@dataclass
class ReadPeople:
    """Rows, or all errors, and what of the file is not taken."""

    rows: list[PersonRow] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_people(
    book: Workbook, units: Mapping[str, Any], organisations: Callable[[str], Any], *, purpose: Purpose = ANY_PURPOSE
) -> ReadPeople:
    """Rows, or all errors. `units`: code → unit in one's reach; `organisations` finds one by its code, or None."""
    done = ReadPeople()
    found = find(
        book, by_whole_heads(HEADERS, _WHOLE), NEEDED, asked="Họ và tên, Vai trò, Mã đơn vị", describing=_DESCRIBING
    )
    done.errors, done.notes = [str(error) for error in found.errors], list(found.notes)
    for table in [] if found.errors else found.tables:
        before = len(done.rows)
        _read_table(table, units, organisations, done, purpose.places)
        done.notes += sections(table, purpose, [row.line for row in done.rows[before:]])
        done.notes += told(table.sheet, table.title, purpose, {row.unit.code for row in done.rows[before:]})
    if not found.errors:
        _check_twice(done)
    if not done.rows and not done.errors:
        table = found.tables[0]
        done.errors.append(f"{table.sheet.name}: không có người nào dưới dòng tiêu đề.")
    return done


def _read_table(
    table: Table,
    units: Mapping[str, Any],
    organisations: Callable[[str], Any],
    done: ReadPeople,
    places: Register | None,
) -> None:
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
        unread = {
            name: f"{sheet}, dòng {line}, cột {column_name(at + 1)}: {problem}"
            for name, at in sorted(columns.items(), key=lambda item: item[1])
            if at < len(cells) and (problem := broken(cells[at]))
        }
        done.errors += unread.values()
        said |= dict.fromkeys(unread, "")
        done.errors += [
            f"{sheet}, dòng {line}, cột {column_name(columns[name] + 1)}: {problem}"
            for name, most in LONGEST.items()
            if (problem := too_long(said.get(name, ""), most))
        ]
        row, wrong = _row(sheet, line, said, units, organisations, unread)
        if far := _lies_elsewhere(said, units, places):
            wrong.append(("unit_name", far))
        elif doubt := _name_beside(said, units):
            wrong += [("unit_name", doubt)] if _is_of_another(said["unit_name"], units) else []
            done.notes += [] if wrong else [Note(sheet, f"dòng {line}: {doubt}", asks=True)]
        done.errors += [f"{sheet}, dòng {line}, cột {column_name(columns[name] + 1)}: {text}" for name, text in wrong]
        done.rows += [row] if row is not None and not wrong and not unread else []
    lines = [line for line, _ in read]
    done.notes += [
        *left_columns(table, read),
        *unsure(table, read),
        *left_rows(table, lines),
        *beside_values(table, lines),
    ]


def _row(
    sheet: str,
    line: int,
    said: Mapping[str, str],
    units: Mapping[str, Any],
    organisations: Callable[[str], Any],
    unread: Collection[str],
) -> tuple[PersonRow | None, list[tuple[str, str]]]:
    """The person of a row, or all that is wrong in it, by column; what stands in a broken cell (`unread`) is told already."""
    wrong: list[tuple[str, str]] = []
    role, unit = ROLES.get(folded(said["role"])), units.get(said["unit"])
    code = said.get("organisation", "")
    organisation = organisations(code) if code else None
    if not said["full_name"] and "full_name" not in unread:
        wrong.append(("full_name", "thiếu họ và tên."))
    elif problem := why_no_person(said["full_name"]):
        wrong.append(("full_name", f"họ và tên {problem}"))
    if role is None and "role" not in unread:
        wrong.append(("role", f"không biết vai trò «{said['role']}»."))
    if unit is None and "unit" not in unread:
        wrong.append(("unit", f"không có đơn vị mã «{said['unit']}» trong phạm vi quản trị của bạn."))
    if problem := why_no_username(said.get("username", "")):
        wrong.append(("username", problem))
    if code and organisation is None:
        wrong.append(("organisation", f"không có cơ quan mã «{code}»."))
    valid_from = None
    if said.get("valid_from"):
        try:
            valid_from = parse_date(said["valid_from"])
        except NumberRefused as error:
            wrong.append(("valid_from", f"{error}."))
    if wrong or role is None or unit is None:
        return None, wrong
    return PersonRow(
        line,
        said["full_name"],
        said.get("job_title", ""),
        role,
        unit,
        organisation,
        said.get("username", ""),
        valid_from,
        sheet,
    ), []


def _name_beside(said: Mapping[str, str], units: Mapping[str, Any]) -> str:
    """What is wrong with a unit's name beside its code; nothing when both are of one unit."""
    unit, name = units.get(said["unit"]), said.get("unit_name", "")
    if unit is None or not name or same_name(name, unit.name) or f" {toned(unit.name)} " in f" {toned(name)} ":
        return ""
    return f"mã {unit.code} là của {unit.name}, tên ghi bên cạnh là «{name}»; mã và tên phải khớp nhau."


def _lies_elsewhere(said: Mapping[str, str], units: Mapping[str, Any], places: Register | None) -> str:
    """Why the place behind a unit's name is not where the unit of the code lies."""
    if places is None or said["unit"] not in units:
        return ""
    return places.why_elsewhere(said["unit"], said.get("unit_name", ""))


def _is_of_another(name: str, units: Mapping[str, Any]) -> bool:
    return any(same_name(name, unit.name) for unit in units.values())


def _check_twice(done: ReadPeople) -> None:
    """The same person in the same role and place twice is one person, unless both are to sign in under names of their own."""
    seen: dict[tuple[Any, ...], PersonRow] = {}
    for row in done.rows:
        who = (folded(row.full_name), row.role, row.unit.code, row.organisation)
        before = seen.setdefault(who, row)
        if before is row:
            continue
        text = f"dòng {row.line}: {row.full_name} đã có ở dòng {before.line} với cùng vai trò và đơn vị"
        if row.username and before.username and row.username.lower() != before.username.lower():
            done.notes.append(Note(row.sheet, f"{text}, tên đăng nhập khác; được hiểu là hai người.", asks=True))
        else:
            done.errors.append(f"{row.sheet}, {text}; mỗi người một dòng, hai người trùng tên thì ghi tên đăng nhập.")
