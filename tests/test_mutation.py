"""The driver of mutants: what it makes of a source, how it puts it into functions, what its table names."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import run
from tests.mutation.__main__ import ROOT, STARTED, Module, read_table, result_of
from tests.mutation.mutants import Functions, change_of, mutants, remembering_in

SOURCE = """\
STATES = {"draft", "sent"}
FIRST = (1, STATES)


def may(age: int | None, *, limit: int = 18) -> str:
    if age is None or age < limit:
        return "no"
    return "yes"


def older(ages: list[int], than: int) -> list[int]:
    return [age for age in ages if age > than and age not in (7, 8)]


def counter():
    def count(step: int) -> int:
        return step + 1

    return count
"""


def _made() -> dict[str, str]:
    return {f"{item.was}  →  {item.now}": item.source for item in mutants(SOURCE)}


def test_each_place_is_bent_once_a_way() -> None:
    """Edges and opposites of comparisons, conditions, numbers, elements; annotations and bare stars stay."""
    assert sorted(_made()) == sorted(
        [
            'STATES = {"draft", "sent"}  →  STATES = {*(), "sent"}',
            'STATES = {"draft", "sent"}  →  STATES = {"draft", *()}',
            "FIRST = (1, STATES)  →  FIRST = (2, STATES)",
            "FIRST = (1, STATES)  →  FIRST = (0, STATES)",
            "FIRST = (1, STATES)  →  FIRST = (1, *())",
            "def may(age: int | None, *, limit: int = 18) -> str:  →  def may(age: int | None, *, limit: int = 19) -> str:",
            "def may(age: int | None, *, limit: int = 18) -> str:  →  def may(age: int | None, *, limit: int = 17) -> str:",
            "if age is None or age < limit:  →  if age is not None or age < limit:",
            "if age is None or age < limit:  →  if not age is None or age < limit:",
            "if age is None or age < limit:  →  if age is None and age < limit:",
            "if age is None or age < limit:  →  if age is None or age <= limit:",
            "if age is None or age < limit:  →  if age is None or age >= limit:",
            *(
                f"return [age for age in ages if age > than and age not in (7, 8)]  →  return [age for age in ages if {now}]"
                for now in (
                    "age >= than and age not in (7, 8)",
                    "age <= than and age not in (7, 8)",
                    "age > than or age not in (7, 8)",
                    "age > than and age in (7, 8)",
                    "True",
                    "age > than and age not in (8, 8)",
                    "age > than and age not in (6, 8)",
                    "age > than and age not in (7, 9)",
                    "age > than and age not in (7, 7)",
                )
            ),
            "return step + 1  →  return step - 1",
            "return step + 1  →  return step + 2",
            "return step + 1  →  return step + 0",
        ]
    )


def _loaded(path: Path) -> ModuleType:
    """A file as a module that is there."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def toy(tmp_path: Path) -> ModuleType:
    """The source as a module that is there."""
    path = tmp_path / "toy.py"
    path.write_text(SOURCE, encoding="utf-8")
    return _loaded(path)


def test_a_mutant_works_in_the_functions_that_are_there(toy: ModuleType) -> None:
    """Whoever holds the function already holds the changed one; what was made by a function before, too."""
    path, may, count = Path(toy.__file__ or ""), toy.may, toy.counter()
    changes = {item.now: change_of(SOURCE, item, path) for item in mutants(SOURCE)}
    functions = Functions(path)
    assert (may(18), count(1)) == ("yes", 2)
    assert functions.take(changes["if age is None or age <= limit:"].functions)
    assert functions.take(changes["return step - 1"].functions)
    assert (may(18), count(1)) == ("no", 0)
    assert [may(None), may(19)] == ["no", "yes"]


def test_what_runs_on_import_is_told_apart(toy: ModuleType) -> None:
    path = Path(toy.__file__ or "")
    on_import = {item.line for item in mutants(SOURCE) if not change_of(SOURCE, item, path).is_in_functions}
    assert on_import == {1, 2, 5}  # the two tables, and a default


def test_what_changes_nothing_is_not_counted() -> None:
    rows = [
        {"line": 1, "was": "a", "now": "b", "outcome": "killed"},
        {"line": 2, "was": "c", "now": "d", "outcome": "survived"},
        {"line": 3, "was": "e", "now": "f", "outcome": "survived"},
        {"line": 4, "was": "g", "now": "h", "outcome": "out of time"},
    ]
    found = result_of(Module("x.py", ("t.py",), equivalent={("e", "f"): "the same"}), rows)
    assert (found.noticed, found.equivalent, found.survivors) == (2, 1, ("2: c  →  d",))
    assert (found.counted, round(found.percent)) == (3, 67)


@pytest.mark.parametrize("module", read_table(), ids=lambda module: module.path)
def test_the_table_names_what_is_there(module: Module) -> None:
    """A module or test that was renamed, or a mutant of a line that stands there no more, is told at once."""
    source = (ROOT / module.path).read_text(encoding="utf-8")
    assert [test for test in module.tests if not (ROOT / test.partition("::")[0]).exists()] == []
    lines = {line.strip() for line in source.splitlines()}
    assert [was for was, _ in module.equivalent if was not in lines] == []


def test_every_pure_module_is_in_the_table() -> None:
    files = {
        str(path.relative_to(ROOT))
        for name in run.PURE
        for path in ((ROOT / name).rglob("*.py") if (ROOT / name).is_dir() else [ROOT / name])
        if path.name != "__init__.py"
    }
    assert sorted(files - {module.path for module in read_table()}) == []


def test_what_a_function_remembers_is_found_by_its_module(tmp_path: Path) -> None:
    """Asked again it would enter nothing, and the tests that hold it would not be known."""
    path = tmp_path / "remembering.py"
    path.write_text("from functools import cache\n\n\n@cache\ndef whole():\n    return 1\n", encoding="utf-8")
    assert remembering_in(path) == []
    module = _loaded(path)
    assert remembering_in(path) == [module.whole]


def test_a_python_that_a_test_starts_loads_the_mutant_too(tmp_path: Path) -> None:
    """Of `supervisor.py` nothing runs within the tests' own process."""
    mutant = tmp_path / "mutant.py"
    mutant.write_text("PATIENCE = 77\n", encoding="utf-8")
    words = [sys.executable, "-c", "import supervisor; print(supervisor.PATIENCE)"]
    told = subprocess.run(
        words,
        cwd=ROOT,
        env={"PYTHONPATH": str(STARTED), "MUTATE": "supervisor.py", "MUTANT": str(mutant)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "77\n"
