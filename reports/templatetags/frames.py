"""Frames that appear only around something.

A builtin library: templates use it without loading it.
"""

from django import template
from django.forms import BaseForm, BaseFormSet
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def error_word(context: Context) -> str:
    """What begins the title of a page whose form came back: read out first, seen in the tab."""
    return "Lỗi: " if any(_has_errors(value) for value in context.flatten().values()) else ""


def _has_errors(value: object) -> bool:
    if isinstance(value, BaseFormSet):
        return value.is_bound and any(value.errors)
    return isinstance(value, BaseForm) and value.is_bound and bool(value.errors)


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
