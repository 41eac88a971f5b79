"""The frame: navigation, the start page, search, errors, and what every page writes the same way."""

from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from awards.workflow.states import State as DossierState
from awards.workflow.table import NOMINATION
from campaign.figures.words import State as FigureState
from campaign.models import Campaign, Deadline, DefinitionVersion, FigureSet, Plan
from campaign.plan.actions.definitions import store_definition
from core import clock
from core.findings import Finding
from core.workflow import Option
from office.pages import Compared, conflict
from office.todo import Card
from reports.dashboard import workbench
from reports.dashboard.glance import Glance, Standing, glance
from reports.frame import Frame, Marks, frame_of
from reports.integrity import errors
from reports.templatetags import numbers_and_days, portal, states
from tests.people import DAY, organisation, person, unit
from units.map.actions.map import derive_ancestry
from units.map.domain.levels import Kind
from units.models import Succession, Unit

PLAN = Path(__file__).resolve().parents[2] / "campaign" / "definitions" / "ninh-thuan-2021-2025.toml"
EVENING = datetime.combine(DAY, time(16, 20), tzinfo=clock.VIETNAM)


@pytest.fixture
def province(db: None) -> Unit:
    return unit("58", "Tỉnh Ninh Thuận", Kind.PROVINCE)


@pytest.fixture
def district(province: Unit) -> Unit:
    return unit("586", "Huyện Ninh Hải", Kind.RURAL_DISTRICT, province)


@pytest.fixture
def sister(province: Unit) -> Unit:
    return unit("584", "Huyện Bác Ái", Kind.RURAL_DISTRICT, province)


@pytest.fixture
def campaign(province: Unit) -> Campaign:
    campaign = Campaign.objects.create(
        code="ninh-thuan", name="Vì người nghèo", province=province, first_year=2021, last_year=2025
    )
    DefinitionVersion.objects.create(
        campaign=campaign,
        number=1,
        content=PLAN.read_text(encoding="utf-8"),
        digest="1",
        recorded_by=User.objects.command_line(),
    )
    return campaign


def figures(campaign: Campaign, place: Unit, by: User) -> FigureSet:
    return FigureSet.objects.create(
        unit=place, year=2022, standard="mdp-2022-2025", as_of=date(2022, 12, 31), recorded_by=by
    )


def as_seen_by(user: Any, path: str = "/") -> Frame:
    request = RequestFactory().get(path)
    request.user = user
    return frame_of(request)


def render(source: str, **values: Any) -> str:
    return Template(source).render(Context(values)).strip()


# ---- navigation ----

EVERYBODY = ["Bàn làm việc", "Thể lệ", "Công khai"]


@pytest.mark.parametrize(
    ("role", "lacking"),
    [
        (Role.AUDITOR, []),
        (Role.CHAIRMAN, ["Nhật ký"]),
        (Role.DISTRICT_OFFICER, ["Nhật ký"]),
        (Role.VILLAGE_HEAD, ["Kế hoạch thi đua", "Khen thưởng", "Báo cáo", "Nhật ký"]),
        (Role.AGENCY_OFFICER, ["Kết quả giảm nghèo", "Tổng quan", "Kỳ số liệu", "Chỉ tiêu", "Báo cáo", "Nhật ký"]),
        (
            Role.PRESS_EDITOR,
            [
                "Kết quả giảm nghèo",
                "Tổng quan",
                "Kỳ số liệu",
                "Chỉ tiêu",
                "Kế hoạch thi đua",
                "Khen thưởng",
                "Báo cáo",
                "Nhật ký",
            ],
        ),
    ],
    ids=["auditor", "chairman", "district officer", "village head", "agency officer", "press"],
)
def test_the_navigation_offers_only_what_one_may_do(province: Unit, role: Role, lacking: list[str]) -> None:
    entries = as_seen_by(person("ai", role, province)).nav
    everything = [
        "Bàn làm việc",
        "Kết quả giảm nghèo",
        "Tổng quan",
        "Kỳ số liệu",
        "Chỉ tiêu",
        "Kế hoạch thi đua",
        "Phong trào",
        "Khen thưởng",
        "Báo cáo",
        "Thể lệ",
        "Đơn vị",
        "Cơ quan, cụm khối",
        "Nhật ký",
        "Công khai",
    ]
    assert [entry.label for entry in entries] == [label for label in everything if label not in lacking]


