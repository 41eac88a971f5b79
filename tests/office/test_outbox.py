"""Notices: only their writer sends, changes or drops them, once, and all or none."""

import pytest

from accounts.models import AuditEvent
from core.workflow import Refused
from office import outbox
from office.models import Notice
from tests import cast


@pytest.fixture
def waiting(province: cast.Province) -> list[Notice]:
    drafts = [
        outbox.Draft(province.people[name], name, "Đôn đốc", "Đề nghị gửi số liệu.", about=f"ky:1:{name}")
        for name in ("bac_ai", "phuoc_dai")
    ]
    return outbox.write(drafts, by=province.labour)


def test_nobody_else_sends_changes_or_drops_what_waits(province: cast.Province, waiting: list[Notice]) -> None:
    first = waiting[0]
    with pytest.raises(Refused, match="đã được gửi hoặc đã bỏ"):
        outbox.send([first.pk], by=province.labour_leader)
    with pytest.raises(Refused, match="đã được gửi hoặc đã bỏ"):
        outbox.edit(first.pk, subject="Khác", body="Khác", by=province.labour_leader)
    with pytest.raises(Refused, match="đã được gửi hoặc đã bỏ"):
        outbox.drop(first.pk, by=province.labour_leader)
    assert Notice.objects.filter(sent_at=None, subject="Đôn đốc").count() == 2


def test_what_was_sent_is_not_sent_again_nor_in_part(province: cast.Province, waiting: list[Notice]) -> None:
    first, second = waiting
    assert outbox.send([first.pk], by=province.labour) == 1
    with pytest.raises(Refused, match="xem lại danh sách"):
        outbox.send([first.pk, second.pk], by=province.labour)
    assert Notice.objects.get(pk=second.pk).sent_at is None
    assert AuditEvent.objects.filter(verb="send_notices").count() == 1


def test_an_empty_choice_and_an_empty_message_are_refused(province: cast.Province, waiting: list[Notice]) -> None:
    with pytest.raises(Refused, match="Chưa chọn"):
        outbox.send([], by=province.labour)
    with pytest.raises(Refused, match="tiêu đề và nội dung"):
        outbox.edit(waiting[0].pk, subject=" ", body="x", by=province.labour)
