"""The wizard that merges, splits, renames, moves and ends units; classes and shares of a unit."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import audit
from accounts.permissions import Permission
from core import clock
from core.numbers import NumberRefused, format_count, format_number, parse_date, read_id
from core.workflow import Refused
from office import seen
from office.lists import staging
from units import access
from units.impacts import Impact
from units.map.actions import map as changes
from units.map.actions.own_kinds import may_add
from units.map.actions.shares import enter_shares
from units.map.domain.known_classes import of_level
from units.map.domain.levels import Kind, Level
from units.map.own_kinds import known_classes
from units.map.sisters import names_apart
from units.map.views.map import unit_or_404
from units.models import Classification, Reorganisation, Unit
from units.querysets import OVERSEES
from units.reorganisation.actions import reorganise as actions
from units.reorganisation.actions.reorganise import Preview
from units.reorganisation.actions.undo import undo, whole_table, why_not_undo
from units.reorganisation.endings import unfinished
from units.reorganisation.forms import KINDS, LEVEL_WORDS, LEVELS, OF_PROVINCES, ClassForm, TypedWish, read_shares
from units.reorganisation.reach import may_reorganise, why_not_reorganise

K = Reorganisation.Kind


def oversees(request: HttpRequest) -> None:
    """403 for who neither administers nor inspects; what they see is cut to their reach."""
    if not any(access.holds(request.user, permission) for permission in OVERSEES):
        raise PermissionDenied


def reorganisations(request: HttpRequest) -> HttpResponse:
    """Every change of the map, newest first."""
    oversees(request)
    rows = Reorganisation.objects.visible_to(request.user).select_related("recorded_by").order_by("-on", "-pk")[:200]
    context = {
        "rows": rows,
        "kinds": [(word, kind.label) for word, kind in KINDS.items()],
        "administers": access.holds(request.user, Permission.ADMINISTER),
        "today": clock.today(),
    }
    return render(request, "units/reorganisation/reorganisations.html", context)


@require_http_methods(["GET", "POST"])
def wizard(request: HttpRequest, kind: str) -> HttpResponse:
    """One change: what the act says, then every record that it touches, then the change."""
    if kind not in KINDS:
        raise Http404
    if not access.holds(request.user, Permission.ADMINISTER):
        raise PermissionDenied
    return _Wizard(request, kind).answer()


class _Wizard:
    """The wizard while it is asked for."""

    def __init__(self, request: HttpRequest, word: str) -> None:
        self.request, self.word, self.kind = request, word, KINDS[word]
        self.level_word = request.GET.get("cap", "xa") if request.GET.get("cap", "xa") in LEVELS else "xa"
        self.does_provinces = self.kind in OF_PROVINCES and access.over_a_province(
            request.user, [Permission.ADMINISTER]
        )
        if self.level_word == "tinh" and not self.does_provinces:
            self.level_word = "xa"
        self.level = LEVELS[self.level_word]
        today = clock.today()
        mine = Unit.objects.reached_by(request.user, Permission.ADMINISTER).in_force(today)
        self.has_districts = mine.filter(level=Level.DISTRICT).exists()
        above = mine.filter(level__lt=self.level)
        if self.level == Level.PROVINCE and self.kind == K.END:
            above = mine.filter(level=self.level)  # a province ends in another one
        self.parents = list(above.named(today).order_by("level", "code"))
        units = mine.filter(level=self.level)
        # their own unit is read, so that the refusal says why, and not offered
        below = access.from_above(
            request.user, Permission.ADMINISTER, list(units.values_list("pk", flat=True)), model=Unit
        )
        self.parent_names = names_apart(self.parents, today)
        self.above = next((unit for unit in self.parents if unit.slug == request.GET.get("thuoc", "")), None)
        if self.above is not None:
            units = units.within(self.above, today)
        elif self.level == Level.VILLAGE:
            units = units.none()  # a province has hundreds: first choose the commune
        self.units = list(units.named(today).order_by("code"))
        self.offered = [unit for unit in self.units if unit.pk in below]

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._form(TypedWish(self.kind, self.request.POST, self.units, self.parents), ())
        typed = TypedWish(self.kind, self.request.POST, self.units, self.parents)
        wish = typed.wish()
        if wish is None:
            return self._form(typed, typed.errors, status=422)
        try:
            if self.request.POST.get("buoc") == "ghi":
                seen.still(self.request, _lines(actions.preview(wish, by=self.request.user)))
                row = actions.reorganise(wish, by=self.request.user)
                messages.success(self.request, done_words(row))
                return redirect("units:reorganisation", pk=row.pk)
            return self._preview(typed, actions.preview(wish, by=self.request.user), wish.renewed)
        except staging.Moved as moved:
            fresh = actions.preview(wish, by=self.request.user)
            return self._preview(typed, fresh, wish.renewed, moved=moved.differences)
        except Refused as refused:
            if self.kind == K.SPLIT and typed.old and "buoc" in self.request.POST and self._children(typed):
                return self._preview(typed, None, wish.renewed, refused.reasons)
            return self._form(typed, refused.reasons, status=422)

    def _form(self, typed: TypedWish, refusals: Sequence[str], *, status: int = 200) -> HttpResponse:
        chosen = {unit.pk for unit in typed.old}
        context = {
            "word": self.word,
            "kind": self.kind,
            "title": self.kind.label,
            "typed": typed,
            "refusals": refusals,
            "units": self.offered,
            "chosen": chosen,
            "parents": [(unit, self.parent_names[unit.pk]) for unit in self.parents],
            "unit_kinds": [(k.value, k.label) for k in Kind if k.level == self.level],
            "levels": [item for item in LEVEL_WORDS if self._is_offered(*item)],
            "is_of_provinces": self.level == Level.PROVINCE,
            "level_word": self.level_word,
            "above": self.above,
            "picks_one": self.kind in {K.RENAME, K.SPLIT},
            "data": self.request.POST,
            "act": self.request.POST.get("van-ban", ""),
        }
        return render(self.request, "units/reorganisation/reorganise.html", context, status=status)

    def _is_offered(self, word: str, label: str) -> bool:
        """Provinces to who may change them; districts while some stand within reach."""
        if word == "tinh":
            return bool(self.does_provinces)
        return word != "huyen" or word == self.level_word or self.has_districts

    def _children(self, typed: TypedWish) -> list[Unit]:
        if typed.on is None:
            return []
        last = date.fromordinal(typed.on.toordinal() - 1)
        found: list[Unit] = []
        for unit in typed.old:
            found.extend(Unit.objects.in_force(last).children_of(unit, last).order_by("code"))
        return found

    def _preview(
        self,
        typed: TypedWish,
        found: Preview | None,
        renewed: frozenset[int],
        refusals: Sequence[str] = (),
        moved: tuple[staging.Difference, ...] = (),
    ) -> HttpResponse:
        wish = typed.wish()
        children = self._children(typed) if self.kind in {K.SPLIT, K.END} else []
        if self.kind == K.SPLIT:
            targets = [(at, item.name) for at, item in enumerate(typed.new)]
        else:
            targets = list(self.parent_names.items())
        asked = wish.children_to if wish else {}
        groups: dict[str, list[Any]] = {}
        for item in found.touched if found else ():
            groups.setdefault(item.what, []).append(item)
        context = {
            "word": self.word,
            "title": self.kind.label,
            "seen": found,
            "groups": list(groups.items()),
            "fields": typed.fields,
            "refusals": refusals,
            "renewed": renewed,
            "on": typed.on,
            "children": [
                (child, asked.get(child.pk, typed.parent.pk if typed.parent and self.kind == K.END else None))
                for child in children
            ],
            "targets": targets,
            "query": self.request.GET.urlencode(),
            "moved": moved,
            "seen_mark": seen.sealed(_lines(found)) if found else "",
        }
        status = 409 if moved else 422 if refusals else 200
        return render(self.request, "units/reorganisation/reorganise_preview.html", context, status=status)


def _lines(found: Preview) -> list[tuple[str, str]]:
    """Every record that a change touches, and what becomes of it."""
    return [(f"{item.what}: {item.label}", item.becomes) for item in (*found.touched, *found.impacts)]


def done_words(row: Reorganisation) -> str:
    """What is true now of a change that was just recorded."""
    if row.carried_at:
        return f"Đã ghi: {row.title}. Việc dở dang đã chuyển sang đơn vị mới."
    return f"Đã ghi: {row.title}. Đến ngày có hiệu lực, mở trang này và bấm «Chuyển việc dở dang»."


def undone_words(rows: Sequence[Reorganisation]) -> str:
    """What is true again of changes that were just undone."""
    whole = f"cả bảng, {format_count(len(rows))} ngày; " if len(rows) > 1 else ""
    return f"Đã hoàn tác: {whole}mọi thứ trở lại như trước lần sắp xếp này."


def reorganisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: its act, the units, what is unfinished, and whether it can be undone."""
    oversees(request)
    return _page(request, get_object_or_404(Reorganisation.objects.visible_to(request.user), pk=pk))