@pytest.mark.django_db
def test_without_a_seat_only_the_common_pages_are_offered() -> None:
    frame = as_seen_by(person("moi"))
    assert [entry.label for entry in frame.nav] == EVERYBODY
    assert frame.seat_label == "Chưa được giao vai trò"


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Bàn làm việc"),
        ("/ket-qua/2022/586/", "Kết quả giảm nghèo"),
        ("/phe-duyet/2022/", "Kết quả giảm nghèo"),
        ("/so-lieu/7/", "Kết quả giảm nghèo"),
        ("/ho-so/12/", "Khen thưởng"),
        ("/don-vi/586-2021-01-01/", "Đơn vị"),
    ],
    ids=["start", "a sheet", "approval", "a figure set", "a dossier", "a unit"],
)
def test_the_place_of_a_page_is_marked(province: Unit, path: str, label: str) -> None:
    entries = as_seen_by(person("ai", Role.CHAIRMAN, province), path).nav
    assert [entry.label for entry in entries if entry.is_current] == [label]


@pytest.mark.parametrize(
    ("role", "front", "rest"),
    [
        (
            Role.CHAIRMAN,
            ["Bàn làm việc", "Kết quả giảm nghèo", "Chỉ tiêu", "Kế hoạch thi đua", "Phong trào", "Khen thưởng"],
            ["Tổng quan", "Kỳ số liệu", "Báo cáo", "Thể lệ", "Đơn vị", "Cơ quan, cụm khối", "Công khai"],
        ),
        (
            Role.ADMINISTRATOR,
            ["Bàn làm việc", "Đơn vị", "Sắp xếp đơn vị", "Tài khoản", "Thiết lập", "Lỗi của cổng"],
            ["Thể lệ", "Cơ quan, cụm khối", "Nhật ký", "Công khai"],
        ),
        (
            Role.PRESS_EDITOR,
            ["Bàn làm việc", "Phong trào", "Thể lệ", "Đơn vị", "Cơ quan, cụm khối", "Công khai"],
            [],
        ),
    ],
    ids=["chairman", "administrator", "press"],
)
def test_at_most_seven_entries_stand_in_sight(province: Unit, role: Role, front: list[str], rest: list[str]) -> None:
    frame = as_seen_by(person("ai", role, province))
    assert ([entry.label for entry in frame.nav_front], [entry.label for entry in frame.nav_rest]) == (front, rest)


@pytest.mark.parametrize("role", list(Role))
def test_no_role_has_more_than_seven_entries_in_sight(province: Unit, role: Role) -> None:
    frame = as_seen_by(person("ai", role, province))
    frame.__dict__["marks"] = Marks(0, Counter(), frozenset(), is_asked=True)
    assert len(frame.nav_front) + bool(frame.nav_rest) <= 7
    assert "Ý kiến được hỏi" in [entry.label for entry in frame.nav_front]


def test_the_page_under_the_last_entry_is_marked_and_opens_it(client: Client, province: Unit) -> None:
    client.force_login(person("ai", Role.CHAIRMAN, province))
    opened = '<details class="nav-rest" open>'
    assert opened in client.get("/don-vi/").content.decode()
    assert opened not in client.get("/").content.decode()


