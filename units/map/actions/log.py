"""What an action wrote, row by row, as plain values: the matter of previews and of undoing."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import models

from units.impacts import Impact


@dataclass(frozen=True)
class Touched:
    """One line of the preview."""

    what: str
    label: str
    becomes: str
    key: int = 0  # of a membership, that can be renewed


@dataclass
class Log:
    """Rows made and altered, in order, as plain values."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    touched: list[Touched] = field(default_factory=list)

    def make(self, row: models.Model) -> models.Model:
        """Store a new row."""
        row.save()
        self.entries.append({"op": "made", "model": row._meta.label_lower, "pk": row.pk})
        return row

    def alter(self, row: models.Model, **values: Any) -> None:
        """Give fields of a row other values."""
        old = {name: plain(getattr(row, name)) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[*values])
        new = {name: plain(getattr(row, name)) for name in values}
        self.entries.append({"op": "altered", "model": row._meta.label_lower, "pk": row.pk, "old": old, "new": new})

    def tell(self, what: str, label: object, becomes: str, key: int = 0) -> None:
        """A line of the preview."""
        self.touched.append(Touched(what, str(label), becomes, key))


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, (bool, int, str, list, dict)):
        return value
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def follow(impact: Impact, log: Log) -> None:
    """Write what becomes of one record."""
    for row in impact.makes:
        for relation in row._meta.concrete_fields:
            if relation.is_relation and relation.is_cached(row):
                setattr(row, relation.name, relation.get_cached_value(row))  # made just before: has its key only now
        log.make(row)
    if impact.record is not None and impact.changes:
        log.alter(impact.record, **impact.changes)
