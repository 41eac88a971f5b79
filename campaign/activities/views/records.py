"""Records of the movement: the list, one record, its steps; who helps whom."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.permissions import Permission
from campaign import owners, subjects
from campaign.activities import record_lists
from campaign.activities.actions import records as actions
from campaign.activities.domain import records
from campaign.activities.domain.records import KINDS, Kind, Road, Type
from campaign.activities.domain.roads import COUNTED, EDITABLE, ROADS
from campaign.activities.forms import RecordForm, initial_of
from campaign.activities.record_lists import Wish
from campaign.figures.forms import ReasonForm
from campaign.models import Campaign, Record
from campaign.plan.provinces import belonging
from campaign.scope import address, campaign_or_404, needs, scope_notes
from core import clock
from core.numbers import format_date, read_id, read_year
from core.workflow import Refused, Stale
from office.files.contents import FileRefused
from office.files.responses import download
from office.lists.list_files import ListColumn, list_file
from office.once_only import creates
from office.pages import Compared, add_refusals, conflict, refusals_as_messages
from units import access
from units.map.domain.levels import Level
from units.models import Organisation, Unit

PAGE = 50
YEAR_OPEN = 3  # until this month a new report is about the year before
# who may begin a kind that not everybody writes
BEGINS: Mapping[Road, Permission] = {Road.REMARK: Permission.SUPERVISE, Road.INSPECTION: Permission.INSPECT}


def _may_begin(user: Any, kind: Kind) -> bool:
    wanted = BEGINS.get(kind.road, Permission.KEEP_RECORDS)
    return access.holds(user, wanted) and access.holds(user, Permission.KEEP_RECORDS)


def _reach(user: Any, kind: Kind) -> QuerySet[Unit] | None:
    """Where a remark or an inspection may be about; other kinds are about any place."""
    return Unit.objects.reached_by(user, BEGINS[kind.road]) if kind.road in BEGINS else None


def listing(request: HttpRequest) -> HttpResponse:
    """One tab: filtered, added, exported."""
    needs(request.user, Permission.VIEW_RECORDS)
    campaign = campaign_or_404()
    group = next((item for item in records.GROUPS if item.code == request.GET.get("nhom")), records.GROUPS[0])
    wish = Wish(
        group.code,
        request.GET.get("loai", ""),
        read_year(request.GET.get("nam")),
        request.GET.get("tt", ""),
        request.GET.get("tim", "").strip(),
        owners.choice(request.GET.get("don-vi", "")),
        owners.choice(request.GET.get("ve", ""), "u"),
    )
    kinds = records.of_group(group.code)
    labels = {state: label for kind in kinds for state, label in ROADS[kind.road].labels.items() if state != "removed"}
    rows = record_lists.narrowed(Record.objects.readable_by(request.user).filter(campaign=campaign), wish)
    rows = rows.select_related("unit", "organisation", "about")
    if request.GET.get("tai") == "excel":
        return _excel(request, group.label, list(rows), KINDS.get(wish.kind), campaign)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {
        "group": group,
        "clause": campaign.definition.records_clause(kind.code for kind in kinds),
        "groups": [(item, address("campaign:records", query={"nhom": item.code})) for item in records.GROUPS],
        "kinds": kinds,
        "begins": [kind for kind in kinds if not kind.must_follow and _may_begin(request.user, kind)],
        "wish": wish,
        "narrowed_to": _narrowed_to(wish),
        "years": range(min(campaign.last_year, clock.today().year), campaign.first_year - 1, -1),
        "states": list(labels.items()),
        "page": page,
        "lines": [(row, _peak_word(row, campaign)) for row in page.object_list],
        "sums": record_lists.sums(rows),
        "can_export": access.holds(request.user, Permission.EXPORT),
        "leads": access.may(request.user, Permission.LEAD_MOVEMENT, campaign.province),
        "suggestions": record_lists.suggestions(request.user, campaign) if group.code == "dien-hinh" else (),
    }
    return render(request, "campaign/activities/records.html", context)


def _narrowed_to(wish: Wish) -> list[tuple[str, str, str]]:
    """Whose records alone are listed, or what they are about: the filter's name and value, and its words."""
    wanted = (("don-vi", wish.owner, "Nơi ghi"), ("ve", wish.about, "Về địa phương"))
    return [(name, key, f"{label}: {owners.name_of(key)}") for name, key, label in wanted if key]


