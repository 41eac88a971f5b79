"""The year: opened, followed, reminded, closed, opened late, made official; targets that add up."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent, User
from campaign.figures.actions.corrections import correct
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.figures.facts import figure_facts
from campaign.models import FigureSet, LateEntry, OfficialAct, Period, Target
from campaign.periods import actions
from campaign.periods.windows import read_entry, read_receipts, tally
from campaign.targets.domain.target_shares import Part, adding, share
from campaign.todo import cards
from core import clock
from core.workflow import Refused
from office.models import Notice
from tests import cast
from tests.papers import PDF

SignIn = Callable[[User], Client]
VALUES = {"households": 1946, "poor": 88, "near_poor": 113}


def _scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("bao-cao.pdf", PDF, "application/pdf")


@pytest.fixture
def closed(province: cast.Province) -> Period:
    """The official period of 2022, opened with everybody expected, and closed."""
    Period.objects.filter(year=2022).delete()
    period = actions.open_period(province.campaign, 2022, "official", by=province.labour, due=date(2022, 12, 14))
    return actions.close_period(period.pk, by=province.labour)


def test_opening_lists_who_is_expected_and_copies_last_year(province: cast.Province) -> None:
    Period.objects.all().delete()
    with pytest.raises(Refused, match="cơ quan thường trực"):
        actions.open_period(province.campaign, 2022, "official", by=province.bac_ai)
    first = actions.open_period(
        province.campaign, 2021, "official", by=province.labour, forms={"commune": ["F1", "F4"], "district": ["F1"]}
    )
    second = actions.open_period(province.campaign, 2022, "official", by=province.labour)
    assert (second.forms, second.due) == (first.forms, date(2022, 12, 20))
    assert tally(read_receipts(second)).expected == 7 + 65
    with pytest.raises(Refused, match="đã được mở"):
        actions.open_period(province.campaign, 2022, "official", by=province.labour)
    with pytest.raises(Refused, match="Chưa đến năm"):
        actions.open_period(province.campaign, 2024, "official", by=province.labour)


def test_no_period_no_entry_and_a_closed_one_is_frozen(province: cast.Province, closed: Period) -> None:
    unit = province.unit("22801")
    with pytest.raises(Refused, match="đã đóng ngày 15/12/2022"):
        save_sheet(province.campaign, 2022, {unit.pk: VALUES}, {}, by=province.phuoc_dai)
    with pytest.raises(Refused, match="sơ bộ năm 2022 chưa mở"):
        save_sheet(province.campaign, 2022, {unit.pk: VALUES}, {}, by=province.phuoc_dai, status="preliminary")
    Period.objects.filter(pk=closed.pk).update(closed_at=None)
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: VALUES}, {}, by=province.phuoc_dai)
    Period.objects.filter(pk=closed.pk).update(closed_at=clock.now())
    with pytest.raises(Refused, match="đã đóng"):
        advance([item.pk], "submit", by=province.phuoc_dai)


def test_late_entry_is_for_one_unit_with_reason_and_date(province: cast.Province, closed: Period) -> None:
    unit, other = province.unit("22801"), province.unit("22783")
    with pytest.raises(Refused, match="lý do"):
        actions.open_late(
            province.campaign, unit, 2022, "official", until=date(2022, 12, 17), reason=" ", by=province.labour
        )
    row = actions.open_late(
        province.campaign, unit, 2022, "official", until=date(2022, 12, 17), reason="Mất điện", by=province.labour
    )
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: VALUES}, {}, by=province.phuoc_dai)
    assert (item.late_entry_id, row.is_backfill) == (row.pk, False)
    with pytest.raises(Refused, match="đã đóng"):
        save_sheet(province.campaign, 2022, {other.pk: VALUES}, {}, by=province.bac_ai)
    with clock.at(datetime(2022, 12, 18, 9, tzinfo=clock.VIETNAM)):
        with pytest.raises(Refused, match="hết hạn ngày 17/12/2022"):
            save_sheet(province.campaign, 2022, {unit.pk: {"poor": 80}}, {unit.pk: 1}, by=province.phuoc_dai)


def test_paper_of_a_past_year_is_entered_with_its_scan(province: cast.Province, sign_in: SignIn) -> None:
    Period.objects.filter(year=2021).delete()
    unit = province.unit("22801")
    with pytest.raises(Refused, match="bản quét"):
        actions.open_late(
            province.campaign, unit, 2021, "official", until=date(2022, 12, 20), reason="Nhập bù", by=province.labour
        )
    response = sign_in(province.labour).post(
        "/nhap-bo-sung/2021/22801/", {"reason": "Nhập bù sổ cũ", "until": "20/12/2022", "scan": _scan()}
    )
    assert response.status_code == 302
    (item,) = save_sheet(province.campaign, 2021, {unit.pk: VALUES}, {}, by=province.phuoc_dai)
    assert item.late_entry is not None
    assert item.late_entry.is_backfill
    page = sign_in(province.phuoc_dai).get(f"/so-lieu/{item.pk}/").content.decode()
    assert "nhập bù theo bản quét" in page
    assert sign_in(province.phuoc_dai).get(f"/nhap-bo-sung/{item.late_entry_id}/ban-quet/").status_code == 200
    assert sign_in(province.ninh_son).get(f"/nhap-bo-sung/{item.late_entry_id}/ban-quet/").status_code == 404


def test_receipts_say_on_time_late_and_overdue(province: cast.Province) -> None:
    Period.objects.filter(year=2022).delete()
    period = actions.open_period(province.campaign, 2022, "official", by=province.labour, due=date(2022, 12, 13))
    unit = province.unit("22801")
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: VALUES}, {}, by=province.phuoc_dai)
    advance([item.pk], "submit", by=province.phuoc_dai)
    receipts = {row.unit.code: row for row in read_receipts(period)}
    assert (receipts["22801"].punctuality.days_late, receipts["22801"].is_received) == (2, True)
    assert (receipts["22783"].days_overdue, receipts["22783"].is_received) == (2, False)
    assert tally(list(receipts.values())).late == 1


def test_reminders_wait_in_the_outbox_until_sent(province: cast.Province, sign_in: SignIn) -> None:
    Period.objects.filter(year=2022).delete()
    period = actions.open_period(province.campaign, 2022, "official", by=province.labour)
    client = sign_in(province.labour)
    page = client.get(f"/ky/{period.pk}/don-doc/").content.decode()
    assert "Kính gửi Phuoc Dai" in page
    client.post(f"/ky/{period.pk}/don-doc/", {"don-vi": ["22801", "584"]})
    client.post(f"/ky/{period.pk}/don-doc/", {"don-vi": ["22801"]})  # the same again waits once
    assert Notice.objects.count() == 2
    inbox = sign_in(province.phuoc_dai)
    assert "Chưa có thông báo nào" in inbox.get("/thong-bao/").content.decode()
    mine, other = Notice.objects.get(to=province.phuoc_dai), Notice.objects.get(to=province.bac_ai)
    assert inbox.get(f"/hop-thu-cho/{mine.pk}/").status_code == 404
    client.post(f"/hop-thu-cho/{mine.pk}/", {"subject": "Đôn đốc lần 1", "body": "Đề nghị gửi trong ngày."})
    client.post(f"/hop-thu-cho/{other.pk}/", {"bo": "1"})
    client.post("/hop-thu-cho/", {"tb": [mine.pk]})
    page = inbox.get("/thong-bao/").content.decode()
    assert "Đề nghị gửi trong ngày." in page
    assert "Đọc 1 thông báo mới" in inbox.get("/").content.decode()
    inbox.post("/thong-bao/")
    assert "Đọc 1 thông báo mới" not in inbox.get("/").content.decode()
    groups = client.get(f"/ky/{period.pk}/").context["groups"]
    assert [(heading, part.expected) for heading, part, _ in groups][:2] == [
        ("Huyện Bác Ái", 10),
        ("Huyện Ninh Hải", 10),
    ]
    assert all(lines[0][0].unit.name == heading for heading, _, lines in groups)  # the district first, then its own
    assert sum(len(lines) for _, _, lines in groups) == period.expectations.count()
    assert AuditEvent.objects.filter(verb="send_notices").count() == 1


def test_the_act_makes_approved_figures_official(province: cast.Province, sign_in: SignIn) -> None:
    period = Period.objects.get(year=2022, status="official")
    client = sign_in(province.labour_leader)
    sent = {"number": "2345/QĐ-UBND", "on": "14/12/2022", "scan": _scan()}
    assert "Chưa có bộ số liệu nào" in client.post(f"/ky/{period.pk}/van-ban/", sent).content.decode()
    item = province.approve(2022, "584", 8140, 3186, 1156)
    response = client.post(f"/ky/{period.pk}/van-ban/", {**sent, "scan": _scan()})
    assert response.status_code == 302
    item.refresh_from_db()
    assert item.approval_act == "2345/QĐ-UBND ngày 14/12/2022"
    assert OfficialAct.objects.current().get().sets == 1


def test_a_baseline_is_approved_once_exactly_as_seen(province: cast.Province, sign_in: SignIn) -> None:
    unit = province.unit("22801")
    (item,) = save_sheet(province.campaign, 2021, {unit.pk: VALUES}, {}, by=province.phuoc_dai)
    client = sign_in(province.labour)
    page = client.get("/ky/so-lieu-nen/")
    assert f'name="bo" value="{item.pk}"' in page.content.decode()
    sent = {"number": "99/QĐ-UBND", "on": "05/01/2022"}
    assert "bản quét" in client.post("/ky/so-lieu-nen/", {**sent, "bo": str(item.pk)}).content.decode()
    assert "đã thay đổi" in client.post("/ky/so-lieu-nen/", {**sent, "bo": "1,2", "scan": _scan()}).content.decode()
    assert client.post("/ky/so-lieu-nen/", {**sent, "bo": str(item.pk), "scan": _scan()}).status_code == 302
    assert FigureSet.objects.judging().get().pk == item.pk
    (again,) = save_sheet(province.campaign, 2021, {province.unit("22783").pk: VALUES}, {}, by=province.bac_ai)
    with pytest.raises(Refused, match="một lần"):
        actions.approve_baseline(
            province.campaign, [again.pk], number="1/QĐ", on=date(2022, 1, 1), by=province.labour, scan=_scan()
        )


def test_a_correction_has_an_end_and_the_approver_never_opens_it(province: cast.Province) -> None:
    item = province.approve(2022, "22801", 1946, 88, 113)
    with pytest.raises(Refused, match="từ hôm nay"):
        correct(item.pk, by=province.labour, reason="Sửa đã xem lại", until=date(2022, 12, 14))
    draft = correct(item.pk, by=province.labour, reason="Sửa đã xem lại", until=date(2022, 12, 16))
    assert draft.open_until == date(2022, 12, 16)
    with clock.at(datetime(2022, 12, 17, 9, tzinfo=clock.VIETNAM)):
        with pytest.raises(Refused, match="mở lại đến hết ngày 16/12/2022"):
            save_sheet(province.campaign, 2022, {item.unit_id: {"poor": 80}}, {item.unit_id: 1}, by=province.phuoc_dai)


NINE_IN_THE_EVENING = 21


@pytest.mark.parametrize(
    ("day", "is_open"), [(15, True), (16, True), (17, False)], ids=["the day before", "the last day", "the day after"]
)
def test_a_correction_may_be_typed_and_sent_to_the_end_of_its_last_day(
    province: cast.Province, day: int, is_open: bool
) -> None:
    item = province.approve(2022, "22801", 1946, 88, 113)
    draft = correct(item.pk, by=province.labour, reason="Sót hộ", until=date(2022, 12, 16))
    with clock.at(datetime(2022, 12, day, NINE_IN_THE_EVENING, tzinfo=clock.VIETNAM)):
        entry = read_entry(province.campaign, [item.unit_id], 2022, "official")
        assert (entry.why_closed(item.unit_id, reopened_until=draft.open_until) == "") is is_open
        assert (figure_facts([draft], by=province.phuoc_dai)[draft.pk].why_closed == "") is is_open
        assert (figure_facts([draft], by=User.objects.command_line())[draft.pk].why_closed) == ""


@pytest.mark.parametrize(
    ("day", "is_open"), [(16, True), (17, True), (18, False)], ids=["the day before", "the last day", "the day after"]
)
def test_late_entry_lasts_to_the_end_of_its_last_day(
    province: cast.Province, closed: Period, day: int, is_open: bool
) -> None:
    unit = province.unit("22801")
    row = actions.open_late(
        province.campaign, unit, 2022, "official", until=date(2022, 12, 17), reason="Mất điện", by=province.labour
    )
    with clock.at(datetime(2022, 12, day, NINE_IN_THE_EVENING, tzinfo=clock.VIETNAM)):
        entry = read_entry(province.campaign, [unit.pk], 2022, "official")
        assert (entry.why_closed(unit.pk) == "") is is_open
        assert (entry.late_entry_of(unit.pk) == row) is is_open
        assert entry.why_closed(province.unit("22783").pk) != ""


def test_a_correction_s_own_days_go_before_an_open_period(province: cast.Province) -> None:
    """The period of 2022 is open, yet what was opened to the 14th is shut on the 15th."""
    entry = read_entry(province.campaign, [1], 2022, "official")
    assert entry.why_closed(1) == ""
    assert entry.why_closed(1, reopened_until=date(2022, 12, 14)) == (
        "Số liệu này được mở lại đến hết ngày 14/12/2022, nay đã hết hạn. Đề nghị cơ quan thường trực mở lại lần nữa."
    )


def test_a_correction_lists_what_it_touches(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2021, "22801", 960, 100, 20)
    province.target(2022, "22801", "1.50")
    item = province.approve(2022, "22801", 960, 80, 20)
    draft = correct(item.pk, by=province.labour, reason="Sót hộ", until=clock.today() + timedelta(days=2))
    save_sheet(province.campaign, 2022, {item.unit_id: {"poor": 95}}, {item.unit_id: 1}, by=province.phuoc_dai)
    page = sign_in(province.labour).get(f"/so-lieu/{draft.pk}/").content.decode()
    assert "Liên quan đến số liệu này" in page
    assert "đổi kết luận" in page


def test_the_parts_cannot_add_up_to_the_whole() -> None:
    parts = [Part(600, 60, Decimal("1.00")), Part(400, 40, Decimal("2.00"))]
    together = adding(parts, Decimal("1.50"))
    assert (together.points, together.falls_short) == (Decimal("1.40"), True)
    assert share(parts[0], parts, Decimal("1.50")) == Decimal("40.00")
    assert not adding([*parts, Part(1, 1, None)], Decimal("1.50")).falls_short  # one has no target yet
    assert Part(1000, 5, Decimal("2")).leaving == 5  # no more can leave than are poor


def test_own_targets_stand_beside_the_assigned_ones(province: cast.Province, sign_in: SignIn) -> None:
    province.target(2022, "584", "3.16")
    client = sign_in(province.bac_ai)
    response = client.post("/chi-tieu/2022/584/", {"tu-dat": "1", "584-own": "4,00"}, follow=True)
    assert "Đã ghi chỉ tiêu tự đặt của 1 đơn vị." in response.content.decode()
    sheet = client.get("/ket-qua/2022/584/").context["sheet"]
    assert sheet.own.target.at_least == Decimal("3.16")
    assert LateEntry.objects.count() == 0


def test_the_decision_comes_with_its_scan(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.labour)
    sent = {
        "584-edition": "0",
        "584-at_least": "4,00",
        "584-up_to": "5,00",
        "decision_number": "20/QĐ-UBND",
        "decision_date": "10/01/2022",
        "scan": _scan(),
    }
    assert client.post("/chi-tieu/2022/58/", sent).status_code == 302
    row = Target.objects.get(unit__code="584")
    assert client.get(f"/chi-tieu/quyet-dinh/{row.pk}/").status_code == 200
    assert sign_in(province.ninh_son).get(f"/chi-tieu/quyet-dinh/{row.pk}/").status_code == 404


def test_a_year_not_opened_waits_on_the_desk(province: cast.Province) -> None:
    Period.objects.filter(year=2022).delete()
    assert [card.what for card in cards(province.labour)][0] == "Mở kỳ kết quả chính thức năm 2022"
    assert all("Mở kỳ" not in card.what for card in cards(province.bac_ai))


def test_what_was_sent_in_time_is_checked_and_approved_after_the_period(province: cast.Province) -> None:
    """Closing ends typing and sending, not the work of those above."""
    item = _sent(province)
    period = Period.objects.get(year=2022, status="official")
    actions.close_period(period.pk, by=province.labour)
    advance([item.pk], "check", by=province.bac_ai)
    advance([item.pk], "approve", by=province.labour_leader)
    assert FigureSet.objects.judging().get().pk == item.pk


def test_what_is_returned_after_the_period_wants_late_entry(province: cast.Province) -> None:
    item = _sent(province)
    actions.close_period(Period.objects.get(year=2022, status="official").pk, by=province.labour)
    advance([item.pk], "return_to_unit", by=province.bac_ai, reason="Thiếu hộ")
    with pytest.raises(Refused, match="mở nhập bổ sung"):
        advance([item.pk], "submit", by=province.phuoc_dai)


def test_a_correction_sent_in_time_is_approved_after_its_last_day(province: cast.Province) -> None:
    item = province.approve(2022, "22801", 1946, 88, 113)
    draft = correct(item.pk, by=province.labour, reason="Sót hộ", until=date(2022, 12, 16))
    advance([draft.pk], "check", by=province.bac_ai)
    with clock.at(datetime(2022, 12, 19, 9, tzinfo=clock.VIETNAM)):
        advance([draft.pk], "approve", by=province.labour_leader)
    assert FigureSet.objects.judging().get().pk == draft.pk


def _sent(province: cast.Province) -> FigureSet:
    (item,) = save_sheet(province.campaign, 2022, {province.unit("22801").pk: VALUES}, {}, by=province.phuoc_dai)
    advance([item.pk], "submit", by=province.phuoc_dai)
    return item


def test_who_opened_figures_again_does_not_approve_their_correction(province: cast.Province) -> None:
    """Approved by the leader, opened by the officer, typed by the commune: another person approves."""
    item = province.approve(2022, "22801", 1946, 88, 113)
    draft = correct(item.pk, by=province.labour, reason="Sót hộ", until=date(2022, 12, 16))
    save_sheet(province.campaign, 2022, {draft.unit_id: {"poor": 90}}, {draft.unit_id: 1}, by=province.phuoc_dai)
    advance([draft.pk], "submit", by=province.phuoc_dai)
    advance([draft.pk], "check", by=province.bac_ai)
    with pytest.raises(Refused, match="Bạn đã mở lại bộ số liệu này nên không thể tự phê duyệt"):
        advance([draft.pk], "approve", by=province.labour)
    advance([draft.pk], "approve", by=province.labour_leader)
