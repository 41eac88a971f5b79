"""What stands beside parts that a reviewer judges: what the portal holds of the nominee, over its years and no others."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import audit
from accounts.models import User
from awards import actions
from awards.documents.domain.facts import Signed
from awards.documents.domain.filling import Content
from awards.documents.domain.kinds import KINDS
from awards.documents.round_data import Room
from awards.documents.subjects import of_nomination
from awards.documents.telling import content_of
from awards.models import Assessment, Nomination
from awards.nominations.shown import seen, shown_of
from campaign.activities.actions import records as record_actions
from campaign.activities.actions.records import Draft
from campaign.activities.domain.records import is_past
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.storing import year_end
from campaign.models import FigureSet, Record
from campaign.profile.domain.shown_words import NOUNS, SHOWN_WORDS, Tally, nothing
from campaign.profile.shown import LINES
from campaign.registrations.actions import filing
from campaign.registrations.report_deadlines import set_report_deadline
from campaign.targets.actions import Assignment, assign
from core import clock
from tests import cast
from tests.awards.walking import complete, judged, read, sent_back
from tests.papers import PDF
from units.map.actions import map as unit_actions
from units.map.domain.levels import Kind
from units.models import OrganisationSuccession, Succession, Unit

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
DAY = date(2022, 10, 20)


def _agency(province: cast.Province, code: str = "annual-2022") -> Nomination:
    body = province.bodies["so-y-te"]
    award_round = type(province.annual_2022).objects.get(code=code)
    made = actions.nominate(
        award_round,
        actions.Proposal("agency", body.name, organisation=body, achievements="Thành tích."),
        holder_organisation=body,
        by=province.health,
    )
    return complete(made)


def _write(
    province: cast.Province,
    kind: str,
    by: User,
    *steps: str,
    on: date = DAY,
    about: Unit | None = None,
    movements: tuple[str, ...] = (),
    unit: Unit | None = None,
    subject: Any = None,
    year: int | None = None,
    **answers: Any,
) -> Record:
    """Of the writer's own organisation or unit; walked on by the writer."""
    seat = by.memberships.get()
    unit = unit or (None if seat.organisation_id else seat.unit)
    scan = SimpleUploadedFile("van-ban.pdf", PDF)
    draft = Draft(
        on,
        answers.pop("title", "Việc thử"),
        about=about,
        answers=answers,
        movements=movements,
        subject=subject,
        year=year,
    )
    made = record_actions.write(
        province.campaign,
        kind,
        draft,
        unit=unit,
        organisation=seat.organisation,
        scan=scan if is_past(on, clock.today()) else None,
        by=by,
    )
    for step in steps:
        made = record_actions.advance(made.pk, step, by=by, edition=made.edition)
    return made


def _lines(nomination: Nomination, part: str) -> list[str]:
    item = read(nomination.pk)
    return [line.label.replace("\u00a0", " ") for line in shown_of([item])[item.pk][part]]


def _due(province: cast.Province, on: date, period: str = "nam", year: int = 2022, **more: Any) -> None:
    given = {"bound": "before", "is_hard": False, "act": "CV 88", "by": province.labour, **more}
    set_report_deadline(province.campaign, period, year, on=on, **given)


# ---- the words ----


def test_every_word_of_the_plan_has_its_gatherer_and_its_noun() -> None:
    assert set(SHOWN_WORDS) == set(NOUNS) == {*LINES, "deprivations"}


def test_money_and_households_are_said_only_where_there_are_some() -> None:
    assert Tally(2, 165_000_000, 104).words() == "2 việc, 165.000.000 đồng, 104 lượt hộ"
    assert Tally(1).words("bản ghi") == "1 bản ghi"
    assert nothing(["fund", "help"]) == "Cổng chưa có ghi nhận nào về thu, chi quỹ; trợ giúp."


# ---- reports ----


def _report(province: cast.Province, *steps: str, **more: Any) -> Record:
    return _write(province, "bao-cao", province.health, *steps, **{"period": "Cả năm", "done": "Đã làm", **more})


