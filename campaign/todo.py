"""What waits for somebody in figures, targets, plans and records."""

from dataclasses import replace
from typing import Any

from django.urls import reverse

from accounts.permissions import Permission as P
from campaign.activities.todo import record_cards
from campaign.definition.words import clause_words
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.todo import figure_cards, period_cards
from campaign.models import Campaign, Deadline, Plan, Target
from campaign.plan.addresses import in_campaign
from campaign.plan.provinces import belonging
from campaign.registrations.domain.deadlines import last_day
from campaign.registrations.filing import must_file
from core import clock
from core.numbers import format_count
from office.todo import Card
from units import access
from units.map.domain.levels import Level
from units.models import Unit


def assigning_year() -> int:
    """The year whose targets are being assigned: decisions of a year come at its beginning."""
    return clock.today().year


def cards(user: Any) -> list[Card]:
    """Sheets to fill, figures to check or approve, targets to assign, plans to file or acknowledge, in every campaign.

    Where several stand side by side each card names its own, and leads to it; a card of figures is told once.
    """
    shown, among = Campaign.objects.shown_among()
    if len(among) < 2:
        return _cards(user, shown) if shown is not None else []
    figures = {(card.what, card.url): card for campaign in among for card in figure_cards(user, campaign)}
    return [*figures.values(), *(_named(card, item, shown) for item in among for card in _own_cards(user, item))]


def _named(card: Card, campaign: Campaign, shown: Campaign) -> Card:
    url = card.url if campaign == shown else in_campaign(card.url, campaign)
    return replace(card, whose=f"{card.whose}; phong trào {campaign.period}", url=url)


def _cards(user: Any, campaign: Campaign) -> list[Card]:
    return [*figure_cards(user, campaign), *_own_cards(user, campaign)]


def _own_cards(user: Any, campaign: Campaign) -> list[Card]:
    """What belongs to a campaign itself."""
    return [
        *period_cards(user, campaign),
        *_target_cards(user, campaign),
        *_plan_cards(user, campaign),
        *record_cards(user, campaign),
    ]


def _target_cards(user: Any, campaign: Campaign) -> list[Card]:
    """Units below mine that have no target of the year that is being assigned yet."""
    year = assigning_year()
    found = []
    for seat in access.seats(user):
        if not seat.permissions & {P.ASSIGN_TARGETS, P.ASSIGN_LOWER_TARGETS}:
            continue
        if not campaign.first_year <= year <= campaign.last_year:
            continue
        on = map_day(year)
        every = Unit.objects.in_force(on).children_of(seat.unit, on).filter(level__lte=Level.COMMUNE)
        below = belonging(campaign, every)
        given = (
            Target.objects.current()
            .assigned()
            .filter(campaign=campaign, year=year, indicator="poverty_rate", unit__in=below)
        )
        lacking = below.count() - given.count()
        if lacking > 0:
            found.append(
                Card(
                    f"Giao chỉ tiêu năm {year}: còn {format_count(lacking)} đơn vị",
                    str(seat.unit),
                    reverse("campaign:targets_unit", args=[year, seat.unit.code]),
                    "Mở bảng chỉ tiêu",
                    "targets",
                )
            )
        break
    return found


def _plan_cards(user: Any, campaign: Campaign) -> list[Card]:
    found = []
    if access.may(user, P.ACKNOWLEDGE_PLAN, campaign.province):
        field = "acknowledged_by_standing_agency" if _is_labour(user, campaign) else "acknowledged_by_award_agency"
        number = (
            Plan.objects.visible_to(user)
            .filter(campaign=campaign, kind=Plan.Kind.LAUNCH, state__in=["filed", "acknowledged"], **{field: None})
            .count()
        )
        if number:
            found.append(
                Card(
                    f"Tiếp nhận {number} kế hoạch thi đua",
                    "Kế hoạch phát động gửi về hai cơ quan nhận",
                    reverse("campaign:plans") + "?tiep-nhan=cho",
                    "Mở danh sách",
                    "plans",
                    count=number,
                )
            )
    deadline = Deadline.objects.current().filter(campaign=campaign, plan_kind=Plan.Kind.LAUNCH).first()
    for seat in access.seats(user):
        if P.FILE_PLAN not in seat.permissions:
            continue
        if not must_file(campaign.definition, seat.unit, seat.organisation):
            continue
        mine = Plan.objects.standing().filter(
            campaign=campaign,
            kind=Plan.Kind.LAUNCH,
            organisation=seat.organisation,
            unit=seat.unit if seat.organisation is None else None,
        )
        plan = mine.first()
        if plan is None and campaign.last_year < clock.today().year:
            continue  # too late to launch it
        if plan is None:
            found.append(
                Card(
                    "Gửi kế hoạch phát động thi đua",
                    f"{seat.organisation or seat.unit}{_due_clause(campaign, deadline)}",
                    reverse("campaign:plan_new"),
                    "Gửi kế hoạch",
                    "plans",
                    due=last_day(deadline.on, deadline.bound) if deadline else None,
                )
            )
        elif plan.state == Plan.State.RETURNED:
            found.append(
                Card(
                    "Bổ sung kế hoạch phát động bị trả lại",
                    str(plan.filer),
                    reverse("campaign:plan", args=[plan.pk]),
                    "Mở kế hoạch",
                    "plans",
                )
            )
    return found


def _due_clause(campaign: Campaign, deadline: Deadline | None) -> str:
    """The plan's clause of a deadline, behind whom it is about."""
    found = next((item.clause for item in campaign.definition.deadlines if deadline and item.id == deadline.code), "")
    return f", {clause_words(found)}" if found else ""


def _is_labour(user: Any, campaign: Campaign) -> bool:
    return access.may(user, P.ASSIGN_TARGETS, campaign.province)
