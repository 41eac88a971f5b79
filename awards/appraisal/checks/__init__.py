"""Checks that run by themselves over dossiers (R04-R28): each with its source, its mark and how hard it is."""

from collections.abc import Mapping, Sequence

from awards.appraisal.checks.facts import check_facts
from awards.appraisal.checks.rules import RULES, run
from awards.appraisal.checks.terms import Check, Severity
from awards.models import Nomination
from awards.nominations.dossiers import Dossier
from core import clock
from core.once import once_each

__all__ = ["RULES", "Check", "Severity", "blocking", "checks", "passed_over", "sentence"]


def checks(nominations: Sequence[Nomination], read: Mapping[int, Dossier]) -> dict[int, tuple[Check, ...]]:
    """What every check says of each nomination, only those that hit: a fixed number of questions for any number."""
    items = {item.pk: item for item in nominations}

    def find(wanted: set[int]) -> dict[int, tuple[Check, ...]]:
        facts = check_facts([item for pk, item in items.items() if pk in wanted], read)
        return {pk: run(row) for pk, row in facts.items()}

    return once_each(("checks", clock.today()), set(items), find)


def blocking(nominations: Sequence[Nomination], read: Mapping[int, Dossier]) -> dict[int, str]:
    """The objections that may not be passed over, as one sentence a nomination."""
    return {pk: sentence(rows) for pk, rows in checks(nominations, read).items()}


def passed_over(rows: Sequence[Check]) -> tuple[str, ...]:
    """What may be passed over only with a written reason."""
    return tuple(row.message.rstrip(".") for row in rows if row.asks_reason)


def sentence(rows: Sequence[Check], *ids: str) -> str:
    """What blocks, of all checks or of those named."""
    return " ".join(row.message for row in rows if row.severity is Severity.BLOCK and (not ids or row.id in ids))
