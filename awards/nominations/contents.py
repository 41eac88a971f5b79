"""What a dossier has at all: asked with the dossier itself, so that its page asks no more about what is not there."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef

from awards.models import (
    AgendaItem,
    Assessment,
    Award,
    CommentPeriod,
    DossierPaper,
    EvidenceLink,
    Judgement,
    Matter,
    Nomination,
    NominationVersion,
    Opinion,
    Paper,
    Reminder,
    StandIn,
)

PARTS = {
    "agenda": AgendaItem,
    "assessments": Assessment,
    "award": Award,
    "comments": CommentPeriod,
    "dossier_papers": DossierPaper,
    "links": EvidenceLink,
    "judgements": Judgement,
    "own_matters": Matter,
    "versions": NominationVersion,
    "opinions": Opinion,
    "made_papers": Paper,
    "reminders": Reminder,
    "stand_ins": StandIn,
}


def with_contents(dossiers: Any) -> Any:
    """Dossiers with what they have, as `has_…`; of one that was read without, every page asks."""
    own = OuterRef("pk")
    return dossiers.annotate(
        has_any_matters=Exists(Matter.objects.all()),  # of a nominee at any of its dossiers
        **{f"has_{name}": Exists(model._default_manager.filter(nomination=own)) for name, model in PARTS.items()},
    )


def having(nominations: Iterable[Nomination], what: str) -> list[Nomination]:
    """Those that may have something of `PARTS`."""
    return [item for item in nominations if getattr(item, f"has_{what}", True)]
