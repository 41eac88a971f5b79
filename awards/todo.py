"""What waits for somebody in the award rounds: read from `awards.workflow.people`, which says whose turn each dossier is."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.permissions import GRANTS, Permission
from awards.appraisal.asking import ASKED_IN, ASKED_WITH, answerers, still_asked, without_conflict
from awards.controls.effects import lonely_changes, to_confirm
from awards.council.session_cards import session_cards
from awards.decisions.reviews import awards_to_review
from awards.lacking import lacking_role
from awards.law.domain.state_level import authority_of
from awards.models import Decision, Nomination, NominationTransition, Opinion, RuleChange, StandIn
from awards.querysets import held_with, in_whole_provinces, speaks_for
from awards.ranking.chairman_cards import chairman_cards, names_of
from awards.rounds.campaigns import round_url, round_words
from awards.workflow.people import hands
from awards.workflow.states import FINAL, State
from awards.workflow.table import RETURNS
from awards.workflow.turns import ASSIGNED_IN, BEFORE_DESK, STOOD_IN, WITHOUT_CONFLICT, Hand, Lack, Turn, Way
from awards.workflow.waits import due_of, open_comments, waits
from core import clock
from core.numbers import two_digits
from core.text import listed, lower_first
from office.todo import Card
from units import access
from units.models import Absence, Membership, Unit

P = Permission
READ = 300  # dossiers of one person that are looked at
SHOWN = 50  # cards
LYING = 2  # days: no step that the plan gives one day is over twice before
SINGLE = 5  # dossiers of one step of one round that have a card each
WITH = ("round__campaign__province", "round__deadline", "round__version", "unit", "organisation", "holder_unit",
        "holder_organisation__seat")  # fmt: skip
# why the chairman names somebody, an administrator gives a role to another
_WHY_NAME = {
    Lack.GONE: "cơ quan thi đua, khen thưởng không tự thẩm định được",
    Lack.SPENT: "còn thiếu người thẩm định thứ hai",
    Lack.AWAY: "người thẩm định đều vắng quá hạn của bước",
    Lack.SILENT: "người thẩm định chưa xử lý dù đã quá hai lần hạn của bước",
}
_WHY_GIVE = {
    Lack.AWAY: ", người giữ vai trò đều vắng quá hạn",
    Lack.SILENT: " quá hai lần hạn, người giữ vai trò chưa xử lý",
}
# past the door of the award agency: whose permission, in which states
_DESK: dict[Permission, Collection[str]] = {
    P.APPRAISE: (State.SUBMITTED, State.UNDER_APPRAISAL, State.SUSPENDED, State.DISTRICT_REVIEW),
    P.RECOMMEND: (State.APPRAISED, State.RECOMMENDED, State.COMMENT, State.AT_STATE),
    P.DECIDE: (State.FOR_DECISION,),
}


def cards(user: Any) -> list[Card]:
    """The nominations whose turn is this person's, and the opinions asked of their body."""
    return [
        *_opinions(user),
        *session_cards(user),
        *_turns(user),
        *_unappraised(user),
        *chairman_cards(user),
        *_unanswered(user),
        *_unheld(user),
        *_unseated(user),
        *_unreleased(user),
        *_reviews(user),
        *_rule_changes(user),
    ]


def is_asked(user: Any) -> bool:
    """A body of somebody was asked something, answered or not."""
    return bool(speaks_for(user)) and Opinion.objects.asked_of(user).exists()


def _opinions(user: Any) -> list[Card]:
    """The questions that somebody's body has not answered and that they may answer."""
    if not speaks_for(user):
        return []
    rows = still_asked(Opinion.objects.asked_of(user)).select_related(*ASKED_WITH).order_by("due_on", "pk")[:READ]
    own = without_conflict(rows, user)  # what they are in conflict with their colleagues answer
    if not own:
        return []
    number, first = len(own), own[0]
    words = f"Cho ý kiến về {number} hồ sơ khen thưởng"
    return [
        Card(words, str(first.of), reverse("awards:opinions"), "Cho ý kiến", "opinions", due=first.due_on, count=number)
    ]


def _rule_changes(user: Any) -> list[Card]:
    """What bends a rule and waits for a second person."""
    return [
        Card(
            f"Xác nhận thay đổi: {row.get_kind_display().lower()}",
            f"{_about(row)}; {row.asked_by.full_name} đề nghị",
            reverse("awards:rule_change", args=[row.pk]),
            "Xem và xác nhận",
            "awards",
        )
        for row in to_confirm(user)
    ]


