"""The classes and kinds of bodies that a province added, as plans meet them: which there are, which a stored plan names."""

from collections.abc import Iterator

from campaign.definition import Definition, OwnNames, named_in
from campaign.models import DefinitionVersion, PlanDraft
from core.text import lower_first
from core.workflow import Refused
from units.map import own_kinds as units
from units.map.actions.own_kinds import hold
from units.models import OwnKind


def own_names() -> OwnNames:
    """The names that a plan may use beside those of the portal, those that ended too: it judges past years as well."""
    return OwnNames(*units.own_names())


def hold_named(plan: Definition) -> None:
    """Nobody takes out what a plan names while it is stored. Raises `Refused` where somebody has."""
    named = named_in(plan)
    for of, names in ((OwnKind.For.UNITS, named.classes), (OwnKind.For.BODIES, named.bodies)):
        if gone := sorted(set(names) - set(hold(of, names))):
            words = ", ".join(f"«{name}»" for name in gone)
            raise Refused(f"{of.label} {words} vừa bị bỏ ở nơi khác.")


def in_plans(row: OwnKind) -> Iterator[str]:
    """The plans that name an own kind, in every version: in words."""
    quoted = f'"{row.name}"'
    versions = DefinitionVersion.objects.filter(content__contains=quoted).select_related("campaign").order_by("pk")
    for version in versions:
        named = named_in(version.definition)
        if row.name in (named.classes if row.is_for_units else named.bodies):
            yield f"{lower_first(version.campaign.name)}, phiên bản {version.number}"
    drafts = PlanDraft.objects.filter(content__contains=quoted).count()
    if drafts:
        yield f"{drafts} bản soạn kế hoạch"
