"""What waits for a second person ends by itself once the awards that it is about are gone. Inside the act that takes them."""

from accounts import audit
from accounts.models import User
from awards.models import Award, Decision, RuleChange
from core import clock

Kind = RuleChange.Kind


def lapse(decision: Decision, why: str, by: User, trail: audit.Trail, *, but: RuleChange | None = None) -> None:
    """End the proposals about awards of a decision that do not all stand any more, or that it does not revoke any more.

    `but`: the proposal that is being carried out.
    """
    standing = set(Award.objects.filter(decision=decision, revoked_by=None).values_list("pk", flat=True))
    revoked = set(decision.revoked.values_list("pk", flat=True))
    rows = RuleChange.objects.select_for_update(of=("self",)).waiting().filter(round=decision.round_id)
    for row in rows.filter(kind__in=(Kind.NAME, Kind.CANCEL, Kind.RESTORE)).order_by("pk"):
        there = revoked if row.kind == Kind.RESTORE else standing
        if row == but or row.what["decision"] != decision.pk or set(_awards_of(row)) <= there:
            continue
        row.state, row.answer = RuleChange.State.LAPSED, why[:1000]
        row.settled_at, row.settled_by = clock.now(), by
        row.save()
        label = f"{row.get_kind_display()}, {decision.round.name}"
        trail.add("lapse_rule_change", row, label=label, summary=why)


def _awards_of(row: RuleChange) -> list[int]:
    return [int(pk) for pk in (row.what["names"] if row.kind == Kind.NAME else row.what["awards"])]
