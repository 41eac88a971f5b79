"""What the checks read, gathered for many dossiers at once: a fixed number of questions whatever their number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, Value

from accounts.permissions import Duty
from awards.appraisal.checks.terms import CheckFacts, Elsewhere, Measured, Nominee, Pending
from awards.decisions.told import is_released, state_before
from awards.law.domain.state_level import REVIEWS, authority_of, state_forms
from awards.models import Award, Matter, Nomination, NominationTransition, NominationVersion, Recognition, Recusal
from awards.nominations.contents import having
from awards.nominations.dossiers import Dossier
from awards.nominations.memory import Who, dossiers_of, recognitions_of, whos
from awards.nominations.proofs import years_of
from awards.rounds.contents import may_have
from awards.workflow.clocks import days_left_counter
from awards.workflow.road import LEVELS
from awards.workflow.states import BEFORE_APPRAISED, FINAL, HOLDING, State
from awards.workflow.table import RETURNS
from core import clock
from core.text import folded, lower_first
from units.map.own_kinds import does_business
from units.models import DutyHolding, Organisation, Succession

SENT_BACK = RETURNS | {"return_from_state"}
GONE = frozenset({State.WITHDRAWN, State.NOT_AWARDED, State.REVOKED})  # no award, and none on its way


def check_facts(nominations: Sequence[Nomination], read: Mapping[int, Dossier]) -> dict[int, CheckFacts]:
    """The facts of each dossier, by its pk."""
    today, people = clock.today(), whos(nominations)
    others = dossiers_of(people.values())
    recognised = recognitions_of(people.values())
    noted = others if any(may_have(row.round, "matters") for row in having(nominations, "any_matters")) else []
    matters, heirs = _matters(noted, people), _heirs(nominations, today)
    sent, returned = _sent_and_returned(nominations)
    seats = _seats(nominations)
    interested, aside = _interested(nominations, today), _stood_aside(nominations)
    left = days_left_counter()
    found = {}
    for row in nominations:
        dossier, plan, shape = read[row.pk], row.round.plan, row.round.shape
        form = row.form or shape.award_form
        late = left(today, row.due_on) if row.due_on and row.state not in FINAL else 0
        found[row.pk] = CheckFacts(
            nominee=_nominee(row, heirs.get(row.unit_id or 0, ()), seats.get(row.organisation_id or 0, "")),
            category=row.category,
            letter=dossier.category.letter,
            level=dossier.category.level,
            takes=dossier.category.takes,
            bodies=dossier.category.bodies,
            not_posts=dossier.category.not_posts,
            never_with=dossier.category.never_with,
            clause=dossier.category.clause,
            founding=plan.founding,
            round_clause=shape.clause,
            round_kind=shape.kind,
            is_review=shape.state_level or shape.kind in REVIEWS,
            ended_units=shape.ended_units,
            form=form,
            form_name=plan.form_name(form),
            is_state_form=bool(authority_of(plan, form)),
            years=years_of(row),
            run_years=row.round.year - plan.first_year + 1,
            law=dossier.regime,
            today=today,
            unproven=dossier.unprovable if row.state in BEFORE_APPRAISED else dossier.unproven,
            measured=_measured(dossier),
            missing=dossier.missing,
            elsewhere=(*_other_dossiers(row, people[row.pk], others), *_recognised(row, people[row.pk], recognised)),
            matters=tuple(matters.get(row.pk, ())),
            versions=sent.get(row.pk, 0),
            returns=returned.get(row.pk, 0),
            days_late=max(-late, 0),
            due_on=row.due_on,
            interested=tuple(interested.get(row.pk, ())),
            stood_aside=tuple(aside.get(row.pk, ())),
        )
    return found


def _sent_and_returned(nominations: Sequence[Nomination]) -> tuple[dict[int, int], dict[int, int]]:
    """How often each was sent on and sent back: both in one question."""
    rows = NominationTransition.objects.filter(nomination__in=nominations, step__in=SENT_BACK)
    back = rows.order_by().values_list("nomination", Value(1)).annotate(number=Count("pk"))
    sent = NominationVersion.objects.filter(nomination__in=nominations).order_by().values_list("nomination", Value(0))
    found: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for pk, which, number in sent.annotate(number=Count("pk")).union(back, all=True):
        found[which][pk] = number
    return found


def _nominee(row: Nomination, heirs: tuple[str, ...], level: str) -> Nominee:
    """The nominee; `level` is where an organisation has its seat."""
    body = row.organisation or (row.holder_organisation if row.person else None)
    outside = body is not None and body.is_managed_outside
    if row.unit is not None:
        ended = row.unit.valid_to if row.unit.has_ended else None
        return Nominee("unit", row.unit.name, LEVELS[row.unit.level], ended, heirs)
    if row.organisation is not None:
        ended = row.organisation.valid_to if row.organisation.valid_to != clock.FOREVER else None
        kind = "firm" if does_business(row.organisation.kind) else "body"
        return Nominee(kind, row.organisation.name, level, ended, body=row.organisation.kind, is_outside=outside)
    if row.household is not None:
        ended = row.household.valid_to if row.household.valid_to != clock.FOREVER else None
        return Nominee("household", row.printed_name, ended_on=ended)
    firm = body.name if body is not None and does_business(body.kind) else ""
    return Nominee("person", row.person, is_outside=outside, post=row.person_title, of_business=firm)


def _seats(nominations: Sequence[Nomination]) -> dict[int, str]:
    """The level of the place where each nominated organisation has its seat."""
    bodies = [row.organisation_id for row in nominations if row.organisation_id]
    rows = Organisation.objects.filter(pk__in=bodies).values_list("pk", "seat__level") if bodies else ()
    return {pk: LEVELS[level] for pk, level in rows}


def _heirs(nominations: Sequence[Nomination], today: date) -> dict[int, tuple[str, ...]]:
    """The names of the units that took the place of those that have ended."""
    ended = {row.unit_id for row in nominations if row.unit is not None and row.unit.valid_to <= today}
    found: dict[int, list[str]] = defaultdict(list)
    for old, name in (
        Succession.objects.filter(from_unit__in=ended).order_by("pk").values_list("from_unit", "to_unit__name")
    ):
        found[old].append(name)
    return {pk: tuple(names) for pk, names in found.items()}


def _measured(dossier: Dossier) -> tuple[Measured, ...]:
    return tuple(
        Measured(part.label, tuple(part.years))
        for part in dossier.parts
        if part.years and not (part.finding is not None and part.finding.is_about_others)
    )


def _other_dossiers(row: Nomination, own: Who, others: Sequence[Nomination]) -> list[Elsewhere]:
    """Dossiers of the nominee or its kin that lead to an award, or did; of another round only once they hold a place."""
    found = []
    for other in others:
        same_round = other.round_id == row.round_id
        counts = other.state not in GONE if same_round else other.state in HOLDING - GONE
        namesake = own.bears_name_of(other) and not own.is_known_other(other)
        if other.pk == row.pk or not counts or not (namesake or own.is_nominee_of(other)):
            continue
        award = getattr(other, "award", None)
        form = other.form or other.round.shape.award_form
        plan = other.round.plan
        found.append(
            Elsewhere(
                name=other.printed_name,
                what=f"{plan.form_name(form)}, {lower_first(other.round.name)}",
                state=_state_of(other, award),
                years=frozenset(years_of(other)),
                category=other.category,
                same_round=same_round,
                is_state=bool(authority_of(plan, form)),
                decided_on=award.decision.signed_on if award else None,
                is_given=award is not None,
                only_the_name=namesake,
                address=f"nomination:{other.pk}",
            )
        )
    return found


def _state_of(other: Nomination, award: Award | None) -> str:
    """In words that whoever reads a dossier may read: of a decision once it is released."""
    if award is None:
        return str(other.get_state_display())
    return f"Được khen thưởng theo {award.decision}" if is_released(award) else state_before(other).label


def _recognised(row: Nomination, own: Who, rows: Sequence[Recognition]) -> list[Elsewhere]:
    plan = row.round.plan
    names = {folded(plan.form_name(code)) for code in state_forms(plan)}
    return [
        Elsewhere(
            name=other.name,
            what=f"{other.form} của {other.level}",
            state=f"Được tặng theo Quyết định {other.number}",
            years=frozenset(other.years),
            is_state=any(folded(other.form).startswith(name) for name in names),
            decided_on=other.signed_on,
            is_given=True,
            only_the_name=own.bears_name_of(other),
            address=f"recognition:{other.pk}",
        )
        for other in rows
        if other.annulled_on is None
        and not own.is_known_other(other)
        and (own.is_recognised_by(other) or own.bears_name_of(other))
    ]


def _matters(others: Sequence[Nomination], people: Mapping[int, Who]) -> dict[int, list[Pending]]:
    """Matters noted at any dossier of the very same nominee; those of a namesake are marked as such."""
    by_dossier: dict[int, list[Matter]] = defaultdict(list)
    for matter in Matter.objects.filter(nomination__in=others) if others else ():
        by_dossier[matter.nomination_id].append(matter)
    found: dict[int, list[Pending]] = defaultdict(list)
    for pk, own in people.items():
        for other in others:
            namesake = other.pk != pk and own.bears_name_of(other)
            if other.pk == pk or own.is_nominee_of(other) or (namesake and not own.is_known_other(other)):
                found[pk] += [_pending(matter, only_the_name=namesake) for matter in by_dossier.get(other.pk, ())]
    return found


def _pending(row: Matter, *, only_the_name: bool) -> Pending:
    return Pending(
        row.get_kind_display(),
        row.about,
        row.document,
        row.opened_on,
        row.concluded_on,
        row.discipline_ends_on,
        only_the_name,
    )


def _interested(nominations: Sequence[Nomination], today: date) -> dict[int, list[str]]:
    """The award agency's own dossiers."""
    bodies = {body for row in nominations for body in (row.organisation_id, row.holder_organisation_id) if body}
    holdings = DutyHolding.objects.in_force(today).filter(duty=Duty.AWARD_AGENCY, organisation__in=bodies)
    agencies = set(holdings.values_list("organisation_id", flat=True))
    found: dict[int, list[str]] = defaultdict(list)
    for row in nominations:
        if {row.organisation_id, row.holder_organisation_id} & agencies:
            found[row.pk].append(
                "Hồ sơ của chính cơ quan thẩm định: người thuộc cơ quan này không thẩm định; cần người khác, ghi rõ lý do."
            )
    return found


def _stood_aside(nominations: Sequence[Nomination]) -> dict[int, list[tuple[str, str]]]:
    """Members of the Council who stood aside: in words, and the session as addresses of checks name it."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    asked = [row for row in having(nominations, "agenda") if may_have(row.round, "recusals")]
    if not asked:
        return found
    recused = Recusal.objects.filter(item__nomination__in=asked).select_related("member", "item").order_by("pk")
    for recusal in recused:
        words = f"{recusal.member.name}, thành viên Hội đồng, không biểu quyết: {lower_first(recusal.reason)}"
        found[recusal.item.nomination_id].append((words, f"session:{recusal.item.session_id}"))
    return found
