"""A builtin library: every form that a page sends carries Django's mark of its origin and a key of its own."""

import secrets

from django import template
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from office.once_only import KEY

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """Both hidden fields, under the name that no form can do without: `office.once_only` reads the second."""
    origin = CsrfTokenNode().render(context)
    return format_html('{}<input type="hidden" name="{}" value="{}">', origin, KEY, secrets.token_urlsafe(16))
