"""Files as offices, scanners, phones and signing services make them: each is kept."""

import io
import random
import zlib

import pikepdf
from docx import Document
from openpyxl import Workbook

from tests.office.pictures import chunk, jpeg, noise, png, segment
from tests.papers import PDF, excel, pdf, related, stream, word, zipped

_chance = random.Random(13)
_NOISE = noise(60_000, _chance.randbytes(60_000))
_MARKS = b"/JS /JavaScript /Launch /OpenAction /AA /EmbeddedFile /XFA /RichMedia "  # by chance, in a picture


def _saved(content: bytes, **how: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as paper:
        paper.save(buffer, **how)  # type: ignore[arg-type]
    return buffer.getvalue()


def scan(data: bytes, packing: bytes) -> bytes:
    """A page that is one picture."""
    names = (
        b"/Type /XObject /Subtype /Image /Width 420 /Height 594 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /"
        + packing
    )
    picture = b"q 595 0 0 842 0 0 cm /Im0 Do Q"
    return pdf(
        stream(picture),
        stream(data, names),
        page=b"/Contents 4 0 R",
        catalog=b"/PageMode /UseNone",
    ).replace(b"/Resources << >>", b"/Resources << /XObject << /Im0 5 0 R >> >>")


def _docx(words: str = "Kế hoạch") -> bytes:
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph(words)
    document.save(buffer)
    return buffer.getvalue()


def _xlsx() -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    book.active.append(["Xã", 1])
    book.save(buffer)
    return buffer.getvalue()


def _signed() -> bytes:
    """Signed by a service: a later version behind the first, with a field that holds the signature."""
    field = b"<< /FT /Sig /T (Ky so) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /P 3 0 R /V 5 0 R >>"
    signature = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 9 9 9] /Contents <%s> /M (D:20220718) >>"
    first = pdf(
        field, signature % (_NOISE[:4000].hex().encode()), catalog=b"/AcroForm << /SigFlags 3 /Fields [4 0 R] >>"
    )
    at = len(first)
    later = b"5 0 obj\n" + signature % _NOISE[4000:8000].hex().encode() + b"\nendobj\n"
    table = b"xref\n5 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        at,
        int(first.split(b"startxref\n")[-1].split(b"\n")[0]),
        at + len(later),
    )
    return first + later + table


def _linked(target: bytes, kind: bytes = b"hyperlink", where: str = "word/_rels/document.xml.rels") -> bytes:
    return zipped({**word(), where: related((kind, target, True))})


_METADATA = (
    b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="a"/></x:xmpmeta><?xpacket end="w"?>'
)
_REMARK = b'<?xml version="1.0"?><body xmlns="http://www.w3.org/1999/xhtml"><p>Xem</p></body>'
_TEXT = b"BT /F1 12 Tf (see /JS and /Launch) Tj ET"
_FILM = b"\0\0\0\x18ftypmp42" + _NOISE
_SAMSUNG = b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1658102400000SEFHk\0\0\0\x01\0\0\0\0\0\x01\x0a$\0\0\0\x1c\0\0\0SEFT"

