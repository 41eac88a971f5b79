"""Merging, splitting, renaming, moving and ending units: what is previewed, what is written, what is undone."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.permissions import Permission
from awards import actions as awards
from awards.models import Nomination
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.models import FigureSet, Target
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from tests import cast
from units import access
from units.map.domain.levels import Kind
from units.models import Ancestry, Classification, Household, Membership, Placement, Reorganisation, Succession, Unit
from units.reorganisation.actions.reorganise import carry_over, preview, reorganise
from units.reorganisation.actions.undo import undo, why_not_undo
from units.reorganisation.actions.wishes import NewUnit, Wish
from units.todo import cards

ON = date(2023, 11, 1)
MORNING = datetime(2023, 11, 1, 8, 0, tzinfo=VIETNAM)
ACT = "NQ 01/NQ-UBTVQH ngày 20/9/2023"


def _table() -> dict[str, list[dict[str, Any]]]:
    """Every row of the apps' own tables but the trail's."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for app in ("units", "campaign", "awards")
        for model in apps.get_app_config(app).get_models()
    }


@pytest.fixture
def on_the_day(db: None) -> Iterator[cast.Province]:
    """The province on the morning of the change, before any reform is known."""
    with clock.at(MORNING):
        yield cast.make_province(reforms=False)


def _two(province: cast.Province) -> tuple[Unit, Unit]:
    return province.unit("22801"), province.unit("22798")


def _merge(province: cast.Province, **more: Any) -> Wish:
    return Wish(
        "merge",
        ON,
        ACT,
        _two(province),
        (NewUnit("22801", "Xã Đại Chính", Kind.RURAL_COMMUNE),),
        parent=province.unit("584"),
        **more,
    )


def _type(province: cast.Province, code: str, by: User, **counts: int) -> FigureSet:
    return save_sheet(province.campaign, 2023, {province.unit(code).pk: counts}, {}, by=by)[0]


def _left_behind(user: User) -> list[tuple[str, str]]:
    """The cards about work that ended units left."""
    return [(card.what, card.url) for card in cards(user) if card.area == "map"]


def test_a_preview_shows_every_record_and_stores_nothing(on_the_day: cast.Province) -> None:
    _type(on_the_day, "22801", on_the_day.phuoc_dai, households=900, poor=300)
    before = _table()
    events = AuditEvent.objects.count()
    seen = preview(_merge(on_the_day), by=on_the_day.administrator)
    assert _table() == before
    assert AuditEvent.objects.count() == events
    assert seen.title == "Hợp nhất Xã Phước Đại và Xã Phước Thành thành Xã Đại Chính"
    said = {(item.what, item.label) for item in seen.touched}
    assert ("Đơn vị", "Xã Đại Chính (mã 22801)") in said
    assert any(what == "Quyền của cán bộ" and "Xã Phước Đại" in label for what, label in said)
    assert [(impact.what, impact.moves) for impact in seen.impacts] == [("Số liệu đang nhập", True)]


def test_a_merger_begins_a_new_life_under_a_reused_code(on_the_day: cast.Province) -> None:
    old, other = _two(on_the_day)
    row = reorganise(_merge(on_the_day), by=on_the_day.administrator)
    new = Unit.objects.bearing("22801", ON)
    assert (new.name, new.valid_from, new.pk != old.pk) == ("Xã Đại Chính", ON, True)
    assert Unit.objects.get(pk=old.pk).valid_to == Unit.objects.get(pk=other.pk).valid_to == ON
    assert set(new.predecessions.values_list("from_unit__code", flat=True)) == {"22801", "22798"}
    on_the_map = Unit.objects.children_of(on_the_day.unit("584"), ON)
    assert new in on_the_map
    assert old not in on_the_map
    assert old in Unit.objects.children_of(on_the_day.unit("584"), date(2023, 10, 31))
    assert row.carried_at is not None
    assert AuditEvent.objects.filter(verb="reorganise").count() == 1


