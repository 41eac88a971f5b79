"""Whose turn a dossier is: read from where it stands, its road and what it lacks, by the facts that open the buttons. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.permissions import Permission
from awards.workflow.states import EDITABLE, FINAL, State
from core.own_words import in_own_words


class Hand(StrEnum):
    """The kind of people whose turn it is."""

    OFFICER = "officer"
    LEADER = "leader"
    DISTRICT = "district"
    AGENCY = "agency"
    COUNCIL = "council"
    CHAIRMAN = "chairman"

    @property
    def label(self) -> str:
        return in_own_words(HAND_LABELS[self])


HAND_LABELS = {
    Hand.OFFICER: "nơi lập hồ sơ",
    Hand.LEADER: "lãnh đạo nơi lập hồ sơ, người ký",
    Hand.DISTRICT: "lãnh đạo UBND cấp huyện",
    Hand.AGENCY: "cơ quan thi đua, khen thưởng",
    Hand.COUNCIL: "Hội đồng Thi đua - Khen thưởng",
    Hand.CHAIRMAN: "Chủ tịch UBND tỉnh",
}


class Way(StrEnum):
    """How it goes on when none of those people can act."""

    STAND_IN = "stand_in"  # the chairman names somebody in the place of the award agency
    ACCOUNT = "account"  # an administrator gives the role to somebody


class Lack(StrEnum):
    """Why a dossier does not go on by those whose turn it is."""

    GONE = "gone"  # there is nobody
    SPENT = "spent"  # who is there has judged everything, and a second reviewer is asked
    AWAY = "away"  # all are away beyond the day on which it is due
    SILENT = "silent"  # it has waited for twice the days of its step


# before the award agency has it
BEFORE_DESK = frozenset({*EDITABLE, State.CONFIRMED, State.DISTRICT_REVIEW})
# where a reviewer of the nominee's own unit stands aside
WITHOUT_CONFLICT = frozenset({State.SUBMITTED, State.UNDER_APPRAISAL, State.APPRAISED, State.SUSPENDED})
# where somebody named by the chairman works in the place of the award agency
STOOD_IN = WITHOUT_CONFLICT | {State.NOT_AWARDED}
# and where they do of a dossier that competes with the award agency's own
LISTED = frozenset({State.CANDIDATE, State.RECOMMENDED, State.COUNCIL, State.COMMENT})


# where one officer of the award agency has a dossier in hand
ASSIGNED_IN = WITHOUT_CONFLICT


def is_theirs_alone(state: str, officer: object, people: Collection[object], due_on: date | None, today: date) -> bool:
    """The officer who has a dossier in hand is told alone: while they can act and it is not overdue."""
    return state in ASSIGNED_IN and officer in people and (due_on is None or today <= due_on)


@dataclass(frozen=True)
class Situation:
    """A dossier as nobody in particular sees it."""

    state: str
    is_complete: bool = True
    is_closed: bool = False  # its round takes no dossiers any more
    is_amended: bool = True  # changed since it was returned
    can_confirm: bool = False
    can_go_to_district: bool = False
    can_submit: bool = False
    district_is_gone: bool = False
    has_spoken: bool = False  # the Council, since it was put on the list
    council_chooses: bool = False  # the round's plan lets the Council fill the places


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, the permission that the step asks, and the words of the card; `step` is empty for plain work."""

    hand: Hand
    permission: Permission
    words: str
    action: str
    step: str = ""


