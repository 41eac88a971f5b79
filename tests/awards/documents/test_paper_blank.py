"""The blank of a Bằng khen: what may be set, where the words stand on the page, the grid of the trial page."""

import io
import struct
import zlib
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from awards.documents.domain.blank import DEFAULT, SPOTS, Layout, Spot, fitted_size, read_layout, render, why_not_layout

SPOT = Spot(40, 92, 217, 24)
OFF, SIZE, ALIGN = (
    "Tên tập thể, cá nhân: vị trí nằm ngoài phôi {} × {} mm.", "Tên tập thể, cá nhân: cỡ chữ phải từ 8 đến 60.",
    "Tên tập thể, cá nhân: chưa chọn cách căn.",
)  # fmt: skip
FORMAT = "Khổ phôi phải từ 100 đến 420 mm mỗi chiều."


def test_the_portal_s_own_places() -> None:
    assert DEFAULT.to_json() == {
        "width": 297,
        "height": 210,
        "spots": {
            key: {"x": x, "y": y, "width": width, "size": size, "bold": bold, "align": align}
            for key, x, y, width, size, bold, align in (
                ("ten", 40, 92, 217, 24, True, "center"),
                ("noi", 40, 106, 217, 16, False, "center"),
                ("thanh_tich", 40, 116, 217, 16, False, "center"),
                ("quyet_dinh", 25, 165, 100, 12, False, "left"),
                ("ngay", 150, 140, 125, 14, False, "center"),
                ("ky", 150, 148, 125, 14, True, "center"),
                ("nguoi_ky", 150, 184, 125, 14, True, "center"),
                ("so_vang", 25, 180, 100, 12, False, "left"),
            )
        },
    }
    assert set(DEFAULT.spots) == set(SPOTS)
    assert why_not_layout(DEFAULT) == []


def test_a_stored_layout_keeps_the_portal_s_places_where_it_names_none() -> None:
    own = {"x": 1, "y": 2, "width": 30, "size": 9, "bold": True, "align": "left"}
    found = read_layout({"width": 360, "height": 237, "spots": {"ten": own, "la": own}})
    assert found == Layout(360, 237, {**DEFAULT.spots, "ten": Spot(1, 2, 30, 9, bold=True, align="left")})
    assert read_layout(DEFAULT.to_json()) == DEFAULT


@pytest.mark.parametrize(
    ("width", "height", "spot", "faults"),
    [
        (100, 100, Spot(0, 0, 100, 8), []), (420, 420, SPOT, []), (99, 100, Spot(0, 0, 10, 8), [FORMAT]),
        (100, 99, Spot(0, 0, 10, 8), [FORMAT]), (421, 420, SPOT, [FORMAT]), (420, 421, SPOT, [FORMAT]),
        (300, 200, Spot(0, 0, 10, 60), []), (300, 200, Spot(-1, 0, 10, 60), [OFF.format(300, 200)]),
        (300, 200, Spot(0, -1, 10, 60), [OFF.format(300, 200)]), (300, 200, Spot(0, 0, 9, 60), [OFF.format(300, 200)]),
        (300, 200, Spot(290, 195, 10, 60), []), (300, 200, Spot(291, 195, 10, 60), [OFF.format(300, 200)]),
        (300, 200, Spot(290, 196, 10, 60), [OFF.format(300, 200)]), (300, 200, Spot(0, 0, 10, 61), [SIZE]),
        (300, 200, Spot(0, 0, 10, 7), [SIZE]), (300, 200, Spot(0, 0, 10, 8, align="x"), [ALIGN]),
        (300, 200, Spot(0, 0, 10, 8, align="right"), []),
        (99, 99, Spot(-1, 0, 9, 7, align=""), [FORMAT, OFF.format(99, 99), SIZE, ALIGN]),
    ],
    ids=str,
)  # fmt: skip
def test_why_places_cannot_be(width: int, height: int, spot: Spot, faults: list[str]) -> None:
    assert why_not_layout(Layout(width, height, {"ten": spot})) == faults


# ---- the pages ----


def _document(layout: Layout, *people: dict[str, str], **more: bool) -> Any:
    return Document(io.BytesIO(render(layout, people, **more)))


