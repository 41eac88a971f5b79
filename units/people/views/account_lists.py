"""Accounts opened by a list: what it would open, then all of them and their slips."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core import clock
from core.numbers import format_date
from core.workflow import Refused
from office.files.contents import shown_name
from office.lists import answered, staging
from office.tables.notes import Note
from office.tables.workbooks import WorkbookRefused, read_file
from units.models import Membership
from units.people.actions import people as actions
from units.people.actions.people import Opening
from units.people.forms.people import ListForm
from units.people.people_file import LABELS, NOT_OPENED, PersonRow, read_people
from units.people.views.administered import bodies_of, require_administrator, slips, units_of
from units.unit_lists.domain.file_titles import Purpose
from units.unit_lists.registers import register_of

PURPOSE = "people"
LIMIT = 2 * 1024 * 1024


@require_http_methods(["GET", "POST"])
def import_accounts(request: HttpRequest) -> HttpResponse:
    """A list of people: first a preview, then, once agreed, all of them and their slips."""
    require_administrator(request)
    form = ListForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "labels": LABELS}
    try:
        if request.method == "POST" and "dong-y" in request.POST:
            return _agreed_list(request, context)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            if upload.size > LIMIT:
                raise Refused("Tệp lớn hơn 2 MB. Vui lòng chia nhỏ danh sách.")
            staging.discard(request, PURPOSE)
            return _shown_list(request, upload.read(), shown_name(upload.name or ""), context)
    except Refused as refused:
        context["errors"] = refused.reasons
        return render(request, "units/people/accounts_import.html", context, status=staging.status_of(refused))
    return render(
        request, "units/people/accounts_import.html", context, status=422 if request.method == "POST" else 200
    )


def _shown_list(
    request: HttpRequest,
    content: bytes,
    name: str,
    context: dict[str, Any],
    moved: tuple[staging.Difference, ...] = (),
) -> HttpResponse:
    """Whom a list would give an account, to be agreed to; with `moved` what differs from what was shown before."""
    fresh, standing, notes = _read_list(request, content, name)
    context |= {"openings": fresh, "standing": standing, "notes": notes, "moved": moved, "file_name": name}
    if fresh:
        context["staged"] = staging.stage(request, PURPOSE, content, name, about={}, shown=_lines(fresh))
    return render(request, "units/people/accounts_import.html", context, status=409 if moved else 200)


def _agreed_list(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    consent = staging.consented(request, PURPOSE, about={})
    try:
        with staging.using(consent):
            fresh, _, notes = _read_list(request, consent.content, consent.name)
            consent.holds_for(_lines(fresh))
            answered.require(request, notes)
            opened = actions.open_accounts(fresh, by=request.user)
    except staging.Moved as moved:
        return _shown_list(request, consent.content, consent.name, context, moved.differences)
    return slips(request, opened)


def _lines(openings: Sequence[Opening]) -> list[tuple[str, str]]:
    """Each account that a list opens: whose, in which role, where, from when."""
    return [
        (
            f"{item.full_name}, {item.unit.name}",
            f"{item.role.label}{f', {item.organisation.name}' if item.organisation else ''}"
            f"{f', {item.job_title}' if item.job_title else ''}"
            f"{f', tên đăng nhập {item.username}' if item.username else ''}"
            f"{f', từ {format_date(item.valid_from)}' if item.valid_from else ''}",
        )
        for item in openings
    ]


def _read_list(request: HttpRequest, content: bytes, name: str) -> tuple[list[Opening], list[Opening], list[Note]]:
    """Who is new, who has the account already, what is not taken. Raises `Refused` with every error."""
    today = clock.today()
    reached = units_of(request).in_force(today)
    units = {unit.code: unit for unit in reached}
    purpose = Purpose(places=register_of(reached, today, with_others=True), other_words=NOT_OPENED)
    bodies = {body.code: body for body in bodies_of(request)}
    try:
        done = read_people(read_file(content, name), units, bodies.get, purpose=purpose)
    except WorkbookRefused as refused:
        raise Refused(str(refused)) from refused
    openings = [_opening(row) for row in done.rows]
    standing = [item for item in openings if _stands(item)]
    fresh = [item for item in openings if item not in standing]
    if errors := [*done.errors, *actions.why_not_open(fresh, by=request.user)]:
        raise Refused(*errors)
    return fresh, standing, done.notes


def _opening(row: PersonRow) -> Opening:
    place = f"{row.sheet}, dòng {row.line}: "
    return Opening(
        row.full_name, row.role, row.unit, row.organisation, row.job_title, row.username, row.valid_from, place=place
    )


def _stands(opening: Opening) -> bool:
    """The same person in the same role in the same place: the list was taken in already."""
    return (
        Membership.objects.in_force(opening.valid_from or clock.today())
        .filter(
            user__full_name=opening.full_name, role=opening.role, unit=opening.unit, organisation=opening.organisation
        )
        .exists()
    )
