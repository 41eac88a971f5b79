"""Counts, rates and days as offices write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import (
    NumberRefused,
    format_count,
    format_date,
    format_moment,
    format_number,
    format_rate,
    is_digits,
    parse_computed_rate,
    parse_count,
    parse_date,
    parse_rate,
    rate,
    read_id,
    read_ids,
    read_year,
)


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("11.015", 11015),
        ("11015", 11015),
        (11015, 11015),
        (11015.0, 11015),
        ("1.234.567", 1234567),
        ("5,0", 5),
        ("2.000.000.000", 2_000_000_000),
        ("0", 0),
        ("", None),
        (None, None),
    ],
    ids=[
        "grouped",
        "plain",
        "number",
        "float of Excel",
        "millions",
        "no tenths",
        "the most",
        "none",
        "blank",
        "nothing",
    ],
)
def test_counts_are_read(typed: object, count: int | None) -> None:
    assert parse_count(typed) == count


@pytest.mark.parametrize(
    "typed", ["mười", "-3", "1,5", 2.5, "1.23.456", True, "0.100", "0,100", "0 100", "012.345", "00.001.000"], ids=str
)
def test_what_is_no_count_is_refused(typed: object) -> None:
    with pytest.raises(NumberRefused):
        parse_count(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("5,93", "5.93"), ("5.93", "5.93"), ("4", "4.00"), (5.93, "5.93"), ("5,9 %", "5.90")],
    ids=["comma", "point", "whole", "float", "sign"],
)
def test_rates_are_read(typed: object, value: str) -> None:
    assert parse_rate(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["5,931", "101", "-1", "năm", "1.234,5"], ids=str)
def test_what_is_no_rate_is_refused(typed: str) -> None:
    with pytest.raises(NumberRefused):
        parse_rate(typed)


@pytest.mark.parametrize(
    ("part", "base", "value"),
    [(11015, 185760, "5.93"), (1, 8000, "0.01"), (1, 40000, "0.00"), (5, 100000, "0.01"), (0, 10, "0.00")],
    ids=["the province in 2022", "half is up", "below half is down", "exactly half", "none poor"],
)
def test_rates_are_half_up_at_two_decimals(part: int, base: int, value: str) -> None:
    assert rate(part, base) == Decimal(value)


def test_a_rate_of_nothing_is_blank() -> None:
    assert rate(5, 0) is None
    assert rate(None, 10) is None


@given(st.integers(min_value=0, max_value=2_000_000_000))
def test_a_written_count_is_read_back(number: int) -> None:
    assert parse_count(format_count(number)) == number


@given(st.integers(min_value=0, max_value=10000))
def test_a_written_rate_is_read_back(hundredths: int) -> None:
    value = Decimal(hundredths) / 100
    assert parse_rate(format_rate(value)) == value


def test_writing() -> None:
    assert format_rate(Decimal("1234.5")) == "1.234,50"
    assert format_number(Decimal("4.00")) == "4"
    assert format_date(date(2022, 7, 5)) == "05/07/2022"
    assert parse_date("05/07/2022") == parse_date("2022-07-05") == date(2022, 7, 5)
    with pytest.raises(NumberRefused):
        parse_date("31/02/2022")


WAYS = ("{d:02}/{m:02}/{y}", "{d}/{m}/{y}", "{d}-{m}-{y}", "{d}.{m}.{y}", "{d:02}{m:02}{y}", "{y}-{m:02}-{d:02}", "{y}{m:02}{d:02}",
        "{y}/{m}/{d}", "{d} / {m} / {y}", "{d} {m} {y}", "ngày {d} tháng {m} năm {y}", "Ngày {d:02} tháng {m:02} năm {y}",
        " \ufeff{d}/{m}/{y}\u00a0")  # fmt: skip


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(WAYS))
def test_a_day_is_read_however_it_is_written(day: date, way: str) -> None:
    assert parse_date(way.format(d=day.day, m=day.month, y=day.year)) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [("30-7-22", date(2022, 7, 30)), ("30/7/68", date(2068, 7, 30)), ("30/7/69", date(1969, 7, 30)),
     ("29/2/2024", date(2024, 2, 29)), ("20122022", date(2022, 12, 20)), ("20221220", date(2022, 12, 20))],
)  # fmt: skip
def test_short_years_and_digits_alone(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("30/2/2022", "«30/2/2022»: không có ngày 30, tháng 2 năm 2022 có 28 ngày"),
        ("7/30/2022", "«7/30/2022»: không có tháng 30; ghi ngày trước, tháng sau (ngày/tháng/năm)"),
        ("0/1/2022", "«0/1/2022»: không có ngày 0, tháng 1 năm 2022 có 31 ngày"),
        ("31112899", "«31112899»: năm 2899 không dùng được, ghi đủ bốn chữ số của năm"),
        ("30/7/202", "«30/7/202» không phải là ngày (ngày/tháng/năm)"),
        ("300722", "«300722» không phải là ngày (ngày/tháng/năm)"),
        ("30/7", "«30/7» không phải là ngày (ngày/tháng/năm)"),
        ("", "«» không phải là ngày (ngày/tháng/năm)"),
        ("٣٠/٧/٢٠٢٢", "«٣٠/٧/٢٠٢٢» không phải là ngày (ngày/tháng/năm)"),
        ("hôm qua", "«hôm qua» không phải là ngày (ngày/tháng/năm)"),
        ("9" * 100, f"«{'9' * 40}…» không phải là ngày (ngày/tháng/năm)"),
    ],
)
def test_what_is_no_day_is_told(text: str, says: str) -> None:
    with pytest.raises(NumberRefused) as refused:
        parse_date(text)
    assert str(refused.value) == says


@pytest.mark.parametrize(
    ("text", "pk"),
    [
        ("0", 0), ("7", 7), ("007", 7), (str(2**63 - 1), 2**63 - 1), (str(2**63), None), ("9" * 5000, None), ("²", None),
        ("٣", None), ("", None), (" 7", None), ("-1", None), ("1_0", None), ("7\n", None), (None, None), (7, None),
    ],
    ids=str,
)  # fmt: skip
def test_keys_are_read(text: object, pk: int | None) -> None:
    assert read_id(text) == pk


def test_of_many_keys_those_that_are_none_are_left_out() -> None:
    assert read_ids(["3", "²", "", "5"]) == [3, 5]


@pytest.mark.parametrize(
    ("text", "year"),
    [("1900", 1900), ("2199", 2199), ("1899", None), ("2200", None), ("²", None), ("", None), (None, None)],
)
def test_years_are_read(text: str | None, year: int | None) -> None:
    assert read_year(text) == year


def test_codes_are_of_the_digits_0_to_9() -> None:
    assert is_digits("0584") and not is_digits("") and not is_digits("5²") and not is_digits("٣")


@pytest.mark.parametrize("typed", ["9" * 5000, "1e5000", "-1e5000", "NaN", "Infinity"], ids=lambda text: text[:9])
def test_a_rate_of_any_length_is_refused_in_words(typed: str) -> None:
    with pytest.raises(NumberRefused):
        parse_rate(typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("-1", "«-1» là số âm"), ("-0,5", "«-0,5» là số âm"), ("1,5", "«1,5» không phải là số nguyên"),
        ("2000000001", "«2000000001» quá lớn"), ("mười", "«mười» không phải là số"), (True, "không phải là số"),
        (float("inf"), "«inf» không phải là số"), (float("nan"), "«nan» không phải là số"),
    ],
    ids=str,
)  # fmt: skip
def test_a_refused_count_says_why(typed: object, why: str) -> None:
    with pytest.raises(NumberRefused) as refused:
        parse_count(typed)
    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1.234,5", "«1.234,5» có nhiều dấu phân cách"), ("1,2,3", "«1,2,3» có nhiều dấu phân cách"),
        ("100,01", "«100,01» phải từ 0 đến 100"), ("-0,01", "«-0,01» phải từ 0 đến 100"),
        ("5,931", "«5,931» có hơn hai chữ số thập phân"), ("năm", "«năm» không phải là số"),
        ("NaN", "«NaN» không phải là số"),
    ],
    ids=str,
)  # fmt: skip
def test_a_refused_rate_says_why(typed: str, why: str) -> None:
    with pytest.raises(NumberRefused) as refused:
        parse_rate(typed)
    assert str(refused.value) == why


def test_a_rate_may_be_all_and_nothing() -> None:
    assert [parse_rate(text) for text in ("0", "100", "100,00", "%", "", None)] == [0, 100, 100, None, None, None]


def test_a_moment_is_written_in_its_own_zone() -> None:
    assert format_moment(datetime(2022, 11, 5, 7, 4, tzinfo=UTC)) == "07:04 05/11/2022"
    assert (format_moment(None), format_date(None), format_rate(None), format_count(None)) == ("", "", "", "")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("5.925", "5.93"), ("5,9249999", "5.92"), (5.929999999999999, "5.93"), ("7.125 %", "7.13"), ("1E-3", "0.00"),
        ("5.1e-1", "0.51"), ("5,93", "5.93"), ("100.00000001", "100.00"), ("", None), (None, None), ("%", None),
    ],
    ids=str,
)  # fmt: skip
def test_a_computed_rate_is_rounded(typed: object, value: str | None) -> None:
    assert parse_computed_rate(typed) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("typed", ["-0.001", "100.006", "1.234.567", "5.12x", "năm", "1E-1000"])
def test_what_is_no_computed_rate_is_refused(typed: str) -> None:
    with pytest.raises(NumberRefused):
        parse_computed_rate(typed)


@pytest.mark.parametrize(("text", "word"), [("1.063 hộ", "hộ"), ("12 Khẩu", "Khẩu"), ("7 nhân khẩu", "nhân khẩu")])
def test_a_number_with_its_word_is_refused_with_what_to_do(text: str, word: str) -> None:
    with pytest.raises(NumberRefused, match=f"«{text}» không phải là số, vui lòng bỏ chữ «{word}» và chỉ ghi số"):
        parse_count(text)
