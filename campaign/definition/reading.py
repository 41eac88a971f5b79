"""A definition's file read into its dataclasses, with every error at once."""

import re
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args, get_origin, get_type_hints

from campaign.definition.checks import DefinitionError, cross_check
from campaign.definition.schema import Definition, Use
from campaign.rules import CLASS_WORDS, INDICATOR_WORDS, RECORD_WORDS, RULES, Parameter


class DefinitionErrors(ValueError):
    """All errors of a file at once."""

    def __init__(self, errors: list[DefinitionError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


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
        errors.extend(cross_check(result))
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
        case "class":
            return _one_of(value, CLASS_WORDS, "phân loại")
        case "record":
            return _one_of(value, RECORD_WORDS, "loại bản ghi")
        case "classes":
            if not isinstance(value, list) or not value:
                return _Bad("phải là danh sách phân loại.")
            items = [_one_of(item, CLASS_WORDS, "phân loại") for item in value]
            return next((item for item in items if isinstance(item, _Bad)), tuple(items))
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
