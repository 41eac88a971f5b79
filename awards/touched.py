"""Nominations and awards that used a unit's figures of a year: what a correction touches. Read only."""

from django.db.models import Q
from django.urls import reverse

from awards.models import Nomination
from awards.states import FINAL, State
from awards.told import is_released, state_before
from campaign.models import FigureSet
from campaign.touched import Touched


def touched(item: FigureSet) -> list[Touched]:
    """Dossiers about the unit in rounds that look at the year or the year after; an award stands until a decision."""
    rows = (
        Nomination.objects.filter(Q(unit=item.unit_id) | Q(holder_unit=item.unit_id))
        .select_related("round__version", "round__campaign", "unit", "award__decision")
        .order_by("pk")
    )
    found = []
    for row in rows:
        if not set(row.round.shape.window) & {item.year, item.year + 1}:
            continue
        award = getattr(row, "award", None)
        url = reverse("awards:nomination", args=[row.pk])
        if is_released(award):
            note = f"{award.decision}: còn hiệu lực; nhận định đổi thì phải giữ nguyên có lý do, hoặc hủy bỏ"
            found.append(Touched("Bằng khen đã tặng", award.printed_name, note, url))
        else:
            state = State(row.state) if award is None else state_before(row)  # a decision is told once it is released
            note = state.label + ("" if state in FINAL else ": nhận định được tính lại khi bản mới được duyệt")
            found.append(Touched("Hồ sơ khen thưởng", str(row), note, url))
    return found
