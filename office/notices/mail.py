"""Notices as e-mail: only when a server is set, only after somebody pressed send, never twice.

A message goes queued → sending → sent or failed. One that was left at "sending" by a crash stays so: whether it went
out is not known, and only a person may decide to send it again.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts import audit
from accounts.models import User
from core import clock
from core.workflow import Refused
from office.models import Notice

UNDER_WAY = timedelta(minutes=10)  # a sending that lasts longer was cut off


def is_on() -> bool:
    """The portal has a mail server."""
    return bool(settings.MAIL_SERVER)


def queue(rows: list[Notice]) -> int:
    """Put notices with an address into the queue; they go out after the transaction."""
    if not is_on():
        return 0
    pks = [row.pk for row in rows if row.to.email]
    Notice.objects.filter(pk__in=pks).update(mail_state=Notice.Mail.QUEUED)
    for pk in pks:
        transaction.on_commit(lambda pk=pk: deliver.enqueue(pk))
    return len(pks)


@task()
def deliver(pk: int) -> None:
    """Send one that is queued; whoever takes it first, alone."""
    queued = Notice.objects.filter(pk=pk, mail_state=Notice.Mail.QUEUED)
    taken = queued.update(mail_state=Notice.Mail.SENDING, mailed_at=clock.now())
    if not taken:
        return
    row = Notice.objects.select_related("to").get(pk=pk)
    link = f"\n\n{settings.PORTAL_ADDRESS.rstrip('/')}{row.url}" if row.url and settings.PORTAL_ADDRESS else ""
    message = EmailMessage(
        " ".join(row.subject.split()), f"{row.body}{link}", settings.DEFAULT_FROM_EMAIL, [row.to.email]
    )
    try:
        message.send()
    except Exception as error:  # every failure of a server is a result, told on the page
        Notice.objects.filter(pk=pk).update(mail_state=Notice.Mail.FAILED, mail_error=type(error).__name__[:200])
    else:
        Notice.objects.filter(pk=pk).update(mail_state=Notice.Mail.SENT, mailed_at=clock.now(), mail_error="")


def queue_again() -> None:
    """Messages that wait while no row of the queue does: a process died between the two."""
    if not is_on():
        return
    rows = Notice.objects.filter(mail_state=Notice.Mail.QUEUED, sent_at__lt=clock.now() - UNDER_WAY)
    pks = set(rows.values_list("pk", flat=True))
    if not pks:
        return
    ready = DBTaskResult.objects.ready().filter(task_path=deliver.module_path)
    for pk in pks - {row.args_kwargs["args"][0] for row in ready}:
        deliver.enqueue(pk)


def again(pk: int, *, by: User) -> None:
    """Its writer decides to send a failed or uncertain one once more. Raises `Refused`."""
    with audit.change(by) as trail:
        row = Notice.objects.select_for_update(of=("self",)).select_related("to").filter(pk=pk, written_by=by).first()
        if row is None or row.mail_state not in {Notice.Mail.FAILED, Notice.Mail.SENDING}:
            raise Refused("Thư này không cần gửi lại.")
        if not is_on():
            raise Refused("Cổng chưa đặt máy chủ thư. Báo người quản trị hệ thống.")
        if row.mail_state == Notice.Mail.SENDING and clock.now() - row.mailed_at < UNDER_WAY:
            raise Refused("Thư có thể đang được gửi. Chờ mười phút rồi xem lại.")
        queue([row])
        trail.add("mail_again", row)
