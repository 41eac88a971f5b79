"""Who is away from when to when: noted, changed, ended. Lock order: the person, the absence, audit head."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from accounts import audit
from accounts.models import User
from core import clock
from core.numbers import format_date
from core.text import tidy
from core.workflow import Overtaken, Refused
from office.notices.outbox import Draft, post
from units.models import Absence, Unit
from units.people.absences import colleagues, notes_for

NOT_YOURS = "Chỉ người vắng, lãnh đạo cùng đơn vị, hoặc quản trị của đơn vị ghi việc vắng mặt."
LONGEST = timedelta(days=366)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Away:
    """What is noted: first and last day, why, and who stands in."""

    first: date
    last: date
    reason: str
    stand_in: User | None = None

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What it says, place by place."""
        return [
            ("Từ ngày", format_date(self.first)),
            ("Đến hết ngày", format_date(self.last)),
            ("Lý do", self.reason),
            ("Người thay", self.stand_in.full_name if self.stand_in else "không ghi"),
        ]


def record_absence(user: User, said: Away, *, by: User) -> Absence:
    """Note that somebody is away. Raises `Refused` with every objection."""
    with audit.change(by) as trail:
        user = User.objects.select_for_update().get(pk=user.pk)
        if refusals := _why_not(user, said, by):
            raise Refused(*refusals)
        row = Absence.objects.create(
            user=user,
            valid_from=said.first,
            valid_to=said.last + DAY,
            reason=tidy(said.reason),
            stand_in=said.stand_in,
            recorded_by=by,
        )
        trail.add("note_absence", row, new=dict(said.lines), unit=_place(user))
        _tell(row, by)
        return row


def revise_absence(pk: int, said: Away, *, edition: int, by: User) -> Absence:
    """Change what was noted, while it lasts. Raises `Refused`, and `Overtaken` when somebody changed it meanwhile."""
    with audit.change(by) as trail:
        row = _locked(pk)
        old = _said(row)
        if row.edition != edition:
            raise Overtaken(*old.lines)
        if refusals := [*_why_over(row), *_why_not(row.user, said, by, row)]:
            raise Refused(*refusals)
        if said == old:
            raise Refused("Chưa có gì thay đổi.")
        is_new = (said.stand_in, said.first, said.last) != (old.stand_in, old.first, old.last)
        row.valid_from, row.valid_to, row.reason = said.first, said.last + DAY, tidy(said.reason)
        row.stand_in, row.edition = said.stand_in, row.edition + 1
        row.save()
        trail.add("edit_absence", row, old=dict(old.lines), new=dict(said.lines), unit=_place(row.user))
        if old.stand_in != said.stand_in:
            _release(row, old.stand_in, by)
        if is_new:
            _tell(row, by)
        return row


def end_absence(pk: int, *, edition: int, by: User) -> Absence:
    """Somebody is back before its end, from today; what has not begun is taken back. Raises `Refused`, `Overtaken`."""
    with audit.change(by) as trail:
        row = _locked(pk)
        if row.edition != edition:
            raise Overtaken(*_said(row).lines)
        if not notes_for(by, row.user):
            raise Refused(NOT_YOURS)
        if refusals := _why_over(row):
            raise Refused(*refusals)
        old, today = _said(row), clock.today()
        if row.valid_from < today:
            row.valid_to = today
        else:
            row.is_cancelled = True
        row.edition += 1
        row.save()
        trail.add("end_absence", row, old=dict(old.lines), unit=_place(row.user))
        _release(row, row.stand_in, by)
        return row


def _locked(pk: int) -> Absence:
    User.objects.select_for_update().get(absences=pk)
    row: Absence = Absence.objects.select_for_update(of=("self",)).select_related("user", "stand_in").get(pk=pk)
    return row


def _said(row: Absence) -> Away:
    return Away(row.valid_from, row.last_day, row.reason, row.stand_in)


def _why_over(row: Absence) -> list[str]:
    if row.is_cancelled or row.valid_to <= clock.today():
        return ["Việc vắng mặt này đã kết thúc."]
    return []


def _why_not(user: User, said: Away, by: User, row: Absence | None = None) -> list[str]:
    """Every objection to what is noted of somebody, `row` when it is changed."""
    if not notes_for(by, user):
        return [NOT_YOURS]
    found = [] if tidy(said.reason) else ["Vui lòng ghi lý do."]
    if said.last < said.first:
        found.append("Ngày cuối phải từ ngày đầu trở đi.")
    elif said.last - said.first > LONGEST:
        found.append("Vắng quá một năm thì quản trị kết thúc hoặc bàn giao vai trò.")
    if said.last < clock.today():
        found.append("Thời gian vắng đã qua; chỉ ghi việc vắng còn kéo dài đến hôm nay hoặc sắp tới.")
    others = Absence.objects.overlapping(said.first, said.last + DAY)
    own: Sequence[Absence] = others.filter(user=user).exclude(pk=row.pk if row else None).select_related("user")
    found += [f"Đã ghi {item}; sửa việc ấy hoặc chọn ngày khác." for item in own]
    if said.stand_in is not None:
        if said.stand_in not in colleagues(user):
            found.append(f"{said.stand_in.full_name} không cùng đơn vị và vai trò với {user.full_name}.")
        away = others.filter(user=said.stand_in).select_related("user").first()
        if away is not None:
            found.append(f"{away}; chọn người thay khác.")
    return found


def _place(user: User) -> Unit | None:
    """Whose trail it belongs to: where the person sits."""
    row = user.memberships.in_force(clock.today()).select_related("unit").order_by("pk").first()
    return row.unit if row is not None else None


def _tell(row: Absence, by: User) -> None:
    """Who stands in learns of it."""
    body = (
        f"{row}. Bạn được ghi là người thay: việc đang chờ {row.user.full_name} cũng hiện ở Bàn làm việc của bạn trong "
        "thời gian ấy. Quyền của bạn không thay đổi."
    )
    _write(row, row.stand_in, f"Thay {row.user.full_name}", body, by)


def _release(row: Absence, former: User | None, by: User) -> None:
    """Who stood in learns that they no longer do."""
    name = row.user.full_name
    body = (
        f"{by.full_name} đã ghi lại việc vắng mặt của {name}: bạn không còn là người thay. Việc đang chờ {name} không còn "
        "hiện ở Bàn làm việc của bạn vì lý do ấy."
    )
    _write(row, former, f"Thôi thay {name}", body, by)


def _write(row: Absence, to: User | None, subject: str, body: str, by: User) -> None:
    if to is None or to == by:
        return
    place, about = str(_place(row.user) or ""), f"absence:{row.pk}"
    post([Draft(to, place, subject, body, reverse("units:absences"), about)], by=by)
