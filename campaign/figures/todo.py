"""What waits for somebody in figures: periods to open, sheets to fill, correct, check or approve, requests to answer."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import Truncator

from accounts.permissions import Permission as P
from campaign.figures import apart
from campaign.figures.requests import ASKED, open_requests
from campaign.figures.words import State, Status
from campaign.models import Campaign, FigureEdit, FigureSet, FigureTransition
from campaign.periods.windows import due_day, period_of, working_year
from campaign.plan.addresses import figures_url, in_campaign
from campaign.plan.provinces import own_area
from campaign.poverty_standards.in_force import standard_for, standard_title, standards_for
from core.numbers import format_count
from core.text import lower_first
from office.todo import Card
from units import access
from units.access import Seat
from units.map.domain.levels import Level
from units.models import Unit

NAMED = 3  # units in the words of a card
LATEST = 50  # requests that are read


def figure_cards(user: Any, campaign: Campaign) -> list[Card]:
    """What waits for somebody in figures, of every year: they belong to no campaign, so two may tell the same."""
    seat = _local_seat(user)
    return [
        *_approval_cards(user, campaign),
        *_request_cards(user, campaign),
        *(_seat_cards(user, seat, campaign) if seat is not None else ()),
        *_apart_cards(user),
    ]


def period_cards(user: Any, campaign: Campaign) -> list[Card]:
    """The official period of the working year that nobody has opened yet."""
    year = working_year()
    if not campaign.first_year <= year <= campaign.last_year:
        return []
    if not access.may(user, P.APPROVE_FIGURES, campaign.province):
        return []
    if period_of(campaign, year, Status.OFFICIAL) is not None:
        return []
    return [
        Card(
            f"Mở kỳ kết quả chính thức năm {year}",
            "Khi chưa mở kỳ, các đơn vị chưa nhập được",
            f"{reverse('campaign:period_open')}?nam={year}",
            "Mở kỳ",
            "figures",
            due=due_day(year, Status.OFFICIAL),
        )
    ]


def _approval_cards(user: Any, campaign: Campaign) -> list[Card]:
    """Sets that have been checked and wait for the standing agency, by year and kind."""
    if not access.may(user, P.APPROVE_FIGURES, campaign.province):
        return []
    waiting = (
        awaiting_approval(user, campaign)
        .filter(year__range=(campaign.first_year, campaign.last_year))
        .values("year", "status", "standard")
        .annotate(
            number=Count("pk"),
            first=Count("pk", filter=Q(open_until=None)),
            checked=Count("pk", filter=Q(state=State.CHECKED)),
        )
        .order_by("year", "status", "standard")
    )
    found = []
    for row in waiting:
        year, number, status, standard = row["year"], row["number"], Status(row["status"]), row["standard"]
        sent = "đã kiểm tra" if row["checked"] else "đã gửi"
        found.append(
            Card(
                what=f"Phê duyệt {format_count(number)} bộ {_figures(campaign, year, standard)}",
                whose=f"{status.label}, {sent if row['first'] else f'điều chỉnh {sent}'}, chờ cơ quan thường trực",
                url=_preview_of(campaign, year, status, standard),
                action="Xem trước, phê duyệt",
                area="figures",
                due=due_day(year, status) if row["first"] else None,  # corrections came after that day
                count=number,
            )
        )
    return found


def awaiting_approval(user: Any, campaign: Campaign) -> Any:
    """The sets of every level that somebody may approve now: what the card counts, the list says and the preview shows."""
    sets = FigureSet.objects.visible_to(user).open().year_end().of(campaign).waiting()
    return sets.exclude(pk__in=_touched_by(user))


def _touched_by(user: Any) -> Any:
    """What somebody opened again or typed into: another person approves it (`campaign.figures.workflow`)."""
    opened = FigureTransition.objects.filter(step="correct", by=user).order_by().values("figure_set")
    typed = FigureEdit.objects.filter(by=user).order_by().values("figure_set")
    return FigureSet.objects.filter(Q(pk__in=opened) | Q(pk__in=typed)).values("pk")


def _figures(campaign: Campaign, year: int, standard: str) -> str:
    """A year's figures in words; those of its other standard are told apart."""
    if standard == standard_for(campaign, year):
        return f"số liệu năm {year}"
    return f"số đầu kỳ cuối năm {year} theo {lower_first(standard_title(standard))}"


def _list_of(campaign: Campaign, year: int, status: Status, standard: str, place: str = "") -> str:
    url = figures_url("campaign:approve", campaign, year, status=status, standard=standard)
    if own_area(campaign) is not None:
        url = in_campaign(url, campaign)  # that of another past has a list of the same year
    return url + place


