"""A Word document as PDF, where LibreOffice is found: one at a time, a child process with its own profile and limits."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

SECONDS = 60
WAIT = 5  # seconds for another one to end
MEMORY = 2 * 1024 * 1024 * 1024  # of address space; the office suite itself maps about 1 GB
NAMES = ("soffice", "libreoffice")


class NoPdf(Exception):
    """No PDF was made; the message says why and what to do."""


def program() -> str:
    """Where LibreOffice stands; nothing when it is not installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), "")


def why_not() -> str:
    """Why no PDF can be made here; nothing when one can."""
    if program():
        return ""
    return "Máy chủ chưa cài LibreOffice nên chưa tạo được PDF. Tải .docx rồi lưu thành PDF bằng Word."


def convert(content: bytes) -> bytes:
    """The PDF. Raises `NoPdf`."""
    if why := why_not():
        raise NoPdf(why)
    with _alone(), tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        place = Path(folder)
        (place / "van-ban.docx").write_bytes(content)
        command = [
            program(),
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            str(place),
            str(place / "van-ban.docx"),
        ]
        child = subprocess.Popen(
            _limited(command),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=place,
            env=_environment(place),
            start_new_session=True,
        )
        try:
            child.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            _stop(child)
            raise NoPdf(f"LibreOffice chưa xong sau {SECONDS} giây nên đã dừng. Vui lòng tải .docx.") from None
        made = place / "van-ban.pdf"
        if child.returncode != 0 or not made.exists():
            raise NoPdf("LibreOffice không chuyển được văn bản này. Vui lòng tải .docx.")
        return made.read_bytes()


@contextmanager
def _alone() -> Iterator[None]:
    """The machine makes one PDF at a time: who comes meanwhile waits a little. Raises `NoPdf`."""
    place = Path(settings.MEDIA_ROOT).with_name("tao-pdf.lock")
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("ab") as file:  # closing it, and the end of the process, gives the lock back
        until = time.monotonic() + WAIT
        while not _taken(file.fileno()):
            if time.monotonic() >= until:
                raise NoPdf("Cổng đang tạo bản PDF khác. Vui lòng thử lại sau ít phút, hoặc tải .docx.")
            time.sleep(0.1)
        yield


def _taken(file: int) -> bool:
    """The lock of the file, if nobody has it."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _limited(command: list[str]) -> list[str]:
    """With a limit of memory where the system sets one."""
    if sys.platform == "win32" or shutil.which("prlimit") is None:
        return command
    return ["prlimit", f"--as={MEMORY}", "--", *command]


def _environment(place: Path) -> dict[str, str]:
    """Nothing of the portal's own settings reaches the child."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PROGRAMFILES") if name in os.environ}
    return {**kept, "HOME": str(place), "LANG": "C.UTF-8", "TMPDIR": str(place)}


def _stop(child: subprocess.Popen[bytes]) -> None:
    """The child and all that it began."""
    if hasattr(os, "killpg"):
        os.killpg(child.pid, 9)
    else:
        child.kill()
    child.wait()
