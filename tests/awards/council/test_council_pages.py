"""The pages of a session: prepared, voted on, counted, shown on the wall; what each role reads and is asked to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from awards.council.actions import ballots, preparing
from awards.council.actions import sessions as council
from awards.council.domain.tally import Count
from awards.council.session_cards import session_cards
from awards.models import AgendaItem, Choice, CouncilMember, CouncilSession, Nomination, Vote
from core import clock
from tests import cast
from tests.awards.council.test_council import for_council, item_of, opened, paper, people, scan, seats, setting, voted
from tests.sent_forms import Sent, forms_of
from units.people.actions.absences import Away, record_absence, revise_absence

SignIn = Callable[[User], Client]
CODES = ("22801", "22783", "22786", "22789")


def page_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def prepare_data(**more: Any) -> dict[str, Any]:
    rows = {
        "form-TOTAL_FORMS": "3",
        "form-INITIAL_FORMS": "0",
        "form-0-name": "Ủy viên Một",
        "form-0-presence": "present",
        "form-1-name": "Ủy viên Hai",
        "form-1-presence": "absent",
        "form-2-name": "",
        "form-2-presence": "present",
    }
    return {
        "name": "Phiên tháng Tư",
        "held_on": "15/12/2022",
        "chair": "Chủ tịch",
        "secretary": "Thư ký",
        "method": "open",
        "denominator": "all_members",
        "nguong-bang_khen_province": "",
        "quorum": "",
        **rows,
        **more,
    }


# ---- prepared ----


def test_the_law_is_filled_in_and_what_is_changed_is_said(province: cast.Province, sign_in: SignIn) -> None:
    for_council(province, "22801")
    client = sign_in(province.council_secretary)
    text = page_of(client, "/khen-thuong/annual-2022/hoi-dong/chuan-bi/")
    assert 'value="Council"' in text  # the account of the Council is proposed
    answer = client.post(
        "/khen-thuong/annual-2022/hoi-dong/chuan-bi/", prepare_data(**{"nguong-bang_khen_province": "66,67"})
    )
    session = CouncilSession.objects.get()
    assert answer.status_code == 302
    assert [(row.name, row.presence) for row in session.members.all()] == [
        ("Ủy viên Một", "present"),
        ("Ủy viên Hai", "absent"),
    ]
    text = page_of(client, f"/phien-hop/{session.pk}/")
    assert "Tỷ lệ phải đạt 66,67 % (quy định: không đặt tỷ lệ)" in text
    assert "có mặt 01/02" in text


def test_more_rows_and_refusals_keep_what_was_typed(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.council_secretary)
    address = "/khen-thuong/annual-2022/hoi-dong/chuan-bi/"
    more = client.post(address, prepare_data(them="1", **{"form-2-name": "Ủy viên Ba"}))
    assert more.status_code == 200
    assert "form-7-name" in more.content.decode()
    wrong = client.post(address, prepare_data(quorum="120", **{"form-1-name": "Ủy viên Một"}))
    assert wrong.status_code == 422
    assert "Phiên tháng Tư" in wrong.content.decode()
    twice = client.post(address, prepare_data(**{"form-1-name": "Ủy viên Một"}))
    assert "Có thành viên được ghi hai lần." in twice.content.decode()
    assert not CouncilSession.objects.exists()


def test_the_last_list_is_proposed(province: cast.Province, sign_in: SignIn) -> None:
    members = [preparing.Member("Nguyễn Văn Trước", title="Chánh Văn phòng")]
    preparing.prepare(province.annual_2022, setting(), members, by=province.home)
    text = page_of(sign_in(province.home), "/khen-thuong/annual-2022/hoi-dong/chuan-bi/")
    assert 'value="Nguyễn Văn Trước"' in text
    assert 'value="Chánh Văn phòng"' in text


# ---- held ----


def test_steps_of_the_session_are_asked_once_and_say_why_not(province: cast.Province, sign_in: SignIn) -> None:
    for_council(province, "22801")
    session = preparing.prepare(province.annual_2022, setting(), seats(people(province)), by=province.home)
    client = sign_in(province.council_secretary)
    asked = page_of(client, f"/phien-hop/{session.pk}/buoc/mo/")
    assert "Nhân dân và cán bộ Xã Phước Đại" in asked
    client.post(f"/phien-hop/{session.pk}/buoc/mo/", {"edition": "1"})
    session.refresh_from_db()
    assert session.state == "open"
    assert "Nhân dân và cán bộ Xã Phước Đại: chưa biểu quyết." in page_of(client, f"/phien-hop/{session.pk}/")
    client.post(f"/phien-hop/{session.pk}/buoc/ket-thuc/", {"edition": "2"})
    session.refresh_from_db()
    assert session.state == "open"
    assert client.get(f"/phien-hop/{session.pk}/buoc/ket-thuc/").status_code == 200
    assert CouncilSession.objects.get().edition == 2  # reading changed nothing


def test_a_member_votes_and_is_led_to_the_next_dossier(province: cast.Province, sign_in: SignIn) -> None:
    session = opened(province, CODES[:2])
    client = sign_in(province.council)
    base = f"/phien-hop/{session.pk}/ho-so"
    assert "Gửi phiếu" in page_of(client, f"{base}/2/")
    answer = client.post(f"{base}/2/bieu-quyet/", {"phieu": "agree"})
    assert answer["Location"] == f"{base}/1/"
    again = client.post(f"{base}/2/bieu-quyet/", {"phieu": "agree"}, follow=True)
    assert "Phiếu của bạn đã được ghi từ trước" in again.content.decode()
    answer = client.post(f"{base}/1/bieu-quyet/", {"phieu": "blank"})
    assert answer["Location"] == f"/phien-hop/{session.pk}/"
    assert "Phiếu của bạn đã được ghi." in page_of(client, f"{base}/1/")
    assert Vote.objects.count() == 2


def test_on_a_secret_ballot_no_page_says_how_anybody_voted(province: cast.Province, sign_in: SignIn) -> None:
    users = people(province, 4)
    session = opened(province, members=seats(users), method="secret")
    voted(session, "add")
    base = f"/phien-hop/{session.pk}"
    for user in (province.council_secretary, province.home, users[0], province.auditor, province.chairman):
        client = sign_in(user)
        for address in (f"{base}/", f"{base}/ho-so/1/tien-do/", f"{base}/trinh-chieu/1/"):
            text = page_of(client, address)
            assert "03/04" in text, address
            assert "Đồng ý" not in text, address
    secretary = page_of(sign_in(province.council_secretary), f"{base}/ho-so/1/")
    assert secretary.count("Đã bỏ phiếu") == 3
    assert "Chưa biểu quyết: Ủy viên 4" in secretary
    wall = page_of(sign_in(province.council_secretary), f"{base}/trinh-chieu/1/")
    assert not [user.full_name for user in users if user.full_name in wall.split("</header>", 1)[1]]


def test_the_part_that_asks_for_itself_reloads_the_page_when_the_vote_has_ended(
    province: cast.Province, sign_in: SignIn
) -> None:
    session = opened(province)
    client = sign_in(province.council)
    address = f"/phien-hop/{session.pk}/ho-so/1/tien-do/?luc=open-0-0-"
    assert "HX-Refresh" not in client.get(address)
    voted(session, "aad")
    ballots.end_vote(item_of(session).pk, by=province.home)
    answer = client.get(address)
    assert answer["HX-Refresh"] == "true"
    text = answer.content.decode()
    assert "02/03 thành viên, 66,67 %" in text
    assert "hx-trigger" not in text


def test_counts_are_typed_refused_and_corrected_on_the_page(province: cast.Province, sign_in: SignIn) -> None:
    session = paper(province, CODES[:2])
    client = sign_in(province.council_secretary)
    address = f"/phien-hop/{session.pk}/ho-so/1/kiem-phieu/"
    wrong = client.post(address, {"agree": "8", "disagree": "2", "blank": ""})
    assert wrong.status_code == 422
    assert "Tổng 10 phiếu" in wrong.content.decode()
    assert 'value="8"' in wrong.content.decode()
    assert client.post(address, {"agree": "8", "disagree": ""}).status_code == 422
    good = client.post(address, {"agree": "8", "disagree": "1", "blank": "0"})
    assert good["Location"] == f"/phien-hop/{session.pk}/ho-so/2/"
    assert client.post(address, {"agree": "7", "disagree": "2"}).status_code == 422
    client.post(address, {"agree": "7", "disagree": "2", "reason": "Nhập nhầm"})
    item = item_of(session)
    assert (item.agree, item.disagree, item.blank) == (7, 2, 0)


def test_presence_and_the_scan_of_a_written_word(province: cast.Province, sign_in: SignIn) -> None:
    session = preparing.prepare(
        province.annual_2022, setting(takes_written=True), seats(people(province)), by=province.home
    )
    row, client = session.members.last(), sign_in(province.council_secretary)
    client.post(f"/phien-hop/{session.pk}/du-hop/", {f"du-hop-{row.pk}": "written", f"tep-{row.pk}": scan()})
    row.refresh_from_db()
    assert (row.presence, row.paper.name) == (CouncilMember.Presence.WRITTEN, "y-kien.pdf")
    assert sign_in(province.council).get(f"/phien-hop/{session.pk}/y-kien/{row.pk}/").status_code == 200
    assert sign_in(province.bac_ai).get(f"/phien-hop/{session.pk}/y-kien/{row.pk}/").status_code == 404


def _presence_form(client: Client, session: CouncilSession) -> Sent:
    page = f"/phien-hop/{session.pk}/"
    return next(form for form in forms_of(client, page) if form.name == "awards:council_presence")


def _typed(form: Sent, row: CouncilMember, presence: str, why: str) -> Sent:
    return replace(form, data={**form.data, f"du-hop-{row.pk}": [presence], f"ly-do-vang-{row.pk}": [why]})


def test_presence_from_a_stale_page_changes_only_what_was_touched_on_it(
    province: cast.Province, sign_in: SignIn
) -> None:
    session = preparing.prepare(province.annual_2022, setting(), seats(people(province)), by=province.home)
    one, two = session.members.all()[:2]
    first, second = sign_in(province.home), sign_in(province.home_leader)
    early, late = _presence_form(first, session), _presence_form(second, session)
    assert _typed(early, one, "absent", "Đi công tác").send(first).status_code == 302
    assert _typed(late, two, "absent", "Ốm").send(second).status_code == 302
    kept = list(session.members.filter(pk__in=(one.pk, two.pk)).values_list("presence", "absence"))
    assert kept == [("absent", "Đi công tác"), ("absent", "Ốm")]
    # the same member from both: the second reads what the first wrote, and nothing of theirs is stored
    answer = _typed(late, one, "absent", "Nghỉ phép").send(second)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert [words in text for words in (one.name, "Vắng, Đi công tác", "Vắng, Nghỉ phép")] == [True] * 3
    one.refresh_from_db()
    assert (one.presence, one.absence) == ("absent", "Đi công tác")
    # the same from both is no quarrel
    assert _typed(late, one, "absent", "Đi công tác").send(second).status_code == 302


def test_a_member_who_noted_that_they_are_away_is_shown_so_until_the_close(
    province: cast.Province, sign_in: SignIn
) -> None:
    session = preparing.prepare(province.annual_2022, setting(), seats(people(province)), by=province.home)
    row = session.members.filter(user__isnull=False).first()
    address, words = f"/phien-hop/{session.pk}/", "Đã báo vắng đến hết 16/12/2022"
    record_absence(row.user, Away(date(2022, 12, 16), date(2022, 12, 16), "Đi công tác"), by=row.user)
    assert words not in page_of(sign_in(province.home), address)  # the session is on the 15th
    absence = row.user.absences.get()
    said = Away(date(2022, 12, 15), date(2022, 12, 16), "Đi công tác")
    revise_absence(absence.pk, said, edition=absence.edition, by=row.user)
    for seen_on in (date(2022, 12, 13), date(2022, 12, 15)):  # it is the day of the session that counts
        with clock.at(seen_on):
            assert page_of(sign_in(province.home), address).count(words) == 1
    CouncilSession.objects.filter(pk=session.pk).update(state="closed")
    assert words not in page_of(sign_in(province.home), address)


def test_after_the_close_the_page_says_what_comes_next(province: cast.Province, sign_in: SignIn) -> None:
    session = paper(province, CODES[:2])
    ballots.record_counts(item_of(session, 1).pk, Count(9, 0), by=province.home)
    ballots.record_counts(item_of(session, 2).pk, Count(2, 7), note="Chưa đủ thuyết phục", by=province.home)
    council.close_session(session.pk, edition=session.edition, by=province.home)
    text = page_of(sign_in(province.home), f"/phien-hop/{session.pk}/")
    assert "01 hồ sơ thông qua, chờ trình Chủ tịch UBND tỉnh." in text
    assert "Không thông qua: Nhân dân và cán bộ Xã Phước Đại." in text
    declined = item_of(session, 2).nomination_id
    assert f"/ho-so/{declined}/buoc/remove_from_list/" in text
    dossier = page_of(sign_in(province.home), f"/ho-so/{declined}/")
    assert "02/09 thành viên, 22,22 %" in dossier
    assert "Đến lượt <b>bạn</b>" in dossier  # of the award agency again, not of the Council
    assert f'href="/phien-hop/{session.pk}/"' in dossier
    assert f'href="/phien-hop/{session.pk}/ho-so/2/"' in page_of(sign_in(province.home), "/khen-thuong/annual-2022/")
    holder = page_of(sign_in(province.bac_ai), f"/ho-so/{declined}/")
    assert "22,22 %" not in holder
    assert f"/phien-hop/{session.pk}/" not in holder


def test_the_wall_shows_what_a_member_must_know(province: cast.Province, sign_in: SignIn) -> None:
    one, two = for_council(province, *CODES[:2])
    Nomination.objects.filter(pk=one.pk).update(override_reason="Xã vừa qua đợt hạn.")
    Choice.objects.create(
        round=province.annual_2022,
        group="collective",
        taken=[one.pk],
        left=[two.pk],
        reason="Giảm nhiều hộ hơn.",
        by=province.home,
    )
    members = [*seats(people(province)), preparing.Member("Người Của Huyện", unit=province.unit("584"))]
    session = preparing.prepare(province.annual_2022, setting(), members, by=province.home)
    session = council.open_session(session.pk, edition=session.edition, by=province.home)
    position = session.items.get(nomination=one).position
    text = page_of(sign_in(province.council), f"/phien-hop/{session.pk}/trinh-chieu/{position}/")
    for words in (
        "Nhân dân và cán bộ Xã Phước Đại",
        "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "Xã vừa qua đợt hạn.",
        "Đồng hạng với Nhân dân và cán bộ Xã Phước Bình.",
        "Được chọn: Giảm nhiều hộ hơn.",
        "Người Của Huyện (thuộc Huyện Bác Ái, nơi lập hồ sơ)",
        "Phải giải trình:",
        "chưa đủ giấy tờ; người thẩm định:",
        "00/03",
    ):
        assert words in text, words


# ---- what waits ----


def words_of(user: User) -> list[tuple[str, str]]:
    return [(card.what, card.url) for card in session_cards(User.objects.get(pk=user.pk))]


def test_cards_lead_to_the_session(province: cast.Province) -> None:
    nominations = for_council(province, *CODES[:2])
    assert words_of(province.council_secretary) == [
        ("Chuẩn bị phiên họp Hội đồng: 02 hồ sơ", "/khen-thuong/annual-2022/hoi-dong/")
    ]
    session = preparing.prepare(province.annual_2022, setting(), seats(people(province)), by=province.home)
    address = f"/phien-hop/{session.pk}/"
    assert words_of(province.council_secretary) == [("Mở phiên họp: Phiên thử", address)]
    assert words_of(province.council) == []
    session = council.open_session(session.pk, edition=session.edition, by=province.home)
    assert words_of(province.council_secretary) == [("Điều hành phiên họp: Phiên thử", address)]
    assert words_of(province.council) == [("Biểu quyết: Phiên thử (02 hồ sơ)", f"{address}ho-so/1/")]
    voted(session, "aaa")
    assert words_of(province.council) == [("Biểu quyết: Phiên thử (01 hồ sơ)", f"{address}ho-so/2/")]
    voted(session, "aaa", 2)
    assert words_of(province.council) == []
    for position in (1, 2):
        ballots.end_vote(item_of(session, position).pk, by=province.home)
    council.close_session(session.pk, edition=session.edition, by=province.home)
    assert words_of(province.council_secretary) == []
    assert words_of(province.home) == [("Xử lý kết quả phiên họp: Phiên thử", address)]
    assert len(nominations) == 2


# ---- lists have a fixed number of questions ----


def test_the_session_asks_as_much_for_one_dossier_as_for_four(province: cast.Province, sign_in: SignIn) -> None:
    numbers = []
    for codes in (CODES[:1], CODES[1:]):
        session = opened(province, codes, [preparing.Member(f"Ủy viên {n}") for n in range(3 * len(codes))])
        client = sign_in(province.council_secretary)
        page_of(client, f"/phien-hop/{session.pk}/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page_of(client, f"/phien-hop/{session.pk}/")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("who", ["bac_ai", "labour", "health", "press", "front"])
def test_strangers_find_no_session(province: cast.Province, sign_in: SignIn, who: str) -> None:
    session = opened(province)
    client = sign_in(province.people[who])
    for address in ("", "ho-so/1/", "trinh-chieu/1/", "ho-so/1/tien-do/"):
        assert client.get(f"/phien-hop/{session.pk}/{address}").status_code == 404
    assert client.post(f"/phien-hop/{session.pk}/ho-so/1/bieu-quyet/", {"phieu": "agree"}).status_code == 404
    assert client.get("/khen-thuong/annual-2022/hoi-dong/").status_code == 403
    assert AgendaItem.objects.get().agree is None
    assert session.held_on == date(2022, 12, 15)
