"""Once its province has entered a larger one a campaign's totals are those of its own area, and say so."""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Role
from awards.actions import nominate
from awards.models import Round
from awards.nominations.proposals import Proposal
from awards.ranking.balance_facts import balance
from campaign.evaluation import goals, province_units
from campaign.figures.actions.importing import import_rows
from campaign.figures.rollup import roll_up
from campaign.figures.words import State
from campaign.models import Campaign, Deadline, FigureSet
from campaign.plan.provinces import belonging, is_neighbour
from campaign.poverty_standards.in_force import standard_for
from campaign.registrations.filing import filers_by_plan
from campaign.registrations.follow_up import letter
from campaign.todo import cards
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from reports.dashboard.glance import glance
from reports.exports.merged import merge
from reports.exports.official_results import export
from reports.public.table import public_table
from tests import cast
from tests.campaigns import NEXT_CODE, load_next
from tests.people import organisation, person
from tests.publishing import public_page
from tests.remembered import remembered
from units.map.actions.map import derive_ancestry, found_unit, place_unit
from units.map.domain.levels import Kind
from units.models import DutyHolding, Unit
from units.reorganisation.actions.reorganise import reorganise
from units.reorganisation.actions.wishes import NewUnit, Wish

ON = date(2025, 7, 1)
DISTRICTS = ("582", "584", "585", "586", "587", "588", "589")
AREA = "địa bàn tỉnh Ninh Thuận cũ"


@remembered
def _merged() -> cast.Province:
    """Both provinces counted 2024; one of two since 01/07/2025, with 2025 of both areas."""
    province = cast.make_province(reforms=False)
    by = User.objects.command_line()
    with audit.change(by) as trail:
        other = found_unit("56", "Tỉnh Khánh Hòa", Kind.PROVINCE, parent=None, trail=trail)
        found_unit("22366", "Xã Cam Lâm", Kind.RURAL_COMMUNE, parent=other, trail=trail)
    derive_ancestry()
    for code in DISTRICTS:
        province.approve(2024, code, 1000, 100, 0)
    new = NewUnit("56", "Tỉnh Khánh Hòa", Kind.PROVINCE)
    reorganise(Wish("merge", ON, "NQ 202/2025/QH15", (province.unit("58"), other), (new,)), by=by)
    province.campaign = Campaign.objects.get(pk=province.campaign.pk)  # its province has an end now
    for code in DISTRICTS:
        province.approve(2025, code, 1000, 80, 0)
    return province


def _count_there(province: cast.Province, year: int, poor: int) -> None:
    """The neighbours' figures come by a campaign of their own province."""
    on, by = date(year, 12, 31), User.objects.command_line()
    theirs = Campaign.objects.get(pk=province.campaign.pk)
    theirs.province = Unit.objects.bearing("56", on)
    rows = [(Unit.objects.bearing("22366", on), {"households": 5000, "poor": poor, "near_poor": 0})]
    import_rows(
        theirs,
        rows,
        year=year,
        status="official",
        as_of=on,
        standard=standard_for(theirs, year),
        by=by,
        approve_act="phê duyệt theo văn bản",
    )


@pytest.fixture
def merged(db: None) -> Iterator[cast.Province]:
    with clock.at(datetime(2026, 1, 20, 8, tzinfo=VIETNAM)):
        yield _merged()


def test_the_total_of_the_year_is_that_of_its_own_area(merged: cast.Province) -> None:
    new = Unit.objects.bearing("56", ON)
    line, *below = roll_up(merged.campaign, 2025, new)
    assert line.summed is not None
    assert (line.summed.counts["poor"], line.children, line.covers) == (560, 7, AREA)
    assert [one.unit.code for one in below] == list(DISTRICTS)
    assert line.to_json()["covers"] == AREA
    before, *_ = roll_up(merged.campaign, 2024, merged.campaign.province)
    assert before.covers == "" and before.summed is not None and before.summed.counts["poor"] == 700


