"""Whether the targets of the parts add up: households that leave, points of the whole, shares."""

from decimal import Decimal

import pytest

from campaign.targets.domain.target_shares import Adding, Part, adding, share

D = Decimal


@pytest.mark.parametrize(
    ("part", "leaving"),
    [
        (Part(1000, 100, D("2.00")), D(20)),
        (Part(1000, 20, D("2.00")), D(20)),
        (Part(1000, 19, D("2.00")), D(19)),
        (Part(1000, None, D("2.00")), D(20)),
        (Part(1000, 0, D("2.00")), D(0)),
        (Part(None, 5, D("2.00")), None),
        (Part(1000, 5, None), None),
    ],
)
def test_no_more_leave_than_are_poor(part: Part, leaving: Decimal | None) -> None:
    assert part.leaving == leaving


def test_points_are_weighed_by_households() -> None:
    parts = [Part(600, 600, D("1.00")), Part(400, 400, D("2.00"))]
    assert adding(parts, D("1.40")) == Adding(D("1.40"), D("1.40"), 2, 2)
    assert (adding(parts, D("1.40")).falls_short, adding(parts, D("1.41")).falls_short) == (False, True)
    assert adding([*parts, Part(1000, 9, None)], D("5")) == Adding(D("0.70"), D("5"), 2, 3)
    assert not adding([*parts, Part(1000, 9, None)], D("5")).falls_short
    assert not adding(parts, None).falls_short
    assert adding([Part(100, 9, None)], D(1)) == Adding(None, D(1), 0, 1)
    assert adding([Part(0, 0, D(1))], D(1)) == Adding(None, D(1), 1, 1)
    assert adding([Part(100, 0, D(1)), Part(100, 9, D(1))], D(1)) == Adding(D("0.50"), D(1), 2, 2)
    assert adding([], D(1)) == Adding(None, D(1), 0, 0)
    assert adding([Part(None, 9, D(1)), Part(100, 9, D(1))], D(1)) == Adding(D("1.00"), D(1), 1, 2)


def test_a_part_s_share_of_what_is_asked() -> None:
    parts = [Part(600, 60, D("1.00")), Part(400, 40, D("2.00"))]
    assert [share(part, parts, D("1.50")) for part in parts] == [D("40.00"), D("53.33")]
    assert share(parts[0], [*parts, Part(None, 1, D(1))], D("1.50")) == D("40.00")
    for asked in (None, D(0)):
        assert share(parts[0], parts, asked) is None
    assert share(Part(600, 60, None), parts, D("1.50")) is None
    assert share(Part(0, 0, D(1)), [Part(0, 0, D(1))], D("1.50")) is None
