"""Accounts of one's subtree: opened, handed over, stood in for, reset, closed; and who may not."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, AuditPayload, SignInAttempt, User
from accounts.permissions import Permission, Role
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from tests import cast
from tests.consent import agree
from units import access
from units.models import Membership
from units.people.actions import people
from units.people.actions.people import Opening

DAY = date(2022, 12, 15)


@pytest.fixture
def bac_ai_admin(province: cast.Province) -> User:
    """An administrator of huyện Bác Ái."""
    user = User.objects.create_user("qt-bac-ai", "mot-cau-ngan-de-nho", full_name="Quản Trị Bác Ái")
    Membership.objects.create(
        user=user,
        role=Role.ADMINISTRATOR,
        unit=province.unit("584"),
        valid_from=cast.START,
        valid_to=province.unit("584").valid_to,
    )
    return user


def _opening(
    province: cast.Province, code: str = "22801", role: Role = Role.COMMUNE_OFFICER, **more: object
) -> Opening:
    return Opening("Katơr Thị Ái", role, province.unit(code), **more)  # type: ignore[arg-type]


def test_an_account_is_opened_with_a_slip_and_must_change(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(bac_ai_admin).post(
        "/nguoi-dung/moi/",
        {
            "full_name": "Katơr Thị Ái",
            "role": "commune_officer",
            "unit": province.unit("22801").pk,
            "valid_from": "15/12/2022",
        },
    )
    text = page.content.decode()
    user = User.objects.get(username="ai.kator-thi")
    password = text.split('slip-password">')[1].split("<")[0]
    assert page["Cache-Control"] == "no-store"
    assert user.check_password(password)
    client = Client()
    assert client.login(request=None, username=user.username, password=password)
    assert client.get("/don-vi/")["Location"] == "/doi-mat-khau/"
    row = user.memberships.get()
    assert (row.unit.code, row.valid_to) == ("22801", date(2025, 7, 1))  # never longer than the unit
    written = "".join(AuditPayload.objects.values_list("content", flat=True)) + str(list(AuditEvent.objects.values()))
    assert password not in written
    assert AuditEvent.objects.filter(verb="open_account").exists()


@pytest.mark.parametrize("username", ["a b", "ü"])
def test_a_name_that_nobody_can_sign_in_with_is_refused_on_the_page(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client], username: str
) -> None:
    accounts = User.objects.count()
    page = sign_in(bac_ai_admin).post(
        "/nguoi-dung/moi/",
        {
            "full_name": "Katơr Thị Ái",
            "role": "commune_officer",
            "unit": province.unit("22801").pk,
            "username": username,
            "valid_from": "15/12/2022",
        },
    )
    assert f"«{username}» không dùng làm tên đăng nhập được" in page.content.decode()
    assert User.objects.count() == accounts


def test_names_are_told_apart(province: cast.Province, bac_ai_admin: User) -> None:
    opened = people.open_accounts([_opening(province), _opening(province, "22798")], by=bac_ai_admin)
    assert [item.user.username for item in opened] == ["ai.kator-thi", "ai.kator-thi2"]
    assert opened[0].password != opened[1].password


@pytest.mark.parametrize(
    ("code", "role", "says"),
    [
        ("22813", Role.COMMUNE_OFFICER, "ngoài phạm vi"),
        ("58", Role.LABOUR_OFFICER, "ngoài phạm vi"),
        ("22801", Role.DISTRICT_OFFICER, "không dành cho"),
        ("584", Role.CHAIRMAN, "không dành cho"),
        ("584", Role.AGENCY_OFFICER, "cần chọn cơ quan"),
        ("584", Role.COMMAND_LINE, "không giao cho người"),
    ],
)
def test_roles_that_cannot_be_given(
    province: cast.Province, bac_ai_admin: User, code: str, role: Role, says: str
) -> None:
    before = User.objects.count()
    with pytest.raises(Refused, match=says):
        people.open_account(_opening(province, code, role), by=bac_ai_admin)
    assert User.objects.count() == before


def test_nobody_gives_a_role_to_themselves(province: cast.Province, bac_ai_admin: User) -> None:
    with pytest.raises(Refused, match="không tự giao"):
        people.give_role(bac_ai_admin, _opening(province, "584", Role.DISTRICT_LEADER), by=bac_ai_admin)
    own = bac_ai_admin.memberships.get()
    with pytest.raises(Refused, match="không tự giao"):
        people.end_role(own.pk, on=DAY, reason="x đã xem lại", by=bac_ai_admin)


def test_the_same_role_twice(province: cast.Province, bac_ai_admin: User) -> None:
    with pytest.raises(Refused, match="đã có vai trò"):
        people.give_role(province.phuoc_dai, _opening(province), by=bac_ai_admin)


def test_a_role_is_handed_over_on_a_day(province: cast.Province, bac_ai_admin: User) -> None:
    other = people.open_account(_opening(province, "22798"), by=bac_ai_admin).user
    row = province.phuoc_dai.memberships.get()
    people.hand_over(row.pk, other, on=date(2022, 12, 20), reason="điều động", by=bac_ai_admin)
    commune = province.unit("22801")
    before, after = datetime(2022, 12, 19, 23, 59, 59, tzinfo=VIETNAM), datetime(2022, 12, 20, tzinfo=VIETNAM)
    for moment, mine in ((before, True), (after, False)):
        with clock.at(moment):
            old, new = (User.objects.get(pk=user.pk) for user in (province.phuoc_dai, other))
            assert access.may(old, Permission.ENTER_FIGURES, commune) is mine
            assert access.may(new, Permission.ENTER_FIGURES, commune) is not mine


def test_a_substitute_from_to(province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]) -> None:
    row = province.phuoc_dai_leader.memberships.get()
    people.stand_in(
        row.pk, province.bac_ai, valid_from=date(2022, 12, 16), valid_to=date(2022, 12, 24), by=bac_ai_admin
    )
    commune = province.unit("22801")
    found = {}
    for day in (15, 16, 23, 24):
        with clock.at(datetime(2022, 12, day, 9, tzinfo=VIETNAM)):
            user = User.objects.get(pk=province.bac_ai.pk)
            found[day] = any(seat.role == Role.COMMUNE_LEADER for seat in access.seats(user))
    assert found == {15: False, 16: True, 23: True, 24: False}
    assert access.may(province.phuoc_dai_leader, Permission.CONFIRM_NOMINATION, commune)
    with clock.at(datetime(2022, 12, 16, 9, tzinfo=VIETNAM)):
        assert "Thay cho" in sign_in(province.bac_ai).get("/tai-khoan/").content.decode()


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        (date(2020, 1, 1), date(2022, 12, 31), "phải nằm trong"),
        (date(2022, 12, 16), date.max, "ngày kết thúc"),
        (date(2022, 12, 20), date(2022, 12, 18), "sau ngày bắt đầu"),
    ],
)
def test_a_substitute_s_days(province: cast.Province, bac_ai_admin: User, start: date, end: date, says: str) -> None:
    row = province.phuoc_dai_leader.memberships.get()
    with pytest.raises(Refused, match=says):
        people.stand_in(row.pk, province.bac_ai, valid_from=start, valid_to=end, by=bac_ai_admin)


def test_a_reset_ends_sessions(province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]) -> None:
    theirs = sign_in(province.phuoc_dai)
    assert theirs.get("/").status_code == 200
    client = sign_in(bac_ai_admin)
    page = client.post(f"/nguoi-dung/{province.phuoc_dai.pk}/dat-lai-mat-khau/")
    password = page.content.decode().split('slip-password">')[1].split("<")[0]
    fresh = User.objects.get(pk=province.phuoc_dai.pk)
    assert fresh.check_password(password)
    assert fresh.must_change_password
    assert theirs.get("/").status_code == 302


def test_an_administrator_opens_the_sign_in_again(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    def theirs(password: str) -> int:
        return Client().post("/dang-nhap/", {"username": "phuoc-dai", "password": password}).status_code

    address = f"/nguoi-dung/{province.phuoc_dai.pk}/"
    admin = sign_in(bac_ai_admin)
    assert "lần nhập sai mật khẩu" not in admin.get(address).content.decode()
    assert [theirs("sai") for _ in range(5)] == [200, 200, 200, 200, 429]
    assert theirs("mot-cau-ngan-de-nho") == 429
    assert "có 5 lần nhập sai mật khẩu từ 1 nơi" in admin.get(address).content.decode()
    assert "đăng nhập lại được ngay" in admin.get(address + "mo-dang-nhap/").content.decode()
    assert admin.post(address + "mo-dang-nhap/")["Location"] == address
    assert theirs("mot-cau-ngan-de-nho") == 302
    [event] = AuditEvent.objects.filter(verb="open_sign_in")
    assert (event.actor, event.subject_label) == ("qt-bac-ai", "Phuoc Dai")


def test_a_new_slip_opens_the_sign_in_too(province: cast.Province, bac_ai_admin: User) -> None:
    for _ in range(5):
        Client().post("/dang-nhap/", {"username": "phuoc-dai", "password": "sai"})
    password = people.reset_password(province.phuoc_dai, by=bac_ai_admin)
    assert Client().post("/dang-nhap/", {"username": "phuoc-dai", "password": password}).status_code == 302


@pytest.mark.parametrize(("name", "says"), [("ninh_son", "ở nơi khác"), ("own", "của mình")])
def test_nobody_opens_what_is_not_theirs(province: cast.Province, bac_ai_admin: User, name: str, says: str) -> None:
    user = bac_ai_admin if name == "own" else province.ninh_son
    with pytest.raises(Refused, match=says):
        people.open_sign_in(user, by=bac_ai_admin)


def test_an_account_that_works_elsewhere_too_is_not_mine(province: cast.Province, bac_ai_admin: User) -> None:
    Membership.objects.create(
        user=province.phuoc_dai, role=Role.COMMUNE_OFFICER, unit=province.unit("22813"), valid_from=cast.START
    )
    with pytest.raises(Refused, match="ở nơi khác"):
        people.reset_password(province.phuoc_dai, by=bac_ai_admin)


def test_closing_and_opening_again(province: cast.Province, bac_ai_admin: User) -> None:
    people.set_active(province.phuoc_dai, False, reason="nghỉ việc", by=bac_ai_admin)
    closed = User.objects.get(pk=province.phuoc_dai.pk)
    assert not access.may(closed, Permission.ENTER_FIGURES, province.unit("22801"))
    people.set_active(province.phuoc_dai, True, reason="trở lại", by=bac_ai_admin)
    assert User.objects.get(pk=province.phuoc_dai.pk).is_active


def test_what_is_done_to_an_account_stands_in_the_trail(province: cast.Province, bac_ai_admin: User) -> None:
    """Who, which account, what and why; a refused step leaves no row."""
    user, row = province.phuoc_dai, province.phuoc_dai.memberships.get()
    before = AuditEvent.objects.count()
    with pytest.raises(Refused, match="lý do"):
        people.set_active(user, False, reason=" ", by=bac_ai_admin)
    with pytest.raises(Refused, match="ở nơi khác"):
        people.set_active(province.ninh_son, False, reason="nghỉ việc", by=bac_ai_admin)
    assert AuditEvent.objects.count() == before
    people.set_active(user, False, reason="nghỉ việc", by=bac_ai_admin)
    people.set_active(user, True, reason="trở lại", by=bac_ai_admin)
    people.reset_password(user, by=bac_ai_admin)
    people.give_role(user, _opening(province, "22798"), by=bac_ai_admin)
    people.end_role(row.pk, on=DAY, reason="điều động", by=bac_ai_admin)
    found = AuditEvent.objects.filter(seq__gt=before).order_by("seq")
    assert list(found.values_list("actor", "verb", "subject_type", "summary")) == [
        ("qt-bac-ai", "close_account", "accounts.user", "nghỉ việc"),
        ("qt-bac-ai", "reopen_account", "accounts.user", "trở lại"),
        ("qt-bac-ai", "reset_password", "accounts.user", ""),
        ("qt-bac-ai", "set_role", "units.membership", ""),
        ("qt-bac-ai", "end_role", "units.membership", "điều động"),
    ]
    assert {event.subject_id for event in found[:3]} == {str(user.pk)}


def test_strangers_are_not_there(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(bac_ai_admin)
    assert client.get(f"/nguoi-dung/{province.ninh_son.pk}/").status_code == 404
    assert client.post(f"/nguoi-dung/{province.ninh_son.pk}/dong/", {"reason": "x đã xem lại"}).status_code == 404
    assert "Ninh Son" not in client.get("/nguoi-dung/").content.decode()
    row = province.ninh_son.memberships.get()
    with pytest.raises(Refused, match="ngoài phạm vi"):
        people.end_role(row.pk, on=DAY, reason="x đã xem lại", by=bac_ai_admin)


LIST = "Họ và tên,Chức vụ,Vai trò,Mã đơn vị\n"


def test_a_list_opens_all_or_none(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(bac_ai_admin)
    rows = "".join(f"Katơr Số {at},công chức,Công chức cấp xã (Văn hóa - xã hội),22801\n" for at in range(3))
    wrong = client.post("/nguoi-dung/nhap-danh-sach/", _file(LIST + rows + "Ai Đó,,Vua,22813\n"))
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert "dòng 5, cột C: không biết vai trò «Vua»" in text
    assert "không có đơn vị mã «22813» trong phạm vi quản trị của bạn" in text
    before = User.objects.count()
    preview = client.post("/nguoi-dung/nhap-danh-sach/", _file(LIST + rows))
    assert "Sẽ mở 3 tài khoản" in preview.content.decode()
    assert User.objects.count() == before
    slips = client.post("/nguoi-dung/nhap-danh-sach/", agree(preview))
    assert slips.content.decode().count("Mật khẩu lần đầu") == 3
    assert User.objects.count() == before + 3
    again = client.post("/nguoi-dung/nhap-danh-sach/", _file(LIST + rows))
    assert "3 người đã có tài khoản và vai trò, bỏ qua" in again.content.decode()


ROLE = "Công chức cấp xã (Văn hóa - xã hội)"


def test_who_has_an_account_already_is_named(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(bac_ai_admin)
    rows = f"Katơr Một,công chức,{ROLE},22801\n"
    client.post(PAGE, agree(client.post(PAGE, _file(LIST + rows))))
    page = client.post(PAGE, _file(LIST + rows + f"Katơr Hai,phó phòng,{ROLE},22804\n"))
    text = " ".join(page.content.decode().split())
    assert f"1 người đã có tài khoản và vai trò, bỏ qua</h3><ul><li>Katơr Một, {ROLE}, Xã Phước Đại</li></ul>" in text
    assert [item.full_name for item in page.context["openings"]] == ["Katơr Hai"]
    assert "phó phòng" in text


def test_the_name_of_a_unit_beside_its_code_must_agree(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(bac_ai_admin)
    head = LIST.replace("\n", ",Đơn vị\n")
    for name in ("Xã Phước Chính", "Phước Chính", "UBND xã Phước Chính"):
        page = client.post(PAGE, _file(f"{head}Katơr Một,công chức,{ROLE},22804,{name}\n"))
        assert (page.status_code, page.context["notes"]) == (200, [])
    wrong = client.post(PAGE, _file(f"{head}Katơr Một,công chức,{ROLE},22804,Xã Phước Trung\n"))
    assert wrong.context["errors"] == (
        "ds.csv, dòng 2, cột E: mã 22804 là của Xã Phước Chính, tên ghi bên cạnh là «Xã Phước Trung»; mã và tên phải khớp nhau.",
    )
    doubtful = client.post(PAGE, _file(f"{head}Katơr Một,công chức,{ROLE},22804,Phòng Văn hóa\n"))
    assert [note.asks for note in doubtful.context["notes"]] == [True]


def test_one_person_twice_in_a_list_is_one_person(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(bac_ai_admin)
    head = LIST.replace("\n", ",Tên đăng nhập\n")
    row = f"Katơr Một,công chức,{ROLE},22804,"
    twice = client.post(PAGE, _file(f"{head}{row}\n{row}\n"))
    assert twice.context["errors"] == (
        "ds.csv, dòng 3: Katơr Một đã có ở dòng 2 với cùng vai trò và đơn vị; mỗi người một dòng, "
        "hai người trùng tên thì ghi tên đăng nhập.",
    )
    namesakes = client.post(PAGE, _file(f"{head}{row}kator-mot\n{row}kator-mot-2\n"))
    assert [note.text for note in namesakes.context["notes"] if note.asks] == [
        "dòng 3: Katơr Một đã có ở dòng 2 với cùng vai trò và đơn vị, tên đăng nhập khác; được hiểu là hai người."
    ]


def test_a_list_of_another_place_is_asked_about(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(bac_ai_admin).post(
        PAGE, _file(f"DANH SÁCH HUYỆN NINH SƠN,,,\n{LIST}Katơr Một,công chức,{ROLE},22804\n")
    )
    assert [note.text for note in page.context["notes"] if note.asks] == [
        "tiêu đề ghi Huyện Ninh Sơn, các dòng được nhập là của Xã Phước Chính."
    ]


PAGE = "/nguoi-dung/nhap-danh-sach/"


def _file(text: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("ds.csv", text.encode())}


def test_the_list_asks_a_fixed_number_of_questions(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(bac_ai_admin)
    client.get("/nguoi-dung/")
    counts = []
    for more in (3, 30):
        openings = [Opening(f"Người {more} {at}", Role.COMMUNE_OFFICER, province.unit("22801")) for at in range(more)]
        people.open_accounts(openings, by=bac_ai_admin)
        with CaptureQueriesContext(connection) as seen:
            client.get("/nguoi-dung/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_steps_on_pages(province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]) -> None:
    client, user = sign_in(bac_ai_admin), province.phuoc_dai
    row = user.memberships.get()
    for step in ("giao-vai-tro", "dong", "mo", "dat-lai-mat-khau", "mo-dang-nhap"):
        assert client.get(f"/nguoi-dung/{user.pk}/{step}/").status_code == 200
    for step in ("ket-thuc", "ban-giao", "thay-the"):
        assert client.get(f"/nguoi-dung/{user.pk}/{step}/?vai-tro={row.pk}").status_code == 200
    assert client.get(f"/nguoi-dung/{user.pk}/khac/").status_code == 404
    form = {"username": province.bac_ai.username, "on": "20/12/2022", "reason": "điều động"}
    assert client.post(f"/nguoi-dung/{user.pk}/ban-giao/?vai-tro={row.pk}", form).status_code == 302
    foreign = province.ninh_son.memberships.get()
    bad = client.post(
        f"/nguoi-dung/{user.pk}/ket-thuc/?vai-tro={foreign.pk}", {"on": "20/12/2022", "reason": "x đã xem lại"}
    )
    assert bad.status_code == 404
    page = client.get(f"/don-vi/{province.unit('584').slug}/nguoi-dung/").content.decode()
    assert "Nhập kết quả giảm nghèo" in page


# ---- what is offered is what is taken ----


def _list(*rows: str) -> SimpleUploadedFile:
    head = "Họ và tên,Vai trò,Mã đơn vị,Mã cơ quan\n"
    return SimpleUploadedFile("ds.csv", (head + "\n".join(rows) + "\n").encode())


def test_every_error_of_a_list_is_told_at_once_at_its_row(
    bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    rows = (
        f"Katơr Một,{Role.CHAIRMAN.label},584,",
        "Katơr Hai,Vua,584,",
        f"Katơr Ba,{Role.CHAIRMAN.label},22801,",
    )
    page = sign_in(bac_ai_admin).post(PAGE, {"file": _list(*rows)})
    told = list(page.context["errors"])
    assert page.status_code == 422
    assert {error.partition(":")[0] for error in told} == {"ds.csv, dòng 2", "ds.csv, dòng 3, cột B", "ds.csv, dòng 4"}
    assert User.objects.filter(full_name__startswith="Katơr").count() == 0


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (f"Katơr Một,{Role.CHAIRMAN.label},584,", f"Vai trò «{Role.CHAIRMAN.label}» không dành cho Huyện Bác Ái."),
        ("Katơr Một,Cán bộ cơ quan, đoàn thể,22801,", "không biết vai trò"),
        ("Katơr Một,Công chức cấp xã (Văn hóa - xã hội),22801,so-y-te", "không có cơ quan mã «so-y-te»"),
    ],
    ids=["a role of another level", "no role", "an office of another place"],
)
def test_a_preview_refuses_what_the_consent_would_refuse(
    row: str, says: str, province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(bac_ai_admin).post("/nguoi-dung/nhap-danh-sach/", {"file": _list(row)})
    assert page.status_code == 422
    assert any(says in error for error in page.context["errors"]), page.context["errors"]
    assert "staged" not in page.context


def test_roles_are_offered_that_fit_the_places_of_an_administrator(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    def offered(user: User) -> set[str]:
        first, *rest = sign_in(user).get("/nguoi-dung/moi/").context["form"].fields["role"].choices
        assert first == ("", "Chọn vai trò")  # nothing is chosen for whoever does not look
        return {value for value, _ in rest}

    assert offered(province.administrator) == {role.value for role in people.LEVELS_OF_ROLE} - {
        "village_head"
    }  # there is no village
    assert offered(bac_ai_admin) == {
        "district_officer",
        "district_leader",
        "commune_officer",
        "commune_leader",
        "agency_officer",
        "enterprise_contact",
        "front_supervisor",
        "auditor",
        "administrator",
    }
    refused = sign_in(bac_ai_admin).post(
        "/nguoi-dung/moi/",
        {"full_name": "Katơr", "role": "chairman", "unit": province.unit("584").pk, "valid_from": "15/12/2022"},
    )
    assert refused.status_code == 422


def test_templates_are_the_province_s_to_replace(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    words = "Thay mẫu văn bản khen thưởng"
    for page in ("/tai-khoan/", f"/don-vi/{province.unit('584').slug}/nguoi-dung/"):
        assert words not in sign_in(bac_ai_admin).get(page).content.decode()
    assert words in sign_in(province.administrator).get("/tai-khoan/").content.decode()
    assert not access.holds(User.objects.get(pk=bac_ai_admin.pk), Permission.KEEP_TEMPLATES)


def test_one_s_own_page_offers_nothing_that_is_refused(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(bac_ai_admin)
    own = client.get(f"/nguoi-dung/{bac_ai_admin.pk}/").content.decode()
    other = client.get(f"/nguoi-dung/{province.bac_ai.pk}/").content.decode()
    for words in ("Giao thêm vai trò", "Bàn giao", "Cử người thay", "Kết thúc</a>"):
        assert (words in own, words in other) == (False, True), words


def test_the_last_mistake_is_told_without_a_date_of_another_calendar(
    province: cast.Province, bac_ai_admin: User, sign_in: Callable[[User], Client]
) -> None:
    Client().post("/dang-nhap/", {"username": province.bac_ai.username, "password": "khong-dung"})
    text = sign_in(bac_ai_admin).get(f"/nguoi-dung/{province.bac_ai.pk}/").content.decode()
    assert "vừa xong." in " ".join(text.split())
    SignInAttempt.objects.update(at=clock.real_now() - timedelta(minutes=7))
    text = sign_in(bac_ai_admin).get(f"/nguoi-dung/{province.bac_ai.pk}/").content.decode()
    assert "cách đây 7 phút." in " ".join(text.split())
