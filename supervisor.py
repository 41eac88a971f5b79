"""The processes of the demonstration: one that serves, others beside it that are started again when they die.

Nothing but Python's own library. Each child is the head of a process group of its own, so that its children end with
it; whatever ends this process (Ctrl+C, a closed terminal, `kill`) ends all of them.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

ENDS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
PATIENCE = 10.0  # seconds from the polite signal to the other one


@dataclass
class Child:
    """One command; `prefix` marks the lines of one whose words are passed on."""

    name: str
    command: Sequence[str | Path]
    prefix: str = ""
    process: "subprocess.Popen[str] | None" = None
    again_at: float = field(default=0.0)


class Supervisor:
    """Runs one main command and its helpers until the main one ends or somebody ends the supervisor."""

    def __init__(self, say: Callable[[str], None], *, cwd: Path, pause: float = 3.0) -> None:
        self.say, self.cwd, self.pause = say, cwd, pause
        self._asked = threading.Event()

    def run(self, main: Child, *helpers: Child) -> int:
        """The exit code of the main command, 0 when it was ended by a signal."""
        before = self._listen()
        try:
            for child in (*helpers, main):
                self._start(child)
            while not self._asked.wait(0.2):
                assert main.process is not None
                if (code := main.process.poll()) is not None:
                    return code
                for child in helpers:
                    self._revive(child)
            return 0
        finally:
            self._end([main, *helpers])
            for number, handler in before.items():
                signal.signal(number, handler)

    def _listen(self) -> dict[int, Any]:
        """Take the signals that end; one that is ignored on purpose (nohup) stays ignored."""
        numbers = [getattr(signal, name) for name in ENDS if hasattr(signal, name)]
        before = {number: signal.getsignal(number) for number in numbers}
        wanted = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
        for number in wanted:
            signal.signal(number, self._ask)
        return wanted

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked.set()

    def _start(self, child: Child) -> None:
        options: dict[str, Any] = {"cwd": self.cwd, "text": True, "encoding": "utf-8", "errors": "replace"}
        if sys.platform == "win32":
            options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP
        else:
            options["start_new_session"] = True
        if child.prefix:
            options |= {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        child.process = subprocess.Popen(child.command, **options)
        if child.prefix:
            threading.Thread(target=self._pass_on, args=(child.process, child.prefix), daemon=True).start()

    def _pass_on(self, process: "subprocess.Popen[str]", prefix: str) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.say(f"{prefix}{line.rstrip()}")

    def _revive(self, child: Child) -> None:
        """Start a helper that died once more, after a pause that is told."""
        assert child.process is not None
        code = child.process.poll()
        if code is None:
            return
        if not child.again_at:
            child.again_at = time.monotonic() + self.pause
            self.say(f"{child.name} đã dừng (mã {code}); chạy lại sau {self.pause:g} giây.")
        elif time.monotonic() >= child.again_at:
            child.again_at = 0.0
            self._start(child)

    def _end(self, children: Sequence[Child]) -> None:
        processes = [child.process for child in children if child.process is not None]
        for process in processes:
            _signal(process, "SIGTERM")
        until = time.monotonic() + PATIENCE
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, until - time.monotonic()))
        for process in processes:
            _signal(process, "SIGKILL")  # also what a child that ended has left behind
            process.wait()


def _signal(process: "subprocess.Popen[str]", name: str) -> None:
    """To the whole group, where there are groups."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            if process.poll() is None:
                process.terminate()
        else:
            os.killpg(process.pid, getattr(signal, name))
