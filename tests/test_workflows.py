"""Every state × step × permission answers as the table says, and each objection closes the steps that it must."""

from collections.abc import Iterable
from dataclasses import MISSING, fields
from typing import Any, get_type_hints

import pytest

from accounts.permissions import Permission
from awards.workflow.table import BY_COUNCIL, BY_DECISION, NOMINATION, NominationFacts
from campaign.activities.domain.records import Road
from campaign.activities.domain.roads import ROADS, RecordFacts
from campaign.figures.workflow import FIGURES, PLANS, FigureFacts, PlanFacts
from core.workflow import Workflow
from reports.templatetags.states import steps

TABLES: dict[str, tuple[Workflow, type]] = {
    "figures": (FIGURES, FigureFacts),
    "plans": (PLANS, PlanFacts),
    "nominations": (NOMINATION, NominationFacts),
    **{road.value: (table, RecordFacts) for road, table in ROADS.items()},
}
WHO = {"state", "allowed", "may", "override_reason"}  # facts that are no objection
NO_OBJECTION: dict[Any, Any] = {str: "", bool: False, tuple[str, ...]: ()}
OBJECTION: dict[Any, Any] = {str: "Không được.", bool: True, tuple[str, ...]: ("Không được.",)}

# Which steps an objection closes, as the plan and the law ask; every objection that is gathered stands here.
LISTING = {"recommend", "put_before_council"}
UP_TO_DECISION = {"choose", "to_council", "to_comment", "to_decision", "award", "send_to_state"}
APPRAISING = {"accept", "appraise", "reopen", "decline", "reconsider", "leave_out"} | LISTING
WITH_PAPER = {"award", "send_to_state", "award_by_state", "return_from_state", "refuse_by_state", "recall_from_state",
              "recall_state_award", "recall_state_answer", "revoke", "restore"}  # fmt: skip
CLOSES: dict[str, dict[str, set[str]]] = {
    "figures": {
        "entered_by_me": {"approve"},
        "reopened_by_me": {"approve"},
        "missing": {"submit", "check", "approve"},
        "faults": {"submit", "check", "approve"},
        "half_carried": {"submit", "check", "approve"},
        "passes_district": {"approve"},
        "why_closed": {"submit", "check"},
        "broken": {"submit", "check"},
        "unexplained": {"submit", "check"},
        "open_supervision": {"check", "approve"},
        "why_step_is_over": {"submit", "check", "return_to_unit"},
        "why_district_is_over": {"check", "return_to_unit"},
        "why_not_ask": {"ask_reopen"},
        "why_no_request": {"refuse_reopen"},
    },
    "plans": {},
    "nominations": {
        "authored_by_me": APPRAISING | {"award", "send_to_state", "resume"},
        "missing": {"confirm", "send_to_district", "submit", "accept"},
        "unjudged": {"appraise"},
        "misses": LISTING,
        "conflict": APPRAISING | {"return", "resume"},
        "why_round_is_closed": {"confirm", "send_to_district", "submit"},
        "why_cap_is_full": {"recommend", "choose", "recall_state_answer"},
        "why_not_confirm": {"confirm"},
        "why_not_district": {"send_to_district"},
        "why_not_submit": {"submit"},
        "why_not_move_on": {"move_on"},
        "why_no_decision": WITH_PAPER,
        "why_no_result": {"choose", "not_chosen"},
        "why_council_chooses": {"recommend"},
        "why_list_chooses": {"put_before_council", "leave_out"},
        "why_result_waits": {"take_back"},
        "why_opinion_lacks": {"appraise"},
        "why_opinions_open": {"appraise"},
        "why_reviewers_differ": {"appraise"},
        "why_checks_block": LISTING | UP_TO_DECISION,
        "warned": LISTING,
        "why_pending": {"resume"},
        "why_tie_is_open": {"recommend"},
        "why_council": {"choose", "to_comment", "to_decision"},
        "why_comment": {"to_decision"},
        "why_no_comment": {"to_comment"},
        "why_released": {"recall", "recall_state_award"},
        "why_revocation_released": {"recall_revocation"},
        "why_given_elsewhere": {"recall_revocation", "restore"},
        "why_not_ours": {"award"},
        "why_not_state": {"send_to_state", "recall_state_award", "recall_state_answer"},
        "why_state_gave": {"recall"},
        "why_nothing_moved": {"keep_award"},
        "why_not_close": {"close"},
        "why_rivals": {
            "return",
            "reopen",
            "remove_from_list",
            "leave_out",
            "take_back",
            "decline",
            "suspend",
        },
        "why_own_name": {"confirm", "submit", "award", "send_to_state"},
        "open_supervision": LISTING | {"appraise", "to_council", "to_decision", "award", "send_to_state"},
    },
    **{
        road.value: {fact: set() for fact in ("written_by_me", "given_by_mine", "why_overdrawn", "lacks_consent")}
        for road in ROADS
    },
}
CLOSES[Road.FUND.value]["why_overdrawn"] = {"record", "cancel"}
CLOSES[Road.HELP.value]["written_by_me"] = {"confirm"}
CLOSES[Road.HELP.value]["given_by_mine"] = {"confirm", "dispute"}
CLOSES[Road.STORY.value]["lacks_consent"] = {"publish"}


