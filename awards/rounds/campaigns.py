"""Rounds beside those of other campaigns: their names and addresses say which campaign is meant, where several stand."""

from django.urls import reverse

from awards.models import Round
from campaign.models import Campaign
from campaign.plan.addresses import in_campaign


def round_words(award_round: Round) -> str:
    """The name of a round, with its campaign where the reader has several."""
    among = {item.pk: item for item in Campaign.objects.side_by_side()}
    campaign = among.get(award_round.campaign_id)
    if campaign is None or len(among) < 2:
        return award_round.name
    return f"{award_round.name}, phong trào {campaign.period}"


def round_url(page: str, award_round: Round, question: str = "") -> str:
    """The address of a page of a round, which leads to its own campaign though another has a round of the same code."""
    url = reverse(page, args=[award_round.code]) + question
    shown, among = Campaign.objects.shown_among()
    own = next((item for item in among if item.pk == award_round.campaign_id), None)
    return url if own is None or own == shown else in_campaign(url, own)
