"""A province's own regulation of awards over the shipped law: read with every error, laid over what is in force. Pure."""

import re
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args, get_origin, get_type_hints

from awards.law.domain.regimes import (
    CONFIRMED,
    REGIMES,
    TO_CONFIRM,
    Basis,
    DossierPart,
    Length,
    Provision,
    Regime,
    VoteRule,
)
from campaign.definition import DefinitionError
from campaign.definition.syntax import load
from core.numbers import format_date
from core.time_words import unsettled

CODE = re.compile(r"[A-Z0-9-]{1,6}")
PART_CODE = re.compile(r"[-a-z0-9_]{1,40}")  # it stands in addresses, and in a column of 40 letters
MOST_YEARS = 50
WORDS: Mapping[str, tuple[str, ...]] = {
    "mark": (CONFIRMED, TO_CONFIRM), "form_mark": (CONFIRMED, TO_CONFIRM), "merit_mark": (CONFIRMED, TO_CONFIRM),
    "two_state_awards": ("block", "warn"), "maker": ("nominee", "holder", "agency"), "kind": ("text", "file", "made"),
    "method": ("open", "secret"), "denominator": ("all_members", "present"), "levels": ("province", "state"),
}  # fmt: skip
# how rows of a list are known again: what the own regulation writes of one takes the place of the shipped one
KEYS: Mapping[str, Callable[[Any], object]] = {
    "part": lambda row: row.code, "vote_": lambda row: row.form, "length": lambda row: row.form,
    "provision": lambda row: row.id, "bases": lambda row: row.text,
}  # fmt: skip


