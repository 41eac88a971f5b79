"""Every change writes its row in the same transaction, as the last thing it does.

    with audit.change(by=user) as trail:
        ... lock, read, write ...
        trail.add("approve", figure_set, old=..., new=...)

Rows are collected and written when the outermost block ends, under the lock of the one `AuditHead`: always the
last lock taken, so that actions do not wait for each other in a ring.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models, transaction

from accounts import places
from accounts.models import AuditEvent, AuditHead, AuditPayload, User
from core import clock, old_fonts
from core.workflow import Refused

_current: ContextVar["Trail | None"] = ContextVar("trail", default=None)
_address: ContextVar[str] = ContextVar("address", default="")
_opening: ContextVar[Callable[[], object] | None] = ContextVar("opening", default=None)

CHAINED = (
    "seq", "at", "real_at", "actor", "actor_name", "role", "unit_code", "verb", "subject_type", "subject_id",
    "subject_label", "summary", "address", "payload_digest",
)  # fmt: skip
CHAINED_LATER = ("unit_from",)  # columns that older rows do not have: sealed where they say something


@dataclass
class Trail:
    """The rows of one action, in order."""

    by: User
    role: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)
    undo: list[Callable[[], object]] = field(default_factory=list)
    is_change: bool = True

    def add(
        self,
        verb: str,
        subject: models.Model | None = None,
        *,
        label: str = "",
        summary: str = "",
        old: Any = None,
        new: Any = None,
        unit: Any = None,
        role: str = "",
    ) -> None:
        """Note one thing done; `old` and `new` are anything JSON can hold.

        `unit` is given where the subject's own place is not the one, or is costly to ask for.
        """
        if self.is_change and (problem := _why_unreadable(old, new, summary)):
            raise Refused(problem)
        unit = unit or places.place_of(subject, self.by)
        payload = json.dumps({"old": old, "new": new}, ensure_ascii=False, sort_keys=True, default=str)
        self.rows.append(
            {
                "actor": self.by.username if self.by.pk else "",
                "actor_name": self.by.full_name if self.by.pk else "",
                "role": role or self.role,
                "unit_code": unit.code if unit is not None else "",
                "unit_from": unit.valid_from if unit is not None else None,
                "verb": verb,
                "subject_type": subject._meta.label_lower if subject is not None else "",
                "subject_id": str(subject.pk) if subject is not None else "",
                "subject_label": (label or (str(subject) if subject is not None else ""))[:300],
                "summary": summary[:500],
                "address": _address.get(),
                "payload": payload if old is not None or new is not None else "",
            }
        )

    def take_back(self, rows: int, undo: int) -> None:
        """What came after so many rows and undoings did not happen: the last is undone first."""
        for act in reversed(self.undo[undo:]):
            with suppress(OSError):  # a file that cannot be deleted now goes at the next sweep
                act()
        del self.rows[rows:], self.undo[undo:]


def _why_unreadable(old: Any, new: Any, *said: str) -> str:
    """What is new in a change may not be written for an old font, by whatever way it came in."""
    before = {*_texts_in(old)}
    return next(filter(None, (old_fonts.why_old(text) for text in (*said, *_texts_in(new)) if text not in before)), "")


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts_in(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _texts_in(one)


@contextmanager
def change(by: User, *, role: str = "") -> Iterator[Trail]:
    """A transaction with its trail; inside another one it joins that."""
    outer = _current.get()
    if outer is not None:
        rows, undo = len(outer.rows), len(outer.undo)
        try:
            with transaction.atomic():
                yield outer
        except BaseException:
            outer.take_back(rows, undo)
            raise
        return
    trail = Trail(by, role)
    token = _current.set(trail)
    try:
        with transaction.atomic():
            opening = _opening.get()
            if opening is not None:
                opening()
            yield trail
            _write(trail)
    except BaseException:
        trail.take_back(0, 0)
        raise
    finally:
        _current.reset(token)


def if_it_fails(undo: Callable[[], object]) -> None:
    """What a rollback of the database does not take back (a file on the disk) is taken back by this."""
    trail = _current.get()
    if trail is not None:
        trail.undo.append(undo)


@contextmanager
def opening_with(act: Callable[[], object]) -> Iterator[None]:
    """Each change made inside begins with an act, in its transaction: both hold, or neither does."""
    token = _opening.set(act)
    try:
        yield
    finally:
        _opening.reset(token)


def note(by: User, verb: str, subject: models.Model | None = None, **details: Any) -> None:
    """Record something that changed nothing: a sign-in, an export, a refusal. Its own short transaction."""
    trail = Trail(by, is_change=False)
    trail.add(verb, subject, **details)
    with transaction.atomic():
        _write(trail)


@contextmanager
def from_address(address: str) -> Iterator[None]:
    """Rows written inside carry the address that the request came from."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def _write(trail: Trail) -> None:
    if not trail.rows:
        return
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
    events, payloads = [], []
    for row in trail.rows:
        payload = row.pop("payload")
        event = AuditEvent(seq=head.seq + 1, at=clock.now(), real_at=clock.real_now(), **row)
        if payload:
            event.payload_digest = hashlib.sha256(payload.encode()).hexdigest()
            payloads.append(AuditPayload(event_seq=event.seq, content=payload))
        event.mac = mac_of(event, head.mac)
        event.fold()
        head.seq, head.mac = event.seq, event.mac
        events.append(event)
    head.seal = seal_of(head)
    AuditEvent.objects.bulk_create(events)
    AuditPayload.objects.bulk_create(payloads)
    head.save()
    trail.rows.clear()


