"""Who a nominee is over time: itself, what it came from and what it became; dossiers and recognitions of it."""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from awards.models import Nomination, Recognition
from core.once import once
from core.text import folded, person_key, same_name
from units.map.passages import organisation_kin, unit_kin
from units.models import Household, Organisation, Unit

ADDRESSED = ("ong", "ba", "ong ba")  # what may stand before a name, folded


@dataclass(frozen=True)
class Who:
    """A nominee with its kin; a person by name with year of birth or staff code: the name alone says nobody."""

    units: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    household: int | None = None
    person: str = ""
    birth_year: int | None = None
    staff_code: str = ""
    dossier: int | None = None  # the dossier that is asked about: theirs, whatever it says of them

    @property
    def name_key(self) -> str:
        return person_key(self.person)

    def is_nominee_of(self, row: Nomination) -> bool:
        """The dossier is about them."""
        return self._is_same(row) if self.person else self._is_linked(row)

    def is_recognised_by(self, row: Recognition) -> bool:
        """The recognition is about them."""
        return self._is_same(row) if self.person else self._is_linked(row)

    def bears_name_of(self, row: Nomination | Recognition) -> bool:
        """A person of the same name of whom nothing more says that they are one."""
        return self._has_name(row) and not self._is_same(row)

    def is_known_other(self, row: Nomination | Recognition) -> bool:
        """A namesake whose year of birth is known to be another."""
        known = self.birth_year is not None and row.birth_year is not None
        return self.bears_name_of(row) and known and row.birth_year != self.birth_year

    def _has_name(self, row: Nomination | Recognition) -> bool:
        if not self.person:
            return False
        if isinstance(row, Nomination):
            return row.person != "" and person_key(row.person) == self.name_key
        return person_key(row.name) == self.name_key and not (row.unit_id or row.organisation_id or row.household_id)

    def _is_same(self, row: Nomination | Recognition) -> bool:
        of_an_age = self.birth_year is not None and row.birth_year == self.birth_year
        coded = self.staff_code != "" and code_key(row.staff_code) == code_key(self.staff_code)
        is_own = self.dossier is not None and isinstance(row, Nomination) and row.pk == self.dossier
        return is_own or (self._has_name(row) and (of_an_age or coded))

    def is_twice(self, row: Nomination, title: str) -> bool:
        """Proposed with this post they are the person of a dossier: by year of birth or staff code; where neither is known
        of both by name and post.
        """
        if self._is_same(row):
            return True
        ages, codes = {self.birth_year, row.birth_year}, {code_key(self.staff_code), code_key(row.staff_code)}
        if (None not in ages and len(ages) > 1) or ("" not in codes and len(codes) > 1):
            return False
        named = bool(self.person and row.person) and same_name(self.person, row.person)
        return named and folded(title) == folded(row.person_title)

    def _is_linked(self, row: Nomination | Recognition) -> bool:
        return (
            row.unit_id in self.units
            or row.organisation_id in self.organisations
            or (self.household is not None and row.household_id == self.household)
        )


def written(key: str) -> list[str]:
    """The search keys under which a list may hold a person of a `person_key`."""
    return [key, *(f"{word} {key}" for word in ADDRESSED)]


def code_key(code: str) -> str:
    """A staff code however it is written: "CB-001", "cb 001"."""
    return "".join(letter for letter in code.casefold() if letter.isalnum())


def whos(nominations: Sequence[Nomination]) -> dict[int, Who]:
    """The nominee of each dossier, by its pk: two questions whatever their number."""
    units = unit_kin({row.unit_id for row in nominations if row.unit_id})
    bodies = organisation_kin({row.organisation_id for row in nominations if row.organisation_id})
    return {
        row.pk: Who(
            units[row.unit_id].all | {row.unit_id} if row.unit_id else frozenset(),
            bodies[row.organisation_id].all | {row.organisation_id} if row.organisation_id else frozenset(),
            row.household_id,
            row.person,
            row.birth_year,
            row.staff_code,
            row.pk,
        )
        for row in nominations
    }


def who(subject: Unit | Organisation | Household) -> Who:
    """A unit, an organisation or a household with its kin."""
    if isinstance(subject, Unit):
        return Who(units=unit_kin([subject.pk])[subject.pk].all | {subject.pk})
    if isinstance(subject, Organisation):
        return Who(organisations=organisation_kin([subject.pk])[subject.pk].all | {subject.pk})
    return Who(household=subject.pk)


def _linked(people: Collection[Who]) -> list[Q]:
    units = frozenset().union(*(one.units for one in people))
    bodies = frozenset().union(*(one.organisations for one in people))
    households = {one.household for one in people if one.household is not None}
    found = []
    if units:
        found.append(Q(unit__in=units))
    if bodies:
        found.append(Q(organisation__in=bodies))
    if households:
        found.append(Q(household__in=households))
    return found


def dossiers_of(people: Collection[Who]) -> list[Nomination]:
    """Every dossier of these nominees in any round, with its award: one question."""
    found = once(("dossiers of", frozenset(people)), lambda: _dossiers_of(people))
    return [copy(row) for row in found]  # a reader who is told less changes what they are handed


def _dossiers_of(people: Collection[Who]) -> list[Nomination]:
    parts = _linked(people)
    # within the printed name, which may end with a post
    parts += [~Q(person="") & Q(search_key__contains=key) for key in {one.name_key for one in people if one.person}]
    if names := {one.person for one in people if one.person}:
        parts.append(Q(person__in=names))
    if not parts:
        return []
    rows = Nomination.objects.filter(reduce(or_, parts)).order_by("round__year", "pk")
    return list(
        rows.select_related(
            "round__campaign",
            "round__version",
            "unit",
            "organisation",
            "household__village",
            "holder_unit",
            "holder_organisation__seat",
            "award__decision",
            "award__revoked_by",
        )
    )


def recognitions_of(people: Collection[Who]) -> list[Recognition]:
    """Every recognition of these nominees: one question."""
    return once(("recognitions of", frozenset(people)), lambda: _recognitions_of(people))


def _recognitions_of(people: Collection[Who]) -> list[Recognition]:
    parts = _linked(people)
    if keys := {one.name_key for one in people if one.person}:
        parts.append(
            Q(
                search_key__in=[way for key in keys for way in written(key)],
                unit=None,
                organisation=None,
                household=None,
            )
        )
    if not parts:
        return []
    return list(
        Recognition.objects.filter(reduce(or_, parts))
        .select_related("place", "unit", "organisation")
        .order_by("signed_on", "pk")
    )
