"""Figures on their way: typed, sent, checked, approved, returned, corrected; who may, what is refused."""

import threading
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, User
from accounts.permissions import Role
from campaign.figures.actions.corrections import correct
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.steps import advance
from campaign.figures.actions.storing import Conflict, year_end
from campaign.figures.facts import figure_facts, figure_options
from campaign.figures.words import State
from campaign.models import Cell, FigureEdit, FigureSet
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from tests import cast
from units import access
from units.models import Membership

COUNTS = {"households": 1946, "poor": 88, "near_poor": 113}


def _open(province: cast.Province, code: str = "22801", by: User | None = None, **values: int | None) -> FigureSet:
    """A draft of 2022, typed by the commune's officer unless somebody else is named."""
    unit = province.unit(code)
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: {**COUNTS, **values}}, {}, by=by or province.phuoc_dai)
    return item


def _again(item: FigureSet) -> FigureSet:
    return FigureSet.objects.get(pk=item.pk)


def _walk(province: cast.Province, item: FigureSet) -> FigureSet:
    """To approval by real steps: the commune sends, the district checks, the leader of the department approves."""
    for step, by in (("submit", province.phuoc_dai), ("check", province.bac_ai), ("approve", province.labour_leader)):
        advance([item.pk], step, by=by)
    return _again(item)


def test_typing_stores_what_changed_and_who(province: cast.Province) -> None:
    item = _open(province)
    (saved,) = save_sheet(
        province.campaign, 2022, {item.unit_id: {**COUNTS, "poor": 87}}, {item.unit_id: 1}, by=province.phuoc_dai
    )
    assert (saved.poor, saved.edition, saved.state) == (87, 2, State.DRAFT)
    edits = list(saved.edits.values_list("field", "old", "new", "by__username"))
    assert edits[0] == ("poor", "88", "87", "phuoc-dai")
    assert AuditEvent.objects.filter(verb="enter_figures").count() == 2


def test_the_same_again_stores_nothing(province: cast.Province) -> None:
    item = _open(province)
    before = (FigureEdit.objects.count(), AuditEvent.objects.count())
    assert save_sheet(province.campaign, 2022, {item.unit_id: COUNTS}, {item.unit_id: 0}, by=province.phuoc_dai) == []
    assert (FigureEdit.objects.count(), AuditEvent.objects.count()) == before


