"""One row of the list of units: a new unit is founded, one that stands is compared, corrected or ended."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from core import clock
from core.clock import FOREVER
from core.numbers import format_date
from core.text import listed, tidy
from core.workflow import Refused
from units import access
from units.map.actions import corrections
from units.map.actions import map as actions
from units.map.actions.corrections import Correction
from units.map.domain.levels import EXCLUSIVE, TWO_LEVELS_FROM, Level
from units.map.lives import Lives
from units.map.own_kinds import rivals_of
from units.models import Classification, Unit
from units.reorganisation.reach import may_reorganise
from units.unit_lists.domain.unit_files import Classed, UnitRow

REGION_ACT = "QĐ 861/QĐ-TTg"  # regions of the country from 2021, until the communes of 2025
_DAY = timedelta(days=1)


@dataclass
class Loaded:
    """How much of it was new, and what of it was not taken."""

    units: int = 0
    classifications: int = 0
    successions: int = 0
    ended: int = 0
    moved: int = 0  # units that stand elsewhere since one above them ended
    corrected: int = 0
    lines: list[tuple[str, str]] = field(default_factory=list)  # place in the file, what is done
    notes: list[str] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        return not self.lines


class UnitLoading:
    """A list while it is stored."""

    def __init__(
        self, by: User, trail: audit.Trail, reason: str, ends: dict[str, date], broken: Collection[str]
    ) -> None:
        self.by, self.trail, self.reason, self.ends, self.broken = by, trail, reason, ends, set(broken)
        self.closing: Mapping[str, Collection[date]] = {}  # the days on which lives of a code end by this load
        self.lives = Lives()
        self.done = Loaded()
        self.errors: list[str] = []
        self.to_end: dict[date, list[tuple[Unit, UnitRow]]] = {}  # units that stand and that the list ends
        self.of_row: dict[str, Unit] = {}  # the life that a row of the list is about

    def take(self, row: UnitRow) -> None:
        """Found the unit of a row, or compare it with what stands."""
        try:
            parent = self._parent(row)
            life = self._standing(row, parent)
            if life is None:
                self._found(row, parent)
            else:
                self.of_row[row.place] = life
                self._compare(row, life, parent)
        except Refused as refused:
            self.errors += [f"{row.place}: {reason}" for reason in refused.reasons]
            self.broken.add(row.code)

    # ---- who stands ----

    def _last_day(self, row: UnitRow) -> date:
        return row.valid_from or self.ends[row.place] - _DAY

    def _parent(self, row: UnitRow) -> Unit | None:
        if not row.parent:
            if not self.by.is_builtin and not self.lives.of(row.code):
                raise Refused(f"{row.name}: cấp tỉnh chỉ lập được bằng lệnh load_units hoặc setup trên máy chủ.")
            return None
        found = self.lives.bearing(row.parent, self._last_day(row)) or self.lives.latest(row.parent)
        going_on = [unit for unit in self.lives.of(row.parent) if unit.valid_to > clock.today()]
        if row.valid_from is None and self.ends[row.place] == FOREVER and len(going_on) > 1:
            found = self._where_it_stands(row, going_on)
        if found is None and row.parent in self.broken:
            raise Refused  # its row has said why
        if found is None:
            raise Refused(f"mã cấp trên {row.parent} chưa lập được; xem lỗi ở dòng của mã ấy.")
        if not self.by.is_builtin and found.pk not in self.lives.fresh:
            if not access.reached(self.by, Permission.ADMINISTER, [found.pk], model=Unit):
                raise Refused(f"{found.name} nằm ngoài phạm vi quản trị của bạn.")
        return found

    def _where_it_stands(self, row: UnitRow, lives: Sequence[Unit]) -> Unit:
        """The one of several lives of a code that a row without a day means: where its unit stands. Raises `Refused`."""
        for unit in reversed(lives):
            if any(sister.code == (row.code or sister.code) for sister in self.lives.sisters(unit, row.name)):
                return unit
        told = listed([f"{unit.name} từ {format_date(unit.valid_from)}" for unit in lives])
        raise Refused(
            f"mã cấp trên {row.parent} là của {len(lives)} đơn vị nối tiếp nhau ({told}); ghi cột valid_from (Từ ngày)."
        )

    def _refuse_sister(self, row: UnitRow, parent: Unit, start: date) -> None:
        """No two units of one name stand under one parent at a time; what this load ends is gone by its day."""
        for sister in self.lives.sisters(parent, row.name):
            ends = min(
                [sister.valid_to, *(day for day in self.closing.get(sister.code, ()) if day > sister.valid_from)]
            )
            if sister.code != row.code and sister.valid_from < self.ends[row.place] and start < ends:
                raise Refused(f"{parent.name} đã có {sister.name} mang mã {sister.code}, tệp ghi mã {row.code}.")

    def _standing(self, row: UnitRow, parent: Unit | None) -> Unit | None:
        """The life that a row is about: of its code and first day; without a day the one of its name, or the only one."""
        if not row.code:
            return self.lives.village(parent, row.name) if parent is not None else None
        if parent is not None and row.kind.level is Level.VILLAGE:
            twin = self.lives.village(parent, row.name)
            if twin is not None and twin.code != row.code:
                raise Refused(f"{row.name} đã có ở {parent.name} với mã {twin.code}, tệp ghi mã {row.code}.")
        lives = [unit for unit in self.lives.of(row.code) if unit.valid_from < self.ends[row.place]]
        if row.valid_from is not None:
            exact = [unit for unit in lives if unit.valid_from == row.valid_from]
            there = [unit for unit in lives if unit.valid_from <= row.valid_from < unit.valid_to]
            lives = [*exact, *there] or [unit for unit in lives if row.valid_from < unit.valid_to]
            if exact or there:
                return lives[0]
        named = [unit for unit in lives if self.lives.has_borne(unit, row.name)]
        if named or len(lives) < 2:
            return next(iter([*named, *lives]), None)
        days = ", ".join(format_date(unit.valid_from) for unit in lives)
        raise Refused(
            f"mã {row.code} đã có {len(lives)} đơn vị nối tiếp nhau (từ {days}); ghi cột valid_from (Từ ngày)."
        )

    # ---- a new unit ----

    def _found(self, row: UnitRow, parent: Unit | None) -> None:
        start = row.valid_from or max(actions.BEGINNING, parent.valid_from if parent else actions.BEGINNING)
        if parent is not None and row.kind.level is not Level.VILLAGE:
            self._refuse_sister(row, parent, start)
        code = row.code or self.lives.next_code(parent)
        life = actions.found_unit(
            code,
            row.name,
            row.kind,
            parent=parent,
            valid_from=start,
            valid_to=self.ends[row.place],
            act=row.act,
            trail=self.trail,
        )
        self.lives.add(life, parent)
        self.of_row[row.place] = life
        if parent is not None and (near := self.lives.nearly_sisters(life, parent)):
            self.done.notes.append(
                f"{row.place}: {listed([life.name, *near])} của {parent.name} chỉ khác nhau ở dấu hoặc ở chữ chỉ loại đơn vị; "
                "xem có phải một đơn vị ghi hai lần không."
            )
        where = f", thuộc {parent.name}" if parent else ""
        self.done.lines.append((row.place, f"lập {life.name} (mã {code}){where}, từ {format_date(start)}"))
        for item in row.classes:
            self._classify(life, item, row)

    def _classify(self, life: Unit, item: Classed, row: UnitRow) -> None:
        start = max(life.valid_from, item.known.since)  # an own class is used from its act on
        if life.classifications.filter(value=item.value, valid_from=start).exists():
            return
        act = item.act
        if not act and item.value in EXCLUSIVE and life.valid_from < TWO_LEVELS_FROM:
            act = REGION_ACT
        actions.classify_unit(life, item.value, valid_from=start, act=act, trail=self.trail)
        since = "" if start == life.valid_from else f" từ {format_date(start)}"
        self.done.lines.append((row.place, f"xếp {life.name} vào «{item.known.label}»{since}"))

    # ---- one that stands ----

    def _compare(self, row: UnitRow, life: Unit, parent: Unit | None) -> None:
        wrong = self._wrong_classes(row, life)
        if self.reason:
            self._take_out(row, life, wrong)
        if self.reason or not wrong:
            for item in row.classes:
                self._classify(life, item, row)
        end = self.ends[row.place]
        if end != FOREVER and life.valid_to == FOREVER:
            if not self.by.is_builtin:
                may_reorganise(self.by, [life])
            self.to_end.setdefault(end, []).append((life, row))
        elif end not in (FOREVER, life.valid_to):
            self.errors.append(
                f"{row.place}: {life.name} kết thúc ngày {format_date(life.valid_to)} trên cổng, tệp ghi {format_date(end)}; "
                "hoàn tác lần sắp xếp đã ghi ở trang «Sắp xếp đơn vị» rồi nạp lại."
            )
        wish, words = self._differences(row, life, parent)
        if not self.reason and (told := [*words, *(words_of for _, words_of in wrong)]):
            self.errors.append(
                f"{row.place}: {life.name} (mã {life.code}) trên cổng khác với tệp: {'; '.join(told)}. Nếu cổng ghi sai: nạp "
                'lại với --correct "lý do" (trên trang: ô «Lý do sửa ghi sai»). Nếu là thay đổi theo văn bản: ghi ở trang '
                "«Sắp xếp đơn vị», giữ tệp như cũ."
            )
        if not words or not self.reason:
            return
        corrections.correct_unit(life, wish, reason=self.reason, by=self.by)
        self.done.corrected += 1
        self.done.lines.append((row.place, f"sửa ghi sai của {life.name}: {'; '.join(words)}"))

    def _wrong_classes(self, row: UnitRow, life: Unit) -> list[tuple[Classification, str]]:
        """Classes of its first day that the list does not give it, in words; what an act gave it is only noted."""
        if not row.says_classes:
            return []
        said = {item.value for item in row.classes}
        found = []
        for standing in life.classifications.filter(valid_from=life.valid_from, is_illustrative=False).order_by("pk"):
            if standing.value in said:
                continue
            label = f"«{standing.get_value_display()}»"
            rival = next((item for item in row.classes if item.value in rivals_of(standing.value)), None)
            if rival is not None:
                found.append((standing, f"phân loại {label}, tệp ghi «{rival.known.label}»"))
            elif standing.act in ("", REGION_ACT):  # as a list writes it
                found.append((standing, f"phân loại {label}, tệp không ghi"))
            else:
                self.done.notes.append(
                    f"{row.place}: {life.name} giữ phân loại {label} theo {standing.act}, tệp không ghi. Ghi nhầm thì bỏ ở "
                    "trang Phân loại của đơn vị."
                )
        return found

    def _take_out(self, row: UnitRow, life: Unit, wrong: Sequence[tuple[Classification, str]]) -> None:
        if wrong and not self.by.is_builtin:
            may_reorganise(self.by, [life])
        for standing, words in wrong:
            actions.remove_class(standing, reason=self.reason, trail=self.trail)
            self.done.lines.append((row.place, f"bỏ phân loại ghi nhầm của {life.name}: {words}"))
        self.done.corrected += bool(wrong)

    def _differences(self, row: UnitRow, life: Unit, parent: Unit | None) -> tuple[Correction, list[str]]:
        words: list[str] = []
        name = kind = above = start = act = None
        if not self.lives.has_borne(life, row.name):
            name = tidy(row.name)
            words.append(f"tên «{life.name}», tệp ghi «{name}»")
        if row.kind != life.kind:
            kind = row.kind
            words.append(f"loại «{life.get_kind_display()}», tệp ghi «{kind.label}»")
        if parent is not None and parent.code not in {unit.code for unit in self.lives.above(life)}:
            above = parent
            now = "".join(unit.name for unit in self.lives.above(life)[:1]) or "chưa có"
            words.append(f"nơi trực thuộc {now}, tệp ghi {parent.name}")
        if row.valid_from is not None and row.valid_from != life.valid_from:
            start = row.valid_from
            words.append(f"ngày thành lập {format_date(life.valid_from)}, tệp ghi {format_date(start)}")
        first = life.names.order_by("valid_from").first()
        if row.act and first is not None and first.act != tidy(row.act):
            act = tidy(row.act)
            words.append(f"văn bản thành lập «{first.act}», tệp ghi «{act}»")
        return Correction(name, kind, above, start, act, is_of_list=True), words
