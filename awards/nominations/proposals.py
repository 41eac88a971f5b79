"""Who is proposed, in which group and bloc they count, and everything that objects to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from awards.decisions.domain.renames import why_not_named, why_not_one, why_not_printed
from awards.decisions.known_names import recipient_of
from awards.models import Nomination, Round
from awards.nominations.carriers import bloc_with, why_not_carry
from awards.nominations.memory import Who
from awards.rounds.closing import why_closed
from awards.workflow.people import who_appraises
from awards.workflow.road import LEVELS
from awards.workflow.states import State
from campaign.definition import Category
from campaign.plan.provinces import is_neighbour
from core import clock
from core.numbers import format_date
from core.own_words import in_own_words
from core.text import lower_first, tidy
from office.tables.notes import Note
from units import access
from units.models import Bloc, Household, Organisation, Unit

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


def why_not_nominate(
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


def why_not_alive(award_round: Round, proposal: Proposal) -> list[str]:
    """R27: who is no more is proposed only where the round says so."""
    subject = proposal.unit or proposal.organisation or proposal.household
    if subject is None or subject.valid_to > clock.today() or award_round.shape.ended_units:
        return []
    return [f"{subject} không còn từ {format_date(subject.valid_to)}; đợt này không nhận hồ sơ của nơi đã kết thúc."]
