"""Labels of roles, states, steps and turns in a province that is a city; notices, commands, long work; what is past."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.html import escape

from accounts.commands import PortalCommand
from accounts.models import AuditEvent, User
from accounts.words import told
from awards.workflow.actions.reminding import remind_overdue
from awards.workflow.turns import Hand
from campaign.commands import CampaignCommand
from campaign.models import PlanDraft
from core import clock, own_words
from core.clock import VIETNAM
from office.jobs.long_work import WORKS, start
from office.models import Notice
from reports.management.commands import write_docs
from tests import cast
from tests.awards import walking
from units.map.actions.map import derive_ancestry
from units.map.domain.levels import Level
from units.models import Unit

TINH, CITY = "Chủ tịch UBND tỉnh", "Chủ tịch UBND thành phố"


@pytest.fixture(params=["tinh", "thanh_pho_tw"])
def words(request: pytest.FixtureRequest, province: cast.Province) -> tuple[str, str]:
    """What the head of the province is called, and what of no such province."""
    Unit.objects.filter(code="58").update(kind=request.param)
    return (TINH, CITY) if request.param == "tinh" else (CITY, TINH)


def test_labels_follow_the_province(
    province: cast.Province, words: tuple[str, str], sign_in: Callable[[User], Client]
) -> None:
    own, other = words
    row = walking.recommended(province, "22801")
    for user, address, said in (
        (province.administrator, "/nguoi-dung/moi/", f">{own}</option>"),  # roles
        (province.home, "/khen-thuong/annual-2022/?trang-thai=tat-ca", f"Đã trình {own}"),  # states of the filter
        (province.home, f"/ho-so/{row.pk}/", f"Trình {own}"),  # steps
        (province.home, "/nhat-ky/", ""),
        (province.home_leader, "/khen-thuong/annual-2022/bang/", ""),
    ):
        page = sign_in(user).get(address, follow=True).content.decode()
        assert escape(said) in page or said in page, address
        assert other not in page, address


def test_nothing_speaks_of_districts_once_they_have_ended(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    for day, said in ((date(2025, 6, 30), True), (date(2025, 7, 1), False)):
        with clock.at(day):
            for user, address, words in (
                (province.administrator, "/sap-xep/moi/hop-nhat/?cap=xa", ">Cấp huyện</a>"),
                (province.home, "/tim/?q=khong-co-gi", "theo tên huyện, xã"),
                (province.home, "/khen-thuong/annual-2022/tham-dinh/", ">Huyện, xã, cơ quan</label>"),
            ):
                page = sign_in(user).get(address, follow=True).content.decode()
                assert (words in page) is said, (day, address)


def test_what_is_written_at_night_follows_the_province(province: cast.Province, words: tuple[str, str]) -> None:
    own, other = words
    item = walking.recommended(province, "22801")
    walking.for_decision(province, [item])
    with clock.at(clock.today() + timedelta(30)):
        assert remind_overdue() == 1
    bodies = " ".join(Notice.objects.filter(about=f"silent:{item.round_id}").values_list("body", flat=True))
    assert own in bodies
    assert other not in bodies


def test_a_command_speaks_as_the_province_of_its_campaign_or_the_only_one(
    province: cast.Province, words: tuple[str, str]
) -> None:
    class Said(CampaignCommand):
        def handle(self, *args: Any, **options: Any) -> str:
            return Hand.CHAIRMAN.label

    class Plain(PortalCommand):
        def handle(self, *args: Any, **options: Any) -> str:
            return Hand.CHAIRMAN.label

    own, _ = words
    for command, options in ((Said(), {"campaign": cast.CODE}), (Said(), {"campaign": "khong-co"}), (Plain(), {})):
        assert call_command(command, **options) == own


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "said"), [("tinh", TINH), ("thanh_pho_tw", CITY)])
def test_before_the_first_plan_the_only_province_gives_the_word(kind: str, said: str) -> None:
    Unit.objects.create(code="48", name="A", kind=kind, level=Level.PROVINCE, valid_from=date(2021, 1, 1))
    assert own_words.outside() == ("tỉnh" if said == TINH else "thành phố")


@pytest.mark.django_db(transaction=True)
def test_long_work_speaks_as_the_page_that_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    user = User.objects.create_user("nguoi-gui", "mot-cau-ngan-de-nho", full_name="Người Gửi")
    monkeypatch.setitem(WORKS, "thu", lambda work, progress: f"Đã gửi {Hand.CHAIRMAN.label}.")
    for word, said in (("tỉnh", TINH), ("thành phố", CITY)):
        with own_words.page(lambda on, word=word: word):
            work = start("thu", "Việc thử", by=user, wanted={})
        work.refresh_from_db()
        assert (work.state, work.result) == ("done", f"Đã gửi {said}.")


def test_the_editor_and_the_guides_follow_the_province(
    province: cast.Province, words: tuple[str, str], sign_in: Callable[[User], Client]
) -> None:
    is_city = words[0] == CITY
    home = sign_in(province.home)
    home.post("/the-le/soan/", {"start": str(province.campaign.versions.get().pk)})
    draft = PlanDraft.objects.get()
    for address, said in (
        (f"/the-le/soan/{draft.pk}/phan/chung/", "Mã {}"),
        (f"/the-le/soan/{draft.pk}/phan/chi-tieu/", "xét cho toàn {}"),
        ("/huong-dan/bao-cao/", "dự thảo của {}"),
    ):
        page = home.get(address).content.decode()
        assert said.format("thành phố") in page if is_city else said.format("tỉnh") in page, address
        assert (said.format("tỉnh") in page) is not is_city, address


def test_a_past_event_is_told_in_the_words_of_its_province_and_day(province: cast.Province) -> None:
    """A province that entered a city was none itself; one that became a city was none before."""
    Unit.objects.filter(code="58").update(valid_to=date(2022, 12, 1))
    city = Unit.objects.create(
        code="58", name="Thành phố Ninh Thuận", kind="thanh_pho_tw", level=Level.PROVINCE, valid_from=date(2022, 12, 1)
    )
    derive_ancestry([city])
    commune = province.unit("22801", date(2022, 11, 30))
    moment = datetime(2022, 11, 30, 23, 30, tzinfo=VIETNAM)
    rows = [
        AuditEvent(seq=1, at=moment, verb="nomination_to_decision", unit_code="58"),
        AuditEvent(seq=2, at=moment + timedelta(hours=1), verb="nomination_to_decision", unit_code="58"),
        AuditEvent(
            seq=3, at=moment, verb="nomination_to_decision", unit_code=commune.code, unit_from=commune.valid_from
        ),
        AuditEvent(seq=4, at=moment, verb="nomination_to_decision"),
        AuditEvent(seq=5, at=moment + timedelta(hours=1), verb="nomination_to_decision"),
    ]

    def find(on: date | None) -> str:
        return "tỉnh" if on == date(2022, 11, 30) else "thành phố"

    with own_words.page(find):
        assert told(rows) == [f"Trình {words}" for words in (TINH, CITY, TINH, TINH, CITY)]


def test_the_generated_pages_of_docs_are_of_no_province(province: cast.Province) -> None:
    Unit.objects.filter(code="58").update(kind="thanh_pho_tw")
    assert own_words.outside() == "thành phố"
    assert write_docs.Command().own_word({})(None) == "tỉnh"
