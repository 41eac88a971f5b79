"""Lists and tables that are read are looked at first: nothing with a virus, a program or a page waits or is kept."""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from office.files.contents import FileRefused
from office.files.refusals import Unfit
from office.lists.list_fields import ListFile, look
from office.models import StagedFile, StoredFile
from office.tables.workbooks import ACCEPTED
from tests import cast
from tests.declared_forms import declared
from tests.office.bad_files import EICAR, PROGRAM, SCRIPT
from tests.office.tables.test_kinds_of_sheets import CASES
from tests.papers import excel, types, word, zipped

HEAD = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>'
LIST = excel(HEAD % b"H")
XLSM = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _with(**parts: bytes) -> bytes:
    return zipped({**LIST, **{name.replace("__", "/").replace("_DOT_", "."): part for name, part in parts.items()}})


def _macros(**more: bytes) -> bytes:
    """A workbook that says that it has macros: they are not run, the list is read."""
    kinds = types((b"xl/workbook.xml", XLSM), (b"xl/worksheets/sheet1.xml", b"application/xml"))
    return zipped({**LIST, "[Content_Types].xml": kinds, "xl/vbaProject.bin": OLE, **more})


BAD = {
    "a virus in a part": (_with(xl__media__a_DOT_txt=EICAR), "virus"),
    "a virus in a nested workbook": (_with(xl__embeddings__a_DOT_xlsx=_with(a_DOT_txt=EICAR)), "virus"),
    "a virus in plain lines": (b"ma;ten\n1;" + EICAR, "virus"),
    "a virus in two bytes a letter": ((b"ma;ten\n1;" + EICAR).decode().encode("utf-16"), "virus"),
    "a program by its name": (_with(xl__media__a_DOT_exe=b"x"), "program"),
    "a program by its beginning": (_with(xl__media__a_DOT_bin=PROGRAM), "program"),
    "a program in an object": (_with(xl__embeddings__a_DOT_bin=OLE + b"This program cannot be run"), "program"),
    "a page by its name": (_with(a_DOT_html=b"x"), "program"),
    "a page by its beginning": (_with(xl__media__a_DOT_bin=SCRIPT), "page"),
    "a page behind": (zipped(LIST) + b"<html>" + SCRIPT, "page"),
    "a paper in front": (b"PK\x03\x04%PDF-1.4" + zipped(LIST), "strange"),
    "an archive": (_with(a_DOT_rar=b"x"), "nested"),
    "archives in archives": (_with(a_DOT_bin=zipped({"b": zipped({"c": zipped({"d": b"x"})})})), "nested"),
    "macros that it does not own up to": (_with(xl__vbaProject_DOT_bin=OLE), "macros"),
    "a page in an old workbook": (OLE + SCRIPT, "page"),
    "a program in an old workbook": (OLE + b"This program cannot be run in DOS mode", "program"),
}
GOOD = {
    "a workbook": zipped(LIST),
    "a workbook with macros that says so": _macros(),
    "a workbook with a workbook behind its chart": _with(xl__embeddings__a_DOT_xlsx=zipped(LIST)),
    "an old workbook": OLE,
    "an object": _with(xl__embeddings__a_DOT_bin=OLE),
    "OpenDocument": zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
    "plain lines": b"ma;ten\n1;<b>",
}


@pytest.mark.parametrize(("content", "cause"), BAD.values(), ids=BAD)
def test_what_hides_in_a_list_is_refused_with_its_cause(content: bytes, cause: str) -> None:
    with pytest.raises(FileRefused) as refused:
        look(content, "ds.xlsx")
    assert str(refused.value) == Unfit(cause).sentence("ds.xlsx", accepted=ACCEPTED)


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD)
def test_an_honest_list_passes(content: bytes) -> None:
    look(content, "ds.xlsx")


@pytest.mark.parametrize("path", sorted(CASES.glob("*.*")), ids=lambda path: path.name)
def test_what_offices_save_passes(path: Path) -> None:
    look(path.read_bytes(), path.name)


