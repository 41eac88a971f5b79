"""Finding units, organisations, households in scope and dossiers by words, without accents, in any order."""

from dataclasses import dataclass
from typing import Any

from accounts import audit
from accounts.permissions import Permission
from awards.models import Nomination
from awards.told import told
from core import clock
from core.clock import FOREVER
from core.numbers import format_date
from core.text import folded
from reports.frame import address_of
from units import access
from units.levels import Level
from units.models import Household, Organisation, Succession, Unit

MOST = 20  # hits of each kind
MANY_VILLAGES = 5_000  # keys that one question carries


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, where it is, what tells it from others of that name."""

    label: str
    url: str
    hint: str
    has_ended: bool = False


@dataclass(frozen=True)
class Group:
    """The hits of one kind; `is_cut` when there were more than are shown."""

    title: str
    hits: tuple[Hit, ...]
    is_cut: bool


def found(user: Any, words: str) -> list[Group]:
    """What the words find, by kind; kinds without a hit are left out."""
    if not folded(words):
        return []
    groups = [
        _group("Đơn vị", _units(user, words)),
        _group("Cơ quan, tổ chức", _organisations(user, words)),
        _group("Hộ gia đình", _households(user, words)),
        _group("Hồ sơ khen thưởng", _nominations(user, words)),
    ]
    return [group for group in groups if group.hits]


def _group(title: str, hits: list[Hit]) -> Group:
    return Group(title, tuple(hits[:MOST]), len(hits) > MOST)


def _units(user: Any, words: str) -> list[Hit]:
    today = clock.today()
    rows = list(
        Unit.objects.visible_to(user).found(words).placed(today).order_by("level", "-valid_to", "sort_key")[: MOST + 1]
    )
    parents = Unit.objects.in_bulk({row.parent_id_on for row in rows if row.parent_id_on})
    heirs: dict[int, list[str]] = {}
    for step in Succession.objects.filter(from_unit__in=rows).select_related("to_unit").order_by("to_unit__sort_key"):
        heirs.setdefault(step.from_unit_id, []).append(step.to_unit.name)
    return [
        Hit(
            label=row.name,
            url=address_of("units:detail", row.slug),
            hint=_unit_hint(row, parents.get(row.parent_id_on), heirs.get(row.pk, [])),
            has_ended=row.valid_to <= today,
        )
        for row in rows
    ]


def _unit_hint(unit: Unit, parent: Unit | None, heirs: list[str]) -> str:
    parts = [parent.name] if parent else []
    parts.append(f"mã {unit.code}")
    if unit.valid_to <= clock.today():
        parts.append(f"đến trước ngày {format_date(unit.valid_to)}")
        if heirs:
            parts.append(f"nay là {', '.join(heirs)}")
    elif unit.valid_from > clock.today():
        parts.append(f"từ ngày {format_date(unit.valid_from)}")
    return " · ".join(parts)


def _organisations(user: Any, words: str) -> list[Hit]:
    rows = Organisation.objects.visible_to(user).found(words).select_related("seat").order_by("sort_key")
    return [
        Hit(
            label=row.name,
            url=address_of("units:organisation", row.code),
            hint=f"{row.get_kind_display()} · {row.seat.name}",
            has_ended=row.valid_to != FOREVER and row.valid_to <= clock.today(),
        )
        for row in rows[: MOST + 1]
    ]


def _households(user: Any, words: str) -> list[Hit]:
    """Households in scope; who looks them up is noted. Nobody's status shows here."""
    if not access.holds(user, Permission.VIEW_HOUSEHOLDS):
        return []
    # a materialised list of keys: the planner would otherwise begin with the units of every match
    villages = Unit.objects.reached_by(user, Permission.VIEW_HOUSEHOLDS).at_level(Level.VILLAGE)
    keys = list(villages.values_list("pk", flat=True))
    rows = list(
        Household.objects.filter(village__in=keys).found(words).order_by("village", "search_key")[: MOST + 1]
        if len(keys) <= MANY_VILLAGES
        else Household.objects.filter(village__in=villages).found(words).order_by("pk")[: MOST + 1]
    )
    places = Unit.objects.in_bulk({row.village_id for row in rows})
    if rows:
        audit.note(user, "read_households", label="Tìm kiếm hộ", summary=f"{min(len(rows), MOST)} hộ")
    return [
        Hit(
            label=row.head,
            url=address_of("units:household", row.pk),
            hint=f"{places[row.village_id].name} · mã hộ {row.code}",
            has_ended=row.valid_to <= clock.today(),
        )
        for row in rows
    ]


def _nominations(user: Any, words: str) -> list[Hit]:
    rows = Nomination.objects.visible_to(user).found(words).select_related("round").order_by("-round__year", "sort_key")
    return [
        Hit(
            label=row.printed_name,
            url=address_of("awards:nomination", row.pk),
            hint=f"{row.round.name} · {row.get_state_display()}",
        )
        for row in told(rows[: MOST + 1], user)
    ]
