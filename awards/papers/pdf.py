"""A Word document as PDF, where LibreOffice is found: a child process with its own profile, a time and a memory limit."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = 60
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
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "van-ban.docx").write_bytes(content)
        command = [
            program(), f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore", "--convert-to",
            "pdf", "--outdir", str(place), str(place / "van-ban.docx"),
        ]  # fmt: skip
        child = subprocess.Popen(
            _limited(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=place, env=_environment(place),
            start_new_session=True,
        )  # fmt: skip
        try:
            child.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            _stop(child)
            raise NoPdf(f"LibreOffice chưa xong sau {SECONDS} giây nên đã dừng. Vui lòng tải .docx.") from None
        made = place / "van-ban.pdf"
        if child.returncode != 0 or not made.exists():
            raise NoPdf("LibreOffice không chuyển được văn bản này. Vui lòng tải .docx.")
        return made.read_bytes()


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
