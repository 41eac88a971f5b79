"""A session of the Council: prepared by rule, opened, voted, corrected, closed; what is refused; what stays secret."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEvent, AuditPayload, User
from accounts.permissions import Role
from awards import actions
from awards.council.actions import attendance, ballots, preparing
from awards.council.actions import sessions as council
from awards.council.actions.preparing import Member, Setting
from awards.council.domain.tally import (
    Count,
    Roll,
    Rule,
    agrees,
    base,
    result_words,
    share,
    why_impossible,
    why_no_quorum,
)
from awards.council.domain.vote_rules import Usual, departures, usual
from awards.council.sessions import held, law_of, lines, waiting
from awards.documents.round_data import Room
from awards.law.domain.regimes import VoteRule
from awards.models import AgendaItem, Ballot, CouncilMember, CouncilSession, Nomination, Recusal, Vote
from awards.workflow.facts import nomination_facts
from awards.workflow.states import State
from core import clock
from core.workflow import Refused, Stale
from tests import cast
from tests.awards.walking import read, whole
from tests.papers import PDF
from units.models import Membership

DAY = date(2022, 12, 15)
Method, Presence = CouncilSession.Method, CouncilMember.Presence


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("y-kien.pdf", PDF, content_type="application/pdf")


# ---- counting ----


@pytest.mark.parametrize(
    ("agree", "members", "threshold", "passes"),
    [
        (8, 10, "80.00", True),
        (7, 9, "80.00", False),
        (79, 100, "79.01", False),
        (2, 3, "66.67", False),
        (2, 3, "66.66", True),
        (9, 9, "100.00", True),
        (8, 9, "100.00", False),
    ],
    ids=["exactly at it", "below", "a hundredth short", "rounded up only", "just above", "all", "all but one"],
)
def test_the_share_is_compared_exactly(agree: int, members: int, threshold: str, passes: bool) -> None:
    assert agrees(Count(agree, 0), Rule(True, Decimal(threshold)), Roll(members, members, 0)) == passes


def test_the_result_is_said_as_minutes_say_it() -> None:
    eighty = Rule(True, Decimal(80))
    assert result_words(Count(7, 2), eighty, Roll(9, 9, 0)) == (
        "07/09 thành viên, 77,78 %, cần từ 80 % trở lên: không thông qua"
    )
    assert result_words(Count(8, 2), eighty, Roll(10, 10, 0)) == (
        "08/10 thành viên, 80,00 %, cần từ 80 % trở lên: thông qua"
    )
    assert result_words(Count(2, 1), Rule(True, Decimal("66.67")), Roll(3, 3, 0)) == (
        "02/03 thành viên, 66,67 %, cần từ 66,67 % trở lên (tính đúng chưa tới mức này): không thông qua"
    )
    assert result_words(Count(3, 3), Rule(False), Roll(9, 6, 0)) == (
        "03/06 thành viên dự họp, 50,00 %, cần số đồng ý nhiều hơn số không đồng ý (03): không thông qua"
    )
    assert result_words(Count(0, 0), Rule(False), Roll(2, 1, 0, recused=1)) == (
        "không còn ai được biểu quyết: không thông qua"
    )


def test_who_stands_aside_is_in_no_denominator_and_takes_no_vote_from_those_who_are_there() -> None:
    roll = Roll(members=9, present=6, written=1, recused=1, recused_away=1)
    assert roll.voters == 6
    assert base(Rule(True), roll) == 7
    assert base(Rule(False), roll) == 6
    assert why_impossible(Count(6, 0), roll) == ""
    assert why_impossible(Count(6, 1), roll) == (
        "Tổng 07 phiếu (đồng ý 06, không đồng ý 01, trắng 00) nhiều hơn 06 người được bỏ phiếu."
    )
    assert why_impossible(Count(-1, 0), roll) == "Số phiếu không thể âm."


def test_a_quorum_counts_those_present_of_all_members() -> None:
    half = Rule(True, quorum=Decimal(50))
    assert why_no_quorum(half, Roll(10, 5, 3)) == ""
    assert why_no_quorum(half, Roll(10, 4, 6)) == "Có mặt 04/10 thành viên (40,00 %), chưa đủ 50,00 %."


NUMBERS = st.integers(0, 40)


@given(st.integers(0, 40), st.integers(0, 40), NUMBERS, NUMBERS, NUMBERS, st.data())
def test_a_tally_that_is_taken_fits_those_who_vote(
    present: int, away: int, agree: int, disagree: int, blank: int, data: Any
) -> None:
    written = data.draw(st.integers(0, away))
    recused = data.draw(st.integers(0, present + written))
    roll = Roll(present + away, present, written, recused, data.draw(st.integers(0, away - written)))
    count, of_all = Count(agree, disagree, blank), data.draw(st.booleans())
    rule = Rule(of_all, data.draw(st.one_of(st.none(), st.decimals("0.01", "100", places=2))))
    if why_impossible(count, roll):
        assert agree + disagree + blank > roll.voters
        return
    assert agree + disagree + blank <= roll.voters <= base(rule, roll)
    found = share(count, rule, roll)
    assert found is None or 0 <= found <= 100
    if agree == base(rule, roll) > 0:
        assert agrees(count, rule, roll)  # nobody can ask for more than all
    if agree == 0:
        assert not agrees(count, rule, roll)


@given(st.integers(1, 60), st.data())
def test_exactly_at_the_threshold_passes_and_one_vote_less_does_not(members: int, data: Any) -> None:
    agree = data.draw(st.integers(1, members))
    threshold = Decimal(agree * 100) / Decimal(members)
    roll, rule = Roll(members, members, 0), Rule(True, threshold.quantize(Decimal("0.01"), rounding="ROUND_DOWN"))
    assert agrees(Count(agree, 0), rule, roll)
    assert not agrees(Count(agree - 1, 0), rule, roll)


# ---- how a session votes by law ----

TTG = VoteRule(form="ttg", method="secret", denominator="all_members", mark="to_confirm", source="A",
               threshold=Decimal(80), absent_written=True)  # fmt: skip
HUAN = VoteRule(form="huan", method="secret", denominator="all_members", mark="confirmed", source="B",
                threshold=Decimal(90), quorum=Decimal(75))  # fmt: skip
TINH = VoteRule(form="tinh", method="open", denominator="present", mark="confirmed", source="C")


def test_the_strictest_rules_the_session_and_each_form_keeps_its_own_threshold() -> None:
    law = usual([TINH, TTG, HUAN])
    assert law == Usual(
        "secret",
        "all_members",
        {"tinh": None, "ttg": Decimal(80), "huan": Decimal(90)},
        Decimal(75),
        True,
        ("C", "A", "B"),
        False,
    )
    assert usual([TINH]).denominator == "present"
    assert usual([TINH]).is_confirmed
    later = VoteRule(
        form="ttg", method="secret", denominator="all_members", mark="confirmed", source="D", threshold=Decimal(70)
    )
    assert usual([later, TTG]).thresholds == {"ttg": Decimal(80)}


def test_what_a_session_does_otherwise_is_said() -> None:
    law = usual([TTG])
    same = Usual("paper", "all_members", {"ttg": Decimal(80)}, None, True)
    assert departures(law, same, {}) == ()
    other = Usual("open", "present", {"ttg": None}, Decimal(50), False)
    assert departures(law, other, {}) == (
        "biểu quyết công khai (quy định: bỏ phiếu kín)",
        "tính trên số thành viên có mặt (quy định: tổng số thành viên Hội đồng)",
        "tỷ lệ phải đạt không đặt tỷ lệ (quy định: 80 %)",
        "tỷ lệ có mặt 50 % (quy định: không đặt tỷ lệ)",
        "không nhận ý kiến bằng văn bản (quy định: nhận ý kiến bằng văn bản của thành viên vắng)",
    )


# ---- the session ----


def for_council(province: cast.Province, *codes: str) -> list[Nomination]:
    """Dossiers before the Council. Set there directly: their road is another test's."""
    return [
        Nomination.objects.create(
            round=province.annual_2022,
            category="commune",
            group="collective",
            state=State.COUNCIL,
            unit=province.unit(code),
            printed_name=f"Nhân dân và cán bộ {province.unit(code)}",
            achievements="Thành tích.",
            holder_unit=province.unit("584"),
            author=province.bac_ai,
            form="bang_khen_province",
        )
        for code in codes
    ]


