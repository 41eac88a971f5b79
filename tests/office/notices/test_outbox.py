"""Notices: only their writer sends, changes or drops them, once, and all or none."""

import email.policy
import socketserver
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail as django_mail
from django.test import Client

from accounts.models import AuditEvent, User
from core import clock
from core.workflow import Refused
from office.models import Notice
from office.notices import mail, outbox
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


# ---- as e-mail ----


class _Talk(socketserver.StreamRequestHandler):
    """A mail server that takes everything, except for the address it does not know."""

    def handle(self) -> None:
        self.wfile.write(b"220 mau\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.kept.append(body)  # type: ignore[attr-defined]
            self.wfile.write(
                b"550 unknown\r\n" if b"khong-co@" in line else b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n"
            )


@pytest.fixture
def mail_server(settings: Any) -> Iterator[list[bytes]]:
    """A real conversation over a real socket."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.kept = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.MAIL_SERVER, settings.EMAIL_BACKEND = "smtp://mau", "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
        yield server.kept  # type: ignore[attr-defined]
        server.shutdown()


def test_a_mail_server_gets_each_once_and_its_refusal_is_told(
    province: cast.Province, waiting: list[Notice], mail_server: list[bytes], django_capture_on_commit_callbacks: Any
) -> None:
    User.objects.filter(username="bac-ai").update(email="bac-ai@mau.vn")
    User.objects.filter(username="phuoc-dai").update(email="khong-co@mau.vn")
    with django_capture_on_commit_callbacks(execute=True):
        outbox.send([row.pk for row in waiting], by=province.labour)
    states = dict(Notice.objects.values_list("to__username", "mail_state"))
    assert states == {"bac-ai": Notice.Mail.SENT, "phuoc-dai": Notice.Mail.FAILED}
    assert len(mail_server) == 1
    message = email.message_from_bytes(mail_server[0], policy=email.policy.default)
    assert (message["To"], message["Subject"]) == ("bac-ai@mau.vn", "Đôn đốc")
    assert "Đề nghị gửi số liệu." in message.get_content()


@pytest.fixture
def with_mail(settings: Any, django_capture_on_commit_callbacks: Any) -> Any:
    settings.MAIL_SERVER = "smtp://mau"
    User.objects.filter(username="bac-ai").update(email="bac-ai@mau.vn")
    User.objects.filter(username="phuoc-dai").update(email="")
    return django_capture_on_commit_callbacks


def _sent(capture: Any, pks: list[int], by: User) -> None:
    with capture(execute=True):
        outbox.send(pks, by=by)


def test_only_with_a_server_and_an_address(
    province: cast.Province, waiting: list[Notice], django_capture_on_commit_callbacks: Any
) -> None:
    _sent(django_capture_on_commit_callbacks, [row.pk for row in waiting], province.labour)
    assert django_mail.outbox == []
    assert {row.mail_state for row in Notice.objects.all()} == {""}


def test_a_message_goes_once_and_is_kept(province: cast.Province, with_mail: Any) -> None:
    for name, address in (("bac_ai", "a@mau.vn"), ("phuoc_dai", "")):
        User.objects.filter(pk=province.people[name].pk).update(email=address)
    drafts = [
        outbox.Draft(
            User.objects.get(pk=province.people[name].pk), name, "Đôn đốc\nBcc: x@y.z", "Đề nghị gửi.", about=name
        )
        for name in ("bac_ai", "phuoc_dai")
    ]
    rows = outbox.write(drafts, by=province.labour)
    _sent(with_mail, [row.pk for row in rows], province.labour)
    (message,) = django_mail.outbox
    assert (message.to, message.subject, message.body) == (["a@mau.vn"], "Đôn đốc Bcc: x@y.z", "Đề nghị gửi.")
    row = Notice.objects.get(to=province.bac_ai)
    assert (row.mail_state, row.mailed_at is not None) == ("sent", True)
    mail.deliver.func(row.pk)  # the queue says it twice
    assert len(django_mail.outbox) == 1
    with pytest.raises(Refused, match="không cần gửi lại"):
        mail.again(row.pk, by=province.labour)


def test_a_failure_is_told_and_only_its_writer_sends_it_again(
    province: cast.Province, waiting: list[Notice], with_mail: Any, settings: Any
) -> None:
    User.objects.filter(pk=province.bac_ai.pk).update(email="a@mau.vn")
    settings.EMAIL_BACKEND = "khong.co.Backend"
    first = Notice.objects.get(to=province.bac_ai)
    _sent(with_mail, [first.pk], province.labour)
    first.refresh_from_db()
    assert (first.mail_state, bool(first.mail_error), first.sent_at is not None) == ("failed", True, True)
    with pytest.raises(Refused):
        mail.again(first.pk, by=province.home)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with with_mail(execute=True):
        mail.again(first.pk, by=province.labour)
    first.refresh_from_db()
    assert (first.mail_state, len(django_mail.outbox)) == ("sent", 1)


def test_the_page_warns_before_mail_leaves(
    province: cast.Province, waiting: list[Notice], with_mail: Any, sign_in: Callable[[User], Client]
) -> None:
    User.objects.filter(pk=province.bac_ai.pk).update(email="a@mau.vn")
    page = sign_in(province.labour).get("/hop-thu-cho/").content.decode()
    assert "Bấm Gửi sẽ gửi cả thư điện tử" in page
    assert "a@mau.vn" in page


def test_a_message_under_way_is_not_sent_beside_itself(
    province: cast.Province, waiting: list[Notice], with_mail: Any, settings: Any
) -> None:
    first = waiting[0]
    moment = clock.now()
    Notice.objects.filter(pk=first.pk).update(mail_state="sending", mailed_at=moment)
    with pytest.raises(Refused, match="Chờ mười phút"):
        mail.again(first.pk, by=province.labour)
    Notice.objects.filter(pk=first.pk).update(mailed_at=moment - mail.UNDER_WAY)
    settings.MAIL_SERVER = ""
    with pytest.raises(Refused, match="chưa đặt máy chủ thư"):
        mail.again(first.pk, by=province.labour)
    settings.MAIL_SERVER = "smtp://mau"
    mail.again(first.pk, by=province.labour)
    assert Notice.objects.get(pk=first.pk).mail_state in {"queued", ""}
