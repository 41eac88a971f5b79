"""How a text of ours calls the province that is shown: written for a tỉnh, a city of its rank reads it as a city's.

Only texts of the code are told, never what an office wrote. "Cấp tỉnh" is the level, of cities too.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from typing import Any, TypeVar

Table = TypeVar("Table")
TINH = "tỉnh"
_TINH = re.compile(r"(?<![Cc]ấp )\b[Tt]ỉnh\b(?!, thành phố)")
FindWord = Callable[[date | None], str]  # the word on a day; on that of the portal where none is said
_word: ContextVar[FindWord] = ContextVar("own word", default=lambda on: TINH)


OUTSIDE: list[FindWord] = []  # how what runs outside a page finds it: entered by the app that knows the provinces


@contextmanager
def page(find_word: FindWord) -> Iterator[None]:
    """Until the end of the block texts are of the province whose word this finds; asked once a day, when one needs it."""
    token = _word.set(cache(find_word))
    try:
        yield
    finally:
        _word.reset(token)


def outside(on: date | None = None) -> str:
    """The word of a command."""
    return OUTSIDE[-1](on)


def now() -> str:
    """The word of this page, for work that goes on after it."""
    return _word.get()(None)


def in_own_words(text: str, on: date | None = None) -> str:
    """The text as the province that is shown reads it, of a past event by its day; outside a page as it is written."""
    if not follows(text):
        return text
    word = _word.get()(on)
    return text if word == TINH else in_words(text, word)


def follows(text: str) -> bool:
    """Whether the text is another one in a city."""
    return _TINH.search(text) is not None


def in_words(text: str, word: str) -> str:
    """The text of a province that is called by this word: "Chủ tịch UBND thành phố"."""
    return _TINH.sub(lambda found: word.capitalize() if found[0][0] == "T" else word, text)


def own_texts(*names: str) -> Callable[[type[Table]], type[Table]]:
    """These texts of a table's rows are told whenever they are read: stands above `@dataclass`."""

    def on(table: type[Table]) -> type[Table]:
        for name in names:
            setattr(table, name, _Told(f"_{name}"))
        return table

    return on


class _Told:
    """One such text, or several; the row keeps them as they were written."""

    def __init__(self, kept: str) -> None:
        self._kept = kept

    def __get__(self, row: Any, table: type) -> Any:
        if row is None:
            return self
        text = row.__dict__[self._kept]
        return in_own_words(text) if isinstance(text, str) else tuple(map(in_own_words, text))

    def __set__(self, row: Any, text: str | tuple[str, ...]) -> None:
        row.__dict__[self._kept] = text
