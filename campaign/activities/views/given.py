"""What a request names of the pages of records: one within reach, a kind; where the list of its kind is."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from campaign.activities.domain.records import KINDS, Kind
from campaign.models import Record
from campaign.scope import address


def asked_kind(code: str) -> Kind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]


def list_address(kind: Kind) -> str:
    return address("campaign:records", query={"nhom": kind.group})


def asked_record(request: HttpRequest, pk: int, rows: QuerySet[Record] | None = None) -> Record:
    rows = Record.objects.visible_to(request.user) if rows is None else rows
    rows = rows.select_related("unit", "organisation__seat", "about", "campaign", "scan", "recorded_by")
    return get_object_or_404(rows, pk=pk)
