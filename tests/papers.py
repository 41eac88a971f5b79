"""Papers as offices hand them in, made by code: small and honest unless asked otherwise."""

import io
import zipfile


def pdf(*more: bytes, catalog: bytes = b"", page: bytes = b"", head: bytes = b"%PDF-1.4\n", tail: bytes = b"\n") -> bytes:
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
        len(places) + 1, listed, len(places) + 1, len(made),
    )  # fmt: skip
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
