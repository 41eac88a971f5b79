"""What an office is asked at the start, without a database."""

from datetime import date

import pytest

from units.beginning.words import (
    act_words,
    kind_of_province,
    names_to_record,
    official_name,
    proposed_name,
    proposed_since,
    why_not_levels,
)
from units.map.domain.levels import Kind
from units.map.domain.provinces import codes, province, renamed_on


def test_the_official_provinces() -> None:
    assert len(codes()) == 34
    assert list(codes()) == sorted(set(codes()))
    for on, cities in ((date(2025, 7, 1), 6), (date(2026, 4, 29), 6), (date(2026, 4, 30), 7), (date(2026, 9, 20), 9)):
        standing = [found for code in codes() if (found := province(code, on))]
        assert sum(found.kind == Kind.CENTRAL_CITY for found in standing) == cities
        assert all(kind_of_province(found.name) == found.kind and found.act for found in standing)


def test_a_code_is_called_as_on_the_day() -> None:
    assert proposed_name("56", date(2021, 1, 1)) == "Tỉnh Khánh Hòa"
    assert proposed_name("57", date(2025, 7, 1)) == ""
    assert proposed_name("75", date(2026, 4, 29)) == "Tỉnh Đồng Nai"
    assert proposed_name("75", date(2026, 4, 30)) == "Thành phố Đồng Nai"
    assert renamed_on("75", date(2025, 7, 1)) is None
    assert renamed_on("75", date(2026, 4, 30)) == province("75", date(2026, 4, 30))


def test_what_it_came_to_be_called_is_told_from_its_day_on() -> None:
    since = date(2025, 7, 1)
    assert names_to_record("24", since, date(2026, 9, 19)) == []
    (line,) = names_to_record("24", since, date(2026, 9, 20))
    assert line.startswith("Từ 20/09/2026 là Thành phố Bắc Ninh (Nghị quyết số 39/2026/QH16)")
    assert names_to_record("24", date(2026, 9, 20), date(2026, 12, 1)) == []
    assert names_to_record("56", since, date(2026, 12, 1)) == []


@pytest.mark.parametrize(
    ("number", "on", "words"),
    [
        ("12/QĐ-UBND", date(2025, 3, 1), "Quyết định số 12/QĐ-UBND ngày 01/03/2025"),
        ("số 12/QĐ-UBND", None, "Quyết định số 12/QĐ-UBND"),
        ("Nghị quyết số 7/NQ-HĐND", date(2025, 3, 1), "Nghị quyết số 7/NQ-HĐND ngày 01/03/2025"),
        ("  ", date(2025, 3, 1), ""),
        *(
            (f"{word} 9", None, f"{word} 9")
            for word in ("Quyết định", "nghị quyết", "Công văn", "Kế hoạch", "Thông báo", "LUẬT")
        ),
    ],
)
def test_an_act_as_it_is_cited(number: str, on: date | None, words: str) -> None:
    assert act_words(number, on) == words


@pytest.mark.parametrize(("levels", "since"), [(2, date(2025, 7, 1)), (3, date(2021, 1, 1))])
def test_the_first_day_that_is_proposed(levels: int, since: date) -> None:
    assert proposed_since(levels) == since


REFORM = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("code", "typed", "on", "kept"),
    [
        *(
            ("48", typed, REFORM, "Thành phố Đà Nẵng")
            for typed in (
                "Thành phố Đà Nẵng",
                "TP. Đà Nẵng",
                "tp đà nẵng",
                "Đà Nẵng",
                " TP.Đà  Nẵng ",
                "thanh pho da nang",
            )
        ),
        *(
            ("56", typed, REFORM, "Tỉnh Khánh Hòa")
            for typed in ("Khánh Hoà", "tỉnh Khánh Hòa", "T. Khánh Hoà", "KHÁNH HÒA")
        ),
        ("75", "Đồng Nai", REFORM, "Tỉnh Đồng Nai"),
        ("75", "Đồng Nai", date(2026, 4, 30), "Thành phố Đồng Nai"),
        # of what the list does not have only the word for the kind is known
        ("46", "Thừa Thiên Huế", date(2021, 1, 1), "Tỉnh Thừa Thiên Huế"),
        ("47", "TP. An Hải", REFORM, "Thành phố An Hải"),
        ("47", "tp an hải", REFORM, "Thành phố An Hải"),
        ("47", "TỈNH AN BÌNH", REFORM, "Tỉnh An Bình"),
        ("47", "tỉnh An Bình", REFORM, "Tỉnh An Bình"),
        ("14", "Sơn Lá", REFORM, "Tỉnh Sơn Lá"),
        ("47", "Tịnh Biên", REFORM, "Tỉnh Tịnh Biên"),
        ("47", "Huyện Bắc Ái", REFORM, "Huyện Bắc Ái"),
        ("48", "Tỉnh Đà Nẵng", REFORM, "Tỉnh Đà Nẵng"),
        ("47", " ", REFORM, ""),
    ],
)
def test_a_name_is_kept_as_the_official_list_writes_it(code: str, typed: str, on: date, kept: str) -> None:
    assert official_name(code, typed, on) == kept


@pytest.mark.parametrize(
    ("levels", "since", "says"),
    [
        (3, date(2025, 6, 30), ""),
        (2, date(2025, 7, 1), ""),
        (3, date(2025, 7, 1), "Từ ngày 01/07/2025 không còn cấp huyện"),
        (2, date(2025, 6, 30), "Trước ngày 01/07/2025 chính quyền địa phương có ba cấp"),
    ],
)
def test_levels_are_those_of_the_first_day(levels: int, since: date, says: str) -> None:
    assert why_not_levels(levels, since).partition(":")[0] == says
