"""Whatever is pressed, by whom and in whatever order: no more places are held than there are, and the table is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.permissions import Permission
from awards import actions
from awards.models import Award, Cap, Decision, Nomination, NominationTransition
from awards.ranking.actions.choices import choose
from awards.rounds import caps
from awards.workflow.states import HOLDING, State
from awards.workflow.table import BY_COUNCIL, BY_DECISION, NOMINATION
from core.workflow import Refused, Stale
from tests import cast, proofs
from tests.awards import bent
from tests.awards.walking import appraised, at_the_door, held, propose

SEQUENCES = proofs.size(full=1000, sample=12)
# poor of 1,000 households in 2021 and 2022: two pairs of equals, one alone, one that falls short
FIGURES = {"22783": (400, 250), "22786": (400, 250), "22789": (400, 280), "22792": (400, 290), "22795": (400, 290),
           "22798": (400, 320)}  # fmt: skip
DAY = date(2022, 12, 15)
MANY = ("recommend",) * 6 + ("cap", "part") * 3 + ("choose",) * 3 + ("session", "decide", "to_decision") * 2
PRESSES = st.tuples(
    st.sampled_from([*MANY, *(step.name for step in NOMINATION), "recall_decision", "release", "revoke_decision"]),
    st.integers(0, 6),
    st.integers(0, 6),
)


@dataclass
class Machine:
    """Seven dossiers of a round; every press is an action of the right person, and what it may change is checked."""

    province: cast.Province
    pks: list[int]
    seen: int = 0  # transitions read so far
    states: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.round = self.province.annual_2022
        self.seen = max(NominationTransition.objects.values_list("pk", flat=True), default=0)
        self.states = self._now()

    def _now(self) -> dict[int, str]:
        return dict(Nomination.objects.filter(round=self.round).values_list("pk", "state"))

    def _who(self, step: str) -> User:
        return {
            Permission.NOMINATE: self.province.bac_ai,
            Permission.CONFIRM_NOMINATION: self.province.bac_ai_leader,
            Permission.DECIDE: self.province.chairman,
        }.get(Permission(NOMINATION[step].needs), self.province.home)

    def press(self, name: str, which: int, size: int) -> None:
        special = self.special(which, size)
        before, at_most = self._now(), self.board().at_most
        try:
            with transaction.atomic():
                if name in special:
                    special[name]()
                else:
                    actions.advance(
                        [self.pks[which]],
                        name,
                        by=self._who(name),
                        reason="Thử. Đã xem lại.",
                        override_reason="Thử. Đã xem lại.",
                    )
        except (Refused, Stale, LookupError, AttributeError):
            # a refusal changes nothing
            assert (self._now(), self.board().at_most) == (before, at_most)
        self.check(name)

    def special(self, which: int, size: int) -> dict[str, Callable[[], object]]:
        """What is pressed elsewhere than at a dossier."""
        return {
            "cap": lambda: bent.set_cap(self.round, "collective", size, by=self.province.home),
            "part": lambda: bent.set_cap(self.round, "collective", size, by=self.province.home, classes="commune"),
            "choose": lambda: self._choose(which),
            "session": lambda: held(
                self.province, list(Nomination.objects.filter(round=self.round, state=State.RECOMMENDED)) or [None]
            ),
            "decide": self._decide,
            "recall_decision": lambda: actions.recall(self._decision(), "Thử một lần.", by=self.province.chairman),
            "release": lambda: actions.release(
                [self._decision()], unsigned_reason="Bản ký gửi sau.", by=self.province.chairman
            ),
            "revoke_decision": self._revoke,
        }

    def _choose(self, which: int) -> None:
        """The one pressed for, and whoever has its figures stays behind."""
        pk = self.pks[which]
        twins = {0: 1, 1: 0, 3: 4, 4: 3}
        choose(self.round, "collective", [pk], [self.pks[twins[which]]], "Thử một lần.", by=self.province.home)

    def _decide(self) -> None:
        rows = Nomination.objects.filter(round=self.round, state=State.FOR_DECISION).values_list("pk", flat=True)
        number = f"{Decision.objects.count() + 1}/QĐ"
        actions.decide(
            self.round, number=number, signed_on=DAY, signer="Chủ tịch", pks=list(rows), by=self.province.chairman
        )

    def _decision(self) -> Decision:
        found = Decision.objects.filter(kind=Decision.Kind.AWARD, recalled_at=None).last()
        if found is None:
            raise LookupError
        return found

    def _revoke(self) -> None:
        decision = self._decision()
        actions.revoke(
            decision,
            list(decision.awards.values_list("pk", flat=True))[:1],
            number=f"{Decision.objects.count() + 1}/HB",
            signed_on=DAY,
            signer="Chủ tịch",
            reason="Thử. Đã xem lại.",
            by=self.province.chairman,
        )

    def board(self) -> caps.CapBoard:
        return caps.boards([self.round])[self.round.pk, "collective", None]

    def check(self, name: str) -> None:
        board = self.board()
        number = Nomination.objects.filter(round=self.round, state__in=HOLDING).count()
        assert board.at_most is not None
        assert number == board.used <= board.at_most, name
        for inner in caps.boards([self.round]).inner:
            assert inner.board.at_most is not None
            assert number == inner.board.used <= inner.board.at_most, name  # all are communes
        for row in NominationTransition.objects.filter(pk__gt=self.seen).order_by("pk"):
            move = NOMINATION[row.step]
            assert (row.source in move.sources, row.target) == (True, move.target), name
            assert row.source == self.states[row.nomination_id], name
            assert name in NOMINATION.steps or row.step in BY_DECISION | BY_COUNCIL | {"to_council", "leave_out"}, name
            assert name not in BY_DECISION | BY_COUNCIL, name
            self.states[row.nomination_id] = row.target
            self.seen = row.pk
        assert self._now() == self.states, name  # no state changed but by a step of the table
        given = set(Award.objects.filter(revoked_by=None).values_list("nomination_id", flat=True))
        assert given == {pk for pk, state in self.states.items() if state == State.AWARDED}, name


@pytest.fixture
def machine(province: cast.Province) -> Machine:
    found = at_the_door(province, FIGURES)
    walked = appraised(province, propose(province, "22801"))  # may be appraised again once it was suspended
    bent.set_cap(province.annual_2022, "collective", 3, by=province.home)
    Cap.objects.create(round=province.annual_2022, group="collective", classes="commune", at_most=4, clause="III.4")
    return Machine(province, [*(item.pk for item in found.values()), walked.pk])


@pytest.mark.race
def test_any_sequence_keeps_caps_and_table(machine: Machine) -> None:
    pressed = taken = 0

    @settings(
        max_examples=SEQUENCES,
        deadline=None,
        derandomize=not proofs.FULL,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(PRESSES, min_size=8, max_size=40))
    def walk(presses: list[tuple[str, int, int]]) -> None:
        nonlocal pressed, taken
        with transaction.atomic():
            run = Machine(machine.province, machine.pks)
            before = NominationTransition.objects.count()
            for press in presses:
                run.press(*press)
            pressed, taken = pressed + len(presses), taken + NominationTransition.objects.count() - before
            transaction.set_rollback(True)

    walk()
    assert taken > SEQUENCES // 2  # they do get somewhere; most presses are out of turn
    proofs.report(
        f"R3: {SEQUENCES} dãy bước ngẫu nhiên, {pressed} lần bấm, {taken} bước được thực hiện: 0 lần vượt số lượng, "
        "0 trạng thái đổi ngoài bảng"
    )


def test_one_sequence_all_the_way(machine: Machine) -> None:
    """From the door to a revoked award: the random sequences are drawn from the same presses."""
    for press in (
        ("recommend", 6, 0),
        ("cap", 0, 0),
        ("cap", 0, 2),
        ("recommend", 0, 0),
        ("choose", 0, 0),
        ("recommend", 0, 0),
        ("recommend", 1, 0),
        ("recommend", 2, 0),
        ("session", 0, 0),
        ("to_decision", 0, 0),
        ("to_decision", 6, 0),
        ("decide", 0, 0),
        ("award", 0, 0),
        ("recall_decision", 0, 0),
        ("decide", 0, 0),
        ("release", 0, 0),
        ("recall_decision", 0, 0),
        ("revoke_decision", 0, 0),
        ("suspend", 1, 0),
        ("resume", 1, 0),
        ("cap", 0, 5),
        ("recommend", 5, 0),
        ("cap", 0, 2),
    ):
        machine.press(*press)
    assert sorted(machine.states.values()) == sorted(
        [State.AWARDED, State.REVOKED, State.UNDER_APPRAISAL, State.RECOMMENDED, *[State.APPRAISED] * 3]
    )
    assert (machine.board().used, machine.board().at_most) == (3, 5)


# ---- behind the portal's back ----


def test_check_portal_finds_more_than_the_cap(machine: Machine) -> None:
    Nomination.objects.filter(pk__in=machine.pks[:4]).update(state=State.RECOMMENDED)
    with pytest.raises(CommandError, match="Đợt hằng năm 2022: tập thể dùng 4 chỗ, vượt mức 3"):
        call_command("check_portal")


def test_check_portal_finds_places_without_a_known_cap(machine: Machine) -> None:
    machine.round.caps.filter(group="collective").delete()
    Nomination.objects.filter(pk=machine.pks[0]).update(state=State.RECOMMENDED)
    with pytest.raises(CommandError, match="tập thể dùng 1 chỗ, vượt mức chưa xác định"):
        call_command("check_portal")
