"""The official list of units and the table of succession, read with every error and its place. Pure.

`docs/danh-muc-don-vi.md` tells offices how to write both; `HELP` tells it in short.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf
from pathlib import PurePath
from typing import NamedTuple

from core.clock import FOREVER
from core.numbers import NumberRefused, format_date, is_digits, parse_date
from core.text import folded, too_long
from core.time_words import unsettled
from office.tables.strict_tables import strict
from office.tables.workbooks import ACCEPTED, WorkbookRefused, read_file
from units.map.domain.fitting import ACT, CODE, NAME, why_not_kind, why_short
from units.map.domain.known_classes import BUILT_IN, Known, KnownClass, find_class, flags_told
from units.map.domain.levels import PARENTS_OF, Kind, Level
from units.map.domain.naming import exact, kind_of


class FileErrors(ValueError):
    """All errors of a file at once."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


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
    old_name: str = ""  # when the table says it: held against the code
    is_sound: bool = True  # nothing is wrong in the line itself, nor does it go against an earlier one

    def at(self, key: str) -> str:
        """Where a value of this line stands, down to its column."""
        return f"{self.place}, {_column(key)}"

    @property
    def line(self) -> str:
        """Which line of the same file."""
        return self.place.rpartition(", ")[2]


@dataclass(frozen=True)
class Scanned:
    """A table of successions as far as it can be read, and everything that is wrong in the file itself."""

    rows: Sequence[SuccessionRow]  # by their days
    errors: Sequence[str]
    passed: Sequence[str] = ()  # rows and sheets that are not read


@dataclass(frozen=True)
class ScannedUnits:
    """A list of units: the rows that nothing is wrong in, all that is wrong in the others, and the codes that those bear."""

    rows: Sequence[UnitRow]  # the higher ones first
    errors: Sequence[str]
    broken: frozenset[str] = frozenset()
    passed: Sequence[str] = ()  # rows and sheets that are not read


@dataclass(frozen=True)
class Default:
    """What counts for lines of the table that leave their day or their act empty."""

    on: date | None = None
    act: str = ""


ORDER = ("stt", "tt", "so tt", "so thu tu")  # the number of a row says nothing
# key → heads in words, folded
UNIT_COLUMNS: dict[str, Sequence[str]] = {
    "code": ("ma", "ma don vi"), "name_vi": ("ten", "ten don vi"), "kind": ("loai", "loai don vi"),
    "parent_code": ("ma cap tren", "ma don vi cap tren"), "flags": ("ghi chu", "phan loai"),
    "valid_from": ("tu ngay", "ngay thanh lap"), "act": ("van ban", "van ban thanh lap"), "order": ORDER,
}  # fmt: skip
UNIT_OPTIONAL = ("flags", "valid_from", "act", "order")
SUCCESSION_COLUMNS: dict[str, Sequence[str]] = {
    "effective_date": ("ngay", "ngay hieu luc"), "old_code": ("ma cu",), "old_name": ("ten cu",),
    "old_district_code": ("ma huyen cu",), "new_code": ("ma moi",), "new_name": ("ten moi",),
    "new_kind": ("loai moi",), "part": ("phan",), "resolution": ("van ban", "nghi quyet"), "note": ("ghi chu",),
    "new_parent_code": ("ma cap tren moi",), "order": ORDER,
}  # fmt: skip
SUCCESSION_OPTIONAL = ("old_name", "old_district_code", "note", "new_parent_code", "order")
SUCCESSION_WORDS: Mapping[str, str] = {  # the columns as an error names them
    "effective_date": "Ngày", "old_code": "Mã cũ", "old_name": "Tên cũ", "new_code": "Mã mới", "new_name": "Tên mới",
    "new_kind": "Loại mới", "part": "Phần", "resolution": "Văn bản", "note": "Ghi chú",
    "new_parent_code": "Mã cấp trên mới", "old_district_code": "Mã huyện cũ",
}  # fmt: skip
LONGEST: Mapping[str, int] = {"old_code": CODE, "new_code": CODE, "new_name": NAME, "resolution": ACT, "note": 300}
UNIT_LONGEST: Mapping[str, tuple[str, int]] = {
    "code": ("mã", CODE), "name_vi": ("tên", NAME), "act": ("văn bản", ACT),
}  # fmt: skip
KINDS_TOLD = "; ".join(
    f"{level.label}: {', '.join(f'{kind.value} ({kind.label})' for kind in Kind if kind.level is level)}"
    for level in Level
)
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


