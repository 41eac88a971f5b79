"""A province adds classes of units and kinds of bodies by an act: named once, used everywhere, ended by a day, taken out unused."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts import audit
from accounts.models import AuditEvent, User
from campaign import owners
from campaign.activities.domain.records import BODIES, FIRMS
from core.workflow import Refused
from tests import cast
from units.map.actions.map import classify_unit, declassify_unit
from units.map.actions.own_kinds import Adding, add_own_kind, end_own_kind, remove_own_kind, uses_of
from units.map.domain.levels import Level
from units.map.own_kinds import body_choices, does_business, is_business, is_difficult, is_own_business, known_classes
from units.models import Classification, Organisation, OwnKind, Unit
from units.organisations.actions import edit_organisation, found_organisation
from units.unit_lists.domain.file_reading import FileErrors
from units.unit_lists.domain.unit_files import read_units

ON = date(2022, 3, 1)
ACT = "7/2022/NQ-HĐND"
UNITS, BODY = OwnKind.For.UNITS, OwnKind.For.BODIES
Added = Callable[..., OwnKind]
SignIn = Callable[[User], Client]


@pytest.fixture
def add(province: cast.Province) -> Added:
    def added(name: str = "Xã an toàn khu", of: str = UNITS, **more: object) -> OwnKind:
        said = {"level": Level.COMMUNE if of == UNITS else None, "act": ACT, "issued_on": ON, **more}
        return add_own_kind(Adding(of, name, **said), by=province.administrator)

    return added


def _classify(unit: Unit, value: str, on: date = ON, until: date | None = None) -> None:
    with audit.change(User.objects.command_line()) as trail:
        more = {"valid_to": until} if until else {}
        classify_unit(unit, value, valid_from=on, act=ACT, trail=trail, **more)


# ---- added ----


def test_what_is_added_is_told_in_the_trail_with_its_act(add: Added) -> None:
    row = add("  xã an  toàn khu ")
    assert (row.name, row.key, row.valid_from, row.has_end) == ("Xã an toàn khu", "xa_an_toan_khu", ON, False)
    event = AuditEvent.objects.get(verb="add_own_kind")
    assert (event.subject_label, event.summary) == (
        "Phân loại đơn vị: Xã an toàn khu",
        "7/2022/NQ-HĐND ngày 01/03/2022",
    )
    assert known_classes()["Xã an toàn khu"].is_own


@pytest.mark.parametrize(
    ("of", "name", "says"),
    [
        (UNITS, "xã nghèo", "«Xã nghèo» trùng với mục có sẵn của cổng «Xã nghèo»."),
        (UNITS, "XA BIEN GIOI", "trùng với mục có sẵn của cổng «Xã biên giới»"),
        (UNITS, "KV3", "trùng với mục có sẵn của cổng «Xã khu vực III»"),
        (UNITS, "region 3", "trùng với mục có sẵn của cổng «Xã khu vực III»"),
        (UNITS, "Hết hiệu lực", "trùng với mục có sẵn của cổng «het_hieu_luc»"),
        (UNITS, "xa an toan khu", "«Xa an toan khu» trùng với «Xã an toàn khu» đã thêm theo 7/2022/NQ-HĐND ngày 01/03/2022."),
        (BODY, "báo chí - phát thanh truyền hình", "trùng với mục có sẵn của cổng «Báo chí, phát thanh - truyền hình»"),
        (BODY, "Press", "trùng với mục có sẵn của cổng"),
        (UNITS, "Xã; thôn", "phải bắt đầu bằng chữ"), (UNITS, "Xã, thôn", "phải bắt đầu bằng chữ"),
        (UNITS, "Xã=1", "phải bắt đầu bằng chữ"), (UNITS, 'Xã "A"', "phải bắt đầu bằng chữ"), (UNITS, "135", "phải bắt đầu bằng chữ"),
        (UNITS, "Xã v. lõi", "phải bắt đầu bằng chữ"), (UNITS, "a_b", "phải bắt đầu bằng chữ"), (UNITS, " ", "phải bắt đầu bằng chữ"),
    ],
)  # fmt: skip
def test_a_name_that_is_taken_or_cannot_stand_in_files_is_refused(add: Added, of: str, name: str, says: str) -> None:
    add()
    with pytest.raises(Refused) as refused:
        add(name, of)
    assert says in str(refused.value)
    assert OwnKind.objects.count() == 1


@pytest.mark.parametrize("name", ["Xã ATK đợt 2", "Thôn vùng lõi (giai đoạn 2026 - 2030)", "Xã đạt chuẩn 1/2"])
def test_names_of_acts_are_taken(add: Added, name: str) -> None:
    assert add(name).name == name


def test_a_class_and_a_kind_of_bodies_may_bear_one_name(add: Added) -> None:
    assert [add("Vùng lõi", of).of for of in (UNITS, BODY)] == ["class", "body"]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"act": "nghị quyết của tỉnh"}, "phải có số, ký hiệu"),
        ({"level": None}, "dùng cho đơn vị cấp nào"),
        ({"level": Level.PROVINCE}, "dùng cho đơn vị cấp nào"),
    ],
)  # fmt: skip
def test_without_an_act_or_a_level_nothing_is_added(add: Added, said: dict[str, object], says: str) -> None:
    with pytest.raises(Refused, match=says):
        add(**said)
    assert not OwnKind.objects.exists()


def test_only_the_administrator_of_the_province_changes_the_lists(province: cast.Province, add: Added) -> None:
    row = add()
    for who in ("home", "bac_ai", "labour", "auditor"):
        by = province.people[who]
        for act in (
            lambda by=by: add_own_kind(Adding(BODY, "Hội đặc thù", ACT, ON), by=by),
            lambda by=by: end_own_kind(row, on=date(2023, 1, 1), act=ACT, by=by),
            lambda by=by: remove_own_kind(row, by=by),
        ):
            with pytest.raises(Refused, match="Chỉ quản trị của tỉnh"):
                act()
    assert [(item.name, item.has_end) for item in OwnKind.objects.all()] == [("Xã an toàn khu", False)]


# ---- used ----


def test_a_unit_enters_and_leaves_an_own_class(province: cast.Province, add: Added) -> None:
    row, unit = add(), province.unit("22801")
    _classify(unit, row.name)
    assert str(unit.classifications.get(value=row.name)) == "Xã an toàn khu"
    with audit.change(province.administrator) as trail:
        declassify_unit(unit, row.name, on=date(2022, 9, 1), act=ACT, trail=trail)
    assert unit.classifications.get(value=row.name).valid_to == date(2022, 9, 1)
    with audit.change(province.administrator) as trail, pytest.raises(Refused, match="không thuộc «Xã an toàn khu»"):
        declassify_unit(unit, row.name, on=date(2022, 10, 1), act=ACT, trail=trail)


@pytest.mark.parametrize(
    ("code", "value", "on", "says"),
    [
        ("22801", "Xã lạ", ON, "Không có phân loại «Xã lạ»."),
        ("22801", "Hội đặc thù", ON, "Không có phân loại «Hội đặc thù»."),
        ("584", "Xã an toàn khu", ON, "«Xã an toàn khu» không dùng cho đơn vị cấp huyện."),
        ("22801", "Xã an toàn khu", date(2022, 2, 28), "chỉ dùng từ ngày 01/03/2022, theo 7/2022/NQ-HĐND ngày 01/03/2022."),
        ("22801", "Xã an toàn khu", date(2023, 1, 1), "đã kết thúc từ ngày 01/01/2023, theo 9/2022/NQ-HĐND."),
    ],
)  # fmt: skip
def test_where_an_own_class_does_not_fit_it_is_refused(
    province: cast.Province, add: Added, code: str, value: str, on: date, says: str
) -> None:
    add("Hội đặc thù", BODY)
    end_own_kind(add(), on=date(2023, 1, 1), act="9/2022/NQ-HĐND", by=province.administrator)
    before = Classification.objects.count()
    with pytest.raises(Refused) as refused:
        _classify(province.unit(code), value, on)
    assert says in str(refused.value)
    assert Classification.objects.count() == before


def test_on_its_first_and_its_last_day_it_is_used(province: cast.Province, add: Added) -> None:
    row = end_own_kind(add(), on=date(2023, 1, 1), act="9/2022/NQ-HĐND", by=province.administrator)
    _classify(province.unit("22801"), row.name, ON)
    _classify(province.unit("22807"), row.name, date(2022, 12, 31))
    assert Classification.objects.filter(value=row.name).count() == 2


def test_of_one_group_a_unit_bears_one_at_a_time(province: cast.Province, add: Added) -> None:
    first, second = (add(name, group="Nông thôn mới") for name in ("Xã đạt chuẩn", "Xã kiểu mẫu"))
    free, unit = add("Xã an toàn khu"), province.unit("22801")
    _classify(unit, first.name)
    _classify(unit, free.name)
    with pytest.raises(Refused, match="đã được xếp «Xã đạt chuẩn» từ 01/03/2022"):
        _classify(unit, second.name, date(2022, 6, 1))
    fourth, other = add("Xã khu vực đặc thù", group="khu vực"), province.unit("22807")
    other.classifications.filter(value__startswith="region").delete()
    _classify(other, fourth.name)
    with pytest.raises(Refused, match="đã được xếp «Xã khu vực đặc thù»"):
        _classify(other, "region_1", date(2022, 6, 1))


def test_places_in_special_difficulty_are_counted_with_own_classes(province: cast.Province, add: Added) -> None:
    hard, plain = add("Xã an toàn khu", is_difficult=True), add("Xã đạt chuẩn")
    for row, code in ((hard, "22801"), (plain, "22807")):
        _classify(province.unit(code), row.name)
    own = Classification.objects.filter(is_difficult(), value__in=[hard.name, plain.name])
    assert [item.unit.code for item in own] == ["22801"]
    assert set(Classification.objects.filter(is_difficult()).values_list("value", flat=True)) >= {hard.name}


def test_a_list_of_units_names_own_classes_from_their_act_on(province: cast.Province, add: Added) -> None:
    add()
    content = "code,name_vi,kind,parent_code,flags\n{},{},xa,584,{}\n"
    unit = province.unit("22801")

    def read(flag: str) -> list[str]:
        text = content.format(unit.code, unit.name, flag)
        rows = read_units(text.encode(), "a.csv", standing={"584": {Level.DISTRICT}}, classes=known_classes())
        return [item.value for row in rows for item in row.classes]

    assert read("xa_an_toan_khu=NQ 7") == read("Xã an toàn khu; kv3")[:1] == ["Xã an toàn khu"]
    with pytest.raises(
        FileErrors, match=r"không biết ghi chú «xa_la»\. Các ghi chú: .*xa_an_toan_khu \(Xã an toàn khu\)"
    ):
        read("xa_la")


# ---- bodies ----


def test_a_body_is_founded_with_an_own_kind(province: cast.Province, add: Added) -> None:
    kind, by, seat = add("Hội đặc thù", BODY), province.administrator, province.unit("58")
    body = found_organisation("hoi", seat, valid_from=ON, values={"name": "Hội A", "kind": kind.name}, by=by)
    assert body.get_kind_display() == "Hội đặc thù"
    assert body_choices(ON)[-1] == ("Hội đặc thù", "Hội đặc thù")
    with pytest.raises(Refused, match="Không có loại cơ quan «Hội lạ»"):
        found_organisation("la", seat, valid_from=ON, values={"name": "Hội B", "kind": "Hội lạ"}, by=by)
    end_own_kind(kind, on=date(2022, 6, 1), act="9/QĐ-UBND", by=by)
    assert body_choices(date(2022, 12, 1)) == Organisation.Kind.choices
    assert body_choices(date(2022, 12, 1), "Hội đặc thù")[-1] == ("Hội đặc thù", "Hội đặc thù")
    edit_organisation(body, {"name": "Hội A mới", "kind": kind.name}, by=by)  # what it is already, it stays
    with pytest.raises(Refused, match=r"đã kết thúc từ ngày 01/06/2022"):
        edit_organisation(province.bodies["so-y-te"], {"kind": kind.name}, by=by)


def test_own_kinds_that_do_business_are_enterprises_to_the_movement(province: cast.Province, add: Added) -> None:
    firm, club = add("Hộ kinh doanh", BODY, is_business=True), add("Hội đặc thù", BODY)
    bodies = [
        found_organisation(
            f"b{at}",
            province.unit("58"),
            valid_from=ON,
            values={"name": f"Nơi {at}", "kind": row.name},
            by=province.administrator,
        )
        for at, row in enumerate((firm, club))
    ]
    assert [does_business(row.kind) for row in bodies] == [is_own_business(row.kind) for row in bodies] == [True, False]
    assert (does_business("credit"), is_own_business("credit"), does_business("press")) == (True, False, False)
    assert [owners.class_of(row) for row in bodies] == [FIRMS, BODIES]
    mine = Organisation.objects.filter(pk__in=[row.pk for row in bodies])
    assert (list(mine.filter(is_business())), list(mine.exclude(is_business()))) == ([bodies[0]], [bodies[1]])


# ---- ended, taken out ----


def test_one_that_is_used_is_not_taken_out_and_says_where(province: cast.Province, add: Added) -> None:
    row, kind = add(), add("Hội đặc thù", BODY)
    _classify(province.unit("22801"), row.name)
    values = {"name": "Hội A", "kind": kind.name}
    found_organisation("hoi", province.unit("58"), valid_from=ON, values=values, by=province.administrator)
    for used, says in ((row, "1 đơn vị được xếp"), (kind, "1 cơ quan, tổ chức")):
        assert uses_of(used) == [says]
        with pytest.raises(Refused) as refused:
            remove_own_kind(used, by=province.administrator)
        assert says in str(refused.value)
    free = add("Xã đạt chuẩn")
    remove_own_kind(free, by=province.administrator)
    assert set(OwnKind.objects.values_list("name", flat=True)) == {"Xã an toàn khu", "Hội đặc thù"}
    with pytest.raises(Refused, match="không còn trên cổng"):
        remove_own_kind(free, by=province.administrator)
    with pytest.raises(Refused, match="Không có phân loại «Xã đạt chuẩn»"):
        _classify(province.unit("22801"), "Xã đạt chuẩn")


def test_an_end_needs_an_act_and_a_day_after_all_that_bears_it(province: cast.Province, add: Added) -> None:
    row, by = add(), province.administrator
    _classify(province.unit("22801"), row.name, date(2022, 6, 1))
    for on, act, says in (
        (date(2023, 1, 1), "văn bản", "số, ký hiệu và ngày"),
        (ON, ACT, "phải sau ngày bắt đầu 01/03/2022"),
        (date(2022, 6, 1), ACT, "còn được ghi sau ngày 01/06/2022: Xã Phước Đại từ 01/06/2022"),
    ):
        with pytest.raises(Refused) as refused:
            end_own_kind(row, on=on, act=act, by=by)
        assert says in str(refused.value)
    assert not OwnKind.objects.get().has_end
    assert end_own_kind(row, on=date(2022, 6, 2), act=ACT, by=by).has_end
    end_own_kind(row, on=date(2023, 1, 1), act="9/2022/NQ-HĐND", by=by)  # a day that was typed wrongly
    assert (OwnKind.objects.get().valid_to, OwnKind.objects.get().end_act) == (date(2023, 1, 1), "9/2022/NQ-HĐND")
    assert Classification.objects.get(value=row.name).valid_to > date(2023, 1, 1)


# ---- the pages ----


def test_the_administrator_adds_ends_and_takes_out_on_pages(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.administrator)
    for address in ("/don-vi/", "/co-quan/", "/nap-don-vi/", "/thiet-lap/", "/don-vi/22801-2021-01-01/phan-loai/"):
        assert b'href="/don-vi/phan-loai/"' in client.get(address).content, address
    said = {
        "name": "Xã an toàn khu",
        "level": "3",
        "act": ACT,
        "issued_on": "01/03/2022",
        "group": "",
        "valid_from": "",
    }
    assert client.post("/don-vi/phan-loai/moi/phan-loai/", said)["Location"] == "/don-vi/phan-loai/"
    row = OwnKind.objects.get()
    page = client.get("/don-vi/phan-loai/").content.decode()
    assert all(
        words in page for words in ("Xã an toàn khu", "xa_an_toan_khu", "Xã khu vực III", "có sẵn", "Hợp tác xã")
    )
    shown = client.get("/nap-don-vi/").content.decode()
    assert "xa_an_toan_khu (Xã an toàn khu)" in shown
    choice = client.get("/don-vi/22801-2021-01-01/phan-loai/").content.decode()
    assert '<option value="Xã an toàn khu">Xã an toàn khu</option>' in choice
    refused = client.post("/don-vi/phan-loai/moi/phan-loai/", {**said, "name": "Xã An Toàn Khu"})
    assert (refused.status_code, "trùng với" in refused.content.decode()) == (422, True)
    assert client.get("/don-vi/phan-loai/moi/la/").status_code == 404
    one = f"/don-vi/phan-loai/{row.pk}/"
    assert "Chưa dùng ở đâu." in client.get(one).content.decode()
    assert client.post(one, {"on": "01/01/2024", "act": "9/NQ-HĐND"}).status_code == 302
    assert "kết thúc từ 01/01/2024" in client.get(one).content.decode()
    assert client.post(f"{one}bo/")["Location"] == "/don-vi/phan-loai/"
    assert client.get(one).status_code == 404


def test_nobody_else_is_led_there_or_let_in(province: cast.Province, add: Added, sign_in: SignIn) -> None:
    pk = add().pk
    client = sign_in(province.bac_ai)
    for address in ("/don-vi/", "/co-quan/"):
        assert b'href="/don-vi/phan-loai/"' not in client.get(address).content
    for address in ("", "moi/phan-loai/", f"{pk}/"):
        assert client.get(f"/don-vi/phan-loai/{address}").status_code == 403
    for address in ("moi/phan-loai/", f"{pk}/", f"{pk}/bo/"):
        assert client.post(f"/don-vi/phan-loai/{address}", {}).status_code == 403
    assert OwnKind.objects.get().valid_to.year == 9999
