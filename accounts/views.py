"""Signing in and out, one's own account, the trail."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import actions, audit, kept, sessions
from accounts.forms import PasswordForm, SignInForm, TrailForm
from accounts.models import AuditEvent, User
from accounts.permissions import DUTY_BOUND, DUTY_LABELS, DUTY_OF_ROLE, GRANTS, Permission
from accounts.searching import words_match
from accounts.seats import Seat, choose, holds, seat_of
from accounts.sign_in import door
from accounts.sign_in.devices import device_of, remember
from accounts.sign_in.passwords import SAMPLE_PASSWORD
from accounts.sign_in.turnstile import SIGN_IN, Crowded
from accounts.words import PERMISSION_WORDS, told, verbs_saying
from core import clock
from core.numbers import read_id
from core.own_words import in_own_words

PAGE = 50
SAMPLE_DOMAIN = "@mau.vn"  # sample accounts of the demonstration have such an address
CROWDED = "Đang có nhiều người đăng nhập. Vui lòng thử lại sau ít giây; mật khẩu chưa được kiểm tra."
CROWDED_SECONDS = 3


class SignIn(LoginView):
    """The door."""

    is_public = True
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return go_on(request)
        if request.method == "GET" and _is_empty():
            return redirect("units:begin")  # an empty portal says how it begins
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with SIGN_IN.passage():
                return super().post(request, *args, **kwargs)
        except Crowded:
            return sign_in_page(request, CROWDED, status=HTTPStatus.SERVICE_UNAVAILABLE, wait=CROWDED_SECONDS)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response = super().form_valid(form)
        user = form.get_user()
        audit.note(user, "sign_in", user)
        remember(response, device_of(self.request).met(door.digest(user.username)))
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        response = super().form_invalid(form)
        return wait_before_next(response, form.answer.wait, HTTPStatus.TOO_MANY_REQUESTS)

    def get_success_url(self) -> str:
        wanted = super().get_success_url()
        doors = {self.request.path, reverse("accounts:sign_out")}  # neither is a page to go on to
        return self.get_default_redirect_url() if urlsplit(wanted).path in doors else wanted

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why = sessions.words_of(self.request.GET.get("ly-do", ""))
        return super().get_context_data(**_around_the_form(), why=why, **kwargs)


def _is_empty() -> bool:
    """Nobody has an account; not known while the database does not answer."""
    try:
        return not User.objects.filter(is_builtin=False).exists()
    except DatabaseError:
        return False


def wait_before_next(response: HttpResponse, seconds: int, status: HTTPStatus) -> HttpResponse:
    """Say also to programs how long to wait, when there is a wait."""
    if seconds:
        response.status_code = status
        response["Retry-After"] = str(seconds)
    return response


def sign_in_page(request: HttpRequest, words: str, *, status: HTTPStatus, wait: int = 0) -> HttpResponse:
    """The form once more, with the reason and the typed name; nothing was checked."""
    form = SignInForm(request, initial={"username": request.POST.get("username", "")})
    context = {"form": form, "note": words, "next": request.POST.get("next", ""), **_around_the_form()}
    response = render(request, SignIn.template_name, context, status=status)
    return wait_before_next(response, wait, status)


def go_on(request: HttpRequest) -> HttpResponse:
    """The page of somebody who has signed in already, perhaps in another tab: nothing is checked or changed."""
    if door.read_name(request.POST.get("username", "")) not in {"", door.read_name(request.user.get_username())}:
        messages.info(
            request,
            f"Bạn đang đăng nhập với tài khoản {request.user.get_username()}. "
            "Để vào bằng tài khoản khác, hãy đăng xuất trước.",
        )
    return HttpResponseRedirect(SignIn(request=request).get_success_url())


def _around_the_form() -> dict[str, Any]:
    return {"samples": _samples(), "sample_password": SAMPLE_PASSWORD}


def _samples() -> QuerySet[User]:
    samples = User.objects.filter(email__endswith=SAMPLE_DOMAIN, is_active=True)
    return samples.order_by("pk") if settings.DEVELOPMENT else samples.none()


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    if request.user.is_authenticated:
        audit.note(request.user, "sign_out", request.user)
    sessions.end(request)
    messages.success(request, "Bạn đã đăng xuất.")
    return redirect("accounts:sign_in")


def change_password(request: HttpRequest) -> HttpResponse:
    """A new password; asked for at the first sign-in."""
    try:
        with SIGN_IN.passage() if request.method == "POST" else nullcontext():
            return _change_password(request)
    except Crowded:
        messages.warning(request, CROWDED)
        response = render(request, "accounts/change_password.html", {"form": PasswordForm(request.user)})
        return wait_before_next(response, CROWDED_SECONDS, HTTPStatus.SERVICE_UNAVAILABLE)


def _change_password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(request.user, form.cleaned_data["new_password"], by=request.user)
        update_session_auth_hash(request, request.user)
        messages.success(request, "Mật khẩu đã được đổi. Từ lần sau, hãy đăng nhập bằng mật khẩu mới.")
        return redirect("reports:workbench")
    return render(request, "accounts/change_password.html", {"form": form})


@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose the role whose work the start page and the navigation show; without one, all roles."""
    seat = choose(request, read_id(request.POST.get("vai", "")) or 0)
    kept.forget(request.user)
    if seat is None:  # of one role the start page itself says which
        messages.success(request, "Đang làm việc với mọi vai trò của bạn.")
    return redirect("/")


