"""What a page showed before a step is carried by its form and compared when the step is taken.

    context["seen_mark"] = sealed(lines)      # the page; the form includes `_components/seen.html`
    ...
    still(request, lines)                     # the step: found anew; raises `Moved` with the rows that differ

For lists without a file; `office.lists.staging` does the same for files. A sender that was shown nothing is held by the
guards of the step alone.
"""

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from core.workflow import Refused
from office.lists.staging import CHANGED, Lines, compare

FIELD = "da-xem"


def sealed(lines: Lines) -> str:
    """The rows of a page, so that nobody but the portal can have written them."""
    return _signer().sign_object([list(line) for line in lines], compress=True)


def still(request: HttpRequest, lines: Lines) -> None:
    """Raises `office.lists.staging.Moved` when a form was shown other rows, `Refused` when it was tampered with."""
    mark = request.POST.get(FIELD, "")
    if not mark:
        return
    try:
        then = _signer().unsign_object(mark)
    except BadSignature as error:
        raise Refused(CHANGED) from error
    compare(then, lines)


def _signer() -> Signer:
    return Signer(salt="office.seen")
