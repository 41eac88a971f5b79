"""Upload, preview, consent: the one way in which lists come into the portal.

    staged = stage(request, "figures", content, name, about={"year": 2022}, shown=lines)    # the preview shows it
    ...
    consent = consented(request, "figures", about={"year": 2022})    # the form names what was shown
    with using(consent):                                             # stored and purged in one transaction
        consent.holds_for(lines)                                     # found anew, under the locks of the transaction
        import_rows(...)

A consent holds for what was shown: `lines` say of each row where it stands and what would be done. When somebody wrote
in between, `Moved` says which rows differ; the view answers 409 with them above a new preview of the same file.

Each preview has a key of its own that its form sends back, so that two tabs never consent to each other's file. A file
waits for one person, in one session, for one purpose, at one place; it is gone when it is used, at sign-out, when the
same session previews another one for the purpose, and a day later.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
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
MOVED = "Dữ liệu trên cổng đã thay đổi từ lúc xem trước nên chưa lưu gì."
ABSENT = "không có dòng này"
Lines = Iterable[tuple[str, str]]  # of each row its place and what would be done with it


@dataclass(frozen=True)
class Difference:
    """One row of which something else would be done than was shown."""

    place: str
    then: str
    now: str

    def __str__(self) -> str:
        return f"{self.place}: khi xem trước {self.then}; bây giờ {self.now}."


class Moved(Refused):
    """What the consent would do now is not what was shown."""

    def __init__(self, differences: Iterable[Difference]) -> None:
        self.differences = tuple(differences)
        super().__init__(MOVED, *map(str, self.differences))


class Lapsed(Refused):
    """There is nothing to consent to: used, replaced, too old, of another place, or not what was shown."""


def status_of(refused: Exception) -> int:
    """409 when what was previewed does not wait any more, 422 when what it says cannot be stored."""
    return 409 if isinstance(refused, Lapsed) else 422


def differences(then: Lines, now: Lines) -> Iterator[Difference]:
    """The rows that differ, in the order of what would be done now; then those that are gone."""
    before, after = _by_place(then), _by_place(now)
    for place in [*after, *(place for place in before if place not in after)]:
        if before.get(place) != after.get(place):
            yield Difference(place, before.get(place, ABSENT), after.get(place, ABSENT))


def compare(then: Lines, now: Lines) -> None:
    """Raises `Moved` when something else would be done than was shown."""
    if found := list(differences(then, now)):
        raise Moved(found)


def _by_place(lines: Lines) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, words in lines:
        found[place] = f"{found[place]}; {words}" if place in found else words
    return found


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

    @property
    def ticket(self) -> dict[str, Any]:
        """For a work that stores it later: what `hand_back` needs when it does not hold any more."""
        row = self.staged
        return {"purpose": row.purpose, "about": row.about, "said": row.said, "session": row.session}

    def holds_for(self, lines: Lines) -> None:
        """Raises `Moved` when something else would be done than was shown."""
        compare(self.staged.shown, lines)


def fingerprint(content: bytes, shown: Lines = ()) -> str:
    """One mark of the bytes and of what was shown that they would do."""
    state = json.dumps([list(line) for line in shown], ensure_ascii=False)
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
    shown: Lines = (),
) -> StagedFile:
    """Keep a file that was read and checked until its consent; the session's earlier one for the purpose goes."""
    lines = [list(line) for line in shown]
    with audit.change(request.user):
        discard(request, purpose)
        return StagedFile.objects.create(
            purpose=purpose,
            about=dict(about),
            said=dict(said or {}),
            session=_session(request),
            owner=request.user,
            fingerprint=fingerprint(content, lines),
            shown=lines,
            file=StoredFile.store(content, name, media_type, by=request.user),
        )


def consented(request: HttpRequest, purpose: str, *, about: Mapping[str, Any]) -> Consent:
    """The file that a form consents to.

    `about` is the place that the form was sent to. Raises `Lapsed` for a file
    that is used, replaced, too old, another's, of another session or place, or not the one that was shown.
    """
    own = list(_own(request, purpose).select_related("file", "owner"))
    key, mark = request.POST.get(KEY, ""), request.POST.get(MARK, "")
    staged = next((row for row in own if constant_time_compare(row.key, key)), None)
    if staged is None:
        raise Lapsed(REPLACED if key and own else GONE)
    if staged.about != about:
        raise Lapsed(ELSEWHERE)
    try:
        content = staged.file.read()
    except FileNotFoundError:
        raise Lapsed(GONE) from None
    if not constant_time_compare(mark, staged.fingerprint) or fingerprint(content, staged.shown) != staged.fingerprint:
        raise Lapsed(CHANGED)
    return Consent(staged, content)


@contextmanager
def using(consent: Consent) -> Iterator[None]:
    """What is stored inside and the purge of the file are one transaction. Raises `Refused` when it was used already."""
    with audit.change(consent.staged.owner):
        _take(consent.staged)
        yield
        consent.staged.file.discard()


def show(file: StoredFile, shown: Lines) -> None:
    """A long check has found what a waiting file would do: its consent is for that."""
    lines = [list(line) for line in shown]
    StagedFile.objects.filter(file=file).update(shown=lines, fingerprint=fingerprint(file.read(), lines))


def hand_back(file: StoredFile, taken: Mapping[str, Any], shown: Lines) -> None:
    """A file that was handed over waits for consent again, where `Consent.ticket` says, for what it would do now."""
    lines = [list(line) for line in shown]
    StagedFile.objects.create(
        file=file, owner=file.stored_by, fingerprint=fingerprint(file.read(), lines), shown=lines, **taken
    )


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
        raise Lapsed(GONE)
