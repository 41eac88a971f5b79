"""The parts of an .xlsx file, found by their relations: what is a sheet, where, and what it says beside its values."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from core.numbers import read_id
from office import packages
from office.grid import CELLS, COLUMNS, MARK, PERCENT, SCALED
from office.refusals import Unfit
from office.sheet_lines import Beside

_PIECE = 1024 * 1024
_OPENED = re.compile(rb"<f[\s/>]")
_VALUED = re.compile(rb"</f><v>[^<]")
_MERGED = re.compile(rb'<mergeCell ref="([^"]+)"')
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_USUAL = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}


def _related(archive: zipfile.ZipFile, main: str) -> list[tuple[str, str, str, bool]]:
    """Some programs rename the main part and leave the name of its list of relations."""
    return packages.relations(archive, main) or packages.relations(archive, "xl/workbook.xml")


def sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Each sheet's name and the part that holds it, in the order of the workbook. Raises `Unfit`."""
    main, _ = packages.main_part(archive)
    targets = {number: target for number, _, target, _ in _related(archive, main)}
    root = packages.tree(archive, main)
    found = []
    for sheet in () if root is None else root.iter("{*}sheet"):
        numbers = [value for key, value in sheet.attrib.items() if str(key).endswith("}id")]
        found.append((sheet.get("name", ""), targets.get(numbers[0] if numbers else "", "")))
    return found


