"""What the guidance of a round says, from its plan and its law. Read only."""

from collections.abc import Iterator
from datetime import date

from awards.documents.domain.facts import Guidance
from awards.documents.round_data import Room
from awards.documents.subjects import Subject
from awards.law.domain.regimes import CONFIRMED, Regime
from awards.models import Round
from awards.rounds import caps
from awards.rounds.closing import deadline_of
from campaign.definition import Category, Definition
from campaign.definition.words import clause_words
from core.numbers import format_date, two_digits
from core.text import lower_first


def guidance_told(room: Room, subject: Subject, regime: Regime) -> Guidance:
    plan, shape, last = room.plan, room.round.shape, room.paper_of(subject.key)
    day = (last.dated if last else None) or room.today
    classes = tuple(
        f"{item.letter}) {item.title}: xét thành tích {_years(plan.window(shape, item))}." for item in plan.categories
    )
    numbers = []
    for board in caps.of_round(caps.boards([room.round]), room.round):
        number = "………" if board.at_most is None else f"không quá {two_digits(board.at_most)}"
        numbers.append(f"{board.title}: {number}" + (f" ({board.grounds})" if board.grounds else ""))
    level = "state" if shape.state_level else "province"
    parts = [
        f"{part.label}{_form_number(regime, part.code)}{'' if part.required else ', không bắt buộc'}"
        for part in regime.part
        if level in part.levels and part.kind != "made"
    ]
    closing = _closing(room.round)
    effective = last.effective_on if last else None
    return Guidance(
        classes,
        tuple(numbers),
        tuple(parts),
        closing,
        shape.working_days,
        effective,
        standards=tuple(line for item in plan.categories for line in _standard(item)),
        routes=tuple(f"{item.letter}) {item.title}: {_route(plan, item, day)}" for item in plan.categories),
        opening=format_date(room.round.opens_on),
        clause=shape.clause,
        days_words=shape.days_words("working_days"),
    )


def _standard(category: Category) -> Iterator[str]:
    """The standards of a class as the plan words them: its head, its introduction, each criterion."""
    yield f"{category.letter}) {category.title} ({clause_words(category.clause)}):"
    if category.intro:
        yield category.intro
    for criterion in category.criteria:
        end = "" if criterion.text.rstrip()[-1:] in ".;:" else "."
        yield f"- {criterion.text.rstrip()}{end}"
    if category.any_of:
        yield f"Đạt một trong các tiêu chuẩn trên là đủ ({category.any_of_words})."


def _route(plan: Definition, category: Category, day: date) -> str:
    """Who draws a dossier up and through whose hands it goes: in the plan's words, else by the levels of the day."""
    if category.route:
        return lower_first(category.route)
    stops = [STOP_WORDS[level] for level in plan.stops(category.code, day)]
    return f"nơi quản lý lập hồ sơ{', qua ' + ', '.join(stops) if stops else ''}"


STOP_WORDS = {"district": "Ủy ban nhân dân cấp huyện", "commune": "Ủy ban nhân dân cấp xã"}


def _years(years: tuple[int, ...]) -> str:
    return f"năm {years[0]}" if len(years) == 1 else f"các năm {', '.join(map(str, years))}"


def _closing(award_round: Round) -> str:
    """Until when dossiers are taken, with what single classes have of their own."""
    due = award_round.deadline
    words = f"{due.get_bound_display().lower()} {format_date(due.on)}" if due else ""
    for item in award_round.plan.categories:
        own = deadline_of(award_round, item.code)
        if own is not None and own != due:
            words += f"; {lower_first(item.title)}: {own.get_bound_display().lower()} {format_date(own.on)}"
    return words.removeprefix("; ")


def _form_number(regime: Regime, part: str) -> str:
    """The number of the report's form, where it was read in the law itself (R18)."""
    confirmed = part == "bao-cao-thanh-tich" and regime.form_mark == CONFIRMED
    return f" ({regime.form_number} kèm theo {regime.decree})" if confirmed else ""
