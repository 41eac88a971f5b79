"""The words of figure sets: statuses, states, and when figures can be known. Known to models and rules alike."""

from datetime import date

from django.db.models import TextChoices


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
REVIEW_BEGINS = (9, 1)  # the yearly review of households begins (the same QĐ, điều 3)


def why_not_yet(year: int, status: str, as_of: date, *, today: date) -> str:
    """Why figures of a day cannot be known today, and what can be done; else nothing.

    Those of a year's end are found by the review that begins in September: official ones exist from then on.
    """
    if as_of == date(year, 12, 31):
        begins = date(year, *REVIEW_BEGINS)
        if status != Status.OFFICIAL or today >= begins:
            return ""
        return (
            f"Kết quả chính thức năm {year} là số đến 31/12/{year}; rà soát định kỳ bắt đầu ngày {begins:%d/%m/%Y}, trước "
            f"ngày đó chưa có số để ghi. Số đến nay ghi ở kết quả sơ bộ, hoặc chọn năm {year - 1}."
        )
    if as_of > today:
        return f"Ngày của số liệu {as_of:%d/%m/%Y} chưa đến (hôm nay {today:%d/%m/%Y}). Ghi ngày đã rà soát."
    return ""
