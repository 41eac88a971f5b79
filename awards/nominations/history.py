"""The award history of a nominee over rounds, units and what they came from: given, revoked, recognised, declared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from awards.appraisal.checks.terms import NAMESAKE
from awards.decisions.told import award_told, told
from awards.models import Award, Decision, Nomination, Recognition
from awards.nominations.memory import Who, dossiers_of, recognitions_of
from awards.workflow.states import State
from core.clock import VIETNAM
from core.numbers import format_date
from units.models import Unit

ON_ITS_WAY, GIVEN, REVOKED, NOT_GIVEN, DECLARED = "on_its_way", "given", "revoked", "not_given", "declared"
WORDS = {ON_ITS_WAY: "Đang xét", GIVEN: "Được khen", REVOKED: "Đã hủy bỏ", NOT_GIVEN: "Không khen", DECLARED: "Tự khai"}
TONES = {ON_ITS_WAY: "wait", GIVEN: "ok", REVOKED: "bad", NOT_GIVEN: "", DECLARED: "due"}


@dataclass(frozen=True)
class Line:
    """One award, recognition or dossier, as its paper names it."""

    kind: str
    on: date  # it stands in the list by this day
    name: str  # as in the decision
    what: str
    paper: str
    years: tuple[int, ...] = ()
    note: str = ""  # of a predecessor, of the same name only, why not
    url: tuple[str, int] | None = None
    is_illustrative: bool = False

    @property
    def words(self) -> str:
        return WORDS[self.kind]

    @property
    def tone(self) -> str:
        return TONES[self.kind]


@dataclass(frozen=True)
class History:
    """All lines, the newest first, and what they say in a sentence; `namesakes` are never counted."""

    lines: tuple[Line, ...]
    namesakes: tuple[Line, ...] = ()  # of the same name, who may be somebody else

    def number(self, kind: str) -> int:
        return sum(line.kind == kind for line in self.lines)

    @property
    def given(self) -> int:
        return self.number(GIVEN)

    @property
    def revoked(self) -> int:
        return self.number(REVOKED)


def history(own: Who, user: Any, *, of_unit: Unit | None = None, but: int | None = None) -> History:
    """What somebody may read of it: released awards by whoever asks, the rest inside their own scope.

    `of_unit`: other lives of the unit say so; `but`: a dossier that asks about itself.
    """
    every = told([row for row in dossiers_of([own]) if row.pk != but], user)
    noted = recognitions_of([own])
    seen = _Seen(
        set(Nomination.objects.visible_to(user).filter(pk__in=[row.pk for row in every]).values_list("pk", flat=True)),
        set(Recognition.objects.visible_to(user).filter(pk__in=[row.pk for row in noted]).values_list("pk", flat=True)),
    )
    dossiers = [row for row in every if own.is_nominee_of(row)]
    lines = _given(dossiers, [row for row in noted if own.is_recognised_by(row)], of_unit, seen)
    lines += _declared([row for row in dossiers if row.pk in seen.dossiers])
    others = [row for row in every if own.bears_name_of(row)], [row for row in noted if own.bears_name_of(row)]
    namesakes = [
        replace(line, note="; ".join(filter(None, (NAMESAKE, line.note)))) for line in _given(*others, None, seen)
    ]
    return History(_newest_first(lines), _newest_first(namesakes))


@dataclass(frozen=True)
class _Seen:
    """What somebody may read of whatever is released or not."""

    dossiers: set[int]
    recognitions: set[int]


def _given(
    dossiers: Sequence[Nomination], recognised: Sequence[Recognition], of_unit: Unit | None, seen: _Seen
) -> list[Line]:
    lines = [line for row in dossiers if (line := _dossier(row, of_unit, row.pk in seen.dossiers)) is not None]
    return lines + [_recognised(row, of_unit) for row in recognised if row.pk in seen.recognitions]


def _newest_first(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: line.on, reverse=True))


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def _dossier(row: Nomination, of_unit: Unit | None, is_visible: bool) -> Line | None:
    award = getattr(row, "award", None)
    is_public = award is not None and award.decision.released_at is not None
    if not (is_visible or is_public) or row.state == State.WITHDRAWN:
        return None
    plan = row.round.plan
    form = plan.form_name(row.form or row.round.shape.award_form)
    notes = [_other_life(row.unit, of_unit)]
    years = tuple(plan.window(row.round.shape, plan.find_category(row.category)))
    url = ("awards:nomination", row.pk) if is_visible else None
    what = f"{form}, {row.round.name[:1].lower()}{row.round.name[1:]}"
    if award is not None:
        paper = f"{award.decision} ngày {format_date(award.decision.signed_on)}"
        name = award.printed_name if is_visible else award.public_name
        kind = GIVEN
        notes += [f"điều chỉnh tên theo {row} ngày {format_date(row.signed_on)}" for row in _corrections(award)]
        if award.revoked_by is not None:
            kind = REVOKED
            notes.append(f"hủy bỏ theo {award.revoked_by} ngày {format_date(award.revoked_by.signed_on)}")
        on = award.decision.signed_on
    else:
        kind = NOT_GIVEN if row.state == State.NOT_AWARDED else ON_ITS_WAY
        name, paper, on = row.printed_name, row.get_state_display(), _day(row.changed_at)
        notes.append(row.not_awarded_reason)
    return Line(kind, on, name, what, paper, years, "; ".join(filter(None, notes)), url, row.is_illustrative)


def _corrections(award: Award) -> Sequence[Decision]:
    """The decisions that corrected its name, as anyone is told."""
    known = award_told(award, sees=False)
    return known.revised_by if known is not None else ()


def _other_life(unit: Unit | None, of_unit: Unit | None) -> str:
    """That a line is about what the unit came from, or about what it became."""
    if unit is None or of_unit is None or unit.pk == of_unit.pk:
        return ""
    if unit.valid_to <= of_unit.valid_from:
        return f"đơn vị trước sắp xếp: {unit.name}, kết thúc {format_date(unit.valid_to)}"
    return f"đơn vị kế thừa: {unit.name}, từ {format_date(unit.valid_from)}"


def _recognised(row: Recognition, of_unit: Unit | None) -> Line:
    notes = [_other_life(row.unit, of_unit)]
    if row.annulled_on is not None:
        notes.append(f"hủy bỏ ngày {format_date(row.annulled_on)}: {row.annulled_by_act}")
    return Line(
        REVOKED if row.annulled_on else GIVEN,
        row.signed_on,
        row.name,
        f"{row.form} của {row.level}",
        f"Quyết định {row.number} ngày {format_date(row.signed_on)}",
        tuple(row.years),
        "; ".join(filter(None, notes)),
        ("awards:recognition", row.pk),
        row.is_illustrative,
    )


def _declared(rows: Sequence[Nomination]) -> list[Line]:
    """What nominees wrote of themselves: each text once, where it was first written."""
    found: dict[str, Line] = {}
    for row in rows:
        text = row.earlier_awards.strip()
        if text and text not in found:
            found[text] = Line(
                DECLARED,
                _day(row.created_at),
                row.printed_name,
                text,
                f"Ghi trong hồ sơ {row.round.name[:1].lower()}{row.round.name[1:]}",
                note="chưa đối chiếu quyết định",
                url=("awards:nomination", row.pk),
                is_illustrative=row.is_illustrative,
            )
    return list(found.values())
