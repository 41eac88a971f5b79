"""Many officers at one set, in processes, on the engine's own locks: no lost update, one step, one late entry."""

import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from campaign.figures.actions.corrections import correct
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.figures.actions.storing import Conflict
from campaign.models import FigureEdit, FigureSet, FigureTransition, Period
from campaign.periods.actions import close_period
from core import clock
from core.workflow import Refused
from tests import cast, proofs
from tests.units.reorganisation.test_races import _race

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]
EDITORS = 6
ROUNDS = proofs.size(full=200, sample=2)


@pytest.fixture
def item(db: None) -> tuple[cast.Province, FigureSet]:
    """Phước Đại's sheet, typed and not yet sent."""
    with clock.at(cast.EVENING):
        province = cast.make_province(reforms=False)
        unit = province.unit("22801")
        values = {"households": 1000, "poor": 88, "near_poor": 113}
        (found,) = save_sheet(province.campaign, 2022, {unit.pk: values}, {}, by=province.phuoc_dai)
        return province, found


def _save(province: cast.Province, item: FigureSet, poor: int) -> Callable[[], str]:
    def work() -> str:
        try:
            save_sheet(
                province.campaign, 2022, {item.unit_id: {"poor": poor}}, {item.unit_id: 1}, by=province.phuoc_dai
            )
        except Conflict:
            return "conflict"
        return "done"

    return work


def _step(item: FigureSet, step: str, by: object, reason: str = "") -> Callable[[], str]:
    def work() -> str:
        try:
            advance([item.pk], step, by=by, reason=reason)  # type: ignore[arg-type]
        except Conflict:
            return "conflict"
        return step

    return work


def _again(row: FigureSet, state: str) -> None:
    """The set as it stood before the race."""
    FigureTransition.objects.filter(figure_set=row).delete()
    FigureSet.objects.filter(pk=row.pk).update(state=state, edition=1, poor=88, approved_at=None)


def test_of_many_editors_one_is_stored_and_the_others_are_told(item: tuple[cast.Province, FigureSet]) -> None:
    province, row = item
    found = _race([_save(province, row, 10 + at) for at in range(EDITORS)])
    assert found == {"done": 1, "conflict": EDITORS - 1}
    assert FigureEdit.objects.filter(figure_set=row, field="poor").count() == 2


def test_without_the_lock_updates_are_lost(item: tuple[cast.Province, FigureSet]) -> None:
    """The control: the guard is what keeps them."""
    province, row = item
    lost = 0
    for _ in range(5):
        FigureSet.objects.filter(pk=row.pk).update(edition=1)
        lost += _race([_save(province, row, 20 + at) for at in range(EDITORS)], with_lock=False)["done"] > 1
    assert lost


def test_a_save_and_a_submission_never_both_win_on_old_figures(item: tuple[cast.Province, FigureSet]) -> None:
    province, row = item
    saved = 0
    for _ in range(ROUNDS):
        _again(row, "draft")
        found = _race([_save(province, row, 77), *[_step(row, "submit", province.phuoc_dai)] * 3])
        assert found["submit"] == 1
        row.refresh_from_db()
        assert row.state == "submitted"
        assert (row.poor == 77) == (found["done"] == 1)
        assert FigureTransition.objects.filter(figure_set=row, step="submit").count() == 1
        saved += found["done"]
    proofs.report(f"R5: {ROUNDS} lượt lưu và gửi cùng lúc: 1 lần gửi mỗi lượt, {saved} lần lưu kịp, 0 số bị mất")


def test_a_save_and_the_end_of_entry_never_both_win(item: tuple[cast.Province, FigureSet]) -> None:
    province, row = item
    period = Period.objects.get(campaign=province.campaign, year=2022, status="official")

    def close() -> str:
        close_period(period.pk, by=province.labour_leader)
        return "closed"

    saved = 0
    for _ in range(ROUNDS):
        _again(row, "draft")
        Period.objects.filter(pk=period.pk).update(closed_at=None, closed_by=None)
        found = _race([_save(province, row, 77), close])
        assert found["closed"] == 1
        assert found["done"] + found["refused"] == 1
        row.refresh_from_db()
        assert (row.poor, row.edition) == ((77, 2) if found["done"] else (88, 1))
        saved += found["done"]
    proofs.report(f"R5: {ROUNDS} lượt lưu và đóng kỳ cùng lúc: {saved} lần lưu kịp, còn lại bị từ chối, không lẫn")


def test_approval_and_return_are_one_or_the_other(item: tuple[cast.Province, FigureSet]) -> None:
    province, row = item
    with clock.at(cast.EVENING):
        advance([row.pk], "check", by=province.bac_ai)
    approved = 0
    works = [_step(row, "approve", province.labour_leader), _step(row, "return", province.labour, "Thiếu")] * 2
    for _ in range(ROUNDS):
        _again(row, "checked")
        found = _race(works)
        assert found["approve"] + found["return"] == 1
        row.refresh_from_db()
        assert row.state == ("approved" if found["approve"] else "returned")
        approved += found["approve"]
    proofs.report(f"R5: {ROUNDS} lượt duyệt và trả lại cùng lúc: đúng một việc mỗi lượt ({approved} lần duyệt)")


def test_a_set_is_opened_again_once(item: tuple[cast.Province, FigureSet]) -> None:
    province, row = item
    with clock.at(cast.EVENING):
        advance([row.pk], "check", by=province.bac_ai)
        advance([row.pk], "approve", by=province.labour_leader)
        until = clock.today() + timedelta(days=2)

    def work() -> str:
        try:
            correct(row.pk, by=province.labour, reason="Sót hộ", until=until)
        except Refused:
            return "refused"
        return "opened"

    assert _race([work] * 4) == {"opened": 1, "refused": 3}
    assert FigureSet.objects.filter(unit=row.unit_id, year=2022).count() == 2
