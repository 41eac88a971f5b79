"""P1–P12 on both engines: `python benchmarks/run.py`; results go to docs/performance.md with the day."""

import datetime
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


MODULES = ("measure", "yearly", "awards", "rush")


def main() -> int:
    """Each engine in a process of its own, on an empty database."""
    from postgres import find_binaries, temporary_postgres

    found = []
    with tempfile.TemporaryDirectory() as folder:
        found += [_measure(module, "SQLite", f"sqlite:///{folder}/{module}.sqlite3") for module in MODULES]
    binaries = find_binaries()
    if binaries is not None:
        for module in MODULES:
            with temporary_postgres(binaries) as address:
                found.append(_measure(module, "PostgreSQL", address))
    text = f"\n## {datetime.datetime.now(tz=datetime.UTC):%d/%m/%Y}\n\n" + "\n".join(found)
    with (ROOT / "docs" / "performance.md").open("a", encoding="utf-8") as file:
        file.write(text)
    return 0


def _measure(module: str, engine: str, address: str) -> str:
    env = {**os.environ, "DATABASE_URL": address, "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", engine],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    print(done.stdout)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
