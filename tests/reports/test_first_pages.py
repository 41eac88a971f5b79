"""The first page of those whose day has few cards: the administrator, the inspector, the press; boxes that speak by role."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import User
from awards.models import Decision, Round
from campaign.models import Deadline
from core import clock
from office.models import ErrorRecord
from reports.dashboard import workbench
from reports.dashboard.by_role import panels
from reports.setup.list import Standing, chapters
from tests import cast
from units.models import Membership

pytestmark = pytest.mark.django_db


def _titles(province: cast.Province, name: str) -> list[str]:
    return [panel.code for panel in panels(province.people[name], [province.campaign])]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("administrator", ["thiet-lap", "loi", "sap-het-han"]),
        ("auditor", ["thay-doi"]),
        ("press", ["duoc-dang", "dien-hinh"]),
        ("bac_ai", []),
        ("chairman", []),
    ],
)
def test_each_has_a_first_page_of_their_own(province: cast.Province, name: str, codes: list[str]) -> None:
    assert _titles(province, name) == codes


@pytest.mark.parametrize("name", ["administrator", "auditor", "press", "health", "bac_ai", "chairman"])
def test_every_line_and_every_list_opens_for_whom_it_is_shown(
    province: cast.Province, client: Client, name: str
) -> None:
    user = province.people[name]
    client.force_login(user)
    assert client.get("/").status_code == 200
    for panel in panels(user, [province.campaign]):
        for url in [panel.url, *(row.url for row in panel.rows)]:
            assert client.get(url, follow=True).status_code == 200, (name, url)


def test_every_matter_to_set_up_leads_to_a_page_that_opens(province: cast.Province, client: Client) -> None:
    client.force_login(province.administrator)
    for chapter in chapters(province.administrator):
        for matter in chapter.matters:
            if matter.url:
                assert client.get(matter.url, follow=True).status_code == 200, matter.title


def test_the_administrator_sees_what_is_missing_first(province: cast.Province) -> None:
    user = province.administrator
    ErrorRecord.objects.create(code="a", kind="ValueError", place="campaign/todo.py:cards", at=clock.now())
    row = Membership.objects.filter(user=province.press).first()
    Membership.objects.filter(pk=row.pk).update(valid_to=clock.today() + timedelta(days=10))
    setup, errors, ending = panels(user, [province.campaign])
    missing = [m.title for c in chapters(user) for m in c.matters if m.standing is Standing.MISSING]
    assert [row.what for row in setup.rows][: len(missing)] == missing[:6]
    assert [row.what for row in errors.rows] == ["campaign/todo.py:cards"]
    assert [row.what for row in ending.rows] == [province.press.full_name]


def test_the_press_sees_what_is_public_and_nothing_before(province: cast.Province) -> None:
    award_round = Round.objects.get(code="annual-2022")
    signed = {
        "round": award_round,
        "signed_on": date(2022, 12, 1),
        "signer": "Trần Quốc Nam",
        "recorded_by": province.home,
    }
    Decision.objects.create(number="1/QĐ-UBND", **signed)
    Decision.objects.create(number="2/QĐ-UBND", released_at=clock.now(), **signed)
    public, _ = panels(province.press, [province.campaign])
    assert [row.what for row in public.rows] == ["Quyết định 2/QĐ-UBND"]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("bac_ai", {"plan", "report", "dossier"}),
        ("bac_ai_leader", {"dossier"}),
        ("home", {"plan", "report", "dossier"}),
        ("labour", {"plan", "report"}),
        ("press", set()),
        ("administrator", set()),
        ("auditor", set()),
    ],
)
def test_days_are_those_that_concern_one(province: cast.Province, name: str, seen: set[str]) -> None:
    Deadline.objects.all().delete() if not Round.objects.exclude(deadline=None).exists() else None
    Deadline.objects.update(replaced_at=clock.now())
    for code, kind in (("D9", "launch_plan"), ("bc:nam:2022", ""), ("hs", "")):
        label = {"D9": "plan", "hs": "dossier"}.get(code, "report")
        Deadline.objects.create(
            campaign=province.campaign, code=code, label=label, plan_kind=kind, on=clock.today() + timedelta(days=9)
        )
    assert {row.label for row in workbench.due_soon(province.people[name], [province.campaign])} == seen
    assert workbench.has_days(province.people[name]) is bool(seen)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("auditor", "Vai trò của bạn là xem"),
        ("chairman", "Khi đến lượt bạn, việc sẽ hiện ở đây."),
        ("health", "Kế hoạch và hồ sơ khen thưởng do người khác gửi"),
    ],
)
def test_an_empty_box_speaks_by_role(province: cast.Province, client: Client, name: str, words: str) -> None:
    client.force_login(province.people[name])
    assert words in client.get("/").content.decode()


def test_who_gets_no_news_has_no_box_for_them(province: cast.Province, client: Client) -> None:
    user: User = province.press
    client.force_login(user)
    page = client.get("/").content.decode()
    assert "Vừa thay đổi" not in page
    assert "Sắp đến hạn" not in page
