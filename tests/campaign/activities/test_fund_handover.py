"""The money of a unit that ended: its successor takes it over by one act; nothing is lost and nothing made."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.permissions import Role
from campaign.activities.actions import funds as actions
from campaign.activities.actions import records
from campaign.activities.actions.records import Draft
from campaign.activities.funds import balance, successors
from campaign.models import Fund, FundHandover, Record
from core import clock
from core.workflow import Refused
from tests import cast
from units.impacts import impacts_of
from units.models import Organisation, Reorganisation, Unit
from units.reorganisation.endings import endings_of

SignIn = Callable[[User], Client]
MERGED = date(2024, 11, 1)  # Phường Mỹ Hương and others became Phường Kinh Dinh
MONEY = 5_000_000


@pytest.fixture
def old(province: cast.Province) -> Iterator[Unit]:
    """A ward that has ended with money in its Fund; today is a month later."""
    ward = province.unit("22753")
    _receive(province, ward, MONEY)
    with _day(2024, 12, 2):
        yield ward


def _day(*day: int) -> AbstractContextManager[None]:
    return clock.at(datetime(*day, 9, tzinfo=clock.VIETNAM))


def _receive(
    province: cast.Province, unit: Unit, amount: int, kind: str = "thu-quy", on: date = date(2022, 10, 20)
) -> Record:
    by = User.objects.command_line()
    answers = {"giver": "Chi bộ", "amount": amount} if kind == "thu-quy" else {"purpose": "Nhà ở", "amount": amount}
    made = records.write(province.campaign, kind, Draft(on, "Bút toán", answers=answers), unit=unit, by=by)
    return records.advance(made.pk, "record", by=by, edition=1)


def _officer(unit: Unit, role: Role = Role.COMMUNE_OFFICER, body: Organisation | None = None) -> User:
    user = User.objects.create_user(f"can-bo-{unit.pk}", "mot-cau-ngan-de-nho", full_name=f"Cán bộ {unit}")
    user.memberships.create(role=role, unit=unit, organisation=body, valid_from=unit.valid_from)
    return user


def _fund(unit: Unit) -> Fund:
    return Fund.objects.get(unit=unit)


def _left(province: cast.Province, *units: Unit) -> list[int]:
    return [balance(province.campaign, unit, None) for unit in units]


def test_the_successor_takes_over_what_is_left(province: cast.Province, old: Unit, sign_in: SignIn) -> None:
    new = province.unit("22759", on=MERGED)
    by = _officer(new)
    client = sign_in(by)
    page = client.get("/phong-trao/so-quy/")
    assert [(row.unit, left) for row, left in page.context["waiting"]] == [(old, MONEY)]
    address = f"/phong-trao/so-quy/{_fund(old).pk}/ban-giao/"
    form = client.get(address).context["form"]
    assert form.fields["taker"].choices == [(f"u-{new.pk}", "Phường Kinh Dinh")]
    assert form.initial["amount"] == MONEY
    sent = {"taker": f"u-{new.pk}", "amount": "5.000.000", "act": "12/BB-UBND", "on": "15/11/2024"}
    assert client.post(address, sent)["Location"] == "/phong-trao/so-quy/"
    assert _left(province, old, new) == [0, MONEY]
    row = FundHandover.objects.get()
    assert (row.amount, row.act, row.on, row.recorded_by) == (MONEY, "12/BB-UBND", date(2024, 11, 15), by)
    assert AuditEvent.objects.filter(verb="hand_over_fund").count() == 1
    # what the ward did stays its own; the sum of all Funds is what it was
    page = client.get("/phong-trao/so-quy/")
    books = {book.owner: (book.received, book.used, book.moved, book.balance) for book in page.context["books"]}
    assert books == {old: (MONEY, 0, -MONEY, 0), new: (0, 0, MONEY, MONEY)}
    assert page.context["total"]["balance"] == MONEY
    assert page.context["waiting"] == []
    assert "12/BB-UBND" in page.content.decode()
    # and it can be used
    _receive(province, new, MONEY, "chi-quy", on=date(2024, 12, 1))
    assert _left(province, old, new) == [0, 0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": MONEY + 1}, "còn 5.000.000 đồng, không bàn giao được 5.000.001 đồng"),
        ({"amount": 0}, "không bàn giao được 0 đồng"),
        ({"act": "  "}, "ngày của văn bản bàn giao"),
        ({"on": date(2024, 10, 31)}, "phải từ 01/11/2024 đến hôm nay"),
        ({"on": date(2024, 12, 3)}, "phải từ 01/11/2024 đến hôm nay"),
    ],
)
def test_what_is_refused(province: cast.Province, old: Unit, change: dict[str, Any], words: str) -> None:
    new = province.unit("22759", on=MERGED)
    told = {"amount": MONEY, "act": "12/BB-UBND", "on": date(2024, 11, 1)} | change
    with pytest.raises(Refused, match=words):
        actions.take_over(_fund(old).pk, (new, None), by=_officer(new), **told)
    assert _left(province, old, new) == [MONEY, 0]


def test_only_the_successor_takes_over_and_only_from_what_has_ended(
    province: cast.Province, old: Unit, sign_in: SignIn
) -> None:
    new, beside = province.unit("22759", on=MERGED), province.unit("22801")
    told = {"amount": 1, "act": "12/BB", "on": date(2024, 11, 1)}
    for taker, by in ((beside, province.phuoc_dai), (new, province.phuoc_dai), (beside, _officer(new))):
        with pytest.raises(Refused, match="chỉ đơn vị kế thừa"):
            actions.take_over(_fund(old).pk, (taker, None), by=by, **told)
    assert sign_in(province.phuoc_dai).get(f"/phong-trao/so-quy/{_fund(old).pk}/ban-giao/").status_code == 404
    with _day(2024, 10, 31), pytest.raises(Refused, match="chỉ đơn vị kế thừa"):
        _receive(province, beside, 9, on=date(2024, 10, 1))
        actions.take_over(_fund(beside).pk, (beside, None), by=province.phuoc_dai, **told)


def test_what_was_handed_over_is_not_taken_back_from_the_old_book(province: cast.Province, old: Unit) -> None:
    new = province.unit("22759", on=MERGED)
    told = {"act": "12/BB", "on": date(2024, 11, 1), "by": User.objects.command_line()}
    actions.take_over(_fund(old).pk, (new, None), amount=MONEY, **told)
    receipt = Record.objects.get()
    with pytest.raises(Refused, match="còn 0 đồng"):
        records.advance(receipt.pk, "cancel", by=User.objects.command_line(), edition=2, reason="Ghi nhầm")
    with pytest.raises(Refused, match="còn 0 đồng"):
        actions.take_over(_fund(old).pk, (new, None), amount=1, **told)


def test_the_fund_of_a_district_goes_to_the_front_of_what_it_stood_under(province: cast.Province) -> None:
    district = province.unit("584")
    _receive(province, district, MONEY)
    with _day(2025, 7, 10):
        province_now = Unit.objects.bearing("56", date(2025, 7, 10))
        assert successors(district, clock.today()) == [province_now]
        body = Organisation.objects.create(
            code="mttq-56",
            name="Ủy ban MTTQ tỉnh Khánh Hòa",
            kind=Organisation.Kind.FRONT,
            seat=province_now,
            valid_from=date(2025, 7, 1),
        )
        by = _officer(province_now, Role.FRONT_SUPERVISOR, body)
        actions.take_over(_fund(district).pk, (None, body), amount=MONEY, act="3/BB", on=date(2025, 7, 1), by=by)
        assert balance(province.campaign, None, body) == MONEY
        assert _left(province, district) == [0]


def test_a_ward_merged_twice_has_the_last_as_successor(province: cast.Province, old: Unit) -> None:
    assert [one.name for one in successors(old, date(2024, 12, 2))] == ["Phường Kinh Dinh"]
    assert [one.name for one in successors(old, date(2025, 7, 1))] == ["Phường Phan Rang"]


def test_the_reorganisation_says_where_the_money_goes(province: cast.Province, old: Unit) -> None:
    change = Reorganisation.objects.get(on=MERGED)
    told = [item for item in impacts_of(endings_of(change), MERGED) if item.what == "Quỹ Vì người nghèo"]
    assert [(item.label, item.becomes, item.moves) for item in told] == [
        (
            "Quỹ của Phường Mỹ Hương, còn 5.000.000 đồng",
            "giữ trong sổ của đơn vị cũ; Phường Kinh Dinh nhận bàn giao ở trang Sổ quỹ, theo văn bản bàn giao",
            False,
        )
    ]
