"""What a request gives the pages of a period: the period itself, a day that was typed; refusals as sentences."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.permissions import Permission
from campaign.models import Period
from core.numbers import NumberRefused, parse_date
from core.workflow import Refused
from units import access


def sentences_of(refused: Exception) -> Sequence[str]:
    return getattr(refused, "reasons", None) or [str(refused)]


def typed_day(request: HttpRequest, name: str, what: str) -> date:
    """A day that was typed. Raises `Refused` naming the field."""
    text = request.POST.get(name, "").strip()
    try:
        found = parse_date(text) if text else None
    except NumberRefused as error:
        raise Refused(f"{what}: {error}.") from None
    if found is None:
        raise Refused(f"{what}: vui lòng ghi ngày/tháng/năm.")
    return found


def asked_period(pk: int) -> Period:
    return get_object_or_404(Period.objects.select_related("campaign__province", "opened_by", "closed_by"), pk=pk)


def led_period(request: HttpRequest, pk: int) -> Period:
    """A period, for who approves the figures of its whole province. Raises `Http404`, `PermissionDenied`."""
    item = asked_period(pk)
    access.needs(request.user, Permission.APPROVE_FIGURES, item.campaign.province)
    return item
