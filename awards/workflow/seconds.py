"""Where a round asks for two reviewers: who of them has said everything, so that a second one lacks. Read only."""

from collections import defaultdict
from collections.abc import Sequence

from awards.models import Judgement, Nomination
from awards.nominations.dossiers import dossiers
from awards.workflow.states import State


def judged_all(nominations: Sequence[Nomination]) -> dict[int, set[int]]:
    """The reviewers of each open sheet who have nothing left to say of it, while it waits for the words of another.

    Nothing is asked where one reviewer is enough.
    """
    asked = [row for row in nominations if row.state == State.UNDER_APPRAISAL and row.round.shape.reviewers > 1]
    if not asked:
        return {}
    words = Judgement.objects.filter(nomination__in=asked, replaced_at=None).order_by()
    spoken: dict[int, set[int]] = defaultdict(set)
    for nomination, user in words.values_list("nomination_id", "by_id"):
        spoken[nomination].add(user)
    found = dossiers([row for row in asked if row.pk in spoken]) if spoken else {}
    return {pk: {user for user in spoken[pk] if dossier.is_done_by(user)} for pk, dossier in found.items()}
