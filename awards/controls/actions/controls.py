"""What bends a rule: one person proposes it under an act, another confirms it, and only then it is done.

Both read what it would do, places before and after. It is found anew under the lock of the places when it is confirmed;
when it is not what the second person was shown nothing is done. The acts themselves stand with what they change
(`rounds`, `late`, `decisions`); nothing else calls them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.controls.actions.late import (
    PastDecision,
    Recipient,
    cancel_effect,
    cancel_late,
    cancelled_of,
    enter_past,
    late_effect,
    late_recipients,
)
from awards.controls.domain.rule_acts import Act, why_no_act
from awards.controls.effects import Effect, Lines, why_not_second
from awards.decisions.actions.decisions import name_effect, revise, revised_awards
from awards.decisions.actions.restoring import restore, restore_effect, restored_awards
from awards.models import Decision, Nomination, Round, RuleChange
from awards.rounds import caps
from awards.rounds.actions.plans import begun_change, plan_effect, put_plan_in_force
from awards.rounds.actions.rounds import cap_effect, move_effect, move_round, set_cap
from campaign.models import DefinitionVersion
from core import clock
from core.acts import why_no_reason
from core.numbers import format_moment
from core.own_words import in_own_words
from core.text import tidy
from core.workflow import Overtaken, Refused
from office.lists import staging
from office.models import StoredFile
from units import access
from units.models import Bloc, Unit

Kind, State = RuleChange.Kind, RuleChange.State
EFFECTS: Mapping[str, Callable[[RuleChange], Effect]] = {
    Kind.CAP: cap_effect,
    Kind.LATE: late_effect,
    Kind.CANCEL: cancel_effect,
    Kind.VERSION: move_effect,
    Kind.NAME: name_effect,
    Kind.RESTORE: restore_effect,
    Kind.PLAN: plan_effect,
}
ACTS: Mapping[str, Callable[[RuleChange, User, audit.Trail], Decision | None]] = {
    Kind.CAP: set_cap,
    Kind.LATE: enter_past,
    Kind.CANCEL: cancel_late,
    Kind.VERSION: move_round,
    Kind.NAME: revise,
    Kind.RESTORE: restore,
    Kind.PLAN: put_plan_in_force,
}
# who proposes, over the whole province of the round, and what is said to others
PROPOSERS: Mapping[str, tuple[Permission, str]] = {
    Kind.CAP: (Permission.RECOMMEND, "Chỉ cơ quan thi đua, khen thưởng đề nghị thay đổi số lượng khen thưởng."),
    Kind.LATE: (Permission.RECOMMEND, "Chỉ cơ quan thi đua, khen thưởng nhập bù quyết định đã ban hành."),
    Kind.CANCEL: (Permission.RECOMMEND, "Chỉ cơ quan thi đua, khen thưởng đề nghị bỏ khen thưởng nhập bù sai."),
    Kind.VERSION: (
        Permission.RECOMMEND, "Chỉ cơ quan thi đua, khen thưởng chuyển đợt sang phiên bản khác của kế hoạch.",
    ),
    Kind.PLAN: (
        Permission.RECOMMEND,
        "Chỉ cơ quan thi đua, khen thưởng đề nghị phiên bản mở đợt, đổi quy định của đợt; nhờ cơ quan ấy nhận bản soạn.",
    ),
    Kind.NAME: (Permission.DECIDE, "Chỉ Chủ tịch UBND tỉnh ban hành quyết định điều chỉnh."),
    Kind.RESTORE: (Permission.DECIDE, "Chỉ Chủ tịch UBND tỉnh ban hành quyết định khôi phục khen thưởng."),
}  # fmt: skip


def effect_of(change: RuleChange) -> Effect:
    """What a change would do now; one that cannot be done any more says why."""
    try:
        return EFFECTS[change.kind](change)
    except Refused as refused:
        return Effect((), refused.reasons)


def recipients_of(change: RuleChange) -> Sequence[Nomination]:
    """Whom a change gives or takes an award, or names otherwise."""
    try:
        if change.kind == Kind.LATE:
            return late_recipients(change)
        if change.kind == Kind.CANCEL:
            return [row.nomination for row in cancelled_of(change)]
        if change.kind == Kind.NAME:
            return [row.nomination for row in revised_awards(change)]
        if change.kind == Kind.RESTORE:
            return [row.nomination for row in restored_awards(change)]
    except Refused:  # they are not there any more: the effect says so
        pass
    return ()


# ---- proposed ----


def propose_cap(
    award_round: Round,
    group: str,
    at_most: int,
    *,
    act: Act,
    file: UploadedFile,
    reason: str,
    by: User,
    bloc: Bloc | None = None,
    classes: str = "",
    district: Unit | None = None,
) -> RuleChange:
    """Another ceiling of a group, or of some classes or a district within it. Raises `Refused`, `office.files.contents.FileRefused`."""
    what: dict[str, Any] = {"group": group, "bloc": bloc.pk if bloc is not None else None, "at_most": at_most}
    if classes or district is not None:
        what |= {"classes": classes, "district": district.pk if district is not None else None}
    return _propose(_draft(award_round, Kind.CAP, what, act, reason, by), file)


def propose_late(
    award_round: Round,
    paper: PastDecision,
    recipients: Sequence[Recipient],
    *,
    file: UploadedFile,
    reason: str,
    by: User,
    only_try: bool = False,
) -> RuleChange:
    """A decision of an earlier round with its whole list; the decision is the act. Raises as `propose_cap`.

    With `only_try` nothing is stored: the change comes back as it would be proposed.
    """
    what = {
        "signer": paper.signer,
        "released_on": paper.released_on.isoformat(),
        "recipients": [item.to_json() for item in recipients],
    }
    act = Act(paper.number, paper.signed_on, paper.issuer)
    return _propose(_draft(award_round, Kind.LATE, what, act, reason, by), file, only_try=only_try)


def propose_cancel(
    decision: Decision, awards: Sequence[int], *, act: Act, file: UploadedFile, reason: str, by: User
) -> RuleChange:
    """Awards of a late entry that was entered wrongly. Raises as `propose_cap`."""
    what = {"decision": decision.pk, "awards": sorted(awards)}
    return _propose(_draft(decision.round, Kind.CANCEL, what, act, reason, by), file)


def propose_move(
    award_round: Round,
    version: DefinitionVersion,
    *,
    seen: int | None,
    act: Act,
    file: UploadedFile,
    reason: str,
    by: User,
) -> RuleChange:
    """Another version of the plan for a round; `seen` is the one that its preview was made against."""
    what = {"version": version.pk, "number": version.number, "seen": seen}
    return _propose(_draft(award_round, Kind.VERSION, what, act, reason, by), file)


def propose_plan(draft: int, edition: int | None, *, act: Act, file: UploadedFile, reason: str, by: User) -> RuleChange:
    """A version of the plan that opens rounds or ceilings, or judges free rounds otherwise. Raises as `propose_cap`,
    `Stale`, `campaign.definition.DefinitionErrors`."""
    award_round, what = begun_change(draft, edition, by=by)
    return _propose(_draft(award_round, Kind.PLAN, what, act, reason, by), file)


def propose_names(
    decision: Decision, names: Mapping[int, str], *, act: Act, signer: str, file: UploadedFile, reason: str, by: User
) -> RuleChange:
    """Corrected names of a decision's awards (by award); the correcting decision is the act. Raises as `propose_cap`."""
    if not names or not all(map(tidy, names.values())):
        raise Refused("Chưa có tên nào được điều chỉnh.")
    what = {
        "decision": decision.pk,
        "signer": tidy(signer),
        "names": {str(pk): tidy(name) for pk, name in sorted(names.items())},
    }
    return _propose(_draft(decision.round, Kind.NAME, what, act, reason, by), file)


