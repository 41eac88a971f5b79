"""The province's own regulation of awards: what was handed in by which act, a file read with every error, and kept."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import audit
from awards.documents.actions.papers import may_keep_templates
from awards.documents.forms import RegimeFileForm
from awards.law.actions.confirming import RegulationAct, load_regime
from awards.law.domain.own_regimes import OwnRegime, RegimeErrors, names_of_parts, read_own, told
from awards.law.domain.regimes import REGIMES
from awards.law.in_force import standing
from awards.models import RegimeFile
from campaign.models import Campaign
from core.workflow import Refused
from office.files.contents import shown_name
from office.files.responses import attachment
from office.lists import staging

PURPOSE = "regime"
LIMIT = 1024 * 1024
TOML = "application/toml"


def _keeper(request: HttpRequest) -> None:
    if not may_keep_templates(request.user):
        raise PermissionDenied


def _forms() -> dict[str, str]:
    """What the forms of award are called, by their codes in the plans."""
    return {form.code: form.name for row in Campaign.objects.all() for form in row.definition.award_form}


def listing(request: HttpRequest) -> HttpResponse:
    """The regulations that count, what each changes, and every file with its act."""
    _keeper(request)
    files = list(RegimeFile.objects.order_by("pk").select_related("by"))
    stored = [(row, item) for row in files for item in read_own(row.content)]
    counting = standing(item for _, item in stored)
    names = {**names_of_parts(counting), **_forms()}
    by_item = {id(item): row for row, item in stored}
    context = {
        "rows": [(item, by_item[id(item)], told(item, names)) for item in counting],
        "files": [(row, _is_counting(row, counting, by_item)) for row in reversed(files)],
        "law": [(item.name, item.valid_from, item.valid_to) for item in REGIMES],
    }
    return render(request, "awards/law/own_regimes.html", context)


def _is_counting(row: RegimeFile, counting: list[OwnRegime], by_item: dict[int, RegimeFile]) -> bool:
    return any(by_item[id(item)] == row for item in counting)


def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file as it was handed in."""
    _keeper(request)
    row = get_object_or_404(RegimeFile, pk=pk)
    audit.note(request.user, "export", label=f"Tệp quy chế khen thưởng {row.name}"[:300])
    return attachment(row.content.encode(), f"quy-che-{row.pk}.toml", TOML)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file with its act: every error, or what it changes of the law; then, once agreed, kept."""
    _keeper(request)
    agrees = request.method == "POST" and "dong-y" in request.POST
    form = RegimeFileForm(None if agrees else request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    try:
        if agrees:
            return _agreed(request, context)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            if given["file"].size > LIMIT:
                raise Refused("Tệp lớn hơn 1 MB: tệp quy chế chỉ gồm chữ, thường dưới 100 KB.")
            staging.discard(request, PURPOSE)
            said = {"number": given["number"], "on": given["on"].isoformat(), "issuer": given["issuer"]}
            return _shown(request, given["file"].read(), shown_name(given["file"].name or ""), said, context)
        if request.method == "POST" and (file := form.cleaned_data.get("file")) and file.size <= LIMIT:
            # of an act that cannot be read the file is judged all the same
            load_regime(_text(file.read()), name="", act=None, by=request.user, only_try=True, names=_forms())
    except RegimeErrors as found:
        context["faults"] = found.errors
    except Refused as refused:
        context["reasons"] = refused.reasons
        return render(request, "awards/law/own_regime_upload.html", context, status=staging.status_of(refused))
    return render(
        request, "awards/law/own_regime_upload.html", context, status=422 if request.method == "POST" else 200
    )


def _text(content: bytes) -> str:
    """Raises `Refused`."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("Tệp phải là chữ ở bảng mã UTF-8 (lưu lại bằng Notepad, chọn UTF-8).") from None


def _act(said: dict[str, Any]) -> RegulationAct:
    return RegulationAct(str(said["number"]), date.fromisoformat(str(said["on"])), str(said["issuer"]))


def _changes(request: HttpRequest, content: bytes, name: str, said: dict[str, Any]) -> list[str]:
    return load_regime(_text(content), name=name, act=_act(said), by=request.user, only_try=True, names=_forms())


def _lines(changes: list[str]) -> list[tuple[str, str]]:
    """What a consent is for: what the file changes, and what counted when it was shown."""
    counted = standing(item for row in RegimeFile.objects.order_by("pk") for item in read_own(row.content))
    said = [(f"Quy chế {item.code} đang áp dụng", "; ".join(told(item))) for item in counted]
    return [*said, *((f"Tệp, dòng {at}", words.strip()) for at, words in enumerate(changes, 1))]


def _shown(
    request: HttpRequest,
    content: bytes,
    name: str,
    said: dict[str, Any],
    context: dict[str, Any],
    moved: tuple[staging.Difference, ...] = (),
) -> HttpResponse:
    changes = _changes(request, content, name, said)
    context |= {"changes": changes, "file_name": name, "act": _act(said), "moved": moved}
    context["staged"] = staging.stage(request, PURPOSE, content, name, about={}, said=said, shown=_lines(changes))
    return render(request, "awards/law/own_regime_upload.html", context, status=409 if moved else 200)


def _agreed(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    consent = staging.consented(request, PURPOSE, about={})
    try:
        with staging.using(consent):
            consent.holds_for(_lines(_changes(request, consent.content, consent.name, consent.said)))
            load_regime(_text(consent.content), name=consent.name, act=_act(consent.said), by=request.user)
    except staging.Moved as moved:
        return _shown(request, consent.content, consent.name, consent.said, context, moved.differences)
    messages.success(
        request, "Đã ghi quy chế. Hồ sơ trình từ ngày có hiệu lực theo quy chế này; hồ sơ đã trình giữ chế độ cũ."
    )
    return redirect("awards:own_regimes")
