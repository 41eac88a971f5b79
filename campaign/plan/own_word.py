"""What the province that a page shows is called: that of its campaign, before the first plan the only one there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from campaign.evaluation import province_units
from campaign.models import Campaign
from campaign.plan.domain.choice import Unclear
from core import clock, own_words
from units.map.domain.levels import Level
from units.map.domain.province_words import TINH, province_words
from units.models import Unit


def word_of_the_page(on: date | None = None) -> str:
    """ "tỉnh" or "thành phố", on a day; by default the portal's."""
    on = on or clock.today()
    try:
        campaign = Campaign.objects.current()
    except Unclear:
        return TINH.word
    if campaign is not None:
        return word_of(campaign, on)
    kinds = set(Unit.objects.filter(level=Level.PROVINCE).in_force(on).values_list("kind", flat=True))
    return province_words(kinds.pop()).word if len(kinds) == 1 else TINH.word


def word_of(campaign: Campaign, on: date | None = None) -> str:
    """The same of one campaign."""
    return province_words(province_units.province_on(campaign, on or clock.today()).kind).word


@contextmanager
def words_of(campaign: Campaign) -> Iterator[None]:
    """Until the end of the block texts are of a campaign's province, whatever page or nightly work writes them."""
    with own_words.page(lambda on: word_of(campaign, on)):
        yield
