"""One day of the table of succession: old units end, new ones begin, and all that lives on below finds its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts import audit
from accounts.models import User
from core.clock import FOREVER
from core.numbers import format_date
from core.text import tidy
from core.workflow import Refused
from units.actions import map as actions
from units.actions.going_on import administrators_go_on
from units.levels import PARENTS_OF, Level
from units.lives import Lives
from units.models import Placement, Succession, Unit
from units.provinces import provinces
from units.unit_files import SuccessionRow, UnitRow

_DAY = timedelta(days=1)


@dataclass
class Day:
    """What a list and its table say of one day."""

    on: date
    steps: list[SuccessionRow] = field(default_factory=list)
    ending: list[Unit] = field(default_factory=list)  # lives of the list that end
    to_end: list[Unit] = field(default_factory=list)  # those of them that the portal does not know to end
    entering: list[tuple[Unit, UnitRow]] = field(default_factory=list)  # provinces that enter another


@dataclass
class Done:
    """What came of it."""

    errors: list[str] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)
    ended: int = 0
    moved: int = 0


def succeed(day: Day, lives: Lives, *, later: Mapping[date, Day], by: User, trail: audit.Trail) -> Done:
    """Store one day; errors leave it half done, for the whole load to be rolled back."""
    return _Succeeding(day, lives, later, by, trail).run()


class _Succeeding:
    def __init__(self, day: Day, lives: Lives, later: Mapping[date, Day], by: User, trail: audit.Trail) -> None:
        self.day, self.lives, self.later, self.by, self.trail = day, lives, later, by, trail
        self.on, self.eve = day.on, day.on - _DAY
        self.done = Done()
        self.heirs: dict[int, list[Unit]] = {}
        self.act = next((step.act for step in day.steps if step.act), "")

    def run(self) -> Done:
        old = self._old()
        ending = {unit.pk: unit for unit in (*self.day.ending, *old.values())}
        below = self._below(list(ending.values()))
        for unit in ending.values():
            self._end(unit)
        self._enter_provinces()
        for step in sorted(self.day.steps, key=lambda step: step.new_kind.level):
            if step.old in old:
                self._try(step.place, self._become, step, old[step.old])
        if not self.done.errors:
            for row in below:
                self._settle(row)
        return self.done

    def _try(self, place: str, act: object, *arguments: object) -> None:
        try:
            act(*arguments)  # type: ignore[operator]
        except Refused as refused:
            self.done.errors += [f"{place}: {reason}" for reason in refused.reasons]

    def _old(self) -> dict[str, Unit]:
        """The units of the day before, by their codes."""
        found = {}
        for step in self.day.steps:
            unit = self.lives.bearing(step.old, self.eve)
            if unit is None:
                self.done.errors.append(
                    f"{step.place}: không có đơn vị mang mã {step.old} vào ngày {format_date(self.eve)}."
                )
            elif unit.valid_to not in (FOREVER, self.on):
                self.done.errors.append(
                    f"{step.place}: {unit.name} kết thúc ngày {format_date(unit.valid_to)}, không phải {format_date(self.on)}."
                )
            else:
                found[step.old] = unit
        return found

    def _below(self, ending: Sequence[Unit]) -> list[Placement]:
        """What stands directly below them the day before and lives on."""
        keys = [unit.pk for unit in ending]
        rows = Placement.objects.filter(parent__in=keys, valid_from__lte=self.eve, valid_to__gt=self.eve)
        gone = set(keys)
        return [
            row
            for row in rows.select_related("unit", "parent")
            if row.unit_id not in gone and row.unit.valid_to > self.on
        ]

    def _end(self, unit: Unit) -> None:
        if unit.valid_to <= self.on:
            return
        actions.end_unit(unit, on=self.on, trail=self.trail)
        self.done.ended += 1
        self.done.lines.append((f"{unit.name} (mã {unit.code})", f"kết thúc từ {format_date(self.on)}"))

    # ---- what they become ----

    def _enter_provinces(self) -> None:
        for old, row in self.day.entering:
            self._try(row.place, self._enter_province, old, row)

    def _enter_province(self, old: Unit, row: UnitRow) -> None:
        new = self.lives.bearing(row.enters, self.on)
        if new is None:
            known = provinces().get(row.enters)
            if known is None:
                raise Refused(
                    f"chưa biết tên tỉnh mang mã {row.enters} từ ngày {format_date(self.on)}: thêm một dòng của tỉnh ấy, có "
                    "valid_from (Từ ngày), vào tệp."
                )
            new = actions.found_unit(
                row.enters, known.name, known.kind, parent=None, valid_from=self.on, act=self.act, trail=self.trail
            )
            Unit.objects.filter(pk=new.pk).update(not_loaded=f"các đơn vị ngoài {old.name} cũ")
            self.lives.add(new, None)
            self.done.lines.append((row.place, f"lập {new.name} (mã {new.code}), từ {format_date(self.on)}"))
        elif new.not_loaded and row.enters == row.code:
            Unit.objects.filter(pk=new.pk).update(not_loaded="")
        self._link(old, new, act=self.act, place=row.place)

    def _become(self, step: SuccessionRow, old: Unit) -> None:
        new = next((unit for unit in self.lives.of(step.new) if unit.valid_from == self.on), None)
        if new is None:
            new = self._found(step, old)
        elif not self.lives.has_borne(new, step.new_name) or new.kind != step.new_kind:
            raise Refused(
                f"mã mới {step.new} từ ngày {format_date(self.on)} trên cổng là {new.name}, bảng ghi «{step.new_name}»: sửa một "
                "trong hai rồi nạp lại."
            )
        self._link(old, new, act=step.act, is_part=step.is_part, note=step.note, place=step.place)

    def _found(self, step: SuccessionRow, old: Unit) -> Unit:
        parent = self._parent(step, old)
        end = min(
            (on for on, day in self.later.items() if on > self.on and self._ends_on(step.new, day)), default=FOREVER
        )
        new = actions.found_unit(
            step.new, step.new_name, step.new_kind, parent=parent, valid_from=self.on, valid_to=end, act=step.act,
            trail=self.trail,
        )  # fmt: skip
        self.lives.add(new, parent)
        where = f", thuộc {parent.name}" if parent else ""
        self.done.lines.append((step.place, f"lập {new.name} (mã {new.code}){where}, từ {format_date(self.on)}"))
        return new

    @staticmethod
    def _ends_on(code: str, day: Day) -> bool:
        return any(step.old == code for step in day.steps)

    def _parent(self, step: SuccessionRow, old: Unit) -> Unit | None:
        """As the table says; else where the old unit stood, or what that became."""
        if step.new_kind.level is Level.PROVINCE:
            return None
        if step.parent:
            found = self.lives.bearing(step.parent, self.on)
            if found is None:
                raise Refused(
                    f"không có đơn vị mang mã {step.parent} vào ngày {format_date(self.on)} để {step.new_name} thuộc về."
                )
            return found
        found = self.lives.bearing(step.district, self.on) if step.district else None
        return found or self._home(old, step.new_kind.level)

    def _home(self, old: Unit, level: Level) -> Unit:
        """The lowest unit above an ended one that stands on the day, or what it became."""
        rows = Unit.objects.filter(pk__in=[unit.pk for unit in self._chain(old)])
        for unit in rows.order_by("-level", "-valid_from"):
            found = self._living(unit)
            if found is not None and Level(found.level) in PARENTS_OF[level]:
                return found
        raise Refused(f"chưa biết đơn vị thay {old.name} thuộc về đâu; ghi cột new_parent_code (Mã cấp trên mới).")

    def _chain(self, unit: Unit) -> list[Unit]:
        """All above a unit on the day before, from its parent up."""
        found = []
        row = Placement.objects.filter(unit=unit, valid_from__lte=self.eve, valid_to__gt=self.eve).first()
        while row is not None:
            found.append(self.lives.get(row.parent_id))
            row = Placement.objects.filter(unit=row.parent_id, valid_from__lte=self.eve, valid_to__gt=self.eve).first()
        return found

    def _living(self, unit: Unit) -> Unit | None:
        unit.refresh_from_db(fields=["valid_to"])
        if unit.valid_to > self.on:
            return unit
        heirs = self.heirs.get(unit.pk) or [
            step.to_unit for step in Succession.objects.filter(from_unit=unit, on=self.on).select_related("to_unit")
        ]
        return heirs[0] if len(heirs) == 1 else None

    def _link(self, old: Unit, new: Unit, *, act: str, place: str, is_part: bool = False, note: str = "") -> None:
        self.heirs.setdefault(old.pk, []).append(new)
        if not Succession.objects.filter(from_unit=old, to_unit=new, on=self.on).exists():
            actions.succeed_unit(old, new, on=self.on, act=tidy(act), is_part=is_part, note=note, trail=self.trail)
            self.done.lines.append((place, f"{old.name} (mã {old.code}) thành {new.name} (mã {new.code})"))
        if new.level == Level.PROVINCE and (
            number := administrators_go_on(old, new, on=self.on, act=act, trail=self.trail)
        ):
            self.done.lines.append((place, f"{number} quản trị của {old.name} tiếp tục ở {new.name}"))

    # ---- those below ----

    def _settle(self, row: Placement) -> None:
        """A unit whose parent ended goes to the one heir, or where that stood; it is never left without a place."""
        unit = row.unit
        now = (
            Placement.objects.filter(unit=unit, valid_from__lte=self.on, valid_to__gt=self.on)
            .select_related("parent")
            .first()
        )
        if now is not None and now.parent.valid_to > self.on:
            return
        heirs = self.heirs.get(row.parent_id, [])
        where = f"{unit.name} ({row.parent.name})"
        if len(heirs) > 1:
            names = ", ".join(heir.name for heir in heirs)
            self.done.errors.append(
                f"{where}: {row.parent.name} chia vào {names}; chưa biết {unit.name} về đâu. Thêm dòng của {unit.name} vào bảng "
                "sáp nhập, hoặc chia bằng trang «Sắp xếp đơn vị» trước."
            )
            return
        try:
            target = heirs[0] if heirs else self._home(row.parent, Level(unit.level))
            refusals = actions.why_not_under(unit, target, self.on)
        except Refused as refused:
            target, refusals = row.parent, list(refused.reasons)
        if refusals:
            self.done.errors += [f"{where}: {reason}" for reason in refusals]
            return
        Placement.objects.filter(unit=unit, valid_from__lt=self.on, valid_to__gt=self.on).update(valid_to=self.on)
        Placement.objects.create(
            unit=unit,
            parent=target,
            valid_from=self.on,
            valid_to=min(unit.valid_to, target.valid_to),
            act=tidy(self.act),
        )
        self.lives.place(unit, target)
        self.trail.add("place_unit", unit, new=target.code, summary=self.act)
        self.done.moved += 1
        self.done.lines.append((where, f"thuộc {target.name} từ {format_date(self.on)}"))
