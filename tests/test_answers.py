"""What an office asks has an answer in docs/hoi-dap.md, and what the documents point at is there."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from accounts.permissions import ROLE_LABELS, Role
from campaign.figures.domain.counts import COUNTS, INDICATORS, RATES
from campaign.management.commands import import_results, import_targets
from core.numbers import format_date
from units.map.domain.provinces import codes, later_names

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
ANSWERS = (ROOT / "docs" / "hoi-dap.md").read_text("utf-8")
# by which words each question is found
ASKED = (
    "quản trị đầu tiên", "được giao vai trò", "nhiệm vụ lần đầu", "UNITS.csv", "kind", "flags", "Mã của thôn", "Ngày thành lập",
    "ghi sai", "nạp nhầm", "SUCC.csv", "cổng đang chạy", "hai tỉnh", "chuẩn nghèo", "giữa giai đoạn", "quy chế",
    "hai phong trào", "first_year", "Tệp kết quả", "gửi kế hoạch", "Sở Nông nghiệp và Môi trường", "ngày nghỉ", "SECRET_KEY",
    "TLS", ".env", "Sao lưu", "Khôi phục", "Nâng cấp", "xoay vòng", "mất mật khẩu", "bộ nhớ",
)  # fmt: skip


def _questions() -> list[tuple[int, str, str]]:
    """Number, question, answer."""
    parts = re.split(r"^### (\d+)\. (.+)$", ANSWERS, flags=re.MULTILINE)[1:]
    answers = [re.split(r"^## ", text, flags=re.MULTILINE)[0] for text in parts[2::3]]
    return [(int(n), q, a.strip()) for n, q, a in zip(parts[::3], parts[1::3], answers, strict=True)]


def test_every_question_has_an_answer_and_a_place() -> None:
    found = _questions()
    assert [number for number, *_ in found] == list(range(1, 32))
    for (number, question, answer), words in zip(found, ASKED, strict=True):
        assert question.endswith("?"), number
        assert words in question, number
        told, _, place = answer.rpartition("→")
        assert len(told.split()) >= 12, f"{number}: «{told}»"
        assert "](" in place or "**" in place, number
        assert len(answer.splitlines()) <= 3, number


def _without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def _headings(path: Path) -> set[str]:
    """The anchors of a page, as its reader makes them of the headings."""
    text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    found: Counter[str] = Counter()
    anchors = set()
    for heading in re.findall(r"^#{1,6} +(.+?) *$", text, flags=re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        anchors.add(f"{anchor}-{found[anchor]}" if found[anchor] else anchor)
        found[anchor] += 1
    return anchors


def _dead_links(path: Path) -> list[str]:
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", _without_code(path.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists() or (anchor and anchor not in _headings(file)):
            dead.append(target)
    return dead


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    assert _dead_links(path) == []


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# Một, hai\n[x](#một-hai) [y](#ba) [z](b.md) [t](a.md#một-hai) `[u](c.md)`\n", "utf-8")
    assert _dead_links(page) == ["#ba", "b.md"]


def test_the_readme_leads_to_the_answers() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "](docs/hoi-dap.md)" in text
    assert "](docs/van-hanh.md)" in text


def test_every_role_is_told() -> None:
    text = (ROOT / "docs" / "cai-dat.md").read_text("utf-8")
    lacking = [label for role, label in ROLE_LABELS.items() if role != Role.COMMAND_LINE and label not in text]
    assert lacking == []


def test_every_column_is_told() -> None:
    page = (ROOT / "docs" / "huong-dan" / "nhap-tu-tep.md").read_text("utf-8")
    for code in (*COUNTS, *RATES):
        assert f"`{code}`" in page
        assert f"  {code} " in import_results.HELP
    assert all(f"  {code} " in import_targets.HELP for code in INDICATORS)


def test_what_the_list_of_provinces_rests_on_is_told() -> None:
    text = (ROOT / "docs" / "danh-muc-don-vi.md").read_text("utf-8")
    first, last = date(2025, 7, 1), date(9999, 1, 1)
    changes = [(code, entry) for code in codes() for entry in later_names(code, first, last)]
    assert changes
    for code, entry in changes:
        assert f"| {code} {entry.name}, từ {format_date(entry.since)} | {entry.act} |" in text
