"""What units do in the movement: records by kind, the Fund, help that is confirmed, supervision that is answered."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts import audit
from accounts.models import User
from awards import actions as awards
from awards.appraisal.lines import PartView
from awards.council.briefs import brief
from awards.nominations.dossiers import dossiers
from awards.workflow.facts import nomination_facts
from awards.workflow.table import NOMINATION
from campaign import owners
from campaign.activities import record_lists
from campaign.activities.actions import records as actions
from campaign.activities.actions.records import Draft
from campaign.activities.domain import records
from campaign.activities.domain.records import KINDS, Road, Type
from campaign.activities.domain.roads import ROADS
from campaign.activities.forms import CountField
from campaign.activities.funds import balance
from campaign.definition import parse
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.models import Record, RecordTransition
from campaign.open_remarks import Place, open_remarks
from campaign.registrations.report_deadlines import boards, set_report_deadline
from core import clock
from core.workflow import Refused, Stale
from office.files.contents import FileRefused
from office.models import Notice, StoredFile
from office.notices import outbox
from reports.exports import merged
from tests import cast
from tests.awards.walking import sent_back
from tests.papers import PDF
from units import access
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Organisation

SignIn = Callable[[User], Client]
DAY = date(2022, 10, 20)


def _pdf(name: str = "van-ban.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def _write(province: cast.Province, kind: str, by: User, *, about: str = "", on: date = DAY, **answers: Any) -> Record:
    """Of the writer's own organisation or unit."""
    seat = by.memberships.get()
    unit = None if seat.organisation_id else seat.unit
    place = province.unit(about) if about else None
    scan = _pdf() if records.is_past(on, cast.EVENING.date()) else None
    draft = Draft(on, answers.pop("title", "Việc thử"), about=place, answers=answers)
    return actions.write(province.campaign, kind, draft, unit=unit, organisation=seat.organisation, scan=scan, by=by)


def _recorded(*args: Any, **kwargs: Any) -> Record:
    made = _write(*args, **kwargs)
    return actions.advance(made.pk, "record", by=args[2], edition=made.edition)


# ---- the table of kinds ----


def test_every_kind_is_whole() -> None:
    groups = {group.code for group in records.GROUPS}
    for kind in KINDS.values():
        assert kind.group in groups
        assert kind.road in ROADS
        keys = [item.key for item in kind.questions]
        assert len(keys) == len(set(keys))
        assert all(bool(item.choices) == (item.type == Type.CHOICE) for item in kind.questions)
        assert all(
            (item.type in {Type.COUNT, Type.MONEY}) or item.key not in records.COLUMNS for item in kind.questions
        )


@pytest.mark.parametrize(
    ("on", "is_in"),
    [(date(2022, 10, 16), False), (date(2022, 10, 17), True), (date(2022, 11, 18), True), (date(2022, 11, 19), False)],
)
def test_the_peak_month_of_the_fund(on: date, is_in: bool) -> None:
    assert records.is_peak(on, parse(cast.DEFINITION.read_text(encoding="utf-8")).peak) == is_in


def test_a_peak_month_may_lie_over_the_new_year_or_be_none() -> None:
    winter = ((12, 15), (1, 14))
    assert [records.is_peak(date(2022, *day), winter) for day in ((12, 14), (12, 15), (1, 14), (1, 15))] == [
        False,
        True,
        True,
        False,
    ]
    assert not records.is_peak(date(2022, 10, 17), ())


@given(st.integers(0, 10**15 - 1))
def test_money_is_read_as_people_type_it(amount: int) -> None:
    field = CountField(most=10**15, required=False)
    assert field.clean(f"{amount:,}".replace(",", ".")) == amount
    assert field.clean(str(amount)) == amount


# ---- writing on the pages ----


