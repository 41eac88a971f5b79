#!/usr/bin/env python3
"""One file that does everything, with nothing but Python 3.11 or newer.

python3 run.py          installs, prepares the demonstration and serves it on 127.0.0.1:8000
python3 run.py test     installs and runs all tests, on SQLite and on a private PostgreSQL
python3 run.py check    tests with nothing left out, then formatting, lint, types, imports, migrations
python3 run.py lint     all of that but the tests
python3 run.py prove    the long proofs at full size; their results go to docs/proofs.md (--mutation: the mutants alone)
"""

import argparse
import datetime
import hashlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

from supervisor import Child, Supervisor

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WORKING_DATE = "2024-04-12"  # of the demonstration: round 2022 decided, round 2023 in appraisal
WORKERS = str(
    max(2, os.cpu_count() or 2) + 1
)  # tests side by side: one more than there are cores, since some of them wait
WAITRESS = ("--threads=32", "--connection-limit=500", "--channel-timeout=30")  # benchmarks/sign_in_rush.py
PURE = [
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/*/domain")),
    "supervisor.py",
    "core",
    "accounts/sign_in/addresses.py",
    "accounts/sign_in/attempts.py",
    "accounts/sign_in/keys.py",
    "accounts/sign_in/passwords.py",
    "accounts/permissions.py",
    "campaign/rules",
    "campaign/definition",
    "campaign/editor",
    "campaign/figures/workflow.py",
    "campaign/figure_files/entry_file.py",
    "campaign/figure_files/form_places.py",
    "campaign/figure_files/form_doubts.py",
    "campaign/figure_files/forms_file.py",
    "campaign/figure_files/entry_reader.py",
    "campaign/figure_files/file_sums.py",
    "campaign/figure_files/figures_told.py",
    "campaign/figure_files/figure_heads.py",
    "campaign/figure_files/results_table.py",
    "campaign/figure_files/results_file.py",
    "campaign/targets/targets_file.py",
    "campaign/figure_files/pasted.py",
    "campaign/targets/targets_unsaid.py",
    "units/beginning/words.py",
    "office/tables/reading.py",
    "office/tables/heads.py",
    "office/tables/merged_cells.py",
    "office/tables/notes.py",
    "office/tables/left_over.py",
    "office/tables/strict_tables.py",
    "office/tables/whole_heads.py",
    "office/backup/manifest.py",
    "office/files/beside.py",
    "office/tables/codes.py",
    "awards/workflow/road.py",
    "awards/workflow/table.py",
    "awards/workflow/silence.py",
    "awards/workflow/turns.py",
    "reports/layouts",
]


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)


def make_venv() -> None:
    """A virtual environment with pip; what to install where Python came without the means (Debian splits them off)."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    way_out = f"Cài gói python3-venv (Debian, Ubuntu: apt install python{version}-venv) rồi chạy lại."
    try:
        import ensurepip  # noqa: F401 (asked before anything is made)
        import venv
    except ImportError:
        sys.exit(f"Python {version} này thiếu venv hoặc ensurepip. {way_out}")
    try:
        venv.create(VENV, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(f"Không tạo được môi trường Python ở {VENV}: {error}. {way_out}")


def install(*, dev: bool) -> None:
    """The virtual environment with the locked requirements; a stamp makes the second time instant."""
    if sys.version_info < (3, 11):
        sys.exit("Cần Python 3.11 trở lên.")
    wanted = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    stamp = VENV / ("installed-dev" if dev else "installed")
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    if not PYTHON.exists():
        say("Tạo môi trường Python riêng …")
        make_venv()
    say("Cài các thư viện (lần đầu mất khoảng nửa phút) …")
    quietly = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    done = subprocess.run([PYTHON, "-m", "pip", "install", *quietly, "-r", wanted], cwd=ROOT)
    if done.returncode:
        sys.exit("Không cài được thư viện. Kiểm tra kết nối đến kho gói Python rồi chạy lại.")
    stamp.write_text(digest)


def write_keys() -> None:
    """The demonstration's settings with its own keys, once, readable by the owner alone."""
    path = ROOT / ".env"
    if path.exists():
        return
    lines = [
        "# Chỉ của bản trình diễn. Cổng thật lấy khóa và cơ sở dữ liệu từ môi trường, không từ tệp này.",
        f"SECRET_KEY={secrets.token_urlsafe(48)}",
        f"AUDIT_KEY={secrets.token_urlsafe(48)}",
        "DEBUG=1",
        f"PORTAL_DATE={WORKING_DATE}",
    ]
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def manage(*words: str) -> None:
    """manage.py, or the end."""
    if subprocess.run([PYTHON, "manage.py", *words], cwd=ROOT).returncode:
        sys.exit(f"Bước «{words[0]}» không xong; xem thông báo ở trên.")


def prepared() -> str:
    """What the database was prepared with: the migrations and the demonstration's own data."""
    names = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/migrations/0*.py"))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def setup() -> None:
    """Everything that serving needs; the second time it is quick and changes nothing."""
    install(dev=False)
    write_keys()
    stamp = ROOT / "var" / "prepared"
    if stamp.exists() and stamp.read_text() == prepared():
        return
    (ROOT / "var").mkdir(exist_ok=True)
    say("Chuẩn bị cơ sở dữ liệu …")
    manage("migrate", "--verbosity", "0")
    manage("demo")
    stamp.write_text(prepared())


def serve(port: int) -> int:
    """The portal on the loopback, until Ctrl+C, a closed terminal or `kill`: then nothing of it stays."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is signal.SIG_DFL:
            signal.signal(getattr(signal, name), lambda *_: sys.exit(1))  # ends what `setup` has started, too
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(f"Cổng {port} đang được dùng. Chọn cổng khác: python3 run.py --port {port + 1}")
    setup()
    say(f"\nCổng thi đua Vì người nghèo: http://127.0.0.1:{port}/   (dừng: Ctrl+C)")
    say("Tài khoản dùng thử, mật khẩu chung thu-nghiem-2022:")
    say("  so-noi-vu    Chuyên viên Sở Nội vụ          bac-ai    Cán bộ huyện Bác Ái")
    say("  so-ldtbxh    Chuyên viên Sở LĐTBXH          chu-tich  Chủ tịch UBND tỉnh")
    say("  Các tài khoản khác: ở trang đăng nhập, mục «Tài khoản dùng thử».\n")
    subprocess.run([PYTHON, "manage.py", "sweep"], cwd=ROOT, stdout=subprocess.DEVNULL)
    serving = [PYTHON, "-m", "waitress", f"--listen=127.0.0.1:{port}", *WAITRESS, "config.wsgi:application"]
    os.environ.setdefault("SIGN_INS_WAITING", "24")  # one process with many threads lets more people stand
    code = Supervisor(say, cwd=ROOT).run(
        Child("Máy chủ trang", serving),
        Child("Tiến trình làm việc dài", [PYTHON, "manage.py", "db_worker"], prefix="việc dài: "),
    )
    say("\nĐã dừng.")
    return code


def find_chromium() -> str | None:
    """The browser of the tests: CHROME, or one on the PATH."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("CHROME") or next((path for name in names if (path := shutil.which(name))), None)


def environment(**more: str) -> dict[str, str]:
    """For a test run: nothing of the caller's own settings; workers and children share what is compiled."""
    own = {
        "DATABASE_URL",
        "SECRET_KEY",
        "AUDIT_KEY",
        "PORTAL_DATE",
        "TRACEBACK",
        "DJANGO_SETTINGS_MODULE",
        "DATABASE_ONLY",
        "PYTHONDONTWRITEBYTECODE",
    }
    kept = {key: value for key, value in os.environ.items() if key not in own}
    return {**kept, "DEBUG": "1", "TZ": "UTC", **more}


def pytest(words: list[str], **more: str) -> int:
    """One run of the tests."""
    (ROOT / "var").mkdir(exist_ok=True)
    side_by_side = [] if more.get("PROVE") else ["-n", WORKERS, "--dist", "loadgroup", "--no-loadscope-reorder"]
    return subprocess.run([PYTHON, "-m", "pytest", *side_by_side, *words], cwd=ROOT, env=environment(**more)).returncode


def test(words: list[str], *, strict: bool, **more: str) -> int:
    """All tests: on a SQLite file (with the browser), then on a private PostgreSQL."""
    install(dev=True)
    sys.path.insert(0, str(ROOT / "tests"))
    from postgres import find_binaries, temporary_postgres

    left_out = []
    browser = find_chromium()
    selected = []
    if browser is None:
        left_out.append("các thử nghiệm bằng trình duyệt (không thấy Chromium)")
        selected = ["-m", "not browser"]
    sqlite = f"sqlite:///{ROOT / 'var' / 'unused.sqlite3'}"
    say("Thử trên SQLite …")
    failed = pytest([*selected, *words], DATABASE_URL=sqlite, **({"CHROME": browser} if browser else {}), **more)
    binaries = find_binaries()
    if binaries is None:
        left_out.append("thử trên PostgreSQL (không thấy initdb, pg_ctl)")
    else:
        say("Thử trên PostgreSQL …")
        with temporary_postgres(binaries) as address:
            only = {"DATABASE_ONLY": "1"}  # what never asks a database has just run
            failed = pytest(["-m", "not browser", *words], DATABASE_URL=address, **only, **more) or failed
    for item in left_out:
        say(f"Bỏ qua: {item}.")
    if not left_out:
        say("Không bỏ qua gì: SQLite, PostgreSQL và trình duyệt đều đã thử.")
    return 1 if failed or (strict and left_out) else 0


def as_in_production() -> dict[str, str]:
    """Settings of a real portal, with keys of this moment."""
    keys = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "AUDIT_KEY")}
    return environment(**keys, DEBUG="0", ALLOWED_HOSTS="thidua.example.gov.vn", DATABASE_URL="sqlite:///:memory:")


# a program without a module: it lies beside Python
TEMPLATES = """
import pathlib, subprocess, sys
program = pathlib.Path(sys.executable).with_name("djangofmt")
sys.exit(subprocess.run([program, "--line-length", "120", "--check", "--quiet", "templates"]).returncode)
"""


def check(words: list[str], *, tests: bool = True) -> int:
    """Everything that must hold before a change is handed in."""
    install(dev=True)
    failed = ["thử nghiệm"] if tests and test(words, strict=True) else []
    tools: list[tuple[str, list[str], dict[str, str]]] = [
        ("định dạng", ["-m", "ruff", "format", "--check", "."], environment()),
        ("lint", ["-m", "ruff", "check", "."], environment()),
        ("trang mẫu", ["-c", TEMPLATES], environment()),
        ("kiểu dữ liệu", ["-m", "mypy", *PURE], environment()),
        ("hướng nhập mô-đun", ["-c", "from importlinter.cli import lint_imports_command as run; run()"], environment()),
        ("migration", ["manage.py", "makemigrations", "--check", "--dry-run"], environment()),
        ("kiểm tra Django", ["manage.py", "check"], environment()),
        ("máy chủ thật", ["manage.py", "check", "--deploy", "--fail-level", "WARNING"], as_in_production()),
    ]
    for name, command, env in tools:
        say(f"\n{name} …")
        if subprocess.run([PYTHON, *command], cwd=ROOT, env=env).returncode:
            failed.append(name)
    say("\nKhông đạt: " + ", ".join(failed) if failed else "\nĐạt tất cả.")
    return 1 if failed else 0


def mutate(paths: list[str]) -> int:
    """Guards and pure modules changed in one place at a time: their tests must notice (tests/mutation)."""
    (ROOT / "var").mkdir(exist_ok=True)
    say("Thử bằng đột biến …")
    return subprocess.run([PYTHON, "-m", "tests.mutation", *paths], cwd=ROOT, env=environment(PROVE="full")).returncode


def prove(words: list[str]) -> int:
    """The races and proofs at full size on both engines, then the mutants; what they printed goes to docs/proofs.md with the day.

    `--mutation [MODULE …]`: the mutants alone, of these modules or of all.
    """
    install(dev=True)
    if "--mutation" in words:
        code = mutate([word for word in words if word != "--mutation"])
    else:
        failed = test(["-m", "race or proof", "-q", "-s", *words], strict=True, PROVE="full")
        code = mutate([]) or failed
    lines = [f"\n## {datetime.date.today():%d/%m/%Y}\n"]  # noqa: DTZ011 (the day on this machine's clock)
    report = ROOT / "var" / "proofs.txt"
    if report.exists():
        lines.append(report.read_text(encoding="utf-8"))
        report.unlink()
    lines.append("Kết quả: " + ("đạt" if code == 0 else "không đạt") + "\n")
    target = ROOT / "docs" / "proofs.md"
    target.parent.mkdir(exist_ok=True)
    with target.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return code


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "command", nargs="?", default="serve", choices=("serve", "setup", "test", "check", "lint", "prove")
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--strict", action="store_true", help="bỏ qua điều gì thì coi là không đạt")
    known, words = parser.parse_known_args()
    if re.fullmatch("serve|setup", known.command) and words:
        parser.error(f"không biết {' '.join(words)}")
    if known.command == "setup":
        setup()
        return 0
    if known.command == "test":
        return test(words, strict=known.strict or os.environ.get("CI") == "true")
    if known.command in {"check", "lint"}:
        return check(words, tests=known.command == "check")
    if known.command == "prove":
        return prove(words)
    return serve(known.port)


if __name__ == "__main__":
    sys.exit(main())
