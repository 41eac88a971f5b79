"""What the start page shows besides the work that waits: what is due soon, what has just changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import AuditEvent, User
from accounts.permissions import OF_THE_PAST, Permission
from accounts.words import told
from awards import underway as award_underway
from awards.decisions.told import kept_back
from awards.models import Nomination
from campaign import underway as campaign_underway
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.words import State
from campaign.models import Campaign, Deadline, FigureSet, Plan, Target
from campaign.poverty_standards.in_force import standard_for
from campaign.registrations.domain.deadlines import last_day
from campaign.registrations.report_deadlines import PREFIX
from core import clock
from core.numbers import format_date, is_digits, read_ids
from core.text import listed, lower_first, opened
from office.todo import Card, Sent
from reports.frame import address_of
from units import access
from units.access import Seat
from units.map.domain.levels import Level
from units.map.holders import level_words
from units.models import Unit

P = Permission
SHOWN = 8  # lines of each list

# kind of record → its model, the permission to see it, and the page of one
RECORDS: dict[str, tuple[Any, Permission, str]] = {
    "campaign.figureset": (FigureSet, P.VIEW_FIGURES, "campaign:figure_set"),
    "campaign.target": (Target, P.VIEW_TARGETS, ""),
    "campaign.plan": (Plan, P.VIEW_PLANS, "campaign:plan"),
    "awards.nomination": (Nomination, P.VIEW_NOMINATIONS, "awards:nomination"),
}
# visits, readings and downloads: acts that change nothing
NO_CHANGE = (
    *("sign_in", "sign_in_failed", "sign_in_locked", "sign_out", "end_session"),
    *("export", "make_letter", "read_admin", "read_household", "read_households"),
)


@dataclass(frozen=True)
class Due:
    """Something due by a day; `words` say how its act counts the day."""

    label: str
    on: date  # the last day on which it is in time
    words: str


@dataclass(frozen=True)
class Change:
    """Something that has just been done."""

    at: datetime
    words: str
    subject: str
    url: str
    who: str


@dataclass(frozen=True)
class Progress:
    """How far the figures of the units below mine are: state → how many, in the order of the road."""

    year: int
    place: str
    units: int
    words: str
    states: list[tuple[str, str, int]]

    @property
    def lacking(self) -> int:
        return self.units - sum(number for _, _, number in self.states)


def lead_line(cards: tuple[Card, ...]) -> str:
    """How much waits and what is due first, in a sentence."""
    if not cards:
        return "Không có việc nào đang chờ bạn."
    number = sum(card.count for card in cards)
    due = min((card.due for card in cards if card.due), default=None)
    if due is None:
        return f"{number} việc đang chờ bạn."
    days = (due - clock.today()).days
    left = f"còn {days} ngày" if days > 0 else "là hôm nay" if days == 0 else f"trễ {-days} ngày"
    return f"{number} việc đang chờ bạn; việc gần hạn nhất: {format_date(due)}, {left}."


# whose days they are: of dossiers, of plans, of reports
_OF_DOSSIERS = (P.NOMINATE, P.CONFIRM_NOMINATION, P.APPRAISE, P.DECIDE)
_OF_PLANS = (P.FILE_PLAN, P.ACKNOWLEDGE_PLAN, P.DECIDE)
_OF_REPORTS = (P.FILE_PLAN, P.LEAD_MOVEMENT, P.SUPERVISE, P.DECIDE)


# what changes nothing; who holds no more has no work that waits
_READING = frozenset({*OF_THE_PAST, P.EXPORT, P.VIEW_AUDIT, P.VIEW_HOUSEHOLDS})


def reads_only(user: Any) -> bool:
    """Somebody looks and takes no step."""
    return all(seat.permissions <= _READING for seat in access.seats(user))


def has_days(user: Any) -> bool:
    """Some deadline may concern somebody."""
    return _holds_any(user, {*_OF_DOSSIERS, *_OF_PLANS, *_OF_REPORTS})


def _holds_any(user: Any, permissions: Iterable[Permission]) -> bool:
    return any(access.holds(user, permission) for permission in permissions)


def _concerning(user: Any) -> Q:
    """The deadlines that are somebody's to meet or to watch over."""
    reports, plans = Q(code__startswith=PREFIX), ~Q(plan_kind="")
    found = Q(pk__in=())
    for which, permissions in ((reports, _OF_REPORTS), (plans, _OF_PLANS), (~reports & ~plans, _OF_DOSSIERS)):
        found |= which if _holds_any(user, permissions) else Q(pk__in=())
    return found


def due_soon(user: Any, campaigns: Sequence[Campaign]) -> list[Due]:
    """Deadlines and closing days of rounds that are still ahead and concern somebody, of every campaign, the nearest first."""
    if not campaigns:
        return []
    today, several = clock.today(), {item.pk: item.period for item in campaigns} if len(campaigns) > 1 else {}
    rows = Deadline.objects.current().filter(
        _concerning(user), campaign__in=[item.pk for item in campaigns], on__gte=today
    )
    found = [_due(row, several.get(row.campaign_id, "")) for row in rows]
    return sorted((row for row in found if row.on >= today), key=lambda row: row.on)[:SHOWN]


