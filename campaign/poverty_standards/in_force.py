"""Which standards there are and which one counts in a year, read from the database: what everybody asks.

A standard that somebody uploaded stands beside the shipped ones; shipped files come first where a code is in both.
"""

from functools import lru_cache
from typing import Any

from django.db.models import DateField, F, Value
from django.db.models.functions import Cast

from campaign.models import Campaign, StandardFile, YearStandard
from campaign.poverty_standards.domain import standard as shipped_files
from campaign.poverty_standards.domain.standard import Standard, parse
from campaign.poverty_standards.domain.year_standards import StandardYears, YearRow, together
from core.once import once


@lru_cache(maxsize=1)
def shipped_standards() -> dict[str, Standard]:
    """The standards that come with the portal, by code."""
    return {path.stem: shipped_files.load(path.stem) for path in sorted(shipped_files.FOLDER.glob("*.toml"))}


@lru_cache(maxsize=16)
def _parsed(_digest: str, content: str) -> Standard:
    return parse(content)


def standard_of(code: str) -> Standard | None:
    """A standard by its code; nothing for one that came before the portal's files."""
    if found := shipped_standards().get(code):
        return found
    return once(("standard", code), lambda: _uploaded(code)) if code else None


def _uploaded(code: str) -> Standard | None:
    row = StandardFile.objects.current().filter(code=code).first()
    return parsed(row) if row is not None else None


def parsed(row: StandardFile) -> Standard:
    """The standard that a stored file holds."""
    return _parsed(row.digest, row.content)


def standard_years(plan: Any = None) -> StandardYears:
    """The standards of all years: as a plan sees them, whose own one stands over the acts in its years."""
    rows, files, titles = once("standard_years", _read)
    if plan is None:
        return StandardYears(rows, files, titles=titles)
    return StandardYears(rows, files, plan.standard, (plan.first_year, plan.last_year), titles)


def _read() -> tuple[tuple[YearRow, ...], dict[str, tuple[int, int]], dict[str, str]]:
    """The rows of the years, and of each standard that has a file its years and its title."""
    # the rows of both tables in one question: it is asked with nearly every page
    rows = YearStandard.objects.current().order_by().annotate(number_of=F("pk"), is_row=Value(1))
    files = (
        StandardFile.objects.current()
        .order_by()
        .annotate(
            act=F("title"), body=Value(""), signed=Cast(Value(None), DateField()), note=Value(""), is_row=Value(0)
        )
    )
    both = rows.values_list("is_row", "first_year", "standard", "act", "body", "signed", "note", "number_of").union(
        files.values_list("is_row", "first_year", "code", "act", "body", "signed", "note", "last_year"), all=True
    )
    own, shipped = [], shipped_standards()
    years, titles = {}, {}
    for is_row, first, standard, act, body, signed, note, number in both:
        if is_row:
            own.append(
                YearRow(first_year=first, standard=standard, act=act, body=body, signed=signed, note=note, pk=number)
            )
        else:  # the text of the act stands for the title of the file
            years[standard], titles[standard] = (first, number), act
    own.sort(key=lambda row: (row.first_year, row.pk))
    years |= {code: (item.first_year, item.last_year) for code, item in shipped.items()}
    titles |= {code: item.title for code, item in shipped.items()}
    return together(own), years, titles


def standard_title(code: str) -> str:
    """A standard as people read it: as its file says, else as the acts do."""
    if (found := standard_of(code)) is not None:
        return found.title
    return standard_years().name(code)


def standard_for(campaign: Campaign, year: int) -> str:
    """The code of the standard that counts in a year of a campaign; empty when no act says one."""
    return standard_years(campaign.definition).of(year)


def standards_for(campaign: Campaign, year: int) -> tuple[str, ...]:
    """The standards that a year's end is counted under: two in the last year before another one."""
    return standard_years(campaign.definition).all_of(year)
