"""Errors of the last list that somebody sent: the first ones on the page, all of them as a table to be handed on."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.http import Http404, HttpRequest, HttpResponse

from office.lists.list_files import ListColumn, list_file

SHOWN, KEPT = 100, 5_000


class Place(Protocol):
    """What an error of a list says."""

    sheet: str
    row: int
    column: str
    message: str
    subject: str


def remember(request: HttpRequest, purpose: str, errors: Sequence[Place]) -> dict[str, Any]:
    """The first errors for the page; the session keeps the others until the next list."""
    request.session[_key(purpose)] = [
        [each.sheet, each.row, each.column, each.subject, each.message] for each in errors[:KEPT]
    ]
    return {"errors": errors[:SHOWN], "error_count": len(errors)}


def forget(request: HttpRequest, purpose: str) -> None:
    """The list was replaced or taken."""
    request.session.pop(_key(purpose), None)


def as_file(request: HttpRequest, purpose: str, title: str, *, name: str) -> HttpResponse:
    """All of them as a workbook; 404 when the last list had none."""
    errors = request.session.get(_key(purpose))
    if not errors:
        raise Http404
    columns = [
        ListColumn("Trang tính", 24),
        ListColumn("Dòng", 8),
        ListColumn("Cột", 8),
        ListColumn("Của", 28),
        ListColumn("Nguyên nhân", 80),
    ]
    return list_file(title, columns, errors, name=name)


def _key(purpose: str) -> str:
    return f"loi-{purpose}"
