"""Words that no page says any more: `docs/tu-ngu.md` lists them with what is said instead."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LIST = ROOT / "docs" / "tu-ngu.md"
APPS = ("accounts", "awards", "campaign", "config", "core", "office", "reports", "units")


def _pairs() -> list[tuple[str, str]]:
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", LIST.read_text(encoding="utf-8"), re.M)
    return [row for row in rows if row[0] not in ("Không dùng", "---")]


def _said() -> list[tuple[Path, str]]:
    files = list((ROOT / "templates").rglob("*.html"))
    for app in APPS:
        files += [path for path in (ROOT / app).rglob("*") if path.suffix in (".py", ".toml", ".md") and path.is_file()]
    files += list((ROOT / "docs" / "huong-dan").rglob("*.md"))
    return [(path.relative_to(ROOT), " ".join(path.read_text(encoding="utf-8").split())) for path in files]


SAID = _said()


@pytest.mark.parametrize(("word", "instead"), _pairs())
def test_nobody_says_it(word: str, instead: str) -> None:
    found = [str(path) for path, text in SAID if word.casefold() in text.casefold() and "migrations" not in path.parts]
    assert found == [], f"«{word}» is «{instead}»"


def test_the_list_is_read() -> None:
    assert ("Lưu bản nháp", "Lưu nháp") in _pairs()
    assert len({word for word, _ in _pairs()}) == len(_pairs()) > 15
