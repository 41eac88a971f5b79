"""Identities that hold within one set of figures (C4.7, C4.10). Pure."""

from collections.abc import Mapping, Sequence
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

_CLASSES = (("poor", "Hộ nghèo"), ("near_poor", "Hộ cận nghèo"), ("average_households", "Hộ có mức sống trung bình"))
_CLASSES_OF_PEOPLE = (
    ("poor_people", "Khẩu nghèo"), ("near_poor_people", "Khẩu cận nghèo"), ("average_people", "Khẩu có mức sống trung bình"),
)  # fmt: skip
# households, their people, what both are
_PEOPLE_OF = (
    ("poor", "poor_people", "hộ nghèo", "Khẩu nghèo"), ("near_poor", "near_poor_people", "hộ cận nghèo", "Khẩu cận nghèo"),
    ("average_households", "average_people", "hộ có mức sống trung bình", "Khẩu có mức sống trung bình"),
)  # fmt: skip


def faults(counts: Counts) -> list[Fault]:
    """Every identity that these counts break; what is not given breaks none."""
    found = []
    for part, whole, part_name, whole_name in _WITHIN:
        low, high = counts.get(part), counts.get(whole)
        if low is not None and high is not None and low > high:
            found.append(
                Fault(part, f"{part_name} ({format_count(low)}) nhiều hơn {whole_name} ({format_count(high)}).")
            )
    found += _together(counts, _CLASSES, "households", "tổng số hộ")
    found += _together(counts, _CLASSES_OF_PEOPLE, "people", "nhân khẩu")
    people, households = counts.get("people"), counts.get("households")
    if people is not None and households is not None and people < households:
        found.append(
            Fault("people", f"Nhân khẩu ({format_count(people)}) ít hơn tổng số hộ ({format_count(households)}).")
        )
    for part, of_people, name, name_of_people in _PEOPLE_OF:
        number, persons = counts.get(part), counts.get(of_people)
        if number is not None and persons is not None and (persons < number or (number == 0 < persons)):
            text = f"{name_of_people} ({format_count(persons)}) không thể có với {format_count(number)} {name}."
            found.append(Fault(of_people, text))
    return found


def _together(counts: Counts, classes: Sequence[tuple[str, str]], whole: str, whole_name: str) -> list[Fault]:
    """The classes exclude one another: what of them is given is together not more than the whole. Told at the first of
    them with which it becomes more."""
    high, sum_so_far, names = counts.get(whole), 0, []
    for key, name in classes:
        value = counts.get(key)
        if value is None or high is None or value > high:  # more than the whole by itself is told already
            continue
        sum_so_far += value
        names.append(name)
        if sum_so_far > high:
            text = (
                f"{_listed(names)} cộng lại ({format_count(sum_so_far)}) nhiều hơn {whole_name} ({format_count(high)})."
            )
            return [Fault(key, text)]
    return []


def _listed(names: Sequence[str]) -> str:
    first, *others = [names[0], *(name.lower() for name in names[1:])]
    return f"{', '.join([first, *others[:-1]])} và {others[-1]}"


NEEDED = ("households", "poor", "near_poor")


def missing(counts: Counts) -> list[str]:
    """The headline counts still to be given."""
    return [name for name in NEEDED if counts.get(name) is None]
