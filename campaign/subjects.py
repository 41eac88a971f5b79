"""What a record may point at: what is remarked on, what is carried on. Each app says how to find its own; a finder answers only within one's reach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from campaign.activities.domain.roads import HIDDEN
from campaign.models import FigureSet, Record
from core.numbers import read_id
from units.models import Unit


@dataclass(frozen=True)
class Subject:
    """One thing that can be pointed at: its words, where it belongs, its page."""

    type: str
    pk: int
    label: str
    unit: Unit | None
    url: str
    kind: str = ""  # of a record


Finder = Callable[[Any, int], Subject | None]


def _figure_set(user: Any, pk: int) -> Subject | None:
    item = FigureSet.objects.visible_to(user).select_related("unit").filter(pk=pk).first()
    if item is None:
        return None
    return Subject("figure_set", pk, f"Số liệu {item}", item.unit, reverse("campaign:figure_set", args=[pk]))


def _record(user: Any, pk: int) -> Subject | None:
    item = Record.objects.readable_by(user).filter(pk=pk).exclude(state__in=HIDDEN).select_related("unit").first()
    if item is None:
        return None
    return Subject("record", pk, item.title, item.unit, reverse("campaign:record", args=[pk]), item.kind)


SUBJECTS: dict[str, Finder] = {"figure_set": _figure_set, "record": _record}
WORDS: Mapping[str, str] = {"figure_set": "bo-so-lieu", "nomination": "ho-so", "record": "viec"}  # in addresses


def find(user: Any, kind: str, pk: int) -> Subject | None:
    """The subject, if somebody may see it."""
    finder = SUBJECTS.get(kind)
    return finder(user, pk) if finder is not None else None


def asked_for(user: Any, query: Mapping[str, str]) -> Subject | None:
    """The subject that an address names."""
    for kind, word in WORDS.items():
        pk = read_id(query.get(word))
        if pk is not None:
            return find(user, kind, pk)
    return None
