"""What is printed is a paper: tables stay tables, nothing is cut or lies over another, what is only for the screen is gone."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import cast
from tests.awards.walking import at_the_door

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACROSS, UPRIGHT = 1009, 624  # CSS pixels of A4 between its margins, lying and standing

# cells that lie over another of their table, cells whose words are cut, and what sticks out of the paper
FAULTS = """(width) => {
  const shown = (el) => el.getClientRects().length && getComputedStyle(el).visibility === "visible";
  const faults = [];
  for (const table of document.querySelectorAll("main table")) {
    if (!shown(table)) continue;
    const head = table.tHead;
    if (head && getComputedStyle(head).display !== "table-header-group") faults.push(["head", head.innerText]);
    for (const row of table.rows)
      if (shown(row) && getComputedStyle(row).display !== "table-row") faults.push(["no row", row.innerText]);
    const cells = [...table.querySelectorAll("th, td")].filter(shown).filter((cell) => cell.innerText.trim());
    const boxes = cells.map((cell) => cell.getBoundingClientRect());
    cells.forEach((cell, at) => {
      if (cell.scrollWidth > cell.clientWidth + 2) faults.push(["cut", cell.innerText]);
      if (boxes[at].right > width + 2) faults.push(["out", cell.innerText]);
      for (let other = at + 1; other < cells.length; other++) {
        const wide = Math.min(boxes[at].right, boxes[other].right) - Math.max(boxes[at].left, boxes[other].left);
        const high = Math.min(boxes[at].bottom, boxes[other].bottom) - Math.max(boxes[at].top, boxes[other].top);
        if (wide > 2 && high > 2) faults.push(["over", cell.innerText, cells[other].innerText]);
      }
    });
  }
  for (const name of [".side-nav", ".tabs", ".form-tabs", ".btn", ".preview-bar", ".filters"])
    for (const el of document.querySelectorAll(name)) if (shown(el)) faults.push(["screen only", name]);
  return faults;
}"""


@pytest.fixture
def filled(portal: cast.Province) -> cast.Province:
    for year, poor in ((2021, 400), (2022, 250)):
        portal.approve(year, "584", 8000, poor)
    at_the_door(portal, {"22801": (400, 250), "22804": (400, 260)})
    return portal


@pytest.mark.parametrize(
    ("who", "address", "width"),
    [
        ("bac_ai", "/ket-qua/2022/584/", ACROSS),
        ("bac_ai", "/ket-qua/2022/", ACROSS),
        ("labour_leader", "/phe-duyet/2022/", ACROSS),
        ("labour_leader", "/chi-tieu/2022/", ACROSS),
        ("labour_leader", "/ky/", ACROSS),
        ("home", "/khen-thuong/annual-2022/", ACROSS),
        ("home", "/khen-thuong/annual-2022/tham-dinh/", ACROSS),
        ("home", "/khen-thuong/annual-2022/bang-so-luong/", ACROSS),
        ("home", "/ke-hoach/", ACROSS),
        ("home", "/ho-so/1/", UPRIGHT),
        ("", "/cong-khai/2022/", UPRIGHT),
    ],
)
def test_a_page_is_a_paper(
    filled: cast.Province, person: Callable[..., Any], who: str, address: str, width: int
) -> None:
    with person(filled.people[who] if who else None) as page:
        page.goto(address)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": width, "height": 1000})
        assert page.evaluate(FAULTS, width) == []
