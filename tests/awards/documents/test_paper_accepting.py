"""What comes past the door of files and still may not be a template, part by part."""

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls

from awards.documents.domain import accepting
from awards.documents.domain.accepting import objections
from awards.documents.domain.kinds import KINDS
from awards.documents.domain.layout import default_template

KIND = KINDS["quyet-dinh"]
W = nsdecls("w")
EMBEDDED = "Mẫu có tệp nhúng (đối tượng OLE, văn bản lồng). Vui lòng bỏ đi rồi gửi lại."
TRACKED = "Mẫu còn theo dõi thay đổi (Track Changes). Vui lòng chấp nhận hết thay đổi rồi gửi lại."
NESTED = "Mẫu lồng một văn bản khác. Vui lòng chép nội dung vào mẫu rồi gửi lại."


def _document(*lines: str, change: Any = None) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if change is not None:
        change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def foreign(parts: dict[str, str], *names: str) -> list[str]:
    return list(accepting._foreign({name: text.encode() for name, text in parts.items()}, [*parts, *names]))


def test_the_limit_is_twenty_megabytes() -> None:
    assert accepting._LIMIT == 20_971_520


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("word/embeddings/oleObject1.bin", [EMBEDDED]), ("Word/Embeddings/x", [EMBEDDED]), ("word/afchunk1.mht", [EMBEDDED]),
        ("word/AFChunk.dat", [EMBEDDED]), ("customXml/embeddings/x", []), ("word/media/image1.png", []),
    ],
)  # fmt: skip
def test_a_file_within_the_file(name: str, found: list[str]) -> None:
    assert foreign({"word/document.xml": f"<w:document {W}/>"}, name) == found


def test_every_part_is_read_also_behind_one_that_is_broken() -> None:
    broken = "Phần «word/a.xml» của mẫu bị hỏng. Vui lòng mở bằng Word, lưu lại rồi gửi."
    parts = {"word/a.xml": "<a", "word/b.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}
    assert foreign(parts) == [broken, "Phần «word/b.xml» của mẫu có khai báo DTD nên không được nhận."]


def test_an_entity_is_never_put_in(tmp_path: Any) -> None:
    secret = tmp_path / "bi-mat.txt"
    secret.write_text("INCLUDETEXT", encoding="utf-8")
    text = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:p {W}><w:instrText>&x;</w:instrText></w:p>'
    found = foreign({"word/a.xml": text})
    assert found[:1] == ["Phần «word/a.xml» của mẫu có khai báo DTD nên không được nhận."]
    assert "INCLUDETEXT" not in " ".join(found)
    assert accepting._texts({"word/a.xml": text.replace("instrText", "t").encode()}) == [""]


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(f'<Relationship Target="{target}" TargetMode="{mode}"/>' for target, mode in targets)
    return f'<Relationships><Relationship Target="styles.xml"/>{rows}</Relationships>'


def _linked(target: str) -> list[str]:
    return [f"Mẫu liên kết ra ngoài ({target}). Vui lòng bỏ liên kết, mẫu gắn kèm rồi gửi lại."]


def test_a_link_to_outside_is_named_the_first_of_them_and_not_all_of_it() -> None:
    assert foreign({"word/_rels/a.rels": _relations()}) == []
    assert foreign({"word/_rels/a.rels": _relations(("x.xml", "Internal"))}) == []
    two = _relations(("http://a.vn", "External"), ("http://b.vn", "external"))
    assert foreign({"word/_rels/a.rels": two}) == _linked("http://a.vn")
    assert foreign({"word/_rels/a.rels": _relations(("h" * 100, "External"))}) == _linked("h" * 80)
    assert foreign({"word/a.xml": two}) == []  # no list of relations


@pytest.mark.parametrize(
    ("inner", "found"),
    [("<w:ins/>", [TRACKED]), ("<w:del/>", [TRACKED]), ("<w:altChunk/>", [NESTED]), ("<w:r/>", []),
     ("<w:r><w:ins/></w:r><w:altChunk/>", [TRACKED, NESTED])],
)  # fmt: skip
def test_changes_that_wait_and_documents_within(inner: str, found: list[str]) -> None:
    assert foreign({"word/document.xml": f"<w:document {W}>{inner}</w:document>"}) == found


def _field(code: str) -> list[str]:
    return [f"Mẫu có trường «{code}»; chỉ nhận trường số trang. Vui lòng bỏ trường đó."]


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        ("<w:instrText>PAGE</w:instrText>", []), ("<w:instrText> numpages \\* X</w:instrText>", []),
        ("<w:instrText>SECTIONPAGES</w:instrText>", []), ("<w:instrText> </w:instrText>", []),
        ('<w:fldSimple w:instr="PAGE"/>', []), ("<w:fldSimple/>", []),
        ('<w:fldSimple w:instr="date x"/>', _field("DATE")), ("<w:instrText>TIME x</w:instrText>", _field("TIME")),
        ("<w:instrText>TIME</w:instrText><w:instrText>DATE</w:instrText>", _field("DATE") + _field("TIME")),
        (f"<w:instrText>{'X' * 50}</w:instrText>", _field("X" * 40)),
    ],
)  # fmt: skip
def test_of_fields_only_page_numbers_stay(inner: str, found: list[str]) -> None:
    assert foreign({"word/document.xml": f"<w:document {W}>{inner}</w:document>"}) == found


