"""What every page is looked at for: it fits its window, and axe-core finds nothing serious."""

from pathlib import Path
from typing import Any

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def fits(page: Any) -> None:
    """Fails when a page is wider than its window or axe objects; waits first for the page to be there."""
    wide = excess(page)
    assert wide <= 1, f"{page.url} is {wide} px too wide"
    assert serious(page) == [], page.url


def excess(page: Any) -> int:
    """By how many pixels a page is wider than its window; waits first for the page to be there."""
    page.wait_for_load_state("load")  # between two pages there is no document to be measured
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def serious(page: Any) -> list[str]:
    """What axe finds serious or critical on a page."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21aa','wcag22aa']})")["violations"]
    return [
        f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in found if item["impact"] in {"serious", "critical"}
    ]
