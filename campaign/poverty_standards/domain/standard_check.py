"""Everything that is wrong with the file of a standard, each with its place, and what should be looked at. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaign.definition.syntax import load
from campaign.figures.domain.counts import COUNTS
from campaign.poverty_standards.domain.standard import (
    Standard,
    StandardRefused,
    checks_of,
    formula_of,
    number_formula,
    parse,
)
from core.numbers import format_count

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEY = re.compile(r"[a-z][a-z0-9_]*(\{\})?")
MOST_COUNT = 1_000_000
LONGEST = 40  # letters of a code
HEAD: Mapping[str, tuple[type, str]] = {
    "code": (str, "chữ"), "title": (str, "chữ"), "act": (str, "chữ"), "first_year": (int, "năm, số nguyên"),
    "last_year": (int, "năm, số nguyên"), "lines": (dict, "một bảng [lines]"), "forms": (list, "các bảng [[forms]]"),
    "checks": (list, "các bảng [[checks]]"),
}  # fmt: skip
KNOWN = {
    "": {*HEAD, "deprivations"},
    "forms": {"code", "title", "columns", "splits"},
    "splits": {"title", "suffix", "word"},
    "checks": {"id", "text", "weight", "kind", "left", "relation", "right", "key", "percent", "least", "each"},
}  # fmt: skip
YEARS = range(2000, 2101)
HEADLINE = ("households", "poor", "near_poor")  # what every criterion and every list begins with


@dataclass(frozen=True)
class StandardFault:
    """One error: where it is and what is wrong."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True)
class Checked:
    """A file as it was read: the standard when nothing is wrong, every error, what should be looked at."""

    standard: Standard | None
    faults: tuple[StandardFault, ...] = ()
    notes: tuple[str, ...] = ()


def check(text: str) -> Checked:
    """Read a file of a standard; all its errors at once."""
    data, problems = load(text)
    faults = [StandardFault(problem.place, problem.message) for problem in problems]
    if data is None:
        return Checked(None, tuple(faults))
    faults += [*_head(data), *_forms(data), *_checks(data)]
    if not faults:
        try:
            standard = parse(text)
        except StandardRefused as refused:  # what the pieces do not show
            faults.append(StandardFault("tệp", f"{refused}."))
        else:
            return Checked(standard, (), tuple(_notes(standard)))
    return Checked(None, tuple(dict.fromkeys(faults)))


def _head(data: Mapping[str, Any]) -> Iterator[StandardFault]:
    yield from _unknown(data, "", "đầu tệp")
    for name, (kind, words) in HEAD.items():
        if name not in data:
            yield StandardFault(name, "thiếu mục bắt buộc này.")
        elif type(data[name]) is not kind:
            yield StandardFault(name, f"phải là {words}.")
        elif kind is str and not data[name].strip():
            yield StandardFault(name, "không được để trống.")
    code = data.get("code")
    if isinstance(code, str) and code.strip() and (not CODE.fullmatch(code) or len(code) > LONGEST):
        yield StandardFault("code", f"«{code}» chỉ gồm chữ thường không dấu, số, gạch nối, không quá {LONGEST} ký tự.")
    first, last = data.get("first_year"), data.get("last_year")
    for name, year in (("first_year", first), ("last_year", last)):
        if type(year) is int and year not in YEARS:
            yield StandardFault(name, f"năm {year} ngoài khoảng {YEARS[0]} - {YEARS[-1]}.")
    if type(first) is int and type(last) is int and first > last:
        yield StandardFault("last_year", f"năm cuối {last} trước năm đầu {first}.")
    for name, amount in data["lines"].items() if isinstance(data.get("lines"), dict) else ():
        if type(amount) is not int or amount <= 0:
            yield StandardFault(f"lines.{name}", "phải là số đồng một người một tháng, số nguyên dương.")
    yield from _deprivations(data)


def _deprivations(data: Mapping[str, Any]) -> Iterator[StandardFault]:
    named = data.get("deprivations", [])
    if not _is_texts(named):
        yield StandardFault("deprivations", "phải là danh sách mã biểu.")
        return
    forms = {form.get("code"): form for form in _tables(data, "forms")}
    for code in named:
        if code not in forms:
            yield StandardFault("deprivations", f"không có biểu «{code}».")
        elif not any(_is_lack(row) for row in _rows(forms[code])):
            words = (
                f"thiếu chỉ tiêu của biểu {code}: không cột nào ghi số hộ theo từng chỉ số (tiêu đề «Chiều | Chỉ số»)."
            )
            yield StandardFault("deprivations", words)


def _is_lack(row: Sequence[str]) -> bool:
    return "|" in row[2] and "=" not in row[1] and len(row) == 3


def _forms(data: Mapping[str, Any]) -> Iterator[StandardFault]:
    asked, needed = set(COUNTS), []
    codes: list[object] = []
    for at, form in enumerate(_tables(data, "forms"), 1):
        code = form.get("code")
        place = f"biểu {code}" if isinstance(code, str) and code else f"forms[{at}]"
        yield from _unknown(form, "forms", place)
        for name in ("code", "title"):
            if not isinstance(form.get(name), str) or not form[name].strip():
                yield StandardFault(place, f"thiếu mục «{name}» (chữ).")
        if code in codes:
            yield StandardFault(place, "mã biểu đã dùng ở trên.")
        codes.append(code)
        yield from _splits(form, place)
        faults, keys, terms = _columns(form, place)
        yield from faults
        asked |= keys
        needed += terms
    for place, key in needed:
        if key not in asked:
            form_code = place.partition(",")[0]
            yield StandardFault(place, f"thiếu chỉ tiêu của {form_code}: không biểu nào hỏi «{key}».")


