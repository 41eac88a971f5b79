"""A process killed at any moment of an import or an approval of many leaves all of it or nothing (a seeded sample)."""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, connections

from accounts import audit
from accounts.models import User
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.steps import advance
from campaign.figures.actions.storing import year_end
from campaign.figures.domain.counts import COUNTS
from campaign.models import Cell, FigureEdit, FigureSet, FigureTransition
from campaign.poverty_standards.domain.standard import load
from core import clock
from tests import cast, proofs
from units.models import Unit

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]
KILLS = proofs.size(full=100, sample=8)
# in full every cell of every form: 65 communes with more than 5,000 figures
CAUSES = ("cause_land", "cause_capital")
CELLS = dict.fromkeys(sorted(set(load("mdp-2022-2025").asked) - set(COUNTS)) if proofs.FULL else CAUSES, 3)
WHOLE = (65, 65 * len(CELLS))


@pytest.fixture
def province(db: None) -> cast.Province:
    with clock.at(cast.EVENING):
        return cast.make_province(reforms=False)


def _child(work: Callable[[], None], said: object) -> None:
    connections.close_all()
    with clock.at(cast.EVENING):
        work()
    said.send("done")  # type: ignore[attr-defined]
    connections.close_all()
    os._exit(0)


def _killed_after(work: Callable[[], None], seconds: float) -> bool:
    """Whether the work said that it was done before it was killed."""
    context = multiprocessing.get_context("fork")
    hears, says = context.Pipe(duplex=False)
    connections.close_all()
    process = context.Process(target=_child, args=(work, says))
    process.start()
    says.close()
    process.join(seconds)
    if process.is_alive() and process.pid is not None:
        os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    _wait_for_the_server()
    try:
        return hears.poll() and hears.recv() == "done"
    except EOFError:
        return False


def _wait_for_the_server() -> None:
    """A PostgreSQL server may still be ending what the killed process began."""
    if connection.vendor != "postgresql":
        return
    for _ in range(300):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.1)
    raise AssertionError("a killed process's transaction does not end")


def _import(province: cast.Province) -> None:
    communes = Unit.objects.in_force(year_end(2022)).filter(level=3)
    rows = [(unit, {"households": 1000, "poor": 88, "near_poor": 113, **CELLS}) for unit in communes]
    import_rows(
        province.campaign,
        rows,
        year=2022,
        status="official",
        as_of=year_end(2022),
        standard=province.campaign.definition.standard,
        by=User.objects.command_line(),
        source="thử",
    )


def _clear() -> None:
    for model in (Cell, FigureEdit, FigureTransition, FigureSet):
        model.objects.all().delete()


def test_an_import_killed_at_any_moment_is_whole_or_nothing(province: cast.Province) -> None:
    chance = random.Random(4)
    begin = time.perf_counter()
    assert _killed_after(lambda: _import(province), 60)
    whole = time.perf_counter() - begin
    assert FigureSet.objects.count() == 65
    sides: Counter[int] = Counter()
    for _ in range(KILLS):
        _clear()
        done = _killed_after(lambda: _import(province), chance.uniform(0.3, 1.4) * whole)
        sets, cells = FigureSet.objects.count(), Cell.objects.count()
        assert (sets, cells) in {(0, 0), WHOLE}
        assert sets == 65 or not done
        sides[sets] += 1
    _import(province)
    assert (FigureSet.objects.count(), Cell.objects.count()) == WHOLE
    assert audit.first_fault() is None
    proofs.report(
        f"R6: nhập {WHOLE[1]} số, giết {KILLS} lần: {sides[0]} lần không lưu gì, {sides[65]} lần đủ, 0 dở dang"
    )


def test_an_approval_of_many_killed_at_any_moment_is_whole_or_nothing(province: cast.Province) -> None:
    chance = random.Random(5)
    _import(province)
    pks = list(FigureSet.objects.values_list("pk", flat=True))

    def approve() -> None:
        advance(pks, "approve", by=province.labour_leader)

    sides: Counter[int] = Counter()
    FigureSet.objects.update(state="checked")
    begin = time.perf_counter()
    assert _killed_after(approve, 60)
    whole = time.perf_counter() - begin
    for _ in range(KILLS):
        FigureTransition.objects.all().delete()
        FigureSet.objects.update(state="checked", approved_at=None)
        done = _killed_after(approve, chance.uniform(0.3, 1.4) * whole)
        approved = FigureSet.objects.filter(state="approved").count()
        assert approved in {0, 65}
        assert FigureTransition.objects.count() == approved
        assert approved == 65 or not done
        sides[approved] += 1
    assert audit.first_fault() is None
    proofs.report(f"R6: duyệt 65 bộ, giết {KILLS} lần: {sides[0]} lần không duyệt gì, {sides[65]} lần đủ, 0 dở dang")
