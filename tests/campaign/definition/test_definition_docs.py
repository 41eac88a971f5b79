"""What stands in docs/viet-the-le.md is enough: its example loads, every key and rule and error is told."""

import re
from dataclasses import fields
from pathlib import Path

from campaign.definition import parse
from campaign.plan.actions.definitions import store_definition
from campaign.rules import RULES
from reports.guides.definition_docs import SECTIONS, errors, keys
from tests import cast

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "viet-the-le.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL)[0]


def test_the_example_loads(province: cast.Province) -> None:
    plan = parse(EXAMPLE)
    assert [(item.code, item.takes) for item in plan.categories] == [("xa", ("unit",)), ("ho", ("household",))]
    version, is_new = store_definition(EXAMPLE, by=province.administrator)
    assert (version.number, is_new) == (1, True)


def test_every_key_and_rule_is_told() -> None:
    told = set(re.findall(r"^\| `([^`]+)` \|", TEXT, flags=re.MULTILINE))
    for _, kind, _ in SECTIONS:
        assert {key for key, *_ in keys(kind)} <= told
        assert all(meaning for *_, meaning in keys(kind))
    assert set(RULES) <= told
    nested = {
        "criterion",
        "part",
        "cap",
        "params",
        "legal_basis",
        "goal",
        "participant",
        "provision",
        "category",
        "award_form",
        "round_",
        "deadline",
        "reading",
        "group",
        "route",
        "event",
    }
    for _, kind, _ in SECTIONS:
        assert {item.name.rstrip("_") for item in fields(kind) if item.name not in nested} <= told


def test_every_error_is_told() -> None:
    listed = errors(ROOT)
    assert len(listed) > 30
    assert "thiếu mục bắt buộc này." in listed
    assert all(f"- {message}\n" in TEXT for message in listed)
