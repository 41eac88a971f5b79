"""What is no act: a number without its sign, a signer who is nobody, a line that names none."""

from datetime import date

import pytest

from core.acts import (
    in_one_line,
    why_act_later,
    why_act_not_yet,
    why_no_issuer,
    why_no_line,
    why_no_number,
    why_no_reason,
    why_no_signer,
    why_no_whole_line,
)  # fmt: skip

TODAY = date(2022, 12, 15)
NUMBER = ["Quyết định phải có số, ký hiệu, ví dụ 512/QĐ-UBND."]
SIGNER = ["Vui lòng ghi họ tên hoặc chức vụ đầy đủ của người ký."]
LINE = ["Vui lòng ghi số, ký hiệu và ngày của văn bản trả lời."]


@pytest.mark.parametrize("number", ["512/QĐ-UBND", "12/2022/QĐ-UBND", "MH-15/BTĐKT", " 9 / UBND "])
def test_a_number_with_its_sign_is_one(number: str) -> None:
    assert why_no_number(number, what="Quyết định") == []


@pytest.mark.parametrize("number", ["", "abc", "998", "xyz", "QĐ/12", "12/", "12/34", "1/a", "1/-", "0/QĐ-UBND"])
def test_a_number_without_digits_or_sign_is_none(number: str) -> None:
    assert why_no_number(number, what="Quyết định") == NUMBER


@pytest.mark.parametrize("signer", ["Trần Quốc Nam", "Chủ tịch", "Lê A", "KT. Chủ tịch, Phó Chủ tịch", "Ma Y"])
def test_a_name_or_an_office_signs(signer: str) -> None:
    assert why_no_signer(signer, number="512/QĐ-UBND") == []


@pytest.mark.parametrize("signer", ["", "x", "A B", "Nam", "12 12", "512/QĐ-UBND", "1 2 Nam Lê"])
def test_a_letter_a_word_or_the_number_signs_nothing(signer: str) -> None:
    assert why_no_signer(signer, number="512/QĐ-UBND") == SIGNER


@pytest.mark.parametrize("act", ["QĐ 1", "NQ 12/NQ-HĐND ngày 9/12/2022", "3/BB"])
def test_a_line_with_a_number_tells_an_act(act: str) -> None:
    assert why_no_line(act, what="văn bản trả lời") == []


@pytest.mark.parametrize("act", ["", "x", "abc", "12", "1 a", "văn bản của Sở"])
def test_a_line_without_number_or_without_words_tells_none(act: str) -> None:
    assert why_no_line(act, what="văn bản trả lời") == LINE


def test_a_number_longer_than_records_keep_is_refused() -> None:
    number = "1/" + "Q" * 58
    assert why_no_number(f" {number} ", what="Quyết định") == []
    assert why_no_number(f"{number}Đ", what="Quyết định") == ["Quyết định: số, ký hiệu dài 61 ký tự, nhiều nhất 60."]
    assert why_no_number(f"{number}Đ", most=61) == []


def test_a_line_longer_than_records_keep_is_refused_and_not_cut() -> None:
    act = "QĐ 1/" + "x" * 195
    assert why_no_line(act) == []
    long = ["Văn bản quyết định dài 201 ký tự, nhiều nhất 200. Vui lòng ghi gọn số, ký hiệu, ngày."]
    assert why_no_line(act + "x") == long
    assert why_no_line(f" {act} x"[:-1]) == []  # spaces at the ends are none
    assert why_no_line("QĐ 1/Q", most=5) == [
        "Văn bản quyết định dài 6 ký tự, nhiều nhất 5. Vui lòng ghi gọn số, ký hiệu, ngày."
    ]
    assert len(why_no_line("x" * 201)) == 2


@pytest.mark.parametrize(
    "act",
    [
        "12/BC-UBND ngày 05/12/2022 của UBND xã Phước Đại", "Báo cáo số 12/BC-UBND ngày 5/12/2022, UBND xã",
        "Báo cáo của UBND xã số 12/BC-UBND ngày 05/12/2022", "05/12/2022 của Sở Y tế, số 9/QĐ-SYT",
        "QĐ 12/2022/QĐ-UBND ngày 15/12/2022 của tỉnh",
    ],
)  # fmt: skip
def test_a_line_with_number_day_and_issuer_tells_a_whole_act(act: str) -> None:
    assert why_no_whole_line(act, today=TODAY) == []