def _excel(request: HttpRequest, title: str, rows: list[Record], kind: Kind | None, campaign: Campaign) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    audit.note(request.user, "export", label=f"{title}, {len(rows)} dòng")
    asked = [item for item in kind.questions if item.key not in records.COLUMNS] if kind else []
    columns = [
        ListColumn("Ngày", 12),
        ListColumn("Năm"),
        ListColumn("Loại", 24),
        ListColumn("Nơi ghi", 32),
        ListColumn("Nội dung", 48),
        ListColumn("Về địa phương", 28),
        ListColumn("Số tiền (đồng)", 18),
        ListColumn("Số hộ"),
        ListColumn("Số người"),
        ListColumn("Trạng thái", 24),
        *(ListColumn(item.label, 28) for item in asked),
        ListColumn("Ghi chú", 16),
    ]
    lines = [
        [
            row.on,
            row.year,
            row.kind_of.label,
            str(row.owner),
            row.title,
            row.about.name if row.about else "",
            row.amount,
            row.households,
            row.people,
            row.state_label,
            *("Có" if (value := row.answer(item.key)) is True else value for item in asked),
            ", ".join(
                word
                for word, said in (
                    ("nhập bù", row.is_late),
                    (_peak_word(row, campaign), _peak_word(row, campaign)),
                    ("minh họa", row.is_illustrative),
                )
                if said
            ),
        ]
        for row in rows
    ]
    notes = scope_notes(request.user, Permission.VIEW_RECORDS)
    return list_file(title, columns, lines, name="viec-phong-trao", notes=notes)


def supervise_address(user: Any, subject: str, pk: int) -> str:
    """Where somebody who supervises writes a remark on a thing; nothing for anybody else."""
    if not _may_begin(user, KINDS["giam-sat"]):
        return ""
    return f"{reverse('campaign:record_new', args=['giam-sat'])}?{subjects.WORDS[subject]}={pk}"


def owners_of(user: Any) -> dict[str, tuple[Unit | None, Organisation | None]]:
    """For whom somebody may write: their organisations, their units, and the units within those."""
    found: dict[str, tuple[Unit | None, Organisation | None]] = {}
    today = clock.today()
    for seat in access.seats(user):
        if Permission.KEEP_RECORDS not in seat.permissions:
            continue
        if seat.organisation is not None:
            found[owners.key_of(None, seat.organisation)] = (None, seat.organisation)
            continue
        below = Unit.objects.in_force(today).within(seat.unit, today).order_by("level", "code")
        found |= {owners.key_of(unit, None): (unit, None) for unit in below}
    return found


@creates
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a record; it stays a draft until it is sent on."""
    shape = _kind(kind)
    if not _may_begin(request.user, shape):
        raise PermissionDenied
    campaign = campaign_or_404()
    own = owners_of(request.user)
    subject = subjects.asked_for(request.user, request.GET) if shape.has_subject or shape.follows else None
    if shape.follows and (
        (subject is None and shape.must_follow) or (subject is not None and subject.kind != shape.follows)
    ):
        raise Http404
    initial: dict[str, Any] = {"on": clock.today()}
    about_year, period = _report_year(request, campaign), _report_period(request)
    if subject is not None and subject.unit is not None:
        initial["about"] = str(subject.unit.pk)
    if shape.road == Road.REPORT and own:
        initial["year"] = str(about_year)
        initial["q_period"] = records.PERIODS[period]
        initial["q_done"] = record_lists.first_words(campaign, *next(iter(own.values())), about_year, period)
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        kind=shape,
        campaign=campaign,
        initial=initial,
        owners=owners.choices(list(own.values())),
        classes={owners.class_of(body) for _, body in own.values()},
        reach=_reach(request.user, shape),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        unit, organisation = own[data["owner"]]
        told = (subject.type, subject.pk, subject.label) if subject is not None else None
        try:
            record = actions.write(
                campaign,
                kind,
                form.draft(told),
                unit=unit,
                organisation=organisation,
                uploads=data["files"],
                is_late=data["is_late"],
                scan=data["scan"],
                by=request.user,
            )
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused, file="files")
        else:
            messages.success(request, "Đã lưu bản nháp. Kiểm tra lại rồi chọn bước tiếp theo.")
            return redirect("campaign:record", pk=record.pk)
    context = {
        "form": form,
        "clause": campaign.definition.records_clause([shape.code]),
        "kind": shape,
        "subject": subject,
        "back": _list_address(shape),
    }
    if shape.road == Road.REPORT:
        years = range(min(campaign.last_year, clock.today().year), campaign.first_year - 1, -1)
        counted = records.years_of(period, about_year, campaign.definition.rounds)
        context |= {
            "filled_for": f"{records.PERIODS[period].lower()} {about_year}",
            "filled_from": "sáu tháng đầu năm" if period == "6-thang" else records.years_words(counted),
            "fill_year": about_year,
            "fill_period": period,
            "fill_years": years,
            "fill_periods": records.PERIODS.items(),
        }
    return render(request, "campaign/activities/record_form.html", context, status=422 if form.errors else 200)


def _report_year(request: HttpRequest, campaign: Campaign) -> int:
    """The year that a new report is filled in for: the one asked for; in the first months the year before."""
    asked, today = read_year(request.GET.get("nam")), clock.today()
    if asked is not None and campaign.first_year <= asked <= min(campaign.last_year, today.year):
        return asked
    return min(max(today.year - (today.month <= YEAR_OPEN), campaign.first_year), campaign.last_year)


def _report_period(request: HttpRequest) -> str:
    asked = request.GET.get("ky", "")
    return asked if asked in records.PERIODS else "nam"


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]


def _list_address(kind: Kind) -> str:
    return address("campaign:records", query={"nhom": kind.group})


def _record(request: HttpRequest, pk: int, rows: QuerySet[Record] | None = None) -> Record:
    rows = Record.objects.visible_to(request.user) if rows is None else rows
    rows = rows.select_related("unit", "organisation__seat", "about", "campaign", "scan", "recorded_by")
    return get_object_or_404(rows, pk=pk)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: what was written, files, answers, what may be done next."""
    needs(request.user, Permission.VIEW_RECORDS)
    record = _record(request, pk, Record.objects.readable_by(request.user))
    facts = actions.facts_of(record, by=request.user)
    # of another place's published story only what was published: no files, no names of officers, no steps
    is_in_reach = Record.objects.visible_to(request.user).filter(pk=pk).exists()
    steps = record.transitions.select_related("by")
    context = {
        "record": record,
        "kind": record.kind_of,
        "clause": record.campaign.definition.records_clause([record.kind]),
        "answers": [
            (item, value) for item in record.kind_of.questions if (value := record.answer(item.key)) not in (None, "")
        ],
        "money": Type.MONEY,
        "count": Type.COUNT,
        "flag": Type.FLAG,
        "files": record.files.select_related("file") if is_in_reach else (),
        "may_drop": facts.may(Permission.KEEP_RECORDS) and actions.may_drop_files(record),
        "options": record.road.options(facts),
        "can_edit": record.state in EDITABLE and facts.may(Permission.KEEP_RECORDS),
        "is_in_reach": is_in_reach,
        "transitions": steps if is_in_reach else (),
        "said": [step for step in steps.order_by("pk") if step.step in SAID] if is_in_reach else [],
        "workflow": record.road,
        "peak_word": _peak_word(record, record.campaign),
        "subject": subjects.find(request.user, record.subject_type, record.subject_id) if record.subject_id else None,
        "back": _list_address(record.kind_of),
        **_carried_on(request.user, record),
    }
    return render(request, "campaign/activities/record.html", context)


