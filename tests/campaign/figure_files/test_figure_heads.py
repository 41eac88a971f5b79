"""Which figure a column is, by its whole head."""

import pytest

from campaign.figure_files.figure_heads import knows, spelled_paths, spellings, years_of
from campaign.figures.domain.counts import COUNTS, RATES
from office.tables.heads import NOTHING

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
        0: "poor",
        1: "poor_rate",
        2: "minority_poor",
        3: "~rate minority_poor",
        4: "poor_rate",
    }


def test_no_column_without_a_head() -> None:
    assert knows(2023)([(), ("Hộ nghèo",)]) == {1: "poor"}


WRITTEN = {
    "households": ["Hộ", "Hộ dân cư", "Hộ dân", "Hộ gia đình", "Hộ toàn xã", "Hộ trên địa bàn", "Tổng số hộ dân"],
    "people": ["Nhân khẩu", "Khẩu", "Dân số", "Người", "Tổng số người", "Tổng cộng | Khẩu", "Tổng số | Số người"],
    "poor": ["Hộ nghèo", "Số hộ nghèo hiện có", "Hộ nghèo tại thời điểm báo cáo", "Hộ nghèo tính đến ngày 31/12/2023",
             "Hộ nghèo cuối kỳ", "Tổng số lượng hộ nghèo", "Hộ nghèo | Số hộ", "Hộ nghèo | Số", "Hộ nghèo | Tổng số",
             "Hộ nghèo | Số lượng hộ", "Kết quả | Hộ nghèo", "Kết quả rà soát | Hộ nghèo", "Tổng số | Hộ nghèo",
             "Trong đó | Hộ nghèo", "Số liệu | Hộ nghèo", "Năm 2023 | Hộ nghèo", "Hộ nghèo | Hộ nghèo", "Hộ nghèo (hộ)"],
    "near_poor": ["Hộ cận nghèo", "Tổng số hộ | Hộ cận nghèo"],
    "average_households": ["Hộ có mức sống trung bình", "Hộ có mức sống TB", "Hộ MSTB", "Hộ làm nông nghiệp có MSTB",
                           "Hộ nông lâm ngư diêm nghiệp", "Hộ NLN"],
    "poor_people": ["Khẩu nghèo", "Nhân khẩu nghèo", "Người nghèo", "Nhân khẩu hộ nghèo", "Khẩu thuộc hộ nghèo",
                    "Hộ nghèo | Nhân khẩu", "Hộ nghèo | Số nhân khẩu", "Hộ nghèo | Khẩu", "Hộ nghèo | Số khẩu",
                    "Hộ nghèo | Số người", "Khẩu nghèo | Người"],
    "near_poor_people": ["Khẩu cận nghèo", "Nhân khẩu cận nghèo", "Người cận nghèo", "Nhân khẩu hộ cận nghèo",
                         "Khẩu thuộc hộ cận nghèo", "Hộ cận nghèo | Khẩu"],
    "average_people": ["Khẩu có mức sống trung bình", "Người có mức sống trung bình", "Hộ có mức sống trung bình | Khẩu"],
    "minority_households": ["Hộ DTTS", "Hộ dân tộc thiểu số", "Hộ người DTTS", "Hộ người dân tộc thiểu số"],
    "minority_poor": ["Hộ nghèo DTTS", "Hộ nghèo dân tộc thiểu số", "Hộ nghèo người DTTS",
                      "Hộ nghèo là người dân tộc thiểu số", "Hộ nghèo người dân tộc thiểu số", "Hộ nghèo là hộ DTTS",
                      "Hộ nghèo là người DTTS", "Hộ nghèo | Hộ DTTS", "Hộ nghèo | Trong đó: hộ DTTS"],
    "minority_area_households": ["Hộ vùng DTTS và miền núi", "Hộ vùng DTTS", "Hộ vùng đồng bào DTTS và miền núi",
                                 "Hộ vùng DTTS&MN", "Hộ vùng dân tộc thiểu số và miền núi"],
    "minority_area_poor": ["Hộ nghèo vùng DTTS và miền núi", "Hộ nghèo vùng DTTS", "Hộ nghèo vùng đồng bào DTTS và miền núi",
                           "Hộ nghèo vùng DTTS&MN", "Hộ nghèo vùng dân tộc thiểu số và miền núi"],
    "poor_rate": ["Tỷ lệ hộ nghèo", "Tỉ lệ hộ nghèo (%)", "Hộ nghèo | Tỉ lệ", "Hộ nghèo | %", "Hộ nghèo | Tỷ lệ"],
    "~rate minority_poor": ["Tỷ lệ hộ nghèo DTTS"],
    "~opening": ["Hộ nghèo đầu năm", "Hộ nghèo đầu kỳ", "Hộ nghèo năm trước", "Hộ nghèo kỳ trước", "Hộ nghèo cuối năm trước"],
    "~year 2022": ["Hộ nghèo năm 2022", "Hộ nghèo 31/12/2022", "Năm 2021 và 2022 | Hộ nghèo"],
    "unit_name": ["Phường/Xã", "Xã/Phường", "Xã, phường, thị trấn", "Phường, xã, thị trấn", "Xã, thị trấn", "Tên đơn vị", "Đơn vị",
                  "Tên xã", "Tên xã, phường", "Xã", "Phường", "Huyện", "Huyện, thành phố", "Huyện, thị xã, thành phố", "Địa bàn",
                  "Địa phương", "Đơn vị hành chính", "Thôn", "Thôn, khu phố", "Tên huyện", "Tên xã, phường, thị trấn", "Đơn vị | đơn vị"],
    "unit_code": ["Mã đơn vị", "Mã xã", "Mã huyện", "Mã số", "Mã", "Mã ĐVHC", "Mã đơn vị hành chính", "Mã thôn"],
    "year": ["Năm", "Năm báo cáo", "Năm rà soát"],
    NOTHING: ["STT", "TT", "Số TT", "Số thứ tự", "Chung | STT"],
}  # fmt: skip


