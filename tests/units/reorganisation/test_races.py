"""Many at once, in processes, on the engine's own locks: one merger, one list, and nothing twice."""

import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connections
from django.db.models import QuerySet

from accounts import audit
from accounts.models import User
from core import clock
from core.workflow import Refused
from tests import cast
from units.households.actions.household_import import import_households
from units.households.work import read_list
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Household, Reorganisation, Succession, Unit
from units.reorganisation.actions.reorganise import reorganise
from units.reorganisation.actions.table import Table, apply
from units.reorganisation.actions.wishes import NewUnit, Wish
from units.unit_lists.domain.file_reading import FileErrors
from units.unit_lists.domain.succession_files import scan_successions

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]
ON = date(2022, 12, 1)


def _run(work: Callable[[], str], gate: Any, answers: Any, with_lock: bool) -> None:
    connections.close_all()
    if not with_lock:
        QuerySet.select_for_update = lambda self, **_: self  # type: ignore[method-assign]
        connections["default"].settings_dict["OPTIONS"].pop("transaction_mode", None)
    try:
        gate.wait(60)
        with clock.at(cast.EVENING):
            answer = work()
    except Refused:
        answer = "refused"
    except Exception as error:
        answer = f"error: {type(error).__name__}: {error}"[:200]
    finally:
        connections.close_all()
    answers.put(answer)


def _race(works: list[Callable[[], str]], *, with_lock: bool = True) -> Counter[str]:
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(len(works)), context.Queue()
    connections.close_all()
    processes = [context.Process(target=_run, args=(work, gate, answers, with_lock)) for work in works]
    for process in processes:
        process.start()
    found = Counter(answers.get(timeout=240) for _ in processes)
    for process in processes:
        process.join(30)
    return found


@pytest.fixture
def quiet(db: None) -> cast.Province:
    """The province before any reform is known."""
    with clock.at(cast.EVENING):
        return cast.make_province(reforms=False)


def _mergers(quiet: cast.Province, count: int) -> list[Callable[[], str]]:
    units, parent = (quiet.unit("22801"), quiet.unit("22798")), quiet.unit("584")

    def merge(number: int) -> Callable[[], str]:
        def work() -> str:
            wish = Wish(
                "merge",
                ON,
                "NQ 12/NQ-HĐND",
                units,
                (NewUnit(f"90{number:03d}", f"Xã {number}", Kind.RURAL_COMMUNE),),
                parent=parent,
            )
            reorganise(wish, by=quiet.administrator)
            return "done"

        return work

    return [merge(number) for number in range(count)]


def test_one_merger_of_the_same_units(quiet: cast.Province) -> None:
    assert _race(_mergers(quiet, 8)) == {"done": 1, "refused": 7}
    assert Succession.objects.filter(on=ON).count() == 2
    assert Unit.objects.filter(valid_from=ON).count() == 1


def test_one_code_for_two_mergers(quiet: cast.Province) -> None:
    parent, by = quiet.unit("584"), quiet.administrator
    pairs = [("22801", "22798"), ("22795", "22786"), ("22789", "22792")]

    def merge(codes: tuple[str, str], on: date) -> Callable[[], str]:
        units = tuple(quiet.unit(code) for code in codes)

        def work() -> str:
            reorganise(
                Wish(
                    "merge",
                    on,
                    "NQ 12/NQ-HĐND",
                    units,
                    (NewUnit("90001", "Xã Mới", Kind.RURAL_COMMUNE),),
                    parent=parent,
                ),
                by=by,
            )
            return "done"

        return work

    days = [date(2022, 12, day) for day in (1, 2, 3)]
    assert _race([merge(pair, on) for pair, on in zip(pairs, days, strict=True)]) == {"done": 1, "refused": 2}
    assert Unit.objects.filter(code="90001").count() == 1


def test_the_same_list_at_once_is_stored_once(quiet: cast.Province) -> None:
    with audit.change(User.objects.command_line()) as trail:
        found_unit("2280101", "Thôn Một", Kind.VILLAGE, parent=quiet.unit("22801"), trail=trail)
        derive_ancestry()
    commune, by = quiet.unit("22801"), quiet.phuoc_dai
    rows = "".join(f"H{at},2280101,Katơr {at},Hộ nghèo\n" for at in range(40))
    content = f"Mã hộ,Mã thôn,Chủ hộ,Kết quả rà soát\n{rows}".encode()

    def work() -> str:
        parsed = read_list(content, "ds.csv", commune, by=by)
        done = import_households(commune, parsed, year=2022, source="ds.csv", by=by)
        return f"{done['new']} new, {done['unchanged']} unchanged"

    assert _race([work] * 6) == {"40 new, 0 unchanged": 1, "0 new, 40 unchanged": 5}
    assert Household.objects.count() == 40


def test_without_the_lock_two_mergers_get_in_or_break(quiet: cast.Province) -> None:
    assert _race(_mergers(quiet, 8), with_lock=False) != {"done": 1, "refused": 7}


# ---- a table of several days ----


def _table(quiet: cast.Province, on: str = "01/12/2022") -> Callable[[], str]:
    rows = (
        "Ngày;Mã cũ;Mã mới;Tên mới;Loại mới;Phần;Văn bản",
        f"{on};22801;29001;Xã Một;Xã;toàn bộ;NQ 1/NQ-HĐND",
        "10/12/2022;29001;29002;Xã Hai;Xã;toàn bộ;NQ 2/NQ-HĐND",
        "10/12/2022;22798;29002;Xã Hai;Xã;toàn bộ;NQ 2/NQ-HĐND",
    )
    content = "\n".join(rows).encode()

    def work() -> str:
        table = Table(scan_successions(content, "bang.csv"), content, "bang.csv")
        try:
            apply(table, by=quiet.administrator, agreed=lambda lines: None)
        except FileErrors:
            return "refused"
        return "done"

    return work


def test_a_table_is_applied_once_and_never_beside_a_merger_of_its_units(quiet: cast.Province) -> None:
    merge = _mergers(quiet, 1)[0]
    found = _race([_table(quiet), _table(quiet), merge])
    assert found == {"done": 1, "refused": 2}
    days = Reorganisation.objects.filter(kind="table", undone_at=None).count()
    assert days in (0, 2)
    assert Succession.objects.filter(from_unit__code__in=("22801", "22798")).count() == 2
