"""Rules about papers, and lines that no figure answers."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from campaign.evaluation.domain.documents import Paper, lacking_years
from campaign.rules.facts import Case
from campaign.rules.registry import COUNT, RECORD, Parameter, rule
from campaign.rules.words import RECORD_WORDS
from core.findings import Finding, Outcome
from core.numbers import format_count
from core.text import folded

TITLE = "title"  # the record under which awards of a nominee are handed in


@rule(
    "documented",
    "documented",
    lambda p: (
        f"Cổng tìm giấy tờ: {RECORD_WORDS[p['record']]}"
        + (f", ít nhất {p['at_least']}" if p.get("at_least", 1) > 1 else "")
        + (", đủ từng năm của đợt" if p.get("every_year") else "")
        + "; có giấy tờ rồi, người thẩm định nhận xét đạt hay không và ghi lý do."
    ),
    record=RECORD,
    at_least=Parameter("count", is_required=False),
    every_year=Parameter("flag", is_required=False),
)
def documented(case: Case, *, record: str, at_least: int = 1, every_year: bool = False) -> Finding:
    """The paper is there: met says no more. Whether it meets the words of the line a reviewer says.

    Not met where the portal itself holds the contrary.
    """
    words, papers = RECORD_WORDS[record], case.records.get(record, ())
    against = [paper for paper in papers if paper.refutes]
    if against:
        return Finding(
            Outcome.NOT_MET, reason=f"{against[0].why_not}.", sources=tuple(paper.source for paper in against)
        )
    found = [paper for paper in papers if paper.counts]
    sources = tuple(paper.source for paper in found)
    lacking = lacking_years(found, case.years) if every_year else []
    if lacking:
        return Finding.unknown(f"Còn thiếu {words} năm {', '.join(map(str, lacking))}.", sources)
    if len(found) >= at_least:
        return Finding(Outcome.MET, reason=f"Có {words}.", sources=sources)
    if found:
        return Finding.unknown(f"Mới có {len(found)}/{at_least} {words}.", sources)
    why_not = "; ".join(dict.fromkeys(paper.why_not for paper in papers if paper.why_not))
    return Finding.unknown(f"Chưa có {words}{f' ({why_not})' if why_not else ''}.")


@rule("judged", "judged", lambda _: "Người thẩm định nhận xét và ghi lý do.")
def judged(case: Case) -> Finding:
    """A reviewer decides and says why."""
    del case
    return Finding.unknown("Chờ người thẩm định nhận xét.")


@rule("reported", "reported", lambda _: "Báo cáo qua các hoạt động, cổng không tính.")
def reported(case: Case) -> Finding:
    """Reported through activities, not computed (G6)."""
    del case
    return Finding.not_applicable("Báo cáo qua các hoạt động, cổng không tính.")


# ---- what papers tell, added up ----


@rule(
    "money_at_least",
    "documented",
    lambda p: (
        f"Cổng cộng số tiền ghi trong giấy tờ được tính ({RECORD_WORDS[p['record']]}) của các năm xét: ít nhất "
        f"{format_count(p['at_least'])} đồng; đủ rồi, người thẩm định nhận xét đạt hay không và ghi lý do."
    ),
    record=RECORD,
    at_least=Parameter("money"),
)
def money_at_least(case: Case, *, record: str, at_least: int) -> Finding:
    """The papers that count tell of at least so many đồng together; met says no more than `documented` does."""
    return _added(case, record, at_least, "đồng", lambda paper: paper.money)


@rule(
    "households_helped_at_least",
    "documented",
    lambda p: (
        f"Cổng cộng số hộ ghi trong giấy tờ được tính ({RECORD_WORDS[p['record']]}) của các năm xét: ít nhất "
        f"{format_count(p['at_least'])} hộ; một hộ ghi ở hai giấy tờ được cộng hai lần nên người thẩm định xem và nhận xét."
    ),
    record=RECORD,
    at_least=COUNT,
)
def households_helped_at_least(case: Case, *, record: str, at_least: int) -> Finding:
    """The papers that count tell of at least so many households together (helped, houses built)."""
    return _added(case, record, at_least, "hộ", lambda paper: paper.households)


def _added(case: Case, record: str, at_least: int, unit: str, told: Callable[[Paper], int | None]) -> Finding:
    papers = case.records.get(record, ())
    against = [paper for paper in papers if paper.refutes]
    if against:
        return Finding(
            Outcome.NOT_MET, reason=f"{against[0].why_not}.", sources=tuple(paper.source for paper in against)
        )
    found = [(paper, value) for paper in papers if paper.counts and (value := told(paper)) is not None]
    silent = sum(paper.counts for paper in papers) - len(found)
    notes = (f"{silent} giấy tờ được tính không ghi số {unit}.",) if silent else ()
    sources = tuple(paper.source for paper, _ in found)
    total = sum(value for _, value in found)
    working = " + ".join(format_count(value) for _, value in found) if len(found) > 1 else ""
    compared = Finding.compare(
        Decimal(total), ">=", Decimal(at_least), unit=unit, sources=sources, notes=notes, working=working, is_count=True
    )
    if compared.outcome is Outcome.MET:
        reason = f"Giấy tờ ghi {compared.written(Decimal(total))}, cần ít nhất {compared.written(Decimal(at_least))}."
        return replace(compared, reason=reason)
    words = RECORD_WORDS[record]
    reason = (
        f"Giấy tờ ({words}) mới ghi {compared.written(Decimal(total))}/{compared.written(Decimal(at_least))}."
        if found
        else f"Chưa có {words} ghi số {unit}."
    )
    return replace(compared, outcome=Outcome.UNKNOWN, reason=reason)


# ---- titles in a row ----


@rule(
    "titles_in_a_row",
    "documented",
    lambda p: (
        f"Cổng đếm trong sổ khen thưởng (quyết định trong cổng, hồ sơ nhập bù, khen thưởng ghi lại): {p['years']} năm liền được "
        f"tặng «{p['title']}», tính lùi từ năm cuối của đợt hoặc năm liền trước; người thẩm định nhận xét đạt hay không."
    ),
    title=Parameter("text"),
    years=COUNT,
)
def titles_in_a_row(case: Case, *, title: str, years: int) -> Finding:
    """The nominee has the title of `years` years on end, counted back from the round's last year or the one before it."""
    wanted = folded(title)
    papers = [paper for paper in case.records.get(TITLE, ()) if paper.counts and folded(paper.title) == wanted]
    held = {paper.year: paper for paper in papers if paper.year is not None}
    last = max(case.years) if case.years else max(held, default=0)
    last = last if last in held else last - 1
    row = list(takewhile(held.__contains__, range(last, last - years, -1)))
    sources = tuple(held[year].source for year in row)
    compared = Finding.compare(Decimal(len(row)), ">=", Decimal(years), unit="năm liền", sources=sources, is_count=True)
    known = ", ".join(map(str, sorted(held))) if held else ""
    if compared.outcome is Outcome.MET:
        return replace(compared, reason=f"Có «{title}» các năm {', '.join(map(str, sorted(row)))}.")
    why = f"cổng có của các năm {known}" if known else "cổng chưa có năm nào"
    reason = f"Chưa đủ {years} năm liền «{title}» đến năm {last}: {why}. Khen thưởng chưa ghi thì ghi ở sổ khen thưởng."
    return replace(compared, outcome=Outcome.UNKNOWN, reason=reason)
