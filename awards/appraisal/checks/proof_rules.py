"""Checks of what a dossier holds: proof, measured results, papers, versions, time. Pure."""

from collections.abc import Iterator

from awards.appraisal.checks.terms import OF_CLASS, CheckFacts, Hit, cited
from core.findings import Finding, Outcome
from core.numbers import format_date
from core.text import listed, lower_first, opened


def mandatory_lines_are_proven(facts: CheckFacts) -> Iterator[Hit]:
    """A line that papers must prove has its paper, and a reviewer's word that it meets the plan: clause by clause."""
    for line in facts.unproven:
        label = line.partition(": ")[0]  # of criteria of which one is enough: the label of no line
        yield Hit(f"{opened(line)}. Cần có giấy tờ và nhận xét «Đạt».", source=cited(OF_CLASS, facts), line=label)


def _numbers(facts: CheckFacts) -> Iterator[Hit]:
    for line in facts.measured:
        for year, finding in line.years:
            if finding.outcome is Outcome.NOT_APPLICABLE:
                continue
            said = f"{finding.comparison}: {lower_first(finding.label)}" if finding.comparison else finding.said
            yield Hit(f"{line.label}, năm {year}: {said.rstrip('.')}.", address=_figures(finding), line=line.label)


def _figures(finding: Finding) -> str:
    keys = [source.key for source in finding.sources if source.kind == "figure_set" and "+" not in source.key]
    return f"figures:{keys[0]}" if keys else ""


def district_result(facts: CheckFacts) -> Iterator[Hit]:
    """What was measured of a district."""
    return _numbers(facts) if facts.level == "district" else iter(())


def local_result(facts: CheckFacts) -> Iterator[Hit]:
    """What was measured of a commune or a village."""
    return _numbers(facts) if facts.level != "district" else iter(())


def equal_is_met(facts: CheckFacts) -> Iterator[Hit]:
    """Where the result is exactly what was asked, the plan's reading of "đạt và vượt" decides."""
    for line in facts.measured:
        for year, finding in line.years:
            if finding.actual is None or finding.actual != finding.required:
                continue
            reading = "từ bằng trở lên" if finding.outcome is Outcome.MET else "phải cao hơn"
            yield Hit(
                f"{line.label}, năm {year}: bằng đúng mức yêu cầu, tính là {finding.outcome.label} (“đạt và vượt” hiểu là {reading}).",
                line=line.label,
            )


def years_that_do_not_compare(facts: CheckFacts) -> Iterator[Hit]:
    """A year that cannot be computed by rule stays out of the verdict, with its reason."""
    for line in facts.measured:
        for year, finding in line.years:
            if finding.outcome is Outcome.NOT_APPLICABLE and finding.reason:
                yield Hit(
                    f"{line.label}, năm {year} không tính vào kết luận: {lower_first(finding.reason)}", line=line.label
                )


def papers_are_complete(facts: CheckFacts) -> Iterator[Hit]:
    """Every part that the law of its day asks for."""
    if facts.missing:
        yield Hit(f"Hồ sơ còn thiếu: {listed(facts.missing)}. Nơi lập bổ sung, hoặc trả lại để bổ sung.")


def earlier_versions_stand(facts: CheckFacts) -> Iterator[Hit]:
    """What was sent before a return is kept beside what came after."""
    if facts.returns:
        yield Hit(
            f"Hồ sơ đã trả lại {facts.returns} lần; cổng giữ {facts.versions} bản đã gửi, không bản nào bị ghi đè."
        )


def is_in_time(facts: CheckFacts) -> Iterator[Hit]:
    """Working days run from the complete dossier."""
    if facts.days_late > 0:
        yield Hit(f"Quá hạn giải quyết {format_date(facts.due_on)} {facts.days_late} ngày làm việc.")
