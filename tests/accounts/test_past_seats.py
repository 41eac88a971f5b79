"""Whose unit or body has ended reads what was theirs until then, writes nothing, and is told so."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import OF_THE_PAST, Permission, Role
from accounts.seats import seats
from awards.models import Nomination
from awards.workflow.states import State
from core import clock
from core.clock import VIETNAM
from tests import cast
from tests.awards.walking import propose, sent_back
from units import access
from units.models import Membership, Unit

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LATER = datetime(2025, 12, 1, 9, tzinfo=VIETNAM)
END = date(2025, 7, 1)


def test_what_a_past_seat_allows(province: cast.Province) -> None:
    for user in (province.labour, province.bac_ai, province.phuoc_dai, province.health):
        (now,), (past,) = seats(user, cast.EVENING.date()), seats(user, LATER.date())
        assert (now.ended_on, past.ended_on, past.is_past) == (None, END, True)
        assert past.permissions == now.permissions & OF_THE_PAST
        assert past.permissions
    assert not {Permission.VIEW_HOUSEHOLDS, Permission.EXPORT, Permission.VIEW_AUDIT} & OF_THE_PAST


def test_who_sits_somewhere_has_no_past_seat(province: cast.Province) -> None:
    heir = Unit.objects.bearing("56", END)
    Membership.objects.create(user=province.labour, role=Role.AUDITOR, unit=heir, valid_from=END)
    assert [(seat.role, seat.is_past) for seat in seats(province.labour, LATER.date())] == [(Role.AUDITOR, False)]


def test_a_role_that_was_taken_back_before_the_end_reads_nothing(province: cast.Province) -> None:
    Membership.objects.filter(user=province.labour).update(valid_to=date(2025, 6, 30))
    assert seats(province.labour, LATER.date()) == ()
    assert seats(province.labour, date(2025, 6, 30)) == ()
    Membership.objects.filter(user=province.bac_ai).update(valid_to=date.max)  # never taken back
    assert [seat.is_past for seat in seats(province.bac_ai, LATER.date())] == [True]


def test_whose_account_is_closed_reads_nothing(province: cast.Province) -> None:
    province.labour.is_active = False
    assert seats(province.labour, LATER.date()) == ()


def test_the_past_is_read_and_nothing_is_written(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2022, "22801", 990, 317, 118)
    item = sent_back(propose(province, "22801"))
    new = Unit.objects.bearing("22801", END)
    other = Nomination.objects.create(
        round=item.round,
        category="commune",
        group="collective",
        state=State.SUBMITTED,
        unit=new,
        printed_name="Hồ sơ của xã mới",
        achievements="Tốt.",
        holder_unit=new,
        author=province.home,
    )
    with clock.at(LATER):
        for user in (province.labour, province.bac_ai):
            access.forget(user)
            client = sign_in(user)
            start = client.get("/").content.decode()
            assert "Tài khoản chỉ xem." in start
            assert "đã kết thúc từ ngày 01/07/2025" in start
            assert client.get("/ket-qua/2022/").status_code == 200
            assert client.get(f"/ho-so/{item.pk}/").status_code == 200
            assert client.get(f"/ho-so/{other.pk}/").status_code == 404
            assert "Hồ sơ của xã mới" not in client.get("/khen-thuong/annual-2022/").content.decode()
            assert client.post(f"/ho-so/{item.pk}/buoc/submit/", {"edition": str(item.edition)}).status_code == 422
            assert client.get("/ket-qua/2022/nhap-tu-tep/").status_code == 403
        assert Nomination.objects.get(pk=item.pk).state == State.RETURNED
