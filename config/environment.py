"""Which settings count: those of the process, and those of the file `.env` where the two belong together.

`run.py` writes a `.env` that turns the demonstration on. Such a file is taken whole, for the demonstration's own
database on this machine, or not at all: it never turns a real portal into a demonstration.
"""

from collections.abc import Mapping
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
# what names a portal; its files among them: the sweep of another database would take them for leftovers
OF_A_PORTAL = (
    "DATABASE_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "BEHIND_PROXY", "TRUSTED_PROXIES", "PORTAL_ADDRESS",
    "FILES_FOLDER",
)  # fmt: skip
KEYS = ("SECRET_KEY", "AUDIT_KEY")
REFUSED = (
    "Tệp .env ở thư mục này bật chế độ trình diễn (DEBUG), còn {names} là của một cổng khác. "
    "Chưa chạy gì, để số liệu thật không bị dùng làm bản trình diễn. "
    "Máy chủ thật: đặt DEBUG=0 cùng SECRET_KEY, AUDIT_KEY, DATABASE_URL, ALLOWED_HOSTS trong môi trường, "
    "hoặc chuyển tệp .env đi nơi khác. Thử nghiệm: đặt DEBUG=1 trong môi trường. "
    "Bản trình diễn: bỏ {names} khỏi môi trường và tệp .env."
)


class _File(environ.Env):
    """Reads into itself instead of the process's environment."""

    ENVIRON: dict[str, str] = {}


def read(path: Path) -> dict[str, str]:
    """The names and values of a settings file; nothing when there is no file."""
    _File.ENVIRON = {}
    if path.is_file():
        _File.read_env(path)
    return dict(_File.ENVIRON)


def chosen(process: Mapping[str, str], file: Mapping[str, str], *, own_database: str) -> dict[str, str]:
    """What the portal starts with; `own_database` is the address of the demonstration's SQLite file.

    Raises `ImproperlyConfigured` when only the file turns the demonstration on and something names another portal.
    """
    if not is_on(file.get("DEBUG", "")):
        return {**file, **process}
    if "DEBUG" in process:
        speaks_for_itself = any(process.get(name) for name in (*OF_A_PORTAL, *KEYS))
        return dict(process) if speaks_for_itself else {**file, **process}
    both = {**file, **process}
    foreign = [name for name in OF_A_PORTAL if both.get(name) and not _is_own(name, both[name], own_database)]
    foreign += [name for name in KEYS if process.get(name)]
    if foreign:
        raise ImproperlyConfigured(REFUSED.format(names=", ".join(foreign)))
    return both


def is_on(value: str) -> bool:
    """A switch as `django-environ` reads it."""
    return value.strip().lower() in environ.Env.BOOLEAN_TRUE_STRINGS


def _is_own(name: str, value: str, own_database: str) -> bool:
    if name == "DATABASE_URL":
        return value == own_database
    if name == "ALLOWED_HOSTS":
        return set(value.split(",")) <= LOOPBACK
    return False