def _frames(document: Any) -> list[tuple[str, dict[str, str]]]:
    found = []
    for paragraph in document.paragraphs:
        frame = paragraph._p.find(f".//{qn('w:framePr')}")
        if frame is not None:
            found.append((paragraph.text, {name.rpartition("}")[2]: value for name, value in frame.attrib.items()}))
    return found


def test_words_stand_at_their_places_on_the_page() -> None:
    layout = Layout(254, 127, {"ten": Spot(0, 0, 127, 24, bold=True), "noi": Spot(10, 20, 50, 16, align="left")})
    document = _document(layout, {"ten": " Xã A\x00 ", "noi": "Huyện\nB", "ngay": "không có chỗ"})
    held = {"wrap": "around", "vAnchor": "page", "hAnchor": "page"}
    assert _frames(document) == [
        ("Xã A", {"w": "7200", **held, "x": "1", "y": "1"}),
        ("Huyện\nB", {"w": "2835", **held, "x": "567", "y": "1134"}),
    ]
    looks = [
        (p.runs[0].bold, p.runs[0].font.size, p.runs[0].font.name, p._p.pPr.jc.get(qn("w:val")))
        for p in document.paragraphs[:2]
    ]
    assert looks == [(True, Pt(24), "Times New Roman", "center"), (False, Pt(16), "Times New Roman", "left")]
    assert [p.paragraph_format.space_after for p in document.paragraphs] == [0, 0, 0]
    assert [child.tag.rpartition("}")[2] for child in document.paragraphs[0]._p.pPr] == ["framePr", "spacing", "jc"]


def test_each_recipient_has_a_page_and_what_is_empty_no_line() -> None:
    people = [{"ten": "A", "noi": " "}, {"ten": "B"}, {"noi": "C"}]
    document = _document(DEFAULT, *people)
    assert [text for text, _ in _frames(document)] == ["A", "B", "C"]
    breaks = [mark.get(qn("w:type")) for mark in document.element.body.iter(qn("w:br"))]
    assert breaks == ["page", "page"]
    order = [bool(p._p.findall(f".//{qn('w:br')}")) for p in document.paragraphs]
    assert order == [False, True, False, True, False, False]
    assert document.element.body.findall(f".//{qn('w:drawing')}") == []


@pytest.mark.parametrize(
    ("width", "height", "orientation"),
    [(297, 210, WD_ORIENT.LANDSCAPE), (210, 297, WD_ORIENT.PORTRAIT), (200, 200, WD_ORIENT.PORTRAIT)],
)
def test_the_page_is_the_blank_without_a_page_number(width: int, height: int, orientation: WD_ORIENT) -> None:
    section = _document(replace(DEFAULT, width=width, height=height), {"ten": "A"}).sections[0]
    assert (section.orientation, section.page_width, section.page_height) == (
        orientation,
        pytest.approx(Mm(width), abs=700),
        pytest.approx(Mm(height), abs=700),
    )
    margins = [section.left_margin, section.right_margin, section.top_margin, section.bottom_margin]
    assert [round(margin.mm, 1) for margin in margins if margin is not None] == [10.0] * 4
    assert list(section.header.paragraphs[0]._p.iter(qn("w:r"))) == []


# ---- the grid ----

GLYPHS = {
    "0": ("###", "#.#", "#.#", "#.#", "#.#", "###"), "1": (".#.", "##.", ".#.", ".#.", ".#.", "###"),
    "2": ("###", "..#", "###", "#..", "#..", "###"), "3": ("###", "..#", "###", "..#", "..#", "###"),
    "4": ("#.#", "#.#", "###", "..#", "..#", "..#"), "5": ("###", "#..", "###", "..#", "..#", "###"),
    "6": ("###", "#..", "###", "#.#", "#.#", "###"), "7": ("###", "..#", "..#", ".#.", ".#.", ".#."),
    "8": ("###", "#.#", "###", "#.#", "#.#", "###"), "9": ("###", "#.#", "###", "..#", "..#", "###"),
}  # fmt: skip
DOTS = 4  # for a millimetre