def test_half_filled_sheets_move_with_everything_typed(on_the_day: cast.Province) -> None:
    _type(on_the_day, "22801", on_the_day.phuoc_dai, households=900, poor=300, near_poor=100)
    _type(on_the_day, "22798", on_the_day.bac_ai, households=500, poor=200)
    reorganise(_merge(on_the_day), by=on_the_day.administrator)
    new = Unit.objects.bearing("22801", ON)
    sheet = FigureSet.objects.current().get(unit=new, year=2023)
    assert (sheet.households, sheet.poor, sheet.near_poor, sheet.state) == (1400, 500, 100, "draft")
    assert sheet.carried["near_poor"] == [["Xã Phước Thành", None], ["Xã Phước Đại", 100]]
    assert FigureSet.objects.filter(year=2023, unit__code__in=("22801", "22798")).count() == 3  # nothing is deleted


def test_a_sum_of_some_predecessors_is_not_sent_as_the_whole(on_the_day: cast.Province) -> None:
    _type(on_the_day, "22801", on_the_day.phuoc_dai, households=900, poor=300, near_poor=100)
    row = reorganise(_merge(on_the_day), by=on_the_day.administrator)
    new = Unit.objects.bearing("22801", ON)
    sheet = FigureSet.objects.current().get(unit=new, year=2023)
    with pytest.raises(Refused, match="chưa có của Xã Phước Thành"):
        advance([sheet.pk], "submit", by=on_the_day.bac_ai)
    save_sheet(on_the_day.campaign, 2023, {new.pk: {"households": 1400}}, {new.pk: sheet.edition}, by=on_the_day.bac_ai)
    advance([sheet.pk], "submit", by=on_the_day.bac_ai)
    assert why_not_undo(row)


def test_rights_end_with_the_unit_unless_renewed(on_the_day: cast.Province) -> None:
    kept = Membership.objects.get(user=on_the_day.phuoc_dai_leader)
    reorganise(_merge(on_the_day, renewed=frozenset({kept.pk})), by=on_the_day.administrator)
    new = Unit.objects.bearing("22801", ON)
    old = Unit.objects.get(code="22801", valid_to=ON)
    leader, officer = (User.objects.get(pk=user.pk) for user in (on_the_day.phuoc_dai_leader, on_the_day.phuoc_dai))
    assert access.may(leader, Permission.VIEW_FIGURES, new)
    assert access.may(leader, Permission.VIEW_FIGURES, old)  # the successor's officers see its history
    assert not access.may(officer, Permission.ENTER_FIGURES, new)
    assert not access.may(officer, Permission.ENTER_FIGURES, old)
    with clock.at(datetime(2023, 10, 31, 23, 59, 59, tzinfo=VIETNAM)):
        assert access.may(User.objects.get(pk=officer.pk), Permission.ENTER_FIGURES, old)


def test_targets_stay_with_the_old_unit(on_the_day: cast.Province) -> None:
    on_the_day.target(2023, "22801", "4.00")
    reorganise(_merge(on_the_day), by=on_the_day.administrator)
    assert list(Target.objects.values_list("unit__valid_to", flat=True)) == [ON]


def test_a_dossier_goes_to_who_takes_over(on_the_day: cast.Province) -> None:
    commune = on_the_day.unit("22801")
    nomination = awards.nominate(
        on_the_day.annual_2022,
        awards.Proposal("commune", "Nhân dân và cán bộ xã Phước Đại", unit=commune, achievements="Thành tích."),
        holder_unit=commune,
        by=on_the_day.phuoc_dai,
    )
    reorganise(_merge(on_the_day), by=on_the_day.administrator)
    fresh = Nomination.objects.get(pk=nomination.pk)
    assert fresh.holder_unit == Unit.objects.bearing("22801", ON)
    assert fresh.unit == commune  # who is nominated is never rewritten
    assert fresh.transitions.filter(step="carry_over").exists()


