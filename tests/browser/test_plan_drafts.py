"""A plan is written in the browser with keys and fingers: another rule asks other things at once, the count stands beside it."""

from collections.abc import Callable
from typing import Any

import pytest

from campaign.actions.plan_drafts import begin_from
from campaign.models import DefinitionVersion, PlanDraft
from tests import cast
from tests.browser.axe import fits, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_a_threshold_is_changed_seen_and_tried(
    portal: cast.Province, person: Callable[..., Any], width: int, height: int
) -> None:
    portal.approve(2021, "584", 1000, 100)
    portal.approve(2022, "584", 1000, 65)
    draft = begin_from(DefinitionVersion.objects.get(), by=portal.home)
    with person(portal.home, width=width, height=height) as page:
        page.goto(f"/the-le/soan/{draft.pk}/")
        fits(page)
        assert serious(page) == []
        page.click("a:has-text('Đối tượng và tiêu chí')")
        page.click("a:has-text('b) Cấp huyện')")
        page.click("a:has-text('Cb2:')")
        page.wait_for_selector(".plan-tally >> text=Không đạt")
        fits(page)
        assert serious(page) == []
        page.select_option("#id_rule", "titles_in_a_row")
        page.wait_for_selector("#id_years")
        page.select_option("#id_rule", "reduction_at_least")
        page.wait_for_selector("#id_at_least")
        page.select_option("#id_indicator", "poverty_rate")
        page.fill("#id_at_least", "3,5")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("text=Kế hoạch không còn chỗ nào cần sửa.")
        page.wait_for_selector(".plan-tally >> text=Đạt")
        page.goto(f"/the-le/soan/{draft.pk}/ban-hanh/")
        fits(page)
        assert serious(page) == []
        page.click("text=Ban hành vào cổng")
        page.wait_for_selector("text=phiên bản 2")
    assert not PlanDraft.objects.exists()