def test_what_waits_is_counted_by_task_and_marked_when_late(province: Unit) -> None:
    frame = as_seen_by(person("ai", Role.CHAIRMAN, province))
    frame.__dict__["cards"] = (
        Card("Kiểm tra", "Huyện", "/a/", "Mở", "figures", due=date(2022, 12, 14), count=2),
        Card("Xét hồ sơ", "Đợt 2022", "/b/", "Mở", "awards", due=DAY),
    )
    with clock.at(DAY):
        counted = {entry.label: (entry.waiting, entry.is_late) for entry in frame.nav if entry.waiting}
    assert counted == {
        "Bàn làm việc": (3, True),
        "Kết quả giảm nghèo": (2, True),
        "Khen thưởng": (1, False),
    }


def test_several_seats_are_named_and_counted(district: Unit, province: Unit) -> None:
    user = person("hanh", Role.DISTRICT_OFFICER, district)
    user.memberships.create(role=Role.COUNCIL_MEMBER, unit=province, valid_from=date(2022, 1, 1))
    assert as_seen_by(user).seat_label == ("Cán bộ cấp huyện, Huyện Ninh Hải (và 1 vai trò khác)")


def test_strangers_cost_no_question(settings: Any) -> None:
    settings.DEVELOPMENT = False
    with _no_questions():
        frame = as_seen_by(AnonymousUser())
        assert (frame.nav, frame.cards, frame.seats, frame.is_demonstration) == ([], (), (), False)
        assert frame.tagline == "Không để ai bị bỏ lại phía sau"


def _no_questions() -> Any:
    def refuse(*_: Any) -> None:
        raise AssertionError("a question was asked of the database")

    return connection.execute_wrapper(refuse)


@pytest.mark.django_db
def test_the_frame_asks_at_most_four_questions_besides_the_cards(
    campaign: Campaign, province: Unit, settings: Any
) -> None:
    settings.DEVELOPMENT = True
    user = User.objects.get(pk=person("ai", Role.CHAIRMAN, province).pk)
    frame = as_seen_by(user)
    frame.__dict__["cards"] = ()
    with CaptureQueriesContext(connection) as asked:
        assert frame.tagline == "Không để ai bị bỏ lại phía sau · Ninh Thuận, 2021 - 2025"
        assert (len(frame.nav), frame.is_demonstration) == (13, False)
        assert frame.seat_label == "Chủ tịch UBND tỉnh, Tỉnh Ninh Thuận"
    assert len(asked) <= 4


@pytest.mark.parametrize(("development", "said"), [(True, True), (False, False)], ids=["demonstration", "production"])
def test_made_up_figures_are_announced_on_every_page(
    campaign: Campaign, province: Unit, settings: Any, development: bool, said: bool
) -> None:
    settings.DEVELOPMENT = development
    user = person("ai", Role.CHAIRMAN, province)
    FigureSet.objects.filter(pk=figures(campaign, province, user).pk).update(is_illustrative=True)
    assert as_seen_by(user).is_demonstration is said


@pytest.mark.parametrize(
    ("development", "day", "said"),
    [(True, None, True), (True, DAY, False), (False, None, False)],
    ids=["trial", "demonstration, which says its day", "production"],
)
def test_a_portal_that_is_tried_out_says_so_on_every_page(
    client: Client, db: None, settings: Any, development: bool, day: date | None, said: bool
) -> None:
    settings.DEVELOPMENT = development
    clock.set_working_date(day)
    try:
        page = client.get("/dang-nhap/", follow=True).content.decode()
    finally:
        clock.set_working_date(None)
    assert ("Bản chạy thử." in page) is said
    assert ("(bản trình diễn)" in page) is (day is not None)


# ---- the start page ----


def test_the_start_page_says_where_one_is_and_that_nothing_waits(client: Client, district: Unit) -> None:
    client.force_login(person("hanh", Role.DISTRICT_OFFICER, district))
    with clock.at(DAY):
        page = client.get(reverse("reports:workbench"))
    assert page.context["lead"] == "Không có việc nào đang chờ bạn."
    body = page.content.decode()
    assert '<li aria-current="page">Huyện Ninh Hải</li>' in body
    assert "Tỉnh Ninh Thuận</a></li>" in body


