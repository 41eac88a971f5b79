"""Handing a kept file to somebody who may see its owner."""

from django.http import FileResponse

from office.models import StoredFile


def download(stored: StoredFile) -> FileResponse:
    """The file as an attachment that no browser will run or keep."""
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