def test_a_record_is_a_draft_until_it_is_sent_on(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.phuoc_dai)
    sent = {
        "owner": f"u-{province.unit('22801').pk}",
        "on": "20/10/2022",
        "title": "Giúp làm nhà",
        "about": province.unit("22783").pk,
        "q_helper_kind": "Hộ khá giả",
        "q_helper": "Ông Chamaléa Tới",
        "q_help_kind": "Của cải vật chất",
        "q_amount": "12.500.000",
        "q_households": "1",
        "files": [_pdf("anh-1.pdf"), _pdf("anh-2.pdf")],
    }
    response = client.post("/phong-trao/ghi/tro-giup/", sent)
    record = Record.objects.get()
    assert response["Location"] == f"/phong-trao/{record.pk}/"
    assert (record.state, record.amount, record.households, record.files.count()) == ("draft", 12_500_000, 1, 2)
    assert record.details == {
        "helper_kind": "Hộ khá giả",
        "helper": "Ông Chamaléa Tới",
        "help_kind": "Của cải vật chất",
    }
    assert sign_in(province.labour).get(f"/phong-trao/{record.pk}/").status_code == 404
    assert client.post(f"/phong-trao/{record.pk}/buoc/record/", {"edition": "1"}).status_code == 302
    page = sign_in(province.labour).get(f"/phong-trao/{record.pk}/").content.decode()
    assert "12.500.000" in page
    assert "Chờ nơi nhận xác nhận" in page
    kept = record.files.first()
    download = sign_in(province.labour).get(f"/phong-trao/{record.pk}/tep/{kept.pk}/")
    assert (download.status_code, download["X-Content-Type-Options"]) == (200, "nosniff")
    assert download["Content-Disposition"].startswith("attachment")
    assert download["Content-Security-Policy"].startswith("sandbox")
    assert download["Cache-Control"] == "no-store"
    assert sign_in(province.ninh_son).get(f"/phong-trao/{record.pk}/tep/{kept.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Vui lòng ghi nội dung"),
        ({"on": "31/12/2022"}, "ở sau hôm nay"),
        ({"on": "01/01/2020", "scan": SimpleUploadedFile("a.pdf", PDF)}, "chỉ có các năm 2021 - 2025"),
        ({"q_amount": "mười triệu"}, "không phải là số"),
        ({"q_amount": "0"}, "lớn hơn 0"),
        ({"q_amount": ""}, "Số tiền (đồng)"),
        ({"is_late": "on"}, "là nhập bù, cần bản quét"),
        ({"on": "31/12/2021"}, "là nhập bù, cần bản quét"),
        ({"files": SimpleUploadedFile("a.pdf", b"<html>")}, "có nội dung trang web (HTML)"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    province: cast.Province, sign_in: SignIn, changes: dict[str, Any], words: str
) -> None:
    sent = {
        "owner": f"u-{province.unit('22801').pk}",
        "on": "20/10/2022",
        "title": "Thu đợt 1",
        "q_giver": "Chi bộ",
        "q_amount": "1.000.000",
    } | changes
    response = sign_in(province.phuoc_dai).post("/phong-trao/ghi/thu-quy/", sent)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert (Record.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_what_is_past_is_entered_with_its_scan(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.phuoc_dai)
    sent = {
        "owner": f"u-{province.unit('22801').pk}",
        "on": "20/10/2021",
        "title": "Hội nghị",
        "q_how": "Truyền thanh",
        "is_late": "on",
        "scan": _pdf(),
    }
    assert client.post("/phong-trao/ghi/tuyen-truyen/", sent).status_code == 302
    record = Record.objects.get()
    assert (record.year, record.is_late, record.scan.name) == (2021, True, "van-ban.pdf")
    assert client.get(f"/phong-trao/{record.pk}/tep/0/").status_code == 200


@pytest.mark.parametrize(
    ("today", "is_past"),
    [(date(2021, 12, 31), False), (date(2022, 1, 31), False), (date(2022, 2, 1), True)],
    ids=["the same year", "the last day of grace", "the year is closed"],
)
def test_a_year_closes_at_the_end_of_january(today: date, is_past: bool) -> None:
    assert records.is_past(date(2021, 12, 31), today) == is_past


def test_a_past_year_is_never_entered_without_its_scan(province: cast.Province) -> None:
    unit, by = province.unit("22801"), province.phuoc_dai
    draft = Draft(date(2021, 10, 20), "Thu", answers={"giver": "Chi bộ", "amount": 1})
    with pytest.raises(Refused, match="là nhập bù, cần bản quét"):
        actions.write(province.campaign, "thu-quy", draft, unit=unit, by=by)
    # a scan that is handed in says that it is entered afterwards, also without the tick
    assert actions.write(province.campaign, "thu-quy", draft, unit=unit, scan=_pdf(), by=by).is_late
    made = _write(province, "thu-quy", by, giver="Chi bộ", amount=1)
    with pytest.raises(Refused, match="Bỏ bản nháp này rồi ghi lại kèm bản quét"):
        actions.edit(made.pk, draft, edition=1, by=by)


def test_the_second_editor_keeps_what_they_typed(province: cast.Province, sign_in: SignIn) -> None:
    made = _write(province, "tuyen-truyen", province.phuoc_dai, how="Truyền thanh")
    client = sign_in(province.phuoc_dai)
    sent = {"edition": "1", "on": "20/10/2022", "title": "Lần một", "q_how": "Truyền thanh"}
    assert client.post(f"/phong-trao/{made.pk}/sua/", sent).status_code == 302
    late = client.post(f"/phong-trao/{made.pk}/sua/", {**sent, "title": "Lần hai"})
    assert late.status_code == 409
    assert "Lần hai" in late.content.decode()
    made.refresh_from_db()
    assert (made.title, made.edition) == ("Lần một", 2)
    with pytest.raises(Stale):
        actions.advance(made.pk, "record", by=province.phuoc_dai, edition=1)


def test_a_recorded_one_is_not_changed(province: cast.Province) -> None:
    made = _recorded(province, "tuyen-truyen", province.phuoc_dai, how="Truyền thanh")
    with pytest.raises(Refused, match="không sửa được"):
        actions.edit(made.pk, Draft(DAY, "Khác"), edition=2, by=province.phuoc_dai)
    with pytest.raises(Refused, match="Vui lòng ghi lý do"):
        actions.advance(made.pk, "reopen", by=province.phuoc_dai, edition=2)


def test_nobody_writes_for_a_stranger(province: cast.Province, sign_in: SignIn) -> None:
    for by in (province.ninh_son, province.health, province.labour):
        with pytest.raises(Refused, match="không có quyền ghi thay"):
            actions.write(province.campaign, "tuyen-truyen", Draft(DAY, "x"), unit=province.unit("22801"), by=by)
    # a district writes for the communes within it
    assert actions.write(
        province.campaign, "tuyen-truyen", Draft(DAY, "x"), unit=province.unit("22801"), by=province.bac_ai
    )


def test_a_unit_is_dated(province: cast.Province) -> None:
    gone = province.unit("22759")  # Kinh Dinh, until 01/11/2024
    assert gone.valid_to == date(2024, 11, 1)
    draft = Draft(DAY, "Trợ giúp", about=province.unit("22759"), answers={})
    assert (
        actions.write(province.campaign, "tro-giup", draft, unit=province.unit("22801"), by=province.phuoc_dai).about
        == gone
    )
    born = province.unit("22759", on=date(2024, 12, 1))
    with pytest.raises(Refused, match="chưa có hoặc không còn vào ngày 20/10/2022"):
        actions.write(
            province.campaign,
            "tro-giup",
            Draft(DAY, "x", about=born),
            unit=province.unit("22801"),
            by=province.phuoc_dai,
        )


def test_more_files_than_a_record_keeps(province: cast.Province) -> None:
    with pytest.raises(Refused, match="nhiều nhất 10 tệp"):
        actions.write(
            province.campaign,
            "tuyen-truyen",
            Draft(DAY, "x"),
            unit=province.unit("22801"),
            uploads=[_pdf() for _ in range(11)],
            by=province.phuoc_dai,
        )
    with pytest.raises(FileRefused):
        actions.write(
            province.campaign,
            "tuyen-truyen",
            Draft(DAY, "x"),
            unit=province.unit("22801"),
            uploads=[_pdf(), SimpleUploadedFile("x.exe", b"MZ")],
            by=province.phuoc_dai,
        )
    assert (Record.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_file_comes_off_a_draft_and_never_off_what_was_sent(province: cast.Province, sign_in: SignIn) -> None:
    by, unit = province.phuoc_dai, province.unit("22801")
    draft = Draft(DAY, "Hội nghị", answers={"how": "Truyền thanh"})
    made = actions.write(
        province.campaign, "tuyen-truyen", draft, unit=unit, uploads=[_pdf("mot.pdf"), _pdf("hai.pdf")], by=by
    )
    first, second = made.files.all()
    client, page = sign_in(by), f"/phong-trao/{made.pk}/tep/{first.pk}/bo/"
    assert "Bỏ tệp «mot.pdf»" in client.get(page).content.decode()
    assert made.files.count() == 2  # asking changes nothing
    for stranger in (province.bac_ai, province.labour):
        assert sign_in(stranger).post(page, {"edition": "1"}).status_code == 404
    assert client.post(page, {"edition": "1"})["Location"] == f"/phong-trao/{made.pk}/"
    assert [row.file.name for row in made.files.all()] == ["hai.pdf"]
    assert not StoredFile.objects.filter(pk=first.file_id).exists()
    with pytest.raises(Stale):
        actions.drop_file(made.pk, second.pk, edition=1, by=by)
    sent = actions.advance(made.pk, "record", by=by, edition=2)
    with pytest.raises(Refused, match="được giữ nguyên"):
        actions.drop_file(made.pk, second.pk, edition=sent.edition, by=by)
    draft_again = actions.advance(made.pk, "reopen", by=by, edition=sent.edition, reason="Sửa ngày")
    with pytest.raises(Refused, match="được giữ nguyên"):
        actions.drop_file(made.pk, second.pk, edition=draft_again.edition, by=by)
    assert "Bỏ tệp" not in client.get(f"/phong-trao/{made.pk}/").content.decode()
    assert second.file.content.storage.exists(second.file.content.name)


@pytest.mark.django_db(transaction=True)
def test_what_came_off_a_draft_leaves_the_disk(province: cast.Province) -> None:
    made = actions.write(
        province.campaign,
        "tuyen-truyen",
        Draft(DAY, "x"),
        unit=province.unit("22801"),
        uploads=[_pdf()],
        by=province.phuoc_dai,
    )
    kept = made.files.get()
    content = kept.file.content
    assert content.storage.exists(content.name)
    actions.drop_file(made.pk, kept.pk, edition=1, by=province.phuoc_dai)
    assert not content.storage.exists(content.name)


# ---- the Fund ----


def test_a_fund_is_never_overdrawn(province: cast.Province, sign_in: SignIn) -> None:
    by = province.phuoc_dai
    received = _recorded(province, "thu-quy", by, giver="Chi bộ", amount=5_000_000)
    with pytest.raises(Refused, match=r"còn 5\.000\.000 đồng, không đủ 5\.000\.001 đồng"):
        _recorded(province, "chi-quy", by, purpose="Nhà ở", amount=5_000_001)
    _recorded(province, "chi-quy", by, purpose="Nhà ở", amount=4_000_000, on=date(2022, 12, 1))
    unit = province.unit("22801")
    assert balance(province.campaign, unit, None) == 1_000_000
    with pytest.raises(Refused, match=r"còn 1\.000\.000 đồng, không đủ 5\.000\.000 đồng"):
        actions.advance(received.pk, "cancel", by=by, edition=2, reason="Ghi nhầm")
    page = sign_in(province.labour).get("/phong-trao/so-quy/")
    (book,) = page.context["books"]
    assert (book.owner, book.received, book.used, book.balance) == (unit, 5_000_000, 4_000_000, 1_000_000)
    assert dict(page.context["years"])[2022]["trong tháng cao điểm"] == 5_000_000
    assert sign_in(province.labour).get("/phong-trao/so-quy/?tai=excel").status_code == 200


def test_a_drive_shows_what_was_pledged_and_received_and_what_came_after_the_peak_month(
    province: cast.Province, sign_in: SignIn
) -> None:
    by = province.front
    drive = _recorded(province, "dot-van-dong", by, amount=900)
    client = sign_in(by)
    owner = owners.key_of(None, province.bodies["mttq"])
    for kind, on, amount in (
        ("dang-ky-ung-ho", "18/11/2022", "300"),
        ("dang-ky-ung-ho", "19/11/2022", "200"),
        ("thu-quy", "19/11/2022", "50"),
    ):
        sent = {"owner": owner, "on": on, "title": "Đợt 1", "q_giver": "Công ty", "q_amount": amount}
        assert client.post(f"/phong-trao/ghi/{kind}/?viec={drive.pk}", sent).status_code == 302
        actions.advance(Record.objects.order_by("-pk")[0].pk, "record", by=by, edition=1)
    page = client.get(f"/phong-trao/{drive.pk}/")
    assert [(label, own, done) for label, _, own, done in page.context["follow_sums"]] == [
        ("Đăng ký ủng hộ", 900, 500),
        ("Thu quỹ", 900, 50),
    ]
    words = [word for _, word in page.context["followers"]]
    assert words == ["trong tháng cao điểm", "sau tháng cao điểm", "sau tháng cao điểm"]
    receipt = Record.objects.get(kind="thu-quy")
    assert "sau tháng cao điểm" in client.get(f"/phong-trao/{receipt.pk}/").content.decode()
    book = client.get("/phong-trao/so-quy/").context
    assert dict(book["years"])[2022]["sau tháng cao điểm"] == 50
    assert book["books"][0].lines() == [(2022, 500, 50, 0)]


def test_the_book_of_a_district_holds_whole_funds_and_says_whose_they_are(
    province: cast.Province, sign_in: SignIn
) -> None:
    """What the province's Front spent here is a record about the district, not a fund of which only this is seen."""
    _recorded(province, "thu-quy", province.front, giver="Công ty", amount=9_000_000)
    _recorded(province, "chi-quy", province.front, about="22801", purpose="Nhà ở", amount=4_000_000)
    _recorded(province, "thu-quy", province.phuoc_dai, giver="Chi bộ", amount=5_000_000)
    district, whole = (sign_in(by).get("/phong-trao/so-quy/") for by in (province.bac_ai, province.labour))
    assert [(book.owner.name, book.balance) for book in district.context["books"]] == [("Xã Phước Đại", 5_000_000)]
    assert "Trong phạm vi huyện Bác Ái. Còn lại 5.000.000" in district.content.decode()
    assert whole.context["total"]["balance"] == 10_000_000
    assert "Trong phạm vi" not in whole.content.decode()
    file = sign_in(province.bac_ai).get("/phong-trao/so-quy/?tai=excel")
    texts = [cell.value for row in load_workbook(io.BytesIO(file.content)).active.iter_rows() for cell in row]
    assert "Trong phạm vi huyện Bác Ái" in texts


def test_the_fund_of_another_is_another(province: cast.Province) -> None:
    _recorded(province, "thu-quy", province.phuoc_dai, giver="Chi bộ", amount=5_000_000)
    with pytest.raises(Refused, match="còn 0 đồng"):
        _recorded(province, "chi-quy", province.front, purpose="Nhà ở", amount=1)


# ---- help ----


def test_the_receiving_unit_confirms_and_not_the_writer(province: cast.Province, sign_in: SignIn) -> None:
    made = _recorded(
        province,
        "tro-giup",
        province.health,
        about="22801",
        helper_kind="Cơ quan, đơn vị",
        help_kind="Công sức",
        amount=2_000_000,
    )
    cards = sign_in(province.phuoc_dai).get("/").content.decode()
    assert "Xác nhận được trợ giúp: Việc thử" in cards
    with pytest.raises(Refused, match="không có quyền"):
        actions.advance(made.pk, "confirm", by=province.ninh_son, edition=2)
    done = actions.advance(made.pk, "confirm", by=province.phuoc_dai, edition=2)
    assert done.state_label == "Nơi nhận đã xác nhận"
    own = _recorded(
        province, "tro-giup", province.phuoc_dai, about="22801", helper_kind="Hộ khá giả", help_kind="Trí tuệ, kỹ thuật"
    )
    with pytest.raises(Refused, match="cần một người khác"):
        actions.advance(own.pk, "confirm", by=province.phuoc_dai, edition=2)


def test_the_picture_of_ties_shows_who_is_left_alone(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.labour)
    before = {tie.unit.code for tie in client.get("/phong-trao/don-vi-giup-xa/").context["alone"]}
    assert "584" in before  # a poor district
    _recorded(
        province,
        "tro-giup",
        province.health,
        about="584",
        helper_kind="Cơ quan, đơn vị",
        help_kind="Công sức",
        households=7,
    )
    page = client.get("/phong-trao/don-vi-giup-xa/")
    (tie,) = page.context["helped"]
    assert (tie.unit.code, tie.parties, tie.households, tie.confirmed) == ("584", "Sở Y tế", 7, 0)
    assert {tie.unit.code for tie in page.context["alone"]} == before - {"584"}


# ---- supervision ----


@pytest.fixture
def remarked(province: cast.Province, sign_in: SignIn) -> tuple[Any, Record]:
    """Phước Đại's figures, sent, with a remark of the Front on them."""
    unit = province.unit("22801")
    (item,) = save_sheet(
        province.campaign,
        2022,
        {unit.pk: {"households": 1000, "poor": 88, "near_poor": 113}},
        {},
        by=province.phuoc_dai,
    )
    advance([item.pk], "submit", by=province.phuoc_dai)
    sent = {
        "owner": f"o-{province.bodies['mttq'].pk}" if "mttq" in province.bodies else "",
        "on": "15/12/2022",
        "title": "Rà soát thôn Tà Lú còn sót hộ",
        "about": unit.pk,
        "q_what": "Rà soát hộ nghèo",
    }
    client = sign_in(province.front)
    if not sent["owner"]:
        sent["owner"] = client.get("/phong-trao/ghi/giam-sat/").context["form"].fields["owner"].choices[0][0]
    assert client.post(f"/phong-trao/ghi/giam-sat/?bo-so-lieu={item.pk}", sent).status_code == 302
    made = Record.objects.get()
    assert (made.subject_type, made.subject_id) == ("figure_set", item.pk)
    return item, actions.advance(made.pk, "send", by=province.front, edition=1)


def test_an_open_remark_stops_whoever_approves_next(
    province: cast.Province, remarked: tuple[Any, Record], sign_in: SignIn
) -> None:
    item, remark = remarked
    with pytest.raises(Refused, match="Còn ý kiến giám sát chưa được trả lời: Rà soát thôn Tà Lú"):
        advance([item.pk], "check", by=province.bac_ai)
    assert "Rà soát thôn Tà Lú còn sót hộ" in sign_in(province.bac_ai).get(f"/so-lieu/{item.pk}/").content.decode()
    assert "Trả lời ý kiến giám sát" in sign_in(province.bac_ai).get("/").content.decode()
    with pytest.raises(Refused, match="lý do"):
        actions.advance(remark.pk, "answer", by=province.bac_ai, edition=2)
    actions.advance(remark.pk, "answer", by=province.bac_ai, edition=2, reason="Đã rà lại, thêm 2 hộ.")
    advance([item.pk], "check", by=province.bac_ai)
    page = sign_in(province.front).get(f"/phong-trao/{remark.pk}/").content.decode()
    assert "Đã rà lại, thêm 2 hộ." in page
    actions.advance(remark.pk, "again", by=province.front, edition=3, reason="Vẫn còn sót.")
    with pytest.raises(Refused, match="ý kiến giám sát"):
        advance([item.pk], "approve", by=province.labour_leader)
    with pytest.raises(Refused, match="không có quyền"):
        actions.advance(remark.pk, "overrule", by=province.bac_ai, edition=4, reason="Không đã xem lại")
    actions.advance(remark.pk, "overrule", by=province.labour_leader, edition=4, reason="Đã xác minh tại thôn.")
    advance([item.pk], "approve", by=province.labour_leader)


def test_nobody_removes_an_open_remark(province: cast.Province, remarked: tuple[Any, Record]) -> None:
    _, remark = remarked
    for by in (province.front, province.bac_ai, province.labour_leader):
        with pytest.raises(Refused):
            actions.advance(remark.pk, "remove", by=by, edition=2)


def test_only_who_supervises_remarks_and_only_the_two_agencies_inspect(
    province: cast.Province, sign_in: SignIn
) -> None:
    for kind, by in (("giam-sat", province.bac_ai), ("kiem-tra", province.bac_ai), ("kiem-tra", province.front)):
        assert sign_in(by).get(f"/phong-trao/ghi/{kind}/").status_code == 403
        with pytest.raises(Refused, match="Chỉ"):
            _write(province, kind, by, about="584")
    made = _write(province, "kiem-tra", province.home, about="584", team="Đoàn 1", conclusion="Còn chậm")
    made = actions.advance(made.pk, "conclude", by=province.home, edition=1)
    made = actions.advance(made.pk, "answer", by=province.bac_ai, edition=2, reason="Đã bổ sung hồ sơ.")
    assert actions.advance(made.pk, "close", by=province.home, edition=3).state == "closed"


def test_an_obstacle_is_answered(province: cast.Province, sign_in: SignIn) -> None:
    made = _write(
        province,
        "vuong-mac",
        province.phuoc_dai,
        title="Hộ chuyển đến tính vào đâu?",
        addressee="Cơ quan thường trực chương trình giảm nghèo",
    )
    made = actions.advance(made.pk, "send", by=province.phuoc_dai, edition=1)
    assert "Trả lời vướng mắc: Hộ chuyển đến" in sign_in(province.labour).get("/").content.decode()
    done = actions.advance(made.pk, "answer", by=province.labour, edition=2, reason="Tính ở nơi cư trú.")
    assert RecordTransition.objects.filter(record=done, step="answer").get().reason == "Tính ở nơi cư trú."


# ---- models and people ----


def test_a_person_is_published_only_with_consent(province: cast.Province, sign_in: SignIn) -> None:
    by = province.phuoc_dai
    made = _write(
        province, "dien-hinh", by, title="Thoát nghèo nhờ bò", what="Cá nhân, hộ gia đình", name="Chị Katơr Thị Nhung"
    )
    made = actions.advance(made.pk, "propose", by=by, edition=1)
    with pytest.raises(Refused, match="không có quyền"):
        actions.advance(made.pk, "approve", by=by, edition=2)
    made = actions.advance(made.pk, "approve", by=province.home, edition=2)
    with pytest.raises(Refused, match="đồng ý bằng văn bản"):
        actions.advance(made.pk, "publish", by=province.home, edition=3)
    assert "Katơr Thị Nhung" not in Client().get("/cong-khai/2022/").content.decode()
    Record.objects.filter(pk=made.pk).update(details={**made.details, "consent": True})
    actions.advance(made.pk, "publish", by=province.home, edition=3)
    assert "Katơr Thị Nhung" in Client().get("/cong-khai/2022/").content.decode()


def test_a_model_is_carried_on_elsewhere_by_a_link(province: cast.Province, sign_in: SignIn) -> None:
    by = province.phuoc_dai
    made = _write(
        province, "dien-hinh", by, title="Nuôi bò chung", what="Mô hình, cách làm", name="Tổ bò", households=20
    )
    asked = f"/phong-trao/ghi/nhan-rong/?viec={made.pk}"
    assert sign_in(province.ninh_son).get(asked).status_code == 404  # a draft of others
    for edition, (step, who) in enumerate([("propose", by), ("approve", province.home), ("publish", province.home)], 1):
        made = actions.advance(made.pk, step, by=who, edition=edition)
    client = sign_in(province.ninh_son)
    page = client.get(f"/phong-trao/{made.pk}/")  # public: read beyond one's reach
    assert asked in page.content.decode()
    assert client.get("/phong-trao/ghi/nhan-rong/").status_code == 404
    assert client.get(f"/phong-trao/ghi/bao-chi/?viec={made.pk}").status_code == 404
    form = client.get(asked).context["form"]
    owner = form.fields["owner"].choices[0][0]
    answer = client.post(asked, {"owner": owner, "on": "20/11/2022", "title": "Làm theo", "q_households": "12"})
    copy = Record.objects.get(kind="nhan-rong")
    assert answer.url == f"/phong-trao/{copy.pk}/"
    assert (copy.subject_type, copy.subject_id, copy.subject_label) == ("record", made.pk, "Nuôi bò chung")
    actions.advance(copy.pk, "record", by=province.ninh_son, edition=1)
    seen = sign_in(province.home).get(f"/phong-trao/{made.pk}/")
    assert seen.context["followers"] == [(copy, "")]
    assert [(item.key, own, others) for _, item, own, others in seen.context["follow_sums"]] == [("households", 20, 12)]
    with pytest.raises(Refused, match="Mở trang điển hình"):
        _write(province, "nhan-rong", by)


def test_the_files_of_a_public_record_stay_with_those_who_may_see_it(province: cast.Province, sign_in: SignIn) -> None:
    by = province.phuoc_dai
    draft = Draft(DAY, "Nuôi bò chung", answers={"what": "Mô hình, cách làm", "name": "Tổ bò"})
    seat = by.memberships.get()
    made = actions.write(province.campaign, "dien-hinh", draft, unit=seat.unit, uploads=[_pdf("dong-y.pdf")], by=by)
    for edition, (step, who) in enumerate([("propose", by), ("approve", province.home), ("publish", province.home)], 1):
        actions.advance(made.pk, step, by=who, edition=edition)
    kept = made.files.get()
    for user, sees in ((by, True), (province.home, True), (province.ninh_son, False)):
        client = sign_in(user)
        assert ("dong-y.pdf" in client.get(f"/phong-trao/{made.pk}/").content.decode()) == sees
        assert client.get(f"/phong-trao/{made.pk}/tep/{kept.pk}/").status_code == (200 if sees else 404)


def test_a_press_plan_shows_what_was_done_of_it(province: cast.Province, sign_in: SignIn) -> None:
    by = province.labour
    plan = _recorded(province, "ke-hoach-bao-chi", by, column="Vì người nghèo", items=20, minutes=600)
    client = sign_in(by)
    asked = f"/phong-trao/ghi/bao-chi/?viec={plan.pk}"
    owner = client.get(asked).context["form"].fields["owner"].choices[0][0]
    for items in (7, 5):
        client.post(
            asked, {"owner": owner, "on": "20/11/2022", "title": "Tin", "q_column": "Vì người nghèo", "q_items": items}
        )
        made = Record.objects.order_by("-pk")[0]
        actions.advance(made.pk, "record", by=by, edition=1)
    sums = client.get(f"/phong-trao/{plan.pk}/").context["follow_sums"]
    assert [(item.key, own, done) for _, item, own, done in sums] == [("items", 20, 12)]


def test_each_class_of_unit_is_asked_its_own_in_a_report(province: cast.Province, sign_in: SignIn) -> None:
    asked = {}
    for user in (province.bac_ai, province.labour, province.front):
        fields = sign_in(user).get("/phong-trao/ghi/bao-cao/").context["form"].fields
        asked[user.username] = {"q_people_know", "q_policies", "q_watched", "q_told", "q_work"} & set(fields)
    assert list(asked.values()) == [{"q_people_know"}, {"q_policies"}, {"q_watched"}]
    for kind, expected in (("press", "told"), ("enterprise", "work"), ("credit", "work"), ("committee", "people_know")):
        own = KINDS["bao-cao"].questions_of({owners.class_of(Organisation(kind=kind))})
        assert expected in {item.key for item in own}


# ---- lists, reports of units, the trail ----


def test_the_list_is_narrowed_added_and_exported(province: cast.Province, sign_in: SignIn) -> None:
    _recorded(province, "viec-lam", province.phuoc_dai, field="Y tế", amount=7, households=3)
    _recorded(province, "viec-lam", province.bac_ai, field="Y tế", amount=5, households=2, on=date(2021, 5, 1))
    client = sign_in(province.labour)
    page = client.get("/phong-trao/?nhom=hoat-dong&nam=2022&tim=phuoc dai")
    assert (page.context["page"].paginator.count, page.context["sums"]["amount"]) == (1, 7)
    whole = client.get("/phong-trao/?nhom=hoat-dong&loai=viec-lam")
    assert (whole.context["sums"]["number"], whole.context["sums"]["households"]) == (2, 5)
    assert client.get("/phong-trao/?nhom=hoat-dong&loai=viec-lam&tai=excel").status_code == 200
    assert sign_in(province.ninh_son).get("/phong-trao/?nhom=hoat-dong").context["page"].paginator.count == 0


def test_the_list_is_searched_by_titles_and_texts_without_accents(province: cast.Province, sign_in: SignIn) -> None:
    by, unit = province.phuoc_dai, province.unit("22801")
    for title, body, result in (
        ("Tặng bò sinh sản", "", ""),
        ("Hội nghị", "Bàn việc nuôi BÒ vàng", ""),
        ("Khác", "", "Đàn bò tăng"),
        ("Khác", "", ""),
    ):
        draft = Draft(DAY, title, body, answers={"field": "Y tế", "result": result})
        made = actions.write(province.campaign, "viec-lam", draft, unit=unit, by=by)
        actions.advance(made.pk, "record", by=by, edition=1)

    def found(words: str, who: User = by) -> int:
        return sign_in(who).get("/phong-trao/", {"nhom": "hoat-dong", "tim": words}).context["page"].paginator.count

    assert [found(words) for words in ("bo", "BÒ vang", "bo phuoc dai", "bò khác xa", "trâu")] == [3, 1, 3, 1, 0]
    assert found("bo", province.ninh_son) == 0  # words open nothing that is not in reach
    edited = _write(province, "viec-lam", by, field="Y tế")
    actions.edit(edited.pk, Draft(DAY, "Cấp trâu", answers={"field": "Y tế"}), edition=1, by=by)
    assert found("trau") == 1
    counts = []
    for words in ("bo", "bo phuoc dai"):
        client = sign_in(by)
        client.get("/phong-trao/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/phong-trao/", {"nhom": "hoat-dong", "tim": words})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_report_begins_with_what_the_portal_knows(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2022, "22801", 1000, 88, 113)
    _recorded(province, "viec-lam", province.phuoc_dai, field="Y tế", amount=7_000_000, households=3)
    words = record_lists.first_words(province.campaign, province.unit("22801"), None, 2022)
    assert words.splitlines() == [
        "Cuối năm 2022: 88 hộ nghèo trên 1.000 hộ, tỷ lệ 8,80 % (số liệu đã duyệt).",
        "Việc đã làm theo lĩnh vực: 1 việc, 7.000.000 đồng, 3 lượt hộ.",
    ]
    assert "88 hộ nghèo" in sign_in(province.phuoc_dai).get("/phong-trao/ghi/bao-cao/").content.decode()


def test_a_review_counts_the_years_of_its_round(province: cast.Province, sign_in: SignIn) -> None:
    rounds = province.campaign.definition.rounds
    asked = [
        ("nam", 2023),
        ("6-thang", 2023),
        ("so-ket", 2023),
        ("so-ket", 2024),
        ("tong-ket", 2025),
        ("tong-ket", 2021),
    ]
    assert [records.years_of(*one, rounds) for one in asked] == [
        (2023,),
        (2023,),
        (2022, 2023),
        (2022, 2023, 2024),
        (2022, 2023, 2024, 2025),
        (2021,),
    ]
    unit, by = province.unit("22801"), province.phuoc_dai
    for year, poor in ((2021, 99), (2022, 88), (2023, 77)):
        province.approve(year, "22801", 1000, poor)
    with clock.at(datetime(2023, 12, 20, 9, tzinfo=clock.VIETNAM)):
        for on, households in ((date(2021, 5, 1), 1), (date(2022, 5, 1), 2), (date(2023, 9, 1), 4)):
            answers = {"field": "Y tế", "households": households}
            scan = _pdf() if records.is_past(on, clock.today()) else None
            made = actions.write(
                province.campaign, "viec-lam", Draft(on, "x", answers=answers), unit=unit, scan=scan, by=by
            )
            actions.advance(made.pk, "record", by=by, edition=1)
        words = {
            period: record_lists.first_words(province.campaign, unit, None, 2023, period) for period in records.PERIODS
        }
    assert words["so-ket"].splitlines() == [
        "Cuối năm 2022: 88 hộ nghèo trên 1.000 hộ, tỷ lệ 8,80 % (số liệu đã duyệt).",
        "Cuối năm 2023: 77 hộ nghèo trên 1.000 hộ, tỷ lệ 7,70 % (số liệu đã duyệt).",
        "Trong các năm 2022 - 2023:",
        "Việc đã làm theo lĩnh vực: 2 việc, 6 lượt hộ.",
    ]
    assert words["nam"].splitlines()[1:] == ["Việc đã làm theo lĩnh vực: 1 việc, 4 lượt hộ."]
    assert "Việc đã làm" not in words["6-thang"]
    with clock.at(datetime(2023, 12, 20, 9, tzinfo=clock.VIETNAM)):
        page = sign_in(by).get("/phong-trao/ghi/bao-cao/?nam=2023&ky=so-ket")
    assert page.context["form"].initial["q_period"] == "Sơ kết"
    assert page.context["form"].initial["q_done"] == words["so-ket"]
    assert "các năm 2022 - 2023" in page.content.decode()


def test_a_report_written_in_january_is_about_the_year_before(province: cast.Province, sign_in: SignIn) -> None:
    unit, by = province.unit("584"), province.bac_ai
    set_report_deadline(
        province.campaign,
        "nam",
        2022,
        on=date(2023, 1, 15),
        bound="before",
        is_hard=True,
        act="CV 88",
        by=province.labour,
    )
    with clock.at(date(2023, 1, 5)):
        access.forget(by)
        form = sign_in(by).get("/phong-trao/ghi/bao-cao/").context["form"]
        assert form["year"].value() == "2022"
        given = {"period": "Cả năm", "done": "Đã làm"}
        with pytest.raises(Refused, match="Báo cáo của năm 2024 không thể lập ngày 05/01/2023"):
            actions.write(
                province.campaign, "bao-cao", Draft(date(2023, 1, 5), "BC", answers=given, year=2024), unit=unit, by=by
            )
        draft = Draft(date(2023, 1, 5), "BC", answers=given, year=2022)
        made = actions.write(province.campaign, "bao-cao", draft, unit=unit, by=by)
        made = actions.advance(made.pk, "file", by=by, edition=1)
    (board,) = boards(province.campaign)
    line = next(line for line in board.lines if line.sent)
    assert (line.sent, line.punctuality.label) == (made, "Đúng hạn")
    assert list(merged.reports_of(province.campaign, 2022, "nam")) == [made]
    assert list(merged.reports_of(province.campaign, 2023, "nam")) == []


def test_the_final_report_of_the_last_year_is_taken_in_the_next(province: cast.Province) -> None:
    draft = Draft(date(2026, 2, 1), "Tổng kết", answers={"period": "Tổng kết", "done": "Đã làm"}, year=2025)
    with clock.at(date(2026, 2, 1)):
        made = actions.write(
            province.campaign, "bao-cao", draft, organisation=province.bodies["so-y-te"], by=User.objects.command_line()
        )
    assert made.year == 2025


def test_every_step_stands_in_the_trail(province: cast.Province) -> None:
    made = _recorded(province, "tuyen-truyen", province.phuoc_dai, how="Truyền thanh")
    assert [step.step for step in made.transitions.order_by("pk")] == ["write", "record"]
    assert audit.first_fault() is None


@pytest.mark.parametrize("road", list(Road))
def test_every_road_has_a_kind_and_every_kind_is_offered(road: Road) -> None:
    assert any(kind.road == road for kind in KINDS.values())


# ---- when reports are due ----


def _report(province: cast.Province, by: User) -> Record:
    made = _write(province, "bao-cao", by, period="Cả năm", done="Đã làm", on=date(2022, 12, 10))
    return actions.advance(made.pk, "file", by=by, edition=1)


@pytest.mark.parametrize(
    ("on", "label"),
    [(date(2022, 12, 16), "Đúng hạn"), (date(2022, 12, 15), "Nhận đúng ngày hạn"), (date(2022, 12, 10), "Trễ 5 ngày")],
)
def test_a_report_stands_to_its_deadline_as_a_plan_does(
    province: cast.Province, sign_in: SignIn, on: date, label: str
) -> None:
    client = sign_in(province.labour)
    sent = {
        "period": "nam",
        "year": "2022",
        "on": on.strftime("%d/%m/%Y"),
        "bound": "before",
        "counts": "first",
        "act": "CV 88",
    }
    assert client.post("/phong-trao/han-bao-cao/", sent).status_code == 302
    report = _report(province, province.bac_ai)
    ((board, due),) = client.get("/phong-trao/han-bao-cao/").context["boards"]
    line = next(line for line in board.lines if line.sent == report)
    assert (line.punctuality.label, board.sent) == (label, 1)
    assert "Sở Y tế" in {str(line.filer) for line in board.lacking}
    # returned and sent again: the first time counts
    report = actions.advance(report.pk, "return", by=province.labour, edition=2, reason="Thiếu số")
    actions.advance(report.pk, "file", by=province.bac_ai, edition=3)
    ((board, due),) = client.get("/phong-trao/han-bao-cao/").context["boards"]
    assert next(line for line in board.lines if line.sent).punctuality.label == label
    assert due["to_remind"] == len(board.lacking) - 1  # the standing agency does not write to itself


def test_a_deadline_may_count_the_complete_receipt_of_a_report(province: cast.Province) -> None:
    given: dict[str, Any] = {"on": date(2022, 12, 16), "bound": "before", "is_hard": False, "by": province.labour}
    set_report_deadline(province.campaign, "nam", 2022, act="CV 88", **given)
    report = _report(province, province.bac_ai)
    report = actions.advance(report.pk, "return", by=province.labour, edition=2, reason="Thiếu số")
    with clock.at(date(2022, 12, 20)):
        actions.advance(report.pk, "file", by=province.bac_ai, edition=3)
    labels = []
    for counts in ("first", "complete"):
        set_report_deadline(province.campaign, "nam", 2022, act="CV 89", counts=counts, **given)
        (board,) = boards(province.campaign)
        labels.append(next(line for line in board.lines if line.sent).punctuality.label)
    assert labels == ["Đúng hạn", "Trễ 4 ngày"]


SECOND = timedelta(seconds=1)
MIDNIGHT = datetime(2022, 12, 15, 17, tzinfo=UTC)  # 16/12 00:00:00 in Vietnam, by a server's clock


@pytest.mark.parametrize(
    ("at", "bound", "label", "is_taken"),
    [
        (MIDNIGHT - SECOND, "before", "Đúng hạn", True),
        (MIDNIGHT, "before", "Nhận đúng ngày hạn", False),
        (MIDNIGHT, "on_or_before", "Đúng hạn", True),
        (MIDNIGHT + timedelta(days=1) - SECOND, "on_or_before", "Đúng hạn", True),
        (MIDNIGHT + timedelta(days=1), "on_or_before", "Trễ 1 ngày", False),
    ],
    ids=["the last second", "the day begins", "the day counts", "its last second", "the day is over"],
)
def test_the_day_of_a_report_ends_at_midnight_in_vietnam(
    province: cast.Province, at: datetime, bound: str, label: str, is_taken: bool
) -> None:
    for is_hard in (False, True):
        set_report_deadline(
            province.campaign,
            "nam",
            2022,
            on=date(2022, 12, 16),
            bound=bound,
            is_hard=is_hard,
            act="CV 12",
            by=province.labour,
        )
        by = province.health if is_hard else province.bac_ai
        with clock.at(at):
            if is_hard and not is_taken:
                with pytest.raises(Refused, match="Đã hết hạn nhận"):
                    _report(province, by)
                continue
            _report(province, by)
    (board,) = boards(province.campaign)
    assert {line.punctuality.label for line in board.lines if line.sent} == {label}


def test_a_report_entered_afterwards_is_classed_by_the_day_of_its_paper(province: cast.Province) -> None:
    set_report_deadline(
        province.campaign,
        "nam",
        2021,
        on=date(2021, 12, 16),
        bound="before",
        is_hard=False,
        act="CV 12",
        by=province.labour,
    )
    made = _write(province, "bao-cao", province.bac_ai, period="Cả năm", done="Đã làm", on=date(2021, 12, 15))
    actions.advance(made.pk, "file", by=province.bac_ai, edition=1)
    (board,) = boards(province.campaign)
    line = next(line for line in board.lines if line.sent)
    assert (line.sent.is_late, line.punctuality.label) == (True, "Đúng hạn")


def test_who_has_not_reported_is_reminded_and_written_to(province: cast.Province, sign_in: SignIn) -> None:
    set_report_deadline(
        province.campaign,
        "nam",
        2022,
        on=date(2022, 12, 10),
        bound="before",
        is_hard=False,
        act="CV 88",
        by=province.labour,
    )
    (board,) = boards(province.campaign)
    client, key = sign_in(province.labour), f"u-{province.unit('584').pk}"
    address = f"/phong-trao/han-bao-cao/{board.deadline.pk}"
    page = client.get(f"{address}/nhac/")
    draft = next(draft for draft in page.context["drafts"] if draft.code == key)
    assert draft.subject == "Đôn đốc: gửi báo cáo cả năm 2022"
    assert client.post(f"{address}/nhac/", {"bo": [key]}).status_code == 302
    outbox.send([Notice.objects.get().pk], by=province.labour)
    (board,) = boards(province.campaign)
    assert next(line for line in board.lines if line.key == key).reminded_at == cast.EVENING
    words = []
    for kind in ("don-doc", "de-nghi"):
        paper = Document(io.BytesIO(client.get(f"{address}/tai/{kind}/").content))
        words.append("\n".join(paragraph.text for paragraph in paper.paragraphs))
    assert "Thực hiện CV 88, các cơ quan, đơn vị, địa phương gửi báo cáo cả năm 2022 trước ngày 10/12/2022" in words[0]
    assert "yêu cầu" in words[0]
    assert "trân trọng đề nghị" in words[1]
    assert client.get(f"{address}/tai/excel/").status_code == 200
    assert client.get(f"{address}/tai/khac/").status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_of_deadlines_asks_the_same_for_few_and_many(
    province: cast.Province, sign_in: SignIn, number: int, django_assert_max_num_queries: Any
) -> None:
    for period, year in (("nam", 2022), ("nam", 2021), ("6-thang", 2022), ("6-thang", 2021))[:number]:
        set_report_deadline(
            province.campaign,
            period,
            year,
            on=date(2022, 12, 10),
            bound="before",
            is_hard=False,
            act="CV 12",
            by=province.labour,
        )
    boards(province.campaign)
    with django_assert_max_num_queries(9):
        assert len(boards(province.campaign)) == number


def test_a_hard_deadline_takes_no_report_more(province: cast.Province) -> None:
    given: dict[str, Any] = {"bound": "before", "is_hard": True, "by": province.labour}
    set_report_deadline(province.campaign, "nam", 2022, on=date(2022, 12, 15), act="CV 88", **given)
    with pytest.raises(Refused, match=r"Đã hết hạn nhận: trước ngày 15/12/2022 \(CV 88\)"):
        _report(province, province.bac_ai)
    set_report_deadline(province.campaign, "nam", 2022, on=date(2022, 12, 20), act="CV 90", **given)
    assert _report(province, province.health).state == "filed"
    with pytest.raises(Refused, match="Chỉ hai cơ quan"):
        set_report_deadline(
            province.campaign, "nam", 2022, on=date(2022, 12, 20), act="CV 1", **{**given, "by": province.bac_ai}
        )


# ---- remarks on a dossier; models that the figures point at ----


def _from_the_menu(province: cast.Province, year: int = 2022) -> Record:
    """A remark about Phước Đại that names no set and no dossier."""
    seat = province.front.memberships.get()
    draft = Draft(
        DAY,
        "Rà soát thôn Tà Lú còn sót hộ",
        about=province.unit("22801"),
        answers={"what": "Rà soát hộ nghèo"},
        year=year,
    )
    made = actions.write(province.campaign, "giam-sat", draft, organisation=seat.organisation, by=province.front)
    return actions.advance(made.pk, "send", by=province.front, edition=1)


def test_a_remark_from_the_menu_stops_figures_typed_after_it(province: cast.Province, sign_in: SignIn) -> None:
    remark = _from_the_menu(province)
    unit = province.unit("22801")
    values = {"households": 1000, "poor": 88, "near_poor": 113}
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: values}, {}, by=province.phuoc_dai)
    advance([item.pk], "submit", by=province.phuoc_dai)
    with pytest.raises(Refused, match="Còn ý kiến giám sát chưa được trả lời: Rà soát thôn Tà Lú còn sót hộ"):
        advance([item.pk], "check", by=province.bac_ai)
    assert remark.title in sign_in(province.bac_ai).get(f"/so-lieu/{item.pk}/").content.decode()
    actions.advance(remark.pk, "answer", by=province.bac_ai, edition=2, reason="Đã rà lại, thêm 2 hộ.")
    advance([item.pk], "check", by=province.bac_ai)


