"""A worker starts when the database that it copies is whole, and ends with the reason when it never will be."""

from pathlib import Path

import pytest

from tests import template


def test_a_worker_goes_on_once_the_template_is_done(tmp_path: Path) -> None:
    (tmp_path / template.DONE).touch()
    template._wait(tmp_path)


def test_a_template_that_failed_says_why(tmp_path: Path) -> None:
    (tmp_path / template.FAILED).write_text("no room left", encoding="utf-8")
    with pytest.raises(RuntimeError, match="no room left"):
        template._wait(tmp_path)


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "PATIENCE", 0)
    with pytest.raises(TimeoutError):
        template._wait(tmp_path)
