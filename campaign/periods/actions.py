"""The year: opened with what is expected from whom, closed, opened late for one unit, made official by an act."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.words import REVIEW_BEGINS, State, Status
from campaign.models import (
    Campaign,
    Expectation,
    FigureSet,
    FigureTransition,
    LateEntry,
    OfficialAct,
    Period,
)
from campaign.periods.windows import due_day, participants, period_of, periods_of
from campaign.plan.provinces import lives
from campaign.poverty_standards.in_force import standard_for, standard_title, standard_years
from core import clock
from core.acts import why_no_number, why_no_reason
from core.days import why_not_yet, why_too_early
from core.numbers import format_date
from core.text import lower_first, tidy
from core.workflow import Refused
from office.models import StoredFile
from units import access
from units.models import Unit
from units.replaced import tell_replaced

MOST_DAYS = 90  # of a late entry for one unit
FORMS = {"district": ["F1"], "commune": ["F1", "F2", "F3", "F4", "F6", "F8", "F9", "F10"], "village": ["F1"]}


def _may_open(campaign: Campaign, by: User) -> None:
    if not access.may(by, Permission.APPROVE_FIGURES, campaign.province):
        raise Refused("Chỉ cơ quan thường trực mở, đóng kỳ và mở nhập bổ sung.")


def open_period(
    campaign: Campaign,
    year: int,
    status: str,
    *,
    by: User,
    due: date | None = None,
    forms: Mapping[str, Sequence[str]] | None = None,
    every_village: bool = False,
    standard: str = "",
) -> Period:
    """Open entry for a year and list who is expected: the units in force, and last year's villages that still stand.

    Forms are last year's unless given, the standard is the year's unless its opening count under the next one is
    named. Raises `Refused` when a campaign of the province has opened the period already, the year is out of the
    campaign, or the portal has no file of its standard.
    """
    if not campaign.first_year <= year <= campaign.last_year:
        raise Refused(f"Phong trào chỉ có các năm {campaign.first_year} - {campaign.last_year}.")
    if year > clock.today().year:
        raise Refused(f"Chưa đến năm {year}.")
    if due is not None and due < date(year, 1, 1):
        raise Refused(f"Hạn gửi {format_date(due)} trước năm {year}. Ghi một ngày từ 01/01/{year}.")
    try:
        with audit.change(by) as trail:
            if not by.is_builtin:
                _may_open(campaign, by)
            # two campaigns of one province open one year at once: the province's row lets one of them be first
            Unit.objects.select_for_update().get(pk=campaign.province_id)
            standard = standard or standard_for(campaign, year)
            if why := _why_not_under(campaign, year, standard):
                raise Refused(why)
            if (opened := period_of(campaign, year, status, standard)) is not None:
                by_whom = "" if opened.campaign_id == campaign.pk else f", trong {opened.campaign}"
                raise Refused(f"Kỳ {Status(status).label.lower()} năm {year} đã được mở{by_whom}.")
            last = periods_of(campaign).filter(year__lt=year, standard=standard).order_by("-year").first()
            period = Period.objects.create(
                campaign=campaign,
                year=year,
                status=status,
                standard=standard,
                due=due or due_day(year, status),
                forms=dict(forms or (last.forms if last else FORMS)),
                opened_by=by,
            )
            units = participants(campaign, year, map_day(year), every_village=every_village)
            Expectation.objects.bulk_create(Expectation(period=period, unit=unit) for unit in units)
            trail.add("open_period", period, new=len(units))
            return period
    except IntegrityError as error:
        raise Refused("Kỳ này vừa được người khác mở.") from error


def _why_not_under(campaign: Campaign, year: int, standard: str) -> str:
    """Why a year's figures are not collected under a standard; nothing for the year's own and for its opening count."""
    standards = standard_years(campaign.definition)
    if why := standards.why_unusable(year, standard):
        return why
    counted = standards.all_of(year)
    if standard in counted:
        return ""
    names = " và ".join(lower_first(standard_title(code)) for code in counted) or "chuẩn khác"
    return f"Số liệu năm {year} không rà soát theo {lower_first(standard_title(standard))}, mà theo {names}."


def close_period(pk: int, *, by: User) -> Period:
    """Freeze a period: nothing is typed or sent any more but by late entry. Raises `Refused`."""
    with audit.change(by) as trail:
        period = Period.objects.select_for_update(of=("self",)).select_related("campaign__province").get(pk=pk)
        _may_open(period.campaign, by)
        if not period.is_open:
            raise Refused("Kỳ này đã đóng.")
        period.closed_at, period.closed_by = clock.now(), by
        period.save(update_fields=["closed_at", "closed_by"])
        trail.add("close_period", period)
        return period


def open_late(
    campaign: Campaign,
    unit: Unit,
    year: int,
    status: str,
    *,
    until: date,
    reason: str,
    by: User,
    scan: UploadedFile | None = None,
    standard: str = "",
) -> LateEntry:
    """Open entry for one unit of a closed period, or of a past year that had none (then with the scan: "nhập bù").

    Raises `Refused` without right or reason, or for a day gone by; `FileRefused` for a scan that is no document.
    """
    with audit.change(by) as trail:
        _may_open(campaign, by)
        if why := why_no_reason(reason, "Vui lòng ghi lý do mở nhập bổ sung."):
            raise Refused(*why)
        if until < clock.today():
            raise Refused("Hạn nhập bổ sung phải từ hôm nay trở đi.")
        if until > clock.today() + timedelta(days=MOST_DAYS):
            latest = format_date(clock.today() + timedelta(days=MOST_DAYS))
            raise Refused(f"Hạn nhập bổ sung không quá {MOST_DAYS} ngày: chậm nhất {latest}.")
        standard = standard or standard_for(campaign, year)
        period = period_of(campaign, year, status, standard)
        if period is not None and period.is_open:
            raise Refused("Kỳ đang mở, đơn vị vẫn nhập được; không cần mở nhập bổ sung.")
        if period is None and scan is None:
            raise Refused("Năm này chưa có kỳ trên cổng: nhập bù số liệu giấy cần bản quét của báo cáo đã ký.")
        LateEntry.objects.filter(unit=unit, year=year, status=status, standard=standard, ended_at=None).update(
            ended_at=clock.now()
        )
        row = LateEntry.objects.create(
            campaign=campaign,
            unit=unit,
            year=year,
            status=status,
            standard=standard,
            until=until,
            reason=tidy(reason)[:1000],
            by=by,
            scan=StoredFile.keep(scan, by=by) if scan is not None else None,
        )
        trail.add("open_late_entry", row, label=f"{unit.name}, năm {year}", new=format_date(until), summary=row.reason)
        return row


def end_late(pk: int, *, by: User) -> None:
    """Take a late entry back. Raises `Refused`."""
    with audit.change(by) as trail:
        row = LateEntry.objects.select_for_update(of=("self",)).select_related("campaign__province", "unit").get(pk=pk)
        _may_open(row.campaign, by)
        if row.ended_at is None:
            row.ended_at = clock.now()
            row.save(update_fields=["ended_at"])
            trail.add("end_late_entry", row, label=f"{row.unit.name}, năm {row.year}")


def _why_not_acted(on: date, year: int) -> str:
    """An act on a year's figures comes after the review of that year has begun, and not tomorrow."""
    return why_not_yet(on, today=clock.today(), what="Ngày văn bản") or why_too_early(
        on, since=date(year, *REVIEW_BEGINS), what="Ngày văn bản", because=f"ngày bắt đầu rà soát năm {year}"
    )


