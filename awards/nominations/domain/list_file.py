"""A list of proposals from an office, read with every error and its place; names matched against the register. Pure."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from core import clock
from core.numbers import is_digits
from core.person_names import why_no_person
from core.text import folded, tidy, too_long
from office.tables.codes import RoundedCode, code_text, one_form
from office.tables.grid import column_name
from office.tables.heads import Table
from office.tables.left_over import beside_values, left_columns, left_rows
from office.tables.notes import CellError as ListError
from office.tables.notes import Note, quoted, told_rows
from office.tables.reading import find
from office.tables.whole_heads import by_whole_heads, unsure
from office.tables.workbooks import Cell, Workbook, broken
from units.map.domain.naming import exact, is_sum, other_place, same_name
from units.unit_lists.domain.file_titles import ANY_PURPOSE, Purpose, sections, told, year_column

# heads of offices, folded; what only begins so is asked about
HEADERS: Mapping[str, tuple[str, ...]] = {
    "category": ("nhom doi tuong", "nhom"),
    "birth_year": ("nam sinh",),
    "staff_code": ("ma can bo", "ma cong chuc", "ma vien chuc", "so hieu can bo", "so hieu cong chuc"),
    "code": ("ma", "ma don vi"),
    "title": ("chuc vu", "don vi cong tac"),
    "printed_name": ("ten ghi trong quyet dinh", "ten in"),
    "name": ("ten tap the", "ten", "ho va ten", "tap the"),
    "achievements": ("tom tat thanh tich", "thanh tich"),
    "earlier_awards": ("khen thuong da nhan", "da khen"),
    "consent": ("dong y",),
}
_TITLES = ("noi cong tac", "don vi cong tac", "don vi", "co quan", "co quan don vi", "chuc danh")
_WHOLE: Mapping[str, tuple[str, ...]] = {  # further heads, word for word
    "category": ("nhom khen thuong", "nhom doi tuong khen thuong", "nhom doi tuong de nghi"),
    "staff_code": ("ma can bo cong chuc", "ma can bo cong chuc vien chuc"),
    "code": ("ma so", "ma don vi ho", "ma don vi ma ho", "ma don vi hoac ma ho"),
    "title": (*(f"chuc vu {words}" for words in _TITLES), "chuc vu va noi cong tac", "chuc vu va don vi cong tac"),
    "printed_name": ("ten in trong quyet dinh", "ten in tren bang khen", "ten in tren giay khen"),
    "name": ("ten tap the ca nhan", "ten tap the ho ca nhan", "ten tap the ho gia dinh ca nhan", "tap the ca nhan",
             "tap the ho gia dinh ca nhan", "tap the ho ca nhan", "ten don vi", "ten don vi ca nhan", "ten tap the va ca nhan",
             "ten tap the ca nhan ho gia dinh", "ten doi tuong", "ho ten", "ho va ten ten tap the", "ten tap the ho va ten",
             "ten tap the ho va ten ca nhan"),
    "achievements": ("tom tat thanh tich dat duoc", "thanh tich dat duoc", "thanh tich noi bat", "tom tat thanh tich noi bat",
                     "tom tat thanh tich chinh", "thanh tich chinh", "thanh tich tom tat"),
    "earlier_awards": ("khen thuong da nhan truoc day", "da khen thuong", "hinh thuc khen thuong da nhan"),
    "consent": ("dong y cong khai ten", "dong y cong khai", "dong y cong bo ten"),
}  # fmt: skip
LABELS = {
    "category": "Nhóm đối tượng (chữ cái)", "name": "Tên tập thể, hộ, cá nhân", "code": "Mã (nếu biết)",
    "title": "Chức vụ, nơi công tác (cá nhân)",
    "birth_year": "Năm sinh (cá nhân)", "staff_code": "Mã cán bộ (cá nhân, nếu có)", "printed_name": "Tên ghi trong quyết định",
    "achievements": "Tóm tắt thành tích", "earlier_awards": "Khen thưởng đã nhận", "consent": "Đồng ý công khai tên (có)",
}  # fmt: skip
NEEDED = (("category",), ("name",))
MOST, SUGGESTED = 500, 3
LONGEST = {
    "title": 200,
    "printed_name": 300,
    "staff_code": 40,
    "earlier_awards": 3000,
}  # letters, as a dossier keeps them
# what a cell of consent may say, folded; signs have no letters to fold
YES = frozenset(("co", "dong y", "co dong y", "da dong y", "x", "v", "1", "true", "yes", *"✓✔√☑☒"))
NO = frozenset(("", "khong", "khong dong y", "chua", "0", "false", "no", "-", "–", "☐"))
LONGEST_NAME, LONGEST_PERSON = 300, 120
OLDEST, YOUNGEST = 1900, 10  # years of birth; how old somebody is at least
ALIKE, NEAR = 0.72, 0.1  # how much alike a name must be, and how close to the best one
_FORMS = ("huyen", "thanh pho", "thi xa", "xa", "phuong", "thi tran", "thon", "khu pho", "ho ong ba", "ho ong", "ho ba",
          "ho", "ong", "ba", "nhan dan va can bo")  # fmt: skip


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
    unit_code: str = ""  # of a unit of the map
    birth_year: int | None = None
    staff_code: str = ""

    @property
    def told(self) -> str:
        """What the dossier takes from the list beside who it is of."""
        said = ((self.title, "chức vụ"), (self.achievements, "thành tích"), (self.earlier_awards, "đã khen"))
        found = [f"{name}: {text}" for text, name in said if text]
        return "; ".join(found + ["đồng ý công khai tên"] * self.has_consent)


@dataclass
class ReadList:
    """Rows and errors; with any error nothing is stored."""

    rows: list[ListRow] = field(default_factory=list)
    errors: list[ListError] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)  # what of the file is not taken


def why_no_birth_year(year: int) -> str:
    """Why a number is not the year in which an awarded person was born."""
    if OLDEST <= year <= clock.today().year - YOUNGEST:
        return ""
    return f"Năm sinh {year} không đúng; ghi bốn chữ số, ví dụ 1975."


def bare(name: str) -> str:
    """The words of a name without accents, case, order-breaking signs and the word for its kind."""
    words = folded(name)
    for form in _FORMS:
        if words.startswith(f"{form} "):
            return bare(words[len(form) + 1 :])
    return words


def read_list(
    book: Workbook,
    classes: Mapping[str, str],
    known: Callable[[str], Sequence[Known]],
    outside: Callable[[str], str] = lambda name: "",
    purpose: Purpose = ANY_PURPOSE,
) -> ReadList:
    """The rows. `classes`: letter, folded title or code → code; `known` gives those who may be proposed in a class;
    `outside` says what a name is that belongs to somebody else's area."""
    done = ReadList()
    found = find(
        book,
        by_whole_heads(HEADERS, _WHOLE, purpose.year),
        NEEDED,
        asked=", ".join(LABELS[item] for group in NEEDED for item in group),
        describing=("category", "title"),
    )
    done.errors, done.notes = list(found.errors), list(found.notes)
    if found.errors:
        return done
    seen: dict[tuple[str, ...], int] = {}
    for table in found.tables:
        before = len(done.rows)
        _read_table(table, classes, known, outside, done, seen, purpose)
        used = {row.unit_code for row in done.rows[before:] if row.unit_code}
        done.notes += [*told(table.sheet, table.title, purpose, used), *year_column(table, table.rows(), purpose.year)]
    sheet, header = found.tables[0].sheet, found.tables[0].head + 1
    if len(done.rows) > MOST:
        done.errors.append(ListError(sheet.name, header, "", f"một tệp nhận nhiều nhất {MOST} dòng."))
    if not done.rows and not done.errors:
        done.errors.append(ListError(sheet.name, header, "", "không có dòng nào dưới tiêu đề."))
    return done


