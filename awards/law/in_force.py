"""The award law in force in this portal: the shipped law with the province's own regulations laid over it."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from awards.law.domain.own_regimes import OwnRegime, laid_over, read_own
from awards.law.domain.regimes import REGIMES, Regime
from awards.models import RegimeFile
from core.once import once


def regimes() -> tuple[Regime, ...]:
    """Every regime in the order of time."""
    rows = once("own regimes", lambda: tuple(RegimeFile.objects.order_by("pk").values_list("digest", "content")))
    return _laid(rows)


def regime_on(day: date) -> Regime:
    """The regime in force on a day."""
    return next(item for item in regimes() if item.valid_from <= day < item.valid_to)


def regime_of(code: str, on: date, law: Sequence[Regime] | None = None) -> Regime:
    """The regime that something is bound to; of what is not bound yet, the one in force on a day.

    `law` are all regimes, where many are asked about.
    """
    law = law if law is not None else regimes()
    known = (*law, *REGIMES)  # bound under the shipped law before a regulation took its whole time
    found = next((item for item in known if item.code == code), None)
    return found or next(item for item in law if item.valid_from <= on < item.valid_to)


@lru_cache(maxsize=8)
def _laid(rows: tuple[tuple[str, str], ...]) -> tuple[Regime, ...]:
    return laid_over(standing(item for _, content in rows for item in read_own(content)))


def standing(stored: Iterable[OwnRegime]) -> list[OwnRegime]:
    """Of regulations of one code the one stored last: a later file corrects an earlier one."""
    return list({item.code: item for item in stored}.values())


def file_in_force(day: date) -> RegimeFile | None:
    """The file of the own regulation that counts on a day; nothing where the shipped law alone does."""
    files = {item: row for row in RegimeFile.objects.order_by("pk") for item in read_own(row.content)}
    return next((files[item] for item in standing(files) if item.valid_from <= day < item.valid_to), None)
