"""A file of a standard is read whole: every error with its place, and what should be looked at."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.poverty_standards.domain.standard import FOLDER
from campaign.poverty_standards.domain.standard_check import check
from tests.standards import NEXT

SMALL = """
code = "thu"
title = "Chuẩn thử"
act = "Nghị định thử"
first_year = 2027
last_year = 2030
deprivations = ["B"]

[lines]
rural = 2200000

[[forms]]
code = "A"
title = "Biểu A"
columns = [["households", "1", "Hộ"], ["poor", "2", "Nghèo"], ["near_poor", "3", "Cận"], ["a_rate", "4=2/1*100", "%"]]

[[forms]]
code = "B"
title = "Biểu B"
columns = [["poor", "1", "Hộ nghèo"], ["lack_job", "2", "Việc làm | Việc làm"], ["lacks", "3=2+...+2", "Cộng"]]

[[checks]]
id = "K1"
text = "Không nhiều hơn số hộ."
weight = "refuse"
relation = "<="
left = "lack_job"
right = "poor"
"""


def _faults(text: str) -> list[str]:
    found = check(text)
    assert (found.standard is None) == bool(found.faults)
    return [str(fault) for fault in found.faults]


def test_a_file_without_faults_is_a_standard() -> None:
    found = check(SMALL)
    assert found.standard is not None
    assert (found.standard.code, found.faults, found.notes) == ("thu", (), ())


@pytest.mark.parametrize("text", [(FOLDER / "mdp-2022-2025.toml").read_text(encoding="utf-8"), NEXT])
def test_the_shipped_file_and_that_of_the_tests_are_right(text: str) -> None:
    assert (_faults(text), check(text).notes) == ([], ())


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('code = "thu"', 'code = "Chuẩn Thử"', "code: «Chuẩn Thử» chỉ gồm chữ thường không dấu, số, gạch nối, không quá 40 ký tự."),
        ('code = "thu"', 'code = ""', "code: không được để trống."),
        ('title = "Chuẩn thử"\n', "", "title: thiếu mục bắt buộc này."),
        ("first_year = 2027", 'first_year = "2027"', "first_year: phải là năm, số nguyên."),
        ("first_year = 2027", "first_year = 27", "first_year: năm 27 ngoài khoảng 2000 - 2100."),
        ("last_year = 2030", "last_year = 2026", "last_year: năm cuối 2026 trước năm đầu 2027."),
        ("rural = 2200000", 'rural = "2,2 triệu"', "lines.rural: phải là số đồng một người một tháng, số nguyên dương."),
        ('act = "Nghị định thử"', 'act = "Nghị định thử"\nsource = "x"', "đầu tệp: không biết mục «source»."),
        ('deprivations = ["B"]', 'deprivations = ["Z"]', "deprivations: không có biểu «Z»."),
        ('deprivations = ["B"]', 'deprivations = ["A"]', "deprivations: thiếu chỉ tiêu của biểu A: không cột nào ghi số hộ"),
        ('["lack_job", "2"', '["lack_job", "1"', "biểu B, cột 1: đã có cột số 1 (poor)."),
        ('["lack_job", "2", "Việc làm | Việc làm"]', '["lack_job", "2"]', "biểu B, columns[2]: cần mã, số cột, tên"),
        ('"lack_job", "2"', '"Lack-job", "2"', "biểu B, cột 2: mã «Lack-job» chỉ gồm chữ thường không dấu"),
        ('"lack_job", "2"', '"lack_job{}", "2"', "biểu B, cột 2: mã có {} nhưng biểu không có splits."),
        ('"4=2/1*100"', '"4=2/9*100"', "biểu A, cột 4=2/9*100: không có cột '9'."),
        ('["a_rate", "4=2/1*100", "%"]', '["a_rate", "4", "%", "poor+khac"]', "biểu A, cột 4: thiếu chỉ tiêu của biểu A: không biểu nào hỏi «khac»."),
        ('code = "B"', 'code = "A"', "biểu A: mã biểu đã dùng ở trên."),
        ('left = "lack_job"', 'left = "lack_jobs"', "phép kiểm tra K1: không biểu nào hỏi chỉ tiêu «lack_jobs»."),
        ('weight = "refuse"', 'weight = "phai"', "phép kiểm tra K1: weight phải là một trong refuse, explain, remark."),
        ('text = "Không nhiều hơn số hộ."\n', "", "phép kiểm tra K1: thiếu mục «text»: câu nói khi không đúng."),
        ('left = "lack_job"', 'left = "lack_job"\npercent = "nhiều"', "phép kiểm tra K1: each phải là danh sách bảng chữ; percent, least"),
        ('left = "lack_job"', 'left = "lack_job"\npercent = 140', "phép kiểm tra K1: percent là 140; phải từ 0 đến 100."),
        ('left = "lack_job"', 'left = "lack_job"\nleast = -1', "phép kiểm tra K1: least là -1; phải từ 0 đến 1.000.000."),
        ('code = "thu"', 'code = thu', "dòng 2, cột 8: tệp không đúng cú pháp TOML"),
    ],
)  # fmt: skip
def test_an_error_has_its_place(old: str, new: str, fault: str) -> None:
    assert old in SMALL
    found = _faults(SMALL.replace(old, new, 1))
    assert any(text.startswith(fault) for text in found), found


def test_all_errors_come_at_once() -> None:
    text = SMALL.replace('title = "Biểu A"\n', "").replace('"lack_job", "2"', '"lack_job", "1"')
    text = text.replace('weight = "refuse"', 'weight = "x"').replace("first_year = 2027\n", "")
    places = [fault.partition(":")[0] for fault in _faults(text)]
    assert places == ["first_year", "biểu A", "biểu B, cột 1", "biểu B, cột 3=2+...+2", "phép kiểm tra K1"]


def test_what_is_no_error_is_noted() -> None:
    bare = SMALL.partition("[[forms]]")[0].replace('deprivations = ["B"]\n', "") + "[[forms]]\n"
    bare += 'code = "A"\ntitle = "A"\ncolumns = [["poor", "1", "Nghèo"]]\n'
    bare = "checks = []\n" + bare
    assert check(bare).notes == (
        "Không biểu nào có Tổng số hộ, Hộ cận nghèo: các số này chỉ nhập ở bảng Số chính.",
        "Chưa nêu biểu nào ghi chỉ số thiếu hụt (deprivations): hồ sơ khen thưởng không có dòng thiếu hụt.",
        "Chưa có phép kiểm tra nào: số liệu chỉ được kiểm tra các giới hạn chung.",
    )


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(SMALL)), st.integers(0, 12), st.text('abz019[]{}"=|/*+-.,\n #', max_size=6))
def test_no_damage_is_worse_than_a_named_error(at: int, length: int, text: str) -> None:
    """Whatever stands in a file: a standard, or errors that name a place."""
    found = check(SMALL[:at] + text + SMALL[at + length :])
    assert (found.standard is None) == bool(found.faults)
    assert all(fault.place and fault.message for fault in found.faults)


def test_a_key_written_twice_is_told_with_both_lines_and_the_rest_is_read_on() -> None:
    text = 'code = "thu"\ntitle = "Chuẩn thử"\ncode = "khac"\nfirst_year = "hai"\n'
    faults = [str(fault) for fault in check(text).faults]
    assert faults[0] == "dòng 3: khóa «code» đã ghi ở dòng 1; bỏ một trong hai dòng."
    assert "first_year: phải là năm, số nguyên." in faults
    assert [str(fault) for fault in check("code = ").faults] == ["cuối tệp: tệp không đúng cú pháp TOML."]
