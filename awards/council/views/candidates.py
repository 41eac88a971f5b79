"""Where the Council chooses: all that is appraised goes before it together; what is left out has its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards.council.actions.candidates import put_all
from awards.council.briefs import Brief, briefs
from awards.council.candidates import left_out, unspoken
from awards.models import Nomination
from awards.nominations.dossiers import Dossier, dossiers
from awards.ranking.standings import READ
from awards.ranking.views.board import WILL_BE_WRITTEN
from awards.scope import round_for
from awards.workflow.facts import nomination_facts
from awards.workflow.table import NOMINATION
from core.numbers import read_id, two_digits
from core.workflow import Refused, Stale


@dataclass(frozen=True)
class Row:
    """One appraised dossier: what is said of it, and what was typed about it."""

    item: Nomination
    brief: Brief
    blocks: tuple[str, ...]  # no reason helps: it cannot go before the Council as it is
    is_given: bool
    why_not: str
    explained: str


@require_http_methods(["GET", "POST"])
def candidates(request: HttpRequest, code: str) -> HttpResponse:
    """Every appraised dossier, ticked to go before the Council; all or nothing."""
    award_round = round_for(request, Permission.RECOMMEND, code)
    if not award_round.shape.council_chooses:
        raise Http404
    rows = list(unspoken(award_round).select_related(*READ).order_by("group", "sort_key", "pk"))
    refusals: tuple[str, ...] = ()
    post = request.POST
    if request.method == "POST":
        editions = {
            pk: edition
            for name in post
            if name.startswith("ho-so-")
            if (pk := read_id(name[6:])) is not None and (edition := read_id(post[name])) is not None
        }
        out = {pk: post.get(f"ly-do-{pk}", "") for pk in editions if f"dua-{pk}" not in post}
        explained = {pk: text for pk in editions if (text := post.get(f"giai-trinh-{pk}", "").strip())}
        try:
            given = put_all(award_round, editions, out, explained, by=request.user)
        except Refused as refused:
            refusals = refused.reasons
        except Stale as stale:
            refusals = (f"{stale} Vui lòng xem lại danh sách mới dưới đây rồi làm lại.",)
        else:
            told = f"Đã đưa {two_digits(len(given))} hồ sơ ra Hội đồng chọn"
            messages.success(request, f"{told}, để lại {two_digits(len(out))} hồ sơ có lý do." if out else f"{told}.")
            return redirect("awards:board", code=code)
    read = dossiers(rows)
    notes, blocks = briefs(rows, read), _blocks(rows, read, request.user)
    context = {
        "round": award_round,
        "rows": [
            Row(
                row,
                notes[row.pk],
                blocks[row.pk],
                not blocks[row.pk] and (not post or f"dua-{row.pk}" in post),
                post.get(f"ly-do-{row.pk}", ""),
                post.get(f"giai-trinh-{row.pk}", row.override_reason),
            )
            for row in rows
        ],
        "can_give": sum(not blocks[row.pk] for row in rows),
        "left_out": left_out(award_round),
        "refusals": refusals,
    }
    return render(request, "awards/council/candidates.html", context, status=422 if refusals else 200)


def _blocks(rows: Sequence[Nomination], read: Mapping[int, Dossier], by: Any) -> dict[int, tuple[str, ...]]:
    """What stands against each whatever reason is written."""
    facts = nomination_facts(rows, by=by, read=read, override_reason=WILL_BE_WRITTEN)
    step = NOMINATION["put_before_council"]
    return {row.pk: NOMINATION.refusals(step, facts[row.pk]) for row in rows}
