"""What an action changed of the map, found by looking before and after: for actions that write through many hands."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models

from accounts.permissions import Role
from units.map.actions.log import plain
from units.models import Classification, Membership, Placement, Succession, Unit, UnitName

# in the order in which they are made: undone from the last one
WATCHED: tuple[type[models.Model], ...] = (Unit, UnitName, Placement, Classification, Membership, Succession)

# where the rows say whose they are; a placement changes for units that live on, too
WHOSE: Mapping[type[models.Model], str] = {Unit: "pk", UnitName: "unit", Classification: "unit", Membership: "unit"}


class Watch:
    """Every row of the map and of who sits where, as it was when this began."""

    def __init__(self) -> None:
        self.before = {model: _rows(model) for model in WATCHED}

    def entries(self) -> list[dict[str, Any]]:
        """Rows altered, then rows made since, as a reorganisation's log keeps them; nothing is ever deleted.

        Mergers wait for each other; seats, names and classes may be put right by others meanwhile: only those of units
        that ended or began here count.
        """
        altered, made = [], []
        now = {model: _rows(model) for model in WATCHED}
        before = self.before[Unit]
        touched = {pk for pk, row in now[Unit].items() if pk not in before or row["valid_to"] != before[pk]["valid_to"]}
        heirs = {row["to_unit"] for pk, row in now[Succession].items() if pk not in self.before[Succession]}
        for model in WATCHED:
            for pk, row in sorted(now[model].items()):
                old = self.before[model].get(pk)
                if model is Membership and old is None:  # seats are given in heirs alone, to administrators who go on
                    if row["unit"] not in heirs or row["role"] != Role.ADMINISTRATOR:
                        continue
                elif model in WHOSE and row[WHOSE[model]] not in touched:
                    continue
                if old is None:
                    made.append({"op": "made", "model": model._meta.label_lower, "pk": pk})
                elif differing := [name for name in row if row[name] != old[name]]:
                    altered.append(
                        {
                            "op": "altered",
                            "model": model._meta.label_lower,
                            "pk": pk,
                            "old": {name: plain(old[name]) for name in differing},
                            "new": {name: plain(row[name]) for name in differing},
                        }
                    )
        return altered + made


def keys(entries: list[dict[str, Any]], op: str, model: type[models.Model]) -> list[int]:
    """The keys of a model's rows that were made, or altered."""
    return [entry["pk"] for entry in entries if (entry["op"], entry["model"]) == (op, model._meta.label_lower)]


def _rows(model: type[models.Model]) -> dict[int, dict[str, Any]]:
    names = [(field.attname, field.name) for field in model._meta.concrete_fields]
    return {row["pk"]: row for row in _named(model, names)}


def _named(model: type[models.Model], names: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for values in model._base_manager.values_list("pk", *(attname for attname, _ in names)).iterator(5000):
        yield dict(zip(("pk", *(name for _, name in names)), values, strict=True))
