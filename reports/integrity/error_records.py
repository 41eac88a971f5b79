"""The page "Lỗi của cổng": what failed, how often, and the one failure whose code somebody quotes."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from office.error_log import KEPT_OF_A_KIND
from office.models import ErrorRecord
from reports.frame import keeps_the_portal

SHOWN = 100
READ = 2_000  # rows, newest first


@dataclass(frozen=True)
class Failure:
    """Failures at one place, with the newest of them."""

    last: ErrorRecord
    count: int

    @property
    def is_more(self) -> bool:
        """Older ones of the same place were dropped."""
        return self.count >= KEPT_OF_A_KIND


def by_place(rows: Iterable[ErrorRecord]) -> list[Failure]:
    """Rows, newest first, as one line a place."""
    alike: dict[tuple[str, str], list[ErrorRecord]] = {}
    for row in rows:
        alike.setdefault((row.kind, row.place), []).append(row)
    return [Failure(found[0], len(found)) for found in alike.values()]


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every place that failed in the days kept; with `?ma=` the one failure of that code."""
    if not keeps_the_portal(request.user):
        raise PermissionDenied
    code = request.GET.get("ma", "").strip().replace("\0", "")[:40]
    rows = ErrorRecord.objects.filter(code=code) if code else ErrorRecord.objects.all()
    context = {
        "code": code,
        "failures": list(islice(by_place(rows[:READ]), SHOWN)),
        "days": settings.ERRORS_KEPT_DAYS,
    }
    return render(request, "reports/error_records.html", context)
