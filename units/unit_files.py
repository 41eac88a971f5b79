"""The official list of units and the table of succession, read with every error and its place. Pure.

`docs/danh-muc-don-vi.md` tells offices how to write both; `HELP` tells it in short.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from core.clock import FOREVER
from core.numbers import NumberRefused, format_date, is_digits, parse_date
from core.text import folded
from office.strict_tables import strict
from office.workbooks import WorkbookRefused, read_file
from units.levels import CLASS_LEVEL, CODE_DIGITS, FLAG_CLASSES, PARENTS_OF, Class, Kind, Level


class FileErrors(ValueError):
    """All errors of a file at once."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


class Classed(NamedTuple):
    """A class that the list gives a unit, and the act when the list names one."""

    value: Class
    act: str


@dataclass(frozen=True)
class UnitRow:
    """One unit of the list. Without a code: a village that the portal gives one."""

    code: str
    name: str
    kind: Kind
    parent: str
    classes: tuple[Classed, ...] = ()
    ends_on: date | None = None
    enters: str = ""  # the code of the unit that it entered, when the list says so
    valid_from: date | None = None
    act: str = ""  # of its founding
    place: str = ""  # where it stands in the file


@dataclass(frozen=True)
class SuccessionRow:
    """One line of the table: an old unit, wholly or in part, became a new one."""

    on: date
    old: str
    district: str  # where the old unit stood
    new: str
    new_name: str
    new_kind: Kind
    is_part: bool
    act: str
    note: str
    parent: str = ""  # where the new unit stands, when the table says so
    place: str = ""


# key → heads in words, folded
UNIT_COLUMNS: dict[str, Sequence[str]] = {
    "code": ("ma", "ma don vi"), "name_vi": ("ten", "ten don vi"), "kind": ("loai", "loai don vi"),
    "parent_code": ("ma cap tren", "ma don vi cap tren"), "flags": ("ghi chu", "phan loai"),
    "valid_from": ("tu ngay", "ngay thanh lap"), "act": ("van ban", "van ban thanh lap"),
}  # fmt: skip
UNIT_OPTIONAL = ("flags", "valid_from", "act")
SUCCESSION_COLUMNS: dict[str, Sequence[str]] = {
    "effective_date": ("ngay", "ngay hieu luc"), "old_code": ("ma cu",), "old_name": ("ten cu",),
    "old_district_code": ("ma huyen cu",), "new_code": ("ma moi",), "new_name": ("ten moi",),
    "new_kind": ("loai moi",), "part": ("phan",), "resolution": ("van ban", "nghi quyet"), "note": ("ghi chu",),
    "new_parent_code": ("ma cap tren moi",),
}  # fmt: skip
SUCCESSION_OPTIONAL = ("old_name", "old_district_code", "note", "new_parent_code")
KINDS_TOLD = "; ".join(
    f"{level.label}: {', '.join(f'{kind.value} ({kind.label})' for kind in Kind if kind.level is level)}"
    for level in Level
)
FLAGS_TOLD = "het_hieu_luc=dd/mm/yyyy, nhap_vao=MÃ, " + ", ".join(
    f"{flag} ({value.label})" for flag, value in FLAG_CLASSES.items()
)
HELP = f"""Tệp .xlsx, .ods hoặc CSV (dấu phẩy, chấm phẩy hay tab). Dòng đầu là tiêu đề, mỗi dòng một đơn vị.

Cột phải có:
  code (Mã)                mã của danh mục nhà nước, giữ số 0 ở đầu; thôn để trống thì cổng đặt mã
  name_vi (Tên)            tên đầy đủ: «Xã Phước Hà»
  kind (Loại)              mã loại hoặc chữ: «xa» hay «Xã»
  parent_code (Mã cấp trên) để trống với cấp tỉnh; nơi trực thuộc nằm trong tệp hoặc đã có trên cổng
Cột có thể có:
  valid_from (Từ ngày)     ngày thành lập; để trống: ngày bắt đầu của cấp trên
  act (Văn bản)            văn bản thành lập
  flags (Ghi chú)          cách nhau bằng «;» hoặc «,»; phân loại có thể kèm văn bản: kv3=QĐ 861/QĐ-TTg

Loại đơn vị: {KINDS_TOLD}.
Ghi chú: {FLAGS_TOLD}.

Bảng sáp nhập (--successors): effective_date (Ngày), old_code (Mã cũ), new_code (Mã mới), new_name (Tên mới),
new_kind (Loại mới), part (Phần: toan_bo hoặc mot_phan), resolution (Văn bản); có thể có old_name (Tên cũ),
old_district_code (Mã huyện cũ), new_parent_code (Mã cấp trên mới), note (Ghi chú).

Nạp lại cùng tệp không đổi gì. Chỗ tệp khác với cổng được kể ra và không lưu gì: sửa ghi sai bằng --correct "lý do",
đổi tên hay chuyển nơi trực thuộc theo văn bản ở trang «Sắp xếp đơn vị». Chi tiết: docs/danh-muc-don-vi.md."""


