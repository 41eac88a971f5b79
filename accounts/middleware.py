"""Sign-in is required unless a view says it is public."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts import kept
from core import once

View = Callable[..., HttpResponse]
# the form was not even read: nothing has changed
REFUSED = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    }
)


def public(view: View) -> View:
    """Mark a view that anyone may open without signing in."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, which leads back to the page that was open; what was typed waits there."""
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response["HX-Redirect"] = _door(request, _own_path(request, "HX-Current-URL"))
        return response
    is_read = request.method in {"GET", "HEAD"}
    return HttpResponseRedirect(_door(request, request.get_full_path() if is_read else _own_path(request, "Referer")))


def _door(request: HttpRequest, back: str) -> str:
    """The address of the sign-in page, which says why when the session was over."""
    why = getattr(request, "session_over", "")
    address = redirect_to_login(back)["Location"]
    return f"{address}&ly-do={why}" if why else address


def _own_path(request: HttpRequest, header: str) -> str:
    """The page of this portal that a header names, or the start page."""
    try:
        came_from = urlsplit(request.headers.get(header, ""))
    except ValueError:  # no address at all
        return "/"
    if came_from.netloc != request.get_host():
        return "/"
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


def _left_all_as_it_was(request: HttpRequest, response: HttpResponse) -> bool:
    """The form was not read, or was answered with a page (its faults, a preview) and nothing stored (`office.once_only`)."""
    if response.status_code in {HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY}:
        return not getattr(request, "has_changed", False)
    return response.status_code in REFUSED


class SignInRequired:
    """Sends strangers to the sign-in page, and people with a first password to changing it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            with once.page():
                return self.get_response(request)
        response = self.get_response(request)
        if not _left_all_as_it_was(request, response):
            kept.forget(request.user)
        return response

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        target = getattr(view, "view_class", view)
        if getattr(view, "is_public", False) or getattr(target, "is_public", False):
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request)
        change = reverse("accounts:change_password")
        if request.user.must_change_password and request.path not in {change, reverse("accounts:sign_out")}:
            return HttpResponseRedirect(change)
        return None
