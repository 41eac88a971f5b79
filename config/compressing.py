"""Pages are sent compressed where the browser takes it; files that are handed out go as they are."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Of Django's, with its random length against guessing what a page holds; for text alone.

    Workbooks, documents and pictures are compressed already, and whoever waits for a large one reads how long it is.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compressed, when it is a page."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/"):
            return response
        return super().process_response(request, response)
