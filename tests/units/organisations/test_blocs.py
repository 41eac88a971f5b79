"""Clusters and blocs by year, with their own programme and criteria."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from core.workflow import Refused, Stale
from tests import cast
from units.models import Bloc
from units.organisations import bloc_actions as actions


@pytest.fixture
def bloc(province: cast.Province) -> Bloc:
    """Of two departments; Sở Y tế leads it in 2022."""
    made = actions.found_bloc("Khối các sở", "bloc", by=province.home)
    bodies = province.bodies
    actions.set_members(made, 2022, [bodies["so-y-te"], bodies["mttq"]], bodies["so-y-te"], by=province.home)
    return made


def test_members_and_head_by_year(province: cast.Province, bloc: Bloc) -> None:
    bodies = province.bodies
    actions.set_members(bloc, 2023, [bodies["mttq"]], bodies["mttq"], by=province.home)
    assert [(m.year, str(m.member)) for m in bloc.members.filter(is_head=True).order_by("year")] == [
        (2022, "Sở Y tế"),
        (2023, "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
    ]


def test_one_bloc_a_year(province: cast.Province, bloc: Bloc) -> None:
    other = actions.found_bloc("Cụm huyện miền núi", "cluster", by=province.home)
    with pytest.raises(Refused, match="đã thuộc Khối các sở năm 2022"):
        actions.set_members(other, 2022, [province.bodies["so-y-te"]], None, by=province.home)
    actions.set_members(
        other, 2022, [province.unit("584"), province.unit("585")], province.unit("584"), by=province.home
    )
    assert other.members.count() == 2


def test_a_head_is_a_member(province: cast.Province, bloc: Bloc) -> None:
    with pytest.raises(Refused, match="không phải thành viên"):
        actions.set_members(bloc, 2023, [province.bodies["mttq"]], province.bodies["so-y-te"], by=province.home)


def test_last_year_again(province: cast.Province, bloc: Bloc) -> None:
    assert actions.copy_members(2023, by=province.home) == 2
    assert actions.copy_members(2023, by=province.home) == 0
    assert bloc.members.get(year=2023, is_head=True).organisation.code == "so-y-te"


def test_the_head_writes_the_programme(province: cast.Province, bloc: Bloc) -> None:
    said = {"values": {"content": "Giúp xã nghèo"}, "criteria": [("Nhận giúp một xã", Decimal(20))]}
    row = actions.write_programme(bloc, 2022, **said, edition=0, by=province.health)
    assert [(c.text, c.points) for c in row.criteria.all()] == [("Nhận giúp một xã", Decimal(20))]
    with pytest.raises(Stale):
        actions.write_programme(bloc, 2022, **said, edition=0, by=province.health)
    with pytest.raises(Refused, match="Chỉ trưởng"):
        actions.write_programme(bloc, 2022, **said, edition=1, by=province.front)
    with pytest.raises(Refused, match="lớn hơn 0"):
        actions.write_programme(
            bloc, 2022, values={"content": "x"}, criteria=[("y", Decimal(0))], edition=1, by=province.health
        )


def test_others_arrange_nothing(province: cast.Province, bloc: Bloc) -> None:
    for change in (
        lambda: actions.found_bloc("Khác", "bloc", by=province.health),
        lambda: actions.set_members(bloc, 2022, [], None, by=province.health),
        lambda: actions.copy_members(2023, by=province.health),
    ):
        with pytest.raises(Refused, match="Chỉ cơ quan thi đua"):
            change()


def test_the_pages(province: cast.Province, bloc: Bloc, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.home)
    body = province.bodies["bao"]
    form = {"thanh-vien": [f"c{body.pk}"], "truong": f"c{body.pk}"}
    assert client.post(f"/cum-khoi/2023/{bloc.pk}/thanh-vien/", form).status_code == 302
    assert "Báo Ninh Thuận" in client.get("/cum-khoi/2023/").content.decode()
    head = sign_in(province.health)
    address = f"/cum-khoi/2022/{bloc.pk}/chuong-trinh/"
    wrong = head.post(address, {"edition": "0", "content": "Nội dung", "tieu-chi-0": "Giúp xã", "diem-0": "nhiều"})
    assert wrong.status_code == 422
    assert "Giúp xã" in wrong.content.decode()
    typed = {"edition": "0", "content": "Nội dung", "tieu-chi-0": "Giúp xã", "diem-0": "20", "number": "01/KH"}
    assert head.post(address, typed).status_code == 302
    assert head.post(address, typed).status_code == 409
    assert "Giúp xã" in head.get(f"/cum-khoi/2022/{bloc.pk}/").content.decode()
