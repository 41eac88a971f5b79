"""One line of JSON for each thing logged: when, how grave, of which request and user, what, and where it broke.

No value that somebody sent stands in a line: no query, no form, no message of an exception, no name; users are numbers.
"""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from traceback import FrameSummary, extract_tb

from core.clock import VIETNAM

ROOT = str(Path(__file__).resolve().parent.parent)
LONGEST = 500  # letters of a message
_request: ContextVar[str] = ContextVar("request", default="")
_user: ContextVar[int | None] = ContextVar("user", default=None)
# what JSON leaves as it is and a reader of lines may take for the end of one
_BREAKS = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@contextmanager
def request(code: str) -> Iterator[None]:
    """What is logged inside belongs to a request."""
    tokens = _request.set(code), _user.set(None)
    try:
        yield
    finally:
        _request.reset(tokens[0])
        _user.reset(tokens[1])


def is_of_user(pk: int) -> None:
    """The request is the user's whose number this is."""
    _user.set(pk)


def request_code() -> str:
    """The code of the request at work, which its answer carries; empty outside a request."""
    return _request.get()


def user_number() -> int | None:
    """The number of the user at work, when somebody has signed in."""
    return _user.get()


# what others write of a request that they refuse holds the request: its head, its host, its address
_REFUSED = "django.security."
_QUOTED = (  # of gunicorn: how its words begin, and what stands instead
    ("Invalid request", "Invalid request: its head cannot be read"),
    ("Error handling request", "Error handling a request"),
)


class Line(logging.Formatter):
    """Draws a record as one line; from ERROR up with where it broke, below without."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, VIETNAM).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_code(),
            "user": user_number(),
            "message": _message(record)[:LONGEST],
        }
        if error is not None and record.levelno >= logging.ERROR:
            said["broke"] = [f"{kind_of(each)}: {' > '.join(frames_of(each))}" for each in _chain(error)]
        return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(said, ensure_ascii=False))


def _message(record: logging.LogRecord) -> str:
    """What is said, without what Django and gunicorn quote of a request that they refuse."""
    if record.name.startswith(_REFUSED):
        return f"Refused: {record.name.removeprefix(_REFUSED)}"
    said = record.getMessage()
    if record.name.startswith("gunicorn."):
        return next((words for begin, words in _QUOTED if said.startswith(begin)), said)
    return said


def kind_of(error: BaseException) -> str:
    """The type of an exception, with the database's own code; never its message, which may hold what was sent."""
    code = getattr(error, "pgcode", None) or getattr(error, "sqlite_errorname", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} [{code}]" if code else type(error).__name__


def frames_of(error: BaseException) -> list[str]:
    """Where it went through, outermost first: "awards/views/round.py:45 board"."""
    return [_told(frame) for frame in extract_tb(error.__traceback__)]


def place_of(error: BaseException) -> str:
    """The last line of the portal's own code that it went through, or the last line of all."""
    frames = extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(ROOT) and "site-packages" not in frame.filename]
    return _told((own or frames)[-1]) if frames else ""


def _told(frame: FrameSummary) -> str:
    return f"{_short(frame.filename)}:{frame.lineno} {frame.name}"


def _short(path: str) -> str:
    return re.split(r"site-packages[\\/]", path.removeprefix(ROOT))[-1].replace("\\", "/").lstrip("/")


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
