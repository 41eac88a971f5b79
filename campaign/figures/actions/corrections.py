"""Approved figures opened again: a version beside them that the unit changes, until the end of a day."""

from datetime import date, timedelta

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.figures import telling
from campaign.figures.actions.steps import USUAL_DAYS, seat_words, sets_of
from campaign.figures.requests import words_about
from campaign.figures.words import State
from campaign.figures.workflow import FIGURES
from campaign.models import Cell, Explanation, FigureSet, FigureTransition
from core import clock
from core.acts import why_no_reason
from core.numbers import format_date, format_moment
from core.workflow import Overtaken, Refused
from office.notices import outbox
from units import access

MOST_DAYS = 90  # of a correction: figures that stand open for longer are no longer those that were approved


def correct(pk: int, *, by: User, reason: str, until: date | None = None, over: int | None = None) -> FigureSet:
    """Open a new version beside an approved set, to be changed until the end of a day; the approved one judges on.

    A version whose time has gone by before it was sent on gets the new day. Nobody opens again what they approved
    themselves. Whoever corrects it is told. `over` is the key of the newest word about the set that the page showed,
    0 for none. Raises `Refused` without the right or the reason, or when a version is open already; `Overtaken` when
    somebody has asked or answered since.
    """
    with audit.change(by) as trail:
        item = FigureSet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
        standing = sets_of(item).exclude(state=State.APPROVED).select_for_update(of=("self",)).first()
        if (newest := _said_since(item, over)) is not None:
            raise Overtaken(newest)
        refusals = [why] if (why := _why_not(item, standing, by)) else []
        refusals += why_no_reason(reason, "Vui lòng ghi lý do mở lại số liệu đã duyệt.")
        if until is not None and until < clock.today():
            refusals.append("Hạn chỉnh sửa phải từ hôm nay trở đi.")
        if until is not None and until > clock.today() + timedelta(days=MOST_DAYS):
            latest = format_date(clock.today() + timedelta(days=MOST_DAYS))
            refusals.append(f"Hạn chỉnh sửa không quá {MOST_DAYS} ngày: chậm nhất {latest}.")
        if refusals:
            raise Refused(*refusals)
        day = until or clock.today() + timedelta(days=USUAL_DAYS)
        source = State.APPROVED if standing is None else standing.state
        draft = _version_beside(item, by) if standing is None else standing
        draft.edition, draft.changed_at, draft.open_until = draft.edition + 1, clock.now(), day
        draft.save()
        if standing is None:
            _copy_what_belongs_to_it(item, draft)
        for row, before in ((draft, source), (item, State.APPROVED)):  # the approved one: whoever asked is answered
            FigureTransition.objects.create(
                figure_set=row,
                step="correct",
                source=before,
                target=draft.state,
                reason=reason,
                by=by,
                role=seat_words(by),
            )
        trail.add(
            "correct",
            draft,
            old=item.number,
            new=draft.number,
            summary=f"{reason.strip()} (đến hết ngày {format_date(day)})",
        )
        outbox.post(telling.drafts("correct", [draft], reason), by=by)
        return draft


def _said_since(item: FigureSet, over: int | None) -> tuple[str, str] | None:
    """The newest word about a set where it is another than the page showed: what, why, who and when."""
    said = words_about([item]).get(item.pk, [])
    if over is None or not said or said[-1].pk == over:
        return None
    newest = said[-1]
    when = format_moment(newest.at.astimezone(clock.VIETNAM))
    return FIGURES[newest.step].label, f"{newest.reason} ({newest.by.full_name}, {when})"


def why_not_open(item: FigureSet, *, by: User) -> str:
    """Why somebody may not open a set again, before they say until when; empty where they may."""
    return _why_not(item, sets_of(item).exclude(state=State.APPROVED).first(), by)


def _why_not(item: FigureSet, standing: FigureSet | None, by: User) -> str:
    if not access.may(by, Permission.APPROVE_FIGURES, item.unit):
        return "Chỉ cơ quan thường trực mở lại được số liệu đã duyệt."
    if _approved_by(item, by):
        return "Bạn đã phê duyệt bản này nên không tự mở lại được; cần một người khác của cơ quan thường trực."
    if item.state != State.APPROVED or item.replaced_at:
        return "Chỉ mở lại được bản số liệu đang có hiệu lực và đã duyệt."
    if standing is not None and not standing.has_run_out:
        return "Số liệu này đã được mở lại và đang chờ chỉnh sửa."
    return ""


def _approved_by(item: FigureSet, by: User) -> bool:
    """Whether this person took the step that approved the version."""
    last = item.transitions.filter(step="approve").order_by("-pk").first()
    return last is not None and last.by_id == by.pk and not by.is_builtin


def _version_beside(item: FigureSet, by: User) -> FigureSet:
    draft = FigureSet.objects.get(pk=item.pk)
    draft.pk = None
    draft._state.adding = True
    draft.number, draft.edition, draft.state = item.number + 1, 0, State.REOPENED
    draft.recorded_at = clock.now()
    draft.approved_at, draft.recorded_by, draft.approval_act = None, by, ""
    draft.source = f"chép từ bản {item.number}"
    return draft


def _copy_what_belongs_to_it(old: FigureSet, new: FigureSet) -> None:
    """Its cells, and what was explained: an explanation holds as long as the figures that it was written for."""
    Cell.objects.bulk_create(
        Cell(figure_set=new, indicator=cell.indicator, value=cell.value) for cell in old.cells.all()
    )
    Explanation.objects.bulk_create(
        Explanation(
            figure_set=new, check_id=row.check_id, seal=row.seal, remark=row.remark, text=row.text, at=row.at, by=row.by
        )
        for row in old.explanations.select_related("by").order_by("pk")
    )
