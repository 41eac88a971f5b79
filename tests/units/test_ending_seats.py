"""Across a reform nobody is locked out: seats that end are seen ahead, and go on in the successors by one act."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import audit
from accounts.models import AuditEvent, User
from accounts.permissions import Duty, Permission, Role
from core import clock
from core.workflow import Refused
from tests import cast
from units import access, todo
from units.actions.going_on import administrators_go_on
from units.actions.organisations import HandOver, end_organisation, found_organisation, hand_over
from units.actions.people import Opening, open_account
from units.actions.seats import GONE, carry_seats
from units.ending_seats import endings
from units.models import Membership, Succession, Unit

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
