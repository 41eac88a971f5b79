"""Signs in raw bytes: of other kinds of file, of pages, programs and archives hidden in an honest one. Pure.

Chance must not make a sign: a scan of 20 MB is noise, in which every three or four given bytes come up.
"""

import io
import re
import zipfile

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR"  # the file that scanners are tried with

# what begins a file of another kind: place, bytes, cause, detail
_BEGINNINGS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"MZ", "program", ""),
    (0, b"\x7fELF", "program", ""),
    (0, b"\xca\xfe\xba\xbe", "program", ""),
    (0, b"\xcf\xfa\xed\xfe", "program", ""),
    (0, b"#!", "program", ""),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "program", ""),  # a shortcut of Windows
    (0, b"Rar!\x1a\x07", "archive", ""),
    (0, b"7z\xbc\xaf\x27\x1c", "archive", ""),
    (0, b"\x1f\x8b", "archive", ""),
    (0, b"BZh", "archive", ""),
    (0, b"\xfd7zXZ\x00", "archive", ""),
    (0, b"MSCF", "archive", ""),
    (257, b"ustar", "archive", ""),
    (0, b"GIF8", "picture", "GIF"),
    (0, b"BM", "picture", "BMP"),
    (0, b"II*\x00", "picture", "TIFF"),
    (0, b"MM\x00*", "picture", "TIFF"),
    (8, b"WEBP", "picture", "WebP"),
    (0, b"\xff\x0a", "picture", "JPEG XL"),
    (0, b"\x00\x00\x00\x0cJXL ", "picture", "JPEG XL"),
    (0, b"\x00\x00\x00\x0cjP  ", "picture", "JPEG 2000"),
    (4, b"ftypavif", "picture", "AVIF"),
    *((4, b"ftyp" + brand, "heic", "") for brand in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")),
    (4, b"ftyp", "film", ""),
    (8, b"AVI ", "film", ""),
    (8, b"WAVE", "film", ""),
    (0, b"\x1aE\xdf\xa3", "film", ""),
    (0, b"ID3", "film", ""),
    (0, b"OggS", "film", ""),
    (0, b"{\\rtf", "rtf", ""),
    (0, b"%!PS", "postscript", ""),
)  # fmt: skip

# within a file: long enough, or followed by enough plain text, never to be chance
_PAGE = re.compile(rb"<(?:html|head|script|iframe|!doctype\s+html)[\s>/]|<\?php\s", re.IGNORECASE)
# rich text in a remark of a paper is a <body>, too: only one that does something is a page
_ACTS = re.compile(
    rb"<(?:body|img|iframe|svg|video|audio|input|object|embed|details|marquee)[\s/][^<>]{0,500}?(?<=[\s/\"'])on[a-z]{3,20}\s*=",
    re.IGNORECASE,
)
_DRAWING = re.compile(rb"<svg[\s>/][\t\n\r -~]{8}", re.IGNORECASE)
_PROGRAM = re.compile(rb"This program (?:cannot|must) be run|\x7fELF[\x01\x02][\x01\x02]\x01[\x00-\x12]\x00")
_ARCHIVE = re.compile(rb"Rar!\x1a\x07[\x00\x01]|7z\xbc\xaf\x27\x1c\x00|%PDF-[12]\.\d")
_FIRST_LETTERS = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(<[!?/]?[a-z:]+|)", re.I | re.S
)
_PAGES = {
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<iframe",
    b"<style",
    b"<div",
    b"<p",
    b"<table",
    b"<?php",
    b"<img",
}


def beginning(content: bytes) -> tuple[str, str] | None:
    """What a file begins as, when it is none of the kinds that are kept: the cause and its detail."""
    for at, sign, cause, what in _BEGINNINGS:
        if content.startswith(sign, at):
            return cause, what
    return _text(content)


def _text(content: bytes) -> tuple[str, str] | None:
    """Text: of a page, of a drawing, or plain; in any of the usual encodings."""
    start = content[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "replace").encode()
    elif b"\x00" in start:
        return None
    found = _FIRST_LETTERS.match(start)
    first = found[1].lower() if found else b""
    if first == b"<svg" or (first == b"<!doctype" and b"<svg" in start.lower()):
        return "svg", ""
    if first in _PAGES or _PAGE.search(start) or start[:13].lower() == b"mime-version:":
        return "page", ""
    try:
        start.decode("utf-8", "strict" if len(start) < 4096 else "ignore")
    except UnicodeDecodeError:
        return None
    return "text", ""


def hidden(part: bytes) -> str | None:
    """What hides in a part where a page, a program or an archive has no place: the cause, or nothing."""
    if has_page(part) or _DRAWING.search(part):
        return "page"
    if _PROGRAM.search(part) or part.lstrip(b"\x00\r\n ").startswith((b"MZ", b"\x7fELF", b"#!")):
        return "program"
    if _ARCHIVE.search(part) or part.lstrip(b"\x00\r\n ").startswith(b"PK\x03\x04"):
        return "archive"
    return None


def opens_as_archive(content: bytes) -> bool:
    """Zip programs look from the end: they open a picture or a paper that has an archive behind."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.namelist())
    except Exception:  # by chance the four bytes were there, or the directory is damaged
        return False


def has_page(content: bytes) -> bool:
    """A page of the web stands somewhere in the raw bytes, with one byte a letter or two."""
    if _PAGE.search(content) or _ACTS.search(content):
        return True
    if b"<\x00" not in content:
        return False
    narrow = content.replace(b"\x00", b"")
    return _PAGE.search(narrow) is not None or _ACTS.search(narrow) is not None
