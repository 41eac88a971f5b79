"""Registered papers that somebody may read beside the record they are about, and the way to print a decision."""

from typing import Any

from django import template
from django.urls import reverse

from awards.documents.domain.kinds import KINDS
from awards.documents.subjects import BY_KIND
from awards.models import Decision, Nomination, Paper, Round
from awards.nominations.contents import having
from awards.querysets import GUIDANCE, PAPERS_ROOM, TOLD
from awards.rounds.contents import may_have
from units import access

register = template.Library()


@register.inclusion_tag("awards/_papers_read.html", takes_context=True)
def papers_about(context: dict[str, Any], thing: Round | Nomination) -> dict[str, Any]:
    """The guidance of a round, or the notice about a dossier: the newest that has its number."""
    if isinstance(thing, Round) and not may_have(thing, "guidance"):
        return {"paper": None, "label": ""}
    if isinstance(thing, Nomination) and not having([thing], "made_papers"):
        return {"paper": None, "label": ""}
    user = context["request"].user
    mine: dict[str, Any] = {"round": thing, "kind": GUIDANCE}
    seen = Nomination.objects.none()  # the guidance hangs on no dossier
    if isinstance(thing, Nomination):
        mine, seen = {"nomination": thing, "kind": TOLD}, Nomination.objects.visible_to(user)
    award_round = thing.round if isinstance(thing, Nomination) else thing
    rows = Paper.objects.visible_in(award_round.campaign, user, seen.values("pk"))
    row = rows.filter(**mine).exclude(number="").select_related("file").order_by("-pk").first()
    return {"paper": row, "label": KINDS[row.kind].label if row else ""}


@register.simple_tag(takes_context=True)
def whole_address(context: dict[str, Any], item: Nomination) -> str:
    """Where a dossier is had in one PDF, for whoever works with the papers of its round."""
    if not access.may_any(context["request"].user, PAPERS_ROOM, item.round.campaign.province):
        return ""
    return reverse("awards:whole_dossier", args=[item.pk])


@register.simple_tag(takes_context=True)
def print_address(context: dict[str, Any], decision: Decision) -> str:
    """Where a decision is printed, for whoever works with papers; nothing for others."""
    may_read = access.may_any(context["request"].user, PAPERS_ROOM, decision.round.campaign.province)
    if not may_read or decision.kind not in BY_KIND:
        return ""
    return f"{reverse('awards:paper', args=[decision.round.code, BY_KIND[decision.kind]])}?ve={decision.pk}"
