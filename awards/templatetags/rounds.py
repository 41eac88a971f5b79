"""The pages of a round as one row of links, each for those who may open it."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from accounts.permissions import Permission as P
from awards.models import Round
from units import access

register = template.Library()

_PLACES = (P.RECOMMEND, P.DECIDE, P.VOTE, P.VIEW_AUDIT)  # who sees how many places are used
# (name of the address, words, whose permission opens it)
PAGES: tuple[tuple[str, str, tuple[P, ...]], ...] = (
    ("round", "Hồ sơ", (P.VIEW_NOMINATIONS,)),
    ("eligible", "Đủ điều kiện", (P.VIEW_FIGURES,)),
    ("queue", "Thẩm định", (P.APPRAISE,)),
    ("board", "Bảng số lượng", _PLACES),
    ("council", "Hội đồng", (*_PLACES, P.HOLD_SESSION)),
    ("papers", "Văn bản", (P.RECOMMEND, P.DECIDE, P.HOLD_SESSION, P.VIEW_AUDIT)),
    ("state", "Trình cấp Nhà nước", _PLACES),
    ("balance", "Cân đối", _PLACES),
    ("changes", "Nhận định thay đổi", (P.VIEW_NOMINATIONS,)),
)


@register.filter
def rates_arrow(working: str) -> str:
    """The two rates of a reduction as a list shows them: "7,82 − 5,93" as "7,82 → 5,93"."""
    return working.replace(" − ", " → ")


@register.inclusion_tag("awards/_tabs.html", takes_context=True)
def round_tabs(context: dict[str, Any], award_round: Round, here: str) -> dict[str, Any]:
    """The links, the present page marked."""
    user = context["request"].user
    tabs = [
        (reverse(f"awards:{name}", args=[award_round.code]), words, name == here)
        for name, words, permissions in PAGES
        if _is_made(name)
        and (name != "state" or award_round.shape.state_level)
        and any(access.holds(user, permission) for permission in permissions)
    ]
    return {"tabs": tabs}


def _is_made(name: str) -> bool:
    try:
        reverse(f"awards:{name}", args=["x"])
    except NoReverseMatch:
        return False
    return True
