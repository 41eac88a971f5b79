"""The period 2026-2030 crosses a change of poverty standard: counted twice at the end of 2026, never compared across."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.test import Client

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Role
from awards.rounds.actions.rounds import sync_rounds
from campaign.definition import DefinitionErrors
from campaign.evaluation import whole_round
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.steps import advance
from campaign.figures.actions.storing import year_end
from campaign.figures.series import lineage_of, on_units_of, openings_of
from campaign.figures.unit_figures import figures_of
from campaign.models import Campaign, FigureSet, Period
from campaign.periods.actions import close_period, open_late, open_period, record_act
from campaign.plan.actions.definitions import store_definition
from campaign.poverty_standards.actions import store_standard
from campaign.poverty_standards.in_force import standard_for, standard_years, standards_for
from core import clock
from core.findings import Outcome
from core.workflow import Refused
from reports.dashboard.glance import glance
from tests.publishing import publish_year
from tests.standards import NEW, NEXT, OLD
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import DutyHolding, Membership, Organisation, Unit

NOW = datetime(2027, 12, 25, 9, tzinfo=clock.VIETNAM)
NOT_COMPARABLE = "không so sánh được (hai chuẩn nghèo khác nhau)"
PLAN = """
[campaign]
code = "tinh-mau-{first}"
name = "Phong trào Tỉnh Mẫu {first} - {last}"
short_name = "Phong trào"
province = "91"
first_year = {first}
last_year = {last}
{standard}
issuer = "Ủy ban nhân dân Tỉnh Mẫu"

[[goal]]
id = "M1"
clause = "1"
text = "Tỷ lệ hộ nghèo giảm 1 điểm % mỗi năm"
rule = "reduction_at_least"
indicator = "poverty_rate"
at_least = "1.00"

[[category]]
code = "xa"
letter = "a"
clause = "2.a"
title = "Xã"
group = "collective"
level = "commune"

[[category.criterion]]
id = "X1"
clause = "2.a"
text = "Giảm từ 3 điểm %"
rule = "reduction_at_least"
indicator = "poverty_rate"
at_least = "3.00"

[[award_form]]
code = "co"
name = "Cờ thi đua"
authority = "UBND tỉnh"
clause = "3"

