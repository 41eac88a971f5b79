"""Which figure a column is, by its whole head."""

import pytest

from campaign.figure_heads import knows
from campaign.figures import COUNTS, RATES
from office.tables import NOTHING

HEADS = [
    (("Tổng số hộ dân cư",), "households"), (("Tổng số hộ",), "households"), (("Hộ",), "households"),
    (("Tổng số hộ dân cư", "Số hộ"), "households"), (("Tổng số", "Hộ"), "households"), (("Tổng số", "Khẩu"), "people"),
    (("Tổng số nhân khẩu",), "people"), (("Nhân khẩu",), "people"), (("Số khẩu",), "people"),
    (("Hộ nghèo",), "poor"), (("Số hộ nghèo",), "poor"), (("Tổng số hộ nghèo (hộ)",), "poor"),
    (("Hộ nghèo", "Số lượng"), "poor"), (("Hộ nghèo", "Hộ"), "poor"), (("Hộ nghèo", "Khẩu"), "poor_people"),
    (("Hộ nghèo cuối năm 2023",), "poor"), (("Hộ nghèo đến 31/12/2023",), "poor"), (("Hộ nghèo 2023",), "poor"),
    (("Số hộ nghèo cuối năm", "Số hộ"), "poor"), (("Kết quả năm 2023", "Hộ nghèo"), "poor"),
    (("Hộ cận nghèo",), "near_poor"), (("Hộ cận nghèo cuối năm",), "near_poor"), (("Khẩu cận nghèo", "Số lượng"), "near_poor_people"),
    (("Khẩu nghèo", "Số lượng"), "poor_people"), (("Nhân khẩu nghèo",), "poor_people"),
    (("Hộ nông lâm ngư diêm nghiệp có mức sống trung bình", "Số lượng"), "average_households"),
    (("Khẩu nông lâm ngư diêm nghiệp có mức sống trung bình", "Số lượng"), "average_people"),
    (("Hộ có mức sống trung bình",), "average_households"), (("Hộ DTTS",), "minority_households"),
    (("Tổng số hộ dân cư", "Trong đó Hộ DTTS"), "minority_households"), (("Hộ nghèo DTTS",), "minority_poor"),
    (("Số hộ nghèo cuối năm", "Số hộ DTTS"), "minority_poor"), (("Trong đó: hộ nghèo DTTS",), "minority_poor"),
    (("Hộ vùng DTTS và miền núi",), "minority_area_households"), (("Hộ nghèo vùng DTTS và miền núi",), "minority_area_poor"),
    (("Tỷ lệ hộ nghèo (%)",), "poor_rate"), (("Hộ nghèo", "Tỷ lệ (%)"), "poor_rate"), (("Hộ nghèo", "%"), "poor_rate"),
    (("Hộ cận nghèo năm 2023", "Tỷ lệ (%)"), "near_poor_rate"), (("Khẩu nghèo", "Tỷ lệ (%)"), "~rate poor_people"),
    (("Hộ nghèo đầu năm 2023",), "~opening"), (("Hộ nghèo năm trước",), "~opening"), (("Hộ nghèo đầu kỳ",), "~opening"),
    (("Hộ nghèo 2022",), "~year 2022"), (("Kết quả năm 2022", "Hộ nghèo"), "~year 2022"),
    (("Phường/Xã",), "unit_name"), (("Xã/phường/thị trấn",), "unit_name"), (("Đơn vị",), "unit_name"),
    (("Mã đơn vị",), "unit_code"), (("Mã",), "unit_code"), (("Năm",), "year"), (("STT",), NOTHING),
]  # fmt: skip


@pytest.mark.parametrize(("path", "key"), HEADS, ids=[" | ".join(path) for path, _ in HEADS])
def test_a_head_is_known(path: tuple[str, ...], key: str) -> None:
    assert knows(2023)([path]) == {0: key}


@pytest.mark.parametrize(
    "path",
    [
        ("Hộ có công",), ("Hộ nghèo thoát nghèo",), ("Hộ thoát nghèo",), ("Hộ nghèo tăng",), ("Giảm hộ nghèo",),
        ("Diễn biến hộ nghèo trong năm", "Số hộ thoát nghèo", "Số hộ"), ("Hộ nghèo", "Tăng"), ("Tỷ lệ (%)",),
        ("Hộ cận nghèo", "Hộ nghèo"), ("Mã", "Tên"), ("Tổng số",), ("", ""),
    ],
)  # fmt: skip
def test_any_other_word_makes_another_column(path: tuple[str, ...]) -> None:
    assert knows(2023)([path]) == {}


def test_the_portal_s_own_keys_and_labels_are_known() -> None:
    for words in [*COUNTS.items(), *((key, key) for key in RATES)]:
        assert {knows(2023)([(word,)])[0] for word in words} == {words[0]}


def test_a_bare_rate_follows_the_count_on_its_left() -> None:
    group = "Số hộ nghèo cuối năm"
    paths = [(group, "Số hộ"), (group, "Tỷ lệ %"), (group, "Số hộ DTTS"), (group, "Tỷ lệ %"), (group, "Tỷ lệ hộ nghèo")]
    assert knows(2023)(paths) == {
        0: "poor", 1: "poor_rate", 2: "minority_poor", 3: "~rate minority_poor", 4: "poor_rate",
    }  # fmt: skip


def test_no_column_without_a_head() -> None:
    assert knows(2023)([(), ("Hộ nghèo",)]) == {1: "poor"}
