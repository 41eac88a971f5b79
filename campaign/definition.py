"""A campaign as data: a whole plan in one TOML file, read into frozen dataclasses with every error at once.

The dataclasses are the schema: a key that no field names is an error, and so is a field without default that the
file does not give. `Use` lines name a rule of `campaign.rules`; the rule's parameters stand beside its name.
"""

import hashlib
import re
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, get_args, get_origin, get_type_hints

import tomlkit

from campaign.rules import CLASS_WORDS, INDICATOR_WORDS, RECORD_WORDS, RULES, Parameter, explain

LEVELS = ("province", "district", "commune", "village", "")
GROUPS = ("collective", "individual")
BOUNDS = ("before", "on_or_before")
DUTIES = ("standing_agency", "award_agency")


@dataclass(frozen=True)
class DefinitionError:
    """One error: where in the file, and what is wrong."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class DefinitionErrors(ValueError):
    """All errors of a file at once."""

    def __init__(self, errors: list[DefinitionError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


# ---- the schema ----


@dataclass(frozen=True)
class Use:
    """A line that may name a rule; `params` are the keys beside it that the rule asks for."""

    rule: str = "judged"
    params: Mapping[str, Any] = field(default_factory=dict, compare=True)

    @property
    def kind(self) -> str:
        """measured, documented, judged or reported, as the rule is."""
        return RULES[self.rule].kind

    @property
    def explanation(self) -> str:
        """How the line is judged, in words."""
        return explain(self)


@dataclass(frozen=True)
class LegalBasis:
    """An act that the plan rests on."""

    number: str
    title: str
    issued: date
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Goal(Use):
    """A goal of the movement (I.1)."""

    id: str
    clause: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Part(Use):
    """A lettered part of a criterion: one line of the appraisal sheet."""

    id: str
    text: str
    may_not_apply: str = ""  # when the reviewer may answer "không áp dụng"


@dataclass(frozen=True, kw_only=True)
class Criterion(Use):
    """A criterion of a class with its official text; without parts it is its own only part."""

    id: str
    clause: str
    text: str
    applies_to: str = ""
    except_for: str = ""
    part: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.part or (Part(id="", text="", rule=self.rule, params=self.params),)

    @property
    def is_measured(self) -> bool:
        return not self.part and self.kind == "measured"


@dataclass(frozen=True, kw_only=True)
class Category:
    """A class of nominees (III.2 a–g)."""

    code: str
    letter: str
    clause: str
    title: str
    group: str
    level: str = ""
    route: str = ""
    intro: str = ""
    any_of: tuple[str, ...] = ()  # criteria of which one is enough; empty: all
    criterion: tuple[Criterion, ...] = ()

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.criterion


@dataclass(frozen=True, kw_only=True)
class AwardForm:
    """A form of award and who gives it."""

    code: str
    name: str
    authority: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class Cap:
    """A ceiling of a round and group; without a number it waits for its act."""

    id: str
    group: str
    clause: str
    at_most: int | None = None


@dataclass(frozen=True, kw_only=True)
class Round:
    """An award round: its year and the window of years that must be met."""

    code: str
    name: str
    kind: str
    year: int
    window: tuple[int, ...]
    award_form: str
    clause: str
    windows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # by category, where another
    cap: tuple[Cap, ...] = ()

    @property
    def caps(self) -> tuple[Cap, ...]:
        return self.cap


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Something due to somebody by a day."""

    id: str
    clause: str
    label: str
    text: str
    on: date
    bound: str
    hard: bool
    plan_kind: str
    to: tuple[str, ...]
    zone: str = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True, kw_only=True)
class Participant:
    """Who takes part; organisations of the Front are requested, state bodies ordered."""

    name: str
    clause: str
    requested: bool = False
    files_plan: bool = False