@dataclass
class _Reading:
    """A file while it is read."""

    name: str
    classes: Known = field(default_factory=lambda: BUILT_IN)
    errors: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)  # what is not read, in words
    lives: list[tuple[str, date, date, str]] = field(default_factory=list)  # key, from, until, place

    def place(self, line: int) -> str:
        return f"{PurePath(self.name).name}, dòng {line}"

    def rows(
        self, content: bytes, columns: Mapping[str, Sequence[str]], optional: Collection[str]
    ) -> list[tuple[int, dict[str, str]]]:
        """The lines of the file; what is wrong with its cells is told with all the rest.

        Raises `FileErrors` for a file that no line can be read of.
        """
        try:
            found, errors, passed = strict(read_file(content, PurePath(self.name).name), columns, optional=optional)
        except WorkbookRefused as refused:
            raise FileErrors([str(refused)]) from None
        self.errors += errors
        self.passed += passed
        return [(line, row) for line, row in found if not self._adds_up(line, row)]

    def _adds_up(self, line: int, row: Mapping[str, str]) -> bool:
        """A row below or between the units that adds them up: passed over, and named."""
        kind, codes = row.get("kind", row.get("new_kind", "")), (row.get("code", ""), row.get("new_code", ""))
        said = next((text for text in row.values() if _ADDS_UP.fullmatch(folded(text))), "")
        if not said or kind or any(map(is_digits, codes)):
            return False
        self.passed.append(f"{self.place(line)}: dòng cộng «{said}», không đọc.")
        return True

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
    reading = _Reading(name, classes)
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


def _unit(row: Mapping[str, str], reading: _Reading, place: str, *, own_codes: bool) -> UnitRow | None:
    kind = reading.kind(row["kind"], place)
    code = row["code"]
    if not code and kind is not None and kind.level is not Level.VILLAGE:
        reading.errors.append(f"{place}: thiếu mã đơn vị.")
    if code and not is_digits(code):
        reading.errors.append(f"{place}: mã «{code}» phải là số.")
    if not row["name_vi"]:
        reading.errors.append(f"{place}: thiếu tên đơn vị.")
    elif problem := _why_no_name(row["name_vi"]):
        reading.errors.append(f"{place}: {problem}")
    for key, (head, most) in UNIT_LONGEST.items():
        if problem := too_long(row.get(key, ""), most):
            reading.errors.append(f"{place}: {head} {problem}")
    flags = _flags(row.get("flags", ""), reading, place)
    start = reading.day(row["valid_from"], place) if row.get("valid_from") else None
    if start and flags.ends_on and start >= flags.ends_on:
        reading.errors.append(f"{place}: ngày hết hiệu lực phải sau ngày thành lập {format_date(start)}.")
    key = f"mã {code}" if code else f"«{row['name_vi']}» của mã {row['parent_code']}"
    reading.lives.append((key, start or date.min, flags.ends_on or FOREVER, place))
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


def _why_no_name(name: str) -> str:
    """Why a text is not the name of one unit: a row that adds others up, or several names in one cell."""
    if _ADDS_UP.fullmatch(folded(name)):
        return f"«{name}» là dòng cộng, không phải tên đơn vị; vui lòng bỏ dòng này."
    parts = [part.strip() for part in re.split(r"[,;]|\s+và\s+", name)]
    if sum(bool(kind_of(part)) for part in parts) > 1:
        return f"«{name}» giống tên của hơn một đơn vị; vui lòng ghi mỗi đơn vị một dòng."
    return ""


