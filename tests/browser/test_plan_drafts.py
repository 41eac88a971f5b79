"""A plan is written in the browser with keys and fingers: another rule asks other things at once, the count stands beside it."""

from collections.abc import Callable
from typing import Any

import pytest

from awards.models import RuleChange
from campaign.models import DefinitionVersion, PlanDraft
from campaign.plan.actions.drafts import begin_from
from tests import cast
from tests.awards import bent
from tests.browser.axe import fits, serious
from tests.papers import PDF

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
        page.fill("#id_number", "9/UBND-NC")
        page.fill("#id_issued_on", "15/12/2022")
        page.fill("#id_issuer", "Ủy ban nhân dân tỉnh")
        page.set_input_files("#id_file", {"name": "9.pdf", "mimeType": "application/pdf", "buffer": PDF})
        page.fill("#id_reason", "Theo văn bản.")
        page.click("text=Gửi người thứ hai xác nhận")
        page.wait_for_selector("text=Chờ người thứ hai")
    bent.confirmed(RuleChange.objects.get())
    assert not PlanDraft.objects.exists()
