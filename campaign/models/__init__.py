"""What the campaign keeps, by topic."""

from campaign.models.definitions import Campaign, Deadline, DefinitionVersion, PlanDraft
from campaign.models.periods import Expectation, LateEntry, OfficialAct, Period
from campaign.models.plans import FilingDuty, Plan, PlanFile, PlanReceipt, PlanTransition
from campaign.models.records import Fund, FundHandover, Record, RecordFile, RecordTransition
from campaign.models.results import Cell, Comment, Explanation, FigureEdit, FigureSet, FigureTransition
from campaign.models.standards import StandardFile, YearStandard
from campaign.models.targets import Target

__all__ = [
    "Campaign",
    "Cell",
    "Comment",
    "Deadline",
    "DefinitionVersion",
    "Expectation",
    "Explanation",
    "FigureEdit",
    "FigureSet",
    "FigureTransition",
    "FilingDuty",
    "Fund",
    "FundHandover",
    "LateEntry",
    "OfficialAct",
    "Period",
    "Plan",
    "PlanDraft",
    "PlanFile",
    "PlanReceipt",
    "PlanTransition",
    "Record",
    "RecordFile",
    "RecordTransition",
    "StandardFile",
    "Target",
    "YearStandard",
]
