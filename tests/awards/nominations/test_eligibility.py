"""Who is eligible: those who meet everything first, then those one step short with what is missing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from awards.nominations.eligibility import MET, MORE, ONE_SHORT, Line, lines
from campaign.definition import parse
from campaign.evaluation import province_units, unit_facts
from campaign.evaluation.judging import Judged
from core import clock
from core.findings import Finding
from tests import cast
from tests.awards.walking import propose
from units.map.actions.map import classify_unit, derive_ancestry, found_unit
from units.map.domain.levels import Class, Kind, Level
from units.models import Membership, Unit

SignIn = Callable[[User], Client]


@pytest.fixture
def figures(province: cast.Province) -> None:
    """Four communes of Bác Ái: one meets, two miss by 1,00 and 0,25 points, one has no target and figures of one year."""
    for code, before, now, target in (
        ("22801", 400, 300, "10.00"),
        ("22783", 400, 310, "10.00"),
        ("22786", 4000, 3025, "10.00"),
    ):
        whole = 10_000 if before == 4000 else 1000
        province.approve(2021, code, whole, before)
        province.approve(2022, code, whole, now)
        province.target(2022, code, target)


def test_the_order_and_what_is_missing(province: cast.Province, figures: None, sign_in: SignIn) -> None:
    page = sign_in(province.bac_ai).get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune")
    rows = {row.unit.code: row for row in page.context["page"].paginator.object_list}
    assert [row.unit.code for row in page.context["page"].object_list[:3]] == ["22801", "22786", "22783"]
    assert rows["22801"].place == MET
    assert (rows["22786"].place, rows["22786"].lacks) == (ONE_SHORT, ("năm 2022: còn thiếu 0,25 điểm %",))
    assert rows["22783"].lacks == ("năm 2022: còn thiếu 1,00 điểm %",)
    assert all(row.unit.code.startswith("22") for row in rows.values())
    words = page.content.decode()
    assert "Đạt mọi tiêu chí đo được" in words
    assert "Còn một điều chưa đạt" in words


def test_a_district_sees_its_own_and_excel_has_it_all(province: cast.Province, figures: None, sign_in: SignIn) -> None:
    own = sign_in(province.ninh_son).get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune")
    assert "Phước Đại" not in own.content.decode()
    client = sign_in(province.home)
    assert client.get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune&tai=excel").status_code == 200
    assert client.get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=agency").status_code == 302
    assert client.get("/khen-thuong/annual-2022/du-dieu-kien/").url.endswith("?nhom=district")


def test_two_years_short_is_more_than_one_step(province: cast.Province, figures: None, sign_in: SignIn) -> None:
    page = sign_in(province.home).get("/khen-thuong/interim-2023/du-dieu-kien/?nhom=commune")
    rows = {row.unit.code: row for row in page.context["page"].paginator.object_list}
    assert rows["22801"].place == ONE_SHORT  # 2023 alone is not known
    assert rows["22783"].place == MORE


def test_a_unit_is_not_judged_for_a_year_before_its_birth(province: cast.Province) -> None:
    """Phủ Hà of 2024 took in two wards whose figures of 2021 and 2022 are known."""
    for year in (2021, 2022):
        province.approve(year, "22750", 1000, 40)
        province.approve(year, "22747", 1000, 40)
    born = province.unit("22750", date(2024, 12, 31))
    row = unit_facts.gather(province.campaign, province.campaign.definition, [born], [2022])[born.pk, 2022]
    assert (row.exists, row.this, row.before) == (False, None, None)


def _rows(client: Client, query: str) -> dict[str, Line]:
    page = client.get(f"/khen-thuong/{query}")
    assert page.status_code == 200, page.status_code
    return {row.unit.code: row for row in page.context["page"].paginator.object_list}


def test_a_class_that_changed_within_the_year_shows_the_other_outcome(
    province: cast.Province, figures: None, sign_in: SignIn
) -> None:
    with audit.change(province.administrator) as trail:
        classify_unit(
            province.unit("22801"), Class.COASTAL_SPECIAL, valid_from=date(2022, 6, 1), act="QĐ 1", trail=trail
        )
        classify_unit(
            province.unit("22783"),
            Class.COASTAL_SPECIAL,
            valid_from=date(2021, 1, 1),
            valid_to=date(2022, 6, 1),
            act="QĐ 1",
            trail=trail,
        )
    client = sign_in(province.home)
    rows = _rows(client, "annual-2022/du-dieu-kien/?nhom=commune")
    assert (rows["22801"].clauses, rows["22783"].clauses) == ("Tiêu chí 3", "Tiêu chí 2")
    (gained,), (lost,) = rows["22801"].others, rows["22783"].others
    assert gained.startswith("tiêu chí 2, năm 2022: Trong năm trở thành xã đặc biệt khó khăn vùng bãi ngang")
    assert gained.endswith("nếu xét theo diện này: Vượt, 10,00 điểm % > 1,50 điểm %.")
    assert lost.endswith("nếu xét như các đơn vị còn lại: Không đạt, 9,00 điểm % < 10,00 điểm %.")
    assert rows["22786"].others == ()
    page = client.get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune").content.decode()
    assert page.count("phân loại thay đổi trong năm") == 2


def test_who_may_nominate_has_the_link_until_there_is_a_dossier(
    province: cast.Province, figures: None, sign_in: SignIn
) -> None:
    address = "/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune&sodong=250"
    link = f"/khen-thuong/annual-2022/lap-ho-so/?nhom=commune&amp;ai=u-{province.unit('22801').pk}"
    client = sign_in(province.bac_ai)
    assert link in client.get(address).content.decode()
    assert "Phước Đại" in client.get(link.replace("&amp;", "&")).content.decode()
    assert link not in sign_in(province.home).get(address).content.decode()
    propose(province, "22801")
    page = client.get(address).content.decode()
    assert link not in page
    assert "hồ sơ: đang lập" in page


def test_units_of_the_reform_are_judged_in_the_years_that_they_had(province: cast.Province, sign_in: SignIn) -> None:
    """The final round looks at 2022-2025: who ended on 01/07/2025 is judged to 2024, who began then on what it came from."""
    with clock.at(datetime(2026, 1, 20, 9, 0, tzinfo=clock.VIETNAM)):
        rows = province_units.units_of_class(province.campaign, Level.COMMUNE, (2022, 2023, 2024, 2025))
        ended = next(unit for unit in rows if (unit.valid_from, unit.valid_to) == (cast.START, date(2025, 7, 1)))
        begun = next(unit for unit in rows if unit.valid_from == date(2025, 7, 1))
        Membership.objects.create(
            user=province.home,
            role=Role.HOME_AFFAIRS_OFFICER,
            unit=Unit.objects.bearing("56", date(2026, 1, 1)),
            organisation=province.bodies["so-noi-vu"],
            valid_from=date(2025, 7, 1),
        )
        page = sign_in(province.home).get("/khen-thuong/final-2025/du-dieu-kien/?nhom=commune&sodong=250")
        shown = {row.unit.pk: row for row in page.context["page"].paginator.object_list}
        assert {unit.pk for unit in rows} == set(shown)
        assert "đã kết thúc từ 01/07/2025" in page.content.decode()
    old, new = (dict(shown[unit.pk].measured[0].years) for unit in (ended, begun))
    assert [old[year].outcome.value for year in sorted(old)] == ["unknown"] * 3 + ["not_applicable"]
    assert [new[year].outcome.value for year in sorted(new)] == ["unknown"] * 4
    assert all(new[year].notes[0].startswith(f"Năm {year} xét trên ") for year in (2022, 2023, 2024))
    assert old[2025].reason == f"{ended.name} đã kết thúc từ 01/07/2025, không còn vào cuối năm 2025."


def test_a_class_without_units_says_so(province: cast.Province, sign_in: SignIn) -> None:
    for user in (province.home, province.phuoc_dai):
        page = sign_in(user).get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=village")
        assert "Không có đơn vị nào của nhóm này trong phạm vi của bạn" in page.content.decode()
    own = sign_in(province.phuoc_dai).get("/khen-thuong/annual-2022/du-dieu-kien/")
    assert own.url.endswith("?nhom=commune")  # the first class of which somebody sees units


def test_villages_without_figures_wait_for_them(province: cast.Province, sign_in: SignIn) -> None:
    with audit.change(province.administrator) as trail:
        found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    rows = _rows(sign_in(province.phuoc_dai), "annual-2022/du-dieu-kien/?nhom=village")
    assert rows["2280101"].lacks == ("năm 2022: Chưa giao chỉ tiêu năm 2022 cho Thôn Tà Lú.",)


def test_filters_keep_the_counts_of_the_whole(province: cast.Province, figures: None, sign_in: SignIn) -> None:
    client = sign_in(province.home)
    page = client.get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune&kl=0")
    assert [row.unit.code for row in page.context["page"]] == ["22801"]
    assert page.context["heads"][0][2] == 1
    assert page.context["total"] > 3
    assert [
        row.unit.code
        for row in client.get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune&tim=phuoc%20dai").context["page"]
    ] == ["22801"]


# ---- more than one measured criterion: AND, OR ----

CRITERIA = parse(
    cast.DEFINITION.read_text(encoding="utf-8")
    .replace('except_for = "coastal_special"\n', "")
    .replace('applies_to = "coastal_special"\n', "")
)
POINTS = {"met": ("2.00", "1.50"), "not_met": ("1.00", "1.50")}


@pytest.mark.parametrize(
    ("first", "second", "both", "either"),
    [
        ("met", "met", "met", "met"), ("met", "not_met", "not_met", "met"), ("not_met", "not_met", "not_met", "not_met"),
        ("met", "unknown", "unknown", "met"), ("not_met", "unknown", "not_met", "unknown"),
        ("unknown", "unknown", "unknown", "unknown"),
    ],
)  # fmt: skip
def test_two_measured_criteria_are_one_line(first: str, second: str, both: str, either: str) -> None:
    unit = Unit(pk=1, code="1", name="Xã Một", valid_from=cast.START)
    category = CRITERIA.find_category("commune")

    def finding(outcome: str) -> Finding:
        if outcome == "unknown":
            return Finding.unknown("Thiếu số.")
        actual, required = POINTS[outcome]
        return Finding.compare(Decimal(actual), ">=", Decimal(required), unit="điểm %")

    rows = [
        Judged(unit, "commune", name, "", 2022, finding(outcome)) for name, outcome in (("Cc2", first), ("Cc3", second))
    ]
    criteria = CRITERIA.measured("commune")
    for any_of, wanted in (((), both), (("Cc2", "Cc3"), either)):
        (line,) = lines(rows, replace(category, any_of=any_of), criteria)
        assert line.outcome.value == wanted
        assert line.verdict.outcome.value == wanted
        assert (line.lacks == ()) == (wanted == "met")


def test_who_may_not_see_figures_is_not_sent_to_the_page(province: cast.Province, client: Client) -> None:
    address = "/khen-thuong/annual-2022/du-dieu-kien/"
    for user, is_there in ((province.home, True), (province.press, False)):
        client.force_login(user)
        assert (address in client.get("/khen-thuong/").content.decode()) is is_there
