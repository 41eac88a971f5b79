"""A province ends in another one by a page: seen before, undone exactly; its administrators and campaigns go on."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.models import Campaign
from core import clock
from core.clock import FOREVER, VIETNAM
from tests import cast
from units import access
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Membership, Placement, Reorganisation, Succession, Unit

SignIn = Callable[[User], Client]
ON = date(2025, 7, 1)
LATE = datetime(2026, 1, 20, 8, tzinfo=VIETNAM)  # the act is recorded half a year after its day
ACT = "NQ 202/2025/QH15 ngày 12/6/2025"
MERGE, END, RENAME = (f"/sap-xep/moi/{word}/?cap=tinh" for word in ("hop-nhat", "ket-thuc", "doi-ten"))


def everything() -> dict[str, list[dict[str, Any]]]:
    told = {"units.Reorganisation", "units.Reorganisation_units", "units.Ancestry"}
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for app in ("units", "campaign", "awards")
        for model in apps.get_app_config(app).get_models()
        if model._meta.label not in told
    }


@pytest.fixture
def late(db: None) -> Iterator[cast.Province]:
    with clock.at(LATE):
        yield cast.make_province(reforms=False)


def wish(*old: Unit, **more: str) -> dict[str, Any]:
    return {"cu": [str(unit.pk) for unit in old], "ngay": "01/07/2025", "van-ban": ACT, "buoc": "xem", **more}


NEW = {"ma-0": "56", "ten-moi-0": "Tỉnh Khánh Hòa", "loai-0": "tinh"}


def agreed(client: Client, address: str, data: dict[str, Any]) -> Any:
    page = client.post(address, data)
    assert page.status_code == 200, page.context["refusals"]
    return client.post(address, {**data, "da-xem": page.context["seen_mark"], "buoc": "ghi"})


def test_a_province_enters_one_that_the_portal_does_not_hold(late: cast.Province, sign_in: SignIn) -> None:
    client, old = sign_in(late.administrator), late.unit("58")
    before = everything()
    page = client.post(MERGE, wish(old, **NEW))
    assert everything() == before
    seen = page.context["seen"]
    assert seen.title == "Tỉnh Ninh Thuận nhập vào Tỉnh Khánh Hòa"
    said = {(item.what, item.label): item.becomes for item in seen.touched}
    admin = f"{late.administrator.full_name}, Quản trị hệ thống, Tỉnh Ninh Thuận"
    assert said["Quyền của cán bộ", admin] == "tiếp tục ở Tỉnh Khánh Hòa từ 01/07/2025"
    assert said["Đơn vị trực thuộc", "Huyện Bác Ái"] == "thuộc Tỉnh Khánh Hòa từ 01/07/2025"
    assert any(what == "Nhiệm vụ" and "Sở Nội vụ" in label for what, label in said)
    assert [impact.label for impact in seen.impacts if impact.what == "Phong trào"] == [late.campaign.name]
    done = agreed(client, MERGE, wish(old, **NEW))
    assert done.status_code == 302
    new = Unit.objects.get(code="56")
    assert (new.valid_from, new.not_loaded) == (ON, "các đơn vị ngoài Tỉnh Ninh Thuận cũ")
    assert late.unit("584") in Unit.objects.within(new, ON)
    assert Succession.objects.get(from_unit=old).to_unit == new
    client = sign_in(User.objects.get(pk=late.administrator.pk))
    assert client.get("/nguoi-dung/").status_code == 200  # nobody is locked out
    assert client.get("/").status_code == 200
    assert Campaign.objects.current() == late.campaign
    assert client.get("/the-le/").status_code == 200


def test_it_is_undone_exactly(late: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(late.administrator)
    before = everything()
    agreed(client, MERGE, wish(late.unit("58"), **NEW))
    row = Reorganisation.objects.get()
    assert everything() != before
    done = client.post(f"/sap-xep/{row.pk}/hoan-tac/", {"ly-do": "Ghi nhầm ngày"})
    assert done.status_code == 302, done.context["refusals"]
    assert everything() == before
    assert sign_in(late.administrator).get("/nguoi-dung/").status_code == 200


def test_who_came_since_and_what_was_placed_since_go_along(late: cast.Province, sign_in: SignIn) -> None:
    old = late.unit("58")
    second = User.objects.create_user("quan-tri-hai", full_name="Lê Thị Hai")
    Membership.objects.create(user=second, role="administrator", unit=old, valid_from=date(2025, 9, 1))
    with audit.change(late.administrator) as trail:
        young = found_unit("23999", "Xã Mới", Kind.RURAL_COMMUNE, parent=old, valid_from=ON, trail=trail)
    derive_ancestry([young])
    before = everything()
    assert agreed(sign_in(late.administrator), MERGE, wish(old, **NEW)).status_code == 302
    new = Unit.objects.get(code="56")
    assert Placement.objects.get(unit=young).parent == new
    assert young in Unit.objects.within(new, clock.today())
    seat = Membership.objects.get(user=second, unit=new)
    assert (seat.valid_from, seat.valid_to) == (date(2025, 9, 1), FOREVER)
    row = Reorganisation.objects.get()
    sign_in(late.administrator).post(f"/sap-xep/{row.pk}/hoan-tac/", {"ly-do": "Sai đã xem lại"})
    assert everything() == before


def _neighbour(late: cast.Province, *, administers: bool) -> Unit:
    with audit.change(late.administrator) as trail:
        other = found_unit("56", "Tỉnh Khánh Hòa", Kind.PROVINCE, parent=None, trail=trail)
        found_unit("22366", "Xã Cam Lâm", Kind.RURAL_COMMUNE, parent=other, trail=trail)
    derive_ancestry()
    if administers:
        Membership.objects.create(
            user=late.administrator, role="administrator", unit=other, valid_from=date(2021, 1, 1)
        )
        access.forget(late.administrator)
    return other


def test_two_provinces_become_one_for_who_administers_both(late: cast.Province, sign_in: SignIn) -> None:
    other = _neighbour(late, administers=True)
    done = agreed(sign_in(late.administrator), MERGE, wish(late.unit("58"), other, **NEW))
    assert done.status_code == 302
    new = Unit.objects.bearing("56", ON)
    assert (new.not_loaded, new.predecessions.count()) == ("", 2)
    assert Unit.objects.get(code="22366") in Unit.objects.within(new, ON)
    assert Membership.objects.filter(user=late.administrator, unit=new).count() == 1  # not twice


def test_a_province_ends_in_one_that_stands(late: cast.Province, sign_in: SignIn) -> None:
    other = _neighbour(late, administers=True)
    client, old = sign_in(late.administrator), late.unit("58")
    nowhere = client.post(END, wish(old))
    assert "Vui lòng chọn tỉnh, thành phố mà đơn vị kết thúc nhập vào." in nowhere.context["refusals"]
    before = everything()
    data = wish(old, **{"noi-truc-thuoc": str(other.pk)})
    assert agreed(client, END, data).status_code == 302
    assert Succession.objects.get(from_unit=old).to_unit == other
    assert late.unit("584") in Unit.objects.within(other, ON)
    row = Reorganisation.objects.get()
    assert row.title == "Tỉnh Ninh Thuận nhập vào Tỉnh Khánh Hòa"
    assert client.post(f"/sap-xep/{row.pk}/hoan-tac/", {"ly-do": "Sai đã xem lại"}).status_code == 302
    assert everything() == before


def test_another_province_is_not_taken_by_who_does_not_administer_it(late: cast.Province, sign_in: SignIn) -> None:
    other = _neighbour(late, administers=False)
    client = sign_in(late.administrator)
    page = client.get(MERGE)
    assert [unit.code for unit in page.context["units"]] == ["58"]
    taken = client.post(MERGE, wish(late.unit("58"), **NEW))  # the code of one that stands
    assert taken.status_code == 422
    assert any("Mã 56 đang thuộc Tỉnh Khánh Hòa" in reason for reason in taken.context["refusals"])
    into = client.post(END, wish(late.unit("58"), **{"noi-truc-thuoc": str(other.pk)}))
    assert into.status_code == 422
    assert not Reorganisation.objects.exists()


def test_a_province_is_renamed(late: cast.Province, sign_in: SignIn) -> None:
    data = wish(late.unit("58"), ten="Tỉnh Ninh Thuận Mới")
    assert agreed(sign_in(late.administrator), RENAME, data).status_code == 302
    assert Unit.objects.get(code="58").name == "Tỉnh Ninh Thuận Mới"


def test_a_province_becomes_a_city_under_its_code(late: cast.Province, sign_in: SignIn) -> None:
    new = {"ma-0": "58", "ten-moi-0": "Thành phố Ninh Thuận", "loai-0": "thanh_pho_tw"}
    assert agreed(sign_in(late.administrator), MERGE, wish(late.unit("58"), **new)).status_code == 302
    city = Unit.objects.bearing("58", ON)
    assert (city.name, city.not_loaded) == ("Thành phố Ninh Thuận", "")
    assert Reorganisation.objects.get().title == "Tỉnh Ninh Thuận thành Thành phố Ninh Thuận"


def test_below_the_province_nobody_is_offered_it(late: cast.Province, sign_in: SignIn) -> None:
    Membership.objects.filter(user=late.administrator).update(unit=late.unit("584"))
    page = sign_in(late.administrator).get(MERGE)
    assert "Cấp tỉnh" not in page.content.decode()
    assert page.context["level_word"] == "xa"
    assert access.holds(late.administrator, Permission.ADMINISTER)
