"""What happened to figure sets, as timelines say it: steps that were taken, cells that were typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from campaign.figures.labels import field_label
from campaign.figures.workflow import FIGURES
from campaign.models import FigureEdit, FigureSet, FigureTransition
from core.numbers import format_count, format_rate


@dataclass(frozen=True)
class Event:
    """One line of a unit's history, as timelines draw it."""

    words: str
    why: str
    at: datetime
    who: str


def history(sets: Sequence[FigureSet]) -> dict[int, tuple[Event, ...]]:
    """What was typed into sets and which steps they took, newest first, by set: two questions."""
    pks = [item.pk for item in sets]
    found: dict[int, list[Event]] = {pk: [] for pk in pks}
    for step in FigureTransition.objects.filter(figure_set__in=pks).select_related("by"):
        found[step.figure_set_id].append(Event(step_words(step.step), step.reason, step.at, _who(step)))
    typed: dict[tuple[int, datetime, str], list[FigureEdit]] = {}
    for edit in FigureEdit.objects.filter(figure_set__in=pks).select_related("by", "figure_set").order_by("pk"):
        typed.setdefault((edit.figure_set_id, edit.at.replace(microsecond=0), edit.by.full_name), []).append(edit)
    for (pk, at, who), edits in typed.items():
        found[pk].append(Event("; ".join(map(edit_words, edits)), "", at, who))
    return {pk: tuple(sorted(events, key=_moment, reverse=True)) for pk, events in found.items()}


_moment: Callable[[Event], datetime] = lambda event: event.at  # noqa: E731


def step_words(step: str) -> str:
    """A step as a timeline says it."""
    return FIGURES[step].label if step in FIGURES.steps else "Mở lại để điều chỉnh"


def edit_words(edit: FigureEdit) -> str:
    """One cell that was typed: "Hộ nghèo: 88 thay cho 90"."""
    label = field_label(edit.field, edit.figure_set.standard)
    old, new = _read(edit.old), _read(edit.new)
    return f"{label}: {new}" if not edit.old else f"{label}: {new} thay cho {old}"


def _read(text: str) -> str:
    if not text:
        return "trống"
    return format_rate(Decimal(text)) if "." in text else format_count(int(text))


def _who(step: FigureTransition) -> str:
    return f"{step.by.full_name}, {step.role}" if step.role and step.role != step.by.full_name else step.by.full_name
