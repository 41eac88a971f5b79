"""The book of Funds, and the money of units that ended."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.permissions import Permission
from campaign import owners
from campaign.activities import funds
from campaign.activities.actions import funds as actions
from campaign.activities.domain import records
from campaign.activities.forms import TakeOverForm
from campaign.activities.funds import Book
from campaign.models import Campaign, Fund, FundHandover, Record
from campaign.scope import campaign_or_404, needs, scope_notes
from core import clock
from core.numbers import format_date
from core.workflow import Refused
from office.lists.list_files import ListColumn, list_file
from office.pages import add_refusals
from units import access
from units.models import Unit


def fund(request: HttpRequest) -> HttpResponse:
    """Every Fund in reach: received, used, left, by year, with the peak month."""
    needs(request.user, Permission.VIEW_RECORDS)
    campaign = campaign_or_404()
    years = list(range(campaign.first_year, min(campaign.last_year, clock.today().year) + 1))
    rows = Record.objects.kept_within(request.user).filter(campaign=campaign)
    moved = FundHandover.objects.filter(source__campaign=campaign)
    books, whole = funds.books(
        rows,
        years,
        campaign.definition.peak,
        given=moved.given_visible_to(request.user),
        taken=moved.taken_visible_to(request.user),
    )
    if request.GET.get("tai") == "excel":
        return _excel(request, books)
    context = {
        "books": books,
        "waiting": _waiting(campaign, books),
        "keeps": access.holds(request.user, Permission.KEEP_RECORDS),
        "years": [(year, whole[year]) for year in years],
        "total": {
            name: sum(getattr(book, name) for book in books)
            for name in ("pledged", "received", "used", "moved", "balance")
        },
        "is_peak": records.is_peak(clock.today(), campaign.definition.peak),
        "peak_month": campaign.definition.peak_month,
        "can_export": access.holds(request.user, Permission.EXPORT),
    }
    return render(request, "campaign/activities/fund.html", context)


def _excel(request: HttpRequest, books: list[Book]) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    audit.note(request.user, "export", label=f"Quỹ Vì người nghèo, {len(books)} quỹ")
    words = ("Đăng ký", "Đã thu", "Đã chi", "Bàn giao", "Còn lại")
    columns = [ListColumn("Quỹ của", 36), ListColumn("Năm"), *(ListColumn(word, 20) for word in words)]
    lines: list[list[Any]] = []
    for book in books:
        lines += [[str(book.owner), year, *sums, None, None] for year, *sums in book.lines()]
        lines.append([str(book.owner), "Cộng", book.pledged, book.received, book.used, book.moved, book.balance])
    notes = scope_notes(request.user, Permission.VIEW_RECORDS)
    return list_file("Quỹ Vì người nghèo (đồng)", columns, lines, name="quy-vi-nguoi-ngheo", notes=notes)


def _waiting(campaign: Campaign, books: list[Book]) -> list[tuple[Fund, int]]:
    """Funds of units that ended with money in them."""
    today = clock.today()
    left = {
        book.owner.pk: book.balance
        for book in books
        if isinstance(book.owner, Unit) and book.owner.valid_to <= today and book.balance
    }
    rows = Fund.objects.filter(campaign=campaign, unit__in=left).select_related("unit").order_by("unit__code")
    return [(row, left[row.unit_id]) for row in rows]


@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The successor takes over what is left, by one paper."""
    needs(request.user, Permission.KEEP_RECORDS)
    units = Unit.objects.reached_by(request.user, Permission.VIEW_RECORDS)
    row = get_object_or_404(Fund.objects.filter(unit__in=units).select_related("unit", "campaign"), pk=pk)
    takers = actions.takers_for(row, by=request.user)
    if not takers:
        raise PermissionDenied
    left = funds.balance(row.campaign, row.unit, None)
    form = TakeOverForm(
        request.POST or None, takers=owners.choices(takers), initial={"amount": left, "on": format_date(clock.today())}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.take_over(
                pk, owners.find(data["taker"]), amount=data["amount"], act=data["act"], on=data["on"], by=request.user
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"Đã nhận bàn giao từ quỹ của {row.unit}.")
            return redirect("campaign:fund")
    context = {"fund": row, "left": left, "form": form}
    return render(request, "campaign/activities/fund_take_over.html", context, status=422 if form.errors else 200)
