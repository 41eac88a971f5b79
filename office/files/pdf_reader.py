"""The child process that looks at a PDF by its objects: what runs, fetches, hides or cannot be opened.

Names are compared as the library reads them (written in hex, in packed streams, behind references); pictures are noise
and are never searched for names. A script that an older version of the file held and a newer one dropped is not there.
"""

import io
import re
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

import pikepdf
from pikepdf import settings

from office.files import marks, packages
from office.files.refusals import Unfit

_AROUND = 1024  # bytes that printers and mail write before and behind a paper
_OBJECTS = 500_000
_PIXELS = 600_000_000  # a plan of A0 at 600 dpi, in black and white
_UNPACKED, _LARGE, _RATIO, _PIECE = 400 * 1024 * 1024, 10_000_000, 200, 1024 * 1024
_DRAWN = 128 * 1024 * 1024  # of pictures together that are looked at whole; of later ones the beginning
_STRING = marks.EICAR.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")  # as a string is written

_ACTIONS: Final = {
    "/JavaScript": "pdf_script",
    "/Launch": "pdf_launch",
    "/SubmitForm": "pdf_sends",
    "/ImportData": "pdf_sends",
    "/Rendition": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
    "/RichMediaExecute": "pdf_media",
}
_KINDS: Final = {
    "/RichMedia": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
    "/3D": "pdf_media",
    "/FileAttachment": "pdf_files",
    "/EmbeddedFile": "pdf_files",
}
_KEYS: Final = {
    "/JavaScript": "pdf_script",
    "/XFA": "pdf_form",
    "/RichMediaContent": "pdf_media",
    "/RichMediaSettings": "pdf_media",
    "/EF": "pdf_files",
}
_FOLLOWED = frozenset({"/URI", "/GoToR", "/GoToE", "/Thread"})  # fine when pressed, not by themselves
_PICTURES = frozenset({"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"})
# an object without any of these names is not looked at closely
_SUSPECT = re.compile(
    rb"/(?:"
    + b"|".join({name[1:].encode() for name in (*_ACTIONS, *_KINDS, *_KEYS)})
    + rb"|JS|OpenAction|AA|EmbeddedFiles|URI)\b|/U?F (?:[(<]|\d+ \d+ R)"
)
_AWAY = re.compile(rb"\s*(?!file:/*[a-z][:|])(?:\\\\|//|[a-z][a-z0-9+.-]+:)", re.IGNORECASE)
_ENDINGS = b"|".join(ending[1:].encode() for ending in packages.RUNS)
_OPENS = re.compile(  # a link that runs a program of the reader's own disk, or tells a share who pressed it
    rb"\s*(?:\\\\|file:(?://(?![\\/])|[\\/]{4,})(?![a-z][:|])|file:.*\.(?:" + _ENDINGS + rb")\s*(?:[?#]|$))",
    re.IGNORECASE,
)
_RUNS = re.compile(rb"\s*(?:javascript|vbscript|data):", re.IGNORECASE)


def main(content: bytes) -> None:
    """Raises `Unfit` for a paper that is not taken."""
    _check_bytes(content)
    settings.set_qpdf_limits(flate_max_memory=_UNPACKED // 2, run_length_max_memory=_UNPACKED // 2)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _check(pdf)
    except pikepdf.PasswordError:
        raise Unfit("pdf_locked") from None
    except MemoryError:
        raise Unfit("pdf_heavy") from None
    except (pikepdf.PdfError, RuntimeError, RecursionError) as broken:
        if settings.qpdf_limit_errors():
            raise Unfit("pdf_heavy") from None
        raise Unfit("pdf_locked" if "unsupported encryption" in str(broken) else "pdf_damaged") from None


def _check_bytes(content: bytes) -> None:
    """Before and behind: little, and nothing that another program would take for its own."""
    begin = content[:_AROUND].find(b"%PDF-")
    front = content[: max(begin, 0)]
    if marks.has_page(content):
        raise Unfit("page")
    if front.lstrip().startswith((b"PK\x03\x04", b"<", b"\xff\xd8\xff", b"\x89PNG")) or _foreign(front):
        raise Unfit("pdf_polyglot")
    if marks.opens_as_archive(content):
        raise Unfit("pdf_polyglot")
    plain = content.rstrip(b"\x00\r\n\t \x1a")
    end = plain.rfind(b"%%EOF")
    if end < 0:
        raise Unfit("pdf_damaged")
    if marks.hidden(plain[end + 5 :]):
        raise Unfit("pdf_polyglot")
    if len(plain) - end > _AROUND:  # cut off within a later version, or something put behind
        raise Unfit("pdf_damaged" if b" obj" in plain[end:] else "pdf_polyglot")


def _foreign(front: bytes) -> bool:
    found = marks.beginning(front) if front.strip() else None
    return found is not None and found[0] != "text"


def _check(pdf: pikepdf.Pdf) -> None:
    if len(pdf.objects) > _OBJECTS:
        raise Unfit("pdf_heavy")
    unpacked = drawn = 0
    for item in chain((pdf.trailer,), pdf.objects):
        if isinstance(item, pikepdf.Stream):
            _check_container(item.stream_dict)
            if _name(item.stream_dict, "/Subtype") == "/Image":
                drawn += _check_picture(item, room=_DRAWN - drawn)
            else:
                unpacked += _check_stream(item, everything=pdf.is_encrypted)
            if unpacked > _UNPACKED:
                raise Unfit("pdf_heavy")
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Array):
            _check_container(item)
        elif isinstance(item, pikepdf.String):
            _check_piece(bytes(item))
    if not len(pdf.pages):
        raise Unfit("pdf_empty")


