"""What waits for somebody: the cards of the start page. Each app offers its own."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Card:
    """One piece of work that waits: what, whose, until when, and where one click leads."""

    what: str
    whose: str
    url: str
    action: str  # the words of the button
    area: str  # which entry of the navigation counts it: "figures", "targets", "plans", "awards"
    due: date | None = None
    count: int = 1