@pytest.mark.parametrize(
    ("dues", "words"),
    [
        ([], "Không có việc nào đang chờ bạn."),
        ([None], "1 việc đang chờ bạn."),
        ([None, date(2022, 12, 18)], "2 việc đang chờ bạn; việc gần hạn nhất: 18/12/2022, còn 3 ngày."),
        ([DAY], "1 việc đang chờ bạn; việc gần hạn nhất: 15/12/2022, là hôm nay."),
        ([date(2022, 12, 14)], "1 việc đang chờ bạn; việc gần hạn nhất: 14/12/2022, trễ 1 ngày."),
    ],
    ids=["nothing", "without date", "the nearest of two", "today", "late"],
)
def test_the_lead_line_says_how_much_waits(dues: list[date | None], words: str) -> None:
    cards = tuple(Card("Việc", "Ai", "/", "Mở", "figures", due=due) for due in dues)
    with clock.at(DAY):
        assert workbench.lead_line(cards) == words


@pytest.mark.parametrize(
    ("on", "bound", "due"),
    [
        (date(2022, 12, 16), Deadline.Bound.BEFORE, [(date(2022, 12, 15), "trước ngày 16/12/2022")]),
        (date(2022, 12, 15), Deadline.Bound.BEFORE, []),
        (
            date(2022, 12, 15),
            Deadline.Bound.ON_OR_BEFORE,
            [(date(2022, 12, 15), "chậm nhất ngày 15/12/2022")],
        ),
    ],
    ids=["before tomorrow is due today", "before today is over", "on the day itself"],
)
def test_a_deadline_is_due_on_its_last_day(campaign: Campaign, on: date, bound: str, due: list[Any]) -> None:
    Deadline.objects.create(campaign=campaign, code="D1", label="Gửi kế hoạch", on=on, bound=bound)
    with clock.at(DAY):
        assert [(row.on, row.words) for row in workbench.due_soon(User.objects.command_line(), [campaign])] == due


def test_news_are_of_others_and_what_is_done_is_one_s_own(campaign: Campaign, district: Unit, sister: Unit) -> None:
    hanh = person("hanh", Role.DISTRICT_OFFICER, district, full_name="Nguyễn Thị Hạnh")
    other = person("bac", Role.DISTRICT_OFFICER, sister)
    ours, theirs = figures(campaign, district, other), figures(campaign, sister, other)
    with audit.change(other) as trail:
        trail.add("submit", ours)
        trail.add("submit", theirs)
    with audit.change(hanh) as trail:
        trail.add("check", ours)
    audit.note(hanh, "sign_in", hanh)
    audit.note(hanh, "export", label="Danh sách xã")
    with clock.at(DAY):
        news, done = workbench.just_changed(hanh), workbench.done(hanh)
    assert [(row.words, row.subject, row.who) for row in news] == [("Gửi số liệu", "Huyện Ninh Hải, năm 2022", "bac")]
    assert [(row.words, row.subject) for row in done] == [
        ("Xác nhận số liệu, gửi cơ quan thường trực", "Huyện Ninh Hải, năm 2022")
    ]


def test_an_earlier_unit_of_the_same_code_stays_out_of_sight(campaign: Campaign, province: Unit) -> None:
    early = unit("22750", "Phường Cũ", Kind.WARD, province, valid_to=date(2022, 1, 1))
    late = unit("22750", "Xã Mới", Kind.RURAL_COMMUNE, province, valid_from=date(2022, 1, 1))
    derive_ancestry()
    officer = person("xa", Role.COMMUNE_OFFICER, late)
    stranger = person("la", Role.CHAIRMAN, province)
    with audit.change(stranger) as trail:
        trail.add("submit", figures(campaign, early, stranger))
        trail.add("submit", figures(campaign, late, stranger))
    with clock.at(DAY):
        assert [change.subject for change in workbench.just_changed(officer)] == ["Xã Mới, năm 2022"]


