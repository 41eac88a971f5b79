"""Targets: one sheet to assign those of all units below at once."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.permissions import Permission
from campaign import judging
from campaign.actions.targets import Assignment, TargetConflict, assign, assignable
from campaign.figures import INDICATORS
from campaign.forms.targets import BOUNDS, DecisionForm, TypedTargets, read_targets
from campaign.models import Campaign, Target
from campaign.sheets import lowered
from campaign.target_shares import Adding, Part, adding, share
from campaign.todo import working_year
from campaign.views.scope import (
    address,
    ancestor_crumbs,
    campaign_or_404,
    needs,
    unit_or_404,
    year_choices,
    year_or_404,
)
from core.numbers import NumberRefused, format_rate, parse_rate
from core.workflow import Refused
from office.contents import FileRefused
from office.list_files import ListColumn, list_file
from office.pages import Compared, conflict
from office.responses import download
from units import access
from units.levels import Level
from units.models import Succession, Unit

# words in addresses, without accents
WORDS: Mapping[str, str] = {
    "ho-ngheo": "poverty_rate",
    "ho-can-ngheo": "near_poverty_rate",
    "da-chieu": "combined_poverty_rate",
    "dtts": "minority_poverty_rate",
    "vung-dtts": "minority_area_poverty_rate",
}


def newest(request: HttpRequest) -> HttpResponse:
    """The year that is being worked on."""
    needs(request.user, Permission.VIEW_TARGETS)
    campaign = campaign_or_404()
    return redirect("campaign:targets_year", year=max(campaign.first_year, min(working_year(), campaign.last_year)))


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, year: int, code: str = "") -> HttpResponse:
    """The targets of a unit and of those directly below it."""
    needs(request.user, Permission.VIEW_TARGETS)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    above = unit_or_404(request, Permission.VIEW_TARGETS, year, code) if code else _top(request.user, year)
    on = judging.map_day(year)
    below = (
        Unit.objects.reached_by(request.user, Permission.VIEW_TARGETS)
        .in_force(on)
        .children_of(above, on)
        .filter(level__lte=Level.COMMUNE)
        .named(on)
        .order_by("code")
    )
    word = request.GET.get("chi-so", "") if request.GET.get("chi-so", "") in WORDS else "ho-ngheo"
    page = _Page(request, campaign, year, above, [above, *below], word)
    if request.method == "POST":
        return page.save()
    return page.excel() if request.GET.get("tai") == "excel" else page.show()


def scan(request: HttpRequest, pk: int) -> FileResponse:
    """The scan of the decision that assigned a target."""
    needs(request.user, Permission.VIEW_TARGETS)
    row = get_object_or_404(Target.objects.visible_to(request.user).select_related("scan"), pk=pk)
    if row.scan is None:
        raise Http404
    return download(row.scan)


def _top(user: Any, year: int) -> Unit:
    """The highest unit in one's reach at the end of the year. Raises `Http404` without one."""
    on = judging.map_day(year)
    units = Unit.objects.reached_by(user, Permission.VIEW_TARGETS).in_force(on).named(on)
    found = units.order_by("level", "code").first()
    if found is None:
        raise Http404
    return found