def test_a_part_that_unpacks_to_something_else_is_damaged() -> None:
    content = bytearray(zipped(LIST))
    at = content.find(b"xl/worksheets/sheet1.xml") + 40
    content[at : at + 8] = b"\xff" * 8
    with pytest.raises(FileRefused, match="bị hỏng"):
        look(bytes(content), "ds.xlsx")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (_macros(), "bang.xlsx", "có macro"),
        (zipped(LIST), "bang.csv", "Vui lòng đặt lại đuôi tệp"),
        (zipped(word()), "bang.xlsx", "Vui lòng đặt lại đuôi tệp"),
        (_with(xl__embeddings__a_DOT_bin=OLE), "bang.xlsx", "đối tượng nhúng"),
    ],
    ids=["macros", "another name", "a paper", "an object"],
)
def test_a_list_that_is_kept_is_as_clean_as_a_paper(content: bytes, name: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        look(content, name, is_kept=True)


@pytest.mark.parametrize("content", [GOOD["OpenDocument"], GOOD["an old workbook"], GOOD["plain lines"]])
def test_what_is_no_paper_may_be_kept_as_a_list(content: bytes) -> None:
    look(content, "bang.ods", is_kept=True)


# ---- every form that takes a list ----

LISTS = {
    "campaign.targets.forms:TargetFileForm", "campaign.figures.forms:UploadForm", "campaign.poverty_standards.forms:StandardFileForm",
    "campaign.plan.forms:BeginForm", "units.map.forms.corrections:SuccessionTableForm",
    "units.map.forms.corrections:UnitListForm", "units.people.forms.people:ListForm", "units.households.forms.household_import:ListForm",
    "awards.nominations.forms.dossiers:ListForm", "awards.nominations.forms.dossiers:LateForm", "awards.documents.forms:RegimeFileForm",
}  # fmt: skip


@pytest.mark.parametrize("place", sorted(LISTS))
@pytest.mark.parametrize(
    ("program", "words"),
    [("import sys; sys.exit(1)", "có mã độc"), ("import sys; sys.exit(2)", "Chưa kiểm tra được")],
    ids=["infected", "silent"],
)
def test_the_scanner_is_asked_for_every_list(place: str, program: str, words: str, settings: Any) -> None:
    module, name = place.split(":")
    field = getattr(importlib.import_module(module), name).base_fields["file"]
    assert isinstance(field, ListFile)
    settings.VIRUS_SCANNER, settings.VIRUS_SCANNER_SECONDS = [sys.executable, "-c", program], 5
    with pytest.raises(forms.ValidationError, match=words):
        field.clean(SimpleUploadedFile("ds.csv", b"ma;ten"))
    settings.VIRUS_SCANNER = []
    assert field.clean(SimpleUploadedFile("ds.csv", b"ma;ten")).read() == b"ma;ten"


def test_whoever_stages_a_file_takes_it_by_that_field() -> None:
    """Views that stage, or read a list at once, name a form of `LISTS`."""
    root = Path(__file__).parents[3]
    names = {place.split(":")[1] for place in LISTS}
    for path in [*root.glob("*/views/*.py")]:
        text = path.read_text(encoding="utf-8")
        if "staging.stage(" in text or "read_file(" in text:
            assert any(f"{name}(" in text for name in names), path


def test_a_file_over_the_limit_is_not_read(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024
    with pytest.raises(forms.ValidationError, match="lớn hơn 1 MB"):
        ListFile().clean(SimpleUploadedFile("ds.csv", b"x" * (1024 * 1024 + 1)))
    assert ListFile(required=False).clean(None) is None


# ---- on the pages ----


@pytest.mark.django_db
@pytest.mark.parametrize("content", [BAD["a virus in a part"][0], BAD["a page behind"][0]], ids=["virus", "page"])
def test_nothing_waits_or_is_kept_of_a_bad_table(
    province: cast.Province, sign_in: Callable[[User], Client], content: bytes
) -> None:
    for user, address, more in (
        (province.administrator, "/sap-xep/bang/", {}),
        (province.administrator, "/nap-don-vi/", {}),
        (province.bac_ai, "/ket-qua/2022/nhap-tu-tep/", {"status": "official"}),
    ):
        answer = sign_in(user).post(address, {"file": SimpleUploadedFile("ds.xlsx", content), **more})
        assert answer.status_code == 422
        assert "nên không được nhận" in answer.content.decode()
        assert not StagedFile.objects.exists()
        assert not StoredFile.objects.exists()


def test_every_field_for_a_list_says_all_kinds_that_are_read() -> None:
    fields = {
        name: field
        for name, form in declared().items()
        for field in form.base_fields.values()
        if isinstance(field, ListFile) and ".toml" not in str(field.label)
    }
    assert len(fields) == 8
    assert {name for name, field in fields.items() if ACCEPTED not in field.help_text} == set()
