"""Cards and steps are two sides of one question: a card leads to a step that is open, and who may act now has a card.

Over everybody of the cast, in a province where one of everything was written.
"""

import re
from collections.abc import Iterator

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from awards.models import Nomination
from awards.workflow.people import hands
from awards.workflow.waits import open_comments
from campaign.activities.actions.records import facts_of
from campaign.activities.domain.roads import ROADS
from campaign.activities.turns import mine, turn_of
from campaign.models import FigureSet, Record
from core import once
from office.todo import Card
from reports.frame import Frame
from tests import cast
from tests.furnished import Furnished, furnish
from units import access
from units.models import Unit

pytestmark = pytest.mark.django_db

NO_STEP = "Không có bước nào đến lượt bạn"
# steps that are open without being anybody's turn, each with its reason
ASIDE = {
    "draft": "a draft waits for nobody: who writes it knows",
    "fostering": "a story is fostered as long as its people wish",
    "overruled": "the matter is settled; raising it again is a choice",
    "approved": "to publish a story is a choice",
    "published": "to take it off the public page is a choice",
    "recorded": "what was written down stands; opening it again is a choice",
    "confirmed": "what was confirmed stands; to object later is a choice",
    "answered": "an obstacle that was answered may be asked about again",
    "accepted": "a report that was taken may still be returned",
    "closed": "nothing is left to do",
}


@pytest.fixture
def whole(province: cast.Province) -> Furnished:
    return furnish(province)


def _cards(user: User) -> tuple[Card, ...]:
    request = RequestFactory().get("/")
    request.user = user
    with once.page():
        return Frame(request).cards


def _known(whole: Furnished) -> Iterator[tuple[str, User]]:
    for name, user in sorted(whole.people.items()):
        yield name, User.objects.get(pk=user.pk)


def test_every_card_leads_to_a_page_with_an_open_step(whole: Furnished) -> None:
    seen = 0
    faults = []
    for name, user in _known(whole):
        client = Client()
        client.force_login(user)
        for card in _cards(user):
            page = client.get(card.url)
            seen += 1
            if page.status_code != 200:
                faults.append((name, card.what, card.url, page.status_code))
            elif NO_STEP in page.content.decode():
                faults.append((name, card.what, card.url, NO_STEP))
    assert faults == []
    assert seen > 20


def test_a_record_has_a_card_for_whose_turn_it_is_and_for_nobody_else(whole: Furnished) -> None:
    rows = list(Record.objects.select_related("unit", "organisation__seat", "about", "campaign"))
    for name, user in _known(whole):
        urls = {card.url for card in _cards(user)}
        theirs = {row.pk for row, _ in mine(user, rows)}
        for row in rows:
            assert (f"/phong-trao/{row.pk}/" in urls) is (row.pk in theirs), (name, str(row))
            if row.pk in theirs:
                assert [item for item in row.road.options(facts_of(row, by=user)) if item.is_open], (name, str(row))


def test_an_open_step_without_a_card_has_its_reason(whole: Furnished) -> None:
    """What somebody may do now is their turn, that of whom it is addressed to, or a choice."""
    for name, user in _known(whole):
        for row in Record.objects.select_related("unit", "organisation__seat", "about", "campaign"):
            turn = turn_of(row)
            if turn is None or mine(user, [row]):
                continue
            options = [item for item in row.road.options(facts_of(row, by=user)) if item.is_open]
            if not options or all(item.step.needs == Permission.KEEP_RECORDS for item in options):
                continue  # whoever wrote it may take it back while others have it
            # the others hold the right as well, above the place or beside the one that was asked
            others = [other for _, other in _known(whole) if mine(other, [row])]
            assert others or row.state in ASIDE, (name, str(row), row.state)


def test_whose_turn_a_dossier_is_has_a_card_that_leads_to_it(whole: Furnished) -> None:
    """To the dossier itself, to the page of its round where a whole list takes the step, or to the session that has it."""
    rows = list(Nomination.objects.select_related("round__campaign__province").order_by("pk"))
    found, spoken_of = hands(rows), open_comments(rows)
    for name, user in _known(whole):
        urls = {card.url for card in _cards(user)}
        for row in rows:
            if row.pk in found and user.pk in found[row.pk].ids and row.pk not in spoken_of:
                of_round = reverse("awards:round", args=[row.round.code])
                assert f"/ho-so/{row.pk}/" in urls or any(url.startswith((of_round, "/phien-hop/")) for url in urls), (
                    name,
                    str(row),
                )


def test_figures_that_were_sent_have_a_card_with_who_looks_at_them_next(whole: Furnished) -> None:
    asked = {"submitted": Permission.CHECK_FIGURES, "checked": Permission.APPROVE_FIGURES}
    for name, user in _known(whole):
        areas = {card.area for card in _cards(user)}
        for row in FigureSet.objects.current().filter(state__in=asked).select_related("unit"):
            if row.unit_id in access.from_above(user, asked[row.state], [row.unit_id], model=Unit):
                assert "figures" in areas, (name, str(row))


def test_the_states_without_a_card_are_states() -> None:
    states = {state for road in ROADS.values() for state in road.labels}
    assert set(ASIDE) <= states


def test_a_number_of_cards_is_what_the_list_behind_it_holds(whole: Furnished) -> None:
    """A card that counts says how many, and never none."""
    for name, user in _known(whole):
        for card in _cards(user):
            assert card.count > 0, (name, card.what)
            assert not re.search(r"\b0 ", card.what), (name, card.what)
        assert access.seats(user) or not [card for card in _cards(user) if card.area], name
