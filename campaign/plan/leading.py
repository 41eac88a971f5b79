"""Who keeps what the whole portal shares: the province of the campaign of the day, whatever somebody looks at."""

from typing import Any

from accounts.permissions import Permission
from campaign.models import Campaign
from core import clock
from units import access


def leads_portal(user: Any, permission: Permission) -> bool:
    """Somebody holds a permission over that whole province: for templates, days off, what hangs on no unit."""
    if getattr(user, "is_builtin", False):
        return access.holds(user, permission)
    campaign = Campaign.objects.first_on(clock.today())
    return campaign is not None and access.may(user, permission, campaign.province)
