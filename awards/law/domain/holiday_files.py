"""Days off as a file, and as the law fixes them for a year. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import holidays

from core.numbers import NumberRefused, format_date, parse_date
from core.text import folded, too_long
from core.workdays import SATURDAY
from office.tables.strict_tables import strict
from office.tables.workbooks import WorkbookRefused, read_file

LONGEST = 120  # letters of a day's name
KINDS = {"nghi": False, "lam-bu": True}


class HolidayErrors(ValueError):
    """Every error of the file, each with its line."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(*errors)
        self.errors = errors


@dataclass(frozen=True)
class Day:
    """A day off, or a weekend day that is worked instead."""

    on: date
    name: str
    is_working: bool = False


def read_days(content: bytes, name: str) -> list[Day]:
    """Columns `ngay,ten,loai`. Raises `HolidayErrors`."""
    try:
        rows, errors, passed = strict(read_file(content, name), {"ngay": (), "ten": (), "loai": ()})
    except WorkbookRefused as refused:
        raise HolidayErrors([str(refused)]) from None
    errors += passed  # a table of three columns has nothing that may be passed over
    found: dict[date, int] = {}
    days = []
    for line, row in rows:
        day, wrong = _read(row)
        if day is not None and day.on in found:
            wrong.append(f"ngày {format_date(day.on)} đã có ở dòng {found[day.on]}.")
        errors += [f"{name}, dòng {line}: {words}" for words in wrong]
        if day is not None and not wrong:
            days.append(day)
            found[day.on] = line
    if errors:
        raise HolidayErrors(errors)
    return days


def _read(row: Mapping[str, str]) -> tuple[Day | None, list[str]]:
    """The day of a line, and everything that is wrong with it; no day where the line does not say one."""
    wrong, on = [], None
    try:
        on = parse_date(row["ngay"])
    except NumberRefused as error:
        wrong.append(f"{error}.")
    if not row["ten"]:
        wrong.append("cột ten trống: ghi tên ngày nghỉ.")
    kind = "-".join(folded(row["loai"].replace("-", " ").replace("_", " ")).split())
    if kind not in KINDS:
        wrong.append(f"cột loai phải là {' hoặc '.join(KINDS)}, không phải «{row['loai']}».")
    if on is None or wrong:
        return None, wrong
    day = Day(on, row["ten"], KINDS[kind])
    return day, [why] if (why := why_not(day)) else []


def why_not(day: Day) -> str:
    """Why a day cannot stand in the table: it has no name, or it is counted like this anyway."""
    if not day.name.strip():
        return f"Vui lòng ghi tên của ngày {format_date(day.on)}."
    if problem := too_long(day.name, LONGEST):
        return f"Tên của ngày {format_date(day.on)} {problem}"
    weekend = day.on.weekday() >= SATURDAY
    if day.is_working and not weekend:
        return f"{format_date(day.on)} là ngày làm việc thường; chỉ ghi làm bù vào thứ Bảy, Chủ nhật."
    if not day.is_working and weekend:
        return f"{format_date(day.on)} là ngày cuối tuần, vốn không tính là ngày làm việc; ghi ngày nghỉ bù thay cho ngày này."
    return ""


def days_of_law(year: int) -> list[Day]:
    """The public days off of a year that fall on working days, and the weekend days worked instead."""
    known = holidays.country_holidays("VN", years=year, language="vi")
    off = [Day(on, name) for on, name in known.items() if on.year == year and on.weekday() < SATURDAY]
    worked = [Day(on, "Làm bù", True) for on in getattr(known, "weekend_workdays", ()) if on.year == year]
    return sorted([*off, *worked], key=lambda day: day.on)
