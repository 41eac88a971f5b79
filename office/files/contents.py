"""What a file is, told from its own bytes and never from its name or the browser's word; the door of every upload."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from core.text import tidy
from office.files import child, marks, packages, pictures
from office.files.refusals import Unfit


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
    """The kind of a file. Raises `FileRefused` when it is none of ours, may harm, or its name says another."""
    try:
        kind = _checked(content)
    except Unfit as unfit:
        raise FileRefused(unfit.sentence(shown_name(name), accepted=ACCEPTED)) from None
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


def _checked(content: bytes) -> Kind:
    """The kind of a file that may be kept. Raises `Unfit`."""
    if not content:
        raise Unfit("empty")
    if marks.EICAR in content:
        raise Unfit("virus")
    for sign, check in _CHECKS:
        if content.startswith(sign):
            return check(content)
    if b"%PDF-" in content[:1024]:
        return _pdf(content)
    raise Unfit(*(marks.beginning(content) or ("unknown",)))


def _pdf(content: bytes) -> Kind:
    try:
        with child.reading("office.files.pdf_reader", content):
            return PDF
    except child.Unreadable:
        raise Unfit("pdf_damaged") from None
    except Unfit as unfit:
        raise Unfit("pdf_heavy") if unfit.cause == "too_large" else unfit


def _png(content: bytes) -> Kind:
    pictures.check_png(content)
    return PNG


def _jpeg(content: bytes) -> Kind:
    pictures.check_jpeg(content)
    return JPEG


def _office(content: bytes) -> Kind:
    found = packages.check(content)
    if found == packages.WORD_MAIN:
        return DOCX
    if found == packages.EXCEL_MAIN:
        return XLSX
    raise Unfit("unknown")


def _old_office(content: bytes) -> Kind:
    raise Unfit(packages.old_office(content))


_CHECKS: tuple[tuple[bytes, Callable[[bytes], Kind]], ...] = (
    (b"%PDF-", _pdf),
    (pictures.PNG_SIGN, _png),
    (pictures.JPEG_SIGN, _jpeg),
    (packages.ZIP_SIGN, _office),
    (packages.OLE_SIGN, _old_office),
)
