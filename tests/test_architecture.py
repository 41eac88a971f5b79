"""The house stands as it was drawn: imports one way, no missing migration, nothing inline, nothing from outside."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from reports.guides.generated_docs import pages

ROOT = Path(__file__).resolve().parent.parent
APPS = ("core", "accounts", "office", "units", "campaign", "awards", "reports", "config")


def _sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def test_imports_run_one_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


SHELVES = {"domain", "actions", "forms", "views", "checks", "templates", "fonts"}
LARGE = {"campaign/figures": 20, "accounts": 20}  # modules in one folder, where more than the fifteen of a glance


def test_a_room_has_the_same_shelves() -> None:
    """A folder of an app is a room; below it stand only the shelves that every room may have."""
    found = {
        path.parent.relative_to(ROOT).as_posix()
        for path in _sources(*APPS)
        if len(path.relative_to(ROOT).parts) == 4 and "management" not in path.parts and "formats" not in path.parts
    }
    assert {folder for folder in found if folder.rpartition("/")[2] not in SHELVES} == set()


def test_a_folder_is_seen_at_a_glance() -> None:
    modules: dict[str, int] = {}
    for path in _sources(*APPS):
        folder = path.parent.relative_to(ROOT).as_posix()
        modules[folder] = modules.get(folder, 0) + (path.name != "__init__.py")
    assert {folder: count for folder, count in modules.items() if count > LARGE.get(folder, 17)} == {}


def test_no_import_hides_in_a_function() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in _sources(*APPS)
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and path.name != "apps.py"  # ready() is where Django lets an app import its own models
        and any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]
    assert found == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_pages_carry_no_inline_script_or_style_and_load_nothing_from_outside() -> None:
    bad = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|(src|href)=[\"']https?://|\|safe\b|autoescape off"
    )
    found = {
        str(path.relative_to(ROOT)): bad.findall(path.read_text("utf-8"))
        for path in (ROOT / "templates").rglob("*.html")
        if bad.search(path.read_text("utf-8"))
    }
    assert found == {}


def test_numbers_out_of_addresses_have_one_parser() -> None:
    """`isdigit` says yes to "²", and `int` then fails: `core.numbers` reads keys and years."""
    asks = re.compile(r"\.(isdigit|isnumeric|isdecimal)\(")
    found = [str(path.relative_to(ROOT)) for path in _sources(*APPS) if asks.search(path.read_text("utf-8"))]
    # single letters are sorted; a child process that knows nothing of the portal reads numbers of rows
    assert sorted(found) == ["core/text.py", "office/tables/workbook_parts.py"]


def test_the_figure_of_a_unit_is_read_in_one_place() -> None:
    """Who shows or judges a unit's figure of a year asks `campaign.figures.unit_figures`; the others say why they do not."""
    asks = re.compile(r"\.judging\(")
    found = {str(path.relative_to(ROOT)) for path in _sources(*APPS) if asks.search(path.read_text("utf-8"))}
    assert found == {
        "campaign/figures/unit_figures.py",
        "campaign/figures/apart.py",  # which versions were corrected; the figures from unit_figures
        "awards/decisions/reviews.py",  # which versions were corrected since a dossier was frozen
        "campaign/figures/series.py",  # the list "Như đã báo cáo": what units filed
        "campaign/activities/record_lists.py",  # the newest year that has some
        "campaign/plan/trial.py",  # the newest year that has some; the figures from judging
        "reports/dashboard/glance.py",  # the newest year that has some
        "reports/views.py",  # the years that have some
        "reports/public/editions.py",  # whether something is made up
        "reports/exports/merged.py",  # whether something is made up
        "reports/demonstration/periods.py",  # the demonstration
    }


def test_the_standard_of_a_year_is_read_in_one_place() -> None:
    """A plan's own standard holds for some of its years only: `campaign.poverty_standards.in_force` says which one counts."""
    asks = re.compile(r"(definition|plan)\.standard\b")
    found = {str(path.relative_to(ROOT)) for path in _sources(*APPS) if asks.search(path.read_text("utf-8"))}
    assert found == {
        "campaign/poverty_standards/in_force.py",
        "campaign/poverty_standards/actions.py",  # whether a plan names a file that somebody would replace
    }


def test_figures_belong_to_no_campaign() -> None:
    """Sets are asked by unit, or by the units that a campaign's province holds or held (`FigureSetQuerySet.of`)."""
    asks = re.compile(r"FigureSet\.objects(?:\.\w+\([^()]*\))*\.(?:filter|get|create)\(\s*campaign=")
    found = [str(path.relative_to(ROOT)) for path in _sources(*APPS) if asks.search(path.read_text("utf-8"))]
    assert found == []


def test_source_files_stay_comfortable() -> None:
    long = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in _sources(*APPS)
        if len(path.read_text("utf-8").splitlines()) > 400
    }
    assert long.keys() == {"campaign/definition/schema.py"}  # a table: every key of a plan


def test_an_ignored_type_says_why() -> None:
    silent = re.compile(r"# type: ignore(\[[a-z, -]+\])?\s*$", re.MULTILINE)
    found = [str(path.relative_to(ROOT)) for path in _sources(*APPS) if silent.search(path.read_text("utf-8"))]
    assert found == []


def test_the_generated_pages_are_current() -> None:
    stale = [path.name for path, text in pages(ROOT).items() if not path.exists() or path.read_text("utf-8") != text]
    assert stale == [], "chạy manage.py write_docs"
