from campaign.models import Campaign, Deadline, DefinitionVersion, FigureSet, Plan, Target
from office.read_only import show

show(Campaign, DefinitionVersion, Deadline, Target, FigureSet, Plan)
