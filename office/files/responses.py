"""Handing a kept file to somebody who may see its owner."""

from django.http import FileResponse, HttpRequest, HttpResponse

from office.files.beside import ASKED, SIGN_WITHIN, shown_kind
from office.models import StoredFile

# nothing in a file runs, fetches, sends or leaves its place; browsers' own viewers of PDF and pictures work under it
POLICY = "sandbox; default-src 'none'"
# within pages of ours alone; a picture in a tab of its own is laid out by a style of the browser
READ_POLICY = f"{POLICY}; style-src 'unsafe-inline'; frame-ancestors 'self'"


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Bytes just made, as an attachment that is not kept."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def download(stored: StoredFile) -> FileResponse:
    """The file as an attachment that no browser will run or keep."""
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "no-store"
    return response


def handed(request: HttpRequest, stored: StoredFile) -> FileResponse:
    """The file as it was asked for: to be read in a pane of a page of ours, else as an attachment.

    What its bytes say decides what may be read there, never its name or what was written down of it: a PDF or a
    picture; anything else stays an attachment.
    """
    if ASKED not in request.GET:
        return download(stored)
    with stored.content.open("rb") as file:
        kind = shown_kind(file.read(SIGN_WITHIN))
    response = download(stored)
    if kind is not None:
        response["Content-Type"] = kind.media_type
        response["Content-Disposition"] = response["Content-Disposition"].replace("attachment", "inline", 1)
        response["Content-Security-Policy"] = READ_POLICY
        response["X-Frame-Options"] = "SAMEORIGIN"
    return response
