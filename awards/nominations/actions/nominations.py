"""Nominations change only here. Lock order: cap, nomination, session of the Council, audit head."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.council.actions.agenda import strike
from awards.decisions.domain.renames import why_not_named, why_not_printed
from awards.decisions.known_names import recipient_of
from awards.decisions.told import is_kept_back
from awards.models import Assessment, Nomination, NominationTransition, Round
from awards.nominations.actions.effects import EFFECTS
from awards.nominations.dossiers import dossiers
from awards.nominations.proposals import Proposal, bloc_of, group_of, notes_of, why_not_nominate
from awards.nominations.shown import shown_of
from awards.nominations.versions import SAID
from awards.rounds.caps import lock_places
from awards.workflow.actions.telling import hands_before, tell_step, tell_taken
from awards.workflow.facts import WHY_NO_RESULT, nomination_facts
from awards.workflow.states import BEFORE_COUNCIL, EDITABLE, HOLDING, State
from awards.workflow.table import BY_COUNCIL, BY_DECISION, NOMINATION
from core import clock
from core.text import tidy
from core.workflow import Refused, Stale
from units import access
from units.models import Organisation, Unit

# steps that take a place: from where none is held to where one is
USES_CAP = frozenset(
    step.name for step in NOMINATION if step.target in HOLDING and not HOLDING.issuperset(step.sources)
)


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
        refusals = why_not_nominate(award_round, proposal, holder_unit, holder_organisation, by)
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
    source, had = nomination.state, hands_before(nomination, move, by)
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
    tell_taken(nomination, move, reason, by, had)
