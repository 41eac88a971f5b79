"""Who may carry whose dossier: what is above the nominee, the nominee itself, the head of its cluster or bloc."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from awards.models import Round
from core import clock
from core.text import lower_first
from units.models import Bloc, BlocMember, Household, Organisation, Unit

Body = Unit | Organisation


@dataclass(frozen=True)
class Led:
    """The members that somebody leads in a year, with the name of their cluster or bloc."""

    units: Mapping[int, str]
    organisations: Mapping[int, str]

    def has(self, member: Body) -> bool:
        return member.pk in (self.units if isinstance(member, Unit) else self.organisations)


NOBODY = Led({}, {})


def led_by(year: int, *, units: Collection[int] = (), organisations: Collection[int] = ()) -> Led:
    """The members of the clusters and blocs that these head in a year."""
    if not units and not organisations:
        return NOBODY
    heads = BlocMember.objects.filter(year=year, is_head=True)
    blocs = heads.filter(Q(unit__in=units) | Q(organisation__in=organisations)).values("bloc")
    rows = list(BlocMember.objects.filter(year=year, bloc__in=blocs).select_related("bloc"))
    return Led(
        {row.unit_id: row.bloc.name for row in rows if row.unit_id},
        {row.organisation_id: row.bloc.name for row in rows if row.organisation_id},
    )


def led_by_one(year: int, holder: Body) -> Led:
    """The members that one unit or organisation leads."""
    return led_by(year, units=[holder.pk]) if isinstance(holder, Unit) else led_by(year, organisations=[holder.pk])


def why_not_carry(award_round: Round, category: str, subject: Body | Household | None, holder: Body) -> list[str]:
    """Every objection to a holder who carries the dossier of a nominee; a person named is of whoever names them."""
    if subject is None:
        return []
    plan, today = award_round.plan, clock.today()
    if isinstance(subject, Household):
        if isinstance(holder, Unit) and _is_below(subject.village_id, holder):
            return []
        return [f"{subject} không ở {holder}."]
    if plan.goes_through_bloc_head(category, today) and (why := _why_not_head(award_round.year, subject, holder)):
        return [why]
    place = subject.pk if isinstance(subject, Unit) else subject.seat_id
    if subject == holder or (isinstance(holder, Unit) and _is_below(place, holder)):
        return []
    heads_may = plan.is_proposed_by_bloc_heads(category, today)
    if heads_may and led_by_one(award_round.year, holder).has(subject):
        return []
    if isinstance(subject, Unit) and isinstance(holder, Unit) and not heads_may:
        return [f"{subject} không thuộc {holder}."]
    kind = "cụm" if isinstance(subject, Unit) else "khối"
    return [f"{holder} không phải là trưởng {kind} thi đua của {subject} năm {award_round.year}."]


def _is_below(pk: int, holder: Unit) -> bool:
    return Unit.objects.filter(pk=pk).under([holder.pk], clock.today()).exists()


def _why_not_head(year: int, subject: Body, holder: Body) -> str:
    """Members of a cluster or bloc are proposed by its head alone; who is in none goes by themselves."""
    bloc = bloc_with(year, [subject])
    if bloc is None:
        return ""
    head = bloc.members.filter(year=year, is_head=True).select_related("unit", "organisation").first()
    if head is None:
        return f"{bloc} chưa có trưởng cụm, khối năm {year}; cần ghi trưởng ở trang Cơ quan, cụm khối trước."
    if head.member == holder:
        return ""
    return f"Hồ sơ của {subject} do trưởng {lower_first(bloc.get_kind_display())} lập và trình: {head.member} ({bloc})."


def bloc_with(year: int, members: Collection[Body]) -> Bloc | None:
    """The cluster or bloc of the first of these that is in one that year."""
    units = [item.pk for item in members if isinstance(item, Unit)]
    bodies = [item.pk for item in members if isinstance(item, Organisation)]
    rows = BlocMember.objects.filter(Q(unit__in=units) | Q(organisation__in=bodies), year=year).select_related("bloc")
    found = {(row.unit_id, row.organisation_id): row.bloc for row in rows}
    keys = [(item.pk, None) if isinstance(item, Unit) else (None, item.pk) for item in members]
    return next((found[key] for key in keys if key in found), None)
