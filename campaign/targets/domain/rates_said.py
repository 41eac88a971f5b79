"""Which rate of targets words speak of: a title, a head, a row above others, the cell of one row. Pure."""

import re
from collections.abc import Collection

from campaign.figures.domain.counts import INDICATORS
from core.text import folded, listed

_INDICATORS = {code: code for code in INDICATORS} | {folded(label): code for code, (_, _, label) in INDICATORS.items()}
_INDICATORS |= {"ho ngheo": "poverty_rate", "ho can ngheo": "near_poverty_rate", "ty le ngheo": "poverty_rate",
                "ngheo da chieu": "combined_poverty_rate", "ho ngheo dtts": "minority_poverty_rate"}  # fmt: skip
# what a title or a row above others says of theirs, the longer words first: each is taken out before the next is sought
_SPOKEN: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"\bchuan (ho )?ngheo( da chieu)?\b"), ()),
    (
        re.compile(r"\bho ngheo (o |tai |thuoc )?vung (dong bao )?(dtts|dan toc thieu so)\b"),
        ("minority_area_poverty_rate",),
    ),
    (
        re.compile(r"\bho ngheo (la )?(nguoi |dong bao )?(dtts|dan toc thieu so)\b"),
        ("minority_poverty_rate",),
    ),
    (re.compile(r"\bho ngheo da chieu\b"), ("poverty_rate", "combined_poverty_rate")),  # either is meant by it
    (re.compile(r"\bngheo da chieu\b"), ("combined_poverty_rate",)),
    (re.compile(r"\bcan ngheo\b"), ("near_poverty_rate",)),
    (re.compile(r"\b(ho|ty le|ti le) ngheo\b"), ("poverty_rate",)),
)
_WIDER = {  # what words name → the rates that a row below them may state without going against them
    "poverty_rate": frozenset(("minority_poverty_rate", "minority_area_poverty_rate")),
    "combined_poverty_rate": frozenset(("poverty_rate", "near_poverty_rate")),
}


def rates_spoken(text: str) -> set[str]:
    """The rates that words above rows name."""
    words = folded(text)
    found: set[str] = set()
    for pattern, codes in _SPOKEN:
        words, number = pattern.subn(" ", words)
        found |= {*codes} if number else set()
    return found


def rate_of(text: str) -> str | None:
    """The rate that a cell is the name of."""
    return _INDICATORS.get(text) or _INDICATORS.get(folded(text))


def go_against(codes: Collection[str], code: str) -> bool:
    """Words that name rates (`codes`) say something else than a row of one rate."""
    return bool(codes) and not any(code == said or code in _WIDER.get(said, ()) for said in codes)


def rates_named(codes: Collection[str]) -> str:
    return listed([f"«{label}»" for code, (_, _, label) in INDICATORS.items() if code in codes])
