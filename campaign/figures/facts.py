"""What the workflow of figures needs to know, gathered for many sets at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from accounts.models import User
from accounts.permissions import Permission
from campaign.figures.domain.checks import faults, missing
from campaign.figures.domain.counts import COUNTS
from campaign.figures.requests import open_requests
from campaign.figures.reviewing import Point, read_points
from campaign.figures.words import State
from campaign.figures.workflow import FIGURES, FigureFacts
from campaign.models import FigureEdit, FigureSet, FigureTransition
from campaign.open_remarks import of_figures, open_remarks
from campaign.periods.windows import Entry, entries_of
from core import clock
from core.clock import FOREVER, VIETNAM
from core.numbers import format_count, format_date
from core.workflow import Option
from units import access
from units.map.domain.levels import Level
from units.models import Ancestry, Unit


def figure_facts(
    sets: Sequence[FigureSet], *, by: User, points: Mapping[int, Sequence[Point]] | None = None
) -> dict[int, FigureFacts]:
    """The facts of every set, by its pk; the same number of questions for one as for fifty."""
    pks = [item.pk for item in sets]
    unit_ids = {item.unit_id for item in sets}
    reached = {
        permission: access.reached(by, permission, unit_ids, model=Unit)
        for permission in (Permission.ENTER_FIGURES, Permission.CHECK_FIGURES, Permission.APPROVE_FIGURES)
    }
    mine = set(FigureEdit.objects.filter(figure_set__in=pks, by=by).values_list("figure_set_id", flat=True))
    mine |= {item.pk for item in sets if item.recorded_by_id == by.pk and item.number == 1 and not by.is_builtin}
    today = clock.today()
    districts = _districts(unit_ids, today)
    points = read_points(sets) if points is None else points
    entries = _entries(sets)
    supervised = open_remarks("figure_set", of_figures(sets))
    reopened = set(
        FigureTransition.objects.filter(figure_set__in=pks, step="correct", by=by).values_list(
            "figure_set_id", flat=True
        )
    )

    asked, beside = _requests(sets)

    def allowed(unit_id: int) -> Callable[[str], bool]:
        # a district checks what stands below it and signs its own; a commune's own leader does neither
        return lambda permission: unit_id in reached.get(Permission(permission), set())

    return {
        item.pk: FigureFacts(
            state=item.state,
            may=allowed(item.unit_id),
            entered_by_me=item.pk in mine,
            reopened_by_me=item.pk in reopened and not by.is_builtin,
            missing=() if item.poor_rate is not None else tuple(COUNTS[n].lower() for n in missing(item.counts)),
            faults=tuple(fault.message for fault in faults(item.counts)),
            half_carried=half_carried(item),
            passes_district=districts.get(item.unit_id, today) > today,
            why_closed=""
            if by.is_builtin
            else entries[item.pk].why_closed(item.unit_id, reopened_until=item.open_until),
            broken=tuple(p.remark.text for p in points[item.pk] if p.is_open and p.remark.weight == "refuse"),
            unexplained=tuple(p.remark.text for p in points[item.pk] if p.is_open and p.remark.weight == "explain"),
            open_supervision=tuple(supervised.get(item.pk, ())),
            why_step_is_over=_why_over(item.unit.level, item.unit.valid_to, today),
            why_district_is_over=_why_over(Level.DISTRICT, districts.get(item.unit_id, FOREVER), today),
            why_not_ask=_why_not_ask(asked.get(item.pk), beside.get(item.pk)),
            why_no_request="" if item.pk in asked else "Không có đề nghị mở lại nào đang chờ trả lời.",
        )
        for item in sets
    }


def _requests(sets: Sequence[FigureSet]) -> tuple[dict[int, FigureTransition], dict[int, FigureSet]]:
    """Of approved sets the request that waits, and the version that stands open beside them: two questions."""
    approved = {_key(item): item.pk for item in sets if item.state == State.APPROVED}
    if not approved:
        return {}, {}
    rows = FigureSet.objects.open().filter(unit__in={key[0] for key in approved}, year__in={key[1] for key in approved})
    beside = {approved[_key(row)]: row for row in rows if _key(row) in approved}
    return open_requests([item for item in sets if item.state == State.APPROVED]), beside


def _key(item: FigureSet) -> tuple[object, ...]:
    return (item.unit_id, item.year, item.standard, item.status, item.as_of)


def _why_not_ask(asked: FigureTransition | None, beside: FigureSet | None) -> str:
    if asked is not None:
        day = format_date(asked.at.astimezone(VIETNAM).date())
        return f"{asked.by.full_name} đã đề nghị mở lại ngày {day}; đang chờ cơ quan phê duyệt trả lời."
    if beside is not None and not beside.has_run_out:
        words = beside.time_to_correct or beside.get_state_display().lower()
        return f"Số liệu này đã được mở lại: bản {beside.number} {words}."
    return ""


def _entries(sets: Sequence[FigureSet]) -> dict[int, Entry]:
    """Whether entry is open for each set, by its pk."""
    groups: dict[tuple[int, str, str], list[FigureSet]] = {}
    for item in sets:
        groups.setdefault((item.year, item.status, item.standard), []).append(item)
    found = {}
    for key, members in groups.items():
        entries = entries_of({item.unit_id for item in members}, *key)
        found |= {item.pk: entries[item.unit_id] for item in members}
    return found


def _districts(unit_ids: Collection[int], today: date) -> dict[int, date]:
    """For units that stand below a district, or did on their last day: the day from which it no longer is."""
    # sifted here: asked for the level as well, SQLite begins with every district of the country (30 ms instead of 1)
    rows = Ancestry.objects.filter(descendant__in=unit_ids, depth__gt=0).order_by("valid_from")
    names = ("descendant_id", "valid_from", "valid_to", "descendant__valid_to", "ancestor__level", "ancestor__valid_to")
    return {
        pk: until
        for pk, begins, ends, unit_ends, level, until in rows.values_list(*names)
        if level == Level.DISTRICT and (begins <= today < ends or (ends == unit_ends and ends <= today))
    }


def _why_over(level: int, valid_to: date, today: date) -> str:
    if level == Level.DISTRICT and valid_to <= today:
        return "Cấp huyện đã kết thúc hoạt động."
    return ""


def half_carried(item: FigureSet) -> tuple[str, ...]:
    """Counts that came over from predecessors of which some had typed nothing, and that nobody has completed since."""
    whole = item.carried.get("households")
    if item.households is not None and (whole is None or item.households != _known(whole)):
        return ()  # somebody has typed the households of the whole new unit
    found = []
    for count, parts in item.carried.items():
        if None in [value for _, value in parts] and getattr(item, count) == _known(parts):
            there = ", ".join(f"{name} {format_count(value)}" for name, value in parts if value is not None)
            lacking = ", ".join(name for name, value in parts if value is None)
            found.append(f"{COUNTS[count]}: mới có số chuyển sang của {there}; chưa có của {lacking}.")
    return tuple(found)


def _known(parts: Sequence[tuple[str, int | None]]) -> int:
    return sum(value for _, value in parts if value is not None)


def figure_options(
    sets: Sequence[FigureSet], *, by: User, points: Mapping[int, Sequence[Point]] | None = None
) -> dict[int, tuple[Option, ...]]:
    """The steps that somebody may take next with each set, with the reasons of those closed."""
    gathered = figure_facts(sets, by=by, points=points)
    return {pk: FIGURES.options(facts) for pk, facts in gathered.items()}


def timeline(item: FigureSet) -> list[FigureTransition]:
    """The steps that a set took, newest first."""
    return list(item.transitions.select_related("by"))
