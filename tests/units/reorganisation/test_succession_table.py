"""A whole table of successions, of several acts and days: all is shown, stored at once, and undone as a whole."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import audit
from accounts.models import AuditEvent, User
from accounts.permissions import Role
from campaign.figures.actions.entering import save_sheet
from campaign.models import FigureSet
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from office.models import StagedFile, StoredFile
from tests import cast
from tests.consent import agree
from tests.people import person
from tests.remembered import remembered
from units.map.actions.map import derive_ancestry, end_unit, found_unit
from units.map.actions.watching import Watch, keys
from units.map.domain.levels import Kind
from units.models import Household, Membership, Placement, Reorganisation, Succession, Unit
from units.reorganisation.actions.table import Table, preview
from units.reorganisation.actions.undo import undo, why_not_undo
from units.unit_lists.domain.file_reading import FileErrors
from units.unit_lists.domain.succession_files import scan_successions

SignIn = Callable[[User], Client]
ON = date(2023, 11, 1)
MORNING = datetime(2023, 11, 1, 8, 0, tzinfo=VIETNAM)
ACT = "NQ 01/NQ-UBTVQH ngày 20/9/2023"
PAGE = "/sap-xep/bang/"
HEAD = "Ngày;Mã cũ;Mã mới;Tên mới;Loại mới;Phần;Văn bản"
ROWS = (
    f"01/11/2023;22801;22801;Xã Đại Chính;Xã;toàn bộ;{ACT}",
    f"01/11/2023;22798;22801;Xã Đại Chính;Xã;toàn bộ;{ACT}",
    f"01/11/2023;22804;22805;Xã Tân;Xã;toàn bộ;{ACT}",
    f"01/11/2023;2280101;2280150;Thôn Nhập;Thôn;toàn bộ;{ACT}",
    f"01/11/2023;2280102;2280150;Thôn Nhập;Thôn;toàn bộ;{ACT}",
)
MERGED = ("22801", "22798", "22804")


def lines(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the apps' own tables but what only tells of the change itself."""
    told = {"units.Reorganisation", "units.Reorganisation_units", "units.Ancestry"}
    found = {}
    for app in ("units", "campaign", "awards"):
        for model in apps.get_app_config(app).get_models():
            if model._meta.label not in told:
                found[model._meta.label] = list(model._base_manager.order_by("pk").values())
    return found