def test_only_what_is_read_in_word_is_read() -> None:
    text = f"<w:p {W}><w:r><w:t>a</w:t></w:r><w:r><w:t/><w:t>b</w:t></w:r></w:p>".encode()
    parts = {"word/document.xml": text, "docProps/app.xml": text, "word/_rels/a.rels": text, "word/header1.xml": text}
    assert accepting._texts(parts) == ["ab", "ab"]


# ---- whole files ----


def _unknown(name: str) -> str:
    return f"Thẻ «{{{{{name}}}}}» không có trong văn bản này. Xem bảng thẻ bên dưới."


def _statement(text: str) -> str:
    return f"Mẫu có lệnh «{text}». Mẫu chỉ có thẻ {{{{…}}}}; danh sách tự lặp theo hàng của bảng."


def _no_token(text: str) -> str:
    return f"«{text}» không phải là thẻ. Thẻ là một tên trong bảng bên dưới, đặt giữa hai ngoặc nhọn kép."


LONG = "{% " + "x" * 70 + " %}"
BRACES = "{{ " + "y" * 70 + "! }}"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["{{dot}}"], []), (["{{la}} {{dot}} {{la_2}}", "{{la}}"], [_unknown("la"), _unknown("la_2")]),
        ([LONG], [_statement(LONG[:60])]), ([BRACES], [_no_token(BRACES[:60])]),
        (["{# a #}", "{{dot}} %} {{"], [_statement("{# a #}"), _statement("%}"), _no_token("{{")]),
        (["{{muc.ten}}"], ["Thẻ «muc.ten» không dùng được ở chỗ này: thẻ của danh sách phải nằm trong hàng của bảng."]),
    ],
)  # fmt: skip
def test_each_objection_to_the_words_of_a_template(lines: list[str], found: list[str]) -> None:
    assert objections(_document(*lines), "mau.docx", KIND) == found


def test_what_is_foreign_is_told_before_the_words() -> None:
    def change(document: Any) -> None:
        document.paragraphs[0]._p.append(OxmlElement("w:ins"))

    assert objections(_document("{{la}}", change=change), "mau.docx", KIND) == [TRACKED]


def test_another_office_file_is_no_word_file() -> None:
    from openpyxl import Workbook

    buffer = io.BytesIO()
    Workbook().save(buffer)
    assert objections(buffer.getvalue(), "mau.xlsx", KIND) == [
        "Tệp «mau.xlsx» không phải là Word (.docx). Vui lòng lưu mẫu thành .docx rồi gửi lại."
    ]


def test_a_word_file_that_does_not_open_is_told_without_its_error() -> None:
    old = zipfile.ZipFile(io.BytesIO(default_template("quyet-dinh")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name != "word/_rels/document.xml.rels":
                new.writestr(name, old.read(name) if name != "word/document.xml" else f"<w:x {W}/>".encode())
    assert objections(buffer.getvalue(), "mau.docx", KIND) == [
        "Cổng không mở được tệp này như một văn bản Word. Vui lòng mở bằng Word, lưu lại rồi gửi."
    ]


def _unfilled(token: str) -> str:
    return (
        f"Thẻ «{token}» đứng ở chỗ cổng không điền được (chú thích, khung nội dung bao cả hàng hoặc ô của bảng). "
        "Vui lòng đưa thẻ ra ngoài."
    )


@pytest.mark.parametrize("tag", ["w:tr", "w:tc"])
def test_a_token_that_would_be_printed_as_it_is_is_refused(tag: str) -> None:
    """A content control around a row or a cell: Word shows it, the portal puts nothing into it."""

    def change(document: Any) -> None:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text, cells[1].text = "{{dot}} và {{ tinh }}", "{{dot}}"
        held = cells[0]._tc if tag == "w:tc" else cells[0]._tc.getparent()
        control = OxmlElement("w:sdt")
        inner = OxmlElement("w:sdtContent")
        held.addprevious(control)
        control.append(inner)
        inner.append(held)

    assert objections(_document(change=change), "mau.docx", KIND) == [_unfilled("{{dot}}"), _unfilled("{{ tinh }}")]


def test_statements_in_a_header_are_found_too() -> None:
    def change(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "{% if a %}"

    assert objections(_document("{{dot}}", change=change), "mau.docx", KIND) == [_statement("{% if a %}")]
