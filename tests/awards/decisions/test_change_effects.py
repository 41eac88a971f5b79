"""What another decision does is told before the click: what stands before and after, who is told, what leads back."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from awards import actions
from awards.decisions.effects import change_effects
from awards.models import Decision, Nomination
from awards.workflow.states import State
from office.models import Notice
from tests import cast
from tests.awards.decisions.test_decisions import given  # noqa: F401  # a fixture

SignIn = Callable[[User], Client]


def _lines(row: Decision, what: str) -> list[tuple[str, str, str]]:
    found = change_effects(row, what, list(row.awards.order_by("pk")))
    return [(change.what, change.before, change.after) for change in found.changes]


def test_a_recall_tells_that_dossiers_wait_again_and_nobody_outside_is_told(
    province: cast.Province,
    given: Decision,  # noqa: F811
) -> None:
    assert _lines(given, "thu-hoi")[1] == ("Hồ sơ trong quyết định", "Được khen thưởng", "Chờ quyết định")
    found = change_effects(given, "thu-hoi", list(given.awards.all()))
    assert found.told == ("Không gửi thông báo ra ngoài: quyết định chưa công bố nên nơi lập hồ sơ chưa biết.",)
    rows = [award.nomination_id for award in given.awards.all()]
    before = Notice.objects.count()
    actions.recall(given, "Ghi nhầm số quyết định", by=province.chairman)
    assert not Nomination.objects.filter(pk__in=rows, state=State.AWARDED).exists()
    assert Notice.objects.count() == before  # as it was said


def test_a_revocation_keeps_its_places_and_names_who_is_told_once_released(
    province: cast.Province,
    given: Decision,  # noqa: F811
) -> None:
    assert ("Chỗ trong số lượng", "Đã tính", "Không trả lại") in _lines(given, "huy-bo")
    assert "Trang công khai" not in [what for what, _, _ in _lines(given, "huy-bo")]
    actions.release([given], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    given.refresh_from_db()
    assert _lines(given, "huy-bo")[-1] == (
        "Trang công khai",
        "Được khen thưởng",
        "Đã hủy bỏ, từ lúc công bố quyết định hủy bỏ",
    )
    (told,) = change_effects(given, "huy-bo", list(given.awards.all())).told
    assert str(given.awards.first().nomination.holder)[1:] in told and "«Khen thưởng của … bị hủy bỏ theo …»" in told


@pytest.mark.parametrize("what", ["thu-hoi", "dieu-chinh", "huy-bo"])
def test_the_page_shows_them_above_the_form(
    province: cast.Province,
    given: Decision,  # noqa: F811
    sign_in: SignIn,
    what: str,
) -> None:
    page = sign_in(province.chairman).get(f"/quyet-dinh/{given.pk}/{what}/").content.decode()
    assert page.index("Trước và sau") < page.index('name="reason"')
    assert page.count("<b>Hoàn tác:</b>") == len(change_effects(given, what, []).back)
