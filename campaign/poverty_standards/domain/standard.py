"""A poverty standard as data: what its forms ask, which columns follow from others, which checks hold. Pure.

A standard is one file of `campaign/standards/`, or one that an office uploaded (`docs/viet-chuan-ngheo.md`). A column is written `[key, number, title]`: the number is printed under
the head as the official form prints it ("4=3/1*100", "2=3+...+14") and its formula is read from there; " | " in a title
stands between a common head and the heads below it. A fourth entry gives the formula by keys where the parts stand in
another form. A form that is split (households, people) writes `{}` where the suffix of a split comes in a key.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from campaign.figures.domain.counts import COUNTS
from campaign.poverty_standards.domain.form_names import LINE_NAMES, form_name
from core.numbers import is_digits, rate
from core.sheets import Column, Group, Sheet

Values = Mapping[str, int | None]
FOLDER = Path(__file__).resolve().parent.parent.parent / "standards"
WEIGHTS = ("refuse", "explain", "remark")
KINDS = ("compare", "jump", "base_moved", "one_denominator")


class StandardRefused(ValueError):
    """The file of a standard is not usable; the message names the place."""


@dataclass(frozen=True)
class Formula:
    """A sum of keys with signs, or a rate of two of them in %."""

    terms: tuple[tuple[int, str], ...] = ()
    part: str = ""
    base: str = ""

    @property
    def is_rate(self) -> bool:
        return bool(self.base)

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.part, self.base) if self.is_rate else tuple(key for _, key in self.terms)

    @property
    def words(self) -> str:
        """As the browser computes it: "+a-b", or "a/b"."""
        if self.is_rate:
            return f"{self.part}/{self.base}"
        return "".join(f"{'+' if sign > 0 else '-'}{key}" for sign, key in self.terms)

    def value(self, values: Mapping[str, int | Decimal | None]) -> int | Decimal | None:
        """What follows; nothing while a part is not given."""
        if self.is_rate:
            part, base = values.get(self.part), values.get(self.base)
            return None if part is None or base is None else rate(int(part), int(base))
        given = [(sign, values.get(key)) for sign, key in self.terms]
        if not given or any(value is None for _, value in given):
            return None
        return sum(sign * value for sign, value in given)  # type: ignore[operator,misc]  # None is left out


@dataclass(frozen=True)
class Field:
    """One column of a form: its key, the head's lines from the top, the number, what it follows from."""

    key: str
    number: str
    titles: tuple[str, ...]
    formula: Formula | None = None

    @property
    def title(self) -> str:
        return ", ".join(self.titles)


@dataclass(frozen=True)
class Split:
    """One of the rows that a unit has in a form: Hộ, Nhân khẩu."""

    title: str
    suffix: str
    word: str


@dataclass(frozen=True)
class Form:
    """An official form: code, title, columns; with splits a unit has several rows."""

    code: str
    title: str
    fields: tuple[Field, ...]
    splits: tuple[Split, ...] = ()

    @property
    def name(self) -> str:
        return form_name(self.code, self.title)

    def of(self, split: Split | None) -> tuple[Field, ...]:
        """The columns of one split, with its keys."""
        return tuple(_split(item, split) for item in self.fields)

    @cached_property
    def every(self) -> tuple[Field, ...]:
        """All columns of all splits."""
        return tuple(item for split in self.splits or (None,) for item in self.of(split))

    @cached_property
    def layout(self) -> Sheet:
        """The official table: STT, unit, (split,) columns."""
        lead = [Column("STT", "order", "A", width=6, kind="order"), Column("Phường/Xã", "name", "B", 32, "text")]
        if self.splits:
            lead.append(Column("Phân tổ", "split", "C", 12, "text"))
        return Sheet(self.code, self.title, (*lead, *_grouped(self.fields)))


@dataclass(frozen=True)
class Check:
    """A declared identity: what is compared, how much it weighs, what it says."""

    id: str
    text: str
    weight: str
    kind: str = "compare"
    left: "Sum" = field(default_factory=lambda: Sum(()))
    relation: str = "="
    right: "Sum" = field(default_factory=lambda: Sum(()))
    key: str = ""
    percent: int = 0
    least: int = 0


@dataclass(frozen=True)
class Sum:
    """Keys with whole factors: "3*poor - before.poor"; `before.` is last year's end, `below.` the sum of the parts."""

    terms: tuple[tuple[int, str], ...]

    def value(self, values: Values) -> int | None:
        total = 0
        for factor, key in self.terms:
            known = 1 if not key else values.get(key)
            if known is None:
                return None
            total += factor * known
        return total


