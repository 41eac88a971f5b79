"""Accounts and roles of one's subtree; who can do what where, to be printed."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import Permission
from accounts.searching import words_match
from accounts.seats import seat_of
from accounts.sign_in import door
from accounts.words import PERMISSION_WORDS
from core import clock
from core.clock import FOREVER
from core.numbers import format_date, read_id
from core.own_words import in_own_words
from core.workflow import Refused
from office.files.contents import shown_name
from office.lists import answered, staging
from office.once_only import creates, made
from office.tables.notes import Note
from office.tables.workbooks import WorkbookRefused, read_file
from units import access
from units.map.sisters import names_apart
from units.map.views.map import sees_people, unit_or_404
from units.models import Membership, Organisation, Unit
from units.people.absences import away, notes_for
from units.people.actions import people as actions
from units.people.actions.people import Opened, Opening
from units.people.forms.people import AccountForm, EndForm, HandOverForm, ListForm, ReasonForm, RoleForm, StandInForm
from units.people.people_file import LABELS, NOT_OPENED, read_people
from units.reorganisation.ending_seats import place_ends
from units.unit_lists.domain.file_titles import Purpose
from units.unit_lists.registers import register_of

PAGE = 50
PURPOSE = "people"
LIMIT = 2 * 1024 * 1024
RESET_FACTS = (
    "Mật khẩu cũ hết dùng ngay, mọi phiên đang mở của {} kết thúc, đăng nhập đang tạm dừng được mở lại. Phiếu mật khẩu "
    "mới chỉ hiện một lần để in; người nhận phải đổi ở lần đăng nhập đầu."
)
OPEN_FACTS = (
    "Các lần nhập sai trước đây không tính nữa: người này đăng nhập lại được ngay bằng mật khẩu đang dùng. Nếu người "
    "này quên mật khẩu, hãy dùng «Đặt lại mật khẩu»."
)


def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who may do what in a unit's subtree today: a list to be printed."""
    unit = unit_or_404(slug, request.user)
    if not sees_people(request.user, unit):
        raise PermissionDenied
    on = clock.today()
    rows = (
        Membership.objects.in_force(on)
        .filter(unit__in=Unit.objects.within(unit, on))
        .select_related("user", "unit", "organisation", "stands_in_for__user")
        .prefetch_related("organisation__duties")
        .order_by("unit__level", "unit__code", "user__sort_key")
    )
    lines = [
        (row, [in_own_words(words) for p, words in PERMISSION_WORDS.items() if p in seat_of(row, on).permissions])
        for row in rows
    ]
    context = {
        "unit": unit,
        "lines": lines,
        "on": on,
        "administers": access.may(request.user, Permission.ADMINISTER, unit),
    }
    return render(request, "units/people/people.html", context)


def _needs(request: HttpRequest) -> None:
    """403 for who administers nothing; the accounts, units and steps behind are cut to their reach."""
    if not access.holds(request.user, Permission.ADMINISTER):
        raise PermissionDenied


def _units(request: HttpRequest) -> QuerySet[Unit]:
    return Unit.objects.reached_by(request.user, Permission.ADMINISTER)


def _accounts(request: HttpRequest) -> QuerySet[User]:
    """People with a role, now or once, in a unit that somebody administers; 404 for all others."""
    rows = User.objects.filter(is_builtin=False, memberships__unit__in=_units(request))
    return rows.distinct()


def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts of one's subtree."""
    _needs(request)
    words = request.GET.get("q", "").strip()
    rows = _accounts(request)
    if words:
        rows = rows.filter(words_match(words) | Q(username__iexact=words))
    page = Paginator(rows.order_by("sort_key", "pk"), PAGE).get_page(request.GET.get("trang"))
    held: dict[int, list[Membership]] = {}
    today = clock.today()
    for row in (
        Membership.objects.in_force(today)
        .filter(user__in=[user.pk for user in page])
        .select_related("unit", "organisation")
        .order_by("pk")
    ):
        if today < place_ends(row):  # given when its place had ended, it is none
            held.setdefault(row.user_id, []).append(row)
    lines = [(user, held.get(user.pk, [])) for user in page]
    return render(request, "units/people/accounts.html", {"page": page, "lines": lines, "words": words})


def _bodies(request: HttpRequest) -> QuerySet[Organisation]:
    """The organisations of today that are seated where somebody administers."""
    today = clock.today()
    seats = _units(request).in_force(today)
    return Organisation.objects.in_force(today).filter(seat__in=seats).select_related("seat")


