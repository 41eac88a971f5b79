"""Papers as offices hand them in, made by code: small and honest unless asked otherwise."""

import io
import zipfile


def pdf(
    *more: bytes, catalog: bytes = b"", page: bytes = b"", head: bytes = b"%PDF-1.4\n", tail: bytes = b"\n"
) -> bytes:
    """A paper of one page; `more` are further objects, numbered from 4. Offsets are right."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> " + page + b" >>",
        *more,
    ]
    made, places = bytearray(head), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    listed = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(places) + 1,
        listed,
        len(places) + 1,
        len(made),
    )
    return bytes(made) + end + tail


def stream(content: bytes, names: bytes = b"") -> bytes:
    """An object of a paper that holds content."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), names, content)


def zipped(parts: dict[str, bytes], *, link: str = "") -> bytes:
    """A container of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        if link:
            item = zipfile.ZipInfo(link)
            item.external_attr = 0o120777 << 16
            archive.writestr(item, "/etc/passwd")
    return buffer.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a container by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PDF = pdf()

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = b"application/vnd.openxmlformats-officedocument"


def types(*overrides: tuple[bytes, bytes], endings: bytes = b"") -> bytes:
    """The list of types of a container: a part and its type each."""
    listed = b"".join(b'<Override PartName="/%s" ContentType="%s"/>' % item for item in overrides)
    rels = b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    xml = b'<Default Extension="xml" ContentType="application/xml"/>'
    return _HEAD + b'<Types xmlns="%s/content-types">%s%s%s%s</Types>' % (_PACKAGE, rels, xml, endings, listed)


def related(*relations: tuple[bytes, bytes, bool]) -> bytes:
    """A list of relations: kind, target, and whether it leads outside."""
    listed = b"".join(
        b'<Relationship Id="rId%d" Type="%s/%s" Target="%s"%s/>'
        % (number, _OFFICE, kind, target, b' TargetMode="External"' if outside else b"")
        for number, (kind, target, outside) in enumerate(relations, 1)
    )
    return _HEAD + b'<Relationships xmlns="%s/relationships">%s</Relationships>' % (_PACKAGE, listed)


def word(text: bytes = b"", *, main: bytes = b"word/document.xml") -> dict[str, bytes]:
    """The parts of a paper of Word; `text` stands in its body."""
    body = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
    return {
        "[Content_Types].xml": types((main, _TYPE + b".wordprocessingml.document.main+xml")),
        "_rels/.rels": related((b"officeDocument", main, False)),
        main.decode(): _HEAD + body % text,
    }


def excel(rows: bytes = b"", *, main: bytes = b"xl/workbook.xml", sheet: bytes = b"") -> dict[str, bytes]:
    """The parts of a workbook of one sheet "Sheet"; `rows` are its rows, or `sheet` is all of it."""
    name = main.rsplit(b"/", 1)[-1].decode()
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    book = b'<workbook %s xmlns:r="%s"><sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>'
    return {
        "[Content_Types].xml": types(
            (main, _TYPE + b".spreadsheetml.sheet.main+xml"),
            (b"xl/worksheets/sheet1.xml", _TYPE + b".spreadsheetml.worksheet+xml"),
        ),
        "_rels/.rels": related((b"officeDocument", main, False)),
        main.decode(): _HEAD + book % (space, _OFFICE),
        f"xl/_rels/{name}.rels": related((b"worksheet", b"worksheets/sheet1.xml", False)),
        "xl/worksheets/sheet1.xml": sheet
        or _HEAD + b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (space, rows),
    }
