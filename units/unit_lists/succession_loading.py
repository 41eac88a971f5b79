"""One day of the table of succession: old units end, new ones begin, and all that lives on below finds its place.

What cannot be is told with its place while all the rest is tried, so that nobody mends one error to meet the next.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from accounts import audit
from accounts.models import User
from core.clock import FOREVER
from core.numbers import format_date
from core.text import tidy
from core.workflow import Refused
from units.map.actions import map as actions
from units.map.domain import naming
from units.map.domain.fitting import why_short
from units.map.domain.levels import PARENTS_OF, Kind, Level
from units.map.domain.provinces import province, renamed_on
from units.map.lives import Lives
from units.models import Placement, Succession, Unit
from units.reorganisation.actions.going_on import administrators_go_on, seats_that_end
from units.unit_lists.domain.succession_files import SuccessionRow
from units.unit_lists.domain.unit_files import UnitRow
from units.unit_lists.succession_days import Day, Done, Judge, Line, Told

_DAY = timedelta(days=1)


class _NoPlace(Refused):
    """A new unit has nowhere to stand."""


def succeed(
    day: Day,
    lives: Lives,
    *,
    later: Mapping[date, Day],
    by: User,
    trail: audit.Trail,
    judge: Judge | None = None,
    told: Told | None = None,
) -> Done:
    """Store one day; errors leave it half done, for the whole load to be rolled back.

    `judge` says of a row and the unit that it ends what else stands against it; `told` goes from day to day.
    """
    return _Succeeding(day, lives, later, by, trail, judge, told or Told()).run()


class _Succeeding:
    def __init__(
        self,
        day: Day,
        lives: Lives,
        later: Mapping[date, Day],
        by: User,
        trail: audit.Trail,
        judge: Judge | None,
        told: Told,
    ) -> None:
        self.day, self.lives, self.later, self.by, self.trail = day, lives, later, by, trail
        self.judge, self.told = judge, told
        self.on, self.eve = day.on, day.on - _DAY
        self.done = Done()
        self.heirs: dict[int, list[Unit]] = {}
        self.rows: dict[int, list[SuccessionRow]] = {}  # of each old unit, the faulty ones too
        self.faulty: set[int] = set()  # old units of which not every row can be done
        self.act = next((step.act for step in day.steps if step.act), "")

    def run(self) -> Done:
        steps = self._sound()
        ending = {unit.pk: unit for unit in (*self.day.ending, *(unit for _, unit in steps))}
        below = self._below([*ending, *self.faulty])
        for unit in ending.values():
            self._end(unit)
        self._enter_provinces()
        for step, unit in sorted(steps, key=lambda item: item[0].new_kind.level):
            try:
                self._become(step, unit)
            except Refused as refused:
                column = "new_parent_code" if isinstance(refused, _NoPlace) else "new_code"
                self._refuse(step.at(column), refused)
                self._spoil(step, unit)
        for row in below:
            self._settle(row)
        return self.done

    def _refuse(self, place: str, refused: Refused) -> None:
        self.done.errors += [f"{place}: {reason}" for reason in refused.reasons]

    def _spoil(self, step: SuccessionRow, unit: Unit | None) -> None:
        """What this row would have made is missed by others; why is told once."""
        self.told.broken.add(step.new)
        if unit is not None:
            self.faulty.add(unit.pk)
            self.told.ended.setdefault(unit.pk, step)

    # ---- who ends ----

    def _sound(self) -> list[tuple[SuccessionRow, Unit]]:
        """The rows that can be done, each with the unit of the day before; what stands against the others is told."""
        found = []
        judged: dict[int, list[str]] = {}  # a split unit stands in several rows
        for step in self.day.steps:
            unit = self.lives.bearing(step.old, self.eve)
            if unit is None:
                self.done.errors += self._why_nobody(step)
                self._spoil(step, None)
                continue
            self.rows.setdefault(unit.pk, []).append(step)
            against = [*self._why_not_this(step, unit), *_why_not_become(step, unit)]
            if self.judge is not None and unit.pk not in judged:
                judged[unit.pk] = self.judge(step, unit)
                against += judged[unit.pk]
            self.done.errors += against
            if against or judged.get(unit.pk) or not step.is_sound:
                self._spoil(step, unit)
            else:
                found.append((step, unit))
        for step, unit in found:
            self.told.ended.setdefault(unit.pk, step)
        return found

    def _why_nobody(self, step: SuccessionRow) -> list[str]:
        """Nobody bears the code; when only because an earlier row cannot be done, that row has said why."""
        if step.old in self.told.broken:
            return []
        before = [unit for unit in self.lives.of(step.old) if unit.valid_to <= self.eve]
        last = max(before, key=lambda unit: unit.valid_to, default=None)
        words = f"không có đơn vị mang mã {step.old} vào ngày {format_date(self.eve)}"
        if last is not None:
            row = self.told.ended.get(last.pk)
            where = f" theo {row.line}" if row is not None else ""
            words += f": {last.name} kết thúc từ ngày {format_date(last.valid_to)}{where}"
        told = why_short(step.old, step.new_kind.level) if not self.lives.of(step.old) else ""
        return [f"{step.at('old_code')}: {words}{'; ' + told if told else '.'}"]

    def _why_not_this(self, step: SuccessionRow, unit: Unit) -> list[str]:
        """The unit that bears the code is not the one that the row means, or ends on another day."""
        found, row = [], self.told.ended.get(unit.pk)
        if row is not None and row.on < self.on:  # that row could not be done, or the unit would have ended
            found.append(
                f"{step.at('old_code')}: {unit.name} kết thúc từ ngày {format_date(row.on)} theo {row.line}; một đơn vị chỉ "
                "kết thúc một lần."
            )
        if self.judge is None and unit.valid_to not in (FOREVER, self.on):
            found.append(
                f"{step.at('effective_date')}: {unit.name} kết thúc ngày {format_date(unit.valid_to)}, không phải "
                f"{format_date(self.on)}."
            )
        if step.old_name and not any(naming.same_name(step.old_name, name) for name in self.lives.names(unit)):
            found.append(f"{step.at('old_name')}: mã {step.old} là {unit.name}, bảng ghi «{step.old_name}».")
        return found

    def _below(self, keys: Sequence[int]) -> list[Placement]:
        """What stands directly below them the day before and lives on."""
        rows = Placement.objects.filter(parent__in=keys, valid_from__lte=self.eve, valid_to__gt=self.eve)
        gone = set(keys)
        return [
            row
            for row in rows.select_related("unit", "parent").order_by("unit__code", "pk")
            if row.unit_id not in gone and row.unit.valid_to > self.on
        ]

    def _end(self, unit: Unit) -> None:
        if unit.valid_to <= self.on:
            return
        self.done.seats += seats_that_end(unit, self.on)
        actions.end_unit(unit, on=self.on, trail=self.trail)
        self.done.ended += 1
        self._tell(f"{unit.name} (mã {unit.code})", f"kết thúc từ {format_date(self.on)}", self._act_of(unit.pk))

    def _act_of(self, key: int) -> str:
        """The act by which a unit ends; of one that only the list ends that of the day."""
        return next((step.act for step in self.rows.get(key, ())), self.act)

    def _tell(self, place: str, words: str, act: str) -> None:
        self.done.lines.append(Line(place, words, tidy(act)))

    # ---- what they become ----

    def _enter_provinces(self) -> None:
        for old, row in self.day.entering:
            try:
                self._enter_province(old, row)
            except Refused as refused:
                self._refuse(row.place, refused)

    def _enter_province(self, old: Unit, row: UnitRow) -> None:
        new = self.lives.bearing(row.enters, self.on)
        if new is None:
            known = province(row.enters, self.on)
            renamed = renamed_on(row.code, self.on) if row.enters == row.code else None
            self.act = self.act or (renamed.act if renamed else "")
            if known is None:
                raise Refused(
                    f"chưa biết tên tỉnh, thành phố mang mã {row.enters} từ ngày {format_date(self.on)}: thêm một dòng của nơi ấy, có "
                    "valid_from (Từ ngày), vào tệp."
                )
            new = actions.found_unit(
                row.enters, known.name, known.kind, parent=None, valid_from=self.on, act=self.act, trail=self.trail
            )
            if renamed is None:
                Unit.objects.filter(pk=new.pk).update(not_loaded=f"các đơn vị ngoài {old.name} cũ")
            self.lives.add(new, None)
            self._tell(row.place, f"lập {new.name} (mã {new.code}), từ {format_date(self.on)}", self.act)
        elif new.not_loaded and self._is_whole(new, {row.code}):
            Unit.objects.filter(pk=new.pk).update(not_loaded="")
        self._link(old, new, act=self.act, place=row.place)

    @staticmethod
    def _is_whole(new: Unit, entering: set[str]) -> bool:
        """The province whose code a new one bears is in it, and another, whichever was loaded first."""
        codes = entering | set(Succession.objects.filter(to_unit=new).values_list("from_unit__code", flat=True))
        return new.code in codes and len(codes) > 1

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
        if refusals := actions.why_short_code(step.new, step.new_kind.level):
            raise Refused(*refusals)
        parent = self._parent(step, old)
        end = min(
            (on for on, day in self.later.items() if on > self.on and self._ends_on(step.new, day)), default=FOREVER
        )
        new = actions.found_unit(
            step.new,
            step.new_name,
            step.new_kind,
            parent=parent,
            valid_from=self.on,
            valid_to=end,
            act=step.act,
            trail=self.trail,
        )
        self.lives.add(new, parent)
        where = f", thuộc {parent.name}" if parent else ""
        self._tell(step.place, f"lập {new.name} (mã {new.code}){where}, từ {format_date(self.on)}", step.act)
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
            if found is None and step.parent in self.told.broken:
                raise _NoPlace  # the row that would begin it has said why
            if found is None:
                raise _NoPlace(
                    f"không có đơn vị mang mã {step.parent} vào ngày {format_date(self.on)} để {step.new_name} thuộc về."
                )
            return found
        found = self.lives.bearing(step.district, self.on) if step.district else None
        return found or self._home(old, step.new_kind.level)

    def _home(self, old: Unit, level: Level) -> Unit:
        """The lowest unit above an ended one that stands on the day, or what it became."""
        above = [unit.pk for unit in self._chain(old)]
        rows = Unit.objects.filter(pk__in=above)
        for unit in rows.order_by("-level", "-valid_from"):
            found = self._living(unit)
            if found is not None and Level(found.level) in PARENTS_OF[level]:
                return found
        if self.faulty.intersection(above):
            raise _NoPlace  # what stands above would go on in a row that has said what is wrong with it
        raise _NoPlace(f"chưa biết đơn vị thay {old.name} thuộc về đâu; ghi cột new_parent_code (Mã cấp trên mới).")

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
            self._tell(place, f"{old.name} (mã {old.code}) thành {new.name} (mã {new.code})", act)
        if new.level == Level.PROVINCE and (
            number := administrators_go_on(old, new, on=self.on, act=act, trail=self.trail)
        ):
            self._tell(place, f"{number} quản trị của {old.name} tiếp tục ở {new.name}", act)

    # ---- those below ----

    def _settle(self, row: Placement) -> None:
        """A unit whose parent ended goes to the one heir, or where that stood; it is never left without a place."""
        unit = row.unit
        now = (
            Placement.objects.filter(unit=unit, valid_from__lte=self.on, valid_to__gt=self.on)
            .select_related("parent")
            .first()
        )
        if now is not None and now.parent.valid_to > self.on and now.parent_id != row.parent_id:
            return
        steps = self.rows.get(row.parent_id, [])
        said_at = steps[0].at("old_code") if steps else self.day.ends_at.get(row.parent_id, "")
        place = f"{said_at}: " if said_at else ""
        where = f"{unit.name} ({row.parent.name})"
        heirs = self.heirs.get(row.parent_id, [])
        parts = {step.new: step.new_name for step in steps if step.is_part}
        parts |= {heir.code: heir.name for heir in heirs}
        if len(parts) > 1:
            self.done.errors.append(
                f"{place}{where}: {row.parent.name} chia vào {', '.join(parts.values())}; chưa biết {unit.name} về đâu. "
                f"Thêm dòng của {unit.name} vào bảng sáp nhập, hoặc chia bằng trang «Sắp xếp đơn vị» trước."
            )
            return
        if row.parent_id in self.faulty:
            return
        try:
            target = heirs[0] if heirs else self._home(row.parent, Level(unit.level))
            refusals = actions.why_not_under(unit, target, self.on)
            if refusals:
                raise Refused(*refusals)
        except Refused as refused:
            self._refuse(f"{place}{where}", refused)
            return
        act = tidy(self._act_of(row.parent_id))
        Placement.objects.filter(unit=unit, valid_from__lt=self.on, valid_to__gt=self.on).update(valid_to=self.on)
        Placement.objects.create(
            unit=unit,
            parent=target,
            valid_from=self.on,
            valid_to=min(unit.valid_to, target.valid_to),
            act=act,
        )
        self.lives.place(unit, target)
        self.trail.add("place_unit", unit, new=target.code, summary=act)
        self.done.moved += 1
        self._tell(where, f"thuộc {target.name} từ {format_date(self.on)}", act)


def _why_not_become(step: SuccessionRow, old: Unit) -> list[str]:
    """A unit becomes one of its level; an island district without communes became a special zone."""
    if step.new_kind.level == old.level or (step.new_kind is Kind.SPECIAL_ZONE and old.level == Level.DISTRICT):
        return []
    return [
        f"{step.at('new_kind')}: {old.name} là {Level(old.level).label.lower()}, {step.new_name} ghi là "
        f"{step.new_kind.label.lower()}; đơn vị mới phải cùng cấp với đơn vị cũ."
    ]