[[round]]
code = "{last}"
name = "Đợt {last}"
kind = "annual"
year = {last}
window = {window}
award_form = "co"
clause = "3"
cap = [{{ id = "S1", group = "collective", at_most = 3, clause = "3" }}]
"""


def plan(first: int, last: int, standard: str = "") -> str:
    named = f'standard = "{standard}"' if standard else ""
    return PLAN.format(first=first, last=last, standard=named, window=list(range(max(first, last - 4), last + 1)))


@dataclass
class Small:
    """Tỉnh Mẫu with two communes directly below it."""

    campaign: Campaign
    units: dict[str, Unit]
    officer: User
    approver: User

    def approve(
        self, year: int, standard: str, poor: int, code: str = "9101", campaign: Campaign | None = None
    ) -> FigureSet:
        """An approved official set of 1.000 households."""
        values = {"households": 1000, "poor": poor, "near_poor": 10}
        import_rows(
            campaign or self.campaign,
            [(self.units[code], values)],
            year=year,
            status="official",
            as_of=year_end(year),
            standard=standard,
            by=User.objects.command_line(),
            approve_act="phê duyệt theo văn bản",
            source="thử",
        )
        return FigureSet.objects.judging().get(unit=self.units[code], year=year, standard=standard)


@pytest.fixture
def day() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def small(db: None, day: None) -> Small:
    by = User.objects.command_line()
    units: dict[str, Unit] = {}
    with audit.change(by) as trail:
        units["91"] = found_unit("91", "Tỉnh Mẫu", Kind.PROVINCE, parent=None, trail=trail)
        for code, name in (("9101", "Xã Bến"), ("9102", "Xã Đảo")):
            units[code] = found_unit(code, name, Kind.RURAL_COMMUNE, parent=units["91"], trail=trail)
        derive_ancestry()
    body = Organisation.objects.create(
        code="so", name="Sở Nông nghiệp và Môi trường", kind="department", seat=units["91"], valid_from=date(2021, 1, 1)
    )
    DutyHolding.objects.create(duty=Duty.STANDING_AGENCY, organisation=body, valid_from=date(2021, 1, 1))
    people = {}
    for name, role, code, organisation in (
        ("officer", Role.COMMUNE_OFFICER, "9101", None),
        ("approver", Role.LABOUR_OFFICER, "91", body),
    ):
        people[name] = User.objects.create_user(f"mau-{name}", "mot-cau-ngan-de-nho", full_name=name)
        Membership.objects.create(
            user=people[name], role=role, unit=units[code], organisation=organisation, valid_from=date(2021, 1, 1)
        )
    return Small(_load(plan(2026, 2030, OLD)), units, **people)


def _load(text: str) -> Campaign:
    version, _ = store_definition(text, by=User.objects.command_line())
    sync_rounds(version.campaign, by=User.objects.command_line())
    return Campaign.objects.get(pk=version.campaign_id)


def _new_standard() -> None:
    store_standard(NEXT, by=User.objects.command_line())


def _finding(small: Small, year: int, code: str = "9101", campaign: Campaign | None = None) -> Any:
    rows = whole_round.judge_round(campaign or small.campaign, "2030")
    return next(row.finding for row in rows if (row.unit.code, row.criterion, row.year) == (code, "X1", year))


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


# ---- the plan keeps the old standard ----


def test_a_year_after_the_end_of_the_standard_is_not_opened_and_not_imported(small: Small, tmp_path: Path) -> None:
    """A plan that names the old standard: 2027 waits for the file of the new one, and says so."""
    with pytest.raises(
        Refused,
        match=r"Năm 2027 dùng chuẩn nghèo đa chiều giai đoạn 2027-2030 .Nghị định số 351/2025/NĐ-CP. nhưng cổng chưa có tệp của chuẩn này",
    ):
        open_period(small.campaign, 2027, "official", by=small.approver)
    path = tmp_path / "kq.csv"
    path.write_text("unit_code,households,poor,near_poor\n9101,1000,184,10\n", encoding="utf-8")
    command = ("import_results", path, "--campaign", small.campaign.code, "--year", "2027", "--status", "official")
    with pytest.raises(CommandError, match="cổng chưa có tệp của chuẩn này"):
        call_command(*command)
    with pytest.raises(
        CommandError,
        match=r"--standard: Tệp của «Chuẩn nghèo đa chiều .*» chỉ dùng cho các năm .* không dùng cho năm 2027",
    ):
        call_command(*command, "--standard", OLD)
    assert (FigureSet.objects.count(), Period.objects.count()) == (0, 0)


def test_two_standards_are_never_a_fall(small: Small, sign_in: Callable[[User], Client]) -> None:
    """2026 on the old standard and 2027 on the new one: 3,00 and 18,44 are no "Không đạt. -15,44"."""
    _new_standard()
    small.approve(2026, OLD, 30)
    small.approve(2027, NEW, 184)
    found = _finding(small, 2027)
    assert found.outcome is Outcome.NOT_APPLICABLE
    assert found.reason == "Cuối năm 2026 và cuối năm 2027 theo hai chuẩn nghèo khác nhau: không so sánh được."
    out = StringIO()
    call_command("evaluate", "--campaign", small.campaign.code, "--round", "2030", "--unit", "9101", stdout=out)
    assert "-15,4" not in out.getvalue()
    client = sign_in(small.approver)
    pages = ("/ket-qua/2027/9101/", "/cong-khai/2027/", f"/dien-bien/{small.units['9101'].slug}/")
    publish_year(2027, small.campaign)
    for address in pages:
        words = _text(client, address)
        assert NOT_COMPARABLE in words, address
        assert "-15,4" not in words, address
        assert "Không đạt" not in words, address


def test_the_end_of_the_last_year_is_counted_under_both(small: Small) -> None:
    """The fall of 2027 is that of the new standard: 21,60 - 18,40; that of 2026 is of the old one."""
    _new_standard()
    assert standards_for(small.campaign, 2026) == (OLD, NEW)
    small.approve(2025, OLD, 65)
    small.approve(2026, OLD, 30)
    small.approve(2026, NEW, 216)
    small.approve(2027, NEW, 184)
    assert [(_finding(small, year).outcome, _finding(small, year).actual) for year in (2026, 2027)] == [
        (Outcome.MET, Decimal("3.50")),
        (Outcome.MET, Decimal("3.20")),
    ]
    lineage = lineage_of([small.units["9101"]])
    years, standards = [2025, 2026, 2027], standard_years(small.campaign.definition)
    lines = on_units_of(
        [small.units["9101"]],
        lineage,
        figures_of(list(lineage.units.values()), years, standards),
        years,
        on=NOW.date(),
        openings=openings_of(lineage, years, standards),
    )[small.units["9101"].pk]
    assert [(line.poor_rate, line.reduction) for line in lines] == [
        (Decimal("6.50"), None),
        (Decimal("3.00"), Decimal("3.50")),
        (Decimal("18.40"), Decimal("3.20")),
    ]
    assert lines[-1].standard_words == "chuẩn nghèo mới; số đầu kỳ theo chuẩn này 21,60 %"


def test_the_opening_count_alone_is_no_result_of_its_year(small: Small) -> None:
    _new_standard()
    small.approve(2025, OLD, 65)
    small.approve(2026, NEW, 216)
    found = _finding(small, 2026)
    assert (found.outcome, found.reason) == (
        Outcome.UNKNOWN,
        "Xã Bến chưa có kết quả chính thức năm 2026 được duyệt.",
    )


def test_sums_and_the_leaders_page_are_of_one_standard(small: Small) -> None:
    _new_standard()
    for code in ("9101", "9102"):
        small.approve(2026, OLD, 30, code)
        small.approve(2027, NEW, 184, code)
    found = glance(small.campaign)
    assert found is not None and found.now is not None
    assert (found.now.poor_rate, found.reduction, found.why_incomparable) == (Decimal("18.40"), None, NOT_COMPARABLE)
    assert f"So với năm trước: {NOT_COMPARABLE}." in render_to_string("reports/_glance.html", {"glance": found})
    for code in ("9101", "9102"):
        small.approve(2026, NEW, 200, code)
    found = glance(small.campaign)
    assert found is not None
    assert (found.reduction, found.why_incomparable) == (Decimal("1.60"), "")


# ---- the plan changes its standard ----


def test_another_standard_in_the_plan_takes_nothing_off_the_pages(
    small: Small, sign_in: Callable[[User], Client]
) -> None:
    """Version 2 names the new standard: the year 2026 stays as it was, on its own."""
    _new_standard()
    for code in ("9101", "9102"):
        small.approve(2026, OLD, 30, code)
    campaign = _load(plan(2026, 2030, NEW))
    assert [standard_for(campaign, year) for year in (2025, 2026, 2027)] == [OLD, OLD, NEW]
    client = sign_in(small.approver)
    publish_year(2026, campaign)
    for address in ("/ket-qua/2026/?cap=xa", "/cong-khai/2026/"):
        words = _text(client, address)
        assert "3,00" in words, address
        assert "Chưa nhập" not in words.partition("Xã Bến")[2], address
    assert client.get("/bao-cao/F1/2026/?don-vi=91").status_code == 200


@pytest.mark.parametrize("standard", ["khong-co", "mdp-2022-2026"])
def test_a_plan_with_a_standard_that_nobody_knows_is_refused(small: Small, standard: str) -> None:
    before = small.campaign.versions.count()
    with pytest.raises(DefinitionErrors) as found:
        store_definition(plan(2026, 2030, standard), by=User.objects.command_line())
    (error,) = found.value.errors
    assert str(error) == (
        f"standard: không có chuẩn nghèo «{standard}». Các chuẩn đang có: mdp-2016-2020, mdp-2022-2025, mdp-2027-2030."
    )
    assert small.campaign.versions.count() == before


def test_an_import_on_a_standard_that_nobody_knows_is_refused(small: Small, tmp_path: Path) -> None:
    path = tmp_path / "kq.csv"
    path.write_text("unit_code,households,poor,near_poor\n9101,1000,30,10\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"--standard: Không có chuẩn nghèo «xyz». Các chuẩn đang có: mdp-2016-2020"):
        call_command(
            "import_results",
            path,
            "--campaign",
            small.campaign.code,
            "--year",
            "2026",
            "--status",
            "official",
            "--standard",
            "xyz",
        )
    assert FigureSet.objects.count() == 0


def test_a_plan_without_a_standard_follows_the_acts(small: Small) -> None:
    _new_standard()
    campaign = _load(plan(2026, 2030))
    assert [standard_for(campaign, year) for year in (2025, 2026, 2027, 2030)] == [OLD, OLD, NEW, NEW]


# ---- figures belong to no campaign ----


def test_the_baseline_of_a_period_is_the_last_year_of_the_one_before(small: Small) -> None:
    """Figures of 2025 entered in the old campaign open the new one's first year."""
    old = _load(plan(2021, 2025, OLD))
    small.approve(2025, OLD, 65, campaign=old)
    small.approve(2026, OLD, 30)
    assert _finding(small, 2026).actual == Decimal("3.50")


