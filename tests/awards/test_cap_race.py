"""Fifty reviewers press at once: exactly five get in, nobody is wrongly refused; without the lock this goes red."""

import multiprocessing
import sys
import time
from collections import Counter
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from awards import actions, caps
from awards.models import Nomination, Round
from awards.states import State
from core import clock
from core.workflow import Refused
from tests import cast, proofs
from tests.awards.walking import measured
from units.models import Unit

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]
PRESSES = 50
ROUNDS = proofs.size(full=20, sample=1)


def _press(pk: int, user: Any, gate: Any, answers: Any, *, with_lock: bool) -> None:
    """One reviewer in a process of their own, with the window between looking and writing widened by 20 ms."""
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
            actions.advance([pk], "recommend", by=user, override_reason="Thử tải.")
        answer = "in"
    except Refused as refused:
        answer = "full" if "đã đủ 05 tập thể (mục III.3.b)" in str(refused) else f"wrongly refused: {refused}"
    except Exception as error:
        answer = f"error: {type(error).__name__}"
    finally:
        connections.close_all()
    answers.put(answer)


def _race(nominations: list[Nomination], user: Any, *, with_lock: bool) -> Counter[str]:
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(len(nominations)), context.Queue()
    connections.close_all()  # no connection may cross a fork
    processes = [
        context.Process(target=_press, args=(item.pk, user, gate, answers), kwargs={"with_lock": with_lock})
        for item in nominations
    ]
    for process in processes:
        process.start()
    found = Counter(answers.get(timeout=240) for _ in processes)
    for process in processes:
        process.join(30)
    return found


def _appraised(award_round: Round, province: cast.Province, number: int) -> list[Nomination]:
    """Communes at the door of the list. Set there directly: walking fifty of them is another test's work."""
    on = cast.EVENING.date()
    communes = list(Unit.objects.in_force(on).within(province.unit("58"), on).filter(level=3).order_by("code")[:number])
    Round.objects.filter(pk=award_round.pk).update(version=award_round.campaign.active_version)
    # no two are equal: between equals somebody would have to choose first
    measured(province, {unit.code: (400, 200 + at) for at, unit in enumerate(communes)})
    return [
        Nomination.objects.create(
            round=award_round, category="commune", group="collective", state=State.APPRAISED, unit=unit,
            printed_name=f"Nhân dân và cán bộ {unit}", achievements="Thành tích.",
            holder_unit=unit, author=province.bac_ai,
        )
        for unit in communes
    ]  # fmt: skip


def test_fifty_at_once_and_exactly_five_get_in(province: cast.Province) -> None:
    nominations = _appraised(province.annual_2022, province, PRESSES)
    slowest = 0.0
    for _ in range(ROUNDS):
        Nomination.objects.filter(round=province.annual_2022).update(state=State.APPRAISED)
        began = time.monotonic()
        found = _race(nominations, province.home, with_lock=True)
        slowest = max(slowest, time.monotonic() - began)
        assert found == {"in": 5, "full": PRESSES - 5}
        assert Nomination.objects.filter(state=State.RECOMMENDED).count() == 5
    proofs.report(
        f"R2: {ROUNDS} lượt, mỗi lượt {PRESSES} người bấm cùng lúc: đúng 5 vào, 0 từ chối nhầm, "
        f"lượt lâu nhất {slowest:.1f} giây"
    )


def test_without_the_lock_the_race_goes_wrong(province: cast.Province) -> None:
    nominations = _appraised(province.annual_2022, province, 20)
    found = _race(nominations, province.home, with_lock=False)
    assert found != {"in": 5, "full": 15}
    proofs.report(f"R2 đối chứng, bỏ khóa, 20 cùng lúc: {dict(found)}")
