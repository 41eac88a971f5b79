"""Targets: one sheet to assign those of all units directly below at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.domain.counts import INDICATORS
from campaign.models import Campaign, Target
from campaign.plan.provinces import belonging
from campaign.scope import (
    address,
    ancestor_crumbs,
    campaign_or_404,
    needs,
    unit_or_404,
    year_choices,
    year_or_404,
    years_to_choose,
)
from campaign.targets.actions import Assignment, TargetConflict, assign, assignable
from campaign.targets.domain import targets_record
from campaign.targets.forms import BOUNDS, DecisionForm, TypedTargets, read_targets
from campaign.targets.target_sheets import TargetLine, TargetSheet, may_change, read_targets_of, units_of
from campaign.todo import assigning_year
from campaign.year_kept import year_kept
from core.numbers import NumberRefused, format_rate, parse_rate
from core.workflow import Refused
from office.files.contents import FileRefused
from office.files.responses import download
from office.lists.list_files import ListColumn, list_file
from office.pages import Compared, conflict
from units.models import Unit

# words in addresses, without accents
WORDS: Mapping[str, str] = {
    "ho-ngheo": "poverty_rate",
    "ho-can-ngheo": "near_poverty_rate",
    "da-chieu": "combined_poverty_rate",
    "dtts": "minority_poverty_rate",
    "vung-dtts": "minority_area_poverty_rate",
}
OPENED = "sua"  # in the address and the form: a past year was opened to be changed


def newest(request: HttpRequest) -> HttpResponse:
    """The year last looked at, else the one that is being assigned."""
    needs(request.user, Permission.VIEW_TARGETS)
    campaign = campaign_or_404()
    kept = year_kept(request, years_to_choose(campaign, ahead=1))
    year = kept or max(campaign.first_year, min(assigning_year(), campaign.last_year))
    return redirect("campaign:targets_year", year=year)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, year: int, code: str = "") -> HttpResponse:
    """The targets of a unit and of those directly below it."""
    page = _page(request, year, code)
    if request.method == "POST":
        return page.save()
    return page.excel() if request.GET.get("tai") == "excel" else page.show()


def template(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The rows of the sheet with heads that the upload reads, to be filled in anywhere."""
    return _page(request, year, code).template()


def scan(request: HttpRequest, pk: int) -> FileResponse:
    """The scan of the decision that assigned a target."""
    needs(request.user, Permission.VIEW_TARGETS)
    row = get_object_or_404(Target.objects.visible_to(request.user).select_related("scan"), pk=pk)
    if row.scan is None:
        raise Http404
    return download(row.scan)


def _page(request: HttpRequest, year: int, code: str) -> "_Page":
    needs(request.user, Permission.VIEW_TARGETS)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    above = unit_or_404(request, Permission.VIEW_TARGETS, year, code) if code else _top(request.user, campaign, year)
    return _Page(request, campaign, year, above, _word(request.GET))


def _word(query: Mapping[str, str]) -> str:
    asked = query.get("chi-so", "")
    return asked if asked in WORDS else "ho-ngheo"


def indicator_of(query: Mapping[str, str]) -> str:
    """The rate that a page's address asks for."""
    return WORDS[_word(query)]


def _top(user: Any, campaign: Campaign, year: int) -> Unit:
    """The highest unit in one's reach at the end of the year. Raises `Http404` without one."""
    on = map_day(year)
    units = Unit.objects.reached_by(user, Permission.VIEW_TARGETS).in_force(on)
    found = belonging(campaign, units).named(on).order_by("level", "code").first()
    if found is None:
        raise Http404
    return found


