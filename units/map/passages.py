"""The successions of the map as arrows that counts are carried along."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery, Value

from core.once import once
from units.map.domain.levels import Level
from units.map.domain.lineage import WHOLE, Kin, Passage, kin
from units.models import Ancestry, OrganisationSuccession, Succession, SuccessionShare, Unit

Arrow = tuple[int, int]


def passages(*, of: Collection[int] | None = None, after: date | None = None) -> list[Passage]:
    """All arrows, or those that leave certain units, or those later than a day: one question.

    A part has the share that its act says, or none.
    """
    rows = Succession.objects.all()
    if of is not None:
        rows = rows.filter(from_unit__in=of)
    if after is not None:
        rows = rows.filter(on__gt=after)
    current = SuccessionShare.objects.filter(succession=OuterRef("pk"), replaced_at=None)
    found = rows.annotate(said=Subquery(current.values("share")[:1])).order_by("on", "from_unit", "pk")
    return [
        Passage(old, new, on, said if is_part else WHOLE)
        for old, new, on, is_part, said in found.values_list("from_unit_id", "to_unit_id", "on", "is_part", "said")
    ]


def unit_kin(of: Collection[int]) -> dict[int, Kin]:
    """Predecessors and successors of units, at any depth: one question a page, none about nobody."""
    if not of:
        return {}
    return kin(_arrows()[0], of)


def organisation_kin(of: Collection[int]) -> dict[int, Kin]:
    """The same of organisations, whatever function went over."""
    if not of:
        return {}
    return kin(_arrows()[1], of)


def _arrows() -> tuple[list[Arrow], list[Arrow]]:
    """What every unit became, and what every organisation: one question for both, which are mostly asked together."""
    return once("arrows", _read_arrows)


def _read_arrows() -> tuple[list[Arrow], list[Arrow]]:
    units = Succession.objects.order_by().annotate(is_unit=Value(1))
    bodies = OrganisationSuccession.objects.order_by().annotate(is_unit=Value(0))
    both = units.values_list("is_unit", "from_unit_id", "to_unit_id").union(
        bodies.values_list("is_unit", "from_organisation_id", "to_organisation_id"), all=True
    )
    found: tuple[list[Arrow], list[Arrow]] = ([], [])
    for is_unit, old, new in both:
        found[0 if is_unit else 1].append((old, new))
    return found


def province_kin(of: Collection[int]) -> dict[int, Kin]:
    """What provinces came from and what they became: one question."""
    rows = Succession.objects.filter(from_unit__level=Level.PROVINCE, to_unit__level=Level.PROVINCE)
    return kin(once("province arrows", lambda: list(rows.values_list("from_unit_id", "to_unit_id"))), of)


def came_from(province: Unit, into: Collection[int]) -> frozenset[int] | None:
    """The units that ever stood in a province and all that they became; None where it alone became `into`.

    A province that has entered another is a part of it: what came from it is told apart from its new neighbours.
    """
    kin = province_kin(into)
    if all(kin[pk].before | {pk} <= {province.pk, pk} for pk in into):
        return None
    return once(("came from", province.pk), lambda: _came_from(province))


def _came_from(province: Unit) -> frozenset[int]:
    own = set(Ancestry.objects.filter(ancestor=province).values_list("descendant_id", flat=True))
    return frozenset(own).union(*(one.after for one in unit_kin(own).values()))


def province_ids(units: Collection[Unit]) -> set[int]:
    """The provinces in which units ever stood, themselves included: one question, none about provinces alone."""
    found = {unit.pk for unit in units if unit.level == Level.PROVINCE}
    below = [unit.pk for unit in units if unit.level != Level.PROVINCE]
    if below:
        rows = Ancestry.objects.filter(descendant__in=below, ancestor__level=Level.PROVINCE)
        found.update(rows.values_list("ancestor_id", flat=True))
    return found


@dataclass(frozen=True)
class Origin:
    """A unit that stood on an earlier day and went into a later one, with the last act on the way."""

    unit: Unit
    on: date
    act: str
    lacks_share: bool = False  # a part of it, and no act says how large


def stood_for(asked: Sequence[tuple[Unit, date]]) -> list[tuple[Origin, ...]]:
    """Of each unit and a day before its birth the units of its level that stood then and went into it: one question."""
    if not asked:
        return []
    current = SuccessionShare.objects.filter(succession=OuterRef("pk"), replaced_at=None)
    rows = Succession.objects.annotate(said=Subquery(current.values("share")[:1])).select_related("from_unit")
    arrows: dict[int, list[Succession]] = {}
    for row in rows.order_by("from_unit__code", "pk"):
        arrows.setdefault(row.to_unit_id, []).append(row)
    return [tuple({item.unit.pk: item for item in _origins(arrows, unit, day)}.values()) for unit, day in asked]


def _origins(arrows: dict[int, list[Succession]], unit: Unit, day: date) -> Iterator[Origin]:
    for row in arrows.get(unit.pk, ()):
        old, lacks_share = row.from_unit, row.is_part and row.said is None  # type: ignore[attr-defined]  # annotated above
        if old.level != unit.level or old.pk == unit.pk:
            continue
        if old.valid_from <= day < old.valid_to:
            yield Origin(old, row.on, row.act, lacks_share)
        elif old.valid_from > day:
            for item in _origins(arrows, old, day):
                yield Origin(item.unit, item.on, item.act, item.lacks_share or lacks_share)