def propose_restore(
    revocation: Decision, awards: Sequence[int], *, act: Act, signer: str, file: UploadedFile, reason: str, by: User
) -> RuleChange:
    """Awards that a released decision revoked wrongly; the restoring decision is the act. Raises as `propose_cap`."""
    if not awards:
        raise Refused("Chưa chọn tập thể, cá nhân nào.")
    what = {"decision": revocation.pk, "signer": tidy(signer), "awards": sorted(awards)}
    return _propose(_draft(revocation.round, Kind.RESTORE, what, act, reason, by), file)


def _draft(award_round: Round, kind: Kind, what: dict[str, Any], act: Act, reason: str, by: User) -> RuleChange:
    return RuleChange(
        round=award_round,
        kind=kind,
        what=what,
        number=tidy(act.number),
        issued_on=act.issued_on,
        issuer=tidy(act.issuer),
        reason=tidy(reason)[:1000],
        asked_by=by,
    )


def _propose(change: RuleChange, file: UploadedFile, *, only_try: bool = False) -> RuleChange:
    """Keep a proposal with its file and what it would do. Raises `Refused` with every objection."""
    by = change.asked_by
    with audit.change(by) as trail:
        change.round = Round.objects.select_related("campaign__province", "version").get(pk=change.round_id)
        caps.lock_places([change.round_id])  # the same proposal twice at once
        permission, why = PROPOSERS[change.kind]
        if not access.may(by, permission, change.round.campaign.province):
            raise Refused(in_own_words(why))
        refusals = _why_not_propose(change)
        effect = effect_of(change)
        Effect(effect.lines, (*refusals, *effect.refusals)).check()
        change.preview = [list(line) for line in effect.lines]
        if only_try:
            return change
        change.file = StoredFile.keep(file, by=by)
        change.save()
        trail.add(
            "ask_rule_change",
            change,
            label=f"{change.get_kind_display()}, {change.round.name}",
            new=change.what,
            summary=f"{change.act}: {change.reason}",
        )
        return change