def _keyed(*parts: str) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), "\x1f".join(parts).encode(), "sha256").hexdigest()


def mac_of(event: AuditEvent, previous: str) -> str:
    """The seal of a row over all it says and the seal of the row before."""
    values = [getattr(event, name) for name in CHAINED]
    values += [value for name in CHAINED_LATER if (value := getattr(event, name)) is not None]
    return _keyed(previous, *(_plain(value) for value in values))


def seal_of(head: AuditHead) -> str:
    """The seal of the end of the trail."""
    return _keyed("head", str(head.seq), head.mac)


def _plain(value: Any) -> str:
    return value.astimezone(clock.VIETNAM).isoformat() if hasattr(value, "astimezone") else str(value)


OTHER_KEY = (
    "Khóa AUDIT_KEY đang dùng không phải khóa đã ghi nhật ký: không kiểm tra được dòng nào. Đặt lại đúng AUDIT_KEY của cổng "
    "này rồi kiểm tra lại."
)


def _is_of_another_key() -> bool:
    """No row of the trail and not its end either was written with the key in use: nobody alters all of them."""
    head = AuditHead.objects.filter(pk=1).first()
    if head is None or head.seal == (seal_of(head) if head.seq else ""):
        return False
    previous = ""
    for event in AuditEvent.objects.order_by("seq")[:50]:
        if event.mac == mac_of(event, previous):
            return False
        previous = event.mac
    return True


def first_fault() -> str | None:
    """The first bad row of the trail in a Vietnamese sentence, or nothing when it is whole."""
    previous, expected = "", 1
    payloads = dict(AuditPayload.objects.values_list("event_seq", "content").iterator())
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=2000):
        if event.seq != expected:
            return f"Nhật ký thiếu dòng số {expected}."
        if event.mac != mac_of(event, previous):
            return OTHER_KEY if event.seq == 1 and _is_of_another_key() else f"Dòng nhật ký số {event.seq} đã bị sửa."
        content = payloads.get(event.seq)
        if content is not None and hashlib.sha256(content.encode()).hexdigest() != event.payload_digest:
            return f"Nội dung kèm dòng nhật ký số {event.seq} đã bị sửa."
        previous, expected = event.mac, event.seq + 1
    head = AuditHead.objects.filter(pk=1).first()
    if head is None:
        return "Nhật ký mất dòng đánh dấu cuối." if expected > 1 else None
    if head.seal != (seal_of(head) if head.seq else ""):
        return "Dòng đánh dấu cuối nhật ký đã bị sửa."
    if (head.seq, head.mac) != (expected - 1, previous):
        return f"Nhật ký bị cắt: dòng cuối còn lại là {expected - 1}, dòng đánh dấu là {head.seq}."
    return None
