"""The start of a portal: once, by the right code, with every objection, and again without harm."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.models import User
from accounts.permissions import Duty
from core import clock
from core.workflow import Refused
from tests import cast
from units.beginning import actions as beginning
from units.beginning.actions import CODE_LIVES, WRONG_CODES, Agency, Start, begin, is_right_code, print_code
from units.beginning.forms import BeginForm
from units.map.actions.corrections import Correction, correct_unit, remove_units
from units.map.actions.founding import Founding, add_unit
from units.map.domain.levels import Kind
from units.models import Beginning, DutyHolding, Membership, Organisation, Unit
from units.organisations.actions import give_duty

HOME = Agency("Sở Nội vụ", "Quyết định số 1/QĐ-UBND ngày 01/07/2025", date(2025, 7, 1))
START = Start("56", "Tỉnh Khánh Hòa", Kind.PROVINCE, date(2025, 7, 1), 2, "Nguyễn Văn Quản", award=HOME, standing=HOME)


@pytest.fixture
def by(db: None) -> User:
    return User.objects.command_line()


@pytest.fixture(autouse=True)
def _day() -> object:
    with clock.at(date(2026, 3, 1)):
        yield


def test_one_body_may_get_both_duties_and_the_same_again_changes_nothing(by: User) -> None:
    first = begin(START, by=by)
    assert first.opened is not None
    assert Organisation.objects.count() == 1
    assert {row.duty for row in DutyHolding.objects.all()} == set(Duty)
    again = begin(START, by=by)
    assert again.opened is None
    assert (Unit.objects.count(), Membership.objects.count(), DutyHolding.objects.count()) == (1, 1, 2)
    assert Beginning.objects.get().levels == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"code": "5"}, "giữ số 0 ở đầu"),
        ({"code": "ab"}, "phải là số"),
        ({"name": " "}, "tên tỉnh"),
        ({"kind": Kind.WARD}, "không phải là cấp tỉnh"),
        ({"code": "01", "name": "Tỉnh Hà Nội"}, "Mã 01 từ 01/07/2025 là Thành phố Hà Nội, không phải «Tỉnh Hà Nội»"),
        ({"name": "Huyện Bắc Ái", "code": "58"}, "không phải là cấp tỉnh"),
        ({"levels": 4}, "Số cấp chính quyền"),
        ({"levels": 3}, "Từ ngày 01/07/2025 không còn cấp huyện"),
        ({"since": date(2025, 6, 30)}, "Trước ngày 01/07/2025 chính quyền địa phương có ba cấp"),
        ({"since": date(2026, 3, 2)}, "còn ở phía trước"),
        ({"full_name": ""}, "họ và tên người quản trị"),
        ({"award": replace(HOME, act="")}, "số, ký hiệu và ngày của văn bản"),
        ({"award": replace(HOME, since=None)}, "ngày bắt đầu giữ nhiệm vụ"),
        ({"award": replace(HOME, since=date(2025, 6, 30))}, "không thể bắt đầu trước ngày đầu 01/07/2025"),
        ({"award": replace(HOME, name=" ")}, "tên cơ quan"),
        ({"award": replace(HOME, since=date(2026, 3, 2))}, r"giữ nhiệm vụ 02/03/2026 chưa đến \(hôm nay 01/03/2026\)"),
        ({"standing": replace(HOME, act="QĐ 1/QĐ-UBND ngày 01/08/2030")}, "văn bản giao nhiệm vụ 01/08/2030 chưa đến"),
    ],
)
def test_a_start_that_cannot_be(by: User, change: dict[str, object], says: str) -> None:
    with pytest.raises(Refused, match=says):
        begin(replace(START, **change), by=by)  # type: ignore[arg-type]
    assert not Unit.objects.exists()
    assert not User.objects.filter(is_builtin=False).exists()


def test_what_stands_already_is_not_written_over(by: User) -> None:
    begin(START, by=by)
    for change, says in (
        ({"name": "Tỉnh Khác"}, "trên cổng là Tỉnh Khánh Hòa"),
        ({"full_name": "Người Khác"}, "đã có người quản trị: Nguyễn Văn Quản"),
        ({"award": replace(HOME, name="Sở Khác")}, "đang do Sở Nội vụ giữ"),
    ):
        with pytest.raises(Refused, match=says):
            begin(replace(START, **change), by=by)  # type: ignore[arg-type]
    assert User.objects.filter(is_builtin=False).count() == 1


# ---- the code ----


def test_a_code_opens_once_and_the_newest_alone(by: User) -> None:
    old, code = print_code(), print_code()
    assert not is_right_code(old)
    assert is_right_code(code.upper().replace("-", " "))
    assert begin(START, by=by, code=code).opened is not None
    with pytest.raises(Refused, match="Mã không đúng"):
        begin(START, by=by, code=code)
    with pytest.raises(Refused, match="Cổng đã có tài khoản"):
        print_code()


def test_a_code_ages(by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    code = print_code()
    row = Beginning.objects.get()
    assert row.code_made_at is not None
    for past, holds in ((CODE_LIVES - timedelta(minutes=1), True), (CODE_LIVES + timedelta(minutes=1), False)):
        Beginning.objects.update(code_made_at=clock.real_now() - past)
        assert is_right_code(code) is holds


def test_ten_wrong_codes_are_the_last(by: User) -> None:
    code = print_code()
    for _ in range(WRONG_CODES - 1):
        assert not is_right_code("0000")
    assert is_right_code(code)
    assert not is_right_code("0000")
    assert not is_right_code(code)
    assert is_right_code(print_code())


def test_no_code_no_way_in(by: User) -> None:
    assert not is_right_code("")
    assert (
        Client().post("/bat-dau/", {"code": "x", "province": "56", "levels": "2", "full_name": "A B"}).status_code
        == 422
    )
    assert beginning.is_empty()


def test_the_command_prints_every_error_and_stores_nothing(db: None) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("setup", "--province", "56", "--from", "31/02/2025", "--award-agency", "Sở", "--award-from", "x")
    assert "không có ngày 31" in str(refused.value)
    assert "Vui lòng ghi họ và tên người quản trị." in str(refused.value)
    assert "Có 3 lỗi. Chưa lưu gì." in str(refused.value)
    assert not Unit.objects.exists()


def test_the_command_asks_at_the_console(by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    said = iter(["04", "", "2", "", "Hoàng Quản", "", "", "Sở Nội vụ", "5/QĐ-UBND", "01/07/2025", "", ""])
    monkeypatch.setattr("sys.stdin", type("Console", (StringIO,), {"isatty": lambda self: True})())
    monkeypatch.setattr("builtins.input", lambda: next(said))
    out = StringIO()
    call_command("setup", stdout=out)
    assert "Tên tỉnh, thành phố [Tỉnh Cao Bằng]:" in out.getvalue()
    assert "Đã mở tài khoản quản trị quan.hoang" in out.getvalue()
    assert [row.duty for row in DutyHolding.objects.all()] == [Duty.AWARD_AGENCY]


# ---- first duties, one unit ----


def test_a_duty_is_first_given_once(province: cast.Province) -> None:
    body = province.bodies["so-y-te"]
    with pytest.raises(Refused, match="đã giao cho Sở Nội vụ"):
        give_duty(Duty.AWARD_AGENCY, body, on=date(2022, 1, 1), act="QĐ 1", by=province.administrator)
    DutyHolding.objects.filter(duty=Duty.AWARD_AGENCY).update(valid_to=date(2022, 1, 1))
    with pytest.raises(Refused, match="số, ký hiệu"):
        give_duty(Duty.AWARD_AGENCY, body, on=date(2022, 1, 1), act="", by=province.administrator)
    with clock.at(date(2022, 12, 1)):
        give_duty(Duty.AWARD_AGENCY, body, on=date(2022, 1, 1), act="QĐ 1", by=province.administrator)
        with pytest.raises(Refused, match="nằm ngoài phạm vi"):
            give_duty(Duty.STANDING_AGENCY, body, on=date(2022, 1, 1), act="QĐ 1", by=province.bac_ai)


def test_a_duty_is_not_first_given_from_a_day_or_by_an_act_to_come(province: cast.Province) -> None:
    body = province.bodies["so-y-te"]
    DutyHolding.objects.filter(duty=Duty.AWARD_AGENCY).update(valid_to=date(2022, 1, 1))
    with clock.at(date(2022, 12, 1)):
        for on, act, says in (
            (date(2022, 12, 2), "QĐ 1/QĐ-UBND ngày 01/12/2022", "Ngày bắt đầu giữ nhiệm vụ 02/12/2022 chưa đến"),
            (date(2022, 12, 1), "QĐ 1/QĐ-UBND ngày 02/12/2022", "Ngày của văn bản giao nhiệm vụ 02/12/2022 chưa đến"),
        ):
            with pytest.raises(Refused, match=says) as refused:
                give_duty(Duty.AWARD_AGENCY, body, on=on, act=act, by=province.administrator)
            assert len(refused.value.reasons) == 1
        act = "QĐ 1/QĐ-UBND ngày 01/12/2022"
        give_duty(Duty.AWARD_AGENCY, body, on=date(2022, 12, 1), act=act, by=province.administrator)


def test_one_unit_is_added_corrected_and_taken_out(by: User, sign_in: Callable[[User], Client]) -> None:
    opened = begin(START, by=by).opened
    assert opened is not None
    user = opened.user
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.refresh_from_db()
    province = Unit.objects.get()
    commune = add_unit(province, Founding("Xã Một", Kind.RURAL_COMMUNE, date(2025, 7, 1), "22001", "NQ 1"), by=user)
    village = add_unit(commune, Founding("Thôn Hai", Kind.VILLAGE, date(2025, 8, 1)), by=user)
    assert (village.code, village.valid_from) == ("22001001", date(2025, 8, 1))
    with pytest.raises(Refused, match="không còn thị trấn"):
        add_unit(province, Founding("Thị trấn Lạ", Kind.TOWNSHIP, date(2025, 7, 1), "22002", "NQ 1"), by=user)
    with pytest.raises(Refused, match="không còn thị trấn"):
        correct_unit(commune, Correction(name="Thị trấn Một", kind=Kind.TOWNSHIP), reason="gõ nhầm loại", by=user)
    for wish, says in (
        (Founding("Thôn hai", Kind.VILLAGE, date(2025, 8, 1)), "đã có Thôn Hai"),
        (Founding("Xã Ba", Kind.RURAL_COMMUNE, date(2025, 8, 1), "22002", "NQ"), "không thể trực thuộc Xã Một"),
        (Founding("Thôn Ba", Kind.VILLAGE, date(2025, 6, 30)), "không tồn tại vào ngày 30/06/2025"),
    ):
        with pytest.raises(Refused, match=says):
            add_unit(commune, wish, by=user)
    with pytest.raises(Refused, match="văn bản thành lập"):
        add_unit(province, Founding("Xã Ba", Kind.RURAL_COMMUNE, date(2025, 8, 1), "22002"), by=user)
    done = correct_unit(village, Correction(name="Thôn Hai Bà", kind=Kind.BAN), reason="gõ thiếu", by=user)
    assert (done.name, done.kind, done.names.count()) == ("Thôn Hai Bà", "ban", 1)
    for wish, reason, says in (
        (Correction(name="Thôn Hai Bà"), "ghi lại cho đúng", "không có gì khác"),
        (Correction(name="Thôn Khác"), " ", "lý do"),
        (Correction(kind=Kind.WARD), "ghi lại cho đúng", "thuộc cấp khác"),
        (Correction(parent=province), "ghi lại cho đúng", "không thể trực thuộc"),
    ):
        with pytest.raises(Refused, match=says):
            correct_unit(village, wish, reason=reason, by=user)
    with pytest.raises(Refused, match="còn 1 đơn vị trực thuộc"):
        remove_units([commune], reason="nhầm đã xem lại", by=user)
    client = sign_in(user)
    assert "còn 1 đơn vị trực thuộc" in client.get(f"/don-vi/{commune.slug}/go/").content.decode()
    assert client.post(f"/don-vi/{village.slug}/go/", {"reason": "ghi nhầm"})["Location"] == "/don-vi/"
    assert remove_units([commune], reason="nhầm đã xem lại", by=user) == 1
    with pytest.raises(Refused, match="không gỡ được"):
        remove_units([province], reason="nhầm đã xem lại", by=by)


def test_what_no_column_holds_is_refused_with_all_the_rest(db: None) -> None:
    long = "x" * 300
    with pytest.raises(CommandError) as refused:
        call_command(
            "setup",
            "--province",
            "9" * 21,
            "--name",
            f"Tỉnh {long}",
            "--levels",
            "2",
            "--admin",
            long,
            "--username",
            long,
            "--award-agency",
            long,
            "--award-act",
            "1/QĐ-UBND",
            "--award-act-date",
            "01/07/2025",
        )
    said = str(refused.value)
    for piece in (
        "Mã dài 21 ký tự, nhiều nhất 20.",
        "Tên dài 305 ký tự, nhiều nhất 120.",
        "Họ và tên dài 300 ký tự, nhiều nhất 120.",
        "Tên đăng nhập dài 300 ký tự, nhiều nhất 60.",
        "Cơ quan thi đua, khen thưởng: tên dài 300 ký tự, nhiều nhất 200.",
    ):
        assert piece in said
    assert not Unit.objects.exists()


def test_the_first_page_tells_everything_at_its_field_at_once(by: User) -> None:
    print_code()
    page = Client().post(
        "/bat-dau/",
        {
            "code": "0000",
            "province": "5",
            "name": "Phường An Bình",
            "levels": "2",
            "since": "31/02/2026",
            "award_agency": "Sở Nội vụ",
            "standing_agency": "Sở Y tế",
            "standing_act": "1/QĐ-UBND",
            "standing_act_date": "x",
        },
    )
    assert page.status_code == 422
    errors = page.context["form"].errors
    assert set(errors) == {"province", "name", "since", "full_name", "award_agency", "standing_act_date"}
    assert page.context["refusals"] == (beginning.WRONG_CODE,)


def test_the_command_tells_days_and_all_the_rest_at_once(db: None) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("setup", "--province", "5", "--name", "Tỉnh An Bình", "--from", "31/02/2025")
    said = str(refused.value)
    for piece in (
        "Ngày đầu của tỉnh: ",
        "Mã tỉnh, thành phố «5» phải là số",
        "Vui lòng ghi họ và tên",
        "Có 3 lỗi. Chưa lưu gì.",
    ):
        assert piece in said


def test_both_doors_keep_the_official_name(by: User, sign_in: Callable[[User], Client]) -> None:
    call_command("setup", province="48", name="tp đà nẵng", levels=2, admin="Lê Thị Hai", stdout=StringIO())
    assert Unit.objects.values_list("name", "kind").get() == ("Thành phố Đà Nẵng", "thanh_pho_tw")
    given = {"code": "x", "province": "48", "name": "Đà Nẵng", "levels": "2", "full_name": "Lê Thị Hai"}
    form = BeginForm(given)
    assert form.is_valid(), form.errors
    assert (form.start().name, form.start().kind) == ("Thành phố Đà Nẵng", Kind.CENTRAL_CITY)
