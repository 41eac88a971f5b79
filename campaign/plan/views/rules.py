"""Thể lệ: every clause of the plan, how it is judged, and which readings are ours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaign.models import Campaign, Deadline
from campaign.plan.actions.drafts import may_write


def page(request: HttpRequest) -> HttpResponse:
    """The whole plan as one document."""
    campaign = Campaign.objects.current()
    if campaign is None:
        return render(request, "campaign/plan/rules_none.html", {"may_write": may_write(request.user)})
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
            "other_windows": [(plan.find_category(code).title, years) for code, years in item.windows.items()],
            "readings": plan.readings_of(item.code, *(c.id for c in item.caps)),
        }
        for item in plan.rounds
    ]
    context = {
        "campaign": campaign,
        "may_write": may_write(request.user),
        "version": campaign.active_version,
        "plan": plan,
        "bases": plan.bases_in_order,
        "free_forms": {form.code for form in plan.award_form}
        - {code for item in plan.rounds for code in (item.award_form, *item.other_forms)},
        "categories": categories,
        "rounds": rounds,
        "goals": [(goal, plan.readings_of(goal.id)) for goal in plan.goals],
        "deadlines": [
            (item, plan.readings_of(item.code)) for item in Deadline.objects.current().filter(campaign=campaign)
        ],
        "provisions": [(item, plan.readings_of(item.id)) for item in plan.provision],
    }
    return render(request, "campaign/plan/rules.html", context)