def _preview_of(campaign: Campaign, year: int, status: Status, standard: str) -> str:
    """All that waits with what one press would do; the list, where single ones are returned, is a step back."""
    url = figures_url("campaign:approve_step", campaign, year, "approve", status=status, standard=standard)
    url += f"{'&' if '?' in url else '?'}tat-ca=1"
    return in_campaign(url, campaign) if own_area(campaign) is not None else url


def _request_cards(user: Any, campaign: Campaign) -> list[Card]:
    """Requests to open approved figures again that nobody has answered, by year and kind."""
    if not access.may(user, P.APPROVE_FIGURES, campaign.province):
        return []
    of_its_years = FigureSet.objects.filter(year__range=(campaign.first_year, campaign.last_year))
    asked = waiting_requests(of_its_years.visible_to(user).of(campaign))
    groups: dict[tuple[int, str, str], list[FigureSet]] = {}
    for item, _ in asked:
        groups.setdefault((item.year, item.status, item.standard), []).append(item)
    return [
        Card(
            f"Trả lời đề nghị mở lại {_figures(campaign, year, standard)}: {_names(item.unit for item in sets)}",
            "Mở lại có thời hạn, hoặc nêu lý do không mở lại",
            _one_or_list(sets, campaign, year, Status(status), standard),
            "Xem đề nghị",
            "figures",
            count=len(sets),
        )
        for (year, status, standard), sets in sorted(groups.items())
    ]


def _one_or_list(sets: Sequence[FigureSet], campaign: Campaign, year: int, status: Status, standard: str) -> str:
    if len(sets) == 1:
        return reverse("campaign:figure_set", args=[sets[0].pk])
    return _list_of(campaign, year, status, standard, "#de-nghi")


def waiting_requests(sets: Any) -> list[tuple[FigureSet, FigureTransition]]:
    """The approved sets of a queryset that somebody asks to open again, with what they say, the oldest first."""
    rows = sets.current().filter(state=State.APPROVED, transitions__step=ASKED).select_related("unit").distinct()
    found = {row.pk: row for row in rows.order_by("-pk")[:LATEST]}
    waiting = open_requests(list(found.values()))
    return sorted(((found[pk], step) for pk, step in waiting.items()), key=lambda row: row[1].pk)


# ---- districts and communes ----


def _local_seat(user: Any) -> Seat | None:
    return next(
        (
            seat
            for seat in access.seats(user)
            if seat.permissions & {P.ENTER_FIGURES, P.CHECK_FIGURES}
            and seat.unit.level in {Level.DISTRICT, Level.COMMUNE}
        ),
        None,
    )


def _seat_cards(user: Any, seat: Seat, campaign: Campaign) -> list[Card]:
    """What a district or a commune still has to type, correct or check."""
    found = []
    if P.ENTER_FIGURES in seat.permissions:
        found += _missing_cards(seat, campaign)
        found += _correction_cards(user, campaign)
    if P.CHECK_FIGURES in seat.permissions:
        found += _check_cards(user, seat, campaign)
    return found


def _units(seat: Seat, year: int) -> dict[int, Unit]:
    on = date(year, 12, 31)
    rows = Unit.objects.in_force(on).within(seat.unit, on).filter(level__lte=Level.COMMUNE).order_by("code")
    return {unit.pk: unit for unit in rows}


def _missing_cards(seat: Seat, campaign: Campaign) -> list[Card]:
    """The working year's official figures that have not been sent; under its other standard once a period asks for them."""
    year = working_year()
    if not campaign.first_year <= year <= campaign.last_year:
        return []
    usual = standard_for(campaign, year)
    others = [code for code in standards_for(campaign, year) if code != usual and _is_asked(campaign, year, code)]
    units = _units(seat, year)
    rows = (
        FigureSet.objects.current()
        .year_end()
        .filter(year=year, status=Status.OFFICIAL, standard__in=(usual, *others), unit__in=units.keys())
    )
    states = {(row[0], row[1]): row[2] for row in rows.order_by("number").values_list("standard", "unit_id", "state")}
    found = []
    for standard in (usual, *others):
        lacking = [pk for pk in units if states.get((standard, pk), State.DRAFT) == State.DRAFT]
        if not lacking:
            continue
        words = f"kết quả rà soát năm {year}" if standard == usual else _figures(campaign, year, standard)
        what = f"Nhập, gửi {words}" + (f": còn {len(lacking)} đơn vị" if len(units) > 1 else "")
        url = figures_url("campaign:sheet", campaign, year, seat.unit.code, standard=standard)
        due = due_day(year, Status.OFFICIAL)
        found.append(Card(what, f"Kết quả chính thức, {seat.unit}", url, "Mở bảng nhập", "figures", due=due))
    return found


