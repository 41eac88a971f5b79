"""A paper of one page for the acts of the demonstration: it says of itself that it is made up."""

from django.core.files.uploadedfile import SimpleUploadedFile

WORDS = b"BT /F1 14 Tf 72 770 Td (Van ban minh hoa, khong co that.) Tj ET"


def sample_paper(name: str) -> SimpleUploadedFile:
    """A small whole PDF."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(WORDS), WORDS),
    )
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return SimpleUploadedFile(name, bytes(made), "application/pdf")
