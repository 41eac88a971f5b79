"""Questions that the field asks about units."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.permissions import Permission
from accounts.searching import words_match
from core import clock
from core.once import once_each
from office.tables.codes import one_form
from units import access
from units.map.domain.levels import Level

if TYPE_CHECKING:
    from units.models import Unit


class Below(NamedTuple):
    """A unit as the one above it counts it: of a hundred thousand of them no objects are made."""

    pk: int
    name: str
    level: int


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with `valid_from` and `valid_to`."""

    def in_force(self, on: date) -> Self:
        """Rows that were so on a day; `valid_to` is the first day on which it no longer is."""
        return self.filter(valid_from__lte=on, valid_to__gt=on)


class AbsenceQuerySet(DatedQuerySet):
    """Who is away."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(is_cancelled=False)

    def overlapping(self, first: date, until: date) -> Self:
        """Those that share a day with a time; `until` is the first day after it."""
        return self.standing().filter(valid_from__lt=until, valid_to__gt=first)


class AncestryQuerySet(DatedQuerySet):
    """Pairs of a unit and one above it."""


class UnitQuerySet(DatedQuerySet):
    """Units, always as of a day."""

    def _related(self, name: str) -> Any:
        return self.model._meta.get_field(name).related_model.objects

    def within(self, unit: "Unit | int", on: date, *, depth: int | None = None) -> Self:
        """Units that stood in a unit's subtree on a day, itself included; `depth` 1 is its direct children."""
        rows = self._related("above").in_force(on).filter(ancestor=unit)
        if depth is not None:
            rows = rows.filter(depth=depth)
        return self.filter(pk__in=rows.values("descendant_id"))

    def children_of(self, unit: "Unit | int", on: date) -> Self:
        """The units directly under a unit on a day."""
        return self.within(unit, on, depth=1)

    def directly_below(self, unit_ids: set[int], on: date) -> dict[int, list["Below"]]:
        """The units directly under many on a day, by the one above, in the order of their codes; asked once a page."""

        def find(wanted: set[int]) -> dict[int, list[Below]]:
            found: dict[int, list[Below]] = {pk: [] for pk in wanted}
            pairs = (
                self._related("above").in_force(on).filter(ancestor__in=wanted, depth=1).order_by("descendant__code")
            )
            names = ("ancestor_id", "descendant_id", "descendant__name", "descendant__level")
            for above, pk, name, level in pairs.values_list(*names):
                found[above].append(Below(pk, name, level))
            return found

        return once_each(("directly below", on), unit_ids, find)

    def ancestors_of(self, unit: "Unit", on: date) -> Self:
        """From the province down to the parent, as they stood on a day."""
        rows = self._related("above").in_force(on).filter(descendant=unit, depth__gt=0)
        return self.filter(pk__in=rows.values("ancestor_id")).order_by("level")

    def under(self, unit_ids: Iterable[int], on: date) -> Self:
        """In one of these subtrees on a day; a unit that has ended or not begun: whenever it was.

        Below an ended unit stand those that ended with it and those that nothing took in since; what has gone to
        another unit is that one's alone.
        """
        above = self._related("above")
        rows = above.filter(ancestor_id__in=list(unit_ids))
        has_a_place = Exists(above.in_force(on).filter(descendant=OuterRef("descendant"), depth=1))
        lasting = (
            Q(valid_from__lte=on, valid_to__gt=on)
            | Q(valid_to=F("descendant__valid_to"), descendant__valid_to__lte=on)
            | (Q(valid_to=F("ancestor__valid_to"), ancestor__valid_to__lte=on) & ~has_a_place)
            | Q(descendant__valid_from__gt=on)
        )
        return self.filter(pk__in=rows.filter(lasting).values("descendant_id"))

    def bearing(self, code: str, on: date) -> "Unit":
        """The unit that bore a code on a day. Raises `Unit.DoesNotExist`."""
        return self.in_force(on).get(code=code)

    def named(self, on: date) -> Self:
        """With `shown_name`: the name that was borne on a day."""
        names = self._related("names").filter(unit=OuterRef("pk")).in_force(on)
        return self.annotate(shown_name=Coalesce(Subquery(names.values("name")[:1]), F("name")))

    def placed(self, on: date) -> Self:
        """With `parent_id_on`: the unit directly above on a day, or on the unit's last day when it has ended."""
        rows = self._related("above").filter(descendant=OuterRef("pk"), depth=1)
        rows = rows.filter(
            Q(valid_from__lte=on, valid_to__gt=on) | Q(valid_to=F("descendant__valid_to"), descendant__valid_to__lte=on)
        )
        return self.annotate(parent_id_on=Subquery(rows.order_by("-valid_from").values("ancestor_id")[:1]))

    def found(self, words: str) -> Self:
        """Units whose name holds every word, or that bear the code typed."""
        return self.filter(words_match(words) | Q(code=words.strip()))

    def at_level(self, level: Level) -> Self:
        return self.filter(level=level)

    def reached_by(self, user: Any, permission: Permission, on: date | None = None) -> Self:
        """Units in the subtrees where somebody holds a permission, and their predecessors."""
        on = on or clock.today()
        units = access.reach(user, permission, on)
        if units is None:
            return self
        return self.under(units, on) if units else self.none()

    def reached_by_any(self, user: Any, permissions: Iterable[Permission]) -> Self:
        """Units in the subtrees where somebody holds one of these permissions."""
        found = self.none()
        for permission in permissions:
            found |= self.reached_by(user, permission)
        return found

    def visible_to(self, user: Any) -> Self:
        """The map itself is public: whoever has signed in sees every unit."""
        return self if getattr(user, "is_authenticated", False) else self.none()