def test_two_campaigns_of_a_province_open_a_year_once(small: Small, sign_in: Callable[[User], Client]) -> None:
    other = _load(plan(2025, 2027))
    opened = open_period(other, 2026, "official", by=small.approver)
    with pytest.raises(
        Refused, match=r"Kỳ kết quả chính thức năm 2026 đã được mở, trong Phong trào Tỉnh Mẫu 2025 - 2027."
    ):
        open_period(small.campaign, 2026, "official", by=small.approver)
    ward = small.units["9101"]
    (item,) = save_sheet(
        small.campaign, 2026, {ward.pk: {"households": 10, "poor": 1, "near_poor": 0}}, {}, by=small.officer
    )
    assert (item.standard, item.number) == (OLD, 1)
    (again,) = save_sheet(other, 2026, {ward.pk: {"poor": 2}}, {ward.pk: item.edition}, by=small.officer)
    assert again.pk == item.pk  # the same set, whichever campaign is open
    close_period(opened.pk, by=small.approver)
    with pytest.raises(Refused, match="đã đóng ngày"):
        save_sheet(small.campaign, 2026, {ward.pk: {"poor": 3}}, {ward.pk: again.edition}, by=small.officer)


# ---- the opening count is collected like any other ----


def test_the_opening_count_has_a_period_sheets_and_an_act_of_its_own(
    small: Small, sign_in: Callable[[User], Client]
) -> None:
    _new_standard()
    ward = small.units["9101"]
    values = {"households": 1000, "poor": 216, "near_poor": 10}
    open_period(small.campaign, 2026, "official", by=small.approver)
    with pytest.raises(Refused, match="Kỳ kết quả chính thức năm 2026 chưa mở"):
        save_sheet(small.campaign, 2026, {ward.pk: values}, {}, by=small.officer, standard=NEW)
    opening = open_period(small.campaign, 2026, "official", by=small.approver, standard=NEW)
    assert opening.standard == NEW
    officer, approver = sign_in(small.officer), sign_in(small.approver)
    address = f"/ket-qua/2026/9101/?chuan={NEW}"
    assert "Chuẩn nghèo đa chiều giai đoạn 2027-2030 (thử)" in _text(officer, address)
    sent = {"9101-edition": "0", **{f"9101-{name}": str(value) for name, value in values.items()}}
    assert officer.post(address, sent).status_code == 302
    (item,) = FigureSet.objects.all()
    assert (item.standard, item.poor) == (NEW, 216)
    advance([item.pk], "submit", by=small.officer)
    assert "Xã Bến" in _text(approver, f"/phe-duyet/2026/?chuan={NEW}")
    assert approver.get(f"/phe-duyet/2026/approve/?bo={item.pk}").status_code == 200
    advance([item.pk], "approve", by=small.approver)
    small.approve(2026, OLD, 30)
    record_act(small.campaign, 2026, "official", number="12/QĐ", on=date(2027, 1, 5), by=small.approver, standard=NEW)
    acts = dict(FigureSet.objects.judging().filter(year=2026).values_list("standard", "approval_act"))
    assert acts == {NEW: "12/QĐ ngày 05/01/2027", OLD: "phê duyệt theo văn bản"}


def test_a_year_is_not_collected_under_a_standard_that_does_not_count(small: Small) -> None:
    _new_standard()
    with pytest.raises(
        Refused, match=r"Tệp của «Chuẩn nghèo đa chiều .*» chỉ dùng cho các năm 2021 .* không dùng cho năm 2027"
    ):
        open_period(small.campaign, 2027, "official", by=small.approver, standard=OLD)
    late = date(2027, 12, 28)
    close_period(open_period(small.campaign, 2026, "official", by=small.approver).pk, by=small.approver)
    row = open_late(
        small.campaign, small.units["9101"], 2026, "official", until=late, reason="Sót đã xem lại", by=small.approver
    )
    assert row.standard == OLD
