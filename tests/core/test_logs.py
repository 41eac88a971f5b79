"""A line of the log: when, who by number, which request, what, where; nothing that somebody sent, and one line."""

import json
import logging
import sqlite3
import sys
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.utils.dateparse import parse_date

from core import logs

CANARY = "Katơr Thị Hoàng Yến"


def _record(level: int, message: str, error: BaseException | None = None) -> logging.LogRecord:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("portal", level, __file__, 1, message, None, exc_info)


def _raised() -> BaseException:
    try:
        try:
            int(CANARY)
        except ValueError as error:
            raise LookupError(CANARY) from error
    except LookupError:
        error = sys.exc_info()[1]
        assert error is not None
        return error


def line(level: int, message: str, error: BaseException | None = None) -> str:
    return logs.Line().format(_record(level, message, error))


def test_a_line_says_when_how_grave_whose_and_of_which_request() -> None:
    with logs.request("ab12"):
        logs.is_of_user(7)
        found = json.loads(line(logging.WARNING, "Not Found: /x/"))
    assert found.pop("time")[-6:] == "+07:00"
    assert found == {
        "level": "WARNING",
        "logger": "portal",
        "request": "ab12",
        "user": 7,
        "message": "Not Found: /x/",
    }


def test_outside_a_request_nobody_is_named() -> None:
    with logs.request("ab12"):
        logs.is_of_user(7)
    with logs.request("cd34"):
        assert json.loads(line(logging.WARNING, "x"))["user"] is None
    assert json.loads(line(logging.WARNING, "x"))["request"] == ""


def test_an_error_says_where_it_broke_and_not_with_what() -> None:
    text = line(logging.ERROR, "Internal Server Error: /x/", _raised())
    assert [part.split(":")[0] for part in json.loads(text)["broke"]] == ["LookupError", "ValueError"]
    assert "tests/core/test_logs.py" in text
    assert CANARY not in text


def test_a_refusal_is_one_short_line() -> None:
    assert "broke" not in json.loads(line(logging.WARNING, "Forbidden: /x/", _raised()))


