"""Approved figures opened again: asked for, answered, seen with their last day by whoever corrects; work above follows."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import AuditEvent, User
from campaign.figures import apart
from campaign.figures.actions.corrections import correct
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.remarks import explain
from campaign.figures.actions.steps import advance
from campaign.figures.facts import figure_options
from campaign.figures.requests import open_requests
from campaign.figures.reviewing import read_points
from campaign.figures.words import State
from campaign.models import FigureSet
from campaign.todo import cards
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from office.models import Notice
from office.todo import Card
from reports.public.table import public_table
from tests import cast
from tests.publishing import public_page
from units import access

SignIn = Callable[[User], Client]
LATER = datetime(2023, 4, 12, 9, 0, tzinfo=VIETNAM)
COMMUNES = ("22783", "22786", "22789", "22792", "22795", "22798", "22801", "22804", "22807")


def _card(user: User, start: str) -> Card:
    access.forget(user)
    (found,) = [card for card in cards(user) if card.what.startswith(start)]
    return found


def _none(user: User, start: str) -> bool:
    access.forget(user)
    return not [card for card in cards(user) if card.what.startswith(start)]


def _told(user: User) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(to=user).exclude(sent_at=None).order_by("pk").values_list("subject", "body"))


@pytest.fixture
def approved(province: cast.Province) -> FigureSet:
    return province.approve(2022, "22801", 1946, 88, 113)


# ---- until when ----


def test_whoever_corrects_reads_the_last_day_everywhere(
    province: cast.Province, approved: FigureSet, sign_in: SignIn
) -> None:
    """Long after the day of the report nothing says "trễ 114 ngày, hạn 20/12/2022", and nothing says "bị trả lại"."""
    with clock.at(LATER):
        draft = correct(approved.pk, by=province.labour, reason="Sót 2 hộ", until=date(2023, 4, 19))
        words = "được sửa đến hết ngày 19/04/2023"
        for user in (province.phuoc_dai, province.bac_ai):
            card = _card(user, "Sửa số liệu")
            assert (card.what, card.due) == ("Sửa số liệu được mở lại để sửa: Xã Phước Đại", date(2023, 4, 19))
            assert card.whose == f"Kết quả chính thức năm 2022, {words}. Lý do: Sót 2 hộ"
            client = sign_in(user)
            for page in ("/", card.url, f"/so-lieu/{draft.pk}/", "/ket-qua/2022/?cap=tat-ca"):
                text = client.get(page).content.decode()
                assert words in text, page
                assert "bị trả lại" not in text, page
                if user == province.phuoc_dai:  # the district has other communes that sent nothing
                    assert "20/12/2022" not in text, page
        text = sign_in(province.labour).get("/phe-duyet/2022/?cap=xa").content.decode()
        assert "Được mở lại để sửa" in text and words in text


def test_what_is_sent_back_says_so_and_comes_with_a_notice(province: cast.Province) -> None:
    unit = province.unit("22801")
    values = {"households": 1946, "poor": 88, "near_poor": 113}
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: values}, {}, by=province.phuoc_dai)
    advance([item.pk], "submit", by=province.phuoc_dai)
    advance([item.pk], "return_to_unit", by=province.bac_ai, reason="Thiếu thôn Ma Hoa")
    assert _card(province.phuoc_dai, "Sửa số liệu").what == "Sửa số liệu bị trả lại: Xã Phước Đại"
    assert _told(province.phuoc_dai) == [
        (
            "Số liệu bị trả lại: Xã Phước Đại, năm 2022",
            "Kết quả chính thức năm 2022 của Xã Phước Đại được trả lại để chỉnh sửa.\nLý do: Thiếu thôn Ma Hoa",
        ),
    ]
    assert _told(province.phuoc_dai_leader) == [] == _told(province.ninh_son)


def test_opening_again_tells_the_unit_and_the_district_above_it(province: cast.Province, approved: FigureSet) -> None:
    correct(approved.pk, by=province.labour, reason="Sót 2 hộ", until=date(2022, 12, 20))
    for user in (province.phuoc_dai, province.bac_ai):
        ((subject, body),) = _told(user)
        assert subject == "Số liệu được mở lại để sửa: Xã Phước Đại, năm 2022"
        assert "được sửa đến hết ngày 20/12/2022" in body and "Sót 2 hộ" in body


def test_a_correction_of_another_year_is_work_for_district_and_province(province: cast.Province) -> None:
    """Checking and approving it is nobody's fault of last December: no day of a report stands beside it."""
    old = province.approve(2021, "22801", 1900, 100, 90)
    draft = correct(old.pk, by=province.labour, reason="Sót hộ")
    save_sheet(province.campaign, 2021, {draft.unit_id: {"poor": 102}}, {draft.unit_id: 1}, by=province.phuoc_dai)
    advance([draft.pk], "submit", by=province.phuoc_dai)
    card = _card(province.bac_ai, "Kiểm tra số liệu")
    assert (card.whose, card.due) == ("Kết quả chính thức năm 2021, Huyện Bác Ái", None)
    advance([draft.pk], "check", by=province.bac_ai)
    card = _card(province.labour_leader, "Phê duyệt 1 bộ số liệu năm 2021")
    assert (card.whose, card.due) == ("Kết quả chính thức, điều chỉnh đã kiểm tra, chờ cơ quan thường trực", None)


