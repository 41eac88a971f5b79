"""Matters noted at a dossier, and the checks as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from awards.appraisal.actions.matters import conclude as conclude_matter
from awards.appraisal.actions.matters import note as note_matter
from awards.appraisal.checks import Check
from awards.appraisal.forms import ConcludeForm, MatterForm
from awards.models import Matter, Nomination
from awards.scope import nomination_or_404, say_errors
from core.numbers import format_date
from core.workflow import Overtaken
from office.once_only import creates
from office.pages import overtaken, refusals_as_messages

PAGES = {"nomination": "awards:nomination", "figures": "campaign:figure_set", "recognition": "awards:recognition",
         "session": "awards:council_session"}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One check with the page that it is about."""

    check: Check
    url: str


def shown(user: Any, rows: Sequence[Check], *, sees_all: bool, sees_council: bool, sees_matters: bool) -> list[Shown]:
    """What somebody may read of the checks: nothing of a dossier that is not theirs to see, nor of the Council.

    Nor of a denunciation, and of who wrote it: it may be another's of the same name.
    """
    keys = {row: row.address.partition(":") for row in rows}
    named = {int(key) for kind, _, key in keys.values() if kind == "nomination"}
    visible = (
        set(Nomination.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    )
    found = []
    for row in rows:
        kind, _, key = keys[row]
        if not sees_all and (kind == "recognition" or (kind == "nomination" and int(key) not in visible)):
            continue
        if (kind == "session" and not sees_council) or (kind == "matter" and not sees_matters):
            continue
        found.append(Shown(row, _url(kind, key)))
    return found


def _url(kind: str, key: str) -> str:
    try:
        return reverse(PAGES[kind], args=[key]) if kind in PAGES else ""
    except NoReverseMatch:
        return ""


@creates
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a matter; the dossier is blocked until a document concludes it."""
    item = nomination_or_404(request, pk)
    form = MatterForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
        return redirect(f"{reverse('awards:nomination', args=[pk])}#vu-viec")
    data = form.cleaned_data
    with refusals_as_messages(request):
        note_matter(
            item.pk,
            data["kind"],
            data["about"],
            document=data["document"],
            opened_on=data["opened_on"],
            by=request.user,
        )
        messages.success(request, "Đã ghi vụ việc. Bấm «Tạm dừng xét» nếu hồ sơ phải dừng ngay.")
    return redirect(f"{reverse('awards:nomination', args=[pk])}#vu-viec")


@require_POST
def conclude(request: HttpRequest, pk: int, matter: int) -> HttpResponse:
    """The conclusion of a matter."""
    item = nomination_or_404(request, pk)
    row = get_object_or_404(Matter, pk=matter, nomination=item)
    form = ConcludeForm(request.POST, prefix=f"kl{row.pk}")
    page = f"{reverse('awards:nomination', args=[pk])}#vu-viec"
    if not form.is_valid():
        say_errors(request, form)
        return redirect(page)
    try:
        with refusals_as_messages(request):
            conclude_matter(row.pk, **form.cleaned_data, by=request.user)
            messages.success(request, "Đã ghi kết luận của vụ việc.")
    except Overtaken as found:
        data = form.cleaned_data
        typed = [("Bạn định ghi", f"{data['conclusion']} ({data['document']}, ngày {format_date(data['on'])})")]
        return overtaken(request, found, heading="Vụ việc này đã có kết luận", typed=typed, back=page)
    return redirect(page)
