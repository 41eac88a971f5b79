"""The parts of an .xlsx file, found by their relations: what is a sheet, where, and what it says beside its values."""

import io
import re
import zipfile
from dataclasses import dataclass, field, replace
from typing import IO

from lxml import etree

from core.numbers import read_id
from office.files import packages
from office.files.refusals import Unfit
from office.tables import cell_looks
from office.tables.cell_looks import Looks
from office.tables.grid import CELLS, COLUMNS, MARK, PERCENT, SCALED, partly
from office.tables.sheet_lines import Beside

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

    cells: dict[int, dict[int, str]] = field(default_factory=dict)  # MARK, an error's word, PERCENT, SCALED or PADDED
    number: int = 0

    def note(self, row: int, column: int, sign: str) -> None:
        """Raises `Unfit` when there are too many."""
        self.number += 1
        if self.number > CELLS:
            raise Unfit("too_large")
        self.cells.setdefault(row, {})[column] = sign


def looks(archive: zipfile.ZipFile) -> Looks:
    """What the cell styles and the texts of a workbook show. Raises `Unfit`."""
    main, _ = packages.main_part(archive)
    parts = {kind: target for _, kind, target, _ in _related(archive, main) if kind in ("styles", "sharedStrings")}
    found = cell_looks.of_styles(packages.tree(archive, parts["styles"]) if "styles" in parts else None)
    texts = cell_looks.shared_texts(archive, parts.get("sharedStrings", ""), by_style=bool(found.struck))
    return replace(found, texts=texts)


def signs(archive: zipfile.ZipFile, part: str, looks: Looks) -> Signs:
    """The signs of one sheet, however it is written. Raises `Unfit`.

    An empty text is a value: `IF(…;"")` shows nothing. Cells that a matrix formula fills are without a value as it is.
    """
    if part not in archive.NameToInfo:
        return Signs()
    found = None
    if not looks.texts:
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
        if len(rest) > 16 * _PIECE or b"mergeCell" in whole or b"strike" in whole:
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
        if (style in looks.white or (style in looks.blank and cell.get("t", "n") == "n")) and _text(cell):
            found.unseen.append((at, column))
        sign = partly(_runs(cell, looks))
        if sign:
            found.partly.append((at, column))
            found.note(at, column, sign)
        elif sign == "" or (style in looks.struck and _text(cell)):
            found.struck.append((at, column))
        shown = (
            SCALED if style in looks.scaled else PERCENT if style in looks.percent else looks.padded.get(style or "")
        )
        if shown and cell.get("t", "n") == "n" and _text(cell):
            found.note(at, column, shown)
        formula = next(cell.iterchildren("{*}f"), None)
        if formula is not None and not _is_empty_text(cell):
            _of_formula(formula, cell, at, column, found)


def _runs(cell: etree._Element, looks: Looks) -> list[tuple[str, bool]]:
    """The runs of letters of a rich text with whether each is struck through; none for any other cell."""
    kind = cell.get("t")
    runs: cell_looks.Runs = ()
    if kind == "s" and looks.texts:
        runs = looks.texts.get(_text(cell), ())
    elif kind == "inlineStr":
        runs = next((cell_looks.runs_of(item) for item in cell.iterchildren("{*}is")), ())
    by_style = cell.get("s") in looks.struck
    return [(text, by_style if said is None else said) for text, said in runs]


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