def test_progress_counts_the_units_below_by_state(campaign: Campaign, district: Unit) -> None:
    hanh = person("hanh", Role.DISTRICT_OFFICER, district)
    communes = [unit(f"228{n}", f"Xã {n}", Kind.RURAL_COMMUNE, district) for n in range(3)]
    figures(campaign, communes[0], hanh)
    FigureSet.objects.filter(pk=figures(campaign, communes[1], hanh).pk).update(state="submitted")
    with clock.at(DAY):
        seen = workbench.progress(hanh, campaign, 2022)
    assert seen is not None
    assert seen.states == [("draft", "Đang nhập", 1), ("submitted", "Đã gửi, chờ kiểm tra", 1)]
    assert (seen.units, seen.words, seen.lacking) == (3, "xã", 1)


def test_the_start_page_costs_the_same_with_more_units(client: Client, campaign: Campaign, district: Unit) -> None:
    user = person("hanh", Role.DISTRICT_LEADER, district)
    client.force_login(user)
    counts = []
    for number in range(3):
        commune = unit(f"228{number}", f"Xã {number}", Kind.RURAL_COMMUNE, district)
        with audit.change(user) as trail:
            trail.add("submit", figures(campaign, commune, user))
        with clock.at(DAY), CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("reports:workbench")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2]


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ("7.82", "5.93", "trong mức đề ra"),
        ("7.82", "6.32", "trong mức đề ra"),
        ("7.82", "6.33", "chưa đạt mức đề ra"),
        ("7.82", "5.82", "trong mức đề ra"),
        ("7.82", "5.81", "vượt mức đề ra"),
        (None, "5.93", ""),
    ],
    ids=["within", "the lower bound", "a hundredth short", "the upper bound", "beyond", "no year before"],
)
def test_the_glance_says_how_the_fall_stands_to_the_goal(before: str | None, now: str, words: str) -> None:
    seen = Glance(
        place="tỉnh Ninh Thuận",
        year=2022,
        now=_standing(now),
        before=_standing(before) if before else None,
        at_least=Decimal("1.50"),
        up_to=Decimal("2.00"),
        approved=7,
        parts=7,
        part_words="huyện, thành phố",
        is_illustrative=False,
    )
    assert (seen.against_goal, seen.goal) == (words, "1,5 - 2")


def _standing(poor_rate: str) -> Standing:
    return Standing(None, None, Decimal(poor_rate), None, is_summed=False)


@pytest.mark.parametrize(
    ("approved", "now", "reduction"),
    [(("586", "584"), "10.00", "2.50"), (("586",), None, None)],
    ids=["both districts are added", "one is missing, no partial sum"],
)
def test_the_glance_adds_the_districts_only_when_all_are_approved(
    province: Unit,
    district: Unit,
    sister: Unit,
    approved: tuple[str, ...],
    now: str | None,
    reduction: str | None,
) -> None:
    by = User.objects.command_line()
    store_definition(PLAN.read_text(), by=by)
    plan = Campaign.objects.get()
    counts = {("586", 2021): 100, ("584", 2021): 150, ("586", 2022): 80, ("584", 2022): 120}
    for (code, year), poor in counts.items():
        FigureSet.objects.create(
            unit=district if code == "586" else sister,
            year=year,
            standard=plan.definition.standard,
            as_of=date(year, 12, 31),
            state=FigureState.APPROVED if code in approved or year == 2021 else FigureState.CHECKED,
            approved_at=clock.now(),
            households=1000,
            poor=poor,
            near_poor=10,
            recorded_by=by,
        )
    seen = glance(plan)
    assert seen is not None
    assert (seen.year, seen.approved, seen.parts, seen.goal) == (2022, len(approved), 2, "1,5 - 2")
    assert (seen.now and seen.now.poor_rate) == (now and Decimal(now))
    assert seen.reduction == (reduction and Decimal(reduction))


