"""The classes and kinds of bodies that people may use: those of the portal, and those that a province added."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q

from core.once import once
from units.map.domain.known_classes import BUILT_IN, DIFFICULT, Known, KnownClass, flag_of, rivals
from units.map.domain.levels import Level
from units.models import Organisation, OwnKind

# kinds of bodies that do business: nominated as enterprises, reporting as such
BUSINESS = frozenset({Organisation.Kind.ENTERPRISE, Organisation.Kind.COOPERATIVE, Organisation.Kind.CREDIT})

# what apps above say of where an own kind is used, as sentences
USES: list[Callable[[OwnKind], Iterable[str]]] = []


def known_classes() -> Known:
    """All of them by value, those that ended too: what was so in the past is still called by its name."""
    return once("known_classes", _known_classes)


def _known_classes() -> Known:
    own = OwnKind.objects.of_units().order_by("level", "name")
    return {**BUILT_IN, **{row.name: _known(row) for row in own}}


def _known(row: OwnKind) -> KnownClass:
    return KnownClass(
        row.name,
        row.name,
        Level(row.level),
        flag_of(row.name),
        row.group,
        row.is_difficult,
        is_own=True,
        since=row.valid_from,
        until=row.valid_to,
    )


def rivals_of(value: str) -> tuple[str, ...]:
    """The classes that a unit cannot bear beside this one, itself among them. Asks nothing of one without a group."""
    built_in = BUILT_IN.get(value)
    return (value,) if built_in is not None and not built_in.group else rivals(value, known_classes())


def own_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the own classes, and of the own kinds of bodies."""
    return once("own_kind_names", _own_names)


def _own_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    rows = list(OwnKind.objects.order_by("of", "key").values_list("of", "name"))
    classes, bodies = (tuple(name for of, name in rows if of == wanted) for wanted in OwnKind.For)
    return classes, bodies


def body_choices(on: date, standing: str = "") -> list[tuple[str, str]]:
    """The kinds that a body may be of on a day, and the one that it is of already."""
    own = OwnKind.objects.of_bodies().filter(Q(valid_from__lte=on, valid_to__gt=on) | Q(name=standing))
    return [*Organisation.Kind.choices, *((row.name, row.name) for row in own.order_by("key"))]


def is_difficult() -> Q:
    """Of classifications those that say that a place is in special difficulty."""
    own = OwnKind.objects.of_units().filter(is_difficult=True)
    return Q(value__in=DIFFICULT) | Q(value__in=own.values("name"))


def is_business(of: Iterable[str] = BUSINESS) -> Q:
    """Of bodies those that do business; `of`: the kinds of the portal that count here."""
    own = OwnKind.objects.of_bodies().filter(is_business=True)
    return Q(kind__in=of) | Q(kind__in=own.values("name"))


def does_business(kind: str) -> bool:
    """A body of this kind does business. Asks nothing of a kind of the portal."""
    return kind in BUSINESS or is_own_business(kind)


def is_own_business(kind: str) -> bool:
    """A kind that a province added for bodies that do business. Asks nothing of a kind of the portal."""
    return kind not in Organisation.Kind.values and kind in once("own_business", _own_business)


def _own_business() -> frozenset[str]:
    return frozenset(OwnKind.objects.of_bodies().filter(is_business=True).values_list("name", flat=True))
