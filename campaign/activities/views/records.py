"""One record: what was written, its files, its steps, what carries it on."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign import subjects
from campaign.activities import record_lists
from campaign.activities.actions import records as actions
from campaign.activities.domain import records
from campaign.activities.domain.records import Type
from campaign.activities.domain.roads import COUNTED, EDITABLE
from campaign.activities.views.beginning import may_begin
from campaign.activities.views.given import asked_record, list_address
from campaign.figures.forms import ReasonForm
from campaign.models import Campaign, Record
from campaign.scope import needs
from core.numbers import read_id
from office.files.responses import handed
from office.pages import refusals_as_messages


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: what was written, files, answers, what may be done next."""
    needs(request.user, Permission.VIEW_RECORDS)
    record = asked_record(request, pk, Record.objects.readable_by(request.user))
    facts = actions.facts_of(record, by=request.user)
    # of another place's published story only what was published: no files, no names of officers, no steps
    is_in_reach = Record.objects.visible_to(request.user).filter(pk=pk).exists()
    steps = record.transitions.select_related("by")
    context = {
        "record": record,
        "kind": record.kind_of,
        "clause": record.campaign.definition.records_clause([record.kind]),
        "answers": [
            (item, value) for item in record.kind_of.questions if (value := record.answer(item.key)) not in (None, "")
        ],
        "money": Type.MONEY,
        "count": Type.COUNT,
        "flag": Type.FLAG,
        "files": record.files.select_related("file") if is_in_reach else (),
        "reads_beside": True,
        "may_drop": facts.may(Permission.KEEP_RECORDS) and actions.may_drop_files(record),
        "options": record.road.options(facts),
        "can_edit": record.state in EDITABLE and facts.may(Permission.KEEP_RECORDS),
        "is_in_reach": is_in_reach,
        "transitions": steps if is_in_reach else (),
        "said": [step for step in steps.order_by("pk") if step.step in SAID] if is_in_reach else [],
        "workflow": record.road,
        "peak_word": peak_word(record, record.campaign),
        "subject": subjects.find(request.user, record.subject_type, record.subject_id) if record.subject_id else None,
        "back": list_address(record.kind_of),
        **_carried_on(request.user, record),
    }
    return render(request, "campaign/activities/record.html", context)


def peak_word(record: Record, campaign: Campaign) -> str:
    """How a pledge or receipt stands to the peak month; nothing for other kinds."""
    return records.peak_word(record.on, campaign.definition.peak) if record.kind_of.follows == records.DRIVE else ""


def _carried_on(user: Any, record: Record) -> dict[str, Any]:
    """What carries a record on, within one's reach: the rows, their sums beside what was planned, what may be begun."""
    kinds = records.followers_of(record.kind)
    rows = record_lists.carrying_on(user, record) if kinds else []
    begins = [
        (kind, f"{reverse('campaign:record_new', args=[kind.code])}?{subjects.WORDS['record']}={record.pk}")
        for kind in kinds
        if record.state in COUNTED and may_begin(user, kind)
    ]
    return {
        "followers": [(row, peak_word(row, record.campaign)) for row in rows],
        "follow_sums": record_lists.beside(record, rows),
        "follow_begins": begins,
        "follow_kinds": kinds,
    }


SAID = frozenset({"answer", "again", "overrule", "dispute"})  # steps whose words are part of the matter


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step, asked once."""
    record = asked_record(request, pk)
    if step not in record.road.steps:
        raise Http404
    move = record.road[step]
    form = ReasonForm(request.POST or None) if move.reason else None
    if form is not None and step in {"answer", "again"}:
        form.fields["reason"].label = "Nội dung"
    if request.method == "POST" and (form is None or form.is_valid()):
        edition = request.POST.get("edition", "")
        with refusals_as_messages(request):
            actions.advance(
                pk,
                step,
                by=request.user,
                edition=read_id(edition) or 0,
                reason=form.cleaned_data["reason"] if form else "",
            )
            messages.success(request, f"{move.label}: {record.title}.")
        if step == "remove":
            return redirect(list_address(record.kind_of))
        return redirect("campaign:record", pk=pk)
    return render(request, "campaign/activities/record_step.html", {"record": record, "step": move, "form": form})


@require_http_methods(["GET", "POST"])
def drop_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A photo or paper comes off a draft, asked once."""
    record = asked_record(request, pk)
    if not actions.facts_of(record, by=request.user).may(Permission.KEEP_RECORDS):
        raise Http404
    kept = get_object_or_404(record.files.select_related("file"), pk=number)
    if request.method == "POST":
        edition = request.POST.get("edition", "")
        with refusals_as_messages(request):
            actions.drop_file(pk, number, edition=read_id(edition) or 0, by=request.user)
            messages.success(request, f"Đã bỏ tệp «{kept.file.name}» khỏi bản nháp.")
        return redirect("campaign:record", pk=pk)
    context = {"record": record, "kept": kept, "may_drop": actions.may_drop_files(record)}
    return render(request, "campaign/activities/record_file_drop.html", context)


def file(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """A file of a record (its scan is number 0), for whoever may see the record."""
    record = asked_record(request, pk)
    if number == 0 and record.scan is not None:
        return handed(request, record.scan)
    kept = get_object_or_404(record.files.select_related("file"), pk=number)
    return handed(request, kept.file)
