"""The figures and plans that somebody sent and that are with others now. Read only."""

from collections import defaultdict
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from accounts.permissions import Duty
from campaign.figures.words import EDITABLE, State, Status
from campaign.models import Campaign, FigureSet, FigureTransition, Plan
from campaign.plan.addresses import figures_url
from core.clock import VIETNAM
from core.numbers import format_count
from office.todo import Sent
from units.map.domain.levels import Level
from units.map.holders import holder_name, level_words

SENDS = ("submit", "check")
LATEST = 2000  # sets that are read


def underway(user: Any, campaign: Campaign) -> list[Sent]:
    """Of sets those that this person sent on, by year; of plans those that a body has not acknowledged."""
    return [*_figures(user, campaign), *_plans(user, campaign)]


def _figures(user: Any, campaign: Campaign) -> list[Sent]:
    steps = FigureTransition.objects.filter(figure_set=OuterRef("pk"), by=user.pk, step__in=SENDS).order_by("-pk")
    rows = (
        FigureSet.objects.visible_to(user)
        .current()
        .of(campaign)
        .exclude(state__in=EDITABLE | {State.APPROVED})
        .annotate(sent=Subquery(steps.values("at")[:1]))
        .exclude(sent=None)
        .select_related("unit")
        .order_by("-sent", "pk")
    )
    groups: dict[tuple[int, str, str, str, int], list[Any]] = defaultdict(list)
    for row in rows[:LATEST]:
        groups[row.year, row.status, row.standard, row.state, row.unit.level].append(row)
    found = []
    for (year, status, standard, state, level), sets in groups.items():
        of = str(sets[0].unit) if len(sets) == 1 else f"{format_count(len(sets))} {level_words(level)}"
        url = (
            reverse("campaign:figure_set", args=[sets[0].pk])
            if len(sets) == 1
            else figures_url("campaign:year", campaign, year, status=status, standard=standard)
        )
        what = f"{Status(status).label} năm {year}: {of}"
        day = sets[0].sent.astimezone(VIETNAM).date()
        found.append(Sent(what, _where(State(state), level), day, url))
    return found


def _where(state: State, level: int) -> str:
    if state == State.CHECKED or level <= Level.DISTRICT:
        return f"{state.label}; đang ở {holder_name(Duty.STANDING_AGENCY)}, chờ phê duyệt"
    return f"{state.label}; đang ở cấp huyện"


def _plans(user: Any, campaign: Campaign) -> list[Sent]:
    waiting = Q(acknowledged_by_standing_agency=None) | Q(acknowledged_by_award_agency=None)
    rows = Plan.objects.visible_to(user).filter(
        waiting, campaign=campaign, kind=Plan.Kind.LAUNCH, state__in=["filed", "acknowledged"], recorded_by=user.pk
    )
    return [
        Sent(
            f"{row.get_kind_display()} {row.number}",
            f"Đã gửi; chờ {_lacking(row)} tiếp nhận",
            row.received_at.astimezone(VIETNAM).date(),
            reverse("campaign:plan", args=[row.pk]),
        )
        for row in rows.order_by("-pk")
    ]


def _lacking(row: Plan) -> str:
    duties = [
        duty
        for duty, at in (
            (Duty.STANDING_AGENCY, row.acknowledged_by_standing_agency),
            (Duty.AWARD_AGENCY, row.acknowledged_by_award_agency),
        )
        if at is None
    ]
    return " và ".join(holder_name(duty) for duty in duties)