def facts_for(kind: type, state: str, allowed: Iterable[str], **objections: Any) -> Any:
    """Facts of a workflow to which no guard objects but those given. A name that the facts lack raises."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    may = frozenset(allowed)
    given: dict[str, Any] = {"state": state, **objections}
    given |= {"allowed": may} if "allowed" in names else {"may": may.__contains__}
    for field in fields(kind):
        if field.name not in given and field.default is MISSING:
            given[field.name] = NO_OBJECTION[hints[field.name]]
    return kind(**given)


def _cells() -> list:
    return [
        pytest.param(table, kind, state, step.name, id=f"{name}-{state}-{step.name}")
        for name, (table, kind) in TABLES.items()
        for state in table.labels
        for step in table
    ]


@pytest.mark.parametrize(("table", "kind", "state", "step"), _cells())
def test_each_cell(table: Workflow, kind: type, state: str, step: str) -> None:
    move = table[step]
    for permission in Permission:
        is_open = not table.refusals(move, facts_for(kind, state, {permission}))
        assert is_open == (state in move.sources and permission == move.needs)


@pytest.mark.parametrize("name", TABLES)
def test_each_objection_closes_its_steps(name: str) -> None:
    table, kind = TABLES[name]
    hints = get_type_hints(kind)
    closed = {
        field.name: {
            step.name
            for step in table
            for state in step.sources
            if table.refusals(
                step, facts_for(kind, state, set(Permission), **{field.name: OBJECTION[hints[field.name]]})
            )
        }
        for field in fields(kind)
        if field.name not in WHO
    }
    assert closed == CLOSES[name]


REASONS = {
    "figures": {"return_to_unit", "return", "ask_reopen", "refuse_reopen"},
    "plans": {"return", "withdraw"},
    "nominations": {"close", "reopen", "move_on", "return", "return_from_district", "remove_from_list", "return_to_list", "return_from_state",
                    "refuse_by_state", "recall_from_state", "recall_state_award", "recall_state_answer", "recall", "revoke", "recall_revocation", "restore",
                    "keep_award", "decline", "refuse", "reconsider", "suspend", "resume", "withdraw", "leave_out",
                    "take_back", "not_chosen"},
}  # fmt: skip
ASIDE = REASONS["nominations"] - {"move_on", "return", "return_from_district", "resume"}


@pytest.mark.parametrize("name", REASONS)
def test_which_steps_ask_for_a_written_reason(name: str) -> None:
    assert {step.name for step in TABLES[name][0] if step.reason} == REASONS[name]


def test_which_steps_are_never_the_first_thing_to_press() -> None:
    assert {step.name for step in NOMINATION if step.is_aside} == ASIDE
    # words about an approved set, said at its own page
    assert {step.name for step in FIGURES if step.is_aside} == {"ask_reopen", "refuse_reopen"}
    assert {step.name for step in PLANS if step.is_aside} == set()


def test_which_steps_are_taken_with_a_paper_alone() -> None:
    """A recall takes back a decision that the portal holds, so it asks for none."""
    assert WITH_PAPER | {"recall", "recall_revocation"} == BY_DECISION


def test_which_steps_are_taken_with_a_session_s_result_alone() -> None:
    assert {"choose", "not_chosen"} == BY_COUNCIL


def test_a_measured_miss_goes_on_with_a_written_reason() -> None:
    facts = facts_for(NominationFacts, "appraised", set(Permission), misses=("Cc3",), override_reason="Vẫn đề nghị.")
    assert NOMINATION.refusals(NOMINATION["recommend"], facts) == ()


def test_the_district_is_asked_only_of_what_it_has_not_checked() -> None:
    """A guard that reads the state: checked figures are approved though a district stands above the commune."""
    for state, is_open in (("submitted", False), ("checked", True)):
        facts = facts_for(FigureFacts, state, set(Permission), passes_district=True)
        assert (not FIGURES.refusals(FIGURES["approve"], facts)) is is_open


def test_a_closed_period_stops_typing_and_sending_alone() -> None:
    for state, is_open in (("draft", False), ("returned", False), ("reopened", False), ("submitted", True)):
        facts = facts_for(FigureFacts, state, set(Permission), why_closed="Kỳ đã đóng.")
        assert (not FIGURES.refusals(FIGURES["check"], facts)) is is_open


@pytest.mark.parametrize(("table", "kind"), TABLES.values(), ids=list(TABLES))
def test_returns_and_refusals_ask_for_a_reason(table: Workflow, kind: type) -> None:
    assert {step.name for step in table if "return" in step.name and not step.reason} == set()


@pytest.mark.parametrize(("table", "kind"), TABLES.values(), ids=list(TABLES))
def test_every_state_is_reached_and_named(table: Workflow, kind: type) -> None:
    named = set(table.labels)
    assert {state for step in table for state in (*step.sources, step.target)} <= named


def test_throwing_away_is_never_the_first_thing_to_press() -> None:
    table = ROADS[Road.NOTE]
    facts = facts_for(RecordFacts, "draft", set(Permission))
    shown = {
        item.option.step.name: item.is_primary
        for item in steps(table.options(facts), "campaign:record_step", 1)["next_steps"]
    }
    assert shown == {"record": True, "remove": False}
    alone = [option for option in table.options(facts) if option.step.name == "remove"]
    assert not steps(alone, "campaign:record_step", 1)["next_steps"][0].is_primary