def test_time_that_has_run_out_is_given_again_on_the_same_version(
    province: cast.Province, approved: FigureSet, sign_in: SignIn
) -> None:
    draft = correct(approved.pk, by=province.labour, reason="Sót 2 hộ", until=date(2022, 12, 16))
    with clock.at(date(2022, 12, 17)):
        card = _card(province.phuoc_dai, "Sửa số liệu")
        assert "đã hết hạn sửa ngày 16/12/2022" in card.whose
        page = sign_in(province.phuoc_dai).get(card.url).content.decode()
        assert f"/so-lieu/{approved.pk}/buoc/de-nghi-mo-lai/" in page
        advance([approved.pk], "ask_reopen", by=province.phuoc_dai, reason="Chờ thôn xác nhận")
        again = correct(approved.pk, by=province.labour, reason="Thêm ba ngày", until=date(2022, 12, 20))
        assert (again.pk, again.number, again.open_until) == (draft.pk, 2, date(2022, 12, 20))
        assert open_requests([approved]) == {}
        save_sheet(
            province.campaign,
            2022,
            {again.unit_id: {"poor": 86}},
            {again.unit_id: again.edition},
            by=province.phuoc_dai,
        )


def test_a_correction_sent_back_after_its_day_can_be_corrected(province: cast.Province, approved: FigureSet) -> None:
    draft = correct(approved.pk, by=province.labour, reason="Sót 2 hộ", until=date(2022, 12, 16))
    save_sheet(province.campaign, 2022, {draft.unit_id: {"poor": 86}}, {draft.unit_id: 1}, by=province.phuoc_dai)
    advance([draft.pk], "check", by=province.bac_ai)
    with clock.at(date(2022, 12, 20)):
        advance([draft.pk], "return", by=province.labour_leader, reason="Xem lại thôn Ma Hoa")
        draft.refresh_from_db()
        assert (draft.state, draft.open_until) == (State.RETURNED, date(2022, 12, 27))
        assert "được sửa đến hết ngày 27/12/2022" in _card(province.phuoc_dai, "Sửa số liệu bị trả lại").whose


def test_the_last_day_is_near(province: cast.Province, approved: FigureSet) -> None:
    with pytest.raises(Refused, match="không quá 90 ngày: chậm nhất 15/03/2023"):
        correct(approved.pk, by=province.labour, reason="Sót 2 hộ", until=date(2023, 3, 16))
    assert correct(approved.pk, by=province.labour, reason="Sót 2 hộ", until=date(2023, 3, 15)).state == State.REOPENED


