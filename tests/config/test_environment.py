"""A file that turns the demonstration on never counts for another database, host or key."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

ROOT = Path(__file__).resolve().parents[2]
OWN = "sqlite:////srv/cong/var/portal.sqlite3"
REAL = "postgres://cong:x@127.0.0.1/that"
DEMONSTRATION = {"SECRET_KEY": "khóa tệp", "AUDIT_KEY": "khóa tệp", "DEBUG": "1", "PORTAL_DATE": "2024-04-12"}


def chosen(process: dict[str, str], file: dict[str, str]) -> dict[str, str]:
    return environment.chosen(process, file, own_database=OWN)


@pytest.mark.parametrize(
    ("process", "file", "names"),
    [
        ({"DATABASE_URL": REAL}, {}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////srv/that.sqlite3"}, {}, "DATABASE_URL"),
        ({"ALLOWED_HOSTS": "thidua.example.gov.vn"}, {}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "127.0.0.1,thidua.example.gov.vn"}, {}, "ALLOWED_HOSTS"),
        ({"BEHIND_PROXY": "1"}, {}, "BEHIND_PROXY"),
        ({"FILES_FOLDER": "/srv/that/files"}, {}, "FILES_FOLDER"),
        ({"SECRET_KEY": "k", "AUDIT_KEY": "k"}, {}, "SECRET_KEY, AUDIT_KEY"),
        ({}, {"DATABASE_URL": REAL}, "DATABASE_URL"),
        ({}, {"ALLOWED_HOSTS": "thidua.example.gov.vn"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": REAL, "ALLOWED_HOSTS": "a.vn"}, {}, "DATABASE_URL, ALLOWED_HOSTS"),
    ],
    ids=[
        "another server", "another SQLite file", "a real host", "a real host beside this machine", "a proxy", "files",
        "keys of its own", "written into the file", "a host in the file", "all are named",
    ],
)  # fmt: skip
def test_the_demonstration_s_file_is_refused_for_another_portal(
    process: dict[str, str], file: dict[str, str], names: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        chosen(process, {**DEMONSTRATION, **file})
    assert str(refused.value) == environment.REFUSED.format(names=names)


@pytest.mark.parametrize(
    ("process", "counts"),
    [
        ({}, DEMONSTRATION),
        ({"DATABASE_URL": OWN}, {**DEMONSTRATION, "DATABASE_URL": OWN}),
        ({"DATABASE_URL": ""}, {**DEMONSTRATION, "DATABASE_URL": ""}),
        ({"ALLOWED_HOSTS": "localhost"}, {**DEMONSTRATION, "ALLOWED_HOSTS": "localhost"}),
        ({"TRACEBACK": "1"}, {**DEMONSTRATION, "TRACEBACK": "1"}),
        ({"DEBUG": "1"}, DEMONSTRATION),
        ({"DEBUG": "1", "DATABASE_URL": REAL}, {"DEBUG": "1", "DATABASE_URL": REAL}),
        ({"DEBUG": "0", "DATABASE_URL": REAL}, {"DEBUG": "0", "DATABASE_URL": REAL}),
    ],
    ids=[
        "alone", "its own database named", "an empty name", "this machine named", "a switch of its own",
        "on in both", "a trial that says so itself", "a real portal that says so itself",
    ],
)  # fmt: skip
def test_the_demonstration_s_file_counts_whole_or_not_at_all(process: dict[str, str], counts: dict[str, str]) -> None:
    assert chosen(process, DEMONSTRATION) == counts


@pytest.mark.parametrize("debug", [{}, {"DEBUG": "0"}], ids=["unsaid", "off"])
def test_a_file_of_a_real_portal_fills_what_the_process_leaves_open(debug: dict[str, str]) -> None:
    file = {"SECRET_KEY": "a", "DATABASE_URL": REAL, **debug}
    assert chosen({"SECRET_KEY": "b"}, file) == {"SECRET_KEY": "b", "DATABASE_URL": REAL, **debug}


def test_the_file_is_read_without_touching_the_process(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# lời\nDEBUG=1\nPORTAL_DATE=2024-04-12\n", encoding="utf-8")
    before = dict(os.environ)
    assert environment.read(path) == {"DEBUG": "1", "PORTAL_DATE": "2024-04-12"}
    assert environment.read(tmp_path / "none") == {}
    assert dict(os.environ) == before


SAYS = """
from django.conf import settings
from core import clock
print(settings.DEVELOPMENT, settings.SESSION_COOKIE_SECURE, clock.working_date())
"""
GOOD, OTHER = "Zk3v-9QhTn_x2LrWm8PbYc5JdFg7SaEu4KoXi1Vt", "t7Rw_bN4qXc-Ue9KzLm2Hs6DyGp5JfVa8ToQi3Bx"
KEYS = {"SECRET_KEY": GOOD, "AUDIT_KEY": OTHER}


def settings_of(tmp_path: Path, **given: str) -> "subprocess.CompletedProcess[str]":
    """The settings in a process of their own, in a folder where `run.py` has left the demonstration's `.env`."""
    lines = (f"{name}={value}\n" for name, value in DEMONSTRATION.items())
    (tmp_path / ".env").write_text("".join(lines), encoding="utf-8")
    for part in ("config", "core", "accounts"):
        shutil.copytree(ROOT / part, tmp_path / part)
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", SAYS],
        cwd=tmp_path,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUTF8": "1", **given},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "True False 2024-04-12\n"),
        ({"DEBUG": "1", "DATABASE_URL": REAL}, "True False None\n"),
        ({"DEBUG": "0", "DATABASE_URL": REAL, **KEYS}, "False True None\n"),
    ],
    ids=["the demonstration", "a trial", "a real portal"],
)
def test_settings_after_the_readme_s_first_command(tmp_path: Path, given: dict[str, str], says: str) -> None:
    done = settings_of(tmp_path, **given)
    assert done.stdout == says, done.stderr


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"DATABASE_URL": REAL, "ALLOWED_HOSTS": "a.vn", **KEYS}, "Tệp .env ở thư mục này bật chế độ trình diễn"),
        ({"DEBUG": "0", "DATABASE_URL": REAL}, "Thiếu SECRET_KEY"),
        ({"DEBUG": "0", "DATABASE_URL": REAL, "SECRET_KEY": GOOD}, "Thiếu AUDIT_KEY"),
        ({"DEBUG": "0", "DATABASE_URL": REAL, **KEYS, "SECRET_KEY": "abc"}, "SECRET_KEY quá yếu: ngắn hơn 40 ký tự."),
        ({"DEBUG": "0", "DATABASE_URL": REAL, **KEYS, "AUDIT_KEY": "ab" * 30}, "AUDIT_KEY quá yếu: chỉ lặp lại"),
        ({"DEBUG": "0", "DATABASE_URL": REAL, **KEYS, "AUDIT_KEY": GOOD}, "SECRET_KEY và AUDIT_KEY phải khác nhau."),
        ({"DEBUG": "0", "PORTAL_DATE": "2024-04-12", **KEYS}, "PORTAL_DATE chỉ dùng cho bản trình diễn."),
    ],
    ids=[
        "the readme's exports beside the file",
        "no key of sessions",
        "no key of the trail",
        "a short key",
        "a key of two signs",
        "one key for both",
        "a working date",
    ],
)
def test_a_real_portal_refuses_to_start_half_set(tmp_path: Path, given: dict[str, str], why: str) -> None:
    done = settings_of(tmp_path, **given)
    assert done.returncode == 1
    assert why in done.stderr.splitlines()[-1]