_P = Permission
_OPEN = "Mở hồ sơ"
# past the door of the award agency one state has one turn
_DESK: dict[str, Turn] = {
    State.SUBMITTED: Turn(Hand.AGENCY, _P.APPRAISE, "Tiếp nhận hồ sơ: {}", "Tiếp nhận", "accept"),
    State.UNDER_APPRAISAL: Turn(Hand.AGENCY, _P.APPRAISE, "Thẩm định: {}", "Mở phiếu thẩm định", "appraise"),
    State.APPRAISED: Turn(Hand.AGENCY, _P.RECOMMEND, "Đưa vào danh sách trình: {}", _OPEN, "recommend"),
    State.CANDIDATE: Turn(Hand.COUNCIL, _P.HOLD_SESSION, "Hội đồng chọn: {}", "Mở phiên họp"),
    State.RECOMMENDED: Turn(Hand.AGENCY, _P.RECOMMEND, "Trình Hội đồng: {}", "Mở danh sách", "to_council"),
    State.COUNCIL: Turn(Hand.COUNCIL, _P.HOLD_SESSION, "Hội đồng xét: {}", "Mở phiên họp"),
    State.COMMENT: Turn(Hand.AGENCY, _P.RECOMMEND, "Hết hạn góp ý thì trình: {}", _OPEN, "to_decision"),
    State.FOR_DECISION: Turn(
        Hand.CHAIRMAN, _P.DECIDE, "Ban hành quyết định cho danh sách: {}", "Mở danh sách", "award"
    ),
    State.AT_STATE: Turn(Hand.AGENCY, _P.RECOMMEND, "Ghi kết quả khen thưởng cấp Nhà nước: {}", "Ghi kết quả"),
    State.SUSPENDED: Turn(Hand.AGENCY, _P.APPRAISE, "Đang tạm dừng xét: {}", _OPEN, "resume"),
}
_FOR_CHOICE = Turn(Hand.AGENCY, _P.RECOMMEND, "Đưa ra Hội đồng chọn: {}", _OPEN, "put_before_council")
_SPOKEN = Turn(Hand.AGENCY, _P.RECOMMEND, "Hội đồng đã cho ý kiến, trình tiếp: {}", _OPEN, "to_decision")
_TOO_LATE = Turn(Hand.OFFICER, _P.NOMINATE, "Đã hết hạn nhận hồ sơ, rút hồ sơ: {}", _OPEN, "withdraw")
_SIGN = Turn(Hand.LEADER, _P.CONFIRM_NOMINATION, "Ký xác nhận hồ sơ: {}", "Xem và ký", "confirm")
_SUBMIT = Turn(Hand.LEADER, _P.CONFIRM_NOMINATION, "Ký trình hồ sơ: {}", "Xem và ký", "submit")
_SEND = Turn(Hand.OFFICER, _P.NOMINATE, "Gửi UBND cấp huyện hồ sơ đã xác nhận: {}", _OPEN, "send_to_district")


def turn_of(found: Situation) -> Turn | None:
    """Whose turn it is; nobody's once it is over."""
    if found.state in FINAL:
        return None
    if found.state in EDITABLE:
        return _drawn_up(found)
    if found.state == State.CONFIRMED:
        return _confirmed(found)
    if found.state == State.DISTRICT_REVIEW:
        return _at_district(found)
    if found.state == State.APPRAISED and found.council_chooses:
        return _FOR_CHOICE
    return _SPOKEN if found.state == State.COUNCIL and found.has_spoken else _DESK[found.state]


def _drawn_up(found: Situation) -> Turn:
    if found.is_closed:
        return _TOO_LATE
    if found.state == State.RETURNED and not (found.is_complete and found.is_amended):
        return Turn(Hand.OFFICER, _P.NOMINATE, "Bổ sung hồ sơ bị trả lại: {}", "Bổ sung")
    if not found.is_complete:
        return Turn(Hand.OFFICER, _P.NOMINATE, "Hoàn thiện hồ sơ: {}", _OPEN)
    if found.can_confirm:
        return _SIGN
    # a district's own dossier its leader submits; a commune's has been confirmed first
    return _SUBMIT if found.can_submit or not found.can_go_to_district else _SEND


def _confirmed(found: Situation) -> Turn:
    if found.is_closed:
        return _TOO_LATE
    if not found.is_complete:
        return Turn(Hand.LEADER, _P.CONFIRM_NOMINATION, "Trả lại để bổ sung: {}", _OPEN, "return_from_district")
    return _SEND if found.can_go_to_district else _SUBMIT


def _at_district(found: Situation) -> Turn:
    if found.district_is_gone:
        return Turn(Hand.AGENCY, _P.APPRAISE, "Chuyển lên vì không còn cấp huyện: {}", _OPEN, "move_on")
    if found.is_closed:
        return _TOO_LATE
    if not found.is_complete:
        return Turn(Hand.DISTRICT, _P.CONFIRM_NOMINATION, "Trả lại để bổ sung: {}", _OPEN, "return_from_district")
    return Turn(Hand.DISTRICT, _P.CONFIRM_NOMINATION, "Xét hồ sơ của xã: {}", "Xét hồ sơ", "submit")


def lack_of(
    people: Collection[object], able: Collection[object], *, is_silent: bool, is_spent: bool = False
) -> Lack | None:
    """What is lacking of those whose turn it is; `able` are those of them who are there before it is due."""
    if not people:
        return Lack.SPENT if is_spent else Lack.GONE
    if not able:
        return Lack.AWAY
    return Lack.SILENT if is_silent else None


def way_on(turn: Turn, state: str, people: Collection[object], *, can_name: bool) -> Way | None:
    """Who is asked when none of the people can act: nobody while there are some; the chairman only where there is
    somebody to name.
    """
    if people:
        return None
    return Way.STAND_IN if turn.hand is Hand.AGENCY and state in WITHOUT_CONFLICT and can_name else Way.ACCOUNT
