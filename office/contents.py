"""What a file is, told from its own bytes and never from its name or the browser's word. Pure."""

import io
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
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK\x03\x04"):
        try:
            names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
        except Exception:  # a damaged container may fail in any way
            return None
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            return None  # macros
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
    return None
