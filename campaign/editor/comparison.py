"""What two plans say otherwise, field by field in the words of the form. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from campaign.definition import schema
from campaign.editor.choices import Root
from campaign.editor.fields import KINDS, Field, fields_of, fields_of_rule, has_rule, lists_of, rule_field
from campaign.editor.sections import LISTS
from campaign.editor.told import name_of, place_words, short
from campaign.editor.tree import Path
from campaign.editor.typed import choices_of, rule_of, shown

NOTHING = "không ghi"
LONG = 400


@dataclass(frozen=True)
class Differs:
    """One line of a comparison: where, which field, how it was and will be."""

    where: str
    label: str
    was: str
    will: str

    @property
    def place(self) -> str:
        return f"{self.where}: {self.label}" if self.label else self.where


def differences(old: Root, new: Root) -> list[Differs]:
    """Everything that another version says otherwise, in the order of the schema."""
    return list(_entry(schema.Definition, old, new, old, new, (), ()))


def _entry(
    kind: type, was: Mapping[str, Any], will: Mapping[str, Any], old: Root, new: Root, at_old: Path, at_new: Path
) -> Iterator[Differs]:
    where = place_words(new, at_new) if at_new else "Cả kế hoạch"
    for field in _fields(kind, was, will):
        before, after = (words(field, item.get(field.key), root) for item, root in ((was, old), (will, new)))
        if before != after:
            yield Differs(where, field.label, before, after)
    for key in lists_of(kind):
        yield from _list(key, _rows(was, key), _rows(will, key), old, new, at_old, at_new)


def _fields(kind: type, was: Mapping[str, Any], will: Mapping[str, Any]) -> list[Field]:
    found = list(fields_of(kind))
    if has_rule(kind):
        found.append(rule_field(kind))
        params = {field.key: field for item in (was, will) for field in fields_of_rule(rule_of(item))}
        found += params.values()
    return found


def _rows(entry: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = entry.get(key, [])
    return [item if isinstance(item, Mapping) else {} for item in found] if isinstance(found, list) else []


def _list(
    key: str,
    was: list[Mapping[str, Any]],
    will: list[Mapping[str, Any]],
    old: Root,
    new: Root,
    at_old: Path,
    at_new: Path,
) -> Iterator[Differs]:
    before, after = _marked(key, was), _marked(key, will)
    for mark, number in before.items():
        if mark not in after:
            path = (*at_old, (key, number))
            yield Differs(place_words(old, path), "", name_of(old, path), "bỏ")
    for mark, number in after.items():
        path = (*at_new, (key, number))
        if mark not in before:
            yield Differs(place_words(new, path), "", "không có", f"thêm: {name_of(new, path)}")
            continue
        then = before[mark]
        yield from _entry(KINDS[key], was[then], will[number], old, new, (*at_old, (key, then)), path)
    common = [mark for mark in before if mark in after]
    if common != [mark for mark in after if mark in before]:
        names = [
            "; ".join(name_of(root, (*at, (key, number))) for number in marked.values())
            for root, at, marked in ((old, at_old, before), (new, at_new, after))
        ]
        yield Differs(place_words(new, at_new, key), "Thứ tự", short(names[0]), short(names[1]))


def _marked(key: str, entries: list[Mapping[str, Any]]) -> dict[tuple[Any, ...], int]:
    """Entries by what they are known by; of two alike the second is another."""
    found: dict[tuple[Any, ...], int] = {}
    for number, entry in enumerate(entries):
        mark = tuple(str(entry.get(name, "")) for name in LISTS[key].marks)
        again = sum(1 for other in found if other[:-1] == mark)
        found[(*mark, again)] = number
    return found


def words(field: Field, value: Any, root: Root) -> str:
    """A value as a comparison says it."""
    held = shown(field, value)
    if field.input == "yes":
        return "có" if held else "không"
    if field.input in ("one", "many"):
        known = choices_of(field, root, value, {})
        codes = held if isinstance(held, list) else [held]
        return "; ".join(known.get(str(code), str(code)) for code in codes if code) or NOTHING
    if isinstance(held, dict):
        known = choices_of(field, root, value, {})
        return "; ".join(f"{known.get(code, code)}: {text}" for code, text in held.items()) or NOTHING
    text = str(held).replace("\n", "; ") or NOTHING
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"
