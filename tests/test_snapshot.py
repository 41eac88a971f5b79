"""The province put down from its rows is the province that its actions make."""

import pytest
from django.db import transaction

from accounts import audit
from accounts.models import AuditEvent, User
from tests import cast, snapshot
from units.models import Membership


def test_rows_put_down_again_are_the_rows_that_were_read(db: None, on_deadline_evening: None) -> None:
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        made = cast._build_province(reforms=True)
        held = snapshot.read()
        names = sorted(made.people), sorted(made.bodies)
        raise Undone
    assert snapshot.read() == []
    snapshot.write(held)
    assert snapshot.read() == held
    found = cast._found_province()
    assert (sorted(found.people), sorted(found.bodies)) == names
    assert found.home == User.objects.get(username="home")


def test_new_rows_follow_the_rows_put_down(province: cast.Province) -> None:
    last = Membership.objects.latest("pk").pk
    row = Membership.objects.create(user=province.home, role="auditor", unit=province.unit("58"), valid_from=cast.START)
    assert row.pk == last + 1
    audit.note(province.home, "sign_in", province.home)
    assert AuditEvent.objects.latest("seq").actor == "home"
    assert audit.first_fault() is None