def _read_table(
    table: Table,
    classes: Mapping[str, str],
    known: Callable[[str], Sequence[Known]],
    outside: Callable[[str], str],
    done: ReadList,
    seen: dict[tuple[str, ...], int],
    purpose: Purpose,
) -> None:
    sheet, columns, before = table.sheet, table.columns, len(done.rows)
    read, passed = [], []
    for line, cells in table.rows():
        said = {name: _text(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
        if not any(said.values()):
            continue
        if _heads_or_sums(said):
            passed.append(line)
            continue
        read.append((line, cells))
        problems = {
            name: problem
            for name, at in columns.items()
            if at < len(cells) and (problem := broken(cells[at]) or _rounded(name, cells[at]))
        }
        done.errors += [_at(sheet.name, line, columns, name, problem) for name, problem in problems.items()]
        said |= dict.fromkeys(problems, "")
        row = _row(sheet.name, line, said, columns, classes, known, outside, done.errors, problems)
        if row is None or problems:
            continue
        who = (row.category, row.key, folded(row.name) if row.key.startswith("p-") else "")
        if who in seen:
            done.errors.append(_at(sheet.name, line, columns, "name", f"«{row.name}» đã có ở dòng {seen[who]}."))
            continue
        seen[who] = line
        done.rows.append(row)
    lines = [line for line, _ in read]
    done.notes += [
        *left_columns(table, read),
        *unsure(table, read),
        *left_rows(table, [*lines, *passed]),
        *beside_values(table, lines),
        *told_rows(sheet, passed, "là dòng đề mục hoặc dòng cộng, không đọc là đối tượng được đề nghị."),
    ]
    units = {row.line: row.unit_code for row in done.rows[before:] if row.unit_code}
    done.notes += sections(table, purpose, lines, units)


def _heads_or_sums(said: Mapping[str, str]) -> bool:
    """A row with a name alone that is a part's heading or a sum: "TẬP THỂ", "Tổng cộng: 01 tập thể"."""
    if any(text for key, text in said.items() if key != "name"):
        return False
    return is_sum(said["name"]) or _HEADINGS.fullmatch(folded(said["name"])) is not None


_HEADINGS = re.compile(
    r"(?:(?:[ivx]+|[a-d]|\d{1,2}) )?(?:cong(?: \d+ .*)?|(?:cac )?(?:(?:tap the|ca nhan|ho gia dinh|ho)(?: va | )?)+)"
)


def _rounded(name: str, cell: Cell) -> str | None:
    try:
        return code_text(cell)[:0] or None if name == "code" else None
    except RoundedCode as error:
        return str(error)


def _text(cell: Cell) -> str:
    return tidy(str(cell)) if cell is not None else ""


def _at(sheet: str, line: int, columns: Mapping[str, int], name: str, message: str) -> ListError:
    return ListError(sheet, line, column_name(columns[name] + 1) if name in columns else "", message)


def _row(
    sheet: str,
    line: int,
    said: Mapping[str, str],
    columns: Mapping[str, int],
    classes: Mapping[str, str],
    known: Callable[[str], Sequence[Known]],
    outside: Callable[[str], str],
    errors: list[ListError],
    unread: Collection[str] = (),
) -> ListRow | None:
    """The row, or nothing and every error of it; what stands in a broken cell (`unread`) is told already."""
    before = len(errors)
    letter = said["category"].strip(" ).").casefold()
    category = classes.get(letter) or classes.get(folded(said["category"]))
    if category is None and "category" not in unread:
        errors.append(_at(sheet, line, columns, "category", f"không biết nhóm «{said['category']}»."))
    found, why = None, ""
    if not said["name"] and not said.get("code"):
        why = "" if {"name", "code"} & {*unread} else "thiếu tên hoặc mã."
    elif category is not None:
        found, why = match(said["name"], said.get("code", ""), known(category), outside)
    if why:
        errors.append(_at(sheet, line, columns, "code" if said.get("code") else "name", why))
    elif found is not None and found.is_person and (problem := why_no_person(said["name"])):
        errors.append(_at(sheet, line, columns, "name", problem))
    elif found is not None and found.is_person and not said.get("title") and "title" not in unread:
        errors.append(_at(sheet, line, columns, "title", "thiếu chức vụ, nơi công tác."))
    born = said.get("birth_year", "")
    if born and (not is_digits(born) or why_no_birth_year(int(born))):
        errors.append(
            _at(sheet, line, columns, "birth_year", f"«{born}» không phải năm sinh; ghi bốn chữ số, ví dụ 1975.")
        )
    if (born or said.get("staff_code")) and found is not None and not found.is_person:
        errors.append(_at(sheet, line, columns, "birth_year" if born else "staff_code", "chỉ ghi cho cá nhân."))
    consent = read_yes(said.get("consent", ""))
    if consent is None:
        wrong = f"không rõ «{quoted(said['consent'])}» là đồng ý hay không; ghi «có», hoặc «không», hoặc để trống."
        errors.append(_at(sheet, line, columns, "consent", wrong))
    errors += [_at(sheet, line, columns, name, problem) for name, problem in _too_long(said, found)]
    if len(errors) > before or category is None or found is None or consent is None:
        return None
    return ListRow(
        line,
        category,
        found.key,
        said["name"] or found.name,
        said.get("title", ""),
        said.get("printed_name", ""),
        said.get("achievements", ""),
        said.get("earlier_awards", ""),
        consent,
        found.code if found.key.startswith("u-") else "",
        int(born) if born else None,
        said.get("staff_code", ""),
    )


def read_yes(text: str) -> bool | None:
    """Whether a cell says yes, in a word or with a tick; a blank one says no; nothing where it is neither."""
    said = folded(text) or text.strip()
    return True if said in YES else False if said in NO else None


def _too_long(said: Mapping[str, str], found: Known | None) -> list[tuple[str, str]]:
    """The columns whose text is longer than a dossier keeps it, each with what is wrong."""
    most = {**LONGEST, "name": LONGEST_PERSON if found is not None and found.is_person else LONGEST_NAME}
    return [(name, problem) for name, limit in most.items() if (problem := too_long(said.get(name, ""), limit))]


def match(
    name: str, code: str, rows: Sequence[Known], outside: Callable[[str], str] = lambda name: ""
) -> tuple[Known | None, str]:
    """The one that a name or a code means, or why none does, with those that look alike.

    A name with its marks counts before one without; a code and a collective's name must agree.
    """
    persons = [row for row in rows if row.is_person]
    others = [row for row in rows if not row.is_person]
    if code:
        coded = [row for row in rows if row.code in (code, one_form(code))]
        if len(coded) != 1:
            return None, f"không có mã «{code}» trong phạm vi của bạn."
        if name and not coded[0].is_person and not _agrees(name, coded[0]):
            return None, f"mã {code} là của {coded[0].name}, tên ghi là «{name}»; mã và tên phải khớp nhau."
        return coded[0], ""
    whole, key = folded(name), bare(name)
    marked = not name.isascii()
    far = outside(name)
    if far and not any(exact(row.name) == exact(name) for row in others):
        return None, far
    tests: tuple[Callable[[Known], bool], ...] = (
        lambda row: exact(row.name) == exact(name),
        lambda row: folded(row.name) == whole and not (marked and _differs(name, row.name)),
        lambda row: bare(row.name) == key and not (marked and _differs(name, row.name)),
        lambda row: bare(f"{row.name} {row.place}") == key or folded(f"{row.name} {row.place}") == whole,
    )
    for test in tests:
        alike = [row for row in others if test(row)]
        if len(alike) == 1:
            return alike[0], ""
        if alike:
            names = "; ".join(f"{row.name}, {row.place} (mã {row.code})" for row in alike[:SUGGESTED])
            return None, f"«{name}» có {len(alike)} nơi trùng tên: {names}. Ghi thêm mã."
    if len(persons) == 1 and (not others or not suggestions(name, others)):
        return persons[0], ""
    near = suggestions(name, others)
    if near:
        return None, f"không có «{name}»; có phải là {' hoặc '.join(f'«{row.name}» (mã {row.code})' for row in near)}?"
    if len(persons) > 1:
        return None, "cần ghi mã nơi lập hồ sơ của cá nhân này."
    return None, f"không có «{name}» trong phạm vi của bạn."


def _differs(name: str, known: str) -> bool:
    """The same letters with other marks: "Thành Hải" is not "Thanh Hải"."""
    return _marks(known) not in _marks(name)


def _marks(name: str) -> str:
    words = exact(name).split()
    return " ".join(words[len(words) - len(bare(name).split()) :])


def _agrees(name: str, known: Known) -> bool:
    if other_place(name, [known.place]):
        return False
    if same_name(name, known.name) or same_name(name, f"{known.name} {known.place}"):
        return True
    return bare(name) == bare(known.name) and not (not name.isascii() and _differs(name, known.name))


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
