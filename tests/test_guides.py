"""The officers' guides: every guide is in their list, every picture is there, used, small, and taken again by its script."""

import ast
import re
from pathlib import Path

import pytest

from tests.browser.test_guide_pictures import NAMES

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "huong-dan"
GUIDES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
MOST = 60_000  # bytes of a picture


def _shots() -> set[str]:
    """The names of the pictures that the script takes."""
    tree = ast.parse((FOLDER / "chup_anh.py").read_text(encoding="utf-8"))
    rows = next(node.value for node in tree.body if isinstance(node, ast.AnnAssign) and node.target.id == "SHOTS")
    return {row.elts[0].value for row in rows.elts}


def test_the_list_names_every_guide_once() -> None:
    listed = re.findall(r"\]\(([^)]+\.md)\)", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == [path.name for path in GUIDES]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_link_and_picture_of_a_guide_leads_somewhere(guide: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", guide.read_text(encoding="utf-8"))
    assert [link for link in links if not (FOLDER / link).is_file()] == []


def test_every_picture_is_used_small_and_taken_by_the_script() -> None:
    pictures = {path.stem: path.stat().st_size for path in (FOLDER / "anh").glob("*.png")}
    used = {name for guide in GUIDES for name in re.findall(r"anh/([\w-]+)\.png", guide.read_text(encoding="utf-8"))}
    assert set(pictures) == used == _shots()
    assert {name: size for name, size in pictures.items() if size > MOST} == {}


def test_every_picture_of_the_browser_tests_is_used_small_and_taken_by_them() -> None:
    pictures = {path.stem: path.stat().st_size for path in (FOLDER / "hinh").glob("*.png")}
    used = {name for guide in GUIDES for name in re.findall(r"hinh/([\w-]+)\.png", guide.read_text(encoding="utf-8"))}
    assert set(pictures) == used == set(NAMES)
    assert {name: size for name, size in pictures.items() if size > MOST} == {}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_names_who_does_it_by_their_duty(guide: Path) -> None:
    """Departments are renamed and merged; a guide is read in every province."""
    text = guide.read_text(encoding="utf-8")
    assert re.findall(r"Sở (?:Nội|Lao|LĐ|Nông|Dân)\w*|LĐTBXH|Ninh Thuận|Khánh Hòa", text) == []
