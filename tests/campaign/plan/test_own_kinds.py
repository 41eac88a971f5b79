"""Plans and what a province added: a stored plan holds its names, keeps them from being taken out, and is read for ever."""

import pytest

from accounts import audit
from campaign.activities.record_lists import ties
from campaign.definition import DefinitionErrors, OwnNames, parse
from campaign.models import DefinitionVersion, PlanDraft, Record
from campaign.plan.actions.definitions import store_definition
from campaign.plan.drafts import Draft
from campaign.plan.own_kinds import hold_named, in_plans, own_names
from core import clock
from core.workflow import Refused
from tests import cast
from tests.campaign.definition.test_own_names import BODIES, SAFE, SPECIAL
from units.map.actions.map import classify_unit
from units.map.actions.own_kinds import Adding, add_own_kind, remove_own_kind
from units.map.domain.levels import Level
from units.models import OwnKind

PLAN = cast.DEFINITION.read_text(encoding="utf-8")
EXCEPT = 'except_for = "poor_district"'


@pytest.fixture
def kinds(province: cast.Province) -> tuple[OwnKind, OwnKind]:
    """An own class and an own kind of bodies."""
    by = province.administrator
    return (
        add_own_kind(Adding(OwnKind.For.UNITS, SAFE, "7/2022/NQ-HĐND", cast.START, level=Level.COMMUNE), by=by),
        add_own_kind(Adding(OwnKind.For.BODIES, SPECIAL, "8/QĐ-UBND", cast.START), by=by),
    )


def _plan() -> str:
    assert EXCEPT in PLAN
    return PLAN.replace(EXCEPT, f'except_for = "{SAFE}"', 1) + BODIES.replace('letter = "b"', 'letter = "x"')


def test_names_are_known_once_they_are_added(province: cast.Province, kinds: tuple[OwnKind, OwnKind]) -> None:
    assert own_names() == OwnNames((SAFE,), (SPECIAL,))
    OwnKind.objects.all().delete()
    with pytest.raises(DefinitionErrors) as refused:
        store_definition(_plan(), by=province.administrator)
    assert len(refused.value.errors) == 3
    assert all("không có" in error.message for error in refused.value.errors)


def test_a_stored_plan_keeps_its_names_from_being_taken_out(
    province: cast.Province, kinds: tuple[OwnKind, OwnKind]
) -> None:
    version, is_new = store_definition(_plan(), by=province.administrator)
    assert is_new
    for row in kinds:
        assert [*in_plans(row)] == [f"{version.campaign.name[0].lower()}{version.campaign.name[1:]}, phiên bản 2"]
        with pytest.raises(Refused, match="phiên bản 2"):
            remove_own_kind(row, by=province.administrator)
    again, is_new = store_definition(PLAN, by=province.administrator)
    assert (again.number, is_new) == (3, True)
    assert [*in_plans(kinds[0])]  # an old version is read as long as a round is pinned to it


def test_words_of_a_plan_that_say_the_same_use_nothing(province: cast.Province, kinds: tuple[OwnKind, OwnKind]) -> None:
    store_definition(f'{PLAN}\n[[participant]]\nname = "{SPECIAL}"\nclause = "II"\n', by=province.administrator)
    assert [*in_plans(kinds[1])] == []
    remove_own_kind(kinds[1], by=province.administrator)


def test_a_stored_plan_is_read_even_without_its_names(province: cast.Province, kinds: tuple[OwnKind, OwnKind]) -> None:
    version, _ = store_definition(_plan(), by=province.administrator)
    OwnKind.objects.all().delete()
    plan = DefinitionVersion.objects.get(pk=version.pk).definition
    assert plan.find_category("hoi").bodies == (SPECIAL,)


def test_what_was_taken_out_meanwhile_is_told(province: cast.Province, kinds: tuple[OwnKind, OwnKind]) -> None:
    plan = parse(_plan(), own=OwnNames((SAFE,), (SPECIAL,)))
    with audit.change(province.administrator):
        hold_named(plan)
        for row, words in zip(kinds, (f"Phân loại đơn vị «{SAFE}»", f"Loại cơ quan, tổ chức «{SPECIAL}»"), strict=True):
            OwnKind.objects.filter(pk=row.pk).update(name="Khác")
            with pytest.raises(Refused, match=f"{words} vừa bị bỏ ở nơi khác"):
                hold_named(plan)
            OwnKind.objects.filter(pk=row.pk).update(name=row.name)


def test_a_draft_is_checked_and_offers_the_names(province: cast.Province, kinds: tuple[OwnKind, OwnKind]) -> None:
    row = PlanDraft.objects.create(
        owner=province.home, plan="", province=province.unit("58"), name="Bản soạn", content=_plan()
    )
    draft = Draft(row)
    assert draft.problems == []
    assert draft.portal["classifications"][SAFE] == SAFE
    assert draft.portal["bodies"][SPECIAL] == SPECIAL
    assert [*in_plans(kinds[0])] == ["1 bản soạn kế hoạch"]
    OwnKind.objects.of_units().delete()
    [problem] = Draft(row).problems
    assert "không có phân loại" in problem.message.lower() and SAFE in problem.message


def test_a_unit_of_an_own_class_in_difficulty_stands_first_among_those_nobody_helps(province: cast.Province) -> None:
    by, unit = province.administrator, province.unit("22801")
    said = Adding(OwnKind.For.UNITS, SAFE, "7/2022/NQ-HĐND", cast.START, level=Level.COMMUNE, is_difficult=True)
    add_own_kind(said, by=by)
    unit.classifications.all().delete()
    with audit.change(by) as trail:
        classify_unit(unit, SAFE, valid_from=cast.START, act="NQ 7", trail=trail)
    other = province.unit("22804")
    other.classifications.all().delete()
    found = ties(Record.objects.none(), [other, unit], clock.today())
    assert [(item.unit.code, item.classes) for item in found] == [("22801", (SAFE,)), ("22804", ())]
