"""The official list and the succession, stored: the same files again change nothing."""

from dataclasses import dataclass
from datetime import date

from accounts import audit
from accounts.models import User
from core.clock import FOREVER
from units.actions import map as actions
from units.levels import Class, Kind
from units.models import Classification, Reorganisation, Succession, Unit
from units.unit_files import SuccessionRow, UnitRow

REGION_ACT = "QĐ 861/QĐ-TTg"
NOT_LOADED = {"56": "41 xã, phường, đặc khu của tỉnh Khánh Hòa cũ"}
ENTERED = {"56": ("Tỉnh Khánh Hòa", Kind.PROVINCE)}  # provinces that only a merger brings in


@dataclass(frozen=True)
class Loaded:
    """How much of it was new."""

    units: int
    classifications: int
    successions: int

    @property
    def is_nothing(self) -> bool:
        return not (self.units or self.classifications or self.successions)


def load(units: list[UnitRow], successions: list[SuccessionRow], *, by: User) -> Loaded:
    """Store the lives of units, their classes and what they became: all or nothing."""
    with audit.change(by) as trail:
        before = _sizes()
        ends = _ends(units, successions)
        lives: dict[str, Unit] = {}
        for row in units:
            lives[row.code] = actions.found_unit(
                row.code, row.name, row.kind, parent=lives.get(row.parent), valid_to=ends[row.code], trail=trail
            )
            for value in row.classes:
                act = REGION_ACT if value in {Class.REGION_1, Class.REGION_2, Class.REGION_3} else ""
                actions.classify_unit(lives[row.code], value, valid_from=actions.BEGINNING, act=act, trail=trail)
        _enter_provinces(units, lives, trail)
        _succeed(successions, lives, trail)
        actions.derive_ancestry()
        _note_reorganisations(by)
        after = _sizes()
        return Loaded(*(new - old for new, old in zip(after, before, strict=True)))


def _note_reorganisations(by: User) -> None:
    """The changes that the table of successions made, one a day, so that unfinished work can follow them."""
    days = Succession.objects.filter(reorganisation=None).order_by("on").values_list("on", flat=True).distinct()
    for on in list(days):
        rows = Succession.objects.filter(on=on, reorganisation=None)
        act = next((row.act for row in rows if row.act), "danh mục đã nạp")
        ended = Unit.objects.filter(valid_to=on)
        begun = Unit.objects.filter(valid_from=on)
        change = Reorganisation.objects.create(
            kind=Reorganisation.Kind.MERGE, on=on, act=act, recorded_by=by,
            title=f"Sắp xếp theo danh mục đã nạp: {ended.count()} đơn vị kết thúc, {begun.count()} đơn vị thành lập",
        )  # fmt: skip
        change.units.set([*ended, *begun])
        rows.update(reorganisation=change)


def _sizes() -> tuple[int, int, int]:
    return Unit.objects.count(), Classification.objects.count(), Succession.objects.count()


def _ends(units: list[UnitRow], successions: list[SuccessionRow]) -> dict[str, date]:
    """The day on which each first life ends: its succession overrides a later date of the list."""
    ends = {row.code: row.ends_on or FOREVER for row in units}
    for row in successions:
        if row.old in ends:
            ends[row.old] = min(ends[row.old], row.on)
    return ends


def _enter_provinces(units: list[UnitRow], lives: dict[str, Unit], trail: audit.Trail) -> None:
    """A province that another ends in begins with the succession; its own communes are not loaded."""
    for row in units:
        if row.enters in ENTERED and row.ends_on is not None:
            name, kind = ENTERED[row.enters]
            lives[row.enters] = actions.found_unit(
                row.enters, name, kind, parent=None, valid_from=row.ends_on, act="NQ 1667/NQ-UBTVQH15", trail=trail
            )
            Unit.objects.filter(pk=lives[row.enters].pk).update(not_loaded=NOT_LOADED[row.enters])
            actions.succeed_unit(
                lives[row.code], lives[row.enters], on=row.ends_on, act="NQ 1667/NQ-UBTVQH15", trail=trail
            )


def _succeed(successions: list[SuccessionRow], lives: dict[str, Unit], trail: audit.Trail) -> None:
    """Day by day: the new lives of a day are founded, then the old ones end in them."""
    for on in sorted({row.on for row in successions}):
        rows = [row for row in successions if row.on == on]
        later = {row.old: row.on for row in reversed(successions) if row.on > on}
        old_lives = dict(lives)
        for row in rows:
            if row.new in lives and lives[row.new].valid_from == on:
                continue
            district = lives.get(row.parent)
            parent = district if district is not None and district.valid_to > on else _province(lives, on)
            lives[row.new] = actions.found_unit(
                row.new, row.new_name, row.new_kind, parent=parent, valid_from=on,
                valid_to=later.get(row.new, FOREVER), act=row.act, trail=trail,
            )  # fmt: skip
        for row in rows:
            actions.succeed_unit(
                old_lives[row.old], lives[row.new], on=on, act=row.act, is_part=row.is_part, note=row.note, trail=trail
            )


def _province(lives: dict[str, Unit], on: date) -> Unit:
    return next(unit for unit in lives.values() if unit.kind == Kind.PROVINCE and unit.valid_from <= on < unit.valid_to)
