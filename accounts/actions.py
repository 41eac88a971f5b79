"""What people change about their own account."""

from collections.abc import Callable

from django.http import HttpRequest

from accounts import audit
from accounts.models import User

AT_SIGN_OUT: list[Callable[[HttpRequest], None]] = []  # what higher apps let go of while the session still stands


def let_go(request: HttpRequest) -> None:
    """Let go of what the session held, before it ends: signed out, idle or too old."""
    for drop in AT_SIGN_OUT:
        drop(request)


def change_password(user: User, new: str, *, by: User) -> None:
    """A new password, and no more asking for one at sign-in."""
    with audit.change(by) as trail:
        locked = User.objects.select_for_update().get(pk=user.pk)
        locked.set_password(new)
        locked.must_change_password = False
        locked.save(update_fields=["password", "must_change_password"])
        trail.add("change_password", locked)
    user.password, user.must_change_password = locked.password, False
