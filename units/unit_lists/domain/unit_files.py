"""The official list of units, read with every error and its place. Pure.

`docs/danh-muc-don-vi.md` tells offices how to write it and the table of succession; `HELP` tells both in short.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.clock import FOREVER
from core.numbers import format_date, is_digits
from core.text import too_long
from office.tables.workbooks import ACCEPTED
from units.map.domain.fitting import ACT, CODE, NAME, why_not_kind, why_short
from units.map.domain.known_classes import BUILT_IN, Known, KnownClass, find_class, flags_told
from units.map.domain.levels import PARENTS_OF, Kind, Level
from units.map.domain.naming import exact
from units.unit_lists.domain.file_reading import KINDS_TOLD, ORDER, FileErrors, Reading, in_order, why_no_name


class Classed(NamedTuple):
    """A class that the list gives a unit, and the act when the list names one."""

    known: KnownClass
    act: str

    @property
    def value(self) -> str:
        return self.known.value


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
    says_classes: bool = False  # the list has the column: what it leaves out is none


@dataclass(frozen=True)
class ScannedUnits:
    """A list of units: the rows that nothing is wrong in, all that is wrong in the others, and the codes that those bear."""

    rows: Sequence[UnitRow]  # the higher ones first
    errors: Sequence[str]
    broken: frozenset[str] = frozenset()
    passed: Sequence[str] = ()  # rows and sheets that are not read


# key → heads in words, folded
UNIT_COLUMNS: dict[str, Sequence[str]] = {
    "code": ("ma", "ma don vi"), "name_vi": ("ten", "ten don vi"), "kind": ("loai", "loai don vi"),
    "parent_code": ("ma cap tren", "ma don vi cap tren"), "flags": ("ghi chu", "phan loai"),
    "valid_from": ("tu ngay", "ngay thanh lap"), "act": ("van ban", "van ban thanh lap"), "order": ORDER,
}  # fmt: skip
UNIT_OPTIONAL = ("flags", "valid_from", "act", "order")
UNIT_LONGEST: Mapping[str, tuple[str, int]] = {
    "code": ("mã", CODE), "name_vi": ("tên", NAME), "act": ("văn bản", ACT),
}  # fmt: skip
HELP = f"""Tệp {ACCEPTED} (dấu phẩy, chấm phẩy hay tab). Dòng đầu là tiêu đề, mỗi dòng một đơn vị.

Cột phải có:
  code (Mã)                mã của danh mục nhà nước, giữ số 0 ở đầu; thôn để trống thì cổng đặt mã
  name_vi (Tên)            tên đầy đủ: «Xã An Hòa»
  kind (Loại)              mã loại hoặc chữ: «xa» hay «Xã»
  parent_code (Mã cấp trên) để trống với cấp tỉnh; nơi trực thuộc nằm trong tệp hoặc đã có trên cổng
Cột STT và dòng «Tổng cộng» có thì cổng bỏ qua, kể ra; trang đang ẩn không đọc.
Cột có thể có:
  valid_from (Từ ngày)     ngày thành lập; để trống: ngày bắt đầu của cấp trên
  act (Văn bản)            văn bản thành lập
  flags (Ghi chú)          cách nhau bằng «;» hoặc «,»; phân loại có thể kèm văn bản: kv3=QĐ 861/QĐ-TTg

Loại đơn vị: {KINDS_TOLD}.
Ghi chú: {flags_told(BUILT_IN)}; phân loại riêng của tỉnh
(trang «Phân loại, loại cơ quan») ghi bằng tên: «Xã an toàn khu» hoặc xa_an_toan_khu.

Bảng sáp nhập (--successors): effective_date (Ngày), old_code (Mã cũ), new_code (Mã mới), new_name (Tên mới),
new_kind (Loại mới), part (Phần: toan_bo hoặc mot_phan), resolution (Văn bản); có thể có old_name (Tên cũ),
old_district_code (Mã huyện cũ), new_parent_code (Mã cấp trên mới), note (Ghi chú).

