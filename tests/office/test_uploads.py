"""Files that are kept and files that are not: sixty bad ones, thirty good ones, a scanner that is on, off or silent."""

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook

from accounts import audit
from accounts.models import User
from office.contents import FileRefused, kind_of, shown_name
from office.models import StoredFile

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _pdf(inside: bytes = b"", *, head: bytes = b"%PDF-1.4\n", tail: bytes = b"\n") -> bytes:
    return (
        head
        + b"1 0 obj\n<< /Type /Catalog "
        + inside
        + b">>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF"
        + tail
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _png(width: int = 4, height: int = 4, tail: bytes = b"") -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = _chunk(b"IDAT", zlib.compress(b"\0" * 20))
    return b"\x89PNG\r\n\x1a\n" + head + data + _chunk(b"IEND", b"") + tail


def _jpeg(width: int = 4, height: int = 4, tail: bytes = b"", mark: int = 0xC0) -> bytes:
    exif = b"\xff\xe1" + struct.pack(">H", 8) + b"Exif\0\0"
    frame = b"\xff" + bytes([mark]) + struct.pack(">HBHHB", 8, 8, height, width, 0)
    return b"\xff\xd8" + exif + frame + b"\xff\xda\x00\x02\x01\x02\xff\xd9" + tail


def _zip(parts: dict[str, bytes], *, link: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        if link:
            item = zipfile.ZipInfo(link)
            item.external_attr = 0o120777 << 16
            archive.writestr(item, "/etc/passwd")
    return buffer.getvalue()


WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
EXCEL = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def _docx(**more: bytes) -> bytes:
    return _zip({**WORD, **{name.replace("__", "/"): content for name, content in more.items()}})


def _real_docx(words: str = "Kế hoạch") -> bytes:
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph(words)
    document.save(buffer)
    return buffer.getvalue()


def _real_xlsx() -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    book.active.append(["Xã", 1])
    book.save(buffer)
    return buffer.getvalue()


def _encrypted() -> bytes:
    content = bytearray(_docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        content[at + offset] |= 1
    return bytes(content)


BAD: list[tuple[str, bytes, str]] = [
    ("empty", b"", "a.pdf"),
    ("a program", b"MZ\x90\0" * 20, "a.pdf"),
    ("a linux program", b"\x7fELF" + b"\0" * 50, "a.pdf"),
    ("a page", b"<html><script>alert(1)</script></html>", "a.pdf"),
    ("a page as picture", b"<!DOCTYPE html><p>", "a.png"),
    ("svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "a.svg"),
    ("svg as png", b"<svg/>", "a.png"),
    ("xml", b"<?xml version='1.0'?><a/>", "a.pdf"),
    ("text", b"abc", "a.txt"),
    ("text as pdf", b"abc", "a.pdf"),
    ("gif", b"GIF89a/*" + b"\0" * 20, "a.gif"),
    ("gif and script", b"GIF89a/*...*/=1;alert(1)", "a.jpg"),
    ("bmp", b"BM" + b"\0" * 40, "a.bmp"),
    ("webp", b"RIFF\0\0\0\0WEBP", "a.png"),
    ("old word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx"),
    ("old excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xlsx"),
    ("rtf", rb"{\rtf1}", "a.docx"),
    ("eicar", EICAR, "a.pdf"),
    ("eicar as text", EICAR, "eicar.com"),
    ("eicar zipped", _zip({"eicar.com": EICAR}), "a.zip"),
    ("eicar in a paper", _docx(word__media__a=EICAR), "a.docx"),
    ("a plain zip", _zip({"a.txt": b"x"}), "a.zip"),
    ("a zip as paper", _zip({"a.txt": b"x"}), "a.docx"),
    ("pdf cut off", _pdf()[:30], "a.pdf"),
    ("pdf then page", _pdf(tail=b"\n<html><script>1</script>"), "a.pdf"),
    ("page within pdf head", _pdf(head=b"%PDF-1.4\n<html><script>1</script>\n"), "a.pdf"),
    ("pdf and zip", _pdf(tail=_zip({"a": b"x"})), "a.pdf"),
    ("pdf with much behind", _pdf(tail=b"x" * 2000), "a.pdf"),
    ("pdf that runs", _pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "a.pdf"),
    ("pdf that launches", _pdf(b"/AA << /O << /S /Launch >> >>"), "a.pdf"),
    ("pdf with a file", _pdf(b"/Names << /EmbeddedFile 1 0 R >>"), "a.pdf"),
    ("pdf with film", _pdf(b"/RichMedia << >>"), "a.pdf"),
    ("pdf form that runs", _pdf(b"/XFA 2 0 R"), "a.pdf"),
    ("locked pdf", _pdf(b"/Encrypt 5 0 R"), "a.pdf"),
    ("pdf named program", _pdf(), "a.exe"),
    ("double ending", _pdf(), "a.pdf.exe"),
    ("turned-round ending", _pdf(), "a\u202efdp.exe"),
    ("pdf named png", _pdf(), "a.png"),
    ("no ending", _pdf(), "ke-hoach"),
    ("huge picture", _png(30_000, 30_000), "a.png"),
    ("picture of nothing", _png(0, 5), "a.png"),
    ("picture cut off", _png()[:-6], "a.png"),
    ("picture and zip", _png(tail=_zip({"a": b"x"})), "a.png"),
    ("picture and page", _png(tail=b"<html>"), "a.png"),
    ("png head alone", b"\x89PNG\r\n\x1a\n", "a.png"),
    ("huge photo", _jpeg(30_000, 30_000), "a.jpg"),
    ("photo without frame", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xd9", "a.jpg"),
    ("photo cut off", _jpeg()[:-2], "a.jpg"),
    ("photo and page", _jpeg(tail=b"<script>"), "a.jpg"),
    ("photo and program", _jpeg(tail=b"MZ\x90"), "a.jpg"),
    ("paper with macros", _docx(word__vbaProject=b""), "a.docm"),
    ("paper with a macro part", _zip({**WORD, "word/vbaProject.bin": b"x"}), "a.docx"),
    ("macros by type", _zip({**WORD, "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}), "a.docx"),
    ("workbook with macros", _zip({**EXCEL, "xl/vbaProject.bin": b"x"}), "a.xlsx"),
    ("paper with a program", _docx(word__media__a=b"MZ\x90\0"), "a.docx"),
    ("paper with an ending that runs", _zip({**WORD, "word/a.exe": b"x"}), "a.docx"),
    ("paper with active parts", _zip({**WORD, "word/activeX/activeX1.xml": b"x"}), "a.docx"),
    ("zip within", _docx(word__media__b=_zip({"a": b"x"})), "a.docx"),
    ("climbing part", _zip({**WORD, "../../etc/cron": b"x"}), "a.docx"),
    ("rooted part", _zip({**WORD, "/etc/passwd": b"x"}), "a.docx"),
    ("part by drive", _zip({**WORD, "C:/a": b"x"}), "a.docx"),
    ("link", _zip(WORD, link="word/link"), "a.docx"),
    ("bomb", _docx(word__media__c=b"\0" * 30_000_000), "a.docx"),
    ("paper behind a program", b"MZ\x90\0" * 10 + _docx(), "a.docx"),
    ("paper cut off", _docx()[:-30], "a.docx"),
    ("locked paper", _encrypted(), "a.docx"),
    ("paper as workbook", _docx(), "a.xlsx"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "name"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_file_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        kind_of(content, name)
    assert str(refused.value).endswith(".")


GOOD: list[tuple[str, bytes, str]] = [
    *((f"pdf {version}", _pdf(head=f"%PDF-{version}\n".encode()), "kế hoạch.pdf") for version in ("1.3", "1.4", "1.5", "1.7", "2.0")),
    ("pdf, capital ending", _pdf(), "KE HOACH.PDF"),
    ("pdf with blank end", _pdf(tail=b"\r\n\r\n"), "a.pdf"),
    ("pdf without line end", _pdf(tail=b""), "a.pdf"),
    ("pdf of a scanner", _pdf(b"/Producer (Scan) /Metadata 3 0 R"), "scan_0001.pdf"),
    ("signed pdf", _pdf(b"/AcroForm << /SigFlags 3 >> /Type /Sig"), "da-ky.pdf"),
    ("pdf with links", _pdf(b"/A << /S /URI /URI (https://ninhthuan.gov.vn) >>"), "a.pdf"),
    ("pdf with bookmarks", _pdf(b"/Outlines 4 0 R"), "a.pdf"),
    ("pdf saved twice", _pdf() + _pdf(head=b""), "a.pdf"),
    *((f"picture {side}", _png(side, side), "anh.png") for side in (1, 640, 4000, 9900)),
    *((f"photo {side}", _jpeg(side, side), "anh.jpg") for side in (1, 640, 4000, 9900)),
    ("photo, other ending", _jpeg(), "anh.JPEG"),
    ("progressive photo", _jpeg(mark=0xC2), "anh.jpg"),
    ("photo of a phone", _jpeg(tail=b"\0\0\0\0"), "IMG_2022.jpg"),
    ("paper", _real_docx(), "Kế hoạch.docx"),
    ("long paper", _real_docx("Kế hoạch " * 5000), "a.docx"),
    ("paper with a chart's workbook", _zip({**WORD, "word/embeddings/a.xlsx": _real_xlsx()}), "a.docx"),
    ("paper with a photo", _docx(word__media__image1=_jpeg()), "a.docx"),
    ("workbook", _real_xlsx(), "Biểu.xlsx"),
    ("a name of another alphabet", _pdf(), "Kế hoạch số 45 - UBND huyện Bác Ái (bản ký).pdf"),
    ("a very long name", _pdf(), "a" * 296 + ".pdf"),
    ("a name that climbs", _pdf(), "../../../etc/passwd.pdf"),
    ("a name with a stop", _pdf(), "ke.hoach.2022.pdf"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "name"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])
def test_a_good_file_is_taken(content: bytes, name: str) -> None:
    assert kind_of(content, name).extensions
    kept = shown_name(name)
    assert len(kept) <= 120
    assert "/" not in kept
    assert "\u202e" not in kept


def test_enough_of_both() -> None:
    assert len(BAD) >= 60
    assert len(GOOD) >= 30


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
    settings.UPLOAD_LIMIT = len(_pdf())
    assert _keep(_pdf()).media_type == "application/pdf"  # whatever the browser said
    with pytest.raises(FileRefused, match="lớn hơn"):
        _keep(_pdf(tail=b"\n\n"))
    assert len(kept()) == 1


def test_nothing_is_left_behind_when_the_rest_fails(kept: Callable[[], list[Path]]) -> None:
    by = User.objects.command_line()
    with pytest.raises(FileRefused), audit.change(by):
        StoredFile.keep(SimpleUploadedFile("a.pdf", _pdf()), by=by)
        StoredFile.keep(SimpleUploadedFile("b.pdf", b"MZ"), by=by)
    assert (StoredFile.objects.count(), kept()) == (0, [])


def test_a_kept_file_has_a_random_name(kept: Callable[[], list[Path]]) -> None:
    _keep(_pdf(), "bí mật.pdf")
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
            _keep(_pdf())
        assert kept() == []
    else:
        assert _keep(_pdf()).size == len(_pdf())


def test_a_scanner_that_is_not_there_keeps_out(kept: Callable[[], list[Path]], settings: Any) -> None:
    settings.VIRUS_SCANNER = ["/khong/co"]
    with pytest.raises(FileRefused, match="Chưa kiểm tra được"):
        _keep(_pdf())
    assert kept() == []
