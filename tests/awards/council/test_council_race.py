"""Twenty members vote in the same moment, one of them twice: every vote is counted once; without the lock some are lost."""

import multiprocessing
import sys
import time
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Role
from awards.council.actions import ballots, preparing
from awards.council.actions import sessions as council
from awards.council.domain.tally import Count, counted
from awards.models import AgendaItem, Ballot, CouncilSession, Vote
from core import clock
from core.workflow import Refused
from tests import cast, proofs
from tests.awards.council.test_council import for_council, seats, setting
from units.models import Membership

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]
MEMBERS = 20
ROUNDS = proofs.size(full=10, sample=1)


def _vote(item: int, user: User, word: str, gate: Any, answers: Any, *, with_lock: bool) -> None:
    """One member in a process of their own, with the window between looking and writing widened by 20 ms."""
    connections.close_all()
    if not with_lock:
        QuerySet.select_for_update = lambda self, **_: self  # type: ignore[method-assign]
        connection.settings_dict["OPTIONS"].pop("transaction_mode", None)
    look = ballots._line

    def slowly(pk: int) -> Any:
        found = look(pk)
        time.sleep(0.02)
        return found

    ballots._line = slowly
    try:
        gate.wait(60)
        with clock.at(cast.EVENING):
            answer = "counted" if ballots.vote(item, word, by=user) else "counted before"
    except Exception as error:
        answer = f"error: {type(error).__name__}"
    finally:
        connections.close_all()
    answers.put(answer)


def _race(item: AgendaItem, users: list[User], *, with_lock: bool) -> Counter[str]:
    """Every member once, every third against; the first clicks twice."""
    context = multiprocessing.get_context("fork")
    presses = [(user, "disagree" if at % 3 == 0 else "agree") for at, user in enumerate(users, 1)]
    presses.append(presses[0])
    gate, answers = context.Barrier(len(presses)), context.Queue()
    connections.close_all()  # no connection may cross a fork
    processes = [
        context.Process(target=_vote, args=(item.pk, user, word, gate, answers), kwargs={"with_lock": with_lock})
        for user, word in presses
    ]
    for process in processes:
        process.start()
    found = Counter(answers.get(timeout=240) for _ in processes)
    for process in processes:
        process.join(30)
    return found


def _session(province: cast.Province, method: str = CouncilSession.Method.OPEN) -> tuple[AgendaItem, list[User]]:
    users = [User.objects.create_user(f"uv-{at}", "x", full_name=f"Ủy viên {at}") for at in range(MEMBERS)]
    for user in users:
        Membership.objects.create(
            user=user, role=Role.COUNCIL_MEMBER, unit=province.unit("58"), valid_from=cast.START, valid_to=date.max
        )
    for_council(province, "22801")
    session = preparing.prepare(province.annual_2022, setting(method=method), seats(users), by=province.home)
    council.open_session(session.pk, edition=session.edition, by=province.home)
    return AgendaItem.objects.get(session=session), users


def _words(item: AgendaItem) -> list[str]:
    """What was said: in the box on a secret ballot, else beside each name."""
    rows = item.ballots if item.session.method == CouncilSession.Method.SECRET else item.votes
    return list(rows.values_list("word", flat=True))


@pytest.mark.parametrize("method", ["open", "secret"])
def test_twenty_at_once_are_all_counted_once(province: cast.Province, method: str) -> None:
    item, users = _session(province, method)
    slowest = 0.0
    for _ in range(ROUNDS):
        Vote.objects.all().delete()
        Ballot.objects.all().delete()
        began = time.monotonic()
        found = _race(item, users, with_lock=True)
        slowest = max(slowest, time.monotonic() - began)
        assert found == {"counted": MEMBERS, "counted before": 1}
        assert (counted(_words(item)), item.votes.count()) == (Count(14, 6, 0), MEMBERS)
    proofs.report(
        f"Hội đồng ({method}): {ROUNDS} lượt, {MEMBERS} người bỏ phiếu cùng lúc, một người bấm hai lần: "
        f"đủ {MEMBERS} phiếu, lượt lâu nhất {slowest:.1f} giây"
    )


def test_without_the_lock_votes_are_lost(province: cast.Province) -> None:
    item, users = _session(province, CouncilSession.Method.SECRET)
    found = _race(item, users, with_lock=False)
    count = counted(_words(item))
    assert (found, count) != ({"counted": MEMBERS, "counted before": 1}, Count(14, 6, 0))
    proofs.report(f"Hội đồng, đối chứng bỏ khóa: {dict(found)}, đồng ý {count.agree}, không {count.disagree}")


def _open(session: CouncilSession, user: User, gate: Any, answers: Any) -> None:
    """One secretary opens one of two sessions about the same dossiers."""
    connections.close_all()
    look = council.why_not_open

    def slowly(*args: Any) -> Any:
        time.sleep(0.1)
        return look(*args)

    council.why_not_open = slowly
    try:
        gate.wait(60)
        with clock.at(cast.EVENING):
            council.open_session(session.pk, edition=session.edition, by=user)
        answer = "opened"
    except Refused as refused:
        answer = str(refused)
    finally:
        connections.close_all()
    answers.put(answer)


def test_two_sessions_opened_at_once_share_no_dossier(province: cast.Province) -> None:
    for_council(province, "22801", "22783")
    members = [preparing.Member("Ủy viên Một"), preparing.Member("Ủy viên Hai")]
    sessions = [preparing.prepare(province.annual_2022, setting(), members, by=province.home) for _ in range(2)]
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(2), context.Queue()
    connections.close_all()
    processes = [
        context.Process(target=_open, args=(session, user, gate, answers))
        for session, user in zip(sessions, (province.home, province.council_secretary), strict=True)
    ]
    for process in processes:
        process.start()
    found = Counter(answers.get(timeout=120) for _ in processes)
    for process in processes:
        process.join(30)
    assert found == {"opened": 1, "Chưa có hồ sơ nào được trình Hội đồng.": 1}
    assert AgendaItem.objects.count() == 2
