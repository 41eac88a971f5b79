"""What is no act: a number without its sign, a signer who is nobody, a line that names none."""

import pytest

from core.acts import in_one_line, why_no_issuer, why_no_line, why_no_number, why_no_reason, why_no_signer

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
