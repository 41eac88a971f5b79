"""Notes of a file that ask: what somebody must say about each before the file is taken."""

from collections.abc import Sequence

from django.http import HttpRequest

from core.workflow import Refused
from office.tables.notes import Note

FIELD = "da-biet"


def require(request: HttpRequest, notes: Sequence[Note]) -> None:
    """Raises `Refused` for every note that asks and that the form has not answered."""
    said = set(request.POST.getlist(FIELD))
    open_notes = [note for note in notes if note.asks and note.key not in said]
    if open_notes:
        raise Refused(*(f"Chưa xác nhận: {note}" for note in open_notes))
