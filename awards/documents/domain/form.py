"""Does a document keep the layout of Nghị định 30/2020/NĐ-CP: page, margins, letters, parts, signature, page numbers. Pure.

Reads the document as it is filled; every fault is a sentence that says what, where, and what is asked.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length

from units.map.domain.heads import TITLES

FONT = "Times New Roman"
ALL_PARTS = frozenset({"number", "day", "subject", "recipients", "signature"})
MARGINS = (("top_margin", "trên", 20, 25), ("bottom_margin", "dưới", 20, 25), ("left_margin", "trái", 30, 35),
           ("right_margin", "phải", 15, 20))  # fmt: skip
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
NUMBER = re.compile(r"Số:.*/[A-ZĐ][A-Za-zĐ]*(-[A-ZĐ]+)*$")
DAY = re.compile(r"[^,]+, ngày\s.*tháng\s.*năm")
_TITLES = "|".join(title.upper() for title in TITLES)
SIGNER = re.compile(
    rf"(TM\. .+|KT\. .+|Q\. .+|TL\. .+|TUQ\. .+|(PHÓ )?({_TITLES})|TRƯỞNG PHÒNG|CHỦ TRÌ|THƯ KÝ|NGƯỜI KIỂM PHIẾU|NGƯỜI THẨM ĐỊNH)"
)
ALONE = re.compile(r"(TM|KT|Q|TL|TUQ)\. ")
EMPTY_LINES = 3  # for the signature and the seal


def faults(content: bytes, *, title: str = "", parts: frozenset[str] = ALL_PARTS) -> list[str]:
    """What is not as the decree asks; nothing when all is."""
    document = Document(io.BytesIO(content))
    lines = list(_lines(document))
    found = [*_page(document), *_letters(document, lines), *_head(lines)]
    if "number" in parts and not any(NUMBER.search(line.text.strip()) for line in lines):
        found.append("Thiếu số, ký hiệu, dạng «Số: 15/TTr-…».")
    if "day" in parts and not any(DAY.search(line.text) and line.italic for line in lines):
        found.append("Thiếu địa danh và ngày tháng năm, in nghiêng, dạng «Địa danh, ngày … tháng … năm …».")
    if "subject" in parts:
        found += _subject(lines, title)
    if "recipients" in parts:
        found += _recipients(lines)
    if "signature" in parts:
        found += _signature(lines)
    return [*found, *_numbers(document)]


class _Line:
    """One paragraph as it looks."""

    def __init__(self, paragraph: Any, normal: float, cell: Any) -> None:
        self.paragraph, self.text, self.cell = paragraph, paragraph.text, cell
        runs = [run for run in paragraph.runs if run.text.strip()]
        self.bold = bool(runs) and all(run.bold for run in runs)
        self.italic = bool(runs) and all(run.italic for run in runs)
        self.sizes = {run.font.size.pt if run.font.size else normal for run in runs}
        self.fonts = {run.font.name for run in runs if run.font.name}
        self.is_centred = paragraph.alignment == WD_ALIGN_PARAGRAPH.CENTER


def _lines(document: Any) -> Iterator[_Line]:
    """Every paragraph in its order, those of cells with their cell."""
    size = document.styles["Normal"].font.size
    normal = size.pt if size else 11.0
    yield from _within(document, normal, None)


def _within(parent: Any, normal: float, cell: Any) -> Iterator[_Line]:
    for block in parent.iter_inner_content():
        if hasattr(block, "rows"):
            seen = set()
            for row in block.rows:
                for inner in row.cells:
                    if id(inner._tc) not in seen:
                        seen.add(id(inner._tc))
                        yield from _within(inner, normal, inner._tc)
        else:
            yield _Line(block, normal, cell)


def _mm(value: Length | None) -> float:
    return round(value.mm, 1) if value is not None else 0.0


def _number(value: float) -> str:
    """As it is written: "12,5"."""
    return f"{value:g}".replace(".", ",")


def _page(document: Any) -> list[str]:
    found = []
    for at, section in enumerate(document.sections, 1):
        where = f" (phần {at})" if len(document.sections) > 1 else ""
        width, height = sorted((_mm(section.page_width), _mm(section.page_height)))
        if abs(width - 210) > 1 or abs(height - 297) > 1:
            found.append(f"Khổ giấy{where} là {_number(width)} × {_number(height)} mm; phải là A4 (210 × 297 mm).")
        for name, word, low, high in MARGINS:
            value = _mm(getattr(section, name))
            if not low - 0.2 <= value <= high + 0.2:
                found.append(f"Lề {word}{where} là {_number(value)} mm; phải từ {low} đến {high} mm.")
    return found


def _letters(document: Any, lines: list[_Line]) -> list[str]:
    found = []
    style = document.styles["Normal"].font
    if style.name != FONT:
        found.append(f"Phông chữ chung là {style.name or 'chưa đặt'}; phải là {FONT}.")
    others = sorted({font for line in lines for font in line.fonts if font != FONT})
    if others:
        found.append(f"Có đoạn dùng phông {', '.join(others)}; cả văn bản phải là {FONT}.")
    body = [line for line in lines if line.cell is None and line.text.strip() and not line.is_centred]
    sizes = sorted({size for line in body for size in line.sizes if not 13 <= size <= 14})
    if sizes:
        found.append(f"Lời văn có cỡ chữ {'; '.join(map(_number, sizes))}; phải là cỡ 13 đến 14.")
    return found


def _head(lines: list[_Line]) -> list[str]:
    found = []
    nation = next((line for line in lines if line.text.strip() == NATION), None)
    if nation is None or not nation.bold or not _sized(nation, 12, 13):
        found.append(f"Thiếu Quốc hiệu «{NATION}», chữ hoa, đậm, cỡ 12 đến 13.")
    motto = next((line for line in lines if line.text.strip() == MOTTO), None)
    if motto is None or not motto.bold or not _sized(motto, 13, 14):
        found.append(f"Thiếu Tiêu ngữ «{MOTTO}», chữ đậm, cỡ 13 đến 14.")
    if nation is not None:
        above = [line for line in lines[: lines.index(nation)] if line.text.strip()]
        if not above or not above[-1].bold or above[-1].text != above[-1].text.upper():
            found.append("Thiếu tên cơ quan ban hành, chữ hoa, đậm, bên trái Quốc hiệu.")
    return found


def _sized(line: _Line, low: float, high: float) -> bool:
    return all(low <= size <= high for size in line.sizes)


def _subject(lines: list[_Line], title: str) -> list[str]:
    at = next((at for at, line in enumerate(lines) if title and line.text.strip() == title), None)
    if at is None:
        return [f"Thiếu tên loại văn bản «{title}»."] if title else []
    found = []
    if not lines[at].bold or not lines[at].is_centred or not _sized(lines[at], 13, 14):
        found.append(f"Tên loại «{title}» phải ở giữa, chữ đậm, cỡ 13 đến 14.")
    after = next((line for line in lines[at + 1 :] if line.text.strip()), None)
    if after is None or not after.bold or not after.is_centred or not _sized(after, 13, 14):
        found.append("Thiếu trích yếu ngay dưới tên loại, ở giữa, chữ đậm, cỡ 13 đến 14.")
    return found


def _recipients(lines: list[_Line]) -> list[str]:
    at = next((at for at, line in enumerate(lines) if line.text.strip() == "Nơi nhận:"), None)
    if at is None or not lines[at].bold or not lines[at].italic or not _sized(lines[at], 12, 12):
        return ["Thiếu «Nơi nhận:», chữ nghiêng, đậm, cỡ 12."]
    listed = [line for line in lines[at + 1 :] if line.cell is lines[at].cell and line.text.strip()]
    if not listed or not all(_sized(line, 11, 11) for line in listed):
        return ["Danh sách nơi nhận phải có, cỡ chữ 11."]
    if "Lưu:" not in listed[-1].text:
        return ["Dòng cuối của nơi nhận phải là «Lưu: VT, …»."]
    return []


def _signature(lines: list[_Line]) -> list[str]:
    cells: dict[int, list[_Line]] = {}
    for line in lines:
        if line.cell is not None:
            cells.setdefault(id(line.cell), []).append(line)
    block = next((cell for cell in reversed(cells.values()) if _signs(cell)), None)
    if block is None:
        return ["Thiếu khối ký: thẩm quyền (TM., KT., Q.) và chức vụ, chữ hoa, đậm, ở giữa bên phải."]
    signs = [line for line in block if SIGNER.fullmatch(line.text.strip())]
    found = []
    if not all(line.bold and line.is_centred and _sized(line, 13, 14) for line in signs):
        found.append("Thẩm quyền, chức vụ người ký phải ở giữa, chữ hoa, đậm, cỡ 13 đến 14.")
    if ALONE.match(signs[-1].text.strip()) and not signs[-1].text.strip().startswith("Q. "):
        found.append(f"Dưới «{signs[-1].text.strip()}» phải có chức vụ của người ký.")
    rest = block[block.index(signs[-1]) + 1 :]
    empty = next((at for at, line in enumerate(rest) if line.text.strip()), len(rest))
    if empty < EMPTY_LINES:
        found.append(f"Dưới chức vụ còn {empty} dòng trống; để ít nhất {EMPTY_LINES} dòng cho chữ ký và dấu.")
    return found


def _signs(cell: list[_Line]) -> bool:
    return any(SIGNER.fullmatch(line.text.strip()) for line in cell)


def _numbers(document: Any) -> list[str]:
    section = document.sections[0]
    fields = [
        paragraph
        for paragraph in section.header.paragraphs
        if any("PAGE" in (mark.text or "") for mark in paragraph._p.iter(qn("w:instrText")))
        or any("PAGE" in mark.get(qn("w:instr"), "") for mark in paragraph._p.iter(qn("w:fldSimple")))
    ]
    found = []
    if not fields or fields[0].alignment != WD_ALIGN_PARAGRAPH.CENTER:
        found.append("Số trang phải ở giữa lề trên.")
    if not section.different_first_page_header_footer:
        found.append("Trang đầu không đánh số: đặt đầu trang khác cho trang thứ nhất.")
    return found
