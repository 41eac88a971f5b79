"""Templates are written in short lines and sent without their indents: what no reader sees is taken out when one is read.

A space counts for a reader only between words and what stands in a line with them; beside a block (a row, a cell, a
paragraph) it does not. What stands in `pre`, `textarea`, `script` and `style` stays as it is.
"""

import re
from collections.abc import Sequence

from django.template import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader

_PARTS = re.compile(
    r"""(\{%.*?%\}|\{\{.*?\}\}|\{\#.*?\#\}|<!--.*?-->|<(?:\{%.*?%\}|\{\{.*?\}\}|"(?:\{%.*?%\}|\{\{.*?\}\}|[^"])*"|[^<>"])*>)""",
    re.DOTALL,
)
_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(
    r"<[/!]?(?:!?doctype|address|article|aside|blockquote|body|br|caption|col|colgroup|dd|details|dialog|div|dl|dt|fieldset|"
    r"figcaption|figure|footer|form|h[1-6]|head|header|hr|html|legend|li|link|main|meta|nav|ol|optgroup|option|p|section|"
    r"summary|table|tbody|td|tfoot|th|thead|title|tr|ul|script|style|template|pre)\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"\{%-?\s*(?:if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|ifchanged|endifchanged|load|"
                     r"extends|csrf_token|comment|endcomment|filled|endfilled|columns|endcolumns|beside|endbeside|crumb_trail|endcrumb_trail|spaceless|endspaceless|autoescape|endautoescape)\b")  # fmt: skip
_SPACES = re.compile(r"\s+")
# what stands in a tag under a condition takes its space along, so that none is left where it does not stand
_MAYBE = re.compile(r" (\{% if [^%]*%\})(?! )([^{}]*(?:\{\{[^{}]*\}\}[^{}]*)*)\{% endif %\}")
_END = re.compile(r" (/?>)$")


class Loader(FilesystemLoader):
    """Reads templates of the portal's own folder."""

    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        return without_indents(contents) if str(origin.name).endswith(".html") else contents


def without_indents(text: str) -> str:
    """The template with one space for every run of them, and none where a reader sees none."""
    pieces = _KEPT.split(text)
    found = []
    for at in range(0, len(pieces), 3):  # text, what is kept, the name of its tag
        before, after = at == 0, at + 3 >= len(pieces)
        found.append(_shortened(pieces[at], starts=before, ends=after))
        found += pieces[at + 1 : at + 2]
    return "".join(found)


def _shortened(text: str, *, starts: bool, ends: bool) -> str:
    parts = [part for part in _PARTS.split(text) if part and not part.startswith("{#")]
    kinds = [_kind(part) for part in parts]
    after = _beside(kinds, edge=starts)
    before = _beside(kinds[::-1], edge=ends)[::-1]
    return "".join(_short(*piece) for piece in zip(parts, kinds, after, before, strict=True))


def _kind(part: str) -> str:
    if part.startswith("{%"):
        return "unseen" if _UNSEEN.match(part) else "seen"
    if part.startswith("{{"):
        return "seen"
    if part.startswith("<"):
        return "block" if _BLOCK.match(part) or part.startswith("<!--") else "inline"
    return "space" if part.isspace() else "text"


def _beside(kinds: Sequence[str], *, edge: bool) -> list[bool]:
    """For each piece: going back over what nobody sees, a block stands before it, or the `edge` of the template."""
    found, is_block = [], edge
    for kind in kinds:
        found.append(is_block)
        if kind not in ("unseen", "space"):
            is_block = kind == "block"
    return found


def _short(part: str, kind: str, after_block: bool, before_block: bool) -> str:
    if kind == "space":
        return "" if after_block or before_block else " "
    if kind == "text":
        text = _SPACES.sub(" ", part)
        text = text.lstrip(" ") if after_block else text
        return text.rstrip(" ") if before_block else text
    if kind in ("block", "inline"):
        return _END.sub(r"\1", _MAYBE.sub(r"\1 \2{% endif %}", _SPACES.sub(" ", part)))
    return part