OVERSEES = (Permission.ADMINISTER, Permission.VIEW_AUDIT)  # who reads what becomes of units and of work in them


class ReorganisationQuerySet(models.QuerySet[Any]):
    """Changes of the map."""

    def visible_to(self, user: Any) -> Self:
        """Those of units that somebody administers or inspects."""
        units = self.model._meta.get_field("units").related_model.objects
        own = self.model.units.through.objects.filter(unit__in=units.reached_by_any(user, OVERSEES))
        return self.filter(pk__in=own.values("reorganisation_id"))


class OrganisationQuerySet(DatedQuerySet):
    """Organisations."""

    def visible_to(self, user: Any) -> Self:
        """The list of organisations is public to whoever has signed in."""
        return self if getattr(user, "is_authenticated", False) else self.none()

    def found(self, words: str) -> Self:
        return self.filter(words_match(words))

    def holding(self, duty: str, on: date) -> Self:
        """The organisations that hold a duty on a day."""
        return self.filter(duties__duty=duty, duties__valid_from__lte=on, duties__valid_to__gt=on)


class OwnKindQuerySet(DatedQuerySet):
    """Classes of units and kinds of bodies that a province added."""

    def of_units(self) -> Self:
        return self.filter(of="class")

    def of_bodies(self) -> Self:
        return self.filter(of="body")


class HouseholdQuerySet(DatedQuerySet):
    """Households: only inside the subtrees where somebody may see them."""

    def visible_to(self, user: Any) -> Self:
        units = self.model._meta.get_field("village").related_model.objects
        return self.filter(village__in=units.reached_by(user, Permission.VIEW_HOUSEHOLDS))

    def found(self, words: str) -> Self:
        return self.filter(words_match(words) | Q(code=one_form(words)))


class HouseholdYearQuerySet(models.QuerySet[Any]):
    """What surveys found: only where the household may be seen."""

    def visible_to(self, user: Any) -> Self:
        households = self.model._meta.get_field("household").related_model.objects
        return self.filter(household__in=households.visible_to(user))


class RegistrationQuerySet(HouseholdYearQuerySet):
    """Registrations to leave poverty: only where the household may be seen."""