def test_the_second_editor_is_told_and_nothing_is_lost(province: cast.Province) -> None:
    item = _open(province)
    save_sheet(province.campaign, 2022, {item.unit_id: {"poor": 89}}, {item.unit_id: 1}, by=province.phuoc_dai)
    sister = province.unit("22783")
    with pytest.raises(Conflict) as stale:
        save_sheet(
            province.campaign,
            2022,
            {item.unit_id: {"poor": 90}, sister.pk: COUNTS},
            {item.unit_id: 1},
            by=province.bac_ai,
        )
    assert [(row.pk, row.poor) for row in stale.value.sets] == [(item.pk, 89)]
    assert (_again(item).poor, FigureSet.objects.filter(unit=sister).count()) == (89, 0)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"poor": 1947}, "Xã Phước Đại: Hộ nghèo (1.947) nhiều hơn tổng số hộ (1.946)."),
        ({"near_poor": 1900}, "Xã Phước Đại: Hộ nghèo và hộ cận nghèo cộng lại (1.988) nhiều hơn tổng số hộ (1.946)."),
        ({"minority_poor": 89}, "Xã Phước Đại: Hộ nghèo DTTS (89) nhiều hơn số hộ nghèo (88)."),
        ({"people": 1945}, "Xã Phước Đại: Nhân khẩu (1.945) ít hơn tổng số hộ (1.946)."),
    ],
    ids=["poor above all", "poor and near-poor above all", "minority poor above poor", "fewer people than households"],
)
def test_figures_that_do_not_fit_are_refused(province: cast.Province, values: dict[str, int], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        _open(province, **values)
    assert refused.value.reasons == (reason,)
    assert FigureSet.objects.count() == 0


def test_a_stranger_types_nothing(province: cast.Province) -> None:
    with pytest.raises(Refused) as refused:
        _open(province, by=province.ninh_son)
    assert refused.value.reasons == ("Xã Phước Đại: bạn không có quyền nhập số liệu của đơn vị này.",)
    assert FigureSet.objects.count() == 0


def test_all_of_a_sheet_or_nothing(province: cast.Province) -> None:
    own, foreign = province.unit("22801"), province.unit("22810")
    with pytest.raises(Refused):
        save_sheet(province.campaign, 2022, {own.pk: COUNTS, foreign.pk: COUNTS}, {}, by=province.bac_ai)
    assert FigureSet.objects.count() == 0


def test_a_unit_that_is_not_there_at_the_end_of_the_year(province: cast.Province) -> None:
    born_2025 = province.unit("22801", date(2025, 12, 31))
    with pytest.raises(Refused, match="không tồn tại vào ngày 15/12/2022"):
        save_sheet(province.campaign, 2022, {born_2025.pk: COUNTS}, {}, by=User.objects.command_line())


def test_the_whole_road(province: cast.Province) -> None:
    item = _walk(province, _open(province))
    assert (item.state, item.replaced_at, item.approval_act) == (State.APPROVED, None, "")
    assert list(item.transitions.values_list("step", "source", "target", "by__username")) == [
        ("approve", "checked", "approved", "labour-leader"),
        ("check", "submitted", "checked", "bac-ai"),
        ("submit", "draft", "submitted", "phuoc-dai"),
    ]
    assert list(FigureSet.objects.judging().values_list("pk", flat=True)) == [item.pk]


@pytest.mark.parametrize("state", ["submitted", "checked", "approved"])
def test_what_was_sent_is_locked(province: cast.Province, state: str) -> None:
    item = _open(province)
    for step, by in (("submit", province.phuoc_dai), ("check", province.bac_ai), ("approve", province.labour_leader)):
        if _again(item).state != state:
            advance([item.pk], step, by=by)
    edition = _again(item).edition
    with pytest.raises(Refused) as refused:
        save_sheet(
            province.campaign, 2022, {item.unit_id: {"poor": 90}}, {item.unit_id: edition}, by=province.phuoc_dai
        )
    label = _again(item).get_state_display()
    assert refused.value.reasons == (f"Xã Phước Đại: số liệu đang ở trạng thái «{label}», đã khóa nhập.",)
    assert _again(item).poor == 88


def test_a_return_has_a_reason_and_opens_the_sheet(province: cast.Province) -> None:
    item = _open(province)
    advance([item.pk], "submit", by=province.phuoc_dai)
    with pytest.raises(Refused) as refused:
        advance([item.pk], "return_to_unit", by=province.bac_ai, reason=" ")
    assert refused.value.reasons == ("Xã Phước Đại: Vui lòng ghi lý do khi chọn «Trả lại để chỉnh sửa».",)
    advance([item.pk], "return_to_unit", by=province.bac_ai, reason="Thiếu thôn Ma Hoa")
    returned = _again(item)
    assert (returned.state, returned.transitions.first().reason) == (State.RETURNED, "Thiếu thôn Ma Hoa")
    save_sheet(
        province.campaign, 2022, {item.unit_id: {"poor": 90}}, {item.unit_id: returned.edition}, by=province.phuoc_dai
    )
    assert _again(item).poor == 90


def test_the_province_returns_what_the_district_checked(province: cast.Province) -> None:
    item = _open(province, "584", by=province.bac_ai)
    advance([item.pk], "check", by=province.bac_ai)
    advance([item.pk], "return", by=province.labour_leader, reason="Chưa khớp tổng các xã")
    assert _again(item).state == State.RETURNED


def test_the_author_never_approves(province: cast.Province) -> None:
    item = _open(province, "58", by=province.labour)
    advance([item.pk], "submit", by=province.labour)
    with pytest.raises(Refused) as refused:
        advance([item.pk], "approve", by=province.labour)
    assert refused.value.reasons == (
        "Tỉnh Ninh Thuận: Bạn đã nhập bộ số liệu này nên không thể tự phê duyệt; cần một người khác của cơ quan thường trực.",
    )
    advance([item.pk], "approve", by=province.labour_leader)
    assert _again(item).state == State.APPROVED


def test_whoever_changed_one_cell_is_an_author_too(province: cast.Province) -> None:
    item = _open(province, "584", by=province.bac_ai)
    save_sheet(province.campaign, 2022, {item.unit_id: {"poor": 89}}, {item.unit_id: 1}, by=province.labour)
    advance([item.pk], "check", by=province.bac_ai)
    assert figure_facts([_again(item)], by=province.labour)[item.pk].entered_by_me is True
    with pytest.raises(Refused):
        advance([item.pk], "approve", by=province.labour)
    assert _again(item).state == State.CHECKED


def test_a_commune_passes_its_district(province: cast.Province) -> None:
    item = _open(province)
    advance([item.pk], "submit", by=province.phuoc_dai)
    with pytest.raises(Refused) as refused:
        advance([item.pk], "approve", by=province.labour_leader)
    assert refused.value.reasons == ("Xã Phước Đại: Cấp huyện chưa kiểm tra số liệu của xã này.",)


def test_many_go_together_or_not_at_all(province: cast.Province) -> None:
    whole = _open(province)
    short = _open(province, "22783", by=province.bac_ai, near_poor=None)
    with pytest.raises(Refused) as refused:
        advance([whole.pk, short.pk], "check", by=province.bac_ai)
    assert refused.value.reasons == ("Xã Phước Bình: Còn thiếu: hộ cận nghèo.",)
    assert [_again(item).state for item in (whole, short)] == [State.DRAFT, State.DRAFT]


def test_a_step_on_an_edition_that_has_passed(province: cast.Province) -> None:
    item = _open(province)
    save_sheet(province.campaign, 2022, {item.unit_id: {"poor": 89}}, {item.unit_id: 1}, by=province.phuoc_dai)
    with pytest.raises(Conflict):
        advance([item.pk], "check", by=province.bac_ai, editions={item.pk: 1})
    assert _again(item).state == State.DRAFT


def test_a_correction_is_a_second_version_and_replaces_the_first_when_approved(province: cast.Province) -> None:
    first = _walk(province, _open(province))
    Cell.objects.create(figure_set=first, indicator="deprivation.housing", value=12)
    with pytest.raises(Refused, match="lý do"):
        correct(first.pk, by=province.labour, reason="")
    with pytest.raises(Refused, match="cơ quan thường trực"):
        correct(first.pk, by=province.bac_ai, reason="Sửa đã xem lại")
    with pytest.raises(Refused, match="không tự mở lại"):
        correct(first.pk, by=province.labour_leader, reason="Trừ 2 hộ chuyển đi")
    second = correct(first.pk, by=province.labour, reason="Trừ 2 hộ chuyển đi")
    assert (second.number, second.state, second.poor) == (2, State.REOPENED, 88)
    assert list(second.cells.values_list("indicator", "value")) == [("deprivation.housing", 12)]
    with pytest.raises(Refused, match="đang chờ chỉnh sửa"):
        correct(first.pk, by=province.labour, reason="Lần nữa")
    assert [row.pk for row in FigureSet.objects.judging()] == [first.pk]
    save_sheet(province.campaign, 2022, {second.unit_id: {"poor": 86}}, {second.unit_id: 1}, by=province.phuoc_dai)
    _walk(province, second)
    assert [(row.pk, row.poor) for row in FigureSet.objects.judging()] == [(second.pk, 86)]
    assert _again(first).replaced_at is not None


def test_preliminary_and_official_stand_beside_each_other(province: cast.Province) -> None:
    unit = province.unit("22801")
    save_sheet(province.campaign, 2022, {unit.pk: COUNTS}, {}, by=province.phuoc_dai, status="preliminary")
    save_sheet(province.campaign, 2022, {unit.pk: {**COUNTS, "poor": 80}}, {}, by=province.phuoc_dai)
    assert sorted(FigureSet.objects.values_list("status", "poor")) == [("official", 80), ("preliminary", 88)]


def test_counts_take_the_place_of_a_printed_rate(province: cast.Province) -> None:
    unit = province.unit("22801")
    _bring(province, [(unit, {"poor_rate": "5.93"})])
    save_sheet(province.campaign, 2022, {unit.pk: COUNTS}, {unit.pk: 1}, by=province.phuoc_dai)
    item = FigureSet.objects.get()
    assert (item.poor, item.poor_rate, item.poverty_rate) == (88, None, Decimal("4.52"))


# ---- the days on which districts and communes end ----


def test_the_district_checks_until_its_last_day(province: cast.Province) -> None:
    with clock.at(datetime(2025, 6, 30, 23, 59, tzinfo=VIETNAM)):
        unit = province.unit("22801", date(2024, 12, 31))
        access.forget(province.bac_ai)
        (item,) = save_sheet(province.campaign, 2024, {unit.pk: COUNTS}, {}, by=province.phuoc_dai)
        advance([item.pk], "submit", by=province.phuoc_dai)
        assert figure_facts([item], by=province.bac_ai)[item.pk].why_district_is_over == ""
    with clock.at(datetime(2025, 7, 1, 0, 0, tzinfo=VIETNAM)):
        access.forget(province.bac_ai)
        with pytest.raises(Refused) as refused:
            advance([item.pk], "check", by=province.bac_ai)
        assert "Xã Phước Đại: Cấp huyện đã kết thúc hoạt động." in refused.value.reasons
        assert figure_facts([_again(item)], by=province.labour_leader)[item.pk].passes_district is False


def test_a_half_filled_sheet_belongs_to_the_successor_the_next_morning(province: cast.Province) -> None:
    ward = province.unit("22750", date(2024, 10, 31))
    officer = User.objects.create_user("thanh-son", full_name="Cán bộ Thanh Sơn")
    Membership.objects.create(
        user=officer, role=Role.COMMUNE_OFFICER, unit=ward, valid_from=cast.START, valid_to=ward.valid_to
    )
    with clock.at(date(2024, 10, 31)):
        (item,) = save_sheet(province.campaign, 2023, {ward.pk: COUNTS}, {}, by=officer)
    heir = province.unit("22750", date(2024, 11, 1))
    successor = User.objects.create_user("phu-ha", full_name="Cán bộ Phủ Hà")
    Membership.objects.create(user=successor, role=Role.COMMUNE_OFFICER, unit=heir, valid_from=date(2024, 11, 1))
    with clock.at(date(2024, 11, 1)):
        access.forget(officer)
        with pytest.raises(Refused):
            save_sheet(province.campaign, 2023, {ward.pk: {"poor": 90}}, {ward.pk: 1}, by=officer)
        save_sheet(province.campaign, 2023, {ward.pk: {"poor": 90}}, {ward.pk: 1}, by=successor)
    assert _again(item).poor == 90


# ---- from files ----


def _bring(province: cast.Province, rows: Any, by: User | None = None, **details: Any) -> dict[str, int]:
    rows = [
        (unit, {name: Decimal(value) if isinstance(value, str) else value for name, value in values.items()})
        for unit, values in rows
    ]
    settings = {
        "year": 2022,
        "status": "official",
        "as_of": year_end(2022),
        "source": "tệp thu.csv, sha256 abc",
        **details,
    }
    standard = province.campaign.definition.standard
    return import_rows(province.campaign, rows, standard=standard, by=by or User.objects.command_line(), **settings)


def test_a_file_again_changes_nothing_and_a_changed_one_is_a_new_version(province: cast.Province) -> None:
    unit = province.unit("584")
    act = "phê duyệt theo văn bản"
    assert _bring(province, [(unit, COUNTS)], approve_act=act) == {"new": 1, "changed": 0, "unchanged": 0}
    assert _bring(province, [(unit, COUNTS)], approve_act=act) == {"new": 0, "changed": 0, "unchanged": 1}
    assert _bring(province, [(unit, {**COUNTS, "poor": 90})], approve_act=act) == {
        "new": 0,
        "changed": 1,
        "unchanged": 0,
    }
    assert list(FigureSet.objects.order_by("number").values_list("number", "poor", "state", "approval_act")) == [
        (1, 88, "approved", act),
        (2, 90, "approved", act),
    ]
    assert [row.number for row in FigureSet.objects.judging()] == [2]


def test_a_draft_is_approved_by_an_act_without_change(province: cast.Province) -> None:
    unit = province.unit("584")
    _bring(province, [(unit, COUNTS)])
    _bring(province, [(unit, COUNTS)], approve_act="phê duyệt theo văn bản")
    assert list(FigureSet.objects.values_list("number", "state")) == [(1, "approved")]


def test_a_file_keeps_what_it_does_not_say(province: cast.Province) -> None:
    item = _open(province, minority_households=655, minority_poor=51)
    _bring(province, [(item.unit, {"poor": 90})], by=province.bac_ai)
    stored = _again(item)
    assert (stored.households, stored.poor, stored.minority_poor, stored.edition) == (1946, 90, 51, 2)


def test_a_file_that_no_longer_fits_what_stands(province: cast.Province) -> None:
    item = _open(province, minority_households=655, minority_poor=51)
    with pytest.raises(Refused) as refused:
        _bring(province, [(item.unit, {"poor": 50})], by=province.bac_ai)
    assert refused.value.reasons == ("Xã Phước Đại: Hộ nghèo DTTS (51) nhiều hơn số hộ nghèo (50).",)


def test_a_file_does_not_go_over_what_was_sent_or_locked(province: cast.Province) -> None:
    item = _open(province)
    advance([item.pk], "submit", by=province.phuoc_dai)
    with pytest.raises(Refused) as refused:
        _bring(province, [(item.unit, {"poor": 90})], by=province.bac_ai)
    assert refused.value.reasons == (
        "Xã Phước Đại: số liệu năm 2022 đang ở trạng thái «Đã gửi, chờ kiểm tra», không nhập đè được.",
    )
    advance([item.pk], "check", by=province.bac_ai)
    advance([item.pk], "approve", by=province.labour_leader)
    with pytest.raises(Refused) as refused:
        _bring(province, [(item.unit, {"poor": 90})], by=province.bac_ai)
    assert refused.value.reasons == (
        "Xã Phước Đại: số liệu năm 2022 đã duyệt và khóa. Đề nghị cơ quan phê duyệt mở lại rồi nhập.",
    )
    assert FigureSet.objects.count() == 1


def test_a_file_of_a_stranger_and_an_approval_without_the_right(province: cast.Province) -> None:
    unit = province.unit("22801")
    with pytest.raises(Refused, match="không có quyền nhập"):
        _bring(province, [(unit, COUNTS)], by=province.ninh_son)
    with pytest.raises(Refused, match="Người nhập số liệu không tự phê duyệt được"):
        _bring(province, [(unit, COUNTS)], by=province.bac_ai, approve_act="phê duyệt theo văn bản")
    assert FigureSet.objects.count() == 0


def test_trying_stores_nothing(province: cast.Province) -> None:
    before = AuditEvent.objects.count()
    assert _bring(province, [(province.unit("584"), COUNTS)], only_try=True) == {"new": 1, "changed": 0, "unchanged": 0}
    assert (FigureSet.objects.count(), AuditEvent.objects.count()) == (0, before)


# ---- one question for many ----


def test_facts_ask_the_same_for_one_set_and_for_many(province: cast.Province) -> None:
    units = ["22783", "22786", "22789", "22801"]
    sets = [_open(province, code, by=province.bac_ai) for code in units]
    asked = []
    for some in (sets[:1], sets):
        items = list(FigureSet.objects.filter(pk__in=[item.pk for item in some]).select_related("unit"))
        access.forget(province.labour_leader)
        with CaptureQueriesContext(connection) as queries:
            figure_options(items, by=province.labour_leader)
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.django_db(transaction=True)
def test_two_first_savers_at_once(transactional_db: None, on_deadline_evening: None) -> None:
    """One row is kept; the other editor is told. Threads here; processes are raced elsewhere."""
    province = cast.make_province()
    unit = province.unit("22801")
    barrier, told = threading.Barrier(2), []

    def save(poor: int) -> None:
        try:
            with clock.at(cast.EVENING):
                barrier.wait(10)
                save_sheet(
                    province.campaign,
                    2022,
                    {unit.pk: {**COUNTS, "poor": poor}},
                    {unit.pk: 0},
                    by=User.objects.get(username="bac-ai"),
                )
                told.append("saved")
        except Conflict:
            told.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(poor,)) for poor in (80, 81)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["conflict", "saved"]
    assert FigureSet.objects.filter(unit=unit).count() == 1
