"""Word and Excel files as containers: sound, with a main part, with nothing in them that runs, fetches or hides. Pure.

What is unpacked is looked at in pieces: a large file costs time, not memory.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from office.files import marks
from office.files.refusals import Unfit

UNPACKED = 400 * 1024 * 1024  # bytes of all parts together
_RATIO, _LARGE, _PARTS = 200, 10_000_000, 2000  # how many times a large part may grow; how many parts
_LIST = 16 * 1024 * 1024  # bytes of a list of types or relations
_PIECE, _WHOLE = 1024 * 1024, 40 * 1024 * 1024
ZIP_SIGN, OLE_SIGN = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
EXCEL_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
EXCEL_TEMPLATE = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
_OTHER_MAINS: Final = (  # part of the main part's type, and what the file then is
    ("binary.macroenabled", "xlsb"),
    ("macroenabled", "macros"),
    ("template", "template"),
    ("presentation", "ppt"),
    ("slideshow", "ppt"),
)
_OPEN_DOCUMENTS: Final = (("spreadsheet", "ods"), ("text", "odt"), ("presentation", "odp"), ("graphics", "odp"))
_OLD: Final = (  # streams of an old Office file, by name, and what the file then is
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__substg1.0_", "msg"),
    ("Book", "xls"),
)
_ACTIVE_TYPES: Final = (
    ("vbaproject", "macros"),
    ("macrosheet", "macros"),
    ("macroenabled", "macros"),
    ("keymapcustomizations", "macros"),
    ("activex", "active"),
)
_ACTIVE_NAMES: Final = (
    ("vbaproject", "macros"),
    ("/vbadata", "macros"),
    ("/macrosheets/", "macros"),
    ("/activex/", "active"),
    ("/oleobject", "objects"),
)
RUNS = (".exe", ".dll", ".scr", ".com", ".bat", ".cmd", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".ps1", ".hta", ".lnk",
         ".sh", ".msi", ".jar", ".reg", ".cpl", ".html", ".htm", ".mht", ".swf")  # fmt: skip
_WRITTEN = (".xml", ".rels", ".vml", ".rdf")  # a sign of a page in them is written as text
_PACKED_PICTURES = (".emz", ".wmz")
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".cab", ".iso")
# relations outside that are followed when somebody presses, agrees or has the workbook at hand; all others by themselves
_PRESSED = frozenset({
    "hyperlink", "image", "externalLinkPath", "externalLinkLongPath", "xlExternalLinkPath", "xlPathMissing",
    "mailMergeSource", "mailMergeHeaderSource", "recipientData",
})  # fmt: skip
_FETCHED = {  # some of those, in words
    "attachedTemplate": "mẫu gắn kèm",
    "oleObject": "đối tượng liên kết",
    "frame": "khung",
    "subDocument": "văn bản con",
    "aFChunk": "văn bản lồng",
    "package": "đối tượng liên kết",
}
_AWAY = re.compile(r"\s*(?!file:[\\/]*[a-z]:)(?:\\\\|//|[a-z][a-z0-9+.-]+:)", re.IGNORECASE)
_SHARE = re.compile(r"\s*(?:file:)?[\\/]{2,}(?![\\/]?[a-z]:)", re.IGNORECASE)
_FIELD = re.compile(rb"<(?:\w+:)?instrText\b[^>]*>([^<]*)<|\binstr=\"([^\"]*)\"")  # what Word works out anew
_COMMAND = re.compile(rb"DDEAUTO|(?:^|[^A-Z])DDE\s", re.IGNORECASE)


def old_office(content: bytes) -> str:
    """What a file of the old Office is: its cause."""
    for stream, cause in _OLD:
        if stream.encode("utf-16-le") in content:
            return cause
    return "old_office"


def opened(content: bytes) -> zipfile.ZipFile:
    """The container, when it is sound. Raises `Unfit`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except Exception:  # a damaged container may fail in any way
        raise Unfit("damaged") from None
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit("locked")
    if len({part.filename.lower() for part in parts}) != len(parts) or len(parts) > _PARTS:
        raise Unfit("strange")
    if any(_climbs(part) for part in parts):
        raise Unfit("strange")
    if sum(part.file_size for part in parts) > UNPACKED or any(_grows(part) for part in parts):
        raise Unfit("bomb")
    return archive


