"""Across a reform nobody is locked out: seats that end are seen ahead, and go on in the successors by one act."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import audit
from accounts.models import AuditEvent, User
from accounts.permissions import Duty, Permission, Role
from core import clock
from core.workflow import Refused
from tests import cast, people
from units import access, todo
from units.map.domain.levels import Kind
from units.models import Membership, Organisation, Reorganisation, Succession, Unit
from units.organisations.actions import HandOver, end_organisation, found_organisation, give_duty, hand_over, officers
from units.people.actions.people import Opening, end_role, give_role, open_account
from units.reorganisation.actions import reorganise as reorganise_actions
from units.reorganisation.actions import table
from units.reorganisation.actions.going_on import administrators_go_on
from units.reorganisation.actions.seats import GONE, carry_seats
from units.reorganisation.actions.undo import undo
from units.reorganisation.actions.wishes import NewUnit, Wish
from units.reorganisation.ending_seats import endings
from units.unit_lists import loading
from units.unit_lists.domain.succession_files import read_successions, scan_successions
from units.unit_lists.domain.unit_files import read_units

DAY = date(2025, 7, 1)
ACT = "NQ 1667/NQ-UBTVQH15"


@pytest.fixture
def month_before(province: cast.Province) -> Iterator[cast.Province]:
    """The demonstration's map a month before its province ends; the administrator's seat goes on as the load writes it."""
    with clock.at(date(2025, 6, 1)):
        step = Succession.objects.get(from_unit__code="58")
        with audit.change(User.objects.command_line()) as trail:
            administrators_go_on(step.from_unit, step.to_unit, on=step.on, act=ACT, trail=trail)
        access.forget(province.administrator)
        yield province


def _proposals(user: User) -> dict[str, str]:
    return {item.row.user.username: item.proposed.label if item.proposed else "" for item in endings(user)}


def test_each_seat_is_proposed_its_successor(month_before: cast.Province) -> None:
    found = _proposals(month_before.administrator)
    assert found["phuoc-dai"] == "Xã Bác Ái Đông, Công chức cấp xã (Văn hóa - xã hội)"
    assert found["chairman"] == "Tỉnh Khánh Hòa, Chủ tịch UBND tỉnh"
    assert found["home"] == "Sở Nội vụ (Tỉnh Khánh Hòa)"
    assert found["bac-ai"] == ""  # the district has no successor: a commune is chosen
    choices = next(item for item in endings(month_before.administrator) if item.row.user.username == "bac-ai").targets
    assert {target.role for target in choices} == {Role.COMMUNE_OFFICER}
    assert "Xã Bác Ái" in {target.unit.name for target in choices}
    assert "administrator" not in found  # goes on already


def test_ninety_days_and_no_more(province: cast.Province) -> None:
    for day, number in ((date(2025, 4, 1), 0), (date(2025, 4, 2), len(province.people) - 1)):
        with clock.at(day):
            found = endings(province.administrator)
            assert bool(found) is bool(number), day


def test_one_act_carries_all_and_on_the_day_nobody_is_without_a_way_in(month_before: cast.Province) -> None:
    by = month_before.administrator
    rows = endings(by)
    wishes = {item.row.pk: (item.proposed or item.targets[0]).key for item in rows if item.targets and not item.why_not}
    assert {item.row.pk for item in rows} == set(wishes)
    assert carry_seats(wishes, act=ACT, by=by) == len(wishes)
    people = [item.row.user for item in rows]
    for day in (date(2025, 6, 30), DAY):
        with clock.at(day):
            without = []
            for user in [*people, by]:
                access.forget(user)
                if not access.seats(user):
                    without.append(user.username)
            assert without == [], day
    assert endings(by) == []
    assert AuditEvent.objects.filter(verb="carry_seat", summary=ACT).count() == len(wishes) + 1


def test_the_administrator_of_a_province_never_falls_with_it(month_before: cast.Province) -> None:
    by = month_before.administrator
    with clock.at(DAY):
        access.forget(by)
        assert [seat.unit.name for seat in access.seats(by)] == ["Tỉnh Khánh Hòa"]
        assert access.may(by, Permission.ADMINISTER, month_before.unit("22801", date(2025, 6, 30)))
        found = endings(by)  # nobody had carried them before the day: they still can be
        assert {item.row.user.username for item in found} >= {"phuoc-dai", "home", "chairman"}
        assert carry_seats({item.row.pk: item.proposed.key for item in found if item.proposed}, act=ACT, by=by) > 0


def test_an_administrator_who_is_appointed_late_goes_on_too(month_before: cast.Province) -> None:
    seat = Opening("Quản Hai", Role.ADMINISTRATOR, month_before.unit("58", date(2025, 6, 1)))
    made = open_account(seat, by=month_before.administrator)
    rows = made.user.memberships.order_by("valid_from")
    assert [(row.unit.code, row.valid_from) for row in rows] == [("58", date(2025, 6, 1)), ("56", DAY)]


def test_a_role_is_not_carried_twice_nor_to_a_stranger(month_before: cast.Province) -> None:
    by = month_before.administrator
    item = next(item for item in endings(by) if item.row.user.username == "phuoc-dai")
    far = Unit.objects.in_force(DAY).exclude(pk=item.targets[0].unit.pk).filter(level=3).first()
    assert far is not None
    with pytest.raises(Refused, match="nơi đã chọn không kế tục nơi này"):
        carry_seats({item.row.pk: f"{far.pk}.0"}, act=ACT, by=by)
    with pytest.raises(Refused, match="số, ký hiệu và ngày"):
        carry_seats({item.row.pk: item.targets[0].key}, act=" ", by=by)
    assert carry_seats({item.row.pk: item.targets[0].key}, act=ACT, by=by) == 1
    with pytest.raises(Refused) as refused:
        carry_seats({item.row.pk: item.targets[0].key}, act=ACT, by=by)
    assert GONE in refused.value.reasons


def test_who_administers_elsewhere_carries_nobody(month_before: cast.Province) -> None:
    item = next(item for item in endings(month_before.administrator) if item.row.user.username == "phuoc-dai")
    with pytest.raises(Refused):
        carry_seats({item.row.pk: item.targets[0].key}, act=ACT, by=month_before.bac_ai)
    assert endings(month_before.bac_ai) == []


def test_nobody_carries_their_own_role(month_before: cast.Province) -> None:
    by = month_before.administrator
    Membership.objects.create(
        user=by, role=Role.CHAIRMAN, unit=month_before.unit("58", date(2025, 6, 1)), valid_from=cast.START, valid_to=DAY
    )
    own = next(item for item in endings(by) if item.row.user == by)
    assert own.why_not == "vai trò của chính bạn: quản trị khác chuyển"
    with pytest.raises(Refused, match="bạn không tự giao"):
        carry_seats({own.row.pk: own.targets[0].key}, act=ACT, by=by)


def test_an_agency_that_ends_is_followed_by_its_function(province: cast.Province) -> None:
    """Sở LĐTBXH ends: who works for poverty reduction goes where the duty went, of two bodies that took it over."""
    by, old = province.administrator, province.bodies["so-ldtbxh"]
    with clock.at(date(2025, 2, 20)):
        seat = province.unit("58", date(2025, 2, 20))
        new = {
            name: found_organisation(
                name, seat, valid_from=date(2025, 2, 1), values={"name": f"Sở {name}", "kind": "department"}, by=by
            )
            for name in ("farming", "home")
        }
        on, act = date(2025, 3, 1), "NQ 07"
        duty = frozenset({Duty.STANDING_AGENCY})
        hand_over(HandOver(duty, old, new["farming"], on, act, "giảm nghèo"), by=by)
        hand_over(HandOver(frozenset(), old, new["home"], on, act, "lao động, người có công"), by=by)
        end_organisation(old, on=on, act=act, by=by)
        found = {item.row.user.username: item for item in endings(by) if item.row.organisation == old}
        assert found["labour"].proposed is not None
        assert found["labour"].proposed.organisation == new["farming"]
        assert {target.organisation for target in found["labour"].targets} == set(new.values())
        carry_seats({found["labour"].row.pk: found["labour"].proposed.key}, act=act, by=by)
    with clock.at(on):
        access.forget(province.labour)
        assert access.holds(province.labour, Permission.APPROVE_FIGURES)


# ---- the page and the card ----


def test_the_card_and_the_page(month_before: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(month_before.administrator)
    cards = todo.cards(month_before.administrator)
    assert (len(cards), cards[0].due) == (1, DAY)
    assert cards[0].what == f"Chuyển {cards[0].count} vai trò kết thúc theo đơn vị, cơ quan"
    page = client.get("/chuyen-vai-tro/")
    html = page.content.decode()
    assert "Xã Bác Ái Đông, Công chức cấp xã (Văn hóa - xã hội)" in html
    item = next(item for item in endings(month_before.administrator) if item.row.user.username == "phuoc-dai")
    mark = page.context["seen_mark"]
    said = {"chon": str(item.row.pk), f"noi-{item.row.pk}": item.targets[0].key, "van-ban": ACT, "da-xem": mark}
    empty = client.post("/chuyen-vai-tro/", {**said, "van-ban": ""})
    assert empty.status_code == 422
    assert client.post("/chuyen-vai-tro/", said)["Location"] == "/chuyen-vai-tro/"
    moved = client.post("/chuyen-vai-tro/", said)  # another administrator's page of before
    assert moved.status_code == 409
    assert "dữ liệu trên cổng đã thay đổi" in moved.content.decode()
    assert todo.cards(month_before.bac_ai) == []


def test_the_page_asks_the_same_for_few_and_for_many_people(month_before: cast.Province) -> None:
    by = month_before.administrator
    list(endings(by))
    with CaptureQueriesContext(connection) as few:
        endings(by)
    unit = month_before.unit("22801", date(2025, 6, 1))
    for at in range(20):
        user = User.objects.create_user(f"them-{at}", full_name=f"Người {at}")
        Membership.objects.create(
            user=user, role=Role.COMMUNE_OFFICER, unit=unit, valid_from=cast.START, valid_to=unit.valid_to
        )
    with CaptureQueriesContext(connection) as many:
        endings(by)
    assert len(many) == len(few)


def test_a_district_s_administrator_falls_with_the_district_and_carries_nobody_beyond_it(
    month_before: cast.Province,
) -> None:
    by = User.objects.create_user("quan-tri-bac-ai", full_name="Quản Trị Bác Ái")
    district = month_before.unit("584", date(2025, 6, 1))
    Membership.objects.create(
        user=by, role=Role.ADMINISTRATOR, unit=district, valid_from=cast.START, valid_to=district.valid_to
    )
    item = next(item for item in endings(by) if item.row.user.username == "phuoc-dai")
    assert item.why_not == "nơi kế tục ngoài phạm vi quản trị của bạn ngày ấy: quản trị của tỉnh chuyển"
    with pytest.raises(Refused, match="nằm ngoài phạm vi quản trị của bạn vào ngày chuyển"):
        carry_seats({item.row.pk: item.targets[0].key}, act=ACT, by=by)
    mine = next(item for item in endings(month_before.administrator) if item.row.user == by)
    assert {target.role for target in mine.targets} == {Role.ADMINISTRATOR}  # of a commune, for the province to choose


# ---- accounts opened before anybody recorded the act ----

LATE = date(2026, 11, 30)
MAP = (("97", "Tỉnh Thử", Kind.PROVINCE, ""), ("970", "Huyện Một", Kind.RURAL_DISTRICT, "97"),
       ("97001", "Xã A", Kind.RURAL_COMMUNE, "970"), ("97002", "Xã B", Kind.RURAL_COMMUNE, "970"))  # fmt: skip
DOORS = ("list", "table", "wizard")


@pytest.fixture
def opened_late(db: None) -> Iterator[User]:
    """The old list of 2021 and its accounts, entered on 30/11/2026: the reform of 01/07/2025 is still to be recorded."""
    with clock.at(LATE):
        made: dict[str, Unit] = {}
        for code, name, kind, above in MAP:
            made[code] = people.unit(code, name, kind, made.get(above))
        by = people.person("quan-tri", Role.ADMINISTRATOR, made["97"])
        for at, role in (
            ("97001", Role.COMMUNE_OFFICER),
            ("97001", Role.COMMUNE_LEADER),
            ("970", Role.DISTRICT_OFFICER),
        ):
            open_account(Opening(f"Người {role}", role, made[at], username=role.value.replace("_", "-")), by=by)
        yield by


def _by_list(by: User) -> list[str]:
    rows = [
        "code,name_vi,kind,parent_code,flags",
        "97,Tỉnh Thử,tinh,,",
        "970,Huyện Một,huyen,97,het_hieu_luc=2025-07-01",
    ]
    steps = ["effective_date,old_code,new_code,new_name,new_kind,part,resolution"]
    steps += [f"01/07/2025,{code},97001,Xã Gộp,xa,toan_bo,NQ 9" for code in ("97001", "97002")]
    done = loading.load(
        read_units("\n".join(rows).encode(), "a.csv"),
        read_successions("\n".join(steps).encode(), "b.csv"),
        by=User.objects.command_line(),
    )
    return done.notes


def _by_table(by: User) -> list[str]:
    head = "Ngày;Mã cũ;Mã mới;Tên mới;Loại mới;Phần;Văn bản;Mã cấp trên mới"
    rows = [f"01/07/2025;{code};97001;Xã Gộp;Xã;toàn bộ;NQ 9/NQ-HĐND;97" for code in ("97001", "97002")]
    content = "\n".join([head, *rows]).encode()
    told: list[str] = []
    table.apply(
        table.Table(scan_successions(content, "b.csv"), content, "b.csv"),
        by=by,
        agreed=lambda lines: told.extend(": ".join(line) for line in lines),
    )
    return told


def _by_wizard(by: User) -> list[str]:
    old = tuple(Unit.objects.filter(code__in=("97001", "97002")))
    new = (NewUnit("97001", "Xã Gộp", Kind.RURAL_COMMUNE),)
    wish = Wish("merge", DAY, "NQ 9/NQ-HĐND", old, new, Unit.objects.get(code="97"))
    told = [f"{item.label}: {item.becomes}" for item in reorganise_actions.preview(wish, by=by).touched]
    reorganise_actions.reorganise(wish, by=by)
    return told


@pytest.mark.parametrize("door", DOORS)
def test_an_account_opened_after_the_act_s_day_is_told_and_carried(
    opened_late: User, door: str, sign_in: Callable[[User], Client]
) -> None:
    by = opened_late
    told = {"list": _by_list, "table": _by_table, "wizard": _by_wizard}[door](by)
    words = "vai trò của cán bộ ở các đơn vị kết thúc" if door == "list" else "khi đơn vị đã kết thúc"
    assert any(words in line for line in told), told
    officer = User.objects.get(username="commune-officer")
    access.forget(officer)
    assert not access.seats(officer)
    found = {item.row.user.username: item for item in endings(by)}
    assert set(found) >= {"commune-officer", "commune-leader"}
    item = found["commune-officer"]
    assert (item.on, item.is_past, item.proposed and item.proposed.unit.name) == (LATE, True, "Xã Gộp")
    assert todo.cards(by)[0].count == len(found)
    client = sign_in(by)
    assert "không còn vai trò" in client.get(reverse("units:accounts")).content.decode()
    page = client.get("/chuyen-vai-tro/")
    said = {"chon": [], "van-ban": "NQ 9/NQ-HĐND", "da-xem": page.context["seen_mark"]}
    said |= {f"noi-{item.row.pk}": item.targets[0].key for item in found.values()}
    said["chon"] = [str(item.row.pk) for item in found.values()]
    assert client.post("/chuyen-vai-tro/", said).status_code == 302
    assert endings(by) == []
    access.forget(officer)
    assert [(seat.unit.name, seat.role) for seat in access.seats(officer)] == [("Xã Gộp", Role.COMMUNE_OFFICER)]
    assert [row.valid_to for row in officer.memberships.order_by("pk")] == [date(2026, 12, 1), clock.FOREVER]


def test_the_wizard_carries_it_with_the_change(opened_late: User) -> None:
    late = Membership.objects.get(user__username="commune-officer")
    old = tuple(Unit.objects.filter(code__in=("97001", "97002")))
    new = (NewUnit("97001", "Xã Gộp", Kind.RURAL_COMMUNE),)
    wish = Wish("merge", DAY, "NQ 9/NQ-HĐND", old, new, Unit.objects.get(code="97"), renewed=frozenset({late.pk}))
    row = reorganise_actions.reorganise(wish, by=opened_late)
    assert {item.row.user.username for item in endings(opened_late)} == {"commune-leader"}
    access.forget(late.user)
    assert [seat.unit.name for seat in access.seats(late.user)] == ["Xã Gộp"]
    undo(row.pk, reason="Ghi nhầm", by=opened_late)
    assert [(seat.unit_id, seat.valid_to) for seat in late.user.memberships.all()] == [(late.unit_id, clock.FOREVER)]


def test_whoever_ended_such_a_role_by_hand_has_seen_to_it(opened_late: User) -> None:
    _by_list(opened_late)
    row = Membership.objects.get(user__username="commune-officer")
    assert row.user in {item.row.user for item in endings(opened_late)}
    with clock.at(date(2026, 12, 3)):
        end_role(row.pk, on=date(2026, 12, 2), reason="mở nhầm", by=opened_late)
        assert row.user not in {item.row.user for item in endings(opened_late)}


def test_two_such_roles_do_not_stand_for_each_other(opened_late: User) -> None:
    """One officer of both communes: neither role goes on in the other, both are told."""
    officer = User.objects.get(username="commune-officer")
    give_role(officer, Opening("", Role.COMMUNE_OFFICER, Unit.objects.get(code="97002")), by=opened_late)
    _by_list(opened_late)
    assert [item.row.unit.name for item in endings(opened_late) if item.row.user == officer] == ["Xã A", "Xã B"]


def test_an_officer_who_came_after_the_day_of_the_act_goes_along_with_the_duty(opened_late: User) -> None:
    """Sở Nội vụ hands its duty over from 01/11; its officer's account was opened on 30/11."""
    by, seat = opened_late, Unit.objects.get(code="97")
    old, new = (
        found_organisation(code, seat, valid_from=date(2021, 1, 1), values={"name": name, "kind": "department"}, by=by)
        for code, name in (("so-noi-vu", "Sở Nội vụ"), ("so-moi", "Sở Mới"))
    )
    give_duty(Duty.AWARD_AGENCY, old, on=date(2021, 1, 1), act="QĐ 1/QĐ-UBND", by=by)
    late = open_account(Opening("Cán bộ Muộn", Role.HOME_AFFAIRS_OFFICER, seat, old), by=by).membership
    left = open_account(Opening("Cán bộ Sót", Role.HOME_AFFAIRS_OFFICER, seat, old), by=by).membership
    on, act = date(2026, 11, 1), "NQ 2/NQ-HĐND"
    assert {row.pk for row in officers(old, on)} == {late.pk, left.pk}
    wish = HandOver(frozenset({Duty.AWARD_AGENCY}), old, new, on, act, "thi đua", frozenset({late.pk}))
    hand_over(wish, by=by)
    rows = late.user.memberships.order_by("pk").values_list("organisation__code", "valid_from", "valid_to")
    assert list(rows) == [("so-noi-vu", LATE, date(2026, 12, 1)), ("so-moi", LATE, clock.FOREVER)]
    end_organisation(old, on=on, act=act, by=by)
    (item,) = endings(by)
    assert (item.row.user, item.on, item.proposed and item.proposed.organisation) == (left.user, LATE, new)
    assert item.proposed is not None
    carry_seats({item.row.pk: item.proposed.key}, act=act, by=by)
    for user in (late.user, left.user):
        access.forget(user)
        assert access.holds(user, Permission.APPRAISE)


