"""Awards of the past entered afterwards ("nhập bù"): as they were given, counted within their ceiling, never appraised.

The one way past the table of steps, and so a change that two people stand for (`awards.controls.actions.controls`): each dossier
gets the step `enter_past` with the decision as its reason, and the trail keeps who entered it. Nothing of it is judged;
findings stand beside. One that was entered wrongly is cancelled the same way: its place is free again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from accounts import audit
from accounts.models import User
from awards.controls.actions.lapsing import lapse
from awards.controls.domain.rule_acts import why_not_signed
from awards.controls.effects import Effect, counted_by, place_lines
from awards.decisions.actions.decisions import public_name, why_before, why_twice
from awards.decisions.actions.striking import strike_awards
from awards.law.in_force import regime_on
from awards.models import (
    Award,
    AwardRestoration,
    Decision,
    Nomination,
    NominationTransition,
    Round,
    RuleChange,
)
from awards.nominations.actions.nominations import locked
from awards.nominations.memory import Who, dossiers_of
from awards.nominations.proposals import Proposal, bloc_of, group_of, why_not_kind, why_not_printed_for, why_not_there
from awards.rounds import caps
from awards.workflow.states import FINAL, State
from core import clock
from core.clock import VIETNAM
from core.numbers import format_date, two_digits
from core.text import lower_first, tidy
from core.workflow import Refused
from units.map.domain.levels import Level
from units.models import Household, Organisation, Unit

STEP, CANCEL = "enter_past", "cancel_late"
SUBJECTS = {"unit": Unit, "organisation": Organisation, "household": Household}


@dataclass(frozen=True)
class PastDecision:
    """The paper as it was signed, and the day it was made public."""

    number: str
    signed_on: date
    signer: str
    released_on: date
    issuer: str = "Ủy ban nhân dân tỉnh"


@dataclass(frozen=True)
class Recipient:
    """One of its list, and where the dossier stands."""

    proposal: Proposal
    holder_unit: Unit | None = None
    holder_organisation: Organisation | None = None

    def to_json(self) -> dict[str, Any]:
        """As a proposal waits for its second person: by the keys of rows, so that nothing is matched again."""
        said = self.proposal
        words = {
            name: getattr(said, name)
            for name in (
                "category",
                "printed_name",
                "person",
                "person_title",
                "birth_year",
                "staff_code",
                "achievements",
                "earlier_awards",
                "form",
                "has_consent",
            )
        }
        keys = {name: subject.pk for name in SUBJECTS if (subject := getattr(said, name)) is not None}
        holder = self.holder_organisation or self.holder_unit
        assert holder is not None
        return {**words, **keys, "holder": [type(holder).__name__.lower(), holder.pk]}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Recipient":
        """Back. Raises `DoesNotExist`."""
        said = dict(row)
        kind, pk = said.pop("holder")
        for name, model in SUBJECTS.items():
            if name in said:
                said[name] = model.objects.get(pk=said[name])
        holder = SUBJECTS[kind].objects.get(pk=pk)
        return cls(Proposal(**said), **{f"holder_{kind}": holder})


def past_of(change: RuleChange) -> tuple[PastDecision, list[Recipient]]:
    """The decision and the list of a proposed late entry."""
    said = change.what
    paper = PastDecision(
        change.number, change.issued_on, said["signer"], date.fromisoformat(said["released_on"]), change.issuer
    )
    return paper, [Recipient.from_json(row) for row in said["recipients"]]


def late_effect(change: RuleChange) -> Effect:
    """Whom it would award, and the places before and after."""
    award_round = change.round
    paper, recipients = past_of(change)
    refusals = _why_not_paper(paper, recipients) + why_before(award_round, paper.signed_on)
    boards = caps.boards([award_round])
    if why := why_twice(award_round, paper.number, paper.signed_on):
        refusals.append(why)
    made = [_nomination(award_round, item, change.asked_by) for item in recipients]
    refusals += _why_not_each(award_round, recipients)
    refusals += _why_over(award_round, boards, made)
    entering = counted_by(boards, [(row, 1) for row in made])
    lines = [
        (
            f"{two_digits(at)}. {row.printed_name}",
            f"được khen, tính vào {lower_first(award_round.plan.group_label(row.group))}{_known_by(row)}",
        )
        for at, row in enumerate(made, 1)
    ]
    lines += place_lines(boards, enter=entering)
    return Effect(tuple(lines), tuple(refusals), tuple(_why_unusual(award_round, paper)))


def _known_by(row: Nomination) -> str:
    """What tells a person from a namesake, as far as it was handed in."""
    return (f", sinh năm {row.birth_year}" if row.birth_year else "") + (
        f", mã cán bộ {row.staff_code}" if row.staff_code else ""
    )


def late_recipients(change: RuleChange) -> list[Nomination]:
    """Whom it would award, as dossiers that are not stored."""
    return [_nomination(change.round, item, change.asked_by) for item in past_of(change)[1]]


def _why_unusual(award_round: Round, paper: PastDecision) -> list[str]:
    """Late entry is for what was decided before the portal: anything else wants the second person's reason."""
    found = []
    own = Decision.objects.filter(round=award_round, kind=Decision.Kind.AWARD, is_late=False, recalled_at=None)
    first = own.order_by("signed_on", "pk").first()
    if first is not None and paper.signed_on >= first.signed_on:
        day = format_date(first.signed_on)
        found.append(
            f"Cổng đã có quyết định của đợt này từ {day} ({first.number}); quyết định nhập bù không ký trước đó."
        )
    last = max(award_round.shape.window)
    if paper.signed_on <= date(last, 12, 31):
        found.append(
            f"Quyết định ký {format_date(paper.signed_on)}, khi năm {last} được xét chưa hết; kiểm tra đúng là quyết định "
            f"của {award_round.name}."
        )
    waiting = Nomination.objects.filter(round=award_round).exclude(state__in=FINAL).count()
    if waiting:
        found.append(f"Đợt đang có {two_digits(waiting)} hồ sơ chưa xét xong; nhập bù lấy chỗ trước các hồ sơ đó.")
    return found


