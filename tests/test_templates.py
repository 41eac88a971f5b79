"""Templates are code: short lines, no state by its code name."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "templates"
LONGEST = 120
# what cannot be broken: one tag of the language, one attribute, one word of text after the sign that ends a start tag
ONE_PIECE = re.compile(r"""^(<\w+ )?[>]?(\{%[^%]*%\}|\{\{[^}]*\}\}|[\w:-]+="[^"]*"|\S+)[>]?$""")
CODE_NAME = re.compile(r"""\b\w*(?:state|method)\s*(?:==|!=)\s*["']|["']\s*(?:==|!=)\s*[\w.]*(?:state|method)\b""")


def _lines() -> Iterator[tuple[str, int, str]]:
    for path in sorted(ROOT.rglob("*.html")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield str(path.relative_to(ROOT)), number, line


def test_no_line_is_longer_than_a_screen_but_for_what_cannot_be_broken() -> None:
    long = [
        (name, number) for name, number, line in _lines() if len(line) > LONGEST and not ONE_PIECE.match(line.strip())
    ]
    assert long == []


def test_lines_are_short_on_the_whole() -> None:
    lengths = [len(line) for _, _, line in _lines()]
    assert sum(lengths) / len(lengths) < 60


def test_no_template_knows_the_code_name_of_a_state() -> None:
    assert [(name, number) for name, number, line in _lines() if CODE_NAME.search(line)] == []


@pytest.mark.parametrize(
    "tag", ['{% if row.state == "draft" %}', "{% if 'paper' != session.method %}", '{% if mail_state=="sent" %}']
)
def test_such_a_name_would_be_seen(tag: str) -> None:
    assert CODE_NAME.search(tag)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ('{% include "a.html" with title="một hai ba" %}', True),
        ('<p>{% include "a.html" %}', False),
        ("{% if a %}{% if b %}", False),
        ("href=\"{% url 'x' %}\"", True),
        ("hai từ", False),
    ],
)
def test_what_cannot_be_broken(line: str, is_one: bool) -> None:
    assert bool(ONE_PIECE.match(line)) is is_one
