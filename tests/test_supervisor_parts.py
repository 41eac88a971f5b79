"""The supervisor piece by piece, within this process: starting, words passed on, beginning again, ending."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import supervisor
from supervisor import ENDS, PATIENCE, Child, Supervisor

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
SLEEP = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('nghe', flush=True); time.sleep(60)"
SLOW = """
import signal, sys, time
def end(*_):
    time.sleep(0.3)
    sys.exit(5)
signal.signal(signal.SIGTERM, end)
print("nghe", flush=True)
time.sleep(60)
"""


class Said(list):
    """What was said, and waiting for it."""

    def wait(self, text: str) -> None:
        end = time.monotonic() + 30
        while text not in self:
            assert time.monotonic() < end, self
            time.sleep(0.02)


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def children() -> Iterator[list[Child]]:
    """What a test starts and does not end itself is ended behind it."""
    found: list[Child] = []
    yield found
    for child in found:
        if child.process is not None:
            child.process.kill()
            child.process.wait()


def _python(name: str, code: str, prefix: str = "") -> Child:
    return Child(name, [sys.executable, "-c", code], prefix)


def test_which_signals_end_it_and_how_long_it_is_patient() -> None:
    assert (ENDS, PATIENCE) == (("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"), 10.0)
    assert (Child("x", []).again_at, Child("x", []).prefix) == (0.0, "")
    assert Supervisor(print, cwd=Path()).pause == 3.0


def test_a_child_heads_a_group_of_its_own_and_stands_in_the_folder(
    tmp_path: Path, said: Said, children: list[Child]
) -> None:
    child = _python("Trang", "import os; print(os.getcwd()); print(chr(7841), flush=True)", "trang: ")
    children.append(child)
    Supervisor(said.append, cwd=tmp_path)._start(child)
    assert child.process is not None
    said.wait("trang: ạ")
    assert list(said) == [f"trang: {tmp_path.resolve()}", "trang: ạ"]
    child.process.wait()
    sleeper = _python("Ngủ", SLEEP)
    children.append(sleeper)
    Supervisor(said.append, cwd=tmp_path)._start(sleeper)
    assert sleeper.process is not None
    assert os.getpgid(sleeper.process.pid) == sleeper.process.pid
    assert sleeper.process.stdout is None


def test_words_are_passed_on_beside_the_work(tmp_path: Path, said: Said, children: list[Child]) -> None:
    """The thread that does it holds nothing up when all is over."""
    child = _python("Nói", f"print('một', flush=True); {SLEEP}", "nói: ")
    children.append(child)
    Supervisor(said.append, cwd=tmp_path)._start(child)
    said.wait("nói: một")
    listeners = [thread for thread in threading.enumerate() if thread.name.endswith("(_pass_on)")]
    assert listeners
    assert all(thread.daemon for thread in listeners)


def test_a_helper_that_died_starts_again_after_its_pause(tmp_path: Path, said: Said, children: list[Child]) -> None:
    helper = _python("Việc", "raise SystemExit(3)")
    children.append(helper)
    found = Supervisor(said.append, cwd=tmp_path, pause=600)
    found._start(helper)
    first = helper.process
    assert first is not None
    first.wait()
    before = time.monotonic()
    found._revive(helper)
    assert list(said) == ["Việc đã dừng (mã 3); chạy lại sau 600 giây."]
    assert before + 600 <= helper.again_at <= time.monotonic() + 600
    found._revive(helper)
    assert (len(said), helper.process) == (1, first)
    helper.again_at = time.monotonic() - 1
    found._revive(helper)
    assert helper.again_at == 0.0
    assert helper.process is not None
    assert helper.process is not first


def test_a_helper_that_lives_is_left_alone(tmp_path: Path, said: Said, children: list[Child]) -> None:
    helper = _python("Việc", SLEEP)
    children.append(helper)
    found = Supervisor(said.append, cwd=tmp_path, pause=0)
    found._start(helper)
    first = helper.process
    found._revive(helper)
    assert (list(said), helper.process, helper.again_at) == ([], first, 0.0)


def test_it_ends_with_the_main_one_and_gives_the_signals_back(tmp_path: Path, said: Said) -> None:
    names = [name for name in ENDS if hasattr(signal, name)]
    before = [signal.getsignal(getattr(signal, name)) for name in names]
    main = _python("Trang", "import time; time.sleep(0.5); raise SystemExit(7)")
    dead, alive = _python("Hỏng", "raise SystemExit(4)"), _python("Việc", SLEEP)
    assert Supervisor(said.append, cwd=tmp_path, pause=600).run(main, dead, alive) == 7
    assert [signal.getsignal(getattr(signal, name)) for name in names] == before
    assert alive.process is not None
    assert alive.process.returncode == -signal.SIGTERM
    assert list(said) == ["Hỏng đã dừng (mã 4); chạy lại sau 600 giây."]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_it_without_a_fault(name: str, tmp_path: Path, said: Said) -> None:
    number = getattr(signal, name)
    before = signal.signal(number, signal.default_int_handler)
    main = _python("Trang", SLEEP)
    timer = threading.Timer(0.5, os.kill, (os.getpid(), number))
    timer.start()
    try:
        assert Supervisor(said.append, cwd=tmp_path).run(main) == 0
    finally:
        timer.join()
        signal.signal(number, before)
    assert main.process is not None
    assert main.process.returncode == -signal.SIGTERM


def test_a_signal_that_is_ignored_on_purpose_stays_ignored(tmp_path: Path, said: Said) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        taken = Supervisor(said.append, cwd=tmp_path)._listen()
        try:
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.SIGHUP not in taken
            assert signal.SIGTERM in taken
        finally:
            for number, handler in taken.items():
                signal.signal(number, handler)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_who_needs_a_moment_to_end_has_it(tmp_path: Path, said: Said) -> None:
    found, child, never = Supervisor(said.append, cwd=tmp_path), _python("Chậm", SLOW, "chậm: "), _python("Chưa", SLEEP)
    found._start(child)
    said.wait("chậm: nghe")
    found._end([child, never])
    assert child.process is not None
    assert child.process.returncode == 5


def test_who_does_not_listen_is_killed_after_one_patience_for_all(
    tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 0.5)
    found = Supervisor(said.append, cwd=tmp_path)
    deaf = [_python(str(at), DEAF, f"{at}: ") for at in range(8)]
    for child in deaf:
        found._start(child)
        said.wait(f"{child.name}: nghe")
    began = time.monotonic()
    found._end(deaf)
    assert 0.5 <= time.monotonic() - began < 5
    assert [child.process.returncode for child in deaf if child.process is not None] == [-signal.SIGKILL] * 8
