"""The words of figure sets: headline counts, statuses, states. Known to models and rules alike."""

from django.db.models import TextChoices

# Headline counts, in the order of the forms, with the label of a column
COUNTS: dict[str, str] = {
    "households": "Tổng số hộ",
    "people": "Nhân khẩu",
    "poor": "Hộ nghèo",
    "near_poor": "Hộ cận nghèo",
    "average_households": "Hộ có mức sống trung bình",
    "poor_people": "Khẩu nghèo",
    "near_poor_people": "Khẩu cận nghèo",
    "average_people": "Khẩu có mức sống trung bình",
    "minority_households": "Hộ DTTS",
    "minority_poor": "Hộ nghèo DTTS",
    "minority_area_households": "Hộ vùng DTTS và miền núi",
    "minority_area_poor": "Hộ nghèo vùng DTTS và miền núi",
}
RATES: dict[str, str] = {"poor_rate": "Tỷ lệ hộ nghèo (%)", "near_poor_rate": "Tỷ lệ hộ cận nghèo (%)"}

# Each indicator: which counts it divides, and what the screen calls it
INDICATORS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "poverty_rate": (("poor",), "households", "Tỷ lệ hộ nghèo"),
    "near_poverty_rate": (("near_poor",), "households", "Tỷ lệ hộ cận nghèo"),
    "combined_poverty_rate": (("poor", "near_poor"), "households", "Tỷ lệ nghèo đa chiều (nghèo và cận nghèo)"),
    "minority_poverty_rate": (("minority_poor",), "minority_households", "Tỷ lệ hộ nghèo DTTS"),
    "minority_area_poverty_rate": (
        ("minority_area_poor",),
        "minority_area_households",
        "Tỷ lệ hộ nghèo vùng DTTS và miền núi",
    ),
}


class Status(TextChoices):
    """Only approved official sets judge."""

    PRELIMINARY = "preliminary", "Kết quả sơ bộ"
    OFFICIAL = "official", "Kết quả chính thức"


class State(TextChoices):
    """Where a set stands on its way to approval."""

    DRAFT = "draft", "Đang nhập"
    SUBMITTED = "submitted", "Đã gửi, chờ kiểm tra"
    CHECKED = "checked", "Đã kiểm tra"
    APPROVED = "approved", "Đã duyệt, khóa số liệu"
    RETURNED = "returned", "Trả lại để chỉnh sửa"
    REOPENED = "reopened", "Được mở lại để sửa"  # a version beside an approved one, which judges on meanwhile


EDITABLE = frozenset({State.DRAFT, State.RETURNED, State.REOPENED})

# the province reports to the ministry before this month and day (QĐ 24/2021/QĐ-TTg, điều 7)
REPORTED_BEFORE = {Status.PRELIMINARY: (11, 15), Status.OFFICIAL: (12, 20)}
