"""A list of proposals from an office, read with every error and its place; names matched against the register. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from core.text import folded, tidy
from office.workbooks import MARK, NOT_COMPUTED, Cell, SheetData, Workbook, column_name

# headers of offices, folded: whichever stands first in a header decides
HEADERS: Mapping[str, tuple[str, ...]] = {
    "category": ("nhom doi tuong", "nhom"),
    "code": ("ma", "ma don vi"),
    "title": ("chuc vu", "don vi cong tac"),
    "printed_name": ("ten ghi trong quyet dinh", "ten in"),
    "name": ("ten tap the", "ten", "ho va ten", "tap the"),
    "achievements": ("tom tat thanh tich", "thanh tich"),
    "earlier_awards": ("khen thuong da nhan", "da khen"),
    "consent": ("dong y",),
}
LABELS = {
    "category": "Nhóm đối tượng (chữ cái)", "name": "Tên tập thể, hộ, cá nhân", "code": "Mã (nếu biết)",
    "title": "Chức vụ, nơi công tác (cá nhân)", "printed_name": "Tên ghi trong quyết định",
    "achievements": "Tóm tắt thành tích", "earlier_awards": "Khen thưởng đã nhận", "consent": "Đồng ý công khai tên (có)",
}  # fmt: skip
NEEDED = ("category", "name")
HEADER_WITHIN, MOST, SUGGESTED = 15, 500, 3
ALIKE, NEAR = 0.72, 0.1  # how much alike a name must be, and how close to the best one
_FORMS = ("huyen", "thanh pho", "thi xa", "xa", "phuong", "thi tran", "thon", "khu pho", "ho ong ba", "ho ong", "ho ba",
          "ho", "ong", "ba", "nhan dan va can bo")  # fmt: skip


@dataclass(frozen=True)
class ListError:
    """One error: where it stands and why."""

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.sheet}, dòng {self.row}" + (f", cột {self.column}" if self.column else "") + f": {self.message}"


@dataclass(frozen=True)
class Known:
    """One of the register that may be proposed in a class."""

    key: str
    name: str
    code: str = ""
    place: str = ""
    is_person: bool = False


@dataclass(frozen=True)
class ListRow:
    """One proposal of the list."""

    line: int
    category: str
    key: str  # of the register
    name: str
    title: str = ""
    printed_name: str = ""
    achievements: str = ""
    earlier_awards: str = ""
    has_consent: bool = False


@dataclass
class ReadList:
    """Rows and errors; with any error nothing is stored."""

    rows: list[ListRow] = field(default_factory=list)
    errors: list[ListError] = field(default_factory=list)


def bare(name: str) -> str:
    """The words of a name without accents, case, order-breaking signs and the word for its kind."""
    words = folded(name)
    for form in _FORMS:
        if words.startswith(f"{form} "):
            return bare(words[len(form) + 1 :])
    return words


def read_list(book: Workbook, classes: Mapping[str, str], known: Callable[[str], Sequence[Known]]) -> ReadList:
    """The rows. `classes`: letter, folded title or code → code; `known` gives those who may be proposed in a class."""
    done = ReadList()
    sheet, header, columns = _find_header(book)
    if sheet is None:
        name = book.sheets[0].name if book.sheets else "Tệp"
        asked = ", ".join(LABELS[item] for item in NEEDED)
        done.errors.append(ListError(name, 1, "", f"không thấy dòng tiêu đề có các cột: {asked}."))
        return done
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in enumerate(sheet.rows[header:], header + 1):
        said = {name: _text(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
        if not said["name"] and not said.get("code"):
            continue
        blank = [name for name, text in said.items() if text == MARK]
        if blank:
            done.errors += [_at(sheet.name, line, columns, name, NOT_COMPUTED) for name in blank]
            continue
        row = _row(sheet.name, line, said, columns, classes, known, done.errors)
        if row is None:
            continue
        who = (row.category, row.key, folded(row.name) if row.key.startswith("p-") else "")
        if who in seen:
            done.errors.append(_at(sheet.name, line, columns, "name", f"«{row.name}» đã có ở dòng {seen[who]}."))
            continue
        seen[who] = line
        done.rows.append(row)
    if len(done.rows) > MOST:
        done.errors.append(ListError(sheet.name, header, "", f"một tệp nhận nhiều nhất {MOST} dòng."))
    if not done.rows and not done.errors:
        done.errors.append(ListError(sheet.name, header, "", "không có dòng nào dưới tiêu đề."))
    return done


def _text(cell: Cell) -> str:
    return tidy(str(cell)) if cell is not None else ""


def _at(sheet: str, line: int, columns: Mapping[str, int], name: str, message: str) -> ListError:
    return ListError(sheet, line, column_name(columns[name] + 1) if name in columns else "", message)


def _find_header(book: Workbook) -> tuple[SheetData | None, int, dict[str, int]]:
    for sheet in book.sheets:
        for number, cells in enumerate(sheet.rows[:HEADER_WITHIN], 1):
            columns: dict[str, int] = {}
            for at, cell in enumerate(cells):
                text = folded(str(cell)) if cell is not None else ""
                name = next((key for key, starts in HEADERS.items() if any(_begins(text, s) for s in starts)), None)
                if name is not None and name not in columns:
                    columns[name] = at
            if all(name in columns for name in NEEDED):
                return sheet, number, columns
    return None, 0, {}


def _begins(text: str, start: str) -> bool:
    return text == start or text.startswith(f"{start} ")


def _row(
    sheet: str, line: int, said: Mapping[str, str], columns: Mapping[str, int], classes: Mapping[str, str],
    known: Callable[[str], Sequence[Known]], errors: list[ListError],
) -> ListRow | None:  # fmt: skip
    before = len(errors)
    letter = said["category"].strip(" ).").casefold()
    category = classes.get(letter) or classes.get(folded(said["category"]))
    if category is None:
        errors.append(_at(sheet, line, columns, "category", f"không biết nhóm «{said['category']}»."))
        return None
    rows = known(category)
    found, why = match(said["name"], said.get("code", ""), rows)
    if found is None:
        errors.append(_at(sheet, line, columns, "code" if said.get("code") else "name", why))
    elif found.is_person and not said.get("title"):
        errors.append(_at(sheet, line, columns, "title", "thiếu chức vụ, nơi công tác."))
    if len(errors) > before or found is None:
        return None
    return ListRow(
        line, category, found.key, said["name"] or found.name, said.get("title", ""), said.get("printed_name", ""),
        said.get("achievements", ""), said.get("earlier_awards", ""), folded(said.get("consent", "")) in ("co", "x", "1"),
    )  # fmt: skip


def match(name: str, code: str, rows: Sequence[Known]) -> tuple[Known | None, str]:
    """The one that a name or a code means, or why none does, with those that look alike."""
    persons = [row for row in rows if row.is_person]
    others = [row for row in rows if not row.is_person]
    if code:
        exact = [row for row in rows if row.code == code]
        if len(exact) == 1:
            return exact[0], ""
        return None, f"không có mã «{code}» trong phạm vi của bạn."
    whole, key = folded(name), bare(name)
    for test in (
        lambda row: folded(row.name) == whole,
        lambda row: bare(row.name) == key,
        lambda row: bare(f"{row.name} {row.place}") == key or folded(f"{row.name} {row.place}") == whole,
    ):
        exact = [row for row in others if test(row)]
        if len(exact) == 1:
            return exact[0], ""
        if exact:
            names = "; ".join(f"{row.name}, {row.place} (mã {row.code})" for row in exact[:SUGGESTED])
            return None, f"«{name}» có {len(exact)} nơi trùng tên: {names}. Ghi thêm mã."
    if len(persons) == 1 and (not others or not suggestions(name, others)):
        return persons[0], ""
    near = suggestions(name, others)
    if near:
        return None, f"không có «{name}»; có phải là {' hoặc '.join(f'«{row.name}» (mã {row.code})' for row in near)}?"
    if len(persons) > 1:
        return None, "cần ghi mã nơi lập hồ sơ của cá nhân này."
    return None, f"không có «{name}» trong phạm vi của bạn."


def suggestions(name: str, rows: Sequence[Known]) -> list[Known]:
    """Those whose names look alike, whatever the accents and the order of the words."""
    key = " ".join(sorted(bare(name).split()))
    scored: list[tuple[float, Any]] = []
    for row in rows:
        other = " ".join(sorted(bare(row.name).split()))
        ratio = SequenceMatcher(None, key, other).ratio()
        if ratio >= ALIKE:
            scored.append((-ratio, row))
    scored.sort(key=lambda pair: (pair[0], pair[1].code))
    return [row for score, row in scored[:SUGGESTED] if score <= scored[0][0] + NEAR]
