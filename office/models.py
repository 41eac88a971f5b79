"""Files that offices hand in, kept outside the web root under random names."""

import hashlib
import secrets
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from accounts import audit
from core import clock
from office.files import scanning
from office.files.contents import FileRefused, kind_of, shown_name

PREVIEW = "application/octet-stream"  # the media type of a file that is only waiting for consent


def new_key() -> str:
    """256 bits that nobody guesses, as an address takes them."""
    return secrets.token_urlsafe(32)


def _random_name(_: models.Model, name: str) -> str:
    return f"{clock.today():%Y/%m}/{secrets.token_hex(16)}"


class StoredFile(models.Model):
    """A file as it was handed in. It is reached only through the page of the record that owns it."""

    content = models.FileField(upload_to=_random_name)
    name = models.CharField("tên tệp", max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("dung lượng (byte)")
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(default=clock.now)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, upload: UploadedFile, *, by: models.Model) -> "StoredFile":
        """Check by content and keep. Raises `FileRefused`; then nothing is stored."""
        limit = settings.UPLOAD_LIMIT
        read = bytearray()
        for chunk in upload.chunks():
            read += chunk
            if len(read) > limit:
                raise FileRefused(f"Tệp lớn hơn {limit // 1024 // 1024} MB. Vui lòng giảm dung lượng rồi gửi lại.")
        content = bytes(read)
        kind = kind_of(content, upload.name or "")
        scanning.check(content, upload.name or "")
        return cls.store(content, upload.name or "", kind.media_type, by=by)

    @classmethod
    def store(cls, content: bytes, name: str, media_type: str, *, by: models.Model) -> "StoredFile":
        """Bytes that were checked already: file and row together or, when anything fails, neither."""
        stored = cls(
            name=shown_name(name),
            media_type=media_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            stored_by=by,
        )
        with audit.change(by):
            stored.content.save(stored.name, ContentFile(content), save=False)
            audit.if_it_fails(partial(stored.content.storage.delete, stored.content.name))
            stored.save()
        return stored

    @property
    def facts(self) -> dict[str, str | int]:
        """What stays known of it when it is deleted."""
        return {"name": self.name, "size": self.size, "sha256": self.sha256}

    def read(self) -> bytes:
        """The bytes as they were handed in."""
        with self.content.open("rb") as file:
            return file.read()

    def discard(self) -> None:
        """Delete the row now and the file once that is certain. Raises `ProtectedError` while a record owns it."""
        name = self.content.name
        self.works.update(file=None, file_facts=self.facts)
        self.delete()
        transaction.on_commit(partial(self.content.storage.delete, name), robust=True)


class StagedFile(models.Model):
    """A file between its preview and its consent: whose, of which session, what for, and what was shown of it."""

    key = models.CharField(max_length=43, unique=True, default=new_key)
    fingerprint = models.CharField(max_length=64)
    purpose = models.CharField(max_length=30)
    about = models.JSONField(default=dict)  # where the consent must come from: the unit, the year, the round
    said = models.JSONField(default=dict)  # what was typed beside the file
    shown = models.JSONField(default=list)  # what the preview said that it would do: place and effect of each row
    session = models.CharField(max_length=64, db_index=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="staged")
    staged_at = models.DateTimeField(default=clock.real_now)

    def __str__(self) -> str:
        return self.file.name


class Sending(models.Model):
    """A form that made something: its key, what was sent, and where that is found, so that it is made once."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)  # of form and key, digested: whatever a browser sends fits
    digest = models.CharField(max_length=64)  # of all that was sent
    made = models.CharField(max_length=500, blank=True)  # the address that the first answer led to
    sent_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="sending_once")]

    def __str__(self) -> str:
        return self.made


class Transition(models.Model):
    """One step that a record took: which, from where to where, who, in which role, when and why."""

    step = models.CharField(max_length=30)
    source = models.CharField(max_length=30)
    target = models.CharField(max_length=30)
    reason = models.CharField("lý do", max_length=1000, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]


class Notice(models.Model):
    """A message to somebody with an account: it waits in its writer's outbox to be read, changed or thrown away first."""

    class Mail(models.TextChoices):
        QUEUED = "queued", "thư đang chờ gửi"
        SENDING = "sending", "chưa rõ thư đã đi chưa"
        SENT = "sent", "đã gửi thư"
        FAILED = "failed", "chưa gửi được thư"

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    place = models.CharField("nơi nhận", max_length=200)  # the unit or office that is meant
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung", max_length=4000)
    url = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=80, blank=True, db_index=True)  # what it reminds of: kind, year, unit code
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(max_length=10, choices=Mail, blank=True, default="")
    mail_error = models.CharField(max_length=200, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "thông báo"

    def __str__(self) -> str:
        return self.subject

    @property
    def is_mailed(self) -> bool:
        """The letter went out."""
        return self.mail_state == self.Mail.SENT

    @property
    def may_be_mailed_again(self) -> bool:
        """The letter failed, or nobody knows whether it went."""
        return self.mail_state in (self.Mail.FAILED, self.Mail.SENDING)


class LongWork(models.Model):
    """Work too long for a page: who asked, how far it is, what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        RUNNING = "running", "Đang chạy"
        WRITING = "writing", "Đang ghi"
        DONE = "done", "Đã xong"
        REFUSED = "refused", "Không thực hiện được"
        INTERRUPTED = "interrupted", "Gián đoạn"

    kind = models.CharField(max_length=60)
    label = models.CharField("việc", max_length=300)
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="works")
    file_facts = models.JSONField(default=dict)  # name, size, sha256 of a file that has been deleted since
    wanted = models.JSONField(default=dict)  # the parameters of the work
    result = models.CharField("kết quả", max_length=500, blank=True)
    errors = models.JSONField(default=list)
    asked_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # the machine's own clock: how long it waits, whether its worker lives
    queued_at = models.DateTimeField(default=clock.real_now)
    beat_at = models.DateTimeField(default=clock.real_now)
    attempts = models.PositiveSmallIntegerField(default=0)
    task = models.CharField(max_length=64, blank=True)  # its row in the queue

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_done(self) -> bool:
        """It ended as it should."""
        return self.state == self.State.DONE

    @property
    def is_held(self) -> bool:
        """A worker says that it is at it."""
        return self.state in HELD

    @property
    def percent(self) -> int:
        return 100 if self.state == self.State.DONE else min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def step(self) -> str:
        """ "check": asks for consent when it is done; "file": makes a file for whoever asked; "write": stores."""
        return str(self.wanted.get("step", "write"))


HELD = frozenset({LongWork.State.RUNNING, LongWork.State.WRITING})
ENDED = frozenset({LongWork.State.DONE, LongWork.State.REFUSED, LongWork.State.INTERRUPTED})


class ErrorRecord(models.Model):
    """A failure of the portal: when, where, of which request and user; no value that was sent, no name."""

    at = models.DateTimeField(default=clock.real_now, db_index=True)
    kind = models.CharField(max_length=100)
    place = models.CharField(max_length=300)  # file, line and function of the portal's own code
    code = models.CharField(max_length=16, blank=True, db_index=True)  # of the request; empty for long work
    address = models.CharField(max_length=200, blank=True)  # without query
    user_number = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "place"], name="error_alike")]

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"
