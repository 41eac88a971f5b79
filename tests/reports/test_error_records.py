"""Failures reach an administrator with the code that the page told; no line and no row holds what somebody sent."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django_tasks import task

from accounts.middleware import public
from accounts.models import User
from accounts.permissions import Role
from core import clock
from office.error_log import KEPT_OF_A_KIND
from office.models import ErrorRecord
from tests import cast
from tests.people import person, unit
from units.map.domain.levels import Kind
from units.models import Unit

CANARIES = ("Katơr Thị Hoàng Yến", "0912345678")


@public
def breaks(request: HttpRequest, rest: str = "") -> HttpResponse:
    """A page that fails with what was sent in its message, in the middle of a change."""
    sent = request.POST.get("name", "") + request.GET.get("q", "")
    with transaction.atomic():
        person("trong-khi-lam")
        raise IntegrityError(f"Key (name)=({sent}) already exists.")


@public
def breaks_in_the_database(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM no_such_table WHERE name = %s", [request.GET.get("q", "")])
    return HttpResponse()


urlpatterns = [
    path("vo/", breaks),
    path("vo/<path:rest>/", breaks),
    path("vo-csdl/", breaks_in_the_database),
    path("", include("config.urls")),
]
handler400, handler403, handler404, handler500 = (
    f"reports.integrity.errors.{name}" for name in ("bad_request", "forbidden", "not_found", "server_error")
)


@pytest.fixture
def lines(settings: Any) -> Iterator[Callable[[], list[str]]]:
    """What the portal writes to its log, with its own handler and format."""
    settings.ROOT_URLCONF = __name__
    console = next(h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler)
    buffer = io.StringIO()
    before = console.setStream(buffer)
    yield lambda: buffer.getvalue().splitlines()
    console.setStream(before)


@pytest.fixture
def place(db: None) -> Unit:
    return unit("58", "Tỉnh Ninh Thuận", Kind.PROVINCE)


@pytest.fixture
def keeper(place: Unit, sign_in: Callable[[User], Client]) -> Client:
    """The province's administrator."""
    return sign_in(person("quan-tri", Role.ADMINISTRATOR, place))


