from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import audit
from accounts.permissions import Duty, Role
from core import clock
from tests.people import DAY, START, organisation, person, unit
from units.map.domain.levels import Kind
from units.models import DutyHolding, Membership, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Unit:
    return unit("58", "Tỉnh Ninh Thuận", Kind.PROVINCE)


def test_my_page_says_each_seat_its_days_and_what_it_allows(client: Client, province: Unit) -> None:
    user = person("duy")
    desk = organisation("so-ldtbxh", "Sở Lao động", province)
    Membership.objects.create(
        user=user,
        role=Role.LABOUR_OFFICER,
        unit=province,
        organisation=desk,
        valid_from=START,
        valid_to=date(2025, 3, 1),
    )
    DutyHolding.objects.create(
        duty=Duty.STANDING_AGENCY, organisation=desk, valid_from=START, valid_to=date(2025, 3, 1)
    )
    client.force_login(user)
    with clock.at(DAY):
        (now,) = client.get(reverse("accounts:me")).context["posts"]
    with clock.at(date(2025, 3, 1)):
        (after,) = client.get(reverse("accounts:me")).context["posts"]
    assert now.is_held
    assert now.allows == [
        "Xem danh mục đơn vị",
        "Xem kết quả giảm nghèo",
        "Nhập kết quả giảm nghèo",
        "Phê duyệt, trả lại, mở lại kết quả",
        "Xem chỉ tiêu",
        "Giao chỉ tiêu cho đơn vị ngay dưới tỉnh",
        "Xem kế hoạch thi đua",
        "Tiếp nhận, trả lại kế hoạch",
        "Xem hồ sơ khen thưởng",
        "Cho ý kiến về số liệu",
        "Xuất Excel",
        "Xem việc của phong trào",
        "Ghi việc của đơn vị mình",
        "Trả lời ý kiến giám sát, kiểm tra",
        "Kiểm tra, kết luận",
        "Trả lời vướng mắc, công nhận điển hình, nhận báo cáo",
    ]
    assert not after.is_held
    assert after.seat.label == "Chuyên viên, Sở Lao động"


def test_without_a_seat_my_page_says_whom_to_ask(client: Client) -> None:
    client.force_login(person("moi"))
    assert "Tài khoản chưa được giao vai trò nào." in client.get(reverse("accounts:me")).content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.AUDITOR, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.CHAIRMAN, 403),
        (Role.DISTRICT_OFFICER, 403),
        (None, 403),
    ],
    ids=["auditor", "administrator", "chairman", "district officer", "nobody in particular"],
)
def test_the_trail_opens_only_to_those_who_inspect(
    client: Client, province: Unit, role: Role | None, status: int
) -> None:
    client.force_login(person("ai", role, province))
    assert client.get(reverse("accounts:audit")).status_code == status


@pytest.fixture
def auditor(client: Client, province: Unit) -> Client:
    client.force_login(person("kiem", Role.AUDITOR, province, full_name="Lê Văn Kiểm"))
    return client


def labels(client: Client, **query: str) -> list[str]:
    return [row.subject_label for row, _ in client.get(reverse("accounts:audit"), query).context["rows"]]


def test_the_trail_is_found_by_person_act_thing_and_day(auditor: Client) -> None:
    lan = person("lan", full_name="Trần Thị Lan")
    with clock.at(DAY):
        audit.note(lan, "export", label="Danh sách huyện")
    with clock.at(clock.moment_on(date(2022, 12, 16))):
        audit.note(lan, "assign_target", label="Huyện Bác Ái, năm 2022")
    assert labels(auditor, q="tran thi lan") == ["Huyện Bác Ái, năm 2022", "Danh sách huyện"]
    assert labels(auditor, q="giao chi tieu") == ["Huyện Bác Ái, năm 2022"]
    assert labels(auditor, q="Danh sách") == ["Danh sách huyện"]
    assert labels(auditor, q="lan", tu="16/12/2022") == ["Huyện Bác Ái, năm 2022"]
    assert labels(auditor, q="lan", den="15/12/2022") == ["Danh sách huyện"]
    assert labels(auditor, q="không có ai") == []


def test_a_day_that_is_none_is_said_beside_its_field(auditor: Client) -> None:
    response = auditor.get(reverse("accounts:audit"), {"tu": "hôm qua"})
    assert response.context["form"].errors == {"tu": ["Từ ngày: nhập dạng ngày/tháng/năm, ví dụ 15/12/2022."]}


def test_the_trail_shows_fifty_rows_and_keeps_the_filter(auditor: Client) -> None:
    lan = person("lan", full_name="Trần Thị Lan")
    for number in range(51):
        audit.note(lan, "export", label=f"Tệp {number}")
    first = auditor.get(reverse("accounts:audit"), {"q": "lan"})
    assert len(first.context["rows"]) == 50
    assert 'href="?q=lan&amp;trang=2"' in first.content.decode()
    assert labels(auditor, q="lan", trang="2") == ["Tệp 0"]


def test_no_row_of_the_trail_costs_a_question(auditor: Client) -> None:
    lan = person("lan")
    counts = []
    auditor.get(reverse("accounts:audit"))  # what waits beside every page is kept
    for _ in range(2):
        audit.note(lan, "export", label="Tệp")
        with CaptureQueriesContext(connection) as asked:
            auditor.get(reverse("accounts:audit"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
