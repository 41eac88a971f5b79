"""A form makes what it makes once: Back and send again, two clicks and two tabs are answered like the first time.

Every form of the portal carries a key of its own (`{% csrf_token %}` writes it; `keep.js` gives it back after Back).
The first change that a request makes keeps the key in the same transaction (`audit.opening_with`), so that record and
key are stored together or not at all, and of two sendings at once one waits for the other.

    @creates
    def new_plan(request): ...

marks a view that adds a record each time: other content under a used key, and the same content from another tab, are
asked about. Without the mark only the same content under the same key counts as sent again: an edition guards the rest.
A view that answers with a page instead of leading on says with `made` where its record is found.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.crypto import salted_hmac

from accounts import audit
from core import clock
from core.numbers import format_moment
from office.models import Sending

KEY, STILL = "lan-gui", "van-ghi"  # the key; the answer that the same content is meant once more
KEPT = timedelta(days=30)  # longer than any page stays open
ALIKE = timedelta(minutes=10)  # the same content from another tab, or without script after Back
PATIENCE, GLANCE = 3.0, 0.05  # seconds that the second of two clicks waits for the first's answer, and looks again
BESIDE = frozenset({KEY, STILL, "csrfmiddlewaretoken"})
View = TypeVar("View", bound=Callable[..., HttpResponse])


class SentBefore(Exception):
    """Another request with the same key is making it, or has made it."""


def creates(view: View) -> View:
    """Mark a view whose POST adds a record each time that it is sent."""
    view.creates = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def made(response: HttpResponse, to: str, *args: Any) -> HttpResponse:
    """An answer that is a page, and the address (its name and parts) where what it made is found."""
    response.made = resolve_url(to, *args)  # type: ignore[attr-defined]  # put on the response here
    return response


@dataclass
class Attempt:
    """One arrival of a form."""

    owner: Any
    key: str
    digest: str
    creates: bool
    row: Sending | None = field(default=None)  # the key as this request keeps it

    def claim(self) -> None:
        """Keep the key, inside the transaction that makes what was asked for. Raises `SentBefore`."""
        if self.row is not None:
            return
        try:
            with transaction.atomic():
                self.row = Sending.objects.create(owner=self.owner, key=self.key, digest=self.digest)
        except IntegrityError as error:
            raise SentBefore from error
        audit.if_it_fails(partial(setattr, self, "row", None))

    def first(self) -> Sending | None:
        """The sending that came before under this key, with its answer; the other of two clicks may be about to give it."""
        until = time.monotonic() + PATIENCE
        while True:
            row = Sending.objects.filter(owner=self.owner, key=self.key).first()
            if row is None or row.made or time.monotonic() > until:
                return row
            time.sleep(GLANCE)

    def alike(self) -> Sending | None:
        """The same content a moment ago, under another key."""
        rows = Sending.objects.filter(owner=self.owner, digest=self.digest, sent_at__gt=clock.now() - ALIKE)
        return rows.exclude(key=self.key).order_by("-pk").first()

    def settle(self, place: str) -> None:
        """Where the record is found; without a place nothing was made, and the form may be sent again."""
        if self.row is None:
            return
        rows = Sending.objects.filter(pk=self.row.pk)
        if place:
            rows.update(made=place[:500])
        else:
            rows.delete()


class OnceOnly:
    """Middleware: the last one, so that only requests that reach their view count."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        with audit.opening_with(partial(_claim, request)):
            response = self.get_response(request)
        attempt: Attempt | None = getattr(request, "attempt", None)
        if attempt is None:
            return response
        if attempt.row is None and response.status_code in {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}:
            first = attempt.first()  # the other of two clicks ended between the look and the refusal
            return response if first is None or first.digest != attempt.digest else _again(request, first)
        attempt.settle(_place(response))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        attempt = _attempt(request, view)
        if attempt is None:
            return None
        first = attempt.first()
        if first is not None and first.digest == attempt.digest:
            return _again(request, first)
        if first is not None and attempt.creates:
            return _asked(request, first, is_alike=False)
        if attempt.creates and STILL not in request.POST and (alike := attempt.alike()) is not None:
            return _asked(request, alike, is_alike=True)
        if first is None:
            request.attempt = attempt  # type: ignore[attr-defined]  # put on the request here
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, SentBefore):
            return None
        attempt: Attempt = request.attempt  # type: ignore[attr-defined]  # as above
        first = attempt.first()
        if first is not None:
            return _again(request, first)
        # the other one only previewed, or was refused: this one is read from the start
        for name in request.FILES:
            for upload in request.FILES.getlist(name):
                upload.seek(0)
        match = request.resolver_match
        assert match is not None
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer


def old_sendings() -> int:
    """Sweep: forms that were sent long ago."""
    return int(Sending.objects.filter(sent_at__lt=clock.now() - KEPT).delete()[0])


def _claim(request: HttpRequest) -> None:
    before = getattr(request, "has_changed", False)  # what is counted beside the page asks
    request.has_changed = True  # type: ignore[attr-defined]  # put on the request here
    audit.if_it_fails(partial(setattr, request, "has_changed", before))
    attempt: Attempt | None = getattr(request, "attempt", None)
    if attempt is not None:
        attempt.claim()


def _place(response: HttpResponse) -> str:
    return str(getattr(response, "made", "") or response.headers.get("Location", ""))


def _attempt(request: HttpRequest, view: Any) -> Attempt | None:
    """What arrived; nothing for a page that is read, a stranger, or a sender without a page of the portal."""
    key = request.POST.get(KEY, "") if request.method == "POST" else ""
    if not key or not request.user.is_authenticated:
        return None
    mark = _sealed("key", request.resolver_match.view_name if request.resolver_match else "", key).hexdigest()
    return Attempt(request.user, mark, _digest(request), getattr(view, "creates", False))


def _digest(request: HttpRequest) -> str:
    """One mark of all that was typed and chosen and where it was sent to; passwords cannot be guessed from it."""
    mark = _sealed("content", request.get_full_path(), *(part for pair in _typed(request) for part in pair))
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            mark.update(f"\0{name}\0{upload.name}\0".encode())
            for chunk in upload.chunks():
                mark.update(chunk)
            upload.seek(0)
    digest: str = mark.hexdigest()
    return digest


def _sealed(salt: str, *parts: str) -> Any:
    return salted_hmac(f"office.once_only.{salt}", "\0".join(parts), algorithm="sha256")


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name in sorted(request.POST):
        if name not in BESIDE:
            for value in request.POST.getlist(name):
                yield name, value


def _led_to(first: Sending) -> str:
    return first.made or resolve_url(settings.LOGIN_REDIRECT_URL)


def _again(request: HttpRequest, first: Sending) -> HttpResponse:
    """The answer of the first time."""
    when = format_moment(first.sent_at.astimezone(clock.VIETNAM))
    messages.info(request, f"Đã ghi nhận trước đó, lúc {when}. Lần gửi lại này không ghi thêm.")
    return redirect(_led_to(first))


def _asked(request: HttpRequest, first: Sending, *, is_alike: bool) -> HttpResponse:
    """409: is it a slip of the hand, or one more?"""
    context = {
        "first": first,
        "place": _led_to(first),
        "is_alike": is_alike,
        "has_files": bool(request.FILES),
        "fields": () if request.FILES else (*_typed(request), (STILL, "1")),
    }
    return render(request, "errors/sent_before.html", context, status=HTTPStatus.CONFLICT)
