"""What stands around every page: who I am, where I may go, what waits for me."""

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts import kept
from accounts.permissions import Permission
from accounts.seats import as_seen_from, chosen_seat
from awards import todo as award_todo
from campaign import todo as campaign_todo
from campaign.models import Campaign, FigureSet
from campaign.plan.addresses import WISH, in_campaign
from campaign.plan.domain.choice import standing_words
from core import clock, once
from core.numbers import format_date
from office import todo as office_todo
from office.todo import Card
from reports.guides.guide_of_page import guide_of
from reports.places import PLACES, Entry, Place, in_sight
from reports.public import todo as public_todo
from units import access
from units import todo as unit_todo
from units.access import Seat

P = Permission
SLOGAN = "Không để ai bị bỏ lại phía sau"
_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True)
class Link:
    """A label and where it leads."""

    label: str
    url: str


@dataclass(frozen=True)
class Choice:
    """A campaign in the switch."""

    name: str
    label: str  # with how it stands
    url: str
    is_current: bool


def choices(among: Sequence[Campaign], shown: Campaign | None, entrance: str) -> list[Choice]:
    """The campaigns side by side in words, each with the address that leads to it; their provinces where they differ."""
    several, today = len({item.province_id for item in among}) > 1, clock.today()
    found = []
    for item in among:
        name = f"{item.period}, {item.province.bare_name}" if several else item.period
        label = f"{name} ({standing_words(item.option(), on=today)})"
        found.append(Choice(name, label, in_campaign(entrance, item), item == shown))
    return found


@dataclass(frozen=True)
class Marks:
    """How much waits, in which areas of the navigation, and which of them are late."""

    total: int
    counts: Counter[str]
    late: frozenset[str]
    is_asked: bool = False  # a body of theirs was asked for its opinion


def marks_of(cards: Sequence[Card]) -> Marks:
    """The cards of somebody as the navigation counts them today."""
    counts: Counter[str] = Counter()
    for card in cards:
        counts[card.area] += card.count
    late = frozenset(card.area for card in cards if card.due and card.due < clock.today())
    return Marks(sum(counts.values()), counts, late)