def _about(row: RuleChange) -> str:
    return row.about if row.kind == RuleChange.Kind.PLAN else round_words(row.round)


def _unreleased(user: Any) -> list[Card]:
    """Signed decisions that nobody has made public, by round."""
    if not (access.holds(user, P.DECIDE) or access.holds(user, P.RECOMMEND)):
        return []
    rows = Decision.objects.filter(
        in_whole_provinces(user, (P.DECIDE, P.RECOMMEND)), released_at=None, recalled_at=None
    )
    rounds: dict[int, list[Decision]] = defaultdict(list)
    for row in rows.select_related("round__campaign").order_by("round_id", "signed_on", "pk")[:READ]:
        rounds[row.round_id].append(row)
    return [
        Card(
            f"Công bố {lower_first(listed([str(row) for row in found]))}",
            round_words(found[0].round),
            round_url("awards:release", found[0].round),
            "Công bố",
            "awards",
            count=len(found),
        )
        for found in rounds.values()
    ]


def _reviews(user: Any) -> list[Card]:
    """Awards that a correction of figures touches: kept with a reason, or revoked by a decision."""
    if not access.holds(user, P.DECIDE):
        return []
    rows = Nomination.objects.visible_to(user).filter(held_with(user, P.DECIDE), state=State.AWARDED)
    return [
        Card(
            f"Xem lại khen thưởng sau khi số liệu được điều chỉnh: {row.printed_name}",
            " ".join(lines),
            reverse("awards:nomination", args=[row.pk]),
            "Giữ nguyên hoặc hủy bỏ",
            "awards",
        )
        for row, lines in awards_to_review(rows)
    ]


# ---- whose turn ----


def _turns(user: Any) -> list[Card]:
    rows = _read(_mine(user))
    found = hands(rows)
    spoken_of = open_comments(rows)
    mine = [row for row in rows if row.pk in found and user.pk in found[row.pk].ids and row.pk not in spoken_of]
    reasons = _reasons([row for row in mine if row.state == State.RETURNED])
    waiting = waits(mine, {row.pk: found[row.pk].turn for row in mine})
    due = {row.pk: due_of(row, waiting.get(row.pk)) for row in mine}
    groups: dict[tuple[int, Turn, str], list[Nomination]] = defaultdict(list)
    for row in mine:
        turn = found[row.pk].turn
        groups[row.round_id, turn, _list_of(row, turn)].append(row)
    made: list[Card] = []
    for (_, turn, page), items in groups.items():
        page = page or (_filtered(user, items, turn) if len(items) > SINGLE else "")
        made += (
            [_list_card(items, turn, page, due)]
            if page
            else [_card(row, turn, reasons.get(row.pk, ""), due[row.pk]) for row in items]
        )
    return made[:SHOWN]


def _list_of(row: Nomination, turn: Turn) -> str:
    """The page where a whole list takes the step; empty where each dossier takes its own."""
    if turn.hand is Hand.CHAIRMAN:
        authority = authority_of(row.round.plan, row.form or row.round.shape.award_form)
        return round_url("awards:state" if authority else "awards:decide", row.round)
    return round_url("awards:board", row.round) if row.state in (State.RECOMMENDED, State.COUNCIL) else ""


def _filtered(user: Any, items: Sequence[Nomination], turn: Turn) -> str:
    """Many of one step: the list that shows them. Nothing for who was named for single dossiers: the queue is not theirs."""
    row = items[0]
    states = {item.state for item in items}
    question = f"?tt={states.pop()}" if len(states) == 1 else ""
    if turn.hand is not Hand.AGENCY or row.state not in ASSIGNED_IN:
        return round_url("awards:round", row.round, question)
    if not access.may(user, P.APPRAISE, row.round.campaign.province):
        return ""
    own = "&nguoi=toi" if all(item.officer_id == user.pk for item in items) else ""
    return round_url("awards:queue", row.round, question + own)


