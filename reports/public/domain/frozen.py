"""A published year as plain values and back; what one publication changes of another; what was ever kept back. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from core.findings import Finding
from reports.public.domain.lines import Line

NUMBERS = frozenset({"value", "fall", "goal"})
SHOWN = {
    "poor": "hộ nghèo", "rate": "tỷ lệ hộ nghèo", "before": "tỷ lệ năm trước", "reduction": "mức giảm",
    "at_least": "chỉ tiêu",
}  # fmt: skip


@dataclass(frozen=True)
class Frozen:
    """A year as it was published: the rows, the whole, of how many parts, and what stands around them in words."""

    rows: Sequence[Line]
    total: Line | None
    parts: int
    apart: Sequence[str]
    is_illustrative: bool
    act: str  # "Quyết định 12/QĐ-UBND ngày 15/01/2023 của …", or nothing

    @property
    def keeps_back(self) -> bool:
        return any(line.keeps_back for line in self.rows)

    @property
    def is_whole(self) -> bool:
        """Every unit has figures: the year is told in full."""
        return len(self.rows) == self.parts

    @property
    def lines(self) -> list[Line]:
        """The rows and the whole, the whole last."""
        return [*self.rows, *([self.total] if self.total is not None else [])]

    def to_json(self) -> dict[str, Any]:
        """Plain values: numbers as texts with a point."""
        return {
            "rows": [_line_to_json(line) for line in self.rows],
            "total": _line_to_json(self.total) if self.total is not None else None,
            "parts": self.parts,
            "apart": list(self.apart),
            "is_illustrative": self.is_illustrative,
            "act": self.act,
        }


def thaw(content: Mapping[str, Any]) -> Frozen:
    """What `to_json` froze."""
    total = content["total"]
    return Frozen(
        [_line(row) for row in content["rows"]],
        _line(total) if total is not None else None,
        content["parts"],
        content["apart"],
        content["is_illustrative"],
        content["act"],
    )


def _line_to_json(line: Line) -> dict[str, Any]:
    row = {item.name: getattr(line, item.name) for item in fields(line)}
    row |= {name: None if row[name] is None else str(row[name]) for name in NUMBERS}
    finding = replace(line.finding, sources=()) if line.finding is not None else None  # what it rests on is not public
    return row | {"finding": finding.to_json() if finding is not None else None}


def _line(row: Mapping[str, Any]) -> Line:
    values = dict(row)
    values |= {name: None if values[name] is None else Decimal(values[name]) for name in NUMBERS}
    values["finding"] = Finding.from_json(values["finding"]) if values["finding"] is not None else None
    return Line(**values)


def changes(old: Frozen, new: Frozen) -> list[str]:
    """What a reader of the old one finds different: "Huyện Bác Ái: hộ nghèo 3.186 → 3.190"."""
    before = {line.code: line for line in old.lines}
    found = []
    for line in new.lines:
        was = before.pop(line.code, None)
        if was is None:
            found.append(f"{line.name}: thêm vào bảng")
            continue
        parts = [
            f"{label} {_said(was, name)} → {_said(line, name)}"
            for name, label in SHOWN.items()
            if getattr(was, name) != getattr(line, name)
        ]
        if _verdict(was) != _verdict(line):
            parts.append(f"kết luận {_verdict(was) or 'chưa có'} → {_verdict(line) or 'chưa có'}")
        if parts:
            found.append(f"{line.name}: {'; '.join(parts)}")
    found += [f"{line.name}: không còn trong bảng" for line in before.values()]
    if old.act != new.act:
        found.append(f"Văn bản: {old.act or 'chưa có'} → {new.act or 'chưa có'}")
    return found


def _said(line: Line, name: str) -> str:
    return str(getattr(line, name)) or "chưa có"


def _verdict(line: Line) -> str:
    return line.finding.label if line.finding is not None else line.verdict


def once_kept_back(of_year: Iterable[Frozen], of_next: Iterable[Frozen]) -> frozenset[str]:
    """The codes of which some publication has kept a year's end back: the year's own ones, or the next year's, which open with it."""
    ends = {line.code for one in of_year for line in one.lines if not line.says_now}
    openings = {line.code for one in of_next for line in one.lines if not line.says_before}
    return frozenset(ends | openings)