class Frame:
    """Asked by templates; each answer is found at most once a page, and only when the page shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user: Any = getattr(request, "user", None)
        self.is_refusal = False  # a page that refuses counts nothing anew

    @property
    def is_known(self) -> bool:
        """Somebody has signed in."""
        return bool(self.user and self.user.is_authenticated)

    @property
    def working_date(self) -> str:
        """The day that the portal was told to work on: "thứ Năm, 15/12/2022"."""
        day = clock.working_date()
        return f"{_DAYS[day.weekday()]}, {format_date(day)}" if day else ""

    @property
    def is_trial(self) -> bool:
        """The portal runs for trying out: on the day that it is, and on whatever database it was given."""
        return bool(settings.DEVELOPMENT) and clock.working_date() is None

    @cached_property
    def is_demonstration(self) -> bool:
        """Made-up figures are in the database; only where the demonstration may be loaded at all."""
        return settings.DEVELOPMENT and FigureSet.objects.filter(is_illustrative=True).exists()

    @cached_property
    def _campaigns(self) -> tuple[Campaign | None, list[Campaign]]:
        return Campaign.objects.shown_among() if self.is_known else (None, [])

    @property
    def campaign(self) -> Campaign | None:
        """The campaign that the page shows."""
        return self._campaigns[0]

    @property
    def campaigns(self) -> list[Campaign]:
        """All that stand side by side."""
        return self._campaigns[1]

    def campaign_of(self, year: int) -> Campaign | None:
        """The campaign that a year belongs to: the one shown where it holds the year, or where no other does."""
        if self.campaign is None or len(self.campaigns) < 2:
            return self.campaign
        return Campaign.objects.of_year(year, shown=self.campaign) or self.campaign

    @cached_property
    def switch(self) -> list[Choice]:
        """The campaigns among which to choose; none where there is but one."""
        shown, among = self._campaigns
        return choices(among, shown, self._entrance()) if len(among) > 1 else []

    @property
    def shown_words(self) -> str:
        """The one that is shown, as the switch names it."""
        return next((item.name for item in self.switch if item.is_current), "")

    @property
    def sent_along(self) -> list[tuple[str, str]]:
        """What comes back with every form: of several campaigns the one on whose page it was filled in."""
        shown, among = self._campaigns
        return [(WISH, shown.code)] if shown is not None and len(among) > 1 else []

    def _entrance(self) -> str:
        """Where the part of the portal begins that this page belongs to: another campaign has other pages in it."""
        found = ((address_of(place.page), place) for place in PLACES)
        return next((url for url, place in found if url not in ("", "/") and self._is_here(url, place.also)), "/")

    @property
    def tagline(self) -> str:
        """The slogan, with the province and the years for those who signed in."""
        if self.campaign is None:
            return SLOGAN
        campaign = self.campaign
        return f"{SLOGAN} · {campaign.province.bare_name}, {campaign.first_year} - {campaign.last_year}"

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        return access.seats(self.user) if self.is_known else ()

    @cached_property
    def acts_as(self) -> Seat | None:
        """The role whose work is shown; nothing while all are, or where there is but one."""
        return chosen_seat(self.request) if self.is_known else None

    @cached_property
    def viewer(self) -> Any:
        """Whose work the start page and the navigation show: me, in the role that I chose. Rights are asked of `user`."""
        return as_seen_from(self.user, self.acts_as)

    @property
    def roles(self) -> list[tuple[Seat, bool]]:
        """The roles to choose among and whether each is chosen; none where there is but one."""
        return [(seat, seat == self.acts_as) for seat in self.seats] if len(self.seats) > 1 else []

    @property
    def act_as_url(self) -> str:
        return address_of("accounts:act_as")

    @property
    def given_name(self) -> str:
        """What a narrow header calls me by: a Vietnamese name ends with it."""
        return str(self.user.full_name).split(" ")[-1]

    @property
    def seat_label(self) -> str:
        """The first seat in words, and how many more there are."""
        if not self.seats:
            return "Chưa được giao vai trò"
        if self.acts_as is not None:
            return self.acts_as.label
        first, *others = self.seats
        if first.is_past:
            return f"{first.label} (đã kết thúc, chỉ xem)"
        return f"{first.label} (và {len(others)} vai trò khác)" if others else first.label

    @property
    def past(self) -> str:
        """What somebody has to know whose unit or body has ended."""
        seat = next((seat for seat in self.seats if seat.ended_on is not None), None)
        if seat is None or seat.ended_on is None:
            return ""
        return (
            f"{seat.organisation or seat.unit} đã kết thúc từ ngày {format_date(seat.ended_on)}: bạn xem lại được những gì "
            "đã xem được đến ngày cuối, không ghi thêm. Nếu đã chuyển sang cơ quan mới, đề nghị quản trị giao vai trò."
        )

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """Everything that waits for me, what is due first on top."""
        if not self.is_known:
            return ()
        is_read = self.request.method in {"GET", "HEAD"}
        # after a change they are read anew, each answer once; of one role apart from what the page itself asks
        with nullcontext() if is_read and self.acts_as is None else once.page():
            cards = [
                *office_todo.cards(self.viewer),
                *unit_todo.cards(self.viewer),
                *campaign_todo.cards(self.viewer),
                *award_todo.cards(self.viewer),
                *public_todo.cards(self.viewer),
            ]
        return tuple(sorted(cards, key=lambda card: card.due or clock.FOREVER))

    @cached_property
    def marks(self) -> "Marks":
        """What the navigation counts: fresh on the start page, elsewhere at most a minute old."""
        found: Marks | None = None if self.request.path == "/" else kept.get(self.viewer)
        if found is None and self.is_refusal:
            return Marks(0, Counter(), frozenset())
        if found is None:
            found = replace(marks_of(self.cards), is_asked=award_todo.is_asked(self.viewer))
            kept.keep(self.viewer, found)
        return found

    @property
    def waiting(self) -> int:
        """How many pieces of work wait."""
        return self.marks.total

    @cached_property
    def nav(self) -> list[Entry]:
        """The tasks I may do, with what waits in each."""
        if not self.is_known:
            return []
        counts, late = self.marks.counts, self.marks.late
        return [
            Entry(
                label=place.label,
                url=url,
                is_current=self._is_here(url, place.also),
                waiting=self.waiting if url == "/" else counts[place.area] if place.area else 0,
                is_late=bool(late) if url == "/" else place.area in late,
                rank=place.rank,
            )
            for place in PLACES
            if self._opens(place) and (url := address_of(place.page))
        ]

    @cached_property
    def _in_sight(self) -> tuple[list[Entry], list[Entry]]:
        return in_sight(self.nav)

    @property
    def nav_front(self) -> list[Entry]:
        """The tasks that stand in sight."""
        return self._in_sight[0]

    @property
    def nav_rest(self) -> list[Entry]:
        """What one looks up now and then, under one entry."""
        return self._in_sight[1]

    @property
    def rest(self) -> Entry:
        """The entry that holds the rest: how much waits under it, and whether the page is one of them."""
        held = self.nav_rest
        return Entry(
            "Tra cứu",
            "",
            any(entry.is_current for entry in held),
            sum(entry.waiting for entry in held),
            any(entry.is_late for entry in held),
        )

    def _opens(self, place: Place) -> bool:
        if place.of_province:
            return keeps_the_portal(self.viewer)
        if place.when_asked and not self.marks.is_asked:
            return False
        return place.needs is None or access.holds(self.viewer, place.needs)

    def _is_here(self, url: str, also: Sequence[str]) -> bool:
        path = self.request.path
        return path == "/" if url == "/" else path.startswith((url, *also))

    @property
    def own_links(self) -> list[Link]:
        """What the menu under my name leads to."""
        links = [
            Link("Tài khoản của tôi", address_of("accounts:me")),
            Link("Vắng mặt", address_of("units:absences")),
            Link("Đổi mật khẩu", address_of("accounts:change_password")),
        ]
        links.append(Link("Thông báo", address_of("office:notices")))
        if access.holds(self.user, P.APPROVE_FIGURES):
            links.append(Link("Hộp thư chờ gửi", address_of("office:outbox")))
        if getattr(self.user, "is_staff", False):
            links.append(Link("Quản trị hệ thống", address_of("admin:index")))
        return [link for link in links if link.url]

    @property
    def guide_url(self) -> str:
        """The part of a guide about this page; nothing for strangers."""
        found = self.request.resolver_match
        return guide_of(found.view_name) if found is not None and self.is_known else ""

    @property
    def home_url(self) -> str:
        return address_of("reports:workbench") or "/"

    @property
    def search_url(self) -> str:
        return address_of("reports:search")

    @property
    def sign_in_url(self) -> str:
        return address_of("accounts:sign_in")

    @property
    def sign_out_url(self) -> str:
        return address_of("accounts:sign_out")


def keeps_the_portal(user: Any) -> bool:
    """Somebody administers the whole of a province: what belongs to no unit is theirs to see to."""
    return access.over_a_province(user, [P.ADMINISTER])


def address_of(page: str, *keys: object) -> str:
    """The address of a named page; nothing while the portal has no such page."""
    try:
        return reverse(page, args=keys)
    except NoReverseMatch:
        return ""


def page_frame(request: HttpRequest) -> dict[str, object]:
    """For every template; answers are found when asked for, so that parts of pages cost nothing."""
    return {"frame": request.__dict__.setdefault("_frame", Frame(request))}


def frame_of(request: HttpRequest) -> Frame:
    """The frame that the page of this request will show."""
    frame = page_frame(request)["frame"]
    assert isinstance(frame, Frame)
    return frame
