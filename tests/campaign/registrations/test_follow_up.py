"""Who must send plans and has not: dated list, paper at two desks, readings, reminders, letters."""

import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from accounts.models import User
from campaign.models import Deadline, FilingDuty, Plan, Target
from campaign.plan.actions.definitions import set_deadline
from campaign.registrations import follow_up
from campaign.registrations.actions import filing, filing_duties, receiving, steps
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from office.models import Notice
from office.notices import outbox
from tests import cast
from tests.papers import PDF
from units.models import Organisation, Unit

SignIn = Callable[[User], Client]


def _at(day: int, hour: int = 9, month: int = 7) -> datetime:
    return datetime(2022, month, day, hour, tzinfo=VIETNAM)


def _paper(received_at: datetime) -> filing.PlanPaper:
    return filing.PlanPaper("Phát động", "45/KH", date(2022, 7, 18), received_at)


def _filed(province: cast.Province, at: datetime) -> Plan:
    with clock.at(at):
        return filing.file_plan(
            province.campaign,
            filing.PlanPaper("Phát động", "45/KH", date(2022, 7, 18)),
            kind="launch_plan",
            unit=province.unit("584"),
            by=province.bac_ai,
        )


def _deadline(province: cast.Province) -> Deadline:
    return Deadline.objects.current().get(campaign=province.campaign, plan_kind="launch_plan")


def _line(province: cast.Province, name: str) -> follow_up.Line:
    lines = follow_up.read(province.campaign, _deadline(province))
    return next(line for line in lines if str(line.filer) == name)


# ---- receipt ----


def test_a_returned_paper_comes_again_on_paper(province: cast.Province, sign_in: SignIn) -> None:
    given = {"kind": "launch_plan", "unit": province.unit("584")}
    first = {"duty": "standing_agency", "register_number": "118", "by": province.labour}
    plan = receiving.receive_paper(province.campaign, _paper(_at(28)), **first, **given)
    with clock.at(_at(1, month=8)):
        plan = steps.advance(plan.pk, "return", by=province.home, edition=plan.edition, reason="Thiếu chỉ tiêu")
    client = sign_in(province.home)
    link = f"/ke-hoach/ban-giay/?ke-hoach={plan.pk}"
    assert link in client.get(f"/ke-hoach/{plan.pk}/").content.decode()
    assert link not in sign_in(province.bac_ai).get(f"/ke-hoach/{plan.pk}/").content.decode()
    with pytest.raises(Refused, match="không thể đến trước lần nhận trước"):
        receiving.receive_paper(province.campaign, _paper(_at(27)), **{**first, "register_number": "130"}, **given)
    sent = client.get(link).context["form"].initial | {
        "duty": "award_agency",
        "register_number": "131",
        "received_on": "05/08/2022",
        "received_time": "09:00",
        "number": "52/KH",
        "issued_on": "03/08/2022",
    }
    assert client.post("/ke-hoach/ban-giay/", sent)["Location"] == f"/ke-hoach/{plan.pk}/"
    plan.refresh_from_db()
    assert (plan.state, plan.number) == ("filed", "52/KH")
    assert (plan.first_received_at, plan.received_at) == (_at(28), _at(5, month=8))
    again = {"duty": "award_agency", "register_number": "132", "by": province.home}
    with pytest.raises(Refused, match="đã ghi nhận"):
        receiving.receive_paper(province.campaign, _paper(_at(6, month=8)), **again, **given)
    plan = receiving.receive_paper(
        province.campaign, _paper(_at(6, month=8)), **{**first, "register_number": "140"}, **given
    )
    assert (plan.first_received_at, plan.received_at) == (_at(28), _at(6, month=8))
    assert sorted(plan.receipts.values_list("delivery", "duty", "register_number")) == [
        (1, "standing_agency", "118"),
        (2, "award_agency", "131"),
        (2, "standing_agency", "140"),
    ]
    page = client.get(f"/ke-hoach/{plan.pk}/").content.decode()
    for words in ("lần 2", "số đến 118", "số đến 131", "số đến 140", "Nhận lại bản giấy"):
        assert words in page