class RegimeErrors(ValueError):
    """All errors of a file at once, each with its place."""

    def __init__(self, errors: Sequence[DefinitionError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = list(errors)


@dataclass(frozen=True, kw_only=True)
class OwnRegime:
    """What a regulation says for itself from a day on; everything else is the shipped law of the day."""

    code: str
    name: str
    valid_from: date
    valid_to: date = date.max
    decree: str = ""
    circular: str = ""
    form_number: str = ""
    form_mark: str = ""
    two_state_awards: str = ""
    bases: tuple[Basis, ...] = ()
    part: tuple[DossierPart, ...] = ()
    vote_: tuple[VoteRule, ...] = ()
    length: tuple[Length, ...] = ()
    provision: tuple[Provision, ...] = ()
    revocation_reasons: tuple[str, ...] = ()
    merit_note: str = ""
    merit_mark: str = ""
    without_parts: tuple[str, ...] = field(default=())  # parts of the shipped law that it does not ask for


def read_own(text: str) -> tuple[OwnRegime, ...]:
    """The regulations of a file. Raises `RegimeErrors` with every error and its place."""
    data, errors = load(text)
    if data is None:
        raise RegimeErrors(errors)
    errors += [
        DefinitionError(key, "không biết mục này. Tệp chỉ có các mục [[regime]].") for key in data if key != "regime"
    ]
    rows = data.get("regime", [])
    if not isinstance(rows, list) or not rows:
        raise RegimeErrors([*errors, DefinitionError("regime", "chưa có [[regime]] nào.")])
    found = [_read(OwnRegime, row, f"regime[{at}]", errors) for at, row in enumerate(rows, 1)]
    # what could not be read is told once; the rest is checked all the same
    errors += list(_wrong([(at, item) for at, item in enumerate(found, 1) if item is not None], errors))
    if errors:
        raise RegimeErrors(errors)
    return tuple(found)


def _wrong(rows: Sequence[tuple[int, OwnRegime]], unread: Iterable[DefinitionError]) -> Iterable[DefinitionError]:
    """Codes once and short, periods that can be, none over another, rows once, lists known to the shipped law."""
    known = {part.code for regime in REGIMES for part in regime.part}
    told = {error.place for error in unread}

    def is_read(at: int, *keys: str) -> bool:
        return not any(f"regime[{at}].{key}" in told for key in keys)

    coded = {at: item.code for at, item in rows if is_read(at, "code")}
    dated = {at for at, _ in rows if is_read(at, "valid_from", "valid_to")}
    for at, item in rows:
        place = f"regime[{at}]"
        if at in coded and (not CODE.fullmatch(item.code) or item.code in {regime.code for regime in REGIMES}):
            yield DefinitionError(
                f"{place}.code", "phải là 1 - 6 chữ hoa, số, gạch nối, khác mã của luật có sẵn (A, B, C)."
            )
        for name in ("valid_from", "valid_to") if at in dated else ():
            if (day := getattr(item, name)) != date.max and not 1900 <= day.year < 2200:
                yield DefinitionError(f"{place}.{name}", f"năm {day.year} không dùng được; ghi đủ bốn chữ số của năm.")
        for name in ("name", "decree", "circular"):
            if is_read(at, name) and (word := unsettled(getattr(item, name))):
                yield DefinitionError(f"{place}.{name}", f"ghi «{word}»; chỉ nạp quy định đã ban hành.")
        if at in dated and item.valid_from >= item.valid_to:
            yield DefinitionError(f"{place}.valid_to", "phải sau valid_from.")
        for name, key in KEYS.items():
            keys = [key(row) for row in getattr(item, name) if row is not None]
            for twice in dict.fromkeys(one for one in keys if keys.count(one) > 1):
                yield DefinitionError(f"{place}.{name.rstrip('_')}", f"«{twice}» có hơn một lần.")
        for code in item.without_parts:
            if isinstance(code, str) and code not in known:
                yield DefinitionError(f"{place}.without_parts", f"luật có sẵn không có thành phần «{code}».")
        for other_at, other in rows:
            is_before = other_at < at and {at, other_at} <= dated
            if is_before and item.valid_from < other.valid_to and other.valid_from < item.valid_to:
                yield DefinitionError(
                    f"{place}.valid_from",
                    f"chồng thời gian với regime[{other_at}] ({format_date(other.valid_from)}); sửa valid_from hoặc valid_to.",
                )
            if other_at < at and at in coded and coded.get(other_at) == item.code:
                yield DefinitionError(f"{place}.code", f"mã «{item.code}» đã có ở regime[{other_at}].")


def unknown_names(
    own: Sequence[OwnRegime], forms: Collection[str], classes: Collection[str]
) -> Iterable[DefinitionError]:
    """What a regulation names and nobody has: forms of award, classes of nominees, checks; years and codes that are none.

    `forms`, `classes`: the codes of the plans in force; without any plan nothing is said of classes. Asked of a file
    that is handed in: what was stored earlier goes on to be read.
    """
    shipped = {row.form for item in REGIMES for row in item.vote_} | {
        row.form for item in REGIMES for row in item.length
    }
    known_forms = sorted(shipped | set(forms))
    checks = sorted({row.id for item in REGIMES for row in item.provision})
    for at, item in enumerate(own, 1):
        named = [(f"vote[{row_at}]", row.form) for row_at, row in enumerate(item.vote_, 1)]
        named += [(f"length[{row_at}]", row.form) for row_at, row in enumerate(item.length, 1)]
        for where, form in named:
            if form not in known_forms:
                words = f"không có hình thức «{form}». Có: {', '.join(known_forms)}."
                yield DefinitionError(f"regime[{at}].{where}.form", words)
        for row_at, length in enumerate(item.length, 1):
            if not 1 <= length.years <= MOST_YEARS:
                place = f"regime[{at}].length[{row_at}].years"
                yield DefinitionError(place, f"{length.years} không phải là số năm; ghi từ 1 đến {MOST_YEARS}.")
        for row_at, part in enumerate(item.part, 1):
            if not PART_CODE.fullmatch(part.code):
                words = (
                    f"«{part.code}» phải là 1 - 40 chữ thường không dấu, số, gạch nối, gạch dưới, ví dụ xac-nhan-thue."
                )
                yield DefinitionError(f"regime[{at}].part[{row_at}].code", words)
            for code in part.classes if classes else ():
                if code not in classes:
                    place = f"regime[{at}].part[{row_at}].classes"
                    told_all = ", ".join(sorted(classes))
                    yield DefinitionError(place, f"không kế hoạch nào có nhóm đối tượng «{code}». Có: {told_all}.")
        for row_at, provision in enumerate(item.provision, 1):
            if provision.id not in checks:
                place = f"regime[{at}].provision[{row_at}].id"
                yield DefinitionError(place, f"không có điều kiện «{provision.id}». Có: {', '.join(checks)}.")


# ---- reading one table ----


def _read(kind: Any, row: Any, place: str, errors: list[DefinitionError]) -> Any:
    if not isinstance(row, dict):
        errors.append(DefinitionError(place, "phải là một bảng."))
        return None
    known: dict[str, Field[Any]] = {item.name.rstrip("_"): item for item in fields(kind)}
    hints, before, values = get_type_hints(kind), len(errors), {}
    errors += [
        DefinitionError(f"{place}.{key}", f"không biết mục này. Có: {', '.join(known)}.")
        for key in row
        if key not in known
    ]
    for key, item in known.items():
        if key in row:
            values[item.name] = _value(hints[item.name], row[key], f"{place}.{key}", key, errors)
        elif item.default is MISSING and item.default_factory is MISSING:
            errors.append(DefinitionError(f"{place}.{key}", "thiếu mục bắt buộc này."))
    if len(errors) == before:
        return kind(**values)
    return OwnRegime(**{**UNREAD, **values}) if kind is OwnRegime else None


UNREAD: Mapping[str, Any] = {"code": "", "name": "", "valid_from": date.min}  # in the place of what is lacking
_NAMES = {str: "chữ", int: "số nguyên", bool: "true hoặc false", date: "ngày (2026-07-30)"}


def _value(hint: Any, value: Any, place: str, key: str, errors: list[DefinitionError]) -> Any:
    if get_origin(hint) is types.UnionType:
        hint = get_args(hint)[0]
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            errors.append(DefinitionError(place, "phải là một danh sách."))
            return ()
        inner = get_args(hint)[0]
        return tuple(_value(inner, item, f"{place}[{at}]", key, errors) for at, item in enumerate(value, 1))
    if hasattr(hint, "__dataclass_fields__"):
        return _read(hint, value, place, errors)
    if hint is Decimal:
        return _percent(value, place, errors)
    if type(value) is not hint or (hint is str and not value.strip()):
        errors.append(DefinitionError(place, f"phải là {_NAMES[hint]}, không để trống."))
    elif key in WORDS and value not in WORDS[key]:
        errors.append(DefinitionError(place, f"phải là một trong: {', '.join(WORDS[key])}."))
    return value


def _percent(value: Any, place: str, errors: list[DefinitionError]) -> Decimal:
    try:
        number = Decimal(value) if isinstance(value, str) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    is_share = 0 < number < 1 if number.is_finite() else False  # "0.80" is how a spreadsheet says 80 %
    if not number.is_finite() or not 0 <= number <= 100 or is_share:
        errors.append(DefinitionError(place, 'phải là phần trăm trong ngoặc kép, ví dụ "80.00".'))
        return Decimal(0)
    return number


# ---- laid over the shipped law ----


def laid_over(own: Sequence[OwnRegime], shipped: Sequence[Regime] = REGIMES) -> tuple[Regime, ...]:
    """The regimes in the order of time: the shipped law, and where an own regulation holds the law with its changes."""
    found: list[Regime] = []
    for base in shipped:
        day = base.valid_from
        for item in sorted(own, key=lambda row: row.valid_from):
            since, until = max(item.valid_from, base.valid_from), min(item.valid_to, base.valid_to)
            if since >= until:
                continue
            if day < since:
                found.append(replace(base, valid_from=day, valid_to=since))
            found.append(_with(base, item, since, until))
            day = until
        if day < base.valid_to:
            found.append(replace(base, valid_from=day))
    return tuple(found)


def _with(base: Regime, own: OwnRegime, since: date, until: date) -> Regime:
    """One regime of the shipped law with what an own regulation says; its code names both."""
    said: dict[str, Any] = {}
    for item in fields(own):
        value = getattr(own, item.name)
        if item.name in ("code", "valid_from", "valid_to", "without_parts") or value in ("", ()):
            continue
        if item.name in KEYS:
            key = KEYS[item.name]
            written = {key(row) for row in value}
            rest = tuple(row for row in getattr(base, item.name) if key(row) not in written)
            value = (*rest, *value)
        said[item.name] = value
    if own.without_parts:
        parts = typing.cast(tuple[DossierPart, ...], said.get("part", base.part))
        said["part"] = tuple(part for part in parts if part.code not in own.without_parts)
    return replace(base, **said, code=f"{own.code}.{base.code}", valid_from=since, valid_to=until)


def told(own: OwnRegime, names: Mapping[str, str] | None = None) -> list[str]:
    """What a regulation changes, line by line, for whoever confirms it; `names` are what codes are called on a page."""
    lines = [
        f"Từ {format_date(own.valid_from)}"
        + ("" if own.valid_to == date.max else f" đến trước {format_date(own.valid_to)}")
    ]
    for segment in laid_over([own]):
        if not segment.code.startswith(f"{own.code}."):
            continue
        base = next(item for item in REGIMES if item.code == segment.code.partition(".")[2])
        lines.append(f"Trên nền {base.name}:")
        for name, words in _LISTS.items():
            was, now = ({KEYS[name](row): row for row in getattr(item, name)} for item in (base, segment))
            lines += [f"  thêm {words} «{_called(key, names)}»" for key in now if key not in was]
            lines += [f"  thay {words} «{_called(key, names)}»" for key in now if key in was and now[key] != was[key]]
            lines += [f"  bỏ {words} «{_called(key, names)}»" for key in was if key not in now]
        lines += [
            f"  {words}: {_said(getattr(base, name))} → {_said(getattr(segment, name))}"
            for name, words in _SINGLE.items()
            if getattr(base, name) != getattr(segment, name)
        ]
    return lines


def _called(key: object, names: Mapping[str, str] | None) -> str:
    return (names or {}).get(str(key), str(key))


_SAID = {CONFIRMED: "đã đọc nguyên văn", TO_CONFIRM: "chưa đọc nguyên văn", "block": "chặn", "warn": "cảnh báo"}


def _said(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, tuple):
        return "; ".join(map(str, value)) or "không"
    return _SAID.get(str(value), str(value)) or "không"


def names_of_parts(own: Iterable[OwnRegime], shipped: Sequence[Regime] = REGIMES) -> dict[str, str]:
    """What the parts of a dossier are called, by their codes."""
    parts = [part for row in shipped for part in row.part] + [part for row in own for part in row.part]
    return {part.code: part.label for part in parts}


_LISTS = {
    "bases": "căn cứ", "part": "thành phần hồ sơ", "vote_": "cách biểu quyết hình thức", "length": "số năm của hình thức",
    "provision": "điều khoản của điều kiện",
}  # fmt: skip
_SINGLE = {
    "name": "tên", "decree": "nghị định", "circular": "thông tư", "form_number": "số mẫu", "form_mark": "số mẫu đã đọc",
    "two_state_awards": "hai khen thưởng cấp Nhà nước trong một năm", "merit_note": "ghi chú công trạng",
    "merit_mark": "ghi chú đã đọc", "revocation_reasons": "lý do hủy bỏ",
}  # fmt: skip