@pytest.mark.parametrize(
    ("role", "is_shown"), [(Role.CHAIRMAN, True), (Role.DISTRICT_OFFICER, False)], ids=["chairman", "officer"]
)
def test_leaders_see_the_movement_first(client: Client, province: Unit, role: Role, is_shown: bool) -> None:
    client.force_login(person("ai", role, province))
    page = client.get(reverse("reports:workbench"))
    assert ("Chưa có số liệu chính thức nào được duyệt." in page.content.decode()) is is_shown


# ---- search ----


def hits(client: Client, words: str) -> list[tuple[str, list[tuple[str, bool]]]]:
    groups = client.get(reverse("reports:search"), {"q": words}).context["groups"]
    return [(group.title, [(hit.label, hit.has_ended) for hit in group.hits]) for group in groups]


def test_search_needs_no_accents_and_marks_what_has_ended(client: Client, district: Unit, province: Unit) -> None:
    old = unit("22868", "Xã Thanh Hải", Kind.RURAL_COMMUNE, district, valid_to=date(2022, 7, 1))
    new = unit("22868", "Xã Thanh Hải", Kind.RURAL_COMMUNE, district, valid_from=date(2022, 7, 1))
    Succession.objects.create(from_unit=old, to_unit=new, on=date(2022, 7, 1))
    organisation("htx-thanh-hai", "Hợp tác xã Thanh Hải", district)
    client.force_login(person("hanh", Role.DISTRICT_OFFICER, district))
    with clock.at(DAY):
        assert hits(client, "hai thanh") == [
            ("Đơn vị", [("Xã Thanh Hải", False), ("Xã Thanh Hải", True)]),
            ("Cơ quan, tổ chức", [("Hợp tác xã Thanh Hải", False)]),
        ]
        page = client.get(reverse("reports:search"), {"q": "22868"})
    assert [hit.hint for hit in page.context["groups"][0].hits] == [
        "Huyện Ninh Hải · mã 22868",
        "Huyện Ninh Hải · mã 22868 · đến trước ngày 01/07/2022 · nay là Xã Thanh Hải",
    ]


@pytest.mark.parametrize("words", ["", "   ", "%", "xyz"], ids=["nothing", "blank", "a sign", "unknown"])
def test_search_without_a_hit_is_no_fault(client: Client, district: Unit, words: str) -> None:
    client.force_login(person("hanh", Role.DISTRICT_OFFICER, district))
    assert hits(client, words) == []


# ---- what went wrong ----


@pytest.mark.parametrize("role", [None, Role.CHAIRMAN], ids=["stranger", "signed in"])
def test_a_missing_page_says_what_to_do(client: Client, province: Unit, role: Role | None) -> None:
    if role is not None:
        client.force_login(person("ai", role, province))
    page = client.get("/khong-co-trang-nay/")
    assert page.status_code == 404
    assert page.context["heading"] == "Không tìm thấy trang"


def test_too_much_sent_is_told_apart_from_what_cannot_be_read(db: None) -> None:
    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    assert errors.bad_request(request, RequestDataTooBig()).status_code == 413
    assert errors.bad_request(request, SuspiciousOperation()).status_code == 400


def test_a_form_of_an_ended_session_is_refused_with_advice(district: Unit) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("hanh", Role.DISTRICT_OFFICER, district))
    page = client.post(reverse("accounts:sign_out"))
    assert (page.status_code, page.context["heading"]) == (403, "Phiên làm việc đã kết thúc")


def test_the_page_of_a_breakdown_asks_nothing_of_anybody() -> None:
    with _no_questions():
        page = errors.server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "Việc bạn vừa làm chưa được lưu." in page.content.decode()


