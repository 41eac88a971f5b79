"""Which unit became which: every succession with its act, as a page and as files. The map is public, figures are not in it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from accounts.middleware import public
from campaign.models import Campaign
from core.text import folded
from reports.public.pages import around
from units.models import Ancestry, Succession, Unit

PAGE = 100
HEADS = ("ngay", "ma_cu", "ten_cu", "thuoc_cu", "ma_moi", "ten_moi", "thuoc_moi", "phan", "van_ban", "ghi_chu")


@dataclass(frozen=True)
class Step:
    """One old unit into one new one on a day; `of_old`, `of_new` are the units directly above them."""

    on: date
    old_code: str
    old_name: str
    of_old: str
    new_code: str
    new_name: str
    of_new: str
    is_part: bool
    act: str
    note: str

    @property
    def share(self) -> str:
        return "một phần" if self.is_part else "toàn bộ"

    @property
    def cells(self) -> tuple[str, ...]:
        """As files write it: days as ISO writes them."""
        return (
            self.on.isoformat(), self.old_code, self.old_name, self.of_old, self.new_code, self.new_name, self.of_new,
            self.share, self.act, self.note,
        )  # fmt: skip

    def has(self, words: Sequence[str]) -> bool:
        """Every word stands in a name or is a code."""
        names = folded(f"{self.old_name} {self.new_name} {self.of_old} {self.of_new}").split()
        return all(word in names or word in (self.old_code, self.new_code) for word in words)


def steps() -> list[Step]:
    """All successions, the newest first: three questions."""
    rows = list(
        Succession.objects.select_related("from_unit", "to_unit").order_by("-on", "from_unit__code", "to_unit__code")
    )
    above = _above([row.from_unit for row in rows] + [row.to_unit for row in rows])
    return [
        Step(
            row.on,
            row.from_unit.code,
            row.from_unit.name,
            above.get((row.from_unit_id, False), ""),
            row.to_unit.code,
            row.to_unit.name,
            above.get((row.to_unit_id, True), ""),
            row.is_part,
            row.act,
            row.note,
        )
        for row in rows
    ]


def _above(units: Sequence[Unit]) -> dict[tuple[int, bool], str]:
    """The unit directly above each: on its last day (False) and on its first (True)."""
    by_pk = {unit.pk: unit for unit in units}
    found: dict[tuple[int, bool], str] = {}
    ties = Ancestry.objects.filter(descendant__in=by_pk, depth=1).select_related("ancestor")
    for tie in ties:
        unit = by_pk[tie.descendant_id]
        last = unit.valid_to - timedelta(days=1)
        for day, is_first in ((last, False), (unit.valid_from, True)):
            if tie.valid_from <= day < tie.valid_to:
                found[unit.pk, is_first] = tie.ancestor.name
    return found


@public
@cache_control(public=True, max_age=300)
def page(request: HttpRequest) -> HttpResponse:
    """Old and new units side by side, found by a name or a code of either."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    asked = request.GET.get("tim", "").strip()[:120]
    found = [step for step in steps() if step.has(folded(asked).split())]
    context = {
        **around(campaign, "crosswalk"),
        "asked": asked,
        "page": Paginator(found, PAGE).get_page(request.GET.get("trang")),
    }
    return render(request, "reports/public_crosswalk.html", context)


@public
@cache_control(public=True, max_age=300)
def as_csv(request: HttpRequest) -> HttpResponse:
    """All of it: UTF-8 with its mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADS)
    writer.writerows(step.cells for step in steps())
    response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="don-vi-cu-moi.csv"'
    return response