# ---- dictionaries ----


def _check_container(item: Any) -> None:
    written = item.unparse(resolved=True)
    if _STRING in written:
        raise Unfit("virus")
    if not _SUSPECT.search(written):
        return
    rest = [item]
    while rest:
        here = rest.pop()
        if isinstance(here, pikepdf.Array):
            values = list(here)
        else:
            values = [value for _, value in here.items()]
            _check_dictionary(here)
        # what stands behind a reference is an object of its own and comes by itself
        rest += [v for v in values if isinstance(v, pikepdf.Array | pikepdf.Dictionary) and not v.is_indirect]


def _check_dictionary(item: Any) -> None:
    action = _name(item, "/S")
    for cause in (_ACTIONS.get(action), _KINDS.get(_name(item, "/Subtype")), _KINDS.get(_name(item, "/Type"))):
        if cause:
            raise Unfit(cause)
    for key, cause in _KEYS.items():
        if key in item:
            raise Unfit(cause)
    script, files = item.get("/JS"), item.get("/EmbeddedFiles")
    if isinstance(script, pikepdf.String) or (isinstance(script, pikepdf.Stream) and action):
        raise Unfit("pdf_script")
    if isinstance(files, pikepdf.Dictionary) and (files.get("/Names") or files.get("/Kids")):
        raise Unfit("pdf_files")
    if _RUNS.match(_text(item, "/URI")):
        raise Unfit("pdf_script")
    if _OPENS.match(_text(item, "/URI")):
        raise Unfit("pdf_links")
    if any(_AWAY.match(_text(item, key)) for key in ("/F", "/UF")):
        raise Unfit("pdf_fetches")
    if any(_name(step, "/S") in _FOLLOWED for step in _by_itself(item)):
        raise Unfit("pdf_fetches")


def _by_itself(item: Any) -> Iterator[Any]:
    """The actions that a program takes unasked: on opening, and on what happens to a page or a field."""
    more = item.get("/AA")
    rest = [item.get("/OpenAction"), *(more.values() if isinstance(more, pikepdf.Dictionary) else ())]
    for _ in range(1000):
        if not rest:
            return
        step = rest.pop()
        if isinstance(step, pikepdf.Array):
            rest += [part for part in step if isinstance(part, pikepdf.Dictionary)]
        elif isinstance(step, pikepdf.Dictionary):
            yield step
            rest.append(step.get("/Next"))


def _name(item: Any, key: str) -> str:
    value = item.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _text(item: Any, key: str) -> bytes:
    value = item.get(key)
    return bytes(value) if isinstance(value, pikepdf.String) else b""


# ---- streams ----


def _check_stream(item: Any, *, everything: bool) -> int:
    """Looks for the trial virus in what is unpacked; gives its length. `everything`: what is not packed, too."""
    filters = _filters(item)
    if _PICTURES & {*filters} or not (filters or everything):
        return 0
    length, last = 0, b""
    packed = len(item.read_raw_bytes()) if filters else 1
    for piece in _pieces(item, filters):
        _check_piece(last + piece)
        last, length = piece[-80:], length + len(piece)
        if (length > _LARGE and length > _RATIO * packed) or length > _UNPACKED:
            raise Unfit("pdf_heavy")
    return length


def _check_picture(item: Any, *, room: int) -> int:
    """A picture is noise, in which a virus may stand all the same; what is packed as a picture is not unpacked."""
    names, filters = item.stream_dict, _filters(item)
    if _number(names, "/Width") * _number(names, "/Height") > _PIXELS:
        raise Unfit("pdf_heavy")
    if _PICTURES & {*filters} or not filters:
        return 0
    if filters != ["/FlateDecode"] and len(item.read_raw_bytes()) * _RATIO > room:
        return 0  # no other way than all at once
    length, last = 0, b""
    for piece in _pieces(item, filters):
        _check_piece(last + piece)
        last, length = piece[-80:], length + len(piece)
        if length > room:
            break
    return length


def _filters(item: Any) -> list[str]:
    """How a stream is packed. Raises `Unfit` for one that lies in another file."""
    names = item.stream_dict
    if "/F" in names:
        raise Unfit("pdf_fetches")
    found = names.get("/Filter")
    return [str(one) for one in found] if isinstance(found, pikepdf.Array) else [str(found)] if found else []


def _number(item: Any, key: str) -> int:
    value = item.get(key)
    return value if isinstance(value, int) else 0


def _check_piece(piece: bytes) -> None:
    if marks.EICAR in piece:
        raise Unfit("virus")


def _pieces(item: Any, filters: list[str]) -> Iterator[bytes]:
    if filters == ["/FlateDecode"]:
        yield from _inflated(item.read_raw_bytes())
        return
    try:
        yield item.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    except pikepdf.PdfError:  # a filter that the library does not undo, or damage that readers pass over
        if settings.qpdf_limit_errors():
            raise Unfit("pdf_heavy") from None


def _inflated(packed: bytes) -> Iterator[bytes]:
    unpacking = zlib.decompressobj()
    try:
        while piece := unpacking.decompress(packed, _PIECE):
            yield piece
            packed = unpacking.unconsumed_tail
    except zlib.error:  # readers show what came before the damage
        return
