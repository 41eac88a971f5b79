"""What reviewers say of the lines of a sheet. Lock order: nomination, audit head."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.appraisal.lines import PartView
from awards.models import EvidenceLink, Judgement, Nomination
from awards.nominations.actions.nominations import locked
from awards.nominations.dossiers import Dossier, dossiers
from awards.nominations.proofs import SEEN
from awards.workflow.facts import nomination_facts
from awards.workflow.table import NominationFacts
from core import clock
from core.acts import why_no_reason, why_no_whole_line
from core.findings import Outcome
from core.numbers import format_moment
from core.text import lower_first, tidy
from core.workflow import Overtaken, Refused

AGAINST = frozenset({Outcome.NOT_MET, Outcome.UNKNOWN})  # what who competes for the same places says of nobody


@dataclass(frozen=True)
class Word:
    """What a reviewer holds of one part."""

    outcome: str
    reason: str
    settles: bool = False  # stands over two reviewers who differ
    seen: str = ""  # the paper that the reviewer holds in their hand, where the portal has none: number, day, issuer
    over: tuple[int, int] | None = None  # the words that the page showed: `shown_words`; unknown without a page


@dataclass(frozen=True)
class Fault:
    """Why a word was refused, and where: its line, and which of its fields; all empty: the whole sheet."""

    text: str
    label: str = ""
    key: str = ""
    field: str = ""

    @property
    def words(self) -> str:
        """The objection where its line has to be named."""
        return f"{self.label}: {lower_first(self.text)}" if self.label else self.text


class SheetRefused(Refused):
    """Nothing of a sheet was stored; `faults` say at which line and field."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.words for fault in faults))
        self.faults = faults


def shown_words(view: PartView, by: User) -> tuple[int, int]:
    """Which word of one's own and which newest word of anybody a page shows of a part: keys, 0 for none."""
    own = own_word(view, by)
    return own.pk if own is not None else 0, max((row.pk for row in view.judgements), default=0)


def own_word(view: PartView, by: User) -> Judgement | None:
    """The word that a new one of this reviewer would replace: of one reviewer whichever stands."""
    if view.reviewers == 1:
        return view.judgements[0] if view.judgements else None
    return next((row for row in view.judgements if row.by_id == by.pk), None)


def judge(
    pk: int, part: str, outcome: str, reason: str, *, settles: bool = False, seen: str = "", by: User
) -> Judgement:
    """A reviewer says what they hold of one part, and why. Raises `Refused`."""
    return judge_sheet(pk, {part: Word(outcome, reason, settles, seen)}, by=by)[0]


def judge_sheet(pk: int, words: Mapping[str, Word], *, by: User) -> list[Judgement]:
    """A reviewer's words on many parts of the sheet: all or none; what the page showed and nobody touched is left alone.

    Raises `SheetRefused`, `Overtaken` with every word that somebody else wrote since the page was shown.
    """
    with audit.change(by) as trail:
        nomination = locked([pk])[0]
        dossier = dossiers([nomination])[pk]
        facts = nomination_facts([nomination], by=by, read={pk: dossier})[pk]
        refusals = [Fault(text) for text in _why_not_judge(dossier, facts)]
        parts = {view.key: view for view in dossier.parts if view.key in dossier.asked}
        seen = {
            key: tidy(word.seen)
            for key, word in words.items()
            if tidy(word.seen) and not refusals and not why_no_seen(word.seen)
        }
        for key, label in seen.items():
            if key in parts and parts[key].paper is not None:
                EvidenceLink.objects.create(nomination=nomination, part=key, kind=SEEN, label=label[:300], by=by)
                trail.add("link_evidence", nomination, new=f"{key}: {label}")
        if seen:
            parts = {view.key: view for view in dossiers([nomination])[pk].parts if view.key in dossier.asked}
        for key, word in words.items():
            refusals += _faults(key, parts.get(key), word)
        if facts.why_rivals and any(_is_against(parts.get(key), word, by) for key, word in words.items()):
            refusals.append(Fault(facts.why_rivals))
        if refusals:
            raise SheetRefused(*dict.fromkeys(refusals))
        if overtaken := [told for key, word in words.items() if (told := _overtaken(parts[key], word, by))]:
            raise Overtaken(*overtaken)
        return [_store_word(nomination, parts[key], word, by, trail) for key, word in words.items()]


