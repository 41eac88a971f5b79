"""What of the map the portal holds already, as the reader of a list asks it."""

from units.map.domain.levels import Level
from units.models import Unit


def standing_levels() -> dict[str, set[Level]]:
    """Every code that a unit bears or bore, and at which levels."""
    found: dict[str, set[Level]] = {}
    for code, level in Unit.objects.values_list("code", "level"):
        found.setdefault(code, set()).add(Level(level))
    return found
