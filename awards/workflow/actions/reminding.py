"""Whose turn a dossier is are reminded once it is overdue, at night or by an officer. Lock order: nomination, audit head."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.decisions.told import GIVEN, sees_decisions
from awards.models import Nomination, Reminder
from awards.nominations.actions.nominations import locked
from awards.rounds.campaigns import round_url
from awards.workflow.desks import holders_of, officers_of
from awards.workflow.instead import instead_of
from awards.workflow.people import Hands, hands
from awards.workflow.silence import Wait, is_to_be_reminded
from awards.workflow.states import FINAL, State
from awards.workflow.turns import Hand, Way
from awards.workflow.waits import days_over, reminded, waits
from campaign.plan.own_word import words_of
from core import clock
from core.numbers import format_date, two_digits
from core.once import reading
from core.own_words import in_own_words
from core.text import listed, lower_first
from core.workflow import Refused
from office.notices.outbox import Draft, post
from units import access
from units.models import Unit

ABOVE = (Hand.COUNCIL, Hand.CHAIRMAN)  # what they take on the award agency has prepared
HOME = (Hand.OFFICER, Hand.LEADER, Hand.DISTRICT)
DESK = (Permission.APPRAISE, Permission.RECOMMEND)
ONCE = "đã được nhắc hôm nay; mỗi hồ sơ nhắc một lần một ngày."
NAMED, LETTERS = 20, 3500  # dossiers and letters of one notice; the page shows the others
UNTOLD = GIVEN | {
    State.FOR_DECISION,
    State.AT_STATE,
}  # told alike until a decision is released (`awards.decisions.told`)
DESK_REMINDS = "hồ sơ đã trình người quyết định; việc nhắc do cơ quan thi đua, khen thưởng."


@dataclass(frozen=True)
class Silence:
    """A dossier that waits: for whom, since when, and who may act when they stay silent."""

    item: Nomination
    hand: Hands
    wait: Wait
    told: tuple[User, ...]  # who prepared what they have not taken on
    instead: tuple[User, ...]

    @property
    def since(self) -> str:
        over = days_over(self.wait, clock.today())
        late = f", quá hạn {two_digits(over)} ngày làm việc" if over else ""
        return f"từ ngày {format_date(self.wait.since)}{late}"

    @property
    def names(self) -> str:
        return listed([self.hand.called(user) for user in self.hand.people])

    @property
    def who(self) -> str:
        """Whose turn it is as a notice says it, with their names where there is anybody."""
        return f"{self.hand.turn.hand.label} ({self.names or 'không còn ai'})"

    def is_called(self, today: date) -> bool:
        """Others are told: it has waited as long again, or nobody whose turn it is can act."""
        return self.wait.is_long_overdue(today) or self.hand.lack is not None


# ---- who is reminded, who is told ----


def remind_overdue() -> int:
    """Every night: whose turn a dossier has been for too long; whoever prepared it; after as long again who may act instead.

    Returns of how many dossiers. What was reminded today already is left alone.
    """
    by = User.objects.command_line()
    rows = Nomination.objects.exclude(state__in=FINAL).order_by("round", "pk").values_list("round", "pk")
    keys: dict[int, list[int]] = defaultdict(list)
    for award_round, pk in rows:
        keys[award_round].append(pk)
    done = 0
    for pks in keys.values():
        with audit.change(by) as trail:
            items = locked(pks)
            last, today = reminded(items), clock.today()
            due = [row for row in _silences(items) if is_to_be_reminded(row.wait, last.get(row.item.pk), today)]
            _remind(due, by, trail)
            done += len(due)
    return done


def remind(pks: Collection[int], *, by: User) -> tuple[list[Nomination], list[str]]:
    """An officer reminds whose turn these dossiers are, each once a day.

    Returns those that were, and of each of the others why not. Raises `Refused` when none of them was.
    """
    if not pks:
        raise Refused("Không có hồ sơ nào để nhắc.")
    with audit.change(by) as trail:
        items = locked(pks)
        silences = {row.item.pk: row for row in _silences(items)}
        why = why_not_remind(items, {pk: (row.hand, row.wait) for pk, row in silences.items()}, by)
        left = [f"{item.printed_name}: {why[item.pk]}" for item in items if why[item.pk]]
        done = [item for item in items if not why[item.pk]]
        if not done:
            raise Refused(*left)
        _remind([silences[item.pk] for item in done], by, trail)
        return done, left


def why_not_remind(items: Sequence[Nomination], found: Mapping[int, tuple[Hands, Wait]], by: User) -> dict[int, str]:
    """Why somebody does not remind whose turn each is; empty where they may."""
    last, today = reminded(items), clock.today()
    reached = access.reached(by, Permission.NOMINATE, [item.place.pk for item in items], model=Unit)
    bodies = access.own_organisations(by, Permission.NOMINATE)
    return {
        item.pk: _why_not(
            item,
            found.get(item.pk),
            last.get(item.pk),
            today,
            by,
            is_holder=item.place.pk in reached or item.holder_organisation_id in bodies,
        )
        for item in items
    }


def _why_not(
    item: Nomination, found: tuple[Hands, Wait] | None, last: date | None, today: date, by: User, *, is_holder: bool
) -> str:
    if item.state in UNTOLD and not sees_decisions(by, item.round):
        return DESK_REMINDS
    if found is None or not found[1].step or not found[0].people:
        return "không chờ ai xử lý nên không có ai để nhắc."
    hand, wait = found
    if by.pk in hand.ids:
        return "đến lượt chính bạn."
    if not is_holder and (hand.turn.hand in HOME or not access.may_any(by, DESK, item.round.campaign.province)):
        return "chỉ nơi lập hồ sơ, hoặc cơ quan thi đua, khen thưởng khi hồ sơ đã lên, nhắc người đến lượt."
    if wait.since >= today:
        return "mới đến lượt hôm nay, chưa cần nhắc."
    return ONCE if last == today else ""


@reading()
def _silences(items: Sequence[Nomination]) -> list[Silence]:
    """Those that wait for somebody, with whoever is told of it."""
    found = hands(items)
    waiting = waits(items, {pk: hand.turn for pk, hand in found.items()})
    rows = [item for item in items if item.pk in waiting and waiting[item.pk].step]
    instead = instead_of(rows, found)
    rows = [item for item in rows if found[item.pk].people or instead[item.pk]]
    officers = officers_of(rows)
    provinces = {item.round.campaign.province for item in rows if found[item.pk].turn.hand in ABOVE}
    desks = {province: holders_of(Permission.RECOMMEND, province) for province in provinces}
    result = []
    for item in rows:
        hand, prepared = found[item.pk], officers[item.pk]
        if hand.turn.hand in ABOVE:
            desk = desks[item.round.campaign.province]
            prepared = [user for user in desk if user.pk == item.officer_id] or desk
        elif author := [user for user in prepared if user.pk == item.author_id]:
            prepared = author
        told = tuple(user for user in prepared if user.pk not in hand.ids)
        result.append(Silence(item, hand, waiting[item.pk], told, tuple(instead[item.pk])))
    return result


def _remind(rows: Sequence[Silence], by: User, trail: audit.Trail) -> None:
    """Keep that they were reminded, and send what each person has to know as one notice for each round.

    Of dossiers of one round: the words are its province's, at night as on a page.
    """
    if not rows:
        return
    with words_of(rows[0].item.round.campaign):
        _tell(rows, by, trail)


def _tell(rows: Sequence[Silence], by: User, trail: audit.Trail) -> None:
    today = clock.today()
    for row in rows:
        Reminder.objects.create(
            nomination=row.item, on=today, since=row.wait.since, due=row.wait.due, people=row.names[:500], by=by
        )
        trail.add("remind", row.item, new=row.names, summary=f"Chờ {row.since}.")
    post([*_reminders(rows), *_reports(rows, by), *_calls(rows)], by=by)


# ---- the words ----


def _reminders(rows: Sequence[Silence]) -> list[Draft]:
    """To those whose turn it is."""
    by_person = _grouped([(user, row) for row in rows for user in row.hand.people])
    return [
        _draft(
            user,
            found,
            f"Nhắc: {_number(found)} đang chờ bạn",
            "Hồ sơ sau đang chờ bạn xử lý:",
            lambda row: f"{row.hand.turn.words.format(row.item.printed_name)}, chờ {row.since}",
        )
        for user, found in by_person
    ]


def _reports(rows: Sequence[Silence], by: User) -> list[Draft]:
    """To those who prepared it: whose silence it is, and after long who may act instead."""
    today = clock.today()
    overdue = [row for row in rows if row.wait.is_overdue(today)]
    by_person = _grouped([(user, row) for row in overdue for user in row.told if user != by])

    def line(row: Silence) -> str:
        words = f"{row.item.printed_name}: {row.who} chưa xử lý, chờ {row.since}"
        return f"{words}. {_way(row)}" if row.is_called(today) else words

    return [
        _draft(
            user,
            found,
            f"{_number(found).capitalize()} đang chờ quá hạn",
            "Cổng đã nhắc người đến lượt xử lý các hồ sơ sau:",
            line,
        )
        for user, found in by_person
    ]


def _calls(rows: Sequence[Silence]) -> list[Draft]:
    """To those who may act instead, or name who does, once it has waited as long again or nobody can act."""
    today = clock.today()
    late = [row for row in rows if row.is_called(today)]
    by_person = _grouped([(user, row) for row in late for user in row.instead])
    return [
        _draft(
            user,
            found,
            f"{_number(found).capitalize()} chờ quá hạn, bạn có thể xử lý",
            "Những người đến lượt không xử lý được, hoặc đã được nhắc mà chưa xử lý các hồ sơ sau:",
            lambda row: f"{row.item.printed_name}: {row.who}, chờ {row.since}. {_way(row)}",
            page=_PAGES.get(found[0].hand.way, "awards:round"),
        )
        for user, found in by_person
    ]


_PAGES = {Way.STAND_IN: "awards:stand_ins"}


def _way(row: Silence) -> str:
    """Who may act instead, in a sentence."""
    names = listed([user.full_name for user in row.instead[:3]])
    if row.hand.way is Way.STAND_IN and names:
        return f"{in_own_words('Chủ tịch UBND tỉnh')} ({names}) có thể cử người thẩm định thay."
    if row.hand.above and names:
        return f"Có thể xử lý thay: {names}."
    return "Quản trị có thể giao vai trò này cho người khác cùng đơn vị, chẳng hạn cấp phó."


def _number(rows: Sequence[Silence]) -> str:
    return f"{two_digits(len(rows))} hồ sơ"


def _grouped(pairs: Sequence[tuple[User, Silence]]) -> list[tuple[User, list[Silence]]]:
    """One notice for each person and round."""
    found: dict[tuple[User, int], list[Silence]] = defaultdict(list)
    for user, row in pairs:
        found[user, row.item.round_id].append(row)
    return [(user, rows) for (user, _), rows in found.items()]


def _draft(
    user: User,
    rows: Sequence[Silence],
    subject: str,
    opening: str,
    line: Callable[[Silence], str],
    page: str = "awards:round",
) -> Draft:
    item = rows[0].item
    is_single = len(rows) == 1 and page == "awards:round"
    url = reverse("awards:nomination", args=[item.pk]) if is_single else round_url(page, item.round)
    lines: list[str] = []
    for row in rows[:NAMED]:
        text = f"- {line(row)}".rstrip(".") + "."
        if lines and sum(map(len, lines)) + len(text) > LETTERS:
            break
        lines.append(text)
    if len(rows) > len(lines):
        lines.append(f"- và {two_digits(len(rows) - len(lines))} hồ sơ khác, xem trên cổng.")
    body = "\n".join([opening, *lines, f"{item.round.name}."])
    return Draft(
        user, str(item.holder), f"{subject}: {lower_first(item.round.name)}", body, url, f"silent:{item.round_id}"
    )
