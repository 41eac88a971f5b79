"""When plans and reports are due: set and moved by acts, who has sent, reminders and letters about those who have not."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.models import Campaign, Deadline, Plan
from campaign.plan.actions.definitions import set_deadline
from campaign.registrations import follow_up
from campaign.registrations.forms.deadlines import ReceiptDeadlineForm, ReportDeadlineForm
from campaign.registrations.owed import own_boards, report_address
from campaign.registrations.report_deadlines import Board, boards, set_report_deadline
from campaign.registrations.views.follow_up import LETTERS, excel, letter, remind_page, reminders
from campaign.scope import campaign_for, campaign_or_404, needs
from core import clock
from core.numbers import format_date
from office.pages import refusals_as_messages
from units import access


@require_http_methods(["GET", "POST"])
def plan_deadline(request: HttpRequest) -> HttpResponse:
    """The reading of the launch plan's deadline, its earlier readings, and what a new act makes of it."""
    campaign = campaign_for(request.user, Permission.ACKNOWLEDGE_PLAN)
    deadline = get_list_or_404(
        Deadline.objects.current().order_by("on"), campaign=campaign, plan_kind=Plan.Kind.LAUNCH
    )[0]
    initial = {"on": deadline.on, "bound": deadline.bound, "counts": deadline.counts, "is_hard": deadline.is_hard}
    form = ReceiptDeadlineForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_as_messages(request):
            before = follow_up.read(campaign, deadline)
            new = set_deadline(
                deadline,
                on=data["on"],
                bound=data["bound"],
                counts=data["counts"],
                is_hard=data["is_hard"],
                act=data["act"],
                by=request.user,
            )
            stood = {line.key: line.standing for line in before}
            moved = [
                f"{line.filer}: {line.standing}"
                for line in follow_up.read(campaign, new)
                if stood.get(line.key, line.standing) != line.standing
            ]
            told = f" Phân loại lại {len(moved)} nơi: {'; '.join(moved)}." if moved else " Không nơi nào đổi loại."
            messages.success(request, f"Hạn mới: {new.get_bound_display()} {format_date(new.on)}.{told}")
        return redirect("campaign:plan_deadline")
    rows = Deadline.objects.filter(campaign=campaign, code=deadline.code).order_by("-pk")
    context = {
        "form": form,
        "deadline": deadline,
        "readings": rows,
        "totals": follow_up.totals(follow_up.read(campaign, deadline)),
    }
    return render(request, "campaign/registrations/plan_deadline.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def report_deadlines(request: HttpRequest) -> HttpResponse:
    """When reports are due, who has sent in time, late, not at all; for who reports, their own lines."""
    campaign = campaign_or_404()
    if not access.may(request.user, Permission.LEAD_MOVEMENT, campaign.province):
        return _own_deadlines(request, campaign)
    years = list(range(campaign.first_year, campaign.last_year + 1))
    form = ReportDeadlineForm(request.POST or None, years=years, initial={"year": clock.today().year})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_as_messages(request):
            row = set_report_deadline(
                campaign,
                data["period"],
                int(data["year"]),
                on=data["on"],
                bound=data["bound"],
                is_hard=data["is_hard"],
                act=data["act"],
                counts=data["counts"],
                by=request.user,
            )
            messages.success(request, f"{row.label}: hạn {row.get_bound_display()} {format_date(row.on)}.")
        return redirect("campaign:report_deadlines")
    found = [(board, reminders(board.lines, but=access.own_organisations(request.user))) for board in boards(campaign)]
    context = {"form": form, "boards": found}
    return render(request, "campaign/registrations/report_deadlines.html", context, status=422 if form.errors else 200)


def _own_deadlines(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    needs(request.user, Permission.KEEP_RECORDS)
    if request.method == "POST":
        raise PermissionDenied
    boards = [(board, report_address(board.deadline)) for board in own_boards(request.user, campaign)]
    return render(request, "campaign/registrations/own_reports.html", {"boards": boards})


def _board(request: HttpRequest, pk: int) -> Board:
    """Who stands how to a deadline, for who leads the movement of the whole province."""
    found = boards(campaign_for(request.user, Permission.LEAD_MOVEMENT))
    board = next((board for board in found if board.deadline.pk == pk), None)
    if board is None:
        raise Http404
    return board


def report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Who stands how to a report's deadline as Excel, or the letter about those who have not sent."""
    board = _board(request, pk)
    if kind in LETTERS:
        return letter(request, board.deadline, board.lines, kind, reverse("campaign:report_deadlines"))
    if kind != "excel":
        raise Http404
    return excel(request, board.deadline, board.lines)


@require_http_methods(["GET", "POST"])
def report_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Messages to those who have not reported, read before they go into the outbox."""
    board = _board(request, pk)
    return remind_page(request, board.deadline, board.lines, reverse("campaign:report_deadlines"))
