"""Clusters and blocs of a year: members, heads, own programmes."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from core import clock
from core.numbers import format_rate
from core.workflow import Refused, Stale
from office.files.contents import FileRefused
from office.files.responses import download
from office.once_only import creates
from units.models import Bloc, BlocMember, Organisation, Unit
from units.organisations import bloc_actions as actions
from units.organisations.forms import BlocForm, ProgrammeForm, read_criteria, typed_criteria


def newest(request: HttpRequest) -> HttpResponse:
    """The year that runs."""
    return redirect("units:blocs", year=clock.today().year)


@creates
@require_http_methods(["GET", "POST"])
def blocs(request: HttpRequest, year: int) -> HttpResponse:
    """Every bloc of a year; a new one, or last year's members again."""
    _year(year)
    form, refusals, arranges = BlocForm(), (), actions.may_arrange(request.user)
    if request.method == "POST":
        if not arranges:
            raise PermissionDenied
        try:
            if "sao-chep" in request.POST:
                made = actions.copy_members(year, by=request.user)
                messages.success(request, f"Đã lấy {made} thành viên từ năm {year - 1}.")
                return redirect("units:blocs", year=year)
            form = BlocForm(request.POST)
            if form.is_valid():
                said = form.cleaned_data
                bloc = actions.found_bloc(said["name"], said["kind"], by=request.user)
                return redirect("units:bloc_members", year=year, pk=bloc.pk)
        except Refused as refused:
            refusals = refused.reasons
    members: dict[int, list[BlocMember]] = {}
    for row in BlocMember.objects.filter(year=year).select_related("unit", "organisation"):
        members.setdefault(row.bloc_id, []).append(row)
    lines = [(bloc, members.get(bloc.pk, [])) for bloc in Bloc.objects.all()]
    context = {"year": year, "lines": lines, "form": form, "refusals": refusals, "arranges": arranges}
    return render(request, "units/organisations/blocs.html", context, status=422 if request.method == "POST" else 200)


def _year(year: int) -> None:
    if not 2015 <= year <= clock.today().year + 1:
        raise Http404


def bloc(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """One bloc in a year."""
    _year(year)
    row = get_object_or_404(Bloc, pk=pk)
    programme = row.programmes.filter(year=year).select_related("file").prefetch_related("criteria").first()
    context = {
        "bloc": row,
        "year": year,
        "programme": programme,
        "members": row.members.filter(year=year).select_related("unit", "organisation"),
        "years": sorted(set(row.members.values_list("year", flat=True)), reverse=True),
        "arranges": actions.may_arrange(request.user),
        "writes": actions.may_write(request.user, row, year),
    }
    return render(request, "units/organisations/bloc.html", context)


@creates
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Who is in it this year, and who leads."""
    _year(year)
    row = get_object_or_404(Bloc, pk=pk)
    if not actions.may_arrange(request.user):
        raise PermissionDenied
    on = date(year, 12, 31)
    choices: list[tuple[str, Unit | Organisation]] = [
        (f"{'d' if isinstance(item, Unit) else 'c'}{item.pk}", item)
        for item in actions.eligible_members(request.user, on)
    ]
    present = {_word(m): m.is_head for m in row.members.filter(year=year)}
    chosen = set(request.POST.getlist("thanh-vien")) if request.method == "POST" else set(present)
    head = (
        request.POST.get("truong", "") if request.method == "POST" else next((w for w, h in present.items() if h), "")
    )
    refusals: tuple[str, ...] = ()
    if request.method == "POST":
        by_word = dict(choices)
        try:
            listed = [item for word, item in choices if word in chosen]
            actions.set_members(row, year, listed, by_word.get(head), by=request.user)
            messages.success(request, f"Đã ghi thành viên {row} năm {year}.")
            return redirect("units:bloc", year=year, pk=pk)
        except Refused as refused:
            refusals = refused.reasons
    context = {"bloc": row, "year": year, "choices": choices, "chosen": chosen, "head": head, "refusals": refusals}
    return render(request, "units/organisations/bloc_members.html", context, status=422 if refusals else 200)


def _word(member: BlocMember) -> str:
    return f"c{member.organisation_id}" if member.organisation_id else f"d{member.unit_id}"


@require_http_methods(["GET", "POST"])
def programme(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """A bloc's own programme and criteria of a year."""
    _year(year)
    row = get_object_or_404(Bloc, pk=pk)
    if not actions.may_write(request.user, row, year):
        raise PermissionDenied
    stored = row.programmes.filter(year=year).prefetch_related("criteria").first()
    initial: dict[str, Any] = {"edition": 0}
    lines: list[tuple[str, str]] = []
    if stored:
        initial = {n: getattr(stored, n) for n in ("edition", "number", "issued_on", "content")}
        lines = [(item.text, format_rate(item.points)) for item in stored.criteria.all()]
    form = ProgrammeForm(request.POST or None, request.FILES or None, initial=initial)
    refusals: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        criteria, refusals = read_criteria(request.POST)
        if form.is_valid() and not refusals:
            said = dict(form.cleaned_data)
            file, edition = said.pop("file"), said.pop("edition")
            try:
                actions.write_programme(
                    row, year, values=said, criteria=criteria, file=file, edition=edition, by=request.user
                )
                messages.success(request, f"Đã ghi chương trình của {row} năm {year}.")
                return redirect("units:bloc", year=year, pk=pk)
            except Refused as refused:
                refusals = list(refused.reasons)
            except FileRefused as refused_file:
                refusals = [str(refused_file)]
            except Stale as stale:
                status, refusals = (
                    409,
                    [f"{stale} Nội dung bạn nhập còn nguyên; mở trang khối để xem bản mới rồi làm lại."],
                )
    context = {
        "bloc": row,
        "year": year,
        "form": form,
        "refusals": refusals,
        "criteria": typed_criteria(request.POST if request.method == "POST" else None, lines),
    }
    return render(request, "units/organisations/bloc_programme.html", context, status=status)


def programme_file(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """The paper of a programme."""
    row = get_object_or_404(Bloc, pk=pk).programmes.filter(year=year).select_related("file").first()
    if row is None or row.file is None:
        raise Http404
    return download(row.file)
