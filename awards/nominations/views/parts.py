"""What a dossier is made of: its papers part by part, evidence beside criteria, what was sent each time."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import audit
from awards.appraisal.lines import PartView
from awards.models import DossierPaper, EvidenceLink, Nomination
from awards.nominations.actions import evidence as actions
from awards.nominations.dossiers import Dossier, dossiers
from awards.nominations.forms.dossiers import EvidenceForm, PaperForm
from awards.nominations.offers import offers, places
from awards.nominations.proofs import years_of
from awards.nominations.shown import shown_of
from awards.nominations.versions import compared, sent
from awards.scope import nomination_or_404
from awards.subjects import remarked_place
from awards.workflow.facts import nomination_facts
from campaign.activities.record_lists import supervision
from core.findings import Source
from core.numbers import read_id, read_ids
from core.text import lower_first
from core.workflow import Overtaken, Refused
from office.files.contents import FileRefused
from office.files.responses import handed
from office.once_only import creates
from office.pages import add_refusals, overtaken, refusals_as_messages


def _read(item: Nomination, user: Any) -> tuple[Dossier, str]:
    """The dossier, and why somebody may not add to it (empty: they may)."""
    dossier = dossiers([item])[item.pk]
    facts = nomination_facts([item], by=user, read={item.pk: dossier})[item.pk]
    return dossier, actions.why_not_keep(item, facts, user)


@dataclass(frozen=True)
class SharedWith:
    """Another dossier that may take the same paper, and the one that it would replace there."""

    item: Nomination
    now: DossierPaper | None
    is_ticked: bool

    @property
    def replaces(self) -> str:
        return actions.paper_words(self.now) if self.now is not None else ""


def _others_seen(request: HttpRequest) -> dict[int, int]:
    """The other dossiers that were ticked, each with the paper that the page showed there; 0 for none."""
    return {
        key: read_id(request.POST.get(f"dang-luu-{key}", "")) or 0 for key in read_ids(request.POST.getlist("cung"))
    }


@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One part of the dossier: what stands, what stood before, a file or a note that it came on paper."""
    item = nomination_or_404(request, pk)
    dossier, why_not = _read(item, request.user)
    view = next((row for row in dossier.papers if row.part.code == code and row.part.kind == "file"), None)
    if view is None:
        raise Http404
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            others = _others_seen(request)
            over = read_id(request.POST.get("dang-luu", ""))
            actions.keep_paper(
                pk, code, file=data["file"], on_paper=data["on_paper"], others=others, over=over, by=request.user
            )
        except Overtaken as found:
            mine = data["file"].name if data["file"] else f"Bản giấy: {data['on_paper']}"
            back = reverse("awards:part", args=[pk, code])
            heading = "Thành phần này vừa được người khác lưu"
            return overtaken(request, found, heading=heading, typed=[("Bạn định lưu", mine)], back=back)
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused)
        else:
            more = f" và {len(others)} hồ sơ khác" if others else ""
            messages.success(request, f"{view.part.label}: đã lưu vào hồ sơ{more}.")
            return redirect(f"{reverse('awards:nomination', args=[pk])}#thanh-phan")
    others_now = [] if why_not else actions.may_share(item, code, request.user)
    there = actions.current_papers([row.pk for row in others_now], code)
    seen = _others_seen(request)
    rows = DossierPaper.objects.filter(nomination=item, part=code).select_related("file", "by").order_by("-pk")
    context = {
        "item": item,
        "view": view,
        "regime": dossier.regime,
        "form": form,
        "rows": rows,
        "current": next((row.pk for row in rows if row.replaced_at is None), 0),
        "why_not": why_not,
        "others": [
            SharedWith(row, now := there.get(row.pk), seen.get(row.pk) == (now.pk if now else 0)) for row in others_now
        ],
    }
    return render(request, "awards/nominations/part.html", context, status=422 if form.errors else 200)


def part_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper of a dossier, for whoever may see the dossier; earlier ones too."""
    row = get_object_or_404(DossierPaper.objects.select_related("file"), pk=pk, file__isnull=False)
    return _handed(request, row)


def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper beside a part of a criterion, for whoever may see the dossier."""
    row = get_object_or_404(EvidenceLink.objects.select_related("file"), pk=pk, file__isnull=False)
    return _handed(request, row)


