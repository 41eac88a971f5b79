"""Every request says which campaign it is about: by what its address names, by what its reader asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from http import HTTPStatus
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from awards.models import (
    CouncilSession,
    Decision,
    DossierPaper,
    EvidenceLink,
    Nomination,
    Opinion,
    Paper,
    Recognition,
    Round,
    RuleChange,
    StandIn,
    Submission,
)
from campaign.models import (
    Campaign,
    Deadline,
    FigureSet,
    FilingDuty,
    Fund,
    LateEntry,
    Period,
    Plan,
    Record,
    Target,
)
from campaign.plan import asked
from campaign.plan.addresses import WISH, in_campaign
from campaign.plan.asked import Asked, Named
from campaign.plan.domain import choice
from campaign.plan.own_word import word_of_the_page
from core import own_words
from units.models import Unit

YEAR = "year"
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Owner:
    """What the first number or word of an address is, and how it leads to its campaign or, of a figure, to its year."""

    model: type[Model]
    path: str = "campaign"
    key: str = "pk"


# how an address begins → what it names; of the others the year counts, if they have one
OWNERS: Mapping[str, Owner] = {
    "so-lieu/<id:pk>/": Owner(FigureSet, YEAR),
    "ky/<id:pk>/": Owner(Period),
    "nhap-bo-sung/<id:pk>/": Owner(LateEntry),
    "chi-tieu/quyet-dinh/<id:pk>/": Owner(Target),
    "ke-hoach/<id:pk>/": Owner(Plan),
    "ke-hoach/phai-gui/<id:pk>/": Owner(FilingDuty),
    "phong-trao/<id:pk>/": Owner(Record),
    "phong-trao/so-quy/<id:pk>/": Owner(Fund),
    "phong-trao/han-bao-cao/<id:pk>/": Owner(Deadline),
    "khen-thuong/<slug:code>/": Owner(Round, key="code"),
    "quyet-dinh/<id:pk>/": Owner(Decision, "round__campaign"),
    "ho-so/<id:pk>/": Owner(Nomination, "round__campaign"),
    "thanh-phan/<id:pk>/": Owner(DossierPaper, "nomination__round__campaign"),
    "minh-chung/<id:pk>/": Owner(EvidenceLink, "nomination__round__campaign"),
    "y-kien/<id:pk>/": Owner(Opinion, "nomination__round__campaign"),
    "tham-dinh-thay/<id:pk>/": Owner(StandIn, "nomination__round__campaign"),
    "phien-hop/<id:pk>/": Owner(CouncilSession, "round__campaign"),
    "van-ban/<id:pk>/": Owner(Paper, "round__campaign"),
    "to-trinh/<id:pk>/": Owner(Submission, "round__campaign"),
    "thay-doi-quy-dinh/<id:pk>/": Owner(RuleChange, "round__campaign"),
    "giay-khen/<id:pk>/": Owner(Recognition),
}


def owner_of(route: str) -> Owner | None:
    """What an address names, by its pattern."""
    return next((owner for start, owner in OWNERS.items() if route.startswith(start)), None)


def find_named(route: str, keys: Mapping[str, Any]) -> Named:
    """The campaigns that have what an address names, or its year: one question at most."""
    owner = owner_of(route)
    if owner is None:
        return _of_year(keys)
    if owner.model is Round and (having := Campaign.objects.with_round(keys[owner.key])):
        return Named(owners=having)
    rows = owner.model._default_manager.filter(**{owner.key: keys[owner.key]}).order_by()
    if owner.path == YEAR:
        year, unit = rows.values_list(YEAR, "unit").first() or (None, None)
        return Named(year=year, units=[unit] if unit else ())
    return Named(owners=list(rows.values_list(owner.path, flat=True).distinct()))


def _of_year(keys: Mapping[str, Any]) -> Named:
    """The year of an address, with the units that bore in it the code that the address has."""
    year, code = keys.get(YEAR), keys.get("code")
    if year is None or code is None:
        return Named(year=year)
    lived = Unit.objects.filter(code=code, valid_from__lte=date(year, 12, 31), valid_to__gt=date(year, 1, 1))
    return Named(year=year, units=list(lived.values_list("pk", flat=True)))


def name_nothing(request: HttpRequest) -> None:
    """The rest of the page is as if its address named nothing."""
    asked.ask(replace(asked.asked(), find_named=Named))
    request.__dict__.pop("_frame", None)


class CampaignOfPage:
    """Keeps what a request asks for until it is answered, and the campaign that somebody chose for the next ones.

    An address with `?phong-trao=CODE` chooses; a form carries the campaign of the page on which it was filled in.
    Public pages are the same for everyone: there the address alone chooses, and nothing is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asked.page(), own_words.page(word_of_the_page):
            response = self.get_response(request)
            return _on_the_way(request, response)

    def process_view(self, request: HttpRequest, view: View, args: Any, keys: Mapping[str, Any]) -> None:
        route = request.resolver_match.route if request.resolver_match else ""
        named = cache(partial(find_named, route, keys))
        if getattr(view, "is_public", False) or not request.user.is_authenticated:
            asked.ask(Asked(None, request.GET.get(WISH, ""), named))
        else:
            asked.ask(Asked(request.user))  # whose campaigns they are, before one of them is wished
            asked.ask(Asked(request.user, _wish(request), named))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page that asks which campaign is meant."""
        if not isinstance(error, choice.Unclear):
            return None
        name_nothing(request)
        rows = {item.pk: item for item in Campaign.objects.side_by_side()}
        among = [rows[item.pk] for item in error.among if item.pk in rows]
        context = {"among": [(item, in_campaign(request.path, item)) for item in among]}
        return render(request, "reports/which_campaign.html", context, status=HTTPStatus.MULTIPLE_CHOICES)


def _on_the_way(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """After a form about a round whose code two campaigns have, the next page is of the same campaign."""
    wish = request.POST.get(WISH) if response.has_header("Location") and request.method == "POST" else None
    if not wish or len(asked.asked().find_named().owners) < 2:
        return response
    campaign = next((item for item in Campaign.objects.side_by_side() if item.code == wish), None)
    if campaign is not None and response["Location"].startswith("/"):
        response["Location"] = in_campaign(response["Location"], campaign)
    return response


def _wish(request: HttpRequest) -> str:
    """The campaign of the form, of the address, or the one chosen before; an unknown one is no wish."""
    kept = str(request.session.get(WISH, ""))
    given = str(request.POST.get(WISH) or request.GET.get(WISH, ""))
    if not given or given not in {item.code for item in Campaign.objects.side_by_side()}:
        return kept
    if request.method in {"GET", "HEAD"} and given != kept:
        request.session[WISH] = given
    return given
