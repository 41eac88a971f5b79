"""What every page says of the portal, its units and addresses.

A builtin library: templates use it without loading it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.template.context import Context
from django.urls import NoReverseMatch, reverse

from accounts.permissions import Permission
from campaign.definition import Definition
from campaign.definition.words import clause_words
from campaign.figures.labels import field_label
from campaign.poverty_standards import in_force as standards_in_force
from core import clock
from core.own_words import in_own_words
from core.text import lower_first, opened
from units import access
from units.map.domain.levels import Level
from units.map.holders import has_level, holder_name, level_words
from units.models import Unit

register = template.Library()


@register.simple_tag
def portal_version() -> str:
    """The version that serves."""
    return str(settings.VERSION)


@register.simple_tag
def standard_title(code: str) -> str:
    """A poverty standard by its name, in a sentence."""
    return lower_first(standards_in_force.standard_title(code))


@register.simple_tag
def figure_label(key: str, standard: str) -> str:
    """A figure as people read it, by its key in a standard."""
    return field_label(key, standard)


register.filter("own", in_own_words)  # a text of ours as the province that is shown reads it


@register.filter
def of_level(messages: Iterable[Message], level: str) -> list[Message]:
    """The messages of one level: success, info, warning or error."""
    return [message for message in messages if message.level_tag == level]


@register.filter
def at_key(mapping: Mapping[Any, Any] | None, key: object) -> Any:
    """The value of a mapping at a key, or nothing."""
    return (mapping or {}).get(key)


@register.simple_tag
def holder(duty: str) -> str:
    """Who holds a duty today: "Sở Nông nghiệp và Môi trường"; while nobody does, what the duty is called."""
    return holder_name(duty)


@register.simple_tag
def stands(level: str) -> bool:
    """Some unit of a level stands today: whether a text may speak of it."""
    return has_level(Level[level.upper()])


@register.simple_tag
def level_kinds(level: str, on: date | None = None) -> str:
    """The kinds of units that stand at a level today, or on a day: "xã, phường, đặc khu"."""
    return level_words(Level[level.upper()], on)


register.filter("clause", clause_words)
register.filter("lower_first", lower_first)
register.filter("opened", opened)


@register.filter
def address(name: str, key: object = None) -> str:
    """The address of a named page; nothing while the portal has no such page."""
    try:
        return reverse(name, args=[] if key is None else [key])
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def scope_of(context: Context, permission: str) -> str:
    """ "Trong phạm vi huyện Bác Ái." before numbers that are cut to the reader's reach; nothing for a whole province."""
    words = access.scope_words(context["request"].user, Permission(permission))
    return f"Trong phạm vi {words}. " if words else ""


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """The query string of this page with some values changed; an empty value leaves."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("_components/due.html")
def due(value: date | None) -> dict[str, Any]:
    """How long is left until a date, and the date."""
    return {"on": value}


@register.inclusion_tag("_components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, parameter: str = "trang") -> dict[str, Any]:
    """Before and next of a `Paginator` page, the filters of the address kept."""
    query = context["request"].GET.copy() if "request" in context else {}

    def link(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@register.filter
def group_label(plan: Definition, code: str) -> str:
    """What a ceiling of the plan counts, in words."""
    return plan.group_label(code)


@register.inclusion_tag("_components/unit_crumbs.html")
def unit_crumbs(unit: Unit | None, on: date | None = None, last: str = "") -> dict[str, Any]:
    """The place of a unit in the tree on a day (today), as items of `crumbs`; `last` names the page below it.

    Reads the ancestors: one query.
    """
    if unit is None:
        return {"above": [], "unit": None, "last": last}
    day_seen = min(on or clock.today(), unit.valid_to - timedelta(days=1))
    day_seen = max(day_seen, unit.valid_from)
    return {"above": list(Unit.objects.ancestors_of(unit, day_seen)), "unit": unit, "last": last}
