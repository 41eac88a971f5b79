"""The entry sheet of a unit and those below it, and the steps that its rows may take."""

import json
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figure_files.figure_heads import spelled_paths
from campaign.figures.actions.storing import Conflict
from campaign.figures.domain.form_sheets import EVERY, MAIN, SheetColumn, find
from campaign.figures.forms import TypedSheet, read_typed
from campaign.figures.labels import field_label
from campaign.figures.panels import read_panels
from campaign.figures.sheet_reading import read_fields, read_sheet
from campaign.figures.sheets import Sheet, SheetRow
from campaign.figures.views import autosave
from campaign.figures.views.sheet_bar import form_choices, next_offer, still_open
from campaign.figures.views.steps import chosen_pks, step_page
from campaign.figures.words import EDITABLE, State, Status
from campaign.figures.workflow import FIGURES
from campaign.models import Campaign, FigureSet
from campaign.poverty_standards.in_force import standard_of, standard_years
from campaign.scope import (
    STATUS_CHOICES,
    address,
    ancestor_crumbs,
    campaign_or_404,
    needs,
    standard_choices,
    standard_of_page,
    standard_query,
    status_of,
    status_word,
    unit_or_404,
    year_choices,
    year_or_404,
)
from core.numbers import format_count, format_rate
from core.workflow import Refused
from office.pages import Compared, conflict
from units.map.domain.levels import Level
from units.models import Ancestry, Unit

TONES: Mapping[str, str] = {
    State.DRAFT: "is-calm", State.SUBMITTED: "is-wait", State.CHECKED: "is-ok", State.APPROVED: "is-ok",
    State.RETURNED: "is-bad", State.REOPENED: "is-wait",
}  # fmt: skip


def _read(request: HttpRequest, year: int, code: str, *, only_fields: bool = False) -> Sheet:
    """The sheet that the address names, as this person may see it."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    unit = unit_or_404(request, Permission.VIEW_FIGURES, year, code)
    code_of_standard = standard_of_page(request.GET, campaign, year)
    standard = standard_of(code_of_standard)
    word = "tat-ca" if request.GET.get("cot") == "tat-ca" else request.GET.get("bieu", "")
    view = find(standard, word) if standard is not None else EVERY if word == "tat-ca" else MAIN
    asked: dict[str, Any] = {"status": status_of(request.GET), "view": view, "standard": code_of_standard}
    if only_fields:
        return read_fields(unit, campaign, year, by=request.user, **asked)
    return read_sheet(campaign, unit, year, by=request.user, **asked)


def _address(sheet: Sheet, page: str = "campaign:sheet", *keys: str) -> str:
    query = {}
    if sheet.status != Status.OFFICIAL:
        query["loai"] = status_word(sheet.status)
    if sheet.view.word:
        query["cot" if sheet.view is EVERY else "bieu"] = sheet.view.word
    query |= standard_query(sheet.campaign, sheet.year, sheet.standard)
    return address(page, sheet.year, sheet.unit.code, *keys, query=query)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The entry sheet; what is sent is stored as a whole or not at all."""
    if request.method == "GET":
        return _page(request, _read(request, year, code))
    data = _read(request, year, code, only_fields=True)
    typed = read_typed(request.POST, data.rows, data.view.typed)
    if autosave.is_by_itself(request):
        return autosave.answer(request, data, typed)
    if not typed.is_valid:
        return _page(request, _read(request, year, code), typed=typed, status=422)
    try:
        saved = autosave.stored(request, data, typed)
    except Conflict:
        return _conflict(request, _read(request, year, code), typed)
    except Refused as refused:
        return _page(request, _read(request, year, code), typed=typed, refusals=refused.reasons, status=422)
    if saved:
        messages.success(request, f"Đã lưu số liệu của {len(saved)} đơn vị.")
    else:
        messages.info(request, "Không có ô nào thay đổi; số liệu đang lưu vẫn như cũ.")
    return redirect(_address(data))