def _handed(request: HttpRequest, row: DossierPaper | EvidenceLink) -> HttpResponse:
    """The file of a dossier in reach; that somebody read a paper about a person or a household is noted."""
    item = nomination_or_404(request, row.nomination_id)
    if item.person or item.household_id is not None:
        audit.note(request.user, "read_paper", item, summary=row.file.name)
    return handed(request, row.file)


@creates
@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Evidence of one part of a criterion: what the portal holds of the nominee, or a paper with its year."""
    item = nomination_or_404(request, pk)
    dossier, why_not = _read(item, request.user)
    view = next((row for row in dossier.parts if row.key == key), None)
    if view is None:
        raise Http404
    years = years_of(item)
    form = EvidenceForm(request.POST if "giay" in request.POST else None, request.FILES or None, years=years)
    if request.method == "POST" and "giay" not in request.POST:
        with refusals_as_messages(request):
            chosen = [Source(*value.split(":", 1), "") for value in request.POST.getlist("chon") if ":" in value]
            if not chosen:
                raise Refused("Chưa chọn mục nào.")
            for source in chosen:
                actions.link(pk, key, source, by=request.user)
            messages.success(request, f"Đã gắn {len(chosen)} minh chứng vào {lower_first(view.label)}.")
        return redirect("awards:evidence", pk=pk, key=key)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            source = Source("paper", "", data["label"])
            actions.link(pk, key, source, year=data["year"], file=data["file"], by=request.user)
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"Đã gắn «{data['label']}» vào {lower_first(view.label)}.")
            return redirect("awards:evidence", pk=pk, key=key)
    context = {
        "item": item,
        "view": view,
        "form": form,
        "why_not": why_not,
        "years": years,
        "supervision": list(supervision(request.user, "nomination", pk, remarked_place(item))),
        **_shown(request.user, item, view, offered=not why_not),
    }
    return render(request, "awards/nominations/evidence.html", context, status=422 if form.errors else 200)


def _shown(user: Any, item: Nomination, view: PartView, *, offered: bool) -> dict[str, Any]:
    """What stands beside the part, what may still be put there, and where each can be read."""
    beside = {(row.kind, row.key) for row in view.links}
    rest = [offer for offer in offers(item) if (offer.source.kind, offer.source.key) not in beside] if offered else []
    standing = [(row, Source("evidence", str(row.pk), row.label)) for row in view.links]
    beside_it = {str(row.pk) for row in view.links}
    found = [paper for paper in view.papers if paper.source.kind != "evidence" or paper.source.key not in beside_it]
    shown = shown_of([item])[item.pk].get(view.key, ())
    sources = [
        *(paper.source for paper in found),
        *(source for _, source in standing),
        *(offer.source for offer in rest),
        *shown,
    ]
    there = places(user, sources, view.links)
    return {
        "standing": standing,
        "rest": rest,
        "shown": shown,
        "found": found,
        "addresses": there.pages,
        "files_beside": there.files,
        "reads_beside": True,
    }


@require_POST
def unlink(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Take something away from beside a part."""
    item = nomination_or_404(request, pk)
    row = get_object_or_404(EvidenceLink, pk=link, nomination=item)
    with refusals_as_messages(request):
        actions.unlink(pk, link, by=request.user)
        messages.success(request, f"Đã bỏ «{row.label}».")
    return redirect("awards:evidence", pk=pk, key=row.part)


def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent each time, and which words changed since."""
    item = nomination_or_404(request, pk)
    rows = sent(item)
    numbers = [row.number for row in rows]
    old, new = (_wanted(request.GET.get(name, ""), numbers, at) for name, at in (("tu", -2), ("den", -1)))
    plan = item.round.plan
    dossier = dossiers([item])[pk]
    names = {form.code: form.name for form in plan.award_form} | {
        row.part.code: row.part.label for row in dossier.papers
    }
    context = {
        "item": item,
        "rows": rows,
        "old": old,
        "new": new,
        "before": next((row for row in rows if row.number == old), None),
        "after": next((row for row in rows if row.number == new), None),
    }
    if len(rows) > 1:
        context["changed"] = compared(context["before"].content, context["after"].content, names)
    return render(request, "awards/nominations/versions.html", context)


def _wanted(text: str, numbers: list[int], at: int) -> int | None:
    if (number := read_id(text)) in numbers:
        return number
    return numbers[at] if len(numbers) >= -at else (numbers[0] if numbers else None)