def enter_past(change: RuleChange, by: User, trail: audit.Trail) -> Decision:
    """A decision of an earlier round with its whole list; public from the day that it was made public."""
    award_round = change.round
    paper, recipients = past_of(change)
    if award_round.version_id is None:
        award_round.version = award_round.campaign.active_version
        award_round.save()
    decision = _decision(change, paper)
    for item in recipients:
        _keep(_nomination(award_round, item, change.asked_by), decision, by, trail)
    label = f"{decision}, {award_round.name}"
    trail.add("decide", decision, label=label, new=len(recipients), summary="nhập bù")
    return decision


def _why_not_paper(paper: PastDecision, recipients: Sequence[Recipient]) -> list[str]:
    found = why_not_signed("Quyết định", paper.number, paper.signed_on, paper.signer, today=clock.today())
    if not paper.signed_on <= paper.released_on <= clock.today():
        found.append("Ngày công bố phải từ ngày ký đến hôm nay.")
    if not recipients:
        found.append("Danh sách chưa có tập thể, cá nhân nào.")
    return found


def _nomination(award_round: Round, item: Recipient, by: User) -> Nomination:
    said = item.proposal
    group = group_of(award_round.plan, said)
    bloc = bloc_of(award_round, group, said, item.holder_unit or item.holder_organisation)
    return Nomination(
        round=award_round,
        category=said.category,
        group=group,
        bloc=bloc,
        form=said.form or award_round.shape.award_form,
        earlier_awards=said.earlier_awards,
        unit=said.unit,
        organisation=said.organisation,
        household=said.household,
        person=said.person,
        person_title=said.person_title,
        birth_year=said.birth_year,
        staff_code=tidy(said.staff_code)[:40],
        printed_name=said.printed_name,
        achievements=said.achievements,
        has_consent=said.has_consent,
        holder_unit=item.holder_unit,
        holder_organisation=item.holder_organisation,
        author=by,
        is_late=True,
        state=State.AWARDED,
    )


