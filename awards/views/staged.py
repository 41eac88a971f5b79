"""Files that wait between their preview and somebody's consent."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest, HttpResponse

from awards.list_file import ListError
from office.list_files import ListColumn, list_file
from office.models import StoredFile

FAULTS = "loi-danh-sach"  # in the session: the errors of the last list, to be downloaded
SHOWN = 100
LIMIT = 20 * 1024 * 1024


def stage(request: HttpRequest, key: str, files: dict[str, tuple[bytes, str]], **more: Any) -> None:
    """Keep files under a key of the session until they are agreed to, with what was said beside."""
    discard(request, key)
    pks = {name: StoredFile.stage(content, title, by=request.user).pk for name, (content, title) in files.items()}
    request.session[key] = {"files": pks, **more}


def staged(request: HttpRequest, key: str) -> tuple[dict[str, SimpleUploadedFile], dict[str, Any]] | None:
    """What waits under a key, as files that can be read again; nothing when it is gone."""
    kept = request.session.get(key)
    if not kept:
        return None
    rows = {row.pk: row for row in StoredFile.objects.filter(pk__in=kept["files"].values(), stored_by=request.user)}
    if len(rows) != len(kept["files"]):
        return None
    found = {}
    for name, pk in kept["files"].items():
        with rows[pk].content.open("rb") as file:
            found[name] = SimpleUploadedFile(rows[pk].name, file.read())
    return found, kept


def discard(request: HttpRequest, key: str) -> None:
    """Let go of what waited."""
    kept = request.session.pop(key, None)
    request.session.pop(FAULTS, None)
    if kept:
        for row in StoredFile.objects.filter(pk__in=kept["files"].values(), stored_by=request.user):
            row.content.delete(save=False)
            row.delete()


def errors_of(request: HttpRequest, errors: list[ListError]) -> dict[str, Any]:
    """The first errors for the page; all of them wait to be downloaded."""
    request.session[FAULTS] = [[error.sheet, error.row, error.column, error.message] for error in errors[:5000]]
    return {"errors": errors[:SHOWN], "error_count": len(errors)}


def errors_file(request: HttpRequest) -> HttpResponse:
    """The errors of the last list as a table that can be handed on."""
    errors = request.session.get(FAULTS)
    if not errors:
        raise Http404
    columns = [ListColumn("Trang tính", 24), ListColumn("Dòng", 8), ListColumn("Cột", 8), ListColumn("Nguyên nhân", 80)]
    return list_file("Lỗi trong danh sách đề nghị", columns, errors, name="loi-danh-sach")
