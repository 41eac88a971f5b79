"""The road of a nomination, as one table."""

from accounts.permissions import Permission as P
from awards.states import State as S
from campaign.workflow import supervision_is_answered
from core.workflow import Step, Workflow


def round_is_open(facts: object) -> str | None:
    """Dossiers are taken until the round closes."""
    return facts.why_round_is_closed or None  # type: ignore[attr-defined]


def dossier_is_complete(facts: object) -> str | None:
    """The parts that a dossier must have."""
    if facts.missing:  # type: ignore[attr-defined]
        return f"Hồ sơ còn thiếu: {', '.join(facts.missing)}."  # type: ignore[attr-defined]
    return None


def district_has_seen_it(facts: object) -> str | None:
    """Before 01/7/2025 a commune's dossier passes the district."""
    return facts.why_district_must_see_it or None  # type: ignore[attr-defined]


def every_part_is_judged(facts: object) -> str | None:
    """A reviewer has said of every judged part what they hold, and why."""
    if facts.unjudged:  # type: ignore[attr-defined]
        return f"Còn {len(facts.unjudged)} ý chưa có nhận xét: {', '.join(facts.unjudged)}."  # type: ignore[attr-defined]
    return None


def somebody_else_authored(facts: object) -> str | None:
    """The author of a nomination never appraises or approves it."""
    if facts.authored_by_me:  # type: ignore[attr-defined]
        return "Bạn đã lập hồ sơ này nên không thể thẩm định hoặc trình khen thưởng; cần một người khác."
    return None


def reviewer_is_not_of_the_unit(facts: object) -> str | None:
    """A reviewer of the nominee's own unit or organisation is in conflict."""
    return facts.conflict or None  # type: ignore[attr-defined]


def miss_is_explained(facts: object) -> str | None:
    """ "Phấn đấu": a measured miss may be recommended only with a written reason."""
    if facts.misses and not facts.override_reason:  # type: ignore[attr-defined]
        return (
            f"Tiêu chí chưa đạt: {'; '.join(facts.misses)}. "  # type: ignore[attr-defined]
            "Muốn trình vẫn phải ghi lý do để Hội đồng và Chủ tịch UBND tỉnh xem."
        )
    return None


def cap_is_left(facts: object) -> str | None:
    """The round has a place left in the group (III.3.b)."""
    return facts.why_cap_is_full or None  # type: ignore[attr-defined]


def decision_is_given(facts: object) -> str | None:
    """Awards come only from a decision with number, date and signer."""
    return facts.why_no_decision or None  # type: ignore[attr-defined]


NOMINATION = Workflow(
    Step("send_to_district", "Gửi UBND huyện", {S.DRAFT, S.RETURNED}, S.DISTRICT_REVIEW, needs=P.NOMINATE,
         guards=(round_is_open, dossier_is_complete), then="UBND huyện, thành phố xét rồi trình Sở Nội vụ."),
    Step("submit", "Trình Sở Nội vụ", {S.DRAFT, S.RETURNED, S.DISTRICT_REVIEW}, S.SUBMITTED, needs=P.CONFIRM_NOMINATION,
         guards=(round_is_open, dossier_is_complete, district_has_seen_it), then="Sở Nội vụ tiếp nhận và thẩm định."),
    Step("return", "Trả lại để bổ sung", {S.SUBMITTED, S.UNDER_APPRAISAL}, S.RETURNED, needs=P.APPRAISE, reason=True,
         guards=(reviewer_is_not_of_the_unit,), then="Nơi lập hồ sơ nhận lý do và sửa được hồ sơ."),
    Step("return_from_district", "Trả lại để bổ sung", {S.DISTRICT_REVIEW}, S.RETURNED, needs=P.CONFIRM_NOMINATION,
         reason=True, then="Nơi lập hồ sơ nhận lý do và sửa được hồ sơ."),
    Step("accept", "Tiếp nhận, bắt đầu thẩm định", {S.SUBMITTED}, S.UNDER_APPRAISAL, needs=P.APPRAISE,
         guards=(dossier_is_complete, somebody_else_authored, reviewer_is_not_of_the_unit)),
    Step("appraise", "Kết thúc thẩm định", {S.UNDER_APPRAISAL}, S.APPRAISED, needs=P.APPRAISE,
         guards=(every_part_is_judged, supervision_is_answered, somebody_else_authored, reviewer_is_not_of_the_unit),
         then="Kết luận từng tiêu chí được giữ nguyên như lúc này."),
    Step("recommend", "Đưa vào danh sách trình", {S.APPRAISED}, S.RECOMMENDED, needs=P.RECOMMEND,
         guards=(somebody_else_authored, reviewer_is_not_of_the_unit, supervision_is_answered, miss_is_explained,
                 cap_is_left),
         then="Hồ sơ giữ một chỗ trong số lượng khen thưởng của đợt."),
    Step("remove_from_list", "Đưa ra khỏi danh sách", {S.RECOMMENDED}, S.APPRAISED, needs=P.RECOMMEND, reason=True,
         then="Chỗ trong số lượng khen thưởng được trả lại."),
    Step("award", "Ban hành quyết định", {S.RECOMMENDED, S.FOR_DECISION}, S.AWARDED, needs=P.DECIDE,
         guards=(somebody_else_authored, decision_is_given),
         then="Tập thể, cá nhân trong danh sách được khen và hiện trên trang công khai."),
    Step("decline", "Không khen thưởng", {S.UNDER_APPRAISAL, S.APPRAISED}, S.NOT_AWARDED, needs=P.APPRAISE, reason=True,
         guards=(somebody_else_authored, reviewer_is_not_of_the_unit)),
    Step("withdraw", "Rút hồ sơ", {S.DRAFT, S.RETURNED, S.DISTRICT_REVIEW, S.SUBMITTED}, S.WITHDRAWN, needs=P.NOMINATE,
         reason=True),
    labels=dict(S.choices),
)  # fmt: skip
