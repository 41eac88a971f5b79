"""A private PostgreSQL that lives as long as a test run. Standard library only: `run.py` uses it too."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of one's own, on the loopback."""

    binaries: Path
    root: Path
    port: int
    options: str
    drop: dict[str, Any]

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def address(self) -> str:
        return f"postgres://cong_thi_dua@127.0.0.1:{self.port}/postgres"

    def run(self, *words: str | Path) -> None:
        """Raises `CalledProcessError`."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([self.binaries / words[0], *words[1:]], check=True, cwd=self.root, **quiet, **self.drop)

    def start(self) -> None:
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.root / "log", "-o", self.options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def kill(self) -> None:
        """The server and all its processes die at once, as when the power of their machine is cut."""
        postmaster = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(postmaster, signal.SIGSTOP)  # no time to tidy up after its children
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True)
        for pid in [*map(int, found.stdout.split()), postmaster]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def own_server(binaries: Path, *, durable: bool) -> Iterator[Server]:
    """A fresh server; gone afterwards. One that need not survive anything is several times quicker."""
    root = Path(tempfile.mkdtemp(prefix="pg-"))
    drop = _unprivileged()
    if drop:
        os.chown(root, drop["user"], drop["group"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
    if not durable:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        options += " -c statement_timeout=180s"  # a question that never ends is a red test, not a run that never ends
    server = Server(binaries, root, port, options, drop)
    try:
        server.run(
            "initdb", "-D", server.data, "-U", "cong_thi_dua", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        server.start()
        yield server
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            server.stop()
        shutil.rmtree(root, ignore_errors=True)


@contextlib.contextmanager
def temporary_postgres(binaries: Path) -> Iterator[str]:
    """The address of a fresh, quick server."""
    with own_server(binaries, durable=False) as server:
        yield server.address
