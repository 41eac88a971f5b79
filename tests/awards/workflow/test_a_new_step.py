"""A step is added by its row of the table and its guard: pages, lists, timeline and trail know it from there."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.permissions import Permission
from accounts.words import OF_STEPS, said
from awards.models import Assessment, NominationTransition
from awards.workflow.states import State
from awards.workflow.table import NOMINATION, DossierStep, NominationFacts
from tests import cast
from tests.awards.walking import accepted, propose, read

WHY = "Chưa ghi biên bản kiểm tra thực tế."
open_for: set[str] = set()


def visit_is_noted(facts: NominationFacts) -> str | None:
    return None if facts.state in open_for else WHY


STEP = DossierStep(
    "visit", "Kiểm tra thực tế", {State.UNDER_APPRAISAL}, State.UNDER_APPRAISAL, needs=Permission.APPRAISE,
    guards=(visit_is_noted,), then="Biên bản kiểm tra được giữ.", verb="Kiểm tra thực tế hồ sơ", freezes=True,
)  # fmt: skip


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NOMINATION.steps, STEP.name, STEP)
    monkeypatch.setitem(OF_STEPS, f"nomination_{STEP.name}", STEP.said)
    open_for.clear()


@pytest.mark.usefixtures("added")
def test_a_row_and_a_guard_are_all_that_a_step_needs(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    item = accepted(province, propose(province, "22801"))
    desk = sign_in(province.home)
    page = f"/ho-so/{item.pk}/"
    closed = desk.get(page).content.decode()
    assert STEP.label in closed
    assert WHY in closed

    address, sent = f"{page}buoc/visit/", {"edition": str(read(item.pk).edition)}
    assert WHY in desk.post(address, sent, follow=True).content.decode()
    assert not NominationTransition.objects.filter(nomination=item, step="visit").exists()

    open_for.add(State.UNDER_APPRAISAL)
    assert desk.post(address, sent).status_code == 302
    assert STEP.label in desk.get(page).content.decode()  # offered again, and in the timeline
    assert Assessment.objects.filter(nomination=item, step="visit").count() == 1
    event = AuditEvent.objects.get(verb="nomination_visit")
    assert said(event.verb, event.subject_type) == "Kiểm tra thực tế hồ sơ"
