"""The list of rounds: where the dossiers in one's reach stand, until when more are taken."""

from datetime import date

import pytest
from django.test import Client

from awards.models import Nomination
from awards.workflow.states import PHASES, State
from campaign.models import Deadline
from tests import cast
from tests.awards.walking import at_the_door

pytestmark = pytest.mark.django_db


def _row(client: Client) -> dict:
    return next(row for row in client.get("/khen-thuong/").context["rows"] if row["round"].code == "annual-2022")


def test_every_state_is_in_one_stretch() -> None:
    assert sorted(state for _, states in PHASES for state in states) == sorted(State.values)


def test_dossiers_are_counted_in_their_stretch(province: cast.Province, client: Client) -> None:
    codes = ("22801", "22804", "22807")
    rows = at_the_door(province, {code: (400, 250 + at) for at, code in enumerate(codes)})
    Nomination.objects.filter(pk=rows["22801"].pk).update(state=State.UNDER_APPRAISAL)
    Nomination.objects.filter(pk=rows["22804"].pk).update(state=State.FOR_DECISION)
    client.force_login(province.home)
    found = dict(_row(client)["phases"])
    assert found == {
        "Lập hồ sơ": 0,
        "Thẩm định": 1,
        "Xét chọn, Hội đồng": 1,
        "Chờ quyết định": 1,
        "Có kết quả": 0,
    }


def test_a_day_that_has_passed_is_told_as_passed(province: cast.Province, client: Client) -> None:
    client.force_login(province.home)
    assert _row(client)["closing"] == "Chưa ấn định ngày nhận hồ sơ."
    for day, words in (
        (date(2022, 12, 18), "Nhận hồ sơ chậm nhất ngày 18/12/2022, còn 3 ngày."),
        (date(2022, 12, 15), "Nhận hồ sơ chậm nhất ngày 15/12/2022, hạn là hôm nay."),
        (date(2022, 12, 14), "Đã hết hạn nhận hồ sơ (chậm nhất ngày 14/12/2022)."),
    ):
        row = Deadline.objects.create(
            campaign=province.campaign,
            code=f"thu-{day.day}",
            label="Nhận hồ sơ",
            on=day,
            bound=Deadline.Bound.ON_OR_BEFORE,
        )
        province.campaign.rounds.filter(code="annual-2022").update(deadline=row)
        assert _row(client)["closing"] == words


def test_who_puts_forward_is_led_to_each_class_while_dossiers_are_taken(
    province: cast.Province, client: Client
) -> None:
    client.force_login(province.bac_ai)
    assert _row(client)["classes"] == []  # no day is set
    for day, expected in ((14, []), (18, ["district", "commune"])):
        row = Deadline.objects.create(
            campaign=province.campaign,
            code=f"thu-{day}",
            label="Nhận hồ sơ",
            on=date(2022, 12, day),
            bound=Deadline.Bound.ON_OR_BEFORE,
        )
        province.campaign.rounds.filter(code="annual-2022").update(deadline=row)
        assert [item.code for item in _row(client)["classes"]][:2] == expected
        page = client.get("/khen-thuong/").content.decode()
        assert ('/khen-thuong/annual-2022/lap-ho-so/?nhom=commune"' in page) == bool(expected)
    client.force_login(province.labour_leader)  # who puts nobody forward
    assert _row(client)["classes"] == []