def _due(row: Deadline, period: str) -> Due:
    label = f"{row.label}, phong trào {period}" if period else row.label
    words = "trước" if row.bound == Deadline.Bound.BEFORE else "chậm nhất"
    return Due(label, last_day(row.on, row.bound), f"{words} ngày {format_date(row.on)}")


def progress(user: Any, campaign: Campaign | None, year: int) -> Progress | None:
    """The states of the figures of the units directly below my first unit that has some."""
    if campaign is None or not access.holds(user, P.VIEW_FIGURES):
        return None
    seat = next((seat for seat in access.seats(user) if _looks_down(seat)), None)
    if seat is None:
        return None
    on = min(map_day(year), seat.unit.valid_to - timedelta(days=1))
    units = Unit.objects.children_of(seat.unit, on).in_force(on).exclude(level=Level.VILLAGE)
    levels = dict(units.values_list("pk", "level"))
    ids = levels.keys()
    if not ids:
        return None
    rows = (
        FigureSet.objects.visible_to(user)
        .current()
        .year_end()
        .filter(year=year, standard=standard_for(campaign, year), unit__in=list(ids))
    )
    newest = dict(rows.order_by("number", "pk").values_list("unit_id", "state"))
    counts = Counter(newest.values())
    words = level_words(Level.DISTRICT if Level.DISTRICT in levels.values() else Level.COMMUNE, on)
    return Progress(
        year,
        lower_first(seat.unit.name),
        len(ids),
        words,
        [(state.value, state.label, counts[state]) for state in State if counts[state]],
    )


def _looks_down(seat: Seat) -> bool:
    return P.VIEW_FIGURES in seat.permissions and seat.unit.level <= Level.DISTRICT


def underway(user: User, campaign: Campaign | None) -> list[Sent]:
    """What I sent and where it is now, what was sent last on top."""
    if campaign is None:
        return []
    found = [*campaign_underway.underway(user, campaign), *award_underway.underway(user)]
    return sorted(found, key=lambda row: row.since, reverse=True)


def done(user: User) -> list[Change]:
    """My own newest acts; visits, readings and downloads are none."""
    return _changes(list(AuditEvent.objects.filter(actor=user.username).exclude(verb__in=NO_CHANGE)[:SHOWN]))


def just_changed(user: User) -> list[Change]:
    """The newest acts of others on records of my units that I may see."""
    return _changes(_events_around(user)[:SHOWN])


def _changes(events: list[AuditEvent]) -> list[Change]:
    return [_change(event, words) for event, words in zip(events, told(events), strict=True)]


_NEWS = ((P.VIEW_FIGURES, "số liệu"), (P.VIEW_PLANS, "kế hoạch"), (P.VIEW_NOMINATIONS, "hồ sơ khen thưởng"))


def news_words(user: Any) -> str:
    """What news somebody may get; nothing for who sees none of it."""
    kinds = [words for permission, words in _NEWS if access.holds(user, permission)]
    return f"{opened(listed(kinds))} do người khác gửi, kiểm tra hoặc trả lại sẽ hiện ở đây." if kinds else ""


def _events_around(user: User) -> list[AuditEvent]:
    kinds = [kind for kind, (_, permission, _) in RECORDS.items() if access.holds(user, permission)]
    if not kinds or not access.reach(user, P.VIEW_UNITS):
        return []
    codes = Unit.objects.reached_by(user, P.VIEW_UNITS).values("code")
    around = AuditEvent.objects.filter(subject_type__in=kinds, unit_code__in=codes).exclude(kept_back(user))
    around = around.exclude(actor=user.username).exclude(verb__in=NO_CHANGE)
    rows = list(around[: 3 * SHOWN])
    # a code is reused by later units, so each record is asked for by itself
    seen = {kind: _visible(user, kind, rows) for kind in kinds}
    return [row for row in rows if row.subject_id in seen[row.subject_type]]


def _visible(user: User, kind: str, rows: list[AuditEvent]) -> set[str]:
    ids = set(read_ids(row.subject_id for row in rows if row.subject_type == kind))
    if not ids:
        return set()
    visible: QuerySet[Any] = RECORDS[kind][0].objects.visible_to(user).filter(pk__in=ids)
    return {str(pk) for pk in visible.values_list("pk", flat=True)}


def _change(event: AuditEvent, words: str) -> Change:
    page = RECORDS[event.subject_type][2] if event.subject_type in RECORDS else ""
    url = address_of(page, event.subject_id) if page and is_digits(event.subject_id) else ""
    return Change(event.at, words, event.subject_label, url, event.actor_name)
