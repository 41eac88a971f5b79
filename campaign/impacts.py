"""What the end of units means for figures, targets and plans: read only, said as data."""

from collections.abc import Sequence
from datetime import date

from accounts.permissions import Duty
from campaign.activities.funds import balances
from campaign.figures.domain.counts import COUNTS
from campaign.figures.words import State, Status
from campaign.models import Campaign, Cell, FigureSet, FigureTransition, Fund, Plan, Target
from core import clock
from core.numbers import format_count
from core.text import listed
from units.access import with_predecessors
from units.impacts import Ending, Impact
from units.map.domain.levels import Level
from units.models import Organisation, Succession, Unit


def impacts(endings: Sequence[Ending], on: date) -> list[Impact]:
    """Sheets, targets, plans and Funds of units that end on a day."""
    return [*_sheets(endings, on), *_targets(endings, on), *_plans(endings), *_funds(endings), *_campaigns(endings)]


def _campaigns(endings: Sequence[Ending]) -> list[Impact]:
    """The campaigns of a province that ends: they stay whose they are and live on under what it became."""
    found = []
    for ending in endings:
        if ending.unit.level != Level.PROVINCE:
            continue
        names = listed([unit.name for unit in ending.heirs])
        for campaign in Campaign.objects.filter(province__in=with_predecessors([ending.unit])).order_by("first_year"):
            words = f"giữ nguyên: các trang, hồ sơ, số liệu của phong trào mở tiếp dưới {names}"
            found.append(Impact("Phong trào", campaign.name, words))
    return found


def _sheets(endings: Sequence[Ending], on: date) -> list[Impact]:
    """Unfinished sheets of the running year move with everything typed; approved ones and earlier years stay."""
    by_unit = {ending.unit.pk: ending for ending in endings}
    rows = FigureSet.objects.current().filter(unit__in=by_unit, as_of__gte=on).select_related("unit")
    moving: dict[tuple[object, ...], list[FigureSet]] = {}
    found = []
    for row in rows.order_by("unit__code", "pk"):
        ending, label = by_unit[row.unit_id], _label(row)
        if row.state == State.APPROVED:
            found.append(Impact("Số liệu đã duyệt", label, "giữ nguyên ở đơn vị cũ, vẫn là số đã báo cáo", row))
        elif not ending.is_whole:
            heirs = ", ".join(heir.name for heir in ending.heirs) or "không có đơn vị kế thừa"
            found.append(
                Impact("Số liệu đang nhập", label, f"giữ ở đơn vị cũ để tra cứu ({heirs}); không tự chia được", row)
            )
        else:
            key = (ending.heirs[0].pk, row.standard, row.year, row.as_of.toordinal(), row.status == Status.OFFICIAL)
            moving.setdefault(key, []).append(row)
    for sets in moving.values():
        found.extend(_merged(sets, by_unit[sets[0].unit_id].heirs[0], on))
    earlier = (
        FigureSet.objects.current().filter(unit__in=by_unit, as_of__lt=on).exclude(state=State.APPROVED)
    ).select_related("unit")
    found.extend(
        Impact("Số liệu năm trước chưa duyệt", _label(row), _who_goes_on(by_unit[row.unit_id]), row)
        for row in earlier.order_by("unit__code", "year")
    )
    return found


def _who_goes_on(ending: Ending) -> str:
    """A part is no right over the whole."""
    if ending.is_whole:
        return "vẫn của đơn vị cũ; cán bộ đơn vị mới làm tiếp được"
    return "vẫn của đơn vị cũ; đơn vị được chia nhiều phần nên cán bộ cấp trên làm tiếp"


def _label(row: FigureSet) -> str:
    return f"{row.unit.name}, {row.get_status_display().lower()} năm {row.year}, {row.get_state_display().lower()}"


def _merged(sets: Sequence[FigureSet], heir: Unit, on: date) -> list[Impact]:
    """One open sheet of the heir in place of those of its predecessors: what was typed adds up, and says of whom."""
    standing = (
        FigureSet.objects.current()
        .filter(
            unit=heir,
            year=sets[0].year,
            status=sets[0].status,
            as_of=sets[0].as_of,
            standard=sets[0].standard,
        )
        .exists()
    )
    if standing:
        return [
            Impact("Số liệu đang nhập", _label(row), f"giữ ở đơn vị cũ: {heir.name} đã có bảng của mình", row)
            for row in sets
        ]
    names = _predecessors(heir, on) or [row.unit.name for row in sets]
    typed = {row.unit.name: row for row in sets}
    now, first = clock.now(), sets[0]
    carried = {}
    merged = FigureSet(
        unit=heir,
        year=first.year,
        standard=first.standard,
        status=first.status,
        as_of=first.as_of,
        recorded_by=first.recorded_by,
        recorded_at=now,
        changed_at=now,
        is_illustrative=any(row.is_illustrative for row in sets),
        source=f"chuyển từ {', '.join(typed)} ngày {on:%d/%m/%Y}"[:300],
    )
    for count in COUNTS:
        values = [[name, getattr(typed[name], count) if name in typed else None] for name in names]
        known = [value for _, value in values if value is not None]
        if known:
            setattr(merged, count, sum(known))
            carried[count] = values
    merged.carried = carried
    note = FigureTransition(
        figure_set=merged,
        step="carry_over",
        source=first.state,
        target=State.DRAFT,
        by=first.recorded_by,
        reason=merged.source,
    )
    becomes = f"chuyển sang {heir.name}, giữ nguyên mọi số đã nhập"
    cells: dict[str, object] = {}
    for cell in Cell.objects.filter(figure_set__in=sets):
        cells[cell.indicator] = cells.get(cell.indicator, 0) + cell.value
    made = (merged, note, *(Cell(figure_set=merged, indicator=code, value=value) for code, value in cells.items()))
    return [
        Impact(
            "Số liệu đang nhập",
            _label(row),
            becomes,
            row,
            {"replaced_at": now, "edition": row.edition + 1},
            made if row.pk == first.pk else (),
        )
        for row in sets
    ]


