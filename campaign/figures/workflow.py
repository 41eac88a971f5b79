"""The roads of figure sets and plans, as tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from accounts.permissions import Permission as P
from campaign.figures.words import EDITABLE
from campaign.figures.words import State as S
from core.workflow import Facts, Step, Workflow


class Supervised(Facts, Protocol):
    """Facts of what remarks of supervision may stand on."""

    @property
    def open_supervision(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class FigureFacts:
    """One set, seen by one person."""

    state: str
    may: Callable[[str], bool]
    entered_by_me: bool
    missing: tuple[str, ...]
    faults: tuple[str, ...]
    half_carried: tuple[str, ...]
    passes_district: bool
    why_closed: str = ""  # the period, or the time that a correction was given
    broken: tuple[str, ...] = ()  # checks that must be corrected
    unexplained: tuple[str, ...] = ()  # checks that must be explained
    open_supervision: tuple[str, ...] = ()  # remarks that nobody has answered
    reopened_by_me: bool = False
    why_step_is_over: str = ""
    why_district_is_over: str = ""
    why_not_ask: str = ""  # to be opened again
    why_no_request: str = ""


def somebody_else_entered(facts: FigureFacts) -> str | None:
    """Nobody approves what they entered."""
    if facts.entered_by_me:
        return "Bạn đã nhập bộ số liệu này nên không thể tự phê duyệt; cần một người khác của cơ quan thường trực."
    return None


def somebody_else_reopened(facts: FigureFacts) -> str | None:
    """Who opened approved figures again does not approve their correction."""
    if facts.reopened_by_me:
        return "Bạn đã mở lại bộ số liệu này nên không thể tự phê duyệt; cần một người khác của cơ quan thường trực."
    return None


def headline_is_complete(facts: FigureFacts) -> str | None:
    """Counts that every verdict needs are there (or a printed rate alone)."""
    if facts.missing:
        return f"Còn thiếu: {', '.join(facts.missing)}."
    return None


def identities_hold(facts: FigureFacts) -> str | None:
    """The sums that can never be broken (C4.7, C4.10)."""
    return " ".join(facts.faults) or None


def carried_counts_are_whole(facts: FigureFacts) -> str | None:
    """What came over from a merged unit is completed for the whole of the new one."""
    if facts.half_carried:
        return f"{' '.join(facts.half_carried)} Nhập số của cả đơn vị mới."
    return None


def district_step_is_taken(facts: FigureFacts) -> str | None:
    """Before 01/7/2025 a commune's figures pass the district."""
    if facts.state == S.SUBMITTED and facts.passes_district:
        return "Cấp huyện chưa kiểm tra số liệu của xã này."
    return None


def unit_still_is(facts: FigureFacts) -> str | None:
    """The body that acts still exists on the day."""
    return facts.why_step_is_over or None


def district_still_is(facts: FigureFacts) -> str | None:
    """The district that would check or return stands on the day."""
    return facts.why_step_is_over or facts.why_district_is_over or None


def entry_is_open(facts: FigureFacts) -> str | None:
    """The period is open, or late entry, or the time given with a correction; what was sent in time goes on after it."""
    if facts.state not in EDITABLE:
        return None
    return facts.why_closed or None


def checks_hold(facts: FigureFacts) -> str | None:
    """What the standard's file says must be corrected."""
    return " ".join(facts.broken) or None


def remarks_are_explained(facts: FigureFacts) -> str | None:
    """What the standard's file says must be explained has its explanation, which stays with the set."""
    if facts.unexplained:
        return f"Cần giải trình trước: {' '.join(facts.unexplained)}"
    return None


def supervision_is_answered(facts: Supervised) -> str | None:
    """What the Front and the organisations have remarked on the set or dossier is answered, or overruled with a reason (A6)."""
    if facts.open_supervision:
        words = "; ".join(facts.open_supervision)
        return f"Còn ý kiến giám sát chưa được trả lời: {words}."
    return None


def may_be_asked(facts: FigureFacts) -> str | None:
    """One request a set, and none for what stands open already."""
    return facts.why_not_ask or None


def somebody_asked(facts: FigureFacts) -> str | None:
    """Only a request that waits is answered."""
    return facts.why_no_request or None


