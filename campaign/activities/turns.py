"""Whose turn a record is: of all who may take the step, those whom it is addressed to.

What was written about a place is answered where it was written about, by the nearest unit that has somebody to answer:
never by who wrote it, and by whoever stands above only while nobody sits below.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from accounts.permissions import GRANTS, OWN_ORGANISATION_ONLY, Role
from accounts.permissions import Permission as P
from campaign.activities.actions.keeping import may_keep
from campaign.activities.domain.records import Road
from campaign.figures.words import State
from campaign.models import FigureSet, Record
from core import clock
from units import access
from units.map.domain.levels import Level
from units.models import Ancestry, Membership


class Whose(StrEnum):
    """To whom a record turns next."""

    PLACE = "place"  # the unit that it is about
    OWNER = "owner"  # who wrote it
    LEADS = "leads"  # who leads the movement


@dataclass(frozen=True)
class RecordTurn:
    """One state of a road that waits for somebody."""

    road: Road
    state: str
    needs: P
    whose: Whose
    words: str
    action: str


TURNS = (
    RecordTurn(Road.REMARK, "raised", P.ANSWER_REMARK, Whose.PLACE, "Trả lời ý kiến giám sát: {}", "Trả lời"),
    RecordTurn(Road.REMARK, "answered", P.SUPERVISE, Whose.OWNER, "Xem trả lời ý kiến giám sát: {}", "Mở ý kiến"),
    RecordTurn(Road.INSPECTION, "concluded", P.ANSWER_REMARK, Whose.PLACE, "Khắc phục theo kết luận kiểm tra: {}", "Mở kết luận"),
    RecordTurn(Road.INSPECTION, "followed", P.INSPECT, Whose.OWNER, "Xem việc đã khắc phục: {}", "Mở kết luận"),
    RecordTurn(Road.HELP, "recorded", P.CONFIRM_HELP, Whose.PLACE, "Xác nhận được trợ giúp: {}", "Xác nhận"),
    RecordTurn(Road.HELP, "disputed", P.KEEP_RECORDS, Whose.OWNER, "Xem lại trợ giúp mà nơi nhận không xác nhận: {}", "Mở việc"),
    RecordTurn(Road.OBSTACLE, "asked", P.LEAD_MOVEMENT, Whose.LEADS, "Trả lời vướng mắc: {}", "Trả lời"),
    RecordTurn(Road.STORY, "proposed", P.LEAD_MOVEMENT, Whose.LEADS, "Xét công nhận điển hình: {}", "Mở điển hình"),
    RecordTurn(Road.REPORT, "filed", P.LEAD_MOVEMENT, Whose.LEADS, "Tiếp nhận báo cáo: {}", "Mở báo cáo"),
    RecordTurn(Road.REPORT, "returned", P.KEEP_RECORDS, Whose.OWNER, "Bổ sung báo cáo bị trả lại: {}", "Mở báo cáo"),
)  # fmt: skip

# what only one of the two agencies of the movement holds, by the words of the answer that names it
_AGENCY: Mapping[str, P] = {
    "Cơ quan thường trực chương trình giảm nghèo": P.ASSIGN_TARGETS,
    "Cơ quan thi đua, khen thưởng": P.APPRAISE,
    "Rà soát hộ nghèo": P.ASSIGN_TARGETS,
    "Chính sách, dự án": P.ASSIGN_TARGETS,
    "Xét khen thưởng": P.APPRAISE,
}


# a remark on figures is answered by whoever takes their next step
_NEXT: Mapping[str, P] = {State.SUBMITTED: P.CHECK_FIGURES, State.CHECKED: P.APPROVE_FIGURES}


def turn_of(record: Record) -> RecordTurn | None:
    """What a record waits for, if for anything."""
    road = record.kind_of.road
    return next((turn for turn in TURNS if (turn.road, turn.state) == (road, record.state)), None)


def mine(user: Any, records: Sequence[Record]) -> list[tuple[Record, RecordTurn]]:
    """Those of the records whose turn is this person's: a fixed number of questions."""
    waiting = [(row, turn) for row in records if (turn := turn_of(row)) is not None]
    desks = _desks([(row, turn) for row, turn in waiting if turn.whose is Whose.PLACE])
    return [(row, turn) for row, turn in waiting if _is_mine(user, row, turn, desks)]


