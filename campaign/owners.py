"""A unit or an organisation as one choice of a form: "u-12", "o-3"."""

from campaign.activities.domain.records import BODIES, FIRMS, FRONT, PLACES, PRESS
from core.numbers import read_id
from units.map.own_kinds import does_business
from units.models import Organisation, Unit

Owner = tuple[Unit | None, Organisation | None]


# classes of owners whose reports are asked something of their own
_CLASSES: dict[str, str] = {
    Organisation.Kind.FRONT: FRONT,
    Organisation.Kind.PRESS: PRESS,
    Organisation.Kind.COMMITTEE: PLACES,
}


def class_of(organisation: Organisation | None) -> str:
    """The class of an owner, as `campaign.activities.domain.records` asks by it; a unit answers for a place."""
    if organisation is None:
        return PLACES
    return FIRMS if does_business(organisation.kind) else _CLASSES.get(organisation.kind, BODIES)


def key_of(unit: Unit | None, organisation: Organisation | None) -> str:
    """The choice that stands for one of them."""
    return key(unit.pk if unit else None, organisation.pk if organisation else None)


def key(unit_pk: int | None, organisation_pk: int | None) -> str:
    return f"o-{organisation_pk}" if organisation_pk else f"u-{unit_pk}"


def find(choice: str) -> Owner:
    """The one that a choice stands for. Raises `DoesNotExist`."""
    kind, _, pk = choice.partition("-")
    return (None, Organisation.objects.get(pk=pk)) if kind == "o" else (Unit.objects.get(pk=pk), None)


def choice(text: str, kinds: str = "uo") -> str:
    """A choice as an address gives it, or nothing where it is none."""
    kind, _, pk = text.partition("-")
    return text if kind and kind in kinds and read_id(pk) is not None else ""


def name_of(key: str) -> str:
    """The name of the one that a choice stands for; of one that is not there, nothing."""
    kind, _, pk = key.partition("-")
    rows = Organisation.objects.filter(pk=pk) if kind == "o" else Unit.objects.filter(pk=pk)
    return str(rows.values_list("name", flat=True).first() or "")


def choices(owners: list[Owner]) -> list[tuple[str, str]]:
    """As a form offers them."""
    return [(key_of(unit, organisation), str(organisation or unit)) for unit, organisation in owners]