def people(province: cast.Province, number: int = 3) -> list[User]:
    """Members with accounts: the one of the cast and more."""
    found = [province.council]
    for at in range(2, number + 1):
        user = User.objects.create_user(f"uy-vien-{at}", "mot-cau-ngan-de-nho", full_name=f"Ủy viên {at}")
        Membership.objects.create(
            user=user, role=Role.COUNCIL_MEMBER, unit=province.unit("58"), valid_from=cast.START, valid_to=date.max
        )
        found.append(user)
    return found


def setting(**more: Any) -> Setting:
    return Setting(**{"name": "Phiên thử", "held_on": DAY, "chair": "Chủ tịch", "secretary": "Thư ký", **more})


def seats(users: Sequence[User]) -> list[Member]:
    return [Member(user.full_name, user=user) for user in users]


def opened(
    province: cast.Province, codes: Sequence[str] = ("22801",), members: Sequence[Member] = (), **more: Any
) -> CouncilSession:
    for_council(province, *codes)
    members = members or seats(people(province))
    session = preparing.prepare(province.annual_2022, setting(**more), members, by=province.council_secretary)
    return council.open_session(session.pk, edition=session.edition, by=province.council_secretary)


def item_of(session: CouncilSession, position: int = 1) -> AgendaItem:
    return AgendaItem.objects.get(session=session, position=position)


def voted(session: CouncilSession, words: str, position: int = 1) -> None:
    """Each member with an account votes: "a", "d", "b" in their order."""
    names = {"a": "agree", "d": "disagree", "b": "blank"}
    for row, letter in zip(session.members.exclude(user=None), words, strict=False):
        ballots.vote(item_of(session, position).pk, names[letter], by=row.user)


def counts(item: AgendaItem) -> tuple[int | None, int | None, int | None]:
    item.refresh_from_db()
    return item.agree, item.disagree, item.blank


def so_far(item: AgendaItem) -> Count | None:
    """What the pages say of a vote; nothing of a secret one that is open."""
    return lines(item.session, [AgendaItem.objects.get(pk=item.pk)])[0].count