def _is_asked(campaign: Campaign, year: int, standard: str) -> bool:
    period = period_of(campaign, year, Status.OFFICIAL, standard)
    return period is not None and period.is_open


Key = tuple[int, str, str, str, date | None]  # year, kind, standard, state, until when


def _correction_cards(user: Any, campaign: Campaign) -> list[Card]:
    """What was sent back or opened again, of whatever year, and until when it may be changed."""
    groups: dict[Key, list[FigureSet]] = {}
    for row in _open(user, P.ENTER_FIGURES, campaign, (State.RETURNED, State.REOPENED)):
        groups.setdefault((row.year, row.status, row.standard, row.state, row.open_until), []).append(row)
    reasons = _reasons([rows[0] for rows in groups.values()])
    return [_correction_card(campaign, key, rows, reasons.get(rows[0].pk, "")) for key, rows in groups.items()]


def _correction_card(campaign: Campaign, key: Key, rows: Sequence[FigureSet], reason: str) -> Card:
    year, status, standard, state, until = key
    first = rows[0]
    words = "được mở lại để sửa" if state == State.REOPENED else "bị trả lại"
    time = f", {first.time_to_correct}" if until is not None else ""
    return Card(
        f"Sửa số liệu {words}: {_names(row.unit for row in rows)}",
        f"{Status(status).label} năm {year}{time}. Lý do: {Truncator(reason).chars(160)}",
        reverse("campaign:figure_set", args=[first.pk])
        if first.has_run_out and len(rows) == 1
        else figures_url("campaign:sheet", campaign, year, first.unit.code, status=status, standard=standard),
        "Xem, đề nghị thêm thời gian" if first.has_run_out else "Mở bảng nhập",
        "figures",
        due=until or due_day(year, status),
        count=len(rows),
    )


def _reasons(sets: Sequence[FigureSet]) -> dict[int, str]:
    """Why each set was opened again or sent back last: one question."""
    rows = FigureTransition.objects.filter(figure_set__in=sets, step__in=("correct", "return", "return_to_unit"))
    return dict(rows.order_by("pk").values_list("figure_set_id", "reason"))


def _check_cards(user: Any, seat: Seat, campaign: Campaign) -> list[Card]:
    """What the units below have sent, of whatever year."""
    groups: dict[tuple[int, str, str], list[FigureSet]] = {}
    for row in _open(user, P.CHECK_FIGURES, campaign, (State.SUBMITTED,)):
        groups.setdefault((row.year, row.status, row.standard), []).append(row)
    found = []
    for (year, status, standard), rows in groups.items():
        is_first = any(row.open_until is None for row in rows)
        what = f"Kiểm tra số liệu {len(rows)} đơn vị đã gửi"
        url = figures_url("campaign:sheet", campaign, year, seat.unit.code, status=status, standard=standard)
        due = due_day(year, status) if is_first else None
        whose = f"{Status(status).label} năm {year}, {seat.unit}"
        found.append(Card(what, whose, url, "Kiểm tra", "figures", due=due, count=len(rows)))
    return found


def _open(user: Any, permission: P, campaign: Campaign, states: Sequence[State]) -> list[FigureSet]:
    """The sets within somebody's reach in some states."""
    within = Unit.objects.reached_by(user, permission).filter(level__lte=Level.COMMUNE)
    rows = FigureSet.objects.open().year_end().filter(state__in=states, unit__in=within)
    return list(rows.select_related("unit").order_by("-year", "status", "unit__level", "unit__code"))


def _names(units: Iterable[Unit]) -> str:
    names = [unit.name for unit in units]
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" và {more} đơn vị khác" if more > 0 else "")


def _apart_cards(user: Any) -> list[Card]:
    """Approved figures of one's own unit from which a correction below has moved away."""
    return [
        Card(
            f"Số liệu năm {row.item.year} của {row.item.unit.name} lệch so với tổng các đơn vị trực thuộc",
            f"{row.who_moved} đã được điều chỉnh: {row.words}. Cần sửa thì đề nghị mở lại",
            reverse("campaign:figure_set", args=[row.item.pk]),
            "Xem chỗ lệch",
            "figures",
        )
        for row in apart.waiting_for(user)
    ]
