"""Written opinions: asked on the sheet, answered by the asked body, one or many alike, noted or closed by the desk."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from awards.appraisal.actions import opinions as actions
from awards.appraisal.asking import ASKED_WITH, answerers, still_asked, without_conflict
from awards.models import Nomination, Opinion
from awards.nominations.dossiers import dossiers
from awards.nominations.forms.nominations import AnswerForm, AskForm
from awards.ranking.interests import interests
from awards.scope import READ, nomination_or_404
from awards.workflow.facts import nomination_facts
from awards.workflow.forms import CloseOpinionForm, NoteOpinionForm
from core import clock
from core.numbers import read_ids
from core.workflow import Overtaken, Refused
from office.files.contents import FileRefused
from office.files.responses import handed
from office.once_only import creates
from office.pages import add_refusals, overtaken, refusals_as_messages
from units.models import Organisation


@creates
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a body about a dossier."""
    item = nomination_or_404(request, pk)
    # a body that is not on the list is refused with its reason, not as a slip
    form = AskForm(request.POST, bodies=Organisation.objects.in_force(clock.today()))
    if not form.is_valid():
        messages.error(request, "Vui lòng chọn cơ quan và ghi nội dung hỏi.")
        return redirect("awards:nomination", pk=pk)
    with refusals_as_messages(request):
        row = actions.ask(item, form.cleaned_data["body"], form.cleaned_data["about"], by=request.user)
        messages.success(request, f"Đã hỏi ý kiến {row.of}.")
        if not answerers([row])[row.pk]:
            messages.warning(
                request,
                f"{row.of} không có tài khoản nào trả lời được trong cổng (chưa có tài khoản, hoặc đều liên quan đến hồ sơ): "
                "gửi câu hỏi bằng văn bản rồi ghi ý kiến nhận được, hoặc rút câu hỏi.",
            )
    return redirect("awards:nomination", pk=pk)


@require_http_methods(["GET", "POST"])
def opinions(request: HttpRequest) -> HttpResponse:
    """What one's body is asked: every open question with the findings beside it, and what was answered."""
    rows = Opinion.objects.asked_of(request.user).select_related("of", "answered_by").order_by("due_on", "pk")
    asked = still_asked(rows)
    waiting = list(asked.select_related(*ASKED_WITH)[:200])
    answerable = {row.pk for row in without_conflict(waiting, request.user)}
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
    over = (
        rows.exclude(pk__in=asked.order_by().values("pk")).select_related("nomination").order_by("-answered_at", "-pk")
    )
    answered = Paginator(over, 50)
    context = {
        "waiting": [(row, items[row.nomination_id], found[row.nomination_id]) for row in waiting],
        "answered": answered.get_page(request.GET.get("trang")),
        "answerable": answerable,
        "rivals": _own_rivals(waiting),
        "form": form,
        "chosen": set(request.POST.getlist("chon")),
    }
    return render(request, "awards/appraisal/opinions.html", context, status=422 if form.errors else 200)


def _own_rivals(rows: Sequence[Opinion]) -> dict[int, str]:
    """Of questions those whose body has dossiers after the same places, in words; by question."""
    found = interests(list({row.nomination_id: row.nomination for row in rows}.values()))
    said = {
        row.pk: [text for text in found.get(row.nomination_id, ()) if text.startswith(f"{row.of}, ")] for row in rows
    }
    return {pk: texts[0] for pk, texts in said.items() if texts}


def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of an answer: for the asked body, and whoever may see the dossier."""
    seen = Nomination.objects.readable_by(request.user).values("pk")
    row = get_object_or_404(
        Opinion.objects.exclude(file=None).select_related("file").filter(nomination__in=seen), pk=pk
    )
    return handed(request, row.file)


def _for_desk(request: HttpRequest, pk: int) -> tuple[Opinion, Nomination]:
    """A question of a dossier, for whoever appraises it. Raises `Http404`, `PermissionDenied`."""
    row = get_object_or_404(Opinion.objects.select_related("of"), pk=pk)
    item = nomination_or_404(request, row.nomination_id)
    if not nomination_facts([item], by=request.user)[item.pk].may(Permission.APPRAISE):
        raise PermissionDenied
    return row, item


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk notes what a body answered on paper."""
    row, item = _for_desk(request, pk)
    form = NoteOpinionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.note_answer(
                pk,
                data["stance"],
                data["text"],
                paper=data["paper"],
                received_on=data["received_on"],
                file=data["file"],
                by=request.user,
            )
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused, file="file")
        except Overtaken as found:
            stance = dict(form.fields["stance"].choices).get(data["stance"], "")
            return _settled(request, item, found, f"{stance}. {data['text']} ({data['paper']})")
        else:
            messages.success(request, f"Đã ghi ý kiến bằng văn bản của {row.of}.")
            return redirect("awards:nomination", pk=item.pk)
    return _settling(request, row, item, form, "Ghi ý kiến nhận bằng văn bản", "Ghi ý kiến")


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk withdraws a question, or passes it over once its due day is over."""
    row, item = _for_desk(request, pk)
    form = CloseOpinionForm(request.POST or None, may_pass=clock.today() > row.due_on)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            done = actions.close(pk, data["end"], data["reason"], by=request.user)
        except Refused as refused:
            add_refusals(form, refused)
        except Overtaken as found:
            return _settled(request, item, found, data["reason"])
        else:
            messages.success(request, f"{done.get_end_display()}: {row.of}.")
            return redirect("awards:nomination", pk=item.pk)
    return _settling(request, row, item, form, "Kết thúc câu hỏi không có trả lời", "Kết thúc câu hỏi")


def _settled(request: HttpRequest, item: Nomination, found: Overtaken, typed: str) -> HttpResponse:
    back = reverse("awards:nomination", args=[item.pk])
    return overtaken(request, found, heading="Câu hỏi này đã kết thúc", typed=[("Bạn định ghi", typed)], back=back)


def _settling(
    request: HttpRequest, row: Opinion, item: Nomination, form: forms.Form, heading: str, button: str
) -> HttpResponse:
    context = {
        "row": row,
        "item": item,
        "form": form,
        "heading": heading,
        "button": button,
        "why_not": () if form.is_bound else actions.why_not_settle(row, item, request.user),
    }
    return render(request, "awards/appraisal/opinion_settle.html", context, status=422 if form.errors else 200)
