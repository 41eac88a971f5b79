"""What the Council and the chairman read of a whole list before they decide, beside each dossier. Read only.

The acts that bent the rules of the round, the votes, who was not chosen and who was left out: a fixed number of questions
however many dossiers the round has.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from awards.council.sessions import results
from awards.models import AgendaItem, Nomination, NominationTransition, Round, RuleChange
from awards.workflow.states import State
from core.text import lower_first

# appraised, and not before the chairman
BESIDE = (
    State.APPRAISED, State.CANDIDATE, State.RECOMMENDED, State.COUNCIL, State.COMMENT, State.NOT_AWARDED,
    State.SUSPENDED,
)  # fmt: skip
Result = AgendaItem.Result


@dataclass(frozen=True)
class Beside:
    """A dossier of the round that is not in the list: where it is, what the Council held, why."""

    nomination: Nomination
    held: str  # "Hội đồng không chọn, 05/07 …"; empty where it did not speak of it
    reason: str

    @property
    def words(self) -> str:
        """In one sentence, as it is sealed and compared."""
        said = (lower_first(self.nomination.get_state_display()), self.held, self.reason)
        return "; ".join(filter(None, (text.rstrip(".") for text in said)))


@dataclass(frozen=True)
class RoundBrief:
    """Everything that is said of a list as a whole."""

    acts: tuple[RuleChange, ...] = ()  # done, waiting, turned down: the oldest first
    votes: Mapping[int, str] = field(default_factory=dict)  # by dossier of the list
    not_chosen: tuple[Beside, ...] = ()  # before the Council, and not taken by it
    left_out: tuple[Beside, ...] = ()  # not before the Council, or returned since

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What a page that decides seals: another act, vote or name since then is told before anything is done."""
        acts = tuple((str(row), row.get_state_display().lower()) for row in self.acts)
        return acts + tuple((row.nomination.printed_name, row.words) for row in (*self.not_chosen, *self.left_out))


def round_brief(award_round: Round, chosen: Collection[Nomination]) -> RoundBrief:
    """Of a round and the dossiers of it that somebody is about to decide."""
    beside = _beside(award_round, {row.pk for row in chosen})
    found = results([*chosen, *beside])
    not_chosen, left_out = [], []
    for row in beside:
        item, votes = found.get(row.pk, (None, ""))
        held = f"Hội đồng {item.held_words} (biểu quyết: {votes})" if item is not None else ""
        is_passed_over = item is not None and (item.chosen is False or item.result == Result.DECLINED)
        (not_chosen if is_passed_over else left_out).append(Beside(row, held, _reason(row, item)))
    acts = RuleChange.objects.filter(round=award_round).select_related("asked_by", "settled_by")
    return RoundBrief(
        tuple(acts.order_by("asked_at", "pk")),
        {row.pk: found[row.pk][1] for row in chosen if row.pk in found},
        tuple(not_chosen),
        tuple(left_out),
    )


def _beside(award_round: Round, chosen: Collection[int]) -> Sequence[Nomination]:
    newest = NominationTransition.objects.filter(nomination=OuterRef("pk")).order_by("-pk")
    rows = Nomination.objects.filter(round=award_round, state__in=BESIDE).exclude(pk__in=chosen)
    rows = rows.annotate(last_reason=Subquery(newest.values("reason")[:1]))
    return list(rows.order_by("group", "sort_key", "pk"))


def _reason(row: Nomination, item: AgendaItem | None) -> str:
    if row.state == State.NOT_AWARDED and row.not_awarded_reason:
        return f"{row.not_awarded_code}. {row.not_awarded_reason}" if row.not_awarded_code else row.not_awarded_reason
    reason: str = row.last_reason or ""  # type: ignore[attr-defined]  # annotated above
    if item is not None and reason.startswith(f"Hội đồng {item.held_words} ("):
        return reason.partition("): ")[2]  # the Council's own, behind what was held
    return reason
