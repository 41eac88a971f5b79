"""What the start page shows first to those whose day has few cards: who administers, who inspects, the press."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from django.urls import reverse

from accounts.permissions import Permission, Role
from awards.models import Decision, RuleChange
from awards.rounds.campaigns import round_words
from campaign.models import Campaign, Record
from core import clock
from core.numbers import format_count, format_date
from office.models import ErrorRecord
from reports.frame import keeps_the_portal
from reports.integrity.error_records import by_place
from reports.setup.list import Standing, chapters
from units import access
from units.models import Membership, Unit

P = Permission
SHOWN = 6
AHEAD = timedelta(days=90)
READ = 500
STORY = "dien-hinh"


@dataclass(frozen=True)
class Row:
    """One line: what it is, how it stands, where it leads."""

    what: str
    how: str
    url: str


@dataclass(frozen=True)
class Panel:
    """A list of the first page, with where all of it stands; `empty` is said when there is nothing."""

    code: str
    title: str
    rows: list[Row]
    empty: str
    url: str = ""
    link: str = ""


def panels(user: Any, campaigns: Sequence[Campaign]) -> list[Panel]:
    """Those of everything that somebody is; nothing for who has their work in the cards alone."""
    roles = {seat.role for seat in access.seats(user)}
    found: list[Panel] = []
    if keeps_the_portal(user):
        found += [_setup(user), _errors()]
    if access.holds(user, P.ADMINISTER):
        found.append(_ending(user))
    if Role.AUDITOR in roles:
        found.append(_bent(user))
    if Role.PRESS_EDITOR in roles:
        found += [_published(campaigns), _stories(user)]
    return found


def _setup(user: Any) -> Panel:
    """What is missing first, then what to look at."""
    matters = [
        matter
        for standing in (Standing.MISSING, Standing.LOOK)
        for chapter in chapters(user)
        for matter in chapter.matters
        if matter.standing is standing
    ]
    where = reverse("reports:setup")
    rows = [Row(item.title, f"{item.standing.label}: {item.words}", item.url or where) for item in matters[:SHOWN]]
    title = f"Thiết lập còn {format_count(len(matters))} việc" if matters else "Thiết lập"
    return Panel("thiet-lap", title, rows, "Không thiếu việc nào.", where, "Tất cả việc thiết lập")


def _errors() -> Panel:
    failures = list(islice(by_place(ErrorRecord.objects.all()[:READ]), SHOWN))
    where = reverse("reports:errors")
    rows = [
        Row(item.last.place, f"{format_count(item.count)} lần, mới nhất ngày {format_date(_day(item.last.at))}", where)
        for item in failures
    ]
    return Panel("loi", "Lỗi của cổng", rows, "Chưa ghi nhận lỗi nào.", where, "Xem các lỗi")


def _day(moment: Any) -> Any:
    return moment.astimezone(clock.VIETNAM).date()


def _ending(user: Any) -> Panel:
    """Roles that end soon by the day that was written down with them; those that end with their place have a card."""
    today = clock.today()
    rows = Membership.objects.in_force(today).filter(
        unit__in=Unit.objects.reached_by(user, P.ADMINISTER), valid_to__lte=today + AHEAD, user__is_active=True
    )
    found = rows.select_related("user", "unit", "organisation").order_by("valid_to", "pk")[:SHOWN]
    lines = [
        Row(row.user.full_name, f"{row}, đến hết ngày {format_date(row.valid_to - timedelta(days=1))}",
            reverse("units:account", args=[row.user_id]))
        for row in found
    ]  # fmt: skip
    empty = f"Không vai trò nào hết hạn trong {AHEAD.days} ngày tới."
    return Panel("sap-het-han", "Vai trò sắp hết hạn", lines, empty, reverse("units:accounts"), "Tất cả tài khoản")


def _bent(user: Any) -> Panel:
    """What bent a rule this year: with its act, who asked and who answered."""
    rows = RuleChange.objects.visible_to(user).filter(
        asked_at__gte=clock.moment_on(clock.today().replace(month=1, day=1))
    )
    found = rows.select_related("round__campaign", "asked_by").order_by("-asked_at")[:SHOWN]
    lines = [
        Row(
            f"{row.get_kind_display()}: {round_words(row.round)}",
            f"{row.get_state_display()}; {row.asked_by.full_name} đề nghị ngày {format_date(_day(row.asked_at))}, "
            f"theo {row.number}",
            reverse("awards:rule_change", args=[row.pk]),
        )
        for row in found
    ]
    title = f"Thay đổi quy định, nhập bù năm {clock.today().year}"
    return Panel(
        "thay-doi", title, lines, "Năm nay chưa có thay đổi nào.", reverse("awards:rule_changes"), "Tất cả thay đổi"
    )


def _published(campaigns: Sequence[Campaign]) -> Panel:
    """The decisions that are public: what may be written about."""
    rows = Decision.objects.filter(round__campaign__in=campaigns, recalled_at=None).exclude(released_at=None)
    found = rows.select_related("round__campaign").order_by("-released_at", "-pk")[:SHOWN]
    lines = [
        Row(
            str(row),
            f"{round_words(row.round)}, công bố ngày {format_date(_day(row.released_at))}",
            _public(row.round.year),
        )
        for row in found
    ]
    empty = "Chưa có quyết định nào được công bố."
    return Panel(
        "duoc-dang", "Quyết định đã công bố, được đăng", lines, empty, reverse("reports:public"), "Trang công khai"
    )


def _public(year: int) -> str:
    return reverse("reports:public_year", args=[year])


def _stories(user: Any) -> Panel:
    """Stories that are public, and the own body's that wait for their word."""
    return Panel(
        "dien-hinh",
        "Điển hình",
        list(islice(_story_rows(user), SHOWN)),
        "Chưa có điển hình nào đã đăng hoặc đang chờ.",
        f"{reverse('campaign:records')}?nhom={STORY}",
        "Tất cả điển hình",
    )


def _story_rows(user: Any) -> Iterator[Row]:
    rows = Record.objects.readable_by(user).filter(kind=STORY, state__in=("proposed", "approved", "published"))
    for row in rows.select_related("unit", "organisation").order_by("-on", "-pk")[:SHOWN]:
        yield Row(row.title, f"{row.owner}: {row.state_label}", reverse("campaign:record", args=[row.pk]))
