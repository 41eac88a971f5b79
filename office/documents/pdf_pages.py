"""Plain pages of text as PDF, with letters of every Vietnamese word, and other PDF files behind them. Pure.

For the server has no LibreOffice: a page is laid out here line by line in Liberation Serif (`office/documents/fonts`, SIL Open Font
License), whose letters are put into the file so that it reads alike everywhere and can be searched.
"""

import io
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pikepdf
from PIL import Image

FONTS = Path(__file__).with_name("fonts")
WIDTH, HEIGHT = 595.28, 841.89  # A4 in points
LEFT, RIGHT, TOP, BOTTOM = 85.0, 57.0, 57.0, 57.0  # 30, 20, 20 and 20 mm
LINE = 1.25  # of the size of letters
MISSING = "?"
PDF, IMAGES = "application/pdf", ("image/jpeg", "image/png")


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    bold: bool = False
    size: float = 12
    indent: float = 0
    before: float = 3
    right: str = ""  # stands at the right edge of its last line: a page number


@dataclass(frozen=True)
class Font:
    """A TrueType font: its glyphs by letter, their widths in thousandths of the size."""

    name: str
    data: bytes
    glyphs: dict[int, int]
    widths: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    def glyph(self, letter: str) -> int:
        return self.glyphs.get(ord(letter)) or self.glyphs[ord(MISSING)]

    def width(self, text: str, size: float) -> float:
        return sum(self.widths[self.glyph(letter)] for letter in text) * size / 1000


@cache
def font(*, bold: bool = False) -> Font:
    """The portal's own letters."""
    name = f"LiberationSerif-{'Bold' if bold else 'Regular'}"
    return read_font((FONTS / f"{name}.ttf").read_bytes(), name)


def read_font(data: bytes, name: str) -> Font:
    """The parts of a TrueType file that laying out asks for. Raises `ValueError` without a map of Unicode letters."""
    tables: dict[str, int] = {}
    for at in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * at)
        tables[tag.decode("ascii")] = offset
    units: int = struct.unpack_from(">H", data, tables["head"] + 18)[0]

    def thousandths(value: int) -> int:
        return round(value * 1000 / units)

    box = [thousandths(value) for value in struct.unpack_from(">4h", data, tables["head"] + 36)]
    ascent, descent = struct.unpack_from(">2h", data, tables["hhea"] + 4)
    measured = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
    count = struct.unpack_from(">H", data, tables["maxp"] + 4)[0]
    own: list[int] = [struct.unpack_from(">H", data, tables["hmtx"] + 4 * at)[0] for at in range(measured)]
    widths = tuple(thousandths(value) for value in own + [own[-1]] * (count - measured))
    glyphs = _letters(data, tables["cmap"])
    return Font(name, data, glyphs, widths, (box[0], box[1], box[2], box[3]), thousandths(ascent), thousandths(descent))