def _moving(impacts: Sequence[Impact]) -> list[tuple[str, str]]:
    return [(f"{impact.what}: {impact.label}", impact.becomes) for impact in impacts if impact.moves]


def _page(
    request: HttpRequest,
    row: Reorganisation,
    refusals: Sequence[str] = (),
    status: int = 200,
    moved: tuple[staging.Difference, ...] = (),
) -> HttpResponse:
    units = list(row.units.order_by("level", "code", "valid_from"))
    administers = row.undone_at is None and not why_not_reorganise(request.user, units)
    impacts = [] if row.undone_at else unfinished(row, user=request.user)
    shown = set(Reorganisation.objects.visible_to(request.user).filter(file__isnull=False, file=row.file_id)) | {row}
    context = {
        "moved": moved,
        "seen_mark": seen.sealed(_moving(impacts)),
        "row": row,
        "ended": [unit for unit in units if unit.valid_to == row.on],
        "begun": [unit for unit in units if unit.valid_from == row.on],
        "others": [unit for unit in units if row.on not in (unit.valid_to, unit.valid_from)],
        "moving": [impact for impact in impacts if impact.moves],
        "staying": [impact for impact in impacts if not impact.moves],
        "is_due": row.on <= clock.today(),
        "administers": administers,
        "why_not_undo": why_not_undo(row) if administers else [],  # it names what hangs on every new unit
        "table": [item for item in whole_table(row) if item in shown],
        "refusals": refusals,
    }
    return render(request, "units/reorganisation/reorganisation.html", context, status=status)


