"""The board in a window of Sở Nội vụ: recommended up to the ceiling and no further, equals chosen between, a trial."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import AuditEvent
from awards.models import Cap, Choice, Nomination, RuleChange
from awards.workflow.states import State
from tests import cast
from tests.awards import bent
from tests.awards.walking import at_the_door
from tests.browser.axe import fits
from tests.papers import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
URL = "/khen-thuong/annual-2022/bang-so-luong/"
PHONE = {"width": 390, "height": 844}
WHY = "Xã vùng cao, khó khăn hơn."


def _row(page: Any, item: Nomination) -> Any:
    return page.locator("table.board tbody tr", has=page.locator(f"a:text-is('{item.printed_name}')"))


def _ceiling(page: Any, number: int) -> None:
    """Another ceiling of the collectives, by an act."""
    page.goto(URL)
    group = page.locator("section[aria-labelledby='nhom-collective']")
    group.locator("summary:has-text('Thay đổi số lượng theo văn bản')").click()
    page.fill("#id_collective_at_most", str(number))
    for name, text in (
        ("number", "9/UBND-NC"),
        ("issued_on", "15/12/2022"),
        ("issuer", "UBND tỉnh"),
        ("reason", "Thêm một tập thể."),
    ):
        page.fill(f"#id_collective_{name}", text)
    page.set_input_files("#id_collective_file", {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": PDF})
    group.locator("form[action$='/so-luong/'] button[type=submit]").click()
    page.wait_for_selector(".notice")
    bent.confirmed(RuleChange.objects.latest("pk"))
    page.goto(URL)


def _confirm(page: Any) -> None:
    page.click("main form button:has-text('Đưa vào danh sách trình')")
    page.wait_for_selector(".notice")


def _listed() -> set[int]:
    return set(Nomination.objects.filter(state=State.RECOMMENDED).values_list("pk", flat=True))


def test_the_list_is_filled_to_the_ceiling_and_the_next_is_refused(
    portal: cast.Province, person: Callable[..., Any]
) -> None:
    door = at_the_door(portal, {"22783": (400, 250), "22786": (400, 270), "22789": (400, 290)})
    first, second, third = door.values()
    with person(portal.home) as page:
        _ceiling(page, 2)
        meter = page.locator("section[aria-labelledby='nhom-collective'] .cap-meter")
        assert meter.inner_text().split() == ["00/02", "Còn", "02"]
        _row(page, first).locator("a:has-text('Đưa vào danh sách trình')").click()
        _confirm(page)
        page.goto(URL)
        assert meter.inner_text().split() == ["01/02", "Còn", "01"]

        left_open = page.context.new_page()  # the third's last step is on the screen while the last place goes
        left_open.goto(URL)
        _row(left_open, third).locator("a:has-text('Đưa vào danh sách trình')").click()
        left_open.wait_for_selector("h1:has-text('Đưa vào danh sách trình')")

        _row(page, second).locator("th a").click()
        page.click(".side a:has-text('Đưa vào danh sách trình')")
        _confirm(page)
        page.goto(URL)
        assert meter.inner_text().split() == ["02/02", "Đã", "đủ", "số", "lượng"]
        assert "Đã đủ 02 tập thể" in page.inner_text("main")
        assert _row(page, third).locator("td.act").inner_text() == "Đã đủ số lượng"
        fits(page)

        sentence = (
            f"Đợt hằng năm 2022 đã đủ 02 tập thể (mục III.3.b, theo văn bản số 9/UBND-NC ngày 15/12/2022 của UBND tỉnh): {first.printed_name}; {second.printed_name}. "
            "Bỏ bớt một tập thể hoặc chờ đợt sau."
        )
        left_open.click("main form button:has-text('Đưa vào danh sách trình')")
        left_open.wait_for_selector(".error-summary")
        assert left_open.locator(".error-summary li").all_inner_texts() == [sentence]
        assert _listed() == {first.pk, second.pk}

        left_open.goto(f"/ho-so/{third.pk}/")  # and the dossier says so before anyone presses
        button = left_open.locator(".side button:has-text('Đưa vào danh sách trình')")
        assert button.get_attribute("aria-disabled") == "true"
        assert sentence in left_open.inner_text(".side")

        before = (Cap.objects.count(), AuditEvent.objects.count(), Choice.objects.count())
        page.fill("#id_so-collective", "3")
        page.click("button:has-text('Xem thử')")
        page.wait_for_selector(".trial-answer")
        assert "Tập thể: nếu số lượng là 03 (nay 02)" in page.inner_text("#thu")
        entering, leaving = page.locator(".trial-answer >> nth=0").locator("dd").all_inner_texts()
        assert (entering, leaving) == (third.printed_name, "không ai")
        fits(page)
        assert meter.inner_text().split() == ["02/02", "Đã", "đủ", "số", "lượng"]
        assert (Cap.objects.count(), AuditEvent.objects.count(), Choice.objects.count()) == before
        assert _listed() == {first.pk, second.pk}
    with person(portal.home, **PHONE) as page:
        page.goto(f"{URL}?so-collective=3&thu=1")
        fits(page)


def test_between_equals_for_the_last_place_somebody_chooses_and_says_why(
    portal: cast.Province, person: Callable[..., Any]
) -> None:
    door = at_the_door(portal, {"22783": (400, 250), "22795": (400, 290), "22798": (400, 290)})
    ahead, one, other = door.values()
    with person(portal.home) as page:
        _ceiling(page, 2)
        assert page.locator(".tie").all_inner_texts() == ["Đồng hạng 2"] * 2
        assert (
            "Không quá 02 tập thể (mục III.3.b, theo văn bản số 9/UBND-NC ngày 15/12/2022 của UBND tỉnh): còn 01 chỗ cho 02 hồ sơ đồng hạng"
            in page.inner_text("table.board")
        )
        assert [_row(page, item).locator("td.act").inner_text() for item in (one, other)] == ["Chờ lựa chọn"] * 2
        page.check(f"label:has-text('{other.printed_name}') input[type=checkbox]")
        page.click("button:has-text('Lưu lựa chọn')")
        page.wait_for_selector(".error-summary:has-text('Vui lòng ghi lý do lựa chọn')")
        fits(page)
        assert Choice.objects.count() == 0
        assert page.is_checked(f"label:has-text('{other.printed_name}') input[type=checkbox]")
        page.fill("textarea[name=reason]", WHY)
        page.click("button:has-text('Lưu lựa chọn')")
        page.wait_for_selector(".notice")
        assert f"Lấy {other.printed_name}, để lại {one.printed_name}. Lý do: {WHY}" in page.inner_text("main")
        assert "để lại theo lựa chọn đã ghi" in _row(page, one).inner_text()
        for item in (other, ahead):
            page.goto(URL)
            _row(page, item).locator("a:has-text('Đưa vào danh sách trình')").click()
            _confirm(page)
    with person(portal.home, **PHONE) as page:
        page.goto(URL)
        assert WHY in page.inner_text("main")
        assert page.locator("button:has-text('Lưu lựa chọn')").count() == 0  # no place is left to choose for
        fits(page)
    assert _listed() == {ahead.pk, other.pk}
    choice = Choice.objects.get()
    assert (choice.taken, choice.left, choice.reason) == ([other.pk], [one.pk], WHY)
