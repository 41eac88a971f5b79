"""Everything that changes in the award rounds."""

from awards.actions.decisions import decide, may_release, public_name, release, revoke
from awards.actions.judging import judge
from awards.actions.nominations import Proposal, advance, edit, nominate
from awards.actions.recalling import recall
from awards.actions.rounds import sync_rounds

__all__ = [
    "Proposal", "advance", "decide", "edit", "judge", "may_release", "nominate", "public_name", "recall", "release",
    "revoke", "sync_rounds",
]  # fmt: skip
