"""The papers of a round: what can be made and what is missing, each as it will print, made ones kept and registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import audit
from awards.decisions.views.signed import READ as READ_REPLACED
from awards.decisions.views.signed import keep_and_say
from awards.documents import bundle, pdf, subjects
from awards.documents.actions import papers as actions
from awards.documents.domain.kinds import KINDS, Kind
from awards.documents.domain.preview import blocks
from awards.documents.forms import MakeForm, RegisterForm
from awards.documents.printing import Print, digest, print_paper
from awards.documents.round_data import READ, Room
from awards.documents.subjects import Subject
from awards.documents.telling import signed_of
from awards.models import Nomination, Paper, ReplacedFile
from awards.nominations.forms.nominations import ScanForm
from awards.querysets import PAPERS_ROOM
from awards.scope import round_or_404
from awards.workflow.states import State
from core.numbers import format_date, read_id, two_digits
from core.workflow import Overtaken, Refused
from office.files.contents import PDF, FileRefused
from office.files.responses import attachment, download
from office.jobs.long_work import start
from office.pages import overtaken, refusals_as_messages
from units import access

OF_DOSSIERS = tuple(kind for kind in KINDS.values() if kind.about == "nomination")


@dataclass(frozen=True)
class Line:
    """One document of a round: what was made of it, and whether the data have changed since."""

    subject: Subject
    paper: Paper | None
    changed: bool
    url: str

    @property
    def standing(self) -> tuple[str, str]:
        """Tone and words of its state."""
        if self.paper is None:
            return ("", "Chưa lập được") if self.subject.why_not else ("", "Chưa lập")
        if self.changed:
            return "due", "Dữ liệu đã đổi từ lần lập trước"
        if self.paper.signed_id:
            return "ok", "Có bản ký"
        return ("ok", "Đã vào sổ") if self.paper.number else ("wait", "Đã lập, chưa vào sổ")


def _room(request: HttpRequest, code: str) -> Room:
    """The round, for whoever works with its papers."""
    award_round = round_or_404(code)
    if not access.may_any(request.user, PAPERS_ROOM, award_round.campaign.province):
        raise PermissionDenied
    return Room(award_round)


def _address(subject: Subject) -> str:
    address = reverse("awards:paper", args=[subject.round.code, subject.kind.code])
    return f"{address}?ve={subject.about}" if subject.about else address


def _line(room: Room, subject: Subject) -> Line:
    paper = room.paper_of(subject.key)
    changed = paper is not None and not subject.why_not and paper.digest != digest(room, subject)
    return Line(subject, paper, changed, _address(subject))


def papers(request: HttpRequest, code: str) -> HttpResponse:
    """What can be made now, and what is missing for the rest."""
    room = _room(request, code)
    lines = [_line(room, subject) for subject in subjects.subjects(room)]
    made = {kind.code: sum(key[0] == kind.code for key in room.papers) for kind in OF_DOSSIERS}
    numbers = {
        "phieu-tham-dinh": Nomination.objects.filter(round=room.round)
        .exclude(state__in=subjects.BEFORE_APPRAISAL)
        .count(),
        "thong-bao-khong-khen": len(room.refused),
    }
    context = {
        "round": room.round,
        "lines": lines,
        "ready": sum(not line.subject.why_not for line in lines),
        "of_dossiers": [(kind, numbers[kind.code], made[kind.code]) for kind in OF_DOSSIERS],
        "has_papers": bool(room.papers),
        "keeps_templates": actions.may_keep_templates(request.user),
    }
    return render(request, "awards/documents/papers.html", context)


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]


def _subject(request: HttpRequest, room: Room, kind: Kind) -> Subject:
    """The document that the address names."""
    about = request.GET.get("ve", "")
    if kind.about == "nomination":
        rows = Nomination.objects.visible_to(request.user).filter(round=room.round).select_related(*READ).distinct()
        row = get_object_or_404(rows, pk=read_id(about))
        return subjects.of_nomination(kind, row)
    found = subjects.find(room, kind, about)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """One document as it will print, with what is beside it; made by a press, and kept."""
    room = _room(request, code)
    subject = _subject(request, room, _kind(kind))
    may_make = actions.may_make(request.user, subject.kind, room.round.campaign.province)
    signed = signed_of(room, subject)
    initial = {"signing": signed.signing, "signer": signed.signer}
    form = MakeForm(request.POST or None, kind=subject.kind, initial=initial)
    if request.method == "POST":
        if not may_make:
            raise PermissionDenied
        if form.is_valid():
            try:
                actions.make(room, subject, **form.cleaned_data, by=request.user)
            except (Refused, FileRefused) as refused:
                for reason in refused.reasons if isinstance(refused, Refused) else (str(refused),):
                    form.add_error(None, reason)
            else:
                messages.success(
                    request,
                    f"Đã lập {subject.kind.label[:1].lower()}{subject.kind.label[1:]}; tệp được lưu kèm mã băm.",
                )
                return redirect(_address(subject))
    printed = None if subject.why_not else print_paper(room, subject, signed)
    return render(
        request,
        "awards/documents/paper.html",
        _context(room, subject, printed, form, may_make=may_make),
        status=422 if form.errors else 200,
    )


def _context(room: Room, subject: Subject, printed: Print | None, form: MakeForm, *, may_make: bool) -> dict[str, Any]:
    made = room.papers.get(subject.key, [])
    last = made[0] if made else None
    initial = {"number": last.number, "dated": last.dated, "effective_on": last.effective_on} if last else {}
    return {
        "round": room.round,
        "subject": subject,
        "kind": subject.kind,
        "form": form,
        "may_make": may_make,
        "may_register": may_make and last is not None and subject.decision is None,
        "blocks": blocks(printed.content) if printed and subject.kind.is_by_template else (),
        "pages": _certificates(room, subject) if printed and not subject.kind.is_by_template else (),
        "faults": printed.faults(subject.kind) if printed else (),
        "template": printed.template if printed else None,
        "made": made,
        "last": last,
        "changed": last is not None and printed is not None and last.digest != printed.digest,
        "registered": actions.registered(last) if last else "",
        "register_form": RegisterForm(kind=subject.kind, initial=initial),
        "signed_form": ScanForm.shown(replaces=last is not None and last.signed_id is not None),
        "replaced": ReplacedFile.objects.filter(paper__in=made).select_related(*READ_REPLACED),
        "opens_replaced": True,
        "why_no_pdf": pdf.why_not(),
    }


def _certificates(room: Room, subject: Subject) -> Sequence[str]:
    """The recipients of a Bằng khen, one page each."""
    decision = subject.decision
    return (
        [row.printed_name for row in room.awards if row.decision_id == decision.pk and row.revoked_by_id is None]
        if decision
        else []
    )


@require_http_methods(["GET", "POST"])
def dossier_papers(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The documents of single dossiers, 50 a page; those that can be are made together."""
    room = _room(request, code)
    chosen = _kind(kind)
    if chosen.about != "nomination":
        raise Http404
    rows = Nomination.objects.visible_to(request.user).filter(round=room.round).select_related(*READ).distinct()
    rows = (
        rows.filter(state=State.NOT_AWARDED)
        if chosen.code == "thong-bao-khong-khen"
        else rows.exclude(state__in=subjects.BEFORE_APPRAISAL)
    )
    page = Paginator(rows.order_by("sort_key", "pk"), 50).get_page(request.GET.get("trang"))
    members = list(page)
    if chosen.code == "phieu-tham-dinh":
        room.look_at(members)
    found = [subjects.of_nomination(chosen, row) for row in members]
    may_make = actions.may_make(request.user, chosen, room.round.campaign.province)
    lines = [_line(room, subject) for subject in found]
    form = MakeForm(request.POST or None, kind=chosen, initial=_last_signing(room, chosen), asks_signer=True)
    if request.method == "POST":
        if not may_make:
            raise PermissionDenied
        wanted = [line.subject for line in lines if not line.subject.why_not and (line.paper is None or line.changed)]
        if form.is_valid():
            with refusals_as_messages(request):
                made = actions.make_all(room, wanted, **form.cleaned_data, by=request.user)
                messages.success(request, f"Đã lập {two_digits(len(made))} văn bản.")
        else:
            messages.error(request, "Vui lòng chọn thẩm quyền ký và ghi họ tên người ký.")
        return redirect(request.get_full_path())
    waiting = sum(not line.subject.why_not and (line.paper is None or line.changed) for line in lines)
    context = {
        "round": room.round,
        "kind": chosen,
        "page": page,
        "lines": lines,
        "may_make": may_make,
        "waiting": waiting,
        "form": form,
    }
    return render(request, "awards/documents/papers_dossiers.html", context)


