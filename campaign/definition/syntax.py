"""The text of a definition as TOML: what is wrong in its syntax, keys written twice with both places."""

import re
import tomllib
from typing import Any

from campaign.definition.problems import DefinitionError
from core import old_fonts
from core.text import nfc, seen

MOST_TWICE = 100
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_.-]+))\s*=""")
_NOTHING = re.compile(r"\x00|\\u0000|\\U00000000")
TOO_DEEP = "lồng quá sâu hoặc có số quá dài; kế hoạch không cần đến như vậy."
_HEAD = re.compile(r"^\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}\s*(#.*)?$")


def load(text: str) -> tuple[dict[str, Any] | None, list[DefinitionError]]:
    """The tables of a text and its faults of syntax; a key written twice is told and the rest is read on.

    No tables where the text cannot be read at all.
    """
    if _NOTHING.search(text):
        return None, [DefinitionError("tệp", "có ký tự rỗng (\\u0000); vui lòng bỏ đi.")]
    text = nfc(text.removeprefix("\ufeff"))
    lines = text.split("\n")
    hidden = [at for at, line in enumerate(lines, 1) if seen(line) != " ".join(line.split())]
    errors = [
        DefinitionError(f"dòng {at}", "có ký tự ẩn, không nhìn thấy; vui lòng gõ lại dòng này.")
        for at in hidden[:MOST_TWICE]
    ]
    if font := old_fonts.of(text):
        errors.append(
            DefinitionError("tệp", f"viết bằng phông chữ cũ ({font}); vui lòng chuyển sang Unicode rồi gửi lại.")
        )
    for _ in range(MOST_TWICE):
        try:
            return tomllib.loads("\n".join(lines)), errors
        except (RecursionError, ValueError) as error:
            if not isinstance(error, tomllib.TOMLDecodeError):
                return None, [*errors, DefinitionError("tệp", TOO_DEEP)]
            said = str(error)
            place = re.search(r"line (\d+), column (\d+)", said)
            twice = _twice(lines, int(place[1])) if place and _is_twice(said) else None
            if twice is None:
                where = f"dòng {place[1]}, cột {place[2]}" if place else "cuối tệp"
                return None, [*errors, DefinitionError(where, f"tệp không đúng cú pháp TOML{_hint(lines, place)}.")]
            at, message = twice
            errors.append(DefinitionError(f"dòng {at}", message))
            lines[at - 1] = "#"  # what is after it is read all the same
    return None, errors


def _is_twice(said: str) -> bool:
    return any(words in said for words in ("Cannot overwrite", "Cannot declare", "Duplicate inline table key"))


def _twice(lines: list[str], near: int) -> tuple[int, str] | None:
    """The line of the second writing and what is said of it; nothing where it stands in one line with the first."""
    for at in (near, near - 1):
        if not 0 < at <= len(lines):
            continue
        key, head = _KEY.match(lines[at - 1]), _HEAD.match(lines[at - 1])
        if key and (first := _first(lines, at, key[1])):
            return at, f"khóa «{key[1]}» đã ghi ở dòng {first}; bỏ một trong hai dòng."
        if head and (first := _first_head(lines, at, head[1])):
            return at, f"mục «{head[1]}» đã ghi ở dòng {first}; mục viết một lần, hoặc viết [[{head[1]}]]."
    return None


def _first(lines: list[str], at: int, name: str) -> int:
    """The line above, within the same table, that writes a key first; 0 where there is none."""
    for number in range(at - 1, 0, -1):
        if _HEAD.match(lines[number - 1]):
            return 0
        found = _KEY.match(lines[number - 1])
        if found and found[1] == name:
            return number
    return 0


def _first_head(lines: list[str], at: int, name: str) -> int:
    for number in range(1, at):
        found = _HEAD.match(lines[number - 1])
        if found and found[1] == name:
            return number
    return 0


def _hint(lines: list[str], place: re.Match[str] | None) -> str:
    """What usually is wrong in such a line."""
    line = lines[int(place[1]) - 1] if place and int(place[1]) <= len(lines) else ""
    if re.search("[\u201c\u201d\u2018\u2019]", line):
        return ": có dấu ngoặc kép cong, thay bằng dấu ngoặc kép thẳng"
    if line.count('"') % 2:
        return ": dấu ngoặc kép chưa đóng"
    key = _KEY.match(line)
    if key is None and "=" in line:
        return ": tên khóa chỉ gồm chữ không dấu, số, gạch nối"
    return ""
