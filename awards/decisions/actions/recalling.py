"""A decision that is not released is taken back: what it gave, corrected or revoked stands again as it was before."""

from collections.abc import Callable, Mapping, Sequence

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.controls.actions.lapsing import lapse
from awards.decisions.actions import golden
from awards.decisions.actions.decisions import why_over
from awards.decisions.actions.striking import strike_awards
from awards.models import Award, Decision, Nomination
from awards.nominations.actions.nominations import locked, take
from awards.rounds import caps
from awards.workflow.facts import RELEASED, REVOCATION_RELEASED, nomination_facts
from awards.workflow.table import NOMINATION
from core import clock
from core.acts import why_no_reason
from core.own_words import in_own_words
from core.workflow import Refused
from units import access

Kind = Decision.Kind
CORRECTION_RELEASED = "Quyết định đã công bố; tên còn sai thì ban hành quyết định điều chỉnh khác ở quyết định tặng."
RESTORATION = (
    "Quyết định khôi phục đã có hai người xác nhận nên không thu hồi; không đúng thì ban hành quyết định hủy bỏ khác."
)
WHY_RELEASED: Mapping[str, str] = {
    Kind.AWARD: RELEASED,
    Kind.REVISE: CORRECTION_RELEASED,
    Kind.REVOKE: REVOCATION_RELEASED,
    Kind.RESTORE: RESTORATION,
}


def why_not_recall(decision: Decision) -> str:
    """Why a decision is not taken back; its own dossiers are asked beside."""
    if decision.recalled_at is not None:
        return "Quyết định này đã thu hồi, không thu hồi được lần nữa."
    if decision.released_at is not None or decision.kind == Kind.RESTORE:
        return WHY_RELEASED[decision.kind]
    later = changed_later(decision)
    if later is None:
        return ""
    return (
        f"{later} đã thay đổi quyết định này nên không thu hồi được; quyết định đó chưa công bố thì thu hồi quyết định đó "
        "trước."
    )


def changed_later(decision: Decision) -> Decision | None:
    """The first decision in force that changes what this one gave or said."""
    standing = Decision.objects.filter(recalled_at=None).order_by("pk")
    if decision.kind == Kind.AWARD:
        return standing.filter(changes=decision).first()
    mine = Award.objects.filter(revisions__decision=decision)
    after = standing.filter(pk__gt=decision.pk)
    return (after.filter(revisions__award__in=mine) | after.filter(revoked__in=mine)).distinct().first()


def recall(decision: Decision, reason: str, *, by: User) -> None:
    """Take back a decision that is not released; what it changed stands as before. Raises `Refused` with every objection."""
    if why := why_no_reason(reason, "Vui lòng ghi lý do thu hồi."):
        raise Refused(*why)
    with audit.change(by) as trail:
        row = Decision.objects.select_for_update(of=("self",)).select_related("round").get(pk=decision.pk)
        if why := why_not_recall(row):
            raise Refused(why)
        names = TAKES_BACK[Kind(row.kind)](row, reason, by, trail)
        row.recalled_at = clock.now()
        row.save(update_fields=["recalled_at"])
        trail.add("recall_decision", row, label=f"{row}, {row.round.name}", old=list(names), summary=reason)
        lapse(row, f"{row} đã thu hồi.", by, trail)


def _not_given(row: Decision, reason: str, by: User, trail: audit.Trail) -> Sequence[str]:
    """Its dossiers wait for another decision."""
    awards = list(row.awards.order_by("pk"))
    nominations = _may_go_back(row, awards, "recall", by)
    strike_awards(awards, reason, by=by)
    golden.strike(row, trail)
    for item in nominations:
        take(item, "recall", by=by, reason=reason, trail=trail)
    return [award.printed_name for award in awards]


def _in_force_again(row: Decision, reason: str, by: User, trail: audit.Trail) -> Sequence[str]:
    """The awards that it revoked stand; each kept its place."""
    awards = list(row.revoked.select_for_update(of=("self",)).order_by("pk"))
    nominations = _may_go_back(row, awards, "recall_revocation", by)
    for award in awards:
        award.revoked_by, award.recovered = None, ""
        award.save()
    for item in nominations:
        take(item, "recall_revocation", by=by, reason=f"{row}: {reason}"[:1000], trail=trail)
    return [award.printed_name for award in awards]


def _named_as_before(row: Decision, reason: str, by: User, trail: audit.Trail) -> Sequence[str]:
    """The names are those before the correction; what it said stays with it."""
    if not access.may(by, Permission.DECIDE, row.round.campaign.province):
        raise Refused(in_own_words("Chỉ Chủ tịch UBND tỉnh thu hồi quyết định điều chỉnh."))
    caps.lock_places([row.round_id])
    rows = list(row.revisions.exclude(award=None).order_by("pk"))  # one that is struck keeps what was said of it
    locked_awards = Award.objects.select_for_update(of=("self",)).filter(revisions__decision=row).order_by("pk")
    awards = {award.pk: award for award in locked_awards}
    for revision in rows:
        award = awards[revision.award_id]
        award.public_name = revision.old if award.public_name == award.printed_name else award.public_name
        award.printed_name = revision.old
        award.save()
    return [f"{revision.new}: {revision.old}" for revision in rows]


def _may_go_back(row: Decision, awards: Sequence[Award], step: str, by: User) -> list[Nomination]:
    """The dossiers of these awards, locked behind the places of their round. Raises `Refused` with every objection."""
    boards = caps.boards([row.round], lock=True)
    nominations = locked([award.nomination_id for award in awards])
    facts = nomination_facts(nominations, by=by, has_decision=True)
    refusals = [text for item in nominations for text in NOMINATION.refusals(NOMINATION[step], facts[item.pk])]
    if step == "recall_revocation":
        refusals += why_over(boards, row.round)
    if refusals:
        raise Refused(*dict.fromkeys(refusals))
    return nominations


TAKES_BACK: Mapping[Kind, Callable[[Decision, str, User, audit.Trail], Sequence[str]]] = {
    Kind.AWARD: _not_given,
    Kind.REVISE: _named_as_before,
    Kind.REVOKE: _in_force_again,
}