def test_a_paper_plan_is_received_when_the_later_desk_has_it(province: cast.Province) -> None:
    given = {"kind": "launch_plan", "unit": province.unit("584")}
    plan = receiving.receive_paper(
        province.campaign, _paper(_at(28)), duty="standing_agency", register_number="118", by=province.labour, **given
    )
    assert (plan.received_at, plan.is_on_paper) == (_at(28), True)
    assert _line(province, "Huyện Bác Ái").punctuality.label == "Đúng hạn"
    with pytest.raises(Refused, match="đã ghi nhận"):
        receiving.receive_paper(
            province.campaign,
            _paper(_at(28)),
            duty="standing_agency",
            register_number="119",
            by=province.labour,
            **given,
        )
    plan = receiving.receive_paper(
        province.campaign, _paper(_at(1, month=8)), duty="award_agency", register_number="92", by=province.home, **given
    )
    assert (plan.first_received_at, plan.received_at) == (_at(1, month=8), _at(1, month=8))
    assert _line(province, "Huyện Bác Ái").punctuality.label == "Trễ 2 ngày"
    assert [row.register_number for row in plan.receipts.all()] == ["118", "92"]


def test_a_plan_of_a_past_year_is_entered_afterwards_with_its_scan(province: cast.Province) -> None:
    given = {
        "duty": "standing_agency",
        "register_number": "118",
        "kind": "launch_plan",
        "unit": province.unit("584"),
        "by": province.labour,
    }
    with clock.at(date(2023, 2, 1)):
        with pytest.raises(Refused, match="nhập bù, cần bản quét"):
            receiving.receive_paper(province.campaign, _paper(_at(28)), **given)
        scan = SimpleUploadedFile("ke-hoach.pdf", PDF)
        plan = receiving.receive_paper(province.campaign, _paper(_at(28)), upload=scan, **given)
        assert plan.is_late
        again = receiving.receive_paper(
            province.campaign, _paper(_at(28)), **{**given, "duty": "award_agency", "by": province.home}
        )
    assert (again.is_late, again.versions.count()) == (True, 1)
    assert _line(province, "Huyện Bác Ái").punctuality.label == "Đúng hạn"


def test_a_returned_plan_is_reminded_as_returned(province: cast.Province) -> None:
    plan = _filed(province, _at(20))
    steps.advance(plan.pk, "return", by=province.labour, edition=1, reason="Thiếu chỉ tiêu")
    lines = follow_up.read(province.campaign, _deadline(province))
    line = next(line for line in follow_up.late_or_missing(lines) if str(line.filer) == "Huyện Bác Ái")
    assert (line.standing, line.punctuality.label) == ("đã trả lại để bổ sung", "Đúng hạn")
    (draft,), _ = follow_up.drafts(_deadline(province), [line])
    assert "Kế hoạch phát động thi đua của đơn vị đã được trả lại để bổ sung" in draft.body


def test_a_desk_notes_only_for_itself_and_never_the_future(province: cast.Province) -> None:
    given = {"kind": "launch_plan", "unit": province.unit("584"), "register_number": "1"}
    with pytest.raises(Refused, match="không thuộc cơ quan"):
        receiving.receive_paper(province.campaign, _paper(_at(28)), duty="award_agency", by=province.labour, **given)
    with pytest.raises(Refused, match="sau thời điểm ghi vào cổng"):
        receiving.receive_paper(
            province.campaign,
            _paper(datetime(2022, 12, 20, tzinfo=VIETNAM)),
            duty="standing_agency",
            by=province.labour,
            **given,
        )
    with pytest.raises(Refused, match="số công văn đến"):
        receiving.receive_paper(
            province.campaign,
            _paper(_at(28)),
            duty="standing_agency",
            by=province.labour,
            **{**given, "register_number": " "},
        )
    _filed(province, _at(20))
    with pytest.raises(Refused, match="đã gửi kế hoạch này trên cổng"):
        receiving.receive_paper(province.campaign, _paper(_at(28)), duty="standing_agency", by=province.labour, **given)


def test_the_reading_decides_which_receipt_counts_and_rewrites_nothing(province: cast.Province) -> None:
    plan = _filed(province, _at(20))
    steps.advance(plan.pk, "return", by=province.home, edition=1, reason="Thiếu chỉ tiêu.")
    with clock.at(_at(5, month=8)):
        steps.advance(plan.pk, "resubmit", by=province.bac_ai, edition=2, upload=SimpleUploadedFile("moi.pdf", PDF))
    assert _line(province, "Huyện Bác Ái").punctuality.label == "Đúng hạn"
    old = _deadline(province)
    set_deadline(
        old, on=old.on, bound=old.bound, is_hard=False, act="CV 12", counts="complete", by=User.objects.command_line()
    )
    assert _line(province, "Huyện Bác Ái").punctuality.label == "Trễ 6 ngày"
    plan.refresh_from_db()
    assert (plan.first_received_at, plan.received_at) == (_at(20), _at(5, month=8))
    assert [version.file.name for version in plan.versions.all()] == ["moi.pdf"]


