"""What only the whole of a definition can tell: ids once, references that lead somewhere, possible figures."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from campaign.definition.schema import (
    BOUNDS,
    DUTIES,
    LEVELS,
    MEMBER,
    NOMINEES,
    PLACES_TAKEN,
    Category,
    Criterion,
    Definition,
)
from campaign.rules import BODY_WORDS, CLASS_WORDS, RECORD_WORDS
from campaign.shown_words import SHOWN_WORDS


@dataclass(frozen=True)
class DefinitionError:
    """One error: where in the file, and what is wrong."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def cross_check(plan: Definition) -> Iterator[DefinitionError]:
    """What only the whole can tell: ids once, references that lead somewhere, possible figures."""
    yield from _unique("goal", [item.id for item in plan.goal])
    yield from _unique("category", [item.code for item in plan.category])
    yield from _unique("round", [item.code for item in plan.round_])
    yield from _unique("reading", [item.id for item in plan.reading])
    yield from _unique("criterion", [c.id for k in plan.category for c in k.criteria])
    yield from _unique("deadline", [item.id for item in plan.deadline])
    yield from _unique("provision", [item.id for item in plan.provision])
    groups = [item.code for item in plan.groups]
    yield from _unique("group", groups)
    if plan.person_group not in groups:
        yield DefinitionError("person_group", f"phải là một trong: {', '.join(groups)}.")
    if plan.last_year < plan.first_year:
        yield DefinitionError("last_year", "phải từ first_year trở đi.")
    if plan.peak_month and not (len(plan.peak_month) == 2 and all(map(_is_day, plan.peak_month))):
        yield DefinitionError("peak_month", 'phải là ngày đầu và ngày cuối, ví dụ ["17/10", "18/11"].')
    for number, category in enumerate(plan.category, 1):
        place = f"category[{number}]"
        if category.group not in groups:
            yield DefinitionError(f"{place}.group", f"phải là một trong: {', '.join(groups)}.")
        if category.level not in LEVELS:
            yield DefinitionError(f"{place}.level", f"phải là một trong: {', '.join(LEVELS[:-1])}.")
        yield from _check_nominees(category, place, {item.code for item in plan.category})
        ids = {item.id for item in category.criteria}
        for name in category.any_of:
            if name not in ids:
                yield DefinitionError(f"{place}.any_of", f"nhóm này không có tiêu chí «{name}».")
        for at, criterion in enumerate(category.criteria, 1):
            yield from _check_criterion(criterion, f"{place}.criterion[{at}]")
    forms = {item.code for item in plan.award_form}
    codes = {item.code for item in plan.category}
    for number, award_round in enumerate(plan.round_, 1):
        place = f"round[{number}]"
        for form in (award_round.award_form, *award_round.other_forms):
            if form not in forms:
                yield DefinitionError(f"{place}.award_form", f"không có hình thức khen thưởng «{form}».")
        if award_round.places_taken not in PLACES_TAKEN:
            yield DefinitionError(f"{place}.places_taken", f"phải là một trong: {', '.join(PLACES_TAKEN)}.")
        if award_round.council_chooses and not award_round.council:
            yield DefinitionError(f"{place}.places_taken", "Hội đồng chọn thì đợt phải qua Hội đồng (council = true).")
        for years, where in ((award_round.window, f"{place}.window"), *(
            (years, f"{place}.windows.{code}") for code, years in award_round.windows.items()
        )):  # fmt: skip
            if not years:
                yield DefinitionError(where, "phải có ít nhất một năm.")
            elif list(years) != sorted(set(years)):
                yield DefinitionError(where, "các năm phải tăng dần, mỗi năm một lần.")
            elif not plan.first_year <= years[0] <= years[-1] <= plan.last_year:
                yield DefinitionError(where, f"phải trong giai đoạn {plan.first_year} - {plan.last_year}.")
        for code in award_round.windows:
            if code not in codes:
                yield DefinitionError(f"{place}.windows.{code}", "không có nhóm đối tượng này.")
        for at, cap in enumerate(award_round.caps, 1):
            if cap.group not in groups:
                yield DefinitionError(f"{place}.cap[{at}].group", f"phải là một trong: {', '.join(groups)}.")
            if cap.at_most is not None and cap.percent is not None:
                yield DefinitionError(f"{place}.cap[{at}]", "chỉ ghi at_most hoặc percent.")
            if (cap.percent is None) != (cap.of == "") or cap.of not in (*LEVELS, MEMBER):
                yield DefinitionError(
                    f"{place}.cap[{at}].of", f"percent cần of là một trong: {', '.join((*LEVELS[:-1], MEMBER))}."
                )
            if cap.of == MEMBER and not cap.per_bloc:
                yield DefinitionError(
                    f"{place}.cap[{at}].of", "member là thành viên của cụm, khối nên cần per_bloc = true."
                )
            if cap.at_most is not None and cap.at_most < 0:
                yield DefinitionError(f"{place}.cap[{at}].at_most", "không được âm.")
        yield from _unique(f"{place}.cap", [f"{cap.id} {cap.group}" for cap in award_round.caps])
    for number, deadline in enumerate(plan.deadline, 1):
        if deadline.bound not in BOUNDS:
            yield DefinitionError(f"deadline[{number}].bound", f"phải là một trong: {', '.join(BOUNDS)}.")
        for duty in deadline.to:
            if duty not in DUTIES:
                yield DefinitionError(f"deadline[{number}].to", f"không có nhiệm vụ «{duty}».")
        if bool(deadline.plan_kind) == bool(deadline.round_):
            yield DefinitionError(
                f"deadline[{number}]", "ghi plan_kind (hạn gửi kế hoạch) hoặc round (hạn nhận hồ sơ)."
            )
        if deadline.round_ and deadline.round_ not in {item.code for item in plan.round_}:
            yield DefinitionError(f"deadline[{number}].round", f"không có đợt «{deadline.round_}».")
    for number, route in enumerate(plan.route, 1):
        for code in route.classes:
            if code not in codes:
                yield DefinitionError(f"route[{number}].classes", f"không có nhóm đối tượng «{code}».")
        for level in route.stops:
            if level not in ("commune", "district"):
                yield DefinitionError(f"route[{number}].stops", "phải là một trong: commune, district.")
        if route.since is not None and route.until is not None and route.since >= route.until:
            yield DefinitionError(f"route[{number}].until", "phải sau since.")
    yield from _routes_overlap(plan)
    known = set(_ids(plan))
    for number, reading in enumerate(plan.reading, 1):
        for name in reading.about:
            if name not in known:
                yield DefinitionError(f"reading[{number}].about", f"không có mục «{name}» trong kế hoạch.")