def test_an_answer_given_meanwhile_is_read_before_a_set_is_opened(
    province: cast.Province, approved: FigureSet, sign_in: SignIn
) -> None:
    advance([approved.pk], "ask_reopen", by=province.bac_ai, reason="Sót 2 hộ")
    url = f"/so-lieu/{approved.pk}/mo-lai/"
    officer = sign_in(province.labour)
    shown = re.search(r'name="da-noi" value="(\d+)"', officer.get(url).content.decode())
    assert shown is not None
    advance([approved.pk], "refuse_reopen", by=province.labour_leader, reason="Đã kiểm tra tại thôn")
    sent = {"da-noi": shown[1], "reason": "Theo đề nghị", "until": "20/12/2022"}
    answer = officer.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("Đã kiểm tra tại thôn", province.labour_leader.full_name, "Theo đề nghị"))
    assert FigureSet.objects.filter(unit=approved.unit, year=2022).count() == 1


def test_who_opened_a_set_again_is_not_asked_to_approve_it(province: cast.Province, approved: FigureSet) -> None:
    draft = correct(approved.pk, by=province.labour, reason="Sót 2 hộ")
    FigureSet.objects.filter(pk=draft.pk).update(state=State.CHECKED)
    assert _none(province.labour, "Phê duyệt 1 bộ số liệu năm 2022")
    assert _card(province.labour_leader, "Phê duyệt 1 bộ số liệu năm 2022").count == 1


def test_the_source_of_a_corrected_version_is_its_own(province: cast.Province, approved: FigureSet) -> None:
    assert approved.source == "thử nghiệm"
    draft = correct(approved.pk, by=province.labour, reason="Sót 2 hộ")
    assert draft.source == "chép từ bản 1"
    save_sheet(province.campaign, 2022, {draft.unit_id: {"poor": 86}}, {draft.unit_id: 1}, by=province.phuoc_dai)
    draft.refresh_from_db()
    assert draft.source == "nhập tại cổng"


# ---- asking ----


def test_a_unit_asks_and_the_standing_agency_opens(
    province: cast.Province, approved: FigureSet, sign_in: SignIn
) -> None:
    asker = sign_in(province.phuoc_dai)
    page = asker.get(f"/so-lieu/{approved.pk}/").content.decode()
    address = f"/so-lieu/{approved.pk}/buoc/de-nghi-mo-lai/"
    assert address in page
    edition = approved.edition
    lacks = asker.post(address, {"bo": approved.pk, "reason": " "})
    assert lacks.status_code == 422
    asker.post(address, {"bo": approved.pk, f"phien-{approved.pk}": edition, "reason": "Sót 2 hộ ở Ma Hoa"})
    approved.refresh_from_db()
    assert (approved.state, approved.replaced_at, approved.edition) == (State.APPROVED, None, edition)
    page = asker.get(f"/so-lieu/{approved.pk}/").content.decode()
    assert "Phuoc Dai đã đề nghị mở lại ngày 15/12/2022; đang chờ cơ quan phê duyệt trả lời." in page
    with pytest.raises(Refused, match="đang chờ cơ quan phê duyệt"):
        advance([approved.pk], "ask_reopen", by=province.bac_ai, reason="Lần nữa")
    card = _card(province.labour, "Trả lời đề nghị mở lại số liệu năm 2022: Xã Phước Đại")
    assert card.url == f"/so-lieu/{approved.pk}/"
    answering = sign_in(province.labour)
    assert "Sót 2 hộ ở Ma Hoa" in answering.get("/phe-duyet/2022/").content.decode()
    assert "Sót 2 hộ ở Ma Hoa" in answering.get(f"/so-lieu/{approved.pk}/mo-lai/").content.decode()
    answering.post(f"/so-lieu/{approved.pk}/mo-lai/", {"reason": "Theo đề nghị", "until": "19/12/2022"})
    assert _none(province.labour, "Trả lời đề nghị")
    assert FigureSet.objects.get(unit=approved.unit, number=2).state == State.REOPENED
    assert "Theo đề nghị" in asker.get(f"/so-lieu/{approved.pk}/").content.decode()


