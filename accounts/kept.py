"""How much waits for somebody, kept for a minute beside every page; whoever changes something sees it at once."""

from typing import Any

from django.core.cache import cache

SECONDS = 60


def _key(user: Any) -> str:
    return f"waiting:{user.pk}"


def get(user: Any) -> Any:
    """What was kept, or nothing."""
    return cache.get(_key(user))


def keep(user: Any, found: Any) -> None:
    cache.set(_key(user), found, SECONDS)


def forget(user: Any) -> None:
    """After somebody sent a form."""
    cache.delete(_key(user))
