"""Ceilings within those of groups: of classes, of each district, of those that qualify; held at every path."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts import audit
from accounts.models import User
from awards import actions
from awards.controls.actions.late import PastDecision, Recipient
from awards.council.domain.choosing import Voted, result, why_not_take
from awards.models import Cap, Nomination, Round
from awards.nominations.proposals import Proposal
from awards.ranking.actions.choices import choose
from awards.rounds import caps
from awards.rounds.actions.qualified import set_qualified
from awards.workflow.states import State
from campaign.definition import DefinitionErrors
from campaign.models import Campaign
from campaign.plan.actions.definitions import store_definition
from core.workflow import Refused
from tests import cast
from tests.awards import bent
from tests.awards.walking import at_the_door
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Bloc

pytestmark = pytest.mark.django_db
# two communes of Bác Ái, two of Ninh Sơn: poor of 1,000 households in 2021 and 2022
FIGURES = {"22783": (400, 250), "22786": (400, 260), "22801": (400, 270), "22810": (400, 290)}
DAY = date(2022, 12, 15)


@pytest.fixture
def door(province: cast.Province) -> dict[str, Nomination]:
    return at_the_door(province, FIGURES)


def _inner(award_round: Round, at_most: int, **more: Any) -> Cap:
    made: Cap = Cap.objects.create(round=award_round, group="collective", at_most=at_most, clause="III.4", **more)
    return made


def _recommend(province: cast.Province, *pks: int) -> None:
    actions.advance(list(pks), "recommend", by=province.home, override_reason="Thử. Đã xem lại.")


def _why(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **more)
    return " ".join(refused.value.reasons)


def test_a_class_has_its_part_of_the_group(province: cast.Province, door: dict[str, Nomination]) -> None:
    award_round = province.annual_2022
    _inner(award_round, 1, classes="commune")
    _recommend(province, door["22783"].pk)
    why = _why(_recommend, province, door["22786"].pk)
    assert "đã đủ 01 tập thể, nhóm cấp xã (mục III.4)" in why
    assert str(door["22783"]) in why
    boards = caps.boards([award_round])
    told = [(board.title, board.used, board.at_most) for board in caps.of_round(boards, award_round)]
    assert told == [
        ("Tập thể", 1, 5),
        ("Tập thể, nhóm cấp xã", 1, 1),
        ("Cá nhân", 0, 5),
    ]


def test_a_class_that_has_no_part_of_its_own_is_not_counted(
    province: cast.Province, door: dict[str, Nomination]
) -> None:
    _inner(province.annual_2022, 0, classes="village")
    _recommend(province, *(item.pk for item in door.values()))
    assert caps.boards([province.annual_2022]).inner[0].board.used == 0


def test_each_district_has_its_part(province: cast.Province, door: dict[str, Nomination]) -> None:
    award_round = province.annual_2022
    placed = dict(zip(door, caps.districts_of(list(door.values())), strict=True))
    same = [code for code, district in placed.items() if district == placed["22783"]]
    others = [code for code in door if code not in same]
    assert len(same) > 1
    assert others
    district = province.unit("584")
    assert placed["22783"] == district.pk
    _inner(award_round, 1, district=district)
    _recommend(province, door[same[0]].pk, *(door[code].pk for code in others))
    assert f"tập thể, {district.name} (mục III.4)" in _why(_recommend, province, door[same[1]].pk)


def test_a_ceiling_lowered_behind_the_list_stops_the_decision(
    province: cast.Province, door: dict[str, Nomination]
) -> None:
    award_round = province.annual_2022
    pks = [door[code].pk for code in ("22783", "22786")]
    _recommend(province, *pks)
    Nomination.objects.filter(pk__in=pks).update(state=State.FOR_DECISION)
    _inner(award_round, 1, classes="commune")
    why = _why(
        actions.decide, award_round, number="1/QĐ", signed_on=DAY, signer="Chủ tịch", pks=pks, by=province.chairman
    )
    assert "Danh sách vượt số lượng tập thể, nhóm cấp xã (mục III.4)." in why.replace("Tập thể", "tập thể")


def test_late_entries_count_under_it(province: cast.Province, door: dict[str, Nomination]) -> None:
    award_round = province.annual_2022
    _inner(award_round, 1, classes="commune")
    units = [province.unit(code) for code in ("22789", "22792")]
    said = [
        Recipient(Proposal("commune", f"Nhân dân và cán bộ {unit.name}", unit=unit), holder_unit=unit) for unit in units
    ]
    paper = PastDecision("77/QĐ", DAY, "Chủ tịch", DAY)
    why = _why(bent.enter_past, award_round, paper, said, by=province.home)
    assert "chỉ có 01 tập thể, nhóm cấp xã" in why
    bent.enter_past(award_round, paper, said[:1], by=province.home)
    assert caps.boards([award_round]).inner[0].board.left == 0


def test_an_act_changes_it_by_two_people_and_never_below_what_is_used(
    province: cast.Province, door: dict[str, Nomination]
) -> None:
    award_round = province.annual_2022
    _inner(award_round, 2, classes="commune")
    _recommend(province, door["22783"].pk, door["22786"].pk)
    set_cap = {"by": province.home, "classes": "commune"}
    assert "đã dùng 02 chỗ" in _why(bent.set_cap, award_round, "collective", 1, number="1/UBND", **set_cap)
    bent.set_cap(award_round, "collective", 3, number="2/UBND", **set_cap)
    _recommend(province, door["22801"].pk)
    rows = Cap.objects.current().filter(round=award_round, group="collective").order_by("pk")
    assert [(row.classes, row.at_most) for row in rows] == [("", 5), ("commune", 3)]
    assert "không còn số lượng riêng" in _why(
        bent.set_cap, award_round, "collective", 1, number="3/UBND", by=province.home, classes="village"
    )


# ---- between equals for the places of one class, one district, all blocs ----

EQUAL = {"22783": (400, 250), "22786": (400, 250), "22789": (400, 250), "22801": (400, 270)}


@pytest.fixture
def equals(province: cast.Province) -> dict[str, Nomination]:
    """Three of one rank in Bác Ái, and one behind them in Ninh Sơn."""
    return at_the_door(province, EQUAL)


@pytest.mark.parametrize("kind", ["class", "district"])
def test_between_equals_for_the_places_of_a_part_somebody_chooses(
    province: cast.Province, equals: dict[str, Nomination], sign_in: Callable[[User], Client], kind: str
) -> None:
    award_round = province.annual_2022
    part = {"classes": "commune"} if kind == "class" else {"district": province.unit("584")}
    _inner(award_round, 2, **part)
    one, two, three, _ = (item.pk for item in equals.values())
    for pk in (one, two, three):
        why = _why(_recommend, province, pk)
        assert why.startswith("Đồng hạng 1: ") and "bằng nhau mà không đủ chỗ tập thể, " in why
        assert why.endswith("Cần ghi lựa chọn và lý do trên bảng số lượng trước.")
    client, board = sign_in(province.home), f"/khen-thuong/{award_round.code}/bang-so-luong/"
    (form,) = [form for block in client.get(board).context["blocks"] for form in block.ties]
    assert (form.tie.keys, form.tie.room, form.choice) == ({one, two, three}, 2, None)
    assert f"03 hồ sơ bằng nhau chờ 02 chỗ {form.within}" in " ".join(client.get(board).content.decode().split())
    choose_at = f"{board}chon/"
    sent = {"nhom": "collective", "lua-chon": 0, "trong": [one, two, three], "reason": "Theo cuộc họp ngày 12"}
    answer = client.post(choose_at, {**sent, "lay": [one, two, three]})
    assert answer.status_code == 422
    assert client.post(choose_at, {**sent, "lay": [one, three]}).status_code == 302
    assert "khác đã được chọn, có lý do" in _why(_recommend, province, two)
    _recommend(province, one, three)
    assert "đã đủ 02 tập thể" in _why(_recommend, province, two)


def test_who_is_alone_in_its_part_is_chosen_among_nobody(
    province: cast.Province, equals: dict[str, Nomination]
) -> None:
    _inner(province.annual_2022, 1, district=province.unit("584"))
    _recommend(province, equals["22801"].pk)


def test_a_choice_for_the_group_takes_no_more_than_a_part_has(
    province: cast.Province, equals: dict[str, Nomination]
) -> None:
    award_round = province.annual_2022
    _inner(award_round, 1, classes="commune")
    Cap.objects.filter(round=award_round, group="collective", classes="").update(at_most=2)
    one, two, three, _ = (item.pk for item in equals.values())
    why = _why(choose, award_round, "collective", [one, two], [three], "Theo cuộc họp ngày 12", province.home)
    assert "Còn 01 chỗ" in why
    choose(award_round, "collective", [two], [one, three], "Theo cuộc họp ngày 12", province.home)
    assert "khác đã được chọn, có lý do" in _why(_recommend, province, one)
    _recommend(province, two)


def test_equals_of_several_blocs_stand_for_the_places_of_all_of_them(
    province: cast.Province, equals: dict[str, Nomination], sign_in: Callable[[User], Client]
) -> None:
    award_round = province.annual_2022
    pks = [item.pk for item in equals.values()][:3]
    blocs = [Bloc.objects.create(name=f"Cụm thi đua {name}") for name in ("một", "hai", "ba")]
    for pk, bloc in zip(pks, blocs, strict=True):
        Nomination.objects.filter(pk=pk).update(bloc=bloc)
        Cap.objects.create(round=award_round, group="collective", at_most=1, clause="III.4", bloc=bloc)
    Cap.objects.filter(round=award_round, group="collective", bloc=None).update(at_most=2)
    for pk in pks:
        assert "không đủ chỗ tập thể, cộng mọi cụm, khối cho cả 03 hồ sơ" in _why(_recommend, province, pk)
    client, board = sign_in(province.home), f"/khen-thuong/{award_round.code}/bang-so-luong/"
    forms = [form for block in client.get(board).context["blocks"] for form in block.ties]
    assert [(form.tie.keys, form.tie.room) for form in forms] == [(frozenset(pks), 2)]
    sent = {
        "nhom": "collective",
        "lua-chon": forms[0].over,
        "trong": pks,
        "lay": pks[1:],
        "reason": "Theo cuộc họp ngày 12",
    }
    assert client.post(f"{board}chon/", sent).status_code == 302
    assert "khác đã được chọn, có lý do" in _why(_recommend, province, pks[0])
    _recommend(province, *pks[1:])
    assert "đã đủ 02 tập thể" in _why(_recommend, province, pks[0])


# ---- what a plan gives ----


def _planned(group_caps: Sequence[str], code: str = "thu-so-luong") -> Round:
    """A round of the same plan under another code, whose ceilings are these."""
    text = cast.DEFINITION.read_text(encoding="utf-8").replace(f'code = "{cast.CODE}"', f'code = "{code}"', 1)
    own = text.index("cap = [", text.index('code = "annual-2022"'))
    lines = ", ".join(f'{{ id = "S{at}", clause = "III.4", {cap} }}' for at, cap in enumerate(group_caps))
    text = f"{text[:own]}cap = [{lines}]{text[text.index(']', own) + 1 :]}"
    version, _ = store_definition(text, by=User.objects.command_line())
    actions.sync_rounds(version.campaign, by=User.objects.command_line())
    found: Round = Round.objects.get(campaign=Campaign.objects.get(code=code), code="annual-2022")
    return found


def test_a_plan_gives_classes_and_districts_their_parts(province: cast.Province) -> None:
    award_round = _planned(
        [
            'group = "collective", at_most = 9',
            'group = "collective", at_most = 4, classes = ["commune"]',
            'group = "collective", percent = "20.00", of = "commune", rounding = "up", per_district = true',
        ]
    )
    rows = Cap.objects.filter(round=award_round).select_related("district").order_by("pk")
    assert [(row.classes, row.at_most) for row in rows if row.district is None] == [("", 9), ("commune", 4)]
    own = {row.district.name: (row.at_most, row.basis) for row in rows if row.district is not None}
    assert own["Huyện Bác Ái"] == (2, "20,00 % của 9 cấp xã của Huyện Bác Ái, làm tròn lên")


def test_parts_alone_make_the_whole(province: cast.Province) -> None:
    codes = ("agency", "district", "commune", "village", "enterprise")
    award_round = _planned(
        [f'group = "collective", at_most = {at}, classes = ["{code}"]' for at, code in enumerate(codes, 1)]
    )
    board = caps.boards([award_round])[award_round.pk, "collective", None]
    assert (board.at_most, board.basis) == (15, "cộng 5 số lượng riêng của nhóm")


def test_a_share_of_those_that_qualify_waits_until_they_are_counted(
    province: cast.Province, door: dict[str, Nomination]
) -> None:
    award_round = _planned(
        [
            'group = "collective", percent = "50.00", of = "qualified", classes = ["commune"]',
            'group = "collective", at_most = 9',
        ]
    )
    (waiting,) = caps.boards([award_round]).inner
    assert (waiting.board.at_most, waiting.board.why_full("Đợt")) == (
        None,
        "Đợt: số lượng khen thưởng tập thể, nhóm cấp xã chưa được xác định bằng văn bản.",
    )
    made = set_qualified(award_round, waiting.board.code, by=province.home)
    # this campaign has figures of its own: none yet
    assert (made.at_most, made.basis.partition(",")[0]) == (0, "50")
    again = set_qualified(award_round, waiting.board.code, by=province.home)
    assert again.pk == made.pk


# ---- the Council's choice ----


def _voted(key: int, agree: int) -> Voted:
    return Voted(key, f"Xã {key}", True, agree, 9)


def test_the_council_passes_over_only_whom_no_part_has_room_for() -> None:
    found = result([_voted(1, 9), _voted(2, 8), _voted(3, 7)], 2)
    assert why_not_take(found, [1, 3], blocked=[2]) == []
    assert why_not_take(found, [1], blocked=[2, 3]) == []
    assert why_not_take(found, [1], blocked=[2]) == ["Cần chọn đúng 02 hồ sơ, đang chọn 01."]
    assert "nhiều phiếu hơn" in why_not_take(found, [1, 3])[0]


def test_communes_without_a_district_are_not_left_out_in_silence(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    each = ['group = "collective", at_most = 9', 'group = "collective", at_most = 2, per_district = true']
    award_round = _planned(each)
    board = f"/khen-thuong/{award_round.code}/bang-so-luong/?phong-trao={award_round.campaign.code}"
    assert sign_in(province.home).get(board).context["left_out"] == ""
    with audit.change(User.objects.command_line()) as trail:
        alone = found_unit(
            "22998",
            "Đặc khu Đảo",
            Kind.SPECIAL_ZONE,
            parent=province.unit("58"),
            valid_from=date(2022, 1, 1),
            trail=trail,
        )
    derive_ancestry([alone])
    with pytest.raises(DefinitionErrors) as found:
        _planned(each, code="khac")
    (error,) = [one for one in found.value.errors if one.place == "round[1].cap[2].per_district"]
    assert error.message.startswith("cuối năm 2022 có 1 xã, phường không thuộc đơn vị cấp huyện nào (Đặc khu Đảo)")
    _planned([each[0], 'group = "collective", at_most = 2, classes = ["district"], per_district = true'], code="khac")
    told = sign_in(province.home).get(board)
    assert told.context["left_out"].startswith("Cuối năm 2022 có 1 xã, phường không thuộc đơn vị cấp huyện nào")
    assert "Đặc khu Đảo" in told.content.decode()
