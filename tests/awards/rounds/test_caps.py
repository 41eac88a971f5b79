"""A board of places: how many are left, what is said when none is, where a dossier counts."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Cap, Nomination, Round
from awards.rounds import caps
from awards.rounds.caps import CapBoard, of_percent
from awards.workflow.states import HOLDING, State
from tests import cast
from units.models import Bloc

pytestmark = pytest.mark.django_db


def _holder(name: str) -> Nomination:
    return Nomination(printed_name=name)


def _board(at_most: int | None, *names: str, **more: str) -> CapBoard:
    return CapBoard("collective", "Tập thể", at_most, "III.3.b", tuple(map(_holder, names)), **more)


@pytest.mark.parametrize(
    ("at_most", "held", "left", "words", "why"),
    [
        (2, ["A"], 1, "01/02 tập thể", ""),
        (2, ["A", "B"], 0, "02/02 tập thể",
         "Đợt 1 đã đủ 02 tập thể (mục III.3.b): A; B. Bỏ bớt một tập thể hoặc chờ đợt sau."),
        (1, ["A", "B"], 0, "02/01 tập thể",
         "Đợt 1 đã đủ 01 tập thể (mục III.3.b): A; B. Bỏ bớt một tập thể hoặc chờ đợt sau."),
        (0, [], 0, "00/00 tập thể", "Đợt 1 đã đủ 00 tập thể (mục III.3.b): . Bỏ bớt một tập thể hoặc chờ đợt sau."),
        (None, ["A"], None, "01/chưa xác định tập thể",
         "Đợt 1: số lượng khen thưởng tập thể chưa được xác định bằng văn bản."),
    ],
    ids=["one left", "full", "lowered below its holders", "none at all", "not known"],
)  # fmt: skip
def test_a_board(at_most: int | None, held: list[str], left: int | None, words: str, why: str) -> None:
    board = _board(at_most, *held)
    assert (board.used, board.left, board.words, board.why_full("Đợt 1")) == (len(held), left, words, why)


def test_a_board_of_a_bloc_names_it() -> None:
    board = replace(_board(1, "A"), bloc="Khối 1")
    assert board.title == "Tập thể, Khối 1"
    assert board.words == "01/01 tập thể, Khối 1"


@pytest.mark.parametrize(
    ("percent", "population", "places"),
    [("20", 10, 2), ("20", 9, 1), ("20", 4, 0), ("33.33", 3, 0), ("100", 7, 7), ("0", 50, 0), ("12.5", 8, 1)],
)
def test_a_percentage_is_never_rounded_up(percent: str, population: int, places: int) -> None:
    assert of_percent(Decimal(percent), population) == places


def _made(award_round: Round, province: cast.Province, code: str, state: str, bloc: Bloc | None = None) -> Nomination:
    return Nomination.objects.create(
        round=award_round,
        category="commune",
        group="collective",
        state=state,
        unit=province.unit(code),
        bloc=bloc,
        printed_name=f"Xã {code}",
        achievements="Tốt.",
        holder_unit=province.unit("584"),
        author=province.bac_ai,
    )


@pytest.mark.parametrize("state", list(State))
def test_places_are_held_from_the_list_to_the_award(province: cast.Province, state: State) -> None:
    item = _made(province.annual_2022, province, "22801", state)
    board = caps.board_of(caps.boards([province.annual_2022]), item)
    kept = {
        State.RECOMMENDED,
        State.COUNCIL,
        State.COMMENT,
        State.FOR_DECISION,
        State.AT_STATE,
        State.AWARDED,
        State.REVOKED,
    }
    assert ([holder.pk for holder in board.holders] == [item.pk]) is (state in kept)
    assert kept == HOLDING


def test_boards_of_a_round_and_of_a_bloc(province: cast.Province) -> None:
    award_round, other = province.annual_2022, Round.objects.get(code="annual-2023")
    bloc = Bloc.objects.create(name="Khối 1")
    inside = _made(award_round, province, "22801", State.RECOMMENDED, bloc)
    _made(award_round, province, "22804", State.RECOMMENDED, bloc)
    found = caps.boards([award_round, other])
    group = [key for key in found if key[1] == "collective"]
    assert group == [
        (award_round.pk, "collective", None),
        (award_round.pk, "collective", bloc.pk),
        (other.pk, "collective", None),
    ]
    board = caps.board_of(found, inside)
    assert (board.used, board.at_most, board.bloc, board.clause) == (2, None, "Khối 1", "")
    known = found[award_round.pk, "collective", None]
    assert (known.used, known.at_most, known.clause, known.bloc) == (0, 5, "III.3.b", "")
    assert [item.label for item in caps.of_round(found, other)] == [g.label for g in other.plan.groups]
    Cap.objects.create(
        round=award_round, group="collective", bloc=bloc, at_most=1, clause="V.1", basis="10 %", act="Số 5"
    )
    again = caps.board_of(caps.boards([award_round]), inside)
    assert (again.at_most, again.clause, again.basis, again.act) == (1, "V.1", "10 %", "Số 5")


def test_a_dossier_of_a_bloc_without_a_ceiling_counts_on_a_board_that_is_not_known(province: cast.Province) -> None:
    bloc = Bloc.objects.create(name="Khối 1")
    draft = _made(province.annual_2022, province, "22801", State.DRAFT, bloc)
    board = caps.board_of(caps.boards([province.annual_2022]), draft)
    assert (board.at_most, board.used, board.label, board.clause, board.bloc) == (None, 0, "Tập thể", "", "")


def test_a_ceiling_that_an_act_replaced_counts_no_more(province: cast.Province) -> None:
    old = Cap.objects.current().get(round=province.annual_2022, group="collective")
    Cap.objects.filter(pk=old.pk).update(replaced_at=old.recorded_at)
    Cap.objects.create(round=province.annual_2022, group="collective", at_most=9, clause="III.3.b", act="Số 7")
    assert caps.boards([province.annual_2022])[province.annual_2022.pk, "collective", None].at_most == 9


def test_a_single_holder_names_the_bloc_that_has_no_ceiling(province: cast.Province) -> None:
    item = _made(province.annual_2022, province, "22801", State.RECOMMENDED, Bloc.objects.create(name="Khối 1"))
    board = caps.board_of(caps.boards([province.annual_2022]), item)
    assert (board.used, board.bloc) == (1, "Khối 1")


def test_places_are_locked_where_it_is_asked_and_nowhere_else(province: cast.Province) -> None:
    """The round's row, then the ceilings; the engine without row locks asks the same questions."""
    award_round = province.annual_2022
    caps.boards([award_round])  # the plan is read once
    with CaptureQueriesContext(connection) as seen:
        caps.boards([award_round])
    with CaptureQueriesContext(connection) as locked:
        caps.boards([award_round], lock=True)
    assert len(locked) == len(seen) + 2
    ends = [query["sql"].split(" FOR ")[1] for query in locked if " FOR " in query["sql"]]
    wanted = ['NO KEY UPDATE OF "awards_round"', 'UPDATE OF "awards_cap"'] if connection.vendor == "postgresql" else []
    assert ends == wanted
