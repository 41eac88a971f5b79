"""Every request knows the address of the person, also behind proxies; the trail and the limits read it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import audit
from accounts.sign_in.addresses import client_address


class ClientAddress:
    """Sets `request.address`; rows of the trail written meanwhile carry it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        remote = request.META.get("REMOTE_ADDR", "")
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        address = client_address(remote, forwarded, settings.TRUSTED_PROXIES)
        request.address = address  # type: ignore[attr-defined]  # put on the request here
        with audit.from_address(address):
            return self.get_response(request)
