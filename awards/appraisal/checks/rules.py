"""The checks of a dossier as a table of small functions on what was gathered of it. Pure.

What was read in its own text may block; what was not warns, whatever the table says.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from awards.appraisal.checks.award_rules import (
    counts_not_as_merit,
    form_number_is_known,
    merit_begins_after_discipline,
    movement_is_long_enough,
    nobody_is_interested,
    nothing_is_pending,
    one_achievement_one_award,
    one_state_award_a_year,
    state_form_in_a_review,
)
from awards.appraisal.checks.nominee_rules import (
    fits_its_class,
    managed_by_the_province,
    one_class_of_a_body,
    post_is_meant,
    unit_is_alive,
)
from awards.appraisal.checks.proof_rules import (
    district_result,
    earlier_versions_stand,
    equal_is_met,
    is_in_time,
    local_result,
    mandatory_lines_are_proven,
    papers_are_complete,
    years_that_do_not_compare,
)
from awards.appraisal.checks.terms import OF_CLASS, OF_READING, OF_ROUND, Check, CheckFacts, Judge, Severity, cited
from awards.law.domain.regimes import CONFIRMED, TO_CONFIRM


@dataclass(frozen=True)
class Rule:
    """One check: its source is a provision of the plan or the portal's; without one, of the law of the dossier's day."""

    id: str
    label: str
    severity: Severity
    judge: Judge
    source: str = ""
    mark: str = CONFIRMED


B, W, INFO = Severity.BLOCK, Severity.WARN, Severity.INFO
RULES: tuple[Rule, ...] = (
    Rule("R04", "Đúng nhóm đối tượng", B, fits_its_class, OF_CLASS),
    Rule("R04e", "Đúng là cán bộ, công chức, viên chức", B, post_is_meant, OF_CLASS),
    Rule("R04g", "Chỉ xét ở một nhóm", B, one_class_of_a_body, OF_CLASS),
    Rule("R05", "Minh chứng của tiêu chí bắt buộc", B, mandatory_lines_are_proven, OF_CLASS),
    Rule("R06", "Kết quả đo được của cấp huyện", INFO, district_result, OF_CLASS),
    Rule("R07", "Kết quả đo được của cấp xã, thôn", INFO, local_result, OF_CLASS),
    Rule("R08", "Bằng đúng mức yêu cầu", INFO, equal_is_met, OF_READING),
    Rule("R09", "Khen thưởng cấp Nhà nước khi sơ kết, tổng kết", B, state_form_in_a_review, OF_ROUND),
    Rule("R10", "Thời gian của Phong trào", W, movement_is_long_enough, "Luật Thi đua, khen thưởng"),
    Rule("R11", "Một thành tích, một khen thưởng", B, one_achievement_one_award),
    Rule("R12", "Hai khen thưởng cấp Nhà nước trong một năm", B, one_state_award_a_year),
    Rule("R13", "Vụ việc đang xem xét", B, nothing_is_pending),
    Rule("R14", "Thời hạn kỷ luật", B, merit_begins_after_discipline),
    Rule("R15", "Không tính vào công trạng", INFO, counts_not_as_merit),
    Rule("R16", "Thuộc tỉnh quản lý", B, managed_by_the_province),
    Rule("R17", "Đủ thành phần hồ sơ", B, papers_are_complete),
    Rule("R18", "Số hiệu mẫu báo cáo", W, form_number_is_known, "Chế độ pháp luật của hồ sơ"),
    Rule("R19", "Các bản đã gửi", INFO, earlier_versions_stand, "Sổ hồ sơ của cổng"),
    Rule("R20", "Thời hạn giải quyết", W, is_in_time, "Quy trình đã công bố của cơ quan thi đua, khen thưởng", TO_CONFIRM),
    Rule("R23", "Xung đột lợi ích", W, nobody_is_interested, "Thông lệ", TO_CONFIRM),
    Rule("R27", "Đơn vị còn tồn tại", B, unit_is_alive, "Dữ liệu đơn vị; Thông tư 15/2025/TT-BNV"),
    Rule("R28", "Năm không so sánh được", INFO, years_that_do_not_compare, OF_READING),
)  # fmt: skip


def run(facts: CheckFacts) -> tuple[Check, ...]:
    """Every check that hits, what blocks first."""
    found = [check for rule in RULES for check in _said(rule, facts)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda check: order.index(check.severity)))


def _said(rule: Rule, facts: CheckFacts) -> Iterator[Check]:
    source, mark = rule.source, rule.mark
    if not source:
        provision = facts.law.provision_for(rule.id)
        if provision is None:
            return  # the law of its day says nothing of it
        source, mark = provision.source, provision.mark
    for hit in rule.judge(facts):
        confirmed = (hit.mark or mark) == CONFIRMED
        severity = hit.severity or rule.severity
        if severity is Severity.BLOCK and not confirmed:
            severity = Severity.WARN
        asks_reason = rule.severity is Severity.BLOCK and severity is Severity.WARN
        yield Check(
            rule.id,
            rule.label,
            severity,
            hit.message,
            hit.source or cited(source, facts),
            confirmed,
            hit.address,
            asks_reason,
            hit.line,
        )
