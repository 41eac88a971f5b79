"""A value of a plan as a form shows it, and what is typed as a value again; what cannot be read stays as it was typed. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from campaign.definition.reading import MOST_MONEY
from campaign.editor.choices import OPTIONS, Root, Words
from campaign.editor.fields import PARAMETERS, Field, fields_of, fields_of_rule, has_rule, lists_of, rule_field
from campaign.editor.tree import is_day
from core.numbers import NumberRefused, format_count, format_date, format_rate, parse_count, parse_date, parse_rate

Given = Mapping[str, Any]  # by key of a field: text, list of texts, yes or no, or texts by key
IN_ORDER = {"stops", "terms"}  # choices that have an order of their own
_RANGE = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})")


def fields_for(kind: type, entry: Mapping[str, Any], rule: str | None = None) -> tuple[Field, ...]:
    """What is asked of an entry; with `rule` as it will be once another one is chosen.

    A criterion with parts of its own is judged part by part: what its parts say is not asked of it, unless it stands there.
    """
    found = list(fields_of(kind))
    if not has_rule(kind):
        return tuple(found)
    own = [rule_field(kind), *fields_of_rule(rule_of(entry) if rule is None else rule)]
    if isinstance(entry.get("part"), list) and entry["part"]:
        in_parts = {item.key for item in own} | {"may_not_apply", "unless", "shows", "points"}
        return tuple(item for item in (*found, *own) if item.key not in in_parts or item.key in entry)
    return (*found, *own)


def rule_of(entry: Mapping[str, Any]) -> str:
    """The rule that an entry names."""
    rule = entry.get("rule", "judged")
    return rule if isinstance(rule, str) else ""


def choices_of(field: Field, root: Root, value: Any, portal: Mapping[str, Words]) -> dict[str, str]:
    """What a field may be chosen from; what stands there now is among it, whatever it is."""
    find = OPTIONS.get(field.options)
    known = dict(portal[field.options]) if field.options in portal else dict(find(root)) if find is not None else {}
    standing = value if isinstance(value, list | dict) else [value] if value not in (None, "") else []
    return known | {str(item): str(item) for item in standing if str(item) not in known}


# ---- shown ----


def shown(field: Field, value: Any) -> Any:
    """A value as the form holds it."""
    if value is None:
        value = field.default
    match field.input:
        case "yes":
            return value is True
        case "many":
            return [str(item) for item in value] if isinstance(value, Sequence) and not isinstance(value, str) else []
        case "lines":
            is_list = isinstance(value, Sequence) and not isinstance(value, str)
            return "\n".join(map(str, value)) if is_list else _text(value)
        case "years":
            is_list = isinstance(value, Sequence) and not isinstance(value, str)
            return ", ".join(map(str, value)) if is_list else _text(value)
        case "years_of" | "numbers_of":
            if not isinstance(value, Mapping):
                return {}
            return {
                key: ", ".join(map(str, item)) if isinstance(item, list) else _text(item) for key, item in value.items()
            }
        case "rate":
            return _rate_shown(value)
        case "money" if type(value) is int:
            return format_count(value)
        case "day" if is_day(value):
            return format_date(value)
    return _text(value)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _rate_shown(value: Any) -> str:
    try:
        return format_rate(Decimal(value)) if isinstance(value, str | Decimal) else _text(value)
    except ArithmeticError:
        return _text(value)


# ---- typed ----


def typed(field: Field, given: Any, stored: Any = None) -> Any:
    """What stands in the plan for what was typed; nothing where the key is left out."""
    value = _typed(field, given, stored)
    if field.is_required and field.input == "yes":
        return value
    if stored is not None and type(value) is type(stored) and value == stored:
        return value  # what was written out stays written out
    if value in (None, "", [], {}) or (not field.is_required and _is_default(field, value)):
        return None
    return value


def _is_default(field: Field, value: Any) -> bool:
    return type(value) is type(field.default) and value == field.default


def _typed(field: Field, given: Any, stored: Any) -> Any:
    match field.input:
        case "yes":
            return bool(given)
        case "many":
            return _many(field, given or [], stored)
        case "lines":
            return [line.strip() for line in _clean(given).split("\n") if line.strip()]
        case "years":
            return _years(_clean(given))
        case "years_of":
            return {key: _years(_clean(text)) for key, text in (given or {}).items() if _clean(text)}
        case "numbers_of":
            return {key: _whole(_clean(text)) for key, text in (given or {}).items() if _clean(text)}
        case "number":
            return _whole(_clean(given))
        case "money":
            return _whole(_clean(given), most=MOST_MONEY)
        case "rate":
            return _rate(_clean(given))
        case "day":
            return _day(_clean(given))
    return _clean(given)


def _clean(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _many(field: Field, given: Iterable[str], stored: Any) -> list[str]:
    """Those that stood there keep their order, the others follow."""
    chosen = list(dict.fromkeys(given))
    before = [str(item) for item in stored] if isinstance(stored, list) else []
    kept = [item for item in dict.fromkeys(before) if item in chosen]
    found = [*kept, *(item for item in chosen if item not in kept)]
    if field.options in IN_ORDER and set(kept) != set(chosen):
        order = list(OPTIONS[field.options]({}))
        found.sort(key=lambda item: order.index(item) if item in order else len(order))
    return found


def _years(text: str) -> Any:
    parts = [part.strip() for part in re.split(r"[,;\s]+(?![-–—])(?<![-–—]\s)", text) if part.strip()]
    found: list[int] = []
    for part in parts:
        if span := _RANGE.fullmatch(part):
            first, last = int(span[1]), int(span[2])
            if not 0 <= last - first <= 50:
                return text
            found += range(first, last + 1)
        elif re.fullmatch(r"\d{1,4}", part):
            found.append(int(part))
        else:
            return text
    return found


def _whole(text: str, most: int = 2_000_000_000) -> Any:
    try:
        return parse_count(text, most=most)
    except NumberRefused:
        return text


def _rate(text: str) -> Any:
    try:
        found = parse_rate(text)
    except NumberRefused:
        return text
    return "" if found is None else f"{found:.2f}"


def _day(text: str) -> Any:
    try:
        return parse_date(text) if text else None
    except NumberRefused:
        return text


def filled(kind: type, entry: Mapping[str, Any], given: Given, drop: Iterable[str] = ()) -> dict[str, Any]:
    """An entry as a form leaves it: what was asked anew, what no form asks as it was, without the keys in `drop`.

    What only an earlier rule asked for falls away with it.
    """
    rule = given.get("rule")
    asked = fields_for(kind, entry, str(rule) if rule else "judged" if rule == "" else None)
    of_rules = set(PARAMETERS) if has_rule(kind) and "rule" in given else set()
    keys = {item.key for item in asked} | set(drop)
    own = {item.key for item in fields_of(kind)} | set(lists_of(kind))
    found = {key: value for key, value in entry.items() if key not in keys and (key in own or key not in of_rules)}
    for field in asked:
        if field.key in given:
            value = typed(field, given[field.key], entry.get(field.key))
            if value is not None:
                found[field.key] = value
        elif field.key in entry:
            found[field.key] = entry[field.key]
    return found


def strays(kind: type, entry: Mapping[str, Any]) -> list[str]:
    """Keys of an entry that nobody knows: a form offers to leave them out."""
    known = {item.key for item in fields_of(kind)} | set(lists_of(kind))
    if has_rule(kind):
        known |= {"rule", *(item.key for item in fields_of_rule(rule_of(entry)))}
    return [key for key in entry if key not in known]
