"""Papers beside a line of a plan: what each is, of which year, who confirmed it, and why it may prove nothing. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from core.findings import Source
from core.text import listed


@dataclass(frozen=True)
class Paper:
    """One thing that is there. That it is there says nothing yet of whether it meets the words of the plan."""

    source: Source
    whose: str = ""
    year: int | None = None
    confirmed: str = ""  # by whom who is not its owner: "Xã Phước Đại xác nhận"
    why_not: str = ""  # it proves nothing, because; empty: it counts as a paper
    refutes: bool = False  # it says the contrary of the line
    covers_all: bool = False  # somebody who is not its owner saw that it is of every year asked about
    money: int | None = None  # whole đồng that it tells of
    households: int | None = None  # how many households it tells of
    title: str = ""  # the form of award, where it is one

    @property
    def counts(self) -> bool:
        return not self.why_not and not self.refutes

    @property
    def said(self) -> str:
        """Whose it is, of which year, who confirmed it."""
        return "; ".join(filter(None, (self.whose, f"năm {self.year}" if self.year else "", self.confirmed)))

    @property
    def words(self) -> str:
        """All of it in one line, with why it proves nothing."""
        beside = "; ".join(filter(None, (self.said, self.why_not)))
        return f"{self.source.label} ({beside})" if beside else self.source.label


def lacking_years(papers: Collection[Paper], years: Collection[int]) -> list[int]:
    """The years of which none of these is."""
    if any(paper.covers_all for paper in papers):
        return []
    return sorted(set(years) - {paper.year for paper in papers if paper.year is not None})


def not_of(years: Collection[int], what: str, year: int) -> str:
    """Why a paper of another year proves nothing, or nothing."""
    if year in years:
        return ""
    asked = (
        "không phải năm xét" if len(years) == 1 else f"không phải các năm xét {listed(tuple(map(str, sorted(years))))}"
    )
    return f"{what} năm {year}, {asked}"
