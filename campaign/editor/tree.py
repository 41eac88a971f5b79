"""The tree of a plan that is being written: read from its file, walked by addresses, changed, written back. Pure.

It holds what was typed, right or wrong: the checks of the plan are asked of its text, as of any file.
"""

import datetime
import json
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from hashlib import sha256
from typing import Any

import tomlkit

from campaign.definition import schema
from campaign.definition.problems import DefinitionError
from campaign.definition.syntax import load
from campaign.editor.choices import rows
from campaign.editor.fields import KINDS, fields_of, lists_of
from campaign.editor.sections import KEY_OF_SLUG, LISTS
from core.numbers import read_id
from units.map.domain.province_words import words_by_name

Root = dict[str, Any]
Path = tuple[tuple[str, int], ...]  # the key of each list and the place in it, from 0; empty: the whole plan
HEAD = "campaign"
MOST_ENTRIES = 400  # of one list
MARK = 16  # letters of the mark of an entry
LETTERS = "abcdđeghiklmnopqrstuvxy"


class NoSuchEntry(LookupError):
    """Nothing stands where an address points."""


# ---- the file ----


def read(text: str) -> tuple[Root | None, list[DefinitionError]]:
    """The tree in a file and its faults of syntax; no tree where it cannot be read at all."""
    data, errors = load(text)
    if data is None:
        return None, errors
    if isinstance(data.get(HEAD), dict):
        data = {**data.pop(HEAD), **data}
    return data, errors


def write(root: Root) -> str:
    """The file of a tree: what is read from it is the same tree."""
    document = tomlkit.document()
    head: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for key, value in _ordered(schema.Definition, root):
        (rest if _is_tables(value) or isinstance(value, dict) else head)[key] = value
    document.add(HEAD, _table(schema.Definition, head))
    for key, value in rest.items():
        document.add(key, _item(key, value))
    return tomlkit.dumps(document)


