"""The parts of an .xlsx file, found by their relations: what is a sheet, where, and which of its formulas have no value."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import IO

from lxml import etree

from office import packages
from office.grid import CELLS
from office.refusals import Unfit

_PIECE = 1024 * 1024
_OPENED = re.compile(rb"<f[\s/>]")
_VALUED = re.compile(rb"</f><v>[^<]")
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_USUAL = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}

Places = dict[int, list[int]]  # columns by row, both from 0


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


# ---- formulas that nothing has computed ----


def not_computed(archive: zipfile.ZipFile, part: str) -> Places:
    """The places where a blank cell is a formula without a value, however the sheet is written. Raises `Unfit`.

    An empty text is a value: `IF(…;"")` shows nothing. Cells that a matrix formula fills are without a value as it is.
    """
    if part not in archive.NameToInfo:
        return {}
    with archive.open(part) as file:
        if _all_have_values(file):
            return {}
    with archive.open(part) as file:
        return _places(file)


def _all_have_values(file: IO[bytes]) -> bool:
    """Plainly so: no formula, or each written in the usual way with its value. Costs little; in doubt, no."""
    rest, missing = b"", 0
    while piece := file.read(_PIECE):
        if (not rest and b"\x00" in piece[:64]) or b":f" in piece:
            return False
        piece = rest + piece
        cut = piece.rfind(b"</c>") + 4  # no formula and its value stand on both sides of this
        whole, rest = (piece[:cut], piece[cut:]) if cut > 3 else (b"", piece)
        if len(rest) > 16 * _PIECE:
            return False
        if b"<f" in whole:
            if b"<!" in whole:  # a comment could pose as a value
                return False
            missing += len(_OPENED.findall(whole)) - len(_VALUED.findall(whole))
            if missing:
                return False
    return not _OPENED.search(rest)


def _places(file: IO[bytes]) -> Places:
    found, at = defaultdict[int, list[int]](list), -1
    number = 0
    for _, row in etree.iterparse(
        file, events=("end",), tag="{*}row", resolve_entities=False, no_network=True, load_dtd=False
    ):
        if row.getroottree().docinfo.doctype:
            raise Unfit("strange")
        said = row.get("r", "")
        at = int(said) - 1 if said.isascii() and said.isdecimal() and len(said) < 8 else at + 1
        if next(row.iter("{*}f"), None) is not None:
            for place, columns in _of_row(row, at):
                number += len(columns)
                if number > CELLS:
                    raise Unfit("too_large")
                found[place] += columns
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]
    return dict(found)


def _of_row(row: etree._Element, at: int) -> Iterator[tuple[int, list[int]]]:
    column = -1
    for cell in row.iterchildren("{*}c"):
        named = _CELL.fullmatch(cell.get("r", ""))
        column = _column(named[1]) if named else column + 1
        formula = next(cell.iterchildren("{*}f"), None)
        if formula is None or _is_empty_text(cell):
            continue
        yield at, [column]
        ends = _CELL.fullmatch(formula.get("ref", "").partition(":")[2])
        if ends and formula.get("t") != "shared" and not _has_value(cell):  # one formula fills many cells
            width, height = range(column, _column(ends[1]) + 1), int(ends[2]) - at
            if len(width) * height > CELLS:
                raise Unfit("too_large")
            for place in range(at, at + height):
                yield place, list(width)


def _is_empty_text(cell: etree._Element) -> bool:
    return cell.get("t") == "str" and next(cell.iterchildren("{*}v"), None) is not None and not _has_value(cell)


def _has_value(cell: etree._Element) -> bool:
    return any("".join(value.itertext(etree.Element)).strip() for value in cell.iterchildren("{*}v", "{*}is"))


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
