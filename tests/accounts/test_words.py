import re
from pathlib import Path

import pytest

from accounts.permissions import Permission
from accounts.words import OF_STEPS, PERMISSION_WORDS, VERB_WORDS, said, verbs_saying
from awards.workflow.table import NOMINATION
from campaign.figures.workflow import FIGURES, PLANS

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "office", "units", "campaign", "awards", "reports")


def verbs_in_the_source() -> set[str]:
    """Verbs written out where something is noted in the trail."""
    pattern = re.compile(r"""(?:trail\.add\(\s*|note\(\s*[^,()]+(?:\(\))?,\s*)"([a-z_]+)\"""")
    texts = [path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py")]
    return {verb for text in texts for verb in pattern.findall(text)}


def test_every_act_of_the_trail_has_words() -> None:
    steps = {step.name for step in (*FIGURES, *PLANS)} | {f"nomination_{step.name}" for step in NOMINATION}
    found = verbs_in_the_source()
    assert found >= {"sign_in", "assign_target", "file_plan", "nominate"}  # the search itself works
    assert (found | steps) - VERB_WORDS.keys() - OF_STEPS.keys() == set()


def test_every_permission_has_words() -> None:
    assert PERMISSION_WORDS.keys() == set(Permission)


@pytest.mark.parametrize(
    ("verb", "subject", "words"),
    [
        ("return", "campaign.figureset", "Trả lại số liệu để chỉnh sửa"),
        ("return", "campaign.plan", "Trả lại kế hoạch để bổ sung"),
        ("assign_target", "campaign.target", "Giao chỉ tiêu"),
        ("some_new_verb", "", "Cập nhật"),
    ],
    ids=["figures", "plan", "one meaning", "never the verb itself"],
)
def test_the_same_step_is_said_by_its_record(verb: str, subject: str, words: str) -> None:
    assert said(verb, subject) == words


@pytest.mark.parametrize(
    ("typed", "verbs"),
    [("giao chi tieu", ["assign_target"]), ("Đăng xuất", ["sign_out"]), ("  ", []), ("không có động từ này", [])],
    ids=["without accents", "with accents", "blank", "nothing"],
)
def test_verbs_are_found_by_their_words(typed: str, verbs: list[str]) -> None:
    assert verbs_saying(typed) == verbs