def _splits(form: Mapping[str, Any], place: str) -> Iterator[StandardFault]:
    for at, split in enumerate(form.get("splits", ()) if isinstance(form.get("splits", ()), list) else (), 1):
        if not isinstance(split, dict) or set(split) != KNOWN["splits"] or not _is_texts(list(split.values())):
            yield StandardFault(f"{place}, splits[{at}]", "phải có đúng title, suffix, word (chữ).")


def _columns(form: Mapping[str, Any], place: str) -> tuple[list[StandardFault], set[str], list[tuple[str, str]]]:
    """The errors of a form's columns, the keys that it asks for or computes, the keys that its formulas want."""
    faults: list[StandardFault] = []
    rows = form.get("columns")
    if not isinstance(rows, list) or not rows:
        return [StandardFault(place, "thiếu mục «columns»: danh sách các cột.")], set(), []
    suffixes = [split["suffix"] for split in form.get("splits", ()) if isinstance(split, dict) and "suffix" in split]
    numbers: dict[str, str] = {}
    for at, row in enumerate(rows, 1):
        if not _is_texts(row) or len(row) not in (3, 4):
            faults.append(StandardFault(f"{place}, columns[{at}]", "cần mã, số cột, tên (và công thức), đều là chữ."))
            continue
        where, number = f"{place}, cột {row[1]}", row[1].split("=")[0]
        if number in numbers:
            faults.append(StandardFault(where, f"đã có cột số {number} ({numbers[number]})."))
        if not KEY.fullmatch(row[0]):
            faults.append(StandardFault(where, f"mã «{row[0]}» chỉ gồm chữ thường không dấu, số, gạch dưới."))
        if "{}" in row[0] and not suffixes:
            faults.append(StandardFault(where, "mã có {} nhưng biểu không có splits."))
        numbers[number] = row[0]
    keys, terms = set(), []
    for row in _rows(form):
        where = f"{place}, cột {row[1]}"
        try:
            formula = formula_of(row[3]) if len(row) == 4 else number_formula(row[1], numbers, str(form.get("code")))
        except StandardRefused as refused:
            faults.append(StandardFault(where, f"{str(refused).partition(': ')[2] or refused}."))
            continue
        for suffix in suffixes or [""]:
            keys.add(row[0].replace("{}", suffix))
            terms += [(where, key.replace("{}", suffix)) for key in (formula.keys if formula else ())]
    return faults, keys, terms


def _checks(data: Mapping[str, Any]) -> Iterator[StandardFault]:
    known = set(COUNTS)
    for form in _tables(data, "forms"):
        known |= _columns(form, "")[1]
    for at, item in enumerate(_tables(data, "checks"), 1):
        name = item.get("id")
        place = f"phép kiểm tra {name}" if isinstance(name, str) and name else f"checks[{at}]"
        yield from _unknown(item, "checks", place)
        if not isinstance(item.get("text"), str) or not item["text"].strip():
            yield StandardFault(place, "thiếu mục «text»: câu nói khi không đúng.")
        for name, most in (("percent", 100), ("least", MOST_COUNT)):
            if type(amount := item.get(name, 0)) is int and not 0 <= amount <= most:
                yield StandardFault(place, f"{name} là {format_count(amount)}; phải từ 0 đến {format_count(most)}.")
        try:
            found = list(checks_of(item))
        except StandardRefused as refused:
            yield StandardFault(place, f"{str(refused).partition(': ')[2] or refused}.")
            continue
        except (TypeError, ValueError, AttributeError):
            yield StandardFault(place, "each phải là danh sách bảng chữ; percent, least là số nguyên.")
            continue
        for one in found:
            for _, key in (*one.left.terms, *one.right.terms):
                bare = key.removeprefix("before.").removeprefix("below.")
                if bare and bare not in known:
                    yield StandardFault(place, f"không biểu nào hỏi chỉ tiêu «{bare}».")


def _notes(standard: Standard) -> Iterator[str]:
    """What is no error but should be looked at."""
    shown = set(standard.fields)
    lacking = [COUNTS[key] for key in HEADLINE if key not in shown]
    if lacking:
        yield f"Không biểu nào có {', '.join(lacking)}: các số này chỉ nhập ở bảng Số chính."
    if not standard.deprivations:
        yield "Chưa nêu biểu nào ghi chỉ số thiếu hụt (deprivations): hồ sơ khen thưởng không có dòng thiếu hụt."
    if not standard.checks:
        yield "Chưa có phép kiểm tra nào: số liệu chỉ được kiểm tra các giới hạn chung."


def _tables(data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rows = data.get(name, [])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _rows(form: Mapping[str, Any]) -> list[list[str]]:
    """The columns that can be read."""
    rows = form.get("columns")
    return [row for row in rows if _is_texts(row) and len(row) in (3, 4)] if isinstance(rows, list) else []


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _unknown(data: Mapping[str, Any], kind: str, place: str) -> Iterator[StandardFault]:
    for name in data:
        if name not in KNOWN[kind]:
            yield StandardFault(place, f"không biết mục «{name}». Các mục: {', '.join(sorted(KNOWN[kind]))}.")