class _Page:
    """One sheet of targets while it is asked for."""

    def __init__(self, request: HttpRequest, campaign: Campaign, year: int, above: Unit, word: str) -> None:
        self.request, self.campaign, self.year, self.above, self.word = request, campaign, year, above, word
        self.indicator = WORDS[word]
        self.units = units_of(request.user, campaign, above, map_day(year))
        self.is_past = year < assigning_year()
        self.opens = not self.is_past or OPENED in request.GET or OPENED in request.POST
        self.data = self._read()

    def _read(self) -> TargetSheet:
        return read_targets_of(
            self.campaign, self.year, self.units, self.indicator, by=self.request.user, opens=self.opens
        )

    @property
    def may_change(self) -> bool:
        return may_change(self.units, self.year, by=self.request.user)

    @property
    def _query(self) -> dict[str, str]:
        return {} if self.word == "ho-ngheo" else {"chi-so": self.word}

    @property
    def address(self) -> str:
        return address("campaign:targets_unit", self.year, self.above.code, query=self._query)

    @property
    def title(self) -> str:
        label = INDICATORS[self.indicator][2]
        return f"Chỉ tiêu giảm {label[:1].lower()}{label[1:]} năm {self.year}, {self.data.own.name}"

    # ---- saving ----

    def save(self) -> HttpResponse:
        if not self.opens:
            if not self.may_change:
                raise PermissionDenied
            why = f"Chỉ tiêu năm {self.year} là của năm đã qua, đang mở để xem. Bấm «Sửa chỉ tiêu năm {self.year}» rồi sửa; chưa lưu gì."
            return self.show(refusals=[why], status=422)
        return self._save_own() if "tu-dat" in self.request.POST else self._save_assigned()

    def _save_assigned(self) -> HttpResponse:
        mine = [line.unit for line in self.data.lines if line.is_field]
        if not mine:
            raise PermissionDenied
        form = DecisionForm(self.request.POST)
        decides = form.is_valid()
        decision = form.cleaned_data if decides else {}
        typed = read_targets(self.request.POST, mine, self.data.current, decision, indicator=self.indicator)
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
        for line in self.data.lines:
            text = self.request.POST.get(f"{line.unit.code}-own", "").strip()
            if not line.may_own or not text:
                continue
            try:
                value = parse_rate(text)
            except NumberRefused as error:
                refusals.append(f"{line.name}: {error}.")
                continue
            if value is not None and (line.own is None or line.own.at_least != value):
                wanted.append(Assignment(line.unit, value, indicator=self.indicator, is_own=True))
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
        self.data = self._read()
        compared, fields = [], [(OPENED, "1")]
        for name in ("decision_number", "decision_date"):
            fields.append((name, self.request.POST.get(name, "")))
        for line in self.data.lines:
            if line.unit.pk not in typed.seen:
                continue
            code = line.unit.code
            fields.append((f"{code}-edition", str(line.target.pk if line.target else 0)))
            for name, label in BOUNDS.items():
                text = typed.raw[code, name]
                stored = format_rate(getattr(line.target, name, None))
                if line.unit.pk in stale:
                    compared.append(Compared(f"{line.name}, {label.lower()}", stored, text, "", f"{code}-{name}"))
                else:
                    fields.append((f"{code}-{name}", text))
        return conflict(
            self.request,
            heading="Chỉ tiêu đã được người khác thay đổi trước khi bạn lưu",
            rows=compared,
            fields=fields,
            back=self.address,
        )

    # ---- showing ----

    def show(
        self,
        *,
        form: DecisionForm | None = None,
        typed: TypedTargets | None = None,
        refusals: Sequence[str] = (),
        status: int = 200,
    ) -> HttpResponse:
        data = self.data
        history = (
            Target.objects.visible_to(self.request.user)
            .filter(campaign=self.campaign, year=self.year, unit__in=self.units, indicator=self.indicator)
            .exclude(replaced_at=None)
            .select_related("unit", "recorded_by")
            .order_by("-replaced_at", "unit__code")[:100]
        )
        context = {
            "year": self.year,
            "year_choices": year_choices(self.campaign, "campaign:targets_year", ahead=1),
            "above": self.above,
            "sheet": data,
            "lines": [(line, _cells(line, typed), _edition(line, typed)) for line in data.lines],
            "form": form or DecisionForm(),
            "errors": list(typed.errors.items()) if typed else [],
            "refusals": refusals,
            "can_assign": any(line.is_field for line in data.lines),
            "can_own": any(line.may_own for line in data.lines),
            "open_url": address("campaign:targets_unit", self.year, self.above.code, query={**self._query, OPENED: "1"})
            if not self.opens and self.may_change
            else "",
            "is_past": self.is_past,
            "ancestors": ancestor_crumbs(
                self.above, self.request.user, Permission.VIEW_TARGETS, "campaign:targets_unit", self.year
            ),
            "history": history,
            "indicators": [(word, INDICATORS[code][2]) for word, code in WORDS.items()],
            "word": self.word,
            "indicator_label": INDICATORS[self.indicator][2],
            "address": self.address,
        }
        return render(self.request, "campaign/targets/targets.html", context, status=status)

    # ---- files ----

    def excel(self) -> HttpResponse:
        """Exactly the sheet on the screen."""
        needs(self.request.user, Permission.EXPORT)
        audit.note(self.request.user, "export", self.above, label=self.title)
        columns = [
            ListColumn("Mã", 10),
            ListColumn("Đơn vị", 32),
            ListColumn("Tỷ lệ cuối năm trước (%)"),
            ListColumn("Giảm ít nhất (điểm %)"),
            ListColumn("Đến (điểm %)"),
            ListColumn("Tỷ lệ phải đạt (%)"),
            ListColumn("Quyết định giao", 36),
        ]
        rows = [
            [
                line.unit.code,
                line.name,
                line.last,
                getattr(line.target, "at_least", None),
                getattr(line.target, "up_to", None),
                line.aim,
                line.target.decision if line.target else "chưa giao",
            ]
            for line in self.data.lines
        ]
        return list_file(self.title, columns, rows, name=f"chi-tieu-{self.year}")

    def template(self) -> HttpResponse:
        """The rows that one may assign, as they stand; of the others nothing could be taken."""
        may = assignable(self.units, self.year, by=self.request.user)
        lines = [line for line in self.data.lines if line.unit.pk in may]
        if not lines:
            raise PermissionDenied
        audit.note(self.request.user, "export", self.above, label=f"Mẫu: {self.title}")
        columns = [
            ListColumn("Mã đơn vị", 12),
            ListColumn("Đơn vị", 32),
            ListColumn("Chỉ số", 30),
            ListColumn("Giảm ít nhất (điểm %)"),
            ListColumn("Đến (điểm %)"),
            ListColumn("Số quyết định", 24),
            ListColumn("Ngày quyết định", 16),
        ]
        rows = [
            [
                line.unit.code,
                line.name,
                INDICATORS[self.indicator][2],
                getattr(line.target, "at_least", None),
                getattr(line.target, "up_to", None),
                getattr(line.target, "decision_number", ""),
                getattr(line.target, "decision_date", None),
            ]
            for line in lines
        ]
        given = [(line.unit.code, self.indicator, line.target and line.target.aim) for line in lines]
        beside = (targets_record.NAME, targets_record.rows(self.year, given))
        name = f"mau-chi-tieu_{self.above.code}_{self.year}"
        return list_file(self.title, columns, rows, name=name, beside=beside)


def _cells(line: TargetLine, typed: TypedTargets | None) -> list[dict[str, Any]]:
    """The two bounds of a row: as typed, else as they stand."""
    cells = []
    for name, label in BOUNDS.items():
        key = (line.unit.code, name)
        text = typed.raw.get(key) if typed else None
        cells.append(
            {
                "name": f"{line.unit.code}-{name}",
                "key": name,
                "label": f"{label}, {line.name}",
                "head": label,
                "text": format_rate(getattr(line.target, name, None)) if text is None else text,
                "error": typed.errors.get(key, "") if typed else "",
            }
        )
    return cells


def _edition(line: TargetLine, typed: TypedTargets | None) -> int:
    """The row that was opened."""
    if typed is not None:
        return typed.seen.get(line.unit.pk, 0)
    return line.target.pk if line.target is not None else 0
