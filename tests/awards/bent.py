"""What bends a rule, proposed by one and confirmed by another, in one call."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from accounts.models import User
from awards.controls.actions import controls
from awards.controls.actions.late import PastDecision, Recipient
from awards.controls.domain.rule_acts import Act
from awards.models import Decision, Round, RuleChange
from core import clock
from tests.awards.walking import pdf

REASON = "Theo văn bản."


def act(number: str = "9/UBND-NC", on: date | None = None, issuer: str = "Ủy ban nhân dân tỉnh") -> Act:
    """An act of today."""
    return Act(number, on or clock.today(), issuer)


def second_of(by: User) -> User:
    """Who confirms what the award agency or the chairman proposes."""
    name = "home-leader" if by.username in ("chairman", "home") else "home"
    found: User = User.objects.get(username=name)
    return found


def confirmed(change: RuleChange, second: User | None = None, reason: str = REASON) -> RuleChange:
    """The second person reads what it would do now and confirms."""
    return controls.confirm(
        change.pk, agreed=lambda lines: None, reason=reason, by=second or second_of(change.asked_by)
    )


def set_cap(award_round: Round, group: str, at_most: int, *, by: User, number: str = "9/UBND-NC", **more: Any) -> None:
    """Another ceiling."""
    said = {"act": act(number), "file": pdf("cv.pdf"), "reason": REASON}
    confirmed(controls.propose_cap(award_round, group, at_most, **said, **more, by=by))


def enter_past(
    award_round: Round, paper: PastDecision, recipients: Sequence[Recipient], *, by: User, **more: Any
) -> Decision:
    """A decision of the past."""
    said = {"file": pdf("77.pdf"), "reason": "Ký trước khi có cổng."}
    made = confirmed(controls.propose_late(award_round, paper, recipients, **said, by=by), **more).made
    assert made is not None
    return made


def revise(
    decision: Decision, names: Mapping[int, str], *, number: str, signed_on: date, signer: str, reason: str, by: User
) -> Decision:
    """A decision that corrects names."""
    said = {"signer": signer, "file": pdf("dieu-chinh.pdf"), "reason": reason}
    made = confirmed(controls.propose_names(decision, names, act=act(number, signed_on), **said, by=by)).made
    assert made is not None
    return made
