"""What waits for somebody in the award rounds."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.permissions import Permission
from awards.models import Nomination, Opinion
from awards.querysets import held_with
from awards.reviews import awards_to_review
from awards.session_cards import session_cards
from awards.states import BEFORE_COUNCIL, State
from office.todo import Card
from units import access

# state → the permission whose holder's turn it is, and what the card says
TURNS: dict[str, tuple[Permission, str, str]] = {
    State.DRAFT: (Permission.NOMINATE, "Hoàn thiện hồ sơ: {}", "Mở hồ sơ"),
    State.RETURNED: (Permission.NOMINATE, "Bổ sung hồ sơ bị trả lại: {}", "Bổ sung"),
    State.CONFIRMED: (Permission.NOMINATE, "Gửi lên trên hồ sơ đã xác nhận: {}", "Mở hồ sơ"),
    State.DISTRICT_REVIEW: (Permission.CONFIRM_NOMINATION, "Xét hồ sơ của xã: {}", "Xét hồ sơ"),
    State.SUBMITTED: (Permission.APPRAISE, "Tiếp nhận hồ sơ: {}", "Tiếp nhận"),
    State.UNDER_APPRAISAL: (Permission.APPRAISE, "Thẩm định: {}", "Mở phiếu thẩm định"),
    State.APPRAISED: (Permission.RECOMMEND, "Đưa vào danh sách trình: {}", "Mở hồ sơ"),
    State.CANDIDATE: (Permission.HOLD_SESSION, "Hội đồng chọn: {}", "Mở phiên họp"),
    State.RECOMMENDED: (Permission.RECOMMEND, "Trình Hội đồng: {}", "Mở danh sách"),
    State.COUNCIL: (Permission.HOLD_SESSION, "Hội đồng xét: {}", "Mở phiên họp"),
    State.COMMENT: (Permission.RECOMMEND, "Hết hạn góp ý thì trình: {}", "Mở hồ sơ"),
    State.FOR_DECISION: (Permission.DECIDE, "Ban hành quyết định cho danh sách: {}", "Mở danh sách"),
    State.AT_STATE: (Permission.RECOMMEND, "Ghi kết quả khen thưởng cấp Nhà nước: {}", "Ghi kết quả"),
    State.SUSPENDED: (Permission.APPRAISE, "Đang tạm dừng xét: {}", "Mở hồ sơ"),
}


ROUND = ("round__deadline", "round__campaign", "round__version")


def turn_of(row: Nomination, *, is_held: bool = False) -> tuple[Permission, str, str] | None:
    """Whose turn a dossier is; once the Council has spoken it is the award agency's again."""
    return TURNS.get(State.RECOMMENDED if is_held and row.state == State.COUNCIL else row.state)


def _opinions(user: Any) -> list[Card]:
    """The questions that somebody's body has not answered."""
    bodies = access.own_organisations(user, Permission.GIVE_OPINION)
    rows = (
        Opinion.objects.filter(of__in=bodies, answered_at=None).order_by("due_on") if bodies else Opinion.objects.none()
    )
    first = rows.first()
    if first is None:
        return []
    number = rows.count()
    words = f"Cho ý kiến về {number} hồ sơ khen thưởng"
    return [
        Card(words, str(first.of), reverse("awards:opinions"), "Cho ý kiến", "awards", due=first.due_on, count=number)
    ]


def cards(user: Any) -> list[Card]:
    """The nominations whose turn is this person's, and the opinions asked of their body."""
    return [*_opinions(user), *session_cards(user), *_turns(user), *_reviews(user)]


def _reviews(user: Any) -> list[Card]:
    """Awards that a correction of figures touches: kept with a reason, or revoked by a decision."""
    if not access.holds(user, Permission.DECIDE):
        return []
    rows = Nomination.objects.visible_to(user).filter(held_with(user, Permission.DECIDE), state=State.AWARDED)
    return [
        Card(
            f"Xem lại khen thưởng sau khi số liệu được điều chỉnh: {row.printed_name}", " ".join(lines),
            reverse("awards:nomination", args=[row.pk]), "Giữ nguyên hoặc hủy bỏ", "awards",
        )
        for row, lines in awards_to_review(rows)
    ]  # fmt: skip


def _turns(user: Any) -> list[Card]:
    states: dict[Permission, list[str]] = {}
    for state, (permission, _, _) in TURNS.items():
        if state not in BEFORE_COUNCIL:  # its cards are sessions, not dossiers
            states.setdefault(permission, []).append(state)
    mine = Q(pk__in=())
    for permission, waiting in states.items():
        if access.reach(user, permission) or access.own_organisations(user, permission):
            mine |= held_with(user, permission) & Q(state__in=waiting)
    rows = Nomination.objects.visible_to(user).filter(mine).select_related(*ROUND).order_by("changed_at")[:50]
    found = []
    for row in rows:
        _, words, action = TURNS[row.state]
        if row.state == State.APPRAISED and row.round.shape.council_chooses:
            words = "Đưa ra Hội đồng chọn: {}"
        url = (
            reverse("awards:round", args=[row.round.code])
            if row.state == State.RECOMMENDED
            else reverse("awards:nomination", args=[row.pk])
        )
        found.append(
            Card(
                what=words.format(row.printed_name),
                whose=row.round.name,
                url=url,
                action=action,
                area="awards",
                due=row.round.deadline.on
                if row.round.deadline and row.state in {State.DRAFT, State.RETURNED}
                else None,
            )
        )
    return found