@pytest.mark.parametrize(
    ("on", "line"),
    [
        (date(2022, 12, 16), "đúng hạn"),
        (date(2022, 12, 15), "nhận đúng ngày hạn"),
        (date(2022, 12, 12), "trễ 3 ngày"),
    ],
)
def test_a_report_is_told_with_how_it_stands_to_its_deadline(province: cast.Province, on: date, line: str) -> None:
    _due(province, on)
    _report(province, "file")
    assert _lines(_agency(province), "Ca2.c") == [f"Báo cáo cả năm 2022: {line}"]


def test_a_report_that_was_due_is_missing_and_one_that_is_not_due_yet_is_not_held_against_anybody(
    province: cast.Province,
) -> None:
    _due(province, date(2022, 6, 15), "6-thang")
    _due(province, date(2022, 12, 16))
    _report(province)  # a draft is nothing yet
    assert _lines(_agency(province), "Ca2.c") == [
        "Báo cáo sáu tháng đầu năm 2022: chưa gửi",
        "Báo cáo cả năm 2022: chưa gửi, chưa hết hạn (trước ngày 16/12/2022)",
    ]


def test_a_returned_report_says_so_and_the_reading_of_the_deadline_counts_when_it_is_complete(
    province: cast.Province,
) -> None:
    _due(province, date(2022, 12, 16), counts="complete")
    made = _report(province, "file")
    made = record_actions.advance(made.pk, "return", by=province.labour, edition=made.edition, reason="Thiếu số")
    nomination = _agency(province)
    assert _lines(nomination, "Ca2.c") == ["Báo cáo cả năm 2022: đã trả lại để bổ sung"]
    with clock.at(date(2022, 12, 20)):
        record_actions.advance(made.pk, "file", by=province.health, edition=made.edition)
    assert _lines(nomination, "Ca2.c") == ["Báo cáo cả năm 2022: trễ 4 ngày"]
    _due(province, date(2022, 12, 16), counts="first")
    assert _lines(nomination, "Ca2.c") == ["Báo cáo cả năm 2022: đúng hạn"]


def test_a_report_without_a_deadline_is_told_by_the_day_it_came(province: cast.Province) -> None:
    _report(province, "file")
    _report(province, "file", on=date(2021, 12, 20))  # another year than the round looks at
    assert _lines(_agency(province), "Ca2.c") == ["Báo cáo cả năm 2022: đã gửi ngày 15/12/2022, chưa đặt hạn"]


def test_who_is_requested_is_never_called_late(province: cast.Province) -> None:
    _due(province, date(2022, 12, 1))
    body = province.bodies["mttq"]
    nomination = _agency(province)
    Nomination.objects.filter(pk=nomination.pk).update(organisation=body)
    assert _lines(nomination, "Ca2.c") == ["Báo cáo cả năm 2022: chưa nhận được"]
    _write(province, "bao-cao", province.front, "file", period="Cả năm", done="Đã làm")
    assert _lines(nomination, "Ca2.c") == ["Báo cáo cả năm 2022: đã gửi"]


# ---- plans ----


def test_plans_of_the_years_stand_beside_with_how_they_came(province: cast.Province) -> None:
    body = province.bodies["so-y-te"]
    nomination = _agency(province)
    assert _lines(nomination, "Ca3.c")[0] == "Kế hoạch phát động thi đua năm 2022: chưa gửi"
    for kind, number, year in (
        ("launch_plan", "45/KH", 2022),
        ("poverty_plan", "46/KH", 2022),
        ("poverty_plan", "9/KH", 2023),
    ):
        paper = filing.PlanPaper("Kế hoạch", number, date(2022, 7, 18))
        with clock.at(date(2022, 8, 2)):
            filing.file_plan(province.campaign, paper, kind=kind, organisation=body, year=year, by=province.health)
    assert _lines(nomination, "Ca3.c") == [
        "Kế hoạch phát động thi đua năm 2022, số 45/KH: trễ 3 ngày",
        "Chương trình, kế hoạch giảm nghèo năm 2022, số 46/KH: đã gửi",
        "Cổng chưa có ghi nhận nào về hoạt động.",
    ]


# ---- records ----