@dataclass(frozen=True)
class Post:
    """A membership as its holder reads it: the seat, its days, what it allows now."""

    seat: Seat
    membership: Any
    is_held: bool
    allows: list[str]
    waits: list[str]  # what the role would allow if the organisation held its duty today
    duty: str


def me(request: HttpRequest) -> HttpResponse:
    """Who I am, in which roles from when to when, and what each allows."""
    today = clock.today()
    rows = request.user.memberships.select_related("unit", "organisation", "stands_in_for__user").prefetch_related(
        "organisation__duties"
    )
    posts = [_post(row, today) for row in rows.order_by("-valid_to", "valid_from", "pk")]
    return render(request, "accounts/me.html", {"posts": posts})


def _post(membership: Any, today: Any) -> Post:
    seat = seat_of(membership, today)
    unit = membership.unit
    is_held = membership.valid_from <= today < membership.valid_to and unit.valid_from <= today < unit.valid_to
    allows = [in_own_words(words) for permission, words in PERMISSION_WORDS.items() if permission in seat.permissions]
    role = seat.role
    waits = [
        in_own_words(words)
        for permission, words in PERMISSION_WORDS.items()
        if role in DUTY_OF_ROLE and permission in GRANTS[role] & DUTY_BOUND - seat.permissions
    ]
    duty = DUTY_LABELS[DUTY_OF_ROLE[role]] if role in DUTY_OF_ROLE else ""
    return Post(seat, membership, is_held, allows, waits, duty)


def audit_trail(request: HttpRequest) -> HttpResponse:
    """Every change, sign-in and export of the places that somebody inspects."""
    if not holds(request.user, Permission.VIEW_AUDIT):
        raise PermissionDenied
    form = TrailForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(_trail(request.user, **wanted), PAGE).get_page(request.GET.get("trang"))
    rows = list(zip(page, told(list(page)), strict=True))
    return render(request, "accounts/audit.html", {"form": form, "page": page, "rows": rows, "wanted": wanted})


def _trail(user: Any, *, q: str = "", tu: Any = None, den: Any = None) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.visible_to(user).order_by("-seq")
    if q:
        people = User.objects.filter(words_match(q))  # as they are called now
        rows = rows.filter(words_match(q) | Q(actor__in=people.values("username")) | Q(verb__in=verbs_saying(q)))
    if tu:
        rows = rows.filter(at__gte=clock.moment_on(tu, time()))
    if den:
        rows = rows.filter(at__lt=_next_midnight(den))
    return rows


def _next_midnight(day: Any) -> datetime:
    return clock.moment_on(day + timedelta(days=1), time())
