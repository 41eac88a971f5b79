"""Checks of codes and names: what stands in addresses has letters for them, and nothing is longer than its column."""

import re
from collections.abc import Iterator

from campaign.definition.problems import UNREAD, DefinitionError
from campaign.definition.schema import Definition
from core.numbers import format_count

YEARS = (1990, 2199)
UNREAD_YEARS = (0, 1, 9999)  # stand for what could not be read
MOST_DAYS, MOST_PLACES = 1000, 32_767
_CODE = re.compile(r"[A-Za-z0-9_-]+")


def check_names(plan: Definition) -> Iterator[DefinitionError]:
    """Every code and name of a plan that the portal stores for itself."""
    yield from _code("code", plan.code, 60)
    yield from _short("name", plan.name, 300)
    for name in ("first_year", "last_year"):
        year = getattr(plan, name)
        if not YEARS[0] <= year <= YEARS[1] and year not in (1, 9999):  # these stand for what could not be read
            yield DefinitionError(name, f"phải là một năm từ {YEARS[0]} đến {YEARS[1]}.")
    for number, group in enumerate(plan.group, 1):
        yield from _code(f"group[{number}].code", group.code, 20)
    for number, form in enumerate(plan.award_form, 1):
        yield from _code(f"award_form[{number}].code", form.code, 60)
    for number, category in enumerate(plan.category, 1):
        place = f"category[{number}]"
        yield from _code(f"{place}.code", category.code, 30)
        for at, criterion in enumerate(category.criteria, 1):
            yield from _id(f"{place}.criterion[{at}].id", criterion.id, 14)
            for inner, part in enumerate(criterion.part, 1):
                yield from _id(f"{place}.criterion[{at}].part[{inner}].id", part.id, 5)
    for number, item in enumerate(plan.round_, 1):
        place = f"round[{number}]"
        yield from _code(f"{place}.code", item.code, 40)
        yield from _short(f"{place}.name", item.name, 200)
        if not YEARS[0] <= item.year <= YEARS[1] and item.year not in UNREAD_YEARS:
            yield DefinitionError(f"{place}.year", f"phải là một năm từ {YEARS[0]} đến {YEARS[1]}.")
        days = {name: getattr(item, name) for name in ("working_days", "comment_days", "reviewers")}
        for name, number_of in {**days, **{f"step_days.{step}": of for step, of in item.step_days.items()}}.items():
            if isinstance(number_of, int) and number_of > MOST_DAYS:
                yield DefinitionError(f"{place}.{name}", f"không quá {format_count(MOST_DAYS)}.")
        for at, cap in enumerate(item.caps, 1):
            yield from _short(f"{place}.cap[{at}].clause", cap.clause, 60)
            yield from _short(f"{place}.cap[{at}].classes", ",".join(map(str, cap.classes)), 300)
            if cap.at_most is not None and cap.at_most > MOST_PLACES:
                yield DefinitionError(f"{place}.cap[{at}].at_most", f"không quá {format_count(MOST_PLACES)}.")
    for number, due in enumerate(plan.deadline, 1):
        yield from _short(f"deadline[{number}].id", due.id, 20)
        yield from _short(f"deadline[{number}].label", due.label, 300)
        yield from _short(f"deadline[{number}].clause", due.clause, 200)


def _short(place: str, text: str, most: int) -> Iterator[DefinitionError]:
    if len(text) > most:
        yield DefinitionError(place, f"dài quá {most} chữ.")


def _code(place: str, text: str, most: int) -> Iterator[DefinitionError]:
    """A code that stands in addresses and in lists of codes."""
    yield from _short(place, text, most)
    if text != UNREAD and not _CODE.fullmatch(text):
        yield DefinitionError(place, "chỉ gồm chữ không dấu, số, gạch nối, không có dấu cách.")


def _id(place: str, text: str, most: int) -> Iterator[DefinitionError]:
    """A mark that is printed, and stands in addresses beside a dot."""
    yield from _short(place, text, most)
    if text != UNREAD and re.search(r"[\s./?#,]", text):
        yield DefinitionError(place, "không có dấu cách, dấu chấm, dấu phẩy, gạch chéo.")
