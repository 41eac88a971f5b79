"""What an administrator still has to set up, each with where it is done: facts as sentences, nothing is changed.

A matter is done, missing, to be looked at, or not known to the portal.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.permissions import DUTY_OF_ROLE, Duty, Permission, Role
from accounts.sign_in import keys
from awards.law.in_force import file_in_force
from awards.models import Holiday, RegimeFile
from campaign.models import Campaign, Deadline, Period
from campaign.poverty_standards.in_force import standard_of, standard_years
from core import clock
from core.numbers import format_count, format_date, format_moment
from core.own_words import in_own_words
from core.text import listed
from office.backup import kept
from units import access
from units.map.domain.levels import TWO_LEVELS_FROM, Level
from units.models import Ancestry, Beginning, DutyHolding, Membership, OwnKind, Unit
from units.reorganisation.ending_seats import AHEAD, ending_rows

WAITS_AT_MOST = timedelta(minutes=5)
LISTED = 5


class Standing(StrEnum):
    """How a matter stands, with the tone of its mark."""

    DONE = "ok"
    MISSING = "bad"
    LOOK = "due"
    UNKNOWN = "wait"

    @property
    def label(self) -> str:
        return {"ok": "Xong", "bad": "Còn thiếu", "due": "Cần xem", "wait": "Cổng không biết"}[self.value]


@dataclass(frozen=True)
class Matter:
    """One thing to set up."""

    title: str
    standing: Standing
    words: str
    url: str = ""  # where it is done on the portal
    action: str = ""
    command: str = ""  # or what is run on the server


@dataclass(frozen=True)
class Chapter:
    """Matters that belong together."""

    title: str
    matters: tuple[Matter, ...]


def chapters(user: Any) -> list[Chapter]:
    """Everything, in the order in which an office does it, for who administers the province."""
    found = [
        Chapter("Đơn vị và con người", (*_units(), *_kinds(), *_duties(), *_people(user))),
        Chapter("Phong trào", (*_plan(), *_standards(), *_regulation(), *_deadlines(), *_holidays())),
        Chapter("Máy chủ", (*_keys(), *_mail(), *_worker(), *_backup())),
    ]
    shut = {reverse(page) for page, needed in _NEEDS.items() if not access.holds(user, needed)}
    return [replace(item, matters=tuple(_opening(matter, shut) for matter in item.matters)) for item in found]


# pages of others, where whoever administers has no role
_NEEDS = {
    "awards:holidays": Permission.VIEW_NOMINATIONS,
    "campaign:plans": Permission.VIEW_PLANS,
    "campaign:periods": Permission.VIEW_FIGURES,
}


def _opening(matter: Matter, shut: Collection[str]) -> Matter:
    """A matter without the link to a page that does not open."""
    return replace(matter, url="", action="") if matter.url in shut else matter


def number_missing(found: list[Chapter]) -> int:
    """How many matters are missing."""
    return sum(matter.standing is Standing.MISSING for chapter in found for matter in chapter.matters)


def _has_districts(today: date) -> bool:
    """Whether districts stand: as the office said at the start, until the day on which the law ended them."""
    row = Beginning.objects.filter(pk=1).first()
    return today < TWO_LEVELS_FROM and (row is None or row.levels != 2)


# ---- units and people ----


def _units() -> Iterator[Matter]:
    today = clock.today()
    numbers = dict(
        Unit.objects.in_force(today).order_by().values("level").annotate(n=Count("pk")).values_list("level", "n")
    )
    load, to_load = reverse("units:unit_import"), "Nạp danh mục"
    for level, title in ((Level.DISTRICT, "Cấp huyện"), (Level.COMMUNE, "Cấp xã"), (Level.VILLAGE, "Thôn, khu phố")):
        number = numbers.get(level, 0)
        if level is Level.DISTRICT and not _has_districts(today):
            if number:
                words = f"{format_count(number)} đơn vị cấp huyện còn ghi là đang hoạt động; cấp huyện kết thúc từ 01/07/2025."
                yield Matter(title, Standing.LOOK, words, reverse("units:reorganisations"), "Sắp xếp đơn vị")
            continue
        if number:
            yield Matter(title, Standing.DONE, f"{format_count(number)} đơn vị.", reverse("units:tree"), "Xem")
        elif level is Level.VILLAGE:
            words = "Chưa có thôn, khu phố nào: chưa nhập được danh sách hộ."
            yield Matter(title, Standing.LOOK, words, load, to_load)
        else:
            words = "Chưa có đơn vị nào."
            yield Matter(title, Standing.MISSING, words, load, to_load, "manage.py load_units TỆP")
    placed = Ancestry.objects.in_force(today).filter(depth=1).values("descendant_id")
    alone = Unit.objects.in_force(today).filter(level__gt=Level.PROVINCE).exclude(pk__in=placed)
    if names := list(alone.order_by("level", "code").values_list("name", flat=True)):
        words = f"{format_count(len(names))} đơn vị không có nơi trực thuộc: {_some(names)}."
        yield Matter("Nơi trực thuộc", Standing.MISSING, words, reverse("units:reorganisations"), "Sắp xếp đơn vị")


def _kinds() -> Iterator[Matter]:
    """Classes of units and kinds of bodies that the province added; having none is no fault."""
    number = OwnKind.objects.count()
    words = (
        in_own_words(f"{format_count(number)} mục của tỉnh.")
        if number
        else "Chưa thêm mục nào: dùng các mục có sẵn của cổng."
    )
    yield Matter("Phân loại đơn vị, loại cơ quan", Standing.DONE, words, reverse("units:kinds"), "Xem, thêm")


def _some(names: list[str]) -> str:
    more = len(names) - LISTED
    return listed(names[:LISTED]) if more <= 0 else f"{', '.join(names[:LISTED])} và {format_count(more)} nơi khác"


def _duties() -> Iterator[Matter]:
    today = clock.today()
    held = {row.duty: row for row in DutyHolding.objects.in_force(today).select_related("organisation")}
    for duty in Duty:
        row = held.get(duty)
        if row is None:
            words = "Chưa giao cho cơ quan nào: không ai phê duyệt, thẩm định được."
            yield Matter(duty.label, Standing.MISSING, words, reverse("units:duty_give"), "Giao nhiệm vụ")
            continue
        act = f", {row.act}" if row.act else ""
        words = f"{row.organisation}, từ {format_date(row.valid_from)}{act}."
        if row.valid_to <= today + AHEAD:
            words = f"{words} Hết từ {format_date(row.valid_to)}."
            yield Matter(duty.label, Standing.LOOK, words, reverse("units:hand_over"), "Bàn giao nhiệm vụ")
        else:
            yield Matter(duty.label, Standing.DONE, words, reverse("units:duties"), "Xem")


PEOPLE_OF_PROVINCE = (
    (Role.HOME_AFFAIRS_OFFICER, 1), (Role.HOME_AFFAIRS_LEADER, 1), (Role.LABOUR_OFFICER, 1), (Role.LABOUR_LEADER, 1),
    (Role.CHAIRMAN, 1), (Role.COUNCIL_SECRETARY, 1), (Role.COUNCIL_MEMBER, 2),
)  # fmt: skip
PEOPLE_OF_UNITS = (
    (Level.DISTRICT, (Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER)),
    (Level.COMMUNE, (Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER)),
)


def _people(user: Any) -> Iterator[Matter]:
    today = clock.today()
    rows = Membership.objects.in_force(today).filter(
        user__is_active=True, unit__valid_from__lte=today, unit__valid_to__gt=today
    )
    new, to_new = reverse("units:account_new"), "Mở tài khoản"
    administrators = rows.filter(role=Role.ADMINISTRATOR, unit__level=Level.PROVINCE).values("user").distinct().count()
    if administrators < 2:
        words = "Mới có một người: người ấy vắng hoặc mất mật khẩu thì không ai thay được."
        yield Matter(in_own_words("Quản trị của tỉnh"), Standing.LOOK, words, new, to_new)
    else:
        yield Matter(in_own_words("Quản trị của tỉnh"), Standing.DONE, f"{format_count(administrators)} người.")
    numbers = dict(rows.order_by().values("role").annotate(n=Count("user", distinct=True)).values_list("role", "n"))
    for role, least in PEOPLE_OF_PROVINCE:
        number = numbers.get(role, 0)
        title = f"Cán bộ: {DUTY_OF_ROLE[role].label}" if role in DUTY_OF_ROLE else role.label
        title = f"{title} (lãnh đạo)" if role in {Role.HOME_AFFAIRS_LEADER, Role.LABOUR_LEADER} else title
        standing = Standing.DONE if number >= least else Standing.MISSING
        words = f"{format_count(number)} người." if number else "Chưa có tài khoản nào."
        yield Matter(title, standing, words, "" if number >= least else new, to_new)
    for level, roles in PEOPLE_OF_UNITS:
        if level is Level.DISTRICT and not _has_districts(today):
            continue
        yield from _people_of(level, roles, today)
    ends = ending_rows(user).count()
    if ends:
        words = f"{format_count(ends)} vai trò kết thúc theo đơn vị, cơ quan, trong {AHEAD.days} ngày tới hoặc đã qua."
        yield Matter("Vai trò sắp kết thúc", Standing.LOOK, words, reverse("units:carry_seats"), "Xem và chuyển")


def _people_of(level: Level, roles: tuple[Role, ...], today: date) -> Iterator[Matter]:
    """Units of a level where nobody enters, or nobody leads."""
    units = Unit.objects.in_force(today).filter(level=level)
    number = units.count()
    if not number:
        return
    for role in roles:
        held = Membership.objects.in_force(today).filter(role=role, user__is_active=True).values("unit_id")
        without = list(units.exclude(pk__in=held).order_by("code").values_list("name", flat=True))
        if without:
            words = f"{format_count(len(without))} trên {format_count(number)} nơi chưa có: {_some(without)}."
            yield Matter(role.label, Standing.MISSING, words, reverse("units:account_import"), "Nhập danh sách")
        else:
            yield Matter(role.label, Standing.DONE, f"Đủ {format_count(number)} nơi.")


# ---- the movement ----


def _plan() -> Iterator[Matter]:
    today = clock.today()
    running = Campaign.objects.filter(
        versions__number__gte=1, versions__replaced_at=None, first_year__lte=today.year, last_year__gte=today.year
    ).distinct()
    names = list(running.order_by("first_year").values_list("name", flat=True))
    if names:
        yield Matter("Kế hoạch phong trào", Standing.DONE, f"{listed(names)}.", reverse("campaign:rules"), "Xem thể lệ")
        return
    words = f"Chưa có kế hoạch nào cho năm {today.year}."
    yield Matter("Kế hoạch phong trào", Standing.MISSING, words, reverse("campaign:plan_drafts"), "Soạn kế hoạch")


def _standards() -> Iterator[Matter]:
    year, years = clock.today().year, standard_years()
    where = reverse("campaign:standards")
    for wanted, standing in ((year, Standing.MISSING), (year + 1, Standing.LOOK)):
        title = f"Chuẩn nghèo năm {wanted}"
        if why := years.why_unusable(wanted):
            yield Matter(title, standing, why, where, "Xem các chuẩn")
            continue
        row, found = years.row(wanted), standard_of(years.of(wanted))
        name = found.title if found is not None else years.of(wanted)
        yield Matter(title, Standing.DONE, f"{name}, {row.act_words if row else ''}.", where, "Xem các chuẩn")


def _regulation() -> Iterator[Matter]:
    """What the province regulates of awards beyond the law; having nothing of its own is no fault."""
    row = file_in_force(clock.today())
    if row is not None:
        words = f"{row.act_number}, {format_date(row.act_on)}, {row.act_issuer}."
    elif RegimeFile.objects.exists():
        words = "Hôm nay không quy chế riêng nào có hiệu lực: cổng theo luật có sẵn."
    else:
        words = "Chưa ghi quy chế riêng: cổng theo luật có sẵn."
    yield Matter(
        in_own_words("Quy chế khen thưởng của tỉnh"), Standing.DONE, words, reverse("awards:own_regimes"), "Xem"
    )


def _deadlines() -> Iterator[Matter]:
    today = clock.today()
    campaign = Campaign.objects.current()
    if campaign is None:
        return
    rows = Deadline.objects.current().filter(campaign=campaign)
    coming = rows.filter(on__gte=today).order_by("on").first()
    if coming is not None:
        words = f"Sắp tới: {coming.label}, {coming.get_bound_display()} {format_date(coming.on)}."
        yield Matter("Các hạn", Standing.DONE, words, reverse("campaign:plans"), "Xem")
    else:
        words = "Không còn hạn nào ở phía trước." if rows.exists() else "Chưa có hạn nào."
        yield Matter("Các hạn", Standing.LOOK, words, reverse("campaign:rules"), "Xem thể lệ")
    period = Period.objects.filter(campaign=campaign, closed_at=None).order_by("-year").first()
    if period is not None:
        words = f"{period}, gửi trước ngày {format_date(period.due)}."
        yield Matter("Kỳ số liệu đang mở", Standing.DONE, words, reverse("campaign:periods"), "Xem")
    else:
        words = "Không có kỳ nào đang mở: chưa ai nhập được kết quả. Cơ quan thường trực mở kỳ."
        yield Matter("Kỳ số liệu đang mở", Standing.LOOK, words, reverse("campaign:periods"), "Xem")


def _holidays() -> Iterator[Matter]:
    year = clock.today().year
    for wanted, standing in ((year, Standing.MISSING), (year + 1, Standing.LOOK)):
        number = Holiday.objects.filter(on__year=wanted, is_working=False).count()
        title = f"Ngày nghỉ năm {wanted}"
        if number > 1:  # the first of January alone is no year
            words = f"{format_count(number)} ngày."
            yield Matter(title, Standing.DONE, words, reverse("awards:holidays"), "Xem")
        else:
            words = "Chưa ghi: thời hạn tính theo ngày làm việc sẽ sai dịp Tết, lễ."
            yield Matter(
                title, standing, words, reverse("awards:holidays"), "Ngày nghỉ", "manage.py load_holidays TỆP.csv"
            )


# ---- the server ----


def _keys() -> Iterator[Matter]:
    weak = keys.objection(settings.SECRET_KEY, settings.AUDIT_KEY)
    if weak and settings.DEVELOPMENT:
        weak = f"Bản thử nghiệm chạy được với khóa yếu; máy chủ thật thì không. {weak}"
    standing = Standing.MISSING if weak else Standing.DONE
    yield Matter(
        "Khóa SECRET_KEY, AUDIT_KEY", standing, weak or "Đủ mạnh. Cất AUDIT_KEY ngoài máy chủ, riêng với bản sao lưu."
    )


def _mail() -> Iterator[Matter]:
    if not settings.MAIL_SERVER:
        words = "Chưa đặt MAIL_SERVER: thông báo chỉ hiện trong cổng, không có thư điện tử nào được gửi."
        yield Matter("Thư điện tử", Standing.LOOK, words)
    elif not settings.PORTAL_ADDRESS:
        words = "Đã có máy chủ thư; chưa đặt PORTAL_ADDRESS nên thư không có liên kết về cổng."
        yield Matter("Thư điện tử", Standing.LOOK, words)
    else:
        yield Matter("Thư điện tử", Standing.DONE, f"Gửi từ {settings.DEFAULT_FROM_EMAIL}.")


def _worker() -> Iterator[Matter]:
    title, run = "Tiến trình việc dài", "manage.py db_worker"
    now = clock.real_now()
    if DBTaskResult.objects.ready().filter(enqueued_at__lt=now - WAITS_AT_MOST).exists():
        words = "Có việc chờ quá năm phút: không có tiến trình nào đang chạy."
        yield Matter(title, Standing.MISSING, words, command=run)
        return
    last = DBTaskResult.objects.exclude(finished_at=None).order_by("-finished_at").first()
    if last is None or last.finished_at is None:
        words = "Chưa có việc nào từng chạy, nên cổng chưa biết tiến trình có sống hay không."
        yield Matter(title, Standing.UNKNOWN, words, command=run)
        return
    words = (
        f"Không có việc nào chờ; việc gần nhất xong lúc {format_moment(last.finished_at.astimezone(clock.VIETNAM))}."
    )
    yield Matter(title, Standing.DONE, words)


def _backup() -> Iterator[Matter]:
    title, run = "Sao lưu", "manage.py backup"
    made = kept.last()
    if made is None:
        words = "Chưa có bản sao lưu nào: đặt lệnh này chạy hằng đêm; cất AUDIT_KEY riêng."
        yield Matter(title, Standing.MISSING, words, command=run)
    elif late := kept.why_late():
        yield Matter(title, Standing.LOOK, late, command=run)
    else:
        yield Matter(title, Standing.DONE, f"Bản gần nhất đã đọc lại đúng: {made.words}.")
