"""An account is opened, its roles given, handed over or ended, its password set anew."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core import clock
from core.clock import FOREVER
from core.numbers import read_id
from core.workflow import Refused
from office.once_only import creates
from units.map.sisters import names_apart
from units.models import Organisation, Unit
from units.people.actions import people as actions
from units.people.actions.people import Opened, Opening
from units.people.forms.people import AccountForm, EndForm, HandOverForm, ReasonForm, RoleForm, StandInForm
from units.people.views.administered import accounts_of, bodies_of, require_administrator, slips, units_of

RESET_FACTS = (
    "Mật khẩu cũ hết hiệu lực ngay, mọi phiên đang mở của {} kết thúc, đăng nhập đang tạm dừng được mở lại. Phiếu mật khẩu "
    "mới chỉ hiện một lần để in; người nhận phải đổi ở lần đăng nhập đầu."
)
OPEN_FACTS = (
    "Các lần nhập sai trước đây không tính nữa: người này đăng nhập lại được ngay bằng mật khẩu đang dùng. Nếu người "
    "này quên mật khẩu, hãy dùng «Đặt lại mật khẩu»."
)


def _choices(request: HttpRequest) -> dict[str, Any]:
    today = clock.today()
    units = list(units_of(request).in_force(today).order_by("level", "code"))
    levels = {unit.level for unit in units}
    bodies = bodies_of(request)
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
    require_administrator(request)
    form = AccountForm(request.POST or None, **_choices(request))
    refusals: Sequence[str] = ()
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_account(_opening(form.cleaned_data, form.cleaned_data["full_name"]), by=request.user)
            return slips(request, [opened])
        except Refused as refused:
            refusals = refused.reasons
    status = 422 if request.method == "POST" else 200
    return _page(request, form, "Mở tài khoản", "Mở tài khoản và in phiếu", refusals, status=status)


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
    require_administrator(request)
    user = get_object_or_404(accounts_of(request), pk=pk)
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
    found = accounts_of(request).filter(username__iexact=said["username"].strip(), is_active=True).first()
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
            return slips(request, [Opened(user, password, row)])
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
