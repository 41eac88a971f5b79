"""The demonstration province: real units and published figures; everything else made up so that it adds up, and says so.

Records are walked to their states by the real actions, at the moments when they would have happened.
"""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from accounts import audit
from accounts.models import User
from awards import actions as awards
from awards.law.actions.holidays import put_days
from awards.law.domain.holiday_files import read_days
from awards.models import Round
from awards.rounds.closing import set_closing
from campaign.models import Campaign
from campaign.plan.actions.definitions import store_definition
from core import clock
from reports.demonstration.awards import sample_awards
from reports.demonstration.days import DATA, START, unit_on
from reports.demonstration.figures import sample_figures
from reports.demonstration.households import sample_households
from reports.demonstration.launch_plans import sample_plans, sample_programme
from reports.demonstration.people import sample_people
from reports.demonstration.periods import sample_periods, sample_village
from reports.demonstration.records import sample_records
from reports.demonstration.state_awards import sample_state
from reports.demonstration.successors import sample_successors
from reports.public.editions import publish
from units.map.actions import map as unit_actions
from units.map.domain.levels import Class, Kind
from units.unit_lists.domain.succession_files import read_successions
from units.unit_lists.domain.unit_files import read_units
from units.unit_lists.loading import load

DEFINITION = Path(settings.ROOT) / "campaign" / "definitions" / "ninh-thuan-2021-2025.toml"
COASTAL = ("22846", "22909", "22903")  # which communes are meant is not published: a choice
PUBLISHED = (2021, 2022, 2023)  # of the last one not every district is approved: the page says so
SPECIAL_VILLAGES = ("2280101", "2280102")


def load_demonstration() -> None:
    """Everything, once."""
    by = User.objects.command_line()
    with clock.at(datetime(2022, 7, 4, 8, tzinfo=clock.VIETNAM)):
        campaign = _map_and_plan(by)
        put_days(read_days((DATA / "holidays.csv").read_bytes(), "holidays.csv"), by=by)
        people = sample_people(by)
        sample_plans(campaign, by)
        sample_programme(by)
    sample_periods(campaign, by, people["so-ldtbxh"])
    sample_figures(campaign, people, by)
    sample_village(campaign, by)
    sample_records(campaign, people)  # before the dossiers: what an appraisal freezes names them
    sample_awards(campaign, people)
    sample_state(campaign, people)
    for year in PUBLISHED:
        with clock.at(datetime(year + 1, 4, 5, 9, tzinfo=clock.VIETNAM)):
            publish(campaign, year, by=people["so-ldtbxh"])
    sample_successors(people, by)


def _map_and_plan(by: User) -> Campaign:
    units = read_units((DATA / "ninh-thuan-units.csv").read_bytes(), "ninh-thuan-units.csv")
    successions = read_successions((DATA / "ninh-thuan-successors.csv").read_bytes(), "ninh-thuan-successors.csv")
    load(units, successions, by=by)
    version, _ = store_definition(DEFINITION.read_text(encoding="utf-8"), by=by)
    awards.sync_rounds(version.campaign, by=by)
    for code, opens, closes in (
        ("annual-2022", date(2023, 1, 10), date(2023, 3, 15)),
        ("annual-2023", date(2024, 1, 10), date(2024, 4, 30)),
    ):
        award_round = Round.objects.get(code=code)
        award_round.opens_on = opens
        award_round.save()
        set_closing(
            award_round, on=closes, bound="on_or_before", is_hard=True, act="Văn bản minh họa số MH-03/SNV", by=by
        )
    with audit.change(by) as trail:
        for code in COASTAL:
            unit_actions.classify_unit(
                unit_on(code, START),
                Class.COASTAL_SPECIAL,
                valid_from=START,
                valid_to=date(2024, 1, 1),
                act="lựa chọn minh họa",
                is_illustrative=True,
                trail=trail,
            )
        for code in ("22801", "22846"):
            commune = unit_on(code, START)
            for number in range(1, 6):
                village = unit_actions.found_unit(
                    f"{code}{number:02d}",
                    f"Thôn {number} (minh họa)",
                    Kind.VILLAGE,
                    parent=commune,
                    valid_to=commune.valid_to,
                    is_illustrative=True,
                    trail=trail,
                )
                if village.code in SPECIAL_VILLAGES:
                    unit_actions.classify_unit(
                        village,
                        Class.SPECIAL_VILLAGE,
                        valid_from=START,
                        act="lựa chọn minh họa",
                        is_illustrative=True,
                        trail=trail,
                    )
                sample_households(village, by)
        unit_actions.derive_ancestry()
    return version.campaign