def _why_not_each(award_round: Round, recipients: Sequence[Recipient]) -> list[str]:
    """Each once, of a kind that its class takes, and without another dossier in the round.

    One person whatever the post and however the name is written (R11).
    """
    found = []
    people = [_person(item.proposal) for item in recipients if item.proposal.person]
    known = [row for row in dossiers_of(people) if row.round_id == award_round.pk and row.state != State.WITHDRAWN]
    listed: list[Nomination] = []
    standing = Nomination.objects.filter(round=award_round).exclude(state=State.WITHDRAWN)
    seen: set[tuple[object, ...]] = set()
    for item in recipients:
        said = item.proposal
        name = said.printed_name
        found += [f"{name}: {text}" for text in why_not_kind(award_round.plan.find_category(said.category), said)]
        holder = item.holder_unit or item.holder_organisation
        found += [f"{name}: {text}" for text in why_not_there(award_round, said, holder)]
        if holder is not None:
            found += why_not_printed_for(said, holder)
        who = (said.unit, said.organisation, said.household)
        own = _person(said)
        if any(own.is_twice(row, said.person_title) for row in listed) if said.person else who in seen:
            found.append(f"{name} có hai lần trong danh sách.")
        seen.add(who)
        if said.person:
            listed.append(
                Nomination(
                    person=said.person,
                    person_title=said.person_title,
                    birth_year=own.birth_year,
                    staff_code=own.staff_code,
                )
            )
        same = standing.filter(unit=said.unit, organisation=said.organisation, household=said.household)
        if any(own.is_twice(row, said.person_title) for row in known) if said.person else same.exists():
            found.append(f"{name} đã có hồ sơ trong {lower_first(award_round.name)}.")
    return found


def _person(said: Proposal) -> Who:
    return Who(person=said.person, birth_year=said.birth_year, staff_code=tidy(said.staff_code))


def _why_over(award_round: Round, boards: caps.Boards, made: Sequence[Nomination]) -> list[str]:
    """A ceiling holds for what was given in the past as for what is given now; the refusal names everyone."""
    entering: dict[str, tuple[caps.CapBoard, list[str]]] = {}
    for nomination, every in zip(made, boards.all_of(made), strict=True):
        for board in every:
            entering.setdefault(board.title, (board, []))[1].append(nomination.printed_name)
    found = []
    for board, names in entering.values():
        if board.at_most is None:
            found.append(board.why_full(award_round.name))
        elif board.used + len(names) > board.at_most:
            held = f"; đã có {'; '.join(map(str, board.holders))}" if board.holders else ""
            found.append(
                f"{award_round.name} chỉ có {two_digits(board.at_most)} {lower_first(board.title)} ({board.grounds}), còn "
                f"{two_digits(board.left or 0)} chỗ, danh sách ghi {two_digits(len(names))}: {'; '.join(names)}{held}."
            )
    return found


def _decision(change: RuleChange, paper: PastDecision) -> Decision:
    made: Decision = Decision.objects.create(
        round=change.round,
        number=paper.number.strip(),
        signed_on=paper.signed_on,
        signer=paper.signer.strip(),
        regime=regime_on(paper.signed_on).code,
        is_late=True,
        scan=change.file,
        recorded_by=change.asked_by,
        released_at=datetime.combine(paper.released_on, time(8), tzinfo=VIETNAM),
    )
    return made