def _mine(user: Any) -> Q:
    """The dossiers that somebody may have a hand in: their holder's, their district's, their desk's."""
    found = Q(pk__in=())
    for permission in (P.NOMINATE, P.CONFIRM_NOMINATION):
        if access.reach(user, permission) or access.own_organisations(user, permission):
            found |= held_with(user, permission) & Q(state__in=BEFORE_DESK)
    for permission, states in _DESK.items():
        if access.reach(user, permission):
            found |= in_whole_provinces(user, [permission]) & Q(state__in=states)
    named = Nomination.objects.filter(stand_ins__user=user.pk, stand_ins__ended_at=None, state__in=STOOD_IN)
    return found | Q(pk__in=list(named.values_list("pk", flat=True)))


def _read(which: Q) -> list[Nomination]:
    return list(Nomination.objects.filter(which).select_related(*WITH).order_by("changed_at", "pk")[:READ])


def _reasons(returned: Sequence[Nomination]) -> dict[int, str]:
    """Why each was returned last."""
    rows = NominationTransition.objects.filter(nomination__in=returned, step__in=RETURNS).order_by("pk")
    return dict(rows.values_list("nomination_id", "reason")) if returned else {}


def _card(row: Nomination, turn: Turn, reason: str, due: date | None) -> Card:
    return Card(
        what=turn.words.format(row.printed_name),
        whose=f"{round_words(row.round)}. Trả lại vì: {reason}" if reason else round_words(row.round),
        url=reverse("awards:nomination", args=[row.pk]),
        action=turn.action,
        area="awards",
        due=due,
    )


def _list_card(items: Sequence[Nomination], turn: Turn, page: str, days: Mapping[int, date | None]) -> Card:
    """Many of one step of one round as one card."""
    names = items[0].printed_name if len(items) == 1 else f"{two_digits(len(items))} hồ sơ"
    due = min((day for row in items if (day := days[row.pk])), default=None)
    return Card(
        turn.words.format(names), round_words(items[0].round), page, "Mở danh sách", "awards", due=due, count=len(items)
    )


# ---- when those whose turn it is cannot act ----


def _unappraised(user: Any) -> list[Card]:
    """Dossiers that nobody of the award agency may appraise: the chairman names somebody."""
    if not access.reach(user, P.DECIDE):
        return []
    rows = _read(in_whole_provinces(user, [P.DECIDE]) & Q(state__in=WITHOUT_CONFLICT))
    by_round: dict[tuple[int, Lack], list[Nomination]] = defaultdict(list)
    for row, lack in _lacking(rows, Way.STAND_IN):
        by_round[row.round_id, lack].append(row)
    return [
        Card(
            f"Cử người thẩm định thay: {names_of(items)}",
            f"{round_words(items[0].round)}: {_WHY_NAME[lack]}",
            round_url("awards:stand_ins", items[0].round),
            "Cử người",
            "awards",
            count=len(items),
        )
        for (_, lack), items in by_round.items()
    ]


def _unanswered(user: Any) -> list[Card]:
    """Questions that nobody may answer in the portal: the desk notes what the body says on paper, or withdraws them."""
    mine = in_whole_provinces(user, [P.APPRAISE]) if access.reach(user, P.APPRAISE) else Q(pk__in=())
    named = Nomination.objects.filter(stand_ins__in=StandIn.objects.standing(clock.today()).filter(user=user.pk))
    asked = Nomination.objects.filter(mine | Q(pk__in=named.values("pk")), state__in=ASKED_IN)
    rows = list(
        Opinion.objects.waiting().filter(nomination__in=asked).select_related(*ASKED_WITH).order_by("due_on", "pk")
    )
    able = answerers(rows)
    found = without_conflict([row for row in rows if not able[row.pk]], user)[:SHOWN]
    return [
        Card(
            f"{row.of} không có tài khoản nào trả lời được: {row.nomination.printed_name}",
            f"{row.nomination.round.name}: ghi ý kiến nhận bằng văn bản, hoặc rút câu hỏi",
            reverse("awards:nomination", args=[row.nomination_id]),
            "Mở hồ sơ",
            "awards",
            due=row.due_on,
        )
        for row in found
    ]


