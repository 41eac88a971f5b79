"""Households of a village or commune, one household's years, its registrations. Reading them is noted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.permissions import Permission
from core import clock
from core.numbers import format_count, read_id, read_year
from core.workflow import Refused, Stale
from office.lists.list_files import ListColumn, list_file
from office.once_only import creates
from units import access
from units.households.actions import households as actions
from units.households.actions.household_import import villages_of
from units.households.forms.households import (
    EditForm,
    EndForm,
    HeadForm,
    HouseholdForm,
    OutcomeForm,
    RegistrationForm,
    YearForm,
)
from units.households.states import CAUSES, DEPRIVATIONS, GROUPS, YearStatus, doubts, numbers, words
from units.map.views.map import lists_households, unit_or_404
from units.models import Household, HouseholdYear, Unit

PAGE = 50
MOST_EXPORTED = 50_000
MOST_SUMMED = 100  # villages whose counts stand above the list
STATUSES = {
    "ngheo": YearStatus.POOR, "can-ngheo": YearStatus.NEAR_POOR, "thoat-ngheo": YearStatus.ESCAPED,
    "moi-thoat-ngheo": YearStatus.NEWLY_ESCAPED, "khong-ngheo": YearStatus.NOT_POOR,
}  # fmt: skip


def households(request: HttpRequest, slug: str) -> HttpResponse:
    """The households of a unit's villages, filtered; exactly these as a file. Of a unit that was split, one's own part."""
    unit = unit_or_404(slug, request.user)
    if not lists_households(request.user, unit):
        raise Http404
    on = min(clock.today(), date.fromordinal(unit.valid_to.toordinal() - 1))
    year = read_year(request.GET.get("nam")) or on.year
    own = Unit.objects.within(unit, on).reached_by(request.user, Permission.VIEW_HOUSEHOLDS)
    villages = {row.pk: row for row in own}
    words_typed = request.GET.get("q", "").strip()
    status = STATUSES.get(request.GET.get("ket-qua", ""))
    rows = Household.objects.in_force(on).filter(village__in=list(villages))
    if words_typed:
        rows = rows.found(words_typed)
    if status:
        rows = rows.filter(years__year=year, years__status=status)
    if request.GET.get("tai") == "excel":
        return _export(request, unit, rows, year)
    number = _page_number(request, count := rows.count())
    # the keys of the page first: nothing wide is sorted or skipped
    keys = list(
        rows.order_by("village_id", "search_key", "pk").values_list("pk", flat=True)[
            (number - 1) * PAGE : number * PAGE
        ]
    )
    shown = {row.pk: row for row in Household.objects.filter(pk__in=keys)}
    found = {row.household_id: row for row in HouseholdYear.objects.filter(household__in=keys, year=year)}
    audit.note(request.user, "read_households", unit)
    context = {
        "unit": unit,
        "year": year,
        "years": range(clock.today().year, 2020, -1),
        "words": words_typed,
        "statuses": [(word, value.label) for word, value in STATUSES.items()],
        "status": request.GET.get("ket-qua", ""),
        "rows": [(shown[pk], villages[shown[pk].village_id], found.get(pk)) for pk in keys],
        "count": count,
        "number": number,
        "last": max(1, -(-count // PAGE)),
        "summary": _summary(villages, year, on) if not words_typed and not status and number == 1 else None,
        "keeps": access.may(request.user, Permission.KEEP_HOUSEHOLDS, unit),
    }
    return render(request, "units/households/households.html", context)


def _page_number(request: HttpRequest, count: int) -> int:
    return min(max(1, read_id(request.GET.get("trang")) or 1), max(1, -(-count // PAGE)))


def _summary(villages: Mapping[int, Unit], year: int, on: date) -> list[dict[str, Any]]:
    """Village by village, counted from the households: two questions. Villages that keep none are left out."""
    if len(villages) > MOST_SUMMED:  # a whole district: its sums are on the pages of figures
        return []
    living = dict(
        Household.objects.in_force(on)
        .filter(village__in=list(villages))
        .order_by()
        .values_list("village_id")
        .annotate(count=Count("pk"))
    )
    poor: dict[tuple[int, str], int] = {
        (village, status): count
        for village, status, count in HouseholdYear.objects.filter(
            household__village__in=list(villages), year=year, status__in=("poor", "near_poor")
        )
        .order_by()
        .values_list("household__village_id", "status")
        .annotate(count=Count("pk"))
    }
    return [
        {
            "village": villages[pk],
            "households": count,
            "poor": poor.get((pk, "poor"), 0),
            "near_poor": poor.get((pk, "near_poor"), 0),
        }
        for pk, count in sorted(living.items(), key=lambda item: villages[item[0]].code)
    ]


def _export(request: HttpRequest, unit: Unit, rows: QuerySet[Household], year: int) -> HttpResponse:
    count = rows.count()
    if count > MOST_EXPORTED:
        messages.error(
            request,
            f"Danh sách có {format_count(count)} hộ, nhiều hơn {format_count(MOST_EXPORTED)}. Hãy lọc theo xã, thôn hoặc kết quả.",
        )
        return redirect("units:households", slug=unit.slug)
    audit.note(
        request.user,
        "export_households",
        unit,
        summary=f"{format_count(count)} hộ, năm {year}, bộ lọc: {request.GET.get('ket-qua') or 'tất cả'}",
    )
    found = {row.household_id: row for row in HouseholdYear.objects.filter(household__in=rows.values("pk"), year=year)}
    columns = [
        ListColumn("Mã hộ", 18),
        ListColumn("Mã thôn", 12),
        ListColumn("Thôn, khu phố", 24),
        ListColumn("Chủ hộ", 28),
        ListColumn("Địa chỉ", 28),
        ListColumn("Dân tộc chủ hộ"),
        ListColumn("Dân tộc vợ hoặc chồng"),
        ListColumn("Số nhân khẩu"),
        ListColumn(f"Kết quả rà soát {year}", 24),
        ListColumn("Chỉ số thiếu hụt"),
        ListColumn("Nguyên nhân"),
        ListColumn("Nhóm"),
    ]
    lines = [
        [
            row.code,
            row.village.code,
            row.village.name,
            row.head,
            row.address,
            row.ethnicity,
            row.spouse_ethnicity,
            row.people,
            *_exported(found.get(row.pk)),
        ]
        for row in rows.select_related("village").order_by("village_id", "code")
    ]
    notes = ["Dữ liệu cá nhân: chỉ dùng cho công việc được giao; lần tải này được ghi vào nhật ký."]
    return list_file(
        f"Danh sách hộ, {unit.name}, năm {year}", columns, lines, name=f"danh-sach-ho-{unit.code}", notes=notes
    )


def _exported(row: HouseholdYear | None) -> list[str]:
    if row is None:
        return ["", "", "", ""]
    sets = (";".join(map(str, numbers(mask))) for mask in (row.deprivations, row.causes, row.groups))
    return [row.get_status_display(), *sets]


# ---- one household ----


def _household(request: HttpRequest, pk: int, permission: Permission = Permission.VIEW_HOUSEHOLDS) -> Household:
    """One within reach; that it was looked at is noted, whichever of its pages shows it."""
    row = get_object_or_404(Household.objects.select_related("village"), pk=pk)
    if not access.may(request.user, permission, row.village):
        raise Http404
    if request.method != "POST":  # what is written has its own rows
        audit.note(request.user, "read_household", row, label=f"Hộ {row.code}")
    return row


def household(request: HttpRequest, pk: int) -> HttpResponse:
    """One household: its years on one page."""
    row = _household(request, pk)
    found = {item.year: item for item in row.years.all()}
    registered = {item.year: item for item in row.registrations.all()}
    first, last = row.valid_from.year, min(clock.today().year, row.valid_to.year)
    years = sorted({*found, *registered, *range(max(first, last - 5), last + 1)}, reverse=True)
    lines = [
        {
            "year": year,
            "found": found.get(year),
            "registration": registered.get(year),
            "deprivations": words(found[year].deprivations, DEPRIVATIONS) if year in found else [],
            "causes": words(found[year].causes, CAUSES) if year in found else [],
            "groups": words(found[year].groups, GROUPS) if year in found else [],
            "doubts": doubts(found[year].status, found[year].deprivations, found[year].causes) if year in found else [],
        }
        for year in years
    ]
    context = {
        "row": row,
        "lines": lines,
        "heads": row.heads.order_by("valid_from"),
        "has_ended": row.valid_to <= clock.today(),
        "keeps": access.may(request.user, Permission.KEEP_HOUSEHOLDS, row.village),
        "sees_awards": access.holds(request.user, Permission.VIEW_NOMINATIONS),
    }
    return render(request, "units/households/household.html", context)


@creates
@require_http_methods(["GET", "POST"])
def new_household(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a household."""
    unit = unit_or_404(slug, request.user)
    if not access.may(request.user, Permission.KEEP_HOUSEHOLDS, unit):
        raise Http404
    villages = {str(v.pk): v for v in villages_of(unit, by=request.user, on=clock.today()).order_by("code")}
    form = HouseholdForm(request.POST or None, villages=[(pk, v.name) for pk, v in villages.items()])

    def store(said: dict[str, Any]) -> Household:
        return actions.found_household(villages[said.pop("village")], by=request.user, **said)

    back = ("units:households", unit.slug)
    return _form(request, form, store, f"Ghi hộ mới, {unit.name}", "Ghi hộ này", back=back, household=None)


