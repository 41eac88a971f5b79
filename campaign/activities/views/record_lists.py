"""Records of the movement by tab, filtered and exported; who helps whom."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import audit
from accounts.permissions import Permission
from campaign import owners
from campaign.activities import record_lists
from campaign.activities.domain import records
from campaign.activities.domain.records import KINDS, Kind
from campaign.activities.domain.roads import ROADS
from campaign.activities.record_lists import Wish
from campaign.activities.views.beginning import may_begin
from campaign.activities.views.records import peak_word
from campaign.models import Campaign, Record
from campaign.plan.provinces import belonging
from campaign.scope import address, campaign_or_404, needs, scope_notes, years_to_choose
from campaign.year_kept import year_of_list
from core import clock
from core.numbers import read_year
from office.lists.list_files import ListColumn, list_file
from units import access
from units.map.domain.levels import Level
from units.models import Unit

PAGE = 50


def listing(request: HttpRequest) -> HttpResponse:
    """One tab: filtered, added, exported."""
    needs(request.user, Permission.VIEW_RECORDS)
    campaign = campaign_or_404()
    group = next((item for item in records.GROUPS if item.code == request.GET.get("nhom")), records.GROUPS[0])
    wish = Wish(
        group.code,
        request.GET.get("loai", ""),
        read_year(year_of_list(request, years_to_choose(campaign))),
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
        "begins": [kind for kind in kinds if not kind.must_follow and may_begin(request.user, kind)],
        "wish": wish,
        "narrowed_to": _narrowed_to(wish),
        "years": list(reversed(years_to_choose(campaign))),
        "states": list(labels.items()),
        "page": page,
        "lines": [(row, peak_word(row, campaign)) for row in page.object_list],
        "sums": record_lists.sums(rows),
        "can_export": access.holds(request.user, Permission.EXPORT),
        "leads": access.may(request.user, Permission.LEAD_MOVEMENT, campaign.province),
        "reports": access.holds(request.user, Permission.KEEP_RECORDS),
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
                    (peak_word(row, campaign), peak_word(row, campaign)),
                    ("minh họa", row.is_illustrative),
                )
                if said
            ),
        ]
        for row in rows
    ]
    notes = scope_notes(request.user, Permission.VIEW_RECORDS)
    return list_file(title, columns, lines, name="viec-phong-trao", notes=notes)


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
        return list_file("Đơn vị giúp đỡ và xã được giúp", columns, lines, name="don-vi-giup-xa", notes=notes)
    context = {
        "helped": [tie for tie in found if tie.number],
        "alone": alone,
        "others": sum(not tie.number and not tie.classes for tie in found),
        "can_export": access.holds(request.user, Permission.EXPORT),
    }
    return render(request, "campaign/activities/ties.html", context)