def test_goals_are_judged_on_it(merged: cast.Province) -> None:
    facts = goals.province_facts(merged.campaign, 2025)
    assert facts.unit_name == AREA
    assert facts.this is not None and facts.before is not None
    assert (facts.this.counts["poor"], facts.before.counts["poor"]) == (560, 700)
    assert facts.reduction("poverty_rate") == Decimal("2.00")
    assert "tổng các đơn vị của địa bàn tỉnh Ninh Thuận cũ" in facts.this.source.label


def test_the_whole_of_the_larger_one_is_not_taken_for_it(merged: cast.Province) -> None:
    _count_there(merged, 2025, 4000)
    merged.approve(2025, "56", 12000, 4560)
    facts = goals.province_facts(merged.campaign, 2025)
    assert facts.this is not None and facts.this.counts["poor"] == 560
    assert roll_up(merged.campaign, 2025, Unit.objects.bearing("56", ON))[0].entered is None


def test_pages_say_what_they_cover(merged: cast.Province, sign_in: Callable[[User], Client]) -> None:
    seen = glance(merged.campaign)
    assert seen is not None and seen.now is not None
    assert (seen.place, seen.year, seen.parts) == (AREA, 2025, 7)
    table = public_table(merged.campaign, 2025)
    assert table.total is not None and table.total.name == "Địa bàn tỉnh Ninh Thuận cũ"
    assert table.apart == []
    assert "Địa bàn tỉnh Ninh Thuận cũ" in public_page(2025)
    earlier = public_table(merged.campaign, 2024)
    assert earlier.total is not None and earlier.total.name == "Tỉnh Ninh Thuận"


def test_one_unit_that_lacks_makes_no_total(merged: cast.Province) -> None:
    with audit.change(User.objects.command_line()) as trail:
        young = found_unit(
            "22999", "Xã Trẻ", Kind.RURAL_COMMUNE, parent=merged.unit("584"), valid_from=date(2021, 1, 1), trail=trail
        )
    derive_ancestry([young])
    assert province_units.own_parts(merged.campaign, date(2024, 12, 31)) is None
    parts = province_units.own_parts(merged.campaign, date(2025, 12, 31))
    assert parts is not None and [unit.code for unit in parts] == list(DISTRICTS)


# ---- lists, workbooks and papers of a campaign whose province has entered a larger one ----


