"""The official list of units and the table of succession, read with every error and its place. Pure."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from core.numbers import NumberRefused, is_digits, parse_date
from office.strict_tables import strict
from office.workbooks import WorkbookRefused, read_file
from units.levels import FLAG_CLASSES, Class, Kind


class FileErrors(ValueError):
    """All errors of a file at once."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class UnitRow:
    """One unit of the list."""

    code: str
    name: str
    kind: Kind
    parent: str
    classes: tuple[Class, ...]
    ends_on: date | None
    enters: str  # the code of the unit that it entered, when the list says so


@dataclass(frozen=True)
class SuccessionRow:
    """One line of the table: an old unit, wholly or in part, became a new one."""

    on: date
    old: str
    parent: str
    new: str
    new_name: str
    new_kind: Kind
    is_part: bool
    act: str
    note: str


UNIT_COLUMNS = ("code", "name_vi", "kind", "parent_code", "flags")
SUCCESSION_COLUMNS = (
    "effective_date", "old_code", "old_name", "old_district_code", "new_code", "new_name", "new_kind", "part",
    "resolution", "note",
)  # fmt: skip


def read_units(content: bytes, name: str) -> list[UnitRow]:
    """Raises `FileErrors`."""
    rows, errors = _table(content, name, UNIT_COLUMNS)
    found: list[UnitRow] = []
    codes: set[str] = set()
    for line, row in rows:
        place = f"{PurePath(name).name}, dòng {line}"
        kind = _kind(row["kind"], place, errors)
        code = row["code"]
        if not is_digits(code):
            errors.append(f"{place}: mã «{code}» phải là số.")
        if code in codes:
            errors.append(f"{place}: mã {code} có hơn một lần.")
        codes.add(code)
        if not row["name_vi"]:
            errors.append(f"{place}: thiếu tên đơn vị.")
        classes, ends_on, enters = [], None, ""
        for flag in filter(None, row["flags"].split(";")):
            key, _, value = flag.partition("=")
            if key in FLAG_CLASSES and not value:
                classes.append(FLAG_CLASSES[key])
            elif key == "het_hieu_luc":
                ends_on = _date(value, place, errors)
            elif key == "nhap_vao":
                enters = value
            else:
                errors.append(f"{place}: không biết ghi chú «{flag}».")
        if kind is not None:
            found.append(UnitRow(code, row["name_vi"], kind, row["parent_code"], tuple(classes), ends_on, enters))
    known = {row.code for row in found}
    errors.extend(
        f"{PurePath(name).name}: {row.name} ({row.code}) thuộc mã {row.parent} không có trong tệp."
        for row in found
        if row.parent and row.parent not in known
    )
    if errors:
        raise FileErrors(errors)
    return found


def read_successions(content: bytes, name: str) -> list[SuccessionRow]:
    """Raises `FileErrors`."""
    rows, errors = _table(content, name, SUCCESSION_COLUMNS)
    found = []
    for line, row in rows:
        place = f"{PurePath(name).name}, dòng {line}"
        on = _date(row["effective_date"], place, errors)
        kind = _kind(row["new_kind"], place, errors)
        if row["part"] not in {"toan_bo", "mot_phan"}:
            errors.append(f"{place}: cột part phải là toan_bo hoặc mot_phan, không phải «{row['part']}».")
        if on is not None and kind is not None:
            found.append(
                SuccessionRow(
                    on, row["old_code"], row["old_district_code"], row["new_code"], row["new_name"], kind,
                    row["part"] == "mot_phan", row["resolution"], row["note"],
                )
            )  # fmt: skip
    if errors:
        raise FileErrors(errors)
    return sorted(found, key=lambda row: row.on)


def _table(content: bytes, name: str, columns: tuple[str, ...]) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """The rows of a list in any shape that the portal reads. Raises `FileErrors` when no row can be read."""
    try:
        rows, errors = strict(read_file(content, PurePath(name).name), dict.fromkeys(columns, ()))
    except WorkbookRefused as refused:
        raise FileErrors([str(refused)]) from None
    if errors:
        raise FileErrors(errors)
    return rows, []


def _kind(text: str, place: str, errors: list[str]) -> Kind | None:
    try:
        return Kind(text)
    except ValueError:
        errors.append(f"{place}: không biết loại đơn vị «{text}».")
        return None


def _date(text: str, place: str, errors: list[str]) -> date | None:
    try:
        return parse_date(text)
    except NumberRefused as error:
        errors.append(f"{place}: {error}.")
        return None
