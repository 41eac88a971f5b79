"""The queue of Sở Nội vụ: sheet after sheet is saved, each leads to the next, the last one back to the queue."""

from collections.abc import Callable
from typing import Any

import pytest

from awards import actions
from awards.models import Judgement, Nomination
from tests import cast
from tests.awards.walking import accepted, judged, propose, spoken
from tests.browser.axe import fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUEUE = "/khen-thuong/annual-2022/tham-dinh/"


def _fill(page: Any, reason: str) -> None:
    form = page.locator("#phieu .judge-form").first
    form.locator("input[value=met]").check()
    form.locator("input[name^='g-']").fill(
        "Kế hoạch 5/KH-UBND ngày 01/02/2022 của UBND xã"
    )  # no paper of the line is in the portal
    form.locator("textarea").fill(reason)


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["office", "phone"])
def test_three_sheets_are_saved_one_after_the_other(
    portal: cast.Province, person: Callable[..., Any], size: tuple[int, int]
) -> None:
    items = [accepted(portal, propose(portal, code)) for code in ("22801", "22804", "22807")]
    own = items[1]
    Nomination.objects.filter(pk=own.pk).update(author=portal.home)  # somebody else's to judge: passed over
    more = accepted(portal, propose(portal, "22783"))
    queue = [items[0], items[2], more]
    with person(portal.home, width=size[0], height=size[1]) as page:
        page.goto(QUEUE)
        fits(page)
        page.click(f"main a:text-is('{queue[0].printed_name}')")
        for here, after in zip(queue, [*queue[1:], None], strict=True):
            assert here.printed_name in page.inner_text("h1")
            bar = page.locator(".preview-bar")
            fits(page)
            if after is not None:
                assert f"Tiếp theo: {after.printed_name}" in bar.inner_text()
                _fill(page, f"Đã xem {here.printed_name}.")
                bar.locator("text=Lưu và mở hồ sơ tiếp theo").click()
            else:
                _fill(page, f"Đã xem {here.printed_name}.")
                bar.locator("text=Lưu và về hàng chờ").click()
            page.wait_for_selector(".notice")
            assert f"Đã lưu 01 nhận xét: {here.printed_name}." in page.inner_text(".notice")
        assert page.url.endswith(QUEUE)
        assert "Đây là hồ sơ cuối hàng chờ." in page.inner_text(".notice")
    assert set(Judgement.objects.values_list("nomination", flat=True)) == {item.pk for item in queue}


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["office", "phone"])
def test_ticked_dossiers_are_accepted_shared_out_and_finished(
    portal: cast.Province, person: Callable[..., Any], size: tuple[int, int]
) -> None:
    items = [propose(portal, code) for code in ("22801", "22804", "22807")]
    actions.advance([item.pk for item in items], "submit", by=portal.bac_ai_leader)
    with person(portal.home, width=size[0], height=size[1]) as page:
        page.goto(QUEUE)
        fits(page)
        page.check("text=Chọn cả trang")
        assert page.locator("tbody input[name='ho-so']:checked").count() == 3
        page.click("button:text-is('Tiếp nhận')")
        fits(page)
        page.click("form.confirm button.btn-primary")
        page.wait_for_selector(".notice")
        assert "03 hồ sơ" in page.inner_text(".notice")

        page.click("text=Chia, giao hồ sơ chưa giao")
        fits(page)
        page.click("text=Xem trước khi chia đều")
        fits(page)
        page.click("form.confirm button.btn-primary")
        page.wait_for_selector(".notice")
        assert "Đã giao 03 hồ sơ." in page.inner_text(".notice")
        assert {row.officer for row in Nomination.objects.all()} == {portal.home, portal.home_leader}

        for item in items[:2]:
            judged(portal, item)
            spoken(portal, item)
        page.goto(QUEUE)
        for item in items[:2]:
            page.check(f"input[aria-label='Chọn {item.printed_name}']")
        page.click("button:text-is('Kết thúc thẩm định')")
        fits(page)
        page.click("form.confirm button.btn-primary")
        page.wait_for_selector(".notice")
    states = [Nomination.objects.get(pk=item.pk).state for item in items]
    assert states == ["appraised", "appraised", "under_appraisal"]


def test_a_sheet_is_filled_in_by_keys_alone(portal: cast.Province, person: Callable[..., Any]) -> None:
    item = accepted(portal, propose(portal, "22801"))
    with person(portal.home) as page:
        page.goto(QUEUE)
        page.keyboard.press("j")
        page.keyboard.press("x")
        assert page.locator("tbody input[name='ho-so']:checked").count() == 1
        page.keyboard.press("j")  # round at the end: the one dossier, its name
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/ho-so/{item.pk}/")
        for key in "jj":
            page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == "kl-Cc1.b"
        page.keyboard.press("2")
        page.keyboard.press("Tab")
        page.keyboard.type("Báo cáo nêu 1 mô hình, chưa có kết quả, j k x")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.value") == "not_met"
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.id") == "kl-Cc1.a"
        page.click("[data-next-point]")  # what has its word and reason is passed over
        assert page.evaluate("document.activeElement.id") == "kl-Cc1.c"
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".notice")
        page.keyboard.press("?")
        assert "Đạt, Không đạt, Chưa đủ căn cứ" in page.inner_text("dialog[open]")
    row = Judgement.objects.get()
    assert (row.part, row.outcome, row.reason) == (
        "Cc1.b", "not_met", "Báo cáo nêu 1 mô hình, chưa có kết quả, j k x",
    )  # fmt: skip
