"""What a sheet still waits for, line by line, in the order of the plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from awards.appraisal.lines import CriterionView, PartView


@dataclass(frozen=True)
class OpenPoint:
    """A line that still waits for a reviewer, and for what."""

    key: str
    label: str
    words: str
    is_mine: bool  # a word of whoever reads carries it on


def open_points(criteria: Sequence[CriterionView], user: int) -> tuple[OpenPoint, ...]:
    """Every line without a word that counts; not those of a criterion that another one spares."""
    return tuple(
        OpenPoint(part.key, part.label, ", ".join(_lacks(part, user)), part.asks(user))
        for view in criteria
        if not view.spared_by
        for part in view.parts
        if part.asks_reviewer and part.judgement is None
    )


def _lacks(part: PartView, user: int) -> Iterator[str]:
    if part.differs:
        yield "hai nhận xét khác nhau, cần kết luận chung"
    elif not part.asks(user):
        yield "chờ người thẩm định khác"
    elif part.is_outdated:
        yield "cần nhận xét lại"
    else:
        yield "chưa nhận xét"
    if part.paper is not None and not part.has_paper:
        yield "chưa đủ giấy tờ"