def _climbs(part: zipfile.ZipInfo) -> bool:
    name = part.orig_filename
    is_link = (part.external_attr >> 16) & 0o170000 == 0o120000
    return is_link or name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name or "\x00" in name


def _grows(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _LARGE and part.file_size > _RATIO * max(part.compress_size, 1)


# ---- what the container says of itself ----


def tree(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """A list of the container as XML, or nothing when the part is not there. Raises `Unfit`."""
    try:
        part = archive.getinfo(name)
    except KeyError:
        return None
    if part.file_size > _LIST:
        raise Unfit("strange")
    try:
        root = etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
    except Exception:  # damaged by chance or on purpose
        raise Unfit("damaged") from None
    if root.getroottree().docinfo.doctype:
        raise Unfit("strange")
    return root


def relations(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, str, bool]]:
    """Of a part ("" is the container itself): number, kind (last word of its type), target, and whether outside."""
    folder, name = posixpath.split(part)
    root = tree(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found = []
    for item in [] if root is None else root.iter("{*}Relationship"):
        target, outside = item.get("Target", ""), item.get("TargetMode", "").lower() == "external"
        whole = target if outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found.append((item.get("Id", ""), item.get("Type", "").rsplit("/", 1)[-1], whole, outside))
    return found


def types(archive: zipfile.ZipFile) -> dict[str, str]:
    """The type of each part by its name, and of each ending by ".ending"; names in small letters."""
    root = tree(archive, "[Content_Types].xml")
    if root is None:
        return {}
    return {
        item.get("PartName", "").lstrip("/").lower() or f".{item.get('Extension', '').lower()}": item.get(
            "ContentType", ""
        )
        for item in root
        if isinstance(item.tag, str)
    }


def main_part(archive: zipfile.ZipFile) -> tuple[str, str]:
    """The part that holds the text or the list of sheets, found by its relation, and its type. Raises `Unfit`."""
    kinds = types(archive)
    names = {name.lower(): name for name in archive.namelist()}
    if "[Content_Types].xml" not in archive.NameToInfo:
        raise Unfit(_not_office(archive))
    targets = [
        target for _, kind, target, outside in relations(archive, "") if kind == "officeDocument" and not outside
    ]
    name = names.get(targets[0].lower()) if targets else None
    if name is None:
        raise Unfit("damaged")
    return name, kinds.get(name.lower()) or kinds.get(posixpath.splitext(name)[1].lower(), "")


def _not_office(archive: zipfile.ZipFile) -> str:
    if "mimetype" in archive.namelist():
        with archive.open("mimetype") as part:
            said = part.read(200).decode("ascii", "replace")
        for word, cause in _OPEN_DOCUMENTS:
            if f"opendocument.{word}" in said:
                return cause
    return "archive"


# ---- what runs, fetches or hides ----


def check(content: bytes, *, depth: int = 0) -> str:
    """The type of the main part of a file without anything active. Raises `Unfit`."""
    with opened(content) as archive:
        said = main_part(archive)[1]
        _refuse(said.lower(), _OTHER_MAINS)
        for name, kind in types(archive).items():
            _refuse(kind.lower(), _ACTIVE_TYPES)
            _refuse(f"/{name}", _ACTIVE_NAMES)
        for part in archive.infolist():
            _check_part(archive, part, depth)
        for name in archive.namelist():
            if name.lower().endswith(".rels"):
                _check_relations(archive, name)
    _look_behind(content)
    return said


def _refuse(text: str, table: tuple[tuple[str, str], ...]) -> None:
    for word, cause in table:
        if word in text:
            raise Unfit(cause)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
    name = f"/{part.filename.lower()}"
    _refuse(name, _ACTIVE_NAMES)
    _needs_harmless(name)
    begin, last, fields = b"", b"", False
    try:
        for piece in _pieces(archive, part):
            begin, both = begin or piece[:512], last + piece
            if marks.EICAR in both:
                raise Unfit("virus")
            if not name.endswith(_WRITTEN) and marks.has_page(both):
                raise Unfit("page")
            if b"ddeLink" in both and "/externallinks/" in name:
                raise Unfit("commands")
            fields = fields or b"instr" in both
            last = piece[-80:]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):  # unpacks to something else
        raise Unfit("damaged") from None
    if fields and name.endswith(".xml") and part.file_size <= _WHOLE:
        _check_fields(archive.read(part))
    if begin.startswith(OLE_SIGN):
        raise Unfit("objects")
    if begin.startswith(ZIP_SIGN):
        _check_nested(archive, part, depth)
    else:
        _needs_harmless_beginning(name, begin)


def look(content: bytes, *, depth: int = 0) -> None:
    """A container that is only read, as a list is, hides nothing: no virus, program, page or archive within or behind.

    What a workbook may hold beside its cells (macros of a workbook that says so, objects, links) stays unread. Raises
    `Unfit`.
    """
    with opened(content) as archive:
        may_have_macros = any("macroenabled" in kind.lower() for kind in types(archive).values())
        for part in archive.infolist():
            if "vbaproject" in part.filename.lower() and not may_have_macros:
                raise Unfit("macros")
            _look_into(archive, part, depth)
    _look_behind(content)


def _look_into(archive: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
    name = f"/{part.filename.lower()}"
    _needs_harmless(name)
    begin, last = b"", b""
    try:
        for piece in _pieces(archive, part):
            begin, both = begin or piece[:512], last + piece
            if marks.EICAR in both:
                raise Unfit("virus")
            if not name.endswith(_WRITTEN) and marks.has_page(both):
                raise Unfit("page")
            if begin.startswith(OLE_SIGN) and marks.hidden(both) == "program":
                raise Unfit("program")
            last = piece[-80:]
    except Unfit:
        raise
    except Exception:  # a damaged container may fail in any way
        raise Unfit("damaged") from None
    if begin.startswith(ZIP_SIGN):
        if depth >= 2 or part.file_size > 20 * _PIECE:
            raise Unfit("nested")
        look(archive.read(part), depth=depth + 1)  # read whole before
    else:
        _needs_harmless_beginning(name, begin)


def _needs_harmless(name: str) -> None:
    """Raises `Unfit` for a part whose name says that it runs or holds others."""
    if name.endswith(RUNS):
        raise Unfit("program")
    if name.endswith(_ARCHIVES):
        raise Unfit("nested")


def _needs_harmless_beginning(name: str, begin: bytes) -> None:
    """Raises `Unfit` for a part that begins as a program, an archive or a page."""
    if not name.endswith(_PACKED_PICTURES) and (found := marks.beginning(begin)):
        _refuse(found[0], (("program", "program"), ("archive", "nested"), ("page", "page")))


def _look_behind(content: bytes) -> None:
    """Raises `Unfit` for a page in the raw bytes, or something in front of the container or behind it."""
    if marks.has_page(content):
        raise Unfit("page")
    if b"%PDF-" in content[:1024] or marks.hidden(content[content.rfind(b"PK\x05\x06") + 22 :]):
        raise Unfit("strange")


def _check_fields(xml: bytes) -> None:
    """A field may be written in several runs."""
    if _COMMAND.search(b"".join(part or whole for part, whole in _FIELD.findall(xml))):
        raise Unfit("commands")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            yield piece


def _check_nested(archive: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
    """Workbooks behind charts and papers within papers are usual; they may hold nothing either."""
    if depth >= 2 or part.file_size > 20 * _PIECE or not part.filename.lower().endswith((".xlsx", ".docx")):
        raise Unfit("nested")
    check(archive.read(part), depth=depth + 1)


def _check_relations(archive: zipfile.ZipFile, name: str) -> None:
    folder, file = posixpath.split(posixpath.dirname(name))[0], posixpath.basename(name)[: -len(".rels")]
    for _, kind, target, outside in relations(archive, posixpath.join(folder, file)):
        _refuse("activex" if kind == "control" else kind.lower(), _ACTIVE_TYPES)
        if not outside:
            continue
        if kind not in _PRESSED and _AWAY.match(target):
            raise Unfit("fetches", _FETCHED.get(kind, "phần liên kết"))
        if kind == "image" and _SHARE.match(target):  # a picture of the web passes; a share would learn who opens it
            raise Unfit("fetches", "ảnh trên thư mục mạng")