def test_it_is_filled_in_by_the_law_of_its_round(province: cast.Province) -> None:
    law = law_of(province.annual_2022)
    assert (law.method, law.denominator, law.thresholds, law.takes_written, law.is_confirmed) == (
        "open",
        "all_members",
        {"bang_khen_province": None},
        False,
        False,
    )
    session = preparing.prepare(
        province.annual_2022, setting(threshold=Decimal(50)), seats(people(province)), by=province.home
    )
    assert session.rule_mark == "to_confirm"
    assert (session.rule_source, session.rule_clause) == ("", "")  # no provision is known, and no doubt is told
    assert session.departs == "Tỷ lệ phải đạt 50 % (quy định: không đặt tỷ lệ)"


def test_each_dossier_passes_by_its_own_form(province: cast.Province) -> None:
    first, second = for_council(province, "22801", "22783")
    Nomination.objects.filter(pk=second.pk).update(form="bang_khen_prime_minister", regime="A")
    law = law_of(province.annual_2022, waiting(province.annual_2022))
    assert law.method == "secret"
    assert law.thresholds == {"bang_khen_prime_minister": Decimal("80.00"), "bang_khen_province": None}
    held_so = setting(method=Method.PAPER, takes_written=True, thresholds={"bang_khen_prime_minister": Decimal(80)})
    members = [Member(f"Ủy viên {n}") for n in range(1, 4)]
    session = preparing.prepare(province.annual_2022, held_so, members, by=province.home)
    assert session.departs == ""
    session = council.open_session(session.pk, edition=session.edition, by=province.home)
    for item in session.items.all():
        ballots.record_counts(item.pk, Count(2, 1), by=province.home)
    session = council.close_session(session.pk, edition=session.edition, by=province.home)
    found = dict(session.items.values_list("nomination_id", "result"))
    assert found == {first.pk: "agreed", second.pk: "declined"}


@pytest.mark.parametrize(
    ("change", "members", "why"),
    [
        ({"name": " "}, ["A"], "Vui lòng ghi tên phiên họp, người chủ trì và thư ký."),
        ({}, [], "Phiên họp cần danh sách thành viên có họ tên."),
        ({}, ["A", " a "], "Có thành viên được ghi hai lần."),
        ({"threshold": Decimal(0)}, ["A"], "Tỷ lệ phải đạt phải lớn hơn 0 và không quá 100 %."),
        ({"quorum": Decimal("100.01")}, ["A"], "Tỷ lệ có mặt phải lớn hơn 0 và không quá 100 %."),
    ],
)
def test_what_cannot_be_prepared(province: cast.Province, change: dict, members: list[str], why: str) -> None:
    with pytest.raises(Refused) as refused:
        preparing.prepare(province.annual_2022, setting(**change), [Member(n) for n in members], by=province.home)
    assert refused.value.reasons == (why,)
    assert not CouncilSession.objects.exists()


def test_only_an_account_of_the_council_sits_with_a_vote(province: cast.Province) -> None:
    with pytest.raises(Refused, match="Bac Ai: tài khoản không có vai trò thành viên Hội đồng"):
        preparing.prepare(province.annual_2022, setting(), [Member("Bac Ai", user=province.bac_ai)], by=province.home)


