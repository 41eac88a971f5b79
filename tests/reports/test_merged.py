"""The province's draft report, merged from units' reports."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

from defusedxml import ElementTree
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from accounts.models import User
from campaign.activities.actions import records
from campaign.activities.actions.records import Draft
from core import clock
from tests import cast
from tests.papers import PDF
from units.models import Unit

C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def _report(province: cast.Province, by: User, code: str, done: str) -> None:
    answers = {"period": "Cả năm", "done": done, "limits": "Thiếu vốn", "next": ""}
    draft = Draft(date(2022, 12, 10), "Báo cáo năm", answers=answers)
    made = records.write(province.campaign, "bao-cao", draft, unit=province.unit(code), by=by)
    records.advance(made.pk, "file", by=by, edition=1)


def test_reports_of_units_become_one_draft(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    province.approve(2021, "584", 7960, 3367, 1379)
    province.approve(2022, "584", 8140, 3186, 1156)
    _report(province, province.bac_ai, "584", "Giảm 181 hộ {{ x }} <b>")
    answer = sign_in(province.labour).get("/bao-cao/tong-hop/2022/nam/")
    assert answer["Content-Disposition"] == 'attachment; filename="du-thao-bao-cao-nam-2022.docx"'
    paper = Document(io.BytesIO(answer.content))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "Huyện Bác Ái: Giảm 181 hộ {{ x }} <b>" in text
    assert "Huyện Bác Ái: Thiếu vốn" in text
    assert "VII. Phương hướng, kiến nghị" in text
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in paper.tables[1].rows}
    assert rows["Huyện Bác Ái"] == ["3.186", "42,30", "39,14", "3,16"]
    chart = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(answer.content)).read("word/charts/chart1.xml"))
    names = [item.text for item in chart.findall(".//c:ser[1]/c:cat//c:v", C)]
    before, now = ([item.text for item in chart.findall(f".//c:ser[{at}]/c:val//c:v", C)] for at in (1, 2))
    assert "Huyện Bác Ái" in names
    assert (before, now) == (["42.30"], ["39.14"])
    foot = paper.tables[-1].cell(0, 0).text
    for name in province.campaign.definition.recipients:
        assert name in foot


def test_the_draft_of_a_city_goes_to_its_own_committee(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    def text() -> str:
        answer = sign_in(province.labour).get("/bao-cao/tong-hop/2022/nam/")
        return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)

    assert "Ủy ban nhân dân tỉnh" in text()
    Unit.objects.filter(code="58").update(kind="thanh_pho_tw", name="Thành phố Ninh Thuận")
    assert "Ủy ban nhân dân thành phố" in text() and "Ủy ban nhân dân tỉnh" not in text()


def test_a_year_outside_the_movement(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    assert sign_in(province.labour).get("/bao-cao/tong-hop/2030/nam/").status_code == 404
    assert sign_in(province.labour).get("/bao-cao/tong-hop/2022/quy/").status_code == 404


def test_the_six_month_report_counts_the_first_half_alone(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    by, unit = province.phuoc_dai, province.unit("22801")
    for on in (date(2022, 6, 30), date(2022, 7, 1)):
        draft = Draft(on, "Thu", answers={"giver": "Chi bộ", "amount": 7})
        made = records.write(province.campaign, "thu-quy", draft, unit=unit, by=by)
        records.advance(made.pk, "record", by=by, edition=1)
    told = []
    for period in ("6-thang", "nam"):
        answer = sign_in(province.labour).get(f"/bao-cao/tong-hop/2022/{period}/")
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)
        told.append(text[text.index("Trong kỳ thu") :].split(" đồng")[0])
    assert told == ["Trong kỳ thu 7", "Trong kỳ thu 14"]


def test_a_review_counts_the_years_of_its_round(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    for year, poor in ((2021, 3367), (2022, 3186), (2023, 2690)):
        province.approve(year, "584", 8000, poor)
    by, unit = User.objects.command_line(), province.unit("22801")
    with clock.at(datetime(2023, 12, 20, 9, tzinfo=clock.VIETNAM)):
        for on, amount in ((date(2021, 12, 31), 1), (date(2022, 1, 1), 20), (date(2023, 12, 1), 300)):
            scan = SimpleUploadedFile("a.pdf", PDF)
            draft = Draft(on, "Thu", answers={"giver": "Chi bộ", "amount": amount})
            made = records.write(province.campaign, "thu-quy", draft, unit=unit, scan=scan, by=by)
            records.advance(made.pk, "record", by=by, edition=1)
    client = sign_in(province.labour)
    answer = client.get("/bao-cao/tong-hop/2023/so-ket/")
    paper = Document(io.BytesIO(answer.content))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "sơ kết các năm 2022 - 2023" in text
    assert "Trong kỳ thu 320 đồng" in text
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in paper.tables[1].rows}
    assert rows["Đơn vị"] == ["Hộ nghèo", "Năm 2021 (%)", "Năm 2022 (%)", "Năm 2023 (%)", "Giảm (điểm %)"]
    assert rows["Huyện Bác Ái"] == ["2.690", "42,09", "39,83", "33,63", "8,46"]
    page = client.get("/bao-cao/").content.decode()
    for words in ("các năm 2022 - 2023", "các năm 2022 - 2025"):
        assert words in page
