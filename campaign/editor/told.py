"""What is wrong with a plan as its writer is told: at which field, in the words of the form. Pure.

The checks speak of a file: its keys, codes and places. Here keys become labels, codes words, places what stands there.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from campaign.definition import schema
from campaign.definition.problems import DefinitionError
from campaign.editor.choices import OPTIONS, Root, all_words, rows
from campaign.editor.fields import KINDS, PARAMETERS, WORDS, label_of, lists_of
from campaign.editor.sections import LISTS, section_of
from campaign.editor.tree import Path, kind_of

SHORT = 90
_STEP = re.compile(r"([a-z_]+)(?:\[(\d+)\])?(?:\.|$)")
_PLACE = re.compile(r"\b[a-z_]+\[\d+\](?:\.[a-z_]+(?:\[\d+\])?)*")
_WORD = re.compile(r"\b([a-z]+(?:_[a-z]+)*)\b( = true| = false)?")
_LIST = re.compile(r"((?:trong|Có|của|có): )([^.…]+)(?=[.])")
_QUOTED = re.compile(r"(«[^»]*»)")
# what a file has to be told otherwise than a form
OTHERWISE = {
    "thiếu mục bắt buộc này.": "chưa ghi, mục này bắt buộc.",
    "không biết mục này.": "mục lạ, cổng không dùng; bỏ đi ở cuối trang.",
    "phải là ngày (2022-07-30).": "phải là một ngày, ví dụ 30/7/2022.",
    'phải là số viết trong ngoặc kép, ví dụ "4.00".': "phải là số, ví dụ 4,00.",
    "phải là số đồng nguyên, viết trần, ví dụ 40000000.": "phải là số đồng, ví dụ 40.000.000.",
    'phải là ngày đầu và ngày cuối, ví dụ ["17/10", "18/11"].': "phải là ngày đầu và ngày cuối, ví dụ 17/10 và 18/11.",
    "phải là true hoặc false.": "phải là có hoặc không.",
    "phải là một danh sách.": "ghi chưa đúng, ví dụ về năm: 2022, 2023.",
    "phải là một bảng.": "ghi chưa đúng.",
    "member là thành viên của cụm, khối nên cần per_bloc = true.": "đếm thành viên của cụm, khối thì chọn thêm «Mỗi cụm, khối có số lượng riêng».",
    "qualified đếm đơn vị đạt tiêu chí đo được; các nhóm này không có tiêu chí ấy.": "các nhóm này không có tiêu chí đo được nên không đếm được đơn vị đạt.",
}
_KEYS = {name.partition(".")[2] for name in WORDS} | set(PARAMETERS) | {"params"}


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the entry and field where it stands, and in words."""

    path: Path
    key: str  # the field; empty where it is about the whole entry
    where: str
    message: str

    @property
    def section(self) -> str:
        """The page of the plan on which it stands."""
        key = self.path[0][0] if self.path else self.key
        found = section_of(key)
        return found.slug if found is not None else ""


def problems(root: Root, errors: Iterable[DefinitionError]) -> list[Problem]:
    """Every error at its field, in words, in the order of the checks."""
    return [_problem(root, error) for error in errors]


def _problem(root: Root, error: DefinitionError) -> Problem:
    path, key = locate(error.place)
    kind = kind_of(path)
    words = OTHERWISE.get(error.message) or in_words(error.message, kind, root)
    return Problem(path, key, place_words(root, path, key), words[:1].upper() + words[1:])


def locate(place: str) -> tuple[Path, str]:
    """The entry and the field that a place of a check names: "round[1].cap[2].of" → cap 2 of round 1, "of"."""
    kind: type = schema.Definition
    path: list[tuple[str, int]] = []
    for key, number in _STEP.findall(place):
        if key in lists_of(kind) and number:
            path.append((key, int(number) - 1))
            kind = KINDS[key]
        else:
            return tuple(path), key
    return tuple(path), ""


# ---- names of entries ----