def test_help_counts_what_stands_and_tells_what_is_disputed(province: cast.Province) -> None:
    place = province.unit("22801")
    given = {"helper_kind": "Cơ quan, đơn vị", "help_kind": "Công sức", "about": place}
    confirmed = _write(province, "tro-giup", province.health, "record", amount=45_000_000, households=86, **given)
    record_actions.advance(confirmed.pk, "confirm", by=province.bac_ai, edition=confirmed.edition)
    _write(province, "tro-giup", province.health, "record", amount=5_000_000, households=4, **given)
    disputed = _write(province, "tro-giup", province.health, "record", amount=70_000_000, **given)
    record_actions.advance(disputed.pk, "dispute", by=province.bac_ai, edition=disputed.edition, reason="Chưa nhận")
    _write(province, "tro-giup", province.health, amount=9_000_000, **given)  # a draft
    _write(province, "tro-giup", province.health, "record", amount=8_000_000, on=date(2021, 5, 4), **given)
    assert _lines(_agency(province), "Ca3.a") == [
        "Đã trợ giúp: 2 việc, 50.000.000 đồng, 90 lượt hộ (nơi nhận đã xác nhận 1; chờ nơi nhận xác nhận 1; "
        "không tính việc nơi nhận không xác nhận: 1)",
        "Cổng chưa có ghi nhận nào về đợt vận động; thu, chi quỹ.",
    ]


def test_a_drive_tells_what_it_brought_and_the_fund_what_came_and_went(province: cast.Province) -> None:
    drive = _write(province, "dot-van-dong", province.health, "record", title="Tháng cao điểm", amount=20_000_000)
    subject = ("record", drive.pk, drive.title)
    _write(province, "dang-ky-ung-ho", province.health, "record", giver="Đoàn viên", amount=20_000_000, subject=subject)
    _write(province, "thu-quy", province.health, "record", giver="Đoàn viên", amount=12_500_000, subject=subject)
    _write(province, "thu-quy", province.health, giver="Đoàn viên", amount=1_000_000, subject=subject)
    gone = _write(province, "thu-quy", province.health, "record", giver="Đoàn viên", amount=700_000, subject=subject)
    record_actions.advance(gone.pk, "cancel", by=province.health, edition=gone.edition, reason="Ghi nhầm")
    _write(
        province, "chi-quy", province.health, "record", purpose="Nhà ở", amount=10_000_000, about=province.unit("22801")
    )
    assert _lines(_agency(province), "Ca3.a") == [
        "Đợt vận động «Tháng cao điểm»: 12.500.000 đồng đã nhận, 20.000.000 đồng đã đăng ký",
        "Quỹ Vì người nghèo năm 2022: 12.500.000 đồng đã nhận, 10.000.000 đồng đã sử dụng, 20.000.000 đồng đã đăng ký",
        "Cổng chưa có ghi nhận nào về trợ giúp.",
    ]


def test_who_joins_the_drive_of_another_is_told_with_what_it_gave(province: cast.Province) -> None:
    drive = _write(province, "dot-van-dong", province.front, "record", title="Tháng cao điểm")
    _write(
        province,
        "dang-ky-ung-ho",
        province.health,
        "record",
        giver="Sở",
        amount=3_000_000,
        subject=("record", drive.pk, "Tháng cao điểm"),
    )
    _write(province, "thu-quy", province.front, "record", giver="Sở Y tế", amount=2_000_000)
    _write(province, "thu-quy", province.front, "record", giver="Sở Y tế khác", amount=9_000_000)
    _write(province, "thu-quy", province.front, giver="Sở Y tế", amount=8_000_000)  # a draft
    assert _lines(_agency(province), "Ca3.d") == [
        "Hưởng ứng đợt vận động «Tháng cao điểm»: 3.000.000 đồng đã đăng ký",
        "Ủng hộ ghi ở sổ của Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh, tên người ủng hộ «Sở Y tế»: 2.000.000 đồng đã nhận",
    ]


