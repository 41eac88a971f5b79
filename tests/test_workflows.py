"""Every state × step × permission answers as the table says."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from accounts.permissions import Permission
from awards.workflow import NOMINATION
from campaign.records import Road
from campaign.roads import ROADS
from campaign.workflow import FIGURES, PLANS
from core.workflow import Workflow
from reports.templatetags.portal import steps

TABLES = {
    "figures": FIGURES,
    "plans": PLANS,
    "nominations": NOMINATION,
    **{road.value: table for road, table in ROADS.items()},
}


@dataclass
class Facts(SimpleNamespace):
    """Facts to which no guard objects."""

    state: str = ""
    allowed: set[str] = field(default_factory=set)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return ""

    def may(self, permission: str) -> bool:
        return permission in self.allowed


def _cells() -> list:
    return [
        pytest.param(table, state, step.name, id=f"{name}-{state}-{step.name}")
        for name, table in TABLES.items()
        for state in table.labels
        for step in table
    ]


@pytest.mark.parametrize(("table", "state", "step"), _cells())
def test_each_cell(table: Workflow, state: str, step: str) -> None:
    move = table[step]
    for permission in Permission:
        facts = Facts(state=state, allowed={permission})
        facts.faults = ()
        is_open = not table.refusals(move, facts)
        assert is_open == (state in move.sources and permission == move.needs)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_returns_and_refusals_ask_for_a_reason(table: Workflow) -> None:
    assert {step.name for step in table if "return" in step.name and not step.reason} == set()


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_state_is_reached_and_named(table: Workflow) -> None:
    named = set(table.labels)
    assert {state for step in table for state in (*step.sources, step.target)} <= named


def test_throwing_away_is_never_the_first_thing_to_press() -> None:
    table = ROADS[Road.NOTE]
    facts = Facts(state="draft", allowed=set(Permission))
    shown = {
        item.option.step.name: item.is_primary
        for item in steps(table.options(facts), "campaign:record_step", 1)["next_steps"]
    }
    assert shown == {"record": True, "remove": False}
    alone = [option for option in table.options(facts) if option.step.name == "remove"]
    assert not steps(alone, "campaign:record_step", 1)["next_steps"][0].is_primary
