"""Levels and kinds of administrative units. Pure."""

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
    CITY = "thanh_pho"
    RURAL_DISTRICT = "huyen"
    TOWN = "thi_xa"
    RURAL_COMMUNE = "xa"
    WARD = "phuong"
    TOWNSHIP = "thi_tran"
    SPECIAL_ZONE = "dac_khu"
    VILLAGE = "thon"
    QUARTER = "khu_pho"

    @property
    def level(self) -> Level:
        return _KIND_LEVEL[self]

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LEVEL = {
    Kind.PROVINCE: Level.PROVINCE,
    Kind.CITY: Level.DISTRICT,
    Kind.RURAL_DISTRICT: Level.DISTRICT,
    Kind.TOWN: Level.DISTRICT,
    Kind.RURAL_COMMUNE: Level.COMMUNE,
    Kind.WARD: Level.COMMUNE,
    Kind.TOWNSHIP: Level.COMMUNE,
    Kind.SPECIAL_ZONE: Level.COMMUNE,
    Kind.VILLAGE: Level.VILLAGE,
    Kind.QUARTER: Level.VILLAGE,
}
_KIND_LABELS = {
    Kind.PROVINCE: "Tỉnh",
    Kind.CITY: "Thành phố",
    Kind.RURAL_DISTRICT: "Huyện",
    Kind.TOWN: "Thị xã",
    Kind.RURAL_COMMUNE: "Xã",
    Kind.WARD: "Phường",
    Kind.TOWNSHIP: "Thị trấn",
    Kind.SPECIAL_ZONE: "Đặc khu",
    Kind.VILLAGE: "Thôn",
    Kind.QUARTER: "Khu phố",
}


class Class(StrEnum):
    """What a unit is classified as between dates, by an act."""

    POOR_DISTRICT = "poor_district"
    COASTAL_SPECIAL = "coastal_special"
    REGION_1 = "region_1"
    REGION_2 = "region_2"
    REGION_3 = "region_3"
    SPECIAL_VILLAGE = "special_village"

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
}

# Flags of the official list
FLAG_CLASSES = {
    "huyen_ngheo": Class.POOR_DISTRICT,
    "kv1": Class.REGION_1,
    "kv2": Class.REGION_2,
    "kv3": Class.REGION_3,
    "bai_ngang": Class.COASTAL_SPECIAL,
    "thon_dbkk": Class.SPECIAL_VILLAGE,
}