def _cells(content: Any) -> list[Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def _officer(merged: cast.Province) -> User:
    return person("nguoi-xem", Role.AUDITOR, Unit.objects.bearing("56", ON))


@pytest.fixture
def neighbours(merged: cast.Province) -> cast.Province:
    """The other commune has its figures too, of both years, and the new province one set of the whole."""
    _count_there(merged, 2024, 4500)
    _count_there(merged, 2025, 4000)
    merged.approve(2025, "56", 12000, 4560)
    return merged


def test_the_official_form_is_of_its_own_area_and_says_so(neighbours: cast.Province) -> None:
    book = io.BytesIO()
    export("F1", neighbours.campaign, 2025, Unit.objects.bearing("56", ON), book)
    cells = _cells(book.getvalue())
    assert f"Tổng cộng {AREA}" in cells
    assert "Xã Cam Lâm" not in cells
    assert cells[cells.index(f"Tổng cộng {AREA}") + 1 :][:1] == [7000]  # seven of 1,000 households
    assert "Địa bàn tỉnh Ninh Thuận cũ, năm 2025 (tính đến 31/12/2025)" in cells
    assert "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA" in cells


def test_the_new_campaign_has_the_whole_province(neighbours: cast.Province) -> None:
    book = io.BytesIO()
    export("F1", load_next(), 2025, Unit.objects.bearing("56", ON), book)
    cells = _cells(book.getvalue())
    assert {"Tổng cộng Tỉnh Khánh Hòa", "Xã Cam Lâm", "Năm 2025 (tính đến 31/12/2025)"} <= set(cells)
    assert cells[cells.index("Tổng cộng Tỉnh Khánh Hòa") + 1] == 12000


def test_a_form_of_an_earlier_year_is_of_that_province_and_headed_by_the_one_of_today(
    neighbours: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    """Who reads both pasts gets that of the campaign, not the first code of the two."""
    client = sign_in(_officer(neighbours))
    answer = client.get("/bao-cao/F1/2024/")
    cells = _cells(b"".join(answer.streaming_content))
    assert "Tổng cộng Tỉnh Ninh Thuận" in cells
    assert "Xã Cam Lâm" not in cells
    assert "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA" in cells
    page = client.get("/bao-cao/")
    assert [unit.code for unit in page.context["units"]] == ["56", *DISTRICTS]


@pytest.mark.parametrize("year", [2024, 2025])
def test_lists_of_figures_hold_its_own_units(
    year: int, neighbours: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(_officer(neighbours))
    listed = client.get(f"/ket-qua/{year}/?cap=tat-ca").content.decode()
    assert "Huyện Bác Ái" in listed
    assert "Xã Cam Lâm" not in listed
    targets = client.get(f"/chi-tieu/{year}/").content.decode()
    assert "Huyện Bác Ái" in targets
    assert "Xã Cam Lâm" not in targets
    assert ("Đơn vị cũ: Tỉnh Ninh Thuận: chưa giao<" in targets) == (year == 2025)


def test_the_page_of_sums_is_of_its_own_area(neighbours: cast.Province, sign_in: Callable[[User], Client]) -> None:
    page = sign_in(_officer(neighbours)).get("/ket-qua/2025/56/tong-hop/")
    first, *below = [total for total, _ in page.context["lines"]]
    assert (first.name, first.summed["poor"], first.parts) == ("Địa bàn tỉnh Ninh Thuận cũ", 560, 7)
    assert [total.unit.code for total in below] == list(DISTRICTS)
    assert f"Tổng hợp năm 2025, {AREA}" in page.content.decode()


def test_sets_of_a_campaign_are_those_of_its_own_units(neighbours: cast.Province) -> None:
    codes = FigureSet.objects.judging().of(neighbours.campaign).filter(year=2025).values_list("unit__code", flat=True)
    assert sorted(codes) == ["56", *DISTRICTS]
    later = load_next()
    assert later.code == NEXT_CODE
    codes = FigureSet.objects.judging().of(later).filter(year=2025).values_list("unit__code", flat=True)
    assert sorted(codes) == ["22366", "56", *DISTRICTS]


def test_what_stands_below_its_units_later_is_its_own(neighbours: cast.Province) -> None:
    with audit.change(User.objects.command_line()) as trail:
        here = found_unit(
            "2280199", "Thôn Mới", Kind.VILLAGE, parent=Unit.objects.get(code="22801"), valid_from=ON, trail=trail
        )
        there = found_unit(
            "2236699", "Thôn Kia", Kind.VILLAGE, parent=Unit.objects.get(code="22366"), valid_from=ON, trail=trail
        )
    derive_ancestry([here, there])
    campaign = neighbours.campaign
    own = belonging(campaign, Unit.objects.filter(pk__in=(here.pk, there.pk)))
    assert list(own) == [here]
    assert (is_neighbour(campaign, here.pk), is_neighbour(campaign, there.pk)) == (False, True)


def test_who_must_file_after_the_merger_is_of_its_own_area(neighbours: cast.Province) -> None:
    with audit.change(User.objects.command_line()) as trail:
        place, before = Unit.objects.bearing("56", ON), ON - timedelta(days=30)
        there = found_unit(
            "569",
            "Huyện Bên Kia",
            Kind.RURAL_DISTRICT,
            parent=Unit.objects.bearing("56", before),
            valid_from=before,
            trail=trail,
        )
        if place.valid_from == ON:
            place_unit(there, place, on=ON, act="NQ 1/NQ-HĐND ngày 01/07/2025", trail=trail)
    derive_ancestry([there])
    found = filers_by_plan(neighbours.campaign, [date(2025, 12, 31)])[date(2025, 12, 31)]
    assert [unit.code for unit, _ in found if unit is not None] == list(DISTRICTS)


def test_letters_and_drafts_are_headed_by_the_province_of_today(neighbours: cast.Province) -> None:
    province = Unit.objects.bearing("56", ON)
    deadline = Deadline.objects.current().filter(campaign=neighbours.campaign, plan_kind="launch_plan").get()
    paper = letter(deadline, [], requested=False, issuer=neighbours.bodies["so-ldtbxh"], place="Khánh Hòa")
    assert paper.above == "UBND tỉnh Khánh Hòa"
    draft = merge(neighbours.campaign, 2024, "nam", issuer=province)
    assert (draft.above, draft.place) == ("UBND tỉnh Khánh Hòa", "Khánh Hòa")
    assert [row[0] for row in draft.sections[0].grid.rows] == [Unit.objects.get(code=code).name for code in DISTRICTS]


def test_nobody_of_the_neighbours_is_proposed_in_its_rounds(neighbours: cast.Province) -> None:
    award_round = Round.objects.get(campaign=neighbours.campaign, code="final-2025")
    other = Unit.objects.get(code="22366")
    officer = person("can-bo-cam-lam", Role.COMMUNE_OFFICER, other)
    proposal = Proposal("commune", "Nhân dân và cán bộ xã Cam Lâm", unit=other, achievements="Thành tích.")
    with pytest.raises(Refused) as refused:
        nominate(award_round, proposal, holder_unit=other, by=officer)
    assert "Xã Cam Lâm không thuộc địa bàn tỉnh Ninh Thuận của Đợt tổng kết năm 2025." in refused.value.reasons, (
        refused.value.reasons
    )


def test_the_balance_counts_its_own_area(neighbours: cast.Province) -> None:
    found = balance(Round.objects.get(campaign=neighbours.campaign, code="final-2025"), [])
    never = next(row for row in found.never if row.code == "commune")
    assert "22366" not in {unit.code for unit in never.rows}
    assert never.number == Unit.objects.filter(level=3).exclude(code="22366").count()


def test_a_unit_of_one_past_opens_the_campaign_of_that_past(
    neighbours: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    """Both old campaigns cover 2024: the unit in the address says which."""
    load_next(code="cua-khanh-hoa", first="first_year = 2024")
    client = sign_in(_officer(neighbours))
    for code, campaign in (("22366", "cua-khanh-hoa"), ("584", cast.CODE)):
        for wish in ("cua-khanh-hoa", cast.CODE):
            page = client.get(f"/ket-qua/2024/{code}/?phong-trao={wish}")
            assert page.context["frame"].campaign.code == campaign, (code, wish)


def test_what_waits_is_told_for_each_past_and_leads_to_its_list(neighbours: cast.Province) -> None:
    load_next(code="cua-khanh-hoa", first="first_year = 2024")
    seat = Unit.objects.bearing("56", ON)
    body = organisation("so-moi", "Sở Nông nghiệp và Môi trường", seat)
    DutyHolding.objects.create(duty=Duty.STANDING_AGENCY, organisation=body, valid_from=ON)
    leader = person("lanh-dao-so-moi", Role.LABOUR_LEADER, seat, organisation=body)
    FigureSet.objects.filter(year=2024, unit__code__in=("584", "585", "22366")).update(state=State.CHECKED)
    found = sorted((card.what, card.url) for card in cards(leader) if card.what.startswith("Phê duyệt"))
    assert found == [
        ("Phê duyệt 1 bộ số liệu năm 2024", "/phe-duyet/2024/approve/?tat-ca=1&phong-trao=cua-khanh-hoa"),
        ("Phê duyệt 2 bộ số liệu năm 2024", f"/phe-duyet/2024/approve/?tat-ca=1&phong-trao={cast.CODE}"),
    ]


@pytest.mark.parametrize(("code", "years"), [("584", [2021, 2022, 2023, 2024, 2025, 2026]), ("22366", [2026])])
def test_a_series_has_the_years_of_every_campaign_of_its_unit(
    code: str, years: list[int], neighbours: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    later = load_next()
    unit = Unit.objects.get(code=code)
    page = sign_in(_officer(neighbours)).get(f"/dien-bien/{unit.slug}/?phong-trao={later.code}")
    assert [line.year for line in page.context["lines"]] == years
