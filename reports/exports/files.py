"""Workbooks handed to the browser."""

import io
from collections.abc import Callable

from django.http import FileResponse


def as_download(name: str, write: Callable[[io.BytesIO], None]) -> FileResponse:
    """A workbook as an attachment that is not kept."""
    buffer = io.BytesIO()
    write(buffer)
    buffer.seek(0)
    response = FileResponse(buffer, as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
