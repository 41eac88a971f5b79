"""What the province that a page shows is called: that of its campaign, before the first plan the only one there is."""

from campaign.evaluation import province_units
from campaign.models import Campaign
from campaign.plan.domain.choice import Unclear
from core import clock
from units.map.domain.levels import Level
from units.map.domain.province_words import TINH, province_words
from units.models import Unit


def word_of_the_page() -> str:
    """ "tỉnh" or "thành phố", on the portal's day."""
    today = clock.today()
    try:
        campaign = Campaign.objects.current()
    except Unclear:
        return TINH.word
    if campaign is not None:
        return province_words(province_units.province_on(campaign, today).kind).word
    kinds = set(Unit.objects.filter(level=Level.PROVINCE).in_force(today).values_list("kind", flat=True))
    return province_words(kinds.pop()).word if len(kinds) == 1 else TINH.word