@require_http_methods(["GET", "POST"])
def household_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Correct, give another head, end."""
    row = _household(request, pk, Permission.KEEP_HOUSEHOLDS)
    by, data = request.user, request.POST or None
    if step == "sua":
        initial = {name: getattr(row, name) for name in ("edition", *actions.EDITED)}
        form: Any = EditForm(data, initial=initial)
        title, button = "Sửa thông tin hộ", "Lưu"

        def store(said: dict[str, Any]) -> Any:
            return actions.edit_household(pk, edition=said.pop("edition"), values=said, by=by)
    elif step == "chu-ho":
        form, title, button = HeadForm(data), "Đổi chủ hộ", "Ghi chủ hộ mới"

        def store(said: dict[str, Any]) -> Any:
            return actions.change_head(pk, said["name"], on=said["on"], by=by)
    elif step == "ket-thuc":
        form, title, button = EndForm(data), "Hộ không còn ở thôn", "Ghi hộ không còn ở thôn"

        def store(said: dict[str, Any]) -> Any:
            return actions.end_household(pk, on=said["on"], reason=said["reason"], by=by)
    else:
        raise Http404
    return _form(request, form, store, f"{title}: {row}", button, back=("units:household", pk), household=row)


@require_http_methods(["GET", "POST"])
def household_year(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """What the survey of a year found."""
    row = _household(request, pk, Permission.KEEP_HOUSEHOLDS)
    found = row.years.filter(year=year).first()
    initial: dict[str, Any] = {"edition": 0, "people": row.people}
    if found:
        sets = {name: [str(n) for n in numbers(getattr(found, name))] for name in ("deprivations", "causes", "groups")}
        initial = {"edition": found.edition, "status": found.status, "people": found.people, **sets}
    form = YearForm(request.POST or None, initial=initial)

    def store(said: dict[str, Any]) -> Any:
        sets = {name: [int(n) for n in said.pop(name)] for name in ("deprivations", "causes", "groups")}
        return actions.record_year(pk, year, by=request.user, **said, **sets)

    title = f"Kết quả rà soát năm {year}: {row}"
    return _form(request, form, store, title, "Lưu kết quả", back=("units:household", pk), household=row)


@require_http_methods(["GET", "POST"])
def registration(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Register to leave poverty in a year."""
    row = _household(request, pk, Permission.KEEP_HOUSEHOLDS)
    form = RegistrationForm(request.POST or None)
    note = ""
    if not row.years.filter(year=year - 1).exists():
        note = f"Cổng chưa có kết quả rà soát năm {year - 1} của hộ; vẫn ghi được đăng ký."

    def store(said: dict[str, Any]) -> Any:
        return actions.register_exit(pk, year, by=request.user, **said)

    title = f"Đăng ký thoát nghèo năm {year}: {row}"
    return _form(request, form, store, title, "Ghi đăng ký", back=("units:household", pk), household=row, note=note)