def test_a_remark_about_another_year_or_unit_stops_nothing(province: cast.Province) -> None:
    _from_the_menu(province, 2021)
    values = {"households": 1000, "poor": 88, "near_poor": 113}
    units = [province.unit(code) for code in ("22801", "22783")]
    sets = save_sheet(province.campaign, 2022, {unit.pk: values for unit in units}, {}, by=province.bac_ai)
    advance([item.pk for item in sets], "check", by=province.bac_ai)


def test_a_remark_from_the_menu_follows_the_dossier_of_its_unit(province: cast.Province) -> None:
    _from_the_menu(province)
    nomination = awards.nominate(
        province.annual_2022,
        awards.Proposal("commune", "Nhân dân và cán bộ xã Phước Đại", unit=province.unit("22801"), achievements="x"),
        holder_unit=province.unit("584"),
        by=province.bac_ai,
    )
    facts = nomination_facts([nomination], by=province.home)[nomination.pk]
    assert facts.open_supervision == ("Rà soát thôn Tà Lú còn sót hộ",)


def test_a_remark_is_read_where_the_dossier_is_worked_on(province: cast.Province, sign_in: SignIn) -> None:
    """On the sheet, beside the evidence, before the Council; answered, it is still read, with its answer."""
    remark = _from_the_menu(province)
    nomination = awards.nominate(
        province.annual_2022,
        awards.Proposal("commune", "Nhân dân và cán bộ xã Phước Đại", unit=province.unit("22801"), achievements="x"),
        holder_unit=province.unit("584"),
        by=province.bac_ai,
    )
    nomination = sent_back(nomination)
    pages = (f"/ho-so/{nomination.pk}/", f"/ho-so/{nomination.pk}/minh-chung/Cc1.b/")
    for reader in (province.bac_ai, province.home):
        for page in pages:
            assert remark.title in sign_in(reader).get(page).content.decode(), page
    assert brief(nomination).remarks == ((remark, ""),)
    actions.advance(remark.pk, "answer", by=province.bac_ai, edition=2, reason="Đã rà lại, thêm 2 hộ.")
    assert nomination_facts([nomination], by=province.home)[nomination.pk].open_supervision == ()
    ((told, answer),) = brief(nomination).remarks
    assert (told.state, answer) == ("answered", "Đã rà lại, thêm 2 hộ.")
    for page in pages:
        assert remark.title in sign_in(province.home).get(page).content.decode()


