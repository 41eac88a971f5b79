"""What the form under a preview sends back."""

import re
from typing import Any

FIELD = re.compile(r'<input type="hidden" name="(xem-truoc|dau-tep)" value="([^"]+)">')


def agree(page: Any) -> dict[str, str]:
    """The fields of the confirm form of a page as a browser would send them."""
    found = dict(FIELD.findall(page.content.decode()))
    assert set(found) == {"xem-truoc", "dau-tep"}, "the page offers nothing to consent to"
    return {"dong-y": "1", **found}
