"""Which sheet of a file is which official form, and which of its columns is which figure: by heads, numbers, title. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from campaign.figure_files.figure_heads import NEEDED, RATE, knows, years_of
from campaign.figures.domain.form_sheets import HEADLINE
from campaign.poverty_standards.domain.form_names import form_words
from campaign.poverty_standards.domain.standard import Field, Form, Standard
from core.text import folded, lower_first, tidy
from office.tables import heads as tables
from office.tables.heads import HEAD_ROWS, NOTHING, Path, Table, is_number_row, paths_of
from office.tables.workbooks import Cell, SheetData

CLOSE = 0.5  # how alike a head must be
SAME_NUMBER = 0.2  # what the number under a head adds to that
LEAST = 0.1  # by how much another form's heads must be more alike to speak against a title
_TURNS = {  # words that make another figure of a head, with what they say
    "thoat": "out", "tai ngheo": "again", "tai can ngheo": "again", "phat sinh": "new", "dau nam": "opening",
    "dau ky": "opening", "nam truoc": "opening", "ky truoc": "opening", "can ngheo": "near poor", "khau": "people",
    "ty le": "rate", "ti le": "rate",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A sheet as one form: where its head and its units begin, which column is what."""

    sheet: SheetData
    form: Form
    head: int  # the first row of the head, 0-based
    first: int  # the first row below the head
    paths: tuple[Path, ...]
    columns: Mapping[int, Field]
    name_at: int
    code_at: int | None
    split_at: int | None
    doubt: str = ""  # that its heads, its title and the sheet's name are not of one form
    labels: tuple[str, ...] = ()  # the numbers under the heads

    @property
    def table(self) -> Table:
        """The same as a table of columns by key."""
        known = {at: field.number for at, field in self.columns.items()}
        own = [self.name_at, *(at for at in (self.code_at, self.split_at) if at is not None)]
        nothing = [at for at, path in enumerate(self.paths) if path and folded(path[-1]) in _NOTHING]
        keys = {**dict.fromkeys(nothing, NOTHING), **dict.fromkeys(own, NOTHING), **known}
        return Table(self.sheet, self.head, self.first, self.paths, keys)


_NOTHING = ("stt", "tt", "so tt")


@dataclass(frozen=True)
class Fit:
    """The columns of a sheet as those of a form, how well that fits, and how alike the words of all the heads are."""

    form: Form
    columns: dict[int, Field]
    score: float
    alike: float


def locate(sheet: SheetData, standard: Standard) -> Place | None:
    """The form that a sheet is, by its heads; nothing for a sheet that is none of them."""
    numbers = next((at for at, cells in enumerate(sheet.rows[:40]) if _is_under_heads(cells)), None)
    if numbers is None:
        return None
    top = numbers
    while top > 0 and numbers - top < 5 and _looks_like_head(sheet.rows[top - 1]):
        top -= 1
    width = max(len(row) for row in sheet.rows[top : numbers + 1])
    heads = [*paths_of(sheet.rows[top:numbers]), *[()] * width][:width]
    labels = [tidy(str(cell)).split("=")[0].strip("() ") if cell is not None else "" for cell in sheet.rows[numbers]]
    title = folded(" ".join(str(cell) for row in sheet.rows[:top] for cell in row if cell is not None))
    fits = [
        fit
        for form in standard.forms
        if len((fit := match_columns(form, heads, labels)).columns) * 2 >= len(form.fields)
    ]
    titled = [form for form in standard.forms if folded(form.title) in title]
    named = [form for form in standard.forms if folded(sheet.name).split(" ")[0] == form.code.lower()]
    best = max(fits, key=lambda fit: fit.score + 2 * (fit.form in titled) + (fit.form in named), default=None)
    if best is None:
        return None
    name_at = next((at for at, label in enumerate(labels) if label == "B"), 1)
    code_at = next(
        (at for at, head in enumerate(heads) if folded(head[-1] if head else "") in ("ma", "ma don vi", "ma xa")), None
    )
    split_at = next((at for at, head in enumerate(heads) if "phan to" in folded(" ".join(head))), None)
    return Place(
        sheet,
        best.form,
        top,
        numbers + 1,
        tuple(heads),
        best.columns,
        name_at,
        code_at,
        split_at if best.form.splits else None,
        _disagreement(best, fits, titled, named),
        tuple(labels),
    )


