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
        self.page.locator(target).first.click()
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
    hand.click(_first_commune(hand))
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
    hand.click(_first_commune(hand))
    hand.press("Control+V")
    hand.page.wait_for_timeout(1500)
    _save(hand)


def targets(hand: Hand) -> None:
    """A target for each of seven districts by one decision."""
    hand.click("a:has-text('Giao chỉ tiêu năm')")
    cells = hand.page.locator("main table input[id$=at_least]:visible")
    for at in range(7):
        cells.nth(at + 1).click()
        hand.clicks += 1
        hand.write(f"0,{at + 20}")
    hand.fill("[name=decision_number]", "15/QĐ-UBND")
    hand.fill("[name=decision_date]", "12/04/2024")
    hand.click("button:has-text('Lưu chỉ tiêu')")
    hand.page.wait_for_selector(".notice")


def approved(hand: Hand) -> None:
    """Every set of a year that waits."""
    hand.click("a:has-text('Phê duyệt')")
    hand.click("a:has-text('Xem trước cả')")
    hand.click("main form button[type=submit]:visible")
    hand.page.wait_for_selector(".notice")


def appraised(hand: Hand) -> None:
    """A word on each open point of a dossier, then the next of the queue opened."""
    hand.click("a:has-text('Mở phiếu thẩm định')")
    names = hand.page.evaluate(
        "[...new Set([...document.querySelectorAll('main input[name^=o-]')].map(e => e.name.slice(2)))]"
    )
    for name in names:
        hand.click(f"[name='o-{name}'][value='met']")
        if hand.page.locator(f"[name='g-{name}']").count():
            hand.fill(f"[name='g-{name}']", "Số 12/BC-UBND ngày 10/01/2024 của UBND xã")
        hand.fill(f"[name='r-{name}']", "Đủ giấy tờ, đúng yêu cầu")
    hand.click("button[name=tiep]")
    hand.page.wait_for_selector(".notice")


def _open_sheet(hand: Hand) -> None:
    hand.click("a:has-text('Mở bảng nhập')")
    hand.page.wait_for_selector("table.sheet input:visible")


def _first_commune(hand: Hand) -> str:
    """The first cell of the row after the district's own."""
    rows = hand.page.locator("table.sheet tbody tr:has(input:visible)")
    return f"#{rows.nth(1).locator('input:visible').first.get_attribute('id')}"


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


JOBS: dict[int, tuple[str, Callable[[Hand], None]]] = {
    1: ("bac-ai", typed),
    2: ("bac-ai", pasted),
    4: ("so-ldtbxh", targets),
    5: ("so-ldtbxh", approved),
    8: ("so-noi-vu", appraised),
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
            print(f"| {number} | {(job.__doc__ or '').rstrip('.')} | {clicks} | {keys} | {seconds:.1f} |")
        browser.close()


if __name__ == "__main__":
    main()