Nạp lại cùng tệp không đổi gì. Chỗ tệp khác với cổng được kể ra và không lưu gì: sửa ghi sai bằng --correct "lý do",
đổi tên hay chuyển nơi trực thuộc theo văn bản ở trang «Sắp xếp đơn vị». Chi tiết: docs/danh-muc-don-vi.md."""


@dataclass(frozen=True)
class _Flags:
    classes: tuple[Classed, ...]
    ends_on: date | None
    enters: str


def read_units(
    content: bytes,
    name: str,
    *,
    standing: Mapping[str, Collection[Level]] | None = None,
    own_codes: bool = False,
    classes: Known = BUILT_IN,
) -> list[UnitRow]:
    """The units of a list that nothing is wrong in. Raises `FileErrors`."""
    found = scan_units(content, name, standing=standing, own_codes=own_codes, classes=classes)
    if found.errors:
        raise FileErrors(list(found.errors))
    return list(found.rows)


def scan_units(
    content: bytes,
    name: str,
    *,
    standing: Mapping[str, Collection[Level]] | None = None,
    own_codes: bool = False,
    classes: Known = BUILT_IN,
) -> ScannedUnits:
    """The units of a list, the higher ones first. `standing`: codes that the portal knows, and of which levels.

    `own_codes`: the codes are not those of the official list, so that their length says nothing. `classes`: what units
    may be classified as, with the province's own. What is wrong is told beside the sound rows, so that the portal can
    be asked about those all the same. Raises `FileErrors` for a file that no line can be read of.
    """
    reading = Reading(name, classes)
    found = []
    for line, row in reading.rows(content, UNIT_COLUMNS, UNIT_OPTIONAL):
        made = _unit(row, reading, reading.place(line), own_codes=own_codes)
        if made is not None:
            found.append(made)
    _check_codes(reading)
    _check_names(found, reading)
    _check_parents(found, standing or {}, reading)
    faulty = {error.partition(": ")[0] for error in reading.errors}
    sound = sorted((row for row in found if row.place not in faulty), key=lambda row: row.kind.level)
    codes = {row.code for row in sound}
    broken = frozenset(row.code for row in found if row.place in faulty and row.code not in codes)
    return ScannedUnits(sound, in_order(reading.errors), broken, reading.passed)


def _unit(row: Mapping[str, str], reading: Reading, place: str, *, own_codes: bool) -> UnitRow | None:
    kind = reading.kind(row["kind"], place)
    code = row["code"]
    if not code and kind is not None and kind.level is not Level.VILLAGE:
        reading.errors.append(f"{place}: thiếu mã đơn vị.")
    if code and not is_digits(code):
        reading.errors.append(f"{place}: mã «{code}» phải là số.")
    if not row["name_vi"]:
        reading.errors.append(f"{place}: thiếu tên đơn vị.")
    elif problem := why_no_name(row["name_vi"]):
        reading.errors.append(f"{place}: {problem}")
    for key, (head, most) in UNIT_LONGEST.items():
        if problem := too_long(row.get(key, ""), most):
            reading.errors.append(f"{place}: {head} {problem}")
    flags = _flags(row.get("flags", ""), reading, place)
    start = reading.day(row["valid_from"], place) if row.get("valid_from") else None
    if start and flags.ends_on and start >= flags.ends_on:
        reading.errors.append(f"{place}: ngày hết hiệu lực phải sau ngày thành lập {format_date(start)}.")
    what = f"mã {code}" if code else f"«{row['name_vi']}» của mã {row['parent_code']}"
    key = code or f"{exact(row['name_vi'])} {row['parent_code']}"  # marks and all: Thôn Đá is not Thôn Da
    reading.lives.append((key, what, start or date.min, flags.ends_on or FOREVER, place))
    if not own_codes:
        if kind is not None:
            _check_zeros(code, kind.level, place, reading)
        _check_zeros(row["parent_code"], None, place, reading)
    if kind is None:
        return None
    if problem := why_not_kind(row["name_vi"], kind):
        reading.errors.append(f"{place}: {problem}")
    for item in flags.classes:
        if item.known.level is not kind.level:
            reading.errors.append(f"{place}: «{item.known.label}» không dùng cho {kind.label.lower()}.")
    says_classes = "flags" in row and (
        bool(flags.classes) or flags.ends_on is None
    )  # the end alone says nothing of them
    return UnitRow(
        code,
        row["name_vi"],
        kind,
        row["parent_code"],
        flags.classes,
        flags.ends_on,
        flags.enters,
        start,
        row.get("act", ""),
        place,
        says_classes,
    )


def _flags(text: str, reading: Reading, place: str) -> _Flags:
    classes, ends_on, enters = [], None, ""
    for flag in filter(None, (part.strip() for part in text.replace(",", ";").split(";"))):
        key, _, value = (part.strip() for part in flag.partition("="))
        known = find_class(key, reading.classes)
        if known is not None:
            classes.append(Classed(known, value))
            if problem := too_long(value, UNIT_LONGEST["act"][1]):
                reading.errors.append(f"{place}: văn bản của «{known.label}» {problem}")
        elif key == "het_hieu_luc":
            ends_on = reading.day(value, place)
        elif key == "nhap_vao" and is_digits(value):
            enters = value
        else:
            told = flags_told(reading.classes)
            reading.errors.append(f"{place}: không biết ghi chú «{flag}». Các ghi chú: {told}.")
    if enters and ends_on is None:
        reading.errors.append(f"{place}: nhap_vao cần het_hieu_luc đi cùng: ngày nhập.")
    return _Flags(tuple(classes), ends_on, enters)


def _check_zeros(code: str, level: Level | None, place: str, reading: Reading) -> None:
    """Excel drops the zeros at the front of a code that it takes for a number."""
    if problem := why_short(code, level):
        reading.errors.append(
            f"{place}: {problem} Trong Excel, định dạng cột mã là Văn bản rồi gõ lại. Nếu mã tự đặt, nạp bằng "
            "lệnh load_units với --own-codes."
        )


def _check_codes(reading: Reading) -> None:
    """One code may stand several times only for lives that do not meet; a village without code by its name."""
    lives: dict[str, list[tuple[date, date, str]]] = {}
    for key, what, start, end, place in reading.lives:
        for since, until, other in lives.setdefault(key, []):
            if start < until and since < end:
                reading.errors.append(f"{place}: {what} có hơn một lần (đã có ở {other.rpartition(', ')[2]}).")
                break
        lives[key].append((start, end, place))


def _check_names(rows: Sequence[UnitRow], reading: Reading) -> None:
    """No two units of one parent begin under one name, marks and all; villages of communes that merged may bear one."""
    first: dict[tuple[str, str, date | None], UnitRow] = {}
    for row in rows:
        if row.kind.level is Level.VILLAGE or not row.name:
            continue
        same = first.setdefault((exact(row.name), row.parent, row.valid_from), row)
        if same.code != row.code:
            line = same.place.rpartition(", ")[2]
            reading.errors.append(f"{row.place}: «{row.name}» của mã {row.parent} đã có ở {line}, mang mã {same.code}.")


def _check_parents(rows: Sequence[UnitRow], standing: Mapping[str, Collection[Level]], reading: Reading) -> None:
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
