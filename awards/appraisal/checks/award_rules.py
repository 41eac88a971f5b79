"""Checks of the award: its form and the law of the day, other awards, pending matters, interests. Pure."""

from collections.abc import Iterator
from datetime import date

from awards.appraisal.checks.terms import NAMESAKE, CheckFacts, Hit, Severity
from awards.law.domain.regimes import CONFIRMED, TO_CONFIRM
from core.numbers import format_date
from core.text import listed, lower_first


def state_form_in_a_review(facts: CheckFacts) -> Iterator[Hit]:
    """State awards are proposed at the interim and the final review alone."""
    if facts.is_state_form and not facts.is_review:
        yield Hit(
            f"{facts.form_name} chỉ xét khi sơ kết, tổng kết Phong trào. Đổi hình thức đề nghị hoặc chuyển sang đợt "
            "sơ kết, tổng kết."
        )


def movement_is_long_enough(facts: CheckFacts) -> Iterator[Hit]:
    """Some forms ask that the movement has run for years."""
    asked = facts.law.years_needed(facts.form)
    if asked is not None and facts.run_years < asked.years:
        yield Hit(
            f"{facts.form_name} cần Phong trào đã kéo dài từ {asked.years} năm; tính đến đợt này là {facts.run_years} năm.",
            source=facts.law.decree,
            mark=asked.mark,
        )


def form_number_is_known(facts: CheckFacts) -> Iterator[Hit]:
    """The number of the report's form is data of the regime."""
    if facts.law.form_mark != CONFIRMED:
        yield Hit(
            "Trước khi in báo cáo thành tích, ghi số hiệu mẫu theo hướng dẫn của đợt.",
            source=facts.law.decree,
            mark=TO_CONFIRM,
        )


def counts_not_as_merit(facts: CheckFacts) -> Iterator[Hit]:
    """Awards of a campaign are no ground for merit awards."""
    yield Hit("Kết quả khen thưởng theo chuyên đề không dùng làm căn cứ xét khen thưởng công trạng ở cấp trên.")


def one_achievement_one_award(facts: CheckFacts) -> Iterator[Hit]:
    """The same nominee, or whom it came from or became, is not awarded twice for the same years."""
    for other in facts.elsewhere:
        if other.same_round and other.category in facts.never_with:
            continue  # said by its own rule
        shared = sorted(set(facts.years) & other.years)
        if other.same_round:
            severity = Severity.WARN if other.only_the_name else Severity.BLOCK
            who = f"{NAMESAKE}; kiểm tra trước khi trình" if other.only_the_name else "rút một hồ sơ"
            yield Hit(
                f"{other.name} cũng có hồ sơ trong đợt này ({lower_first(other.state)}): {who}.",
                severity,
                address=other.address,
            )
        elif shared or not other.years:
            about = (
                f"cùng thành tích năm {listed(tuple(map(str, shared)))}" if shared else "chưa ghi năm của thành tích"
            )
            name = f" ({NAMESAKE})" if other.only_the_name else ""
            yield Hit(
                f"{other.name}{name}: {lower_first(other.what)}, {lower_first(other.state)}, {about}. "
                "Nêu rõ thành tích khác nhau trước khi trình.",
                Severity.WARN,
                address=other.address,
            )


def one_state_award_a_year(facts: CheckFacts) -> Iterator[Hit]:
    """Nobody receives two awards of the State in one calendar year; one on its way may be decided in it."""
    if not facts.is_state_form:
        return
    for other in facts.elsewhere:
        year = other.decided_on.year if other.decided_on else facts.today.year
        if other.is_state and not other.same_round and year == facts.today.year:
            severity = Severity.BLOCK if facts.law.two_state_awards == "block" and other.is_given else Severity.WARN
            yield Hit(
                f"{other.name}: {lower_first(other.what)}, {lower_first(other.state)} trong năm {year}. Một năm không đề nghị "
                "hai hình thức khen thưởng cấp Nhà nước.",
                Severity.WARN if other.only_the_name else severity,
                address=other.address,
            )


def nothing_is_pending(facts: CheckFacts) -> Iterator[Hit]:
    """While something is looked into nobody is awarded or proposed."""
    for row in facts.matters:
        if row.concluded_on is None:
            yield Hit(
                f"{row.kind} từ {format_date(row.opened_on)} ({row.document}): {row.about.rstrip('.')}"
                f"{f' ({NAMESAKE}). Kiểm tra trước khi trình.' if row.only_the_name else '. Tạm dừng xét; ghi ngày và văn bản kết luận rồi xét tiếp.'}",
                Severity.WARN if row.only_the_name else None,
                address="matter",
            )


def merit_begins_after_discipline(facts: CheckFacts) -> Iterator[Hit]:
    """After a discipline merit counts from its end."""
    ends = [row.discipline_ends_on for row in facts.matters if row.discipline_ends_on and not row.only_the_name]
    if ends and facts.years and date(min(facts.years), 1, 1) < max(ends):
        yield Hit(
            f"Thành tích chỉ tính từ ngày hết thời hạn kỷ luật {format_date(max(ends))}, đợt này xét từ năm {min(facts.years)}."
        )


def nobody_is_interested(facts: CheckFacts) -> Iterator[Hit]:
    """Whoever judges is not of the nominee."""
    for words in facts.interested:
        yield Hit(words)
    for words, address in facts.stood_aside:
        yield Hit(words, address=address)
