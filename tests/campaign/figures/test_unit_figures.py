"""One figure of a unit for a year: its own approved set, else the complete sum below it, the difference said."""

from io import BytesIO

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from campaign.figures.actions.storing import year_end
from campaign.figures.unit_figures import UnitFigure, add, read_figures
from reports.exports.official_results import export, export_all, layouts
from tests import cast

STANDARD = "mdp-2022-2025"

KEYS = st.sampled_from(["households", "poor", "c4"])
PARTS = st.lists(st.dictionaries(KEYS, st.integers(0, 10_000)), max_size=6)


@given(PARTS)
def test_a_sum_is_of_every_part_or_not_at_all(parts: list[dict[str, int]]) -> None:
    summed, given = add(parts)
    for key in ("households", "poor", "c4"):
        values = [part[key] for part in parts if key in part]
        assert given.get(key, 0) == len(values)
        assert summed.get(key) == (sum(values) if values and len(values) == len(parts) else None)


def _figure(province: cast.Province, code: str) -> UnitFigure:
    unit = province.unit(code)
    return read_figures(2022, province.unit("58"), year_end(2022), standard=STANDARD)[unit.pk]


def _communes(province: cast.Province, code: str) -> list[str]:
    found = read_figures(2022, province.unit(code), year_end(2022), standard=STANDARD)
    return [figure.unit.code for figure in found.values() if figure.unit.level == 3]


@pytest.fixture
def whole(province: cast.Province) -> cast.Province:
    """All communes of Bác Ái are approved, 100 households of which 10 are poor; the district has no set of its own."""
    for code in _communes(province, "584"):
        province.approve(2022, code, 100, 10, 5, people=400)
    return province


def test_a_district_without_a_set_of_its_own_is_the_sum_of_its_communes(whole: cast.Province) -> None:
    figure = _figure(whole, "584")
    assert (figure.own, figure.parts) == ({}, 9)
    assert figure.values == {"households": 900, "people": 3600, "poor": 90, "near_poor": 45}
    assert figure.is_summed("poor")


def test_one_commune_less_is_no_sum(province: cast.Province) -> None:
    codes = _communes(province, "584")
    for code in codes[1:]:
        province.approve(2022, code, 100, 10)
    figure = _figure(province, "584")
    assert (figure.values, figure.short("poor")) == ({}, "chưa đủ (8/9)")


def test_its_own_set_counts_and_the_difference_is_said(whole: cast.Province) -> None:
    whole.approve(2022, "584", 900, 93, 45)
    figure = _figure(whole, "584")
    assert figure.values == {"households": 900, "people": 3600, "poor": 93, "near_poor": 45}
    assert figure.differences == {"poor": 3}


def test_the_province_adds_its_districts_own_figures_and_sums(whole: cast.Province) -> None:
    for code in ("582", "585", "586", "587", "588", "589"):
        whole.approve(2022, code, 1000, 20, 10)
    assert _figure(whole, "58").values == {"households": 6900, "poor": 210, "near_poor": 105}
    whole.approve(2022, "584", 900, 93, 45)
    assert _figure(whole, "58").values["poor"] == 213


def _sheet(content: bytes, code: str) -> tuple[dict[str, list[object]], list[str]]:
    """The lines of a form by their name, and all texts above the table."""
    sheet = load_workbook(BytesIO(content))[code]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(at for at, row in enumerate(rows) if row[0] == "A")
    return {str(row[1] or row[0]): row for row in rows[head:] if row[1]}, [str(row[0]) for row in rows[:head] if row[0]]


def _export(code: str, province: cast.Province, unit: str) -> bytes:
    buffer = BytesIO()
    export(code, province.campaign, 2022, province.unit(unit), buffer)
    return buffer.getvalue()


def test_a_corrected_commune_is_said_on_the_papers_of_district_and_province(whole: cast.Province) -> None:
    whole.approve(2022, "584", 900, 87, 45)
    note = "Huyện Bác Ái, hộ nghèo: 87, tổng đơn vị dưới 90, lệch -3."
    for unit in ("584", "58"):
        lines, texts = _sheet(_export("F1", whole, unit), "F1")
        assert note in texts, unit
    assert lines["Huyện Bác Ái"][4] == 87
    lines, _ = _sheet(_export("F1", whole, "584"), "F1")
    assert lines["Tổng cộng Huyện Bác Ái"][4] == 87


def test_a_line_filled_from_sums_says_so(whole: cast.Province) -> None:
    lines, texts = _sheet(_export("F1", whole, "58"), "F1")
    assert lines["Huyện Bác Ái"][2:5] == [900, 3600, 90]
    assert "Cộng từ đơn vị dưới, chưa có số riêng ở một số cột: Huyện Bác Ái." in texts


def test_forms_below_the_first_are_filled_from_sums_too(whole: cast.Province) -> None:
    """The district has only its headline; what its communes gave of F4 is its line."""
    for code in _communes(whole, "584"):
        whole.approve(2022, code, 100, 10, 5, people=400, poor_lack_job=4)
    whole.approve(2022, "584", 900, 90, 45)
    form = next(
        code
        for code, layout in layouts(whole.campaign, 2022).items()
        if "poor_lack_job" in {c.key for c in layout.flat}
    )
    column = [c.key for c in layouts(whole.campaign, 2022)[form].flat].index("poor_lack_job")
    lines, _ = _sheet(_export(form, whole, "58"), form)
    assert lines["Huyện Bác Ái"][column] == 36


def test_all_forms_come_in_one_workbook(whole: cast.Province) -> None:
    buffer = BytesIO()
    export_all(whole.campaign, 2022, whole.unit("584"), buffer)
    assert load_workbook(buffer).sheetnames == [f"F{number}" for number in range(1, 14)]


def test_every_form_is_one_click_from_the_menu(whole: cast.Province, client: Client) -> None:
    client.force_login(whole.labour)
    page = client.get("/bao-cao/").content.decode()
    for code in ("tat-ca", *layouts(whole.campaign, 2022)):
        assert f'href="/bao-cao/{code}/2022/"' in page, code
    assert 'href="/bao-cao/F2/2022/?don-vi=584"' in client.get("/bao-cao/?don-vi=584").content.decode()
    answer = client.get("/bao-cao/tat-ca/2022/?don-vi=584")
    assert answer["Content-Disposition"] == 'attachment; filename="cac-bieu_584_2022.xlsx"'
    lines, _ = _sheet(b"".join(answer.streaming_content), "F1")
    assert lines["Xã Phước Đại"][4] == 10
    assert client.get("/bao-cao/F99/2022/").status_code == 404


def test_a_long_formula_has_room_under_its_head(whole: cast.Province) -> None:
    sheet = load_workbook(BytesIO(_export("F2", whole, "584")))["F2"]
    at = next(row[0].row for row in sheet.iter_rows() if row[0].value == "A")
    longest = max(len(str(cell.value or "")) for cell in sheet[at])
    assert longest > 12
    assert sheet.row_dimensions[at].height >= 15 * (longest // 12)
