"""The pages of a round as one row of links, each for those who may open it."""

from typing import Any

from django import template
from django.urls import reverse

from accounts.permissions import Permission as P
from awards.models import Round
from awards.querysets import PAPERS_ROOM, SEES_CAPS, SEES_SESSIONS
from campaign.rules import reached
from core.findings import Finding
from units import access

register = template.Library()

# (name of the address, words, whose permission opens it): wherever one holds it, the page shows what is in reach
OPEN = (
    ("round", "Hồ sơ", P.VIEW_NOMINATIONS),
    ("eligible", "Đủ điều kiện", P.VIEW_FIGURES),
    ("changes", "Nhận định thay đổi", P.VIEW_NOMINATIONS),
)
# over the whole province of the round
WHOLE: tuple[tuple[str, str, tuple[P, ...]], ...] = (
    ("queue", "Thẩm định", (P.APPRAISE,)),
    ("board", "Bảng số lượng", SEES_CAPS),
    ("council", "Hội đồng", SEES_SESSIONS),
    ("papers", "Văn bản", PAPERS_ROOM),
    ("state", "Trình cấp Nhà nước", SEES_CAPS),
    ("balance", "Cân đối", SEES_CAPS),
)
ORDER = ("round", "eligible", "queue", "board", "council", "papers", "state", "balance", "changes")


@register.filter
def rates_arrow(working: str) -> str:
    """The two rates of a reduction as a list shows them: "7,82 − 5,93" as "7,82 → 5,93"."""
    return working.replace(" − ", " → ")


register.filter("reached", reached)


@register.filter
def number(finding: Finding, name: str) -> str:
    """One number of a finding without its unit, in the decimals that it has."""
    value = getattr(finding, name)
    return "" if value is None else finding.number(value)


@register.inclusion_tag("awards/_tabs.html", takes_context=True)
def round_tabs(context: dict[str, Any], award_round: Round, here: str) -> dict[str, Any]:
    """The links, the present page marked."""
    user, province = context["request"].user, award_round.campaign.province
    found = {name: words for name, words, permission in OPEN if access.holds(user, permission)}
    found |= {name: words for name, words, permissions in WHOLE if access.may_any(user, permissions, province)}
    if not award_round.shape.state_level:
        found.pop("state", None)
    names = (name for name in ORDER if name in found)
    tabs = [(reverse(f"awards:{name}", args=[award_round.code]), found[name], name == here) for name in names]
    return {"tabs": tabs}
