"""Where a row of the trail belongs, and who may read it there.

A model says where its records stand (`stands_at`); what is about no record is of the place where its actor sits.
Units are known to higher apps alone: they say here which rows somebody may read.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Model, Q

from accounts.seats import seats

# (somebody) → the rows that they may read; each row has `day`, the day of the portal on which it was written
READABLE: list[Callable[[Any], Q]] = []
# rows of the trail → what the province of each was called on its day, by its number; of no known place nothing
WORDS: list[Callable[[Collection[Any]], Mapping[int, str]]] = []


def readable_by(user: Any) -> Q:
    """The rows that any of the apps above opens to somebody; none while no app does."""
    found = Q(pk__in=())
    for rows in READABLE:
        found |= rows(user)
    return found


def place_of(subject: Model | None, by: Any) -> Any:
    """The unit that a row about a record belongs to; None for what is a whole province's, or of no known place.

    `stands_at` of a model are ways to its unit, "organisation.seat"; the first that leads somewhere counts.
    """
    if subject is None:
        held = seats(by) if by.pk else ()
        return held[0].unit if held else None
    for way in getattr(subject, "stands_at", ()):
        found: Any = subject
        for name in filter(None, way.split(".")):
            found = getattr(found, name, None)
        if found is not None:
            return found
    return None


def own_words_of(rows: Collection[Any]) -> dict[int, str]:
    """What the province of each row was called on its day, by the row's number."""
    return {seq: word for words in WORDS for seq, word in words(rows).items()} if rows else {}
