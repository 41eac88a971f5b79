"""What the server serves."""

import logging
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

Answer = Iterable[bytes]
Application = Callable[[dict[str, Any], Callable[..., Any]], Answer]


class BodilessHead:
    """Answers HEAD without a body, whatever the server does.

    waitress sends what it is given: the body of a HEAD would be read as the next answer on the same connection.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Answer:
        if environ["REQUEST_METHOD"] != "HEAD":
            return self.application(environ, start_response)
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def note(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            begun[:] = [(status, headers)]
            return lambda _: None

        body = self.application(environ, note)
        try:
            status, headers = begun[0]
            if not any(name.lower() == "content-length" for name, _ in headers):
                # without a length waitress would end the answer with the mark of a chunked body
                headers = [*headers, ("Content-Length", str(sum(len(chunk) for chunk in body)))]
        finally:
            if hasattr(body, "close"):
                body.close()
        start_response(status, headers)
        return []


application = BodilessHead(get_wsgi_application())
if settings.DEVELOPMENT:
    logging.getLogger("config").warning("Cổng chạy ở chế độ trình diễn (DEBUG bật); không dùng cho số liệu thật.")
