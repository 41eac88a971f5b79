"""A private PostgreSQL that lives as long as a test run. Standard library only: `run.py` uses it too."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def find_binaries() -> Path | None:
    """The folder with initdb and pg_ctl: PG_BIN, the PATH, or where Debian and Windows put them."""
    candidates = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    candidates += sorted(Path("C:/Program Files/PostgreSQL").glob("*/bin"), reverse=True)
    on_path = shutil.which("pg_ctl")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    suffix = ".exe" if os.name == "nt" else ""
    return next((path for path in candidates if (path / f"initdb{suffix}").exists()), None)


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: another user's numbers, or nothing to drop."""
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return {}


@contextlib.contextmanager
def temporary_postgres(binaries: Path) -> Iterator[str]:
    """The address of a fresh server on the loopback; gone afterwards."""
    root = Path(tempfile.mkdtemp(prefix="pg-"))
    drop = _unprivileged()
    if drop:
        os.chown(root, drop["user"], drop["group"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = root / "data"
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off "
        "-c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
    )
    run: dict[str, Any] = {
        "check": True,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": root,
        **drop,
    }
    try:
        subprocess.run(
            [
                binaries / "initdb",
                "-D",
                data,
                "-U",
                "cong_thi_dua",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ],
            **run,
        )
        subprocess.run([binaries / "pg_ctl", "-D", data, "-w", "-l", root / "log", "-o", options, "start"], **run)
        yield f"postgres://cong_thi_dua@127.0.0.1:{port}/postgres"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            subprocess.run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **run)
        shutil.rmtree(root, ignore_errors=True)
