"""The words of a household's year: its result, the twelve indicators, causes, groups. Sets are stored as bits.

Source: NĐ 07/2021/NĐ-CP (indicators, in the order of the forms), layouts F4, F8, F10 of the yearly survey.
"""

from collections.abc import Collection, Iterable

from django.db.models import TextChoices


class YearStatus(TextChoices):
    """What the survey of a year found."""

    POOR = "poor", "Hộ nghèo"
    NEAR_POOR = "near_poor", "Hộ cận nghèo"
    ESCAPED = "escaped", "Hộ thoát nghèo"
    NEWLY_ESCAPED = "newly_escaped", "Hộ mới thoát nghèo"
    NOT_POOR = "not_poor", "Không thuộc hộ nghèo, cận nghèo"


class Outcome(TextChoices):
    """What came of a registration to leave poverty; a household that is no more has not failed."""

    OPEN = "open", "Đang thực hiện"
    ESCAPED = "escaped", "Đã thoát nghèo"
    NEAR_POOR = "near_poor", "Thoát nghèo, còn cận nghèo"
    NOT_YET = "not_yet", "Chưa thoát nghèo"
    GONE = "gone", "Chủ hộ chết, hộ không còn"


FAILED = frozenset({Outcome.NOT_YET})

DEPRIVATIONS = (
    "Việc làm", "Người phụ thuộc", "Dinh dưỡng", "Bảo hiểm y tế", "Trình độ giáo dục của người lớn",
    "Tình trạng đi học của trẻ em", "Chất lượng nhà ở", "Diện tích nhà ở", "Nguồn nước sinh hoạt", "Nhà tiêu hợp vệ sinh",
    "Sử dụng dịch vụ viễn thông", "Phương tiện tiếp cận thông tin",
)  # fmt: skip
CAUSES = (
    "Thiếu đất sản xuất", "Thiếu vốn", "Thiếu lao động", "Thiếu công cụ, phương tiện", "Thiếu kiến thức sản xuất",
    "Thiếu kỹ năng lao động", "Có người ốm đau, tai nạn", "Nguyên nhân khác",
)  # fmt: skip
GROUPS = ("Không có khả năng lao động", "Có thành viên là người có công", "Chủ hộ là nữ")

MAJORITY = "Kinh"
POOR_FROM = 3  # deprivations; fewer make a household of that income near-poor


def bits(numbers: Iterable[int]) -> int:
    """Numbers counted from 1, as bits."""
    found = 0
    for number in numbers:
        found |= 1 << (number - 1)
    return found


def numbers(mask: int) -> tuple[int, ...]:
    """The numbers, counted from 1, whose bits are set."""
    return tuple(at + 1 for at in range(mask.bit_length()) if mask >> at & 1)


def words(mask: int, labels: Collection[str]) -> list[str]:
    """The labels whose bits are set."""
    return [label for at, label in enumerate(labels) if mask >> at & 1]


def is_minority(ethnicity: str, spouse_ethnicity: str) -> bool:
    """Head or spouse belongs to a minority (our reading of TT 02/2022/TT-UBDT; to be confirmed by the Sở)."""
    return any(name and name != MAJORITY for name in (ethnicity, spouse_ethnicity))


def doubts(status: str, deprivations: int, causes: int) -> list[str]:
    """What does not agree with NĐ 07/2021: sentences to look at, no refusal."""
    count = deprivations.bit_count()
    found = []
    if status == YearStatus.POOR and deprivations and count < POOR_FROM:
        found.append(f"Hộ nghèo thường thiếu hụt từ {POOR_FROM} chỉ số trở lên; mới đánh dấu {count}.")
    if status == YearStatus.NEAR_POOR and count >= POOR_FROM:
        found.append(f"Hộ cận nghèo thường thiếu hụt dưới {POOR_FROM} chỉ số; đang đánh dấu {count}.")
    if status not in {YearStatus.POOR, YearStatus.NEAR_POOR} and causes:
        found.append("Nguyên nhân nghèo chỉ ghi cho hộ nghèo, hộ cận nghèo.")
    return found
