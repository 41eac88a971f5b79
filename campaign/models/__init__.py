"""What the campaign keeps, by topic."""

from campaign.models.definitions import Campaign, Deadline, DefinitionVersion
from campaign.models.plans import Plan, PlanTransition
from campaign.models.results import Cell, FigureEdit, FigureSet, FigureTransition
from campaign.models.targets import Target

__all__ = [
    "Campaign",
    "Cell",
    "Deadline",
    "DefinitionVersion",
    "FigureEdit",
    "FigureSet",
    "FigureTransition",
    "Plan",
    "PlanTransition",
    "Target",
]
