"""Drafts of plans that nobody changes: their owners are told ahead, then they go, at night. Lock order: draft, audit head.

One that was published is no draft any more, so that none of what this takes was ever handed in.
"""

from django.db.models import Q
from django.urls import reverse

from accounts import audit
from accounts.models import User
from campaign.models import PlanDraft
from campaign.models.definitions import DRAFT_KEPT, DRAFT_TOLD_AHEAD
from core import clock
from core.numbers import format_date
from office.notices.outbox import Draft as Message
from office.notices.outbox import post


def tell_of_old_drafts() -> int:
    """Say to the owners of drafts that will soon have lain too long when they go; returns of how many drafts."""
    by, now = User.objects.command_line(), clock.now()
    old = Q(changed_at__lte=now - (DRAFT_KEPT - DRAFT_TOLD_AHEAD), told_at=None)
    with audit.change(by):
        rows = _locked(old)
        for row in rows:
            row.told_at = now
            row.save(update_fields=["told_at"])
        post([_message(row) for row in rows], by=by)
        return len(rows)


def drop_old_drafts() -> int:
    """Let go of drafts that nobody has changed for so long, each told of ahead; returns how many."""
    by, now = User.objects.command_line(), clock.now()
    old = Q(changed_at__lte=now - DRAFT_KEPT, told_at__lte=now - DRAFT_TOLD_AHEAD)
    with audit.change(by) as trail:
        rows = _locked(old)
        for row in rows:
            words = f"của {row.owner.full_name}, sửa lần cuối ngày {format_date(row.changed_on)}"
            trail.add("sweep_plan_draft", row, label=row.name, summary=words)
            row.delete()
        return len(rows)


def _locked(old: Q) -> list[PlanDraft]:
    return list(PlanDraft.objects.select_for_update().filter(old).order_by("pk"))


def _message(row: PlanDraft) -> Message:
    words = (
        f"Bản soạn «{row.name}» không ai sửa từ ngày {format_date(row.changed_on)}. Cổng bỏ bản ấy sau ngày "
        f"{format_date(row.goes_on)}. Muốn giữ thì mở ra và lưu lại một mục, hoặc tải tệp về; kế hoạch đang áp dụng không "
        "thay đổi."
    )
    url = reverse("campaign:plan_draft", args=[row.pk])
    return Message(
        row.owner, str(row.province), "Bản soạn kế hoạch sắp bị bỏ", words, url=url, about=f"plan_draft:{row.pk}"
    )
