"""The page "Thiết lập": what the portal still lacks, and where it is done."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.frame import keeps_the_portal
from reports.setup.list import chapters, number_missing


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every matter, for who administers the whole province."""
    if not keeps_the_portal(request.user):
        raise PermissionDenied
    found = chapters(request.user)
    return render(request, "reports/setup.html", {"chapters": found, "missing": number_missing(found)})
