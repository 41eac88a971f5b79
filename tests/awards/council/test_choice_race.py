"""The Council's choice among everything else that takes and frees places: never more held than there are."""

import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from awards import actions
from awards.controls.actions.late import PastDecision, Recipient
from awards.council.actions.results import settle
from awards.council.session_results import results_of
from awards.models import AgendaItem, Choice, CouncilSession, Nomination, NominationTransition
from awards.nominations.proposals import Proposal
from awards.rounds import caps
from awards.workflow.states import HOLDING, State
from core import clock
from core.workflow import Refused
from tests import cast, proofs
from tests.awards import bent
from tests.awards.choosing import candidates, minutes, voted
from units.models import Unit

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]
HANDS = proofs.size(full=50, sample=16)
ROUNDS = proofs.size(full=20, sample=1)
PLACES, SESSIONS = 10, 4
Work = Callable[[], None]


def _run(work: Work, gate: Any, answers: Any, *, with_lock: bool) -> None:
    """One hand in a process of its own, with the window between looking and writing widened by 20 ms."""
    connections.close_all()
    if not with_lock:
        QuerySet.select_for_update = lambda self, **_: self  # type: ignore[method-assign]
        connection.settings_dict["OPTIONS"].pop("transaction_mode", None)
    look = caps.boards

    def slowly(*args: Any, **kwargs: Any) -> Any:
        found = look(*args, **kwargs)
        time.sleep(0.02)
        return found

    caps.boards = slowly
    try:
        gate.wait(60)
        with clock.at(cast.EVENING):
            work()
        answer = "done"
    except Refused as refused:
        answer = "refused" if all(map(_is_fair, refused.reasons)) else f"wrongly refused: {refused}"
    except Exception as error:
        answer = f"error: {type(error).__name__}: {error}"[:120]
    finally:
        connections.close_all()
    answers.put(answer)


def _is_fair(text: str) -> bool:
    """Full, another number of places than was chosen for, or somebody did it first."""
    return any(
        word in text
        for word in ("đã đủ", "còn 00 chỗ", "Cần chọn đúng", "đã ghi rồi", "Bước này cần trạng thái", "đã dùng")
    )


def _race(works: Sequence[Work], *, with_lock: bool) -> Counter[str]:
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(len(works)), context.Queue()
    connections.close_all()  # no connection may cross a fork
    processes = [
        context.Process(target=_run, args=(work, gate, answers), kwargs={"with_lock": with_lock}) for work in works
    ]
    for process in processes:
        process.start()
    found = Counter(answers.get(timeout=240) for _ in processes)
    for process in processes:
        process.join(30)
    return found