def test_what_is_said_of_a_commune_concerns_the_dossiers_of_its_villages(province: cast.Province) -> None:
    """Nobody can name a village when remarking: its commune stands for it."""
    with audit.change(User.objects.command_line()) as trail:
        village = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    _from_the_menu(province)
    nomination = awards.nominate(
        province.annual_2022,
        awards.Proposal("village", "Thôn Tà Lú", unit=village, achievements="x"),
        holder_unit=province.unit("22801"),
        by=province.phuoc_dai,
    )
    facts = nomination_facts([nomination], by=province.home)[nomination.pk]
    assert facts.open_supervision == ("Rà soát thôn Tà Lú còn sót hộ",)
    household = Place(None, (2022,))
    assert open_remarks("nomination", {1: household}) == {}


def test_an_open_remark_on_a_dossier_stops_its_appraisal(province: cast.Province, sign_in: SignIn) -> None:
    nomination = awards.nominate(
        province.annual_2022,
        awards.Proposal("commune", "Nhân dân và cán bộ xã Phước Đại", unit=province.unit("22801"), achievements="x"),
        holder_unit=province.unit("584"),
        by=province.bac_ai,
    )
    nomination = sent_back(nomination)
    page = sign_in(province.front).get(f"/ho-so/{nomination.pk}/")
    assert page.context["supervise_url"] == f"/phong-trao/ghi/giam-sat/?ho-so={nomination.pk}"
    seat = province.front.memberships.get()
    draft = Draft(
        DAY,
        "Thành tích chưa được thôn xác nhận",
        about=province.unit("22801"),
        answers={"what": "Xét khen thưởng"},
        subject=("nomination", nomination.pk, "Hồ sơ"),
    )
    made = actions.write(province.campaign, "giam-sat", draft, organisation=seat.organisation, by=province.front)
    actions.advance(made.pk, "send", by=province.front, edition=1)
    facts = nomination_facts([nomination], by=province.home)[nomination.pk]
    assert facts.open_supervision == ("Thành tích chưa được thôn xác nhận",)
    for step in ("appraise", "recommend"):
        asked = replace(facts, state=min(NOMINATION[step].sources))
        assert any("ý kiến giám sát" in text for text in NOMINATION.refusals(NOMINATION[step], asked))
    actions.advance(made.pk, "answer", by=province.bac_ai, edition=2, reason="Đã họp thôn.")
    assert nomination_facts([nomination], by=province.home)[nomination.pk].open_supervision == ()