@dataclass(frozen=True, kw_only=True)
class Provision:
    """Something that the plan has people do, and what the portal holds of it."""

    id: str
    clause: str
    text: str
    holds: str = ""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How an open text is read here; a setting."""

    id: str
    about: tuple[str, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A whole plan."""

    code: str
    name: str
    short_name: str
    province: str
    first_year: int
    last_year: int
    standard: str
    issuer: str
    number: str = ""
    issued: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    goal: tuple[Goal, ...] = ()
    participant: tuple[Participant, ...] = ()
    provision: tuple[Provision, ...] = ()
    category: tuple[Category, ...] = ()
    award_form: tuple[AwardForm, ...] = ()
    round_: tuple[Round, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    reading: tuple[Reading, ...] = ()
    linked_movements: tuple[str, ...] = ()
    refusal_reasons: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    peak_month: tuple[str, ...] = ()  # of the Fund, first and last day: "17/10", "18/11"

    @property
    def goals(self) -> tuple[Goal, ...]:
        return self.goal

    @property
    def categories(self) -> tuple[Category, ...]:
        return self.category

    @property
    def rounds(self) -> tuple[Round, ...]:
        return self.round_

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        return self.deadline

    @cached_property
    def _rounds(self) -> dict[str, Round]:
        return {item.code: item for item in self.round_}

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return {item.code: item for item in self.category}

    def round(self, code: str) -> Round:
        """A round by its code. Raises `KeyError`."""
        return self._rounds[code]

    def find_category(self, code: str) -> Category:
        """A class of nominees by its code. Raises `KeyError`."""
        return self._categories[code]

    def window(self, award_round: Round, category: Category) -> tuple[int, ...]:
        """The years that a class must meet in a round."""
        return award_round.windows.get(category.code, award_round.window)

    def measured(self, category: str) -> tuple[Criterion, ...]:
        """The measured criteria of a class."""
        return tuple(item for item in self.find_category(category).criteria if item.is_measured)

    def readings_of(self, *ids: str) -> tuple[Reading, ...]:
        """Our readings about any of these ids."""
        return tuple(item for item in self.reading if set(item.about) & set(ids))

    @cached_property
    def peak(self) -> tuple[tuple[int, int], ...]:
        """The first and last day of the peak month of the Fund, as (month, day)."""
        return tuple((int(text[3:]), int(text[:2])) for text in self.peak_month)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that a goal or criterion measures."""
        lines: list[Use] = [*self.goal, *(c for k in self.category for c in k.criteria)]
        return tuple(dict.fromkeys(line.params["indicator"] for line in lines if "indicator" in line.params))


# ---- reading ----


def parse(text: str) -> Definition:
    """The definition in a file. Raises `DefinitionErrors` with every error and its place."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"dòng {place[1]}, cột {place[2]}" if place else "cuối tệp"
        raise DefinitionErrors([DefinitionError(where, "tệp không đúng cú pháp TOML.")]) from None
    errors: list[DefinitionError] = []
    if isinstance(data.get("campaign"), dict):
        data = {**data.pop("campaign"), **data}
    result = _read(Definition, data, "", errors)
    if result is not None:
        errors.extend(_cross_check(result))
    if errors:
        raise DefinitionErrors(errors)
    return typing.cast(Definition, result)


_MISSING = object()


def _read(kind: Any, data: Any, place: str, errors: list[DefinitionError]) -> Any:
    """One table of the file as its dataclass; nothing when it has errors, which are added."""
    if not isinstance(data, dict):
        errors.append(DefinitionError(place or "tệp", "phải là một bảng."))
        return None
    hints = get_type_hints(kind)
    before = len(errors)
    values: dict[str, Any] = {}
    known = {item.name.rstrip("_"): item for item in fields(kind) if item.name != "params"}
    extra = {key: value for key, value in data.items() if key not in known}
    for key, item in known.items():
        if key in data:
            value = _value(hints[item.name], data[key], _at(place, key), errors)
            if value is not _MISSING:
                values[item.name] = value
        elif item.default is MISSING and item.default_factory is MISSING:
            errors.append(DefinitionError(_at(place, key), "thiếu mục bắt buộc này."))
    if issubclass(kind, Use):
        values["params"] = _params(values.get("rule", "judged"), extra, place, errors)
    else:
        errors.extend(DefinitionError(_at(place, key), "không biết mục này.") for key in extra)
    return kind(**values) if len(errors) == before else None


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


_KIND_NAMES = {str: "chữ", int: "số nguyên", bool: "true hoặc false", date: "ngày (2022-07-30)"}


def _value(hint: Any, value: Any, place: str, errors: list[DefinitionError]) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin is types.UnionType:
        return _value(args[0], value, place, errors)
    if origin is tuple:
        if not isinstance(value, list):
            errors.append(DefinitionError(place, "phải là một danh sách."))
            return _MISSING
        items = [_value(args[0], item, f"{place}[{number}]", errors) for number, item in enumerate(value, 1)]
        return _MISSING if any(item is _MISSING for item in items) else tuple(items)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            errors.append(DefinitionError(place, "phải là một bảng."))
            return _MISSING
        return {key: _value(args[1], item, _at(place, key), errors) for key, item in value.items()}
    if hasattr(hint, "__dataclass_fields__"):
        result = _read(hint, value, place, errors)
        return _MISSING if result is None else result
    if type(value) is not hint:
        errors.append(DefinitionError(place, f"phải là {_KIND_NAMES[hint]}."))
        return _MISSING
    if hint is str and not value.strip():
        errors.append(DefinitionError(place, "không được để trống."))
        return _MISSING
    return value


def _params(rule: str, given: dict[str, Any], place: str, errors: list[DefinitionError]) -> dict[str, Any]:
    if rule not in RULES:
        names = ", ".join(sorted(RULES))
        errors.append(DefinitionError(_at(place, "rule"), f"không có quy tắc «{rule}». Các quy tắc: {names}."))
        return {}
    wanted = RULES[rule].parameters
    found = {}
    for key, value in given.items():
        if key not in wanted:
            errors.append(DefinitionError(_at(place, key), f"không biết mục này (quy tắc «{rule}» không dùng)."))
            continue
        result = _parameter(wanted[key], value)
        if isinstance(result, _Bad):
            errors.append(DefinitionError(_at(place, key), result.message))
        else:
            found[key] = result
    for key, parameter in wanted.items():
        if parameter.is_required and key not in given:
            errors.append(DefinitionError(_at(place, key), f"quy tắc «{rule}» cần mục này."))
    return found


@dataclass(frozen=True)
class _Bad:
    message: str


def _parameter(parameter: Parameter, value: Any) -> Any:
    match parameter.kind:
        case "points" | "percent":
            return _decimal(value, most=Decimal(100))
        case "indicator":
            return _one_of(value, INDICATOR_WORDS, "chỉ số")
        case "class":
            return _one_of(value, CLASS_WORDS, "phân loại")
        case "record":
            return _one_of(value, RECORD_WORDS, "loại bản ghi")
        case "classes":
            if not isinstance(value, list) or not value:
                return _Bad("phải là danh sách phân loại.")
            items = [_one_of(item, CLASS_WORDS, "phân loại") for item in value]
            return next((item for item in items if isinstance(item, _Bad)), tuple(items))
        case "count" | "year":
            return value if type(value) is int and value > 0 else _Bad("phải là số nguyên dương.")
    raise AssertionError(parameter.kind)


def _decimal(value: Any, *, most: Decimal) -> Any:
    if not isinstance(value, str):
        return _Bad('phải là số viết trong ngoặc kép, ví dụ "4.00".')
    try:
        number = Decimal(value)
    except InvalidOperation:
        return _Bad(f"«{value}» không phải là số.")
    if not number.is_finite() or not 0 <= number <= most or number != round(number, 2):
        return _Bad(f"«{value}» phải từ 0 đến {most}, nhiều nhất hai chữ số thập phân.")
    return number


def _one_of(value: Any, known: Mapping[str, str], what: str) -> Any:
    if value in known:
        return value
    return _Bad(f"không có {what} «{value}». Có: {', '.join(known)}.")


def _cross_check(plan: Definition) -> Iterator[DefinitionError]:
    """What only the whole can tell: ids once, references that lead somewhere, possible figures."""
    yield from _unique("goal", [item.id for item in plan.goal])
    yield from _unique("category", [item.code for item in plan.category])
    yield from _unique("round", [item.code for item in plan.round_])
    yield from _unique("reading", [item.id for item in plan.reading])
    yield from _unique("criterion", [c.id for k in plan.category for c in k.criteria])
    yield from _unique("deadline", [item.id for item in plan.deadline])
    yield from _unique("provision", [item.id for item in plan.provision])
    if plan.last_year < plan.first_year:
        yield DefinitionError("last_year", "phải từ first_year trở đi.")
    if plan.peak_month and not (len(plan.peak_month) == 2 and all(map(_is_day, plan.peak_month))):
        yield DefinitionError("peak_month", 'phải là ngày đầu và ngày cuối, ví dụ ["17/10", "18/11"].')
    for number, category in enumerate(plan.category, 1):
        place = f"category[{number}]"
        if category.group not in GROUPS:
            yield DefinitionError(f"{place}.group", f"phải là một trong: {', '.join(GROUPS)}.")
        if category.level not in LEVELS:
            yield DefinitionError(f"{place}.level", f"phải là một trong: {', '.join(LEVELS[:-1])}.")
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
        if award_round.award_form not in forms:
            yield DefinitionError(f"{place}.award_form", f"không có hình thức khen thưởng «{award_round.award_form}».")
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
            if cap.group not in GROUPS:
                yield DefinitionError(f"{place}.cap[{at}].group", f"phải là một trong: {', '.join(GROUPS)}.")
            if cap.at_most is not None and cap.at_most < 0:
                yield DefinitionError(f"{place}.cap[{at}].at_most", "không được âm.")
        yield from _unique(f"{place}.cap", [f"{cap.id} {cap.group}" for cap in award_round.caps])
    for number, deadline in enumerate(plan.deadline, 1):
        if deadline.bound not in BOUNDS:
            yield DefinitionError(f"deadline[{number}].bound", f"phải là một trong: {', '.join(BOUNDS)}.")
        for duty in deadline.to:
            if duty not in DUTIES:
                yield DefinitionError(f"deadline[{number}].to", f"không có nhiệm vụ «{duty}».")
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
    if criterion.part and criterion.rule != "judged":
        yield DefinitionError(f"{place}.rule", "tiêu chí có các ý thì quy tắc ghi ở từng ý.")
    yield from _unique(f"{place}.part", [item.id for item in criterion.part])


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


# ---- writing ----


def canonical(plan: Definition) -> str:
    """The definition as one exact text: read again it is equal, written again it is the same."""
    document = tomlkit.document()
    for key, value in _plain(plan).items():
        document.add(key, value)
    return tomlkit.dumps(document)


def digest(plan: Definition) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(canonical(plan).encode()).hexdigest()


def _plain(item: Any) -> dict[str, Any]:
    """A dataclass as TOML tables: values first, then tables, defaults left out."""
    simple: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for spec in fields(item):
        value = getattr(item, spec.name)
        key = spec.name.rstrip("_")
        if spec.name == "params":
            simple.update({name: _plain_value(param) for name, param in sorted(value.items())})
        elif value is None or value in ("", (), {}):
            continue
        elif isinstance(value, tuple) and hasattr(value[0], "__dataclass_fields__"):
            rows = tomlkit.aot()
            for row in value:
                table = tomlkit.table()
                table.update(_plain(row))
                rows.append(table)
            tables[key] = rows
        else:
            simple[key] = _plain_value(value)
    return {**simple, **tables}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {key: list(item) for key, item in value.items()}
    return value
