"""Pages that the portal draws itself: every Vietnamese letter, lines within the margins, other files behind them."""

import io
import re

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from office.documents.pdf_pages import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Text, Writer, font, laid_out, wrapped
from tests.papers import PDF

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy" + "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
WORDS = st.lists(
    st.text(alphabet=LETTERS + LETTERS.upper() + "0123456789.,-–“”…≥−%/", min_size=1, max_size=40), max_size=40
)


@pytest.mark.parametrize("bold", [False, True])
def test_every_vietnamese_letter_has_its_own_glyph(bold: bool) -> None:
    glyphs = [font(bold=bold).glyphs[ord(letter)] for letter in LETTERS + LETTERS.upper()]
    assert len(set(glyphs)) == len(glyphs)
    assert font(bold=bold).glyph("\U0001f411") == font(bold=bold).glyph("?")


@settings(max_examples=60, deadline=None)
@given(words=WORDS, size=st.sampled_from([10, 12, 16]))
def test_a_paragraph_keeps_all_its_letters_within_its_width(words: list[str], size: int) -> None:
    lines = wrapped(" ".join(words), size, 300)
    assert "".join("".join(lines).split()) == "".join("".join(words).split())
    assert all(font().width(line, size) <= 300 for line in lines)


def test_words_stand_on_one_line_while_they_fit() -> None:
    assert wrapped("một hai", 12, 300) == ["một hai"]
    width = font().width("một hai", 12)
    assert wrapped("một hai", 12, width) == ["một hai"]
    assert wrapped("một hai", 12, width - 0.1) == ["một", "hai"]
    assert wrapped("", 12, 300) == [""]


def test_pages_follow_when_one_is_full_and_nothing_leaves_the_margins() -> None:
    pages = laid_out([Text(f"Dòng {at}", right=str(at)) for at in range(200)])
    assert len(pages) > 1
    words = [text for page in pages for text, *_ in page if text.startswith("Dòng")]
    assert words == [f"Dòng {at}" for at in range(200)]
    for page in pages:
        for text, x, y, size, bold in page:
            assert x >= LEFT and x + font(bold=bold).width(text, size) <= WIDTH - RIGHT + 0.01
            assert BOTTOM <= y <= HEIGHT - TOP


def _png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA", (400, 3000), (200, 30, 30, 120)).save(buffer, "PNG")
    return buffer.getvalue()


def test_drawn_pages_files_and_pictures_stand_in_one_numbered_file() -> None:
    writer = Writer()
    writer.draw(laid_out([Text("Sau")]))
    assert writer.add_pdf(PDF) == 1
    assert writer.add_image(_png()) == 1
    writer.draw(laid_out([Text("Mục lục")]), at=0)
    writer.number_pages("trang {at}/{all}")
    with pikepdf.open(io.BytesIO(writer.finished("Hồ sơ Phước Đại"))) as paper:
        assert len(paper.pages) == 4
        assert str(paper.docinfo["/Title"]) == "Hồ sơ Phước Đại"
        fonts = paper.pages[0].obj.Resources.Font
        back = fonts.F0.ToUnicode.read_bytes().decode("ascii")
        for letter in "Mụclụ":
            assert f"<{font().glyph(letter):04X}> <{ord(letter):04X}>" in back
        found = paper.pages[0].obj.Contents
        first = b"".join(part.read_bytes() for part in (found if isinstance(found, pikepdf.Array) else [found]))
        code = "".join(f"{font().glyph(letter):04X}" for letter in "Mục lục")
        assert code.encode() in first


def test_what_could_act_on_its_own_is_left_behind() -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as paper:
        act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=act)
        paper.pages[0].obj["/AA"] = pikepdf.Dictionary(O=act)
        paper.pages[0].obj["/Annots"] = pikepdf.Array([paper.make_indirect(note)])
        paper.save(buffer)
    writer = Writer()
    writer.add_pdf(buffer.getvalue())
    with pikepdf.open(io.BytesIO(writer.finished("x"))) as paper:
        page = paper.pages[0].obj
        assert "/AA" not in page and "/A" not in page.Annots[0]
        paper.save(buffer := io.BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert not re.search(rb"alert", buffer.getvalue())


def test_a_file_that_is_no_pdf_adds_nothing() -> None:
    writer = Writer()
    with pytest.raises(pikepdf.PdfError):
        writer.add_pdf(b"%PDF-1.4 hong")
    assert writer.count == 0
