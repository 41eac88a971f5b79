"""Days off as a file, and as the law fixes them for a year. Pure."""

from dataclasses import dataclass
from datetime import date

import holidays

from core.numbers import NumberRefused, parse_date
from core.workdays import SATURDAY
from office.strict_tables import strict
from office.workbooks import WorkbookRefused, read_file

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
        rows, errors = strict(read_file(content, name), {"ngay": (), "ten": (), "loai": ()})
    except WorkbookRefused as refused:
        raise HolidayErrors([str(refused)]) from None
    found = []
    for line, row in rows:
        try:
            on = parse_date(row["ngay"])
        except NumberRefused as error:
            errors.append(f"{name}, dòng {line}: {error}.")
            continue
        if row["loai"] not in KINDS or not row["ten"]:
            errors.append(f"{name}, dòng {line}: cần ten và loai (nghi hoặc lam-bu).")
            continue
        found.append(Day(on, row["ten"], KINDS[row["loai"]]))
    if errors:
        raise HolidayErrors(errors)
    return found


def days_of_law(year: int) -> list[Day]:
    """The public days off of a year that fall on working days, and the weekend days worked instead."""
    known = holidays.country_holidays("VN", years=year, language="vi")
    off = [Day(on, name) for on, name in known.items() if on.year == year and on.weekday() < SATURDAY]
    worked = [Day(on, "Làm bù", True) for on in getattr(known, "weekend_workdays", ()) if on.year == year]
    return sorted([*off, *worked], key=lambda day: day.on)