@pytest.mark.parametrize(("head", "key"), [(head, key) for key, heads in WRITTEN.items() for head in heads])
def test_a_head_as_offices_write_it(head: str, key: str) -> None:
    assert knows(2023)([tuple(head.split(" | "))]) == {0: key}


@pytest.mark.parametrize(
    "head",
    ["Đơn vị | Hộ", "Mã | Số", "Hộ có mức sống trung bình nghèo", "Hộ nghèo | Hộ cận nghèo", "Hộ cận nghèo | Hộ DTTS", "Khẩu | Hộ nghèo",
     "Số", "Tỷ lệ", "Tổng cộng | Hộ nghèo"],
)  # fmt: skip
def test_heads_that_are_no_figure_of_ours(head: str) -> None:
    assert knows(2023)([tuple(head.split(" | "))]) == {}


@pytest.mark.parametrize("bare", ["Tỷ lệ", "Tỷ lệ (%)", "%", "Tỉ lệ", "Tỷ lệ hộ DTTS (%)"])
def test_a_bare_rate_under_a_group_is_of_the_count_on_its_left(bare: str) -> None:
    group = "Hộ nghèo"
    assert knows(2023)([(group, "Số hộ"), ("Khác",), (group, "Hộ DTTS"), (group, bare), (group, "Tỷ lệ")]) == {
        0: "poor",
        2: "minority_poor",
        3: "~rate minority_poor",
        4: "poor_rate",
    }
    assert knows(2023)([("Tỷ lệ",), ("Hộ nghèo",), ("Tỷ lệ",)]) == {1: "poor"}


@pytest.mark.parametrize(
    ("head", "years"),
    [("ho ngheo", set()), ("ho ngheo nam 2022", {2022}), ("ho ngheo den 31 12 2022", {2022}), ("ho ngheo 2021 va 2022", {2021, 2022}),
     ("chuan giai doan 2021 2025", set()), ("theo nghi dinh 07 2021 nd cp", set())],
)  # fmt: skip
def test_the_years_of_a_head(head: str, years: set[int]) -> None:
    assert years_of(head) == years


@pytest.mark.parametrize("key", COUNTS)
def test_every_spelling_of_a_count_is_read_as_that_count(key: str) -> None:
    heads = [COUNTS[key], *spellings(key)]
    assert knows(2022)([(head,) for head in heads]) == dict.fromkeys(range(len(heads)), key)


@pytest.mark.parametrize("key", COUNTS)
def test_a_head_of_several_rows_is_that_of_its_figure(key: str) -> None:
    paths = [tuple(path.split(", ")) for path in spelled_paths(key)]
    assert {len(path) for path in paths} == {1, 2}
    assert [path for path in paths if knows(2022)([path]).get(0) != key] == []
    assert spelled_paths("cause_land") == []


def test_spellings_say_what_is_counted() -> None:
    assert "tong so ho dan cu" in spellings("households") and "so ho" not in spellings("households")
