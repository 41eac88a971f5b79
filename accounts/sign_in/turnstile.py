"""How many sign-ins one process takes at once, so that pages are served beside them."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from django.conf import settings


class Crowded(Exception):
    """Too many people are signing in at this moment."""


class Turnstile:
    """Takes `at_once`; lets `waiting` more stand for some seconds; sends everyone else away at once."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._places = BoundedSemaphore(at_once)
        self._most, self._seconds = at_once + waiting, seconds
        self._inside, self._count = 0, Lock()

    @contextmanager
    def passage(self) -> Iterator[None]:
        """A turn of one's own. Raises `Crowded` when there is none in time."""
        with self._count:
            if self._inside >= self._most:
                raise Crowded
            self._inside += 1
        try:
            if not self._places.acquire(timeout=self._seconds):
                raise Crowded
            try:
                yield
            finally:
                self._places.release()
        finally:
            with self._count:
                self._inside -= 1


SIGN_IN = Turnstile(settings.SIGN_INS_AT_ONCE, settings.SIGN_INS_WAITING, settings.SIGN_IN_WAITS_SECONDS)
