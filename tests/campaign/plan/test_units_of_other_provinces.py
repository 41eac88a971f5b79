"""What is handed in to a campaign is of its own province: a unit of another is refused with its row and why."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from awards.actions import nominate
from awards.nominations.proposals import Proposal
from campaign.activities.actions import records
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.importing import import_rows
from campaign.models import FigureSet, Plan, Record, Target
from campaign.poverty_standards.in_force import standard_for
from campaign.registrations.actions.filing import PlanPaper, file_plan
from campaign.targets.actions import Assignment, assign
from core.workflow import Refused
from tests import cast
from tests.people import organisation, person, unit
from units.map.actions.map import derive_ancestry
from units.map.domain.levels import Kind
from units.models import Membership, Placement, Unit

SignIn = Callable[[User], Client]
WHY = "ngày 31/12/2021 không thuộc địa bàn tỉnh Ninh Thuận của phong trào 2021–2025."
TODAY = "ngày 15/12/2022 không thuộc địa bàn tỉnh Ninh Thuận của phong trào 2021–2025"


@pytest.fixture
def other(province: cast.Province) -> Unit:
    """A district of another province in the same portal, with a commune that bears the name of one of ours."""
    place = unit("68", "Tỉnh Lâm Đồng", Kind.PROVINCE)
    district = unit("680", "Huyện Đơn Dương", Kind.RURAL_DISTRICT, place)
    unit("68001", "Xã Phước Đại", Kind.RURAL_COMMUNE, district)
    return district


@pytest.fixture
def both(province: cast.Province, other: Unit) -> User:
    """Somebody with a seat in a district of each province."""
    found = person("hai-noi", Role.DISTRICT_OFFICER, province.unit("584"))
    Membership.objects.create(user=found, role=Role.DISTRICT_OFFICER, unit=other, valid_from=date(2021, 1, 1))
    return found


def _run(tmp_path: Path, command: str, text: str, *words: str) -> str:
    path = tmp_path / "tep.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command(command, str(path), "--campaign", cast.CODE, *words)
    return str(refused.value)


def test_the_command_names_each_row_of_another_province(province: cast.Province, other: Unit, tmp_path: Path) -> None:
    said = _run(
        tmp_path,
        "import_results",
        "unit_code,households,poor\n584,8000,900\n680,9000,100\n68001,900,10\n",
        "--year",
        "2021",
        "--status",
        "official",
        "--approve",
    )
    assert f"dòng 3, cột A: Huyện Đơn Dương: Huyện Đơn Dương (mã 680) {WHY}" in said
    assert f"dòng 4, cột A: Xã Phước Đại: Xã Phước Đại (mã 68001) {WHY}" in said
    assert "584" not in said
    assert not FigureSet.objects.exists()


def test_a_name_that_both_provinces_have_is_our_own(province: cast.Province, other: Unit, tmp_path: Path) -> None:
    path = tmp_path / "tep.csv"
    path.write_text("unit_name,households,poor\nXã Phước Đại,1946,88\n", encoding="utf-8")
    call_command("import_results", str(path), "--campaign", cast.CODE, "--year", "2021", "--status", "official")
    assert list(FigureSet.objects.values_list("unit__code", flat=True)) == ["22801"]


def test_the_command_of_targets(province: cast.Province, other: Unit, tmp_path: Path) -> None:
    text = "unit_code,indicator,at_least\n584,poverty_rate,4\n680,poverty_rate,4\n"
    said = _run(tmp_path, "import_targets", text, "--year", "2021")
    assert f"dòng 3, cột A: Huyện Đơn Dương (mã 680) {WHY}" in said
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("page", "head"),
    [
        ("/ket-qua/2022/nhap-tu-tep/", "unit_code,households,poor"),
        ("/chi-tieu/2022/nhap-tu-tep/", "unit_code,at_least"),
    ],
)
def test_who_sits_in_both_provinces_is_told_which_row_is_of_the_other(
    province: cast.Province, both: User, sign_in: SignIn, page: str, head: str
) -> None:
    rest = ",8000,90" if "households" in head else ",4"
    upload = SimpleUploadedFile("tep.csv", f"{head}\n22801{rest}\n68001{rest}\n".encode())
    response = sign_in(both).post(page, {"file": upload, "status": "official"})
    assert response.status_code == 422
    (error,) = response.context["errors"]
    assert (error.row, error.column) == (3, "A")
    assert error.message == f"Xã Phước Đại (mã 68001) {TODAY}."


def test_who_has_no_reach_there_reads_no_more_than_that(province: cast.Province, other: Unit, sign_in: SignIn) -> None:
    upload = SimpleUploadedFile("tep.csv", b"unit_code,households,poor\n68001,8000,90\n")
    response = sign_in(province.bac_ai).post("/ket-qua/2022/nhap-tu-tep/", {"file": upload, "status": "official"})
    (error,) = response.context["errors"]
    assert error.message == "Xã Phước Đại (mã 68001) nằm ngoài phạm vi của bạn."


def test_no_action_takes_it(province: cast.Province, other: Unit) -> None:
    campaign, by = province.campaign, User.objects.command_line()
    ours, standard = province.unit("584"), standard_for(province.campaign, 2021)
    values = {"households": 100, "poor": 10}
    rows = [(ours, values), (other, values)]
    with pytest.raises(Refused) as refused:
        import_rows(campaign, rows, year=2021, status="official", as_of=date(2021, 12, 31), standard=standard, by=by)
    assert refused.value.reasons == (f"Huyện Đơn Dương: {WHY}",)
    with pytest.raises(Refused) as refused:
        save_sheet(campaign, 2021, {other.pk: values}, {}, by=by)
    assert refused.value.reasons == (f"Huyện Đơn Dương: {WHY}",)
    with pytest.raises(Refused) as refused:
        assign(campaign, 2021, [Assignment(ours, Decimal(4)), Assignment(other, Decimal(4))], by=by)
    assert refused.value.reasons == (f"Huyện Đơn Dương: {WHY}",)
    assert not FigureSet.objects.exists()
    assert not Target.objects.exists()


def test_no_plan_no_record_and_no_dossier(province: cast.Province, other: Unit) -> None:
    campaign, by = province.campaign, User.objects.command_line()
    body = organisation("so-y-te-68", "Sở Y tế Lâm Đồng", Unit.objects.get(code="68"))
    paper = PlanPaper("Kế hoạch phát động", "1/KH-UBND", date(2022, 7, 1))
    for one, place in ((other, None), (None, body)):
        with pytest.raises(Refused) as refused:
            file_plan(campaign, paper, kind=Plan.Kind.LAUNCH, unit=one, organisation=place, by=by)
        assert refused.value.reasons == (f"{one or place} {TODAY}. Chọn phong trào của tỉnh mình rồi làm lại.",)
    keeper = person("xa-ben-kia", Role.DISTRICT_OFFICER, other)
    draft = records.Draft(on=date(2022, 12, 1), title="Phát động")
    with pytest.raises(Refused) as refused:
        records.write(campaign, "phat-dong", draft, unit=other, by=keeper)
    assert refused.value.reasons == (f"{other} {TODAY}. Chọn phong trào của tỉnh mình rồi làm lại.",)
    with pytest.raises(Refused) as refused:
        nominate(province.annual_2022, Proposal("district", other.name, unit=other), holder_unit=other, by=by)
    assert any(text.startswith(f"{other} không thuộc địa bàn tỉnh Ninh Thuận") for text in refused.value.reasons)
    assert not Plan.objects.exists()
    assert not Record.objects.exists()


def test_what_left_is_of_the_area_until_the_day_it_left(province: cast.Province, other: Unit) -> None:
    """A commune that another province takes over counts here for the years before, there for those after."""
    moved = province.unit("22801")
    day = date(2022, 3, 1)
    Placement.objects.filter(unit=moved).update(valid_to=day)
    Placement.objects.create(unit=moved, parent=other, valid_from=day, valid_to=moved.valid_to, act="NQ 1")
    derive_ancestry([moved])
    by = User.objects.command_line()
    save_sheet(province.campaign, 2021, {moved.pk: {"households": 100, "poor": 10}}, {}, by=by)
    with pytest.raises(Refused) as refused:
        save_sheet(province.campaign, 2022, {moved.pk: {"households": 100, "poor": 10}}, {}, by=by)
    assert refused.value.reasons == (f"Xã Phước Đại: {TODAY}.",)
