"""What a change of a rule would do, as both people read it before it is done; and who may be the second one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.permissions import Permission
from awards.models import Nomination, RuleChange
from awards.querysets import in_whole_provinces
from awards.rounds.caps import Boards, CapBoard, Key, filled, key_of
from awards.workflow.desks import holders_of
from awards.workflow.facts import conflict_of
from core.own_words import in_own_words
from core.text import person_key
from core.workflow import Refused
from units import access

SECONDS = (Permission.RECOMMEND, Permission.DECIDE)  # over the whole province
Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Effect:
    """What a change would do now: row by row, what stands against it, and what wants the second person's reason."""

    lines: Lines
    refusals: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    def check(self) -> None:
        """Raises `Refused` with every objection."""
        if self.refusals:
            raise Refused(*dict.fromkeys(self.refusals))


def counted_by(boards: Boards, rows: Sequence[tuple[Nomination, int]]) -> dict[Key | int, int]:
    """How many places of each ceiling these take (or free, where negative); inner ceilings by the key of their row."""
    found: Counter[Key | int] = Counter()
    nominations = [row for row, _ in rows]
    for (row, number), inner in zip(rows, boards.within(nominations), strict=True):
        for key in (key_of(row), *(item.cap for item in inner)):
            found[key] += number
    return dict(found)


def place_lines(
    boards: Boards, *, enter: Mapping[Key | int, int] | None = None, at_most: Mapping[Key | int, int] | None = None
) -> Lines:
    """Of each ceiling its places before and after, with who holds them now."""
    found = []
    every: list[tuple[Key | int, CapBoard]] = [*boards.items(), *((item.cap, item.board) for item in boards.inner)]
    for key, board in every:
        used, limit = board.used + (enter or {}).get(key, 0), (at_most or {}).get(key, board.at_most)
        was, will = filled(board.used, board.at_most), filled(used, limit)
        change = f"nay {was}, sẽ {will}" if was != will else f"{was}, không đổi"
        names = f"; đang giữ chỗ: {'; '.join(map(str, board.holders))}" if board.holders and was != will else ""
        found.append((board.title, f"{change}{names}"))
    return tuple(found)


def why_not_second(change: RuleChange, recipients: Sequence[Nomination], by: Any) -> list[str]:
    """Every objection to somebody as the second person of a change; `recipients` are whom it gives or takes an award."""
    if not access.may_any(by, SECONDS, change.round.campaign.province):
        return [
            in_own_words(
                "Chỉ người trình danh sách hoặc quyết định khen thưởng của cả tỉnh xác nhận được thay đổi này."
            )
        ]
    found = []
    if by.is_builtin:
        found.append("Người thứ hai phải là một người, không phải dòng lệnh.")
    elif by.pk == change.asked_by_id or person_key(by.full_name) == person_key(change.asked_by.full_name):
        found.append("Bạn là người đề nghị; cần một người khác xác nhận.")
    return [*found, *dict.fromkeys(filter(None, (conflict_of(row, by) for row in recipients)))]


def to_confirm(user: Any) -> Iterable[RuleChange]:
    """What waits for somebody as the second person, by right and not by their own proposal."""
    rows = RuleChange.objects.waiting().filter(in_whole_provinces(user, SECONDS)).exclude(asked_by=user.pk)
    return rows.select_related("round__campaign", "asked_by").order_by("asked_at", "pk")


def lonely_changes(user: Any) -> list[RuleChange]:
    """What waits, in the provinces of an administrator, while nobody else could be the second person."""
    rows = RuleChange.objects.waiting().filter(in_whole_provinces(user, [Permission.ADMINISTER]))
    found = list(rows.select_related("round__campaign__province", "asked_by").order_by("asked_at", "pk"))
    people: dict[int, set[User]] = {}
    for row in found:
        province = row.round.campaign.province
        if province.pk not in people:
            people[province.pk] = {user for right in SECONDS for user in holders_of(right, province)}
    return [
        row
        for row in found
        if all(
            person_key(one.full_name) == person_key(row.asked_by.full_name) or one.pk == row.asked_by_id
            for one in people[row.round.campaign.province_id]
        )
    ]
