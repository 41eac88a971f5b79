"""Rules asked once for all years of a round: the average, and the place among the units of the class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from campaign.rules.facts import Case, UnitYear
from campaign.rules.levels import exactly
from campaign.rules.registry import COUNT, FIELD, INDICATOR, OPTIONAL_POINT, POINT, WINDOW, Parameter, points, rule
from campaign.rules.words import INDICATOR_WORDS, POINTS
from campaign.rules.yearly import lacking_of, reduction_of
from core.findings import Finding, Outcome, Source
from core.numbers import format_rate, half_up
from core.own_words import in_own_words

BY_AVERAGE, BY_TARGET, BY_LEVEL = "reduction", "target_share", "level"
RANK = "(thứ hạng)"
ORDERS = {
    BY_AVERAGE: "mức giảm bình quân mỗi năm, cao hơn là hơn",
    BY_TARGET: "tỷ lệ hoàn thành chỉ tiêu cả giai đoạn, cao hơn là hơn",
    BY_LEVEL: "tỷ lệ cuối giai đoạn, thấp hơn là hơn",
}


def period_of(years: Sequence[int]) -> str:
    """Years as people write them: "2022 - 2025", "2022, 2024", "2025"."""
    found = sorted(years)
    if len(found) > 1 and found == list(range(found[0], found[-1] + 1)):
        return f"{found[0]} - {found[-1]}"
    return ", ".join(map(str, found))


# ---- the average ----


def _average_words(params: Mapping[str, Any]) -> str:
    band = params.get("band_to")
    extra = f" (mức {points(band)} chỉ để so, không quyết định)" if band is not None else ""
    return (
        f"Tính từ kết quả chính thức đã duyệt: {INDICATOR_WORDS[params['indicator']]} bình quân mỗi năm của giai đoạn giảm ít "
        f"nhất {points(params['at_least'])}{extra}; năm không tính được do quy định thì không tính vào bình quân."
    )


@rule(
    "average_reduction_at_least", "measured", _average_words, over=WINDOW, indicator=INDICATOR, at_least=POINT,
    band_to=OPTIONAL_POINT,
)  # fmt: skip
def average_reduction_at_least(
    case: Case, *, indicator: str, at_least: Decimal, band_to: Decimal | None = None
) -> Finding:
    """The rate fell on average by at least this a year. A year that lacks figures leaves all of it unknown."""
    asked = _Asked.of(case.window, indicator)
    if asked.why_not is not None:
        return asked.why_not
    total, number = sum(asked.reductions, Decimal(0)), len(asked.reductions)
    working = " + ".join(_signed(value) for value in asked.reductions)
    found = Finding.compare(
        half_up(total / number),
        ">=",
        at_least,
        unit=POINTS,
        sources=asked.sources,
        notes=asked.notes,
        working=f"({working}) : {number}" if number > 1 else working,
        up_to=band_to,
    )
    return replace(exactly(found, total >= at_least * number), period=asked.period)


def _signed(value: Decimal) -> str:
    return f"({format_rate(value)})" if value < 0 else format_rate(value)


@dataclass(frozen=True)
class _Asked:
    """The reductions of the years that can be asked about, or why there are none."""

    reductions: tuple[Decimal, ...] = ()
    years: tuple[UnitYear, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    why_not: Finding | None = None

    @property
    def period(self) -> str:
        return period_of([facts.year for facts in self.years])

    @classmethod
    def of(cls, window: Sequence[UnitYear], indicator: str) -> "_Asked":
        """Years out by rule are left out and said; a year that only lacks figures makes the whole unknown."""
        sources = tuple(dict.fromkeys(source for facts in window for source in facts.sources))
        left, notes, taken = [], [], []
        for facts in window:
            lacking = lacking_of(facts, indicator)
            if lacking is None:
                taken.append(facts)
                notes += list(facts.notes)
            elif lacking.outcome is Outcome.NOT_APPLICABLE:
                left.append(lacking.reason)
            else:
                period = period_of([item.year for item in window])
                return cls(why_not=replace(Finding.unknown(lacking.reason, sources), period=period))
        if not taken:
            reasons = " ".join(["Không còn năm nào xét được.", *dict.fromkeys(left)])
            return cls(
                why_not=Finding.unknown(reasons, sources) if left else Finding.unknown("Chưa có năm nào để xét.")
            )
        said = [f"Không tính vào kết luận: {reason}" for reason in dict.fromkeys(left)]
        reductions = tuple(reduction_of(facts, indicator) for facts in taken)
        return cls(reductions, tuple(taken), sources, (*dict.fromkeys(notes), *said))


# ---- the place in the class ----


@rule(
    "among_best",
    "measured",
    lambda p: (
        f"Xếp mọi đơn vị cùng nhóm {in_own_words('của tỉnh')} còn tồn tại cuối giai đoạn theo {ORDERS[p.get('by', BY_AVERAGE)]} ({INDICATOR_WORDS[p['indicator']]}): thứ "
        f"hạng không quá {p['top']}. Bằng nhau thì đồng hạng, đều được tính và được nói rõ; đơn vị chưa đủ số liệu mà còn có "
        "thể đứng trên thì chưa kết luận."
    ),
    over=FIELD,
    indicator=INDICATOR,
    top=COUNT,
    by=Parameter("choice", is_required=False, options=ORDERS),
)
def among_best(case: Case, *, indicator: str, top: int, by: str = BY_AVERAGE) -> Finding:
    """No more than `top - 1` units of the class did better; equals share a rank and are named, never cut.

    Units that only lack figures may still turn out better: as long as they could push this one out it is unknown.
    """
    own = _worth(case.window, indicator, by)
    if own.why_not is not None:
        return own.why_not
    standing = [window for window in case.peers if window[-1].exists and tuple(window) != tuple(case.window)]
    others = [(window[-1], _worth(window, indicator, by)) for window in standing]
    known = [(facts, worth.value) for facts, worth in others if worth.value is not None]
    unknown = [facts for facts, worth in others if worth.value is None and _may_come(worth)]
    if own.value is None:
        raise ValueError("a worth without a value says why")
    better = sum(value > own.value for _, value in known)
    equals = [facts.unit_name for facts, value in known if value == own.value]
    rank = better + 1
    notes = (*own.notes, f"Xếp hạng trong {len(known) + 1} đơn vị có đủ số liệu.", *_tie_words(rank, equals, top))
    found = Finding.compare(
        Decimal(rank),
        "<=",
        Decimal(top),
        unit=RANK,
        sources=own.sources,
        notes=notes,
        working=own.working,
        is_count=True,
    )
    found = replace(found, period=own.period)
    if found.outcome is Outcome.MET and rank + len(unknown) > top:
        names = "; ".join(facts.unit_name for facts in unknown[:3]) + ("; …" if len(unknown) > 3 else "")
        reason = f"Đang xếp hạng {rank}, nhưng còn {len(unknown)} đơn vị chưa đủ số liệu: {names}."
        return replace(found, outcome=Outcome.UNKNOWN, reason=reason)
    return found


def _tie_words(rank: int, equals: Sequence[str], top: int) -> tuple[str, ...]:
    if not equals:
        return ()
    names = "; ".join(equals[:5]) + (f" và {len(equals) - 5} đơn vị khác" if len(equals) > 5 else "")
    over = rank + len(equals) - top
    more = f" Vì đồng hạng, có {rank + len(equals)} đơn vị trong {top} hạng đầu." if rank <= top and over > 0 else ""
    return (f"Đồng hạng {rank} với {names}.{more}",)


@dataclass(frozen=True)
class _Worth:
    """By what a unit is placed: more is better."""

    value: Fraction | None = None
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    working: str = ""
    period: str = ""
    why_not: Finding | None = None


def _may_come(worth: _Worth) -> bool:
    return worth.why_not is not None and worth.why_not.outcome is Outcome.UNKNOWN and worth.period == ""


def _worth(window: Sequence[UnitYear], indicator: str, by: str) -> _Worth:
    if by == BY_LEVEL:
        return _level(window, indicator)
    asked = _Asked.of(window, indicator)
    if asked.why_not is not None:
        is_out = not any(facts.exists and facts.is_comparable for facts in window)
        return _Worth(why_not=asked.why_not, period="out" if is_out else "")
    total = sum(asked.reductions, Decimal(0))
    if by == BY_AVERAGE:
        average = Fraction(total) / len(asked.reductions)
        words = f"bình quân giảm {format_rate(total / len(asked.reductions))} {POINTS}"
        return _Worth(average, asked.sources, asked.notes, words, asked.period)
    targets = [facts.targets.get(indicator) for facts in asked.years]
    lacking = [facts for facts, target in zip(asked.years, targets, strict=True) if target is None]
    if lacking:
        reason = f"Chưa giao chỉ tiêu năm {period_of([f.year for f in lacking])} cho {lacking[0].unit_name}."
        return _Worth(why_not=Finding.unknown(reason, asked.sources))
    aim = sum((target.at_least for target in targets if target is not None), Decimal(0))
    if aim == 0:
        return _Worth(why_not=Finding.unknown("Chỉ tiêu giao là 0,00: không có tỷ lệ hoàn thành.", asked.sources))
    words = f"{format_rate(total)} : {format_rate(aim)} × 100 = {format_rate(half_up(total * 100 / aim))} %"
    return _Worth(Fraction(total) / Fraction(aim), asked.sources, asked.notes, words, asked.period)


def _level(window: Sequence[UnitYear], indicator: str) -> _Worth:
    last = window[-1]
    if not last.exists:
        return _Worth(why_not=Finding.not_applicable(last.why_absent), period="out")
    value = None if last.this is None else last.this.rates.get(indicator)
    if value is None or last.this is None:
        return _Worth(why_not=Finding.unknown(last.why_no_reduction(indicator)))
    words = f"cuối năm {last.year} {format_rate(value)} %"
    return _Worth(-Fraction(value), (last.this.source,), (), words, str(last.year))
