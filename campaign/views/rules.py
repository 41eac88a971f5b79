"""Thể lệ: every clause of the plan, how it is judged, and which readings are ours."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from campaign.models import Campaign, Deadline


def page(request: HttpRequest) -> HttpResponse:
    """The whole plan as one document."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    plan = campaign.definition
    categories = [
        {
            "category": category,
            "group": plan.group_label(category.group),
            "readings": plan.readings_of(category.code),
            "criteria": [
                {
                    "criterion": criterion,
                    "readings": plan.readings_of(
                        criterion.id, *(f"{criterion.id}.{part.id}" for part in criterion.parts)
                    ),
                }
                for criterion in category.criteria
            ],
        }
        for category in plan.categories
    ]
    forms = {form.code: form for form in plan.award_form}
    rounds = [
        {
            "round": item,
            "form": forms[item.award_form],
            "readings": plan.readings_of(item.code, *(c.id for c in item.caps)),
        }
        for item in plan.rounds
    ]
    context = {
        "campaign": campaign,
        "version": campaign.active_version,
        "plan": plan,
        "categories": categories,
        "rounds": rounds,
        "goals": [(goal, plan.readings_of(goal.id)) for goal in plan.goals],
        "deadlines": [
            (item, plan.readings_of(item.code)) for item in Deadline.objects.current().filter(campaign=campaign)
        ],
        "provisions": [(item, plan.readings_of(item.id)) for item in plan.provision],
    }
    return render(request, "campaign/rules.html", context)
