"""No page calls a thing by the code that our files know it by: "Biểu 7", "Tiêu chí 2, ý a", "Mục tiêu 1" instead."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html

from accounts.models import User
from tests import cast
from tests.awards.council.test_council import for_council

SignIn = Callable[[User], Client]
# forms, goals, criteria with their parts, numbers of places, readings, checks of figures and of dossiers
CODE = re.compile(
    r"(?<![\w/.\-])(?:F1?\d|G[1-9]|Q[0-4]|D[1-9]|C[abcdđeg]\d(?:\.[a-zđ])?|C\d\.\d{1,2}|R\d{2}[a-z]?|R-[a-z]+)(?![\w/\-])"
)
SPOKEN = ("aria-label", "title", "placeholder", "data-label", "alt")
MOST = 70  # pages a person
# what is written or read by its code there: files of plans, standards and regulations, and how they are written
BY_CODE = ("/the-le/soan/", "/the-le/phien-ban", "/chuan-ngheo/", "/huong-dan/", "/mau-van-ban/", "/quan-tri")
A_FILE = re.compile(
    r"\.(xlsx|csv|docx|pdf|toml|zip|json)$|/(tai|tep|xuat|pdf|ban-ky|mau|tai-ve)/|[?&](tai|xuat|dinh-dang)="
)


def _said(page: html.HtmlElement) -> str:
    for silent in page.xpath("//script | //style | //template"):
        silent.drop_tree()
    spoken = [value for name in SPOKEN for value in page.xpath(f"//@{name}")]
    return " | ".join([" ".join(page.text_content().split()), *map(str, spoken)])


def _kind(address: str) -> str:
    """Addresses of one kind of page: without their keys, with the names of what they ask."""
    path, _, query = address.partition("?")
    return re.sub(r"\d+", "N", path) + "?" + re.sub(r"=[^&]*", "", query)


def walk(client: Client) -> tuple[int, list[str]]:
    """How many pages somebody reaches by links, one of each kind, and every code found on them with its place."""
    waiting, kinds, found, read = ["/"], {"/?"}, [], 0
    while waiting and read < MOST:
        address = waiting.pop(0)
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            continue
        read += 1
        page = html.fromstring(answer.content)
        for href in page.xpath("//a/@href"):
            link = str(href).partition("#")[0]
            if not link.startswith("/") or link.startswith(BY_CODE) or A_FILE.search(link):
                continue
            if (kind := _kind(link)) not in kinds:
                kinds.add(kind)
                waiting.append(link)
        found += [f"{address}: …{text}…" for text in _around(_said(page))]
    return read, found


def _around(said: str) -> list[str]:
    return [said[max(0, hit.start() - 30) : hit.end() + 30] for hit in CODE.finditer(said)]


@pytest.mark.parametrize("who", ["home", "labour", "bac_ai", "council"])
def test_nobody_meets_a_bare_code(province: cast.Province, sign_in: SignIn, who: str) -> None:
    for_council(province, "22801", "22783")
    read, found = walk(sign_in(getattr(province, who)))
    assert found == []
    assert read > 15


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Biểu F7 có lỗi", ["Biểu F7 có lỗi"]),
        ("Cb3, năm 2022", ["Cb3, năm 2022"]),
        ("Tiêu chí 3, ý a; Biểu 7 · Tổng hợp; Mục tiêu 1", []),
        ("Mẫu /F1/, Ca Đú, số 12/QĐ-UBND, Đợt 1", []),
    ],
)
def test_what_a_bare_code_is(said: str, codes: list[str]) -> None:
    assert _around(said) == codes
