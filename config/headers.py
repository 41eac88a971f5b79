"""What every answer carries beside what Django's and django-csp's middleware say, and the code of its request."""

import secrets
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

from core import logs

CODE = "X-Request-ID"
# nothing of the machine is asked for by any page
_POWERS = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock",
    "usb", "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "Permissions-Policy": ", ".join(f"{power}=()" for power in _POWERS),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class EveryAnswer:
    """Outermost: static files, refusals, failures and the way to TLS pass here too.

    Strict-Transport-Security goes with plain answers as well: what is plain here may leave the proxy over TLS,
    and a browser that reads it over plain HTTP takes no notice.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = dict(HEADERS)
        if settings.SECURE_HSTS_SECONDS:
            lasting = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
            self.headers["Strict-Transport-Security"] = lasting

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = secrets.token_hex(8)
        with logs.request(code):
            response = self.get_response(request)
            if response.status_code >= HTTPStatus.BAD_REQUEST:  # Django would log it when code and user are gone
                log_response("%s: %s", response.reason_phrase, request.path, response=response, request=request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        response.headers[CODE] = code
        if not response.streaming:  # with its length known the connection can go on after it
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response
