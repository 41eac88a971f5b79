"""Targets: assigned by decision, replaced and never overwritten, each by who may."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaign.models import Target
from campaign.targets.actions import Assignment, TargetConflict, assign, assignable
from core import clock
from core.workflow import Refused
from tests import cast
from units import access

SignIn = Callable[[User], Client]
DECISION = {"decision_number": "12/QĐ-UBND", "decision_date": "10/01/2022"}


def _assign(province: cast.Province, code: str, at_least: str, by: User, **more: object) -> dict[str, int]:
    return assign(province.campaign, 2022, [Assignment(province.unit(code), Decimal(at_least), **more)], by=by)


def test_a_changed_target_is_a_new_row_and_the_old_one_stays(province: cast.Province) -> None:
    assert _assign(province, "584", "3.50", province.labour) == {"new": 1, "changed": 0, "unchanged": 0}
    assert _assign(province, "584", "3.50", province.labour) == {"new": 0, "changed": 0, "unchanged": 1}
    assert _assign(province, "584", "4.00", province.labour) == {"new": 0, "changed": 1, "unchanged": 0}
    rows = [(row.at_least, row.replaced_at is None) for row in Target.objects.order_by("pk")]
    assert rows == [(Decimal("3.50"), False), (Decimal("4.00"), True)]


def test_two_indicators_are_two_targets(province: cast.Province) -> None:
    _assign(province, "584", "4.00", province.labour)
    _assign(province, "584", "2.50", province.labour, indicator="minority_poverty_rate")
    assert Target.objects.current().count() == 2


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("labour", {"58", "584", "585"}),
        ("bac_ai", {"22801"}),
        ("ninh_son", {"22810"}),
        ("phuoc_dai", set()),
        ("auditor", set()),
    ],
    ids=["the province to districts", "a district to its communes", "another district", "a commune", "who only looks"],
)
def test_who_assigns_to_whom(province: cast.Province, who: str, codes: set[str]) -> None:
    units = [province.unit(code) for code in ("58", "584", "585", "22801", "22810")]
    allowed = assignable(units, 2022, by=getattr(province, who))
    assert {unit.code for unit in units if unit.pk in allowed} == codes


def test_without_districts_the_province_assigns_to_communes(province: cast.Province) -> None:
    commune = province.unit("22801", date(2025, 7, 1))
    with clock.at(date(2025, 7, 2)):
        access.forget(province.labour)
        moved = User.objects.command_line()
        assert assignable([commune], 2025, by=moved) == {commune.pk}


def test_all_or_nothing(province: cast.Province) -> None:
    rows = [Assignment(province.unit("22801"), Decimal("1.00")), Assignment(province.unit("22810"), Decimal("1.00"))]
    with pytest.raises(Refused) as refused:
        assign(province.campaign, 2022, rows, by=province.bac_ai)
    assert refused.value.reasons == ("Thị trấn Tân Sơn: bạn không có quyền giao chỉ tiêu cho đơn vị này.",)
    assert Target.objects.count() == 0


def test_a_range_the_wrong_way_round(province: cast.Province) -> None:
    with pytest.raises(Refused, match="mức trên nhỏ hơn mức dưới"):
        _assign(province, "584", "4.00", province.labour, up_to=Decimal("3.00"))


def test_the_second_assigner_is_told(province: cast.Province) -> None:
    _assign(province, "584", "3.50", province.labour)
    rows = [Assignment(province.unit("584"), Decimal("4.00"))]
    with pytest.raises(TargetConflict) as stale:
        assign(province.campaign, 2022, rows, by=province.labour_leader, seen={province.unit("584").pk: 0})
    assert [unit.code for unit in stale.value.units] == ["584"]
    assert Target.objects.current().get().at_least == Decimal("3.50")


# ---- the page ----


def test_a_district_assigns_its_communes_on_one_sheet(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2021, "22801", 1000, 402, 10)
    page = "/chi-tieu/2022/584/"
    client = sign_in(province.bac_ai)
    typed = {
        "22801-edition": "0",
        "22801-at_least": "4,5",
        "22801-up_to": "5",
        "22783-edition": "0",
        "22783-at_least": "",
    }
    response = client.post(page, {**typed, **DECISION}, follow=True)
    assert response.redirect_chain == [(page, 302)]
    row = Target.objects.get()
    assert (row.unit.code, row.at_least, row.up_to, row.decision) == (
        "22801",
        Decimal("4.50"),
        Decimal("5.00"),
        "12/QĐ-UBND ngày 10/01/2022",
    )
    line = next(line for line in response.context["sheet"].lines if line.unit.code == "22801")
    assert (line.last, line.aim) == (Decimal("40.20"), Decimal("35.70"))


def test_a_row_that_stays_keeps_its_decision(province: cast.Province, sign_in: SignIn) -> None:
    first = assign(
        province.campaign,
        2022,
        [Assignment(province.unit("22801"), Decimal("4.50"), decision_number="1/QĐ", decision_date=date(2022, 1, 5))],
        by=province.bac_ai,
    )
    assert first["new"] == 1
    row = Target.objects.get()
    typed = {
        "22801-edition": str(row.pk),
        "22801-at_least": "4,50",
        "22801-up_to": "",
        "22783-edition": "0",
        "22783-at_least": "1,00",
        "22783-up_to": "",
    }
    sign_in(province.bac_ai).post("/chi-tieu/2022/584/", {**typed, **DECISION})
    assert Target.objects.current().count() == Target.objects.count()
    assert sorted(Target.objects.values_list("unit__code", "decision_number")) == [
        ("22783", "12/QĐ-UBND"),
        ("22801", "1/QĐ"),
    ]


def test_a_number_given_later_reaches_the_rows_without_one(province: cast.Province, sign_in: SignIn) -> None:
    _assign(province, "22801", "4.50", province.bac_ai)
    row = Target.objects.get()
    client = sign_in(province.bac_ai)
    assert "chưa có số quyết định" in client.get("/chi-tieu/2022/584/").content.decode()
    typed = {"22801-edition": str(row.pk), "22801-at_least": "4,50", "22801-up_to": ""}
    client.post("/chi-tieu/2022/584/", {**typed, **DECISION})
    assert Target.objects.current().get().decision_number == "12/QĐ-UBND"
    page = client.get("/chi-tieu/2022/584/").content.decode()
    assert "Các mức đã được thay" in page


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"22801-at_least": "nhiều"}, "Xã Phước Đại, giảm ít nhất: «nhiều» không phải là số."),
        ({"22801-at_least": "1,234"}, "Xã Phước Đại, giảm ít nhất: «1,234» có hơn hai chữ số thập phân."),
        ({"22801-at_least": "", "22801-up_to": "5"}, "Xã Phước Đại: có mức đến nhưng thiếu mức giảm ít nhất."),
        ({"22801-at_least": "5", "22801-up_to": "4"}, "Xã Phước Đại: mức đến nhỏ hơn mức giảm ít nhất."),
        (
            {"22801-at_least": "5", "decision_date": ""},
            "Ghi cả số và ngày quyết định, hoặc để trống cả hai khi chưa có quyết định.",
        ),
        (
            {"22801-at_least": "5", "decision_date": "31/02/2022"},
            "«31/02/2022»: không có ngày 31, tháng 2 năm 2022 có 28 ngày.",
        ),
    ],
    ids=["text", "three decimals", "only the upper bound", "bounds reversed", "half a decision", "no such day"],
)
def test_what_cannot_be_read_is_kept_and_told(
    province: cast.Province, sign_in: SignIn, typed: dict[str, str], error: str
) -> None:
    response = sign_in(province.bac_ai).post("/chi-tieu/2022/584/", {"22801-edition": "0", **DECISION, **typed})
    page = response.content.decode()
    assert response.status_code == 422
    assert error in page
    assert f'value="{typed["22801-at_least"]}"' in page
    assert Target.objects.count() == 0


def test_a_stale_sheet_shows_both_and_one_click_assigns(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    _assign(province, "22801", "3.50", province.bac_ai)
    response = client.post("/chi-tieu/2022/584/", {"22801-edition": "0", "22801-at_least": "4", "22801-up_to": ""})
    assert response.status_code == 409
    assert [(row.label, row.stored, row.typed) for row in response.context["rows"]] == [
        ("Xã Phước Đại, giảm ít nhất", "3,50", "4"),
        ("Xã Phước Đại, đến", "", ""),
    ]
    again = dict(response.context["fields"]) | {"22801-at_least": "4", "22801-up_to": ""}
    client.post("/chi-tieu/2022/584/", again)
    assert Target.objects.current().get().at_least == Decimal("4.00")


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("bac_ai", "/chi-tieu/2022/584/", 200),
        ("bac_ai", "/chi-tieu/2022/22801/", 200),
        ("bac_ai", "/chi-tieu/2022/585/", 404),
        ("bac_ai", "/chi-tieu/2022/58/", 404),
        ("bac_ai", "/chi-tieu/2022/999/", 404),
        ("bac_ai", "/chi-tieu/1999/584/", 404),
        ("labour", "/chi-tieu/2022/585/", 200),
        ("press", "/chi-tieu/2022/584/", 403),
    ],
    ids=["own", "own commune", "sister", "above", "no such code", "no such year", "the province", "no role"],
)
def test_who_opens_which_sheet(province: cast.Province, sign_in: SignIn, who: str, address: str, status: int) -> None:
    assert sign_in(getattr(province, who)).get(address).status_code == status


def test_who_only_looks_changes_nothing(province: cast.Province, sign_in: SignIn) -> None:
    response = sign_in(province.auditor).post("/chi-tieu/2022/584/", {"22801-edition": "0", "22801-at_least": "1"})
    assert (response.status_code, Target.objects.count()) == (403, 0)


def test_the_sheet_asks_the_same_for_few_units_and_many(province: cast.Province, sign_in: SignIn) -> None:
    asked = []
    client = sign_in(province.labour)
    for code in ("22801", "584", "582"):  # one unit, ten, seventeen
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/chi-tieu/2022/{code}/").status_code == 200
        asked.append(len(queries))
    assert asked[1] == asked[2]


def test_a_rate_cannot_fall_by_more_than_it_is(province: cast.Province) -> None:
    """The remaining rate, typed where the reduction belongs, is what it usually is."""
    unit = province.unit("22801")
    province.approve(2021, "22801", 960, 360)  # 37,50 %
    for at_least, is_refused in (("37.50", False), ("37.51", True), ("90", True)):
        row = Assignment(unit, Decimal(at_least), None, "poverty_rate", "", None)
        if is_refused:
            with pytest.raises(Refused, match=r"nhiều hơn tỷ lệ hộ nghèo cuối năm 2021 \(37,50 %\)"):
                assign(province.campaign, 2022, [row], by=province.bac_ai)
        else:
            assign(province.campaign, 2022, [row], by=province.bac_ai)
    assert [str(row.at_least) for row in Target.objects.filter(unit=unit)] == ["37.50"]
