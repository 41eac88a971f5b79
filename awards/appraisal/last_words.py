"""What was last said of an appraised dossier that is on the desk again: of the step, not of a vote. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from awards.models import Nomination, NominationTransition, Reminder
from awards.workflow.states import State
from core.clock import VIETNAM
from core.own_words import in_own_words

# after these steps something is said of an appraised dossier: why it stays out, or why it came back
WORDS = {
    "leave_out": "Không đưa ra Hội đồng",
    "take_back": "Đã rút khỏi danh sách đưa ra Hội đồng",
    "not_chosen": "Hội đồng không chọn",
    "remove_from_list": "Đã đưa ra khỏi danh sách trình",
    "return_to_list": "Chủ tịch UBND tỉnh trả lại",
    "return_from_state": "Cấp Nhà nước trả lại",
}


COUNCILS = "not_chosen"  # told by what the Council held as well


def with_last_step(rows: Any) -> Any:
    """A list of dossiers with the name of the newest step of each, as `last_step`: asked with the rows themselves."""
    newest = NominationTransition.objects.filter(nomination=OuterRef("pk")).order_by("-pk")
    return rows.annotate(last_step=Subquery(newest.values("step")[:1]))


def with_reminder(rows: Any) -> Any:
    """A list of dossiers with the day on which whose turn each is was last reminded, as `reminded_on`."""
    newest = Reminder.objects.filter(nomination=OuterRef("pk")).order_by("-on")
    return rows.annotate(reminded_on=Subquery(newest.values("on")[:1]))


def said_of(row: Any) -> str:
    """Why an appraised dossier of such a list is on the desk again; the name of the step, a key of `WORDS`, or nothing."""
    return str(row.last_step) if row.state == State.APPRAISED and row.last_step in WORDS else ""


@dataclass(frozen=True)
class Said:
    """A step that says why a dossier is on the desk again."""

    step: NominationTransition

    @property
    def words(self) -> str:
        return in_own_words(WORDS[self.step.step], self.step.at.astimezone(VIETNAM).date())

    @property
    def is_the_councils(self) -> bool:
        return bool(self.step.step == COUNCILS)


def last_word(row: Nomination) -> Said | None:
    """The newest step of an appraised dossier where it says that."""
    return last_words([row]).get(row.pk)


def last_words(rows: Sequence[Nomination]) -> dict[int, Said]:
    """The same of many, by their keys: one question for a list."""
    asked = [row.pk for row in rows if row.state == State.APPRAISED]
    if not asked:
        return {}
    newest = NominationTransition.objects.filter(nomination=OuterRef("nomination")).order_by("-pk")
    steps = NominationTransition.objects.filter(nomination__in=asked, pk=Subquery(newest.values("pk")[:1]))
    return {step.nomination_id: Said(step) for step in steps.filter(step__in=WORDS)}
