"""The page that asks before a step: exactly which sets go, what follows, why when asked; then all or nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaign.activities.record_lists import told_remarks
from campaign.evaluation.touched import touched
from campaign.figures import telling
from campaign.figures.actions.steps import advance
from campaign.figures.actions.storing import Conflict
from campaign.figures.facts import figure_options
from campaign.figures.labels import differences
from campaign.figures.reviewing import read_points
from campaign.figures.set_lists import read_beside
from campaign.figures.words import State
from campaign.figures.workflow import FIGURES
from campaign.models import FigureSet, Record
from campaign.open_remarks import of_figures
from core.numbers import read_id, read_ids
from core.workflow import Refused

# what is true once a step is taken
DONE: Mapping[str, str] = {
    "submit": "Đã gửi {} bộ số liệu. Số liệu được khóa tạm cho đến khi cấp trên kiểm tra.",
    "check": "Đã xác nhận {} bộ số liệu và chuyển cơ quan thường trực phê duyệt.",
    "approve": "Đã phê duyệt {} bộ số liệu. Số liệu được khóa và dùng để xét các tiêu chí.",
    "return": "Đã trả lại {} bộ số liệu kèm lý do; đơn vị sửa được ngay.",
    "return_to_unit": "Đã trả lại {} bộ số liệu kèm lý do; đơn vị sửa được ngay.",
    "ask_reopen": "Đã gửi đề nghị mở lại {} bộ số liệu; câu trả lời hiện ở trang này và trong thông báo gửi đến bạn.",
    "refuse_reopen": "Đã trả lời không mở lại {} bộ số liệu; người đề nghị nhận lý do.",
}


def chosen_pks(values: Iterable[str]) -> list[int]:
    """Keys out of check boxes; anything else is left out."""
    return read_ids(values)


def step_page(
    request: HttpRequest,
    step: str,
    sets: Sequence[FigureSet],
    *,
    back: str,
    crumbs: Sequence[tuple[str, str]],
    also_closed: Sequence[tuple[str, Sequence[str]]] = (),
    offered: Sequence[FigureSet] = (),
) -> HttpResponse:
    """GET shows the sets that would go and those that would not; POST takes the step with those still ticked.

    `offered` go along only when somebody ticks them.
    """
    if request.method == "POST":
        return _take(request, step, sets, back=back, crumbs=crumbs)
    options = figure_options([*sets, *offered], by=request.user)
    going, closed = [], [*also_closed]
    for item in (*sets, *offered):
        option = next((option for option in options[item.pk] if option.step.name == step), None)
        if option is not None and option.is_open:
            going.append(item)
        else:
            why = option.refusals if option else (f"đang ở trạng thái «{item.get_state_display()}».",)
            closed.append((item.unit.name, why))
    unticked = {item.pk for item in offered}
    return _page(request, step, going, back=back, crumbs=crumbs, closed=closed, unticked=unticked)


def _take(
    request: HttpRequest, step: str, sets: Sequence[FigureSet], *, back: str, crumbs: Sequence[tuple[str, str]]
) -> HttpResponse:
    ticked = set(chosen_pks(request.POST.getlist("bo")))
    going = [item for item in sets if item.pk in ticked]
    reason = request.POST.get("reason", "").strip()[:1000]
    if not going:
        nothing = ("Chưa chọn bộ số liệu nào.",)
        return _page(request, step, sets, back=back, crumbs=crumbs, refusals=nothing, reason=reason, status=422)
    given = {pk: read_id(request.POST.get(f"phien-{pk}")) for pk in ticked}
    editions = {pk: edition for pk, edition in given.items() if edition is not None}
    again: dict[str, Any] = {"back": back, "crumbs": crumbs, "reason": reason}
    try:
        done = advance([item.pk for item in going], step, by=request.user, editions=editions, reason=reason)
    except Conflict as conflict:
        changed = [
            f"{item.unit.name} vừa được thay đổi, nay «{item.get_state_display()}»: {item.source_label}."
            for item in conflict.sets
        ]
        fresh = {item.pk: item for item in conflict.sets}
        going = [fresh.get(item.pk, item) for item in going]
        refusals = (*changed, "Bảng dưới là số mới nhất; xem lại rồi xác nhận.")
        return _page(request, step, going, refusals=refusals, status=409, **again)
    except Refused as refused:
        return _page(request, step, going, refusals=refused.reasons, status=422, **again)
    messages.success(request, DONE[step].format(len(done)))
    return redirect(back)


def _lines(going: Sequence[FigureSet], by: Any) -> list[dict[str, Any]]:
    """Each set by its district with last year's and the target, what it changes of the approved version, what is said of it."""
    ids = {(item.unit_id, item.year, item.status, item.standard, item.as_of) for item in going if item.number > 1}
    approved = {}
    if ids:
        rows = FigureSet.objects.current().filter(
            state=State.APPROVED, unit__in=[key[0] for key in ids], year__in={key[1] for key in ids}
        )
        approved = {(row.unit_id, row.year, row.status, row.standard, row.as_of): row for row in rows}
    points = read_points(going)
    beside = read_beside(going)
    remarks = told_remarks("figure_set", of_figures(going), Record.objects.visible_to(by))
    lines = []
    for item in going:
        old = approved.get((item.unit_id, item.year, item.status, item.standard, item.as_of))
        lines.append(
            {
                "item": item,
                "beside": beside[item.pk],
                "changed": differences(old, item) if old is not None and old.pk != item.pk else [],
                "points": points[item.pk],
                "remarks": remarks.get(item.pk, []),
                "touched": touched(item) if old is not None and old.pk != item.pk else [],
            }
        )
    return sorted(lines, key=lambda line: line["beside"].order)


def _page(
    request: HttpRequest,
    step: str,
    going: Sequence[FigureSet],
    *,
    back: str,
    crumbs: Sequence[tuple[str, str]],
    closed: Sequence[tuple[str, Sequence[str]]] = (),
    refusals: Sequence[str] = (),
    reason: str = "",
    unticked: Collection[int] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "step": FIGURES[step],
        "going": going,
        "lines": [{**line, "is_ticked": line["item"].pk not in unticked} for line in _lines(going, request.user)],
        "ticked": [item for item in going if item.pk not in unticked],
        "offers": bool(unticked),
        "closed": closed,
        "refusals": refusals,
        "reason": reason,
        "told": telling.addressees(step, going),
        # of many that are approved at once one is given back by itself, without a way through the list
        "one_returned": reverse("campaign:approve_step", args=[going[0].year, "return"])
        if step == "approve" and going
        else "",
        "back": back,
        "crumbs": crumbs,
    }
    return render(request, "campaign/figures/step.html", context, status=status)
