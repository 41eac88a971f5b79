"""The trail cannot be edited, cut or rewritten unseen."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts import audit, triggers
from accounts.models import AuditEvent, AuditHead, AuditPayload, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail() -> User:
    """Ten rows by one person."""
    user = User.objects.create_user("hanh", full_name="Nguyễn Thị Hạnh")
    for number in range(10):
        with audit.change(user) as notes:
            notes.add("approve", user, old=number, new=number + 1)
    assert audit.first_fault() is None
    return user


def _edit() -> None:
    AuditEvent.objects.filter(seq=4).update(actor_name="Người khác")


def _delete() -> None:
    AuditEvent.objects.filter(seq=6).delete()


def _cut() -> None:
    AuditEvent.objects.filter(seq__gt=7).delete()


def _cut_with_head() -> None:
    AuditEvent.objects.filter(seq__gt=7).delete()
    last = AuditEvent.objects.get(seq=7)
    AuditHead.objects.update(seq=7, mac=last.mac)


def _payload() -> None:
    AuditPayload.objects.filter(event_seq=5).update(content='{"new": 99, "old": 4}')


def _swap() -> None:
    rows = {row.seq: row for row in AuditEvent.objects.filter(seq__in=(2, 3))}
    AuditEvent.objects.filter(seq=2).update(real_at=rows[3].real_at, at=rows[3].at)


def _headless() -> None:
    AuditHead.objects.all().delete()


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (_edit, "Dòng nhật ký số 4 đã bị sửa."),
        (_delete, "Nhật ký thiếu dòng số 6."),
        (_cut, "Nhật ký bị cắt: dòng cuối còn lại là 7, dòng đánh dấu là 10."),
        (_cut_with_head, "Dòng đánh dấu cuối nhật ký đã bị sửa."),
        (_payload, "Nội dung kèm dòng nhật ký số 5 đã bị sửa."),
        (_swap, "Dòng nhật ký số 2 đã bị sửa."),
        (_headless, "Nhật ký mất dòng đánh dấu cuối."),
    ],
    ids=["edited", "deleted", "cut off", "cut off with the mark", "content edited", "moments swapped", "mark removed"],
)
def test_check_portal_names_the_first_bad_row(trail: User, tamper: Callable[[], None], fault: str) -> None:
    tamper()
    with pytest.raises(CommandError, match=fault.replace(".", r"\.")):
        call_command("check_portal")


def test_another_key_does_not_fit(trail: User, settings) -> None:
    settings.AUDIT_KEY = "khóa khác"
    assert audit.first_fault() == audit.OTHER_KEY


def test_a_first_row_that_was_changed_is_not_taken_for_another_key(trail: User) -> None:
    AuditEvent.objects.filter(seq=1).update(actor_name="Người khác")
    assert audit.first_fault() == "Dòng nhật ký số 1 đã bị sửa."


def test_content_may_be_erased_lawfully(trail: User) -> None:
    AuditPayload.objects.filter(event_seq=5).delete()
    assert audit.first_fault() is None


def test_a_change_that_fails_leaves_no_row(trail: User) -> None:
    with pytest.raises(RuntimeError), audit.change(trail) as notes:
        notes.add("approve", trail)
        raise RuntimeError
    assert AuditEvent.objects.count() == 10


def test_a_change_within_a_change_writes_once_at_the_end(trail: User) -> None:
    with audit.change(trail) as outer:
        outer.add("one", trail)
        with audit.change(trail) as inner:
            inner.add("two", trail)
        assert AuditEvent.objects.count() == 10
    assert list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True))[10:] == ["one", "two"]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_a_row(trail: User, change: str) -> None:
    triggers.install(connection)
    try:
        with pytest.raises(DatabaseError, match="nhật ký chỉ được thêm"), transaction.atomic():
            rows = AuditEvent.objects.filter(seq=3)
            if change == "update":
                rows.update(verb="khác")
            else:
                rows.delete()
    finally:
        triggers.remove(connection)
    assert audit.first_fault() is None