@require_http_methods(["GET", "POST"])
def registration_outcome(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """What came of it."""
    row = _household(request, pk, Permission.KEEP_HOUSEHOLDS)
    item = get_object_or_404(row.registrations, year=year)
    form = OutcomeForm(request.POST or None, initial={"edition": item.edition})

    def store(said: dict[str, Any]) -> Any:
        return actions.close_registration(item.pk, by=request.user, **said)

    title = f"Kết quả đăng ký thoát nghèo năm {year}: {row}"
    return _form(request, form, store, title, "Ghi kết quả", back=("units:household", pk), household=row)


def _form(
    request: HttpRequest,
    form: Any,
    store: Any,
    title: str,
    button: str,
    *,
    back: tuple[Any, ...],
    household: Household | None,
    note: str = "",
) -> HttpResponse:
    """A form whose refusals stand above it; what was typed stays."""
    refusals: tuple[str, ...] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = store(dict(form.cleaned_data))
                messages.success(request, "Đã ghi.")
                return redirect("units:household", pk=household.pk if household else done.pk)
            except Refused as refused:
                refusals = refused.reasons
            except Stale as stale:
                status = 409
                refusals = (f"{stale} Nội dung bạn nhập còn nguyên ở dưới; mở trang hộ để xem bản mới rồi làm lại.",)
    context = {
        "form": form,
        "title": title,
        "button": button,
        "refusals": refusals,
        "household": household,
        "note": note,
        "back": redirect(back[0], *back[1:]).url,
    }
    return render(request, "units/households/household_form.html", context, status=status)
