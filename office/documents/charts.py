"""A bar chart of Word itself, drawn from its own numbers: it prints sharp and can be restyled in Word."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

from docx.document import Document as Doc
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
COLOURS = ("A8B8C8", "1F4E79")  # before, now: told apart in black and white too


@dataclass(frozen=True)
class Bars:
    """Bars side by side for each name; a value that is not known has no bar."""

    title: str
    names: Sequence[str]
    series: Sequence[tuple[str, Sequence[Decimal | None]]]


def add(document: Doc, bars: Bars) -> None:
    """Put the chart at the end of the document, as wide as its text."""
    package = document.part.package
    assert package is not None
    number = sum(str(part.partname).startswith("/word/charts/") for part in package.iter_parts()) + 1
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART, _xml(bars).encode(), package)
    link = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    wide, high = int(Cm(16)), int(Cm(2 + 0.55 * len(bars.names) * len(bars.series)))
    drawing = (
        f'<w:drawing xmlns:w="{_W}" xmlns:wp="{_WP}" xmlns:a="{_A}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{900 + number}" name="Chart {number}" descr="{_text(_told(bars))}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="{link}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    document.add_paragraph().add_run()._r.append(parse_xml(drawing))


def _told(bars: Bars) -> str:
    """The chart in words, for those who do not see it."""
    return f"Biểu đồ cột: {bars.title}, {len(bars.names)} đơn vị; số liệu trong bảng bên trên"


def _text(text: str) -> str:
    plain = "".join(letter for letter in text if letter >= " ")
    return escape(plain, {'"': "&quot;"})


def _xml(bars: Bars) -> str:
    series = "".join(_series(at, name, values, bars.names) for at, (name, values) in enumerate(bars.series))
    small = '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"/></a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
    title = (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr>'
        f'<a:r><a:rPr lang="vi-VN" sz="1200" b="1"/><a:t>{_text(bars.title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:lang val="vi-VN"/><c:roundedCorners val="0"/><c:chart>{title}'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{small}<c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="1"/>'
        '<c:axPos val="b"/><c:crossAx val="1"/></c:valAx></c:plotArea>'
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{small}</c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    )


def _series(at: int, name: str, values: Sequence[Decimal | None], names: Sequence[str]) -> str:
    last = len(names) + 1
    column = "BCDEF"[at]
    categories = "".join(f'<c:pt idx="{i}"><c:v>{_text(item)}</c:v></c:pt>' for i, item in enumerate(names))
    numbers = "".join(
        f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, value in enumerate(values) if value is not None
    )
    colour = COLOURS[at % len(COLOURS)]
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>S!${column}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{_text(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        '<c:dLbls><c:numFmt formatCode="[$-42A]0.00" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr>'
        '<a:defRPr sz="900"/></a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f'<c:cat><c:strRef><c:f>S!$A$2:$A${last}</c:f><c:strCache><c:ptCount val="{len(names)}"/>{categories}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>S!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>[$-42A]0.00</c:formatCode>"
        f'<c:ptCount val="{len(names)}"/>{numbers}</c:numCache></c:numRef></c:val></c:ser>'
    )
