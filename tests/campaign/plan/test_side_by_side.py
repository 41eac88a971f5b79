"""Two campaigns in one portal: which one a page shows, and that nothing of either goes lost."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from campaign.models import Campaign
from core import clock
from core.clock import VIETNAM
from tests import cast
from tests.campaigns import NEXT_CODE, load_next
from tests.people import person
from tests.publishing import publish_year
from units.models import Unit

JANUARY = datetime(2026, 1, 20, 9, 0, tzinfo=VIETNAM)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), VIETNAM)


@pytest.fixture
def both(province: cast.Province) -> Campaign:
    """The next campaign beside that of the cast."""
    return load_next()


@pytest.fixture
def leader(both: Campaign) -> Iterator[User]:
    """Somebody of the successor province, on a day of the final review."""
    with clock.at(JANUARY):
        yield person("lanh-dao", Role.CHAIRMAN, Unit.objects.bearing("56", JANUARY.date()))


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2022, 12, 15), cast.CODE),
        (date(2025, 12, 31), cast.CODE),  # the plan is loaded: it does not take over before its first year
        (date(2026, 1, 1), NEXT_CODE),
        (date(2031, 6, 1), NEXT_CODE),
    ],
)
def test_the_campaign_of_the_day(both: Campaign, day: date, code: str) -> None:
    with clock.at(noon(day)):
        assert Campaign.objects.current().code == code


def test_of_one_campaign_nothing_is_asked(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    page = sign_in(province.home).get("/khen-thuong/")
    assert "campaign-menu" not in page.content.decode()
    assert 'name="phong-trao"' not in page.content.decode()


def test_the_switch_names_both_and_is_remembered(leader: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(leader)
    page = client.get("/khen-thuong/").content.decode()
    assert "2026–2030, Khánh Hòa (đang diễn ra)" in page
    assert (
        f'<a href="/khen-thuong/?phong-trao={cast.CODE}">Phong trào 2021–2025, Ninh Thuận (đang xét tổng kết)</a>'
        in page
    )
    assert "Đợt hằng năm 2026" in page
    assert "Đợt tổng kết năm 2025" not in page
    for address in (f"/khen-thuong/?phong-trao={cast.CODE}", "/khen-thuong/", "/khen-thuong/?phong-trao=khong-co"):
        page = client.get(address).content.decode()
        assert "Đợt tổng kết năm 2025" in page
        assert "Đợt hằng năm 2026" not in page
        assert f'name="phong-trao" value="{cast.CODE}"' in page
    assert "Đợt hằng năm 2026" in client.get(f"/khen-thuong/?phong-trao={NEXT_CODE}").content.decode()


def test_a_round_and_a_year_open_in_their_own_campaign(leader: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(leader)
    for address, period in (
        ("/khen-thuong/final-2025/", "2021–2025"),
        ("/khen-thuong/annual-2022/", "2021–2025"),
        ("/khen-thuong/annual-2026/", "2026–2030"),
        ("/ket-qua/2023/", "2021–2025"),
        ("/ket-qua/2026/", "2026–2030"),
        ("/chi-tieu/2024/", "2021–2025"),
        ("/chi-tieu/2027/", "2026–2030"),
        ("/the-le/", "2026–2030"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        shown = answer.context["frame"].campaign
        assert shown.period == period, address
    assert "Đợt hằng năm 2026" in client.get("/khen-thuong/").content.decode()  # for that page alone


def test_the_year_in_hand_is_opened_until_somebody_chooses(leader: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(leader)
    assert client.get("/ket-qua/")["Location"] == "/ket-qua/2025/"
    client.get(f"/?phong-trao={NEXT_CODE}")
    assert client.get("/ket-qua/")["Location"] == "/ket-qua/2026/"


def test_anyone_reads_the_past_at_its_address(both: Campaign, client: Client) -> None:
    with clock.at(JANUARY):
        for address, name in (
            ("/cong-khai/2023/", "2021"),
            ("/cong-khai/2025/", "2021"),
            ("/cong-khai/2026/", "2026"),
            (f"/cong-khai/2026/?phong-trao={cast.CODE}", "2026"),
        ):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert str(answer.context["campaign"].first_year) == name, address
            assert "Phong trào 2021–2025, Ninh Thuận (đang xét tổng kết)" in answer.content.decode()
        assert client.get("/cong-khai/2019/").status_code == 404
        client.get(f"/cong-khai/?phong-trao={cast.CODE}")
        assert "phong-trao" not in client.session


def test_the_public_page_begins_where_something_stands(both: Campaign, province: cast.Province, client: Client) -> None:
    province.approve(2022, "584", 8140, 3186)
    publish_year(2022, province.campaign)
    with clock.at(JANUARY):
        assert client.get("/cong-khai/")["Location"] == "/cong-khai/2022/"  # the new one has nothing to show yet
        assert (
            client.get(f"/cong-khai/?phong-trao={NEXT_CODE}")["Location"] == f"/cong-khai/2026/?phong-trao={NEXT_CODE}"
        )
        page = client.get(f"/cong-khai/2026/?phong-trao={NEXT_CODE}").content.decode()
        assert f'href="/cong-khai/2027/?phong-trao={NEXT_CODE}"' in page


def test_a_round_of_two_campaigns_is_of_the_one_chosen_or_is_asked_for(
    province: cast.Province, both: Campaign, sign_in: Callable[[User], Client]
) -> None:
    load_next(code="thu-ba", round="state-interim-2023")
    load_next(code="thu-tu", round="state-interim-2023", first="first_year = 2025")
    client = sign_in(province.home)
    assert "Khen thưởng cấp Nhà nước, sơ kết" in client.get("/khen-thuong/state-interim-2023/").content.decode()
    client.get("/?phong-trao=thu-ba")
    assert client.get("/khen-thuong/state-interim-2023/").context["round"].campaign.code == "thu-ba"
    client.get(f"/?phong-trao={NEXT_CODE}")
    answer = client.get("/khen-thuong/state-interim-2023/")
    page = answer.content.decode()
    assert answer.status_code == 300
    assert "Địa chỉ này có ở nhiều phong trào" in page
    for code in (cast.CODE, "thu-ba", "thu-tu"):
        assert f'href="/khen-thuong/state-interim-2023/?phong-trao={code}"' in page
    assert client.get(f"/khen-thuong/state-interim-2023/?phong-trao={cast.CODE}").status_code == 200


def test_a_form_goes_to_the_campaign_of_its_page(
    province: cast.Province, both: Campaign, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(province.bac_ai)
    page = client.get(f"/phong-trao/ghi/tuyen-truyen/?phong-trao={cast.CODE}").content.decode()
    assert f'name="phong-trao" value="{cast.CODE}"' in page
    client.get(f"/?phong-trao={NEXT_CODE}")  # another tab
    said = {
        "owner": f"u-{province.unit('584').pk}",
        "title": "Phát thanh",
        "on": "15/12/2022",
        "q_how": "Truyền thanh",
        "q_audience": "Hộ nghèo",
        "phong-trao": cast.CODE,
    }
    answer = client.post("/phong-trao/ghi/tuyen-truyen/", said)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Campaign.objects.get(records__title="Phát thanh").code == cast.CODE


def test_who_has_work_in_both_sees_it_with_the_campaign_named(leader: User, sign_in: Callable[[User], Client]) -> None:
    page = sign_in(leader).get("/")
    assert "Gửi kế hoạch phát động giai đoạn mới, phong trào 2026–2030" in page.content.decode()
