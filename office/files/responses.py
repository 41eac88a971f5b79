"""Handing a kept file to somebody who may see its owner."""

from django.http import FileResponse, HttpResponse

from office.models import StoredFile


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
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response
