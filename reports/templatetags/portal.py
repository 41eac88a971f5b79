"""What every page writes the same way: numbers, days, states, verdicts, next steps, timelines.

A builtin library: templates use it without loading it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.permissions import Permission
from awards.workflow.table import EVENTS as AWARD_EVENTS
from awards.workflow.table import NOMINATION
from campaign.activities.domain.roads import TONES as RECORD_TONES
from campaign.definition import Definition
from campaign.definition.words import clause_words
from campaign.figures.labels import field_label
from campaign.figures.workflow import FIGURES, PLANS
from campaign.poverty_standards import in_force as standards_in_force
from core import clock
from core.findings import Finding, Outcome
from core.numbers import format_count, format_date, format_rate
from core.numbers import two_digits as format_two_digits
from core.own_words import in_own_words
from core.text import lower_first, opened
from core.workflow import Option, Workflow
from units import access
from units.map.domain.levels import Level
from units.map.holders import has_level, holder_name, level_words
from units.models import Unit

register = template.Library()

SOON = 3  # days before a date on which it is marked as near

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


# ---- numbers ----


@register.simple_tag
def portal_version() -> str:
    """The version that serves."""
    return str(settings.VERSION)


@register.simple_tag
def standard_title(code: str) -> str:
    """A poverty standard by its name, in a sentence."""
    return lower_first(standards_in_force.standard_title(code))


@register.simple_tag
def figure_label(key: str, standard: str) -> str:
    """A figure as people read it, by its key in a standard."""
    return field_label(key, standard)


register.filter("own", in_own_words)  # a text of ours as the province that is shown reads it


@register.filter
def count(value: int | None) -> str:
    """11015 as "11.015"."""
    return "" if value is None or value == "" else format_count(int(value))


@register.filter
def rate(value: Decimal | None) -> str:
    """5.93 as "5,93"; the unit stands in the head of the table."""
    return "" if value is None or value == "" else format_rate(Decimal(value))


@register.filter
def points(value: Decimal | None) -> str:
    """1.89 as "1,89 điểm %"."""
    return f"{rate(value)} điểm %" if rate(value) else ""


@register.filter
def two_digits(value: int | None) -> str:
    """A small count as documents print it: 5 as "05"."""
    return "" if value is None or value == "" else format_two_digits(int(value))


@register.filter
def year(value: object) -> str:
    """A year or a key as plain digits: 2022, never 2.022."""
    return "" if value is None else str(value)


# ---- days ----


def _local(value: date | datetime) -> date:
    return value.astimezone(clock.VIETNAM).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """15/11/2022; an open end is nothing."""
    return "" if not value or value == clock.FOREVER else format_date(_local(value))


@register.filter
def until(valid_to: date | None) -> str:
    """The first day on which something dated no longer is; nothing when it has no end."""
    return day(valid_to)


@register.filter
def last_day(valid_to: date | None) -> str:
    """The last day of something dated: "30/06/2025", or "đến nay" when it has no end."""
    if not valid_to:
        return ""
    return "đến nay" if valid_to == clock.FOREVER else format_date(valid_to - timedelta(days=1))


@register.filter
def moment(value: datetime | None) -> str:
    """ "hôm nay 16:20", "hôm qua 09:55", else "14/12/2022 16:20"."""
    if not value:
        return ""
    local = value.astimezone(clock.VIETNAM)
    named = {0: "hôm nay", 1: "hôm qua"}.get((clock.today() - local.date()).days)
    return f"{named or format_date(local.date())} {local:%H:%M}"


@register.filter
def days_left(value: date | datetime | None) -> str:
    """ "còn 3 ngày", "hôm nay", "trễ 2 ngày"."""
    if not value:
        return ""
    days = (_local(value) - clock.today()).days
    if days == 0:
        return "hôm nay"
    return f"còn {format_count(days)} ngày" if days > 0 else f"trễ {format_count(-days)} ngày"


@register.filter
def days_tone(value: date | datetime | None) -> str:
    """The class that marks a date: late, soon, or none."""
    if not value:
        return ""
    days = (_local(value) - clock.today()).days
    return "late" if days < 0 else "soon" if days <= SOON else ""


# ---- small things ----


@register.filter
def of_level(messages: Iterable[Message], level: str) -> list[Message]:
    """The messages of one level: success, info, warning or error."""
    return [message for message in messages if message.level_tag == level]


@register.filter
def at_key(mapping: Mapping[Any, Any] | None, key: object) -> Any:
    """The value of a mapping at a key, or nothing."""
    return (mapping or {}).get(key)


@register.simple_tag
def holder(duty: str) -> str:
    """Who holds a duty today: "Sở Nông nghiệp và Môi trường"; while nobody does, what the duty is called."""
    return holder_name(duty)


@register.simple_tag
def stands(level: str) -> bool:
    """Some unit of a level stands today: whether a text may speak of it."""
    return has_level(Level[level.upper()])


@register.simple_tag
def level_kinds(level: str, on: date | None = None) -> str:
    """The kinds of units that stand at a level today, or on a day: "xã, phường, đặc khu"."""
    return level_words(Level[level.upper()], on)


register.filter("clause", clause_words)
register.filter("lower_first", lower_first)
register.filter("opened", opened)


@register.filter
def address(name: str, key: object = None) -> str:
    """The address of a named page; nothing while the portal has no such page."""
    try:
        return reverse(name, args=[] if key is None else [key])
    except NoReverseMatch:
        return ""


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


@register.simple_tag(takes_context=True)
def scope_of(context: Context, permission: str) -> str:
    """ "Trong phạm vi huyện Bác Ái." before numbers that are cut to the reader's reach; nothing for a whole province."""
    words = access.scope_words(context["request"].user, Permission(permission))
    return f"Trong phạm vi {words}. " if words else ""


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """The query string of this page with some values changed; an empty value leaves."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("_components/due.html")
def due(value: date | None) -> dict[str, Any]:
    """How long is left until a date, and the date."""
    return {"on": value}


@register.inclusion_tag("_components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, parameter: str = "trang") -> dict[str, Any]:
    """Before and next of a `Paginator` page, the filters of the address kept."""
    query = context["request"].GET.copy() if "request" in context else {}

    def link(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


# ---- records ----


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


@register.filter
def group_label(plan: Definition, code: str) -> str:
    """What a ceiling of the plan counts, in words."""
    return plan.group_label(code)


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


@register.inclusion_tag("_components/unit_crumbs.html")
def unit_crumbs(unit: Unit | None, on: date | None = None, last: str = "") -> dict[str, Any]:
    """The place of a unit in the tree on a day (today), as items of `crumbs`; `last` names the page below it.

    Reads the ancestors: one query.
    """
    if unit is None:
        return {"above": [], "unit": None, "last": last}
    day_seen = min(on or clock.today(), unit.valid_to - timedelta(days=1))
    day_seen = max(day_seen, unit.valid_from)
    return {"above": list(Unit.objects.ancestors_of(unit, day_seen)), "unit": unit, "last": last}


# ---- frames that appear only around something ----


class FilledNode(template.Node):
    """A wrapper that vanishes with its content."""

    child_nodelists = ("inside",)

    def __init__(self, inside: NodeList, tag: FilterExpression, css: FilterExpression, label: FilterExpression) -> None:
        self.inside, self.tag, self.css, self.label = inside, tag, css, label

    def render(self, context: Context) -> str:
        inner = self.inside.render(context)
        tag, css, label = (part.resolve(context) for part in (self.tag, self.css, self.label))
        if not inner.strip() or inner.lstrip().startswith((f"<{tag} ", f"<{tag}>")):
            return inner.strip()
        return format_html(
            "<{}{}{}>{}</{}>",
            tag,
            format_html(' class="{}"', css) if css else "",
            format_html(' aria-label="{}"', label) if label else "",
            inner,
            tag,
        )


@register.tag
def filled(parser: Parser, token: Token) -> FilledNode:
    """{% filled "p" "lead-line" "label" %}…{% endfilled %}: the element, unless blank or ready inside."""
    _, *parts = token.split_contents()
    parts += ['""'] * (3 - len(parts))
    inside = parser.parse(("endfilled",))
    parser.delete_first_token()
    return FilledNode(inside, *(parser.compile_filter(part) for part in parts))


class CrumbTrailNode(template.Node):
    """The place of a page: items of a list, or a trail that is ready."""

    child_nodelists = ("inside",)

    def __init__(self, inside: NodeList) -> None:
        self.inside = inside

    def render(self, context: Context) -> str:
        inner = self.inside.render(context)
        if not inner.lstrip().startswith("<li"):
            return inner.strip()
        return format_html('<nav class="crumbs" aria-label="Vị trí"><ol>{}</ol></nav>', inner)


@register.tag
def crumb_trail(parser: Parser, token: Token) -> CrumbTrailNode:
    """{% crumb_trail %}<li>…</li>{% endcrumb_trail %}"""
    inside = parser.parse(("endcrumb_trail",))
    parser.delete_first_token()
    return CrumbTrailNode(inside)


class ColumnsNode(template.Node):
    """A page with a side column when it has something to say there."""

    child_nodelists = ("main", "side")

    def __init__(self, main: NodeList, side: NodeList) -> None:
        self.main, self.side = main, side

    def render(self, context: Context) -> str:
        main, side = self.main.render(context), self.side.render(context)
        if not side.strip():
            return main
        return format_html('<div class="with-side"><div>{}</div><aside class="side">{}</aside></div>', main, side)


@register.tag
def columns(parser: Parser, token: Token) -> ColumnsNode:
    """{% columns %}…{% beside %}…{% endcolumns %}"""
    main = parser.parse(("beside",))
    parser.delete_first_token()
    side = parser.parse(("endcolumns",))
    parser.delete_first_token()
    return ColumnsNode(main, side)
