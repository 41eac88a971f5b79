"""Once means once: whatever form is sent twice, from Back, by a second click or from two tabs, makes one."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import resolve

from accounts.models import User
from office.once_only import KEY
from tests import cast
from tests.furnished import long_walk
from tests.sent_forms import Sent
from tests.test_post_walk import Doors, contents, shown_forms, undone

SignIn = Callable[[User], Client]
# the newer of two takes the place of the older, which stays known: the same again is no second one
REPLACES = frozenset({
    "awards:part", "awards:paper", "awards:keep_signed_paper",
    "awards:blank", "awards:paper_law", "campaign:plan_deadline", "campaign:report_deadlines",
})  # fmt: skip


@pytest.fixture(autouse=True)
def _long_walk() -> Iterator[None]:
    with long_walk():
        yield


@pytest.fixture
def doors(province: cast.Province, sign_in: SignIn) -> Doors:
    return shown_forms(province, sign_in)


def _twice(doors: Doors, sign_in: SignIn, owner: str, form: Sent, *, other_key: bool) -> tuple[int, int, set[str]]:
    """Send a form, then again; how both were answered, and the tables that the second changed."""
    client = sign_in(doors.found.people[owner])
    client.raise_request_exception = False
    session = client.cookies["sessionid"].value
    with undone() as written:
        first = form.send(client)
        names = set(written.names)
        before = contents(names)
        client.cookies["sessionid"] = session  # one of the forms signs out
        second = Sent(form.name, form.address, {**form.data, KEY: ["khác"]}) if other_key else form
        again = second.send(client)
        after = contents(written.names)
        changed = {name for name in written.names if before.get(name, {}) != after[name]}
    return first.status_code, again.status_code, changed if first.status_code < 400 else set()


def test_every_form_has_a_key(doors: Doors) -> None:
    assert [form.address for owner, form in doors.forms if owner and not form.data.get(KEY, [""])[0]] == []


@pytest.mark.long
def test_a_form_sent_again_changes_nothing_more_and_is_answered_like_the_first(doors: Doors, sign_in: SignIn) -> None:
    faults = []
    for owner, form in doors.forms:
        if owner and form.name != "accounts:sign_out":
            first, again, changed = _twice(doors, sign_in, owner, form, other_key=False)
            if changed or (first != again and (first, again) != (200, 302)):
                faults.append(f"{owner} at {form.address}: {first}, then {again}; {changed}")
    assert not faults, "\n".join(faults)


@pytest.mark.long
def test_the_same_from_another_tab_is_asked_about_where_it_would_make_a_second_one(
    doors: Doors, sign_in: SignIn
) -> None:
    faults, replaces = [], set()
    for owner, form in doors.forms:
        if not owner or form.name == "accounts:sign_out":
            continue
        first, again, changed = _twice(doors, sign_in, owner, form, other_key=True)
        asks = getattr(resolve(form.address.split("?")[0]).func, "creates", False)
        if changed and form.name in REPLACES:
            replaces.add(form.name)
        elif changed or (asks and first == 302 and again != 409):
            faults.append(f"{owner} at {form.address}: {first}, then {again}; {changed}")
    assert not faults, "\n".join(faults)
    assert replaces == REPLACES
