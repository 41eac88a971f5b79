"""Declared checks run over one unit's figures: what must not be, what must be explained, what is worth a look. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from campaign.figures.domain.counts import COUNTS
from campaign.poverty_standards.domain.standard import Check, Standard, Sum
from core.numbers import format_count, format_rate, rate
from core.text import lower_first

Values = Mapping[str, int | None]
ROUNDING = 0.005  # of a rate printed with two decimals
WEIGHT_WORDS = {"refuse": "Phải sửa", "explain": "Phải giải trình", "remark": "Nên xem lại"}


@dataclass(frozen=True)
class Remark:
    """One check that does not hold: which, how much it weighs, the sentence with its figures, the cells to look at.

    `seal` names the check with the figures it saw: an explanation holds while they stay.
    """

    check: str
    weight: str
    text: str
    keys: tuple[str, ...]
    seal: str

    @property
    def weight_label(self) -> str:
        return WEIGHT_WORDS[self.weight]


@dataclass(frozen=True)
class Seen:
    """What the checks look at: this year's figures, last year's end on the same standard, the sum of the parts."""

    values: Values
    before: Values
    below: Values
    printed: Mapping[str, object]

    @property
    def all(self) -> dict[str, int | None]:
        found = dict(self.values)
        found |= {f"before.{key}": value for key, value in self.before.items()}
        found |= {f"below.{key}": value for key, value in self.below.items()}
        return found


def review(
    standard: Standard,
    values: Values,
    *,
    before: Values | None = None,
    below: Values | None = None,
    printed: Mapping[str, object] | None = None,
) -> list[Remark]:
    """Every check that does not hold, the heaviest first; a check with a figure not given says nothing."""
    seen = Seen(values, before or {}, below or {}, printed or {})
    everything = seen.all
    found = []
    for check in standard.checks:
        remark = KINDS[check.kind](check, seen, everything, standard)
        if remark is not None:
            found.append(remark)
    order = list(WEIGHT_WORDS)
    return sorted(found, key=lambda remark: order.index(remark.weight))


def _remark(check: Check, text: str, keys: Iterable[str], *numbers: object) -> Remark:
    seal = ":".join((check.id, *keys, *map(str, numbers)))
    return Remark(check.id, check.weight, text, tuple(dict.fromkeys(keys)), seal[:200])


def _compare(check: Check, seen: Seen, everything: Values, standard: Standard) -> Remark | None:
    left, right = check.left.value(everything), check.right.value(everything)
    if left is None or right is None:
        return None
    holds = {"=": left == right, "<=": left <= right, ">=": left >= right}[check.relation]
    if holds:
        return None
    keys = [key for key in (*_keys(check.left), *_keys(check.right)) if key in seen.values]
    text = f"{check.text} {_words(check.left, left, standard)}; {_words(check.right, right, standard)}"
    if check.relation == "=":
        text += f"; lệch {format_count(abs(left - right))}"
    return _remark(check, text + ".", keys, left, right)


def _keys(terms: Sum) -> list[str]:
    return [key for _, key in terms.terms if key]


def _words(terms: Sum, value: int, standard: Standard) -> str:
    """ "hộ nghèo 2.681", "tổng 1.204" or "tổng các đơn vị trực thuộc 2.680"."""
    keys = _keys(terms)
    name = "tổng"
    if len(keys) == 1:
        bare = keys[0].rpartition(".")[2]
        name = lower_first(standard.label(bare))
        if keys[0].startswith("before."):
            name += " năm trước"
        if keys[0].startswith("below."):
            name += " cộng các đơn vị trực thuộc"
        if abs(terms.terms[0][0]) != 1:
            name = f"{abs(terms.terms[0][0])} lần {name}"
    return f"{name} {format_count(value)}"


def _jump(check: Check, seen: Seen, everything: Values, standard: Standard) -> Remark | None:
    """A change beyond `percent` of last year's count and beyond `least` households."""
    now, then = everything.get(check.key), everything.get(f"before.{check.key}")
    if now is None or then is None or abs(now - then) < check.least or abs(now - then) * 100 <= check.percent * then:
        return None
    share = rate(abs(now - then), then) if then else None
    by = f" ({format_rate(share)} %)" if share is not None else ""
    text = f"{check.text} Năm trước {format_count(then)}, nay {format_count(now)}, thay đổi {format_count(abs(now - then))}{by}."
    return _remark(check, text, [check.key], then, now)


def _base_moved(check: Check, seen: Seen, everything: Values, standard: Standard) -> Remark | None:
    """The rate falls although the poor do not: the households have grown."""
    poor, households = everything.get("poor"), everything.get("households")
    old_poor, old_households = everything.get("before.poor"), everything.get("before.households")
    now, then = rate(poor, households), rate(old_poor, old_households)
    if now is None or then is None or now >= then or poor < old_poor:  # type: ignore[operator]  # known where the share is
        return None
    text = (
        f"{check.text} Hộ nghèo {format_count(old_poor)} → {format_count(poor)}, tổng số hộ "
        f"{format_count(old_households)} → {format_count(households)}, tỷ lệ {format_rate(then)} → {format_rate(now)} %."
    )
    return _remark(check, text, ["poor", "households"], old_poor, poor, old_households, households)


def _one_denominator(check: Check, seen: Seen, everything: Values, standard: Standard) -> Remark | None:
    """Printed rates beside counts imply one number of households (within the rounding of two decimals)."""
    bounds = []
    for part, printed in (("poor", "poor_rate"), ("near_poor", "near_poor_rate")):
        count, share = everything.get(part), seen.printed.get(printed)
        if count and share is not None:
            bounds.append(_base_of(count, float(share)))  # type: ignore[arg-type]  # as above
    if len(bounds) < 2 or max(low for low, _ in bounds) <= min(high for _, high in bounds):
        return None
    words = " và ".join(
        f"từ {format_count(round(low))} hộ trở lên"
        if high == inf
        else f"khoảng {format_count(round((low + high) / 2))} hộ"
        for low, high in bounds
    )
    return _remark(check, f"{check.text} Suy ra {words}.", ["poor", "near_poor"], words)


def _base_of(count: int, share: float) -> tuple[float, float]:
    """How many households there may be at least and at most; of few among many 0,00 % is printed."""
    return 100 * count / (share + ROUNDING), 100 * count / (share - ROUNDING) if share > ROUNDING else inf


KINDS = {"compare": _compare, "jump": _jump, "base_moved": _base_moved, "one_denominator": _one_denominator}


def blank(standard: Standard, form: str, values: Values) -> tuple[int, int]:
    """How many cells of a form are given, and how many it asks for."""
    keys = {item.key for item in standard.form(form).every} & standard.asked
    return sum(values.get(key) is not None for key in keys), len(keys)


def is_headline(key: str) -> bool:
    """Stored as a column of its own."""
    return key in COUNTS
