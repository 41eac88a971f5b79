"""The figures of a page one at a time, for a meeting room: which there are, in which order. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Slide:
    """A figure with the template that draws it."""

    title: str
    template: str


def slides_of(shown: Mapping[str, Any]) -> list[Slide]:
    """Those that have something to show, the finding first."""
    seen, glance = shown["seen"], shown["glance"]
    found = []
    if glance is not None:
        found.append(Slide("Kết quả chung", "reports/_glance.html"))
    found.append(Slide("Xếp theo mức hoàn thành chỉ tiêu", "reports/seeing/_ranking.html"))
    if seen.maps is not None:
        found.append(Slide("Sơ đồ", "reports/seeing/_parts_map.html"))
    if shown["communes"] is not None:
        found.append(Slide("Sơ đồ xã, phường, thị trấn", "reports/seeing/_communes_map.html"))
    if seen.trend is not None:
        found.append(Slide("Diễn biến các năm", "reports/seeing/_trend.html"))
    return found
