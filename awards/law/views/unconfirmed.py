"""What is not confirmed yet, on one page for those who confirm it."""

from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from awards.appraisal.checks import RULES
from awards.documents.actions.papers import may_keep_templates
from awards.law.domain.regimes import CONFIRMED
from awards.law.domain.unconfirmed import OpenPoint, open_points
from awards.law.in_force import regimes
from awards.models import ConfirmedBasis
from campaign.models import Campaign
from campaign.poverty_standards.actions import may_keep
from campaign.poverty_standards.in_force import standard_years

PAGES = {
    "awards:paper_law": "Căn cứ và tiền thưởng",
    "awards:own_regimes": "Quy chế của tỉnh",
    "campaign:standards": "Chuẩn nghèo",
}


def listing(request: HttpRequest) -> HttpResponse:
    """Every point with its place, what the portal does until then and what would confirm it."""
    if not may_keep_templates(request.user):
        raise PermissionDenied
    points = points_now()
    groups = [(name, list(rows)) for name, rows in groupby(points, key=lambda point: point.group)]
    pages = {page: label for page, label in PAGES.items() if page != "campaign:standards" or may_keep(request.user)}
    return render(request, "awards/law/unconfirmed.html", {"groups": groups, "count_all": len(points), "pages": pages})


def points_now() -> list[OpenPoint]:
    """What is not confirmed today."""
    confirmed = ConfirmedBasis.objects.filter(replaced_at=None).values_list("code", flat=True)
    return open_points(
        regimes(),
        standard_years().rows,
        confirmed=set(confirmed),
        forms={form.code: form.name for row in Campaign.objects.all() for form in row.definition.award_form},
        checks={rule.id: rule.label for rule in RULES},
        customs=[(rule.label, rule.source) for rule in RULES if rule.mark != CONFIRMED],
    )