def _choices(request: HttpRequest) -> dict[str, Any]:
    today = clock.today()
    units = list(_units(request).in_force(today).order_by("level", "code"))
    levels = {unit.level for unit in units}
    bodies = _bodies(request)
    return {
        "roles": [role for role, fits in actions.LEVELS_OF_ROLE.items() if fits & levels],
        "units": [(str(pk), name) for pk, name in names_apart(units, today).items()],
        "organisations": [(str(body.pk), f"{body.name} ({body.seat.name})") for body in bodies],
    }


def _opening(said: dict[str, Any], full_name: str) -> Opening:
    return Opening(
        full_name=full_name,
        role=said["role"],
        unit=Unit.objects.get(pk=said["unit"]),
        organisation=Organisation.objects.get(pk=said["organisation"]) if said.get("organisation") else None,
        job_title=said.get("job_title", ""),
        username=said.get("username", ""),
        valid_from=said["valid_from"],
        valid_to=said.get("valid_to") or FOREVER,
    )


@creates
@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """A new account; the slip with its first password is the answer, once."""
    _needs(request)
    form = AccountForm(request.POST or None, **_choices(request))
    refusals: Sequence[str] = ()
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_account(_opening(form.cleaned_data, form.cleaned_data["full_name"]), by=request.user)
            return _slips(request, [opened])
        except Refused as refused:
            refusals = refused.reasons
    status = 422 if request.method == "POST" else 200
    return _page(request, form, "Mở tài khoản", "Mở tài khoản và in phiếu", refusals, status=status)


@require_http_methods(["GET", "POST"])
def import_accounts(request: HttpRequest) -> HttpResponse:
    """A list of people: first a preview, then, once agreed, all of them and their slips."""
    _needs(request)
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
    return _slips(request, opened)


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
    reached = _units(request).in_force(today)
    units = {unit.code: unit for unit in reached}
    purpose = Purpose(places=register_of(reached, today, with_others=True), other_words=NOT_OPENED)
    bodies = {body.code: body for body in _bodies(request)}
    try:
        done = read_people(read_file(content, name), units, bodies.get, purpose=purpose)
    except WorkbookRefused as refused:
        raise Refused(str(refused)) from refused
    if done.errors:
        raise Refused(*done.errors)
    openings = [
        Opening(r.full_name, r.role, r.unit, r.organisation, r.job_title, r.username, r.valid_from) for r in done.rows
    ]
    standing = [item for item in openings if _stands(item)]
    fresh = [item for item in openings if item not in standing]
    actions.check_openings(fresh, by=request.user)
    return fresh, standing, done.notes


def _stands(opening: Opening) -> bool:
    """The same person in the same role in the same place: the list was taken in already."""
    return (
        Membership.objects.in_force(opening.valid_from or clock.today())
        .filter(
            user__full_name=opening.full_name, role=opening.role, unit=opening.unit, organisation=opening.organisation
        )
        .exists()
    )


def _slips(request: HttpRequest, opened: Sequence[Opened]) -> HttpResponse:
    """The slips, once: whoever sends again is led to the account, where another password can be set."""
    response = render(
        request, "units/people/slips.html", {"opened": opened, "address": request.build_absolute_uri("/")}
    )
    response["Cache-Control"] = "no-store"
    to = ("units:account", opened[0].user.pk) if len(opened) == 1 else ("units:accounts",)
    return made(response, *to)