@remembered
def _province() -> cast.Province:
    province = cast.make_province(reforms=False)
    with audit.change(province.administrator) as trail:
        for code in ("2280101", "2280102", "2280103"):
            found_unit(code, f"Thôn {code[-1]}", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
    derive_ancestry()
    Household.objects.create(
        village=Unit.objects.get(code="2280101"), code="HN-1", head="Chamaléa Thị A", valid_from=date(2022, 1, 1)
    )
    return province


@pytest.fixture
def there(db: None) -> Iterator[cast.Province]:
    with clock.at(MORNING):
        yield _province()


def sent(client: Client, content: bytes, name: str = "bang.csv") -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def stored(client: Client, content: bytes) -> Reorganisation:
    page = sent(client, content)
    assert page.status_code == 200, page.context["errors"]
    done = client.post(PAGE, agree(page))
    assert done.status_code == 302, done.context["errors"]
    return Reorganisation.objects.latest("pk")


def test_everything_is_shown_and_nothing_is_stored(there: cast.Province, sign_in: SignIn) -> None:
    save_sheet(there.campaign, 2023, {there.unit("22801").pk: {"households": 900, "poor": 300}}, {}, by=there.phuoc_dai)
    client = sign_in(there.administrator)
    before, events = everything(), AuditEvent.objects.count()
    page = sent(client, lines(*ROWS))
    assert page.status_code == 200
    assert (everything(), AuditEvent.objects.count()) == (before, events)
    assert not Reorganisation.objects.exists()
    seen = page.context["seen"]
    assert seen.title == f"{ACT}: 5 đơn vị kết thúc, 3 đơn vị thành lập"
    (day,) = seen.days
    assert [act for act, _ in day.acts] == [ACT]
    words = [f"{step.place}: {step.words}" for step in day.steps]
    assert "Xã Phước Đại (mã 22801): kết thúc từ 01/11/2023" in words
    assert "bang.csv, dòng 2: lập Xã Đại Chính (mã 22801), thuộc Huyện Bác Ái, từ 01/11/2023" in words
    assert "Thôn 3 (Xã Phước Đại): thuộc Xã Đại Chính từ 01/11/2023" in words
    touched = [(item.what, item.label, item.becomes) for item in day.touched]
    assert ("Hộ gia đình", "1 hộ của Thôn 1", "thuộc Thôn Nhập") in touched
    assert any(
        what == "Quyền của cán bộ" and "Xã Phước Đại" in label and becomes == "kết thúc từ 01/11/2023"
        for what, label, becomes in touched
    )
    assert [(impact.what, impact.moves) for impact in day.impacts] == [("Số liệu đang nhập", True)]
    assert "Chưa lưu gì" in page.content.decode()


def test_one_act_stores_all_of_it_and_keeps_the_file(there: cast.Province, sign_in: SignIn) -> None:
    typed = save_sheet(
        there.campaign, 2023, {there.unit("22801").pk: {"households": 900, "poor": 300}}, {}, by=there.phuoc_dai
    )[0]
    client = sign_in(there.administrator)
    row = stored(client, lines(*ROWS))
    new = Unit.objects.bearing("22801", ON)
    assert (new.name, new.valid_from) == ("Xã Đại Chính", ON)
    assert Unit.objects.get(code="22798").valid_to == ON
    assert Succession.objects.filter(reorganisation=row).count() == 5
    village = Unit.objects.get(code="2280150")
    assert Placement.objects.get(unit=village).parent == new
    assert Placement.objects.get(unit__code="2280103", valid_to=clock.FOREVER).parent == new
    assert Household.objects.get().village == village
    sheet = FigureSet.objects.current().get(unit=new, year=2023)
    assert sheet.poor is None or sheet.pk != typed.pk
    assert (row.kind, row.act, row.on, row.file.name) == ("table", ACT, ON, "bang.csv")
    assert row.file.read() == lines(*ROWS)
    assert not StagedFile.objects.exists()
    page = client.get(f"/sap-xep/{row.pk}/")
    assert "Bảng sáp nhập: bang.csv" in page.content.decode()
    got = client.get(f"/sap-xep/{row.pk}/bang/")
    assert b"".join(got.streaming_content) == lines(*ROWS)
    assert Unit.objects.get(code="2280103") in Unit.objects.within(there.unit("584"), ON)


def test_it_is_undone_as_a_whole_and_exactly(there: cast.Province, sign_in: SignIn) -> None:
    save_sheet(there.campaign, 2023, {there.unit("22801").pk: {"households": 900, "poor": 300}}, {}, by=there.phuoc_dai)
    before = everything()
    client = sign_in(there.administrator)
    row = stored(client, lines(*ROWS))
    assert everything() != before
    assert why_not_undo(row) == []
    done = client.post(f"/sap-xep/{row.pk}/hoan-tac/", {"ly-do": "Nghị quyết được sửa"})
    assert done.status_code == 302
    assert everything() == before
    row.refresh_from_db()
    assert row.undone_at is not None
    assert Unit.objects.get(code="2280103") in Unit.objects.within(there.unit("22801"), ON)
    stored(client, lines(*ROWS))  # and can be done again


def test_what_hangs_on_it_keeps_it(there: cast.Province, sign_in: SignIn) -> None:
    row = stored(sign_in(there.administrator), lines(*ROWS))
    new = Unit.objects.bearing("22801", ON)
    Membership.objects.create(user=there.phuoc_dai, role="commune_officer", unit=new, valid_from=ON)
    with pytest.raises(Refused, match="gắn với đơn vị mới"):
        undo(row.pk, reason="Sai đã xem lại", by=there.administrator)
    assert Unit.objects.bearing("22801", ON) == new


def test_a_consent_is_for_what_was_shown(there: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(there.administrator)
    page = sent(client, lines(*ROWS))
    save_sheet(there.campaign, 2023, {there.unit("22801").pk: {"households": 900, "poor": 300}}, {}, by=there.phuoc_dai)
    moved = client.post(PAGE, agree(page))
    assert moved.status_code == 409
    assert "Số liệu đang nhập" in moved.content.decode()
    assert not Reorganisation.objects.exists()
    assert client.post(PAGE, agree(moved)).status_code == 302
    assert client.post(PAGE, agree(moved)).status_code == 409  # the second click finds it used
    assert Reorganisation.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((ROWS[0], ROWS[1].replace("01/11", "31/11")), "dòng 3, cột Ngày: "),
        ((ROWS[0], ROWS[1].replace(ACT, "")), "dòng 3, cột Văn bản: thiếu văn bản"),
        ((ROWS[0], ROWS[1].replace(ACT, "theo ý kiến")), "dòng 3, cột Văn bản: Vui lòng ghi số, ký hiệu"),
        ((ROWS[0].replace("22801;22801", "99999;22801"),), "dòng 2, cột Mã cũ: không có đơn vị mang mã 99999"),
        (
            (ROWS[0].replace("Xã;toàn", "Thôn;toàn"),),
            "dòng 2, cột Loại mới: Xã Phước Đại là cấp xã, Xã Đại Chính ghi là thôn",
        ),
        ((ROWS[2].replace("22805", "22819"),), "dòng 2, cột Mã mới: Mã 22819 đang thuộc"),
        (
            (ROWS[2], ROWS[2].replace("22805;Xã Tân", "22806;Xã Khác")),
            "dòng 3, cột Phần: 22804 toàn bộ vào 22806, ở dòng 2 toàn bộ vào 22805",
        ),
        (
            (ROWS[2], ROWS[2].replace("22805;Xã Tân", "22806;Xã Khác").replace("toàn bộ", "một phần")),
            "dòng 3, cột Phần: 22804 một phần",
        ),
        (
            (ROWS[0], ROWS[1].replace("Đại Chính", "Đại Khác")),
            "dòng 3, cột Tên mới: mã mới 22801 ghi là xã «Xã Đại Khác»",
        ),
        (
            (ROWS[2], ROWS[2].replace("01/11", "01/12").replace("22805;Xã Tân", "22806;Xã Khác")),
            "dòng 3, cột Mã cũ: không có đơn vị mang mã 22804 vào ngày 30/11/2023: Xã Phước Chính kết thúc từ ngày 01/11/2023 theo dòng 2",
        ),
        ((), "không có dòng nào"),
    ],
    ids=[
        "a day that is none",
        "no act",
        "no number of an act",
        "nobody bears the code",
        "a commune that becomes a village",
        "a successor that stood before",
        "whole twice",
        "whole and partly",
        "two names of one",
        "ended twice",
        "empty",
    ],
)
def test_errors_have_their_place_and_nothing_is_stored(
    there: cast.Province, sign_in: SignIn, rows: tuple[str, ...], says: str
) -> None:
    before = everything()
    page = sent(sign_in(there.administrator), lines(*rows))
    assert page.status_code == 422
    assert says in "\n".join(page.context["errors"])
    assert everything() == before