def test_a_refusal_has_a_reason_which_the_asker_reads(
    province: cast.Province, approved: FigureSet, sign_in: SignIn
) -> None:
    advance([approved.pk], "ask_reopen", by=province.bac_ai, reason="Sót 2 hộ")
    client = sign_in(province.labour_leader)
    address = f"/so-lieu/{approved.pk}/buoc/khong-mo-lai/"
    assert "Bac Ai (Xã Phước Đại)" in client.get(address).content.decode()  # whom it will tell
    response = client.post(address, {"bo": approved.pk, "reason": "Đã báo cáo Bộ"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Đã trả lời không mở lại 1 bộ số liệu; người đề nghị nhận lý do."
    ]
    assert _none(province.labour, "Trả lời đề nghị")
    assert [subject for subject, _ in _told(province.bac_ai)] == ["Không mở lại số liệu: Xã Phước Đại, năm 2022"]
    page = sign_in(province.bac_ai).get(f"/so-lieu/{approved.pk}/").content.decode()
    assert "“Đã báo cáo Bộ”" in page and "buoc/de-nghi-mo-lai" in page  # and may ask again
    verbs = list(AuditEvent.objects.filter(verb__in=("ask_reopen", "refuse_reopen")).values_list("verb", "unit_code"))
    assert sorted(verbs) == [("ask_reopen", "22801"), ("refuse_reopen", "22801")]


def test_nothing_is_refused_that_nobody_asked(province: cast.Province, approved: FigureSet) -> None:
    with pytest.raises(Refused, match="Không có đề nghị mở lại nào"):
        advance([approved.pk], "refuse_reopen", by=province.labour, reason="Không đã xem lại")
    names = {option.step.name for option in figure_options([approved], by=province.phuoc_dai_leader)[approved.pk]}
    assert names == set()  # who types nothing asks nothing


def test_who_approved_reads_why_somebody_else_opens(province: cast.Province, sign_in: SignIn) -> None:
    unit = province.unit("22801")
    values = {"households": 1946, "poor": 88, "near_poor": 113}
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: values}, {}, by=province.phuoc_dai)
    for step, by in (("submit", province.phuoc_dai), ("check", province.bac_ai), ("approve", province.labour_leader)):
        advance([item.pk], step, by=by)
    page = sign_in(province.labour_leader).get(f"/so-lieu/{item.pk}/").content.decode()
    assert "Bạn đã phê duyệt bản này nên không tự mở lại được" in page
    assert f"/so-lieu/{item.pk}/mo-lai/" not in page
    assert f"/so-lieu/{item.pk}/mo-lai/" in sign_in(province.labour).get(f"/so-lieu/{item.pk}/").content.decode()
    with pytest.raises(Refused) as refused:
        correct(item.pk, by=province.labour_leader, reason=" ", until=date(2022, 12, 1))
    assert len(refused.value.reasons) == 3  # every objection at once


def test_nobody_asks_for_what_stands_open(province: cast.Province, approved: FigureSet) -> None:
    correct(approved.pk, by=province.labour, reason="Sót 2 hộ", until=date(2022, 12, 20))
    with pytest.raises(Refused) as refused:
        advance([approved.pk], "ask_reopen", by=province.phuoc_dai, reason="Sót 2 hộ")
    assert refused.value.reasons == (
        "Xã Phước Đại: Số liệu này đã được mở lại: bản 2 được sửa đến hết ngày 20/12/2022.",
    )


def test_words_about_a_set_are_no_step_of_lists(province: cast.Province, approved: FigureSet, sign_in: SignIn) -> None:
    """The sheet and the list of approvals take whole lists: these words are said of one set, at its page."""
    assert "Đề nghị mở lại (" not in sign_in(province.bac_ai).get("/ket-qua/2022/584/").content.decode()
    assert sign_in(province.bac_ai).get("/ket-qua/2022/584/ask_reopen/").status_code == 404
    assert sign_in(province.labour).get("/phe-duyet/2022/refuse_reopen/").status_code == 404
    assert sign_in(province.bac_ai).get(f"/so-lieu/{approved.pk}/buoc/approve/").status_code == 404
    assert sign_in(province.ninh_son).get(f"/so-lieu/{approved.pk}/buoc/de-nghi-mo-lai/").status_code == 404


