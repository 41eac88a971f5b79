"""What the portal holds of a nominee over the years of its class: offered as evidence, and where each thing can be read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from awards.models import EvidenceLink, Nomination
from awards.nominations.proofs import years_of
from campaign.activities.domain.roads import COUNTED
from campaign.models import FigureSet, Plan, Record
from core.findings import Source
from core.numbers import format_date, read_id
from office.files.beside import FileBeside
from units import access
from units.models import ExitRegistration, Household, Unit

MOST = 200


@dataclass(frozen=True)
class Offer:
    """One thing of the portal that may stand beside a part."""

    source: Source
    year: int
    heading: str


def offers(nomination: Nomination) -> list[Offer]:
    """Plans, records and registrations of the nominee (of a person: of whoever proposes them), newest first."""
    years = years_of(nomination)
    owner = _owner(nomination)
    found = []
    if owner is not None:
        found += _plans(nomination, owner, years) + _records(nomination, owner, years)
    if nomination.household_id is not None:
        rows = ExitRegistration.objects.filter(household=nomination.household_id, year__lte=max(years))
        found += [
            Offer(
                Source(
                    "registration",
                    str(row.pk),
                    f"Đơn đăng ký thoát nghèo năm {row.year}, ngày {format_date(row.registered_on)}",
                ),
                row.year,
                "Đăng ký thoát nghèo",
            )
            for row in rows.order_by("-year")
        ]
    return found


def _owner(nomination: Nomination) -> Q | None:
    """Whose plans and records count: the nominee's, or the holder's where a person is proposed."""
    if nomination.household_id is not None:
        return None
    unit, body = nomination.unit_id, nomination.organisation_id
    if nomination.person:
        unit, body = nomination.holder_unit_id, nomination.holder_organisation_id
    return Q(unit=unit) if unit else Q(organisation=body)


def _plans(nomination: Nomination, owner: Q, years: Sequence[int]) -> list[Offer]:
    rows = Plan.objects.filter(owner, campaign=nomination.round.campaign_id, year__in=years).standing()
    return [
        Offer(
            Source("plan", str(row.pk), f"{row.title}, số {row.number}, năm {row.year}"),
            row.year,
            row.get_kind_display(),
        )
        for row in rows.order_by("-year", "-pk")[:MOST]
    ]


def _records(nomination: Nomination, owner: Q, years: Sequence[int]) -> list[Offer]:
    rows = Record.objects.filter(owner, campaign=nomination.round.campaign_id, year__in=years, state__in=COUNTED)
    return [
        Offer(
            Source("record", str(row.pk), f"{row.kind_of.label}: {row.title}, {format_date(row.on)}"),
            row.year,
            row.kind_of.label,
        )
        for row in rows.order_by("kind", "-on", "-pk")[:MOST]
    ]


@dataclass(frozen=True)
class Places:
    """Where each source is read: its page, and the files that came with it."""

    pages: Mapping[Source, str]
    files: Mapping[Source, tuple[FileBeside, ...]]


# of a plan and of a record: the columns of their files, read along with whether they are in reach
_PLAN_FILE = ("file_id", "file__name", "file__media_type")
_RECORD_FILES = ("scan_id", "scan__name", "scan__media_type", "files", "files__file__name", "files__file__media_type")


def addresses(
    user: User, sources: Iterable[Source], linked: Collection[EvidenceLink] = (), seen: Collection[int] = ()
) -> Mapping[Source, str]:
    """The page of each source that somebody may open; one question a kind, whatever the number.

    `seen` are units whose figures they are known to see: of a list that was cut to what they reach.
    """
    return places(user, sources, linked, seen).pages


def places(
    user: User, sources: Iterable[Source], linked: Collection[EvidenceLink] = (), seen: Collection[int] = ()
) -> Places:
    """The page of each source that somebody may open, as `addresses` tells it, and the files of plans and records."""
    wanted: dict[str, dict[int, list[Source]]] = defaultdict(lambda: defaultdict(list))
    beside = {str(row.pk): row for row in linked}
    found: dict[Source, str] = {}
    files: dict[Source, tuple[FileBeside, ...]] = {}
    for source in dict.fromkeys(sources):
        kind, key = source.kind, source.key
        if kind == "evidence" and (row := beside.get(key)) is not None:
            if row.file is not None:
                found[source] = reverse("awards:evidence_file", args=[row.pk])
                files[source] = (FileBeside(found[source], row.file.name, row.file.media_type),)
                continue
            kind, key = row.kind, row.key
        if kind == "records" and access.holds(user, Permission.VIEW_RECORDS):
            found[source] = f"{reverse('campaign:records')}?{key}"
        elif (pk := read_id(key)) is not None:
            wanted[kind][pk].append(source)
    for kind, url_name, rows, columns in (
        ("plan", "campaign:plan", Plan.objects.visible_to, _PLAN_FILE),
        ("record", "campaign:record", Record.objects.readable_by, _RECORD_FILES),
        ("household_year", "units:household", Household.objects.visible_to, ()),
    ):
        keys = wanted[kind]
        for pk, *held in rows(user).filter(pk__in=keys).values_list("pk", *columns).distinct() if keys else ():
            found.update(dict.fromkeys(keys[pk], reverse(url_name, args=[pk])))
            for source in keys[pk]:
                files[source] = tuple(dict.fromkeys((*files.get(source, ()), *_files(kind, pk, held))))
    keys = wanted["figure_set"]
    if keys:
        units = dict(FigureSet.objects.filter(pk__in=keys).values_list("pk", "unit_id"))
        others = set(units.values()) - set(seen)
        reached = access.reached(user, Permission.VIEW_FIGURES, others, model=Unit) if others else set()
        for pk in [pk for pk, unit in units.items() if unit not in others or unit in reached]:
            found.update(dict.fromkeys(keys[pk], reverse("campaign:figure_set", args=[pk])))
    keys = wanted["registration"]
    if keys:
        rows = ExitRegistration.objects.visible_to(user).filter(pk__in=keys)
        for pk, household in rows.values_list("pk", "household_id"):
            found.update(dict.fromkeys(keys[pk], reverse("units:household", args=[household])))
    return Places(found, files)


def _files(kind: str, pk: int, held: Sequence[Any]) -> list[FileBeside]:
    """The files of a plan or a record, from a line of their columns."""
    if kind == "plan" and held[0] is not None:
        return [FileBeside(reverse("campaign:plan_file", args=[pk]), *held[1:])]
    if kind != "record":
        return []
    lines = ((0, held[:3]), (held[3], held[3:]))  # the scan is number 0
    return [
        FileBeside(reverse("campaign:record_file", args=[pk, number]), *line[1:])
        for number, line in lines
        if line[0] is not None
    ]
