"""How a session votes by law, without a database: the strictest of its rules, and what is said of a departure."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from awards.council.domain.vote_rules import Usual, departures, usual
from awards.law.domain.regimes import CONFIRMED, TO_CONFIRM, VoteRule


def rule(form: str = "a", **more: Any) -> VoteRule:
    """A rule of open voting by all members."""
    said = {"method": "open", "denominator": "all_members", "mark": CONFIRMED, "source": form, **more}
    return VoteRule(form=form, **said)


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ([], Usual()),
        ([rule()], Usual(thresholds={"a": None}, sources=("a",), is_confirmed=True)),
        ([rule(denominator="present"), rule("b")],
         Usual(thresholds={"a": None, "b": None}, sources=("a", "b"), is_confirmed=True)),
        ([rule(denominator="present"), rule("b", denominator="present", mark=TO_CONFIRM)],
         Usual(denominator="present", thresholds={"a": None, "b": None}, sources=("a", "b"))),
        ([rule(), rule("b", method="secret")],
         Usual(method="secret", thresholds={"a": None, "b": None}, sources=("a", "b"), is_confirmed=True)),
        ([rule(quorum=Decimal(70)), rule("b", quorum=Decimal(60), absent_written=True)],
         Usual(thresholds={"a": None, "b": None}, quorum=Decimal(70), takes_written=True, sources=("a", "b"),
               is_confirmed=True)),
    ],
    ids=["no rule", "one", "not all of those present", "all of those present", "one is secret", "quorum and written"],
)  # fmt: skip
def test_one_session_for_all_its_rules(rules: list[VoteRule], wanted: Usual) -> None:
    assert usual(rules) == wanted


@pytest.mark.parametrize(
    ("first", "second", "threshold"),
    [(None, "80", "80"), ("80", None, "80"), ("80", "70", "80"), ("70", "80", "80"), (None, None, None)],
)
def test_two_regimes_about_one_form_leave_the_higher_threshold(
    first: str | None, second: str | None, threshold: str | None
) -> None:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    law = usual([rule(threshold=number(first)), rule(threshold=number(second))])
    assert law.thresholds == {"a": number(threshold)}


LAW = Usual("secret", "all_members", {"a": Decimal(80), "b": None}, Decimal(75), True)
NAMES = {"a": "Bằng khen"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ()),
        ({"method": "paper"}, ()),
        ({"method": "open"}, ("biểu quyết công khai (quy định: bỏ phiếu kín)",)),
        ({"denominator": "present"}, ("tính trên số thành viên có mặt (quy định: tổng số thành viên Hội đồng)",)),
        ({"thresholds": {"a": Decimal(70), "b": None}}, ("tỷ lệ phải đạt 70 %, Bằng khen (quy định: 80 %)",)),
        ({"thresholds": {"a": Decimal(80), "b": Decimal(50)}}, ("tỷ lệ phải đạt 50 %, b (quy định: không đặt tỷ lệ)",)),
        ({"thresholds": {"b": None}}, ("tỷ lệ phải đạt không đặt tỷ lệ, Bằng khen (quy định: 80 %)",)),
        ({"quorum": None}, ("tỷ lệ có mặt không đặt tỷ lệ (quy định: 75 %)",)),
        ({"takes_written": False},
         ("không nhận ý kiến bằng văn bản (quy định: nhận ý kiến bằng văn bản của thành viên vắng)",)),
    ],
)  # fmt: skip
def test_a_departure_is_said(change: dict[str, Any], said: tuple[str, ...]) -> None:
    assert departures(LAW, replace(LAW, **change), NAMES) == said


def test_a_paper_ballot_is_no_open_vote_and_one_form_needs_no_name() -> None:
    law = Usual("open", thresholds={"a": Decimal(80)})
    assert departures(law, replace(law, method="paper"), NAMES) == ("bỏ phiếu giấy (quy định: biểu quyết công khai)",)
    assert departures(law, replace(law, thresholds={}), NAMES) == ("tỷ lệ phải đạt không đặt tỷ lệ (quy định: 80 %)",)