def _is_day(text: str) -> bool:
    found = re.fullmatch(r"(\d\d)/(\d\d)", text)
    try:
        return found is not None and bool(date(2024, int(found[2]), int(found[1])))
    except ValueError:
        return False


def _check_criterion(criterion: Criterion, place: str) -> Iterator[DefinitionError]:
    for name in ("applies_to", "except_for"):
        value = getattr(criterion, name)
        if value and value not in CLASS_WORDS:
            yield DefinitionError(f"{place}.{name}", f"không có phân loại «{value}». Có: {', '.join(CLASS_WORDS)}.")
    if criterion.applies_to and criterion.except_for:
        yield DefinitionError(f"{place}.except_for", "chỉ ghi applies_to hoặc except_for.")
    yield from _unknown(criterion.only_for, BODY_WORDS, f"{place}.only_for", "loại tổ chức")
    if criterion.part and criterion.rule != "judged":
        yield DefinitionError(f"{place}.rule", "tiêu chí có các ý thì quy tắc ghi ở từng ý.")
    if criterion.part and criterion.may_not_apply:
        yield DefinitionError(f"{place}.may_not_apply", "tiêu chí có các ý thì ghi ở từng ý.")
    if criterion.part and criterion.shows:
        yield DefinitionError(f"{place}.shows", "tiêu chí có các ý thì ghi ở từng ý.")
    for at, part in enumerate(criterion.parts, 1):
        where = f"{place}.part[{at}].unless" if criterion.part else f"{place}.unless"
        yield from _unknown([part.unless] if part.unless else [], RECORD_WORDS, where, "loại bản ghi")
        if part.unless and not part.may_not_apply:
            yield DefinitionError(where, "chỉ ghi cùng may_not_apply.")
    if criterion.part and criterion.unless:
        yield DefinitionError(f"{place}.unless", "tiêu chí có các ý thì ghi ở từng ý.")
    for shown, where in (
        (criterion.shows, f"{place}.shows"),
        *((part.shows, f"{place}.part[{at}].shows") for at, part in enumerate(criterion.part, 1)),
    ):
        yield from _unknown(shown, SHOWN_WORDS, where, "loại ghi nhận")
        yield from _unique(where, list(shown))
    yield from _unique(f"{place}.part", [item.id for item in criterion.part])


def _check_nominees(category: Category, place: str, codes: set[str]) -> Iterator[DefinitionError]:
    yield from _unknown(category.nominees, NOMINEES, f"{place}.nominees", "loại đối tượng")
    yield from _unknown(category.bodies, BODY_WORDS, f"{place}.bodies", "loại tổ chức")
    if "unit" in category.takes and not category.level:
        yield DefinitionError(f"{place}.level", "nhóm nhận đơn vị hành chính thì phải ghi cấp.")
    for code in category.never_with:
        if code not in codes:
            yield DefinitionError(f"{place}.never_with", f"không có nhóm đối tượng «{code}».")


def _unknown(values: Iterable[str], known: Collection[str], place: str, what: str) -> Iterator[DefinitionError]:
    for value in values:
        if value not in known:
            yield DefinitionError(place, f"không có {what} «{value}». Có: {', '.join(known)}.")


def _unique(place: str, ids: list[str]) -> Iterator[DefinitionError]:
    for name in dict.fromkeys(name for name in ids if ids.count(name) > 1):
        yield DefinitionError(place, f"mã «{name}» có hơn một lần.")


def _ids(plan: Definition) -> Iterator[str]:
    yield from (goal.id for goal in plan.goal)
    yield from (provision.id for provision in plan.provision)
    yield from (deadline.id for deadline in plan.deadline)
    for category in plan.category:
        yield category.code
        for criterion in category.criteria:
            yield criterion.id
            yield from (f"{criterion.id}.{part.id}" for part in criterion.part)
    for award_round in plan.round_:
        yield award_round.code
        yield from (cap.id for cap in award_round.caps)


def _routes_overlap(plan: Definition) -> Iterator[DefinitionError]:
    """One road on a day: no class has two."""
    days = {day for item in plan.route for day in (item.since, item.until) if day is not None} | {date.min}
    for category in plan.category:
        for day in sorted(days):
            if sum(item.covers(category.code, day) for item in plan.route) > 1:
                yield DefinitionError("route", f"nhóm «{category.code}» có hai đường đi cùng một ngày.")
                break
