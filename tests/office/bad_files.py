"""Files that may not be kept, each with the cause that the officer is told. Made by code; nothing here does harm."""

import io
import zlib

import pikepdf

from office.files.refusals import Unfit
from tests.office.pictures import chunk, jpeg, png, segment
from tests.papers import PDF, excel, parts_of, pdf, related, stream, types, word, zipped

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
ZIP = zipped({"a.txt": b"x"})
SCRIPT = b"<script>alert(1)</script>"
PROGRAM = b"MZ\x90\0" * 20
RUN = b"/S /JavaScript /JS (app.alert\\(1\\))"
Row = tuple[str, bytes, str, Unfit | str]


def _named(kind: str, name: str) -> str:
    return f"Nội dung tệp là {kind} nhưng tên tệp là «{name}». Vui lòng đặt lại đuôi tệp cho đúng."


def _old(stream_name: str) -> bytes:
    return OLE + stream_name.encode("utf-16-le") + b"\0" * 400


def _saved(content: bytes, **how: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as paper:
        paper.save(buffer, **how)  # type: ignore[arg-type]
    return buffer.getvalue()


def _packed(content: bytes) -> bytes:
    """The same paper with its objects in packed streams: no name stands in its bytes."""
    return _saved(content, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _locked(**how: str) -> bytes:
    return _saved(PDF, encryption=pikepdf.Encryption(**how))  # type: ignore[arg-type]


def _later(content: bytes, changed: bytes) -> bytes:
    """A later version of the paper behind the first: its catalogue has changed."""
    at = len(content)
    return (
        content
        + b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R %s >>\nendobj\nxref\n1 1\n%010d 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            changed,
            at,
            int(content.split(b"startxref\n")[-1].split(b"\n")[0]),
            at + len(b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R %s >>\nendobj\n" % changed),
        )
    )


def _word(**more: bytes) -> bytes:
    return zipped({**word(), **{name.replace("__", "/"): content for name, content in more.items()}})


def _typed(kind: bytes) -> bytes:
    return zipped({**word(), "[Content_Types].xml": types((b"word/document.xml", kind))})


def _relating(*relations: tuple[bytes, bytes, bool], where: str = "word/_rels/document.xml.rels") -> bytes:
    return zipped({**word(), where: related(*relations)})


def _encrypted(content: bytes) -> bytes:
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[changed.find(signature) + offset] |= 1
    return bytes(changed)


def _lying() -> bytes:
    """A part says that it is shorter than it is."""
    content = bytearray(_word(word__media__a=b"x" * 5000))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rfind(signature)
        content[at + offset : at + offset + 4] = (100).to_bytes(4, "little")
    return bytes(content)


def _file(action: bytes) -> bytes:
    return pdf(catalog=b"/OpenAction << " + action + b" >>")


_PRESSED = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << %s >> >>]"

_IMAGE = b"/Subtype /Image /Width 1 /Height 1 "
_ESCAPED = EICAR.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _in_runs(content: bytes) -> bytes:
    """As one run of bytes that do not repeat, and the end."""
    return bytes((len(content) - 1,)) + content + b"\x80"


OTHERS: list[Row] = [
    ("empty", b"", "a.pdf", Unfit("empty")),
    ("a program", PROGRAM, "a.pdf", Unfit("program")),
    ("a linux program", b"\x7fELF" + b"\0" * 50, "a.pdf", Unfit("program")),
    ("a script of a shell", b"#!/bin/sh\nls", "a.pdf", Unfit("program")),
    ("a shortcut", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 90, "a.pdf", Unfit("program")),
    ("a page", b"<html><script>alert(1)</script></html>", "a.pdf", Unfit("page")),
    ("a page as picture", b"<!DOCTYPE html><p>", "a.png", Unfit("page")),
    ("a page with a remark first", b"\n<!-- a -->\n<body>", "a.pdf", Unfit("page")),
    ("a page of another alphabet", "<html>".encode("utf-16"), "a.pdf", Unfit("page")),
    ("a saved page", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a.docx", Unfit("page")),
    ("a page of a server", b"<?php system($_GET['c']); ?>", "a.jpg", Unfit("page")),
    ("svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "a.svg", Unfit("svg")),
    ("svg as png", b"<svg/>", "a.png", Unfit("svg")),
    ("svg with a head", b"<?xml version='1.0'?>\n<!DOCTYPE svg PUBLIC 'x'><svg></svg>", "a.svg", Unfit("svg")),
    ("xml", b"<?xml version='1.0'?><a/>", "a.pdf", Unfit("text")),
    ("text", b"abc", "a.txt", Unfit("text")),
    ("Vietnamese text as pdf", "Kính gửi Ủy ban".encode(), "a.pdf", Unfit("text")),
    ("rtf", rb"{\rtf1}", "a.docx", Unfit("rtf")),
    ("postscript", b"%!PS-Adobe-3.0", "a.pdf", Unfit("postscript")),
    ("gif", b"GIF89a" + b"\0" * 20, "a.gif", Unfit("picture", "GIF")),
    ("gif and script", b"GIF89a/*...*/=1;alert(1)", "a.jpg", Unfit("picture", "GIF")),
    ("bmp", b"BM" + b"\0" * 40, "a.bmp", Unfit("picture", "BMP")),
    ("webp", b"RIFF\0\0\0\0WEBP", "a.png", Unfit("picture", "WebP")),
    ("tiff", b"II*\0" + b"\0" * 20, "a.tif", Unfit("picture", "TIFF")),
    ("tiff, the other way", b"MM\0*" + b"\0" * 20, "a.pdf", Unfit("picture", "TIFF")),
    ("avif", b"\0\0\0\x1cftypavif", "a.jpg", Unfit("picture", "AVIF")),
    ("heic", b"\0\0\0\x18ftypheic" + b"\0" * 30, "IMG_0001.HEIC", Unfit("heic")),
    ("heic as jpeg", b"\0\0\0\x18ftypmif1" + b"\0" * 30, "IMG_0001.jpg", Unfit("heic")),
    ("a film", b"\0\0\0\x18ftypmp42" + b"\0" * 30, "a.mp4", Unfit("film")),
    ("old word", _old("WordDocument"), "a.doc", Unfit("doc")),
    ("old word as docx", _old("WordDocument"), "a.docx", Unfit("doc")),
    ("old excel", _old("Workbook"), "a.xls", Unfit("xls")),
    ("very old excel", _old("Book"), "a.xls", Unfit("xls")),
    ("old slides", _old("PowerPoint Document"), "a.ppt", Unfit("ppt")),
    ("a mail", _old("__substg1.0_0037001F"), "a.msg", Unfit("msg")),
    ("another old file", OLE, "a.docx", Unfit("old_office")),
    ("a paper with a password", _old("EncryptedPackage"), "a.docx", Unfit("locked")),
    ("eicar", EICAR, "a.pdf", Unfit("virus")),
    ("eicar as text", EICAR, "eicar.com", Unfit("virus")),
    ("eicar behind text", b"abc\n" + EICAR, "a.txt", Unfit("virus")),
    ("a zip", ZIP, "a.zip", Unfit("archive")),
    ("a zip as paper", ZIP, "a.docx", Unfit("archive")),
    ("a rar", b"Rar!\x1a\x07\x01\0" + b"\0" * 20, "a.rar", Unfit("archive")),
    ("a 7z as pdf", b"7z\xbc\xaf\x27\x1c\0\4" + b"\0" * 20, "a.pdf", Unfit("archive")),
    ("noise", bytes(range(128, 256)), "a.pdf", Unfit("unknown")),
    *(
        (f"opendocument {kind}", zipped({"mimetype": b"application/vnd.oasis.opendocument." + kind.encode()}), f"a.{cause}", Unfit(cause))
        for kind, cause in (("spreadsheet", "ods"), ("text", "odt"), ("presentation", "odp"))
    ),
    ("ods as xlsx", zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "a.xlsx", Unfit("ods")),
]  # fmt: skip

PAPERS: list[Row] = [
    ("pdf cut off", PDF[: len(PDF) // 2], "a.pdf", Unfit("pdf_damaged")),
    ("pdf without its end", PDF[:-8], "a.pdf", Unfit("pdf_damaged")),
    ("pdf, linearised, cut off", _saved(pdf(*[stream(b"q Q " * 900)] * 9), linearize=True)[:-900], "a.pdf", Unfit("pdf_damaged")),
    ("pdf head alone", b"%PDF-1.4\n%%EOF\n", "a.pdf", Unfit("pdf_damaged")),
    ("pdf without pages", PDF.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [     ] /Count 0"), "a.pdf", Unfit("pdf_empty")),
    ("pdf then page", PDF + b"\n<html><script>1</script>", "a.pdf", Unfit("page")),
    ("page then pdf", b"<html>" + SCRIPT + PDF, "a.pdf", Unfit("page")),
    ("page within pdf head", pdf(head=b"%PDF-1.4\n<html><script>1</script>\n"), "a.pdf", Unfit("page")),
    ("page far behind the first bytes", pdf(stream(b"q Q\n" * 2000), stream(b"<!DOCTYPE html>" + SCRIPT)), "a.pdf", Unfit("page")),
    ("page in capitals", pdf(stream(b"0" * 5000 + b"<ScRiPt src=x>")), "a.pdf", Unfit("page")),
    ("page of a server in a pdf", pdf(stream(b"0" * 5000 + b"<?php phpinfo(); ?>")), "a.pdf", Unfit("page")),
    ("zip then pdf", ZIP + PDF, "a.pdf", Unfit("archive")),
    ("program then pdf", PROGRAM + PDF, "a.pdf", Unfit("pdf_polyglot")),
    ("gif then pdf", b"GIF89a" + PDF, "a.pdf", Unfit("pdf_polyglot")),
    ("shell then pdf", b"#!/bin/sh\nexit\n" + PDF, "a.pdf", Unfit("pdf_polyglot")),
    ("pdf and zip", PDF + ZIP, "a.pdf", Unfit("pdf_polyglot")),
    ("pdf and zip, padded", PDF + ZIP + b"\n", "a.pdf", Unfit("pdf_polyglot")),
    ("zip in a pdf", pdf(stream(ZIP)), "a.pdf", Unfit("pdf_polyglot")),
    ("pdf and program", PDF + PROGRAM, "a.pdf", Unfit("pdf_polyglot")),
    ("pdf and rar", PDF + b"Rar!\x1a\x07\x01\0" + b"\1" * 40, "a.pdf", Unfit("pdf_polyglot")),
    ("pdf with much behind", PDF + b"x" * 2000, "a.pdf", Unfit("pdf_polyglot")),
    ("script on opening", _file(RUN), "a.pdf", Unfit("pdf_script")),
    ("script, names in hex", _file(b"/#53 /J#61vaScript /#4a#53 (app.alert\\(1\\))"), "a.pdf", Unfit("pdf_script")),
    ("script in packed objects", _packed(pdf(b"<< %s >>" % RUN, catalog=b"/OpenAction 4 0 R")), "a.pdf", Unfit("pdf_script")),
    ("script in a stream", pdf(b"<< /S /JavaScript /JS 5 0 R >>", stream(b"app.alert(1)"), catalog=b"/OpenAction 4 0 R"), "a.pdf", Unfit("pdf_script")),
    ("script by name", pdf(b"<< %s >>" % RUN, catalog=b"/Names << /JavaScript << /Names [(a) 4 0 R] >> >>"), "a.pdf", Unfit("pdf_script")),
    ("script of a page", pdf(page=b"/AA << /O << %s >> >>" % RUN), "a.pdf", Unfit("pdf_script")),
    ("script of a field", pdf(b"<< /FT /Tx /T (a) /AA << /K << %s >> >> >>" % RUN, catalog=b"/AcroForm << /Fields [4 0 R] >>"), "a.pdf", Unfit("pdf_script")),
    ("script after another step", _file(b"/S /GoTo /D [3 0 R /Fit] /Next [<< %s >>]" % RUN), "a.pdf", Unfit("pdf_script")),
    ("script nobody refers to", pdf(b"<< %s >>" % RUN), "a.pdf", Unfit("pdf_script")),
    ("script deep within", pdf(b"[" * 50 + b"<< %s >>" % RUN + b"]" * 50), "a.pdf", Unfit("pdf_script")),
    ("script without its kind", _file(b"/JS (app.alert\\(1\\))"), "a.pdf", Unfit("pdf_script")),
    ("script as an address", pdf(page=_PRESSED % b"/S /URI /URI (javascript:alert\\(1\\))"), "a.pdf", Unfit("pdf_script")),
    ("script in a later version", _later(PDF, b"/OpenAction << %s >>" % RUN), "a.pdf", Unfit("pdf_script")),
    ("script behind an owner's password", _saved(_file(RUN), encryption=pikepdf.Encryption(owner="abc", user="")), "a.pdf", Unfit("pdf_script")),
    ("script in a paper with a wrong table", _file(RUN).replace(b"startxref\n", b"startxref\n9"), "a.pdf", Unfit("pdf_script")),
    ("launch", _file(b"/S /Launch /F (cmd.exe)"), "a.pdf", Unfit("pdf_launch")),
    ("launch in hex", _file(b"/S /L#61unch /F (cmd.exe)"), "a.pdf", Unfit("pdf_launch")),
    ("launch when pressed", pdf(page=_PRESSED % b"/S /Launch /Win << /F (cmd.exe) >>"), "a.pdf", Unfit("pdf_launch")),
    ("launch, packed", _packed(_file(b"/S /Launch /F (cmd.exe)")), "a.pdf", Unfit("pdf_launch")),
    ("sends a form", pdf(page=_PRESSED % b"/S /SubmitForm /F (http://la.vn)"), "a.pdf", Unfit("pdf_sends")),
    ("sends, in hex", pdf(page=_PRESSED % b"/S /#53ubmitForm /F (http://la.vn)"), "a.pdf", Unfit("pdf_sends")),
    ("fetches data", _file(b"/S /ImportData /F (a.fdf)"), "a.pdf", Unfit("pdf_sends")),
    ("opens an address by itself", _file(b"/S /URI /URI (http://la.vn)"), "a.pdf", Unfit("pdf_fetches")),
    ("opens a share", pdf(page=b"/AA << /O << /S /GoToR /F (\\\\\\\\la.vn\\\\a) /D [0 /Fit] >> >>"), "a.pdf", Unfit("pdf_fetches")),
    ("opens a share when pressed", pdf(page=_PRESSED % b"/S /GoToE /F << /F (\\\\\\\\la.vn\\\\a.pdf) >>"), "a.pdf", Unfit("pdf_fetches")),
    ("content elsewhere", pdf(stream(b"", b"/F (http://la.vn/a)")), "a.pdf", Unfit("pdf_fetches")),
    ("film", pdf(page=b"/Annots [<< /Subtype /RichMedia /RichMediaContent << >> >>]"), "a.pdf", Unfit("pdf_media")),
    ("film in hex", pdf(page=b"/Annots [<< /Subtype /Rich#4dedia >>]"), "a.pdf", Unfit("pdf_media")),
    ("sound", pdf(page=_PRESSED % b"/S /Sound /Sound 4 0 R"), "a.pdf", Unfit("pdf_media")),
    ("solid body", pdf(page=b"/Annots [<< /Subtype /3D >>]"), "a.pdf", Unfit("pdf_media")),
    ("rendition", _file(b"/S /Rendition /OP 0"), "a.pdf", Unfit("pdf_media")),
    ("moving form", pdf(stream(b"<xdp/>"), catalog=b"/AcroForm << /Fields [] /XFA 4 0 R >>"), "a.pdf", Unfit("pdf_form")),
    ("a file within", pdf(b"<< /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>", stream(PROGRAM, b"/Type /EmbeddedFile"), catalog=b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>"), "a.pdf", Unfit("pdf_files")),
    ("a file pinned on", pdf(page=b"/Annots [<< /Subtype /FileAttachment /FS 4 0 R >>]"), "a.pdf", Unfit("pdf_files")),
    ("a file listed", pdf(b"<< /F (a) >>", catalog=b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>"), "a.pdf", Unfit("pdf_files")),
    ("a file nobody refers to", pdf(stream(b"abc", b"/Type /Embedded#46ile")), "a.pdf", Unfit("pdf_files")),
    ("locked", _locked(owner="abc", user="x"), "a.pdf", Unfit("pdf_locked")),
    ("locked, old", _saved(PDF, encryption=pikepdf.Encryption(owner="a", user="x", R=3, aes=False, metadata=False)), "a.pdf", Unfit("pdf_locked")),
    ("locked by a certificate", PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Adobe.PubSec /V 4 >>"), "a.pdf", Unfit("pdf_locked")),
    ("eicar in a paper", pdf(stream(EICAR)), "a.pdf", Unfit("virus")),
    ("eicar packed", pdf(stream(zlib.compress(EICAR), b"/Filter /FlateDecode")), "a.pdf", Unfit("virus")),
    ("eicar far within", pdf(stream(zlib.compress(b"x" * (1024 * 1024 - 20) + EICAR), b"/Filter /FlateDecode")), "a.pdf", Unfit("virus")),
    ("eicar packed twice", pdf(stream(zlib.compress(zlib.compress(EICAR)), b"/Filter [/FlateDecode /FlateDecode]")), "a.pdf", Unfit("virus")),
    ("eicar as digits", pdf(stream(EICAR.hex().encode() + b">", b"/Filter /ASCIIHexDecode")), "a.pdf", Unfit("virus")),
    ("eicar as a picture", pdf(stream(zlib.compress(EICAR), b"/Subtype /Image /Width 1 /Height 1 /Filter /FlateDecode")), "a.pdf", Unfit("virus")),
    ("eicar behind an owner's password", _saved(pdf(stream(EICAR), page=b"/Contents 4 0 R"), encryption=pikepdf.Encryption(owner="a", user=""), compress_streams=False), "a.pdf", Unfit("virus")),
    ("eicar as a title", pdf(b"<< /Title (%s) >>" % _ESCAPED), "a.pdf", Unfit("virus")),
    ("eicar as a title, packed", _packed(pdf(b"<< /Title (%s) >>" % _ESCAPED, catalog=b"/Info 4 0 R")), "a.pdf", Unfit("virus")),
    ("eicar as a title in digits", pdf(b"<< /Title <%s> >>" % EICAR.hex().encode()), "a.pdf", Unfit("virus")),
    ("eicar as an object", pdf(b"(%s)" % _ESCAPED, catalog=b"/Lang 4 0 R"), "a.pdf", Unfit("virus")),
    ("eicar in runs", pdf(stream(_in_runs(EICAR), b"/Filter /RunLengthDecode")), "a.pdf", Unfit("virus")),
    ("eicar in runs, packed", pdf(stream(zlib.compress(_in_runs(EICAR)), b"/Filter [/FlateDecode /RunLengthDecode]")), "a.pdf", Unfit("virus")),
    ("eicar far within a picture", pdf(stream(zlib.compress(b"x" * 9000 + EICAR), _IMAGE + b"/Filter /FlateDecode")), "a.pdf", Unfit("virus")),
    ("eicar in a picture, packed twice", pdf(stream(zlib.compress(zlib.compress(EICAR)), _IMAGE + b"/Filter [/FlateDecode /FlateDecode]")), "a.pdf", Unfit("virus")),
    ("eicar in a picture as digits", pdf(stream(EICAR.hex().encode() + b">", _IMAGE + b"/Filter /ASCIIHexDecode")), "a.pdf", Unfit("virus")),
    ("a page that acts behind", PDF + b"<body onload=alert(1)>\n", "a.pdf", Unfit("page")),
    ("a page that acts in a remark", pdf(stream(b"0" * 5000), stream(b"<img src=x onerror=alert(1)>")), "a.pdf", Unfit("page")),
    ("a page in two bytes a letter behind", PDF + "<html><script>".encode("utf-16-le"), "a.pdf", Unfit("page")),
    ("a program when pressed", pdf(page=_PRESSED % b"/S /URI /URI (file:///C:/Windows/System32/calc.exe)"), "a.pdf", Unfit("pdf_links")),
    ("a share when pressed", pdf(page=_PRESSED % b"/S /URI /URI (\\\\\\\\la.vn\\\\a)"), "a.pdf", Unfit("pdf_links")),
    ("a share as an address", pdf(page=_PRESSED % b"/S /URI /URI (file://la.vn/a.docx)"), "a.pdf", Unfit("pdf_links")),
    ("a share with many strokes", pdf(page=_PRESSED % b"/S /URI /URI (file://///la.vn/a.docx)"), "a.pdf", Unfit("pdf_links")),
    ("bomb", pdf(stream(zlib.compress(b"\0" * 20_000_000, 1), b"/Filter /FlateDecode")), "a.pdf", Unfit("pdf_heavy")),
    ("bomb in a bomb", pdf(stream(zlib.compress(zlib.compress(b"\0" * 20_000_000, 1)), b"/Filter [/FlateDecode /FlateDecode]")), "a.pdf", Unfit("pdf_heavy")),
    ("picture of a paper of 10 m", pdf(stream(b"", b"/Subtype /Image /Width 30000 /Height 30000")), "a.pdf", Unfit("pdf_heavy")),
    ("pdf named program", PDF, "a.exe", _named("PDF", "a.exe")),
    ("double ending", PDF, "a.pdf.exe", _named("PDF", "a.pdf.exe")),
    ("turned-round ending", PDF, "a\u202efdp.exe", _named("PDF", "afdp.exe")),
    ("pdf named png", PDF, "a.png", _named("PDF", "a.png")),
    ("no ending", PDF, "ke-hoach", _named("PDF", "ke-hoach")),
]  # fmt: skip

PICTURES: list[Row] = [
    ("huge picture", png(30_000, 30_000), "a.png", Unfit("picture_huge", "30.000 × 30.000")),
    ("huge photo", jpeg(30_000, 30_000), "a.jpg", Unfit("picture_huge", "30.000 × 30.000")),
    ("picture of nothing", png(0, 5), "a.png", Unfit("picture_damaged")),
    ("picture cut off", png()[:-6], "a.png", Unfit("picture_damaged")),
    ("picture spoiled", png().replace(b"IDAT", b"IDAX"), "a.png", Unfit("picture_damaged")),
    ("png head alone", b"\x89PNG\r\n\x1a\n", "a.png", Unfit("picture_damaged")),
    ("png without data", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0") + chunk(b"IEND", b""), "a.png", Unfit("picture_damaged")),
    ("photo without frame", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xd9", "a.jpg", Unfit("picture_damaged")),
    ("photo without height", jpeg(4, 0), "a.jpg", Unfit("picture_damaged")),
    ("photo cut off", jpeg()[:-2], "a.jpg", Unfit("picture_damaged")),
    ("photo cut off, small picture within", jpeg(more=segment(0xE2, jpeg()))[:-2], "a.jpg", Unfit("picture_damaged")),
    ("picture and zip", png(tail=ZIP), "a.png", Unfit("picture_hides")),
    ("picture and page", png(tail=b"<html>"), "a.png", Unfit("picture_hides")),
    ("picture and drawing", png(tail=b"\0\0<svg onload=alert(1)>"), "a.png", Unfit("picture_hides")),
    ("photo and page that acts", jpeg(tail=b"\0\0<body onload=alert(1)>"), "a.jpg", Unfit("picture_hides")),
    ("eicar in packed words", png(more=chunk(b"zTXt", b"Comment\0\0" + zlib.compress(EICAR))), "a.png", Unfit("virus")),
    ("eicar in packed words of a language", png(more=chunk(b"iTXt", b"Comment\0\1\0vi\0x\0" + zlib.compress(EICAR))), "a.png", Unfit("virus")),
    ("photo and page", jpeg(tail=b"<script>"), "a.jpg", Unfit("picture_hides")),
    ("photo and page of a server", jpeg(tail=b"\0\0<?php phpinfo();"), "a.jpg", Unfit("picture_hides")),
    ("photo and program", jpeg(tail=b"MZ\x90"), "a.jpg", Unfit("picture_hides")),
    ("photo and program farther on", jpeg(tail=b"xxxxMZ\x90 This program cannot be run in DOS mode"), "a.jpg", Unfit("picture_hides")),
    ("photo and rar", jpeg(tail=b"Rar!\x1a\x07\x01\0"), "a.jpg", Unfit("picture_hides")),
    ("photo with a zip in a remark", jpeg(more=segment(0xFE, ZIP)), "a.jpg", Unfit("picture_hides")),
    ("photo that is a paper", jpeg(more=segment(0xFE, PDF)), "a.jpg", Unfit("picture_hides")),
    ("png named jpg", png(), "a.jpg", _named("ảnh PNG", "a.jpg")),
]  # fmt: skip

_AWAY = b"https://la.vn/a.dotm"
OFFICE: list[Row] = [
    ("eicar within", _word(word__media__a=EICAR), "a.docx", Unfit("virus")),
    ("eicar far within", _word(word__media__a=b"x" * (1024 * 1024 - 30) + EICAR), "a.docx", Unfit("virus")),
    ("eicar in a workbook within", _word(word__embeddings__a_xlsx=b"", **{"word__embeddings__a.xlsx": zipped({**excel(), "xl/a": EICAR})}), "a.docx", Unfit("virus")),
    ("macros", _word(**{"word__vbaProject.bin": b"x"}), "a.docx", Unfit("macros")),
    ("macros by type", _typed(b"application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docm", Unfit("macros")),
    ("macros under another name", zipped({**word(), "word/a.bin": b"x", "[Content_Types].xml": types((b"word/document.xml", b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), (b"word/a.bin", b"application/vnd.ms-office.vbaProject"))}), "a.docx", Unfit("macros")),
    ("macros by relation", _relating((b"vbaProject", b"a.bin", False)), "a.docx", Unfit("macros")),
    ("workbook with macros", zipped({**excel(), "xl/vbaProject.bin": b"x"}), "a.xlsx", Unfit("macros")),
    ("macros of old Excel", zipped({**excel(), "xl/macrosheets/sheet1.xml": b"<a/>"}), "a.xlsx", Unfit("macros")),
    ("binary workbook", _typed(b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "a.xlsb", Unfit("xlsb")),
    ("slides", _typed(b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "a.pptx", Unfit("ppt")),
    ("template", _typed(b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"), "a.dotx", Unfit("template")),
    ("buttons", _word(**{"word__activeX__activeX1.xml": b"<a/>"}), "a.docx", Unfit("active")),
    ("buttons by relation", _relating((b"control", b"activeX1.xml", False)), "a.docx", Unfit("active")),
    ("object within", _word(**{"word__embeddings__oleObject1.bin": OLE}), "a.docx", Unfit("objects")),
    ("object under another name", _word(word__media__a=OLE), "a.docx", Unfit("objects")),
    ("old workbook within", _word(**{"word__embeddings__a.xls": OLE}), "a.docx", Unfit("objects")),
    ("template elsewhere", _relating((b"attachedTemplate", _AWAY, True), where="word/_rels/settings.xml.rels"), "a.docx", Unfit("fetches", "mẫu gắn kèm")),
    ("template on a share", _relating((b"attachedTemplate", b"file:///\\\\la.vn\\a.dotm", True), where="word/_rels/settings.xml.rels"), "a.docx", Unfit("fetches", "mẫu gắn kèm")),
    ("object elsewhere", _relating((b"oleObject", b"mhtml:https://la.vn/a!x-usc:https://la.vn/a", True)), "a.docx", Unfit("fetches", "đối tượng liên kết")),
    ("frame elsewhere", _relating((b"frame", b"http://la.vn", True)), "a.docx", Unfit("fetches", "khung")),
    *(
        (f"{kind} elsewhere", _relating((kind.encode(), _AWAY, True)), "a.docx", Unfit("fetches", "phần liên kết"))
        for kind in ("header", "settings", "customXml", "audio", "video", "vmlDrawing")
    ),
    ("a page far within a packed drawing", _word(**{"word__media__a.emz": b"\x1f\x8b" + b"\0" * 600 + b"<html>" + SCRIPT}), "a.docx", Unfit("page")),
    ("a page far within a workbook's drawing", zipped({**excel(), "xl/media/a.bin": b"\1" * 600 + b"<html>" + SCRIPT}), "a.xlsx", Unfit("page")),
    ("picture on a share", _relating((b"image", b"\\\\la.vn\\a.png", True)), "a.docx", Unfit("fetches", "ảnh trên thư mục mạng")),
    ("command field", zipped(word(b'<w:r><w:instrText> DDEAUTO c:\\\\cmd.exe "/k calc" </w:instrText></w:r>')), "a.docx", Unfit("commands")),
    ("command field in runs", zipped(word(b"<w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO cmd</w:instrText></w:r>")), "a.docx", Unfit("commands")),
    ("command field, short", zipped(word(b'<w:fldSimple w:instr=" DDE excel a "/>')), "a.docx", Unfit("commands")),
    ("command of a workbook", zipped({**excel(), "xl/externalLinks/externalLink1.xml": b'<externalLink><ddeLink ddeService="cmd"/></externalLink>'}), "a.xlsx", Unfit("commands")),
    ("program within", _word(word__media__a=PROGRAM), "a.docx", Unfit("program")),
    ("an ending that runs", _word(**{"word__a.exe": b"x"}), "a.docx", Unfit("program")),
    ("a script within", _word(**{"word__a.vbs": b"x"}), "a.docx", Unfit("program")),
    ("page within", _word(**{"word__afchunk.dat": b"<html><body>"}), "a.docx", Unfit("page")),
    ("page before the parts' list", zipped(word()).replace(b"PK\x01\x02", SCRIPT + b"PK\x01\x02", 1), "a.docx", Unfit("damaged")),
    ("zip within", _word(word__media__b=ZIP), "a.docx", Unfit("nested")),
    ("zip within by name", _word(**{"word__media__b.zip": b"x"}), "a.docx", Unfit("nested")),
    ("rar within", _word(word__media__b=b"Rar!\x1a\x07\x01\0"), "a.docx", Unfit("nested")),
    ("zip posing as workbook within", _word(**{"word__embeddings__b.xlsx": ZIP}), "a.docx", Unfit("archive")),
    ("macros within a workbook within", _word(**{"word__embeddings__b.xlsx": zipped({**excel(), "xl/vbaProject.bin": b"x"})}), "a.docx", Unfit("macros")),
    ("climbing part", zipped({**word(), "../../etc/cron": b"x"}), "a.docx", Unfit("strange")),
    ("rooted part", zipped({**word(), "/etc/passwd": b"x"}), "a.docx", Unfit("strange")),
    ("part by drive", zipped({**word(), "C:/a": b"x"}), "a.docx", Unfit("strange")),
    ("part twice", zipped({**word(), "WORD/document.xml": b"x"}), "a.docx", Unfit("strange")),
    ("link", zipped(word(), link="word/link"), "a.docx", Unfit("strange")),
    ("2,500 parts", zipped({**word(), **{f"word/{number}": b"" for number in range(2500)}}), "a.docx", Unfit("strange")),
    ("entities", zipped({**word(), "_rels/.rels": b'<!DOCTYPE a [<!ENTITY x "y">]>' + word()["_rels/.rels"][55:]}), "a.docx", Unfit("strange")),
    ("page behind", zipped(word()) + SCRIPT, "a.docx", Unfit("page")),
    ("paper and pdf", zipped(word()) + PDF, "a.docx", Unfit("strange")),
    ("bomb", _word(word__media__c=b"\0" * 11_000_000), "a.docx", Unfit("bomb")),
    ("a part that lies", _lying(), "a.docx", Unfit("damaged")),
    ("paper behind a program", PROGRAM + zipped(word()), "a.docx", Unfit("program")),
    ("paper cut off", zipped(word())[:-30], "a.docx", Unfit("damaged")),
    ("paper without a list of types", zipped({name: part for name, part in word().items() if name[0] != "["}), "a.docx", Unfit("archive")),
    ("paper without relations", zipped({name: part for name, part in word().items() if name != "_rels/.rels"}), "a.docx", Unfit("damaged")),
    ("paper without its main part", zipped({name: part for name, part in word().items() if "document" not in name}), "a.docx", Unfit("damaged")),
    ("locked", _encrypted(zipped(word())), "a.docx", Unfit("locked")),
    ("paper as workbook", zipped(word()), "a.xlsx", _named("Word", "a.xlsx")),
]  # fmt: skip

BAD = OTHERS + PAPERS + PICTURES + OFFICE
assert parts_of(zipped(word()))  # the rest of each bad paper is a sound one