def _page(
    request: HttpRequest, data: Sheet, *, typed: TypedSheet | None = None, refusals: Any = (), status: int = 200
) -> HttpResponse:
    for row in data.rows:
        row.typed = _readable(typed, row)
    panels = read_panels(data)
    with_villages = _with_villages(data)
    table = [
        _line(data, row, typed, {comment.field for comment in panel.comments})
        | {"leads_on": row is not data.own and (row.unit.level < Level.COMMUNE or row.unit.pk in with_villages)}
        for row, panel in zip(data.rows, panels, strict=True)
    ]
    offers = data.steps
    context = {
        "sheet": data,
        "year": data.year,
        "year_choices": _years(data.campaign, data.unit),
        "table": table,
        "first_field": next(
            (cell["name"] for line in table if line["is_field"] for cell in line["cells"] if "name" in cell), ""
        ),
        "errors": list(typed.errors.items()) if typed else [],
        "refusals": refusals,
        "fault_count": len(refusals) + (len(typed.errors) if typed else 0),
        "columns": data.view.columns,
        "column_words": json.dumps(
            [
                [
                    c.key,
                    c.title,
                    c.formula.words if c.formula else "",
                    spelled_paths(c.key) if data.view.is_headline else [],
                ]
                for c in data.view.columns
            ],
            ensure_ascii=False,
        ),
        "split_words": json.dumps([data.view.own_rows, data.view.other_rows]),
        "width": len(data.view.columns) + (5 if data.view.is_main else 1),
        "view": data.view,
        "shows_every": data.view is EVERY,
        "forms": form_choices(data),
        "standards": _standards(data),
        "chuan": "".join(
            f"{name}={value}&" for name, value in standard_query(data.campaign, data.year, data.standard).items()
        ),
        "why_unusable": standard_years(data.campaign.definition).why_unusable(data.year, data.standard),
        "open_points": sum(len(row.open_points) for row in data.rows if row.state in EDITABLE),
        "marked": ";".join(f"{panel.row.unit.code}-{comment.field}" for panel in panels for comment in panel.comments),
        "address": _address(data),
        "status_word": status_word(data.status),
        "judge_url": _address(data, "campaign:pasted"),
        "statuses": STATUS_CHOICES,
        "offers": [(offer, _address(data, "campaign:sheet_step", offer.step.name)) for offer in offers],
        "next_offer": (onward := next_offer(offers)),
        "still_open": still_open(data, onward),
        "sums_url": _sums_address(data),
        "panels": panels,
        "ancestors": ancestor_crumbs(data.unit, request.user, Permission.VIEW_FIGURES, "campaign:sheet", data.year),
        "states": _states(data),
    }
    return render(request, "campaign/figures/sheet.html", context, status=status)


def _sums_address(data: Sheet) -> str:
    """Where a unit takes over the sums of the units below; nothing where its own row is no field, or a commune's."""
    if not data.own.is_editable or data.unit.level > Level.DISTRICT or not data.children:
        return ""
    query = {} if data.status == Status.OFFICIAL else {"loai": status_word(data.status)}
    query |= standard_query(data.campaign, data.year, data.standard)
    return address("campaign:take_sums", data.year, data.unit.code, query=query)


def _standards(data: Sheet) -> list[tuple[str, str, bool]]:
    """Where the year is counted under two standards: each one's name, its sheet, whether it is this one."""
    return [
        (
            title,
            address("campaign:sheet", data.year, data.unit.code, query=standard_query(data.campaign, data.year, code)),
            code == data.standard,
        )
        for code, title in standard_choices(data.campaign, data.year)
    ]


def _with_villages(data: Sheet) -> set[int]:
    """The communes below that have villages of their own to type."""
    communes = [row.unit.pk for row in data.children if row.unit.level == Level.COMMUNE]
    if not communes:
        return set()
    pairs = Ancestry.objects.in_force(map_day(data.year)).filter(ancestor__in=communes, depth=1)
    return set(pairs.values_list("ancestor_id", flat=True))


def _years(campaign: Campaign, unit: Unit) -> list[tuple[int, str]]:
    """The years in which the unit stood."""
    found = year_choices(campaign, "campaign:sheet", unit.code)
    return [(year, url) for year, url in found if unit.valid_from <= map_day(year) < unit.valid_to]


def _readable(typed: TypedSheet | None, row: SheetRow) -> dict[str, int | None]:
    """What was typed into a row, as far as it could be read."""
    return dict(typed.values.get(row.unit.pk, {})) if typed else {}


def _computed(row: SheetRow, column: SheetColumn) -> dict[str, Any]:
    """A cell that follows from others; where another form asks for the same figure, what was typed there beside it."""
    assert column.formula is not None
    found, elsewhere = row.derived(column.formula), row.value(column.key)
    text = format_rate(found) if isinstance(found, Decimal) else format_count(found)
    apart = elsewhere is not None and found is not None and not column.is_rate and elsewhere != found
    return {
        "formula": column.formula.words,
        "text": text,
        "column": column.key,
        "apart": format_count(elsewhere) if apart else "",
    }


