"""What two versions of a plan set otherwise for one round, in words: its own settings, classes, criteria, roads. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from campaign.definition import Cap, Category, Criterion, Definition, Part, Round
from campaign.definition.schema import LEVEL_WORDS as LEVELS
from campaign.editor.choices import COUNTED, NOMINEES, PLACES, STEPS, TERMS
from campaign.editor.choices import ROUND_KINDS as KINDS
from campaign.profile.domain.shown_words import SHOWN_WORDS
from campaign.rules import RECORD_WORDS, body_words, class_words
from core.numbers import format_date, format_rate, two_digits

Line = tuple[str, str]  # what is set, and how it was and will be
Words = Callable[[Any, Definition], str]
ROUNDED = {"up": ", làm tròn lên", "half_up": ", từ nửa trở lên thì làm tròn lên"}
NONE = "không"
SHORT = 40  # letters of two values that stand side by side


def _plain(value: Any, _: Definition) -> str:
    return str(value) if value else NONE


def _number(value: Any, _: Definition) -> str:
    return two_digits(value)


def _yes(value: Any, _: Definition) -> str:
    return "có" if value else NONE


def _said(words: Callable[[str], str]) -> Words:
    def told(value: Any, _: Definition) -> str:
        keys = [value] if isinstance(value, str) else list(value)
        return ", ".join(words(key) for key in keys if key) or NONE

    return told


def _of(words: Mapping[str, str]) -> Words:
    return _said(lambda key: words.get(key, key))


def _listed(value: Any, _: Definition) -> str:
    return ", ".join(map(str, value)) or NONE


def _forms(value: Any, plan: Definition) -> str:
    return ", ".join(plan.form_name(code) for code in ([value] if isinstance(value, str) else value)) or NONE


def _windows(value: Mapping[str, Sequence[int]], plan: Definition) -> str:
    return "; ".join(f"{_class(plan, code)}: {', '.join(map(str, years))}" for code, years in value.items()) or NONE


def _day(value: Any, _: Definition) -> str:
    return format_date(value) if value else NONE


def _points(value: Any, _: Definition) -> str:
    return format_rate(value) if value is not None else NONE


def _steps(value: Mapping[str, int], _: Definition) -> str:
    return "; ".join(f"{STEPS.get(step, step)} {two_digits(days)}" for step, days in value.items()) or NONE


def _group(value: Any, plan: Definition) -> str:
    return plan.group_label(value)


def _classes(value: Any, plan: Definition) -> str:
    return ", ".join(_class(plan, code) for code in value) or NONE


def _class(plan: Definition, code: str) -> str:
    found = next((item for item in plan.categories if item.code == code), None)
    return f"nhóm {found.letter}" if found is not None else "nhóm không còn"


# every field of a round and of a class, but those that are told apart (None): a setting has its words, or its own lines
ROUND: Mapping[str, tuple[str, Words] | None] = {
    "places_taken": ("Chỗ trong số lượng", _of(PLACES)),
    "council": ("Qua Hội đồng", _yes),
    "comment_days": ("Số ngày làm việc lấy ý kiến công khai", _number),
    "window": ("Các năm xét thành tích", _listed),
    "windows": ("Các năm xét riêng của nhóm", _windows),
    "name": ("Tên đợt", _plain),
    "printed": ("Tên đợt trong câu của văn bản", _plain),
    "kind": ("Loại đợt", _of(KINDS)),
    "year": ("Năm của đợt", _plain),
    "clause": ("Mục của kế hoạch", _plain),
    "award_form": ("Hình thức khen thưởng", _forms),
    "other_forms": ("Hình thức khác được đề nghị", _forms),
    "working_days": ("Số ngày làm việc giải quyết", _number),
    "reviewers": ("Số người thẩm định độc lập", _number),
    "state_level": ("Trình khen thưởng cấp Nhà nước", _yes),
    "ended_units": ("Nhận đơn vị đã kết thúc", _yes),
    "comment_until": ("Lấy ý kiến công khai đến hết ngày", _day),
    "calendar_days": ("Thời hạn đếm mọi ngày", _of(TERMS)),
    "step_days": ("Số ngày của từng bước", _steps),
    "cap": None,
    "code": None,
}
CLASS: Mapping[str, tuple[str, Words] | None] = {
    "letter": ("chữ đứng trước", _plain),
    "title": ("tên", _plain),
    "clause": ("mục của kế hoạch", _plain),
    "group": ("nhóm số lượng", _group),
    "level": ("cấp của đơn vị", _of(LEVELS)),
    "nominees": ("ai được đề nghị", _of(NOMINEES)),
    "bodies": ("loại tổ chức", _said(body_words)),
    "not_posts": ("chức vụ không thuộc nhóm", _listed),
    "never_with": ("không cùng một tổ chức với", _classes),
    "any_of": ("tiêu chí mà đạt một là đủ", _listed),
    "route": ("nơi đề nghị", _plain),
    "intro": ("lời dẫn", _plain),
    "score_at_least": ("tổng điểm cần đạt", _points),
    "criterion": None,
    "code": None,
}
CRITERION: Mapping[str, tuple[str, Words] | None] = {
    "text": ("nội dung", _plain),
    "clause": ("mục của kế hoạch", _plain),
    "applies_to": ("chỉ áp dụng cho", _said(class_words)),
    "except_for": ("không áp dụng cho", _said(class_words)),
    "only_for": ("chỉ áp dụng cho loại tổ chức", _said(body_words)),
    "may_not_apply": ("được ghi «Không áp dụng» khi", _plain),
    "unless": ("không ghi «Không áp dụng» khi cổng có", _of(RECORD_WORDS)),
    "shows": ("cổng hiện cạnh ý", _of(SHOWN_WORDS)),
    "points": ("số điểm", _points),
    "rule": None,
    "params": None,
    "part": None,
    "id": None,
}


def changed_settings(old: Definition, new: Definition, code: str) -> tuple[Line, ...]:
    """Everything that a round is judged by and that the other version sets otherwise, with "nay …, sẽ …"."""
    return tuple(_lines(old, new, old.round(code), new.round(code)))


def _lines(old: Definition, new: Definition, was: Round, will: Round) -> Iterator[Line]:
    yield from _fields(ROUND, was, will, old, new)
    yield from _caps(old, new, was, will)
    if old.person_group != new.person_group:
        yield "Nhóm số lượng của cá nhân", _turn(old.group_label(old.person_group), new.group_label(new.person_group))
    before, after = ({item.code: item for item in plan.categories} for plan in (old, new))
    for code in dict.fromkeys([*before, *after]):
        if code not in after:
            yield _class_title(before[code]), "không còn"
        elif code not in before:
            yield _class_title(after[code]), "nhóm mới"
        else:
            yield from _class_lines(before[code], after[code], old, new)
            if (road := _road(old, code)) != (then := _road(new, code)):
                yield f"{_class_title(after[code])}, đường đi của hồ sơ", _turn(road, then)


def ceiling_words(plan: Definition, code: str) -> str:
    """The ceilings of a round in a line; nothing where it has none."""
    item = plan.round(code)
    return "; ".join(f"{plan.group_label(cap.group).lower()} {_cap(cap, plan)}" for cap in item.caps)


def changed_readings(old: Definition, new: Definition) -> tuple[Line, ...]:
    """What of a whole plan decides how figures are read, and is set otherwise."""
    return tuple(
        (label, "ghi khác" if len(str(was) + str(will)) > SHORT else _turn(str(was) or NONE, str(will) or NONE))
        for label, was, will in (
            ("Chuẩn nghèo riêng của kế hoạch", old.standard, new.standard),
            ("Cách tính các năm trước khi đơn vị thành lập", old.predecessors, new.predecessors),
            ("Cách hiểu các điểm chưa rõ của kế hoạch", old.reading, new.reading),
        )
        if was != will
    )


def _fields(
    table: Mapping[str, tuple[str, Words] | None],
    was: Any,
    will: Any,
    old: Definition,
    new: Definition,
    place: str = "",
) -> Iterator[Line]:
    for name, known in table.items():
        if known is None or not hasattr(was, name) or getattr(was, name) == getattr(will, name):
            continue
        label, words = known
        yield place + label, _turn(words(getattr(was, name), old), words(getattr(will, name), new))


def _turn(was: str, will: str) -> str:
    return f"nay {was}, sẽ {will}" if was != will else f"{was}, ghi khác"


def _caps(old: Definition, new: Definition, was: Round, will: Round) -> Iterator[Line]:
    before, after = (
        {
            plan.group_label(group): "; ".join(_cap(cap, plan) for cap in item.caps if cap.group == group)
            for group in dict.fromkeys(cap.group for cap in item.caps)
        }
        for plan, item in ((old, was), (new, will))
    )
    for label in dict.fromkeys([*before, *after]):
        if before.get(label) != after.get(label):
            yield f"Số lượng {label.lower()}", _turn(before.get(label, NONE), after.get(label, NONE))


def _cap(cap: Cap, plan: Definition) -> str:
    each = "mỗi cụm, khối " if cap.per_bloc else "mỗi huyện " if cap.per_district else ""
    if cap.classes:
        each = f"{_classes(cap.classes, plan)}: {each}"
    if cap.at_most is not None:
        return f"{each}không quá {two_digits(cap.at_most)}"
    if cap.percent is not None:
        rounded = ROUNDED.get(cap.rounding, "")
        return f"{each}không quá {f'{cap.percent:f}'.replace('.', ',')} % số {COUNTED.get(cap.of, 'đơn vị')}{rounded}"
    return f"{each}chờ văn bản"


def _class_title(category: Category) -> str:
    return f"Nhóm {category.letter}) {category.title}"


def _class_lines(was: Category, will: Category, old: Definition, new: Definition) -> Iterator[Line]:
    title = _class_title(will)
    yield from _fields(CLASS, was, will, old, new, f"{title}, ")
    before, after = ({item.id: item for item in category.criteria} for category in (was, will))
    for name in dict.fromkeys([*before, *after]):
        place = f"{title}, tiêu chí {name}"
        if name not in after:
            yield place, "không còn"
        elif name not in before:
            yield place, f"tiêu chí mới: {after[name].text}"
        else:
            yield from _criterion_lines(place, before[name], after[name], old, new)


def _criterion_lines(place: str, was: Criterion, will: Criterion, old: Definition, new: Definition) -> Iterator[Line]:
    yield from _part_lines(place, was, will, old, new)
    before, after = ({item.id: item for item in criterion.part} for criterion in (was, will))
    for name in dict.fromkeys([*before, *after]):
        inner = f"{place}, ý {name}"
        if name not in after:
            yield inner, "không còn"
        elif name not in before:
            yield inner, f"ý mới: {after[name].text}"
        else:
            yield from _part_lines(inner, before[name], after[name], old, new)


def _part_lines(
    place: str, was: Criterion | Part, will: Criterion | Part, old: Definition, new: Definition
) -> Iterator[Line]:
    yield from _fields(CRITERION, was, will, old, new, f"{place}, ")
    if (was.rule, was.params) != (will.rule, will.params):
        yield f"{place}, cách xét", _turn(was.explanation.rstrip("."), will.explanation.rstrip("."))


def _road(plan: Definition, code: str) -> str:
    found = []
    for route in plan.route:
        if code not in route.classes:
            continue
        stops = ", ".join(LEVELS[stop] for stop in route.stops) or "trình thẳng"
        days = f"từ {format_date(route.since)} " if route.since else ""
        days += f"đến trước {format_date(route.until)} " if route.until else ""
        head = (
            ", chỉ trưởng cụm, khối lập"
            if route.through_bloc_head
            else ", trưởng cụm, khối được lập"
            if route.bloc_head
            else ""
        )
        found.append(f"{days}{stops}{head}")
    return "; ".join(found) or "trình thẳng"


def untold(kind: type, table: Mapping[str, object]) -> list[str]:
    """The fields of a part of a plan that the table does not know: a new setting is told of, or kept apart on purpose."""
    return [item.name for item in fields(kind) if item.name not in table]