def _peak_word(record: Record, campaign: Campaign) -> str:
    """How a pledge or receipt stands to the peak month; nothing for other kinds."""
    return records.peak_word(record.on, campaign.definition.peak) if record.kind_of.follows == records.DRIVE else ""


def _carried_on(user: Any, record: Record) -> dict[str, Any]:
    """What carries a record on, within one's reach: the rows, their sums beside what was planned, what may be begun."""
    kinds = records.followers_of(record.kind)
    rows = record_lists.carrying_on(user, record) if kinds else []
    begins = [
        (kind, f"{reverse('campaign:record_new', args=[kind.code])}?{subjects.WORDS['record']}={record.pk}")
        for kind in kinds
        if record.state in COUNTED and _may_begin(user, kind)
    ]
    return {
        "followers": [(row, _peak_word(row, record.campaign)) for row in rows],
        "follow_sums": record_lists.beside(record, rows),
        "follow_begins": begins,
        "follow_kinds": kinds,
    }


SAID = frozenset({"answer", "again", "overrule", "dispute"})  # steps whose words are part of the matter


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; the second editor keeps what they typed."""
    record = _record(request, pk)
    facts = actions.facts_of(record, by=request.user)
    if not facts.may(Permission.KEEP_RECORDS):
        raise Http404
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        kind=record.kind_of,
        campaign=record.campaign,
        initial=initial_of(record),
        classes={owners.class_of(record.organisation)},
        reach=_reach(request.user, record.kind_of),
    )
    if request.method == "POST" and form.is_valid():
        edition = request.POST.get("edition", "")
        try:
            actions.edit(
                pk, form.draft(), edition=read_id(edition) or 0, uploads=form.cleaned_data["files"], by=request.user
            )
        except Stale:
            return _conflict(request, pk, form)
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused, file="files")
        else:
            messages.success(request, "Đã lưu.")
            return redirect("campaign:record", pk=pk)
    context = {
        "form": form,
        "clause": record.campaign.definition.records_clause([record.kind]),
        "kind": record.kind_of,
        "record": record,
        "back": reverse("campaign:record", args=[pk]),
    }
    return render(request, "campaign/activities/record_form.html", context, status=422 if form.errors else 200)


def _conflict(request: HttpRequest, pk: int, form: RecordForm) -> HttpResponse:
    record = Record.objects.select_related("about", "organisation").get(pk=pk)
    stored = RecordForm(
        kind=record.kind_of,
        campaign=record.campaign,
        initial=initial_of(record),
        classes={owners.class_of(record.organisation)},
    )
    rows, fields = [], [("edition", str(record.edition))]
    for name in form.fields:
        if name == "files":
            continue
        typed = form.data.getlist(name)
        fields += [(name, value) for value in typed]
        now = stored[name].value()
        shown = "; ".join(now) if isinstance(now, list) else str(stored.fields[name].prepare_value(now) or "")
        if name == "on":
            shown = format_date(record.on)
        rows.append(Compared(str(form.fields[name].label), stored=shown, typed="; ".join(typed)))
    return conflict(
        request,
        heading="Bản ghi đã được người khác sửa trước khi bạn lưu",
        rows=[row for row in rows if row.differs],
        fields=fields,
        back=reverse("campaign:record", args=[pk]),
        note="Ảnh, tệp vừa chọn cần chọn lại.",
    )


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step, asked once."""
    record = _record(request, pk)
    if step not in record.road.steps:
        raise Http404
    move = record.road[step]
    form = ReasonForm(request.POST or None) if move.reason else None
    if form is not None and step in {"answer", "again"}:
        form.fields["reason"].label = "Nội dung"
    if request.method == "POST" and (form is None or form.is_valid()):
        edition = request.POST.get("edition", "")
        with refusals_as_messages(request):
            actions.advance(
                pk,
                step,
                by=request.user,
                edition=read_id(edition) or 0,
                reason=form.cleaned_data["reason"] if form else "",
            )
            messages.success(request, f"{move.label}: {record.title}.")
        if step == "remove":
            return redirect(_list_address(record.kind_of))
        return redirect("campaign:record", pk=pk)
    return render(request, "campaign/activities/record_step.html", {"record": record, "step": move, "form": form})


