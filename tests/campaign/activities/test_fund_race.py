"""Many hands at one Fund, in processes, on the engine's own locks: never overdrawn, nobody wrongly refused."""

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from campaign.activities.actions import records
from campaign.activities.actions.records import Draft
from campaign.activities.funds import balance
from campaign.models import Record
from core import clock
from core.workflow import Refused
from tests import cast, proofs
from tests.units.reorganisation.test_races import _race

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]
HANDS, FITS = 12, 4  # so many spend at once, so many can be paid
ROUNDS = proofs.size(full=50, sample=2)


@pytest.fixture
def province(db: None) -> cast.Province:
    """Phước Đại's Fund holds four million."""
    with clock.at(cast.EVENING):
        made = cast.make_province(reforms=False)
        _entry(made, "thu-quy", 4_000_000, recorded=True)
        return made


def _entry(province: cast.Province, kind: str, amount: int, *, recorded: bool = False) -> Record:
    answers = {"amount": amount, "giver": "Chi bộ", "purpose": "Nhà ở"}
    draft = Draft(date(2022, 10, 20), "Bút toán", answers=answers)
    made = records.write(province.campaign, kind, draft, unit=province.unit("22801"), by=province.phuoc_dai)
    return records.advance(made.pk, "record", by=province.phuoc_dai, edition=1) if recorded else made


def _spend(province: cast.Province, item: Record) -> Callable[[], str]:
    def work() -> str:
        try:
            records.advance(item.pk, "record", by=province.phuoc_dai, edition=1)
        except Refused as refused:
            return "empty" if "không đủ" in str(refused) else f"wrongly refused: {refused}"
        return "paid"

    return work


def test_a_fund_is_never_overdrawn_by_many_at_once(province: cast.Province) -> None:
    with clock.at(cast.EVENING):
        items = [_entry(province, "chi-quy", 1_000_000) for _ in range(HANDS)]
    unit = province.unit("22801")
    for _ in range(ROUNDS):
        Record.objects.filter(kind="chi-quy").update(state="draft", edition=1)
        found = _race([_spend(province, item) for item in items])
        assert found == Counter({"paid": FITS, "empty": HANDS - FITS})
        assert balance(province.campaign, unit, None) == 0
    proofs.report(f"quỹ: {ROUNDS} lượt, {HANDS} người chi cùng lúc: đúng {FITS} lần chi mỗi lượt, 0 lần chi quá quỹ")


def test_without_the_lock_the_fund_is_overdrawn(province: cast.Province) -> None:
    """The control: the lock is what keeps it."""
    with clock.at(cast.EVENING):
        items = [_entry(province, "chi-quy", 1_000_000) for _ in range(HANDS)]
    wrong = 0
    for _ in range(4):
        Record.objects.filter(kind="chi-quy").update(state="draft", edition=1)
        found = _race([_spend(province, item) for item in items], with_lock=False)
        wrong += found != Counter({"paid": FITS, "empty": HANDS - FITS})
    assert wrong