def record_act(
    campaign: Campaign,
    year: int,
    status: str,
    *,
    number: str,
    on: date,
    by: User,
    scan: UploadedFile | None = None,
    standard: str = "",
) -> OfficialAct:
    """The province's act that makes the approved figures of a year official: all of them name it from now on.

    A later act takes the place of an earlier one, which stays readable. Raises `Refused`.
    """
    with audit.change(by) as trail:
        _may_open(campaign, by)
        if not tidy(number):
            raise Refused("Vui lòng ghi số văn bản phê duyệt.")
        if wrong := why_no_number(number, what="Văn bản phê duyệt"):
            raise Refused(*wrong)
        if why := _why_not_acted(on, year):
            raise Refused(why)
        standard = standard or standard_for(campaign, year)
        sets = (
            FigureSet.objects.current()
            .year_end()
            .of(campaign)
            .filter(year=year, status=status, standard=standard, state=State.APPROVED)
        )
        if not sets.exists():
            raise Refused("Chưa có bộ số liệu nào của kỳ này được phê duyệt.")
        earlier = OfficialAct.objects.current().filter(year=year, status=status, standard=standard, is_baseline=False)
        earlier.filter(campaign__province__in=lives(campaign.province_id)).update(replaced_at=clock.now())
        words = f"{tidy(number)} ngày {format_date(on)}"
        row = OfficialAct.objects.create(
            campaign=campaign,
            first_year=year,
            year=year,
            status=status,
            standard=standard,
            number=tidy(number),
            on=on,
            sets=sets.count(),
            recorded_by=by,
            scan=StoredFile.keep(scan, by=by) if scan is not None else None,
        )
        sets.update(approval_act=words)
        trail.add("record_act", row, label=f"{Status(status).label} năm {year}", new=words)
        return row


