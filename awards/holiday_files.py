"""Days off as a file, and as the law fixes them for a year. Pure."""

import csv
import io
from dataclasses import dataclass
from datetime import date

import holidays

from core.text import tidy
from core.workdays import SATURDAY

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
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise HolidayErrors([f"{name}: phải là CSV ở bảng mã UTF-8."]) from None
    found, errors = [], []
    for line, row in enumerate(rows, 2):
        try:
            found.append(Day(date.fromisoformat(row["ngay"].strip()), tidy(row["ten"]), KINDS[row["loai"].strip()]))
        except (KeyError, ValueError, AttributeError):
            errors.append(f"{name}, dòng {line}: cần ngay (yyyy-mm-dd), ten, loai (nghi hoặc lam-bu).")
    if not found and not errors:
        errors.append(f"{name}: không có ngày nào.")
    if errors:
        raise HolidayErrors(errors)
    return found


def days_of_law(year: int) -> list[Day]:
    """The public days off of a year that fall on working days, and the weekend days worked instead."""
    known = holidays.country_holidays("VN", years=year, language="vi")
    off = [Day(on, name) for on, name in known.items() if on.year == year and on.weekday() < SATURDAY]
    worked = [Day(on, "Làm bù", True) for on in getattr(known, "weekend_workdays", ()) if on.year == year]
    return sorted([*off, *worked], key=lambda day: day.on)
