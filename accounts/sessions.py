"""How long a session lasts, and that nothing of it stays in the browser.

A session ends when nobody has done anything for half an hour, and after ten hours whatever was done. Real time counts,
not the working date of the demonstration. What a page asks by itself (`BY_ITSELF` in its query) is nobody's doing.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from accounts import actions, audit
from core import clock, logs

OPENED, SEEN = "mo-luc", "thay-luc"
BY_ITSELF = "tu-dong"
NOTED_EVERY = 60  # seconds: reading pages writes the session no more often
IDLE, OLD = "nghi", "qua-gio"


def why_over(opened: int, seen: int, now: int, *, idle: int, longest: int) -> str:
    """Why a session is over, `IDLE` or `OLD`, or nothing; all in seconds."""
    if now - opened >= longest:
        return OLD
    return IDLE if now - seen >= idle else ""


def words_of(why: str) -> str:
    """What the sign-in page says to somebody whose session is over; nothing for a reason it does not know."""
    minutes, hours = settings.SESSION_IDLE_SECONDS // 60, settings.SESSION_COOKIE_AGE // 3600
    return {
        IDLE: f"Bạn đã không thao tác trong {minutes} phút nên cổng đã kết thúc phiên. Đăng nhập lại để tiếp tục.",
        OLD: f"Phiên làm việc đã kéo dài {hours} giờ nên cổng đã kết thúc phiên. Đăng nhập lại để tiếp tục.",
    }.get(why, "")


def _now() -> int:
    return int(clock.real_now().timestamp())


def begin(request: HttpRequest, **_: Any) -> None:
    """The session of somebody who has just signed in begins now."""
    request.session[OPENED] = request.session[SEEN] = _now()


def end(request: HttpRequest) -> None:
    """Sign out; what the session held goes with it, and messages that were not shown yet."""
    actions.let_go(request)
    list(messages.get_messages(request))
    logout(request)


class SessionEnds:
    """Ends a session that is over; the sign-in page then says why. Notes that somebody is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            logs.is_of_user(request.user.pk)
            self._judge(request, _now())
        return self.get_response(request)

    def _judge(self, request: HttpRequest, now: int) -> None:
        session = request.session
        opened, seen = session.get(OPENED, now), session.get(SEEN, now - NOTED_EVERY)
        idle, longest = settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE
        why = why_over(opened, seen, now, idle=idle, longest=longest)
        if why:
            audit.note(request.user, "end_session", request.user, summary=words_of(why))
            end(request)
            request.session_over = why  # type: ignore[attr-defined]  # put on the request here
        elif now - seen >= NOTED_EVERY and BY_ITSELF not in request.GET:
            session[OPENED], session[SEEN] = opened, now
            with suppress(DatabaseError, UpdateError):  # pages are read on a full disk too; signed out meanwhile
                session.save()
            session.modified = False


class NotKept:
    """No browser and no proxy keeps a page, but those that a view calls public, served to a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_public = "public" in response.headers.get("Cache-Control", "")
        user = getattr(request, "user", None)
        if not is_public or user is None or user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response