def test_undoing_puts_everything_back(on_the_day: cast.Province) -> None:
    _type(on_the_day, "22801", on_the_day.phuoc_dai, households=900, poor=300)
    on_the_day.target(2023, "22801", "4.00")
    before = _table()
    row = reorganise(_merge(on_the_day), by=on_the_day.administrator)
    undo(row.pk, reason="Nghị quyết được sửa", by=on_the_day.administrator)
    after = _table()
    for label in before:
        if label not in {"units.Reorganisation", "units.Ancestry"}:
            assert after[label] == before[label], label
    strip = [{k: v for k, v in row.items() if k != "id"} for row in before["units.Ancestry"]]
    again = [{k: v for k, v in row.items() if k != "id"} for row in after["units.Ancestry"]]
    assert sorted(map(str, strip)) == sorted(map(str, again))
    with pytest.raises(Refused, match="đã được hoàn tác"):
        undo(row.pk, reason="lần nữa", by=on_the_day.administrator)


def test_no_undoing_once_something_new_hangs_on_it(on_the_day: cast.Province) -> None:
    row = reorganise(_merge(on_the_day), by=on_the_day.administrator)
    new = Unit.objects.bearing("22801", ON)
    assert why_not_undo(row) == []
    save_sheet(on_the_day.campaign, 2023, {new.pk: {"households": 10}}, {}, by=on_the_day.bac_ai)
    with pytest.raises(Refused, match="bộ số liệu rà soát gắn với đơn vị mới"):
        undo(row.pk, reason="muộn rồi", by=on_the_day.administrator)
    assert Unit.objects.filter(pk=new.pk).exists()


def test_before_the_day_the_map_is_known_and_the_work_goes_on(on_the_day: cast.Province) -> None:
    province = on_the_day
    with clock.at(datetime(2023, 10, 20, 9, 0, tzinfo=VIETNAM)):
        row = reorganise(_merge(province), by=province.administrator)
        _type(province, "22801", province.phuoc_dai, households=900, poor=300)
        assert row.carried_at is None
        with pytest.raises(Refused, match="01/11/2023"):
            carry_over(row.pk, by=province.administrator)
        assert _left_behind(province.administrator) == []
    with clock.at(MORNING):
        access.forget(province.administrator)
        url = f"/sap-xep/{row.pk}/"
        assert _left_behind(province.administrator) == [("Chuyển 1 việc dở dang sang đơn vị mới", url)]
        assert _left_behind(province.bac_ai) == []
        assert carry_over(row.pk, by=province.administrator) == 1
        assert _left_behind(province.administrator) == []
        sheet = FigureSet.objects.current().get(unit=Unit.objects.bearing("22801", ON), year=2023)
        assert (sheet.households, sheet.poor) == (900, 300)
        assert carry_over(row.pk, by=province.administrator) == 0


def test_the_loaded_merger_of_2024_moves_a_half_filled_sheet(province: cast.Province) -> None:
    """An officer of phường Thanh Sơn has a half-filled sheet; the next morning it is phường Phủ Hà's."""
    with clock.at(datetime(2024, 10, 31, 21, 0, tzinfo=VIETNAM)):
        old = Unit.objects.bearing("22750", date(2024, 10, 31))
        save_sheet(
            province.campaign, 2024, {old.pk: {"households": 1200, "poor": 7}}, {}, by=User.objects.command_line()
        )
    with clock.at(datetime(2024, 11, 1, 7, 0, tzinfo=VIETNAM)):
        change = Reorganisation.objects.get(on=date(2024, 11, 1))
        assert carry_over(change.pk, by=User.objects.command_line()) == 1
        new = Unit.objects.bearing("22750", date(2024, 11, 1))
        sheet = FigureSet.objects.current().get(unit=new, year=2024)
    assert (new.name, sheet.households, sheet.poor) == ("Phường Phủ Hà", 1200, 7)
    assert why_not_undo(change)


