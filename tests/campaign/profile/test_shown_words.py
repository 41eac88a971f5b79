"""The words of the lines beside a part that a reviewer judges, without a database."""

from datetime import date
from decimal import Decimal

import pytest

from campaign.profile.domain import shown_words
from campaign.profile.domain.shown_words import NOUNS, SHOWN_WORDS, Aim, Tally, tally


def test_every_word_of_the_plan_has_its_noun() -> None:
    assert set(SHOWN_WORDS) == set(NOUNS)
    assert shown_words.nothing(["fund", "help"]) == "Cổng chưa có ghi nhận nào về thu, chi quỹ; trợ giúp."


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Tally(), "0 việc"),
        (Tally(2), "2 việc"),
        (Tally(1234, 165_000_000, 1104), "1.234 việc, 165.000.000 đồng, 1.104 lượt hộ"),
        (Tally(1, amount=1), "1 việc, 1 đồng"),
        (Tally(1, households=1), "1 việc, 1 lượt hộ"),
    ],
)
def test_money_and_households_are_said_only_where_there_are_some(found: Tally, words: str) -> None:
    assert found.words() == words
    assert found.words("bản ghi") == words.replace("việc", "bản ghi")


def test_rows_are_added_and_what_is_not_given_is_none() -> None:
    assert tally([]) == Tally(0, 0, 0, is_illustrative=False)
    assert tally([(5, None, False), (None, 3, False), (2, 4, False)]) == Tally(3, 7, 7, is_illustrative=False)
    assert tally([(5, 1, False), (0, 0, True)]) == Tally(2, 5, 1, is_illustrative=True)
    assert Tally().is_illustrative is False


@pytest.mark.parametrize(
    ("notes", "made_up", "line"),
    [
        ((), False, "Việc"),
        (("",), False, "Việc"),
        (("a", "", "b"), False, "Việc (a; b)"),
        ((), True, "Việc (số liệu minh họa)"),
        (("a",), True, "Việc (a; số liệu minh họa)"),
    ],
)
def test_notes_stand_in_brackets(notes: tuple[str, ...], made_up: bool, line: str) -> None:
    assert shown_words.noted("Việc", *notes, is_illustrative=made_up) == line


def test_a_line_is_no_more_than_it_says() -> None:
    assert shown_words.noted("Việc", "a") == "Việc (a)"
    assert shown_words.of_predecessor("Đã trợ giúp: 1 việc", "Sở cũ") == "Sở cũ (trước sắp xếp): đã trợ giúp: 1 việc"


def test_reports_and_plans() -> None:
    on = date(2022, 12, 5)
    assert shown_words.sent_line("Báo cáo cả năm 2022", "Trễ 3 ngày") == "Báo cáo cả năm 2022: trễ 3 ngày"
    assert shown_words.not_due_line("Báo cáo", bound="trước ngày", on=on) == (
        "Báo cáo: chưa gửi, chưa hết hạn (trước ngày 05/12/2022)"
    )
    assert shown_words.undated_line("Báo cáo", on) == "Báo cáo: đã gửi ngày 05/12/2022, chưa đặt hạn"


def test_a_kind_of_record_with_its_sums() -> None:
    assert shown_words.sum_line("Mô hình", Tally(1, 0, 12)) == "Mô hình: 1 việc, 12 lượt hộ"
    line = shown_words.sum_line("Sáng kiến", Tally(2, is_illustrative=True), noun="bản ghi", more="1 được chấp nhận")
    assert line == "Sáng kiến: 2 bản ghi (1 được chấp nhận; số liệu minh họa)"


@pytest.mark.parametrize(
    ("confirmed", "waiting", "disputed", "said"),
    [
        (0, 0, 0, ""),
        (1, 0, 0, " (nơi nhận đã xác nhận 1)"),
        (0, 1200, 0, " (chờ nơi nhận xác nhận 1.200)"),
        (0, 0, 1, " (không tính việc nơi nhận không xác nhận: 1)"),
        (2, 3, 4, " (nơi nhận đã xác nhận 2; chờ nơi nhận xác nhận 3; không tính việc nơi nhận không xác nhận: 4)"),
    ],
)
def test_help_tells_how_much_of_it_was_confirmed(confirmed: int, waiting: int, disputed: int, said: str) -> None:
    line = shown_words.help_line("Đã trợ giúp", Tally(3, 5), confirmed=confirmed, waiting=waiting, disputed=disputed)
    assert line == f"Đã trợ giúp: 3 việc, 5 đồng{said}"


@pytest.mark.parametrize(
    ("sums", "made_up", "said"),
    [
        ([], False, "chưa có khoản nào"),
        ([("đã nhận", 0)], True, "chưa có khoản nào (số liệu minh họa)"),
        ([("đã nhận", 12_500_000), ("đã sử dụng", 0), ("đã đăng ký", 1)], False, "12.500.000 đồng đã nhận, 1 đồng đã đăng ký"),
    ],
)  # fmt: skip
def test_sums_of_money(sums: list[tuple[str, int]], made_up: bool, said: str) -> None:
    assert shown_words.money_line("Quỹ", sums, is_illustrative=made_up) == f"Quỹ: {said}"


@pytest.mark.parametrize(
    ("records", "plans", "said"), [(3, 0, "3 việc"), (0, 1, "1 kế hoạch"), (1, 2, "1 việc, 2 kế hoạch")]
)
def test_a_linked_movement(records: int, plans: int, said: str) -> None:
    line = shown_words.movement_line("Nông thôn mới", records=records, plans=plans, is_illustrative=False)
    assert line == f"«Nông thôn mới»: {said}"
    line = shown_words.movement_line("Nông thôn mới", records=records, plans=plans, is_illustrative=True)
    assert line == f"«Nông thôn mới»: {said} (số liệu minh họa)"


def test_the_assigned_target_stands_beside_the_own_one() -> None:
    assigned, own = Aim("1,50", "12/QĐ-UBND"), Aim("2,00")
    head = "Chỉ tiêu năm 2022, tỷ lệ hộ nghèo: "
    assert [
        shown_words.aim_line(2022, "tỷ lệ hộ nghèo", *aims).removeprefix(head)
        for aims in (
            (assigned, None),
            (None, own),
            (assigned, own),
            (None, None),
        )
    ] == [
        "được giao giảm 1,50 điểm % (12/QĐ-UBND)",
        "chưa được giao, tự đặt giảm 2,00 điểm %",
        "được giao giảm 1,50 điểm % (12/QĐ-UBND), tự đặt giảm 2,00 điểm %",
        "chưa được giao",
    ]
    assert shown_words.points(Decimal("1.5")) == "1,50"


def test_deprivations_are_told_over_the_years() -> None:
    arrow = "\u00a0→\u00a0"
    assert shown_words.deprivations_head("hộ nghèo", [2021, 2022]) == (
        f"Số hộ nghèo thiếu hụt, cuối năm 2021{arrow}2022"
    )
    assert shown_words.deprivations_head("hộ nghèo", [2022], "của xã cũ") == (
        "Số hộ nghèo thiếu hụt, cuối năm 2022 (của xã cũ)"
    )
    line = shown_words.deprivation_line("Y tế", [("dinh dưỡng", [14, None]), ("bảo hiểm y tế", [0, 1200])])
    assert line == f"Y tế: dinh dưỡng 14{arrow}chưa có, bảo hiểm y tế 0{arrow}1.200"
