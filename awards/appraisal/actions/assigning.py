"""Dossiers are given to one officer of the award agency, or shared out. Lock order: nomination, audit head."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.appraisal.domain.sharing import shared_out
from awards.models import Nomination, Round
from awards.nominations.actions.nominations import locked
from awards.workflow.actions.telling import tell_reassigned
from awards.workflow.desks import desk_people
from awards.workflow.people import officers_for
from awards.workflow.turns import ASSIGNED_IN
from core.own_words import in_own_words
from core.text import listed
from core.workflow import Refused, Stale
from units import access
from units.people.absences import away

NOBODY = "chưa giao"
ONLY_DESK = "Chỉ người thẩm định, trình khen thưởng của cả tỉnh giao hồ sơ cho người thụ lý."


def may_assign(by: User, award_round: Round) -> bool:
    """Somebody appraises or recommends over the whole province of a round."""
    return access.may_any(by, (Permission.APPRAISE, Permission.RECOMMEND), award_round.campaign.province)


def in_hand(award_round: Round) -> Counter[int]:
    """How many dossiers of a round everybody has in hand, by the pk of the officer."""
    rows = award_round.nominations.filter(state__in=ASSIGNED_IN, officer__isnull=False)
    return Counter(rows.values_list("officer_id", flat=True))


def shares(items: Sequence[Nomination], people: Collection[User]) -> dict[int, User | None]:
    """What each of the dossiers would be given to, evenly among `people`; as it is where none of them may take it."""
    if not items:
        return {}
    found, has = officers_for(items), in_hand(items[0].round)
    has.subtract(item.officer_id for item in items if item.officer_id and item.state in ASSIGNED_IN)
    takes = {user.pk: user for user in people}
    given = shared_out({pk: [user.pk for user in users] for pk, users in found.items()}, {pk: has[pk] for pk in takes})
    return {item.pk: takes[given[item.pk]] if item.pk in given else item.officer for item in items}


def why_not_assign(items: Sequence[Nomination], to: Mapping[int, User | None]) -> list[str]:
    """Every objection to giving these dossiers to these officers; to nobody (taken back) always goes."""
    wanted = [item for item in items if to.get(item.pk) is not None]
    found = [
        f"{item.printed_name}: đang ở trạng thái «{item.get_state_display()}» nên không giao người thụ lý."
        for item in items
        if item.state not in ASSIGNED_IN
    ]
    may = officers_for(wanted) if wanted else {}
    desks = {item.round.campaign.province: None for item in wanted}
    desk = {user for province in desks for user in desk_people(province)}
    absent = away({user.pk for item in wanted if (user := to[item.pk]) is not None})
    for item in wanted:
        user = to[item.pk]
        if item.state not in ASSIGNED_IN or user is None or user in may[item.pk] or user.pk == item.officer_id:
            continue
        why = (
            absent[user.pk].words
            if user.pk in absent
            else (
                f"lập hồ sơ này, hoặc thuộc nơi được đề nghị, nơi lập ({listed([item.printed_name, str(item.holder)])})"
                if user in desk
                else "không thẩm định ở cơ quan thi đua, khen thưởng"
            )
        )
        found.append(f"{item.printed_name}: {user} {why}.")
    return found


def assign(to: Mapping[int, User | None], *, editions: Mapping[int, int], by: User) -> list[Nomination]:
    """Give each dossier to its officer, or to nobody: all or none. Raises `Refused`, `Stale`.

    Others still may take its steps; whose turn it is follows (`awards.workflow.people.hands`).
    """
    if not to:
        raise Refused("Chưa chọn hồ sơ nào.")
    with audit.change(by) as trail:
        items = locked(to)
        if any(item.edition != editions.get(item.pk) for item in items) or len(items) != len(to):
            raise Stale("Hồ sơ đã được người khác thay đổi.")
        if not all(may_assign(by, item.round) for item in items):
            raise Refused(in_own_words(ONLY_DESK))
        if refusals := why_not_assign(items, to):
            raise Refused(*refusals)
        before = User.objects.in_bulk([item.officer_id for item in items if item.officer_id])
        done = []
        for item in items:
            old, new = before.get(item.officer_id or 0), to[item.pk]
            if old == new:
                continue
            item.officer = new
            item.edition += 1
            item.save(update_fields=["officer", "edition"])
            trail.add("assign_officer", item, old=old.full_name if old else "", new=new.full_name if new else NOBODY)
            tell_reassigned(item, old, by)
            done.append(item)
        if not done:
            raise Refused("Các hồ sơ này đang được giao đúng như vậy.")
        return done
