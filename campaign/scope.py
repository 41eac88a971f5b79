"""What the pages of figures and targets share: the campaign, the year, the unit somebody may see, words in addresses."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.words import State, Status
from campaign.models import Campaign
from campaign.poverty_standards.in_force import standard_for, standard_of, standards_for
from core import clock
from units import access
from units.models import Unit

# words in addresses, without accents
STATUSES: Mapping[str, Status] = {"chinh-thuc": Status.OFFICIAL, "so-bo": Status.PRELIMINARY}
STATES: Mapping[str, str] = {
    "chua-nhap": "none",
    "dang-nhap": State.DRAFT,
    "da-gui": State.SUBMITTED,
    "da-kiem-tra": State.CHECKED,
    "da-duyet": State.APPROVED,
    "tra-lai": State.RETURNED,
    "mo-lai": State.REOPENED,
}
STATE_CHOICES = [(word, dict(State.choices).get(state, "Chưa nhập")) for word, state in STATES.items()]
STATUS_CHOICES = [(word, status.label) for word, status in STATUSES.items()]


def campaign_or_404() -> Campaign:
    """The campaign that the portal opens with."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    return campaign


def needs(user: Any, permission: Permission) -> None:
    """403 for a page that the role does not open; what it lists is cut to one's reach."""
    if not access.holds(user, permission):
        raise PermissionDenied


def campaign_for(user: Any, permission: Permission) -> Campaign:
    """The campaign, for who holds a permission over its whole province. Raises `Http404`, `PermissionDenied`."""
    campaign = campaign_or_404()
    access.needs(user, permission, campaign.province)
    return campaign


def year_or_404(campaign: Campaign, year: int) -> int:
    """A year of the campaign."""
    if not campaign.first_year <= year <= campaign.last_year:
        raise Http404
    return year


def status_of(query: QueryDict) -> Status:
    """Official unless the address says otherwise."""
    return STATUSES.get(query.get("loai", ""), Status.OFFICIAL)


def standard_of_page(query: QueryDict, campaign: Campaign, year: int) -> str:
    """The standard that counts in the year, unless the address names the other one that the year is counted under."""
    counted = standards_for(campaign, year)
    asked = query.get("chuan", "")
    return asked if asked in counted else next(iter(counted), "")


def standard_query(campaign: Campaign, year: int, standard: str) -> dict[str, str]:
    """What an address says of the standard: nothing of the year's own."""
    return {} if standard == standard_for(campaign, year) else {"chuan": standard}


def standard_choices(campaign: Campaign, year: int) -> list[tuple[str, str]]:
    """The standards that the year is counted under, with their names, where there are two of them."""
    counted = standards_for(campaign, year)
    titles = [(code, found.title if (found := standard_of(code)) else code) for code in counted]
    return titles if len(titles) > 1 else []


def status_word(status: str) -> str:
    return next(word for word, value in STATUSES.items() if value == status)


def scope_notes(user: Any, permission: Permission) -> list[str]:
    """What stands under the title of a list that is cut to one's reach; nothing for a whole province."""
    words = access.scope_words(user, permission)
    return [f"Trong phạm vi {words}"] if words else []


def unit_or_404(request: HttpRequest, permission: Permission, year: int, code: str) -> Unit:
    """The unit that bore a code at the end of a year, within one's reach."""
    on = map_day(year)
    return get_object_or_404(Unit.objects.reached_by(request.user, permission).in_force(on).named(on), code=code)


def year_choices(campaign: Campaign, page: str, *keys: str, ahead: int = 0) -> list[tuple[int, str]]:
    """The years of the campaign up to now, with the address of each."""
    return [(year, reverse(page, args=[year, *keys])) for year in reversed(years_to_choose(campaign, ahead=ahead))]


def years_to_choose(campaign: Campaign, *, ahead: int = 0) -> range:
    """The years of the campaign up to now, or some years ahead of it."""
    return range(campaign.first_year, min(campaign.last_year, clock.today().year + ahead) + 1)


def ancestor_crumbs(unit: Unit, user: Any, permission: Permission, page: str, year: int) -> list[tuple[str, str]]:
    """The units above one at the end of a year, each with its address when it is within reach."""
    above = list(Unit.objects.ancestors_of(unit, map_day(year)))
    reached = access.reached(user, permission, [item.pk for item in above], model=Unit)
    return [(item.name, reverse(page, args=[year, item.code]) if item.pk in reached else "") for item in above]


def address(page: str, *keys: Any, query: Mapping[str, Any] | None = None) -> str:
    """An address with its query string."""
    found = QueryDict(mutable=True)
    for name, value in (query or {}).items():
        found.setlist(name, value) if isinstance(value, list) else found.__setitem__(name, value)
    url = reverse(page, args=keys)
    return f"{url}?{found.urlencode()}" if found else url
