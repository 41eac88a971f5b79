"""Notices: written into an outbox, read and changed there, then sent; or sent with the step whose page showed them.

Nothing goes out before somebody has seen it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from accounts import audit
from accounts.models import User
from core import clock
from core.text import tidy
from core.workflow import Refused
from office.models import Notice
from office.notices import mail


@dataclass(frozen=True)
class Draft:
    """A message that somebody is about to write."""

    to: User
    place: str
    subject: str
    body: str
    url: str = ""
    about: str = ""

    @property
    def code(self) -> str:
        """The last part of what it is about: the unit's code."""
        return self.about.rpartition(":")[2]


def write(drafts: Sequence[Draft], *, by: User) -> list[Notice]:
    """Put messages into the writer's outbox; what already waits there about the same thing is not written twice."""
    with audit.change(by) as trail:
        waiting = set(
            Notice.objects.filter(written_by=by, sent_at=None, about__in=[d.about for d in drafts]).values_list(
                "to_id", "about"
            )
        )
        rows = [_row(draft, by) for draft in drafts if (draft.to.pk, draft.about) not in waiting]
        kept = Notice.objects.bulk_create(rows)
        if kept:
            trail.add("write_notices", None, label=f"{len(kept)} thông báo chờ gửi", summary=kept[0].subject)
        return kept


def post(drafts: Sequence[Draft], *, by: User) -> list[Notice]:
    """Send messages that come with a step: its page has shown whom they go to, and the reason in them was typed there."""
    if not drafts:
        return []
    with audit.change(by) as trail:
        rows = Notice.objects.bulk_create(_row(draft, by, sent_at=clock.now()) for draft in drafts)
        mail.queue(rows)
        places = ", ".join(dict.fromkeys(row.place for row in rows))
        trail.add("send_notices", None, label=f"{len(rows)} thông báo", summary=places[:900])
        return rows


def _row(draft: Draft, by: User, **more: Any) -> Notice:
    return Notice(
        to=draft.to,
        place=draft.place[:200],
        subject=draft.subject[:200],
        body=draft.body[:4000],
        url=draft.url,
        about=draft.about,
        written_by=by,
        **more,
    )


def edit(pk: int, *, subject: str, body: str, by: User) -> Notice:
    """Change one that waits. Raises `Refused` when it has been sent or is somebody else's."""
    with audit.change(by) as trail:
        row = _waiting(pk, by)
        if not tidy(subject) or not body.strip():
            raise Refused("Thông báo cần có tiêu đề và nội dung.")
        row.subject, row.body = tidy(subject)[:200], body.strip()[:4000]
        row.save(update_fields=["subject", "body"])
        trail.add("edit_notice", row)
        return row


def drop(pk: int, *, by: User) -> None:
    """Throw one away that waits. Raises `Refused`."""
    with audit.change(by) as trail:
        row = _waiting(pk, by)
        trail.add("drop_notice", row)
        row.delete()


def send(pks: Collection[int], *, by: User) -> int:
    """Send exactly these; all or none. Raises `Refused` when one of them no longer waits."""
    with audit.change(by) as trail:
        waiting = Notice.objects.select_for_update(of=("self",)).filter(pk__in=pks, written_by=by, sent_at=None)
        rows = list(waiting.select_related("to"))
        if not pks:
            raise Refused("Chưa chọn thông báo nào.")
        if len(rows) != len(set(pks)):
            raise Refused("Có thông báo đã được gửi hoặc đã bỏ; vui lòng xem lại danh sách.")
        Notice.objects.filter(pk__in=pks).update(sent_at=clock.now())
        mail.queue(rows)
        trail.add(
            "send_notices", None, label=f"{len(rows)} thông báo", summary=", ".join(row.place for row in rows)[:900]
        )
        return len(rows)


def _waiting(pk: int, by: User) -> Notice:
    row = Notice.objects.select_for_update().filter(pk=pk, written_by=by, sent_at=None).first()
    if row is None:
        raise Refused("Thông báo này đã được gửi hoặc đã bỏ.")
    return row
