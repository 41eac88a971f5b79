"""Official forms as offices have them, read by header text: merged heads, number row, two rows a unit, footers. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.entry_file import Fault
from campaign.standard import Field, Form, Split, Standard
from core.numbers import NumberRefused, format_count, format_rate, parse_count, parse_rate
from core.text import folded, tidy
from office.workbooks import Cell, SheetData, Workbook, column_name

NUMBER = re.compile(r"\d+(\.\d+)*(\s*=.*)?")
SKIPPED = ("tong", "cong", "nguoi lap", "thu truong", "noi nhan", "khu vuc", "ngay ", "ghi chu")
CLOSE = 0.5  # how alike a head must be


@dataclass(frozen=True)
class Place:
    """A sheet as one form: where its units begin, which column is what."""

    sheet: SheetData
    form: Form
    first: int  # the first row below the head, 0-based
    columns: Mapping[int, Field]
    name_at: int
    code_at: int | None
    split_at: int | None


def read_forms(
    book: Workbook, standard: Standard, names: Mapping[str, str]
) -> tuple[dict[str, dict[str, int | None]], dict[str, int], list[Fault]]:
    """Figures by unit code from every sheet that is one of the standard's forms, the row of each unit, and every error.

    A cell left blank is no figure and changes nothing. Computed columns are compared with what they follow from.
    """
    found: dict[str, dict[str, int | None]] = {}
    rows: dict[str, int] = {}
    faults: list[Fault] = []
    places = [place for sheet in book.sheets if (place := locate(sheet, standard)) is not None]
    by_name: dict[str, list[str]] = {}
    for code, name in names.items():
        by_name.setdefault(folded(name), []).append(code)
    for place in places:
        _read(place, standard, names, by_name, found, rows, faults)
    return found, rows, faults


def locate(sheet: SheetData, standard: Standard) -> Place | None:
    """The form that a sheet is, by its heads; nothing for a sheet that is none of them."""
    numbers = next((at for at, cells in enumerate(sheet.rows[:40]) if _is_number_row(cells)), None)
    if numbers is None:
        return None
    top = numbers
    while top > 0 and numbers - top < 5 and _looks_like_head(sheet.rows[top - 1]):
        top -= 1
    heads = _heads(sheet.rows[top:numbers], max(len(row) for row in sheet.rows[top : numbers + 1]))
    labels = [str(cell).split("=")[0].strip() if cell is not None else "" for cell in sheet.rows[numbers]]
    title = folded(" ".join(str(cell) for row in sheet.rows[:top] for cell in row if cell is not None))
    best: tuple[float, Form, dict[int, Field]] | None = None
    for form in standard.forms:
        columns, score = _match(form, heads, labels)
        if folded(form.title) in title:
            score += 2
        if folded(sheet.name).split(" ")[0] == form.code.lower():
            score += 1
        if columns and (best is None or score > best[0]):
            best = (score, form, columns)
    if best is None or len(best[2]) * 2 < len(best[1].fields):
        return None
    name_at = next((at for at, label in enumerate(labels) if label == "B"), 1)
    code_at = next(
        (at for at, head in enumerate(heads) if folded(head[-1] if head else "") in ("ma", "ma don vi")), None
    )
    split_at = next((at for at, head in enumerate(heads) if "phan to" in folded(" ".join(head))), None)
    return Place(sheet, best[1], numbers + 1, best[2], name_at, code_at, split_at if best[1].splits else None)


def _is_number_row(cells: Sequence[Cell]) -> bool:
    texts = [tidy(str(cell)) for cell in cells if cell is not None]
    marks = sum(text in ("A", "B", "C") or bool(NUMBER.fullmatch(text)) for text in texts)
    return "A" in texts and "B" in texts and marks >= max(3, len(texts) - 1)


def _looks_like_head(cells: Sequence[Cell]) -> bool:
    texts = [tidy(str(cell)) for cell in cells if cell is not None]
    return len(texts) >= 2 and not any(isinstance(cell, int | Decimal) for cell in cells)


def _heads(rows: Sequence[Sequence[Cell]], width: int) -> list[list[str]]:
    """The head of each column from the top; a merged head reaches to the right until the next one."""
    found: list[list[str]] = [[] for _ in range(width)]
    for depth, cells in enumerate(rows):
        last = ""
        for at in range(width):
            cell = cells[at] if at < len(cells) else None
            text = tidy(str(cell)) if cell is not None else ""
            is_last = depth == len(rows) - 1
            if text:
                last = text
            # below the last merged head a blank belongs to the head above it
            use = text or ("" if is_last or not _open_below(rows, depth, at) else last)
            if use and (not found[at] or found[at][-1] != use):
                found[at].append(use)
    return found


def _open_below(rows: Sequence[Sequence[Cell]], depth: int, at: int) -> bool:
    """Something stands below this cell, so that a head from the left may reach over it."""
    return any(at < len(cells) and cells[at] is not None for cells in rows[depth + 1 :])


def _match(form: Form, heads: Sequence[Sequence[str]], labels: Sequence[str]) -> tuple[dict[int, Field], float]:
    """Each column of the form with the column of the file that is most alike."""
    words = [set(folded(" ".join(head)).split()) for head in heads]
    scored = []
    for field in form.fields:
        wanted = set(folded(" ".join(field.titles)).split())
        for at, given in enumerate(words):
            if not given:
                continue
            alike = len(wanted & given) / len(wanted | given)
            if alike >= CLOSE:
                same = at < len(labels) and labels[at] == field.number.split("=")[0]
                scored.append((alike + (0.2 if same else 0), at, field))
    columns: dict[int, Field] = {}
    used: set[str] = set()
    total = 0.0
    for alike, at, field in sorted(scored, key=lambda item: -item[0]):
        if at not in columns and field.number not in used:
            columns[at] = field
            used.add(field.number)
            total += alike
    return columns, total / len(form.fields)


def _read(
    place: Place,
    standard: Standard,
    names: Mapping[str, str],
    by_name: Mapping[str, list[str]],
    found: dict[str, dict[str, int | None]],
    rows: dict[str, int],
    faults: list[Fault],
) -> None:
    sheet, code = place.sheet, None
    seen: set[tuple[str, str]] = set()
    for number, cells in enumerate(sheet.rows[place.first :], place.first + 1):
        label = _at(cells, place.name_at)
        split = _split(place, cells)
        text = folded(str(label)) if label is not None else ""
        numbers = [_at(cells, at) for at in place.columns]
        if all(cell is None for cell in numbers):
            if text.startswith(SKIPPED):
                code = None
            continue
        if text:
            code = None
            if text.startswith(SKIPPED):
                continue
            code = _code(place, cells, number, text, names, by_name, faults)
        elif split is None or (split == place.form.splits[0] if place.form.splits else True):
            continue
        if code is None or (place.form.splits and split is None):
            continue
        key = (code, split.suffix if split else "")
        if key in seen:
            faults.append(Fault(sheet.name, number, "", f"{names[code]} đã có ở dòng trên của cùng trang tính."))
            continue
        seen.add(key)
        rows.setdefault(code, number)
        _row(place, standard, cells, number, split, found.setdefault(code, {}), faults)


def _at(cells: Sequence[Cell], at: int | None) -> Cell:
    return cells[at] if at is not None and at < len(cells) else None


def _split(place: Place, cells: Sequence[Cell]) -> Split | None:
    text = folded(str(_at(cells, place.split_at) or ""))
    return next((split for split in place.form.splits if text == folded(split.title)), None)


def _code(
    place: Place, cells: Sequence[Cell], number: int, text: str, names: Mapping[str, str],
    by_name: Mapping[str, list[str]], faults: list[Fault],
) -> str | None:  # fmt: skip
    given = _at(cells, place.code_at)
    if given is not None:
        if tidy(str(given)) in names:
            return tidy(str(given))
        faults.append(Fault(place.sheet.name, number, column_name((place.code_at or 0) + 1),
                            f"không có đơn vị mang mã «{tidy(str(given))}» tại thời điểm của số liệu."))  # fmt: skip
        return None
    codes = by_name.get(text, [])
    if len(codes) == 1:
        return codes[0]
    what = "có hơn một đơn vị mang tên" if codes else "không có đơn vị mang tên"
    name = tidy(str(_at(cells, place.name_at)))
    faults.append(
        Fault(place.sheet.name, number, column_name(place.name_at + 1), f"{what} «{name}» trong phạm vi của tệp.")
    )
    return None


def _row(
    place: Place, standard: Standard, cells: Sequence[Cell], number: int, split: Split | None,
    values: dict[str, int | None], faults: list[Fault],
) -> None:  # fmt: skip
    fields = {item.number: item for item in place.form.of(split)}
    computed: list[tuple[int, Field, int | Decimal]] = []
    for at, head in place.columns.items():
        field, cell = fields[head.number], _at(cells, at)
        try:
            value = parse_rate(cell) if field.formula is not None and field.formula.is_rate else parse_count(cell)
        except NumberRefused as error:
            faults.append(Fault(place.sheet.name, number, column_name(at + 1), f"{error}."))
            continue
        if value is None:
            continue
        if field.formula is not None:
            computed.append((at, field, value))
        if field.key not in standard.asked:
            continue
        before = values.get(field.key)
        if before is not None and before != value:
            message = f"{standard.label(field.key)} khác số ở biểu khác của tệp ({format_count(before)})."
            faults.append(Fault(place.sheet.name, number, column_name(at + 1), message))
            continue
        values[field.key] = int(value)
    for at, field, value in computed:
        real = field.formula.value(values) if field.formula else None
        slack = Decimal("0.01") if field.formula and field.formula.is_rate else Decimal(0)
        if real is not None and abs(Decimal(real) - Decimal(value)) > slack:
            shown = format_rate(real) if isinstance(real, Decimal) else format_count(real)
            faults.append(
                Fault(
                    place.sheet.name,
                    number,
                    column_name(at + 1),
                    f"không khớp công thức {field.number}, tính ra {shown}.",
                )
            )