@require_http_methods(["GET", "POST"])
def drop_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A photo or paper comes off a draft, asked once."""
    record = _record(request, pk)
    if not actions.facts_of(record, by=request.user).may(Permission.KEEP_RECORDS):
        raise Http404
    kept = get_object_or_404(record.files.select_related("file"), pk=number)
    if request.method == "POST":
        edition = request.POST.get("edition", "")
        with refusals_as_messages(request):
            actions.drop_file(pk, number, edition=read_id(edition) or 0, by=request.user)
            messages.success(request, f"Đã bỏ tệp «{kept.file.name}» khỏi bản nháp.")
        return redirect("campaign:record", pk=pk)
    context = {"record": record, "kept": kept, "may_drop": actions.may_drop_files(record)}
    return render(request, "campaign/activities/record_file_drop.html", context)


def file(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """A file of a record (its scan is number 0), for whoever may see the record."""
    record = _record(request, pk)
    if number == 0 and record.scan is not None:
        return download(record.scan)
    kept = get_object_or_404(record.files.select_related("file"), pk=number)
    return download(kept.file)


def ties(request: HttpRequest) -> HttpResponse:
    """Who helps which unit; those in special difficulty that nobody helps come first."""
    needs(request.user, Permission.VIEW_RECORDS)
    campaign = campaign_or_404()
    on = clock.today()
    reached = Unit.objects.reached_by(request.user, Permission.VIEW_RECORDS).in_force(on)
    units = list(belonging(campaign, reached.filter(level__in=(Level.DISTRICT, Level.COMMUNE))))
    found = record_lists.ties(Record.objects.visible_to(request.user).filter(campaign=campaign), units, on)
    alone = [tie for tie in found if not tie.number and tie.classes]
    if request.GET.get("tai") == "excel":
        needs(request.user, Permission.EXPORT)
        audit.note(request.user, "export", label=f"Đơn vị giúp xã, {len(found)} dòng")
        columns = [
            ListColumn("Địa phương", 30),
            ListColumn("Diện", 30),
            ListColumn("Bên giúp", 60),
            ListColumn("Số việc"),
            ListColumn("Đã xác nhận"),
            ListColumn("Giá trị (đồng)", 20),
            ListColumn("Lượt hộ"),
        ]
        lines = [
            [tie.unit.name, "; ".join(tie.classes), tie.parties, tie.number, tie.confirmed, tie.amount, tie.households]
            for tie in found
        ]
        notes = scope_notes(request.user, Permission.VIEW_RECORDS)
        return list_file("Đơn vị nào giúp xã nào", columns, lines, name="don-vi-giup-xa", notes=notes)
    context = {
        "helped": [tie for tie in found if tie.number],
        "alone": alone,
        "others": sum(not tie.number and not tie.classes for tie in found),
        "can_export": access.holds(request.user, Permission.EXPORT),
    }
    return render(request, "campaign/activities/ties.html", context)
