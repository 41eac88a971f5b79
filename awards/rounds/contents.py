"""What a round has at all: asked with the round itself, so that its pages ask no more about what is not there. Read only."""

from typing import Any

from django.db.models import Exists, OuterRef

from awards.models import CouncilSession, Decision, Matter, Paper, Recusal, ReplacedFile, RuleChange
from awards.querysets import GUIDANCE


def with_contents(rounds: Any) -> Any:
    """Rounds with what they have, as `has_…`; of a round that was read without, every page asks."""
    own = OuterRef("pk")
    return rounds.annotate(
        has_decisions=Exists(Decision.objects.filter(round=own)),
        has_rule_changes=Exists(RuleChange.objects.filter(round=own)),
        has_replaced_files=Exists(ReplacedFile.objects.filter(round=own)),
        has_sessions=Exists(CouncilSession.objects.filter(round=own)),
        has_guidance=Exists(Paper.objects.filter(round=own, kind=GUIDANCE)),
        has_recusals=Exists(Recusal.objects.filter(item__nomination__round=own)),
        has_matters=Exists(Matter.objects.all()),  # of a nominee at any of its dossiers, of other rounds too
    )


def may_have(award_round: Any, what: str) -> bool:
    """A round has something, or was read without knowing: "decisions", "sessions"."""
    return bool(getattr(award_round, f"has_{what}", True))
