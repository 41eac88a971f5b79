"""The year that somebody last looked at: entering another room from the menu keeps it, until they sign out."""

from collections.abc import Callable, Container

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.numbers import read_year

COOKIE = "nam"
ASKED = "nam"  # in the query of lists
ROOMS = frozenset({"campaign", "awards"})  # the public pages have years of their own readers


def year_kept(request: HttpRequest, years: Container[int]) -> int | None:
    """The year last looked at, where the page has it; nothing where it does not, or where no year was chosen yet."""
    year = read_year(request.COOKIES.get(COOKIE, ""))
    return year if year is not None and year in years else None


def year_of_list(request: HttpRequest, years: Container[int]) -> str:
    """The year that a list is narrowed to: as its address asks; entered without any wish, the one that is kept."""
    if request.GET:
        return request.GET.get(ASKED, "").strip()
    return str(year_kept(request, years) or "")


class KeepsYear:
    """Keeps the year of a page that was shown; whoever asks for all years, or is not signed in, has none kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kept = request.COOKIES.get(COOKIE)
        if (kept is not None and not request.user.is_authenticated) or (
            (year := _shown(request, response)) == "" and kept is not None
        ):
            response.delete_cookie(COOKIE, samesite="Lax")
        elif year and year != kept:
            response.set_cookie(
                COOKIE, year, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
            )
        return response


def _shown(request: HttpRequest, response: HttpResponse) -> str | None:
    """The year of the page that was shown, empty for all years; nothing where the page has no year."""
    place = request.resolver_match
    is_page = response.status_code == 200 and "html" in response.get("Content-Type", "")
    if request.method != "GET" or not is_page or place is None or place.app_name not in ROOMS:
        return None
    if "year" in place.kwargs:
        return str(place.kwargs["year"])
    asked = request.GET.get(ASKED)
    return asked if asked == "" else str(read_year(asked) or "") or None
