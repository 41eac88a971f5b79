"""What units may be classified as: the classes of the portal and own ones, named by flag or by words."""

import pytest

from units.map.domain.known_classes import (
    BUILT_IN,
    DIFFICULT,
    REGIONS,
    KnownClass,
    class_label,
    find_class,
    flag_of,
    flags_told,
    of_level,
    rivals,
)
from units.map.domain.levels import CLASS_LEVEL, FLAG_CLASSES, Class, Level

SAFE = KnownClass("Xã an toàn khu", "Xã an toàn khu", Level.COMMUNE, "xa_an_toan_khu", is_own=True)
MODEL = KnownClass("Xã mới", "Xã mới", Level.COMMUNE, "xa_moi", "Nông thôn mới", is_own=True)
BETTER = KnownClass(
    "Xã mới kiểu mẫu", "Xã mới kiểu mẫu", Level.COMMUNE, "xa_moi_kieu_mau", "nông thôn  mới", is_own=True
)
FOURTH = KnownClass(
    "Xã khu vực đặc thù", "Xã khu vực đặc thù", Level.COMMUNE, "xa_khu_vuc_dac_thu", "khu vực", is_own=True
)
KNOWN = {**BUILT_IN, **{item.value: item for item in (SAFE, MODEL, BETTER, FOURTH)}}


def test_the_portal_s_own_are_all_there_with_their_levels_flags_and_groups() -> None:
    assert set(BUILT_IN) == {item.value for item in Class}
    assert {item.flag: item.value for item in BUILT_IN.values()} == {k: v.value for k, v in FLAG_CLASSES.items()}
    assert all(item.level is CLASS_LEVEL[Class(item.value)] for item in BUILT_IN.values())
    assert {item.value for item in BUILT_IN.values() if item.group == REGIONS} == {"region_1", "region_2", "region_3"}
    assert {item.value for item in BUILT_IN.values() if item.is_difficult} == set(DIFFICULT)
    assert not any(item.is_own for item in BUILT_IN.values())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("kv3", "region_3"), ("KV3", "region_3"), ("Xã khu vực III", "region_3"), ("xa khu vuc iii", "region_3"),
        ("xa_ngheo", "poor_commune"), ("Xã an toàn khu", SAFE.value), ("xa_an_toan_khu", SAFE.value),
        ("XÃ AN TOÀN KHU", SAFE.value), ("xa an  toan khu", SAFE.value),
        ("xã an toàn", None), ("", None), ("region_3", None), ("het_hieu_luc", None),
    ],
)  # fmt: skip
def test_a_list_of_units_names_a_class_by_its_flag_or_its_words(text: str, value: str | None) -> None:
    found = find_class(text, KNOWN)
    assert (found.value if found else None) == value


def test_an_own_class_is_found_only_where_it_is_known() -> None:
    assert find_class("Xã an toàn khu", BUILT_IN) is None


def test_classes_of_one_group_keep_each_other_out() -> None:
    assert rivals(SAFE.value, KNOWN) == (SAFE.value,)
    assert rivals(MODEL.value, KNOWN) == (MODEL.value, BETTER.value)
    assert rivals("region_1", KNOWN) == ("region_1", "region_2", "region_3", FOURTH.value)
    assert rivals("region_1", BUILT_IN) == ("region_1", "region_2", "region_3")
    assert rivals("island_commune", KNOWN) == ("island_commune",)
    assert rivals("không có", KNOWN) == ("không có",)


def test_words_of_a_class() -> None:
    assert class_label("region_2") == "Xã khu vực II"
    assert class_label("Xã an toàn khu") == "Xã an toàn khu"
    assert flag_of("Thôn vùng lõi (đợt 2)") == "thon_vung_loi_dot_2"
    assert flag_of("xa_an_toan_khu") == flag_of("Xã  An Toàn Khu") == "xa_an_toan_khu"


def test_each_level_has_its_own() -> None:
    assert [item.value for item in of_level(Level.VILLAGE, KNOWN)] == ["special_village"]
    assert [item.value for item in of_level(Level.DISTRICT, KNOWN)] == ["poor_district"]
    assert SAFE in of_level(Level.COMMUNE, KNOWN)
    assert of_level(Level.PROVINCE, KNOWN) == []


def test_everything_that_may_stand_among_the_flags_is_told() -> None:
    told = flags_told({**BUILT_IN, SAFE.value: SAFE})
    assert told.startswith("het_hieu_luc=ngày/tháng/năm, nhap_vao=MÃ, huyen_ngheo (Huyện nghèo), kv1 (Xã khu vực I)")
    assert told.endswith("xa_dao (Xã đảo), xa_an_toan_khu (Xã an toàn khu)")
