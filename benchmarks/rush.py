"""P12 on one engine: officers in their browsers, each saving their own commune, against a served portal.

`python -m benchmarks.rush ENGINE` with DATABASE_URL of an empty database; RUSH_MINUTES (10) shortens it.
"""

import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import AuditEvent
from accounts.permissions import Role
from benchmarks import national
from benchmarks.measure import line
from benchmarks.yearly import officer, prepare
from campaign.models import FigureEdit, FigureSet
from units.models import Unit

ROOT = Path(__file__).resolve().parent.parent
MINUTES = float(os.environ.get("RUSH_MINUTES", "10"))
PAUSE = (3.0, 9.0)  # seconds between two savings of one officer
TOKEN = "a" * 32


class Officer(threading.Thread):
    """One officer, one commune, one browser that stays open until the end."""

    def __init__(self, session: str, item: FigureSet, port: int, ends: float) -> None:
        super().__init__()
        self.session, self.port, self.ends = session, port, ends
        self.code, self.edition, self.typed = item.unit.code, item.edition, item.poor
        self.took: list[float] = []
        self.wrong: list[str] = []

    def run(self) -> None:
        chance = random.Random(self.code)
        time.sleep(chance.uniform(0, PAUSE[1]))
        while time.monotonic() < self.ends:
            number = chance.randint(0, 50)
            if number != self.typed:
                self._save(number)
            time.sleep(chance.uniform(*PAUSE))

    def _save(self, number: int) -> None:
        code = self.code
        body = {
            "csrfmiddlewaretoken": TOKEN,
            f"{code}-edition": str(self.edition),
            f"{code}-opened": ";;;;",
            f"{code}-poor": str(number),
        }
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        begin = time.perf_counter()
        try:
            talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
            talk.request("POST", f"/ket-qua/2024/{code}/", urlencode(body), headers)
            status = talk.getresponse().status
            talk.close()
        except OSError as error:  # every failure is a result here
            self.wrong.append(repr(error))
            return
        self.took.append((time.perf_counter() - begin) * 1000)
        if status != 302:
            self.wrong.append(str(status))
            return
        self.edition, self.typed = self.edition + 1, number


def _served(port: int) -> "subprocess.Popen[bytes]":
    words = ["-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=8", "config.wsgi:application"]
    server = subprocess.Popen([sys.executable, *words], cwd=ROOT, stderr=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.2)
    raise RuntimeError("the portal does not answer")


def main() -> None:
    call_command("migrate", verbosity=0)
    nation = national.make(range(2023, 2025))
    prepare(nation)
    count = 300 if connection.vendor == "postgresql" else 50
    units = list(Unit.objects.filter(pk__in=nation.communes[100 : 100 + count]).order_by("pk"))
    sets = {item.unit_id: item for item in FigureSet.objects.filter(year=2024, unit__in=units).select_related("unit")}
    sessions = {}
    for unit in units:
        client = Client()
        client.force_login(officer(f"xa-{unit.pk}", Role.COMMUNE_OFFICER, [unit.pk]), backend=BACKEND)
        sessions[unit.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = _served(port)
    try:
        ends = time.monotonic() + MINUTES * 60
        people = [Officer(sessions[unit.pk], sets[unit.pk], port, ends) for unit in units]
        for person in people:
            person.start()
        for person in people:
            person.join()
    finally:
        server.terminate()
    took = [value for person in people for value in person.took]
    wrong = [value for person in people for value in person.wrong]
    now = {
        item.unit.code: item
        for item in FigureSet.objects.filter(pk__in=[item.pk for item in sets.values()]).select_related("unit")
    }
    lost = sum((now[person.code].poor, now[person.code].edition) != (person.typed, person.edition) for person in people)
    saved = len(took) - len(wrong)
    recorded = (FigureEdit.objects.count(), AuditEvent.objects.filter(verb="enter_figures").count())
    quantile = statistics.quantiles(took, n=20)[-1]
    print(f"### {sys.argv[1]}, tối hạn chót\n\n| mục tiêu | đo | trị số | cần | kết quả |\n|---|---|---|---|---|")
    print(f"<!-- nửa số lần ≤ {statistics.median(took):.0f} ms, 95 % ≤ {quantile:.0f} ms, {wrong[:3]} -->")
    line("P12", f"{count} cán bộ lưu trong {MINUTES:g} phút, {saved} lần: lỗi", len(wrong), "0", not wrong)
    line("P12", "số đã nhận mà mất", lost, "0", lost == 0)
    line("P12", "lần lưu thiếu lịch sử hoặc nhật ký", 2 * saved - sum(recorded), "0", recorded == (saved, saved))
    print()


BACKEND = "django.contrib.auth.backends.ModelBackend"

if __name__ == "__main__":
    main()