def _keep(nomination: Nomination, decision: Decision, by: User, trail: audit.Trail) -> None:
    nomination.regime = decision.regime
    nomination.save()
    NominationTransition.objects.create(
        nomination=nomination,
        step=STEP,
        source="",
        target=State.AWARDED,
        by=by,
        reason=f"{decision} ngày {format_date(decision.signed_on)}, {decision.signer} ký",
    )
    Award.objects.create(
        decision=decision,
        nomination=nomination,
        form=nomination.form,
        printed_name=nomination.printed_name,
        public_name=public_name(nomination),
        group=nomination.group,
        category=nomination.category,
    )
    trail.add("enter_past_award", nomination, new=str(decision))


# ---- one that was entered wrongly ----


def cancelled_of(change: RuleChange) -> list[Award]:
    """The awards of a late entry that a change would cancel. Raises `Refused` when they are not there any more."""
    pks = change.what["awards"]
    rows = Award.objects.filter(decision=change.what["decision"], decision__is_late=True, pk__in=pks)
    found = list(rows.select_related("decision", "nomination__round__campaign", "nomination__bloc").order_by("pk"))
    if not found or len(found) != len(set(pks)):
        raise Refused("Chỉ bỏ được khen thưởng đang có trong quyết định nhập bù.")
    return found


def cancel_effect(change: RuleChange) -> Effect:
    """Whose award goes, and the places that are free again."""
    awards = cancelled_of(change)
    boards = caps.boards([change.round])
    leaving = counted_by(boards, [(row.nomination, -1) for row in awards])
    lines = [
        (f"{two_digits(at)}. {row.printed_name}", f"không còn khen thưởng theo {row.decision}")
        for at, row in enumerate(awards, 1)
    ]
    return Effect((*lines, *place_lines(boards, enter=leaving)), tuple(map(_why_stays, _restored(awards))))


def _restored(awards: Sequence[Award]) -> list[AwardRestoration]:
    return list(AwardRestoration.objects.filter(award__in=awards).select_related("award", "decision"))


def _why_stays(row: AwardRestoration) -> str:
    """What a later decision restored is not struck out as if nobody had ever signed anything of it."""
    return (
        f"{row.award.printed_name} đã được khôi phục theo {row.decision} nên không bỏ như ghi nhầm; không đúng thì ban "
        "hành quyết định hủy bỏ khác."
    )


def cancel_late(change: RuleChange, by: User, trail: audit.Trail) -> Decision:
    """What was entered wrongly is taken out, its dossiers withdrawn: the trace stays in them, here and in the trail."""
    awards = cancelled_of(change)
    decision: Decision = Decision.objects.select_for_update(of=("self",)).get(pk=change.what["decision"])
    for nomination in locked([row.nomination_id for row in awards]):
        source, nomination.state = nomination.state, State.WITHDRAWN
        nomination.edition, nomination.changed_at = nomination.edition + 1, clock.now()
        nomination.save()
        NominationTransition.objects.create(
            nomination=nomination,
            step=CANCEL,
            source=source,
            target=State.WITHDRAWN,
            by=by,
            reason=f"{change.reason} ({change.act})",
        )
        trail.add("cancel_late_award", nomination, old=source, new=str(decision), summary=change.act)
    strike_awards(awards, f"{change.reason} ({change.act})", by=by)
    if not decision.awards.exists():
        decision.recalled_at = clock.now()
        decision.save(update_fields=["recalled_at"])
    names = [row.printed_name for row in awards]
    lapse(decision, f"Khen thưởng nhập bù đã bỏ theo {change.act}.", by, trail, but=change)
    trail.add("cancel_late", decision, label=f"{decision}, {change.round.name}", old=names, summary=change.reason)
    return decision


def holder_then(unit: Unit, on: date) -> Unit:
    """Who would have proposed a unit's people on a day: the commune of a village, otherwise the unit itself."""
    if unit.level != Level.VILLAGE:
        return unit
    return Unit.objects.ancestors_of(unit, on).filter(level=Level.COMMUNE).first() or unit
