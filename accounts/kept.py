"""How much waits for somebody, kept for a minute beside every page; whoever changes something sees it at once."""

from typing import Any

from django.core.cache import cache

SECONDS = 60


def _key(user: Any) -> str:
    return f"waits:{user.pk}"


def get(user: Any) -> Any:
    """What was kept of somebody as they are seen (`accounts.seats.as_seen_from`), or nothing."""
    role, found = cache.get(_key(user)) or (None, None)
    return found if role == getattr(user, "acts_as", 0) else None


def keep(user: Any, found: Any) -> None:
    cache.set(_key(user), (getattr(user, "acts_as", 0), found), SECONDS)


def forget(user: Any) -> None:
    """After somebody sent a form."""
    cache.delete(_key(user))
