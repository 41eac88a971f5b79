"""One day, one province: every page, paper and command says the same figure of a unit, or says how two of them part."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts import audit
from accounts.models import User
from awards.nominations.drafting import first_words as dossier_words
from campaign.activities.record_lists import first_words as report_words
from campaign.evaluation import unit_facts
from campaign.evaluation.touched import touched
from campaign.figures.actions.importing import import_rows
from campaign.figures.unit_figures import complete, figures_of
from campaign.models import FigureSet, Target
from campaign.poverty_standards.domain.year_standards import only
from core import clock
from reports.exports.official_results import export
from tests import cast
from tests.publishing import public_page
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind

SignIn = Callable[[User], Client]
OTHERS = ("582", "585", "586", "587", "588", "589")
COMMUNES = ("22783", "22786", "22789", "22792", "22795", "22798", "22801", "22804", "22807")  # of Bác Ái
POOR = {2021: 40, 2022: 31}  # of each commune of Bác Ái with 100 households; other districts 1.000 with ten times that
STANDARD = "mdp-2022-2025"
SUMMED, OWN, APART = "no set of its own", "the sum as its own set", "another figure than the sum"


def _build(province: cast.Province, case: str) -> None:
    for year, poor in POOR.items():
        for code in OTHERS:
            province.approve(year, code, 1000, poor * 10, 10)
        for code in COMMUNES:
            province.approve(year, code, 100, poor, 1)
    if case != SUMMED:
        province.approve(2022, "584", 900, 279 if case == OWN else 270, 9)
        province.approve(2022, "58", 6900, 2139 if case == OWN else 2100, 69)


def _public(year: int) -> str:
    """What a visitor reads once all that is approved was published."""
    public_page(year)
    return _text(Client(), f"/cong-khai/{year}/")


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def _f1(province: cast.Province, code: str) -> tuple[dict[str, list[Any]], str]:
    buffer = BytesIO()
    export("F1", province.campaign, 2022, province.unit(code), buffer)
    rows = [[cell.value for cell in row] for row in load_workbook(buffer)["F1"].iter_rows()]
    return {str(row[1]): row for row in rows if row[1]}, " ".join(str(row[0]) for row in rows if row[0])


def _command(name: str, **more: Any) -> list[dict[str, Any]]:
    out = StringIO()
    call_command(name, campaign=cast.CODE, format="json", stdout=out, **more)
    return json.loads(out.getvalue())


# the poor of the province and the rate, of the district and the rate
SAID = {
    SUMMED: ((2139, "31,00"), (279, "31,00")),
    OWN: ((2139, "31,00"), (279, "31,00")),
    APART: ((2100, "30,43"), (270, "30,00")),
}  # fmt: skip


@pytest.mark.parametrize("case", list(SAID))
def test_every_page_says_the_same_of_province_and_district(province: cast.Province, sign_in: SignIn, case: str) -> None:
    _build(province, case)
    (poor, share), (district_poor, district_share) = SAID[case]
    told = f"{poor:,}".replace(",", ".")
    labour, chairman = sign_in(province.labour), sign_in(province.chairman)

    start = _text(chairman, "/")
    assert f"xuống {share} %" in start
    assert f"Hộ nghèo {told}" in start
    public = _public(2022)
    assert f"Tỉnh Ninh Thuận còn {told} hộ nghèo , tỷ lệ {share} %" in public
    assert f"Huyện Bác Ái {district_poor} 40,00 {district_share}" in public
    listed = _text(labour, "/ket-qua/2022/?cap=huyen")
    assert re.search(rf"Huyện Bác Ái .*? {district_poor} 9 {district_share} ", listed)
    for slug, count, rate in (("58", told, share), ("584", str(district_poor), district_share)):
        unit = province.unit(slug)
        assert re.search(rf"2022 [\d.]+ {re.escape(count)} {rate} ", _text(labour, f"/dien-bien/{unit.slug}/")), slug
    with clock.at(date(2023, 2, 1)):
        targets = _text(labour, "/chi-tieu/2023/")
    assert f"Tỉnh Ninh Thuận {share}" in targets
    assert f"Huyện Bác Ái {district_share}" in targets
    lines, _ = _f1(province, "58")
    assert (lines["Tổng cộng Tỉnh Ninh Thuận"][4], lines["Huyện Bác Ái"][4]) == (poor, district_poor)
    lines, _ = _f1(province, "584")
    assert lines["Tổng cộng Huyện Bác Ái"][4] == district_poor
    reduction = {
        row["unit"]: row["actual"]
        for row in _command("evaluate", round_code="annual-2022")
        if row["criterion"] in {"G1", "Cb2", "Cb3"} and row["outcome"] != "not_applicable"
    }
    assert reduction["58"] == f"{Decimal('40.00') - Decimal(share.replace(',', '.')):.2f}"
    assert reduction["584"] == f"{Decimal('40.00') - Decimal(district_share.replace(',', '.')):.2f}"
    assert f"{district_poor} hộ nghèo" in report_words(province.campaign, province.unit("584"), None, 2022)
    plan = province.annual_2022.plan
    assert f"còn {district_poor} hộ nghèo" in dossier_words(
        province.annual_2022, plan.find_category("district"), province.unit("584")
    )


def test_where_own_figure_and_sum_part_it_is_said(province: cast.Province, sign_in: SignIn) -> None:
    _build(province, APART)
    labour = sign_in(province.labour)
    words = "hộ nghèo 270, tổng đơn vị dưới 279, lệch -9"
    series = _text(labour, f"/dien-bien/{province.unit('584').slug}/")
    assert "như đã báo cáo hộ nghèo 270, cộng các đơn vị dưới 279, lệch -9" in series
    assert series.count("lệch") == 1  # said once
    assert "Huyện Bác Ái, hộ nghèo: 270, tổng đơn vị dưới 279, lệch -9." in _f1(province, "584")[1]
    assert "lệch -9" in _text(labour, "/ket-qua/2022/584/tong-hop/")
    with clock.at(date(2023, 2, 1)):
        assert words in _text(labour, "/chi-tieu/2023/")
    assert "hộ nghèo 2.100, tổng đơn vị dưới 2.130, lệch -30" in _text(sign_in(province.chairman), "/")
    entered, *_ = _command("rollup", year=2022)
    assert (entered["entered"]["poor"], entered["summed"]["poor"]) == (2100, 2130)


def test_a_sum_says_that_it_is_one(province: cast.Province, sign_in: SignIn) -> None:
    _build(province, SUMMED)
    labour = sign_in(province.labour)
    assert "số là tổng đủ của các đơn vị dưới đã duyệt" in _text(labour, "/ket-qua/2022/?cap=huyen")
    assert "cộng 9 đơn vị trực thuộc đã duyệt" in _text(labour, f"/dien-bien/{province.unit('584').slug}/")
    row = next(row for row in _command("evaluate", round_code="annual-2022") if row["unit"] == "584")
    assert row["source"].startswith("cộng 9 đơn vị trực thuộc Huyện Bác Ái đã duyệt, chính thức năm 2022")


def test_one_commune_short_is_no_figure_of_the_district_anywhere(province: cast.Province, sign_in: SignIn) -> None:
    for code in COMMUNES[1:]:
        province.approve(2022, code, 100, 30, 1)
    labour = sign_in(province.labour)
    assert re.search(r"Huyện Bác Ái Chưa nhập (?!số là tổng)", _text(labour, "/ket-qua/2022/?cap=huyen"))
    row = next(row for row in _command("evaluate", round_code="annual-2022") if row["unit"] == "584")
    assert (row["outcome"], row["actual"]) == ("unknown", None)


def test_a_set_without_minority_counts_does_not_hide_the_sum_of_the_districts(province: cast.Province) -> None:
    """G2: the province's own poor households, its districts' minority households."""
    for year, poor in ((2021, 200), (2022, 160)):
        for code in (*OTHERS, "584"):
            province.approve(year, code, 1000, poor, 10, minority_households=400, minority_poor=poor)
        province.approve(year, "58", 7000, poor * 7, 70)
    found = {row["criterion"]: row for row in _command("evaluate", round_code="annual-2022") if row["unit"] == "58"}
    assert (found["G2"]["outcome"], found["G2"]["actual"], found["G2"]["required"]) == ("met", "10.00", "3.00")
    assert "tỷ lệ hộ nghèo DTTS: cộng 7 đơn vị trực thuộc Tỉnh Ninh Thuận đã duyệt" in found["G2"]["source"]
    assert found["G1"]["actual"] == "4.00"


def test_a_finding_that_lacks_only_its_target_says_what_was_measured(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2021, "585", 1000, 80)
    province.approve(2022, "585", 1000, 65)
    rows = _command("evaluate", round_code="annual-2022", unit="585")
    row = next(row for row in rows if row["criterion"] == "Cb3")
    assert (row["outcome"], row["actual"], row["required"]) == ("unknown", "1.50", None)
    table = StringIO()
    call_command("evaluate", campaign=cast.CODE, round_code="annual-2022", unit="585", stdout=table)
    assert "1,50 điểm % (8,00 − 6,50). Chưa giao chỉ tiêu năm 2022 cho Huyện Ninh Sơn." in table.getvalue()
    page = _text(sign_in(province.home), "/khen-thuong/annual-2022/du-dieu-kien/?nhom=district")
    assert "giảm 1,50 điểm %" in page
    assert "yêu cầu điểm %" not in page


@pytest.mark.parametrize(
    ("poor", "words"), [(65, "Đạt"), (60, "Đạt"), (59, "Vượt"), (66, "Không đạt")],
    ids=["the lower end", "the upper end", "beyond", "a tenth short"],
)  # fmt: skip
def test_a_range_is_judged_in_the_same_words_everywhere(
    province: cast.Province, sign_in: SignIn, poor: int, words: str
) -> None:
    province.approve(2021, "585", 1000, 80)
    province.approve(2022, "585", 1000, poor)
    Target.objects.create(
        campaign=province.campaign,
        unit=province.unit("585"),
        year=2022,
        at_least=Decimal("1.50"),
        up_to=Decimal("2.00"),
        decision_number="1/QĐ",
        decision_date=date(2022, 1, 5),
        recorded_by=province.labour,
    )
    table = StringIO()
    call_command("evaluate", campaign=cast.CODE, round_code="annual-2022", unit="585", stdout=table)
    assert f"2022: {words}." in table.getvalue()
    assert re.search(rf"Huyện Ninh Sơn {poor} .* 1,50 - 2,00 {words}", _public(2022))
    listed = _text(sign_in(province.labour), "/ket-qua/2022/?cap=huyen")
    assert re.search(rf"Huyện Ninh Sơn .*? 1,50 - 2,00 {words} ", listed)


@pytest.mark.parametrize(
    ("poor", "words", "sentence"),
    [(605, "Đạt", "trong mức đề ra"), (590, "Vượt", "vượt mức đề ra"), (660, "Không đạt", "chưa đạt mức đề ra")],
    ids=["within 1,5 - 2", "beyond", "short"],
)  # fmt: skip
def test_the_province_s_goal_is_told_alike_to_leaders_public_and_command(
    province: cast.Province, sign_in: SignIn, poor: int, words: str, sentence: str
) -> None:
    province.approve(2021, "58", 10_000, 800, 10)
    province.approve(2022, "58", 10_000, poor, 10)
    province.target(2022, "58", "1.50")
    start = _text(sign_in(province.chairman), "/")
    assert f"{sentence} 1,5 - 2 điểm % mỗi năm" in start
    assert re.search(rf"1,5 - 2%/năm [\d,]+ điểm % {words}", start)
    assert re.search(rf"Tỉnh Ninh Thuận .* 1,50 - 2,00 {words}", _public(2022))
    table = StringIO()
    call_command("evaluate", campaign=cast.CODE, round_code="annual-2022", unit="58", stdout=table)
    assert f"G1 (mục I.1), 2022: {words}." in table.getvalue()


def test_a_version_that_is_being_corrected_is_on_no_public_page(province: cast.Province) -> None:
    for code in (*OTHERS, "584"):
        province.approve(2022, code, 1000, 100, 10)
    approved = FigureSet.objects.get(unit=province.unit("584"))
    approved.pk, approved.number, approved.state, approved.poor = None, 2, "returned", 400
    approved._state.adding = True
    approved.save()
    assert re.search(r"Huyện Bác Ái 100 10,00", _public(2022))


# ---- the function itself ----


@pytest.mark.parametrize(
    ("own", "summed", "printed", "values"),
    [
        ({}, {"poor": 5, "households": 90}, (), {"poor": 5, "households": 90}),
        ({"poor": 6, "households": 90}, {"poor": 5, "near_poor": 2, "households": 90}, (),
         {"poor": 6, "near_poor": 2, "households": 90}),
        ({"poor": 6, "households": 91}, {"poor": 5, "near_poor": 2, "households": 90}, (), {"poor": 6, "households": 91}),
        ({"households": 90}, {"poor": 5, "households": 90}, ("poor",), {"households": 90}),
        ({"minority_poor": 4}, {"minority_poor": 5, "minority_households": 9}, (), {"minority_poor": 4}),
        ({"poor": 6}, {"c4_1": 3}, (), {"poor": 6, "c4_1": 3}),
    ],
    ids=["no own set", "the sum completes", "another base", "published as a rate alone", "another part", "a cell"],
)  # fmt: skip
def test_what_completes_an_own_set(
    own: dict[str, int], summed: dict[str, int], printed: tuple[str, ...], values: dict[str, int]
) -> None:
    assert complete(own, summed, printed) == values


def test_villages_add_up_to_a_commune_without_a_set(province: cast.Province) -> None:
    with audit.change(User.objects.command_line()) as trail:
        villages = [
            found_unit(f"22801{n:02d}", f"Thôn {n}", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
            for n in (1, 2)
        ]
        derive_ancestry(villages)
    province.approve(2022, "2280101", 40, 4)
    unit = province.unit("22801")
    assert (unit.pk, 2022) not in judging_known(province)
    province.approve(2022, "2280102", 60, 6)
    assert judging_known(province)[unit.pk, 2022] == Decimal("10.00")


def judging_known(province: cast.Province) -> dict[tuple[int, int], Decimal]:
    """The rates that findings read of Phước Đại."""
    unit = province.unit("22801")
    facts = unit_facts.gather(province.campaign, province.campaign.definition, [unit], [2022])
    this = facts[unit.pk, 2022].this
    return {(unit.pk, 2022): this.rates["poverty_rate"]} if this is not None else {}


def test_the_questions_do_not_follow_the_number_of_units(province: cast.Province) -> None:
    _build(province, SUMMED)
    province.campaign.definition  # read once  # noqa: B018
    asked = []
    for codes in (["584"], [*OTHERS, "584", "58"]):
        units = [province.unit(code) for code in codes]
        with CaptureQueriesContext(connection) as queries:
            figures_of(units, [2021, 2022], only(STANDARD))
        asked.append(len(queries))
    assert asked == [4, 4]
    with CaptureQueriesContext(connection) as queries:
        figures_of([province.unit(code) for code in COMMUNES], [2022], only(STANDARD))
    assert len(queries) - len(COMMUNES) == 2  # nothing stands below: which units, and their sets


# ---- a correction below ----


def test_a_correction_of_a_commune_says_what_moves_above_and_what_stays(province: cast.Province) -> None:
    _build(province, SUMMED)
    item = FigureSet.objects.get(unit=province.unit("22801"), year=2022)
    item.poor = 34
    said = [(row.label, row.note) for row in touched(item) if row.kind == "Số của cấp trên"]
    assert said == [
        ("Huyện Bác Ái, năm 2022", "là tổng các đơn vị dưới, hộ nghèo 279 → 282"),
        ("Tỉnh Ninh Thuận, năm 2022", "là tổng các đơn vị dưới, hộ nghèo 2.139 → 2.142"),
    ]
    province.approve(2022, "584", 900, 279, 9)
    (line,) = [row for row in touched(item) if row.kind == "Số của cấp trên"]
    assert line.note.startswith("hộ nghèo cộng các đơn vị dưới 279 → 282; số riêng đã duyệt 279 giữ nguyên")


def test_a_province_with_a_printed_rate_alone_says_it_in_its_paper(province: cast.Province) -> None:
    for code in ("584", *OTHERS):
        province.approve(2022, code, 1000, 100, 10)
    import_rows(
        province.campaign,
        [(province.unit("58"), {"poor_rate": Decimal("4.21")})],
        year=2022,
        status="official",
        as_of=date(2022, 12, 31),
        standard=province.campaign.definition.standard,
        by=User.objects.command_line(),
        approve_act="phê duyệt theo văn bản",
        source="thử nghiệm",
    )
    with clock.at(date(2023, 1, 5)):
        rows, words = _f1(province, "58")
    total = next(row for name, row in rows.items() if name.startswith("Tổng cộng"))
    assert Decimal("4.21") in [Decimal(str(cell)) for cell in total if isinstance(cell, int | float)]
    assert 700 not in total
    assert "Tỷ lệ hộ nghèo đã công bố, không có số hộ kèm theo: Tỉnh Ninh Thuận 4,21 %." in words


def test_a_sum_says_where_the_units_that_it_adds_part(province: cast.Province, sign_in: SignIn) -> None:
    """The province has filed nothing: its figures are the sum of districts of which one parts from its communes."""
    _build(province, SUMMED)
    province.approve(2022, "584", 900, 270, 9)
    series = _text(sign_in(province.labour), f"/dien-bien/{province.unit('58').slug}/")
    assert "đơn vị trực thuộc đã duyệt Huyện Bác Ái: hộ nghèo 270, tổng đơn vị dưới 279, lệch -9" in series
