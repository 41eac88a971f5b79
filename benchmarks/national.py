"""A country of the size of ours, made up: 63 provinces, 700 districts, 10,600 communes, 90,000 villages."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from campaign.models import Campaign, DefinitionVersion, FigureSet
from core import clock
from core.clock import FOREVER
from core.text import folded, sort_key
from office.bulk import insert_rows, reserve_ids
from units.map.actions.map import derive_ancestry
from units.map.domain.levels import Kind
from units.models import Placement, Unit, UnitName

START = date(2021, 1, 1)
PROVINCES, DISTRICTS, COMMUNES, VILLAGES = 63, 700, 10_600, 90_000
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Katơr", "Pi Năng", "Chamaléa", "Đàng", "Mang", "Huỳnh", "Võ", "Đặng")
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "Thanh", "Quốc", "Kim", "Xuân")
GIVEN = (
    "An", "Bình", "Cường", "Dũng", "Hà", "Hòa", "Hoa", "Hùng", "Lan", "Liên", "Long", "Mai", "Nga", "Nhung", "Oanh",
    "Phúc", "Quang", "Sơn", "Tâm", "Thảo", "Thủy", "Trang", "Tuấn", "Vân", "Yến", "Khải", "Đạt", "Ánh", "Út", "Xuyến",
)  # fmt: skip


@dataclass
class Nation:
    """The keys of what was made, by level."""

    provinces: list[int] = field(default_factory=list)
    districts: list[int] = field(default_factory=list)
    communes: list[int] = field(default_factory=list)
    villages: list[int] = field(default_factory=list)
    campaign: Campaign | None = None


def make(years: range) -> Nation:
    """The map with its ancestry, and approved figures of every commune, district and province for these years."""
    nation = Nation()
    above: list[int] = []
    for kind, count, target in (
        (Kind.PROVINCE, PROVINCES, nation.provinces),
        (Kind.RURAL_DISTRICT, DISTRICTS, nation.districts),
        (Kind.RURAL_COMMUNE, COMMUNES, nation.communes),
        (Kind.VILLAGE, VILLAGES, nation.villages),
    ):
        target.extend(_level(kind, count, above))
        above = target
    derive_ancestry()
    by = User.objects.command_line()
    nation.campaign = Campaign.objects.create(
        code="ca-nuoc", name="Đo hiệu năng", province_id=nation.provinces[0], first_year=2021, last_year=2025
    )
    from tests.cast import DEFINITION

    DefinitionVersion.objects.create(
        campaign=nation.campaign, number=1, content=DEFINITION.read_text(encoding="utf-8"), digest="do", recorded_by=by
    )
    _figures(nation, years, by)
    return nation


def _level(kind: Kind, count: int, above: list[int]) -> list[int]:
    keys = reserve_ids(Unit, count)
    names = [f"{kind.label} {GIVEN[at % 30]} {MIDDLE[at % 10]} {at}" for at in range(count)]
    insert_rows(
        Unit,
        (
            "id",
            "code",
            "level",
            "kind",
            "name",
            "valid_from",
            "valid_to",
            "is_illustrative",
            "not_loaded",
            "sort_key",
            "search_key",
        ),
        (
            (
                key,
                f"{kind.level}{at:06d}",
                int(kind.level),
                kind.value,
                name,
                START,
                FOREVER,
                True,
                "",
                sort_key(name)[:400],
                folded(name),
            )
            for at, (key, name) in enumerate(zip(keys, names, strict=True))
        ),
    )
    insert_rows(
        UnitName,
        ("unit", "name", "valid_from", "valid_to", "act"),
        ((key, name, START, FOREVER, "") for key, name in zip(keys, names, strict=True)),
    )
    if above:
        insert_rows(
            Placement,
            ("unit", "parent", "valid_from", "valid_to", "act"),
            ((key, above[at * len(above) // count], START, FOREVER, "") for at, key in enumerate(keys)),
        )
    return keys


def _figures(nation: Nation, years: range, by: User) -> None:
    assert nation.campaign is not None
    standard, now, rng = "mdp-2022-2025", clock.now().isoformat(), random.Random(7)
    counts = {key: rng.randrange(900, 4000) for key in nation.communes}

    def rows() -> Iterator[tuple[object, ...]]:
        for year in years:
            for key in nation.communes:
                poor = counts[key] * (30 - 4 * (year - years[0])) // 200
                yield (
                    key,
                    year,
                    standard,
                    "official",
                    date(year, 12, 31),
                    1,
                    "approved",
                    1,
                    counts[key],
                    poor,
                    poor // 2,
                    "",
                    True,
                    "{}",
                    "",
                    now,
                    now,
                    now,
                    by.pk,
                )

    insert_rows(
        FigureSet,
        (
            "unit",
            "year",
            "standard",
            "status",
            "as_of",
            "number",
            "state",
            "edition",
            "households",
            "poor",
            "near_poor",
            "source",
            "is_illustrative",
            "carried",
            "approval_act",
            "recorded_at",
            "changed_at",
            "approved_at",
            "recorded_by",
        ),
        rows(),
    )


def names(count: int) -> list[str]:
    """Names as they are spread among people: few families, many given names."""
    rng = random.Random(11)
    return [f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}" for _ in range(count)]
