"""Two desks, and two officers, that note the same plan at once, in processes: one plan, both receipts, no failure."""

import sys
from collections.abc import Callable
from datetime import date, datetime

import pytest

from accounts.models import User
from campaign.models import Plan, PlanReceipt
from campaign.registrations.actions import filing, receiving
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from tests import cast
from tests.units.reorganisation.test_races import _race

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]
PAPER = filing.PlanPaper("Phát động", "45/KH", date(2022, 7, 18), datetime(2022, 7, 28, 9, tzinfo=VIETNAM))


@pytest.fixture
def province(db: None) -> cast.Province:
    with clock.at(cast.EVENING):
        return cast.make_province(reforms=False)


def _desk(province: cast.Province, duty: str, by: User) -> Callable[[], str]:
    def work() -> str:
        try:
            receiving.receive_paper(
                province.campaign,
                PAPER,
                duty=duty,
                register_number="1",
                kind="launch_plan",
                unit=province.unit("584"),
                by=by,
            )
        except Refused:
            return "refused"
        return "noted"

    return work


def test_two_desks_at_once_are_one_plan_with_two_receipts(province: cast.Province) -> None:
    desks = [_desk(province, "standing_agency", province.labour), _desk(province, "award_agency", province.home)]
    for _ in range(3):
        PlanReceipt.objects.all().delete()
        for plan in Plan.objects.all():
            plan.transitions.all().delete()
            plan.delete()
        assert _race(desks) == {"noted": 2}
        assert (Plan.objects.count(), PlanReceipt.objects.count()) == (1, 2)


def test_a_plan_filed_by_many_hands_is_filed_once(province: cast.Province) -> None:
    def file() -> str:
        try:
            filing.file_plan(
                province.campaign, PAPER, kind="launch_plan", unit=province.unit("584"), by=province.bac_ai
            )
        except Refused as refused:
            return "refused" if "đã gửi kế hoạch này" in str(refused) else str(refused)
        return "filed"

    assert _race([file] * 5) == {"filed": 1, "refused": 4}
