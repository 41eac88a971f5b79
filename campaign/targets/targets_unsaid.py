"""What a list of targets leaves unsaid keeps what stands: a column that a file lacks erases nothing. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from campaign.targets.domain.targets_record import Aim
from campaign.targets.targets_file import TargetRow
from core.numbers import format_rate
from office.tables.notes import Note
from units.map.domain.naming import Register

Standing = Mapping[tuple[str, str], Aim | None]  # unit code and indicator → what is assigned now


def with_standing(
    rows: Iterable[TargetRow], standing: Standing, register: Register
) -> tuple[tuple[TargetRow, ...], tuple[Note, ...]]:
    """The rows with what they do not say taken from what stands, and a question where that cannot be.

    A row of a template says everything: its blank cell was emptied by hand. The decision of another level is not the
    decision of this one, so that a changed level without a decision asks, and goes on without one.
    """
    found: list[TargetRow] = []
    notes: list[Note] = []
    for row in rows:
        now = standing.get((row.code, row.indicator))
        if now is None or row.is_dated:
            found.append(row)
            continue
        row = _filled(row, now)
        found.append(row)
        if lost := _lost(row, now):
            notes.append(Note(register.name(row.code), f"{lost}; đồng ý là {row.aim}.", asks=True))
    return tuple(found), tuple(notes)


def _filled(row: TargetRow, now: Aim) -> TargetRow:
    if "up_to" not in row.said and row.at_least == now.at_least:
        row = replace(row, up_to=now.up_to)
    if (row.at_least, row.up_to) != (now.at_least, now.up_to):
        return row
    if "decision_number" not in row.said and "decision_date" not in row.said:
        return replace(row, decision_number=now.decision_number, decision_date=now.decision_date)
    if "decision_date" not in row.said and row.decision_number == now.decision_number:
        return replace(row, decision_date=now.decision_date)
    if "decision_number" not in row.said:
        return replace(row, decision_number=now.decision_number)
    return row


def _lost(row: TargetRow, now: Aim) -> str:
    """What stands and would go although the file says nothing of it; empty where nothing does."""
    words = []
    if "up_to" not in row.said and now.up_to is not None and row.up_to is None:
        words.append(f"mức trên đang giao là {format_rate(now.up_to)} mà tệp không ghi")
    if "decision_number" not in row.said and now.decision_number and not row.decision_number:
        words.append(f"mức đang giao theo {now.decision_number}, mức của tệp khác mà không ghi số quyết định")
    return " và ".join(words)
