"""Upload, preview, consent: the one way in which lists come into the portal.

    staged = stage(request, "figures", content, name, about={"year": 2022})     # the preview shows it
    ...
    consent = consented(request, "figures", about={"year": 2022})               # the form names what was shown
    with using(consent):                                                        # stored and purged in one transaction
        import_rows(...)

Each preview has a key of its own that its form sends back, so that two tabs never consent to each other's file. A file
waits for one person, in one session, for one purpose, at one place; it is gone when it is used, at sign-out, when the
same session previews another one for the purpose, and a day later.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts import audit
from core import clock
from core.workflow import Refused
from office.models import PREVIEW, StagedFile, StoredFile

WAITS = timedelta(days=1)
KEY, MARK = "xem-truoc", "dau-tep"  # the names of the form's hidden fields
GONE = (
    "Tệp xem trước không còn: đã được nhập, đã quá một ngày, hoặc phiên làm việc đã kết thúc. "
    "Vui lòng gửi lại tệp để xem trước; chưa lưu gì."
)
REPLACED = (
    "Tệp này đã được thay bằng tệp bạn gửi sau, có thể ở một thẻ khác của trình duyệt. "
    "Vui lòng gửi lại tệp để xem trước; chưa lưu gì."
)
ELSEWHERE = "Tệp xem trước thuộc đơn vị, năm hoặc đợt khác với trang này. Vui lòng gửi lại tệp ở đây; chưa lưu gì."
CHANGED = "Nội dung chờ đồng ý khác với nội dung đã xem trước. Vui lòng gửi lại tệp để xem trước; chưa lưu gì."


@dataclass(frozen=True)
class Consent:
    """The file that somebody agreed to, and its bytes as they were shown."""

    staged: StagedFile
    content: bytes

    @property
    def name(self) -> str:
        return self.staged.file.name

    @property
    def said(self) -> dict[str, Any]:
        """What was typed beside the file."""
        return self.staged.said

    @property
    def source(self) -> str:
        """How the record of an import names its file."""
        return f"tệp {self.name}, sha256 {self.staged.file.sha256}"


def fingerprint(content: bytes, state: str = "") -> str:
    """One mark of the bytes that were shown and of the state that they were shown for."""
    return hashlib.sha256(b"\0".join((hashlib.sha256(content).digest(), state.encode()))).hexdigest()


def stage(
    request: HttpRequest,
    purpose: str,
    content: bytes,
    name: str,
    *,
    about: Mapping[str, Any],
    said: Mapping[str, Any] | None = None,
    media_type: str = PREVIEW,
    state: str = "",
) -> StagedFile:
    """Keep a file that was read and checked until its consent; the session's earlier one for the purpose goes."""
    with audit.change(request.user):
        discard(request, purpose)
        return StagedFile.objects.create(
            purpose=purpose, about=dict(about), said=dict(said or {}), session=_session(request), owner=request.user,
            fingerprint=fingerprint(content, state),
            file=StoredFile.store(content, name, media_type, by=request.user),
        )  # fmt: skip


def consented(request: HttpRequest, purpose: str, *, about: Mapping[str, Any], state: str = "") -> Consent:
    """The file that a form consents to.

    `about` is the place that the form was sent to, `state` what the preview was shown for. Raises `Refused` for a file
    that is used, replaced, too old, another's, of another session or place, or not the one that was shown.
    """
    own = list(_own(request, purpose).select_related("file", "owner"))
    key, mark = request.POST.get(KEY, ""), request.POST.get(MARK, "")
    staged = next((row for row in own if constant_time_compare(row.key, key)), None)
    if staged is None:
        raise Refused(REPLACED if key and own else GONE)
    if staged.about != about:
        raise Refused(ELSEWHERE)
    try:
        content = staged.file.read()
    except FileNotFoundError:
        raise Refused(GONE) from None
    if not constant_time_compare(mark, staged.fingerprint) or fingerprint(content, state) != staged.fingerprint:
        raise Refused(CHANGED)
    return Consent(staged, content)


@contextmanager
def using(consent: Consent) -> Iterator[None]:
    """What is stored inside and the purge of the file are one transaction. Raises `Refused` when it was used already."""
    with audit.change(consent.staged.owner):
        _take(consent.staged)
        yield
        consent.staged.file.discard()


def hand_over(consent: Consent) -> StoredFile:
    """The file for a work that stores it later and lets go of it then. Raises `Refused` when it was used already."""
    _take(consent.staged)
    return consent.staged.file


def discard(request: HttpRequest, purpose: str) -> None:
    """Let go of what this session previewed for a purpose."""
    for row in _of_session(request).filter(purpose=purpose).select_related("file"):
        drop(row.file)


def discard_all(request: HttpRequest) -> None:
    """Let go of all that this session previewed: its person signs out."""
    with audit.change(request.user):
        for row in _of_session(request).select_related("file"):
            drop(row.file)


def drop(file: StoredFile) -> None:
    """Let go of a file and of the consent that it waited for, inside the caller's transaction."""
    StagedFile.objects.filter(file=file).delete()
    file.discard()


def is_own(request: HttpRequest, staged: StagedFile | None) -> bool:
    """This session may still consent to it."""
    return staged is not None and _own(request, staged.purpose).filter(pk=staged.pk).exists()


def _own(request: HttpRequest, purpose: str) -> QuerySet[StagedFile]:
    return _of_session(request).filter(purpose=purpose, staged_at__gt=clock.real_now() - WAITS)


def _of_session(request: HttpRequest) -> QuerySet[StagedFile]:
    return StagedFile.objects.filter(owner=request.user, session=_session(request))


def _session(request: HttpRequest) -> str:
    """The session without its secret: whoever reads this table cannot enter it."""
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()


def _take(staged: StagedFile) -> None:
    """Of many consents at once the first one has the file."""
    taken, _ = StagedFile.objects.filter(pk=staged.pk).delete()
    if not taken:
        raise Refused(GONE)