def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles, and what an administrator may do with it."""
    _needs(request)
    user = get_object_or_404(_accounts(request), pk=pk)
    today = clock.today()
    rows = user.memberships.select_related("unit", "organisation", "stands_in_for__user").order_by("-valid_to", "pk")
    mine = set(_units(request).filter(pk__in=[row.unit_id for row in rows]).values_list("pk", flat=True))
    is_own = user.pk == request.user.pk  # nobody gives or changes their own roles
    lines = [
        {
            "row": row,
            "is_held": row.valid_from <= today < place_ends(row),
            "is_mine": not is_own and row.unit_id in mine and row.valid_to > today,
        }
        for row in rows
    ]
    why_not = actions.why_not_touch(user, by=request.user)
    context = {"account": user, "lines": lines, "why_not": why_not, "trouble": door.trouble_of(user)}
    context |= {
        "is_own": is_own,
        "notes_absence": notes_for(request.user, user),
        "absence": away({user.pk}).get(user.pk),
    }
    return render(request, "units/people/account.html", context)


STEPS: dict[str, tuple[type[Any], str, str]] = {
    "giao-vai-tro": (RoleForm, "Giao thêm vai trò", "Giao vai trò"),
    "dong": (ReasonForm, "Đóng tài khoản", "Đóng tài khoản"),
    "mo": (ReasonForm, "Mở lại tài khoản", "Mở lại tài khoản"),
    "ket-thuc": (EndForm, "Kết thúc vai trò", "Kết thúc vai trò"),
    "ban-giao": (HandOverForm, "Bàn giao vai trò", "Bàn giao"),
    "thay-the": (StandInForm, "Cử người thay", "Cử người thay"),
}


@require_http_methods(["GET", "POST"])
def account_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One change of an account or of one of its roles (`?vai-tro=`)."""
    _needs(request)
    user = get_object_or_404(_accounts(request), pk=pk)
    if step == "dat-lai-mat-khau":
        return _reset(request, user)
    if step == "mo-dang-nhap":
        return _open_sign_in(request, user)
    if step not in STEPS:
        raise Http404
    kind, title, button = STEPS[step]
    form = kind(request.POST or None, **(_choices(request) if kind is RoleForm else {}))
    refusals: Sequence[str] = ()
    if request.method == "POST" and form.is_valid():
        try:
            _do(request, user, step, form.cleaned_data)
            messages.success(request, "Đã ghi.")
            return redirect("units:account", pk=user.pk)
        except Refused as refused:
            refusals = refused.reasons
    status = 422 if request.method == "POST" else 200
    return _page(request, form, f"{title}: {user.full_name}", button, refusals, account=user, status=status)


def _do(request: HttpRequest, user: User, step: str, said: dict[str, Any]) -> None:
    by = request.user
    text = request.GET.get("vai-tro", "")
    on_role: dict[str, Callable[[int], Any]] = {
        "ket-thuc": lambda pk: actions.end_role(pk, on=said["on"], reason=said["reason"], by=by),
        "ban-giao": lambda pk: actions.hand_over(
            pk, _other(request, said), on=said["on"], reason=said["reason"], by=by
        ),
        "thay-the": lambda pk: actions.stand_in(
            pk, _other(request, said), valid_from=said["valid_from"], valid_to=said["valid_to"], by=by
        ),
    }
    if step in on_role:
        row = get_object_or_404(user.memberships, pk=read_id(text))
        on_role[step](row.pk)
    elif step == "giao-vai-tro":
        actions.give_role(user, _opening(said, user.full_name), by=by)
    else:
        actions.set_active(user, step == "mo", reason=said["reason"], by=by)


def _other(request: HttpRequest, said: dict[str, Any]) -> User:
    """The account that was named; only one that somebody administers."""
    found = _accounts(request).filter(username__iexact=said["username"].strip(), is_active=True).first()
    if found is None:
        raise Refused(
            f"Không có tài khoản «{said['username']}» trong phạm vi quản trị của bạn. Hãy mở tài khoản trước."
        )
    return found


def _reset(request: HttpRequest, user: User) -> HttpResponse:
    refusals: Sequence[str] = ()
    if request.method == "POST":
        try:
            password = actions.reset_password(user, by=request.user)
            row = user.memberships.order_by("-valid_to").select_related("unit", "organisation").first()
            assert row is not None
            return _slips(request, [Opened(user, password, row)])
        except Refused as refused:
            refusals = refused.reasons
    title = f"Đặt lại mật khẩu: {user.full_name}"
    status = 422 if request.method == "POST" else 200
    facts = RESET_FACTS.format(user.full_name)
    return _page(request, None, title, "Đặt lại và in phiếu", refusals, account=user, status=status, facts=facts)


def _open_sign_in(request: HttpRequest, user: User) -> HttpResponse:
    refusals: Sequence[str] = ()
    if request.method == "POST":
        try:
            actions.open_sign_in(user, by=request.user)
            messages.success(request, f"{user.full_name} đăng nhập lại được ngay, bằng mật khẩu đang dùng.")
            return redirect("units:account", pk=user.pk)
        except Refused as refused:
            refusals = refused.reasons
    title = f"Mở lại đăng nhập: {user.full_name}"
    status = 422 if request.method == "POST" else 200
    return _page(request, None, title, "Mở lại đăng nhập", refusals, account=user, status=status, facts=OPEN_FACTS)


def _page(
    request: HttpRequest,
    form: Any,
    title: str,
    button: str,
    refusals: Sequence[str],
    *,
    account: User | None = None,
    status: int = 200,
    facts: str = "",
) -> HttpResponse:
    back = redirect("units:account", pk=account.pk).url if account else redirect("units:accounts").url
    context = {"form": form, "title": title, "button": button, "refusals": refusals, "account": account, "back": back}
    context["facts"] = facts
    return render(request, "units/people/account_form.html", context, status=status)
