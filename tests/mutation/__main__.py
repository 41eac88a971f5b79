"""Change the guarded modules in one place at a time and see whether their tests notice: `python -m tests.mutation [PATH …]`.

The modules, their tests and the mutants that change nothing stand in `modules.toml`. Exit 1 when a guard falls short.
"""

import argparse
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("modules.toml")
HEAVY = ("hypothesis", "django.test", "django.db.models", "docx", "openpyxl")  # nothing of the portal's own
STARTED = Path(__file__).with_name("started")  # makes what a test starts load the mutant, too
KEPT = ROOT / "var" / "mutation"
WANTED = 85  # % of the mutants of a guard that its tests must notice
LONGEST = 900  # seconds for one mutant in a process of its own
QUIET = ("-q", "-x", "--tb=line", "--assert=plain", "-p", "no:cacheprovider")
NOTICED = ("killed", "out of time")
ON_IMPORT = (
    "on import",
    "not run",
    "not put in",
)  # what has run before the first test is tried in a process of its own


@dataclass(frozen=True)
class Module:
    """A module with the tests that must hold it."""

    path: str
    tests: tuple[str, ...]
    is_guard: bool = False
    equivalent: dict[tuple[str, str], str] = field(default_factory=dict)  # (was, now): why nothing changes


@dataclass(frozen=True)
class Result:
    """What became of a module's mutants; those that change nothing are not counted."""

    module: Module
    noticed: int
    equivalent: int
    survivors: tuple[str, ...]
    seconds: float

    @property
    def counted(self) -> int:
        return self.noticed + len(self.survivors)

    @property
    def percent(self) -> float:
        return 100 * self.noticed / self.counted if self.counted else 100.0

    @property
    def words(self) -> str:
        told = (
            f"{self.module.path}: {self.counted} đột biến, {self.noticed} bị phát hiện, {len(self.survivors)} sống sót"
        )
        same = f", {self.equivalent} tương đương" if self.equivalent else ""
        return f"{told}{same} ({self.percent:.0f} %), {self.seconds:.0f} giây"


def read_table() -> list[Module]:
    """The modules in the order of the table, guards first."""
    data = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    same: dict[str, dict[tuple[str, str], str]] = {}
    for row in data.get("equivalent", ()):
        same.setdefault(row["module"], {})[row["was"], row["now"]] = row["why"]
    rows = [
        Module(row["path"], tuple(row["tests"]), row.get("is_guard", False), same.get(row["path"], {}))
        for row in data["module"]
    ]
    return sorted(rows, key=lambda row: not row.is_guard)


def _environment(module: Module, **more: str) -> dict[str, str]:
    found = {
        **os.environ,
        "DEBUG": "1",
        "TZ": "UTC",
        "MUTATE": module.path,
        "PYTHONDONTWRITEBYTECODE": "1",
        "DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'unused.sqlite3'}",
        **more,
    }
    found.pop("PROVE", None)
    return found


def _words(module: Module, plugin: str) -> list[str]:
    return [*QUIET, "-p", f"tests.mutation.{plugin}", *module.tests]


def _on_the_bench(module: Module, kept: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", *_words(module, "bench")]
    environment = _environment(module, MUTATION_REPORT=str(kept))
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def _alone(module: Module, source: str) -> str:
    """What the tests say of a mutant that is there from the first import on: in a child that has loaded libraries alone."""
    for name in HEAVY:
        importlib.import_module(name)
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as file:
        file.write(source)
        file.flush()
        child = os.fork()
        if child == 0:
            _try(module, file.name)
        _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "out of time" if os.WTERMSIG(status) == signal.SIGALRM else "killed"
    return "survived" if os.WEXITSTATUS(status) == 0 else "killed"


def _try(module: Module, mutant: str) -> None:
    """In the child. Never returns."""
    code = 1
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        signal.alarm(LONGEST)
        os.chdir(ROOT)
        os.environ.update(_environment(module, MUTANT=mutant, PYTHONPATH=str(STARTED)))
        os.environ.pop("PROVE", None)
        code = int(pytest.main(_words(module, "replace")))
    finally:
        os._exit(code)


def judge(module: Module) -> Result:
    """All mutants of a module. Raises `SystemExit` when its tests fail as they are."""
    begun = time.monotonic()
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / (module.path.replace("/", "-") + ".json")
    kept.unlink(missing_ok=True)
    done = _on_the_bench(module, kept)
    if not kept.exists():
        sys.exit(f"{module.path}:\n{done.stdout[-3000:]}\n{done.stderr[-2000:]}")
    rows: list[dict[str, Any]] = json.loads(kept.read_text(encoding="utf-8"))
    for row in rows:
        source = row.pop("source")
        if row["outcome"] in ON_IMPORT and (row["was"], row["now"]) not in module.equivalent:
            row["outcome"] = _alone(module, source)
    kept.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return result_of(module, rows, time.monotonic() - begun)


def result_of(module: Module, rows: Sequence[dict[str, Any]], seconds: float = 0.0) -> Result:
    """Count; what survives and stands in the table as changing nothing is told apart."""
    noticed = [row for row in rows if row["outcome"] in NOTICED]
    others = [row for row in rows if row["outcome"] not in NOTICED]
    same = [row for row in others if (row["was"], row["now"]) in module.equivalent]
    survivors = tuple(f"{row['line']}: {row['was']}  →  {row['now']}" for row in others if row not in same)
    return Result(module, len(noticed), len(same), survivors, seconds)


def sum_words(name: str, results: Sequence[Result]) -> str:
    """The modules of one kind together."""
    counted, noticed = sum(item.counted for item in results), sum(item.noticed for item in results)
    share = 100 * noticed / counted if counted else 100.0
    return f"{name}: {len(results)} mô-đun, {counted} đột biến, {noticed} bị phát hiện ({share:.1f} %)"


def report(text: str) -> None:
    """A line for docs/proofs.md, under `run.py prove`."""
    if os.environ.get("PROVE") == "full":
        with (ROOT / "var" / "proofs.txt").open("a", encoding="utf-8") as file:
            file.write(f"- đột biến: {text}\n")


def main() -> int:
    """Run what the command line names, or everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    wanted = parser.parse_args().paths
    modules = [module for module in read_table() if not wanted or module.path in wanted]
    if unknown := set(wanted) - {module.path for module in modules}:
        parser.error(f"không có trong modules.toml: {', '.join(sorted(unknown))}")
    results = []
    for module in modules:
        results.append(judge(module))
        print(results[-1].words, flush=True)
        for line in results[-1].survivors:
            print(f"    {line}", flush=True)
        report(results[-1].words)
    guards = [item for item in results if item.module.is_guard]
    for name, rows in (("điều kiện chặn", guards), ("mô-đun thuần", [item for item in results if item not in guards])):
        print(sum_words(name, rows), flush=True)
        report(sum_words(name, rows))
    return 1 if any(item.percent < WANTED for item in guards) else 0


if __name__ == "__main__":
    sys.exit(main())
