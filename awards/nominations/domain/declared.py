"""Awards that a nominee declares: one line each, as the report prints them. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.text import tidy

_LINE = re.compile(r"^(?P<form>.*?)(?: số (?P<number>\S+))?(?: ngày (?P<on>\d{2}/\d{2}/\d{4}))?(?:: (?P<merit>.*))?$")


@dataclass(frozen=True)
class Declared:
    """One award: its form, the number and day of the decision, and for what."""

    form: str
    number: str = ""
    on: str = ""  # ngày/tháng/năm
    merit: str = ""

    @property
    def line(self) -> str:
        words = tidy(self.form)
        words += f" số {self.number}" if self.number else ""
        words += f" ngày {self.on}" if self.on else ""
        return f"{words}: {tidy(self.merit)}" if tidy(self.merit) else words


def written(rows: Iterable[Declared]) -> str:
    """The lines that are stored."""
    return "\n".join(row.line for row in rows if tidy(row.form))


def read(text: str) -> list[Declared]:
    """The rows of what is stored; a line written otherwise stays whole as the form's words."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _LINE.match(line)
        parts = {key: value or "" for key, value in match.groupdict().items()} if match else {"form": line}
        row = Declared(**parts)
        found.append(row if row.form and row.line == line else Declared(line))
    return found
