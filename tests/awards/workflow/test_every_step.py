"""Every state × step × person of the road, stale tabs, and what is over: nothing but the table changes a state."""

from collections.abc import Callable

import pytest

from accounts.permissions import GRANTS, Permission
from awards import actions
from awards.models import Nomination, NominationTransition
from awards.nominations.actions.evidence import keep_paper
from awards.nominations.actions.nominations import USES_CAP
from awards.ranking.actions.choices import choose
from awards.workflow.facts import nomination_facts
from awards.workflow.states import EDITABLE, FINAL, HOLDING, State
from awards.workflow.table import BY_COUNCIL, BY_DECISION, NOMINATION
from core.workflow import Refused, Stale
from tests import cast
from tests.awards.walking import decided, pdf, propose, read, recommended
from tests.remembered import remembered

DAY = cast.EVENING.date()
# whose seat reaches a dossier that Bác Ái holds; an organisation's own people see only their own
FAR = {"ninh_son", "ninh_son_leader", "phuoc_dai", "phuoc_dai_leader", "health", "enterprise", "press"}


@pytest.fixture
@remembered
def one_in_each(province: cast.Province) -> dict[str, int]:
    """A dossier of Bác Ái in every state. Set there directly: what may follow is asked, not how it came there."""
    made = {}
    for state in State:
        name = f"Katơr {state.label.replace(',', '')}"
        proposal = actions.Proposal(
            "official",
            name,
            person=name,
            person_title="công chức",
            achievements="Tốt.",
        )
        item = actions.nominate(province.annual_2022, proposal, holder_unit=province.unit("584"), by=province.bac_ai)
        made[state.value] = item.pk
    for state, pk in made.items():
        Nomination.objects.filter(pk=pk).update(state=state)
    return made


def test_every_state_step_and_person(province: cast.Province, one_in_each: dict[str, int]) -> None:
    rows = [read(pk) for pk in one_in_each.values()]
    for name, (role, *_) in cast.SEATS.items():
        facts = nomination_facts(rows, by=province.people[name])
        for row in rows:
            offered = {option.step.name for option in NOMINATION.options(facts[row.pk])}
            expected = {
                step.name
                for step in NOMINATION
                if row.state in step.sources and Permission(step.needs) in GRANTS[role] and name not in FAR
            }
            assert offered == expected, (name, row.state)


@pytest.mark.one_engine
def test_no_step_leads_from_any_other_state(province: cast.Province, one_in_each: dict[str, int]) -> None:
    """The action itself, by people who may take every step that is theirs: refused, and nothing is written."""
    people = {
        Permission.NOMINATE: province.bac_ai,
        Permission.CONFIRM_NOMINATION: province.bac_ai_leader,
        Permission.DECIDE: province.chairman,
    }
    before = NominationTransition.objects.count()
    for state, pk in one_in_each.items():
        for step in NOMINATION:
            if state in step.sources and step.name not in BY_DECISION | BY_COUNCIL:
                continue
            with pytest.raises(Refused):
                actions.advance(
                    [pk],
                    step.name,
                    by=people.get(Permission(step.needs), province.home),
                    reason="Thử. Đã xem lại.",
                    override_reason="Thử. Đã xem lại.",
                )
    assert NominationTransition.objects.count() == before
    assert dict(Nomination.objects.values_list("state", "pk")) == one_in_each


def test_a_stale_tab_takes_no_step(province: cast.Province, one_in_each: dict[str, int]) -> None:
    for state, pk in one_in_each.items():
        for step in NOMINATION:
            if step.name in BY_DECISION | BY_COUNCIL:
                continue
            with pytest.raises(Stale):
                actions.advance([pk], step.name, by=province.home, editions={pk: 99}, reason="Thử. Đã xem lại.")
        with pytest.raises(Stale):
            actions.edit(pk, {"achievements": "Khác."}, edition=99, by=province.bac_ai)
        assert Nomination.objects.get(pk=pk).state == state


def test_which_steps_take_a_place() -> None:
    """A new step that leads into the list from outside waits at the lock of places by itself."""
    into = {step.name for step in NOMINATION if step.target in HOLDING and set(step.sources) - HOLDING}
    assert into == USES_CAP == {"recommend", "choose", "recall_state_answer"}


def test_only_a_decision_gives_and_takes_back() -> None:
    around = {
        step.name
        for step in NOMINATION
        if (State.AWARDED in (step.target, *step.sources) and {step.target} != set(step.sources))
        or step.target == State.REVOKED
    }
    assert around <= BY_DECISION


@pytest.mark.parametrize("final", sorted(FINAL - {State.AWARDED}))
def test_what_is_over_stays_as_it_is_by_every_path(province: cast.Province, final: State) -> None:
    nomination = propose(province, "22801")
    Nomination.objects.filter(pk=nomination.pk).update(state=final)
    _stays(province, read(nomination.pk), but={"reconsider"} if final == State.NOT_AWARDED else set())


def test_a_released_award_stays_as_it_is_by_every_path(province: cast.Province) -> None:
    nomination = recommended(province, "22801")
    decision = decided(province, [nomination])
    actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    with pytest.raises(Refused, match="chỉ thay đổi bằng quyết định"):
        actions.recall(decision, "Thử một lần.", by=province.chairman)
    _stays(province, read(nomination.pk), but=set())


def _stays(province: cast.Province, item: Nomination, *, but: set[str]) -> None:
    pk, by = item.pk, province.home
    paths: dict[str, Callable[[], object]] = {
        step.name: lambda step=step: actions.advance(
            [pk], step.name, by=by, reason="Thử. Đã xem lại.", override_reason="Thử. Đã xem lại."
        )
        for step in NOMINATION
        if step.name not in but
    }
    paths |= {
        "edit": lambda: actions.edit(pk, {"achievements": "Khác."}, edition=item.edition, by=province.bac_ai),
        "judge": lambda: actions.judge(pk, "Cc1.b", "met", "Tốt. Đã xem lại.", by=by),
        "paper": lambda: keep_paper(pk, "report", file=pdf("x.pdf"), by=province.bac_ai),
        "choose": lambda: choose(item.round, "collective", [pk], [pk + 1], "Thử.", by=by),
        "decide": lambda: actions.decide(
            item.round, number="9/QĐ", signed_on=DAY, signer="Lê Văn An", pks=[pk], by=province.chairman
        ),
    }
    before = Nomination.objects.values().get(pk=pk)
    for name, path in paths.items():
        with pytest.raises(Refused):
            path()
            pytest.fail(f"{name} was not refused")
    assert Nomination.objects.values().get(pk=pk) == before
    assert item.state not in EDITABLE