def _is_mine(user: Any, row: Record, turn: RecordTurn, desks: Mapping[int, frozenset[int]]) -> bool:
    if turn.whose is Whose.OWNER:
        return may_keep(user, row.unit, row.organisation) and access.holds(user, turn.needs)
    if not access.may(user, turn.needs, row.place):
        return False
    if turn.whose is Whose.LEADS:
        return row.recorded_by_id != user.pk and _is_of_agency(user, row)
    desk = desks.get(row.pk)
    if desk is None:  # nobody sits there or above: whoever else may
        return not gives(user, row) and row.recorded_by_id != user.pk
    return user.pk in desk and (row.place.level > Level.PROVINCE or _is_of_agency(user, row))


def _is_of_agency(user: Any, row: Record) -> bool:
    """The agency that the record names, or any where it names none."""
    named = row.details.get("addressee") or row.details.get("what") or ""
    needed = _AGENCY.get(named) if row.kind_of.road in (Road.OBSTACLE, Road.REMARK) else None
    return needed is None or access.holds(user, needed)


def is_given_by_owner(record: Record) -> bool:
    """Who wrote it is the side that acts on the place: who inspects or remarks, who helps unless another is named."""
    return record.kind_of.road != Road.HELP or not record.details.get("helper")


def gives(user: Any, record: Record) -> bool:
    """Somebody sits with the side that acts on the place."""
    if not is_given_by_owner(record):
        return False
    if record.organisation_id:
        return record.organisation_id in access.own_organisations(user)
    return any(seat.unit.pk == record.unit_id and seat.organisation is None for seat in access.seats(user))


def _desks(waiting: Sequence[tuple[Record, RecordTurn]]) -> dict[int, frozenset[int]]:
    """By record the people of the nearest unit, at its place or above, that has somebody for its step: three questions."""
    if not waiting:
        return {}
    on, places = clock.today(), {row.place.pk for row, _ in waiting}
    rows = Ancestry.objects.filter(descendant__in=places, valid_from__lte=on, valid_to__gt=on).order_by("depth")
    above: dict[int, list[int]] = defaultdict(list)
    for place, unit in rows.values_list("descendant_id", "ancestor_id"):
        above[place].append(unit)
    units = {unit for chain in above.values() for unit in chain}
    people: dict[int, list[Membership]] = defaultdict(list)
    seats = Membership.objects.in_force(on).filter(unit__in=units, user__is_active=True)
    for seat in seats.exclude(role__in=OWN_ORGANISATION_ONLY):
        people[seat.unit_id].append(seat)
    figures = {row.subject_id for row, _ in waiting if row.subject_type == "figure_set"}
    states = dict(FigureSet.objects.filter(pk__in=figures).values_list("pk", "state")) if figures else {}
    found = (
        (row.pk, _nearest(row, {turn.needs, *_next(row, states)}, above[row.place.pk], people)) for row, turn in waiting
    )
    return {pk: desk for pk, desk in found if desk}


def _next(row: Record, states: Mapping[int | None, str]) -> list[P]:
    if row.kind_of.road != Road.REMARK or row.subject_type != "figure_set":
        return []
    return [needed for state, needed in _NEXT.items() if states.get(row.subject_id) == state]


def _nearest(
    row: Record, needed: AbstractSet[P], chain: Sequence[int], people: Mapping[int, Sequence[Membership]]
) -> frozenset[int]:
    apart = is_given_by_owner(row)
    for unit in chain:
        desk = {
            seat.user_id
            for seat in people.get(unit, ())
            if needed <= GRANTS[Role(seat.role)]
            and seat.user_id != row.recorded_by_id
            and not (apart and (seat.organisation_id, seat.unit_id if not seat.organisation_id else None)
                     == (row.organisation_id, row.unit_id))
        }  # fmt: skip
        if desk:
            return frozenset(desk)
    return frozenset()