# ---- what a correction leaves to do above ----


@pytest.fixture
def corrected(province: cast.Province) -> cast.Province:
    """Every commune and the district agree; then Phước Đại is corrected from 10 to 13 poor households."""
    for code in COMMUNES:
        province.approve(2022, code, 100, 10, 5)
    province.approve(2022, "584", 900, 90, 45)
    with clock.at(clock.now() + timedelta(hours=1)):
        province.approve(2022, "22801", 100, 13, 5)
    return province


def _own(province: cast.Province) -> FigureSet:
    return FigureSet.objects.judging().get(unit=province.unit("584"), year=2022)


START = "Số liệu năm 2022 của Huyện Bác Ái lệch"


def test_a_correction_below_is_work_for_the_officer_above(corrected: cast.Province, sign_in: SignIn) -> None:
    card = _card(corrected.bac_ai, START)
    assert card.whose == (
        "Xã Phước Đại đã được điều chỉnh: hộ nghèo 90, cộng các đơn vị dưới 93, lệch -3. Cần sửa thì đề nghị mở lại"
    )
    page = sign_in(corrected.bac_ai).get(card.url).content.decode()
    assert "Lệch so với tổng các đơn vị trực thuộc" in page and "buoc/de-nghi-mo-lai" in page
    for other in (corrected.bac_ai_leader, corrected.phuoc_dai, corrected.ninh_son, corrected.labour):
        assert _none(other, START)


def test_it_is_done_when_somebody_asked_opened_or_answered(corrected: cast.Province) -> None:
    own = _own(corrected)
    with clock.at(clock.now() + timedelta(hours=2)):
        advance([own.pk], "ask_reopen", by=corrected.bac_ai, reason="Phước Đại được điều chỉnh")
        assert _none(corrected.bac_ai, START)
        advance([own.pk], "refuse_reopen", by=corrected.labour, reason="Đã báo cáo Bộ, ghi chú ở biểu")
        assert _none(corrected.bac_ai, START)
    with clock.at(clock.now() + timedelta(hours=3)):
        corrected.approve(2022, "22807", 100, 11, 5)  # another correction: work again
        assert "93" not in _card(corrected.bac_ai, START).whose
        correct(own.pk, by=corrected.labour, reason="Theo các xã")
        assert _none(corrected.bac_ai, START)


def test_a_difference_that_was_approved_with_the_figures_is_no_work(province: cast.Province) -> None:
    for code in COMMUNES:
        province.approve(2022, code, 100, 10, 5)
    with clock.at(clock.now() + timedelta(hours=1)):
        province.approve(2022, "22801", 100, 13, 5)
    with clock.at(clock.now() + timedelta(hours=2)):  # after the correction, and with its eyes open
        own = province.approve(2022, "584", 900, 90, 45)
    assert _none(province.bac_ai, START)
    found = apart.read_one(own)
    assert found is not None and found.words == "hộ nghèo 90, cộng các đơn vị dưới 93, lệch -3"


def test_a_correction_that_changes_no_sum_is_no_work(province: cast.Province) -> None:
    """The district's own figures had been corrected before its commune's: they agree."""
    for code in COMMUNES:
        province.approve(2022, code, 100, 10, 5)
    province.approve(2022, "584", 900, 93, 45)
    with clock.at(clock.now() + timedelta(hours=1)):
        province.approve(2022, "22801", 100, 13, 5)
    assert _none(province.bac_ai, START)


