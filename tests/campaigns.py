"""A second campaign beside that of the cast."""

from pathlib import Path

from accounts.models import User
from awards.rounds.actions.rounds import sync_rounds
from campaign.models import Campaign
from campaign.plan.actions.definitions import store_definition

NEXT = Path(__file__).parent / "campaign" / "files" / "ke-tiep-2026-2030.toml"
NEXT_CODE = "ke-tiep-2026-2030"


def load_next(**changed: str) -> Campaign:
    """The plan of 2026-2030, with words of its text replaced: `old=new` pairs by the names of `WORDS`."""
    text = NEXT.read_text(encoding="utf-8")
    for old, new in changed.items():
        before, after = WORDS[old], new
        assert before in text
        text = text.replace(before, after)
    by = User.objects.command_line()
    version, _ = store_definition(text, by=by)
    sync_rounds(version.campaign, by=by)
    return Campaign.objects.get(pk=version.campaign.pk)


WORDS = {"code": NEXT_CODE, "province": 'province = "56"', "first": "first_year = 2026", "round": "annual-2026"}
