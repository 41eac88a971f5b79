"""Identities that hold within one set of figures (C4.7, C4.10). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.numbers import format_count

Counts = Mapping[str, int | None]


@dataclass(frozen=True)
class Fault:
    """A broken identity: the field to look at and the sentence that says so."""

    field: str
    message: str


# (part, whole, what the part is, what the whole is)
_WITHIN = (
    ("poor", "households", "Hộ nghèo", "tổng số hộ"),
    ("near_poor", "households", "Hộ cận nghèo", "tổng số hộ"),
    ("average_households", "households", "Hộ có mức sống trung bình", "tổng số hộ"),
    ("minority_households", "households", "Hộ DTTS", "tổng số hộ"),
    ("minority_poor", "minority_households", "Hộ nghèo DTTS", "số hộ DTTS"),
    ("minority_poor", "poor", "Hộ nghèo DTTS", "số hộ nghèo"),
    ("minority_area_households", "households", "Hộ vùng DTTS và miền núi", "tổng số hộ"),
    ("minority_area_poor", "minority_area_households", "Hộ nghèo vùng DTTS", "số hộ vùng DTTS và miền núi"),
    ("minority_area_poor", "poor", "Hộ nghèo vùng DTTS", "số hộ nghèo"),
    ("poor_people", "people", "Khẩu nghèo", "nhân khẩu"),
    ("near_poor_people", "people", "Khẩu cận nghèo", "nhân khẩu"),
    ("average_people", "people", "Khẩu có mức sống trung bình", "nhân khẩu"),
)


def faults(counts: Counts) -> list[Fault]:
    """Every identity that these counts break; what is not given breaks none."""
    found = []
    for part, whole, part_name, whole_name in _WITHIN:
        low, high = counts.get(part), counts.get(whole)
        if low is not None and high is not None and low > high:
            found.append(
                Fault(part, f"{part_name} ({format_count(low)}) nhiều hơn {whole_name} ({format_count(high)}).")
            )
    households, poor, near = (counts.get(name) for name in ("households", "poor", "near_poor"))
    if households is not None and poor is not None and near is not None and poor <= households < poor + near:
        found.append(
            Fault(
                "near_poor",
                f"Hộ nghèo và hộ cận nghèo cộng lại ({format_count(poor + near)}) "
                f"nhiều hơn tổng số hộ ({format_count(households)}).",
            )
        )
    people = counts.get("people")
    if people is not None and households is not None and people < households:
        found.append(
            Fault("people", f"Nhân khẩu ({format_count(people)}) ít hơn tổng số hộ ({format_count(households)}).")
        )
    return found


NEEDED = ("households", "poor", "near_poor")


def missing(counts: Counts) -> list[str]:
    """The headline counts still to be given."""
    return [name for name in NEEDED if counts.get(name) is None]
