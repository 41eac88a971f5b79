"""What stands beside the parts of dossiers: what the portal holds of the nominee, now and when it was appraised."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from awards.models import Assessment, Nomination
from awards.nominations.contents import having
from awards.nominations.proofs import owner_of, years_of
from campaign.activities.record_lists import Owner
from campaign.definition import Category, Part
from campaign.evaluation.domain.year_days import last_day
from campaign.profile import shown
from campaign.profile.domain.shown_words import nothing
from campaign.profile.ledger import Whose
from core.findings import Source
from units.map.domain.lineage import kin
from units.map.passages import unit_kin
from units.models import Organisation, OrganisationSuccession, Unit

Beside = Mapping[str, tuple[Source, ...]]  # by the key of a part


def shown_of(nominations: Sequence[Nomination]) -> dict[int, Beside]:
    """By nomination and part its lines, with one that says what is not there: a fixed number of questions a round.

    Asked by what shows one dossier; lists of dossiers do without.
    """
    found: dict[int, Beside] = {item.pk: {} for item in nominations}
    groups: dict[int, list[Nomination]] = defaultdict(list)
    for item in nominations:
        if any(part.shows for _, part in _parts(_category(item))):
            groups[item.round_id].append(item)
    for members in groups.values():
        asked = _whose(members)
        names = {name for item in members for _, part in _parts(_category(item)) for name in part.shows}
        first = members[0].round
        lines = shown.gather(first.campaign, first.plan, asked, names)
        for item in members:
            held = lines.get(item.pk, {})
            found[item.pk] = {
                key: tuple(_of_part(part.shows, held)) for key, part in _parts(_category(item)) if part.shows
            }
    return found


def _category(item: Nomination) -> Category:
    return item.round.plan.find_category(item.category)


def _parts(category: Category) -> Iterator[tuple[str, Part]]:
    """The parts of a class by their keys."""
    for criterion in category.criteria:
        for part in criterion.parts:
            yield f"{criterion.id}.{part.id}" if part.id else criterion.id, part


def _of_part(names: Sequence[str], held: Mapping[str, Sequence[Source]]) -> Iterator[Source]:
    for name in names:
        yield from held.get(name, ())
    lacking = [name for name in names if not held.get(name)]
    if lacking:
        yield Source("", "", nothing(lacking))


# ---- whose records count ----


def _whose(nominations: Sequence[Nomination]) -> dict[int, Whose]:
    """Whose records count for each: the nominee's (of a person: of who proposes them), and of what it came from."""
    owners = {item.pk: owner for item in nominations if (owner := owner_of(item)) is not None}
    units = unit_kin({unit for unit, _ in owners.values() if unit is not None})
    bodies = _body_arrows() if any(body for _, body in owners.values()) else []
    before: dict[int, list[Owner]] = {}
    for item in nominations:
        unit, body = owners.get(item.pk, (None, None))
        if unit is not None:
            before[item.pk] = [(pk, None) for pk in sorted(units[unit].before)]
        elif body is not None:
            until = last_day(max(years_of(item)))  # a body that goes on takes over on a day: not before
            arrows = [(old, new) for old, new, on in bodies if on <= until]
            before[item.pk] = [(None, pk) for pk in sorted(kin(arrows, [body])[body].before)]
    names = _names({*owners.values(), *(owner for rows in before.values() for owner in rows)})
    return {
        item.pk: Whose(owner, names[owner], years_of(item), {other: names[other] for other in before.get(item.pk, ())})
        for item in nominations
        if (owner := owners.get(item.pk)) is not None
    }


def _body_arrows() -> list[tuple[int, int, date]]:
    return list(OrganisationSuccession.objects.values_list("from_organisation_id", "to_organisation_id", "on"))


def _names(owners: Collection[Owner]) -> dict[Owner, str]:
    units = Unit.objects.filter(pk__in=[unit for unit, _ in owners if unit is not None])
    bodies = Organisation.objects.filter(pk__in=[body for _, body in owners if body is not None])
    found: dict[Owner, str] = {(pk, None): name for pk, name in units.values_list("pk", "name")}
    found |= {(None, pk): name for pk, name in bodies.values_list("pk", "name")}
    return found


# ---- what the reviewer saw ----


@dataclass(frozen=True)
class Seen:
    """What stood beside the parts when the dossier was appraised."""

    at: datetime
    lines: Beside

    def other_than(self, now: Beside) -> Beside:
        """The parts that show something else now."""
        return {key: lines for key, lines in self.lines.items() if _labels(lines) != _labels(now.get(key, ()))}


def _labels(lines: Sequence[Source]) -> list[str]:
    return [line.label for line in lines]


def frozen(lines: Sequence[Source]) -> list[list[str]]:
    """Plain values, as an assessment keeps them."""
    return [[line.kind, line.key, line.label] for line in lines]


def seen(nominations: Sequence[Nomination]) -> dict[int, Seen]:
    """Of each that was appraised what its reviewer saw last: one question."""
    found: dict[int, Seen] = {}
    asked = having(nominations, "assessments")
    if not asked:
        return found
    rows = Assessment.objects.filter(nomination__in=asked, step="appraise").order_by("pk")
    for pk, at, findings in rows.values_list("nomination_id", "at", "findings"):
        found[pk] = Seen(at, {row["part"]: _thawed(row["shown"]) for row in findings if row.get("shown")})
    return found


def _thawed(rows: Sequence[Sequence[Any]]) -> tuple[Source, ...]:
    return tuple(Source(*row) for row in rows)
