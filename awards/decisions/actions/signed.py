"""A signed file is put where it belongs; the one that stood there stays, with who put another in its place and why."""

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from awards.models import ReplacedFile
from core import clock
from core.acts import why_no_reason
from core.numbers import format_moment
from core.text import tidy
from core.workflow import Overtaken, Refused
from office.models import StoredFile


def told(file: StoredFile) -> str:
    """A signed file that is there: its name, its hash, who put it there and when."""
    at = format_moment(file.stored_at.astimezone(clock.VIETNAM))
    return f"{file.name}, SHA-256 {file.sha256[:16]}… ({file.stored_by.full_name}, {at})"


def put(
    upload: UploadedFile, now: StoredFile | None, earlier: ReplacedFile, *, over: str | None, trail: audit.Trail
) -> StoredFile:
    """The file that stands from now on: `upload`, or `now` where that is the same. Within a change, under the lock.

    `earlier` is the row that `now` will stand in, not saved yet, with the reason and who replaces it. `over` is the hash of
    what the page showed there. Raises `FileRefused`, `Refused`, `Overtaken`.
    """
    by: User = earlier.by
    kept = StoredFile.keep(upload, by=by)
    if now is None:
        trail.add("keep_signed", earlier.owner, label=earlier.what, new=kept.sha256)
        return kept
    if kept.sha256 == now.sha256:
        kept.discard()
        return now
    if over is not None and over != now.sha256:
        raise Overtaken((f"Bản ký của {earlier.what}", told(now)))
    earlier.reason = tidy(earlier.reason)[:500]
    missing = f"Đã có bản ký {told(now)}. Vui lòng ghi lý do thay; bản trước vẫn được giữ."
    if why := why_no_reason(earlier.reason, missing):
        raise Refused(*why)
    earlier.file = now
    earlier.save()
    trail.add(
        "replace_signed", earlier.owner, label=earlier.what, old=now.sha256, new=kept.sha256, summary=earlier.reason
    )
    return kept
