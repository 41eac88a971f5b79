"""A dossier in the few lines that a member of the Council reads before voting. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards.checks import checks, passed_over
from awards.dossiers import dossiers
from awards.lines import CriterionView, PartView
from awards.models import Choice, Nomination
from awards.subjects import remarked_places
from campaign.models import Record
from campaign.record_lists import told_remarks
from core.findings import Finding, Outcome
from core.text import listed


@dataclass(frozen=True)
class BriefLine:
    """One criterion: what it comes to, in one line."""

    id: str
    text: str
    verdict: Finding | Outcome
    measured: str
    papers: tuple[PartView, ...] = ()  # its documented parts: what is there, and what the reviewer holds of it


@dataclass(frozen=True)
class Equals:
    """A stored choice between equals that this dossier was in."""

    is_taken: bool
    others: str
    reason: str


@dataclass(frozen=True)
class Brief:
    """What stands on the screen."""

    nomination: Nomination
    letter: str
    category: str
    form_name: str
    lines: tuple[BriefLine, ...]
    misses: tuple[str, ...]
    override_reason: str
    remarks: tuple[tuple[Record, str], ...]  # of supervision, each with what was answered
    equals: tuple[Equals, ...]


def brief(nomination: Nomination) -> Brief:
    """Everything of one dossier."""
    dossier = dossiers([nomination])[nomination.pk]
    plan, category = nomination.round.plan, dossier.category
    return Brief(
        nomination, category.letter, category.title,
        plan.form_name(nomination.form or nomination.round.shape.award_form),
        tuple(_line(view) for view in dossier.criteria if not view.is_about_others and not view.spared_by),
        (*dossier.misses, *passed_over(checks([nomination], {nomination.pk: dossier})[nomination.pk])),
        nomination.override_reason,
        _remarks(nomination),
        _equals(nomination),
    )  # fmt: skip


def _remarks(nomination: Nomination) -> tuple[tuple[Record, str], ...]:
    places = remarked_places([nomination])
    return tuple(told_remarks("nomination", places, Record.objects.all()).get(nomination.pk, ()))


def _line(view: CriterionView) -> BriefLine:
    measured = [part.finding for part in view.parts if part.part.kind == "measured" and part.finding]
    shown = next((finding for finding in measured if not finding.is_about_others), None)
    verdict: Finding | Outcome = shown if shown is not None and len(view.parts) == 1 else view.outcome
    return BriefLine(view.criterion.id, view.criterion.text, verdict, shown.comparison if shown else "",
                     tuple(part for part in view.parts if part.paper is not None))  # fmt: skip


def _equals(nomination: Nomination) -> tuple[Equals, ...]:
    rows = [
        row
        for row in Choice.objects.filter(round=nomination.round_id, group=nomination.group)
        if nomination.pk in (*row.taken, *row.left)
    ][:1]
    keys = {key for row in rows for key in (*row.taken, *row.left)} - {nomination.pk}
    names = dict(Nomination.objects.filter(pk__in=keys).values_list("pk", "printed_name"))
    return tuple(
        Equals(
            nomination.pk in row.taken,
            listed([names[key] for key in _keys(row, nomination) if key in names]),
            row.reason,
        )
        for row in rows
    )


def _keys(row: Choice, nomination: Nomination) -> Sequence[int]:
    return [key for key in (*row.taken, *row.left) if key != nomination.pk]
