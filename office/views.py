"""How far a long work is; the outbox of who writes notices, the notices of who receives them."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.sessions import BY_ITSELF
from core import clock
from core.numbers import read_ids
from core.workflow import Refused
from office.files.responses import download
from office.jobs import long_work
from office.lists import staging
from office.models import LongWork, Notice, StagedFile
from office.notices import mail, outbox
from office.pages import refusals_as_messages

PATIENCE = timedelta(minutes=1)  # after that the page asks less often
UNTAKEN = timedelta(minutes=5)  # after that no worker seems to be there
AGREED = "agreed"  # the step of a check whose list was handed on to be written
SEND_AGAIN = "Để nhập, vui lòng gửi lại tệp."
GONE_WORDS = {"file": "Để tải, vui lòng lập lại tệp."}


@require_http_methods(["GET", "POST"])
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """Its state; when a check is done, one click writes what was checked; an interrupted one runs again."""
    rows = LongWork.objects.filter(asked_by=request.user).select_related("file__staged")
    item = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        with refusals_as_messages(request):
            if "chay-lai" in request.POST:
                long_work.again(item.pk, by=request.user)
            else:
                item = _agreed(request, item)
        return redirect("office:work", pk=item.pk)
    shown = Shown(item, request)
    response = render(request, "office/work.html", {"work": item, "shown": shown})
    if not item.has_ended:
        response["Refresh"] = f"{shown.refresh}; url={request.path}?{BY_ITSELF}=1"
    return response


def _agreed(request: HttpRequest, checked: LongWork) -> LongWork:
    """The work that writes what another one has checked. Raises `Refused`."""
    staged = _staged(checked)
    if checked.state != LongWork.State.DONE or staged is None:
        raise Refused(staging.GONE)
    consent = staging.consented(request, staged.purpose, about=staged.about)
    if consent.staged != staged:
        raise Refused(staging.ELSEWHERE)
    with audit.change(request.user):
        file = staging.hand_over(consent)
        checked.file, checked.file_facts, checked.wanted["step"] = None, file.facts, AGREED
        checked.save(update_fields=["file", "file_facts", "wanted"])
        return long_work.start(
            checked.kind,
            checked.label.replace("Kiểm tra", "Nhập", 1),
            by=request.user,
            file=file,
            wanted={**checked.wanted, "step": "write", "shown": consent.staged.shown, "ticket": consent.ticket},
        )


def _staged(item: LongWork) -> StagedFile | None:
    return getattr(item.file, "staged", None)


class Shown:
    """What the page of a work says beside its state."""

    def __init__(self, item: LongWork, request: HttpRequest) -> None:
        self.item = item
        self.waited = clock.real_now() - item.queued_at
        self.is_silent = long_work.is_silent(item)
        self.refresh = 2 if self.waited < PATIENCE else 10
        self.staged = _staged(item)
        is_done = item.state == LongWork.State.DONE
        self.can_write = is_done and item.step == "check" and staging.is_own(request, self.staged)
        self.has_file = is_done and item.step == "file" and item.file is not None
        self.can_run_again = item.state == LongWork.State.INTERRUPTED and not item.file_facts
        slug = item.wanted.get("slug")
        self.back = reverse("units:households", args=[slug]) if slug else item.wanted.get("back", "")

    @property
    def lead(self) -> str:
        """The state in words, and whether one has to stay."""
        if self.is_silent:
            return "Gián đoạn. Cổng sẽ tự làm lại từ đầu; chưa lưu gì."
        if self.item.has_ended:
            return self.item.get_state_display()
        return f"{self.item.get_state_display()}. Bạn có thể rời trang này; việc vẫn tiếp tục."

    @property
    def warning(self) -> str:
        """What is wrong with the waiting, and what to do."""
        if self.is_silent:
            return "Tiến trình đang làm việc này đã dừng. Nếu sau vài phút vẫn vậy, báo người quản trị hệ thống."
        if self.item.state != LongWork.State.WAITING:
            return ""
        if self.waited > UNTAKEN:
            minutes = int(self.waited.total_seconds() // 60)
            return (
                f"Chưa có tiến trình nào nhận việc này (đã chờ {minutes} phút). "
                "Báo người quản trị hệ thống khởi động lại tiến trình làm việc dài của cổng."
            )
        return "Lần trước máy chủ dừng giữa chừng, chưa lưu gì; việc đang chờ làm lại." if self.item.attempts else ""

    @property
    def gone(self) -> str:
        """A file that was let go of, and what to do instead."""
        if self.can_write or self.has_file or self.can_run_again:
            return ""
        if self.staged is not None and self.item.state == LongWork.State.DONE:
            return f"Tệp chờ đồng ý thuộc phiên làm việc trước hoặc đã quá một ngày. {SEND_AGAIN}"
        if not self.item.file_facts:
            return ""
        if self.item.state == LongWork.State.DONE and self.item.step in {"write", AGREED}:
            return ""
        return f"Cổng không còn giữ tệp {self.item.file_facts['name']}. {GONE_WORDS.get(self.item.step, SEND_AGAIN)}"


def work_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What a work made, for whoever asked for it."""
    rows = LongWork.objects.filter(asked_by=request.user, state=LongWork.State.DONE, wanted__step="file")
    item = get_object_or_404(rows.exclude(file=None).select_related("file"), pk=pk)
    return download(item.file)


@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """The outbox: every message is read here before it is sent."""
    if request.method == "POST":
        pks = read_ids(request.POST.getlist("tb"))
        with refusals_as_messages(request):
            number = outbox.send(pks, by=request.user)
            messages.success(request, f"Đã gửi {number} thông báo; người nhận thấy ngay trong cổng.")
        return redirect("office:outbox")
    rows = Notice.objects.filter(written_by=request.user, sent_at=None).select_related("to")
    sent = Notice.objects.filter(written_by=request.user).exclude(sent_at=None).select_related("to")[:50]
    mailed = [row.to.email for row in rows if row.to.email] if mail.is_on() else []
    return render(request, "office/outbox.html", {"rows": rows, "sent": sent, "mailed": mailed})


@require_http_methods(["POST"])
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A message that failed, or that nobody knows about, once more: its writer's decision."""
    get_object_or_404(Notice.objects.filter(written_by=request.user), pk=pk)
    with refusals_as_messages(request):
        mail.again(pk, by=request.user)
        messages.success(request, "Thư được xếp vào hàng gửi lại.")
    return redirect("office:outbox")


@require_http_methods(["GET", "POST"])
def waiting_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or throw away one that waits."""
    row = get_object_or_404(Notice.objects.filter(written_by=request.user, sent_at=None).select_related("to"), pk=pk)
    if request.method == "POST":
        with refusals_as_messages(request):
            if "bo" in request.POST:
                outbox.drop(pk, by=request.user)
                messages.success(request, "Đã bỏ thông báo; không gửi gì.")
            else:
                outbox.edit(
                    pk, subject=request.POST.get("subject", ""), body=request.POST.get("body", ""), by=request.user
                )
                messages.success(request, "Đã lưu; thông báo vẫn chờ gửi.")
        return redirect("office:outbox")
    return render(request, "office/outbox_edit.html", {"row": row})


@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """What was sent to me."""
    rows = Notice.objects.filter(to=request.user).exclude(sent_at=None).select_related("written_by")
    if request.method == "POST":
        rows.filter(read_at=None).update(read_at=clock.now())
        return redirect("office:notices")
    return render(request, "office/notices.html", {"rows": rows[:100], "unread": rows.filter(read_at=None).count()})
