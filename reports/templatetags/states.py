"""How every page shows what became of a record: its state, verdicts, the timeline, the next steps.

A builtin library: templates use it without loading it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from awards.workflow.table import EVENTS as AWARD_EVENTS
from awards.workflow.table import NOMINATION
from campaign.activities.domain.roads import TONES as RECORD_TONES
from campaign.figures.workflow import FIGURES, PLANS
from core.findings import Finding, Outcome
from core.workflow import Option, Workflow

register = template.Library()

# state of any object → tone of its pill: of workflows by their tables, the rest here; words come from the object itself
TONES: Mapping[str, str] = {
    **FIGURES.tones,
    **PLANS.tones,
    **RECORD_TONES,
    **NOMINATION.tones,
    "agreed": "ok",
    "declined": "bad",
    "struck": "due",
    "missing": "due",
    "on_time": "ok",
    "on_deadline_day": "due",
    "late": "bad",
    "open": "ok",
}

# outcome → look and short words; a met finding that exceeds is "Vượt"
VERDICTS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.MET: ("met", "Đạt"),
    Outcome.NOT_MET: ("not", "Không đạt"),
    Outcome.UNKNOWN: ("open", "Chưa đủ căn cứ"),
    Outcome.NOT_APPLICABLE: ("na", "Không áp dụng"),
}

# steps that stand in timelines without being a row of a workflow
EVENTS: Mapping[str, str] = {
    "file": "Gửi kế hoạch",
    **AWARD_EVENTS,
    "carry_over": "Chuyển theo sắp xếp đơn vị",
    "correct": "Mở lại để điều chỉnh",
    "import": "Nhập từ tệp",
    "enter": "Nhập số liệu",
    "write": "Ghi bản nháp",
}


@register.simple_tag
def pill(thing: object, label: str = "") -> SafeString:
    """The state of an object (or a state with its words) as a pill."""
    state = getattr(thing, "state", thing)
    shown = getattr(thing, "get_state_display", None)
    words = label or (shown() if shown else "") or getattr(state, "label", "")
    tone = TONES.get(str(getattr(state, "value", state)), "")
    return format_html('<span class="pill{}">{}</span>', f" pill-{tone}" if tone else "", words)


@register.simple_tag
def correct_until(item: Any) -> SafeString | str:
    """Until when a version opened again may be changed, under its state; nothing for other sets."""
    words = getattr(item, "time_to_correct", "")
    if not words:
        return ""
    return format_html('<span class="sub {}">{}</span>', "late" if item.has_run_out else "soon", words)


@register.simple_tag
def verdict(finding: Finding | Outcome | None) -> SafeString | str:
    """The mark and words of a finding, or of a bare outcome: ▲ Vượt, ✓ Đạt, ✕ Không đạt and so on."""
    if finding is None or finding == "":
        return ""
    if isinstance(finding, Finding) and finding.exceeds:
        look, words = "over", "Vượt"
    else:
        look, words = VERDICTS[finding.outcome if isinstance(finding, Finding) else Outcome(finding)]
    return format_html('<span class="verdict verdict-{}">{}</span>', look, words)


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    words: str
    why: str
    at: datetime
    who: str


@register.inclusion_tag("_components/timeline.html")
def timeline(transitions: Iterable[Any], workflow: Workflow | None = None) -> dict[str, Any]:
    """What was done with a record, newest first: step, reason, when, who. Select `by` with the rows."""
    entries = [Entry(_step_words(row.step, workflow), row.reason, row.at, _who(row)) for row in transitions]
    return {"entries": entries}


def _step_words(step: str, workflow: Workflow | None) -> str:
    if workflow is not None and step in workflow.steps:
        return workflow.steps[step].label
    return EVENTS.get(step, "Cập nhật")


def _who(row: Any) -> str:
    name = str(row.by)
    return f"{name}, {row.role}" if row.role and row.role != name else name


@dataclass(frozen=True)
class NextStep:
    """A step as a page offers it."""

    option: Option
    url: str
    id: str
    is_primary: bool


@register.inclusion_tag("_components/steps.html")
def steps(options: Sequence[Option], url_name: str, *keys: object) -> dict[str, Any]:
    """The next steps of a record: open ones lead to `url_name` with `keys` and the step, closed say why."""
    forward = next((o.step.name for o in options if o.is_open and not (o.step.reason or o.step.is_aside)), "")
    return {
        "next_steps": [
            NextStep(o, reverse(url_name, args=[*keys, o.step.name]), f"buoc-{o.step.name}", o.step.name == forward)
            for o in options
        ]
    }