@pytest.mark.parametrize(("at", "is_taken"), [(datetime(2022, 7, 29, 23, 59, 59, tzinfo=VIETNAM), True),
                                              (datetime(2022, 7, 30, tzinfo=VIETNAM), False)])  # fmt: skip
def test_a_hard_deadline_takes_nothing_more(province: cast.Province, at: datetime, is_taken: bool) -> None:
    old = _deadline(province)
    set_deadline(old, on=old.on, bound=old.bound, is_hard=True, act="CV 12", by=User.objects.command_line())
    if is_taken:
        assert _filed(province, at).state == "filed"
    else:
        with pytest.raises(Refused, match="Đã hết hạn nhận: trước ngày 30/07/2022"):
            _filed(province, at)


# ---- who must send ----


def test_the_list_is_dated(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.home)
    assert client.get("/ke-hoach/phai-gui/").context["rule"]
    sent = {"filer": "", "on": "01/07/2022", "act": "Mục V.1"}
    assert client.post("/ke-hoach/phai-gui/", sent).status_code == 302
    number = FilingDuty.objects.count()
    assert number == len(filing_duties.filers_by_rule(province.campaign, date(2022, 7, 1)))
    row = FilingDuty.objects.get(organisation=province.bodies["so-y-te"])
    assert client.post(f"/ke-hoach/phai-gui/{row.pk}/bo/", {"on": "15/07/2022", "act": "CV 9"}).status_code == 302
    assert "Sở Y tế" not in {str(line.filer) for line in follow_up.read(province.campaign, _deadline(province))}
    client.post("/ke-hoach/phai-gui/", {"filer": f"u-{province.unit('22801').pk}", "on": "20/07/2022", "act": "CV 10"})
    assert _line(province, "Xã Phước Đại").punctuality.label == "Chưa gửi"
    with pytest.raises(Refused, match="đã có trong danh sách"):
        filing_duties.add_filer(
            province.campaign,
            "launch_plan",
            unit=province.unit("22801"),
            on=date(2022, 7, 21),
            act="CV 1",
            by=province.home,
        )
    with pytest.raises(Refused, match="Chỉ hai cơ quan"):
        filing_duties.add_filer(
            province.campaign,
            "launch_plan",
            unit=province.unit("22783"),
            on=date(2022, 7, 21),
            act="CV 1",
            by=province.bac_ai,
        )


# ---- reminders and letters ----


def test_reminders_wait_in_the_outbox_and_are_remembered(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.home)
    page = client.get("/ke-hoach/theo-doi/nhac/")
    draft = next(draft for draft in page.context["drafts"] if draft.to == province.bac_ai)
    assert "Yêu cầu gửi trên cổng" in draft.body
    assert client.post("/ke-hoach/theo-doi/nhac/", {"bo": [draft.code]}).status_code == 302
    notice = Notice.objects.get()
    assert (notice.to, notice.sent_at) == (province.bac_ai, None)
    assert _line(province, "Huyện Bác Ái").reminded_at is None
    outbox.send([notice.pk], by=province.home)
    assert _line(province, "Huyện Bác Ái").reminded_at == cast.EVENING


def test_the_requested_are_asked_and_never_late(province: cast.Province, sign_in: SignIn) -> None:
    lines = follow_up.late_or_missing(follow_up.read(province.campaign, _deadline(province)))
    asked = [line for line in lines if line.is_requested]
    assert asked
    assert {line.standing for line in asked} == {"chưa nhận được"}
    client = sign_in(province.labour)
    order, request = (
        Document(io.BytesIO(client.get(f"/ke-hoach/theo-doi/?tai={kind}").content)) for kind in ("don-doc", "de-nghi")
    )
    told = ["\n".join(paragraph.text for paragraph in paper.paragraphs) for paper in (order, request)]
    assert "yêu cầu các cơ quan" in told[0]
    assert "trân trọng đề nghị" in told[1]
    assert "yêu cầu" not in told[1]
    names = [{row.cells[1].text for row in paper.tables[1].rows} for paper in (order, request)]
    assert "UBND huyện Bác Ái" in names[0]
    assert not names[0] & {str(line.filer) for line in asked}
    assert names[1] == {"Cơ quan, đơn vị, địa phương", *(str(line.filer) for line in asked)}
    late = next(table for table in (request.tables[1],))
    assert "Trễ" not in "".join(cell.text for row in late.rows for cell in row.cells)


