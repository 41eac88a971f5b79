"""A campaign is of the province that stood in its period, and lives on under what that became."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from campaign.definition import DefinitionErrors
from campaign.evaluation import province_units
from campaign.models import Campaign
from campaign.periods.windows import participants
from campaign.plan.actions.definitions import store_definition
from campaign.plan.worked_in import is_worked_in
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from tests import cast
from tests.campaigns import NEXT, NEXT_CODE, load_next
from tests.people import person
from units.map.actions.map import derive_ancestry, found_unit, succeed_unit
from units.map.domain.levels import Kind, Level
from units.models import Unit

REFORM = date(2025, 7, 1)
YEAR_END = date(2025, 12, 31)


@pytest.fixture
def neighbour(province: cast.Province) -> Unit:
    """The old province beside, with one commune that has lasted, in the one that took both in."""
    with audit.change(User.objects.command_line()) as trail:
        old = found_unit("56", "Tỉnh Khánh Hòa", Kind.PROVINCE, parent=None, valid_to=REFORM, trail=trail)
        new = Unit.objects.bearing("56", REFORM)
        succeed_unit(old, new, on=REFORM, act="NQ", is_part=False, note="", trail=trail)
        found_unit("22500", "Xã Bên Kia", Kind.RURAL_COMMUNE, parent=new, valid_from=REFORM, trail=trail)
        derive_ancestry()
    return old


def test_a_campaign_is_of_the_life_of_its_period(province: cast.Province, neighbour: Unit) -> None:
    assert province.campaign.province.code == "58"
    assert load_next().province == Unit.objects.bearing("56", REFORM)
    assert load_next(code="cu", first="first_year = 2024").province == neighbour


def test_a_province_that_ended_before_the_period_is_refused_with_what_it_became(province: cast.Province) -> None:
    with pytest.raises(Refused) as refused:
        load_next(province='province = "58"')
    assert refused.value.reasons == (
        "Tỉnh Ninh Thuận (mã 58) kết thúc từ ngày 01/07/2025, trước năm 2026, nhập vào Tỉnh Khánh Hòa (mã 56). "
        "Ghi province là mã ấy.",
    )
    assert not Campaign.objects.filter(code=NEXT_CODE).exists()


def test_a_plan_that_was_bound_to_another_life_is_bound_anew(province: cast.Province, neighbour: Unit) -> None:
    campaign = load_next()
    Campaign.objects.filter(pk=campaign.pk).update(province=neighbour)
    assert load_next().province == Unit.objects.bearing("56", REFORM)


def test_a_campaign_in_which_people_work_goes_to_no_other_province(province: cast.Province, neighbour: Unit) -> None:
    moved = province.campaign.active_version.content.replace('province = "58"', 'province = "56"')
    assert is_worked_in(province.campaign) and not is_worked_in(load_next())
    with pytest.raises(Refused, match="các đơn vị đã làm việc trong đó, không chuyển sang"):
        store_definition(moved, by=User.objects.command_line())
    assert Campaign.objects.get(pk=province.campaign.pk).province.code == "58"


def test_its_units_are_those_that_came_from_it_not_their_new_neighbours(
    province: cast.Province, neighbour: Unit
) -> None:
    old = {unit.code for unit in province_units.units_of_class(province.campaign, Level.COMMUNE, [2025])}
    new = {unit.code for unit in province_units.units_of_class(load_next(), Level.COMMUNE, [2026])}
    assert new - old == {"22500"}
    assert {unit.code for unit in participants(province.campaign, 2025, YEAR_END) if unit.level == Level.COMMUNE} == old
    assert len(old) == 24


def test_rounds_of_a_plan_that_collide_are_refused_with_their_place(province: cast.Province) -> None:
    text = NEXT.read_text(encoding="utf-8").replace('kind = "final"', 'kind = "annual"')
    text = text.replace("window = [2027, 2028", "window = [2026, 2027, 2028")
    with pytest.raises(DefinitionErrors) as found:
        store_definition(text, by=User.objects.command_line())
    assert [str(error) for error in found.value.errors] == [
        "round[2].window: đợt «final-2030» và đợt «annual-2026» cùng loại, cùng hình thức và nhóm (collective), "
        "cùng tính năm 2026. Mỗi năm chỉ một đợt như vậy."
    ]


def test_the_next_plan_costs_the_pages_one_question(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    with clock.at(datetime(2026, 1, 20, 9, tzinfo=VIETNAM)):
        client = sign_in(person("thanh-tra", Role.AUDITOR, Unit.objects.bearing("56", REFORM)))
        pages = ("/khen-thuong/annual-2022/", "/ket-qua/2022/", "/the-le/", "/khen-thuong/final-2025/", "/ke-hoach/")
        before = [_questions(client, page) for page in pages]
        load_next()
        client.get(f"/?phong-trao={cast.CODE}")
        after = [_questions(client, page) for page in pages]
        load_next(code="thu-ba", round="annual-2029")
        assert [_questions(client, page) for page in pages] == after
    # of two provinces: what became of what; the list of figures has asked it before, for the campaign's own area
    assert [late - early for early, late in zip(before, after, strict=True)] == [1, 0, 1, 1, 1]


def _questions(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200, page
    return len(asked)