@dataclass
class _Reading:
    """A file while it is read."""

    name: str
    errors: list[str] = field(default_factory=list)
    lives: list[tuple[str, date, date, str]] = field(default_factory=list)  # key, from, until, place

    def place(self, line: int) -> str:
        return f"{PurePath(self.name).name}, dòng {line}"

    def kind(self, text: str, place: str) -> Kind | None:
        try:
            return Kind(folded(text.replace("_", " ")).replace(" ", "_"))
        except ValueError:
            found = next((kind for kind in Kind if folded(kind.label) == folded(text)), None)
        if found is None:
            self.errors.append(f"{place}: không biết loại đơn vị «{text}». Các loại: {KINDS_TOLD}.")
        return found

    def day(self, text: str, place: str) -> date | None:
        try:
            return parse_date(text)
        except NumberRefused as error:
            self.errors.append(f"{place}: {error}.")
            return None


@dataclass(frozen=True)
class _Flags:
    classes: tuple[Classed, ...]
    ends_on: date | None
    enters: str


def read_units(
    content: bytes, name: str, *, standing: Mapping[str, Collection[Level]] | None = None, own_codes: bool = False
) -> list[UnitRow]:
    """The units of a list, the higher ones first. `standing`: codes that the portal knows, and of which levels.

    `own_codes`: the codes are not those of the official list, so that their length says nothing. Raises `FileErrors`.
    """
    reading = _Reading(name)
    found = []
    for line, row in _table(content, name, UNIT_COLUMNS, UNIT_OPTIONAL):
        made = _unit(row, reading, reading.place(line), own_codes=own_codes)
        if made is not None:
            found.append(made)
    _check_codes(reading)
    _check_parents(found, standing or {}, reading)
    if reading.errors:
        raise FileErrors(reading.errors)
    return sorted(found, key=lambda row: row.kind.level)


def _unit(row: Mapping[str, str], reading: _Reading, place: str, *, own_codes: bool) -> UnitRow | None:
    kind = reading.kind(row["kind"], place)
    code = row["code"]
    if not code and kind is not None and kind.level is not Level.VILLAGE:
        reading.errors.append(f"{place}: thiếu mã đơn vị.")
    if code and not is_digits(code):
        reading.errors.append(f"{place}: mã «{code}» phải là số.")
    if not row["name_vi"]:
        reading.errors.append(f"{place}: thiếu tên đơn vị.")
    flags = _flags(row.get("flags", ""), reading, place)
    start = reading.day(row["valid_from"], place) if row.get("valid_from") else None
    if start and flags.ends_on and start >= flags.ends_on:
        reading.errors.append(f"{place}: ngày hết hiệu lực phải sau ngày thành lập {format_date(start)}.")
    key = f"mã {code}" if code else f"«{row['name_vi']}» của mã {row['parent_code']}"
    reading.lives.append((key, start or date.min, flags.ends_on or FOREVER, place))
    if kind is None:
        return None
    if not own_codes:
        _check_zeros(code, kind.level, place, reading)
        _check_zeros(row["parent_code"], None, place, reading)
    for item in flags.classes:
        if CLASS_LEVEL[item.value] is not kind.level:
            reading.errors.append(f"{place}: «{item.value.label}» không dùng cho {kind.label.lower()}.")
    return UnitRow(
        code, row["name_vi"], kind, row["parent_code"], flags.classes, flags.ends_on, flags.enters, start,
        row.get("act", ""), place,
    )  # fmt: skip


def _flags(text: str, reading: _Reading, place: str) -> _Flags:
    classes, ends_on, enters = [], None, ""
    for flag in filter(None, (part.strip() for part in text.replace(",", ";").split(";"))):
        key, _, value = (part.strip() for part in flag.partition("="))
        if key in FLAG_CLASSES:
            classes.append(Classed(FLAG_CLASSES[key], value))
        elif key == "het_hieu_luc":
            ends_on = reading.day(value, place)
        elif key == "nhap_vao" and is_digits(value):
            enters = value
        else:
            reading.errors.append(f"{place}: không biết ghi chú «{flag}». Các ghi chú: {FLAGS_TOLD}.")
    if enters and ends_on is None:
        reading.errors.append(f"{place}: nhap_vao cần het_hieu_luc đi cùng: ngày nhập.")
    return _Flags(tuple(classes), ends_on, enters)


def _check_zeros(code: str, level: Level | None, place: str, reading: _Reading) -> None:
    """Excel drops the zeros at the front of a code that it takes for a number."""
    digits = CODE_DIGITS.get(level, 0) if level is not None else 2
    if code and is_digits(code) and len(code) < digits:
        reading.errors.append(
            f"{place}: mã «{code}» thiếu số 0 ở đầu? Mã danh mục nhà nước của cấp này có {digits} chữ số, có thể là "
            f"{code.zfill(digits)}. Trong Excel, định dạng cột mã là Văn bản rồi gõ lại. Nếu mã do tỉnh tự đặt, nạp bằng "
            "lệnh load_units với --own-codes."
        )


