"""Requests to open approved figures again: asked with a reason, answered by opening them or by saying why not.

They stand among the steps of the approved set; there is no row of their own.
"""

from collections.abc import Sequence

from campaign.models import FigureSet, FigureTransition

ASKED, ANSWERED = "ask_reopen", ("refuse_reopen", "correct")


def words_about(sets: Sequence[FigureSet]) -> dict[int, list[FigureTransition]]:
    """What was asked and answered about each set, oldest first, by its pk: one question."""
    found: dict[int, list[FigureTransition]] = {}
    rows = FigureTransition.objects.filter(figure_set__in=[item.pk for item in sets], step__in=(ASKED, *ANSWERED))
    for row in rows.select_related("by").order_by("pk"):
        found.setdefault(row.figure_set_id, []).append(row)
    return found


def open_requests(sets: Sequence[FigureSet]) -> dict[int, FigureTransition]:
    """The request about each set that nobody has answered, by its pk: one question."""
    return {pk: rows[-1] for pk, rows in words_about(sets).items() if rows[-1].step == ASKED}
