"""A province adds a class of units or a kind of bodies by an act, ends it by another, takes out one that nothing uses.

Lock order: the own kind, what uses it, audit head. Whoever uses one holds its row (`hold`), so that it is not taken out meanwhile.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from core.acts import LINE, why_no_line, why_no_number
from core.numbers import format_count, format_date
from core.own_words import in_own_words
from core.text import opened, tidy
from core.workflow import Refused
from units import access
from units.map.domain.known_classes import BUILT_IN, LIFE_FLAGS, flag_of
from units.map.domain.levels import Level
from units.map.own_kinds import USES
from units.models import Classification, Organisation, OwnKind

LEVELS = (Level.DISTRICT, Level.COMMUNE, Level.VILLAGE)
NOT_YOURS = "Chỉ quản trị của tỉnh thêm, kết thúc phân loại và loại cơ quan."
GONE = "Mục này không còn trên cổng."
# a name stands in plans, in lists of flags parted by commas and semicolons, in sentences
_NAME = re.compile(r"[^\W\d_](?:[^\W_]|[ /()\-–])*")


@dataclass(frozen=True)
class Adding:
    """What is typed of a new one."""

    of: str
    name: str
    act: str
    issued_on: date
    valid_from: date | None = None  # without: the day of the act
    level: int | None = None
    group: str = ""
    is_difficult: bool = False
    is_business: bool = False


def may_add(user: object) -> bool:
    """Somebody administers a province: the two lists are the whole portal's."""
    return access.over_a_province(user, [Permission.ADMINISTER])


def add_own_kind(said: Adding, *, by: User) -> OwnKind:
    """A new class or kind. Raises `Refused` with every objection."""
    name = opened(tidy(said.name))
    try:
        with audit.change(by) as trail:
            _may(by)
            if refusals := [
                *_why_not_named(said.of, name),
                *why_no_number(said.act, most=LINE),
                *_why_not_placed(said),
            ]:
                raise Refused(*refusals)
            row = OwnKind.objects.create(
                of=said.of,
                name=name,
                act=tidy(said.act),
                issued_on=said.issued_on,
                valid_from=said.valid_from or said.issued_on,
                level=said.level,
                group=tidy(said.group),
                is_difficult=said.is_difficult,
                is_business=said.is_business,
                recorded_by=by,
            )
            trail.add("add_own_kind", row, label=_label(row), new=_told(row), summary=_act(row.act, row.issued_on))
            return row
    except IntegrityError as error:
        raise Refused(f"«{name}» vừa được thêm ở nơi khác.") from error


def _may(by: User) -> None:
    if not by.is_builtin and not may_add(by):
        raise Refused(in_own_words(NOT_YOURS))


def _why_not_named(of: str, name: str) -> list[str]:
    if not _NAME.fullmatch(name):
        return [
            f"Tên «{name}» phải bắt đầu bằng chữ, chỉ gồm chữ, số, dấu cách, gạch nối, gạch chéo, ngoặc: "
            "tên đứng trong tệp danh mục và trong kế hoạch."
        ]
    key = flag_of(name)
    built_in = _built_in(of, key)
    if built_in:
        return [f"«{name}» trùng với mục có sẵn của cổng «{built_in}»."]
    row = OwnKind.objects.filter(of=of, key=key).first()
    if row is None:
        return []
    end = f", kết thúc từ {format_date(row.valid_to)}" if row.has_end else ""
    return [f"«{name}» trùng với «{row.name}» đã thêm theo {_act(row.act, row.issued_on)}{end}."]


def _built_in(of: str, key: str) -> str:
    """The word of the portal that a name repeats; nothing where it repeats none."""
    if of == OwnKind.For.UNITS:
        words = {flag: flag for flag in LIFE_FLAGS}
        for item in BUILT_IN.values():
            words |= dict.fromkeys((item.flag, flag_of(item.label), flag_of(item.value)), item.label)
        return words.get(key, "")
    return next((label for value, label in Organisation.Kind.choices if key in {flag_of(label), value}), "")


def _why_not_placed(said: Adding) -> list[str]:
    found = []
    if said.of == OwnKind.For.UNITS and said.level not in LEVELS:
        found.append("Vui lòng chọn phân loại này dùng cho đơn vị cấp nào.")
    return found


