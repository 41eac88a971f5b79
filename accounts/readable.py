"""What is sent can be read and kept, or is refused before anything asks the database.

No database keeps NUL, no document the two characters that Unicode keeps out of all text; half a surrogate cannot
be written at all. A browser sends none of them: who does has made the request by hand, or pasted from a broken file.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError

LONGEST = 2_000  # letters of one value of an address: longer than any page of the portal makes
_UNREADABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")


class Unreadable(BadRequest):
    """The request is refused; the message says why in Vietnamese."""


class ReadableRequest:
    """Looks through address, headers and cookies first, and through forms before a view is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        headers = (value for name, value in request.META.items() if name.startswith(("HTTP_", "CONTENT_")))
        _needs_readable([request.path, *headers, *request.COOKIES.values(), *_texts(request.GET)])
        if any(len(text) > LONGEST for text in _texts(request.GET)):
            raise Unreadable("Địa chỉ có phần quá dài. Vui lòng rút ngắn từ tìm rồi tìm lại.")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method != "POST":
            return
        try:
            _needs_readable([*_texts(request.POST), *request.FILES])  # names of files Django cleans itself
        except UnreadablePostError:
            return  # the sender has gone


def _texts(sent: QueryDict) -> Iterable[str]:
    """Names and values."""
    for name, values in sent.lists():
        yield name
        yield from values


def _needs_readable(texts: Iterable[object]) -> None:
    if any(isinstance(text, str) and _UNREADABLE.search(text) for text in texts):
        raise Unreadable("Nội dung gửi lên có ký tự mà máy không đọc được. Vui lòng gõ lại phần đã dán từ tệp khác.")
