"""Fifty at once by every path into the list: exactly full, nobody wrongly refused; without the lock this goes red."""

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
from awards.models import Award, Cap, GoldenEntry, Nomination
from awards.nominations.proposals import Proposal
from awards.rounds import caps
from awards.workflow.states import HOLDING, State
from core import clock
from core.workflow import Refused
from tests import cast, proofs
from tests.awards import bent
from tests.awards.walking import appraised, at_the_door, propose
from units.models import Unit

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]
HANDS = proofs.size(full=50, sample=24)
ROUNDS = proofs.size(full=20, sample=1)
PLACES = 10
WALKED = ("22783", "22786", "22789")  # appraised by every hand of the road: they can be appraised again
Work = Callable[[], None]


def _take(pks: Sequence[int], province: cast.Province) -> None:
    actions.advance(pks, "recommend", by=province.home, override_reason="Thử tải.")


def _step(pk: int, step: str, province: cast.Province) -> None:
    actions.advance([pk], step, by=province.home, reason="Thử tải.")


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
    began = time.monotonic()
    try:
        gate.wait(60)
        began = time.monotonic()
        with clock.at(cast.EVENING):
            work()
        answer = "done"
    except Refused as refused:
        is_full = all(("đã đủ" in text or "còn 00 chỗ" in text) and "(mục III.3.b" in text for text in refused.reasons)
        answer = "full" if is_full else f"wrongly refused: {refused}"
    except Exception as error:
        answer = f"error: {type(error).__name__}: {error}"[:120]
    finally:
        connections.close_all()
    answers.put((answer, time.monotonic() - began))


def _race(works: Sequence[Work], *, with_lock: bool) -> tuple[Counter[str], list[float]]:
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(len(works)), context.Queue()
    connections.close_all()  # no connection may cross a fork
    processes = [
        context.Process(target=_run, args=(work, gate, answers), kwargs={"with_lock": with_lock}) for work in works
    ]
    for process in processes:
        process.start()
    found = [answers.get(timeout=240) for _ in processes]
    for process in processes:
        process.join(30)
    return Counter(answer for answer, _ in found), sorted(seconds for _, seconds in found)


class Rush:
    """Ten places by an act, six of them held; hands that press buttons, send lists, take off and put back, suspend,
    reconsider, lower the ceiling and raise it, decide, enter a decision of the past. Whoever frees a place tries to take
    one: the end is full.
    """

    def __init__(self, province: cast.Province, hands: int) -> None:
        self.province, self.hands = province, hands
        on = cast.EVENING.date()
        communes = Unit.objects.in_force(on).within(province.unit("58"), on).filter(level=3).exclude(code__in=WALKED)
        codes = list(communes.order_by("code").values_list("code", flat=True)[: hands + 8])
        # no two are equal: between equals somebody would have to choose first
        found = at_the_door(province, {code: (400, 200 + at) for at, code in enumerate((*codes, *WALKED))}, but=WALKED)
        self.past = list(communes.order_by("code")[hands + 8 :][:2])
        self.plain = [item.pk for item in found.values()]
        self.walked = [appraised(province, propose(province, code)).pk for code in WALKED]
        bent.set_cap(province.annual_2022, "collective", PLACES, by=province.home)

    def set(self) -> list[Work]:
        """Everybody back at the start; what each hand will do."""
        province, plain, walked = self.province, iter(self.plain), self.walked
        rows = Nomination.objects.filter(round=province.annual_2022)
        Award.objects.filter(nomination__in=self.plain).delete()
        GoldenEntry.objects.filter(nomination__in=self.plain, struck_at=None).update(struck_at=clock.now())
        rows.filter(is_late=True).update(state=State.WITHDRAWN)  # entered in the rush before
        rows.filter(is_late=False).update(state=State.APPRAISED, override_reason="")
        decided, listed = [next(plain), next(plain)], [next(plain), next(plain)]
        rows.filter(pk__in=decided).update(state=State.FOR_DECISION)
        rows.filter(pk__in=[*listed, *walked[:2]]).update(state=State.RECOMMENDED)
        rows.filter(pk=walked[2]).update(state=State.NOT_AWARDED)
        works: list[Work] = [
            partial(self._decide, decided),
            *(partial(self._put_back, pk) for pk in listed),
            *(partial(self._suspend, pk) for pk in walked[:2]),
            partial(self._reconsider, walked[2]),
            *(partial(self._lower, pk) for pk in islice(plain, 2)),
            *(partial(self._enter_past, unit) for unit in self.past),
            *(partial(_take, [next(plain), next(plain)], province) for _ in range(4)),
        ]
        return [*works, *(partial(_take, [pk], province) for pk in islice(plain, self.hands - len(works)))]

    def _decide(self, pks: Sequence[int]) -> None:
        actions.decide(
            self.province.annual_2022,
            number=f"{time.time_ns()}/QĐ",
            signed_on=cast.EVENING.date(),
            signer="Chủ tịch",
            pks=pks,
            by=self.province.chairman,
        )

    def _put_back(self, pk: int) -> None:
        _step(pk, "remove_from_list", self.province)
        _take([pk], self.province)

    def _suspend(self, pk: int) -> None:
        for step in ("suspend", "resume", "appraise"):
            _step(pk, step, self.province)
        _take([pk], self.province)

    def _reconsider(self, pk: int) -> None:
        for step in ("reconsider", "appraise"):
            _step(pk, step, self.province)
        _take([pk], self.province)

    def _lower(self, pk: int) -> None:
        """One place fewer, and as many as before; an act that comes too late is refused, and rightly."""
        award_round, by = self.province.annual_2022, self.province.home
        try:
            bent.set_cap(award_round, "collective", PLACES - 1, number=f"{time.time_ns()}/UBND", by=by)
        except Refused as refused:
            if f"đã dùng {PLACES} chỗ" not in str(refused):
                raise
        else:
            bent.set_cap(award_round, "collective", PLACES, number=f"{time.time_ns()}/UBND", by=by)
        _take([pk], self.province)

    def _enter_past(self, unit: Unit) -> None:
        day = cast.EVENING.date()
        paper = PastDecision(f"{time.time_ns()}-{unit.pk}/QĐ", day, "Chủ tịch", day)
        said = Proposal("commune", f"Nhân dân và cán bộ {unit.name}", unit=unit)
        bent.enter_past(self.province.annual_2022, paper, [Recipient(said, holder_unit=unit)], by=self.province.home)

    def used(self) -> int:
        return Nomination.objects.filter(round=self.province.annual_2022, state__in=HOLDING).count()


