"""Who the people are whose turn it is today, less those who stand aside; and who is asked when nobody can. Read only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from accounts.models import User
from accounts.permissions import Permission
from awards.models import Nomination
from awards.workflow.desks import Desk, candidates, desks_of, people_of_holders
from awards.workflow.ground import situations
from awards.workflow.rivals import competing
from awards.workflow.seconds import judged_all
from awards.workflow.silence import outlasts
from awards.workflow.stakes import bears_name, conflict_of, nearness_of, stakes_of
from awards.workflow.stood_in import stand_ins_of, stands_aside
from awards.workflow.turns import (
    WITHOUT_CONFLICT,
    Hand,
    Lack,
    Situation,
    Turn,
    Way,
    is_theirs_alone,
    lack_of,
    turn_of,
    way_on,
)
from awards.workflow.waits import waits
from core import clock
from units.map.domain.levels import Level
from units.models import Absence
from units.people.absences import away


@dataclass(frozen=True)
class Hands:
    """Whose turn a dossier is, who they are today, and how it goes on when there is nobody."""

    turn: Turn
    people: tuple[User, ...]
    way: Way | None = None
    lack: Lack | None = None  # why it does not go on by them
    above: tuple[User, ...] = ()  # of the district: they may act for their commune as well
    away: Mapping[int, Absence] = field(default_factory=dict)  # of these people, and of the officer who has it in hand

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(user.pk for user in self.people)

    def called(self, user: User) -> str:
        """As lists and reminders call one of them: who is away with until when."""
        return f"{user.full_name} ({self.away[user.pk].words})" if user.pk in self.away else user.full_name


# ---- who stands aside ----


def _may_review(people: Mapping[int, list[User]], items: Iterable[Nomination]) -> dict[int, list[User]]:
    """Of those above a holder who review its dossier: who has not been of it since it was begun."""
    stakes = stakes_of({user.pk for users in people.values() for user in users}) if people else {}
    return {
        item.pk: [
            user
            for user in people[item.pk]
            # a district's own dossier is reviewed by nobody else than itself
            if item.place.level == Level.DISTRICT or not conflict_of(item, stakes[user.pk].own, user)
        ]
        for item in items
        if item.pk in people
    }


# ---- whose turn ----


def turns(nominations: Sequence[Nomination]) -> dict[int, Turn]:
    """Whose turn each is, without asking who the people are: for lists."""
    found = situations(nominations)
    return {item.pk: turn for item in nominations if (turn := turn_of(found[item.pk])) is not None}


def hands(nominations: Sequence[Nomination], found: Mapping[int, Situation] | None = None) -> dict[int, Hands]:
    """Whose turn each is, and who they are: a fixed number of questions whatever their number; nothing of what is over."""
    found = situations(nominations) if found is None else found
    whose = {item.pk: turn for item in nominations if (turn := turn_of(found[item.pk])) is not None}
    open_ones = [item for item in nominations if item.pk in whose]
    at_home = {Hand.OFFICER, Hand.LEADER, Hand.DISTRICT}
    early = [item for item in open_ones if whose[item.pk].hand in at_home]
    late = [item for item in open_ones if whose[item.pk].hand not in at_home]
    holders = people_of_holders(early)
    desks = desks_of({item.round.campaign.province for item in late})
    named = stand_ins_of([item for item in late if item.state in WITHOUT_CONFLICT])
    result = {}
    above = {item.pk: _signing(item, whose[item.pk], holders.above(item, whose[item.pk].permission)) for item in early}
    reviewers = _may_review({pk: users for pk, users in above.items() if whose[pk].hand is Hand.DISTRICT}, early)
    own = {
        item.pk: reviewers[item.pk]
        if item.pk in reviewers
        else _signing(item, whose[item.pk], holders.own(item, whose[item.pk].permission))
        for item in early
    }
    at_desk = {
        item.pk: _at_desk(item, whose[item.pk], desks[item.round.campaign.province_id], named.get(item.pk, ()))
        for item in late
    }
    at_home_or_desk = (*own.values(), *above.values(), *at_desk.values(), *(desk.users for desk in desks.values()))
    absent = away({user.pk for users in at_home_or_desk for user in users})
    waiting, today, done = waits(open_ones, whose), clock.today(), judged_all(late)

    def able(item: Nomination, people: Iterable[User]) -> list[User]:
        return [
            user
            for user in people
            if user.pk not in absent or not outlasts(absent[user.pk].last_day, waiting[item.pk].due, today)
        ]

    for item in early:
        turn, people = whose[item.pk], list(own[item.pk])
        others = () if item.pk in reviewers else tuple(user for user in above[item.pk] if user not in people)
        if all(user.pk in absent for user in people):
            people += others  # nobody at home is there
        is_silent = waiting[item.pk].is_long_overdue(today) and not able(item, others)
        lack = lack_of(people, able(item, people), is_silent=is_silent)
        way = way_on(turn, item.state, () if lack else people, can_name=False)
        result[item.pk] = Hands(turn, tuple(people), way, lack, others, absent)
    for item in late:
        turn, spent = whose[item.pk], done.get(item.pk, ())
        everybody, desk = at_desk[item.pk], desks[item.round.campaign.province_id]
        people = [user for user in everybody if user.pk not in spent]
        lack = lack_of(
            people,
            able(item, people),
            is_silent=waiting[item.pk].is_long_overdue(today),
            is_spent=len(people) < len(everybody),
        )
        can_name = lack is not None and _can_name(
            item, desk, {*spent, *(user.pk for user in named.get(item.pk, ()))}, absent
        )
        way = way_on(turn, item.state, () if lack else people, can_name=can_name)
        result[item.pk] = Hands(turn, tuple(_in_hand(item, turn, people, absent)), way, lack, away=absent)
    return result


def _can_name(item: Nomination, desk: Desk, used: Collection[int], absent: Collection[int]) -> bool:
    """The chairman is there, and somebody who is not near to the dossier: `used` are those who were named or are done."""
    if all(user.pk in absent for user in desk.holding(Permission.DECIDE)):
        return False
    return any(
        user.pk not in used and user.pk not in absent and not stands_aside(item, user, desk.stakes[user.pk].own)
        for user in desk.suitable
    )


def _in_hand(item: Nomination, turn: Turn, people: Sequence[User], absent: Mapping[int, Absence]) -> Sequence[User]:
    """The officer who has it in hand alone, with whoever stands in while they are away; everybody again once they cannot
    act, nobody stands in or it is overdue.
    """
    officer = next((user for user in people if user.pk == item.officer_id), None)
    if turn.hand is not Hand.AGENCY or officer is None:
        return people
    if not is_theirs_alone(item.state, officer, people, item.due_on, clock.today()):
        return people
    if officer.pk not in absent:
        return [officer]
    instead = [user for user in people if user == absent[officer.pk].stand_in and user.pk not in absent]
    return [officer, *instead] if instead else people


def _signing(item: Nomination, turn: Turn, people: Sequence[User]) -> list[User]:
    """Of those who may take a step: who signs does not bear the name of the person proposed."""
    signs = turn.permission == Permission.CONFIRM_NOMINATION
    return [user for user in people if not (signs and bears_name(item, user))]


def _at_desk(item: Nomination, turn: Turn, desk: Desk, named: Sequence[User]) -> list[User]:
    people = desk.holding(turn.permission)
    if turn.hand is Hand.AGENCY and item.state in WITHOUT_CONFLICT:
        people = [user for user in people if not stands_aside(item, user, desk.stakes[user.pk])]
        return list(dict.fromkeys([*people, *named]))
    if turn.hand is Hand.CHAIRMAN:
        return [user for user in people if item.author_id != user.pk and not bears_name(item, user)]
    return people


def who_appraises(item: Nomination) -> list[User]:
    """Who of the award agency could appraise a dossier, begun or only thought of; stand-ins are not counted."""
    province = item.round.campaign.province
    desk = desks_of({province})[province.pk]
    people = desk.holding(Permission.APPRAISE)
    return [user for user in people if not stands_aside(item, user, desk.stakes[user.pk])]


def officers_for(nominations: Sequence[Nomination]) -> dict[int, list[User]]:
    """Who may be given each: of the award agency and not standing aside, or named in its place; nobody who is away."""
    desks = desks_of({item.round.campaign.province for item in nominations})
    named = stand_ins_of(nominations)
    found = {}
    for item in nominations:
        desk = desks[item.round.campaign.province_id]
        people = [
            user for user in desk.holding(Permission.APPRAISE) if not stands_aside(item, user, desk.stakes[user.pk])
        ]
        found[item.pk] = list(dict.fromkeys([*people, *named.get(item.pk, ())]))
    absent = away({user.pk for users in found.values() for user in users})
    return {pk: [user for user in users if user.pk not in absent] for pk, users in found.items()}


def why_not_stand_in(item: Nomination, user: User) -> str:
    """Why somebody may not appraise one dossier in the place of the award agency.

    They drew it up, are of nominee or holder, or compete with it while somebody else is there who does not.
    """
    able, why = _stand_ins_for(item, [user, *candidates(item.round.campaign.province)])
    return "" if user in able else why[user.pk]


def able_stand_ins(items: Sequence[Nomination]) -> list[User]:
    """Who may be named for one of these dossiers at least, in the order of `candidates`."""
    people = {item.round.campaign.province: () for item in items}
    found: dict[User, None] = {}
    for province in people:
        named = candidates(province)
        for item in items:
            if item.round.campaign.province == province:
                found |= dict.fromkeys(_stand_ins_for(item, named)[0])
    return list(found)


def _stand_ins_for(item: Nomination, users: Sequence[User]) -> tuple[list[User], dict[int, str]]:
    """Of these people those who may, and why each of the others does not."""
    stakes = stakes_of({user.pk for user in users})
    against = competing([item], {user: stakes[user.pk].own for user in users})
    near, compete, absent = {}, {}, away({user.pk for user in users})
    named, done = stand_ins_of([item]).get(item.pk, ()), judged_all([item]).get(item.pk, ())
    for user in users:
        own = stakes[user.pk].own
        if user.pk in done:
            near[user.pk] = f"{user} đã nhận xét mọi ý của {item.printed_name}, còn cần một người thẩm định khác."
        elif user in named:
            near[user.pk] = f"{user} đang được cử thẩm định thay {item.printed_name}; chọn người khác."
        elif user.pk in absent:
            near[user.pk] = f"{user} {absent[user.pk].words}; chọn người khác."
        elif item.author_id == user.pk:
            near[user.pk] = f"{user} đã lập hồ sơ {item.printed_name}."
        elif found := nearness_of(item, own):
            near[user.pk] = f"{user} thuộc hoặc từng thuộc {found[0]}{', nơi lập hồ sơ' if found[1] else ''}."
        elif conflict_of(item, own, user):
            near[user.pk] = f"{user} trùng họ tên với người được đề nghị."
        elif rival := against.get((item.pk, user.pk)):
            compete[user.pk] = (
                f"{user} thuộc nơi có hồ sơ cùng đợt, cùng nhóm ({rival.printed_name}) nên không thẩm định "
                f"{item.printed_name}; chọn người khác."
            )
    free = [user for user in users if user.pk not in near and user.pk not in compete]
    # where everybody competes one of them is better than nobody
    return (free or [user for user in users if user.pk not in near]), {**compete, **near}
