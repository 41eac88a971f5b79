"""A list becomes a decision, the decision a Word file: downloaded, opened again, the names in their order."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from awards.documents.domain import form
from awards.documents.domain.kinds import KINDS
from awards.documents.domain.layout import default_template
from awards.models import Award, Decision, Paper, PaperTemplate
from core import clock
from tests import cast
from tests.awards import walking
from tests.browser.axe import fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = "/khen-thuong/annual-2022/van-ban/"


def _words(path: Path) -> list[str]:
    body = Document(str(path)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def _download(page: Any, click: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.click(click)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_the_decision_is_made_downloaded_and_opened_again(
    portal: cast.Province, person: Callable[..., Any], tmp_path: Path
) -> None:
    with clock.at(date(2022, 12, 15)):
        walking.for_decision(portal, [walking.recommended(portal, code) for code in ("22801", "22783", "22786")])
    with person(portal.chairman) as page:
        page.goto("/khen-thuong/annual-2022/quyet-dinh/")
        page.fill("#id_number", "512/QĐ-UBND")
        page.fill("#id_signed_on", "15/12/2022")
        page.fill("#id_signer", "Trần Quốc Nam")
        page.click("main form button[type=submit]")
        page.wait_for_selector("h1:has-text('512/QĐ-UBND')")
        page.click("text=In văn bản")
        page.wait_for_selector(".sheet-of-paper")
        fits(page)
        shown = page.inner_text(".sheet-of-paper")
        assert "Số: 512/QĐ-UBND" in shown and "ngày 15 tháng 12 năm 2022" in shown
        page.select_option("#id_signing", "for_chairman")
        page.click("text=Lập và lưu")
        page.wait_for_selector("text=Lập lại và lưu")
        path = _download(page, "text=Tải .docx", tmp_path)
    lines = _words(path)
    order = list(Award.objects.order_by("nomination__sort_key").values_list("printed_name", flat=True))
    assert len(order) == 3
    assert [line for line in lines if line in order] == order
    assert lines[lines.index("KT. CHỦ TỊCH") + 1] == "PHÓ CHỦ TỊCH" and "Trần Quốc Nam" in lines
    assert form.faults(path.read_bytes(), title="QUYẾT ĐỊNH", parts=KINDS["quyet-dinh"].parts) == []
    assert Paper.objects.get().decision == Decision.objects.get()


def test_an_office_replaces_a_template_after_it_has_looked_at_it(
    portal: cast.Province, person: Callable[..., Any], tmp_path: Path
) -> None:
    own = Document()
    own.add_paragraph("{{ 7*7 }}")
    bad = tmp_path / "xau.docx"
    own.save(str(bad))
    good = tmp_path / "mau-cua-so.docx"
    good.write_bytes(default_template("huong-dan"))
    with person(portal.home_leader) as page:
        page.goto("/mau-van-ban/huong-dan/")
        fits(page)
        page.set_input_files("#id_file", str(bad))
        page.click("text=Tải lên để xem trước")
        page.wait_for_selector(".error-summary:has-text('không phải là thẻ')")
        page.set_input_files("#id_file", str(good))
        page.click("text=Tải lên để xem trước")
        page.wait_for_selector("text=chưa được dùng")
        page.click("text=Dùng mẫu này")
        page.wait_for_selector("text=Trở lại mẫu của cổng")
        page.goto(f"{ROOT}huong-dan/")
        page.click("text=Lập và lưu")
        page.wait_for_selector("text=mẫu của cơ quan")
    assert Paper.objects.get().template == PaperTemplate.objects.get()


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["office", "phone"])
def test_the_pages_of_papers_are_clean_and_fit(
    portal: cast.Province, person: Callable[..., Any], size: tuple[int, int]
) -> None:
    with person(portal.home_leader, width=size[0], height=size[1]) as page:
        for address in (
            ROOT,
            f"{ROOT}huong-dan/",
            f"{ROOT}phieu-tham-dinh/tung-ho-so/",
            "/mau-van-ban/",
            "/mau-van-ban/quyet-dinh/",
            "/mau-van-ban/bang-khen/",
        ):
            assert page.goto(address).status == 200, address
            fits(page)
