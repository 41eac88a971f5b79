"""Pictures of what was published: only from what is printed, so that no drawing tells what a cell keeps back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from core.drawing.bars import Bar, bar, one_scale
from core.drawing.lines import Reading, Trend, trend
from core.findings import Outcome
from reports.public.domain.lines import KEPT_BACK, Line
from reports.seeing.domain.tile_map import Maps, Shown
from reports.seeing.layouts import maps_of
from units.map.domain.levels import Kind


@dataclass(frozen=True)
class Drawn:
    """A line with its bar and the address of its unit."""

    line: Line
    bar: Bar | None
    url: str

    @property
    def is_missed(self) -> bool:
        return is_missed(self.line)


def is_missed(line: Line) -> bool:
    """The target was not reached, and that is told."""
    return line.finding is not None and line.finding.outcome is Outcome.NOT_MET


def with_bars(lines: Sequence[Line]) -> list[Drawn]:
    """Each line with a bar of its fall against its target, all on one scale; no bar where the fall is kept back."""
    told = [value for line in lines if line.fall is not None for value in (line.fall, line.goal) if value is not None]
    scale = one_scale(told)
    return [
        Drawn(line, bar(line.fall, scale, line.goal) if line.fall is not None else None, _url(line)) for line in lines
    ]


def maps_of_lines(lines: Sequence[Line], on: date) -> Maps | None:
    """The tile map of the units of a page on a day; nothing where no number is told."""
    return maps_of([_shown(line) for line in lines], on) if any(line.value is not None for line in lines) else None


def _shown(line: Line) -> Shown:
    why = "không công bố" if not line.says_now else "chưa có số"
    return Shown(line.code, line.name, bare(line.name), line.value, _url(line), is_missed(line), why=why)


def bare(name: str) -> str:
    """A unit's name without its kind."""
    word = max((kind.word for kind in Kind if name.startswith(kind.word)), key=len, default="")
    return name.removeprefix(word).strip() or name


def _url(line: Line) -> str:
    return reverse("reports:public_unit", args=[line.code]) if line.code else ""


def trend_of_lines(lines: Sequence[tuple[int, Line]]) -> Trend | None:
    """The line of a unit's rate over the years, the year before the first one included where its page says it."""
    readings: dict[int, Reading] = {}
    for year, line in lines:
        before = _number(line.before)
        if year - 1 not in readings and before is not None:
            readings[year - 1] = Reading(year - 1, before)
        asked = max(before - line.goal, Decimal(0)) if before is not None and line.goal is not None else None
        readings[year] = Reading(year, line.value, None, asked)
    if not readings:
        return None
    empty = {year: Reading(year, None) for year in range(min(readings), max(readings) + 1)}
    return trend([(empty | readings)[year] for year in sorted(empty)])


def _number(words: str) -> Decimal | None:
    """A printed rate as a number; nothing where it is kept back or lacking."""
    if words in ("", KEPT_BACK):
        return None
    return Decimal(words.replace(".", "").replace(",", "."))
