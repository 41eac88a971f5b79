"""A Bằng khen printed on its blank: words at places measured in millimetres, one page for each recipient. Pure.

The places are a setting; a trial page shows them on a grid of centimetres so that the office can move them.
"""

import io
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from textwrap import wrap
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt

from office.documents.word import FONT, plain, set_page

ALIGNS = {"left": "Bên trái", "center": "Ở giữa", "right": "Bên phải"}
SPOTS = {
    "ten": "Tên tập thể, cá nhân", "noi": "Chức vụ, đơn vị công tác", "thanh_tich": "Đã có thành tích",
    "ngay": "Địa danh và ngày", "quyet_dinh": "Số, ngày quyết định", "ky": "Thẩm quyền ký", "nguoi_ky": "Họ và tên người ký",
    "so_vang": "Số sổ vàng",
}  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Where one line of words stands: its upper left corner and width in mm, its letters."""

    x: int
    y: int
    width: int
    size: int
    bold: bool = False
    align: str = "center"


@dataclass(frozen=True)
class Layout:
    """The blank: its size in mm, and where each line of words stands."""

    width: int
    height: int
    spots: Mapping[str, Spot]

    def to_json(self) -> dict[str, Any]:
        return {
            "width": self.width,
            "height": self.height,
            "spots": {key: asdict(spot) for key, spot in self.spots.items()},
        }


DEFAULT = Layout(297, 210, {
    "ten": Spot(40, 92, 217, 24, bold=True), "noi": Spot(40, 106, 217, 16), "thanh_tich": Spot(40, 116, 217, 16),
    "quyet_dinh": Spot(25, 165, 100, 12, align="left"), "ngay": Spot(150, 140, 125, 14), "ky": Spot(150, 148, 125, 14, bold=True),
    "nguoi_ky": Spot(150, 184, 125, 14, bold=True), "so_vang": Spot(25, 180, 100, 12, align="left"),
})  # fmt: skip


def read_layout(data: Mapping[str, Any]) -> Layout:
    """A stored layout; a place that it does not name stands as in the portal's own."""
    kept = {key: Spot(**spot) for key, spot in data["spots"].items() if key in SPOTS}
    return Layout(data["width"], data["height"], {**DEFAULT.spots, **kept})


def differences(stored: Layout, other: Layout) -> list[str]:
    """What of a stored layout is otherwise in another one, each as the stored one has it."""
    found = [
        f"{words} {own} mm"
        for words, own, theirs in (
            ("chiều rộng phôi", stored.width, other.width),
            ("chiều cao phôi", stored.height, other.height),
        )
        if own != theirs
    ]
    for key, title in SPOTS.items():
        own, theirs = _said(stored.spots[key]), _said(other.spots[key])
        changed = [f"{words} {value}" for words, value in own.items() if value != theirs[words]]
        if changed:
            found.append(f"{title}: {', '.join(changed)}")
    return found


def _said(spot: Spot) -> dict[str, str]:
    """A place as people read it."""
    return {
        "cách trái": f"{spot.x} mm",
        "cách trên": f"{spot.y} mm",
        "rộng": f"{spot.width} mm",
        "cỡ chữ": str(spot.size),
        "chữ": "đậm" if spot.bold else "thường",
        "căn": ALIGNS[spot.align].lower(),
    }


def why_not_layout(layout: Layout) -> list[str]:
    """Why the places cannot be: off the blank, or letters that nobody reads."""
    found = []
    if not (100 <= layout.width <= 420 and 100 <= layout.height <= 420):
        found.append("Khổ phôi phải từ 100 đến 420 mm mỗi chiều.")
    for key, spot in layout.spots.items():
        if (
            spot.x < 0
            or spot.y < 0
            or spot.width < 10
            or spot.x + spot.width > layout.width
            or spot.y > layout.height - 5
        ):
            found.append(f"{SPOTS[key]}: vị trí nằm ngoài phôi {layout.width} × {layout.height} mm.")
        if not 8 <= spot.size <= 60:
            found.append(f"{SPOTS[key]}: cỡ chữ phải từ 8 đến 60.")
        if spot.align not in ALIGNS:
            found.append(f"{SPOTS[key]}: chưa chọn cách căn.")
    return found


