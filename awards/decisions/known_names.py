"""The names that a corrected name is compared with: the recipient's own over time, everybody else's, those awarded."""

import re
from collections.abc import Iterable

from django.db.models import Q

from awards.decisions.domain.renames import Known, Recipient
from awards.models import Award, Nomination, Round
from core.text import folded
from units.map.domain.levels import Level
from units.map.domain.naming import bare
from units.models import Ancestry, Household, HouseholdHead, Organisation, Unit, UnitName


def recipient_of(row: Nomination) -> Recipient:
    """Whom a dossier is about, with former names and the places that they are in."""
    if row.unit is not None:
        names = [row.unit.name, *UnitName.objects.filter(unit=row.unit).values_list("name", flat=True)]
        return Recipient(tuple(_with_bare(names)), _places([row.unit]))
    if row.organisation is not None:
        return Recipient((row.organisation.name,), _places([row.organisation.seat]))
    if row.household is not None:
        heads = HouseholdHead.objects.filter(household=row.household).values_list("name", flat=True)
        return Recipient(_uncalled(row.household.head, *heads), _places([row.household.village]), is_person=True)
    places = (*_places([row.place]), *_body(row))
    return Recipient(_uncalled(row.person), places, is_person=True, title=row.person_title)


def _uncalled(*names: str) -> tuple[str, ...]:
    """Names of persons as they stand, and without the ông or bà that was typed with them."""
    return tuple(dict.fromkeys([*(_CALLED.sub("", name) for name in names), *names]))


_CALLED = re.compile(r"\A(ông|bà)\s+", re.IGNORECASE)


def _with_bare(names: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(names))
    return [*found, *(bare(name) for name in found)]


def _body(row: Nomination) -> tuple[str, ...]:
    """A person is written with where they work."""
    return (row.holder_organisation.name,) if row.holder_organisation is not None else ()


def _places(units: Iterable[Unit]) -> tuple[str, ...]:
    """The units themselves and all that they ever stood in."""
    ids = [unit.pk for unit in units]
    above = Ancestry.objects.filter(descendant__in=ids).values("ancestor")
    names = UnitName.objects.filter(Q(unit__in=above) | Q(unit__in=ids)).values_list("name", flat=True)
    return tuple(dict.fromkeys([*names, *Unit.objects.filter(pk__in=above).values_list("name", flat=True)]))


def known_names(award_round: Round, *, but: Iterable[int]) -> Known:
    """Every unit from the commune up, body and person that the portal knows, but for the recipients `but` (nominations);
    with the names that the round has awarded to others."""
    own = Nomination.objects.filter(pk__in=list(but))
    units = Unit.objects.filter(level__lte=Level.COMMUNE).exclude(pk__in=own.filter(unit__isnull=False).values("unit"))
    names = [*units.values_list("name", flat=True)]
    names += UnitName.objects.filter(unit__in=units).values_list("name", flat=True)
    bodies = Organisation.objects.exclude(pk__in=own.filter(organisation__isnull=False).values("organisation"))
    names += bodies.values_list("name", flat=True)
    rows = Nomination.objects.filter(round__campaign=award_round.campaign_id).exclude(pk__in=own)
    names += rows.exclude(person="").exclude(person__in=own.values("person")).values_list("person", flat=True)
    heads = Household.objects.filter(nominations__in=rows)
    names += heads.exclude(nominations__in=own).values_list("head", flat=True)
    given = Award.objects.filter(decision__round=award_round).exclude(nomination__in=own)
    taken = frozenset(given.values_list("printed_name", flat=True))
    return Known({folded(name): name for name in names if len(folded(name).split()) > 1}, taken)
