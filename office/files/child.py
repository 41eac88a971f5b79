"""Readers of what strangers hand in: each runs in a child process with little memory, little time and no key.

The server calls `reading`; the child calls `enter`, which sets the limits and only then loads the reader: a module with
`main(content, *arguments)` that prints lines, or raises `Unfit`.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from office.files.refusals import Unfit

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]  # Windows has none

MEMORY = 512 * 1024 * 1024  # bytes of one child
SECONDS = 20  # of the clock, whatever the machine does meanwhile
AT_ONCE = 2  # children of one server process; the others wait
WAIT = 10  # seconds; then the officer is told to come again
_READ, _DAMAGED, _UNFIT = 0, 2, 3
_ROOT = Path(__file__).resolve().parent.parent.parent
# the portal's folder stands last: nothing of ours takes the place of a library
_START = (
    f"import sys; sys.path.append({str(_ROOT)!r}); from office.files import child; sys.exit(child.enter(sys.argv[1:]))"
)
_slots = threading.BoundedSemaphore(AT_ONCE)


class Unreadable(Exception):
    """The reader broke down over the file."""


def processor_seconds(size: int) -> int:
    """How long a file of so many bytes may be worked on: a small one that takes long was made to."""
    return min(SECONDS, 4 + 2 * size // 1_000_000)


@contextmanager
def reading(reader: str, content: bytes, *arguments: int) -> Iterator[IO[bytes]]:
    """The lines that a reader printed. Raises `refusals.Unfit`, or `Unreadable` when it broke down."""
    with tempfile.TemporaryFile() as lines:
        code = _run(reader, content, arguments, lines)
        lines.seek(0)
        if code == _UNFIT:
            raise Unfit(*json.loads(lines.readline()))
        if code != _READ:
            raise Unreadable(f"{reader}: {code}")
        yield lines


def _run(reader: str, content: bytes, arguments: tuple[int, ...], lines: IO[bytes]) -> int:
    limits = [MEMORY, processor_seconds(len(content))]
    if not _slots.acquire(timeout=WAIT):
        raise Unfit("busy")
    try:
        code = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", "-c", _START, reader, *map(str, [*limits, *arguments])],
            input=content,
            stdout=lines,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=SECONDS,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        raise Unfit("slow") from None
    finally:
        _slots.release()
    if resource is not None and code == -signal.SIGXCPU:
        raise Unfit("slow")
    if code < 0:  # the library gave up for want of memory
        raise Unfit("too_large")
    return code


def _environment() -> dict[str, str]:
    """What a program needs to start; no key and no address of the database."""
    return {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}


def _limit(memory: int, seconds: int) -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def enter(words: list[str]) -> int:
    """In the child: run the reader under its limits. Takes its name, bytes, seconds and arguments; gives the exit code."""
    reader, (memory, seconds, *arguments) = words[0], map(int, words[1:])
    try:
        _limit(memory, seconds)
        importlib.import_module(reader).main(sys.stdin.buffer.read(), *arguments)
        sys.stdout.flush()
    except Unfit as unfit:
        return _said(unfit)
    except MemoryError:
        return _said(Unfit("too_large"))
    except BaseException:  # a damaged file may fail in any way, the library's panics included
        return _DAMAGED
    return _READ


def _said(unfit: Unfit) -> int:
    """The cause takes the place of what had been printed."""
    os.lseek(1, 0, os.SEEK_SET)
    os.write(1, json.dumps([unfit.cause, unfit.what]).encode() + b"\n")
    return _UNFIT