def _why_not_propose(change: RuleChange) -> list[str]:
    act = Act(change.number, change.issued_on, change.issuer)
    first = date(change.round.campaign.first_year, 1, 1)
    found = why_no_act(act, today=clock.today(), since=first)
    found += why_no_reason(change.reason, "Vui lòng ghi lý do đề nghị.")
    waiting = RuleChange.objects.waiting().filter(round=change.round, kind=change.kind, what=change.what)
    if waiting.filter(number=change.number, issued_on=change.issued_on).exists():
        found.append("Đề nghị này đã có và đang chờ người thứ hai.")
    return found


# ---- settled ----


def confirm(pk: int, *, agreed: Callable[[Lines], None] | None = None, reason: str = "", by: User) -> RuleChange:
    """The second person's word, and the act itself in one transaction under the lock of the places.

    `agreed` raises `office.lists.staging.Moved` when what it would do is not what its reader was shown; without it that is what
    the proposer was shown. Raises `Refused` with every objection.
    """
    with audit.change(by) as trail:
        change = _locked(pk)
        refusals = why_not_second(change, recipients_of(change), by)
        effect = effect_of(change)
        if effect.asks and why_no_reason(reason, ""):
            refusals += [f"{text} Người xác nhận phải ghi lý do, ít nhất hai từ." for text in effect.asks]
        Effect((), (*refusals, *effect.refusals)).check()
        if agreed is None:
            staging.compare([(place, words) for place, words in change.preview], effect.lines)
        else:
            agreed(effect.lines)
        change.preview = [list(line) for line in effect.lines]
        change.made = ACTS[change.kind](change, by, trail)
        _settle(change, State.CONFIRMED, reason, by)
        trail.add("confirm_rule_change", change, label=_label(change), summary=f"{change.act}; {reason}".strip("; "))
        return change


def refuse(pk: int, reason: str, *, by: User) -> RuleChange:
    """The second person does not stand for it: nothing is done. Raises `Refused`."""
    with audit.change(by) as trail:
        change = _locked(pk)
        refusals = why_not_second(change, (), by)
        refusals += why_no_reason(reason, "Vui lòng ghi lý do không xác nhận.")
        Effect((), tuple(refusals)).check()
        _settle(change, State.REFUSED, reason, by)
        trail.add("refuse_rule_change", change, label=_label(change), summary=reason)
        return change


def withdraw(pk: int, reason: str, *, by: User) -> RuleChange:
    """Whoever proposed it takes it back. Raises `Refused`."""
    with audit.change(by) as trail:
        change = _locked(pk)
        if change.asked_by_id != by.pk:
            raise Refused("Chỉ người đề nghị rút được đề nghị.")
        if why := why_no_reason(reason, "Vui lòng ghi lý do rút đề nghị."):
            raise Refused(*why)
        _settle(change, State.WITHDRAWN, reason, by)
        trail.add("withdraw_rule_change", change, label=_label(change), summary=reason)
        return change


def _locked(pk: int) -> RuleChange:
    """A change that waits, behind the lock of the places. Raises `Overtaken` when it was settled meanwhile."""
    caps.lock_places(RuleChange.objects.filter(pk=pk).values_list("round_id", flat=True))
    rows = RuleChange.objects.select_for_update(of=("self",))
    found: RuleChange = rows.select_related(
        "round__campaign__province", "round__version", "asked_by", "settled_by", "file"
    ).get(pk=pk)
    if not found.is_waiting:
        raise Overtaken((str(found), _told(found)))
    return found


def _told(change: RuleChange) -> str:
    """How it was settled: what, why, by whom and when."""
    assert change.settled_by is not None
    assert change.settled_at is not None
    why = f": {change.answer}" if change.answer else ""
    who = f"{change.settled_by.full_name}, {format_moment(change.settled_at.astimezone(clock.VIETNAM))}"
    return f"{change.get_state_display()}{why} ({who})"


def _settle(change: RuleChange, state: State, reason: str, by: User) -> None:
    change.state, change.answer = state, tidy(reason)[:1000]
    change.settled_at, change.settled_by = clock.now(), by
    change.save()


def _label(change: RuleChange) -> str:
    return f"{change.get_kind_display()}, {change.round.name}"
