"""The templates of award documents: every token listed, a file looked at before it counts, earlier ones kept; the blank."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from awards.documents.actions import papers as actions
from awards.documents.domain import form as layout_check
from awards.documents.domain.filling import fill
from awards.documents.domain.kinds import KINDS, Kind
from awards.documents.domain.preview import blocks
from awards.documents.domain.samples import sample
from awards.documents.forms import BlankForm, TemplateForm
from awards.documents.printing import current_layout, current_templates, print_paper, template_bytes, trial
from awards.documents.round_data import READ, Room
from awards.documents.subjects import BEFORE_APPRAISAL, Subject, of_nomination, subjects
from awards.documents.telling import signed_of
from awards.models import BlankLayout, Nomination, PaperTemplate, Round
from awards.querysets import PAPERS_ROOM
from awards.workflow.states import State
from campaign.models import Campaign
from core.numbers import read_id
from core.text import lower_first
from core.workflow import Overtaken, Refused
from office.documents.word import DOCX
from office.files.contents import FileRefused
from office.files.responses import attachment, download
from office.pages import add_refusals, overtaken, refusals_as_messages
from units import access


def _must_keep(request: HttpRequest) -> None:
    if not actions.may_keep_templates(request.user):
        raise PermissionDenied


def _kind(code: str) -> Kind:
    if code not in KINDS or not KINDS[code].is_by_template:
        raise Http404
    return KINDS[code]


def templates(request: HttpRequest) -> HttpResponse:
    """Every kind with the template that counts."""
    _must_keep(request)
    current = current_templates()
    rows = [(kind, current.get(kind.code)) for kind in KINDS.values() if kind.is_by_template]
    return render(request, "awards/documents/paper_templates.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: its tokens, the templates there were, a new one looked at with a round's data before it counts."""
    _must_keep(request)
    chosen = _kind(kind)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.stage_template(
                chosen, form.cleaned_data["file"], note=form.cleaned_data["note"], by=request.user
            )
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused)
        else:
            return redirect(f"{reverse('awards:paper_template', args=[kind])}?xem={row.pk}")
    rows = list(PaperTemplate.objects.filter(kind=kind).select_related("file", "by"))
    current = next((row for row in rows if row.began_at and not row.replaced_at), None)
    wanted = request.GET.get("xem", "")
    looked_at = next((row for row in rows if str(row.pk) == wanted), None)
    shown = looked_at or current
    rounds = _rounds(request)
    content, source = _printed(chosen, shown, rounds, request.GET.get("dot", ""))
    context = {
        "kind": chosen,
        "form": form,
        "rows": rows,
        "current": current,
        "looked_at": looked_at,
        "blocks": blocks(content),
        "faults": layout_check.faults(content, title=chosen.title, parts=chosen.parts),
        "source": source,
        "rounds": rounds,
        "wanted": wanted,
        "tokens": list(chosen.token_lines()),
    }
    return render(request, "awards/documents/paper_template.html", context, status=422 if form.errors else 200)


def _rounds(request: HttpRequest) -> list[Round]:
    """The rounds with whose data a template is shown: those whose papers somebody reads anyway."""
    campaign = Campaign.objects.current()
    if campaign is None or not access.may_any(request.user, PAPERS_ROOM, campaign.province):
        return []
    return list(campaign.rounds.select_related("version", "deadline"))


def _printed(kind: Kind, row: PaperTemplate | None, rounds: list[Round], code: str) -> tuple[bytes, str]:
    """The template with a round's data; of a kind that no round can make yet, with made-up words."""
    asked = [item for item in rounds if item.code == code] or sorted(rounds, key=lambda item: item.year)
    for item in asked:
        room = Room(item)
        subject = _possible(room, kind)
        if subject is not None:
            printed = print_paper(room, subject, signed_of(room, subject), template=row)
            return printed.content, f"{item.name}: {subject.label}"
    return fill(template_bytes(kind, row), sample(kind)), "dữ liệu mẫu (chưa đợt nào lập được văn bản này)"


def _possible(room: Room, kind: Kind) -> Subject | None:
    """A document of a kind that the round can make."""
    if kind.about != "nomination":
        return next((item for item in subjects(room) if item.kind is kind and not item.why_not), None)
    rows = Nomination.objects.filter(round=room.round).select_related(*READ)
    rows = (
        rows.filter(state=State.NOT_AWARDED)
        if kind.code == "thong-bao-khong-khen"
        else rows.exclude(state__in=BEFORE_APPRAISAL)
    )
    found = [of_nomination(kind, row) for row in rows.order_by("pk")[:5]]
    return next((item for item in found if not item.why_not), None)


def template_file(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A template to be edited in Word; 0 is the portal's own."""
    _must_keep(request)
    chosen = _kind(kind)
    if pk == 0:
        return attachment(template_bytes(chosen, None), f"mau_{kind}.docx", DOCX)
    return download(get_object_or_404(PaperTemplate.objects.select_related("file"), kind=kind, pk=pk).file)


@require_POST
def use_template(request: HttpRequest, kind: str) -> HttpResponse:
    """From now on this one; without a number the portal's own."""
    _must_keep(request)
    chosen, wanted, page = _kind(kind), request.POST.get("mau", ""), reverse("awards:paper_template", args=[kind])
    over = read_id(request.POST.get("dang-co", ""))
    row = (
        get_object_or_404(PaperTemplate.objects.select_related("file"), kind=kind, pk=read_id(wanted))
        if wanted
        else None
    )
    try:
        with refusals_as_messages(request):
            if row is not None:
                actions.begin_template(row.pk, over=over, by=request.user)
                messages.success(
                    request, f"Từ nay {lower_first(chosen.label)} in theo mẫu này. Mẫu trước vẫn được giữ."
                )
            else:
                actions.use_default(chosen, over=over, by=request.user)
                messages.success(request, "Đã trở lại mẫu của cổng.")
    except Overtaken as found:
        typed = [("Bạn chọn", row.file.name if row is not None else "Mẫu của cổng")]
        return overtaken(request, found, heading="Người khác vừa đổi mẫu", typed=typed, back=page)
    return redirect(page)


@require_http_methods(["GET", "POST"])
def blank(request: HttpRequest) -> HttpResponse:
    """Where the words of a Bằng khen stand on the blank."""
    _must_keep(request)
    form = BlankForm(request.POST or None, layout=current_layout())
    beside: tuple[tuple[str, str], ...] = ()  # what somebody else stored since the page was shown
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_blank(form.layout(), over=read_id(request.POST.get("dang-co", "")), by=request.user)
        except Refused as refused:
            add_refusals(form, refused)
        except Overtaken as found:
            beside = found.stored
        else:
            messages.success(request, "Đã lưu vị trí. In trang thử, đặt lên phôi rồi soi.")
            return redirect("awards:blank")
    rows = BlankLayout.objects.select_related("by")[:10]
    current = next((row.pk for row in rows if row.replaced_at is None), 0)
    context = {"form": form, "rows": rows, "current": current, "overtaken": beside}
    status = 409 if beside else 422 if form.errors else 200
    return render(request, "awards/documents/paper_blank.html", context, status=status)


def blank_trial(request: HttpRequest) -> HttpResponse:
    """The trial page with its grid."""
    _must_keep(request)
    return attachment(trial(current_layout()), "bang-khen_trang-thu.docx", DOCX)
