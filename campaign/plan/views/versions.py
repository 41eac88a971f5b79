"""The stored versions of a plan, and what two of them say otherwise."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaign.editor import tree
from campaign.editor.comparison import differences
from campaign.models import Campaign, DefinitionVersion
from campaign.plan.actions.drafts import may_write
from core.numbers import read_id


def versions(request: HttpRequest) -> HttpResponse:
    """Every version, who stored it when; of the two that are chosen, or of the last two, what differs."""
    campaign = Campaign.objects.current()
    if campaign is None:
        return redirect("campaign:rules")
    rows = list(DefinitionVersion.objects.filter(campaign=campaign).select_related("recorded_by").order_by("-number"))
    by_number = {row.number: row for row in rows}
    new = by_number.get(read_id(request.GET.get("den", "")) or 0, rows[0])
    old = by_number.get(read_id(request.GET.get("tu", "")) or new.number - 1)
    found = []
    if old is not None and old.pk != new.pk:
        found = differences(*(tree.read(row.content)[0] or {} for row in (old, new)))
    context = {
        "campaign": campaign,
        "rows": rows,
        "old": old,
        "new": new,
        "differences": found,
        "may_write": may_write(request.user),
    }
    return render(request, "campaign/plan/plan_versions.html", context)