@pytest.mark.parametrize("door", ["table", "wizard"])
def test_the_change_is_undone_with_the_roles_that_were_carried_over(opened_late: User, door: str) -> None:
    """Early and late ones, and the seat of a body: all as before; what somebody gave by hand keeps the change."""
    by = opened_late
    early = people.person("som", Role.COMMUNE_OFFICER, Unit.objects.get(code="97002"))
    body = people.organisation("hoi", "Hội A", Unit.objects.get(code="97001"))
    open_account(Opening("Người Hội", Role.ENTERPRISE_CONTACT, body.seat, body), by=by)
    before = [list(model.objects.order_by("pk").values()) for model in (Membership, Unit, Organisation)]
    {"table": _by_table, "wizard": _by_wizard}[door](by)
    found = endings(by)
    carry_seats({item.row.pk: item.targets[0].key for item in found}, act="NQ 9/NQ-HĐND", by=by)
    access.forget(early)
    assert [seat.unit.name for seat in access.seats(early)] == ["Xã Gộp"]
    body.refresh_from_db()
    assert body.seat.name == "Xã Gộp"
    change = Reorganisation.objects.get()
    given = give_role(early, Opening("", Role.COMMUNE_LEADER, body.seat), by=by)
    with pytest.raises(Refused, match=f"Đã có vai trò của cán bộ gắn với đơn vị mới: {given}"):
        undo(change.pk, reason="Ghi sai ngày", by=by)
    given.delete()
    undo(change.pk, reason="Ghi sai ngày", by=by)
    assert [list(model.objects.order_by("pk").values()) for model in (Membership, Unit, Organisation)] == before
    access.forget(early)
    assert [seat.unit.name for seat in access.seats(early)] == ["Xã B"]
