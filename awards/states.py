"""The words of nominations: states, groups, kinds of judgement."""

from django.db.models import TextChoices


class State(TextChoices):
    """Where a nomination stands on its road to a decision."""

    DRAFT = "draft", "Đang lập"
    DISTRICT_REVIEW = "district_review", "Cấp huyện đang xét"
    SUBMITTED = "submitted", "Đã trình Sở Nội vụ"
    RETURNED = "returned", "Trả lại để bổ sung"
    UNDER_APPRAISAL = "under_appraisal", "Đang thẩm định"
    APPRAISED = "appraised", "Đã thẩm định"
    RECOMMENDED = "recommended", "Đã đưa vào danh sách trình"
    FOR_DECISION = "submitted_for_decision", "Đã trình Chủ tịch UBND tỉnh"
    AWARDED = "awarded", "Được khen thưởng"
    NOT_AWARDED = "not_awarded", "Không được khen thưởng"
    WITHDRAWN = "withdrawn", "Đã rút hồ sơ"


# States that hold one of the places of a cap
HOLDING = frozenset({State.RECOMMENDED, State.FOR_DECISION, State.AWARDED})
FINAL = frozenset({State.AWARDED, State.NOT_AWARDED, State.WITHDRAWN})
EDITABLE = frozenset({State.DRAFT, State.RETURNED})


class Group(TextChoices):
    """The two kinds that a cap counts."""

    COLLECTIVE = "collective", "Tập thể"
    INDIVIDUAL = "individual", "Cá nhân"
