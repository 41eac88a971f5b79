"""A definition as one exact text, and its hash."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

import tomlkit

from campaign.definition.schema import Definition


def canonical(plan: Definition) -> str:
    """The definition as one exact text: read again it is equal, written again it is the same."""
    document = tomlkit.document()
    for key, value in _plain(plan).items():
        document.add(key, value)
    return tomlkit.dumps(document)


def digest(plan: Definition) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(canonical(plan).encode()).hexdigest()


def _plain(item: Any) -> dict[str, Any]:
    """A dataclass as TOML tables: values first, then tables, defaults left out."""
    simple: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for spec in fields(item):
        value = getattr(item, spec.name)
        key = spec.name.rstrip("_")
        if spec.name == "params":
            simple.update({name: _plain_value(param) for name, param in sorted(value.items())})
        elif value is None or value in ("", (), {}) or ("unwritten" in spec.metadata and value == spec.default):
            continue
        elif isinstance(value, tuple) and hasattr(value[0], "__dataclass_fields__"):
            rows = tomlkit.aot()
            for row in value:
                table = tomlkit.table()
                table.update(_plain(row))
                rows.append(table)
            tables[key] = rows
        else:
            simple[key] = _plain_value(value)
    return {**simple, **tables}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {key: list(item) if isinstance(item, tuple) else item for key, item in value.items()}
    return value
