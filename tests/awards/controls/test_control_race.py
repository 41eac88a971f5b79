"""Second persons at once, and beside hands that take places: one confirms, and the ceiling holds."""

import sys
from collections import Counter
from functools import partial

import pytest

from accounts.models import User
from awards.controls.actions import controls
from awards.controls.actions.late import PastDecision, Recipient
from awards.models import Cap, Nomination, RuleChange
from awards.nominations.proposals import Proposal
from awards.rounds import caps
from awards.workflow.states import State
from tests import cast
from tests.awards import bent
from tests.awards.rounds.test_cap_race import PLACES, Rush, _race, _take
from tests.awards.walking import pdf

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]


@pytest.fixture
def rush(province: cast.Province) -> Rush:
    """Ten places, six of them held."""
    found = Rush(province, 14)
    found.set()
    return found


def _board(rush: Rush) -> caps.CapBoard:
    return caps.boards([rush.province.annual_2022])[rush.province.annual_2022.pk, "collective", None]


def _fill(rush: Rush, used: int) -> list[int]:
    """So many places are held; who is appraised and waits."""
    waits = list(Nomination.objects.filter(pk__in=rush.plain, state=State.APPRAISED).values_list("pk", flat=True))
    more = used - rush.used()
    Nomination.objects.filter(pk__in=waits[:more]).update(state=State.RECOMMENDED)
    assert rush.used() == used
    return waits[more:]


def _ask_cap(rush: Rush, at_most: int) -> RuleChange:
    said = {"act": bent.act("20/UBND"), "file": pdf("cv.pdf"), "reason": "Thử. Đã xem lại."}
    return controls.propose_cap(rush.province.annual_2022, "collective", at_most, **said, by=rush.province.home)


def _ask_late(rush: Rush) -> RuleChange:
    day, unit = cast.EVENING.date(), rush.past[0]
    said = Proposal("commune", f"Nhân dân và cán bộ {unit.name}", unit=unit)
    return controls.propose_late(
        rush.province.annual_2022,
        PastDecision("77/QĐ", day, "Chủ tịch", day),
        [Recipient(said, holder_unit=unit)],
        file=pdf("77.pdf"),
        reason="Cũ. Đã xem lại.",
        by=rush.province.home,
    )


def _confirm(change: RuleChange, by: User) -> None:
    controls.confirm(change.pk, agreed=lambda lines: None, reason="Đã đọc.", by=by)


def _settled(found: Counter[str], words: str) -> int:
    return sum(number for answer, number in found.items() if words in answer)


def test_of_two_second_persons_at_once_one_confirms(rush: Rush) -> None:
    province, change = rush.province, _ask_cap(rush, PLACES + 1)
    before = Cap.objects.filter(round=province.annual_2022, group="collective").count()
    found, _ = _race(
        [partial(_confirm, change, by) for by in (province.home_leader, province.chairman)], with_lock=True
    )
    assert (found["done"], _settled(found, "Overtaken: Người khác vừa ghi")) == (1, 1)
    assert Cap.objects.filter(round=province.annual_2022, group="collective").count() == before + 1
    assert _board(rush).at_most == PLACES + 1


@pytest.mark.parametrize("at_most", [PLACES + 1, PLACES - 1], ids=["raised", "lowered"])
def test_a_ceiling_that_changes_beside_hands_that_take_places_holds(rush: Rush, at_most: int) -> None:
    change, province = _ask_cap(rush, at_most), rush.province
    waits = _fill(rush, PLACES - 1)
    works = [partial(_confirm, change, province.chairman), *(partial(_take, [pk], province) for pk in waits[:6])]
    found, _ = _race(works, with_lock=True)
    board = _board(rush)
    assert board.at_most is not None and board.used <= board.at_most
    was_done = RuleChange.objects.get(pk=change.pk).state == "confirmed"
    assert board.at_most == (at_most if was_done else PLACES)
    assert was_done or at_most < PLACES
    assert set(found) <= {"done", "full"} or _settled(found, "đã dùng 10 chỗ") == 1, found
    expected = board.used - (PLACES - 1) + was_done
    assert found["done"] == expected


def test_a_late_entry_beside_hands_that_take_the_last_place_holds(rush: Rush) -> None:
    change, province = _ask_late(rush), rush.province
    waits = _fill(rush, PLACES - 1)
    works = [partial(_confirm, change, province.home_leader), *(partial(_take, [pk], province) for pk in waits[:6])]
    found, _ = _race(works, with_lock=True)
    assert (found["done"], found["full"]) == (1, 6), found
    assert rush.used() == PLACES
    is_late = Nomination.objects.filter(is_late=True, state=State.AWARDED).count()
    assert is_late == (RuleChange.objects.get(pk=change.pk).state == "confirmed")
