"""Pictures made by code."""

import struct
import zlib


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int = 4, height: int = 4, tail: bytes = b"", more: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0" * 20))
    return b"\x89PNG\r\n\x1a\n" + head + more + data + chunk(b"IEND", b"") + tail


def segment(mark: int, content: bytes) -> bytes:
    return bytes((0xFF, mark)) + struct.pack(">H", len(content) + 2) + content


def jpeg(
    width: int = 4, height: int = 4, tail: bytes = b"", mark: int = 0xC0, more: bytes = b"", data: bytes = b"\x12\x34"
) -> bytes:
    frame = segment(mark, struct.pack(">BHHB", 8, height, width, 0))
    return b"\xff\xd8" + segment(0xE1, b"Exif\0\0") + more + frame + segment(0xDA, b"") + data + b"\xff\xd9" + tail


def noise(length: int, random_bytes: bytes) -> bytes:
    """What a packed picture looks like inside: no marker by chance."""
    return random_bytes[:length].replace(b"\xff", b"\xff\x00")
