"""Nominations and awards that used a unit's figures of a year: what a correction touches, as anyone is told. Read only."""

from django.db.models import Q
from django.urls import reverse

from awards.decisions.told import award_told, state_before
from awards.models import Nomination
from awards.workflow.states import FINAL, State
from campaign.evaluation.touched import Touched
from campaign.models import FigureSet
from core.numbers import format_date


def touched(item: FigureSet) -> list[Touched]:
    """Dossiers about the unit in rounds that look at the year or the year after; an award stands until a decision."""
    rows = (
        Nomination.objects.filter(Q(unit=item.unit_id) | Q(holder_unit=item.unit_id))
        .select_related("round__version", "round__campaign", "unit", "award__decision", "award__revoked_by")
        .order_by("pk")
    )
    found = []
    for row in rows:
        if not set(row.round.shape.window) & {item.year, item.year + 1}:
            continue
        award = getattr(row, "award", None)
        url = reverse("awards:nomination", args=[row.pk])
        known = award_told(award, sees=False) if award is not None else None
        if known is not None:
            note = f"{award.decision}: còn hiệu lực; nhận định đổi thì phải giữ nguyên có lý do, hoặc hủy bỏ"
            if known.revoked_by is not None:
                day = format_date(known.revoked_by.signed_on)
                note = f"{award.decision}: đã hủy bỏ theo {known.revoked_by} ngày {day}"
            found.append(Touched("Khen thưởng đã tặng", known.name, note, url))
        else:
            state = State(row.state) if award is None else state_before(row)  # a decision is told once it is released
            note = state.label + ("" if state in FINAL else ": nhận định được tính lại khi bản mới được duyệt")
            found.append(Touched("Hồ sơ khen thưởng", str(row), note, url))
    return found