@pytest.mark.parametrize("sign", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1b", "\x85", "\u2028", "\u2029", "\u202e"])
def test_nobody_forges_a_line(sign: str) -> None:
    text = line(logging.WARNING, f"Not Found: /a{sign}" + '{"level": "ERROR"}')
    assert sign not in text
    assert text.splitlines() == [text]
    assert json.loads(text)["message"] == f"Not Found: /a{sign}" + '{"level": "ERROR"}'


def test_a_long_message_is_cut() -> None:
    assert len(json.loads(line(logging.WARNING, "a" * 100_000))["message"]) == 500 == logs.LONGEST


def test_vietnamese_stays_readable() -> None:
    assert "Xã Phước Hà" in line(logging.WARNING, "Xã Phước Hà")


# ---- what broke ----


def _caught(error: BaseException, *, cause: BaseException | None = None, alone: bool = False) -> BaseException:
    """The error as it is after it was raised while another was being handled."""
    try:
        try:
            raise KeyError(CANARY)
        except KeyError:
            if cause is not None or alone:
                raise error from cause
            raise error
    except BaseException as found:
        return found


class _OfPostgres(Exception):
    pgcode = "23505"


def _kinds(error: BaseException) -> list[str]:
    return [place.partition(":")[0] for place in json.loads(line(logging.ERROR, "x", error))["broke"]]


def test_what_led_to_an_error_is_told_with_it_unless_it_was_left_out() -> None:
    assert _kinds(_caught(ValueError(CANARY))) == ["ValueError", "KeyError"]
    assert _kinds(_caught(ValueError(CANARY), alone=True)) == ["ValueError"]
    assert _kinds(_caught(ValueError(CANARY), cause=OSError(28, CANARY))) == ["ValueError", "OSError [28]"]


def test_an_error_that_caused_itself_is_told_once() -> None:
    error = ValueError(CANARY)
    error.__cause__ = error
    assert _kinds(error) == ["ValueError"]


def test_the_database_s_own_code_is_told() -> None:
    with pytest.raises(sqlite3.Error) as found:
        sqlite3.connect(":memory:").execute("select a from b")
    assert logs.kind_of(found.value) == "OperationalError [SQLITE_ERROR]"
    assert logs.kind_of(_OfPostgres(CANARY)) == "_OfPostgres [23505]"
    assert logs.kind_of(OSError(28, CANARY)) == "OSError [28]"
    assert logs.kind_of(ValueError(CANARY)) == "ValueError"


def _broken_in_a_library() -> zipfile.BadZipFile:
    with pytest.raises(zipfile.BadZipFile) as found:
        zipfile.ZipFile(Path(__file__))
    return found.value


def test_the_place_is_the_last_line_of_the_portal_s_own_code() -> None:
    """The libraries that it went through afterwards are told among the frames alone."""
    error = _broken_in_a_library()
    frames = logs.frames_of(error)
    assert logs.place_of(error) == frames[0]
    assert frames[0].startswith("tests/core/test_logs.py:")
    assert frames[-1].endswith(" _RealGetContents")


def test_what_never_came_by_the_portal_s_code_is_placed_by_its_last_line() -> None:
    error = _broken_in_a_library()
    assert error.__traceback__ is not None
    error.__traceback__ = error.__traceback__.tb_next
    frames = logs.frames_of(error)
    assert len(frames) == 2
    assert logs.place_of(error) == frames[-1]


def test_a_library_of_the_portal_s_own_folder_is_no_code_of_the_portal() -> None:
    """It is named from its package on."""
    with pytest.raises(TypeError) as found:
        parse_date(None)  # type: ignore[arg-type]
    frames = logs.frames_of(found.value)
    assert frames[-1].startswith("django/utils/dateparse.py:")
    assert logs.place_of(found.value) == frames[0]


def test_what_was_never_raised_has_no_place() -> None:
    assert (logs.place_of(ValueError(CANARY)), logs.frames_of(ValueError(CANARY))) == ("", [])


@pytest.mark.parametrize(
    ("logger", "message", "said"),
    [
        ("django.security.DisallowedHost", f"Invalid HTTP_HOST header: '{CANARY}'.", "Refused: DisallowedHost"),
        ("django.security.csrf", f"Forbidden (Referer checking failed - https://x/?q={CANARY})", "Refused: csrf"),
        ("gunicorn.error", f"Invalid request from ip=::1: Invalid HTTP request line: 'GET /tim/?q={CANARY}'",
         "Invalid request: its head cannot be read"),
        ("gunicorn.error", f"Error handling request GET /tim/?q={CANARY}", "Error handling a request"),
        ("gunicorn.error", "Listening at: http://127.0.0.1:8000 (1)", "Listening at: http://127.0.0.1:8000 (1)"),
        ("portal", "Invalid request", "Invalid request"),
    ],
    ids=["a host", "a referer", "a request line", "an address", "the server's own", "the portal's own"],
)  # fmt: skip
def test_no_line_quotes_a_request_that_was_refused(logger: str, message: str, said: str) -> None:
    record = logging.LogRecord(logger, logging.WARNING, __file__, 1, message, None, None)
    assert json.loads(logs.Line().format(record))["message"] == said


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"HTTP_HOST": "Nguyen-Van-B"}, {"HTTP_HOST": "a b"}])
def test_a_host_that_is_none_is_refused_without_its_words(client: Client, sent: dict[str, str]) -> None:
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logs.Line().format(record))

    handler = Kept()
    watched = [logging.getLogger(name) for name in ("django.security", "django.request")]
    for logger in watched:
        logger.addHandler(handler)
    try:
        assert client.get("/don-vi/", **sent).status_code == 400  # type: ignore[arg-type]
    finally:
        for logger in watched:
            logger.removeHandler(handler)
    assert lines
    assert not [line for line in lines if sent["HTTP_HOST"] in line]
