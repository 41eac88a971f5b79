"""Awards of the past entered afterwards ("nhập bù"): as they were given, counted within their ceiling, never appraised.

The one way past the table of steps: each dossier gets the step `enter_past` with the decision as its reason, and the
trail keeps who entered it. Nothing of it is judged; findings stand beside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards import caps
from awards.actions.decisions import public_name, why_before
from awards.actions.nominations import Proposal, bloc_of, group_of, why_not_kind, why_not_named
from awards.models import Award, Decision, Nomination, NominationTransition, Round
from awards.regimes import regime_on
from awards.states import State
from core import clock
from core.clock import VIETNAM
from core.numbers import format_date, two_digits
from core.text import tidy
from core.workflow import Refused
from office.models import StoredFile
from units import access
from units.levels import Level
from units.models import Organisation, Unit

STEP = "enter_past"


@dataclass(frozen=True)
class PastDecision:
    """The paper as it was signed, and the day it was made public."""

    number: str
    signed_on: date
    signer: str
    released_on: date
    scan: UploadedFile = field(compare=False)


@dataclass(frozen=True)
class Recipient:
    """One of its list, and where the dossier stands."""

    proposal: Proposal
    holder_unit: Unit | None = None
    holder_organisation: Organisation | None = None


def enter_past(
    award_round: Round, paper: PastDecision, recipients: Sequence[Recipient], *, by: User, only_try: bool = False
) -> Decision | None:
    """A decision of an earlier round with its whole list: all of it or nothing.

    Raises `Refused` with every objection, `office.contents.FileRefused`.
    """
    refusals = _why_not_paper(paper, recipients) + why_before(award_round, paper.signed_on)
    with audit.change(by) as trail:
        if not access.may(by, Permission.RECOMMEND, award_round.campaign.province):
            raise Refused("Chỉ cơ quan thi đua, khen thưởng nhập bù quyết định đã ban hành.")
        award_round = (
            Round.objects.select_for_update(of=("self",)).select_related("campaign__province").get(pk=award_round.pk)
        )
        boards = caps.boards([award_round], lock=True)
        if Decision.objects.filter(number=paper.number.strip(), signed_on=paper.signed_on, recalled_at=None).exists():
            refusals.append(f"Quyết định số {paper.number} ngày {format_date(paper.signed_on)} đã có trong cổng.")
        made = [_nomination(award_round, item, by) for item in recipients]
        refusals += _why_not_each(award_round, recipients)
        refusals += _why_over(award_round, boards, made)
        if refusals:
            raise Refused(*dict.fromkeys(refusals))
        if only_try:
            return None
        if award_round.version_id is None:
            award_round.version = award_round.campaign.active_version
            award_round.save()
        decision = _decision(award_round, paper, by)
        for nomination in made:
            _keep(nomination, decision, by, trail)
        trail.add("decide", decision, label=f"{decision}, {award_round.name}", new=len(made), summary="nhập bù")
        return decision


def _why_not_paper(paper: PastDecision, recipients: Sequence[Recipient]) -> list[str]:
    found = []
    if not paper.number.strip() or not paper.signer.strip():
        found.append("Quyết định phải có số, ngày ký và người ký.")
    if paper.signed_on > clock.today():
        found.append(f"Ngày ký {format_date(paper.signed_on)} ở sau hôm nay.")
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
        round=award_round, category=said.category, group=group, bloc=bloc,
        form=said.form or award_round.shape.award_form, earlier_awards=said.earlier_awards, unit=said.unit,
        organisation=said.organisation, household=said.household, person=said.person, person_title=said.person_title,
        birth_year=said.birth_year, staff_code=tidy(said.staff_code)[:40], printed_name=said.printed_name, achievements=said.achievements, has_consent=said.has_consent,
        holder_unit=item.holder_unit, holder_organisation=item.holder_organisation, author=by, is_late=True,
        state=State.AWARDED,
    )  # fmt: skip


def _why_not_each(award_round: Round, recipients: Sequence[Recipient]) -> list[str]:
    """Each once, of a kind that its class takes, and without another dossier in the round."""
    found = []
    standing = Nomination.objects.filter(round=award_round).exclude(state=State.WITHDRAWN)
    seen: set[tuple[object, ...]] = set()
    for item in recipients:
        said = item.proposal
        name = said.printed_name
        found += [f"{name}: {text}" for text in why_not_kind(award_round.plan.find_category(said.category), said)]
        found += why_not_named(name, is_household=said.household is not None)
        who = (said.unit, said.organisation, said.household, said.person.casefold(), said.person_title.casefold())
        if who in seen:
            found.append(f"{name} có hai lần trong danh sách.")
        seen.add(who)
        same = standing.filter(unit=said.unit, organisation=said.organisation, household=said.household)
        if said.person:
            same = same.filter(person__iexact=said.person, person_title__iexact=said.person_title)
        if same.exists():
            found.append(f"{name} đã có hồ sơ trong {award_round.name.lower()}.")
    return found


def _why_over(award_round: Round, boards: Mapping[caps.Key, caps.CapBoard], made: Sequence[Nomination]) -> list[str]:
    """A ceiling holds for what was given in the past as for what is given now; the refusal names everyone."""
    entering: dict[caps.Key, list[str]] = {}
    for nomination in made:
        entering.setdefault(caps.key_of(nomination), []).append(nomination.printed_name)
    found = []
    for key, names in entering.items():
        board = caps.board_of(boards, next(item for item in made if caps.key_of(item) == key))
        if board.at_most is None:
            found.append(board.why_full(award_round.name))
        elif board.used + len(names) > board.at_most:
            held = f"; đã có {'; '.join(map(str, board.holders))}" if board.holders else ""
            found.append(
                f"{award_round.name} chỉ có {two_digits(board.at_most)} {board.title.lower()} (mục {board.clause}), còn "
                f"{two_digits(board.left or 0)} chỗ, danh sách ghi {two_digits(len(names))}: {'; '.join(names)}{held}."
            )
    return found


def _decision(award_round: Round, paper: PastDecision, by: User) -> Decision:
    made: Decision = Decision.objects.create(
        round=award_round, number=paper.number.strip(), signed_on=paper.signed_on, signer=paper.signer.strip(),
        regime=regime_on(paper.signed_on).code, is_late=True, scan=StoredFile.keep(paper.scan, by=by), recorded_by=by,
        released_at=datetime.combine(paper.released_on, time(8), tzinfo=VIETNAM),
    )  # fmt: skip
    return made


def _keep(nomination: Nomination, decision: Decision, by: User, trail: audit.Trail) -> None:
    nomination.regime = decision.regime
    nomination.save()
    NominationTransition.objects.create(
        nomination=nomination, step=STEP, source="", target=State.AWARDED, by=by,
        reason=f"{decision} ngày {format_date(decision.signed_on)}, {decision.signer} ký",
    )  # fmt: skip
    Award.objects.create(
        decision=decision, nomination=nomination, form=nomination.form, printed_name=nomination.printed_name,
        public_name=public_name(nomination), group=nomination.group, category=nomination.category,
    )  # fmt: skip
    trail.add("enter_past_award", nomination, new=str(decision))


def holder_then(unit: Unit, on: date) -> Unit:
    """Who would have proposed a unit's people on a day: the commune of a village, otherwise the unit itself."""
    if unit.level != Level.VILLAGE:
        return unit
    return Unit.objects.ancestors_of(unit, on).filter(level=Level.COMMUNE).first() or unit
