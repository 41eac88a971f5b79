"""The words of nominations: states, and which of them hold a place of a cap."""

from collections.abc import Mapping

from django.db.models import TextChoices


class State(TextChoices):
    """Where a nomination stands on its road to a decision."""

    DRAFT = "draft", "Đang lập"
    CONFIRMED = "confirmed", "Cấp xã đã xác nhận"
    DISTRICT_REVIEW = "district_review", "Cấp huyện đang xét"
    SUBMITTED = "submitted", "Đã trình cơ quan thi đua, khen thưởng"
    RETURNED = "returned", "Trả lại để bổ sung"
    UNDER_APPRAISAL = "under_appraisal", "Đang thẩm định"
    APPRAISED = "appraised", "Đã thẩm định"
    CANDIDATE = "candidate", "Chờ Hội đồng chọn"
    RECOMMENDED = "recommended", "Đã đưa vào danh sách trình"
    COUNCIL = "council_review", "Hội đồng đang xét"
    COMMENT = "public_comment", "Đang lấy ý kiến công khai"
    FOR_DECISION = "submitted_for_decision", "Đã trình Chủ tịch UBND tỉnh"
    AT_STATE = "submitted_to_state", "Đã trình cấp Nhà nước"
    AWARDED = "awarded", "Được khen thưởng"
    NOT_AWARDED = "not_awarded", "Không được khen thưởng"
    WITHDRAWN = "withdrawn", "Đã rút hồ sơ"
    SUSPENDED = "suspended", "Tạm dừng xét"
    REVOKED = "revoked", "Đã hủy bỏ quyết định"


# States that hold one of the places of a cap; a revoked award's place is not given again (reading R-cap)
HOLDING = frozenset(
    {State.RECOMMENDED, State.COUNCIL, State.COMMENT, State.FOR_DECISION, State.AT_STATE, State.AWARDED, State.REVOKED}
)
BEFORE_COUNCIL = frozenset({State.CANDIDATE, State.COUNCIL})  # a session takes them on its agenda
FINAL = frozenset({State.AWARDED, State.NOT_AWARDED, State.WITHDRAWN, State.REVOKED})
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
# while a sheet is open: what only waits for a reviewer's word is no objection yet
BEFORE_APPRAISED = EDITABLE | {
    State.CONFIRMED, State.DISTRICT_REVIEW, State.SUBMITTED, State.UNDER_APPRAISAL, State.SUSPENDED,
}  # fmt: skip
# the road of a round in five stretches, as its list shows where its dossiers stand
PHASES: tuple[tuple[str, frozenset[str]], ...] = (
    ("Lập hồ sơ", frozenset({State.DRAFT, State.RETURNED, State.CONFIRMED, State.DISTRICT_REVIEW})),
    ("Thẩm định", frozenset({State.SUBMITTED, State.UNDER_APPRAISAL, State.SUSPENDED})),
    (
        "Xét chọn, Hội đồng",
        frozenset({State.APPRAISED, State.CANDIDATE, State.RECOMMENDED, State.COUNCIL, State.COMMENT}),
    ),
    ("Chờ quyết định", frozenset({State.FOR_DECISION, State.AT_STATE})),
    ("Có kết quả", FINAL),
)
# the look of a state's pill; one that is not named is plain
TONES: Mapping[str, str] = {
    State.CONFIRMED: "ok", State.DISTRICT_REVIEW: "wait", State.SUBMITTED: "wait", State.RETURNED: "bad",
    State.UNDER_APPRAISAL: "wait", State.APPRAISED: "wait", State.CANDIDATE: "wait", State.RECOMMENDED: "wait",
    State.COUNCIL: "wait", State.COMMENT: "wait", State.FOR_DECISION: "wait", State.AT_STATE: "wait",
    State.AWARDED: "ok", State.SUSPENDED: "due", State.REVOKED: "bad",
}  # fmt: skip
