"""A revocation that is released and was not right: a later decision restores the awards; both stay in the record."""

from accounts import audit
from accounts.models import User
from awards.controls.actions.lapsing import lapse
from awards.controls.domain.rule_acts import why_not_signed
from awards.controls.effects import Effect, place_lines
from awards.decisions.actions.decisions import change_decision, why_over, why_twice
from awards.models import Award, AwardRestoration, Decision, RuleChange
from awards.nominations.actions.nominations import locked, take
from awards.rounds import caps
from awards.workflow.facts import nomination_facts
from awards.workflow.table import NOMINATION
from core import clock
from core.workflow import Refused


def why_not_restore(revocation: Decision) -> str:
    """Why no later decision restores awards that this one revoked."""
    if revocation.kind != Decision.Kind.REVOKE:
        return "Chỉ khôi phục được khen thưởng đã bị hủy bỏ; mở quyết định hủy bỏ rồi thực hiện ở đó."
    if revocation.recalled_at is not None:
        return "Quyết định hủy bỏ này đã thu hồi, khen thưởng đang có hiệu lực."
    if revocation.released_at is None:
        return "Quyết định hủy bỏ chưa công bố: thu hồi quyết định này, khen thưởng lại có hiệu lực."
    if not revocation.revoked.exists():
        return "Mọi khen thưởng bị hủy bỏ theo quyết định này đã được khôi phục."
    return ""


def restored_awards(change: RuleChange) -> list[Award]:
    """The awards that a change restores. Raises `Refused` when one is not revoked by that decision any more."""
    pks = change.what["awards"]
    rows = Award.objects.filter(revoked_by=change.what["decision"], pk__in=pks).order_by("pk")
    found = list(rows.select_related("decision", "nomination"))
    if not found or len(found) != len(set(pks)):
        raise Refused("Chỉ khôi phục khen thưởng đang bị hủy bỏ theo quyết định này.")
    return found


def restore_effect(change: RuleChange) -> Effect:
    """The awards before and after; each kept its place, and nobody was awarded for the same meanwhile."""
    revocation: Decision = Decision.objects.get(pk=change.what["decision"])
    awards = restored_awards(change)
    refusals = why_not_signed("Quyết định", change.number, change.issued_on, change.what["signer"], today=clock.today())
    if why := why_not_restore(revocation):
        refusals.append(why)
    if change.issued_on < revocation.signed_on:
        refusals.append("Quyết định khôi phục không thể ký trước quyết định hủy bỏ.")
    if why := why_twice(change.round, change.number, change.issued_on):
        refusals.append(why)
    boards = caps.boards([change.round])
    nominations = locked([row.nomination_id for row in awards])
    facts = nomination_facts(nominations, by=change.asked_by, has_decision=True)
    refusals += [text for pk in facts for text in NOMINATION.refusals(NOMINATION["restore"], facts[pk])]
    refusals += why_over(boards, change.round)
    lines = [(row.printed_name, f"nay bị hủy bỏ theo {revocation}, sẽ được khen theo {row.decision}") for row in awards]
    return Effect((*lines, *place_lines(boards)), tuple(dict.fromkeys(refusals)))


def restore(change: RuleChange, by: User, trail: audit.Trail) -> Decision:
    """The decision that restores awards: they are in force again; it is told once it is released."""
    pks = [row.pk for row in restored_awards(change)]
    rows = Award.objects.select_for_update(of=("self",)).filter(pk__in=pks).select_related("revoked_by", "decision")
    awards = list(rows.order_by("pk"))
    revocation = awards[0].revoked_by
    nominations = {item.pk: item for item in locked([row.nomination_id for row in awards])}
    made = change_decision(
        awards[0].decision,
        Decision.Kind.RESTORE,
        change.number,
        change.issued_on,
        change.what["signer"],
        change.reason,
        change.asked_by,
        scan=change.file,
    )
    for award in awards:
        AwardRestoration.objects.create(
            award=award, revoked_by=award.revoked_by, decision=made, recovered=award.recovered
        )
        award.revoked_by, award.recovered = None, ""
        award.save()
        reason = f"{made}: {change.reason}"[:1000]
        take(nominations[award.nomination_id], "restore", by=by, reason=reason, trail=trail)
    label = f"{made}, {awards[0].decision}"
    trail.add("restore_award", made, label=label, new=len(awards), summary=change.reason)
    lapse(revocation, f"Có khen thưởng đã khôi phục theo {made}.", by, trail, but=change)
    return made