def short(text: object) -> str:
    """A text on one line of a list."""
    line = " ".join(str(text).split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"


def name_of(root: Root, path: Path) -> str:
    """What an entry is called among its like: "Cb2: Huyện nghèo: giảm tỷ lệ…"."""
    entry = _entry(root, path)
    key, at = path[-1]
    if key == "cap":
        return cap_words(root, entry)
    if key == "route":
        classes = OPTIONS["classes"](root)
        named = [classes.get(str(code), str(code)) for code in _codes_in(entry) if code]
        return short(", ".join(named) or f"đường {at + 1}")
    parts = [str(entry[name]) for name in LISTS[key].names if entry.get(name)]
    if key == "category" and len(parts) == 2:
        return short(") ".join(parts))
    return short(": ".join(parts) or f"{LISTS[key].one} {at + 1}, chưa ghi")


def _codes_in(entry: Mapping[str, Any]) -> list[Any]:
    """The classes of an entry; none where a file wrote something else there."""
    found = entry.get("classes")
    return found if isinstance(found, list) else []


def cap_words(root: Root, cap: Mapping[str, Any]) -> str:
    """A ceiling in a line: "Tập thể: không quá 5"."""
    groups = OPTIONS["groups"](root)
    group = groups.get(str(cap.get("group", "")), str(cap.get("group") or "chưa ghi nhóm"))
    each = (
        "mỗi cụm, khối "
        if cap.get("per_bloc") is True
        else "mỗi đơn vị cấp huyện "
        if cap.get("per_district") is True
        else ""
    )
    if isinstance(cap.get("at_most"), int):
        amount = f"không quá {cap['at_most']}"
    elif cap.get("percent"):
        counted = OPTIONS["counted"](root).get(str(cap.get("of")), "…")
        amount = f"không quá {str(cap['percent']).replace('.', ',')} % số {counted}"
    else:
        amount = "chờ văn bản"
    classes = OPTIONS["classes"](root)
    of = ", ".join(classes.get(str(code), str(code)) for code in _codes_in(cap))
    return short(f"{group}{f' ({of})' if of else ''}: {each}{amount}")


def _entry(root: Any, path: Path) -> Mapping[str, Any]:
    """The entry at a path, or an empty one where the checks name what is none."""
    found = root
    for key, at in path:
        entries = found.get(key) if isinstance(found, Mapping) else None
        if not isinstance(entries, list) or at >= len(entries):
            return {}
        found = entries[at]
    return found if isinstance(found, Mapping) else {}


def place_words(root: Root, path: Path, key: str = "") -> str:
    """Where something stands, from the outside in: "Đợt hằng năm 2022, số lượng S1: Không quá"."""
    steps = []
    for depth in range(1, len(path) + 1):
        one, at = LISTS[path[depth - 1][0]], path[depth - 1][1]
        entry = _entry(root, path[:depth])
        named = next((str(entry[name]) for name in one.names if entry.get(name)), str(at + 1))
        steps.append(named if len(named) > 12 else f"{one.one} {named}")
    if not key:
        return _opened(short(", ".join(steps)) if steps else "Cả kế hoạch")
    label = LISTS[key].title if key in lists_of(kind_of(path)) else label_of(kind_of(path), key)
    return _opened(f"{', '.join(map(short, steps))}: {label}" if steps else label)


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


# ---- sentences of the checks ----


def in_words(message: str, kind: type, root: Root) -> str:
    """A sentence of a check without keys and codes: labels of fields, words of choices, names of entries."""
    own, known = _codes(root), all_words()
    codes = {**own, **known}  # of what a sentence lists; between quotation marks stands what the plan says

    def place(found: re.Match[str]) -> str:
        path, key = locate(found[0])
        return f"«{place_words(root, path, key)}»"

    def choice(found: re.Match[str]) -> str:
        return found[1] + ", ".join(codes.get(item.strip(), item.strip()) for item in found[2].split(","))

    def word(found: re.Match[str]) -> str:
        name, flag = found[1], found[2] or ""
        if name in _KEYS or name == "cap":
            return f"«{_label(kind, name)}»"
        return codes.get(name, name) + flag

    parts = _QUOTED.split(_PLACE.sub(place, message))
    told = "".join(
        (
            f"«{own.get(part[1:-1], codes.get(part[1:-1], part[1:-1]))}»"
            if part.startswith("«")
            else _LIST.sub(choice, part)
        )
        for part in parts
    )
    return "".join(part if part.startswith("«") else _WORD.sub(word, part) for part in _QUOTED.split(told))


def _label(kind: type, key: str) -> str:
    own = label_of(kind, key)
    if own != key:
        return own
    return next((WORDS[name].label for name in WORDS if name.endswith(f".{key}")), key)


def _codes(root: Root) -> dict[str, str]:
    """Codes of this plan, and how they read."""
    own: dict[str, str] = {}
    for name in ("groups", "classes", "forms", "rounds"):
        own |= OPTIONS[name](root)
    own |= {str(item["id"]): str(item.get("label") or item["id"]) for item in rows(root, "event") if item.get("id")}
    return own
