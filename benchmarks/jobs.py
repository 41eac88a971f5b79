"""Clicks, keys and seconds of jobs that people do most, in Chromium, on a served demonstration that nobody has touched.

    python -m benchmarks.jobs http://127.0.0.1:8000 [--part N …]

Each begins on the start page of whoever does it and goes by what the page shows. Letters typed and keys pressed are keys;
a choice, a tick, a file and a button are a click each. The sample accounts and their password are those of README.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

PASSWORD = "thu-nghiem-2022"  # of every sample account
POOR = [(940, 270, 100, 860, 262), (860, 310, 112, 790, 300), (787, 230, 88, 724, 225), (711, 260, 95, 654, 250)]
ROWS = [*POOR, (1142, 350, 130, 1050, 340), (1066, 400, 145, 980, 390), (990, 310, 115, 910, 300), *POOR[:2]]


@dataclass
class Hand:
    """A page, and what the one before it does."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def click(self, target: str) -> None:
        self.page.locator(target).locator("visible=true").first.click()
        self.clicks += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += key.count("+") + 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def fill(self, target: str, text: str) -> None:
        self.click(target)
        self.write(text)


def typed(hand: Hand) -> None:
    """Nine communes of a district, five figures each, typed."""
    _open_sheet(hand)
    _into_first(hand)
    for at, row in enumerate(ROWS):
        for value in row:
            hand.press("Control+A")
            hand.write(str(value))
            if (at, value) != (len(ROWS) - 1, row[-1]):
                _next_cell(hand)
    _save(hand)


def pasted(hand: Hand) -> None:
    """The same from the clipboard."""
    _open_sheet(hand)
    rows = hand.page.locator("table.sheet tbody tr:has(input:visible)")
    names = [rows.nth(at).locator("th").inner_text().split("\n")[0] for at in range(1, rows.count())]
    block = "\n".join("\t".join([name, *map(str, row)]) for name, row in zip(names, reversed(ROWS), strict=False))
    hand.page.evaluate("text => navigator.clipboard.writeText(text)", block)
    _into_first(hand)
    hand.press("Control+V")
    hand.page.wait_for_timeout(1500)
    _save(hand)


def targets(hand: Hand) -> None:
    """A target for each of seven districts by one decision."""
    hand.click("a:has-text('Giao chỉ tiêu năm')")
    cells = hand.page.locator("main table input[id$=at_least]:visible")
    walks = hand.page.locator("[data-first-field]").count()
    for at in range(7):
        here = cells.nth(at + 1).get_attribute("id")
        if walks:
            hand.press("Enter")  # the focus began at the province's own
        else:
            hand.click(f"[id='{here}']")
        hand.write(f"0,{at + 20}")
    hand.fill("[name=decision_number]", "15/QĐ-UBND")
    hand.fill("[name=decision_date]", "12/04/2024")
    hand.click("button:has-text('Lưu chỉ tiêu')")
    hand.page.wait_for_selector(".notice")


def approved(hand: Hand) -> None:
    """Every set of a year that waits."""
    hand.click("main a:has-text('Phê duyệt')")
    if hand.page.locator("a:has-text('Xem trước cả')").count():
        hand.click("a:has-text('Xem trước cả')")
    hand.click("main form button[type=submit]:visible")
    hand.page.wait_for_selector(".notice")


def appraised(hand: Hand) -> None:
    """A word on each open point of a dossier, then the next of the queue opened."""
    hand.click("a:has-text('Mở phiếu thẩm định')")
    names = hand.page.evaluate(
        "[...new Set([...document.querySelectorAll('main input[name^=o-]')].map(e => e.name.slice(2)))]"
    )
    said = _by_keys if hand.page.locator("[data-as-above]").count() else _by_hand
    for at, name in enumerate(names):
        said(hand, name, is_first=at == 0)
    hand.click("button[name=tiep]")
    hand.page.wait_for_selector(".notice")


def sent(hand: Hand) -> None:
    """What nine communes have entered, looked through and sent on. After job 1 or 2."""
    _open_sheet(hand)
    hand.click("a[href*='/check/']")
    hand.click("main form button[type=submit]:visible")
    hand.page.wait_for_selector(".notice")


def one_returned(hand: Hand) -> None:
    """One set of those that wait is given back with a reason, all others are approved. Before job 5."""
    hand.click("main a:has-text('Phê duyệt')")
    if hand.page.locator("main td a:has-text('Trả lại'), main th a:has-text('Trả lại')").count():
        hand.click("main th a:has-text('Trả lại')")  # on the preview of all that wait
    else:
        rows = hand.page.locator("tr:has([name=bo]:not(:disabled))").filter(has_text="Đã kiểm tra")
        rows.first.locator("[name=bo]").check()
        hand.clicks += 1
        hand.click("button:has-text('Trả lại')")
    if hand.page.evaluate("document.activeElement.name") != "reason":
        hand.click("[name=reason]")
    hand.write("Số hộ cận nghèo chưa khớp với danh sách")
    hand.click("main form button[type=submit]:visible")
    hand.page.wait_for_selector(".notice")


def registered(hand: Hand) -> None:
    """The launch plan of a body, with its number and day."""
    hand.click("nav a:has-text('Kế hoạch thi đua')")
    hand.click("a:has-text('Gửi kế hoạch')")
    _missing(hand, "title", "Phát động Phong trào thi đua vì người nghèo của Tỉnh đoàn")
    _missing(hand, "number", "45/KH-TĐTN")
    _missing(hand, "issued_on", "20/07/2022")
    hand.click("button:has-text('Gửi kế hoạch')")
    hand.page.wait_for_selector(".notice")


