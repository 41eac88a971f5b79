"""A period whose first day has not come is not called open."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from campaign.models import Period
from core import clock
from tests import cast

SignIn = Callable[[User], Client]


@pytest.mark.parametrize(("days", "word"), [(30, "Chưa đến ngày mở"), (-30, "Đang mở")])
def test_the_list_and_the_page_say_how_it_stands(
    province: cast.Province, sign_in: SignIn, days: int, word: str
) -> None:
    item = Period.objects.filter(closed_at=None).order_by("-year")[0]
    Period.objects.filter(closed_at=None).exclude(pk=item.pk).update(closed_at=clock.now(), closed_by=province.labour)
    Period.objects.filter(pk=item.pk).update(opened_at=clock.now() + timedelta(days))
    client = sign_in(province.labour)
    others = {"Chưa đến ngày mở", "Đang mở"} - {word}
    for address in ("/ky/", f"/ky/{item.pk}/"):
        page = " ".join(client.get(address).content.decode().split())
        assert word in page and not any(other in page for other in others), address
    assert 'aria-current="date"' in page