def _last_signing(room: Room, kind: Kind) -> dict[str, str]:
    """Who signed the newest paper of a kind in the round: offered again."""
    rows = Paper.objects.filter(round=room.round, kind=kind.code).exclude(signer="").order_by("-pk")
    last = rows.first()
    return {"signing": last.signing, "signer": last.signer} if last else {"signing": kind.signings[0]}


def _paper(request: HttpRequest, pk: int) -> Paper:
    """A kept paper, for who may see it."""
    mine = Nomination.objects.visible_to(request.user).values("pk")
    rows = Paper.objects.visible_to(request.user, mine).select_related("round__campaign__province", "file", "signed")
    return get_object_or_404(rows, pk=pk)


def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The kept .docx."""
    return download(_paper(request, pk).file)


def signed_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper beside it."""
    row = _paper(request, pk)
    if row.signed is None:
        raise Http404
    return download(row.signed)


def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The kept .docx as PDF, where LibreOffice is found."""
    row = _paper(request, pk)
    try:
        with row.file.content.open("rb") as source:
            content = pdf.convert(source.read())
    except pdf.NoPdf as why:
        messages.error(request, str(why))
        return redirect(_back(row))
    return attachment(content, f"{row.kind}_{row.pk}.pdf", PDF.media_type)


def _back(row: Paper) -> str:
    about = row.nomination_id or row.session_id or row.decision_id
    if not about and row.authority:
        about = Subject(KINDS[row.kind], row.round, "", authority=row.authority).about
    address = reverse("awards:paper", args=[row.round.code, row.kind])
    return f"{address}?ve={about}" if about else address


def _room_paper(request: HttpRequest, pk: int) -> Paper:
    """A paper, for whoever works with the papers of its round."""
    row = _paper(request, pk)
    if not actions.may_make(request.user, KINDS[row.kind], row.round.campaign.province):
        raise PermissionDenied
    return row


@require_POST
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Number and day."""
    row = _room_paper(request, pk)
    form = RegisterForm(request.POST, kind=KINDS[row.kind])
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form.fields[name].label if name in form.fields else ''}: {errors[0]}")
        return redirect(_back(row))
    try:
        with refusals_as_messages(request):
            actions.register(row, **form.cleaned_data, over=request.POST.get("dang-co"), by=request.user)
            messages.success(request, "Đã ghi số, ngày. Lập lại để in số, ngày vào văn bản.")
    except Overtaken as found:
        data = form.cleaned_data
        typed = [("Bạn định ghi", f"{data['number']} {format_date(data['dated'])}")]
        return overtaken(request, found, heading="Người khác vừa vào sổ", typed=typed, back=_back(row))
    return redirect(_back(row))


@require_POST
def keep_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper comes back."""
    row = _room_paper(request, pk)
    return keep_and_say(request, partial(actions.keep_signed, row), _back(row))


@require_POST
def all_papers(request: HttpRequest, code: str) -> HttpResponse:
    """Every newest paper of the round in one archive."""
    room = _room(request, code)
    rows = bundle.newest(room.round)
    if not rows:
        messages.error(request, "Đợt này chưa có văn bản nào được lập.")
        return redirect("awards:papers", code=code)
    label = f"Văn bản của {room.round.name}"
    audit.note(request.user, "export", room.round, label=f"{label}, {len(rows)} văn bản")
    if len(rows) <= bundle.AT_ONCE:
        return attachment(bundle.pack(rows), f"van-ban_{code}.zip", bundle.ZIP)
    wanted = {"round": room.round.pk, "step": "file", "back": reverse("awards:papers", args=[code])}
    work = start("award_papers", f"Gom {label[:1].lower()}{label[1:]}", by=request.user, wanted=wanted)
    return redirect("office:work", pk=work.pk)
