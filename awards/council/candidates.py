"""Who could be before the Council where it chooses and is not, and why. Read only."""

from collections.abc import Sequence

from django.db.models import OuterRef, Q, QuerySet, Subquery

from awards.appraisal.last_words import WORDS
from awards.models import Nomination, NominationTransition, Round
from awards.workflow.states import State
from core.text import listed


def _appraised(award_round: Round) -> QuerySet[Nomination]:
    newest = NominationTransition.objects.filter(nomination=OuterRef("pk")).order_by("-pk")
    rows = Nomination.objects.filter(round=award_round, state=State.APPRAISED)
    return rows.annotate(
        last_step=Subquery(newest.values("step")[:1]), last_reason=Subquery(newest.values("reason")[:1])
    )


def unspoken(award_round: Round) -> QuerySet[Nomination]:
    """The appraised dossiers of which nothing is said yet; only where the Council chooses."""
    if not award_round.shape.council_chooses:
        return Nomination.objects.none()
    # one that was set there by hand has no step: it is unspoken of as well
    return _appraised(award_round).filter(Q(last_step=None) | ~Q(last_step__in=WORDS))


def left_out(award_round: Round) -> Sequence[tuple[Nomination, str]]:
    """Those that are appraised and stay out for now, each with the words of its last step."""
    if not award_round.shape.council_chooses:
        return []
    seen = set(unspoken(award_round).values_list("pk", flat=True))
    rows = _appraised(award_round).order_by("group", "sort_key", "pk")
    return [(row, row.last_reason) for row in rows if row.pk not in seen]


def why_candidates_lack(award_round: Round) -> str:
    """Why a session should not open yet: the agency gives all that it appraised, or says why not."""
    names = list(unspoken(award_round).order_by("sort_key", "pk").values_list("printed_name", flat=True))
    if not names:
        return ""
    return (
        f"Còn hồ sơ đã thẩm định chưa đưa ra Hội đồng và chưa có lý do không đưa ra: {listed(tuple(names))}. "
        "Cơ quan thi đua, khen thưởng đưa ra, hoặc ghi lý do, ở bảng số lượng."
    )