FIGURES: Workflow[FigureFacts] = Workflow(
    Step("submit", "Gửi", EDITABLE, S.SUBMITTED, needs=P.ENTER_FIGURES,
         guards=(unit_still_is, entry_is_open, headline_is_complete, identities_hold, carried_counts_are_whole,
                 checks_hold, remarks_are_explained),
         then="Số liệu được khóa tạm cho đến khi cấp trên kiểm tra."),
    Step("check", "Xác nhận, gửi cơ quan thường trực", EDITABLE | {S.SUBMITTED}, S.CHECKED, needs=P.CHECK_FIGURES,
         guards=(district_still_is, entry_is_open, headline_is_complete, identities_hold, carried_counts_are_whole,
                 checks_hold, remarks_are_explained, supervision_is_answered),
         then="Cơ quan thường trực nhận số liệu để phê duyệt."),
    Step("approve", "Phê duyệt", {S.SUBMITTED, S.CHECKED}, S.APPROVED, needs=P.APPROVE_FIGURES,
         guards=(headline_is_complete, identities_hold, carried_counts_are_whole, district_step_is_taken,
                 supervision_is_answered, somebody_else_entered, somebody_else_reopened),
         then="Số liệu được khóa và dùng để xét các tiêu chí."),
    Step("return_to_unit", "Trả lại để chỉnh sửa", {S.SUBMITTED}, S.RETURNED, needs=P.CHECK_FIGURES, reason=True, throws_away=True,
         guards=(district_still_is,), then="Đơn vị nhận lý do và sửa được số liệu."),
    Step("return", "Trả lại để chỉnh sửa", {S.SUBMITTED, S.CHECKED}, S.RETURNED, needs=P.APPROVE_FIGURES, reason=True, throws_away=True,
         then="Đơn vị nhận lý do và sửa được số liệu."),
    # words about an approved set: nothing of it changes; who opens it again takes `actions.corrections.correct`
    Step("ask_reopen", "Đề nghị mở lại", {S.APPROVED}, S.APPROVED, needs=P.ENTER_FIGURES, reason=True, is_aside=True,
         guards=(may_be_asked,), then="Cơ quan phê duyệt đọc lý do, rồi mở lại hoặc trả lời vì sao không mở lại."),
    Step("refuse_reopen", "Không mở lại", {S.APPROVED}, S.APPROVED, needs=P.APPROVE_FIGURES, reason=True, is_aside=True,
         guards=(somebody_asked,), then="Số liệu vẫn khóa; người đề nghị nhận lý do."),
    labels={state.value: str(state.label) for state in S},
    tones={S.SUBMITTED: "wait", S.CHECKED: "wait", S.APPROVED: "ok", S.RETURNED: "bad", S.REOPENED: "due"},
)  # fmt: skip


@dataclass(frozen=True)
class PlanFacts:
    """One plan, seen by one person."""

    state: str
    allowed: frozenset[str]

    def may(self, permission: str) -> bool:
        return permission in self.allowed


PLANS: Workflow[PlanFacts] = Workflow(
    Step("acknowledge_standing", "Cơ quan thường trực tiếp nhận", {"filed", "acknowledged"}, "acknowledged",
         needs=P.ACKNOWLEDGE_PLAN),
    Step("acknowledge_award", "Cơ quan thi đua tiếp nhận", {"filed", "acknowledged"}, "acknowledged",
         needs=P.ACKNOWLEDGE_PLAN),
    Step("return", "Trả lại để bổ sung", {"filed", "acknowledged"}, "returned", needs=P.ACKNOWLEDGE_PLAN, reason=True, throws_away=True),
    Step("resubmit", "Gửi lại", {"returned"}, "filed", needs=P.FILE_PLAN),
    Step("withdraw", "Rút kế hoạch", {"filed", "returned"}, "withdrawn", needs=P.FILE_PLAN, reason=True, throws_away=True),
    labels={"filed": "Đã gửi", "acknowledged": "Đã tiếp nhận", "returned": "Trả lại để bổ sung",
            "withdrawn": "Đã rút"},
    tones={"filed": "wait", "acknowledged": "ok", "returned": "bad"},
)  # fmt: skip