def _letters(data: bytes, at: int) -> dict[int, int]:
    """Glyphs by letter, out of the map of the Unicode plane (format 4)."""
    for number in range(struct.unpack_from(">H", data, at + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHL", data, at + 4 + 8 * number)
        if platform in (0, 3) and struct.unpack_from(">H", data, at + offset)[0] == 4:
            return dict(_segments(data, at + offset))
    raise ValueError("no map of Unicode letters")


def _segments(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    number = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends, starts = at + 14, at + 16 + 2 * number
    for one in range(number):
        end, start = (struct.unpack_from(">H", data, place + 2 * one)[0] for place in (ends, starts))
        delta = struct.unpack_from(">H", data, starts + 2 * number + 2 * one)[0]
        place = starts + 4 * number + 2 * one
        offset = struct.unpack_from(">H", data, place)[0]
        for letter in range(start, min(end, 0xFFFE) + 1):
            found = letter if not offset else struct.unpack_from(">H", data, place + offset + 2 * (letter - start))[0]
            glyph = (found + delta) % 0x10000 if found else 0
            if glyph:
                yield letter, glyph


# ---- laid out ----


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The lines of a paragraph; a word that is too long is cut."""
    letters, lines, line = font(bold=bold), [], ""
    for word in text.split():
        while letters.width(word, size) > width:
            cut = max(at for at in range(1, len(word)) if at == 1 or letters.width(word[:at], size) <= width)
            if line:
                lines.append(line)
            lines.append(word[:cut])
            line, word = "", word[cut:]
        tried = f"{line} {word}".strip()
        if line and letters.width(tried, size) > width:
            lines.append(line)
            line = word
        else:
            line = tried
    return [*lines, line] if line or not lines else lines


Placed = tuple[str, float, float, float, bool]  # text, x, y, size, bold


def laid_out(texts: Iterable[Text]) -> list[list[Placed]]:
    """The pages of a run of paragraphs, each line with its place."""
    pages: list[list[Placed]] = [[]]
    y = HEIGHT - TOP
    for item in texts:
        kept = 40 if item.right else 0
        lines = wrapped(item.text, item.size, WIDTH - LEFT - RIGHT - item.indent - kept, bold=item.bold)
        for at, line in enumerate(lines):
            y -= item.size * LINE + (item.before if at == 0 else 0)
            if y < BOTTOM:
                pages.append([])
                y = HEIGHT - TOP - item.size * LINE
            pages[-1].append((line, LEFT + item.indent, y, item.size, item.bold))
            if item.right and at == len(lines) - 1:
                x = WIDTH - RIGHT - font(bold=item.bold).width(item.right, item.size)
                pages[-1].append((item.right, x, y, item.size, item.bold))
    return pages


# ---- written ----


@dataclass
class Writer:
    """A PDF that pages are added to: drawn ones, and those of other files."""

    paper: pikepdf.Pdf = field(default_factory=pikepdf.Pdf.new)
    used: dict[bool, set[str]] = field(default_factory=lambda: {False: set(), True: set()})

    def __post_init__(self) -> None:
        self._fonts = {bold: self.paper.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font)) for bold in self.used}

    @property
    def count(self) -> int:
        return len(self.paper.pages)

    def draw(self, pages: Sequence[Sequence[Placed]], *, at: int | None = None) -> None:
        """Add drawn pages: behind the others, or before the page `at`."""
        for number, lines in enumerate(pages):
            page = self.paper.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Page,
                    MediaBox=[0, 0, WIDTH, HEIGHT],
                    Resources=self._resources(),
                    Contents=self.paper.make_stream(self._content(lines)),
                )
            )
            self.paper.pages.insert(self.count if at is None else at + number, pikepdf.Page(page))

    def _resources(self) -> pikepdf.Dictionary:
        return pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=self._fonts[False], F1=self._fonts[True]))

    def _content(self, lines: Sequence[Placed]) -> bytes:
        found = []
        for text, x, y, size, bold in lines:
            letters = font(bold=bold)
            self.used[bold].update(text)
            code = "".join(f"{letters.glyph(letter):04X}" for letter in text)
            found.append(f"BT /F{int(bold)} {size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{code}> Tj ET")
        return "\n".join(found).encode("ascii")

    def add_pdf(self, content: bytes) -> int:
        """Add the pages of a PDF, without what could act on its own. How many. Raises `pikepdf.PdfError`."""
        with pikepdf.open(io.BytesIO(content)) as other:
            for page in other.pages:
                if "/AA" in page.obj:
                    del page.obj["/AA"]
                for note in page.obj.get("/Annots", ()):
                    for act in ("/A", "/AA"):
                        if act in note:
                            del note[act]
            self.paper.pages.extend(other.pages)
            return len(other.pages)

    def add_image(self, content: bytes) -> int:
        """Add a picture as a page of A4, within the margins. Raises `OSError`."""
        with Image.open(io.BytesIO(content)) as picture:
            flat = picture.convert("RGB")
            flat.thumbnail((1800, 2500))
            buffer = io.BytesIO()
            flat.save(buffer, "JPEG", quality=85)
        wide, high = flat.size
        scale = min((WIDTH - LEFT - RIGHT) / wide, (HEIGHT - TOP - BOTTOM) / high)
        image = self.paper.make_stream(
            buffer.getvalue(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=wide,
            Height=high,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        drawn = f"q {wide * scale:.2f} 0 0 {high * scale:.2f} {LEFT:.2f} {HEIGHT - TOP - high * scale:.2f} cm /P Do Q"
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, WIDTH, HEIGHT],
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image)),
            Contents=self.paper.make_stream(drawn.encode()),
        )
        self.paper.pages.append(pikepdf.Page(self.paper.make_indirect(page)))
        return 1

    def attach(self, name: str, content: bytes, media_type: str) -> str:
        """A file inside the file, byte for byte. Under which name: of two that are called alike the second is numbered."""
        stem, dot, ending = name.rpartition(".")
        number, free = 1, name
        while free in self.paper.attachments:
            number += 1
            free = f"{stem} ({number}){dot}{ending}" if stem else f"{name} ({number})"
        self.paper.attachments[free] = pikepdf.AttachedFileSpec(
            self.paper, content, filename=free, mime_type=media_type
        )
        return free

    def number_pages(self, words: str) -> None:
        """ "Trang 5/23" below every page; `words` holds {at} and {all}."""
        for at, page in enumerate(self.paper.pages, 1):
            text = words.format(at=at, all=self.count)
            x = (WIDTH - font().width(text, 10)) / 2
            form = self.paper.make_stream(
                self._content([(text, x, 28.0, 10, False)]),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, WIDTH, HEIGHT],
                Resources=self._resources(),
            )
            page.add_overlay(form, pikepdf.Rectangle(*map(float, page.mediabox)))

    def finished(self, title: str) -> bytes:
        """The file."""
        for bold, shell in self._fonts.items():
            self._embed(shell, font(bold=bold), sorted({*self.used[bold], MISSING}))
        with self.paper.open_metadata() as about:
            about["dc:title"] = title
        self.paper.docinfo["/Title"] = title
        buffer = io.BytesIO()
        self.paper.save(buffer, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return buffer.getvalue()

    def _embed(self, shell: pikepdf.Object, letters: Font, used: Sequence[str]) -> None:
        name = pikepdf.Name(f"/{letters.name}")
        file = self.paper.make_stream(letters.data, Length1=len(letters.data))
        about = self.paper.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.FontDescriptor,
                FontName=name,
                Flags=4,
                FontBBox=list(letters.box),
                ItalicAngle=0,
                Ascent=letters.ascent,
                Descent=letters.descent,
                CapHeight=letters.ascent,
                StemV=80,
                FontFile2=file,
            )
        )
        glyphs = {letters.glyph(letter): letter for letter in used}
        widths: list[int | list[int]] = []
        for glyph in sorted(glyphs):
            widths += [glyph, [letters.widths[glyph]]]
        inner = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=name,
            FontDescriptor=about,
            W=widths,
            CIDSystemInfo=pikepdf.Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
            CIDToGIDMap=pikepdf.Name.Identity,
        )
        shell.Subtype, shell.BaseFont, shell.Encoding = pikepdf.Name.Type0, name, pikepdf.Name("/Identity-H")
        shell.DescendantFonts = pikepdf.Array([self.paper.make_indirect(inner)])
        shell.ToUnicode = self.paper.make_stream(_to_unicode(glyphs))


def _to_unicode(glyphs: dict[int, str]) -> bytes:
    """The map back from glyphs to letters, so that the text can be searched and copied."""
    lines = [f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for glyph, letter in sorted(glyphs.items())]
    blocks = []
    for at in range(0, len(lines), 100):
        block = lines[at : at + 100]
        blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar")
    head = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Portal def /CMapType 2 def "
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    )
    return (head + "\n".join(blocks) + "\nendcmap end end").encode("ascii")