def test_initiatives_models_activities_and_linked_movements(province: cast.Province) -> None:
    linked, other = province.campaign.definition.linked_movements[:2]
    by = province.health
    for accepted in ("Được chấp nhận", "Chưa xem xét"):
        _write(province, "sang-kien", by, "record", what="Sáng kiến", accepted=accepted, movements=(linked,))
    _write(province, "mo-hinh", by, "record", households=12, movements=(linked, other))
    _write(province, "viec-lam", by, "record", field="Y tế", amount=60_000_000, households=140)
    _write(province, "viec-lam", by, field="Y tế", amount=1, movements=(linked,))
    place = province.unit("22801")
    given = {"helper_kind": "Cơ quan, đơn vị", "help_kind": "Công sức", "about": place, "movements": (other,)}
    made = _write(province, "tro-giup", by, "record", **given)
    record_actions.advance(made.pk, "dispute", by=province.bac_ai, edition=made.edition, reason="Chưa nhận")
    nomination = _agency(province)
    assert _lines(nomination, "Ca2.b") == [
        "Sáng kiến, đề xuất chính sách: 2 bản ghi (1 được chấp nhận)",
        "Mô hình liên kết sản xuất, tạo việc làm: 1 việc, 12 lượt hộ",
    ]
    assert _lines(nomination, "Ca3.b") == [f"«{linked}»: 3 việc", f"«{other}»: 1 việc"]
    assert _lines(nomination, "Ca3.c")[-1] == "Việc đã làm theo lĩnh vực: 1 việc, 60.000.000 đồng, 140 lượt hộ"


def test_made_up_records_say_so(province: cast.Province) -> None:
    made = _write(province, "mo-hinh", province.health, "record", households=12)
    Record.objects.filter(pk=made.pk).update(is_illustrative=True)
    line = "Mô hình liên kết sản xuất, tạo việc làm: 1 việc, 12 lượt hộ (số liệu minh họa)"
    assert _lines(_agency(province), "Ca2.b") == [line, "Cổng chưa có ghi nhận nào về sáng kiến."]


def test_nothing_at_all_is_one_plain_line(province: cast.Province) -> None:
    nomination = _agency(province)
    assert _lines(nomination, "Ca2.b") == ["Cổng chưa có ghi nhận nào về sáng kiến; mô hình, điển hình."]
    assert "Ca1.b" not in shown_of([read(nomination.pk)])[nomination.pk]  # the plan names nothing for it


def test_an_organisation_counts_what_it_took_over_once_it_has(province: cast.Province) -> None:
    _write(province, "mo-hinh", province.labour, "record", households=9)
    nomination = _agency(province)
    arrow = OrganisationSuccession.objects.create(
        from_organisation=province.bodies["so-ldtbxh"],
        to_organisation=province.bodies["so-y-te"],
        on=date(2023, 3, 1),
        function="giảm nghèo",
        act="QĐ 1",
    )
    assert _lines(nomination, "Ca2.b")[0] == "Cổng chưa có ghi nhận nào về sáng kiến; mô hình, điển hình."
    OrganisationSuccession.objects.filter(pk=arrow.pk).update(on=date(2022, 12, 31))
    assert _lines(nomination, "Ca2.b")[0] == (
        "Sở Lao động - Thương binh và Xã hội (trước sắp xếp): mô hình liên kết sản xuất, tạo việc làm: 1 việc, 9 lượt hộ"
    )


def test_a_person_is_seen_by_what_their_enterprise_did(province: cast.Province) -> None:
    _write(
        province,
        "tro-giup",
        province.enterprise,
        "record",
        helper_kind="Doanh nghiệp, doanh nhân",
        help_kind="Của cải vật chất",
        amount=120_000_000,
        about=province.unit("22801"),
    )
    made = actions.nominate(
        province.annual_2022,
        actions.Proposal("enterprise", "Ông An", person="Ông An", person_title="Giám đốc", achievements="Thành tích."),
        holder_organisation=province.bodies["htx"],
        by=province.enterprise,
    )
    assert _lines(made, "Cg1.b")[0] == "Đã trợ giúp: 1 việc, 120.000.000 đồng (chờ nơi nhận xác nhận 1)"


# ---- figures ----

LACKS = {"poor_lack_nutrition": 12, "poor_lack_insurance": 9, "near_poor_lack_water": 5}