def test_the_figures_suggest_where_to_look_for_models(province: cast.Province, sign_in: SignIn) -> None:
    for code, before, now in (("22801", 200, 88), ("22783", 200, 150), ("22786", 200, 250)):
        province.approve(2021, code, 1000, before)
        province.approve(2022, code, 1000, now)
    rows = sign_in(province.labour).get("/phong-trao/?nhom=dien-hinh").context["suggestions"]
    assert [(unit.code, str(fell)) for unit, _, fell in rows] == [("22801", "11.20"), ("22783", "5.00")]
    _write(province, "dien-hinh", province.phuoc_dai, what="Tập thể", name="Xã Phước Đại")
    rows = sign_in(province.labour).get("/phong-trao/?nhom=dien-hinh").context["suggestions"]
    assert [unit.code for unit, _, _ in rows] == ["22783"]


def test_what_was_recorded_is_evidence_for_criteria(province: cast.Province, sign_in: SignIn) -> None:
    """It stands beside the line, of its years; what its owner alone wrote is no paper until a reviewer saw one."""
    proposal = awards.Proposal("commune", "Xã Phước Đại", unit=province.unit("22801"), achievements="x")
    commune = sent_back(
        awards.nominate(province.annual_2022, proposal, holder_unit=province.unit("584"), by=province.bac_ai)
    )

    def models() -> PartView:
        return next(part for part in dossiers([commune])[commune.pk].parts if part.key == "Cc1.c")

    assert (models().has_paper, models().papers) == (False, ())
    early = _recorded(province, "mo-hinh", province.phuoc_dai, title="Tổ nuôi bò", households=5, on=date(2021, 6, 1))
    assert not models().has_paper  # outside the window
    made = _recorded(province, "mo-hinh", province.phuoc_dai, title="Tổ nuôi bò", households=5)
    found = models()
    assert (found.has_paper, found.outcome, found.asks_reviewer) == (False, None, True)
    why = {paper.source.key: paper.why_not for paper in found.papers}
    assert why == {
        str(early.pk): "việc của năm 2021, không phải năm xét",
        str(made.pk): "nơi ghi tự ghi, chưa ai xác nhận",
    }
    page = sign_in(province.home).get(f"/ho-so/{commune.pk}/").content.decode()
    assert f'href="/phong-trao/{made.pk}/"' in page


