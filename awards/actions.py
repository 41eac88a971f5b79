"""Nominations and decisions change only here. Lock order: cap, nomination, audit head."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards import caps
from awards.closing import why_closed
from awards.dossiers import dossiers, plan_of
from awards.facts import nomination_facts
from awards.models import Assessment, Award, Cap, Decision, Judgement, Nomination, NominationTransition, Round
from awards.states import EDITABLE, FINAL, Group, State
from awards.workflow import NOMINATION
from campaign.models import Campaign
from core import clock
from core.findings import Outcome
from core.numbers import format_date, two_digits
from core.workflow import Refused, Stale
from office.models import StoredFile
from units import access
from units.models import Household, Organisation, Unit

USES_CAP = frozenset({"recommend"})
FREEZES = frozenset({"submit", "appraise", "recommend", "award"})


def sync_rounds(campaign: Campaign, *, by: User) -> None:
    """Make the rounds and first caps that the definition in force names; what stands is left alone."""
    plan = campaign.definition
    with audit.change(by) as trail:
        for item in plan.rounds:
            award_round, created = Round.objects.get_or_create(
                campaign=campaign, code=item.code, defaults={"name": item.name, "year": item.year}
            )
            if created:
                trail.add("open_round", award_round)
            for cap in item.caps:
                if cap.at_most is None or award_round.caps.filter(group=cap.group).exists():
                    continue
                Cap.objects.create(round=award_round, group=cap.group, at_most=cap.at_most, clause=cap.clause)


def set_cap(award_round: Round, group: str, at_most: int, *, act: str, by: User) -> Cap:
    """An act changes a cap; never below what is used. Raises `Refused`."""
    if not act.strip():
        raise Refused("Thay đổi số lượng khen thưởng phải có văn bản.")
    if not access.holds(by, Permission.RECOMMEND):
        raise Refused("Bạn không có quyền thay đổi số lượng khen thưởng.")
    with audit.change(by) as trail:
        board = caps.boards([award_round], lock=True)[award_round.pk, group]
        if at_most < board.used:
            raise Refused(
                f"Đợt này đã dùng {two_digits(board.used)} chỗ {Group(group).label.lower()}, "
                f"không giảm xuống {two_digits(at_most)} được."
            )
        award_round.caps.filter(group=group, replaced_at=None).update(replaced_at=clock.now())
        cap = Cap.objects.create(round=award_round, group=group, at_most=at_most, clause=board.clause or act, act=act)
        trail.add("set_cap", cap, label=award_round.name, old=board.at_most, new=at_most, summary=act)
        return cap


@dataclass(frozen=True)
class Proposal:
    """Who is proposed, and what is said of them."""

    category: str
    printed_name: str
    unit: Unit | None = None
    organisation: Organisation | None = None
    household: Household | None = None
    person: str = ""
    person_title: str = ""
    achievements: str = ""
    has_consent: bool = False
    report: UploadedFile | None = field(default=None, compare=False)


def nominate(
    award_round: Round,
    proposal: Proposal,
    *,
    holder_unit: Unit | None = None,
    holder_organisation: Organisation | None = None,
    is_illustrative: bool = False,
    by: User,
) -> Nomination:
    """Begin a dossier. Raises `Refused` with every objection."""
    with audit.change(by) as trail:
        # the round's row is the lock: one dossier per nominee and round, whoever files first
        award_round = (
            Round.objects.select_for_update(of=("self",)).select_related("campaign", "deadline").get(pk=award_round.pk)
        )
        refusals = _why_not_nominate(award_round, proposal, holder_unit, holder_organisation, by)
        if refusals:
            raise Refused(*refusals)
        if award_round.version_id is None:
            award_round.version = award_round.campaign.active_version  # pinned by the first dossier
            award_round.save()
        plan = award_round.version.definition
        nomination = Nomination.objects.create(
            round=award_round, category=proposal.category, group=_group(plan, proposal),
            unit=proposal.unit, organisation=proposal.organisation, household=proposal.household,
            person=proposal.person, person_title=proposal.person_title, printed_name=proposal.printed_name,
            achievements=proposal.achievements, has_consent=proposal.has_consent,
            holder_unit=holder_unit, holder_organisation=holder_organisation, author=by,
            is_illustrative=is_illustrative,
            report=StoredFile.keep(proposal.report, by=by) if proposal.report else None,
        )  # fmt: skip
        NominationTransition.objects.create(
            nomination=nomination, step="nominate", source="", target=State.DRAFT, by=by
        )
        trail.add("nominate", nomination, unit_code=_unit_code(nomination))
        return nomination


def _group(plan: Any, proposal: Proposal) -> str:
    if proposal.person:
        return Group.INDIVIDUAL
    return plan.find_category(proposal.category).group


def _why_not_nominate(
    award_round: Round,
    proposal: Proposal,
    holder_unit: Unit | None,
    holder_organisation: Organisation | None,
    by: User,
) -> list[str]:
    refusals = []
    plan = award_round.version.definition if award_round.version_id else award_round.campaign.definition
    if proposal.category not in {category.code for category in plan.categories}:
        refusals.append("Nhóm đối tượng này không có trong kế hoạch.")
        return refusals
    if closed := why_closed(award_round):
        refusals.append(closed)
    if holder_unit is not None and not access.may(by, Permission.NOMINATE, holder_unit):
        refusals.append(f"Bạn không có quyền lập hồ sơ cho {holder_unit}.")
    if holder_organisation is not None and not by.is_builtin:
        if holder_organisation.pk not in access.own_organisations(by, Permission.NOMINATE):
            refusals.append(f"Bạn không có quyền lập hồ sơ cho {holder_organisation}.")
    if holder_unit is not None and proposal.unit is not None:
        if not Unit.objects.filter(pk=proposal.unit.pk).under([holder_unit.pk], clock.today()).exists():
            refusals.append(f"{proposal.unit} không thuộc {holder_unit}.")
    level = plan.find_category(proposal.category).level
    if proposal.unit is not None and level and proposal.unit.get_level_display() and level != _level(proposal.unit):
        refusals.append(f"{proposal.unit} không thuộc nhóm «{plan.find_category(proposal.category).title}».")
    standing = Nomination.objects.filter(round=award_round).exclude(state=State.WITHDRAWN)
    same = standing.filter(unit=proposal.unit, organisation=proposal.organisation, household=proposal.household)
    same = same.filter(person=proposal.person, person_title=proposal.person_title) if proposal.person else same
    if (proposal.unit or proposal.organisation or proposal.household or proposal.person) and same.exists():
        refusals.append(f"{proposal.printed_name} đã có hồ sơ trong {award_round.name.lower()}.")
    if (
        proposal.organisation is not None
        and standing.filter(
            organisation=proposal.organisation, category__in={"agency", "enterprise"} - {proposal.category}
        ).exists()
    ):
        refusals.append("Một tổ chức không được đề nghị ở cả nhóm a và nhóm g trong cùng một đợt.")
    return refusals


def _level(unit: Unit) -> str:
    return {1: "province", 2: "district", 3: "commune", 4: "village"}[unit.level]


def _unit_code(nomination: Nomination) -> str:
    place = nomination.holder_unit or nomination.holder_organisation.seat
    return place.code


def edit(
    pk: int, values: Mapping[str, Any], *, edition: int, report: UploadedFile | None = None, by: User
) -> Nomination:
    """Change a dossier that is being drawn up. Raises `Refused`, `Stale`."""
    with audit.change(by) as trail:
        nomination = _locked([pk])[0]
        if nomination.edition != edition:
            raise Stale("Hồ sơ đã được người khác thay đổi.")
        if nomination.state not in EDITABLE:
            raise Refused(f"Hồ sơ đang ở trạng thái «{nomination.get_state_display()}» nên không sửa được.")
        if not nomination_facts([nomination], by=by)[pk].may(Permission.NOMINATE):
            raise Refused("Bạn không có quyền sửa hồ sơ này.")
        allowed = {"printed_name", "achievements", "person_title", "has_consent"}
        old = {name: getattr(nomination, name) for name in values if name in allowed}
        for name in old:
            setattr(nomination, name, values[name])
        if report is not None:
            nomination.report = StoredFile.keep(report, by=by)
        nomination.edition += 1
        nomination.changed_at = clock.now()
        nomination.save()
        trail.add("edit_nomination", nomination, unit_code=_unit_code(nomination), old=old, new=dict(values))
        return nomination


def _locked(pks: Collection[int]) -> list[Nomination]:
    return list(
        Nomination.objects.filter(pk__in=pks)
        .select_for_update(of=("self",))
        .select_related(
            "round__campaign", "round__version", "round__deadline", "unit", "organisation__seat", "household",
            "holder_unit", "holder_organisation__seat",
        )
        .order_by("pk")
    )  # fmt: skip


def advance(
    pks: Collection[int],
    step: str,
    *,
    by: User,
    editions: Mapping[int, int] | None = None,
    reason: str = "",
    override_reason: str = "",
) -> list[Nomination]:
    """Take one step with many nominations: all or nothing.

    A step that uses a cap locks the caps' rows first, so that two reviewers wait for each other.
    Raises `Refused` with every objection, `Stale` when an edition is not the one seen.
    """
    if step == "award":
        raise Refused("Khen thưởng chỉ theo quyết định có số, ngày và người ký.")
    with audit.change(by) as trail:
        if step in USES_CAP:
            rounds = Round.objects.filter(nominations__in=pks).distinct()
            list(Cap.objects.current().filter(round__in=rounds).select_for_update().order_by("pk"))
        nominations = _locked(pks)
        if any(editions is not None and n.edition != editions.get(n.pk, n.edition) for n in nominations):
            raise Stale("Hồ sơ đã được người khác thay đổi.")
        done = []
        for nomination in nominations:  # one by one: each uses up its place before the next is asked
            facts = nomination_facts([nomination], by=by, override_reason=override_reason)[nomination.pk]
            try:
                NOMINATION.check(step, facts, reason=reason)
            except Refused as refused:
                if len(nominations) == 1:
                    raise
                raise Refused(*(f"{nomination.printed_name}: {text}" for text in refused.reasons)) from None
            if override_reason:
                nomination.override_reason = override_reason
            if step == "decline":
                nomination.not_awarded_reason = reason[:200]
            _take(nomination, step, by=by, reason=reason or override_reason, trail=trail)
            done.append(nomination)
        return done


def _take(nomination: Nomination, step: str, *, by: User, reason: str, trail: audit.Trail) -> None:
    move = NOMINATION[step]
    source = nomination.state
    if step in FREEZES:
        frozen = dossiers([nomination])[nomination.pk]
        Assessment.objects.create(nomination=nomination, step=step, findings=frozen.to_json())
    nomination.state, nomination.edition, nomination.changed_at = move.target, nomination.edition + 1, clock.now()
    nomination.save()
    seats = access.seats(by)
    NominationTransition.objects.create(
        nomination=nomination, step=step, source=source, target=move.target, reason=reason, by=by,
        role=seats[0].label[:200] if seats else by.full_name,
    )  # fmt: skip
    trail.add(
        f"nomination_{step}", nomination, unit_code=_unit_code(nomination), old=source, new=move.target, summary=reason
    )


def judge(pk: int, part: str, outcome: str, reason: str, *, by: User) -> Judgement:
    """A reviewer says what they hold of one judged part, and why. Raises `Refused`."""
    with audit.change(by) as trail:
        nomination = _locked([pk])[0]
        facts = nomination_facts([nomination], by=by)[pk]
        refusals = []
        if not facts.may(Permission.APPRAISE):
            refusals.append("Bạn không có quyền thẩm định hồ sơ này.")
        if nomination.state != State.UNDER_APPRAISAL:
            refusals.append(f"Hồ sơ đang ở trạng thái «{nomination.get_state_display()}», chưa thể ghi nhận xét.")
        if facts.authored_by_me:
            refusals.append("Bạn đã lập hồ sơ này nên không thể thẩm định.")
        if facts.conflict:
            refusals.append(facts.conflict)
        judged = {view.key for view in dossiers([nomination])[pk].parts if view.asks_reviewer}
        if part not in judged:
            refusals.append("Ý này của tiêu chí không cần người thẩm định nhận xét.")
        if outcome not in set(Outcome):
            refusals.append("Vui lòng chọn một kết luận.")
        if not reason.strip():
            refusals.append("Vui lòng ghi lý do của nhận xét.")
        if refusals:
            raise Refused(*refusals)
        old = Judgement.objects.filter(nomination=nomination, part=part, replaced_at=None).first()
        if old is not None:
            old.replaced_at = clock.now()
            old.save()
        row = Judgement.objects.create(nomination=nomination, part=part, outcome=outcome, reason=reason.strip(), by=by)
        trail.add(
            "judge", nomination, unit_code=_unit_code(nomination), old=old.outcome if old else None, new=outcome,
            summary=f"{part}: {reason}",
        )  # fmt: skip
        return row


def decide(
    award_round: Round,
    *,
    number: str,
    signed_on: date,
    signer: str,
    pks: Sequence[int],
    by: User,
    is_illustrative: bool = False,
) -> Decision:
    """The decision turns the list of a round into awards: all of it or nothing. Raises `Refused`."""
    refusals = []
    if not number.strip() or not signer.strip():
        refusals.append("Quyết định phải có số, ngày ký và người ký.")
    if signed_on > clock.today():
        refusals.append(f"Ngày ký {format_date(signed_on)} ở sau hôm nay.")
    if not pks:
        refusals.append("Danh sách trình chưa có tập thể, cá nhân nào.")
    if refusals:
        raise Refused(*refusals)
    with audit.change(by) as trail:
        boards = caps.boards([award_round], lock=True)
        nominations = _locked(pks)
        if Decision.objects.filter(number=number.strip(), signed_on=signed_on).exists():
            raise Refused(f"Quyết định số {number} ngày {format_date(signed_on)} đã có trong cổng.")
        facts = nomination_facts(nominations, by=by, has_decision=True)
        for nomination in nominations:
            if nomination.round_id != award_round.pk:
                refusals.append(f"{nomination.printed_name}: hồ sơ thuộc đợt khác.")
                continue
            refusals.extend(
                f"{nomination.printed_name}: {text}"
                for text in NOMINATION.refusals(NOMINATION["award"], facts[nomination.pk])
            )
        for group in Group:
            board = boards[award_round.pk, group]
            if board.at_most is not None and board.used > board.at_most:
                refusals.append(f"Danh sách vượt số lượng {group.label.lower()} (mục {board.clause}).")
        if refusals:
            raise Refused(*refusals)
        decision = Decision.objects.create(
            round=award_round, number=number.strip(), signed_on=signed_on, signer=signer.strip(), recorded_by=by,
            is_illustrative=is_illustrative,
        )  # fmt: skip
        trail.add("decide", decision, label=f"{decision}, {award_round.name}", new=len(nominations))
        for nomination in nominations:
            Award.objects.create(
                decision=decision, nomination=nomination, form=_form(nomination),
                printed_name=nomination.printed_name, public_name=public_name(nomination),
                group=nomination.group, category=nomination.category,
            )  # fmt: skip
            _take(nomination, "award", by=by, reason=f"Quyết định số {decision.number}", trail=trail)
        return decision


def _form(nomination: Nomination) -> str:
    return plan_of(nomination).round(nomination.round.code).award_form


def public_name(nomination: Nomination) -> str:
    """The name that the public page shows; a household without consent has none."""
    if nomination.household_id is not None and not nomination.has_consent:
        place = nomination.holder_unit or nomination.holder_organisation.seat
        return f"Hộ gia đình, {place}"
    return nomination.printed_name


__all__ = [
    "FINAL",
    "Proposal",
    "advance",
    "decide",
    "edit",
    "judge",
    "nominate",
    "public_name",
    "set_cap",
    "sync_rounds",
]
