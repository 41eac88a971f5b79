"""A pytest plugin: the tests of one module run once as it is, then against each mutant in a forked child.

`pytest -p tests.mutation.bench TESTS` with MUTATE=path and MUTATION_REPORT=file.
"""

import gc
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.mutation.mutants import Change, Functions, Key, change_of, codes_of, key_of, mutants, remembering_in

ROOT = Path(__file__).resolve().parents[2]
PATH = ROOT / os.environ["MUTATE"]
REPORT = Path(os.environ["MUTATION_REPORT"])
MEMORY = 3 << 30  # bytes that a mutant may take
PATIENCE = 600  # seconds on the clock, when nothing is computed any more


@pytest.hookimpl(trylast=True)
def pytest_collection(session: pytest.Session) -> None:
    """Properties are tried with the same examples each time, and remember nothing of a mutant."""
    phases = (Phase.explicit, Phase.generate)  # one failure is enough; the smallest is not looked for
    settings.register_profile(
        "mutation", settings.default, derandomize=True, database=None, max_examples=50, phases=phases
    )
    settings.load_profile("mutation")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """The tests as they are, timed and followed; then the mutants."""
    if session.testsfailed:
        return None
    bench = Bench(session)
    REPORT.write_text(json.dumps(bench.judge_all(), ensure_ascii=False), encoding="utf-8")
    return True


class Bench:
    """The tests of a module, and which of them run which of its functions."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session
        self.source = PATH.read_text(encoding="utf-8")
        self.seen: dict[Key, set[int]] = {key: set() for key in codes_of(self.source, PATH)}
        self.took: dict[int, float] = {}

    def judge_all(self) -> list[dict[str, Any]]:
        """One entry a mutant: what it is and what became of it."""
        self._follow()
        self.functions = Functions(PATH)
        gc.collect()
        gc.freeze()
        if self._in_child(Change({}, None), range(len(self.session.items))) != "survived":
            raise pytest.UsageError("the tests do not pass a second time in the same process")
        found = []
        for mutant in mutants(self.source):
            change = change_of(self.source, mutant, PATH)
            outcome = "on import"
            if change.innermost is not None:
                able = sorted(self.seen[change.innermost], key=self.took.__getitem__)
                outcome = self._in_child(change, able) if able else "not run"
            found.append({**vars(mutant), "outcome": outcome})
        return found

    def _follow(self) -> None:
        """Run every test once; note its time and the module's functions that it enters."""
        entered: set[Key] = set()

        def follow(frame: FrameType, event: str, _: object) -> None:
            if frame.f_code.co_filename == str(PATH):
                entered.add(key_of(frame.f_code))

        remembering = remembering_in(PATH)
        for at in range(len(self.session.items)):
            for cache in remembering:
                cache.cache_clear()  # an answer that is remembered enters nothing
            entered.clear()
            begun = time.process_time()
            sys.settrace(follow)
            try:
                self._run(at)
            finally:
                sys.settrace(None)
            self.took[at] = time.process_time() - begun
            for key in entered & self.seen.keys():
                self.seen[key].add(at)
        if self.session.testsfailed:
            raise pytest.UsageError("the tests fail without any mutant")

    def _run(self, at: int) -> None:
        item = self.session.items[at]
        # everything but what lasts the whole session is torn down, so that any test may come next
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=self.session)

    def _in_child(self, change: Change, tests: Sequence[int]) -> str:
        child = os.fork()
        if child == 0:
            self._try(change, tests)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return (
                "out of time" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL) else "killed"
            )
        return {0: "survived", 1: "killed"}.get(os.WEXITSTATUS(status), "not put in")

    def _try(self, change: Change, tests: Sequence[int]) -> None:
        """In the child: until the first test fails. Never returns."""
        code = 1
        try:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            limit = int(5 + 10 * sum(self.took[at] for at in tests))
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.alarm(PATIENCE)
            if change.functions and not self.functions.take(change.functions):
                code = 3
                return
            for at in tests:
                self._run(at)
                if self.session.testsfailed:
                    return
            code = 0
        finally:
            os._exit(code)
