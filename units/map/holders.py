"""Who holds a duty and which levels stand on a day, as sentences name them: read once a page."""

from collections import defaultdict
from datetime import date

from accounts.permissions import Duty
from core import clock
from core.once import once
from core.text import lower_first
from units.map.domain.levels import Level, kinds_words
from units.models import DutyHolding, Organisation, Unit


def holder_of(duty: Duty | str, on: date | None = None) -> Organisation | None:
    """The body that holds a duty on a day (today), the first that was given it: one question for all duties."""
    return next(iter(holders_of(duty, on)), None)


def holders_of(duty: Duty | str, on: date | None = None) -> list[Organisation]:
    """Every body that holds a duty on a day (today)."""
    day = on or clock.today()
    return once(("duty holders", day), lambda: _holders(day)).get(Duty(duty), [])


def _holders(day: date) -> dict[Duty, list[Organisation]]:
    found: dict[Duty, list[Organisation]] = defaultdict(list)
    for row in DutyHolding.objects.in_force(day).select_related("organisation").order_by("pk"):
        found[Duty(row.duty)].append(row.organisation)
    return found


def holder_name(duty: Duty | str, on: date | None = None) -> str:
    """Its name; while nobody holds the duty, what the duty is called."""
    body = holder_of(duty, on)
    return body.name if body is not None else lower_first(Duty(duty).label)


def level_words(level: Level, on: date | None = None) -> str:
    """The kinds of units that stand at a level on a day: "huyện, thành phố"; "cấp huyện" where none does."""
    day = on or clock.today()
    return kinds_words(level, once(("kinds", day), lambda: _kinds(day)))


def has_level(level: Level, on: date | None = None) -> bool:
    """Some unit of a level stands on a day."""
    day = on or clock.today()
    return any(found == level for found, _ in once(("kinds", day), lambda: _kinds(day)))


def _kinds(day: date) -> frozenset[tuple[int, str]]:
    rows = Unit.objects.in_force(day).order_by().values_list("level", "kind").distinct()
    return frozenset(rows)
