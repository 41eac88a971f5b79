"""What a file is, told from its own bytes and never from its name or the browser's word. Pure."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from core.text import tidy


class FileRefused(ValueError):
    """The file may not be kept; the message says why in Vietnamese."""


@dataclass(frozen=True)
class Kind:
    """A kind of file that the portal keeps."""

    name: str
    extensions: tuple[str, ...]
    media_type: str


PDF = Kind("PDF", (".pdf",), "application/pdf")
PNG = Kind("ảnh PNG", (".png",), "image/png")
JPEG = Kind("ảnh JPEG", (".jpg", ".jpeg"), "image/jpeg")
DOCX = Kind("Word", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = Kind("Excel", (".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
ACCEPTED = "PDF, Word (.docx), Excel (.xlsx), ảnh PNG hoặc JPEG"


def kind_of(content: bytes, name: str) -> Kind:
    """The kind of a file. Raises `FileRefused` when it is none of ours, or its name says another."""
    if not content:
        raise FileRefused("Tệp rỗng (0 byte). Vui lòng kiểm tra lại tệp rồi gửi lại.")
    kind = _by_content(content)
    if kind is None:
        raise FileRefused(f"Tệp «{shown_name(name)}» không đúng loại. Cổng nhận {ACCEPTED}.")
    if PurePath(name.lower()).suffix not in kind.extensions:
        raise FileRefused(
            f"Nội dung tệp là {kind.name} nhưng tên tệp là «{shown_name(name)}». Vui lòng đặt lại đuôi tệp cho đúng."
        )
    return kind


def shown_name(name: str) -> str:
    """A file's own name, safe to show and to download: one line, no path, at most 120 characters."""
    plain = tidy(name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(letter for letter in plain if letter.isprintable() and letter not in ':*?"<>|')
    stem, suffix = PurePath(kept).stem or "tep", PurePath(kept).suffix[:10]
    return stem[: 120 - len(suffix)] + suffix


def _by_content(content: bytes) -> Kind | None:
    if content.startswith(b"%PDF-"):
        return PDF if _is_plain_pdf(content) else None
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG if _is_whole_png(content) else None
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG if _is_whole_jpeg(content) else None
    if content.startswith(b"PK\x03\x04"):
        return _office_file(content)
    return None


# ---- PDF: whole, not locked, nothing in it that runs, nothing else hidden before or behind ----

_RUNS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")


def _is_plain_pdf(content: bytes) -> bool:
    end = content.rfind(b"%%EOF")
    if end < 0 or len(content) - end > 1024 or _is_page(content[:2048]) or _is_page(content[end:]):
        return False
    return not (_RUNS.search(content) or b"/Encrypt" in content or b"PK\x05\x06" in content[end:])


def _is_page(part: bytes) -> bool:
    lowered = part.lower()
    return any(mark in lowered for mark in (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php"))


# ---- pictures: whole, of a size that can be opened, nothing behind their end ----

PIXELS = 100_000_000  # 10,000 × 10,000: more than a scan of A2 at 300 dpi


def _is_whole_png(content: bytes) -> bool:
    if content[12:16] != b"IHDR" or not content.endswith(b"IEND\xaeB`\x82"):
        return False
    width, height = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    return 0 < width * height <= PIXELS


def _is_whole_jpeg(content: bytes) -> bool:
    end = content.rfind(b"\xff\xd9")
    if end < 0 or content[end + 2 :].strip(b"\x00\r\n "):
        return False
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        mark, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if mark in _FRAMES:
            height, width = (
                int.from_bytes(content[at + 5 : at + 7], "big"),
                int.from_bytes(content[at + 7 : at + 9], "big"),
            )
            return 0 < width * height <= PIXELS
        at += 2 + size
    return False


_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


# ---- Word and Excel: a sound container with nothing in it that runs or climbs out ----

_UNPACKED, _RATIO, _PARTS = 400 * 1024 * 1024, 200, 2000
_STRANGE = (
    ".exe",
    ".dll",
    ".bat",
    ".cmd",
    ".js",
    ".vbs",
    ".ps1",
    ".jar",
    ".zip",
    ".html",
    ".htm",
    ".hta",
    ".lnk",
    ".sh",
)
_SICK = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR"  # the file that scanners are tried with


def _office_file(content: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) != len(names) or len(parts) > _PARTS or not all(_is_sound(part) for part in parts):
                return None
            if sum(part.file_size for part in parts) > _UNPACKED:
                return None
            if any(_begins_badly(archive, part) for part in parts):
                return None
            types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except Exception:  # a damaged container may fail in any way
        return None
    if b"macroEnabled" in types or _is_page(content[content.rfind(b"PK\x05\x06") :]):
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _is_sound(part: zipfile.ZipInfo) -> bool:
    name = part.filename
    climbs = name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or ":" in name or "\x00" in name
    is_link = (part.external_attr >> 16) & 0o170000 == 0o120000
    grows = part.file_size > 10_000_000 and part.file_size > _RATIO * max(part.compress_size, 1)
    lowered = name.lower()
    runs = lowered.endswith(("vbaproject.bin", *_STRANGE)) or "activex" in lowered
    return not (climbs or is_link or grows or runs or part.flag_bits & 1)


def _begins_badly(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """A part that is itself a program, an archive or the scanners' trial file; workbooks within papers are usual."""
    with archive.open(part) as file:
        begin = file.read(68)
    nested = begin.startswith(b"PK\x03\x04") and not part.filename.lower().endswith((".xlsx", ".docx"))
    return nested or begin.startswith((b"MZ", b"\x7fELF", b"#!", _SICK))
