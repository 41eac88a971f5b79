"""Everything that changes in the award rounds."""

from awards.appraisal.actions.judging import judge
from awards.decisions.actions.decisions import decide, may_release, public_name, release, revoke
from awards.decisions.actions.recalling import recall
from awards.nominations.actions.nominations import advance, edit, nominate
from awards.nominations.proposals import Proposal
from awards.rounds.actions.rounds import sync_rounds

__all__ = [
    "Proposal", "advance", "decide", "edit", "judge", "may_release", "nominate", "public_name", "recall", "release",
    "revoke", "sync_rounds",
]  # fmt: skip