@pytest.mark.parametrize("who", ["council", "chairman", "labour", "bac_ai", "auditor"])
def test_who_holds_no_sessions_holds_none(province: cast.Province, who: str) -> None:
    session, by = opened(province), province.people[who]
    item, member = item_of(session), session.members.last()
    why = "Chỉ Thường trực, Thư ký Hội đồng tổ chức phiên họp."
    for attempt in (
        lambda: preparing.prepare(province.annual_2022, setting(), [Member("A")], by=by),
        lambda: council.open_session(session.pk, edition=session.edition, by=by),
        lambda: council.close_session(session.pk, edition=session.edition, by=by),
        lambda: preparing.drop(session.pk, edition=session.edition, by=by),
        lambda: attendance.set_presence(session.pk, {member.pk: "absent"}, by=by),
        lambda: ballots.end_vote(item.pk, by=by),
        lambda: ballots.vote_again(item.pk, "thử", by=by),
        lambda: ballots.record_counts(item.pk, Count(1, 0), by=by),
        lambda: ballots.recuse(item.pk, member.pk, "thử xem", by=by),
        lambda: ballots.vote(item.pk, "agree", member=member.pk, by=by),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.reasons == (why,)


def test_it_does_not_open_without_dossiers_or_quorum(province: cast.Province) -> None:
    members = [Member("A"), Member("B", presence=Presence.ABSENT), Member("C", presence=Presence.ABSENT)]
    session = preparing.prepare(province.annual_2022, setting(quorum=Decimal(50)), members, by=province.home)
    with pytest.raises(Refused) as refused:
        council.open_session(session.pk, edition=session.edition, by=province.home)
    assert refused.value.reasons == (
        "Có mặt 01/03 thành viên (33,33 %), chưa đủ 50,00 %.",
        "Chưa có hồ sơ nào được trình Hội đồng.",
    )


def test_a_prepared_session_is_written_anew_or_given_up(province: cast.Province) -> None:
    session = preparing.prepare(province.annual_2022, setting(), [Member("A")], by=province.home)
    with pytest.raises(Stale):
        preparing.revise(session.pk, setting(name="Khác"), [Member("B")], edition=9, by=province.home)
    again = preparing.revise(session.pk, setting(name="Khác"), [Member("B")], edition=1, by=province.home)
    assert (again.name, [row.name for row in again.members.all()]) == ("Khác", ["B"])
    preparing.drop(session.pk, edition=again.edition, by=province.home)
    assert not CouncilSession.objects.exists()
    assert AuditEvent.objects.filter(verb="drop_session").count() == 1


def test_members_vote_once_and_a_second_click_is_no_second_vote(province: cast.Province) -> None:
    session = opened(province)
    item = item_of(session)
    assert ballots.vote(item.pk, "agree", by=province.council) is True
    assert ballots.vote(item.pk, "agree", by=province.council) is False
    assert so_far(item) == Count(1, 0, 0)
    assert counts(item) == (None, None, None)  # counted when its vote ends
    with pytest.raises(Refused, match="đã biểu quyết hồ sơ này"):
        ballots.vote(item.pk, "disagree", by=province.council)
    with pytest.raises(Refused, match="Vui lòng chọn đồng ý"):
        ballots.vote(item.pk, "secret", by=User.objects.get(username="uy-vien-2"))
    with pytest.raises(Refused, match="Bạn không phải thành viên"):
        ballots.vote(item.pk, "agree", by=province.chairman)


def test_who_lost_the_role_votes_no_more(province: cast.Province) -> None:
    session = opened(province)
    Membership.objects.filter(user=province.council).update(valid_to=DAY)
    with pytest.raises(Refused, match="không còn vai trò thành viên Hội đồng"):
        ballots.vote(item_of(session).pk, "agree", by=User.objects.get(pk=province.council.pk))


def test_the_secretary_enters_the_vote_of_who_has_no_account(province: cast.Province) -> None:
    members = [*seats(people(province)), Member("Không Tài Khoản")]
    session = opened(province, members=members)
    item, by = item_of(session), province.council_secretary
    without = session.members.get(user=None)
    with pytest.raises(Refused, match="có mặt nên tự biểu quyết"):
        ballots.vote(item.pk, "agree", member=session.members.first().pk, by=by)
    ballots.vote(item.pk, "disagree", member=without.pk, by=by)
    voted(session, "aaa")
    assert so_far(item) == Count(3, 1, 0)
    ballots.end_vote(item.pk, by=by)
    assert counts(item) == (3, 1, 0)


def test_the_vote_ends_when_all_have_voted_or_the_secretary_says_so(province: cast.Province) -> None:
    session = opened(province)
    item, by = item_of(session), province.council_secretary
    with pytest.raises(Refused, match="Chưa ai biểu quyết hồ sơ này"):
        ballots.end_vote(item.pk, by=by)
    voted(session, "ad")
    with pytest.raises(Refused, match="Còn 01 người chưa biểu quyết: Ủy viên 3"):
        ballots.end_vote(item.pk, by=by)
    ballots.end_vote(item.pk, note="Cần theo dõi", despite_lacking=True, by=by)
    item.refresh_from_db()
    assert (item.result, item.note, item.present, item.ended_at is not None) == ("declined", "Cần theo dõi", 3, True)
    with pytest.raises(Refused, match="đã kết thúc biểu quyết"):
        ballots.vote(item.pk, "agree", by=User.objects.get(username="uy-vien-3"))
    ballots.vote_again(item.pk, "Có người chưa kịp bỏ phiếu", by=by)
    assert counts(item) == (None, None, None)
    assert not item.votes.exists()
    voted(session, "aad")
    ballots.end_vote(item.pk, by=by)
    item.refresh_from_db()
    assert item.result == "agreed"


def test_it_closes_when_every_dossier_has_its_result_and_nothing_changes_after(province: cast.Province) -> None:
    session = opened(province, ("22801", "22783"))
    by = province.council_secretary
    voted(session, "aaa")
    with pytest.raises(Refused) as refused:
        council.close_session(session.pk, edition=session.edition, by=by)
    assert refused.value.reasons == (
        "Nhân dân và cán bộ Xã Phước Bình: chưa kết thúc biểu quyết.",
        "Nhân dân và cán bộ Xã Phước Đại: chưa biểu quyết.",
    )
    voted(session, "ddd", 2)
    for position in (1, 2):
        ballots.end_vote(item_of(session, position).pk, by=by)
    with pytest.raises(Stale):
        council.close_session(session.pk, edition=session.edition - 1, by=by)
    session = council.close_session(session.pk, edition=session.edition, by=by)
    before = list(AgendaItem.objects.values())
    member = session.members.first()
    for attempt in (
        lambda: ballots.vote(item_of(session).pk, "disagree", by=User.objects.get(username="uy-vien-2")),
        lambda: ballots.end_vote(item_of(session).pk, by=by),
        lambda: ballots.vote_again(item_of(session).pk, "thử", by=by),
        lambda: ballots.recuse(item_of(session).pk, member.pk, "thử xem", by=by),
        lambda: attendance.set_presence(session.pk, {member.pk: "absent"}, by=by),
        lambda: council.close_session(session.pk, edition=session.edition, by=by),
        lambda: preparing.drop(session.pk, edition=session.edition, by=by),
    ):
        with pytest.raises(Refused):
            attempt()
    assert list(AgendaItem.objects.values()) == before


def test_the_second_click_after_the_close_is_told_that_it_was_counted(province: cast.Province) -> None:
    session = opened(province)
    voted(session, "aaa")
    ballots.end_vote(item_of(session).pk, by=province.home)
    assert ballots.vote(item_of(session).pk, "agree", by=province.council) is False


# ---- who is there ----


def test_who_leaves_after_voting_keeps_that_vote_and_the_roll_of_the_next_is_smaller(province: cast.Province) -> None:
    session = opened(province, ("22801", "22783"), denominator=CouncilSession.Denominator.PRESENT)
    by, leaver = province.council_secretary, session.members.get(name="Ủy viên 3")
    voted(session, "aad")
    with pytest.raises(Refused, match="Ủy viên 3 đã biểu quyết «Nhân dân và cán bộ Xã Phước Bình»"):
        attendance.set_presence(session.pk, {leaver.pk: Presence.ABSENT}, by=by)
    ballots.end_vote(item_of(session).pk, by=by)
    assert attendance.set_presence(session.pk, {leaver.pk: Presence.ABSENT}, by=by) == 1
    voted(session, "aa", 2)
    with pytest.raises(Refused, match="vắng và không có ý kiến bằng văn bản"):
        ballots.vote(item_of(session, 2).pk, "agree", by=leaver.user)
    ballots.end_vote(item_of(session, 2).pk, by=by)
    council.close_session(session.pk, edition=session.edition, by=by)
    assert [line.words for line in lines(CouncilSession.objects.get())] == [
        "02/03 thành viên dự họp, 66,67 %, cần số đồng ý nhiều hơn số không đồng ý (01): thông qua",
        "02/02 thành viên dự họp, 100,00 %, cần số đồng ý nhiều hơn số không đồng ý (00): thông qua",
    ]


def test_a_written_vote_is_entered_by_the_secretary_from_the_scan(province: cast.Province) -> None:
    users = people(province)
    members = [*seats(users[:2]), Member(users[2].full_name, user=users[2], presence=Presence.WRITTEN)]
    with pytest.raises(Refused, match="không nhận ý kiến bằng văn bản"):
        preparing.prepare(province.annual_2022, setting(), members, by=province.home)
    for_council(province, "22801")
    session = preparing.prepare(province.annual_2022, setting(takes_written=True), members, by=province.home)
    with pytest.raises(Refused, match="Ủy viên 3: thành viên vắng có ý kiến bằng văn bản cần bản quét ý kiến"):
        council.open_session(session.pk, edition=session.edition, by=province.home)
    row = session.members.get(user=users[2])
    attendance.set_presence(session.pk, {row.pk: Presence.WRITTEN}, papers={row.pk: scan()}, by=province.home)
    session = council.open_session(session.pk, edition=session.edition, by=province.home)
    item = item_of(session)
    with pytest.raises(Refused, match="thư ký nhập ý kiến đó"):
        ballots.vote(item.pk, "agree", by=users[2])
    ballots.vote(item.pk, "agree", member=row.pk, by=province.home)
    assert so_far(item) == Count(1, 0, 0)


def test_a_secret_session_keeps_no_scan_of_a_written_vote(province: cast.Province) -> None:
    users = people(province, 4)
    secret = setting(method=Method.SECRET, takes_written=True)
    written = Member(users[3].full_name, user=users[3], presence=Presence.WRITTEN, paper=scan())
    with pytest.raises(Refused, match="bỏ phiếu kín nên không lưu bản quét"):
        preparing.prepare(province.annual_2022, secret, [*seats(users[:3]), written], by=province.home)


# ---- standing aside ----


def test_who_is_of_the_nominee_stands_aside(province: cast.Province) -> None:
    users = people(province)
    Membership.objects.create(
        user=users[1], role=Role.DISTRICT_LEADER, unit=province.unit("584"), valid_from=cast.START, valid_to=date.max
    )
    session = opened(province, members=seats(users))
    item = item_of(session)
    assert [(row.member.name, row.reason) for row in Recusal.objects.all()] == [
        ("Ủy viên 2", "Thuộc Huyện Bác Ái, nơi lập hồ sơ")
    ]
    with pytest.raises(Refused, match="Ủy viên 2 không biểu quyết hồ sơ này"):
        ballots.vote(item.pk, "agree", by=users[1])
    ballots.recuse(item.pk, session.members.get(user=users[2]).pk, "Em ruột là cán bộ xã", by=users[2])
    ballots.vote(item.pk, "agree", by=users[0])
    ballots.end_vote(item.pk, by=province.home)
    assert lines(session)[0].words.startswith("01/01 thành viên, 100,00 %")


def test_the_author_and_the_namesake_stand_aside(province: cast.Province) -> None:
    person = Nomination.objects.create(
        round=province.annual_2022,
        category="official",
        group="individual",
        state=State.COUNCIL,
        person="Katơr  Liên",
        person_title="công chức",
        printed_name="Katơr Liên",
        holder_unit=province.unit("585"),
        author=province.council,
    )
    members = [Member("Council", user=province.council), Member("KATƠR LIÊN"), Member("Người Khác")]
    session = preparing.prepare(province.annual_2022, setting(), members, by=province.home)
    council.open_session(session.pk, edition=session.edition, by=province.home)
    found = dict(Recusal.objects.values_list("member__name", "reason"))
    assert person.pk
    assert found == {"Council": "Đã lập hồ sơ này", "KATƠR LIÊN": "Trùng họ tên với người được đề nghị"}


def test_a_recusal_noted_wrongly_is_taken_back_with_a_reason(province: cast.Province) -> None:
    session = opened(province)
    item, member = item_of(session), session.members.first()
    ballots.recuse(item.pk, member.pk, "Nhầm người", by=province.home)
    with pytest.raises(Refused, match="Vui lòng ghi lý do"):
        ballots.lift_recusal(item.pk, member.pk, " ", by=province.home)
    ballots.lift_recusal(item.pk, member.pk, "Ghi nhầm người", by=province.home)
    assert ballots.vote(item.pk, "agree", by=province.council) is True
    with pytest.raises(Refused, match="đã biểu quyết hồ sơ này"):
        ballots.recuse(item.pk, member.pk, "Sau khi bỏ phiếu", by=province.council)


# ---- paper ballots ----


def paper(province: cast.Province, codes: Sequence[str] = ("22801",), number: int = 9, **more: Any) -> CouncilSession:
    members = [Member(f"Ủy viên {at}") for at in range(1, number + 1)]
    return opened(province, codes, members, method=Method.PAPER, **more)


@pytest.mark.parametrize(
    ("count", "why"),
    [
        (Count(8, 1, 1), "Tổng 10 phiếu (đồng ý 08, không đồng ý 01, trắng 01) nhiều hơn 09 người được bỏ phiếu."),
        (Count(9, -1), "Số phiếu không thể âm."),
        (Count(0, 0, 0), "Chưa có phiếu nào được kiểm."),
    ],
)
def test_counts_that_cannot_be_are_refused(province: cast.Province, count: Count, why: str) -> None:
    session = paper(province)
    with pytest.raises(Refused) as refused:
        ballots.record_counts(item_of(session).pk, count, by=province.home)
    assert refused.value.reasons == (why,)
    assert counts(item_of(session)) == (None, None, None)


def test_a_wrongly_typed_count_is_corrected_with_a_reason_and_the_old_one_stays_in_the_trail(
    province: cast.Province,
) -> None:
    session = paper(province, threshold=Decimal(80))
    item, by = item_of(session), province.home
    ballots.record_counts(item.pk, Count(7, 2), by=by)
    ballots.record_counts(item.pk, Count(7, 2), by=by)  # the same again is nothing
    with pytest.raises(Refused, match="muốn sửa vui lòng ghi lý do"):
        ballots.record_counts(item.pk, Count(8, 1), by=by)
    attendance.set_presence(session.pk, {session.members.last().pk: Presence.ABSENT}, by=by)  # one left after the count
    ballots.record_counts(item.pk, Count(8, 1), reason="Đọc nhầm biên bản", by=by)
    item.refresh_from_db()
    assert (item.agree, item.present, item.result) == (8, 9, "agreed")
    rows = AuditEvent.objects.filter(verb__in=("record_counts", "correct_counts")).order_by("seq")
    assert [row.verb for row in rows] == ["record_counts", "correct_counts"]
    assert rows[1].summary == "Đọc nhầm biên bản"
    payload = AuditPayload.objects.get(event_seq=rows[1].seq).content
    assert '"old": {"agree": 7, "blank": 0, "disagree": 2}' in payload
    council.close_session(session.pk, edition=session.edition, by=by)
    with pytest.raises(Refused):
        ballots.record_counts(item.pk, Count(9, 0), reason="Muộn đã xem lại", by=by)


def test_presence_that_was_wrong_is_no_dead_end_for_the_count(province: cast.Province) -> None:
    session = paper(province)
    last, item = session.members.last(), item_of(session)
    attendance.set_presence(session.pk, {last.pk: Presence.ABSENT}, by=province.home)
    ballots.record_counts(item.pk, Count(8, 0), by=province.home)
    attendance.set_presence(session.pk, {last.pk: Presence.PRESENT}, by=province.home)
    ballots.record_counts(item.pk, Count(9, 0), reason="Có mặt đủ", by=province.home)
    item.refresh_from_db()
    assert (item.agree, item.present) == (9, 9)


def test_each_method_has_its_own_door(province: cast.Province) -> None:
    session = opened(province)
    with pytest.raises(Refused, match="biểu quyết trên cổng, không nhập kết quả kiểm phiếu"):
        ballots.record_counts(item_of(session).pk, Count(1, 0), by=province.home)
    on_paper = paper(province, ("22783",))
    with pytest.raises(Refused, match="bỏ phiếu giấy"):
        ballots.end_vote(item_of(on_paper).pk, by=province.home)


# ---- secrecy ----


def stored_text() -> str:
    """Everything that the tables and the audit trail say, but for the box of ballots."""
    rows: list[Any] = []
    for model in (Vote, AgendaItem, CouncilMember, Recusal, AuditEvent, AuditPayload):
        names = [field.attname for field in model._meta.concrete_fields if not isinstance(field, models.DateTimeField)]
        rows += [(model.__name__, row) for row in model.objects.order_by("pk").values_list(*names)]
    return repr(rows)


def box() -> list[str]:
    """The ballots in the order in which the database itself keeps their rows."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word FROM awards_ballot ORDER BY {place}")
        return [row[0] for row in cursor.fetchall()]


def test_no_table_and_no_audit_row_says_who_voted_what_on_a_secret_ballot(province: cast.Province) -> None:
    users = people(province, 5)
    session = opened(province, members=seats(users), method=Method.SECRET)
    item = item_of(session)
    voted(session, "adbaa")
    assert counts(item) == (None, None, None)  # no running total for whoever reads the row between two votes
    assert Counter(box()) == {"agree": 3, "disagree": 1, "blank": 1}
    assert {field.name for field in Ballot._meta.concrete_fields} == {"id", "item", "word"}
    assert set(Vote.objects.values_list("word", flat=True)) == {"secret"}
    events = AuditEvent.objects.filter(verb="vote")
    assert events.count() == 5
    assert {event.summary for event in events} == {""}
    payloads = AuditPayload.objects.filter(event_seq__in=events.values("seq"))
    assert {row.content for row in payloads} == {'{"new": "", "old": null}'}
    said = stored_text()
    assert "'agree'" not in said
    assert "'disagree'" not in said
    ballots.end_vote(item.pk, by=province.home)
    assert counts(item) == (3, 1, 1)


def test_the_box_is_shaken_with_every_ballot(province: cast.Province) -> None:
    users = people(province, 9)
    session = opened(province, ("22801", "22783", "22786"), seats(users), method=Method.SECRET)
    orders, keys = set(), set()
    for position in (1, 2, 3):
        for row, word in zip(session.members.all(), ["agree"] * 5 + ["disagree"] * 4, strict=True):
            ballots.vote(item_of(session, position).pk, word, by=row.user)
            new = set(item_of(session, position).ballots.values_list("pk", flat=True))
            assert not new & keys  # no old ballot is known again
            keys = new
        orders.add(tuple(box()[-9:]))
    assert orders != {("agree",) * 5 + ("disagree",) * 4}  # one in two million that chance alone does this


def test_a_box_that_does_not_fit_the_voters_is_not_counted(province: cast.Province) -> None:
    session = opened(province, method=Method.SECRET)
    item = item_of(session)
    voted(session, "aad")
    Ballot.objects.filter(item=item, word="disagree").delete()
    with pytest.raises(Refused, match="Có 02 phiếu nhưng 03 người đã bỏ phiếu"):
        ballots.end_vote(item.pk, by=province.home)
    ballots.vote_again(item.pk, "Số phiếu không khớp", by=province.home)
    assert (box(), item.votes.count()) == ([], 0)
    payload = AuditPayload.objects.filter(event_seq=AuditEvent.objects.get(verb="vote_again").seq)
    assert not payload.exists()  # what was in the box is told to nobody


def test_the_ballots_of_a_dossier_that_is_struck_are_thrown_away(province: cast.Province) -> None:
    session = opened(province, ("22801", "22783"), method=Method.SECRET)
    voted(session, "aad")
    voted(session, "dda", 2)
    actions.advance([item_of(session).nomination_id], "suspend", by=province.home, reason="Có đơn")
    assert Counter(box()) == {"agree": 1, "disagree": 2}


def test_the_same_counts_cast_the_other_way_round_leave_the_same_rows(province: cast.Province) -> None:
    users = people(province, 3)
    session = opened(province, ("22801", "22783"), seats(users), method=Method.SECRET)
    voted(session, "add", 1)
    voted(session, "dda", 2)
    rows = [
        list(Vote.objects.filter(item=item_of(session, at)).values_list("member", "word").order_by("pk"))
        for at in (1, 2)
    ]
    assert rows[0] == rows[1]
    for at in (1, 2):
        ballots.end_vote(item_of(session, at).pk, by=province.home)
    assert counts(item_of(session, 1)) == counts(item_of(session, 2)) == (1, 2, 0)


def test_a_secret_count_is_not_shown_before_its_vote_has_ended(province: cast.Province) -> None:
    users = people(province, 3)
    session = opened(province, members=seats(users), method=Method.SECRET)
    voted(session, "a")
    with pytest.raises(Refused, match="Mới có 01 phiếu kín"):
        ballots.end_vote(item_of(session).pk, despite_lacking=True, by=province.home)
    voted_line = lines(session)[0]
    assert (voted_line.cast, voted_line.count, voted_line.words) == (1, None, "")
    assert ballots.vote(item_of(session).pk, "disagree", by=users[0]) is False  # nobody can know which it was
    for user in users[1:]:
        ballots.vote(item_of(session).pk, "disagree", by=user)
    ballots.end_vote(item_of(session).pk, by=province.home)
    assert lines(CouncilSession.objects.get())[0].count == Count(1, 2)


def test_a_secret_ballot_needs_an_account_for_everybody_and_three_voters(province: cast.Province) -> None:
    for_council(province, "22801")
    members = [*seats(people(province, 2)), Member("Không Tài Khoản")]
    session = preparing.prepare(province.annual_2022, setting(method=Method.SECRET), members, by=province.home)
    with pytest.raises(Refused, match="Không Tài Khoản chưa có"):
        council.open_session(session.pk, edition=session.edition, by=province.home)
    attendance.set_presence(session.pk, {session.members.last().pk: Presence.ABSENT}, by=province.home)
    with pytest.raises(Refused, match="Bỏ phiếu kín cần ít nhất 03 người bỏ phiếu"):
        council.open_session(session.pk, edition=session.edition, by=province.home)


def test_the_written_vote_of_a_secret_ballot_is_counted_without_its_word(province: cast.Province) -> None:
    users = people(province, 4)
    written = Member(users[3].full_name, user=users[3], presence=Presence.WRITTEN)
    session = opened(province, members=[*seats(users[:3]), written], method=Method.SECRET, takes_written=True)
    row = session.members.get(user=users[3])
    ballots.vote(item_of(session).pk, "disagree", member=row.pk, by=province.council_secretary)
    assert Vote.objects.get(member=row).word == "secret"
    event = AuditEvent.objects.get(verb="vote")
    assert users[3].full_name not in event.subject_label


# ---- dossiers that leave, sessions that meet ----


def listed_again(pk: int, province: cast.Province) -> None:
    actions.advance([pk], "recommend", by=province.home, override_reason="Đã xem xét.")
    actions.advance([pk], "to_council", by=province.home)


@pytest.mark.parametrize(
    ("step", "words"), [("remove_from_list", "Đưa ra khỏi danh sách. Có đơn"), ("suspend", "Tạm dừng xét. Có đơn")]
)
def test_a_dossier_that_leaves_is_struck_and_the_others_stand(province: cast.Province, step: str, words: str) -> None:
    session = opened(province, ("22801", "22783"))
    gone = item_of(session, 1)
    voted(session, "aad")
    voted(session, "aad", 2)
    ballots.end_vote(item_of(session, 2).pk, by=province.home)
    actions.advance([gone.nomination_id], step, by=province.home, reason="Có đơn")
    gone.refresh_from_db()
    assert (gone.result, gone.struck_reason, gone.agree) == ("struck", words, None)
    with pytest.raises(Refused, match="Hồ sơ đã đưa ra khỏi chương trình"):
        ballots.vote(gone.pk, "agree", by=province.council)
    session = council.close_session(session.pk, edition=session.edition, by=province.home)
    assert dict(session.items.values_list("position", "result")) == {1: "struck", 2: "agreed"}
    assert nomination_facts([read(gone.nomination_id)], by=province.home)[gone.nomination_id].why_council == (
        "Hội đồng Thi đua - Khen thưởng chưa biểu quyết hồ sơ này."
    )


def test_a_session_whose_every_dossier_left_still_closes(province: cast.Province) -> None:
    session = opened(province)
    actions.advance([item_of(session).nomination_id], "suspend", by=province.home, reason="Có thanh tra")
    session = council.close_session(session.pk, edition=session.edition, by=province.home)
    assert session.state == "closed"


def test_a_dossier_stands_on_one_agenda_at_a_time(province: cast.Province) -> None:
    for_council(province, "22801")
    members = seats(people(province))
    one = preparing.prepare(province.annual_2022, setting(), members, by=province.home)
    two = preparing.prepare(province.annual_2022, setting(name="Phiên hai"), members, by=province.home)
    council.open_session(one.pk, edition=one.edition, by=province.home)
    with pytest.raises(Refused, match="Chưa có hồ sơ nào được trình Hội đồng"):
        council.open_session(two.pk, edition=two.edition, by=province.home)
    for_council(province, "22783")
    council.open_session(two.pk, edition=two.edition, by=province.home)
    assert [item_of(session).nomination.unit.code for session in (one, two)] == ["22801", "22783"]


def test_what_the_council_said_is_not_put_to_it_again_until_it_is_listed_anew(province: cast.Province) -> None:
    nomination = for_council(province, "22801")[0]
    Nomination.objects.filter(pk=nomination.pk).update(state=State.APPRAISED)
    whole(province, [nomination.pk])
    listed_again(nomination.pk, province)
    session = preparing.prepare(
        province.annual_2022, setting(method=Method.PAPER), [Member("A"), Member("B")], by=province.home
    )
    session = council.open_session(session.pk, edition=session.edition, by=province.home)
    ballots.record_counts(item_of(session).pk, Count(2, 0), by=province.home)
    council.close_session(session.pk, edition=session.edition, by=province.home)
    assert list(waiting(province.annual_2022)) == []
    assert held([nomination])[nomination.pk].result == "agreed"
    with clock.at(cast.EVENING + timedelta(days=1)):
        actions.advance([nomination.pk], "remove_from_list", by=province.home, reason="Xem lại")
        listed_again(nomination.pk, province)
        assert held([nomination]) == {}
        assert list(waiting(province.annual_2022)) == [nomination]
        with pytest.raises(Refused, match="chưa biểu quyết hồ sơ này"):
            actions.advance([nomination.pk], "to_decision", by=province.home)


def test_documents_written_during_a_secret_vote_say_nothing_of_it(province: cast.Province) -> None:
    session = opened(province, method=Method.SECRET)
    voted(session, "ad")
    assert Room(province.annual_2022).votes == {}
    voted_by = User.objects.get(username="uy-vien-3")
    ballots.vote(item_of(session).pk, "agree", by=voted_by)
    ballots.end_vote(item_of(session).pk, by=province.home)
    council.close_session(session.pk, edition=session.edition, by=province.home)
    assert Room(province.annual_2022).votes == {item_of(session).nomination_id: "02/03 đồng ý"}
