"""Nominations change only here. Lock order: cap, nomination, session of the Council, audit head."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.appraisal.actions.opinions import ask_standing_agency
from awards.council.actions.agenda import strike
from awards.decisions.domain.renames import why_not_one, why_not_printed
from awards.decisions.known_names import recipient_of
from awards.decisions.told import is_kept_back
from awards.law.in_force import regime_on
from awards.models import Assessment, CommentPeriod, Nomination, NominationTransition, NominationVersion, Round
from awards.nominations.carriers import bloc_with, why_not_carry
from awards.nominations.dossiers import dossiers
from awards.nominations.memory import Who
from awards.nominations.proofs import SEEN
from awards.nominations.shown import shown_of
from awards.rounds.caps import lock_places
from awards.rounds.closing import why_closed
from awards.workflow.actions.telling import tell_step
from awards.workflow.clocks import comment_due, dossier_due
from awards.workflow.facts import WHY_NO_RESULT, nomination_facts
from awards.workflow.people import who_appraises
from awards.workflow.road import LEVELS
from awards.workflow.states import BEFORE_COUNCIL, EDITABLE, HOLDING, State
from awards.workflow.table import BY_COUNCIL, BY_DECISION, NOMINATION, Effect
from campaign.definition import Category
from campaign.plan.provinces import is_neighbour
from core import clock
from core.numbers import format_date
from core.own_words import in_own_words
from core.text import lower_first, tidy
from core.workflow import Refused, Stale
from office.tables.notes import Note
from units import access
from units.models import Bloc, Household, Organisation, Unit

# what the holder may change while a dossier is drawn up
SAID = ("printed_name", "person_title", "achievements", "earlier_awards", "movements", "has_consent")
# steps that take a place: from where none is held to where one is
USES_CAP = frozenset(
    step.name for step in NOMINATION if step.target in HOLDING and not HOLDING.issuperset(step.sources)
)
NOBODY_APPRAISES = (
    "không ai ở cơ quan thi đua, khen thưởng thẩm định được hồ sơ này (cùng cơ quan, người lập hồ sơ, hoặc chưa có "
    "tài khoản); khi hồ sơ trình lên, Chủ tịch UBND tỉnh phải cử người thẩm định thay."
)


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
    birth_year: int | None = None
    staff_code: str = ""
    achievements: str = ""
    earlier_awards: str = ""
    movements: Sequence[str] = ()
    form: str = ""
    has_consent: bool = False
    sex: str = ""
    is_direct_worker: bool | None = None


def nominate(
    award_round: Round,
    proposal: Proposal,
    *,
    holder_unit: Unit | None = None,
    holder_organisation: Organisation | None = None,
    is_illustrative: bool = False,
    knows: Collection[str] = (),
    by: User,
) -> Nomination:
    """Begin a dossier; `knows` are the keys of `notes_of` that were answered. Raises `Refused` with every objection."""
    with audit.change(by) as trail:
        # the round's row is the lock: one dossier per nominee and round, whoever files first
        award_round = (
            Round.objects.select_for_update(of=("self",)).select_related("campaign", "deadline").get(pk=award_round.pk)
        )
        refusals = _why_not_nominate(award_round, proposal, holder_unit, holder_organisation, by)
        if not by.is_builtin:
            notes = notes_of(award_round, proposal, holder_unit, holder_organisation, by)
            refusals += [f"Chưa xác nhận: {note}" for note in notes if note.key not in knows]
        if refusals:
            raise Refused(*refusals)
        if award_round.version_id is None:
            award_round.version = award_round.campaign.active_version  # pinned by the first dossier
            award_round.save()
        group = group_of(award_round.plan, proposal)
        bloc = bloc_of(award_round, group, proposal, holder_unit or holder_organisation)
        nomination = Nomination.objects.create(
            round=award_round,
            category=proposal.category,
            group=group,
            bloc=bloc,
            form=proposal.form or award_round.shape.award_form,
            earlier_awards=proposal.earlier_awards,
            movements=list(proposal.movements),
            unit=proposal.unit,
            organisation=proposal.organisation,
            household=proposal.household,
            person=proposal.person,
            person_title=proposal.person_title,
            birth_year=proposal.birth_year,
            staff_code=tidy(proposal.staff_code)[:40],
            printed_name=proposal.printed_name,
            achievements=proposal.achievements,
            has_consent=proposal.has_consent,
            sex=proposal.sex,
            is_direct_worker=proposal.is_direct_worker,
            holder_unit=holder_unit,
            holder_organisation=holder_organisation,
            author=by,
            is_illustrative=is_illustrative,
        )
        NominationTransition.objects.create(
            nomination=nomination, step="nominate", source="", target=State.DRAFT, by=by
        )
        trail.add("nominate", nomination)
        return nomination


def notes_of(
    award_round: Round, proposal: Proposal, holder_unit: Unit | None, holder_organisation: Organisation | None, by: User
) -> list[Note]:
    """What is asked before a dossier is begun: that nobody of the award agency could appraise it."""
    thought = Nomination(
        round=award_round,
        unit=proposal.unit,
        organisation=proposal.organisation,
        household=proposal.household,
        person=proposal.person,
        printed_name=proposal.printed_name,
        holder_unit=holder_unit,
        holder_organisation=holder_organisation,
        author=by,
    )
    if who_appraises(thought):
        return []
    # whatever the name becomes, it is the same note
    return [Note(str(thought.holder), in_own_words(NOBODY_APPRAISES), asks=True)]


def group_of(plan: Any, proposal: Proposal) -> str:
    if proposal.person:
        return plan.person_group
    return plan.find_category(proposal.category).group


def bloc_of(
    award_round: Round, group: str, proposal: Proposal, holder: Unit | Organisation | None = None
) -> Bloc | None:
    """The bloc that a nominee counts in, where the ceiling of its group is each bloc's own.

    Villages, households and persons count in that of the nearest unit above them, persons of a body in the body's.
    """
    if not any(cap.per_bloc for cap in award_round.shape.caps if cap.group == group):
        return None
    household = proposal.household
    nominee = proposal.organisation or proposal.unit or (household.village if household is not None else holder)
    if nominee is None:
        return None
    above = Unit.objects.ancestors_of(nominee, clock.today()).order_by("-level") if isinstance(nominee, Unit) else ()
    return bloc_with(award_round.year, [nominee, *above])


def _why_not_nominate(
    award_round: Round,
    proposal: Proposal,
    holder_unit: Unit | None,
    holder_organisation: Organisation | None,
    by: User,
) -> list[str]:
    refusals = []
    plan = award_round.plan
    if proposal.category not in {category.code for category in plan.categories}:
        refusals.append("Nhóm đối tượng này không có trong kế hoạch.")
        return refusals
    category = plan.find_category(proposal.category)
    if closed := why_closed(award_round, proposal.category):
        refusals.append(closed)
    if holder_unit is not None and not access.may(by, Permission.NOMINATE, holder_unit):
        refusals.append(f"Bạn không có quyền lập hồ sơ cho {holder_unit}.")
    if holder_organisation is not None and not by.is_builtin:
        if holder_organisation.pk not in access.own_organisations(by, Permission.NOMINATE):
            refusals.append(f"Bạn không có quyền lập hồ sơ cho {holder_organisation}.")
    holder = holder_unit or holder_organisation
    if holder is not None:
        subject = proposal.unit or proposal.organisation or proposal.household
        refusals += why_not_carry(award_round, proposal.category, subject, holder)
    refusals += why_not_kind(category, proposal)
    refusals += why_not_there(award_round, proposal, holder)
    refusals += why_not_alive(award_round, proposal)
    if holder is not None:
        refusals += why_not_printed_for(proposal, holder)
    if proposal.form and proposal.form not in (award_round.shape.award_form, *award_round.shape.other_forms):
        refusals.append("Đợt này không xét hình thức khen thưởng đã chọn.")
    standing = Nomination.objects.filter(round=award_round).exclude(state=State.WITHDRAWN)
    same = standing.filter(unit=proposal.unit, organisation=proposal.organisation, household=proposal.household)
    subject = proposal.unit or proposal.organisation or proposal.household
    if _is_person_twice(proposal, standing) if proposal.person else subject is not None and same.exists():
        refusals.append(f"{proposal.printed_name} đã có hồ sơ trong {lower_first(award_round.name)}.")
    body = proposal.organisation
    if body is not None and standing.filter(organisation=body, category__in=category.never_with).exists():
        letters = " và ".join(
            f"nhóm {plan.find_category(code).letter}" for code in (category.code, *category.never_with)
        )
        refusals.append(f"Một tổ chức không được đề nghị ở cả {letters} trong cùng một đợt.")
    return refusals


def _is_person_twice(proposal: Proposal, standing: Any) -> bool:
    own = Who(person=proposal.person, birth_year=proposal.birth_year, staff_code=proposal.staff_code)
    named = Q(search_key__contains=own.name_key) | Q(person__iexact=tidy(proposal.person))
    return any(own.is_twice(row, proposal.person_title) for row in standing.exclude(person="").filter(named))


def why_not_kind(category: Category, proposal: Proposal) -> list[str]:
    """R04: the nominee is of the kind, level and sort of body that the class is for."""
    named = {
        "unit": proposal.unit,
        "household": proposal.household,
        "person": proposal.person,
        "organisation": proposal.organisation,
    }
    taken = {"organisation" if kind == "enterprise" else kind for kind in category.takes}
    if any(value and kind not in taken for kind, value in named.items()):
        return [f"Nhóm «{category.title}» không đề nghị loại đối tượng này."]
    why = f"{proposal.printed_name} không thuộc nhóm «{category.title}»."
    placed = proposal.unit or (proposal.organisation.seat if proposal.organisation is not None else None)
    if placed is not None and category.level and category.level != LEVELS[placed.level]:
        return [why]
    if proposal.organisation is not None and category.bodies and proposal.organisation.kind not in category.bodies:
        return [why]
    return []


def why_not_there(award_round: Round, proposal: Proposal, holder: Unit | Organisation | None) -> list[str]:
    """The movement of a province that has entered another goes on in its own area, not in that of its new neighbours."""
    subject = proposal.unit or proposal.organisation or proposal.household or holder
    place = (
        subject.seat
        if isinstance(subject, Organisation)
        else subject.village
        if isinstance(subject, Household)
        else subject
    )
    campaign = award_round.campaign
    if place is None or not is_neighbour(campaign, place.pk):
        return []
    return [f"{subject} không thuộc địa bàn {lower_first(campaign.province.name)} của {award_round.name}."]


def why_not_printed_for(proposal: Proposal, holder: Unit | Organisation) -> list[str]:
    """The name that a decision would print is of the one who is proposed, and of nobody else beside."""
    name = proposal.printed_name
    if why := why_not_named(name, is_household=proposal.household is not None):
        return why
    if proposal.person and (why := why_not_one(proposal.person)):
        return why
    return why_not_printed(name, recipient_of(_thought(proposal, holder)))


def _thought(proposal: Proposal, holder: Unit | Organisation) -> Nomination:
    """The dossier as it would be, for those who read dossiers; it is not stored."""
    is_body = isinstance(holder, Organisation)
    return Nomination(
        unit=proposal.unit,
        organisation=proposal.organisation,
        household=proposal.household,
        person=proposal.person,
        person_title=proposal.person_title,
        printed_name=proposal.printed_name,
        holder_unit=None if is_body else holder,
        holder_organisation=holder if is_body else None,
    )


def why_not_named(name: str, *, is_household: bool) -> list[str]:
    """Nobody is printed as ông or bà unasked: whoever proposes a household says which."""
    said = tidy(name).casefold()
    if is_household and (not _SAYS_WHICH.match(said) or _SAYS_BOTH.search(said)):
        return ["Vui lòng ghi tên in trong quyết định của hộ: “Hộ gia đình ông …” hoặc “Hộ gia đình bà …”."]
    return []


# with their marks: Bá is a surname
_SAYS_WHICH = re.compile(r"hộ (gia đình )?(ông|bà) \w")
_SAYS_BOTH = re.compile(r"\b(ông|bà)\W+((hoặc|hay)\W+)?(ông|bà)\b")


def why_not_alive(award_round: Round, proposal: Proposal) -> list[str]:
    """R27: who is no more is proposed only where the round says so."""
    subject = proposal.unit or proposal.organisation or proposal.household
    if subject is None or subject.valid_to > clock.today() or award_round.shape.ended_units:
        return []
    return [f"{subject} không còn từ {format_date(subject.valid_to)}; đợt này không nhận hồ sơ của nơi đã kết thúc."]


def edit(pk: int, values: Mapping[str, Any], *, edition: int, by: User) -> Nomination:
    """Change a dossier that is being drawn up. Raises `Refused`, `Stale`."""
    with audit.change(by) as trail:
        nomination = locked([pk])[0]
        if nomination.edition != edition:
            raise Stale("Hồ sơ đã được người khác thay đổi.")
        if nomination.state not in EDITABLE:
            raise Refused(f"Hồ sơ đang ở trạng thái «{nomination.get_state_display()}» nên không sửa được.")
        if not nomination_facts([nomination], by=by)[pk].may(Permission.NOMINATE):
            raise Refused("Bạn không có quyền sửa hồ sơ này.")
        shape = nomination.round.shape
        if values.get("form") and values["form"] not in (shape.award_form, *shape.other_forms):
            raise Refused("Đợt này không xét hình thức khen thưởng đã chọn.")
        if tidy(values.get("printed_name", nomination.printed_name)) != nomination.printed_name:
            if why_not := _why_not_reprinted(nomination, values):
                raise Refused(*why_not)
        allowed = {*SAID, "form", "sex", "is_direct_worker", "birth_year", "staff_code"}
        old = {name: getattr(nomination, name) for name in values if name in allowed}
        for name in old:
            setattr(nomination, name, values[name])
        nomination.edition += 1
        nomination.changed_at = clock.now()
        nomination.save()
        trail.add("edit_nomination", nomination, old=old, new=dict(values))
        return nomination


def _why_not_reprinted(nomination: Nomination, values: Mapping[str, Any]) -> list[str]:
    name = values["printed_name"]
    if why := why_not_named(name, is_household=nomination.household_id is not None):
        return why
    recipient = recipient_of(nomination)
    return why_not_printed(name, replace(recipient, title=values.get("person_title", recipient.title)))


def locked(pks: Collection[int]) -> list[Nomination]:
    return list(
        Nomination.objects.filter(pk__in=pks)
        .select_for_update(of=("self",))
        .select_related(
            "round__campaign__province",
            "round__version",
            "round__deadline",
            "unit",
            "organisation__seat",
            "household",
            "holder_unit",
            "holder_organisation__seat",
        )
        .order_by("pk")
    )


def advance(
    pks: Collection[int],
    step: str,
    *,
    by: User,
    editions: Mapping[int, int] | None = None,
    reason: str = "",
    override_reason: str = "",
    reason_code: str = "",
) -> list[Nomination]:
    """Take one step with many nominations: all or nothing.

    A step that uses a cap locks the caps' rows first, so that two reviewers wait for each other.
    Raises `Refused` with every objection, `Stale` when an edition is not the one seen.
    """
    if step in BY_DECISION:
        raise Refused("Khen thưởng chỉ theo quyết định có số, ngày và người ký.")
    if step in BY_COUNCIL:
        raise Refused(WHY_NO_RESULT)
    with audit.change(by) as trail:
        if step in USES_CAP:
            lock_places(Nomination.objects.filter(pk__in=pks).values_list("round_id", flat=True))
        nominations = locked(pks)
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
            if step in ("decline", "refuse"):
                nomination.not_awarded_reason, nomination.not_awarded_code = reason[:200], reason_code
            take(nomination, step, by=by, reason=reason or override_reason, trail=trail)
            done.append(nomination)
        return done


def take(nomination: Nomination, step: str, *, by: User, reason: str, trail: audit.Trail) -> None:
    move = NOMINATION[step]
    source = nomination.state
    if move.freezes:
        findings = dossiers([nomination])[nomination.pk].to_json(shown_of([nomination])[nomination.pk])
        Assessment.objects.create(nomination=nomination, step=step, findings=findings)
    nomination.state, nomination.edition, nomination.changed_at = move.target, nomination.edition + 1, clock.now()
    if source in BEFORE_COUNCIL:
        strike(nomination, f"{move.label}. {reason}".strip(), trail=trail)
    if move.effect:
        EFFECTS[move.effect](nomination, by)
    nomination.save()
    seats = access.seats(by)
    NominationTransition.objects.create(
        nomination=nomination,
        step=step,
        source=source,
        target=move.target,
        reason=reason,
        by=by,
        role=seats[0].label[:200] if seats else by.full_name,
    )
    # what is not released is the province's alone
    place = nomination.round.campaign.province if is_kept_back(nomination, step) else None
    trail.add(f"nomination_{step}", nomination, old=source, new=move.target, summary=reason, unit=place)
    tell_step(nomination, step, reason, by)


def _bind(nomination: Nomination, by: User) -> None:
    """The law of the day it is submitted binds it; what was sent is kept as a version."""
    nomination.regime = nomination.regime or regime_on(clock.today()).code
    _keep_version(nomination, by)


def _keep_version(nomination: Nomination, by: User) -> None:
    last = nomination.versions.order_by("-number").first()
    NominationVersion.objects.create(
        nomination=nomination, number=last.number + 1 if last else 1, content=content_of(nomination), by=by
    )


def content_of(nomination: Nomination) -> dict[str, Any]:
    """All that a dossier says and holds, as versions keep it."""
    content: dict[str, Any] = {name: getattr(nomination, name) for name in (*SAID, "person", "form")}
    if nomination.person:
        content |= {"birth_year": str(nomination.birth_year or ""), "staff_code": nomination.staff_code}
    papers = nomination.dossier_papers.filter(replaced_at=None).select_related("file")
    content["papers"] = {
        row.part: f"{row.file.name}, {row.file.sha256[:12]}" if row.file else row.on_paper for row in papers
    }
    linked = nomination.evidence.filter(removed_at=None).exclude(
        kind=SEEN
    )  # what the reviewer noted is not the holder's
    content["evidence"] = [f"{row.part}: {row.label}" for row in linked]
    return content


def _start_clock(nomination: Nomination, by: User) -> None:
    """The dossier is complete: the clock starts, and the standing agency is asked about measured figures.

    One that was returned is complete again only now (R19).
    """
    today = clock.today()
    nomination.accepted_at, nomination.due_on = clock.now(), dossier_due(nomination.round.shape, today)
    if nomination.unit_id and nomination.round.plan.measured(nomination.category):
        ask_standing_agency(nomination, today, by)


def _stop_clock(nomination: Nomination, by: User) -> None:
    """What is returned waits for its holder: no day is due until it is complete again."""
    nomination.accepted_at = nomination.due_on = None


def _begin_term(nomination: Nomination, by: User) -> None:
    """What is taken up again, received as it was, has a term of its own from today."""
    nomination.due_on = dossier_due(nomination.round.shape, clock.today())


def _end_term(nomination: Nomination, by: User) -> None:
    """What nobody works on is not late."""
    nomination.due_on = None


def _open_comment(nomination: Nomination, by: User) -> None:
    """The name is public from today to the end of the last working day of the term."""
    today = clock.today()
    until = comment_due(nomination.round.shape, today)
    if until < today:
        raise Refused(f"Kế hoạch chỉ lấy ý kiến công khai đến hết ngày {format_date(until)}, đã qua.")
    CommentPeriod.objects.create(nomination=nomination, opened_on=today, until=until, by=by)


EFFECTS: Mapping[Effect, Callable[[Nomination, User], None]] = {
    Effect.BIND: _bind,
    Effect.KEEP_VERSION: _keep_version,
    Effect.START_CLOCK: _start_clock,
    Effect.STOP_CLOCK: _stop_clock,
    Effect.BEGIN_TERM: _begin_term,
    Effect.END_TERM: _end_term,
    Effect.OPEN_COMMENT: _open_comment,
}