@pytest.mark.parametrize(
    "page",
    ["/phong-trao/?nhom=tro-giup", "/phong-trao/?nhom=quy", "/phong-trao/so-quy/", "/phong-trao/don-vi-giup-xa/", "/"],
)
def test_lists_ask_the_same_for_few_rows_and_many(province: cast.Province, sign_in: SignIn, page: str) -> None:
    client = sign_in(province.labour)
    asked = []
    for number in (1, 12):
        for at in range(number):
            code = ("22801", "22783", "22786", "22789")[at % 4]
            _recorded(
                province, "tro-giup", province.health, about=code, helper_kind="Cơ quan, đơn vị", help_kind="Công sức"
            )
            _recorded(province, "thu-quy", province.phuoc_dai, giver="x", amount=1)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


# ---- what a second look found ----


@pytest.mark.parametrize(("key", "typed"), [("q_households", "99.999.999.999"), ("q_amount", "9" * 17)])
def test_a_number_that_no_column_holds_is_refused(
    province: cast.Province, sign_in: SignIn, key: str, typed: str
) -> None:
    sent = {
        "owner": f"u-{province.unit('22801').pk}",
        "on": "20/10/2022",
        "title": "Giúp",
        "q_field": "Y tế",
        key: typed,
    }
    response = sign_in(province.phuoc_dai).post("/phong-trao/ghi/viec-lam/", sent)
    assert response.status_code == 422
    assert "quá lớn" in response.content.decode()
    assert Record.objects.count() == 0


