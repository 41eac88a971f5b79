"""run.py's processes: whatever ends it ends all of them, a dead helper starts again, its words are passed on."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
# a helper with a child of its own; each writes its number down and sleeps
HELPER = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open("helpers", "a") as file:
    file.write(f"{os.getpid()} {child.pid}\\n")
print("đã bắt đầu", flush=True)
print("có lỗi", file=sys.stderr, flush=True)
time.sleep(60)
"""
MAIN = """
import os, socket, time
open("main", "w").write(str(os.getpid()))
with socket.create_server(("127.0.0.1", 0)) as server:
    open("port", "w").write(str(server.getsockname()[1]))
    time.sleep(60)
"""
RUN = """
import signal, sys
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # whoever runs the tests in the background ignores it
    signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
sys.path.insert(0, {root!r})
from supervisor import Child, Supervisor
say = lambda text: print(text, flush=True)
main = Child("Trang", [sys.executable, "-c", {main!r}])
helper = Child("Việc dài", [sys.executable, "-c", {helper!r}], prefix="việc dài: ")
sys.exit(Supervisor(say, cwd=Path.cwd(), pause=0.3).run(main, helper))
"""


def _until(true: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def _lives(pid: int) -> bool:
    """Neither gone nor a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def running(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    code = RUN.format(root=str(ROOT), main=MAIN, helper=HELPER)
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    _until(lambda: (tmp_path / "port").exists() and (tmp_path / "port").read_text() and _lines(tmp_path / "helpers"))
    yield process
    process.kill()
    process.wait()


def _everyone(folder: Path) -> list[int]:
    told = " ".join([*_lines(folder / "helpers"), *_lines(folder / "main")])
    return [int(word) for word in told.split()]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_every_signal_ends_all_of_them(name: str, running: "subprocess.Popen[str]", tmp_path: Path) -> None:
    everyone = _everyone(tmp_path)
    assert (len(everyone), [_lives(pid) for pid in everyone]) == (3, [True] * 3)
    running.send_signal(getattr(signal, name))
    assert running.wait(30) == 0
    _until(lambda: not any(map(_lives, everyone)))
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int((tmp_path / "port").read_text()))) != 0


def test_a_helper_that_dies_starts_again_and_that_is_told(running: "subprocess.Popen[str]", tmp_path: Path) -> None:
    first = int(_lines(tmp_path / "helpers")[0].split()[0])
    os.kill(first, signal.SIGKILL)
    _until(lambda: len(_lines(tmp_path / "helpers")) == 2)
    second = int(_lines(tmp_path / "helpers")[1].split()[0])
    assert _lives(second)
    running.terminate()
    told = running.communicate(timeout=30)[0].splitlines()
    assert "Việc dài đã dừng (mã -9); chạy lại sau 0.3 giây." in told
    assert [line for line in told if line.startswith("việc dài: ")].count("việc dài: có lỗi") == 2


def test_the_end_of_the_main_one_ends_the_others_with_its_code(
    running: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    everyone = _everyone(tmp_path)
    os.kill(int((tmp_path / "main").read_text()), signal.SIGKILL)
    assert running.wait(30) == 247  # -9 as a shell tells it
    _until(lambda: not any(map(_lives, everyone)))


def test_nohup_keeps_it_running(tmp_path: Path) -> None:
    code = f"import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n{RUN}"
    code = code.format(root=str(ROOT), main=MAIN, helper=HELPER)
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        _until(lambda: (tmp_path / "port").exists() and _lines(tmp_path / "helpers"))
        process.send_signal(signal.SIGHUP)
        time.sleep(0.6)
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(30)