def _drawn(width: int, height: int) -> list[list[int]]:
    """The grid as it should be: lines each centimetre, numbers of two dots a point at 12 mm from the edge."""
    picture = [[255] * (width * DOTS) for _ in range(height * DOTS)]
    for mm in range(0, max(width, height), 10):
        shade = 200 if mm % 50 else 110
        for row in picture if mm < width else ():
            row[mm * DOTS] = shade
        if mm < height:
            picture[mm * DOTS] = [shade] * (width * DOTS)
    places = [(str(mm), mm * DOTS + 3, 48) for mm in range(10, width, 10)]
    places += [(str(mm), 48, mm * DOTS + 3) for mm in range(10, height, 10)]
    for text, left, top in places:
        for at, digit in enumerate(text):
            for down, line in enumerate(GLYPHS[digit]):
                for across, dot in enumerate(line):
                    for y, x in ((0, 0), (0, 1), (1, 0), (1, 1)) if dot == "#" else ():
                        row, column = top + 2 * down + y, left + 8 * at + 2 * across + x
                        if row < len(picture) and column < len(picture[0]):
                            picture[row][column] = 60
    return picture


def _read_png(content: bytes) -> list[list[int]]:
    """A grey picture of eight bits without filters. Checks what every reader checks."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(content):
        (length,), name = struct.unpack(">I", content[at : at + 4]), content[at + 4 : at + 8]
        chunks[name] = content[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", content[at + 8 + length : at + 12 + length])
        assert check == zlib.crc32(name + chunks[name])
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert kind == [8, 0, 0, 0, 0]
    raw = zlib.decompress(chunks[b"IDAT"])
    rows = [raw[at * (width + 1) : (at + 1) * (width + 1)] for at in range(height)]
    assert [row[0] for row in rows] == [0] * height
    return [list(row[1:]) for row in rows]


@pytest.mark.parametrize(("width", "height"), [(110, 31), (31, 110), (103, 100)])
def test_the_trial_page_lies_on_a_grid_of_centimetres(width: int, height: int) -> None:
    document = _document(Layout(width, height, {}), {"ten": "A"}, grid=True)
    (anchor,) = document.element.body.iter(qn("wp:anchor"))
    assert {child.tag.rpartition("}")[2] for child in anchor} == {
        "simplePos",
        "positionH",
        "positionV",
        "extent",
        "effectExtent",
        "wrapNone",
        "docPr",
        "cNvGraphicFramePr",
        "graphic",
    }
    assert [child.tag.rpartition("}")[2] for child in anchor].count("extent") == 1
    assert (anchor.get("behindDoc"), anchor.find(qn("wp:extent")).get("cx")) == ("1", str(Mm(width)))
    (image,) = [part.blob for part in document.part.package.iter_parts() if part.partname.endswith(".png")]
    assert _read_png(image) == _drawn(width, height)


LONG_HOUSEHOLD = "Hộ gia đình bà Chamaléa Thị Liên, thôn 2, xã Vĩnh Hải, huyện Ninh Hải"
LONG_BODY = (
    "Công ty trách nhiệm hữu hạn một thành viên Khai thác công trình thủy lợi và Nước sạch nông thôn các huyện miền núi"
)


@pytest.mark.parametrize(
    ("key", "text", "size"),
    [
        ("ten", "Nhân dân và cán bộ huyện Ninh Phước", 24),
        ("ten", "Nhân dân và cán bộ\nhuyện Ninh Phước", 24),
        ("ten", LONG_HOUSEHOLD, 16),
        ("ten", LONG_BODY, 16),
        ("noi", LONG_BODY, 11),
        ("nguoi_ky", "Nguyễn Phan Anh Quốc Bảo Long", 14),
    ],
    ids=["one line", "two lines as written", "a long household", "a long body", "a long place", "a signer"],
)
def test_long_words_stand_in_smaller_letters_and_not_upon_those_below(key: str, text: str, size: int) -> None:
    assert fitted_size(DEFAULT, key, text) == size


def test_words_that_nothing_would_hold_are_still_read() -> None:
    assert fitted_size(DEFAULT, "ten", LONG_BODY * 9) == 9