def usual(content: bytes) -> bytes:
    """The same workbook with its parts under their usual names, which the reader looks for."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        main, _ = packages.main_part(archive)
        related = [item for item in _related(archive, main) if not item[3]]
        names = {main: "xl/workbook.xml"}
        for at, (_, kind, target, _) in enumerate(related):
            names[target] = _USUAL.get(kind) or (target if target.startswith("xl/") else f"xl/worksheets/part{at}.xml")
        if all(old == new for old, new in names.items()):
            return content
        listed = "".join(
            f'<Relationship Id="{number}" Type="{_TYPE}/{kind}" Target="/{names[target]}"/>'
            for number, kind, target, _ in related
            if number.isalnum() and kind.isalnum()
        )
        return _renamed(archive, names, f'<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>')


_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _renamed(archive: zipfile.ZipFile, names: dict[str, str], relations: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("xl/_rels/workbook.xml.rels", relations)
        for part in archive.infolist():
            name = names.get(part.filename, part.filename)
            if name not in made.NameToInfo:
                with archive.open(part) as old, made.open(name, "w", force_zip64=True) as new:
                    while piece := old.read(_PIECE):
                        new.write(piece)
    return buffer.getvalue()


# ---- what the values alone do not tell ----


@dataclass
class Signs(Beside):
    """What a sheet says beside its values, with cells without a value, shown as per cent or scaled; all from 0."""

    cells: dict[int, dict[int, str]] = field(default_factory=dict)  # MARK, an error's word, PERCENT or SCALED
    number: int = 0

    def note(self, row: int, column: int, sign: str) -> None:
        """Raises `Unfit` when there are too many."""
        self.number += 1
        if self.number > CELLS:
            raise Unfit("too_large")
        self.cells.setdefault(row, {})[column] = sign


@dataclass(frozen=True)
class Looks:
    """The numbers of the cell styles that show something else than the value, or strike it through."""

    percent: frozenset[str] = frozenset()
    scaled: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        return self.percent | self.scaled | self.struck


def looks(archive: zipfile.ZipFile) -> Looks:
    """What the cell styles of a workbook show. Raises `Unfit`."""
    main, _ = packages.main_part(archive)
    part = next((target for _, kind, target, _ in _related(archive, main) if kind == "styles"), "")
    root = packages.tree(archive, part) if part else None
    if root is None:
        return Looks()
    own = {item.get("numFmtId"): item.get("formatCode", "") for item in root.iterfind("{*}numFmts/{*}numFmt")}
    struck = {str(at) for at, font in enumerate(root.iterfind("{*}fonts/{*}font")) if _is_struck(font)}
    styles = list(enumerate(root.iterfind("{*}cellXfs/{*}xf")))

    def pattern(item: etree._Element) -> str:
        number = item.get("numFmtId", "")
        return own.get(number, "0%" if number in _PERCENT_FORMATS else "")

    return Looks(
        frozenset(str(at) for at, item in styles if shows_percent(pattern(item))),
        frozenset(str(at) for at, item in styles if shows_scaled(pattern(item))),
        frozenset(str(at) for at, item in styles if item.get("fontId") in struck),
    )


def _is_struck(font: etree._Element) -> bool:
    found = font.find("{*}strike")
    return found is not None and found.get("val", "1").lower() not in ("0", "false")


_PERCENT_FORMATS = ("9", "10")  # of Excel itself
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SCALES = re.compile(r"[0#?],+(?![0#?,])")


def shows_percent(pattern: str) -> bool:
    """Whether a number format shows a hundred times the value."""
    return "%" in _LITERAL.sub("", pattern)


def shows_scaled(pattern: str) -> bool:
    """Whether a number format shows a thousandth or a millionth of the value: "#,##0,", "0.0,,"."""
    return _SCALES.search(_LITERAL.sub("", pattern)) is not None


def signs(archive: zipfile.ZipFile, part: str, looks: Looks) -> Signs:
    """The signs of one sheet, however it is written. Raises `Unfit`.

    An empty text is a value: `IF(…;"")` shows nothing. Cells that a matrix formula fills are without a value as it is.
    """
    if part not in archive.NameToInfo:
        return Signs()
    with archive.open(part) as file:
        found = _plain(file, looks.all)
    if found is None:
        with archive.open(part) as file:
            found = _signs(file, looks)
    found.remarks = _remarks(archive, part)
    return found


def _remarks(archive: zipfile.ZipFile, part: str) -> list[tuple[int, int, str]]:
    """The remarks pinned to cells, of a sheet that has some."""
    found = []
    for _, kind, target, is_outside in packages.relations(archive, part):
        root = packages.tree(archive, target) if kind == "comments" and not is_outside else None
        for item in () if root is None else root.iter("{*}comment"):
            place = _CELL.fullmatch(item.get("ref", ""))
            if place:
                words = "".join("".join(text.itertext(etree.Element)) for text in item.iterchildren("{*}text"))
                found.append((int(place[2]) - 1, _column(place[1]), words))
    return found


def _plain(file: IO[bytes], styles: frozenset[str]) -> Signs | None:
    """The signs where there are plainly none but merged cells, which stand behind the last cell; in doubt, nothing.

    Costs little. Each formula is written in the usual way with its value.
    """
    rest, missing = b"", 0
    styled = re.compile(rb" s=\"(?:%s)\"" % "|".join(styles).encode()) if styles else None
    while piece := file.read(_PIECE):
        if (not rest and b"\x00" in piece[:64]) or b":f" in piece:
            return None
        piece = rest + piece
        cut = piece.rfind(b"</c>") + 4  # no formula and its value stand on both sides of this
        whole, rest = (piece[:cut], piece[cut:]) if cut > 3 else (b"", piece)
        if len(rest) > 16 * _PIECE or b"mergeCell" in whole:
            return None
        if b't="e"' in whole or b"hidden=" in whole or (styled is not None and styled.search(whole)):
            return None
        if b"'" in whole and (b"t='" in whole or b" s='" in whole):
            return None
        if b"<f" in whole:
            if b"<!" in whole:  # a comment could pose as a value
                return None
            missing += len(_OPENED.findall(whole)) - len(_VALUED.findall(whole))
            if missing:
                return None
    if _OPENED.search(rest) or b"hidden" in rest:
        return None
    merged = [_area(ends.decode()) for ends in _MERGED.findall(rest)]
    if rest.count(b"mergeCell ") != len(merged) or b"<!" in rest:
        return None
    return Signs(merged=[ends for ends in merged if ends is not None])


def _area(reference: str) -> tuple[int, int, int, int] | None:
    """ "C9:D10" as top, left, bottom, right, from 0."""
    first, last = (_CELL.fullmatch(end) for end in reference.partition(":")[::2])
    return (int(first[2]) - 1, _column(first[1]), int(last[2]) - 1, _column(last[1])) if first and last else None


def _signs(file: IO[bytes], looks: Looks) -> Signs:
    found, at = Signs(), -1
    tags = ("{*}row", "{*}cols", "{*}mergeCell")
    for _, item in etree.iterparse(
        file, events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
    ):
        if item.getroottree().docinfo.doctype:
            raise Unfit("strange")
        if item.tag.endswith("}cols"):
            found.columns = [at for column in item if _is_true(column, "hidden") for at in _reach(column)]
            continue
        if item.tag.endswith("}mergeCell"):
            area = _area(item.get("ref", ""))
            found.merged += [area] if area else []
            continue
        said = item.get("r", "")
        at = int(said) - 1 if said.isascii() and said.isdecimal() and len(said) < 8 else at + 1
        if _is_true(item, "hidden"):
            found.rows.append(at)
        _of_row(item, at, looks, found)
        item.clear()
        while item.getprevious() is not None:
            del item.getparent()[0]
    return found


def _is_true(item: etree._Element, name: str) -> bool:
    return item.get(name, "").lower() in ("1", "true")


def _reach(column: etree._Element) -> range:
    first, last = read_id(column.get("min")), read_id(column.get("max"))
    return range(first - 1, min(last, COLUMNS)) if first and last else range(0)


def _of_row(row: etree._Element, at: int, looks: Looks, found: Signs) -> None:
    column = -1
    for cell in row.iterchildren("{*}c"):
        named = _CELL.fullmatch(cell.get("r", ""))
        column = _column(named[1]) if named else column + 1
        if cell.get("t") == "e":
            found.note(at, column, _text(cell) or "#VALUE!")
            continue
        style = cell.get("s")
        if style in looks.struck and _text(cell):
            found.struck.append((at, column))
        if cell.get("t", "n") == "n" and (style in looks.percent or style in looks.scaled) and _text(cell):
            found.note(at, column, SCALED if style in looks.scaled else PERCENT)
        formula = next(cell.iterchildren("{*}f"), None)
        if formula is not None and not _is_empty_text(cell):
            _of_formula(formula, cell, at, column, found)


def _of_formula(formula: etree._Element, cell: etree._Element, at: int, column: int, found: Signs) -> None:
    if found.cells.get(at, {}).get(column) is None:
        found.note(at, column, MARK)  # put only where the reader finds no value
    ends = _CELL.fullmatch(formula.get("ref", "").partition(":")[2])
    if ends and formula.get("t") != "shared" and not _text(cell):  # one formula fills many cells
        width, height = range(column, _column(ends[1]) + 1), int(ends[2]) - at
        if len(width) * height > CELLS:
            raise Unfit("too_large")
        for place in range(at, at + height):
            for further in width:
                if found.cells.get(place, {}).get(further) is None:
                    found.note(place, further, MARK)


def _is_empty_text(cell: etree._Element) -> bool:
    return cell.get("t") == "str" and next(cell.iterchildren("{*}v"), None) is not None and not _text(cell)


def _text(cell: etree._Element) -> str:
    return "".join("".join(value.itertext(etree.Element)) for value in cell.iterchildren("{*}v", "{*}is")).strip()


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