def browser(user: User | None = None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("address", ["/vo/", "/vo-csdl/"], ids=["in the portal", "in the database"])
def test_a_failure_is_put_down_and_the_page_tells_its_code(
    lines: Callable[[], list[str]], keeper: Client, address: str
) -> None:
    lan = person("lan", full_name=CANARIES[0])
    answer = browser(lan).get(f"{address}?q={CANARIES[0]}")
    code = answer["X-Request-ID"]
    assert answer.status_code == 500
    assert f"Mã lỗi: <b>{code}</b>" in answer.content.decode()
    row = ErrorRecord.objects.get()
    assert (row.code, row.address, row.user_number) == (code, address, lan.pk)
    page = keeper.get(f"/loi/?ma={code}").content.decode()
    assert row.place in page
    assert f'href="/nguoi-dung/{lan.pk}/"' in page


@pytest.mark.parametrize("address", ["/vo/", "/vo-csdl/"], ids=["in the portal", "in the database"])
def test_neither_line_nor_row_holds_what_was_sent(lines: Callable[[], list[str]], place: Unit, address: str) -> None:
    lan = person("lan", full_name=CANARIES[0])
    client = browser(lan)
    client.post(f"{address}?q={CANARIES[1]}", {"name": CANARIES[0]}, headers={"Referer": f"/tim/?q={CANARIES[0]}"})
    client.get(f"{address}?q={CANARIES[1]}")
    client.get(f"/khong-co/?q={CANARIES[0]}")
    client.get(f"/nguoi-dung/?q={CANARIES[0]}")
    client.post("/dang-nhap/", {"username": CANARIES[0], "password": CANARIES[1]})
    written = "\n".join(lines()) + "".join(str(vars(row)) for row in ErrorRecord.objects.all())
    assert ErrorRecord.objects.count() == 2
    assert {json.loads(line)["user"] for line in lines()} == {lan.pk}
    for canary in (*CANARIES, "Katơr", "Kat\\u01a1r", "Kat%C6%A1r", 'lan"'):
        assert canary not in written


def test_a_wrong_password_leaves_no_name(lines: Callable[[], list[str]], place: Unit) -> None:
    person("katorhoangyen")
    for _ in range(6):
        browser().post("/dang-nhap/", {"username": "katorhoangyen", "password": CANARIES[1]})
    written = "\n".join(lines())
    assert "katorhoangyen" not in written
    assert CANARIES[1] not in written


@pytest.mark.parametrize(
    ("address", "status"), [("/nguoi-dung/", 403), ("/khong-co/", 404), ("/dang-xuat/", 405)], ids=["403", "404", "405"]
)
def test_a_refusal_is_one_line(lines: Callable[[], list[str]], place: Unit, address: str, status: int) -> None:
    answer = browser(person("lan")).get(address)
    assert answer.status_code == status
    (line,) = lines()
    said = json.loads(line)
    assert (said["level"], said["request"]) == ("WARNING", answer["X-Request-ID"])
    assert ErrorRecord.objects.count() == 0


def test_a_hand_made_host_is_no_failure_of_the_portal(lines: Callable[[], list[str]], db: None) -> None:
    assert browser().get("/", headers={"Host": "noi.khac"}).status_code == 400
    assert len(lines()) == 1
    assert ErrorRecord.objects.count() == 0


def test_each_request_has_its_own_code_and_none_is_taken_from_the_sender(db: None) -> None:
    codes = {Client().get("/dang-nhap/", headers={"X-Request-ID": "cua-toi"})["X-Request-ID"] for _ in range(3)}
    assert len(codes) == 3
    assert all(len(code) == 16 and code.isalnum() for code in codes)


def test_a_hand_made_address_is_put_down_too(lines: Callable[[], list[str]], place: Unit) -> None:
    answer = browser().get("/vo/a%01b%0D%FF/")
    assert answer.status_code == 500
    assert ErrorRecord.objects.get().code == answer["X-Request-ID"]
    assert len(lines()) == 1


@task()
def breaks_behind() -> None:
    raise ValueError(CANARIES[0])


def test_long_work_that_fails_is_put_down(lines: Callable[[], list[str]], keeper: Client) -> None:
    breaks_behind.enqueue()
    row = ErrorRecord.objects.get()
    assert (row.kind, row.code, row.address) == ("ValueError", "", "")
    assert CANARIES[0] not in "\n".join(lines())
    assert "việc dài, chạy sau trang" in keeper.get("/loi/").content.decode()


def test_when_the_database_is_what_failed_the_line_remains(lines: Callable[[], list[str]], db: None) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE office_errorrecord")
        try:
            raise OperationalError(CANARIES[0])
        except OperationalError:
            logging.getLogger("portal").exception("Hỏng")
        transaction.set_rollback(True)
    first, second = (json.loads(line) for line in lines())
    assert first["broke"][0].startswith("OperationalError: tests/reports/test_error_records.py")
    assert second["message"] == "Chưa ghi được lỗi vào trang Lỗi của cổng: cơ sở dữ liệu không nhận."


def _put(kind: str, number: int, *, days_ago: int = 0) -> None:
    at = clock.real_now() - timedelta(days=days_ago)
    ErrorRecord.objects.bulk_create(
        ErrorRecord(at=at, kind=kind, place="a.py:1 f", code=f"{kind}{n}") for n in range(number)
    )


def test_old_failures_go_and_one_that_repeats_pushes_nothing_out(lines: Callable[[], list[str]], place: Unit) -> None:
    _put("Hiếm", 1, days_ago=29)
    _put("Cũ", 1, days_ago=31)
    for _ in range(KEPT_OF_A_KIND + 3):
        browser().get("/vo/")
    kinds = list(ErrorRecord.objects.order_by("kind").values_list("kind", flat=True))
    assert kinds == ["Hiếm"] + ["IntegrityError"] * KEPT_OF_A_KIND


def test_the_page_shows_one_line_a_place(keeper: Client) -> None:
    _put("A", 3)
    _put("B", KEPT_OF_A_KIND)
    failures = keeper.get("/loi/").context["failures"]
    assert [(failure.last.kind, failure.count, failure.is_more) for failure in failures] == [
        ("B", KEPT_OF_A_KIND, True),
        ("A", 3, False),
    ]
    assert "Không có lỗi nào mang mã này." in keeper.get("/loi/?ma=khong-co").content.decode()


@pytest.mark.parametrize("name", ["bac_ai", "home", "auditor", "chairman", "below"])
def test_the_page_is_the_provinces_administrators_alone(
    name: str, province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    """The page and its place in the navigation."""
    below = person("quan-tri-bac-ai", Role.ADMINISTRATOR, province.unit("584"))
    people = {**province.people, "below": below}
    found = {who: sign_in(people[who]) for who in (name, "administrator")}
    assert {who: client.get("/loi/").status_code for who, client in found.items()} == {name: 403, "administrator": 200}
    shown = {who: 'href="/loi/"' in client.get("/").content.decode() for who, client in found.items()}
    assert shown == {name: False, "administrator": True}
