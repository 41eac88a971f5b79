"""Award law by date."""

from datetime import date

import pytest

from awards.regimes import CONFIRMED, FILE, REGIMES, RegimeError, read, regime_of, regime_on

TEXT = FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2021, 1, 1), "A"), (date(2023, 12, 31), "A"), (date(2024, 1, 1), "B"), (date(2025, 6, 30), "B"),
        (date(2025, 7, 1), "C"), (date(2030, 1, 1), "C"),
    ],
)  # fmt: skip
def test_the_regime_of_a_day(day: date, code: str) -> None:
    assert regime_on(day).code == code
    assert regime_of("", day).code == code


def test_what_is_bound_stays_bound() -> None:
    assert regime_of("A", date(2025, 7, 1)).code == "A"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("valid_from = 2024-01-01", "valid_from = 2024-02-01", r"regime\[2\].valid_from: không nối"),
        ("valid_from = 2024-01-01", "valid_from = 2023-12-01", r"regime\[2\].valid_from: chồng lên"),
        ('code = "B"', 'code = "B"\nla = 1', r"regime\[2\].la: không biết"),
        ('circular = "Thông tư 12/2019/TT-BNV"\n', "", r"regime\[1\].circular: thiếu"),
        ("valid_from = 2025-07-01", "valid_from = 2025-07-01\nvalid_to = 2026-01-01", "chế độ cuối"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(old: str, new: str, words: str) -> None:
    with pytest.raises(RegimeError, match=words):
        read(TEXT.replace(old, new, 1))


@pytest.mark.parametrize("regime", REGIMES, ids=lambda item: item.code)
def test_every_regime_is_whole(regime: object) -> None:
    assert isinstance(regime, type(REGIMES[0]))
    for form in ("bang_khen_province", "bang_khen_prime_minister", "huan_chuong_lao_dong"):
        assert regime.vote(form) is not None
    assert [line[:7] for line in regime.bases_lines()] == ["Căn cứ "] * len(regime.bases)
    province, state = regime.parts("province", "commune"), regime.parts("state", "commune")
    assert {part.code for part in state} - {part.code for part in province} == {"y-kien-cap-tren"}
    assert {part.kind for part in province} == {"text", "file"}


def test_the_own_acts_of_a_province_are_printed_there_alone() -> None:
    law = regime_on(date(2022, 1, 1))
    own = [line for line in law.confirmed_lines("58") if line not in law.confirmed_lines("91")]
    assert [line[:46] for line in own] == ["Căn cứ Quyết định số 95/2018/QĐ-UBND ngày 21 t"]


def test_what_is_not_confirmed_is_named_and_never_blocks() -> None:
    later = regime_on(date(2025, 7, 1))
    assert any("mẫu báo cáo" in text for text in later.unconfirmed)
    assert later.two_state_awards == "warn"
    assert regime_on(date(2022, 1, 1)).form_mark == CONFIRMED
