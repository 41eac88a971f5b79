"""Periods, edge by edge: why entry is closed, what has come in of whom and when, who takes part."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts import audit
from accounts.models import User
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.figures.words import State
from campaign.models import Expectation, FigureSet, FigureTransition, LateEntry, Period
from campaign.periods.windows import (
    Entry,
    Receipt,
    Tally,
    due_day,
    midnight,
    participants,
    period_of,
    read_entry,
    read_receipts,
    tally,
    working_year,
)
from campaign.registrations.domain.deadlines import Punctuality, Timeliness
from core import clock
from core.once import page
from tests import cast
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind, Level
from units.models import Unit

TODAY = date(2022, 12, 15)
VALUES = {"households": 1946, "poor": 88, "near_poor": 113}
OPEN = Period(year=2022, due=date(2022, 12, 20))
CLOSED = Period(year=2022, due=date(2022, 12, 20), closed_at=datetime(2022, 12, 9, 23, tzinfo=clock.VIETNAM))
UNTIL_TODAY, UNTIL_YESTERDAY = LateEntry(until=TODAY), LateEntry(until=date(2022, 12, 14))


# ---- may somebody type ----

REOPENED = (
    "Số liệu này được mở lại đến hết ngày 14/12/2022, nay đã hết hạn. Đề nghị cơ quan thường trực mở lại lần nữa."
)
SHUT = ("Kỳ chính thức năm 2022 đã đóng ngày 09/12/2022. Đề nghị cơ quan thường trực mở nhập bổ sung cho đơn vị, có lý do và "
        "thời hạn.")  # fmt: skip
EXPIRED = "Việc nhập bổ sung đã hết hạn ngày 14/12/2022. Đề nghị cơ quan thường trực mở nhập bổ sung lại."
NEVER = "Kỳ chính thức năm 2022 chưa mở. Cơ quan thường trực mở kỳ rồi đơn vị mới nhập được."


@pytest.mark.parametrize(
    ("period", "late", "reopened", "why"),
    [
        (OPEN, None, None, ""), (None, None, None, NEVER), (CLOSED, None, None, SHUT), (CLOSED, UNTIL_TODAY, None, ""),
        (CLOSED, UNTIL_YESTERDAY, None, EXPIRED), (None, UNTIL_YESTERDAY, None, EXPIRED), (None, UNTIL_TODAY, None, ""),
        (OPEN, UNTIL_YESTERDAY, None, ""), (OPEN, None, date(2022, 12, 14), REOPENED), (CLOSED, None, TODAY, ""),
        (CLOSED, None, date(2022, 12, 16), ""), (CLOSED, UNTIL_TODAY, date(2022, 12, 14), REOPENED),
    ],
    ids=["open", "never opened", "closed", "late entry on its last day", "late entry the day after",
         "late entry of no period the day after", "late entry of no period", "open though a late entry ended",
         "reopened figures the day after", "reopened figures on their last day", "reopened figures before",
         "reopened figures in spite of late entry"],
)  # fmt: skip
def test_why_entry_is_closed(period: Period | None, late: LateEntry | None, reopened: date | None, why: str) -> None:
    entry = Entry(period, {7: late} if late is not None else {}, "chính thức năm 2022")
    with clock.at(TODAY):
        assert entry.why_closed(7, reopened_until=reopened) == why


def test_late_entry_is_of_its_unit_and_of_its_days() -> None:
    entry = Entry(CLOSED, {7: UNTIL_TODAY, 8: UNTIL_YESTERDAY}, "chính thức năm 2022")
    with clock.at(TODAY):
        assert [entry.late_entry_of(pk) for pk in (7, 8, 9)] == [UNTIL_TODAY, None, None]
        assert entry.why_closed(9) == SHUT


def test_an_ended_late_entry_opens_nothing() -> None:
    ended = LateEntry(until=TODAY, ended_at=datetime(2022, 12, 14, tzinfo=clock.VIETNAM))
    with clock.at(TODAY):
        assert Entry(CLOSED, {7: ended}, "").late_entry_of(7) is None


# ---- what is read ----


def test_late_entries_are_read_only_where_the_period_is_not_open(province: cast.Province) -> None:
    here, there = (province.unit(code) for code in ("22801", "22804"))
    for unit, year in ((here, 2022), (here, 2021), (there, 2022)):
        LateEntry.objects.create(
            campaign=province.campaign,
            year=year,
            unit=unit,
            until=TODAY,
            reason="Mất điện",
            standard="mdp-2022-2025",
            by=province.labour,
        )
    assert read_entry(province.campaign, [here], 2022, "official").late == {}
    Period.objects.filter(year=2022, status="official").update(closed_at=clock.now())
    closed = read_entry(province.campaign, [here], 2022, "official")
    assert {pk: row.year for pk, row in closed.late.items()} == {here.pk: 2022}
    assert closed.words == "kết quả chính thức năm 2022"
    LateEntry.objects.filter(unit=here, year=2022).update(ended_at=clock.now())
    assert read_entry(province.campaign, [here], 2022, "official").late == {}
    Period.objects.filter(year=2022, status="official").delete()
    assert set(read_entry(province.campaign, [there], 2022, "official").late) == {there.pk}


def test_a_page_keeps_periods_apart(province: cast.Province) -> None:
    """Of each campaign, year and kind its own, asked once; outside a page it is asked anew."""
    campaign = province.campaign
    Period.objects.all().delete()
    first = Period.objects.create(
        campaign=province.campaign, year=2022, standard="mdp-2022-2025", due=TODAY, opened_by=province.labour
    )
    with page():
        assert [period_of(campaign, 2022, "official"), period_of(campaign, 2022, "official")] == [first, first]
        asked = [(2021, "official", ""), (2022, "preliminary", ""), (2022, "official", "mdp-2016-2020")]
        assert [period_of(campaign, *one) for one in asked] == [None, None, None]
        Period.objects.all().delete()
        assert period_of(campaign, 2022, "official") == first
    assert period_of(campaign, 2022, "official") is None


@pytest.mark.parametrize(("status", "due"), [("official", date(2022, 12, 20)), ("preliminary", date(2022, 11, 15))])
def test_the_day_that_a_period_suggests(status: str, due: date) -> None:
    assert due_day(2022, status) == due


# ---- what has come in ----


@pytest.fixture
def period(province: cast.Province) -> Period:
    """The official period of 2022, due before the 13th; four are expected."""
    period = Period.objects.get(year=2022, status="official")
    Period.objects.filter(pk=period.pk).update(due=date(2022, 12, 13))
    Expectation.objects.bulk_create(
        Expectation(period=period, unit=province.unit(code)) for code in ("22801", "22804", "22807", "584")
    )
    period.refresh_from_db()
    return period


def _receipts(period: Period, on: date = TODAY, **more: Any) -> dict[str, Receipt]:
    with clock.at(on):
        return {row.unit.code: row for row in read_receipts(period, **more)}


def _typed(province: cast.Province, code: str) -> FigureSet:
    (item,) = save_sheet(province.campaign, 2022, {province.unit(code).pk: VALUES}, {}, by=province.bac_ai)
    return item


def test_who_is_expected_and_has_sent_nothing_is_overdue_from_the_day_itself_on(
    province: cast.Province, period: Period
) -> None:
    assert list(_receipts(period)) == ["584", "22801", "22804", "22807"]  # the district first
    for on, days in ((date(2022, 12, 12), 0), (date(2022, 12, 13), 0), (date(2022, 12, 14), 1), (TODAY, 2)):
        row = _receipts(period, on)["22801"]
        assert (row.days_overdue, row.is_received, row.item, row.sent_at) == (days, False, None, None)
        assert row.punctuality == Punctuality(Timeliness.MISSING)


def test_only_units_that_a_reader_may_see_are_told(province: cast.Province, period: Period) -> None:
    within = Unit.objects.filter(code__in=["22804", "22807", "22783"])
    assert list(_receipts(period, within=within)) == ["22804", "22807"]
    assert list(_receipts(period, within=Unit.objects.none())) == []


def test_a_draft_is_no_receipt_and_what_was_sent_is(province: cast.Province, period: Period) -> None:
    draft, sent = _typed(province, "22801"), _typed(province, "22804")
    advance([sent.pk], "check", by=province.bac_ai)
    found = _receipts(period)
    assert (found["22801"].item, found["22801"].is_received, found["22801"].days_overdue) == (draft, False, 2)
    assert (found["22804"].item, found["22804"].is_received, found["22804"].days_overdue) == (sent, True, 0)
    assert found["22804"].punctuality == Punctuality(Timeliness.LATE, 2)


@pytest.mark.parametrize("target", [State.SUBMITTED, State.CHECKED, State.APPROVED])
def test_the_first_time_that_it_was_sent_on_counts(province: cast.Province, period: Period, target: State) -> None:
    """Returned and sent again: a unit is not late for what it had to correct; a return sends nothing."""
    item = _typed(province, "22801")
    for step, day in ((State.RETURNED, 10), (target, 12), (State.RETURNED, 13), (State.APPROVED, 14)):
        FigureTransition.objects.create(
            figure_set=item,
            step="x",
            source=State.DRAFT,
            target=step,
            by=province.bac_ai,
            at=datetime(2022, 12, day, 9, tzinfo=clock.VIETNAM),
        )
    row = _receipts(period)["22801"]
    assert row.sent_at == datetime(2022, 12, 12, 9, tzinfo=clock.VIETNAM)
    assert (row.punctuality.days_late, row.days_overdue) == (0, 0)


@pytest.mark.parametrize(
    ("state", "is_received"),
    [
        (State.DRAFT, False),
        (State.RETURNED, False),
        (State.SUBMITTED, True),
        (State.CHECKED, True),
        (State.APPROVED, True),
    ],
)
def test_figures_that_were_imported_count_from_their_last_change(
    province: cast.Province, period: Period, state: State, is_received: bool
) -> None:
    """They took no step of their own."""
    item = _typed(province, "22801")
    changed = datetime(2022, 12, 12, 9, tzinfo=clock.VIETNAM)
    FigureSet.objects.filter(pk=item.pk).update(state=state, changed_at=changed)
    row = _receipts(period)["22801"]
    assert (row.is_received, row.sent_at) == (is_received, changed if is_received else None)


def test_a_step_counts_before_the_last_change(province: cast.Province, period: Period) -> None:
    item = _typed(province, "22801")
    advance([item.pk], "check", by=province.bac_ai)
    moment = FigureTransition.objects.get(figure_set=item).at
    FigureSet.objects.filter(pk=item.pk).update(changed_at=moment + timedelta(days=9))
    assert _receipts(period)["22801"].sent_at == moment


def _received(days_late: int | None) -> Receipt:
    sent = None if days_late is None else datetime(2022, 12, 1, tzinfo=clock.VIETNAM)
    return Receipt(Unit(), None, sent, Punctuality(Timeliness.LATE, days_late or 0), 0)


def test_receipts_are_counted() -> None:
    assert tally([]) == Tally(0, 0, 0, 0)
    assert tally([_received(days) for days in (None, 0, 0, 0, 1, None)]) == Tally(6, 4, 3, 1)


# ---- who takes part ----


def _village(province: cast.Province, code: str) -> Unit:
    with audit.change(User.objects.command_line()) as trail:
        made = found_unit(code, f"Thôn {code}", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    return made


def test_districts_and_communes_take_part_and_the_villages_of_last_year(province: cast.Province) -> None:
    old, new, gone = (_village(province, code) for code in ("2280101", "2280102", "2280103"))
    Period.objects.all().delete()
    for year, unit in ((2021, old), (2020, new), (2022, new), (2021, gone)):
        period, _ = Period.objects.get_or_create(
            campaign=province.campaign,
            year=year,
            standard="mdp-2022-2025",
            defaults={"due": TODAY, "opened_by": province.labour},
        )
        Expectation.objects.create(period=period, unit=unit)
    Unit.objects.filter(pk=gone.pk).update(valid_to=TODAY)
    found = participants(province.campaign, 2022, TODAY)
    assert [unit for unit in found if unit.level == Level.VILLAGE] == [old]
    levels = [unit.level for unit in found]
    assert (levels.count(Level.DISTRICT), levels.count(Level.COMMUNE), len(levels)) == (7, 65, 73)
    assert levels == sorted(levels)
    every = participants(province.campaign, 2022, TODAY, every_village=True)
    assert [unit.code for unit in every if unit.level == Level.VILLAGE] == ["2280101", "2280102"]
    assert len(every) == 74


def test_a_day_begins_at_midnight_in_vietnam() -> None:
    assert midnight(TODAY) == datetime(2022, 12, 15, tzinfo=clock.VIETNAM)


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2023, 1, 1), 2022), (date(2023, 8, 31), 2022), (date(2023, 9, 1), 2023), (date(2023, 12, 31), 2023)],
)
def test_from_september_the_figures_of_the_year_itself_are_collected(day: date, year: int) -> None:
    with clock.at(midnight(day)):
        assert working_year() == year