def _disagreement(best: Fit, fits: Sequence[Fit], titled: Sequence[Form], named: Sequence[Form]) -> str:
    """What heads, title and name of a sheet say, when that is not one form: of forms with equal heads the others decide."""
    if not titled and not named:
        return ""
    most = max(fits, key=lambda fit: fit.alike)
    by_heads = most.form if most.alike > best.alike + LEAST else best.form
    said = {"các cột": [by_heads], "tiêu đề": titled, "tên trang": named}
    if all(best.form in forms for forms in said.values() if forms):
        return ""
    words = [f"{what} là của {lower_first(form_words(forms[0].code))}" for what, forms in said.items() if forms]
    return f"{', '.join(words)}; vui lòng sửa cho khớp rồi gửi lại."


def place_of_year(sheet: SheetData, standard: Standard, year: int | None) -> Place | None:
    """The form that a sheet is, with those of its columns that are figures of this year."""
    place = locate(sheet, standard)
    if place is None or place.doubt:
        return place
    if place.form.code == HEADLINE:
        return _headline(place, year)
    own = {at: field for at, field in place.columns.items() if not _is_of_other_year(place.paths[at], field, year)}
    return replace(place, columns=own)


def _is_of_other_year(path: Path, field: Field, year: int | None) -> bool:
    years = years_of(folded(" ".join(path)))
    return year is not None and bool(years) and year not in years and "opening" not in _turns(_wanted(field))


def _headline(place: Place, year: int | None) -> Place | None:
    """The same sheet with its columns by whole heads, as it is read when no other form stands beside it."""
    table = tables.locate(place.sheet, knows(year), NEEDED, HEAD_ROWS)
    if table is None:
        return None
    fields = {field.key: field for field in place.form.fields}
    columns: dict[int, Field] = {}
    for at, key in sorted(table.keys.items()):
        field = fields.get(f"{key.removeprefix(RATE)}_rate" if key.startswith(RATE) else key)
        if field is not None and field not in columns.values():
            columns[at] = field
    own = table.columns
    code_at = own.get("unit_code")
    name_at = own.get("unit_name", place.name_at if code_at is None else code_at)
    return replace(
        place, head=table.head, first=table.first, paths=table.paths, columns=columns, name_at=name_at, code_at=code_at
    )


def _is_under_heads(cells: Sequence[Cell]) -> bool:
    return is_number_row(cells) and "B" in [tidy(str(cell)) for cell in cells if cell is not None]


def _looks_like_head(cells: Sequence[Cell]) -> bool:
    texts = [tidy(str(cell)) for cell in cells if cell is not None]
    return len(texts) >= 2 and not any(isinstance(cell, int | Decimal) for cell in cells)


def match_columns(form: Form, heads: Sequence[Sequence[str]], labels: Sequence[str]) -> Fit:
    """Each column of the form with the column of the file that is most alike."""
    texts = [folded(" ".join(head)) for head in heads]
    words, turns = [set(text.split()) for text in texts], [_turns(text) for text in texts]
    scored = []
    for field in form.fields:
        wanted, allowed = set(_wanted(field).split()), _turns(_wanted(field))
        if field.formula is not None and field.formula.is_rate:
            allowed.add("rate")
        for at, given in enumerate(words):
            if not given or turns[at] - allowed:
                continue
            alike = len(wanted & given) / len(wanted | given)
            if alike >= CLOSE:
                same = at < len(labels) and labels[at] == field.number.split("=")[0]
                scored.append((alike + (SAME_NUMBER if same else 0), alike, at, field))
    columns: dict[int, Field] = {}
    used: set[str] = set()
    total = words_alike = 0.0
    for score, alike, at, field in sorted(scored, key=lambda item: -item[0]):
        if at not in columns and field.number not in used:
            columns[at] = field
            used.add(field.number)
            total += score
            words_alike += alike
    return Fit(form, columns, total / len(form.fields), words_alike)


def _wanted(field: Field) -> str:
    return folded(" ".join(field.titles))


def _turns(text: str) -> set[str]:
    """What a folded head says beside the name of its figure."""
    return {meaning for phrase, meaning in _TURNS.items() if f" {phrase} " in f" {text} "}