@dataclass(frozen=True)
class Standard:
    """A whole standard."""

    code: str
    title: str
    act: str
    first_year: int
    last_year: int
    lines: Mapping[str, int]  # đồng a head and month
    forms: tuple[Form, ...]
    checks: tuple[Check, ...]
    deprivations: tuple[str, ...] = ()  # the forms that count households by what they lack

    @property
    def income_lines(self) -> tuple[tuple[str, int], ...]:
        """The lines as pages read them: where they hold, in words, and how many đồng; a name of the file's own as it stands."""
        return tuple((LINE_NAMES.get(name, name), amount) for name, amount in self.lines.items())

    @property
    def deprivation_forms(self) -> tuple[Form, ...]:
        return tuple(self.form(code) for code in self.deprivations)

    def form(self, code: str) -> Form:
        """Raises `KeyError` for a form that the standard does not have."""
        found = next((form for form in self.forms if form.code.lower() == code.lower()), None)
        if found is None:
            raise KeyError(code)
        return found

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every key once; where it is asked for and where it follows, the place that asks."""
        found: dict[str, Field] = {}
        for form in self.forms:
            for item in form.every:
                if item.key not in found or found[item.key].formula is not None:
                    found[item.key] = item
        return found

    @cached_property
    def asked(self) -> frozenset[str]:
        """Keys that somebody types; all others follow from these."""
        return frozenset(COUNTS) | {key for key, item in self.fields.items() if item.formula is None}

    def label(self, key: str) -> str:
        """A key as people read it."""
        if key in COUNTS:
            return COUNTS[key]
        item = self.fields.get(key)
        return item.title if item else key

    def is_asked(self, item: Field) -> bool:
        """Typed in this form; a column that another form asks for is shown here only when it has no formula."""
        return item.formula is None

    def complete(self, values: Values) -> dict[str, int | Decimal | None]:
        """What is given and everything that follows from it."""
        found: dict[str, int | Decimal | None] = dict(values)
        for form in self.forms:
            for item in form.every:
                if item.formula is not None and found.get(item.key) is None and item.key not in self.asked:
                    found[item.key] = item.formula.value(found)
        return found


def _split(item: Field, split: Split | None) -> Field:
    if split is None:
        return item
    formula = item.formula
    if formula is not None:
        formula = Formula(
            tuple((sign, _key(key, split)) for sign, key in formula.terms),
            _key(formula.part, split),
            _key(formula.base, split),
        )
    return Field(_key(item.key, split), item.number, item.titles, formula)


def _key(key: str, split: Split | None) -> str:
    return key.replace("{}", split.suffix if split else "")


def _grouped(fields: Sequence[Field], depth: int = 0) -> Iterator[Column | Group]:
    at = 0
    while at < len(fields):
        item = fields[at]
        if len(item.titles) == depth + 1:
            kind = "rate" if item.formula is not None and item.formula.is_rate else "count"
            yield Column(item.titles[depth], item.key, item.number, kind=kind, width=12)
            at += 1
            continue
        end = at
        while end < len(fields) and fields[end].titles[: depth + 1] == item.titles[: depth + 1]:
            end += 1
        yield Group(item.titles[depth], tuple(_grouped(fields[at:end], depth + 1)))
        at = end


# ---- reading ----


@lru_cache(maxsize=8)
def load(code: str) -> Standard:
    """A standard of the portal by its code. Raises `KeyError` for one that has no file."""
    for path in sorted(FOLDER.glob("*.toml")):
        if path.stem == code:
            return parse(path.read_text(encoding="utf-8"))
    raise KeyError(code)


def parse(text: str) -> Standard:
    """Raises `StandardRefused` naming the form and column, or the check."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"dòng {place[1]}, cột {place[2]}" if place else "cuối tệp"
        raise StandardRefused(f"{where}: tệp không đúng cú pháp TOML") from None
    try:
        forms = tuple(_form(item) for item in data["forms"])
        standard = Standard(
            data["code"],
            data["title"],
            data["act"],
            data["first_year"],
            data["last_year"],
            data["lines"],
            forms,
            tuple(check for item in data["checks"] for check in checks_of(item)),
            tuple(data.get("deprivations", ())),
        )
    except KeyError as error:
        raise StandardRefused(f"thiếu mục {error}") from None
    for code in standard.deprivations:
        if code not in {form.code for form in forms}:
            raise StandardRefused(f"deprivations: không có biểu «{code}»")
    known = set(standard.asked) | set(standard.fields)
    for form in forms:
        for item in form.every:
            for key in item.formula.keys if item.formula else ():
                if key not in known:
                    raise StandardRefused(f"biểu {form.code}, cột {item.number}: không có chỉ số «{key}»")
    for check in standard.checks:
        for _, key in (*check.left.terms, *check.right.terms):
            bare = key.removeprefix("before.").removeprefix("below.")
            if bare and bare not in known:
                raise StandardRefused(f"phép kiểm tra {check.id}: không có chỉ số «{bare}»")
    return standard


