"""Browsers that have signed in before: they are told apart from strangers who guess at the same name.

The cookie opens nothing. It holds a number of its own and digests of the names that signed in with it, signed.
"""

import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "thiet-bi" if settings.DEVELOPMENT else "__Host-thiet-bi"
DAYS = 180
NAMES = 12  # people who share one computer; the latest stay
_SALT = "accounts.sign_in.devices"


@dataclass(frozen=True)
class Device:
    """One browser, and the digests of the names that it knows."""

    number: str = field(default_factory=lambda: secrets.token_hex(12))
    names: tuple[str, ...] = ()

    def met(self, name: str) -> "Device":
        """The same browser after a name has signed in with it."""
        return Device(self.number, (name, *(known for known in self.names if known != name))[:NAMES])


def device_of(request: HttpRequest) -> Device:
    """The browser as its cookie says, or a new one that knows nobody."""
    try:
        number, *names = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=DAYS * 24 * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return Device()
    return Device(number, tuple(names))


def remember(response: HttpResponse, device: Device) -> None:
    """Give the browser its cookie."""
    response.set_cookie(
        COOKIE,
        signing.dumps([device.number, *device.names], salt=_SALT),
        max_age=DAYS * 24 * 3600,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )
