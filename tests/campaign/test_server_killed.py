"""The PostgreSQL server killed while figures are imported: all of them or none, and what was confirmed stays."""

import csv
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests import cast, proofs
from tests.postgres import Server, find_binaries, own_server

ROOT = Path(__file__).resolve().parents[2]
DEFINITION = ROOT / "campaign" / "definitions" / "ninh-thuan-2021-2025.toml"
KILLS = proofs.size(full=20, sample=2)
BACK = 10  # seconds until the server serves again
pytestmark = [
    pytest.mark.race,
    pytest.mark.skipif(find_binaries() is None, reason="no PostgreSQL on this machine"),
]


@pytest.fixture
def server() -> Iterator[Server]:
    """With the map and the plan of the province, through the portal's own commands."""
    binaries = find_binaries()
    assert binaries is not None
    with own_server(binaries, durable=True) as made:
        units, successors = cast.UNITS, cast.SUCCESSORS
        for words in (
            ("migrate", "-v0"),
            ("load_units", str(units), "--successors", str(successors)),
            ("load_campaign", str(DEFINITION)),
        ):
            assert _manage(made, *words).wait(120) == 0
        yield made


def _manage(server: Server, *words: str) -> "subprocess.Popen[bytes]":
    env = {**os.environ, "DATABASE_URL": server.address, "DEBUG": "1"}
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "manage.py", *words], cwd=ROOT, env=env, stdout=quiet, stderr=quiet)


def _import(server: Server, folder: Path, poor: int) -> "subprocess.Popen[bytes]":
    with Path(cast.UNITS).open(encoding="utf-8") as file:
        communes = [row["code"] for row in csv.DictReader(file) if row["kind"] in {"xa", "phuong", "thi_tran"}]
    path = folder / "so-lieu.csv"
    path.write_text(
        "\n".join(["unit_code,households,poor,near_poor", *(f"{code},1000,{poor},50" for code in communes)])
    )
    asked = ("--campaign", "ninh-thuan-2021-2025", "--year", "2022", "--status", "preliminary")
    return _manage(server, "import_results", str(path), *asked)


def _standing(server: Server) -> Counter[int]:
    """How many communes stand with which number of poor households."""
    with psycopg2.connect(server.address) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT poor FROM campaign_figureset WHERE year = 2022 AND replaced_at IS NULL")
        return Counter(row[0] for row in cursor.fetchall())


def _serve_again(server: Server) -> float:
    """Seconds until it answers."""
    begin = time.monotonic()
    while True:
        try:
            server.start()
            return time.monotonic() - begin
        except subprocess.CalledProcessError:  # the dead server's memory is still being let go
            assert time.monotonic() - begin < BACK
            time.sleep(0.2)


def test_an_import_whose_server_is_killed_is_whole_or_nothing(server: Server, tmp_path: Path) -> None:
    begin = time.monotonic()
    assert _import(server, tmp_path, 0).wait(60) == 0
    whole = time.monotonic() - begin
    ((_, number),) = _standing(server).items()
    before, chance, sides, slowest = 0, random.Random(6), Counter[str](), 0.0
    for poor in range(1, KILLS + 1):
        process = _import(server, tmp_path, poor)
        time.sleep(chance.uniform(0.5, 1.1) * whole)
        said_done = process.poll() == 0
        server.kill()
        done = process.wait(60) == 0 or said_done
        slowest = max(slowest, _serve_again(server))
        ((stands, count),) = _standing(server).items()
        assert count == number
        assert stands == poor or (stands == before and not done)
        sides["đủ" if stands == poor else "không lưu gì"] += 1
        before = stands
    assert _import(server, tmp_path, 99).wait(60) == 0
    assert _standing(server) == {99: number}
    proofs.report(
        f"R6, máy chủ riêng: tắt ngang PostgreSQL {KILLS} lần khi đang nhập {number} xã: {dict(sides)}, 0 dở dang, "
        f"0 số đã xác nhận mà mất, chạy lại sau lâu nhất {slowest:.1f} giây"
    )
