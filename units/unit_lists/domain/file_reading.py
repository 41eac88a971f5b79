"""A list of units or a table of succession while it is read: lines, kinds, days, every error with its place. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf
from pathlib import PurePath

from core.numbers import NumberRefused, is_digits, parse_date
from core.text import folded
from office.tables.strict_tables import strict
from office.tables.workbooks import WorkbookRefused, read_file
from units.map.domain.known_classes import BUILT_IN, Known
from units.map.domain.levels import Kind, Level
from units.map.domain.naming import kind_of


class FileErrors(ValueError):
    """All errors of a file at once."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


ORDER = ("stt", "tt", "so tt", "so thu tu")  # the number of a row says nothing
KINDS_TOLD = "; ".join(
    f"{level.label}: {', '.join(f'{kind.value} ({kind.label})' for kind in Kind if kind.level is level)}"
    for level in Level
)


@dataclass
class Reading:
    """A file while it is read."""

    name: str
    classes: Known = field(default_factory=lambda: BUILT_IN)
    errors: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)  # what is not read, in words
    lives: list[tuple[str, str, date, date, str]] = field(default_factory=list)  # key, words, from, until, place

    def place(self, line: int) -> str:
        return f"{PurePath(self.name).name}, dòng {line}"

    def rows(
        self, content: bytes, columns: Mapping[str, Sequence[str]], optional: Collection[str]
    ) -> list[tuple[int, dict[str, str]]]:
        """The lines of the file; what is wrong with its cells is told with all the rest.

        Raises `FileErrors` for a file that no line can be read of.
        """
        try:
            found, errors, passed = strict(read_file(content, PurePath(self.name).name), columns, optional=optional)
        except WorkbookRefused as refused:
            raise FileErrors([str(refused)]) from None
        self.errors += errors
        self.passed += passed
        return [(line, row) for line, row in found if not self._adds_up(line, row)]

    def _adds_up(self, line: int, row: Mapping[str, str]) -> bool:
        """A row below or between the units that adds them up: passed over, and named."""
        kind, codes = row.get("kind", row.get("new_kind", "")), (row.get("code", ""), row.get("new_code", ""))
        said = next((text for text in row.values() if _ADDS_UP.fullmatch(folded(text))), "")
        if not said or kind or any(map(is_digits, codes)):
            return False
        self.passed.append(f"{self.place(line)}: dòng cộng «{said}», không đọc.")
        return True

    def kind(self, text: str, place: str) -> Kind | None:
        try:
            return Kind(folded(text.replace("_", " ")).replace(" ", "_"))
        except ValueError:
            found = next((kind for kind in Kind if folded(kind.label) == folded(text)), None)
        if found is None:
            self.errors.append(f"{place}: không biết loại đơn vị «{text}». Các loại: {KINDS_TOLD}.")
        return found

    def day(self, text: str, place: str) -> date | None:
        try:
            return parse_date(text)
        except NumberRefused as error:
            self.errors.append(f"{place}: {error}.")
            return None


def why_no_name(name: str) -> str:
    """Why a text is not the name of one unit: a row that adds others up, or several names in one cell."""
    if _ADDS_UP.fullmatch(folded(name)):
        return f"«{name}» là dòng cộng, không phải tên đơn vị; vui lòng bỏ dòng này."
    parts = [part.strip() for part in re.split(r"[,;]|\s+và\s+", name)]
    if sum(bool(kind_of(part)) for part in parts) > 1:
        return f"«{name}» giống tên của hơn một đơn vị; vui lòng ghi mỗi đơn vị một dòng."
    return ""


_ADDS_UP = re.compile(
    r"tong( cong| so)?|tong( cong| so)?\W.*\d.*|cong( toan .*)?|toan (tinh|huyen|xa|thanh pho)"
)  # a village may be a "Khu vực"


def in_order(errors: Iterable[str]) -> list[str]:
    """Errors of a file by their lines; those of no line at the end."""

    def line(error: str) -> float:
        found = re.search(r", dòng (\d+)", error)
        return int(found[1]) if found else inf

    return sorted(errors, key=line)
