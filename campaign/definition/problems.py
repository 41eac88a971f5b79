"""An error of a plan's file: where it is, and what is wrong; and what many checks share."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

UNREAD = "\0"  # stands for a word that could not be read, so that the rest is checked all the same


@dataclass(frozen=True)
class DefinitionError:
    """One error: where in the file, and what is wrong."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class Everything(frozenset[str]):
    """The codes of a list of which one could not be read: no reference to it is called wrong."""

    def __contains__(self, item: object) -> bool:
        return True


def codes(names: Iterable[str]) -> Collection[str]:
    """The codes that a list declares, in its order."""
    found = tuple(names)
    return Everything() if UNREAD in found else found


def unknown(values: Iterable[str], known: Collection[str], place: str, what: str) -> Iterator[DefinitionError]:
    """Words that are not among those known."""
    for value in values:
        if value not in known and value != UNREAD:
            yield DefinitionError(place, f"không có {what} «{value}». Có: {', '.join(known)}.")


def unique(place: str, ids: list[str]) -> Iterator[DefinitionError]:
    """A code that stands more than once."""
    for name in dict.fromkeys(name for name in ids if name != UNREAD and ids.count(name) > 1):
        yield DefinitionError(place, f"mã «{name}» có hơn một lần.")
