"""A campaign as data: a whole plan in one TOML file, read into frozen dataclasses with every error at once."""

from campaign.definition.checks import DefinitionError
from campaign.definition.reading import DefinitionErrors, parse
from campaign.definition.schema import (
    AwardForm,
    Cap,
    Category,
    Criterion,
    Deadline,
    Definition,
    Goal,
    Group,
    LegalBasis,
    Part,
    Participant,
    Provision,
    Reading,
    Round,
    Route,
    Use,
)  # fmt: skip
from campaign.definition.writing import canonical, digest

__all__ = [
    "AwardForm", "Cap", "Category", "Criterion", "Deadline", "Definition", "DefinitionError", "DefinitionErrors",
    "Goal", "Group", "LegalBasis", "Part", "Participant", "Provision", "Reading", "Round", "Route", "Use",
    "canonical", "digest", "parse",
]  # fmt: skip
