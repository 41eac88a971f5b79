"""What stands beside the code: who may use it, how to work on it, which version it is."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

ROOT = Path(settings.ROOT)


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md", "README.md"])
def test_every_file_that_is_named_stands(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./-]+/[\w.-]*|[\w.-]+\.(?:md|py|toml|yaml))`", text))
    made = {"var/", "var/files", "adr/", "definitions/", "standards/", "browser/"}
    beside = {
        "cast.py",
        "permissions.py",
        "samples.py",
        "regimes.toml",
        "urls.py",
        "test_choice_race.py",
        "test_caps_hold.py",
    }
    rooms = {f"{folder.name}/" for folder in ROOT.glob("*/*/") if (folder / "__init__.py").exists()} | {
        "domain/",
        "actions/",
    }
    missing = {path for path in named - made - beside - rooms if path[0] != "/" and not (ROOT / path).exists()}
    assert not missing


def test_the_version_is_said_in_one_place_and_shown_at_the_foot(db: None) -> None:
    page = Client().get("/dang-nhap/", follow=True).content.decode()
    assert f"Phiên bản {settings.VERSION}" in page
    assert (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()[
        2
    ] == f"## {settings.VERSION}, not released yet"


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in text


def test_a_python_without_the_means_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    monkeypatch.setattr(run, "VENV", tmp_path / "venv")
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match=r"thiếu venv hoặc ensurepip.*apt install python3"):
        run.make_venv()
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_what_is_installed_is_what_is_pinned_each_with_its_hashes(name: str) -> None:
    pin = re.compile(r"^([\w.-]+)==([\w.]+)", re.M)
    pinned = dict(pin.findall((ROOT / f"{name}.txt").read_text(encoding="utf-8").lower()))
    if name == "requirements-dev":
        pinned |= dict(pin.findall((ROOT / "requirements.txt").read_text(encoding="utf-8").lower()))
    locked = (ROOT / f"{name}.lock").read_text(encoding="utf-8").lower()
    found = {one.replace("_", "-"): version for one, version in pin.findall(locked)}
    assert {one.replace("_", "-"): version for one, version in pinned.items()}.items() <= found.items()
    parts = re.split(r"^(?=[\w.-]+==)", locked, flags=re.M)
    assert all("--hash=sha256:" in part for part in parts if "==" in part)