def baseline_sets(campaign: Campaign) -> list[FigureSet]:
    """What a baseline would approve: the unfinished sets of years gone by."""
    rows = FigureSet.objects.open().year_end().of(campaign).filter(year__lt=clock.today().year)
    return list(rows.filter(status=Status.OFFICIAL).select_related("unit").order_by("year", "unit__code"))


def approve_baseline(
    campaign: Campaign, pks: Collection[int], *, number: str, on: date, by: User, scan: UploadedFile | None = None
) -> OfficialAct:
    """Approve the figures of past years at once by the act that already approved them on paper: one time only.

    Exactly the sets named, all or none. Raises `Refused`, naming what changed since the preview.
    """
    try:
        with audit.change(by) as trail:
            _may_open(campaign, by)
            if not tidy(number) or scan is None:
                raise Refused("Phê duyệt số liệu nền cần số, ngày và bản quét của văn bản đã phê duyệt.")
            if wrong := why_no_number(number, what="Văn bản phê duyệt"):
                raise Refused(*wrong)
            if OfficialAct.objects.filter(campaign=campaign, is_baseline=True).exists():
                raise Refused("Số liệu nền đã được phê duyệt một lần; các bộ còn lại phê duyệt từng kỳ.")
            sets = baseline_sets(campaign)
            if {item.pk for item in sets} != set(pks):
                raise Refused("Danh sách đã thay đổi sau khi xem trước; vui lòng xem lại rồi xác nhận.")
            if not sets:
                raise Refused("Không có bộ số liệu nào của các năm trước đang chờ.")
            lacking = [
                f"{item.unit.name}, năm {item.year}"
                for item in sets
                if item.poor_rate is None and None in (item.households, item.poor, item.near_poor)
            ]
            if lacking:
                raise Refused(f"Còn thiếu số hộ, hộ nghèo hoặc hộ cận nghèo: {'; '.join(lacking[:20])}.")
            words = f"{tidy(number)} ngày {format_date(on)}"
            years = [item.year for item in sets]
            row = OfficialAct.objects.create(
                campaign=campaign,
                first_year=min(years),
                year=max(years),
                status=Status.OFFICIAL,
                is_baseline=True,
                number=tidy(number),
                on=on,
                sets=len(sets),
                recorded_by=by,
                scan=StoredFile.keep(scan, by=by),
            )
            now = clock.now()
            for item in sets:
                FigureSet.objects.current().filter(
                    unit=item.unit_id,
                    year=item.year,
                    standard=item.standard,
                    status=item.status,
                    as_of=item.as_of,
                    state=State.APPROVED,
                ).update(replaced_at=now)
                source = item.state
                item.state, item.approved_at, item.changed_at, item.approval_act = State.APPROVED, now, now, words
                item.edition += 1
                item.save()
                FigureTransition.objects.create(
                    figure_set=item,
                    step="approve",
                    source=source,
                    target=State.APPROVED,
                    reason="phê duyệt số liệu nền",
                    by=by,
                    role="",
                )
                trail.add("approve", item, old=source, new=State.APPROVED, summary=words)
            tell_replaced({item.unit_id for item in sets}, "Số liệu nền được duyệt", by=by)
            trail.add("approve_baseline", row, label=f"{min(years)} - {max(years)}", new=words)
            return row
    except IntegrityError as error:
        raise Refused("Số liệu nền vừa được người khác phê duyệt.") from error
