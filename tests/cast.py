"""The province of the tests: real names and codes, and one officer of each kind."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from accounts.models import User
from accounts.permissions import Duty, Role
from awards.models import Round
from awards.rounds.actions.rounds import sync_rounds
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.storing import year_end
from campaign.figures.words import Status
from campaign.models import Campaign, FigureSet, Period
from campaign.periods.windows import due_day
from campaign.plan.actions.definitions import store_definition
from campaign.poverty_standards.in_force import standard_for
from campaign.targets.actions import Assignment, assign
from core import clock
from core.clock import VIETNAM
from tests.remembered import remembered
from units.models import DutyHolding, Membership, Organisation, Unit
from units.unit_lists import loading
from units.unit_lists.domain.succession_files import read_successions
from units.unit_lists.domain.unit_files import read_units

ROOT = Path(__file__).resolve().parent.parent
DEFINITION = ROOT / "campaign" / "definitions" / "ninh-thuan-2021-2025.toml"
UNITS = ROOT / "data" / "ninh-thuan-units.csv"
SUCCESSORS = ROOT / "data" / "ninh-thuan-successors.csv"
RESULTS = ROOT / "data" / "reconstructed-results.csv"
TARGETS = ROOT / "data" / "reconstructed-targets-2022.csv"
EVENING = datetime(2022, 12, 15, 20, 0, tzinfo=VIETNAM)
START = date(2021, 1, 1)
CODE = "ninh-thuan-2021-2025"

SEATS = {
    "home": (Role.HOME_AFFAIRS_OFFICER, "58", "so-noi-vu"),
    "home_leader": (Role.HOME_AFFAIRS_LEADER, "58", "so-noi-vu"),
    "labour": (Role.LABOUR_OFFICER, "58", "so-ldtbxh"),
    "labour_leader": (Role.LABOUR_LEADER, "58", "so-ldtbxh"),
    "bac_ai": (Role.DISTRICT_OFFICER, "584", ""),
    "bac_ai_leader": (Role.DISTRICT_LEADER, "584", ""),
    "ninh_son": (Role.DISTRICT_OFFICER, "585", ""),
    "ninh_son_leader": (Role.DISTRICT_LEADER, "585", ""),
    "phuoc_dai": (Role.COMMUNE_OFFICER, "22801", ""),
    "phuoc_dai_leader": (Role.COMMUNE_LEADER, "22801", ""),
    "health": (Role.AGENCY_OFFICER, "58", "so-y-te"),
    "enterprise": (Role.ENTERPRISE_CONTACT, "58", "htx"),
    "front": (Role.FRONT_SUPERVISOR, "58", "mttq"),
    "council": (Role.COUNCIL_MEMBER, "58", ""),
    "council_secretary": (Role.COUNCIL_SECRETARY, "58", ""),
    "chairman": (Role.CHAIRMAN, "58", ""),
    "press": (Role.PRESS_EDITOR, "58", "bao"),
    "auditor": (Role.AUDITOR, "58", ""),
    "administrator": (Role.ADMINISTRATOR, "58", ""),
}


@dataclass
class Province:
    """What a test finds set up."""

    campaign: Campaign
    people: dict[str, User] = field(default_factory=dict)
    bodies: dict[str, Organisation] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def unit(self, code: str, on: date = date(2022, 12, 31)) -> Unit:
        return Unit.objects.bearing(code, on)

    @property
    def annual_2022(self) -> Round:
        return Round.objects.get(code="annual-2022")

    @remembered
    def approve(self, year: int, code: str, households: int, poor: int, near_poor: int = 0, **more: Any) -> FigureSet:
        """An approved official set, by the built-in account; of a year to come once that year is over."""
        values = {"households": households, "poor": poor, "near_poor": near_poor, **more}
        unit = self.unit(code, year_end(year))
        with clock.at(clock.now() if clock.today().year >= year else year_end(year)):
            import_rows(
                self.campaign,
                [(unit, values)],
                year=year,
                status="official",
                as_of=year_end(year),
                standard=standard_for(self.campaign, year),
                by=User.objects.command_line(),
                approve_act="phê duyệt theo văn bản",
                source="thử nghiệm",
            )
        return FigureSet.objects.judging().get(unit=unit, year=year)

    @remembered
    def target(self, year: int, code: str, at_least: str) -> None:
        """A target of a unit."""
        assignment = Assignment(
            self.unit(code, year_end(year)),
            Decimal(at_least),
            decision_number="12/QĐ-UBND",
            decision_date=date(year, 1, 10),
        )
        assign(self.campaign, year, [assignment], by=User.objects.command_line())


def load_map(*, reforms: bool = True) -> None:
    """The real units and their succession; without the reforms no end is known yet."""
    units = read_units(UNITS.read_bytes(), UNITS.name)
    successions = read_successions(SUCCESSORS.read_bytes(), SUCCESSORS.name)
    if not reforms:
        units, successions = [replace(row, ends_on=None, enters="") for row in units], []
    loading.load(units, successions, by=User.objects.command_line())


def open_every_period(campaign: Campaign) -> None:
    """Every year takes figures."""
    by = User.objects.command_line()
    Period.objects.bulk_create(
        Period(
            campaign=campaign,
            year=year,
            status=status,
            standard=standard_for(campaign, year),
            due=due_day(year, status),
            opened_by=by,
        )
        for year in range(campaign.first_year, campaign.last_year + 1)
        for status in Status
    )


def make_province(*, reforms: bool = True) -> Province:
    """The map, the plan, the departments with their duties, and the cast."""
    _put_province(reforms)
    return _found_province()


@remembered
def put_map() -> None:
    """The units of the real province with the reforms of 2024 and 2025."""
    load_map()


@remembered
def _put_province(reforms: bool) -> None:
    _build_province(reforms=reforms)


def _found_province() -> Province:
    """The province whose rows are there."""
    people = {user.username: user for user in User.objects.all()}
    return Province(
        Campaign.objects.get(code=CODE),
        {name: people[name.replace("_", "-")] for name in SEATS},
        {body.code: body for body in Organisation.objects.select_related("seat")},
    )


def _build_province(*, reforms: bool) -> Province:
    load_map(reforms=reforms)
    by = User.objects.command_line()
    version, _ = store_definition(DEFINITION.read_text(encoding="utf-8"), by=by)
    sync_rounds(version.campaign, by=by)
    open_every_period(version.campaign)
    seat = Unit.objects.bearing("58", START)
    kinds = Organisation.Kind
    bodies = {
        code: Organisation.objects.create(
            code=code,
            name=name,
            kind=kind,
            seat=seat,
            must_file_plan=kind != kinds.COOPERATIVE,
            is_requested=kind == kinds.FRONT,
            valid_from=START,
        )
        for code, name, kind in (
            ("so-noi-vu", "Sở Nội vụ", kinds.DEPARTMENT),
            ("so-ldtbxh", "Sở Lao động - Thương binh và Xã hội", kinds.DEPARTMENT),
            ("so-y-te", "Sở Y tế", kinds.DEPARTMENT),
            ("mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", kinds.FRONT),
            ("bao", "Báo Ninh Thuận", kinds.PRESS),
            ("htx", "Hợp tác xã Nông nghiệp An Xuân", kinds.COOPERATIVE),
        )
    }
    DutyHolding.objects.create(duty=Duty.STANDING_AGENCY, organisation=bodies["so-ldtbxh"], valid_from=START)
    DutyHolding.objects.create(duty=Duty.AWARD_AGENCY, organisation=bodies["so-noi-vu"], valid_from=START)
    province = Province(version.campaign, {}, bodies)
    for name, (role, unit_code, body) in SEATS.items():
        unit = Unit.objects.bearing(unit_code, START)
        user = User.objects.create_user(
            name.replace("_", "-"), "mot-cau-ngan-de-nho", full_name=name.replace("_", " ").title()
        )
        Membership.objects.create(
            user=user, role=role, unit=unit, organisation=bodies.get(body), valid_from=START, valid_to=unit.valid_to
        )
        province.people[name] = user
    return province
