"""What the page that is being answered asks for: who reads it, which campaign they wish, what its address names."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Named:
    """What an address names: the campaigns that have it, or a year and units of it; nothing where it is of no campaign."""

    owners: Collection[int] = ()
    year: int | None = None
    units: Collection[int] = ()


@dataclass(frozen=True)
class Asked:
    """A request as far as it tells the campaign. `find_named` asks the database, so it is called where several stand."""

    user: Any = None
    wish: str = ""  # the code of a campaign
    find_named: Callable[[], Named] = Named


NOBODY = Asked()  # a command, a job: nothing is wished
_asked: ContextVar[Asked] = ContextVar("campaign asked", default=NOBODY)


def asked() -> Asked:
    """What the page asks for; outside a page nothing."""
    return _asked.get()


@contextmanager
def page(of: Asked = NOBODY) -> Iterator[None]:
    """Until the end of the block nothing is asked, or what is said here."""
    token = _asked.set(of)
    try:
        yield
    finally:
        _asked.reset(token)


def ask(of: Asked) -> None:
    """From here to the end of the page."""
    _asked.set(of)
