"""Ceilings of each cluster and bloc: of whom a percentage is, which have one, where villages, households and persons count."""

from datetime import date

import pytest

from accounts import audit
from accounts.models import User
from awards import actions
from awards.models import Cap, Round
from awards.nominations.proposals import bloc_of
from awards.rounds.ceilings import population
from campaign.models import Campaign
from campaign.plan.actions.definitions import store_definition
from tests import cast
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Bloc, BlocMember, Household, Organisation, Unit

pytestmark = pytest.mark.django_db
OTHER = "thu-cum-khoi"


@pytest.fixture
def clusters(province: cast.Province) -> dict[str, Bloc]:
    """Three communes and a village cluster, two districts, three bodies of which one is no more by the end of the year."""
    made = {name: Bloc.objects.create(name=name, kind=Bloc.Kind.CLUSTER) for name in ("xã", "huyện", "sở")}
    for name, code in (("xã", "22801"), ("xã", "22783"), ("xã", "22786"), ("huyện", "584"), ("huyện", "585")):
        BlocMember.objects.create(bloc=made[name], year=2022, unit=province.unit(code))
    for code in ("so-y-te", "so-noi-vu", "htx"):
        BlocMember.objects.create(bloc=made["sở"], year=2022, organisation=province.bodies[code])
    Organisation.objects.filter(code="htx").update(valid_to=date(2022, 12, 31))
    return made


def _round(caps: str) -> Round:
    """A round of the same plan under another code, whose ceilings are these."""
    text = cast.DEFINITION.read_text(encoding="utf-8").replace(f'code = "{cast.CODE}"', f'code = "{OTHER}"', 1)
    own = text.index("cap = [", text.index('code = "annual-2022"'))
    text = f"{text[:own]}cap = [{caps}]{text[text.index(']', own) + 1 :]}"
    version, _ = store_definition(text, by=User.objects.command_line())
    actions.sync_rounds(version.campaign, by=User.objects.command_line())
    return Round.objects.get(campaign=Campaign.objects.get(code=OTHER), code="annual-2022")


def _cap(group: str, more: str) -> str:
    return f'{{ id = "Q1", group = "{group}", clause = "III.3.b", per_bloc = true, {more} }}'


def test_a_percentage_is_of_a_level_of_the_bloc_or_of_all_its_members(
    province: cast.Province, clusters: dict[str, Bloc]
) -> None:
    award_round = province.annual_2022
    counted = {
        (name, of): population(award_round, of, bloc)
        for name, bloc in clusters.items()
        for of in ("commune", "district", "member")
    }
    assert counted == {
        ("xã", "commune"): 3,
        ("xã", "district"): 0,
        ("xã", "member"): 3,
        ("huyện", "commune"): 0,
        ("huyện", "district"): 2,
        ("huyện", "member"): 2,
        ("sở", "commune"): 0,
        ("sở", "district"): 0,
        ("sở", "member"): 2,  # who is no more on the last day is not counted
    }


def test_each_bloc_has_its_whole_places_and_says_of_whom(province: cast.Province, clusters: dict[str, Bloc]) -> None:
    award_round = _round(_cap("collective", 'percent = "40.00", of = "member"'))
    rows = Cap.objects.filter(round=award_round).select_related("bloc").order_by("bloc_id")
    assert [(row.bloc.name, row.at_most, row.basis) for row in rows] == [
        ("xã", 1, "40,00 % của 3 thành viên của xã"),
        ("huyện", 0, "40,00 % của 2 thành viên của huyện"),
        ("sở", 0, "40,00 % của 2 thành viên của sở"),
    ]


def test_a_bloc_without_members_has_no_ceiling(province: cast.Province, clusters: dict[str, Bloc]) -> None:
    Bloc.objects.create(name="không thành viên")
    text = _cap("collective", "at_most = 2")
    assert set(Cap.objects.filter(round=_round(text)).values_list("bloc__name", flat=True)) == set(clusters)


@pytest.mark.parametrize("who", ["commune", "village", "household", "person", "person of a body", "outside"])
def test_each_nominee_counts_in_the_nearest_bloc_above(
    who: str, province: cast.Province, clusters: dict[str, Bloc]
) -> None:
    with audit.change(User.objects.command_line()) as trail:
        village = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    award_round = _round(", ".join(_cap(group, "at_most = 2") for group in ("collective", "individual")))
    house = Household.objects.create(code="H1", village=village, head="Katơr Liên", valid_from=cast.START)
    proposal, holder, expected = {
        "commune": (actions.Proposal("commune", "x", unit=province.unit("22783")), None, "xã"),
        "village": (actions.Proposal("village", "x", unit=village), None, "xã"),
        "household": (actions.Proposal("household", "x", household=house), None, "xã"),
        "person": (actions.Proposal("official", "x", person="A"), province.unit("22804"), "huyện"),
        "person of a body": (actions.Proposal("official", "x", person="A"), province.bodies["so-y-te"], "sở"),
        "outside": (actions.Proposal("agency", "x", organisation=province.bodies["bao"]), None, ""),
    }[who]
    found = bloc_of(award_round, "collective", proposal, holder)
    assert (found.name if found else "") == expected


def test_without_a_ceiling_of_each_bloc_nobody_counts_in_one(
    province: cast.Province, clusters: dict[str, Bloc]
) -> None:
    unit: Unit = province.unit("22801")
    assert bloc_of(province.annual_2022, "collective", actions.Proposal("commune", "x", unit=unit)) is None
