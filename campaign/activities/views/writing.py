"""A record is written and changed; the second editor keeps what they typed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign import owners, subjects
from campaign.activities import record_lists
from campaign.activities.actions import records as actions
from campaign.activities.domain import records
from campaign.activities.domain.records import Road
from campaign.activities.forms import RecordForm, initial_of
from campaign.activities.views.beginning import may_begin, owners_of, reach_of
from campaign.activities.views.given import asked_kind, asked_record, list_address
from campaign.models import Campaign, Record
from campaign.scope import campaign_or_404
from core import clock
from core.numbers import format_date, read_id, read_year
from core.workflow import Refused, Stale
from office.files.contents import FileRefused
from office.once_only import creates
from office.pages import Compared, add_refusals, conflict

YEAR_OPEN = 3  # until this month a new report is about the year before


@creates
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a record; it stays a draft until it is sent on."""
    shape = asked_kind(kind)
    if not may_begin(request.user, shape):
        raise PermissionDenied
    campaign = campaign_or_404()
    own = owners_of(request.user)
    subject = subjects.asked_for(request.user, request.GET) if shape.has_subject or shape.follows else None
    if shape.follows and (
        (subject is None and shape.must_follow) or (subject is not None and subject.kind != shape.follows)
    ):
        raise Http404
    initial: dict[str, Any] = {"on": clock.today()}
    about_year, period = _report_year(request, campaign), _report_period(request)
    if subject is not None and subject.unit is not None:
        initial["about"] = str(subject.unit.pk)
    if shape.road == Road.REPORT and own:
        initial["year"] = str(about_year)
        initial["q_period"] = records.PERIODS[period]
        initial["q_done"] = record_lists.first_words(campaign, *next(iter(own.values())), about_year, period)
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        kind=shape,
        campaign=campaign,
        initial=initial,
        owners=owners.choices(list(own.values())),
        classes={owners.class_of(body) for _, body in own.values()},
        reach=reach_of(request.user, shape),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        unit, organisation = own[data["owner"]]
        told = (subject.type, subject.pk, subject.label) if subject is not None else None
        try:
            record = actions.write(
                campaign,
                kind,
                form.draft(told),
                unit=unit,
                organisation=organisation,
                uploads=data["files"],
                is_late=data["is_late"],
                scan=data["scan"],
                by=request.user,
            )
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused, file="files")
        else:
            messages.success(request, "Đã lưu nháp. Kiểm tra lại rồi chọn bước tiếp theo.")
            return redirect("campaign:record", pk=record.pk)
    context = {
        "form": form,
        "clause": campaign.definition.records_clause([shape.code]),
        "kind": shape,
        "subject": subject,
        "back": list_address(shape),
    }
    if shape.road == Road.REPORT:
        years = range(min(campaign.last_year, clock.today().year), campaign.first_year - 1, -1)
        counted = records.years_of(period, about_year, campaign.definition.rounds)
        context |= {
            "filled_for": f"{records.PERIODS[period].lower()} {about_year}",
            "filled_from": "sáu tháng đầu năm" if period == "6-thang" else records.years_words(counted),
            "fill_year": about_year,
            "fill_period": period,
            "fill_years": years,
            "fill_periods": records.PERIODS.items(),
        }
    return render(request, "campaign/activities/record_form.html", context, status=422 if form.errors else 200)


def _report_year(request: HttpRequest, campaign: Campaign) -> int:
    """The year that a new report is filled in for: the one asked for; in the first months the year before."""
    asked, today = read_year(request.GET.get("nam")), clock.today()
    if asked is not None and campaign.first_year <= asked <= min(campaign.last_year, today.year):
        return asked
    return min(max(today.year - (today.month <= YEAR_OPEN), campaign.first_year), campaign.last_year)


def _report_period(request: HttpRequest) -> str:
    asked = request.GET.get("ky", "")
    return asked if asked in records.PERIODS else "nam"


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; the second editor keeps what they typed."""
    record = asked_record(request, pk)
    facts = actions.facts_of(record, by=request.user)
    if not facts.may(Permission.KEEP_RECORDS):
        raise Http404
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        kind=record.kind_of,
        campaign=record.campaign,
        initial=initial_of(record),
        classes={owners.class_of(record.organisation)},
        reach=reach_of(request.user, record.kind_of),
    )
    if request.method == "POST" and form.is_valid():
        edition = request.POST.get("edition", "")
        try:
            actions.edit(
                pk, form.draft(), edition=read_id(edition) or 0, uploads=form.cleaned_data["files"], by=request.user
            )
        except Stale:
            return _conflict(request, pk, form)
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused, file="files")
        else:
            messages.success(request, "Đã lưu.")
            return redirect("campaign:record", pk=pk)
    context = {
        "form": form,
        "clause": record.campaign.definition.records_clause([record.kind]),
        "kind": record.kind_of,
        "record": record,
        "back": reverse("campaign:record", args=[pk]),
    }
    return render(request, "campaign/activities/record_form.html", context, status=422 if form.errors else 200)


def _conflict(request: HttpRequest, pk: int, form: RecordForm) -> HttpResponse:
    record = Record.objects.select_related("about", "organisation").get(pk=pk)
    stored = RecordForm(
        kind=record.kind_of,
        campaign=record.campaign,
        initial=initial_of(record),
        classes={owners.class_of(record.organisation)},
    )
    rows, fields = [], [("edition", str(record.edition))]
    for name in form.fields:
        if name == "files":
            continue
        typed = form.data.getlist(name)
        fields += [(name, value) for value in typed]
        now = stored[name].value()
        shown = "; ".join(now) if isinstance(now, list) else str(stored.fields[name].prepare_value(now) or "")
        if name == "on":
            shown = format_date(record.on)
        rows.append(Compared(str(form.fields[name].label), stored=shown, typed="; ".join(typed)))
    return conflict(
        request,
        heading="Bản ghi đã được người khác sửa trước khi bạn lưu",
        rows=[row for row in rows if row.differs],
        fields=fields,
        back=reverse("campaign:record", args=[pk]),
        note="Ảnh, tệp vừa chọn cần chọn lại.",
    )
