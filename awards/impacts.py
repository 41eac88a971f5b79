"""What the end of units means for nominations: read only, said as data."""

from collections.abc import Sequence
from datetime import date

from accounts.permissions import Duty
from awards.models import Nomination, NominationTransition
from awards.workflow.states import FINAL, State
from core import clock
from core.numbers import format_date
from core.text import lower_first
from units.impacts import Ending, Impact
from units.models import Organisation


def impacts(endings: Sequence[Ending], on: date) -> list[Impact]:
    """Open dossiers held by, or about, units that end on a day; given awards are never touched."""
    by_unit = {ending.unit.pk: ending for ending in endings}
    open_ones = Nomination.objects.exclude(state__in=FINAL).select_related("round", "author", "unit", "holder_unit")
    found = []
    for row in open_ones.filter(holder_unit__in=by_unit).order_by("pk"):
        found.append(_held(row, by_unit[row.holder_unit_id], on))
    for row in open_ones.filter(unit__in=by_unit).order_by("pk"):
        found.append(
            Impact(
                "Hồ sơ khen thưởng",
                str(row),
                f"{row.unit.name} không còn từ {format_date(on)}: cơ quan thi đua, khen thưởng xem xét, không tặng cho đơn vị đã kết thúc "
                "nếu đợt khen không cho phép",
                row,
            )
        )
    return found


def _held(row: Nomination, ending: Ending, on: date) -> Impact:
    receiver = ending.receiver or (ending.heirs[0] if ending.heirs else None)
    label = f"{row} ({lower_first(row.get_state_display())})"
    if receiver is None:
        return Impact("Hồ sơ khen thưởng", label, "giữ ở nơi lập cũ: chưa có đơn vị tiếp nhận", row)
    note = NominationTransition(
        nomination=row,
        step="carry_over",
        source=row.state,
        target=_state_after(row),
        by=row.author,
        reason=f"{ending.unit.name} kết thúc từ {format_date(on)}; {receiver.name} giữ hồ sơ",
    )
    changes = {"holder_unit": receiver, "edition": row.edition + 1, "changed_at": clock.now()}
    if _state_after(row) != row.state:
        changes["state"] = _state_after(row)
    becomes = f"{receiver.name} giữ và làm tiếp hồ sơ"
    if "state" in changes:
        becomes += "; hồ sơ đang chờ cấp huyện được chuyển thẳng lên cơ quan thi đua, khen thưởng"
    return Impact("Hồ sơ khen thưởng", label, becomes, row, changes, (note,))


def _state_after(row: Nomination) -> str:
    """A dossier that waits at a district which is no more has been handed upwards."""
    return State.SUBMITTED if row.state == State.DISTRICT_REVIEW and row.holder_unit.level == 2 else row.state


def unfinished(old: Organisation, new: Organisation, duties: frozenset[Duty], on: date) -> list[Impact]:
    """Open dossiers of an organisation go to its successor; those in appraisal go with the duty by themselves."""
    open_ones = Nomination.objects.exclude(state__in=FINAL).select_related("round", "author")
    found = []
    for row in open_ones.filter(holder_organisation=old).order_by("pk"):
        note = NominationTransition(
            nomination=row,
            step="carry_over",
            source=row.state,
            target=row.state,
            by=row.author,
            reason=f"{old} bàn giao cho {new} từ {format_date(on)}",
        )
        changes = {"holder_organisation": new, "edition": row.edition + 1, "changed_at": clock.now()}
        label = f"{row} ({lower_first(row.get_state_display())})"
        found.append(Impact("Hồ sơ khen thưởng", label, f"{new} giữ và làm tiếp hồ sơ", row, changes, (note,)))
    if Duty.AWARD_AGENCY in duties:
        queue = open_ones.filter(
            state__in=(State.SUBMITTED, State.UNDER_APPRAISAL, State.APPRAISED, State.CANDIDATE)
        ).order_by("pk")
        found += [
            Impact("Hồ sơ đang thẩm định", str(row), f"{new} thẩm định từ ngày nhận nhiệm vụ", row)
            for row in queue[:200]
        ]
    return found
