"""What one page asks only once: answers kept while the page is read and gone with it; nothing is kept where data change."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def page() -> Iterator[None]:
    """Keep answers until the end of the block: one page that only reads."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Keep answers while a block only reads; inside a page its answers are the page's."""
    if _kept.get() is not None:
        yield
        return
    with page():
        yield


def once(key: Hashable, find: Callable[[], Answer]) -> Answer:
    """The answer kept under a key, found when nobody has asked yet; outside a page it is found anew each time."""
    kept = _kept.get()
    if kept is None:
        return find()
    if key not in kept:
        kept[key] = find()
    found: Answer = kept[key]
    return found


def once_each(key: Hashable, wanted: "set[int]", find: Callable[[set[int]], dict[int, Answer]]) -> dict[int, Answer]:
    """Answers about many rows, by their keys: only those that nobody has asked about yet are looked for."""
    known: dict[int, Answer] = once(key, dict)
    unknown = wanted - known.keys()
    if unknown:
        known.update(find(unknown))
    return {pk: known[pk] for pk in wanted}
