"""Files that are kept and files that are not: each bad one with its cause; a scanner that is on, off or silent."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import audit
from accounts.models import User
from office.files.contents import ACCEPTED, FileRefused, kind_of, shown_name
from office.files.refusals import SENTENCES, Unfit
from office.models import StoredFile
from tests.office.bad_files import BAD
from tests.office.good_files import GOOD
from tests.papers import PDF


@pytest.mark.parametrize(("content", "name", "cause"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_file_is_refused_with_its_cause(content: bytes, name: str, cause: Unfit | str) -> None:
    with pytest.raises(FileRefused) as refused:
        kind_of(content, name)
    said = cause if isinstance(cause, str) else cause.sentence(shown_name(name), accepted=ACCEPTED)
    assert str(refused.value) == said


@pytest.mark.parametrize(("content", "name"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])
def test_a_good_file_is_taken(content: bytes, name: str) -> None:
    assert kind_of(content, name).extensions
    kept = shown_name(name)
    assert len(kept) <= 120
    assert "/" not in kept
    assert "\u202e" not in kept


def test_enough_of_both_and_each_once() -> None:
    assert len({row[1:3] for row in BAD}) >= 120
    assert len({row[1:3] for row in GOOD}) >= 60


def test_each_cause_is_tried_and_says_the_way_out() -> None:
    """But for those of lists that are read (`test_workbooks`) and of a busy server (`test_child`)."""
    elsewhere = {
        "busy",
        "slow",
        "not_excel",
        "not_csv",
        "not_utf8",
        "too_large",
        "long_cell",
        "not_sheet",
        "old_font",
        "old_letters",
        "open_quote",
        "page_sheet",
        "utf16_bare",
    }
    assert {row[3].cause for row in BAD if isinstance(row[3], Unfit)} == SENTENCES.keys() - elsewhere
    for sentence in SENTENCES.values():
        assert sentence.endswith("."), sentence
        assert "Vui lòng" in sentence or "Cổng nhận" in sentence, sentence
        assert "!" not in sentence


# ---- what stays on the disk ----


@pytest.fixture
def kept(db: None, settings: Any) -> Callable[[], list[Path]]:
    return lambda: [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def _keep(content: bytes, name: str = "a.pdf") -> StoredFile:
    with audit.change(User.objects.command_line()):
        return StoredFile.keep(
            SimpleUploadedFile(name, content, content_type="text/html"), by=User.objects.command_line()
        )


def test_the_limit_is_to_the_byte(kept: Callable[[], list[Path]], settings: Any) -> None:
    settings.UPLOAD_LIMIT = len(PDF)
    assert _keep(PDF).media_type == "application/pdf"  # whatever the browser said
    with pytest.raises(FileRefused, match="lớn hơn"):
        _keep(PDF + b"\n")
    assert len(kept()) == 1


def test_nothing_is_left_behind_when_the_rest_fails(kept: Callable[[], list[Path]]) -> None:
    by = User.objects.command_line()
    with pytest.raises(FileRefused), audit.change(by):
        StoredFile.keep(SimpleUploadedFile("a.pdf", PDF), by=by)
        StoredFile.keep(SimpleUploadedFile("b.pdf", b"MZ"), by=by)
    assert (StoredFile.objects.count(), kept()) == (0, [])


def test_a_kept_file_has_a_random_name(kept: Callable[[], list[Path]]) -> None:
    _keep(PDF, "bí mật.pdf")
    (path,) = kept()
    assert "mật" not in path.name
    assert path.suffix == ""


# ---- the scanner ----


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import sys; sys.exit(0 if b'PDF' in sys.stdin.buffer.read() else 2)", ""),
        ("import sys; sys.exit(1)", "có mã độc"),
        ("import sys; sys.exit(2)", "Chưa kiểm tra được"),
        ("import time; time.sleep(30)", "Chưa kiểm tra được"),
    ],
    ids=["clean", "infected", "broken", "silent"],
)
def test_the_scanner_decides_and_its_silence_keeps_out(
    kept: Callable[[], list[Path]], settings: Any, program: str, words: str
) -> None:
    settings.VIRUS_SCANNER, settings.VIRUS_SCANNER_SECONDS = [sys.executable, "-c", program], 1
    if words:
        with pytest.raises(FileRefused, match=words):
            _keep(PDF)
        assert kept() == []
    else:
        assert _keep(PDF).size == len(PDF)


def test_a_scanner_that_is_not_there_keeps_out(kept: Callable[[], list[Path]], settings: Any) -> None:
    settings.VIRUS_SCANNER = ["/khong/co"]
    with pytest.raises(FileRefused, match="Chưa kiểm tra được"):
        _keep(PDF)
    assert kept() == []
