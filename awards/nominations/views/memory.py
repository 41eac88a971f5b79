"""The award history of a unit, an organisation, a household; and as a card of a dossier."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.permissions import Permission
from awards.models import Nomination
from awards.nominations.history import History, history
from awards.nominations.memory import Who, who, whos
from awards.scope import needs, nomination_or_404
from units.models import Household, Organisation, Unit


def history_card(user: Any, item: Nomination) -> dict[str, Any]:
    """What the nominee received before, beside the dossier."""
    found = history(whos([item])[item.pk], user, of_unit=item.unit, but=item.pk)
    sees = item.household_id is None or Household.objects.visible_to(user).filter(pk=item.household_id).exists()
    return {"history": found, "declared_here": item.earlier_awards, "has_history_page": sees}


@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Of a unit over its lives."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    code, _, day = slug.partition("-")
    try:
        row = get_object_or_404(Unit, code=code, valid_from=datetime.fromisoformat(day).date())
    except ValueError:
        raise Http404 from None
    return _page(request, row.name, who(row), history(who(row), request.user, of_unit=row), kin_of=row)


@require_safe
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Of an organisation and of those whose work it took over."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    row = get_object_or_404(Organisation, code=code)
    return _page(request, row.name, who(row), history(who(row), request.user))


@require_safe
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a household, for whoever may see it."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    row = get_object_or_404(Household.objects.visible_to(request.user).select_related("village"), pk=pk)
    audit.note(request.user, "read_household", row, label=f"Hộ {row.code}")
    return _page(request, str(row), who(row), history(who(row), request.user))


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the person of a dossier, for whoever reads it; what others of that name received stands apart."""
    item = nomination_or_404(request, pk)
    if not item.person:
        raise Http404
    own = whos([item])[item.pk]
    return _page(request, item.person, own, history(own, request.user), person=item)


def _page(
    request: HttpRequest,
    name: str,
    own: Who,
    found: History,
    kin_of: Unit | None = None,
    person: Nomination | None = None,
) -> HttpResponse:
    kin = Unit.objects.filter(pk__in=own.units - {kin_of.pk}).order_by("valid_from", "code") if kin_of else ()
    bodies = Organisation.objects.filter(pk__in=own.organisations).order_by("valid_from") if own.organisations else ()
    return render(
        request,
        "awards/nominations/history.html",
        {"name": name, "history": found, "kin": kin, "bodies": bodies, "person": person},
    )
