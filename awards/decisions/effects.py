"""What another decision about awards does, said before it is taken: what stands before and after, who is told, what leads back."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import Award, Decision
from core import clock
from core.numbers import format_moment, two_digits
from core.text import listed, lower_first

RECALL, RENAME, REVOKE, RESTORE = "thu-hoi", "dieu-chinh", "huy-bo", "khoi-phuc"
SECOND = "người thứ hai xác nhận"


@dataclass(frozen=True)
class Change:
    """One thing before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeEffects:
    """What a decision does, whom it is told, and how it is taken back and until when."""

    changes: tuple[Change, ...]
    told: tuple[str, ...]
    back: tuple[str, ...]


def change_effects(decision: Decision, what: str, awards: Sequence[Award]) -> ChangeEffects:
    """The effects of one of the four changes (the words in its address) on the awards that it may touch."""
    page = Change("Trang công khai", *_PAGES[what]) if decision.released_at is not None else None
    return ChangeEffects(
        tuple(item for item in (*_changes(decision, what, awards), page) if item is not None),
        _told(decision, what, awards),
        _BACK[what],
    )


def _changes(decision: Decision, what: str, awards: Sequence[Award]) -> tuple[Change, ...]:
    number = two_digits(len(awards))
    if what == RECALL:
        after = "Đã thu hồi, vẫn còn trong cổng"
        return (Change(str(decision), "Có hiệu lực, chưa công bố", after), _OF_RECALL[Decision.Kind(decision.kind)])
    if what == RENAME:
        return (
            Change("Tên in trong quyết định", f"{number} tên như đang ghi", f"Tên bạn sửa ở dưới, khi {SECOND}"),
            Change("Chỗ trong số lượng", "Đã tính", "Không đổi"),
        )
    if what == REVOKE:
        return (
            Change("Khen thưởng được chọn", "Có hiệu lực", "Đã hủy bỏ, còn trong lịch sử"),
            Change("Chỗ trong số lượng", "Đã tính", "Không trả lại"),
        )
    return (
        Change("Khen thưởng được chọn", "Đã hủy bỏ", f"Có hiệu lực trở lại, khi {SECOND}"),
        Change("Chỗ trong số lượng", "Đã tính", "Không đổi"),
    )


def _told(decision: Decision, what: str, awards: Sequence[Award]) -> tuple[str, ...]:
    """Nobody outside hears of what was never released; of the rest who proposed the awards, when it is released."""
    holders = listed(list(dict.fromkeys(lower_first(str(award.nomination.holder)) for award in awards)))
    if what == RECALL or decision.released_at is None or not holders:
        return ("Không gửi thông báo ra ngoài: quyết định chưa công bố nên nơi lập hồ sơ chưa biết.",)
    released = format_moment(decision.released_at.astimezone(clock.VIETNAM))
    return (
        f"Chưa gửi gì khi bấm. Lúc công bố quyết định mới, {holders} nhận thông báo: «{_WORDS[what]}» "
        f"(quyết định ban đầu đã công bố {released}).",
    )


_PAGES = {
    RECALL: ("Không hiện", "Không hiện"),
    RENAME: ("Tên như đang ghi", "Tên mới, từ lúc công bố quyết định điều chỉnh"),
    REVOKE: ("Được khen thưởng", "Đã hủy bỏ, từ lúc công bố quyết định hủy bỏ"),
    RESTORE: ("Đã hủy bỏ", "Được khen thưởng, từ lúc công bố quyết định khôi phục"),
}
_OF_RECALL = {
    Decision.Kind.AWARD: Change("Hồ sơ trong quyết định", "Được khen thưởng", "Chờ quyết định"),
    Decision.Kind.REVISE: Change("Tên in trong quyết định trước", "Tên đã điều chỉnh", "Tên trước khi điều chỉnh"),
    Decision.Kind.REVOKE: Change("Khen thưởng đã hủy bỏ", "Đã hủy bỏ", "Có hiệu lực như trước"),
    Decision.Kind.RESTORE: Change("Khen thưởng đã khôi phục", "Có hiệu lực", "Đã hủy bỏ như trước"),
}
_WORDS = {
    RENAME: "Tên ghi trong quyết định là …",
    REVOKE: "Khen thưởng của … bị hủy bỏ theo …",
    RESTORE: "Khen thưởng của … được khôi phục theo …",
}
_UNTIL = "Chưa công bố thì thu hồi được quyết định mới, không có hạn ngày; công bố rồi thì không thu hồi được."
_BACK = {
    RECALL: ("Việc thu hồi không hoàn tác được; cần thì ban hành quyết định khác.",),
    RENAME: (f"Rút được đề nghị cho đến khi {SECOND}.", _UNTIL),
    REVOKE: (_UNTIL, "Sau đó chỉ trở lại bằng quyết định khôi phục, cần người thứ hai."),
    RESTORE: (f"Rút được đề nghị cho đến khi {SECOND}.", _UNTIL),
}