class _Page:
    """One sheet of targets while it is asked for."""

    def __init__(
        self, request: HttpRequest, campaign: Campaign, year: int, above: Unit, units: Sequence[Unit], word: str
    ) -> None:
        self.request, self.campaign, self.year, self.above, self.units, self.word = (
            request, campaign, year, above, units, word,
        )  # fmt: skip
        self.indicator = WORDS[word]
        self.may = assignable(units, year, by=request.user)
        self.current = self._current()
        self.own = self._current(is_own=True)
        self.enters = access.reached(request.user, Permission.ENTER_FIGURES, [u.pk for u in units], model=Unit)

    def _current(self, *, is_own: bool = False) -> dict[int, Target]:
        rows = Target.objects.current().filter(
            is_own=is_own, campaign=self.campaign, year=self.year, unit__in=self.units, indicator=self.indicator
        )
        return {row.unit_id: row for row in rows}

    @property
    def address(self) -> str:
        query = {} if self.word == "ho-ngheo" else {"chi-so": self.word}
        return address("campaign:targets_unit", self.year, self.above.code, query=query)

    def save(self) -> HttpResponse:
        if "tu-dat" in self.request.POST:
            return self._save_own()
        if not self.may:
            raise PermissionDenied
        form = DecisionForm(self.request.POST)
        decides = form.is_valid()
        mine = [unit for unit in self.units if unit.pk in self.may]
        typed = read_targets(
            self.request.POST, mine, self.current, form.cleaned_data if decides else {}, indicator=self.indicator
        )
        if not decides or typed.errors:
            return self.show(form=form, typed=typed, status=422)
        try:
            upload = self.request.FILES.get("scan")
            done = assign(
                self.campaign, self.year, typed.assignments, by=self.request.user, seen=typed.seen, scan=upload
            )
        except TargetConflict as stale:
            return self._conflict(typed, {unit.pk for unit in stale.units})
        except (Refused, FileRefused) as refused:
            reasons = getattr(refused, "reasons", None) or [str(refused)]
            return self.show(form=form, typed=typed, refusals=reasons, status=422)
        if typed.assignments:
            messages.success(
                self.request,
                f"Chỉ tiêu năm {self.year}: {done['new']} giao mới, {done['changed']} thay đổi. Mức cũ vẫn được giữ.",
            )
        else:
            messages.info(self.request, "Không có chỉ tiêu nào thay đổi.")
        return redirect(self.address)

    def _save_own(self) -> HttpResponse:
        """What units aim at themselves, beside what they are assigned (T4); it decides nothing."""
        wanted, refusals = [], []
        for unit in self.units:
            text = self.request.POST.get(f"{unit.code}-own", "").strip()
            if unit.pk not in self.enters or not text:
                continue
            try:
                value = parse_rate(text)
            except NumberRefused as error:
                refusals.append(f"{_name(unit)}: {error}.")
                continue
            standing = self.own.get(unit.pk)
            if value is not None and (standing is None or standing.at_least != value):
                wanted.append(Assignment(unit, value, indicator=self.indicator, is_own=True))
        if refusals:
            return self.show(refusals=refusals, status=422)
        try:
            assign(self.campaign, self.year, wanted, by=self.request.user)
        except (Refused, TargetConflict) as refused:
            return self.show(refusals=getattr(refused, "reasons", [str(refused)]), status=422)
        messages.success(self.request, f"Đã ghi chỉ tiêu tự đặt của {len(wanted)} đơn vị.")
        return redirect(self.address)

    def _conflict(self, typed: TypedTargets, stale: set[int]) -> HttpResponse:
        """409: both values side by side; one more click assigns what was typed or chosen."""
        self.current = self._current()
        compared, fields = [], []
        for name in ("decision_number", "decision_date"):
            fields.append((name, self.request.POST.get(name, "")))
        for unit in self.units:
            if unit.pk not in typed.seen:
                continue
            target = self.current.get(unit.pk)
            fields.append((f"{unit.code}-edition", str(target.pk if target else 0)))
            for name, label in BOUNDS.items():
                text = typed.raw[unit.code, name]
                stored = format_rate(getattr(target, name, None))
                if unit.pk in stale:
                    compared.append(
                        Compared(f"{_name(unit)}, {label.lower()}", stored, text, "", f"{unit.code}-{name}")
                    )
                else:
                    fields.append((f"{unit.code}-{name}", text))
        return conflict(
            self.request,
            heading="Chỉ tiêu đã được người khác thay đổi trước khi bạn lưu",
            rows=compared,
            fields=fields,
            back=self.address,
        )

    def show(
        self,
        *,
        form: DecisionForm | None = None,
        typed: TypedTargets | None = None,
        refusals: Sequence[str] = (),
        status: int = 200,
    ) -> HttpResponse:
        lines = self._lines(typed)
        history = (
            Target.objects.visible_to(self.request.user)
            .filter(campaign=self.campaign, year=self.year, unit__in=self.units, indicator=self.indicator)
            .exclude(replaced_at=None)
            .select_related("unit", "recorded_by")
            .order_by("-replaced_at", "unit__code")[:100]
        )
        given = [line for line in lines[1:] if line["target"]]
        context = {
            "year": self.year,
            "year_choices": year_choices(self.campaign, "campaign:targets_year", ahead=1),
            "above": self.above,
            "lines": lines,
            "form": form or DecisionForm(),
            "errors": list(typed.errors.items()) if typed else [],
            "refusals": refusals,
            "can_assign": bool(self.may),
            "can_own": bool(self.enters),
            "adding": self._adding(lines),
            "ancestors": ancestor_crumbs(
                self.above, self.request.user, Permission.VIEW_TARGETS, "campaign:targets_unit", self.year
            ),
            "history": history,
            "indicators": [(word, INDICATORS[code][2]) for word, code in WORDS.items()],
            "word": self.word,
            "indicator_label": INDICATORS[self.indicator][2],
            "below": len(lines) - 1,
            "given": len(given),
            "undecided": sum(not line["target"].decision_number for line in given),
            "address": self.address,
        }
        return render(self.request, "campaign/targets.html", context, status=status)

    def _lines(self, typed: TypedTargets | None) -> list[dict[str, Any]]:
        facts = judging.gather(self.campaign, self.campaign.definition, self.units, [self.year])
        lines = [self._line(unit, facts[unit.pk, self.year].before, typed) for unit in self.units]
        parts = [line["part"] for line in lines[1:]]
        asked = lines[0]["target"].at_least if lines[0]["target"] else None
        old = self._old_targets()
        for line in lines:
            line["share"] = share(line["part"], parts, asked) if line is not lines[0] else None
            line["old"] = old.get(line["unit"].pk, "")
        return lines

    def _adding(self, lines: Sequence[dict[str, Any]]) -> Adding:
        target = lines[0]["target"]
        return adding([line["part"] for line in lines[1:]], target.at_least if target else None)

    def _old_targets(self) -> dict[int, str]:
        """Of units born within the year: what their predecessors had been assigned, to be assigned again."""
        born = [unit.pk for unit in self.units if unit.valid_from > judging.first_day(self.year)]
        steps = list(Succession.objects.filter(to_unit__in=born).select_related("from_unit")) if born else []
        rows = Target.objects.current().assigned().filter(
            campaign=self.campaign, year=self.year, indicator=self.indicator,
            unit__in=[step.from_unit_id for step in steps],
        )  # fmt: skip
        given = {row.unit_id: row for row in rows}
        found: dict[int, list[str]] = {}
        for step in steps:
            row = given.get(step.from_unit_id)
            words = f"{format_rate(row.at_least)}, {row.decision}" if row else "chưa giao"
            found.setdefault(step.to_unit_id, []).append(f"{step.from_unit.name}: {words}")
        return {pk: "; ".join(words) for pk, words in found.items()}

    def _line(self, unit: Unit, before: Any, typed: TypedTargets | None) -> dict[str, Any]:
        target = self.current.get(unit.pk)
        last = (
            before.rates.get(self.indicator)
            if before and before.standard == self.campaign.definition.standard
            else None
        )
        cells = []
        for name, label in BOUNDS.items():
            text = typed.raw.get((unit.code, name)) if typed else None
            cells.append(
                {
                    "name": f"{unit.code}-{name}",
                    "label": f"{label}, {_name(unit)}",
                    "head": label,
                    "text": format_rate(getattr(target, name, None)) if text is None else text,
                    "error": typed.errors.get((unit.code, name), "") if typed else "",
                }
            )
        return {
            "unit": unit,
            "name": _name(unit),
            "name_in_text": lowered(_name(unit)),
            "target": target,
            "last": last,
            "aim": max(last - target.at_least, Decimal(0)) if last is not None and target else None,
            "cells": cells,
            "is_field": unit.pk in self.may,
            "own": self.own.get(unit.pk),
            "may_own": unit.pk in self.enters,
            "part": Part(
                before.counts.get(INDICATORS[self.indicator][1]) if last is not None else None,
                sum(before.counts.get(of, 0) for of in INDICATORS[self.indicator][0]) if last is not None else None,
                target.at_least if target else None,
            ),
            "edition": typed.seen.get(unit.pk, 0) if typed else target.pk if target else 0,
            "leads_on": unit.pk != self.above.pk and unit.level < Level.COMMUNE,
        }

    def excel(self) -> HttpResponse:
        """Exactly the sheet on the screen."""
        needs(self.request.user, Permission.EXPORT)
        title = f"Chỉ tiêu giảm {INDICATORS[self.indicator][2].lower()} năm {self.year}, {_name(self.above)}"
        audit.note(self.request.user, "export", label=title)
        columns = [
            ListColumn("Mã", 10), ListColumn("Đơn vị", 32), ListColumn("Tỷ lệ cuối năm trước (%)"),
            ListColumn("Giảm ít nhất (điểm %)"), ListColumn("Đến (điểm %)"), ListColumn("Tỷ lệ phải đạt (%)"),
            ListColumn("Quyết định giao", 36),
        ]  # fmt: skip
        rows = [
            [
                line["unit"].code, line["name"], line["last"], getattr(line["target"], "at_least", None),
                getattr(line["target"], "up_to", None), line["aim"], line["target"].decision if line["target"] else "chưa giao",
            ]
            for line in self._lines(None)
        ]  # fmt: skip
        return list_file(title, columns, rows, name=f"chi-tieu-{self.year}")


def _name(unit: Unit) -> str:
    return getattr(unit, "shown_name", None) or unit.name
