"""People who sign in, and the trail of what was done."""

from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, TruncDate

from accounts import places
from accounts.sign_in.passwords import LONGEST, normalised
from core import clock
from core.text import folded, folded_once, name_key, tidy


class UserManager(BaseUserManager["User"]):
    """Accounts by their sign-in name."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        fields.setdefault("full_name", username)
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)

    def command_line(self) -> "User":
        """The built-in account "dòng lệnh", which cannot sign in."""
        user, created = self.get_or_create(
            username="dong-lenh", defaults={"full_name": "Dòng lệnh", "is_builtin": True, "is_active": False}
        )
        if created:
            user.set_unusable_password()
            user.save()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account; what they may do stands in their memberships."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    job_title = models.CharField("chức vụ", max_length=120, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    is_active = models.BooleanField("được đăng nhập", default=True)
    is_staff = models.BooleanField("vào trang quản trị", default=False)
    is_builtin = models.BooleanField(default=False)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=200, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["sort_key"]
        verbose_name = "tài khoản"
        constraints = [
            models.UniqueConstraint(
                Lower("username"), name="username_any_case",
                violation_error_message="Tên đăng nhập này đã có người dùng.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = tidy(self.full_name)
        self.sort_key, self.search_key = name_key(self.full_name)[:400], folded(self.full_name)
        super().save(*args, **kwargs)

    def set_password(self, raw_password: str | None) -> None:
        """However it was typed, one spelling of it is kept."""
        super().set_password(normalised(raw_password) if raw_password is not None else None)

    def check_password(self, raw_password: str) -> bool:
        """As it is kept, or as an older hash may keep it; nothing that is too long is hashed."""
        if len(raw_password) > LONGEST:
            return False
        plain = normalised(raw_password)
        return super().check_password(plain) or (plain != raw_password and super().check_password(raw_password))

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1]


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Rows of the trail."""

    def visible_to(self, user: Any) -> Self:
        """The rows that somebody may inspect, each with its `day`."""
        return self.annotate(day=TruncDate("at", tzinfo=clock.VIETNAM)).filter(places.readable_by(user))


class SignInAttempt(models.Model):
    """A wrong password, a knock under pressure, or an administrator's opening; kept for hours, then purged."""

    class Kind(models.TextChoices):
        WRONG = "wrong"
        KNOCK = "knock"
        OPENED = "opened"

    name = models.CharField(max_length=40)  # digest of what was typed
    place = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WRONG)
    at = models.DateTimeField()  # the machine's moment

    class Meta:
        indexes = [
            models.Index(fields=["name", "at"], name="attempt_name"),
            models.Index(fields=["place", "at"], name="attempt_place"),
            models.Index(fields=["at"], name="attempt_at"),
        ]


class AuditEvent(models.Model):
    """One row of the trail: who did what to what, when. Without foreign keys, so that it outlives its subject.

    `mac` chains the row to the one before with a key that is not in the database.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField("lúc")  # the portal's moment
    real_at = models.DateTimeField()  # the machine's moment
    actor = models.CharField(max_length=60)
    actor_name = models.CharField("người làm", max_length=120)
    role = models.CharField(max_length=60, blank=True)
    unit_code = models.CharField(max_length=40, blank=True)
    unit_from = models.DateField(null=True, blank=True)  # the first day of the unit's life: codes are reused
    verb = models.CharField("việc", max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField("đối tượng", max_length=300)
    summary = models.CharField("nội dung", max_length=500, blank=True)
    address = models.CharField(max_length=60, blank=True)
    payload_digest = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64)
    search_key = models.TextField(
        editable=False, default=""
    )  # of what can be read of it; not chained: it says nothing new

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "seq"], name="audit_subject"),
            models.Index(fields=["actor", "seq"], name="audit_actor"),
            models.Index(fields=["unit_code", "seq"], name="audit_unit"),
        ]

    def fold(self) -> None:
        """Make it found by what can be read of it."""
        self.search_key = folded_once(f"{self.actor_name} {self.subject_label} {self.summary}")


class AuditPayload(models.Model):
    """Old and new values of one event; may lawfully be erased, its digest stays chained."""

    event_seq = models.BigIntegerField(primary_key=True)
    content = models.TextField()


class AuditHead(models.Model):
    """The one row that is locked last and says where the trail ends."""

    seq = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True)  # of the last row
    seal = models.CharField(max_length=64, blank=True)  # over seq and mac, so that a cut tail shows