@pytest.mark.parametrize(
    ("opened", "stored", "typed", "asks", "kept"),
    [
        ("1", "1", "1", False, "1"),
        ("1", "1", "2", False, "2"),
        ("1", "2", "1", False, "2"),
        ("1", "2", "2", False, "2"),
        ("1", "2", "3", True, "3"),
    ],
    ids=["nobody changed it", "only I", "only somebody else", "both alike", "both differently"],
)
def test_only_a_real_conflict_asks(opened: str, stored: str, typed: str, asks: bool, kept: str) -> None:
    row = Compared("Hộ nghèo", stored, typed, opened, "poor")
    assert (row.asks, row.kept) == (asks, kept)


def test_the_second_editor_gets_everything_back(district: Unit) -> None:
    request = RequestFactory().post("/so-lieu/1/")
    request.user = person("hanh", Role.DISTRICT_OFFICER, district)
    rows = [
        Compared("Hộ nghèo", "89", "88", "90", "poor"),
        Compared("Hộ cận nghèo", "112", "113", "112", "near_poor"),
    ]
    page = conflict(request, heading="Đã có người sửa", rows=rows, fields=[("version", "3")], back="/")
    body = page.content.decode()
    assert page.status_code == 409
    for field in (
        '<input type="hidden" name="version" value="3">',
        '<input class="form-check-input" type="radio" name="poor" value="89" required>',
        '<input class="form-check-input" type="radio" name="poor" value="88" required>',
        '<input type="hidden" name="near_poor" value="113">',
    ):
        assert body.count(field) == 1


# ---- what every page writes the same way ----


@pytest.mark.parametrize(
    ("filtered", "written"),
    [
        (numbers_and_days.count(11015), "11.015"),
        (numbers_and_days.count(None), ""),
        (numbers_and_days.rate(Decimal("5.925")), "5,93"),
        (numbers_and_days.points(Decimal("1.89")), "1,89 điểm %"),
        (numbers_and_days.year(2022), "2022"),
        (numbers_and_days.day(date(2022, 11, 15)), "15/11/2022"),
        (numbers_and_days.day(clock.FOREVER), ""),
        (numbers_and_days.last_day(date(2025, 7, 1)), "30/06/2025"),
        (numbers_and_days.last_day(clock.FOREVER), "đến nay"),
        (portal.lower_first("Tỉnh Ninh Thuận"), "tỉnh Ninh Thuận"),
        (portal.lower_first("UBND huyện lập hồ sơ"), "UBND huyện lập hồ sơ"),
    ],
    ids=[
        "count",
        "no count",
        "rate half up",
        "points",
        "year",
        "day",
        "open end",
        "last day",
        "no last day",
        "name",
        "abbreviation",
    ],
)
def test_numbers_and_days_are_written_as_offices_do(filtered: str, written: str) -> None:
    assert filtered == written


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (EVENING, "hôm nay 16:20"),
        (datetime(2022, 12, 14, 17, 0, tzinfo=clock.UTC), "hôm nay 00:00"),
        (datetime(2022, 12, 14, 16, 59, tzinfo=clock.UTC), "hôm qua 23:59"),
        (datetime(2022, 12, 13, 9, 5, tzinfo=clock.VIETNAM), "13/12/2022 09:05"),
    ],
    ids=["today", "midnight here", "a minute before midnight", "earlier"],
)
def test_moments_are_told_from_today(at: datetime, written: str) -> None:
    with clock.at(DAY):
        assert numbers_and_days.moment(at) == written


@pytest.mark.parametrize(
    ("on", "left", "tone"),
    [
        (date(2022, 12, 19), "còn 4 ngày", ""),
        (date(2022, 12, 18), "còn 3 ngày", "soon"),
        (DAY, "hôm nay", "soon"),
        (date(2022, 12, 13), "trễ 2 ngày", "late"),
        (None, "", ""),
    ],
    ids=["later", "soon", "today", "late", "no date"],
)
def test_days_left(on: date | None, left: str, tone: str) -> None:
    with clock.at(DAY):
        assert (numbers_and_days.days_left(on), numbers_and_days.days_tone(on)) == (left, tone)


