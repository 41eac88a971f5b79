"""Which poverty standard counts in which year: dated rows with their acts, and what a plan says over them. Pure.

A row holds from its year until the next begins. In the last year before another standard the end of the year is counted
under both: the second set is the opening of the new standard, and every reduction is of one of them.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from core.numbers import format_date
from core.text import lower_first

FILE = Path(__file__).resolve().parent.parent / "standard_years.toml"
NOT_COMPARABLE = "không so sánh được (hai chuẩn nghèo khác nhau)"


@dataclass(frozen=True, kw_only=True)
class YearRow:
    """From a year on a standard counts, by an act."""

    first_year: int
    standard: str
    title: str = ""
    act: str
    body: str = ""
    signed: date | None = None
    note: str = ""
    is_confirmed: bool = True
    doubt: str = ""  # what is not known of the act yet
    headline_only: bool = False  # the portal keeps no forms of it
    pk: int = 0  # of a row that an office added; 0: shipped

    @property
    def act_words(self) -> str:
        """ "Nghị định số 07/2021/NĐ-CP của Chính phủ", with its day where that is known."""
        body = f" của {self.body}" if self.body else ""
        return f"{self.act}{f' ngày {format_date(self.signed)}' if self.signed else ''}{body}"


@dataclass(frozen=True)
class StandardYears:
    """The standards of all years as one plan, or none, sees them."""

    rows: Sequence[YearRow]  # by year
    files: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # of each standard that has one, its years
    named: str = ""  # the plan's own standard, for those of its years that the standard's file covers
    plan_years: tuple[int, int] = (0, 0)
    titles: Mapping[str, str] = field(default_factory=dict)  # of each standard that has a file

    def name(self, code: str) -> str:
        """A standard as people read it: as its file says, else as the acts do."""
        return self.titles.get(code) or next(
            (row.title for row in self.rows if row.standard == code and row.title), code
        )

    def row(self, year: int) -> YearRow | None:
        """The row that holds in a year."""
        return next((row for row in reversed(self.rows) if row.first_year <= year), None)

    def of(self, year: int) -> str:
        """The standard that counts in a year; empty when no act says one."""
        if self.is_named(year):
            return self.named
        row = self.row(year)
        return row.standard if row is not None else ""

    def is_named(self, year: int) -> bool:
        """The plan's own word stands over the acts in this year."""
        first, last = self.files.get(self.named, (0, -1))
        if not self.named or not self.plan_years[0] - 1 <= year <= self.plan_years[1]:
            return False
        row = self.row(year)
        if year == first - 1:  # the end of this year opens the plan's first: unless another standard has a file for it
            return row is None or not self._covers(row.standard, year)
        return first <= year <= last

    def opening(self, year: int) -> str:
        """The standard of the next year, when it is another and known: the end of this year is counted under it too."""
        new = self.of(year + 1)
        return new if new != self.of(year) and new in self.files else ""

    def all_of(self, year: int) -> tuple[str, ...]:
        """The standards that a year's end is counted under, the one that counts first."""
        return tuple(code for code in (self.of(year), self.opening(year)) if code)

    def is_break(self, year: int) -> bool:
        """Nothing of this year can be compared with the year before but by its opening count."""
        return self.of(year) != self.of(year - 1)

    @property
    def known(self) -> tuple[str, ...]:
        """Every standard that has a file or a row."""
        return tuple(sorted({*self.files, *(row.standard for row in self.rows)}))

    def why_unknown(self, code: str) -> str:
        """Why a name is no standard, with those that are; nothing for one that is."""
        if code in self.known:
            return ""
        return f"không có chuẩn nghèo «{code}». Các chuẩn đang có: {', '.join(self.known)}."

    def why_unusable(self, year: int, code: str = "") -> str:
        """Why no figures of a year can be taken under its standard (or under `code`), and what to do; else nothing."""
        code = code or self.of(year)
        if not code:
            return f"Chưa có văn bản nào ấn định chuẩn nghèo cho năm {year}. {TO_ADD}"
        if why := self.why_unknown(code):
            return f"{why[:1].upper()}{why[1:]}"
        rows = [row for row in self.rows if row.standard == code]
        if code not in self.files:
            if any(row.headline_only for row in rows):
                return self._why_over(code, year)
            name = next((row.title for row in rows if row.title), "một chuẩn chưa có tên")
            told = f" ({rows[-1].act})" if rows and rows[-1].act else ""
            return f"Năm {year} dùng {lower_first(name)}{told} nhưng cổng chưa có tệp của chuẩn này. {TO_LOAD}"
        first, last = self.files[code]
        if not first - 1 <= year <= last:
            years = f"{first - 1} (số đầu kỳ) đến {last}"
            return f"Tệp của «{self.name(code)}» chỉ dùng cho các năm {years}, không dùng cho năm {year}. {TO_ADD}"
        return ""

    def _why_over(self, code: str, year: int) -> str:
        """Why a standard without a file does not count in a year: it begins later, or another has followed it.

        What the acts say counts too where the plan names another: a year's end is counted under both when they change.
        """
        years = range(min(row.first_year for row in self.rows), year + 2)
        counted = [one for one in years if (row := self.row(one)) is not None and row.standard == code]
        if year in counted or year + 1 in counted:  # the year before it begins is its opening count
            return ""
        return f"«{self.name(code)}» không dùng cho năm {year}. Chuẩn của năm này: «{self.name(self.of(year))}»."

    def _covers(self, code: str, year: int) -> bool:
        first, last = self.files.get(code, (0, -1))
        return first <= year <= last


def only(code: str) -> StandardYears:
    """One standard for every year: what a set is compared with, whatever counts in its year."""
    return StandardYears((YearRow(first_year=0, standard=code, act=""),))


TO_ADD = "Cơ quan thường trực ghi văn bản ở trang Chuẩn nghèo theo năm rồi làm lại."
TO_LOAD = "Tải tệp chuẩn lên ở trang Chuẩn nghèo rồi làm lại."


@lru_cache(maxsize=1)
def shipped() -> tuple[YearRow, ...]:
    """The rows that come with the portal: national law."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    rows = [
        YearRow(
            first_year=item["from"],
            standard=item["standard"],
            title=item["title"],
            act=item["act"],
            body=item["body"],
            signed=item.get("signed"),
            note=item.get("note", ""),
            is_confirmed=item.get("confirmed", True),
            doubt=item.get("doubt", ""),
            headline_only=item.get("headline_only", False),
        )
        for item in data["year"]
    ]
    return tuple(sorted(rows, key=lambda row: row.first_year))


def together(own: Sequence[YearRow]) -> tuple[YearRow, ...]:
    """The shipped rows with those of an office, which stand in place of a shipped one of the same year."""
    by_year = {row.first_year: row for row in (*shipped(), *own)}
    return tuple(by_year[year] for year in sorted(by_year))