def render(layout: Layout, people: Sequence[Mapping[str, str]], *, grid: bool = False) -> bytes:
    """The pages: each holds the words of one recipient, by the keys of `SPOTS`."""
    document = Document()
    set_page(document)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if layout.width > layout.height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(layout.width), Mm(layout.height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(10)
    for mark in list(section.header.paragraphs[0]._p.iterchildren(qn("w:r"))):  # a blank has no page number
        section.header.paragraphs[0]._p.remove(mark)
    for at, words in enumerate(people):
        for key, spot in layout.spots.items():
            if text := plain(words.get(key, "")).strip():
                _frame(document, spot, text, fitted_size(layout, key, text))
        end = document.add_paragraph()
        end.paragraph_format.space_after = Pt(0)
        if grid:
            _picture(end, layout)
        if at < len(people) - 1:
            end.add_run().add_break(WD_BREAK.PAGE)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


LETTER, LINE = (
    0.5,
    1.2,
)  # how wide a letter is and how high a line, in sizes of the letters: a little more than they are
BOLDER = 1.1
LEAST_SIZE = 9
MM_OF_POINT = 25.4 / 72


def fitted_size(layout: Layout, key: str, text: str) -> int:
    """The size at which the words of a place do not run into those below: the layout's own, or as much less as it takes.

    Words that stay within the lines that they were written in stand as the layout says.
    """
    spot = layout.spots[key]
    below = [
        other.y
        for other in layout.spots.values()
        if other.y > spot.y and other.x < spot.x + spot.width and spot.x < other.x + other.width
    ]
    room = min(below, default=layout.height) - spot.y
    sizes = range(spot.size, LEAST_SIZE, -1)
    written = len(text.splitlines())
    for size in sizes:
        lines = _lines(spot, text, size)
        if lines <= written or lines * size * LINE * MM_OF_POINT <= room:
            return size
    return min(spot.size, LEAST_SIZE)


def _lines(spot: Spot, text: str, size: int) -> int:
    """Into how many lines words break within the width of a place."""
    letter = size * LETTER * (BOLDER if spot.bold else 1) * MM_OF_POINT
    a_line = max(int(spot.width / letter), 1)
    return sum(max(len(wrap(part, a_line)), 1) for part in text.splitlines())


def _frame(document: Any, spot: Spot, text: str, size: int) -> None:
    """A frame that is held to the page, not to the text around it."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)  # a line break within it stays within the frame
    run.bold, run.font.size, run.font.name = spot.bold, Pt(size), FONT
    frame = OxmlElement("w:framePr")
    for name, value in (
        ("w", _twips(spot.width)),
        ("wrap", "around"),
        ("vAnchor", "page"),
        ("hAnchor", "page"),
        ("x", max(_twips(spot.x), 1)),
        ("y", max(_twips(spot.y), 1)),
    ):
        frame.set(qn(f"w:{name}"), str(value))
    properties = paragraph._p.get_or_add_pPr()
    properties.append(frame)
    align = OxmlElement("w:jc")
    align.set(qn("w:val"), spot.align)
    properties.append(align)
    paragraph.paragraph_format.space_after = Pt(0)


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


# ---- the grid of the trial page: a picture behind the words ----

SCALE = 4  # dots for a millimetre
_DIGITS = {
    "0": "755557", "1": "262227", "2": "717447", "3": "717117", "4": "557111", "5": "747117", "6": "747557", "7": "711222",
    "8": "757557", "9": "757117",
}  # fmt: skip


def _picture(paragraph: Any, layout: Layout) -> None:
    run = paragraph.add_run()
    shape = run.add_picture(io.BytesIO(_grid(layout.width, layout.height)), Mm(layout.width), Mm(layout.height))
    inline = shape._inline
    width, height = Emu(Mm(layout.width)), Emu(Mm(layout.height))
    anchor = parse_xml(
        '<wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" '
        'distL="0" distR="0" simplePos="0" relativeHeight="0" behindDoc="1" locked="0" layoutInCell="0" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/></wp:anchor>'
    )
    for child in list(inline):
        if child.tag.endswith(("}docPr", "}cNvGraphicFramePr", "}graphic")):
            anchor.append(child)
    inline.getparent().replace(inline, anchor)


def _grid(width: int, height: int) -> bytes:
    """Lines every centimetre, stronger every five, with their millimetres: a picture made here."""
    columns, lines = width * SCALE, height * SCALE
    rows = [bytearray(b"\xff" * columns) for _ in range(lines)]
    for mm in range(0, max(width, height), 10):
        shade, at = (110 if mm % 50 == 0 else 200), mm * SCALE
        if at < columns:
            for row in rows:
                row[at] = shade
        if at < lines:
            rows[at][:] = bytes([shade]) * columns
    for mm in range(10, width, 10):
        _write(rows, str(mm), mm * SCALE + 3, 12 * SCALE)
    for mm in range(10, height, 10):
        _write(rows, str(mm), 12 * SCALE, mm * SCALE + 3)
    raw = b"".join(b"\x00" + bytes(row) for row in rows)
    head = struct.pack(">IIBBBBB", columns, lines, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(raw)) + _chunk(b"IEND", b"")


def _write(rows: list[bytearray], text: str, x: int, y: int) -> None:
    for place, digit in enumerate(text):
        for down, line in enumerate(_DIGITS[digit]):
            for across, dot in enumerate(f"{int(line):03b}"):
                if dot == "1":
                    for dot_y in (0, 1):
                        for dot_x in (0, 1):
                            at_y, at_x = y + down * 2 + dot_y, x + place * 8 + across * 2 + dot_x
                            if at_y < len(rows) and at_x < len(rows[0]):
                                rows[at_y][at_x] = 60


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
