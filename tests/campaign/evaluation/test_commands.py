"""The commands that people automate with, on the real map and the reconstructed figures."""

import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AuditEvent
from campaign.models import Campaign, FigureSet, Target
from core import clock
from core.clock import VIETNAM
from tests import cast
from tests.remembered import remembered

pytestmark = pytest.mark.django_db
C = cast.CODE


def run(name: str, *words: object, **options: object) -> str:
    out = io.StringIO()
    call_command(name, *map(str, words), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def loaded(db: None) -> None:
    _load()


@remembered
def _load() -> None:
    run("load_units", cast.UNITS, "--successors", cast.SUCCESSORS)
    run("load_campaign", cast.DEFINITION)


@pytest.fixture
def judged(loaded: None) -> None:
    _judge()


@remembered
def _judge() -> None:
    run("import_targets", cast.TARGETS, "--campaign", C, "--year", 2022)
    for year in (2021, 2022):
        run("import_results", cast.RESULTS, "--campaign", C, "--year", year, "--status", "official", "--approve")


def _evaluate(*words: object) -> list[dict]:
    return json.loads(run("evaluate", "--campaign", C, "--round", "annual-2022", "--format", "json", *words))


def test_the_round_of_2022(judged: None) -> None:
    rows = {(row["unit"], row["criterion"]): row for row in _evaluate()}
    assert {code: rows[code, "Cb3"]["outcome"] for code in ("582", "584", "585", "586", "587", "588", "589")} == {
        "582": "met",
        "584": "not_applicable",
        "585": "met",
        "586": "met",
        "587": "met",
        "588": "met",
        "589": "met",
    }
    bac_ai = rows["584", "Cb2"]
    assert (bac_ai["outcome"], bac_ai["actual"], bac_ai["required"]) == ("not_met", "3.16", "4.00")
    city = rows["582", "Cb3"]
    assert (city["actual"], city["required"]) == ("0.28", "0.28")
    province = rows["58", "G1"]
    assert (province["category"], province["outcome"], province["actual"]) == ("movement", "met", "1.89")
    assert [row for row in rows.values() if not row["source"]] == []
    assert {key[1] for key in rows} == {"Cb2", "Cb3", "Cc2", "Cc3", "G1", "G2", "G3", "G4", "G5"}
    assert rows["584", "Cb2"]["unit_valid_from"] == "2021-01-01"


def test_without_approved_official_figures_nothing_is_known(loaded: None) -> None:
    run("import_results", cast.RESULTS, "--campaign", C, "--year", 2022, "--status", "preliminary", "--approve")
    run("import_results", cast.RESULTS, "--campaign", C, "--year", 2022, "--status", "official")
    rows = [row for row in _evaluate() if row["criterion"] == "Cb2"]
    assert {row["unit"]: row["outcome"] for row in rows if row["unit"] == "584"} == {"584": "unknown"}
    assert {row["outcome"] for row in _evaluate("--unit", "22801") if row["criterion"] == "Cc3"} == {"unknown"}


def test_mid_year_figures_are_never_judged(loaded: None) -> None:
    run(
        "import_results",
        cast.RESULTS,
        "--campaign",
        C,
        "--year",
        2022,
        "--status",
        "official",
        "--as-of",
        "2022-10-15",
        "--approve",
    )
    assert FigureSet.objects.count() == 7
    assert FigureSet.objects.judging().count() == 0


def test_a_round_that_is_not_there(judged: None) -> None:
    with pytest.raises(CommandError, match="Không có đợt «annual-1999»"):
        run("evaluate", "--campaign", C, "--round", "annual-1999")


def test_judging_asks_the_same_for_every_number_of_units(judged: None) -> None:
    from campaign.evaluation import judging, province_units

    campaign = Campaign.objects.get()
    plan = campaign.definition
    category = plan.find_category("district")
    units = province_units.units_of_class(campaign, 2, [2022])
    counts = []
    for some in (units[:1], units):
        with CaptureQueriesContext(connection) as queries:
            judging.judge_units(campaign, plan, category, plan.measured("district"), some, [2022])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_same_files_again_change_nothing(judged: None) -> None:
    before = (Target.objects.count(), FigureSet.objects.count())
    assert "0 mới, 0 thay đổi, 8 giữ nguyên" in run("import_targets", cast.TARGETS, "--campaign", C, "--year", 2022)
    again = run("import_results", cast.RESULTS, "--campaign", C, "--year", 2022, "--status", "official", "--approve")
    assert "0 mới, 0 thay đổi, 7 giữ nguyên" in again
    assert (Target.objects.count(), FigureSet.objects.count()) == before
    assert "không có gì thay đổi" in run("load_campaign", cast.DEFINITION)


def test_the_roll_up(judged: None) -> None:
    rows = json.loads(run("rollup", "--campaign", C, "--year", 2022, "--format", "json"))
    assert rows[0] == {
        "unit": "58",
        "name": "Tỉnh Ninh Thuận",
        "level": "province",
        "entered": None,
        "summed": {
            "households": 185760,
            "poor": 11015,
            "near_poor": 10087,
            "poor_rate": "5.93",
            "near_poor_rate": "5.43",
        },
        "children": 7,
        "children_approved": 7,
    }
    bac_ai = next(row for row in rows if row["unit"] == "584")
    assert (bac_ai["entered"]["poor"], bac_ai["summed"], bac_ai["children"], bac_ai["children_approved"]) == (
        3186,
        None,
        9,
        0,
    )


def test_a_missing_child_gives_no_partial_total(loaded: None, tmp_path: Path) -> None:
    text = "".join(
        line for line in cast.RESULTS.read_text(encoding="utf-8").splitlines(keepends=True) if ",589," not in line
    )
    path = tmp_path / "six.csv"
    path.write_text(text, "utf-8")
    run("import_results", path, "--campaign", C, "--year", 2022, "--status", "official", "--approve")
    rows = json.loads(run("rollup", "--campaign", C, "--year", 2022, "--format", "json"))
    assert (rows[0]["summed"], rows[0]["children"], rows[0]["children_approved"]) == (None, 7, 6)
    assert "chưa đủ (6/7)" in run("rollup", "--campaign", C, "--year", 2022)


BAD = "unit_code,households,poor,near_poor\n584,8140,mười,1156\n999,10,1,1\n585,100,60,50\n586,10,1,1\n586,10,1,1\n"


def test_a_bad_file_stores_nothing_and_tells_all(loaded: None, tmp_path: Path) -> None:
    path = tmp_path / "xau.csv"
    path.write_text(BAD, "utf-8")
    before = AuditEvent.objects.count()
    with pytest.raises(CommandError) as refused:
        run("import_results", path, "--campaign", C, "--year", 2022, "--status", "official", "--approve")
    lines = str(refused.value).splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == [
        "xau.csv, dòng 2, cột C",
        "xau.csv, dòng 3, cột A",
        "xau.csv, dòng 4, cột D",
        "xau.csv, dòng 6, cột A",
    ]
    assert (FigureSet.objects.count(), AuditEvent.objects.count()) == (0, before)


def test_a_dry_run_stores_nothing(loaded: None) -> None:
    run("import_results", cast.RESULTS, "--campaign", C, "--year", 2022, "--status", "official", "--dry-run")
    assert FigureSet.objects.count() == 0


def test_a_bad_plan_stores_nothing_and_tells_all(db: None, tmp_path: Path) -> None:
    run("load_units", cast.UNITS)
    path = tmp_path / "sai.toml"
    path.write_text(cast.DEFINITION.read_text(encoding="utf-8").replace('rule = "target_met"', 'rule = "la"'), "utf-8")
    with pytest.raises(CommandError) as refused:
        run("load_campaign", path)
    assert "sai.toml, category[2].criterion[3].rule: không có quy tắc «la»" in str(refused.value)
    assert "Có 3 lỗi. Chưa lưu gì." in str(refused.value)
    assert Campaign.objects.count() == 0


def test_layout_f1_of_a_year(judged: None, tmp_path: Path) -> None:
    path = tmp_path / "f1.xlsx"
    run("export_report", "F1", "--campaign", C, "--year", 2022, "--output", path)
    sheet = load_workbook(path)["F1"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert "Tổng cộng Tỉnh Ninh Thuận" in cells
    total = cells["Tổng cộng Tỉnh Ninh Thuận"].row
    assert [sheet.cell(total, column).value for column in (3, 5, 7)] == [185760, 11015, 10087]
    assert [str(sheet.cell(total, column).value) for column in (6, 8)] == ["5.93", "5.43"]
    assert (sheet.cell(total, 5).number_format, sheet.cell(total, 6).number_format) == ("#,##0", "#,##0.00")
    assert cells["4=3/1*100"].data_type == "s"
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert "F1  Tổng hợp kết quả chính thức" in run("export_report", "--list")


def test_an_unknown_account_cannot_act(loaded: None) -> None:
    with pytest.raises(CommandError, match="Không có tài khoản «ai-do»"):
        run("import_targets", cast.TARGETS, "--campaign", C, "--year", 2022, "--by", "ai-do")


def test_an_officer_cannot_import_for_a_sister_district(province: cast.Province) -> None:
    with pytest.raises(CommandError):
        run("import_results", cast.RESULTS, "--campaign", C, "--year", 2022, "--status", "official", "--by", "bac-ai")
    assert FigureSet.objects.count() == 0


# ---- the map of the day, and what a list leaves unsaid ----

SPRING = datetime(2024, 4, 12, 9, tzinfo=VIETNAM)


def _list(folder: Path, text: str) -> Path:
    path = folder / "danh-sach.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_code_used_again_later_means_the_unit_of_the_day(loaded: None, tmp_path: Path) -> None:
    """22750 is Phường Thanh Sơn until November 2024, then Phường Phủ Hà; districts end in July 2025."""
    targets = _list(tmp_path, "unit_code,indicator,at_least\n22750,poverty_rate,0.20\n")
    with clock.at(SPRING):
        run("import_targets", targets, "--campaign", C, "--year", 2024)
        assert [row.unit.name for row in Target.objects.all()] == ["Phường Thanh Sơn"]
        results = _list(tmp_path, "unit_code,households,poor\n22750,3000,30\n")
        run("import_results", results, "--campaign", C, "--year", 2024, "--status", "preliminary")
        assert [item.unit.name for item in FigureSet.objects.all()] == ["Phường Thanh Sơn"]
        districts = _list(tmp_path, "unit_code,indicator,at_least\n584,poverty_rate,4\n")
        assert "1 mới" in run("import_targets", districts, "--campaign", C, "--year", 2025)


def test_a_list_without_the_columns_of_the_decision_keeps_it(loaded: None, tmp_path: Path) -> None:
    full = (
        "unit_code,indicator,at_least,up_to,decision_number,decision_date\n584,poverty_rate,4,5,12/QĐ-UBND,2022-01-10\n"
    )
    run("import_targets", _list(tmp_path, full), "--campaign", C, "--year", 2022)
    bare = "unit_code,indicator,at_least\n584,poverty_rate,4\n"
    assert "1 giữ nguyên" in run("import_targets", _list(tmp_path, bare), "--campaign", C, "--year", 2022)
    assert str(Target.objects.current().get().aim) == "4,00 - 5,00 điểm %, 12/QĐ-UBND ngày 10/01/2022"
    with pytest.raises(CommandError, match="mức đang giao theo 12/QĐ-UBND"):
        run("import_targets", _list(tmp_path, bare.replace(",4\n", ",3\n")), "--campaign", C, "--year", 2022)
    assert Target.objects.count() == 1


# ---- deadlines of a plan, and a standard of other years ----


def _plan(folder: Path, *changes: tuple[str, str]) -> Path:
    text = cast.DEFINITION.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "ke-hoach.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_version_with_another_day_says_that_the_deadline_stays(loaded: None, tmp_path: Path) -> None:
    said = run("load_campaign", _plan(tmp_path, ("on = 2022-07-30", "on = 2022-08-15")))
    assert "giữ ngày 30/07/2022 đang dùng, tệp ghi 15/08/2022; dời hạn bằng văn bản ở trang Hạn." in said
    assert str(Campaign.objects.get().deadlines.current().get(code="D1").on) == "2022-07-30"


def test_a_version_without_a_deadline_ends_it_and_a_later_one_begins_it_again(loaded: None, tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.toml"
    path.write_text(cast.DEFINITION.read_text("utf-8").replace('"D1"', '"D2"'), encoding="utf-8")
    run("load_campaign", path)
    rows = Campaign.objects.get().deadlines
    assert [row.code for row in rows.current().exclude(plan_kind="")] == ["D2"]
    run("load_campaign", cast.DEFINITION)
    assert [(row.code, str(row.on)) for row in rows.current().exclude(plan_kind="")] == [("D1", "2022-07-30")]


def test_a_second_deadline_of_one_thing_is_refused_with_both_places(loaded: None, tmp_path: Path) -> None:
    second = '[[deadline]]\nid = "D9"\nclause = "V.1"\nlabel = "Khác"\ntext = "Khác"\non = 2022-09-30\nbound = "before"\nhard = false\n'
    extra = second + 'plan_kind = "launch_plan"\nto = ["standing_agency"]\n\n[[deadline]]\nid = "D1"'
    with pytest.raises(CommandError, match=r"loại kế hoạch này đã có hạn ở deadline\[1\]"):
        run("load_campaign", _plan(tmp_path, ('[[deadline]]\nid = "D1"', extra)))
    with pytest.raises(CommandError, match="không chia theo nhóm"):
        run(
            "load_campaign",
            _plan(tmp_path, ('plan_kind = "launch_plan"', 'plan_kind = "launch_plan"\nclasses = ["commune"]')),
        )


def test_figures_under_a_standard_of_other_years_are_refused(loaded: None, tmp_path: Path) -> None:
    path = _list(tmp_path, "unit_code,households,poor,near_poor\n584,8000,900,80\n")
    words = ("--campaign", C, "--year", 2024, "--status", "official", "--standard", "mdp-2016-2020")
    with clock.at(SPRING.replace(year=2025)), pytest.raises(CommandError, match="không dùng cho năm 2024"):
        run("import_results", path, *words)
    assert not FigureSet.objects.exists()


@pytest.mark.parametrize("year", [1800, 2019, 2026, 2041])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("rollup", ()),
        ("export_report", ("F1", "--output", "{file}")),
        ("import_targets", (cast.TARGETS,)),
        ("import_results", (cast.RESULTS, "--status", "official")),
    ],
)
def test_a_year_outside_the_campaign_is_refused(
    name: str, words: tuple[object, ...], year: int, loaded: None, tmp_path: Path
) -> None:
    file = tmp_path / "bieu.xlsx"
    said = [str(word).format(file=file) for word in words]
    with pytest.raises(CommandError, match=f"năm {year} không thuộc {C}; ghi từ 2020 đến 2025"):
        run(name, *said, "--campaign", C, "--year", year)
    assert not file.exists()
    assert not FigureSet.objects.exists() and not Target.objects.exists()


def test_the_year_that_a_campaign_is_measured_from_is_its_own(loaded: None) -> None:
    assert "Tỉnh Ninh Thuận" in run("rollup", "--campaign", C, "--year", 2020)
