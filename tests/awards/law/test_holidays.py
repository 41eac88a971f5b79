"""Days off: who keeps the table, terms that run over them, filling a year, the file."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import AuditEvent, User
from awards import actions
from awards.law.actions.holidays import put_days, remove_day
from awards.law.domain.holiday_files import Day, HolidayErrors, days_of_law, read_days
from awards.models import Holiday, Nomination, Opinion
from awards.nominations.actions.evidence import keep_paper
from awards.workflow.clocks import days_left, due_day
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from tests import cast
from tests.awards.walking import accepted, pdf, propose

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[3] / "data" / "holidays.csv"


@pytest.fixture
def table(province: cast.Province) -> None:
    call_command("load_holidays", str(FILE), verbosity=0)


@pytest.fixture
def before_tet() -> Iterator[None]:
    """The Friday before Tết 2023 that is still worked."""
    with clock.at(datetime(2023, 1, 13, 16, 0, tzinfo=VIETNAM)):
        yield


def test_a_dossier_accepted_on_the_friday_before_tet_waits_over_it(
    table: None, before_tet: None, province: cast.Province
) -> None:
    item = accepted(province, propose(province, "22801"))
    # 16-19/01 are four days, Tết is 20-26/01, 27/01 the fifth, then twelve more
    assert item.due_on == date(2023, 2, 14)
    assert days_left(date(2023, 1, 19), item.due_on) == 13
    assert days_left(date(2023, 1, 26), item.due_on) == 13


def test_a_changed_table_counts_open_terms_again_and_closed_ones_never(
    table: None, before_tet: None, province: cast.Province
) -> None:
    item = accepted(province, propose(province, "22801"))
    asked = Opinion.objects.get(nomination=item)
    assert asked.due_on == date(2023, 2, 3)
    assert put_days([Day(date(2023, 1, 19), "Nghỉ thêm")], by=province.home) == 2
    assert Nomination.objects.get(pk=item.pk).due_on == date(2023, 2, 15)
    assert Opinion.objects.get(pk=asked.pk).due_on == date(2023, 2, 6)
    assert put_days([Day(date(2023, 1, 28), "Làm bù", True)], by=province.home) == 2
    assert Nomination.objects.get(pk=item.pk).due_on == date(2023, 2, 14)
    Nomination.objects.filter(pk=item.pk).update(state="withdrawn")
    assert remove_day(date(2023, 1, 19), by=province.home) == 1  # the opinion only
    assert Nomination.objects.get(pk=item.pk).due_on == date(2023, 2, 14)


def test_what_was_taken_up_again_is_counted_from_that_day(table: None, province: cast.Province) -> None:
    """Received in December and resumed in March: days off before the new term change nothing of it, later ones do."""
    with clock.at(datetime(2022, 12, 20, 9, tzinfo=VIETNAM)):
        item = accepted(province, propose(province, "22801"))
        actions.advance([item.pk], "suspend", by=province.home, reason="Có đơn số 3")
    with clock.at(datetime(2023, 3, 6, 9, tzinfo=VIETNAM)):
        due = actions.advance([item.pk], "resume", by=province.home, reason="Kết luận số 6")[0].due_on
        assert due == due_day(date(2023, 3, 6), item.round.shape.working_days)
        put_days([Day(date(2023, 1, 16), "Nghỉ bão")], by=province.home)  # before the term: of the past
        assert Nomination.objects.get(pk=item.pk).due_on == due
        put_days([Day(date(2023, 3, 8), "Nghỉ bão"), Day(date(2023, 1, 17), "Nghỉ bão")], by=province.home)
        assert Nomination.objects.get(pk=item.pk).due_on == due_day(date(2023, 3, 6), item.round.shape.working_days)
        remove_day(date(2023, 3, 8), by=province.home)
        assert Nomination.objects.get(pk=item.pk).due_on == due
    with clock.at(datetime(2023, 3, 20, 9, tzinfo=VIETNAM)):  # returned, and complete again: from then
        actions.advance([item.pk], "return", by=province.home, reason="Thiếu biên bản họp.")
        keep_paper(item.pk, "to-trinh", file=pdf("a.pdf"), by=province.bac_ai)
        actions.advance([item.pk], "submit", by=province.bac_ai_leader)
        due = actions.advance([item.pk], "accept", by=province.home)[0].due_on
        put_days([Day(date(2023, 3, 14), "Nghỉ bão")], by=province.home)
        assert Nomination.objects.get(pk=item.pk).due_on == due


def test_a_day_after_every_term_moves_nothing(table: None, before_tet: None, province: cast.Province) -> None:
    accepted(province, propose(province, "22801"))
    assert put_days([Day(date(2023, 6, 1), "Nghỉ")], by=province.home) == 0


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (Day(date(2024, 5, 4), "Nghỉ"), "ngày cuối tuần"),
        (Day(date(2024, 5, 6), "Làm bù", True), "ngày làm việc thường"),
        (Day(date(2024, 5, 6), " "), "ghi tên"),
        (Day(date(2024, 5, 6), "x" * 121), "^Tên của ngày 06/05/2024 dài 121 ký tự, nhiều nhất 120.$"),
    ],
    ids=["a weekend is off anyway", "a working day is worked anyway", "no name", "a name that would be cut"],
)
def test_days_that_say_nothing_are_refused(day: Day, words: str, province: cast.Province) -> None:
    with pytest.raises(Refused, match=words):
        put_days([day], by=province.home)
    assert not Holiday.objects.exists()


def test_only_the_award_agency_keeps_the_table(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    for user in (province.labour, province.bac_ai, province.chairman):
        with pytest.raises(Refused, match="Chỉ cơ quan thi đua"):
            put_days([Day(date(2024, 5, 6), "Nghỉ")], by=user)
        assert sign_in(user).post("/ngay-nghi/?nam=2024", {"theo-luat": "1"}).status_code == 403


def test_a_year_is_filled_then_edited(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.home)
    client.post("/ngay-nghi/?nam=2024", {"theo-luat": "1"})
    assert Holiday.objects.filter(on__year=2024).count() == len(days_of_law(2024))
    answer = client.post("/ngay-nghi/?nam=2024", {"them": "1", "on": "20/05/2024", "name": "Nghỉ bão"})
    assert answer.status_code == 302
    asked = client.get("/ngay-nghi/?nam=2024&bo=2024-05-20")
    assert "20/05/2024, ngày nghỉ: Nghỉ bão" in asked.content.decode()
    assert Holiday.objects.filter(on=date(2024, 5, 20)).exists()  # the page asks, and does nothing
    assert client.get("/ngay-nghi/?nam=2024").content.decode().count('name="bo"') == 0
    assert client.get("/ngay-nghi/?nam=2024&bo=khong").status_code == 200
    client.post("/ngay-nghi/?nam=2024", {"bo": "2024-05-20"})
    assert not Holiday.objects.filter(on=date(2024, 5, 20)).exists()
    words = list(AuditEvent.objects.filter(verb="set_holiday").order_by("seq").values_list("subject_label", flat=True))
    assert words[-2:] == ["20/05/2024", "20/05/2024"]
    assert client.post("/ngay-nghi/?nam=2024", {"them": "1", "on": "31/02/2024", "name": "x"}).status_code == 422


def test_the_law_knows_the_working_saturday_of_2024() -> None:
    days = {day.on: day.is_working for day in days_of_law(2024)}
    assert days[date(2024, 4, 29)] is False
    assert all(day.weekday() < 5 or is_working for day, is_working in days.items())


def test_the_file_is_loaded_once_and_every_error_has_its_line(province: cast.Province) -> None:
    call_command("load_holidays", str(FILE), verbosity=0)
    number, entries = Holiday.objects.count(), AuditEvent.objects.count()
    call_command("load_holidays", str(FILE), verbosity=0)
    assert (Holiday.objects.count(), AuditEvent.objects.count()) == (number, entries)
    with pytest.raises(HolidayErrors) as found:
        read_days("ngay,ten,loai\n2024-13-01,Tết,nghi\n2024-02-09,Tết,khac\n".encode(), "a.csv")
    assert [text.partition(":")[0] for text in found.value.errors] == ["a.csv, dòng 2", "a.csv, dòng 3"]


def test_one_day_written_in_two_ways_is_one_day() -> None:
    with pytest.raises(HolidayErrors) as found:
        read_days("ngay,ten,loai\n2/1/2024,Tết,nghi\n02/01/2024,Tết,nghi\n".encode(), "a.csv")
    assert found.value.errors == ["a.csv, dòng 3: ngày 02/01/2024 đã có ở dòng 2."]


@pytest.mark.parametrize(
    ("word", "is_working"),
    [("nghi", False), ("Nghỉ", False), ("lam-bu", True), ("làm bù", True), ("Làm bù", True), ("LAM_BU", True)],
)
def test_the_kind_of_a_day_in_the_words_of_the_page(word: str, is_working: bool) -> None:
    on = "2024-05-04" if is_working else "2024-05-06"  # a Saturday, a Monday
    (day,) = read_days(f"ngay,ten,loai\n{on},Bù,{word}\n".encode(), "a.csv")
    assert day.is_working is is_working


def test_a_missing_file_is_an_error() -> None:
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("load_holidays", "khong-co.csv")


def test_a_saturday_worked_counts(table: None) -> None:
    assert due_day(date(2024, 5, 3), 1) == date(2024, 5, 4)
