"""Households of the demonstration: made up, every one of them."""

from datetime import date

from accounts.models import User
from reports.demonstration.days import START
from units.households.states import bits
from units.models import ExitRegistration, Household, HouseholdHead, HouseholdYear, Unit

_FAMILY = ("Katơr", "Pi Năng", "Chamaléa", "Nguyễn", "Trần", "Đàng", "Mang")
_GIVEN = ("Thị Liên", "Văn Thành", "Thị Hồng", "Minh", "Thị Ái", "Đăng", "Thị Ơn", "Thái")


# what the surveys of 2021, 2022 and 2023 found of the eight households of a village
_YEARS = (
    ("poor", "poor", "near_poor"), ("poor", "escaped", "newly_escaped"), ("near_poor", "near_poor", "escaped"),
    ("not_poor", "not_poor", "not_poor"), ("poor", "poor", "poor"), ("not_poor", "not_poor", "not_poor"),
    ("near_poor", "escaped", "not_poor"), ("not_poor", "near_poor", "near_poor"),
)  # fmt: skip
_DEPRIVED = {"poor": (1, 4, 8, 11), "near_poor": (4, 12)}


def sample_households(village: Unit, by: User) -> None:
    """Eight households of a village with three years each."""
    for number in range(1, 9):
        head = f"{_FAMILY[number % 7]} {_GIVEN[(number * 3 + int(village.code)) % 8]}"
        ethnicity = "Raglai" if number % 7 < 3 else "Kinh"
        row = Household.objects.create(
            code=f"{village.code}{number:03d}",
            village=village,
            head=head,
            ethnicity=ethnicity,
            is_minority=ethnicity != "Kinh",
            people=2 + number % 5,
            valid_from=START,
            is_illustrative=True,
        )
        HouseholdHead.objects.create(household=row, name=head, valid_from=START)
        for year, status in zip((2021, 2022, 2023), _YEARS[number - 1], strict=True):
            HouseholdYear.objects.create(
                household=row,
                year=year,
                status=status,
                people=row.people,
                deprivations=bits(_DEPRIVED.get(status, ())),
                causes=bits((1, 2) if status == "poor" else ()),
            )
        if number in {1, 2, 5}:
            is_out = number == 2
            ExitRegistration.objects.create(
                household=row,
                year=2022,
                registered_on=date(2022, 3, 10),
                recorded_by=by,
                commitments="Chăn nuôi hai con bò, cho con học nghề (minh họa).",
                has_loan=is_out,
                loan=30_000_000 if is_out else None,
                lender="Ngân hàng Chính sách xã hội" if is_out else "",
                outcome="escaped" if is_out else "not_yet",
                outcome_on=date(2022, 12, 14),
            )