@pytest.mark.parametrize(
    ("finding", "look", "words"),
    [
        (Finding.compare(Decimal("1.53"), ">=", Decimal("1.20"), unit="điểm %"), "over", "Vượt"),
        (Finding.compare(Decimal("1.20"), ">=", Decimal("1.20"), unit="điểm %"), "met", "Đạt"),
        (Finding.compare(Decimal("1.19"), ">=", Decimal("1.20"), unit="điểm %"), "not", "Không đạt"),
        (Finding.unknown("Chưa có số liệu."), "open", "Chưa đủ căn cứ"),
        (Finding.not_applicable("Không thuộc diện."), "na", "Không áp dụng"),
    ],
    ids=["exceeds", "equal", "short", "unknown", "not applicable"],
)
def test_verdicts(finding: Finding, look: str, words: str) -> None:
    assert render("{% verdict finding %}", finding=finding) == f'<span class="verdict verdict-{look}">{words}</span>'


def test_every_state_has_a_tone_but_those_that_are_plain() -> None:
    """What is not begun in earnest, or is over without a result, calls nobody."""
    reached = {state.value for choices in (DossierState, FigureState, Plan.State) for state in choices}
    assert reached - states.TONES.keys() == {"draft", "withdrawn", "not_awarded"}


def test_a_pill_takes_its_words_from_the_record() -> None:
    assert render("{% pill row %}", row=FigureSet(state="returned")) == (
        '<span class="pill pill-bad">Trả lại để chỉnh sửa</span>'
    )
    assert render('{% pill "missing" "Chưa nhập" %}') == '<span class="pill pill-due">Chưa nhập</span>'


def test_a_closed_step_says_all_its_reasons_and_leads_nowhere() -> None:
    options = [
        Option(NOMINATION["appraise"], ("Còn 1 ý chưa có nhận xét.", "Bạn đã lập hồ sơ này.")),
        Option(NOMINATION["return"], ()),
    ]
    html = render('{% steps options "awards:step" 12 %}', options=options)
    assert html.count('aria-disabled="true" aria-describedby="buoc-appraise"') == 1
    assert html.count("<li>Còn 1 ý chưa có nhận xét.</li><li>Bạn đã lập hồ sơ này.</li>") == 1
    assert html.count("href=") == 1
    assert f'href="{reverse("awards:step", args=[12, "return"])}"' in html


def test_a_timeline_names_steps_by_the_table_and_never_by_code() -> None:
    row = {"reason": "", "at": EVENING, "by": "Đặng Thanh Mai", "role": ""}
    rows = [SimpleNamespace(step=step, **row) for step in ("accept", "nominate", "gone_from_the_table")]
    entries = states.timeline(rows, NOMINATION)["entries"]
    assert [entry.words for entry in entries] == [
        "Tiếp nhận, bắt đầu thẩm định",
        "Lập hồ sơ đề nghị",
        "Cập nhật",
    ]


@pytest.mark.parametrize(
    ("inside", "written"),
    [
        ("  \n ", ""),
        ("Chữ", '<p class="lead-line">Chữ</p>'),
        ('<p class="x">Chữ</p>', '<p class="x">Chữ</p>'),
    ],
    ids=["blank", "words", "ready element"],
)
def test_frames_appear_only_around_something(inside: str, written: str) -> None:
    assert render('{% filled "p" "lead-line" %}' + inside + "{% endfilled %}") == written


def test_what_people_typed_is_escaped_in_frames() -> None:
    assert render('{% filled "p" %}{{ typed }}{% endfilled %}', typed="<b>") == "<p>&lt;b&gt;</p>"


def test_the_side_column_is_left_out_when_empty() -> None:
    assert render("{% columns %}Chính{% beside %} {% endcolumns %}") == "Chính"
    assert render("{% columns %}Chính{% beside %}Bên{% endcolumns %}") == (
        '<div class="with-side"><div>Chính</div><aside class="side">Bên</aside></div>'
    )
