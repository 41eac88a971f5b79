"""A plan written in the browser: begun, filled in section by section, tried on figures, taken away as a file."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import audit
from campaign.definition import DefinitionErrors
from campaign.models import DefinitionVersion, PlanDraft
from campaign.plan.actions import drafts as actions
from campaign.plan.drafts import Draft
from campaign.plan.forms import BeginForm
from core.numbers import read_id
from core.workflow import Refused, Stale
from office.files.responses import attachment
from office.once_only import creates
from office.pages import add_refusals, refusals_as_messages

TOML = "application/toml"
View = Callable[..., HttpResponse]


def writers(view: View) -> View:
    """403 for who writes no plans."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actions.may_write(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return inner


def find_draft(request: HttpRequest, pk: int) -> Draft:
    """A draft of the provinces whose plans somebody writes; 404 for others."""
    rows = PlanDraft.objects.visible_to(request.user).select_related("province", "based_on", "owner", "changed_by")
    return Draft(get_object_or_404(rows, pk=pk))


# ---- drafts ----


@creates
@writers
@require_http_methods(["GET", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """My drafts, those of who writes plans there too, and from what another is begun."""
    versions = _versions(request)
    form = BeginForm(
        request.POST or None,
        request.FILES or None,
        versions=[(str(row.pk), _version_words(row)) for row in versions],
        initial={"start": str(versions[0].pk) if versions else BeginForm.NEW},
    )
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            made = _begun(request, form.cleaned_data, versions)
        except DefinitionErrors as found:
            context["errors"] = found.errors
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(
                request, "Đã mở bản soạn. Mỗi lần lưu một mục là lưu vào bản soạn; chưa có gì được áp dụng."
            )
            return redirect("campaign:plan_draft", pk=made.pk)
    rows = PlanDraft.objects.visible_to(request.user).select_related("province", "based_on", "owner", "changed_by")
    standing = [Draft(row) for row in rows]
    context["drafts"] = [draft for draft in standing if draft.row.owner == request.user]
    context["shared"] = [draft for draft in standing if draft.row.owner != request.user]
    refused_here = bool(form.errors or context.get("errors"))
    return render(request, "campaign/plan/plan_drafts.html", context, status=422 if refused_here else 200)


def _versions(request: HttpRequest) -> list[DefinitionVersion]:
    """The stored versions of plans of one's provinces: those in force first."""
    rows = DefinitionVersion.objects.select_related("campaign__province").order_by(
        "-campaign__first_year", "campaign", "-number"
    )
    campaigns = {row.campaign.pk: row.campaign for row in rows}
    own = {pk for pk, item in campaigns.items() if actions.may_write_of(request.user, item.province)}
    return sorted((row for row in rows if row.campaign_id in own), key=lambda row: row.replaced_at is not None)


def _version_words(row: DefinitionVersion) -> str:
    standing = "đang áp dụng" if row.replaced_at is None else "đã thay"
    return f"{row.campaign.definition.short_name} {row.campaign.period}, phiên bản {row.number} ({standing})"


def _begun(request: HttpRequest, said: dict[str, Any], versions: list[DefinitionVersion]) -> PlanDraft:
    by: Any = request.user
    if said["start"] == BeginForm.FILE:
        try:
            return actions.begin_from_file(said["file"].read(actions.MOST * 2).decode("utf-8-sig"), by=by)
        except UnicodeDecodeError:
            raise Refused("Tệp phải là chữ ở bảng mã UTF-8 (lưu lại bằng Notepad, chọn UTF-8).") from None
    if said["start"] == BeginForm.NEW:
        own = actions.provinces_of(by)
        if not own:
            raise Refused("Bạn chưa được giao việc ở tỉnh, thành phố nào trên cổng.")
        return actions.begin_smallest(own[0], first_year=said["first_year"], last_year=said["last_year"], by=by)
    return actions.begin_from(next(row for row in versions if str(row.pk) == said["start"]), by=by)


@writers
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole draft: its sections, everything to mend, what can be done with it."""
    draft = find_draft(request, pk)
    return render(request, "campaign/plan/plan_draft.html", {"draft": draft, "is_own": draft.row.owner == request.user})


@writers
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as the file that an upload takes: read on the page, or taken away."""
    draft = find_draft(request, pk)
    if "tai" in request.GET:
        code = draft.root.get("code")
        name = code if isinstance(code, str) and code.isascii() and code.replace("-", "").isalnum() else "ke-hoach"
        audit.note(request.user, "export", label=f"Bản soạn kế hoạch {draft.row.name}"[:200], unit=draft.row.province)  # type: ignore[arg-type]  # signed in
        return attachment(draft.row.content.encode(), f"{name}.toml", TOML)
    return render(request, "campaign/plan/plan_draft_file.html", {"draft": draft})


@require_POST
@writers
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The last change is undone, or done again."""
    draft = find_draft(request, pk)
    try:
        actions.take_back(pk, edition_of(request), by=request.user)  # type: ignore[arg-type]  # signed in
    except (Refused, Stale) as found:
        messages.error(request, str(found))
    else:
        messages.success(request, "Đã hoàn tác lần sửa gần nhất. Bấm lần nữa để lấy lại.")
    return redirect("campaign:plan_draft", pk=draft.row.pk)


@require_POST
@writers
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague's draft becomes one's own."""
    draft = find_draft(request, pk)
    url = reverse("campaign:plan_draft", args=[pk])
    with refusals_as_messages(request):
        actions.take_over(pk, edition_of(request), url=url, by=request.user)  # type: ignore[arg-type]  # signed in
        messages.success(request, f"Bản soạn nay là của bạn. Cổng đã báo {draft.row.owner.full_name}.")
    return redirect("campaign:plan_draft", pk=pk)


@writers
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is let go, asked once."""
    draft = find_draft(request, pk)
    reasons = actions.why_not_own(draft.row, request.user)  # type: ignore[arg-type]  # signed in
    if request.method == "POST":
        try:
            actions.drop(pk, edition_of(request), by=request.user)  # type: ignore[arg-type]  # signed in
        except Refused as refused:
            reasons = refused.reasons
        except Stale as stale:
            reasons = (str(stale),)
        else:
            messages.success(request, "Đã bỏ bản soạn. Kế hoạch đang áp dụng không thay đổi.")
            return redirect("campaign:plan_drafts")
    status = 422 if reasons and request.method == "POST" else 200
    context = {"draft": draft, "reasons": reasons, "is_own": draft.row.owner == request.user}
    return render(request, "campaign/plan/plan_draft_drop.html", context, status=status)


def edition_of(request: HttpRequest) -> int | None:
    """The edition that a form was shown."""
    return read_id(request.POST.get("edition", ""))
