"""Households on pages: entered, edited, their years, their registrations; seen and taken away only in scope."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import audit
from accounts.models import AuditEvent, User
from campaign.figures.actions.entering import save_sheet
from campaign.figures.households import compare
from campaign.models import FigureSet
from core.workflow import Refused
from tests import cast
from units.households.actions import households as actions
from units.households.states import FAILED, Outcome, bits
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import ExitRegistration, Household, HouseholdYear, Unit


@pytest.fixture
def village(province: cast.Province) -> Unit:
    """A village of Phước Đại."""
    with audit.change(User.objects.command_line()) as trail:
        made = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    return made


@pytest.fixture
def household(province: cast.Province, village: Unit) -> Household:
    """One that was poor in 2021."""
    made = actions.found_household(
        village, head="Katơr Thị Liên", ethnicity="Raglai", people=4, valid_from=cast.START, by=province.phuoc_dai
    )
    actions.record_year(
        made.pk, 2021, status="poor", people=4, deprivations=[1, 4, 9], causes=[1], edition=0, by=province.phuoc_dai
    )
    return made


def test_a_household_is_entered(province: cast.Province, village: Unit, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.phuoc_dai)
    form = {
        "village": village.pk,
        "head": "Nguyễn Văn Hoà",
        "ethnicity": "Kinh",
        "spouse_ethnicity": "Raglai",
        "people": "3",
        "valid_from": "01/02/2022",
    }
    assert client.post("/don-vi/22801-2021-01-01/ho/moi/", form).status_code == 302
    made = Household.objects.get()
    assert (made.code, made.is_minority, made.heads.get().name) == ("2280101001", True, "Nguyễn Văn Hoà")
    again = client.post("/don-vi/22801-2021-01-01/ho/moi/", {**form, "code": made.code, "head": "Ai Đó"})
    assert again.status_code == 422
    assert "một hộ không thể ở hai thôn" in again.content.decode()
    assert "Ai Đó" in again.content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"head": " "}, "chủ hộ"),
        ({"valid_from": date(2020, 1, 1)}, "không tồn tại"),
        ({"place": "22801"}, "không phải thôn"),
    ],
)
def test_households_that_cannot_be(province: cast.Province, village: Unit, change: dict, says: str) -> None:
    said = {"head": "Ai", "valid_from": cast.START, **change}
    place = province.unit(said.pop("place")) if "place" in said else village
    with pytest.raises(Refused, match=says):
        actions.found_household(place, by=province.phuoc_dai, **said)
    assert not Household.objects.exists()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("H 921", "Mã hộ H-921 đang dùng ở Thôn Tà Lú"),
        ("H921", "Mã hộ H921 chỉ khác mã H-921 đã có ở dấu ngăn"),
        ("01/02/2022", "Mã hộ «01/02/2022» là ngày tháng, không phải mã"),
    ],
)
def test_a_code_in_another_spelling_is_the_same_household(
    province: cast.Province, village: Unit, sign_in: Callable[[User], Client], code: str, says: str
) -> None:
    actions.found_household(village, head="Ai", code="H-921", valid_from=cast.START, by=province.phuoc_dai)
    form = {"village": village.pk, "head": "Ai", "people": "3", "valid_from": "01/02/2022", "code": code}
    answer = sign_in(province.phuoc_dai).post("/don-vi/22801-2021-01-01/ho/moi/", form)
    assert (answer.status_code, Household.objects.count()) == (422, 1)
    assert says in answer.content.decode()


def test_another_s_village(province: cast.Province, village: Unit, household: Household) -> None:
    for change in (
        lambda: actions.found_household(village, head="Ai", valid_from=cast.START, by=province.ninh_son),
        lambda: actions.edit_household(household.pk, edition=1, values={"people": 9}, by=province.ninh_son),
        lambda: actions.end_household(household.pk, on=date(2022, 5, 1), reason="x đã xem lại", by=province.labour),
    ):
        with pytest.raises(Refused, match="không thuộc phạm vi"):
            change()


def test_the_second_editor_keeps_what_was_typed(
    province: cast.Province, household: Household, sign_in: Callable[[User], Client]
) -> None:
    one, two = sign_in(province.phuoc_dai), sign_in(province.bac_ai)
    form = {"edition": "1", "address": "Xóm trên", "people": "5"}
    assert one.post(f"/ho/{household.pk}/sua/", form).status_code == 302
    late = two.post(f"/ho/{household.pk}/sua/", {**form, "address": "Xóm dưới"})
    assert late.status_code == 409
    assert "Xóm dưới" in late.content.decode()
    assert Household.objects.get().address == "Xóm trên"


def test_heads_have_dates(province: cast.Province, household: Household) -> None:
    actions.change_head(household.pk, "Katơr Minh", on=date(2022, 6, 1), by=province.phuoc_dai)
    rows = [(h.name, h.valid_from, h.valid_to) for h in household.heads.order_by("valid_from")]
    assert rows == [
        ("Katơr Thị Liên", cast.START, date(2022, 6, 1)),
        ("Katơr Minh", date(2022, 6, 1), date.max),
    ]
    assert Household.objects.found("minh kator").get().pk == household.pk
    with pytest.raises(Refused):
        actions.change_head(household.pk, "Ai", on=date(2022, 6, 1), by=province.phuoc_dai)
    with pytest.raises(Refused, match="chưa đến"):
        actions.change_head(household.pk, "Ai", on=date(2023, 6, 1), by=province.phuoc_dai)


def test_one_page_tells_the_years(
    province: cast.Province, household: Household, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(province.phuoc_dai)
    form = {"edition": "0", "status": "near_poor", "people": "4", "deprivations": ["4", "12"], "causes": ["1"]}
    assert client.post(f"/ho/{household.pk}/nam/2022/", form).status_code == 302
    page = client.get(f"/ho/{household.pk}/").content.decode()
    for piece in ("Hộ nghèo", "Hộ cận nghèo", "3: Việc làm; Bảo hiểm y tế; Nguồn nước sinh hoạt"):
        assert piece in page
    assert HouseholdYear.objects.get(year=2022).deprivations == bits([4, 12])
    assert AuditEvent.objects.filter(verb="read_household").exists()
    labels = AuditEvent.objects.filter(subject_type="units.household").values_list("subject_label", flat=True)
    assert not any("Liên" in label or "nghèo" in label for label in labels)


def test_registering_and_what_came_of_it(province: cast.Province, household: Household) -> None:
    by = province.phuoc_dai
    said = {"registered_on": date(2022, 2, 10), "commitments": "Nuôi bò", "loan": 30_000_000, "lender": "NHCSXH"}
    row = actions.register_exit(household.pk, 2022, **said, by=by)
    assert (row.has_loan, row.outcome) == (True, Outcome.OPEN)
    with pytest.raises(Refused, match="đã đăng ký"):
        actions.register_exit(household.pk, 2022, **said, by=by)
    with pytest.raises(Refused, match="Chưa có kết quả rà soát năm 2022"):
        actions.close_registration(row.pk, Outcome.ESCAPED, on=date(2022, 12, 14), edition=1, by=by)
    actions.record_year(household.pk, 2022, status="poor", people=4, edition=0, by=by)
    with pytest.raises(Refused, match="không phải thoát nghèo"):
        actions.close_registration(row.pk, Outcome.ESCAPED, on=date(2022, 12, 14), edition=1, by=by)
    actions.record_year(household.pk, 2022, status="escaped", people=4, edition=1, by=by)
    done = actions.close_registration(row.pk, Outcome.ESCAPED, on=date(2022, 12, 14), edition=1, by=by)
    assert done.outcome == Outcome.ESCAPED


def test_a_household_that_is_no_more_has_not_failed(province: cast.Province, household: Household) -> None:
    by = province.phuoc_dai
    row = actions.register_exit(household.pk, 2022, registered_on=date(2022, 2, 10), commitments="Nuôi bò", by=by)
    done = actions.close_registration(row.pk, Outcome.GONE, on=date(2022, 8, 1), edition=1, by=by)
    actions.end_household(household.pk, on=date(2022, 8, 1), reason="chủ hộ chết, hộ không còn", by=by)
    assert done.outcome not in FAILED
    assert Household.objects.get().valid_to == date(2022, 8, 1)


def test_who_was_not_poor_does_not_register(province: cast.Province, household: Household) -> None:
    actions.record_year(household.pk, 2021, status="not_poor", people=4, edition=1, by=province.phuoc_dai)
    with pytest.raises(Refused, match="không đăng ký thoát nghèo 2022"):
        actions.register_exit(
            household.pk, 2022, registered_on=date(2022, 2, 10), commitments="x", by=province.phuoc_dai
        )
    assert not ExitRegistration.objects.exists()


def test_lists_leave_only_in_scope_and_each_is_recorded(
    province: cast.Province, household: Household, sign_in: Callable[[User], Client]
) -> None:
    address = "/don-vi/22801-2021-01-01/ho/?tai=excel&nam=2021&ket-qua=ngheo"
    answer = sign_in(province.phuoc_dai).get(address)
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    event = AuditEvent.objects.get(verb="export_households")
    assert (event.actor, event.unit_code, event.summary) == ("phuoc-dai", "22801", "1 hộ, năm 2021, bộ lọc: ngheo")
    for user in (province.ninh_son, province.labour, province.auditor, province.home):
        assert sign_in(user).get(address).status_code == 404
    assert AuditEvent.objects.filter(verb="export_households").count() == 1


def test_every_reading_of_households_stands_in_the_trail(
    province: cast.Province, household: Household, sign_in: Callable[[User], Client]
) -> None:
    """Lists and single households, by whatever page they are seen; who is refused has read nothing."""
    one, lists = f"/ho/{household.pk}/", "/don-vi/22801-2021-01-01/ho/"
    pages = {
        lists: "read_households",
        f"{lists}?q=lien": "read_households",
        f"{lists}?ket-qua=ngheo&nam=2021": "read_households",
        "/tim/?q=Kator": "read_households",
        "/khen-thuong/annual-2022/lap-ho-so/?nhom=household": "read_households",
        one: "read_household",
        f"{one}sua/": "read_household",
        f"{one}nam/2021/": "read_household",
        f"{one}dang-ky/2022/": "read_household",
        f"/lich-su-khen-thuong/ho/{household.pk}/": "read_household",
    }
    client, stranger = sign_in(province.phuoc_dai), sign_in(province.ninh_son)
    for address, verb in pages.items():
        last = AuditEvent.objects.latest("seq").seq
        stranger.get(address)
        assert not AuditEvent.objects.filter(seq__gt=last, verb__startswith="read_").exists(), address
        assert client.get(address).status_code == 200, address
        rows = AuditEvent.objects.filter(seq__gt=last)
        assert list(rows.values_list("actor", "verb")) == [("phuoc-dai", verb)], address
    assert AuditEvent.objects.filter(verb="read_households").earliest("seq").unit_code == "22801"


def test_a_stranger_finds_nothing(
    province: cast.Province, household: Household, sign_in: Callable[[User], Client]
) -> None:
    for user, seen in (
        (province.phuoc_dai, True),
        (province.bac_ai, True),
        (province.ninh_son, False),
        (province.labour, False),
    ):
        client = sign_in(user)
        assert (client.get(f"/ho/{household.pk}/").status_code == 200) is seen
        assert ("Katơr Thị Liên" in client.get("/tim/?q=lien kator").content.decode()) is seen


def test_the_list_asks_a_fixed_number_of_questions(
    province: cast.Province, village: Unit, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(province.phuoc_dai)
    counts = []
    for number in (10, 120):
        Household.objects.bulk_create(
            Household(
                code=f"N{number}-{at}", village=village, head=f"Hộ {at}", valid_from=cast.START, search_key=f"ho {at}"
            )
            for at in range(number)
        )
        client.get("/don-vi/22801-2021-01-01/ho/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/don-vi/22801-2021-01-01/ho/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert "Trang 2 trên 3" in client.get("/don-vi/22801-2021-01-01/ho/?trang=2").content.decode()
    assert client.get("/don-vi/22801-2021-01-01/ho/?trang=999999999").status_code == 200


def test_counted_beside_entered(
    province: cast.Province, village: Unit, household: Household, sign_in: Callable[[User], Client]
) -> None:
    commune = province.unit("22801")
    other = actions.found_household(village, head="Trần Văn Bá", valid_from=cast.START, by=province.phuoc_dai)
    assert compare(province.campaign, commune, 2021)[1].counted is None  # one household has no result yet
    actions.record_year(other.pk, 2021, status="near_poor", people=1, edition=0, by=province.phuoc_dai)
    save_sheet(
        province.campaign,
        2021,
        {village.pk: {"households": 2, "people": 5, "poor": 2, "near_poor": 0}},
        {},
        by=province.phuoc_dai,
    )
    line = compare(province.campaign, commune, 2021)[1]
    assert line.counted == {"households": 2, "people": 5, "poor": 1, "near_poor": 1}
    assert line.differs == ["hộ nghèo 1, đã nhập 2", "hộ cận nghèo 1, đã nhập 0"]
    client = sign_in(province.phuoc_dai)
    address = f"/doi-chieu-ho/2021/{commune.slug}/"
    assert "hộ nghèo 1, đã nhập 2" in client.get(address).content.decode()
    client.post(address)
    sheet = FigureSet.objects.current().get(unit=village, year=2021)
    assert (sheet.poor, sheet.near_poor, sheet.state) == (1, 1, "draft")
    assert "Khớp" in client.get(address).content.decode()
