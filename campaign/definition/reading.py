"""A definition's file read into its dataclasses, with every error at once."""

import types
import typing
from collections.abc import Collection, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args, get_origin, get_type_hints

from campaign.definition.checks import cross_check
from campaign.definition.own_names import NO_OWN, OwnNames
from campaign.definition.problems import UNREAD, DefinitionError
from campaign.definition.schema import Definition, Use
from campaign.definition.syntax import load
from campaign.rules import COUNT_WORDS, INDICATOR_WORDS, RECORD_WORDS, RULES, Parameter

MOST_MONEY = 10**15


class DefinitionErrors(ValueError):
    """All errors of a file at once."""

    def __init__(self, errors: list[DefinitionError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


def parse(text: str, *, standards: Collection[str] | None = None, own: OwnNames = NO_OWN) -> Definition:
    """The definition in a file. Raises `DefinitionErrors` with every error and its place.

    `standards` are the poverty standards that the portal knows, where a name that is none of them shall be refused;
    `own` the classes and kinds of bodies that it may name beside those of the portal.
    """
    result, errors = examine(text, standards=standards, own=own)
    if errors or result is None:
        raise DefinitionErrors(errors)
    return result


def examine(
    text: str, *, standards: Collection[str] | None = None, own: OwnNames = NO_OWN
) -> tuple[Definition | None, list[DefinitionError]]:
    """What a file says, as far as it can be read, and every error with its place; no plan where nothing can be read.

    Something stands for what could not be read: such a plan is shown, never stored.
    """
    try:
        result, errors = _tables(text)
    except DefinitionErrors as found:
        return None, found.errors
    told = {error.place for error in errors}
    if standards is not None and result.standard.strip() not in ("", UNREAD, *standards):
        known = ", ".join(sorted(standards))
        errors.append(
            DefinitionError("standard", f"không có chuẩn nghèo «{result.standard}». Các chuẩn đang có: {known}.")
        )
    # what could not be read is told once; the rest of the plan is checked all the same
    errors += [error for error in cross_check(result, own) if not _is_told(error.place, told)]
    return result, errors


def parse_stored(text: str) -> Definition:
    """The definition of a stored version, which was checked when it was stored. Raises `DefinitionErrors`."""
    result, errors = _tables(text)
    if errors:
        raise DefinitionErrors(errors)
    return result


def _tables(text: str) -> tuple[Definition, list[DefinitionError]]:
    """What a text says, with something in the place of what cannot be read, and the errors of that."""
    data, errors = load(text)
    if data is None:
        raise DefinitionErrors(errors)
    if isinstance(data.get("campaign"), dict):
        data = {**data.pop("campaign"), **data}
    return typing.cast(Definition, _read(Definition, data, "", errors)), errors


def _is_told(place: str, told: set[str]) -> bool:
    """Something of this very place, or of an entry of its list, could not be read."""
    return any(place == other or other.startswith(f"{place}[") for other in told)


_MISSING = object()
STANDS_FOR: Mapping[Any, Any] = {str: UNREAD, int: 1, bool: False, date: date(2000, 1, 1), Decimal: Decimal(100)}
OF_KEYS = {"first_year": 1, "last_year": 9999, "year": 2000}  # what stands for one that could not be read


def _stand_in(hint: Any, key: str) -> Any:
    """A value in the place of one that could not be read, so that the rest can be checked."""
    if get_origin(hint) is types.UnionType:
        hint = get_args(hint)[0]
    if get_origin(hint) is tuple:
        return (UNREAD,) if get_args(hint)[0] is str else ()
    if get_origin(hint) is not None:
        return {}
    return OF_KEYS.get(key, STANDS_FOR.get(hint))


def _read(kind: Any, data: Any, place: str, errors: list[DefinitionError]) -> Any:
    """One table of the file as its dataclass; errors are added, and something stands for what could not be read."""
    if not isinstance(data, dict):
        errors.append(DefinitionError(place or "tệp", "phải là một bảng."))
        return _read(kind, {}, place, [])
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    known = {item.name.rstrip("_"): item for item in fields(kind) if item.name != "params"}
    extra = {key: value for key, value in data.items() if key not in known}
    for key, item in known.items():
        if key in data:
            value = _value(hints[item.name], data[key], _at(place, key), errors)
            values[item.name] = _stand_in(hints[item.name], key) if value is _MISSING else value
        elif item.default is MISSING and item.default_factory is MISSING:
            errors.append(DefinitionError(_at(place, key), "thiếu mục bắt buộc này."))
            values[item.name] = _stand_in(hints[item.name], key)
    if issubclass(kind, Use):
        rule = values.get("rule", "judged")
        values["params"] = _params(rule, extra, place, errors) if rule != UNREAD else {}
        values["rule"] = rule if rule in RULES else "judged"
    else:
        errors.extend(DefinitionError(_at(place, key), "không biết mục này.") for key in extra)
    return kind(**values)


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
        return tuple(item for item in items if item is not _MISSING)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            errors.append(DefinitionError(place, "phải là một bảng."))
            return _MISSING
        found = {key: _value(args[1], item, _at(place, key), errors) for key, item in value.items()}
        return {key: item for key, item in found.items() if item is not _MISSING}
    if hasattr(hint, "__dataclass_fields__"):
        return _read(hint, value, place, errors)
    if hint is Decimal:
        number = _decimal(value, most=Decimal(100))
        if isinstance(number, _Bad):
            errors.append(DefinitionError(place, number.message))
            return _MISSING
        return number
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
        case "class":  # whether there is such a class is asked of the whole (`own_names`)
            return value if isinstance(value, str) and value.strip() else _Bad("phải là tên một phân loại.")
        case "record":
            return _one_of(value, RECORD_WORDS, "loại bản ghi")
        case "classes":
            are_names = (
                isinstance(value, list) and value and all(isinstance(item, str) and item.strip() for item in value)
            )
            return tuple(value) if are_names else _Bad("phải là danh sách phân loại.")
        case "households":
            return _one_of(value, COUNT_WORDS, "loại hộ")
        case "choice":
            return _one_of(value, parameter.options, "cách chọn")
        case "text":
            return value if isinstance(value, str) and value.strip() else _Bad("phải là chữ, không để trống.")
        case "money":
            is_whole = type(value) is int and 0 < value <= MOST_MONEY
            return value if is_whole else _Bad("phải là số đồng nguyên, viết trần, ví dụ 40000000.")
        case "flag":
            return value if type(value) is bool else _Bad("phải là true hoặc false.")
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
    if isinstance(value, str) and value in known:
        return value
    return _Bad(f"không có {what} «{value}». Có: {', '.join(known)}.")
