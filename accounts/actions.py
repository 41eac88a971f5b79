"""What people change about their own account."""

from accounts import audit
from accounts.models import User


def change_password(user: User, new: str, *, by: User) -> None:
    """A new password, and no more asking for one at sign-in."""
    with audit.change(by) as trail:
        locked = User.objects.select_for_update().get(pk=user.pk)
        locked.set_password(new)
        locked.must_change_password = False
        locked.save(update_fields=["password", "must_change_password"])
        trail.add("change_password", locked)
    user.password, user.must_change_password = locked.password, False
