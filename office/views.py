"""How far a long work is; the outbox of who writes notices, the notices of who receives them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core import clock
from core.numbers import read_ids
from office import mail, outbox
from office.long_work import start
from office.models import LongWork, Notice
from office.pages import refusals_as_messages
from office.responses import download


@require_http_methods(["GET", "POST"])
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """Its state; when a check is done, one click writes what was checked."""
    item = get_object_or_404(LongWork.objects.filter(asked_by=request.user).select_related("file"), pk=pk)
    can_write = item.state == LongWork.State.DONE and item.wanted.get("step") == "check"
    if request.method == "POST" and can_write:
        LongWork.objects.filter(pk=item.pk).update(wanted={**item.wanted, "step": "agreed"})
        again = start(
            item.kind, item.label.replace("Kiểm tra", "Nhập", 1), by=request.user, file=item.file,
            wanted={**item.wanted, "step": "write"},
        )  # fmt: skip
        return redirect("office:work", pk=again.pk)
    slug = item.wanted.get("slug")
    back = reverse("units:households", args=[slug]) if slug else item.wanted.get("back", "")
    has_file = item.state == LongWork.State.DONE and item.wanted.get("step") == "file" and item.file is not None
    context = {"work": item, "can_write": can_write, "back": back, "has_file": has_file}
    response = render(request, "office/work.html", context)
    if not item.has_ended:
        response["Refresh"] = "2"
    return response


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
                outbox.edit(pk, subject=request.POST.get("subject", ""), body=request.POST.get("body", ""),
                            by=request.user)  # fmt: skip
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