def _why_not_judge(dossier: Dossier, facts: NominationFacts) -> list[str]:
    found = []
    if not facts.may(Permission.APPRAISE):
        found.append("Bạn không có quyền thẩm định hồ sơ này.")
    if not dossier.asked:
        state = dossier.nomination.get_state_display()
        found.append(f"Hồ sơ đang ở trạng thái «{state}», chưa thể ghi nhận xét.")
    if facts.authored_by_me:
        found.append("Bạn đã lập hồ sơ này nên không thể thẩm định.")
    if facts.conflict:
        found.append(facts.conflict)
    return found


def _faults(key: str, view: PartView | None, word: Word) -> list[Fault]:
    if view is None:
        return [Fault("Ý này của tiêu chí không cần người thẩm định nhận xét.", key)]
    return [Fault(text, view.label, key, field) for field, texts in _why_not_word(view, word).items() for text in texts]


def _why_not_word(view: PartView, word: Word) -> dict[str, list[str]]:
    """By field of the word what objects to it."""
    found = []
    if word.outcome == Outcome.NOT_APPLICABLE and not view.part.may_not_apply:
        found.append("Kế hoạch không cho phép kết luận «Không áp dụng» ở ý này.")
    elif why := view.why_not_word(word.outcome):
        found.append(f"{why} Gắn giấy tờ, hoặc ghi bản giấy đã xem." if word.outcome == Outcome.MET else why)
    if word.outcome not in set(Outcome):
        found.append("Vui lòng chọn một kết luận.")
    if word.settles and not view.differs:
        found.append("Chỉ cần kết luận chung khi hai người thẩm định có nhận xét khác nhau.")
    reason = why_no_reason(word.reason, "Vui lòng ghi lý do của nhận xét.")
    return {"outcome": found, "seen": why_no_seen(word.seen), "reason": reason}


def _is_against(view: PartView | None, word: Word, by: User) -> bool:
    """A new word that sets the dossier back; one that stood there before is no new one."""
    own = own_word(view, by) if view is not None else None
    return word.outcome in AGAINST and (own is None or (own.outcome, own.reason) != (word.outcome, word.reason.strip()))


def why_no_seen(seen: str) -> list[str]:
    """Why what a reviewer writes of a paper in their hand is none: it has its number, its day, and who issued it."""
    return why_no_whole_line(seen, today=clock.today(), what="bản giấy đã xem") if tidy(seen) else []


def _overtaken(view: PartView, word: Word, by: User) -> tuple[str, str] | None:
    """The newest word on a part that the page did not show; nothing where it says what is to be stored, or no page was."""
    if word.over is None or not view.judgements:
        return None
    now, which = shown_words(view, by), int(word.settles)
    newest = view.judgements[0] if word.settles else own_word(view, by)
    if now[which] == word.over[which] or newest is None:
        return None
    if (newest.outcome, newest.reason) == (word.outcome, word.reason.strip()):
        return None
    at = format_moment(newest.at.astimezone(clock.VIETNAM))
    return view.label, f"{Outcome(newest.outcome).label}: {newest.reason} ({newest.by.full_name}, {at})"


def _store_word(nomination: Nomination, view: PartView, word: Word, by: User, trail: audit.Trail) -> Judgement:
    current = Judgement.objects.filter(nomination=nomination, part=view.key, replaced_at=None)
    if nomination.round.shape.reviewers > 1:
        current = current.filter(settles=True) if word.settles else current.filter(by=by) | current.filter(settles=True)
    old = current.first()
    is_same = old is not None and (old.outcome, old.reason) == (word.outcome, word.reason.strip())
    # a word of somebody else that a page showed and nobody touched stays theirs
    is_left = is_same and (old.by_id == by.pk or word.over is not None)
    if old is not None and is_left and old in view.standing:
        return old
    current.update(replaced_at=clock.now())
    row = Judgement.objects.create(
        nomination=nomination,
        part=view.key,
        outcome=word.outcome,
        reason=word.reason.strip()[:1000],
        settles=word.settles,
        by=by,
    )
    trail.add(
        "judge",
        nomination,
        old=old.outcome if old else None,
        new=word.outcome,
        summary=f"{view.key}: {word.reason}",
    )
    return row