def test_what_was_written_since_is_not_overrun(there: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(there.administrator)
    stored(client, lines(*ROWS))
    again = sent(client, lines(ROWS[2]))
    assert again.status_code == 422
    late = lines(ROWS[0].replace("01/11/2023", "01/10/2023").replace("22801;22801", "22801;29999"))
    assert "đã được ghi kết thúc" in "\n".join(sent(client, late).context["errors"])


def test_a_day_to_come_moves_work_on_the_day(there: cast.Province, sign_in: SignIn) -> None:
    typed = save_sheet(
        there.campaign, 2023, {there.unit("22801").pk: {"households": 900, "poor": 300}}, {}, by=there.phuoc_dai
    )[0]
    with clock.at(datetime(2023, 10, 20, 8, tzinfo=VIETNAM)):
        row = stored(sign_in(there.administrator), lines(*ROWS))
        assert row.carried_at is None
        assert FigureSet.objects.get(pk=typed.pk).unit.valid_to == ON
    client = sign_in(there.administrator)
    page = client.get(f"/sap-xep/{row.pk}/")
    sealed = page.context["seen_mark"]
    assert [impact.what for impact in page.context["moving"]] == ["Số liệu đang nhập"] and sealed


def test_it_is_for_who_administers_those_units_from_above(there: cast.Province, sign_in: SignIn) -> None:
    Membership.objects.filter(user=there.administrator).update(unit=there.unit("584"))
    assert sent(sign_in(there.administrator), lines(*ROWS)).status_code == 200
    Membership.objects.filter(user=there.administrator).update(unit=there.unit("586"))
    page = sent(sign_in(there.administrator), lines(*ROWS))
    assert page.status_code == 422
    assert any("nằm ngoài phạm vi quản trị của bạn" in error for error in page.context["errors"])
    assert sign_in(there.home).get(PAGE).status_code == 403
    assert not Reorganisation.objects.exists()


def test_a_change_without_a_file_has_none_to_hand_out(there: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(there.administrator)
    row = stored(client, lines(*ROWS))
    StoredFile.objects.count()
    Reorganisation.objects.filter(pk=row.pk).update(file=None)
    assert client.get(f"/sap-xep/{row.pk}/bang/").status_code == 404


def test_a_split_names_each_village_at_its_row(there: cast.Province) -> None:
    rows = [
        f"01/11/2023;22801;{code};{name};Xã;một phần;{ACT}" for code, name in (("29901", "Xã Bắc"), ("29902", "Xã Nam"))
    ]
    table = Table(scan_successions(lines(*rows), "chia.csv"), lines(*rows), "chia.csv")
    with pytest.raises(FileErrors) as found:
        preview(table, by=there.administrator)
    assert [error.partition(";")[0] for error in found.value.errors] == [
        f"chia.csv, dòng 2, cột Mã cũ: Thôn {at} (Xã Phước Đại): Xã Phước Đại chia vào Xã Bắc, Xã Nam"
        for at in (1, 2, 3)
    ]


def test_all_errors_are_told_at_once(there: cast.Province, sign_in: SignIn) -> None:
    """Of shape, of codes, of dates, of rows against each other, of what would be orphaned: each once, by its line."""
    client = sign_in(there.administrator)
    stored(client, lines(*ROWS[2:3]))  # 22804 has ended
    rows = (
        f"01/10/2023;22804;29998;Xã Khác;Xã;toàn bộ;{ACT}",  # ends later, as was recorded
        f"01/12/2023;99999;29999;Xã Lạ;Xã;toàn bộ;{ACT}",  # nobody
        f"01/12/2023;29999;29997;Xã Lạ Hai;Xã;toàn bộ;{ACT}",  # who would not be, for what line 3 says: not told again
        f"31/11/2023;22798;29996;Xã Ba;Xã;toàn bộ;{ACT}",  # no such day
        f"01/12/2023;22801;29901;Xã Bắc;Xã;một phần;{ACT}",  # leaves three villages without a place
        f"01/12/2023;22801;29902;Thôn Nam;Thôn;một phần;{ACT}",  # no village
        f"01/12/2023;22819;29903;;Xã;nửa;{ACT}",  # no name, no part
    )
    before = everything()
    errors = sent(client, lines(*rows)).context["errors"]
    assert [error.partition(":")[0].removeprefix("bang.csv, ") for error in errors] == [
        "dòng 2, cột Mã cũ",
        "dòng 3, cột Mã cũ",
        "dòng 5, cột Ngày",
        "dòng 6, cột Mã cũ",
        "dòng 6, cột Mã cũ",
        "dòng 6, cột Mã cũ",
        "dòng 7, cột Loại mới",
        "dòng 8, cột Tên mới",
        "dòng 8, cột Phần",
    ]
    assert everything() == before


# ---- several acts, several days ----

SECOND = "NQ 02/NQ-UBTVQH ngày 20/10/2023"
LATER = (
    *ROWS,
    f"01/11/2023;22819;22820;Xã Ma Mới;Xã;toàn bộ;{SECOND}",
    f"15/11/2023;22805;22806;Xã Tân Hai;Xã;toàn bộ;{SECOND}",  # what the first day began
    f"15/11/2023;2280103;2280160;Thôn Ba;Thôn;toàn bộ;{SECOND}",  # what the first day moved
)
EVENING = datetime(2023, 11, 20, 18, 0, tzinfo=VIETNAM)


def test_days_follow_each_other_and_each_act_is_shown_with_what_it_does(there: cast.Province, sign_in: SignIn) -> None:
    save_sheet(there.campaign, 2023, {there.unit("22804").pk: {"households": 900, "poor": 300}}, {}, by=there.bac_ai)
    with clock.at(EVENING):
        client = sign_in(there.administrator)
        page = sent(client, lines(*reversed(LATER)))
        assert page.status_code == 200, page.context["errors"]
        first, second = page.context["seen"].days
        assert [act for act, _ in first.acts] == [SECOND, ACT]
        assert [step.words for step in second.steps] == [
            "kết thúc từ 15/11/2023",
            "kết thúc từ 15/11/2023",
            "lập Xã Tân Hai (mã 22806), thuộc Huyện Bác Ái, từ 15/11/2023",
            "Xã Tân (mã 22805) thành Xã Tân Hai (mã 22806)",
            "lập Thôn Ba (mã 2280160), thuộc Xã Đại Chính, từ 15/11/2023",
            "Thôn 3 (mã 2280103) thành Thôn Ba (mã 2280160)",
        ]
        assert [item.becomes for item in second.impacts if item.moves] == [
            "chuyển sang Xã Tân Hai, giữ nguyên mọi số đã nhập"
        ]
        assert not Reorganisation.objects.exists()
        assert client.post(PAGE, agree(page)).status_code == 302
        rows = list(Reorganisation.objects.order_by("on"))
        assert [(row.on, row.act) for row in rows] == [(ON, f"{SECOND}; {ACT}"), (date(2023, 11, 15), SECOND)]
        assert len({row.file_id for row in rows}) == 1
        assert dict(Succession.objects.filter(on=ON).values_list("from_unit__code", "act"))["22819"] == SECOND
        assert Succession.objects.get(from_unit__code="22801", on=ON).act == ACT
        assert Unit.objects.bearing("22805", ON).valid_to == date(2023, 11, 15)
        assert FigureSet.objects.current().get(year=2023, poor=300).unit == Unit.objects.get(code="22806")


def test_a_table_of_days_is_undone_as_a_whole_from_any_of_them(there: cast.Province, sign_in: SignIn) -> None:
    save_sheet(there.campaign, 2023, {there.unit("22804").pk: {"households": 900, "poor": 300}}, {}, by=there.bac_ai)
    with clock.at(EVENING):
        before = everything()
        client = sign_in(there.administrator)
        for at in (0, 1):
            stored(client, lines(*LATER))
            rows = list(Reorganisation.objects.filter(undone_at=None).order_by("on"))
            assert why_not_undo(rows[at]) == []
            assert "Cả bảng được hoàn tác một lần" in client.get(f"/sap-xep/{rows[at].pk}/").content.decode()
            done = client.post(f"/sap-xep/{rows[at].pk}/hoan-tac/", {"ly-do": "Nghị quyết được sửa"}, follow=True)
            assert "cả bảng, 2 ngày" in done.content.decode()
            assert everything() == before
            assert not Reorganisation.objects.filter(undone_at=None).exists()
        assert AuditEvent.objects.filter(verb="undo_reorganisation").count() == 4


def test_what_hangs_on_one_day_keeps_them_all(there: cast.Province, sign_in: SignIn) -> None:
    with clock.at(EVENING):
        stored(sign_in(there.administrator), lines(*LATER))
        Membership.objects.create(
            user=there.phuoc_dai,
            role="commune_officer",
            unit=Unit.objects.get(code="22806"),
            valid_from=date(2023, 11, 15),
        )
        first = Reorganisation.objects.order_by("on")[0]
        with pytest.raises(Refused, match="gắn với đơn vị mới"):
            undo(first.pk, reason="Sai đã xem lại", by=there.administrator)
        assert not Reorganisation.objects.exclude(undone_at=None).exists()


def test_an_error_of_one_day_stores_no_other(there: cast.Province, sign_in: SignIn) -> None:
    with clock.at(EVENING):
        before = everything()
        page = sent(sign_in(there.administrator), lines(*LATER[:-1], LATER[-1].replace("2280103", "2289999")))
        assert [error.partition(":")[0] for error in page.context["errors"]] == ["bang.csv, dòng 9, cột Mã cũ"]
        assert everything() == before


def test_day_and_act_of_the_page_count_for_lines_that_name_none(there: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(there.administrator)
    file = lines(
        ROWS[2].replace(ACT, ""), ROWS[0].replace("01/11/2023", "15/11/2023"), ROWS[1].replace("01/11", "15/11")
    )
    file = file.replace(b"01/11/2023", b"")
    page = client.post(PAGE, {"file": SimpleUploadedFile("bang.csv", file), "act": SECOND, "on": "01/11/2023"})
    assert page.status_code == 200, page.context["errors"]
    assert [(day.row.on, day.row.act) for day in page.context["seen"].days] == [(ON, SECOND), (date(2023, 11, 15), ACT)]
    assert client.post(PAGE, agree(page)).status_code == 302
    assert Succession.objects.get(from_unit__code="22804").act == SECOND
    bare = "\n".join(("Mã cũ;Mã mới;Tên mới;Loại mới;Phần", "22819;22820;Xã Ma Mới;Xã;toàn bộ")).encode()
    page = sent(client, bare)
    assert "thiếu cột effective_date; thiếu cột resolution" in page.context["errors"][0]
    page = client.post(PAGE, {"file": SimpleUploadedFile("b.csv", bare), "act": SECOND, "on": "01/11/2023"})
    assert page.status_code == 200, page.context["errors"]


def test_the_name_beside_a_code_is_held_against_it(there: cast.Province, sign_in: SignIn) -> None:
    head, row = f"{HEAD};Tên cũ", f"{ROWS[2]};{{}}"
    for name, says in (("Phước Chính", 200), ("xã phuoc chinh", 200), ("Xã Phước Tiến", 422)):
        page = sent(sign_in(there.administrator), "\n".join((head, row.format(name))).encode())
        assert page.status_code == says, name
    assert page.context["errors"] == [
        "bang.csv, dòng 2, cột Tên cũ: mã 22804 là Xã Phước Chính, bảng ghi «Xã Phước Tiến»."
    ]


def test_what_others_give_meanwhile_is_not_taken_for_ours(there: cast.Province) -> None:
    """A seat, a name put right, a class: written by somebody else while the table is stored, they are no part of it."""
    watch = Watch()
    village = there.unit("2280103")
    seat = Membership.objects.create(
        user=there.phuoc_dai, role="commune_officer", unit=there.unit("585"), valid_from=ON
    )
    Unit.objects.filter(pk=there.unit("585").pk).update(name="Huyện Ninh Sơn Mới")
    with audit.change(there.administrator) as trail:
        end_unit(village, on=ON, trail=trail)
    found = watch.entries()
    assert {(entry["op"], entry["model"]) for entry in found} == {
        ("altered", "units.unit"),
        ("altered", "units.unitname"),
        ("altered", "units.placement"),
    }
    assert keys(found, "altered", Unit) == [village.pk]
    assert seat.pk not in keys(found, "made", Membership)


def test_nobody_gives_their_unit_to_one_that_stands_elsewhere(there: cast.Province) -> None:
    """The heir began on the day and is another's: whoever takes in is asked, too."""
    with audit.change(there.administrator) as trail:
        found_unit("2281901", "Thôn Nơi Khác", Kind.VILLAGE, parent=there.unit("22819"), valid_from=ON, trail=trail)
    derive_ancestry()
    content = lines(f"01/11/2023;2280101;2281901;Thôn Nơi Khác;Thôn;toàn bộ;{ACT}")
    table = Table(scan_successions(content, "bang.csv"), content, "bang.csv")
    own = person("quan-tri-xa", Role.ADMINISTRATOR, there.unit("22801"))
    with pytest.raises(Refused):
        preview(table, by=own)
    assert preview(table, by=there.administrator).title.endswith("1 đơn vị kết thúc, 0 đơn vị thành lập")


def test_a_seat_that_somebody_gives_meanwhile_is_no_part_of_the_table(there: cast.Province) -> None:
    """Also in a unit that ends: an undoing would take it away."""
    watch, unit = Watch(), there.unit("22801")
    with audit.change(there.administrator) as trail:
        end_unit(unit, on=ON, trail=trail)
    given = person("cong-chuc-moi", Role.COMMUNE_OFFICER, unit)
    made = keys(watch.entries(), "made", Membership)
    assert given.memberships.get().pk not in made


def test_undone_from_a_day_whose_units_were_all_made_by_the_table(there: cast.Province, sign_in: SignIn) -> None:
    """A chain of two days: the second page is gone with its units, the answer is the list of changes."""
    client = sign_in(there.administrator)
    rows = (ROWS[0], ROWS[1], f"02/11/2023;22801;22801;Xã Đại Chính Hai;Xã;toàn bộ;{ACT}")
    with clock.at(datetime(2023, 11, 2, 8, 0, tzinfo=VIETNAM)):
        second = stored(client, lines(*rows))
        assert second.on == date(2023, 11, 2)
        done = client.post(f"/sap-xep/{second.pk}/hoan-tac/", {"ly-do": "Nghị quyết được sửa"}, follow=True)
    assert done.status_code == 200
    assert "Đã hoàn tác: cả bảng, 2 ngày" in done.content.decode()
