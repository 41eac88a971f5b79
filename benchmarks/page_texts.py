"""Every page as each sample account reads it: `python -m benchmarks.page_texts FOLDER` on a loaded demonstration.

A file an account and page, a line a tag or a run of words; spaces count only where a reader sees them. Run before and
after a change that should change nothing, then `diff -r BEFORE AFTER`.
"""

import re
import sys
from datetime import datetime
from pathlib import Path

import django

django.setup()

import lxml.html
from django.conf import settings
from django.test import Client

from accounts.models import User
from core import clock
from core.clock import VIETNAM
from reports.demonstration.people import accounts
from tests.journeys.walker import every_page

INLINE = {"a", "abbr", "b", "button", "code", "em", "i", "input", "kbd", "label", "mark", "q", "s", "select", "small", "span",
          "strong", "sub", "sup", "textarea", "time", "u"}  # fmt: skip
OF_THE_MOMENT = {"csrfmiddlewaretoken", "khoa", "once"}  # values of hidden fields that differ each time
NOW = datetime(2024, 4, 12, 9, tzinfo=VIETNAM)


def lines(html: str) -> list[str]:
    """A line a block, with its tags, their attributes and the words as a reader sees them apart."""
    found: list[str] = []
    _walk(lxml.html.document_fromstring(html), found)
    text = re.sub(r" *\n\s*", "\n", re.sub(r" +", " ", "".join(found)))
    return text.strip().split("\n")


def _walk(node: lxml.html.HtmlElement, found: list[str]) -> None:
    if isinstance(node.tag, str):  # no comment
        attributes = {key: re.sub(r"\s+", " ", value).strip() for key, value in node.attrib.items()}
        if attributes.get("type") == "hidden" and attributes.get("name") in OF_THE_MOMENT:
            attributes["value"] = "…"
        told = "".join(f' {key}="{value}"' for key, value in sorted(attributes.items()))
        edge = "" if node.tag in INLINE else "\n"
        found.append(f"{edge}<{node.tag}{told}>{edge}")
        _words(node.text, found)
        for child in node:
            _walk(child, found)
        found.append(f"{edge}</{node.tag}>{edge}")
    _words(node.tail, found)


def _words(text: str | None, found: list[str]) -> None:
    if text:
        found.append(re.sub(r"\s+", " ", text))


def main() -> None:
    folder = Path(sys.argv[1])
    settings.ALLOWED_HOSTS = ["*"]
    with clock.at(NOW):
        for username in ("", *(username for username, _, _ in accounts())):
            client = Client()
            if username:
                client.force_login(
                    User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
                )
            own = folder / (username or "nguoi-la")
            own.mkdir(parents=True, exist_ok=True)
            for address, words in _pages(client):
                name = re.sub(r"[^\w=&?-]+", "_", address).strip("_")[:180] or "trang-dau"
                (own / f"{name}.txt").write_text("\n".join(lines(words)) + "\n", encoding="utf-8")


def _pages(client: Client) -> list[tuple[str, str]]:
    class Reader:
        def __init__(self) -> None:
            self.client = client

    found = every_page(Reader(), set())  # type: ignore[arg-type] # all that it needs of a walker
    return [(address, words[words.index("<!DOCTYPE") :]) for address, words in found if "<!DOCTYPE" in words]


if __name__ == "__main__":
    main()
