"""Many dossiers take one step together, or none does: shown first with every objection, from the queue and the board."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from awards import actions
from awards.appraisal.step_effects import places, told, ways_back
from awards.models import Nomination, Round
from awards.workflow.facts import nomination_facts
from awards.workflow.table import NOMINATION
from core.numbers import read_id, two_digits
from core.text import lower_first
from core.workflow import Refused, Stale, Step
from office import seen
from office.lists import staging


@dataclass(frozen=True)
class Entrance:
    """The list from which somebody came: its words and its address."""

    words: str
    url: str
    key: str = "bang-so-luong"  # as a step of one dossier knows where to lead back to


@dataclass(frozen=True)
class Line:
    """One dossier of the preview: from where to where, and what objects."""

    item: Nomination
    target: str
    objections: tuple[str, ...]


def take_together(
    request: HttpRequest, award_round: Round, step: str, chosen: Sequence[Nomination], entrance: Entrance
) -> HttpResponse:
    """The page that asks once, and the step itself; afterwards back to the list."""
    move = NOMINATION[step]
    shown = [(row.printed_name, lower_first(row.get_state_display())) for row in chosen]
    lines = _lines(move, chosen, request.user)
    moved_places = places(award_round, chosen, move)
    refusals: Sequence[str] = ()
    moved: tuple[staging.Difference, ...] = ()
    if request.method == "POST":
        try:
            seen.still(request, shown)
            done = actions.advance(
                [row.pk for row in chosen],
                step,
                by=request.user,
                editions=_editions(request, chosen),
                reason=request.POST.get("reason", ""),
            )
        except staging.Moved as found:
            moved = found.differences
        except Refused as refused:
            refusals = refused.reasons
        except Stale as stale:
            refusals = (f"{stale} Vui lòng xem lại danh sách mới dưới đây rồi làm lại.",)
        else:
            messages.success(request, f"{move.label}: {two_digits(len(done))} hồ sơ.")
            return redirect(entrance.url)
    else:
        refusals = [f"{line.item.printed_name}: {text}" for line in lines for text in line.objections]
        refusals += [row.why for row in moved_places if row.why]
    context = {
        "round": award_round,
        "step": move,
        "lines": lines,
        "places": moved_places,
        "told": told(chosen, move, request.user),
        "ways_back": ways_back(move, [row.state for row in chosen]),
        "hidden": {f"ho-so-{row.pk}": row.edition for row in chosen} | {seen.FIELD: seen.sealed(shown)},
        "moved": moved,
        "refusals": refusals,
        "reason": request.POST.get("reason", ""),
        "url": request.get_full_path(),
        "entrance": entrance,
        "back_url": entrance.url,
    }
    status = 409 if moved else 422 if request.method == "POST" else 200
    return render(request, "awards/appraisal/bulk_step.html", context, status=status)


def _editions(request: HttpRequest, chosen: Sequence[Nomination]) -> dict[int, int]:
    """The editions that the page carried. Raises `Stale` when it was of other dossiers."""
    typed = {read_id(name[6:]): read_id(text) for name, text in request.POST.items() if name.startswith("ho-so-")}
    given = {pk: edition for pk, edition in typed.items() if pk is not None and edition is not None}
    if not chosen or given.keys() != {row.pk for row in chosen}:
        raise Stale("Danh sách đã thay đổi từ khi bạn mở trang.")
    return given


def _lines(move: Step, chosen: Sequence[Nomination], user: User) -> list[Line]:
    facts = nomination_facts(chosen, by=user) if chosen else {}
    target = NOMINATION.labels[move.target]
    return [Line(row, target, NOMINATION.refusals(move, facts[row.pk])) for row in chosen]
