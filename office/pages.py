"""What views share: refusals shown as messages, and the page of the second editor."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import messages
from django.forms import FileField, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.findings import Reason
from core.workflow import Overtaken, Refused, Stale
from office.files.contents import FileRefused


@dataclass(frozen=True)
class Compared:
    """One field: as somebody typed it, as it stands, and as it stood when they opened it (when known).

    With the `name` of its form field the page lets one choose where both sides changed it; `codes` are sent for the
    stored and the typed side where a text alone would not do.
    """

    label: str
    stored: str
    typed: str
    opened: str | None = None
    name: str = ""
    codes: tuple[str, str] | None = None

    @property
    def stored_code(self) -> str:
        return self.stored if self.codes is None else self.codes[0]

    @property
    def typed_code(self) -> str:
        return self.typed if self.codes is None else self.codes[1]

    @property
    def differs(self) -> bool:
        return self.stored != self.typed

    @property
    def asks(self) -> bool:
        """Both sides changed it, so somebody has to choose."""
        return bool(self.name) and self.differs and self.opened not in (self.stored, self.typed)

    @property
    def kept(self) -> str:
        """What is sent when nobody has to choose: the side that changed it."""
        return self.stored_code if self._is_left else self.typed_code

    @property
    def _is_left(self) -> bool:
        """Only the other side changed it."""
        return self.opened is not None and self.typed == self.opened

    @property
    def answer(self) -> str:
        if not self.differs:
            return "Không khác nhau"
        if self.opened is None:
            return "Khác nội dung đang lưu"
        return "Lấy nội dung đang lưu, bạn không sửa" if self._is_left else "Lấy nội dung của bạn"


def conflict(
    request: HttpRequest,
    *,
    heading: str,
    rows: Iterable[Compared],
    fields: Iterable[tuple[str, str]] = (),
    back: str,
    note: str = "",
    stored_by: str = "",
) -> HttpResponse:
    """409: both versions side by side, nothing lost; one more click stores what was typed or chosen.

    `stored_by` says who stored and when. `fields` are what that click sends besides named rows: other typed values, the edition as it now is.
    """
    compared = list(rows)
    context = {
        "heading": heading,
        "rows": compared,
        "asks": [row for row in compared if row.asks],
        "is_merge": bool(compared) and all(row.name for row in compared),
        "stored_by": stored_by,
        "shows_opened": any(row.opened is not None for row in compared),
        "fields": list(fields),
        "back": back,
        "note": note,
    }
    return render(request, "errors/409.html", context, status=409)


def overtaken(
    request: HttpRequest,
    found: Overtaken,
    *,
    heading: str,
    typed: Iterable[tuple[str, str]],
    back: str,
    fields: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """409: what somebody else stored meanwhile beside what was typed. With `fields` one more click stores the latter."""
    rows = [Compared(place, words, "") for place, words in found.stored]
    rows += [Compared(place, "", words) for place, words in typed if words]
    return conflict(request, heading=heading, rows=rows, fields=fields, back=back)


@contextmanager
def refusals_as_messages(request: HttpRequest) -> Iterator[None]:
    """Every objection of a refused action as a message of its own."""
    try:
        yield
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    except Overtaken:
        raise  # answered with a page of its own
    except Stale as stale:
        messages.error(request, f"{stale} Trang đã được tải lại với nội dung mới nhất; vui lòng xem rồi làm lại.")


def add_refusals(form: Form, refused: Refused | FileRefused, *, file: str = "file") -> None:
    """Every objection of a refused action on its form: one about a file, or that names its field, stands there.

    `file` names it where a form has several; a form that calls its only one otherwise is found all the same.
    """
    if isinstance(refused, FileRefused):
        form.add_error(_file_field(form, file), str(refused))
        return
    for reason in refused.reasons:
        named = reason.field if isinstance(reason, Reason) and reason.field in form.fields else None
        form.add_error(named, reason)


def _file_field(form: Form, named: str) -> str | None:
    if named in form.fields:
        return named
    return next((name for name, field in form.fields.items() if isinstance(field, FileField)), None)
