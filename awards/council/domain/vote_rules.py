"""How a session votes by law: what the rules of its forms of award come to, and where a session departs from them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from awards.law.domain.regimes import CONFIRMED, VoteRule
from core.numbers import format_number

METHODS = {"open": "biểu quyết công khai", "secret": "bỏ phiếu kín"}
BASES = {"all_members": "tổng số thành viên Hội đồng", "present": "số thành viên có mặt"}


@dataclass(frozen=True)
class Usual:
    """The way a session votes, and by form of award how much must agree (nothing: more agree than not)."""

    method: str = "open"
    denominator: str = "all_members"
    thresholds: Mapping[str, Decimal | None] = field(default_factory=dict)
    quorum: Decimal | None = None
    takes_written: bool = False
    sources: tuple[str, ...] = ()
    is_confirmed: bool = False


def usual(rules: Sequence[VoteRule]) -> Usual:
    """One session for all the rules of its dossiers.

    What a session has once (secrecy, whom shares are taken of, quorum) is the strictest of them; the threshold stays
    each form's own: held to the strictest, a dossier would fail that the law lets pass. Two regimes about one form:
    the higher threshold.
    """
    thresholds: dict[str, Decimal | None] = {}
    for rule in rules:
        known = thresholds.get(rule.form)
        thresholds[rule.form] = rule.threshold if known is None else max(known, rule.threshold or known)
    return Usual(
        "secret" if any(rule.method == "secret" for rule in rules) else "open",
        "present" if rules and all(rule.denominator == "present" for rule in rules) else "all_members",
        thresholds,
        max((rule.quorum for rule in rules if rule.quorum is not None), default=None),
        any(rule.absent_written for rule in rules),
        tuple(dict.fromkeys(rule.source for rule in rules if rule.source)),
        bool(rules) and all(rule.mark == CONFIRMED for rule in rules),
    )


def departures(law: Usual, held: Usual, names: Mapping[str, str]) -> tuple[str, ...]:
    """Where a session is held otherwise than its rules say, as sentences; a paper ballot is secret."""
    found = []
    if law.method != held.method and not (law.method == "secret" and held.method == "paper"):
        found.append(f"{METHODS.get(held.method, 'bỏ phiếu giấy')} (quy định: {METHODS[law.method]})")
    if law.denominator != held.denominator:
        found.append(f"tính trên {BASES[held.denominator]} (quy định: {BASES[law.denominator]})")
    for form, wanted in law.thresholds.items():
        given = held.thresholds.get(form)
        if given != wanted:
            about = f", {names.get(form, form)}" if len(law.thresholds) > 1 else ""
            found.append(f"tỷ lệ phải đạt {_percent(given)}{about} (quy định: {_percent(wanted)})")
    if law.quorum != held.quorum:
        found.append(f"tỷ lệ có mặt {_percent(held.quorum)} (quy định: {_percent(law.quorum)})")
    if law.takes_written != held.takes_written:
        words = {True: "nhận ý kiến bằng văn bản của thành viên vắng", False: "không nhận ý kiến bằng văn bản"}
        found.append(f"{words[held.takes_written]} (quy định: {words[law.takes_written]})")
    return tuple(found)


def _percent(value: Decimal | None) -> str:
    return "không đặt tỷ lệ" if value is None else f"{format_number(value)} %"
