"""Written opinions: asked on the sheet, answered by the asked body, one or many alike."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from awards.actions import opinions as actions
from awards.dossiers import dossiers
from awards.forms import AnswerForm, AskForm
from awards.models import Nomination, Opinion
from awards.views.scope import READ, nomination_or_404
from core.numbers import read_ids
from core.workflow import Overtaken, Refused
from office.contents import FileRefused
from office.once_only import creates
from office.pages import add_refusals, overtaken, refusals_as_messages
from office.responses import download
from units import access


@creates
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a body about a dossier."""
    item = nomination_or_404(request, pk)
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Vui lòng chọn cơ quan và ghi nội dung hỏi.")
        return redirect("awards:nomination", pk=pk)
    with refusals_as_messages(request):
        row = actions.ask(item, form.cleaned_data["body"], form.cleaned_data["about"], by=request.user)
        messages.success(request, f"Đã hỏi ý kiến {row.of}.")
    return redirect("awards:nomination", pk=pk)


def _asked(request: HttpRequest) -> set[int]:
    own = access.own_organisations(request.user, Permission.GIVE_OPINION)
    return set(own) | set(access.own_organisations(request.user, Permission.NOMINATE))


@require_http_methods(["GET", "POST"])
def opinions(request: HttpRequest) -> HttpResponse:
    """What one's body is asked: every open question with the findings beside it, and what was answered."""
    bodies = _asked(request)
    rows = Opinion.objects.filter(of__in=bodies).select_related("of", "answered_by").order_by("due_on", "pk")
    waiting = list(rows.filter(answered_at=None)[:200])
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = read_ids(request.POST.getlist("chon"))
        data = form.cleaned_data
        try:
            done = actions.answer(chosen, data["stance"], data["text"], file=data["file"], by=request.user)
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused, file="file")
        except Overtaken as found:
            stance = dict(form.fields["stance"].choices).get(data["stance"], "")
            typed = [("Bạn định trả lời", f"{stance}. {data['text']}".strip())]
            back = reverse("awards:opinions")
            return overtaken(request, found, heading="Đã có người của cơ quan bạn trả lời", typed=typed, back=back)
        else:
            messages.success(request, f"Đã trả lời {len(done)} hồ sơ.")
            return redirect("awards:opinions")
    keys = {row.nomination_id for row in waiting}
    items = {row.pk: row for row in Nomination.objects.filter(pk__in=keys).select_related(*READ)}
    found = dossiers(list(items.values()))
    answered = Paginator(rows.exclude(answered_at=None).select_related("nomination").order_by("-answered_at"), 50)
    context = {
        "waiting": [(row, items[row.nomination_id], found[row.nomination_id]) for row in waiting],
        "answered": answered.get_page(request.GET.get("trang")),
        "form": form,
        "chosen": set(request.POST.getlist("chon")),
    }
    return render(request, "awards/opinions.html", context, status=422 if form.errors else 200)


def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of an answer: for the asked body, and whoever may see the dossier."""
    seen = Nomination.objects.visible_to(request.user).values("pk")
    rows = Opinion.objects.exclude(file=None).select_related("file")
    row = get_object_or_404((rows.filter(of__in=_asked(request)) | rows.filter(nomination__in=seen)).distinct(), pk=pk)
    return download(row.file)