@pytest.fixture
def villages(province: cast.Province) -> list[Unit]:
    """Two villages of Phước Đại, and the one that they become on 01/07/2022."""
    commune = province.unit("22801")
    with audit.change(province.administrator) as trail:
        found = [
            unit_actions.found_unit(
                f"22801{at:02d}",
                f"Thôn {at}",
                Kind.VILLAGE,
                parent=commune,
                valid_from=begins,
                valid_to=ends,
                trail=trail,
            )
            for at, begins, ends in (
                (1, cast.START, date(2022, 7, 1)),
                (2, cast.START, date(2022, 7, 1)),
                (3, date(2022, 7, 1), commune.valid_to),
            )
        ]
    for old in found[:2]:
        Succession.objects.create(from_unit=old, to_unit=found[2], on=date(2022, 7, 1), act="NQ 1")
    unit_actions.derive_ancestry()
    return found


def _figures(
    province: cast.Province, village: Unit, year: int, *, act: str = "phê duyệt theo văn bản", **cells: int
) -> None:
    values = {"households": 100, "poor": 20, "near_poor": 10, **cells}
    with clock.at(clock.now() if clock.today().year >= year else year_end(year)):
        import_rows(
            province.campaign,
            [(village, values)],
            year=year,
            status="official",
            as_of=year_end(year),
            standard=province.campaign.definition.standard,
            by=User.objects.command_line(),
            approve_act=act,
            source="thử",
        )


def _village(province: cast.Province, village: Unit) -> Nomination:
    return actions.nominate(
        province.annual_2022,
        actions.Proposal("village", f"Nhân dân {village.name}", unit=village, achievements="Thành tích."),
        holder_unit=province.unit("22801"),
        by=province.phuoc_dai,
    )


def test_deprivations_of_a_merged_village_are_added_from_those_before(
    province: cast.Province, villages: list[Unit]
) -> None:
    first, second, born = villages
    _figures(province, first, 2021, **LACKS)
    _figures(province, second, 2021, poor_lack_nutrition=3, poor_lack_insurance=2)
    _figures(province, born, 2022, poor_lack_nutrition=7, poor_lack_insurance=8, near_poor_lack_water=2)
    _figures(province, born, 2023, poor_lack_nutrition=1)  # outside the window
    nomination = _village(province, born)
    assert _lines(nomination, "Cd2") == [
        "Số hộ nghèo thiếu hụt, cuối năm 2021 → 2022 (cộng từ Thôn 1 và Thôn 2)",
        "Y tế: dinh dưỡng 15 → 7, bảo hiểm y tế 11 → 8",
        "Số hộ cận nghèo thiếu hụt, cuối năm 2022 (cộng từ Thôn 1 và Thôn 2)",
        "Nước, vệ sinh: nguồn nước sinh hoạt 2",
    ]  # of the near-poor one village told nothing: no sum of 2021


def test_figures_that_are_not_approved_are_not_shown(province: cast.Province, villages: list[Unit]) -> None:
    born = villages[2]
    _figures(province, born, 2022, act="", poor_lack_nutrition=7)
    assert FigureSet.objects.filter(unit=born, state="draft").exists()
    nomination = _village(province, born)
    assert _lines(nomination, "Cd2") == ["Cổng chưa có ghi nhận nào về chỉ số thiếu hụt."]
    _figures(province, born, 2022, poor_lack_nutrition=7)
    assert _lines(nomination, "Cd2") == ["Số hộ nghèo thiếu hụt, cuối năm 2022", "Y tế: dinh dưỡng 7"]


def test_a_village_sees_records_of_those_it_came_from_and_help_that_it_got(
    province: cast.Province, villages: list[Unit]
) -> None:
    first, _, born = villages
    with clock.at(date(2022, 5, 10)):
        _write(
            province,
            "viec-lam",
            province.phuoc_dai,
            "record",
            unit=first,
            on=date(2022, 5, 4),
            field="Y tế",
            households=3,
        )
    _write(
        province,
        "tro-giup",
        province.health,
        "record",
        helper_kind="Cơ quan, đơn vị",
        help_kind="Công sức",
        households=4,
        about=born,
    )
    assert _lines(_village(province, born), "Cd1") == [
        "Đã được trợ giúp: 1 việc, 4 lượt hộ (chờ nơi nhận xác nhận 1)",
        "Thôn 1 (trước sắp xếp): việc đã làm theo lĩnh vực: 1 việc, 3 lượt hộ",
        "Cổng chưa có ghi nhận nào về thu, chi quỹ; đợt vận động; mô hình, điển hình.",
    ]