def test_nobody_is_written_a_letter_about_nobody(province: cast.Province, sign_in: SignIn) -> None:
    """When all those who are asked have sent, the letter to them would name "0 nơi"."""
    Organisation.objects.filter(kind=Organisation.Kind.FRONT).update(valid_to=date(2022, 7, 1))
    answer = sign_in(province.home).get("/ke-hoach/theo-doi/?tai=de-nghi", follow=True)
    assert answer.redirect_chain == [("/ke-hoach/theo-doi/", 302)]
    assert "Không có nơi nào cần gửi công văn" in answer.content.decode()


def test_the_letter_has_the_layout_of_the_decree(province: cast.Province, sign_in: SignIn) -> None:
    answer = sign_in(province.home).get("/ke-hoach/theo-doi/?tai=don-doc")
    assert answer["Content-Disposition"] == 'attachment; filename="cong-van-don-doc.docx"'
    paper = Document(io.BytesIO(answer.content))
    head = paper.tables[0]
    assert head.cell(0, 1).text.splitlines()[:2] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert head.cell(0, 0).text.splitlines()[:2] == ["UBND TỈNH NINH THUẬN", "SỞ NỘI VỤ"]
    assert "V/v đôn đốc gửi kế hoạch phát động thi đua" in head.cell(1, 0).text
    assert head.cell(1, 1).text == "Ninh Thuận, ngày 15 tháng 12 năm 2022"
    section = paper.sections[0]
    assert (round(section.left_margin.cm, 1), round(section.right_margin.cm, 1)) == (3.0, 2.0)
    assert paper.tables[-1].cell(0, 0).text.startswith("Nơi nhận:")
    assert paper.styles["Normal"].font.name == "Times New Roman"


def test_the_letter_of_a_city_reports_to_its_own_committee(province: cast.Province, sign_in: SignIn) -> None:
    Unit.objects.filter(code="58").update(kind="thanh_pho_tw", name="Thành phố Ninh Thuận")
    paper = Document(io.BytesIO(sign_in(province.home).get("/ke-hoach/theo-doi/?tai=don-doc").content))
    assert paper.tables[0].cell(0, 0).text.splitlines()[0] == "UBND THÀNH PHỐ NINH THUẬN"
    foot = paper.tables[-1].cell(0, 0).text
    assert "UBND thành phố (báo cáo)" in foot and "tỉnh" not in foot


def test_what_is_typed_stays_text(province: cast.Province, sign_in: SignIn) -> None:
    body = province.bodies["so-y-te"]
    type(body).objects.filter(pk=body.pk).update(name="Sở <w:b/> {{ x }} & =1+1\x0b")
    paper = Document(io.BytesIO(sign_in(province.home).get("/ke-hoach/theo-doi/?tai=don-doc").content))
    assert "Sở <w:b/> {{ x }} & =1+1" in {row.cells[1].text for row in paper.tables[1].rows}


def test_a_paper_plan_is_noted_on_its_page(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.labour)
    sent = {
        "duty": "standing_agency",
        "filer": f"u-{province.unit('584').pk}",
        "kind": "launch_plan",
        "year": "2022",
        "title": "Phát động",
        "number": "45/KH",
        "issued_on": "18/07/2022",
        "register_number": "118",
        "received_on": "28/07/2022",
        "received_time": "15:30",
        "goals": "Giảm 4 điểm %",
    }
    response = client.post("/ke-hoach/ban-giay/", sent)
    plan = Plan.objects.get()
    assert response["Location"] == f"/ke-hoach/{plan.pk}/"
    page = client.get(f"/ke-hoach/{plan.pk}/").content.decode()
    assert "số đến 118" in page
    assert "tính theo cơ quan nhận sau" in page
    assert "Giảm 4 điểm %" in page
    assert client.post("/ke-hoach/ban-giay/", {**sent, "received_time": "x"}).status_code == 422


def test_own_targets_stand_beside_the_assigned_ones(province: cast.Province, sign_in: SignIn) -> None:
    plan = _filed(province, _at(20))
    province.target(2022, "584", "4.00")
    Target.objects.create(
        campaign=province.campaign,
        unit=province.unit("584"),
        year=2022,
        indicator="poverty_rate",
        at_least="4.50",
        is_own=True,
        recorded_by=province.bac_ai,
    )
    page = sign_in(province.labour).get(f"/ke-hoach/{plan.pk}/").content.decode()
    assert "tự đặt 4,50 điểm % (được giao 4,00)" in " ".join(page.split())
