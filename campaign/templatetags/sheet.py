"""The cells of the entry sheet in one go: a big sheet has 1,400 of them, and a template's loop costs more than all else."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

_ANY = 9876543210  # stands for a key where an address is looked up once for all rows

FIELD = (
    '<td class="cell{}"><input inputmode="numeric" autocomplete="off" id="o-{}" name="{}" data-column="{}" value="{}" '
    'aria-label="{}"{}></td>'
)
LOCKED = '<td class="cell is-locked{}" data-column="{}" title="{}">{}</td>'
DERIVED = '<td class="derived" data-formula="{}" data-key="{}"><span>{}</span>{}</td>'


@register.simple_tag
def sheet_cells(line: Mapping[str, Any]) -> SafeString:
    """One row's cells: to be typed, locked with the reason, or computed from others."""
    found: list[SafeString] = []
    locked = "" if line["is_field"] else line["row"].why_locked
    for cell in line["cells"]:
        noted = " has-comment" if cell.get("is_noted") else ""
        if cell.get("formula"):
            apart = format_html('<small class="apart">đã nhập {}</small>', cell["apart"]) if cell["apart"] else ""
            found.append(format_html(DERIVED, cell["formula"], cell["column"], cell["text"], apart))
        elif line["is_field"]:
            name, error = cell["name"], ""
            if cell["error"]:
                noted = " is-refused" + noted
                error = format_html(' aria-invalid="true" aria-describedby="loi-{}"', name)
            found.append(format_html(FIELD, noted, name, name, cell["column"], cell["text"], cell["label"], error))
        else:
            found.append(format_html(LOCKED, noted, cell["column"], locked, cell["text"]))
    return SafeString("".join(found))  # each was escaped where it was made


@lru_cache(maxsize=16)
def _shape(page: str) -> tuple[str, str]:
    """What stands before and after the key in the address of a page about one set."""
    before, after = reverse(page, args=[_ANY]).split(str(_ANY))
    return before, after


@register.simple_tag
def of_set(page: str, pk: int) -> SafeString:
    """The address of a page about one figure set; a big sheet asks for 230 of them, and each `url` costs a search."""
    before, after = _shape(f"campaign:{page}")
    return SafeString(f"{before}{int(pk)}{after}")
