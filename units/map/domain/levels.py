"""Levels and kinds of administrative units. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """From the province down; a parent needs only a smaller number."""

    PROVINCE = 1
    DISTRICT = 2
    COMMUNE = 3
    VILLAGE = 4

    @property
    def label(self) -> str:
        return _LEVEL_LABELS[self]

    @property
    def code_name(self) -> str:
        return self.name.lower()


_LEVEL_LABELS = {
    Level.PROVINCE: "Tỉnh",
    Level.DISTRICT: "Cấp huyện",
    Level.COMMUNE: "Cấp xã",
    Level.VILLAGE: "Thôn, khu phố",
}


class Kind(StrEnum):
    """What a unit is called in its name; the values are those of the official list."""

    PROVINCE = "tinh"
    CENTRAL_CITY = "thanh_pho_tw"
    CITY = "thanh_pho"
    RURAL_DISTRICT = "huyen"
    TOWN = "thi_xa"
    URBAN_DISTRICT = "quan"
    RURAL_COMMUNE = "xa"
    WARD = "phuong"
    TOWNSHIP = "thi_tran"
    SPECIAL_ZONE = "dac_khu"
    VILLAGE = "thon"
    QUARTER = "khu_pho"
    BAN = "ban"
    AP = "ap"
    RESIDENTIAL_GROUP = "to_dan_pho"
    BUON = "buon"
    LANG = "lang"
    XOM = "xom"
    KHOM = "khom"
    BON = "bon"
    SOC = "soc"
    BLOCK = "khoi_pho"
    SUB_AREA = "tieu_khu"

    @property
    def level(self) -> Level:
        return next(level for level, kinds in _KINDS.items() if self in kinds)

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]

    @property
    def word(self) -> str:
        """How a name of this kind begins: "Thành phố" of a central city too."""
        return _KIND_WORDS.get(self, self.label)


_KINDS = {
    Level.PROVINCE: (Kind.PROVINCE, Kind.CENTRAL_CITY),
    Level.DISTRICT: (Kind.CITY, Kind.RURAL_DISTRICT, Kind.TOWN, Kind.URBAN_DISTRICT),
    Level.COMMUNE: (Kind.RURAL_COMMUNE, Kind.WARD, Kind.TOWNSHIP, Kind.SPECIAL_ZONE),
    Level.VILLAGE: (
        Kind.VILLAGE, Kind.QUARTER, Kind.BAN, Kind.AP, Kind.RESIDENTIAL_GROUP, Kind.BUON, Kind.LANG, Kind.XOM,
        Kind.KHOM, Kind.BON, Kind.SOC, Kind.BLOCK, Kind.SUB_AREA,
    ),
}  # fmt: skip
_KIND_LABELS = {
    Kind.PROVINCE: "Tỉnh",
    Kind.CENTRAL_CITY: "Thành phố trực thuộc trung ương",
    Kind.CITY: "Thành phố",
    Kind.RURAL_DISTRICT: "Huyện",
    Kind.TOWN: "Thị xã",
    Kind.URBAN_DISTRICT: "Quận",
    Kind.RURAL_COMMUNE: "Xã",
    Kind.WARD: "Phường",
    Kind.TOWNSHIP: "Thị trấn",
    Kind.SPECIAL_ZONE: "Đặc khu",
    Kind.VILLAGE: "Thôn",
    Kind.QUARTER: "Khu phố",
    Kind.BAN: "Bản",
    Kind.AP: "Ấp",
    Kind.RESIDENTIAL_GROUP: "Tổ dân phố",
    Kind.BUON: "Buôn",
    Kind.LANG: "Làng",
    Kind.XOM: "Xóm",
    Kind.KHOM: "Khóm",
    Kind.BON: "Bon",
    Kind.SOC: "Sóc",
    Kind.BLOCK: "Khối phố",
    Kind.SUB_AREA: "Tiểu khu",
}
_KIND_WORDS = {Kind.CENTRAL_CITY: "Thành phố"}
# in which order sentences name the kinds of a level
_SAID = (
    Kind.PROVINCE, Kind.CENTRAL_CITY, Kind.RURAL_DISTRICT, Kind.URBAN_DISTRICT, Kind.TOWN, Kind.CITY, Kind.RURAL_COMMUNE,
    Kind.WARD, Kind.TOWNSHIP, Kind.SPECIAL_ZONE, *_KINDS[Level.VILLAGE],
)  # fmt: skip


def kinds_words(level: Level, found: Iterable[tuple[int, str]]) -> str:
    """The kinds of a level among those found, as sentences name them: "xã, phường, thị trấn"; of none the level."""
    kinds = {kind for at, kind in found if at == level}
    words = dict.fromkeys(kind.word.lower() for kind in _SAID if kind in kinds)
    return ", ".join(words) or _LEVEL_LABELS[level].lower()


CODE_DIGITS = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}  # of the official list; villages have no codes

# under which levels a unit stands; villages of an island district without communes stand under the district
PARENTS_OF = {
    Level.PROVINCE: frozenset[Level](),
    Level.DISTRICT: frozenset({Level.PROVINCE}),
    Level.COMMUNE: frozenset({Level.PROVINCE, Level.DISTRICT}),
    Level.VILLAGE: frozenset({Level.DISTRICT, Level.COMMUNE}),
}
TWO_LEVELS_FROM = date(2025, 7, 1)  # Luật Tổ chức chính quyền địa phương 2025: from this day no district stands


class Class(StrEnum):
    """What a unit is classified as between dates, by an act."""

    POOR_DISTRICT = "poor_district"
    COASTAL_SPECIAL = "coastal_special"
    REGION_1 = "region_1"
    REGION_2 = "region_2"
    REGION_3 = "region_3"
    SPECIAL_VILLAGE = "special_village"
    POOR_COMMUNE = "poor_commune"
    BORDER_COMMUNE = "border_commune"
    ISLAND_COMMUNE = "island_commune"

    @property
    def label(self) -> str:
        return _CLASS_LABELS[self]


_CLASS_LABELS = {
    Class.POOR_DISTRICT: "Huyện nghèo",
    Class.COASTAL_SPECIAL: "Xã đặc biệt khó khăn vùng bãi ngang",
    Class.REGION_1: "Xã khu vực I",
    Class.REGION_2: "Xã khu vực II",
    Class.REGION_3: "Xã khu vực III",
    Class.SPECIAL_VILLAGE: "Thôn đặc biệt khó khăn",
    Class.POOR_COMMUNE: "Xã nghèo",
    Class.BORDER_COMMUNE: "Xã biên giới",
    Class.ISLAND_COMMUNE: "Xã đảo",
}

# A commune is in one region at a time
EXCLUSIVE = frozenset({Class.REGION_1, Class.REGION_2, Class.REGION_3})

# Which level a class is for
CLASS_LEVEL = {
    Class.POOR_DISTRICT: Level.DISTRICT,
    Class.COASTAL_SPECIAL: Level.COMMUNE,
    Class.REGION_1: Level.COMMUNE,
    Class.REGION_2: Level.COMMUNE,
    Class.REGION_3: Level.COMMUNE,
    Class.SPECIAL_VILLAGE: Level.VILLAGE,
    Class.POOR_COMMUNE: Level.COMMUNE,
    Class.BORDER_COMMUNE: Level.COMMUNE,
    Class.ISLAND_COMMUNE: Level.COMMUNE,
}

# Flags of the official list
FLAG_CLASSES = {
    "huyen_ngheo": Class.POOR_DISTRICT,
    "kv1": Class.REGION_1,
    "kv2": Class.REGION_2,
    "kv3": Class.REGION_3,
    "bai_ngang": Class.COASTAL_SPECIAL,
    "thon_dbkk": Class.SPECIAL_VILLAGE,
    "xa_ngheo": Class.POOR_COMMUNE,
    "bien_gioi": Class.BORDER_COMMUNE,
    "xa_dao": Class.ISLAND_COMMUNE,
}