@require_POST
def reorganisation_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Move what is unfinished, or undo."""
    if not access.holds(request.user, Permission.ADMINISTER):
        raise PermissionDenied
    row = get_object_or_404(Reorganisation.objects.visible_to(request.user), pk=pk)
    try:
        if step == "chuyen-viec":
            seen.still(request, _moving(unfinished(row, user=request.user)))
            moved = actions.carry_over(pk, by=request.user)
            messages.success(request, f"Đã chuyển {moved} bản ghi dở dang sang đơn vị mới.")
        elif step == "hoan-tac":
            undo(pk, reason=request.POST.get("ly-do", "")[:500], by=request.user)
            messages.success(request, undone_words(whole_table(row)))
        else:
            raise Http404
    except staging.Moved as found:
        return _page(request, row, status=409, moved=found.differences)
    except Refused as refused:
        return _page(request, row, refused.reasons, 422)
    if not Reorganisation.objects.visible_to(request.user).filter(pk=pk).exists():
        return redirect("units:reorganisations")  # all its units were made by the table, and are gone again
    return redirect("units:reorganisation", pk=pk)


@require_http_methods(["GET", "POST"])
def classes(request: HttpRequest, slug: str) -> HttpResponse:
    """The classes of a unit: entered and left by acts."""
    unit = unit_or_404(slug, request.user)
    if why_not_reorganise(request.user, [unit]):
        raise PermissionDenied
    known = [item for item in of_level(unit.level, known_classes()) if unit.valid_from < item.until]
    form, refusals = ClassForm(classes=known), []
    if request.method == "POST":
        form = ClassForm(request.POST if "value" in request.POST else None, classes=known)
        try:
            if "ket-thuc" in request.POST:
                _leave(request, unit)
            elif "bo" in request.POST:
                _take_out(request, unit)
            elif form.is_valid():
                _enter(request, unit, form.cleaned_data)
            else:
                raise Refused
            messages.success(request, "Đã ghi phân loại. Các kết luận dùng phân loại này được tính lại khi mở.")
            return redirect("units:classes", slug=unit.slug)
        except Refused as refused:
            refusals = list(refused.reasons)
    rows = unit.classifications.order_by("valid_from", "value")
    context = {
        "unit": unit,
        "rows": rows,
        "form": form,
        "refusals": refusals,
        "on": clock.today(),
        "adds_kinds": may_add(request.user),
    }
    return render(
        request, "units/reorganisation/classes.html", context, status=422 if request.method == "POST" else 200
    )


def _enter(request: HttpRequest, unit: Unit, said: dict[str, Any]) -> None:
    with audit.change(request.user) as trail:
        may_reorganise(request.user, [unit])
        changes.classify_unit(unit, said["value"], valid_from=said["valid_from"], act=said["act"], trail=trail)


def _leave(request: HttpRequest, unit: Unit) -> None:
    row = get_object_or_404(Classification, pk=read_id(request.POST.get("ket-thuc")), unit=unit)
    try:
        on = parse_date(request.POST.get("ngay", "").strip())
    except NumberRefused as error:
        raise Refused(f"Ngày kết thúc phân loại: {error}.") from error
    with audit.change(request.user) as trail:
        may_reorganise(request.user, [unit])
        changes.declassify_unit(unit, row.value, on=on, act=request.POST.get("van-ban", ""), trail=trail)


def _take_out(request: HttpRequest, unit: Unit) -> None:
    with audit.change(request.user) as trail:
        may_reorganise(request.user, [unit])
        rows = Classification.objects.select_for_update(of=("self",)).select_related("unit").filter(unit=unit)
        row = get_object_or_404(rows, pk=read_id(request.POST.get("bo")))
        changes.remove_class(row, reason=request.POST.get("ly-do", ""), trail=trail)


@require_http_methods(["GET", "POST"])
def shares(request: HttpRequest, slug: str) -> HttpResponse:
    """How much of a split unit each successor took, by an act."""
    unit = unit_or_404(slug, request.user)
    if why_not_reorganise(request.user, [unit]):
        raise PermissionDenied
    steps = list(unit.successions.select_related("to_unit").prefetch_related("shares").order_by("pk"))
    if len(steps) < 2:
        raise Http404
    refusals: list[str] = []
    if request.method == "POST":
        typed, refusals = read_shares(request.POST, [step.pk for step in steps])
        if not refusals:
            try:
                enter_shares(unit, typed, act=request.POST.get("van-ban", ""), by=request.user)
                messages.success(request, f"Đã ghi tỷ lệ chia của {unit.name}. Các chuỗi số liệu được tính lại khi mở.")
                return redirect("units:detail", slug=unit.slug)
            except Refused as refused:
                refusals = list(refused.reasons)
    lines = []
    for step in steps:
        current = next((row for row in step.shares.all() if row.replaced_at is None), None)
        text = request.POST.get(f"phan-{step.pk}", _percent(current.share) if current else "")
        lines.append({"step": step, "text": text, "current": current})
    context = {"unit": unit, "lines": lines, "refusals": refusals, "act": request.POST.get("van-ban", "")}
    return render(request, "units/reorganisation/shares.html", context, status=422 if refusals else 200)


def _percent(share: Decimal) -> str:
    return format_number(share * 100)
