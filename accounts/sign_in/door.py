"""The door: who gets in, who waits, and how an administrator opens it again.

Each try is written down before it is checked, so that many at once count as many; it is forgotten when it was right,
or when it was turned away unchecked, so that trying while waiting prolongs nothing. A typed name may be a mistyped
password: only its digest is kept.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from django.contrib.auth.hashers import make_password
from django.db.models import Count, Max, Min, Q
from django.utils.crypto import get_random_string, salted_hmac

from accounts import audit
from accounts.models import AuditEvent, SignInAttempt, User
from accounts.sign_in.addresses import neighbourhood
from accounts.sign_in.attempts import OWN_FREE, PORTAL_PRESSED, WINDOW, Facts, Mistakes, Verdict, judge
from accounts.sign_in.devices import Device
from core import clock
from core.text import tidy

UNKNOWN_NAME = "Tên đăng nhập không có trong cổng"
LONGEST_NAME = 60
LETTERS_READ = 300  # of what was typed as a name
OPEN_FOR = timedelta(hours=1)  # after an administrator opened the door, the name counts as acquainted everywhere
MET_SINCE = timedelta(days=180)  # an address that signed in to the name since then is acquainted
_KIND = SignInAttempt.Kind


@dataclass(frozen=True)
class Visitor:
    """Who stands at the door: the digest of the typed name, and the place that they come from."""

    name: str
    place: str
    address: str
    is_met: bool = False  # this browser has signed in to the name before

    @classmethod
    def with_device(cls, typed: str, address: str, device: Device) -> "Visitor":
        name = digest(typed)
        is_met = name in device.names
        place = f"device {device.number}" if is_met else neighbourhood(address)
        return cls(name, place, address, is_met)


@dataclass(frozen=True)
class Answer:
    """The person who may enter, or how many seconds to wait and how many mistakes are left before that."""

    user: User | None = None
    wait: int = 0
    left: int = 0


@dataclass(frozen=True)
class Trouble:
    """The mistakes with one name within the window, as its administrator sees them."""

    count: int
    places: int
    last: datetime | None

    @property
    def is_stopped(self) -> bool:
        return self.count >= OWN_FREE

    @property
    def ago(self) -> str:
        """When the last one was, in words that hold on a working date as well: the door keeps the machine's time."""
        minutes = int((clock.real_now() - self.last).total_seconds() // 60) if self.last else 0
        return f"cách đây {minutes} phút" if minutes else "vừa xong"


def read_name(typed: str) -> str:
    """A name as it is looked up, capitals or not; what is too long stays too long, and is nobody's."""
    return tidy(unicodedata.normalize("NFKC", typed[:LETTERS_READ])).lower()


def digest(typed: str) -> str:
    """What is kept of a typed name."""
    return salted_hmac("accounts.sign_in.door", read_name(typed), algorithm="sha256").hexdigest()[:40]


def enter(typed: str, password: str, *, address: str, device: Device) -> Answer:
    """Let a person in, tell them that something was wrong, or tell them to wait: never which of name and password."""
    visitor = Visitor.with_device(typed, address, device)
    name = read_name(typed)
    account = User.objects.filter(username__iexact=name).first() if len(name) <= LONGEST_NAME else None

    def is_right() -> bool:
        fits = (account or _nobody()).check_password(password)
        return fits and account is not None and account.is_active

    def signed_in_from_here() -> bool:
        return account is not None and _has_met(account, address)

    answer = _tried(visitor, is_right, signed_in_from_here)
    if answer is None:
        return Answer(account)
    if not answer.was_refused_unchecked:
        _note(account.username if account else UNKNOWN_NAME, answer.verdict)
    return Answer(None, answer.verdict.wait, answer.verdict.left)


def confirm(user: User, password: str) -> Answer:
    """The same for somebody within who says their password again: an unattended screen is no place to guess."""
    visitor = Visitor(digest(user.username), "within", "", is_met=True)
    answer = _tried(visitor, lambda: user.check_password(password), lambda: True)
    return Answer(user) if answer is None else Answer(None, answer.verdict.wait, answer.verdict.left)


@dataclass(frozen=True)
class _No:
    verdict: Verdict
    was_refused_unchecked: bool = False


def _tried(visitor: Visitor, is_right: Callable[[], bool], is_met: Callable[[], bool]) -> _No | None:
    """One try from its first line in the table to its end; None when it was right."""
    mine = SignInAttempt.objects.create(name=visitor.name, place=visitor.place, at=clock.real_now())
    facts = _facts(visitor, but=mine.pk)
    verdict = _judged(facts, is_met)
    if verdict.wait:
        if facts.pressure and facts.knocked is None:
            SignInAttempt.objects.filter(pk=mine.pk).update(kind=_KIND.KNOCK)
        else:
            mine.delete()
        return _No(verdict, was_refused_unchecked=True)
    if is_right():
        SignInAttempt.objects.filter(name=visitor.name, place=visitor.place).delete()
        return None
    return _No(_judged(_facts(visitor), is_met))


def _judged(facts: Facts, is_met: Callable[[], bool]) -> Verdict:
    """As a stranger, unless that makes a difference and they are none."""
    strict, mild = judge(facts), judge(replace(facts, is_acquainted=True))
    return mild if strict != mild and is_met() else strict


def _facts(visitor: Visitor, *, but: int = 0) -> Facts:
    now = clock.real_now()
    rows = SignInAttempt.objects.filter(at__gt=now - WINDOW).exclude(pk=but)
    wrong = Q(kind=_KIND.WRONG)
    own = wrong & Q(place=visitor.place)
    by_name = rows.filter(name=visitor.name).aggregate(
        count=Count("pk", filter=wrong),
        own=Count("pk", filter=own),
        last=Max("at", filter=own),
        knocked=Min("at", filter=Q(kind=_KIND.KNOCK, place=visitor.place)),
        opened=Count("pk", filter=Q(kind=_KIND.OPENED, at__gt=now - OPEN_FOR)),
    )
    there = rows.filter(wrong, place=visitor.place).aggregate(count=Count("pk"), last=Max("at"))
    return Facts(
        now=now,
        own=Mistakes(by_name["own"], by_name["last"]),
        address=Mistakes(there["count"], there["last"]),
        name_count=by_name["count"],
        portal_count=rows.filter(wrong)[: PORTAL_PRESSED * 4].count(),
        knocked=by_name["knocked"],
        is_acquainted=visitor.is_met or by_name["opened"] > 0,
    )


def _has_met(account: User, address: str) -> bool:
    """Somebody signed in to the account from there: the trail says so."""
    since = clock.real_now() - MET_SINCE
    rows = AuditEvent.objects.filter(actor=account.username, verb="sign_in", real_at__gt=since).order_by()
    here = neighbourhood(address)
    return any(neighbourhood(known) == here for known in rows.values_list("address", flat=True).distinct())


@lru_cache(maxsize=1)
def _nobody() -> User:
    """Stands in for accounts that do not exist, so that a check of them takes as long."""
    return User(password=make_password(get_random_string(40)))


def _note(label: str, verdict: Verdict) -> None:
    """A mistyped name may be a password: only names that exist are written down."""
    audit.note(User(), "sign_in_failed", label=label)
    if verdict.wait:
        audit.note(User(), "sign_in_locked", label=label, summary=f"Chờ {verdict.wait} giây")


def trouble_of(user: User) -> Trouble:
    """What an administrator sees of the mistakes with an account's name."""
    rows = SignInAttempt.objects.filter(name=digest(user.username), kind=_KIND.WRONG, at__gt=clock.real_now() - WINDOW)
    found = rows.aggregate(count=Count("pk"), places=Count("place", distinct=True), last=Max("at"))
    return Trouble(**found)


def open_again(user: User) -> None:
    """All waits of a name end, and for an hour nobody who types it is held up by what others did."""
    name = digest(user.username)
    SignInAttempt.objects.filter(name=name).delete()
    SignInAttempt.objects.create(name=name, place="", kind=_KIND.OPENED, at=clock.real_now())


def purge_attempts(before: datetime | None = None) -> int:
    """Forget what no judgement reads any more, and say how many rows that were."""
    count, _ = SignInAttempt.objects.filter(at__lte=before or clock.real_now() - WINDOW).delete()
    return count