def _line(data: Sheet, row: SheetRow, typed: TypedSheet | None, noted: Collection[str] = ()) -> dict[str, Any]:
    """One row of the grid: typed before stored, errors with their cells."""
    code = row.unit.code
    keeps = typed is not None and row.unit.pk in typed.editions
    cells = []
    for column in data.view.columns:
        name = column.key
        if column.formula is not None:
            cells.append(_computed(row, column))
            continue
        stored = row.stored(name)
        text = typed.raw.get((code, name)) if typed else None
        cells.append(
            {
                "name": f"{code}-{name}",
                "column": name,
                "label": f"{column.title}, {row.name}",
                "key": name,
                "is_noted": name in noted,
                "text": format_count(stored) if text is None else text,
                "error": typed.errors.get((code, name), "") if typed else "",
            }
        )
    return {
        "row": row,
        "cells": cells,
        "is_field": row.is_editable or keeps,
        "edition": typed.editions[row.unit.pk] if keeps and typed else row.item.edition if row.item else 0,
        "opened": ";".join("" if (v := row.stored(name)) is None else str(v) for name in data.view.typed),
        "errors": [cell for cell in cells if cell.get("error")],
        "tone": TONES.get(row.state, "is-calm"),
        "is_child": row is not data.own,
    }


def _states(data: Sheet) -> list[str]:
    """How many units stand where, in words."""
    labels = [row.state_label.lower() for row in (data.children or data.rows)]
    return [f"{labels.count(label)} {label}" for label in dict.fromkeys(labels)]


def _conflict(request: HttpRequest, data: Sheet, typed: TypedSheet) -> HttpResponse:
    """409: opened, stored and typed side by side for the rows that somebody else changed; the rest goes along."""
    compared: list[Compared] = []
    fields: list[tuple[str, str]] = []
    locked: list[str] = []
    for row in data.rows:
        code, values = row.unit.code, typed.values.get(row.unit.pk)
        if values is None:
            continue
        edition = row.item.edition if row.item else 0
        is_stale = edition != typed.editions[row.unit.pk]
        if is_stale and row.state not in {*EDITABLE, "none"}:
            locked.append(
                f"{row.name} nay đã «{row.state_label}», không sửa được nữa; số của bạn chỉ còn để đối chiếu."
            )
        stored = {name: row.stored(name) for name in values}
        if row.is_editable:
            fields.append((f"{code}-edition", str(edition)))
            opened = ";".join("" if (value := row.stored(name)) is None else str(value) for name in data.view.typed)
            fields.append((f"{code}-opened", opened))
        for name, value in values.items():
            if is_stale:
                compared.append(
                    Compared(
                        f"{row.name}, {field_label(name, row.standard)}",
                        stored=format_count(stored[name]),
                        typed=format_count(value),
                        opened=format_count(typed.opened.get((code, name))),
                        name=f"{code}-{name}" if row.is_editable else "",
                    )
                )
            elif row.is_editable:
                fields.append((f"{code}-{name}", format_count(value)))
    return conflict(
        request,
        heading="Số liệu đã được người khác sửa trước khi bạn lưu",
        rows=compared,
        fields=fields,
        back=_address(data),
        note=" ".join(locked),
    )


def _villages_of(data: Sheet, step: str) -> list[FigureSet]:
    """Villages of the communes on the sheet that wait for the same step: they go along with their commune."""
    communes = [row.unit.pk for row in data.children if row.unit.level == Level.COMMUNE]
    if not communes:
        return []
    on = map_day(data.year)
    rows = (
        FigureSet.objects.current()
        .year_end()
        .filter(
            year=data.year,
            status=data.status,
            standard=data.standard,
            unit__level=Level.VILLAGE,
            unit__above__ancestor__in=communes,
            unit__above__depth__gt=0,
            unit__above__valid_from__lte=on,
            unit__above__valid_to__gt=on,
            state__in=FIGURES[step].sources,
        )
    )
    return list(rows.select_related("unit").distinct())


@require_http_methods(["GET", "POST"])
def sheet_step(request: HttpRequest, year: int, code: str, step: str) -> HttpResponse:
    """One question: which rows of the sheet go, what will happen, why (when asked)."""
    if step not in FIGURES.steps or FIGURES[step].is_aside:
        raise Http404
    data = _read(request, year, code)
    back = _address(data)
    crumbs = [(f"Kết quả giảm nghèo {year}", address("campaign:year", year)), (data.unit.name, back)]
    sets = [row.item for row in data.rows if row.item is not None]
    villages = _villages_of(data, step)
    if request.method == "POST":
        ticked = set(chosen_pks(request.POST.getlist("bo")))
        if not ticked <= {item.pk for item in (*sets, *villages)}:
            raise Http404
        return step_page(request, step, [*sets, *villages], back=back, crumbs=crumbs)
    offer = next((offer for offer in data.steps if offer.step.name == step), None)
    if offer is None:
        messages.error(request, "Không có bộ số liệu nào đang ở trạng thái cho bước này.")
        return redirect(back)
    taken = [row.item for row, _ in offer.closed if row.item is not None] + [row.item for row in offer.open if row.item]
    empty = [(row.name, reasons) for row, reasons in offer.closed if row.item is None]
    return step_page(
        request,
        step,
        sorted([*taken, *villages], key=lambda item: (item.unit.level, item.unit.code)),
        back=back,
        crumbs=crumbs,
        also_closed=empty,
    )
