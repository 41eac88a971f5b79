"""The officers' guides of docs/, read once and shown as pages: titles, headings that an address can name, links among them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
FOLDER = "huong-dan"
LIST = "README"  # what a folder's list of guides is called
# beside the folder of guides: what administrators and writers of plans read
MORE = (
    "cai-dat",
    "danh-muc-don-vi",
    "hoi-dap",
    "nhieu-phong-trao",
    "quy-che-khen-thuong",
    "viet-chuan-ngheo",
    "viet-the-le",
)
PICTURES = ("anh", "hinh")
_ROOT = f"/{FOLDER}/"
_LINK = re.compile(r"(?:\.\./|huong-dan/)*([\w-]+)\.md(#.+)?")
_PICTURE = re.compile(r"(?:\.\./)*(anh|hinh)/([\w-]+)\.png")


@dataclass(frozen=True)
class Guide:
    """A guide as a page: its title, the rest as HTML, its headings by the word after # in an address."""

    name: str
    title: str
    html: str
    headings: Mapping[str, str]


def names() -> tuple[str, ...]:
    """Every guide that is shown, but their list."""
    own = sorted(path.stem for path in (DOCS / FOLDER).glob("*.md") if path.stem != LIST)
    return (*own, *MORE)


def path_of(name: str) -> Path | None:
    """The file of a guide; nothing for any other word."""
    if name in MORE:
        return DOCS / f"{name}.md"
    return DOCS / FOLDER / f"{name}.md" if name == LIST or name in names() else None


def picture_of(folder: str, name: str) -> Path | None:
    """The file of a picture of the guides; nothing for any other words."""
    known = {path.stem: path for path in (DOCS / FOLDER / folder).glob("*.png")} if folder in PICTURES else {}
    return known.get(name)


def address_of(name: str, heading: str = "") -> str:
    """The page of a guide, opened at one of its headings where one is named."""
    page = _ROOT if name == LIST else f"{_ROOT}{name}/"
    return f"{page}#{heading}" if heading else page


def anchor_of(heading: str) -> str:
    """The word by which addresses name a heading, as code forges make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def read(name: str) -> Guide | None:
    """A guide by its name, or nothing where there is none."""
    path = path_of(name)
    return _rendered(name, path.read_text(encoding="utf-8")) if path is not None and path.is_file() else None


@lru_cache(maxsize=64)
def _rendered(name: str, text: str) -> Guide:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    text = re.sub(r"^<!--.*?-->\n?", "", text, flags=re.M | re.S)
    tokens = markdown.parse(text)
    title, headings = name, dict[str, str]()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            words = tokens[at + 1].content
            headings[anchor_of(words)] = words
            token.attrSet("id", anchor_of(words))
        if token.type == "table_open":
            token.attrSet("class", "data")
        _lead(token.children or ())
    if tokens and tokens[0].type == "heading_open":
        title, tokens = tokens[1].content, tokens[3:]  # the page has its own
    html: Any = markdown.renderer.render(tokens, markdown.options, {})
    return Guide(name, title, html, headings)


def _lead(tokens: Sequence[Token]) -> None:
    """A link to another guide, or a picture, leads to where the portal shows it; what it does not show is plain text."""
    is_plain = False
    for token in tokens:
        if token.type == "link_open":
            address = _led_to(str(token.attrGet("href")))
            is_plain = not address
            token.attrs = {} if is_plain else {"href": address}
        if token.type in ("link_open", "link_close") and is_plain:
            token.tag = "span"
        _show(token)


def _led_to(href: str) -> str:
    """Where the portal shows what a guide links to; nothing for what it does not show."""
    if "://" in href or href.startswith("#"):
        return href
    found = _LINK.fullmatch(href)
    if found is None or path_of(found[1]) is None or href.startswith(f"../{LIST}"):
        return ""
    return address_of(found[1]) + (found[2] or "")


def _show(token: Token) -> None:
    if token.type == "image" and (found := _PICTURE.fullmatch(str(token.attrGet("src")))) is not None:
        token.attrSet("src", f"{_ROOT}{found[1]}/{found[2]}.png")
        token.attrSet("class", "guide-picture")
