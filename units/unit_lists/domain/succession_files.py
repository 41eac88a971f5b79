"""The table of succession: which old unit became which new one, read with every error and its place. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.acts import why_act_later
from core.numbers import is_digits
from core.text import folded, too_long
from core.time_words import unsettled
from units.map.domain.fitting import ACT, CODE, NAME, why_not_kind
from units.map.domain.levels import Kind, Level
from units.map.domain.naming import exact
from units.unit_lists.domain.file_reading import ORDER, FileErrors, Reading, in_order, why_no_name


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
class Default:
    """What counts for lines of the table that leave their day or their act empty."""

    on: date | None = None
    act: str = ""


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
    reading, default = Reading(name), default or Default()
    told = {"effective_date": default.on, "resolution": default.act}
    optional = (*SUCCESSION_OPTIONAL, *(key for key, value in told.items() if value))
    lines = reading.rows(content, SUCCESSION_COLUMNS, optional)
    read = [_succession(row, default, reading, reading.place(line)) for line, row in lines]
    rows = _held_together([row for row in read if row is not None], reading)
    return Scanned(sorted(rows, key=lambda row: row.on), in_order(reading.errors), reading.passed)


def _succession(row: Mapping[str, str], default: Default, reading: Reading, place: str) -> SuccessionRow | None:
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
    elif problem := why_no_name(row["new_name"]):
        tell("new_name", problem)
    if kind is not None and (problem := why_not_kind(row["new_name"], kind)):
        tell("new_kind", problem)
    if part not in {"toan_bo", "mot_phan"}:
        tell("part", f"phải là toan_bo hoặc mot_phan, không phải «{row['part']}».")
    if not act:
        tell("resolution", "thiếu văn bản; sáp nhập phải có nghị quyết, quyết định.")
    elif word := unsettled(act):
        tell("resolution", f"ghi «{word}»; vui lòng ghi văn bản đã ban hành.")
    for why in why_act_later(act, on) if on is not None else ():
        tell("resolution", why)
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


def _held_together(rows: Iterable[SuccessionRow], reading: Reading) -> list[SuccessionRow]:
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
