"""Bodies, clauses, levels and places in words come from data: no literal of one province in the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "awards", "campaign", "config", "core", "office", "reports", "units")
FORBIDDEN = re.compile(
    r"Sở Nội vụ|LĐTBXH|Lao động - Thương binh|Sở Nông nghiệp|Ninh Thuận|Bác Ái|Phan Rang|Khánh Hòa|xã Phước|Xã Phước"
    r"|[Hh]uyện, thành phố|UBND huyện|GIÁM ĐỐC|Giám đốc \{|[Mm]ục [IVX]+\b|\b[IVX]+\.\d\.[a-zđ]\b|Kế hoạch số|hai Sở",
)
# what may name a province: the demonstration, the law that the country has, what a province filled in when it was loaded
OF_THE_DEMONSTRATION = re.compile(r"reports/demonstration/\w+\.py|reports/management/commands/demo\.py")
NAMED: dict[str, str] = {
    "units/map/domain/provinces.py": "the list of the provinces of the country",
}


def _is_named(path: str) -> bool:
    return bool(OF_THE_DEMONSTRATION.fullmatch(path)) or "/migrations/" in path or path in NAMED


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module that is no docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    explaining = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explaining:
            yield node.lineno, node.value


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for at, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        yield at, re.sub(r"\{#.*?#\}", "", line)


def found_in(root: Path) -> list[str]:
    """Where a word stands that belongs to one province or one plan."""
    sources = [path for app in APPS for path in (root / app).rglob("*.py")]
    pages = [*(root / "templates").rglob("*.html"), *(root / "static" / "js").rglob("*.js")]
    hits = []
    for path in sorted([*sources, *pages]):
        name = path.relative_to(root).as_posix()
        if _is_named(name):
            continue
        for at, text in _strings(path) if path.suffix == ".py" else _lines(path):
            hits += [f"{name}:{at}: {hit[0]}" for hit in FORBIDDEN.finditer(text)]
    return hits


def test_no_literal_names_a_body_a_clause_or_a_place() -> None:
    assert found_in(ROOT) == []


def test_the_guard_sees_a_literal(tmp_path: Path) -> None:
    """A word in a text is seen; in an explanation it is not."""
    for app in APPS:
        (tmp_path / app).mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "awards" / "x.py").write_text('"""Sở Nội vụ."""\n\nLABEL = f"Gửi Sở Nội vụ {1}"\n', "utf-8")
    (tmp_path / "templates" / "x.html").write_text("{# Bác Ái #}\n<p>theo mục III.2</p>\n", "utf-8")
    assert found_in(tmp_path) == ["awards/x.py:3: Sở Nội vụ", "templates/x.html:2: mục III"]
