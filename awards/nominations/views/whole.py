"""What leaves a dossier whole: the report for its nominee to finish, and everything of it in one PDF."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts import audit
from awards.decisions.told import told
from awards.documents import chain
from awards.documents.holder_letter import holder_letter
from awards.documents.report import report
from awards.documents.round_data import READ, Room
from awards.models import Nomination
from awards.nominations.dossiers import dossiers
from awards.nominations.history import history
from awards.nominations.memory import whos
from awards.nominations.shown import shown_of
from awards.querysets import PAPERS_ROOM
from awards.scope import nomination_or_404
from awards.workflow.states import FINAL
from core.numbers import two_digits
from office.documents.word import DOCX
from office.files.contents import PDF
from office.files.responses import attachment
from units import access


def report_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Báo cáo thành tích, filled in as far as the reader may know, for the nominee to finish."""
    item = nomination_or_404(request, pk)
    found = history(whos([item])[item.pk], request.user, of_unit=item.unit, but=item.pk)
    content = report(Room(item.round), dossiers([item])[item.pk], dict(shown_of([item])[item.pk]), found)
    audit.note(request.user, "export", item, label=f"Mẫu báo cáo thành tích, {item.printed_name}")
    return attachment(content, f"bao-cao-thanh-tich_{item.pk}.docx", DOCX)


def letter_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Tờ trình of the holder for all its dossiers of this round and form that the reader sees and that are not over."""
    item = nomination_or_404(request, pk)
    rows = Nomination.objects.visible_to(request.user).filter(
        round=item.round_id,
        holder_unit=item.holder_unit_id,
        holder_organisation=item.holder_organisation_id,
        form=item.form,
        regime=item.regime,
    )
    others = told(rows.exclude(pk=item.pk).select_related(*READ).distinct(), request.user)
    others = [row for row in others if row.state not in FINAL]
    mine = sorted([item, *others], key=lambda row: (row.group, row.sort_key, row.pk))
    audit.note(request.user, "export", item, label=f"Mẫu tờ trình, {two_digits(len(mine))} hồ sơ của {item.holder}")
    return attachment(holder_letter(Room(item.round), mine), f"to-trinh_{item.pk}.docx", DOCX)


def whole_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier with its chain in one PDF: for whoever works with the papers of its round."""
    rows = Nomination.objects.visible_to(request.user).select_related(*READ).distinct()
    item = get_object_or_404(rows, pk=pk)
    if not access.may_any(request.user, PAPERS_ROOM, item.round.campaign.province):
        raise Http404
    try:
        content = chain.whole(Room(item.round), item)
    except chain.TooLarge as large:
        messages.error(request, str(large))
        return redirect("awards:nomination", pk=pk)
    audit.note(request.user, "export", item, label=f"Hồ sơ đầy đủ (PDF), {item.printed_name}")
    return attachment(content, f"ho-so_{item.pk}.pdf", PDF.media_type)