def test_the_assigned_target_stands_beside_the_own_one(province: cast.Province) -> None:
    unit = province.unit("584")
    nomination = actions.nominate(
        province.annual_2022,
        actions.Proposal("district", "Huyện Bác Ái", unit=unit, achievements="Thành tích."),
        holder_unit=unit,
        by=province.bac_ai,
    )
    assert _lines(nomination, "Cb1.a") == ["Cổng chưa có ghi nhận nào về chỉ tiêu."]
    province.target(2022, "584", "4.00")
    province.target(2021, "584", "3.00")
    line = "Chỉ tiêu năm 2022, tỷ lệ hộ nghèo: được giao giảm 4,00 điểm % (12/QĐ-UBND ngày 10/01/2022)"
    assert _lines(nomination, "Cb1.a") == [line]
    assign(province.campaign, 2022, [Assignment(unit, Decimal("4.50"), is_own=True)], by=User.objects.command_line())
    assert _lines(nomination, "Cb1.a") == [f"{line}, tự đặt giảm 4,50 điểm %"]


# ---- once, for one and for many ----


def test_one_record_and_fifty_ask_the_same_and_so_do_one_dossier_and_two(province: cast.Province) -> None:
    _due(province, date(2022, 12, 16))
    given = {"helper_kind": "Cơ quan, đơn vị", "help_kind": "Công sức", "about": province.unit("22801")}

    def asked(nominations: list[Nomination]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown_of(nominations)
        return len(queries)

    def more(by: User) -> None:
        _write(province, "tro-giup", by, "record", amount=5, **given)
        drive = _write(province, "dot-van-dong", by, "record", title="Đợt")
        _write(province, "thu-quy", by, "record", giver="x", amount=5, subject=("record", drive.pk, "Đợt"))
        _write(province, "bao-cao", by, "file", period="Cả năm", done="Đã làm")

    first = read(_agency(province).pk)
    more(province.health)
    asked([first])  # what its round says is read once
    few = asked([first])
    for _ in range(5):
        more(province.health)
    assert asked([first]) == few
    body = province.bodies["mttq"]
    second = read(
        Nomination.objects.create(
            round=first.round,
            category="agency",
            group="collective",
            organisation=body,
            printed_name="MTTQ",
            holder_organisation=body,
            author=province.front,
            form=first.form,
        ).pk
    )
    more(province.front)
    assert asked([first, second]) == few


def test_a_class_whose_plan_names_nothing_asks_nothing(province: cast.Province) -> None:
    unit = province.unit("22801")
    made = actions.nominate(
        province.annual_2022,
        actions.Proposal("commune", "Xã Phước Đại", unit=unit, achievements="Thành tích."),
        holder_unit=province.unit("584"),
        by=province.bac_ai,
    )
    item = read(made.pk)
    item.round.plan  # noqa: B018 (the plan is asked for once)
    with CaptureQueriesContext(connection) as queries:
        assert shown_of([item]) == {item.pk: {}}
    assert len(queries) == 0


# ---- frozen ----


def test_what_the_reviewer_saw_is_kept_and_shown_beside_what_is_new(province: cast.Province, sign_in: SignIn) -> None:
    _write(province, "mo-hinh", province.health, "record", households=12)
    nomination = _agency(province)
    actions.advance([nomination.pk], "submit", by=province.health)
    actions.advance([nomination.pk], "accept", by=province.home)
    judged(province, nomination)
    actions.advance([nomination.pk], "appraise", by=province.home)
    line = "Mô hình liên kết sản xuất, tạo việc làm: 1 việc, 12 lượt hộ"
    frozen = {row["part"]: row["shown"] for row in Assessment.objects.get(step="appraise").findings}
    assert [label for _, _, label in frozen["Ca2.b"]] == [line, "Cổng chưa có ghi nhận nào về sáng kiến."]
    assert frozen["Ca1.b"] == []
    item = read(nomination.pk)
    client = sign_in(province.home)
    assert seen([item])[item.pk].other_than(shown_of([item])[item.pk]) == {}
    assert "Lúc thẩm định" not in client.get(f"/ho-so/{item.pk}/").content.decode()
    _write(province, "mo-hinh", province.health, "record", households=30)
    page = client.get(f"/ho-so/{item.pk}/").content.decode()
    assert "2 việc, 42 lượt hộ" in page
    assert page.count("Lúc thẩm định") == 1 and line in page
    # the printed sheet tells what the reviewer saw
    room = Room(province.annual_2022)
    content: Content = content_of(room, of_nomination(KINDS["phieu-tham-dinh"], read(item.pk)), Signed())
    reasons = {row.values["ma"]: row.values["ly_do"] for row in content.lists["y"]}
    assert reasons["2, ý b"] == (f"Có tài liệu. Cổng ghi nhận: {line}; Cổng chưa có ghi nhận nào về sáng kiến.")
    assert reasons["1, ý b"] == "Có tài liệu."


def test_a_dossier_appraised_before_the_portal_kept_this_has_nothing_to_compare(province: cast.Province) -> None:
    nomination = _agency(province)
    Assessment.objects.create(nomination=nomination, step="appraise", findings=[{"part": "Ca2.b", "finding": None}])
    assert seen([nomination])[nomination.pk].lines == {}


# ---- pages ----


def test_the_reviewer_and_the_nominator_read_the_same_lines_and_go_to_the_records(
    province: cast.Province, sign_in: SignIn
) -> None:
    given = {"helper_kind": "Cơ quan, đơn vị", "help_kind": "Công sức", "about": province.unit("22801")}
    _write(province, "tro-giup", province.health, "record", title="Khám lưu động", amount=5_000_000, **given)
    _write(province, "tro-giup", province.front, "record", title="Việc của nơi khác", amount=5_000_000, **given)
    item = sent_back(_agency(province))
    body = province.bodies["so-y-te"]
    query = f"/phong-trao/?nhom=tro-giup&amp;don-vi=o-{body.pk}&amp;nam=2022"
    for reader in (province.home, province.health):
        client = sign_in(reader)
        for address in (f"/ho-so/{item.pk}/", f"/ho-so/{item.pk}/minh-chung/Ca3.a/"):
            page = client.get(address).content.decode()
            assert "Đã trợ giúp: 1 việc, 5.000.000 đồng (chờ nơi nhận xác nhận 1)" in page
            assert query in page
    records = sign_in(province.home).get(query.replace("&amp;", "&")).content.decode()
    assert "Khám lưu động" in records and "Việc của nơi khác" not in records
    assert "Nơi ghi: Sở Y tế" in records
    about = sign_in(province.home).get(f"/phong-trao/?nhom=tro-giup&ve=u-{province.unit('22801').pk}").content.decode()
    assert "Khám lưu động" in about and "Việc của nơi khác" in about
    for nonsense in ("don-vi=o-x", "don-vi=z-1", "ve=o-3", "don-vi=o-999999999999999999999"):
        answer = sign_in(province.home).get(f"/phong-trao/?nhom=tro-giup&{nonsense}")
        assert "Việc của nơi khác" in answer.content.decode()


def test_lists_of_dossiers_do_without(province: cast.Province, sign_in: SignIn) -> None:
    nomination = _agency(province)
    actions.advance([nomination.pk], "submit", by=province.health)
    with CaptureQueriesContext(connection) as queries:
        sign_in(province.home).get("/khen-thuong/annual-2022/tham-dinh/")
    assert not [query for query in queries if '"campaign_target"' in query["sql"] and "is_own" in query["sql"]]
    assert not [query for query in queries if "tro-giup" in query["sql"] and "giver" in query["sql"]]


def test_the_rules_say_what_stands_beside(province: cast.Province, sign_in: SignIn) -> None:
    page = sign_in(province.home).get("/the-le/").content.decode()
    assert "Hiện cạnh ý này: báo cáo của đơn vị, đúng hạn, trễ, chưa gửi." in page
    assert "Hiện cạnh tiêu chí: chỉ số thiếu hụt dịch vụ xã hội cơ bản." in page
