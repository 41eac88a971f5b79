"""A campaign as data: a whole plan in one TOML file, read into frozen dataclasses with every error at once."""

from campaign.definition.own_names import NO_OWN, OwnNames, named_in
from campaign.definition.problems import DefinitionError
from campaign.definition.reading import DefinitionErrors, examine, parse, parse_stored
from campaign.definition.schema import (
    AwardForm,
    Cap,
    Category,
    Criterion,
    Deadline,
    Definition,
    Event,
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
    "NO_OWN", "AwardForm", "Cap", "Category", "Criterion", "Deadline", "Definition", "DefinitionError", "DefinitionErrors", "Event",
    "Goal", "Group", "LegalBasis", "OwnNames", "Part", "Participant", "Provision", "Reading", "Round", "Route", "Use",
    "canonical", "digest", "examine", "named_in", "parse", "parse_stored",
]  # fmt: skip
