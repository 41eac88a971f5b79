"""Finding units, organisations, households in scope and dossiers by words; decisions and papers by number; no accents."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q

from accounts import audit
from accounts.permissions import Permission
from awards.decisions.told import told
from awards.documents.domain.kinds import KINDS
from awards.models import Decision, Nomination, Paper
from awards.querysets import SEES_CAPS, in_whole_provinces
from awards.rounds.campaigns import round_url
from core import clock
from core.clock import FOREVER
from core.numbers import format_date
from core.text import folded, nfc
from reports.frame import address_of
from units import access
from units.map.domain.levels import Level
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
        _group("Quyết định khen thưởng", _decisions(user, words)),
        _group("Văn bản khen thưởng", _papers(user, words)),
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


# ---- by number ----

# what pages print before a number, as `folded` writes it; the longest first
_HEADS = sorted(
    {"quyet dinh", "qd", "van ban", "to trinh", "thong bao", "bien ban", "danh sach", "huong dan", "so hieu", "so ky hieu",
     "so", *map(folded, Decision.Kind.labels),
     *(folded(kind.label) for kind in KINDS.values())},
    key=len, reverse=True,
)  # fmt: skip
_DAY = re.compile(r"[\s,]+(ký\s+)?ngày\s.*$", re.IGNORECASE | re.DOTALL)


def number_of(words: str) -> str:
    """A number out of how pages print it: "Quyết định số 512/QĐ-UBND ngày 15/12/2022" asks for "512/QĐ-UBND"."""
    rest = _DAY.sub("", nfc(words)).split()
    while head := next((head for head in _HEADS if _begins(rest, head.split())), ""):
        rest = rest[len(head.split()) :]
    return " ".join(rest)


def _begins(words: list[str], head: list[str]) -> bool:
    """Something is left behind what they begin with."""
    return len(words) > len(head) and [folded(word) for word in words[: len(head)]] == head


def _numbered(rows: Any, words: str) -> list[Any]:
    """Those whose number has these words, however it is written: "512/qd" finds "512/QĐ-UBND"; numbers have figures."""
    words = number_of(words)
    wanted, figures = f" {folded(words)}", max(re.findall(r"\d+", words), key=len, default="")
    if not figures:
        return []
    found = (row for row in rows.filter(number__contains=figures) if wanted in f" {folded(row.number)}")
    return list(islice(found, MOST + 1))


def _decisions(user: Any, words: str) -> list[Hit]:
    """Of whoever sees the places of a round every decision, of others what is released."""
    whole = in_whole_provinces(user, SEES_CAPS)
    rows = Decision.objects.select_related("round").order_by("-signed_on", "-pk")
    found = _numbered(rows.filter(whole | Q(released_at__isnull=False, recalled_at=None)), words)
    own = set(rows.filter(whole, pk__in=[row.pk for row in found]).values_list("pk", flat=True))
    reads = access.holds(user, Permission.VIEW_NOMINATIONS)
    return [
        Hit(
            label=f"{row.get_kind_display()} {row.number}",
            url=address_of("awards:decision", row.pk)
            if row.pk in own
            else round_url("awards:round", row.round)
            if reads
            else address_of("reports:public_year", row.round.year),
            hint=f"ngày {format_date(row.signed_on)} · {row.round.name}"
            + ("" if row.released_at else " · đã thu hồi" if row.recalled_at else " · chưa công bố"),
            has_ended=row.recalled_at is not None,
        )
        for row in found
    ]


def _papers(user: Any, words: str) -> list[Hit]:
    """Papers that have their number, and that somebody may read."""
    rows = Paper.objects.visible_to(user, Nomination.objects.visible_to(user).values("pk")).exclude(number="")
    return [
        Hit(
            label=f"{KINDS[row.kind].label} {row.number}",
            url=address_of("awards:paper_file", row.pk),
            hint=" · ".join(
                filter(None, (f"ngày {format_date(row.dated)}", row.round.name, str(row.nomination or "")))
            ),
        )
        for row in _numbered(rows.select_related("round", "nomination").order_by("-dated", "-pk"), words)
    ]
