"""Officers who are away: who notes it, what may be noted, what the second of two is told, how it ends."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.permissions import Role
from core import clock
from core.workflow import Overtaken, Refused
from office.models import Notice
from tests import cast
from tests.people import person
from units.models import Absence
from units.people.absences import away, notes_for
from units.people.actions.absences import NOT_YOURS, Away, end_absence, record_absence, revise_absence

SignIn = Callable[[User], Client]
FIRST, LAST = date(2022, 12, 15), date(2022, 12, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture
def third(province: cast.Province) -> User:
    """A second officer of the award agency."""
    return person(
        "noi-vu-ba", Role.HOME_AFFAIRS_OFFICER, province.unit("58"), organisation=province.bodies["so-noi-vu"]
    )


def _note(user: User, by: User, first: date = FIRST, last: date = LAST, stand_in: User | None = None) -> Absence:
    return record_absence(user, Away(first, last, "Nghỉ phép", stand_in), by=by)


def test_who_notes_it(province: cast.Province) -> None:
    """Oneself, who leads the same unit and body, who administers the place; nobody else."""
    names = {name for name, user in province.people.items() if notes_for(user, province.home)}
    assert names == {"home", "home_leader", "administrator"}
    names = {name for name, user in province.people.items() if notes_for(user, province.phuoc_dai)}
    assert names == {"phuoc_dai", "phuoc_dai_leader", "administrator"}
    assert not notes_for(province.administrator, User.objects.command_line())
    for by in (province.bac_ai, province.chairman, province.auditor):
        with pytest.raises(Refused, match=NOT_YOURS):
            _note(province.home, by)


def test_an_administrator_of_one_place_does_not_note_for_who_sits_elsewhere_too(province: cast.Province) -> None:
    below = person("quan-tri-bac-ai", Role.ADMINISTRATOR, province.unit("584"))
    assert notes_for(below, province.phuoc_dai)
    province.phuoc_dai.memberships.create(role=Role.AUDITOR, unit=province.unit("58"), valid_from=FIRST)
    assert not notes_for(below, province.phuoc_dai)
    assert notes_for(province.administrator, province.phuoc_dai)


def test_it_begins_and_ends_by_itself_and_is_in_the_trail_of_the_place(province: cast.Province, third: User) -> None:
    _note(province.home, province.home, FIRST + timedelta(1), LAST, third)
    for day, expected in ((FIRST, False), (FIRST + timedelta(1), True), (LAST, True), (LAST + timedelta(1), False)):
        with clock.at(day):
            assert (province.home.pk in away({province.home.pk})) is expected, day
    with clock.at(LAST):
        assert away({province.home.pk})[province.home.pk].words == f"vắng đến hết 20/12/2022, {third.full_name} thay"
    event = AuditEvent.objects.get(verb="note_absence")
    assert (event.unit_code, event.actor) == ("58", province.home.username)
    told = Notice.objects.get(to=third)
    assert told.subject == f"Thay {province.home.full_name}"
    assert "từ 16/12/2022 đến hết 20/12/2022" in told.body


@pytest.mark.parametrize(
    ("first", "last", "reason", "why"),
    [
        (LAST, FIRST, "Phép", "Ngày cuối phải từ ngày đầu"),
        (FIRST, FIRST + timedelta(400), "Phép", "quá một năm"),
        (date(2022, 12, 1), date(2022, 12, 14), "Phép", "đã qua"),
        (FIRST, LAST, "  ", "ghi lý do"),
        (LAST, LAST + timedelta(3), "Phép", "Đã ghi .* vắng từ 15/12/2022 đến hết 20/12/2022"),
    ],
    ids=["turned about", "longer than a year", "over", "without reason", "shares a day with another"],
)
def test_what_is_not_noted(province: cast.Province, first: date, last: date, reason: str, why: str) -> None:
    if first == LAST and last > first:
        _note(province.home, province.home)
    number = Absence.objects.count()
    with pytest.raises(Refused, match=why):
        record_absence(province.home, Away(first, last, reason), by=province.home)
    assert Absence.objects.count() == number


def test_the_day_after_is_free_and_what_was_taken_back_counts_no_more(province: cast.Province) -> None:
    row = _note(province.home, province.home)
    _note(province.home, province.home, LAST + timedelta(1), LAST + timedelta(2))
    with pytest.raises(Refused):
        _note(province.home, province.home, LAST, LAST)
    end_absence(row.pk, edition=row.edition, by=province.home)
    assert away({province.home.pk}) == {}
    _note(province.home, province.home, LAST, LAST)


def test_who_stands_in_is_of_the_same_place_and_role_and_there(province: cast.Province, third: User) -> None:
    for other in (province.home_leader, province.labour):
        with pytest.raises(Refused, match="không cùng đơn vị và vai trò"):
            _note(province.home, province.home, stand_in=other)
    _note(third, third, LAST, LAST + timedelta(5))
    with pytest.raises(Refused, match=f"{third.full_name} vắng từ 20/12/2022.*chọn người thay khác"):
        _note(province.home, province.home, stand_in=third)
    _note(province.home, province.home, FIRST, LAST - timedelta(1), third)


def test_who_no_longer_stands_in_is_told(province: cast.Province, third: User) -> None:
    other = person(
        "noi-vu-tu", Role.HOME_AFFAIRS_OFFICER, province.unit("58"), organisation=province.bodies["so-noi-vu"]
    )
    row = _note(province.home, province.home, stand_in=third)
    row = revise_absence(row.pk, Away(FIRST, LAST, "Nghỉ phép", other), edition=row.edition, by=province.home)
    row = revise_absence(row.pk, Away(FIRST, LAST, "Đi học", other), edition=row.edition, by=province.home)
    end_absence(row.pk, edition=row.edition, by=province.home)
    begun, ended = (f"{word} {province.home.full_name}" for word in ("Thay", "Thôi thay"))
    told = [(notice.to, notice.subject) for notice in Notice.objects.order_by("pk")]
    assert told == [(third, begun), (third, ended), (other, begun), (other, ended)]


def test_the_second_of_two_is_told_what_stands(province: cast.Province) -> None:
    row = _note(province.home, province.home)
    longer = Away(FIRST, LAST + timedelta(2), "Nghỉ phép")
    revise_absence(row.pk, longer, edition=1, by=province.home_leader)
    with pytest.raises(Overtaken) as found:
        revise_absence(row.pk, Away(FIRST, LAST, "Ốm"), edition=1, by=province.home)
    assert ("Đến hết ngày", "22/12/2022") in found.value.stored
    with pytest.raises(Overtaken):
        end_absence(row.pk, edition=1, by=province.home)
    with pytest.raises(Refused, match="Chưa có gì thay đổi"):
        revise_absence(row.pk, longer, edition=2, by=province.home)
    with clock.at(date(2022, 12, 18)):
        ended = end_absence(row.pk, edition=2, by=province.administrator)
        assert (ended.last_day, ended.is_cancelled) == (date(2022, 12, 17), False)
        with pytest.raises(Refused, match="đã kết thúc"):
            revise_absence(row.pk, longer, edition=3, by=province.home)


def test_the_pages(province: cast.Province, sign_in: SignIn, third: User) -> None:
    client = sign_in(province.home)
    said = {"first": "15/12/2022", "last": "20/12/2022", "reason": "Nghỉ phép", "stand_in": str(third.pk)}
    assert "Ghi vắng mặt" in client.get("/vang-mat/").content.decode()
    assert client.post("/vang-mat/ghi/", said).status_code == 302
    row = Absence.objects.get()
    assert (row.user, row.stand_in, row.last_day) == (province.home, third, LAST)
    assert client.post("/vang-mat/ghi/", {**said, "reason": "Khác đã xem lại"}).status_code == 422
    leader = sign_in(province.home_leader)
    listed = leader.get("/vang-mat/").content.decode()
    assert "đang vắng" in listed
    assert f"/vang-mat/{row.pk}/" in listed
    assert leader.get(f"/vang-mat/ghi/?nguoi={third.pk}").status_code == 200
    assert leader.get(f"/vang-mat/ghi/?nguoi={province.labour.pk}").status_code == 404
    changed = {**said, "last": "22/12/2022", "lan": "1"}
    assert leader.post(f"/vang-mat/{row.pk}/", changed).status_code == 302
    stale = client.post(f"/vang-mat/{row.pk}/", {**said, "last": "18/12/2022", "lan": "1"})
    assert stale.status_code == 409
    assert "22/12/2022" in stale.content.decode()
    assert client.post(f"/vang-mat/{row.pk}/ket-thuc/", {"lan": "1"}).status_code == 409
    for name in ("labour", "bac_ai", "auditor"):
        assert sign_in(province.people[name]).get(f"/vang-mat/{row.pk}/").status_code == 404
    administrator = sign_in(province.administrator)
    page = administrator.get(f"/nguoi-dung/{province.home.pk}/").content.decode()
    assert f"/vang-mat/ghi/?nguoi={province.home.pk}" in page
    assert f"vắng đến hết 22/12/2022, {third.full_name} thay" in page
    assert client.post(f"/vang-mat/{row.pk}/ket-thuc/", {"lan": "2"}).status_code == 302
    assert not Absence.objects.standing().exists()
