"""Signed files as they come back: kept beside their record, the earlier ones read by whoever works with papers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from awards.models import ReplacedFile, Round
from awards.nominations.forms.nominations import ScanForm
from awards.querysets import PAPERS_ROOM
from core.workflow import Overtaken
from office.files.contents import FileRefused
from office.files.responses import download
from office.pages import overtaken, refusals_as_messages
from units import access

READ = ("file__stored_by", "by", "round")


def keep_and_say(request: HttpRequest, keep: Callable[..., bool], back: str) -> HttpResponse:
    """Keep the signed file that was sent by an action that takes it, the reason and what the page showed; say what came of it."""
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Vui lòng chọn tệp bản ký.")
        return redirect(back)
    scan, reason = form.cleaned_data["scan"], form.cleaned_data["reason"]
    try:
        with refusals_as_messages(request):
            is_new = keep(scan, reason=reason, over=request.POST.get("dang-co"), by=request.user)
            messages.success(request, KEPT if is_new else SAME)
    except FileRefused as refused:
        messages.error(request, str(refused))
    except Overtaken as found:
        typed = [("Bạn định lưu", f"{scan.name}. {reason}".strip())]
        return overtaken(request, found, heading="Người khác vừa lưu bản ký", typed=typed, back=back)
    return redirect(back)


KEPT = "Đã lưu bản ký; mã băm của tệp được giữ trong hồ sơ."
SAME = "Tệp vừa gửi chính là bản ký đang lưu; không có gì thay đổi."


def replaced_of(record: Any, user: Any) -> dict[str, Any]:
    """What a page shows of the earlier signed files of its record."""
    return {
        "replaced": record.replaced_files.select_related(*READ),
        "opens_replaced": opens_replaced(user, record if isinstance(record, Round) else record.round),
    }


def opens_replaced(user: Any, award_round: Round) -> bool:
    """Somebody works with the papers of a round, so the earlier files are theirs to open."""
    return access.may_any(user, PAPERS_ROOM, award_round.campaign.province)


@require_safe
def replaced_file(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier signed file as it was handed in."""
    rows = ReplacedFile.objects.visible_to(request.user).select_related("file")
    return download(get_object_or_404(rows, pk=pk).file)