class Rush:
    """Ten places; four sessions have voted, each on as many candidates as would nearly fill them. Several hands record the
    result of the same session, others enter decisions of the past, lower and raise the ceiling, suspend, take off the list.
    """

    def __init__(self, province: cast.Province, hands: int) -> None:
        self.province, self.hands = province, hands
        on = cast.EVENING.date()
        communes = Unit.objects.in_force(on).within(province.unit("58"), on).filter(level=3).order_by("code")
        codes = list(communes.values_list("code", flat=True)[: SESSIONS * 6 + 4])
        found = candidates(province, {code: (400, 200 + at) for at, code in enumerate(codes)})
        self.pks = [row.pk for row in found.values()]
        self.past = list(communes[SESSIONS * 6 + 4 :][:6])
        bent.set_cap(province.annual_2022, "collective", PLACES, by=province.home)
        rows = Nomination.objects.filter(round=province.annual_2022)
        self.sessions = []
        for at in range(SESSIONS):
            mine = self.pks[at * 6 : at * 6 + 6]
            rows.exclude(pk__in=mine).update(state=State.SUSPENDED)  # this session is about its own six
            self.sessions.append(voted(province, {pk: 9 - at % 2 for at, pk in enumerate(mine)}))
            rows.update(state=State.CANDIDATE)
        self.held = self.pks[SESSIONS * 6 :]

    def set(self) -> list[Work]:
        """Everybody back at the start; what each hand will do."""
        rows = Nomination.objects.filter(round=self.province.annual_2022)
        rows.filter(is_late=True).update(state=State.WITHDRAWN)
        rows.filter(is_late=False).update(state=State.CANDIDATE)
        rows.filter(pk__in=self.held).update(state=State.COUNCIL)
        Choice.objects.all().delete()
        AgendaItem.objects.update(chosen=None)
        NominationTransition.objects.filter(step__in=("choose", "not_chosen")).delete()
        works: list[Work] = [
            *(partial(self._settle, session) for session in self.sessions for _ in range(2)),
            *(partial(self._enter_past, unit) for unit in self.past[:3]),
            *(partial(self._step, pk, "remove_from_list") for pk in self.held[:1]),
            *(partial(self._step, pk, "suspend") for pk in self.held[1:2]),
            *(partial(self._lower, number) for number in (9, 8)),
        ]
        more = (partial(self._settle, session) for _ in range(HANDS) for session in self.sessions)
        return [*works, *islice(more, self.hands - len(works))]

    def _settle(self, session: CouncilSession) -> None:
        """The secretary's page: what is there is read, chosen by the votes, then recorded; too late is read again."""
        province = self.province
        for _ in range(12):
            found = results_of(CouncilSession.objects.select_related("round").get(pk=session.pk))
            if not found:
                return
            result = found[0].result
            taken = [row.key for row in result.agreed[: result.places]]
            try:
                settle(session.pk, "collective", taken, reason="Theo phiếu.", minutes=minutes(), by=province.home)
            except Refused as refused:
                if not all(map(_is_fair, refused.reasons)):
                    raise
            else:
                return

    def _step(self, pk: int, step: str) -> None:
        actions.advance([pk], step, by=self.province.home, reason="Thử tải.")

    def _lower(self, number: int) -> None:
        award_round, by = self.province.annual_2022, self.province.home
        try:
            bent.set_cap(award_round, "collective", number, by=by, number=f"{time.time_ns()}/UBND")
        finally:  # an act of its own: the same one twice is refused
            bent.set_cap(award_round, "collective", PLACES, by=by, number=f"{time.time_ns()}/UBND-NC")

    def _enter_past(self, unit: Unit) -> None:
        day = cast.EVENING.date()
        paper = PastDecision(f"{time.time_ns()}-{unit.pk}/QĐ", day, "Chủ tịch", day)
        said = Proposal("commune", f"Nhân dân và cán bộ {unit.name}", unit=unit)
        bent.enter_past(self.province.annual_2022, paper, [Recipient(said, holder_unit=unit)], by=self.province.home)

    def used(self) -> int:
        return Nomination.objects.filter(round=self.province.annual_2022, state__in=HOLDING).count()

    def waiting(self) -> int:
        """Candidates whose result nobody recorded."""
        return Nomination.objects.filter(pk__in=self.pks, state=State.CANDIDATE).count()


@pytest.fixture
def rush(province: cast.Province) -> Rush:
    return Rush(province, HANDS)


def _is_sound(rush: Rush) -> bool:
    """No more than the ceiling; everybody chosen took one place, once, and all that a session voted on is answered."""
    chosen = Counter(NominationTransition.objects.filter(step="choose").values_list("nomination_id", flat=True))
    marked = set(AgendaItem.objects.filter(chosen=True).values_list("nomination_id", flat=True))
    return rush.used() <= PLACES and set(chosen.values()) <= {1} and set(chosen) == marked and rush.waiting() == 0


def test_the_choices_of_four_sessions_with_all_else_at_once_never_overrun(rush: Rush) -> None:
    used = Counter[int]()
    for _ in range(ROUNDS):
        found = _race(rush.set(), with_lock=True)
        assert set(found) <= {"done", "refused"}, found
        assert _is_sound(rush), (rush.used(), rush.waiting(), found)
        used[rush.used()] += 1
    proofs.report(
        f"R2-R4 có Hội đồng chọn: {ROUNDS} lượt, mỗi lượt {HANDS} tiến trình (ghi kết quả {SESSIONS} phiên, mỗi phiên nhiều người, "
        f"nhập bù, hạ rồi nâng số lượng, tạm dừng, đưa ra khỏi danh sách): 0 vượt {PLACES} chỗ, 0 ghi hai lần, số chỗ giữ {dict(used)}"
    )


def test_without_the_lock_the_choice_goes_wrong(rush: Rush) -> None:
    """The control: the locks are what keeps it. PostgreSQL overruns or records twice; SQLite turns writers away."""
    wrong, told = 0, []
    for _ in range(proofs.size(full=5, sample=2)):
        found = _race(rush.set(), with_lock=False)
        wrong += not _is_sound(rush) or not set(found) <= {"done", "refused"}
        told.append(rush.used())
    assert wrong
    proofs.report(
        f"R2-R4 có Hội đồng chọn, đối chứng bỏ khóa, {HANDS} cùng lúc: {wrong}/{len(told)} lượt sai, giữ {told}"
    )