@pytest.mark.parametrize(
    ("act", "lacks"),
    [
        ("x", "số, ký hiệu, ngày, nơi ban hành"), ("Báo cáo 12", "số, ký hiệu, ngày, nơi ban hành"),
        ("12/BC-UBND", "ngày, nơi ban hành"), ("12/BC-UBND ngày 05/12/2022", "nơi ban hành"),
        ("12/BC-UBND ngày 05/12/2022 của ", "nơi ban hành"), ("12/BC-UBND ngày 05/12/2022 của A", "nơi ban hành"),
        ("12/BC-UBND của UBND xã", "ngày"), ("Báo cáo ngày 05/12/2022 của UBND xã", "số, ký hiệu"),
        ("Giấy của tôi", "số, ký hiệu, ngày"), ("12/12 ngày 05/12/2022 của UBND xã", "số, ký hiệu"),
    ],
)  # fmt: skip
def test_a_line_says_what_it_lacks_of_an_act(act: str, lacks: str) -> None:
    like = "ví dụ 12/BC-UBND ngày 05/12/2022 của UBND xã A."
    assert why_no_whole_line(act, today=TODAY, what="bản giấy") == [f"Vui lòng ghi {lacks} của bản giấy, {like}"]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("16/12/2022", "Ngày 16/12/2022 của văn bản ở sau hôm nay."),
        ("31/02/2022", "Ngày 31/02/2022 của văn bản không có trong lịch."),
        ("15/12/2022", None),
    ],
    ids=["tomorrow", "no such day", "today"],
)
def test_its_day_is_one_that_has_come(day: str, why: str | None) -> None:
    found = why_no_whole_line(f"12/BC-UBND ngày {day} của UBND xã", today=TODAY)
    assert found == ([] if why is None else [why])


@pytest.mark.parametrize(
    ("acts", "line"),
    [
        ((), ""),
        (("", " "), ""),
        (("NQ 1", " NQ  1 ", "NQ 2"), "NQ 1; NQ 2"),
        (("NQ 10/UBND", "NQ 20/UBND"), "NQ 10/UBND; NQ 20/UBND"),
        (("NQ 100/UBND", "NQ 200/UBND", "NQ 300"), "NQ 1 và 2 văn bản khác"),
        (("Nghị quyết số 100/UBND",), "Nghị quyết số 100/UBND"),
        (("Nghị quyết số 100/UBND ngày",), "Nghị quyết số 100/UBND"),
    ],
    ids=["none", "blank", "each once", "as long as may be", "too long", "one as long as may be", "one too long"],
)
def test_several_acts_are_one_line(acts: tuple[str, ...], line: str) -> None:
    assert in_one_line(acts, most=22) == line


@pytest.mark.parametrize("issuer", ["UBND tỉnh", "Chính phủ", "Sở Y tế", "HĐND xã Lợi Hải"])
def test_who_issues_acts_is_a_body(issuer: str) -> None:
    assert why_no_issuer(issuer, number="9/UBND") == []


@pytest.mark.parametrize("issuer", ["", " ", "abc", "UBND", "a b", "9 9", "9/UBND tỉnh"])
def test_one_word_or_the_number_again_issues_nothing(issuer: str) -> None:
    assert why_no_issuer(issuer, number="9/UBND tỉnh") == ["Vui lòng ghi cơ quan ban hành văn bản."]


@pytest.mark.parametrize("reason", ["Khai sai", "Theo Công văn 9/UBND", "ý kiến khác", "Không đủ."])
def test_a_reason_says_why(reason: str) -> None:
    assert why_no_reason(reason, "Vui lòng ghi lý do.") == []


@pytest.mark.parametrize("reason", [".", "x", "Đạt", "12 12", "a b", "không không", "- - -", "Sai."])
def test_a_sign_or_a_word_is_no_reason(reason: str) -> None:
    assert why_no_reason(reason, "Vui lòng ghi lý do.") == [
        f"Vui lòng ghi lý do. «{reason}» chưa nói được vì sao: ghi ít nhất hai từ."
    ]
    assert why_no_reason("  ", "Vui lòng ghi lý do.") == ["Vui lòng ghi lý do."]


def test_a_line_names_a_day_that_is_one() -> None:
    assert why_no_line("NQ 12/NQ-HĐND ngày 09/12/2022") == []
    assert why_no_line("NQ 12/NQ-HĐND ngày 31/02/2022") != []


@pytest.mark.parametrize(
    ("act", "found"),
    [
        ("QĐ 1/QĐ-UBND", []),
        ("QĐ 1/QĐ-UBND ngày 01/03/2026", []),
        ("QĐ 1/QĐ-UBND ngày 31/02/2027", []),
        ("QĐ 1 ngày 2/3/2026, QĐ 2 ngày 01/01/2025", ["Ngày ký 02/03/2026 chưa đến (hôm nay 01/03/2026)."]),
    ],
)
def test_an_act_of_a_day_to_come(act: str, found: list[str]) -> None:
    assert why_act_not_yet(act, today=date(2026, 3, 1), what="Ngày ký") == found


@pytest.mark.parametrize(
    ("act", "is_later"),
    [
        ("QĐ 5/QĐ-UBND ngày 01/03/2025", False),
        ("QĐ 5/QĐ-UBND ngày 2/3/2025", True),
        ("QĐ 5/QĐ-UBND ngày 05/03/2025, NQ 7/NQ-HĐND ngày 20/02/2025", False),
        ("QĐ 5/QĐ-UBND", False),
        ("QĐ 5/QĐ-UBND ngày 31/02/2026", False),  # told as no day already
    ],
)
def test_an_act_brings_nothing_about_before_its_day(act: str, is_later: bool) -> None:
    found = why_act_later(act, date(2025, 3, 1))
    assert bool(found) is is_later
    if found:
        assert found == [
            "Văn bản ngày 02/03/2025 có sau ngày 01/03/2025 mà nó cho bắt đầu: sửa ngày văn bản, hoặc bắt đầu từ 02/03/2025."
        ]
