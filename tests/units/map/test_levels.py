"""Levels, kinds and classes of units: which is of which."""

from units.map.domain.levels import CLASS_LEVEL, EXCLUSIVE, FLAG_CLASSES, Class, Kind, Level


def test_a_kind_has_its_level() -> None:
    found = {level.code_name: {kind.value for kind in Kind if kind.level is level} for level in Level}
    assert found == {
        "province": {"tinh", "thanh_pho_tw"},
        "district": {"thanh_pho", "huyen", "thi_xa", "quan"},
        "commune": {"xa", "phuong", "thi_tran", "dac_khu"},
        "village": {
            "thon",
            "khu_pho",
            "ban",
            "ap",
            "to_dan_pho",
            "buon",
            "lang",
            "xom",
            "khom",
            "bon",
            "soc",
            "khoi_pho",
            "tieu_khu",
        },
    }
    assert sorted(Level) == [1, 2, 3, 4]


def test_everything_has_words() -> None:
    assert [level.label for level in Level] == ["Tỉnh", "Cấp huyện", "Cấp xã", "Thôn, khu phố"]
    assert len({kind.label for kind in Kind}) == len(Kind)
    assert len({item.label for item in Class}) == len(Class)


def test_a_class_is_for_one_level_and_a_commune_is_in_one_region() -> None:
    regions = {Class.REGION_1, Class.REGION_2, Class.REGION_3}
    assert regions == EXCLUSIVE
    communes = {item for item, level in CLASS_LEVEL.items() if level is Level.COMMUNE}
    others = {Class.COASTAL_SPECIAL, Class.POOR_COMMUNE, Class.BORDER_COMMUNE, Class.ISLAND_COMMUNE}
    assert communes == regions | others
    assert (set(CLASS_LEVEL), set(FLAG_CLASSES.values())) == (set(Class), set(Class))
