"""What only the whole of a definition can tell: ids once, references that lead somewhere, possible figures."""

import re
from collections.abc import Iterator
from datetime import date

from campaign.activities.domain.records import KINDS
from campaign.definition.check_criteria import check_band, check_category, check_classes_of
from campaign.definition.check_names import check_names
from campaign.definition.check_rounds import check_deadlines, check_rounds, check_routes
from campaign.definition.own_names import NO_OWN, OwnNames
from campaign.definition.problems import UNREAD, DefinitionError, codes, unique, unknown
from campaign.definition.schema import LEVELS, Definition
from campaign.evaluation.domain.predecessors import WAYS
from campaign.rules import FIELD
from core.text import folded

MOST_YEARS = 15
UNREAD_YEARS = (1, 9999)  # stand for what could not be read


def cross_check(plan: Definition, own: OwnNames = NO_OWN) -> Iterator[DefinitionError]:
    """What only the whole can tell: ids once, references that lead somewhere, possible figures.

    `own`: classes and kinds of bodies that it may name beside those of the portal.
    """
    yield from unique("goal", [item.id for item in plan.goal])
    yield from unique("category", [item.code for item in plan.category])
    yield from unique("round", [item.code for item in plan.round_])
    yield from unique("reading", [item.id for item in plan.reading])
    yield from unique("criterion", [c.id for k in plan.category for c in k.criteria])
    yield from unique("deadline", [*(item.id for item in plan.deadline), *(item.id for item in plan.event)])
    yield from unique("provision", [item.id for item in plan.provision])
    yield from unique("award_form", [item.code for item in plan.award_form])
    yield from check_names(plan)
    if plan.province not in ("", UNREAD) and not re.fullmatch(r"[0-9]+", plan.province):
        yield DefinitionError(
            "province", f"«{plan.province}» không phải mã; ghi mã của tỉnh, thành phố trong danh mục nhà nước."
        )
    yield from _check_heads(plan)
    groups = codes(item.code for item in plan.groups)
    yield from unique("group", [item.code for item in plan.groups])
    if plan.person_group not in groups and plan.person_group != UNREAD:
        yield DefinitionError("person_group", f"phải là một trong: {', '.join(groups)}.")
    if plan.predecessors not in (*WAYS, UNREAD):
        yield DefinitionError("predecessors", f"phải là một trong: {', '.join(WAYS)}.")
    if plan.last_year < plan.first_year:
        yield DefinitionError("last_year", "phải từ first_year trở đi.")
    yield from _check_period(plan)
    if plan.peak_month and not (len(plan.peak_month) == 2 and all(map(_is_day, plan.peak_month))):
        yield DefinitionError("peak_month", 'phải là ngày đầu và ngày cuối, ví dụ ["17/10", "18/11"].')
    for number, goal in enumerate(plan.goal, 1):
        if goal.over == FIELD:
            yield DefinitionError(f"goal[{number}].rule", "quy tắc xếp hạng đơn vị không dùng cho chỉ tiêu chung.")
        yield from check_classes_of(goal, f"goal[{number}]", own)
        yield from check_band(goal, f"goal[{number}]")
    classes = codes(item.code for item in plan.category)
    for number, category in enumerate(plan.category, 1):
        yield from check_category(category, f"category[{number}]", groups, classes, own)
    yield from check_rounds(plan)
    yield from check_deadlines(plan)
    yield from check_routes(plan)
    yield from _check_participants(plan, own)
    known = codes(_ids(plan))
    for number, reading in enumerate(plan.reading, 1):
        for name in reading.about:
            if name not in known and name != UNREAD:
                yield DefinitionError(f"reading[{number}].about", f"không có mục «{name}» trong kế hoạch.")


def _check_period(plan: Definition) -> Iterator[DefinitionError]:
    """As long as a movement is, with something to be awarded in it."""
    years = plan.last_year - plan.first_year + 1
    if years > MOST_YEARS and not {plan.first_year, plan.last_year} & {*UNREAD_YEARS}:
        words = f"giai đoạn {plan.first_year} - {plan.last_year} dài {years} năm; một phong trào không quá {MOST_YEARS} năm."
        yield DefinitionError("last_year", words)
    if not plan.round_:
        yield DefinitionError("round", "kế hoạch chưa có đợt khen thưởng nào; ghi ít nhất một mục [[round]].")


def _check_heads(plan: Definition) -> Iterator[DefinitionError]:
    """Lists from offices name a class by its letter or its title: each is of one class."""
    for key, word, alike in (("letter", "ký hiệu", str.casefold), ("title", "tên", folded)):
        at: dict[str, int] = {}
        for number, category in enumerate(plan.category, 1):
            said = getattr(category, key)
            first = at.setdefault(alike(said), number)
            if first != number and said not in ("", UNREAD):
                yield DefinitionError(
                    f"category[{number}].{key}", f"{word} «{said}» đã dùng ở category[{first}]; mỗi nhóm một {word}."
                )


def _is_day(text: str) -> bool:
    found = re.fullmatch(r"(\d\d)/(\d\d)", text)
    try:
        return found is not None and bool(date(2024, int(found[2]), int(found[1])))
    except ValueError:
        return False


def _ids(plan: Definition) -> Iterator[str]:
    yield from (goal.id for goal in plan.goal)
    yield from (provision.id for provision in plan.provision)
    yield from (event.id for event in plan.event)
    yield from (deadline.id for deadline in plan.deadline)
    for category in plan.category:
        yield category.code
        for criterion in category.criteria:
            yield criterion.id
            yield from (f"{criterion.id}.{part.id}" for part in criterion.part)
    for award_round in plan.round_:
        yield award_round.code
        yield from (cap.id for cap in award_round.caps)


def _check_participants(plan: Definition, own: OwnNames) -> Iterator[DefinitionError]:
    """Who takes part, and the kinds of records that provisions are about."""
    for number, participant in enumerate(plan.participant, 1):
        place = f"participant[{number}]"
        if participant.level not in (*LEVELS, UNREAD):
            yield DefinitionError(f"{place}.level", f"phải là một trong: {', '.join(LEVELS[:-1])}.")
        if participant.level == "province" and not participant.bodies:
            yield DefinitionError(f"{place}.level", "cấp tỉnh thì ghi thêm bodies: loại cơ quan phải gửi.")
        yield from unknown(participant.bodies, own.known_bodies, f"{place}.bodies", "loại tổ chức")
    for number, provision in enumerate(plan.provision, 1):
        yield from unknown(provision.records, KINDS, f"provision[{number}].records", "loại việc của phong trào")
