"""May a file that somebody uploads be a template of a kind? Every objection as a sentence. Pure.

A template is a .docx with tokens of the kind and nothing that runs, fetches or hides: no macro, no embedded object, no
relation to outside, no field but page numbers, no statement of a template language.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from awards.documents.domain.filling import TOKEN, UnknownToken, fill, tokens_of
from awards.documents.domain.kinds import Kind
from awards.documents.domain.samples import sample
from office.files.contents import DOCX, FileRefused, kind_of

FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_STATEMENT = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{%|%\}")
_BRACES = re.compile(r"\{\{.*?\}\}|\{\{|\}\}")
_LIMIT = 20 * 1024 * 1024  # bytes of all parts together


def objections(content: bytes, name: str, kind: Kind) -> list[str]:
    """Why the file may not be a template; nothing when it may."""
    try:
        if kind_of(content, name) is not DOCX:
            return [f"Tệp «{name}» không phải là Word (.docx). Vui lòng lưu mẫu thành .docx rồi gửi lại."]
    except FileRefused as refused:
        return [str(refused)]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LIMIT:
            return ["Mẫu bung ra quá lớn (hơn 20 MB). Vui lòng bỏ bớt hình ảnh."]
        names = archive.namelist()
    parts = _parts(content)
    found = list(_foreign(parts, names))
    if found:
        return found
    try:
        Document(io.BytesIO(content))
        texts = _texts(parts)
        found = [*_statements(texts), *_unknown(content, kind)]
        if not found:
            found += _unfilled(fill(content, sample(kind)))
    except UnknownToken as unknown:
        found.append(f"Thẻ «{unknown}» không dùng được ở chỗ này: thẻ của danh sách phải nằm trong hàng của bảng.")
    except Exception:  # a document that Word made another way may fail in any way
        return ["Cổng không mở được tệp này như một văn bản Word. Vui lòng mở bằng Word, lưu lại rồi gửi."]
    return found


def _parts(content: bytes) -> dict[str, bytes]:
    """What stands in a document, without its pictures."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {part: archive.read(part) for part in archive.namelist() if part.endswith((".xml", ".rels"))}


def _foreign(parts: dict[str, bytes], names: list[str]) -> Iterator[str]:
    """What runs, fetches or hides."""
    if any(name.lower().startswith("word/embeddings/") for name in names) or any("afchunk" in n.lower() for n in names):
        yield "Mẫu có tệp nhúng (đối tượng OLE, văn bản lồng). Vui lòng bỏ đi rồi gửi lại."
    for name, content in parts.items():
        try:
            tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
        except etree.XMLSyntaxError:
            yield f"Phần «{name}» của mẫu bị hỏng. Vui lòng mở bằng Word, lưu lại rồi gửi."
            continue
        if tree.getroottree().docinfo.doctype:
            yield f"Phần «{name}» của mẫu có khai báo DTD nên không được nhận."
        if name.endswith(".rels"):
            outside = [item.get("Target", "") for item in tree if item.get("TargetMode", "").lower() == "external"]
            if outside:
                yield f"Mẫu liên kết ra ngoài ({outside[0][:80]}). Vui lòng bỏ liên kết, mẫu gắn kèm rồi gửi lại."
        if any(True for _ in tree.iter(qn("w:ins"), qn("w:del"))):
            yield "Mẫu còn theo dõi thay đổi (Track Changes). Vui lòng chấp nhận hết thay đổi rồi gửi lại."
        if any(True for _ in tree.iter(qn("w:altChunk"))):
            yield "Mẫu lồng một văn bản khác. Vui lòng chép nội dung vào mẫu rồi gửi lại."
        yield from _fields(tree)


def _fields(tree: etree._Element) -> Iterator[str]:
    """Fields that Word works out anew: only page numbers stay."""
    codes = ["".join(mark.itertext()) for mark in tree.iter(qn("w:instrText"))]
    codes += [mark.get(qn("w:instr"), "") for mark in tree.iter(qn("w:fldSimple"))]
    words = {code.split()[0].upper() for code in codes if code.split()}
    for word in sorted(words - FIELDS):
        yield f"Mẫu có trường «{word[:40]}»; chỉ nhận trường số trang. Vui lòng bỏ trường đó."


def _texts(parts: dict[str, bytes]) -> list[str]:
    """The paragraphs of every part, as they read."""
    found = []
    for name, content in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
            found += ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in tree.iter(qn("w:p"))]
    return found


def _statements(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for match in _STATEMENT.finditer(text):
            yield f"Mẫu có lệnh «{match[0][:60]}». Mẫu chỉ có thẻ {{{{…}}}}; danh sách tự lặp theo hàng của bảng."
        for match in _BRACES.finditer(text):
            if not TOKEN.fullmatch(match[0]):
                yield f"«{match[0][:60]}» không phải là thẻ. Thẻ là một tên trong bảng bên dưới, đặt giữa hai ngoặc nhọn kép."


def _unknown(content: bytes, kind: Kind) -> Iterator[str]:
    for name in tokens_of(content):
        if name not in kind.names():
            yield f"Thẻ «{{{{{name}}}}}» không có trong văn bản này. Xem bảng thẻ bên dưới."


def _unfilled(filled: bytes) -> list[str]:
    """Tokens where nothing is put in: in notes, or where a content control holds a whole row or cell."""
    left = dict.fromkeys(match[0] for text in _texts(_parts(filled)) for match in TOKEN.finditer(text))
    return [
        f"Thẻ «{token}» đứng ở chỗ cổng không điền được (chú thích, khung nội dung bao cả hàng hoặc ô của bảng). "
        "Vui lòng đưa thẻ ra ngoài."
        for token in left
    ]
