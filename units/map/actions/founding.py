"""One unit that the list did not have is entered below a standing one."""

from dataclasses import dataclass
from datetime import date

from accounts import audit
from accounts.models import User
from core.acts import why_act_later, why_no_line
from core.numbers import format_date, is_digits
from core.text import listed, tidy
from core.workflow import Refused
from units.map.actions.map import derive_ancestry, found_unit, why_not_on, why_short_code
from units.map.actions.names import names_alike, why_not_named
from units.map.domain.fitting import why_too_long
from units.map.domain.levels import PARENTS_OF, Kind, Level
from units.map.lives import next_village_code
from units.models import Unit
from units.people.actions.people import administers


@dataclass(frozen=True)
class Founding:
    """What an office says of a new unit; a village may leave the code to the portal."""

    name: str
    kind: Kind
    valid_from: date
    code: str = ""
    act: str = ""
    apart_from: tuple[str, ...] = ()  # names nearly like it that somebody has said to be other units'


def add_unit(parent: Unit, wish: Founding, *, by: User) -> Unit:
    """Enter a unit that stands below another from a day on. Raises `Refused` with every objection."""
    with audit.change(by) as trail:
        # one change of the map at a time, so that no code is given out twice
        list(Unit.objects.select_for_update().filter(level=Level.PROVINCE).order_by("pk"))
        parent = Unit.objects.select_for_update().get(pk=parent.pk)
        refusals = [*administers(by, [parent]), *_objections(parent, wish)]
        if refusals:
            raise Refused(*refusals)
        code = wish.code or next_village_code(parent)
        made = found_unit(
            code, wish.name, wish.kind, parent=parent, valid_from=wish.valid_from, act=tidy(wish.act), trail=trail
        )
        derive_ancestry([made])
        return made


def _objections(parent: Unit, wish: Founding) -> list[str]:
    found = why_not_on(parent, wish.valid_from)
    level = wish.kind.level
    if not tidy(wish.name):
        found.append("Vui lòng ghi tên đơn vị.")
    if Level(parent.level) not in PARENTS_OF[level]:
        found.append(f"{wish.kind.label} không thể trực thuộc {parent.name}.")
    if wish.code and not is_digits(wish.code):
        found.append(f"Mã «{wish.code}» chỉ được gồm chữ số.")
    if not wish.code and level is not Level.VILLAGE:
        found.append("Vui lòng ghi mã của danh mục nhà nước; chỉ thôn, khu phố mới để cổng đặt mã.")
    found += why_short_code(wish.code, level)
    found += why_too_long(code=wish.code, name=wish.name)
    is_village = level is Level.VILLAGE
    found += why_too_long(act=wish.act) if is_village else why_no_line(wish.act, what="văn bản thành lập")
    found += why_act_later(wish.act, wish.valid_from)
    if wish.code and Unit.objects.filter(code=wish.code, valid_from=wish.valid_from).exists():
        found.append(f"Mã {wish.code} đã có đơn vị lập từ ngày {format_date(wish.valid_from)}.")
    found += [text for _, text in why_not_named(wish.name, wish.kind, parent, wish.valid_from)]
    near = [name for name in names_alike(wish.name, parent, wish.valid_from) if name not in wish.apart_from]
    if near:
        found.append(f"{parent.name} đã có {listed(near)}; vui lòng xác nhận «{tidy(wish.name)}» là đơn vị khác.")
    return found