def nominated(hand: Hand) -> None:
    """A household of a commune put forward."""
    hand.click("nav a:has-text('Khen thưởng')")
    by_class = "section:has-text('Đợt hằng năm 2023') a[href*='nhom=household']"
    if hand.page.locator(by_class).count():
        hand.click(by_class)
    else:
        hand.click("main a:has-text('Đợt hằng năm 2023')")
        hand.click("main a[href*='lap-ho-so']")
        hand.click("main a[href*='nhom=household']")
    hand.click("main a:has-text('Đàng Thị Ái')")
    hand.click("[name=name_as]")
    hand.click("button:has-text('Lập hồ sơ')")
    hand.page.wait_for_selector(".notice")


def decided(hand: Hand) -> None:
    """The list before the chairman decided, then released.

    The demonstration has none there: put its recommended and appraised dossiers of annual-2023 before the chairman first.
    """
    hand.click("main a:has-text('Ban hành quyết định')")
    _missing(hand, "number", "512/QĐ-UBND")
    _missing(hand, "signed_on", "12/04/2024")
    _missing(hand, "signer", "Nguyễn Văn An")
    hand.click("button:has-text('Ban hành quyết định')")
    hand.page.wait_for_selector(".notice")
    hand.click("main a:has-text('Công bố')")
    hand.fill("main textarea, main input[type=text]", "Bản ký lưu sau")
    hand.click("button:has-text('Công bố')")
    hand.page.wait_for_selector(".notice")


def _missing(hand: Hand, name: str, text: str) -> None:
    """Typed unless the page says it already."""
    if not hand.page.locator(f"[name={name}]").first.input_value():
        _at(hand, name)
        hand.write(text)


def _at(hand: Hand, name: str) -> None:
    """Into a field: the focus may be there already, or a Tab away."""
    here = "document.activeElement.name"
    if hand.page.evaluate(here) == name:
        return
    hand.click(f"[name={name}]")


PAPER, REASON = "Số 12/BC-UBND ngày 10/01/2024 của UBND xã", "Đủ giấy tờ, đúng yêu cầu"


def _by_hand(hand: Hand, name: str, *, is_first: bool) -> None:
    hand.click(f"[name='o-{name}'][value='met']")
    if hand.page.locator(f"[name='g-{name}']").count():
        hand.fill(f"[name='g-{name}']", PAPER)
    hand.fill(f"[name='r-{name}']", REASON)


def _by_keys(hand: Hand, name: str, *, is_first: bool) -> None:
    """j to the point, 1 for the verdict, t for the reason of the point above where it is the same."""
    hand.press("j")
    hand.press("1")
    if is_first:
        hand.press("Tab")
        hand.write(REASON)
    else:
        hand.press("t")
    if hand.page.locator(f"[name='g-{name}']").count():
        hand.press("Tab")
        hand.write(PAPER)
    hand.press("Escape")
    assert hand.page.locator(f"[name='r-{name}']").input_value() == REASON


def _open_sheet(hand: Hand) -> None:
    hand.click("a:has-text('Mở bảng nhập')")
    hand.page.wait_for_selector("table.sheet input:visible")


def _first_commune(hand: Hand) -> str:
    """The first cell of the row after the district's own."""
    rows = hand.page.locator("table.sheet tbody tr:has(input:visible)")
    return f"#{rows.nth(1).locator('input:visible').first.get_attribute('id')}"


def _into_first(hand: Hand) -> None:
    """The page may begin in its first cell, the district's own: then the commune below is a key away."""
    first = _first_commune(hand)
    if hand.page.evaluate("document.activeElement.tagName") == "INPUT":
        hand.press("Enter")
    if f"#{hand.page.evaluate('document.activeElement.id')}" != first:
        hand.click(first)


def _next_cell(hand: Hand) -> None:
    """By Tab; what stands between two cells costs a key more."""
    hand.press("Tab")
    while hand.page.evaluate("document.activeElement.tagName") != "INPUT":
        hand.press("Tab")


def _save(hand: Hand) -> None:
    """By the button, unless the sheet has saved itself."""
    if hand.page.locator("[data-saved-at]:visible").count():
        hand.page.wait_for_timeout(4000)
        return
    hand.click("button:has-text('Lưu nháp')")
    hand.page.wait_for_selector(".notice")


JOBS: dict[int, tuple[str, Callable[[Hand], None]]] = {  # 5 and 50 are the two halves of one job
    1: ("bac-ai", typed),
    2: ("bac-ai", pasted),
    3: ("bac-ai", sent),
    4: ("so-ldtbxh", targets),
    50: ("so-ldtbxh", one_returned),
    5: ("so-ldtbxh", approved),
    6: ("tinh-doan", registered),
    7: ("phuoc-dai", nominated),
    8: ("so-noi-vu", appraised),
    9: ("chu-tich", decided),
}


def measured(browser: Browser, base: str, who: str, job: Callable[[Hand], None]) -> tuple[int, int, float]:
    """Clicks, keys and seconds from the start page to the last answer."""
    context = browser.new_context(base_url=base, viewport={"width": 1366, "height": 768})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page: Any = context.new_page()
    page.goto("/dang-nhap/")
    page.fill("#id_username", who)
    page.fill("#id_password", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_selector(".sign-out")
    hand, begun = Hand(page), time.monotonic()
    job(hand)
    seconds = time.monotonic() - begun
    context.close()
    return hand.clicks, hand.keys, seconds


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("base")
    given.add_argument("--part", type=int, action="append")
    options = given.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for number, (who, job) in JOBS.items():
            if options.part and number not in options.part:
                continue
            clicks, keys, seconds = measured(browser, options.base, who, job)
            print(
                f"| {number} | {(job.__doc__ or '').splitlines()[0].rstrip('.')} | {clicks} | {keys} | {seconds:.1f} |"
            )
        browser.close()


if __name__ == "__main__":
    main()
