"""The hook of a virus scanner: off unless a command is set; when it is on, silence and failure keep the file out."""

import subprocess

from django.conf import settings

from office.files.contents import FileRefused, shown_name


def check(content: bytes, name: str) -> None:
    """Hand the bytes to the scanner. Raises `FileRefused` unless it says that they are clean."""
    command = settings.VIRUS_SCANNER
    if not command:
        return
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, input=content, stdout=quiet, stderr=quiet, timeout=settings.VIRUS_SCANNER_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        done = None
    if done is not None and done.returncode == 0:
        return
    if done is not None and done.returncode == 1:
        raise FileRefused(f"Tệp «{shown_name(name)}» có mã độc nên không được nhận.")
    raise FileRefused(f"Chưa kiểm tra được tệp «{shown_name(name)}» nên chưa nhận. Vui lòng gửi lại sau ít phút.")