def test_a_draft_is_seen_by_colleagues_of_the_unit_and_nobody_else(province: cast.Province) -> None:
    made = _write(province, "tuyen-truyen", province.phuoc_dai, how="Truyền thanh")
    colleague = User.objects.create_user("dong-nghiep", "mot-cau-ngan-de-nho", full_name="Đồng nghiệp")
    seat = province.phuoc_dai.memberships.get()
    colleague.memberships.create(role=seat.role, unit=seat.unit, valid_from=seat.valid_from)
    assert made in Record.objects.visible_to(colleague)
    for other in (province.bac_ai, province.ninh_son, province.labour, province.front):
        assert made not in Record.objects.visible_to(other)


def test_supervision_keeps_to_its_own_reach(province: cast.Province) -> None:
    far = User.objects.create_user("mttq-ninh-son", "mot-cau-ngan-de-nho", full_name="MTTQ huyện Ninh Sơn")
    seat = province.front.memberships.get()
    far.memberships.create(
        role=seat.role, unit=province.unit("585"), organisation=seat.organisation, valid_from=seat.valid_from
    )
    with pytest.raises(Refused, match="nằm ngoài phạm vi của bạn"):
        _write(province, "giam-sat", far, about="22801", what="Thực hiện phong trào")
    assert _write(province, "giam-sat", far, about="585", what="Thực hiện phong trào")


