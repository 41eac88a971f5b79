"""Plans against "trước ngày 30/7/2022": receipt, lateness, both departments, returns."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from campaign.models import Deadline, Plan
from campaign.plan.actions.definitions import set_deadline
from campaign.registrations.actions import filing, steps
from campaign.registrations.domain.deadlines import punctuality
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused, Stale
from tests import cast
from tests.papers import PDF

DAY = date(2022, 7, 30)
PAPER = filing.PlanPaper("Phát động phong trào thi đua", "45/KH-UBND", date(2022, 7, 18))


@pytest.mark.parametrize(
    ("received", "bound", "words"),
    [
        (datetime(2022, 7, 29, 23, 59, 59, tzinfo=VIETNAM), "before", "Đúng hạn"),
        (datetime(2022, 7, 30, 0, 0, 0, tzinfo=VIETNAM), "before", "Nhận đúng ngày hạn"),
        (datetime(2022, 7, 30, 23, 59, 59, tzinfo=VIETNAM), "before", "Nhận đúng ngày hạn"),
        (datetime(2022, 7, 31, 0, 0, 0, tzinfo=VIETNAM), "before", "Trễ 1 ngày"),
        (datetime(2022, 8, 8, 9, 0, tzinfo=VIETNAM), "before", "Trễ 9 ngày"),
        (datetime(2022, 7, 29, 16, 59, 59, tzinfo=UTC), "before", "Đúng hạn"),
        (datetime(2022, 7, 29, 17, 0, 0, tzinfo=UTC), "before", "Nhận đúng ngày hạn"),
        (datetime(2022, 7, 30, 23, 59, 59, tzinfo=VIETNAM), "on_or_before", "Đúng hạn"),
        (datetime(2022, 7, 31, 0, 0, 0, tzinfo=VIETNAM), "on_or_before", "Trễ 1 ngày"),
        (None, "before", "Chưa gửi"),
    ],
    ids=["last second", "the day begins", "the day ends", "a day late", "nine days", "last second in UTC",
         "the day begins in UTC", "chậm nhất: the day", "chậm nhất: after", "nothing"],
)  # fmt: skip
def test_lateness(received: datetime | None, bound: str, words: str) -> None:
    assert punctuality(received, on=DAY, bound=bound).label == words


def _file(province: cast.Province, *, at: datetime, **filer: object) -> Plan:
    with clock.at(at):
        return filing.file_plan(province.campaign, PAPER, kind="launch_plan", **filer)


def _district(province: cast.Province, at: datetime = datetime(2022, 7, 20, 9, tzinfo=VIETNAM)) -> Plan:
    return _file(province, at=at, unit=province.unit("584"), by=province.bac_ai)


def test_a_district_and_an_agency_file_for_themselves(province: cast.Province) -> None:
    plan = _district(province)
    assert (plan.received_at, plan.state) == (datetime(2022, 7, 20, 9, tzinfo=VIETNAM), "filed")
    agency = _file(
        province,
        at=datetime(2022, 7, 21, 9, tzinfo=VIETNAM),
        organisation=province.bodies["so-y-te"],
        by=province.health,
    )
    assert str(agency) == "Kế hoạch phát động thi đua của Sở Y tế"
    for unit, by in (("585", province.bac_ai), ("584", province.phuoc_dai), ("584", province.health)):
        with pytest.raises(Refused):
            _file(province, at=datetime(2022, 7, 22, 9, tzinfo=VIETNAM), unit=province.unit(unit), by=by)


def test_a_plan_is_filed_once(province: cast.Province) -> None:
    _district(province)
    with pytest.raises(Refused, match="đã gửi kế hoạch này"):
        _district(province)


def test_a_receipt_is_never_later_than_its_record(province: cast.Province) -> None:
    now = datetime(2022, 7, 20, 9, tzinfo=VIETNAM)
    late = filing.PlanPaper("Kế hoạch", "1/KH", date(2022, 7, 25), datetime(2022, 7, 26, 9, tzinfo=VIETNAM))
    with clock.at(now), pytest.raises(Refused) as refused:
        filing.file_plan(province.campaign, late, kind="launch_plan", unit=province.unit("584"), by=province.bac_ai)
    assert len(refused.value.reasons) == 2


def test_both_departments_acknowledge_each_for_its_duty(province: cast.Province) -> None:
    plan = _district(province)
    with pytest.raises(Refused, match="cơ quan thi đua"):
        steps.advance(plan.pk, "acknowledge_award", by=province.labour, edition=1)
    steps.advance(plan.pk, "acknowledge_standing", by=province.labour, edition=1)
    plan = steps.advance(plan.pk, "acknowledge_award", by=province.home, edition=2)
    assert all((plan.acknowledged_by_standing_agency, plan.acknowledged_by_award_agency))
    with pytest.raises(Refused, match="đã tiếp nhận"):
        steps.advance(plan.pk, "acknowledge_standing", by=province.labour_leader, edition=3)


def test_a_return_has_a_reason_and_is_sent_again(province: cast.Province) -> None:
    plan = _district(province)
    with pytest.raises(Refused, match="lý do"):
        steps.advance(plan.pk, "return", by=province.home, edition=1)
    steps.advance(plan.pk, "return", by=province.home, edition=1, reason="Thiếu chỉ tiêu.")
    with pytest.raises(Stale):
        steps.advance(plan.pk, "resubmit", by=province.bac_ai, edition=1)
    plan = steps.advance(plan.pk, "resubmit", by=province.bac_ai, edition=2)
    assert (plan.state, plan.first_received_at) == ("filed", datetime(2022, 7, 20, 9, tzinfo=VIETNAM))
    assert plan.received_at == cast.EVENING  # complete now


def test_a_moved_deadline_classes_again_and_rewrites_nothing(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    _district(province, datetime(2022, 8, 8, 9, tzinfo=VIETNAM))
    client = sign_in(province.labour)
    assert "Trễ 9 ngày" in client.get("/ke-hoach/").content.decode()
    deadline = Deadline.objects.current().get()
    with pytest.raises(Refused):
        set_deadline(deadline, on=date(2022, 8, 15), bound="before", is_hard=False, act=" ", by=province.labour)
    set_deadline(deadline, on=date(2022, 8, 15), bound="before", is_hard=False, act="CV 99", by=province.labour)
    page = client.get("/ke-hoach/").content.decode()
    assert "Trễ" not in page.replace("Trễ: 0", "").replace(">Trễ<", "")
    assert Deadline.objects.count() == 2


def test_the_list_shows_each_filer_and_never_ranks_the_front_among_the_late(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    _district(province)
    _file(province, at=datetime(2022, 7, 30, 8, tzinfo=VIETNAM), unit=province.unit("585"), by=province.ninh_son)
    with clock.at(datetime(2022, 8, 5, 8, tzinfo=VIETNAM)):
        filing.file_plan(
            province.campaign,
            PAPER,
            kind="launch_plan",
            organisation=province.bodies["mttq"],
            by=User.objects.command_line(),
        )
    page = sign_in(province.home).get("/ke-hoach/").content.decode()
    for words in ("Đúng hạn", "Nhận đúng ngày hạn", "Chưa gửi", "Được đề nghị, đã gửi"):
        assert words in page
    assert "Trễ 6 ngày" not in page


def test_whoever_sees_no_filer_is_not_told_of_a_filter(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(province.enterprise).get("/ke-hoach/").content.decode()
    assert "Không có nơi nào trong phạm vi của bạn phải gửi kế hoạch này." in page
    assert "khớp với bộ lọc" not in page
    narrowed = sign_in(province.labour).get("/ke-hoach/?tim=không có ai").content.decode()
    assert "Không có nơi gửi nào khớp với bộ lọc." in narrowed


def test_the_list_goes_to_excel_as_it_is_narrowed(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    answer = sign_in(province.labour).get("/ke-hoach/?tai=excel")
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.content)).active.iter_rows()]
    listed = {row[2]: row[3] for row in rows if row[0] == "Kế hoạch phát động thi đua"}
    assert listed["Huyện Bác Ái"] == "Chưa gửi"
    assert {word for word in listed.values() if word.startswith("Được đề nghị")} == {"Được đề nghị, chưa gửi"}
    late = sign_in(province.labour).get("/ke-hoach/?tt=late&tai=excel")
    assert not [
        row
        for row in load_workbook(BytesIO(late.content)).active.iter_rows()
        if row[0].value == "Kế hoạch phát động thi đua"
    ]


def test_filing_on_the_page_with_a_file(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.bac_ai)
    assert client.get("/ke-hoach/gui/").context["form"]["title"].value() == f"Phát động {province.campaign.name}"
    form = {
        "filer": f"u-{province.unit('584').pk}",
        "kind": "launch_plan",
        "year": "2022",
        "title": "Phát động",
        "number": "45/KH-UBND",
        "issued_on": "18/07/2022",
    }
    bad = client.post("/ke-hoach/gui/", {**form, "file": SimpleUploadedFile("ke-hoach.pdf", b"<html>")})
    assert bad.status_code == 422
    assert "có nội dung trang web (HTML)" in bad.content.decode()
    assert Plan.objects.count() == 0
    done = client.post("/ke-hoach/gui/", {**form, "file": SimpleUploadedFile("kế hoạch.pdf", PDF)})
    plan = Plan.objects.get()
    assert done["Location"] == f"/ke-hoach/{plan.pk}/"
    answer = client.get(f"/ke-hoach/{plan.pk}/tep/")
    assert BytesIO(b"".join(answer.streaming_content)).getvalue() == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert sign_in(province.ninh_son).get(f"/ke-hoach/{plan.pk}/tep/").status_code == 404


def test_the_list_asks_the_same_for_one_and_three_plans(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(province.labour)
    client.get("/ke-hoach/")
    counts = []
    _district(province)
    for more in ((), ("so-y-te", "mttq")):
        for body in more:
            _file(
                province,
                at=datetime(2022, 7, 20, 9, tzinfo=VIETNAM),
                organisation=province.bodies[body],
                by=User.objects.command_line(),
            )
        with CaptureQueriesContext(connection) as queries:
            client.get("/ke-hoach/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_is_narrowed_by_name_and_year_and_the_requested_stand_in_no_class(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    with clock.at(datetime(2022, 8, 5, 9, tzinfo=VIETNAM)):
        for by, where in (
            (User.objects.command_line(), {"organisation": province.bodies["mttq"]}),
            (province.bac_ai, {"unit": province.unit("584")}),
        ):
            filing.file_plan(province.campaign, PAPER, kind="launch_plan", by=by, **where)
        filing.file_plan(
            province.campaign, PAPER, kind="poverty_plan", year=2023, unit=province.unit("584"), by=province.bac_ai
        )
    client = sign_in(province.labour)
    late = client.get("/ke-hoach/?tt=late").context["rows"]
    assert [str(row["filer"]) for row in late] == ["Huyện Bác Ái"]
    asked = client.get("/ke-hoach/?tt=asked").context["rows"]
    assert asked
    assert all(row["is_requested"] for row in asked)
    named = client.get("/ke-hoach/?tim=bac ai&nam=2023").context
    assert ([str(row["filer"]) for row in named["rows"]], len(named["other"])) == (["Huyện Bác Ái"], 1)
    assert list(client.get("/ke-hoach/?nam=2022").context["other"]) == []


def test_the_reading_of_the_deadline_is_changed_on_its_page(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    with clock.at(datetime(2022, 7, 30, 9, tzinfo=VIETNAM)):
        plan = filing.file_plan(
            province.campaign, PAPER, kind="launch_plan", unit=province.unit("584"), by=province.bac_ai
        )
    client = sign_in(province.home)
    sent = {"on": "30/07/2022", "bound": "on_or_before", "counts": "first", "act": "CV 99"}
    answer = client.post("/ke-hoach/han/", sent, follow=True)
    assert "Phân loại lại 1 nơi: Huyện Bác Ái: Đúng hạn." in answer.content.decode()
    assert [row.act for row in answer.context["readings"]][0] == "CV 99"
    before = plan.received_at
    plan.refresh_from_db()
    assert plan.received_at == before
    with pytest.raises(Refused, match="Chỉ hai cơ quan"):
        set_deadline(
            answer.context["deadline"],
            on=date(2022, 8, 15),
            bound="before",
            is_hard=False,
            act="CV 1",
            by=province.bac_ai,
        )