def _check_codes(reading: _Reading) -> None:
    """One code may stand several times only for lives that do not meet; a village without code by its name."""
    lives: dict[str, list[tuple[date, date, str]]] = {}
    for what, start, end, place in reading.lives:
        for since, until, other in lives.setdefault(folded(what), []):
            if start < until and since < end:
                reading.errors.append(f"{place}: {what} có hơn một lần (đã có ở {other.rpartition(', ')[2]}).")
                break
        lives[folded(what)].append((start, end, place))


def _check_parents(rows: Sequence[UnitRow], standing: Mapping[str, Collection[Level]], reading: _Reading) -> None:
    """Who stands where: no ring can come about, since a parent is always of a higher level."""
    levels: dict[str, set[Level]] = {code: set(found) for code, found in standing.items()}
    for row in rows:
        levels.setdefault(row.code, set()).add(row.kind.level)
    for row in rows:
        fitting = PARENTS_OF[row.kind.level]
        words = " hoặc ".join(level.label.lower() for level in sorted(fitting))
        if row.parent and not fitting:
            reading.errors.append(f"{row.place}: {row.name} là cấp tỉnh, để trống mã cấp trên.")
        elif not row.parent and fitting:
            reading.errors.append(f"{row.place}: {row.name} thiếu mã cấp trên ({words}).")
        elif row.parent and row.parent not in levels:
            reading.errors.append(
                f"{row.place}: {row.name} ({row.code}) thuộc mã {row.parent} không có trong tệp và chưa có trên cổng."
            )
        elif row.parent and not fitting & levels[row.parent]:
            reading.errors.append(
                f"{row.place}: {row.name} ({row.kind.label.lower()}) không thể trực thuộc mã {row.parent}; nơi trực thuộc "
                f"phải là {words}."
            )


def read_successions(content: bytes, name: str) -> list[SuccessionRow]:
    """The lines of the table by their days. Raises `FileErrors`."""
    reading = _Reading(name)
    found: list[SuccessionRow] = []
    for line, row in _table(content, name, SUCCESSION_COLUMNS, SUCCESSION_OPTIONAL):
        place = reading.place(line)
        on = reading.day(row["effective_date"], place)
        kind = reading.kind(row["new_kind"], place)
        part = folded(row["part"].replace("_", " ")).replace(" ", "_")
        if part not in {"toan_bo", "mot_phan"}:
            reading.errors.append(f"{place}: cột part phải là toan_bo hoặc mot_phan, không phải «{row['part']}».")
        reading.errors += [
            f"{place}: mã «{row[key]}» phải là số." for key in ("old_code", "new_code") if not is_digits(row[key])
        ]
        if not row["new_name"]:
            reading.errors.append(f"{place}: thiếu tên đơn vị mới.")
        if not row["resolution"]:
            reading.errors.append(f"{place}: thiếu văn bản; sáp nhập phải có nghị quyết, quyết định.")
        if on is not None and kind is not None:
            found.append(
                SuccessionRow(
                    on, row["old_code"], row.get("old_district_code", ""), row["new_code"], row["new_name"], kind,
                    part == "mot_phan", row["resolution"], row.get("note", ""), row.get("new_parent_code", ""), place,
                )
            )  # fmt: skip
    _check_successions(found, reading)
    if reading.errors:
        raise FileErrors(reading.errors)
    return sorted(found, key=lambda row: row.on)


def _check_successions(rows: Iterable[SuccessionRow], reading: _Reading) -> None:
    """One new unit has one name and kind; one old unit becomes another once, and wholly at most one."""
    new: dict[tuple[date, str], SuccessionRow] = {}
    pairs: set[tuple[date, str, str]] = set()
    whole: dict[tuple[date, str], str] = {}
    for row in rows:
        first = new.setdefault((row.on, row.new), row)
        if (first.new_name, first.new_kind) != (row.new_name, row.new_kind):
            reading.errors.append(
                f"{row.place}: mã mới {row.new} ghi là «{row.new_name}», ở {first.place.rpartition(', ')[2]} là "
                f"«{first.new_name}»."
            )
        if (row.on, row.old, row.new) in pairs:
            reading.errors.append(f"{row.place}: {row.old} thành {row.new} đã có ở dòng trước.")
        pairs.add((row.on, row.old, row.new))
        if not row.is_part:
            other = whole.setdefault((row.on, row.old), row.new)
            if other != row.new:
                reading.errors.append(f"{row.place}: {row.old} nhập toàn bộ vào cả {other} và {row.new}.")


def _table(
    content: bytes, name: str, columns: Mapping[str, Sequence[str]], optional: Collection[str]
) -> list[tuple[int, dict[str, str]]]:
    """The rows of a list in any shape that the portal reads. Raises `FileErrors` when no row can be read."""
    try:
        rows, errors = strict(read_file(content, PurePath(name).name), columns, optional=optional)
    except WorkbookRefused as refused:
        raise FileErrors([str(refused)]) from None
    if errors:
        raise FileErrors(errors)
    return rows