def _front_of(province: cast.Province, code: str) -> User:
    """The Front's officer in a unit, of its own body there."""
    unit = province.unit(code)
    body = Organisation.objects.create(
        code=f"mttq-{code}",
        name=f"Ủy ban MTTQ {unit}",
        kind=Organisation.Kind.FRONT,
        seat=unit,
        is_requested=True,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
    )
    user = User.objects.create_user(f"mttq-{code}", "mot-cau-ngan-de-nho", full_name=body.name)
    role = province.front.memberships.get().role
    user.memberships.create(role=role, unit=unit, organisation=body, valid_from=unit.valid_from)
    return user


def test_the_front_of_a_commune_supervises_there_and_nowhere_else(province: cast.Province, sign_in: SignIn) -> None:
    by = _front_of(province, "22801")
    made = _write(province, "giam-sat", by, about="22801", what="Thực hiện phong trào")
    assert actions.advance(made.pk, "send", by=by, edition=1).state == "raised"
    for elsewhere in ("584", "22783", "585"):  # above it, beside it, another district
        with pytest.raises(Refused, match="nằm ngoài phạm vi của bạn"):
            _write(province, "giam-sat", by, about=elsewhere, what="Thực hiện phong trào")
    form = sign_in(by).get("/phong-trao/ghi/giam-sat/").context["form"]
    offered = [name for _, group in form.fields["about"].choices[1:] for _, name in group]
    assert offered == ["Xã Phước Đại"]
    district = _front_of(province, "584")
    _write(province, "giam-sat", district, about="22783", what="Thực hiện phong trào")
    assert list(Record.objects.visible_to(by)) == [made]
    assert sign_in(by).get(f"/phong-trao/{made.pk}/").status_code == 200
    # neither answers for the authority nor writes in its name
    with pytest.raises(Refused):
        actions.advance(made.pk, "answer", by=by, edition=2, reason="x đã xem lại")
    with pytest.raises(Refused, match="không có quyền ghi thay"):
        actions.write(province.campaign, "tuyen-truyen", Draft(DAY, "x"), unit=province.unit("22801"), by=by)
