"""A builtin library: every form that a page sends carries Django's mark of its origin and a key of its own."""

import secrets

from django import template
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from office.once_only import KEY

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """Both hidden fields, under the name that no form can do without: `office.once_only` reads the second.

    What the frame of the page wants to come back with its forms is written behind them.
    """
    fields = [(KEY, secrets.token_urlsafe(16)), *getattr(context.get("frame"), "sent_along", ())]
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)
    return format_html("{}{}", CsrfTokenNode().render(context), hidden)