@pytest.fixture
def rush(province: cast.Province) -> Rush:
    return Rush(province, HANDS)


def test_fifty_at_once_by_every_path_and_exactly_ten_hold(rush: Rush) -> None:
    waits: list[float] = []
    past = 0
    for _ in range(ROUNDS):
        found, seconds = _race(rush.set(), with_lock=True)
        waits += seconds
        assert set(found) == {"done", "full"}, found
        assert found.total() == HANDS
        assert rush.used() == PLACES
        past += Nomination.objects.filter(is_late=True, state=State.AWARDED).count()
        board = caps.boards([rush.province.annual_2022])[rush.province.annual_2022.pk, "collective", None]
        assert (board.at_most, board.left) == (PLACES, 0)
    waits.sort()
    proofs.report(
        f"R2: {ROUNDS} lượt, mỗi lượt {HANDS} tiến trình (bấm nút, trình cả nhóm, đưa ra rồi đưa lại, tạm dừng rồi xét tiếp, "
        f"xét lại, hạ rồi nâng số lượng, ban hành quyết định, nhập bù, kịp {past} lần): đúng {PLACES} chỗ, 0 vượt, 0 từ chối nhầm, 0 lỗi; "
        f"chờ p95 {waits[int(len(waits) * 0.95) - 1]:.1f} giây, lâu nhất {waits[-1]:.1f} giây"
    )


def test_whoever_waits_for_a_ceiling_that_an_act_replaces_still_waits_for_the_place(rush: Rush) -> None:
    """One place is left; an act is being written while the others already wait at the row that it replaces."""
    province = rush.province
    rush.set()
    free, rest = rush.plain[-8:], rush.plain[4:7]
    Nomination.objects.filter(pk__in=rest).update(state=State.RECOMMENDED)
    assert rush.used() == PLACES - 1
    province.annual_2022.caps.filter(group="individual").delete()  # no other row to wait for
    holds = multiprocessing.get_context("fork").Event()

    def act() -> None:
        look = caps.boards

        def at_length(*args: Any, **kwargs: Any) -> Any:
            found = look(*args, **kwargs)
            holds.set()
            time.sleep(2)
            return found

        caps.boards = at_length
        bent.set_cap(province.annual_2022, "collective", PLACES, by=province.home)

    def take(pk: int) -> None:
        holds.wait(60)
        _take([pk], province)

    found, _ = _race([act, *(partial(take, pk) for pk in free)], with_lock=True)
    assert found == {"done": 2, "full": 7}
    assert rush.used() == PLACES


def test_a_part_of_the_group_is_held_as_the_group_is(rush: Rush) -> None:
    """The group has room for everybody, its class has not: the hands together, and exactly ten hold."""
    award_round, by = rush.province.annual_2022, rush.province.home
    bent.set_cap(award_round, "collective", HANDS * 2, number=f"{time.time_ns()}/UBND", by=by)
    Cap.objects.create(round=award_round, group="collective", classes="commune", at_most=PLACES, clause="III.3.b")
    rush.set()
    plain = rush.plain[4:]
    Nomination.objects.filter(pk__in=rush.plain[:4]).update(state=State.RECOMMENDED)
    # twice as many as there is room for: of 24 the last waited longer than SQLite's 20 seconds on a busy machine
    hands = proofs.size(full=HANDS, sample=12)
    found, _ = _race([partial(_take, [pk], rush.province) for pk in plain[:hands]], with_lock=True)
    assert set(found) == {"done", "full"}, found
    assert rush.used() == PLACES
    assert caps.boards([award_round]).inner[0].board.left == 0


def test_without_the_lock_the_race_goes_wrong(rush: Rush) -> None:
    """The control: the lock is what keeps it. PostgreSQL overruns; SQLite turns late writers away with an error."""
    wrong, told = 0, []
    for _ in range(proofs.size(full=5, sample=2)):
        found, _ = _race(rush.set(), with_lock=False)
        wrong += rush.used() > PLACES or set(found) != {"done", "full"}
        told.append(rush.used())
    assert wrong
    proofs.report(f"R2 đối chứng, bỏ khóa, {HANDS} cùng lúc: {wrong}/{len(told)} lượt sai, số chỗ giữ {told}")
