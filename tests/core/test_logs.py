"""A line of the log: when, who by number, which request, what, where; nothing that somebody sent, and one line."""

import json
import logging
import sys

import pytest

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
        "level": "WARNING", "logger": "portal", "request": "ab12", "user": 7, "message": "Not Found: /x/",
    }  # fmt: skip


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
    assert len(json.loads(line(logging.WARNING, "a" * 100_000))["message"]) == logs.LONGEST
