"""A whole table of successions, of several acts and days: seen before, applied at once, undone as a whole."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.db import transaction
from django.db.models import Q

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from core import clock
from core.acts import LINE, in_one_line, why_no_line
from core.numbers import format_count, format_date
from core.workflow import Refused
from office.files.contents import XLSX
from office.models import StoredFile
from units import access
from units.impacts import Impact, impacts_of
from units.map.actions.log import Log, Touched
from units.map.actions.map import derive_ancestry
from units.map.actions.watching import Watch, keys
from units.map.domain.levels import Level
from units.map.lives import Lives
from units.models import Beginning, Membership, Organisation, Placement, Reorganisation, Succession, Unit
from units.reorganisation.actions.following import resettle
from units.reorganisation.actions.reorganise import carry
from units.reorganisation.actions.wishes import why_not_end
from units.reorganisation.endings import endings_of
from units.reorganisation.reach import why_not_reorganise
from units.replaced import tell_replaced
from units.unit_lists.domain.file_reading import FileErrors, in_order
from units.unit_lists.domain.succession_files import Scanned, SuccessionRow
from units.unit_lists.succession_days import Day, Line, Told
from units.unit_lists.succession_loading import succeed

Lines = list[tuple[str, str]]
CARRIED_AT = "quản trị chuyển sang nơi kế tục ở trang «Vai trò sắp kết thúc»"


@dataclass(frozen=True)
class Table:
    """A file of successions that was read: its rows and faults, and the file itself, which is kept with the changes."""

    scanned: Scanned
    content: bytes
    name: str


@dataclass(frozen=True)
class DayPreview:
    """What a table would do on one of its days, record by record."""

    row: Reorganisation
    steps: Sequence[Line]
    touched: Sequence[Touched]
    impacts: Sequence[Impact]
    waits: bool  # the day is still to come: unfinished work moves then

    @property
    def acts(self) -> list[tuple[str, list[Line]]]:
        """What each act of the day does."""
        found: dict[str, list[Line]] = {}
        for step in self.steps:
            found.setdefault(step.act, []).append(step)
        return list(found.items())

    @property
    def groups(self) -> list[tuple[str, list[Touched]]]:
        """What hangs on the units, by its kind."""
        found: dict[str, list[Touched]] = {}
        for item in self.touched:
            found.setdefault(item.what, []).append(item)
        return list(found.items())

    @property
    def lines(self) -> Lines:
        """Everything that a consent is for."""
        found = [(step.place, step.words) for step in self.steps]
        found += [(f"{item.what}: {item.label}", item.becomes) for item in self.touched]
        return [*found, *((f"{item.what}: {item.label}", item.becomes) for item in self.impacts)]


@dataclass(frozen=True)
class TablePreview:
    """What a whole table would do, day by day."""

    days: Sequence[DayPreview]

    @property
    def title(self) -> str:
        if len(self.days) == 1:
            return self.days[0].row.title
        first, last = self.days[0].row.on, self.days[-1].row.on
        return f"Bảng sáp nhập {format_count(len(self.days))} ngày, từ {format_date(first)} đến {format_date(last)}"

    @property
    def lines(self) -> Lines:
        return [line for day in self.days for line in day.lines]


class _OnlyTried(Exception):
    """Ends a transaction whose work was only to be seen."""


def preview(table: Table, *, by: User) -> TablePreview:
    """The table itself, rolled back. Raises `FileErrors` and `Refused` as `apply` would."""
    seen: TablePreview | None = None
    try:
        with transaction.atomic():
            with audit.change(by) as trail:
                seen = _apply(table, by, trail)
            raise _OnlyTried
    except _OnlyTried:
        pass
    assert seen is not None
    return seen


def apply(table: Table, *, by: User, agreed: Callable[[Lines], None]) -> list[Reorganisation]:
    """Change the map as the table says, day after day; unfinished work follows at once, or on a day that is to come.

    `agreed` is asked, under the locks, whether what would be done is what was shown. Returns the changes, one a day,
    which are undone together. Raises `FileErrors` with all that cannot be, `Refused` for rights, and what `agreed`
    raises; then nothing is stored.
    """
    with audit.change(by) as trail:
        seen = _apply(table, by, trail)
        agreed(seen.lines)
        file = StoredFile.store(table.content, table.name, _media_type(table.name), by=by)
        rows = [day.row for day in seen.days]
        for row in rows:
            row.file = file
            row.save(update_fields=["file"])
            trail.add("reorganise", row, summary=row.act, new={"kind": row.kind, "on": row.on, **file.facts})
        touched = set(Unit.objects.filter(reorganisations__in=rows).values_list("pk", flat=True))
        tell_replaced(touched, "Đơn vị được sắp xếp", by=by)
        return rows


def _apply(table: Table, by: User, trail: audit.Trail) -> TablePreview:
    """Day by day, each on the map that the days before have left; all that cannot be is raised together at the end."""
    days: dict[date, Day] = {}
    for step in table.scanned.rows:
        days.setdefault(step.on, Day(step.on)).steps.append(step)
    errors, refusals = list(table.scanned.errors), list[str]()
    if not days and not errors:
        raise FileErrors(["Bảng sáp nhập không có dòng nào."])
    Beginning.objects.locked()
    list(Unit.objects.select_for_update().filter(level=Level.PROVINCE).order_by("pk"))
    lives, told, found = Lives(), Told(), []
    # nobody saves in a unit that ends while it ends
    list(Unit.objects.select_for_update().filter(code__in={row.old for row in table.scanned.rows}).order_by("pk"))
    for on in sorted(days):
        seen = _apply_day(days[on], lives, told, by, trail, errors, refusals)
        if seen is not None:
            found.append(seen)
    if errors:
        raise FileErrors(in_order([*errors, *dict.fromkeys(refusals)]))
    if refusals:
        raise Refused(*dict.fromkeys(refusals))
    return TablePreview(found)


def _apply_day(
    day: Day, lives: Lives, told: Told, by: User, trail: audit.Trail, errors: list[str], refusals: list[str]
) -> DayPreview | None:
    """One day; nothing once an error stands, which is added to the others."""
    on, watch, log = day.on, Watch(), Log()
    done = succeed(day, lives, later={}, by=by, trail=trail, judge=_judge, told=told)
    errors += done.errors
    log.entries += watch.entries()
    ended = list(Unit.objects.filter(pk__in=keys(log.entries, "altered", Unit), valid_to=on).order_by("level", "code"))
    made = list(Unit.objects.filter(pk__in=keys(log.entries, "made", Unit)))
    places = Placement.objects.filter(pk__in=keys(log.entries, "made", Placement)).exclude(parent__in=made)
    heirs = Succession.objects.filter(pk__in=keys(log.entries, "made", Succession)).exclude(to_unit__in=made)
    reached = Q(pk__in=places.values("parent")) | Q(pk__in=heirs.values("to_unit"))  # who takes in is asked, too
    refusals += why_not_reorganise(by, ended, places=list(Unit.objects.filter(reached)))
    moved = Placement.objects.filter(pk__in=keys(log.entries, "made", Placement)).values("unit")
    derive_ancestry([*ended, *made, *Unit.objects.filter(pk__in=moved)])
    if errors or refusals:
        return None
    log.touched += [*_rights(log), *_late_rights(ended, on)]
    _resettle(ended, on, log)
    for body in Organisation.objects.filter(seat__in=ended, valid_to__gt=on):
        log.tell("Cơ quan, tổ chức", body, "giữ nguyên; hãy xem lại nơi trực thuộc hoặc kết thúc ở trang Cơ quan")
    act = in_one_line(row.act for row in day.steps)
    title = f"{act}: {format_count(len(ended))} đơn vị kết thúc, {format_count(len(made))} đơn vị thành lập"
    row = Reorganisation.objects.create(
        kind=Reorganisation.Kind.TABLE, on=on, act=act, title=title[:500], log=log.entries, recorded_by=by
    )
    row.units.set([*ended, *made])
    Succession.objects.filter(pk__in=keys(log.entries, "made", Succession)).update(reorganisation=row)
    waits, endings = on > clock.today(), endings_of(row)
    impacts = impacts_of(endings, on)
    if not waits:
        carry(row, endings, trail)  # a later day finds it where this one has put it
    return DayPreview(row, done.lines, log.touched, impacts, waits)


def _judge(row: SuccessionRow, unit: Unit) -> list[str]:
    """What stands against ending a unit of a running portal by a row: a change written since, a line that is no act."""
    found = [f"{row.at('old_code')}: {reason}" for reason in why_not_end([unit], row.on)]
    if unit.level == Level.PROVINCE and unit.child_placements.filter(valid_from__gte=row.on).exists():
        found.append(
            f"{row.at('old_code')}: {unit.name} đã có đơn vị trực thuộc ghi từ ngày {format_date(row.on)} trở đi; "
            "ghi việc này ở trang «Sắp xếp đơn vị», nơi các đơn vị ấy đi theo."
        )
    return [
        *found,
        *(f"{row.at('resolution')}: {reason}" for reason in why_no_line(row.act) if 0 < len(row.act) <= LINE),
    ]  # the reader has told a longer one


def _rights(log: Log) -> Iterator[Touched]:
    """Seats that end with their unit, and those that go on by law."""
    for op in ("altered", "made"):
        rows = Membership.objects.filter(pk__in=keys(log.entries, op, Membership)).select_related("user", "unit")
        for row in rows.select_related("organisation").order_by("unit__code", "pk"):
            access.forget(row.user)
            day = row.valid_to if op == "altered" else row.valid_from
            word = "kết thúc" if op == "altered" else "tiếp tục"
            label = f"{row.user.full_name}, {row.get_role_display()}, {row.unit.name}"
            yield Touched("Quyền của cán bộ", label, f"{word} từ {format_date(day)}")


def _late_rights(ended: Sequence[Unit], on: date) -> Iterator[Touched]:
    """Seats that were given in an ended unit since its day: nobody knew of the act."""
    rows = Membership.objects.filter(unit__in=ended, valid_from__gte=on, user__is_active=True).select_related(
        "user", "unit"
    )
    for row in rows.select_related("organisation").order_by("unit__code", "pk"):
        access.forget(row.user)
        if not (row.role == Role.ADMINISTRATOR and row.unit.level == Level.PROVINCE):
            label = f"{row.user.full_name}, {row.get_role_display()}, {row.unit.name}"
            yield Touched(
                "Quyền của cán bộ",
                label,
                f"giao từ {format_date(row.valid_from)}, khi đơn vị đã kết thúc: {CARRIED_AT}",
            )


def _resettle(ended: Sequence[Unit], on: date, log: Log) -> None:
    """Households of an ended village follow it."""
    steps = Succession.objects.filter(from_unit__in=ended, on=on).select_related("to_unit").order_by("pk")
    heirs: dict[int, list[Unit]] = {}
    for step in steps:
        heirs.setdefault(step.from_unit_id, []).append(step.to_unit)
    for unit in ended:
        if unit.level == Level.VILLAGE:
            resettle([unit], heirs.get(unit.pk, []), on, log)


def _media_type(name: str) -> str:
    return {".xlsx": XLSX.media_type, ".csv": "text/csv"}.get(PurePath(name.lower()).suffix, "application/octet-stream")