def _predecessors(heir: Unit, on: date) -> list[str]:
    rows = Succession.objects.filter(to_unit=heir, on=on).select_related("from_unit").order_by("from_unit__code")
    return [row.from_unit.name for row in rows]


def _targets(endings: Sequence[Ending], on: date) -> list[Impact]:
    units = [ending.unit for ending in endings]
    rows = Target.objects.current().assigned().filter(unit__in=units, year__gte=on.year).select_related("unit")
    return [
        Impact(
            "Chỉ tiêu được giao",
            f"{row.unit.name}, năm {row.year}",
            "giữ ở đơn vị cũ; đơn vị mới chưa được giao chỉ tiêu và cần quyết định giao mới",
            row,
        )
        for row in rows.order_by("unit__code", "year")
    ]


def _plans(endings: Sequence[Ending]) -> list[Impact]:
    by_unit = {ending.unit.pk: ending for ending in endings}
    rows = Plan.objects.filter(unit__in=by_unit).exclude(state=Plan.State.WITHDRAWN).select_related("unit")
    found = []
    for row in rows.order_by("unit__code", "pk"):
        receiver = by_unit[row.unit_id].receiver
        becomes = "giữ nguyên như đã gửi"
        if row.state == Plan.State.RETURNED and receiver is not None:
            becomes = f"giữ tên nơi gửi; cán bộ {receiver.name} bổ sung và gửi lại được"
        found.append(Impact("Kế hoạch", f"{row} ({row.get_state_display().lower()})", becomes, row))
    return found


def _funds(endings: Sequence[Ending]) -> list[Impact]:
    """Money moves with a paper of its own; here it is only said whose it is to fetch."""
    by_unit = {ending.unit.pk: ending for ending in endings}
    found = []
    for campaign in Campaign.objects.filter(pk__in=Fund.objects.filter(unit__in=by_unit).values("campaign")):
        funds = Fund.objects.filter(campaign=campaign, unit__in=by_unit).select_related("unit").order_by("unit__code")
        left = balances(campaign, [(fund.unit, None) for fund in funds])
        for fund in funds:
            ending, amount = by_unit[fund.unit_id], left[f"u-{fund.unit_id}"]
            if amount:
                heirs = listed([str(one) for one in ending.heirs] or [str(ending.receiver or "đơn vị cấp trên")])
                becomes = f"giữ trong sổ của đơn vị cũ; {heirs} nhận bàn giao ở trang Sổ quỹ, theo văn bản bàn giao"
                found.append(Impact("Quỹ Vì người nghèo", f"{fund}, còn {format_count(amount)} đồng", becomes, fund))
    return found


def unfinished(old: Organisation, new: Organisation, duties: frozenset[Duty], on: date) -> list[Impact]:
    """What waits for a duty goes with it by itself; an organisation's own plans stay as filed."""
    found = []
    if Duty.STANDING_AGENCY in duties:
        waiting = FigureSet.objects.current().filter(state__in=(State.SUBMITTED, State.CHECKED)).select_related("unit")
        found += [
            Impact("Số liệu chờ phê duyệt", _label(row), f"{new} phê duyệt từ ngày nhận nhiệm vụ", row)
            for row in waiting.order_by("unit__code", "pk")[:200]
        ]
    fields = {
        Duty.STANDING_AGENCY: "acknowledged_by_standing_agency",
        Duty.AWARD_AGENCY: "acknowledged_by_award_agency",
    }
    for duty in sorted(duties):
        plans = Plan.objects.filter(state=Plan.State.FILED, **{fields[duty]: None}).select_related(
            "unit", "organisation"
        )
        found += [
            Impact("Kế hoạch chờ tiếp nhận", str(row), f"{new} tiếp nhận từ ngày nhận nhiệm vụ", row)
            for row in plans[:200]
        ]
    own = (
        Plan.objects.filter(organisation=old).exclude(state=Plan.State.WITHDRAWN).select_related("organisation", "unit")
    )
    found += [Impact("Kế hoạch đã gửi", str(row), "giữ tên nơi gửi", row) for row in own]
    return found
