"""The desk of the award agency: the queue with its filters, dossiers given to officers, many of them taken on together."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import Permission
from awards.appraisal.actions import assigning
from awards.appraisal.checks import Severity, checks
from awards.appraisal.views.bulk import Entrance, take_together
from awards.models import Nomination, Round
from awards.nominations.dossiers import dossiers
from awards.scope import READ, dossiers_of, round_for, round_or_404
from awards.workflow.clocks import days_left
from awards.workflow.desks import desk_people
from awards.workflow.facts import why_not_mine
from awards.workflow.states import State
from awards.workflow.table import NOMINATION
from core import clock
from core.numbers import read_id, read_ids, two_digits
from core.workflow import Refused, Stale
from office import seen
from office.lists import staging
from units.map.domain.levels import Level
from units.models import Ancestry, Organisation, Unit
from units.people.absences import away

QUEUED = (State.SUBMITTED, State.UNDER_APPRAISAL, State.SUSPENDED)
SHOWN = (*QUEUED, State.APPRAISED)
# the steps that ticked dossiers take together, by the state in which they stand
TOGETHER = {
    State.SUBMITTED: ("accept", "return"),
    State.UNDER_APPRAISAL: ("appraise", "return"),
    State.APPRAISED: ("recommend", "return"),
}
STEPS = ("accept", "appraise", "recommend", "return")
MINE, NOBODY, EVENLY, TAKE_BACK = "toi", "chua", "deu", "khong"


def queue_of(user: User, award_round: Round) -> Any:
    """The dossiers of a round that wait for the award agency, what is due first."""
    return _ordered(dossiers_of(award_round, user).filter(state__in=QUEUED))


def _ordered(rows: Any) -> Any:
    return rows.order_by(F("due_on").asc(nulls_last=True), "changed_at", "pk")


@dataclass(frozen=True)
class Asked:
    """What somebody asked to see of the queue."""

    officer: str = ""
    category: str = ""
    place: str = ""
    state: str = ""
    late: bool = False
    words: str = ""

    def of(self, rows: Any, user: User) -> Any:
        """Those rows."""
        rows = rows.filter(state__in=[self.state] if self.state else QUEUED)
        if self.officer == MINE:
            rows = rows.filter(officer=user)
        elif self.officer == NOBODY:
            rows = rows.filter(officer=None)
        elif (officer := read_id(self.officer)) is not None:
            rows = rows.filter(officer=officer)
        if self.category:
            rows = rows.filter(category=self.category)
        if self.place:
            rows = rows.filter(_standing_in(self.place))
        if self.late:
            rows = rows.filter(due_on__lt=clock.today())
        return rows.found(self.words) if self.words else rows


def _asked(query: QueryDict, award_round: Round) -> Asked:
    state, category = query.get("tt", ""), query.get("nhom", "")
    return Asked(
        query.get("nguoi", ""),
        category if category in {row.code for row in award_round.plan.categories} else "",
        query.get("noi", "").strip(),
        state if state in SHOWN else "",
        query.get("tre") == "1",
        query.get("tim", "").strip(),
    )


def _standing_in(words: str) -> Q:
    """Dossiers about or by a unit of this name, what stands below it, or a body of this name."""
    units = Unit.objects.found(words).order_by().values("pk")
    below = Ancestry.objects.in_force(clock.today()).filter(ancestor__in=units).order_by().values("descendant")
    bodies = Organisation.objects.found(words).order_by().values("pk")
    return (
        Q(unit__in=below)
        | Q(unit__in=units)
        | Q(holder_unit__in=below)
        | Q(holder_unit__in=units)
        | Q(household__village__in=below)
        | Q(organisation__in=bodies)
        | Q(holder_organisation__in=bodies)
    )


def queue(request: HttpRequest, code: str) -> HttpResponse:
    """What waits to be taken in and appraised: whose it is, due day, days left, what is still to judge."""
    award_round = round_for(request, Permission.APPRAISE, code)
    asked = _asked(request.GET, award_round)
    rows = dossiers_of(award_round, request.user)
    counts = _counts(rows.filter(state__in=QUEUED), request.user)
    pages = Paginator(_ordered(asked.of(rows, request.user)), 50)
    if asked == Asked():
        pages.count = counts[0][1]  # all that wait were just counted
    page = pages.get_page(request.GET.get("trang"))
    items = list(page)
    people = desk_people(award_round.campaign.province)
    context = {
        "walks_points": True,
        "round": award_round,
        "page": page,
        "lines": _lines(items, request.user),
        "asked": asked,
        "is_filtered": asked != Asked(),
        "counts": counts,
        "people": [(str(user.pk), user.full_name) for user in people if user != request.user],
        "classes": [(row.code, f"{row.letter}) {row.title}") for row in award_round.plan.categories],
        "states": [(state.value, state.label) for state in SHOWN],
        "districts": Unit.objects.at_level(Level.DISTRICT).in_force(clock.today()).order_by("sort_key"),
        "steps": _steps(items),
        "query": request.GET.urlencode(),
    }
    return render(request, "awards/appraisal/queue.html", context)


def _lines(items: list[Nomination], user: User) -> list[dict[str, Any]]:
    found, why_not = dossiers(items), why_not_mine(items, user)
    raised = checks(items, found)
    today = clock.today()
    return [
        {
            "item": row,
            "dossier": found[row.pk],
            "left": (left := days_left(today, row.due_on) if row.due_on else 0),
            "late": max(-left, 0),
            "why_not": why_not[row.pk],
            "blocks": sum(check.severity is Severity.BLOCK for check in raised[row.pk]),
            "warns": sum(check.severity is Severity.WARN for check in raised[row.pk]),
        }
        for row in items
    ]


def _counts(rows: Any, user: User) -> list[tuple[str, int, str]]:
    """How many wait, of whom: words, number, and the question that shows them."""
    found = rows.order_by().aggregate(
        mine=Count("pk", filter=Q(officer=user)),
        nobody=Count("pk", filter=Q(officer=None)),
        late=Count("pk", filter=Q(due_on__lt=clock.today())),
        whole=Count("pk"),
    )
    return [
        ("Tất cả", found["whole"], ""),
        ("Của tôi", found["mine"], f"nguoi={MINE}"),
        ("Chưa giao", found["nobody"], f"nguoi={NOBODY}"),
        ("Quá hạn", found["late"], "tre=1"),
    ]


def _steps(items: list[Nomination]) -> list[tuple[str, str]]:
    """The buttons under the list: the steps that its states have."""
    offered = {name for item in items for name in TOGETHER.get(State(item.state), ())}
    words = {
        "accept": "Tiếp nhận",
        "appraise": "Kết thúc thẩm định",
        "recommend": "Đưa vào danh sách trình",
        "return": "Trả lại để bổ sung",
    }
    return [(name, words[name]) for name in STEPS if name in offered]


# ---- many together ----


def back_to(award_round: Round, query: QueryDict) -> Entrance:
    """The list from which dossiers were ticked, with its filters."""
    if query.get("tu") == "bang":
        return Entrance("Bảng số lượng", reverse("awards:board", args=[award_round.code]))
    kept = query.get("loc", "")
    address = reverse("awards:queue", args=[award_round.code]) + (f"?{kept}" if kept else "")
    return Entrance("Hàng chờ thẩm định", address, "hang-cho")


def _ticked(request: HttpRequest, award_round: Round) -> list[Nomination]:
    keys = read_ids(request.GET.getlist("ho-so"))
    rows = Nomination.objects.visible_to(request.user).filter(round=award_round, pk__in=keys)
    return list(rows.select_related(*READ).order_by("group", "sort_key", "pk"))


@require_http_methods(["GET", "POST"])
def queue_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """The ticked dossiers take one step, or none of them does."""
    if step not in STEPS:
        raise Http404
    award_round = round_for(request, Permission(NOMINATION[step].needs), code)
    chosen, entrance = _ticked(request, award_round), back_to(award_round, request.GET)
    if not chosen:
        messages.error(request, "Chưa chọn hồ sơ nào: đánh dấu ở đầu dòng rồi chọn việc.")
        return redirect(entrance.url)
    return take_together(request, award_round, step, chosen, entrance)


# ---- who has it in hand ----


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Ticked dossiers, or all that nobody has in hand, go to one officer or are shared out: shown first, then done."""
    award_round = round_or_404(code)
    if not assigning.may_assign(request.user, award_round):
        raise PermissionDenied
    entrance, people = back_to(award_round, request.GET), desk_people(award_round.campaign.province)
    items = _to_assign(request, award_round)
    way, chosen = request.GET.get("cach", ""), _chosen(request, people)
    to = _planned(way, items, chosen)
    shown = [(item.printed_name, _words(item.officer, to[item.pk])) for item in items] if to else []
    refusals: list[str] = []
    moved: tuple[staging.Difference, ...] = ()
    if request.method == "POST":
        try:
            seen.still(request, shown)
            editions = {item.pk: read_id(request.POST.get(f"ho-so-{item.pk}", "")) or 0 for item in items}
            done = assigning.assign(to, editions=editions, by=request.user)
        except staging.Moved as found:
            moved = found.differences
        except (Refused, Stale) as refused:
            refusals = list(getattr(refused, "reasons", [f"{refused} Vui lòng xem lại rồi làm lại."]))
        else:
            messages.success(request, f"Đã giao {two_digits(len(done))} hồ sơ.")
            return redirect(entrance.url)
    elif to:
        refusals = assigning.why_not_assign(items, to)
    has, absent = assigning.in_hand(award_round), away({user.pk for user in people})
    context = {
        "round": award_round,
        "entrance": entrance,
        "items": items,
        "way": way,
        "to": to,
        "moved": moved,
        "people": [
            (user, has[user.pk], user.pk not in absent and (user in chosen or not chosen), absent.get(user.pk))
            for user in people
        ],
        "lines": [(item, item.officer, to[item.pk]) for item in items] if to else [],
        "refusals": refusals,
        "asks": [
            (name, text) for name in request.GET for text in request.GET.getlist(name) if name in ("ho-so", "tu", "loc")
        ],
        "hidden": {f"ho-so-{item.pk}": item.edition for item in items} | {seen.FIELD: seen.sealed(shown)},
        "url": request.get_full_path(),
        "back_url": entrance.url,
        "step": {
            "label": "Giao hồ sơ",
            "then": "Việc của hồ sơ chỉ hiện ở Bàn làm việc của người thụ lý, đến khi quá hạn.",
        },
    }
    status = 409 if moved else 422 if request.method == "POST" else 200
    return render(request, "awards/appraisal/assign.html", context, status=status)


def _to_assign(request: HttpRequest, award_round: Round) -> list[Nomination]:
    """The ticked ones; without a tick all that nobody has in hand."""
    if read_ids(request.GET.getlist("ho-so")):
        return _ticked(request, award_round)
    rows = queue_of(request.user, award_round).filter(officer=None)
    return list(rows.select_related(*READ))


def _chosen(request: HttpRequest, people: list[User]) -> list[User]:
    keys = set(read_ids(request.GET.getlist("nguoi")))
    return [user for user in people if user.pk in keys]


def _planned(way: str, items: list[Nomination], chosen: list[User]) -> dict[int, User | None]:
    """Who each dossier would go to; nothing until that is said."""
    if way == TAKE_BACK:
        return {item.pk: None for item in items}
    if not chosen or way not in (EVENLY, "mot"):
        return {}
    if way == EVENLY:
        return assigning.shares(items, chosen)
    return {item.pk: chosen[0] for item in items}


def _words(old: User | None, new: User | None) -> str:
    return f"{old or assigning.NOBODY} → {new or assigning.NOBODY}"
