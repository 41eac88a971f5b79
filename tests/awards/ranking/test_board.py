"""The board: ranked by what was measured; between equals only a stored choice with its reason; whole lists sent on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import AuditEvent, User
from awards import actions
from awards.models import Cap, Choice, Nomination, RuleChange
from awards.ranking.actions.choices import choose
from awards.ranking.domain.places import Band, Candidate, open_ties, rank, walk
from awards.ranking.standings import standings
from awards.rounds import caps
from awards.workflow.states import State
from core import clock
from core.clock import VIETNAM
from core.findings import Finding
from core.workflow import Refused
from tests import cast
from tests.awards import bent
from tests.awards.walking import at_the_door, pdf
from tests.remembered import remembered
from units.models import Bloc, Unit

SignIn = Callable[[User], Client]
URL = "/khen-thuong/annual-2022/bang-so-luong/"
# commune: poor of 1,000 households in 2021 and 2022; every target is 10,00 points
FIGURES = {
    "22783": (400, 250), "22786": (400, 260), "22789": (400, 270), "22792": (400, 280), "22795": (400, 290),
    "22798": (400, 290), "22801": (400, 310),
}  # fmt: skip
WHY = "Xã vùng cao, khó khăn hơn."


def _candidate(key: int, actual: str | None, required: str = "1.00", *, holds: bool = False) -> Candidate:
    finding = Finding.compare(Decimal(actual), ">=", Decimal(required), unit="điểm %") if actual else None
    return Candidate(key, f"Tên {key}", finding, holds, str(key))


# ---- the ranking alone ----


def test_equals_share_a_rank() -> None:
    rows = rank([_candidate(key, value) for key, value in enumerate(("2.00", "3.00", "2.00", "1.50", None, "0.50"))])
    assert [(row.key, row.rank, row.tie, row.band) for row in rows] == [
        (1, 1, "", Band.MET),
        (0, 2, "Đồng hạng 2", Band.MET),
        (2, 2, "Đồng hạng 2", Band.MET),
        (3, 3, "", Band.MET),
        (4, 4, "", Band.NOT_MEASURED),
        (5, 5, "", Band.MISSED),
    ]


def test_completion_is_compared_exactly_and_not_as_printed() -> None:
    rows = rank([_candidate(1, "1.00", "3.00"), _candidate(2, "33.33", "99.99"), _candidate(3, "33.34", "100.00")])
    assert {row.key: (row.rank, row.candidate.words) for row in rows} == {
        3: (1, "33,34 %"),
        1: (2, "33,33 %"),
        2: (2, "33,33 %"),
    }


def test_a_target_of_nought_has_no_percentage() -> None:
    row = rank([_candidate(1, "0.00", "0.00")])[0]
    assert (row.band, row.candidate.percent, row.candidate.words) == (Band.MET_IN_FULL, None, "đạt, chỉ tiêu 0,00")


@pytest.mark.parametrize(
    ("places", "inside", "contested"),
    [(0, [], []), (1, [2], []), (2, [2], [1, 3]), (3, [2, 1, 3], []), (9, [2, 1, 3, 4], []), (None, [], [])],
)
def test_the_line_never_falls_between_equals(places: int | None, inside: list[int], contested: list[int]) -> None:
    rows = rank([_candidate(key, value) for key, value in ((1, "2.00"), (2, "3.00"), (3, "2.00"), (4, "1.50"))])
    found = walk(rows, places, ())
    equals = found.tie.waiting if found.tie else ()
    assert ([row.key for row in found.entering], [row.key for row in equals]) == (inside, contested)
    assert [row.key for tie in open_ties(rows, places) for row in tie.members] == contested


def test_who_falls_short_is_never_inside_by_rank() -> None:
    assert walk(rank([_candidate(1, "0.99")]), 5, ()).entering == ()


VALUES = st.lists(st.sampled_from(["0.50", "1.00", "1.50", "2.00", None]), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VALUES, st.randoms(use_true_random=False), st.integers(0, 12))
def test_no_key_name_or_order_breaks_a_tie(values: list[str | None], chance: Any, places: int) -> None:
    members = [_candidate(key, value) for key, value in enumerate(values)]
    keys = list(range(100, 100 + len(members)))
    chance.shuffle(keys)
    mixed = [replace(item, key=keys[item.key], name=f"{keys[item.key]}", sort=str(chance.random())) for item in members]
    chance.shuffle(mixed)
    before, after = rank(members), rank(mixed)
    assert {keys[row.key]: row.rank for row in before} == {row.key: row.rank for row in after}
    assert {keys[row.key] for row in walk(before, places, ()).entering} == {
        row.key for row in walk(after, places, ()).entering
    }
    by_key = {row.key: row for row in before}
    for one, other in product(members, repeat=2):  # equal exactly when equally far, and in order
        assert (by_key[one.key].rank == by_key[other.key].rank) == (one.order == other.order)
        assert (by_key[one.key].rank < by_key[other.key].rank) == (one.order < other.order)


# ---- choosing among equals ----


@pytest.fixture
@remembered
def door(province: cast.Province) -> dict[str, Nomination]:
    """Seven communes appraised: four ahead, two equal for the fifth place, one that falls short."""
    return at_the_door(province, FIGURES)


@remembered
def _recommend(province: cast.Province, *items: Nomination) -> None:
    actions.advance([item.pk for item in items], "recommend", by=province.home, override_reason="Đã xem xét.")


def test_the_road_waits_for_a_choice_between_equals(province: cast.Province, door: dict[str, Nomination]) -> None:
    first, second = door["22795"], door["22798"]
    _recommend(province, door["22783"])  # ahead of the tie: nothing to choose
    for item in (first, second):
        with pytest.raises(Refused) as refused:
            _recommend(province, item)
        assert refused.value.reasons == (
            "Đồng hạng 5: Nhân dân và cán bộ Xã Phước Thành và Nhân dân và cán bộ Xã Phước Thắng bằng nhau mà không đủ chỗ "
            "cho cả 02 hồ sơ. Cần ghi lựa chọn và lý do trên bảng số lượng trước.",
        )
    choice = choose(province.annual_2022, "collective", [first.pk], [second.pk], WHY, by=province.home)
    with pytest.raises(Refused, match="Hồ sơ đồng hạng 5 khác đã được chọn"):
        _recommend(province, second)
    _recommend(province, first)
    assert (choice.reason, choice.taken, choice.left) == (WHY, [first.pk], [second.pk])
    assert AuditEvent.objects.filter(verb="choose_among_equals").count() == 1


def test_with_room_for_all_equals_nobody_chooses(province: cast.Province, door: dict[str, Nomination]) -> None:
    bent.set_cap(province.annual_2022, "collective", 6, by=province.home)
    _recommend(province, door["22798"], door["22795"])
    assert Choice.objects.count() == 0


@pytest.mark.parametrize(
    ("taken", "left", "reason", "words"),
    [
        ([], [], WHY, "chọn ít nhất một"),
        ([], ["22795", "22798"], WHY, "chọn ít nhất một"),
        (["22795", "22798"], [], WHY, "Không để lại hồ sơ đồng hạng nào"),
        (["22795"], [], WHY, "đồng hạng chưa được nhắc đến"),
        (["22795"], ["22798"], "  ", "ghi lý do"),
        (["22783"], ["22798"], WHY, "Chỉ chọn giữa các hồ sơ đồng hạng"),
        (["22795"], ["22795", "22798"], WHY, "vừa được lấy vừa để lại"),
    ],
    ids=["nobody", "nobody taken", "nobody left", "an equal forgotten", "no reason", "not equal", "both"],
)
def test_a_choice_is_whole_or_refused(
    province: cast.Province, door: dict[str, Nomination], taken: list[str], left: list[str], reason: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        choose(
            province.annual_2022,
            "collective",
            [door[code].pk for code in taken],
            [door[code].pk for code in left],
            reason,
            by=province.home,
        )
    assert Choice.objects.count() == 0


def test_a_choice_that_somebody_made_meanwhile_is_not_replaced_unseen(
    province: cast.Province, door: dict[str, Nomination], sign_in: SignIn
) -> None:
    first, second = door["22795"], door["22798"]
    sent = {
        "nhom": "collective",
        "trong": [first.pk, second.pk],
        "lay": second.pk,
        "reason": "Vùng khó.",
        "lua-chon": "0",
    }
    choose(province.annual_2022, "collective", [first.pk], [second.pk], WHY, by=province.home, over=0)
    answer = sign_in(province.people["home_leader"]).post("/khen-thuong/annual-2022/bang-so-luong/chon/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in (WHY, province.home.full_name, first.printed_name, "Vùng khó."))
    assert Choice.objects.count() == 1
    newest = Choice.objects.get()
    choose(province.annual_2022, "collective", [second.pk], [first.pk], "Đổi ý.", by=province.home, over=newest.pk)


def test_who_may_not_choose(province: cast.Province, door: dict[str, Nomination]) -> None:
    first, second = door["22795"], door["22798"]
    for by in (province.bac_ai, province.chairman, province.auditor):
        with pytest.raises(Refused, match="không có quyền"):
            choose(province.annual_2022, "collective", [first.pk], [second.pk], WHY, by=by)
    Nomination.objects.filter(pk=second.pk).update(author=province.home)
    with pytest.raises(Refused, match="Bạn đã lập một trong các hồ sơ này"):
        choose(province.annual_2022, "collective", [first.pk], [second.pk], WHY, by=province.home)


def test_who_holds_a_place_is_not_left_by_a_choice(province: cast.Province, door: dict[str, Nomination]) -> None:
    first, second = door["22795"], door["22798"]
    choose(province.annual_2022, "collective", [first.pk], [second.pk], WHY, by=province.home)
    _recommend(province, first)
    with pytest.raises(Refused, match="phải được đưa ra khỏi danh sách trước"):
        choose(province.annual_2022, "collective", [second.pk], [first.pk], "Đổi ý.", by=province.home)


def test_a_choice_takes_no_more_than_there_are_places(province: cast.Province, door: dict[str, Nomination]) -> None:
    _recommend(province, *(door[code] for code in ("22783", "22786", "22789", "22792")))
    bent.set_cap(province.annual_2022, "collective", 4, by=province.home)
    with pytest.raises(Refused, match="Còn 00 chỗ, không lấy 01 hồ sơ được"):
        choose(province.annual_2022, "collective", [door["22795"].pk], [door["22798"].pk], WHY, by=province.home)


# ---- the page ----


def _block(client: Client, **query: str) -> Any:
    return client.get(URL, query).context["blocks"][0]


def test_the_board_shows_ranks_ties_the_line_and_who_was_passed_over(
    province: cast.Province, door: dict[str, Nomination], sign_in: SignIn
) -> None:
    _recommend(province, door["22783"], door["22801"])
    page = sign_in(province.home).get(URL)
    block, words = page.context["blocks"][0], page.content.decode()
    rows = block.page.object_list
    assert [(row.rank, row.tie) for row in rows] == [
        (1, ""),
        (2, ""),
        (3, ""),
        (4, ""),
        (5, "Đồng hạng 5"),
        (5, "Đồng hạng 5"),
        (6, ""),
    ]
    assert [row.place.candidate.words for row in rows] == [
        "150,00 %",
        "140,00 %",
        "130,00 %",
        "120,00 %",
        "110,00 %",
        "110,00 %",
        "90,00 %",
    ]
    assert {row.line for row in rows if row.line} == {
        "Không quá 05 tập thể (mục III.3.b): còn 01 chỗ cho 02 hồ sơ đồng hạng"
    }
    assert [row.head for row in rows if row.head] == ["Chưa đạt mức của tiêu chí: chỉ trình khi có lý do bằng văn bản"]
    assert len(block.passed) == 1 and "xếp trên mà chưa được đưa vào" in block.passed[0]
    assert block.slots == (True, True, False, False, False)
    assert page.context["lead"].startswith("Còn 03 tập thể, còn 05 cá nhân.")
    assert words.count('<span class="tie">Đồng hạng 5</span>') == 2
    assert "Đồng hạng 5: 02 hồ sơ bằng nhau chờ 01 chỗ" in words


def test_equals_stand_on_both_sides_of_the_line_once_chosen(
    province: cast.Province, door: dict[str, Nomination], sign_in: SignIn
) -> None:
    client = sign_in(province.home)
    keys = [door["22798"].pk, door["22795"].pk]
    data = {"nhom": "collective", "trong": keys, "lay": keys[:1], "reason": WHY}
    assert client.post(f"{URL}chon/", data).status_code == 302
    rows = _block(client).page.object_list
    at = next(number for number, row in enumerate(rows) if row.line)
    assert [(row.nomination.pk, row.tie, row.chosen) for row in rows[at - 1 : at + 1]] == [
        (keys[0], "Đồng hạng 5", True),
        (keys[1], "Đồng hạng 5", False),
    ]
    assert rows[at].line == "Không quá 05 tập thể (mục III.3.b)"
    page = client.get(URL).content.decode()
    assert WHY in page
    assert "Hồ sơ ngang hàng khác đã được chọn" in page


def test_a_refused_choice_keeps_what_was_typed(
    province: cast.Province, door: dict[str, Nomination], sign_in: SignIn
) -> None:
    keys = [door["22795"].pk, door["22798"].pk]
    answer = sign_in(province.home).post(
        f"{URL}chon/", {"nhom": "collective", "trong": keys, "lay": keys, "reason": "Cả hai đều tốt."}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Không để lại hồ sơ đồng hạng nào" in page and "Cả hai đều tốt." in page
    assert page.count(" checked") == 2


def test_who_only_reads_gets_no_form(province: cast.Province, door: dict[str, Nomination], sign_in: SignIn) -> None:
    for user in (province.chairman, province.auditor, province.council):
        client = sign_in(user)
        page = client.get(URL).content.decode()
        assert "Phước Tiến" in page and "Sở Nội vụ chưa ghi lựa chọn" in page
        assert 'method="post" action="/khen-thuong' not in page
        for path in ("so-luong/", "buoc/to_council/"):
            assert client.post(f"{URL}{path}", {"nhom": "collective"}).status_code == 403
        # the chairman chooses where nobody of the award agency may: refused here by what is chosen
        wanted = 422 if user == province.chairman else 403
        assert client.post(f"{URL}chon/", {"nhom": "collective"}).status_code == wanted
    assert sign_in(province.bac_ai).get(URL).status_code == 403


def test_a_ceiling_changes_on_the_board_by_an_act_and_never_below_what_is_used(
    province: cast.Province, door: dict[str, Nomination], sign_in: SignIn
) -> None:
    _recommend(province, door["22783"], door["22786"])
    client = sign_in(province.home)

    def sent(group: str, at_most: str, number: str = "9/UBND-NC") -> Any:
        return client.post(
            f"{URL}so-luong/",
            {
                "nhom": group,
                "at_most": at_most,
                "number": number,
                "issued_on": "15/12/2022",
                "issuer": "UBND tỉnh",
                "reason": "Thêm. Đã xem lại.",
                "file": pdf("cv.pdf"),
            },
        )

    for at_most, number, words in (
        ("1", "9/UBND-NC", "đã dùng 02 chỗ tập thể, không giảm xuống 01 được"),
        ("", "9/UBND-NC", "Vui lòng nhập số lượng mới"),
        ("sáu", "9/UBND-NC", "sáu"),
        ("6", " ", "Vui lòng ghi"),
    ):
        answer = sent("collective", at_most, number)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert sent("khac", "6").status_code == 404
    assert sent("collective", "2").status_code == 302
    bent.confirmed(RuleChange.objects.get())
    now = Cap.objects.current().get(round=province.annual_2022, group="collective")
    assert (now.at_most, "9/UBND-NC" in now.act) == (2, True)
    assert "Đã đủ số lượng" in client.get(URL).content.decode()


def test_an_unknown_ceiling_is_neither_nought_nor_without_end(province: cast.Province, sign_in: SignIn) -> None:
    award_round = province.campaign.rounds.get(code="state-interim-2023")
    for board in caps.boards([award_round]).values():
        assert (board.at_most, board.left) == (None, None)
        assert "chưa được xác định bằng văn bản" in board.why_full("Đợt")
    page = sign_in(province.home).get("/khen-thuong/state-interim-2023/bang-so-luong/").content.decode()
    assert "00/chưa xác định" in page
    assert "Chưa có văn bản xác định" in page


def test_a_bloc_has_its_own_ceiling_on_the_board(
    province: cast.Province, door: dict[str, Nomination], sign_in: SignIn
) -> None:
    bloc = Bloc.objects.create(name="Cụm miền núi")
    bent.set_cap(province.annual_2022, "collective", 1, bloc=bloc, by=province.home)
    Nomination.objects.filter(pk__in=[door["22783"].pk, door["22786"].pk]).update(bloc=bloc)
    _recommend(province, Nomination.objects.get(pk=door["22786"].pk))
    with pytest.raises(Refused, match="đã đủ 01 tập thể, Cụm miền núi"):
        _recommend(province, Nomination.objects.get(pk=door["22783"].pk))
    page = sign_in(province.home).get(URL)
    found = {block.standing.code: block.standing.board.words for block in page.context["blocks"]}
    assert found == {
        "collective": "00/05 tập thể",
        f"collective-{bloc.pk}": "01/01 tập thể, Cụm miền núi",
        "individual": "00/05 cá nhân",
    }
    assert "(140,00 %) trong danh sách, còn Nhân dân và cán bộ Xã Phước Bình (150,00 %)" in page.content.decode()


def test_the_excel_is_the_board(province: cast.Province, door: dict[str, Nomination], sign_in: SignIn) -> None:
    _recommend(province, door["22783"])
    answer = sign_in(province.home).get(URL, {"tai": "excel"})
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    found = [row for row in rows if row[0] == "Tập thể"]
    assert [row[1] for row in found] == [1, 2, 3, 4, 5, 5, 6]
    assert found[0][3:] == [
        door["22783"].printed_name,
        "c) Cấp xã",
        150,
        None,
        "Đã đưa vào danh sách trình",
        "có",
        None,
    ]
    assert AuditEvent.objects.filter(verb="export").count() == 1


def test_fifty_candidates_ask_no_more_than_five(province: cast.Province, sign_in: SignIn) -> None:
    on = cast.EVENING.date()
    codes = list(Unit.objects.in_force(on).filter(level=3).order_by("code").values_list("code", flat=True)[:60])
    keys = [
        item.pk
        for item in at_the_door(province, {code: (400, 200 + at % 50) for at, code in enumerate(codes)}).values()
    ]
    client, counts = sign_in(province.home), []
    client.get(URL)
    for number in (5, 60):
        Nomination.objects.update(state=State.DRAFT)
        Nomination.objects.filter(pk__in=keys[:number]).update(state=State.APPRAISED)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    block = page.context["blocks"][0]
    assert (len(block.page.object_list), block.page.paginator.num_pages) == (50, 2)
    assert len(_block(client, **{"trang-collective": "2"}).page.object_list) == 10


# ---- whole lists ----


def _whole(client: Client, step: str) -> dict[str, Any]:
    context = client.get(f"{URL}buoc/{step}/").context
    return dict(context["hidden"])


def test_the_whole_list_goes_to_the_council_or_none_of_it(
    province: cast.Province, door: dict[str, Nomination], sign_in: SignIn
) -> None:
    client = sign_in(province.home)
    _recommend(province, door["22783"], door["22786"])
    seen = _whole(client, "to_council")
    _recommend(province, door["22789"])  # somebody else adds one meanwhile
    answer = client.post(f"{URL}buoc/to_council/", seen)
    assert answer.status_code == 409
    assert [(row.place, row.then, row.now) for row in answer.context["moved"]] == [
        (door["22789"].printed_name, "không có dòng này", "đã đưa vào danh sách trình")
    ]
    assert Nomination.objects.filter(state=State.COUNCIL).count() == 0
    stale = {**_whole(client, "to_council"), f"ho-so-{door['22783'].pk}": 99}
    assert client.post(f"{URL}buoc/to_council/", stale).status_code == 422
    assert client.post(f"{URL}buoc/to_council/", _whole(client, "to_council")).status_code == 302
    assert Nomination.objects.filter(state=State.COUNCIL).count() == 3
    page = client.get(f"{URL}buoc/to_decision/").content.decode()
    assert page.count("Hội đồng Thi đua - Khen thưởng chưa biểu quyết hồ sơ này") == 3
    assert client.get(f"{URL}buoc/award/").status_code == 404


def test_what_waits_at_a_district_that_is_no_more_moves_on_at_once(
    db: None, sign_in: SignIn, on_deadline_evening: None
) -> None:
    province = cast.make_province(reforms=False)
    found = at_the_door(province, {code: FIGURES[code] for code in ("22783", "22786")})
    Nomination.objects.update(state=State.DISTRICT_REVIEW)
    client = sign_in(province.home)
    assert "chờ ở cấp huyện" not in client.get(URL).content.decode()
    with clock.at(datetime(2025, 7, 1, 8, 0, tzinfo=VIETNAM)):
        assert "02 hồ sơ đang chờ ở cấp huyện mà cấp huyện không còn" in client.get(URL).content.decode()
        data = _whole(client, "move_on")
        assert client.post(f"{URL}buoc/move_on/", data).status_code == 422  # a reason is asked
        assert client.post(f"{URL}buoc/move_on/", {**data, "reason": "Hết cấp huyện."}).status_code == 302
    assert set(Nomination.objects.values_list("state", flat=True)) == {State.SUBMITTED}
    assert AuditEvent.objects.filter(verb="nomination_move_on").count() == len(found)


def test_standings_are_read_in_the_order_of_the_plan(province: cast.Province, door: dict[str, Nomination]) -> None:
    assert [item.code for item in standings(province.annual_2022)] == ["collective", "individual"]
