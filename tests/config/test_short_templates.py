"""What a reader does not see of a template is not sent; what they see stays."""

import pytest
from django.template import engines

from config.short_templates import without_indents


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("<td>\n    Xã Một\n</td>\n<td>\n</td>\n", "<td>Xã Một</td><td></td>"),
        ("<p>\n  Hồ sơ\n  của <b>xã</b>\n  An Hòa.\n</p>", "<p>Hồ sơ của <b>xã</b> An Hòa.</p>"),
        ("<li>\n  {% if a %}\n    Có\n  {% endif %}\n</li>", "<li>{% if a %}Có{% endif %}</li>"),
        ("{{ a }}\n  {{ b }}", "{{ a }} {{ b }}"),
        ("<span\n  class=\"sub\"\n>a</span>\n<a href=\"/\">b</a>", '<span class="sub">a</span> <a href="/">b</a>'),
        ("<pre>\n  a\n   b</pre>\n<textarea>\n\n c\n</textarea>", "<pre>\n  a\n   b</pre> <textarea>\n\n c\n</textarea>"),
        ("<p>a</p>\n{# note #}\n<p>b</p>", "<p>a</p><p>b</p>"),
        ('<i class="{% if a > 1 %}x{% endif %}"\n  title="a > b">c</i>', '<i class="{% if a > 1 %}x{% endif %}" title="a > b">c</i>'),
        ('<a href="/"\n  {% if a %}aria-current="page"{% endif %}\n>b</a>', '<a href="/"{% if a %} aria-current="page"{% endif %}>b</a>'),
        ('<li {% if a %}class="x"{% else %}class="y"{% endif %}>', '<li {% if a %}class="x"{% else %}class="y"{% endif %}>'),
        ("{% filled \"p\" %}\n{% block lead %}\n{% endblock %}\n{% endfilled %}",
         "{% filled \"p\" %}{% block lead %}{% endblock %}{% endfilled %}"),
    ],
)  # fmt: skip
def test_spaces_count_where_they_are_seen(written: str, sent: str) -> None:
    assert without_indents(written) == sent
    assert without_indents(sent) == sent


def test_the_portal_s_own_templates_are_read_so() -> None:
    source = engines["django"].get_template("base.html").template.source
    assert "\n" not in source.split("<body")[1].split("<script")[0]
