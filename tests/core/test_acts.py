"""What is no act: a number without its sign, a signer who is nobody, a line that names none."""

import pytest

from core.acts import in_one_line, why_no_line, why_no_number, why_no_signer

NUMBER = ["Quyết định phải có số, ký hiệu, ví dụ 512/QĐ-UBND."]
SIGNER = ["Vui lòng ghi họ tên hoặc chức vụ đầy đủ của người ký."]
LINE = ["Vui lòng ghi số, ký hiệu và ngày của văn bản trả lời."]


@pytest.mark.parametrize("number", ["512/QĐ-UBND", "12/2022/QĐ-UBND", "MH-15/BTĐKT", " 9 / UBND "])
def test_a_number_with_its_sign_is_one(number: str) -> None:
    assert why_no_number(number, what="Quyết định") == []


@pytest.mark.parametrize("number", ["", "abc", "998", "xyz", "QĐ/12", "12/", "12/34"])
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
