"""Honest scans are never refused, whatever their noise spells."""

import io
import random
import zlib

import pikepdf
import pytest

from office.files import pdf_reader
from office.files.contents import PDF, kind_of
from tests import proofs
from tests.office.pictures import jpeg, noise
from tests.papers import pdf, stream

SCANS = proofs.size(full=1_000, sample=60)
WORDS = (
    b"/JS", b"/JavaScript", b"/J#53", b"/Launch", b"/SubmitForm", b"/OpenAction", b"/AA", b"/EmbeddedFile", b"/EF",
    b"/RichMedia", b"/XFA", b"/Encrypt", b"%PDF-", b"%%EOF", b"MZ", b"PK\x03\x04", b"PK\x05\x06", b"#!", b"BM", b"<a", b"GIF8",
)  # fmt: skip
PACKINGS = (b"/DCTDecode", b"/CCITTFaxDecode", b"/JBIG2Decode", b"/JPXDecode", b"/FlateDecode", b"/RunLengthDecode")


def _picture(chance: random.Random) -> bytes:
    """What a scanner makes of a page, with words of danger spelt by chance."""
    data = bytearray(chance.randbytes(chance.randrange(2_000, 60_000)))
    for _ in range(chance.randrange(12)):
        word, at = chance.choice(WORDS), chance.randrange(len(data))
        data[at : at + len(word)] = word
    packing, content = chance.choice(PACKINGS), bytes(data)
    if packing == b"/DCTDecode":
        content = jpeg(data=noise(len(content), content))
    if packing == b"/FlateDecode":
        content = zlib.compress(content, chance.choice((0, 6)))
    names = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter %s"
    return stream(content, names % (chance.randrange(400, 5000), chance.randrange(600, 7000), packing))


def _scan(chance: random.Random) -> bytes:
    pictures = [_picture(chance) for _ in range(chance.randint(1, 4))]
    drawn = b" ".join(b"q /Im%d Do Q" % number for number in range(len(pictures)))
    listed = b" ".join(b"/Im%d %d 0 R" % (number, number + 5) for number in range(len(pictures)))
    page = b"/Contents 4 0 R /Group << /XObject << %s >> >>" % listed
    content, buffer = pdf(stream(drawn), *pictures, page=page), io.BytesIO()
    how = chance.randrange(5)
    if how:  # saved once more by another program
        with pikepdf.open(io.BytesIO(content)) as paper:
            packed = pikepdf.ObjectStreamMode.generate
            locked = pikepdf.Encryption(owner="phong-tong-hop", user="")
            paper.save(
                buffer,
                linearize=how == 2,
                object_stream_mode=packed if how == 3 else pikepdf.ObjectStreamMode.disable,
                encryption=locked if how == 4 else False,
            )
        content = buffer.getvalue()
    before = chance.choice((b"", b"", b"\r\n", b"\xef\xbb\xbf", b"\x1b%-12345X@PJL\r\n"))
    return before + content + chance.choice((b"", b"\n", b"\0" * 700, b"\r\n" * 900))


@pytest.mark.race
def test_no_honest_scan_is_refused(db: None) -> None:
    chance = random.Random(8)
    for number in range(SCANS):
        content = _scan(chance)
        if number % 20:
            pdf_reader.main(content)
        else:  # through the child as well
            assert kind_of(content, "scan.pdf") is PDF, number
    proofs.report(f"R8: {SCANS} bản quét có chữ nguy hiểm ngẫu nhiên trong ảnh nén: 0 bị từ chối")
