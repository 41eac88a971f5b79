"""How far a long work is, for who asked for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from office.long_work import start
from office.models import LongWork


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
    context = {"work": item, "can_write": can_write, "back": reverse("units:households", args=[slug]) if slug else ""}
    response = render(request, "office/work.html", context)
    if not item.has_ended:
        response["Refresh"] = "2"
    return response