def test_a_split_asks_where_each_child_goes(on_the_day: cast.Province) -> None:
    with_village = _village(on_the_day)
    wish = Wish(
        "split",
        ON,
        ACT,
        (on_the_day.unit("22801"),),
        (NewUnit("90001", "Xã Đại Một", Kind.RURAL_COMMUNE), NewUnit("90002", "Xã Đại Hai", Kind.RURAL_COMMUNE)),
        parent=on_the_day.unit("584"),
    )
    with pytest.raises(Refused, match="chưa chọn nơi trực thuộc"):
        preview(wish, by=on_the_day.administrator)
    chosen = Wish(**{**wish.__dict__, "children_to": {with_village.pk: 1}})
    reorganise(chosen, by=on_the_day.administrator)
    assert with_village in Unit.objects.children_of(Unit.objects.bearing("90002", ON), ON)
    assert set(Succession.objects.filter(on=ON).values_list("is_part", flat=True)) == {True}


def _village(province: cast.Province, code: str = "2280101") -> Unit:
    from accounts import audit
    from units.map.actions.map import derive_ancestry, found_unit

    with audit.change(User.objects.command_line()) as trail:
        made = found_unit(code, f"Thôn {code}", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    return made


def test_households_of_merged_villages_go_along(on_the_day: cast.Province) -> None:
    one, two = _village(on_the_day), _village(on_the_day, "2280102")
    household = Household.objects.create(code="H1", village=one, head="Katơr Liên", valid_from=cast.START)
    wish = Wish(
        "merge", ON, ACT, (one, two), (NewUnit("2280103", "Thôn Mới", Kind.VILLAGE),), parent=on_the_day.unit("22801")
    )
    row = reorganise(wish, by=on_the_day.administrator)
    household.refresh_from_db()
    assert household.village.code == "2280103"
    undo(row.pk, reason="sai đã xem lại", by=on_the_day.administrator)
    household.refresh_from_db()
    assert household.village == one


def test_a_rename_is_no_new_life(on_the_day: cast.Province) -> None:
    unit = on_the_day.unit("22801")
    row = reorganise(Wish("rename", ON, ACT, (unit,), name="Xã Phước Đại Mới"), by=on_the_day.administrator)
    fresh = Unit.objects.get(pk=unit.pk)
    assert (fresh.name, fresh.has_ended) == ("Xã Phước Đại Mới", unit.has_ended)
    assert Unit.objects.named(date(2023, 10, 31)).get(pk=unit.pk).shown_name == "Xã Phước Đại"
    undo(row.pk, reason="sai tên", by=on_the_day.administrator)
    assert Unit.objects.get(pk=unit.pk).name == "Xã Phước Đại"
    assert unit.names.count() == 1


def test_a_move_is_no_new_life(on_the_day: cast.Province) -> None:
    unit, there = on_the_day.unit("22801"), on_the_day.unit("585")
    row = reorganise(Wish("move", ON, ACT, (unit,), parent=there), by=on_the_day.administrator)
    assert unit in Unit.objects.children_of(there, ON)
    assert unit in Unit.objects.children_of(on_the_day.unit("584"), date(2023, 10, 31))
    undo(row.pk, reason="sai nơi", by=on_the_day.administrator)
    assert unit in Unit.objects.children_of(on_the_day.unit("584"), ON)


def test_an_ended_district_leaves_its_communes_and_dossiers_to_the_province(on_the_day: cast.Province) -> None:
    district, province_unit = on_the_day.unit("584"), on_the_day.unit("58")
    nomination = awards.nominate(
        on_the_day.annual_2022,
        awards.Proposal("commune", "Nhân dân xã Phước Đại", unit=on_the_day.unit("22801"), achievements="Thành tích."),
        holder_unit=district,
        by=on_the_day.bac_ai,
    )
    reorganise(Wish("end", ON, ACT, (district,), parent=province_unit), by=on_the_day.administrator)
    assert on_the_day.unit("22801") in Unit.objects.children_of(province_unit, ON)
    assert not Unit.objects.children_of(district, ON).exists()
    assert Nomination.objects.get(pk=nomination.pk).holder_unit == province_unit
    assert not access.may(User.objects.get(pk=on_the_day.bac_ai.pk), Permission.ENTER_FIGURES, on_the_day.unit("22801"))


def test_where_nobody_chose_an_ended_district_leaves_its_communes_to_what_stood_above(
    on_the_day: cast.Province,
) -> None:
    reorganise(Wish("end", ON, ACT, (on_the_day.unit("584"),)), by=on_the_day.administrator)
    assert on_the_day.unit("22801") in Unit.objects.children_of(on_the_day.unit("58"), ON)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"act": " "}, "văn bản"),
        ({"new": ()}, "đúng một đơn vị mới"),
        ({"new": (NewUnit("585", "Huyện Lạ", Kind.RURAL_DISTRICT),)}, "cùng cấp"),
        ({"new": (NewUnit("22813", "Xã Trùng Mã", Kind.RURAL_COMMUNE),)}, "không thể thuộc hai đơn vị cùng lúc"),
        ({"new": (NewUnit("ab", "Xã Chữ", Kind.RURAL_COMMUNE),)}, "chỉ được gồm chữ số"),
        ({"parent": None}, "nơi trực thuộc"),
        ({"on": date(2020, 1, 1)}, "không tồn tại"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_its_reason(
    on_the_day: cast.Province, change: dict[str, Any], says: str
) -> None:
    before = _table()
    wish = Wish(**{**_merge(on_the_day).__dict__, **change})
    with pytest.raises(Refused, match=says):
        reorganise(wish, by=on_the_day.administrator)
    assert _table() == before


def test_a_parent_must_be_higher(on_the_day: cast.Province) -> None:
    one, two = _two(on_the_day)
    with pytest.raises(Refused, match="cấp cao hơn"):
        reorganise(Wish("move", ON, ACT, (one,), parent=two), by=on_the_day.administrator)
    with pytest.raises(Refused, match="cấp cao hơn"):
        reorganise(Wish("move", ON, ACT, (on_the_day.unit("58"),), parent=one), by=on_the_day.administrator)


def test_only_administrators_of_the_place(on_the_day: cast.Province) -> None:
    with pytest.raises(Refused, match="ngoài phạm vi"):
        reorganise(_merge(on_the_day), by=on_the_day.bac_ai)


def test_classes_do_not_come_along(on_the_day: cast.Province) -> None:
    reorganise(_merge(on_the_day), by=on_the_day.administrator)
    new = Unit.objects.bearing("22801", ON)
    assert not Classification.objects.filter(unit=new).exists()
    assert not Classification.objects.filter(unit__code="22801", valid_to__gt=ON, valid_from__lt=ON).exists()
    assert Placement.objects.filter(unit=new).count() == 1
    assert Ancestry.objects.in_force(ON).filter(descendant=new).count() == 3  # itself, district, province


# ---- pages ----

FORM = {
    "ngay": "01/11/2023", "van-ban": ACT, "ma-0": "22801", "ten-moi-0": "Xã Đại Chính", "loai-0": "xa", "buoc": "xem",
}  # fmt: skip


def test_the_wizard_previews_then_writes(on_the_day: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(on_the_day.administrator)
    assert client.get("/sap-xep/moi/hop-nhat/?cap=xa").status_code == 200
    form = {
        **FORM,
        "cu": [unit.pk for unit in _two(on_the_day)],
        "noi-truc-thuoc": on_the_day.unit("584").pk,
    }
    page = client.post("/sap-xep/moi/hop-nhat/?cap=xa", form)
    assert page.status_code == 200
    assert "Chưa lưu gì" in page.content.decode()
    assert not Unit.objects.filter(name="Xã Đại Chính").exists()
    done = client.post("/sap-xep/moi/hop-nhat/?cap=xa", {**form, "buoc": "ghi"}, follow=True)
    assert "Đã ghi: Hợp nhất" in done.content.decode()
    row = Reorganisation.objects.get(on=ON)
    undone = client.post(f"/sap-xep/{row.pk}/hoan-tac/", {"ly-do": "nhập nhầm"}, follow=True)
    assert "Đã hoàn tác" in undone.content.decode()
    assert not Unit.objects.filter(name="Xã Đại Chính").exists()


def test_the_wizard_keeps_what_was_typed(on_the_day: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(on_the_day.administrator)
    page = client.post("/sap-xep/moi/hop-nhat/", {**FORM, "ngay": "hôm qua"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Xã Đại Chính" in text
    assert "Ngày có hiệu lực" in text


@pytest.mark.parametrize("word", ["hop-nhat", "chia-tach", "doi-ten", "chuyen", "ket-thuc"])
def test_every_wizard_opens_for_administrators_alone(
    province: cast.Province, sign_in: Callable[[User], Client], word: str
) -> None:
    assert sign_in(province.administrator).get(f"/sap-xep/moi/{word}/").status_code == 200
    assert sign_in(province.bac_ai).get(f"/sap-xep/moi/{word}/").status_code == 403


def test_classes_are_entered_and_left_by_acts(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.administrator)
    address = "/don-vi/22801-2021-01-01/phan-loai/"
    form = {"value": "coastal_special", "valid_from": "01/01/2022", "act": "QĐ 353/QĐ-TTg"}
    assert client.post(address, form).status_code == 302
    again = client.post(address, {**form, "valid_from": "01/06/2022"})
    assert again.status_code == 422
    assert "đã được xếp" in again.content.decode()
    row = Classification.objects.get(unit__code="22801", value="coastal_special")
    left = client.post(address, {"ket-thuc": row.pk, "ngay": "01/12/2022", "van-ban": "QĐ 9/QĐ-UBND"})
    assert left.status_code == 302
    row.refresh_from_db()
    assert row.valid_to == date(2022, 12, 1)


def test_a_class_entered_by_mistake_was_never_so(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    """From its first day too, where an end by an act would leave a day of it."""
    client = sign_in(province.administrator)
    address = "/don-vi/22801-2021-01-01/phan-loai/"
    form = {"value": "coastal_special", "valid_from": "01/01/2021", "act": "QĐ 353/QĐ-TTg"}
    assert client.post(address, form).status_code == 302
    row = Classification.objects.get(unit__code="22801", value="coastal_special")
    page = client.get(address).content.decode()
    assert "Bỏ phân loại này" in page
    assert f'name="bo" value="{row.pk}"' in page
    refused = client.post(address, {"bo": row.pk, "ly-do": " "})
    assert (refused.status_code, "Vui lòng ghi lý do" in refused.content.decode()) == (422, True)
    assert client.post("/don-vi/22798-2021-01-01/phan-loai/", {"bo": row.pk, "ly-do": "nhầm"}).status_code == 404
    assert client.post(address, {"bo": row.pk, "ly-do": "xếp nhầm xã"}).status_code == 302
    assert not Classification.objects.filter(pk=row.pk).exists()
    told = AuditEvent.objects.get(verb="remove_class")
    assert (told.summary, told.unit_code) == ("xếp nhầm xã", "22801")
    client.post(address, form)
    stranger = sign_in(province.bac_ai).post(address, {"bo": Classification.objects.latest("pk").pk, "ly-do": "x"})
    assert stranger.status_code in {403, 404}


def test_shares_are_typed_in_percent(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.administrator)
    unit = Unit.objects.get(code="22768", valid_from=cast.START)
    one, two = unit.successions.order_by("pk")
    address = f"/don-vi/{unit.slug}/ty-le-chia/"
    wrong = client.post(address, {f"phan-{one.pk}": "60", f"phan-{two.pk}": "60", "van-ban": "BC 1"})
    assert "vượt quá 100 %" in wrong.content.decode()
    assert (
        client.post(address, {f"phan-{one.pk}": "12,5", f"phan-{two.pk}": "87,5", "van-ban": "BC 1"}).status_code == 302
    )
    assert [str(row.shares.get().share) for row in (one, two)] == ["0.12500000", "0.87500000"]
