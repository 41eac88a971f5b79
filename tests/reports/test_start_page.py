"""What stands on the start page beside the work that waits: what I sent and where it is, what I have done."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts import audit, kept
from accounts.middleware import SignInRequired
from accounts.permissions import Duty
from awards.models import Nomination
from awards.workflow.states import State
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.models import FigureSet
from core.workflow import Refused
from office.once_only import OnceOnly
from reports.dashboard import workbench
from tests import cast
from tests.awards.walking import at_the_door
from units.map.holders import holder_name

pytestmark = pytest.mark.django_db
EVENING = cast.EVENING.date()


def _sent(user: object, province: cast.Province) -> list[tuple[str, str, date]]:
    return [(row.what, row.where, row.since) for row in workbench.underway(user, province.campaign)]


def test_a_dossier_that_has_left_me_says_who_has_it(province: cast.Province, client: Client) -> None:
    row = at_the_door(province, {"22801": (400, 250)})["22801"]
    Nomination.objects.filter(pk=row.pk).update(state=State.UNDER_APPRAISAL)
    found = _sent(row.author, province)
    assert [(what, since) for what, _, since in found] == [(row.printed_name, EVENING)]
    assert found[0][1] == "Đang thẩm định; đến lượt: Sở Nội vụ (thẩm định)"
    assert _sent(province.ninh_son, province) == []
    client.force_login(row.author)
    page = client.get("/").content.decode()
    assert "Đã gửi, đang ở nơi khác" in page
    assert f'<a href="/ho-so/{row.pk}/">{row.printed_name}</a>' in page


def test_what_came_back_or_is_over_is_not_with_others(province: cast.Province) -> None:
    row = at_the_door(province, {"22801": (400, 250)})["22801"]
    for state in (State.DRAFT, State.RETURNED, State.AWARDED, State.NOT_AWARDED, State.WITHDRAWN):
        Nomination.objects.filter(pk=row.pk).update(state=state)
        assert _sent(row.author, province) == []


def test_many_dossiers_of_one_place_are_one_line(province: cast.Province) -> None:
    codes = ("22801", "22804", "22807", "22810")
    rows = at_the_door(province, {code: (400, 250 + at) for at, code in enumerate(codes)})
    Nomination.objects.update(state=State.UNDER_APPRAISAL, author=province.administrator)
    found = workbench.underway(province.administrator, province.campaign)
    assert [(row.what.split(" hồ sơ ")[0], row.url.split("?")[1]) for row in found] == [("04", "tt=under_appraisal")]
    assert len(rows) == 4


def test_figures_that_i_sent_wait_with_whom(province: cast.Province) -> None:
    counts, unit = {"households": 1946, "poor": 88, "near_poor": 113}, province.unit("22801").pk
    save_sheet(province.campaign, 2022, {unit: counts}, {unit: 0}, by=province.phuoc_dai)
    assert _sent(province.phuoc_dai, province) == []
    item = FigureSet.objects.get()
    what = "Kết quả chính thức năm 2022: Xã Phước Đại"
    for step, by, where in (
        ("submit", province.phuoc_dai, "Đã gửi, chờ kiểm tra; đang ở cấp huyện"),
        ("check", province.bac_ai, f"Đã kiểm tra; đang ở {holder_name(Duty.STANDING_AGENCY)}, chờ phê duyệt"),
    ):
        advance([item.pk], step, by=by)
        assert _sent(by, province) == [(what, where, EVENING)]
    assert _sent(province.phuoc_dai, province) == [(what, where, EVENING)]
    advance([item.pk], "approve", by=province.labour_leader)
    assert _sent(province.bac_ai, province) == []


def test_a_page_that_refuses_counts_nothing_anew(province: cast.Province, client: Client) -> None:
    """Counting what waits costs more than the page: of a page that is not there nothing of it is asked."""
    client.force_login(province.home)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/khong-co-trang-nay/").status_code == 404
    assert not [row["sql"] for row in queries if "awards_opinion" in row["sql"] or "campaign_plan" in row["sql"]]
    client.get("/")
    assert kept.get(province.home) is not None


@pytest.mark.parametrize(
    ("address", "code", "stands"),
    [("/ho-so/999999/nhan-xet/", 404, True), ("/vang-mat/ghi/", 200, True), ("/thong-bao/", 302, False)],
)
def test_a_form_that_stored_nothing_lets_the_counts_stand(
    province: cast.Province, client: Client, address: str, code: int, stands: bool
) -> None:
    client.force_login(province.home)
    client.get("/")
    assert client.post(address).status_code == code
    assert (kept.get(province.home) is not None) is stands


@pytest.mark.parametrize("stored", [False, True])
def test_a_refusal_counts_anew_where_a_part_was_stored(
    province: cast.Province, rf: RequestFactory, stored: bool
) -> None:
    def refuse(request: HttpRequest) -> HttpResponse:
        for refused in (False, True) if stored else (True,):
            with suppress(Refused), audit.change(province.home):
                if refused:
                    raise Refused(["Chưa đủ."])
        return HttpResponse(status=422)

    kept.keep(province.home, "counted")
    request = rf.post("/")
    request.user = province.home
    SignInRequired(OnceOnly(refuse))(request)
    assert (kept.get(province.home) is None) is stored