_ADDS_UP = re.compile(
    r"tong( cong| so)?|tong( cong| so)?\W.*\d.*|cong( toan .*)?|toan (tinh|huyen|xa|thanh pho)"
)  # a village may be a "Khu vực"


def _flags(text: str, reading: _Reading, place: str) -> _Flags:
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


def _check_zeros(code: str, level: Level | None, place: str, reading: _Reading) -> None:
    """Excel drops the zeros at the front of a code that it takes for a number."""
    if problem := why_short(code, level):
        reading.errors.append(
            f"{place}: {problem} Trong Excel, định dạng cột mã là Văn bản rồi gõ lại. Nếu mã do tỉnh tự đặt, nạp bằng "
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


def _check_names(rows: Sequence[UnitRow], reading: _Reading) -> None:
    """No two units of one parent begin under one name, marks and all; villages of communes that merged may bear one."""
    first: dict[tuple[str, str, date | None], UnitRow] = {}
    for row in rows:
        if row.kind.level is Level.VILLAGE or not row.name:
            continue
        same = first.setdefault((exact(row.name), row.parent, row.valid_from), row)
        if same.code != row.code:
            line = same.place.rpartition(", ")[2]
            reading.errors.append(f"{row.place}: «{row.name}» của mã {row.parent} đã có ở {line}, mang mã {same.code}.")


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


def read_successions(content: bytes, name: str, *, default: Default | None = None) -> list[SuccessionRow]:
    """The lines of a table that nothing is wrong in. Raises `FileErrors`."""
    found = scan_successions(content, name, default=default)
    if found.errors:
        raise FileErrors(list(found.errors))
    return list(found.rows)


def scan_successions(content: bytes, name: str, *, default: Default | None = None) -> Scanned:
    """The lines of the table by their days; `default` counts where a line names no day or act.

    What is wrong is told beside the rows, so that the map can be asked about them all the same. Raises `FileErrors`
    for a file that no line can be read of.
    """
    reading, default = _Reading(name), default or Default()
    told = {"effective_date": default.on, "resolution": default.act}
    optional = (*SUCCESSION_OPTIONAL, *(key for key, value in told.items() if value))
    lines = reading.rows(content, SUCCESSION_COLUMNS, optional)
    read = [_succession(row, default, reading, reading.place(line)) for line, row in lines]
    rows = _held_together([row for row in read if row is not None], reading)
    return Scanned(sorted(rows, key=lambda row: row.on), in_order(reading.errors), reading.passed)


def in_order(errors: Iterable[str]) -> list[str]:
    """Errors of a file by their lines; those of no line at the end."""

    def line(error: str) -> float:
        found = re.search(r", dòng (\d+)", error)
        return int(found[1]) if found else inf

    return sorted(errors, key=line)


def _succession(row: Mapping[str, str], default: Default, reading: _Reading, place: str) -> SuccessionRow | None:
    """One line, as far as it can be read; everything that is wrong in it is told."""
    before = len(reading.errors)

    def tell(key: str, words: str) -> None:
        reading.errors.append(f"{place}, {_column(key)}: {words}")

    day, act = row.get("effective_date", ""), row.get("resolution") or default.act
    on = reading.day(day, f"{place}, {_column('effective_date')}") if day else default.on
    kind = reading.kind(row["new_kind"], f"{place}, {_column('new_kind')}")
    part = folded(row["part"].replace("_", " ")).replace(" ", "_")
    if not day and on is None:
        tell("effective_date", "thiếu ngày có hiệu lực.")
    for key in ("old_code", "new_code"):
        if not is_digits(row[key]):
            tell(key, f"mã «{row[key]}» phải là số.")
    if not row["new_name"]:
        tell("new_name", "thiếu tên đơn vị mới.")
    elif problem := _why_no_name(row["new_name"]):
        tell("new_name", problem)
    if kind is not None and (problem := why_not_kind(row["new_name"], kind)):
        tell("new_kind", problem)
    if part not in {"toan_bo", "mot_phan"}:
        tell("part", f"phải là toan_bo hoặc mot_phan, không phải «{row['part']}».")
    if not act:
        tell("resolution", "thiếu văn bản; sáp nhập phải có nghị quyết, quyết định.")
    elif word := unsettled(act):
        tell("resolution", f"ghi «{word}»; vui lòng ghi văn bản đã ban hành.")
    for key, most in LONGEST.items():
        if problem := too_long(row.get(key, ""), most):
            tell(key, problem)
    if on is None or kind is None or not is_digits(row["old_code"]):
        return None  # nothing on the map can be held against it
    return SuccessionRow(
        on,
        row["old_code"],
        row.get("old_district_code", ""),
        row["new_code"],
        row["new_name"],
        kind,
        part == "mot_phan",
        act,
        row.get("note", ""),
        row.get("new_parent_code", ""),
        place,
        row.get("old_name", ""),
        is_sound=len(reading.errors) == before,
    )


def _column(key: str) -> str:
    return f"cột {SUCCESSION_WORDS[key]}"


def _held_together(rows: Iterable[SuccessionRow], reading: _Reading) -> list[SuccessionRow]:
    """The rows, those that go against an earlier one marked and told.

    One new unit has one name, kind and place; one old unit becomes another once: wholly one, or partly several.
    """
    new: dict[tuple[date, str], SuccessionRow] = {}
    pairs: dict[tuple[date, str, str], SuccessionRow] = {}
    old: dict[tuple[date, str], SuccessionRow] = {}
    named: dict[tuple[date, str, str], SuccessionRow] = {}
    found = []
    for row in rows:
        first = new.setdefault((row.on, row.new), row)
        same = pairs.setdefault((row.on, row.old, row.new), row)
        other = old.setdefault((row.on, row.old), row)
        namesake = named.setdefault((row.on, row.parent, exact(row.new_name)), row)
        against = [*_against_new(row, first), *_against_old(row, same, other), *_against_name(row, namesake)]
        reading.errors += against
        found.append(replace(row, is_sound=row.is_sound and not against))
    return found


def _against_new(row: SuccessionRow, first: SuccessionRow) -> Iterator[str]:
    """What a row says of its new unit otherwise than the first row of that unit."""
    if (first.new_name, first.new_kind) != (row.new_name, row.new_kind):
        yield (
            f"{row.at('new_name')}: mã mới {row.new} ghi là {row.new_kind.label.lower()} «{row.new_name}», ở {first.line} "
            f"là {first.new_kind.label.lower()} «{first.new_name}»."
        )
    if row.parent and first.parent and row.parent != first.parent:
        yield (
            f"{row.at('new_parent_code')}: {row.new_name} ghi thuộc mã {row.parent}, ở {first.line} thuộc mã {first.parent}."
        )


def _against_name(row: SuccessionRow, first: SuccessionRow) -> Iterator[str]:
    """Another new unit of the day that has the name under the same parent, where the table says that."""
    if row.parent and row.new_name and row.new != first.new and row.new_kind.level is not Level.VILLAGE:
        yield f"{row.at('new_name')}: «{row.new_name}» của mã {row.parent} đã có ở {first.line}, mang mã mới {first.new}."


def _against_old(row: SuccessionRow, same: SuccessionRow, other: SuccessionRow) -> Iterator[str]:
    """What a row says of its old unit against an earlier row: the same again, or the whole of it twice."""
    if same is not row:
        yield f"{row.at('old_code')}: {row.old} thành {row.new} đã có ở {same.line}."
    elif other is not row and not (row.is_part and other.is_part):
        yield (
            f"{row.at('part')}: {row.old} {_part(row)} vào {row.new}, ở {other.line} {_part(other)} vào {other.new}; "
            "chia ra nhiều nơi thì mọi dòng của đơn vị ấy ghi mot_phan."
        )


def _part(row: SuccessionRow) -> str:
    return "một phần" if row.is_part else "toàn bộ"
