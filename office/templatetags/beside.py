"""A kept file that can be read beside what is judged."""

from django import template

from office.files.beside import FileBeside
from office.models import StoredFile

register = template.Library()


@register.inclusion_tag("_components/file_beside.html")
def file_beside(stored: StoredFile, address: str) -> dict[str, FileBeside]:
    """The link that shows it in the pane of the page, or why it can only be downloaded from its address."""
    return {"file": FileBeside(address, stored.name, stored.media_type)}
