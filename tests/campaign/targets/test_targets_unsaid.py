"""What a list of targets leaves unsaid keeps what stands."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from campaign.targets.domain.targets_record import Aim
from campaign.targets.targets_file import TargetRow
from campaign.targets.targets_unsaid import with_standing
from units.map.domain.naming import Register

REGISTER = Register({"1": "Xã Một"}, {})
FOUR, FIVE = Decimal("4.00"), Decimal("5.00")
DAY, LATER = date(2022, 1, 10), date(2022, 3, 1)
STANDING = Aim(FOUR, FIVE, "01/QĐ", DAY)


def _row(at_least: Decimal = FOUR, said: str = "", **more: Any) -> TargetRow:
    given = {"up_to": None, "decision_number": "", "decision_date": None} | more
    return TargetRow("1", 2, "poverty_rate", at_least, **given, said=frozenset(said.split()))


def _result(row: TargetRow, now: Aim | None = STANDING) -> tuple[Aim, list[str]]:
    rows, notes = with_standing([row], {("1", "poverty_rate"): now}, REGISTER)
    assert all(note.asks for note in notes)
    return rows[0].aim, [str(note) for note in notes]


@pytest.mark.parametrize(
    ("row", "aim"),
    [
        (_row(), STANDING),
        (_row(said="up_to", up_to=FIVE), STANDING),
        (_row(said="decision_number", decision_number="01/QĐ"), STANDING),
        (_row(said="decision_date", decision_date=LATER), Aim(FOUR, FIVE, "01/QĐ", LATER)),
        (_row(said="decision_number", decision_number="02/QĐ"), Aim(FOUR, FIVE, "02/QĐ", None)),
        (
            _row(FIVE, "decision_number decision_date up_to", up_to=FIVE, decision_number="02/QĐ", decision_date=LATER),
            Aim(FIVE, FIVE, "02/QĐ", LATER),
        ),
    ],
)
def test_the_same_level_keeps_what_the_row_does_not_say(row: TargetRow, aim: Aim) -> None:
    assert _result(row) == (aim, [])


def test_another_level_without_a_decision_asks_and_has_none() -> None:
    aim, notes = _result(_row(FIVE))
    assert aim == Aim(FIVE, None, "", None)
    assert notes == [
        "Xã Một: mức trên đang giao là 5,00 mà tệp không ghi và mức đang giao theo 01/QĐ, mức của tệp khác mà không ghi "
        "số quyết định; đồng ý là 5,00 điểm %, chưa có số quyết định."
    ]


def test_another_level_with_its_decision_asks_for_the_upper_end_alone() -> None:
    aim, notes = _result(_row(FIVE, "decision_number", decision_number="02/QĐ"))
    assert aim == Aim(FIVE, None, "02/QĐ", None)
    assert notes == ["Xã Một: mức trên đang giao là 5,00 mà tệp không ghi; đồng ý là 5,00 điểm %, 02/QĐ."]


def test_where_nothing_stands_the_row_is_as_it_is() -> None:
    assert _result(_row(), None) == (Aim(FOUR), [])


def test_a_blank_cell_of_a_template_was_emptied_by_hand() -> None:
    rows, notes = with_standing(
        [TargetRow("1", 2, "poverty_rate", FOUR, None, "", None, held=STANDING, is_dated=True)],
        {("1", "poverty_rate"): STANDING},
        REGISTER,
    )
    assert (rows[0].aim, notes) == (Aim(FOUR), ())