def _unheld(user: Any) -> list[Card]:
    """Dossiers that nobody at home can take on: the award agency may end them, their officer learns who is lacking."""
    own = held_with(user, P.NOMINATE) if access.holds(user, P.NOMINATE) else Q(pk__in=())
    desk = in_whole_provinces(user, [P.APPRAISE]) if access.reach(user, P.APPRAISE) else Q(pk__in=())
    if not access.holds(user, P.NOMINATE) and not access.reach(user, P.APPRAISE):
        return []
    rows = _lacking(_read((own | desk) & Q(state__in=BEFORE_DESK) & _unseated_places()), Way.ACCOUNT)
    return [
        Card(
            f"Không có tài khoản nào xử lý tiếp: {row.printed_name}",
            f"{round_words(row.round)}, {row.holder} lập",
            reverse("awards:nomination", args=[row.pk]),
            "Mở hồ sơ",
            "awards",
        )
        for row, lack in rows[:SHOWN]
        if lack is Lack.GONE
    ]


def _unseated(user: Any) -> list[Card]:
    """For administrators: where an account with a role is lacking, or all who have it are away or silent for long."""
    if not access.holds(user, P.ADMINISTER):
        return []
    units = Unit.objects.reached_by(user, P.ADMINISTER)
    below = Q(holder_unit__in=units) | Q(holder_organisation__seat__in=units)
    early = Q(state__in=BEFORE_DESK) & (_unseated_places() | _left_lying())
    desk = in_whole_provinces(user, [P.ADMINISTER]) & ~Q(state__in=[*BEFORE_DESK, *FINAL])
    lacking: dict[tuple[str, str, str, Lack], int] = defaultdict(int)
    rows = _read((below & early) | desk)
    found = hands(rows)
    for row in rows:
        hand = found.get(row.pk)
        if hand is not None and hand.way is Way.ACCOUNT and hand.lack is not None:
            lacking[(*lacking_role(row, hand.turn), hand.lack)] += 1
    return [
        *_without_second(user),
        *(
            Card(
                f"{'Giao tài khoản' if lack is Lack.GONE else 'Giao thêm người'}, vai trò: {who}",
                f"{place}: {two_digits(number)} hồ sơ khen thưởng đang chờ{_WHY_GIVE.get(lack, '')}",
                f"{reverse('units:accounts')}{query}",
                "Mở tài khoản",
                "",
                count=1,
            )
            for (who, place, query, lack), number in lacking.items()
        ),
    ]


def _without_second(user: Any) -> list[Card]:
    """What waits for a second person while there is nobody but the one who proposed it."""
    return [
        Card(
            f"Giao tài khoản, vai trò: người thứ hai xác nhận {row.get_kind_display().lower()}",
            f"{row.round.name}: chỉ có {row.asked_by.full_name}, là người đề nghị",
            reverse("units:accounts"),
            "Mở tài khoản",
            "",
            count=1,
        )
        for row in lonely_changes(user)
    ]


def _lacking(rows: Sequence[Nomination], way: Way) -> list[tuple[Nomination, Lack]]:
    """Those that wait for others than whose turn it is, and why."""
    found = hands(rows)
    return [
        (row, hand.lack)
        for row in rows
        if (hand := found.get(row.pk)) is not None and hand.way is way and hand.lack is not None
    ]


def _unseated_places() -> Q:
    """Dossiers whose holder has no officer, or nobody who signs; a district's is asked in its own state."""
    return Q(state=State.DISTRICT_REVIEW) | ~_seated(P.NOMINATE) | ~_seated(P.CONFIRM_NOMINATION)


def _left_lying() -> Q:
    """Dossiers that may wait for people who are away or silent: a draft waits for nobody until it was signed or is old."""
    today = clock.today()
    absent = Absence.objects.in_force(today).standing().values("user")
    seats = Membership.objects.in_force(today).filter(user__in=absent)
    units, bodies = seats.filter(organisation=None).values("unit"), seats.exclude(organisation=None)
    at_home = Q(holder_unit__in=units) | Q(holder_organisation__in=bodies.values("organisation"))
    return at_home | Q(changed_at__lt=clock.now() - timedelta(days=LYING))


def _seated(permission: Permission) -> Q:
    """Dossiers whose holder has an account in force with a permission."""
    roles = [role for role, granted in GRANTS.items() if permission in granted]
    seats = Membership.objects.in_force(clock.today()).filter(role__in=roles, user__is_active=True)
    units = seats.filter(organisation=None).values("unit")
    bodies = seats.exclude(organisation=None).values("organisation")
    return Q(holder_unit__isnull=False, holder_unit__in=units) | Q(
        holder_organisation__isnull=False, holder_organisation__in=bodies
    )
