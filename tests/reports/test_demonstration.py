"""The demonstration loads from nothing, as `run.py` does on a fresh machine, and its people find their rooms."""

import re
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.models import User
from awards.models import Award, CouncilSession, Nomination
from awards.workflow.states import State
from campaign.models import FigureSet, Plan, Record
from core import clock
from core.clock import VIETNAM
from reports.demonstration import people
from units.models import Household, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, pytest.mark.long]

WORKING_DAY = datetime(2024, 4, 12, 9, tzinfo=VIETNAM)  # of the demonstration, as `run.py` sets it
COUNTED = (Unit, Household, FigureSet, Plan, Record, Nomination, CouncilSession, Award)


def _counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in COUNTED}


def _links(page: str) -> list[str]:
    """The addresses of the menu and of the cards, without the files among them."""
    found = re.findall(r'<a[^>]*href="(/[^"#]*)"', page)
    return sorted({link for link in found if not link.startswith(("/static/", "/dang-xuat"))})


def test_it_loads_from_nothing_once_and_all_of_it_agrees() -> None:
    said = StringIO()
    with clock.at(WORKING_DAY):
        call_command("demo", stdout=said)
        assert [name for name, _, _ in people.accounts() if name not in said.getvalue()] == []
        counts = _counts()
        assert [name for name, number in counts.items() if number == 0] == []
        states = set(Nomination.objects.values_list("state", flat=True))
        assert states >= {State.DRAFT, State.SUBMITTED, State.UNDER_APPRAISAL, State.AWARDED}

        again = StringIO()
        call_command("demo", stdout=again)
        assert "đã có sẵn" in again.getvalue()
        assert _counts() == counts
        call_command("check_portal", stdout=StringIO())  # exits with 1 where something does not agree

        refused = []
        for username, _, _ in people.accounts():
            client = Client()
            client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
            start = client.get("/")
            links = _links(start.content.decode())
            answers = {link: client.get(link).status_code for link in links}
            refused += [f"{username}: {link} {status}" for link, status in answers.items() if status not in (200, 302)]
            assert start.status_code == 200 and len(links) > 3, username
        assert refused == []


@pytest.mark.parametrize("words", [(), ("--reset",)])
def test_a_portal_with_people_of_its_own_is_left_alone(db: None, settings: Any, words: tuple[str, ...]) -> None:
    settings.DEVELOPMENT = True
    User.objects.create_user("can-bo", "mot-cau-ngan-de-nho", full_name="Cán bộ")
    with pytest.raises(CommandError, match="có 1 tài khoản không phải của bản trình diễn"):
        call_command("demo", *words, stdout=StringIO())
    assert User.objects.filter(username="can-bo").exists()