def end_own_kind(row: OwnKind, *, on: date, act: str, by: User) -> OwnKind:
    """From a day it is used no more for anything new; what bears it goes on. Said again it is another day. Raises `Refused`."""
    with audit.change(by) as trail:
        _may(by)
        row = _locked(row)
        refusals = why_no_line(act)
        if on <= row.valid_from:
            refusals.append(f"Ngày kết thúc phải sau ngày bắt đầu {format_date(row.valid_from)}.")
        refusals += _why_not_before(row, on)
        if refusals:
            raise Refused(*refusals)
        old, row.valid_to, row.end_act = row.valid_to, on, tidy(act)
        row.save()
        trail.add("end_own_kind", row, label=_label(row), old=old, new=on, summary=row.end_act)
        return row


def _why_not_before(row: OwnKind, on: date) -> list[str]:
    """What began to bear it on that day or later."""
    if row.is_for_units:
        begun = Classification.objects.filter(value=row.name, valid_from__gte=on)
        what = [f"{item.unit.name} từ {format_date(item.valid_from)}" for item in begun.select_related("unit")[:3]]
    else:
        bodies = Organisation.objects.filter(kind=row.name, valid_from__gte=on).order_by("sort_key")
        what = [f"{item.name} từ {format_date(item.valid_from)}" for item in bodies[:3]]
    return [f"«{row.name}» còn được ghi sau ngày {format_date(on)}: {'; '.join(what)}."] if what else []


def remove_own_kind(row: OwnKind, *, by: User) -> None:
    """Take out one that was added by mistake. Raises `Refused` where anything uses it, saying what."""
    with audit.change(by) as trail:
        _may(by)
        row = _locked(row)
        if used := uses_of(row):
            raise Refused(
                f"«{row.name}» đang được dùng nên không bỏ được: {'; '.join(used)}. Ghi kết thúc theo văn bản."
            )
        trail.add("remove_own_kind", row, label=_label(row), old=_told(row))
        row.delete()


def uses_of(row: OwnKind) -> list[str]:
    """Where it is used, in words."""
    found = []
    if row.is_for_units:
        units = Classification.objects.filter(value=row.name).values("unit").distinct().count()
        found += [f"{format_count(units)} đơn vị được xếp"] if units else []
    else:
        bodies = Organisation.objects.filter(kind=row.name).count()
        found += [f"{format_count(bodies)} cơ quan, tổ chức"] if bodies else []
    return [*found, *(words for asked in USES for words in asked(row))]


def hold(of: str, names: Iterable[str]) -> dict[str, OwnKind]:
    """The own kinds of these names, each held until the end of the transaction; those of the portal are none."""
    rows = OwnKind.objects.select_for_update().filter(of=of, name__in=sorted(set(names))).order_by("pk")
    return {row.name: row for row in rows}


def why_not_class(value: str, level: int, on: date) -> list[str]:
    """Why a unit of a level cannot be classified so from a day; an own class is held by it."""
    if value in BUILT_IN:
        return []
    row = hold(OwnKind.For.UNITS, [value]).get(value)
    if row is None:
        return [f"Không có phân loại «{value}»."]
    found = _why_not_on(row, on)
    if row.level != level:
        found.append(f"«{value}» không dùng cho đơn vị {Level(level).label.lower()}.")
    return found


def why_not_kind(value: str, on: date) -> list[str]:
    """Why a body cannot be of a kind from a day; an own kind is held by it."""
    if value in Organisation.Kind.values:
        return []
    row = hold(OwnKind.For.BODIES, [value]).get(value)
    return [f"Không có loại cơ quan «{value}»."] if row is None else _why_not_on(row, on)


def _why_not_on(row: OwnKind, on: date) -> list[str]:
    if on < row.valid_from:
        return [f"«{row.name}» chỉ dùng từ ngày {format_date(row.valid_from)}, theo {_act(row.act, row.issued_on)}."]
    if on >= row.valid_to:
        return [f"«{row.name}» đã kết thúc từ ngày {format_date(row.valid_to)}, theo {row.end_act}."]
    return []


def _locked(row: OwnKind) -> OwnKind:
    found = OwnKind.objects.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise Refused(GONE)
    return found


def _act(number: str, on: date) -> str:
    return f"{number} ngày {format_date(on)}"


def _label(row: OwnKind) -> str:
    return f"{row.get_of_display()}: {row.name}"


def _told(row: OwnKind) -> dict[str, object]:
    """What it is, as the trail keeps it."""
    return {
        "Từ ngày": row.valid_from,
        "Cấp": row.get_level_display() or "",
        "Nhóm": row.group,
        "Địa bàn đặc biệt khó khăn": row.is_difficult,
        "Doanh nghiệp": row.is_business,
    }