GOOD: list[tuple[str, bytes, str]] = [
    *((f"pdf {version}", pdf(head=f"%PDF-{version}\n".encode()), "kế hoạch.pdf") for version in ("1.3", "1.4", "1.5", "1.7", "2.0")),
    ("capital ending", PDF, "KE HOACH.PDF"),
    ("blank end", PDF + b"\r\n\r\n", "a.pdf"),
    ("no line end", pdf(tail=b""), "a.pdf"),
    ("padded with zeros", PDF + b"\0" * 5000, "a.pdf"),
    ("padded with lines", PDF + b"\n" * 5000, "a.pdf"),
    ("a mail's words behind", PDF + b"--boundary--\r\n" * 20, "a.pdf"),
    ("a printer's words before", b"\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n" + PDF, "a.pdf"),
    ("lines before", b"\r\n\r\n" + PDF, "a.pdf"),
    ("a mark of order before", b"\xef\xbb\xbf" + PDF, "a.pdf"),
    ("many bytes before", b"x" * 1000 + PDF, "a.pdf"),
    ("a scanner's", pdf(stream(_METADATA, b"/Type /Metadata /Subtype /XML"), catalog=b"/Metadata 4 0 R"), "scan_0001.pdf"),
    ("signed", _signed(), "da-ky.pdf"),
    ("a form to sign", pdf(catalog=b"/AcroForm << /SigFlags 3 /Fields [] /NeedAppearances true >>"), "a.pdf"),
    ("links", pdf(page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://ninhthuan.gov.vn) >> >>]"), "a.pdf"),
    ("a link to another paper", pdf(page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /GoToR /F (phu-luc.pdf) /D [0 /Fit] >> >>]"), "a.pdf"),
    ("a link to one's own disk", pdf(page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (file:///D:/a.docx) >> >>]"), "a.pdf"),
    ("a program of a site to press", pdf(page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://la.vn/a.exe) >> >>]"), "a.pdf"),
    ("a link without its kind", pdf(page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (//ninhthuan.gov.vn/a) >> >>]"), "a.pdf"),
    ("bookmarks", pdf(b"<< /Title (1) /Parent 5 0 R /Dest [3 0 R /Fit] >>", b"<< /First 4 0 R /Last 4 0 R /Count 1 >>", catalog=b"/Outlines 5 0 R"), "a.pdf"),
    ("names of places", pdf(catalog=b"/Names << /Dests << /Names [(chuong1) [3 0 R /Fit]] >> >> /OpenAction [3 0 R /XYZ null null 0]"), "a.pdf"),
    ("opens at a page", pdf(catalog=b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"), "a.pdf"),
    ("prints by a button", pdf(page=b"/Annots [<< /Subtype /Widget /A << /S /Named /N /Print >> >>]"), "a.pdf"),
    ("an empty list of files", pdf(catalog=b"/Names << /EmbeddedFiles << /Names [] >> >>"), "a.pdf"),
    ("a remark", pdf(page=b"/Annots [<< /Subtype /Text /Rect [0 0 9 9] /F 4 /Contents (Xem) /RC (%s) >>]" % _REMARK), "a.pdf"),
    ("a remark that names a script", pdf(page=b"/Annots [<< /Subtype /Text /Rect [0 0 9 9] /Contents (dung /S /JavaScript /JS) >>]"), "a.pdf"),
    ("text that names a script", pdf(stream(_TEXT), page=b"/Contents 4 0 R"), "a.pdf"),
    ("a resource called JS", pdf(stream(_NOISE, b"/Subtype /Image /Width 9 /Height 9 /Filter /DCTDecode"), page=b"/Group << /XObject << /JS 4 0 R >> >>"), "a.pdf"),
    ("tagged", pdf(b"<< /Type /StructTreeRoot /K 5 0 R >>", b"<< /Type /StructElem /S /P /Pg 3 0 R /K 0 >>", catalog=b"/MarkInfo << /Marked true >> /StructTreeRoot 4 0 R /Lang (vi-VN)"), "a.pdf"),
    ("for the archive", pdf(stream(_METADATA, b"/Type /Metadata /Subtype /XML"), catalog=b"/Metadata 4 0 R /OutputIntents [<< /S /GTS_PDFA1 >>]"), "a.pdf"),
    ("saved twice", _signed().replace(b"%PDF-1.4", b"%PDF-1.7"), "a.pdf"),
    ("linearised", _saved(PDF, linearize=True), "a.pdf"),
    ("objects packed", _saved(PDF, object_stream_mode=pikepdf.ObjectStreamMode.generate), "a.pdf"),
    ("an owner's password", _saved(PDF, encryption=pikepdf.Encryption(owner="abc", user="")), "a.pdf"),
    ("an owner's password, old", _saved(PDF, encryption=pikepdf.Encryption(owner="abc", user="", R=3, aes=False, metadata=False)), "a.pdf"),
    ("a wrong table", PDF.replace(b"startxref\n", b"startxref\n9"), "a.pdf"),
    *((f"scan, {packing}", scan(_MARKS + _NOISE + _MARKS, packing.encode()), "scan.pdf") for packing in ("DCTDecode", "CCITTFaxDecode", "JBIG2Decode", "JPXDecode")),
    ("scan, lossless", scan(zlib.compress(_MARKS * 5000), b"FlateDecode"), "scan.pdf"),
    ("white scan of 20 MB", scan(zlib.compress(b"\xff" * 20_000_000, 1), b"FlateDecode"), "scan.pdf"),
    ("a stream that is spoiled", pdf(stream(zlib.compress(b"q Q " * 100)[:-9], b"/Filter /FlateDecode")), "a.pdf"),
    *((f"picture {side}", png(side, side), "anh.png") for side in (1, 640, 4000, 9900)),
    ("picture with words", png(more=chunk(b"tEXt", b"Comment\0<script>alert(1)</script>")), "anh.png"),
    ("picture with packed words", png(more=chunk(b"zTXt", b"Comment x\0\0" + zlib.compress(b"Xin"))), "anh.png"),
    ("picture with words that are no packing", png(more=chunk(b"iTXt", b"xxx\0\0\0\0\0x")), "anh.png"),
    ("picture with a trailer", png(tail=_SAMSUNG), "anh.png"),
    *((f"photo {side}", jpeg(side, side), "anh.jpg") for side in (1, 640, 4000, 9900)),
    ("photo, other ending", jpeg(), "anh.JPEG"),
    ("progressive photo", jpeg(mark=0xC2), "anh.jpg"),
    ("photo with restarts", jpeg(data=b"\1\xff\xd0\2\xff\x00\3\xff\xd7\4"), "anh.jpg"),
    ("photo in several passes", jpeg(data=b"\1\2" + segment(0xC4, b"\0") + segment(0xDA, b"") + _NOISE), "anh.jpg"),
    ("photo with a small one within", jpeg(more=segment(0xE1, b"Exif\0\0" + jpeg())), "anh.jpg"),
    ("photo with words", jpeg(more=segment(0xFE, b"<script>alert(1)</script>")), "anh.jpg"),
    ("photo of a phone", jpeg(tail=b"\0\0\0\0"), "IMG_2022.jpg"),
    ("photo of a Samsung", jpeg(tail=_SAMSUNG), "20220718_081500.jpg"),
    ("moving photo", jpeg(tail=_FILM), "MVIMG_2022.jpg"),
    ("photo with its brightness", jpeg(tail=jpeg(more=segment(0xE1, _METADATA))), "PXL_2022.jpg"),
    ("paper", _docx(), "Kế hoạch.docx"),
    ("long paper", _docx("Kế hoạch " * 5000), "a.docx"),
    ("paper of Word's web page", zipped(word(main=b"word/document2.xml")), "a.docx"),
    ("paper with a chart's workbook", zipped({**word(), "word/embeddings/a.xlsx": _xlsx()}), "a.docx"),
    ("paper with a photo", zipped({**word(), "word/media/image1.jpeg": jpeg()}), "a.docx"),
    ("paper with a drawing", zipped({**word(), "word/media/image1.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>'}), "a.docx"),
    ("paper with a packed drawing", zipped({**word(), "word/media/image1.emz": b"\x1f\x8b\x08" + b"\0" * 30}), "a.docx"),
    ("paper with links", _linked(b"https://ninhthuan.gov.vn"), "a.docx"),
    ("paper with a picture of the web", _linked(b"https://ninhthuan.gov.vn/a.png", b"image"), "a.docx"),
    ("paper of an office's template", _linked(b"file:///C:\\Users\\An\\Mau.dotm", b"attachedTemplate", "word/_rels/settings.xml.rels"), "a.docx"),
    ("paper with page numbers", zipped(word(b"<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:t>DDEAUTO</w:t></w:r>")), "a.docx"),
    ("workbook", _xlsx(), "Biểu.xlsx"),
    ("workbook of another program", zipped(excel(main=b"xl/workbook22.xml")), "a.xlsx"),
    ("workbook with links to others", zipped({**excel(), "xl/externalLinks/_rels/externalLink1.xml.rels": related((b"externalLinkPath", b"file:///\\\\may-chu\\chung\\a.xlsx", True))}), "a.xlsx"),
    ("workbook with a printer's notes", zipped({**excel(), "xl/printerSettings/printerSettings1.bin": b"\\\0\\\0m\0a\0y\0"}), "a.xlsx"),
    ("workbook with form buttons", zipped({**excel(), "xl/ctrlProps/ctrlProp1.xml": b"<formControlPr/>", "[Content_Types].xml": excel()["[Content_Types].xml"].replace(b"</Types>", b'<Override PartName="/xl/ctrlProps/ctrlProp1.xml" ContentType="application/vnd.ms-excel.controlproperties+xml"/></Types>')}), "a.xlsx"),
    ("a name of another alphabet", PDF, "Kế hoạch số 45 - UBND huyện Bác Ái (bản ký).pdf"),
    ("a very long name", PDF, "a" * 296 + ".pdf"),
    ("a name that climbs", PDF, "../../../etc/passwd.pdf"),
    ("a name with a stop", PDF, "ke.hoach.2022.pdf"),
]  # fmt: skip
