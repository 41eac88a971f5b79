"""The fields of the appraisal sheet: what they show, what was typed into them, where something is wrong."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from awards.appraisal.actions.judging import Fault, Word, own_word, shown_words
from awards.appraisal.lines import PartView
from awards.models import Judgement
from awards.nominations.dossiers import Dossier
from core.findings import Outcome
from core.numbers import read_ids

STORED, MINE = "dang-luu", "cua-toi"  # what somebody chose of a line that was overtaken
FIELD_IDS = {"outcome": "kl", "seen": "bg", "reason": "ld"}  # as the page names them, before the key of the line


def wrong_places(faults: Sequence[Fault]) -> list[tuple[str, str]]:
    """Every objection with the field that it is about; without one where it is about the whole."""
    return [(f"{FIELD_IDS[fault.field]}-{fault.key}" if fault.field else "", fault.words) for fault in faults]


def _texts(faults: Sequence[Fault], key: str, field: str) -> list[str]:
    return [fault.text for fault in faults if (fault.key, fault.field) == (key, field)]


def fields(
    dossier: Dossier,
    user: Any,
    typed: Mapping[str, Word],
    faults: Sequence[Fault] = (),
    left: Collection[str] = (),
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
            # what was overtaken stays so until somebody has chosen
            "over": "-".join(map(str, (part.key in left and word.over) or shown_words(part, user))),
            "kept": part.key in dossier.asked and outdated_word(part, user) is not None,
        }
    return found


@dataclass(frozen=True)
class OvertakenWord:
    """A line on which somebody else wrote since the page was shown: as it was, as it is stored now, as it was typed."""

    key: str
    label: str
    opened: str
    stored: str
    typed: str
    now: str  # the words that this page shows


def overtaken_words(
    dossier: Dossier, user: Any, words: Mapping[str, Word], stored: Sequence[tuple[str, str]]
) -> list[OvertakenWord]:
    """The three of each line, so that somebody chooses."""
    now = dict(stored)
    pks = {pk for word in words.values() for pk in word.over or ()}
    opened = {row.pk: row for row in Judgement.objects.filter(pk__in=pks).select_related("by")}
    found = []
    for part in dossier.parts:
        word = words.get(part.key)
        if word is None or part.label not in now:
            continue
        row = opened.get((word.over or (0, 0))[int(word.settles)])
        found.append(
            OvertakenWord(
                part.key,
                part.label,
                _told(row.outcome, row.reason) if row is not None else "Chưa có nhận xét",
                now[part.label],
                _told(word.outcome, word.reason),
                "-".join(map(str, shown_words(part, user))),
            )
        )
    return found


def _told(outcome: str, reason: str) -> str:
    return f"{Outcome(outcome).label}: {reason}"


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
    """The words that the page showed of a part; of one that was overtaken, those over which somebody chose their own."""
    name = "moi" if request.POST.get(f"lay-{part.key}") == MINE else "n"
    over = read_ids(request.POST.get(f"{name}-{part.key}", "").split("-"))
    return (over[0], over[1]) if len(over) == 2 else None


def _is_left(request: HttpRequest, part: PartView) -> bool:
    """The other's word was chosen over one's own."""
    return request.POST.get(f"lay-{part.key}") == STORED


def leaves_theirs(request: HttpRequest, dossier: Dossier) -> bool:
    """Somewhere the other's word was chosen."""
    return any(_is_left(request, part) for part in dossier.parts)


def typed_words(request: HttpRequest, dossier: Dossier) -> dict[str, Word]:
    """What was typed, part by part; a part left wholly empty is left alone."""
    found = {}
    for part in dossier.parts:
        outcome, reason, seen = (request.POST.get(f"{name}-{part.key}", "") for name in "org")
        if _is_left(request, part):
            continue
        if part.asks_reviewer and (outcome or reason.strip() or seen.strip()):
            is_settled = f"k-{part.key}" in request.POST
            found[part.key] = Word(outcome, reason, is_settled, seen, _shown(request, part))
    return found