def _ordered(kind: type | None, entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Values first, then tables, each in the order of the schema; lists of nothing are left out."""
    known = [item.key for item in fields_of(kind)] + list(lists_of(kind)) if kind is not None else []
    keys = [*(key for key in known if key in entry), *(key for key in entry if key not in known)]
    told = [(key, entry[key]) for key in keys if not (key in LISTS and entry[key] == [])]
    yield from ((key, value) for key, value in told if not _is_tables(value) and not isinstance(value, dict))
    yield from ((key, value) for key, value in told if _is_tables(value) or isinstance(value, dict))


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _table(kind: type | None, entry: Mapping[str, Any]) -> Any:
    table = tomlkit.table()
    for key, value in _ordered(kind, entry):
        table.add(key, _item(key, value))
    return table


def _item(key: str, value: Any) -> Any:
    if _is_tables(value):
        tables = tomlkit.aot()
        for item in value:
            tables.append(_table(KINDS.get(key), item))
        return tables
    if isinstance(value, dict) and value and key not in KINDS:
        inline = tomlkit.inline_table()
        inline.update(value)
        return inline
    return tomlkit.item(value)


# ---- addresses ----


def path_of(address: str) -> Path:
    """Where an address points: "doi-tuong/2/tieu-chi/1". Raises `NoSuchEntry`."""
    words = [word for word in address.split("/") if word]
    kind: type = schema.Definition
    path: list[tuple[str, int]] = []
    if not words or len(words) % 2:
        raise NoSuchEntry(address)
    for slug, number in zip(words[::2], words[1::2], strict=True):
        key = KEY_OF_SLUG.get(slug, "")
        at = read_id(number) or 0
        if key not in lists_of(kind) or not 0 < at <= MOST_ENTRIES:
            raise NoSuchEntry(address)
        path.append((key, at - 1))
        kind = KINDS[key]
    return tuple(path)


def address_of(path: Path) -> str:
    """The address of an entry: "doi-tuong/2/tieu-chi/1"."""
    return "/".join(f"{LISTS[key].slug}/{at + 1}" for key, at in path)


def place_of(path: Path) -> str:
    """The place of an entry as checks name it: "category[2].criterion[1]"."""
    return ".".join(f"{key}[{at + 1}]" for key, at in path)


def kind_of(path: Path) -> type:
    """What stands at a path."""
    return KINDS[path[-1][0]] if path else schema.Definition


def at(root: Any, path: Path) -> dict[str, Any]:
    """The entry at a path. Raises `NoSuchEntry`."""
    found = root
    for key, number in path:
        entries = found.get(key) if isinstance(found, dict) else None
        if not isinstance(entries, list) or number >= len(entries) or not isinstance(entries[number], dict):
            raise NoSuchEntry(place_of(path))
        found = entries[number]
    return found  # type: ignore[no-any-return]  # of a tree it gives a tree


def mark_of(root: Any, path: Path, keys: Collection[str] = ()) -> str:
    """One mark of what an entry itself says, without its lists of entries; of the whole plan only these keys.

    A form carries it, so that what others change elsewhere does not hold it. Nothing where nothing stands.
    """
    try:
        entry = at(root, path)
    except NoSuchEntry:
        return ""
    said = {key: value for key, value in entry.items() if not _is_tables(value) and (path or key in keys)}
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:MARK]


# ---- changes: each answers with a new tree ----


def with_entry(root: Root, path: Path, entry: Mapping[str, Any]) -> Root:
    """The tree with another entry at a path; of the whole plan its own values. Raises `NoSuchEntry`."""
    changed = deepcopy(root)
    there = at(changed, path)
    there.clear()
    there.update(entry)
    return changed


def with_new(root: Root, path: Path, key: str) -> tuple[Root, Path]:
    """The tree with one more entry in a list, and where it stands. Raises `NoSuchEntry`."""
    if key not in lists_of(kind_of(path)):
        raise NoSuchEntry(key)
    changed = deepcopy(root)
    there = at(changed, path)
    entries = there.get(key)
    if not isinstance(entries, list):
        entries = there[key] = []
    if len(entries) >= MOST_ENTRIES:
        raise NoSuchEntry(key)
    entries.append(fresh(root, path, key))
    return changed, (*path, (key, len(entries) - 1))


def without(root: Root, path: Path) -> Root:
    """The tree without an entry. Raises `NoSuchEntry`."""
    at(root, path)
    changed = deepcopy(root)
    key, number = path[-1]
    del at(changed, path[:-1])[key][number]
    return changed


def moved(root: Root, path: Path, by: int) -> Root:
    """The tree with an entry one place up (-1) or down (1) in its list; at an end it stays. Raises `NoSuchEntry`."""
    at(root, path)
    changed = deepcopy(root)
    key, number = path[-1]
    entries = at(changed, path[:-1])[key]
    if 0 <= number + by < len(entries):
        entries[number], entries[number + by] = entries[number + by], entries[number]
    return changed


# ---- what a new entry begins with ----


def fresh(root: Root, path: Path, key: str) -> dict[str, Any]:
    """A new entry with a code of its own and what nearly every plan says of such a one."""
    there = at(root, path)
    clause = {"clause": there["clause"]} if isinstance(there.get("clause"), str) else {}
    match key:
        case "criterion":
            head = str(there.get("letter") or "T").upper()
            return {"id": _next(_ids_of(root, "category", "criterion"), head), **clause}
        case "part":
            taken = {str(item.get("id")) for item in rows(there, "part")}
            return {"id": next((letter for letter in LETTERS if letter not in taken), "")}
        case "cap":
            return {"id": _next(_ids_of(root, "round", "cap"), "S"), **clause}
        case "category":
            taken = {str(item.get("letter")) for item in rows(root, key)}
            letter = next((letter for letter in LETTERS if letter not in taken), "")
            return {"code": _next(_codes(root, key), "nhom-"), "letter": letter, "group": "collective"}
        case "round":
            year = root.get("first_year")
            years = {"year": year, "window": [year]} if isinstance(year, int) else {}
            return {"code": _next(_codes(root, key), "dot-"), "kind": "annual", **years}
        case "deadline":
            return {"id": _next(_ids(root, key), "H"), "bound": "on_or_before", "hard": False}
        case "award_form" | "group":
            return {"code": _next(_codes(root, key), "hinh-thuc-" if key == "award_form" else "nhom-")}
        case "goal" | "provision" | "event" | "reading":
            heads = {"goal": "G", "provision": "V", "event": "SK", "reading": "R"}
            return {"id": _next(_ids(root, key), heads[key])}
    return {}


def _ids(root: Root, key: str) -> set[str]:
    return {str(item.get("id")) for item in rows(root, key)}


def _codes(root: Root, key: str) -> set[str]:
    return {str(item.get("code")) for item in rows(root, key)}


def _ids_of(root: Root, key: str, inner: str) -> set[str]:
    return {str(item.get("id")) for outer in rows(root, key) for item in rows(outer, inner)}


def _next(taken: set[str], head: str) -> str:
    return next(name for number in range(1, len(taken) + 2) if (name := f"{head}{number}") not in taken)


def smallest(*, province: str, name: str, first_year: int, last_year: int, level: str) -> Root:
    """The least that is a plan: a class of units by their targets, a form of award, a round with its places."""
    short = name[:1].upper() + name[1:]
    chairman = words_by_name(name).chairman
    level_words = {"commune": "Đơn vị hành chính cấp xã", "district": "Đơn vị hành chính cấp huyện"}
    return {
        "code": f"phong-trao-{province}-{first_year}-{last_year}",
        "name": f"Phong trào thi đua “Vì người nghèo - Không để ai bị bỏ lại phía sau” giai đoạn {first_year} - {last_year} của {name}",
        "short_name": f"Phong trào thi đua vì người nghèo, {short}",
        "province": province,
        "first_year": first_year,
        "last_year": last_year,
        "issuer": f"Ủy ban nhân dân {name}",
        "refusal_reasons": ["Không đủ tiêu chuẩn", "Không đủ hồ sơ"],
        "category": [
            {
                "code": "don-vi",
                "letter": "a",
                "clause": "1",
                "title": level_words[level],
                "group": "collective",
                "level": level,
                "criterion": [
                    {
                        "id": "A1",
                        "clause": "1",
                        "text": "Đạt chỉ tiêu giảm tỷ lệ hộ nghèo được giao.",
                        "rule": "target_met",
                        "indicator": "poverty_rate",
                    },
                ],
            },
        ],
        "award_form": [
            {"code": "bang-khen", "name": f"Bằng khen của {chairman}", "authority": chairman, "clause": "2"},
        ],
        "round": [
            {
                "code": f"dot-{first_year}",
                "name": f"Đợt hằng năm {first_year}",
                "kind": "annual",
                "year": first_year,
                "window": [first_year],
                "award_form": "bang-khen",
                "clause": "2",
                "cap": [{"id": "S1", "group": "collective", "clause": "2"}],
            },
        ],
    }


def is_day(value: Any) -> bool:
    """A day, and no moment."""
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
