"""The pages of yearly figures as the people see them: entry, steps, approval, one version, the list."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AuditEvent, User
from campaign.activities.actions import records
from campaign.figures.actions.corrections import correct
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.figures.words import State
from campaign.models import FigureSet
from campaign.todo import cards
from tests import cast
from units import access
from units.models import Unit

SignIn = Callable[[User], Client]
SHEET = "/ket-qua/2022/584/"
COLUMNS = ("households", "poor", "near_poor", "minority_households", "minority_poor")
COMMUNES = ("22783", "22786", "22789", "22792", "22795", "22798", "22801", "22804", "22807")


def _typed(code: str, *values: object, edition: int = 0, opened: str = ";;;;") -> dict[str, str]:
    cells = {f"{code}-{name}": str(value) for name, value in zip(COLUMNS, values, strict=False)}
    return {f"{code}-edition": str(edition), f"{code}-opened": opened, **cells}


def _draft(province: cast.Province, code: str, *values: int, by: User | None = None) -> FigureSet:
    unit = province.unit(code)
    counts = dict(zip(COLUMNS, values, strict=False))
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: counts}, {}, by=by or province.bac_ai)
    return item


def _state(item: FigureSet) -> str:
    return FigureSet.objects.get(pk=item.pk).state


# ---- the sheet ----


def test_a_district_types_a_whole_sheet_without_script(province: cast.Province, sign_in: SignIn) -> None:
    sent = {**_typed("584", "8.140", "3.186", "1.156"), **_typed("22801", 1946, 88, 113, 655, 51), **_typed("22783")}
    response = sign_in(province.bac_ai).post(SHEET, sent, follow=True)
    assert response.redirect_chain == [(SHEET, 302)]
    assert [str(message) for message in response.context["messages"]] == ["Đã lưu số liệu của 2 đơn vị."]
    assert sorted(FigureSet.objects.values_list("unit__code", *COLUMNS)) == [
        ("22801", 1946, 88, 113, 655, 51),
        ("584", 8140, 3186, 1156, None, None),
    ]


def test_rates_reductions_and_verdicts_follow_from_counts(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2021, "584", 7960, 3367, 1379)
    province.target(2022, "584", "3.16")
    _draft(province, "584", 8140, 3186, 1156)
    own = sign_in(province.bac_ai).get(SHEET).context["sheet"].own
    assert (own.before_rate, own.rate, own.reduction, own.provisional.label) == (
        Decimal("42.30"),
        Decimal("39.14"),
        Decimal("3.16"),
        "Đạt",
    )


def test_sums_are_whole_or_not_at_all(province: cast.Province, sign_in: SignIn) -> None:
    _draft(province, "584", 900, 271, 27)
    for code in COMMUNES[:8]:
        _draft(province, code, 100, 30, 3)
    client = sign_in(province.bac_ai)
    sheet = client.get(SHEET).context["sheet"]
    assert [(line.total, line.shortage) for line in sheet.sums[:3]] == [(None, "chưa đủ (8/9)")] * 3
    assert sheet.sum_rate is None
    assert client.get(SHEET).content.decode().count("chưa đủ (8/9)") == 3
    _draft(province, COMMUNES[8], 100, 30, 3)
    sheet = client.get(SHEET).context["sheet"]
    assert [(line.name, line.total, line.difference) for line in sheet.sums[:3]] == [
        ("households", 900, 0),
        ("poor", 270, 1),
        ("near_poor", 27, 0),
    ]
    assert sheet.sum_rate == Decimal("30.00")


@pytest.mark.parametrize(
    ("values", "cell", "error"),
    [
        (("100", "mười", "1"), "22801-poor", "Chưa nhận Hộ nghèo của Xã Phước Đại: «mười» không phải là số."),
        (("100", "-5", "1"), "22801-poor", "Chưa nhận Hộ nghèo của Xã Phước Đại: «-5» là số âm."),
        (("100", "1,5", "1"), "22801-poor", "Chưa nhận Hộ nghèo của Xã Phước Đại: «1,5» không phải là số nguyên."),
        (("100", "60", "50"), "22801-near_poor",
         "Xã Phước Đại: Hộ nghèo và hộ cận nghèo cộng lại (110) nhiều hơn tổng số hộ (100)."),
        (("100", "60", "5", "50", "51"), "22801-minority_poor",
         "Xã Phước Đại: Hộ nghèo DTTS (51) nhiều hơn số hộ DTTS (50)."),
    ],
    ids=["text", "negative", "fraction", "poor and near-poor above all", "minority poor above minority"],
)  # fmt: skip
def test_one_bad_cell_stores_nothing_and_keeps_everything_typed(
    province: cast.Province, sign_in: SignIn, values: tuple[str, ...], cell: str, error: str
) -> None:
    sent = {**_typed("22801", *values), **_typed("22783", 200, 20, 10)}
    response = sign_in(province.bac_ai).post(SHEET, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert FigureSet.objects.count() == 0
    assert f'<a href="#o-{cell}">{error}</a>' in page  # on top, with a link
    assert f'id="loi-{cell}">{error}' in page  # under the row of the cell
    for name, value in zip(COLUMNS, values, strict=False):
        assert f'name="22801-{name}" data-column="{name}" value="{value}"' in page
    assert 'name="22783-poor" data-column="poor" value="20"' in page


def test_every_bad_cell_is_told_at_once(province: cast.Province, sign_in: SignIn) -> None:
    sent = {**_typed("22801", "x", "y", 1), **_typed("22783", 10, 20, 1)}
    response = sign_in(province.bac_ai).post(SHEET, sent)
    assert [key for key, _ in response.context["errors"]] == [
        ("22783", "poor"),
        ("22801", "households"),
        ("22801", "poor"),
    ]


def test_what_is_locked_is_no_field_and_a_forged_one_is_refused(province: cast.Province, sign_in: SignIn) -> None:
    item = _draft(province, "22801", 1946, 88, 113)
    advance([item.pk], "submit", by=province.phuoc_dai)
    client = sign_in(province.phuoc_dai)
    assert 'name="22801-poor"' not in client.get("/ket-qua/2022/22801/").content.decode()
    response = client.post("/ket-qua/2022/22801/", _typed("22801", 1946, 1, 113, edition=2))
    assert response.status_code == 422
    assert response.context["refusals"] == (
        "Xã Phước Đại: số liệu đang ở trạng thái «Đã gửi, chờ kiểm tra», đã khóa nhập.",
    )
    assert 'value="1"' in response.content.decode()
    assert FigureSet.objects.get().poor == 88


def test_a_sister_row_that_is_forged_in_is_not_read(province: cast.Province, sign_in: SignIn) -> None:
    sign_in(province.bac_ai).post(SHEET, {**_typed("22801", 100, 10, 1), **_typed("22810", 100, 10, 1)})
    assert list(FigureSet.objects.values_list("unit__code", flat=True)) == ["22801"]


def test_all_columns_when_asked(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    page = client.get(SHEET + "?cot=tat-ca").content.decode()
    assert 'name="22801-poor_people"' in page
    sent = {"22801-edition": "0", "22801-households": "100", "22801-people": "400", "22801-average_households": "7"}
    response = client.post(SHEET + "?cot=tat-ca", sent)
    assert response.url == SHEET + "?cot=tat-ca"
    item = FigureSet.objects.get()
    assert (item.people, item.average_households, item.poor) == (400, 7, None)


def test_the_preliminary_sheet_is_another(province: cast.Province, sign_in: SignIn) -> None:
    sign_in(province.bac_ai).post(SHEET + "?loai=so-bo", _typed("22801", 100, 10, 1))
    assert FigureSet.objects.get().status == "preliminary"


def test_the_sheet_stores_by_itself_through_the_same_door(province: cast.Province, sign_in: SignIn) -> None:
    client, alone = sign_in(province.bac_ai), {"X-Tu-Luu": "1"}
    sent = _typed("22801", "1.946", 88)
    answer = client.post(SHEET, sent, headers=alone).json()
    row = {"edition": 1, "opened": "1946;88;;;", "state": "Đang nhập"}
    assert answer["rows"] == {"22801": row}
    assert client.post(SHEET, sent, headers=alone).json()["rows"] == {"22801": row}  # a lost answer, sent again
    bad = client.post(SHEET, _typed("22801", 10, 88, edition=1), headers=alone)
    assert (bad.status_code, bad.json()["refused"]) == (
        422,
        ["Xã Phước Đại: Hộ nghèo (88) nhiều hơn tổng số hộ (10)."],
    )
    stale = client.post(SHEET, _typed("22801", 1950, 88, edition=0), headers=alone)
    assert (stale.status_code, "người khác sửa" in stale.json()["refused"][0]) == (409, True)
    assert FigureSet.objects.get().households == 1946


# ---- two editors ----


def test_the_second_editor_sees_three_values_and_one_click_stores(province: cast.Province, sign_in: SignIn) -> None:
    item = _draft(province, "22801", 1946, 90, 112)
    save_sheet(province.campaign, 2022, {item.unit_id: {"poor": 89}}, {item.unit_id: 1}, by=province.phuoc_dai)
    sent = {
        **_typed("22801", 1946, 88, 113, edition=1, opened="1946;90;112;;"),
        **_typed("22783", 200, 20, 10),
    }
    client = sign_in(province.bac_ai)
    response = client.post(SHEET, sent)
    assert response.status_code == 409
    assert [(row.label, row.opened, row.stored, row.typed, row.asks) for row in response.context["rows"][:3]] == [
        ("Xã Phước Đại, Tổng số hộ", "1.946", "1.946", "1.946", False),
        ("Xã Phước Đại, Hộ nghèo", "90", "89", "88", True),
        ("Xã Phước Đại, Hộ cận nghèo", "112", "112", "113", False),
    ]
    assert FigureSet.objects.get(unit__code="22801").poor == 89
    assert FigureSet.objects.filter(unit__code="22783").count() == 0
    chosen = {row.name: row.kept for row in response.context["rows"] if not row.asks} | {"22801-poor": "88"}
    client.post(SHEET, dict(response.context["fields"]) | chosen)
    assert sorted(FigureSet.objects.values_list("unit__code", "poor", "near_poor")) == [
        ("22783", 20, 10),
        ("22801", 88, 113),
    ]


def test_what_only_the_other_changed_is_kept(province: cast.Province, sign_in: SignIn) -> None:
    item = _draft(province, "22801", 1946, 90, 112)
    save_sheet(province.campaign, 2022, {item.unit_id: {"poor": 89}}, {item.unit_id: 1}, by=province.phuoc_dai)
    client = sign_in(province.bac_ai)
    response = client.post(SHEET, _typed("22801", 1946, 90, 113, edition=1, opened="1946;90;112;;"))
    assert response.status_code == 409
    assert response.context["asks"] == []
    kept = {row.name: row.kept for row in response.context["rows"]}
    client.post(SHEET, dict(response.context["fields"]) | kept)
    stored = FigureSet.objects.get()
    assert (stored.poor, stored.near_poor) == (89, 113)


# ---- steps ----


def test_the_district_confirms_all_rows_that_can_go(province: cast.Province, sign_in: SignIn) -> None:
    whole, short = _draft(province, "22801", 100, 10, 1), _draft(province, "22783", 100, 10)
    client = sign_in(province.bac_ai)
    (offer, *_others) = [offer for offer, _ in client.get(SHEET).context["offers"]]
    assert (offer.step.name, [row.unit.code for row in offer.open]) == ("check", ["22801"])
    assert [reasons for row, reasons in offer.closed if row.unit.code == "22783"] == [("Còn thiếu: hộ cận nghèo.",)]
    preview = client.get(SHEET + "check/")
    assert [item.pk for item in preview.context["going"]] == [whole.pk]
    assert ("Xã Phước Bình", ("Còn thiếu: hộ cận nghèo.",)) in preview.context["closed"]
    done = client.post(SHEET + "check/", {"bo": [whole.pk], f"phien-{whole.pk}": "1"}, follow=True)
    assert [str(message) for message in done.context["messages"]] == [
        "Đã xác nhận 1 bộ số liệu và chuyển cơ quan thường trực phê duyệt."
    ]
    assert (_state(whole), _state(short)) == (State.CHECKED, State.DRAFT)


def test_the_commune_sends(province: cast.Province, sign_in: SignIn) -> None:
    item = _draft(province, "22801", 100, 10, 1, by=province.phuoc_dai)
    client = sign_in(province.phuoc_dai)
    assert [offer.step.name for offer, _ in client.get("/ket-qua/2022/22801/").context["offers"]] == ["submit"]
    client.post("/ket-qua/2022/22801/submit/", {"bo": [item.pk], f"phien-{item.pk}": "1"})
    assert _state(item) == State.SUBMITTED


def test_a_return_asks_for_its_reason_and_keeps_the_choice(province: cast.Province, sign_in: SignIn) -> None:
    item = _draft(province, "22801", 100, 10, 1, by=province.phuoc_dai)
    advance([item.pk], "submit", by=province.phuoc_dai)
    client = sign_in(province.bac_ai)
    sent = {"bo": [item.pk], f"phien-{item.pk}": "2", "reason": ""}
    response = client.post(SHEET + "return_to_unit/", sent)
    assert (response.status_code, _state(item)) == (422, State.SUBMITTED)
    assert response.context["refusals"] == ("Xã Phước Đại: Vui lòng ghi lý do khi chọn «Trả lại để chỉnh sửa».",)
    client.post(SHEET + "return_to_unit/", {**sent, "reason": "Thiếu thôn Ma Hoa"})
    assert _state(item) == State.RETURNED
    assert "Thiếu thôn Ma Hoa" in sign_in(province.phuoc_dai).get("/ket-qua/2022/22801/").content.decode()


def test_a_step_seen_on_an_older_edition_shows_the_new_figures(province: cast.Province, sign_in: SignIn) -> None:
    item = _draft(province, "22801", 100, 10, 1)
    save_sheet(province.campaign, 2022, {item.unit_id: {"poor": 11}}, {item.unit_id: 1}, by=province.phuoc_dai)
    client = sign_in(province.bac_ai)
    response = client.post(SHEET + "check/", {"bo": [item.pk], f"phien-{item.pk}": "1"})
    assert (response.status_code, _state(item)) == (409, State.DRAFT)
    assert [row.poor for row in response.context["going"]] == [11]
    client.post(SHEET + "check/", {"bo": [item.pk], f"phien-{item.pk}": str(response.context["going"][0].edition)})
    assert _state(item) == State.CHECKED


@pytest.mark.parametrize("step", ["approve", "bay"], ids=["not a step of mine", "no step at all"])
def test_steps_that_are_not_mine(province: cast.Province, sign_in: SignIn, step: str) -> None:
    item = _draft(province, "22801", 100, 10, 1)
    advance([item.pk], "check", by=province.bac_ai)
    response = sign_in(province.bac_ai).post(f"{SHEET}{step}/", {"bo": [item.pk], f"phien-{item.pk}": "2"})
    assert response.status_code in {404, 422}
    assert _state(item) == State.CHECKED


def test_a_set_of_another_sheet_is_not_taken_along(province: cast.Province, sign_in: SignIn) -> None:
    item = _draft(province, "22810", 100, 10, 1, by=province.ninh_son)
    response = sign_in(province.bac_ai).post(SHEET + "check/", {"bo": [item.pk], f"phien-{item.pk}": "1"})
    assert (response.status_code, _state(item)) == (404, State.DRAFT)


# ---- approval ----


@pytest.fixture
def checked(province: cast.Province) -> cast.Province:
    """Bác Ái with two of its communes, and Ninh Sơn, checked by their districts."""
    for code, by in (("584", province.bac_ai), ("22801", province.bac_ai), ("585", province.ninh_son)):
        advance([_draft(province, code, 1000, 100, 10, by=by).pk], "check", by=by)
    _draft(province, "22783", 100, 10, 1)
    return province


def _of(code: str) -> FigureSet:
    return FigureSet.objects.current().get(unit__code=code)


def test_the_list_says_how_complete_each_district_is(checked: cast.Province, sign_in: SignIn) -> None:
    response = sign_in(checked.labour_leader).get("/phe-duyet/2022/")
    lines = {line["row"].unit.code: line for line in response.context["lines"]}
    assert list(lines) == ["582", "584", "585", "586", "587", "588", "589"]
    whole = lines["584"]["completeness"]
    assert (whole.received, whole.expected, lines["584"]["can_approve"], lines["584"]["is_first"]) == (1, 9, True, True)
    assert (response.context["waiting"], response.context["waiting_levels"]) == (3, "2 cấp huyện, 1 cấp xã")
    assert "trước ngày 20/12/2022" in response.content.decode()


def test_card_list_and_preview_say_one_number(checked: cast.Province, sign_in: SignIn) -> None:
    """Sets of every level, also of a commune whose district does not wait, however the list is narrowed."""
    advance([_of("584").pk], "return", by=checked.labour_leader, reason="Xem lại số hộ")
    client = sign_in(checked.labour_leader)
    card = next(card for card in client.get("/").context["cards"] if card.what.startswith("Phê duyệt"))
    assert card.what == "Phê duyệt 2 bộ số liệu năm 2022"
    for query in ("", "?cap=xa", "?tim=Ninh+Sơn", "?tt=da-duyet"):
        page = client.get("/phe-duyet/2022/" + query)
        assert "2 bộ số liệu chờ" in " ".join(page.content.decode().split())
        assert "Xem trước cả 2 bộ" in page.content.decode()
        preview = client.get(page.context["every_url"])
        assert [item.unit.code for item in preview.context["going"]] == ["585", "22801"]
    assert page.context["waiting_levels"] == "1 cấp huyện, 1 cấp xã"


def test_a_district_goes_with_its_checked_communes(checked: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(checked.labour_leader)
    preview = client.get("/phe-duyet/2022/approve/", {"bo": [_of("584").pk, _of("585").pk]})
    assert [item.unit.code for item in preview.context["going"]] == ["584", "585", "22801"]
    sent: dict[str, object] = {"bo": [item.pk for item in preview.context["going"]]}
    sent |= {f"phien-{item.pk}": item.edition for item in preview.context["going"]}
    response = client.post("/phe-duyet/2022/approve/", sent, follow=True)
    assert response.redirect_chain == [("/phe-duyet/2022/", 302)]
    assert sorted(FigureSet.objects.judging().values_list("unit__code", flat=True)) == ["22801", "584", "585"]


def test_the_preview_is_by_district_with_last_year_and_the_target(checked: cast.Province, sign_in: SignIn) -> None:
    checked.approve(2021, "22801", 1000, 200, 100)
    checked.target(2022, "22801", "1.50")
    page = sign_in(checked.labour_leader).get("/phe-duyet/2022/approve/", {"bo": [_of("584").pk, _of("585").pk]})
    lines = [(line["beside"].district, line["item"].unit.code) for line in page.context["lines"]]
    assert lines == [("Huyện Bác Ái", "584"), ("Huyện Bác Ái", "22801"), ("Huyện Ninh Sơn", "585")]
    line = next(line for line in page.context["lines"] if line["item"].unit.code == "22801")
    beside, item = line["beside"], line["item"]
    assert (beside.poor, beside.rate, beside.target.at_least) == (200, Decimal("20.00"), Decimal("1.50"))
    assert beside.reduction == Decimal("20.00") - item.poverty_rate


def test_the_preview_tells_what_was_remarked_and_answered(checked: cast.Province, sign_in: SignIn) -> None:
    """A remark of the Front made from the menu is read by whoever approves, also when it is answered."""
    about = checked.unit("22801")
    record = records.write(
        checked.campaign,
        "giam-sat",
        records.Draft(date(2022, 12, 10), "Rà soát sót hộ", about=about, answers={"what": "Rà soát hộ nghèo"}),
        organisation=checked.bodies["mttq"],
        by=checked.front,
    )
    record = records.advance(record.pk, "send", by=checked.front, edition=record.edition)
    client = sign_in(checked.labour_leader)
    address = f"/phe-duyet/2022/approve/?bo={_of('22801').pk}"
    assert "Còn ý kiến giám sát chưa được trả lời: Rà soát sót hộ." in client.get(address).content.decode()
    records.advance(record.pk, "answer", by=checked.bac_ai, edition=record.edition, reason="Đã rà soát lại")
    page = client.get(address)
    assert [item.unit.code for item in page.context["going"]] == ["22801"]
    text = page.content.decode()
    assert "Rà soát sót hộ" in text and "Trả lời: “Đã rà soát lại”" in text


def test_a_set_is_listed_form_by_form_in_the_order_of_the_paper(province: cast.Province, sign_in: SignIn) -> None:
    unit = province.unit("22801")
    values = {
        "households": 100,
        "poor": 10,
        "near_poor": 5,
        "cause_skills": 1,
        "cause_land": 2,
        "poor_lack_job": 3,
        "poor_new": 4,
    }
    (item,) = save_sheet(province.campaign, 2022, {unit.pk: values}, {}, by=province.bac_ai)
    groups = sign_in(province.bac_ai).get(f"/so-lieu/{item.pk}/").context["groups"]
    assert [(group.title, [(line.name, line.number) for line in group.lines]) for group in groups] == [
        ("Số chính", [("households", ""), ("poor", ""), ("near_poor", "")]),
        ("Biểu 2, hộ", [("poor_new", "7")]),
        ("Biểu 4", [("poor_lack_job", "3")]),
        ("Biểu 10", [("cause_land", "1"), ("cause_skills", "6")]),
    ]


def test_all_chosen_are_approved_or_none(checked: cast.Province, sign_in: SignIn) -> None:
    advance([_of("585").pk], "return", by=checked.labour_leader, reason="Xem lại")
    pks = [_of("584").pk, _of("585").pk]
    response = sign_in(checked.labour_leader).post("/phe-duyet/2022/approve/", {"bo": pks})
    assert response.status_code == 422
    assert response.context["refusals"] == (
        "Huyện Ninh Sơn: Bước này cần trạng thái «Đã kiểm tra» hoặc «Đã gửi, chờ kiểm tra»; hiện là «Trả lại để chỉnh sửa».",
    )
    assert FigureSet.objects.judging().count() == 0


def test_one_is_returned_with_a_reason(checked: cast.Province, sign_in: SignIn) -> None:
    item = _of("584")
    client = sign_in(checked.labour_leader)
    page = client.get("/phe-duyet/2022/return/", {"bo": [item.pk]})
    assert [row.pk for row in page.context["ticked"]] == [item.pk]
    client.post("/phe-duyet/2022/return/", {"bo": [item.pk], "reason": "Chưa khớp tổng các xã"})
    assert (_state(item), _state(_of("22801"))) == (State.RETURNED, State.CHECKED)


def test_a_district_is_returned_with_the_communes_that_are_named(checked: cast.Province, sign_in: SignIn) -> None:
    """Only what does not add up in a commune can be mended there: it goes back together with its district."""
    client = sign_in(checked.labour_leader)
    page = client.get("/phe-duyet/2022/return/", {"bo": [_of("584").pk]})
    assert [(line["item"].unit.code, line["is_ticked"]) for line in page.context["lines"]] == [
        ("584", True),
        ("22801", False),
    ]
    client.post("/phe-duyet/2022/return/", {"bo": [_of("584").pk, _of("22801").pk], "reason": "Xã Phước Đại: xem lại"})
    assert {_state(_of("584")), _state(_of("22801"))} == {State.RETURNED}
    assert _state(_of("585")) == State.CHECKED


def test_the_list_opens_where_the_work_is(checked: cast.Province, sign_in: SignIn) -> None:
    """Of a returned district a commune still waits: the card on the first page leads to its preview, the list has it."""
    advance([_of("584").pk, _of("585").pk], "return", by=checked.labour_leader, reason="Xem lại")
    client = sign_in(checked.labour_leader)
    card = next(card for card in client.get("/").context["cards"] if card.what == "Phê duyệt 1 bộ số liệu năm 2022")
    preview = client.get(card.url)
    assert [item.unit.code for item in preview.context["ticked"]] == ["22801"]
    apart = f"/phe-duyet/2022/return/?bo={preview.context['ticked'][0].pk}"
    assert f'href="{apart}"' in preview.content.decode()
    assert [item.unit.code for item in client.get(apart).context["ticked"]] == ["22801"]
    page = client.get(preview.context["back"])
    assert page.context["waiting"] == 1
    assert "22801" in {line["row"].unit.code for line in page.context["lines"] if line["can_approve"]}
    assert [line["row"].unit.code for line in client.get("/phe-duyet/2022/?cap=huyen").context["lines"]][:2] == [
        "582",
        "584",
    ]


def test_a_correction_shows_what_it_changes(checked: cast.Province, sign_in: SignIn) -> None:
    advance([_of("584").pk], "approve", by=checked.labour_leader)
    second = correct(_of("584").pk, by=checked.labour, reason="Trừ 5 hộ")
    save_sheet(checked.campaign, 2022, {second.unit_id: {"poor": 95}}, {second.unit_id: 1}, by=checked.bac_ai)
    advance([second.pk], "check", by=checked.bac_ai)
    lines = sign_in(checked.labour_leader).get("/phe-duyet/2022/").context["lines"]
    row = next(line["row"] for line in lines if line["row"].unit.code == "584")
    assert row.changes == ["hộ nghèo 100 → 95"]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?tt=da-kiem-tra", ["584", "585"]),
        ("?tim=bac+ai", ["584"]),
        ("?tim=585", ["585"]),
        ("?loai=so-bo&tt=da-kiem-tra", []),
        ("?cap=xa&tt=dang-nhap", ["22783"]),
    ],
    ids=["state", "name without accents", "code", "preliminary", "communes"],
)
def test_filters_of_the_approval_list(checked: cast.Province, sign_in: SignIn, query: str, codes: list[str]) -> None:
    response = sign_in(checked.labour_leader).get("/phe-duyet/2022/" + query)
    assert [line["row"].unit.code for line in response.context["lines"]] == codes


@pytest.mark.parametrize("who", ["bac_ai", "phuoc_dai", "home", "auditor", "chairman"])
def test_only_the_standing_agency_approves(checked: cast.Province, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(checked, who))
    assert client.get("/phe-duyet/2022/").status_code == 403
    assert client.post("/phe-duyet/2022/approve/", {"bo": [_of("584").pk]}).status_code == 403
    assert _of("584").state == State.CHECKED


# ---- one version ----


def test_one_version_tells_its_story(checked: cast.Province, sign_in: SignIn) -> None:
    item = _of("584")
    client = sign_in(checked.labour_leader)
    response = client.get(f"/so-lieu/{item.pk}/")
    assert [(event.words, event.who.split(",")[0]) for event in response.context["events"]] == [
        ("Xác nhận, gửi cơ quan thường trực", "Bac Ai"),
        ("Tổng số hộ: 1.000; Hộ nghèo: 100; Hộ cận nghèo: 10", "Bac Ai"),
    ]
    assert [(option.step.name, option.is_open) for option in response.context["options"]] == [
        ("approve", True),
        ("return", True),
    ]


def test_opening_again_asks_for_a_reason(checked: cast.Province, sign_in: SignIn) -> None:
    item = _of("584")
    advance([item.pk], "approve", by=checked.labour_leader)
    client = sign_in(checked.labour)
    assert f"/so-lieu/{item.pk}/mo-lai/" in client.get(f"/so-lieu/{item.pk}/").content.decode()
    assert client.post(f"/so-lieu/{item.pk}/mo-lai/", {"reason": ""}).status_code == 422
    response = client.post(f"/so-lieu/{item.pk}/mo-lai/", {"reason": "Trừ 5 hộ"})
    second = FigureSet.objects.get(unit__code="584", number=2)
    assert response.url == f"/so-lieu/{second.pk}/"
    assert "Trừ 5 hộ" in client.get(response.url).content.decode()
    assert sign_in(checked.bac_ai).post(f"/so-lieu/{item.pk}/mo-lai/", {"reason": "x đã xem lại"}).status_code == 403


# ---- who opens what ----


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("bac_ai", "/ket-qua/2022/584/", 200),
        ("bac_ai", "/ket-qua/2022/22801/", 200),
        ("bac_ai", "/ket-qua/2022/585/", 404),
        ("bac_ai", "/ket-qua/2022/22810/", 404),
        ("bac_ai", "/ket-qua/2022/58/", 404),
        ("bac_ai", "/ket-qua/2022/999/", 404),
        ("bac_ai", "/ket-qua/2019/584/", 404),
        ("phuoc_dai", "/ket-qua/2022/584/", 404),
        ("labour", "/ket-qua/2022/58/", 200),
        ("auditor", "/ket-qua/2022/584/", 200),
        ("press", "/ket-qua/2022/584/", 403),
        ("health", "/ket-qua/2022/", 403),
    ],
)
def test_sheets_open_in_scope_only(
    province: cast.Province, sign_in: SignIn, who: str, address: str, status: int
) -> None:
    assert sign_in(getattr(province, who)).get(address).status_code == status


def test_a_version_of_a_stranger_is_not_there(checked: cast.Province, sign_in: SignIn) -> None:
    assert sign_in(checked.ninh_son).get(f"/so-lieu/{_of('584').pk}/").status_code == 404
    assert sign_in(checked.bac_ai).get(f"/so-lieu/{_of('584').pk}/").status_code == 200


def test_who_only_looks_stores_nothing(province: cast.Province, sign_in: SignIn) -> None:
    sign_in(province.auditor).post(SHEET, _typed("22801", 100, 10, 1))
    assert FigureSet.objects.count() == 0


# ---- the list ----


def test_the_province_sees_districts_and_their_sum(province: cast.Province, sign_in: SignIn) -> None:
    for number, code in enumerate(("582", "584", "585", "586", "587", "588"), 1):
        province.approve(2022, code, 1000, 10 * number, number)
    client = sign_in(province.labour)
    response = client.get("/ket-qua/2022/")
    assert [row.unit.code for row in response.context["page"]] == ["582", "584", "585", "586", "587", "588", "589"]
    assert response.context["total"]["columns"][1] == (None, "chưa đủ (6/7)")
    province.approve(2022, "589", 1000, 70, 7)
    total = client.get("/ket-qua/2022/").context["total"]
    assert (total["columns"][1][0], total["rate"], total["approved"]) == (280, Decimal("4.00"), 7)


def test_communes_come_fifty_to_a_page(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.labour)
    first = client.get("/ket-qua/2022/?cap=xa").context["page"]
    second = client.get("/ket-qua/2022/?cap=xa&trang=2").context["page"]
    assert (first.paginator.count, len(first), len(second)) == (65, 50, 15)


def test_the_excel_is_exactly_this_list(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2021, "584", 7960, 3367, 1379)
    province.approve(2022, "584", 8140, 3186, 1156)
    province.target(2022, "584", "4.00")
    response = sign_in(province.labour).get("/ket-qua/2022/?tim=bac+ai&tai=excel")
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert rows == [
        ["584", "Huyện Bác Ái", "Đã duyệt, khóa số liệu", 8140, 3186, 1156, 39.14, 3.16, 4, "Không đạt", None],
    ]
    assert AuditEvent.objects.filter(verb="export").count() == 1


def test_an_empty_list_says_what_to_do(province: cast.Province, sign_in: SignIn) -> None:
    page = sign_in(province.labour).get("/ket-qua/2022/?tim=khong+co+dau").content.decode()
    assert "Không có đơn vị nào khớp với bộ lọc." in page


@pytest.mark.parametrize("page", ["/ket-qua/2022/{}/", "/ket-qua/2022/?tim={}", "/phe-duyet/2022/?tim={}"])
def test_pages_ask_the_same_for_few_rows_and_many(province: cast.Province, sign_in: SignIn, page: str) -> None:
    for code in ("582", "584"):
        province.approve(2021, code, 1000, 100, 10)
        _draft(province, code, 1000, 90, 9, by=User.objects.command_line())
    for code in COMMUNES:
        _draft(province, code, 100, 10, 1)
    client = sign_in(province.labour_leader)
    client.get(page.format("582"))
    asked = []
    for words in ("582", "584") if "tim" not in page else ("584", "huyen"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.format(words)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_approval_list_asks_the_same_whatever_the_size_of_its_page(
    province: cast.Province, sign_in: SignIn
) -> None:
    for unit in Unit.objects.in_force(date(2022, 12, 31)).filter(level=3):
        _draft(province, unit.code, 100, 10, 1, by=User.objects.command_line())
    client = sign_in(province.labour_leader)
    asked = []
    for size in (10, 10, 50, 250):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/phe-duyet/2022/?cap=xa&sodong={size}")
        asked.append(len(queries))
        assert len(page.context["lines"]) == min(size, 65)
    assert len(set(asked[1:])) == 1


# ---- what waits ----


def test_cards_follow_the_work(province: cast.Province) -> None:
    def words(user: User, area: str) -> list[str]:
        access.forget(user)
        return [card.what for card in cards(user) if card.area == area]

    assert words(province.phuoc_dai, "figures") == ["Nhập, gửi kết quả rà soát năm 2022"]
    assert words(province.bac_ai, "figures") == ["Nhập, gửi kết quả rà soát năm 2022: còn 10 đơn vị"]
    assert words(province.bac_ai, "targets") == ["Giao chỉ tiêu năm 2022: còn 9 đơn vị"]
    assert words(province.labour, "targets") == ["Giao chỉ tiêu năm 2022: còn 7 đơn vị"]
    item = _draft(province, "22801", 100, 10, 1, by=province.phuoc_dai)
    advance([item.pk], "submit", by=province.phuoc_dai)
    assert words(province.phuoc_dai, "figures") == []
    assert words(province.bac_ai, "figures") == [
        "Nhập, gửi kết quả rà soát năm 2022: còn 9 đơn vị",
        "Kiểm tra số liệu 1 đơn vị đã gửi",
    ]
    advance([item.pk], "check", by=province.bac_ai)
    assert words(province.labour_leader, "figures") == ["Phê duyệt 1 bộ số liệu năm 2022"]
    advance([item.pk], "return", by=province.labour_leader, reason="Xem lại")
    assert words(province.phuoc_dai, "figures") == ["Sửa số liệu bị trả lại: Xã Phước Đại"]
    assert words(province.labour_leader, "figures") == []
