"""What units may be classified as: the classes of the portal, and those that a province added by an act. Pure.

An own class has its name as its value, so that files, plans and pages all say the same words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.clock import FOREVER
from core.text import folded
from units.map.domain.levels import CLASS_LEVEL, EXCLUSIVE, FLAG_CLASSES, Class, Level

REGIONS = "Khu vực"  # the group of the three regions: a commune is in one of them at a time
LIFE_FLAGS = ("het_hieu_luc", "nhap_vao")  # what else stands among the flags of a list of units


@dataclass(frozen=True)
class KnownClass:
    """One class: its value in rows and plans, its label, how a list of units names it."""

    value: str
    label: str
    level: Level
    flag: str
    group: str = ""  # of the classes of one group a unit bears one at a time
    is_difficult: bool = False
    is_own: bool = False
    since: date = date.min
    until: date = FOREVER


Known = Mapping[str, KnownClass]  # by value

# classes of places in special difficulty, as the plans and the law of awards mean them
DIFFICULT = frozenset({Class.POOR_DISTRICT, Class.COASTAL_SPECIAL, Class.REGION_3, Class.SPECIAL_VILLAGE})
BUILT_IN: Known = {
    value.value: KnownClass(
        value.value, value.label, CLASS_LEVEL[value], flag, REGIONS if value in EXCLUSIVE else "", value in DIFFICULT
    )
    for flag, value in FLAG_CLASSES.items()
}


def flag_of(name: str) -> str:
    """How a list of units may write a class, and what two names that mean one have in common: "xa_an_toan_khu"."""
    return folded(name.replace("_", " ")).replace(" ", "_")


def class_label(value: str) -> str:
    """The words of a class; an own one is its own words."""
    return BUILT_IN[value].label if value in BUILT_IN else value


def find_class(text: str, known: Known) -> KnownClass | None:
    """The class that a list of units names: by its flag, or by its words."""
    flag = flag_of(text)
    return next((item for item in known.values() if flag in (item.flag, flag_of(item.label))), None)


def rivals(value: str, known: Known) -> tuple[str, ...]:
    """The classes that a unit cannot bear beside this one; itself among them."""
    own = known.get(value)
    group = flag_of(own.group) if own is not None else ""
    beside = (item.value for item in known.values() if group and flag_of(item.group) == group and item.value != value)
    return value, *beside


def of_level(level: int, known: Known) -> list[KnownClass]:
    """The classes for units of a level, in their order."""
    return [item for item in known.values() if item.level == level]


def flags_told(known: Known) -> str:
    """Everything that may stand among the flags of a list, for errors and pages."""
    classes = (f"{item.flag} ({item.label})" for item in known.values())
    return ", ".join(("het_hieu_luc=ngày/tháng/năm", "nhap_vao=MÃ", *classes))
