"""Pictures: whole, of a size that can be opened, nothing active behind their end. Pure.

Phones write behind the end of a picture: a short film, a map of depths, their own notes. That passes; a page, a program
or an archive there does not. Text within a picture (a comment, a place) is shown by no program as more than text.
"""

import re
import zlib

from core.numbers import format_count
from office.files import marks
from office.files.refusals import Unfit

PIXELS = 100_000_000  # 10,000 × 10,000: more than a scan of A2 at 300 dpi
PNG_SIGN, JPEG_SIGN = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PACKED_WORDS, _MOST_WORDS = frozenset({b"zTXt", b"iTXt"}), 1024 * 1024
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # what ends the packed picture: neither data nor a restart


def check_png(content: bytes) -> None:
    """Raises `Unfit`."""
    at, seen = len(PNG_SIGN), set[bytes]()
    while at + 12 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + size
        if end > len(content) or zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
            break
        if not seen and kind != b"IHDR":
            break
        if kind == b"IHDR":
            _check_size(
                int.from_bytes(content[at + 8 : at + 12], "big"), int.from_bytes(content[at + 12 : at + 16], "big")
            )
        if kind in _PACKED_WORDS:
            _check_words(content[at + 8 : end - 4])
        seen.add(kind)
        at = end
        if kind == b"IEND" and b"IDAT" in seen:
            return _check_behind(content, at)
    raise Unfit("picture_damaged")


def _check_words(chunk: bytes) -> None:
    """Words of a picture may be packed, behind a name and a few signs."""
    for at in range(len(chunk)):
        if chunk[at : at + 1] != b"\x78":  # how packed words begin
            continue
        try:
            words = zlib.decompressobj().decompress(chunk[at:], _MOST_WORDS)
        except zlib.error:
            continue
        if marks.EICAR in words:
            raise Unfit("virus")
        return


def check_jpeg(content: bytes) -> None:
    """Raises `Unfit`."""
    at, sized, drawn = 2, False, False
    while at + 2 <= len(content) and content[at] == 0xFF:
        mark = content[at + 1]
        if mark == 0xFF:  # filling
            at += 1
        elif mark == 0xD9 and sized and drawn:
            return _check_behind(content, at + 2)
        elif mark in _ALONE:
            at += 2
        else:
            size = int.from_bytes(content[at + 2 : at + 4], "big")
            if mark in _FRAMES and at + 9 <= len(content):
                _check_size(
                    int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
                )
                sized = True
            at += 2 + max(size, 2)
            if mark == 0xDA:
                drawn, found = True, _NEXT.search(content, at)
                at = found.start() if found else len(content)
    raise Unfit("picture_damaged")


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise Unfit("picture_damaged")
    if width * height > PIXELS:
        raise Unfit("picture_huge", f"{format_count(width)} × {format_count(height)}")


def _check_behind(content: bytes, end: int) -> None:
    hides = marks.hidden(content[end:]) or marks.opens_as_archive(content) or b"%PDF-" in content[:1024]
    if hides:
        raise Unfit("picture_hides")
