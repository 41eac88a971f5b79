"""The child that reads what strangers hand in: little memory, little time, no key; the server stays small beside it."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from office.files import child
from office.files.refusals import Unfit
from office.tables.grid import LETTERS
from office.tables.workbooks import WorkbookRefused, read_file
from tests.papers import excel, zipped

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PROBE = "tests.office.probe"
MEASURE = """
import json, resource, sys
from office.tables.workbooks import WorkbookRefused, read_file
def peak(who): return resource.getrusage(who).ru_maxrss // 1024
read_file(open(sys.argv[1], "rb").read(), "a.xlsx")
content = open(sys.argv[2], "rb").read()
before = peak(resource.RUSAGE_SELF)
try:
    said = str(len(read_file(content, "a.xlsx").sheets[0].rows))
except WorkbookRefused as refused:
    said = str(refused)
print(json.dumps([said, peak(resource.RUSAGE_SELF) - before, peak(resource.RUSAGE_CHILDREN)]))
"""


def _strings(sheet: bytes, strings: bytes) -> bytes:
    parts = excel(sheet)
    related = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
        b' Target="sharedStrings.xml"/></Relationships>',
    )
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>' % strings
    return zipped({**parts, "xl/_rels/workbook.xml.rels": related, "xl/sharedStrings.xml": shared})


def _shared() -> bytes:
    """9,000 cells that share one long text: 180 MB of a file of a few kilobytes."""
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (at, at) for at in range(1, 9001))
    return _strings(rows, b"<si><t>%s</t></si>" % (b"abcdefghij" * 2000))


def _one_long_text() -> bytes:
    """One cell of 15 million letters, which packs badly: the size of the file gives no hint."""
    letters = (b"%08d" % (at * 7_919 % 99_999_989) for at in range(15_000_000 // 8))
    return _strings(b'<row r="3"><c r="B3" t="s"><v>0</v></c></row>', b"<si><t>%s</t></si>" % b"".join(letters))


def _far_corner() -> bytes:
    """Two cells far apart: 16 million blank ones between them."""
    return zipped(excel(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="90000"><c r="FX90000"><v>1</v></c></row>'))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_shared, "có quá nhiều dòng hoặc cột, hoặc quá nhiều chữ"),
        (_one_long_text, "trang «Sheet», ô B3 có hơn 32.767 chữ"),
        (_far_corner, "có quá nhiều dòng hoặc cột, hoặc quá nhiều chữ"),
    ],
    ids=["one text in 9,000 cells", "a text of 15 million letters", "16 million blank cells"],
)
def test_a_crafted_workbook_swells_neither_server_nor_child(
    tmp_path: Path, make: Callable[[], bytes], said: str
) -> None:
    """R7: the server grows by at most 50 MiB, its child stays below its limit."""
    small, crafted = tmp_path / "nho.xlsx", tmp_path / "lon.xlsx"
    small.write_bytes(zipped(excel(b'<row r="1"><c r="A1"><v>1</v></c></row>')))
    content = make()
    crafted.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(small), str(crafted)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    answer, grown, peak = json.loads(done.stdout)
    assert said in answer
    assert grown - len(content) // 1024 // 1024 <= 50
    assert peak <= child.MEMORY // 1024 // 1024


def test_an_honest_workbook_of_many_names_is_read() -> None:
    name = "<si><t>Hộ ông Nguyễn Văn An, thôn Ma Hoa, xã Phước Đại, huyện Bác Ái</t></si>".encode()
    cells = b'<c t="s"><v>0</v></c>' * 4 + b"<c><v>300</v></c>" * 8
    rows = b"".join(b'<row r="%d">%s</row>' % (at, cells) for at in range(1, 20_001))
    found = read_file(_strings(rows, name), "ho.xlsx").sheets[0].rows
    assert (len(found), found[-1][3:5]) == (
        20_000,
        ("Hộ ông Nguyễn Văn An, thôn Ma Hoa, xã Phước Đại, huyện Bác Ái", 300),
    )


@pytest.mark.parametrize("letters", [LETTERS, LETTERS + 1])
def test_a_cell_of_a_text_file_has_the_same_limit(letters: int) -> None:
    content = b"a;b\n1;" + b"x" * letters + b"\n"
    if letters > LETTERS:
        with pytest.raises(WorkbookRefused, match=r"ô B2 có hơn 32\.767 chữ"):
            read_file(content, "a.csv")
    else:
        assert read_file(content, "a.csv").sheets[0].rows[1] == ("1", "x" * letters)


def test_a_text_file_of_commas_is_refused_before_it_swells() -> None:
    with pytest.raises(WorkbookRefused, match="quá nhiều dòng hoặc cột"):
        read_file((b"," * 150 + b"\n") * 100_000, "a.csv")


# ---- what the child may ----


def _probe(what: bytes) -> str:
    with child.reading(PROBE, what) as lines:
        return lines.read().decode().strip()


def test_the_child_knows_no_key_and_loads_the_library_s_own_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "mat")
    monkeypatch.setenv("DATABASE_URL", "mat")
    assert set(_probe(b"environment").split()) <= {"LC_CTYPE", "LD_LIBRARY_PATH", "TMPDIR"}


def test_the_child_has_no_more_memory_than_its_limit() -> None:
    assert _probe(b"200") == "200"
    with pytest.raises(Unfit, match="too_large"):
        _probe(b"600")


def test_a_small_file_may_not_be_worked_on_for_long() -> None:
    begin = time.monotonic()
    with pytest.raises(Unfit, match="slow"):
        _probe(b"for ever")
    assert time.monotonic() - begin < child.SECONDS
    assert [child.processor_seconds(size) for size in (0, 144_000, 3_000_000, 20_000_000)] == [4, 4, 10, 20]


def test_a_reader_that_breaks_down_is_no_failure_of_the_server() -> None:
    with pytest.raises(child.Unreadable):
        _probe(b"break")
    with pytest.raises(child.Unreadable):
        with child.reading("office.khong_co", b""):
            pass


def test_a_cause_takes_the_place_of_what_was_printed() -> None:
    with pytest.raises(Unfit) as unfit:
        _probe(b"half")
    assert (unfit.value.cause, unfit.value.what) == ("long_cell", "ô A1")


def test_few_are_read_at_once_and_the_others_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "WAIT", 0.05)
    others = [threading.Thread(target=lambda: _probe(b"wait")) for _ in range(child.AT_ONCE)]
    for other in others:
        other.start()
    time.sleep(0.2)
    with pytest.raises(WorkbookRefused) as refused:
        read_file(zipped(excel()), "so-lieu.xlsx")
    for other in others:
        other.join()
    assert str(refused.value) == (
        "Máy chủ đang đọc nhiều tệp khác nên chưa đọc được tệp «so-lieu.xlsx». Vui lòng gửi lại sau ít phút."
    )
    assert len(read_file(zipped(excel()), "so-lieu.xlsx").sheets) == 1  # the places are free again
