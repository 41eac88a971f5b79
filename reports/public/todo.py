"""What waits to be published: a year that an act has made official and nobody has published."""

from typing import Any

from django.urls import reverse

from accounts.permissions import Permission
from campaign.figures.words import Status
from campaign.models import Campaign, OfficialAct
from campaign.plan.provinces import lives
from core import clock
from office.todo import Card
from reports.models import PublicYear
from units import access


def cards(user: Any) -> list[Card]:
    """One for each year of the campaign shown, for the agency that approves figures: three questions at most, none for others."""
    if not access.over_a_province(user, [Permission.APPROVE_FIGURES]):
        return []
    campaign = Campaign.objects.current()
    if campaign is None or not access.may(user, Permission.APPROVE_FIGURES, campaign.province):
        return []
    acts = OfficialAct.objects.current().filter(
        campaign__province__in=lives(campaign.province_id), status=Status.OFFICIAL
    )
    last = min(campaign.last_year, clock.today().year)
    official = {
        year for act in acts for year in range(max(act.first_year, campaign.first_year), min(act.year, last) + 1)
    }
    done = set(PublicYear.objects.filter(campaign=campaign).values_list("year", flat=True)) if official else set()
    return [
        Card(
            f"Công bố kết quả năm {year}",
            "Đã có văn bản phê duyệt chính thức, trang công khai chưa có",
            reverse("reports:publication", args=[year]),
            "Xem trước",
            "figures",
        )
        for year in sorted(official - done)
    ]