def _form(data: Mapping[str, object]) -> Form:
    code = str(data["code"])
    rows: list[list[str]] = data["columns"]  # type: ignore[assignment]  # TOML
    numbers = {}
    for row in rows:
        if len(row) not in (3, 4):
            raise StandardRefused(f"biểu {code}: cột {row} cần mã, số cột, tên (và công thức)")
        numbers[row[1].split("=")[0]] = row[0]
    if len(numbers) != len(rows):
        raise StandardRefused(f"biểu {code}: có hai cột cùng số")
    fields = tuple(
        Field(
            row[0],
            row[1],
            tuple(part.strip() for part in row[2].split("|")),
            formula_of(row[3]) if len(row) == 4 else number_formula(row[1], numbers, code),
        )
        for row in rows
    )
    splits = tuple(Split(**item) for item in data.get("splits", ()))  # type: ignore[attr-defined]  # TOML
    return Form(code, str(data["title"]), fields, splits)


def number_formula(number: str, numbers: Mapping[str, str], form: str) -> Formula | None:
    """The formula that a column's number says: "9=1-2+3", "2=3+...+14", "4=3/1*100"."""
    _, sign, text = number.partition("=")
    if not sign:
        return None
    order = list(numbers)

    def between(found: re.Match[str]) -> str:
        try:
            return "+".join(order[order.index(found[1]) : order.index(found[2]) + 1])
        except ValueError:
            raise StandardRefused(f"biểu {form}, cột {number}: không có cột {found[1]} hoặc {found[2]}") from None

    text = re.sub(r"([\d.]+\d|\d)\+\.\.\.\+([\d.]+)", between, text)
    try:
        named = re.sub(r"(?<!\*)\b\d+(?:\.\d+)*", lambda found: numbers[found[0]], text.removesuffix("*100"))
    except KeyError as error:
        raise StandardRefused(f"biểu {form}, cột {number}: không có cột {error}") from None
    return formula_of(named + ("*100" if text.endswith("*100") else ""))


def formula_of(text: str) -> Formula:
    ratio = re.fullmatch(r"([\w{}]+)/([\w{}]+)\*100", text)
    if ratio:
        return Formula(part=ratio[1], base=ratio[2])
    terms = re.findall(r"([+-]?)([a-z_{}][\w{}]*)", text)
    if re.sub(r"[+-]?[a-z_{}][\w{}]*", "", text):
        raise StandardRefused(f"công thức «{text}» không đọc được")
    return Formula(tuple((-1 if sign == "-" else 1, key) for sign, key in terms))


def checks_of(data: Mapping[str, object]) -> Iterator[Check]:
    """One check, or one for each suffix that it is repeated with."""
    name = str(data.get("id", "?"))
    if data.get("weight") not in WEIGHTS:
        raise StandardRefused(f"phép kiểm tra {name}: weight phải là một trong {', '.join(WEIGHTS)}")
    if data.get("kind", "compare") not in KINDS:
        raise StandardRefused(f"phép kiểm tra {name}: kind phải là một trong {', '.join(KINDS)}")
    if data.get("relation", "=") not in ("=", "<=", ">="):
        raise StandardRefused(f"phép kiểm tra {name}: relation phải là =, <= hoặc >=")
    cases: list[Mapping[str, str]] = data.get("each", [{}])  # type: ignore[assignment]  # TOML
    for case in cases:

        def filled(key: str, case: Mapping[str, str] = case) -> str:
            text = str(data.get(key, ""))
            for word, value in case.items():
                text = text.replace("{" + word + "}", value)
            return text

        yield Check(
            name,
            filled("text"),
            str(data["weight"]),
            str(data.get("kind", "compare")),
            _sum(filled("left"), name),
            str(data.get("relation", "=")),
            _sum(filled("right"), name),
            filled("key"),
            int(data.get("percent", 0)),  # type: ignore[call-overload]  # looked at before: whole numbers
            int(data.get("least", 0)),  # type: ignore[call-overload]  # as above
        )


def _sum(text: str, check: str) -> Sum:
    terms = []
    for sign, factor, key in re.findall(r"([+-]?)\s*(?:(\d+)\s*\*\s*)?((?:before\.|below\.)?[a-z_]\w*|\d+)", text):
        if is_digits(key):
            terms.append(((-1 if sign == "-" else 1) * int(key), ""))
        else:
            terms.append(((-1 if sign == "-" else 1) * int(factor or 1), key))
    rest = re.sub(r"[+-]?\s*(?:\d+\s*\*\s*)?(?:(?:before\.|below\.)?[a-z_]\w*|\d+)\s*", "", text).strip()
    if rest:
        raise StandardRefused(f"phép kiểm tra {check}: «{text}» không đọc được")
    return Sum(tuple(terms))
