"""Which files are read beside what is judged: told by their bytes; the others are downloaded, with a reason."""

import pytest

from office.files.beside import FileBeside, shown_kind
from office.files.contents import DOCX, JPEG, PDF, PNG, XLSX
from tests.papers import pdf


@pytest.mark.parametrize(
    ("beginning", "media_type"),
    [
        (pdf(), PDF.media_type),
        (b"\n" * 1000 + b"%PDF-1.4", PDF.media_type),
        (b"\x89PNG\r\n\x1a\n....", PNG.media_type),
        (b"\xff\xd8\xff\xe0....", JPEG.media_type),
        (b"\n" * 1024 + b"%PDF-1.4", None),
        (b"PK\x03\x04 %PDF-1.4", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 %PDF-1.4", None),
        (b"<html><script>", None),
        (b"....ftypheic", None),
        (b"", None),
    ],
    ids=["pdf", "late-pdf", "png", "jpeg", "too-late-pdf", "office", "old-office", "page", "heic", "empty"],
)
def test_the_bytes_say_what_is_shown(beginning: bytes, media_type: str | None) -> None:
    found = shown_kind(beginning)
    assert (found.media_type if found else None) == media_type


def test_a_pdf_is_as_wide_as_its_pane_and_a_picture_is_a_picture() -> None:
    paper = FileBeside("/minh-chung/1/tep/", "ke-hoach.pdf", PDF.media_type)
    assert paper.shown_at == "/minh-chung/1/tep/?xem=1#view=FitH&navpanes=0"
    photo = FileBeside("/minh-chung/2/tep/", "anh.jpg", JPEG.media_type)
    assert (photo.shown_at, photo.is_picture, paper.is_picture) == ("/minh-chung/2/tep/?xem=1", True, False)
    assert (paper.why_not, photo.why_not) == ("", "")


@pytest.mark.parametrize(
    ("media_type", "name"), [(DOCX.media_type, "Word"), (XLSX.media_type, "Excel"), ("image/heic", "này")]
)
def test_what_no_browser_shows_is_downloaded_and_says_why(media_type: str, name: str) -> None:
    file = FileBeside("/minh-chung/1/tep/", "tep", media_type)
    assert file.shown_at == ""
    assert file.why_not == f"Tệp {name} trình duyệt không tự mở được: tải về để xem."