def test_every_paper_says_that_it_did_not_move(corrected: cast.Province, sign_in: SignIn) -> None:
    words = "hộ nghèo 90, cộng các đơn vị dưới 93"
    assert f"{words}, lệch -3" in sign_in(corrected.bac_ai).get("/dien-bien/584-2021-01-01/").content.decode()
    assert f"Huyện Bác Ái: {words}" in sign_in(corrected.chairman).get("/").content.decode()
    public = public_page(2022)
    assert "Số đã duyệt của Huyện Bác Ái chưa bằng tổng số đã duyệt của các đơn vị trực thuộc" in public
    assert "93" not in re.sub(r"<[^>]*>", " ", public)  # no count by which another could be found


def test_papers_that_agree_say_nothing(province: cast.Province, sign_in: SignIn) -> None:
    for code in COMMUNES:
        province.approve(2022, code, 100, 10, 5)
    province.approve(2022, "584", 900, 90, 45)
    assert "cộng các đơn vị dưới" not in sign_in(province.chairman).get("/").content.decode()
    assert "lệch" not in sign_in(province.bac_ai).get("/dien-bien/584-2021-01-01/").content.decode()
    assert "chưa bằng tổng" not in public_page(2022)


def test_a_correction_under_way_is_not_public(corrected: cast.Province, sign_in: SignIn) -> None:
    """The public line is the approved one as a whole: count, rate and reduction."""
    corrected.approve(2021, "584", 900, 120, 50)
    draft = correct(_own(corrected).pk, by=corrected.labour, reason="Theo các xã")
    save_sheet(corrected.campaign, 2022, {draft.unit_id: {"poor": 93}}, {draft.unit_id: 1}, by=corrected.bac_ai)
    (line,) = [row for row in public_table(corrected.campaign, 2022).rows if row.name == "Huyện Bác Ái"]
    assert (line.poor, line.rate, line.change) == ("90", "10,00", "3,33")


def test_an_explanation_goes_along_with_its_figures(province: cast.Province) -> None:
    """What was explained is not asked again while the figures stay."""
    province.approve(2021, "22801", 1000, 200, 113)
    unit = province.unit("22801")
    values = {"households": 1000, "poor": 88, "near_poor": 113}
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: values}, {}, by=province.phuoc_dai)
    (point,) = read_points([item])[item.pk]
    explain(item.pk, {point.remark.seal: "Chương trình nhà ở"}, by=province.phuoc_dai)
    for step, by in (("submit", province.phuoc_dai), ("check", province.bac_ai), ("approve", province.labour_leader)):
        advance([item.pk], step, by=by)
    draft = correct(item.pk, by=province.labour, reason="Sót 2 hộ")
    (point,) = read_points([draft])[draft.pk]
    assert point.explanation is not None and point.explanation.by == province.phuoc_dai
    save_sheet(province.campaign, 2022, {unit.pk: {"poor": 86}}, {unit.pk: 1}, by=province.phuoc_dai)
    (point,) = read_points([FigureSet.objects.get(pk=draft.pk)])[draft.pk]
    assert point.is_open  # other figures want other words


def test_versions_opened_before_get_their_state(province: cast.Province, approved: FigureSet) -> None:
    """The migration names what stood open as "trả lại"; what was truly sent back stays so."""
    opened = correct(approved.pk, by=province.labour, reason="Sót 2 hộ")
    other = correct(province.approve(2021, "22801", 1900, 100, 90).pk, by=province.labour, reason="Sót hộ")
    save_sheet(province.campaign, 2021, {other.unit_id: {"poor": 99}}, {other.unit_id: 1}, by=province.phuoc_dai)
    advance([other.pk], "check", by=province.bac_ai)
    advance([other.pk], "return", by=province.labour_leader, reason="Xem lại")
    FigureSet.objects.filter(pk=opened.pk).update(state=State.RETURNED)
    import_module("campaign.migrations.0002_reopened").name_them(apps, None)
    assert dict(FigureSet.objects.open().values_list("pk", "state")) == {
        opened.pk: State.REOPENED,
        other.pk: State.RETURNED,
    }
