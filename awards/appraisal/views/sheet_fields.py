"""The fields of the appraisal sheet: what they show, what was typed into them, where something is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest

from awards.appraisal.actions.judging import Fault, Word, own_word, shown_words
from awards.appraisal.lines import PartView
from awards.models import Judgement
from awards.nominations.dossiers import Dossier
from core.numbers import read_ids

FIELD_IDS = {"outcome": "kl", "seen": "bg", "reason": "ld"}  # as the page names them, before the key of the line


def wrong_places(faults: Sequence[Fault]) -> list[tuple[str, str]]:
    """Every objection with the field that it is about; without one where it is about the whole."""
    return [(f"{FIELD_IDS[fault.field]}-{fault.key}" if fault.field else "", fault.words) for fault in faults]


def _texts(faults: Sequence[Fault], key: str, field: str) -> list[str]:
    return [fault.text for fault in faults if (fault.key, fault.field) == (key, field)]


def fields(
    dossier: Dossier, user: Any, typed: Mapping[str, Word], faults: Sequence[Fault] = ()
) -> dict[str, dict[str, Any]]:
    """By part what its fields show: what was typed and not stored, else one's own last word."""
    found: dict[str, dict[str, Any]] = {}
    for part in dossier.parts:
        own = own_word(part, user)
        own = own if own in part.standing else None  # what counts no more is kept by its own click alone
        word = typed.get(part.key) or (Word(own.outcome, own.reason) if own is not None else Word("", ""))
        found[part.key] = {
            "outcome": word.outcome,
            "reason": word.reason,
            "settles": word.settles,
            "seen": word.seen,
            "why": {name: _texts(faults, part.key, name) for name in FIELD_IDS},
            "over": "-".join(map(str, shown_words(part, user))),
            "kept": part.key in dossier.asked and outdated_word(part, user) is not None,
        }
    return found


def outdated_word(part: PartView, user: Any) -> Judgement | None:
    """A reviewer's own word that counts no more and that one click keeps."""
    row = own_word(part, user)
    return None if row is None or row in part.standing else row


def kept_words(request: HttpRequest, dossier: Dossier) -> dict[str, Word]:
    """The words of before that a reviewer keeps as they were: of one part, or of all that count no more."""
    asked, found = request.POST.getlist("giu"), {}
    for part in dossier.parts:
        row = outdated_word(part, request.user)
        if row is not None and part.key in dossier.asked and (part.key in asked or "tat-ca" in asked):
            found[part.key] = Word(row.outcome, row.reason, over=_shown(request, part))
    return found


def _shown(request: HttpRequest, part: PartView) -> tuple[int, int] | None:
    """The words that the page showed of a part."""
    over = read_ids(request.POST.get(f"n-{part.key}", "").split("-"))
    return (over[0], over[1]) if len(over) == 2 else None


def typed_words(request: HttpRequest, dossier: Dossier) -> dict[str, Word]:
    """What was typed, part by part; a part left wholly empty is left alone."""
    found = {}
    for part in dossier.parts:
        outcome, reason, seen = (request.POST.get(f"{name}-{part.key}", "") for name in "org")
        if part.asks_reviewer and (outcome or reason.strip() or seen.strip()):
            is_settled = f"k-{part.key}" in request.POST
            found[part.key] = Word(outcome, reason, is_settled, seen, _shown(request, part))
    return found
