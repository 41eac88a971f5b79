"""What the map keeps, by topic. Everywhere `valid_from` is the first day on which something is and `valid_to` the
first on which it no longer is; an open end is `FOREVER`, never NULL.
"""

from units.models.beginning import Beginning
from units.models.households import ExitRegistration, Household, HouseholdHead, HouseholdYear
from units.models.kinds import OwnKind
from units.models.map import (
    Ancestry,
    Classification,
    Placement,
    Reorganisation,
    Succession,
    SuccessionShare,
    Unit,
    UnitName,
)
from units.models.organisations import (
    Bloc,
    BlocCriterion,
    BlocMember,
    BlocProgramme,
    DutyHolding,
    Organisation,
    OrganisationSuccession,
)
from units.models.people import Absence, Membership

__all__ = [
    "Absence",
    "Ancestry",
    "Beginning",
    "Bloc",
    "BlocCriterion",
    "BlocMember",
    "BlocProgramme",
    "Classification",
    "DutyHolding",
    "ExitRegistration",
    "Household",
    "HouseholdHead",
    "HouseholdYear",
    "Membership",
    "Organisation",
    "OrganisationSuccession",
    "OwnKind",
    "Placement",
    "Reorganisation",
    "Succession",
    "SuccessionShare",
    "Unit",
    "UnitName",
]
