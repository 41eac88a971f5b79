"""Award law by date: bases of documents, parts of a dossier, votes, lengths. A dossier is bound when it is submitted. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

FILE = Path(__file__).resolve().parent.parent / "regimes.toml"
CONFIRMED, TO_CONFIRM = "confirmed", "to_confirm"
ALL_LEVELS = ("province", "state")


class RegimeError(ValueError):
    """The file is wrong; the message names the place."""


@dataclass(frozen=True, kw_only=True)
class Basis:
    """One act that documents of the regime name under "Căn cứ"."""

    text: str
    mark: str
    province: str = ""  # code of the province whose own act it is; empty: everybody's
    code: str = ""  # by which an office confirms one that was not read
    source: str = ""  # where it was read
    doubt: str = ""  # what is not known of it yet, where nobody has read it
    since: date = date.min  # in force within the regime, half open
    until: date = date.max

    def is_of(self, province: str, on: date) -> bool:
        """Papers of a province that are signed on a day may name it."""
        return self.province in ("", province) and self.since <= on < self.until


@dataclass(frozen=True, kw_only=True)
class DossierPart:
    """One part of a dossier: who makes it, and whether the portal holds it as text, as a file, or makes it."""

    code: str
    label: str
    maker: str  # nominee, holder, agency
    kind: str  # text, file, made
    required: bool = True
    levels: tuple[str, ...] = ALL_LEVELS
    classes: tuple[str, ...] = ()  # empty: every class


@dataclass(frozen=True, kw_only=True)
class VoteRule:
    """How the Council votes on a form of award; without a threshold it passes when more agree than not."""

    form: str
    method: str
    denominator: str
    mark: str
    source: str  # the provision as pages cite it; empty where none is known
    doubt: str = ""
    threshold: Decimal | None = None  # %
    quorum: Decimal | None = None  # % of all members who must be there
    absent_written: bool = False


@dataclass(frozen=True, kw_only=True)
class Length:
    """How many years a movement must have run for a form of award."""

    form: str
    years: int
    mark: str
    doubt: str = ""


@dataclass(frozen=True, kw_only=True)
class Provision:
    """Where the law says what a check asks; one whose text was not read warns and never stops anything."""

    id: str  # "R11"
    source: str  # the provision as pages cite it; empty where none is known
    mark: str
    doubt: str = ""


@dataclass(frozen=True, kw_only=True)
class Regime:
    """One whole regime, in force from a day up to but without another."""

    code: str
    name: str
    decree: str
    circular: str
    form_number: str
    form_mark: str
    two_state_awards: str  # block or warn
    bases: tuple[Basis, ...]
    part: tuple[DossierPart, ...]
    vote_: tuple[VoteRule, ...]
    length: tuple[Length, ...]
    provision: tuple[Provision, ...]
    revocation_reasons: tuple[str, ...]
    merit_note: str = ""  # R15: what lists of awards of a movement say about merit awards
    merit_mark: str = CONFIRMED
    valid_from: date = date.min
    valid_to: date = date.max

    def parts(self, level: str, category: str) -> tuple[DossierPart, ...]:
        """What a dossier of this level (province, state) and class is made of."""
        return tuple(
            item for item in self.part if level in item.levels and (not item.classes or category in item.classes)
        )

    def vote(self, form: str) -> VoteRule | None:
        """How a form of award is voted on."""
        return next((item for item in self.vote_ if item.form == form), None)

    def years_needed(self, form: str) -> Length | None:
        """How long the movement must have run for a form."""
        return next((item for item in self.length if item.form == form), None)

    def provision_for(self, check: str) -> Provision | None:
        """Where this regime says what a check asks."""
        return next((item for item in self.provision if item.id == check), None)

    def bases_lines(self) -> list[str]:
        """The acts as documents print them."""
        return [f"Căn cứ {item.text};" for item in self.bases]

    def cited(self, province: str, on: date, confirmed: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """The acts that documents of a province (its code) signed on a day may print as fact.

        `confirmed`: what the office itself has read, by code, in its own words.
        """
        found = []
        for item in self.bases:
            text = (confirmed or {}).get(item.code, "") or (item.text if item.mark == CONFIRMED else "")
            if text and item.is_of(province, on):
                found.append(f"Căn cứ {text}")
        return tuple(found)

    def left_out(self, province: str, on: date, confirmed: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """The acts that `cited` would name as well, had somebody read them: asked of who drafts, never printed."""
        return tuple(
            item.text
            for item in self.bases
            if item.mark != CONFIRMED and item.code not in (confirmed or {}) and item.is_of(province, on)
        )

    @property
    def printed_note(self) -> str:
        """R15 where it was read in its own text; nothing else is printed as fact."""
        return self.merit_note if self.merit_mark == CONFIRMED else ""


def read(text: str) -> tuple[Regime, ...]:
    """The regimes of a file, in order of time without gap or overlap. Raises `RegimeError` with the place."""
    data = tomllib.loads(text)
    rows = [_read(Regime, row, f"regime[{at}]") for at, row in enumerate(data.get("regime", ()), 1)]
    if not rows:
        raise RegimeError("regime: chưa có chế độ nào.")
    for at, (one, other) in enumerate(pairwise(rows), 2):
        if one.valid_to != other.valid_from:
            word = "chồng lên" if one.valid_to > other.valid_from else "không nối với"
            raise RegimeError(f"regime[{at}].valid_from: {word} chế độ trước.")
    if rows[0].valid_from != date.min or rows[-1].valid_to != date.max:
        raise RegimeError("regime: chế độ đầu không có valid_from, chế độ cuối không có valid_to.")
    return tuple(rows)


def _read(kind: Any, row: dict[str, Any], place: str) -> Any:
    known = {item.name.rstrip("_"): item for item in fields(kind)}
    hints = get_type_hints(kind)
    if unknown := sorted(set(row) - set(known)):
        raise RegimeError(f"{place}.{unknown[0]}: không biết mục này.")
    values = {}
    for key, item in known.items():
        if key in row:
            values[item.name] = _value(hints[item.name], row[key], f"{place}.{key}")
        elif item.default is MISSING:
            raise RegimeError(f"{place}.{key}: thiếu mục bắt buộc này.")
    return kind(**values)


def _value(hint: Any, value: Any, place: str) -> Any:
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return tuple(
            _read(inner, item, f"{place}[{at}]") if isinstance(item, dict) else item for at, item in enumerate(value, 1)
        )
    return Decimal(value) if isinstance(value, str) and Decimal in get_args(hint) else value


REGIMES = read(FILE.read_text(encoding="utf-8"))


def regime_on(day: date) -> Regime:
    """The regime in force on a day."""
    return next(item for item in REGIMES if item.valid_from <= day < item.valid_to)


def regime_of(code: str, on: date) -> Regime:
    """The regime that something is bound to; of what is not bound yet, the one in force on a day."""
    return next((item for item in REGIMES if item.code == code), None) or regime_on(on)
